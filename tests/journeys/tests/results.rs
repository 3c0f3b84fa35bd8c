//! Journeys of the coordinator who shows a group what it said: every number of hand-made responses checked by hand, from
//! the first look to the sheet on paper, and the agreement that comes back the next time.
//!
//! Only in chromium: what is printed and saved can be had there.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::BTreeMap;
use std::fs;

use base64::Engine as _;
use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::engine::Engine;
use journeys::layout::Problems;
use journeys::site::Site;
use journeys::tablet::{LANDSCAPE, PORTRAIT, Profile, Tablet};
use serde::Deserialize;
use serde_json::{Value, json};

const CARDS: [&str; 6] = ["sc1", "lv1", "lv5", "mp1", "vo2", "x1"];

const FIRST: &str = "7e57ac71-0000-4000-8000-000000000001";
const SECOND: &str = "7e57ac71-0000-4000-8000-000000000002";

/// What one participant gave, in short.
#[derive(Default)]
struct Gave<'a> {
    /// A letter for each of [`CARDS`]: on which pile, or `-` for none.
    piles: &'a str,
    important: Option<&'a [&'a str]>,
    more: Option<&'a [&'a str]>,
    missing: &'a [&'a str],
    /// Question and choice; `?` for "I don't know", `-` if it was skipped.
    answers: &'a [(&'a str, &'a str)],
    outcome: &'a str,
    mode: &'a str,
    present: u32,
}

/// The response with this number, as the app writes it.
fn response(number: usize, activity: &Value, gave: &Gave<'_>) -> (String, String) {
    let id = format!("{number:08x}-5eed-4000-8000-000000000000");
    let pile = |letter: char| match letter {
        'm' => Some("much"),
        's' => Some("some"),
        'n' => Some("not"),
        'd' => Some("dont-know"),
        _ => None,
    };
    let placed: Vec<(&str, &str)> = CARDS
        .iter()
        .zip(gave.piles.chars())
        .filter_map(|(card, letter)| Some((*card, pile(letter)?)))
        .collect();
    let moves: Vec<Value> =
        placed.iter().map(|(card, pile)| json!({ "card": card, "pile": pile, "ms": 1000 })).collect();
    let answers: Vec<Value> = gave
        .answers
        .iter()
        .map(|(question, choice)| {
            let answer = match *choice {
                "?" => json!({ "dont_know": true }),
                "-" => json!({ "skipped": true }),
                choice => json!({ "choices": [choice] }),
            };
            json!({ "question": question, "shown": [], "answer": answer, "changes": 0, "ms": 2000 })
        })
        .collect();
    let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
    let mut response = json!({
        "schema": "response/1",
        "id": id,
        "study": { "id": "ontmoetingscentra", "version": "2" },
        "activity": activity,
        "language": "nl",
        "mode": or(gave.mode, "self"),
        "outcome": or(gave.outcome, "complete"),
        "app": "0.1.0",
        "instruments": [
            {
                "id": "meaning", "kind": "card-sort", "deck": "short", "order": CARDS, "moves": moves,
                "placed": placed.iter().copied().collect::<BTreeMap<_, _>>(),
                "most_important": gave.important, "missing": gave.missing, "more": gave.more, "ms": {},
            },
            { "id": "survey", "kind": "survey", "answers": answers },
        ],
    });
    if gave.present > 0 {
        response["present"] = gave.present.into();
    }
    (id, response.to_string())
}

fn activity(id: &str, date: &str, round: &str) -> Value {
    json!({
        "id": id, "centre": "Buurtkamer Moerwijk", "kind": "Open inloop", "date": date, "part_of_day": "morning",
        "round": round,
    })
}

/// Seven people and a group. By hand, of the seven:
///
/// | card | much | some | not | don't know | important | more |
/// |---|---|---|---|---|---|---|
/// | sc1 | 6 | 1 | 0 | 0 | 4 | 0 |
/// | lv1 | 5 | 0 | 2 | 0 | 2 | 0 |
/// | lv5 | 3 | 3 | 1 | 0 | 1 | 0 |
/// | mp1 | 2 | 2 | 2 | 1 | 0 | 2 |
/// | vo2 | 0 | 7 | 0 | 0 | 0 | 1 |
/// | x1 | 3, of 3 people only | | | | | |
///
/// Contacts: none 1, few 2, many 3, don't know 1. Alone: of 4 people only, and 1 who skipped it.
fn seven_and_a_group() -> Vec<Gave<'static>> {
    vec![
        Gave {
            piles: "mmmmsm",
            important: Some(&["sc1", "lv1"]),
            more: Some(&["mp1"]),
            missing: &["een moestuin"],
            answers: &[("contacts", "many"), ("alone", "less")],
            ..Gave::default()
        },
        Gave {
            piles: "mmmmsm",
            important: Some(&["sc1"]),
            more: Some(&["mp1", "vo2"]),
            missing: &[" Een  Moestuin"],
            answers: &[("contacts", "many"), ("alone", "same")],
            ..Gave::default()
        },
        Gave {
            piles: "mmmssm",
            important: Some(&["sc1", "lv5"]),
            more: Some(&[]),
            missing: &["Fatima de Wit"],
            answers: &[("contacts", "many"), ("alone", "same")],
            ..Gave::default()
        },
        Gave {
            piles: "mmsss-",
            important: Some(&["lv1"]),
            more: Some(&[]),
            missing: &["dansen"],
            answers: &[("contacts", "few"), ("alone", "less")],
            ..Gave::default()
        },
        Gave {
            piles: "mmsns-",
            important: Some(&["sc1"]),
            more: Some(&[]),
            answers: &[("contacts", "few"), ("alone", "-")],
            ..Gave::default()
        },
        Gave {
            piles: "mnsns-",
            important: Some(&[]),
            more: Some(&[]),
            answers: &[("contacts", "none")],
            mode: "paper",
            ..Gave::default()
        },
        Gave { piles: "snnds-", answers: &[("contacts", "?")], outcome: "stopped", ..Gave::default() },
        Gave {
            piles: "nnnnmm",
            answers: &[("contacts", "none")],
            mode: "group",
            present: 8,
            ..Gave::default()
        },
    ]
}

/// What the group sees: words, rows of dots (kind and number), lengths of bars in per cent, and how far the show is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Seen {
    text: String,
    dots: Vec<(String, usize)>,
    bars: Vec<String>,
    step: String,
}

const LOOK: &str = "const scene = document.querySelector('.show-scene');
    if (!scene) return null;
    return {
      text: scene.innerText,
      dots: [...scene.querySelectorAll('.show-dots')].map((row) => [row.dataset.kind, row.children.length]),
      bars: [...scene.querySelectorAll('.show-length i')].map((bar) => bar.style.width),
      step: document.querySelector('.show-beads').ariaLabel,
    }";

/// Waits until the show is at the step `n` of `total`.
async fn step(tablet: &Tablet, n: usize, total: usize) -> Seen {
    let wanted = format!("Stap {n} van {total}");
    tablet
        .until(&wanted, async || {
            let seen: Option<Seen> = tablet.run(LOOK, vec![]).await;
            match seen {
                Some(seen) if seen.step == wanted => Ok(seen),
                seen => Err(format!("one sees {seen:?}")),
            }
        })
        .await
}

/// Goes on, by a finger.
async fn next(coordinator: &Coordinator<'_>, tablet: &Tablet, n: usize, total: usize) -> Seen {
    coordinator.press("show", "Verder").await;
    step(tablet, n, total).await
}

#[track_caller]
fn says(seen: &Seen, words: &[&str]) {
    for words in words {
        assert!(seen.text.contains(words), "{words:?} in {seen:?}");
    }
}

#[track_caller]
fn has_dots(seen: &Seen, dots: &[(&str, usize)]) {
    let seen: Vec<(&str, usize)> = seen.dots.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
    assert_eq!(seen, dots);
}

async fn text_of(tablet: &Tablet, selector: &str) -> String {
    tablet.run("return document.querySelector(arguments[0])?.innerText ?? ''", vec![selector.into()]).await
}

/// Waits until the view tells `words`.
async fn tells(tablet: &Tablet, words: &str) {
    tablet
        .until(words, async || {
            let told = text_of(tablet, "#results").await;
            if told.contains(words) { Ok(()) } else { Err(format!("it tells {told}")) }
        })
        .await;
}

/// The page as it would be printed.
async fn printed(tablet: &Tablet) -> Vec<u8> {
    let options = json!({ "preferCSSPageSize": true, "printBackground": true });
    let printed = tablet.cdp("Page.printToPDF", options).await;
    base64::engine::general_purpose::STANDARD.decode(printed["data"].as_str().unwrap()).unwrap()
}

/// How often `part` stands in `bytes`.
fn count(bytes: &[u8], part: &str) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part.as_bytes()).count()
}

#[tokio::test]
async fn a_group_sees_what_it_said_step_by_step_and_takes_it_along_on_one_sheet() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, LANDSCAPE).await;
    let downloads = Downloads::of(&tablet).await;
    Coordinator::opens_at(&tablet, &collector.url(), "#/results").await;
    tells(&tablet, "Er zijn nog geen antwoorden op deze tablet.").await;

    // Four people: nothing at all is shown.
    let first = activity(FIRST, "2026-11-22", "1");
    let all: Vec<(String, String)> =
        seven_and_a_group().iter().enumerate().map(|(at, gave)| response(at, &first, gave)).collect();
    tablet.seed(&all[..4], "2026-11-22").await;
    Coordinator::opens_at(&tablet, &collector.url(), "#/results").await;
    tells(&tablet, "Nog 1 persoon erbij, dan kun je het laten zien.").await;
    assert!(!text_of(&tablet, "#results").await.contains("moestuin"));

    // Seven, and a group that is counted apart.
    tablet.seed(&all[4..], "2026-11-22").await;
    let coordinator = Coordinator::opens_at(&tablet, &collector.url(), "#/results").await;
    tells(&tablet, "7 mensen deden mee").await;
    assert!(text_of(&tablet, "#results").await.contains("Wie tellen er mee?"));

    // The coordinator looks first: a name is not for the group.
    let words = text_of(&tablet, ".results-words").await;
    assert!(words.contains("een moestuin (2 keer)") && words.contains("dansen"), "{words}");
    coordinator.press("results-check", "Fatima de Wit").await;
    tells(&tablet, "Verborgen").await;

    the_show(&coordinator, &tablet).await;

    // What was agreed stands on the sheet, and is kept.
    let kept: String = tablet.run("return localStorage.getItem('betekenis.activities')", vec![]).await;
    assert!(kept.contains("Samen een moestuin beginnen.") && kept.contains("fatima de wit"), "{kept}");

    // As a picture and as a PDF.
    coordinator.press("results", "Bewaren als plaatje (PNG)").await;
    let begin = "ontmoetingscentra_buurtkamer-moerwijk_ronde-1_2026-11-22_laat-zien";
    let png = fs::File::open(downloads.file(begin, ".png").await).unwrap();
    let mut reader = png::Decoder::new(std::io::BufReader::new(png)).read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (1654, 2339));
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    // Letters, lines of pictures, and dots.
    assert!(pixels.chunks(4).filter(|pixel| pixel[..3] == [0x22, 0x30, 0x4a]).count() > 5000, "ink");
    assert!(pixels.chunks(4).filter(|pixel| pixel[..3] == [0x8f, 0x3d, 0x20]).count() > 5000, "dots");
    coordinator.press("results", "Bewaren als PDF").await;
    let pdf = fs::read(downloads.file(begin, ".pdf").await).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.") && count(&pdf, "/Count 1") == 1 && count(&pdf, "%%EOF") == 1);
    assert!(count(&pdf, "(een moestuin \\(2 keer\\))") + count(&pdf, "(een moestuin (2 keer))") == 1);
    assert!(count(&pdf, "Samen een moestuin beginnen.") == 1 && count(&pdf, "Fatima") == 0);

    // On paper it is one sheet, and nothing else.
    let paper = printed(&tablet).await;
    assert_eq!((count(&paper, "/Type /Page\n"), count(&paper, "/Count 1")), (1, 1));
    let is_a4 = ["/MediaBox [0 0 595", "/MediaBox [0 0 594"].iter().any(|part| count(&paper, part) == 1);
    assert!(is_a4, "the sheet is A4");

    // Groups, when they are asked for: eight people behind one response.
    coordinator.press("results", "Groepen die samen antwoordden").await;
    tells(&tablet, "1 groep deed mee").await;
    tells(&tablet, "Niemand schreef een ontbrekende kaart op.").await;
}

/// Walks through the whole show.
async fn the_show(coordinator: &Coordinator<'_>, tablet: &Tablet) {
    const N: usize = 12;
    coordinator.press("results", "Laat zien aan de groep").await;
    let seen = step(tablet, 1, N).await;
    says(
        &seen,
        &[
            "Wat betekent Buurtkamer Moerwijk voor ons?",
            "7 mensen deden mee",
            "22 november 2026",
            "1 stopte eerder",
            "1 op papier",
            "Niet meegeteld: 1 groep van 8.",
        ],
    );
    has_dots(&seen, &[("full", 7)]);

    // From the fourth to the first.
    let seen = next(coordinator, tablet, 2, N).await;
    says(&seen, &["Hier meehelpen"]);
    has_dots(&seen, &[("empty", 2), ("half", 2), ("full", 2), ("unknown", 1)]);
    let seen = next(coordinator, tablet, 3, N).await;
    says(&seen, &["Veilig op straat"]);
    has_dots(&seen, &[("empty", 1), ("half", 3), ("full", 3)]);
    let seen = next(coordinator, tablet, 4, N).await;
    says(&seen, &["Leuke dingen doen"]);
    has_dots(&seen, &[("empty", 2), ("half", 0), ("full", 5)]);
    // Keys of a pointer for a beamer.
    tablet.press("PageDown").await;
    let seen = step(tablet, 5, N).await;
    says(&seen, &["Mensen goed leren kennen"]);
    has_dots(&seen, &[("empty", 0), ("half", 1), ("full", 6)]);

    // All that were put by five or more: not the card of three people.
    let seen = next(coordinator, tablet, 6, N).await;
    has_dots(&seen, &[("full", 6), ("full", 5), ("full", 3), ("full", 2), ("full", 0)]);
    assert!(!seen.text.contains("thuis"), "{seen:?}");
    let seen = next(coordinator, tablet, 7, N).await;
    says(
        &seen,
        &["Dit is het belangrijkst", "Mensen goed leren kennen", "Leuke dingen doen", "Veilig op straat"],
    );
    has_dots(&seen, &[("full", 4), ("full", 2), ("full", 1)]);
    let seen = next(coordinator, tablet, 8, N).await;
    says(
        &seen,
        &["Dit betekent het minst voor ons", "Leuke dingen doen", "Hier meehelpen", "Veilig op straat"],
    );
    has_dots(&seen, &[("empty", 2), ("empty", 2), ("empty", 1)]);
    let seen = next(coordinator, tablet, 9, N).await;
    says(&seen, &["Deze kaarten misten we", "een moestuin (2 keer)", "dansen"]);
    assert!(!seen.text.contains("Fatima"), "{seen:?}");
    let seen = next(coordinator, tablet, 10, N).await;
    says(&seen, &["Dit mag hier meer", "Hier meehelpen", "Iemand luistert naar mij"]);
    has_dots(&seen, &[("full", 2), ("full", 1)]);

    // The question of seven people, and not that of four.
    let seen = next(coordinator, tablet, 11, N).await;
    assert_eq!(seen.bars, ["14%", "28%", "42%", "14%"], "of seven people");
    let numbers: Vec<&str> = seen.text.lines().filter(|line| line.parse::<usize>().is_ok()).collect();
    assert_eq!(numbers, ["1", "2", "3", "1"]);

    let seen = next(coordinator, tablet, 12, N).await;
    says(&seen, &["Dit zijn eerste aanwijzingen."]);
    // No share anywhere, and no goal of the framework.
    assert!(!text_of(tablet, "#show").await.contains('%'));
    tablet.press("ArrowLeft").await;
    step(tablet, 11, N).await;
    tablet.press("ArrowRight").await;
    step(tablet, 12, N).await;
    let field = tablet.spot("#show-note", None).await;
    tablet.tap(field.x, field.y).await;
    tablet.write("Samen een moestuin beginnen.").await;
    // Keys write here, and do not leave.
    tablet.press("ArrowLeft").await;
    step(tablet, 12, N).await;
    coordinator.press("show", "Sluiten").await;
    tablet
        .until("the show to close", async || {
            let is_open: bool = tablet.run("return Boolean(document.querySelector('#show'))", vec![]).await;
            if is_open { Err("it is open".to_owned()) } else { Ok(()) }
        })
        .await;
    let field: String = tablet.run("return document.getElementById('results-note').value", vec![]).await;
    assert_eq!(field, "Samen een moestuin beginnen.");
    let has_shares = text_of(tablet, "#results-numbers").await.contains('%');
    assert!(!has_shares, "of seven people no share is told");
}

#[tokio::test]
async fn the_next_round_begins_with_what_was_agreed_and_twenty_people_have_shares_for_the_coordinator_only() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    Coordinator::opens(&tablet, &collector.url()).await;
    let (first, second) = (activity(FIRST, "2026-05-03", "1"), activity(SECOND, "2026-11-22", "2"));
    let gave = |at: usize| Gave {
        // Of twenty people thirteen, seven and none.
        piles: if at < 13 { "msmmmm" } else { "smnnss" },
        important: Some(if at < 11 { &["sc1", "lv1", "x1"] } else { &["lv1"] }),
        more: Some(&["x1"]),
        missing: if at == 3 { &["een heel lang woord: Meervoudigepersoonlijkheidsstoornis"] } else { &[] },
        answers: &[("contacts", "few"), ("alone", "less"), ("safe", "safe"), ("feeling", "good")],
        ..Gave::default()
    };
    let mut responses: Vec<_> = (0..5).map(|at| response(at, &first, &gave(at))).collect();
    responses.extend((5..25).map(|at| response(at, &second, &gave(at - 5))));
    tablet.seed(&responses, "2026-11-22").await;

    // The first round, picked from the list: a note without any show.
    let coordinator = Coordinator::opens_at(&tablet, &collector.url(), &format!("#/results/{FIRST}")).await;
    tells(&tablet, "5 mensen deden mee").await;
    coordinator.fill("results-note", "Een bank voor de deur.").await;
    tablet.press("Tab").await;
    tells(&tablet, "De volgende keer staat het er weer bij.").await;

    // The second.
    let coordinator = Coordinator::opens_at(&tablet, &collector.url(), &format!("#/results/{SECOND}")).await;
    tells(&tablet, "20 mensen deden mee").await;
    coordinator.open_part("results-numbers").await;
    let numbers = text_of(&tablet, "#results-numbers").await;
    assert!(numbers.contains("13 (65%)") && numbers.contains("7 (35%)"), "{numbers}");
    let mut problems = Problems::default();
    problems.look_at_desk(&tablet, "results").await;
    problems.look_for_hindrances(&tablet, "results", None).await;

    coordinator.press("results", "Laat zien aan de groep").await;
    let total: usize = tablet.run("return document.querySelectorAll('.show-beads i').length", vec![]).await;
    assert_eq!(total, 16, "start, five cards, all, important, least, missing, more, four questions, end");
    for n in 1..=total {
        let seen =
            if n == 1 { step(&tablet, 1, total).await } else { next(&coordinator, &tablet, n, total).await };
        assert!(!seen.text.contains('%'), "{seen:?}");
        if n == 1 {
            says(&seen, &["Vorige keer (3 mei 2026) spraken we af: Een bank voor de deur."]);
        }
        problems.look_at_desk(&tablet, &format!("step {n} of the show")).await;
        if [2, 9, 12, total].contains(&n) {
            problems.look_for_hindrances(&tablet, &format!("step {n} of the show"), None).await;
        }
    }
    problems.check();
    // Away without the button, too.
    tablet.press("Escape").await;
    tells(&tablet, "20 mensen deden mee").await;
    assert_eq!(count(&printed(&tablet).await, "/Type /Page\n"), 1);
}

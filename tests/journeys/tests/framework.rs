//! Journeys of the coordinator who looks at the veranderverhaal: the tables of the report come out to the digit, rounds stand
//! side by side only where they may, and texts are put to effects by hand.
//!
//! Only in chromium: files are saved there into a folder.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

#[path = "../../support/appendix.rs"]
mod appendix;

use std::collections::BTreeMap;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::engine::Engine;
use journeys::layout::Problems;
use journeys::site::Site;
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

use crate::appendix::{CENTRES, NAMED, PARTNER, RESIDENT, answers, appendix, sort, talk};

const DAY: &str = "2025-02-17";

/// Puts `responses` on a tablet on which the app has opened its storage already.
async fn give(tablet: &Tablet, responses: &[Value]) {
    let texts: Vec<(String, String)> =
        responses.iter().map(|one| (one["id"].as_str().unwrap().to_owned(), one.to_string())).collect();
    tablet.seed(&texts, DAY).await;
}

/// The coordinator at the veranderverhaal, on a tablet with the talks of the report, read and put to effects.
async fn at_framework<'a>(tablet: &'a Tablet, collector: &Collector, more: &[Value]) -> Coordinator<'a> {
    let coordinator = Coordinator::opens(tablet, &collector.url()).await;
    let (responses, codings) = appendix();
    give(tablet, &responses).await;
    give(tablet, more).await;
    let keep = "localStorage.setItem('betekenis.codings', arguments[0])";
    tablet.run::<Value>(keep, vec![codings.to_string().into()]).await;
    coordinator.goes_to("#/framework").await;
    coordinator
}

/// The cells of the rows of a table, once there are any.
async fn rows(tablet: &Tablet, table: &str) -> Vec<Vec<String>> {
    const READ: &str = "return [...document.querySelectorAll(`${arguments[0]} :is(tbody, tfoot) tr`)]\
        .map((row) => [...row.cells].map((cell) => cell.innerText.trim()))";
    tablet
        .until(&format!("the table {table}"), async || {
            let rows: Vec<Vec<String>> = tablet.run(READ, vec![table.into()]).await;
            if rows.is_empty() { Err("it has no rows".to_owned()) } else { Ok(rows) }
        })
        .await
}

/// Waits until what stands in `selector` has these words.
async fn reads(tablet: &Tablet, selector: &str, words: &str) -> String {
    const READ: &str =
        "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText).join('\\n')";
    tablet
        .until(&format!("{words:?} in {selector}"), async || {
            let found: String = tablet.run(READ, vec![selector.into()]).await;
            if found.contains(words) { Ok(found) } else { Err(format!("it reads {found:?}")) }
        })
        .await
}

async fn tap(tablet: &Tablet, selector: &str) {
    let spot = tablet.spot(selector, None).await;
    tablet.tap(spot.x, spot.y).await;
}

async fn choose(tablet: &Tablet, field: &str, value: &str) {
    tablet.spot(&format!("#{field}"), None).await;
    tablet.ask::<Value>("choose", vec![format!("#{field}").into(), value.into()]).await;
}

/// The numbers under the bar of a card or question, by their words.
async fn shares(tablet: &Tablet, at: &str) -> Vec<String> {
    const READ: &str = "return [...document.querySelectorAll(`${arguments[0]} .framework-shares li`)]\
        .map((one) => one.innerText.trim())";
    tablet
        .until(&format!("numbers at {at}"), async || {
            let found: Vec<String> = tablet.run(READ, vec![at.into()]).await;
            if found.is_empty() { Err("there are none".to_owned()) } else { Ok(found) }
        })
        .await
}

#[tokio::test]
async fn the_tables_of_the_report_come_out_to_the_digit_and_follow_the_filter() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let collector = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let downloads = Downloads::of(&tablet).await;
    let coordinator = at_framework(&tablet, &collector, &[]).await;

    // Bijlage 3.
    let effects = rows(&tablet, "#effects-table").await;
    let expected: Vec<(String, String, String)> = NAMED
        .iter()
        .map(|(goals, title, n, ..)| ((*goals).to_owned(), (*title).to_owned(), n.to_string()))
        .collect();
    let found: Vec<(String, String, String)> =
        effects[..14].iter().map(|row| (row[0].clone(), row[1].clone(), row[2].clone())).collect();
    assert_eq!(found, expected);
    assert_eq!(effects[14][1..3], ["Totaal", "331"]);
    reads(&tablet, "#framework-effects", "Alles is ingedeeld").await;
    reads(&tablet, "#framework-effects", "© Movisie, Utrecht, 2025").await;

    // Bijlage 1.
    let centres = rows(&tablet, "#framework-centres").await;
    let found: BTreeMap<&str, Vec<&str>> =
        centres.iter().map(|row| (row[0].as_str(), row[1..].iter().map(String::as_str).collect())).collect();
    assert_eq!(found.len(), 12);
    for (centre, residents, partners) in CENTRES {
        let expected = [residents, partners, residents + partners].map(|n| n.to_string());
        assert_eq!(found[centre], expected, "{centre}");
    }
    assert_eq!(found["Totaal"], ["43", "10", "53"]);
    let heads = reads(&tablet, "#framework-centres thead", RESIDENT).await;
    assert!(heads.contains(PARTNER), "{heads}");

    // The goals: 43 residents sorted the cards, the partners none.
    reads(&tablet, ".framework-count", "53 deelnemers").await;
    coordinator.press("framework", "Alles openen").await;
    tap(&tablet, "#framework button[aria-controls=framework-people-sc1]").await;
    let numbers = shares(&tablet, "#framework [data-id=sc1]").await;
    assert_eq!(numbers, ["11 Niet (26%)", "11 Een beetje (26%)", "11 Veel (26%)", "10 Weet ik niet (23%)"]);
    reads(&tablet, "#framework [data-id=sc1]", "43 deelnemers").await;
    reads(&tablet, "#framework", "eerste aanwijzingen").await;
    let mut problems = Problems::default();
    problems.look_at_desk(&tablet, "the veranderverhaal").await;
    problems.look_for_hindrances(&tablet, "the veranderverhaal", None).await;

    coordinator.press("framework-effects", "Tabel bewaren (CSV)").await;
    let csv = downloads.take("ontmoetingscentra-effecten-", ".csv").await;
    assert!(csv.starts_with("\u{feff}Hoofddoel;Effect;"), "{csv}");
    assert!(csv.contains("\r\nSociale cohesie;Contacten opbouwen;"), "{csv}");
    assert!(csv.contains(";46;46;contacts\r\n") && csv.contains("\r\nTotaal;;;331\r\n"), "{csv}");
    coordinator.press("framework", "Alle aantallen bewaren (CSV)").await;
    let csv = downloads.take("ontmoetingscentra-veranderverhaal-", ".csv").await;
    assert!(csv.contains("people;card;sc1;Mensen goed leren kennen;43;0;much;11\r\n"), "{csv}");

    // Two talks: a resident and a partner. Nothing is divided any more.
    choose(&tablet, "filter-centre", "Buurtkamer Vrederust").await;
    reads(&tablet, ".framework-count", "2 deelnemers").await;
    reads(&tablet, "#framework .framework-goal", "te weinig om te verdelen").await;
    let shown: usize =
        tablet.run("return document.querySelectorAll('#framework .framework-bar').length", vec![]).await;
    assert_eq!(shown, 0, "bars of fewer than five");
    reads(&tablet, "#effects-table tfoot", "12").await;
    choose(&tablet, "filter-centre", "").await;
    choose(&tablet, "filter-kind", PARTNER).await;
    reads(&tablet, ".framework-count", "10 deelnemers").await;
    let centres = rows(&tablet, "#framework-centres").await;
    assert_eq!(centres.last().unwrap()[1..], ["10", "10"]);
    problems.check();
}

/// Six residents in another round, who answer a question too, with what `change` makes of them.
fn round(round: &str, change: impl Fn(&mut Value)) -> Vec<Value> {
    let shown: &[&str] = &["none", "few", "many"];
    (0..6)
        .map(|at| {
            let mut response = talk(1000 + at, "Bij Betje", "Open inloop", round);
            let missing: &[&str] = match at {
                0 => &["samen koken"],
                1 if round == "3" => &["kierowca"],
                _ => &[],
            };
            let answers = answers(&[("contacts", shown, Some("many"))]);
            response["instruments"] = json!([sort(Some(at), missing, ""), answers]);
            change(&mut response);
            response
        })
        .collect()
}

#[tokio::test]
async fn rounds_stand_side_by_side_where_they_may_and_texts_are_put_to_effects() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let collector = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let downloads = Downloads::of(&tablet).await;
    let mut more = round("2", |_| {});
    more.extend(round("3", |one| {
        one["mode"] = json!("self");
        one["language"] = json!("pl");
    }));
    let coordinator = at_framework(&tablet, &collector, &more).await;

    // The last two rounds: in one the coordinator held the tablet, in the other the participant.
    let why = reads(&tablet, "#framework-compared [data-verdict=cards]", "niet te vergelijken").await;
    assert!(why.contains("de manier van invullen was anders"), "{why}");
    let n: usize = tablet
        .run("return document.querySelectorAll('#framework-rounds .framework-bar').length", vec![])
        .await;
    assert_eq!(n, 0, "numbers that cannot be compared");

    // The first two: the same cards in the same manner; questions were asked in the second only.
    choose(&tablet, "framework-round-first", "1").await;
    choose(&tablet, "framework-round-second", "2").await;
    reads(&tablet, "#framework-compared [data-verdict=cards]", "zijn te vergelijken").await;
    reads(&tablet, "#framework-compared [data-verdict=questions]", "in ronde 1 is er niets van").await;
    tap(&tablet, "#framework-rounds .framework-goal:first-child summary").await;
    let numbers = shares(&tablet, "#framework-rounds [data-id=sc1]").await;
    // 43 residents; and six, of whom the numbers 0 and 4 lay it on "much".
    assert_eq!(
        numbers[..4],
        ["11 Niet (26%)", "11 Een beetje (26%)", "11 Veel (26%)", "10 Weet ik niet (23%)"]
    );
    assert_eq!(numbers[4..], ["1 Niet", "2 Een beetje", "2 Veel", "1 Weet ik niet"]);
    let mut problems = Problems::default();
    problems.look_at_desk(&tablet, "rounds side by side").await;

    // Three texts are open, two of which say the same: they are put to effects together.
    reads(&tablet, "#framework-effects .framework-standing", "3 nog in te delen").await;
    coordinator.goes_to("#/framework/words").await;
    reads(&tablet, "#sorting blockquote", "samen koken").await;
    reads(&tablet, "#sorting .sorting-about", "2 keer gezegd · Bij Betje").await;
    tap(&tablet, "#sorting [data-id=activities]").await;
    let total = {
        let words = reads(&tablet, "#sorting .progress", " ingedeeld").await;
        words.split(' ').nth(2).unwrap().parse::<usize>().unwrap()
    };
    reads(&tablet, "#sorting .progress", &format!("{} van {total} ingedeeld", total - 1)).await;
    problems.look_at_desk(&tablet, "putting texts to effects").await;
    problems.look_for_hindrances(&tablet, "putting texts to effects", None).await;
    coordinator.press("sorting", "Ongedaan maken").await;
    reads(&tablet, "#sorting .progress", &format!("{} van {total} ingedeeld", total - 3)).await;
    tap(&tablet, "#sorting [data-id=activities]").await;

    // An effect that is not there yet, with a title that a spreadsheet would run.
    coordinator.fill("effect-title", "=Samen koken").await;
    choose(&tablet, "effect-goal", "sc").await;
    coordinator.press("sorting", "Toevoegen").await;
    reads(&tablet, "#sorting .sorting-effect[aria-pressed=true]", "=Samen koken").await;
    coordinator.press("sorting", "Volgende die nog open is").await;
    reads(&tablet, "#sorting blockquote", "kierowca").await;
    tap(&tablet, "#sorting [data-id^=own-]").await;
    reads(&tablet, "#sorting", "Alles is ingedeeld.").await;
    // In another language than that of the screen: what it says can be written beside it.
    reads(&tablet, "#sorting .sorting-about", "Polski").await;
    coordinator.fill("sorting-translation", "chauffeur").await;
    tablet.press("Tab").await;

    // It is kept: after loading the page anew the table has it, with the numbers of the report beside it.
    tablet.reload().await;
    coordinator.goes_to("#/framework").await;
    let effects = rows(&tablet, "#effects-table").await;
    let row =
        |title: &str| effects.iter().find(|row| row[1] == title).unwrap_or_else(|| panic!("{effects:?}"));
    assert_eq!(row("=Samen koken")[..], ["Sociale cohesie", "=Samen koken", "3", "3"]);
    assert_eq!(row("Aantrekkelijke activiteiten")[2], "32");
    assert_eq!(row("Totaal")[2], "336");
    coordinator.press("framework-effects", "Tabel bewaren (CSV)").await;
    let csv = downloads.take("ontmoetingscentra-effecten-", ".csv").await;
    assert!(csv.contains("\r\nSociale cohesie;'=Samen koken;;3;3;own-"), "{csv}");
    coordinator.press("framework-effects", "Alle teksten met effect bewaren (CSV)").await;
    let csv = downloads.take("ontmoetingscentra-teksten-", ".csv").await;
    assert!(csv.contains(";kierowca;chauffeur;own-") && csv.contains(";'=Samen koken;"), "{csv}");
    problems.check();
}

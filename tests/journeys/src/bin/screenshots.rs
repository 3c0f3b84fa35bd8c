//! Takes pictures of every screen of the built app: for the documents, for the manifest, and all of them on one page to look
//! at, `docs/screens/index.html`.
//!
//! They are the same from run to run: chance is a fixed row of numbers here, and nothing moves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Size, Tablet};
use journeys::walk::Walk;
use journeys::{picture, root};
use serde_json::{Value, json};

const DEVICES: [(&str, Size); 3] =
    [("tablet-portrait", PORTRAIT), ("tablet-landscape", LANDSCAPE), ("phone", PHONE)];

/// One that reads to the right, one that reads to the left, one in another script.
const LANGUAGES: [&str; 3] = ["nl", "ar", "uk"];

/// How much smaller the pictures on the page are.
const SCALE: f64 = 0.4;

/// The screens in the documents, and what their pictures are called.
const IN_DOCUMENTS: [(&str, &str); 21] = [
    ("language", "01-language"),
    ("consent", "02-consent"),
    ("practice", "03-practice"),
    ("practice-placed", "04-practice-done"),
    ("sort", "05-sort"),
    ("sort-some", "06-sort-some"),
    ("pile-open", "07-pile-open"),
    ("table", "08-sort-done"),
    ("most-important", "09-most-important"),
    ("missing", "10-missing"),
    ("missing-written", "11-missing-written"),
    ("more", "12-more"),
    ("question-contacts", "13-question-how-many"),
    ("question-alone", "13-question-change"),
    ("question-safe", "13-question-how-much"),
    ("question-ask-help", "13-question-how-often"),
    ("question-feeling", "13-question-feeling"),
    ("question-answered", "14-question-answered"),
    ("stop", "15-stop"),
    ("thanks", "16-thanks"),
    ("declined", "17-declined"),
];

/// Those of them that it shows on every device.
const ON_EVERY_DEVICE: [&str; 2] = ["sort-some", "question-safe"];

/// Numbers that look like chance, the same ones after every start of a page; and no seconds are counted down.
const ALWAYS_ALIKE: &str = "let seed = 7; Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647; \
    const every = setInterval; setInterval = (job, ms, ...rest) => (ms === 1000 ? 0 : every(job, ms, ...rest));";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let site = Site::built();
    let study = Study::of(&site).at_centre("Buurtkamer Moerwijk");
    let mut collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, Manner { is_still: true, ..Manner::default() }).await;
    tablet.prepare(ALWAYS_ALIKE).await;
    let address = collector.url();
    let coordinator = Coordinator::opens(&tablet, &address).await;
    // It is opened without a network later.
    tablet.ready_offline().await;
    coordinator.choose("kind-choice", "Open inloop").await;
    coordinator.fill("round", "Najaar 2026").await;
    coordinator.set_activity("Buurtkamer Moerwijk", "short").await;
    tablet.open(&address).await;
    tablet.ready_offline().await;

    let mut page = Page::new();
    for language in LANGUAGES {
        let walk = Walk { tablet: &tablet, study: &study, address: &address, language };
        page.begin(language, &study.language_name(language));
        walk.past_every_screen(&mut async |name: &str| take(&tablet, language, name, &mut page).await).await;
    }
    page.save();
    in_english(&tablet, &study).await;
    of_the_coordinator(&tablet, &study, &mut collector).await;
    of_results(&tablet, &collector).await;
}

/// The page with all pictures.
struct Page {
    html: String,
    n_kept: usize,
}

impl Page {
    fn new() -> Self {
        let _ = fs::remove_dir_all(root().join("docs/screens"));
        let html = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Betekenis: every screen</title>\n\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
            <style>\nbody { font: 16px system-ui, sans-serif; margin: 1.5rem; background: #eee; }\n\
            section { display: flex; flex-wrap: wrap; gap: 1rem; }\n\
            figure { margin: 0; }\nfigcaption { font-weight: 600; padding: .3rem 0; }\n\
            figure div { display: flex; gap: .4rem; align-items: start; }\n\
            img { border: 1px solid #999; background: #fff; }\n</style>\n<h1>Every screen</h1>\n\
            <p>On a tablet upright, a tablet lying and a phone, at two fifths of their size. Made by <code>make screenshots</code>.</p>\n";
        Self { html: html.to_owned(), n_kept: 0 }
    }

    fn begin(&mut self, language: &str, name: &str) {
        let end = if self.n_kept > 0 { "</section>\n" } else { "" };
        let _ = writeln!(self.html, "{end}<h2 id=\"{language}\">{name}</h2>\n<section>");
    }

    /// Adds a screen, with a WebP picture for each device.
    fn add(&mut self, language: &str, name: &str, pictures: Vec<(&str, Size, Vec<u8>)>) {
        let _ = write!(self.html, "<figure id=\"{language}-{name}\"><figcaption>{name}</figcaption><div>");
        for (device, (width, height), picture) in pictures {
            let file = format!("{language}/{name}-{device}.webp");
            let path = root().join("docs/screens").join(&file);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("docs/screens can be written");
            fs::write(path, picture).expect("docs/screens can be written");
            let small = |length: u32| (f64::from(length) * SCALE).round();
            let _ = write!(
                self.html,
                "<img src=\"{file}\" width=\"{}\" height=\"{}\" alt=\"{name}, {device}\" loading=\"lazy\">",
                small(width),
                small(height)
            );
        }
        self.html.push_str("</div></figure>\n");
        self.n_kept += 1;
    }

    fn save(mut self) {
        self.html.push_str("</section>\n</html>\n");
        fs::write(root().join("docs/screens/index.html"), self.html).expect("docs/screens can be written");
    }
}

/// Takes the screen at hand on every device.
async fn take(tablet: &Tablet, language: &str, name: &str, page: &mut Page) {
    // The caret blinks.
    tablet.run::<Option<()>>("document.activeElement.style.caretColor = 'transparent'", vec![]).await;
    let mut pictures = Vec::new();
    for (device, size) in DEVICES {
        tablet.turn(size).await;
        pictures.push((device, size, tablet.small_picture(SCALE).await));
        let in_documents = IN_DOCUMENTS.iter().find(|(screen, _)| language == "nl" && *screen == name);
        if let Some((_, called)) = in_documents
            && (size == PORTRAIT || ON_EVERY_DEVICE.contains(&name))
        {
            picture::save(&tablet.picture().await, &file(device, called));
        }
        let of_the_manifest = [("participant-tablet", LANDSCAPE), ("participant-phone", PHONE)];
        if let Some((wanted, _)) = of_the_manifest.iter().find(|(_, of)| *of == size)
            && (language, name) == ("nl", "sort-some")
        {
            let file = root().join(format!("public/screenshots/{wanted}.png"));
            picture::save(&tablet.picture().await, &file);
        }
    }
    tablet.turn(PORTRAIT).await;
    page.add(language, name, pictures);
}

/// Three screens in English, for the documents.
async fn in_english(tablet: &Tablet, study: &Study) {
    let mut someone = Participant::arrives_by_script(tablet, study).await;
    someone.begin("en").await;
    for pile in [MUCH, MUCH, SOME, NOT, MUCH] {
        someone.place(pile).await;
    }
    picture::save(&tablet.picture().await, &file(DEVICES[0].0, "en-sort-some"));
    someone.place_all(&[SOME, NOT, SOME, NOT, SOME]).await;
    someone.next(&Screen::Missing).await;
    someone.nothing_missing().await;
    let questions = study.questions();
    someone.next(&Screen::Question(questions[0].clone())).await;
    someone.choose(&questions[0], &study.choices(&questions[0])[2]).await;
    someone.next(&Screen::Question(questions[1].clone())).await;
    picture::save(&tablet.picture().await, &file(DEVICES[0].0, "en-question"));
    someone.ask_to_stop().await;
    someone.stop().await;
    tablet.hold_on().await;
    picture::save(&tablet.picture().await, &file(DEVICES[0].0, "en-thanks"));
    someone.done().await;
}

/// The coordinator's page when one response is waiting.
async fn of_the_coordinator(tablet: &Tablet, study: &Study, collector: &mut Collector) {
    collector.arrived(LANGUAGES.len() * 3 + 1).await;
    collector.stop();
    let mut someone = Participant::arrives_by_script(tablet, study).await;
    someone.begin("nl").await;
    someone.ask_to_stop().await;
    someone.stop().await;
    someone.done().await;
    let coordinator = Coordinator::opens(tablet, &collector.url()).await;
    coordinator.reads("one that waits", |told| told.counts.get("waiting") == Some(&1)).await;
    coordinator.is_told("tablet", "De app staat op deze tablet").await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "60 seconden").await;
    for (device, size) in [DEVICES[0], DEVICES[2]] {
        tablet.turn(size).await;
        picture::save(&tablet.picture().await, &file(device, "coordinator"));
        if size == PORTRAIT {
            picture::save(&tablet.whole_picture().await, &file(device, "coordinator-whole"));
        }
    }
}

/// What a coordinator does with responses, and around them, with twelve made-up ones more.
async fn of_results(tablet: &Tablet, collector: &Collector) {
    let activity: Value = tablet.run("return JSON.parse(localStorage['betekenis.activity'])", vec![]).await;
    let made_up: Vec<_> = (0..12).map(|n| made_up(n, &activity)).collect();
    tablet.turn(PORTRAIT).await;
    tablet.seed(&made_up, "2026-11-22").await;
    let coordinator = Coordinator::opens(tablet, &collector.url()).await;
    for part in ["results", "framework", "data", "setup", "paper/cards/nl", "paper/enter", "help", "device"] {
        coordinator.goes_to(&format!("/{part}")).await;
        tablet.until("the part to be there", async || {
            let is_there = "return Boolean(document.querySelector('.coordinator-view[hidden], .coordinator-view .block'))";
            if tablet.run::<bool>(is_there, vec![]).await { Ok(()) } else { Err("it is empty".to_owned()) }
        })
        .await;
        tablet.settle().await;
        let name = format!("coordinator-{}", part.split('/').collect::<Vec<_>>().join("-"));
        picture::save(&tablet.whole_picture().await, &file(DEVICES[0].0, &name));
    }
    coordinator.goes_to("/results").await;
    tablet.turn(LANDSCAPE).await;
    coordinator.press("results", "Laat zien aan de groep").await;
    for name in
        ["show-who", "show-fifth", "show-fourth", "show-third", "show-second", "show-first", "show-all"]
    {
        tablet.settle().await;
        if ["show-who", "show-first", "show-all"].contains(&name) {
            picture::save(&tablet.picture().await, &file(DEVICES[1].0, name));
        }
        coordinator.press("show", "Verder").await;
    }
}

/// The response with this number, as somebody might have given it.
fn made_up(n: usize, activity: &Value) -> (String, String) {
    let cards = ["sc1", "lv1", "lv5", "sv3-language", "sv4-valued", "mp1", "mp3", "vo2", "vo3", "x1"];
    let piles = ["much", "much", "much", "some", "much", "some", "not", "much", "some", "dont-know"];
    let id = format!("{n:08x}-5eed-4000-8000-000000000000");
    let placed: BTreeMap<_, _> = cards
        .iter()
        .enumerate()
        .map(|(at, card)| (*card, piles[(at * 3 + n * (at + 1)) % piles.len()]))
        .collect();
    let moves: Vec<_> =
        placed.iter().map(|(card, pile)| json!({ "card": card, "pile": pile, "ms": 4000 })).collect();
    let much: Vec<_> = cards.iter().filter(|card| placed[**card] == "much").take(3).collect();
    let missing = ["Een moestuin", "Samen koken", "een moestuin", "Muziek maken"];
    let missing: Vec<_> = missing.get(n).into_iter().collect();
    let answer = |question: &str, choices: [&str; 3]| json!({ "question": question, "shown": choices, "answer": { "choices": [choices[(n * 2 + n / 3) % 3]] }, "changes": 0, "ms": 5000 });
    let key = |name: &str| activity[name].as_str().unwrap_or_default();
    let response = json!({
        "schema": "response/1", "id": id, "study": { "id": "ontmoetingscentra", "version": "2" },
        "activity": {
            "id": key("id"), "centre": key("centre"), "kind": key("kind"), "date": "2026-11-22",
            "part_of_day": "morning", "round": key("round"),
        },
        "language": "nl", "mode": "self", "outcome": "complete", "app": "0.1.0",
        "instruments": [
            { "id": "meaning", "kind": "card-sort", "deck": "short", "order": cards, "moves": moves, "placed": placed,
              "most_important": much, "missing": missing, "more": [cards[n % 4]], "ms": {} },
            { "id": "survey", "kind": "survey", "answers": [
                answer("contacts", ["none", "few", "many"]), answer("safe", ["not", "some", "safe"]),
            ] },
        ],
    });
    (id, response.to_string())
}

fn file(device: &str, name: &str) -> PathBuf {
    root().join(format!("docs/screenshots/{device}/{name}.png"))
}

//! Takes pictures of every screen of the built app: for the README, for the manifest, and all of them on one page to look
//! at, `docs/screens/index.html`.
//!
//! They are the same from run to run: chance is a fixed row of numbers here, and nothing moves.

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

const DEVICES: [(&str, Size); 3] =
    [("tablet-portrait", PORTRAIT), ("tablet-landscape", LANDSCAPE), ("phone", PHONE)];

/// One that reads to the right, one that reads to the left, one in another script.
const LANGUAGES: [&str; 3] = ["nl", "ar", "uk"];

/// How much smaller the pictures on the page are.
const SCALE: f64 = 0.4;

/// The screens in the README, and what their pictures are called.
const IN_README: [(&str, &str); 21] = [
    ("language", "01-language"),
    ("consent", "02-consent"),
    ("practice", "03-practice"),
    ("practice-placed", "04-practice-done"),
    ("sort", "05-sort"),
    ("sort-some", "06-sort-some"),
    ("pile-open", "07-pile-open"),
    ("sort-done", "08-sort-done"),
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
        let in_readme = IN_README.iter().find(|(screen, _)| language == "nl" && *screen == name);
        if let Some((_, called)) = in_readme
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

/// Three screens in English, for the README.
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

fn file(device: &str, name: &str) -> PathBuf {
    root().join(format!("docs/screenshots/{device}/{name}.png"))
}

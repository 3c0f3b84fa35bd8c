//! Takes pictures of every screen of the built app, for the README and the manifest, and to look at.
//!
//! They are the same from run to run: chance is a fixed row of numbers here, and nothing moves.

use std::path::PathBuf;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Size, Tablet};
use journeys::{picture, root};

const DEVICES: [(&str, Size); 3] =
    [("tablet-portrait", PORTRAIT), ("tablet-landscape", LANDSCAPE), ("phone", PHONE)];

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
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.fill("kind", "Open inloop").await;
    coordinator.fill("round", "Najaar 2026").await;
    coordinator.set_activity("Buurtkamer Moerwijk", "short").await;
    tablet.open(&collector.url()).await;
    tablet.ready_offline().await;

    in_dutch(&tablet, &study).await;
    in_english(&tablet, &study).await;
    for outcome in ["stopped", "waiting"] {
        let mut someone = Participant::arrives(&tablet, &study).await;
        someone.begin("nl").await;
        if outcome == "waiting" {
            collector.arrived(3).await;
            collector.stop();
        }
        someone.ask_to_stop().await;
        someone.stop().await;
        someone.done().await;
    }
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.counts(1, 3).await;
    coordinator.is_told("tablet", "De app staat op deze tablet").await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "60 seconden").await;
    for (device, size) in [DEVICES[0], DEVICES[2]] {
        tablet.turn(size).await;
        picture::save(&tablet.picture().await, &file(device, "coordinator"));
        picture::save(&tablet.whole_picture().await, &file(device, "coordinator-whole"));
    }
}

async fn in_dutch(tablet: &Tablet, study: &Study) {
    let mut someone = Participant::arrives(tablet, study).await;
    take(tablet, "01-language").await;
    someone.choose_language("nl").await;
    take(tablet, "02-consent").await;
    someone.agree().await;
    take(tablet, "03-practice").await;
    someone.practise(SOME).await;
    take(tablet, "04-practice-done").await;
    someone.next(&Screen::Cards).await;
    take(tablet, "05-sort").await;
    for pile in [MUCH, SOME, MUCH, NOT, MUCH] {
        someone.place(pile).await;
    }
    take(tablet, "06-sort-some").await;
    for (name, size) in [("participant-tablet", LANDSCAPE), ("participant-phone", PHONE)] {
        tablet.turn(size).await;
        picture::save(&tablet.picture().await, &root().join(format!("public/screenshots/{name}.png")));
    }
    tablet.turn(PORTRAIT).await;
    someone.open_pile(MUCH).await;
    take(tablet, "07-pile-open").await;
    someone.close_pile().await;
    someone.place_all(&[MUCH, DONT_KNOW, MUCH, SOME, NOT]).await;
    take(tablet, "08-sort-done").await;
    someone.next(&Screen::MostImportant).await;
    for card in &someone.given.on_pile(MUCH)[..2] {
        someone.toggle_important(card).await;
    }
    take(tablet, "09-most-important").await;
    someone.next(&Screen::Missing).await;
    take(tablet, "10-missing").await;
    someone.say_missing(&["samen eten met de buren"]).await;
    // The caret blinks.
    tablet.run::<Option<()>>("document.activeElement.style.caretColor = 'transparent'", vec![]).await;
    take(tablet, "11-missing-written").await;
    someone.next(&Screen::More).await;
    let cards = tablet.see().await.cards;
    someone.toggle_more(&cards[1]).await;
    take(tablet, "12-more").await;
    let questions = study.questions();
    someone.next(&Screen::Question(questions[0].clone())).await;
    let mut scales = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let scale = study.scale(question);
        let is_new = !scales.contains(&scale);
        if is_new {
            take(tablet, &format!("13-question-{scale}")).await;
        }
        someone.choose(question, &study.choices(question)[1]).await;
        if is_new && scales.is_empty() {
            take(tablet, "14-question-answered").await;
            someone.ask_to_stop().await;
            take(tablet, "15-stop").await;
            someone.dont_stop(&Screen::Question(question.clone())).await;
        }
        scales.push(scale);
        let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
        someone.next(&after).await;
    }
    tablet.hold_on().await;
    take(tablet, "16-thanks").await;
    someone.done().await;
    let mut shy = Participant::arrives(tablet, study).await;
    shy.choose_language("nl").await;
    shy.decline().await;
    tablet.hold_on().await;
    take(tablet, "17-declined").await;
    shy.done().await;
}

async fn in_english(tablet: &Tablet, study: &Study) {
    let mut someone = Participant::arrives(tablet, study).await;
    someone.begin("en").await;
    for pile in [MUCH, MUCH, SOME, NOT, MUCH] {
        someone.place(pile).await;
    }
    take(tablet, "en-sort-some").await;
    someone.place_all(&[SOME, NOT, SOME, NOT, SOME]).await;
    someone.next(&Screen::Missing).await;
    someone.nothing_missing().await;
    let questions = study.questions();
    someone.next(&Screen::Question(questions[0].clone())).await;
    for (at, question) in questions.iter().enumerate() {
        if at == 1 {
            take(tablet, "en-question").await;
        }
        someone.choose(question, &study.choices(question)[2]).await;
        let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
        someone.next(&after).await;
    }
    tablet.hold_on().await;
    take(tablet, "en-thanks").await;
    someone.done().await;
}

/// Takes the screen at hand on every device.
async fn take(tablet: &Tablet, name: &str) {
    // A button stays pressed for a moment.
    let look = "return Boolean(document.querySelector('button:active'))";
    tablet
        .until("no finger on a button", async || {
            if tablet.run(look, vec![]).await { Err("there is one".to_owned()) } else { Ok(()) }
        })
        .await;
    for (device, size) in DEVICES {
        tablet.turn(size).await;
        picture::save(&tablet.picture().await, &file(device, name));
    }
    tablet.turn(PORTRAIT).await;
}

fn file(device: &str, name: &str) -> PathBuf {
    root().join(format!("docs/screenshots/{device}/{name}.png"))
}

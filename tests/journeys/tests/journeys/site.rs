//! What the site does by itself: it is replaced by a newer one, and asks nothing of anybody else.

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{Manner, PORTRAIT, Profile, Tablet};
use serde_json::Value;

use crate::{Scene, in_language};

#[tokio::test]
async fn a_newer_version_waits_for_the_end_of_a_session_and_keeps_all_responses() {
    let site = Site::copy();
    let study = Study::of(&site);
    let mut collector = Collector::start_with(&site, &["--write-token", "geheim"]);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    tablet.open(&collector.url()).await;
    tablet.ready_offline().await;
    let mut one = Participant::arrives(&tablet, &study).await;
    one.takes_part("nl", 0).await;
    one.done().await;
    let mut two = Participant::arrives(&tablet, &study).await;
    two.begin("en").await;
    two.place(MUCH).await;

    site.publish("second");
    tablet.look_for_update().await;
    let before = two.sees("a newer version that waits", |sight| sight.update == "waiting").await;
    assert_eq!(before.edition, "");
    two.place_all(&[MUCH, SOME, MUCH, NOT, MUCH, DONT_KNOW, SOME, NOT, NOT]).await;
    two.answer_everything(2).await;
    let after = tablet.see().await;
    assert_eq!((after.document, after.edition.as_str()), (before.document, ""));
    two.done().await;
    two.sees("the newer version", |sight| sight.edition == "second").await;
    Participant::arrives(&tablet, &study).await;
    assert_eq!(tablet.stored().await.states, ["waiting", "waiting"]);

    // Somebody who only had a look does not keep the next one out.
    let mut curious = Participant::arrives(&tablet, &study).await;
    curious.choose_language("nl").await;
    curious.back(&Screen::Language).await;
    site.publish("third");
    tablet.look_for_update().await;
    curious.sees("the third version", |sight| sight.edition == "third").await;

    collector.stop();
    collector.start_again();
    tablet.reload().await;
    let arrived = collector.arrived(2).await;
    one.given.check(in_language(&arrived, "nl"), "complete");
    two.given.check(in_language(&arrived, "en"), "complete");
}

/// Not in firefox or webkit: only Chromium tells all that its console says.
#[tokio::test]
async fn the_console_stays_silent_and_nothing_is_asked_of_anybody_else() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet_as(Manner { listens: true, ..Manner::default() }).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.takes_part("nl", 1).await;
    scene.collector.arrived(1).await;
    let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
    coordinator.counts(0, 1).await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "Het werkt.").await;
    tablet.ready_offline().await;
    for part in
        ["results", "framework", "data", "setup", "paper/cards/nl", "paper/enter", "help", "voices/nl"]
    {
        coordinator.goes_to(&format!("/{part}")).await;
    }

    let heard = tablet.heard().await;
    assert_eq!(heard.said, Vec::<String>::new());
    let address = scene.collector.url();
    // A picture within a style sheet is asked of nobody; the browser's own field for a day has one.
    let is_foreign = |asked: &&String| !asked.starts_with(&address) && !asked.starts_with("data:");
    let foreign: Vec<&String> = heard.asked.iter().filter(is_foreign).collect();
    assert_eq!(foreign, Vec::<&String>::new());
    for own in ["", "coordinator/", "api/batches", "studies/ontmoetingscentra/study.json"] {
        assert!(heard.asked.contains(&format!("{address}{own}")), "{own} was not heard of");
    }

    // So that silence means something.
    let noise = "console.error('oh'); document.body.setAttribute('style', 'color: red'); fetch('http://example.org/')";
    tablet.run::<Value>(&format!("{noise}.catch(() => {{}})"), vec![]).await;
    tablet
        .until("the noise", async || {
            let said = tablet.heard().await.said;
            let is_heard = |words: &str| said.iter().any(|one| one.contains(words));
            let all = is_heard("oh") && is_heard("style-src") && is_heard("connect-src");
            if all { Ok(()) } else { Err(format!("there is only {said:?}")) }
        })
        .await;
}

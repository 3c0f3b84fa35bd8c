//! Sessions beside each other, and by a clock that is wrong.

use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::study::Screen;
use journeys::tablet::{PORTRAIT, Tablet};
use serde_json::Value;

use crate::Scene;

/// A clock that differs by so many milliseconds.
fn clock_that_is_off_by(ms: i64) -> String {
    format!(
        "{{ const Right = Date; \
        globalThis.Date = class extends Right {{ \
            constructor(...given) {{ if (given.length) super(...given); else super(Right.now() + {ms}); }} \
            static now() {{ return Right.now() + {ms}; }} }}; }}"
    )
}

#[tokio::test]
async fn a_clock_that_is_set_back_a_year_costs_nobody_anything() {
    const YEAR: i64 = 365 * 86_400_000;
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    // In the middle of a session.
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    one.place(MUCH).await;
    tablet.run::<Value>(&clock_that_is_off_by(-YEAR), vec![]).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    one.answer_everything(0).await;
    one.done().await;
    let one = one.given;
    // Between a draft and the next start: it seems to be of next year.
    tablet.reload().await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("en").await;
    two.place(MUCH).await;
    two.is_written_down().await;
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    let given = two.given;
    drop(tablet);
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.prepare(&clock_that_is_off_by(-YEAR)).await;
    tablet.open(&scene.proxy.url()).await;
    let mut two = Participant::arrives_at(&tablet, &scene.study, &Screen::Cards).await;
    two.given = given;
    two.sees("the card that was in hand", |sight| sight.hand == before.hand).await;
    two.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    two.answer_everything(1).await;
    two.done().await;
    // And put right again: now a draft of this very minute is a year old. Its participant has gone, says the clock.
    let mut three = Participant::arrives(&tablet, &scene.study).await;
    three.begin("nl").await;
    three.place(MUCH).await;
    three.is_written_down().await;
    let (two, three) = (two.given, three.given);
    drop(tablet);
    let tablet = scene.tablet().await;

    let arrived = scene.collector.arrived(3).await;
    two.check(in_language(&arrived, "en"), "complete");
    let (ended, left): (Vec<&Value>, Vec<&Value>) = arrived
        .iter()
        .filter(|response| response["language"] == "nl")
        .partition(|response| response["outcome"] == "complete");
    one.check(ended[0], "complete");
    three.check(left[0], "timed-out");
    assert_eq!(tablet.stored().await.drafts.len(), 0);
}

#[tokio::test]
async fn whoever_opens_the_app_once_more_takes_no_session_away_from_the_first_tab() {
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    for pile in [MUCH, NOT, MUCH] {
        one.place(pile).await;
    }
    one.is_written_down().await;

    tablet.open_tab(&scene.proxy.url()).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("en").await;
    two.place(MUCH).await;
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    // Each tab finds its own session again.
    tablet.reload().await;
    two.sees("the card that was in hand", |sight| sight.hand == before.hand).await;
    two.place_all(&[NOT, SOME, MUCH, MUCH, NOT, MUCH, SOME, NOT, MUCH]).await;
    two.answer_everything(1).await;
    tablet.turn_to_tab(0).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT]).await;
    one.answer_everything(0).await;

    let arrived = scene.collector.arrived(2).await;
    one.given.check(in_language(&arrived, "nl"), "complete");
    two.given.check(in_language(&arrived, "en"), "complete");
}

#[tokio::test]
async fn a_session_that_is_still_open_elsewhere_is_not_ended_by_a_tab_that_comes_later() {
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    one.place(MUCH).await;
    one.is_written_down().await;

    // Eleven minutes later the same page would count as left.
    tablet.open_tab("about:blank").await;
    tablet.prepare(&clock_that_is_off_by(11 * 60_000)).await;
    tablet.open(&scene.proxy.url()).await;
    Participant::arrives(&tablet, &scene.study).await;
    tablet.turn_to_tab(0).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    one.answer_everything(0).await;

    let arrived = tablet
        .until("what was thanked for", async || {
            let responses = scene.collector.responses();
            match responses.iter().find(|response| response["outcome"] == "complete") {
                Some(complete) => Ok(complete.clone()),
                None => Err(format!("there is {responses:?}")),
            }
        })
        .await;
    one.given.check(&arrived, "complete");
}

/// The response in `language`.
#[track_caller]
fn in_language<'a>(responses: &'a [Value], language: &str) -> &'a Value {
    let mut found = responses.iter().filter(|response| response["language"] == language);
    match (found.next(), found.next()) {
        (Some(response), None) => response,
        _ => panic!("not one response in {language}: {responses:?}"),
    }
}

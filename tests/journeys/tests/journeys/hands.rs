//! Fingers, mouse and keyboard.

use journeys::participant::{DONT_KNOW, MUCH, NOT, PILES, Participant, SOME};
use journeys::study::Screen;
use journeys::tablet::{LANDSCAPE, PHONE, PORTRAIT, Spot, Tablet};
use serde_json::Value;

use crate::Scene;

/// Not in firefox: without a screen it takes its own bars to have the focus once Tab has gone round.
#[tokio::test]
async fn a_keyboard_is_enough_from_the_language_to_the_thanks() {
    let scene = Scene::set(&[]);
    let tablet = Tablet::start(&scene.profile, LANDSCAPE).await;
    tablet.open(&scene.collector.url()).await;
    let count = "globalThis.touched = 0; for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'touchstart']) \
        addEventListener(kind, () => touched++, true);";
    tablet.run::<Value>(count, vec![]).await;

    let mut someone = Participant::arrives_with_keys(&tablet, &scene.study).await;
    someone.choose_language("nl").await;
    someone.back(&Screen::Language).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    let second = someone.place(NOT).await;
    someone.undo().await;
    assert_eq!(someone.place(SOME).await, second);
    someone.take_back(&second).await;
    someone.place(MUCH).await;
    someone.open_pile(MUCH).await;
    // What lies behind the opened pile hears nothing.
    let before = tablet.see().await;
    tablet.press("1").await;
    tablet.press("Backspace").await;
    tablet.settle().await;
    assert_eq!(tablet.see().await, before);
    someone.take_from_open_pile(&second).await;
    someone.place_all(&[DONT_KNOW, MUCH, MUCH, MUCH, SOME, NOT, MUCH, SOME, NOT]).await;
    someone.answer_everything(1).await;
    let touched: usize = tablet.run("return touched", vec![]).await;
    someone.done().await;

    assert_eq!(touched, 0);
    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "complete");
}

#[tokio::test]
async fn a_card_can_be_dragged_with_a_finger_and_with_a_mouse() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;

    for (at, pile) in PILES.into_iter().enumerate() {
        // Upright and lying, with the one and the other.
        tablet.turn(if at % 2 == 0 { PORTRAIT } else { LANDSCAPE }).await;
        let before = tablet.see().await;
        let card = someone.card_in_hand().await;
        drag_with_finger(&tablet, &format!("[data-pile='{pile}']"), &["touchEnd"]).await;
        someone.has_placed(&card, pile, &before).await;
        let before = tablet.see().await;
        let card = someone.card_in_hand().await;
        drag_with_mouse(&tablet, &format!("[data-pile='{pile}']")).await;
        someone.has_placed(&card, pile, &before).await;
    }

    tablet.turn(PHONE).await;
    let before = tablet.see().await;
    drag_with_finger(&tablet, "h1", &["touchEnd"]).await;
    stays(&someone, &before).await;
    if tablet.engine.has_fingers() {
        drag_with_finger(&tablet, "[data-pile='much']", &["touchCancel"]).await;
        stays(&someone, &before).await;
    }
    drag_with_mouse(&tablet, "h1").await;
    stays(&someone, &before).await;
    let Spot { x, y, .. } = tablet.spot(".card-in-hand", None).await;
    tablet.touch("touchStart", &[(x, y)]).await;
    for (dx, dy) in [(4.0, 0.0), (-3.0, 5.0), (6.0, -4.0)] {
        tablet.touch("touchMove", &[(x + dx, y + dy)]).await;
    }
    let is_dragged: bool =
        tablet.run("return Boolean(document.querySelector('[data-dragged]'))", vec![]).await;
    tablet.touch("touchEnd", &[]).await;
    assert!(!is_dragged, "a tremble of 8 px is no drag");
    stays(&someone, &before).await;

    // A tap that trembles is a tap.
    let card = someone.card_in_hand().await;
    let Spot { x, y, .. } = tablet.spot(&Participant::pile_button(SOME), None).await;
    tablet.has_settled().await;
    tablet.touch("touchStart", &[(x, y)]).await;
    tablet.touch("touchMove", &[(x + 4.0, y - 5.0)]).await;
    tablet.touch("touchEnd", &[]).await;
    someone.has_placed(&card, SOME, &before).await;
    someone.place(NOT).await;

    someone.ask_to_stop().await;
    someone.stop().await;
    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "stopped");
}

/// Drags the card in hand to the middle of what `selector` names; `last` is how the finger leaves the screen.
async fn drag_with_finger(tablet: &Tablet, selector: &str, last: &[&str]) {
    let (from, to) = way(tablet, selector).await;
    tablet.touch("touchStart", &[from]).await;
    for step in 1..=8 {
        tablet.touch("touchMove", &[between(from, to, f64::from(step) / 8.0)]).await;
    }
    is_held(tablet).await;
    for kind in last {
        tablet.touch(kind, &[]).await;
    }
}

async fn drag_with_mouse(tablet: &Tablet, selector: &str) {
    let (from, to) = way(tablet, selector).await;
    tablet.mouse("mousePressed", from).await;
    for step in 1..=8 {
        tablet.mouse("mouseMoved", between(from, to, f64::from(step) / 8.0)).await;
    }
    is_held(tablet).await;
    tablet.mouse("mouseReleased", to).await;
}

async fn way(tablet: &Tablet, selector: &str) -> ((f64, f64), (f64, f64)) {
    let card = tablet.spot(".card-in-hand", None).await;
    let goal = tablet.spot(selector, None).await;
    tablet.has_settled().await;
    ((card.x, card.y), (goal.x, goal.y))
}

fn between(from: (f64, f64), to: (f64, f64), part: f64) -> (f64, f64) {
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

async fn is_held(tablet: &Tablet) {
    let look = "return Boolean(document.querySelector('[data-dragged]'))";
    tablet
        .until("the card following", async || {
            if tablet.run(look, vec![]).await { Ok(()) } else { Err("it does not".to_owned()) }
        })
        .await;
}

/// The card is still in hand, back in its place, and on no pile.
async fn stays(participant: &Participant<'_>, before: &journeys::tablet::Sight) {
    participant.sees("the card still in hand", |sight| sight == before).await;
    let look = "return Boolean(document.querySelector('[data-dragged], [data-lifted]'))";
    participant
        .tablet
        .until("the card back in its place", async || {
            if participant.tablet.run(look, vec![]).await { Err("it is held".to_owned()) } else { Ok(()) }
        })
        .await;
}

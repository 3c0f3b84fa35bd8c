//! What has just come takes nothing yet.

use journeys::participant::{MUCH, NOT, Participant};
use journeys::study::Screen;
use journeys::tablet::{Spot, Tablet};
use serde_json::{Value, json};

use crate::{Scene, is_settling, nothing_has_changed, settled, slip, strike, tap_at_once};

/// Makes what has come settle so slowly that much can be done meanwhile.
async fn slow_down(tablet: &Tablet, ms: u32) {
    let set = "document.documentElement.style.setProperty('--settle', `${arguments[0]}ms`)";
    tablet.run::<Value>(set, vec![json!(ms)]).await;
}

#[tokio::test]
async fn nothing_is_taken_before_what_has_come_has_settled() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    let Spot { x, y, .. } = tablet.spot(&Participant::pile_button(MUCH), None).await;
    settled(tablet).await;
    slow_down(tablet, 4000).await;
    tap_at_once(tablet, (x, y)).await;
    let before = someone.sees("one card there", |sight| sight.piles[MUCH] == 1).await;
    assert!(is_settling(tablet).await, "the next card takes no tap yet");
    // Bounces, on the pile and beside it; keys and a switch; a card that is dropped at once.
    let other = tablet.spot_now(&Participant::pile_button(NOT), None).await.unwrap();
    for point in [(x, y), (x + 9.0, y - 7.0), (other.x, other.y)] {
        tap_at_once(tablet, point).await;
    }
    for key in ["1", "2", "Backspace"] {
        strike(tablet, key, 1).await;
    }
    tablet.run::<Value>("document.querySelector('.tray-button').focus()", vec![]).await;
    for key in ["Enter", " "] {
        strike(tablet, key, 1).await;
    }
    let hand: (f64, f64) = tablet
        .run("const { left, top } = document.querySelector('.card-in-hand').getBoundingClientRect(); return [left + 60, top + 60]", vec![])
        .await;
    tablet.touch("touchStart", &[hand]).await;
    for part in [0.3, 0.7, 1.0] {
        let at = (hand.0 + (x - hand.0) * part, hand.1 + (y - hand.1) * part);
        tablet.touch("touchMove", &[at]).await;
    }
    tablet.touch("touchEnd", &[]).await;
    assert!(is_settling(tablet).await, "this machine was too slow for all that");
    nothing_has_changed(&someone, &before).await;

    // What was ignored has not made the wait longer.
    let begun: f64 = tablet.run("return performance.now()", vec![]).await;
    settled(tablet).await;
    let waited: f64 = tablet.run("return performance.now() - arguments[0]", vec![json!(begun)]).await;
    assert!(waited < 4000.0, "{waited}");
    someone.place(MUCH).await;

    // Within a second somebody who is quick and sure places the next one.
    tablet.run::<Value>("document.documentElement.style.removeProperty('--settle')", vec![]).await;
    settled(tablet).await;
    let settle: String = tablet
        .run("return getComputedStyle(document.documentElement).getPropertyValue('--settle').trim()", vec![])
        .await;
    assert_eq!(settle, "800ms");
}

#[tokio::test]
async fn the_bounce_of_a_tap_that_came_to_nothing_is_none_either() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    settled(tablet).await;
    slow_down(tablet, 3000).await;
    someone.place(MUCH).await;
    settled(tablet).await;
    let before = tablet.see().await;
    // From the pile to the card that lies on it, which would be taken back.
    let lies = tablet.spot("[data-pile=much] .tray-open", None).await;
    let (x, edge) = (lies.x, lies.y - lies.height / 2.0);
    slip(tablet, (x, edge - 20.0), (0.0, 25.0)).await;
    tap_at_once(tablet, (x, edge + 8.0)).await;
    nothing_has_changed(&someone, &before).await;
    // Whoever means it taps again.
    tablet
        .until("the card taken back", async || {
            tap_at_once(tablet, (x, edge + 8.0)).await;
            let sight = tablet.see().await;
            if sight.piles[MUCH] == 0 { Ok(()) } else { Err(format!("{:?}", sight.piles)) }
        })
        .await;
}

#[tokio::test]
async fn a_bounce_takes_nothing_back_that_was_chosen() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    someone.place_all(&[MUCH; 10]).await;
    someone.next(&Screen::MostImportant).await;
    let spots: Vec<(f64, f64)> = tablet
        .run(
            "return [...document.querySelectorAll('.chooser-card')].map((one) => {
                const { left, top, width, height } = one.getBoundingClientRect();
                return [left + width / 2, top + height / 2];
            })",
            vec![],
        )
        .await;
    settled(tablet).await;
    slow_down(tablet, 3000).await;
    tap_at_once(tablet, spots[0]).await;
    tap_at_once(tablet, spots[0]).await;
    someone.sees("one card chosen", |sight| sight.chosen.len() == 1).await;
    // Half the time later another one can be chosen, and still not the same.
    tablet
        .until("another card", async || {
            tap_at_once(tablet, spots[0]).await;
            tap_at_once(tablet, spots[1]).await;
            match tablet.see().await.chosen.len() {
                2 => Ok(()),
                n => Err(format!("{n} chosen")),
            }
        })
        .await;
}

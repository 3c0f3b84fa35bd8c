//! Fingers that slip, rest, press long or miss.

use journeys::participant::{DONT_KNOW, MUCH, NOT, PILES, Participant, SOME};
use journeys::study::Screen;
use journeys::tablet::{Spot, Tablet};
use serde_json::{Value, json};

use crate::{Scene, nothing_has_changed, settled, slip, tap_at_once};

/// Contacts that are told apart by a number: id, place and width. Those that come or move with all that are there, those
/// that leave alone.
async fn contacts(tablet: &Tablet, kind: &str, contacts: &[(u32, (f64, f64), f64)]) {
    let points: Vec<Value> = contacts
        .iter()
        .map(|(id, (x, y), size)| json!({ "id": id, "x": x, "y": y, "radiusX": size / 2.0, "radiusY": size / 2.0 }))
        .collect();
    tablet.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
}

/// Width of a fingertip and of a palm, in CSS pixels.
const FINGER: f64 = 40.0;
const PALM: f64 = 200.0;

/// Which targets answer that they were nearly hit.
async fn answering(tablet: &Tablet) -> Vec<String> {
    let find = "return [...document.querySelectorAll('[data-near]')].map((one) => one.dataset.pile ?? one.classList[0])";
    tablet.run(find, vec![]).await
}

#[tokio::test]
async fn a_finger_that_slips_within_its_target_taps_once() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives(tablet, &scene.study).await;
    // Down, moved by so much, and up; the second leaves the button, towards nothing else.
    for (selector, (dx, dy), screen) in [
        ("[data-language=nl]", (18.0, -6.0), Screen::Consent),
        (".main-button", (-30.0, 12.0), Screen::Practice),
    ] {
        let Spot { x, y, .. } = tablet.spot(selector, None).await;
        settled(tablet).await;
        slip(tablet, (x, y), (dx, dy)).await;
        if screen == Screen::Consent {
            "nl".clone_into(&mut someone.given.language);
            someone.hears().await;
        }
        someone.comes_to(&screen).await;
    }
    someone.practise(MUCH).await;
    someone.next(&Screen::Cards).await;
    for (n, by) in [(18.0, 0.0), (0.0, -18.0), (-40.0, 3.0), (2.0, 30.0)].into_iter().enumerate() {
        let Spot { x, y, .. } = tablet.spot(&Participant::pile_button(MUCH), None).await;
        settled(tablet).await;
        slip(tablet, (x, y - 20.0), by).await;
        someone.sees("one more", |sight| sight.piles[MUCH] == n + 1).await;
        settled(tablet).await;
        assert_eq!(tablet.see().await.piles[MUCH], n + 1, "a slip by {by:?} counts once");
    }
    // So does one that leaves its target by less than 7 mm, towards nothing; one that ends on another target does not.
    let Spot { x, y, height, .. } = tablet.spot(".frame-back", None).await;
    slip(tablet, (x, y), (0.0, -height / 2.0 - 8.0)).await;
    someone.sees("the last one back", |sight| sight.piles[MUCH] == 3).await;
    settled(tablet).await;
    let before = tablet.see().await;
    let (from, to) = (
        tablet.spot(&Participant::pile_button(MUCH), None).await,
        tablet.spot(&Participant::pile_button(SOME), None).await,
    );
    slip(tablet, (from.x, from.y), (to.x - from.x, to.y - from.y)).await;
    nothing_has_changed(&someone, &before).await;
}

#[tokio::test]
async fn what_rests_on_the_screen_disturbs_nothing() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    // The first finger of all has told how wide a finger is.
    let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
    let (width, height) = tablet.size();
    let edge = (1, (f64::from(width) - 5.0, f64::from(height) * 0.4), FINGER);
    for (n, resting) in [edge, (1, (pile.x, pile.y), PALM)].into_iter().enumerate() {
        settled(tablet).await;
        contacts(tablet, "touchStart", &[resting]).await;
        let before = tablet.see().await;
        // A tap, and a card that is dragged, of the other hand.
        let other = tablet.spot(&Participant::pile_button(SOME), None).await;
        let finger = |x, y| (2, (x, y), FINGER);
        settled(tablet).await;
        contacts(tablet, "touchStart", &[resting, finger(other.x, other.y)]).await;
        contacts(tablet, "touchMove", &[resting, finger(other.x + 12.0, other.y + 9.0)]).await;
        contacts(tablet, "touchEnd", &[finger(other.x + 12.0, other.y + 9.0)]).await;
        someone.sees("a card more", |sight| sight.piles[SOME] == before.piles[SOME] + 1).await;
        let hand = tablet.spot(".card-in-hand", None).await;
        settled(tablet).await;
        contacts(tablet, "touchStart", &[resting, finger(hand.x, hand.y)]).await;
        for part in [0.3, 0.6, 1.0] {
            let at = finger(hand.x + (other.x - hand.x) * part, hand.y + (other.y - hand.y) * part);
            contacts(tablet, "touchMove", &[resting, at]).await;
        }
        contacts(tablet, "touchEnd", &[finger(other.x, other.y)]).await;
        someone.sees("two cards more", |sight| sight.piles[SOME] == before.piles[SOME] + 2).await;
        settled(tablet).await;
        // It leaves, and has meant nothing.
        contacts(tablet, "touchEnd", &[resting]).await;
        let after = tablet.see().await.piles;
        assert_eq!((after[MUCH], after[SOME]), (0, 2 * (n + 1)));
    }
    // Laid on a pile in the same moment as the other hand taps, it rests all the same.
    let other = tablet.spot(&Participant::pile_button(SOME), None).await;
    let resting = (1, (pile.x, pile.y), FINGER);
    let tapping = (2, (other.x, other.y), FINGER);
    let before = tablet.see().await.piles;
    settled(tablet).await;
    contacts(tablet, "touchStart", &[resting]).await;
    contacts(tablet, "touchStart", &[resting, tapping]).await;
    contacts(tablet, "touchEnd", &[tapping]).await;
    someone.sees("one card more", |sight| sight.piles[SOME] == before[SOME] + 1).await;
    settled(tablet).await;
    contacts(tablet, "touchEnd", &[resting]).await;
    tablet.settle().await;
    assert_eq!(tablet.see().await.piles[MUCH], 0);
    // A palm that comes and goes on a pile is no tap, however short.
    let palm = (1, (pile.x, pile.y), PALM);
    contacts(tablet, "touchStart", &[palm]).await;
    contacts(tablet, "touchEnd", &[palm]).await;
    tablet.settle().await;
    assert_eq!(tablet.see().await.piles[MUCH], 0);
}

#[tokio::test]
async fn a_long_press_is_a_tap_unless_what_it_is_on_has_come_meanwhile() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
    settled(tablet).await;
    let pressed: f64 = tablet.run("return performance.now()", vec![]).await;
    tablet.touch("touchStart", &[(pile.x, pile.y)]).await;
    // Longer than what a browser takes for a wish to see its menu.
    tablet
        .until("a long press", async || {
            let ms: f64 = tablet.run("return performance.now() - arguments[0]", vec![json!(pressed)]).await;
            if ms > 1200.0 { Ok(()) } else { Err(format!("{ms} ms")) }
        })
        .await;
    tablet.touch("touchEnd", &[]).await;
    someone.sees("one card there", |sight| sight.piles[MUCH] == 1).await;

    settled(tablet).await;
    tablet.touch("touchStart", &[(pile.x, pile.y)]).await;
    tablet.press("2").await;
    someone.sees("the next card", |sight| sight.piles[SOME] == 1).await;
    settled(tablet).await;
    tablet.touch("touchEnd", &[]).await;
    tablet.settle().await;
    let piles = tablet.see().await.piles;
    assert_eq!((piles[MUCH], piles[SOME]), (1, 1), "the finger was there before the card");
}

#[tokio::test]
async fn what_was_nearly_hit_answers_and_nothing_is_recorded() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    let card = tablet.spot(".card-in-hand", None).await;
    let pile = tablet.spot("[data-pile=some]", None).await;
    let back = tablet.spot(".frame-back", None).await;
    settled(tablet).await;
    let before = tablet.see().await;
    // Beside a button; on the card, which is for all piles alike, as is a slip from it onto a pile.
    tap_at_once(tablet, (back.x + back.width / 2.0 + 30.0, back.y)).await;
    assert!(answering(tablet).await.contains(&"frame-back".to_owned()));
    nothing_has_changed(&someone, &before).await;
    let all = PILES;
    let edge = card.y + card.height / 2.0 - 4.0;
    let top = pile.y - pile.height / 2.0 + 4.0;
    assert!(top - edge < 40.0, "a slip leads from the card to a pile");
    for by in [(3.0, -5.0), (25.0, 10.0), (0.0, top - edge)] {
        quiet(tablet).await;
        slip(tablet, (card.x, edge), by).await;
        assert_eq!(answering(tablet).await, all, "{by:?}");
        nothing_has_changed(&someone, &before).await;
    }
    // A card that is let go beside the piles.
    quiet(tablet).await;
    slip(tablet, (card.x, card.y), (0.0, pile.y - pile.height / 2.0 - 6.0 - card.y)).await;
    assert!(answering(tablet).await.contains(&SOME.to_owned()));
    nothing_has_changed(&someone, &before).await;
    // Far from everything nothing answers.
    quiet(tablet).await;
    tap_at_once(tablet, (12.0, card.y)).await;
    assert_eq!(answering(tablet).await, Vec::<String>::new());
    nothing_has_changed(&someone, &before).await;
}

/// Waits until nothing answers any more.
async fn quiet(tablet: &Tablet) {
    tablet
        .until("quiet", async || match &answering(tablet).await[..] {
            [] => Ok(()),
            still => Err(format!("{still:?}")),
        })
        .await;
}

#[tokio::test]
async fn a_finger_scrolls_only_where_not_everything_fits() {
    let Some(scene) = Scene::set(true).await else { return };
    let tablet = &scene.tablet;
    scene.somebody().await;
    let look = "const touch = (selector) => getComputedStyle(document.querySelector(selector)).touchAction;
        return ['.screen', '.frame-main', '.card-in-hand', '.frame-back'].map(touch)";
    assert_eq!(tablet.run::<Vec<String>>(look, vec![]).await, ["none"; 4]);
    let enlarge = "document.documentElement.style.fontSize = '400%'; dispatchEvent(new Event('resize'))";
    tablet.run::<Value>(enlarge, vec![]).await;
    tablet
        .until("a screen that scrolls", async || {
            let found: Vec<String> = tablet.run(look, vec![]).await;
            if found == ["pan-y", "pan-y", "none", "none"] { Ok(()) } else { Err(format!("{found:?}")) }
        })
        .await;
}

#[tokio::test]
async fn a_tap_beside_everything_does_nothing() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    for pile in [MUCH, MUCH, SOME, DONT_KNOW] {
        someone.place(pile).await;
    }
    let before = tablet.see().await;
    // A browser helps a finger that nearly hits: that is wanted.
    let beside = "const points = [], near = 40;
        const targets = [...document.querySelectorAll('button, a')].map((one) => one.getBoundingClientRect());
        const isNear = (x, y) => targets.some(({ left, right, top, bottom }) =>
            x > left - near && x < right + near && y > top - near && y < bottom + near);
        for (let x = 12; x < innerWidth; x += 61) for (let y = 12; y < innerHeight; y += 61)
            if (!isNear(x, y)) points.push([x, y]);
        return points;";
    let beside: Vec<(f64, f64)> = tablet.run(beside, vec![]).await;
    assert!(beside.len() > 20, "{beside:?}");

    for point in beside {
        tap_at_once(tablet, point).await;
        tap_at_once(tablet, point).await;
    }

    nothing_has_changed(&someone, &before).await;
    let moved = "return [visualViewport.scale, visualViewport.pageTop, getSelection().toString().length]";
    assert_eq!(tablet.run::<Vec<f64>>(moved, vec![]).await, [1.0, 0.0, 0.0]);
}

#[tokio::test]
async fn a_long_press_opens_nothing_but_in_a_field() {
    let Some(scene) = Scene::set(false).await else { return };
    let mut someone = scene.somebody().await;
    let opens = async |selector: &str| -> bool {
        let script = "return document.querySelector(arguments[0]).dispatchEvent(\
            new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))";
        scene.tablet.run(script, vec![selector.into()]).await
    };
    assert!(!opens(".card-in-hand img").await);
    someone.place_all(&[MUCH, NOT, MUCH, NOT, NOT, SOME, NOT, NOT, NOT, NOT]).await;
    someone.next(&Screen::Missing).await;
    someone.say_missing(&["samen eten"]).await;
    assert!(opens("input").await);
}

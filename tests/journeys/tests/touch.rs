//! Hands on the participant's page: hands that tremble, let go, lay the tablet down and walk away.
//!
//! Only in chromium: no other browser here lets a finger be taken away and a clock be put forward.

use journeys::collector::Collector;
use journeys::engine::Engine;
use journeys::participant::{DONT_KNOW, MUCH, NOT, PILES, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Spot, Tablet};
use serde_json::{Value, json};

/// What the page did, told by scripts that run before its own: how many cards flew, how often the clock was looked at, and
/// what was asked of the tablet. `later` puts the clock forward, in milliseconds.
const WATCH: &str = "
    Object.assign(window, { later: 0, flights: 0, glances: 0, awake: 0, full: 0 });
    const { now } = Date, { setInterval: every } = window;
    Date.now = () => now() + later;
    window.setInterval = (job, ms) => every(() => { job(); glances += 1; }, ms);
    const wakeLock = { request: async () => { awake += 1; return new EventTarget(); } };
    Object.defineProperty(navigator, 'wakeLock', { value: wakeLock });
    Element.prototype.requestFullscreen = async () => { full += 1; };
    const { animate } = Element.prototype;
    Element.prototype.animate = function (frames, how) {
        if (frames.transform) flights += 1;
        return animate.call(this, frames, how);
    };";

/// Longer than anybody is waited for, in milliseconds, and than a group is.
const A_WHILE: u32 = 91_000;
const A_TALK: u32 = 301_000;
/// Longer than the question is asked whether somebody is there.
const LAST_CALL: u32 = 31_000;

struct Scene {
    study: Study,
    collector: Collector,
    tablet: Tablet,
}

impl Scene {
    /// Nothing where fingers are no fingers.
    async fn set(is_still: bool) -> Option<Self> {
        if !Engine::chosen().has_fingers() {
            return None;
        }
        let site = Site::built();
        let collector = Collector::start(&site);
        let manner = Manner { size: PORTRAIT, is_still, is_unhurried: true, ..Manner::default() };
        let tablet = Tablet::start_as(&Profile::new(), manner).await;
        tablet.prepare(WATCH).await;
        tablet.open(&collector.url()).await;
        Some(Self { study: Study::of(&site), collector, tablet })
    }

    /// Somebody at the first card.
    async fn somebody(&self) -> Participant<'_> {
        let mut someone = Participant::arrives(&self.tablet, &self.study).await;
        someone.begin("nl").await;
        settled(&self.tablet).await;
        someone
    }

    /// A number of the page, rounded.
    async fn number(&self, of: &str) -> i64 {
        self.tablet.run(&format!("return Math.round({of})"), vec![]).await
    }

    /// Puts the clock forward, and waits until the page has looked at it.
    async fn put_forward(&self, ms: u32) {
        // While something is being said the time stands still.
        self.tablet
            .until("silence", async || {
                let silence = "document.querySelector(\".voice-off[aria-pressed='false']\")?.click();
                    return document.querySelectorAll('[data-spoken]').length";
                match self.tablet.run::<usize>(silence, vec![]).await {
                    0 => Ok(()),
                    n => Err(format!("{n} things are being said")),
                }
            })
            .await;
        let before: i64 = self.tablet.run("later += arguments[0]; return glances", vec![json!(ms)]).await;
        self.tablet
            .until("a look at the clock", async || {
                let glances = self.number("glances").await;
                // The first may have been under way.
                if glances >= before + 2 { Ok(()) } else { Err(format!("{glances}, {before} before")) }
            })
            .await;
    }
}

/// Waits until what has come takes a tap.
async fn settled(tablet: &Tablet) {
    tablet
        .until("what has come to settle", async || {
            if is_settling(tablet).await { Err("it has not".to_owned()) } else { Ok(()) }
        })
        .await;
}

async fn is_settling(tablet: &Tablet) -> bool {
    tablet.run("return 'settling' in document.documentElement.dataset", vec![]).await
}

/// Makes what has come settle so slowly that much can be done meanwhile.
async fn slow_down(tablet: &Tablet, ms: u32) {
    let set = "document.documentElement.style.setProperty('--settle', `${arguments[0]}ms`)";
    tablet.run::<Value>(set, vec![json!(ms)]).await;
}

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

/// Presses a key whatever the page is doing, and holds it so long that it comes `n` times.
async fn strike(tablet: &Tablet, key: &str, n: usize) {
    let (code, number, text) = match key {
        "Enter" => ("Enter".to_owned(), 13, "\r"),
        "Backspace" => ("Backspace".to_owned(), 8, ""),
        " " => ("Space".to_owned(), 32, " "),
        digit => (format!("Digit{digit}"), 48 + digit.parse().unwrap_or(0), digit),
    };
    for at in 0..=n {
        let kind = if at < n { "keyDown" } else { "keyUp" };
        let mut event = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number,
            "autoRepeat": (1..n).contains(&at)
        });
        if at < n && !text.is_empty() {
            event["text"] = json!(text);
        }
        tablet.cdp("Input.dispatchKeyEvent", event).await;
    }
}

/// Which targets answer that they were nearly hit.
async fn answering(tablet: &Tablet) -> Vec<String> {
    let find = "return [...document.querySelectorAll('[data-near]')].map((one) => one.dataset.pile ?? one.classList[0])";
    tablet.run(find, vec![]).await
}

/// Taps at a point as fast as a trembling finger.
async fn tap_at_once(tablet: &Tablet, (x, y): (f64, f64)) {
    tablet.touch("touchStart", &[(x, y)]).await;
    tablet.touch("touchEnd", &[]).await;
}

/// The same as before, after all that was about to change has changed.
async fn nothing_has_changed(someone: &Participant<'_>, before: &journeys::tablet::Sight) {
    someone.tablet.settle().await;
    let after = someone.tablet.see().await;
    assert_eq!((&after.heading, &after.hand, &after.piles), (&before.heading, &before.hand, &before.piles));
    let left: usize = someone
        .tablet
        .run("return document.querySelectorAll('[data-dragged], [data-lifted]').length", vec![])
        .await;
    assert_eq!(left, 0, "something still hangs on a finger");
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

/// A tap that slides by so much.
async fn slip(tablet: &Tablet, (x, y): (f64, f64), (dx, dy): (f64, f64)) {
    tablet.touch("touchStart", &[(x, y)]).await;
    for part in [0.4, 1.0] {
        tablet.touch("touchMove", &[(x + dx * part, y + dy * part)]).await;
    }
    tablet.touch("touchEnd", &[]).await;
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
async fn a_card_in_the_fingers_is_seen_whole_and_shows_where_it_goes() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    for size in [PORTRAIT, LANDSCAPE, PHONE] {
        tablet.turn(size).await;
        let card = tablet.spot(".card-in-hand", None).await;
        let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
        let before = tablet.see().await;
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let corners = [(1.0, 1.0), (width - 2.0, 1.0), (width - 2.0, height - 2.0), (1.0, height - 2.0)];
        tablet.touch("touchStart", &[(card.x + 20.0, card.y)]).await;
        for (x, y) in corners.into_iter().chain([(pile.x, pile.y), (width / 2.0, height / 3.0)]) {
            tablet.touch("touchMove", &[(x, y)]).await;
            let held: [f64; 5] = tablet
                .until("the card in the fingers, half as large", async || {
                    let look = "const held = document.querySelector('.card-held');
                        const { left, top, right, bottom } = held.getBoundingClientRect();
                        if (held.getAnimations().length) return [];
                        return [left, top, right, bottom, getComputedStyle(held).zIndex]";
                    let held: Vec<Value> = tablet.run(look, vec![]).await;
                    let held: Vec<f64> = held
                        .iter()
                        .map(|one| one.as_f64().or_else(|| one.as_str()?.parse().ok()).unwrap())
                        .collect();
                    let Ok(held) = <[f64; 5]>::try_from(held) else {
                        return Err("it is being picked up".to_owned());
                    };
                    let is_half = (held[2] - held[0] - card.width / 2.0).abs() < 2.0;
                    let is_about = (held[0] - 2.0..=held[2] + 2.0).contains(&x)
                        && (held[1] - 2.0..=held[3] + 2.0).contains(&y);
                    if is_half && is_about { Ok(held) } else { Err(format!("{held:?} for {x} {y}")) }
                })
                .await;
            let [left, top, right, bottom, above] = held;
            assert!((bottom - top - card.height / 2.0).abs() < 2.0, "{held:?}");
            assert!(
                left >= -0.5 && top >= -0.5 && right <= width + 0.5 && bottom <= height + 0.5,
                "{held:?} at {x} {y}"
            );
            // The voice is at 6.
            assert!(above > 7.0);
        }
        let lifted = "return [...document.querySelectorAll('[data-lifted]')].map((one) => one.dataset.pile)";
        tablet.touch("touchMove", &[(pile.x, pile.y)]).await;
        tablet
            .until("the pile below it lifted", async || {
                let lifted: Vec<String> = tablet.run(lifted, vec![]).await;
                if lifted == [MUCH] { Ok(()) } else { Err(format!("{lifted:?}")) }
            })
            .await;
        tablet.touch("touchCancel", &[]).await;
        nothing_has_changed(&someone, &before).await;
        assert_eq!(scene.number("document.querySelectorAll('.card-held').length").await, 0);
    }
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
async fn a_card_that_a_finger_loses_lies_where_it_lay() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    someone.place(SOME).await;
    let before = tablet.see().await;
    let is_dragged = "return document.querySelectorAll('[data-dragged], [data-lifted]').length";
    for lost in ["cancelled", "turned"] {
        let hand = tablet.spot(".card-in-hand", None).await;
        let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
        let (from, to) = ((hand.x, hand.y), (pile.x, pile.y));
        tablet.touch("touchStart", &[from]).await;
        tablet.touch("touchMove", &[to]).await;
        assert_eq!(tablet.run::<usize>(is_dragged, vec![]).await, 2, "the card and the tray below it");
        match lost {
            "cancelled" => tablet.touch("touchCancel", &[]).await,
            _ => {
                tablet.turn(LANDSCAPE).await;
                tablet.touch("touchEnd", &[]).await;
            }
        }
        nothing_has_changed(&someone, &before).await;
        tablet.turn(PORTRAIT).await;
        let hand_now = tablet.spot(".card-in-hand", None).await;
        assert_eq!((hand_now.x, hand_now.y), from, "the card came back ({lost})");
    }
}

#[tokio::test]
async fn turning_the_tablet_loses_nothing() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    let turned = async |what: &str| {
        let before = tablet.see().await;
        for size in [LANDSCAPE, PHONE, PORTRAIT] {
            tablet.turn(size).await;
            let after = tablet.see().await;
            assert_eq!((&after.heading, &after.hand), (&before.heading, &before.hand), "{what}");
            assert_eq!((&after.piles, &after.fields), (&before.piles, &before.fields), "{what}");
            assert_eq!(after.dots, before.dots, "{what}");
        }
    };
    for pile in [MUCH, MUCH, SOME] {
        someone.place(pile).await;
    }
    turned("cards").await;
    someone.place_all(&[MUCH, NOT, MUCH, NOT, MUCH, DONT_KNOW, SOME]).await;
    someone.next(&Screen::MostImportant).await;
    let important = someone.given.on_pile(MUCH)[0].clone();
    someone.toggle_important(&important).await;
    turned("the most important").await;
    someone.next(&Screen::Missing).await;
    someone.say_missing(&["samen eten"]).await;
    turned("what is missing").await;
}

#[tokio::test]
async fn who_does_not_say_that_they_are_there_makes_room_for_the_next_one() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives(tablet, &scene.study).await;
    // Nobody is asked before anybody takes part.
    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::Language).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    let before = tablet.see().await;

    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::StillThere).await;
    // A tap anywhere on that sheet means yes.
    let (width, height) = tablet.size();
    tablet.has_settled().await;
    tap_at_once(tablet, (f64::from(width) * 0.1, f64::from(height) * 0.8)).await;
    someone.comes_to(&Screen::Cards).await;
    nothing_has_changed(&someone, &before).await;

    // From then on the time runs anew.
    scene.put_forward(A_WHILE / 2).await;
    someone.comes_to(&Screen::Cards).await;
    scene.put_forward(A_WHILE / 2).await;
    someone.comes_to(&Screen::StillThere).await;
    scene.put_forward(LAST_CALL).await;

    someone.comes_to(&Screen::Language).await;
    let arrived = scene.collector.arrived(1).await;
    assert_eq!(arrived[0]["outcome"], "timed-out");
    assert_eq!(tablet.stored().await.drafts.len(), 0);
}

#[tokio::test]
async fn a_group_may_talk_and_is_counted() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives(tablet, &scene.study).await;
    // The dialog lies over everything, where `spot` does not look.
    let press = async |selector: &str| {
        tablet.run::<Value>("document.querySelector(arguments[0]).click()", vec![selector.into()]).await;
    };
    press("#mode-chip").await;
    assert_eq!(scene.number("document.querySelectorAll('#mode:modal').length").await, 1);
    press("[data-choose=group]").await;
    for step in ["1", "1", "1", "-1"] {
        press(&format!("[data-step='{step}']")).await;
    }
    press("#mode .main-button").await;
    let chip: String = tablet.run("return document.getElementById('mode-chip').ariaLabel", vec![]).await;
    assert!(chip.contains("groep") && chip.ends_with('3'), "{chip:?}");

    someone.begin("nl").await;
    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::Cards).await;
    scene.put_forward(A_TALK - A_WHILE).await;
    someone.comes_to(&Screen::StillThere).await;
    scene.put_forward(LAST_CALL).await;

    let arrived = scene.collector.arrived(1).await;
    assert_eq!((&arrived[0]["mode"], &arrived[0]["present"]), (&json!("group"), &json!(3)));
}

#[tokio::test]
async fn cards_fly_but_not_for_who_asks_for_stillness() {
    for is_still in [false, true] {
        let Some(scene) = Scene::set(is_still).await else { return };
        let mut someone = Participant::arrives(&scene.tablet, &scene.study).await;
        someone.begin("nl").await;
        someone.place(NOT).await;
        scene.tablet.settle().await;
        // The practice card too.
        assert_eq!(scene.number("flights").await, if is_still { 0 } else { 2 });
        someone.undo().await;
        scene.tablet.settle().await;
        assert_eq!(scene.number("flights").await, if is_still { 0 } else { 3 });
    }
}

#[tokio::test]
async fn the_screen_stays_on_and_is_filled_from_the_first_touch() {
    let Some(scene) = Scene::set(false).await else { return };
    let mut someone = Participant::arrives(&scene.tablet, &scene.study).await;
    let asked = async || (scene.number("awake").await, scene.number("full").await);
    someone.sees("the app", |sight| sight.is_started).await;
    assert_eq!(asked().await, (0, 0));
    someone.begin("nl").await;
    someone.place(MUCH).await;
    assert_eq!(asked().await, (1, 1));
}

#[tokio::test]
async fn a_key_that_is_held_down_places_one_card() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    strike(tablet, "1", 5).await;

    someone.sees("one card", |sight| sight.piles[NOT] == 1).await;
    tablet.settle().await;
    assert_eq!(tablet.see().await.piles[NOT], 1);
}

#[tokio::test]
async fn a_switch_stays_on_the_pile_and_finds_its_place_again() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives_with_keys(tablet, &scene.study).await;
    someone.begin("nl").await;
    let focused = async || tablet.focus().await.words;
    let much = scene.study.pile_text(MUCH, "nl");
    someone.press("button", &much).await;
    for n in 2..5 {
        someone.sees("one more", |sight| sight.piles[MUCH] == n - 1).await;
        assert_eq!(focused().await, much);
        settled(tablet).await;
        tablet.press("Enter").await;
    }
    someone.sees("four", |sight| sight.piles[MUCH] == 4).await;
    // The only card of a pile, taken back, takes the focus with it: it goes to the pile.
    let some = scene.study.pile_text(SOME, "nl");
    settled(tablet).await;
    someone.press("button", &some).await;
    tablet.press("Tab").await;
    settled(tablet).await;
    tablet.press("Enter").await;
    someone.sees("none", |sight| sight.piles[SOME] == 0).await;
    tablet.settle().await;
    assert_eq!(focused().await, some);
    // A screen reader is told how many lie there.
    let told =
        format!("document.querySelector('[data-pile={MUCH}] .tray-button').getAttribute('aria-description')");
    assert_eq!(tablet.run::<String>(&format!("return {told}"), vec![]).await, "4");
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

#[tokio::test]
async fn a_photo_is_shown_whole_and_never_larger_than_it_is() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    scene.somebody().await;
    for size in [PORTRAIT, LANDSCAPE, PHONE] {
        tablet.turn(size).await;
        for (width, height) in [(90, 70), (4000, 1000), (500, 3000)] {
            let shown = "const [width, height] = arguments;
                const canvas = Object.assign(document.createElement('canvas'), { width, height });
                const photo = document.querySelector('.card-in-hand img');
                photo.src = canvas.toDataURL('image/jpeg');
                return photo.decode().then(() => {
                    const { width, height } = photo.getBoundingClientRect();
                    const card = photo.closest('.card-in-hand').getBoundingClientRect();
                    return [width, height, card.width, card.height];
                });";
            let shown: [f64; 4] = tablet.run(shown, vec![json!(width), json!(height)]).await;
            let [shown_width, shown_height, card_width, card_height] = shown;
            let (width, height) = (f64::from(width), f64::from(height));
            assert!(
                shown_width <= width.min(card_width) && shown_height <= height.min(card_height),
                "{shown:?}"
            );
            let ratio = (shown_width / shown_height) / (width / height);
            assert!((0.97..1.03).contains(&ratio), "{width}×{height} is shown as {shown:?}");
        }
    }
}

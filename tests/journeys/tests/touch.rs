//! Hands on the participant's page: hands that tremble, let go, lay the tablet down and walk away.
//!
//! In Chromium, the only browser here in which a finger can be taken away and a clock can be put forward.

use journeys::collector::Collector;
use journeys::engine::Engine;
use journeys::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Spot, Tablet};
use serde_json::{Value, json};

/// What the page did, told by scripts that run before its own: when it was tapped, how many cards flew, how often the clock
/// was looked at, and what was asked of the tablet. `later` puts the clock forward, in milliseconds.
const WATCH: &str = "
    Object.assign(window, { later: 0, taps: [], flights: 0, glances: 0, awake: 0, full: 0 });
    const { now } = Date, { setInterval: every } = window;
    Date.now = () => now() + later;
    window.setInterval = (job, ms) => every(() => { job(); glances += 1; }, ms);
    addEventListener('click', ({ timeStamp }) => taps.push(timeStamp), true);
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
        let tablet =
            Tablet::start_as(&Profile::new(), Manner { size: PORTRAIT, is_still, ..Manner::default() }).await;
        tablet.prepare(WATCH).await;
        tablet.open(&collector.url()).await;
        Some(Self { study: Study::of(&site), collector, tablet })
    }

    /// Somebody at the first card.
    async fn somebody(&self) -> Participant<'_> {
        let mut someone = Participant::arrives(&self.tablet, &self.study).await;
        someone.begin("nl").await;
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
async fn a_finger_that_hits_twice_within_the_blink_of_an_eye_places_one_card() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    let mut placed = 0;
    let mut were_swallowed = false;
    for _ in 0..4 {
        let Spot { x, y, .. } = tablet.spot(&Participant::pile_button(MUCH), None).await;
        tablet.take_time().await;
        let first = scene.number("taps.length").await;
        tap_at_once(tablet, (x, y)).await;
        tap_at_once(tablet, (x, y)).await;
        let between = scene.number(&format!("taps[{}] - taps[{first}]", first + 1)).await;
        // A machine that is busy may be slower than any tremble.
        were_swallowed |= between < 400;
        placed += if between < 400 { 1 } else { 2 };
        someone.sees("what was placed", |sight| sight.piles[MUCH] == placed).await;
        tablet.settle().await;
        assert_eq!(tablet.see().await.piles[MUCH], placed);
    }
    assert!(were_swallowed, "no two taps came within 400 ms");
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
    for lost in ["cancelled", "a second finger", "turned"] {
        let hand = tablet.spot(".card-in-hand", None).await;
        let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
        let (from, to) = ((hand.x, hand.y), (pile.x, pile.y));
        tablet.touch("touchStart", &[from]).await;
        tablet.touch("touchMove", &[to]).await;
        assert_eq!(tablet.run::<usize>(is_dragged, vec![]).await, 2, "the card and the tray below it");
        match lost {
            "cancelled" => tablet.touch("touchCancel", &[]).await,
            "a second finger" => {
                tablet.touch("touchStart", &[to, from]).await;
                tablet.touch("touchEnd", &[]).await;
            }
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
    tablet.take_time().await;
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
    let key = async |kind: &str, again: bool| {
        let event = json!({
            "type": kind, "key": "1", "code": "Digit1", "windowsVirtualKeyCode": 49, "text": "1", "autoRepeat": again
        });
        tablet.cdp("Input.dispatchKeyEvent", event).await;
    };
    for again in [false, true, true, true, true] {
        key("keyDown", again).await;
    }
    tablet.cdp("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": "1", "code": "Digit1" })).await;

    someone.sees("one card", |sight| sight.piles[MUCH] == 1).await;
    tablet.settle().await;
    assert_eq!(tablet.see().await.piles[MUCH], 1);
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
        tablet.press("Enter").await;
    }
    someone.sees("four", |sight| sight.piles[MUCH] == 4).await;
    // The only card of a pile, taken back, takes the focus with it: it goes to the pile.
    let some = scene.study.pile_text(SOME, "nl");
    someone.press("button", &some).await;
    tablet.press("Tab").await;
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

//! What a browser does by itself: it goes back, darkens a page, translates it, and keeps what nobody needs any more.
//!
//! Only in chromium: no other can be told to darken a page, and to throw away what it can.

use journeys::collector::Collector;
use journeys::layout::{LYING, SMALLEST};
use journeys::memory;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{Manner, Profile, Size, Tablet};
use serde_json::{Value, json};

/// Participants for every run of all tests; the variable `PARTICIPANTS` of the environment says how many for a long one.
const PARTICIPANTS: u64 = 20;

/// What a program that translates pages does: it puts an element of its own in the place of every text.
const TRANSLATE: &str = "
    const walk = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    for (const text of texts) {
        const [font, inner] = [0, 0].map(() => document.createElement('font'));
        inner.textContent = `Foreign ${text.data}`;
        font.append(inner);
        text.replaceWith(font);
    }";

struct Scene {
    study: Study,
    collector: Collector,
    tablet: Tablet,
}

impl Scene {
    async fn set(manner: Manner) -> Self {
        let site = Site::built();
        let collector = Collector::start(&site);
        let tablet = Tablet::start_as(&Profile::new(), manner).await;
        Self { study: Study::of(&site), collector, tablet }
    }

    async fn open(&self) {
        self.tablet.open(&self.collector.url()).await;
    }

    /// Taps there with a finger that slips.
    async fn slips(&self, (x, y): (f64, f64)) {
        self.tablet.has_settled().await;
        self.tablet.touch("touchStart", &[(x, y)]).await;
        self.tablet.touch("touchMove", &[(x + 12.0, y + 8.0)]).await;
        self.tablet.touch("touchEnd", &[]).await;
    }

    /// What is on the screen, whatever it is.
    async fn word(&self, selector: &str) -> String {
        self.tablet
            .run("return document.querySelector(arguments[0])?.innerText ?? ''", vec![selector.into()])
            .await
    }
}

/// At a size, where nothing moves.
fn still(size: Size) -> Manner {
    Manner { size, is_still: true, ..Manner::default() }
}

#[tokio::test]
async fn back_never_leads_out_of_a_session() {
    let scene = Scene::set(Manner { is_unhurried: true, ..Manner::default() }).await;
    scene.open().await;
    let mut someone = Participant::arrives(&scene.tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    someone.place(SOME).await;
    let document = scene.tablet.see().await.document;
    let back = "history.back()";
    scene.tablet.has_settled().await;
    let slowly = "document.documentElement.style.setProperty('--settle', '4000ms')";
    scene.tablet.run::<Value>(slowly, vec![]).await;

    scene.tablet.run::<Value>(back, vec![]).await;
    let seen = someone.sees("one card less", |sight| sight.piles.get(SOME) == Some(&0)).await;
    assert_eq!(seen.piles[MUCH], 1, "it takes back the last card, as the app's own button does");
    let at_its_place = "return history.state?.place === 3";
    let is_back = async || {
        let is: bool = scene.tablet.run(at_its_place, vec![]).await;
        if is { Ok(()) } else { Err("elsewhere".to_owned()) }
    };
    scene.tablet.until("the place before", is_back).await;
    // Once more before the card that came back has settled: that is a bounce.
    scene.tablet.run::<Value>(back, vec![]).await;
    scene.tablet.until("the place before", is_back).await;
    assert_eq!(scene.tablet.see().await.piles[MUCH], 1, "a bounce takes no second card back");
    // Twice at once, faster than the page hears of it, and over a sheet: nothing.
    someone.ask_to_stop().await;
    scene.tablet.run::<Value>("history.go(-2)", vec![]).await;
    scene.tablet.until("the place before", is_back).await;
    let seen = scene.tablet.see().await;
    assert_eq!(someone.screen().await, Screen::StopQuestion);
    assert!(seen.document.total_cmp(&document).is_eq(), "the page was never left");

    // Whoever comes next finds nothing of it behind them.
    someone.stop().await;
    someone.done().await;
    someone.comes_to(&Screen::Language).await;
    for _ in 0..3 {
        scene.tablet.run::<Value>(back, vec![]).await;
        scene.tablet.settle().await;
        assert_eq!(someone.screen().await, Screen::Language);
    }
}

#[tokio::test]
async fn a_page_that_is_translated_nevertheless_shows_the_words_of_the_card_at_hand() {
    let scene = Scene::set(still((800, 1280))).await;
    scene.open().await;
    let mut someone = Participant::arrives_by_script(&scene.tablet, &scene.study).await;
    someone.begin("nl").await;
    for pile in [MUCH, NOT, SOME] {
        let before = someone.card_in_hand().await;
        scene.tablet.run::<Value>(TRANSLATE, vec![]).await;
        scene.tablet.settle().await;
        assert!(scene.word(".card-in-hand").await.starts_with("Foreign"), "it was translated");
        scene
            .tablet
            .run::<Value>(
                "document.querySelector(`[data-pile=${arguments[0]}] .tray-button`).click()",
                vec![pile.into()],
            )
            .await;
        let is_own = |words: &String| !words.starts_with("Foreign");
        someone.sees("its own words", |sight| sight.hand.as_ref().is_some_and(is_own)).await;
        assert_ne!(someone.card_in_hand().await, before);
    }
    // So does what comes in the place of a whole screen.
    scene.tablet.run::<Value>(TRANSLATE, vec![]).await;
    let stop = "document.querySelector('.frame-stop').click()";
    scene.tablet.run::<Value>(stop, vec![]).await;
    someone.comes_to(&Screen::StopQuestion).await;
}

#[tokio::test]
async fn a_browser_that_darkens_pages_leaves_this_one_as_it_is() {
    let scene = Scene::set(still((800, 1280))).await;
    scene.open().await;
    // Nothing is spoken there, and so nothing changes by itself.
    let someone = Participant::arrives_by_script(&scene.tablet, &scene.study).await;
    someone.sees("the voice", |sight| sight.is_started && sight.voice.is_some()).await;
    scene.tablet.settle().await;
    let light = scene.tablet.picture().await;
    // It does so where the whole tablet is dark.
    let features = json!([
        { "name": "prefers-color-scheme", "value": "dark" }, { "name": "prefers-reduced-motion", "value": "reduce" }
    ]);
    scene.tablet.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    scene.tablet.cdp("Emulation.setAutoDarkModeOverride", json!({ "enabled": true })).await;
    scene.tablet.settle().await;
    let dark = scene.tablet.picture().await;
    assert!(light == dark, "it darkens the page: icons would vanish");
}

#[tokio::test]
async fn the_whole_of_a_text_that_is_cut_off_is_a_tap_away() {
    let scene = Scene::set(still(SMALLEST)).await;
    let name = "Wijkontmoetingscentrum de Drievuldigheidsvriendenkring ".repeat(10);
    // A file of the site, where nothing else runs.
    scene.tablet.open(&format!("{}manifest.webmanifest", scene.collector.url())).await;
    let set = json!({ "schema": "activity/1", "id": "one", "centre": name });
    scene
        .tablet
        .run::<Value>("localStorage.setItem('betekenis.activity', JSON.stringify(arguments[0]))", vec![set])
        .await;
    scene.open().await;
    let study = scene.study.clone().at_centre(&name);
    let mut someone = Participant::arrives_by_script(&scene.tablet, &study).await;
    someone.choose_language("nl").await;
    someone.agree().await;
    someone.practise(SOME).await;
    scene.tablet.run::<Value>("document.querySelector('.frame-next').click()", vec![]).await;
    for size in [SMALLEST, LYING] {
        scene.tablet.turn(size).await;
        let told = async || {
            let is: bool =
                scene.tablet.run("return Boolean(document.querySelector('h1[data-whole]'))", vec![]).await;
            if is { Ok(()) } else { Err("no sign".to_owned()) }
        };
        scene.tablet.until("the sign that there is more", told).await;
        let shows = "const main = document.querySelector('.frame-main'); \
            return main.scrollHeight <= main.clientHeight + 1";
        assert!(scene.tablet.run::<bool>(shows, vec![]).await, "nothing scrolls at {size:?}");
        // By fingers that slip: on the heading, and then anywhere.
        let heading = scene.tablet.spot("h1", None).await;
        scene.slips((heading.x, heading.y)).await;
        let whole = scene.word(".whole[open]").await;
        assert!(whole.matches("Drievuldigheidsvriendenkring").count() == 10, "it says {whole:?}");
        scene.slips((heading.x, heading.y + 60.0)).await;
        assert_eq!(scene.word(".whole[open]").await, "", "it closes");
    }
}

#[tokio::test]
async fn memory_stays_as_it_is_from_participant_to_participant() {
    let many = std::env::var("PARTICIPANTS").map_or(PARTICIPANTS, |many| many.parse().unwrap());
    let scene = Scene::set(still((800, 1280))).await;
    memory::watch(&scene.tablet).await;
    scene.open().await;
    Participant::arrives_by_script(&scene.tablet, &scene.study).await;
    // The first ones leave what the next ones use again.
    memory::play(&scene.tablet, PARTICIPANTS).await;
    let before = memory::held(&scene.tablet, u64::MAX).await;
    for _ in 0..many.div_ceil(PARTICIPANTS) {
        memory::play(&scene.tablet, PARTICIPANTS).await;
    }
    // Less than one for each participant: that would be a leak.
    let after = memory::held(&scene.tablet, before.functions + PARTICIPANTS / 2).await;
    let grown = after.heap.saturating_sub(before.heap) / many;
    let wasm = after.wasm - before.wasm;
    println!("{many} participants: {before:?} before, {after:?} after; {grown} bytes each");
    // What a browser notes of itself is a few kilobytes in all.
    assert!(many < 100 || grown < 1000, "{grown} bytes stay of every participant");
    assert!(
        before.wasm > 0 && (many < 100 || wasm / many < 1000),
        "the memory of the wasm grew by {wasm} bytes"
    );
}

//! Hands on the participant's page: hands that tremble, let go, lay the tablet down and walk away.
//!
//! Only in chromium: no other browser here lets a finger be taken away and a clock be put forward.

#[path = "touch/dragging.rs"]
mod dragging;
#[path = "touch/keys.rs"]
mod keys;
#[path = "touch/lying.rs"]
mod lying;
#[path = "touch/moving.rs"]
mod moving;
#[path = "touch/settling.rs"]
mod settling;
#[path = "touch/tapping.rs"]
mod tapping;

use journeys::collector::Collector;
use journeys::engine::Engine;
use journeys::participant::Participant;
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{Manner, PORTRAIT, Profile, Tablet};
use serde_json::json;

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

/// A tap that slides by so much.
async fn slip(tablet: &Tablet, (x, y): (f64, f64), (dx, dy): (f64, f64)) {
    tablet.touch("touchStart", &[(x, y)]).await;
    for part in [0.4, 1.0] {
        tablet.touch("touchMove", &[(x + dx * part, y + dy * part)]).await;
    }
    tablet.touch("touchEnd", &[]).await;
}

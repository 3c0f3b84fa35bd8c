//! A tablet: a browser with a profile of its own, which can lose its network, its battery and its place on the desk.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::WebDriver;
use thirtyfour::common::command::{Actions, Command};
use tokio::time::{Duration, sleep};

use crate::engine::{Browser, COMPLAINTS, Engine};
use crate::{GLANCE, root, until};

/// Width and height of a screen, in CSS pixels.
pub type Size = (u32, u32);

/// A 10" tablet, upright.
pub const PORTRAIT: Size = (800, 1280);
/// A 10" tablet, lying.
pub const LANDSCAPE: Size = (1280, 800);
/// A large tablet, lying.
pub const LARGE: Size = (1366, 1024);
/// A phone.
pub const PHONE: Size = (360, 740);

/// What has come to hand settles in no time, where it does (`public/touch.js`): it stays a state that is waited for.
const HASTE: &str = "{ const { style } = document.documentElement;
    if (getComputedStyle(document.documentElement).getPropertyValue('--settle')) style.setProperty('--settle', '40ms'); }
";

const PAGE: &str = include_str!("page.js");
const LATER: &str = include_str!("later.js");

/// What a tablet keeps when it is switched off: a folder, which goes with the last that holds it, be it this or a tablet.
#[derive(Clone)]
pub struct Profile(Arc<Folder>);

struct Folder(PathBuf);

impl Profile {
    /// A tablet as it comes from the shop.
    #[expect(clippy::new_without_default, reason = "an empty folder is no default of anything")]
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap().keep();
        fs::create_dir(folder.join("tmp")).unwrap();
        Self(Arc::new(Folder(folder)))
    }

    /// A tablet on which a setting of the browser forbids sites to keep anything.
    pub fn that_keeps_nothing() -> Self {
        let profile = Self::new();
        let folder = profile.0.0.join("Default");
        fs::create_dir(&folder).unwrap();
        let settings = json!({ "profile": { "default_content_setting_values": { "cookies": 2 } } });
        fs::write(folder.join("Preferences"), settings.to_string()).unwrap();
        profile
    }
}

impl Folder {
    /// Whether a browser, or what is left of one, still uses it. (Where there is no `/proc` nobody knows.)
    fn is_in_use(&self) -> bool {
        let folder = self.0.as_os_str().as_encoded_bytes();
        let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
        processes.any(|process| {
            let command = fs::read(process.join("cmdline")).unwrap_or_default();
            command.windows(folder.len()).any(|part| part == folder)
                || fs::read_link(process.join("cwd")).is_ok_and(|place| place == self.0)
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser's other processes notice after a moment that it has gone, and write until then.
        for _ in 0..100 {
            if !self.is_in_use() && fs::remove_dir_all(&self.0).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A tablet that is switched on. It is off again when this is dropped, as after a crash.
pub struct Tablet {
    /// Its browser.
    pub engine: Engine,
    driver: WebDriver,
    browser: Browser,
    size: Mutex<Size>,
    heard: Arc<Mutex<Heard>>,
    /// What is run before each question to a page.
    before: &'static str,
    // The browser goes first.
    profile: Profile,
}

/// How a tablet is to be.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Its screen.
    pub size: Size,
    /// It moves nothing, for who asks for that.
    pub is_still: bool,
    /// What has come to hand settles as long as it does for people: for journeys about how one touches.
    pub is_unhurried: bool,
    /// It notes what the console says and which addresses are asked for.
    pub listens: bool,
    /// More of the browser's own flags; Chromium's only.
    pub flags: &'static [&'static str],
}

impl Default for Manner {
    /// An upright tablet as most are.
    fn default() -> Self {
        Self { size: PORTRAIT, is_still: false, is_unhurried: false, listens: false, flags: &[] }
    }
}

/// What was heard from a tablet that listens.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Warnings and errors of the console.
    pub said: Vec<String>,
    /// Every address that was asked for, by a page or a worker.
    pub asked: Vec<String>,
}

/// What can be seen on a participant's page.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Sight {
    /// Language of the page.
    pub language: String,
    /// It is a sheet that lies over the screen.
    pub is_sheet: bool,
    /// The heading.
    pub heading: String,
    /// Everything that is written.
    pub words: String,
    /// The words of all buttons that can be pressed.
    pub buttons: Vec<String>,
    /// What stands on the card in hand.
    pub hand: Option<String>,
    /// Number of cards on each pile, by its id.
    pub piles: BTreeMap<String, usize>,
    /// Ids of the cards to choose from.
    pub cards: Vec<String>,
    /// Ids of the cards, or words of the answers, that are chosen.
    pub chosen: Vec<String>,
    /// What stands in the fields.
    pub fields: Vec<String>,
    /// Number of full dots.
    pub dots: usize,
    /// An answer was just chosen: the next question comes by itself.
    pub is_moving_on: bool,
    /// Where the voice stands (see `public/voice.js`); nothing as long as it is not there.
    pub voice: Option<String>,
    /// The app itself drew this, and not the HTML before it.
    pub is_started: bool,
    /// When this document was opened: another number is another document.
    pub document: f64,
    /// The edition that [`crate::site::Site::publish`] has put there.
    pub edition: String,
    /// `ready` if the page starts without a network.
    pub offline: String,
    /// `waiting` if a newer version waits.
    pub update: String,
}

/// What the app has stored in the browser.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Stored {
    /// Drafts, as JSON.
    pub drafts: Vec<String>,
    /// Responses, as JSON.
    pub responses: Vec<String>,
    /// Ids in the ledger, which come in the order of the responses if all is well.
    pub ids: Vec<String>,
    /// The state of each response.
    pub states: Vec<String>,
}

/// Where a finished response stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// State.
    pub state: String,
    /// Day of the last change.
    pub day: String,
    /// Why it was refused.
    pub reason: String,
}

/// Where something can be touched, and how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Spot {
    /// Middle.
    pub x: f64,
    /// Middle.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What has the focus.
#[derive(Debug, Clone, Deserialize)]
pub struct Focus {
    /// Its words.
    pub words: String,
    /// The key that presses it too.
    #[serde(default)]
    pub key: String,
    /// One sees that it has the focus.
    pub shown: bool,
    /// Something lies over it.
    #[serde(default)]
    pub covered: bool,
}

/// The place that the page found, or why there is none.
fn spot_in(found: &Value) -> Result<Spot, String> {
    Spot::deserialize(found).map_err(|_| found["trouble"].to_string())
}

impl Drop for Tablet {
    fn drop(&mut self) {
        if thread::panicking() {
            let complaints = fs::read_to_string(self.profile.0.0.join(COMPLAINTS)).unwrap_or_default();
            // There is no bus on most machines for tests, and it says so again and again.
            let last: Vec<&str> = complaints.lines().filter(|line| !line.contains("dbus")).collect();
            let last = &last[last.len().saturating_sub(20)..];
            eprintln!("the browser's last complaints:\n{}", last.join("\n"));
        }
    }
}

impl Tablet {
    /// Switches a tablet on.
    pub async fn start(profile: &Profile, size: Size) -> Self {
        Self::start_as(profile, Manner { size, ..Manner::default() }).await
    }

    /// The same, in that manner.
    pub async fn start_as(profile: &Profile, manner: Manner) -> Self {
        let is_free =
            until(async || if profile.0.is_in_use() { Err("it is in use".to_owned()) } else { Ok(()) });
        is_free.await.unwrap_or_else(|seen| panic!("the tablet does not go off: {seen}"));
        let engine = Engine::chosen();
        let browser = engine.start(&profile.0.0, manner).await;
        // The session ends with its programs; saying goodbye would wait for an answer in the middle of a panic.
        browser.driver.clone().leak().unwrap();
        // Where somebody asks for it, another journey may have done so already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tablet = Self {
            engine,
            driver: browser.driver.clone(),
            browser,
            size: Mutex::new(manner.size),
            heard: Arc::default(),
            before: if manner.is_unhurried { "" } else { HASTE },
            profile: profile.clone(),
        };
        if manner.listens {
            tablet.listen().await;
        }
        tablet.make_touchable().await;
        tablet
    }

    /// Switches it off as a person does: the browser writes down what it has to.
    pub async fn switch_off(mut self) {
        self.browser.ask_to_end().await;
        let ended =
            until(
                async || {
                    if self.browser.has_ended() { Ok(()) } else { Err("it is still there".to_owned()) }
                },
            );
        ended.await.unwrap_or_else(|seen| panic!("the browser does not end: {seen}"));
    }

    /// Opens `address`.
    pub async fn open(&self, address: &str) {
        self.driver.goto(address).await.unwrap();
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        let before = self.see().await.document;
        self.run::<Value>("return setTimeout(() => location.reload())", vec![]).await;
        self.until("another document", async || {
            let document = self.see().await.document;
            if document.total_cmp(&before).is_eq() { Err("the same".to_owned()) } else { Ok(()) }
        })
        .await;
    }

    /// Goes back to the page before, as the browser's own button does.
    pub async fn go_back(&self) {
        // Once it has answered: a script whose page goes away has no answer, and would be run again on the page it came to.
        self.run::<Value>("return setTimeout(() => history.back())", vec![]).await;
    }

    /// Waits until the page would start without a network.
    pub async fn ready_offline(&self) {
        self.until("readiness without a network", async || match self.see().await.offline.as_str() {
            "ready" => Ok(()),
            other => Err(format!("data-offline={other:?}")),
        })
        .await;
    }

    /// Keeps `languages` (ids) on the tablet, as the coordinator does who prepares an activity; the first one is there.
    pub async fn keep_languages(&self, languages: &[&str]) {
        let kept: Vec<String> = self.later("keep_languages", vec![json!(languages)]).await;
        for language in languages {
            assert!(kept.iter().any(|one| one == language), "of {languages:?} only {kept:?} are there");
        }
    }

    /// Nothing on the page goes away by itself any more.
    pub async fn hold_on(&self) {
        let script =
            "const last = setTimeout(() => {}); for (let id = 1; id <= last; id++) clearTimeout(id);";
        self.run::<Value>(script, vec![]).await;
    }

    /// Takes the network away from the pages, or gives it back. (For workers, stop the collector too.)
    pub async fn set_online(&self, is_online: bool) {
        match self.engine {
            Engine::Chromium => {
                let conditions = json!({
                    "offline": !is_online, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
                });
                self.cdp("Network.emulateNetworkConditions", conditions).await;
            }
            // Nothing takes it away there but stopping the collector (Firefox would take the service worker away too).
            // What the browser tells the page is left.
            Engine::Firefox | Engine::WebKit => {
                let event = if is_online { "online" } else { "offline" };
                self.run::<Value>("dispatchEvent(new Event(arguments[0]))", vec![event.into()]).await;
            }
        }
    }

    /// Turns the screen, or makes it another one.
    pub async fn turn(&self, (width, height): Size) {
        *self.size.lock().unwrap() = (width, height);
        match self.engine {
            Engine::Chromium => {
                let metrics = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true,
                    "screenWidth": width, "screenHeight": height
                });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
            }
            Engine::Firefox => {
                let viewport = json!({ "width": width, "height": height });
                let wanted = json!({ "context": self.tab().await, "viewport": viewport });
                self.bidi("browsingContext.setViewport", wanted).await;
            }
            Engine::WebKit => self.driver.set_window_rect(0, 0, width, height).await.unwrap(),
        }
        self.until("a screen of the new size", async || {
            let size: Option<Size> = self.ask("size", vec![]).await;
            if size.is_none_or(|size| size == (width, height)) { Ok(()) } else { Err(format!("{size:?}")) }
        })
        .await;
        self.settle().await;
    }

    /// Makes the tab in front one of a tablet.
    async fn make_touchable(&self) {
        self.turn(self.size()).await;
        if self.engine == Engine::Chromium {
            let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
            self.cdp("Emulation.setTouchEmulationEnabled", touch).await;
        }
    }

    /// Waits until what has changed in the page can be seen.
    pub async fn settle(&self) {
        self.later::<Value>("frames", vec![]).await;
    }

    /// Width and height of the screen.
    pub fn size(&self) -> Size {
        *self.size.lock().unwrap()
    }

    /// What can be seen.
    pub async fn see(&self) -> Sight {
        self.ask("see", vec![]).await
    }

    /// What is stored.
    pub async fn stored(&self) -> Stored {
        self.later("stored", vec![]).await
    }

    /// The drafts alone.
    pub async fn drafts(&self) -> Vec<String> {
        self.later("drafts", vec![]).await
    }

    /// Where each finished response stands, by its id.
    pub async fn ledger(&self) -> BTreeMap<String, Entry> {
        self.later("ledger", vec![]).await
    }

    /// Puts finished responses (ids and texts) there, as if participants had given them on `day`.
    pub async fn seed(&self, responses: &[(String, String)], day: &str) {
        self.later::<Value>("seed", vec![json!(responses), day.into()]).await;
    }

    /// Lets the storage of the site at `origin` grow by so many bytes from now on and no further, as a full disk does.
    ///
    /// The browser asks for the room left only when what it knew of is used up; so the first time has to be before the
    /// site has written anything, and [`Tablet::fill`] makes sure that nothing is left.
    pub async fn set_room(&self, origin: &str, bytes: u32) {
        let used = self.cdp("Storage.getUsageAndQuota", json!({ "origin": origin })).await["usage"].as_f64();
        let quota = json!({ "origin": origin, "quotaSize": used.unwrap_or_default() + f64::from(bytes) });
        self.cdp("Storage.overrideQuotaForOrigin", quota).await;
    }

    /// Uses up the room that is left; from now on every write of the site at `origin` fails.
    pub async fn fill(&self, origin: &str) {
        self.later::<Value>("fill", vec![]).await;
        self.cdp("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": 1 })).await;
    }

    /// Makes the browser close every connection to a database, as it does when it runs out of memory.
    pub async fn close_databases(&self) {
        let before = self.driver.window().await.unwrap();
        let tab = self.driver.new_tab().await.unwrap();
        self.driver.switch_to_window(tab).await.unwrap();
        self.driver.goto("chrome://indexeddb-internals/").await.unwrap();
        let close = "const all = [...document.querySelectorAll('.force-close')]; \
            for (const one of all) one.click(); return all.length;";
        let closed = until(async || {
            let n: usize = self.run(close, vec![]).await;
            if n > 0 { Ok(()) } else { Err("there are no databases".to_owned()) }
        });
        closed.await.unwrap();
        let open =
            "return [...document.querySelectorAll('.connection-count')].map((one) => one.innerText.trim())";
        let gone = until(async || {
            let open: Vec<String> = self.run(open, vec![]).await;
            if open.iter().all(|n| n == "0") { Ok(()) } else { Err(format!("still open: {open:?}")) }
        });
        let gone = gone.await;
        self.driver.close_window().await.unwrap();
        self.driver.switch_to_window(before).await.unwrap();
        gone.unwrap();
    }

    /// Opens `address` in one more tab, which is then in front.
    pub async fn open_tab(&self, address: &str) {
        let tab = self.driver.new_tab().await.unwrap();
        self.driver.switch_to_window(tab).await.unwrap();
        self.make_touchable().await;
        self.open(address).await;
    }

    /// Brings the tab to the front that was opened at that place, counted from 0.
    pub async fn turn_to_tab(&self, at: usize) {
        let tabs = self.driver.windows().await.unwrap();
        self.driver.switch_to_window(tabs[at].clone()).await.unwrap();
    }

    /// Asks the server for a newer version of the app, as a browser does by itself from time to time.
    pub async fn look_for_update(&self) {
        self.later::<Value>("update", vec![]).await;
    }

    /// Runs `script` in every page that is opened from now on, before anything else. (Not in WebKit.)
    pub async fn prepare(&self, script: &str) {
        match self.engine {
            Engine::Chromium => {
                self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
            }
            Engine::Firefox => {
                let function = format!("() => {{ {script} }}");
                self.bidi("script.addPreloadScript", json!({ "functionDeclaration": function })).await;
            }
            Engine::WebKit => panic!("WebKit lets nothing run before the page's own scripts"),
        }
    }

    /// Where `selector` with these words (any if `None`) can be touched; waits until it can, and stays where it is.
    pub async fn spot(&self, selector: &str, words: Option<&str>) -> Spot {
        let mut before = None;
        self.until(&format!("{selector} {words:?} to touch"), async || {
            let spot = self.spot_now(selector, words).await?;
            if before.replace(spot) == Some(spot) { Ok(spot) } else { Err("moves".to_owned()) }
        })
        .await
    }

    /// The same at this moment.
    ///
    /// # Errors
    ///
    /// Why it cannot be touched.
    pub async fn spot_now(&self, selector: &str, words: Option<&str>) -> Result<Spot, String> {
        spot_in(&self.ask("spot", vec![selector.into(), json!(words)]).await)
    }

    /// Waits until the page takes a touch: until what has come to hand lies still.
    pub async fn has_settled(&self) {
        self.until("what has come to lie still", async || {
            if self.ask("settles", vec![]).await { Err("it settles".to_owned()) } else { Ok(()) }
        })
        .await;
    }

    /// Touches a point with a finger and lets go, once the page takes that.
    pub async fn tap(&self, x: f64, y: f64) {
        self.has_settled().await;
        self.touch("touchStart", &[(x, y)]).await;
        self.touch("touchEnd", &[]).await;
    }

    /// Taps what `selector` and `words` name, if it can be touched at this moment and stays where it is. Between the last
    /// look and the touch there is nothing to wait for.
    ///
    /// # Errors
    ///
    /// Why it cannot be touched.
    pub async fn try_to_tap(&self, selector: &str, words: &str) -> Result<(), String> {
        self.has_settled().await;
        let before = self.spot_now(selector, Some(words)).await?;
        sleep(GLANCE).await;
        let spot = spot_in(&self.ask("aim", vec![selector.into(), words.into()]).await)?;
        if spot != before {
            return Err("moves".to_owned());
        }
        self.touch("touchStart", &[(spot.x, spot.y)]).await;
        self.touch("touchEnd", &[]).await;
        Ok(())
    }

    /// Something that fingers do: `touchStart`, `touchMove`, `touchEnd` or (in Chromium only) `touchCancel`.
    pub async fn touch(&self, kind: &str, fingers: &[(f64, f64)]) {
        match self.engine {
            Engine::Chromium => {
                let points: Vec<Value> = fingers.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
                self.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
            }
            Engine::Firefox | Engine::WebKit => {
                let does = match kind {
                    "touchStart" => Some(json!({ "type": "pointerDown", "button": 0 })),
                    "touchMove" => None,
                    "touchEnd" => Some(json!({ "type": "pointerUp", "button": 0 })),
                    other => panic!("only Chromium can do {other}"),
                };
                let pointer = if self.engine == Engine::Firefox { "touch" } else { "mouse" };
                self.point(pointer, fingers.first().copied(), does).await;
            }
        }
    }

    /// Something that a mouse does: `mousePressed`, `mouseMoved` or `mouseReleased`.
    pub async fn mouse(&self, kind: &str, (x, y): (f64, f64)) {
        match self.engine {
            Engine::Chromium => {
                let is_held = kind != "mouseReleased";
                let event = json!({
                    "type": kind, "x": x, "y": y, "button": "left", "buttons": u8::from(is_held), "clickCount": 1,
                    "pointerType": "mouse"
                });
                self.cdp("Input.dispatchMouseEvent", event).await;
            }
            Engine::Firefox | Engine::WebKit => {
                let does = match kind {
                    "mousePressed" => Some(json!({ "type": "pointerDown", "button": 0 })),
                    "mouseReleased" => Some(json!({ "type": "pointerUp", "button": 0 })),
                    _ => None,
                };
                self.point("mouse", Some((x, y)), does).await;
            }
        }
    }

    /// Moves a pointer of that kind to `place`, if there is one, and lets it do something there.
    async fn point(&self, pointer: &str, place: Option<(f64, f64)>, does: Option<Value>) {
        let to = place
            .map(|(x, y)| json!({ "type": "pointerMove", "duration": 0, "x": x.round(), "y": y.round() }));
        let steps: Vec<Value> = to.into_iter().chain(does).collect();
        self.perform(json!({
            "type": "pointer", "id": pointer, "parameters": { "pointerType": pointer }, "actions": steps
        }))
        .await;
    }

    async fn perform(&self, source: Value) {
        let actions = Actions::from(json!([source]));
        self.driver.cmd(Command::PerformActions(actions)).await.unwrap();
    }

    /// Presses a key and lets go, once the page takes one: a letter or digit, or the name of another key.
    pub async fn press(&self, key: &str) {
        self.has_settled().await;
        self.press_at_once(key).await;
    }

    /// The same, whether the page takes one or not.
    pub async fn press_at_once(&self, key: &str) {
        // Name, number, what it writes, and its sign in WebDriver.
        let (code, number, text, sign) = match key {
            "Tab" => ("Tab".to_owned(), 9, "", "\u{e004}"),
            "Enter" => ("Enter".to_owned(), 13, "\r", "\u{e007}"),
            "Backspace" => ("Backspace".to_owned(), 8, "", "\u{e003}"),
            "Escape" => ("Escape".to_owned(), 27, "", "\u{e00c}"),
            "PageDown" => ("PageDown".to_owned(), 34, "", "\u{e00f}"),
            "ArrowLeft" => ("ArrowLeft".to_owned(), 37, "", "\u{e012}"),
            "ArrowRight" => ("ArrowRight".to_owned(), 39, "", "\u{e014}"),
            " " => ("Space".to_owned(), 32, " ", " "),
            digit => (format!("Digit{digit}"), digit.bytes().next().map_or(0, u32::from), digit, digit),
        };
        if self.engine != Engine::Chromium {
            let steps = ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": sign }));
            return self.perform(json!({ "type": "key", "id": "keys", "actions": steps })).await;
        }
        for kind in ["keyDown", "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.cdp("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Writes into the field that has the focus.
    pub async fn write(&self, text: &str) {
        match self.engine {
            Engine::Chromium => {
                self.cdp("Input.insertText", json!({ "text": text })).await;
            }
            Engine::Firefox | Engine::WebKit => {
                self.driver.active_element().await.unwrap().send_keys(text).await.unwrap();
            }
        }
    }

    /// What has the focus.
    pub async fn focus(&self) -> Focus {
        self.ask("focus", vec![]).await
    }

    /// A picture of the screen, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        if self.engine != Engine::Chromium {
            return self.driver.screenshot_as_png().await.unwrap();
        }
        let picture = self.cdp("Page.captureScreenshot", json!({ "format": "png" })).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of the screen as WebP, made smaller by `scale`. (Chromium only.)
    pub async fn small_picture(&self, scale: f64) -> Vec<u8> {
        let (width, height) = self.size();
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": scale });
        let wanted = json!({ "format": "webp", "quality": 55, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", wanted).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of the whole page, as PNG, also of what one would have to scroll to.
    pub async fn whole_picture(&self) -> Vec<u8> {
        let (width, height): Size =
            self.run("const { scrollWidth, scrollHeight } = document.documentElement; return [scrollWidth, scrollHeight]", vec![]).await;
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", wanted).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// What it has heard up to now; only for a tablet that listens.
    pub async fn heard(&self) -> Heard {
        // What the browser itself says (the policy, files that are not there) BiDi does not tell.
        let log = self.driver.browser_log().await.unwrap();
        let mut heard = self.heard.lock().unwrap();
        let said = log.into_iter().filter(|entry| !matches!(entry.level.as_str(), "DEBUG" | "INFO"));
        heard.said.extend(said.map(|entry| format!("{}: {}", entry.level, entry.message)));
        heard.clone()
    }

    /// Looks until `look` finds something. When that takes too long, a picture of the screen is left behind.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Result<T, String>) -> T {
        match until(look).await {
            Ok(found) => found,
            Err(seen) => {
                let picture = self.keep_picture().await;
                let words = self.see().await.words;
                panic!(
                    "waited for {what}, but {seen}\n  on the screen: {words}\n  picture: {}",
                    picture.display()
                );
            }
        }
    }

    /// Asks `page.js`.
    pub async fn ask<T: DeserializeOwned>(&self, job: &str, mut arguments: Vec<Value>) -> T {
        arguments.insert(0, job.into());
        self.run(&[self.before, PAGE].concat(), arguments).await
    }

    /// Runs `script` in the page.
    pub async fn run<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> T {
        let mut tries = 0;
        loop {
            let answer = self.driver.execute(script, arguments.clone()).await;
            match answer.and_then(|answer| answer.convert()) {
                Ok(result) => return result,
                // The page went away under our hands, as it does when a newer version comes in: Firefox then answers with
                // nothing.
                Err(error) if tries < 50 => {
                    tries += 1;
                    let text = error.to_string();
                    // Only Chromium says clearly when it was that.
                    let is_ours = self.engine == Engine::Chromium && text.contains("javascript error");
                    assert!(!is_ours || text.contains("navigation"), "{text}");
                    sleep(Duration::from_millis(20)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Runs `script` in the page, whose last argument is a function that takes the result.
    pub async fn run_later<T: DeserializeOwned>(&self, script: &str, arguments: Vec<Value>) -> T {
        self.driver.execute_async(script, arguments).await.unwrap().convert().unwrap()
    }

    /// Lets the system force its own few colours, or no longer. (Chromium only.)
    pub async fn force_colours(&self, is_forced: bool) {
        let colours = if is_forced { "active" } else { "none" };
        let features = json!([
            { "name": "forced-colors", "value": colours }, { "name": "prefers-reduced-motion", "value": "reduce" }
        ]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.settle().await;
    }

    /// Asks `later.js`.
    async fn later<T: DeserializeOwned>(&self, job: &str, mut arguments: Vec<Value>) -> T {
        arguments.insert(0, job.into());
        let answer = self.driver.execute_async(LATER, arguments).await.unwrap();
        let answer = answer.json().clone();
        assert!(answer["error"].is_null(), "{job}: {}", answer["error"]);
        serde_json::from_value(answer["result"].clone()).unwrap()
    }

    /// Asks something of Chromium itself, over its own protocol for tools.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Asks something of Chromium or Firefox, over the protocol that they share.
    async fn bidi(&self, command: &str, parameters: Value) {
        let bidi = self.driver.bidi().await.unwrap();
        bidi.send_raw(command, parameters).await.unwrap_or_else(|error| panic!("{command}: {error}"));
    }

    /// The tab in front, as that protocol calls it.
    async fn tab(&self) -> String {
        self.driver.window().await.unwrap().to_string()
    }

    async fn listen(&self) {
        let bidi = self.driver.bidi().await.unwrap();
        let mut events = bidi.subscribe_raw();
        let wanted = json!({ "events": ["network.beforeRequestSent"] });
        bidi.send_raw("session.subscribe", wanted).await.unwrap();
        let heard = Arc::clone(&self.heard);
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                let url = event.params["request"]["url"].as_str();
                if let (Ok(mut heard), Some(url)) = (heard.lock(), url) {
                    heard.asked.push(url.to_owned());
                }
            }
        });
    }

    async fn keep_picture(&self) -> PathBuf {
        let folder = root().join("target/journeys");
        let name = thread::current().name().unwrap_or("journey").replace("::", "-");
        let path = folder.join(format!("{name}.png"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, self.picture().await).unwrap();
        path
    }
}

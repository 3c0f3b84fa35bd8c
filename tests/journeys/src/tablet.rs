//! A tablet: a browser with a profile of its own, which can lose its network, its battery and its place on the desk.

mod hands;
mod pictures;
mod profile;
mod sight;
mod storage;

use std::sync::{Arc, Mutex};
use std::{fs, thread};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use tokio::time::{Duration, sleep};

use crate::engine::{Browser, COMPLAINTS, Engine};
use crate::until;

pub use self::profile::Profile;
pub use self::sight::{Entry, Focus, Heard, Sight, Spot, Stored};

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
/// Nor does what can wait until a start is over (`public/boot.js`).
const HASTE: &str = "{ const { style } = document.documentElement;
    if (getComputedStyle(document.documentElement).getPropertyValue('--settle')) style.setProperty('--settle', '40ms');
    window.betekenis?.calmDown?.(); }
";

const PAGE: &str = include_str!("page.js");
const LATER: &str = include_str!("later.js");

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
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
pub struct Manner {
    /// Its screen.
    pub size: Size,
    /// It moves nothing, for who asks for that.
    pub is_still: bool,
    /// What has come to hand settles as long as it does for people: for journeys about how one touches.
    pub is_unhurried: bool,
    /// It notes what the console says and which addresses are asked for.
    pub listens: bool,
    /// Nobody waits until a page has been loaded: what is asked of it meets it as it comes. Chromium's only.
    pub is_impatient: bool,
    /// More of the browser's own flags; Chromium's only.
    pub flags: &'static [&'static str],
}

impl Default for Manner {
    /// An upright tablet as most are.
    fn default() -> Self {
        Self {
            size: PORTRAIT,
            is_still: false,
            is_unhurried: false,
            listens: false,
            is_impatient: false,
            flags: &[],
        }
    }
}

impl Drop for Tablet {
    fn drop(&mut self) {
        if thread::panicking() {
            let complaints = fs::read_to_string(self.profile.folder().join(COMPLAINTS)).unwrap_or_default();
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
            until(async || if profile.is_in_use() { Err("it is in use".to_owned()) } else { Ok(()) });
        is_free.await.unwrap_or_else(|seen| panic!("the tablet does not go off: {seen}"));
        let engine = Engine::chosen();
        let browser = engine.start(profile.folder(), manner).await;
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

    /// Waits until the page would start without a network. It becomes so by itself, when nobody has tapped for ten seconds: it is
    /// asked to begin at once.
    pub async fn ready_offline(&self) {
        self.run::<Value>("window.betekenis?.calmDown?.()", vec![]).await;
        self.ready_offline_by_itself().await;
    }

    /// The same, without asking for it.
    pub async fn ready_offline_by_itself(&self) {
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

    /// Nothing on the page goes away by itself any more; what has come lies still before that.
    pub async fn hold_on(&self) {
        self.has_settled().await;
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
        self.try_cdp(command, parameters).await.unwrap_or_else(|trouble| panic!("{trouble}"))
    }

    /// The same of a page that may go away meanwhile.
    ///
    /// # Errors
    ///
    /// What Chromium said instead.
    pub async fn try_cdp(&self, command: &str, parameters: Value) -> Result<Value, String> {
        let answer = self.driver.cdp().send_raw(command, parameters).await;
        answer.map_err(|error| format!("{command}: {error}"))
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
}

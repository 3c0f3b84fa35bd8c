//! A browser as on an old tablet, and what is asked of it while it is being measured.

use std::collections::BTreeMap;

use journeys::tablet::{Manner, PORTRAIT, Profile, Tablet};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use crate::line::Kind;
use crate::pages::Page;

const PROBE: &str = include_str!("probe.js");

/// So much slower is the processor of the tablet.
const SLOWER: u32 = 4;

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A place on the screen.
pub(crate) type Spot = (f64, f64);

/// A browser that is being measured.
pub(crate) struct Browser(Tablet);

/// What can be done now, and where to tap for it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Seen {
    /// `language`, `hear`, `consent`, `card`, `question`, `way` (on, past what the page by hand does not ask) or `end`.
    pub(crate) stage: String,
    /// Where to tap.
    pub(crate) spot: Spot,
}

/// Where to tap or to drag something.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Aim {
    /// The pile or the answer.
    pub(crate) spot: Spot,
    /// The card in hand.
    pub(crate) card: Option<Spot>,
}

/// What a finger did, and when that was painted; by the page's clock, in milliseconds since the navigation.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Effect {
    /// The finger came down.
    pub(crate) down: f64,
    /// It left the screen.
    pub(crate) up: f64,
    /// The frame with what it did was painted.
    pub(crate) painted: f64,
}

/// What the probe has noted since the page was opened, in milliseconds since the navigation.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Told {
    /// The first contentful paint.
    pub(crate) first_paint: Option<f64>,
    /// The page itself was asked for.
    pub(crate) request_start: f64,
    /// Tasks above 50 ms: when each began, and for how long.
    pub(crate) long: Vec<(f64, f64)>,
    /// All layout shifts together, also those that follow a tap.
    pub(crate) shift: f64,
    /// When what could be seen, and when a finger left the screen.
    pub(crate) marks: Vec<(f64, String)>,
}

impl Browser {
    /// Starts one with that profile.
    pub(crate) async fn start(profile: &Profile, page: Page, slowed_by_itself: Option<Kind>) -> Self {
        let manner = Manner { size: PORTRAIT, is_unhurried: true, is_impatient: true, ..Manner::default() };
        let tablet = Tablet::start_as(profile, manner).await;
        tablet.cdp("Page.enable", json!({})).await;
        tablet.prepare(&[PROBE, &page.settings()].concat()).await;
        tablet.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await;
        // By the time that the thread ran, whoever else wanted the processor meanwhile.
        tablet.cdp("Performance.enable", json!({ "timeDomain": "threadTicks" })).await;
        if let Some(kind) = slowed_by_itself {
            tablet.cdp("Network.enable", json!({})).await;
            tablet.cdp("Network.emulateNetworkConditions", kind.conditions()).await;
        }
        Self(tablet)
    }

    /// Ends it as a person does.
    pub(crate) async fn end(self) {
        self.0.switch_off().await;
    }

    /// Opens `address`, and returns when the answer begins to arrive.
    pub(crate) async fn open(&self, address: &str) {
        self.0.cdp("Page.navigate", json!({ "url": address })).await;
    }

    /// Asks the page, and waits for what it promises.
    ///
    /// # Errors
    ///
    /// What the page said instead.
    pub(crate) async fn ask<T: DeserializeOwned>(&self, script: &str) -> Result<T, String> {
        let question = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let answer = self.0.try_cdp("Runtime.evaluate", question).await?;
        if let Some(trouble) = answer.get("exceptionDetails") {
            return Err(trouble["exception"]["description"].as_str().unwrap_or("an error").to_owned());
        }
        let value = answer["result"].get("value").cloned().unwrap_or(Value::Null);
        serde_json::from_value(value).map_err(|error| format!("{script}: {error}"))
    }

    /// Waits until one of these stages can be seen; none if that takes longer.
    pub(crate) async fn until(&self, stages: &[&str], patience: Duration) -> Result<Option<Seen>, String> {
        self.ask(&format!("probe.until({}, {})", json!(stages), patience.as_millis())).await
    }

    /// The same on a page that is only coming: until then nobody hears the question.
    pub(crate) async fn until_there(&self, stages: &[&str], patience: Duration) -> Result<Seen, String> {
        let end = Instant::now() + patience;
        loop {
            let trouble = match self.until(stages, patience).await {
                Ok(Some(seen)) => return Ok(seen),
                Ok(None) => format!("none of {stages:?} can be seen, but {:?}", self.words().await),
                Err(trouble) => trouble,
            };
            if Instant::now() >= end {
                return Err(trouble);
            }
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// The same where it has to.
    ///
    /// # Errors
    ///
    /// What stands there instead of `what`.
    pub(crate) async fn must_have(&self, what: &str) -> Result<Effect, String> {
        match self.effect(PATIENCE).await? {
            Some(effect) => Ok(effect),
            None => Err(format!("waited for {what}, but {}", self.words().await)),
        }
    }

    /// What stands there.
    pub(crate) async fn words(&self) -> String {
        let words =
            "document.documentElement.outerHTML.slice(0, 200) + document.body.innerText.slice(0, 1000)";
        self.ask(words).await.unwrap_or_else(|trouble| trouble)
    }

    /// Aims at a pile or an answer; from the next tap on it is measured until `what` has come.
    pub(crate) async fn aim(&self, what: &str, which: usize) -> Result<Aim, String> {
        self.ask(&format!("probe.aim({}, {which})", json!(what))).await
    }

    /// What the tap led to; nothing if it led to nothing for so long.
    pub(crate) async fn effect(&self, patience: Duration) -> Result<Option<Effect>, String> {
        let late = format!("new Promise((go) => setTimeout(go, {}))", patience.as_millis());
        self.ask(&format!("Promise.race([probe.done, {late}])")).await
    }

    /// Taps with a finger.
    pub(crate) async fn tap(&self, spot: Spot) {
        self.0.touch("touchStart", &[spot]).await;
        self.0.touch("touchEnd", &[]).await;
    }

    /// Drags with a finger, which moves once a frame.
    pub(crate) async fn drag(&self, from: Spot, to: Spot) {
        const STEPS: u8 = 10;
        self.0.touch("touchStart", &[from]).await;
        for step in 1..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            let spot = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            self.0.touch("touchMove", &[spot]).await;
            sleep(Duration::from_millis(16)).await;
        }
        self.0.touch("touchEnd", &[]).await;
    }

    /// For how long the main thread has run for the page, in milliseconds of a processor: without what our own questions cost.
    pub(crate) async fn busy_ms(&self) -> f64 {
        let answer = self.0.cdp("Performance.getMetrics", json!({})).await;
        let metrics: Vec<Metric> = serde_json::from_value(answer["metrics"].clone()).unwrap_or_default();
        let metrics: BTreeMap<String, f64> =
            metrics.into_iter().map(|metric| (metric.name, metric.value)).collect();
        let seconds = |name: &str| metrics.get(name).copied().unwrap_or_default();
        (seconds("TaskDuration") - seconds("DevToolsCommandDuration")) * 1000.0
    }
}

#[derive(Deserialize)]
struct Metric {
    name: String,
    value: f64,
}

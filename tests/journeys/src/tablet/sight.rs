//! What can be seen, heard and found on a tablet.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::tablet::Tablet;

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
pub(super) fn spot_in(found: &Value) -> Result<Spot, String> {
    Spot::deserialize(found).map_err(|_| found["trouble"].to_string())
}

impl Tablet {
    /// What can be seen.
    pub async fn see(&self) -> Sight {
        self.ask("see", vec![]).await
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

    /// What has the focus.
    pub async fn focus(&self) -> Focus {
        self.ask("focus", vec![]).await
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

    pub(super) async fn listen(&self) {
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
}

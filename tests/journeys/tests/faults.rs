//! Journeys through what goes wrong: each breaks something in a real browser, and ends with the same count. What was
//! made is on the collector, each response once; nothing was called sent without a receipt.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

#[path = "faults/answers.rs"]
mod answers;
#[path = "faults/sending.rs"]
mod sending;
#[path = "faults/sessions.rs"]
mod sessions;
#[path = "faults/starts.rs"]
mod starts;
#[path = "faults/storage.rs"]
mod storage;

use std::collections::{BTreeMap, BTreeSet};

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::Participant;
use journeys::proxy::Proxy;
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{Entry, PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

/// The day on which what is put there by script was given: long ago, and nothing grows too old to be sent.
const DAY: &str = "2025-11-22";

/// The app, the collector, what stands between the two, and a tablet.
struct Scene {
    study: Study,
    collector: Collector,
    proxy: Proxy,
    profile: Profile,
    /// Ids of all responses that were put there.
    made: BTreeSet<String>,
}

impl Scene {
    async fn set() -> Self {
        Self::set_with(&Site::built(), &[]).await
    }

    async fn set_with(site: &Site, options: &[&str]) -> Self {
        let collector = Collector::start_with(site, options);
        Self {
            study: Study::of(site),
            proxy: Proxy::before(collector.port()).await,
            collector,
            profile: Profile::new(),
            made: BTreeSet::new(),
        }
    }

    /// A tablet at the choice of language.
    async fn tablet(&self) -> Tablet {
        let tablet = Tablet::start(&self.profile, PORTRAIT).await;
        self.starts(&tablet, &self.proxy.url()).await;
        tablet
    }

    /// Opens the app, and waits until it is there, and the database too: nobody who takes part waits for that.
    async fn starts(&self, tablet: &Tablet, address: &str) {
        tablet.open(address).await;
        let someone = Participant::arrives(tablet, &self.study).await;
        someone.sees("the app", |sight| sight.is_started).await;
        let is_there =
            "return indexedDB.databases().then((all) => all.some(({ name }) => name === 'betekenis'))";
        let look = async || {
            let is_there: bool = tablet.run(is_there, vec![]).await;
            if is_there { Ok(()) } else { Err("there is none".to_owned()) }
        };
        tablet.until("the database", look).await;
    }

    /// A tablet with `n` responses on it, at a page on which nothing goes on: nothing has been sent yet.
    async fn quiet_tablet(&mut self, n: usize) -> Tablet {
        let tablet = self.tablet().await;
        tablet.open(&format!("{}manifest.webmanifest", self.proxy.url())).await;
        self.give(&tablet, n).await;
        tablet
    }

    async fn coordinator<'a>(&self, tablet: &'a Tablet) -> Coordinator<'a> {
        Coordinator::opens(tablet, &self.proxy.url()).await
    }

    /// Puts `n` more responses there.
    async fn give(&mut self, tablet: &Tablet, n: usize) {
        const ONE: &str = include_str!("../../fixtures/formats/response_v1.json");
        let from = self.made.len();
        let responses: Vec<(String, String)> = (from..from + n)
            .map(|number| format!("{number:08x}-5eed-4000-8000-000000000000"))
            .map(|id| (id.clone(), ONE.replace("11111111-1111-4111-8111-111111111111", &id)))
            .collect();
        tablet.seed(&responses, DAY).await;
        self.made.extend(responses.into_iter().map(|(id, _)| id));
    }

    /// Nothing is lost or doubled, and nothing is called sent without a receipt; returns where each stands.
    async fn holds(&self, tablet: &Tablet) -> BTreeMap<String, Entry> {
        let ledger = tablet.ledger().await;
        assert_eq!(ledger.keys().collect::<Vec<_>>(), self.made.iter().collect::<Vec<_>>());
        let sent: BTreeSet<String> = in_state(&ledger, "sent").into_iter().collect();
        let receipts = self.proxy.receipts();
        assert!(sent.is_subset(&receipts), "sent without a receipt: {:?}", sent.difference(&receipts));
        let arrived = self.collected();
        assert!(arrived.windows(2).all(|two| two[0] != two[1]), "arrived twice: {arrived:?}");
        ledger
    }

    /// Waits until all that was made has arrived and is called sent; each once.
    async fn all_arrives(&self, tablet: &Tablet) {
        tablet
            .until("all sent", async || {
                let ledger = tablet.ledger().await;
                let unsent = ledger.iter().filter(|(_, entry)| entry.state != "sent").collect::<Vec<_>>();
                if unsent.is_empty() { Ok(()) } else { Err(format!("there is {unsent:?}")) }
            })
            .await;
        self.holds(tablet).await;
        assert_eq!(self.collected(), self.made.iter().cloned().collect::<Vec<_>>());
    }

    /// Ids of what the collector has, sorted; as often as it has them.
    fn collected(&self) -> Vec<String> {
        let responses = self.collector.responses();
        let mut ids: Vec<String> =
            responses.iter().map(|response| response["id"].as_str().unwrap().to_owned()).collect();
        ids.sort_unstable();
        ids
    }
}

fn in_state(ledger: &BTreeMap<String, Entry>, state: &str) -> Vec<String> {
    ledger.iter().filter(|(_, entry)| entry.state == state).map(|(id, _)| id.clone()).collect()
}

/// Where to send, set without the page.
async fn set_endpoint(tablet: &Tablet, url: &str, more: &Value) {
    let mut endpoint = json!({
        "schema": "endpoint/1", "preset": "collector", "url": url, "template": "", "headers": [], "batch_size": 50
    });
    endpoint.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let script = "localStorage.setItem('betekenis.endpoint', arguments[0])";
    tablet.run::<Value>(script, vec![endpoint.to_string().into()]).await;
}

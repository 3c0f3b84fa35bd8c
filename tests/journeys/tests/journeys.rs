//! Journeys through the built app, in a real browser and with the real collector.
//!
//! Each is a story that must go well from its beginning to its end; what single parts do is tested beside them. They run in
//! every engine (`BETEKENIS_ENGINE`), but for those that say why not: `tools/test.sh` reads that and lists them as skipped.

#[path = "journeys/hands.rs"]
mod hands;
#[path = "journeys/mishaps.rs"]
mod mishaps;
#[path = "journeys/participants.rs"]
mod participants;
#[path = "journeys/site.rs"]
mod site;

use journeys::collector::Collector;
use journeys::participant::Participant;
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{Manner, Profile, Tablet};
use serde_json::Value;

/// The app, what serves it, and a tablet that has been to the Wi-Fi once.
struct Scene {
    study: Study,
    collector: Collector,
    profile: Profile,
}

impl Scene {
    fn set(options: &[&str]) -> Self {
        let site = Site::built();
        Self {
            study: Study::of(&site),
            collector: Collector::start_with(&site, options),
            profile: Profile::new(),
        }
    }

    /// A tablet that starts without a network from now on, in Dutch and in English.
    async fn tablet(&self) -> Tablet {
        self.tablet_as(Manner::default()).await
    }

    async fn tablet_as(&self, manner: Manner) -> Tablet {
        let tablet = Tablet::start_as(&self.profile, manner).await;
        tablet.open(&self.collector.url()).await;
        tablet.ready_offline().await;
        tablet.keep_languages(&["nl", "en"]).await;
        tablet
    }
}

/// The response in `language`.
#[track_caller]
fn in_language<'a>(responses: &'a [Value], language: &str) -> &'a Value {
    let mut found = responses.iter().filter(|response| response["language"] == language);
    match (found.next(), found.next()) {
        (Some(response), None) => response,
        _ => panic!("not one response in {language}: {responses:?}"),
    }
}

/// Reloads the page under the hands of `participant`, right after their last tap.
async fn resumes_where_it_was(participant: &Participant<'_>) {
    let before = participant.tablet.see().await;
    participant.tablet.reload().await;
    let comes_back = participant.sees("the same as before the page was loaded anew", |sight| {
        (&sight.heading, &sight.hand, &sight.piles, &sight.chosen, &sight.fields)
            == (&before.heading, &before.hand, &before.piles, &before.chosen, &before.fields)
    });
    comes_back.await;
}

//! Journeys through what goes wrong: each breaks something in a real browser, and ends with the same count. What was
//! made is on the collector, each response once; nothing was called sent without a receipt.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::proxy::{Elsewhere, Fate, Proxy};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{Entry, PORTRAIT, Profile, Sight, Tablet};
use journeys::until;
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

    /// Opens the app, and waits until it is there: before that the database may not be either.
    async fn starts(&self, tablet: &Tablet, address: &str) {
        tablet.open(address).await;
        let someone = Participant::arrives(tablet, &self.study).await;
        someone.sees("the app", |sight| sight.is_started).await;
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

#[tokio::test]
async fn whatever_the_network_or_the_server_does_nothing_is_lost_doubled_or_called_sent() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let coordinator = scene.coordinator(&tablet).await;
    let unreachable = "De server is niet te bereiken.";
    let no_receipt = "geen bewijs van ontvangst";
    for (fate, told) in [
        (Fate::Reset, unreachable),
        (Fate::AnswerLost, unreachable),
        (Fate::AnswerTorn, no_receipt),
        (Fate::Portal, no_receipt),
        (Fate::Says(200, "{\"accepted\":[".to_owned()), no_receipt),
        (Fate::Says(200, "{\"ok\":true}".to_owned()), no_receipt),
        (Fate::OtherIds, no_receipt),
        (Fate::Status(408, None), "(408)"),
        (Fate::Status(429, Some(3000)), "(429)"),
        (Fate::Status(500, None), "(500)"),
        (Fate::Status(503, None), "(503)"),
        (Fate::Status(401, None), "(401)"),
        (Fate::Status(403, None), "(403)"),
        (Fate::Status(404, None), "(404)"),
    ] {
        scene.give(&tablet, 3).await;
        scene.proxy.always(fate.clone());
        coordinator.press("sending", "Versturen").await;
        coordinator.is_told("sending", told).await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "sent").len(), scene.made.len() - 3, "{fate:?}");
        assert_eq!(in_state(&ledger, "refused").len(), 0, "{fate:?}");
        if fate == Fate::Status(429, Some(3000)) {
            coordinator.is_told("sending", "Probeert het over 50 minuten opnieuw.").await;
        }

        scene.proxy.always(Fate::Forward);
        coordinator.press("sending", "Versturen").await;
        scene.all_arrives(&tablet).await;
    }
}

/// Another server than the one that the app comes from: it lets every site in, and has a key.
async fn send_elsewhere(scene: &Scene, tablet: &Tablet, more: Value) {
    scene.starts(tablet, &scene.collector.url()).await;
    let mut settings = json!({
        "preset": "generic", "headers": [["Authorization", "Bearer geheim"], ["X-Secret", "diep geheim"]]
    });
    settings.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    set_endpoint(tablet, &format!("{}generic", scene.proxy.url()), &settings).await;
}

#[tokio::test]
async fn a_redirect_gets_neither_a_response_nor_a_key() {
    let mut scene = Scene::set().await;
    let elsewhere = Elsewhere::open().await;
    let tablet = scene.tablet().await;
    send_elsewhere(&scene, &tablet, json!({})).await;
    scene.give(&tablet, 2).await;
    let own = format!("{}generic/other", scene.proxy.url());
    let mut n_posted = 0;
    for (status, to) in
        [301, 302, 303, 307, 308].map(|status| (status, elsewhere.url())).into_iter().chain([(307, own)])
    {
        scene.proxy.always(Fate::Redirect(status, to));
        let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
        coordinator.is_told("sending", "geen bewijs van ontvangst").await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "waiting").len(), 2, "{status}");
        let posts = scene.proxy.posts();
        assert!(posts.len() > n_posted && posts.iter().all(|post| post.path == "/generic"), "{posts:?}");
        n_posted = posts.len();
        assert_eq!(posts[0].headers["x-secret"], "diep geheim");
    }
    assert_eq!(elsewhere.heard(), Vec::<String>::new());

    scene.proxy.always(Fate::Forward);
    tablet.reload().await;
    scene.all_arrives(&tablet).await;
    assert_eq!(elsewhere.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn another_server_may_answer_what_it_will_and_nothing_is_lost_doubled_or_called_sent() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    send_elsewhere(&scene, &tablet, json!({})).await;
    let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
    let no_receipt = "geen bewijs van ontvangst";
    for (fate, told) in [
        (Fate::AnswerLost, "De server is niet te bereiken."),
        (Fate::AnswerTorn, no_receipt),
        (Fate::Portal, no_receipt),
        (Fate::Says(200, "<html>".to_owned()), no_receipt),
        (Fate::Says(200, "[{\"id\":".to_owned()), no_receipt),
        (Fate::Says(207, String::new()), no_receipt),
        (Fate::Says(207, "[]".to_owned()), no_receipt),
        (Fate::OtherIds, no_receipt),
        (Fate::Status(503, Some(1)), "(503)"),
        (Fate::Status(405, None), "(405)"),
    ] {
        scene.give(&tablet, 3).await;
        scene.proxy.always(fate.clone());
        coordinator.press("sending", "Versturen").await;
        coordinator.is_told("sending", told).await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "sent").len(), scene.made.len() - 3, "{fate:?}");
        assert_eq!(in_state(&ledger, "refused").len(), 0, "{fate:?}");

        scene.proxy.always(Fate::Forward);
        coordinator.press("sending", "Versturen").await;
        scene.all_arrives(&tablet).await;
    }

    // Of six, two are taken, two are refused, and two come again at once.
    scene.give(&tablet, 6).await;
    scene.proxy.next([Fate::Mixed]);
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "4 verstuurd, 2 geweigerd.").await;
    let ledger = scene.holds(&tablet).await;
    let refused = in_state(&ledger, "refused");
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().all(|id| ledger[id].reason.contains("the card is not known")), "{ledger:?}");
    let n_posted = scene.proxy.posts().len();
    let times = scene.proxy.times_posted();
    assert!(refused.iter().all(|id| times[id] == 1), "a refused response does not come again by itself");

    coordinator.press("overview", "Alle opnieuw proberen").await;
    scene.all_arrives(&tablet).await;
    assert_eq!(scene.proxy.posts().len(), n_posted + 1);
}

#[tokio::test]
async fn an_answer_without_an_end_is_given_up_and_the_responses_wait() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.unfold().await;
    coordinator.fill("time-out", "1").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    for (fate, told) in [
        (Fate::Silence, "De server antwoordde niet op tijd."),
        (Fate::Drip, "De server antwoordde niet op tijd."),
        (Fate::Flood, "geen bewijs van ontvangst"),
        // It took them all, and then said nothing.
        (Fate::AnswerHeld, "De server antwoordde niet op tijd."),
    ] {
        scene.give(&tablet, 2).await;
        scene.proxy.always(fate.clone());
        coordinator.press("sending", "Versturen").await;
        coordinator.is_told("sending", told).await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "sent").len(), scene.made.len() - 2, "{fate:?}");

        scene.proxy.always(Fate::Forward);
        coordinator.press("sending", "Versturen").await;
        scene.all_arrives(&tablet).await;
    }
}

#[tokio::test]
async fn a_browser_that_is_killed_between_request_and_answer_sends_again_and_doubles_nothing() {
    let mut scene = Scene::set().await;
    let tablet = scene.quiet_tablet(3).await;
    // First a page that goes away under its own request, then a battery that is flat between request and answer.
    for (n_posted, fate) in [(1, Fate::Silence), (2, Fate::AnswerHeld)] {
        scene.proxy.always(fate);
        tablet.open(&scene.proxy.url()).await;
        scene.proxy.has_got(n_posted).await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "sending").len(), 3);
    }
    scene.collector.arrived(3).await;
    drop(tablet);

    scene.proxy.always(Fate::Forward);
    let tablet = scene.tablet().await;
    scene.all_arrives(&tablet).await;
    assert!(scene.proxy.times_posted().values().all(|times| *times == 3));
}

#[tokio::test]
async fn a_batch_too_large_is_halved_and_one_response_too_large_stands_alone() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    scene.give(&tablet, 7).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.counts(0, 7).await;
    scene.give(&tablet, 7).await;
    // Two fit, three do not.
    scene.proxy.always(Fate::TooLargeAbove(12_000));
    coordinator.press("sending", "Versturen").await;
    scene.all_arrives(&tablet).await;
    let posts = scene.proxy.posts();
    assert!(posts.iter().any(|post| post.body.len() > 12_000), "nothing was too large");

    scene.give(&tablet, 3).await;
    scene.proxy.always(Fate::TooLargeAbove(1000));
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "0 verstuurd, 3 geweigerd.").await;
    let ledger = scene.holds(&tablet).await;
    let refused = in_state(&ledger, "refused");
    assert_eq!(refused.len(), 3);
    assert!(refused.iter().all(|id| ledger[id].reason.contains("413")), "{ledger:?}");

    scene.proxy.always(Fate::Forward);
    coordinator.press("overview", "Alle opnieuw proberen").await;
    scene.all_arrives(&tablet).await;
}

#[tokio::test]
async fn a_wrong_key_costs_one_request_and_not_one_for_each_response() {
    let mut scene = Scene::set_with(&Site::built(), &["--write-token", "geheim"]).await;
    let tablet = scene.quiet_tablet(1000).await;
    let coordinator = scene.coordinator(&tablet).await;
    let told = coordinator.is_told("sending", "De server neemt de sleutel niet aan (401).").await;
    assert!(told.starts_with("trouble"), "{told}");
    assert_eq!(scene.proxy.posts().len(), 1);
    let ledger = scene.holds(&tablet).await;
    assert_eq!(in_state(&ledger, "waiting").len(), 1000);
    let told = coordinator.reads("the numbers", |_| true).await;
    assert!(!told.told["sending"].iter().any(|notice| notice.starts_with("again")), "{told:?}");

    let key = json!({ "headers": [["Authorization", "Bearer geheim"]] });
    set_endpoint(&tablet, "", &key).await;
    tablet.reload().await;
    scene.all_arrives(&tablet).await;
    // Batches of fifty.
    assert_eq!(scene.proxy.posts().len(), 1 + 20);
}

#[tokio::test]
async fn the_service_worker_leaves_what_is_sent_alone_also_two_hundred_responses_at_once() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    tablet.ready_offline().await;
    drop(tablet);
    let tablet = scene.quiet_tablet(200).await;
    set_endpoint(&tablet, "", &json!({ "batch_size": 200 })).await;
    tablet.open(&scene.proxy.url()).await;
    let is_watched: bool = tablet.run("return navigator.serviceWorker.controller !== null", vec![]).await;
    assert!(is_watched, "no service worker could have touched it");
    scene.all_arrives(&tablet).await;

    let [post] = &scene.proxy.posts()[..] else { panic!("not one request") };
    let mut texts = tablet.stored().await.responses;
    texts.sort_unstable();
    let responses = texts.join(",");
    let whole = post.body.strip_prefix("{\"schema\":\"batch/1\",\"batch\":\"").unwrap();
    let (batch, rest) = whole.split_once('"').unwrap();
    assert_eq!(rest, format!(",\"responses\":[{responses}]}}"));
    assert_eq!(post.headers["idempotency-key"], format!("\"{batch}\""));
}

#[tokio::test]
async fn when_the_network_is_back_all_is_sent_without_a_hand_on_the_tablet() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    tablet.ready_offline().await;
    let before = tablet.see().await.document;
    scene.proxy.cut_off(true);
    tablet.set_online(false).await;
    scene.give(&tablet, 3).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.takes_part("nl", 0).await;
    someone.done().await;
    let ledger = tablet.ledger().await;
    assert_eq!(in_state(&ledger, "waiting").len(), 4);
    scene.made.extend(ledger.into_keys());

    scene.proxy.cut_off(false);
    tablet.set_online(true).await;
    scene.all_arrives(&tablet).await;
    assert_eq!(tablet.see().await.document.total_cmp(&before), std::cmp::Ordering::Equal);
}

#[tokio::test]
async fn when_only_the_server_was_away_the_tablet_finds_out_by_itself() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    scene.give(&tablet, 2).await;
    set_endpoint(&tablet, &format!("{}api/batches", scene.proxy.url()), &json!({})).await;
    scene.proxy.always(Fate::Reset);
    tablet.reload().await;
    Participant::arrives(&tablet, &scene.study).await;
    // It tries again and again.
    until(async || if scene.proxy.n_reset() >= 2 { Ok(()) } else { Err("tried once".to_owned()) })
        .await
        .unwrap();
    scene.holds(&tablet).await;

    scene.proxy.always(Fate::Forward);
    scene.all_arrives(&tablet).await;
}

#[tokio::test]
async fn a_sender_that_could_not_be_loaded_is_loaded_again_when_the_network_is_back() {
    let mut scene = Scene::set().await;
    scene.proxy.put_before("sender-boot", "this is the page of a Wi-Fi portal");
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.ask_to_stop().await;
    someone.stop().await;
    scene.made = tablet.ledger().await.into_keys().collect();
    scene.holds(&tablet).await;

    scene.proxy.put_before("sender-boot", "");
    tablet.run::<Value>("dispatchEvent(new Event('online'))", vec![]).await;
    scene.all_arrives(&tablet).await;
}

/// Counts the workers of a page, and notes which of them it has ended.
const COUNT_WORKERS: &str = "globalThis.workers = []; \
    globalThis.Worker = class extends Worker { \
        constructor(...what) { super(...what); workers.push(this); } \
        terminate() { this.isEnded = true; super.terminate(); } \
    };";

#[tokio::test]
async fn a_page_that_is_put_by_ends_its_worker_and_sends_with_another_one_when_it_is_back() {
    let mut scene = Scene::set().await;
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.prepare(COUNT_WORKERS).await;
    scene.starts(&tablet, &scene.proxy.url()).await;
    scene.proxy.cut_off(true);
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.ask_to_stop().await;
    someone.stop().await;
    scene.made = tablet.ledger().await.into_keys().collect();

    // No browser that a program drives puts pages by, but WebKit.
    let leave = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))";
    tablet.run::<Value>(leave, vec![]).await;
    // More than one, where the first was cut off while it was loaded.
    let n_ended = "return [workers.length, workers.filter(({ isEnded }) => isEnded).length]";
    let [n_before, ended] = tablet.run::<[usize; 2]>(n_ended, vec![]).await;
    assert!(n_before > 0 && ended == n_before, "{ended} of {n_before} have ended");

    scene.proxy.cut_off(false);
    tablet.run::<Value>("dispatchEvent(new Event('online'))", vec![]).await;
    scene.all_arrives(&tablet).await;
    assert_eq!(tablet.run::<[usize; 2]>(n_ended, vec![]).await, [n_before + 1, n_before]);
}

/// Asks for every file of the coordinator's page, and at the same time to keep it, as that page does when it is opened for the
/// first time on a fast line.
const ASK_AND_KEEP: &str = "const done = arguments[arguments.length - 1]; \
    navigator.serviceWorker.controller.postMessage({ type: 'coordinator' }); \
    fetch('service-worker.js') \
        .then((script) => script.text()) \
        .then((script) => Object.keys(JSON.parse(/^const coordinator = (.*?);$/m.exec(script)[1]))) \
        .then((paths) => Promise.all(paths.map((path) => fetch(path).then((file) => file.blob())))) \
        .then((files) => done(files.length));";

#[tokio::test]
async fn no_file_comes_over_the_line_twice() {
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    tablet.ready_offline().await;
    let n_files: usize = tablet.run_later(ASK_AND_KEEP, vec![]).await;
    let times = scene.proxy.times_asked();
    let of_page: Vec<_> = times.into_iter().filter(|(path, _)| path.starts_with("/coordinator/")).collect();
    assert!(n_files > 3 && !of_page.is_empty());
    assert!(of_page.iter().all(|(_, times)| *times == 1), "{of_page:?}");
}

#[tokio::test]
async fn two_tabs_that_send_at_the_same_time_send_each_response_once() {
    let mut scene = Scene::set().await;
    let tablet = scene.quiet_tablet(60).await;
    set_endpoint(&tablet, "", &json!({ "batch_size": 5 })).await;
    let slowly = Duration::from_millis(30);
    scene.proxy.always(Fate::AnswerHeld);
    let coordinator = scene.coordinator(&tablet).await;
    scene.proxy.has_got(1).await;
    // Each of these pages wants to send as soon as it is there; the first one more than once.
    coordinator.reads("that it is under way", |told| told.is_read).await;
    tablet.open_tab(&scene.proxy.url()).await;
    Participant::arrives(&tablet, &scene.study).await;
    tablet.open_tab("about:blank").await;
    scene.coordinator(&tablet).await;
    assert_eq!(scene.proxy.posts().len(), 1);
    scene.proxy.always(Fate::Slowly(slowly, slowly));
    scene.proxy.release();
    tablet.run::<Value>("dispatchEvent(new Event('online'))", vec![]).await;
    tablet.turn_to_tab(0).await;
    tablet.run::<Value>("dispatchEvent(new Event('online'))", vec![]).await;

    scene.all_arrives(&tablet).await;
    assert!(scene.proxy.times_posted().values().all(|times| *times == 1));
    assert_eq!(scene.proxy.posts().len(), 12);
}

#[tokio::test]
async fn a_newer_version_may_come_in_the_middle_of_sending() {
    let site = Site::copy();
    let mut scene = Scene::set_with(&site, &[]).await;
    let tablet = scene.tablet().await;
    tablet.ready_offline().await;
    tablet.open(&format!("{}manifest.webmanifest", scene.proxy.url())).await;
    scene.give(&tablet, 12).await;
    set_endpoint(&tablet, "", &json!({ "batch_size": 4 })).await;
    scene.proxy.next([Fate::Forward, Fate::AnswerHeld]);
    tablet.open(&scene.proxy.url()).await;
    scene.proxy.has_got(2).await;

    site.publish("second");
    tablet.look_for_update().await;
    let someone = Participant::arrives(&tablet, &scene.study).await;
    someone.sees("the newer version", |sight| sight.edition == "second").await;

    scene.all_arrives(&tablet).await;
    let times: Vec<usize> = scene.proxy.times_posted().into_values().collect();
    assert_eq!(times, [[1; 4], [2; 4], [1; 4]].concat());
    // And it still starts without a network.
    scene.proxy.cut_off(true);
    tablet.reload().await;
    let someone = Participant::arrives(&tablet, &scene.study).await;
    someone.sees("the app", |sight| sight.is_started && sight.edition == "second").await;
}

#[tokio::test]
async fn an_address_that_no_name_server_knows_costs_nothing_but_time() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    // First where to: the tablet sends by itself whatever is there.
    set_endpoint(&tablet, "https://nergens.invalid/", &json!({})).await;
    scene.give(&tablet, 2).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.is_told("sending", "De server is niet te bereiken.").await;
    scene.holds(&tablet).await;

    coordinator.fill("address", "").await;
    coordinator.press("endpoint", "Bewaren").await;
    scene.all_arrives(&tablet).await;
}

/// From now on the `n`th time that something is put into the database fails, and no other.
fn fail_at(n: usize) -> String {
    format!(
        "globalThis.puts = 0; \
        globalThis.proper ??= {{ put: IDBObjectStore.prototype.put, add: IDBObjectStore.prototype.add }}; \
        for (const name of ['put', 'add']) IDBObjectStore.prototype[name] = function (...given) {{ \
            if (++puts === {n}) throw new DOMException('full', 'QuotaExceededError'); \
            return proper[name].apply(this, given); }};"
    )
}

#[tokio::test]
async fn whichever_write_fails_the_participant_sees_it_and_loses_nothing() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    // The draft three times, then the response's entry in the ledger, and its text.
    for n in 1..=6 {
        tablet.run::<Value>(&fail_at(n), vec![]).await;
        let mut someone = Participant::arrives(&tablet, &scene.study).await;
        someone.choose_language("nl").await;
        let (agree, next) = (someone.word("agree"), someone.word("next"));
        someone.press("button", &agree).await;
        is_written_or_told(&someone, n, 1, &Screen::Practice).await;
        someone.press("button", &next).await;
        is_written_or_told(&someone, n, 2, &Screen::Cards).await;
        let before = tablet.see().await;
        let card = someone.card_in_hand().await;
        let much = scene.study.pile_text(MUCH, "nl");
        someone.press(&Participant::pile_button(MUCH), &much).await;
        is_written_or_told(&someone, n, 3, &Screen::Cards).await;
        someone.has_placed(&card, MUCH, &before).await;
        someone.is_written_down().await;
        someone.ask_to_stop().await;
        let stop = someone.word("stop_yes");
        someone.press("button", &stop).await;
        is_written_or_told(&someone, n, 4, &Screen::Thanks).await;
        let stored = tablet.stored().await;
        assert_eq!((stored.drafts.len(), stored.responses.len(), stored.states.len()), (0, n, n));
        someone.done().await;
        let puts: usize = tablet.run("return puts", vec![]).await;
        assert!(puts >= n.min(5), "only {puts} times something was put there");
    }
    scene.made = tablet.ledger().await.into_keys().collect();
    assert_eq!(scene.made.len(), 6);
    scene.all_arrives(&tablet).await;
}

/// Waits until the `step`th thing to be written down has been; if the `n`th write, which fails, is part of it, the trouble
/// is seen, nothing is half there, and trying again leads on.
async fn is_written_or_told(participant: &Participant<'_>, n: usize, step: usize, then: &Screen) {
    let tablet = participant.tablet;
    // The last step writes two things.
    if n == step || (n == 5 && step == 4) {
        participant.comes_to(&Screen::Trouble).await;
        let stored = tablet.stored().await;
        assert_eq!((stored.responses.len(), stored.states.len()), (n - 1, n - 1));
        assert_eq!(stored.drafts.len(), usize::from(step > 1));
        let again = participant.word("next");
        participant.press("button", &again).await;
    }
    participant.comes_to(then).await;
    // Before the next tap, so that each write is one of its own.
    let n_puts = step + usize::from(n <= step);
    tablet
        .until("the write", async || {
            let puts: usize = tablet.run("return puts", vec![]).await;
            if puts >= n_puts { Ok(()) } else { Err(format!("only {puts} of {n_puts}")) }
        })
        .await;
}

#[tokio::test]
async fn whichever_write_of_the_sender_fails_the_coordinator_sees_it_and_it_goes_on() {
    let mut scene = Scene::set().await;
    // From the start: a service worker that has the right script would not let another one through.
    scene.proxy.put_before("sender-boot", "");
    let tablet = scene.tablet().await;
    // The mark on two responses, then the verdicts on them.
    for n in 1..=4 {
        scene.proxy.put_before("sender-boot", &fail_at(n));
        scene.proxy.always(Fate::Forward);
        scene.give(&tablet, 2).await;
        let coordinator = scene.coordinator(&tablet).await;
        coordinator.is_told("sending", "De tablet heeft geen ruimte meer.").await;
        let ledger = scene.holds(&tablet).await;
        assert_eq!(in_state(&ledger, "sent").len(), scene.made.len() - 2, "all verdicts or none");

        coordinator.press("sending", "Versturen").await;
        scene.all_arrives(&tablet).await;
        let last = scene.made.iter().next_back().unwrap();
        assert_eq!(scene.proxy.times_posted()[last], if n > 2 { 2 } else { 1 });
    }
}

/// A clock that differs by so many milliseconds.
fn clock_that_is_off_by(ms: i64) -> String {
    format!(
        "{{ const Right = Date; \
        globalThis.Date = class extends Right {{ \
            constructor(...given) {{ if (given.length) super(...given); else super(Right.now() + {ms}); }} \
            static now() {{ return Right.now() + {ms}; }} }}; }}"
    )
}

#[tokio::test]
async fn a_clock_that_is_set_back_a_year_costs_nobody_anything() {
    const YEAR: i64 = 365 * 86_400_000;
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    // In the middle of a session.
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    one.place(MUCH).await;
    tablet.run::<Value>(&clock_that_is_off_by(-YEAR), vec![]).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    one.answer_everything(0).await;
    one.done().await;
    let one = one.given;
    // Between a draft and the next start: it seems to be of next year.
    tablet.reload().await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("en").await;
    two.place(MUCH).await;
    two.is_written_down().await;
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    let given = two.given;
    drop(tablet);
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.prepare(&clock_that_is_off_by(-YEAR)).await;
    tablet.open(&scene.proxy.url()).await;
    let mut two = Participant::arrives_at(&tablet, &scene.study, &Screen::Cards).await;
    two.given = given;
    two.sees("the card that was in hand", |sight| sight.hand == before.hand).await;
    two.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    two.answer_everything(1).await;
    two.done().await;
    // And put right again: now a draft of this very minute is a year old. Its participant has gone, says the clock.
    let mut three = Participant::arrives(&tablet, &scene.study).await;
    three.begin("nl").await;
    three.place(MUCH).await;
    three.is_written_down().await;
    let (two, three) = (two.given, three.given);
    drop(tablet);
    let tablet = scene.tablet().await;

    let arrived = scene.collector.arrived(3).await;
    two.check(in_language(&arrived, "en"), "complete");
    let (ended, left): (Vec<&Value>, Vec<&Value>) = arrived
        .iter()
        .filter(|response| response["language"] == "nl")
        .partition(|response| response["outcome"] == "complete");
    one.check(ended[0], "complete");
    three.check(left[0], "timed-out");
    assert_eq!(tablet.stored().await.drafts.len(), 0);
}

#[tokio::test]
async fn a_disk_that_is_really_full_is_told_and_takes_nothing_away() {
    let mut scene = Scene::set().await;
    let origin = scene.proxy.url();
    let room = 8_000_000;
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.set_room(&origin, room).await;
    scene.starts(&tablet, &origin).await;
    tablet.ready_offline().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    let again = scene.study.word("next", "nl");
    scene.proxy.always(Fate::AnswerHeld);

    // The first draft.
    someone.choose_language("nl").await;
    tablet.fill(&origin).await;
    let agree = someone.word("agree");
    someone.press("button", &agree).await;
    someone.comes_to(&Screen::Trouble).await;
    assert_eq!(tablet.stored().await.drafts.len(), 0);
    someone.press("button", &again).await;
    someone.comes_to(&Screen::Trouble).await;
    tablet.set_room(&origin, room).await;
    someone.press("button", &again).await;
    someone.comes_to(&Screen::Practice).await;
    someone.next(&Screen::Cards).await;
    // One of the next.
    someone.place(NOT).await;
    someone.is_written_down().await;
    tablet.fill(&origin).await;
    let before = tablet.see().await;
    let card = someone.card_in_hand().await;
    let much = scene.study.pile_text(MUCH, "nl");
    someone.press(&Participant::pile_button(MUCH), &much).await;
    someone.comes_to(&Screen::Trouble).await;
    someone.is_written_down().await;
    tablet.set_room(&origin, room).await;
    someone.press("button", &again).await;
    someone.comes_to(&Screen::Cards).await;
    someone.has_placed(&card, MUCH, &before).await;
    someone.is_written_down().await;
    // The response.
    tablet.fill(&origin).await;
    someone.ask_to_stop().await;
    let stop = someone.word("stop_yes");
    someone.press("button", &stop).await;
    someone.comes_to(&Screen::Trouble).await;
    let stored = tablet.stored().await;
    assert_eq!((stored.drafts.len(), stored.responses.len(), stored.states.len()), (1, 0, 0));
    tablet.set_room(&origin, room).await;
    someone.press("button", &again).await;
    someone.comes_to(&Screen::Thanks).await;
    scene.made = tablet.ledger().await.into_keys().collect();
    // The receipt.
    scene.proxy.has_got(1).await;
    let given = someone.given;
    let coordinator = scene.coordinator(&tablet).await;
    scene.proxy.has_got(2).await;
    tablet.fill(&origin).await;
    scene.proxy.release();
    coordinator.is_told("sending", "De tablet heeft geen ruimte meer.").await;
    assert_eq!(in_state(&scene.holds(&tablet).await, "sending").len(), 1);
    // The mark before the request.
    coordinator.press("sending", "Versturen").await;
    coordinator
        .reads("that it is over", |told| told.told["sending"].iter().any(|one| one.contains("geen ruimte")))
        .await;
    assert_eq!(scene.proxy.posts().len(), 2);

    tablet.set_room(&origin, room).await;
    scene.proxy.always(Fate::Forward);
    coordinator.press("sending", "Versturen").await;
    scene.all_arrives(&tablet).await;
    given.check(&scene.collector.arrived(1).await[0], "stopped");
}

#[tokio::test]
async fn a_browser_that_closes_the_database_in_the_middle_stops_nobody() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    scene.proxy.always(Fate::AnswerHeld);
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    someone.is_written_down().await;
    tablet.close_databases().await;
    someone.place(NOT).await;
    someone.is_written_down().await;
    tablet.close_databases().await;
    someone.ask_to_stop().await;
    someone.stop().await;
    // The sender is told of it as well: after the request, before it can write the verdict down.
    scene.proxy.has_got(1).await;
    tablet.close_databases().await;
    scene.proxy.release();
    scene.made = tablet.ledger().await.into_keys().collect();
    scene.all_arrives(&tablet).await;
    someone.done().await;

    // Safari says so only at the next transaction.
    let dead_once = "const proper = IDBDatabase.prototype.transaction; let n = 0; \
        IDBDatabase.prototype.transaction = function (...given) { \
            if (n++ === 0) throw new DOMException('The database connection is closing.', 'InvalidStateError'); \
            return proper.apply(this, given); };";
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("en").await;
    someone.is_written_down().await;
    tablet.run::<Value>(dead_once, vec![]).await;
    someone.place(SOME).await;
    someone.is_written_down().await;
    tablet.run::<Value>(dead_once, vec![]).await;
    someone.ask_to_stop().await;
    someone.stop().await;
    scene.proxy.always(Fate::Forward);
    scene.proxy.release();
    scene.made = tablet.ledger().await.into_keys().collect();
    assert_eq!(scene.made.len(), 2);
    scene.all_arrives(&tablet).await;
}

#[tokio::test]
async fn where_nothing_can_be_kept_everybody_is_told_before_they_begin_and_nobody_is_thanked() {
    let mut scene = Scene::set().await;
    // A setting of the browser; then what a browser may say instead.
    scene.profile = Profile::that_keeps_nothing();
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tells_everybody(&scene, &tablet).await;
    drop(tablet);
    for broken in [
        "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });",
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
        "IDBFactory.prototype.open = () => { \
            const request = { readyState: 'done', error: new DOMException('lost', 'UnknownError') }; \
            setTimeout(() => request.onerror?.(new Event('error'))); return request; };",
        "IDBDatabase.prototype.transaction = () => { throw new DOMException('lost', 'UnknownError'); };",
    ] {
        let profile = Profile::new();
        let tablet = Tablet::start(&profile, PORTRAIT).await;
        tablet.prepare(broken).await;
        tells_everybody(&scene, &tablet).await;
    }
    scene.collector.arrived(0).await;
}

async fn tells_everybody(scene: &Scene, tablet: &Tablet) {
    tablet.open(&scene.proxy.url()).await;
    let someone = Participant::arrives_at(tablet, &scene.study, &Screen::Trouble).await;
    // Trying again looks again; there is no way round it.
    let before = tablet.see().await.document;
    let again = scene.study.word("next", "nl");
    someone.press("button", &again).await;
    let is_told_again = |sight: &Sight| {
        sight.document.total_cmp(&before).is_ne() && scene.study.screen(sight) == Screen::Trouble
    };
    someone.sees("the trouble again", is_told_again).await;
    tablet.open(&format!("{}coordinator/", scene.proxy.url())).await;
    let coordinator = Coordinator::is_at(tablet);
    coordinator.is_told("overview", "De opslag van deze tablet antwoordt niet.").await;
}

/// A transaction that does not end: whoever else wants to write waits for it.
const HOLD: &str = "const request = indexedDB.open('betekenis'); \
    request.onsuccess = () => { \
        const drafts = request.result.transaction(['drafts', 'responses', 'ledger'], 'readwrite').objectStore('drafts'); \
        const again = () => { if (globalThis.isHeld !== false) drafts.get('').onsuccess = again; globalThis.isHeld ??= true; }; \
        again(); };";

#[tokio::test]
async fn a_storage_that_does_not_answer_is_seen_before_the_end() {
    let mut scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.is_written_down().await;
    tablet.open_tab(&format!("{}manifest.webmanifest", scene.proxy.url())).await;
    tablet.run::<Value>(HOLD, vec![]).await;
    tablet
        .until("the storage to be held", async || {
            if tablet.run::<bool>("return globalThis.isHeld === true", vec![]).await {
                Ok(())
            } else {
                Err("not yet".to_owned())
            }
        })
        .await;
    tablet.turn_to_tab(0).await;
    let before = tablet.see().await;
    let card = someone.card_in_hand().await;
    let much = scene.study.pile_text(MUCH, "nl");
    someone.press(&Participant::pile_button(MUCH), &much).await;
    someone.comes_to(&Screen::Trouble).await;

    tablet.turn_to_tab(1).await;
    tablet.run::<Value>("globalThis.isHeld = false", vec![]).await;
    tablet.turn_to_tab(0).await;
    let again = someone.word("next");
    someone.press("button", &again).await;
    someone.comes_to(&Screen::Cards).await;
    someone.has_placed(&card, MUCH, &before).await;
    someone.is_written_down().await;
    someone.ask_to_stop().await;
    someone.stop().await;
    scene.made = tablet.ledger().await.into_keys().collect();
    scene.all_arrives(&tablet).await;
}

#[tokio::test]
async fn whoever_opens_the_app_once_more_takes_no_session_away_from_the_first_tab() {
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    for pile in [MUCH, NOT, MUCH] {
        one.place(pile).await;
    }
    one.is_written_down().await;

    tablet.open_tab(&scene.proxy.url()).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("en").await;
    two.place(MUCH).await;
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    // Each tab finds its own session again.
    tablet.reload().await;
    two.sees("the card that was in hand", |sight| sight.hand == before.hand).await;
    two.place_all(&[NOT, SOME, MUCH, MUCH, NOT, MUCH, SOME, NOT, MUCH]).await;
    two.answer_everything(1).await;
    tablet.turn_to_tab(0).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT]).await;
    one.answer_everything(0).await;

    let arrived = scene.collector.arrived(2).await;
    one.given.check(in_language(&arrived, "nl"), "complete");
    two.given.check(in_language(&arrived, "en"), "complete");
}

#[tokio::test]
async fn a_session_that_is_still_open_elsewhere_is_not_ended_by_a_tab_that_comes_later() {
    let scene = Scene::set().await;
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.begin("nl").await;
    one.place(MUCH).await;
    one.is_written_down().await;

    // Eleven minutes later the same page would count as left.
    tablet.open_tab("about:blank").await;
    tablet.prepare(&clock_that_is_off_by(11 * 60_000)).await;
    tablet.open(&scene.proxy.url()).await;
    Participant::arrives(&tablet, &scene.study).await;
    tablet.turn_to_tab(0).await;
    one.place_all(&[SOME, MUCH, NOT, MUCH, SOME, MUCH, NOT, NOT, SOME]).await;
    one.answer_everything(0).await;

    let arrived = tablet
        .until("what was thanked for", async || {
            let responses = scene.collector.responses();
            match responses.iter().find(|response| response["outcome"] == "complete") {
                Some(complete) => Ok(complete.clone()),
                None => Err(format!("there is {responses:?}")),
            }
        })
        .await;
    one.given.check(&arrived, "complete");
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

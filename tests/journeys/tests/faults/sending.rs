//! Sending that is cut off, and taken up again by itself.

use std::time::Duration;

use journeys::participant::Participant;
use journeys::proxy::Fate;
use journeys::site::Site;
use journeys::tablet::{PORTRAIT, Tablet};
use journeys::until;
use serde_json::{Value, json};

use crate::{Scene, in_state, set_endpoint};

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

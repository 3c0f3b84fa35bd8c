//! Whatever the network and the server answer.

use journeys::coordinator::Coordinator;
use journeys::proxy::{Elsewhere, Fate};
use journeys::site::Site;
use journeys::tablet::Tablet;
use serde_json::{Value, json};

use crate::{Scene, in_state, set_endpoint};

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
        // One of them may be on its way again by itself.
        let unsent = ["waiting", "sending"].map(|state| in_state(&ledger, state).len());
        assert_eq!(unsent.iter().sum::<usize>(), 2, "{status}: {unsent:?}");
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
async fn an_address_that_no_name_server_knows_costs_nothing_but_time() {
    let mut scene = Scene::set().await;
    // Where nothing goes on: a participant's page that nobody touches sends by itself to where it knew.
    let tablet = scene.quiet_tablet(0).await;
    set_endpoint(&tablet, "https://nergens.invalid/", &json!({})).await;
    scene.give(&tablet, 2).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.is_told("sending", "De server is niet te bereiken.").await;
    scene.holds(&tablet).await;

    coordinator.fill("address", "").await;
    coordinator.press("endpoint", "Bewaren").await;
    scene.all_arrives(&tablet).await;
}

//! A tablet that is off, full or broken off, and a server that does not take it.

use journeys::coordinator::Coordinator;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::portal::Portal;
use journeys::study::Screen;
use journeys::tablet::{PORTRAIT, Tablet};

use crate::{Scene, in_language, resumes_where_it_was};

#[tokio::test]
async fn a_tablet_that_was_switched_off_starts_without_a_network_and_keeps_what_is_given() {
    let mut scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    Coordinator::opens(&tablet, &scene.collector.url()).await;
    tablet.ready_offline().await;
    tablet.switch_off().await;
    scene.collector.stop();

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.takes_part("nl", 1).await;
    someone.done().await;
    let given = someone.given;
    Coordinator::opens(&tablet, &scene.collector.url()).await.counts(1, 0).await;
    tablet.switch_off().await;
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    Participant::arrives(&tablet, &scene.study).await;
    assert_eq!(tablet.stored().await.states, ["waiting"]);

    scene.collector.start_again();
    tablet.reload().await;

    let arrived = scene.collector.arrived(1).await;
    given.check(&arrived[0], "complete");
}

#[tokio::test]
async fn a_tablet_without_room_says_so_and_loses_nothing() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;

    someone.is_out_of_room().await;
    let before = tablet.see().await;
    let card = someone.card_in_hand().await;
    let much = scene.study.pile_text(NOT, "nl");
    someone.press(&Participant::pile_button(NOT), &much).await;
    someone.comes_to(&Screen::Trouble).await;
    someone.has_room_again().await;
    let next = someone.word("next");
    someone.press("button", &next).await;
    someone.comes_to(&Screen::Cards).await;
    someone.has_placed(&card, NOT, &before).await;
    resumes_where_it_was(&someone).await;
    someone.is_out_of_room().await;
    someone.ask_to_stop().await;
    let stop = someone.word("stop_yes");
    someone.press("button", &stop).await;
    someone.comes_to(&Screen::Trouble).await;
    someone.has_room_again().await;
    someone.next(&Screen::Thanks).await;

    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "stopped");
}

/// Not in webkit: `WebKitGTK` is not sure of a server that comes and goes.
#[tokio::test]
async fn nothing_counts_as_sent_before_a_server_with_the_right_key_says_so() {
    let token = ["--write-token", "geheim"];
    let mut scene = Scene::set(&token);
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("nl", 0).await;
    let address = scene.collector.url();
    let coordinator = Coordinator::opens(&tablet, &address).await;
    coordinator.counts(1, 0).await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server neemt de sleutel niet aan (401).").await;

    coordinator.unfold().await;
    coordinator.add_header("Authorization", "Bearer fout").await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server neemt de sleutel niet aan (401).").await;
    coordinator.counts(1, 0).await;
    coordinator.fill("header-value-0", "Bearer geheim").await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "Het werkt.").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 1).await;
    one.given.check(&scene.collector.arrived(1).await[0], "complete");

    // The Wi-Fi of a hotel answers in the place of the server.
    scene.collector.stop();
    let portal = Portal::open(scene.collector.port()).await;
    tablet.open(&address).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.takes_part("en", 1).await;
    let coordinator = Coordinator::opens(&tablet, &address).await;
    coordinator.counts(1, 1).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "de site zelf neemt nu geen antwoorden aan").await;
    coordinator.fill("address", &format!("{address}api/batches")).await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("sending", "geen bewijs van ontvangst").await;
    coordinator.counts(1, 1).await;
    assert!(portal.n_posted() > 0, "nothing was sent to the portal");

    portal.close().await;
    scene.collector.start_again_with(&token);
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 2).await;
    let arrived = scene.collector.arrived(2).await;
    two.given.check(in_language(&arrived, "en"), "complete");
}

#[tokio::test]
async fn a_response_survives_a_crash_right_after_the_thanks_and_a_draft_one_in_the_middle() {
    let mut scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    scene.collector.stop();
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("nl", 0).await;
    let one = one.given;
    drop(tablet);

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    assert_eq!(tablet.stored().await.states, ["waiting"]);
    two.begin("en").await;
    for pile in [MUCH, NOT, SOME] {
        two.place(pile).await;
    }
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    two.is_written_down().await;
    drop(tablet);

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let back = tablet
        .until("the card that was in hand", async || {
            let sight = tablet.see().await;
            if sight.hand == before.hand { Ok(sight) } else { Err(format!("there is {sight:?}")) }
        })
        .await;
    assert_eq!(back.piles, before.piles);
    scene.collector.start_again();
    tablet.reload().await;
    let arrived = scene.collector.arrived(1).await;
    one.check(&arrived[0], "complete");
    assert_eq!(tablet.stored().await.drafts.len(), 1);
}

//! A storage that is full, broken, closed or held.

use journeys::coordinator::Coordinator;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::proxy::Fate;
use journeys::study::Screen;
use journeys::tablet::{PORTRAIT, Profile, Sight, Tablet};
use serde_json::Value;

use crate::{Scene, in_state};

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

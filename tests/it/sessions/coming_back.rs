//! Participants who leave, and come back or do not.

use betekenis::domain::response::Outcome;
use betekenis::domain::session::{Action, Step};
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::response::write_response;
use betekenis::instruments::card_sort::rules::SortStep;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::{Overview as _, ResponseStore as _};
use betekenis::workflow::lost::unreadable_drafts;
use betekenis::workflow::resume::{MAY_COME_BACK, keep, resume};

use crate::now::now;
use crate::participant::{Inside as _, Participant, sorting};
use crate::sessions::ID;
use crate::values::{day, response_id};

fn other_id() -> String {
    "33333333-3333-4333-8333-333333333333".to_owned()
}

/// Leaves at every step in turn, and comes back after `away_ms`.
#[track_caller]
fn check_return(away_ms: u64, is_resumed: bool) {
    let mut participant = Participant::new(ID);
    participant.begins();
    let mut steps = 0;
    while participant.session.step != Step::Thanks {
        let store = MemoryStore::default();
        now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1_000_000))).unwrap();

        let back = now(resume(
            &store,
            &participant.study,
            1_000_000 + away_ms,
            77,
            day("2026-11-22"),
            &other_id,
            &|_| false,
        ))
        .unwrap();

        if is_resumed {
            let back = back.unwrap();
            assert_eq!(
                (back.step, &back.response),
                (participant.session.step, &participant.session.response)
            );
            assert_eq!(now(store.counts()).unwrap().drafts, 1);
        } else {
            assert_eq!(back, None);
            let kept = now(store.page(&[betekenis::domain::delivery::State::Waiting], "", 9)).unwrap();
            let timed_out = write_response(&participant.session.finish(Outcome::TimedOut));
            assert_eq!(kept[0].json, timed_out);
            assert_eq!(now(store.counts()).unwrap().drafts, 0);
        }
        if participant.session.step == sorting(SortStep::Cards)
            && participant.session.sort(0).unwrap().in_hand().is_some()
        {
            participant.places("much");
        } else {
            participant.acts(Action::Next);
        }
        steps += 1;
    }
    assert!(steps > 20, "every step of the study was tried: {steps}");
}

#[test]
fn who_comes_back_within_ten_minutes_finds_the_very_step() {
    check_return(u64::try_from(MAY_COME_BACK.as_millis()).unwrap() - 1, true);
}

#[test]
fn who_comes_back_later_finds_a_new_start_and_the_rest_is_kept_as_timed_out() {
    check_return(u64::try_from(MAY_COME_BACK.as_millis()).unwrap(), false);
}

#[test]
fn a_clock_that_was_set_back_does_not_cost_the_draft() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1_000_000_000))).unwrap();

    let back =
        now(resume(&store, &participant.study, 5, 5, day("2026-11-22"), &other_id, &|_| false)).unwrap();

    assert!(back.is_some());
}

#[test]
fn a_draft_of_another_version_of_the_study_is_kept_as_timed_out() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1000))).unwrap();
    participant.study.version = "another".to_owned();

    let back =
        now(resume(&store, &participant.study, 1000, 0, day("2026-11-22"), &other_id, &|_| false)).unwrap();

    assert_eq!(back, None);
    assert_eq!(now(store.counts()).unwrap().waiting, 1);
}

#[test]
fn a_draft_that_cannot_be_read_stays_where_it_is() {
    let store = MemoryStore::default();
    now(store.save_draft(&response_id("x"), "{\"schema\":\"draft/9\"}")).unwrap();
    let participant = Participant::new(ID);

    assert_eq!(
        now(resume(&store, &participant.study, 0, 0, day("2026-11-22"), &other_id, &|_| false)).unwrap(),
        None
    );

    assert_eq!(now(store.counts()).unwrap().drafts, 1);
}

#[test]
fn a_draft_that_the_tablet_cannot_read_keeps_nobody_else_from_going_on() {
    let store = MemoryStore::default();
    let mut participant = Participant::new(ID);
    participant.begins();
    now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1000))).unwrap();
    now(store.save_draft(&response_id("half"), "{")).unwrap();
    store.spoil_draft(&response_id("half"));

    let back =
        now(resume(&store, &participant.study, 1000, 0, day("2026-11-22"), &other_id, &|_| false)).unwrap();

    assert_eq!(back.map(|session| session.step), Some(participant.session.step));
    assert_eq!(now(unreadable_drafts(&store)).unwrap(), ["half"]);
}

#[test]
fn the_youngest_of_several_drafts_is_taken_up_and_the_others_are_kept() {
    let store = MemoryStore::default();
    let mut saved = Vec::new();
    for (at, id) in ["22222222-2222-4222-8222-222222222222", ID].iter().enumerate() {
        let mut participant = Participant::new(id);
        participant.begins();
        let draft = write_draft(&participant.session, 1000 + at as u64);
        assert_eq!(read_draft(&draft).unwrap().response.id, *id);
        now(store.save_draft(&response_id(id), &draft)).unwrap();
        saved.push(participant);
    }

    let back = now(resume(&store, &saved[0].study, 2000, 0, day("2026-11-22"), &other_id, &|_| false))
        .unwrap()
        .unwrap();

    assert_eq!(back.response.id, ID);
    let counts = now(store.counts()).unwrap();
    assert_eq!((counts.drafts, counts.waiting), (1, 1));
}

#[test]
fn whoever_goes_on_with_a_draft_that_was_ended_elsewhere_is_kept_as_well() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1000))).unwrap();
    // Another page, on which nobody has tapped for long, takes it for left behind.
    let hour = 3_600_000;
    assert_eq!(
        now(resume(&store, &participant.study, hour, 0, day("2026-11-22"), &other_id, &|_| false)).unwrap(),
        None
    );
    participant.sorts_all(2);
    participant.goes_to_the_end();
    let response = participant.session.finish(Outcome::Complete);

    now(keep(&store, response.clone(), day("2026-11-22"), &other_id)).unwrap();
    // Again, as after a failure of which nobody knows whether it was one.
    now(keep(&store, response.clone(), day("2026-11-22"), &other_id)).unwrap();

    let kept = now(store.page(&[betekenis::domain::delivery::State::Waiting], "", 9)).unwrap();
    let outcomes: Vec<bool> =
        kept.iter().map(|kept| kept.json.contains("\"outcome\":\"complete\"")).collect();
    assert_eq!((kept.len(), outcomes), (2, vec![false, true]));
    assert_eq!(kept[1].entry.id.as_str(), other_id());
    assert_eq!(now(store.counts()).unwrap().drafts, 0);
}

#[test]
fn a_draft_that_another_open_page_still_writes_is_left_alone() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(&response_id(ID), &write_draft(&participant.session, 1000))).unwrap();

    for later in [1000, 3_600_000] {
        let is_there = |id: &str| id == ID;
        let back = now(resume(&store, &participant.study, later, 0, day("2026-11-22"), &other_id, &is_there))
            .unwrap();
        assert_eq!(back, None);
        assert_eq!(now(store.counts()).unwrap().drafts, 1);
    }
}

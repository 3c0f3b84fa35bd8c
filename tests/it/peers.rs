//! How other systems for collecting answers have lost or doubled data, one test for each: it cannot happen here.
//!
//! What needs a browser is in `tests/browser` and `tests/journeys`; docs/delivery.md lists all of it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use crate::values::response_id;
use async_trait::async_trait;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{Answer, Delivery, State, Trouble, Verdict};
use betekenis::domain::ledger::Counts;
use betekenis::domain::response::Outcome;
use betekenis::domain::response::ResponseId;
use betekenis::domain::settings::{EndpointSettings, Preset};
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::receipt::{HttpAnswer, read_answer};
use betekenis::ports::endpoint::Endpoint;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use betekenis::workflow::deliver::{Delivered, deliver};
use betekenis::workflow::resume::{keep, resume};

use crate::now::now;
use crate::participant::Participant;

const DAY: Day = Day::of("2026-11-22").unwrap();

/// An endpoint that answers as a function says, given the number of the request and the ids in it.
struct Server<F> {
    answer: F,
    requests: RefCell<Vec<Vec<ResponseId>>>,
}

impl<F: Fn(usize, &[ResponseId]) -> Answer> Server<F> {
    fn new(answer: F) -> Self {
        Self { answer, requests: RefCell::default() }
    }
}

#[async_trait(?Send)]
impl<F: Fn(usize, &[ResponseId]) -> Answer> Endpoint for Server<F> {
    fn batch_size(&self) -> usize {
        50
    }
    fn receipt(&self, _ids: &[ResponseId]) -> String {
        "example.org 0b".to_owned()
    }
    async fn send(&self, ids: &[ResponseId], _responses: &[String]) -> Answer {
        self.requests.borrow_mut().push(ids.to_vec());
        (self.answer)(self.requests.borrow().len() - 1, ids)
    }
}

fn yes(ids: &[ResponseId]) -> Answer {
    Answer::Receipt { accepted: ids.iter().map(ResponseId::to_string).collect(), rejected: Vec::new() }
}

fn unreachable() -> Answer {
    Answer::Later { after: None, why: Trouble::Unreachable }
}

fn tablet(n: usize) -> MemoryStore {
    let store = MemoryStore::default();
    for at in 0..n {
        assert!(now(store.finish(&ResponseId::new(format!("r{at:04}")), "{}", DAY)).unwrap());
    }
    store
}

fn run(store: &dyn Outbox, server: &dyn Endpoint, delivery: &mut Delivery) -> Delivered {
    now(deliver(store, server, delivery, &|| 0.5, &|| DAY, &|_, _| {})).unwrap()
}

fn counts(store: &MemoryStore) -> Counts {
    now(store.counts()).unwrap()
}

/// Lets the tablet go on by itself for so long, waiting as it is told to; returns how often it tried.
fn by_itself(store: &MemoryStore, server: &dyn Endpoint, delivery: &mut Delivery, most: Duration) -> usize {
    let mut passed = Duration::ZERO;
    let mut n_tries = 0;
    while passed < most {
        n_tries += 1;
        match run(store, server, delivery).stopped_by {
            Some((_, Some(wait))) => passed += wait,
            _ => break,
        }
    }
    n_tries
}

// Workbox counts any HTTP answer as sent, a 500 too.
#[test]
fn no_answer_but_a_success_with_a_receipt_counts_as_sent() {
    let ids = [ResponseId::new("a")];
    let bodies = [
        "",
        "ok",
        "{}",
        "[]",
        r#"{"ok":true}"#,
        r#"{"accepted":["a"]}"#,
        r#"[{"id":"a","ok":true}]"#,
        "<html>",
    ];
    for (preset, _) in Preset::ALL {
        for status in (100..200).chain(300..600) {
            for body in bodies {
                let answer = HttpAnswer { status, body: body.to_owned(), ..HttpAnswer::default() };
                let settings = EndpointSettings { preset: *preset, ..EndpointSettings::default() };
                let is_receipt = matches!(read_answer(&settings, &answer, &ids), Answer::Receipt { .. });
                assert!(!is_receipt, "{preset:?} takes {status} {body:?} for a receipt");
            }
        }
    }
}

// Workbox takes an entry out of its store before it fetches: a tab that is closed then takes it along.
#[test]
fn a_response_stays_stored_while_it_is_on_its_way() {
    let store = tablet(3);
    let server = Server::new(|_, ids| {
        let there = now(store.page(&[State::Sending], "", 10)).unwrap();
        assert_eq!(there.iter().map(|kept| kept.entry.id.clone()).collect::<Vec<_>>(), ids);
        yes(ids)
    });

    run(&store, &server, &mut Delivery::new(50));

    // And after the receipt, until a coordinator clears it.
    assert_eq!(now(store.page(&[State::Sent], "", 10)).unwrap().len(), 3);
}

// Workbox throws away what has waited for seven days; Collect stops trying after five.
#[test]
fn nothing_is_dropped_however_long_the_network_is_gone() {
    let store = tablet(60);
    let is_back = Cell::new(false);
    let server = Server::new(|_, ids| if is_back.get() { yes(ids) } else { unreachable() });
    let mut delivery = Delivery::new(50);

    let n_tries = by_itself(&store, &server, &mut delivery, Duration::from_hours(24 * 30));
    assert_eq!(counts(&store), Counts { waiting: 60, ..Counts::default() });
    // Every five minutes at most, some earlier.
    assert!((8640..25_000).contains(&n_tries), "{n_tries} tries in thirty days");
    is_back.set(true);
    by_itself(&store, &server, &mut delivery, Duration::from_mins(10));

    assert_eq!(counts(&store), Counts { sent: 60, ..Counts::default() });
}

// Enketo's queue lay still until the page was loaded anew, though the server was back.
#[test]
fn a_server_that_is_back_gets_everything_within_five_minutes_without_anybody_asking() {
    let store = tablet(10);
    for n_failures in [1, 5, 20, 200] {
        now(store.send_all_again(State::Sent)).unwrap();
        let server = Server::new(|n, ids| if n < n_failures { unreachable() } else { yes(ids) });
        let mut delivery = Delivery::new(50);
        let mut last_wait = Duration::ZERO;
        while let Some((_, again)) = run(&store, &server, &mut delivery).stopped_by {
            last_wait = again.unwrap();
        }

        assert!(last_wait <= Duration::from_mins(5));
        assert_eq!(counts(&store).sent, 10);
    }
}

// Collect went through a thousand forms at each try after an error that no form could help.
#[test]
fn a_wrong_key_is_one_request_and_not_a_thousand() {
    let store = tablet(1000);
    let server = Server::new(|_, _| Answer::Stop(Trouble::Unauthorised(401)));

    by_itself(&store, &server, &mut Delivery::new(50), Duration::from_hours(24));

    assert_eq!(server.requests.borrow().len(), 1);
    assert_eq!(counts(&store).waiting, 1000);
}

// One checkpoint that was left over in ODK-X stopped the sync of its whole table.
#[test]
fn neither_a_draft_nor_a_bad_response_stands_in_the_way_of_the_others() {
    let store = tablet(120);
    now(store.save_draft(&response_id("draft"), "{\"schema\":\"draft/9\"}")).unwrap();
    let bad = "r0064".to_owned();
    let server = Server::new(|_, ids| {
        if ids.contains(&response_id(&bad)) { Answer::Bad("HTTP 422: no card".to_owned()) } else { yes(ids) }
    });

    run(&store, &server, &mut Delivery::new(50));

    assert_eq!(counts(&store), Counts { drafts: 1, sent: 119, refused: 1, ..Counts::default() });
    // Enketo showed why for three seconds; CommCare and we keep it until somebody has looked.
    assert_eq!(now(store.page(&[State::Refused], "", 9)).unwrap()[0].entry.reason, "HTTP 422: no card");
    assert!(server.requests.borrow().iter().all(|ids| !ids.contains(&response_id("draft"))));
}

// A form too large for the server was tried for ever.
#[test]
fn a_response_that_is_too_large_alone_is_refused_and_the_others_arrive() {
    let store = tablet(9);
    let huge = "r0004".to_owned();
    let server = Server::new(|_, ids| {
        if ids.contains(&response_id(&huge)) || ids.len() > 4 {
            Answer::TooLarge("HTTP 413".to_owned())
        } else {
            yes(ids)
        }
    });

    run(&store, &server, &mut Delivery::new(50));

    assert_eq!(counts(&store), Counts { sent: 8, refused: 1, ..Counts::default() });
}

// In Collect a record could be deleted between two steps of its sending; forms were deleted though sending had failed.
#[test]
fn clearing_in_the_middle_of_sending_takes_nothing_that_has_no_receipt() {
    let store = tablet(100);
    let server = Server::new(|n, ids| {
        now(store.clear_sent(Day::END, DAY)).unwrap();
        match n {
            0 => yes(ids),
            1 => unreachable(),
            // What failed goes in two halves.
            _ => {
                assert_eq!(counts(&store).cleared, 50 + 25 * (n - 2));
                yes(ids)
            }
        }
    });
    let mut delivery = Delivery::new(50);

    by_itself(&store, &server, &mut delivery, Duration::from_hours(1));

    assert_eq!(counts(&store), Counts { sent: 25, cleared: 75, ..Counts::default() });
    let requests = server.requests.borrow();
    let arrived: BTreeSet<&ResponseId> = requests[0].iter().chain(requests[2..].iter().flatten()).collect();
    assert_eq!(arrived.len(), 100);
}

// A form of Collect that made its id anew at each save was sent under several; Formbricks lost the server's id on a
// reload and split one answer in two.
#[test]
fn one_participant_has_one_id_however_often_the_app_starts() {
    let id = "11111111-1111-4111-8111-111111111111";
    let other = || "22222222-2222-4222-8222-222222222222".to_owned();
    let mut participant = Participant::new(id);
    participant.begins();
    let store = MemoryStore::default();
    for at in 0..5 {
        now(store.save_draft(&response_id(id), &write_draft(&participant.session, at))).unwrap();
        participant.session =
            now(resume(&store, &participant.study, at, 0, DAY, &other, &|_| false)).unwrap().unwrap();
        participant.acts(betekenis::domain::session::Action::Next);
    }
    let response = participant.session.finish(Outcome::Stopped);
    for _ in 0..3 {
        now(keep(&store, response.clone(), DAY, &other)).unwrap();
    }

    assert_eq!(counts(&store), Counts { waiting: 1, ..Counts::default() });
    assert_eq!(now(store.unsent(9)).unwrap(), [id]);
}

// On a tablet that is handed round, Formbricks gave the next person the answers of the one before; Enketo offered them.
#[test]
fn who_has_finished_leaves_no_draft_that_the_next_one_would_find() {
    let id = "11111111-1111-4111-8111-111111111111";
    let mut participant = Participant::new(id);
    participant.begins();
    let store = MemoryStore::default();
    let draft = write_draft(&participant.session, 0);
    now(store.save_draft(&response_id(id), &draft)).unwrap();
    assert!(read_draft(&draft).is_ok());
    now(keep(&store, participant.session.finish(Outcome::Complete), DAY, &String::new)).unwrap();
    // A save that was still under way.
    now(store.save_draft(&response_id(id), &draft)).unwrap();

    assert_eq!(now(resume(&store, &participant.study, 0, 0, DAY, &String::new, &|_| false)).unwrap(), None);
    assert_eq!(counts(&store), Counts { waiting: 1, ..Counts::default() });
}

// Two ways of sending raced in Formbricks, and what came second was dropped. Here one sender at a time holds a lock; if
// there are no locks, two of them still lose nothing.
#[test]
fn two_senders_at_once_lose_nothing_and_mark_nothing_without_a_receipt() {
    let store = tablet(100);
    let inner = Server::new(|n, ids| if n % 2 == 0 { yes(ids) } else { unreachable() });
    let outer = Server::new(|n, ids| {
        // While this request is on its way, the other tab sends too.
        run(&store, &inner, &mut Delivery::new(20));
        if n == 0 { unreachable() } else { yes(ids) }
    });
    let mut delivery = Delivery::new(50);

    by_itself(&store, &outer, &mut delivery, Duration::from_hours(1));

    assert_eq!(counts(&store), Counts { sent: 100, ..Counts::default() });
    let (inner, outer) = (inner.requests.borrow(), outer.requests.borrow());
    let with_receipt = inner.iter().step_by(2).chain(outer.iter().skip(1)).flatten();
    assert_eq!(with_receipt.collect::<BTreeSet<_>>().len(), 100);
}

// A late answer of another tab must not take back what has a receipt.
#[test]
fn a_late_answer_does_not_undo_a_receipt() {
    let store = tablet(1);
    let id = response_id("r0000");
    now(store.settle(&[(id.clone(), Verdict::Sent)], DAY, "example.org 0b")).unwrap();

    for late in [Verdict::Waiting, Verdict::Refused("late".to_owned())] {
        now(store.settle(&[(id.clone(), late)], DAY, "example.org 0c")).unwrap();
    }

    assert_eq!(counts(&store), Counts { sent: 1, ..Counts::default() });
}

/// A tablet on which another tab sends between the question what there is to send and the sending of it.
struct Overtaken(MemoryStore);

#[async_trait(?Send)]
impl Outbox for Overtaken {
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError> {
        let ids = self.0.unsent(most).await?;
        let all: Vec<_> = ids.iter().map(|id| (id.clone(), Verdict::Sent)).collect();
        self.0.settle(&all, DAY, "example.org 0a").await?;
        Ok(ids)
    }
    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError> {
        self.0.start_sending(ids).await
    }
    async fn settle(
        &self,
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError> {
        self.0.settle(verdicts, day, receipt).await
    }
    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError> {
        self.0.clear_sent(before, day).await
    }
}

#[test]
fn what_is_not_to_be_sent_any_more_stops_nothing_behind_it() {
    let store = Overtaken(tablet(120));
    let server = Server::new(|_, ids| yes(ids));

    let delivered = run(&store, &server, &mut Delivery::new(50));

    assert_eq!(delivered.stopped_by, None);
    assert_eq!(counts(&store.0), Counts { sent: 120, ..Counts::default() });
    assert_eq!(server.requests.borrow().len(), 0);
}

//! Delivery through a scripted world: whatever fails, nothing is lost and nothing is sent without a receipt.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::values::response_id;
use async_trait::async_trait;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{Answer, Delivery, State, Trouble, Verdict};
use betekenis::domain::ledger::Counts;
use betekenis::domain::response::ResponseId;
use betekenis::ports::archive::{Archive, Shelf};
use betekenis::ports::endpoint::Endpoint;
use betekenis::ports::memory::{MemoryFile, MemoryStore};
use betekenis::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use betekenis::workflow::backup::{back_up, restore};
use betekenis::workflow::deliver::{Delivered, deliver};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::now::now;

const DAY: Day = Day::of("2026-11-22").unwrap();

/// What happens to one request.
#[derive(Debug, Clone)]
enum Fate {
    /// Answered as it should be.
    Well,
    /// Taken, but the answer never arrives.
    AnswerLost,
    /// Never arrives.
    RequestLost,
    /// Some portal answers in its place.
    Portal,
    /// Busy, and says how long.
    Busy(u16),
    /// Too large.
    TooLarge,
    /// A receipt for other responses.
    OtherReceipt,
    /// A receipt for half of them.
    HalfReceipt,
    /// The key is not accepted.
    Unauthorised,
}

/// An endpoint that follows a script, and is well when the script is over.
#[derive(Default)]
struct ScriptedEndpoint {
    script: RefCell<Vec<Fate>>,
    /// Ids that it will never take.
    bad: BTreeSet<String>,
    /// Ids on which it chokes, and how that looks.
    choking: RefCell<BTreeMap<String, Answer>>,
    /// What it has: id to text.
    has: RefCell<BTreeMap<String, String>>,
    /// Ids for which it gave a receipt that arrived.
    receipts: RefCell<BTreeSet<String>>,
    n_requests: Cell<usize>,
    batch_size: usize,
}

impl ScriptedEndpoint {
    fn take(&self, ids: &[ResponseId], texts: &[String]) -> Answer {
        if let Some(choking) = ids.iter().find_map(|id| self.choking.borrow().get(id.as_str()).cloned()) {
            return choking;
        }
        if ids.iter().any(|id| self.bad.contains(id.as_str())) {
            return Answer::Bad("no card".to_owned());
        }
        for (id, text) in ids.iter().zip(texts) {
            // What is there already stays as it is.
            self.has.borrow_mut().entry(id.to_string()).or_insert_with(|| text.clone());
        }
        Answer::Receipt { accepted: ids.iter().map(ResponseId::to_string).collect(), rejected: Vec::new() }
    }
}

#[async_trait(?Send)]
impl Endpoint for ScriptedEndpoint {
    fn batch_size(&self) -> usize {
        self.batch_size
    }

    fn receipt(&self, ids: &[ResponseId]) -> String {
        format!("example.org {}", ids.len())
    }

    async fn send(&self, ids: &[ResponseId], texts: &[String]) -> Answer {
        self.n_requests.set(self.n_requests.get() + 1);
        let later = |why| Answer::Later { after: None, why };
        let fate = self.script.borrow_mut().pop().unwrap_or(Fate::Well);
        let answer = match fate {
            Fate::AnswerLost => {
                self.take(ids, texts);
                later(Trouble::TimedOut)
            }
            Fate::RequestLost => later(Trouble::Unreachable),
            Fate::Portal => later(Trouble::NoReceipt("a web page".to_owned())),
            Fate::Busy(seconds) => Answer::Later {
                after: Some(Duration::from_secs(seconds.into())),
                why: Trouble::ServerTrouble(503),
            },
            Fate::TooLarge if ids.len() > 1 => Answer::TooLarge("413".to_owned()),
            Fate::Well | Fate::TooLarge => self.take(ids, texts),
            Fate::OtherReceipt => {
                Answer::Receipt { accepted: vec!["another".to_owned()], rejected: Vec::new() }
            }
            Fate::HalfReceipt => {
                let half = ids.len().div_ceil(2);
                self.take(&ids[..half], &texts[..half])
            }
            Fate::Unauthorised => Answer::Stop(Trouble::Unauthorised(401)),
        };
        if let Answer::Receipt { accepted, .. } = &answer {
            self.receipts.borrow_mut().extend(accepted.iter().cloned());
        }
        answer
    }
}

/// A store whose writes may be cut off: it fails when the script says so, before or after anything was written.
#[derive(Default)]
struct CutOffStore {
    inside: MemoryStore,
    /// For each write, from the last: whether it fails, and whether it was written all the same.
    script: RefCell<Vec<(bool, bool)>>,
}

impl CutOffStore {
    async fn write<T>(&self, job: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let (fails, is_written) = self.script.borrow_mut().pop().unwrap_or((false, true));
        let done = if is_written || !fails { Some(job.await?) } else { None };
        match done {
            Some(done) if !fails => Ok(done),
            _ => Err(StoreError::Unavailable("cut off".to_owned())),
        }
    }
}

#[async_trait(?Send)]
impl Outbox for CutOffStore {
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError> {
        self.inside.unsent(most).await
    }
    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError> {
        self.write(self.inside.start_sending(ids)).await
    }
    async fn settle(
        &self,
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError> {
        self.write(self.inside.settle(verdicts, day, receipt)).await
    }
    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError> {
        self.write(self.inside.clear_sent(before, day)).await
    }
}

fn run(
    store: &CutOffStore,
    endpoint: &ScriptedEndpoint,
    delivery: &mut Delivery,
) -> Result<Delivered, StoreError> {
    now(deliver(store, endpoint, delivery, &|| 0.5, &|| DAY, &|_, _| {}))
}

fn id_of(at: usize) -> String {
    format!("r{at:03}")
}

fn store_with(n_responses: usize) -> CutOffStore {
    let store = CutOffStore::default();
    for at in 0..n_responses {
        now(store.inside.finish(&ResponseId::new(id_of(at)), &format!("{{\"id\":\"{}\"}}", id_of(at)), DAY))
            .unwrap();
    }
    store
}

fn in_state(store: &CutOffStore, state: State) -> BTreeSet<String> {
    now(store.inside.page(&[state], "", usize::MAX))
        .unwrap()
        .into_iter()
        .map(|kept| kept.entry.id.to_string())
        .collect()
}

/// Ids of responses that are sent, or were and have been cleared since.
fn settled(store: &CutOffStore) -> BTreeSet<String> {
    let ids: Vec<String> = now(store.inside.keys(Shelf::Ledger, "", usize::MAX)).unwrap();
    let entries = now(store.inside.entries(&ids)).unwrap().into_iter().flatten();
    let settled = entries.filter(|entry| matches!(entry.state, State::Sent | State::Cleared));
    settled.map(|entry| entry.id.to_string()).collect()
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Well),
        2 => Just(Fate::AnswerLost),
        2 => Just(Fate::RequestLost),
        1 => Just(Fate::Portal),
        1 => (0_u16..600).prop_map(Fate::Busy),
        1 => Just(Fate::TooLarge),
        1 => Just(Fate::OtherReceipt),
        1 => Just(Fate::HalfReceipt),
        1 => Just(Fate::Unauthorised),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_is_sent_without_a_receipt(
        n_responses in 0_usize..40,
        batch_size in 1_usize..12,
        bad in vec(0_usize..40, 0..3),
        script in vec(fate(), 0..40),
        cuts in vec((prop::bool::weighted(0.3), any::<bool>()), 0..40),
        doings in vec(0_u8..8, 0..40),
    ) {
        let store = store_with(n_responses);
        *store.script.borrow_mut() = cuts;
        let bad: BTreeSet<String> = bad.into_iter().map(id_of).collect();
        let endpoint = ScriptedEndpoint { script: RefCell::new(script), bad: bad.clone(), batch_size, ..Default::default() };
        let all: BTreeSet<String> = (0..n_responses).map(id_of).collect();
        let mut delivery = Delivery::new(batch_size);
        let mut backup = String::new();
        now(back_up(&store.inside, &[], "", DAY, &mut |text| backup += &text));
        let backup = MemoryFile(backup.into_bytes());
        let mut doings = doings.into_iter();

        // The tablet is started again and again; after at most so many runs script and cuts are over.
        for _ in 0..100 {
            let ended = run(&store, &endpoint, &mut delivery);
            if ended.is_err() {
                // The app was cut off: what it remembered is gone.
                delivery = Delivery::new(batch_size);
            }

            // Meanwhile the coordinator is busy too.
            match doings.next() {
                Some(0) => drop(now(store.inside.clear_sent(Day::END, DAY)).unwrap()),
                Some(1) => drop(now(store.inside.send_all_again(State::Sent)).unwrap()),
                Some(2) => drop(now(store.inside.send_all_again(State::Refused)).unwrap()),
                Some(3) => prop_assert_eq!(now(restore(&store.inside, &backup)).unwrap().n_new, 0),
                _ => {}
            }

            let counts = now(store.inside.counts()).unwrap();
            prop_assert_eq!(counts.made(), n_responses);
            prop_assert!(settled(&store).is_subset(&endpoint.receipts.borrow()));
            if ended.is_ok_and(|ended| ended.stopped_by.is_none()) && counts.waiting == 0 {
                break;
            }
        }

        // The endpoint is well: everything it can take has arrived, once and unchanged; the rest is kept as refused.
        let refused: BTreeSet<String> = bad.intersection(&all).cloned().collect();
        prop_assert_eq!(in_state(&store, State::Refused), refused.clone());
        prop_assert_eq!(settled(&store), all.difference(&refused).cloned().collect());
        for (id, text) in endpoint.has.borrow().iter() {
            prop_assert_eq!(text, &format!("{{\"id\":\"{id}\"}}"));
        }
    }
}

/// What a server, or something before it, may do when it cannot stand a response.
fn choking() -> impl Strategy<Value = Answer> {
    let later = |why| Answer::Later { after: None, why };
    prop_oneof![
        Just(later(Trouble::ServerTrouble(500))),
        Just(later(Trouble::ServerTrouble(502))),
        Just(later(Trouble::TimedOut)),
        Just(later(Trouble::Unreachable)),
        Just(later(Trouble::NoReceipt("a web page".to_owned()))),
        Just(Answer::Receipt { accepted: Vec::new(), rejected: Vec::new() }),
        Just(Answer::Stop(Trouble::Unauthorised(403))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(2), ..ProptestConfig::default() })]

    #[test]
    fn what_a_server_chokes_on_waits_alone_and_all_others_arrive(
        n_responses in 1_usize..60,
        batch_size in 1_usize..20,
        chokers in vec((0_usize..60, choking()), 0..4),
        script in vec(fate(), 0..10),
        restarts in vec(any::<bool>(), 0..6),
    ) {
        let store = store_with(n_responses);
        let chokers: BTreeMap<String, Answer> =
            chokers.into_iter().map(|(at, answer)| (id_of(at % n_responses), answer)).collect();
        let waiting: BTreeSet<String> = chokers.keys().cloned().collect();
        let endpoint = ScriptedEndpoint {
            script: RefCell::new(script), choking: RefCell::new(chokers), batch_size, ..Default::default()
        };
        let mut delivery = Delivery::new(batch_size);
        let mut restarts = restarts.into_iter();

        for _ in 0..50 {
            run(&store, &endpoint, &mut delivery).unwrap();
            if restarts.next() == Some(true) {
                delivery = Delivery::new(batch_size);
            }
        }

        prop_assert_eq!(in_state(&store, State::Waiting), waiting.clone());
        prop_assert_eq!(settled(&store).len(), n_responses - waiting.len());

        // A response that comes later is not kept waiting by them.
        endpoint.script.borrow_mut().clear();
        now(store.inside.finish(&response_id("s"), "{\"id\":\"s\"}", DAY)).unwrap();
        run(&store, &endpoint, &mut delivery).unwrap();
        prop_assert!(settled(&store).contains("s"));

        // And when the server is mended, they arrive too.
        endpoint.choking.borrow_mut().clear();
        run(&store, &endpoint, &mut delivery).unwrap();
        prop_assert_eq!(settled(&store).len(), n_responses + 1);
    }
}

#[test]
fn a_server_that_was_down_costs_one_more_request_for_each_time_it_was_tried() {
    let store = store_with(50);
    let down = (0..5).map(|_| Fate::RequestLost).collect();
    let endpoint = ScriptedEndpoint { script: RefCell::new(down), batch_size: 50, ..Default::default() };
    let mut delivery = Delivery::new(50);
    for _ in 0..6 {
        run(&store, &endpoint, &mut delivery).unwrap();
    }

    assert_eq!(now(store.inside.counts()).unwrap().sent, 50);
    assert_eq!(endpoint.n_requests.get(), 5 + 6);
}

#[test]
fn what_is_in_doubt_hides_no_others_however_much_it_is() {
    // More than the store is asked for at a time.
    let store = store_with(30);
    let choking =
        (0..29).map(|at| (id_of(at), Answer::Later { after: None, why: Trouble::ServerTrouble(500) }));
    let endpoint =
        ScriptedEndpoint { choking: RefCell::new(choking.collect()), batch_size: 1, ..Default::default() };
    let mut delivery = Delivery::new(1);
    for _ in 0..40 {
        run(&store, &endpoint, &mut delivery).unwrap();
    }

    assert_eq!(settled(&store), BTreeSet::from([id_of(29)]));
}

#[test]
fn one_run_sends_everything_when_the_endpoint_is_well() {
    let store = store_with(25);
    let endpoint = ScriptedEndpoint { batch_size: 10, ..Default::default() };

    let delivered = run(&store, &endpoint, &mut Delivery::new(10)).unwrap();

    assert_eq!(delivered, Delivered { n_sent: 25, n_refused: 0, stopped_by: None });
    assert_eq!(endpoint.n_requests.get(), 3);
}

#[test]
fn an_answer_that_is_lost_after_the_server_has_taken_it_doubles_nothing() {
    let store = store_with(3);
    let endpoint = ScriptedEndpoint {
        script: RefCell::new(vec![Fate::AnswerLost]),
        batch_size: 10,
        ..Default::default()
    };
    let mut delivery = Delivery::new(10);

    let first = run(&store, &endpoint, &mut delivery).unwrap();
    assert!(matches!(first.stopped_by, Some((Trouble::TimedOut, Some(_)))));
    assert_eq!(now(store.inside.counts()).unwrap().waiting, 3);
    run(&store, &endpoint, &mut delivery).unwrap();

    assert_eq!(now(store.inside.counts()).unwrap().sent, 3);
    assert_eq!(endpoint.has.borrow().len(), 3);
}

#[test]
fn the_app_that_dies_between_request_and_receipt_sends_again() {
    let store = store_with(2);
    let endpoint = ScriptedEndpoint { batch_size: 10, ..Default::default() };
    // The second write is the one that would note the receipt.
    *store.script.borrow_mut() = vec![(true, false), (false, true)];

    assert!(run(&store, &endpoint, &mut Delivery::new(10)).is_err());
    assert_eq!(now(store.inside.counts()).unwrap(), Counts { sending: 2, ..Counts::default() });

    run(&store, &endpoint, &mut Delivery::new(10)).unwrap();
    assert_eq!(now(store.inside.counts()).unwrap(), Counts { sent: 2, ..Counts::default() });
}

#[test]
fn a_wrong_key_leaves_everything_waiting_and_does_not_try_again_by_itself() {
    let store = store_with(2);
    let endpoint = ScriptedEndpoint {
        script: RefCell::new(vec![Fate::Unauthorised]),
        batch_size: 10,
        ..Default::default()
    };

    let delivered = run(&store, &endpoint, &mut Delivery::new(10)).unwrap();

    assert_eq!(delivered.stopped_by, Some((Trouble::Unauthorised(401), None)));
    assert_eq!(now(store.inside.counts()).unwrap().waiting, 2);
}

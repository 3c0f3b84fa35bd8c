//! The whole way at the gate: a PIN is made, tried, forgotten, lost and taken away, on pages that die and storages that fail.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Waker};

use async_trait::async_trait;
use betekenis::domain::activities::{Activities, Remembered};
use betekenis::domain::delivery::Verdict;
use betekenis::domain::gate::{Action, Complaint, Gate, Stage, Why};
use betekenis::domain::pin::{Tries, Wait};
use betekenis::ports::memory::tablet::MemoryTablet;
use betekenis::ports::memory::{MemorySecrets, MemoryStore};
use betekenis::ports::pin::{LockStore, Secrets};
use betekenis::ports::response_store::{Outbox, ResponseStore, StoreError};
use betekenis::ports::tablet::KeptTexts;
use betekenis::workflow::gate::{AtGate, HANDED, LATER, Opening, PIN};
use betekenis::workflow::lost::LostStore;
use betekenis::workflow::pin::{MARK, kept_lock, note_wait};
use betekenis::workflow::remembered::{change_activities, kept_activities};

use crate::now::now;
use crate::values::{day, response_id};

/// A store that may stop answering.
#[derive(Default)]
struct Locks {
    store: MemoryStore,
    is_silent: Cell<bool>,
    is_full: Cell<bool>,
}

#[async_trait(?Send)]
impl LockStore for Locks {
    async fn lock(&self) -> Result<Option<String>, StoreError> {
        if self.is_silent.get() { Err(closed()) } else { self.store.lock().await }
    }

    async fn change_lock(
        &self,
        change: &dyn Fn(Option<String>) -> Option<String>,
    ) -> Result<Option<String>, StoreError> {
        match (self.is_silent.get(), self.is_full.get()) {
            (true, _) => Err(closed()),
            (_, true) => Err(StoreError::Full),
            _ => self.store.change_lock(change).await,
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("closed".to_owned())
}

impl Locks {
    fn tries(&self) -> Tries {
        now(kept_lock(&self.store, None)).unwrap().map(|lock| lock.tries).unwrap_or_default()
    }
}

/// A page at the gate.
struct Page<'a> {
    locks: &'a Locks,
    tablet: &'a MemoryTablet,
    gate: Gate,
    wait: Wait,
}

impl<'a> Page<'a> {
    /// Opens a page; the gate is shut if there is a PIN.
    fn open(locks: &'a Locks, tablet: &'a MemoryTablet) -> Self {
        let at_gate = AtGate { locks, secrets: &MemorySecrets(1), texts: tablet };
        let is_shut = now(at_gate.opening()) == Opening::Shut;
        let mut page = Self { locks, tablet, gate: Gate::new(is_shut), wait: Wait::default() };
        page.look();
        page
    }

    fn at_gate(&self) -> AtGate<'a> {
        AtGate { locks: self.locks, secrets: &MemorySecrets(1), texts: self.tablet }
    }

    fn look(&mut self) {
        if let Ok(lock) = now(self.at_gate().look()) {
            self.wait = Wait::new(
                lock.map(|lock| lock.tries).unwrap_or_default(),
                self.tablet.device().clock_ms.get(),
            );
        }
    }

    fn act(&mut self, action: Action) {
        let follows = self.gate.act(action);
        if let Some((action, looked)) = now(self.at_gate().carry_out(follows, self.wait.tries())) {
            if let Ok(lock) = looked {
                let tries = lock.map(|lock| lock.tries).unwrap_or_default();
                self.wait = Wait::new(tries, self.tablet.device().clock_ms.get());
            }
            self.act(action);
        }
    }

    fn enter(&mut self, typed: &str) {
        self.act(Action::Write(typed.to_owned()));
        self.act(Action::Enter);
    }

    /// Types a PIN twice, and returns its recovery code, if it is kept.
    fn choose(&mut self, pin: &str) -> Option<String> {
        self.enter(pin);
        self.enter(pin);
        let Stage::Written(code) = self.gate.stage.clone() else { return None };
        self.act(Action::Seen);
        Some(code)
    }

    /// So many seconds go by at the gate.
    fn pass(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.tablet.device().pass(1000);
            if let Some(tries) = self.wait.tick(self.tablet.device().clock_ms.get()) {
                // What cannot be noted is waited once more.
                let _ = now(note_wait(self.locks, tries));
            }
        }
    }
}

/// A tablet with the PIN 4711, and its recovery code.
fn with_pin(locks: &Locks, tablet: &MemoryTablet) -> String {
    let mut page = Page::open(locks, tablet);
    page.act(Action::Want);
    page.choose("4711").unwrap()
}

#[test]
fn only_a_page_without_a_pin_opens_and_a_mark_stands_for_one_that_nobody_can_look_at() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    let opening = || now(Page::open(&locks, &tablet).at_gate().opening());
    assert_eq!(opening(), Opening::Open);
    locks.is_silent.set(true);
    assert_eq!(opening(), Opening::Unknown);

    locks.is_silent.set(false);
    with_pin(&locks, &tablet);
    assert_eq!((opening(), tablet.kept(PIN).as_deref()), (Opening::Shut, Some(MARK)));
    locks.is_silent.set(true);
    assert_eq!(opening(), Opening::Shut);

    // Whoever takes the mark away opens nothing, and it is set right.
    locks.is_silent.set(false);
    tablet.forget(PIN).unwrap();
    assert_eq!((opening(), tablet.kept(PIN).as_deref()), (Opening::Shut, Some(MARK)));
    tablet.keep(PIN, "").unwrap();
    assert_eq!(opening(), Opening::Shut);
}

#[test]
fn three_wrong_pins_cost_half_a_minute_that_passes_at_the_gate() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    with_pin(&locks, &tablet);
    let mut page = Page::open(&locks, &tablet);
    for _ in 0..3 {
        page.enter("0000");
        assert_eq!((page.gate.stage.clone(), page.gate.complaint), (Stage::Pin, Some(Complaint::Wrong)));
    }
    assert_eq!(page.wait.left().as_secs(), 30);
    page.enter("4711");
    assert_eq!(page.gate.stage, Stage::Pin, "the right one has to wait as well");

    // A page that is loaded anew after 17 seconds has lost two of them.
    page.pass(17);
    let mut page = Page::open(&locks, &tablet);
    assert_eq!(page.wait.left().as_secs(), 15);
    page.pass(15);
    page.enter("4711");
    assert_eq!((page.gate.stage, locks.tries()), (Stage::Open, Tries::default()));
}

/// Secrets that look whether a try stands in the store before they hash it.
struct Watching<'a>(&'a Locks);

#[async_trait(?Send)]
impl Secrets for Watching<'_> {
    fn is_there(&self) -> bool {
        true
    }

    fn random(&self, n: usize) -> Option<Vec<u8>> {
        MemorySecrets(1).random(n)
    }

    async fn hash(&self, text: &str, salt: &[u8], iterations: u32) -> Option<Vec<u8>> {
        assert_eq!(self.0.tries().n_wrong, 1, "the try is written down");
        MemorySecrets(1).hash(text, salt, iterations).await
    }
}

/// Secrets under which the page dies.
struct Dying;

#[async_trait(?Send)]
impl Secrets for Dying {
    fn is_there(&self) -> bool {
        true
    }

    fn random(&self, _n: usize) -> Option<Vec<u8>> {
        None
    }

    async fn hash(&self, _text: &str, _salt: &[u8], _iterations: u32) -> Option<Vec<u8>> {
        std::future::pending().await
    }
}

#[test]
fn a_try_is_written_down_before_it_is_checked_and_a_page_that_dies_in_between_gives_none_back() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    with_pin(&locks, &tablet);
    let typed = |typed: &str| {
        let mut gate = Gate::new(true);
        gate.act(Action::Write(typed.to_owned()));
        gate.act(Action::Enter)
    };

    let at_gate = AtGate { locks: &locks, secrets: &Watching(&locks), texts: &tablet };
    let (action, _) = now(at_gate.carry_out(typed("4711"), Tries::default())).unwrap();
    assert_eq!((action, locks.tries()), (Action::CheckedPin(true), Tries::default()));

    let at_gate = AtGate { locks: &locks, secrets: &Dying, texts: &tablet };
    for n_dead in 1..=3 {
        let mut dying = pin!(at_gate.carry_out(typed("4711"), locks.tries()));
        assert!(dying.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(locks.tries().n_wrong, n_dead);
    }
    assert_eq!(Page::open(&locks, &tablet).wait.left().as_secs(), 30);
}

#[test]
fn a_try_that_cannot_be_written_down_is_none() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    with_pin(&locks, &tablet);
    let mut page = Page::open(&locks, &tablet);

    for (silent, full) in [(true, false), (false, true)] {
        locks.is_silent.set(silent);
        locks.is_full.set(full);
        page.enter("4711");
        assert_eq!((page.gate.stage.clone(), page.gate.complaint), (Stage::Pin, Some(Complaint::NoAnswer)));
    }
    locks.is_silent.set(false);
    locks.is_full.set(false);
    assert_eq!(locks.tries(), Tries::default());
    page.enter("4711");
    assert_eq!(page.gate.stage, Stage::Open);
}

#[test]
fn two_pages_share_the_tries_and_the_pin() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    with_pin(&locks, &tablet);
    let elsewhere = tablet.another_page();
    let (mut one, mut other) = (Page::open(&locks, &tablet), Page::open(&locks, &elsewhere));
    one.enter("0000");
    other.enter("0000");
    one.enter("0000");
    other.enter("4711");
    assert_eq!((other.gate.stage.clone(), locks.tries().n_wrong), (Stage::Pin, 3));

    // The one that waited lets its holder in, and they choose another PIN.
    one.pass(30);
    one.enter("4711");
    one.act(Action::Want);
    assert!(one.choose("8264").is_some());
    other.look();
    other.enter("4711");
    assert_eq!(other.gate.stage, Stage::Pin);
    other.enter("8264");
    assert_eq!(other.gate.stage, Stage::Open);
}

#[test]
fn a_forgotten_pin_gives_way_to_a_new_one_and_the_code_to_a_new_code() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    let code = with_pin(&locks, &tablet);
    let mut page = Page::open(&locks, &tablet);
    page.act(Action::Forgot);
    page.enter("CDCF-CHCJ-CKCM-CNCC");
    assert_eq!((page.gate.stage.clone(), page.gate.complaint), (Stage::Code, Some(Complaint::Wrong)));
    assert_eq!(locks.tries().n_wrong, 1, "a code is a try as well");

    page.enter(&code.to_lowercase());
    assert_eq!(page.gate.stage, Stage::Choose(Why::Forgotten));
    // Nobody comes in before there is a new one: a page that is loaded anew asks again.
    assert_eq!(Page::open(&locks, &tablet).gate.stage, Stage::Pin);
    locks.is_full.set(true);
    assert_eq!(page.choose("8264"), None);
    assert_eq!(page.gate.complaint, Some(Complaint::NotKept));
    locks.is_full.set(false);
    assert!(page.choose("8264").is_some());
    assert_eq!(page.gate.stage, Stage::Open);

    let mut page = Page::open(&locks, &tablet);
    page.enter("4711");
    assert_eq!(page.gate.stage, Stage::Pin);
    page.enter("8264");
    assert_eq!(page.gate.stage, Stage::Open);
}

#[test]
fn a_pin_that_is_taken_away_is_not_offered_again_and_one_that_cannot_be_is_still_there() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    with_pin(&locks, &tablet);
    let page = Page::open(&locks, &tablet);

    locks.is_full.set(true);
    assert!(now(page.at_gate().remove()).unwrap().is_some());
    assert_eq!(tablet.kept(PIN).as_deref(), Some(MARK));
    locks.is_full.set(false);
    assert_eq!(now(page.at_gate().remove()).unwrap(), None);
    assert_eq!((tablet.kept(PIN), tablet.kept(LATER).as_deref()), (None, Some("1")));
    assert_eq!(Page::open(&locks, &tablet).gate.stage, Stage::Open);
    assert!(!page.at_gate().hand_over(false, 7));
}

#[test]
fn a_pin_is_offered_until_there_is_one_or_somebody_says_no_and_other_pages_hear_of_every_handing_over() {
    let (locks, tablet) = (Locks::default(), MemoryTablet::default());
    let at_gate = AtGate { locks: &locks, secrets: &MemorySecrets(1), texts: &tablet };

    assert!(at_gate.hand_over(false, 7) && at_gate.hand_over(false, 8));
    assert_eq!(tablet.kept(HANDED), None, "they have to wait");
    assert!(!at_gate.hand_over(true, 9));
    assert_eq!(tablet.kept(HANDED).as_deref(), Some("9"));
    at_gate.put_off();
    assert!(!at_gate.hand_over(false, 10));
    assert_eq!(tablet.kept(HANDED).as_deref(), Some("10"));
}

/// All sides of a store.
fn all(store: &MemoryStore) -> LostStore<'_> {
    LostStore { responses: store, overview: store, outbox: store, archive: store }
}

#[test]
fn with_pin_and_code_lost_nothing_is_cleared_that_was_not_sent() {
    let (store, tablet) = (MemoryStore::default(), MemoryTablet::default());
    let words = Remembered { hidden: vec!["woord".to_owned()], ..Remembered::default() };
    change_activities(&tablet, |activities| *activities = Activities::of([words])).unwrap();
    let hidden = || kept_activities(&tablet).all()[0].hidden.len();
    now(store.finish(&response_id("sent"), "{}", day("2026-11-22"))).unwrap();
    now(store.settle(&[(response_id("sent"), Verdict::Sent)], day("2026-11-22"), "receipt")).unwrap();
    now(store.finish(&response_id("waits"), "{}", day("2026-11-22"))).unwrap();
    now(store.save_draft(&response_id("spoiled"), "{}")).unwrap();
    store.spoil_draft(&response_id("spoiled"));

    let (remains, may_choose) = now(all(&store).clear(&tablet)).unwrap();
    assert_eq!((remains.n_unsent(), remains.counts.sent, remains.n_drafts(), may_choose), (1, 1, 0, false));
    assert_eq!(hidden(), 1);

    now(store.settle(&[(response_id("waits"), Verdict::Sent)], day("2026-11-23"), "receipt")).unwrap();
    let (remains, may_choose) = now(all(&store).clear(&tablet)).unwrap();
    assert_eq!((remains.counts.cleared, remains.counts.made(), may_choose), (2, 2, true));
    assert_eq!(hidden(), 0, "the words of participants go as well");
    assert!(now(all(&store).clear(&tablet)).unwrap().1, "cut off after that, it is done again");
}

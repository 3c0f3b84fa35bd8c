//! The start of the participant's page: what nobody waits for, and what comes when the start is over.

use std::rc::Rc;

use betekenis::domain::session::{Action, Step};
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::memory::tablet::MemoryTablet;
use betekenis::ports::response_store::ResponseStore as _;
use betekenis::ports::tablet::SessionLock as _;
use betekenis::workflow::participant::{Controller, Phase};

use crate::now::now;
use crate::page::{ENGLISH, FailingStore, Page, kept, tablet};

/// A page on a tablet that surely holds no draft, and whose store does not answer.
fn without_a_store() -> (Rc<FailingStore>, Rc<MemoryTablet>, Page) {
    let tablet = Rc::new(tablet());
    tablet.know_of_no_draft();
    tablet.set_calm(false);
    let store = FailingStore::new(&Rc::new(MemoryStore::default()), 0);
    store.is_gone.set(true);
    let page = Page::opens(Rc::clone(&store) as _, &tablet);
    (store, tablet, page)
}

#[test]
fn sending_and_keeping_the_study_come_when_the_start_is_over() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    tablet.set_calm(false);
    let mut page = Page::opens(Rc::clone(&store) as _, &tablet);
    page.hear(Controller::catch_up);
    page.settles();
    page.hear(|controller| controller.speak("en".to_owned()));
    page.settles();
    let kept = |file: &str| now(store.kept_study(file)).unwrap().is_some();
    assert_eq!((tablet.device().n_sends.get(), kept("study/study.json"), kept(ENGLISH)), (0, false, false));

    tablet.set_calm(true);
    page.hear(Controller::catch_up);
    page.settles();

    assert_eq!(tablet.device().n_sends.get(), 1);
    assert!(kept("study/study.json") && kept(ENGLISH));
}

#[test]
fn where_there_is_surely_no_draft_nobody_waits_for_the_store() {
    let (_store, _tablet, mut page) = without_a_store();

    page.ends_one();
    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, Step::Language));
    page.hear(|controller| controller.speak("nl".to_owned()));
    let of_the_store = page.jobs.pop_front().unwrap();
    page.settles();
    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, Step::Consent));

    // Of a store that does not answer one hears before anything is given,
    page.jobs.push_back(of_the_store);
    page.settles();
    assert_eq!(page.controller.phase, Phase::NoStorage);
}

#[test]
fn a_store_that_does_not_answer_covers_nothing_of_whoever_has_agreed() {
    let (store, tablet, mut page) = without_a_store();
    page.ends_one();
    page.hear(|controller| controller.speak("nl".to_owned()));
    let of_the_store = page.jobs.pop_front().unwrap();
    page.settles();
    store.n_left.set(usize::MAX);
    page.acts(tablet.device(), Action::Agree);
    let step = page.session().step;

    page.jobs.push_back(of_the_store);
    page.settles();

    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, step));
}

#[test]
fn whoever_was_cut_off_is_taken_up_where_nobody_can_say_that_there_is_no_draft() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);
    page.goes_on(tablet.device());
    page.settles();
    page.goes_on(tablet.device());
    page.settles();
    let (id, step) = (page.id(), page.session().step);
    drop(page);
    tablet.set_busy(None);
    let again = Rc::new(tablet.another_page());
    again.tap_early("en");

    let page = Page::open(Rc::clone(&store) as _, &again);

    assert_eq!((page.id(), page.session().step), (id, step), "whatever was tapped meanwhile");
    assert_eq!(kept(&store).1, 1);
}

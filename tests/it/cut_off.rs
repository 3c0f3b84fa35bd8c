//! The participant's page cut off at every write, and two pages at once: nothing is lost, and nothing is there twice.

use std::rc::Rc;

use crate::values::response_id;
use betekenis::domain::response::ResponseId;
use betekenis::domain::response::{Outcome, Response};
use betekenis::domain::session::Step;
use betekenis::format::draft::{Draft, read_draft};
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::memory::tablet::MemoryTablet;
use betekenis::ports::response_store::ResponseStore;
use betekenis::workflow::participant::Phase;
use betekenis::workflow::resume::MAY_COME_BACK;

use crate::now::now;
use crate::page::{FailingStore, Page, kept, tablet};
use crate::participant::Inside;

const LATER_MS: u64 = 30_000;

/// A page at which somebody takes part until the store has written `n_writes` times, or to the end; then the tablet dies.
struct CutOff {
    store: Rc<MemoryStore>,
    tablet: Rc<MemoryTablet>,
    /// The newest draft that was written, if any.
    newest: Option<Draft>,
    /// It came to the thanks before.
    is_thanked: bool,
    n_writes: usize,
}

fn cut_off(n_writes: usize) -> CutOff {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let failing = FailingStore::new(&store, n_writes);
    let mut page = Page::opens(Rc::clone(&failing) as _, &tablet);
    loop {
        // Whoever fails is dead, and hears no more of it.
        while !failing.has_failed.get() && page.ends_one() {}
        if failing.has_failed.get() || page.controller.phase == Phase::Kept {
            break;
        }
        page.goes_on(tablet.device());
    }
    let is_thanked = page.controller.phase == Phase::Kept;
    let newest = failing.drafts.borrow().last().map(|draft| read_draft(draft).unwrap());
    let n_writes = n_writes - failing.n_left.get();
    // The page goes, and with it its hold on the response.
    let again = Rc::new(tablet.another_page());
    drop(page);
    drop(tablet);
    CutOff { store, tablet: again, newest, is_thanked, n_writes }
}

/// How often a page writes, from its opening to the thanks.
fn n_writes() -> usize {
    let CutOff { n_writes, is_thanked, .. } = cut_off(1000);
    assert!(is_thanked && n_writes > 30, "{n_writes}");
    n_writes
}

#[test]
fn whoever_comes_back_after_a_cut_at_any_write_finds_the_very_step_and_is_kept_once() {
    let mut steps = Vec::new();
    for n in 0..=n_writes() {
        let CutOff { store, tablet, newest, is_thanked, .. } = cut_off(n);
        let n_kept = kept(&store).0.len();
        assert_eq!(n_kept, usize::from(is_thanked), "after {n} writes: thanks are for what is kept");

        tablet.device().pass(LATER_MS);
        let mut page = Page::open(Rc::clone(&store) as _, &tablet);

        let Some(draft) = newest.filter(|_| !is_thanked) else {
            assert_eq!((page.session().step, kept(&store).1), (Step::Language, 0), "after {n} writes");
            assert!(!page.session().has_agreed);
            continue;
        };
        assert_eq!(page.session().step, draft.step, "after {n} writes");
        assert_eq!(page.session().response, draft.response, "after {n} writes");
        steps.push(draft.step);
        page.goes_to_the_end(tablet.device());
        let (responses, n_drafts) = kept(&store);
        assert_eq!((responses.len(), n_drafts), (1, 0), "after {n} writes");
        assert_eq!((&responses[0].id, responses[0].outcome), (&draft.response.id, Outcome::Complete));
        assert_eq!(page.session().sort(0).unwrap().n_left(), 0);
    }
    steps.dedup();
    // All steps but the first two, at which there is nothing to keep, and the last.
    let mut whole = Page::open(Rc::new(MemoryStore::default()), &Rc::new(tablet()));
    whole.goes_to_the_end(tablet().device());
    let path = whole.session().path(&whole.controller.study);
    assert_eq!(steps, path[2..path.len() - 1]);
}

#[test]
fn whoever_does_not_come_back_is_kept_as_far_as_the_last_write_once_and_for_all() {
    for n in 0..=n_writes() {
        let CutOff { store, tablet, newest, is_thanked, .. } = cut_off(n);

        tablet.device().pass(u64::try_from(MAY_COME_BACK.as_millis()).unwrap());
        let page = Page::open(Rc::clone(&store) as _, &tablet);
        let again = Page::open(Rc::clone(&store) as _, &Rc::new(tablet.another_page()));

        assert_eq!((page.session().step, again.session().step), (Step::Language, Step::Language));
        let (responses, n_drafts) = kept(&store);
        let expected: Vec<Response> = match newest {
            Some(_) if is_thanked => responses.clone(),
            Some(draft) => vec![draft.response.ended(Outcome::TimedOut)],
            None => Vec::new(),
        };
        assert_eq!(responses.len(), expected.len(), "after {n} writes");
        assert_eq!((responses, n_drafts), (expected, 0), "after {n} writes");
    }
}

#[test]
fn a_write_that_the_page_did_not_live_to_hear_of_counts() {
    let (store, on) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let mut page = Page::open(Rc::clone(&store) as _, &on);
    for _ in 0..3 {
        page.goes_on(on.device());
        page.settles();
    }
    page.goes_on(on.device());
    let (step, ports) = (page.session().step, page.controller.ports().clone());
    let job = page.jobs.pop_front().unwrap();

    now(job.run(ports));
    let again = Rc::new(on.another_page());
    drop((page, on));
    let page = Page::open(Rc::clone(&store) as _, &again);

    assert_eq!(page.session().step, step);
    assert!(page.session().has_agreed);
}

#[test]
fn a_start_that_is_cut_off_while_it_keeps_what_was_left_is_gone_on_with_by_the_next() {
    for n in 0..6 {
        let store = Rc::new(MemoryStore::default());
        let ids: Vec<ResponseId> = (0..3).map(|_| leaves_a_draft(&store)).collect();
        let tablet = Rc::new(tablet());
        tablet.device().pass(3_600_000);

        let failing = FailingStore::new(&store, n);
        Page::open(Rc::clone(&failing) as _, &Rc::new(tablet.another_page()));
        let page = Page::open(Rc::clone(&store) as _, &tablet);

        let (responses, n_drafts) = kept(&store);
        let mut kept_ids: Vec<&ResponseId> = responses.iter().map(|response| &response.id).collect();
        kept_ids.sort();
        assert_eq!((kept_ids, n_drafts), (ids.iter().collect(), 0), "after {n} writes");
        assert!(responses.iter().all(|response| response.outcome == Outcome::TimedOut));
        assert_eq!(page.session().step, Step::Language);
    }
}

/// A tablet of its own leaves the draft of somebody who has agreed; returns its id.
fn leaves_a_draft(store: &Rc<MemoryStore>) -> ResponseId {
    let tablet = Rc::new(tablet());
    let n_before = now(store.drafts()).unwrap().len();
    let mut page = Page::open(Rc::new(MemoryStore::default()), &tablet);
    for _ in 0..2 * n_before + 2 {
        page.goes_on(tablet.device());
        page.settles();
    }
    let draft = betekenis::format::draft::write_draft(page.session(), tablet.device().now_ms.get());
    let id = response_id(&format!("00000000-0000-4000-8000-{n_before:012}"));
    let draft = draft.replace(page.id().as_str(), &id);
    now(store.save_draft(&id, &draft)).unwrap();
    id
}

#[test]
fn two_pages_at_once_are_two_participants() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let mut first = Page::open(Rc::clone(&store) as _, &tablet);
    for _ in 0..4 {
        first.goes_on(tablet.device());
        first.settles();
    }

    let beside = Rc::new(tablet.another_page());
    let mut second = Page::open(Rc::clone(&store) as _, &beside);

    assert_eq!((second.session().step, kept(&store)), (Step::Language, (Vec::new(), 1)));
    while first.session().step != Step::Thanks || second.session().step != Step::Thanks {
        for page in [&mut first, &mut second] {
            if page.session().step != Step::Thanks {
                page.goes_on(tablet.device());
                page.ends_one();
            }
        }
    }
    first.settles();
    second.settles();
    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts), (2, 0));
    assert!(responses.iter().any(|one| one.id == first.id()));
    assert!(responses.iter().any(|one| one.id == second.id()));
}

#[test]
fn a_page_that_opens_after_an_hour_does_not_end_what_another_is_still_at() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let mut first = Page::open(Rc::clone(&store) as _, &tablet);
    for _ in 0..4 {
        first.goes_on(tablet.device());
        first.settles();
    }
    tablet.device().pass(3_600_000);

    Page::open(Rc::clone(&store) as _, &Rc::new(tablet.another_page()));
    assert_eq!(kept(&store), (Vec::new(), 1));

    first.goes_to_the_end(tablet.device());
    assert_eq!((kept(&store).0.len(), kept(&store).1), (1, 0));
}

#[test]
fn where_no_lock_keeps_two_pages_apart_both_are_kept() {
    let store = Rc::new(MemoryStore::default());
    let (one, other) = (Rc::new(tablet()), Rc::new(tablet()));
    let mut first = Page::open(Rc::clone(&store) as _, &one);
    for _ in 0..4 {
        first.goes_on(one.device());
        first.settles();
    }
    // Neither knows of the other.
    let mut second = Page::open(Rc::clone(&store) as _, &other);
    assert_eq!(second.id(), first.id(), "both go on with the same draft");

    second.hear(|controller| controller.finish(Outcome::Stopped));
    second.settles();
    first.goes_to_the_end(one.device());

    let ids: Vec<ResponseId> = kept(&store).0.into_iter().map(|response| response.id).collect();
    assert_eq!((ids.len(), kept(&store).1), (2, 0));
    assert!(ids.contains(&first.id()));
}

//! The participant's page without a screen: what is kept when, who is next, and what is left of whoever went before.

use std::rc::Rc;

use betekenis::domain::response::ResponseId;
use betekenis::domain::response::{Mode, Outcome};
use betekenis::domain::session::{Action, Step};
use betekenis::domain::settings::ActivitySettings;
use betekenis::format::draft::read_draft;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::memory::tablet::MemoryTablet;
use betekenis::ports::response_store::{ResponseStore, StoreError};
use betekenis::ports::tablet::{CurrentActivity, SessionLock};
use betekenis::workflow::participant::{Controller, Later, Phase};

use crate::now::now;
use crate::page::{ENGLISH, FailingStore, Page, kept, tablet};
use crate::participant::{Inside, sorting};
use crate::values::day;

/// A page that stands at the choice of language.
fn opened() -> (Rc<MemoryStore>, Rc<MemoryTablet>, Page) {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let page = Page::open(Rc::clone(&store) as _, &tablet);
    (store, tablet, page)
}

/// A page at which somebody has agreed and put `n_cards` on piles.
fn sorting_page(n_cards: usize) -> (Rc<MemoryStore>, Rc<MemoryTablet>, Page) {
    let (store, tablet, mut page) = opened();
    let n_before = |page: &Page| page.session().sort(0).map_or(0, |sort| sort.moves().len());
    while page.session().step != sorting(SortStep::Cards) || n_before(&page) < n_cards {
        page.goes_on(tablet.device());
        page.settles();
    }
    (store, tablet, page)
}

fn drafts(store: &MemoryStore) -> Vec<(ResponseId, String)> {
    now(store.drafts()).unwrap()
}

#[test]
fn from_the_language_to_the_thanks_one_response_is_kept_and_sent_and_the_tablet_is_ready_again() {
    let (store, tablet, mut page) = opened();
    let n_sends = tablet.device().n_sends.get();

    page.goes_to_the_end(tablet.device());

    let id = page.id();
    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts), (1, 0));
    assert_eq!((responses[0].id.as_str(), responses[0].outcome), (id.as_str(), Outcome::Complete));
    assert_eq!(tablet.device().n_sends.get(), n_sends + 1);
    assert_eq!(tablet.device().busy(), [id.as_str()], "an update waits for the end of the thanks");
    page.waits();
    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, Step::Language));
    assert_eq!(tablet.device().busy(), [""; 0]);
}

#[test]
fn nothing_is_kept_before_somebody_agrees() {
    let (store, tablet, mut page) = opened();

    page.goes_on(tablet.device());
    page.settles();
    page.hear(Controller::save);
    page.settles();

    assert_eq!(page.session().step, Step::Consent);
    assert_eq!(kept(&store), (Vec::new(), 0));
    assert_eq!(tablet.device().busy(), [page.id().to_string()]);
}

#[test]
fn while_a_draft_is_being_written_only_the_newest_one_waits() {
    let (store, tablet, mut page) = sorting_page(0);
    let n_placed = |draft: &str| match &read_draft(draft).unwrap().response.parts[0] {
        betekenis::domain::response::Part::CardSort(sort) => sort.moves().len(),
        other => panic!("{other:?}"),
    };

    for _ in 0..4 {
        page.goes_on(tablet.device());
    }

    assert_eq!(page.jobs.len(), 1, "one write at a time");
    page.ends_one();
    assert_eq!((n_placed(&drafts(&store)[0].1), page.jobs.len()), (1, 1));
    page.ends_one();
    assert_eq!((n_placed(&drafts(&store)[0].1), page.jobs.len()), (4, 0));
}

#[test]
fn a_draft_that_comes_after_its_response_was_kept_is_none() {
    let (store, tablet, mut page) = sorting_page(1);
    page.goes_on(tablet.device());
    page.hear(|controller| controller.finish(Outcome::Stopped));
    assert_eq!(page.jobs.len(), 2, "the draft is still being written");

    let draft = page.jobs.pop_front().unwrap();
    page.settles();
    page.jobs.push_back(draft);
    page.settles();

    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts), (1, 0));
    assert_eq!(page.controller.phase, Phase::Kept);
}

#[test]
fn whoever_stops_twice_in_a_hurry_is_kept_once() {
    let (store, _tablet, mut page) = sorting_page(1);

    page.hear(|controller| controller.finish(Outcome::Stopped));
    page.hear(|controller| controller.finish(Outcome::TimedOut));
    page.settles();
    page.hear(|controller| controller.finish(Outcome::Stopped));
    page.settles();

    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts), (1, 0));
    assert_eq!(responses[0].outcome, Outcome::Stopped);
}

#[test]
fn a_full_disk_at_the_end_keeps_the_draft_and_thanks_nobody_until_there_is_room() {
    let (memory, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let store = FailingStore::new(&memory, usize::MAX);
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);
    page.goes_on(tablet.device());
    page.settles();
    page.goes_on(tablet.device());
    page.settles();
    let n_sends = tablet.device().n_sends.get();

    store.n_left.set(0);
    page.hear(|controller| controller.finish(Outcome::Stopped));
    page.settles();

    assert_eq!(page.controller.phase, Phase::NotKept(Outcome::Stopped));
    assert_eq!((kept(&memory), tablet.device().n_sends.get()), ((Vec::new(), 1), n_sends));
    assert_eq!(page.laters, [], "the screen stays until somebody does something");
    assert_eq!(tablet.device().busy(), [page.id().to_string()]);

    store.n_left.set(usize::MAX);
    page.hear(|controller| controller.finish(Outcome::Stopped));
    page.settles();
    assert_eq!(page.controller.phase, Phase::Kept);
    assert_eq!((kept(&memory).0.len(), kept(&memory).1), (1, 0));
}

#[test]
fn a_draft_that_is_not_written_is_said_and_tried_again() {
    let (memory, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let store = FailingStore::new(&memory, usize::MAX);
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);
    page.goes_on(tablet.device());
    page.settles();

    store.n_left.set(0);
    page.goes_on(tablet.device());
    page.settles();
    assert_eq!(page.controller.phase, Phase::DraftLost);

    page.hear(Controller::save_again);
    assert_eq!(page.controller.phase, Phase::Answering);
    page.settles();
    assert_eq!(page.controller.phase, Phase::DraftLost);

    store.n_left.set(1);
    page.hear(Controller::save_again);
    page.settles();
    assert_eq!((page.controller.phase, drafts(&memory).len()), (Phase::Answering, 1));
}

#[test]
fn a_draft_that_fails_does_not_cover_what_somebody_was_asked() {
    let (memory, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    let store = FailingStore::new(&memory, usize::MAX);
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);
    page.goes_on(tablet.device());
    page.settles();
    store.n_left.set(0);
    page.goes_on(tablet.device());

    page.controller.go(Phase::AskingToStop);
    page.settles();

    assert_eq!(page.controller.phase, Phase::AskingToStop);
}

#[test]
fn whoever_would_rather_not_is_counted_and_leaves_nothing() {
    let (store, tablet, mut page) = sorting_page(0);
    while page.session().step != Step::Consent {
        page.acts(tablet.device(), Action::Back);
        page.settles();
    }
    assert_eq!(drafts(&store).len(), 1, "somebody had agreed");

    page.acts(tablet.device(), Action::Decline);
    page.settles();

    assert_eq!(kept(&store), (Vec::new(), 0));
    assert_eq!(tablet.device().n_declined.get(), 1);
    assert_eq!(tablet.device().n_sends.get(), 1, "there is nothing to send but at the start");
    let id = page.id();
    page.waits();
    assert_ne!(page.id(), id);
    assert_eq!(page.session().step, Step::Language);
}

#[test]
fn a_number_that_cannot_be_kept_keeps_nobody_from_declining() {
    let (_store, tablet, mut page) = opened();
    page.goes_on(tablet.device());
    page.settles();
    *tablet.device().blocked.borrow_mut() = Some(StoreError::Full);

    page.acts(tablet.device(), Action::Decline);

    assert_eq!((page.session().step, tablet.device().n_declined.get()), (Step::Declined, 0));
}

#[test]
fn nobody_there_is_asked_first_and_then_kept_as_timed_out_without_thanks() {
    let (store, tablet, mut page) = sorting_page(2);

    page.hear(Controller::gone);
    assert_eq!(page.controller.phase, Phase::Answering, "nobody was asked");
    page.hear(Controller::idle);
    assert_eq!(page.controller.phase, Phase::AskingIfThere);
    page.controller.go(Phase::Answering);
    page.hear(Controller::gone);
    page.settles();
    assert_eq!(kept(&store).0, [], "somebody was there");

    page.hear(Controller::idle);
    page.hear(Controller::gone);
    page.settles();

    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts, responses[0].outcome), (1, 0, Outcome::TimedOut));
    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, Step::Language));
    assert_eq!(page.laters, []);
    assert_eq!(tablet.device().busy(), [""; 0]);
}

#[test]
fn whoever_goes_before_agreeing_is_kept_nowhere() {
    let (store, tablet, mut page) = opened();
    page.hear(Controller::idle);
    assert_eq!(page.controller.phase, Phase::Answering, "nobody takes part yet");
    page.goes_on(tablet.device());
    page.settles();

    page.hear(Controller::idle);
    page.hear(Controller::gone);
    page.settles();

    assert_eq!(kept(&store), (Vec::new(), 0));
    assert_eq!(page.session().step, Step::Language);
}

#[test]
fn whoever_went_back_to_the_languages_and_left_is_kept_and_the_next_one_begins_anew() {
    let (store, tablet, mut page) = sorting_page(1);
    while page.session().step != Step::Language {
        page.acts(tablet.device(), Action::Back);
        page.settles();
    }
    let first = page.id();

    page.hear(Controller::idle);
    assert_eq!(page.controller.phase, Phase::AskingIfThere);
    page.hear(Controller::gone);
    page.settles();

    let (responses, n_drafts) = kept(&store);
    assert_eq!((responses.len(), n_drafts), (1, 0));
    assert_eq!((&responses[0].id, responses[0].outcome), (&first, Outcome::TimedOut));
    assert_eq!((page.session().step, page.session().has_agreed), (Step::Language, false));
    assert_ne!(page.id(), first);
}

#[test]
fn nobody_is_asked_whether_they_are_there_while_the_coordinator_is_called_or_the_tablet_is_in_trouble() {
    let (_store, _tablet, mut page) = sorting_page(1);

    for phase in [Phase::Calling, Phase::DraftLost, Phase::NotKept(Outcome::Complete), Phase::Kept] {
        page.controller.go(phase);
        page.hear(Controller::idle);
        assert_eq!(page.controller.phase, phase);
    }
    for phase in [Phase::AskingToStop, Phase::ChoosingLanguage] {
        page.controller.go(phase);
        page.hear(Controller::idle);
        assert_eq!(page.controller.phase, Phase::AskingIfThere);
    }
}

#[test]
fn the_reset_leaves_nothing_of_whoever_went_before() {
    let (store, tablet, mut page) = opened();
    tablet.hand_to(Mode::Group, 7);
    while page.session().step != sorting(SortStep::Story) {
        page.goes_on(tablet.device());
        page.settles();
    }
    let told = "Samen koken op dinsdag";
    page.acts(tablet.device(), SortAction::Story(told.to_owned()));
    page.goes_to_the_end(tablet.device());
    assert_eq!((kept(&store).0[0].mode, kept(&store).0[0].n_present), (Mode::Group, 7));

    page.waits();

    let session = format!("{:?}", page.session());
    assert!(!session.contains(told), "{session}");
    assert!(page.session().sort(0).unwrap().moves().is_empty());
    assert!(page.session().survey(1).unwrap().answers.iter().all(|one| one.answer.is_none()));
    assert!(!page.session().has_agreed && !page.controller.is_moving_on);
    assert_eq!((page.session().response.mode, tablet.holder()), (Mode::Alone, None));
    assert_eq!((drafts(&store), page.jobs.len()), (Vec::new(), 0));
    // What was on its way for whoever went before is nothing to whoever comes next.
    let id = page.id();
    page.waits();
    page.hear(|controller| controller.due(&Later::MoveOn(0)));
    assert_eq!(page.id(), id);
}

#[test]
fn the_time_of_the_thanks_does_not_run_out_for_somebody_else() {
    let (_store, tablet, mut page) = opened();
    page.goes_to_the_end(tablet.device());
    page.controller.reset();
    page.goes_on(tablet.device());
    page.settles();

    page.waits();

    assert_eq!(page.session().step, Step::Consent);
}

#[test]
fn an_answer_leads_on_by_itself_unless_something_else_happens_before() {
    let (_store, tablet, mut page) = opened();
    let comes_to_a_question = |page: &mut Page| {
        while !page.controller.is_moving_on {
            page.goes_on(tablet.device());
            page.settles();
        }
        page.session().step
    };

    let first = comes_to_a_question(&mut page);
    page.waits();
    let second = page.session().step;
    assert_ne!(first, second);
    assert!(!page.controller.is_moving_on);

    comes_to_a_question(&mut page);
    page.controller.go(Phase::AskingToStop);
    page.waits();
    assert_eq!(page.session().step, second, "somebody thinks of stopping");

    page.controller.go(Phase::Answering);
    page.acts(tablet.device(), Action::Next);
    comes_to_a_question(&mut page);
    let later = page.laters.pop().unwrap();
    page.acts(tablet.device(), Action::Back);
    let back = page.session().step;
    page.hear(|controller| controller.due(&later));
    assert_eq!(page.session().step, back, "somebody went back");
}

#[test]
fn who_holds_the_tablet_is_as_the_coordinator_said_last() {
    let (_store, tablet, mut page) = opened();
    let set = ActivitySettings { mode: Mode::Group, n_present: 4, ..tablet.activity() };
    tablet.set_activity(&set).unwrap();
    page.goes_on(tablet.device());
    page.settles();
    assert_eq!((page.session().response.mode, page.session().response.n_present), (Mode::Group, 4));

    page.acts(tablet.device(), Action::Back);
    tablet.hand_to(Mode::Alone, 4);
    page.goes_on(tablet.device());
    page.settles();
    assert_eq!((page.session().response.mode, page.session().response.n_present), (Mode::Alone, 0));
}

#[test]
fn a_tablet_that_was_left_standing_begins_the_activity_of_the_new_day() {
    let (_store, tablet, mut page) = opened();
    let first = page.session().response.activity.clone();
    tablet.device().today.set(day("2026-11-23"));

    page.goes_on(tablet.device());
    page.settles();

    let second = page.session().response.activity.clone();
    assert_eq!((first.date.as_str(), second.date.as_str()), ("2026-11-22", "2026-11-23"));
    assert_ne!(first.id, second.id);
    assert_eq!(tablet.activity().id, second.id);
}

#[test]
fn settings_that_cannot_be_kept_keep_nobody_from_taking_part() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    *tablet.device().blocked.borrow_mut() = Some(StoreError::Unavailable("forbidden".to_owned()));
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);

    page.goes_to_the_end(tablet.device());

    assert_eq!((kept(&store).0.len(), kept(&store).1), (1, 0));
}

#[test]
fn of_whoever_practises_nothing_is_kept_counted_or_sent() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    tablet.set_activity(&ActivitySettings { is_practice: true, ..tablet.activity() }).unwrap();
    let mut page = Page::open(Rc::clone(&store) as _, &tablet);
    let n_sends = tablet.device().n_sends.get();

    page.goes_to_the_end(tablet.device());
    page.waits();
    page.goes_on(tablet.device());
    page.settles();
    page.acts(tablet.device(), Action::Decline);
    page.settles();

    assert_eq!(kept(&store), (Vec::new(), 0));
    assert_eq!((tablet.device().n_declined.get(), tablet.device().n_sends.get()), (0, n_sends));
    assert_eq!(page.session().step, Step::Declined);
}

#[test]
fn a_language_that_comes_late_does_not_take_the_place_of_one_that_was_tapped_since() {
    let (_store, _tablet, mut page) = opened();

    page.hear(|controller| controller.speak("en".to_owned()));
    page.hear(|controller| controller.speak("nl".to_owned()));
    let late = page.jobs.pop_front();
    page.settles();
    page.jobs.extend(late);
    page.settles();

    assert_eq!((page.session().response.language.as_str(), page.session().step), ("nl", Step::Consent));
    assert_eq!(page.unavailable, [""; 0]);
}

#[test]
fn a_language_that_cannot_be_had_leaves_the_choice_to_the_others() {
    let (_store, tablet, mut page) = opened();
    tablet.device().files.borrow_mut().remove(ENGLISH);

    page.hear(|controller| controller.speak("en".to_owned()));
    page.settles();

    assert_eq!((page.unavailable.as_slice(), page.session().step), (&["en".to_owned()][..], Step::Language));
    page.hear(|controller| controller.speak("nl".to_owned()));
    page.settles();
    assert_eq!(page.session().step, Step::Consent);
}

#[test]
fn another_language_in_the_middle_keeps_step_and_answers() {
    let (_store, tablet, mut page) = opened();
    while page.session().step != sorting(SortStep::Table) {
        page.goes_on(tablet.device());
        page.settles();
    }
    let before = page.session().sort(0).unwrap().moves().to_vec();

    page.controller.go(Phase::ChoosingLanguage);
    page.hear(|controller| controller.speak("en".to_owned()));
    page.settles();

    assert_eq!((page.controller.phase, page.session().step), (Phase::Answering, sorting(SortStep::Table)));
    assert_eq!(page.session().response.language, "en");
    assert_eq!(page.session().sort(0).unwrap().moves(), before);
}

#[test]
fn only_languages_that_the_coordinator_has_set_can_be_chosen() {
    let (_store, tablet, page) = opened();
    let ids = |page: &Page| page.controller.languages().into_iter().map(|one| one.id).collect::<Vec<_>>();
    let set = |languages: &[&str]| {
        let languages = languages.iter().map(|id| (*id).to_owned()).collect();
        tablet.set_activity(&ActivitySettings { languages, ..tablet.activity() }).unwrap();
    };
    assert_eq!(ids(&page), ["nl", "en"], "all of the study");

    set(&["zz", "en"]);
    assert_eq!(ids(&page), ["en"]);

    set(&["zz"]);
    assert_eq!(ids(&page), ["nl", "en"], "it has none of these");
}

#[test]
fn a_language_that_was_tapped_before_the_app_was_there_is_gone_on_in() {
    let (store, tablet) = (Rc::new(MemoryStore::default()), Rc::new(tablet()));
    tablet.tap_early("en");
    let page = Page::open(Rc::clone(&store) as _, &tablet);

    assert_eq!((page.session().response.language.as_str(), page.session().step), ("en", Step::Consent));
}

#[test]
fn without_a_study_and_without_storage_it_is_said_what_is_missing() {
    let page = Page::open(Rc::new(MemoryStore::default()), &Rc::new(MemoryTablet::default()));
    assert_eq!(page.controller.phase, Phase::NoStudy);

    let tablet = Rc::new(tablet());
    let memory = Rc::new(MemoryStore::default());
    let mut page = Page::open(Rc::clone(&memory) as _, &tablet);
    page.goes_on(tablet.device());
    page.settles();
    page.goes_on(tablet.device());
    page.settles();
    drop(page);
    tablet.set_busy(None);
    // Whoever was cut off an hour ago is to be kept, and cannot be.
    tablet.device().pass(3_600_000);
    let store = FailingStore::new(&memory, 0);
    let page = Page::open(Rc::clone(&store) as _, &tablet);
    assert_eq!((page.controller.phase, page.session().step), (Phase::NoStorage, Step::Language));
    assert_eq!(kept(&memory).1, 1, "the draft is still there");
}

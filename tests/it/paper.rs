//! Paper that came back: from the marks on it to the response in the store.

use std::cell::Cell;

use crate::values::response_id;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::State;
use betekenis::domain::paper::{Filled, MOST_PRESENT, Mark, NotYet, Sheet};
use betekenis::domain::response::{ActivityId, Mode, Outcome, Part, PartOfDay, Response};
use betekenis::domain::settings::ActivitySettings;
use betekenis::format::response::{read_response, write_response};
use betekenis::instruments::card_sort::rules::{MOST_MISSING, Sort, SortFilled, SortMark, SortSheet};
use betekenis::instruments::survey::rules::{Answer, SurveyFilled, SurveyMark, SurveySheet};
use betekenis::instruments::{FilledPart, SheetPart};
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::Overview;
use betekenis::workflow::paper::{NotKept, take_over};

use crate::now::now;
use crate::participant::default_study as shipped;

const TODAY: Day = Day::of("2026-11-23").unwrap();

fn set() -> ActivitySettings {
    ActivitySettings {
        id: ActivityId::new("act"),
        centre: "Buurtkamer".to_owned(),
        cards: ["mp1", "sc1", "nowhere", "x1", "lv1", "vo2"].map(str::to_owned).to_vec(),
        questions: ["safe", "contacts"].map(str::to_owned).to_vec(),
        ..ActivitySettings::default()
    }
}

fn filled() -> Filled {
    Filled::new(&Sheet::of(&shipped(), &set()), "ar", "2026-11-20", PartOfDay::Afternoon)
}

fn on_sort(mark: SortMark) -> Mark {
    Mark::Inside(0, mark.into())
}

fn on_survey(mark: SurveyMark) -> Mark {
    Mark::Inside(1, mark.into())
}

fn sort(filled: &Filled) -> &SortFilled {
    let FilledPart::CardSort(sort) = &filled.parts()[0] else { panic!("no sort") };
    sort
}

fn survey(filled: &Filled) -> &SurveyFilled {
    let FilledPart::Survey(survey) = &filled.parts()[1] else { panic!("no survey") };
    survey
}

fn sort_sheet(sheet: &Sheet) -> &SortSheet {
    let SheetPart::CardSort(sort) = &sheet.parts[0] else { panic!("no sort") };
    sort
}

fn survey_sheet(sheet: &Sheet) -> &SurveySheet {
    let SheetPart::Survey(survey) = &sheet.parts[1] else { panic!("no survey") };
    survey
}

fn place(card: &str, pile: &str) -> Mark {
    on_sort(SortMark::Place(card.to_owned(), pile.to_owned()))
}

fn important(card: &str) -> Mark {
    on_sort(SortMark::Important(card.to_owned()))
}

fn choose(question: &str, choice: &str) -> Mark {
    on_survey(SurveyMark::Choose(question.to_owned(), choice.to_owned()))
}

#[track_caller]
fn all(filled: &mut Filled, marks: impl IntoIterator<Item = Mark>) {
    for mark in marks {
        assert!(filled.mark(mark.clone()), "{mark:?} changed nothing");
    }
}

fn the_sort(response: &Response) -> &Sort {
    match &response.parts[0] {
        Part::CardSort(sort) => sort,
        Part::Survey(_) | Part::Newer(_) => panic!("no sort"),
    }
}

#[test]
fn the_sheet_holds_the_planned_cards_and_questions_in_the_order_of_the_tablet() {
    let sheet = Sheet::of(&shipped(), &set());

    assert_eq!(sort_sheet(&sheet).cards, ["sc1", "lv1", "mp1", "vo2", "x1"]);
    assert_eq!(
        survey_sheet(&sheet).questions.iter().map(|asked| asked.id.as_str()).collect::<Vec<_>>(),
        ["contacts", "safe"]
    );
}

#[test]
fn without_a_plan_the_sheet_holds_the_deck_and_every_question() {
    let sheet = Sheet::of(&shipped(), &ActivitySettings::default());

    assert_eq!(sort_sheet(&sheet).cards.len(), 10);
    assert_eq!(survey_sheet(&sheet).questions.len(), 9);
    let cards_only = ActivitySettings {
        deck: "all".to_owned(),
        instruments: vec!["meaning".to_owned()],
        ..ActivitySettings::default()
    };
    let sheet = Sheet::of(&shipped(), &cards_only);
    assert_eq!(sort_sheet(&sheet).cards.len(), 25);
    assert_eq!(sheet.parts.len(), 1);
}

#[test]
fn a_whole_sheet_becomes_a_response_like_any_other() {
    let mut filled = filled();
    all(
        &mut filled,
        [
            place("sc1", "much"),
            place("mp1", "much"),
            place("x1", "some"),
            place("lv1", "dont-know"),
            important("sc1"),
            on_sort(SortMark::More("lv1".to_owned())),
            on_sort(SortMark::Missing(0, " Samen eten ".to_owned())),
            on_sort(SortMark::Story(" Iedereen kent mij nu. ".to_owned())),
            choose("contacts", "few"),
        ],
    );

    let response = filled.response(&shipped(), &set(), response_id("id"), "0.1.0", TODAY).unwrap();

    assert_eq!((response.mode, response.outcome), (Mode::Paper, Outcome::Complete));
    assert_eq!((response.activity.date.as_str(), response.language.as_str()), ("2026-11-20", "ar"));
    let sort = the_sort(&response);
    assert_eq!(sort.order(), ["sc1", "lv1", "mp1", "vo2", "x1"]);
    assert_eq!(sort.on_pile("much"), ["sc1", "mp1"]);
    assert_eq!((sort.pile_of("lv1"), sort.pile_of("vo2")), (Some("dont-know"), None));
    assert!(sort.moves().iter().all(|step| step.ms == 0));
    assert_eq!(sort.most_important, Some(vec!["sc1".to_owned()]));
    assert_eq!(sort.missing, Some(vec!["Samen eten".to_owned()]));
    assert_eq!(sort.more, Some(vec!["lv1".to_owned()]));
    assert_eq!(sort.story, Some(("sc1".to_owned(), "Iedereen kent mij nu.".to_owned())));
    let Part::Survey(survey) = &response.parts[1] else { panic!("no survey") };
    let answers: Vec<_> = survey.answers.iter().map(|answered| answered.answer.clone()).collect();
    assert_eq!(answers, [Some(Answer::Choices(vec!["few".to_owned()])), Some(Answer::Skipped)]);

    assert_eq!(read_response(&write_response(&response)), Ok(response));
}

#[test]
fn the_same_tile_once_more_lets_go_of_it() {
    let mut filled = filled();
    all(
        &mut filled,
        [place("sc1", "much"), place("sc1", "much"), choose("safe", "safe"), choose("safe", "safe")],
    );

    assert_eq!(sort(&filled).pile_of("sc1"), None);
    assert_eq!(survey(&filled).answer("safe"), None);
    assert_eq!(filled.check(TODAY), Err(NotYet::Empty));
}

#[test]
fn the_most_important_cards_lie_on_their_pile_always() {
    let mut filled = filled();
    all(&mut filled, [important("sc1"), place("mp1", "not")]);

    assert_eq!(sort(&filled).pile_of("sc1"), Some("much"));
    assert!(!filled.mark(important("mp1")));

    all(&mut filled, [place("sc1", "some")]);
    assert!(!sort(&filled).is_important("sc1"));
}

#[test]
fn the_most_important_ones_are_asked_only_where_there_is_something_to_choose() {
    let mut filled = filled();
    all(&mut filled, ["mp1", "sc1", "x1"].map(|card| place(card, "much")));
    let response =
        |filled: &Filled| filled.response(&shipped(), &set(), response_id("id"), "0.1.0", TODAY).unwrap();

    assert_eq!(the_sort(&response(&filled)).most_important, None);
    all(&mut filled, [place("lv1", "much")]);
    assert_eq!(the_sort(&response(&filled)).most_important, Some(Vec::new()));
}

#[test]
fn what_is_not_on_the_sheet_changes_nothing() {
    let mut filled = filled();
    let none = |id: &str| id.to_owned();
    for mark in [
        place("sc2", "much"),
        place("sc1", "nowhere"),
        important("sc2"),
        on_sort(SortMark::More(none("sc2"))),
        on_sort(SortMark::Missing(MOST_MISSING, "x".to_owned())),
        choose("alone", "more"),
        choose("safe", "nowhere"),
        on_survey(SurveyMark::DontKnow(none("alone"))),
        on_survey(SurveyMark::Skip(none("safe"))),
        on_sort(SortMark::LeaveOut(none("sc1"))),
    ] {
        assert!(!filled.mark(mark.clone()), "{mark:?} changed something");
    }
}

#[test]
fn an_empty_sheet_and_a_day_that_is_none_or_to_come_are_not_kept() {
    let mut filled = filled();
    assert_eq!(filled.check(TODAY), Err(NotYet::Empty));
    all(&mut filled, [on_survey(SurveyMark::DontKnow("safe".to_owned())), Mark::Day(String::new())]);
    assert_eq!(filled.check(TODAY), Err(NotYet::NoDay));
    all(&mut filled, [Mark::Day("2026-11-24".to_owned())]);
    assert_eq!(filled.check(TODAY), Err(NotYet::Future));
    all(&mut filled, [Mark::Day(TODAY.to_string())]);
    assert_eq!(filled.check(TODAY), Ok(()));
}

#[test]
fn the_centre_is_asked_for_until_it_is_named_or_somebody_says_that_there_is_none() {
    let unnamed = ActivitySettings { centre: String::new(), ..set() };

    assert!(unnamed.lacks_centre(" ", None));
    assert!(unnamed.lacks_centre("", Some("another")), "that was said of another activity");
    assert!(
        ActivitySettings::default().lacks_centre("", Some("")),
        "nobody has said it of one that is not there yet"
    );
    assert!(!unnamed.lacks_centre("", Some("act")));
    assert!(!unnamed.lacks_centre("Buurtkamer", None));
    assert!(!ActivitySettings { is_practice: true, ..unnamed }.lacks_centre("", None));
}

#[test]
fn a_day_that_cannot_be_is_known_as_soon_as_it_is_typed_by_the_rule_of_all_days() {
    let mut filled = filled();
    let mut typed = |day: &str| {
        filled.mark(Mark::Day(day.to_owned()));
        filled.check_day(TODAY)
    };

    for day in ["", "20266-11-29", "0026-11-20", "2026-02-31", "2019-12-31", "2100-01-01"] {
        assert_eq!(typed(day), Err(NotYet::NoDay), "{day}");
    }
    assert_eq!(typed("2026-11-24"), Err(NotYet::Future));
    for day in ["2020-01-01", "2024-02-29", TODAY.as_str()] {
        assert_eq!(typed(day), Ok(()), "{day}");
    }
}

#[test]
fn the_next_sheet_is_empty_and_of_the_same_day_and_language() {
    let mut filled = filled();
    all(&mut filled, [place("sc1", "much"), Mark::Present(200)]);
    assert_eq!(filled.n_present, MOST_PRESENT);

    let next = filled.next();

    assert_eq!((next.language.as_str(), next.day.as_str()), ("ar", "2026-11-20"));
    assert_eq!((next.n_present, sort(&next).tally().n_left_out), (0, 5));
    assert_eq!(next.check(TODAY), Err(NotYet::Empty));
}

#[test]
fn the_tally_adds_up_to_the_cards_of_the_sheet() {
    let mut filled = filled();
    all(
        &mut filled,
        [
            place("sc1", "much"),
            place("mp1", "much"),
            place("x1", "not"),
            on_sort(SortMark::Missing(1, "Tuin".to_owned())),
            on_survey(SurveyMark::DontKnow("safe".to_owned())),
        ],
    );

    let tally = sort(&filled).tally();

    let piles: Vec<usize> = tally.piles.iter().map(|(_, n)| *n).collect();
    assert_eq!((piles, tally.n_left_out), (vec![1, 0, 2, 0], 2));
    assert_eq!((tally.n_missing, survey(&filled).n_answered()), (1, (1, 2)));
}

#[test]
fn a_sheet_is_kept_as_a_response_that_waits_and_never_takes_the_place_of_another() {
    let store = MemoryStore::default();
    let n_asked = Cell::new(0);
    let new_id = || {
        n_asked.set(n_asked.get() + 1);
        // The second sheet is offered the id of the first.
        if n_asked.get() < 3 { "first".to_owned() } else { "second".to_owned() }
    };
    let keep = |filled: &Filled| now(take_over(&store, filled, &shipped(), &set(), "0.1.0", TODAY, &new_id));
    let mut filled = filled();

    assert_eq!(keep(&filled), Err(NotKept::NotYet(NotYet::Empty)));
    n_asked.set(0);
    all(&mut filled, [place("sc1", "much")]);
    assert_eq!(keep(&filled), Ok(()));
    all(&mut filled, [place("mp1", "not")]);
    assert_eq!(keep(&filled), Ok(()));

    let kept = now(store.page(&[State::Waiting], "", 9)).unwrap();
    let ids: Vec<&str> = kept.iter().map(|kept| kept.entry.id.as_str()).collect();
    assert_eq!(ids, ["first", "second"]);
    assert!(kept.iter().all(|kept| kept.json.contains(r#""mode":"paper""#)));
    assert!(kept[0].json.contains(r#""date":"2026-11-20""#) && kept[0].entry.day == Some(TODAY));
}

#[test]
fn paper_stands_from_least_to_most_like_the_screen() {
    let sheet = Sheet::of(&shipped(), &ActivitySettings::default());

    assert_eq!(sort_sheet(&sheet).piles, ["not", "some", "much", "dont-know"]);
    let alone = survey_sheet(&sheet).questions.iter().find(|asked| asked.id == "alone").unwrap();
    assert_eq!(alone.choices, ["less", "same", "more"]);
}

#[test]
fn what_is_missing_stands_on_its_own_line_whichever_is_typed_first() {
    let mut filled = filled();
    for words in ["k", "ka", "kapper"] {
        filled.mark(on_sort(SortMark::Missing(1, words.to_owned())));
    }
    assert_eq!((sort(&filled).missing(0), sort(&filled).missing(1)), ("", "kapper"));
    filled.mark(on_sort(SortMark::Missing(0, "koor".to_owned())));
    filled.mark(on_sort(SortMark::Missing(0, String::new())));
    assert_eq!(sort(&filled).missing(1), "kapper");

    let response = filled.response(&shipped(), &set(), response_id("id"), "0.1.0", TODAY).unwrap();
    assert_eq!(the_sort(&response).missing, Some(vec!["kapper".to_owned()]));
}

#[test]
fn one_tick_too_many_pushes_none_out() {
    let mut filled = filled();
    all(&mut filled, ["mp1", "sc1", "x1"].map(important));
    assert!(!sort(&filled).may_be_important("lv1") && sort(&filled).may_be_important("mp1"));
    assert!(!filled.mark(important("lv1")));
    assert_eq!(sort(&filled).pile_of("lv1"), None);
    all(&mut filled, [important("mp1"), important("lv1")]);

    all(&mut filled, ["mp1", "vo2"].map(|card| on_sort(SortMark::More(card.to_owned()))));
    assert!(!filled.mark(on_sort(SortMark::More("x1".to_owned()))));
    assert!(!sort(&filled).may_be_more("x1") && sort(&filled).may_be_more("vo2"));

    all(&mut filled, [choose("safe", "not"), choose("safe", "safe")]);
    assert!(survey(&filled).may_be_chosen("safe", "some"), "of one answer another takes the place");
}

#[test]
fn the_story_is_about_the_card_that_was_said() {
    let mut filled = filled();
    all(&mut filled, [place("mp1", "much"), on_sort(SortMark::Story("Zo.".to_owned()))]);
    assert_eq!(sort(&filled).story_card(), Some("mp1"), "there is no other");
    all(&mut filled, [place("sc1", "much")]);
    assert_eq!(filled.check(TODAY), Err(NotYet::NoStoryCard));
    assert!(!filled.mark(on_sort(SortMark::StoryOf("x1".to_owned()))));

    all(
        &mut filled,
        [on_sort(SortMark::StoryOf("sc1".to_owned())), on_sort(SortMark::StoryOf(String::new()))],
    );
    assert_eq!(filled.check(TODAY), Err(NotYet::NoStoryCard), "it was taken back");

    all(&mut filled, [on_sort(SortMark::StoryOf("sc1".to_owned()))]);

    let response = filled.response(&shipped(), &set(), response_id("id"), "0.1.0", TODAY).unwrap();
    assert_eq!(the_sort(&response).story, Some(("sc1".to_owned(), "Zo.".to_owned())));
}

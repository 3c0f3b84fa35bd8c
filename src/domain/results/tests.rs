use super::*;
use crate::domain::response::ResponseId;
use std::collections::BTreeMap;

use crate::domain::same::key;
use crate::domain::study::{Card, Choice, Question, Scale, Text};
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::card_sort::tally::SortResults;
use crate::instruments::survey::rules::{Answer, Answered, Questionnaire, Survey};
use crate::instruments::survey::tally::QuestionResults;

fn texts(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn choice(id: &str) -> Choice {
    Choice { id: id.to_owned(), text: Text::default(), picture: String::new() }
}

/// Cards `a` to `e`, three piles, and the questions `q` and `r`.
pub(crate) fn study() -> Study {
    let card =
        |id: &str| Card { id: id.to_owned(), text: Text::default(), picture: String::new(), indicator: None };
    let question = |id: &str| Question {
        id: id.to_owned(),
        scale: Scale::HowMuch,
        text: Text::default(),
        picture: String::new(),
        indicator: None,
        choices: ["none", "some", "much"].map(choice).to_vec(),
        is_most_first: false,
    };
    Study {
        cards: ["a", "b", "c", "d", "e"].map(card).to_vec(),
        questions: ["q", "r"].map(question).to_vec(),
        instruments: vec![
            Instrument::CardSort(CardSort {
                id: "meaning".to_owned(),
                question: Text::default(),
                practice: None,
                piles: ["much", "some", "not"].map(choice).to_vec(),
                dont_know: choice("dont-know"),
                decks: Vec::new(),
                most_important: None,
                missing: None,
                more: None,
                story: None,
            }),
            Instrument::Survey(Questionnaire {
                id: "survey".to_owned(),
                questions: texts(&["q", "r"]),
                dont_know: choice("dont-know"),
            }),
        ],
        ..Study::default()
    }
}

/// A response that put these cards on these piles.
pub(crate) fn sorted(placed: &[(&str, &str)]) -> Response {
    let order = placed.iter().map(|(card, _)| (*card).to_owned()).collect();
    let mut sort = Sort::new("meaning", "all", order);
    for (card, pile) in placed.iter().filter(|(_, pile)| !pile.is_empty()) {
        sort.place(card, pile, 1).unwrap();
    }
    Response {
        id: ResponseId::new(""),
        study: "s".to_owned(),
        study_version: "1".to_owned(),
        activity: crate::domain::response::Activity::default(),
        language: "nl".to_owned(),
        mode: Mode::Alone,
        n_present: 0,
        newer: BTreeMap::new(),
        has_newer_keys: false,
        outcome: Outcome::Complete,
        app: String::new(),
        parts: vec![Part::CardSort(sort)],
    }
}

fn sort_of(response: &mut Response) -> &mut Sort {
    let Part::CardSort(sort) = &mut response.parts[0] else { panic!("the first part is a sort") };
    sort
}

fn surveyed(answers: &[(&str, Answer)]) -> Response {
    let mut response = sorted(&[]);
    let answers = answers
        .iter()
        .map(|(question, answer)| Answered {
            question: (*question).to_owned(),
            shown: Vec::new(),
            answer: Some(answer.clone()),
            changes: 0,
            ms: 1,
        })
        .collect();
    response.parts = vec![Part::Survey(Survey { instrument: "survey".to_owned(), answers })];
    response
}

/// What was sorted, of one card sort.
fn sort(results: &Results) -> &SortResults {
    let mut parts = results.parts.iter();
    parts
        .find_map(|part| if let PartResults::CardSort(sort) = part { Some(sort) } else { None })
        .expect("cards were sorted")
}

/// What was answered, of one survey.
fn questions(results: &Results) -> &[QuestionResults] {
    let mut parts = results.parts.iter();
    let survey =
        parts.find_map(|part| if let PartResults::Survey(survey) = part { Some(survey) } else { None });
    survey.map_or(&[], |survey| &survey.questions)
}

fn of(responses: &[Response]) -> Results {
    Results::of(responses, &study(), Whom::People)
}

#[test]
fn a_card_that_one_person_names_twice_counts_once() {
    let mut response = sorted(&[("a", "much")]);
    sort_of(&mut response).most_important = Some(texts(&["a", "a"]));
    sort_of(&mut response).more = Some(texts(&["a", "a"]));

    let results = of(&[response]);

    let card = &sort(&results).cards[0];
    assert_eq!((card.n_important, card.n_more), (1, 1));
}

#[test]
fn each_card_is_counted_on_each_pile_in_the_order_of_the_first_then_of_importance() {
    let mut responses = vec![
        sorted(&[("a", "some"), ("b", "much"), ("c", "much"), ("d", "dont-know")]),
        sorted(&[("a", "not"), ("b", "much"), ("c", "much"), ("d", "much")]),
        sorted(&[("a", "much"), ("b", "some"), ("c", "not"), ("d", "")]),
    ];
    sort_of(&mut responses[0]).most_important = Some(texts(&["c"]));
    sort_of(&mut responses[1]).most_important = Some(texts(&["c", "d"]));
    sort_of(&mut responses[1]).more = Some(texts(&["a", "d"]));
    sort_of(&mut responses[2]).more = Some(Vec::new());

    let results = of(&responses);

    let sort = sort(&results);
    let numbers: Vec<_> = sort
        .cards
        .iter()
        .map(|card| (&card.id[..], &card.piles[..], card.n_dont_know, card.n_important, card.n_more))
        .collect();
    assert_eq!(
        numbers,
        [
            ("c", &[2, 0, 1][..], 0, 2, 0),
            ("b", &[2, 1, 0], 0, 0, 0),
            ("d", &[1, 0, 0], 1, 1, 1),
            ("a", &[1, 1, 1], 0, 0, 1),
        ]
    );
    assert_eq!((results.n, sort.n_asked_important, sort.n_asked_more), (3, 2, 2));
    assert_eq!(sort.cards.iter().map(|card| card.n_people).collect::<Vec<_>>(), [3, 3, 2, 3]);
}

#[test]
fn missing_cards_are_the_same_whatever_their_capitals_and_spaces() {
    let mut responses: Vec<Response> = (0..4).map(|_| sorted(&[("a", "much")])).collect();
    for (response, said) in responses.iter_mut().zip([
        &["Een  moestuin ", "een moestuin"][..],
        &["een\u{a0}MOESTUIN", "Muziek"],
        &["  "],
        &["dansen"],
    ]) {
        sort_of(response).missing = Some(texts(said));
    }

    let results = of(&responses);
    let missing = &sort(&results).missing;

    let said: Vec<_> = missing.iter().map(|one| (&one.text[..], one.n)).collect();
    assert_eq!(said, [("Een moestuin", 2), ("dansen", 1), ("Muziek", 1)]);
}

#[test]
fn each_choice_is_counted_and_a_question_that_was_skipped_is_no_answer() {
    let choose = |id: &str| Answer::Choices(texts(&[id]));
    let results = of(&[
        surveyed(&[("r", choose("much")), ("q", choose("some"))]),
        surveyed(&[("q", choose("some"))]),
        surveyed(&[("q", Answer::DontKnow), ("r", Answer::Skipped)]),
    ]);

    let q = &questions(&results)[0];
    assert_eq!(q.choices, [("none".to_owned(), 0), ("some".to_owned(), 2), ("much".to_owned(), 0)]);
    assert_eq!((&q.id[..], q.n_dont_know, q.n_skipped, q.n_answered), ("q", 1, 0, 3));
    let r = &questions(&results)[1];
    assert_eq!((&r.id[..], r.n_skipped, r.n_answered, r.n_people), ("r", 1, 1, 1));
}

#[test]
fn a_group_on_paper_is_a_group_too() {
    let mut sheet = sorted(&[("a", "much")]);
    (sheet.mode, sheet.n_present) = (Mode::Paper, 12);

    let people = of(&[sorted(&[("a", "some")]), sheet]);

    assert_eq!((people.n_people, &people.groups_apart[..]), (1, &[12][..]));
}

#[test]
fn who_only_missed_a_card_took_part() {
    let mut sheet = sorted(&[]);
    sort_of(&mut sheet).missing = Some(vec!["een moestuin".to_owned()]);

    let results = of(&[sheet]);

    assert_eq!((results.n_people, sort(&results).missing.len()), (1, 1));
}

#[test]
fn a_group_is_counted_apart_and_as_many_people_as_it_had() {
    let mut group = sorted(&[("a", "much")]);
    (group.mode, group.n_present) = (Mode::Group, 8);
    let mut uncounted = group.clone();
    uncounted.n_present = 0;
    let responses = [sorted(&[("a", "some")]), group, uncounted];

    let people = of(&responses);
    assert_eq!((people.n, people.n_people, &people.groups_apart[..]), (1, 1, &[0, 8][..]));
    assert_eq!(sort(&people).cards[0].piles, [0, 1, 0]);
    assert_eq!(people.n_wanting(), 4);

    let groups = Results::of(&responses, &study(), Whom::Groups);
    assert_eq!((groups.n, groups.n_people, groups.n_people_apart), (2, 9, 1));
    assert_eq!(sort(&groups).cards[0].piles, [2, 0, 0]);
    assert_eq!((groups.n_wanting(), sort(&groups).cards[0].n_people), (0, 9));
}

#[test]
fn who_stopped_counts_with_what_was_answered_and_who_answered_nothing_does_not() {
    let mut stopped = sorted(&[("a", "much"), ("b", "")]);
    stopped.outcome = Outcome::Stopped;
    let mut paper = sorted(&[("a", "much")]);
    paper.mode = Mode::Paper;
    let mut gone = sorted(&[("a", "")]);
    gone.outcome = Outcome::TimedOut;

    let results = of(&[stopped, paper, gone, surveyed(&[("q", Answer::Skipped)])]);

    assert_eq!((results.n, results.n_unfinished, results.n_paper), (2, 1, 1));
    assert_eq!(sort(&results).cards.len(), 1);
}

#[test]
fn below_five_people_a_group_sees_nothing_and_no_card_or_question_of_fewer() {
    let five: Vec<Response> = (0..5)
        .map(|at| {
            let mut response =
                sorted(if at == 0 { &[("a", "much"), ("b", "much")] } else { &[("a", "much"), ("b", "")] });
            sort_of(&mut response).missing = Some(texts(&["Piet", "muziek"]));
            sort_of(&mut response).most_important = (at < 4).then(|| texts(&["a"]));
            sort_of(&mut response).more = Some(texts(&["a"]));
            let survey = surveyed(if at < 4 {
                &[("q", Answer::DontKnow), ("r", Answer::DontKnow)]
            } else {
                &[("q", Answer::DontKnow)]
            });
            response.parts.extend(survey.parts);
            response
        })
        .collect();
    let hidden = [key(" PIET")];

    let shown = of(&five).for_group(&hidden);
    let sort = sort(&shown);
    assert_eq!(sort.cards.len(), 1, "b was put by one");
    assert_eq!((sort.cards[0].n_important, sort.cards[0].n_more), (0, 5));
    assert_eq!(sort.missing, [Missing { text: "muziek".to_owned(), n: 5 }]);
    assert_eq!(questions(&shown).iter().map(|one| &one.id[..]).collect::<Vec<_>>(), ["q"]);

    let four = of(&five[1..]);
    assert_eq!(four.n_wanting(), 1);
    let shown = four.for_group(&[]);
    assert!(shown.parts.is_empty());
}

#[test]
fn who_is_level_is_never_parted() {
    assert_eq!(whole_ranks(&[], 3, 6), (0, 0));
    assert_eq!(whole_ranks(&[4, 3, 2, 1], 3, 6), (3, 0));
    assert_eq!(whole_ranks(&[4, 3, 2, 2, 2, 1], 3, 6), (5, 0));
    assert_eq!(whole_ranks(&[4, 3, 2, 2, 2, 1], 3, 4), (2, 3));
    assert_eq!(whole_ranks(&[1, 1, 1, 1], 3, 3), (0, 4));
    assert_eq!(whole_ranks(&[5, 4], 3, 3), (2, 0));
}

#[test]
fn what_the_study_does_not_know_stands_last() {
    let results = of(&[sorted(&[("old", "much"), ("e", "much"), ("b", "elsewhere")])]);

    let ids: Vec<_> = sort(&results).cards.iter().map(|card| &card.id[..]).collect();
    assert_eq!(ids, ["e", "old", "b"]);
    assert_eq!(sort(&results).cards[2].n_dont_know, 1);
}

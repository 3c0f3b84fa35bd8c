//! What is asked about the cards: the most important, what is missing, what may be more, a story.

use betekenis::domain::response::{Outcome, Part};
use betekenis::domain::session::{Action, Step};
use betekenis::domain::study::Scale;
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::response::write_response;
use betekenis::instruments::InnerStep;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::instruments::survey::rules::SurveyAction;

use crate::participant::{Inside as _, Participant, sorting};
use crate::sessions::{ID, question};

/// Comes to the story after a sort with so many cards on the best pile, chooses the card `about` which to tell if there are
/// several, and tells what is in `text`.
fn tells(n_much: usize, chosen: &[usize], about: Option<usize>, text: Option<&str>) -> Participant {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(n_much);
    let order = participant.session.sort(0).unwrap().order().to_vec();
    for at in chosen {
        participant.acts(SortAction::ToggleImportant(order[*at].clone()));
    }
    while ![SortStep::Story, SortStep::StoryCard].map(sorting).contains(&participant.session.step) {
        assert!(participant.acts(Action::Next), "no story after {:?}", participant.session.step);
    }
    if let Some(at) = about {
        assert_eq!(participant.session.step, sorting(SortStep::StoryCard));
        assert!(participant.session.is_open(&participant.study));
        participant.acts(SortAction::StoryOf(order[at].clone()));
        assert!(!participant.session.is_open(&participant.study));
        participant.acts(Action::Next);
    }
    assert_eq!(participant.session.step, sorting(SortStep::Story));
    if let Some(text) = text {
        participant.acts(SortAction::Story(text.to_owned()));
    }
    participant.acts(Action::Next);
    participant
}

#[track_caller]
fn check_story(participant: &Participant, at: usize, text: &str) {
    let sort = participant.session.sort(0).unwrap();
    assert_eq!(sort.story, Some((sort.order()[at].clone(), text.to_owned())));
    let draft = read_draft(&write_draft(&participant.session, 7)).unwrap();
    let (back, given) = (write_response(&draft.response), write_response(&participant.session.response));
    assert_eq!(back, given, "it comes back as it was");
}

#[test]
fn the_story_is_asked_of_the_card_that_the_participant_chooses_where_there_are_several() {
    check_story(&tells(5, &[2, 0], Some(0), Some(" Via de buurvrouw ")), 0, "Via de buurvrouw");
    check_story(&tells(3, &[], Some(2), Some("Zo")), 2, "Zo");
    check_story(&tells(5, &[], Some(4), None), 4, "");
    check_story(&tells(5, &[1], None, None), 1, "");
    check_story(&tells(1, &[], None, Some("Zo")), 0, "Zo");
}

#[test]
fn whoever_chooses_no_card_to_tell_about_is_asked_for_no_story() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(3);
    while participant.session.step != sorting(SortStep::StoryCard) {
        participant.acts(Action::Next);
    }
    assert!(!participant.acts(SortAction::StoryOf("of-another-pile".to_owned())));

    participant.acts(Action::Next);

    assert_eq!(participant.session.step, question(0));
    assert_eq!(participant.session.sort(0).unwrap().story, None);
}

#[test]
fn what_was_told_stays_with_the_card_that_it_was_told_about() {
    let mut participant = tells(3, &[], Some(0), Some("Zo"));
    participant.acts(Action::Back);
    participant.acts(Action::Back);
    assert_eq!(participant.session.step, sorting(SortStep::StoryCard));
    let order = participant.session.sort(0).unwrap().order().to_vec();

    participant.acts(SortAction::StoryOf(order[1].clone()));
    check_story(&participant, 1, "");
    participant.acts(Action::Next);
    assert!(participant.session.is_open(&participant.study), "nothing is told about this one");
    participant.acts(SortAction::Story("Anders".to_owned()));
    check_story(&participant, 1, "Anders");
    assert!(!participant.session.is_open(&participant.study));

    participant.acts(Action::Back);
    participant.acts(SortAction::StoryOf(order[0].clone()));
    check_story(&participant, 0, "Zo");
}

#[test]
fn the_most_important_cards_have_no_order_and_one_too_many_pushes_none_out() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(5);
    let order = participant.session.sort(0).unwrap().order().to_vec();
    let chosen =
        |participant: &Participant| participant.session.sort(0).unwrap().most_important.clone().unwrap();
    for at in [2, 0] {
        participant.acts(SortAction::ToggleImportant(order[at].clone()));
    }
    assert!(!participant.session.is_full(&participant.study));
    participant.acts(SortAction::ToggleImportant(order[1].clone()));
    assert!(participant.session.is_full(&participant.study));

    assert!(!participant.acts(SortAction::ToggleImportant(order[3].clone())), "it asks which one is to go");
    assert_eq!(chosen(&participant), [&*order[2], &order[0], &order[1]]);
    for (old, new) in [(3, 4), (0, 1), (0, 9)] {
        let exchange = Action::Exchange(order[old].clone(), order[new].clone());
        assert!(!participant.acts(exchange), "{old} {new}");
    }
    assert!(participant.acts(Action::Exchange(order[0].clone(), order[3].clone())));
    assert_eq!(chosen(&participant), [&*order[2], &order[1], &order[3]], "in the order of tapping");
}

#[test]
fn of_what_there_may_be_more_and_of_several_answers_one_too_many_pushes_none_out_either() {
    let mut participant = Participant::new(ID);
    participant.study.questions[0].scale = Scale::ChooseSeveral(2);
    participant.begins();
    participant.sorts_all(3);
    while participant.session.step != sorting(SortStep::More) {
        participant.acts(Action::Next);
    }
    let order = participant.session.sort(0).unwrap().order().to_vec();
    for at in [0, 1] {
        participant.acts(SortAction::ToggleMore(order[at].clone()));
    }
    assert!(!participant.acts(SortAction::ToggleMore(order[2].clone())));
    assert!(participant.acts(Action::Exchange(order[1].clone(), order[2].clone())));
    assert_eq!(participant.session.sort(0).unwrap().more, Some(vec![order[0].clone(), order[2].clone()]));

    while !matches!(participant.session.step, Step::Inside(_, InnerStep::Survey(_))) {
        participant.acts(Action::Next);
    }
    for choice in ["none", "few"] {
        participant.acts(SurveyAction::Choose(choice.to_owned()));
    }
    assert!(participant.session.is_full(&participant.study));
    assert!(!participant.acts(SurveyAction::Choose("many".to_owned())));
    assert!(!participant.acts(Action::Exchange("none".to_owned(), "no choice".to_owned())));
    assert!(participant.acts(Action::Exchange("none".to_owned(), "many".to_owned())));
    assert_eq!(participant.session.survey(1).unwrap().answers[0].chosen(), ["few", "many"]);
}

#[test]
fn what_is_missing_is_kept_by_the_field_in_which_it_is_written() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(3);
    assert_eq!(participant.session.step, sorting(SortStep::Missing));
    let write = |participant: &mut Participant, field: usize, words: &str| {
        participant.acts(SortAction::Missing(field, words.to_owned()))
    };
    for words in ["k", "ka", "kapper"] {
        write(&mut participant, 1, words);
    }
    let missing = |participant: &Participant| participant.session.sort(0).unwrap().missing.clone().unwrap();
    assert_eq!(missing(&participant), ["", "kapper"]);
    write(&mut participant, 0, "koor ");
    let draft = read_draft(&write_draft(&participant.session, 7)).unwrap();
    assert_eq!(draft.response, participant.session.response, "each comes back in its field");

    write(&mut participant, 0, " ");
    assert!(!participant.session.is_open(&participant.study));
    let ended = participant.session.finish(Outcome::TimedOut);
    let Part::CardSort(sort) = &ended.parts[0] else { panic!("no sort") };
    assert_eq!(sort.missing, Some(vec!["kapper".to_owned()]));
    assert!(!write(&mut participant, 3, "there is no such field"));

    participant.acts(Action::Next);
    assert_eq!(missing(&participant), ["kapper"]);
}

#[test]
fn who_skipped_the_missing_card_may_skip_it_again_and_who_said_that_none_is_missing_goes_on() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(3);
    assert_eq!(participant.session.step, sorting(SortStep::Missing));
    let comes_back = |participant: &mut Participant| {
        participant.acts(Action::Next);
        participant.acts(Action::Back);
        assert_eq!(participant.session.step, sorting(SortStep::Missing));
        participant.session.is_open(&participant.study)
    };

    assert!(comes_back(&mut participant), "nothing was answered");
    participant.acts(SortAction::NothingMissing);
    assert!(!comes_back(&mut participant), "that none is missing is an answer");
    participant.acts(SortAction::Missing(0, "koor".to_owned()));
    assert!(!comes_back(&mut participant));
    participant.acts(SortAction::Missing(0, String::new()));
    assert!(comes_back(&mut participant), "the words were taken back");
    assert_eq!(participant.session.sort(0).unwrap().missing, Some(Vec::new()), "as it was kept before");
}

#[test]
fn when_all_cards_lie_the_whole_table_is_looked_at_and_a_tap_takes_one_back() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(5);
    participant.acts(Action::Back);
    assert_eq!(participant.session.step, sorting(SortStep::Table));
    let card = participant.session.sort(0).unwrap().order()[4].clone();

    assert!(participant.acts(SortAction::TakeBack(card.clone())));
    assert_eq!(participant.session.step, sorting(SortStep::Cards));
    assert_eq!(participant.session.sort(0).unwrap().in_hand(), Some(&*card));
    assert!(!participant.acts(Action::Next));

    participant.places("not");
    assert_eq!(participant.session.step, sorting(SortStep::Table));
    let draft = read_draft(&write_draft(&participant.session, 7)).unwrap();
    assert_eq!((draft.step, &draft.response), (sorting(SortStep::Table), &participant.session.response));
    assert!(participant.session.sort(0).unwrap().spent_ms.contains_key("table"));
    assert!(!participant.acts(SortAction::TakeBack("of-another-study".to_owned())));
}

#[test]
fn where_no_card_means_much_no_story_is_asked() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(0);

    assert!(!participant.session.path(&participant.study).contains(&sorting(SortStep::Story)));
    participant.goes_to_the_end();
    assert_eq!(participant.session.sort(0).unwrap().story, None);
}

#[test]
fn a_sort_goes_on_only_when_every_card_lies() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.acts(Action::Next);
    participant.places("much");

    assert!(!participant.acts(Action::Next));

    assert_eq!(participant.session.step, sorting(SortStep::Cards));
}

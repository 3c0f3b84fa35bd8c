//! Whole ways through the default study, going back included.

mod cards;
mod coming_back;
mod dealing;

use betekenis::domain::session::{Action, Session, Step};
use betekenis::domain::study::Scale;
use betekenis::instruments::InnerStep;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::instruments::survey::rules::{Answer, SurveyAction, SurveyStep};

use crate::participant::{Inside as _, Participant, sorting};

const ID: &str = "11111111-1111-4111-8111-111111111111";

#[test]
fn a_participant_comes_from_the_language_to_the_thanks() {
    let mut participant = Participant::new(ID);
    participant.begins();
    assert_eq!(participant.session.step, sorting(SortStep::Practice));

    participant.sorts_all(5);
    assert_eq!(participant.session.step, sorting(SortStep::MostImportant));
    participant.goes_to_the_end();

    assert_eq!(participant.session.survey(1).unwrap().answers.len(), 9);
    assert!(participant.session.survey(1).unwrap().answers.iter().all(|one| one.answer.is_some()));
}

#[test]
fn with_three_cards_on_the_best_pile_the_most_important_are_not_asked_for() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(3);

    assert_eq!(participant.session.step, sorting(SortStep::Missing));
    assert_eq!(participant.session.sort(0).unwrap().most_important, None);
}

#[test]
fn one_can_go_back_from_every_step_to_the_first_and_nothing_is_lost() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(5);
    participant.goes_to_the_end();
    participant.session.step = *participant.session.path(&participant.study).iter().rev().nth(1).unwrap();
    let given = participant.session.response.clone();

    let mut n_back = 0;
    while participant.session.step != Step::Language {
        assert!(participant.acts(Action::Back), "stuck at {:?}", participant.session.step);
        n_back += 1;
    }

    assert_eq!(n_back + 2, participant.session.path(&participant.study).len());
    let sort = |session: &Session| session.sort(0).unwrap().moves().to_vec();
    assert_eq!(participant.session.response.parts.len(), given.parts.len());
    assert_eq!(sort(&participant.session).len(), 10);
    assert!(participant.session.survey(1).unwrap().answers.iter().all(|one| one.answer.is_some()));
}

#[test]
fn another_language_in_the_middle_keeps_every_answer() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.acts(Action::Next);
    participant.places("much");
    while participant.session.step != Step::Language {
        participant.acts(Action::Back);
    }

    participant.acts(Action::ChooseLanguage("en".to_owned()));

    assert_eq!(participant.session.response.language, "en");
    assert_eq!(participant.session.sort(0).unwrap().n_left(), 9);
}

#[test]
fn another_language_keeps_the_step_and_every_answer() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.sorts_all(5);
    participant.acts(Action::Next);
    let before = participant.session.clone();

    assert!(participant.acts(Action::ChooseLanguage("ar".to_owned())));

    assert_eq!(participant.session.step, before.step);
    assert_eq!(participant.session.response.language, "ar");
    let moves = |session: &Session| session.sort(0).unwrap().moves().to_vec();
    assert_eq!(moves(&participant.session), moves(&before));
    participant.goes_to_the_end();
    assert!(!participant.acts(Action::ChooseLanguage("nl".to_owned())), "the end is the end");
}

#[test]
fn a_step_that_asks_is_open_until_it_is_answered() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let is_open = |participant: &Participant| participant.session.is_open(&participant.study);
    assert!(!is_open(&participant), "practice asks nothing");
    participant.sorts_all(5);
    let card = participant.session.sort(0).unwrap().order()[0].clone();
    let answers = [
        (sorting(SortStep::MostImportant), Action::from(SortAction::ToggleImportant(card.clone()))),
        (sorting(SortStep::Missing), SortAction::NothingMissing.into()),
        (sorting(SortStep::More), SortAction::ToggleMore(card).into()),
        (sorting(SortStep::Story), SortAction::Story("Zo".to_owned()).into()),
        (question(0), SurveyAction::Choose("few".to_owned()).into()),
    ];
    for (step, answer) in answers {
        assert_eq!(participant.session.step, step);
        assert!(is_open(&participant), "{step:?}");
        participant.acts(answer);
        assert!(!is_open(&participant), "{step:?}");
        participant.acts(Action::Next);
    }
    participant.session.step = sorting(SortStep::Missing);
    participant.acts(SortAction::Missing(0, " ".to_owned()));
    assert!(is_open(&participant), "a field without words");
    participant.session.step = sorting(SortStep::Table);
    assert!(!is_open(&participant), "the table asks nothing");
}

#[test]
fn answers_are_shown_from_least_to_most() {
    let participant = Participant::new(ID);
    let shown: Vec<&[String]> =
        participant.session.survey(1).unwrap().answers.iter().map(|answered| &answered.shown[..]).collect();

    assert_eq!(shown[0], ["none", "few", "many"]);
    assert_eq!(shown[1], ["less", "same", "more"]);
}

fn comes_to_a_question(participant: &mut Participant) {
    participant.begins();
    participant.sorts_all(3);
    while !matches!(participant.session.step, Step::Inside(_, InnerStep::Survey(_))) {
        participant.acts(Action::Next);
    }
}

#[test]
fn a_question_moves_on_by_itself_when_its_one_answer_is_chosen_and_not_when_that_is_taken_back() {
    let mut participant = Participant::new(ID);
    comes_to_a_question(&mut participant);
    let moves_on = |participant: &Participant| participant.session.moves_on(&participant.study);
    assert!(!moves_on(&participant));

    participant.acts(SurveyAction::Choose("few".to_owned()));
    assert!(moves_on(&participant));
    assert!(
        !participant.acts(SurveyAction::Choose("few".to_owned())),
        "who taps twice to be sure has said it once"
    );
    participant.acts(SurveyAction::LetGo);
    assert!(!moves_on(&participant));
    assert!(participant.session.is_open(&participant.study));
    participant.acts(SurveyAction::DontKnow);
    assert!(moves_on(&participant));
    participant.acts(Action::Next);
    assert!(!moves_on(&participant));
}

#[test]
fn a_question_with_several_answers_waits_for_the_participant() {
    let mut participant = Participant::new(ID);
    participant.study.questions[0].scale = Scale::ChooseSeveral(2);
    comes_to_a_question(&mut participant);

    participant.acts(SurveyAction::Choose("few".to_owned()));

    assert!(!participant.session.moves_on(&participant.study));
}

#[test]
fn taps_that_make_no_sense_change_nothing() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.acts(Action::Next);
    let before = participant.session.clone();

    for action in [
        Action::Agree,
        Action::Decline,
        Action::ChooseLanguage("xx".to_owned()),
        SortAction::Place("no card".to_owned(), "much".to_owned()).into(),
        SortAction::Place("sc1".to_owned(), "no pile".to_owned()).into(),
        SortAction::TakeBack("sc1".to_owned()).into(),
        SortAction::ToggleImportant("sc1".to_owned()).into(),
        SurveyAction::Choose("few".to_owned()).into(),
        SurveyAction::DontKnow.into(),
        SortAction::Missing(0, "x".to_owned()).into(),
        SortAction::NothingMissing.into(),
        Action::Exchange("sc1".to_owned(), "x1".to_owned()),
        SortAction::StoryOf("sc1".to_owned()).into(),
    ] {
        assert!(!participant.acts(action.clone()), "{action:?}");
    }

    assert_eq!(participant.session, before);
}

#[test]
fn going_on_without_an_answer_is_skipping_and_not_the_same_as_not_knowing() {
    let mut participant = Participant::new(ID);
    comes_to_a_question(&mut participant);

    assert!(participant.session.is_open(&participant.study));
    participant.acts(Action::Next);
    participant.acts(SurveyAction::DontKnow);
    assert!(!participant.session.is_open(&participant.study));
    participant.acts(Action::Next);

    let answers = &participant.session.survey(1).unwrap().answers;
    assert_eq!(answers[0].answer, Some(Answer::Skipped));
    assert_eq!(answers[1].answer, Some(Answer::DontKnow));
    assert_eq!(answers[2].answer, None);
}

#[test]
fn who_would_rather_not_leaves_nothing() {
    let mut participant = Participant::new(ID);
    participant.acts(Action::ChooseLanguage("nl".to_owned()));
    participant.acts(Action::Decline);

    assert_eq!(participant.session.step, Step::Declined);
    assert!(!participant.session.has_agreed);
}

#[test]
fn time_is_counted_where_it_was_spent() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.now_ms += 4000;
    participant.acts(Action::Next);
    participant.places("much");
    participant.places("not");

    let sort = participant.session.sort(0).unwrap();
    assert_eq!(sort.spent_ms.get("practice"), Some(&5000));
    assert_eq!(sort.spent_ms.get("cards"), Some(&2000));
    assert_eq!(sort.moves().iter().map(|step| step.ms).collect::<Vec<_>>(), [1000, 1000]);
}

/// A question of the survey, which is the second instrument.
fn question(at: usize) -> Step {
    Step::Inside(1, SurveyStep(at).into())
}

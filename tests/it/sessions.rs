//! Whole ways through the default study, going back included.

use std::collections::BTreeSet;

use betekenis::domain::dealing::Dealing;
use betekenis::domain::paper::Sheet;
use betekenis::domain::plan;
use betekenis::domain::response::{Outcome, Part};
use betekenis::domain::session::{Action, Session, Step};
use betekenis::domain::settings::ActivitySettings;
use betekenis::domain::study::Scale;
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::response::write_response;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::instruments::survey::rules::{Answer, SurveyAction, SurveyStep};
use betekenis::instruments::{InnerStep, SheetPart};
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::{Overview, ResponseStore};
use betekenis::workflow::lost::unreadable_drafts;
use betekenis::workflow::resume::{MAY_COME_BACK, keep, resume};

use crate::now::now;
use crate::participant::{Inside, Participant, sorting};

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
fn answers_are_shown_from_least_to_most() {
    let participant = Participant::new(ID);
    let shown: Vec<&[String]> =
        participant.session.survey(1).unwrap().answers.iter().map(|answered| &answered.shown[..]).collect();

    assert_eq!(shown[0], ["none", "few", "many"]);
    assert_eq!(shown[1], ["less", "same", "more"]);
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
fn a_sort_goes_on_only_when_every_card_lies() {
    let mut participant = Participant::new(ID);
    participant.begins();
    participant.acts(Action::Next);
    participant.places("much");

    assert!(!participant.acts(Action::Next));

    assert_eq!(participant.session.step, sorting(SortStep::Cards));
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

fn other_id() -> String {
    "33333333-3333-4333-8333-333333333333".to_owned()
}

/// Leaves at every step in turn, and comes back after `away_ms`.
#[track_caller]
fn check_return(away_ms: u64, is_resumed: bool) {
    let mut participant = Participant::new(ID);
    participant.begins();
    let mut steps = 0;
    while participant.session.step != Step::Thanks {
        let store = MemoryStore::default();
        now(store.save_draft(ID, &write_draft(&participant.session, 1_000_000))).unwrap();

        let back = now(resume(
            &store,
            &participant.study,
            1_000_000 + away_ms,
            77,
            "2026-11-22",
            &other_id,
            &|_| false,
        ))
        .unwrap();

        if is_resumed {
            let back = back.unwrap();
            assert_eq!(
                (back.step, &back.response),
                (participant.session.step, &participant.session.response)
            );
            assert_eq!(now(store.counts()).unwrap().drafts, 1);
        } else {
            assert_eq!(back, None);
            let kept = now(store.page(&[betekenis::domain::delivery::State::Waiting], "", 9)).unwrap();
            let timed_out = write_response(&participant.session.finish(Outcome::TimedOut));
            assert_eq!(kept[0].json, timed_out);
            assert_eq!(now(store.counts()).unwrap().drafts, 0);
        }
        if participant.session.step == sorting(SortStep::Cards)
            && participant.session.sort(0).unwrap().in_hand().is_some()
        {
            participant.places("much");
        } else {
            participant.acts(Action::Next);
        }
        steps += 1;
    }
    assert!(steps > 20, "every step of the study was tried: {steps}");
}

#[test]
fn who_comes_back_within_ten_minutes_finds_the_very_step() {
    check_return(u64::try_from(MAY_COME_BACK.as_millis()).unwrap() - 1, true);
}

#[test]
fn who_comes_back_later_finds_a_new_start_and_the_rest_is_kept_as_timed_out() {
    check_return(u64::try_from(MAY_COME_BACK.as_millis()).unwrap(), false);
}

#[test]
fn a_clock_that_was_set_back_does_not_cost_the_draft() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(ID, &write_draft(&participant.session, 1_000_000_000))).unwrap();

    let back = now(resume(&store, &participant.study, 5, 5, "2026-11-22", &other_id, &|_| false)).unwrap();

    assert!(back.is_some());
}

#[test]
fn a_draft_of_another_version_of_the_study_is_kept_as_timed_out() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(ID, &write_draft(&participant.session, 1000))).unwrap();
    participant.study.version = "another".to_owned();

    let back = now(resume(&store, &participant.study, 1000, 0, "2026-11-22", &other_id, &|_| false)).unwrap();

    assert_eq!(back, None);
    assert_eq!(now(store.counts()).unwrap().waiting, 1);
}

#[test]
fn a_draft_that_cannot_be_read_stays_where_it_is() {
    let store = MemoryStore::default();
    now(store.save_draft("x", "{\"schema\":\"draft/9\"}")).unwrap();
    let participant = Participant::new(ID);

    assert_eq!(
        now(resume(&store, &participant.study, 0, 0, "2026-11-22", &other_id, &|_| false)).unwrap(),
        None
    );

    assert_eq!(now(store.counts()).unwrap().drafts, 1);
}

#[test]
fn a_draft_that_the_tablet_cannot_read_keeps_nobody_else_from_going_on() {
    let store = MemoryStore::default();
    let mut participant = Participant::new(ID);
    participant.begins();
    now(store.save_draft(ID, &write_draft(&participant.session, 1000))).unwrap();
    now(store.save_draft("half", "{")).unwrap();
    store.spoil_draft("half");

    let back = now(resume(&store, &participant.study, 1000, 0, "2026-11-22", &other_id, &|_| false)).unwrap();

    assert_eq!(back.map(|session| session.step), Some(participant.session.step));
    assert_eq!(now(unreadable_drafts(&store)).unwrap(), ["half"]);
}

#[test]
fn the_youngest_of_several_drafts_is_taken_up_and_the_others_are_kept() {
    let store = MemoryStore::default();
    let mut saved = Vec::new();
    for (at, id) in ["22222222-2222-4222-8222-222222222222", ID].iter().enumerate() {
        let mut participant = Participant::new(id);
        participant.begins();
        let draft = write_draft(&participant.session, 1000 + at as u64);
        assert_eq!(read_draft(&draft).unwrap().response.id, *id);
        now(store.save_draft(id, &draft)).unwrap();
        saved.push(participant);
    }

    let back =
        now(resume(&store, &saved[0].study, 2000, 0, "2026-11-22", &other_id, &|_| false)).unwrap().unwrap();

    assert_eq!(back.response.id, ID);
    let counts = now(store.counts()).unwrap();
    assert_eq!((counts.drafts, counts.waiting), (1, 1));
}

#[test]
fn whoever_goes_on_with_a_draft_that_was_ended_elsewhere_is_kept_as_well() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(ID, &write_draft(&participant.session, 1000))).unwrap();
    // Another page, on which nobody has tapped for long, takes it for left behind.
    let hour = 3_600_000;
    assert_eq!(
        now(resume(&store, &participant.study, hour, 0, "2026-11-22", &other_id, &|_| false)).unwrap(),
        None
    );
    participant.sorts_all(2);
    participant.goes_to_the_end();
    let response = participant.session.finish(Outcome::Complete);

    now(keep(&store, response.clone(), "2026-11-22", &other_id)).unwrap();
    // Again, as after a failure of which nobody knows whether it was one.
    now(keep(&store, response.clone(), "2026-11-22", &other_id)).unwrap();

    let kept = now(store.page(&[betekenis::domain::delivery::State::Waiting], "", 9)).unwrap();
    let outcomes: Vec<bool> =
        kept.iter().map(|kept| kept.json.contains("\"outcome\":\"complete\"")).collect();
    assert_eq!((kept.len(), outcomes), (2, vec![false, true]));
    assert_eq!(kept[1].entry.id, other_id());
    assert_eq!(now(store.counts()).unwrap().drafts, 0);
}

#[test]
fn a_draft_that_another_open_page_still_writes_is_left_alone() {
    let mut participant = Participant::new(ID);
    participant.begins();
    let store = MemoryStore::default();
    now(store.save_draft(ID, &write_draft(&participant.session, 1000))).unwrap();

    for later in [1000, 3_600_000] {
        let is_there = |id: &str| id == ID;
        let back =
            now(resume(&store, &participant.study, later, 0, "2026-11-22", &other_id, &is_there)).unwrap();
        assert_eq!(back, None);
        assert_eq!(now(store.counts()).unwrap().drafts, 1);
    }
}

/// A participant to whom that is dealt; the shuffle always draws 0.
fn dealt(dealing: Dealing<'_>) -> Participant {
    let mut participant = Participant::new(ID);
    let activity = participant.session.response.activity.clone();
    let mut chance = |_| 0;
    participant.session =
        Session::new(&participant.study, activity, dealing, ID.to_owned(), "0.1.0", &mut chance);
    participant
}

/// Ids of a plan.
fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Cards and questions that are dealt.
fn shown(participant: &Participant) -> (Vec<String>, Vec<String>) {
    let survey = participant.session.survey(1).unwrap();
    let questions = survey.answers.iter().map(|answered| answered.question.clone()).collect();
    (participant.session.sort(0).unwrap().order().to_vec(), questions)
}

#[test]
fn only_chosen_cards_and_questions_are_dealt_in_the_order_of_the_study() {
    let (deck, questions) = shown(&dealt(Dealing { is_in_order: true, ..Dealing::default() }));
    let [a, b, c] = [4, 0, 2].map(|at| deck[at].clone());
    let chosen = [a.clone(), b.clone(), "of-another-study".to_owned(), c.clone()];
    let some = [questions[3].clone(), questions[1].clone()];
    let plan =
        Dealing { cards: Some(&chosen), questions: Some(&some), is_in_order: true, ..Dealing::default() };

    let (cards, asked) = shown(&dealt(plan));
    assert_eq!(cards, [b.clone(), c.clone(), a.clone()]);
    assert_eq!(asked, [questions[1].clone(), questions[3].clone()]);

    let (by_chance, _) = shown(&dealt(Dealing { is_in_order: false, ..plan }));
    assert_ne!(by_chance, cards);
    assert_eq!(by_chance.iter().collect::<BTreeSet<_>>(), cards.iter().collect());
}

#[test]
fn cards_of_another_deck_can_be_dealt_too() {
    let (all, _) = shown(&dealt(Dealing { deck: "all", is_in_order: true, ..Dealing::default() }));
    let (short, _) = shown(&dealt(Dealing { deck: "short", is_in_order: true, ..Dealing::default() }));
    let other = all.iter().find(|card| !short.contains(card)).unwrap().clone();
    let cards = [other.clone(), short[1].clone()];
    let plan = Dealing { deck: "short", cards: Some(&cards), is_in_order: true, ..Dealing::default() };

    assert_eq!(shown(&dealt(plan)).0, [short[1].clone(), other]);
}

#[test]
fn an_instrument_that_is_left_out_is_on_nobodys_way_and_in_no_response() {
    for (instrument, other) in [("cards", "survey"), ("survey", "cards")] {
        let all = Participant::new(ID);
        let of = |kind: &str| {
            let is_survey = |part: &Part| matches!(part, Part::Survey(_)) == (kind == "survey");
            let at = all.session.response.parts.iter().position(is_survey).unwrap();
            all.study.instruments[at].id().to_owned()
        };
        let mut participant = dealt(Dealing { instruments: &[of(instrument)], ..Dealing::default() });
        participant.begins();
        let steps = participant.session.path(&participant.study);
        let n_cards = steps.iter().filter(|step| **step == sorting(SortStep::Cards)).count();
        let n_questions =
            steps.iter().filter(|step| matches!(step, Step::Inside(_, InnerStep::Survey(_)))).count();
        assert_eq!((n_cards > 0, n_questions > 0), (instrument == "cards", instrument == "survey"));

        let draft = read_draft(&write_draft(&participant.session, 7)).unwrap();
        let resumed = Session::resume(&participant.study, draft.response, draft.step, participant.now_ms);
        assert_eq!(resumed.map(|session| session.step), Some(participant.session.step));

        if instrument == "cards" {
            participant.sorts_all(3);
        }
        while participant.session.step != Step::Thanks {
            assert!(participant.acts(Action::Next), "stuck at {:?}", participant.session.step);
        }
        let json = write_response(&participant.session.finish(Outcome::Complete));
        assert!(json.contains(&format!("\"id\":\"{}\"", of(instrument))));
        assert!(!json.contains(&format!("\"id\":\"{}\"", of(other))), "{json}");
    }
}

#[test]
fn the_tablet_its_paper_and_what_the_coordinator_is_told_give_the_same_cards_and_questions() {
    let study = Participant::new(ID).study;
    let (short, all) = (ids(&["short"]), ids(&["all"]));
    let (deck, questions) = shown(&dealt(Dealing { deck: &all[0], ..Dealing::default() }));
    let has = |indicator: &&str, cards: bool| {
        let is_about = |of: &Option<String>| of.as_deref() == Some(*indicator);
        if cards {
            study.cards.iter().any(|card| is_about(&card.indicator))
        } else {
            study.questions.iter().any(|question| is_about(&question.indicator))
        }
    };
    let indicators = study.framework.goals.iter().flat_map(|goal| &goal.indicators);
    let indicators: Vec<&str> = indicators.map(|one| one.id.as_str()).collect();
    let only_cards = indicators.iter().find(|one| has(one, true) && !has(one, false)).unwrap();
    let set = |change: &dyn Fn(&mut ActivitySettings)| {
        let mut set = ActivitySettings { is_in_order: true, ..ActivitySettings::default() };
        change(&mut set);
        set
    };
    let choices = [
        set(&|_| {}),
        set(&|set| set.deck.clone_from(&all[0])),
        set(&|set| set.deck.clone_from(&short[0])),
        set(&|set| set.cards = vec![deck[9].clone(), deck[2].clone()]),
        set(&|set| set.questions = vec![questions[2].clone()]),
        set(&|set| set.instruments = vec![study.instruments[1].id().to_owned()]),
        // Indicators that have a card and no question, and the other way round: nothing is asked for what has none.
        set(&|set| {
            set.indicators = ids(&[only_cards]);
            set.cards = vec![deck[0].clone()];
        }),
        set(&|set| {
            set.indicators = ids(&[only_cards]);
            set.questions = vec![questions[0].clone()];
        }),
        // Of another study, or an older version of this one.
        set(&|set| set.cards = ids(&["gone"])),
        set(&|set| set.questions = ids(&["gone"])),
        set(&|set| set.instruments = ids(&["gone"])),
        set(&|set| set.indicators = ids(&["gone"])),
    ];
    for set in &choices {
        let on_tablet = shown(&dealt(Dealing::of(set)));

        let sheet = Sheet::of(&study, set);
        let mut on_paper = (Vec::new(), Vec::new());
        for part in sheet.parts {
            match part {
                SheetPart::CardSort(sort) => on_paper.0.extend(sort.cards),
                SheetPart::Survey(survey) => {
                    on_paper.1.extend(survey.questions.into_iter().map(|asked| asked.id));
                }
            }
        }
        assert_eq!(on_paper, on_tablet, "{set:?}");
        let told = plan::dealt(&study, set);
        let told = (
            told.cards.iter().map(|card| card.id.clone()).collect::<Vec<_>>(),
            told.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>(),
        );
        assert_eq!(told, on_tablet, "{set:?}");
        assert!(!on_tablet.0.is_empty() || !on_tablet.1.is_empty(), "{set:?}");
    }
    let of = |at: usize| shown(&dealt(Dealing::of(&choices[at])));
    assert_eq!(of(6), (vec![deck[0].clone()], vec![]), "cards only");
    assert_eq!(of(7), (vec![], vec![questions[0].clone()]), "questions only");
}

#[test]
fn a_plan_of_which_the_study_knows_nothing_deals_all_there_is() {
    let all = shown(&dealt(Dealing::default()));

    let gone = ids(&["gone"]);
    let unknown = Dealing { instruments: &gone, ..Dealing::default() };
    assert_eq!(shown(&dealt(unknown)), all);
    let unknown = Dealing { cards: Some(&gone), ..Dealing::default() };
    assert_eq!(shown(&dealt(unknown)), all);
}

/// A question of the survey, which is the second instrument.
fn question(at: usize) -> Step {
    Step::Inside(1, SurveyStep(at).into())
}

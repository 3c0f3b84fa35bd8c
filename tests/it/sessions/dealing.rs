//! Which cards and questions are dealt.

use std::collections::BTreeSet;

use betekenis::domain::dealing::Dealing;
use betekenis::domain::paper::Sheet;
use betekenis::domain::plan;
use betekenis::domain::response::ResponseId;
use betekenis::domain::response::{Outcome, Part};
use betekenis::domain::session::{Action, Session, Step};
use betekenis::domain::settings::ActivitySettings;
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::response::write_response;
use betekenis::instruments::card_sort::rules::SortStep;
use betekenis::instruments::{InnerStep, SheetPart};

use crate::participant::{Inside as _, Participant, sorting};
use crate::sessions::ID;

/// A participant to whom that is dealt; the shuffle always draws 0.
fn dealt(dealing: Dealing<'_>) -> Participant {
    let mut participant = Participant::new(ID);
    let activity = participant.session.response.activity.clone();
    let mut chance = |_| 0;
    participant.session =
        Session::new(&participant.study, activity, dealing, ResponseId::new(ID), "0.1.0", &mut chance);
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

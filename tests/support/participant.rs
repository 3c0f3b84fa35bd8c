//! A participant who plays the default study without a screen.

use betekenis::domain::dealing::Dealing;
use betekenis::domain::response::{Activity, ActivityId, PartOfDay, ResponseId};
use betekenis::domain::session::{Action, Session, Step};
use betekenis::domain::study::Study;
use betekenis::format::study::read_study;
use betekenis::instruments::card_sort::rules::{Sort, SortAction, SortStep};
use betekenis::instruments::survey::rules::{Survey, SurveyAction, SurveyStep};
use betekenis::instruments::{InnerStep, Part};

/// The study that ships with the app.
pub(crate) fn default_study() -> Study {
    read_study(include_str!("../../public/studies/ontmoetingscentra/study.json")).unwrap()
}

/// A step of the sort, which is the first instrument.
pub(crate) fn sorting(step: SortStep) -> Step {
    Step::Inside(0, step.into())
}

/// What was given to an instrument, by its place.
pub(crate) trait Inside {
    fn sort(&self, at: usize) -> Option<&Sort>;
    fn survey(&self, at: usize) -> Option<&Survey>;
}

impl Inside for Session {
    fn sort(&self, at: usize) -> Option<&Sort> {
        if let Some(Part::CardSort(sort)) = self.response.parts.get(at) { Some(sort) } else { None }
    }

    fn survey(&self, at: usize) -> Option<&Survey> {
        if let Some(Part::Survey(survey)) = self.response.parts.get(at) { Some(survey) } else { None }
    }
}

/// A participant with a tablet, a clock that goes one second with every tap, and no chance at all.
pub(crate) struct Participant {
    pub(crate) study: Study,
    pub(crate) session: Session,
    pub(crate) now_ms: u64,
}

impl Participant {
    pub(crate) fn new(id: &str) -> Self {
        Self::with(default_study(), id)
    }

    /// With another study.
    pub(crate) fn with(study: Study, id: &str) -> Self {
        let activity = Activity {
            id: ActivityId::new("7e57ac71-0000-4000-8000-000000000001"),
            centre: "Buurtkamer Moerwijk".to_owned(),
            kind: "Open inloop".to_owned(),
            date: "2026-11-22".to_owned(),
            part_of_day: PartOfDay::Morning,
            round: "1".to_owned(),
            ..Activity::default()
        };
        let dealing = Dealing { deck: "short", ..Dealing::default() };
        let session = Session::new(&study, activity, dealing, ResponseId::new(id), "0.1.0", &mut |_| 0);
        Self { study, session, now_ms: 0 }
    }

    pub(crate) fn acts(&mut self, action: impl Into<Action>) -> bool {
        self.now_ms += 1000;
        self.session.act(&self.study, action.into(), self.now_ms)
    }

    pub(crate) fn begins(&mut self) {
        self.acts(Action::ChooseLanguage("nl".to_owned()));
        self.acts(Action::Agree);
    }

    /// Puts the card in hand on `pile`.
    pub(crate) fn places(&mut self, pile: &str) -> String {
        assert_eq!(self.session.step, sorting(SortStep::Cards));
        let card = self.session.sort(0).unwrap().in_hand().unwrap().to_owned();
        self.acts(SortAction::Place(card.clone(), pile.to_owned()));
        card
    }

    /// Sorts all cards, the first `n_much` on the pile "much", and goes on.
    pub(crate) fn sorts_all(&mut self, n_much: usize) {
        while self.session.step != sorting(SortStep::Cards) {
            assert!(self.acts(Action::Next));
        }
        let n_cards = self.session.sort(0).unwrap().n_left();
        for at in 0..n_cards {
            self.places(if at < n_much { "much" } else { ["some", "not", "dont-know"][at % 3] });
        }
        assert_eq!(self.session.step, sorting(SortStep::Table), "the whole table is looked at");
        self.acts(Action::Next);
    }

    /// Goes on until the end, answering what can be answered with the middle choice.
    pub(crate) fn goes_to_the_end(&mut self) {
        while self.session.step != Step::Thanks {
            if let Step::Inside(at, InnerStep::Survey(SurveyStep(question))) = self.session.step {
                let middle = self.session.survey(at).unwrap().answers[question].shown[1].clone();
                self.acts(SurveyAction::Choose(middle));
            }
            assert!(self.acts(Action::Next), "stuck at {:?}", self.session.step);
        }
    }
}

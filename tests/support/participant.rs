//! A participant who plays the default study without a screen.

use betekenis::domain::dealing::Dealing;
use betekenis::domain::guidance::Guidance;
use betekenis::domain::response::{Activity, PartOfDay};
use betekenis::domain::session::{Action, Session, Step};
use betekenis::domain::study::Study;
use betekenis::format::guidance::check_guidance;
use betekenis::format::study::read_study;

/// The study that ships with the app.
pub(crate) fn default_study() -> Study {
    read_study(include_str!("../../public/studies/ontmoetingscentra/study.json")).unwrap()
}

/// What it suggests to coordinators.
pub(crate) fn default_guidance() -> Guidance {
    let json = include_str!("../../public/studies/ontmoetingscentra/study.json");
    check_guidance(json, &default_study()).unwrap().unwrap()
}

/// A participant with a tablet, a clock that goes one second with every tap, and no chance at all.
pub(crate) struct Participant {
    pub(crate) study: Study,
    pub(crate) session: Session,
    pub(crate) now_ms: u64,
}

impl Participant {
    pub(crate) fn new(id: &str) -> Self {
        let study = default_study();
        let activity = Activity {
            id: "7e57ac71-0000-4000-8000-000000000001".to_owned(),
            centre: "Buurtkamer Moerwijk".to_owned(),
            kind: "Open inloop".to_owned(),
            date: "2026-11-22".to_owned(),
            part_of_day: PartOfDay::Morning,
            round: "1".to_owned(),
            ..Activity::default()
        };
        let dealing = Dealing { deck: "short", ..Dealing::default() };
        let session = Session::new(&study, activity, dealing, id.to_owned(), "0.1.0", &mut |_| 0);
        Self { study, session, now_ms: 0 }
    }

    pub(crate) fn acts(&mut self, action: Action) -> bool {
        self.now_ms += 1000;
        self.session.act(&self.study, action, self.now_ms)
    }

    pub(crate) fn begins(&mut self) {
        self.acts(Action::ChooseLanguage("nl".to_owned()));
        self.acts(Action::Agree);
    }

    /// Puts the card in hand on `pile`.
    pub(crate) fn places(&mut self, pile: &str) -> String {
        let Step::Cards(at) = self.session.step else { panic!("not sorting but at {:?}", self.session.step) };
        let card = self.session.sort(at).unwrap().in_hand().unwrap().to_owned();
        self.acts(Action::Place(card.clone(), pile.to_owned()));
        card
    }

    /// Sorts all cards, the first `n_much` on the pile "much", and goes on.
    pub(crate) fn sorts_all(&mut self, n_much: usize) {
        while self.session.step != Step::Cards(0) {
            assert!(self.acts(Action::Next));
        }
        let n_cards = self.session.sort(0).unwrap().n_left();
        for at in 0..n_cards {
            self.places(if at < n_much { "much" } else { ["some", "not", "dont-know"][at % 3] });
        }
        assert_eq!(self.session.step, Step::Table(0), "the whole table is looked at");
        self.acts(Action::Next);
    }

    /// Goes on until the end, answering what can be answered with the middle choice.
    pub(crate) fn goes_to_the_end(&mut self) {
        while self.session.step != Step::Thanks {
            if let Step::Question(at, question) = self.session.step {
                let middle = self.session.survey(at).unwrap().answers[question].shown[1].clone();
                self.acts(Action::Choose(middle));
            }
            assert!(self.acts(Action::Next), "stuck at {:?}", self.session.step);
        }
    }
}

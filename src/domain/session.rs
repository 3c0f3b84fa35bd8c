//! One participant's way through a study, from the choice of language to the thanks.

use std::collections::BTreeMap;

use crate::domain::dealing::Dealing;
use crate::domain::response::ResponseId;
use crate::domain::response::{Activity, Mode, Outcome, Response};
use crate::domain::study::Study;
use crate::instruments::{InnerAction, InnerStep, Instrument, Part};

/// A participant on the way: what they gave so far, and the step at which they are.
///
/// Every change goes through [`Session::act`]. Times are milliseconds on a clock that only runs forward and may start
/// anywhere (a page's own clock); nothing of it is kept but differences.
///
/// Invariant: `step` is one of [`Session::path`], or one of the two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What was given so far; its `outcome` means nothing before [`Session::finish`].
    pub response: Response,
    /// Where the participant is.
    pub step: Step,
    /// The participant has agreed to take part: from here on there is something to keep.
    pub has_agreed: bool,
    /// Clock at the last event, from which the next time is measured.
    seen_at: u64,
}

/// A screen of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Choose a language.
    Language,
    /// Agree to take part, or not.
    Consent,
    /// Inside the instrument at this place in `response.parts`.
    Inside(usize, InnerStep),
    /// The end of who took part.
    Thanks,
    /// The end of who would rather not.
    Declined,
}

/// What a participant does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Chooses the language with this id, at the start or at any step.
    ChooseLanguage(String),
    /// Takes part.
    Agree,
    /// Would rather not.
    Decline,
    /// What the instrument at hand knows.
    Inside(InnerAction),
    /// Lets go of one that is chosen (id) for another (id), where no more may be chosen than are.
    Exchange(String, String),
    /// Goes on.
    Next,
    /// Goes back.
    Back,
}

impl<A: Into<InnerAction>> From<A> for Action {
    fn from(action: A) -> Self {
        Self::Inside(action.into())
    }
}

impl Session {
    /// A participant who has just taken the tablet, at the choice of language.
    ///
    /// What is dealt is what `dealing` gives of this study. An instrument that is not dealt
    /// has an empty part until the end. `shuffle` gets a number n and returns some number below n, at random: the order of
    /// the cards is drawn with it.
    pub fn new(
        study: &Study,
        activity: Activity,
        dealing: Dealing<'_>,
        id: ResponseId,
        app: &str,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Self {
        let dealing = dealing.fitting(study);
        let start = |instrument: &Instrument| {
            instrument.start(study, &dealing, dealing.ids(study, instrument), shuffle)
        };
        let parts = study.instruments.iter().map(start).collect();
        let response = Response {
            id,
            study: study.id.clone(),
            study_version: study.version.clone(),
            activity,
            language: study.languages.first().map(|language| language.id.clone()).unwrap_or_default(),
            mode: Mode::Alone,
            n_present: 0,
            newer: BTreeMap::new(),
            has_newer_keys: false,
            outcome: Outcome::Stopped,
            app: app.to_owned(),
            parts,
        };
        Self { response, step: Step::Language, has_agreed: false, seen_at: 0 }
    }

    /// A session that was left, taken up again at the same step; `None` if it is of another study or version, or its
    /// step is not on its way.
    pub fn resume(study: &Study, response: Response, step: Step, now_ms: u64) -> Option<Self> {
        let fits = response.study == study.id
            && response.study_version == study.version
            && response.parts.len() == study.instruments.len();
        let session = Self { response, step, has_agreed: true, seen_at: now_ms };
        (fits && session.path(study).contains(&step)).then_some(session)
    }

    /// The steps of this participant's way, in order. It depends on what was done.
    pub fn path(&self, study: &Study) -> Vec<Step> {
        let mut path = vec![Step::Language, Step::Consent];
        for (at, (part, instrument)) in self.response.parts.iter().zip(&study.instruments).enumerate() {
            if !part.is_empty() {
                path.extend(instrument.steps(part).into_iter().map(|step| Step::Inside(at, step)));
            }
        }
        path.push(Step::Thanks);
        path
    }

    /// The instrument at hand, what was done with it, and the step inside it; `None` outside of all.
    pub(crate) fn inside<'a>(&'a self, study: &'a Study) -> Option<(&'a Instrument, &'a Part, InnerStep)> {
        let Step::Inside(at, step) = self.step else { return None };
        Some((study.instruments.get(at)?, self.response.parts.get(at)?, step))
    }

    /// The participant may go on from here.
    pub fn can_go_on(&self, study: &Study) -> bool {
        self.inside(study).is_some_and(|(instrument, part, step)| instrument.can_go_on(part, step))
    }

    /// Nothing has been answered here yet: going on is skipping.
    pub fn is_open(&self, study: &Study) -> bool {
        self.inside(study).is_some_and(|(instrument, part, step)| instrument.is_open(part, step))
    }

    /// The one answer that is asked for here has just been given: the session goes on by itself after a moment
    /// in which it can be taken back.
    pub fn moves_on(&self, study: &Study) -> bool {
        self.inside(study).is_some_and(|(instrument, part, step)| instrument.moves_on(study, part, step))
    }

    /// As many are chosen here as may be: for another one the participant has to say first which is to go.
    pub fn is_full(&self, study: &Study) -> bool {
        self.chosen_of_several(study).is_some_and(|(chosen, most)| chosen.len() >= most)
    }

    /// What is chosen at a step where several may be, and how many at most.
    pub fn chosen_of_several(&self, study: &Study) -> Option<(&[String], usize)> {
        let Step::Inside(at, step) = self.step else { return None };
        let (chosen, most) = study.instruments.get(at)?.chosen(study, self.response.parts.get(at)?, step)?;
        (most > 1).then_some((chosen, most))
    }

    /// Takes in what the participant does at `now_ms`.
    ///
    /// What makes no sense at this step (a second tap of a trembling hand, an event that comes too late) changes
    /// nothing and is no error. Returns whether anything changed.
    pub fn act(&mut self, study: &Study, action: Action, now_ms: u64) -> bool {
        let before = self.clone();
        let passed = now_ms.saturating_sub(self.seen_at);
        match (self.step, action) {
            (Step::Language, Action::ChooseLanguage(id)) if study.language(&id).is_some() => {
                self.response.language = id;
                self.step = Step::Consent;
            }
            // Everything given so far is ids, which mean the same in every language.
            (step, Action::ChooseLanguage(id))
                if study.language(&id).is_some() && !matches!(step, Step::Thanks | Step::Declined) =>
            {
                self.response.language = id;
            }
            (Step::Consent, Action::Agree) => {
                self.has_agreed = true;
                self.go(study, 1);
            }
            (Step::Consent, Action::Decline) => {
                self.has_agreed = false;
                self.step = Step::Declined;
            }
            (Step::Consent, Action::Back) => self.step = Step::Language,
            (_, Action::Next) if self.can_go_on(study) => {
                self.at_hand(study, Instrument::leave_open);
                self.go(study, 1);
            }
            (Step::Thanks | Step::Declined | Step::Language, _) => {}
            (_, Action::Back) => self.go(study, -1),
            (Step::Inside(at, _), Action::Inside(action)) => {
                let led = self.at_hand(study, |instrument, part, step| {
                    instrument.act(study, part, step, action, passed)
                });
                if let Some(step) = led.flatten() {
                    self.step = Step::Inside(at, step);
                }
            }
            (_, Action::Exchange(old, new)) => {
                self.at_hand(study, |instrument, part, step| instrument.exchange(part, step, &old, &new));
            }
            _ => {}
        }
        if let Step::Inside(at, step) = before.step
            && self.step != before.step
        {
            self.within(study, at, |instrument, part| instrument.leave(part, step));
        }
        let has_changed = *self != before;
        if has_changed {
            if let Step::Inside(at, step) = before.step {
                self.within(study, at, |instrument, part| instrument.spend(part, step, passed));
            }
            self.seen_at = now_ms;
        }
        has_changed
    }

    /// Does something with the instrument at hand and its part.
    fn at_hand<T>(
        &mut self,
        study: &Study,
        act: impl FnOnce(&Instrument, &mut Part, InnerStep) -> T,
    ) -> Option<T> {
        let Step::Inside(at, step) = self.step else { return None };
        self.within(study, at, |instrument, part| act(instrument, part, step))
    }

    /// Does something with the instrument at `at` and its part.
    fn within<T>(
        &mut self,
        study: &Study,
        at: usize,
        act: impl FnOnce(&Instrument, &mut Part) -> T,
    ) -> Option<T> {
        Some(act(study.instruments.get(at)?, self.response.parts.get_mut(at)?))
    }

    /// How far the participant is: steps behind them, and steps in all, both without the ends and the language.
    pub fn progress(&self, study: &Study) -> (usize, usize) {
        let path = self.path(study);
        let steps = &path[1..path.len() - 1];
        let done = steps.iter().position(|step| *step == self.step).unwrap_or(steps.len());
        (done, steps.len())
    }

    /// The response as it is kept, ended as `outcome`.
    pub fn finish(&self, outcome: Outcome) -> Response {
        self.response.clone().ended(outcome)
    }

    fn go(&mut self, study: &Study, by: isize) {
        let path = self.path(study);
        let to = path
            .iter()
            .position(|step| *step == self.step)
            .and_then(|at| at.checked_add_signed(by))
            .and_then(|at| path.get(at));
        if let Some(step) = to {
            self.step = *step;
        }
    }
}

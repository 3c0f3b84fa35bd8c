//! What participants do: one folder for each kind of instrument, one file in it for each face; and here the one list of them.
//!
//! Whoever asks an instrument something asks it here, or by the macros of this file: each is a match over all kinds, so that the compiler leads whoever
//! adds one.

use crate::domain::dealing::Dealing;
use crate::domain::heard::List;
use crate::domain::paper::NotYet;
use crate::domain::study::Study;
use crate::instruments::card_sort::rules::{
    CardSort, Sort, SortAction, SortFilled, SortMark, SortSheet, SortStep,
};
use crate::instruments::survey::rules::{
    Questionnaire, Survey, SurveyAction, SurveyFilled, SurveyMark, SurveySheet, SurveyStep,
};

pub(crate) use kind::Spoken;
pub use kind::{Filling, Given, OnPaper, Printed, Rules};

pub mod card_sort;
mod kind;
pub mod survey;

/// One thing that participants do, as the study has it.
#[derive(Debug, Clone, PartialEq, Eq)]
// Not `expect`: where pointers are half as long, the difference is small enough.
#[allow(clippy::large_enum_variant, reason = "a study has two of them")]
pub enum Instrument {
    /// Meaning cards are put on piles.
    CardSort(CardSort),
    /// Questions are answered with pictures.
    Survey(Questionnaire),
}

/// What one participant did with one instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a response has two of them")]
pub enum Part {
    /// Cards were sorted.
    CardSort(Sort),
    /// Questions were answered.
    Survey(Survey),
    /// Something that only a newer app knows.
    Newer(NewerPart),
}

/// What was done with an instrument of a kind that only a newer app knows: kept as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewerPart {
    /// Id of the instrument.
    pub instrument: String,
    /// All of it, as JSON.
    pub json: String,
}

/// A screen inside an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InnerStep {
    /// Of a card sort.
    CardSort(SortStep),
    /// Of a survey.
    Survey(SurveyStep),
}

/// What a participant does inside an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerAction {
    /// With cards.
    CardSort(SortAction),
    /// With a question.
    Survey(SurveyAction),
}

/// What is printed of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetPart {
    /// Cards are put on piles.
    CardSort(SortSheet),
    /// Questions are answered.
    Survey(SurveySheet),
}

/// What came back of it, being taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a sheet has two of them")]
pub enum FilledPart {
    /// Cards on piles.
    CardSort(SortFilled),
    /// Answers.
    Survey(SurveyFilled),
}

/// Something that is taken over from the sheet of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerMark {
    /// Of cards.
    CardSort(SortMark),
    /// Of questions.
    Survey(SurveyMark),
}

/// Does the same with one of any kind; `list` is the name of the enum it is of.
macro_rules! each_of {
    ($list:ident, $part:expr, $one:ident => $do:expr) => {
        match $part {
            $crate::instruments::$list::CardSort($one) => $do,
            $crate::instruments::$list::Survey($one) => $do,
        }
    };
}
pub(crate) use each_of;

/// Does the same with what was done with an instrument of any kind, and something else with that of a newer app.
macro_rules! each_part {
    ($part:expr, $one:ident => $do:expr, $newer:pat => $other:expr) => {
        match $part {
            $crate::instruments::Part::CardSort($one) => $do,
            $crate::instruments::Part::Survey($one) => $do,
            $crate::instruments::Part::Newer($newer) => $other,
        }
    };
}
pub(crate) use each_part;

/// The same of every kind of instrument, in an array.
#[cfg(feature = "ui")]
macro_rules! all_kinds {
    ($kind:ident => $what:expr) => {
        [
            {
                type $kind = $crate::instruments::card_sort::rules::CardSort;
                $what
            },
            {
                type $kind = $crate::instruments::survey::rules::Questionnaire;
                $what
            },
        ]
    };
}
#[cfg(feature = "ui")]
pub(crate) use all_kinds;

/// Does what belongs to the kind that is called so in files, and something else for any other name.
macro_rules! by_kind {
    ($name:expr, $kind:ident => $do:expr, else $other:expr) => {
        match $name {
            <$crate::instruments::card_sort::rules::CardSort as $crate::format::kinds::Written>::KIND => {
                type $kind = $crate::instruments::card_sort::rules::CardSort;
                $do
            }
            <$crate::instruments::survey::rules::Questionnaire as $crate::format::kinds::Written>::KIND => {
                type $kind = $crate::instruments::survey::rules::Questionnaire;
                $do
            }
            _ => $other,
        }
    };
}
pub(crate) use by_kind;

/// Does the same with an instrument of any kind and others of its kind: `None` if they are not all of one.
macro_rules! alike {
    ($instrument:expr, ($($other:expr),+), $one:ident, |$($name:ident: $list:ident),+| $do:expr) => {
        match $instrument {
            $crate::instruments::Instrument::CardSort($one) => match ($($other,)+) {
                ($($crate::instruments::$list::CardSort($name),)+) => Some($do),
                _ => None,
            },
            $crate::instruments::Instrument::Survey($one) => match ($($other,)+) {
                ($($crate::instruments::$list::Survey($name),)+) => Some($do),
                _ => None,
            },
        }
    };
}
#[cfg(feature = "ui")]
pub(crate) use alike;

/// Makes an instrument, or a part, of what one kind of them is.
macro_rules! kinds {
    ($($list:ident::$kind:ident($one:ty),)*) => {
        $(impl From<$one> for $list {
            fn from(one: $one) -> Self {
                Self::$kind(one)
            }
        })*
    };
}

kinds! {
    Instrument::CardSort(CardSort),
    Instrument::Survey(Questionnaire),
    Part::CardSort(Sort),
    Part::Survey(Survey),
    InnerStep::CardSort(SortStep),
    InnerStep::Survey(SurveyStep),
    InnerAction::CardSort(SortAction),
    InnerAction::Survey(SurveyAction),
    SheetPart::CardSort(SortSheet),
    SheetPart::Survey(SurveySheet),
    FilledPart::CardSort(SortFilled),
    FilledPart::Survey(SurveyFilled),
    InnerMark::CardSort(SortMark),
    InnerMark::Survey(SurveyMark),
}

impl Instrument {
    /// Its stable id.
    pub fn id(&self) -> &str {
        each_of!(Instrument, self, one => one.id())
    }

    /// Ids of its cards or questions that `dealing` gives, in its order; it need not be used.
    pub(crate) fn dealt(&self, study: &Study, dealing: &Dealing<'_>) -> Vec<String> {
        each_of!(Instrument, self, one => one.dealt(study, dealing))
    }

    /// With nothing done: see [`Rules::start`].
    pub(crate) fn start(
        &self,
        study: &Study,
        dealing: &Dealing<'_>,
        ids: Vec<String>,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Part {
        each_of!(Instrument, self, one => one.start(study, dealing, ids, shuffle).into())
    }

    /// The steps through it: see [`Rules::steps`].
    pub(crate) fn steps(&self, part: &Part) -> Vec<InnerStep> {
        let steps =
            alike!(self, (part), one, |given: Part| one.steps(given).into_iter().map(Into::into).collect());
        steps.unwrap_or_default()
    }

    /// See [`Rules::can_go_on`].
    pub(crate) fn can_go_on(&self, part: &Part, step: InnerStep) -> bool {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.can_go_on(given, step))
            .unwrap_or_default()
    }

    /// See [`Rules::is_open`].
    pub(crate) fn is_open(&self, part: &Part, step: InnerStep) -> bool {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.is_open(given, step))
            .unwrap_or_default()
    }

    /// See [`Rules::moves_on`].
    pub(crate) fn moves_on(&self, study: &Study, part: &Part, step: InnerStep) -> bool {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.moves_on(study, given, step))
            .unwrap_or_default()
    }

    /// See [`Rules::chosen`].
    pub(crate) fn chosen<'a>(
        &self,
        study: &Study,
        part: &'a Part,
        step: InnerStep,
    ) -> Option<(&'a [String], usize)> {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.chosen(study, given, step))
            .flatten()
    }

    /// See [`Rules::act`].
    pub(crate) fn act(
        &self,
        study: &Study,
        part: &mut Part,
        step: InnerStep,
        action: InnerAction,
        passed: u64,
    ) -> Option<InnerStep> {
        alike!(self, (part, step, action), one, |given: Part, step: InnerStep, action: InnerAction| {
            one.act(study, given, step, action, passed).map(Into::into)
        })
        .flatten()
    }

    /// See [`Rules::exchange`].
    pub(crate) fn exchange(&self, part: &mut Part, step: InnerStep, old: &str, new: &str) {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.exchange(given, step, old, new));
    }

    /// See [`Rules::leave_open`].
    pub(crate) fn leave_open(&self, part: &mut Part, step: InnerStep) {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.leave_open(given, step));
    }

    /// See [`Rules::leave`].
    pub(crate) fn leave(&self, part: &mut Part, step: InnerStep) {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.leave(given, step));
    }

    /// See [`Spoken::heard`].
    pub(crate) fn heard(&self, place: &str, list: &mut List<'_>) {
        each_of!(Instrument, self, one => one.heard(place, list));
    }

    /// See [`Spoken::counts`].
    pub(crate) fn counts(&self) -> Vec<usize> {
        each_of!(Instrument, self, one => one.counts())
    }

    /// See [`OnPaper::sheet`].
    pub(crate) fn sheet(&self, study: &Study, dealing: &Dealing<'_>, ids: Vec<String>) -> SheetPart {
        each_of!(Instrument, self, one => one.sheet(study, dealing, ids).into())
    }

    /// See [`Rules::spend`].
    pub(crate) fn spend(&self, part: &mut Part, step: InnerStep, ms: u64) {
        alike!(self, (part, step), one, |given: Part, step: InnerStep| one.spend(given, step, ms));
    }
}

impl SheetPart {
    /// See [`Printed::is_empty`].
    pub(crate) fn is_empty(&self) -> bool {
        each_of!(SheetPart, self, sheet => sheet.is_empty())
    }

    /// See [`Printed::fill`].
    pub(crate) fn fill(&self) -> FilledPart {
        each_of!(SheetPart, self, sheet => sheet.fill().into())
    }
}

impl FilledPart {
    /// See [`Filling::sheet`].
    pub(crate) fn sheet(&self) -> SheetPart {
        each_of!(FilledPart, self, filled => filled.sheet().clone().into())
    }

    /// See [`Filling::mark`].
    pub(crate) fn mark(&mut self, mark: InnerMark) {
        match (self, mark) {
            (Self::CardSort(filled), InnerMark::CardSort(mark)) => filled.mark(mark),
            (Self::Survey(filled), InnerMark::Survey(mark)) => filled.mark(mark),
            // A mark of another kind comes too late.
            (Self::CardSort(_) | Self::Survey(_), _) => {}
        }
    }

    /// See [`Filling::is_blank`].
    pub(crate) fn is_blank(&self) -> bool {
        each_of!(FilledPart, self, filled => filled.is_blank())
    }

    /// See [`Filling::check`].
    pub(crate) fn check(&self) -> Result<(), NotYet> {
        each_of!(FilledPart, self, filled => filled.check())
    }

    /// See [`Filling::part`].
    pub(crate) fn part(&self) -> Part {
        each_of!(FilledPart, self, filled => filled.part().into())
    }
}

impl Part {
    /// Id of its instrument.
    pub fn instrument(&self) -> &str {
        each_part!(self, given => given.instrument(), newer => &newer.instrument)
    }

    /// It holds no card and no question: the instrument is not dealt.
    pub fn is_empty(&self) -> bool {
        each_part!(self, given => given.is_empty(), _ => false)
    }

    /// This version of the app knows everything that it holds.
    pub fn is_understood(&self) -> bool {
        each_part!(self, given => given.is_understood(), _ => false)
    }

    /// See [`Given::end`].
    pub(crate) fn end(&mut self) {
        each_part!(self, given => given.end(), _ => {});
    }
}

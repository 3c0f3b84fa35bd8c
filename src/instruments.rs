//! What participants do: one folder for each kind of instrument, one file in it for each face; and here the one list of them.
//!
//! Whoever asks an instrument something asks it here, or by the macros of this file: each is a match over all kinds, so that the compiler leads whoever
//! adds one.

use crate::instruments::card_sort::rules::{
    CardSort, Sort, SortAction, SortFilled, SortMark, SortSheet, SortStep,
};
#[cfg(feature = "coordinator")]
use crate::instruments::card_sort::show::SortScene;
use crate::instruments::card_sort::table::{SortColumn, SortHeld};
use crate::instruments::card_sort::tally::SortResults;
use crate::instruments::survey::rules::{
    Questionnaire, Survey, SurveyAction, SurveyFilled, SurveyMark, SurveySheet, SurveyStep,
};
#[cfg(feature = "coordinator")]
use crate::instruments::survey::show::SurveyScene;
use crate::instruments::survey::table::{SurveyColumn, SurveyHeld};
use crate::instruments::survey::tally::SurveyResults;
#[cfg(test)]
use crate::instruments::thumbs::rules::{
    Thumb, ThumbAction, ThumbFilled, ThumbMark, ThumbSheet, ThumbStep, Thumbs,
};
#[cfg(all(test, feature = "coordinator"))]
use crate::instruments::thumbs::show::ThumbScene;
#[cfg(test)]
use crate::instruments::thumbs::table::{ThumbColumn, ThumbHeld};
#[cfg(test)]
use crate::instruments::thumbs::tally::ThumbResults;

pub use kind::{Filling, Given, OnPaper, Printed, Rules};
pub(crate) use kind::{FreeText, Planned, Spoken, Tallied, Tally};

mod ask;
pub mod card_sort;
mod kind;
pub mod survey;
#[cfg(test)]
pub(crate) mod thumbs;

/// One thing that participants do, as the study has it.
#[derive(Debug, Clone, PartialEq, Eq)]
// Not `expect`: where pointers are half as long, the difference is small enough.
#[allow(clippy::large_enum_variant, reason = "a study has two of them")]
pub enum Instrument {
    /// Meaning cards are put on piles.
    CardSort(CardSort),
    /// Questions are answered with pictures.
    Survey(Questionnaire),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(Thumbs),
}

/// What one participant did with one instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a response has two of them")]
pub enum Part {
    /// Cards were sorted.
    CardSort(Sort),
    /// Questions were answered.
    Survey(Survey),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(Thumb),
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
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbStep),
}

/// What a participant does inside an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerAction {
    /// With cards.
    CardSort(SortAction),
    /// With a question.
    Survey(SurveyAction),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbAction),
}

/// What is printed of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetPart {
    /// Cards are put on piles.
    CardSort(SortSheet),
    /// Questions are answered.
    Survey(SurveySheet),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbSheet),
}

/// What came back of it, being taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a sheet has two of them")]
pub enum FilledPart {
    /// Cards on piles.
    CardSort(SortFilled),
    /// Answers.
    Survey(SurveyFilled),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbFilled),
}

/// Something that is taken over from the sheet of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerMark {
    /// Of cards.
    CardSort(SortMark),
    /// Of questions.
    Survey(SurveyMark),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbMark),
}

/// What several people said with an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartResults {
    /// With cards.
    CardSort(SortResults),
    /// With answers.
    Survey(SurveyResults),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbResults),
}

/// What a group sees at a time of what was said with an instrument.
#[cfg(feature = "coordinator")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InnerScene {
    /// Of cards.
    CardSort(SortScene),
    /// Of answers.
    Survey(SurveyScene),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbScene),
}

/// A column of the wide table that only one kind of instrument has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerColumn {
    /// Of a card sort.
    CardSort(SortColumn),
    /// Of a survey.
    Survey(SurveyColumn),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbColumn),
}

/// What responses hold of an instrument, as far as columns follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeldPart {
    /// Sorted cards.
    CardSort(SortHeld),
    /// Answers to questions.
    Survey(SurveyHeld),
    /// Of the instrument for tests.
    #[cfg(test)]
    Thumbs(ThumbHeld),
}

/// Does the same with one of any kind; `list` is the name of the enum it is of.
macro_rules! each_of {
    ($list:ident, $part:expr, $one:ident => $do:expr) => {
        match $part {
            $crate::instruments::$list::CardSort($one) => $do,
            $crate::instruments::$list::Survey($one) => $do,
            #[cfg(test)]
            $crate::instruments::$list::Thumbs($one) => $do,
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
            #[cfg(test)]
            $crate::instruments::Part::Thumbs($one) => $do,
            $crate::instruments::Part::Newer($newer) => $other,
        }
    };
}
pub(crate) use each_part;

/// The same of every kind of instrument, in an array.
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
            #[cfg(test)]
            {
                type $kind = $crate::instruments::thumbs::rules::Thumbs;
                $what
            },
        ]
    };
}
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
            #[cfg(test)]
            <$crate::instruments::thumbs::rules::Thumbs as $crate::format::kinds::Written>::KIND => {
                type $kind = $crate::instruments::thumbs::rules::Thumbs;
                $do
            }
            _ => $other,
        }
    };
}
pub(crate) use by_kind;

/// Does the same with one of any kind and others of its kind; `None` if they are not all of one. `list` is the name of the enum
/// that the first is of.
macro_rules! alike {
    ($list:ident, $one_of:expr, ($($other:expr),+), $one:ident, |$($name:ident: $others:ident),+| $do:expr) => {
        match $one_of {
            $crate::instruments::$list::CardSort($one) => match ($($other,)+) {
                ($($crate::instruments::$others::CardSort($name),)+) => Some($do),
                _ => None,
            },
            $crate::instruments::$list::Survey($one) => match ($($other,)+) {
                ($($crate::instruments::$others::Survey($name),)+) => Some($do),
                _ => None,
            },
            #[cfg(test)]
            $crate::instruments::$list::Thumbs($one) => match ($($other,)+) {
                ($($crate::instruments::$others::Thumbs($name),)+) => Some($do),
                _ => None,
            },
        }
    };
}
pub(crate) use alike;

/// What one kind of a list is: the way back from an instrument, or a part, of any kind.
pub(crate) trait OneOf<List>: Sized {
    /// `any`, if it is of this kind.
    fn of(any: &List) -> Option<&Self>;
}

/// Makes an instrument, or a part, of what one kind of them is, and the other way.
macro_rules! kinds {
    ($($(#[$only:meta])* $list:ident::$kind:ident($one:ty),)*) => {
        $($(#[$only])*
        impl From<$one> for $list {
            fn from(one: $one) -> Self {
                Self::$kind(one)
            }
        }

        $(#[$only])*
        impl OneOf<$list> for $one {
            fn of(any: &$list) -> Option<&Self> {
                if let $list::$kind(one) = any { Some(one) } else { None }
            }
        })*
    };
}

kinds! {
    Instrument::CardSort(CardSort),
    Instrument::Survey(Questionnaire),
    #[cfg(test)]
    Instrument::Thumbs(Thumbs),
    Part::CardSort(Sort),
    Part::Survey(Survey),
    #[cfg(test)]
    Part::Thumbs(Thumb),
    InnerStep::CardSort(SortStep),
    InnerStep::Survey(SurveyStep),
    #[cfg(test)]
    InnerStep::Thumbs(ThumbStep),
    InnerAction::CardSort(SortAction),
    InnerAction::Survey(SurveyAction),
    #[cfg(test)]
    InnerAction::Thumbs(ThumbAction),
    SheetPart::CardSort(SortSheet),
    SheetPart::Survey(SurveySheet),
    #[cfg(test)]
    SheetPart::Thumbs(ThumbSheet),
    FilledPart::CardSort(SortFilled),
    FilledPart::Survey(SurveyFilled),
    #[cfg(test)]
    FilledPart::Thumbs(ThumbFilled),
    InnerMark::CardSort(SortMark),
    InnerMark::Survey(SurveyMark),
    #[cfg(test)]
    InnerMark::Thumbs(ThumbMark),
    PartResults::CardSort(SortResults),
    PartResults::Survey(SurveyResults),
    #[cfg(test)]
    PartResults::Thumbs(ThumbResults),
    InnerColumn::CardSort(SortColumn),
    InnerColumn::Survey(SurveyColumn),
    #[cfg(test)]
    InnerColumn::Thumbs(ThumbColumn),
    HeldPart::CardSort(SortHeld),
    HeldPart::Survey(SurveyHeld),
    #[cfg(test)]
    HeldPart::Thumbs(ThumbHeld),
}

#[cfg(feature = "coordinator")]
kinds! {
    InnerScene::CardSort(SortScene),
    InnerScene::Survey(SurveyScene),
    #[cfg(test)]
    InnerScene::Thumbs(ThumbScene),
}

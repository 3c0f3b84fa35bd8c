//! What participants do: one folder for each kind of instrument, one file in it for each face; and here the one list of them.
//!
//! Whoever asks an instrument something asks it here, or by the macros of this file: each is a match over all kinds, so that the compiler leads whoever
//! adds one.

use crate::domain::dealing::Dealing;
use crate::domain::heard::List;
use crate::domain::paper::NotYet;
use crate::domain::results::Missing;
use crate::domain::story::{Asked, RollingUp};
use crate::domain::study::{Choice, Deck, Pool, Study, Text};
use crate::instruments::card_sort::rules::{
    CardSort, Sort, SortAction, SortFilled, SortMark, SortSheet, SortStep,
};
#[cfg(feature = "ui")]
use crate::instruments::card_sort::show::SortScene;
use crate::instruments::card_sort::table::{SortColumn, SortHeld};
use crate::instruments::card_sort::tally::SortResults;
use crate::instruments::survey::rules::{
    Questionnaire, Survey, SurveyAction, SurveyFilled, SurveyMark, SurveySheet, SurveyStep,
};
#[cfg(feature = "ui")]
use crate::instruments::survey::show::SurveyScene;
use crate::instruments::survey::table::{SurveyColumn, SurveyHeld};
use crate::instruments::survey::tally::SurveyResults;
#[cfg(feature = "ui")]
use crate::ui::coordinator::results::{
    drawing::Drawing,
    parts::{Called, Shows, With},
};
#[cfg(feature = "ui")]
use crate::{format::sheet::Content, ui::text::Language, ui::text::plan::PlanPhrase};
#[cfg(feature = "ui")]
use leptos::prelude::AnyView;

pub(crate) use kind::{Counted, Planned, Spoken, Tallied, ToldText};
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

/// What several people said with an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartResults {
    /// With cards.
    CardSort(SortResults),
    /// With answers.
    Survey(SurveyResults),
}

/// A column of the wide table that only one kind of instrument has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InnerColumn {
    /// Of a card sort.
    CardSort(SortColumn),
    /// Of a survey.
    Survey(SurveyColumn),
}

/// What responses hold of an instrument, as far as columns follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeldPart {
    /// Sorted cards.
    CardSort(SortHeld),
    /// Answers to questions.
    Survey(SurveyHeld),
}

/// What a group sees at a time of what was said with an instrument.
#[cfg(feature = "ui")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InnerScene {
    /// Of cards.
    CardSort(SortScene),
    /// Of answers.
    Survey(SurveyScene),
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

/// Does the same with an instrument of any kind and others of its kind: `None` if they are not all of one. `list` is the name of the
/// enum that the first is of; without it, that of instruments.
macro_rules! alike {
    ($list:ident: $first:expr, ($($other:expr),+), $one:ident, |$($name:ident: $of:ident),+| $do:expr) => {
        match $first {
            $crate::instruments::$list::CardSort($one) => match ($($other,)+) {
                ($($crate::instruments::$of::CardSort($name),)+) => Some($do),
                _ => None,
            },
            $crate::instruments::$list::Survey($one) => match ($($other,)+) {
                ($($crate::instruments::$of::Survey($name),)+) => Some($do),
                _ => None,
            },
        }
    };
    ($instrument:expr, ($($other:expr),+), $one:ident, |$($name:ident: $of:ident),+| $do:expr) => {
        $crate::instruments::alike!(Instrument: $instrument, ($($other),+), $one, |$($name: $of),+| $do)
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
    ($($list:ident::$kind:ident($one:ty),)*) => {
        $(impl From<$one> for $list {
            fn from(one: $one) -> Self {
                Self::$kind(one)
            }
        }

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
    PartResults::CardSort(SortResults),
    PartResults::Survey(SurveyResults),
    InnerColumn::CardSort(SortColumn),
    InnerColumn::Survey(SurveyColumn),
    HeldPart::CardSort(SortHeld),
    HeldPart::Survey(SurveyHeld),
}

#[cfg(feature = "ui")]
kinds! {
    InnerScene::CardSort(SortScene),
    InnerScene::Survey(SurveyScene),
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

    /// See [`Planned::pool`].
    pub(crate) fn pool(&self) -> Pool {
        each_of!(Instrument, self, one => one.pool())
    }

    /// See [`Planned::question`].
    pub fn question(&self) -> Option<&Text> {
        each_of!(Instrument, self, one => Planned::question(one))
    }

    /// See [`Planned::decks`].
    pub(crate) fn decks(&self) -> &[Deck] {
        each_of!(Instrument, self, one => one.decks())
    }

    /// See [`Planned::piles`].
    pub(crate) fn piles(&self) -> Option<(&[Choice], &Choice)> {
        each_of!(Instrument, self, one => Planned::piles(one))
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

    /// See [`Tallied::says_anything`]. Of what only a newer app knows it is taken for granted.
    pub(crate) fn says_anything(&self) -> bool {
        each_part!(self, given => given.says_anything(), _ => true)
    }

    /// See [`Tallied::results`].
    pub(crate) fn results(&self, study: &Study) -> Option<PartResults> {
        each_part!(self, given => given.results(study).map(Into::into), _ => None)
    }

    /// See [`Tallied::texts`].
    pub(crate) fn texts(&self) -> Vec<ToldText<'_>> {
        each_part!(self, given => given.texts(), _ => Vec::new())
    }

    /// See [`Tallied::words`].
    pub(crate) fn words(&self) -> &[String] {
        each_part!(self, given => given.words(), _ => &[])
    }

    /// See [`Tallied::words_mut`].
    pub(crate) fn words_mut(&mut self) -> &mut [String] {
        each_part!(self, given => given.words_mut(), _ => &mut [])
    }

    /// See [`Tallied::roll_up`].
    pub(crate) fn roll_up(&self, rolling: &mut RollingUp<'_>) {
        each_part!(self, given => given.roll_up(rolling), _ => {});
    }

    /// See [`Tallied::asked`].
    pub(crate) fn asked<'a>(&'a self, asked: &mut Asked<'a>) {
        each_part!(self, given => given.asked(asked), _ => {});
    }
}

impl PartResults {
    /// Id of the instrument.
    pub fn instrument(&self) -> &str {
        each_of!(PartResults, self, one => one.instrument())
    }

    /// See [`Counted::add`]. A part of another kind counts for nothing.
    pub(crate) fn add(&mut self, study: &Study, part: &Part, n_people: usize) {
        match (self, part) {
            (Self::CardSort(results), Part::CardSort(part)) => results.add(study, part, n_people),
            (Self::Survey(results), Part::Survey(part)) => results.add(study, part, n_people),
            (Self::CardSort(_) | Self::Survey(_), _) => {}
        }
    }

    /// See [`Counted::put_in_order`].
    pub(crate) fn put_in_order(&mut self, study: &Study) {
        each_of!(PartResults, self, one => one.put_in_order(study));
    }

    /// See [`Counted::for_group`].
    pub(crate) fn for_group(&mut self, hidden: &[String]) {
        each_of!(PartResults, self, one => one.for_group(hidden));
    }

    /// See [`Counted::is_empty`].
    pub(crate) fn is_empty(&self) -> bool {
        each_of!(PartResults, self, one => one.is_empty())
    }

    /// See [`Counted::missing`].
    pub(crate) fn missing(&self) -> &[Missing] {
        each_of!(PartResults, self, one => one.missing())
    }

    /// They are of the same instrument, and of the same kind, as `part`.
    pub(crate) fn is_of(&self, part: &Part) -> bool {
        let is_alike = match (self, part) {
            (Self::CardSort(_), Part::CardSort(_)) | (Self::Survey(_), Part::Survey(_)) => true,
            (Self::CardSort(_) | Self::Survey(_), _) => false,
        };
        is_alike && self.instrument() == part.instrument()
    }
}

#[cfg(feature = "ui")]
impl Instrument {
    /// See [`Called::NAME`].
    pub(crate) fn name(&self) -> PlanPhrase {
        fn name<I: Called>(_: &I) -> PlanPhrase {
            I::NAME
        }
        each_of!(Instrument, self, one => name(one))
    }
}

#[cfg(feature = "ui")]
impl PartResults {
    /// See [`Shows::scenes`].
    pub(crate) fn scenes(&self) -> Vec<InnerScene> {
        each_of!(PartResults, self, one => one.scenes().into_iter().map(Into::into).collect())
    }

    /// See [`Shows::draw`]. There is nothing to see of a scene of another kind.
    pub(crate) fn draw(&self, draw: &Drawing<'_>, scene: InnerScene) -> Option<AnyView> {
        match (self, scene) {
            (Self::CardSort(results), InnerScene::CardSort(scene)) => results.draw(draw, scene),
            (Self::Survey(results), InnerScene::Survey(scene)) => results.draw(draw, scene),
            (Self::CardSort(_) | Self::Survey(_), _) => None,
        }
    }

    /// See [`Shows::numbers`].
    pub(crate) fn numbers(&self, study: &Study, centre: &str, language: Language) -> Option<AnyView> {
        each_of!(PartResults, self, one => one.numbers(study, centre, language))
    }

    /// See [`Shows::pictures`].
    pub(crate) fn pictures(&self, study: &Study) -> Vec<String> {
        each_of!(PartResults, self, one => one.pictures(study))
    }

    /// See [`Shows::put_on`].
    pub(crate) fn put_on(&self, content: &mut Content, with: &With<'_>) {
        each_of!(PartResults, self, one => one.put_on(content, with));
    }
}

//! What each kind of instrument gives to the tables: its columns and rows, what they mean, and what is counted of it.

use std::borrow::Cow;

use crate::domain::study::{Goal, Named, Study};
use crate::format::codebook::Book;
use crate::format::kinds::Written;
use crate::format::labelled::{Label, Subject};
use crate::format::spss::Labels;
use crate::format::table::Cell;
use crate::instruments::{Given, HeldPart, InnerColumn, OneOf, all_kinds};

/// Something fixed, and what it means in Dutch and in English.
pub(crate) type Meaning = (&'static str, &'static str, &'static str);

/// What a kind of instrument gives to the tables. Implemented by what stands in the study.
pub(crate) trait Tabled: Written {
    /// A column of the wide table that only this kind has.
    type Column: TabledColumn + OneOf<InnerColumn> + Into<InnerColumn>;
    /// What responses hold of it.
    type Held: Held + OneOf<HeldPart>;

    /// The kinds of answer in the long table.
    const ANSWERS: &'static [Meaning];
    /// What may stand in the place of an answer, besides what may in every kind.
    const SPECIAL: &'static [Special];

    /// The columns of the instrument (id): of what the study has under that id, and of what responses held that is not in it (any
    /// more). There are none where both have something of another kind.
    fn columns(study: &Study, instrument: &str, held: Option<&Self::Held>) -> Vec<Self::Column>;

    /// Explains it in the codebook, with its columns, each of which is called as it says.
    fn explain<'a>(&'a self, columns: &[(&'a Self::Column, &'a str)], book: &mut Book<'a, '_, '_>);

    /// What was answered: of each card or question (id) whether each of its answers was given; `None` where that is not known.
    /// Answers have the order of [`Subject::answers`].
    fn answered(&self, study: &Study, part: &Self::Part) -> Vec<(String, Vec<Option<bool>>)>;

    /// Its cards or questions for whoever knows no ids. `counted` are those (ids) of which something was counted.
    fn subjects<'a>(&'a self, study: &'a Study, language: &str, counted: &[&'a str]) -> Vec<Subject<'a>>;
}

/// A column of the wide table that only one kind of instrument has.
pub(crate) trait TabledColumn {
    /// What was done with such an instrument.
    type Part;

    /// What it is called, behind the id of the instrument.
    fn name(&self) -> String;

    /// What stands in it.
    fn value<'a>(&self, part: &'a Self::Part) -> Cell<'a>;

    /// Only numbers stand in it.
    fn is_number(&self) -> bool;

    /// What it means in Dutch and in English; empty where the words of a card or question say so.
    fn meaning(&self) -> (&'static str, &'static str);

    /// What SPSS is told of it; `None` if its values are no answers with numbers.
    fn labels(&self, instrument: &str, study: &Study, language: &str) -> Option<Labels>;

    /// The words of the ids in it; `None` of a column of numbers or words.
    fn label<'a>(&'a self, instrument: &str, study: &'a Study, language: &'a str) -> Option<Label<'a>>;
}

/// What the tables ask of what was done with an instrument of one kind.
pub(crate) trait TabledPart: Given {
    /// What responses hold of it.
    type Held: Held<Part = Self> + Into<HeldPart>;

    /// Milliseconds of everything.
    fn ms(&self) -> u64;

    /// Gives `row` its answers, with the words of `study` in `language`.
    fn rows(&self, study: &Study, language: &str, row: &mut dyn FnMut(LongRow<'_>));
}

/// What responses hold of an instrument, as far as columns follow from it.
pub(crate) trait Held: Default {
    /// What was done with such an instrument.
    type Part;

    /// Adds what one participant did.
    fn add(&mut self, part: &Self::Part);

    /// How many different things there are: at least as many as columns follow from them, but for a few.
    fn size(&self) -> usize;
}

/// The cells in which one answer differs from another of the same instrument.
#[derive(Debug, Default)]
pub(crate) struct LongRow<'a> {
    /// Kind of answer.
    pub(crate) kind: &'static str,
    /// Id of the card or question.
    pub(crate) item: &'a str,
    /// The answer.
    pub(crate) value: Cow<'a, str>,
    /// Place at which it was shown, from 1.
    pub(crate) position_shown: Option<u64>,
    /// How often it was changed.
    pub(crate) changes: Option<u64>,
    /// Milliseconds.
    pub(crate) ms: Option<u64>,
    /// What the card or question is about.
    pub(crate) about: About<'a>,
    /// The answer in words.
    pub(crate) value_text: &'a str,
    /// The answer as a number.
    pub(crate) code: Option<u64>,
}

/// The kind of a row for what only a newer app knows.
pub(crate) const NOT_UNDERSTOOD: &str = "not-understood";

impl<'a> LongRow<'a> {
    /// What only a newer app knows, with all of it as JSON.
    pub(crate) fn not_understood(item: &'a str, json: &'a str) -> Self {
        Self { kind: NOT_UNDERSTOOD, item, value: json.into(), ..Self::default() }
    }
}

/// What a card or a question is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About<'a> {
    /// In words.
    pub(crate) text: &'a str,
    /// Id of the indicator.
    pub(crate) indicator: &'a str,
    /// Id of its goal.
    pub(crate) goal: &'a str,
}

impl<'a> About<'a> {
    /// What is said in `text`, and belongs to this indicator (id).
    pub(crate) fn of(study: &'a Study, text: &'a str, indicator: Option<&str>) -> Self {
        let found = indicator.and_then(|indicator| indicator_of(study, indicator));
        Self {
            text,
            indicator: found.map_or("", |(_, indicator)| &indicator.id),
            goal: found.map_or("", |(goal, _)| &goal.id),
        }
    }
}

/// The indicator called so, with its goal.
pub(crate) fn indicator_of<'a>(study: &'a Study, id: &str) -> Option<(&'a Goal, &'a Named)> {
    study.framework.goals.iter().find_map(|goal| {
        let indicator = goal.indicators.iter().find(|indicator| indicator.id == id)?;
        Some((goal, indicator))
    })
}

/// Something that may stand in the place of an answer.
#[derive(Debug)]
pub(crate) struct Special {
    /// What stands there.
    pub(crate) id: &'static str,
    /// What stands for it where numbers are wanted: above the numbers of all answers, and like no other.
    pub(crate) code: Option<u64>,
    /// What it means in Dutch.
    pub(crate) dutch: &'static str,
    /// What it means in English.
    pub(crate) english: &'static str,
}

/// Said in the place of a choice: "I don't know".
pub(crate) const DONT_KNOW: &str = "dont-know";
/// Said in the place of a choice: went on without an answer.
pub(crate) const SKIPPED: &str = "skipped";

/// What may stand in the place of an answer in every kind of instrument.
const SPECIAL: &[Special] = &[
    Special { id: SKIPPED, code: Some(97), dutch: "overgeslagen", english: "skipped" },
    Special { id: DONT_KNOW, code: Some(98), dutch: "weet ik niet", english: "don’t know" },
];

/// Where nothing stands.
const NOTHING: &[Special] = &[Special {
    id: "",
    code: None,
    dutch: "leeg: niet gevraagd, of niet tot daar gekomen",
    english: "empty: not asked, or not reached",
}];

/// All that may stand in the place of an answer.
pub(crate) fn specials() -> impl Iterator<Item = &'static Special> {
    let of_kinds = all_kinds!(Kind => <Kind as Tabled>::SPECIAL);
    SPECIAL.iter().chain(of_kinds.into_iter().flatten()).chain(NOTHING)
}

/// What stands for it where numbers are wanted.
pub(crate) fn special_code(id: &str) -> Option<u64> {
    specials().find(|special| special.id == id)?.code
}

/// What it means in Dutch; what is no answer but something else stays as it is.
pub(crate) fn special_in_dutch(id: &str) -> &str {
    specials().find(|special| special.id == id).map_or(id, |special| special.dutch)
}

/// The kinds of answer in the long table.
pub(crate) fn kinds_of_answer() -> impl Iterator<Item = &'static Meaning> {
    const NEWER: &[Meaning] = &[(
        NOT_UNDERSTOOD,
        "alleen een nieuwere versie van de app kent dit; de waarde is JSON",
        "only a newer version of the app knows this; the value is JSON",
    )];
    let of_kinds = all_kinds!(Kind => <Kind as Tabled>::ANSWERS);
    of_kinds.into_iter().flatten().chain(NEWER)
}

/// The columns of the instrument (id) that only its kind has; where responses held it as others, those of their kinds too.
pub(crate) fn inner_columns(study: &Study, instrument: &str, held: &[HeldPart]) -> Vec<InnerColumn> {
    fn of<K: Tabled>(study: &Study, instrument: &str, held: &[HeldPart]) -> Vec<InnerColumn> {
        let held = held.iter().find_map(K::Held::of);
        K::columns(study, instrument, held).into_iter().map(Into::into).collect()
    }
    all_kinds!(Kind => of::<Kind>(study, instrument, held)).concat()
}

/// Adds those of `more` that are not in `list` yet.
pub(crate) fn add_new<'a>(list: &mut Vec<&'a str>, more: impl IntoIterator<Item = &'a str>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_stands_in_the_place_of_an_answer_has_an_id_and_a_number_of_its_own() {
        let ids: BTreeSet<&str> = specials().map(|special| special.id).collect();
        let codes: Vec<u64> = specials().filter_map(|special| special.code).collect();

        assert_eq!(ids.len(), specials().count());
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        // Answers are counted from 1.
        assert!(codes.iter().all(|code| *code > 90), "{codes:?}");
    }

    #[test]
    fn kinds_of_answer_have_names_of_their_own() {
        let names: BTreeSet<&str> = kinds_of_answer().map(|(name, ..)| *name).collect();

        assert_eq!(names.len(), kinds_of_answer().count());
    }
}

//! The responses for those who analyse them: as they are stored, one answer a row, one response a row, and counted.
//!
//! Tablet and collector give the same tables. Values are ids, never positions:
//! a study may grow. What they mean is in the codebook ([`crate::format::codebook`]). Each table goes through the responses once:
//! they need not lie in memory together.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::domain::response::{Activity, Part, Response};
use crate::domain::study::{Instrument, Study};
use crate::format::response::{mode_name, outcome_name, part_name};
use crate::format::seen::{Held, Seen};
use crate::format::table::{Cell, Rows};
use crate::format::tabled::{LongRow, TabledColumn as _, TabledPart as _, add_new, inner_columns};
use crate::instruments::{InnerColumn, alike, each_of, each_part};

/// The first columns of [`wide`]: whose response it is, and of which occasion.
pub const ABOUT: &[&str] = &[
    "response",
    "study",
    "study_version",
    "activity",
    "centre",
    "centre_type",
    "neighbourhood",
    "kind",
    "aims",
    "date",
    "part_of_day",
    "round",
    "language",
    "mode",
    "present",
    "outcome",
    "app",
];

/// The columns of [`long`].
pub const LONG: &[&str] = &[
    "response",
    "study",
    "study_version",
    "centre",
    "kind",
    "date",
    "part_of_day",
    "round",
    "language",
    "mode",
    "outcome",
    "instrument",
    "item_kind",
    "item",
    "value",
    "position_shown",
    "changes",
    "ms",
    "present",
    "centre_type",
    "neighbourhood",
    "aims",
    "activity",
    "item_text",
    "value_text",
    "code",
    "indicator",
    "goal",
];

/// What stands before, between and behind the texts in [`json_list`].
pub const LIST: (&str, &str, &str) = ("[\n", ",\n", "\n]\n");

/// The texts as they are stored, in a list: JSON, a response a line.
pub fn json_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = texts.into_iter().collect();
    [LIST.0, &lines.join(LIST.1), LIST.2].concat()
}

/// One row per answer: of which response, to what, and what was answered.
///
/// A response without any answer (stopped at the first card) has no row; [`wide`] has it. Texts are those of `language`; what
/// is of another study is not explained.
pub fn long<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    row: &mut Rows<'_>,
) {
    let header: Vec<Cell<'_>> = LONG.iter().map(|name| (*name).into()).collect();
    row(&header);
    // Ids of another study may be the same and mean something else.
    let strange = Study::default();
    for response in responses {
        let response = response.borrow();
        let study = if response.study == study.id { study } else { &strange };
        for part in &response.parts {
            let mut row = |one: LongRow<'_>| row(&long_cells(response, part.instrument(), &one));
            each_part!(
                part,
                given => given.rows(study, language, &mut row),
                newer => row(LongRow::not_understood("", &newer.json))
            );
        }
    }
}

/// One row per response, with a column per card and per question.
pub fn wide<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    columns: &[Column],
    row: &mut Rows<'_>,
) {
    let names = columns.iter().map(|column| column.name.as_str());
    let header: Vec<Cell<'_>> = ABOUT.iter().copied().chain(names).map(Cell::from).collect();
    row(&header);
    for response in responses {
        let response = response.borrow();
        let mut cells = about(response);
        for column in columns {
            let part = response.parts.iter().find(|part| part.instrument() == column.instrument);
            cells.push(part.map_or(Cell::Empty, |part| column.what.value(part)));
        }
        row(&cells);
    }
}

/// A column of [`wide`] that depends on the study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name: letters, digits and underscores, begins with a letter, at most 64 of them, like no other.
    pub name: String,
    /// Id of the instrument.
    pub instrument: String,
    /// What stands in it.
    pub what: What,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Something that only the kind of the instrument has.
    Inner(InnerColumn),
    /// Milliseconds of everything.
    Ms,
    /// All of it, as JSON, where only a newer app knows what it is.
    NotUnderstood,
}

/// The columns of [`wide`] for `study`, and for what `responses` hold that is not in it (any more).
pub fn columns(responses: &[Response], study: &Study) -> Vec<Column> {
    let mut seen = Seen::default();
    for response in responses {
        seen.add(response);
    }
    seen.columns(study)
}

impl Seen {
    /// The columns of [`wide`] for `study`, and for what was seen that is not in it (any more).
    pub fn columns(&self, study: &Study) -> Vec<Column> {
        let mut instruments: Vec<&str> = study.instruments.iter().map(Instrument::id).collect();
        add_new(&mut instruments, self.instruments.iter().map(|(id, _)| id.as_str()));
        let nothing = Held::default();
        let mut wanted: Vec<(&str, What)> = Vec::new();
        for instrument in instruments {
            let held = self.instruments.iter().find(|(id, _)| id == instrument);
            let held = held.map_or(&nothing, |(_, held)| held);
            let inner = inner_columns(study, instrument, &held.kinds);
            wanted.extend(inner.into_iter().map(|what| (instrument, What::Inner(what))));
            wanted.push((instrument, What::Ms));
            wanted.extend(held.is_newer.then_some((instrument, What::NotUnderstood)));
        }
        let mut taken: BTreeSet<String> = ABOUT.iter().map(|name| (*name).to_owned()).collect();
        wanted
            .into_iter()
            .map(|(instrument, what)| Column {
                name: free_name(&what.name(instrument), &mut taken),
                instrument: instrument.to_owned(),
                what,
            })
            .collect()
    }
}

impl What {
    fn name(&self, instrument: &str) -> String {
        let rest = match self {
            Self::Inner(column) => each_of!(InnerColumn, column, one => one.name()),
            Self::Ms => "ms".to_owned(),
            Self::NotUnderstood => "not_understood".to_owned(),
        };
        format!("{instrument}_{rest}")
    }

    /// Only numbers stand in it.
    pub(crate) fn is_number(&self) -> bool {
        match self {
            Self::Inner(column) => each_of!(InnerColumn, column, one => one.is_number()),
            Self::Ms => true,
            Self::NotUnderstood => false,
        }
    }

    fn value<'a>(&self, part: &'a Part) -> Cell<'a> {
        match self {
            Self::Inner(column) => {
                let value = alike!(InnerColumn, column, (part), column, |given: Part| column.value(given));
                value.unwrap_or(Cell::Empty)
            }
            Self::Ms => each_part!(part, given => Cell::Number(given.ms()), _ => Cell::Empty),
            Self::NotUnderstood => {
                each_part!(part, _given => Cell::Empty, newer => newer.json.as_str().into())
            }
        }
    }
}

/// Longest name of a variable in SPSS.
const LONGEST_NAME: usize = 64;

/// `wanted` as a name that every program takes, and that is not in `taken` yet.
pub(crate) fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '_' };
    let mut name: String = wanted.chars().map(plain).collect();
    if !name.starts_with(|sign: char| sign.is_ascii_lowercase()) {
        name.insert_str(0, "v_");
    }
    name.truncate(LONGEST_NAME);
    // A name may not end so in SPSS.
    let base = name.trim_end_matches('_').to_owned();
    let mut free = base.clone();
    let mut nth = 1;
    while !taken.insert(free.clone()) {
        nth += 1;
        let end = format!("_{nth}");
        free = base.chars().take(LONGEST_NAME - end.len()).chain(end.chars()).collect();
    }
    free
}

fn about(response: &Response) -> Vec<Cell<'_>> {
    let activity = &response.activity;
    vec![
        response.id.as_str().into(),
        response.study.as_str().into(),
        response.study_version.as_str().into(),
        activity.id.as_str().into(),
        activity.centre.as_str().into(),
        activity.centre_type.as_str().into(),
        activity.neighbourhood.as_str().into(),
        activity.kind.as_str().into(),
        activity.aims.join(" ").into(),
        activity.date.as_str().into(),
        part_name(response).into(),
        activity.round.as_str().into(),
        response.language.as_str().into(),
        mode_name(response).into(),
        Some(response.n_present).filter(|n| *n > 0).into(),
        outcome_name(response).into(),
        response.app.as_str().into(),
    ]
}

/// The cells of a row of [`long`].
fn long_cells<'a>(response: &'a Response, instrument: &'a str, given: &'a LongRow<'_>) -> Vec<Cell<'a>> {
    let Response { id, study, study_version, activity, language, .. } = response;
    let Activity { centre, kind, date, round, .. } = activity;
    vec![
        id.as_str().into(),
        study.as_str().into(),
        study_version.as_str().into(),
        centre.as_str().into(),
        kind.as_str().into(),
        date.as_str().into(),
        part_name(response).into(),
        round.as_str().into(),
        language.as_str().into(),
        mode_name(response).into(),
        outcome_name(response).into(),
        instrument.into(),
        given.kind.into(),
        given.item.into(),
        given.value.as_ref().into(),
        given.position_shown.into(),
        given.changes.into(),
        given.ms.into(),
        Some(response.n_present).filter(|n| *n > 0).into(),
        activity.centre_type.as_str().into(),
        activity.neighbourhood.as_str().into(),
        activity.aims.join(" ").into(),
        activity.id.as_str().into(),
        given.about.text.into(),
        given.value_text.into(),
        given.code.into(),
        given.about.indicator.into(),
        given.about.goal.into(),
    ]
}

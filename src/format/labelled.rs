//! Tables for people who know no ids: what was counted in words, and the words of ids beside them.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::domain::guidance::Guidance;
use crate::domain::response::Response;
use crate::domain::study::{Instrument, Study};
use crate::format::codebook::{AIMS, meaning};
use crate::format::export::{Column, What};
use crate::format::table::{Cell, Rows};
use crate::format::tabled::{Tabled as _, TabledColumn as _, indicator_of};
use crate::instruments::{alike, each_of};

/// The columns of [`overview`], in Dutch: the first sheet is for those who look at it.
const OVERVIEW: [&str; 12] = [
    "Soort",
    "Kaart of vraag",
    "Antwoord",
    "Aantal mensen",
    "Van hoeveel mensen",
    "Aantal groepen",
    "Van hoeveel groepen",
    "Doel",
    "Indicator",
    "Onderdeel (id)",
    "Kaart of vraag (id)",
    "Antwoord (id)",
];

/// How many people, and how many groups, put each card where and gave each answer, in the words of `language`: a row for
/// each pile of each card, and for each answer to each question.
pub fn overview<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    row: &mut Rows<'_>,
) {
    let mut counted: Vec<NumbersById> = study.instruments.iter().map(|_| NumbersById::new()).collect();
    for response in responses {
        let response = response.borrow();
        if response.study == study.id {
            for (instrument, counted) in study.instruments.iter().zip(&mut counted) {
                count(response, instrument, study, counted);
            }
        }
    }
    row(&OVERVIEW.map(Cell::from));
    for (instrument, counted) in study.instruments.iter().zip(&counted) {
        let ids: Vec<&str> = counted.keys().map(String::as_str).collect();
        let subjects = each_of!(Instrument, instrument, one => one.subjects(study, language, &ids));
        for subject in subjects {
            subject.write(instrument.id(), counted.get(subject.id), study, language, row);
        }
    }
}

/// Of people and of groups: how many gave an answer, and of how many it is known whether they did.
type Numbers = [[usize; 2]; 2];

/// By card or question (id): the numbers of each of its answers, in their order.
type NumbersById = BTreeMap<String, Vec<Numbers>>;

/// Counts what `response` says of `instrument`.
fn count(response: &Response, instrument: &Instrument, study: &Study, counted: &mut NumbersById) {
    let mut parts = response.parts.iter().filter(|part| part.instrument() == instrument.id());
    let answered = parts.find_map(|part| {
        alike!(Instrument, instrument, (part), one, |given: Part| one.answered(study, given))
    });
    for (id, says) in answered.into_iter().flatten() {
        let numbers = counted.entry(id).or_insert_with(|| vec![Numbers::default(); says.len()]);
        for (numbers, says) in numbers.iter_mut().zip(says) {
            let [given, known] = &mut numbers[usize::from(response.is_of_group())];
            *given += usize::from(says == Some(true));
            *known += usize::from(says.is_some());
        }
    }
}

/// A card or question, as rows of the overview are about it.
pub(crate) struct Subject<'a> {
    /// Which of the two, in Dutch.
    pub(crate) kind: &'static str,
    /// In words.
    pub(crate) text: String,
    /// Id of its indicator.
    pub(crate) indicator: Option<&'a str>,
    /// Its id.
    pub(crate) id: &'a str,
    /// What may be answered: words and id.
    pub(crate) answers: Vec<(&'a str, &'a str)>,
}

impl Subject<'_> {
    /// A row for each of its answers; `numbers` are those of each, if anybody was asked.
    fn write(
        &self,
        instrument: &str,
        numbers: Option<&Vec<Numbers>>,
        study: &Study,
        language: &str,
        row: &mut Rows<'_>,
    ) {
        let about = self.indicator.and_then(|indicator| indicator_of(study, indicator));
        for (at, (answer, id)) in self.answers.iter().enumerate() {
            let [people, groups] = numbers.and_then(|numbers| numbers.get(at)).copied().unwrap_or_default();
            let [people, of_people] = people.map(Cell::from);
            let [groups, of_groups] = groups.map(Cell::from);
            row(&[
                self.kind.into(),
                self.text.as_str().into(),
                (*answer).into(),
                people,
                of_people,
                groups,
                of_groups,
                about.map_or("", |(goal, _)| goal.title.get(language)).into(),
                about.map_or("", |(_, indicator)| indicator.title.get(language)).into(),
                instrument.into(),
                self.id.into(),
                (*id).into(),
            ]);
        }
    }
}

/// The words of an id.
type InWords<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// What stands beside a column of ids.
pub struct Label<'a> {
    heading: String,
    /// None for a column of numbers, which itself is called by an id: they stand there again, under words.
    words: Option<InWords<'a>>,
}

impl<'a> Label<'a> {
    /// The words of the ids in a column, under `heading`.
    pub(crate) fn new(heading: String, words: impl Fn(&str) -> String + 'a) -> Self {
        Self { heading, words: Some(Box::new(words)) }
    }

    /// The numbers of a column again, under `heading`.
    pub(crate) fn again(heading: String) -> Self {
        Self { heading, words: None }
    }
}

/// The rows that `fill` writes, with the words of ids in a column of their own behind those of which `label` has some, by
/// the name of the column.
pub fn beside<'a>(
    fill: &dyn Fn(&mut Rows<'_>),
    label: &dyn Fn(&str) -> Option<Label<'a>>,
    row: &mut Rows<'_>,
) {
    let mut labels: Option<Vec<Option<Label<'a>>>> = None;
    fill(&mut |cells| {
        let is_header = labels.is_none();
        let labels = labels.get_or_insert_with(|| {
            let of = |cell: &Cell<'_>| if let Cell::Text(name) = cell { label(name) } else { None };
            cells.iter().map(of).collect()
        });
        let mut wider: Vec<Cell<'_>> = Vec::with_capacity(cells.len() * 2);
        for (cell, label) in cells.iter().zip(labels) {
            wider.push(cell.clone());
            if let Some(label) = label {
                wider.push(match cell {
                    _ if is_header => label.heading.clone().into(),
                    Cell::Empty => Cell::Empty,
                    _ if label.words.is_none() => cell.clone(),
                    Cell::Text(id) => words(label, id).into(),
                    Cell::Number(number) => words(label, &number.to_string()).into(),
                });
            }
        }
        row(&wider);
    });
}

fn words(label: &Label<'_>, id: &str) -> String {
    label.words.as_ref().map(|words| words(id)).unwrap_or_default()
}

/// The columns of every table whose ids have words, whatever the study: name, and the heading of the words.
const FIXED: &[(&str, &str)] = &[
    ("centre_type", "Soort centrum"),
    (AIMS, "Waarvoor"),
    ("part_of_day", "Dagdeel"),
    ("mode", "Manier van invullen"),
    ("outcome", "Hoe het eindigde"),
    ("item_kind", "Soort antwoord"),
];

/// The words of the ids in the column called `name`, whatever table it is of.
pub fn fixed_label<'a>(
    name: &str,
    study: &'a Study,
    guidance: &'a Guidance,
    language: &'a str,
) -> Option<Label<'a>> {
    let label =
        |heading: &str, words: InWords<'a>| Some(Label { heading: heading.to_owned(), words: Some(words) });
    if let Some((column, heading)) = FIXED.iter().find(|(column, _)| *column == name) {
        let one = move |id: &str| {
            let aim = guidance.aims.iter().find(|aim| *column == AIMS && aim.id == id);
            let fixed = || meaning(column, id).unwrap_or(id).to_owned();
            aim.map_or_else(fixed, |aim| aim.title.get("nl").to_lowercase())
        };
        // Several with spaces between.
        let words = move |ids: &str| ids.split(' ').map(&one).collect::<Vec<_>>().join(", ");
        return label(heading, Box::new(words));
    }
    match name {
        "language" => {
            label("Taal", Box::new(|id| study.language(id).map_or(id, |language| &*language.name).to_owned()))
        }
        "goal" => label(
            "Doel",
            Box::new(move |id| {
                let goal = study.framework.goals.iter().find(|goal| goal.id == id);
                goal.map_or("", |goal| goal.title.get(language)).to_owned()
            }),
        ),
        "indicator" => label(
            "Indicator",
            Box::new(move |id| {
                indicator_of(study, id).map_or("", |(_, indicator)| indicator.title.get(language)).to_owned()
            }),
        ),
        _ => None,
    }
}

/// The words of the ids in a column of the wide table; none of a column of numbers or words.
pub fn wide_label<'a>(column: &'a Column, study: &'a Study, language: &'a str) -> Option<Label<'a>> {
    match &column.what {
        What::Inner(inner) => {
            each_of!(InnerColumn, inner, one => one.label(&column.instrument, study, language))
        }
        What::Ms | What::NotUnderstood => None,
    }
}

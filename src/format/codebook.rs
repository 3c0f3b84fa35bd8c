//! The codebook: what every id, column and number of an export means, in every language of the study.

use crate::domain::guidance::Guidance;
use crate::domain::study::{Study, Text};
use crate::format::export::{Column, What};
use crate::format::table::{Cell, Rows};
use crate::format::tabled::{Meaning, Tabled, TabledColumn as _, indicator_of, kinds_of_answer, specials};
use crate::instruments::{OneOf as _, each_of};

/// Columns before the texts.
const HEADER: &[&str] = &["kind", "id", "of", "column", "scale", "code", "indicator", "subgoals", "goal"];

/// What stands in the columns of the tables, whatever the study.
const COLUMNS: &[Meaning] = &[
    (
        "response",
        "Nummer van de invulling, door toeval. Verbindt de rijen van één deelnemer.",
        "Random id of the response. Joins the rows of one participant.",
    ),
    ("study", "Nummer van het onderzoek.", "Id of the study."),
    ("study_version", "Versie van het onderzoek.", "Version of the study."),
    ("activity", "Nummer van de activiteit.", "Id of the activity."),
    ("centre", "Naam van het centrum.", "Name of the centre."),
    ("centre_type", "Soort centrum.", "Type of centre."),
    ("neighbourhood", "Buurt van het centrum.", "Neighbourhood of the centre."),
    ("kind", "Soort activiteit.", "Kind of activity."),
    (
        "aims",
        "Waar de activiteit voor is: de vijf O’s, met een spatie ertussen.",
        "What the activity is for: the five O’s, separated by spaces.",
    ),
    ("date", "Dag (JJJJ-MM-DD).", "Day (YYYY-MM-DD)."),
    ("part_of_day", "Dagdeel.", "Part of the day."),
    ("round", "Meetronde.", "Round of measurement."),
    ("language", "Taal die de deelnemer koos.", "Language that the participant chose."),
    (
        "mode",
        "Wie de tablet vasthield. Tel verschillende manieren niet zomaar bij elkaar op.",
        "Who held the tablet. Do not simply add up different modes.",
    ),
    (
        "present",
        "Aantal mensen van een groep die samen één invulling gaf.",
        "Number of people in a group that gave one response together.",
    ),
    ("outcome", "Hoe het eindigde.", "How it ended."),
    ("app", "Versie van de app.", "Version of the app."),
    ("instrument", "Nummer van het kaartspel of de vragenlijst.", "Id of the card sort or survey."),
    ("item_kind", "Soort antwoord.", "Kind of answer."),
    ("item", "Nummer van de kaart of de vraag.", "Id of the card or question."),
    (
        "value",
        "Het antwoord: nummer van stapel of keuze, 1 of meer bij gekozen kaarten, of de woorden.",
        "The answer: id of pile or choice, 1 or more of cards that were chosen, or the words.",
    ),
    (
        "position_shown",
        "Op welke plaats de kaart of de keuze werd getoond, vanaf 1.",
        "Place at which the card or choice was shown, from 1.",
    ),
    ("changes", "Hoe vaak het antwoord is veranderd.", "How often the answer was changed."),
    ("ms", "Tijd in milliseconden.", "Time in milliseconds."),
    ("item_text", "Tekst van de kaart of de vraag.", "Text of the card or question."),
    ("value_text", "Tekst van de stapel of de keuze.", "Text of the pile or choice."),
    ("code", "Het antwoord als getal.", "The answer as a number."),
    ("indicator", "Nummer van de indicator.", "Id of the indicator."),
    ("goal", "Nummer van het doel.", "Id of the goal."),
];

/// What may stand in a column, whatever the study and its instruments: column, id, and what it means.
const VALUES: &[(&str, Meaning)] = &[
    ("part_of_day", ("morning", "ochtend (voor 12 uur)", "morning (before 12)")),
    ("part_of_day", ("afternoon", "middag (12 tot 18 uur)", "afternoon (12 to 18)")),
    ("part_of_day", ("evening", "avond (vanaf 18 uur)", "evening (from 18)")),
    ("mode", ("self", "zelf", "the participant alone")),
    ("mode", ("coordinator", "samen met de coördinator", "with the coordinator")),
    ("mode", ("interpreter", "samen met een tolk of familie", "with an interpreter or family")),
    ("mode", ("group", "een groep, samen één invulling", "a group, one joint response")),
    ("mode", ("paper", "overgenomen van papier", "taken over from paper")),
    ("outcome", ("complete", "afgemaakt", "came to the end")),
    ("outcome", ("stopped", "gestopt", "stopped")),
    ("outcome", ("timed-out", "weggelopen", "walked away")),
    ("centre_type", ("living-room", "huiskamer", "living room")),
    ("centre_type", ("self-managed", "buurthuis in zelfbeheer", "self-managed community centre")),
    ("centre_type", ("new-generation", "nieuwe generatie", "new generation")),
];

/// The column of kinds of answer: most belong to a kind of instrument.
const ITEM_KIND: &str = "item_kind";

/// What may stand in a column, whatever the study: column, id, and what it means.
fn values() -> impl Iterator<Item = (&'static str, &'static Meaning)> {
    let fixed = VALUES.iter().map(|(column, meaning)| (*column, meaning));
    fixed.chain(kinds_of_answer().map(|meaning| (ITEM_KIND, meaning)))
}

/// The column of what an activity is for: its ids are those of the study.
pub(crate) const AIMS: &str = "aims";

/// What an id means in Dutch in this column, or in the place of an answer in any column.
pub(crate) fn meaning(column: &str, id: &str) -> Option<&'static str> {
    let fixed = values().filter(|(one, _)| *one == column).map(|(_, (id, dutch, _))| (*id, *dutch));
    let special = specials().map(|special| (special.id, special.dutch));
    fixed.chain(special).find(|(one, _)| *one == id).map(|(_, dutch)| dutch)
}

/// The codebook of a study whose texts are in `studies`, language (id) by language, and of the columns of its wide table.
///
/// A language whose texts are not on the tablet has an empty column. Nothing is written without a study.
pub fn codebook(studies: &[(String, Study)], guidance: &Guidance, columns: &[Column], row: &mut Rows<'_>) {
    let Some((_, study)) = studies.first() else { return };
    let mut languages: Vec<&str> = study.languages.iter().map(|language| language.id.as_str()).collect();
    for own in ["nl", "en"] {
        if !languages.contains(&own) {
            languages.push(own);
        }
    }
    let mut header: Vec<Cell<'_>> = HEADER.iter().map(|name| (*name).into()).collect();
    header
        .extend(languages.iter().map(|language| Cell::from(format!("text_{}", language.replace('-', "_")))));
    row(&header);

    let mut book = Book { studies, languages, columns, row };
    book.about_the_study();
    for instrument in &study.instruments {
        each_of!(Instrument, instrument, one => book.instrument(one));
    }
    for (name, dutch, english) in COLUMNS {
        book.fixed(Line { kind: "column", id: name, ..Line::default() }, dutch, english);
        for (_, (value, dutch, english)) in values().filter(|(column, _)| column == name) {
            book.fixed(Line { kind: "value", id: value, of: name, ..Line::default() }, dutch, english);
        }
        for aim in guidance.aims.iter().filter(|_| *name == AIMS) {
            let in_words =
                |language| aim.title.0.get(language).map_or(String::new(), |one| one.to_lowercase());
            let (dutch, english) = (in_words("nl"), in_words("en"));
            book.fixed(Line { kind: "value", id: &aim.id, of: name, ..Line::default() }, &dutch, &english);
        }
        if *name == "language" {
            for language in &study.languages {
                let line = Line { kind: "value", id: &language.id, of: name, ..Line::default() };
                book.fixed(line, &language.name, &language.name);
            }
        }
    }
    for special in specials() {
        let line = Line { kind: "special", id: special.id, code: special.code, ..Line::default() };
        book.fixed(line, special.dutch, special.english);
    }
}

/// What stands before the texts.
#[derive(Default)]
pub(crate) struct Line<'a> {
    /// What the line is about.
    pub(crate) kind: &'static str,
    /// Its id.
    pub(crate) id: &'a str,
    /// Id of what it belongs to.
    pub(crate) of: &'a str,
    /// Its column in the wide table.
    pub(crate) column: &'a str,
    /// Its scale, or the kind of instrument.
    pub(crate) scale: &'static str,
    /// Its number.
    pub(crate) code: Option<u64>,
    /// Id of its indicator.
    pub(crate) indicator: &'a str,
    /// Ids of the subgoals of that.
    pub(crate) subgoals: &'a [String],
    /// Id of the goal of that.
    pub(crate) goal: &'a str,
}

impl<'a> Line<'a> {
    /// A line with the indicator (id) and its goal.
    pub(crate) fn about(study: &'a Study, indicator: Option<&str>) -> Self {
        let found = indicator.and_then(|indicator| indicator_of(study, indicator));
        Self {
            indicator: found.map_or("", |(_, indicator)| &indicator.id),
            subgoals: found.map_or(&[], |(_, indicator)| &indicator.subgoals),
            goal: found.map_or("", |(goal, _)| &goal.id),
            ..Self::default()
        }
    }
}

/// A codebook that is being written.
pub(crate) struct Book<'a, 'r, 'f> {
    studies: &'a [(String, Study)],
    languages: Vec<&'a str>,
    columns: &'a [Column],
    row: &'r mut Rows<'f>,
}

impl<'a> Book<'a, '_, '_> {
    /// The study, with the texts of its first language.
    pub(crate) fn study(&self) -> Option<&'a Study> {
        self.studies.first().map(|(_, study)| study)
    }

    /// A line whose texts `text` finds in a study.
    pub(crate) fn line(&mut self, line: Line<'_>, text: impl Fn(&'a Study) -> Option<&'a Text>) {
        let in_language = |language: &str| {
            let own = self.studies.iter().find(|(one, _)| one == language);
            own.and_then(|(_, study)| text(study)?.0.get(language)).map_or("", String::as_str)
        };
        let texts: Vec<&str> = self.languages.iter().map(|language| in_language(language)).collect();
        self.write(&line, &texts);
    }

    /// A line that says the same whatever the study.
    fn fixed(&mut self, line: Line<'_>, dutch: &str, english: &str) {
        let own = |language: &&str| match *language {
            "nl" => dutch,
            "en" => english,
            _ => "",
        };
        let texts: Vec<&str> = self.languages.iter().map(own).collect();
        self.write(&line, &texts);
    }

    fn write(&mut self, line: &Line<'_>, texts: &[&str]) {
        let mut cells: Vec<Cell<'_>> = vec![
            line.kind.into(),
            line.id.into(),
            line.of.into(),
            line.column.into(),
            line.scale.into(),
            line.code.into(),
            line.indicator.into(),
            line.subgoals.join(" ").into(),
            line.goal.into(),
        ];
        cells.extend(texts.iter().map(|text| Cell::from(*text)));
        (self.row)(&cells);
    }

    fn about_the_study(&mut self) {
        let Some(study) = self.study() else { return };
        self.line(Line { kind: "study", id: &study.id, of: &study.version, ..Line::default() }, |study| {
            Some(&study.title)
        });
        self.line(Line { kind: "framework", ..Line::default() }, |study| Some(&study.framework.title));
        self.line(Line { kind: "attribution", ..Line::default() }, |study| {
            Some(&study.framework.attribution)
        });
        for (at, goal) in study.framework.goals.iter().enumerate() {
            let goals = move |study: &'a Study| study.framework.goals.get(at);
            self.line(Line { kind: "goal", id: &goal.id, ..Line::default() }, |study| {
                goals(study).map(|goal| &goal.title)
            });
            for (nth, subgoal) in goal.subgoals.iter().enumerate() {
                let line = Line { kind: "subgoal", id: &subgoal.id, goal: &goal.id, ..Line::default() };
                self.line(line, |study| Some(&goals(study)?.subgoals.get(nth)?.title));
            }
            for (nth, indicator) in goal.indicators.iter().enumerate() {
                let line =
                    Line { kind: "indicator", id: &indicator.id, ..Line::about(study, Some(&indicator.id)) };
                self.line(line, |study| Some(&goals(study)?.indicators.get(nth)?.title));
            }
        }
    }

    fn instrument<K: Tabled>(&mut self, one: &'a K) {
        let columns: Vec<&Column> =
            self.columns.iter().filter(|column| column.instrument == one.id()).collect();
        let inner = |column: &&'a Column| match &column.what {
            What::Inner(inner) => K::Column::of(inner).map(|what| (what, column.name.as_str())),
            What::Ms | What::NotUnderstood => None,
        };
        let own: Vec<(&K::Column, &str)> = columns.iter().filter_map(inner).collect();
        one.explain(&own, self);
        for column in columns.iter().filter(|column| inner(column).is_none()) {
            let meaning = match &column.what {
                What::Inner(inner) => each_of!(InnerColumn, inner, one => one.meaning()),
                What::Ms => {
                    ("Tijd van alles samen, in milliseconden.", "Time of everything, in milliseconds.")
                }
                What::NotUnderstood => (
                    "Alles samen, als JSON: alleen een nieuwere versie van de app kent dit.",
                    "All of it, as JSON: only a newer version of the app knows this.",
                ),
            };
            self.column(one.id(), &column.name, meaning);
        }
    }

    /// A column of an instrument (id) that is about no card or question of its own, and what it means in Dutch and in English.
    pub(crate) fn column(
        &mut self,
        instrument: &str,
        name: &str,
        (dutch, english): (&'static str, &'static str),
    ) {
        self.fixed(Line { kind: "column", of: instrument, column: name, ..Line::default() }, dutch, english);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export::{ABOUT, LONG};

    #[test]
    fn every_fixed_column_is_explained_once() {
        for name in ABOUT.iter().chain(LONG) {
            assert_eq!(COLUMNS.iter().filter(|(one, ..)| one == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn every_value_is_of_a_column() {
        for (column, _) in values() {
            assert!(COLUMNS.iter().any(|(one, ..)| *one == column), "{column}");
        }
    }
}

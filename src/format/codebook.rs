//! The codebook: what every id, column and number of an export means, in every language of the study.

use crate::domain::guidance::Guidance;
use crate::domain::study::{Instrument, Question, Scale, Study, Text};
use crate::format::export::{
    ANSWERED, Column, DONT_KNOW, NOT_PLACED, SKIPPED, SPECIAL_CODES, What, choice_code, has_several,
    indicator_of, pile_code,
};
use crate::format::table::{Cell, Rows};
use crate::instruments::card_sort::rules::CardSort;

/// Columns before the texts.
const HEADER: &[&str] = &["kind", "id", "of", "column", "scale", "code", "indicator", "subgoals", "goal"];

/// Something fixed, and what it means in Dutch and in English.
type Meaning = (&'static str, &'static str, &'static str);

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

/// What may stand in a column, whatever the study: column, id, and what it means.
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
    (
        "item_kind",
        ("card", "stapel waarop de kaart in het eind lag", "pile on which the card lay in the end"),
    ),
    (
        "item_kind",
        (
            "most-important",
            "een van de belangrijkste kaarten; value telt ze in de volgorde van tikken, die niets betekent",
            "one of the most important cards; value counts them in the order of tapping, which means nothing",
        ),
    ),
    ("item_kind", ("missing", "kaart die gemist wordt, in woorden", "card that is missing, in words")),
    ("item_kind", ("more", "hier mag meer van", "there may be more of this")),
    ("item_kind", ("story", "hoe dat zo gekomen is, in woorden", "how that came about, in words")),
    ("item_kind", ("question", "antwoord op een vraag", "answer to a question")),
    (
        "item_kind",
        (
            "not-understood",
            "alleen een nieuwere versie van de app kent dit; de waarde is JSON",
            "only a newer version of the app knows this; the value is JSON",
        ),
    ),
];

/// What stands in the place of an answer.
const SPECIAL: &[Meaning] = &[
    (SKIPPED, "overgeslagen", "skipped"),
    (DONT_KNOW, "weet ik niet", "don’t know"),
    (NOT_PLACED, "gekregen, maar in het eind niet op een stapel", "dealt, but on no pile in the end"),
    (
        ANSWERED,
        "beantwoord, zie de kolommen van de keuzes (1 gekozen, 0 niet)",
        "answered, see the columns of its choices (1 chosen, 0 not)",
    ),
    ("", "leeg: niet gevraagd, of niet tot daar gekomen", "empty: not asked, or not reached"),
];

/// The column of what an activity is for: its ids are those of the study.
pub(crate) const AIMS: &str = "aims";

/// What an id means in Dutch in this column, or in the place of an answer in any column.
pub(crate) fn meaning(column: &str, id: &str) -> Option<&'static str> {
    let fixed = VALUES.iter().filter(|(one, _)| *one == column).map(|(_, meaning)| meaning);
    let found = fixed.chain(SPECIAL).find(|(one, ..)| *one == id);
    found.map(|(_, dutch, _)| *dutch)
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
        match instrument {
            Instrument::CardSort(card_sort) => book.card_sort(card_sort),
            Instrument::Survey(survey) => book.survey(&survey.id, &survey.questions),
        }
    }
    for (name, dutch, english) in COLUMNS {
        book.fixed(Line { kind: "column", id: name, ..Line::default() }, dutch, english);
        for (_, (value, dutch, english)) in VALUES.iter().filter(|(column, _)| column == name) {
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
    for (value, dutch, english) in SPECIAL {
        let code = SPECIAL_CODES.iter().find(|(one, _)| one == value).map(|(_, code)| *code);
        book.fixed(Line { kind: "special", id: value, code, ..Line::default() }, dutch, english);
    }
}

/// What stands before the texts.
#[derive(Default)]
struct Line<'a> {
    kind: &'static str,
    id: &'a str,
    of: &'a str,
    column: &'a str,
    scale: &'static str,
    code: Option<u64>,
    indicator: &'a str,
    subgoals: &'a [String],
    goal: &'a str,
}

struct Book<'a, 'r, 'f> {
    studies: &'a [(String, Study)],
    languages: Vec<&'a str>,
    columns: &'a [Column],
    row: &'r mut Rows<'f>,
}

impl<'a> Book<'a, '_, '_> {
    /// A line whose texts `text` finds in a study.
    fn line(&mut self, line: Line<'_>, text: impl Fn(&'a Study) -> Option<&'a Text>) {
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
        let Some((_, study)) = self.studies.first() else { return };
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
                let line = Line { kind: "indicator", id: &indicator.id, ..about(study, Some(&indicator.id)) };
                self.line(line, |study| Some(&goals(study)?.indicators.get(nth)?.title));
            }
        }
    }

    fn card_sort(&mut self, card_sort: &'a CardSort) {
        let own = |study: &'a Study| CardSort::called(study, &card_sort.id);
        let line = Line { kind: "instrument", id: &card_sort.id, scale: "card-sort", ..Line::default() };
        self.line(line, |study| Some(&own(study)?.question));
        for deck in &card_sort.decks {
            let line = Line { kind: "deck", id: &deck.id, of: &card_sort.id, ..Line::default() };
            self.line(line, |study| Some(&own(study)?.decks.iter().find(|one| one.id == deck.id)?.title));
        }
        for pile in card_sort.all_piles() {
            let code = pile_code(card_sort, &pile.id);
            let line = Line { kind: "pile", id: &pile.id, of: &card_sort.id, code, ..Line::default() };
            self.line(line, |study| Some(&own(study)?.all_piles().find(|one| one.id == pile.id)?.text));
        }
        for column in self.columns.iter().filter(|column| column.instrument == card_sort.id) {
            match &column.what {
                What::Card(id) => self.card(&card_sort.id, id, &column.name),
                _ => self.other_column(column),
            }
        }
    }

    fn card(&mut self, instrument: &str, id: &str, column: &str) {
        let Some((_, study)) = self.studies.first() else { return };
        let indicator = study.card(id).and_then(|card| card.indicator.as_deref());
        let line = Line { kind: "card", id, of: instrument, column, ..about(study, indicator) };
        self.line(line, |study| Some(&study.card(id)?.text));
    }

    fn survey(&mut self, instrument: &'a str, questions: &[String]) {
        let Some((_, study)) = self.studies.first() else { return };
        let line = Line { kind: "instrument", id: instrument, scale: "survey", ..Line::default() };
        self.line(line, |_| None);
        let columns: Vec<&Column> =
            self.columns.iter().filter(|column| column.instrument == instrument).collect();
        let name = |is_it: &dyn Fn(&What) -> bool| {
            columns.iter().find(|column| is_it(&column.what)).map_or("", |column| column.name.as_str())
        };
        for question in questions.iter().filter_map(|id| study.question(id)) {
            let column = name(&|what| matches!(what, What::Question(id) if *id == question.id));
            let line = Line {
                kind: "question",
                id: &question.id,
                of: instrument,
                column,
                scale: scale_name(question),
                ..about(study, question.indicator.as_deref())
            };
            self.line(line, |study| Some(&study.question(&question.id)?.text));
            for choice in &question.choices {
                let is_it = |what: &What| matches!(what, What::Choice(id, one) if *id == question.id && *one == choice.id);
                let code = choice_code(question, &choice.id);
                let column = if has_several(question) { name(&is_it) } else { "" };
                let line = Line {
                    kind: "choice",
                    id: &choice.id,
                    of: &question.id,
                    column,
                    code,
                    ..Line::default()
                };
                self.line(line, |study| {
                    let choices = &study.question(&question.id)?.choices;
                    Some(&choices.iter().find(|one| one.id == choice.id)?.text)
                });
            }
        }
        for column in columns.iter().filter(|column| matches!(column.what, What::Ms | What::NotUnderstood)) {
            self.other_column(column);
        }
    }

    /// A column that is about no card or question of its own.
    fn other_column(&mut self, column: &Column) {
        let (dutch, english) = match &column.what {
            What::Deck => ("Stapel kaarten waarmee gespeeld is.", "Deck that was used."),
            What::NImportant => {
                ("Aantal gekozen belangrijkste kaarten.", "Number of most important cards chosen.")
            }
            What::Important(_) => (
                "Een van de belangrijkste kaarten, zonder volgorde.",
                "One of the most important cards, unordered.",
            ),
            What::NMissing => ("Aantal kaarten dat gemist wordt.", "Number of missing cards."),
            What::Missing => {
                ("Gemiste kaarten in woorden, met | ertussen.", "Missing cards in words, separated by |.")
            }
            What::NMore => {
                ("Aantal kaarten waarvan meer mag.", "Number of cards of which there may be more.")
            }
            What::More(_) => ("Kaart waarvan meer mag.", "Card of which there may be more."),
            What::StoryCard => {
                ("Kaart waarbij naar een verhaal is gevraagd.", "Card at which a story was asked for.")
            }
            What::Story => ("Het verhaal in woorden.", "The story in words."),
            What::Ms => ("Tijd van alles samen, in milliseconden.", "Time of everything, in milliseconds."),
            What::NotUnderstood => (
                "Alles samen, als JSON: alleen een nieuwere versie van de app kent dit.",
                "All of it, as JSON: only a newer version of the app knows this.",
            ),
            What::Card(_) | What::Question(_) | What::Choice(..) => ("", ""),
        };
        let line = Line { kind: "column", of: &column.instrument, column: &column.name, ..Line::default() };
        self.fixed(line, dutch, english);
    }
}

/// A line with the indicator and its goal.
fn about<'a>(study: &'a Study, indicator: Option<&str>) -> Line<'a> {
    let found = indicator.and_then(|indicator| indicator_of(study, indicator));
    Line {
        indicator: found.map_or("", |(_, indicator)| &indicator.id),
        subgoals: found.map_or(&[], |(_, indicator)| &indicator.subgoals),
        goal: found.map_or("", |(goal, _)| &goal.id),
        ..Line::default()
    }
}

fn scale_name(question: &Question) -> &'static str {
    match question.scale {
        Scale::HowMuch => "how-much",
        Scale::HowOften => "how-often",
        Scale::HowMany => "how-many",
        Scale::Change => "change",
        Scale::Feeling => "feeling",
        Scale::ChooseOne => "choose-one",
        Scale::ChooseSeveral(_) => "choose-several",
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
        for (column, _) in VALUES {
            assert!(COLUMNS.iter().any(|(one, ..)| one == column), "{column}");
        }
    }
}

//! The responses for those who analyse them: as they are stored, one answer a row, one response a row, and counted.
//!
//! The columns of [`long`] begin with those of the collector's CSV, and mean the same. Values are ids, never positions:
//! a study may grow. What they mean is in the codebook ([`crate::format::codebook`]).

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::response::{Activity, Part, Response};
use crate::domain::sort::Sort;
use crate::domain::study::{CardSort, Goal, Instrument, Named, Question, Scale, Study};
use crate::domain::survey::{Answer, Answered, Survey};
use crate::format::response::{MODES, OUTCOMES, PARTS_OF_DAY, name_of};
use crate::format::table::{Cell, Rows};

/// Said in the place of a choice: "I don't know".
pub const DONT_KNOW: &str = "dont-know";
/// Said in the place of a choice: went on without an answer.
pub const SKIPPED: &str = "skipped";
/// Said in the place of a pile: the card was dealt, and lay on no pile in the end.
pub const NOT_PLACED: &str = "not-placed";

/// What stands for [`SKIPPED`], [`DONT_KNOW`] and [`NOT_PLACED`] where numbers are wanted.
pub const SPECIAL_CODES: &[(&str, u64)] = &[(SKIPPED, 97), (DONT_KNOW, 98), (NOT_PLACED, 99)];

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

/// The columns of [`long`]. The first ones are those of the collector's CSV.
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

/// The texts as they are stored, in a list: JSON, a response a line.
pub fn json_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<&str> = texts.into_iter().collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// One row per answer: of which response, to what, and what was answered.
///
/// A response without any answer (stopped at the first card) has no row; [`wide`] has it. Texts are those of `language`.
pub fn long(responses: &[Response], study: &Study, language: &str, row: &mut Rows<'_>) {
    let header: Vec<Cell<'_>> = LONG.iter().map(|name| (*name).into()).collect();
    row(&header);
    for response in responses {
        let mut answers = Answers { response, study, language, row: &mut *row };
        for part in &response.parts {
            match part {
                Part::Sort(sort) => answers.sort(sort),
                Part::Survey(survey) => answers.survey(survey),
            }
        }
    }
}

/// One row per response, with a column per card and per question.
pub fn wide(responses: &[Response], columns: &[Column], row: &mut Rows<'_>) {
    let names = columns.iter().map(|column| column.name.as_str());
    let header: Vec<Cell<'_>> = ABOUT.iter().copied().chain(names).map(Cell::from).collect();
    row(&header);
    for response in responses {
        let mut cells = about(response);
        for column in columns {
            let part = response.parts.iter().find(|part| instrument_of(part) == column.instrument);
            cells.push(part.map_or(Cell::Empty, |part| value(part, &column.what)));
        }
        row(&cells);
    }
}

/// How many put each card on which pile, how many were dealt it, and how often it was important or wanted more.
pub fn matrix(responses: &[Response], study: &Study, language: &str, row: &mut Rows<'_>) {
    let sorts: Vec<&Sort> = responses
        .iter()
        .filter(|response| response.study == study.id)
        .flat_map(|response| &response.parts)
        .filter_map(|part| match part {
            Part::Sort(sort) => Some(sort),
            Part::Survey(_) => None,
        })
        .collect();
    let mut instruments: Vec<&str> = card_sorts(study).map(|card_sort| card_sort.id.as_str()).collect();
    add_new(&mut instruments, sorts.iter().map(|sort| sort.instrument.as_str()));
    let mut piles: Vec<&str> = Vec::new();
    add_new(&mut piles, card_sorts(study).flat_map(CardSort::all_piles).map(|pile| pile.id.as_str()));
    add_new(
        &mut piles,
        sorts.iter().flat_map(|sort| sort.order().iter().filter_map(|card| sort.pile_of(card))),
    );

    let first = ["instrument", "card", "card_text", "indicator", "goal"];
    let names =
        first.into_iter().chain(piles.iter().copied()).chain([NOT_PLACED, "dealt", "important", "more"]);
    let header: Vec<Cell<'_>> = names.map(Cell::from).collect();
    row(&header);
    for instrument in instruments {
        let of_it: Vec<&Sort> = sorts.iter().copied().filter(|sort| sort.instrument == instrument).collect();
        for card in cards_of(study, instrument, &of_it) {
            row(&matrix_row(instrument, card, &piles, &of_it, study, language));
        }
    }
}

fn matrix_row<'a>(
    instrument: &'a str,
    card: &'a str,
    piles: &[&str],
    sorts: &[&Sort],
    study: &'a Study,
    language: &str,
) -> Vec<Cell<'a>> {
    let count = |is_it: &dyn Fn(&Sort) -> bool| sorts.iter().filter(|sort| is_it(sort)).count();
    let is_dealt = |sort: &Sort| sort.order().iter().any(|one| one == card);
    let has = |list: &Option<Vec<String>>| list.iter().flatten().any(|one| one == card);
    let about = About::card(study, card, language);
    let mut cells = vec![instrument.into(), card.into(), about.text.into()];
    cells.extend([about.indicator.into(), about.goal.into()]);
    cells.extend(piles.iter().map(|pile| count(&|sort| sort.pile_of(card) == Some(*pile)).into()));
    cells.push(count(&|sort| is_dealt(sort) && sort.pile_of(card).is_none()).into());
    cells.push(count(&is_dealt).into());
    cells.push(count(&|sort| has(&sort.most_important)).into());
    cells.push(count(&|sort| has(&sort.more)).into());
    cells
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Id of the deck.
    Deck,
    /// The pile of this card.
    Card(String),
    /// How many cards were chosen as most important; none if that was not asked.
    NImportant,
    /// The card of this rank, 1 being the most important.
    Important(usize),
    /// How many cards are missing.
    NMissing,
    /// Their words.
    Missing,
    /// Of how many cards there may be more.
    NMore,
    /// The first, second, … of them.
    More(usize),
    /// The card at which a story was asked for.
    StoryCard,
    /// The story.
    Story,
    /// The choice of this question, or that there was one where several may be chosen.
    Question(String),
    /// Whether this choice (second) of a question (first) was chosen: 1 or 0.
    Choice(String, String),
    /// Milliseconds of everything.
    Ms,
}

/// Between the words of several missing cards.
const BETWEEN: &str = " | ";

/// What stands in the cell of a question with several choices that was answered.
pub const ANSWERED: &str = "answered";

/// The columns of [`wide`] for `study`, and for what `responses` hold that is not in it (any more).
pub fn columns(responses: &[Response], study: &Study) -> Vec<Column> {
    let mut instruments: Vec<&str> = study.instruments.iter().map(Instrument::id).collect();
    add_new(&mut instruments, responses.iter().flat_map(|response| response.parts.iter().map(instrument_of)));
    let mut wanted: Vec<(&str, What)> = Vec::new();
    for instrument in instruments {
        let parts = responses.iter().flat_map(|response| &response.parts);
        let parts: Vec<&Part> = parts.filter(|part| instrument_of(part) == instrument).collect();
        let sorts: Vec<&Sort> = parts
            .iter()
            .filter_map(|part| if let Part::Sort(sort) = part { Some(sort) } else { None })
            .collect();
        let card_sort = card_sorts(study).find(|card_sort| card_sort.id == instrument);
        if card_sort.is_some() || !sorts.is_empty() {
            wanted.extend(sort_columns(study, instrument, card_sort, &sorts).map(|what| (instrument, what)));
        }
        let surveys: Vec<&Survey> = parts
            .iter()
            .filter_map(|part| if let Part::Survey(survey) = part { Some(survey) } else { None })
            .collect();
        wanted.extend(survey_columns(study, instrument, &surveys).into_iter().map(|what| (instrument, what)));
        wanted.push((instrument, What::Ms));
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

fn sort_columns<'a>(
    study: &'a Study,
    instrument: &'a str,
    card_sort: Option<&'a CardSort>,
    sorts: &[&'a Sort],
) -> impl Iterator<Item = What> + use<'a> {
    let most = |asked: Option<usize>, list: fn(&Sort) -> &Option<Vec<String>>| {
        let found = sorts.iter().filter_map(|sort| list(sort).as_ref()).map(Vec::len).max();
        asked.max(found).unwrap_or(0)
    };
    let n_important =
        most(card_sort.and_then(|sort| sort.most_important.as_ref()).map(|asked| asked.choose), |sort| {
            &sort.most_important
        });
    let n_more =
        most(card_sort.and_then(|sort| sort.more.as_ref()).map(|asked| asked.choose), |sort| &sort.more);
    let cards = cards_of(study, instrument, sorts);
    [What::Deck]
        .into_iter()
        .chain(cards.into_iter().map(|card| What::Card(card.to_owned())))
        .chain([What::NImportant])
        .chain((1..=n_important).map(What::Important))
        .chain([What::NMissing, What::Missing, What::NMore])
        .chain((1..=n_more).map(What::More))
        .chain([What::StoryCard, What::Story])
}

fn survey_columns(study: &Study, instrument: &str, surveys: &[&Survey]) -> Vec<What> {
    let asked = study.instruments.iter().find_map(|one| match one {
        Instrument::Survey { id, questions, .. } if id == instrument => Some(questions),
        _ => None,
    });
    let mut questions: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
    let answers = || surveys.iter().flat_map(|survey| &survey.answers);
    add_new(&mut questions, answers().map(|answered| answered.question.as_str()));
    let mut wanted = Vec::new();
    for id in questions {
        wanted.push(What::Question(id.to_owned()));
        let question = study.question(id);
        let of_it = || answers().filter(|answered| answered.question == id);
        if question.is_some_and(has_several) || of_it().any(|answered| answered.chosen().len() > 1) {
            let known = question.into_iter().flat_map(|question| &question.choices);
            let mut choices: Vec<&str> = known.map(|choice| choice.id.as_str()).collect();
            add_new(&mut choices, of_it().flat_map(Answered::chosen).map(String::as_str));
            wanted.extend(choices.iter().map(|choice| What::Choice(id.to_owned(), (*choice).to_owned())));
        }
    }
    wanted
}

impl What {
    fn name(&self, instrument: &str) -> String {
        let rest = match self {
            Self::Deck => "deck".to_owned(),
            Self::Card(id) | Self::Question(id) => id.clone(),
            Self::NImportant => "n_important".to_owned(),
            Self::Important(rank) => format!("important_{rank}"),
            Self::NMissing => "n_missing".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::NMore => "n_more".to_owned(),
            Self::More(nth) => format!("more_{nth}"),
            Self::StoryCard => "story_card".to_owned(),
            Self::Story => "story".to_owned(),
            Self::Choice(question, choice) => format!("{question}_{choice}"),
            Self::Ms => "ms".to_owned(),
        };
        format!("{instrument}_{rest}")
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

fn value<'a>(part: &'a Part, what: &What) -> Cell<'a> {
    match part {
        Part::Sort(sort) => sort_value(sort, what),
        Part::Survey(survey) => survey_value(survey, what),
    }
}

fn sort_value<'a>(sort: &'a Sort, what: &What) -> Cell<'a> {
    let count = |list: &Option<Vec<String>>| list.as_ref().map(|list| list.len() as u64).into();
    let nth = |list: &'a Option<Vec<String>>, nth: usize| {
        list.as_ref().and_then(|list| list.get(nth - 1)).map_or(Cell::Empty, |card| card.as_str().into())
    };
    match what {
        What::Deck => sort.deck.as_str().into(),
        What::Card(card) => match sort.pile_of(card) {
            Some(pile) => pile.into(),
            None if sort.order().contains(card) => NOT_PLACED.into(),
            None => Cell::Empty,
        },
        What::NImportant => count(&sort.most_important),
        What::Important(rank) => nth(&sort.most_important, *rank),
        What::NMissing => count(&sort.missing),
        What::Missing => sort.missing.as_ref().map(|words| words.join(BETWEEN)).unwrap_or_default().into(),
        What::NMore => count(&sort.more),
        What::More(at) => nth(&sort.more, *at),
        What::StoryCard => sort.story.as_ref().map_or(Cell::Empty, |(card, _)| card.as_str().into()),
        What::Story => sort.story.as_ref().map_or(Cell::Empty, |(_, words)| words.as_str().into()),
        What::Ms => Cell::Number(sort.spent_ms.values().copied().fold(0, u64::saturating_add)),
        What::Question(_) | What::Choice(..) => Cell::Empty,
    }
}

fn survey_value<'a>(survey: &'a Survey, what: &What) -> Cell<'a> {
    let answer = |id: &str| {
        let answered = survey.answers.iter().find(|answered| answered.question == id);
        answered.and_then(|answered| answered.answer.as_ref())
    };
    match what {
        What::Question(id) => match answer(id) {
            None => Cell::Empty,
            Some(Answer::DontKnow) => DONT_KNOW.into(),
            Some(Answer::Skipped) => SKIPPED.into(),
            Some(Answer::Choices(choices)) => match choices.as_slice() {
                [choice] => choice.as_str().into(),
                _ => ANSWERED.into(),
            },
        },
        What::Choice(id, choice) => match answer(id) {
            Some(Answer::Choices(choices)) => Cell::Number(choices.contains(choice).into()),
            _ => Cell::Empty,
        },
        What::Ms => {
            Cell::Number(survey.answers.iter().map(|answered| answered.ms).fold(0, u64::saturating_add))
        }
        _ => Cell::Empty,
    }
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
        name_of(PARTS_OF_DAY, activity.part_of_day).into(),
        activity.round.as_str().into(),
        response.language.as_str().into(),
        name_of(MODES, response.mode).into(),
        Some(response.n_present).filter(|n| *n > 0).into(),
        name_of(OUTCOMES, response.outcome).into(),
        response.app.as_str().into(),
    ]
}

/// Writes the answers of one response, a row each.
struct Answers<'a, 'r, 'f> {
    response: &'a Response,
    study: &'a Study,
    language: &'a str,
    row: &'r mut Rows<'f>,
}

/// The cells in which one answer differs from another of the same instrument.
#[derive(Default)]
struct Given<'a> {
    kind: &'static str,
    item: &'a str,
    value: Cow<'a, str>,
    position_shown: Option<u64>,
    changes: Option<u64>,
    ms: Option<u64>,
    about: About<'a>,
    value_text: &'a str,
    code: Option<u64>,
}

/// What a card or a question is about.
#[derive(Debug, Clone, Copy, Default)]
struct About<'a> {
    text: &'a str,
    indicator: &'a str,
    goal: &'a str,
}

impl<'a> About<'a> {
    fn card(study: &'a Study, card: &str, language: &str) -> Self {
        let Some(card) = study.card(card) else { return Self::default() };
        Self::of(study, card.text.get(language), card.indicator.as_deref())
    }

    fn of(study: &'a Study, text: &'a str, indicator: Option<&str>) -> Self {
        let found = indicator.and_then(|indicator| indicator_of(study, indicator));
        Self {
            text,
            indicator: found.map_or("", |(_, indicator)| &indicator.id),
            goal: found.map_or("", |(goal, _)| &goal.id),
        }
    }
}

impl<'a> Answers<'a, '_, '_> {
    fn sort(&mut self, sort: &'a Sort) {
        let (study, language) = (self.study, self.language);
        let card_sort = card_sorts(study).find(|card_sort| card_sort.id == sort.instrument);
        for (at, card) in sort.order().iter().enumerate() {
            let Some(pile) = sort.pile_of(card) else { continue };
            let times = || sort.moves().iter().filter(|step| step.card == *card).map(|step| step.ms);
            let words = card_sort.and_then(|sort| sort.all_piles().find(|one| one.id == pile));
            self.add(
                &sort.instrument,
                Given {
                    kind: "card",
                    item: card,
                    value: pile.into(),
                    position_shown: Some(at as u64 + 1),
                    changes: (times().count() as u64).checked_sub(1),
                    ms: times().reduce(u64::saturating_add),
                    about: About::card(study, card, language),
                    value_text: words.map_or("", |pile| pile.text.get(language)),
                    code: card_sort.and_then(|card_sort| pile_code(card_sort, pile)),
                },
            );
        }
        let about = |card: &str| About::card(study, card, language);
        for (at, card) in sort.most_important.iter().flatten().enumerate() {
            let rank = (at + 1).to_string().into();
            let given = Given {
                kind: "most-important",
                item: card,
                value: rank,
                about: about(card),
                ..Given::default()
            };
            self.add(&sort.instrument, given);
        }
        for words in sort.missing.iter().flatten() {
            self.add(&sort.instrument, Given { kind: "missing", value: words.into(), ..Given::default() });
        }
        for card in sort.more.iter().flatten() {
            let given =
                Given { kind: "more", item: card, value: "1".into(), about: about(card), ..Given::default() };
            self.add(&sort.instrument, given);
        }
        if let Some((card, words)) = sort.story.as_ref().filter(|(_, words)| !words.is_empty()) {
            let given = Given {
                kind: "story",
                item: card,
                value: words.into(),
                about: about(card),
                ..Given::default()
            };
            self.add(&sort.instrument, given);
        }
    }

    fn survey(&mut self, survey: &'a Survey) {
        for answered in &survey.answers {
            let question = self.study.question(&answered.question);
            let values = match &answered.answer {
                None => continue,
                // "None of these", said by choosing nothing, is an answer too.
                Some(Answer::Choices(choices)) if choices.is_empty() => vec![""],
                Some(Answer::Choices(choices)) => choices.iter().map(String::as_str).collect(),
                Some(Answer::DontKnow) => vec![DONT_KNOW],
                Some(Answer::Skipped) => vec![SKIPPED],
            };
            for value in values {
                let given = self.choice(answered, question, value);
                self.add(&survey.instrument, given);
            }
        }
    }

    fn choice(&self, answered: &'a Answered, question: Option<&'a Question>, value: &'a str) -> Given<'a> {
        let (study, language) = (self.study, self.language);
        let choice = question.and_then(|question| question.choices.iter().find(|one| one.id == value));
        let about = question
            .map(|question| About::of(study, question.text.get(language), question.indicator.as_deref()));
        Given {
            kind: "question",
            item: &answered.question,
            value: value.into(),
            position_shown: answered.shown.iter().position(|one| one == value).map(|at| at as u64 + 1),
            changes: Some(answered.changes.into()),
            ms: Some(answered.ms),
            about: about.unwrap_or_default(),
            value_text: choice.map_or("", |choice| choice.text.get(language)),
            code: question.map_or_else(|| special_code(value), |question| choice_code(question, value)),
        }
    }

    fn add(&mut self, instrument: &str, given: Given<'_>) {
        let Response { id, study, study_version, activity, language, .. } = self.response;
        let Activity { centre, kind, date, round, .. } = activity;
        (self.row)(&[
            id.as_str().into(),
            study.as_str().into(),
            study_version.as_str().into(),
            centre.as_str().into(),
            kind.as_str().into(),
            date.as_str().into(),
            name_of(PARTS_OF_DAY, activity.part_of_day).into(),
            round.as_str().into(),
            language.as_str().into(),
            name_of(MODES, self.response.mode).into(),
            name_of(OUTCOMES, self.response.outcome).into(),
            instrument.into(),
            given.kind.into(),
            given.item.into(),
            given.value.as_ref().into(),
            given.position_shown.into(),
            given.changes.into(),
            given.ms.into(),
            Some(self.response.n_present).filter(|n| *n > 0).into(),
            activity.centre_type.as_str().into(),
            activity.neighbourhood.as_str().into(),
            activity.aims.join(" ").into(),
            activity.id.as_str().into(),
            given.about.text.into(),
            given.value_text.into(),
            given.code.into(),
            given.about.indicator.into(),
            given.about.goal.into(),
        ]);
    }
}

/// The number of a pile: 1 for the last ("not"), more for more; that of "I don't know" is special.
pub(crate) fn pile_code(card_sort: &CardSort, pile: &str) -> Option<u64> {
    if card_sort.dont_know.id == pile {
        return special_code(DONT_KNOW);
    }
    let from_most = card_sort.piles.iter().position(|one| one.id == pile)?;
    Some((card_sort.piles.len() - from_most) as u64)
}

/// The number of a choice: its place in the question, from 1; those of "I don't know" and skipping are special.
pub(crate) fn choice_code(question: &Question, choice: &str) -> Option<u64> {
    let at = question.choices.iter().position(|one| one.id == choice);
    at.map(|at| at as u64 + 1).or_else(|| special_code(choice))
}

fn special_code(value: &str) -> Option<u64> {
    SPECIAL_CODES.iter().find(|(one, _)| *one == value).map(|(_, code)| *code)
}

/// The indicator called so, with its goal.
pub(crate) fn indicator_of<'a>(study: &'a Study, id: &str) -> Option<(&'a Goal, &'a Named)> {
    study.framework.goals.iter().find_map(|goal| {
        let indicator = goal.indicators.iter().find(|indicator| indicator.id == id)?;
        Some((goal, indicator))
    })
}

pub(crate) fn card_sorts(study: &Study) -> impl Iterator<Item = &CardSort> {
    study.instruments.iter().filter_map(|instrument| match instrument {
        Instrument::CardSort(card_sort) => Some(card_sort),
        Instrument::Survey { .. } => None,
    })
}

/// More than one choice may be chosen.
pub(crate) fn has_several(question: &Question) -> bool {
    matches!(question.scale, Scale::ChooseSeveral(_))
}

/// Ids of the cards of all decks of an instrument, in the order of the study, and then of those that were dealt besides.
fn cards_of<'a>(study: &'a Study, instrument: &str, sorts: &[&'a Sort]) -> Vec<&'a str> {
    let decks = card_sorts(study).filter(|card_sort| card_sort.id == instrument).flat_map(|sort| &sort.decks);
    let known: BTreeSet<&str> = decks.flat_map(|deck| &deck.cards).map(String::as_str).collect();
    let mut cards: Vec<&str> =
        study.cards.iter().map(|card| card.id.as_str()).filter(|card| known.contains(card)).collect();
    let dealt: BTreeSet<&str> = sorts.iter().flat_map(|sort| sort.order()).map(String::as_str).collect();
    add_new(&mut cards, dealt);
    cards
}

fn instrument_of(part: &Part) -> &str {
    match part {
        Part::Sort(sort) => &sort.instrument,
        Part::Survey(survey) => &survey.instrument,
    }
}

/// Adds those of `more` that are not in `list` yet.
fn add_new<'a>(list: &mut Vec<&'a str>, more: impl IntoIterator<Item = &'a str>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// What a file is called, but for its ending: study, centre, round, day or days, and `what` it is; safe characters only.
pub fn file_name(responses: &[Response], study: &str, what: &str) -> String {
    let one_of = |all: &dyn Fn(&Response) -> String, none: &str, many: &str| {
        let different: BTreeSet<String> = responses.iter().map(all).collect();
        match different.len() {
            1 => different.into_iter().next().filter(|one| !safe(one).is_empty()).unwrap_or(none.to_owned()),
            0 => none.to_owned(),
            _ => many.to_owned(),
        }
    };
    let study = one_of(&|response| response.study.clone(), study, study);
    let centre = one_of(&|response| response.activity.centre.clone(), "geen-centrum", "alle-centra");
    let round = one_of(&|response| response.activity.round.clone(), "", "alle");
    let days: BTreeSet<&str> = responses.iter().map(|response| response.activity.date.as_str()).collect();
    let day = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}-tot-{last}"),
        (Some(day), _) => (*day).to_owned(),
        _ => String::new(),
    };
    let has_word = round.is_empty() || safe(&round).starts_with("ronde");
    let round = if has_word { round } else { format!("ronde-{round}") };
    let parts = [study, centre, round, day, what.to_owned()].map(|part| safe(&part));
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

/// Longest part of a name of a file.
const LONGEST_PART: usize = 40;

/// `text` in lower-case letters without accents, digits and hyphens.
pub fn safe(text: &str) -> String {
    const ACCENTS: &[(&str, &str)] = &[
        ("àáâãäå", "a"),
        ("ç", "c"),
        ("èéêë", "e"),
        ("ìíîï", "i"),
        ("ñ", "n"),
        ("òóôõöø", "o"),
        ("ùúûü", "u"),
        ("ýÿ", "y"),
        ("ğ", "g"),
        ("ş", "s"),
        ("ı", "i"),
    ];
    let mut safe = String::new();
    for sign in text.to_lowercase().chars() {
        let plain = ACCENTS.iter().find(|(accented, _)| accented.contains(sign)).map(|(_, plain)| *plain);
        match plain {
            Some(plain) => safe.push_str(plain),
            None if sign.is_ascii_alphanumeric() => safe.push(sign),
            // Between two days, too, one hyphen is enough.
            None if !safe.is_empty() && !safe.ends_with('-') => safe.push('-'),
            None => {}
        }
    }
    safe.truncate(LONGEST_PART);
    safe.trim_end_matches('-').to_owned()
}

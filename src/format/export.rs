//! The responses for those who analyse them: as they are stored, one answer a row, one response a row, and counted.
//!
//! Tablet and collector give the same tables. Values are ids, never positions:
//! a study may grow. What they mean is in the codebook ([`crate::format::codebook`]). Each table goes through the responses once:
//! they need not lie in memory together.

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::response::{Activity, Part, Response};
use crate::domain::study::{Goal, Instrument, Named, Question, Scale, Study};
use crate::format::response::{mode_name, outcome_name, part_name};
use crate::format::seen::{Held, Seen};
use crate::format::table::{Cell, Rows};
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::survey::rules::{Answer, Answered, Questionnaire, Survey};

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
        let mut answers = Answers { response, study, language, row: &mut *row };
        for part in &response.parts {
            match part {
                Part::CardSort(sort) => answers.sort(sort),
                Part::Survey(survey) => answers.survey(survey),
                Part::Newer(newer) => answers.not_understood(&newer.instrument, "", &newer.json),
            }
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
            cells.push(part.map_or(Cell::Empty, |part| value(part, &column.what)));
        }
        row(&cells);
    }
}

/// How many people put each card on which pile, how many were dealt it, and how often it was important or wanted more; and
/// behind that the same of groups, each of which is one.
pub fn matrix<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    row: &mut Rows<'_>,
) {
    let mut matrix = Matrix::default();
    matrix.instruments.extend(CardSort::all(study).map(|card_sort| card_sort.id.clone()));
    let mut piles: Vec<&str> = Vec::new();
    add_new(&mut piles, CardSort::all(study).flat_map(CardSort::all_piles).map(|pile| pile.id.as_str()));
    matrix.piles.extend(piles.into_iter().map(str::to_owned));
    for response in responses {
        let response = response.borrow();
        if response.study != study.id {
            continue;
        }
        for part in &response.parts {
            match part {
                Part::CardSort(sort) => matrix.add(sort, response.is_of_group()),
                Part::Survey(_) | Part::Newer(_) => {}
            }
        }
    }
    matrix.write(study, language, row);
}

/// Before the names of the columns in which groups are counted.
pub const GROUPS: &str = "groups-";

/// What was counted of the cards, of people and of groups.
#[derive(Default)]
struct Matrix {
    instruments: Vec<String>,
    piles: Vec<String>,
    /// By instrument and card.
    cards: BTreeMap<String, BTreeMap<String, [OfCard; 2]>>,
}

/// How often a card lay on each pile and on none, was dealt, was important, and was wanted more.
#[derive(Default)]
struct OfCard {
    on_piles: BTreeMap<String, usize>,
    not_placed: usize,
    dealt: usize,
    important: usize,
    more: usize,
}

impl Matrix {
    fn add(&mut self, sort: &Sort, is_of_group: bool) {
        add_one(&mut self.instruments, &sort.instrument);
        let cards = self.cards.entry(sort.instrument.clone()).or_default();
        let mut count = |list: &[String], add: &mut dyn FnMut(&str, &mut OfCard)| {
            for card in list.iter().collect::<BTreeSet<_>>() {
                add(card, &mut cards.entry(card.clone()).or_default()[usize::from(is_of_group)]);
            }
        };
        count(sort.order(), &mut |card, counts| {
            counts.dealt += 1;
            match sort.pile_of(card) {
                Some(pile) => *counts.on_piles.entry(pile.to_owned()).or_default() += 1,
                None => counts.not_placed += 1,
            }
        });
        count(sort.most_important.as_deref().unwrap_or_default(), &mut |_, counts| counts.important += 1);
        count(sort.more.as_deref().unwrap_or_default(), &mut |_, counts| counts.more += 1);
        for pile in sort.order().iter().filter_map(|card| sort.pile_of(card)) {
            add_one(&mut self.piles, pile);
        }
    }

    fn write(&self, study: &Study, language: &str, row: &mut Rows<'_>) {
        let first = ["instrument", "card", "card_text", "indicator", "goal"];
        let piles = self.piles.iter().map(String::as_str);
        let counts = piles.chain([NOT_PLACED, "dealt", "important", "more"]);
        let of_groups = counts.clone().map(|name| format!("{GROUPS}{name}"));
        let names = first.into_iter().chain(counts).map(str::to_owned).chain(of_groups);
        let header: Vec<Cell<'_>> = names.map(Cell::from).collect();
        row(&header);
        let none = BTreeMap::new();
        for instrument in &self.instruments {
            let cards = self.cards.get(instrument).unwrap_or(&none);
            let is_dealt = |[people, groups]: &[OfCard; 2]| people.dealt + groups.dealt > 0;
            let dealt = cards.iter().filter(|(_, counts)| is_dealt(counts)).map(|(card, _)| card.as_str());
            for card in cards_of(study, instrument, dealt) {
                let about = About::card(study, card, language);
                let mut cells: Vec<Cell<'_>> =
                    vec![instrument.as_str().into(), card.into(), about.text.into()];
                cells.extend([about.indicator.into(), about.goal.into()]);
                let nobody = <[OfCard; 2]>::default();
                for counts in cards.get(card).unwrap_or(&nobody) {
                    let on = |pile: &String| counts.on_piles.get(pile).copied().unwrap_or_default();
                    cells.extend(self.piles.iter().map(|pile| Cell::from(on(pile))));
                    let rest = [counts.not_placed, counts.dealt, counts.important, counts.more];
                    cells.extend(rest.map(Cell::from));
                }
                row(&cells);
            }
        }
    }
}

/// Adds `one` if it is not in `list` yet.
fn add_one(list: &mut Vec<String>, one: &str) {
    if !list.iter().any(|known| known == one) {
        list.push(one.to_owned());
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Id of the deck.
    Deck,
    /// The pile of this card.
    Card(String),
    /// How many cards were chosen as most important; none if that was not asked.
    NImportant,
    /// The first, second, … of them: in the order in which they were tapped, which means nothing.
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
    /// All of it, as JSON, where only a newer app knows what it is.
    NotUnderstood,
}

/// The kind of a row for what only a newer app knows.
pub const NOT_UNDERSTOOD: &str = "not-understood";

/// Between the words of several missing cards.
const BETWEEN: &str = " | ";

/// What stands in the cell of a question with several choices that was answered.
pub const ANSWERED: &str = "answered";

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
            let card_sort = CardSort::called(study, instrument);
            if card_sort.is_some() || held.is_sorted {
                let of_sort = sort_columns(study, instrument, card_sort, held);
                wanted.extend(of_sort.map(|what| (instrument, what)));
            }
            let of_survey = survey_columns(study, instrument, held);
            wanted.extend(of_survey.into_iter().map(|what| (instrument, what)));
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

fn sort_columns<'a>(
    study: &'a Study,
    instrument: &'a str,
    card_sort: Option<&'a CardSort>,
    held: &'a Held,
) -> impl Iterator<Item = What> + use<'a> {
    let asked = card_sort.and_then(|sort| sort.most_important.as_ref()).map(|asked| asked.choose);
    let n_important = held.n_important.max(asked.unwrap_or(0));
    let asked = card_sort.and_then(|sort| sort.more.as_ref()).map(|asked| asked.choose);
    let n_more = held.n_more.max(asked.unwrap_or(0));
    let cards = cards_of(study, instrument, held.cards.iter().map(String::as_str));
    [What::Deck]
        .into_iter()
        .chain(cards.into_iter().map(|card| What::Card(card.to_owned())))
        .chain([What::NImportant])
        .chain((1..=n_important).map(What::Important))
        .chain([What::NMissing, What::Missing, What::NMore])
        .chain((1..=n_more).map(What::More))
        .chain([What::StoryCard, What::Story])
}

fn survey_columns(study: &Study, instrument: &str, held: &Held) -> Vec<What> {
    let asked = Questionnaire::called(study, instrument).map(|survey| &survey.questions);
    let mut questions: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
    add_new(&mut questions, held.questions.iter().map(|(id, _)| id.as_str()));
    let mut wanted = Vec::new();
    for id in questions {
        wanted.push(What::Question(id.to_owned()));
        let question = study.question(id);
        let chosen = held.questions.iter().find(|(one, _)| one == id).map(|(_, chosen)| chosen);
        if question.is_some_and(has_several) || chosen.is_some_and(|chosen| chosen.has_several) {
            let known = question.into_iter().flat_map(|question| &question.choices);
            let mut choices: Vec<&str> = known.map(|choice| choice.id.as_str()).collect();
            add_new(&mut choices, chosen.into_iter().flat_map(|chosen| &chosen.choices).map(String::as_str));
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
            Self::NotUnderstood => "not_understood".to_owned(),
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
        Part::CardSort(sort) => sort_value(sort, what),
        Part::Survey(survey) => survey_value(survey, what),
        Part::Newer(newer) => match what {
            What::NotUnderstood => newer.json.as_str().into(),
            _ => Cell::Empty,
        },
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
        What::Question(_) | What::Choice(..) | What::NotUnderstood => Cell::Empty,
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
            Some(Answer::Newer(json)) => json.as_str().into(),
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
        part_name(response).into(),
        activity.round.as_str().into(),
        response.language.as_str().into(),
        mode_name(response).into(),
        Some(response.n_present).filter(|n| *n > 0).into(),
        outcome_name(response).into(),
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
        let card_sort = CardSort::called(study, &sort.instrument);
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
                Some(Answer::Newer(json)) => {
                    self.not_understood(&survey.instrument, &answered.question, json);
                    continue;
                }
            };
            for value in values {
                let given = self.choice(answered, question, value);
                self.add(&survey.instrument, given);
            }
        }
    }

    /// A row for what only a newer app knows, with all of it as JSON.
    fn not_understood(&mut self, instrument: &str, item: &str, json: &str) {
        self.add(instrument, Given { kind: NOT_UNDERSTOOD, item, value: json.into(), ..Given::default() });
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
            part_name(self.response).into(),
            round.as_str().into(),
            language.as_str().into(),
            mode_name(self.response).into(),
            outcome_name(self.response).into(),
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

/// More than one choice may be chosen.
pub(crate) fn has_several(question: &Question) -> bool {
    matches!(question.scale, Scale::ChooseSeveral(_))
}

/// Ids of the cards of all decks of an instrument, in the order of the study, and then of those that were `dealt` besides.
pub(crate) fn cards_of<'a>(
    study: &'a Study,
    instrument: &str,
    dealt: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let decks = CardSort::called(study, instrument).into_iter().flat_map(|sort| &sort.decks);
    let known: BTreeSet<&str> = decks.flat_map(|deck| &deck.cards).map(String::as_str).collect();
    let mut cards: Vec<&str> =
        study.cards.iter().map(|card| card.id.as_str()).filter(|card| known.contains(card)).collect();
    add_new(&mut cards, dealt.into_iter().collect::<BTreeSet<_>>());
    cards
}

/// Adds those of `more` that are not in `list` yet.
fn add_new<'a>(list: &mut Vec<&'a str>, more: impl IntoIterator<Item = &'a str>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

//! Tables for people who know no ids: what was counted in words, and the words of ids beside them.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use crate::domain::guidance::Guidance;
use crate::domain::response::{Part, Response};
use crate::domain::study::{Instrument, Question, Study, Text};
use crate::format::codebook::{AIMS, meaning};
use crate::format::export::{Column, DONT_KNOW, GROUPS, NOT_PLACED, SKIPPED, What, cards_of, indicator_of};
use crate::format::table::{Cell, Rows};
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::survey::rules::{Answer, Answered, Survey};

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

/// What is counted of a card besides its piles, in Dutch.
const ON_NO_PILE: &str = "niet op een stapel";
const IMPORTANT: &str = "bij de belangrijkste";
const MORE: &str = "mag meer";

/// How many people, and how many groups, put each card where and gave each answer, in the words of `language`: a row for
/// each pile of each card, and for each answer to each question.
pub fn overview<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    row: &mut Rows<'_>,
) {
    let mut counting: Vec<Counting<'_>> =
        study.instruments.iter().map(|one| Counting::of(one, study)).collect();
    for response in responses {
        let response = response.borrow();
        if response.study == study.id {
            for counting in &mut counting {
                counting.add(response);
            }
        }
    }
    row(&OVERVIEW.map(Cell::from));
    for counting in &counting {
        counting.write(study, language, row);
    }
}

/// Of people and of groups: how many gave an answer, and of how many it is known whether they did.
type Numbers = [[usize; 2]; 2];

/// What was counted of one instrument: numbers of each answer, in their order.
enum Counting<'a> {
    /// By card (id) that was dealt: of each pile, of no pile, of the most important ones, and of those wanted more.
    Cards(&'a CardSort, BTreeMap<String, Vec<Numbers>>),
    /// Id of the instrument and words for "I don't know"; of each question its choices, that, and skipping.
    Questions(&'a str, &'a Text, Vec<(&'a Question, Vec<Numbers>)>),
}

impl<'a> Counting<'a> {
    fn of(instrument: &'a Instrument, study: &'a Study) -> Self {
        match instrument {
            Instrument::CardSort(card_sort) => Self::Cards(card_sort, BTreeMap::new()),
            Instrument::Survey(survey) => {
                let questions = survey.questions.iter().filter_map(|id| study.question(id));
                let none = |question: &Question| vec![Numbers::default(); question.choices.len() + 2];
                let questions = questions.map(|question| (question, none(question)));
                Self::Questions(&survey.id, &survey.dont_know.text, questions.collect())
            }
        }
    }

    fn add(&mut self, response: &Response) {
        let add = |numbers: &mut [Numbers], says: &mut dyn Iterator<Item = Option<bool>>| {
            for (numbers, says) in numbers.iter_mut().zip(says) {
                let [given, known] = &mut numbers[usize::from(response.is_of_group())];
                *given += usize::from(says == Some(true));
                *known += usize::from(says.is_some());
            }
        };
        match self {
            Self::Cards(card_sort, cards) => {
                let Some(sort) = sort_of(response, &card_sort.id) else { return };
                for card in sort.order().iter().collect::<BTreeSet<_>>() {
                    let pile = sort.pile_of(card);
                    let chosen = |list: &Option<Vec<String>>| Some(list.as_ref()?.contains(card));
                    let on_piles = card_sort.all_piles().map(|one| Some(pile == Some(&*one.id)));
                    let rest = [Some(pile.is_none()), chosen(&sort.most_important), chosen(&sort.more)];
                    let none = || vec![Numbers::default(); card_sort.all_piles().count() + rest.len()];
                    let numbers = cards.entry(card.clone()).or_insert_with(none);
                    add(numbers, &mut on_piles.chain(rest));
                }
            }
            Self::Questions(instrument, _, questions) => {
                let Some(survey) = survey_of(response, instrument) else { return };
                for (question, numbers) in questions {
                    let answered = survey.answers.iter().find(|one| one.question == question.id);
                    let given = answered.and_then(|one| one.answer.as_ref());
                    let said = given.filter(|answer| !matches!(answer, Answer::Skipped | Answer::Newer(_)));
                    let chosen = answered.map_or(&[][..], Answered::chosen);
                    let choices = question.choices.iter().map(|one| said.map(|_| chosen.contains(&one.id)));
                    let rest =
                        [said.map(|one| *one == Answer::DontKnow), given.map(|one| *one == Answer::Skipped)];
                    add(numbers, &mut choices.chain(rest));
                }
            }
        }
    }

    fn write(&self, study: &Study, language: &str, row: &mut Rows<'_>) {
        match self {
            Self::Cards(card_sort, cards) => {
                let piles = card_sort.all_piles().map(|pile| (pile.text.get(language), pile.id.as_str()));
                let rest = [(ON_NO_PILE, NOT_PLACED), (IMPORTANT, "most-important"), (MORE, "more")];
                let answers: Vec<(&str, &str)> = piles.chain(rest).collect();
                let nobody = vec![Numbers::default(); answers.len()];
                for id in cards_of(study, &card_sort.id, cards.keys().map(String::as_str)) {
                    let card = study.card(id);
                    let subject = Subject {
                        kind: "Kaart",
                        text: card.map_or(id, |card| card.text.get(language)).to_owned(),
                        indicator: card.and_then(|card| card.indicator.as_deref()),
                        instrument: &card_sort.id,
                        id,
                    };
                    subject.write(&answers, cards.get(id).unwrap_or(&nobody), study, language, row);
                }
            }
            Self::Questions(instrument, dont_know, questions) => {
                for (question, numbers) in questions {
                    let choices = question.choices.iter();
                    let choices = choices.map(|choice| (choice.text.get(language), choice.id.as_str()));
                    let rest = [(dont_know.get(language), DONT_KNOW), ("overgeslagen", SKIPPED)];
                    let answers: Vec<(&str, &str)> = choices.chain(rest).collect();
                    let subject = Subject {
                        kind: "Vraag",
                        text: question_text(study, question, language),
                        indicator: question.indicator.as_deref(),
                        instrument,
                        id: &question.id,
                    };
                    subject.write(&answers, numbers, study, language, row);
                }
            }
        }
    }
}

/// What rows of the overview are about.
struct Subject<'a> {
    kind: &'static str,
    text: String,
    indicator: Option<&'a str>,
    instrument: &'a str,
    id: &'a str,
}

impl Subject<'_> {
    /// A row for each of `answers` (words and id).
    fn write(
        &self,
        answers: &[(&str, &str)],
        numbers: &[Numbers],
        study: &Study,
        language: &str,
        row: &mut Rows<'_>,
    ) {
        let about = self.indicator.and_then(|indicator| indicator_of(study, indicator));
        for ((answer, id), [people, groups]) in answers.iter().zip(numbers) {
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
                self.instrument.into(),
                self.id.into(),
                (*id).into(),
            ]);
        }
    }
}

fn sort_of<'a>(response: &'a Response, instrument: &str) -> Option<&'a Sort> {
    response.parts.iter().find_map(|part| match part {
        Part::CardSort(sort) if sort.instrument == instrument => Some(sort),
        _ => None,
    })
}

fn survey_of<'a>(response: &'a Response, instrument: &str) -> Option<&'a Survey> {
    response.parts.iter().find_map(|part| match part {
        Part::Survey(survey) if survey.instrument == instrument => Some(survey),
        _ => None,
    })
}

/// The words of a question, with what the study calls a centre without a name.
fn question_text(study: &Study, question: &Question, language: &str) -> String {
    question.text.get(language).replace("{centre}", study.centre.get(language))
}

/// The words of an id.
type InWords<'a> = Box<dyn Fn(&str) -> String + 'a>;

/// What stands beside a column of ids.
pub struct Label<'a> {
    heading: String,
    /// None for a column of numbers, which itself is called by an id: they stand there again, under words.
    words: Option<InWords<'a>>,
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

/// The words of what is counted in the column called `name` of the matrix, or of the ids in it.
pub fn matrix_label<'a>(
    name: &str,
    study: &'a Study,
    guidance: &'a Guidance,
    language: &'a str,
) -> Option<Label<'a>> {
    let (whose, id) = name.strip_prefix(GROUPS).map_or(("mensen", name), |id| ("groepen", id));
    let counted = match id {
        NOT_PLACED => ON_NO_PILE.to_owned(),
        "dealt" => "kaart gekregen".to_owned(),
        "important" => IMPORTANT.to_owned(),
        "more" => MORE.to_owned(),
        id => {
            // Two sorts may call a pile of the same id otherwise.
            let piles = CardSort::all(study).flat_map(CardSort::all_piles).filter(|pile| pile.id == id);
            let mut texts: Vec<&str> = piles.map(|pile| pile.text.get(language)).collect();
            texts.dedup();
            texts.join(" / ")
        }
    };
    if counted.is_empty() {
        return fixed_label(name, study, guidance, language);
    }
    Some(Label { heading: format!("{counted} ({whose})"), words: None })
}

/// The words of the ids in a column of the wide table; none of a column of numbers or words.
pub fn wide_label<'a>(column: &'a Column, study: &'a Study, language: &'a str) -> Option<Label<'a>> {
    let card_text = move |id: &str| study.card(id).map_or(id, |card| card.text.get(language)).to_owned();
    let special = |id: &str| meaning("", id).unwrap_or(id).to_owned();
    let card_sort = CardSort::called(study, &column.instrument);
    let label = |heading: String, words: InWords<'a>| Some(Label { heading, words: Some(words) });
    match &column.what {
        What::Card(id) => label(
            card_text(id),
            Box::new(move |id| {
                let pile = card_sort.and_then(|sort| sort.all_piles().find(|pile| pile.id == id));
                pile.map_or_else(|| special(id), |pile| pile.text.get(language).to_owned())
            }),
        ),
        What::Deck => label(
            "Welke kaarten".to_owned(),
            Box::new(move |id| {
                let deck = card_sort.and_then(|sort| sort.decks.iter().find(|deck| deck.id == id));
                deck.map_or(id, |deck| deck.title.get(language)).to_owned()
            }),
        ),
        What::Important(nth) => label(format!("Een van de belangrijkste ({nth})"), Box::new(card_text)),
        What::More(nth) => label(format!("Mag meer ({nth})"), Box::new(card_text)),
        What::StoryCard => label("Verhaal bij".to_owned(), Box::new(card_text)),
        What::Question(id) => {
            let question = study.question(id)?;
            label(
                question_text(study, question, language),
                Box::new(move |id| {
                    let choice = question.choices.iter().find(|choice| choice.id == id);
                    choice.map_or_else(|| special(id), |choice| choice.text.get(language).to_owned())
                }),
            )
        }
        What::Choice(id, choice) => {
            let question = study.question(id)?;
            let choice = question.choices.iter().find(|one| one.id == *choice)?;
            let heading =
                format!("{} {}", question_text(study, question, language), choice.text.get(language));
            label(heading, Box::new(|chosen| if chosen == "1" { "ja" } else { "nee" }.to_owned()))
        }
        What::NImportant
        | What::NMissing
        | What::Missing
        | What::NMore
        | What::Story
        | What::Ms
        | What::NotUnderstood => None,
    }
}

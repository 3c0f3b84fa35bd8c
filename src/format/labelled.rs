//! Tables for people who know no ids: what was counted in words, and the words of ids beside them.

use crate::domain::guidance::Guidance;
use crate::domain::response::{Part, Response};
use crate::domain::study::{Instrument, Question, Study};
use crate::format::codebook::{AIMS, meaning};
use crate::format::export::{
    Column, DONT_KNOW, GROUPS, NOT_PLACED, SKIPPED, What, card_sorts, cards_of, indicator_of,
};
use crate::format::table::{Cell, Rows};
use crate::instruments::card_sort::rules::CardSort;
use crate::instruments::card_sort::rules::Sort;
use crate::instruments::survey::rules::{Answer, Survey};

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
pub fn overview(responses: &[Response], study: &Study, language: &str, row: &mut Rows<'_>) {
    row(&OVERVIEW.map(Cell::from));
    let responses = responses.iter().filter(|response| response.study == study.id).collect();
    let mut counting = Counting { responses, study, language, row };
    for instrument in &study.instruments {
        match instrument {
            Instrument::CardSort(card_sort) => counting.card_sort(card_sort),
            Instrument::Survey(survey) => {
                for question in survey.questions.iter().filter_map(|id| study.question(id)) {
                    counting.question(&survey.id, question, survey.dont_know.text.get(language));
                }
            }
        }
    }
}

struct Counting<'a, 'r, 'f> {
    responses: Vec<&'a Response>,
    study: &'a Study,
    language: &'a str,
    row: &'r mut Rows<'f>,
}

/// What a row of the overview is about.
struct Subject<'a> {
    kind: &'static str,
    text: String,
    indicator: Option<&'a str>,
    instrument: &'a str,
    id: &'a str,
}

impl<'a> Counting<'a, '_, '_> {
    fn card_sort(&mut self, card_sort: &'a CardSort) {
        let (study, language) = (self.study, self.language);
        let sorts: Vec<&Sort> = self.responses.iter().filter_map(|one| sort_of(one, &card_sort.id)).collect();
        for id in cards_of(study, &card_sort.id, &sorts) {
            let card = study.card(id);
            let subject = Subject {
                kind: "Kaart",
                text: card.map_or(id, |card| card.text.get(language)).to_owned(),
                indicator: card.and_then(|card| card.indicator.as_deref()),
                instrument: &card_sort.id,
                id,
            };
            let dealt = |response: &'a Response| {
                sort_of(response, &card_sort.id).filter(|sort| sort.order().iter().any(|one| one == id))
            };
            for pile in card_sort.all_piles() {
                let on_it = |response| Some(dealt(response)?.pile_of(id) == Some(&*pile.id));
                self.count(&subject, pile.text.get(language), &pile.id, &on_it);
            }
            let nowhere = |response| Some(dealt(response)?.pile_of(id).is_none());
            self.count(&subject, ON_NO_PILE, NOT_PLACED, &nowhere);
            let chosen = |list: &Option<Vec<String>>| Some(list.as_ref()?.iter().any(|one| one == id));
            let important = |response| chosen(&dealt(response)?.most_important);
            self.count(&subject, IMPORTANT, "most-important", &important);
            let more = |response| chosen(&dealt(response)?.more);
            self.count(&subject, MORE, "more", &more);
        }
    }

    fn question(&mut self, instrument: &'a str, question: &'a Question, dont_know: &str) {
        let language = self.language;
        let subject = Subject {
            kind: "Vraag",
            text: question_text(self.study, question, language),
            indicator: question.indicator.as_deref(),
            instrument,
            id: &question.id,
        };
        let given = |response: &'a Response| {
            let answers = &survey_of(response, instrument)?.answers;
            answers.iter().find(|one| one.question == question.id)?.answer.as_ref()
        };
        let is_said = |answer: &&Answer| !matches!(answer, Answer::Skipped | Answer::Newer(_));
        let answered = |response| given(response).filter(is_said);
        for choice in &question.choices {
            let is_it = |response| match answered(response)? {
                Answer::Choices(chosen) => Some(chosen.contains(&choice.id)),
                Answer::DontKnow | Answer::Skipped => Some(false),
                Answer::Newer(_) => None,
            };
            self.count(&subject, choice.text.get(language), &choice.id, &is_it);
        }
        let is_unknown = |response| Some(*answered(response)? == Answer::DontKnow);
        self.count(&subject, dont_know, DONT_KNOW, &is_unknown);
        let is_skipped = |response| Some(*given(response)? == Answer::Skipped);
        self.count(&subject, "overgeslagen", SKIPPED, &is_skipped);
    }

    /// A row: of those responses of which `is_it` says anything, those of which it is true.
    fn count(
        &mut self,
        subject: &Subject<'_>,
        answer: &str,
        id: &str,
        is_it: &dyn Fn(&'a Response) -> Option<bool>,
    ) {
        let numbers = |is_of_groups: bool| {
            let mine = self.responses.iter().filter(|response| response.is_of_group() == is_of_groups);
            let said: Vec<bool> = mine.filter_map(|response| is_it(response)).collect();
            [said.iter().filter(|is_it| **is_it).count(), said.len()].map(Cell::from)
        };
        let ([people, of_people], [groups, of_groups]) = (numbers(false), numbers(true));
        let about = subject.indicator.and_then(|indicator| indicator_of(self.study, indicator));
        (self.row)(&[
            subject.kind.into(),
            subject.text.as_str().into(),
            answer.into(),
            people,
            of_people,
            groups,
            of_groups,
            about.map_or("", |(goal, _)| goal.title.get(self.language)).into(),
            about.map_or("", |(_, indicator)| indicator.title.get(self.language)).into(),
            subject.instrument.into(),
            subject.id.into(),
            id.into(),
        ]);
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
            let piles = card_sorts(study).flat_map(CardSort::all_piles).filter(|pile| pile.id == id);
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
    let card_sort = card_sorts(study).find(|sort| sort.id == column.instrument);
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

//! What participants hear and read of a study: every text once for each place where it stands.

use std::collections::BTreeSet;

use crate::domain::study::{Choice, Message, Scale, Study, Text, Word};

/// A text of a study that participants meet, at one of the places where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What kind of text it is.
    pub group: Group,
    /// Where it stands in the file of the study, without the language, such as `cards[3].text`.
    pub place: String,
    /// The same for the name of a file: lower case, digits and hyphens, such as `card-coffee`.
    pub name: String,
    /// As it is written: with `{centre}` and `{count}`.
    pub text: String,
    /// Path within the study's folder of the picture that goes with it, if one does.
    pub picture: Option<String>,
}

/// Kinds of text, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is asked.
    Questions,
    /// Meaning cards.
    Cards,
    /// Piles and answers.
    Choices,
    /// Everything else: buttons and sentences.
    Words,
}

impl Group {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Questions, Self::Cards, Self::Choices, Self::Words];
}

/// The texts of `study` that participants meet in `language`, by group; empty if the study's file does not hold them.
pub fn heard(study: &Study, language: &str) -> Vec<Heard> {
    let mut list = List { language, heard: Vec::new() };
    for (at, question) in study.questions.iter().enumerate() {
        let (place, name) = (format!("questions[{at}]"), format!("question-{}", question.id));
        list.add(Group::Questions, format!("{place}.text"), name, &question.text, Some(&question.picture));
        list.choices(&format!("{place}.choices"), &format!("answer-{}", question.id), &question.choices);
    }
    for (at, card) in study.cards.iter().enumerate() {
        let (place, name) = (format!("cards[{at}].text"), format!("card-{}", card.id));
        list.add(Group::Cards, place, name, &card.text, Some(&card.picture));
    }
    for (at, instrument) in study.instruments.iter().enumerate() {
        let place = format!("instruments[{at}]");
        instrument.heard(&place, &mut list);
    }
    list.add(Group::Questions, "consent.title".to_owned(), "consent".to_owned(), &study.consent.title, None);
    for (at, point) in study.consent.points.iter().enumerate() {
        list.message(&format!("consent.points[{at}]"), format!("consent-{}", at + 1), point);
    }
    list.message("thanks", "thanks".to_owned(), &study.thanks);
    list.message("declined", "declined".to_owned(), &study.declined);
    for (key, word) in Word::KEYS.iter().zip(&study.words) {
        list.add(Group::Words, format!("words.{key}"), format!("word-{}", key.replace('_', "-")), word, None);
    }
    for (at, other) in study.languages.iter().enumerate().filter(|(_, other)| other.id == language) {
        // Told on the first screen. There is nothing to be heard of it unless the texts are here too.
        if !list.heard.is_empty() {
            let (place, name) = (format!("languages[{at}].name"), "language".to_owned());
            let text = other.name.clone();
            list.heard.push(Heard { group: Group::Words, place, name, text, picture: None });
        }
    }
    list.heard.sort_by_key(|heard| heard.group);
    list.heard
}

/// The texts that are spoken in `language`, each once, by group: numbers are filled in, the name of the centre is not.
pub fn spoken(study: &Study, language: &str) -> Vec<Heard> {
    let counts = counts(study);
    let mut seen = BTreeSet::new();
    let mut spoken = Vec::new();
    for heard in heard(study, language) {
        let filled: Vec<Heard> = if heard.text.contains("{count}") {
            counts.iter().map(|count| with_count(&heard, *count)).collect()
        } else {
            vec![heard]
        };
        spoken.extend(filled.into_iter().filter(|heard| seen.insert(heard.text.clone())));
    }
    spoken
}

/// Every number that `{count}` may become: how many cards or answers may be chosen at most.
fn counts(study: &Study) -> BTreeSet<usize> {
    let mut counts = BTreeSet::new();
    for instrument in &study.instruments {
        counts.extend(instrument.counts());
    }
    counts.extend(study.questions.iter().filter_map(|question| match question.scale {
        Scale::ChooseSeveral(most) => Some(most),
        _ => None,
    }));
    counts
}

fn with_count(heard: &Heard, count: usize) -> Heard {
    let text = heard.text.replace("{count}", &count.to_string());
    Heard { text, name: format!("{}-{count}", heard.name), ..heard.clone() }
}

/// The texts that are heard in one language, as they are collected.
#[derive(Debug)]
pub(crate) struct List<'a> {
    language: &'a str,
    heard: Vec<Heard>,
}

impl List<'_> {
    /// A text; nothing if the study lacks it in this language.
    pub(crate) fn add(
        &mut self,
        group: Group,
        place: String,
        name: String,
        text: &Text,
        picture: Option<&str>,
    ) {
        // Another language in its place would be the wrong one to speak.
        if let Some(text) = text.0.get(self.language) {
            let picture = picture.map(str::to_owned);
            self.heard.push(Heard { group, place, name, text: text.clone(), picture });
        }
    }

    fn message(&mut self, place: &str, name: String, message: &Message) {
        self.add(Group::Words, format!("{place}.text"), name, &message.text, Some(&message.picture));
    }

    /// A choice of what is called `of`.
    pub(crate) fn choice(&mut self, place: &str, of: &str, choice: &Choice) {
        let name = format!("{of}-{}", choice.id);
        self.add(Group::Choices, format!("{place}.text"), name, &choice.text, Some(&choice.picture));
    }

    /// Choices of what is called `of`.
    pub(crate) fn choices(&mut self, place: &str, of: &str, choices: &[Choice]) {
        for (at, choice) in choices.iter().enumerate() {
            self.choice(&format!("{place}[{at}]"), of, choice);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::study::{Card, Instrument, Language, Question};
    use crate::instruments::card_sort::rules::{CardSort, MostImportant};

    fn text(text: &str) -> Text {
        Text(BTreeMap::from([("nl".to_owned(), text.to_owned())]))
    }

    fn choice(id: &str, words: &str) -> Choice {
        Choice { id: id.to_owned(), text: text(words), picture: format!("{id}.svg") }
    }

    fn study() -> Study {
        let mut words = vec![Text::default(); Word::KEYS.len()];
        words[Word::Next as usize] = text("Verder");
        words[Word::ChooseUpTo as usize] = text("Kies er {count}");
        let card = |id: &str, words: &str| Card {
            id: id.to_owned(),
            text: text(words),
            picture: String::new(),
            indicator: None,
        };
        let question = Question {
            id: "often".to_owned(),
            scale: Scale::ChooseSeveral(2),
            text: text("Hoe vaak?"),
            picture: "often.svg".to_owned(),
            indicator: None,
            choices: vec![choice("never", "Nooit"), choice("unknown", "Weet ik niet")],
            is_most_first: false,
        };
        let card_sort = CardSort {
            id: "meaning".to_owned(),
            question: text("Wat betekent {centre}?"),
            practice: None,
            piles: vec![choice("much", "Veel")],
            dont_know: choice("unknown", "Weet ik niet"),
            decks: Vec::new(),
            most_important: Some(MostImportant {
                question: text("Kies de belangrijkste"),
                pile: "much".to_owned(),
                choose: 3,
            }),
            missing: None,
            more: None,
            story: None,
        };
        let language = |id: &str, name: &str| Language {
            id: id.to_owned(),
            name: name.to_owned(),
            is_right_to_left: false,
            is_draft: false,
            file: None,
        };
        Study {
            languages: vec![language("nl", "Nederlands"), language("tr", "Türkçe")],
            cards: vec![card("coffee", "Koffie"), card("rest", "Rust")],
            questions: vec![question],
            instruments: vec![Instrument::CardSort(card_sort)],
            words,
            ..Study::default()
        }
    }

    #[test]
    fn what_is_asked_comes_first_then_cards_answers_and_words() {
        let heard: Vec<(String, String)> =
            heard(&study(), "nl").into_iter().map(|heard| (heard.place, heard.text)).collect();

        let expected = [
            ("questions[0].text", "Hoe vaak?"),
            ("instruments[0].question", "Wat betekent {centre}?"),
            ("instruments[0].most_important.question", "Kies de belangrijkste"),
            ("cards[0].text", "Koffie"),
            ("cards[1].text", "Rust"),
            ("questions[0].choices[0].text", "Nooit"),
            ("questions[0].choices[1].text", "Weet ik niet"),
            ("instruments[0].piles[0].text", "Veel"),
            ("instruments[0].dont_know.text", "Weet ik niet"),
            ("words.next", "Verder"),
            ("words.choose_up_to", "Kies er {count}"),
            ("languages[0].name", "Nederlands"),
        ];
        assert_eq!(heard, expected.map(|(place, text)| (place.to_owned(), text.to_owned())));
    }

    #[test]
    fn each_text_is_spoken_once_with_every_number_that_may_stand_in_it() {
        let spoken = spoken(&study(), "nl");

        let named =
            |name: &str| spoken.iter().find(|heard| heard.name == name).map(|heard| heard.text.as_str());
        assert_eq!(named("word-choose-up-to-2"), Some("Kies er 2"));
        assert_eq!(named("word-choose-up-to-3"), Some("Kies er 3"));
        assert_eq!(spoken.iter().filter(|heard| heard.text == "Weet ik niet").count(), 1);
        let names: BTreeSet<&str> = spoken.iter().map(|heard| heard.name.as_str()).collect();
        assert_eq!(names.len(), spoken.len(), "two texts would be one file");
    }

    #[test]
    fn nothing_is_heard_in_a_language_whose_texts_are_elsewhere() {
        assert_eq!(heard(&study(), "tr"), []);
    }
}

//! The words of the study, so that a journey looks for what a participant reads.

use std::fs;

use serde_json::Value;

use crate::site::Site;
use crate::tablet::Sight;

/// The study of the built app.
#[derive(Clone)]
pub struct Study {
    json: Value,
    centre: Option<String>,
}

/// Which screen it is, by what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Nothing yet.
    Blank,
    /// The choice of language.
    Language,
    /// Will you join in?
    Consent,
    /// The card to try with.
    Practice,
    /// The sort.
    Cards,
    /// The whole table.
    Table,
    /// All cards of a pile (id).
    OpenPile(String),
    /// The most important cards.
    MostImportant,
    /// Is a card missing?
    Missing,
    /// Of what may there be more?
    More,
    /// Which card is to go for another?
    TakeAway,
    /// About which card will you tell?
    StoryCard,
    /// How did that card come to be important?
    Story,
    /// The coordinator has been called.
    Called,
    /// A question (id).
    Question(String),
    /// Can you hear me?
    Hear,
    /// The languages to choose another from.
    OtherLanguage,
    /// Are you still there?
    StillThere,
    /// Do you want to stop?
    StopQuestion,
    /// The response is being written to the disk.
    Saving,
    /// The answers are on the disk.
    Thanks,
    /// Somebody would rather not.
    Declined,
    /// Something could not be written down.
    Trouble,
    /// A heading that is none of these.
    Unknown(String),
}

impl Study {
    /// Reads it from the folder of the app, where most languages have a file of their own.
    pub fn of(site: &Site) -> Self {
        let folder = site.folder().join("studies/ontmoetingscentra");
        let read = |file: &str| -> Value {
            let path = folder.join(file);
            let content = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            serde_json::from_slice(&content).unwrap()
        };
        let mut json = read("study.json");
        let languages = json["languages"].as_array().unwrap().clone();
        for file in languages.iter().filter_map(|language| language["file"].as_str()) {
            merge(&mut json, read(file));
        }
        Self { json, centre: None }
    }

    /// Ids of the languages.
    pub fn languages(&self) -> Vec<String> {
        let languages = self.json["languages"].as_array().unwrap();
        languages.iter().map(|language| language["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The same at a centre with that name.
    #[must_use]
    pub fn at_centre(self, centre: &str) -> Self {
        Self { centre: Some(centre.to_owned()), ..self }
    }

    /// Ids of the cards of a deck.
    pub fn deck(&self, id: &str) -> Vec<String> {
        let decks = self.sort()["decks"].as_array().unwrap();
        let deck = decks.iter().find(|deck| deck["id"] == id).unwrap_or_else(|| panic!("no deck {id}"));
        ids(&deck["cards"])
    }

    /// Ids of the questions, in the order in which they are asked.
    pub fn questions(&self) -> Vec<String> {
        ids(&self.json["instruments"][1]["questions"])
    }

    /// Ids of the choices of a question, as they stand on the screen.
    pub fn choices(&self, question: &str) -> Vec<String> {
        let question = self.question(question);
        let choices = question["choices"].as_array().unwrap();
        let mut ids: Vec<String> =
            choices.iter().map(|choice| choice["id"].as_str().unwrap().to_owned()).collect();
        if question["most_first"] == true {
            ids.reverse();
        }
        ids
    }

    /// Kind of the scale of a question.
    pub fn scale(&self, question: &str) -> String {
        self.question(question)["kind"].as_str().unwrap().to_owned()
    }

    /// Name of a language in itself.
    pub fn language_name(&self, id: &str) -> String {
        one_of(&self.json["languages"], id)["name"].as_str().unwrap().to_owned()
    }

    /// Everything that it says in a language.
    pub fn texts(&self, language: &str) -> Vec<String> {
        fn collect(value: &Value, language: &str, texts: &mut Vec<Value>) {
            match value {
                Value::Object(map) if map.get(language).is_some_and(Value::is_string) => {
                    texts.push(value.clone());
                }
                Value::Object(map) => map.values().for_each(|value| collect(value, language, texts)),
                Value::Array(list) => list.iter().for_each(|value| collect(value, language, texts)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        collect(&self.json, language, &mut found);
        let counts = (1..=7).map(|count| count.to_string());
        let texts = found.iter().map(|text| self.text(text, language));
        texts
            .flat_map(|text| {
                let counted = text.contains("{count}");
                let filled: Vec<String> =
                    counts.clone().map(|count| text.replace("{count}", &count)).collect();
                if counted { filled } else { vec![text] }
            })
            .collect()
    }

    /// It asks how the most important card came to be so.
    pub fn has_story(&self) -> bool {
        self.sort()["story"].is_object()
    }

    /// A word on a button.
    pub fn word(&self, name: &str, language: &str) -> String {
        let text = &self.json["words"][name][language];
        text.as_str().unwrap_or_else(|| panic!("no word {name} in {language}")).to_owned()
    }

    /// What stands on a card.
    pub fn card_text(&self, id: &str, language: &str) -> String {
        self.text(&one_of(&self.json["cards"], id)["text"], language)
    }

    /// The card on which that stands.
    pub fn card_with(&self, text: &str, language: &str) -> Option<String> {
        let cards = self.json["cards"].as_array().unwrap();
        let card = cards.iter().find(|card| self.text(&card["text"], language) == text)?;
        Some(card["id"].as_str()?.to_owned())
    }

    /// The word of a pile.
    pub fn pile_text(&self, id: &str, language: &str) -> String {
        if self.sort()["dont_know"]["id"] == id {
            return self.text(&self.sort()["dont_know"]["text"], language);
        }
        self.text(&one_of(&self.sort()["piles"], id)["text"], language)
    }

    /// The words of a choice.
    pub fn choice_text(&self, question: &str, choice: &str, language: &str) -> String {
        self.text(&one_of(&self.question(question)["choices"], choice)["text"], language)
    }

    /// The words for not knowing an answer.
    pub fn dont_know_text(&self, language: &str) -> String {
        self.text(&self.json["instruments"][1]["dont_know"]["text"], language)
    }

    /// Which screen that is.
    pub fn screen(&self, sight: &Sight) -> Screen {
        let (heading, language) = (sight.heading.as_str(), sight.language.as_str());
        let is = |text: &Value| text[language].is_string() && self.text(text, language) == heading;
        let sort = self.sort();
        let ends = [
            (&self.json["thanks"]["text"], Screen::Thanks),
            (&self.json["declined"]["text"], Screen::Declined),
            (&self.json["words"]["stop_question"], Screen::StopQuestion),
            (&self.json["words"]["hear_question"], Screen::Hear),
            (&self.json["words"]["language"], Screen::OtherLanguage),
            (&self.json["words"]["there_question"], Screen::StillThere),
            (&self.json["words"]["saving"], Screen::Saving),
            (&self.json["words"]["full_device"], Screen::Trouble),
            (&self.json["words"]["my_table"], Screen::Table),
            (&self.json["words"]["take_away"], Screen::TakeAway),
            (&self.json["words"]["story_card"], Screen::StoryCard),
            (&self.json["words"]["called"], Screen::Called),
            (&self.json["consent"]["title"], Screen::Consent),
            (&self.json["words"]["practice"], Screen::Practice),
            (&sort["question"], Screen::Cards),
            (&sort["most_important"]["question"], Screen::MostImportant),
            (&sort["missing"]["question"], Screen::Missing),
            (&sort["more"]["question"], Screen::More),
            (&sort["story"]["question"], Screen::Story),
        ];
        if heading.is_empty() {
            let name = self.language_name("nl");
            return if sight.buttons.contains(&name) { Screen::Language } else { Screen::Blank };
        }
        if let Some((_, screen)) = ends.into_iter().find(|(text, _)| is(text)) {
            return screen;
        }
        let piles = sort["piles"].as_array().into_iter().flatten().chain([&sort["dont_know"]]);
        if let Some(pile) = piles.into_iter().find(|pile| sight.is_sheet && is(&pile["text"])) {
            return Screen::OpenPile(pile["id"].as_str().unwrap().to_owned());
        }
        let mut questions = self.json["questions"].as_array().unwrap().iter();
        match questions.find(|question| is(&question["text"])) {
            Some(question) => Screen::Question(question["id"].as_str().unwrap().to_owned()),
            None => Screen::Unknown(heading.to_owned()),
        }
    }

    fn sort(&self) -> &Value {
        &self.json["instruments"][0]
    }

    fn question(&self, id: &str) -> &Value {
        one_of(&self.json["questions"], id)
    }

    fn text(&self, text: &Value, language: &str) -> String {
        let centre = match &self.centre {
            Some(centre) => centre,
            None => self.json["centre"][language].as_str().unwrap_or_default(),
        };
        let text = text[language].as_str().unwrap_or_default();
        text.replace("{centre}", centre)
    }
}

/// Adds what `other` has and `json` lacks; lists are alike but for that.
fn merge(json: &mut Value, other: Value) {
    match (json, other) {
        (Value::Object(json), Value::Object(other)) => {
            for (key, value) in other {
                merge(json.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(json), Value::Array(other)) => {
            json.iter_mut().zip(other).for_each(|(one, other)| merge(one, other));
        }
        (json @ Value::Null, other) => *json = other,
        _ => {}
    }
}

fn one_of<'a>(list: &'a Value, id: &str) -> &'a Value {
    let mut list = list.as_array().unwrap().iter();
    list.find(|one| one["id"] == id).unwrap_or_else(|| panic!("the study has no {id}"))
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

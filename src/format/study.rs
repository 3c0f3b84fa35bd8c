//! `study/1`: a study as people write it by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::study::{
    Card, CardSort, Choice, Consent, Deck, Framework, Goal, Instrument, Language, Level, Message, More,
    MostImportant, Named, Question, Scale, Study, Text, Word,
};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Reads a study and checks it whole: every text in every language, every reference, every id.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the file.
pub fn read_study(json: &str) -> Result<Study, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let study = study(&Place::top(&value, &mistake));
    mistake.none_in(study)
}

fn study(top: &Place<'_>) -> Study {
    top.only(&[
        "$schema",
        "schema",
        "id",
        "version",
        "title",
        "languages",
        "framework",
        "cards",
        "questions",
        "instruments",
        "centre",
        "consent",
        "thanks",
        "declined",
        "words",
    ]);
    top.schema("study/1");
    let languages = languages(&top.field("languages"));
    let here = languages.iter().filter(|language| language.file.is_none());
    let reader = Reader { languages: here.map(|language| language.id.clone()).collect() };
    let framework = reader.framework(&top.field("framework"));
    let mut indicators = BTreeSet::new();
    for goal in &framework.goals {
        indicators.extend(goal.indicators.iter().map(|one| one.id.clone()));
    }
    let cards = reader.cards(&top.field("cards"), &indicators);
    let questions = reader.questions(&top.field("questions"), &indicators);
    Study {
        id: id(&top.field("id")),
        version: filled(&top.field("version")),
        title: reader.text(&top.field("title")),
        framework,
        instruments: reader.instruments(&top.field("instruments"), &cards, &questions),
        cards,
        questions,
        centre: reader.text(&top.field("centre")),
        consent: reader.consent(&top.field("consent")),
        thanks: reader.message(&top.field("thanks")),
        declined: reader.message(&top.field("declined")),
        words: reader.words(&top.field("words")),
        languages,
    }
}

fn languages(place: &Place<'_>) -> Vec<Language> {
    let mut ids = BTreeSet::new();
    let mut languages = Vec::new();
    for item in place.items() {
        item.only(&["id", "name", "direction", "draft", "file"]);
        let direction = item.field("direction");
        let is_right_to_left = direction.text() == "rtl";
        direction.check(is_right_to_left || direction.text() == "ltr", "\"ltr\" or \"rtl\"");
        languages.push(Language {
            id: new_id(&item.field("id"), &mut ids),
            name: filled(&item.field("name")),
            is_right_to_left,
            is_draft: item.optional("draft").is_some_and(|draft| draft.is()),
            file: item.optional("file").map(|file| path_inside(&file)),
        });
    }
    let is_here = languages.iter().any(|language| language.file.is_none());
    place.check(is_here, "at least one language whose texts are in this file");
    languages
}

/// Reads the parts of a study in its languages.
struct Reader {
    languages: Vec<String>,
}

impl Reader {
    fn text(&self, place: &Place<'_>) -> Text {
        let known: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        place.only(&known);
        let mut texts = BTreeMap::new();
        for language in &self.languages {
            texts.insert(language.clone(), filled(&place.field(language)));
        }
        Text(texts)
    }

    fn framework(&self, place: &Place<'_>) -> Framework {
        place.only(&["title", "attribution", "goals"]);
        let mut ids = BTreeSet::new();
        let mut goals = Vec::new();
        for goal in place.field("goals").items() {
            goal.only(&["id", "level", "title", "subgoals", "indicators"]);
            let level = goal.field("level");
            let is_resident = level.text() == "resident";
            level.check(is_resident || level.text() == "neighbourhood", "\"neighbourhood\" or \"resident\"");
            let subgoals = self.named(&goal.field("subgoals"), &mut ids, &[]);
            goals.push(Goal {
                id: new_id(&goal.field("id"), &mut ids),
                level: if is_resident { Level::Resident } else { Level::Neighbourhood },
                title: self.text(&goal.field("title")),
                indicators: self.named(&goal.field("indicators"), &mut ids, &subgoals),
                subgoals,
            });
        }
        Framework {
            title: self.text(&place.field("title")),
            attribution: self.text(&place.field("attribution")),
            goals,
        }
    }

    /// Subgoals, or indicators that may be signs of `subgoals`.
    fn named(&self, place: &Place<'_>, ids: &mut BTreeSet<String>, subgoals: &[Named]) -> Vec<Named> {
        let known: Vec<&str> = subgoals.iter().map(|subgoal| subgoal.id.as_str()).collect();
        let mut named = Vec::new();
        for item in place.items() {
            item.only(&["id", "title", "subgoals"]);
            let signs_of = item.optional("subgoals");
            named.push(Named {
                id: new_id(&item.field("id"), ids),
                title: self.text(&item.field("title")),
                subgoals: signs_of.map(|list| references(&list, &known, "subgoal")).unwrap_or_default(),
            });
        }
        named
    }

    fn cards(&self, place: &Place<'_>, indicators: &BTreeSet<String>) -> Vec<Card> {
        let mut ids = BTreeSet::new();
        let mut cards = Vec::new();
        for item in place.items() {
            item.only(&["id", "text", "picture", "indicator"]);
            cards.push(Card {
                id: new_id(&item.field("id"), &mut ids),
                text: self.text(&item.field("text")),
                picture: path_inside(&item.field("picture")),
                indicator: indicator(&item, indicators),
            });
        }
        cards
    }

    fn questions(&self, place: &Place<'_>, indicators: &BTreeSet<String>) -> Vec<Question> {
        let mut ids = BTreeSet::new();
        let mut questions = Vec::new();
        for item in place.items() {
            item.only(&["id", "kind", "text", "picture", "indicator", "most", "most_first", "choices"]);
            let scale = scale(&item);
            let choices = item.field("choices");
            let question = Question {
                id: new_id(&item.field("id"), &mut ids),
                scale,
                text: self.text(&item.field("text")),
                picture: path_inside(&item.field("picture")),
                indicator: indicator(&item, indicators),
                choices: self.choices(&choices, &mut BTreeSet::new()),
                is_most_first: item.optional("most_first").is_some_and(|is| is.is()),
            };
            let is_scale = !matches!(scale, Scale::ChooseOne | Scale::ChooseSeveral(_));
            let n_choices = question.choices.len();
            choices.check(
                if is_scale { (3..=5).contains(&n_choices) } else { (2..=6).contains(&n_choices) },
                if is_scale { "3 to 5 choices" } else { "2 to 6 choices" },
            );
            questions.push(question);
        }
        questions
    }

    fn choices(&self, place: &Place<'_>, ids: &mut BTreeSet<String>) -> Vec<Choice> {
        let mut choices = Vec::new();
        for item in place.items() {
            choices.push(self.choice(&item, ids));
        }
        choices
    }

    fn choice(&self, place: &Place<'_>, ids: &mut BTreeSet<String>) -> Choice {
        place.only(&["id", "text", "picture"]);
        Choice {
            id: new_id(&place.field("id"), ids),
            text: self.text(&place.field("text")),
            picture: path_inside(&place.field("picture")),
        }
    }

    fn message(&self, place: &Place<'_>) -> Message {
        place.only(&["text", "picture"]);
        Message { text: self.text(&place.field("text")), picture: path_inside(&place.field("picture")) }
    }

    fn consent(&self, place: &Place<'_>) -> Consent {
        place.only(&["title", "points"]);
        let mut points = Vec::new();
        let list = place.field("points");
        for point in list.items() {
            points.push(self.message(&point));
        }
        list.check(points.len() == 3, "three points");
        Consent { title: self.text(&place.field("title")), points }
    }

    fn words(&self, place: &Place<'_>) -> Vec<Text> {
        place.only(Word::KEYS);
        let mut words = Vec::new();
        for (at, key) in Word::KEYS.iter().enumerate() {
            let given = if at < Word::N_REQUIRED { Some(place.field(key)) } else { place.optional(key) };
            words.push(given.map(|word| self.text(&word)).unwrap_or_default());
        }
        words
    }

    fn instruments(&self, place: &Place<'_>, cards: &[Card], questions: &[Question]) -> Vec<Instrument> {
        let mut ids = BTreeSet::new();
        let mut instruments = Vec::new();
        for item in place.items() {
            let id = new_id(&item.field("id"), &mut ids);
            let kind = item.field("kind");
            match kind.text().as_str() {
                "card-sort" => instruments.push(Instrument::CardSort(self.card_sort(&item, id, cards))),
                "survey" => {
                    item.only(&["id", "kind", "questions", "dont_know"]);
                    let known: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                    instruments.push(Instrument::Survey {
                        id,
                        questions: references(&item.field("questions"), &known, "question"),
                        dont_know: self.choice(&item.field("dont_know"), &mut BTreeSet::new()),
                    });
                }
                _ => kind.wrong("\"card-sort\" or \"survey\""),
            }
        }
        place.check(!instruments.is_empty(), "at least one instrument");
        instruments
    }

    fn card_sort(&self, place: &Place<'_>, id: String, cards: &[Card]) -> CardSort {
        place.only(&[
            "id",
            "kind",
            "question",
            "practice",
            "piles",
            "dont_know",
            "decks",
            "most_important",
            "missing",
            "more",
            "story",
        ]);
        let mut pile_ids = BTreeSet::new();
        let list = place.field("piles");
        let piles = self.choices(&list, &mut pile_ids);
        list.check((2..=4).contains(&piles.len()), "2 to 4 piles");
        let most_important = place.optional("most_important").map(|asked| {
            asked.only(&["question", "pile", "choose"]);
            let pile = asked.field("pile");
            pile.check(pile_ids.contains(&pile.text()), "the id of one of the piles");
            MostImportant {
                question: self.text(&asked.field("question")),
                pile: pile.text(),
                choose: at_least_one(&asked.field("choose")),
            }
        });
        let open = |key| {
            place.optional(key).map(|asked| {
                asked.only(&["question"]);
                self.text(&asked.field("question"))
            })
        };
        let more = place.optional("more").map(|asked| {
            asked.only(&["question", "choose"]);
            More {
                question: self.text(&asked.field("question")),
                choose: at_least_one(&asked.field("choose")),
            }
        });
        CardSort {
            id,
            question: self.text(&place.field("question")),
            practice: place.optional("practice").map(|practice| self.message(&practice)),
            dont_know: self.choice(&place.field("dont_know"), &mut pile_ids),
            piles,
            decks: self.decks(&place.field("decks"), cards),
            most_important,
            missing: open("missing"),
            more,
            story: open("story"),
        }
    }

    fn decks(&self, place: &Place<'_>, cards: &[Card]) -> Vec<Deck> {
        let known: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        let mut ids = BTreeSet::new();
        let mut decks = Vec::new();
        for item in place.items() {
            item.only(&["id", "title", "cards"]);
            decks.push(Deck {
                id: new_id(&item.field("id"), &mut ids),
                title: self.text(&item.field("title")),
                cards: references(&item.field("cards"), &known, "card"),
            });
        }
        place.check(!decks.is_empty(), "at least one deck");
        decks
    }
}

fn scale(question: &Place<'_>) -> Scale {
    let kind = question.field("kind");
    let scale = match kind.text().as_str() {
        "how-much" => Scale::HowMuch,
        "how-often" => Scale::HowOften,
        "how-many" => Scale::HowMany,
        "change" => Scale::Change,
        "feeling" => Scale::Feeling,
        "choose-one" => Scale::ChooseOne,
        "choose-several" => return Scale::ChooseSeveral(at_least_one(&question.field("most"))),
        _ => {
            kind.wrong(
                "\"how-much\", \"how-often\", \"how-many\", \"change\", \"feeling\", \"choose-one\" or \"choose-several\"",
            );
            Scale::ChooseOne
        }
    };
    if let Some(most) = question.optional("most") {
        most.wrong("\"most\" only with the kind \"choose-several\"");
    }
    scale
}

fn indicator(place: &Place<'_>, known: &BTreeSet<String>) -> Option<String> {
    let indicator = place.optional("indicator")?;
    let id = indicator.text();
    indicator.check(known.contains(&id), "the id of an indicator of the framework");
    Some(id)
}

/// A list of ids of what is known, at least one, none of them twice.
fn references(place: &Place<'_>, known: &[&str], what: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut references = Vec::new();
    for item in place.items() {
        let id = new_id(&item, &mut seen);
        item.check(known.contains(&id.as_str()), &format!("the id of a {what} of this study"));
        references.push(id);
    }
    place.check(!references.is_empty(), &format!("at least one {what}"));
    references
}

fn id(place: &Place<'_>) -> String {
    let id = place.text();
    let is_plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
    place
        .check(!id.is_empty() && id.bytes().all(is_plain), "an id of lower-case letters, digits and hyphens");
    id
}

fn new_id(place: &Place<'_>, taken: &mut BTreeSet<String>) -> String {
    let id = id(place);
    place.check(taken.insert(id.clone()), "an id that is not used twice");
    id
}

fn filled(place: &Place<'_>) -> String {
    let text = place.text();
    place.check(!text.trim().is_empty(), "a text that is not empty");
    text
}

/// All files lie in the study's own folder: nothing is ever fetched from elsewhere.
fn path_inside(place: &Place<'_>) -> String {
    let path = filled(place);
    let is_outside =
        path.starts_with('/') || path.contains("..") || path.contains(':') || path.contains('\\');
    place.check(!is_outside, "a path within the folder of the study, such as \"pictures/card.svg\"");
    path
}

fn at_least_one(place: &Place<'_>) -> usize {
    let number = place.size();
    place.check((1..100).contains(&number), "a number from 1 to 99");
    number
}

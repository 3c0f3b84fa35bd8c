//! `study/1`: a study as people write it by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::study::{
    Card, CardSort, Choice, Consent, Deck, Framework, Goal, Instrument, Language, Level, Message, More,
    MostImportant, Named, Question, Scale, Study, Text, Word,
};
use crate::format::reading::{Invalid, Place, parse};

/// Reads a study and checks it whole: every text in every language, every reference, every id.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the file.
pub fn read_study(json: &str) -> Result<Study, Invalid> {
    let value = parse(json)?;
    let top = Place::top(&value);
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
    ])?;
    let schema = top.field("schema")?;
    if schema.text()? != "study/1" {
        return Err(schema.wrong("\"study/1\""));
    }
    let languages = languages(&top.field("languages")?)?;
    let reader = Reader { languages: languages.iter().map(|language| language.id.clone()).collect() };
    let framework = reader.framework(&top.field("framework")?)?;
    let indicators =
        framework.goals.iter().flat_map(|goal| &goal.indicators).map(|one| one.id.clone()).collect();
    let cards = reader.cards(&top.field("cards")?, &indicators)?;
    let questions = reader.questions(&top.field("questions")?, &indicators)?;
    let instruments = top.field("instruments")?;
    Ok(Study {
        id: id(&top.field("id")?)?,
        version: filled(&top.field("version")?)?,
        title: reader.text(&top.field("title")?)?,
        framework,
        instruments: reader.instruments(&instruments, &cards, &questions)?,
        cards,
        questions,
        centre: reader.text(&top.field("centre")?)?,
        consent: reader.consent(&top.field("consent")?)?,
        thanks: reader.message(&top.field("thanks")?)?,
        declined: reader.message(&top.field("declined")?)?,
        words: reader.words(&top.field("words")?)?,
        languages,
    })
}

fn languages(place: &Place<'_>) -> Result<Vec<Language>, Invalid> {
    let mut languages: Vec<Language> = Vec::new();
    for item in place.items()? {
        item.only(&["id", "name", "direction", "draft"])?;
        let direction = item.field("direction")?;
        let language = Language {
            id: id(&item.field("id")?)?,
            name: filled(&item.field("name")?)?,
            is_right_to_left: match direction.text()? {
                "ltr" => false,
                "rtl" => true,
                _ => return Err(direction.wrong("\"ltr\" or \"rtl\"")),
            },
            is_draft: item.optional("draft").map_or(Ok(false), |draft| draft.is())?,
        };
        if languages.iter().any(|other| other.id == language.id) {
            return Err(item.field("id")?.wrong("an id that no other language has"));
        }
        languages.push(language);
    }
    if languages.is_empty() {
        return Err(place.wrong("at least one language"));
    }
    Ok(languages)
}

/// Reads the parts of a study in its languages.
struct Reader {
    languages: Vec<String>,
}

impl Reader {
    fn text(&self, place: &Place<'_>) -> Result<Text, Invalid> {
        let known: Vec<&str> = self.languages.iter().map(String::as_str).collect();
        place.only(&known)?;
        let mut texts = BTreeMap::new();
        for language in &self.languages {
            texts.insert(language.clone(), filled(&place.field(language)?)?);
        }
        Ok(Text(texts))
    }

    fn framework(&self, place: &Place<'_>) -> Result<Framework, Invalid> {
        place.only(&["title", "attribution", "goals"])?;
        let mut ids = BTreeSet::new();
        let mut goals = Vec::new();
        for goal in place.field("goals")?.items()? {
            goal.only(&["id", "level", "title", "subgoals", "indicators"])?;
            let level = goal.field("level")?;
            goals.push(Goal {
                id: new_id(&goal.field("id")?, &mut ids)?,
                level: match level.text()? {
                    "neighbourhood" => Level::Neighbourhood,
                    "resident" => Level::Resident,
                    _ => return Err(level.wrong("\"neighbourhood\" or \"resident\"")),
                },
                title: self.text(&goal.field("title")?)?,
                subgoals: self.named(&goal.field("subgoals")?, &mut ids)?,
                indicators: self.named(&goal.field("indicators")?, &mut ids)?,
            });
        }
        Ok(Framework {
            title: self.text(&place.field("title")?)?,
            attribution: self.text(&place.field("attribution")?)?,
            goals,
        })
    }

    fn named(&self, place: &Place<'_>, ids: &mut BTreeSet<String>) -> Result<Vec<Named>, Invalid> {
        let mut named = Vec::new();
        for item in place.items()? {
            item.only(&["id", "title"])?;
            named.push(Named {
                id: new_id(&item.field("id")?, ids)?,
                title: self.text(&item.field("title")?)?,
            });
        }
        Ok(named)
    }

    fn cards(&self, place: &Place<'_>, indicators: &BTreeSet<String>) -> Result<Vec<Card>, Invalid> {
        let mut ids = BTreeSet::new();
        let mut cards = Vec::new();
        for item in place.items()? {
            item.only(&["id", "text", "picture", "indicator"])?;
            cards.push(Card {
                id: new_id(&item.field("id")?, &mut ids)?,
                text: self.text(&item.field("text")?)?,
                picture: picture(&item.field("picture")?)?,
                indicator: indicator(&item, indicators)?,
            });
        }
        Ok(cards)
    }

    fn questions(&self, place: &Place<'_>, indicators: &BTreeSet<String>) -> Result<Vec<Question>, Invalid> {
        let mut ids = BTreeSet::new();
        let mut questions = Vec::new();
        for item in place.items()? {
            item.only(&["id", "kind", "text", "picture", "indicator", "most", "choices"])?;
            let scale = scale(&item)?;
            let choices = item.field("choices")?;
            let question = Question {
                id: new_id(&item.field("id")?, &mut ids)?,
                scale,
                text: self.text(&item.field("text")?)?,
                picture: picture(&item.field("picture")?)?,
                indicator: indicator(&item, indicators)?,
                choices: self.choices(&choices)?,
            };
            let (least, most) =
                if matches!(scale, Scale::ChooseOne | Scale::ChooseSeveral(_)) { (2, 6) } else { (3, 5) };
            if !(least..=most).contains(&question.choices.len()) {
                return Err(choices.wrong(&format!("{least} to {most} choices")));
            }
            questions.push(question);
        }
        Ok(questions)
    }

    fn choices(&self, place: &Place<'_>) -> Result<Vec<Choice>, Invalid> {
        let mut ids = BTreeSet::new();
        place.items()?.iter().map(|item| self.choice(item, &mut ids)).collect()
    }

    fn choice(&self, place: &Place<'_>, ids: &mut BTreeSet<String>) -> Result<Choice, Invalid> {
        place.only(&["id", "text", "picture"])?;
        Ok(Choice {
            id: new_id(&place.field("id")?, ids)?,
            text: self.text(&place.field("text")?)?,
            picture: picture(&place.field("picture")?)?,
        })
    }

    fn message(&self, place: &Place<'_>) -> Result<Message, Invalid> {
        place.only(&["text", "picture"])?;
        Ok(Message { text: self.text(&place.field("text")?)?, picture: picture(&place.field("picture")?)? })
    }

    fn consent(&self, place: &Place<'_>) -> Result<Consent, Invalid> {
        place.only(&["title", "points"])?;
        let points = place.field("points")?;
        let consent = Consent {
            title: self.text(&place.field("title")?)?,
            points: points.items()?.iter().map(|point| self.message(point)).collect::<Result<_, _>>()?,
        };
        if consent.points.len() != 3 {
            return Err(points.wrong("three points"));
        }
        Ok(consent)
    }

    fn words(&self, place: &Place<'_>) -> Result<Vec<Text>, Invalid> {
        place.only(Word::KEYS)?;
        Word::KEYS.iter().map(|key| self.text(&place.field(key)?)).collect()
    }

    fn instruments(
        &self,
        place: &Place<'_>,
        cards: &[Card],
        questions: &[Question],
    ) -> Result<Vec<Instrument>, Invalid> {
        let mut ids = BTreeSet::new();
        let mut instruments = Vec::new();
        for item in place.items()? {
            let id = new_id(&item.field("id")?, &mut ids)?;
            let kind = item.field("kind")?;
            instruments.push(match kind.text()? {
                "card-sort" => Instrument::CardSort(self.card_sort(&item, id, cards)?),
                "survey" => {
                    item.only(&["id", "kind", "questions", "dont_know"])?;
                    let known: Vec<&str> = questions.iter().map(|question| question.id.as_str()).collect();
                    Instrument::Survey {
                        id,
                        questions: references(&item.field("questions")?, &known, "question")?,
                        dont_know: self.choice(&item.field("dont_know")?, &mut BTreeSet::new())?,
                    }
                }
                _ => return Err(kind.wrong("\"card-sort\" or \"survey\"")),
            });
        }
        if instruments.is_empty() {
            return Err(place.wrong("at least one instrument"));
        }
        Ok(instruments)
    }

    fn card_sort(&self, place: &Place<'_>, id: String, cards: &[Card]) -> Result<CardSort, Invalid> {
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
        ])?;
        let mut pile_ids = BTreeSet::new();
        let piles = place.field("piles")?;
        let all: Vec<Choice> =
            piles.items()?.iter().map(|pile| self.choice(pile, &mut pile_ids)).collect::<Result<_, _>>()?;
        if !(2..=4).contains(&all.len()) {
            return Err(piles.wrong("2 to 4 piles"));
        }
        let most_important = match place.optional("most_important") {
            None => None,
            Some(asked) => {
                asked.only(&["question", "pile", "choose"])?;
                let pile = asked.field("pile")?;
                if !all.iter().any(|one| Ok(one.id.as_str()) == pile.text()) {
                    return Err(pile.wrong("the id of one of the piles"));
                }
                Some(MostImportant {
                    question: self.text(&asked.field("question")?)?,
                    pile: pile.text()?.to_owned(),
                    choose: at_least_one(&asked.field("choose")?)?,
                })
            }
        };
        let missing = match place.optional("missing") {
            None => None,
            Some(asked) => {
                asked.only(&["question"])?;
                Some(self.text(&asked.field("question")?)?)
            }
        };
        let more = match place.optional("more") {
            None => None,
            Some(asked) => {
                asked.only(&["question", "choose"])?;
                Some(More {
                    question: self.text(&asked.field("question")?)?,
                    choose: at_least_one(&asked.field("choose")?)?,
                })
            }
        };
        Ok(CardSort {
            id,
            question: self.text(&place.field("question")?)?,
            practice: place.optional("practice").map(|practice| self.message(&practice)).transpose()?,
            dont_know: self.choice(&place.field("dont_know")?, &mut pile_ids)?,
            piles: all,
            decks: self.decks(&place.field("decks")?, cards)?,
            most_important,
            missing,
            more,
        })
    }

    fn decks(&self, place: &Place<'_>, cards: &[Card]) -> Result<Vec<Deck>, Invalid> {
        let known: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        let mut ids = BTreeSet::new();
        let mut decks = Vec::new();
        for item in place.items()? {
            item.only(&["id", "title", "cards"])?;
            decks.push(Deck {
                id: new_id(&item.field("id")?, &mut ids)?,
                title: self.text(&item.field("title")?)?,
                cards: references(&item.field("cards")?, &known, "card")?,
            });
        }
        if decks.is_empty() {
            return Err(place.wrong("at least one deck"));
        }
        Ok(decks)
    }
}

fn scale(question: &Place<'_>) -> Result<Scale, Invalid> {
    let kind = question.field("kind")?;
    let scale = match kind.text()? {
        "how-much" => Scale::HowMuch,
        "how-often" => Scale::HowOften,
        "how-many" => Scale::HowMany,
        "change" => Scale::Change,
        "feeling" => Scale::Feeling,
        "choose-one" => Scale::ChooseOne,
        "choose-several" => return Ok(Scale::ChooseSeveral(at_least_one(&question.field("most")?)?)),
        _ => {
            return Err(kind.wrong(
                "\"how-much\", \"how-often\", \"how-many\", \"change\", \"feeling\", \"choose-one\" or \"choose-several\"",
            ));
        }
    };
    match question.optional("most") {
        Some(most) => Err(most.wrong("\"most\" only with the kind \"choose-several\"")),
        None => Ok(scale),
    }
}

fn indicator(place: &Place<'_>, known: &BTreeSet<String>) -> Result<Option<String>, Invalid> {
    let Some(indicator) = place.optional("indicator") else { return Ok(None) };
    if !known.contains(indicator.text()?) {
        return Err(indicator.wrong("the id of an indicator of the framework"));
    }
    Ok(Some(indicator.text()?.to_owned()))
}

/// A list of ids of what is known, at least one, none of them twice.
fn references(place: &Place<'_>, known: &[&str], what: &str) -> Result<Vec<String>, Invalid> {
    let mut seen = BTreeSet::new();
    let mut references = Vec::new();
    for item in place.items()? {
        let id = new_id(&item, &mut seen)?;
        if !known.contains(&id.as_str()) {
            return Err(item.wrong(&format!("the id of a {what} of this study")));
        }
        references.push(id);
    }
    if references.is_empty() {
        return Err(place.wrong(&format!("at least one {what}")));
    }
    Ok(references)
}

fn id(place: &Place<'_>) -> Result<String, Invalid> {
    let id = place.text()?;
    let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    if id.is_empty() || !id.chars().all(is_plain) {
        return Err(place.wrong("an id of lower-case letters, digits and hyphens"));
    }
    Ok(id.to_owned())
}

fn new_id(place: &Place<'_>, taken: &mut BTreeSet<String>) -> Result<String, Invalid> {
    let id = id(place)?;
    if !taken.insert(id.clone()) {
        return Err(place.wrong("an id that is not used twice"));
    }
    Ok(id)
}

fn filled(place: &Place<'_>) -> Result<String, Invalid> {
    let text = place.text()?;
    if text.trim().is_empty() {
        return Err(place.wrong("a text that is not empty"));
    }
    Ok(text.to_owned())
}

/// Pictures lie in the study's own folder: nothing is ever fetched from elsewhere.
fn picture(place: &Place<'_>) -> Result<String, Invalid> {
    let path = filled(place)?;
    if path.starts_with('/') || path.contains("..") || path.contains(':') || path.contains('\\') {
        return Err(place.wrong("a path within the folder of the study, such as \"pictures/card.svg\""));
    }
    Ok(path)
}

fn at_least_one(place: &Place<'_>) -> Result<usize, Invalid> {
    match usize::try_from(place.number()?) {
        Ok(number) if (1..100).contains(&number) => Ok(number),
        _ => Err(place.wrong("a number from 1 to 99")),
    }
}

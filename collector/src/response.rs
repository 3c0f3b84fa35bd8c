//! A response as a tablet sent it: format `response/1`.
//!
//! Reading checks what the export relies on. What a newer app may say is let through and kept: keys, kinds of instrument,
//! answers, modes, outcomes and parts of the day that are not known here. What is known must be as it is known. A missing
//! `most_important`, `missing`, `more`, `story` or `present` counts as null.

use serde_json::Value;

use crate::json::{Misfit, Node, is_uuid};

/// What one participant gave.
#[derive(Debug, PartialEq)]
pub(crate) struct Response<'a> {
    pub(crate) id: &'a str,
    pub(crate) study: &'a str,
    pub(crate) study_version: &'a str,
    pub(crate) activity: Activity<'a>,
    pub(crate) language: &'a str,
    pub(crate) mode: &'a str,
    /// How many people gave it together, if they are a group that was counted.
    pub(crate) present: Option<u64>,
    pub(crate) outcome: &'a str,
    pub(crate) instruments: Vec<Instrument<'a>>,
}

/// The occasion at which it was given.
#[derive(Debug, PartialEq)]
pub(crate) struct Activity<'a> {
    /// Empty if the coordinator named none; so are `kind` and `round`.
    pub(crate) centre: &'a str,
    pub(crate) kind: &'a str,
    /// Year, month and day: `2026-11-22`.
    pub(crate) date: &'a str,
    pub(crate) part_of_day: &'a str,
    pub(crate) round: &'a str,
    /// Empty if nobody said; so is `neighbourhood`.
    pub(crate) centre_type: &'a str,
    pub(crate) neighbourhood: &'a str,
    pub(crate) aims: Vec<&'a str>,
}

/// One part of the study, as far as it was answered.
#[derive(Debug, PartialEq)]
pub(crate) struct Instrument<'a> {
    pub(crate) id: &'a str,
    pub(crate) given: Given<'a>,
}

/// What was given in an instrument, by its kind.
#[derive(Debug, PartialEq)]
pub(crate) enum Given<'a> {
    CardSort(CardSort<'a>),
    Survey(Vec<Answer<'a>>),
    /// Of a kind that is not known here: all of it, as it came.
    Unknown(&'a Value),
}

/// Cards put on piles, and the questions that follow.
#[derive(Debug, PartialEq)]
pub(crate) struct CardSort<'a> {
    /// Cards in the order in which this participant saw them.
    pub(crate) order: Vec<&'a str>,
    pub(crate) moves: Vec<Move<'a>>,
    /// Card and pile, one entry per card that lay on a pile in the end; in no order that means anything.
    pub(crate) placed: Vec<(&'a str, &'a str)>,
    /// The most important cards, in no order that means anything. Empty if nothing was chosen or asked; so are `missing` and `more`.
    pub(crate) most_important: Vec<&'a str>,
    /// Words for cards that were missed.
    pub(crate) missing: Vec<&'a str>,
    /// Cards of which there may be more.
    pub(crate) more: Vec<&'a str>,
    /// Card and words, if a story was told.
    pub(crate) story: Option<(&'a str, &'a str)>,
}

/// A card put on a pile, or taken back from one.
#[derive(Debug, PartialEq)]
pub(crate) struct Move<'a> {
    pub(crate) card: &'a str,
    /// Milliseconds that it took.
    pub(crate) ms: u64,
}

/// An answer to a question of a survey.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer<'a> {
    pub(crate) question: &'a str,
    /// Choices in the order in which this participant saw them.
    pub(crate) shown: Vec<&'a str>,
    pub(crate) given: AnswerGiven<'a>,
    /// How often it was changed.
    pub(crate) changes: u64,
    /// Milliseconds that it took.
    pub(crate) ms: u64,
}

/// What was answered to a question.
#[derive(Debug, PartialEq)]
pub(crate) enum AnswerGiven<'a> {
    Choices(Vec<&'a str>),
    DontKnow,
    Skipped,
    /// Something that is not known here, as it came.
    Unknown(&'a Value),
}

impl<'a> Response<'a> {
    /// Reads a response that stands at `place`.
    ///
    /// # Errors
    ///
    /// [`Misfit`]: the first thing that is not as `response/1` has it.
    pub(crate) fn read(value: &'a Value, place: &str) -> Result<Self, Misfit> {
        let node = Node::new(value, place);
        node.at("schema")?.string_that(|schema| schema == "response/1", "\"response/1\"")?;
        let id = node.at("id")?.string_that(is_uuid, "a UUID")?;
        node.at("app")?.text()?;
        let study = node.at("study")?;
        Ok(Self {
            id,
            study: study.at("id")?.text()?,
            study_version: study.at("version")?.text()?,
            activity: read_activity(&node.at("activity")?)?,
            language: node.at("language")?.text()?,
            mode: node.at("mode")?.text()?,
            present: node.at("present")?.given().map(|number| number.whole_number()).transpose()?,
            outcome: node.at("outcome")?.text()?,
            instruments: node.at("instruments")?.each(read_instrument)?,
        })
    }
}

fn read_activity<'a>(node: &Node<'a>) -> Result<Activity<'a>, Misfit> {
    node.at("id")?.text()?;
    let later = |key| node.at(key)?.given().map_or(Ok(""), |text| text.string());
    let aims = node.at("aims")?;
    Ok(Activity {
        centre: node.at("centre")?.string()?,
        kind: node.at("kind")?.string()?,
        date: node.at("date")?.string_that(is_date, "a date like \"2026-11-22\"")?,
        part_of_day: node.at("part_of_day")?.text()?,
        round: node.at("round")?.string()?,
        centre_type: later("centre_type")?,
        neighbourhood: later("neighbourhood")?,
        aims: aims.given().map_or_else(|| Ok(Vec::new()), |aims| aims.each(Node::text))?,
    })
}

fn read_instrument<'a>(node: &Node<'a>) -> Result<Instrument<'a>, Misfit> {
    let id = node.at("id")?.text()?;
    let given = match node.at("kind")?.text()? {
        "card-sort" => Given::CardSort(read_card_sort(node)?),
        "survey" => Given::Survey(node.at("answers")?.each(read_answer)?),
        _ => Given::Unknown(node.whole()),
    };
    Ok(Instrument { id, given })
}

fn read_card_sort<'a>(node: &Node<'a>) -> Result<CardSort<'a>, Misfit> {
    let list_or_null = |key| node.at(key)?.given().map_or(Ok(Vec::new()), |list| list.each(Node::text));
    node.at("deck")?.text()?;
    node.at("ms")?.each_entry(Node::whole_number)?;
    Ok(CardSort {
        order: node.at("order")?.each(Node::text)?,
        moves: node.at("moves")?.each(read_move)?,
        placed: node.at("placed")?.each_entry(Node::text)?,
        most_important: list_or_null("most_important")?,
        missing: list_or_null("missing")?,
        more: list_or_null("more")?,
        story: node.at("story")?.given().map(|story| read_story(&story)).transpose()?.flatten(),
    })
}

/// `None` if it was asked for and nothing was told.
fn read_story<'a>(node: &Node<'a>) -> Result<Option<(&'a str, &'a str)>, Misfit> {
    let told = (node.at("card")?.text()?, node.at("text")?.string()?);
    Ok(Some(told).filter(|(_, text)| !text.is_empty()))
}

fn read_move<'a>(node: &Node<'a>) -> Result<Move<'a>, Misfit> {
    if let Some(pile) = node.at("pile")?.given() {
        pile.text()?;
    }
    Ok(Move { card: node.at("card")?.text()?, ms: node.at("ms")?.whole_number()? })
}

fn read_answer<'a>(node: &Node<'a>) -> Result<Answer<'a>, Misfit> {
    Ok(Answer {
        question: node.at("question")?.text()?,
        shown: node.at("shown")?.each(Node::text)?,
        given: read_answer_given(&node.at("answer")?)?,
        changes: node.at("changes")?.whole_number()?,
        ms: node.at("ms")?.whole_number()?,
    })
}

fn read_answer_given<'a>(node: &Node<'a>) -> Result<AnswerGiven<'a>, Misfit> {
    let [choices, dont_know, skipped] =
        [node.at("choices")?.given(), node.at("dont_know")?.given(), node.at("skipped")?.given()];
    match (choices, dont_know, skipped) {
        (Some(choices), None, None) => Ok(AnswerGiven::Choices(choices.each(Node::text)?)),
        (None, Some(dont_know), None) => dont_know.is_true().map(|()| AnswerGiven::DontKnow),
        (None, None, Some(skipped)) => skipped.is_true().map(|()| AnswerGiven::Skipped),
        // One that says something else, and nothing that is known.
        (None, None, None) if !node.is_empty_object() => Ok(AnswerGiven::Unknown(node.whole())),
        _ => Err(node.misfit("one of choices, dont_know and skipped")),
    }
}

/// Whether `text` looks like `2026-11-22`. Not whether the calendar has such a day.
fn is_date(text: &str) -> bool {
    text.split('-').map(str::len).eq([4, 2, 2])
        && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    /// A response with everything in it.
    pub(crate) fn full_response() -> Value {
        json!({
            "schema": "response/1", "id": "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b",
            "study": {"id": "ontmoetingscentra", "version": "1"},
            "activity": {
                "id": "5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f", "centre": "Buurtkamer Moerwijk",
                "kind": "open-inloop", "date": "2026-11-22", "part_of_day": "morning", "round": "1"
            },
            "language": "nl", "mode": "self", "outcome": "complete", "app": "0.1.0",
            "instruments": [
                {
                    "id": "meaning", "kind": "card-sort", "deck": "short", "order": ["sc2", "sc1", "sc3"],
                    "moves": [
                        {"card": "sc2", "pile": "much", "ms": 2300},
                        {"card": "sc1", "pile": "little", "ms": 1000},
                        {"card": "sc2", "pile": null, "ms": 900},
                        {"card": "sc2", "pile": "little", "ms": 700}
                    ],
                    "placed": {"sc1": "little", "sc2": "little"},
                    "most_important": ["sc2", "sc1"], "missing": ["een moestuin"], "more": ["sc1"],
                    "ms": {"cards": 61000}
                },
                {
                    "id": "survey", "kind": "survey", "answers": [
                        {"question": "contacts", "shown": ["none", "few", "many"],
                         "answer": {"choices": ["few"]}, "changes": 1, "ms": 5200},
                        {"question": "reasons", "shown": ["fun", "food", "talk"],
                         "answer": {"choices": ["talk", "fun"]}, "changes": 0, "ms": 7000},
                        {"question": "feeling", "shown": ["sad", "glad"],
                         "answer": {"dont_know": true}, "changes": 0, "ms": 3000},
                        {"question": "change", "shown": ["down", "up"],
                         "answer": {"skipped": true}, "changes": 2, "ms": 800}
                    ]
                }
            ]
        })
    }

    /// Puts `value` at `pointer` in the full response and reads that.
    #[track_caller]
    fn check(pointer: &str, value: Value, expected: &str) {
        let mut response = full_response();
        *response.pointer_mut(pointer).unwrap() = value;

        let error = Response::read(&response, "responses[0]").unwrap_err();

        assert_eq!(error.to_string(), format!("responses[0]{expected}"));
    }

    #[test]
    fn a_full_response_is_read() {
        let value = full_response();

        let response = Response::read(&value, "it").unwrap();

        assert_eq!((response.study, response.study_version), ("ontmoetingscentra", "1"));
        assert_eq!(response.activity.centre, "Buurtkamer Moerwijk");
        assert_eq!(response.instruments.len(), 2);
    }

    #[test]
    fn keys_of_a_newer_app_are_let_through() {
        let mut value = full_response();
        value["weather"] = json!("rain");
        value["instruments"][0]["moves"][0]["dragged"] = json!(true);
        value["instruments"][1]["answers"][0]["answer"]["spoken"] = json!(true);

        assert!(Response::read(&value, "it").is_ok());
    }

    #[test]
    fn what_only_a_newer_app_knows_is_let_through_and_at_hand_as_it_came() {
        let mut value = full_response();
        value["mode"] = json!("telephone");
        value["outcome"] = json!("paused");
        value["activity"]["part_of_day"] = json!("night");
        value["instruments"][0] = json!({"id": "walk", "kind": "photo-round", "photos": [1, 2]});
        value["instruments"][1]["answers"][0]["answer"] = json!({"number": 7});

        let response = Response::read(&value, "it").unwrap();

        assert_eq!((response.mode, response.outcome), ("telephone", "paused"));
        assert_eq!(response.activity.part_of_day, "night");
        let [walk, survey] = &response.instruments[..] else { panic!("{response:?}") };
        assert_eq!(walk.given, Given::Unknown(&value["instruments"][0]));
        let Given::Survey(answers) = &survey.given else { panic!("{survey:?}") };
        assert_eq!(answers[0].given, AnswerGiven::Unknown(&json!({"number": 7})));
        assert_eq!(answers[2].given, AnswerGiven::DontKnow);
    }

    #[test]
    fn what_was_not_asked_may_be_null_or_left_out() {
        let mut value = full_response();
        let sort = value["instruments"][0].as_object_mut().unwrap();
        sort.remove("more");
        sort.insert("missing".to_owned(), Value::Null);

        assert!(Response::read(&value, "it").is_ok());
    }

    #[test]
    fn a_response_without_any_answer_is_read() {
        let mut value = full_response();
        value["instruments"] = json!([]);

        assert_eq!(Response::read(&value, "it").unwrap().instruments, []);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        check("/schema", json!("response/2"), ".schema: found \"response/2\", expected \"response/1\"");
        check("/id", json!("x"), ".id: found \"x\", expected a UUID");
        check("/study", json!("s"), ".study: found \"s\", expected an object");
        check("/study/version", json!(1), ".study.version: found 1, expected a text that is not empty");
        check("/outcome", json!(""), ".outcome: found \"\", expected a text that is not empty");
        check(
            "/activity/date",
            json!("22-11-2026"),
            ".activity.date: found \"22-11-2026\", expected a date like \"2026-11-22\"",
        );
        check("/instruments", json!({}), ".instruments: found an object, expected an array");
        check(
            "/instruments/0/kind",
            json!(3),
            ".instruments[0].kind: found 3, expected a text that is not empty",
        );
        check(
            "/instruments/0/moves/1/ms",
            json!(1.5),
            ".instruments[0].moves[1].ms: found 1.5, expected a whole number, 0 or more",
        );
        check(
            "/instruments/0/placed/sc1",
            json!(null),
            ".instruments[0].placed.sc1: found null, expected a text that is not empty",
        );
        check(
            "/instruments/1/answers/0/answer",
            json!({}),
            ".instruments[1].answers[0].answer: found an object, expected one of choices, dont_know and skipped",
        );
        check(
            "/instruments/1/answers/3/answer/skipped",
            json!(false),
            ".instruments[1].answers[3].answer.skipped: found false, expected true",
        );
    }
}

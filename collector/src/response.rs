//! What is checked of a response that comes in: all that the app's own reader checks, and here what others rely on besides.
//!
//! What a newer app may say is let through and kept: keys, kinds of instrument, answers, modes, outcomes and parts of the day
//! that are not known here. What is known must be as it is known.

use betekenis::{
    domain::{day, response::Response},
    format::{codec::Invalid, node::Node, response::read_response},
};
use serde_json::Value;

use crate::json::is_uuid;

/// By these texts responses are told apart and counted: they may not be empty.
const TEXTS: &[&[&str]] = &[
    &["app"],
    &["study", "id"],
    &["study", "version"],
    &["activity", "id"],
    &["activity", "part_of_day"],
    &["language"],
    &["mode"],
    &["outcome"],
];

/// Checks the response `value`, which stands at `place` in its batch, and reads it.
///
/// # Errors
///
/// [`Invalid`]: the first thing that is not as `response/1` has it, with its place.
pub(crate) fn check(value: &Value, place: &str) -> Result<Response, Invalid> {
    let node = Node::new(value, place);
    node.at("schema")?.string_that(|schema| schema == "response/1", "\"response/1\"")?;
    node.at("id")?.string_that(is_uuid, "a UUID")?;
    for keys in TEXTS {
        keys.iter().try_fold(node.clone(), |node, key| node.at(key))?.text()?;
    }
    let day = format!("a day of the calendar from {} to {}", day::FIRST, day::LAST);
    node.at("activity")?.at("date")?.string_that(day::is_right, &day)?;
    read_value(value).map_err(|invalid| invalid.within(place))
}

/// Reads a response that is stored. `None` if it cannot be read: no tablet sent it so.
pub(crate) fn read(text: &str) -> Option<Response> {
    read_response(text).ok().or_else(|| read_value(&serde_json::from_str(text).ok()?).ok())
}

/// Of a key that stands there twice the last one counts.
fn read_value(value: &Value) -> Result<Response, Invalid> {
    read_response(&value.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use betekenis::{domain::response::Part, instruments::survey::rules::Answer};
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

        let error = super::check(&response, "responses[0]").unwrap_err();

        assert_eq!(error.to_string(), format!("responses[0]{expected}"));
    }

    #[test]
    fn a_full_response_is_read() {
        let value = full_response();

        let response = super::check(&value, "it").unwrap();

        assert_eq!((&*response.study, &*response.study_version), ("ontmoetingscentra", "1"));
        assert_eq!(response.activity.centre, "Buurtkamer Moerwijk");
        assert_eq!(response.parts.len(), 2);
        assert!(response.is_understood());
    }

    #[test]
    fn what_an_app_of_any_age_wrote_is_let_through() {
        for text in [
            include_str!("../../tests/fixtures/formats/response_v1.json"),
            include_str!("../../tests/fixtures/formats/response_v1_before_places.json"),
            include_str!("../../tests/fixtures/formats/response_v1_before_stories.json"),
            include_str!("../../tests/fixtures/formats/response_v1_before_tables.json"),
        ] {
            let response = super::check(&serde_json::from_str(text).unwrap(), "it").unwrap();

            assert!(response.is_understood(), "{text}");
        }
    }

    #[test]
    fn keys_of_a_newer_app_are_let_through() {
        let mut value = full_response();
        value["weather"] = json!("rain");
        value["instruments"][0]["moves"][0]["dragged"] = json!(true);
        value["instruments"][1]["answers"][0]["answer"]["spoken"] = json!(true);

        assert!(super::check(&value, "it").is_ok());
    }

    #[test]
    fn what_only_a_newer_app_knows_is_let_through_and_at_hand_as_it_came() {
        let mut value = full_response();
        value["mode"] = json!("telephone");
        value["outcome"] = json!("paused");
        value["activity"]["part_of_day"] = json!("night");
        value["instruments"][0] = json!({"id": "walk", "kind": "photo-round", "photos": [1, 2]});
        value["instruments"][1]["answers"][0]["answer"] = json!({"number": 7});

        let response = super::check(&value, "it").unwrap();

        let names = ["mode", "outcome", "part_of_day"].map(|key| response.newer[key].as_str());
        assert_eq!(names, ["telephone", "paused", "night"]);
        let [Part::Newer(walk), Part::Survey(survey)] = &response.parts[..] else { panic!("{response:?}") };
        assert_eq!((&*walk.instrument, &walk.json), ("walk", &value["instruments"][0].to_string()));
        assert_eq!(survey.answers[0].answer, Some(Answer::Newer(r#"{"number":7}"#.to_owned())));
        assert_eq!(survey.answers[2].answer, Some(Answer::DontKnow));
    }

    #[test]
    fn an_answer_that_says_something_else_is_let_through_whatever_it_is() {
        for answer in
            [json!(7), json!({}), json!({"skipped": false}), json!({"choices": ["a"], "skipped": true})]
        {
            let mut value = full_response();
            value["instruments"][0]["placed"] = json!({"sc1": {"pile": "much", "at": 3}});
            value["instruments"][1]["answers"][0]["answer"] = answer.clone();

            let response = super::check(&value, "it").unwrap();

            let Part::Survey(survey) = &response.parts[1] else { panic!("{response:?}") };
            assert_eq!(survey.answers[0].answer, Some(Answer::Newer(answer.to_string())));
        }
    }

    #[test]
    fn a_card_that_was_moved_and_not_dealt_is_let_through_as_something_newer() {
        let mut value = full_response();
        value["instruments"][0]["moves"][0]["card"] = json!("own-card");

        let response = super::check(&value, "it").unwrap();

        assert!(
            matches!(&response.parts[0], Part::Newer(newer) if newer.json.contains("own-card")),
            "{response:?}"
        );
    }

    #[test]
    fn of_a_key_that_stands_there_twice_the_last_one_counts() {
        let text = full_response().to_string().replacen('{', "{\"mode\":\"group\",", 1);

        assert_eq!(read(&text), read(&full_response().to_string()));
        assert!(super::check(&serde_json::from_str(&text).unwrap(), "it").is_ok());
    }

    #[test]
    fn what_was_not_asked_may_be_null_or_left_out() {
        let mut value = full_response();
        let sort = value["instruments"][0].as_object_mut().unwrap();
        sort.remove("more");
        sort.insert("missing".to_owned(), Value::Null);

        assert!(super::check(&value, "it").is_ok());
    }

    #[test]
    fn a_response_without_any_answer_is_read() {
        let mut value = full_response();
        value["instruments"] = json!([]);

        assert_eq!(super::check(&value, "it").unwrap().parts, []);
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
            ".activity.date: found \"22-11-2026\", expected a day of the calendar from 2020-01-01 to 2099-12-31",
        );
        check("/instruments", json!({}), ".instruments: found an object, expected a list");
        check("/instruments/0/kind", json!(3), ".instruments[0].kind: found the number 3, expected a text");
        check(
            "/instruments/0/moves/1/ms",
            json!(1.5),
            ".instruments[0].moves[1].ms: found the number 1.5, expected a whole number",
        );
        check(
            "/instruments/1/answers/0/changes",
            json!("two"),
            ".instruments[1].answers[0].changes: found the text \"two\", expected a whole number",
        );
    }
}

//! What is stored and sent, to the byte, and against the schemas that others read.

use std::path::Path;

use crate::values::response_id;
use betekenis::domain::response::{Mode, Outcome, Part, PartOfDay, Response};
use betekenis::domain::session::{Action, Step};
use betekenis::domain::settings::EndpointSettings;
use betekenis::format::batch::{Template, batch_id};
use betekenis::format::draft::{read_draft, write_draft};
use betekenis::format::response::{read_response, write_response};
use betekenis::format::study::check_study;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::instruments::survey::rules::{Answer, SurveyAction, SurveyStep};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::golden::{check_golden, check_golden_of};
use crate::participant::{Inside, Participant};
use crate::studies::{study_before_plainer_words, take_out};

/// A participant who does a bit of everything.
fn full_response() -> Participant {
    let mut participant =
        Participant::with(study_before_plainer_words(), "11111111-1111-4111-8111-111111111111");
    participant.begins();
    participant.session.response.mode = Mode::Group;
    participant.session.response.n_present = 7;
    let activity = &mut participant.session.response.activity;
    "living-room".clone_into(&mut activity.centre_type);
    "Moerwijk".clone_into(&mut activity.neighbourhood);
    activity.aims = vec!["meet".to_owned(), "relax".to_owned()];
    participant.acts(Action::Next);
    let first = participant.places("much");
    participant.acts(SortAction::TakeBack(first.clone()));
    participant.places("some");
    participant.acts(SortAction::TakeBack(first));
    participant.sorts_all(4);
    let important = participant.session.sort(0).unwrap().on_pile("much")[1].to_owned();
    participant.acts(SortAction::ToggleImportant(important.clone()));
    participant.acts(Action::Next);
    participant.acts(SortAction::Missing(0, " een moestuin ".to_owned()));
    participant.acts(Action::Next);
    participant.acts(SortAction::ToggleMore(important));
    participant.acts(Action::Next);
    participant.acts(SortAction::Story(" Via de buurvrouw. ".to_owned()));
    participant.acts(Action::Next);
    assert_eq!(participant.session.step, Step::Inside(1, SurveyStep(0).into()));
    participant.acts(SurveyAction::Choose("few".to_owned()));
    participant.acts(SurveyAction::Choose("many".to_owned()));
    participant.acts(Action::Next);
    participant.acts(SurveyAction::DontKnow);
    participant.acts(Action::Next);
    participant.acts(Action::Next);
    participant.goes_to_the_end();
    participant
}

fn value_of(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

pub(crate) fn schema(name: &str) -> Validator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/schemas");
    let read = |name: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    let mut schema = read(name);
    let response = jsonschema::Resource::from_contents(read("response-1.json")).unwrap();
    schema["$id"] = format!("file:///{name}").into();
    jsonschema::options().with_resource("file:///response-1.json", response).build(&schema).unwrap()
}

#[test]
fn a_response_is_written_as_published() {
    let response = full_response().session.finish(Outcome::Complete);

    check_golden("response_v1.json", &pretty(&value_of(&write_response(&response))));
}

#[test]
fn what_was_done_with_an_instrument_is_written_as_its_folder_has_it() {
    let response = full_response().session.finish(Outcome::Complete);
    let value = value_of(&write_response(&response));

    let kinds = value["instruments"].as_array().unwrap().iter().map(|part| {
        let kind = part["kind"].as_str().unwrap().replace('-', "_");
        check_golden_of(&kind, "part_v1.json", &pretty(part));
        kind
    });
    assert_eq!(kinds.collect::<Vec<String>>(), ["card_sort", "survey"]);
}

#[test]
fn a_response_is_read_back_as_it_was_written() {
    let response = full_response().session.finish(Outcome::Complete);

    assert_eq!(read_response(&write_response(&response)), Ok(response));
}

#[test]
fn a_response_from_before_there_were_stories_and_groups_can_be_read() {
    let old = include_str!("../fixtures/formats/response_v1_before_stories.json");
    let response = read_response(old).unwrap();

    assert_eq!((response.mode, response.n_present), (Mode::Alone, 0));
    assert_eq!(pretty(&value_of(&write_response(&response))), old);
}

#[test]
fn a_response_from_before_places_were_described_can_be_read() {
    let old = include_str!("../fixtures/formats/response_v1_before_places.json");
    let response = read_response(old).unwrap();

    assert_eq!(response.activity.neighbourhood, "");
    assert_eq!(pretty(&value_of(&write_response(&response))), old);
}

#[test]
fn a_response_from_before_the_whole_table_was_looked_at_can_be_read() {
    let old = include_str!("../fixtures/formats/response_v1_before_tables.json");
    let response = read_response(old).unwrap();

    assert_eq!(response.study_version, "2");
    assert_eq!(pretty(&value_of(&write_response(&response))), old);
}

#[test]
fn a_draft_from_before_the_whole_table_was_looked_at_can_be_read() {
    let draft = read_draft(include_str!("../fixtures/formats/draft_v1_before_tables.json")).unwrap();

    assert_eq!(
        (draft.step, draft.response.study_version.as_str()),
        (Step::Inside(0, SortStep::Cards.into()), "2")
    );
}

#[test]
fn a_response_that_a_newer_app_wrote_can_be_read() {
    let response = full_response().session.finish(Outcome::Complete);
    let mut value = value_of(&write_response(&response));
    value["new"] = "thing".into();
    value["activity"]["new"] = 3.into();
    value["instruments"][0]["new"] = Value::Null;

    let read = read_response(&value.to_string()).unwrap();
    assert!(!read.is_understood(), "somebody must be told that there is more");
    assert_eq!(read, Response { has_newer_keys: true, ..response });
}

#[test]
fn an_answer_of_any_other_shape_is_kept_as_it_came() {
    let response = full_response().session.finish(Outcome::Complete);
    let known = value_of(&write_response(&response));
    for answer in [
        json!(7),
        json!({}),
        json!({ "skipped": false }),
        json!({ "choices": 3 }),
        json!({ "choices": ["a"], "skipped": true }),
        json!({ "drawn": [1.5, 2] }),
    ] {
        let mut value = known.clone();
        value["instruments"][1]["answers"][0]["answer"] = answer.clone();

        let response = read_response(&value.to_string()).unwrap();

        let Part::Survey(survey) = &response.parts[1] else { panic!("no survey") };
        assert_eq!(survey.answers[0].answer, Some(Answer::Newer(answer.to_string())));
        assert_eq!(value_of(&write_response(&response)), value);
    }
}

/// A response with everything that this version does not know: an instrument, an answer, and names.
fn of_a_newer_app() -> Value {
    let response = full_response().session.finish(Outcome::Complete);
    let mut value = value_of(&write_response(&response));
    value["mode"] = "robot".into();
    value["outcome"] = "handed-over".into();
    value["activity"]["part_of_day"] = "night".into();
    value["instruments"][1]["answers"][0]["answer"] = json!({ "drawn": [1.5, 2] });
    let walk = json!({ "id": "walk", "kind": "photo-walk", "photos": [{ "card": "sc1", "ms": 900 }] });
    value["instruments"].as_array_mut().unwrap().push(walk);
    value
}

#[test]
fn what_only_a_newer_app_knows_is_read_as_such_and_written_as_it_came() {
    let value = of_a_newer_app();

    let response = read_response(&value.to_string()).unwrap();

    assert!(!response.is_understood());
    assert_eq!(
        (response.mode, response.outcome, response.activity.part_of_day),
        (Mode::Newer, Outcome::Newer, PartOfDay::Newer)
    );
    let Part::Survey(survey) = &response.parts[1] else { panic!("no survey") };
    assert_eq!(survey.answers[0].answer, Some(Answer::Newer(r#"{"drawn":[1.5,2]}"#.to_owned())));
    let Part::Newer(walk) = &response.parts[2] else { panic!("it is shown as something else") };
    assert_eq!(walk.instrument, "walk");
    assert_eq!(value_of(&write_response(&response)), value);
    assert!(full_response().session.finish(Outcome::Complete).is_understood());
}

#[test]
fn a_draft_of_a_newer_app_stays_as_it_is() {
    let draft = write_draft(&full_response().session, 0);
    let mut value: Value = serde_json::from_str(&draft).unwrap();
    value["response"] = of_a_newer_app();

    let read = read_draft(&value.to_string()).unwrap();

    assert_eq!(value_of(&write_response(&read.response)), value["response"]);
    value["step"]["name"] = "take-a-photo".into();
    assert!(read_draft(&value.to_string()).is_err(), "nobody is put at another step");
}

#[test]
fn a_draft_with_keys_that_only_a_newer_app_knows_stays_for_that_app() {
    let draft: Value = serde_json::from_str(&write_draft(&full_response().session, 0)).unwrap();
    for place in [
        "",
        "/response",
        "/response/activity",
        "/response/instruments/0",
        "/response/instruments/1/answers/0",
    ] {
        let mut value = draft.clone();
        value.pointer_mut(place).unwrap()["heard"] = 3.into();

        assert!(read_draft(&value.to_string()).is_err(), "\"heard\" would be gone from {place:?}");
    }
    let mut value = draft;
    value["response"]["instruments"][1]["answers"][0]["answer"]["sure"] = "very".into();
    let read = read_draft(&value.to_string()).unwrap();
    assert_eq!(value_of(&write_response(&read.response)), value["response"], "an answer stays as it came");
}

#[test]
fn a_draft_is_written_as_before_and_read_back() {
    let mut participant =
        Participant::with(study_before_plainer_words(), "11111111-1111-4111-8111-111111111111");
    participant.begins();
    participant.acts(Action::Next);
    participant.places("much");
    let draft = write_draft(&participant.session, 1_795_341_600_000);

    check_golden("draft_v1.json", &pretty(&serde_json::from_str(&draft).unwrap()));
    let read = read_draft(&draft).unwrap();
    assert_eq!((read.step, read.response), (participant.session.step, participant.session.response));
}

#[test]
fn a_batch_holds_the_responses_to_the_byte() {
    let response = write_response(&full_response().session.finish(Outcome::Complete));
    let id = batch_id(&[response_id("11111111-1111-4111-8111-111111111111")]);
    let template = Template::of(&EndpointSettings::default()).unwrap();

    let batch = template.fill(
        &id,
        &[response_id("11111111-1111-4111-8111-111111111111")],
        std::slice::from_ref(&response),
    );

    assert!(batch.contains(&response));
    check_golden("batch_v1.json", &(batch + "\n"));
}

#[test]
fn what_is_written_fits_the_published_schemas() {
    let response = value_of(&write_response(&full_response().session.finish(Outcome::Complete)));
    assert!(
        schema("response-1.json").is_valid(&response),
        "{:?}",
        schema("response-1.json").validate(&response)
    );

    let mut stopped = Participant::new("11111111-1111-4111-8111-111111111111");
    stopped.begins();
    let stopped = value_of(&write_response(&stopped.session.finish(Outcome::Stopped)));
    assert!(
        schema("response-1.json").is_valid(&stopped),
        "{:?}",
        schema("response-1.json").validate(&stopped)
    );

    let batch = json!({ "schema": "batch/1", "batch": response["id"], "responses": [response, stopped] });
    assert!(schema("batch-1.json").is_valid(&batch), "{:?}", schema("batch-1.json").validate(&batch));
    assert!(!schema("batch-1.json").is_valid(&json!({ "schema": "batch/1" })));
}

#[test]
fn schema_and_reader_agree_on_studies() {
    let schema = schema("study-1.json");
    let mut good: Value =
        serde_json::from_str(include_str!("../../public/studies/ontmoetingscentra/study.json")).unwrap();
    // All languages are alike: two of them tell the same, in a tenth of the time.
    let others = good["languages"].as_array_mut().unwrap().split_off(2);
    for language in others {
        take_out(&mut good, language["id"].as_str().unwrap());
    }
    assert!(schema.is_valid(&good), "{:?}", schema.validate(&good));

    // Whatever key is taken away, and whatever is put in its place, both say the same.
    let (mut checked, mut disagreements) = (0, Vec::new());
    for path in paths(&good, String::new()) {
        for change in
            [None, Some(Value::Null), Some(Value::from(7)), Some(Value::from("")), Some(Value::from("Zz Z"))]
        {
            let mut broken = good.clone();
            let (parent, key) = path.rsplit_once('/').unwrap();
            let parent = broken.pointer_mut(parent).unwrap();
            match (&change, parent) {
                (None, Value::Object(fields)) => {
                    fields.shift_remove(key);
                }
                (None, _) => continue,
                (Some(value), parent) if parent.is_object() => parent[key] = value.clone(),
                (Some(value), parent) => parent[key.parse::<usize>().unwrap()] = value.clone(),
            }
            let read = check_study(&broken.to_string());
            let is_valid = schema.is_valid(&broken);
            // A schema does not know which languages there are, nor whether what an id leads to is there.
            let only_reader_knows = read.as_ref().is_err_and(|invalid| {
                let is_language = |language: &Value| {
                    language["id"].as_str().is_some_and(|id| invalid.expected == format!("the key \"{id}\""))
                };
                invalid.expected.contains("the id of")
                    || good["languages"].as_array().unwrap().iter().any(is_language)
            });
            if read.is_ok() != is_valid && !(only_reader_knows && is_valid) {
                disagreements.push(format!(
                    "{path} = {change:?}: the schema says {is_valid}, the reader {:?}",
                    read.err()
                ));
            }
            checked += 1;
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    assert!(checked > 1000, "{checked}");
}

/// Every place in `value` that differs in kind from the others: of a list only the first item.
fn paths(value: &Value, at: String) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| *key != "$schema")
            .flat_map(|(key, item)| paths(item, format!("{at}/{key}")))
            .collect(),
        Value::Array(items) => items.first().map(|item| paths(item, format!("{at}/0"))).unwrap_or_default(),
        _ => Vec::new(),
    };
    if at.is_empty() { below } else { [vec![at], below].concat() }
}

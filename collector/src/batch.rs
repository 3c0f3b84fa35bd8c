//! A batch as a tablet sent it: format `batch/1`.
//!
//! What is wrong with the batch as a whole refuses it; what is wrong with one response refuses that one.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    str,
};

use betekenis::format::{codec::Invalid, node::Node};
use serde_json::{Map, Value, value::RawValue};

use crate::{
    json::{at_most, digest_of, is_uuid, members, outline},
    response,
    store::NewResponse,
};

/// Most responses in a batch: as many as a tablet can be set to send at once.
pub(crate) const MAX_RESPONSES: usize = 1_000;

/// Bytes of the text of a response: sixty times what a long session makes. `public/schemas/response-1.json` tells it.
pub(crate) const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// A batch whose responses have been looked at one by one.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    pub(crate) id: String,
    /// What can be stored, in the order in which it came; each id once.
    pub(crate) responses: Vec<NewResponse<'a>>,
    /// At most one for each id, and at most one without an id, which is the last.
    pub(crate) rejected: Vec<Rejection>,
}

/// A response that is not accepted, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// `None` if the response has no id that could be used; the reason then tells which one it is.
    pub(crate) id: Option<String>,
    pub(crate) reason: String,
}

/// Why a whole batch is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BatchError {
    #[error("body: found bytes that are not UTF-8, expected JSON")]
    NotUtf8,
    #[error("body: found something that is not JSON ({0}), expected a batch")]
    NotJson(serde_json::Error),
    #[error("batch.responses: found more than {MAX_RESPONSES} responses: send fewer at a time")]
    TooMany,
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

/// Reads the body of a request as a batch.
///
/// The texts of the responses are parts of `body`, just as they came. One response at a time is taken apart, so whatever
/// is sent takes little more memory than the body.
///
/// # Errors
///
/// [`BatchError`] if it is no batch at all. Responses that do not fit are not an error but are among the rejected.
pub(crate) fn read(body: &[u8]) -> Result<Batch<'_>, BatchError> {
    let text = str::from_utf8(body).map_err(|_| BatchError::NotUtf8)?;
    if !text.trim_ascii_start().starts_with('{') {
        let body = serde_json::from_str(text).and_then(outline).map_err(BatchError::NotJson)?;
        return Err(Node::new(&body, "body").invalid("an object with schema, batch and responses").into());
    }
    // Only the outermost keys are taken apart here: each response is read by itself, so that one that cannot be
    // read (nested too deep, half a surrogate) does not take the others with it.
    let keys = ["schema", "batch", "responses"];
    let values = members(text, keys).map_err(BatchError::NotJson)?;
    let mut envelope = Map::new();
    for (key, value) in keys.into_iter().zip(values) {
        if let Some(value) = value {
            envelope.insert(key.to_owned(), outline(value).map_err(BatchError::NotJson)?);
        }
    }
    let envelope = Value::Object(envelope);
    let envelope = Node::new(&envelope, "batch");
    envelope.at("schema")?.string_that(|schema| schema == "batch/1", "\"batch/1\"")?;
    let id = envelope.at("batch")?.string_that(is_uuid, "a UUID")?.to_owned();
    envelope.at("responses")?.each(|_| Ok(()))?;

    let array = values[2].map_or(Ok(Some(Vec::new())), |array| at_most(MAX_RESPONSES, array));
    let texts = array.map_err(BatchError::NotJson)?.ok_or(BatchError::TooMany)?;
    let items = texts.into_iter().enumerate().map(|(idx, text)| read_item(text, idx));
    Ok(gather(id, items))
}

/// Puts together what has the same id, before anything is written.
fn gather<'a>(id: String, items: impl Iterator<Item = Result<NewResponse<'a>, Rejection>>) -> Batch<'a> {
    let mut responses: Vec<NewResponse<'_>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut rejected: Vec<Rejection> = Vec::new();
    let mut rejected_ids: BTreeSet<String> = BTreeSet::new();
    let mut nameless: Option<(Rejection, usize)> = None;
    for item in items {
        let rejection = match item {
            Ok(response) => match places.entry(response.id.to_ascii_lowercase()) {
                Entry::Vacant(entry) => {
                    entry.insert(responses.len());
                    responses.push(response);
                    continue;
                }
                Entry::Occupied(entry) => {
                    let first = &mut responses[*entry.get()];
                    if first.digest == response.digest {
                        first.other_spellings.insert(response.id);
                        continue;
                    }
                    let reason = format!(
                        "{}: another response with this id came before it in this batch, at {}; that one is kept",
                        response.place, first.place
                    );
                    Rejection { id: Some(response.id), reason }
                }
            },
            Err(rejection) => rejection,
        };
        match (&rejection.id, &mut nameless) {
            (Some(id), _) => {
                if rejected_ids.insert(id.to_ascii_lowercase()) {
                    rejected.push(rejection);
                }
            }
            (None, Some((_, n_more))) => *n_more += 1,
            (None, None) => nameless = Some((rejection, 0)),
        }
    }
    if let Some((mut rejection, n_more)) = nameless {
        if n_more > 0 {
            rejection.reason = format!("{} (and {n_more} more without an id)", rejection.reason);
        }
        rejected.push(rejection);
    }
    Batch { id, responses, rejected }
}

fn read_item(text: &RawValue, idx: usize) -> Result<NewResponse<'_>, Rejection> {
    let place = format!("responses[{idx}]");
    let rejection = |reason| Rejection { id: usable_id(text), reason };
    let n_bytes = text.get().len();
    if n_bytes > MAX_RESPONSE_BYTES {
        return Err(rejection(format!(
            "{place}: found {n_bytes} bytes, expected at most {MAX_RESPONSE_BYTES}"
        )));
    }
    let value = serde_json::from_str::<Value>(text.get())
        .map_err(|error| rejection(format!("{place}: found JSON that cannot be read ({error})")))?;
    let response = response::check(&value, &place).map_err(|invalid| rejection(invalid.to_string()))?;
    Ok(NewResponse {
        id: response.id.into_string(),
        other_spellings: BTreeSet::new(),
        study: response.study,
        study_version: response.study_version,
        date: response.activity.date,
        text: text.get(),
        place,
        digest: digest_of(value),
    })
}

/// The id of a response of which the rest may be anything.
fn usable_id(response: &RawValue) -> Option<String> {
    let [id] = members(response.get(), ["id"]).ok()?;
    serde_json::from_str::<String>(id?.get()).ok().filter(|id| is_uuid(id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::response::tests::full_response;

    const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";

    #[track_caller]
    fn check_refused(body: &str, expected: &str) {
        assert_eq!(read(body.as_bytes()).unwrap_err().to_string(), expected);
    }

    #[track_caller]
    fn check_rejected(item: &str, expected_id: Option<&str>, expected_reason: &str) {
        let body =
            format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[{},{item}]}}"#, full_response());

        let batch = read(body.as_bytes()).unwrap();

        assert_eq!((batch.responses.len(), batch.rejected.len()), (1, 1));
        let rejection = &batch.rejected[0];
        assert_eq!(rejection.id.as_deref(), expected_id);
        assert!(
            rejection.reason.starts_with(expected_reason),
            "{:?} does not start with {expected_reason:?}",
            rejection.reason
        );
    }

    #[test]
    fn what_is_no_batch_is_refused_with_a_reason() {
        check_refused(
            "",
            "body: found something that is not JSON (EOF while parsing a value at line 1 column 0), expected a batch",
        );
        check_refused("[]", "body: found an array, expected an object with schema, batch and responses");
        check_refused("{}", "batch.schema: found nothing, expected \"batch/1\"");
        check_refused(r#"{"schema":"batch/2"}"#, "batch.schema: found \"batch/2\", expected \"batch/1\"");
        check_refused(r#"{"schema":"batch/1","batch":7}"#, "batch.batch: found 7, expected a UUID");
        check_refused(
            &json!({"schema": "batch/1", "batch": BATCH}).to_string(),
            "batch.responses: found nothing, expected an array",
        );
        check_refused(
            &json!({"schema": "batch/1", "batch": BATCH, "responses": {"a": 1}}).to_string(),
            "batch.responses: found an object, expected an array",
        );
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_refused() {
        assert!(matches!(read(b"{\"\xff\":1}"), Err(BatchError::NotUtf8)));
    }

    #[test]
    fn an_empty_batch_is_a_batch() {
        let body = json!({"schema": "batch/1", "batch": BATCH, "responses": [], "newer": true}).to_string();

        let batch = read(body.as_bytes()).unwrap();

        assert!(batch.responses.is_empty() && batch.rejected.is_empty());
    }

    #[test]
    fn a_response_keeps_the_very_text_it_came_as() {
        let spaced = full_response().to_string().replacen(':', " :  ", 1);
        let body = format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[ {spaced} ]}}"#);

        let batch = read(body.as_bytes()).unwrap();

        assert_eq!(batch.responses[0].text, spaced);
    }

    #[test]
    fn a_bad_response_is_rejected_by_its_id_where_it_has_one() {
        let id = "1e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b";
        let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));

        check_rejected(&format!(r#"{{"id":"{id}"}}"#), Some(id), "responses[1].schema: found nothing, ");
        check_rejected(
            &format!(r#"{{"id":"{id}","deep":{deep}}}"#),
            Some(id),
            "responses[1]: found JSON that cannot be read (recursion limit exceeded",
        );
        check_rejected(
            &format!(r#"{{"id":"{id}","half":"\ud83d"}}"#),
            Some(id),
            "responses[1]: found JSON that cannot be read (",
        );
    }

    #[test]
    fn a_response_without_a_usable_id_is_rejected_by_its_place() {
        check_rejected("7", None, "responses[1]: found 7, expected an object");
        check_rejected("{}", None, "responses[1].schema: found nothing");
        check_rejected(
            r#"{"id":"7","schema":"response/1"}"#,
            None,
            "responses[1].id: found \"7\", expected a UUID",
        );
    }

    /// What becomes of these responses: how many can be stored, and the rejections as id and reason.
    #[track_caller]
    fn check_together(responses: &[String], n_stored: usize, expected: &[(Option<&str>, &str)]) {
        let body =
            format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[{}]}}"#, responses.join(","));

        let batch = read(body.as_bytes()).unwrap();

        let rejected: Vec<_> =
            batch.rejected.iter().map(|rejection| (rejection.id.as_deref(), &*rejection.reason)).collect();
        assert_eq!((batch.responses.len(), &*rejected), (n_stored, expected));
    }

    #[test]
    fn what_has_no_id_is_rejected_once_however_much_of_it_there_is() {
        let zeros = vec!["0".to_owned(); MAX_RESPONSES];

        check_together(
            &zeros,
            0,
            &[(None, "responses[0]: found 0, expected an object (and 999 more without an id)")],
        );
    }

    #[test]
    fn an_id_that_comes_twice_is_one_response_also_in_capitals() {
        let response = full_response();
        let id = response["id"].as_str().unwrap();
        let [one, other] = [response.to_string(), {
            let mut other = response.clone();
            other["language"] = json!("ar");
            other.to_string()
        }];
        let capitals = one.replace(id, &id.to_uppercase());

        check_together(&[one.clone(), one.clone(), capitals.clone()], 1, &[]);
        let reason = "responses[1]: another response with this id came before it in this batch, at responses[0]; that one is kept";
        check_together(&[capitals, other.clone(), other], 1, &[(Some(id), reason)]);
    }

    #[test]
    fn a_thousand_responses_are_a_batch_and_one_more_is_not() {
        let body = |n| {
            let zeros = vec!["0"; n].join(",");
            format!(r#"{{"responses":[{zeros}],"schema":"batch/1","batch":"{BATCH}"}}"#)
        };

        assert!(read(body(MAX_RESPONSES).as_bytes()).is_ok());
        assert!(matches!(read(body(MAX_RESPONSES + 1).as_bytes()), Err(BatchError::TooMany)));
    }

    #[test]
    fn a_response_of_too_many_bytes_is_rejected_by_its_id_and_one_just_small_enough_is_not() {
        let of = |n_bytes: usize| {
            let mut response = full_response();
            response["more"] = json!("");
            response["more"] = json!("x".repeat(n_bytes - response.to_string().len()));
            response.to_string()
        };
        let id = full_response()["id"].as_str().unwrap().to_owned();

        check_together(&[of(MAX_RESPONSE_BYTES)], 1, &[]);
        check_together(
            &[of(MAX_RESPONSE_BYTES + 1)],
            0,
            &[(Some(&id), "responses[0]: found 262145 bytes, expected at most 262144")],
        );
    }

    #[test]
    fn a_day_that_no_calendar_has_is_rejected() {
        let mut response = full_response();
        response["activity"]["date"] = json!("2026-02-31");
        let id = response["id"].as_str().unwrap();
        let reason = "responses[0].activity.date: found \"2026-02-31\", expected a day of the calendar from 2020-01-01 to 2099-12-31";

        check_together(&[response.to_string()], 0, &[(Some(id), reason)]);
    }
}

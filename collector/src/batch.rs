//! A batch as a tablet sent it: format `batch/1`.
//!
//! What is wrong with the batch as a whole refuses it; what is wrong with one response refuses that one.

use std::{collections::BTreeMap, str};

use serde_json::{Map, Value, value::RawValue};

use crate::{
    json::{Misfit, Node, is_uuid},
    response::Response,
    store::NewResponse,
};

/// A batch whose responses have been looked at one by one.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    pub(crate) id: String,
    /// In the order in which they came.
    pub(crate) items: Vec<Result<NewResponse<'a>, Rejection>>,
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
    #[error(transparent)]
    Misfit(#[from] Misfit),
}

/// Reads the body of a request as a batch.
///
/// The texts of the responses are parts of `body`, just as they came.
///
/// # Errors
///
/// [`BatchError`] if it is no batch at all. Responses that do not fit are not an error but an item.
pub(crate) fn read(body: &[u8]) -> Result<Batch<'_>, BatchError> {
    let text = str::from_utf8(body).map_err(|_| BatchError::NotUtf8)?;
    let body: &RawValue = serde_json::from_str(text).map_err(BatchError::NotJson)?;
    // Only the outermost keys are taken apart here: each response is read by itself, so that one that cannot be
    // read (nested too deep, half a surrogate) does not take the others with it.
    let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(body.get()) else {
        let found = serde_json::from_str::<Value>(body.get()).map_err(BatchError::NotJson)?;
        return Err(Node::new(&found, "body").misfit("an object with schema, batch and responses").into());
    };
    let mut envelope = Map::new();
    for key in ["schema", "batch"] {
        if let Some(raw) = fields.get(key) {
            envelope.insert(key.to_owned(), serde_json::from_str(raw.get()).map_err(BatchError::NotJson)?);
        }
    }
    let envelope = Value::Object(envelope);
    let envelope = Node::new(&envelope, "batch");
    envelope.at("schema")?.string_that(|schema| schema == "batch/1", "\"batch/1\"")?;
    let id = envelope.at("batch")?.string_that(is_uuid, "a UUID")?.to_owned();

    let Some(raw) = fields.get("responses") else {
        return Err(envelope.at("responses")?.misfit("an array").into());
    };
    let Ok(responses) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) else {
        let found = serde_json::from_str::<Value>(raw.get()).map_err(BatchError::NotJson)?;
        return Err(Node::new(&found, "batch.responses").misfit("an array").into());
    };
    let items = responses.into_iter().enumerate().map(|(idx, raw)| read_item(raw, idx)).collect();
    Ok(Batch { id, items })
}

fn read_item(raw: &RawValue, idx: usize) -> Result<NewResponse<'_>, Rejection> {
    let place = format!("responses[{idx}]");
    let rejection = |reason| Rejection { id: usable_id(raw), reason };
    let value = serde_json::from_str::<Value>(raw.get())
        .map_err(|error| rejection(format!("{place}: found JSON that cannot be read ({error})")))?;
    let response = Response::read(&value, &place).map_err(|misfit| rejection(misfit.to_string()))?;
    Ok(NewResponse {
        id: response.id.to_owned(),
        study: response.study.to_owned(),
        study_version: response.study_version.to_owned(),
        text: raw.get(),
        place,
    })
}

/// The id of a response of which the rest may be anything.
fn usable_id(raw: &RawValue) -> Option<String> {
    let fields = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get()).ok()?;
    serde_json::from_str::<String>(fields.get("id")?.get()).ok().filter(|id| is_uuid(id))
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

        assert!(batch.items[0].is_ok());
        let rejection = batch.items[1].as_ref().unwrap_err();
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

        assert!(read(body.as_bytes()).unwrap().items.is_empty());
    }

    #[test]
    fn a_response_keeps_the_very_text_it_came_as() {
        let spaced = full_response().to_string().replacen(':', " :  ", 1);
        let body = format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[ {spaced} ]}}"#);

        let batch = read(body.as_bytes()).unwrap();

        assert_eq!(batch.items[0].as_ref().unwrap().text, spaced);
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
}

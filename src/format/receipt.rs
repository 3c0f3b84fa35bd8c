//! Reads what an endpoint answered. A status code is no receipt: the page of a Wi-Fi portal answers 200 too.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::delivery::{Answer, Trouble};
use crate::domain::response::ResponseId;
use crate::domain::settings::{EndpointSettings, Preset};
use crate::format::codec::read;

/// An answer over HTTP, as far as it matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// It leads elsewhere. Requests follow no redirect: what is in them is not for whoever stands at the other end.
    pub is_redirect: bool,
    /// The header `Content-Type`.
    pub content_type: String,
    /// The header `Retry-After` in seconds, if it was given and may be read.
    pub retry_after: Option<u64>,
    /// The body as text.
    pub body: String,
    /// The body was longer than anybody needs, and is not whole.
    pub is_cut_off: bool,
}

/// JSON that a server answered with. Servers that are not ours answer in many shapes, so nothing is a mistake but what is no JSON.
#[derive(Debug)]
enum LooseJson {
    Null,
    Bool(bool),
    /// None if it is below zero or a fraction.
    Number(Option<u64>),
    Text(String),
    List(Vec<LooseJson>),
    /// Of a key that stands twice, the last one counts.
    Object(Vec<(Key, LooseJson)>),
}

/// The keys that are looked for. What stands under others is passed over: it may be all that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Accepted,
    Rejected,
    Id,
    #[serde(rename = "_id")]
    OwnId,
    Ok,
    Success,
    Status,
    Error,
    Reason,
    Message,
    Detail,
    Errors,
    Code,
    Details,
    Results,
    Responses,
    Items,
    Records,
    Documents,
    #[serde(other)]
    Other,
}

impl<'de> Deserialize<'de> for LooseJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyShape)
    }
}

struct AnyShape;

impl<'de> Visitor<'de> for AnyShape {
    type Value = LooseJson;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<LooseJson, E> {
        Ok(LooseJson::Null)
    }

    fn visit_bool<E>(self, is: bool) -> Result<LooseJson, E> {
        Ok(LooseJson::Bool(is))
    }

    fn visit_u64<E>(self, number: u64) -> Result<LooseJson, E> {
        Ok(LooseJson::Number(Some(number)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<LooseJson, E> {
        Ok(LooseJson::Number(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<LooseJson, E> {
        Ok(LooseJson::Number(None))
    }

    fn visit_str<E>(self, text: &str) -> Result<LooseJson, E> {
        Ok(LooseJson::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<LooseJson, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(LooseJson::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<LooseJson, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = from.next_key()? {
            if key == Key::Other {
                from.next_value::<IgnoredAny>()?;
            } else {
                fields.push((key, from.next_value()?));
            }
        }
        Ok(LooseJson::Object(fields))
    }
}

impl LooseJson {
    fn get(&self, key: Key) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().rev().find(|(one, _)| *one == key).map(|(_, value)| value)
    }

    fn text(&self, key: Key) -> Option<&str> {
        self.get(key)?.as_text()
    }

    fn list(&self, key: Key) -> Option<&[Self]> {
        self.get(key)?.as_list()
    }

    fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }
}

/// How many bytes of an answer are read to a request with a body of `n_sent` bytes. Some servers answer with all that they
/// were sent, and more about each; what is longer than that has no end, or is a trap.
pub fn longest_answer(n_sent: usize) -> usize {
    n_sent.saturating_mul(2).max(1 << 20)
}

/// What `answer` to a request with the responses `ids`, sent by `settings`, means.
pub fn read_answer(settings: &EndpointSettings, answer: &HttpAnswer, ids: &[ResponseId]) -> Answer {
    let preset = settings.preset;
    if answer.is_redirect {
        return no_receipt("it leads to another page");
    }
    let json = read(&answer.body).ok();
    match answer.status {
        200..300 if answer.is_cut_off => no_receipt("the answer has no end"),
        200..300 => read_success(preset, answer, json.as_ref(), ids)
            .unwrap_or_else(|missing| no_receipt(&format!("HTTP {}: {missing}", answer.status))),
        401 | 403 => Answer::Stop(Trouble::Unauthorised(answer.status)),
        413 => Answer::TooLarge(words(answer, json.as_ref())),
        // Datasette says so with a status that otherwise means a mistake.
        400 if preset == Preset::Datasette && answer.body.contains("Too many rows") => {
            Answer::TooLarge(words(answer, json.as_ref()))
        }
        // Every error of its database is a 400 to Datasette, also one that passes.
        400 if preset == Preset::Datasette && PASSING.iter().any(|said| answer.body.contains(said)) => {
            Answer::Later { after: None, why: Trouble::ServerTrouble(400) }
        }
        // The table is not as it has to be: no response is to blame for that.
        400 if is_wrong_table(preset, answer, json.as_ref()) => {
            Answer::Stop(Trouble::Settings(words(answer, json.as_ref())))
        }
        // It came before, and the answer was lost. Of several nobody knows which.
        400 | 409 if matches!(ids, [id] if is_there_already(settings, answer, json.as_ref(), id)) => {
            Answer::Receipt {
                accepted: ids.iter().map(ResponseId::to_string).collect(),
                rejected: Vec::new(),
            }
        }
        400 | 409 | 422 => Answer::Bad(words(answer, json.as_ref())),
        status if is_passing(status.into()) => Answer::Later {
            after: answer.retry_after.map(Duration::from_secs),
            why: Trouble::ServerTrouble(status),
        },
        _ => Answer::Stop(Trouble::WrongAddress(answer.status)),
    }
}

/// What `answer` to [`Requests::empty`](crate::format::request::Requests::empty) shows: whether the form of the requests is
/// right, as far as that can be told; `is_single` if each response is a request of its own.
///
/// # Errors
///
/// The [`Trouble`] that is in the way: a wrong key, a wrong address, a form that the server will not have.
pub fn read_probe(
    settings: &EndpointSettings,
    is_single: bool,
    answer: &HttpAnswer,
) -> Result<bool, Trouble> {
    let meaning = read_answer(settings, answer, &[]);
    let is_page = answer.content_type.contains("html") || answer.body.trim_start().starts_with('<');
    match (answer.status, meaning) {
        (415, _) => Err(Trouble::Settings(words(answer, read(&answer.body).ok().as_ref()))),
        (_, Answer::Receipt { .. }) => Ok(!is_single),
        // Nothing is no response, as it should be; it got as far as that.
        (400 | 409 | 411 | 422, Answer::Bad(_) | Answer::Stop(Trouble::WrongAddress(_))) if is_single => {
            Ok(false)
        }
        (200..300, _) if is_single && !answer.is_redirect && !is_page => Ok(false),
        (_, Answer::TooLarge(said) | Answer::Bad(said)) => Err(Trouble::Settings(said)),
        (_, Answer::Later { why, .. } | Answer::Stop(why)) => Err(why),
    }
}

/// The server says that the response `id` was there before.
///
/// A database may have other keys besides that of the ids, made by whoever keeps it. A response that one of those keeps out is
/// not there at all.
fn is_there_already(
    settings: &EndpointSettings,
    answer: &HttpAnswer,
    json: Option<&LooseJson>,
    id: &str,
) -> bool {
    let text = |key| json.and_then(|json| json.text(key));
    match (settings.preset, answer.status) {
        (Preset::CouchDb, 409) => text(Key::Error) == Some("conflict"),
        (Preset::PostgRest, 409) => {
            text(Key::Code) == Some("23505")
                && text(Key::Details).is_some_and(|details| is_own_key(details, id))
        }
        (Preset::Datasette, 400) => json.and_then(said_in).is_some_and(|said| is_key_of_ids(settings, &said)),
        (Preset::Generic | Preset::Collector, 409) => settings.conflict_is_there,
        _ => false,
    }
}

/// PostgreSQL names the key that is in the way, and its value: `Key (id)=(…) already exists.`
fn is_own_key(details: &str, id: &str) -> bool {
    let value = details.strip_prefix("Key (id)=(").and_then(|rest| rest.split_once(')'));
    value.is_some_and(|(value, _)| value.eq_ignore_ascii_case(id))
}

/// SQLite names all columns of the key that is in the way, each with its table; Datasette passes that on.
fn is_key_of_ids(settings: &EndpointSettings, said: &str) -> bool {
    let table = said.strip_prefix("UNIQUE constraint failed: ").and_then(|key| key.strip_suffix(".id"));
    table.is_some_and(|table| settings.url.contains(&format!("/{table}/-/insert")))
}

/// What SQLite says when it is busy or in trouble itself.
const PASSING: &[&str] =
    &["is locked", "disk is full", "disk I/O error", "readonly database", "unable to open database"];

/// The server says that its table lacks a column, or the key.
fn is_wrong_table(preset: Preset, answer: &HttpAnswer, json: Option<&LooseJson>) -> bool {
    let code = json.and_then(|json| json.text(Key::Code));
    match preset {
        Preset::Datasette => answer.body.contains("has invalid columns"),
        Preset::PostgRest => code.is_some_and(|code| ["42P10", "PGRST204"].contains(&code)),
        _ => false,
    }
}

/// A status that says: another time.
fn is_passing(status: u64) -> bool {
    matches!(status, 408 | 425 | 429 | 500..600)
}

/// The receipt in a success, or what is missing in it.
fn read_success(
    preset: Preset,
    answer: &HttpAnswer,
    json: Option<&LooseJson>,
    ids: &[ResponseId],
) -> Result<Answer, &'static str> {
    const NOT_JSON: &str = "the answer is not JSON";
    let all = || Answer::Receipt {
        accepted: ids.iter().map(ResponseId::to_string).collect(),
        rejected: Vec::new(),
    };
    match preset {
        Preset::Collector => {
            json.ok_or(NOT_JSON)?;
            json.and_then(read_accepted).ok_or("the answer has no list \"accepted\"")
        }
        // One statement: all rows, or an error. Rows that were there already are passed over.
        Preset::Datasette => match json.ok_or(NOT_JSON)?.get(Key::Ok) {
            Some(LooseJson::Bool(true)) => Ok(all()),
            _ => Err("the answer does not say \"ok\""),
        },
        Preset::CouchDb => {
            let json = json.ok_or(NOT_JSON)?;
            // One document alone is answered without a list.
            let alone = json.get(Key::Id).map(|_| std::slice::from_ref(json));
            Ok(read_documents(json.as_list().or(alone).ok_or("the answer is no list of documents")?))
        }
        // One statement here too. It names the rows it has put in; those that were there already it leaves out.
        Preset::PostgRest => {
            let rows = json.ok_or(NOT_JSON)?.as_list().ok_or("the answer is no list of rows")?;
            let ours = plain(ids);
            let is_ours = |row: &LooseJson| row.text(Key::Id).is_some_and(|id| is_in(&ours, id));
            if rows.iter().all(is_ours) { Ok(all()) } else { Err("the answer names other rows") }
        }
        Preset::Generic => {
            if let Some(receipt) = json.and_then(|json| read_accepted(json).or_else(|| read_items(json, ids)))
            {
                return Ok(receipt);
            }
            let body = answer.body.trim_start();
            let is_json = answer.content_type.contains("json");
            if answer.status == 207 {
                Err("the answer does not say what became of each response")
            } else if answer.content_type.contains("html") || body.starts_with('<') {
                // Whatever its heading says: a page is a page.
                Err("the answer is a web page")
            } else if (is_json && !body.is_empty() || body.starts_with(['{', '['])) && json.is_none() {
                // Torn in the middle.
                Err(NOT_JSON)
            } else {
                Ok(all())
            }
        }
    }
}

/// Ids as they are compared: one in capitals is the same id.
fn plain(ids: &[ResponseId]) -> BTreeSet<String> {
    ids.iter().map(|id| id.to_ascii_lowercase()).collect()
}

fn is_in(ids: &BTreeSet<String>, id: &str) -> bool {
    ids.contains(&id.to_ascii_lowercase())
}

/// `{"accepted":[ids],"rejected":[{"id","reason"}]}`; `rejected` may be left out.
fn read_accepted(json: &LooseJson) -> Option<Answer> {
    let accepted = json.list(Key::Accepted)?;
    let rejected = json.list(Key::Rejected).unwrap_or_default();
    Some(Answer::Receipt {
        accepted: accepted.iter().filter_map(|id| id.as_text().map(str::to_owned)).collect(),
        rejected: rejected
            .iter()
            .filter_map(|item| {
                let id = item.text(Key::Id)?;
                Some((id.to_owned(), reason(item)))
            })
            .collect(),
    })
}

/// What `_bulk_docs` says of each document, in whatever order. A conflict means that the document is there already.
fn read_documents(documents: &[LooseJson]) -> Answer {
    let (mut accepted, mut rejected, mut is_unauthorised) = (Vec::new(), Vec::new(), false);
    for document in documents {
        let Some(id) = document.text(Key::Id) else { continue };
        match document.text(Key::Error) {
            None | Some("conflict") => accepted.push(id.to_owned()),
            // It is the tablet that may not, and not this document.
            Some("unauthorized") => is_unauthorised = true,
            Some("internal_server_error" | "unknown_error" | "timeout") => {}
            Some(_) => rejected.push((id.to_owned(), reason(document))),
        }
    }
    if is_unauthorised && accepted.is_empty() && rejected.is_empty() {
        return Answer::Stop(Trouble::Unauthorised(401));
    }
    Answer::Receipt { accepted, rejected }
}

/// A list, or one in an object, of what became of each response: `{"id", "status" or "ok" or "error"}`. `None` if the
/// answer says no such thing of any of ours.
fn read_items(json: &LooseJson, ids: &[ResponseId]) -> Option<Answer> {
    let lists = [Key::Results, Key::Responses, Key::Items, Key::Records, Key::Documents];
    let items = json.as_list().or_else(|| lists.into_iter().find_map(|key| json.list(key)))?;
    let ours = plain(ids);
    let (mut accepted, mut rejected, mut is_said) = (Vec::new(), Vec::new(), false);
    for item in items {
        let id =
            [Key::Id, Key::OwnId].into_iter().find_map(|key| item.text(key)).filter(|id| is_in(&ours, id));
        let ok = [Key::Ok, Key::Success].into_iter().find_map(|key| match item.get(key) {
            Some(LooseJson::Bool(ok)) => Some(*ok),
            _ => None,
        });
        let has_failed =
            !matches!(item.get(Key::Error), None | Some(LooseJson::Null | LooseJson::Bool(false)));
        let status = status(item);
        let Some(id) = id.filter(|_| status.is_some() || ok.is_some() || has_failed) else { continue };
        is_said = true;
        match status {
            Some(200..300) => accepted.push(id.to_owned()),
            Some(status) if is_passing(status) => {}
            None if ok == Some(true) && !has_failed => accepted.push(id.to_owned()),
            _ => rejected.push((id.to_owned(), reason(item))),
        }
    }
    is_said.then_some(Answer::Receipt { accepted, rejected })
}

fn status(item: &LooseJson) -> Option<u64> {
    match item.get(Key::Status)? {
        LooseJson::Number(number) => *number,
        LooseJson::Text(number) => number.parse().ok(),
        _ => None,
    }
}

fn no_receipt(why: &str) -> Answer {
    Answer::Later { after: None, why: Trouble::NoReceipt(why.to_owned()) }
}

/// Most characters of what a server said: enough to find the mistake, short enough to keep.
const MOST_WORDS: usize = 300;

/// What the server said, in its own words.
fn words(answer: &HttpAnswer, json: Option<&LooseJson>) -> String {
    let said: String =
        json.and_then(said_in).unwrap_or_else(|| answer.body.clone()).chars().take(MOST_WORDS).collect();
    if said.trim().is_empty() {
        format!("HTTP {}", answer.status)
    } else {
        format!("HTTP {}: {said}", answer.status)
    }
}

/// Why a response was rejected, in the server's own words.
fn reason(item: &LooseJson) -> String {
    let said = said_in(item).unwrap_or_else(|| "no reason was given".to_owned());
    said.chars().take(MOST_WORDS).collect()
}

fn said_in(json: &LooseJson) -> Option<String> {
    let text = |json: &LooseJson| match json {
        LooseJson::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        LooseJson::Object(_) => said_in(json),
        _ => None,
    };
    let said =
        [Key::Reason, Key::Message, Key::Error, Key::Detail].into_iter().find_map(|key| text(json.get(key)?));
    said.or_else(|| {
        let all: Vec<String> = json.list(Key::Errors)?.iter().filter_map(text).collect();
        (!all.is_empty()).then(|| all.join("; "))
    })
}

#[cfg(test)]
mod tests;

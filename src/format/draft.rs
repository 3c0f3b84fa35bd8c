//! `draft/1`: a response not yet finished, and the step at which its participant is.
//!
//! It never leaves the tablet. `saved_at_ms` is the device clock (milliseconds since 1970, UTC); it says whether the
//! participant may still come back, and is gone when the response is finished.

use serde_json::{Value, json};

use crate::domain::response::Response;
use crate::domain::session::{Session, Step};
use crate::format::reading::{Invalid, Place, parse};
use crate::format::response::{read_response, write_response};

/// A draft as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was given so far.
    pub response: Response,
    /// Where the participant was.
    pub step: Step,
    /// When it was last saved.
    pub saved_at_ms: u64,
}

/// Writes `session` down as it is at `now_ms`.
pub fn write_draft(session: &Session, now_ms: u64) -> String {
    let (name, part, question) = match session.step {
        Step::Language => ("language", 0, 0),
        Step::Consent => ("consent", 0, 0),
        Step::Practice(part) => ("practice", part, 0),
        Step::Cards(part) => ("cards", part, 0),
        Step::MostImportant(part) => ("most-important", part, 0),
        Step::Missing(part) => ("missing", part, 0),
        Step::More(part) => ("more", part, 0),
        Step::Question(part, question) => ("question", part, question),
        Step::Thanks => ("thanks", 0, 0),
        Step::Declined => ("declined", 0, 0),
    };
    let draft: Value = json!({
        "schema": "draft/1",
        "saved_at_ms": now_ms,
        "step": { "name": name, "instrument": part, "question": question },
        "response": write_response(&session.response),
    });
    draft.to_string()
}

/// Reads a draft.
///
/// # Errors
///
/// [`Invalid`] if it is none, or is broken.
pub fn read_draft(json: &str) -> Result<Draft, Invalid> {
    let value = parse(json)?;
    let top = Place::top(&value);
    let schema = top.field("schema")?;
    if schema.text()? != "draft/1" {
        return Err(schema.wrong("\"draft/1\""));
    }
    let step = top.field("step")?;
    let number = |key| Ok::<_, Invalid>(usize::try_from(step.field(key)?.number()?).unwrap_or(usize::MAX));
    let part = number("instrument")?;
    let name = step.field("name")?;
    Ok(Draft {
        response: read_response(&top.field("response")?)?,
        step: match name.text()? {
            "language" => Step::Language,
            "consent" => Step::Consent,
            "practice" => Step::Practice(part),
            "cards" => Step::Cards(part),
            "most-important" => Step::MostImportant(part),
            "missing" => Step::Missing(part),
            "more" => Step::More(part),
            "question" => Step::Question(part, number("question")?),
            "thanks" => Step::Thanks,
            _ => return Err(name.wrong("the name of a step")),
        },
        saved_at_ms: top.field("saved_at_ms")?.number()?,
    })
}

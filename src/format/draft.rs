//! `draft/1`: a response not yet finished, and the step at which its participant is.
//!
//! It never leaves the tablet. `saved_at_ms` is the device clock (milliseconds since 1970, UTC); it says whether the
//! participant may still come back, and is gone when the response is finished.

use crate::domain::response::Response;
use crate::domain::session::{Session, Step};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
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
        Step::Table(part) => ("table", part, 0),
        Step::MostImportant(part) => ("most-important", part, 0),
        Step::Missing(part) => ("missing", part, 0),
        Step::More(part) => ("more", part, 0),
        Step::StoryCard(part) => ("story-card", part, 0),
        Step::Story(part) => ("story", part, 0),
        Step::Question(part, question) => ("question", part, question),
        Step::Thanks => ("thanks", 0, 0),
        Step::Declined => ("declined", 0, 0),
    };
    let size = |number: usize| Json::from(number as u64);
    Json::object(vec![
        ("schema", "draft/1".into()),
        ("saved_at_ms", now_ms.into()),
        (
            "step",
            Json::object(vec![
                ("name", name.into()),
                ("instrument", size(part)),
                ("question", size(question)),
            ]),
        ),
        ("response", write_response(&session.response)),
    ])
    .write()
}

/// Reads a draft.
///
/// # Errors
///
/// [`Invalid`] if it is none, or is broken.
pub fn read_draft(json: &str) -> Result<Draft, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema("draft/1");
    let step = top.field("step");
    let part = step.field("instrument").size();
    let name = step.field("name");
    let draft = Draft {
        response: read_response(&top.field("response")),
        step: match name.text().as_str() {
            "language" => Step::Language,
            "consent" => Step::Consent,
            "practice" => Step::Practice(part),
            "cards" => Step::Cards(part),
            "table" => Step::Table(part),
            "most-important" => Step::MostImportant(part),
            "missing" => Step::Missing(part),
            "more" => Step::More(part),
            "story-card" => Step::StoryCard(part),
            "story" => Step::Story(part),
            "question" => Step::Question(part, step.field("question").size()),
            "thanks" => Step::Thanks,
            _ => {
                name.wrong("the name of a step");
                Step::Language
            }
        },
        saved_at_ms: top.field("saved_at_ms").number(),
    };
    mistake.none_in(draft)
}

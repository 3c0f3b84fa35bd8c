//! `draft/1`: a response not yet finished, and the step at which its participant is.
//!
//! It never leaves the tablet. `saved_at_ms` is the device clock (milliseconds since 1970, UTC); it says whether the
//! participant may still come back, and is gone when the response is finished.

use serde::{Deserialize, Serialize};

use crate::domain::response::Response;
use crate::domain::session::{Session, Step};
use crate::format::codec::{Invalid, Small, read, write};
use crate::format::response::ResponseRecord;

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

/// A draft as it is written down.
#[derive(Serialize, Deserialize)]
struct DraftRecord {
    schema: Schema,
    saved_at_ms: u64,
    step: StepRecord,
    response: ResponseRecord,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "draft/1")]
    Draft1,
}

#[derive(Serialize, Deserialize)]
struct StepRecord {
    name: StepName,
    /// Place among the instruments.
    instrument: u32,
    /// Place among the questions of that instrument.
    question: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StepName {
    Language,
    Consent,
    Practice,
    Cards,
    Table,
    MostImportant,
    Missing,
    More,
    StoryCard,
    Story,
    Question,
    Thanks,
    Declined,
}

/// Writes `session` down as it is at `now_ms`.
pub fn write_draft(session: &Session, now_ms: u64) -> String {
    write(&DraftRecord {
        schema: Schema::Draft1,
        saved_at_ms: now_ms,
        step: session.step.into(),
        response: (&session.response).into(),
    })
}

/// Reads a draft.
///
/// # Errors
///
/// [`Invalid`] if it is none, or is broken.
pub fn read_draft(json: &str) -> Result<Draft, Invalid> {
    let record: DraftRecord = read(json)?;
    Ok(Draft {
        response: record.response.read::<Small>()?,
        step: record.step.into(),
        saved_at_ms: record.saved_at_ms,
    })
}

impl From<Step> for StepRecord {
    fn from(step: Step) -> Self {
        let (name, part, question) = match step {
            Step::Language => (StepName::Language, 0, 0),
            Step::Consent => (StepName::Consent, 0, 0),
            Step::Practice(part) => (StepName::Practice, part, 0),
            Step::Cards(part) => (StepName::Cards, part, 0),
            Step::Table(part) => (StepName::Table, part, 0),
            Step::MostImportant(part) => (StepName::MostImportant, part, 0),
            Step::Missing(part) => (StepName::Missing, part, 0),
            Step::More(part) => (StepName::More, part, 0),
            Step::StoryCard(part) => (StepName::StoryCard, part, 0),
            Step::Story(part) => (StepName::Story, part, 0),
            Step::Question(part, question) => (StepName::Question, part, question),
            Step::Thanks => (StepName::Thanks, 0, 0),
            Step::Declined => (StepName::Declined, 0, 0),
        };
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { name, instrument: place(part), question: place(question) }
    }
}

impl From<StepRecord> for Step {
    fn from(step: StepRecord) -> Self {
        let part = step.instrument as usize;
        match step.name {
            StepName::Language => Self::Language,
            StepName::Consent => Self::Consent,
            StepName::Practice => Self::Practice(part),
            StepName::Cards => Self::Cards(part),
            StepName::Table => Self::Table(part),
            StepName::MostImportant => Self::MostImportant(part),
            StepName::Missing => Self::Missing(part),
            StepName::More => Self::More(part),
            StepName::StoryCard => Self::StoryCard(part),
            StepName::Story => Self::Story(part),
            StepName::Question => Self::Question(part, step.question as usize),
            StepName::Thanks => Self::Thanks,
            StepName::Declined => Self::Declined,
        }
    }
}

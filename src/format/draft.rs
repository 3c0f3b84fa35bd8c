//! `draft/1`: a response not yet finished, and the step at which its participant is.
//!
//! It never leaves the tablet. `saved_at_ms` is the device clock (milliseconds since 1970, UTC); it says whether the
//! participant may still come back, and is gone when the response is finished.

use serde::{Deserialize, Serialize};

use crate::domain::response::Response;
use crate::domain::session::{Session, Step};
use crate::format::codec::{Invalid, Reader, Whole, write};
use crate::format::kinds::{read_step, step_name};
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
    name: String,
    /// Place among the instruments.
    instrument: u32,
    /// Place among the questions of that instrument.
    question: u32,
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

/// Reads a draft that this version of the app could have written: what it makes of it holds all that stands there.
///
/// # Errors
///
/// [`Invalid`] if it is none, is broken, or holds something that only a newer app knows, be it a key.
pub fn read_draft(json: &str) -> Result<Draft, Invalid> {
    let record: DraftRecord = Whole::read(json)?;
    let response = record.response.read::<Whole>()?;
    let step = record.step.read(&response)?;
    Ok(Draft { response, step, saved_at_ms: record.saved_at_ms })
}

impl From<Step> for StepRecord {
    fn from(step: Step) -> Self {
        let (name, instrument, question) = match step {
            Step::Language => ("language", 0, 0),
            Step::Consent => ("consent", 0, 0),
            Step::Inside(instrument, step) => {
                let (name, question) = step_name(step);
                (name, instrument, question)
            }
            Step::Thanks => ("thanks", 0, 0),
            Step::Declined => ("declined", 0, 0),
        };
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { name: name.to_owned(), instrument: place(instrument), question: place(question) }
    }
}

impl StepRecord {
    fn read(self, response: &Response) -> Result<Step, Invalid> {
        Ok(match self.name.as_str() {
            "language" => Step::Language,
            "consent" => Step::Consent,
            "thanks" => Step::Thanks,
            "declined" => Step::Declined,
            name => {
                let at = self.instrument as usize;
                let part = response.parts.get(at);
                let step = part.and_then(|part| read_step(part, name, self.question as usize));
                Step::Inside(at, step.ok_or_else(|| Invalid::new("step", name, "a step of this app"))?)
            }
        })
    }
}

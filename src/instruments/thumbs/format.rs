//! How thumbs are written down.

use serde::{Deserialize, Serialize};

use crate::domain::study::{Message, Text};
use crate::format::codec::{Invalid, Reader};
use crate::format::kinds::{Written, WrittenPart, WrittenResults, WrittenStep};
use crate::format::packed::packed;
use crate::format::records::records;
use crate::format::study::{Checking, MessageFile, text};
use crate::instruments::thumbs::rules::{Thumb, ThumbStep, Thumbs};
use crate::instruments::thumbs::tally::ThumbResults;

/// The kind of instrument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// As it is called in studies and responses.
    #[serde(rename = "thumbs")]
    Thumbs,
}

/// Thumbs as they stand in a study.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThumbsFile {
    id: String,
    #[serde(rename = "kind")]
    _kind: Kind,
    #[serde(with = "MessageFile")]
    question: Message,
    #[serde(with = "text")]
    why: Text,
}

impl From<ThumbsFile> for Thumbs {
    fn from(file: ThumbsFile) -> Self {
        Self { id: file.id, question: file.question, why: file.why }
    }
}

impl Written for Thumbs {
    const KIND: &'static str = "thumbs";
    type File = ThumbsFile;

    fn check(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        checking.message("question", &self.question)?;
        checking.translated("why", &self.why)
    }
}

/// A thumb as it stands in a response.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ThumbRecord {
    id: String,
    kind: Kind,
    up: Option<bool>,
    why: String,
    ms: u64,
}

impl From<&Thumb> for ThumbRecord {
    fn from(thumb: &Thumb) -> Self {
        Self {
            id: thumb.instrument.clone(),
            kind: Kind::Thumbs,
            up: thumb.is_up,
            why: thumb.why.clone(),
            ms: thumb.ms,
        }
    }
}

packed! { Thumb { instrument, is_up, why, ms } }

impl WrittenPart for Thumb {
    type Kind = Thumbs;
    type Record = ThumbRecord;
    type Step = ThumbStep;

    fn from_record<R: Reader>(record: ThumbRecord) -> Result<Self, Invalid> {
        Ok(Self { instrument: record.id, is_up: record.up, why: record.why, ms: record.ms })
    }
}

impl WrittenStep for ThumbStep {
    fn name(self) -> (&'static str, usize) {
        match self {
            Self::Ask => ("ask", 0),
            Self::Why => ("why", 0),
        }
    }

    fn named(name: &str, _: usize) -> Option<Self> {
        [Self::Ask, Self::Why].into_iter().find(|step| step.name().0 == name)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ThumbResults")]
pub(crate) struct ThumbResultsRecord {
    instrument: String,
    n_up: usize,
    n: usize,
    n_people: usize,
}

records! {
    ThumbResultsRecord: ThumbResults,
}

impl WrittenResults for ThumbResults {
    type Kind = Thumbs;
    type Record = ThumbResultsRecord;
}

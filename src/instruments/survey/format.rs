//! How a picture survey is written down: in a study, and in a response.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::domain::study::Choice;
use crate::format::codec::{Invalid, Reader, as_it_came};
use crate::format::kinds::{Written, WrittenPart, WrittenResults, WrittenStep};
use crate::format::packed::{Packed, Packer, Unpacker, packed};
use crate::format::records::{As, pair, records};
use crate::format::study::{Checking, ChoiceFile, Ids, references};
use crate::instruments::survey::rules::{Answer, Answered, Questionnaire, Survey, SurveyStep};
use crate::instruments::survey::tally::{QuestionResults, SurveyResults};

/// The kind of instrument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// As it is called in studies and responses.
    #[serde(rename = "survey")]
    Survey,
}

/// A survey as it stands in a study.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SurveyFile {
    id: String,
    #[serde(rename = "kind")]
    _kind: Kind,
    questions: Vec<String>,
    #[serde(with = "ChoiceFile")]
    dont_know: Choice,
}

impl From<SurveyFile> for Questionnaire {
    fn from(file: SurveyFile) -> Self {
        Self { id: file.id, questions: file.questions, dont_know: file.dont_know }
    }
}

impl Written for Questionnaire {
    const KIND: &'static str = "survey";
    type File = SurveyFile;

    fn check(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        references("questions", &self.questions, &checking.questions, "question")?;
        checking.choice("dont_know", &self.dont_know, &mut Ids::default())
    }
}

/// A survey as it stands in a response.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SurveyRecord {
    id: String,
    kind: Kind,
    answers: Vec<AnsweredRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct AnsweredRecord {
    question: String,
    shown: Vec<String>,
    answer: Option<AnswerRecord>,
    changes: u32,
    ms: u64,
}

/// An answer: what it is, is asked when it is read.
#[derive(Debug)]
enum AnswerRecord {
    Known(KnownAnswer),
    Raw(Box<RawValue>),
}

/// One of these keys.
#[derive(Debug, Default, Serialize, Deserialize)]
struct KnownAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dont_know: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<bool>,
}

impl Serialize for AnswerRecord {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(answer) => answer.serialize(to),
            Self::Raw(raw) => raw.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for AnswerRecord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(Self::Raw)
    }
}

impl From<&Survey> for SurveyRecord {
    fn from(survey: &Survey) -> Self {
        let answers = survey.answers.iter().map(|answered| AnsweredRecord {
            question: answered.question.clone(),
            shown: answered.shown.clone(),
            answer: answered.answer.as_ref().map(Into::into),
            changes: answered.changes,
            ms: answered.ms,
        });
        Self { id: survey.instrument.clone(), kind: Kind::Survey, answers: answers.collect() }
    }
}

impl From<&Answer> for AnswerRecord {
    fn from(answer: &Answer) -> Self {
        let none = KnownAnswer::default();
        Self::Known(match answer {
            Answer::Choices(choices) => KnownAnswer { choices: Some(choices.clone()), ..none },
            Answer::DontKnow => KnownAnswer { dont_know: Some(true), ..none },
            Answer::Skipped => KnownAnswer { skipped: Some(true), ..none },
            Answer::Newer(json) => return Self::Raw(as_it_came(json)),
        })
    }
}

packed! { Survey { instrument, answers } }
packed! { Answered { question, shown, answer, changes, ms } }

impl Packed for Answer {
    fn pack(&self, to: &mut Packer) {
        match self {
            Self::Choices(choices) => {
                to.number(0);
                choices.pack(to);
            }
            Self::DontKnow => to.number(1),
            Self::Skipped => to.number(2),
            Self::Newer(json) => {
                to.number(3);
                to.text(json);
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(match from.number()? {
            0 => Self::Choices(Packed::unpack(from)?),
            1 => Self::DontKnow,
            2 => Self::Skipped,
            3 => Self::Newer(from.text()?.to_owned()),
            _ => return None,
        })
    }
}

impl WrittenPart for Survey {
    type Kind = Questionnaire;
    type Record = SurveyRecord;
    type Step = SurveyStep;

    fn from_record<R: Reader>(record: SurveyRecord) -> Result<Self, Invalid> {
        let answers = record.answers.into_iter().map(|answered| Answered {
            question: answered.question,
            shown: answered.shown,
            answer: answered.answer.map(AnswerRecord::read::<R>),
            changes: answered.changes,
            ms: answered.ms,
        });
        Ok(Self { instrument: record.id, answers: answers.collect() })
    }
}

impl AnswerRecord {
    /// One that says something else is kept as it came.
    fn read<R: Reader>(self) -> Answer {
        let (known, json) = match self {
            Self::Known(known) => (known, String::new()),
            Self::Raw(raw) => match R::read(raw.get()) {
                Ok(known) => (known, raw.get().to_owned()),
                Err(_) => return Answer::Newer(raw.get().to_owned()),
            },
        };
        match known {
            KnownAnswer { choices: Some(choices), dont_know: None, skipped: None } => {
                Answer::Choices(choices)
            }
            KnownAnswer { choices: None, dont_know: Some(true), skipped: None } => Answer::DontKnow,
            KnownAnswer { choices: None, dont_know: None, skipped: Some(true) } => Answer::Skipped,
            _ => Answer::Newer(json),
        }
    }
}

impl WrittenStep for SurveyStep {
    fn name(self) -> (&'static str, usize) {
        ("question", self.0)
    }

    fn named(name: &str, question: usize) -> Option<Self> {
        (name == "question").then_some(Self(question))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SurveyResults")]
pub(crate) struct SurveyResultsRecord {
    #[serde(rename = "id")]
    instrument: String,
    #[serde(with = "As::<Vec<QuestionResultsRecord>>")]
    questions: Vec<QuestionResults>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "QuestionResults")]
struct QuestionResultsRecord {
    id: String,
    #[serde(with = "As::<Vec<ChoiceRecord>>")]
    choices: Vec<(String, usize)>,
    #[serde(rename = "dont_know")]
    n_dont_know: usize,
    #[serde(rename = "skipped")]
    n_skipped: usize,
    #[serde(rename = "answered")]
    n_answered: usize,
    #[serde(rename = "people")]
    n_people: usize,
}

pair! {
    /// An answer and how often it was chosen.
    ChoiceRecord {
        id: String,
        n: usize,
    }
}

records! {
    SurveyResultsRecord: SurveyResults,
    QuestionResultsRecord: QuestionResults,
}

impl WrittenResults for SurveyResults {
    type Kind = Questionnaire;
    type Record = SurveyResultsRecord;
}

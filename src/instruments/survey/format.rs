//! How a picture survey is written down: in a study, and in a response.

use serde::{Deserialize, Serialize};

use crate::domain::study::{Choice, Instrument};
use crate::domain::survey::{Answer, Answered, Survey};
use crate::format::codec::Invalid;
use crate::format::study::{Checking, ChoiceFile};

/// The kind of instrument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// As it is called in studies and responses.
    #[serde(rename = "survey")]
    Survey,
}

/// A survey as it stands in a study.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SurveyFile {
    pub(crate) id: String,
    #[serde(rename = "kind")]
    _kind: Kind,
    questions: Vec<String>,
    dont_know: ChoiceFile,
}

impl From<SurveyFile> for Instrument {
    fn from(file: SurveyFile) -> Self {
        Self::Survey { id: file.id, questions: file.questions, dont_know: Choice::from(file.dont_know) }
    }
}

impl SurveyFile {
    /// Looks for what only a study maker can have done wrong.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake, with its place in the instrument.
    pub(crate) fn check(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        checking.references("questions", &self.questions, &checking.questions, "question")?;
        self.dont_know.check("dont_know", checking, &mut checking.ids())
    }
}

/// A survey as it stands in a response.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SurveyRecord {
    pub(crate) id: String,
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

/// One of these keys.
#[derive(Debug, Default, Serialize, Deserialize)]
struct AnswerRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dont_know: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<bool>,
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
        let none = Self::default();
        match answer {
            Answer::Choices(choices) => Self { choices: Some(choices.clone()), ..none },
            Answer::DontKnow => Self { dont_know: Some(true), ..none },
            Answer::Skipped => Self { skipped: Some(true), ..none },
        }
    }
}

impl TryFrom<SurveyRecord> for Survey {
    type Error = Invalid;

    fn try_from(record: SurveyRecord) -> Result<Self, Invalid> {
        let mut answers = Vec::new();
        for (at, answered) in record.answers.into_iter().enumerate() {
            let answer = answered.answer.map(Answer::try_from).transpose();
            answers.push(Answered {
                question: answered.question,
                shown: answered.shown,
                answer: answer.map_err(|invalid| invalid.within(&format!("answers[{at}].answer")))?,
                changes: answered.changes,
                ms: answered.ms,
            });
        }
        Ok(Self { instrument: record.id, answers })
    }
}

impl TryFrom<AnswerRecord> for Answer {
    type Error = Invalid;

    fn try_from(record: AnswerRecord) -> Result<Self, Invalid> {
        match record {
            AnswerRecord { dont_know: Some(_), .. } => Ok(Self::DontKnow),
            AnswerRecord { skipped: Some(_), .. } => Ok(Self::Skipped),
            AnswerRecord { choices: Some(choices), .. } => Ok(Self::Choices(choices)),
            _ => Err(Invalid::new("", "nothing", "the key \"choices\"")),
        }
    }
}

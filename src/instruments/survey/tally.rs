//! What a group of people answered to questions: how many chose what.

use crate::domain::framework::{Comparing, RollingUp};
use crate::domain::privacy::may_tell;
use crate::domain::results::{AnswerRef, entry, place};
use crate::domain::study::Study;
use crate::instruments::survey::rules::{Answer, Questionnaire, Survey};
use crate::instruments::{FreeText, Tallied, Tally};

/// What people answered to the questions of one survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveyResults {
    /// Id of the instrument.
    pub instrument: String,
    /// One for each question that was answered by anybody, in the order of the study.
    pub questions: Vec<QuestionResults>,
}

/// What was answered to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionResults {
    /// Id of the question.
    pub id: String,
    /// Choices (ids) and how many chose them, in the order of the scale.
    pub choices: Vec<(String, usize)>,
    /// How many said that they do not know.
    pub n_dont_know: usize,
    /// How many went on without an answer.
    pub n_skipped: usize,
    /// How many responses chose anything, or said that they do not know.
    pub n_answered: usize,
    /// How many people that were.
    pub n_people: usize,
}

/// `answer` as it is counted; `None` of one that only a newer app knows.
fn reply(answer: &Answer) -> Option<AnswerRef<'_>> {
    match answer {
        Answer::Choices(choices) => Some(AnswerRef::Choices(choices)),
        Answer::DontKnow => Some(AnswerRef::DontKnow),
        Answer::Skipped => Some(AnswerRef::Skipped),
        Answer::Newer(_) => None,
    }
}

impl Tallied for Survey {
    type Results = SurveyResults;

    fn says_anything(&self) -> bool {
        let is_said = |answer: &Answer| !matches!(answer, Answer::Skipped);
        self.answers.iter().any(|answered| answered.answer.as_ref().is_some_and(is_said))
    }

    fn results(&self, _: &Study) -> Option<SurveyResults> {
        Some(SurveyResults { instrument: self.instrument.clone(), questions: Vec::new() })
    }

    fn texts(&self) -> Vec<FreeText<'_>> {
        Vec::new()
    }

    fn words(&self) -> &[String] {
        &[]
    }

    fn words_mut(&mut self) -> &mut [String] {
        &mut []
    }

    fn roll_up(&self, rolling: &mut RollingUp<'_>) {
        for answered in &self.answers {
            rolling.question(&answered.question, answered.answer.as_ref().and_then(reply));
        }
    }

    fn compare<'a>(&'a self, comparing: &mut Comparing<'a>) {
        comparing.questions(self.answers.iter().map(|one| (one.question.as_str(), one.shown.as_slice())));
    }
}

impl Tally for SurveyResults {
    type Part = Survey;

    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn add(&mut self, study: &Study, survey: &Survey, n_people: usize) {
        for answered in &survey.answers {
            let Some(reply) = answered.answer.as_ref().and_then(reply) else { continue };
            let new = || {
                let choices = study.question(&answered.question).map_or(&[][..], |one| &one.choices);
                let choices = choices.iter().map(|choice| (choice.id.clone(), 0)).collect();
                QuestionResults { id: answered.question.clone(), choices, ..QuestionResults::default() }
            };
            let results = entry(&mut self.questions, |one| one.id == answered.question, new);
            match reply {
                AnswerRef::Skipped => {
                    results.n_skipped += 1;
                    continue;
                }
                AnswerRef::DontKnow => results.n_dont_know += 1,
                AnswerRef::Choices(choices) => {
                    for choice in choices {
                        let new = || (choice.clone(), 0);
                        entry(&mut results.choices, |(id, _)| id == choice, new).1 += 1;
                    }
                }
            }
            results.n_answered += 1;
            results.n_people += n_people;
        }
    }

    fn put_in_order(&mut self, study: &Study) {
        let asked =
            Questionnaire::called(study, &self.instrument).map_or(&[][..], |survey| &survey.questions);
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        self.questions.sort_by_key(|question| (place(&question.id, &asked), question.id.clone()));
    }

    fn for_group(&mut self, _: &[String]) {
        self.questions.retain(|question| may_tell(question.n_people));
    }

    fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }
}

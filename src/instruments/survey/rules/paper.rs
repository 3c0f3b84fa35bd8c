//! A survey on paper: what is printed of it, and what comes back.

use std::collections::BTreeMap;

use crate::domain::choosing::toggle;
use crate::domain::dealing::Dealing;
use crate::domain::paper::NotYet;
use crate::domain::study::Study;
use crate::instruments::survey::rules::{Answer, Answered, Questionnaire, Survey};
use crate::instruments::{Filling, OnPaper, Printed};

/// Questions of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveySheet {
    /// Id of the instrument.
    pub instrument: String,
    /// In the order of the sheet.
    pub questions: Vec<PrintedQuestion>,
}

/// A question on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedQuestion {
    /// Id of the question.
    pub id: String,
    /// Ids of its choices from least to most, as on the screen.
    pub choices: Vec<String>,
    /// Most choices that one answer may hold.
    pub most: usize,
}

/// A survey that came back, being taken over: every change goes through [`Filling::mark`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyFilled {
    sheet: SurveySheet,
    /// By the id of the question.
    answers: BTreeMap<String, Answer>,
}

/// Something that is taken over from the sheet; questions and choices by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyMark {
    /// The choice is an answer to the question, or no longer.
    Choose(String, String),
    /// The answer to the question is "I don't know", or no longer.
    DontKnow(String),
    /// The question was left open.
    Skip(String),
}

impl OnPaper for Questionnaire {
    type Sheet = SurveySheet;

    fn sheet(&self, study: &Study, _: &Dealing<'_>, ids: Vec<String>) -> SurveySheet {
        let asked = ids.iter().filter_map(|id| study.question(id)).map(|question| PrintedQuestion {
            id: question.id.clone(),
            choices: question.shown().into_iter().map(|choice| choice.id.clone()).collect(),
            most: question.scale.most(),
        });
        SurveySheet { instrument: self.id.clone(), questions: asked.collect() }
    }
}

impl Printed for SurveySheet {
    type Filled = SurveyFilled;

    fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    fn fill(&self) -> SurveyFilled {
        SurveyFilled { sheet: self.clone(), answers: BTreeMap::new() }
    }
}

impl Filling for SurveyFilled {
    type Sheet = SurveySheet;
    type Mark = SurveyMark;
    type Part = Survey;

    fn sheet(&self) -> &SurveySheet {
        &self.sheet
    }

    fn mark(&mut self, mark: SurveyMark) {
        match mark {
            SurveyMark::Choose(question, choice) => self.choose(question, &choice),
            SurveyMark::DontKnow(question) => {
                if self.asked(&question).is_some()
                    && self.answers.insert(question.clone(), Answer::DontKnow) == Some(Answer::DontKnow)
                {
                    self.answers.remove(&question);
                }
            }
            SurveyMark::Skip(question) => drop(self.answers.remove(&question)),
        }
    }

    fn is_blank(&self) -> bool {
        self.answers.is_empty()
    }

    fn check(&self) -> Result<(), NotYet> {
        Ok(())
    }

    fn part(&self) -> Survey {
        let answers = self.sheet.questions.iter().map(|asked| Answered {
            question: asked.id.clone(),
            shown: asked.choices.clone(),
            answer: Some(self.answer(&asked.id).cloned().unwrap_or(Answer::Skipped)),
            changes: 0,
            ms: 0,
        });
        Survey { instrument: self.sheet.instrument.clone(), answers: answers.collect() }
    }
}

impl SurveyFilled {
    /// What was answered to `question`.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// `choice` may be ticked as an answer to `question`, or unticked. Where one answer is given, another takes its place.
    pub fn may_be_chosen(&self, question: &str, choice: &str) -> bool {
        let Some(asked) = self.asked(question) else { return false };
        match self.answer(question) {
            Some(Answer::Choices(chosen)) if asked.most > 1 => {
                chosen.len() < asked.most || chosen.iter().any(|one| one == choice)
            }
            _ => true,
        }
    }

    /// How many questions have an answer ("I don't know" too), and how many there are.
    pub fn n_answered(&self) -> (usize, usize) {
        (self.answers.len(), self.sheet.questions.len())
    }

    fn asked(&self, question: &str) -> Option<&PrintedQuestion> {
        self.sheet.questions.iter().find(|asked| asked.id == question)
    }

    fn choose(&mut self, question: String, choice: &str) {
        let Some(asked) = self.asked(&question) else { return };
        if !asked.choices.iter().any(|one| one == choice) {
            return;
        }
        let most = asked.most;
        let mut chosen = match self.answers.remove(&question) {
            Some(Answer::Choices(chosen)) => chosen,
            _ => Vec::new(),
        };
        toggle(&mut chosen, choice, most);
        if !chosen.is_empty() {
            self.answers.insert(question, Answer::Choices(chosen));
        }
    }
}

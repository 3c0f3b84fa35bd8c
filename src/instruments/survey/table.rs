//! A picture survey in the tables: its columns and rows, what they mean, and what is counted of each question.

use crate::domain::study::{Question, Scale, Study};
use crate::format::codebook::{Book, Line};
use crate::format::kinds::Written as _;
use crate::format::labelled::{Label, Subject};
use crate::format::spss::{Labels, own, special};
use crate::format::table::Cell;
use crate::format::tabled::{
    About, DONT_KNOW, Held, LongRow, Meaning, SKIPPED, Special, Tabled, TabledColumn, TabledPart, add_new,
    special_code, special_in_dutch,
};
use crate::instruments::survey::rules::{Answer, Answered, Questionnaire, Survey};

/// What stands in the cell of a question with several choices that was answered.
const ANSWERED: &str = "answered";

/// A column of the wide table about a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyColumn {
    /// The choice of this question, or that there was one where several may be chosen.
    Question(String),
    /// Whether this choice (second) of a question (first) was chosen: 1 or 0.
    Choice(String, String),
}

/// What responses hold of a survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SurveyHeld {
    /// Each question, in the order in which it first came.
    questions: Vec<QuestionHeld>,
}

/// What responses hold of a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct QuestionHeld {
    id: String,
    /// Somebody chose more than one.
    has_several: bool,
    /// Ids of the choices.
    choices: Vec<String>,
}

impl Tabled for Questionnaire {
    type Column = SurveyColumn;
    type Held = SurveyHeld;

    const ANSWERS: &'static [Meaning] = &[("question", "antwoord op een vraag", "answer to a question")];

    const SPECIAL: &'static [Special] = &[Special {
        id: ANSWERED,
        code: None,
        dutch: "beantwoord, zie de kolommen van de keuzes (1 gekozen, 0 niet)",
        english: "answered, see the columns of its choices (1 chosen, 0 not)",
    }];

    fn columns(study: &Study, instrument: &str, held: Option<&SurveyHeld>) -> Vec<SurveyColumn> {
        let held = held.map_or(&[][..], |held| &held.questions);
        let asked = Self::called(study, instrument).map(|survey| &survey.questions);
        let mut questions: Vec<&str> = asked.into_iter().flatten().map(String::as_str).collect();
        add_new(&mut questions, held.iter().map(|one| one.id.as_str()));
        let mut columns = Vec::new();
        for id in questions {
            columns.push(SurveyColumn::Question(id.to_owned()));
            let question = study.question(id);
            let chosen = held.iter().find(|one| one.id == id);
            if question.is_some_and(has_several) || chosen.is_some_and(|chosen| chosen.has_several) {
                let known = question.into_iter().flat_map(|question| &question.choices);
                let mut choices: Vec<&str> = known.map(|choice| choice.id.as_str()).collect();
                add_new(
                    &mut choices,
                    chosen.into_iter().flat_map(|chosen| &chosen.choices).map(String::as_str),
                );
                let column = |choice: &&str| SurveyColumn::Choice(id.to_owned(), (*choice).to_owned());
                columns.extend(choices.iter().map(column));
            }
        }
        columns
    }

    fn explain<'a>(&'a self, columns: &[(&'a SurveyColumn, &'a str)], book: &mut Book<'a, '_, '_>) {
        let Some(study) = book.study() else { return };
        let line = Line { kind: "instrument", id: &self.id, scale: Self::KIND, ..Line::default() };
        book.line(line, |_| None);
        let name = |is_it: &dyn Fn(&SurveyColumn) -> bool| {
            columns.iter().find(|(what, _)| is_it(what)).map_or("", |(_, name)| name)
        };
        for question in self.questions.iter().filter_map(|id| study.question(id)) {
            let column = name(&|what| matches!(what, SurveyColumn::Question(id) if *id == question.id));
            let line = Line {
                kind: "question",
                id: &question.id,
                of: &self.id,
                column,
                scale: scale_name(question),
                ..Line::about(study, question.indicator.as_deref())
            };
            book.line(line, |study| Some(&study.question(&question.id)?.text));
            for choice in &question.choices {
                let is_it = |what: &SurveyColumn| matches!(what, SurveyColumn::Choice(id, one) if *id == question.id && *one == choice.id);
                let code = choice_code(question, &choice.id);
                let column = if has_several(question) { name(&is_it) } else { "" };
                let line = Line {
                    kind: "choice",
                    id: &choice.id,
                    of: &question.id,
                    column,
                    code,
                    ..Line::default()
                };
                book.line(line, |study| {
                    let choices = &study.question(&question.id)?.choices;
                    Some(&choices.iter().find(|one| one.id == choice.id)?.text)
                });
            }
        }
    }

    fn answered(&self, study: &Study, survey: &Survey) -> Vec<(String, Vec<Option<bool>>)> {
        let of_question = |question: &Question| {
            let answered = survey.answers.iter().find(|one| one.question == question.id)?;
            let given = answered.answer.as_ref();
            let said = given.filter(|answer| !matches!(answer, Answer::Skipped | Answer::Newer(_)));
            let chosen = answered.chosen();
            let choices = question.choices.iter().map(|one| said.map(|_| chosen.contains(&one.id)));
            let rest = [said.map(|one| *one == Answer::DontKnow), given.map(|one| *one == Answer::Skipped)];
            Some((question.id.clone(), choices.chain(rest).collect()))
        };
        self.questions.iter().filter_map(|id| of_question(study.question(id)?)).collect()
    }

    fn subjects<'a>(&'a self, study: &'a Study, language: &str, _: &[&'a str]) -> Vec<Subject<'a>> {
        let subject = |question: &'a Question| {
            let choices = question.choices.iter();
            let choices = choices.map(|choice| (choice.text.get(language), choice.id.as_str()));
            let rest = [(self.dont_know.text.get(language), DONT_KNOW), (special_in_dutch(SKIPPED), SKIPPED)];
            Subject {
                kind: "Vraag",
                text: question_text(study, question, language),
                indicator: question.indicator.as_deref(),
                id: &question.id,
                answers: choices.chain(rest).collect(),
            }
        };
        self.questions.iter().filter_map(|id| study.question(id)).map(subject).collect()
    }
}

impl TabledColumn for SurveyColumn {
    type Part = Survey;

    fn name(&self) -> String {
        match self {
            Self::Question(id) => id.clone(),
            Self::Choice(question, choice) => format!("{question}_{choice}"),
        }
    }

    fn value<'a>(&self, survey: &'a Survey) -> Cell<'a> {
        let answer = |id: &str| {
            let answered = survey.answers.iter().find(|answered| answered.question == id);
            answered.and_then(|answered| answered.answer.as_ref())
        };
        match self {
            Self::Question(id) => match answer(id) {
                None => Cell::Empty,
                Some(Answer::DontKnow) => DONT_KNOW.into(),
                Some(Answer::Skipped) => SKIPPED.into(),
                Some(Answer::Newer(json)) => json.as_str().into(),
                Some(Answer::Choices(choices)) => match choices.as_slice() {
                    [choice] => choice.as_str().into(),
                    _ => ANSWERED.into(),
                },
            },
            Self::Choice(id, choice) => match answer(id) {
                Some(Answer::Choices(choices)) => Cell::Number(choices.contains(choice).into()),
                None | Some(Answer::DontKnow | Answer::Skipped | Answer::Newer(_)) => Cell::Empty,
            },
        }
    }

    fn is_number(&self) -> bool {
        match self {
            Self::Question(_) => false,
            Self::Choice(..) => true,
        }
    }

    fn meaning(&self) -> (&'static str, &'static str) {
        match self {
            Self::Question(_) | Self::Choice(..) => ("", ""),
        }
    }

    fn labels(&self, instrument: &str, study: &Study, language: &str) -> Option<Labels> {
        let Self::Question(id) = self else { return None };
        let question = study.question(id).filter(|question| !has_several(question))?;
        let mut values: Vec<(String, u64, String)> = question
            .choices
            .iter()
            .filter_map(|choice| {
                let code = choice_code(question, &choice.id)?;
                Some((choice.id.clone(), code, choice.text.get(language).to_owned()))
            })
            .collect();
        let survey = Questionnaire::called(study, instrument);
        let dont_know = survey.map(|survey| survey.dont_know.text.get(language));
        values.extend(special(SKIPPED, own(language, "overgeslagen", "skipped")));
        values.extend(special(DONT_KNOW, dont_know.unwrap_or(DONT_KNOW)));
        Some(Labels { variable: question.text.get(language).to_owned(), values })
    }

    fn label<'a>(&'a self, _: &str, study: &'a Study, language: &'a str) -> Option<Label<'a>> {
        match self {
            Self::Question(id) => {
                let question = study.question(id)?;
                Some(Label::new(question_text(study, question, language), move |id| {
                    let choice = question.choices.iter().find(|choice| choice.id == id);
                    choice.map_or_else(|| special_in_dutch(id), |choice| choice.text.get(language)).to_owned()
                }))
            }
            Self::Choice(id, choice) => {
                let question = study.question(id)?;
                let choice = question.choices.iter().find(|one| one.id == *choice)?;
                let heading =
                    format!("{} {}", question_text(study, question, language), choice.text.get(language));
                Some(Label::new(heading, |chosen| if chosen == "1" { "ja" } else { "nee" }.to_owned()))
            }
        }
    }
}

impl TabledPart for Survey {
    type Held = SurveyHeld;

    fn ms(&self) -> u64 {
        self.answers.iter().map(|answered| answered.ms).fold(0, u64::saturating_add)
    }

    fn rows(&self, study: &Study, language: &str, row: &mut dyn FnMut(LongRow<'_>)) {
        for answered in &self.answers {
            let values = match &answered.answer {
                None => continue,
                // "None of these", said by choosing nothing, is an answer too.
                Some(Answer::Choices(choices)) if choices.is_empty() => vec![""],
                Some(Answer::Choices(choices)) => choices.iter().map(String::as_str).collect(),
                Some(Answer::DontKnow) => vec![DONT_KNOW],
                Some(Answer::Skipped) => vec![SKIPPED],
                Some(Answer::Newer(json)) => {
                    row(LongRow::not_understood(&answered.question, json));
                    continue;
                }
            };
            for value in values {
                row(row_of(answered, value, study, language));
            }
        }
    }
}

impl Held for SurveyHeld {
    type Part = Survey;

    fn add(&mut self, survey: &Survey) {
        for answered in &survey.answers {
            let held = self.question(&answered.question);
            held.has_several |= answered.chosen().len() > 1;
            for choice in answered.chosen() {
                if !held.choices.contains(choice) {
                    held.choices.push(choice.clone());
                }
            }
        }
    }

    fn size(&self) -> usize {
        self.questions.iter().map(|question| 1 + question.choices.len()).sum()
    }
}

impl SurveyHeld {
    /// What is held of the question (id); nothing at first.
    fn question(&mut self, id: &str) -> &mut QuestionHeld {
        let at = self.questions.iter().position(|one| one.id == id).unwrap_or_else(|| {
            self.questions.push(QuestionHeld { id: id.to_owned(), ..QuestionHeld::default() });
            self.questions.len() - 1
        });
        &mut self.questions[at]
    }
}

/// The row of the answer `value`.
fn row_of<'a>(answered: &'a Answered, value: &'a str, study: &'a Study, language: &str) -> LongRow<'a> {
    let question = study.question(&answered.question);
    let choice = question.and_then(|question| question.choices.iter().find(|one| one.id == value));
    let about =
        question.map(|question| About::of(study, question.text.get(language), question.indicator.as_deref()));
    LongRow {
        kind: "question",
        item: &answered.question,
        value: value.into(),
        position_shown: answered.shown.iter().position(|one| one == value).map(|at| at as u64 + 1),
        changes: Some(answered.changes.into()),
        ms: Some(answered.ms),
        about: about.unwrap_or_default(),
        value_text: choice.map_or("", |choice| choice.text.get(language)),
        code: question.map_or_else(|| special_code(value), |question| choice_code(question, value)),
    }
}

/// The number of a choice: its place in the question, from 1; those of "I don't know" and skipping are special.
fn choice_code(question: &Question, choice: &str) -> Option<u64> {
    let at = question.choices.iter().position(|one| one.id == choice);
    at.map(|at| at as u64 + 1).or_else(|| special_code(choice))
}

/// More than one choice may be chosen.
fn has_several(question: &Question) -> bool {
    matches!(question.scale, Scale::ChooseSeveral(_))
}

/// The words of a question, with what the study calls a centre without a name.
fn question_text(study: &Study, question: &Question, language: &str) -> String {
    question.text.get(language).replace("{centre}", study.centre.get(language))
}

/// What its choices measure, as it is called in studies.
fn scale_name(question: &Question) -> &'static str {
    match question.scale {
        Scale::HowMuch => "how-much",
        Scale::HowOften => "how-often",
        Scale::HowMany => "how-many",
        Scale::Change => "change",
        Scale::Feeling => "feeling",
        Scale::ChooseOne => "choose-one",
        Scale::ChooseSeveral(_) => "choose-several",
    }
}

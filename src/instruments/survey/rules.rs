//! A picture survey: what is asked, and the answers.

use crate::domain::choosing::{exchange, toggle};
use crate::domain::dealing::{Dealing, among};
use crate::domain::heard::List;
use crate::domain::study::{Choice, Pool, Study};
use crate::instruments::{Given, Instrument, Planned, Rules, Spoken};

pub use paper::{PrintedQuestion, SurveyFilled, SurveyMark, SurveySheet};

mod paper;

/// The questions of a picture survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questionnaire {
    /// Stable id.
    pub id: String,
    /// Ids of its questions, in order.
    pub questions: Vec<String>,
    /// "I don't know", apart from every scale.
    pub dont_know: Choice,
}

impl Questionnaire {
    /// Those of `study`, in order.
    pub fn all(study: &Study) -> impl Iterator<Item = &Self> {
        study.instruments.iter().filter_map(|instrument| {
            if let Instrument::Survey(survey) = instrument { Some(survey) } else { None }
        })
    }

    /// The one of `study` that is called `id`.
    pub fn called<'a>(study: &'a Study, id: &str) -> Option<&'a Self> {
        Self::all(study).find(|survey| survey.id == id)
    }
}

/// A screen of a survey: the question at this place among its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyStep(pub usize);

/// What a participant does at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyAction {
    /// Chooses an answer (id), or lets go of it.
    Choose(String),
    /// Does not know the answer.
    DontKnow,
    /// Takes the answer back that was just given.
    LetGo,
}

/// What one participant answered to the questions of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Id of the instrument.
    pub instrument: String,
    /// One entry per question, in the order in which they are asked.
    pub answers: Vec<Answered>,
}

/// A question and what was answered to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Id of the question.
    pub question: String,
    /// Ids of the choices, in the order in which they were shown.
    pub shown: Vec<String>,
    /// `None` while the question has not been reached.
    pub answer: Option<Answer>,
    /// How often the answer was changed.
    pub changes: u32,
    /// Milliseconds that the question was on the screen.
    pub ms: u64,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Ids of what was chosen; one, or more where the question allows it.
    Choices(Vec<String>),
    /// "I don't know".
    DontKnow,
    /// Went on without an answer.
    Skipped,
    /// One that only a newer app knows, as JSON.
    Newer(String),
}

impl Survey {
    /// A survey of which nothing has been answered; each question with the choices it shows.
    pub fn new(instrument: &str, questions: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let answers = questions
            .into_iter()
            .map(|(question, shown)| Answered { question, shown, answer: None, changes: 0, ms: 0 })
            .collect();
        Self { instrument: instrument.to_owned(), answers }
    }
}

impl Given for Survey {
    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    fn is_understood(&self) -> bool {
        self.answers.iter().all(|answered| !matches!(answered.answer, Some(Answer::Newer(_))))
    }

    fn end(&mut self) {
        self.answers.retain(|answered| answered.answer.is_some());
    }
}

impl Rules for Questionnaire {
    type Part = Survey;
    type Step = SurveyStep;
    type Action = SurveyAction;

    fn id(&self) -> &str {
        &self.id
    }

    fn dealt(&self, study: &Study, dealing: &Dealing<'_>) -> Vec<String> {
        among(&self.questions, dealing.questions, &|id| study.question(id).is_some())
    }

    fn start(
        &self,
        study: &Study,
        _: &Dealing<'_>,
        ids: Vec<String>,
        _: &mut dyn FnMut(usize) -> usize,
    ) -> Survey {
        let shown = ids.iter().filter_map(|id| study.question(id)).map(|question| {
            (question.id.clone(), question.shown().into_iter().map(|choice| choice.id.clone()).collect())
        });
        Survey::new(&self.id, shown)
    }

    fn steps(&self, survey: &Survey) -> Vec<SurveyStep> {
        (0..survey.answers.len()).map(SurveyStep).collect()
    }

    /// Every question may be left open.
    fn can_go_on(&self, _: &Survey, _: SurveyStep) -> bool {
        true
    }

    fn is_open(&self, survey: &Survey, SurveyStep(at): SurveyStep) -> bool {
        let answered = survey.answers.get(at);
        answered.is_some_and(|answered| matches!(answered.answer, None | Some(Answer::Skipped)))
    }

    fn moves_on(&self, study: &Study, survey: &Survey, SurveyStep(at): SurveyStep) -> bool {
        survey.answers.get(at).is_some_and(|answered| match &answered.answer {
            Some(Answer::Choices(choices)) => {
                !choices.is_empty()
                    && study.question(&answered.question).is_some_and(|asked| asked.scale.most() == 1)
            }
            Some(Answer::DontKnow) => true,
            None | Some(Answer::Skipped | Answer::Newer(_)) => false,
        })
    }

    fn chosen<'a>(
        &self,
        study: &Study,
        survey: &'a Survey,
        SurveyStep(at): SurveyStep,
    ) -> Option<(&'a [String], usize)> {
        let answered = survey.answers.get(at)?;
        Some((answered.chosen(), study.question(&answered.question)?.scale.most()))
    }

    fn act(
        &self,
        study: &Study,
        survey: &mut Survey,
        SurveyStep(at): SurveyStep,
        action: SurveyAction,
        _: u64,
    ) -> Option<SurveyStep> {
        let answered = survey.answers.get_mut(at)?;
        match action {
            SurveyAction::Choose(choice) => {
                if let Some(asked) = study.question(&answered.question)
                    && answered.shown.contains(&choice)
                {
                    answered.choose(&choice, asked.scale.most());
                }
            }
            SurveyAction::DontKnow => answered.dont_know(),
            SurveyAction::LetGo => answered.let_go(),
        }
        None
    }

    fn exchange(&self, survey: &mut Survey, SurveyStep(at): SurveyStep, old: &str, new: &str) {
        if let Some(answered) = survey.answers.get_mut(at)
            && answered.shown.iter().any(|choice| choice == new)
        {
            answered.exchange(old, new);
        }
    }

    /// Going on from a question without an answer is an answer too.
    fn leave_open(&self, survey: &mut Survey, SurveyStep(at): SurveyStep) {
        if let Some(answered) = survey.answers.get_mut(at) {
            answered.answer.get_or_insert(Answer::Skipped);
        }
    }

    fn leave(&self, _: &mut Survey, _: SurveyStep) {}

    fn spend(&self, survey: &mut Survey, SurveyStep(at): SurveyStep, ms: u64) {
        if let Some(answered) = survey.answers.get_mut(at) {
            answered.ms += ms;
        }
    }
}

impl Planned for Questionnaire {
    fn pool(&self) -> Pool {
        Pool::Questions
    }
}

impl Spoken for Questionnaire {
    /// The questions are told with those of the study.
    fn heard(&self, place: &str, list: &mut List<'_>) {
        list.choice(&format!("{place}.dont_know"), &self.id, &self.dont_know);
    }

    fn counts(&self) -> Vec<usize> {
        Vec::new()
    }
}

impl Answered {
    /// Chooses `choice`, or lets go of it where several may be chosen.
    pub fn choose(&mut self, choice: &str, most: usize) {
        let mut chosen = match self.answer.take() {
            Some(Answer::Choices(chosen)) => {
                self.changes += u32::from(most == 1 && chosen != [choice]);
                chosen
            }
            Some(Answer::DontKnow) => {
                self.changes += 1;
                Vec::new()
            }
            Some(Answer::Skipped | Answer::Newer(_)) | None => Vec::new(),
        };
        if most == 1 {
            chosen = vec![choice.to_owned()];
        } else {
            toggle(&mut chosen, choice, most);
        }
        self.answer = (!chosen.is_empty()).then_some(Answer::Choices(chosen));
    }

    /// Lets go of one choice for another, where no more may be chosen than are.
    pub fn exchange(&mut self, old: &str, new: &str) {
        if let Some(Answer::Choices(chosen)) = &mut self.answer {
            exchange(chosen, old, new);
        }
    }

    /// Answers "I don't know".
    pub fn dont_know(&mut self) {
        if matches!(self.answer, Some(Answer::Choices(_))) {
            self.changes += 1;
        }
        self.answer = Some(Answer::DontKnow);
    }

    /// Takes the answer back, which counts as a change.
    pub fn let_go(&mut self) {
        self.changes += u32::from(self.answer.take().is_some());
    }

    /// Ids of what is chosen now.
    pub fn chosen(&self) -> &[String] {
        match &self.answer {
            Some(Answer::Choices(chosen)) => chosen,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered() -> Answered {
        Answered { question: "q".to_owned(), shown: vec![], answer: None, changes: 0, ms: 0 }
    }

    #[test]
    fn another_choice_takes_the_place_of_the_first_and_counts_as_a_change() {
        let mut answered = answered();
        answered.choose("few", 1);
        answered.choose("few", 1);
        answered.choose("many", 1);

        assert_eq!(answered.chosen(), ["many"]);
        assert_eq!(answered.changes, 1);
    }

    #[test]
    fn of_several_choices_a_second_tap_lets_go() {
        let mut answered = answered();
        answered.choose("a", 2);
        answered.choose("b", 2);
        answered.choose("a", 2);

        assert_eq!(answered.chosen(), ["b"]);
    }

    #[test]
    fn with_nothing_chosen_any_more_the_question_is_open_again() {
        let mut answered = answered();
        answered.choose("a", 2);
        answered.choose("a", 2);

        assert_eq!(answered.answer, None);
    }

    #[test]
    fn i_dont_know_is_an_answer_of_its_own() {
        let mut answered = answered();
        answered.choose("few", 1);
        answered.dont_know();

        assert_eq!(answered.answer, Some(Answer::DontKnow));
        assert_eq!(answered.changes, 1);
    }
}

//! The answers to a picture survey.

use crate::domain::choosing::{exchange, toggle};

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

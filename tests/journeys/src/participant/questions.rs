//! Questions of the survey.

use serde_json::{Value, json};

use crate::participant::{Participant, With};
use crate::study::Screen;

impl Participant<'_> {
    /// Question: chooses an answer.
    pub async fn choose(&mut self, question: &str, choice: &str) {
        let words = self.study.choice_text(question, choice, &self.given.language);
        let at = self.study.choices(question).iter().position(|one| one == choice).unwrap();
        self.answer(question, &words, at, json!({ "choices": [choice] })).await;
    }

    /// Question: takes the answer back that was just given, with the button for going back.
    pub async fn take_answer_back(&mut self, question: &str) {
        self.press_word("undo").await;
        self.sees("no answer", |sight| sight.chosen.is_empty()).await;
        if let Some((answer, changes)) = self.given.answers.get_mut(question) {
            *answer = Value::Null;
            *changes += 1;
        }
    }

    /// Question: does not know.
    pub async fn dont_know(&mut self, question: &str) {
        let words = self.study.dont_know_text(&self.given.language);
        let at = self.study.choices(question).len();
        self.answer(question, &words, at, json!({ "dont_know": true })).await;
    }

    async fn answer(&mut self, question: &str, words: &str, at: usize, answer: Value) {
        match self.with {
            With::Finger | With::Script => self.press("button", words).await,
            With::Keys => self.tablet.press(&(at + 1).to_string()).await,
        }
        // Who looks away for a moment finds the next question there already.
        let here = Screen::Question(question.to_owned());
        self.sees(&format!("{words:?} chosen"), |sight| {
            sight.chosen == [words] || self.study.screen(sight) != here
        })
        .await;
        let before = self.given.answers.get(question);
        let changes = before.map_or(0, |(before, changes)| {
            changes + u64::from(*before != answer && !before.is_null() && before.get("skipped").is_none())
        });
        self.given.answers.insert(question.to_owned(), (answer, changes));
    }

    /// Question: goes on without an answer.
    pub async fn skip(&mut self, question: &str, screen: &Screen) {
        self.press_word("skip").await;
        self.given.answers.insert(question.to_owned(), (json!({ "skipped": true }), 0));
        self.comes_to(screen).await;
    }
}

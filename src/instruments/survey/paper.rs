//! A picture survey on paper: large, to tick; the answer sheet; and what came back of it.

use leptos::prelude::*;

use crate::domain::paper::Mark;
use crate::domain::study::{Choice, Question, Study, Word};
use crate::instruments::survey::rules::{
    Answer, PrintedQuestion, Questionnaire, SurveyFilled, SurveyMark, SurveySheet,
};
use crate::instruments::{FilledPart, Filling as _};
use crate::ui::coordinator::paper::entry::{Entry, step};
use crate::ui::coordinator::paper::pages::{Counts, Pages, Paper, Printout};
use crate::ui::coordinator::paper::row::{Tile, row};
use crate::ui::text::Language;
use crate::ui::text::survey::SurveyPhrase;

/// Most questions on a page.
const ON_A_PAGE: usize = 4;

impl Pages for SurveySheet {
    fn printouts() -> Vec<Printout> {
        vec![Printout::new("survey", SurveyPhrase::Survey, SurveyPhrase::SurveyAbout, "list")]
    }

    /// All questions, each in a row of its own.
    fn print(&self, _: &str, paper: &Paper) -> Vec<AnyView> {
        let Some(survey) = Questionnaire::called(&paper.study, &self.instrument) else { return Vec::new() };
        let asked: Vec<&Question> =
            self.questions.iter().filter_map(|asked| paper.study.question(&asked.id)).collect();
        let no_names = paper.study.word(Word::NoNames, &paper.spoken.id);
        // As many on each page, and so as large as can be.
        let n_pages = asked.len().div_ceil(ON_A_PAGE).max(1);
        let pages = asked.chunks(asked.len().div_ceil(n_pages).max(1)).map(|page| {
            let rows = page.iter().map(|asked| question(paper, asked, &survey.dont_know));
            view! {
                <p class="paper-no-names">{no_names.to_owned()}</p>
                <div class="paper-survey">{rows.collect_view()}</div>
            }
            .into_any()
        });
        pages.collect()
    }

    fn count(&self) -> Counts {
        Counts { n_cards: 0, n_questions: self.questions.len() }
    }

    fn on_answer_sheet(&self, paper: &Paper) -> Option<AnyView> {
        let survey = Questionnaire::called(&paper.study, &self.instrument)?;
        let questions =
            self.questions.iter().filter_map(|asked| on_answer_sheet(paper, asked, &survey.dont_know));
        let questions = view! { <div class="answer-questions">{questions.collect_view()}</div> };
        Some(questions.into_any())
    }

    fn enter(&self, entry: Entry, part: usize, at: &mut usize) -> AnyView {
        let survey = SurveyEntry { entry, part };
        let rows: Vec<AnyView> =
            self.questions.iter().map(|asked| survey.question(asked, step(at))).collect();
        view! {
            <h3>{entry.app.say(SurveyPhrase::Questions)}</h3>
            <div class="enter-rows">{rows}</div>
        }
        .into_any()
    }

    fn check(filled: &SurveyFilled, _: &Study, language: Language) -> Vec<String> {
        let (n, total) = filled.n_answered();
        let (n, total) = (n.to_string(), total.to_string());
        vec![language.say_with(SurveyPhrase::NAnswered, &[("n", &n), ("total", &total)])]
    }
}

fn question(paper: &Paper, question: &Question, dont_know: &Choice) -> AnyView {
    let most = question.scale.most();
    let up_to = (most > 1).then(|| {
        let words = paper.study.word(Word::ChooseUpTo, &paper.spoken.id);
        view! { <span class="paper-up-to">{words.replace("{count}", &most.to_string())}</span> }
    });
    let choices = question.shown().into_iter().map(|one| choice(paper, one, false));
    view! {
        <div class="paper-question">
            <div class="paper-asked">
                {paper.picture(&question.picture)}
                <p>{paper.text(&question.text)} {up_to}</p>
            </div>
            <div class="paper-choices">
                {choices.collect_view()} {choice(paper, dont_know, true)}
            </div>
        </div>
    }
    .into_any()
}

fn choice(paper: &Paper, choice: &Choice, is_apart: bool) -> AnyView {
    view! {
        <div class="paper-choice" data-apart=is_apart.then_some("")>
            {paper.picture(&choice.picture)} <p>{paper.text(&choice.text)}</p>
            <span class="paper-box"></span>
        </div>
    }
    .into_any()
}

fn on_answer_sheet(paper: &Paper, asked: &PrintedQuestion, dont_know: &Choice) -> Option<AnyView> {
    let question = paper.study.question(&asked.id)?;
    let choices = question.shown().into_iter().chain([dont_know]).map(|choice| {
        view! {
            <span class="answer-choice">
                <span class="paper-box"></span>
                <span>{paper.text(&choice.text)}</span>
            </span>
        }
    });
    let row = view! {
        <div class="answer-question">
            <p>{paper.text(&question.text)}</p>
            <div>{choices.collect_view()}</div>
        </div>
    };
    Some(row.into_any())
}

/// The survey at this place of the sheet.
#[derive(Clone, Copy)]
struct SurveyEntry {
    entry: Entry,
    part: usize,
}

impl SurveyEntry {
    fn mark(self, mark: SurveyMark) {
        self.entry.mark(Mark::Inside(self.part, mark.into()));
    }

    fn look<T: Default>(self, look: impl FnOnce(&SurveyFilled) -> T) -> T {
        self.entry.look(|filled| match filled.parts().get(self.part) {
            Some(FilledPart::Survey(survey)) => look(survey),
            _ => T::default(),
        })
    }

    fn instrument(self) -> String {
        untrack(|| self.look(|filled| filled.sheet().instrument.clone()))
    }

    fn dont_know(self) -> Option<Choice> {
        let instrument = self.instrument();
        untrack(|| self.entry.app.with_study(|study| dont_know(study, &instrument).cloned())).flatten()
    }

    fn question(self, asked: &PrintedQuestion, at: usize) -> AnyView {
        let app = self.entry.app;
        let (id, instrument) = (asked.id.clone(), self.instrument());
        let choices = untrack(|| {
            app.with_study(|study| {
                let shown = study.question(&id).map(Question::shown);
                shown.map(|shown| shown.into_iter().cloned().collect::<Vec<_>>())
            })
        });
        let unsure = self.dont_know();
        let moves_on = asked.most == 1;
        let tile = |choice: &Choice,
                    words: Signal<String>,
                    is_set: Signal<bool>,
                    is_open: Signal<bool>,
                    mark: SurveyMark| Tile {
            words,
            picture: self.entry.picture(&choice.picture),
            is_one_of: moves_on,
            is_set,
            is_open,
            tap: Callback::new(move |()| self.mark(mark.clone())),
            moves_on,
        };
        let mut tiles: Vec<Tile> = choices
            .flatten()
            .unwrap_or_default()
            .into_iter()
            .map(|choice| {
                let (question, one) = (id.clone(), choice.id.clone());
                let mark = SurveyMark::Choose(id.clone(), choice.id.clone());
                let named = (id.clone(), choice.id.clone());
                let words = self.entry.text(move |study| {
                    let choices = &study.question(&named.0)?.choices;
                    choices.iter().find(|one| one.id == named.1).map(|one| &one.text)
                });
                let is_set = Signal::derive(move || {
                    self.look(|filled| {
                        matches!(filled.answer(&question), Some(Answer::Choices(chosen)) if chosen.contains(&one))
                    })
                });
                let (asked, may) = (id.clone(), choice.id.clone());
                let is_open =
                    Signal::derive(move || self.look(|filled| filled.may_be_chosen(&asked, &may)));
                tile(&choice, words, is_set, is_open, mark)
            })
            .collect();
        tiles.extend(unsure.map(|choice| {
            let (question, instrument) = (id.clone(), instrument.clone());
            let words = self.entry.text(move |study| dont_know(study, &instrument).map(|one| &one.text));
            let is_set = Signal::derive(move || {
                self.look(|filled| filled.answer(&question) == Some(&Answer::DontKnow))
            });
            tile(&choice, words, is_set, Signal::derive(|| true), SurveyMark::DontKnow(id.clone()))
        }));
        let (asked_id, cleared) = (id.clone(), id.clone());
        let text = self.entry.text(move |study| study.question(&asked_id).map(|question| &question.text));
        let clear = Callback::new(move |()| self.mark(SurveyMark::Skip(cleared.clone())));
        row(at, &id, text, None, tiles, clear)
    }
}

/// "I don't know" of the survey called `id`.
fn dont_know<'a>(study: &'a Study, id: &str) -> Option<&'a Choice> {
    Questionnaire::called(study, id).map(|survey| &survey.dont_know)
}

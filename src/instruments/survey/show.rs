//! How what several people answered is shown: question by question to the group, in numbers, and on a sheet of paper.

use leptos::prelude::*;

use crate::domain::study::Study;
use crate::format::poster::{Content, Question};
use crate::instruments::survey::rules::Questionnaire;
use crate::instruments::survey::tally::{QuestionResults, SurveyResults};
use crate::ui::coordinator::results::drawing::Drawing;
use crate::ui::coordinator::results::numbers::told;
use crate::ui::coordinator::results::parts::{Called, PosterContext, Shows};
use crate::ui::text::results::ResultsPhrase as Say;
use crate::ui::text::survey::SurveyPhrase;
use crate::ui::text::{Language, Texts, Translated as _};

/// What the group sees of a survey at a time: the question at this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurveyScene(pub usize);

impl Called for Questionnaire {
    fn name() -> &'static Texts {
        SurveyPhrase::Name.texts()
    }
}

impl Shows for SurveyResults {
    type Scene = SurveyScene;

    fn scenes(&self) -> Vec<SurveyScene> {
        (0..self.questions.len()).map(SurveyScene).collect()
    }

    fn draw(&self, draw: &Drawing<'_>, SurveyScene(at): SurveyScene) -> Option<AnyView> {
        Some(one_question(draw, self.questions.get(at)?))
    }

    fn numbers(&self, study: &Study, centre: &str, language: Language) -> Option<AnyView> {
        table(self, study, centre, language)
    }

    fn pictures(&self, _: &Study) -> Vec<String> {
        Vec::new()
    }

    fn put_on(&self, content: &mut Content, with: &PosterContext<'_>) {
        content.questions.extend(self.questions.iter().map(|question| Question {
            text: question_text(with.study, question, with.centre, with.language),
            bars: bars(question, with.study, with.language),
            total: question.n_answered,
        }));
    }
}

fn one_question(draw: &Drawing<'_>, question: &QuestionResults) -> AnyView {
    let asked = draw.study.question(&question.id);
    let text = question_text(draw.study, question, &draw.centre(), draw.language);
    let bars = bars(question, draw.study, draw.language);
    let total = question.n_answered.max(1);
    let pictures: Vec<String> = shown(question, draw.study)
        .into_iter()
        .map(|(id, _)| {
            let choice = asked.and_then(|asked| asked.choices.iter().find(|choice| choice.id == *id));
            choice.map(|choice| choice.picture.clone()).unwrap_or_default()
        })
        .collect();
    let bar = |(at, (words, n)): (usize, (String, usize))| {
        let width = format!("{}%", n * 100 / total);
        let picture = pictures.get(at).cloned().unwrap_or_default();
        let is_apart = (at >= pictures.len()).then_some("");
        view! {
            <div class="show-bar-row" data-apart=is_apart>
                <div class="show-pile">{draw.picture(&picture)} <span>{words}</span></div>
                <div class="show-length"><i style:width=width></i></div>
                <b class="show-number">{n}</b>
            </div>
        }
    };
    let rows = bars.into_iter().enumerate().map(bar).collect_view();
    let picture = asked.map_or("", |asked| &asked.picture);
    view! {
        <div class="show-question">
            <div class="show-asked">{draw.picture(picture)} <h2>{text}</h2></div>
            <div class="show-bars">{rows}</div>
        </div>
    }
    .into_any()
}

fn table(results: &SurveyResults, study: &Study, centre: &str, language: Language) -> Option<AnyView> {
    let row = |question: &QuestionResults| {
        let mut answers: Vec<String> = bars(question, study, language)
            .into_iter()
            .map(|(words, n)| format!("{words}: {}", told(n, question.n_answered, language)))
            .collect();
        if question.n_skipped > 0 {
            answers.push(format!("{}: {}", language.say(SurveyPhrase::Skipped), question.n_skipped));
        }
        let words = question_text(study, question, centre, language);
        view! {
            <tr>
                <th scope="row">{words}</th>
                <td>{answers.join(" · ")}</td>
            </tr>
        }
    };
    let rows = results.questions.iter().map(row).collect_view();
    let view = (!results.questions.is_empty()).then(|| {
        view! {
            <div class="results-table" tabindex="0" role="group" aria-label=language.say(Say::Questions)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{language.say(SurveyPhrase::Question)}</th>
                            <th scope="col">{language.say(SurveyPhrase::Answers)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view.map(IntoAny::into_any)
}

/// Each answer (id) to a question and how many gave it, from least to most as it was asked.
fn shown<'a>(question: &'a QuestionResults, study: &Study) -> Vec<&'a (String, usize)> {
    let mut choices: Vec<_> = question.choices.iter().collect();
    if study.question(&question.id).is_some_and(|asked| asked.is_most_first) {
        choices.reverse();
    }
    choices
}

/// Each answer to a question with its words and how many gave it; "I don't know" last, if anybody did not.
fn bars(question: &QuestionResults, study: &Study, language: Language) -> Vec<(String, usize)> {
    let asked = study.question(&question.id);
    let words = |id: &str| {
        let choice = asked.and_then(|asked| asked.choices.iter().find(|choice| choice.id == id));
        choice.map_or(id, |choice| choice.text.get(language.id())).to_owned()
    };
    let mut bars: Vec<(String, usize)> =
        shown(question, study).into_iter().map(|(id, n)| (words(id), *n)).collect();
    if question.n_dont_know > 0 {
        bars.push((dont_know(question, study, language).to_owned(), question.n_dont_know));
    }
    bars
}

/// "I don't know", as the survey says it.
fn dont_know<'a>(question: &QuestionResults, study: &'a Study, language: Language) -> &'a str {
    let survey = Questionnaire::all(study).find(|survey| survey.questions.contains(&question.id));
    survey.map_or("?", |survey| survey.dont_know.text.get(language.id()))
}

/// The words of a question; its id if the study does not know it.
fn question_text(study: &Study, question: &QuestionResults, centre: &str, language: Language) -> String {
    let text = study.question(&question.id).map(|asked| asked.text.get(language.id()));
    text.map_or_else(|| question.id.clone(), |text| text.replace("{centre}", centre))
}

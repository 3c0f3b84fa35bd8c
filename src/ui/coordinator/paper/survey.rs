//! The picture survey on paper: large, to tick.

use leptos::prelude::*;

use crate::domain::study::{Choice, Instrument, Question, Word};
use crate::ui::coordinator::paper::Paper;

/// Most questions on a page.
const ON_A_PAGE: usize = 4;

/// All questions, each in a row of its own.
pub(super) fn survey(paper: &Paper) -> Vec<AnyView> {
    let asked: Vec<&Question> =
        paper.sheet.questions().filter_map(|asked| paper.study.question(&asked.id)).collect();
    let dont_know = paper.study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::Survey { dont_know, .. } => Some(dont_know),
        Instrument::CardSort(_) => None,
    });
    let no_names = paper.study.word(Word::NoNames, &paper.spoken.id);
    // As many on each page, and so as large as can be.
    let n_pages = asked.len().div_ceil(ON_A_PAGE).max(1);
    let pages = asked.chunks(asked.len().div_ceil(n_pages).max(1)).map(|page| {
        let rows = page.iter().map(|asked| question(paper, asked, dont_know));
        view! {
            <p class="paper-no-names">{no_names.to_owned()}</p>
            <div class="paper-survey">{rows.collect_view()}</div>
        }
        .into_any()
    });
    pages.collect()
}

fn question(paper: &Paper, question: &Question, dont_know: Option<&Choice>) -> AnyView {
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
                {choices.collect_view()} {dont_know.map(|one| choice(paper, one, true))}
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

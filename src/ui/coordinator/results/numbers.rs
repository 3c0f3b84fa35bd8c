//! All numbers, for the coordinator: folded away until somebody wants them.

use leptos::prelude::*;

use crate::domain::privacy::share;
use crate::domain::results::{CardResults, QuestionResults, Results, SortResults};
use crate::domain::study::Study;
use crate::ui::coordinator::block::Folded;
use crate::ui::coordinator::results::{Seen, sheet};
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// Every card on every pile, and every answer to every question. Shares stand beside the numbers where there are enough
/// people for them.
pub(super) fn numbers(seen: Seen) -> AnyView {
    let app = seen.app;
    let tables = move || {
        let (results, language) = (seen.shown()?, app.language.get());
        let centre = seen.centre();
        app.with_study(|study| {
            let sorts = results.sorts.iter().map(|sort| sort_table(sort, study, language)).collect_view();
            let questions = question_table(&results, study, &centre, language);
            view! {
                {sorts}
                {questions}
            }
            .into_any()
        })
    };
    view! {
        <div class="block">
            <Folded id="results-numbers" title=app.say(Say::NumbersHeading)>
                <p class="block-hint">{app.say(Say::NumbersFew)}</p>
                {tables}
            </Folded>
        </div>
    }
    .into_any()
}

fn sort_table(sort: &SortResults, study: &Study, language: Language) -> AnyView {
    let Some(card_sort) = sheet::sort_of(study, sort) else { return ().into_any() };
    let piles = card_sort.shown_piles().map(|pile| {
        let words = pile.text.get(language.id()).to_owned();
        view! { <th scope="col">{words}</th> }
    });
    let row = |card: &CardResults| {
        let total = card.piles.iter().sum::<usize>() + card.n_dont_know;
        let piles = card.piles.iter().rev().copied().chain([card.n_dont_know]);
        let numbers = piles.map(|n| told(n, total, language));
        let others = [card.n_important, card.n_more].map(|n| n.to_string());
        let cells = numbers.chain(others).map(|words| view! { <td>{words}</td> }).collect_view();
        let words = sheet::card_text(study, &card.id, language).to_owned();
        view! {
            <tr>
                <th scope="row">{words}</th>
                {cells}
            </tr>
        }
    };
    let rows = sort.cards.iter().map(row).collect_view();
    view! {
        <div
            class="results-table"
            data-numbers=""
            tabindex="0"
            role="group"
            aria-label=language.say(Say::AllCards)
        >
            <table>
                <thead>
                    <tr>
                        <th scope="col">{language.say(Say::Card)}</th>
                        {piles.collect_view()}
                        <th scope="col">{language.say(Say::ImportantColumn)}</th>
                        <th scope="col">{language.say(Say::MoreColumn)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn question_table(results: &Results, study: &Study, centre: &str, language: Language) -> Option<AnyView> {
    let row = |question: &QuestionResults| {
        let mut answers: Vec<String> = sheet::bars(question, study, language)
            .into_iter()
            .map(|(words, n)| format!("{words}: {}", told(n, question.n_answered, language)))
            .collect();
        if question.n_skipped > 0 {
            answers.push(format!("{}: {}", language.say(Say::Skipped), question.n_skipped));
        }
        let words = sheet::question_text(study, question, centre, language);
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
                            <th scope="col">{language.say(Say::Question)}</th>
                            <th scope="col">{language.say(Say::Answers)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view.map(IntoAny::into_any)
}

/// A number, with its share where there are enough people for it.
fn told(n: usize, total: usize, language: Language) -> String {
    let number = n.to_string();
    match share(n, total, total) {
        Some(share) => language.say_with(Say::Share, &[("n", &number), ("share", &share.to_string())]),
        None => number,
    }
}

//! The sheet for who takes notes: one page for one resident, in the order in which it is entered.

use leptos::prelude::*;

use crate::domain::paper::{Asked, SortSheet};
use crate::domain::study::Instrument;
use crate::instruments::card_sort::rules::CardSort;
use crate::ui::coordinator::paper::Paper;
use crate::ui::coordinator::paper::cards::sort_text;
use crate::ui::text::paper::PaperPhrase;

/// With more rows than this the letters are small.
const MANY: usize = 22;

/// Height of all rows together, in tenths of a millimetre.
const ROOM: usize = 1950;

/// Lowest and highest row, in tenths of a millimetre.
const ROW: (usize, usize) = (46, 95);

/// The sheet. Its headings are in the language of the coordinator, the cards in that of the paper.
pub(super) fn answer_sheet(paper: &Paper) -> Vec<AnyView> {
    if paper.sheet.is_empty() {
        return Vec::new();
    }
    let n_cards = paper.sheet.sorts().map(|sort| sort.cards.len()).sum::<usize>();
    let n_rows = n_cards + paper.sheet.questions().count();
    let row = row_height(n_cards, n_rows - n_cards);
    let row = format!("calc({}.{} * var(--mm))", row / 10, row % 10);
    let sorts = paper.sheet.sorts().filter_map(|sheet| {
        let card_sort = paper.study.instruments.iter().find_map(|instrument| match instrument {
            Instrument::CardSort(card_sort) if card_sort.id == sheet.instrument => Some(card_sort),
            _ => None,
        })?;
        Some(cards(paper, sheet, card_sort))
    });
    let questions: Vec<AnyView> =
        paper.sheet.questions().filter_map(|asked| question(paper, asked)).collect();
    let questions =
        (!questions.is_empty()).then(|| view! { <div class="answer-questions">{questions}</div> });
    let page = view! {
        <div class="answer-sheet" data-many=(n_rows > MANY).then_some("") style=("--row", row)>
            {head(paper)} {sorts.collect_view()} {open_lines(paper)} {questions}
        </div>
    };
    vec![page.into_any()]
}

/// Height of a row, in tenths of a millimetre: as high as there is room for. One of a question is a sixth higher.
fn row_height(n_cards: usize, n_questions: usize) -> usize {
    (ROOM * 6 / (n_cards * 6 + n_questions * 7).max(1)).clamp(ROW.0, ROW.1)
}

fn head(paper: &Paper) -> AnyView {
    let app = paper.app;
    let set = app.activity.get();
    let field = |name: PaperPhrase, value: String| {
        view! {
            <div class="answer-field">
                <span>{app.say(name)}</span>
                <span class="answer-line">{value}</span>
            </div>
        }
    };
    let language = app.language.get().id();
    view! {
        <div class="answer-head" lang=language dir="ltr">
            <p class="answer-title">
                {app.say(PaperPhrase::Sheet)} <span>{app.say(PaperPhrase::NoNames)}</span>
            </p>
            <div class="answer-fields">
                {field(PaperPhrase::Centre, set.centre)} {field(PaperPhrase::Kind, set.kind)}
                {field(PaperPhrase::RoundOf, set.round)} {field(PaperPhrase::Day, String::new())}
                {field(PaperPhrase::PartOfDay, String::new())}
                {field(PaperPhrase::SpokenLanguage, paper.spoken.name.clone())}
            </div>
        </div>
    }
    .into_any()
}

fn cards(paper: &Paper, sheet: &SortSheet, card_sort: &CardSort) -> AnyView {
    let app = paper.app;
    let at_most =
        move |n: usize| move || app.language.get().say_with(PaperPhrase::AtMost, &[("n", &n.to_string())]);
    let extra = |phrase: PaperPhrase, n: usize| {
        view! {
            <th class="answer-extra">
                <span dir="ltr">{app.say(phrase)}</span>
                <small dir="ltr">{at_most(n)}</small>
            </th>
        }
        .into_any()
    };
    let mut heads: Vec<AnyView> = card_sort
        .shown_piles()
        .map(|pile| {
            view! { <th>{paper.picture(&pile.picture)} <span>{paper.text(&pile.text)}</span></th> }.into_any()
        })
        .collect();
    heads.extend(sheet.important.as_ref().map(|(_, n)| extra(PaperPhrase::Important, *n)));
    heads.extend(sheet.more.map(|n| extra(PaperPhrase::More, n)));
    let (n_piles, n_boxes) = (sheet.piles.len(), heads.len());
    let rows = sheet.cards.iter().enumerate().filter_map(|(at, id)| {
        let card = paper.study.card(id)?;
        let boxes = (0..n_boxes).map(|column| {
            let is_extra = column >= n_piles;
            view! { <td class:answer-extra=is_extra><span class="paper-box"></span></td> }
        });
        let row = view! {
            <tr>
                <td class="answer-number">{at + 1}</td>
                <td class="answer-card">
                    {paper.text(&card.text)} " " <small dir="ltr">{card.id.clone()}</small>
                </td>
                {boxes.collect_view()}
            </tr>
        };
        Some(row)
    });
    view! {
        <table class="answer-cards">
            <thead>
                <tr>
                    <th class="answer-tick" colspan="2">
                        <span dir="ltr">{app.say(PaperPhrase::TickOne)}</span>
                    </th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Missing cards and the story.
fn open_lines(paper: &Paper) -> AnyView {
    let line = |asked: String, n: usize, about: Option<AnyView>| {
        let lines = (0..n).map(|_| view! { <span class="answer-line"></span> });
        view! {
            <div class="answer-open">
                <p>{asked} " " {about}</p>
                {lines.collect_view()}
            </div>
        }
    };
    let missing = sort_text(paper, |sort| sort.missing.as_ref()).map(|asked| line(asked, 1, None));
    // The resident chooses the card; whoever takes notes writes its number.
    let number = view! { <small dir="ltr">"(" {paper.app.say(PaperPhrase::StoryNumber)} " ____)"</small> };
    let story =
        sort_text(paper, |sort| sort.story.as_ref()).map(|asked| line(asked, 2, Some(number.into_any())));
    view! {
        {missing}
        {story}
    }
    .into_any()
}

fn question(paper: &Paper, asked: &Asked) -> Option<AnyView> {
    let question = paper.study.question(&asked.id)?;
    let dont_know = paper.study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::Survey { dont_know, .. } => Some(dont_know),
        Instrument::CardSort(_) => None,
    });
    let choices = question.shown().into_iter().chain(dont_know).map(|choice| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_low_and_few_no_higher_than_one_writes() {
        assert_eq!(row_height(10, 9), 95);
        assert!((50..60).contains(&row_height(25, 9)), "{}", row_height(25, 9));
        assert_eq!(row_height(0, 0), 95);
    }
}

//! The sheet for who takes notes: one page for one resident, in the order in which it is entered.

use leptos::prelude::*;

use crate::instruments::each_of;
use crate::ui::coordinator::paper::pages::{Counts, Pages as _, Paper, counted};
use crate::ui::text::paper::PaperPhrase;

/// With more rows than this the letters are small.
const MANY: usize = 22;

/// Height of all rows together, in tenths of a millimetre. What is left of the page is for questions that need a line more.
const ROOM: usize = 1850;

/// Lowest and highest row, in tenths of a millimetre.
const ROW: (usize, usize) = (46, 95);

/// The sheet. Its headings are in the language of the coordinator, the cards in that of the paper.
pub(super) fn answer_sheet(paper: &Paper) -> Vec<AnyView> {
    if paper.sheet.is_empty() {
        return Vec::new();
    }
    let Counts { n_cards, n_questions } = counted(&paper.sheet);
    let row = row_height(n_cards, n_questions);
    let row = format!("calc({}.{} * var(--mm))", row / 10, row % 10);
    let parts = paper.sheet.parts.iter();
    let parts = parts.filter_map(|part| each_of!(SheetPart, part, sheet => sheet.on_answer_sheet(paper)));
    let page = view! {
        <div class="answer-sheet" data-many=(n_cards + n_questions > MANY).then_some("") style=("--row", row)>
            {head(paper)} {parts.collect_view()}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_low_and_few_no_higher_than_one_writes() {
        assert_eq!(row_height(5, 5), 95);
        assert_eq!(row_height(10, 9), 90);
        assert!((50..60).contains(&row_height(25, 9)), "{}", row_height(25, 9));
        assert_eq!(row_height(0, 0), 95);
    }
}

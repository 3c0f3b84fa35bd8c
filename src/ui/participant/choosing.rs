//! The screens on which cards are chosen: the most important ones, and those of which there may be more.

use leptos::prelude::AnyView;

use crate::domain::session::Action;
use crate::domain::study::{Instrument, Text, Word};
use crate::ui::components::chooser::chooser;
use crate::ui::components::element::{element, heading, nothing};
use crate::ui::participant::{App, Do, Shown};

/// The most important cards of one pile.
pub(super) fn most_important(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let (Some(Instrument::CardSort(card_sort)), Some(sort)) =
        (study.instruments.get(at), shown.session.sort(at))
    else {
        return nothing();
    };
    let Some(asked) = &card_sort.most_important else { return nothing() };
    let cards = sort.on_pile(&asked.pile);
    let chosen = sort.most_important.as_deref().unwrap_or_default();
    choose(app, shown, &asked.question, &cards, asked.choose, chosen, Action::ToggleImportant)
}

/// The cards of which there may be more here.
pub(super) fn more(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let (Some(Instrument::CardSort(card_sort)), Some(sort)) =
        (study.instruments.get(at), shown.session.sort(at))
    else {
        return nothing();
    };
    let Some(asked) = &card_sort.more else { return nothing() };
    let cards: Vec<&str> = sort.order().iter().map(String::as_str).collect();
    let chosen = sort.more.as_deref().unwrap_or_default();
    choose(app, shown, &asked.question, &cards, asked.choose, chosen, Action::ToggleMore)
}

fn choose(
    app: App,
    shown: &Shown,
    question: &Text,
    cards: &[&str],
    most: usize,
    chosen: &[String],
    action: fn(String) -> Action,
) -> AnyView {
    let label = app.word(Word::ChooseUpTo).replace("{count}", &most.to_string());
    let mut dots = element("DIV", "dots").with("role", "img").with("aria-label", label);
    for dot in 0..most {
        let state = if dot < chosen.len() { "full" } else { "empty" };
        dots = dots.child(element("SPAN", "dot").with("data-state", state).view());
    }
    let screen = vec![
        heading().text(app.text(question)).view(),
        dots.view(),
        app.chooser(shown, cards, chosen, &|id| Do::Act(action(id))),
    ];
    app.frame(shown, "frame-main choosing", screen)
}

impl App {
    /// Cards (ids) to choose from, as many at a time as fit.
    pub(super) fn chooser(
        self,
        shown: &Shown,
        cards: &[&str],
        chosen: &[String],
        action: &dyn Fn(String) -> Do,
    ) -> AnyView {
        let (columns, rows) = grid(shown.size);
        let on_page = columns * rows;
        let n_pages = cards.len().div_ceil(on_page).max(1);
        // On a single page the rows are about as long as each other: three cards leave no column empty.
        let columns =
            if n_pages == 1 { cards.len().div_ceil(cards.len().div_ceil(columns).max(1)) } else { columns };
        let first = shown.page.min(n_pages - 1) * on_page;
        let mut faces = Vec::new();
        for id in cards.iter().skip(first).take(on_page) {
            if let Some(face) = self.face(id) {
                let is_chosen = chosen.iter().any(|one| one == id);
                faces.push((face, is_chosen, self.tap(action((*id).to_owned()))));
            }
        }
        let turn = (n_pages > 1).then(|| {
            let turn = |is_on| self.tap(Do::Turn(is_on, n_pages));
            (self.word(Word::MoreCards), turn(false), turn(true))
        });
        chooser(faces, columns, turn)
    }
}

/// Columns and rows of cards that fit on a screen of this size without scrolling.
///
/// A card needs 170 by 180 px: a picture, and two lines of 18 px with words such as "Understanding" in them. Around the
/// cards stand the question, the beads and the buttons (290 px, 340 px where the arrows stand below the cards instead of
/// beside them).
fn grid((width, height): (usize, usize)) -> (usize, usize) {
    let is_phone = width < 500;
    let beside = if is_phone { 16 } else { 200 };
    let around = if is_phone { 340 } else { 290 };
    let columns = (width.saturating_sub(beside) / 170).clamp(1, 5);
    let rows = (height.saturating_sub(around) / 180).clamp(1, 4);
    (columns, rows)
}

//! The screens on which cards are chosen: the most important ones, and those of which there may be more.

use leptos::prelude::AnyView;

use crate::domain::session::{Action, Step};
use crate::domain::study::{Instrument, Word};
use crate::ui::components::card::Face;
use crate::ui::components::chooser::chooser;
use crate::ui::components::element::{element, heading, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::participant::ending::{covering, title};
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
    choose(app, shown, app.text(&asked.question), &cards, asked.choose, chosen, Action::ToggleImportant)
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
    choose(app, shown, app.text(&asked.question), &cards, asked.choose, chosen, Action::ToggleMore)
}

/// The card to tell about, where several mean much.
pub(super) fn story_card(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let chosen: Vec<String> = shown.session.story_card(&study, at).map(str::to_owned).into_iter().collect();
    let cards = shown.session.story_cards(&study, at);
    choose(app, shown, app.word(Word::StoryCard), &cards, 1, &chosen, Action::StoryOf)
}

/// As many are chosen as may be, and another was tapped: which one is to go?
pub(super) fn too_many(app: App, shown: &Shown) -> Option<AnyView> {
    let waiting = shown.too_many.as_ref()?;
    let study = app.study();
    let (chosen, _) = shown.session.chosen_of_several(&study)?;
    let cards: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let exchange = |old| Do::Act(Action::Exchange(old, waiting.clone()));
    let sheet = covering("sheet pile-sheet")
        .child(title().text(app.word(Word::TakeAway)).view())
        .child(app.chooser(shown, &cards, chosen, &exchange))
        .child(large_button("x", app.word(Word::Close), false, app.tap(Do::TooMany(None))));
    Some(sheet.view())
}

fn choose(
    app: App,
    shown: &Shown,
    question: String,
    cards: &[&str],
    most: usize,
    chosen: &[String],
    action: fn(String) -> Action,
) -> AnyView {
    let is_full = shown.session.is_full(&app.study());
    let tap = |id: String| {
        if is_full && !chosen.contains(&id) { Do::TooMany(Some(id)) } else { Do::Act(action(id)) }
    };
    let cards = app.chooser(shown, cards, chosen, &tap);
    let question = heading().text(question).view();
    if most == 1 {
        return app.frame(shown, "frame-main", vec![question, cards]);
    }
    let mut dots = element("DIV", "dots").with("role", "img").with("aria-label", up_to(app, most));
    for dot in 0..most {
        let state = if dot < chosen.len() { "full" } else { "empty" };
        dots = dots.child(element("SPAN", "dot").with("data-state", state).view());
    }
    app.frame(shown, "frame-main choosing", vec![question, dots.view(), cards])
}

/// How many may be chosen.
fn up_to(app: App, most: usize) -> String {
    app.word(Word::ChooseUpTo).replace("{count}", &most.to_string())
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
            if let Some(face) = self.face(id).or_else(|| self.choice_face(shown, id)) {
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

    /// A choice (id) of the question at hand, drawn as a card.
    fn choice_face(self, shown: &Shown, id: &str) -> Option<Face> {
        let Step::Question(at, question) = shown.session.step else { return None };
        let study = self.study();
        let asked = study.question(&shown.session.survey(at)?.answers.get(question)?.question)?;
        let choice = asked.choices.iter().find(|choice| choice.id == id)?;
        Some(Face {
            id: id.to_owned(),
            text: self.text(&choice.text),
            picture: self.picture(&choice.picture),
        })
    }
}

/// Columns and rows of cards that fit on a screen of this size without scrolling.
///
/// A card needs 170 by 180 px: a picture, and two lines of 18 px with words such as "Understanding" in them. Around the
/// cards stand the question, the beads and the buttons: below each other 290 px, with the arrows below the cards instead
/// of beside them 340 px, and on a small phone, where all is lower (see `narrow.css`), 275 px. On a phone that lies the
/// buttons stand beside the cards.
fn grid((width, height): (usize, usize)) -> (usize, usize) {
    let (beside, around) = match (width, height) {
        (..500, ..672) => (16, 275),
        (..500, _) => (16, 340),
        (_, ..500) => (400, 290),
        _ => (200, 290),
    };
    let columns = (width.saturating_sub(beside) / 170).clamp(1, 5);
    let rows = (height.saturating_sub(around) / 180).clamp(1, 4);
    (columns, rows)
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn as_many_cards_as_can_be_read() {
        for (size, cards) in [
            ((1280, 800), (5, 2)),
            ((800, 1280), (3, 4)),
            ((360, 740), (2, 2)),
            ((360, 640), (2, 2)),
            ((320, 568), (1, 1)),
            ((740, 360), (2, 1)),
            ((400, 640), (2, 2)),
        ] {
            assert_eq!(grid(size), cards, "at {size:?}");
        }
    }
}

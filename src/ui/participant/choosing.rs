//! What the screens of instruments share: choosing from pictures, saying instead of writing.

use crate::domain::session::Action;
use crate::domain::study::Word;
use crate::ui::components::card::Face;
use crate::ui::components::chooser::chooser;
use crate::ui::components::element::{View, element, icon};
use crate::ui::components::picture_button::{labelled, large_button};
use crate::ui::participant::app::{App, Model, Tap};
use crate::ui::participant::overlay::{covering, title};
use crate::ui::participant::screen::{Screen, at_hand};
use crate::workflow::participant::{Controller, Phase};

/// As many are chosen as may be, and another was tapped: which one is to go?
pub(super) fn too_many(app: App, model: &Model) -> Option<View> {
    let waiting = model.view.too_many.as_ref()?;
    let Controller { session, study, .. } = &model.controller;
    let (chosen, _) = session.chosen_of_several(study)?;
    let cards: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let exchange = |old| Tap::Act(Action::Exchange(old, waiting.clone()));
    let sheet = covering("sheet pile-sheet")
        .child(title().text(app.word(Word::TakeAway)).view())
        .child(app.chooser(model, &cards, chosen, &exchange))
        .child(large_button("x", app.word(Word::Close), false, app.tap(Tap::TooMany(None))));
    Some(sheet.view())
}

impl App {
    /// Cards (ids) to choose from, as many at a time as fit.
    pub(crate) fn chooser(
        self,
        model: &Model,
        cards: &[&str],
        chosen: &[String],
        action: &dyn Fn(String) -> Tap,
    ) -> View {
        let (columns, rows) = grid(model.size);
        let on_page = columns * rows;
        let n_pages = cards.len().div_ceil(on_page).max(1);
        // On a single page the rows are about as long as each other: three cards leave no column empty.
        let columns =
            if n_pages == 1 { cards.len().div_ceil(cards.len().div_ceil(columns).max(1)) } else { columns };
        let first = model.view.page.min(n_pages - 1) * on_page;
        let mut faces = Vec::new();
        for id in cards.iter().skip(first).take(on_page) {
            if let Some(face) = self.face(model, id) {
                let is_chosen = chosen.iter().any(|one| one == id);
                faces.push((face, is_chosen, self.tap(action((*id).to_owned()))));
            }
        }
        let turn = (n_pages > 1).then(|| {
            let turn = |is_on| self.tap(Tap::Turn(is_on, n_pages));
            (self.word(Word::MoreCards), turn(false), turn(true))
        });
        chooser(faces, columns, turn)
    }

    /// What stands on the picture with this id, where pictures are chosen.
    fn face(self, model: &Model, id: &str) -> Option<Face> {
        let Controller { session, study, .. } = &model.controller;
        at_hand!(session, study, |one, part, step| one.face(self, study, part, step, id)).flatten()
    }

    /// What one can do without writing: say it, and call somebody who writes it down.
    pub(crate) fn say_it(self, word: Word) -> View {
        let say =
            element("P", "hint").child(icon("chats")).child(element("SPAN", "").text(self.word(word)).view());
        let call = labelled(
            "large-button call",
            "bell-ringing",
            self.word(Word::Call),
            self.tap(Tap::Go(Phase::Calling)),
        );
        element("DIV", "say-it").child(say.view()).child(call).view()
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

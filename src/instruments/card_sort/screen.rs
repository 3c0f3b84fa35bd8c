//! The screens of a card sort.

use crate::domain::study::Study;
use crate::instruments::card_sort::rules::{CardSort, Sort, SortStep};
use crate::ui::components::card::Face;
use crate::ui::components::element::View;
use crate::ui::participant::app::{App, Model};
use crate::ui::participant::screen::Screen;

mod choosing;
mod laying;
mod telling;
mod tray;

impl Screen for CardSort {
    fn draw(&self, app: App, model: &Model, sort: &Sort, step: SortStep) -> View {
        match step {
            SortStep::Practice => laying::practice(self, app, model),
            SortStep::Cards => laying::cards(self, app, model, sort),
            SortStep::Table => laying::table(self, app, model, sort),
            SortStep::MostImportant => choosing::most_important(self, app, model, sort),
            SortStep::Missing => telling::missing(self, app, model, sort),
            SortStep::More => choosing::more(self, app, model, sort),
            SortStep::StoryCard => choosing::story_card(self, app, model, sort),
            SortStep::Story => telling::story(self, app, model, sort),
        }
    }

    fn overlay(&self, app: App, model: &Model, sort: &Sort, step: SortStep) -> Option<View> {
        if step == SortStep::Cards { laying::open_pile(self, app, model, sort) } else { None }
    }

    fn face(&self, app: App, _: &Study, _: &Sort, _: SortStep, id: &str) -> Option<Face> {
        app.card(id)
    }
}

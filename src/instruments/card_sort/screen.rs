//! The screens of a card sort.

use leptos::prelude::AnyView;

use crate::domain::study::Study;
use crate::instruments::card_sort::rules::{CardSort, Sort, SortStep};
use crate::ui::components::card::Face;
use crate::ui::participant::{App, Screen, Shown};

mod choosing;
mod laying;
mod telling;

impl Screen for CardSort {
    fn draw(&self, app: App, shown: &Shown, sort: &Sort, step: SortStep) -> AnyView {
        match step {
            SortStep::Practice => laying::practice(self, app, shown),
            SortStep::Cards => laying::cards(self, app, shown, sort),
            SortStep::Table => laying::table(self, app, shown, sort),
            SortStep::MostImportant => choosing::most_important(self, app, shown, sort),
            SortStep::Missing => telling::missing(self, app, shown, sort),
            SortStep::More => choosing::more(self, app, shown, sort),
            SortStep::StoryCard => choosing::story_card(self, app, shown, sort),
            SortStep::Story => telling::story(self, app, shown, sort),
        }
    }

    fn sheet(&self, app: App, shown: &Shown, sort: &Sort, step: SortStep) -> Option<AnyView> {
        if step == SortStep::Cards { laying::open_pile(self, app, shown, sort) } else { None }
    }

    fn face(&self, app: App, _: &Study, _: &Sort, _: SortStep, id: &str) -> Option<Face> {
        app.card(id)
    }

    fn n_fields(&self, sort: &Sort, step: SortStep) -> usize {
        if step == SortStep::Missing { sort.missing.as_ref().map_or(0, Vec::len) } else { 0 }
    }
}

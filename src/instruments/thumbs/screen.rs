//! The screens of thumbs.

use crate::domain::study::{Study, Word};
use crate::instruments::thumbs::rules::{Thumb, ThumbAction, ThumbStep, Thumbs};
use crate::ui::components::card::Face;
use crate::ui::components::element::{View, heading};
use crate::ui::components::picture_button::picture_button;
use crate::ui::participant::app::{App, Model, Tap};
use crate::ui::participant::screen::Screen;

impl Screen for Thumbs {
    fn draw(&self, app: App, model: &Model, thumb: &Thumb, step: ThumbStep) -> View {
        let question = match step {
            ThumbStep::Ask => &self.question.text,
            ThumbStep::Why => &self.why,
        };
        let mut screen = vec![heading().text(app.text(question)).view()];
        for (at, is_up) in [true, false].into_iter().enumerate() {
            let picture = app.picture(&self.question.picture);
            let tap = app.tap(Tap::Act(ThumbAction::Turn(is_up).into()));
            let is_chosen = thumb.is_up == Some(is_up);
            let words = app.text(&self.question.text);
            screen.push(picture_button(words, picture, at + 1, is_chosen, false, false, tap));
        }
        let back = (app.word(Word::Back), app.tap(Tap::Act(crate::domain::session::Action::Back)));
        app.frame_with(model, 0, back, "frame-main", screen)
    }

    fn face(&self, _: App, _: &Study, _: &Thumb, _: ThumbStep, _: &str) -> Option<Face> {
        None
    }
}

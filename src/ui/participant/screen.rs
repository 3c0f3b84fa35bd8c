//! What a kind of instrument shows.

use crate::domain::study::Study;
use crate::instruments::Rules;
use crate::ui::components::card::Face;
use crate::ui::components::element::View;
use crate::ui::participant::app::{App, Model};

/// What a kind of instrument shows. Implemented by what stands in the study.
pub(crate) trait Screen: Rules {
    /// The screen of a step.
    fn draw(&self, app: App, model: &Model, part: &Self::Part, step: Self::Step) -> View;

    /// What lies over it, if anything.
    fn overlay(&self, _: App, _: &Model, _: &Self::Part, _: Self::Step) -> Option<View> {
        None
    }

    /// What stands on the picture with this id, where pictures are chosen.
    fn face(&self, app: App, study: &Study, part: &Self::Part, step: Self::Step, id: &str) -> Option<Face>;
}

/// Asks the instrument at hand in a session for something that it shows.
macro_rules! at_hand {
    ($session:expr, $study:expr, |$one:ident, $part:ident, $step:ident| $do:expr) => {
        $session.inside($study).and_then(|(instrument, part, step)| {
            $crate::instruments::alike!(
                Instrument,
                instrument,
                (part, step),
                $one,
                |$part: Part, $step: InnerStep| $do
            )
        })
    };
}
pub(super) use at_hand;

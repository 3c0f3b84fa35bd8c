//! What the view of results asks of each kind of instrument.

use std::collections::BTreeMap;

use leptos::prelude::AnyView;

use crate::domain::study::Study;
use crate::format::poster::Content;
use crate::instruments::Tally;
use crate::ui::coordinator::results::drawing::Drawing;
use crate::ui::text::{Language, Texts};

/// What a kind of instrument is called among coordinators. Implemented by what stands in the study.
pub(crate) trait Called {
    /// Its name.
    fn name() -> &'static Texts;
}

/// How what several people said with a kind of instrument is shown. Implemented by what was counted.
pub(crate) trait Shows: Tally {
    /// What the group sees at a time.
    type Scene: Copy;

    /// What the group sees, one after the other.
    fn scenes(&self) -> Vec<Self::Scene>;

    /// Draws `scene`; `None` if there is nothing to see.
    fn draw(&self, draw: &Drawing<'_>, scene: Self::Scene) -> Option<AnyView>;

    /// All numbers, for the coordinator, as a table; `None` if there are none. `centre` is what the centre is called.
    fn numbers(&self, study: &Study, centre: &str, language: Language) -> Option<AnyView>;

    /// Paths of the pictures that may stand on the sheet of paper.
    fn pictures(&self, study: &Study) -> Vec<String>;

    /// Puts on the sheet of paper what belongs there, where nothing of the same stands yet.
    fn put_on(&self, content: &mut Content, with: &PosterContext<'_>);
}

/// What is put on the sheet of paper with.
pub(crate) struct PosterContext<'a> {
    /// The study.
    pub(crate) study: &'a Study,
    /// Pictures by their path, as addresses that hold them.
    pub(crate) pictures: &'a BTreeMap<String, String>,
    /// What the centre is called.
    pub(crate) centre: &'a str,
    /// The language of the reader.
    pub(crate) language: Language,
}

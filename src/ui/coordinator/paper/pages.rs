//! How instruments stand on paper, as whatever prints and enters them sees it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::paper::Sheet;
use crate::domain::study::{Language as Spoken, Study, Text};
use crate::instruments::{Printed, each_of};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::paper::entry::Entry;
use crate::ui::coordinator::view::View;
use crate::ui::text::paper::PaperPhrase;
use crate::ui::text::{Language, Phrase, Texts, Translated};

/// Something that is printed.
#[derive(Clone, Copy)]
pub(crate) struct Printout {
    /// The part of its address.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) title: &'static Texts,
    /// What it is.
    pub(crate) about: &'static Texts,
    /// Name of its icon.
    pub(crate) icon: &'static str,
}

impl Printout {
    /// With its words.
    pub(crate) fn new(
        name: &'static str,
        title: impl Translated,
        about: impl Translated,
        icon: &'static str,
    ) -> Self {
        Self { name, title: title.texts(), about: about.texts(), icon }
    }
}

/// How a kind of instrument stands on paper, and how what came back is entered. Implemented by what is printed of it.
pub(crate) trait Pages: Printed {
    /// What is printed of it, besides its part of the answer sheet.
    fn printouts() -> Vec<Printout>;

    /// The pages of the printout of that name.
    fn print(&self, name: &str, paper: &Paper) -> Vec<AnyView>;

    /// How much is on it.
    fn count(&self) -> Counts;

    /// The number key that ticks a card as one of the most important, if there is one.
    fn star_key(&self) -> Option<usize> {
        None
    }

    /// Its part of the answer sheet; none if the study knows nothing of it.
    fn on_answer_sheet(&self, paper: &Paper) -> Option<AnyView>;

    /// The rows in which it is entered, as the part at this place of the sheet; `at` is the place of the next row.
    fn enter(&self, entry: Entry, part: usize, at: &mut usize) -> AnyView;

    /// What was entered, in a few words each, to compare with the paper.
    fn check(filled: &Self::Filled, study: &Study, language: Language) -> Vec<String>;
}

/// How much is on a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) n_cards: usize,
    pub(crate) n_questions: usize,
}

/// How much is on all parts of a sheet.
pub(super) fn counted(sheet: &Sheet) -> Counts {
    let parts = sheet.parts.iter().map(|part| each_of!(SheetPart, part, sheet => sheet.count()));
    parts.fold(Counts::default(), |all, one| Counts {
        n_cards: all.n_cards + one.n_cards,
        n_questions: all.n_questions + one.n_questions,
    })
}

/// A study in the language of the paper, and what of it is printed.
pub(crate) struct Paper {
    pub(crate) app: App,
    pub(crate) study: Arc<Study>,
    pub(crate) spoken: Spoken,
    pub(super) sheet: Sheet,
}

impl Paper {
    /// A text of the study, with the name of the centre filled in.
    pub(crate) fn text(&self, text: &Text) -> String {
        self.app.with_centre(text.get(&self.spoken.id), &self.spoken.id)
    }

    /// A picture of the study, as it is printed.
    pub(crate) fn picture(&self, picture: &str) -> AnyView {
        let tablet = self.app.tablet();
        let address = tablet.address(&format!("{}{picture}", tablet.study_folder()));
        view! { <img src=address alt="" /> }.into_any()
    }
}

/// The way back to the list.
pub(super) fn back(app: App) -> AnyView {
    view! {
        <a class="back-link" href=View::Paper(String::new()).hash()>
            {icon("arrow-left")}
            <span>{app.say(PaperPhrase::Back)}</span>
        </a>
    }
    .into_any()
}

/// The texts are being read.
pub(super) fn loading(app: App) -> AnyView {
    view! { <p class="loading">{app.say(Phrase::TextsLoading)}</p> }.into_any()
}

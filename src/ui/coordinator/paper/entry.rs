//! The sheet that is being entered, as the rows of every instrument see it.

use leptos::prelude::*;

use crate::domain::paper::{Filled, Mark};
use crate::domain::study::{Study, Text};
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::paper::row::Picture;
use crate::workflow::paper::NotKept;

/// What is being entered.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) app: App,
    /// The sheet at hand; none before the study is read.
    pub(super) filled: RwSignal<Option<Filled>>,
    pub(super) n_entered: RwSignal<usize>,
    pub(super) failed: RwSignal<Option<NotKept>>,
    pub(super) is_saving: RwSignal<bool>,
    /// The centre has to be named first.
    pub(super) asks_centre: RwSignal<bool>,
    /// Random id of the sheet at hand: tried again, it is the same response.
    pub(super) id: RwSignal<String>,
}

impl Entry {
    /// Changes the sheet.
    pub(crate) fn mark(self, mark: Mark) {
        self.failed.set(None);
        self.filled.update(|filled| {
            if let Some(filled) = filled {
                filled.mark(mark);
            }
        });
    }

    /// What `look` sees of the sheet; nothing before there is one.
    pub(crate) fn look<T: Default>(self, look: impl FnOnce(&Filled) -> T) -> T {
        self.filled.with(|filled| filled.as_ref().map(look).unwrap_or_default())
    }

    /// A text of the study in the coordinator's language.
    pub(crate) fn text(
        self,
        text: impl Fn(&Study) -> Option<&Text> + Send + Sync + 'static,
    ) -> Signal<String> {
        let app = self.app;
        Signal::derive(move || {
            let language = app.language.get().id();
            let text = app.with_study(|study| text(study).map(|text| text.get(language).to_owned()));
            app.with_centre(&text.flatten().unwrap_or_default(), language)
        })
    }

    /// A picture of the study.
    pub(crate) fn picture(self, picture: &str) -> Picture {
        let tablet = self.app.tablet();
        Picture::Of(tablet.address(&format!("{}{picture}", tablet.study_folder())))
    }
}

/// The next place of a row.
pub(crate) fn step(at: &mut usize) -> usize {
    *at += 1;
    *at - 1
}

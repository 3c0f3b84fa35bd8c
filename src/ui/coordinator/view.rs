//! Which part of the coordinator's page is shown. It stands in the address behind `#`, so the way back is that of the
//! browser.

use leptos::prelude::*;

use crate::ui::dom;

/// A part of the page that is shown by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum View {
    /// Everything about this tablet, a block for each matter.
    #[default]
    Desk,
    /// The recordings in a language (id); in the study's first if it is empty.
    Voices(String),
    /// One text after another is recorded in a language (id).
    OneByOne(String),
    /// A translation (id of its language) beside the coordinator's own language.
    Checking(String),
}

impl View {
    /// The view behind `hash`, which begins with `#` unless it is empty.
    pub(super) fn of(hash: &str) -> Self {
        let (name, language) = hash.trim_start_matches("#/").split_once('/').unwrap_or((hash, ""));
        let language = language.to_owned();
        match name.trim_start_matches("#/") {
            "voices" => Self::Voices(language),
            "record" if !language.is_empty() => Self::OneByOne(language),
            "check" if !language.is_empty() => Self::Checking(language),
            _ => Self::Desk,
        }
    }

    /// What stands for it behind the address.
    pub(super) fn hash(&self) -> String {
        match self {
            Self::Desk => "#".to_owned(),
            Self::Voices(language) if language.is_empty() => "#/voices".to_owned(),
            Self::Voices(language) => format!("#/voices/{language}"),
            Self::OneByOne(language) => format!("#/record/{language}"),
            Self::Checking(language) => format!("#/check/{language}"),
        }
    }

    /// The view that the address names.
    pub(super) fn now() -> Self {
        Self::of(&window().location().hash().unwrap_or_default())
    }
}

/// A view has come up: one begins to read it at its top.
pub(super) fn arrive() {
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(heading) = dom::find(".view h2") {
            // A heading that is gone again needs no focus.
            let _ = heading.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_has_an_address_of_its_own() {
        for view in [
            View::Desk,
            View::Voices(String::new()),
            View::Voices("tr".to_owned()),
            View::OneByOne("ar".to_owned()),
            View::Checking("pt-BR".to_owned()),
        ] {
            assert_eq!(View::of(&view.hash()), view);
        }
    }

    #[test]
    fn an_address_that_leads_nowhere_leads_to_the_whole_page() {
        for hash in ["", "#", "#overview", "#/check", "#/record/", "#/nothing/nl"] {
            assert_eq!(View::of(hash), View::Desk, "{hash}");
        }
    }
}

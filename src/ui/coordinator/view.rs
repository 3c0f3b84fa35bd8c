//! Which part of the coordinator's page is shown. It stands in the address behind `#`, so the way back is that of the
//! browser.

use std::cell::Cell;

use leptos::prelude::*;

use crate::domain::response::ActivityId;
use crate::ui::dom;

/// A part of the page that is shown by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum View {
    /// The activity at hand, and where its responses stand.
    #[default]
    Desk,
    /// What is set once: the tablet itself, where it sends, the study.
    Device,
    /// The recordings in a language (id); in the study's first if it is empty.
    Voices(String),
    /// One text after another is recorded in a language (id).
    OneByOne(String),
    /// A translation (id of its language) beside the coordinator's own language.
    Checking(String),
    /// What an activity (id) gave, for the group; of the one that is set if it is empty.
    Results(ActivityId),
    /// What all gave, by the goals of the framework; `words` are the texts that are put to effects.
    Framework(String),
    /// Files with responses.
    Data,
    /// Settings for other tablets, or those that came from another one.
    Setup(String),
    /// What is printed, and what comes back on paper.
    Paper(String),
    /// Explanations.
    Help(String),
}

impl View {
    /// The view behind `hash`, which begins with `#` unless it is empty.
    pub(super) fn of(hash: &str) -> Self {
        let (name, rest) = hash.trim_start_matches("#/").split_once('/').unwrap_or((hash, ""));
        let rest = rest.to_owned();
        match name.trim_start_matches("#/") {
            "voices" => Self::Voices(rest),
            "record" if !rest.is_empty() => Self::OneByOne(rest),
            "check" if !rest.is_empty() => Self::Checking(rest),
            "results" => Self::Results(ActivityId::new(rest)),
            "device" => Self::Device,
            // `story` as long as the view was called so: somebody may have kept the address.
            "framework" | "story" => Self::Framework(rest),
            "data" => Self::Data,
            "setup" => Self::Setup(rest),
            "paper" => Self::Paper(rest),
            "help" => Self::Help(rest),
            _ => Self::Desk,
        }
    }

    /// What stands for it behind the address.
    pub(super) fn hash(&self) -> String {
        let (name, rest) = match self {
            Self::Desk => return "#".to_owned(),
            Self::Device => ("device", ""),
            Self::Data => ("data", ""),
            Self::Voices(language) => ("voices", language.as_str()),
            Self::OneByOne(language) => ("record", language.as_str()),
            Self::Checking(language) => ("check", language.as_str()),
            Self::Results(activity) => ("results", activity.as_str()),
            Self::Framework(page) => ("framework", page.as_str()),
            Self::Setup(payload) => ("setup", payload.as_str()),
            Self::Paper(page) => ("paper", page.as_str()),
            Self::Help(page) => ("help", page.as_str()),
        };
        if rest.is_empty() { format!("#/{name}") } else { format!("#/{name}/{rest}") }
    }

    /// The part of the page to which it belongs, as the links at the top lead there.
    pub(super) fn section(&self) -> Self {
        match self {
            Self::Desk | Self::Checking(_) => Self::Desk,
            Self::Device => Self::Device,
            Self::Voices(_) | Self::OneByOne(_) => Self::Voices(String::new()),
            Self::Results(_) => Self::Results(ActivityId::default()),
            Self::Framework(_) => Self::Framework(String::new()),
            Self::Data => Self::Data,
            Self::Setup(_) => Self::Setup(String::new()),
            Self::Paper(_) => Self::Paper(String::new()),
            Self::Help(_) => Self::Help(String::new()),
        }
    }

    /// The view that the address names.
    pub(super) fn now() -> Self {
        Self::of(&window().location().hash().unwrap_or_default())
    }
}

thread_local! {
    /// The block to which somebody is on the way.
    static ON_THE_WAY: Cell<&'static str> = const { Cell::new("") };
}

/// Goes to a block of `view`, or to its top if `block` is empty; whether it is there already, so that no link has to lead
/// there.
pub(super) fn go_to(view: &View, block: &'static str) -> bool {
    ON_THE_WAY.set(block);
    let is_here = View::now() == *view;
    if is_here {
        arrive();
    }
    is_here
}

/// A view has come up: one begins to read it at its top, or at the block to which one was led.
pub(super) fn arrive() {
    request_animation_frame(|| {
        let block = ON_THE_WAY.take();
        if let Some(block) = (!block.is_empty()).then(|| dom::find(&format!("#{block}"))).flatten() {
            // Nothing of it is lost if the browser will not: the block is there to be read.
            let _ = block.set_attribute("tabindex", "-1");
            if block.tag_name() == "DETAILS" {
                let _ = block.set_attribute("open", "");
            }
            let _ = block.focus();
            block.scroll_into_view();
            return;
        }
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
            View::Device,
            View::Voices(String::new()),
            View::Voices("tr".to_owned()),
            View::OneByOne("ar".to_owned()),
            View::Checking("pt-BR".to_owned()),
            View::Results(ActivityId::default()),
            View::Results(ActivityId::new("5f0c")),
            View::Framework("words".to_owned()),
            View::Data,
            View::Setup("abc/def".to_owned()),
            View::Paper("cards/ar".to_owned()),
            View::Help(String::new()),
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

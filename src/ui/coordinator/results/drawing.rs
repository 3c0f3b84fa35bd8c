//! What the scenes of the show are drawn with.

use leptos::prelude::*;

use crate::domain::study::Study;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::text::{Language, Translated};

/// How long it takes until all dots of a row are there, in milliseconds.
const GROWING_MS: usize = 1600;

/// What every scene is drawn with.
pub(crate) struct Drawing<'a> {
    pub(super) seen: Seen,
    pub(crate) study: &'a Study,
    pub(crate) language: Language,
}

impl Drawing<'_> {
    /// The picture of that path, if there is one.
    pub(crate) fn picture(&self, path: &str) -> AnyView {
        if path.is_empty() {
            return ().into_any();
        }
        let address = self.seen.address(path);
        view! { <img src=address alt="" /> }.into_any()
    }

    /// What the centre is called.
    pub(crate) fn centre(&self) -> String {
        self.seen.centre()
    }

    pub(crate) fn heading(&self, words: impl Translated) -> AnyView {
        view! { <h2>{self.language.say(words)}</h2> }.into_any()
    }
}

/// One dot for each person, of the `kind` of a pile; they appear one after the other. In every row of a scene they are as
/// large as in that with `most`, so that longer is more.
pub(crate) fn dots(n: usize, most: usize, kind: &'static str, label: String) -> AnyView {
    let size = match most {
        0..=8 => "large",
        9..=24 => "middle",
        25..=60 => "small",
        _ => "tiny",
    };
    let dots = (0..n).map(|at| {
        let delay = format!("{}ms", at * GROWING_MS / n.max(16));
        view! { <i class="dot" style:animation-delay=delay></i> }
    });
    view! {
        <div class="show-dots" role="img" aria-label=label data-kind=kind data-size=size>
            {dots.collect_view()}
        </div>
    }
    .into_any()
}

/// The kind of dot of the pile at `at` of `n`.
pub(crate) fn kind(at: usize, n: usize) -> &'static str {
    match at {
        0 => "full",
        _ if at + 1 == n => "empty",
        _ => "half",
    }
}

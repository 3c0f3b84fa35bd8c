//! Missing cards in words: the coordinator looks at them before the group does.

use leptos::prelude::*;

use crate::domain::results::{Missing, is_hidden};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::text::results::ResultsPhrase as Say;

/// All words, each with a switch.
pub(super) fn check(seen: Seen) -> AnyView {
    let app = seen.app;
    let list = move || {
        let missing: Vec<Missing> = seen.results.with(|results| match results {
            Some(Ok(results)) => results.missing().cloned().collect(),
            _ => Vec::new(),
        });
        if missing.is_empty() {
            return view! { <p>{app.say(Say::CheckNothing)}</p> }.into_any();
        }
        let rows = missing.into_iter().map(|one| row(seen, one)).collect_view();
        view! {
            <p class="block-hint">{app.say(Say::CheckHint)}</p>
            <ul class="results-words">{rows}</ul>
        }
        .into_any()
    };
    view! {
        <section class="block" id="results-check" aria-labelledby="results-check-heading">
            <h3 id="results-check-heading">{app.say(Say::CheckHeading)}</h3>
            {list}
        </section>
    }
    .into_any()
}

fn row(seen: Seen, one: Missing) -> AnyView {
    let words = one.text.clone();
    let is_hidden = Memo::new(move |_| seen.hidden.with(|hidden| is_hidden(hidden, &words)));
    let text = one.text.clone();
    let told = {
        let n = one.n;
        move || said(seen, &text, n)
    };
    let (label, words) = (told.clone(), one.text);
    view! {
        <li class="results-word" data-hidden=move || is_hidden.get().then_some("")>
            <span class="results-word-text" lang="">{told}</span>
            <button
                type="button"
                class="button"
                role="switch"
                aria-checked=move || (!is_hidden.get()).to_string()
                aria-label=label
                on:click=move |_| seen.hide(&words, !is_hidden.get_untracked())
            >
                <Show
                    when=move || is_hidden.get()
                    fallback=move || view! { {icon("eye")} <span>{seen.app.say(Say::Shown)}</span> }
                >
                    {icon("eye-slash")}
                    <span>{seen.app.say(Say::Hidden)}</span>
                </Show>
            </button>
        </li>
    }
    .into_any()
}

/// The words, and how often they were said if more than once.
fn said(seen: Seen, text: &str, n: usize) -> String {
    if n == 1 {
        return text.to_owned();
    }
    seen.app.language.get().say_with(Say::Times, &[("text", text), ("n", &n.to_string())])
}

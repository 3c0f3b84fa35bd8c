//! All numbers, for the coordinator: folded away until somebody wants them.

use leptos::prelude::*;

use crate::domain::privacy::share;
use crate::ui::coordinator::block::Folded;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// Every card on every pile, and every answer to every question. Shares stand beside the numbers where there are enough
/// people for them.
pub(super) fn numbers(seen: Seen) -> AnyView {
    let app = seen.app;
    let tables = move || {
        let (results, language) = (seen.shown()?, app.language.get());
        let centre = seen.centre();
        app.with_study(|study| {
            let tables = results.parts.iter().map(|part| part.numbers(study, &centre, language));
            tables.collect_view().into_any()
        })
    };
    view! {
        <div class="block">
            <Folded id="results-numbers" title=app.say(Say::NumbersHeading)>
                <p class="block-hint">{app.say(Say::NumbersFew)}</p>
                {tables}
            </Folded>
        </div>
    }
    .into_any()
}

/// A number, with its share where there are enough people for it.
pub(crate) fn told(n: usize, total: usize, language: Language) -> String {
    let number = n.to_string();
    match share(n, total, total) {
        Some(share) => language.say_with(Say::Share, &[("n", &number), ("share", &share.to_string())]),
        None => number,
    }
}

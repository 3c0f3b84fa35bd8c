//! How many responses there are, and what to do next.

use leptos::prelude::*;

use crate::domain::ledger::Counts;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::{Block, Told};
use crate::ui::coordinator::refused::refused;
use crate::ui::coordinator::sentences::{overview_notice, store_notice};

use crate::ui::text::Phrase;

/// Numbers with words, one sentence, and the refused responses if there are any.
pub(super) fn overview(app: App) -> AnyView {
    let counts = Memo::new(move |_| app.counts.get().and_then(Result::ok));
    let numbers =
        move || counts.get().map(|counts| view! { <dl class="counts">{numbers(app, &counts)}</dl> });
    let notice = Signal::derive(move || {
        let language = app.language.get();
        app.counts.get().map(|counts| match counts {
            Ok(counts) => overview_notice(&counts, language),
            Err(error) => store_notice(&error, language),
        })
    });
    let has_refused = Memo::new(move |_| counts.get().is_some_and(|counts| counts.refused > 0));
    view! {
        <Block id="overview" title=app.say(Phrase::Overview)>
            {numbers}
            <Told notice=notice />
            {move || has_refused.get().then(|| refused(app))}
        </Block>
    }
    .into_any()
}

fn numbers(app: App, counts: &Counts) -> AnyView {
    let number = move |kind: &'static str, number: usize, word: Phrase| {
        view! {
            <div class="count" data-kind=kind data-zero=(number == 0).then_some("")>
                <dt>{app.say(word)}</dt>
                <dd>{number.to_string()}</dd>
            </div>
        }
    };
    view! {
        {number("drafts", counts.drafts, Phrase::CountDrafts)}
        {number("waiting", counts.waiting, Phrase::CountWaiting)}
        {(counts.sending > 0).then(|| number("sending", counts.sending, Phrase::CountSending))}
        {number("sent", counts.sent, Phrase::CountSent)}
        {(counts.cleared > 0).then(|| number("cleared", counts.cleared, Phrase::CountCleared))}
        {number("refused", counts.refused, Phrase::CountRefused)}
        {move || number("declined", app.n_declined.get(), Phrase::CountDeclined)}
    }
    .into_any()
}

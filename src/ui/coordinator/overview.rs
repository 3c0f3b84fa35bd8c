//! How many responses there are, and what to do next.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::delivery::State;
use crate::domain::ledger::Counts;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::block::{Block, Told};
use crate::ui::coordinator::sentences::{Run, overview_notice, store_notice};
use crate::ui::coordinator::{App, REFUSED_SHOWN};
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
        {number("refused", counts.refused, Phrase::CountRefused)}
        {move || number("declined", app.n_declined.get(), Phrase::CountDeclined)}
    }
    .into_any()
}

fn refused(app: App) -> AnyView {
    let retry = move |_| {
        spawn_local(async move {
            let overview = app.world.with_value(|world| world.stores.overview.clone());
            match overview.send_all_again(State::Refused).await {
                Ok(_) => app.send_now().await,
                Err(error) => app.run.set(Run::StoreFailed(error)),
            }
        });
    };
    let more = move |_| {
        app.n_refused_shown.update(|shown| *shown += REFUSED_SHOWN);
        spawn_local(app.refresh());
    };
    let rows = move || {
        app.refused.with(|refused| {
            let rows = refused.iter().map(|kept| {
                view! {
                    <li>
                        <code>{short(&kept.entry.id).to_owned()}</code>
                        <span>{kept.entry.reason.clone()}</span>
                    </li>
                }
            });
            rows.collect_view()
        })
    };
    let has_more = move || {
        let n_refused = app.counts.get().and_then(Result::ok).map_or(0, |counts| counts.refused);
        app.refused.with(Vec::len) < n_refused
    };
    view! {
        <div class="refused">
            <h3>{app.say(Phrase::Refused)}</h3>
            <p>{app.say(Phrase::RefusedHint)}</p>
            <ul class="refused-list">{rows}</ul>
            <div class="buttons">
                <button type="button" class="button" data-main="" on:click=retry>
                    {icon("arrow-counter-clockwise")}
                    <span>{app.say(Phrase::Retry)}</span>
                </button>
                <button type="button" class="button" hidden=move || !has_more() on:click=more>
                    {app.say(Phrase::RefusedMore)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// The first part of a UUID: enough to tell one from the other on a telephone.
fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

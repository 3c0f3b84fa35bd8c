//! Sends what waits, and tells how that goes.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText, progress as progress_bar};
use crate::ui::coordinator::outbox::count_unsent;
use crate::ui::coordinator::sentences::{Run, again_sentence, run_notice};
use crate::ui::text::Phrase;

/// A button, how far it is, and how it went.
pub(super) fn sending(app: App) -> AnyView {
    let n_unsent = move || app.counts.with(|counts| count_unsent(counts.as_ref()));
    let notice = Signal::derive(move || app.run.with(|run| run_notice(run, n_unsent(), app.language.get())));
    let is_going = Memo::new(move |_| app.run.with(|run| matches!(run, Run::Going { .. })));
    let progress = move || {
        app.run.with(|run| match run {
            Run::Going { n_done, n_total } => Some((*n_done, *n_total)),
            _ => None,
        })
    };
    let bar = move || {
        progress().map(|(n_done, n_total)| {
            let (n, total) = (n_done.to_string(), n_total.to_string());
            let words = app.language.get().say_with(Phrase::SendingCount, &[("n", &n), ("total", &total)]);
            progress_bar(n_done, n_total, app.say(Phrase::SendingNow), words)
        })
    };
    // It counts down, so it stands outside what is read out.
    let again = move || {
        let again_at = app.run.with(|run| match run {
            Run::Ended { again_at, trouble: Some(_), .. } => *again_at,
            _ => None,
        });
        again_at.filter(|_| n_unsent() > 0).map(|again_at| {
            let wait = Duration::from_millis(again_at.saturating_sub(app.now.get()));
            view! { <p class="again">{again_sentence(wait, app.language.get())}</p> }
        })
    };
    view! {
        <Block id="sending" title=app.say(Phrase::Sending)>
            <p class="block-hint">{app.say(Phrase::SendingHint)}</p>
            <div class="buttons">
                <button
                    type="button"
                    class="button"
                    data-main=""
                    disabled=is_going
                    on:click=move |_| spawn_local(app.send_now())
                >
                    {icon("paper-plane-tilt")}
                    <span>{app.say(Phrase::SendNow)}</span>
                </button>
            </div>
            {bar}
            <NoticeText notice=notice />
            {again}
        </Block>
    }
    .into_any()
}

//! The responses that the server will not have: its words, a file for who looks after it, and another try.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::day_or_empty;
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::format::refused::line;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::{App, REFUSED_SHOWN};
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::sentences::{Notice, Run, Tone, store_notice};
use crate::ui::text::Phrase;

/// How many are read together for the file.
const PAGE: usize = 200;

/// The list, and what can be done about all of it.
pub(super) fn refused(app: App) -> AnyView {
    let saved: RwSignal<Option<Result<String, StoreError>>> = RwSignal::new(None);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        saved.get().map(|saved| match saved {
            Ok(file) => Notice::new(Tone::Good, language.say_with(Phrase::RefusedSaved, &[("file", &file)])),
            Err(error) => store_notice(&error, language),
        })
    });
    let save = move |_| spawn_local(async move { saved.set(Some(save_all(app).await)) });
    let more = move |_| {
        app.n_refused_shown.update(|shown| *shown += REFUSED_SHOWN);
        spawn_local(app.refresh());
    };
    let rows =
        move || app.refused.with(|refused| refused.iter().map(|kept| row(app, &kept.entry)).collect_view());
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
                <button type="button" class="button" hidden=move || !has_more() on:click=more>
                    {app.say(Phrase::RefusedMore)}
                </button>
                <button type="button" class="button" on:click=save>
                    {icon("download")}
                    <span>{app.say(Phrase::RefusedSave)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    data-main=""
                    on:click=move |_| spawn_local(retry(app, None))
                >
                    {icon("arrow-counter-clockwise")}
                    <span>{app.say(Phrase::Retry)}</span>
                </button>
            </div>
            <NoticeText notice=notice />
        </div>
    }
    .into_any()
}

fn row(app: App, entry: &Entry) -> AnyView {
    let (id, short_id) = (entry.id.clone(), short(&entry.id).to_owned());
    let (day, label) = (entry.day, short_id.clone());
    let day = move || {
        let language = app.language.get();
        language.say_with(Phrase::RefusedOn, &[("day", &language.day(day_or_empty(day.as_ref())))])
    };
    let label = move || app.language.get().say_with(Phrase::RetryNamed, &[("id", &label)]);
    let again = move |_| spawn_local(retry(app, Some(id.clone())));
    view! {
        <li>
            <div>
                <p class="refused-which">
                    <code>{short_id}</code>
                    <span>{day}</span>
                </p>
                <p>{entry.reason.clone()}</p>
            </div>
            <button type="button" class="button" aria-label=label on:click=again>
                {icon("arrow-counter-clockwise")}
                <span>{app.say(Phrase::RetryOne)}</span>
            </button>
        </li>
    }
    .into_any()
}

/// Sends one of them again, or all.
async fn retry(app: App, id: Option<ResponseId>) {
    let overview = app.world.with_value(|world| world.stores.overview.clone());
    let again = match id {
        Some(id) => overview.send_again(&[id]).await,
        None => overview.send_all_again(State::Refused).await,
    };
    match again {
        Ok(_) => app.send_now().await,
        Err(error) => app.run.set(Run::StoreFailed(error)),
    }
}

/// Saves all of them as a file; returns its name.
async fn save_all(app: App) -> Result<String, StoreError> {
    let world = app.world.get_value();
    let mut file = world.tablet.new_file();
    let mut after = String::new();
    loop {
        let page = world.stores.overview.page(&[State::Refused], &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.entry.id.to_string();
        for kept in &page {
            file.write(&line(&kept.entry.id, &kept.entry.reason, &kept.json));
        }
    }
    let name = format!("betekenis-geweigerd-{}.jsonl", world.tablet.today());
    file.save(&name, "application/jsonl");
    Ok(name)
}

/// The first part of a UUID: enough to tell one from the other on a telephone.
fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

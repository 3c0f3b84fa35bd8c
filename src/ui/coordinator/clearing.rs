//! Makes room: clears what was sent, by hand or after a time.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::Day;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Considered, Folded, NoticeText};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::text::{Language, Phrase};

/// After how many days one may have it cleared.
const DAYS: [u32; 4] = [7, 30, 90, 365];

/// A button that clears what was sent, and a choice of when that happens by itself.
pub(super) fn clearing(app: App) -> AnyView {
    let cleared: RwSignal<Option<Result<usize, StoreError>>> = RwSignal::new(None);
    let kept: RwSignal<Option<Result<(), StoreError>>> = RwSignal::new(None);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        cleared.get().map(|cleared| match cleared {
            Ok(n) => Notice::new(Tone::Good, language.say_count(n, Phrase::ClearedOne, Phrase::ClearedMany)),
            Err(error) => store_notice(&error, language),
        })
    });
    let choice = Signal::derive(move || {
        let language = app.language.get();
        kept.get().map(|kept| match kept {
            Ok(()) => Notice::new(Tone::Good, language.say(Phrase::Saved)),
            Err(error) => store_notice(&error, language),
        })
    });
    let counts = Memo::new(move |_| app.counts.get().and_then(Result::ok).unwrap_or_default());
    let n_sent = Memo::new(move |_| counts.get().sent);
    let label = Signal::derive(move || {
        app.language.get().say_with(Phrase::Clear, &[("n", &n_sent.get().to_string())])
    });
    let question = Signal::derive(move || {
        let counts = counts.get();
        let has_backup = app.n_backed_up.get().is_some_and(|n| n >= counts.made() - counts.drafts);
        question(counts.sent, has_backup, app.language.get())
    });
    let clear = move |()| {
        spawn_local(async move {
            let world = app.world.get_value();
            let done = world.stores.outbox.clear_sent(Day::END, world.tablet.today()).await;
            app.refresh().await;
            cleared.set(Some(done));
            app.look_after().await;
        });
    };
    view! {
        <Folded id="clearing" title=app.say(Phrase::Clearing)>
            <p class="block-hint">{app.say(Phrase::ClearingHint)}</p>
            <div class="buttons">
                <Considered
                    id="clear"
                    icon="trash"
                    label=label
                    is_disabled=Signal::derive(move || n_sent.get() == 0)
                    question=question
                    yes=app.say(Phrase::ClearYes)
                    no=app.say(Phrase::No)
                    on_yes=clear
                />
            </div>
            <NoticeText notice=notice />
            {retention(app, kept)}
            <NoticeText notice=choice />
        </Folded>
    }
    .into_any()
}

fn retention(app: App, kept: RwSignal<Option<Result<(), StoreError>>>) -> AnyView {
    let choose = move |event| {
        let days = event_target_value(&event).parse().ok();
        let done = app.tablet().set_retention(days);
        if done.is_ok() {
            app.retention.set(days);
        }
        kept.set(Some(done));
    };
    // A number that another app has set is a choice too.
    let set = app.retention.get_untracked();
    let mut days: Vec<u32> = DAYS.into_iter().chain(set).collect();
    days.sort_unstable();
    days.dedup();
    let options = days.into_iter().map(|days| {
        let label = move || app.language.get().say_with(Phrase::RetentionDays, &[("n", &days.to_string())]);
        let is_set = move || app.retention.get() == Some(days);
        view! { <option value=days.to_string() prop:selected=is_set>{label}</option> }
    });
    view! {
        <div class="field">
            <label for="retention">{app.say(Phrase::Retention)}</label>
            <select id="retention" aria-describedby="retention-hint" on:change=choose>
                <option value="" prop:selected=move || app.retention.get().is_none()>
                    {app.say(Phrase::RetentionNever)}
                </option>
                {options.collect_view()}
            </select>
            <p class="field-hint" id="retention-hint">{app.say(Phrase::RetentionHint)}</p>
        </div>
    }
    .into_any()
}

/// What goes, what stays, and whether it is anywhere else but at the server.
fn question(n_sent: usize, has_backup: bool, language: Language) -> String {
    let mut question = language.say_count(n_sent, Phrase::ClearAskOne, Phrase::ClearAskMany);
    if !has_backup {
        question = format!("{question} {}", language.say(Phrase::ClearNoBackup));
    }
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_clearing_it_says_what_stays_and_whether_there_is_a_backup() {
        let one = question(1, true, Language::Dutch);
        let many = question(12, false, Language::Dutch);

        assert!(one.starts_with("1 verstuurd antwoord gaat") && !one.contains("reservekopie"), "{one}");
        assert!(
            many.starts_with("12 verstuurde antwoorden gaan") && many.ends_with("geen reservekopie gemaakt.")
        );
    }
}

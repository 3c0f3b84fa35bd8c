//! PIN and recovery code are lost: what was not sent is sent, and only then can there be a new PIN.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::activities::{Activities, Remembered};
use crate::domain::delivery::State;
use crate::domain::ledger::Counts;
use crate::domain::pin::Action;
use crate::format::activities::write_activities;
use crate::ports::response_store::StoreError;
use crate::ports::tablet::Desk;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::again::{KEPT, kept_activities};
use crate::ui::coordinator::gate::{Guard, Outside};
use crate::ui::text::Language;
use crate::ui::text::gate::GatePhrase;
use crate::workflow::lost::unreadable_drafts;

/// After every day that there will be: clears all that was sent.
const NEVER: &str = "9999-12-31";

/// How many there are of what, and of the drafts those that nobody can read; none before the first answer of the store.
type Counted = RwSignal<Option<Result<(Counts, usize), StoreError>>>;

/// What is in the way of a new PIN, in sentences; nothing if nothing is. Drafts that cannot be read will never be finished, and
/// are in nobody's way.
fn hindrances((counts, n_unreadable): &(Counts, usize), language: Language) -> Vec<String> {
    let unsent = counts.waiting + counts.sending;
    let count = |n, one, many| (n > 0).then(|| language.say_count(n, one, many));
    [
        count(unsent, GatePhrase::LostWaitingOne, GatePhrase::LostWaiting),
        count(counts.refused, GatePhrase::LostRefusedOne, GatePhrase::LostRefused),
        count(counts.drafts.saturating_sub(*n_unreadable), GatePhrase::LostDraftOne, GatePhrase::LostDrafts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn count(guard: Guard, counted: Counted) {
    // The gate may have gone on meanwhile.
    let _ = counted.try_set(Some(count_all(&guard.outside()).await));
}

async fn count_all(outside: &Outside) -> Result<(Counts, usize), StoreError> {
    let n_unreadable = unreadable_drafts(&*outside.archive).await?.len();
    Ok((outside.overview.counts().await?, n_unreadable))
}

/// Sends what waits, and what was refused once more.
async fn send(guard: Guard, counted: Counted) {
    let outside = guard.outside();
    if let Err(error) = outside.overview.send_all_again(State::Refused).await {
        let _ = counted.try_set(Some(Err(error)));
        return;
    }
    outside.tablet.send_and_report(Rc::new(move |_| spawn_local(count(guard, counted))));
    count(guard, counted).await;
}

/// Clears the texts of what was sent, and drafts that nobody can read, if nothing else is left.
async fn clear(guard: Guard, counted: Counted) {
    let outside = guard.outside();
    let counts = clear_all(&outside).await;
    let is_empty = counts.as_ref().is_ok_and(|(counts, _)| counts.cleared == counts.made());
    let _ = counted.try_set(Some(counts));
    if is_empty {
        forget_words(&*outside.tablet);
        guard.act(Action::Cleared);
    }
}

async fn clear_all(outside: &Outside) -> Result<(Counts, usize), StoreError> {
    let counted = count_all(outside).await?;
    if hindrances(&counted, Language::default()).is_empty() {
        outside.outbox.clear_sent(NEVER, &outside.tablet.today()).await?;
        for id in unreadable_drafts(&*outside.archive).await? {
            outside.responses.discard_draft(&id).await?;
        }
    }
    count_all(outside).await
}

/// Forgets the words of participants that stand among the activities.
fn forget_words(tablet: &dyn Desk) {
    let activities = kept_activities(tablet);
    let silent = activities.all().iter().map(|one| Remembered { hidden: Vec::new(), ..one.clone() });
    let silent = Activities::of(silent);
    if silent != activities {
        // Words that were not to be shown, without a response: if they cannot be taken away, they are no secret.
        let _ = tablet.keep(KEPT, &write_activities(&silent));
    }
}

/// What is still here, the button that sends it, and at last the one that clears it. `back` leads back.
pub(super) fn lost(guard: Guard, back: AnyView) -> AnyView {
    let counted: Counted = RwSignal::new(None);
    spawn_local(count(guard, counted));
    let is_empty = Memo::new(move |_| {
        counted.with(
            |counted| matches!(counted, Some(Ok(counts)) if hindrances(counts, Language::default()).is_empty()),
        )
    });
    let sentences = move || {
        let language = guard.language.get();
        let sentences = counted.with(|counted| match counted {
            None => Vec::new(),
            Some(Ok(counts)) => {
                let mut sentences = hindrances(counts, language);
                if counts.1 > 0 {
                    let (one, many) = (GatePhrase::LostUnreadableOne, GatePhrase::LostUnreadable);
                    sentences.push(language.say_count(counts.1, one, many));
                }
                sentences
            }
            Some(Err(_)) => vec![language.say(GatePhrase::LostTrouble).to_owned()],
        });
        let done = is_empty.get().then(|| view! { <li>{guard.say(GatePhrase::LostDone)}</li> });
        view! {
            {sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}
            {done}
        }
    };
    // In a place of its own: it comes by itself, and must not come under a finger that wants to send.
    let clearing = move || {
        is_empty.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    id="gate-clear"
                    data-main=""
                    on:click=move |_| spawn_local(clear(guard, counted))
                >
                    {icon("trash")}
                    <span>{guard.say(GatePhrase::LostClear)}</span>
                </button>
            }
        })
    };
    view! {
        <section class="gate">
            <h2 id="gate-heading" tabindex="-1">{guard.say(GatePhrase::Lost)}</h2>
            <p class="gate-hint">{guard.say(GatePhrase::LostHint)}</p>
            <div role="status">
                <ul class="gate-list">{sentences}</ul>
            </div>
            <div class="buttons">
                <button
                    type="button"
                    class="button"
                    id="gate-send"
                    data-main=move || (!is_empty.get()).then_some("")
                    on:click=move |_| spawn_local(send(guard, counted))
                >
                    {icon("paper-plane-tilt")}
                    <span>{guard.say(GatePhrase::LostSend)}</span>
                </button>
                {back}
            </div>
            <div class="gate-clearing">{clearing}</div>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_what_was_sent_may_be_here_before_there_is_a_new_pin() {
        let none = Counts { sent: 3, cleared: 2, ..Counts::default() };
        assert!(hindrances(&(none, 0), Language::Dutch).is_empty());
        for counts in [
            Counts { waiting: 1, ..none },
            Counts { sending: 1, ..none },
            Counts { refused: 1, ..none },
            Counts { drafts: 1, ..none },
        ] {
            assert_eq!(hindrances(&(counts, 0), Language::English).len(), 1, "{counts:?}");
        }
    }

    #[test]
    fn a_draft_that_nobody_can_read_bars_nobody() {
        let counts = Counts { drafts: 2, sent: 1, ..Counts::default() };

        assert_eq!(hindrances(&(counts, 1), Language::Dutch).len(), 1);
        assert!(hindrances(&(counts, 2), Language::Dutch).is_empty());
    }
}

//! PIN and recovery code are lost: what was not sent is sent, and only then can there be a new PIN.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::delivery::State;
use crate::domain::gate::Action;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::gate::guard::Guard;
use crate::ui::text::Language;
use crate::ui::text::gate::GatePhrase;
use crate::workflow::lost::Remains;

/// What is still here; none before the first answer of the store.
type Counting = RwSignal<Option<Result<Remains, StoreError>>>;

/// What is in the way of a new PIN, in sentences; nothing if nothing is.
fn hindrances(remains: &Remains, language: Language) -> Vec<String> {
    let count = |n, one, many| (n > 0).then(|| language.say_count(n, one, many));
    [
        count(remains.n_unsent(), GatePhrase::LostWaitingOne, GatePhrase::LostWaiting),
        count(remains.counts.refused, GatePhrase::LostRefusedOne, GatePhrase::LostRefused),
        count(remains.n_drafts(), GatePhrase::LostDraftOne, GatePhrase::LostDrafts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

async fn count(guard: Guard, counted: Counting) {
    let outside = guard.outside();
    // The gate may have gone on meanwhile.
    let _ = counted.try_set(Some(outside.store().count().await));
}

/// Sends what waits, and what was refused once more.
async fn send(guard: Guard, counted: Counting) {
    let outside = guard.outside();
    if let Err(error) = outside.overview.send_all_again(State::Refused).await {
        let _ = counted.try_set(Some(Err(error)));
        return;
    }
    outside.tablet.send_and_report(Rc::new(move |_| spawn_local(count(guard, counted))));
    count(guard, counted).await;
}

/// Clears what is still here, if nothing of it would be lost; then there may be a new PIN.
async fn clear(guard: Guard, counted: Counting) {
    let outside = guard.outside();
    let cleared = outside.store().clear(&*outside.tablet).await;
    let is_cleared = matches!(cleared, Ok((_, true)));
    let _ = counted.try_set(Some(cleared.map(|(remains, _)| remains)));
    if is_cleared {
        guard.act(Action::Cleared);
    }
}

/// What is still here, the button that sends it, and at last the one that clears it. `back` leads back.
pub(super) fn lost(guard: Guard, back: AnyView) -> AnyView {
    let counted: Counting = RwSignal::new(None);
    spawn_local(count(guard, counted));
    let is_empty = Memo::new(move |_| {
        counted.with(|counted| matches!(counted, Some(Ok(remains)) if remains.may_be_cleared()))
    });
    let sentences = move || {
        let language = guard.language.get();
        let sentences = counted.with(|counted| match counted {
            None => Vec::new(),
            Some(Ok(remains)) => {
                let mut sentences = hindrances(remains, language);
                if remains.n_unreadable > 0 {
                    let (one, many) = (GatePhrase::LostUnreadableOne, GatePhrase::LostUnreadable);
                    sentences.push(language.say_count(remains.n_unreadable, one, many));
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
    use crate::domain::ledger::Counts;

    #[test]
    fn each_thing_in_the_way_of_a_new_pin_is_told_in_a_sentence() {
        let none = Counts { sent: 3, cleared: 2, ..Counts::default() };
        let told = |counts, n_unreadable| {
            let remains = Remains { counts, n_unreadable };
            hindrances(&remains, Language::English).len()
        };

        assert_eq!(told(none, 0), 0);
        assert_eq!(told(Counts { waiting: 1, sending: 1, ..none }, 0), 1);
        assert_eq!(told(Counts { waiting: 1, refused: 1, drafts: 2, ..none }, 1), 3);
        assert_eq!(told(Counts { drafts: 2, ..none }, 2), 0);
    }
}

//! Who takes part in the activity at hand: how many, how many vouchers, and whether it is only practice.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::ledger::Counts;
use crate::format::asked::CountsQuestion;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText};
use crate::ui::coordinator::sentences::store_notice;
use crate::ui::text::gate::GatePhrase;

/// Most vouchers that are counted.
const MOST: u32 = 9999;

/// Turns practice on or off, for those who take part from now on.
///
/// # Errors
///
/// [`StoreError`]; it stays as it was.
fn set_practice(app: App, is_practice: bool) -> Result<(), StoreError> {
    let mut set = app.activity.get_untracked();
    set.is_practice = is_practice;
    app.tablet().set_activity(&set)?;
    app.activity.set(set);
    app.typed_activity.update(|typed| typed.is_practice = is_practice);
    Ok(())
}

/// On top of the page while somebody is being trained.
pub(super) fn practice(app: App) -> AnyView {
    let is_on = Memo::new(move |_| app.activity.with(|set| set.is_practice));
    let turn_off = move |_| {
        // If it cannot be kept, the strip stays.
        let _ = set_practice(app, false);
    };
    let strip = move || {
        is_on.get().then(|| {
            view! {
                <aside class="practice-strip">
                    {icon("graduation-cap")}
                    <p>{app.say(GatePhrase::PracticeOn)}</p>
                    <button type="button" class="button" on:click=turn_off>
                        {app.say(GatePhrase::PracticeOff)}
                    </button>
                </aside>
            }
        })
    };
    strip.into_any()
}

/// How many finished a response at the activity at hand; none while that is not known.
fn participants(app: App) -> RwSignal<Option<usize>> {
    let n_participants = RwSignal::new(None);
    let id = Memo::new(move |_| app.activity.with(|set| set.id.clone()));
    let n_made = Memo::new(move |_| {
        app.counts.with(|counts| counts.as_ref().and_then(|counts| counts.as_ref().ok()).map(Counts::made))
    });
    Effect::new(move |_| {
        let id = id.get();
        match n_made.get() {
            None => {}
            Some(0) => n_participants.set(Some(0)),
            Some(_) => spawn_local(async move {
                let Ok(all) = app.ask(CountsQuestion::default()).await else { return };
                let of = all.answer.activities.iter().find(|one| one.id == id);
                let n = of.map_or(0, |of| of.complete + of.stopped + of.timed_out);
                n_participants.set(Some(n));
                let set = app.activity.get_untracked();
                if n > 0 && set.id == id && untrack(|| app.remembered(&id).is_none()) {
                    // Not remembered, it was held all the same.
                    let _ = app.remember_settings(&set);
                }
            }),
        }
    });
    n_participants
}

/// How many vouchers were handed out, with a button on either side. `failed` hears what is in the way.
fn vouchers(app: App, failed: RwSignal<Option<StoreError>>) -> AnyView {
    let n_vouchers = Memo::new(move |_| {
        let id = app.activity.with(|set| set.id.clone());
        app.activities.with(|activities| activities.find(&id).map_or(0, |known| known.n_vouchers))
    });
    let count = move |is_more: bool| {
        let set = app.activity.get_untracked();
        let known = if app.remembered(&set.id).is_some() { Ok(()) } else { app.remember_settings(&set) };
        let counted = known.and_then(|()| {
            app.remember(&set.id, |known| {
                let n = known.n_vouchers;
                known.n_vouchers = if is_more { (n + 1).min(MOST) } else { n.saturating_sub(1) };
            })
        });
        failed.set(counted.err());
    };
    let step = move |is_more: bool, words: GatePhrase, icon_name: &'static str| {
        let is_disabled = move || !is_more && n_vouchers.get() == 0;
        view! {
            <button
                type="button"
                class="counter-step"
                aria-label=app.say(words)
                disabled=is_disabled
                on:click=move |_| count(is_more)
            >
                {icon(icon_name)}
            </button>
        }
    };
    view! {
        <div class="counter-item" data-kind="vouchers" role="group" aria-labelledby="vouchers-label">
            <span class="counter-steps">
                {step(false, GatePhrase::VoucherLess, "minus")}
                <output class="counter-number">{move || n_vouchers.get()}</output>
                {step(true, GatePhrase::VoucherMore, "plus")}
            </span>
            <span id="vouchers-label">{app.say(GatePhrase::Vouchers)}</span>
            <span class="field-hint">{app.say(GatePhrase::VouchersHint)}</span>
        </div>
    }
    .into_any()
}

/// Participants, vouchers, and the switch for practice.
pub(super) fn counters(app: App) -> AnyView {
    let is_on = Memo::new(move |_| app.activity.with(|set| set.is_practice));
    let failed = RwSignal::new(None::<StoreError>);
    let notice = Signal::derive(move || failed.get().map(|error| store_notice(&error, app.language.get())));
    let n_participants = participants(app);
    let target = move || {
        let target = app.activity.with(|set| set.target);
        let words = |n: u32| app.language.get().say_with(GatePhrase::OfTarget, &[("n", &n.to_string())]);
        (target > 0).then(|| view! { " " <small>{words(target)}</small> })
    };
    let number = move || n_participants.get().map_or_else(|| "…".to_owned(), |n| n.to_string());
    let turn = move |event: leptos::ev::Event| {
        let is_practice = event_target_checked(&event);
        failed.set(set_practice(app, is_practice).err());
    };
    view! {
        <Block id="counters" title=app.say(GatePhrase::Counters)>
            <div class="counter-row">
                <div class="counter-item" data-kind="participants">
                    <span class="counter-number">{number} {target}</span>
                    <span>{app.say(GatePhrase::Participants)}</span>
                </div>
                {vouchers(app, failed)}
            </div>
            <NoticeText notice=notice />
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    id="practice"
                    aria-describedby="practice-hint"
                    prop:checked=is_on
                    on:change=turn
                />
                <span>{app.say(GatePhrase::Practice)}</span>
            </label>
            <p class="field-hint" id="practice-hint">{app.say(GatePhrase::PracticeHint)}</p>
        </Block>
    }
    .into_any()
}

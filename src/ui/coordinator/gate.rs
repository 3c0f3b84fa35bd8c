//! The gate before the page where there is a PIN, and the way to a PIN.
//!
//! While it is shut, nothing of the responses is read or drawn but how many there are, and only if PIN and code are lost. It
//! shuts by loading the page anew: so nothing of it stays in memory.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::domain::gate::{Action, Stage};
use crate::ports::pin::Secrets;
use crate::ports::tablet::Desk;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, Considered, coming, missing};
use crate::ui::coordinator::gate::guard::{Guard, Panel, ask_again};
use crate::ui::coordinator::stores::Stores;
use crate::ui::dom;
use crate::ui::text::gate::GatePhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::gate::{AtGate, Opening};

pub(super) mod guard;
mod lost;
mod panel;

/// Opens the page, after the right PIN if there is one.
pub(super) fn before(
    stores: Stores,
    tablet: Rc<dyn Desk>,
    secrets: Rc<dyn Secrets>,
    open: impl FnOnce(Stores, Rc<dyn Desk>, Rc<dyn Secrets>) + 'static,
) {
    let Some(root) = dom::find("#app") else { return };
    // Futures run only once something was mounted.
    let nothing = mount_to(root.clone(), || ());
    spawn_local(async move {
        let at_gate = AtGate { locks: &*stores.locks, secrets: &*secrets, texts: &*tablet };
        let is_open = match at_gate.opening().await {
            Opening::Open => true,
            Opening::Shut => false,
            Opening::Unknown => {
                ask_again(stores.locks.clone());
                true
            }
        };
        drop(nothing);
        root.set_inner_html("");
        if is_open {
            open(stores, tablet, secrets);
        } else {
            shut(stores, tablet, secrets, open);
        }
    });
}

/// Shows the gate, and opens the page after it.
fn shut(
    stores: Stores,
    tablet: Rc<dyn Desk>,
    secrets: Rc<dyn Secrets>,
    open: impl FnOnce(Stores, Rc<dyn Desk>, Rc<dyn Secrets>) + 'static,
) {
    let Some(root) = dom::find("#app") else { return };
    let gate: Rc<RefCell<Option<Box<dyn Any>>>> = Rc::default();
    let mounted = gate.clone();
    let handle = mount_to(root, move || {
        let language = RwSignal::new(Language::of(&tablet.coordinator_language().unwrap_or_default()));
        let guard = Guard::new(&stores, tablet.clone(), secrets.clone(), true, language);
        let opening = Rc::new(RefCell::new(Some((stores, tablet, secrets, open))));
        Effect::new(move |_| {
            if guard.gate.with(|gate| gate.stage == Stage::Open) {
                let (gate, opening) = (gate.clone(), opening.clone());
                // After whatever is being done at the gate, which goes with it.
                set_timeout(
                    move || {
                        gate.borrow_mut().take();
                        if let Some((stores, tablet, secrets, open)) = opening.borrow_mut().take() {
                            open(stores, tablet, secrets);
                        }
                    },
                    Duration::ZERO,
                );
            }
        });
        page(guard)
    });
    *mounted.borrow_mut() = Some(Box::new(handle));
}

/// The screens of the gate: most tablets have none.
#[wasm_split(gate, fallible)]
fn screens() -> Result<Panel, SplitLoaderError> {
    Ok(panel::panel)
}

/// Has the screens ready: with the first "Start" a PIN is offered, and nobody who has no line then may be kept from starting.
pub(super) async fn ready(guard: Guard) {
    if let Ok(panel) = screens().await {
        let _ = guard.panel.try_set(Some(Ok(panel)));
    }
}

async fn bring_screens(guard: Guard) {
    // The gate may have gone on meanwhile.
    let _ = guard.panel.try_set(Some(screens().await.map_err(drop)));
}

/// A screen of the gate, or how far it is.
fn panel(guard: Guard, stage: Stage) -> AnyView {
    match guard.panel.get() {
        Some(Ok(panel)) => panel(guard, stage),
        Some(Err(())) => missing(guard.language, move || spawn_local(bring_screens(guard))),
        None => coming(guard.language),
    }
}

/// What is shown of the gate, anew with every stage.
fn shown_stage(guard: Guard) -> Memo<Stage> {
    let stage = Memo::new(move |_| guard.gate.with(|gate| gate.stage.clone()));
    Effect::new(move |_| {
        if stage.get() != Stage::Open {
            match guard.panel.get() {
                None => return spawn_local(bring_screens(guard)),
                Some(Err(())) => return,
                Some(Ok(_)) => {}
            }
            request_animation_frame(|| {
                let first = dom::find("#gate-field").or_else(|| dom::find(".gate h2"));
                // What cannot be focused is no harm.
                let _ = first.map(|first| first.focus());
            });
        }
    });
    stage
}

/// The whole page while it is shut.
fn page(guard: Guard) -> AnyView {
    let outside = guard.outside();
    // Nobody takes part on this page: it never keeps a new version of the app waiting.
    outside.tablet.set_busy(None);
    let ticking = set_interval_with_handle(move || guard.tick(), Duration::from_secs(1)).ok();
    on_cleanup(move || ticking.into_iter().for_each(|ticking| ticking.clear()));
    let stage = shown_stage(guard);
    let choose = move |language: Language| {
        guard.language.set(language);
        // A choice that cannot be kept holds for this page.
        let _ = guard.outside().tablet.set_coordinator_language(language.id());
    };
    Effect::new(move |_| {
        let language = guard.language.get();
        dom::set_language(language.id(), language.is_right_to_left());
        document().set_title(language.say(Phrase::Title));
    });
    let languages = Language::ALL.map(|language| {
        view! {
            <button
                type="button"
                class="language-switch-button"
                lang=language.id()
                aria-pressed=move || if guard.language.get() == language { "true" } else { "false" }
                on:click=move |_| choose(language)
            >
                {language.name()}
            </button>
        }
    });
    let back = outside.tablet.address("");
    view! {
        <div class="gate-page">
            <header class="gate-top">
                <h1>{guard.say(GatePhrase::Locked)}</h1>
                <div class="language-switch" role="group" aria-label=move || guard.language.get().say(Phrase::LanguageChoice)>
                    {languages}
                </div>
            </header>
            {move || panel(guard, stage.get())}
            <a class="gate-back" href=back>{icon("arrow-left")}<span>{guard.say(GatePhrase::ToParticipants)}</span></a>
        </div>
    }
    .into_any()
}

/// What lies over the open page while a PIN is chosen.
pub(super) fn cover(guard: Guard) -> AnyView {
    let stage = shown_stage(guard);
    Effect::new(move |_| {
        if stage.get() == Stage::Open && guard.outside().is_starting.get() && guard.has_pin.get_untracked() {
            guard.go_to_participants();
        }
    });
    let cover = move || {
        let stage = stage.get();
        (stage != Stage::Open).then(|| {
            view! {
                <div class="gate-cover" role="dialog" aria-modal="true" aria-labelledby="gate-heading">
                    {panel(guard, stage)}
                </div>
            }
        })
    };
    cover.into_any()
}

/// The block among the settings: sets a PIN, another one, or none.
pub(super) fn gate(app: App) -> AnyView {
    let guard = app.guard.get_value();
    let is_there = guard.outside().secrets.is_there();
    let about = move || match (is_there, guard.has_pin.get()) {
        (false, _) => app.say(GatePhrase::NoHttps),
        (true, true) => app.say(GatePhrase::Set),
        (true, false) => app.say(GatePhrase::None),
    };
    let remove = move |()| spawn_local(guard.remove());
    let want = move |_| {
        guard.outside().is_starting.set(false);
        guard.act(Action::Want);
    };
    let buttons = move || {
        let has_pin = guard.has_pin.get();
        let label = Signal::derive(move || app.language.get().say(GatePhrase::Remove).to_owned());
        let question = Signal::derive(move || app.language.get().say(GatePhrase::RemoveAsk).to_owned());
        let other = has_pin.then(|| {
            view! {
                <button type="button" class="button" id="pin-shut" on:click=|_| dom::reload()>
                    {icon("lock-key")}
                    <span>{app.say(GatePhrase::Shut)}</span>
                </button>
                <Considered
                    id="pin-remove"
                    icon="lock-key-open"
                    label=label
                    is_disabled=false
                    question=question
                    yes=app.say(GatePhrase::RemoveYes)
                    no=app.say(GatePhrase::RemoveNo)
                    on_yes=remove
                />
            }
        });
        is_there.then(|| {
            let words = if has_pin { GatePhrase::Change } else { GatePhrase::SetPin };
            view! {
                <div class="buttons">
                    <button type="button" class="button" id="pin-set" on:click=want>
                        {icon("lock-key")}
                        <span>{app.say(words)}</span>
                    </button>
                    {other}
                </div>
            }
        })
    };
    view! {
        <Block id="pin" title=app.say(GatePhrase::Heading)>
            <p class="block-hint">{move || about()}</p>
            {buttons}
        </Block>
    }
    .into_any()
}

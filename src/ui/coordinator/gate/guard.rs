//! What the page knows of the gate, and what it does there; when an open page is shut.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::gate::{Action, Effect as Follows, Gate, Stage};
use crate::domain::pin::{Touched, Wait};
use crate::ports::archive::Archive;
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::response_store::{Outbox, Overview, ResponseStore};
use crate::ports::tablet::Desk;
use crate::ui::coordinator::stores::Stores;
use crate::ui::coordinator::view::View;
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::gate::GatePhrase;
use crate::workflow::gate::{AtGate, Looked};
use crate::workflow::lost::LostStore;
use crate::workflow::pin::note_wait;

/// The mark that there is a PIN, as a browser tells of it.
const PIN_KEY: &str = "betekenis.pin";
/// That the tablet was handed over, as a browser tells of it.
const HANDED_KEY: &str = "betekenis.handed";

/// How often it is looked whether somebody is there.
pub(super) const LOOK: Duration = Duration::from_secs(5);

/// Draws what is shown of the gate at a stage.
pub(super) type Panel = fn(Guard, Stage) -> AnyView;

/// The gate and what it needs.
#[derive(Clone, Copy)]
pub(in crate::ui::coordinator) struct Guard {
    pub(super) gate: RwSignal<Gate>,
    pub(super) has_pin: RwSignal<bool>,
    /// None before somebody has come to the gate; an error if it could not be had.
    pub(super) panel: RwSignal<Option<Result<Panel, ()>>>,
    /// It ticks while the gate is shut.
    wait: RwSignal<Wait>,
    pub(super) language: RwSignal<Language>,
    outside: StoredValue<Rc<Outside>, LocalStorage>,
}

/// What lies outside the gate's own values.
pub(super) struct Outside {
    pub(super) tablet: Rc<dyn Desk>,
    pub(super) secrets: Rc<dyn Secrets>,
    locks: Rc<dyn LockStore>,
    responses: Rc<dyn ResponseStore>,
    pub(super) overview: Rc<dyn Overview>,
    outbox: Rc<dyn Outbox>,
    archive: Rc<dyn Archive>,
    /// The participants' turn comes after this.
    pub(super) is_starting: Cell<bool>,
}

impl Outside {
    /// What is needed at the gate.
    pub(super) fn at_gate(&self) -> AtGate<'_> {
        AtGate { locks: &*self.locks, secrets: &*self.secrets, texts: &*self.tablet }
    }

    /// What is needed when PIN and code are lost.
    pub(super) fn store(&self) -> LostStore<'_> {
        LostStore {
            responses: &*self.responses,
            overview: &*self.overview,
            outbox: &*self.outbox,
            archive: &*self.archive,
        }
    }
}

impl Guard {
    /// The gate before the store of this tablet.
    pub(in crate::ui::coordinator) fn new(
        stores: &Stores,
        tablet: Rc<dyn Desk>,
        secrets: Rc<dyn Secrets>,
        has_pin: bool,
        language: RwSignal<Language>,
    ) -> Self {
        let guard = Self {
            gate: RwSignal::new(Gate::new(has_pin)),
            has_pin: RwSignal::new(false),
            panel: RwSignal::new(None),
            wait: RwSignal::new(Wait::default()),
            language,
            outside: StoredValue::new_local(Rc::new(Outside {
                tablet,
                secrets,
                locks: stores.locks.clone(),
                responses: stores.responses.clone(),
                overview: stores.overview.clone(),
                outbox: stores.outbox.clone(),
                archive: stores.archive.clone(),
                is_starting: Cell::default(),
            })),
        };
        // If it does not answer, `watch` asks again, and whoever tries a PIN is told.
        spawn_local(guard.look());
        guard
    }

    pub(super) fn outside(self) -> Rc<Outside> {
        self.outside.get_value()
    }

    pub(super) fn say(self, phrase: GatePhrase) -> Signal<&'static str> {
        Signal::derive(move || self.language.get().say(phrase))
    }

    /// Looks what is kept.
    async fn look(self) {
        let outside = self.outside();
        let looked = outside.at_gate().look().await;
        self.know(looked);
    }

    /// Takes in what is kept; what the storage did not say is as it was.
    fn know(self, looked: Looked) {
        if let Ok(lock) = looked {
            let tries = lock.as_ref().map(|lock| lock.tries).unwrap_or_default();
            let _ = self.has_pin.try_set(lock.is_some());
            let _ = self.wait.try_set(Wait::new(tries, self.outside().tablet.clock_ms()));
        }
    }

    /// How long one still has to wait before the next try.
    pub(super) fn left(self) -> Duration {
        self.wait.get().left()
    }

    pub(super) fn is_waiting(self) -> bool {
        self.left() > Duration::ZERO
    }

    /// Time passes at the gate, and now and then that is noted.
    pub(super) fn tick(self) {
        let outside = self.outside();
        let noted = self.wait.try_update(|wait| wait.tick(outside.tablet.clock_ms())).flatten();
        if let Some(tries) = noted {
            spawn_local(async move {
                // If it cannot be noted, whoever loads the page anew waits longer.
                let _ = note_wait(&*outside.locks, tries).await;
            });
        }
    }

    /// Does something at the gate, and what follows from it.
    pub(super) fn act(self, action: Action) {
        let follows = self.gate.try_update(|gate| gate.act(action));
        if let Some(follows) = follows.filter(|follows| *follows != Follows::None) {
            spawn_local(self.carry_out(follows));
        }
    }

    async fn carry_out(self, follows: Follows) {
        self.tick();
        let (outside, seen) = (self.outside(), self.wait.get_untracked().tries());
        if let Some((action, looked)) = outside.at_gate().carry_out(follows, seen).await {
            self.know(looked);
            self.act(action);
        }
    }

    /// Takes the PIN away. If that does not work it is still there, and told so.
    pub(super) async fn remove(self) {
        let outside = self.outside();
        let looked = outside.at_gate().remove().await;
        self.know(looked);
    }

    /// Something lies over the page.
    pub(in crate::ui::coordinator) fn is_covering(self) -> Memo<bool> {
        Memo::new(move |_| self.gate.with(|gate| gate.stage != Stage::Open))
    }

    /// Leads to the page of the participants.
    pub(in crate::ui::coordinator) fn go_to_participants(self) {
        // Who holds the tablet is what this activity says, not what was set for somebody before it.
        self.outside().tablet.forget_holder();
        // An address that cannot be opened leaves the page as it is, with its link.
        let _ = window().location().set_href(&self.outside().tablet.address(""));
    }

    /// The tablet goes to the participants. The first time a PIN is offered before; returns whether that is so, and they have
    /// to wait.
    pub(in crate::ui::coordinator) fn offers_pin(self) -> bool {
        let outside = self.outside();
        let is_offered = outside.at_gate().hand_over(self.has_pin.get_untracked(), outside.tablet.now_ms());
        if is_offered {
            outside.is_starting.set(true);
            self.act(Action::Offer);
        }
        is_offered
    }

    /// Shuts the open page when nobody is there, or it is left.
    pub(in crate::ui::coordinator) fn watch(self, view: RwSignal<View>) {
        let clocks = move || {
            let tablet = self.outside().tablet.clone();
            [tablet.now_ms(), tablet.clock_ms()]
        };
        let touched = Rc::new(Cell::new(Touched(clocks())));
        let touch = {
            let touched = touched.clone();
            move || touched.set(Touched(clocks()))
        };
        let (by_hand, by_key, by_words) = (touch.clone(), touch.clone(), touch);
        let is_locked = move || self.has_pin.get_untracked() || self.outside().at_gate().is_marked();
        window_event_listener(ev::storage, move |event| match event.key().as_deref() {
            Some(HANDED_KEY) if is_locked() => dom::reload(),
            // Another page has set a PIN, or taken it away.
            Some(PIN_KEY) => spawn_local(self.look()),
            _ => {}
        });
        window_event_listener(ev::pointerdown, move |_| by_hand());
        window_event_listener(ev::keydown, move |_| by_key());
        window_event_listener(ev::input, move |_| by_words());
        set_interval(
            move || {
                let is_showing = view.with_untracked(|view| matches!(view, View::Results(_)));
                if touched.get().is_left(clocks(), is_showing) && is_locked() {
                    dom::reload();
                }
            },
            LOOK,
        );
        // A browser may show a page that was left just as it was left.
        window_event_listener(ev::pagehide, move |_| {
            if let Some(root) = dom::find("#app").filter(|_| is_locked()) {
                root.set_hidden(true);
            }
        });
        window_event_listener(ev::pageshow, move |_| {
            if dom::find("#app[hidden]").is_some() {
                dom::reload();
            }
        });
    }
}

/// The page was opened while the storage did not say whether there is a PIN. As soon as it says so, the page is shut.
pub(super) fn ask_again(locks: Rc<dyn LockStore>) {
    set_timeout(
        move || {
            spawn_local(async move {
                match locks.lock().await {
                    Ok(Some(_)) => dom::reload(),
                    Ok(None) => {}
                    Err(_) => ask_again(locks),
                }
            });
        },
        LOOK,
    );
}

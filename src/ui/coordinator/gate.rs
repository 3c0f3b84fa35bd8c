//! The gate before the page where there is a PIN, and the way to a PIN.
//!
//! While it is shut, nothing of the responses is read or drawn but how many there are, and only if PIN and code are lost. It
//! shuts by loading the page anew: so nothing of it stays in memory.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::pin::{Action, Effect as Follows, Gate, Lock, MOST, Stage, Told, Tries, Why};
use crate::ports::archive::Archive;
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use crate::ports::tablet::Desk;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::block::{Block, Considered};
use crate::ui::coordinator::view::View;
use crate::ui::coordinator::{App, Stores};
use crate::ui::dom;
use crate::ui::text::gate::GatePhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::pin::{MARK, keep_lock, kept_lock, make, note_wait, try_it};

mod lost;

/// Where it is marked that there is a PIN: `public/kept.js` looks there. Older apps kept it there itself.
const PIN: &str = "pin";
/// The same, as a browser tells of it.
const PIN_KEY: &str = "betekenis.pin";
/// Where it is kept that nobody wanted a PIN when it was offered.
const LATER: &str = "pin-later";

/// Where it is kept when the tablet was handed over last: other open pages hear of it.
const HANDED: &str = "handed";
/// The same, as a browser tells of it.
const HANDED_KEY: &str = "betekenis.handed";

/// Untouched for so long, the page is shut: somebody has left it lying.
const UNTOUCHED: Duration = Duration::from_mins(10);
/// The same while something is shown to the group, which talks about it.
const UNTOUCHED_SHOWING: Duration = Duration::from_hours(1);
/// How often it is looked whether somebody is there.
const LOOK: Duration = Duration::from_secs(5);

/// How often it is noted how long somebody has waited, in milliseconds: so much is lost by loading the page anew.
const NOTE_MS: u64 = 5000;

/// The gate and what it needs.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    gate: RwSignal<Gate>,
    has_pin: RwSignal<bool>,
    /// As they were at `since`.
    tries: RwSignal<Tries>,
    /// By the page's own clock, in milliseconds.
    since: RwSignal<u64>,
    /// The page's own clock, in milliseconds; it ticks while the gate is shut.
    now: RwSignal<u64>,
    language: RwSignal<Language>,
    outside: StoredValue<Rc<Outside>, LocalStorage>,
}

/// What lies outside the gate's own values.
struct Outside {
    tablet: Rc<dyn Desk>,
    secrets: Rc<dyn Secrets>,
    locks: Rc<dyn LockStore>,
    responses: Rc<dyn ResponseStore>,
    overview: Rc<dyn Overview>,
    outbox: Rc<dyn Outbox>,
    archive: Rc<dyn Archive>,
    /// The participants' turn comes after this.
    is_starting: Cell<bool>,
}

/// What is kept of the PIN, if there is one, and the mark of it in the settings.
async fn kept(locks: &dyn LockStore, tablet: &dyn Desk) -> Result<Option<Lock>, StoreError> {
    let mark = tablet.kept(PIN).filter(|mark| !mark.is_empty());
    let lock = kept_lock(locks, mark.as_deref()).await?;
    let right = lock.is_some().then_some(MARK);
    if mark.as_deref() != right {
        // A wrong mark makes the way out look otherwise, and nothing else.
        let _ = right.map_or_else(|| tablet.forget(PIN), |right| tablet.keep(PIN, right));
    }
    Ok(lock)
}

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
        let is_open = match kept(&*stores.locks, &*tablet).await {
            Ok(lock) => lock.is_none(),
            Err(_) if is_marked(&*tablet) => false,
            // Without a storage there is nothing to see, and its trouble is told inside.
            Err(_) => {
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

/// The page was opened while the storage did not say whether there is a PIN. As soon as it says so, the page is shut.
fn ask_again(locks: Rc<dyn LockStore>) {
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

fn is_marked(tablet: &dyn Desk) -> bool {
    tablet.kept(PIN).is_some_and(|mark| !mark.is_empty())
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
        guard.page()
    });
    *mounted.borrow_mut() = Some(Box::new(handle));
}

impl Guard {
    /// The gate before the store of this tablet.
    pub(super) fn new(
        stores: &Stores,
        tablet: Rc<dyn Desk>,
        secrets: Rc<dyn Secrets>,
        has_pin: bool,
        language: RwSignal<Language>,
    ) -> Self {
        let guard = Self {
            gate: RwSignal::new(Gate::new(has_pin)),
            has_pin: RwSignal::new(false),
            tries: RwSignal::new(Tries::default()),
            since: RwSignal::new(tablet.clock_ms()),
            now: RwSignal::new(tablet.clock_ms()),
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
        spawn_local(async move {
            // If it does not answer, `watch` asks again, and whoever tries a PIN is told.
            let _ = guard.look().await;
        });
        guard
    }

    fn outside(self) -> Rc<Outside> {
        self.outside.get_value()
    }

    fn say(self, phrase: GatePhrase) -> Signal<&'static str> {
        Signal::derive(move || self.language.get().say(phrase))
    }

    /// Looks what is kept; returns whether there is a PIN.
    async fn look(self) -> Result<bool, StoreError> {
        let outside = self.outside();
        let lock = kept(&*outside.locks, &*outside.tablet).await?;
        let now = outside.tablet.clock_ms();
        let _ = self.has_pin.try_set(lock.is_some());
        let _ = self.tries.try_set(lock.as_ref().map(|lock| lock.tries).unwrap_or_default());
        let _ = (self.since.try_set(now), self.now.try_set(now));
        Ok(lock.is_some())
    }

    /// The tries as they are now.
    fn tries(self) -> Tries {
        self.tries.get().after(self.now.get().saturating_sub(self.since.get()))
    }

    /// Time passes at the gate, and now and then that is noted.
    fn tick(self) {
        let outside = self.outside();
        let now = outside.tablet.clock_ms();
        self.now.set(now);
        let tries = untrack(|| self.tries());
        let is_waiting = self.tries.get_untracked().left_ms > 0;
        if is_waiting && (tries.left_ms == 0 || now.saturating_sub(self.since.get_untracked()) >= NOTE_MS) {
            self.tries.set(tries);
            self.since.set(now);
            spawn_local(async move {
                // If it cannot be noted, whoever loads the page anew waits longer.
                let _ = note_wait(&*outside.locks, tries).await;
            });
        }
    }

    fn is_waiting(self) -> bool {
        self.tries().wait() > Duration::ZERO
    }

    /// Does something at the gate, and what follows from it.
    fn act(self, action: Action) {
        let Some(follows) = self.gate.try_update(|gate| gate.act(action)) else { return };
        match follows {
            Follows::None => {}
            Follows::CheckPin(typed) => spawn_local(self.check(typed, false)),
            Follows::CheckCode(typed) => spawn_local(self.check(typed, true)),
            Follows::Make(pin, why) => spawn_local(self.make(pin, why)),
        }
    }

    /// Tries a PIN or a code.
    async fn check(self, typed: String, with_code: bool) {
        let outside = self.outside();
        let seen = {
            self.now.set(outside.tablet.clock_ms());
            untrack(|| self.tries())
        };
        let tried = try_it(&*outside.locks, &*outside.secrets, seen, &typed, with_code).await;
        let looked = self.look().await;
        self.act(match (tried, looked) {
            (Ok(is_right), Ok(_)) if with_code => Action::CheckedCode(is_right),
            (Ok(is_right), Ok(_)) => Action::CheckedPin(is_right),
            _ => Action::NotChecked(with_code),
        });
    }

    /// Keeps a new PIN.
    async fn make(self, pin: String, why: Why) {
        let outside = self.outside();
        let code = match make(&*outside.secrets, &pin).await {
            Some((lock, code)) => keep_lock(&*outside.locks, Some(&lock)).await.is_ok().then_some(code),
            None => None,
        };
        // If it does not answer any more, it is asked again when the page is.
        let _ = self.look().await;
        self.act(code.map_or(Action::NotMade(why), Action::Made));
    }

    /// Takes the PIN away. If that does not work it is still there, and told so.
    async fn remove(self) {
        let outside = self.outside();
        let _ = keep_lock(&*outside.locks, None).await;
        // Whoever takes it away has answered whether they want one.
        let _ = outside.tablet.keep(LATER, "1");
        let _ = self.look().await;
    }

    /// What is shown of the gate, anew with every stage.
    fn stage(self) -> Memo<Stage> {
        let stage = Memo::new(move |_| self.gate.with(|gate| gate.stage.clone()));
        Effect::new(move |_| {
            if stage.get() != Stage::Open {
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
    fn page(self) -> AnyView {
        let outside = self.outside();
        // Nobody takes part on this page: it never keeps a new version of the app waiting.
        outside.tablet.set_busy(None);
        let ticking = set_interval_with_handle(move || self.tick(), Duration::from_secs(1)).ok();
        on_cleanup(move || ticking.into_iter().for_each(|ticking| ticking.clear()));
        let stage = self.stage();
        let choose = move |language: Language| {
            self.language.set(language);
            // A choice that cannot be kept holds for this page.
            let _ = self.outside().tablet.set_coordinator_language(language.id());
        };
        Effect::new(move |_| {
            let language = self.language.get();
            dom::set_language(language.id(), language.is_right_to_left());
            document().set_title(language.say(Phrase::Title));
        });
        let languages = Language::ALL.map(|language| {
            view! {
                <button
                    type="button"
                    class="language-switch-button"
                    lang=language.id()
                    aria-pressed=move || if self.language.get() == language { "true" } else { "false" }
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
                    <h1>{self.say(GatePhrase::Locked)}</h1>
                    <div class="language-switch" role="group" aria-label=move || self.language.get().say(Phrase::LanguageChoice)>
                        {languages}
                    </div>
                </header>
                {move || panel(self, stage.get())}
                <a class="gate-back" href=back>{icon("arrow-left")}<span>{self.say(GatePhrase::ToParticipants)}</span></a>
            </div>
        }
        .into_any()
    }

    /// What lies over the open page while a PIN is chosen.
    pub(super) fn cover(self) -> AnyView {
        let stage = self.stage();
        Effect::new(move |_| {
            if stage.get() == Stage::Open && self.outside().is_starting.get() && self.has_pin.get_untracked()
            {
                self.go_to_participants();
            }
        });
        let cover = move || {
            let stage = stage.get();
            (stage != Stage::Open).then(|| {
                view! {
                    <div class="gate-cover" role="dialog" aria-modal="true" aria-labelledby="gate-heading">
                        {panel(self, stage)}
                    </div>
                }
            })
        };
        cover.into_any()
    }

    /// Something lies over the page.
    pub(super) fn is_covering(self) -> Memo<bool> {
        Memo::new(move |_| self.gate.with(|gate| gate.stage != Stage::Open))
    }

    pub(super) fn go_to_participants(self) {
        // Who holds the tablet is what this activity says, not what was set for somebody before it.
        self.outside().tablet.forget_holder();
        // An address that cannot be opened leaves the page as it is, with its link.
        let _ = window().location().set_href(&self.outside().tablet.address(""));
    }

    /// The tablet goes to the participants. The first time a PIN is offered before; returns whether that is so, and they have
    /// to wait.
    pub(super) fn offers_pin(self) -> bool {
        let outside = self.outside();
        let is_asked = !self.has_pin.get_untracked()
            && outside.secrets.is_there()
            && outside.tablet.kept(LATER).is_none();
        if is_asked {
            outside.is_starting.set(true);
            self.act(Action::Offer);
        } else {
            // If it cannot be kept, another open page is shut when nobody has touched it for a while.
            let _ = outside.tablet.keep(HANDED, &outside.tablet.now_ms().to_string());
        }
        is_asked
    }

    /// Shuts the open page when nobody is there, or it is left.
    pub(super) fn watch(self, view: RwSignal<View>) {
        // By both clocks: that of the device may be set back, and the page's own may stand still while the tablet sleeps.
        let clocks = move || {
            let tablet = self.outside().tablet.clone();
            [tablet.now_ms(), tablet.clock_ms()]
        };
        let touched = Rc::new(Cell::new(clocks()));
        let touch = {
            let touched = touched.clone();
            move || touched.set(clocks())
        };
        let (by_hand, by_key, by_words) = (touch.clone(), touch.clone(), touch);
        let is_locked = move || self.has_pin.get_untracked() || is_marked(&*self.outside().tablet);
        window_event_listener(ev::storage, move |event| match event.key().as_deref() {
            Some(HANDED_KEY) if is_locked() => dom::reload(),
            // Another page has set a PIN, or taken it away.
            Some(PIN_KEY) => spawn_local(async move {
                let _ = self.look().await;
            }),
            _ => {}
        });
        window_event_listener(ev::pointerdown, move |_| by_hand());
        window_event_listener(ev::keydown, move |_| by_key());
        window_event_listener(ev::input, move |_| by_words());
        set_interval(
            move || {
                let is_showing = view.with_untracked(|view| matches!(view, View::Results(_)));
                let most = if is_showing { UNTOUCHED_SHOWING } else { UNTOUCHED };
                let passed =
                    clocks().into_iter().zip(touched.get()).map(|(now, then)| now.saturating_sub(then));
                let passed = Duration::from_millis(passed.max().unwrap_or_default());
                if passed > most && is_locked() {
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

/// A screen of the gate.
fn panel(guard: Guard, stage: Stage) -> AnyView {
    let button = move |id: &'static str, words: GatePhrase, action: Action| {
        view! {
            <button type="button" class="button" id=id on:click=move |_| guard.act(action.clone())>
                <span>{guard.say(words)}</span>
            </button>
        }
        .into_any()
    };
    match stage {
        Stage::Open => ().into_any(),
        Stage::Busy => {
            view! { <section class="gate" role="status"><h2 tabindex="-1">{guard.say(GatePhrase::Busy)}</h2></section> }.into_any()
        }
        Stage::Offer => offer(guard),
        Stage::Pin => {
            let below = button("gate-forgot", GatePhrase::Forgot, Action::Forgot);
            pad(guard, GatePhrase::Pin, None, below)
        }
        Stage::Choose(why) => {
            let below = match why {
                Why::Wanted => button("gate-leave", GatePhrase::Leave, Action::Back),
                Why::Forgotten => ().into_any(),
            };
            pad(guard, GatePhrase::Choose, Some(GatePhrase::ChooseHint), below)
        }
        Stage::Repeat(..) => {
            pad(guard, GatePhrase::Repeat, None, button("gate-leave", GatePhrase::Back, Action::Back))
        }
        Stage::Code => code(guard, button),
        Stage::Lost => lost::lost(guard, button("gate-leave", GatePhrase::Back, Action::Back)),
        Stage::Written(code) => written(guard, code),
    }
}

/// Offers a PIN before the tablet is handed over for the first time.
fn offer(guard: Guard) -> AnyView {
    let later = move |_| {
        let outside = guard.outside();
        outside.is_starting.set(false);
        // If it cannot be kept, it is asked again.
        let _ = outside.tablet.keep(LATER, "1");
        guard.act(Action::Back);
        guard.go_to_participants();
    };
    view! {
        <section class="gate">
            {icon("lock-key")}
            <h2 id="gate-heading" tabindex="-1">{guard.say(GatePhrase::Offer)}</h2>
            <p class="gate-hint">{guard.say(GatePhrase::OfferHint)}</p>
            <div class="buttons">
                <button type="button" class="button" data-main="" on:click=move |_| guard.act(Action::Want)>
                    <span>{guard.say(GatePhrase::SetPin)}</span>
                </button>
                <button type="button" class="button" id="gate-later" on:click=later>
                    <span>{guard.say(GatePhrase::Later)}</span>
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// What is told of what was typed.
fn told(guard: Guard) -> AnyView {
    let words = Memo::new(move |_| {
        let language = guard.language.get();
        let (told, stage) = guard.gate.with(|gate| (gate.told, gate.stage.clone()));
        if matches!(stage, Stage::Pin | Stage::Code) && guard.is_waiting() {
            return language.say(GatePhrase::Wait);
        }
        told.map_or("", |told| {
            language.say(match told {
                Told::Wrong if stage == Stage::Code => GatePhrase::WrongCode,
                Told::Wrong => GatePhrase::Wrong,
                Told::TooShort => GatePhrase::TooShort,
                Told::Easy => GatePhrase::Easy,
                Told::NotTheSame => GatePhrase::NotTheSame,
                Told::NotKept => GatePhrase::NotKept,
                Told::NoAnswer => GatePhrase::LostTrouble,
            })
        })
    });
    let time = move || {
        let left = guard.tries().wait();
        let is_shown = guard.gate.with(|gate| matches!(gate.stage, Stage::Pin | Stage::Code));
        (is_shown && left > Duration::ZERO).then(|| {
            let seconds = left.as_millis().div_ceil(1000);
            let time = format!("{}:{:02}", seconds / 60, seconds % 60);
            let words = guard.language.get().say_with(GatePhrase::WaitTime, &[("time", &time)]);
            view! { <p class="gate-time" role="timer">{words}</p> }
        })
    };
    view! {
        <p class="gate-told" role="alert">{words}</p>
        {time}
    }
    .into_any()
}

/// A field for digits, with keys for fingers.
fn pad(guard: Guard, heading: GatePhrase, hint: Option<GatePhrase>, below: AnyView) -> AnyView {
    let typed = Memo::new(move |_| guard.gate.with(|gate| gate.typed.clone()));
    let is_asked = guard.gate.with_untracked(|gate| gate.stage == Stage::Pin);
    let is_waiting = Memo::new(move |_| is_asked && guard.is_waiting());
    let key = move |digit: char| {
        view! {
            <button
                type="button"
                class="pad-key"
                disabled=is_waiting
                on:click=move |_| guard.act(Action::Type(digit))
            >
                {digit.to_string()}
            </button>
        }
    };
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !is_waiting.get_untracked() {
            guard.act(Action::Enter);
        }
    };
    view! {
        <section class="gate">
            <form class="gate-form" on:submit=enter novalidate>
                <h2 id="gate-heading" tabindex="-1">
                    <label for="gate-field">{guard.say(heading)}</label>
                </h2>
                {hint.map(|hint| view! { <p class="gate-hint">{guard.say(hint)}</p> })}
                // No password: a browser would offer to keep it, and fill it in for residents.
                <input
                    id="gate-field"
                    class="gate-field"
                    type="text"
                    inputmode="none"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength=MOST.to_string()
                    disabled=is_waiting
                    prop:value=typed
                    on:input=move |event| guard.act(Action::Write(event_target_value(&event)))
                />
                {told(guard)}
                <div class="pad" role="group" aria-label=guard.say(GatePhrase::Pin)>
                    {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(key)}
                    <button
                        type="button"
                        class="pad-key"
                        aria-label=guard.say(GatePhrase::Rub)
                        disabled=is_waiting
                        on:click=move |_| guard.act(Action::Rub)
                    >
                        {icon("backspace")}
                    </button>
                    {key('0')}
                    <button
                        type="submit"
                        class="pad-key"
                        data-main=""
                        aria-label=guard.say(GatePhrase::Enter)
                        disabled=is_waiting
                    >
                        {icon("check")}
                    </button>
                </div>
            </form>
            <div class="buttons">{below}</div>
        </section>
    }
    .into_any()
}

/// Asks for the recovery code. `button` makes a button.
fn code(guard: Guard, button: impl Fn(&'static str, GatePhrase, Action) -> AnyView) -> AnyView {
    let typed = Memo::new(move |_| guard.gate.with(|gate| gate.typed.clone()));
    let is_waiting = Memo::new(move |_| guard.is_waiting());
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !is_waiting.get_untracked() {
            guard.act(Action::Enter);
        }
    };
    view! {
        <section class="gate">
            <form class="gate-form" on:submit=enter novalidate>
                <h2 id="gate-heading" tabindex="-1">
                    <label for="gate-field">{guard.say(GatePhrase::Code)}</label>
                </h2>
                <p class="gate-hint" id="gate-code-hint">{guard.say(GatePhrase::CodeHint)}</p>
                <input
                    id="gate-field"
                    class="gate-field"
                    data-code=""
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="40"
                    aria-describedby="gate-code-hint"
                    disabled=is_waiting
                    prop:value=typed
                    on:input=move |event| guard.act(Action::Write(event_target_value(&event)))
                />
                {told(guard)}
                <button type="submit" class="button" data-main="" disabled=is_waiting>
                    <span>{guard.say(GatePhrase::CodeEnter)}</span>
                </button>
            </form>
            <div class="buttons">
                {button("gate-leave", GatePhrase::Back, Action::Back)}
                {button("gate-lost", GatePhrase::CodeLost, Action::Lose)}
            </div>
        </section>
    }
    .into_any()
}

/// Shows the recovery code, and a page with it to print.
fn written(guard: Guard, code: String) -> AnyView {
    let print = |_| {
        // A browser that cannot print shows the code all the same.
        let _ = window().print();
    };
    view! {
        <section class="gate">
            <h2 id="gate-heading" tabindex="-1">{guard.say(GatePhrase::Written)}</h2>
            <p class="gate-hint">{guard.say(GatePhrase::WrittenHint)}</p>
            <p class="gate-code" id="gate-code" lang="zxx">{code.clone()}</p>
            <div class="buttons">
                <button type="button" class="button" on:click=print>
                    {icon("printer")}
                    <span>{guard.say(GatePhrase::Print)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    id="gate-seen"
                    data-main=""
                    on:click=move |_| guard.act(Action::Seen)
                >
                    {icon("check")}
                    <span>{guard.say(GatePhrase::Seen)}</span>
                </button>
            </div>
        </section>
        <section class="code-sheet" aria-hidden="true">
            <h2>{guard.say(GatePhrase::PaperTitle)}</h2>
            <p class="gate-code">{code}</p>
            <p>{guard.say(GatePhrase::PaperHint)}</p>
            <p>{guard.say(GatePhrase::PaperKeep)}</p>
            <p class="code-sheet-line">{guard.say(GatePhrase::PaperTablet)}</p>
        </section>
    }
    .into_any()
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

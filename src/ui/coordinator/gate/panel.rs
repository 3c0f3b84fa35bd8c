//! The screens of the gate: what is shown at each stage.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::domain::gate::{Action, Complaint, Stage, Why};
use crate::domain::pin::MOST;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::gate::guard::Guard;
use crate::ui::coordinator::gate::lost;
use crate::ui::text::gate::GatePhrase;

/// A screen of the gate.
pub(super) fn panel(guard: Guard, stage: Stage) -> AnyView {
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
        outside.at_gate().put_off();
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
        let (complaint, stage) = guard.gate.with(|gate| (gate.complaint, gate.stage.clone()));
        if matches!(stage, Stage::Pin | Stage::Code) && guard.is_waiting() {
            return language.say(GatePhrase::Wait);
        }
        complaint.map_or("", |complaint| {
            language.say(match complaint {
                Complaint::Wrong if stage == Stage::Code => GatePhrase::WrongCode,
                Complaint::Wrong => GatePhrase::Wrong,
                Complaint::TooShort => GatePhrase::TooShort,
                Complaint::Easy => GatePhrase::Easy,
                Complaint::NotTheSame => GatePhrase::NotTheSame,
                Complaint::NotKept => GatePhrase::NotKept,
                Complaint::NoAnswer => GatePhrase::LostTrouble,
            })
        })
    });
    let time = move || {
        let left = guard.left();
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

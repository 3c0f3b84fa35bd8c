//! What the blocks of the page are made of: values in, callbacks out.

#![expect(unreachable_pub, reason = "the macro `component` makes `pub` of `pub(super)`")]

use leptos::prelude::*;

use crate::ui::components;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::links::linked;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::dom;
use crate::ui::text::{Language, Phrase};

/// One matter of the page, with its heading.
#[component]
pub(super) fn Block(
    /// Its name in the page.
    id: &'static str,
    /// Its heading.
    title: Signal<&'static str>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-heading");
    view! {
        <section class="block" id=id aria-labelledby=heading>
            <h2 id=heading.clone()>{title}</h2>
            {children()}
        </section>
    }
}

/// Something that is told when it comes up, and read out then.
#[component]
pub(super) fn NoticeText(
    /// What is told.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
) -> impl IntoView {
    view! { <div class="told" role="status">{move || notice.get().map(show)}</div> }
}

/// A notice as it stands in the page.
pub(super) fn show(notice: Notice) -> impl IntoView {
    let icon = match notice.tone {
        Tone::Good => Some("check-circle"),
        Tone::Plain => None,
        Tone::Trouble => Some("warning"),
    };
    view! {
        <div class="notice" data-tone=notice.tone.name()>
            {icon.map(components::icon::icon)}
            <div>
                <p>{linked(&notice.text)}</p>
                {notice.detail.map(|detail| view! { <p class="detail">{detail}</p> })}
            </div>
        </div>
    }
}

/// A part of the form that is folded away, with what is set in it in one line. It opens by itself where `opens` says so.
pub(super) fn fold(
    id: &'static str,
    title: Signal<&'static str>,
    sum: Signal<String>,
    opens: Option<Memo<bool>>,
    content: AnyView,
) -> AnyView {
    view! {
        <details class="folded planned" id=id prop:open=move || opens.is_some_and(|opens| opens.get())>
            <summary>
                <h3 class="fold-title">{title}</h3>
                <span class="fold-sum">{sum}</span>
            </summary>
            <div class="folded-content">{content}</div>
        </details>
    }
    .into_any()
}

/// Part of a block that is folded away until somebody wants it.
#[component]
pub(super) fn Folded(
    /// Its name in the page.
    id: &'static str,
    /// What stands there when it is folded.
    title: Signal<&'static str>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="folded" id=id>
            <summary><h3>{title}</h3></summary>
            <div class="folded-content">{children()}</div>
        </details>
    }
}

/// A button that asks once more before it does something.
#[component]
pub(super) fn Considered(
    /// Its name in the page.
    id: &'static str,
    /// The icon on it.
    icon: &'static str,
    /// The words on it.
    #[prop(into)]
    label: Signal<String>,
    /// It cannot be pressed.
    #[prop(into)]
    is_disabled: Signal<bool>,
    /// What is asked.
    #[prop(into)]
    question: Signal<String>,
    /// The words for yes.
    yes: Signal<&'static str>,
    /// The words for no.
    no: Signal<&'static str>,
    /// Runs on yes.
    #[prop(into)]
    on_yes: Callback<()>,
) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let ids =
        [id, "question", "no"].map(|part| if part == id { id.to_owned() } else { format!("{id}-{part}") });
    let [id, question_id, no_id] = ids;
    let focus = |id: &str| {
        let selector = format!("#{id}");
        request_animation_frame(move || {
            if let Some(element) = dom::find(&selector) {
                // An element that is gone again needs no focus.
                let _ = element.focus();
            }
        });
    };
    let ask = {
        let no_id = no_id.clone();
        move |_| {
            is_asking.set(true);
            // Whoever presses twice by mistake has not said yes.
            focus(&no_id);
        }
    };
    let leave = {
        let id = id.clone();
        move || {
            is_asking.set(false);
            focus(&id);
        }
    };
    let asked = move || {
        let (leave, leave_too) = (leave.clone(), leave.clone());
        is_asking.get().then(|| {
            view! {
                <div class="considered" role="group" aria-labelledby=question_id.clone()>
                    <p id=question_id.clone()>{question}</p>
                    <div class="buttons">
                        <button
                            type="button"
                            class="button"
                            data-main=""
                            on:click=move |_| {
                                leave();
                                on_yes.run(());
                            }
                        >
                            {yes}
                        </button>
                        <button type="button" class="button" id=no_id.clone() on:click=move |_| leave_too()>
                            {no}
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        <button
            type="button"
            class="button"
            id=id
            disabled=is_disabled
            hidden=is_asking
            on:click=ask
        >
            {components::icon::icon(icon)}
            <span>{label}</span>
        </button>
        {asked}
    }
}

/// How far something is that takes a while.
pub(super) fn progress(n_done: usize, n_total: usize, label: Signal<&'static str>, words: String) -> AnyView {
    view! {
        <div class="progress">
            <progress max=n_total.max(1).to_string() value=n_done.to_string() aria-label=label></progress>
            <span>{words}</span>
        </div>
    }
    .into_any()
}

/// A field for a line of text, with its label and a few words about it.
#[component]
pub(super) fn TextField(
    /// Its name in the page.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// A few words about it.
    #[prop(into)]
    hint: Signal<String>,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Runs with what is typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Most characters.
    most: usize,
    /// Which keys a tablet offers.
    #[prop(default = "text")]
    keys: &'static str,
    /// An example of what may stand in it.
    #[prop(optional, into)]
    example: Option<Signal<&'static str>>,
    /// Words to choose from.
    #[prop(optional, into)]
    choices: Option<Signal<Vec<&'static str>>>,
) -> impl IntoView {
    let (hint_id, list_id) = (format!("{id}-hint"), format!("{id}-choices"));
    let list = choices.map(|choices| {
        let id = list_id.clone();
        view! {
            <datalist id=id>
                {move || choices.get().into_iter().map(|choice| view! { <option value=choice></option> }).collect_view()}
            </datalist>
        }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                inputmode=keys
                autocomplete="off"
                autocapitalize=if keys == "text" { "sentences" } else { "off" }
                spellcheck="false"
                maxlength=most.to_string()
                placeholder=move || example.map(|example| example.get())
                list=choices.is_some().then_some(list_id)
                aria-describedby=hint_id.clone()
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            <p class="field-hint" id=hint_id>{hint}</p>
            {list}
        </div>
    }
}

/// A part of the page is on its way.
pub(super) fn coming(language: RwSignal<Language>) -> AnyView {
    view! { <p class="loading" role="status">{move || language.get().say(Phrase::PartLoading)}</p> }
        .into_any()
}

/// A part of the page cannot be had: there is no line, or the site has a newer version and nothing else any more.
pub(super) fn missing(language: RwSignal<Language>, again: impl Fn() + 'static) -> AnyView {
    let say = move |phrase| move || language.get().say(phrase);
    view! {
        <section class="block" id="part-missing" role="alert">
            <p>{say(Phrase::PartMissing)}</p>
            <div class="buttons">
                <button type="button" class="button" data-main="" on:click=move |_| again()>
                    {icon("arrow-counter-clockwise")}
                    <span>{say(Phrase::PartAgain)}</span>
                </button>
                <button type="button" class="button" on:click=|_| dom::reload()>
                    <span>{say(Phrase::PartReload)}</span>
                </button>
            </div>
        </section>
    }
    .into_any()
}

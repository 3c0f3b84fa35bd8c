//! The fields for headers, such as a key. A value that was kept never comes back into its field.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::endpoint::latest::Latest;
use crate::ui::coordinator::endpoint::typed::{Standing, Typed, TypedHeader};
use crate::ui::coordinator::surroundings::origin;
use crate::ui::dom;
use crate::ui::text::Phrase;

/// A row for each, and a button for another one.
pub(super) fn header_fields(app: App, typed: RwSignal<Typed>, latest: RwSignal<Latest>) -> AnyView {
    let keys = move || typed.with(|typed| typed.headers.iter().map(|header| header.key).collect::<Vec<_>>());
    let add = move |_| {
        latest.set(Latest::Nothing);
        typed.update(|typed| {
            let key = typed.headers.iter().map(|header| header.key + 1).max().unwrap_or(0);
            typed.headers.push(TypedHeader { key, name: String::new(), value: String::new(), kept: None });
        });
        focus_after_paint(".header-row:last-of-type input");
    };
    view! {
        <fieldset class="field">
            <legend>{app.say(Phrase::Headers)}</legend>
            <p class="field-hint">{app.say(Phrase::HeadersHint)}</p>
            <For each=keys key=|key| *key let:key>
                {header_row(app, typed, latest, key)}
            </For>
            <button type="button" class="button add-header" on:click=add>
                {icon("plus")}
                <span>{app.say(Phrase::AddHeader)}</span>
            </button>
        </fieldset>
    }
    .into_any()
}

fn header_row(app: App, typed: RwSignal<Typed>, latest: RwSignal<Latest>, key: usize) -> AnyView {
    let numbered = move |phrase| {
        move || {
            let at = typed.with(|typed| typed.headers.iter().position(|header| header.key == key));
            app.language.get().say_with(phrase, &[("n", &(at.unwrap_or(0) + 1).to_string())])
        }
    };
    let text = move |part: fn(&TypedHeader) -> &String| {
        move || typed.with(|typed| typed.headers.iter().find(|header| header.key == key).map(part).cloned())
    };
    let change = move |change: fn(&mut TypedHeader, String), text: String| {
        latest.set(Latest::Nothing);
        typed.update(|typed| {
            if let Some(header) = typed.headers.iter_mut().find(|header| header.key == key) {
                change(header, text);
            }
        });
    };
    let remove = move |_| {
        latest.set(Latest::Nothing);
        typed.update(|typed| typed.headers.retain(|header| header.key != key));
        focus_after_paint(".add-header");
    };
    let standing = Memo::new(move |_| {
        app.endpoint.with(|set| {
            typed.with(|typed| {
                let header = typed.headers.iter().find(|header| header.key == key)?;
                Some(typed.standing(header, set, &origin()))
            })
        })
    });
    let placeholder = move || {
        standing.get().map(|standing| match standing {
            Standing::Kept => app.language.get().say(Phrase::HeaderKept),
            Standing::OtherHost => app.language.get().say(Phrase::HeaderAgain),
            Standing::Missing if !text(|header| &header.name)().unwrap_or_default().is_empty() => {
                app.language.get().say(Phrase::HeaderMissing)
            }
            Standing::Typed | Standing::Missing => "",
        })
    };
    let (name_id, value_id) = (format!("header-name-{key}"), format!("header-value-{key}"));
    view! {
        <div class="header-row">
            <label for=name_id.clone()>{numbered(Phrase::HeaderName)}</label>
            <input
                id=name_id
                type="text"
                maxlength="200"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=text(|header| &header.name)
                on:input=move |event| change(|header, text| header.name = text, event_target_value(&event))
            />
            <label for=value_id.clone()>{numbered(Phrase::HeaderValue)}</label>
            <input
                id=value_id
                type="password"
                maxlength="4000"
                autocomplete="new-password"
                placeholder=placeholder
                prop:value=text(|header| &header.value)
                on:input=move |event| change(|header, text| header.value = text, event_target_value(&event))
            />
            <button
                type="button"
                class="button remove-header"
                aria-label=numbered(Phrase::RemoveHeader)
                on:click=remove
            >
                {icon("trash")}
            </button>
        </div>
    }
    .into_any()
}

fn focus_after_paint(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = dom::find(selector) {
            // An element that is gone again needs no focus.
            let _ = element.focus();
        }
    });
}

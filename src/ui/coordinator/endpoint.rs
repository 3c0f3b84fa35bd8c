//! Where responses are sent.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::receiver::{LONGEST_ADDRESS, may_receive};
use crate::domain::settings::Preset;
use crate::format::batch::default_template;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText, TextField, show};
use crate::ui::coordinator::endpoint::headers::header_fields;
use crate::ui::coordinator::endpoint::latest::{Latest, latest_notice};
use crate::ui::coordinator::endpoint::presets::{example, kind_of, preset_hint, preset_name};
use crate::ui::coordinator::endpoint::typed::{Mistake, Typed};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::surroundings::origin;
use crate::ui::text::Phrase;

mod headers;
mod latest;
pub(super) mod presets;
mod typed;

/// Kind, address and, less often needed, size, keys and body; buttons to test and to keep.
pub(super) fn endpoint(app: App) -> AnyView {
    let typed = RwSignal::new(Typed::of(&app.endpoint.get_untracked()));
    let latest = RwSignal::new(Latest::Nothing);
    let is_open =
        RwSignal::new(app.endpoint.with_untracked(|set| !set.headers.is_empty() || !set.template.is_empty()));
    let is_changed = Memo::new(move |_| app.endpoint.with(|set| typed.with(|typed| !typed.is_like(set))));
    let notice = Signal::derive(move || latest_notice(&latest.get(), is_changed.get(), app.language.get()));

    // A backup that was taken in may have brought settings.
    Effect::new(move |_| {
        let set = app.endpoint.get();
        if !typed.with_untracked(|typed| typed.is_like(&set)) {
            is_open.set(!set.headers.is_empty());
            typed.set(Typed::of(&set));
        }
    });

    let change = move |change: fn(&mut Typed, String), text: String| {
        latest.set(Latest::Nothing);
        typed.update(|typed| change(typed, text));
    };
    let read = move || match app
        .endpoint
        .with_untracked(|set| typed.with_untracked(|typed| typed.read(set, &origin())))
    {
        Ok(settings) => Some(settings),
        Err(mistake) => {
            // The field in question may be folded away.
            is_open.update(|is_open| *is_open |= !matches!(mistake, Mistake::Address(_)));
            latest.set(Latest::Wrong(mistake));
            None
        }
    };
    let test = move |_| {
        let Some(settings) = read() else { return };
        latest.set(Latest::Testing);
        spawn_local(async move {
            let found = app.tablet().probe(&settings).await;
            // Whoever typed on meanwhile does not want to hear about what stood there before.
            if latest.with_untracked(|latest| *latest == Latest::Testing) {
                latest.set(Latest::Tested(found));
            }
        });
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(settings) = read() else { return };
        match app.tablet().set_endpoint(&settings) {
            Ok(()) => {
                typed.set(Typed::of(&settings));
                app.endpoint.set(settings);
                latest.set(Latest::Saved);
                // What stood in the way may be gone.
                spawn_local(app.send_if_any());
            }
            Err(error) => latest.set(Latest::NotSaved(error)),
        }
    };

    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let is_testing = Memo::new(move |_| latest.with(|latest| *latest == Latest::Testing));
    view! {
        <Block id="endpoint" title=app.say(Phrase::Endpoint)>
            <p class="block-hint">{app.say(Phrase::EndpointHint)}</p>
            <form on:submit=save novalidate>
                {preset_field(app, typed, latest)}
                <TextField
                    id="address"
                    label=label(Phrase::Address)
                    hint=label(Phrase::AddressHint)
                    value=Signal::derive(move || typed.with(|typed| typed.url.clone()))
                    on_input=move |text| change(|typed, text| typed.url = text, text)
                    most=LONGEST_ADDRESS
                    keys="url"
                    example=Signal::derive(move || example(typed.with(|typed| typed.preset)))
                />
                {move || without_https(app, typed)}
                {move || other_kind(app, typed)}
                {more_settings(app, typed, latest, is_open)}
                <div class="buttons">
                    <button type="submit" class="button" data-main="">
                        {icon("check")}
                        <span>{app.say(Phrase::Save)}</span>
                    </button>
                    <button type="button" class="button" disabled=is_testing on:click=test>
                        {app.say(Phrase::Test)}
                    </button>
                </div>
            </form>
            <NoticeText notice=notice />
        </Block>
    }
    .into_any()
}

/// What is seldom needed, folded away: sizes, times, keys and the body.
fn more_settings(
    app: App,
    typed: RwSignal<Typed>,
    latest: RwSignal<Latest>,
    is_open: RwSignal<bool>,
) -> AnyView {
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let change = move |change: fn(&mut Typed, String), text: String| {
        latest.set(Latest::Nothing);
        typed.update(|typed| change(typed, text));
    };
    let unfold = move |event| {
        is_open.set(event_target::<leptos::web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <details
            class="more-settings"
            prop:open=is_open
            on:toggle=unfold
        >
            <summary>{app.say(Phrase::MoreSettings)}</summary>
            <TextField
                id="batch-size"
                label=label(Phrase::BatchSize)
                hint=label(Phrase::BatchSizeHint)
                value=Signal::derive(move || typed.with(|typed| typed.batch_size.clone()))
                on_input=move |text| change(|typed, text| typed.batch_size = text, text)
                most=4
                keys="numeric"
            />
            <TextField
                id="time-out"
                label=label(Phrase::TimeOut)
                hint=label(Phrase::TimeOutHint)
                value=Signal::derive(move || typed.with(|typed| typed.time_out.clone()))
                on_input=move |text| change(|typed, text| typed.time_out = text, text)
                most=3
                keys="numeric"
            />
            {header_fields(app, typed, latest)}
            {template_field(app, typed, latest)}
            {move || conflict_field(app, typed, latest)}
        </details>
    }
    .into_any()
}

fn preset_field(app: App, typed: RwSignal<Typed>, latest: RwSignal<Latest>) -> AnyView {
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some((preset, _)) = Preset::ALL.iter().find(|(_, one)| *one == name) {
            latest.set(Latest::Nothing);
            typed.update(|typed| typed.preset = *preset);
        }
    };
    let options = Preset::ALL.iter().map(|(preset, name)| {
        let is_set = move || typed.with(|typed| typed.preset == *preset);
        view! { <option value=*name prop:selected=is_set>{app.say(preset_name(*preset))}</option> }
    });
    let hint = move || app.language.get().say(preset_hint(typed.with(|typed| typed.preset)));
    view! {
        <div class="field">
            <label for="preset">{app.say(Phrase::Preset)}</label>
            <select id="preset" aria-describedby="preset-hint" on:change=choose>
                {options.collect_view()}
            </select>
            <p class="field-hint" id="preset-hint">{hint}</p>
        </div>
    }
    .into_any()
}

/// An address that looks like that of another kind of server.
fn other_kind(app: App, typed: RwSignal<Typed>) -> Option<AnyView> {
    let (preset, kind) = typed.with(|typed| (typed.preset, kind_of(&typed.url)));
    // Any server may be called another one.
    let kind = kind.filter(|kind| *kind != preset && preset != Preset::Generic)?;
    let language = app.language.get();
    let text = language.say_with(Phrase::OtherKind, &[("kind", language.say(preset_name(kind)))]);
    Some(show(Notice::new(Tone::Plain, text)).into_any())
}

/// Without an address the site itself is meant; responses do not go to one without https.
fn without_https(app: App, typed: RwSignal<Typed>) -> Option<AnyView> {
    let is_in_the_way = typed.with(|typed| typed.url.trim().is_empty()) && !may_receive(&origin());
    let notice = || Notice::new(Tone::Trouble, app.language.get().say(Phrase::SiteWithoutHttps));
    is_in_the_way.then(|| show(notice()).into_any())
}

fn template_field(app: App, typed: RwSignal<Typed>, latest: RwSignal<Latest>) -> AnyView {
    let change = move |event| {
        latest.set(Latest::Nothing);
        typed.update(|typed| typed.template = event_target_value(&event));
    };
    view! {
        <div class="field">
            <label for="template">{app.say(Phrase::Template)}</label>
            <textarea
                id="template"
                rows="4"
                maxlength="20000"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby="template-hint"
                placeholder=move || typed.with(|typed| default_template(typed.preset))
                prop:value=move || typed.with(|typed| typed.template.clone())
                on:input=change
            ></textarea>
            <p class="field-hint" id="template-hint">{app.say(Phrase::TemplateHint)}</p>
        </div>
    }
    .into_any()
}

/// How 409 is read. Of the other kinds of server it is known.
fn conflict_field(app: App, typed: RwSignal<Typed>, latest: RwSignal<Latest>) -> Option<AnyView> {
    let is_choice = typed.with(|typed| matches!(typed.preset, Preset::Generic | Preset::Collector));
    let change = move |event| {
        latest.set(Latest::Nothing);
        typed.update(|typed| typed.conflict_is_there = event_target_checked(&event));
    };
    is_choice.then(|| {
        view! {
            <div class="field">
                <label class="check" for="conflict">
                    <input
                        type="checkbox"
                        id="conflict"
                        aria-describedby="conflict-hint"
                        prop:checked=move || typed.with(|typed| typed.conflict_is_there)
                        on:change=change
                    />
                    <span>{app.say(Phrase::Conflict)}</span>
                </label>
                <p class="field-hint" id="conflict-hint">{app.say(Phrase::ConflictHint)}</p>
            </div>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests;

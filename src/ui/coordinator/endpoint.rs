//! Where responses are sent.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::delivery::{Found, Trouble};
use crate::domain::receiver::{
    AddressMistake, LONGEST_ADDRESS, LONGEST_TIME_OUT, MOST_AT_A_TIME, check_address, is_header_char,
    is_header_name, may_receive, may_set_header, server_of,
};
use crate::domain::settings::{EndpointSettings, Preset};
use crate::format::batch::{Template, default_template};
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::block::{Block, TextField, Told, show};
use crate::ui::coordinator::sentences::{Notice, Tone, probe_notice, store_notice};
use crate::ui::coordinator::{App, device};
use crate::ui::dom;
use crate::ui::text::{Language, Phrase};

/// What stands in the fields, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    preset: Preset,
    url: String,
    batch_size: String,
    time_out: String,
    template: String,
    headers: Vec<TypedHeader>,
    conflict_is_there: bool,
}

/// A row for a header. A value that was kept never comes back into its field: whoever holds the tablet cannot read it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TypedHeader {
    /// Tells rows apart while others come and go.
    key: usize,
    name: String,
    /// As it is typed; empty means the one that is kept, if there is one.
    value: String,
    /// The place of its value in the settings that are kept, if there is one.
    kept: Option<usize>,
}

/// What is wrong with what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mistake {
    /// Neither empty nor an address that responses may go to.
    Address(AddressMistake),
    /// No number from 1 to [`MOST_AT_A_TIME`].
    BatchSize,
    /// No number from 1 to [`LONGEST_TIME_OUT`].
    TimeOut,
    /// A header without a value, or with one that was typed for another server.
    HeaderMissing,
    /// A header without a name, or with one that is none.
    HeaderName,
    /// A header that a browser sets itself; its name.
    HeaderForbidden(String),
    /// A header with a value that cannot be sent.
    HeaderValue,
    /// The template makes no body; in the words of the reader.
    Template(String),
}

/// What was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Nothing,
    Wrong(Mistake),
    Testing,
    Tested(Result<Found, Trouble>),
    Saved,
    NotSaved(StoreError),
}

/// Kind, address and, less often needed, size, keys and body; buttons to test and to keep.
pub(super) fn endpoint(app: App) -> AnyView {
    let typed = RwSignal::new(Typed::of(&app.endpoint.get_untracked()));
    let outcome = RwSignal::new(Outcome::Nothing);
    let is_open =
        RwSignal::new(app.endpoint.with_untracked(|set| !set.headers.is_empty() || !set.template.is_empty()));
    let is_changed = Memo::new(move |_| app.endpoint.with(|set| typed.with(|typed| !typed.is_like(set))));
    let notice = Signal::derive(move || outcome_notice(&outcome.get(), is_changed.get(), app.language.get()));

    // A backup that was taken in may have brought settings.
    Effect::new(move |_| {
        let set = app.endpoint.get();
        if !typed.with_untracked(|typed| typed.is_like(&set)) {
            is_open.set(!set.headers.is_empty());
            typed.set(Typed::of(&set));
        }
    });

    let change = move |change: fn(&mut Typed, String), text: String| {
        outcome.set(Outcome::Nothing);
        typed.update(|typed| change(typed, text));
    };
    let read = move || match app
        .endpoint
        .with_untracked(|set| typed.with_untracked(|typed| typed.read(set, &device::origin())))
    {
        Ok(settings) => Some(settings),
        Err(mistake) => {
            // The field in question may be folded away.
            is_open.update(|is_open| *is_open |= !matches!(mistake, Mistake::Address(_)));
            outcome.set(Outcome::Wrong(mistake));
            None
        }
    };
    let test = move |_| {
        let Some(settings) = read() else { return };
        outcome.set(Outcome::Testing);
        spawn_local(async move {
            let found = app.tablet().probe(&settings).await;
            // Whoever typed on meanwhile does not want to hear about what stood there before.
            if outcome.with_untracked(|outcome| *outcome == Outcome::Testing) {
                outcome.set(Outcome::Tested(found));
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
                outcome.set(Outcome::Saved);
                // What stood in the way may be gone.
                spawn_local(app.send_if_any());
            }
            Err(error) => outcome.set(Outcome::NotSaved(error)),
        }
    };

    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let is_testing = Memo::new(move |_| outcome.with(|outcome| *outcome == Outcome::Testing));
    view! {
        <Block id="endpoint" title=app.say(Phrase::Endpoint)>
            <p class="block-hint">{app.say(Phrase::EndpointHint)}</p>
            <form on:submit=save novalidate>
                {preset_field(app, typed, outcome)}
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
                {more_settings(app, typed, outcome, is_open)}
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
            <Told notice=notice />
        </Block>
    }
    .into_any()
}

/// What is seldom needed, folded away: sizes, times, keys and the body.
fn more_settings(
    app: App,
    typed: RwSignal<Typed>,
    outcome: RwSignal<Outcome>,
    is_open: RwSignal<bool>,
) -> AnyView {
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let change = move |change: fn(&mut Typed, String), text: String| {
        outcome.set(Outcome::Nothing);
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
            {header_fields(app, typed, outcome)}
            {template_field(app, typed, outcome)}
            {move || conflict_field(app, typed, outcome)}
        </details>
    }
    .into_any()
}

fn preset_field(app: App, typed: RwSignal<Typed>, outcome: RwSignal<Outcome>) -> AnyView {
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some((preset, _)) = Preset::ALL.iter().find(|(_, one)| *one == name) {
            outcome.set(Outcome::Nothing);
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

pub(super) fn preset_name(preset: Preset) -> Phrase {
    match preset {
        Preset::Collector => Phrase::PresetCollector,
        Preset::Generic => Phrase::PresetGeneric,
        Preset::Datasette => Phrase::PresetDatasette,
        Preset::CouchDb => Phrase::PresetCouchDb,
        Preset::PostgRest => Phrase::PresetPostgRest,
    }
}

/// What to fill in as address and key.
fn preset_hint(preset: Preset) -> Phrase {
    match preset {
        Preset::Collector => Phrase::PresetCollectorHint,
        Preset::Generic => Phrase::PresetGenericHint,
        Preset::Datasette => Phrase::PresetDatasetteHint,
        Preset::CouchDb => Phrase::PresetCouchDbHint,
        Preset::PostgRest => Phrase::PresetPostgRestHint,
    }
}

/// An address as such a server has it.
fn example(preset: Preset) -> &'static str {
    match preset {
        Preset::Collector => "https://example.org/api/batches",
        Preset::Generic => "https://example.org/in",
        Preset::Datasette => "https://example.org/meaning/responses/-/insert",
        Preset::CouchDb => "https://example.org/meaning/_bulk_docs",
        Preset::PostgRest => "https://example.org/responses",
    }
}

/// The kind of server that has such an address, if that can be told.
fn kind_of(url: &str) -> Option<Preset> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim().trim_end_matches('/');
    let ends = [
        ("/-/insert", Preset::Datasette),
        ("/_bulk_docs", Preset::CouchDb),
        ("/api/batches", Preset::Collector),
    ];
    let by_end = ends.into_iter().find(|(end, _)| path.ends_with(end)).map(|(_, preset)| preset);
    by_end.or_else(|| path.contains("/rest/v1/").then_some(Preset::PostgRest))
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
    let is_in_the_way = typed.with(|typed| typed.url.trim().is_empty()) && !may_receive(&device::origin());
    let notice = || Notice::new(Tone::Trouble, app.language.get().say(Phrase::SiteWithoutHttps));
    is_in_the_way.then(|| show(notice()).into_any())
}

fn header_fields(app: App, typed: RwSignal<Typed>, outcome: RwSignal<Outcome>) -> AnyView {
    let keys = move || typed.with(|typed| typed.headers.iter().map(|header| header.key).collect::<Vec<_>>());
    let add = move |_| {
        outcome.set(Outcome::Nothing);
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
                {header_row(app, typed, outcome, key)}
            </For>
            <button type="button" class="button add-header" on:click=add>
                {icon("plus")}
                <span>{app.say(Phrase::AddHeader)}</span>
            </button>
        </fieldset>
    }
    .into_any()
}

fn header_row(app: App, typed: RwSignal<Typed>, outcome: RwSignal<Outcome>, key: usize) -> AnyView {
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
        outcome.set(Outcome::Nothing);
        typed.update(|typed| {
            if let Some(header) = typed.headers.iter_mut().find(|header| header.key == key) {
                change(header, text);
            }
        });
    };
    let remove = move |_| {
        outcome.set(Outcome::Nothing);
        typed.update(|typed| typed.headers.retain(|header| header.key != key));
        focus_after_paint(".add-header");
    };
    let standing = Memo::new(move |_| {
        app.endpoint.with(|set| {
            typed.with(|typed| {
                let header = typed.headers.iter().find(|header| header.key == key)?;
                Some(typed.standing(header, set, &device::origin()))
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

fn template_field(app: App, typed: RwSignal<Typed>, outcome: RwSignal<Outcome>) -> AnyView {
    let change = move |event| {
        outcome.set(Outcome::Nothing);
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
fn conflict_field(app: App, typed: RwSignal<Typed>, outcome: RwSignal<Outcome>) -> Option<AnyView> {
    let is_choice = typed.with(|typed| matches!(typed.preset, Preset::Generic | Preset::Collector));
    let change = move |event| {
        outcome.set(Outcome::Nothing);
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

fn focus_after_paint(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = dom::find(selector) {
            // An element that is gone again needs no focus.
            let _ = element.focus();
        }
    });
}

fn outcome_notice(outcome: &Outcome, is_changed: bool, language: Language) -> Option<Notice> {
    let notice = |tone, phrase| Notice::new(tone, language.say(phrase));
    match outcome {
        Outcome::Nothing if is_changed => Some(notice(Tone::Plain, Phrase::NotSaved)),
        Outcome::Nothing => None,
        Outcome::Wrong(mistake) => Some(mistake_notice(mistake, language)),
        Outcome::Testing => Some(notice(Tone::Plain, Phrase::Testing)),
        Outcome::Tested(found) => {
            let mut notice = probe_notice(found, language);
            if is_changed && found.is_ok() {
                notice.detail = Some(language.say(Phrase::TestNotSaved).to_owned());
            }
            Some(notice)
        }
        Outcome::Saved => Some(notice(Tone::Good, Phrase::Saved)),
        Outcome::NotSaved(error) => Some(store_notice(error, language)),
    }
}

fn mistake_notice(mistake: &Mistake, language: Language) -> Notice {
    let notice = |phrase| Notice::new(Tone::Trouble, language.say(phrase));
    match mistake {
        Mistake::Address(mistake) => Notice::new(Tone::Trouble, address_sentence(*mistake, language)),
        Mistake::BatchSize => notice(Phrase::MistakeBatchSize),
        Mistake::TimeOut => notice(Phrase::MistakeTimeOut),
        Mistake::HeaderMissing => notice(Phrase::MistakeHeaderMissing),
        Mistake::HeaderName => notice(Phrase::MistakeHeaderName),
        Mistake::HeaderForbidden(name) => {
            let text = language.say_with(Phrase::MistakeHeaderForbidden, &[("name", name)]);
            Notice::new(Tone::Trouble, text)
        }
        Mistake::HeaderValue => notice(Phrase::MistakeHeaderValue),
        Mistake::Template(said) => notice(Phrase::MistakeTemplate).with_detail(said, language),
    }
}

/// What is wrong with an address.
fn address_sentence(mistake: AddressMistake, language: Language) -> String {
    let number = |sign: char| format!("U+{:04X}", u32::from(sign));
    let phrase = match mistake {
        AddressMistake::Hidden(sign) => {
            return language.say_with(Phrase::MistakeHidden, &[("sign", &number(sign))]);
        }
        AddressMistake::Letter(letter) => {
            let parts = [("letter", letter.to_string()), ("sign", number(letter))];
            return language.say_with(
                Phrase::MistakeLetter,
                &parts.each_ref().map(|(name, text)| (*name, text.as_str())),
            );
        }
        AddressMistake::Scheme | AddressMistake::Password => Phrase::MistakeAddress,
        AddressMistake::Host => Phrase::MistakeHost,
        AddressMistake::Port => Phrase::MistakePort,
        AddressMistake::Long => Phrase::MistakeLong,
    };
    language.say(phrase).to_owned()
}

/// Where the value of a header comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// From its field.
    Typed,
    /// From the settings that are kept.
    Kept,
    /// It is kept, but was typed for another server.
    OtherHost,
    /// From nowhere.
    Missing,
}

impl Typed {
    fn of(settings: &EndpointSettings) -> Self {
        let headers = settings.headers.iter().enumerate().map(|(key, (name, value))| TypedHeader {
            key,
            name: name.clone(),
            value: String::new(),
            kept: (!value.is_empty()).then_some(key),
        });
        Self {
            preset: settings.preset,
            url: settings.url.clone(),
            batch_size: settings.batch_size.to_string(),
            time_out: settings.time_out_s.to_string(),
            template: settings.template.clone(),
            headers: headers.collect(),
            conflict_is_there: settings.conflict_is_there,
        }
    }

    /// Where the value of `header` comes from, while `set` is what is kept.
    fn standing(&self, header: &TypedHeader, set: &EndpointSettings, origin: &str) -> Standing {
        if !header.value.trim().is_empty() {
            Standing::Typed
        } else if header.kept.is_none() {
            Standing::Missing
        } else if server_of(&self.url, origin) == server_of(&set.url, origin) {
            Standing::Kept
        } else {
            Standing::OtherHost
        }
    }

    /// What is typed as settings, or the first mistake in it. `set` is what is kept; pages of this site come from `origin`.
    fn read(&self, set: &EndpointSettings, origin: &str) -> Result<EndpointSettings, Mistake> {
        let url = self.url.trim();
        if !url.is_empty() {
            check_address(url).map_err(Mistake::Address)?;
        }
        let batch_size = self.batch_size.trim().parse().ok();
        let batch_size =
            batch_size.filter(|size| (1..=MOST_AT_A_TIME).contains(size)).ok_or(Mistake::BatchSize)?;
        let time_out_s = self.time_out.trim().parse().ok();
        let time_out_s =
            time_out_s.filter(|seconds| (1..=LONGEST_TIME_OUT).contains(seconds)).ok_or(Mistake::TimeOut)?;
        let template = self.template.trim().to_owned();
        let mut settings = EndpointSettings {
            preset: self.preset,
            url: url.to_owned(),
            template,
            headers: Vec::new(),
            batch_size,
            time_out_s,
            conflict_is_there: self.conflict_is_there,
        };
        for header in &self.headers {
            settings.headers.extend(self.read_header(header, set, origin)?);
        }
        match Template::of(&settings) {
            Ok(_) => Ok(settings),
            Err(invalid) => Err(Mistake::Template(invalid.to_string())),
        }
    }

    /// Name and value; nothing for a row in which nothing stands.
    fn read_header(
        &self,
        header: &TypedHeader,
        set: &EndpointSettings,
        origin: &str,
    ) -> Result<Option<(String, String)>, Mistake> {
        let (name, mut value) = (header.name.trim(), header.value.trim());
        match self.standing(header, set, origin) {
            Standing::Missing if name.is_empty() => return Ok(None),
            Standing::Missing | Standing::OtherHost => return Err(Mistake::HeaderMissing),
            Standing::Typed => {}
            Standing::Kept => {
                let kept = header.kept.and_then(|at| set.headers.get(at));
                value = kept.map(|(_, value)| value.as_str()).ok_or(Mistake::HeaderMissing)?;
            }
        }
        if !is_header_name(name) {
            return Err(Mistake::HeaderName);
        }
        if !may_set_header(name) {
            return Err(Mistake::HeaderForbidden(name.to_owned()));
        }
        if !value.chars().all(is_header_char) {
            return Err(Mistake::HeaderValue);
        }
        Ok(Some((name.to_owned(), value.to_owned())))
    }

    /// Whether keeping this would change nothing about `set`.
    fn is_like(&self, set: &EndpointSettings) -> bool {
        let tidy = |typed: &Self| Self {
            url: typed.url.trim().to_owned(),
            batch_size: typed.batch_size.trim().to_owned(),
            time_out: typed.time_out.trim().to_owned(),
            template: typed.template.trim().to_owned(),
            headers: typed.headers.iter().map(|header| TypedHeader { key: 0, ..header.clone() }).collect(),
            ..typed.clone()
        };
        tidy(self) == tidy(&Self::of(set))
    }
}

#[cfg(test)]
mod tests;

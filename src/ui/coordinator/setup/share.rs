//! What goes along, and the code, the link and the file in which it goes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlInputElement;

use crate::domain::settings::ActivitySettings;
use crate::domain::setup::{Here, Setup, Wanted};
use crate::format::qr::{MOST_CHARACTERS, TooLong, qr_svg};
use crate::format::setup::{write_link, write_setup};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{NoticeText, show};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::setup::stage::here;
use crate::ui::text::Language;
use crate::ui::text::setup::SetupPhrase;

/// What was done with the link last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Latest {
    /// Whether it is on the clipboard.
    Copied(bool),
    /// Name of the file.
    Saved(String),
}

/// Ticks, and what comes of them.
pub(super) fn share(app: App) -> AnyView {
    let wanted = RwSignal::new(Wanted::default());
    let here = Memo::new(move |_| here(app));
    let latest = RwSignal::new(None::<Latest>);
    let setup = Memo::new(move |_| here.get().map(|here| Setup::of(&here, wanted.get())));
    let content = move || setup.get().map(|setup| shown(app, setup, latest));
    view! {
        <section class="block setup-show" id="setup-show" aria-labelledby="setup-show-heading">
            <h3 id="setup-show-heading">{app.say(SetupPhrase::Show)}</h3>
            {ticks(app, here, wanted, latest)}
            {content}
        </section>
    }
    .into_any()
}

fn ticks(
    app: App,
    here: Memo<Option<Here>>,
    wanted: RwSignal<Wanted>,
    latest: RwSignal<Option<Latest>>,
) -> AnyView {
    let tick = move |id: &'static str, words: Signal<String>, part: fn(&mut Wanted) -> &mut bool| {
        let is_set = Memo::new(move |_| wanted.with(|wanted| *part(&mut wanted.clone())));
        let change = move |event| {
            latest.set(None);
            wanted.update(|wanted| {
                *part(wanted) = event_target_checked(&event);
                // Without an address a key is of no use.
                wanted.keys &= wanted.endpoint;
            });
        };
        view! {
            <label class="check setup-tick" for=id>
                <input type="checkbox" id=id prop:checked=is_set on:change=change />
                <span>{words}</span>
            </label>
        }
    };
    let words = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let centres = Signal::derive(move || {
        let n = here.with(|here| here.as_ref().map_or(0, |here| here.centres.all().len()));
        app.language.get().say_count(n, SetupPhrase::TickCentreOne, SetupPhrase::TickCentreMany)
    });
    let has_centres = Memo::new(move |_| {
        here.with(|here| here.as_ref().is_some_and(|here| !here.centres.all().is_empty()))
    });
    let plan = Signal::derive(move || {
        let named = here.with(|here| here.as_ref().map(|here| name_of(app, &here.activity)));
        plan_words(&named.unwrap_or_default(), app.language.get())
    });
    let has_plan = Memo::new(move |_| {
        here.with(|here| {
            here.as_ref()
                .is_some_and(|here| Setup::of(here, Wanted { activity: true, ..NOTHING }).activity.is_some())
        })
    });
    let key_names = Memo::new(move |_| {
        let is_wanted = wanted.with(|wanted| wanted.endpoint);
        here.with(|here| here.as_ref().filter(|_| is_wanted).map(keys_of).unwrap_or_default())
    });
    let keys = Signal::derive(move || {
        app.language.get().say_with(SetupPhrase::TickKeys, &[("names", &key_names.get().join(", "))])
    });
    view! {
        <fieldset class="field setup-ticks">
            <legend>{app.say(SetupPhrase::What)}</legend>
            {tick("setup-endpoint", words(SetupPhrase::TickEndpoint), |wanted| &mut wanted.endpoint)}
            <div class="setup-keys" hidden=move || key_names.with(Vec::is_empty)>
                {tick("setup-with-keys", keys, |wanted| &mut wanted.keys)}
                <p class="field-hint">{app.say(SetupPhrase::KeysHint)}</p>
            </div>
            {tick("setup-languages", words(SetupPhrase::TickLanguages), |wanted| &mut wanted.languages)}
            <div hidden=move || !has_centres.get()>
                {tick("setup-centres", centres, |wanted| &mut wanted.centres)}
            </div>
            {tick("setup-retention", words(SetupPhrase::TickRetention), |wanted| &mut wanted.retention)}
            <div hidden=move || !has_plan.get()>
                {tick("setup-plan", plan, |wanted| &mut wanted.activity)}
            </div>
        </fieldset>
    }
    .into_any()
}

const NOTHING: Wanted = Wanted {
    endpoint: false,
    keys: false,
    languages: false,
    centres: false,
    retention: false,
    activity: false,
};

/// Names of the headers that have a key.
fn keys_of(here: &Here) -> Vec<String> {
    let with_key = here.endpoint.headers.iter().filter(|(_, value)| !value.is_empty());
    with_key.map(|(name, _)| name.clone()).collect()
}

/// Centre and kind of an activity.
fn name_of(app: App, activity: &ActivitySettings) -> String {
    let parts = [activity.centre.clone(), app.kind_title(&activity.kind)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn plan_words(named: &str, language: Language) -> String {
    if named.is_empty() {
        return language.say(SetupPhrase::TickPlanNameless).to_owned();
    }
    language.say_with(SetupPhrase::TickPlan, &[("activity", named)])
}

/// The code, the link and the file.
fn shown(app: App, setup: Setup, latest: RwSignal<Option<Latest>>) -> AnyView {
    let language = app.language.get();
    if setup.is_empty() {
        return show(Notice::new(Tone::Plain, language.say(SetupPhrase::Nothing))).into_any();
    }
    let with_key =
        setup.has_keys().then(|| show(Notice::new(Tone::Trouble, language.say(SetupPhrase::WithKey))));
    let may_hide =
        setup.may_hide_key().then(|| show(Notice::new(Tone::Plain, language.say(SetupPhrase::MaybeKey))));
    let link = write_link(&setup);
    let has_key = setup.has_keys();
    let code = match link.as_deref().map(qr_svg) {
        None => show(Notice::new(Tone::Trouble, language.say(SetupPhrase::TooLong))).into_any(),
        Some(Err(TooLong(n))) => show(too_fine(n, &setup, language)).into_any(),
        Some(Ok(svg)) => view! {
            <figure class="setup-code" data-with-key=has_key.then_some("")>
                <div role="img" aria-label=app.say(SetupPhrase::Code) inner_html=svg></div>
                <figcaption>{app.say(SetupPhrase::ScanMe)}</figcaption>
            </figure>
        }
        .into_any(),
    };
    let link_field = link.clone().map(|link| link_field(app, link, latest));
    let notice =
        Signal::derive(move || latest.get().map(|latest| latest_notice(&latest, app.language.get())));
    let save = move |_| {
        let tablet = app.tablet();
        let mut file = tablet.new_file();
        file.write(&write_setup(&setup));
        let mark = if setup.has_keys() { "-met-sleutel" } else { "" };
        let name = format!("betekenis-instellingen{mark}-{}.json", tablet.today());
        file.save(&name, "application/json");
        latest.set(Some(Latest::Saved(name)));
    };
    view! {
        {with_key}
        {may_hide}
        {code}
        {link_field}
        <div class="buttons">
            {link.map(|link| link_buttons(app, link, latest))}
            <button type="button" class="button" id="setup-save" on:click=save>
                {icon("download")}
                <span>{app.say(SetupPhrase::Save)}</span>
            </button>
        </div>
        <NoticeText notice=notice />
    }
    .into_any()
}

fn link_field(app: App, link: String, latest: RwSignal<Option<Latest>>) -> AnyView {
    let select = move |event: leptos::ev::FocusEvent| {
        latest.set(None);
        if let Some(field) = event.target() {
            // Whoever touches it wants the whole of it.
            field.unchecked_into::<HtmlInputElement>().select();
        }
    };
    view! {
        <div class="field">
            <label for="setup-link">{app.say(SetupPhrase::Link)}</label>
            <input id="setup-link" type="text" readonly autocomplete="off" spellcheck="false" prop:value=link on:focus=select />
        </div>
    }
    .into_any()
}

fn link_buttons(app: App, link: String, latest: RwSignal<Option<Latest>>) -> AnyView {
    let courier = app.tablet().courier();
    let can_share = courier.can_share();
    let copy = {
        let link = link.clone();
        move |_| {
            let link = link.clone();
            spawn_local(async move {
                let is_there = app.tablet().courier().copy(&link).await;
                latest.set(Some(Latest::Copied(is_there)));
            });
        }
    };
    let send = move |_| {
        let link = link.clone();
        spawn_local(async move {
            let title = app.language.get_untracked().say(SetupPhrase::Heading);
            app.tablet().courier().share(title, &link).await;
        });
    };
    let send = can_share.then(|| {
        view! {
            <button type="button" class="button" id="setup-send" on:click=send>
                {icon("share-network")}
                <span>{app.say(SetupPhrase::Send)}</span>
            </button>
        }
    });
    view! {
        <button type="button" class="button" id="setup-copy" on:click=copy>
            {icon("copy")}
            <span>{app.say(SetupPhrase::Copy)}</span>
        </button>
        {send}
    }
    .into_any()
}

/// What to leave out: the list of centres is what grows.
fn too_fine(n: usize, setup: &Setup, language: Language) -> Notice {
    let length = |part: Setup| write_setup(&part).len();
    let without_centres = length(Setup { centres: Vec::new(), ..setup.clone() });
    let without_plan = length(Setup { activity: None, ..setup.clone() });
    let without_endpoint = length(Setup { endpoint: None, ..setup.clone() });
    let parts = [
        (
            without_centres,
            language.say_count(setup.centres.len(), SetupPhrase::TickCentreOne, SetupPhrase::TickCentreMany),
        ),
        (without_plan, language.say(SetupPhrase::TickPlanNameless).to_owned()),
        (without_endpoint, language.say(SetupPhrase::TickEndpoint).to_owned()),
    ];
    let what = parts.into_iter().min_by_key(|(length, _)| *length).map(|(_, what)| what).unwrap_or_default();
    let (n, most) = (n.to_string(), MOST_CHARACTERS.to_string());
    let text = language.say_with(SetupPhrase::TooFine, &[("n", &n), ("most", &most), ("what", &what)]);
    Notice::new(Tone::Trouble, text)
}

fn latest_notice(latest: &Latest, language: Language) -> Notice {
    match latest {
        Latest::Copied(true) => Notice::new(Tone::Good, language.say(SetupPhrase::Copied)),
        Latest::Copied(false) => Notice::new(Tone::Trouble, language.say(SetupPhrase::NotCopied)),
        Latest::Saved(file) => {
            Notice::new(Tone::Good, language.say_with(SetupPhrase::Saved, &[("file", file)]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::Centre;
    use crate::domain::settings::EndpointSettings;

    #[test]
    fn what_takes_most_room_is_named_when_it_is_too_much_for_a_code() {
        let centre = |n| Centre { name: format!("Buurtkamer {n}"), ..Centre::default() };
        let setup = Setup {
            endpoint: Some(EndpointSettings::default()),
            centres: (0..120).map(centre).collect(),
            activity: Some(ActivitySettings { centre: "De Brug".to_owned(), ..ActivitySettings::default() }),
            ..Setup::default()
        };

        let told = too_fine(1200, &setup, Language::Dutch).text;

        assert!(told.contains("1200 tekens") && told.contains("“Lijst met centra (120)”"), "{told}");
    }
}

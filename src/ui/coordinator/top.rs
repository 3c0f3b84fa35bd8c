//! The top of the page: what it is, in which language, and the way to the participants.

use leptos::prelude::*;

use crate::domain::plan::dealt;
use crate::domain::response::ActivityId;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::again::last_activity;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::asking_centre::{CentreForm, ask_centre, is_without_centre};
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::indicators::sum;
use crate::ui::coordinator::links::linked;
use crate::ui::coordinator::planned::NotSet;
use crate::ui::coordinator::ready::ready;
use crate::ui::coordinator::sentences::store_notice;
use crate::ui::coordinator::view::View;
use crate::ui::text::data::DataPhrase;
use crate::ui::text::framework::FrameworkPhrase;
use crate::ui::text::help::HelpPhrase;
use crate::ui::text::paper::PaperPhrase;
use crate::ui::text::plan::PlanPhrase;
use crate::ui::text::results::ResultsPhrase;
use crate::ui::text::setup::SetupPhrase;
use crate::ui::text::{Language, Phrase};

/// The heading, the languages, and the main button of the page.
pub(super) fn top(app: App) -> AnyView {
    let languages = Language::ALL.map(|language| {
        view! {
            <button
                type="button"
                class="language-switch-button"
                lang=language.id()
                aria-pressed=move || if app.language.get() == language { "true" } else { "false" }
                on:click=move |_| app.choose_language(language)
            >
                {language.name()}
            </button>
        }
    });
    let set = move || {
        let language = app.language.get();
        let parts = app.activity.with(|set| {
            let deck = app.study.with(|opened| {
                let study = opened.as_ref().and_then(|opened| opened.study.as_ref())?;
                if !set.indicators.is_empty() {
                    return Some(sum(&dealt(study, set), language));
                }
                let deck = study.decks().find(|deck| deck.id == set.deck).or_else(|| study.decks().next())?;
                Some(deck.title.get(language.id()).to_owned())
            });
            [set.centre.clone(), app.kind_title(&set.kind), set.round.clone(), deck.unwrap_or_default()]
        });
        if app.activity.with(|set| set.id.is_empty()) {
            return language.say(Phrase::ActivityNone).to_owned();
        }
        let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        language.say_with(Phrase::ActivityNow, &[("activity", &named.join(" · "))])
    };
    // What is typed is meant for those who take part now, kept or not.
    let leave = move |event: leptos::ev::MouseEvent| {
        let has_no_centre = is_without_centre(app);
        app.asks_centre.set(has_no_centre);
        if has_no_centre {
            START.focus();
        }
        if has_no_centre || app.keep_typed().is_err() || app.guard.get_value().offers_pin() {
            event.prevent_default();
        }
    };
    let start = Callback::new(move |kept: Result<(), NotSet>| {
        if kept.is_ok() && !app.guard.get_value().offers_pin() {
            app.guard.get_value().go_to_participants();
        }
    });
    let day = Signal::derive(move || app.day_notice());
    let is_elsewhere = Memo::new(move |_| app.view.with(|view| *view != View::Desk));
    let not_kept = Signal::derive(move || {
        let error = app.activity_saved.get().and_then(Result::err);
        error.map(|error| store_notice(&error, app.language.get()))
    });
    view! {
        <header class="coordinator-top">
            <h1>{app.say(Phrase::Title)}</h1>
            <div class="language-switch" role="group" aria-label=app.say(Phrase::LanguageChoice)>
                {languages}
            </div>
            {views(app)}
            <a
                class="start-button"
                href=app.tablet().address("")
                aria-describedby="start-hint"
                hidden=is_elsewhere
                on:click=leave
            >
                <span>{app.say(Phrase::Start)}</span>
                {icon("arrow-right")}
            </a>
            <div class="start-hint" id="start-hint" hidden=is_elsewhere>
                <p>{app.say(Phrase::StartHint)}</p>
                <p>{move || linked(&set())}</p>
            </div>
            <div class="start-beside" hidden=is_elsewhere>
                {ask_centre(app, START, app.asks_centre, start)} <NoticeText notice=day /> {ready(app)} {last_activity(app)}
            </div>
            <NoticeText notice=not_kept />
        </header>
    }
    .into_any()
}

/// Where the centre is asked for before the tablet goes to the participants.
const START: CentreForm = CentreForm {
    form: "ask-centre",
    field: "start-centre",
    there: ("start-there", PlanPhrase::StartThere),
    without: ("start-without", PlanPhrase::StartWithout),
};

/// The ways to the parts of the page: those of every activity, and the others behind "more".
fn views(app: App) -> AnyView {
    let is_open = RwSignal::new(false);
    let link = |view: View, words: Signal<&'static str>, icon_name: &'static str| {
        let href = view.hash();
        let is_current = move || app.view.with(|now| now.section() == view);
        view! {
            <a
                class="view-link"
                href=href
                aria-current=move || is_current().then_some("page")
                on:click=move |_| is_open.set(false)
            >
                {icon(icon_name)}
                <span>{words}</span>
            </a>
        }
    };
    let others = [
        (View::Paper(String::new()), app.say(PaperPhrase::Heading), "note-pencil"),
        (View::Device, app.say(Phrase::ViewDevice), "device-tablet"),
        (View::Voices(String::new()), app.say(Phrase::Voices), "microphone"),
        (View::Setup(String::new()), app.say(SetupPhrase::Heading), "share-network"),
        (View::Help(String::new()), app.say(HelpPhrase::Heading), "question"),
    ];
    // Where one is stands there also while the others are folded away.
    let named = others.clone();
    let name = move || {
        let section = app.view.with(View::section);
        named.iter().find(|(view, ..)| *view == section).map(|(_, words, _)| words.get())
    };
    let is_there = {
        let name = name.clone();
        Memo::new(move |_| name().is_some())
    };
    let summary = move || name().unwrap_or_else(|| app.language.get().say(Phrase::ViewsMore));
    let toggle = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        is_open.update(|is_open| *is_open = !*is_open);
    };
    view! {
        <nav class="views" aria-label=app.say(Phrase::Views)>
            {link(View::Desk, app.say(Phrase::ViewDesk), "house")}
            {link(View::Results(ActivityId::default()), app.say(ResultsPhrase::Heading), "presentation-chart")}
            {link(View::Framework(String::new()), app.say(FrameworkPhrase::Heading), "tree-structure")}
            {link(View::Data, app.say(DataPhrase::Heading), "export")}
            <details class="more-views" prop:open=is_open data-there=move || is_there.get().then_some("")>
                <summary class="view-link" on:click=toggle>
                    {icon("list")}
                    <span>{summary}</span>
                </summary>
                <div class="more-views-list">
                    {others.into_iter().map(|(view, words, name)| link(view, words, name)).collect_view()}
                </div>
            </details>
        </nav>
    }
    .into_any()
}

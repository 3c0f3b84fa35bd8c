//! The top of the page: what it is, in which language, and the way to the participants.

use leptos::prelude::*;

use crate::domain::study::{CardSort, Deck, Instrument, Study};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::activity::keep_typed;
use crate::ui::coordinator::block::Told;
use crate::ui::coordinator::sentences::store_notice;
use crate::ui::coordinator::view::View;
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
                Some(deck_of(study, &set.deck)?.title.get(language.id()).to_owned())
            });
            [set.centre.clone(), set.kind.clone(), set.round.clone(), deck.unwrap_or_default()]
        });
        if app.activity.with(|set| set.id.is_empty()) {
            return language.say(Phrase::ActivityNone).to_owned();
        }
        let named: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        language.say_with(Phrase::ActivityNow, &[("activity", &named.join(" · "))])
    };
    // What is typed is meant for those who take part now, kept or not.
    let leave = move |event: leptos::ev::MouseEvent| {
        if keep_typed(app).is_err() {
            event.prevent_default();
        }
    };
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
                <p>{set}</p>
            </div>
            <Told notice=not_kept />
        </header>
    }
    .into_any()
}

/// The ways to the parts of the page.
fn views(app: App) -> AnyView {
    let link = |view: View, words: Phrase, icon_name: &'static str| {
        let href = view.hash();
        let is_current = move || {
            let is_desk = app.view.with(|now| matches!(now, View::Desk | View::Checking(_)));
            is_desk == (view == View::Desk)
        };
        view! {
            <a class="view-link" href=href aria-current=move || is_current().then_some("page")>
                {icon(icon_name)}
                <span>{app.say(words)}</span>
            </a>
        }
    };
    view! {
        <nav class="views" aria-label=app.say(Phrase::Views)>
            {link(View::Desk, Phrase::ViewDesk, "list")}
            {link(View::Voices(String::new()), Phrase::Voices, "microphone")}
        </nav>
    }
    .into_any()
}

/// All decks of a study.
pub(super) fn decks(study: &Study) -> impl Iterator<Item = &Deck> {
    let sorts = study.instruments.iter().filter_map(|instrument| match instrument {
        Instrument::CardSort(card_sort) => Some(card_sort),
        Instrument::Survey { .. } => None,
    });
    sorts.flat_map(|card_sort: &CardSort| &card_sort.decks)
}

/// The deck called `id`, or the first.
fn deck_of<'a>(study: &'a Study, id: &str) -> Option<&'a Deck> {
    decks(study).find(|deck| deck.id == id).or_else(|| decks(study).next())
}

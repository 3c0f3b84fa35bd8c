//! The screens with a question: of the picture survey, and which card is missing.

use leptos::prelude::*;

use crate::domain::session::Action;
use crate::domain::study::{Instrument, Word};
use crate::domain::survey::Answer;
use crate::ui::components::icon::Icon;
use crate::ui::components::picture_button::PictureButton;
use crate::ui::participant::App;

/// Longest answer to "which card is missing", in characters: six long words.
const LONGEST_MISSING: usize = 60;

/// At most this many missing cards: more would be a conversation, which is better than a form.
const MOST_MISSING: usize = 3;

/// One question of the survey.
pub(super) fn question(app: App, at: usize, question: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::Survey { dont_know, .. }) = study.instruments.get(at) else { return ().into_any() };
    let answered = app.session.with_untracked(|session| {
        session.survey(at).and_then(|survey| survey.answers.get(question)).cloned()
    });
    let Some(asked) = answered.as_ref().and_then(|answered| study.question(&answered.question)) else {
        return ().into_any();
    };
    let answer = Signal::derive(move || {
        app.session.with(|session| {
            session
                .survey(at)
                .and_then(|survey| survey.answers.get(question))
                .and_then(|one| one.answer.clone())
        })
    });
    let choices = asked.choices.iter().map(|choice| {
        let (id, tapped) = (choice.id.clone(), choice.id.clone());
        let is_chosen = Signal::derive(
            move || matches!(answer.get(), Some(Answer::Choices(chosen)) if chosen.contains(&id)),
        );
        view! {
            <PictureButton
                text=app.text(&choice.text)
                picture=app.picture(&choice.picture)
                is_chosen=is_chosen
                on_tap=move |()| { app.act(Action::Choose(tapped.clone())); }
            />
        }
    });
    let dont_know = view! {
        <PictureButton
            text=app.text(&dont_know.text)
            picture=app.picture(&dont_know.picture)
            is_chosen=Signal::derive(move || answer.get() == Some(Answer::DontKnow))
            is_quiet=true
            on_tap=move |()| { app.act(Action::DontKnow); }
        />
    };
    app.frame(
        0.0,
        view! {
            <div class="question">
                <img class="question-picture" src=app.picture(&asked.picture) alt="" />
                <h1 tabindex="-1">{app.text(&asked.text)}</h1>
            </div>
            <div class="choices" data-count=asked.choices.len().to_string()>{choices.collect_view()}</div>
            <div class="choices-apart">{dont_know}</div>
        }
        .into_any(),
    )
}

/// Which card is missing: said aloud, and written down in a few words by whoever can.
pub(super) fn missing(app: App, at: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return ().into_any() };
    let Some(question) = &card_sort.missing else { return ().into_any() };
    let before = app.session.with_untracked(|session| session.sort(at).and_then(|sort| sort.missing.clone()));
    let said = RwSignal::new(before.unwrap_or_default());
    let n_fields = RwSignal::new(said.with_untracked(Vec::len));
    let write = move |field: usize, words: String| {
        said.update(|said| {
            said.resize(said.len().max(field + 1), String::new());
            said[field] = words;
        });
        app.act(Action::Missing(said.get_untracked()));
    };
    let fields = move || {
        (0..n_fields.get())
            .map(|field| {
                let words = said.with_untracked(|said| said.get(field).cloned()).unwrap_or_default();
                view! {
                    <input
                        class="missing-words"
                        type="text"
                        autocomplete="off"
                        maxlength=LONGEST_MISSING
                        aria-label=app.word(Word::MissingHint)
                        prop:value=words
                        on:input=move |event| write(field, event_target_value(&event))
                    />
                }
            })
            .collect_view()
    };
    let choice = move |icon: &'static str, word: Word, tap: fn(App, RwSignal<usize>)| {
        view! {
            <button type="button" class="large-button" on:click=move |_| tap(app, n_fields)>
                <Icon name=icon />
                <span>{app.word(word)}</span>
            </button>
        }
    };
    let body = move || {
        if n_fields.get() == 0 {
            let none = choice("x", Word::No, |app, _| {
                app.act(Action::Missing(Vec::new()));
                app.act(Action::Next);
            });
            let some = choice("check", Word::Yes, |_, n_fields| n_fields.set(1));
            view! { <div class="missing-choice">{none}{some}</div> }.into_any()
        } else {
            let another = (n_fields.get() < MOST_MISSING)
                .then(|| choice("plus", Word::Add, |_, n_fields| n_fields.update(|fields| *fields += 1)));
            view! {
                <p class="hint">{app.word(Word::MissingHint)}</p>
                <div class="missing-fields">{fields}</div>
                {another}
                <p class="hint">{app.word(Word::NoNames)}</p>
            }
            .into_any()
        }
    };
    app.frame(
        0.0,
        view! {
            <h1 tabindex="-1">{app.text(question)}</h1>
            <div class="missing">
                <span class="missing-card" aria-hidden="true">"?"</span>
                <div class="missing-body">{body}</div>
            </div>
        }
        .into_any(),
    )
}

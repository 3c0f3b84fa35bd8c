//! The screens at the end of a participant's way, and those that stand before the way itself.

use leptos::prelude::*;

use crate::domain::response::Outcome;
use crate::domain::session::Step;
use crate::domain::study::{Message, Word};
use crate::ui::components::icon::Icon;
use crate::ui::participant::{App, Phase};

/// The answers are on the disk.
pub(super) fn thanks(app: App) -> AnyView {
    message(app, &app.study.get_value().thanks)
}

/// Somebody would rather not, which is fine.
pub(super) fn declined(app: App) -> AnyView {
    message(app, &app.study.get_value().declined)
}

fn message(app: App, message: &Message) -> AnyView {
    view! {
        <div class="screen message-screen sheet" data-kind="end">
            <img class="message-picture" src=app.picture(&message.picture) alt="" />
            <h1 tabindex="-1">{app.text(&message.text)}</h1>
            <button type="button" class="large-button" on:click=move |_| app.reset()>
                <span>{app.word(Word::Done)}</span>
            </button>
        </div>
    }
    .into_any()
}

/// The response is being written to the disk.
pub(super) fn keeping(app: App) -> AnyView {
    view! {
        <div class="screen message-screen sheet" data-kind="keeping">
            <h1 tabindex="-1">{app.word(Word::Saving)}</h1>
        </div>
    }
    .into_any()
}

/// Asks whether to stop.
pub(super) fn stop(app: App) -> AnyView {
    view! {
        <div class="screen message-screen sheet" role="dialog" aria-modal="true">
            <Icon name="hand-palm" />
            <h1 tabindex="-1">{app.word(Word::StopQuestion)}</h1>
            <div class="message-choice">
                <button
                    type="button"
                    class="large-button"
                    data-main=""
                    on:click=move |_| app.phase.set(Phase::Answering)
                >
                    <Icon name="arrow-right" />
                    <span>{app.word(Word::StopNo)}</span>
                </button>
                <button type="button" class="large-button" on:click=move |_| app.finish(Outcome::Stopped)>
                    <Icon name="x" />
                    <span>{app.word(Word::StopYes)}</span>
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What was given could not be written down. Trying again is all a participant can do; the coordinator can do more.
pub(super) fn trouble(app: App, outcome: Option<Outcome>) -> AnyView {
    let again = move |_| match outcome {
        Some(outcome) => app.finish(outcome),
        None => {
            app.phase.set(Phase::Answering);
            if app.session.with_untracked(|session| session.step != Step::Language) {
                app.save_draft();
            }
        }
    };
    view! {
        <div class="screen message-screen sheet" role="alertdialog" aria-modal="true" data-kind="trouble">
            <Icon name="device-tablet" />
            <h1 tabindex="-1">{app.word(Word::FullDevice)}</h1>
            <div class="message-choice">
                <button type="button" class="large-button" data-main="" on:click=again>
                    <Icon name="arrow-counter-clockwise" />
                    <span>{app.word(Word::Next)}</span>
                </button>
                <a class="large-button" href="coordinator/">
                    <Icon name="gear" />
                </a>
            </div>
        </div>
    }
    .into_any()
}

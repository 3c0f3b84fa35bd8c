//! The participant's page: one screen for each step of a session.

use std::rc::Rc;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::domain::session::Step;
use crate::ports::response_store::ResponseStore;
use crate::ports::tablet::Tablet;
use crate::ui::components::element::{View, element, nothing};
use crate::ui::dom;
use crate::ui::drawn::Children;
use crate::ui::participant::app::{App, Model, Tap};
use crate::ui::participant::screen::{Screen, at_hand};
use crate::workflow::participant::job::Ports;
use crate::workflow::participant::{Controller, Phase};

pub(crate) mod app;
pub(crate) mod choosing;
mod ending;
pub(crate) mod overlay;
pub(crate) mod screen;
mod starting;

/// Somebody takes part, and nobody has touched the tablet for a while. From `public/touch.js`.
const IDLE: &str = "betekenis-idle";
/// Asked whether they are still there, nobody has touched it either.
const GONE: &str = "betekenis-gone";
/// The start is over. From `public/boot.js`.
const CALM: &str = "betekenis-calm";
/// The page is left for good: one that is put by would never come to the end of what it begins.
const LEFT: &str = "betekenis-left";

/// Opens the study, takes up a participant who was cut off, and shows the page.
pub fn start(store: Rc<dyn ResponseStore>, tablet: Rc<dyn Tablet>) {
    let Some(root) = dom::find("#app") else { return };
    // The choice of language in the page's HTML stays where it is until the study has been read.
    let show = move || {
        let app = App::new(Controller::new(Ports { store, tablet: Rc::clone(&tablet) }), dom::page_size());
        app.follow(Controller::open());
        window_event_listener(ev::resize, move |_| app.resize(dom::page_size()));
        window_event_listener(ev::online, move |_| tablet.send());
        app.hear(LEFT, Controller::save);
        app.hear(CALM, Controller::catch_up);
        app.hear(IDLE, Controller::idle);
        app.hear(GONE, Controller::gone);
        Effect::new(move |before: Option<Children>| {
            let mut children = before.unwrap_or_default();
            if let Some(page) = dom::find("#app") {
                children.become_these(&page, vec![app.see(|model| draw(app, model))]);
            }
            children
        });
    };
    mount_to(root, show).forget();
}

fn draw(app: App, model: &Model) -> View {
    let Controller { study, session, phase, .. } = &model.controller;
    let beside = match *phase {
        Phase::Opening => return nothing(),
        Phase::Answering => None,
        Phase::NoStudy => Some(starting::no_study()),
        Phase::AskingToStop => Some(ending::stop(app)),
        Phase::ChoosingLanguage => Some(starting::another_language(app)),
        Phase::AskingIfThere => Some(ending::still_there(app)),
        Phase::Calling => Some(ending::calling(app)),
        Phase::NoStorage => Some(ending::trouble(app, Tap::Reload)),
        Phase::DraftLost => Some(ending::trouble(app, Tap::SaveAgain)),
        Phase::Keeping(_) => Some(ending::keeping(app)),
        Phase::NotKept(outcome) => Some(ending::trouble(app, Tap::Finish(outcome))),
        Phase::Kept => Some(ending::thanks(app)),
    };
    let over = at_hand!(session, study, |one, part, step| one.overlay(app, model, part, step)).flatten();
    let over = over.or_else(|| choosing::too_many(app, model));
    let is_covered = beside.is_some() || over.is_some();
    let screen = match session.step {
        Step::Language => starting::language(app),
        Step::Consent => starting::consent(app),
        Step::Inside(..) => {
            let drawn = at_hand!(session, study, |one, part, step| one.draw(app, model, part, step));
            drawn.unwrap_or_else(nothing)
        }
        Step::Thanks => nothing(),
        Step::Declined => ending::declined(app),
    };
    // Another step is another screen, of which nothing was there before.
    let screen = element("DIV", "participant")
        .key(model.n_screens.to_string())
        .flag("inert", is_covered)
        .child(screen);
    element("DIV", "page")
        .child(screen.view())
        .child(over.unwrap_or_else(nothing))
        .child(beside.unwrap_or_else(nothing))
        .view()
}

//! The values that the screens are drawn from, and what a tap changes in them.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Element;

use crate::domain::response::{Outcome, ResponseId};
use crate::domain::session::{Action, Step};
use crate::domain::study::{Language, Study, Text, Word, at_centre};
use crate::ui::components::card::Face;
use crate::ui::components::element::{OnTap, View};
use crate::ui::components::frame::{Frame, framed};
use crate::ui::dom;
use crate::workflow::participant::{Controller, Effects, Phase};

/// The page, as every screen and button holds it.
#[derive(Clone, Copy)]
pub(crate) struct App(RwSignal<Model, LocalStorage>);

/// All that the screens are drawn from.
pub(crate) struct Model {
    pub(crate) controller: Controller,
    pub(crate) view: Open,
    /// Width and height of the page, in CSS pixels.
    pub(crate) size: (usize, usize),
    /// Counts the screens that have come: another number is another screen.
    pub(crate) n_screens: u32,
    /// There are several languages to choose from; looked up with every screen, not with every tap.
    has_languages: bool,
    /// Pictures of what comes next, held so that the browser does not throw them away.
    ahead: Vec<Element>,
}

/// By then what was put down or chosen lies still, and nothing stands in its way.
const STILL: Duration = Duration::from_millis(400);

/// What is open on a screen, and forgotten with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Open {
    /// What is open over the screen, by an id that its instrument knows.
    pub(crate) over: Option<String>,
    /// Where something to practise with was put, by an id that its instrument knows: nothing of it is kept.
    pub(crate) practised: Option<String>,
    /// Which page of pictures is shown, where they do not fit on one.
    pub(crate) page: usize,
    /// Fields that were opened to write in.
    pub(crate) n_fields: usize,
    /// The card or choice (id) for which another is to go first: as many are chosen as may be.
    pub(crate) too_many: Option<String>,
}

/// What a tap does. One kind of value for every button, so that a button is the same code everywhere.
#[derive(Debug, Clone)]
pub(crate) enum Tap {
    /// What the session knows.
    Act(Action),
    /// The same, and then goes on.
    ActAndGoOn(Action),
    /// Goes on in this language, when its texts are there.
    Speak(String),
    /// Opens this over the screen (an id that its instrument knows), or closes what is open.
    Open(Option<String>),
    /// Puts what is practised with there, or takes it back.
    Practise(Option<String>),
    /// Turns the pages of pictures, of which there are so many, on or back.
    Turn(bool, usize),
    /// Opens so many fields to write in.
    Fields(usize),
    /// Asks which of those that are chosen is to go for this one (id), or no longer.
    TooMany(Option<String>),
    /// Goes to a phase.
    Go(Phase),
    /// Ends the response.
    Finish(Outcome),
    /// Tries to write the answers down once more.
    SaveAgain,
    /// Opens the page anew.
    Reload,
    /// Makes the tablet ready for the next participant.
    Reset,
}

/// Where the participant looks: with another place comes another heading.
#[derive(PartialEq)]
struct Place {
    id: ResponseId,
    language: String,
    step: Step,
    phase: Phase,
    is_covered: bool,
}

impl Place {
    /// The screen is another one than that of `before`.
    fn has_arrived_from(&self, before: &Self) -> bool {
        (&self.id, &self.language, self.step) != (&before.id, &before.language, before.step)
    }
}

impl Model {
    fn take(&mut self, tap: Tap) -> Effects {
        let Self { controller, view, .. } = self;
        match tap {
            Tap::Act(action) | Tap::ActAndGoOn(action) => return controller.act(action),
            Tap::Speak(language) => return controller.speak(language),
            Tap::Finish(outcome) => return controller.finish(outcome),
            Tap::SaveAgain => return controller.save_again(),
            Tap::Go(phase) => controller.go(phase),
            Tap::Reset => controller.reset(),
            Tap::Reload => dom::reload(),
            Tap::Open(id) => (view.over, view.page) = (id, 0),
            Tap::Practise(id) => view.practised = id,
            Tap::Turn(is_on, n_pages) => {
                view.page = (view.page + if is_on { 1 } else { n_pages - 1 }) % n_pages;
            }
            Tap::Fields(n_fields) => view.n_fields = n_fields,
            Tap::TooMany(waiting) => view.too_many = waiting,
        }
        Effects::default()
    }

    fn place(&self) -> Place {
        let Controller { session, phase, .. } = &self.controller;
        Place {
            id: session.response.id.clone(),
            language: session.response.language.clone(),
            step: session.step,
            phase: *phase,
            is_covered: self.view.over.is_some() || self.view.too_many.is_some(),
        }
    }
}

impl App {
    /// A page of this size, on which nothing has been opened yet.
    pub(super) fn new(controller: Controller, size: (usize, usize)) -> Self {
        let view = Open::default();
        let (n_screens, has_languages, ahead) = (0, false, Vec::new());
        Self(RwSignal::new_local(Model { controller, view, size, n_screens, has_languages, ahead }))
    }

    /// Looks at all that the screens are drawn from; what is drawn of it is drawn again when it changes.
    pub(super) fn see<T>(self, look: impl FnOnce(&Model) -> T) -> T {
        self.0.with(look)
    }

    /// The page has another size.
    pub(super) fn resize(self, size: (usize, usize)) {
        self.0.update(|model| model.size = size);
    }

    /// Has the controller hear of an event on the window.
    pub(super) fn hear(self, name: &'static str, hear: fn(&mut Controller) -> Effects) {
        window_event_listener_untyped(name, move |_| {
            self.change(Box::new(move |model| hear(&mut model.controller)));
        });
    }

    /// What a button does.
    pub(crate) fn tap(self, tap: Tap) -> OnTap {
        Box::new(move |_| {
            if let Tap::Speak(language) = &tap {
                mark_language(language, "aria-pressed");
            }
            self.take(tap.clone());
            if let Tap::ActAndGoOn(_) = tap {
                self.act(Action::Next);
            }
        })
    }

    /// Takes in what the participant does.
    pub(crate) fn act(self, action: Action) {
        self.take(Tap::Act(action));
    }

    fn take(self, tap: Tap) {
        self.change(Box::new(|model| model.take(tap)));
    }

    /// Changes the model, draws what differs, and sees to what follows.
    fn change(self, change: Box<dyn FnOnce(&mut Model) -> Effects>) {
        let changed = self.0.try_maybe_update(|model| {
            let (before, view) = (model.place(), model.view.clone());
            let effects = change(model);
            if effects.has_acted {
                model.view.over = None;
                model.view.too_many = None;
            }
            if model.place().has_arrived_from(&before) {
                // What belonged to the step before is put away.
                model.view = Open::default();
                model.n_screens = model.n_screens.wrapping_add(1);
                model.has_languages = model.controller.languages().len() > 1;
            }
            let now = model.place();
            (effects.has_acted || now != before || model.view != view, (effects, before, now))
        });
        let Some((effects, before, now)) = changed else { return };
        if before.phase == Phase::Opening && now.phase != Phase::Opening {
            remove_first_screen();
        }
        if now.has_arrived_from(&before) {
            let study = self.study();
            let language = study.language(&now.language);
            dom::set_language(&now.language, language.is_some_and(|language| language.is_right_to_left));
        }
        if now != before {
            focus_heading();
        }
        self.follow(effects);
    }

    /// Sees to what follows from a change.
    pub(super) fn follow(self, effects: Effects) {
        if let Some(language) = effects.unavailable {
            // Without a network it cannot be had: the tile shows that, and the others are there.
            mark_language(&language, "disabled");
        }
        if let Some(later) = effects.later {
            let wait = later.wait();
            set_timeout(move || self.change(Box::new(move |model| model.controller.due(&later))), wait);
        }
        for job in effects.jobs {
            let ports = self.0.with_untracked(|model| model.controller.ports().clone());
            spawn_local(async move {
                let done = job.run(ports).await;
                self.change(Box::new(|model| model.controller.done(done)));
            });
        }
    }

    pub(crate) fn study(self) -> Rc<Study> {
        self.0.with_untracked(|model| Rc::clone(&model.controller.study))
    }

    fn language(self) -> String {
        self.0.with_untracked(|model| model.controller.session.response.language.clone())
    }

    /// The languages that participants may choose here.
    pub(super) fn languages(self) -> Vec<Language> {
        self.0.with_untracked(|model| model.controller.languages())
    }

    /// A word on a button.
    pub(crate) fn word(self, word: Word) -> String {
        self.study().word(word, &self.language()).to_owned()
    }

    /// A text of the study, with the name of the centre filled in.
    pub(crate) fn text(self, text: &Text) -> String {
        let language = self.language();
        let text = text.get(&language);
        let named = self.0.with_untracked(|model| model.controller.session.response.activity.centre.clone());
        if named.is_empty() {
            text.replace("{centre}", self.study().centre.get(&language))
        } else {
            at_centre(text, &named)
        }
    }

    /// Address of a picture of the study.
    pub(crate) fn picture(self, picture: &str) -> String {
        self.0.with_untracked(|model| model.controller.ports().tablet.picture(picture))
    }

    /// Fetches pictures (addresses) that are shown next, so that they are there before anybody asks for them.
    pub(crate) fn fetch_ahead(self, pictures: Vec<String>) {
        let fetch = move || {
            let ahead = pictures.iter().filter_map(|address| dom::fetch_picture(address)).collect();
            self.0.try_maybe_update(|model| (false, model.ahead = ahead));
        };
        set_timeout(fetch, STILL);
    }

    /// What stands on the card with this id.
    pub(crate) fn card(self, id: &str) -> Option<Face> {
        let study = self.study();
        let card = study.card(id)?;
        Some(Face { id: id.to_owned(), text: self.text(&card.text), picture: self.picture(&card.picture) })
    }

    /// The frame of a step, with the ways that its session allows.
    pub(crate) fn frame(self, model: &Model, class: &'static str, screen: Vec<View>) -> View {
        let back = (self.word(Word::Back), self.tap(Tap::Act(Action::Back)));
        self.frame_with(model, 0, back, class, screen)
    }

    /// The same, with a way back of its own, and some tenths of the step done.
    pub(crate) fn frame_with(
        self,
        model: &Model,
        tenths_done: usize,
        back: (String, OnTap),
        class: &'static str,
        screen: Vec<View>,
    ) -> View {
        let Controller { session, study, .. } = &model.controller;
        let is_skipping = session.is_open(study);
        let next = session.can_go_on(study).then(|| {
            let word = if is_skipping { Word::Skip } else { Word::Next };
            (self.word(word), self.tap(Tap::Act(Action::Next)))
        });
        let frame = Frame {
            progress: session.progress(study),
            tenths_done,
            stop: (self.word(Word::Stop), self.tap(Tap::Go(Phase::AskingToStop))),
            language: model
                .has_languages
                .then(|| (self.word(Word::Language), self.tap(Tap::Go(Phase::ChoosingLanguage)))),
            back,
            next,
            is_skipping,
        };
        framed(frame, class, screen)
    }
}

/// The heading of a new screen gets the focus: a screen reader reads it, and the keyboard starts there.
fn focus_heading() {
    request_animation_frame(|| {
        if let Some(heading) = dom::find(".sheet h1").or_else(|| dom::find("h1")) {
            // An element that cannot be focused is no harm.
            let _ = heading.focus();
        }
    });
}

/// Sets an attribute of the tile of `language`, until the screen is drawn anew.
fn mark_language(language: &str, name: &str) {
    if let Some(tile) = dom::find(&format!("[data-language='{language}']")) {
        // Attributes that every button may have.
        let _ = tile.set_attribute(name, "true");
    }
}

/// Takes away the first screen as it stands in the page's HTML: the app draws the same one in its place.
fn remove_first_screen() {
    if let Some(screen) = dom::find("#app > .screen") {
        screen.remove();
    }
}

//! The participant's page: one screen for each step of a [`Session`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::dealing::Dealing;
use crate::domain::response::{Activity, Mode, Outcome};
use crate::domain::session::{Action, Session, Step};
use crate::domain::study::{Language, Study, Text, Word};
use crate::format::draft::write_draft;
use crate::format::study::read_study;
use crate::instruments::card_sort::rules::SortAction;
use crate::instruments::{Rules, alike};
use crate::ports::response_store::ResponseStore;
use crate::ports::tablet::Tablet;
use crate::ui::components::Tap;
use crate::ui::components::card::Face;
use crate::ui::components::element::{element, nothing};
use crate::ui::components::frame::{Frame, framed};
use crate::ui::dom;
use crate::workflow::open_study::{STUDY, StudyFolder};
use crate::workflow::resume::{keep, resume};

mod choosing;
pub(crate) mod ending;
mod starting;

/// How long the thanks stand before the tablet is ready for the next participant: long enough to be read aloud once.
const THANKS: Duration = Duration::from_secs(8);

/// How long a chosen answer is seen before the next question comes: long enough to see what was hit, and to take it
/// back. The style sheet has the same number.
const MOMENT: Duration = Duration::from_millis(1500);

/// Somebody takes part, and nobody has touched the tablet for a while. From `public/touch.js`.
const IDLE: &str = "betekenis-idle";
/// Asked whether they are still there, nobody has touched it either.
const GONE: &str = "betekenis-gone";
/// The page is left for good: one that is put by would never come to the end of what it begins.
const LEFT: &str = "betekenis-left";

/// The page: what is shown, and what lies outside.
#[derive(Clone, Copy)]
pub(crate) struct App {
    shown: RwSignal<Shown>,
    world: StoredValue<Rc<World>, LocalStorage>,
}

/// All that the screens are drawn from.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) session: Session,
    phase: Phase,
    /// The pile on which the practice card lies.
    pub(crate) practised: Option<String>,
    /// The pile whose cards are all shown.
    pub(crate) open_pile: Option<String>,
    /// Which page of cards is shown.
    page: usize,
    /// Fields for missing cards.
    pub(crate) n_fields: usize,
    /// The card or choice (id) for which another is to go first: as many are chosen as may be.
    too_many: Option<String>,
    /// An answer was just chosen: the next question comes by itself.
    pub(crate) is_moving_on: bool,
    /// Width and height of the page, in CSS pixels.
    pub(crate) size: (usize, usize),
}

/// What goes on beside the steps of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The study is being read.
    Opening,
    /// There is no study to begin with.
    NoStudy,
    /// The participant is at a step.
    Answering,
    /// Asked whether to stop.
    AskingToStop,
    /// Another language can be chosen.
    ChoosingLanguage,
    /// Asked whether they are still there.
    AskingIfThere,
    /// The coordinator has been called: the edge of the tablet is lit up until somebody taps.
    Calling,
    /// The answers could not be written down; the participant may try to go on.
    DraftLost,
    /// The response is being written to the disk.
    Keeping(Outcome),
    /// It could not be written to the disk.
    NotKept(Outcome),
    /// It is on the disk: thanks.
    Kept,
}

/// What a tap does. One kind of value for every button, so that a button is the same code everywhere.
#[derive(Debug, Clone)]
pub(crate) enum Do {
    /// What the session knows.
    Act(Action),
    /// Goes on in this language, when its texts are there.
    Speak(String),
    /// Puts the practice card on this pile, or takes it back.
    Practise(Option<String>),
    /// Shows all cards of this pile, or no longer.
    Open(Option<String>),
    /// Turns the pages of cards, of which there are so many.
    Turn(bool, usize),
    /// Opens so many fields for missing cards.
    Fields(usize),
    /// No card is missing.
    NothingMissing,
    /// Asks which of those that are chosen is to go for this one (id), or no longer.
    TooMany(Option<String>),
    /// Goes to a phase.
    Go(Phase),
    /// Ends the response.
    Finish(Outcome),
    /// Tries to write the answers down once more.
    SaveAgain,
    /// Makes the tablet ready for the next participant.
    Reset,
}

/// What lies outside the page's own values.
struct World {
    store: Rc<dyn ResponseStore>,
    tablet: Rc<dyn Tablet>,
    study: RefCell<Rc<Study>>,
    /// The language that was tapped last; its texts may still be on their way.
    wanted: RefCell<String>,
    /// Counts what is done, so that what was to come by itself does not come after something else.
    n_acts: Cell<u32>,
    is_saving: Cell<bool>,
    is_unsaved: Cell<bool>,
    /// Somebody is being trained: nothing of it is kept, counted or sent. `public/touch.js` shows it.
    is_practice: Cell<bool>,
}

impl World {
    /// The study in `folder`.
    fn studies<'a>(&'a self, folder: &'a str) -> StudyFolder<'a> {
        let (store, files) = (&*self.store, &*self.tablet);
        StudyFolder { store, files, folder, read_study, is_keeping: true }
    }
}

/// Opens the study, takes up a participant who was cut off, and shows the page.
pub fn start(store: Rc<dyn ResponseStore>, tablet: Rc<dyn Tablet>) {
    let Some(root) = dom::find("#app") else { return };
    // The choice of language in the page's HTML stays where it is until the study has been read.
    let app = move || {
        let study = Study::default();
        let session =
            Session::new(&study, Activity::default(), Dealing::default(), String::new(), "", &mut |_| 0);
        let world = World {
            store,
            tablet,
            study: RefCell::new(Rc::new(study)),
            wanted: RefCell::default(),
            n_acts: Cell::default(),
            is_saving: Cell::default(),
            is_unsaved: Cell::default(),
            is_practice: Cell::default(),
        };
        let app = App {
            shown: RwSignal::new(Shown {
                session,
                phase: Phase::Opening,
                practised: None,
                open_pile: None,
                page: 0,
                n_fields: 0,
                too_many: None,
                is_moving_on: false,
                size: dom::page_size(),
            }),
            world: StoredValue::new_local(Rc::new(world)),
        };
        spawn_local(app.open());
        app.view()
    };
    mount_to(root, app).forget();
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

/// What a kind of instrument shows. Implemented by what stands in the study.
pub(crate) trait Screen: Rules {
    /// The screen of a step.
    fn draw(&self, app: App, shown: &Shown, part: &Self::Part, step: Self::Step) -> AnyView;

    /// What lies over it, if anything.
    fn sheet(&self, _: App, _: &Shown, _: &Self::Part, _: Self::Step) -> Option<AnyView> {
        None
    }

    /// What stands on the picture with this id, where pictures are chosen.
    fn face(&self, app: App, study: &Study, part: &Self::Part, step: Self::Step, id: &str) -> Option<Face>;

    /// How many fields are open when a participant comes to a step.
    fn n_fields(&self, _: &Self::Part, _: Self::Step) -> usize {
        0
    }
}

/// Asks the instrument at hand for something that it shows.
macro_rules! at_hand {
    ($shown:expr, $study:expr, |$one:ident, $part:ident, $step:ident| $do:expr) => {
        $shown.session.inside($study).and_then(|(instrument, part, step)| {
            alike!(instrument, (part, step), $one, |$part: Part, $step: InnerStep| $do)
        })
    };
}

impl App {
    async fn open(self) {
        let world = self.world.get_value();
        let folder = world.tablet.study_folder();
        let Some(study) = world.studies(&folder).open(STUDY).await.study else {
            remove_first_screen();
            self.shown.update(|shown| shown.phase = Phase::NoStudy);
            return;
        };
        let tablet = &world.tablet;
        let (now, clock) = (tablet.now_ms(), tablet.clock_ms());
        let (new_id, is_elsewhere) = (|| tablet.new_id(), |id: &str| tablet.is_elsewhere(id));
        // Whoever was cut off is no matter of somebody who practises: their draft stays for the next page that does not.
        let resumed = if tablet.activity().is_practice {
            Ok(None)
        } else {
            resume(&*world.store, &study, now, clock, &tablet.today(), &new_id, &is_elsewhere).await
        };
        *world.study.borrow_mut() = Rc::new(study);
        remove_first_screen();
        let phase = if resumed.is_ok() { Phase::Answering } else { Phase::DraftLost };
        let session = resumed.ok().flatten();
        let is_resumed = session.is_some();
        if let Some(session) = &session {
            // Where that file cannot be had, they go on in the language that is here.
            if let Some(study) = self.load(&session.response.language).await {
                *self.world.get_value().study.borrow_mut() = study;
            }
        }
        self.begin_session(phase, session);
        window_event_listener(ev::resize, move |_| self.shown.update(|shown| shown.size = dom::page_size()));
        window_event_listener(ev::online, move |_| self.tablet().send());
        window_event_listener_untyped(LEFT, move |_| self.save_draft());
        window_event_listener_untyped(IDLE, move |_| self.ask_if_there());
        window_event_listener_untyped(GONE, move |_| self.leave());
        self.tablet().send();
        if let Some(language) = self.tablet().language_tapped_early().filter(|_| !is_resumed) {
            self.run(Do::Speak(language));
        }
    }

    /// Begins with `session`, or with a new participant.
    fn begin_session(self, phase: Phase, session: Option<Session>) {
        self.world.with_value(|world| world.wanted.borrow_mut().clear());
        let session = session.unwrap_or_else(|| self.new_session());
        self.tablet().set_busy((session.step != Step::Language).then_some(&session.response.id));
        self.shown.update(|shown| {
            shown.phase = phase;
            shown.session = session;
        });
        self.arrive();
        focus_heading();
    }

    fn new_session(self) -> Session {
        let (tablet, study) = (self.tablet(), self.study());
        let (kept, today) = (tablet.activity(), tablet.today());
        // A tablet that was left standing begins the activity of a new day by itself.
        let set = kept.begun(&today, || tablet.new_id());
        if set != kept {
            // If it cannot be kept, responses of today may belong to several activities; none is lost by that.
            let _ = tablet.set_activity(&set);
        }
        self.world.with_value(|world| world.is_practice.set(set.is_practice));
        // The same on every day of a plan.
        let dealing = Dealing::of(&kept);
        let day = set.day_on(&today).to_owned();
        let part_of_day = set.part_of_day.unwrap_or_else(|| tablet.part_of_day());
        let activity = set.activity(day, part_of_day);
        let mut shuffle = |n| tablet.below(n);
        Session::new(&study, activity, dealing, tablet.new_id(), env!("CARGO_PKG_VERSION"), &mut shuffle)
    }

    /// The study with the texts of `language`, from its own file if they are not here; `None` if it cannot be had.
    async fn load(self, language: &str) -> Option<Rc<Study>> {
        let (study, world) = (self.study(), self.world.get_value());
        let folder = world.tablet.study_folder();
        world.studies(&folder).in_language(&study, language).await.map(Rc::new)
    }

    /// Goes on in `language`. Until its texts have come another one can be tapped.
    fn speak(self, language: String) {
        let world = self.world.get_value();
        language.clone_into(&mut world.wanted.borrow_mut());
        mark_language(&language, "aria-pressed");
        spawn_local(async move {
            let loaded = self.load(&language).await;
            // What comes late must not take the place of what was chosen since.
            if *world.wanted.borrow() != language {
                return;
            }
            if let Some(study) = loaded {
                *world.study.borrow_mut() = study;
                self.shown.update(|shown| {
                    if shown.phase == Phase::ChoosingLanguage {
                        shown.phase = Phase::Answering;
                    }
                });
                self.act(Action::ChooseLanguage(language));
                focus_heading();
            } else {
                // Without a network it cannot be had: the tile shows that, and the others are there.
                mark_language(&language, "disabled");
            }
        });
    }

    /// Nobody has touched the tablet for a while.
    fn ask_if_there(self) {
        self.shown.update(|shown| {
            let is_underway = !matches!(shown.session.step, Step::Language | Step::Thanks | Step::Declined);
            if is_underway
                && matches!(shown.phase, Phase::Answering | Phase::AskingToStop | Phase::ChoosingLanguage)
            {
                shown.phase = Phase::AskingIfThere;
            }
        });
        focus_heading();
    }

    /// Nobody is there: what they gave is kept, and the tablet is ready for the next one.
    fn leave(self) {
        let (phase, has_agreed) = self.shown.with_untracked(|shown| (shown.phase, shown.session.has_agreed));
        if phase == Phase::AskingIfThere {
            if has_agreed { self.finish(Outcome::TimedOut) } else { self.reset() }
        }
    }

    fn view(self) -> AnyView {
        (move || {
            let shown = self.shown.get();
            if shown.phase == Phase::Opening {
                return nothing();
            }
            let beside = match shown.phase {
                Phase::Opening | Phase::Answering => None,
                Phase::NoStudy => Some(starting::no_study()),
                Phase::AskingToStop => Some(ending::stop(self)),
                Phase::ChoosingLanguage => Some(starting::another_language(self)),
                Phase::AskingIfThere => Some(ending::still_there(self)),
                Phase::Calling => Some(ending::calling(self)),
                Phase::DraftLost => Some(ending::trouble(self, Do::SaveAgain)),
                Phase::Keeping(_) => Some(ending::keeping(self)),
                Phase::NotKept(outcome) => Some(ending::trouble(self, Do::Finish(outcome))),
                Phase::Kept => Some(ending::thanks(self)),
            };
            let study = self.study();
            let sheet =
                at_hand!(shown, &study, |one, part, step| one.sheet(self, &shown, part, step)).flatten();
            let sheet = sheet.or_else(|| choosing::too_many(self, &shown));
            let is_covered = beside.is_some() || sheet.is_some();
            let screen = match shown.session.step {
                Step::Language => starting::language(self),
                Step::Consent => starting::consent(self),
                Step::Inside(..) => {
                    let drawn = at_hand!(shown, &study, |one, part, step| one.draw(self, &shown, part, step));
                    drawn.unwrap_or_else(nothing)
                }
                Step::Thanks => nothing(),
                Step::Declined => ending::declined(self),
            };
            let screen = element("DIV", "participant").flag("inert", is_covered).child(screen);
            element("DIV", "page")
                .child(screen.view())
                .children(sheet.into_iter().chain(beside).collect())
                .view()
        })
        .into_any()
    }

    /// What a button does.
    pub(crate) fn tap(self, what: Do) -> Tap {
        Box::new(move |_| self.run(what.clone()))
    }

    fn run(self, what: Do) {
        let before = self.place_of_focus();
        self.carry_out(what);
        if self.place_of_focus() != before {
            focus_heading();
        }
    }

    /// Where the participant looks: with another place comes another heading.
    fn place_of_focus(self) -> (Step, Phase, bool) {
        self.shown.with_untracked(|shown| {
            let has_sheet = shown.open_pile.is_some() || shown.too_many.is_some();
            (shown.session.step, shown.phase, has_sheet)
        })
    }

    fn carry_out(self, what: Do) {
        match what {
            Do::Act(action) => self.act(action),
            Do::Speak(language) => self.speak(language),
            Do::Practise(pile) => self.shown.update(|shown| shown.practised = pile),
            Do::Open(pile) => self.shown.update(|shown| {
                shown.open_pile = pile;
                shown.page = 0;
            }),
            Do::Turn(is_on, n_pages) => self.shown.update(|shown| {
                shown.page = (shown.page + if is_on { 1 } else { n_pages - 1 }) % n_pages;
            }),
            Do::Fields(n_fields) => self.shown.update(|shown| shown.n_fields = n_fields),
            Do::NothingMissing => {
                self.act(SortAction::NothingMissing.into());
                self.act(Action::Next);
            }
            Do::TooMany(waiting) => self.shown.update(|shown| shown.too_many = waiting),
            Do::Go(phase) => self.shown.update(|shown| shown.phase = phase),
            Do::Finish(outcome) => self.finish(outcome),
            // The storage did not answer at the start: perhaps it does now.
            Do::SaveAgain if !self.shown.with_untracked(|shown| shown.session.has_agreed) => dom::reload(),
            Do::SaveAgain => {
                self.shown.update(|shown| shown.phase = Phase::Answering);
                self.save_draft();
            }
            Do::Reset => self.reset(),
        }
    }

    /// Takes in what the participant does, and keeps it.
    pub(crate) fn act(self, action: Action) {
        let study = self.study();
        let mut session = self.shown.with_untracked(|shown| shown.session.clone());
        let before = (session.step, session.response.language.clone());
        if session.step == Step::Language {
            // The first screen may have stood there since yesterday, or since other things were set.
            if !session.has_agreed {
                session = self.new_session();
            }
            // The coordinator may have said so just before: for this one, or for all of the activity.
            let said = self.tablet().holder();
            if said.is_some() || !session.has_agreed {
                let (mode, n_present) = said.unwrap_or_else(|| {
                    let set = self.tablet().activity();
                    (set.mode, set.n_present)
                });
                session.response.mode = mode;
                session.response.n_present = if mode == Mode::Group { n_present } else { 0 };
            }
        }
        let is_answer = matches!(action, Action::Inside(_));
        if !session.act(&study, action, self.tablet().clock_ms()) {
            return;
        }
        let (step, has_agreed, id) = (session.step, session.has_agreed, session.response.id.clone());
        let has_arrived = before != (step, session.response.language.clone());
        let is_moving_on = is_answer && session.moves_on(&study);
        self.shown.update(|shown| {
            shown.session = session;
            shown.open_pile = None;
            shown.too_many = None;
            shown.is_moving_on = is_moving_on;
        });
        if has_arrived {
            self.arrive();
        }
        self.move_on_after(is_moving_on);
        match step {
            Step::Thanks => self.finish(Outcome::Complete),
            Step::Declined => {
                let world = self.world.get_value();
                if !world.is_practice.get() {
                    // The number is all there is of them, and not worth a message to the next participant.
                    let _ = world.tablet.count_declined();
                }
                spawn_local(async move {
                    // A draft that stays is kept as one that timed out at the next start: agreed to, then withdrawn.
                    let _ = world.store.discard_draft(&id).await;
                });
                self.reset_after(THANKS);
            }
            _ if has_agreed => self.save_draft(),
            _ => {}
        }
        self.tablet().set_busy((step != Step::Language || has_agreed).then_some(&self.id()));
    }

    /// If it `is_moving_on`, goes on after a moment, unless something else is done meanwhile.
    fn move_on_after(self, is_moving_on: bool) {
        let n_acts = self.world.with_value(|world| {
            world.n_acts.set(world.n_acts.get().wrapping_add(1));
            world.n_acts.get()
        });
        let go_on = move || {
            let is_same = self.world.with_value(|world| world.n_acts.get()) == n_acts;
            if is_same && self.shown.with_untracked(|shown| shown.phase) == Phase::Answering {
                self.run(Do::Act(Action::Next));
            }
        };
        if is_moving_on {
            set_timeout(go_on, MOMENT);
        }
    }

    /// A step begins: what belonged to the one before is put away.
    fn arrive(self) {
        let study = self.study();
        self.shown.update(|shown| {
            shown.page = 0;
            shown.practised = None;
            shown.open_pile = None;
            shown.too_many = None;
            shown.n_fields =
                at_hand!(shown, &study, |one, part, step| one.n_fields(part, step)).unwrap_or_default();
        });
        let language = self.language();
        let is_right_to_left =
            self.study().language(&language).is_some_and(|language| language.is_right_to_left);
        dom::set_language(&language, is_right_to_left);
    }

    /// Writes the draft down, the newest state last; never in the way of the next tap.
    fn save_draft(self) {
        let world = self.world.get_value();
        world.is_unsaved.set(true);
        if world.is_saving.replace(true) {
            return;
        }
        spawn_local(async move {
            while world.is_unsaved.replace(false) {
                let session = self.shown.with_untracked(|shown| shown.session.clone());
                let is_underway =
                    session.has_agreed && !matches!(session.step, Step::Thanks | Step::Declined);
                if !is_underway || world.is_practice.get() {
                    break;
                }
                let draft = write_draft(&session, world.tablet.now_ms());
                if world.store.save_draft(&session.response.id, &draft).await.is_err() {
                    self.shown.update(|shown| {
                        if shown.phase == Phase::Answering {
                            shown.phase = Phase::DraftLost;
                        }
                    });
                }
            }
            world.is_saving.set(false);
        });
    }

    /// Writes the response to the disk, and thanks only then.
    fn finish(self, outcome: Outcome) {
        let world = self.world.get_value();
        let response = self.shown.with_untracked(|shown| shown.session.finish(outcome));
        self.shown.update(|shown| shown.phase = Phase::Keeping(outcome));
        spawn_local(async move {
            let (tablet, new_id) = (&world.tablet, || world.tablet.new_id());
            let is_practice = world.is_practice.get();
            let is_kept =
                is_practice || keep(&*world.store, response, &tablet.today(), &new_id).await.is_ok();
            if is_kept && !is_practice {
                world.tablet.send();
            }
            if is_kept && outcome == Outcome::TimedOut {
                // Nobody is there to be thanked.
                self.reset();
                return;
            }
            let phase = if is_kept { Phase::Kept } else { Phase::NotKept(outcome) };
            self.shown.update(|shown| shown.phase = phase);
            focus_heading();
            if is_kept {
                self.reset_after(THANKS);
            }
        });
    }

    /// Makes the tablet ready for the next participant, unless that has happened already.
    fn reset_after(self, wait: Duration) {
        let id = self.id();
        set_timeout(
            move || {
                if self.id() == id {
                    self.reset();
                }
            },
            wait,
        );
    }

    fn reset(self) {
        self.tablet().forget_holder();
        self.begin_session(Phase::Answering, None);
    }

    fn tablet(self) -> Rc<dyn Tablet> {
        self.world.with_value(|world| Rc::clone(&world.tablet))
    }

    pub(crate) fn study(self) -> Rc<Study> {
        self.world.with_value(|world| Rc::clone(&world.study.borrow()))
    }

    fn id(self) -> String {
        self.shown.with_untracked(|shown| shown.session.response.id.clone())
    }

    fn language(self) -> String {
        self.shown.with_untracked(|shown| shown.session.response.language.clone())
    }

    /// The languages that participants may choose here: those that the coordinator has set, or all of the study.
    fn offered(self) -> Vec<Language> {
        let (mut languages, set) = (self.study().languages.clone(), self.tablet().activity().languages);
        if languages.iter().any(|language| set.contains(&language.id)) {
            languages.retain(|language| set.contains(&language.id));
        }
        languages
    }

    /// A word on a button.
    pub(crate) fn word(self, word: Word) -> String {
        self.study().word(word, &self.language()).to_owned()
    }

    /// A text of the study, with the name of the centre filled in.
    pub(crate) fn text(self, text: &Text) -> String {
        let language = self.language();
        let text = text.get(&language);
        let named = self.shown.with_untracked(|shown| shown.session.response.activity.centre.clone());
        let centre = if named.is_empty() { self.study().centre.get(&language).to_owned() } else { named };
        text.replace("{centre}", &centre)
    }

    /// Address of a picture of the study.
    pub(crate) fn picture(self, picture: &str) -> String {
        let tablet = self.tablet();
        tablet.address(&format!("{}{picture}", tablet.study_folder()))
    }

    /// What stands on the card with this id.
    pub(crate) fn card(self, id: &str) -> Option<Face> {
        let study = self.study();
        let card = study.card(id)?;
        Some(Face { id: id.to_owned(), text: self.text(&card.text), picture: self.picture(&card.picture) })
    }

    /// What stands on the picture with this id, where pictures are chosen.
    fn face(self, shown: &Shown, id: &str) -> Option<Face> {
        let study = self.study();
        at_hand!(shown, &study, |one, part, step| one.face(self, &study, part, step, id)).flatten()
    }

    /// The frame of a step, with the ways that its session allows.
    pub(crate) fn frame(self, shown: &Shown, class: &'static str, screen: Vec<AnyView>) -> AnyView {
        let back = (self.word(Word::Back), self.tap(Do::Act(Action::Back)));
        self.frame_with(shown, 0, back, class, screen)
    }

    /// The same, with a way back of its own, and some tenths of the step done.
    pub(crate) fn frame_with(
        self,
        shown: &Shown,
        tenths_done: usize,
        back: (String, Tap),
        class: &'static str,
        screen: Vec<AnyView>,
    ) -> AnyView {
        let is_skipping = shown.session.is_open(&self.study());
        let next = shown.session.can_go_on(&self.study()).then(|| {
            let word = if is_skipping { Word::Skip } else { Word::Next };
            (self.word(word), self.tap(Do::Act(Action::Next)))
        });
        let frame = Frame {
            progress: shown.session.progress(&self.study()),
            tenths_done,
            stop: (self.word(Word::Stop), self.tap(Do::Go(Phase::AskingToStop))),
            language: (self.offered().len() > 1)
                .then(|| (self.word(Word::Language), self.tap(Do::Go(Phase::ChoosingLanguage)))),
            back,
            next,
            is_skipping,
        };
        framed(frame, class, screen)
    }
}

//! The participant's page: one screen for each step of a [`Session`].

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::response::{Activity, Outcome};
use crate::domain::session::{Action, Session, Step};
use crate::domain::study::{Study, Text, Word};
use crate::format::draft::write_draft;
use crate::ports::response_store::ResponseStore;
use crate::ports::tablet::Tablet;
use crate::ui::components::card_face::Face;
use crate::ui::components::frame::Frame;
use crate::ui::dom;
use crate::workflow::open_study::open_study;
use crate::workflow::resume::{keep, resume};

mod asking;
mod choosing;
mod ending;
mod sorting;
mod starting;

/// How long the thanks stand before the tablet is ready for the next participant: long enough to be read aloud once.
const THANKS: Duration = Duration::from_secs(8);

/// Everything that the screens of one page share.
#[derive(Clone, Copy)]
struct App {
    // The study and what lies outside stand first: nothing here changes while the page is open.
    study: StoredValue<Arc<Study>>,
    session: RwSignal<Session>,
    /// What goes on beside the steps.
    phase: RwSignal<Phase>,
    /// Width and height of the page.
    size: RwSignal<(f64, f64)>,
    world: StoredValue<Rc<World>, LocalStorage>,
}

/// What goes on beside the steps of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The participant is at a step.
    Answering,
    /// Asked whether to stop.
    AskingToStop,
    /// The answers could not be written down; the participant may try to go on.
    DraftLost,
    /// The response is being written to the disk.
    Keeping(Outcome),
    /// It could not be written to the disk.
    NotKept(Outcome),
    /// It is on the disk: thanks.
    Kept,
}

/// What lies outside the page's own values.
struct World {
    store: Rc<dyn ResponseStore>,
    tablet: Rc<dyn Tablet>,
    is_saving: Cell<bool>,
    is_unsaved: Cell<bool>,
}

/// Opens the study, takes up a participant who was cut off, and shows the page.
pub fn start(store: Rc<dyn ResponseStore>, tablet: Rc<dyn Tablet>) {
    spawn_local(async {
        let address = format!("{}study.json", tablet.study_folder());
        let file = tablet.read(&address).await;
        let opened = open_study(&*store, &address, file.as_deref()).await;
        let Some(root) = dom::find("#app") else { return };
        let Some(study) = opened.study else {
            root.set_inner_html("");
            mount_to(root, starting::no_study).forget();
            return;
        };
        let resumed = resume(&*store, &study, tablet.now_ms(), tablet.clock_ms(), &tablet.today()).await;
        root.set_inner_html("");
        mount_to(root, move || {
            let phase = if resumed.is_ok() { Phase::Answering } else { Phase::DraftLost };
            let session = resumed.ok().flatten().unwrap_or_else(|| new_session(&study, &*tablet));
            let app = App {
                session: RwSignal::new(session),
                study: StoredValue::new(Arc::new(study)),
                phase: RwSignal::new(phase),
                size: RwSignal::new(dom::page_size()),
                world: StoredValue::new_local(Rc::new(World {
                    store,
                    tablet,
                    is_saving: Cell::default(),
                    is_unsaved: Cell::default(),
                })),
            };
            app.begin();
            app.view()
        })
        .forget();
    });
}

fn new_session(study: &Study, tablet: &dyn Tablet) -> Session {
    let set = tablet.activity();
    let activity = Activity {
        id: set.id,
        centre: set.centre,
        kind: set.kind,
        date: tablet.today(),
        part_of_day: tablet.part_of_day(),
        round: set.round,
    };
    let mut shuffle = |n| tablet.below(n);
    Session::new(study, activity, &set.deck, tablet.new_id(), env!("CARGO_PKG_VERSION"), &mut shuffle)
}

impl App {
    /// What happens by itself: sending, keys, turning the tablet.
    fn begin(self) {
        self.tell_language();
        self.tablet().set_busy(self.session.with_untracked(|session| session.step != Step::Language));
        window_event_listener(ev::resize, move |_| self.size.set(dom::page_size()));
        window_event_listener(ev::online, move |_| self.send());
        window_event_listener(ev::keydown, move |event| self.on_key(&event));
        window_event_listener(ev::pagehide, move |_| self.save_draft());
        self.send();
        if let Some(language) = self.tablet().language_tapped_early()
            && self.session.with_untracked(|session| session.step == Step::Language)
        {
            self.act(Action::ChooseLanguage(language));
        }
    }

    fn view(self) -> AnyView {
        let step = Memo::new(move |_| self.session.with(|session| session.step));
        let screen = move || match step.get() {
            Step::Language => starting::language(self),
            Step::Consent => starting::consent(self),
            Step::Practice(at) => sorting::practice(self, at),
            Step::Cards(at) => sorting::cards(self, at),
            Step::MostImportant(at) => choosing::most_important(self, at),
            Step::Missing(at) => asking::missing(self, at),
            Step::More(at) => choosing::more(self, at),
            Step::Question(at, question) => asking::question(self, at, question),
            Step::Thanks => ().into_any(),
            Step::Declined => ending::declined(self),
        };
        let beside = move || match self.phase.get() {
            Phase::Answering => ().into_any(),
            Phase::AskingToStop => ending::stop(self),
            Phase::DraftLost => ending::trouble(self, None),
            Phase::Keeping(_) => ending::keeping(self),
            Phase::NotKept(outcome) => ending::trouble(self, Some(outcome)),
            Phase::Kept => ending::thanks(self),
        };
        // The heading of a new screen gets the focus: a screen reader reads it, and the keyboard starts there.
        Effect::new(move |_| {
            step.track();
            self.phase.track();
            request_animation_frame(|| {
                if let Some(heading) = dom::find(".sheet h1").or_else(|| dom::find("h1")) {
                    // An element that cannot be focused is no harm.
                    let _ = heading.focus();
                }
            });
        });
        view! {
            <div class="participant" inert=move || self.phase.get() != Phase::Answering>{screen}</div>
            {beside}
        }
        .into_any()
    }

    /// Takes in what the participant does, and keeps it.
    fn act(self, action: Action) -> bool {
        let study = self.study.get_value();
        let before = self.session.with_untracked(|session| session.step);
        let mut changed = self.session.get_untracked();
        if !changed.act(&study, action, self.tablet().clock_ms()) {
            return false;
        }
        let (step, has_agreed, id) = (changed.step, changed.has_agreed, changed.response.id.clone());
        self.session.set(changed);
        match step {
            Step::Thanks => self.finish(Outcome::Complete),
            Step::Declined => {
                // The number is all there is of them, and not worth a message to the next participant.
                let _ = self.tablet().count_declined();
                let world = self.world.get_value();
                spawn_local(async move {
                    // A draft that stays is kept as one that timed out at the next start: agreed to, then withdrawn.
                    let _ = world.store.discard_draft(&id).await;
                });
                self.reset_after(THANKS);
            }
            _ if has_agreed => self.save_draft(),
            _ => {}
        }
        if before == Step::Language || step == Step::Language {
            self.tell_language();
            self.tablet().set_busy(true);
        }
        true
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
                let session = self.session.get_untracked();
                if !session.has_agreed || matches!(session.step, Step::Thanks | Step::Declined) {
                    break;
                }
                let draft = write_draft(&session, self.tablet().now_ms());
                if world.store.save_draft(&session.response.id, &draft).await.is_err()
                    && self.phase.get_untracked() == Phase::Answering
                {
                    self.phase.set(Phase::DraftLost);
                }
            }
            world.is_saving.set(false);
        });
    }

    /// Writes the response to the disk, and thanks only then.
    fn finish(self, outcome: Outcome) {
        self.phase.set(Phase::Keeping(outcome));
        let world = self.world.get_value();
        let response = self.session.with_untracked(|session| session.finish(outcome));
        spawn_local(async move {
            if keep(&*world.store, &response, &self.tablet().today()).await.is_ok() {
                self.phase.set(Phase::Kept);
                self.send();
                self.reset_after(THANKS);
            } else {
                self.phase.set(Phase::NotKept(outcome));
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
        let study = self.study.get_value();
        self.phase.set(Phase::Answering);
        self.session.set(new_session(&study, &*self.tablet()));
        self.tell_language();
        self.tablet().set_busy(false);
    }

    /// Sends what waits, in the worker. It costs the participant nothing, and failing costs nothing either.
    fn send(self) {
        self.tablet().send(Rc::new(|_| {}));
    }

    fn tablet(self) -> Rc<dyn Tablet> {
        self.world.with_value(|world| Rc::clone(&world.tablet))
    }

    /// Number keys choose, Backspace goes back; what has the focus keeps its own keys.
    fn on_key(self, event: &ev::KeyboardEvent) {
        let is_writing = dom::find("input:focus").is_some();
        if is_writing || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let selector = match event.key().as_str() {
            "Backspace" => ".frame-back".to_owned(),
            key => match key.parse::<usize>() {
                Ok(number) if number > 0 => format!("[aria-keyshortcuts='{number}']"),
                _ => return,
            },
        };
        if self.phase.get_untracked() == Phase::Answering
            && let Some(button) = dom::find(&selector)
        {
            event.prevent_default();
            button.click();
        }
    }

    fn id(self) -> String {
        self.session.with_untracked(|session| session.response.id.clone())
    }

    fn tell_language(self) {
        let study = self.study.get_value();
        let id = self.language();
        dom::set_language(&id, study.language(&id).is_some_and(|language| language.is_right_to_left));
    }

    fn language(self) -> String {
        self.session.with_untracked(|session| session.response.language.clone())
    }

    /// A word on a button.
    fn word(self, word: Word) -> String {
        self.study.with_value(|study| study.word(word, &self.language()).to_owned())
    }

    /// A text of the study, with the name of the centre filled in.
    fn text(self, text: &Text) -> String {
        let language = self.language();
        let text = text.get(&language);
        if !text.contains("{centre}") {
            return text.to_owned();
        }
        let named = self.session.with_untracked(|session| session.response.activity.centre.clone());
        let centre = if named.is_empty() {
            self.study.with_value(|study| study.centre.get(&language).to_owned())
        } else {
            named
        };
        text.replace("{centre}", &centre)
    }

    /// Address of a picture of the study.
    fn picture(self, picture: &str) -> String {
        let tablet = self.tablet();
        tablet.address(&format!("{}{picture}", tablet.study_folder()))
    }

    /// The faces of the cards with these ids.
    fn faces(self, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Face> {
        let study = self.study.get_value();
        let cards = ids.into_iter().filter_map(|id| study.card(id.as_ref()));
        cards.map(|card| self.face(&card.id, &card.text, &card.picture)).collect()
    }

    fn face(self, id: &str, text: &Text, picture: &str) -> Face {
        Face { id: id.to_owned(), text: self.text(text), picture: self.picture(picture) }
    }

    /// Columns and rows of cards that fit on this screen without scrolling.
    fn grid(self) -> Signal<(usize, usize)> {
        Signal::derive(move || {
            let (width, height) = self.size.get();
            // A card needs some 150 by 170 px for a picture and two lines of 18 px; what stands around them some
            // 270 px. The arrows take 2 × 64 px beside the cards, below 500 px of width they stand under them.
            let beside = if width < 500.0 { 24.0 } else { 176.0 };
            let fit = |room: f64, least: f64, most: f64| (room / least).floor().clamp(1.0, most);
            let columns = fit(width - beside, 150.0, 5.0);
            let rows = fit(height - if width < 500.0 { 330.0 } else { 280.0 }, 185.0, 4.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 5")]
            let grid = (columns as usize, rows as usize);
            grid
        })
    }

    /// The frame of a step, with the ways that its session allows.
    fn frame(self, part_done: impl Into<Signal<f64>>, screen: AnyView) -> AnyView {
        let back = Signal::stored(self.word(Word::Back));
        let on_back = Callback::new(move |()| {
            self.act(Action::Back);
        });
        self.frame_with(part_done.into(), back, on_back, screen)
    }

    /// The same, with a way back of its own.
    fn frame_with(
        self,
        part_done: Signal<f64>,
        back: Signal<String>,
        on_back: Callback<()>,
        screen: AnyView,
    ) -> AnyView {
        let next = Signal::derive(move || {
            let word = self.session.with(|session| {
                session.can_go_on().then(|| if session.is_open() { Word::Skip } else { Word::Next })
            });
            word.map(|word| self.word(word))
        });
        let progress =
            self.study.with_value(|study| self.session.with_untracked(|session| session.progress(study)));
        view! {
            <Frame
                progress=progress
                part_done=part_done
                stop=self.word(Word::Stop)
                on_stop=move |()| self.phase.set(Phase::AskingToStop)
                back=back
                on_back=on_back
                next=next
                on_next=move |()| { self.act(Action::Next); }
            >
                {screen}
            </Frame>
        }
        .into_any()
    }
}

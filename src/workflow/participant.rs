//! The participant's page without its screens: what a tap leads to, what is kept when, and who is next.
//!
//! [`Controller`] is a value. Whatever happens is told to it by a method; it changes, and answers with what follows
//! ([`Effects`]): a [`Job`] over the ports, whose end is told to it again, and something that comes by itself after a while
//! ([`Later`]). So every order of events can be tried, and the page may be cut off between any two of them.

use std::mem::replace;
use std::rc::Rc;
use std::time::Duration;

use crate::domain::dealing::Dealing;
use crate::domain::response::{Activity, Mode, Outcome, Response};
use crate::domain::session::{Action, Session, Step};
use crate::domain::study::{Language, Study};
use crate::format::draft::write_draft;
use crate::format::study::read_study;
use crate::ports::response_store::ResponseStore;
use crate::ports::tablet::Tablet;
use crate::workflow::open_study::{STUDY, StudyFolder};
use crate::workflow::resume::{keep, resume};

/// How long the thanks stand before the tablet is ready for the next participant: long enough to be read aloud once.
const THANKS: Duration = Duration::from_secs(8);

/// How long a chosen answer is seen before the next question comes: long enough to see what was hit, and to take it
/// back. The style sheet has the same number.
const MOMENT: Duration = Duration::from_millis(1500);

/// What goes on beside the steps of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
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
    /// The storage did not answer at the start. Perhaps it does when the page is loaded again.
    NoStorage,
    /// The answers could not be written down; the participant may try to go on.
    DraftLost,
    /// The response is being written to the disk.
    Keeping(Outcome),
    /// It could not be written to the disk.
    NotKept(Outcome),
    /// It is on the disk: thanks.
    Kept,
}

/// What lies outside: where responses are kept, and the tablet.
#[derive(Clone)]
pub struct Ports {
    /// Keeps drafts and responses.
    pub store: Rc<dyn ResponseStore>,
    /// The device.
    pub tablet: Rc<dyn Tablet>,
}

/// What follows from an event, for whoever drives the controller.
#[derive(Debug, Default)]
pub struct Effects {
    /// The participant did something: what was open over the screen closes.
    pub has_acted: bool,
    /// To be run at once; its end goes to [`Controller::done`].
    pub job: Option<Job>,
    /// To be told to [`Controller::due`] after its [`Later::wait`].
    pub later: Option<Later>,
    /// The texts of this language cannot be had: the others are there.
    pub unavailable: Option<String>,
}

/// Something that takes its time: the page goes on meanwhile.
#[derive(Debug)]
pub enum Job {
    /// Opens the study, and takes up a participant who was cut off.
    Open,
    /// Loads the texts of this study in a language (id).
    Load(Rc<Study>, String),
    /// Writes the draft of the response with this id down.
    Save(String, String),
    /// Writes the response to the disk for good.
    Keep(Box<Response>, Outcome),
    /// Forgets the draft of the response with this id: its participant would rather not.
    Discard(String),
}

/// What a [`Job`] came to.
#[derive(Debug)]
pub enum Done {
    /// The study, in the language of whoever is taken up; `None` if there is none.
    Opened(Option<Opened>),
    /// The study in the language with this id; `None` if it cannot be had.
    Loaded(String, Option<Rc<Study>>),
    /// Whether the draft is written down.
    Saved(bool),
    /// Whether the response is on the disk.
    Kept(Outcome, bool),
    /// The draft was let go of, if it could be. One that stays is kept as timed out at the next start: agreed to, then withdrawn.
    Discarded,
}

/// What the page starts with.
#[derive(Debug)]
pub struct Opened {
    study: Rc<Study>,
    /// The participant who was cut off and may come back.
    session: Option<Box<Session>>,
    /// The drafts could be read, and those of whoever has gone are kept as responses.
    is_storage_there: bool,
}

/// Something that comes by itself, unless something else happens before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Later {
    /// The next question, if nothing was done since this many acts.
    MoveOn(u32),
    /// The next participant, if the response with this id is still shown.
    Reset(String),
}

/// The participant's page.
#[derive(Clone)]
pub struct Controller {
    /// The study, in the language of the session.
    pub study: Rc<Study>,
    /// The participant at hand.
    pub session: Session,
    /// What goes on beside the steps of the session.
    pub phase: Phase,
    /// An answer was just chosen: the next question comes by itself.
    pub is_moving_on: bool,
    ports: Ports,
    /// The language that was tapped last; its texts may still be on their way.
    wanted: String,
    /// Counts what is done, so that what was to come by itself does not come after something else.
    n_acts: u32,
    /// A draft is being written.
    is_saving: bool,
    /// Something has changed since that draft.
    is_unsaved: bool,
    /// Somebody is being trained: nothing of it is kept, counted or sent.
    is_practice: bool,
}

impl Controller {
    /// A page on which nothing has been opened yet: [`Controller::open`] does.
    pub fn new(ports: Ports) -> Self {
        let study = Study::default();
        let session =
            Session::new(&study, Activity::default(), Dealing::default(), String::new(), "", &mut |_| 0);
        Self {
            study: Rc::new(study),
            session,
            phase: Phase::Opening,
            is_moving_on: false,
            ports,
            wanted: String::new(),
            n_acts: 0,
            is_saving: false,
            is_unsaved: false,
            is_practice: false,
        }
    }

    /// The page was opened.
    pub fn open() -> Effects {
        Effects { job: Some(Job::Open), ..Effects::default() }
    }

    /// What lies outside.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// The languages that participants may choose here: those that the coordinator has set, or all of the study.
    pub fn languages(&self) -> Vec<Language> {
        let (mut languages, set) = (self.study.languages.clone(), self.ports.tablet.activity().languages);
        if languages.iter().any(|language| set.contains(&language.id)) {
            languages.retain(|language| set.contains(&language.id));
        }
        languages
    }

    /// Takes in what a participant does, and keeps it.
    pub fn act(&mut self, action: Action) -> Effects {
        let mut session = self.session.clone();
        if session.step == Step::Language {
            // The first screen may have stood there since yesterday, or since other things were set.
            if !session.has_agreed {
                session = self.new_session();
            }
            self.set_holder(&mut session);
        }
        let is_answer = matches!(action, Action::Inside(_));
        if !session.act(&self.study, action, self.ports.tablet.clock_ms()) {
            return Effects::default();
        }
        self.session = session;
        self.is_moving_on = is_answer && self.session.moves_on(&self.study);
        self.n_acts = self.n_acts.wrapping_add(1);
        let mut effects = match self.session.step {
            Step::Thanks => self.finish(Outcome::Complete),
            Step::Declined => self.decline(),
            _ => Effects { job: self.save(), ..Effects::default() },
        };
        effects.has_acted = true;
        if self.is_moving_on {
            effects.later = Some(Later::MoveOn(self.n_acts));
        }
        self.tell_busy();
        effects
    }

    /// Goes on in `language`, when its texts are there. Until then another one can be tapped.
    pub fn speak(&mut self, language: String) -> Effects {
        self.wanted.clone_from(&language);
        Effects { job: Some(Job::Load(Rc::clone(&self.study), language)), ..Effects::default() }
    }

    /// Goes to `phase`.
    pub fn go(&mut self, phase: Phase) {
        self.phase = phase;
    }

    /// Ends the response; whoever took part is thanked when it is on the disk.
    pub fn finish(&mut self, outcome: Outcome) -> Effects {
        if matches!(self.phase, Phase::Keeping(_) | Phase::Kept) {
            return Effects::default();
        }
        self.phase = Phase::Keeping(outcome);
        if self.is_practice {
            return self.kept(outcome, true);
        }
        let response = Box::new(self.session.finish(outcome));
        Effects { job: Some(Job::Keep(response, outcome)), ..Effects::default() }
    }

    /// Tries to write the answers down once more.
    pub fn save_again(&mut self) -> Effects {
        self.phase = Phase::Answering;
        self.leave()
    }

    /// The page may be gone in a moment: what is not written down is written.
    pub fn leave(&mut self) -> Effects {
        Effects { job: self.save(), ..Effects::default() }
    }

    /// Nobody has touched the tablet for a while: asks whether somebody is there.
    pub fn idle(&mut self) -> Effects {
        let is_underway = !matches!(self.session.step, Step::Language | Step::Thanks | Step::Declined);
        if is_underway
            && matches!(self.phase, Phase::Answering | Phase::AskingToStop | Phase::ChoosingLanguage)
        {
            self.phase = Phase::AskingIfThere;
        }
        Effects::default()
    }

    /// Nobody answered that: what they gave is kept, and the tablet is ready for the next one.
    pub fn gone(&mut self) -> Effects {
        if self.phase == Phase::AskingIfThere {
            if self.session.has_agreed {
                return self.finish(Outcome::TimedOut);
            }
            self.reset();
        }
        Effects::default()
    }

    /// Makes the tablet ready for the next participant. Nothing of the one before is left.
    pub fn reset(&mut self) {
        self.ports.tablet.forget_holder();
        let session = self.new_session();
        self.begin(session, Phase::Answering);
    }

    /// Takes in that the time of `later` has come.
    pub fn due(&mut self, later: &Later) -> Effects {
        match later {
            Later::MoveOn(n_acts) if *n_acts == self.n_acts && self.phase == Phase::Answering => {
                return self.act(Action::Next);
            }
            Later::Reset(id) if *id == self.session.response.id => self.reset(),
            Later::MoveOn(_) | Later::Reset(_) => {}
        }
        Effects::default()
    }

    /// Takes in what a job came to.
    pub fn done(&mut self, done: Done) -> Effects {
        match done {
            Done::Opened(None) => self.phase = Phase::NoStudy,
            Done::Opened(Some(opened)) => return self.opened(opened),
            Done::Loaded(language, study) => return self.loaded(language, study),
            Done::Saved(is_saved) => {
                if !is_saved && self.phase == Phase::Answering {
                    self.phase = Phase::DraftLost;
                }
                return Effects { job: self.next_draft(), ..Effects::default() };
            }
            Done::Kept(outcome, is_kept) => return self.kept(outcome, is_kept),
            Done::Discarded => {}
        }
        Effects::default()
    }

    fn opened(&mut self, opened: Opened) -> Effects {
        self.study = opened.study;
        let phase = if opened.is_storage_there { Phase::Answering } else { Phase::NoStorage };
        let is_resumed = opened.session.is_some();
        let session = opened.session.map_or_else(|| self.new_session(), |session| *session);
        self.begin(session, phase);
        self.ports.tablet.send();
        match self.ports.tablet.language_tapped_early() {
            Some(language) if !is_resumed => self.speak(language),
            _ => Effects::default(),
        }
    }

    fn loaded(&mut self, language: String, study: Option<Rc<Study>>) -> Effects {
        // What comes late must not take the place of what was chosen since.
        if self.wanted != language {
            return Effects::default();
        }
        let Some(study) = study else {
            return Effects { unavailable: Some(language), ..Effects::default() };
        };
        self.study = study;
        if self.phase == Phase::ChoosingLanguage {
            self.phase = Phase::Answering;
        }
        self.act(Action::ChooseLanguage(language))
    }

    /// Begins with `session`, of a new participant or of one who came back.
    fn begin(&mut self, session: Session, phase: Phase) {
        self.wanted.clear();
        self.is_moving_on = false;
        self.session = session;
        self.phase = phase;
        self.tell_busy();
    }

    fn new_session(&mut self) -> Session {
        let tablet = &self.ports.tablet;
        let (kept, today) = (tablet.activity(), tablet.today());
        // A tablet that was left standing begins the activity of a new day by itself.
        let set = kept.begun(&today, || tablet.new_id());
        if set != kept {
            // If it cannot be kept, responses of today may belong to several activities; none is lost by that.
            let _ = tablet.set_activity(&set);
        }
        self.is_practice = set.is_practice;
        // The same on every day of a plan.
        let dealing = Dealing::of(&kept);
        let day = set.day_on(&today).to_owned();
        let part_of_day = set.part_of_day.unwrap_or_else(|| tablet.part_of_day());
        let activity = set.activity(day, part_of_day);
        let mut shuffle = |n| tablet.below(n);
        let app = env!("CARGO_PKG_VERSION");
        Session::new(&self.study, activity, dealing, tablet.new_id(), app, &mut shuffle)
    }

    /// Writes into `session` who holds the tablet. The coordinator may have said so just before: for this one, or for all of the
    /// activity.
    fn set_holder(&self, session: &mut Session) {
        let said = self.ports.tablet.holder();
        if said.is_none() && session.has_agreed {
            return;
        }
        let (mode, n_present) = said.unwrap_or_else(|| {
            let set = self.ports.tablet.activity();
            (set.mode, set.n_present)
        });
        session.response.mode = mode;
        session.response.n_present = if mode == Mode::Group { n_present } else { 0 };
    }

    fn decline(&mut self) -> Effects {
        let id = self.session.response.id.clone();
        if !self.is_practice {
            // The number is all there is of them, and not worth a message to the next participant.
            let _ = self.ports.tablet.count_declined();
        }
        let later = Some(Later::Reset(id.clone()));
        Effects { job: Some(Job::Discard(id)), later, ..Effects::default() }
    }

    /// Thanks for what is on the disk, and only for that.
    fn kept(&mut self, outcome: Outcome, is_kept: bool) -> Effects {
        if !is_kept {
            self.phase = Phase::NotKept(outcome);
            return Effects::default();
        }
        if !self.is_practice {
            self.ports.tablet.send();
        }
        if outcome == Outcome::TimedOut {
            // Nobody is there to be thanked.
            self.reset();
            return Effects::default();
        }
        self.phase = Phase::Kept;
        Effects { later: Some(Later::Reset(self.session.response.id.clone())), ..Effects::default() }
    }

    /// The draft of what is there now; `None` while one is being written, after which the newest follows.
    fn save(&mut self) -> Option<Job> {
        self.is_unsaved = true;
        if self.is_saving { None } else { self.next_draft() }
    }

    fn next_draft(&mut self) -> Option<Job> {
        let is_ended = matches!(self.session.step, Step::Thanks | Step::Declined);
        self.is_saving =
            replace(&mut self.is_unsaved, false) && self.session.has_agreed && !is_ended && !self.is_practice;
        let draft = || write_draft(&self.session, self.ports.tablet.now_ms());
        self.is_saving.then(|| Job::Save(self.session.response.id.clone(), draft()))
    }

    /// Tells other pages, and an update that waits, whether somebody takes part here.
    fn tell_busy(&self) {
        let is_busy = self.session.step != Step::Language || self.session.has_agreed;
        self.ports.tablet.set_busy(is_busy.then_some(&self.session.response.id));
    }
}

impl Later {
    /// How long it waits.
    pub fn wait(&self) -> Duration {
        match self {
            Self::MoveOn(_) => MOMENT,
            Self::Reset(_) => THANKS,
        }
    }
}

impl Job {
    /// Does it.
    pub async fn run(self, ports: Ports) -> Done {
        let Ports { store, tablet } = ports;
        match self {
            Self::Open => Done::Opened(open(&*store, &*tablet).await),
            Self::Load(study, language) => {
                let loaded = load(&*store, &*tablet, &study, &language).await;
                Done::Loaded(language, loaded)
            }
            Self::Save(id, draft) => Done::Saved(store.save_draft(&id, &draft).await.is_ok()),
            Self::Keep(response, outcome) => {
                let new_id = || tablet.new_id();
                Done::Kept(outcome, keep(&*store, *response, &tablet.today(), &new_id).await.is_ok())
            }
            Self::Discard(id) => {
                // One that stays is no loss.
                let _ = store.discard_draft(&id).await;
                Done::Discarded
            }
        }
    }
}

/// The study, and whoever was cut off; `None` if there is no study.
async fn open(store: &dyn ResponseStore, tablet: &dyn Tablet) -> Option<Opened> {
    let folder = tablet.study_folder();
    let study = Rc::new(studies(store, tablet, &folder).open(STUDY).await.study?);
    let (now, clock) = (tablet.now_ms(), tablet.clock_ms());
    let (new_id, is_elsewhere) = (|| tablet.new_id(), |id: &str| tablet.is_elsewhere(id));
    // Whoever was cut off is no matter of somebody who practises: their draft stays for the next page that does not.
    let resumed = if tablet.activity().is_practice {
        Ok(None)
    } else {
        resume(store, &study, now, clock, &tablet.today(), &new_id, &is_elsewhere).await
    };
    let is_storage_there = resumed.is_ok();
    let session = resumed.ok().flatten().map(Box::new);
    let loaded = match &session {
        Some(session) => load(store, tablet, &study, &session.response.language).await,
        None => None,
    };
    // Where that file cannot be had, they go on in the language that is here.
    Some(Opened { study: loaded.unwrap_or(study), session, is_storage_there })
}

/// The study with the texts of `language`, from its own file if they are not here; `None` if it cannot be had.
async fn load(
    store: &dyn ResponseStore,
    tablet: &dyn Tablet,
    study: &Study,
    language: &str,
) -> Option<Rc<Study>> {
    let folder = tablet.study_folder();
    studies(store, tablet, &folder).in_language(study, language).await.map(Rc::new)
}

/// The study in `folder`.
fn studies<'a>(store: &'a dyn ResponseStore, files: &'a dyn Tablet, folder: &'a str) -> StudyFolder<'a> {
    StudyFolder { store, files, folder, read_study, is_keeping: true }
}

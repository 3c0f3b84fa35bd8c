//! The participant's page without its screens: what a tap leads to, what is kept when, and who is next.
//!
//! [`Controller`] is a value. Whatever happens is told to it by a method; it changes, and answers with what follows
//! ([`Effects`]): a [`Job`] over the ports, whose end is told to it again, and something that comes by itself after a while
//! ([`Later`]). So every order of events can be tried, and the page may be cut off between any two of them.

use std::mem::{replace, take};
use std::rc::Rc;
use std::time::Duration;

use crate::domain::dealing::Dealing;
use crate::domain::response::ResponseId;
use crate::domain::response::{Activity, Mode, Outcome};
use crate::domain::session::{Action, Session, Step};
use crate::domain::study::{Language, Study};
use crate::format::draft::write_draft;
use crate::workflow::open_study::Unkept;
use crate::workflow::participant::job::{Done, Job, Opened, Ports};

pub mod job;

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

/// What follows from an event, for whoever drives the controller.
#[derive(Debug, Default)]
pub struct Effects {
    /// The participant did something: what was open over the screen closes.
    pub has_acted: bool,
    /// To be run at once, beside each other; the end of each goes to [`Controller::done`].
    pub jobs: Vec<Job>,
    /// To be told to [`Controller::due`] after its [`Later::wait`].
    pub later: Option<Later>,
    /// The texts of this language cannot be had: the others are there.
    pub unavailable: Option<String>,
}

/// Something that comes by itself, unless something else happens before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Later {
    /// The next question, if nothing was done since this many acts.
    MoveOn(u32),
    /// The next participant, if the response with this id is still shown.
    Reset(ResponseId),
}

/// How far the draft is.
#[derive(Clone, Copy, PartialEq)]
enum Saving {
    /// None is being written.
    Idle,
    /// That of what is there now is.
    Writing,
    /// One is, and something has changed since: another follows.
    Behind,
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
    saving: Saving,
    /// Texts that are to be kept for the next time.
    unkept: Vec<Unkept>,
    /// Somebody is being trained: nothing of it is kept, counted or sent.
    is_practice: bool,
}

impl Controller {
    /// A page on which nothing has been opened yet: [`Controller::open`] does.
    pub fn new(ports: Ports) -> Self {
        let study = Study::default();
        let session = Session::new(
            &study,
            Activity::default(),
            Dealing::default(),
            ResponseId::new(""),
            "",
            &mut |_| 0,
        );
        Self {
            study: Rc::new(study),
            session,
            phase: Phase::Opening,
            is_moving_on: false,
            ports,
            wanted: String::new(),
            n_acts: 0,
            saving: Saving::Idle,
            unkept: Vec::new(),
            is_practice: false,
        }
    }

    /// The page was opened.
    pub fn open() -> Effects {
        Job::Open.into()
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
            _ => self.save(),
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
        Job::Load(Rc::clone(&self.study), language).into()
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
        Job::Keep(response, outcome).into()
    }

    /// Tries to write the answers down once more.
    pub fn save_again(&mut self) -> Effects {
        self.phase = Phase::Answering;
        self.save()
    }

    /// Writes the draft of what is there now: at once, or after the one that is being written.
    pub fn save(&mut self) -> Effects {
        if self.saving == Saving::Idle {
            return self.next_draft();
        }
        self.saving = Saving::Behind;
        Effects::default()
    }

    /// Nobody has touched the tablet for a while: asks whether somebody is there.
    pub fn idle(&mut self) -> Effects {
        if self.is_underway()
            && matches!(self.phase, Phase::Answering | Phase::AskingToStop | Phase::ChoosingLanguage)
        {
            self.phase = Phase::AskingIfThere;
        }
        Effects::default()
    }

    /// Somebody takes part, also who has gone back to the languages.
    fn is_underway(&self) -> bool {
        match self.session.step {
            Step::Language => self.session.has_agreed,
            Step::Thanks | Step::Declined => false,
            _ => true,
        }
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

    /// The start is over (`Page::is_calm`): what could wait is done. What is here is sent, and the texts that were read are kept.
    pub fn catch_up(&mut self) -> Effects {
        if self.phase == Phase::Opening {
            // It is asked again then.
            return Effects::default();
        }
        self.ports.tablet.send();
        Effects { jobs: self.keep_texts().into_iter().collect(), ..Effects::default() }
    }

    fn keep_texts(&mut self) -> Option<Job> {
        let is_due = self.ports.tablet.is_calm() && !self.unkept.is_empty();
        is_due.then(|| Job::KeepTexts(take(&mut self.unkept)))
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
            // Before anything is given: later the first draft that cannot be written says so.
            Done::Reached(false) if self.phase == Phase::Answering && !self.session.has_agreed => {
                self.phase = Phase::NoStorage;
            }
            Done::Loaded(language, loaded) => return self.loaded(language, loaded),
            Done::Saved(is_saved) => {
                if !is_saved && self.phase == Phase::Answering {
                    self.phase = Phase::DraftLost;
                }
                if replace(&mut self.saving, Saving::Idle) == Saving::Behind {
                    return self.save();
                }
            }
            Done::Kept(outcome, is_kept) => return self.kept(outcome, is_kept),
            Done::Discarded | Done::Reached(_) | Done::TextsKept => {}
        }
        Effects::default()
    }

    fn opened(&mut self, opened: Opened) -> Effects {
        self.study = opened.study;
        let phase = if opened.is_storage_there { Phase::Answering } else { Phase::NoStorage };
        let is_resumed = opened.session.is_some();
        let session = opened.session.map_or_else(|| self.new_session(), |session| *session);
        self.begin(session, phase);
        self.unkept = opened.unkept;
        let mut effects = match self.ports.tablet.language_tapped_early() {
            Some(language) if !is_resumed => self.speak(language),
            _ => Effects::default(),
        };
        if self.ports.tablet.has_no_draft() && !self.is_practice {
            effects.jobs.push(Job::Reach);
        }
        if self.ports.tablet.is_calm() {
            effects.jobs.extend(self.catch_up().jobs);
        }
        effects
    }

    fn loaded(&mut self, language: String, loaded: Option<(Rc<Study>, Option<Unkept>)>) -> Effects {
        // What comes late must not take the place of what was chosen since.
        if self.wanted != language {
            return Effects::default();
        }
        let Some((study, unkept)) = loaded else {
            return Effects { unavailable: Some(language), ..Effects::default() };
        };
        self.study = study;
        self.unkept.extend(unkept);
        if self.phase == Phase::ChoosingLanguage {
            self.phase = Phase::Answering;
        }
        let mut effects = self.act(Action::ChooseLanguage(language));
        effects.jobs.extend(self.keep_texts());
        effects
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
        let set = kept.begun(today, || tablet.new_id());
        if set != kept {
            // If it cannot be kept, responses of today may belong to several activities; none is lost by that.
            let _ = tablet.set_activity(&set);
        }
        self.is_practice = set.is_practice;
        // The same on every day of a plan.
        let dealing = Dealing::of(&kept);
        let day = set.day_on(today).to_string();
        let part_of_day = set.part_of_day.unwrap_or_else(|| tablet.part_of_day());
        let activity = set.activity(day, part_of_day);
        let mut shuffle = |n| tablet.below(n);
        let app = env!("CARGO_PKG_VERSION");
        Session::new(&self.study, activity, dealing, ResponseId::new(tablet.new_id()), app, &mut shuffle)
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
        Effects { later, ..Job::Discard(id).into() }
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

    fn next_draft(&mut self) -> Effects {
        let Session { response, step, has_agreed, .. } = &self.session;
        let is_kept = *has_agreed && !matches!(step, Step::Thanks | Step::Declined) && !self.is_practice;
        self.saving = if is_kept { Saving::Writing } else { Saving::Idle };
        if !is_kept {
            return Effects::default();
        }
        Job::Save(response.id.clone(), write_draft(&self.session, self.ports.tablet.now_ms())).into()
    }

    /// Tells other pages, and an update that waits, whether somebody takes part here.
    fn tell_busy(&self) {
        let is_busy = self.session.step != Step::Language || self.session.has_agreed;
        self.ports.tablet.set_busy(is_busy.then_some(&self.session.response.id));
    }
}

impl From<Job> for Effects {
    fn from(job: Job) -> Self {
        Self { jobs: vec![job], ..Self::default() }
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

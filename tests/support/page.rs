//! The participant's page without a screen: the controller, and what it has under way. Whoever drives it says when that ends.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::LazyLock;

use crate::values::response_id;
use async_trait::async_trait;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::State;
use betekenis::domain::ledger::Counts;
use betekenis::domain::response::Response;
use betekenis::domain::response::ResponseId;
use betekenis::domain::session::{Action, Session, Step};
use betekenis::format::response::read_response;
use betekenis::instruments::InnerStep;
use betekenis::instruments::card_sort::rules::{SortAction, SortStep};
use betekenis::instruments::survey::rules::SurveyAction;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::memory::tablet::{Device, MemoryTablet};
use betekenis::ports::response_store::{Overview, ResponseStore, StoreError};
use betekenis::workflow::participant::job::{Job, Ports};
use betekenis::workflow::participant::{Controller, Effects, Later, Phase};

use crate::now::now;
use crate::participant::Inside;
use crate::studies::parted;

/// The study that ships with the app, as the site has it: a file for Dutch, and one for English.
static STUDY: LazyLock<[String; 2]> = LazyLock::new(|| {
    let [dutch, english, _] = parted();
    [dutch, english]
});

/// A store that writes as often as it may, and fails from then on.
pub(crate) struct FailingStore {
    pub(crate) inner: Rc<MemoryStore>,
    /// How often it still writes.
    pub(crate) n_left: Cell<usize>,
    pub(crate) error: StoreError,
    /// It has failed.
    pub(crate) has_failed: Cell<bool>,
    /// Nothing can be read either.
    pub(crate) is_gone: Cell<bool>,
    /// The texts of drafts that were written, the newest last.
    pub(crate) drafts: RefCell<Vec<String>>,
}

impl FailingStore {
    /// One that writes `n_left` times, and says then that the disk is full.
    pub(crate) fn new(inner: &Rc<MemoryStore>, n_left: usize) -> Rc<Self> {
        Rc::new(Self {
            inner: Rc::clone(inner),
            n_left: Cell::new(n_left),
            error: StoreError::Full,
            has_failed: Cell::default(),
            is_gone: Cell::default(),
            drafts: RefCell::default(),
        })
    }

    fn write(&self) -> Result<(), StoreError> {
        let Some(n_left) = self.n_left.get().checked_sub(1) else {
            self.has_failed.set(true);
            return Err(self.error.clone());
        };
        self.n_left.set(n_left);
        Ok(())
    }
}

#[async_trait(?Send)]
impl ResponseStore for FailingStore {
    async fn save_draft(&self, id: &ResponseId, draft: &str) -> Result<(), StoreError> {
        self.write()?;
        self.drafts.borrow_mut().push(draft.to_owned());
        self.inner.save_draft(&response_id(id), draft).await
    }

    async fn drafts(&self) -> Result<Vec<(ResponseId, String)>, StoreError> {
        if self.is_gone.get() {
            return Err(self.error.clone());
        }
        self.inner.drafts().await
    }

    async fn discard_draft(&self, id: &ResponseId) -> Result<(), StoreError> {
        self.write()?;
        self.inner.discard_draft(&response_id(id)).await
    }

    async fn finish(&self, id: &ResponseId, response: &str, day: Day) -> Result<bool, StoreError> {
        self.write()?;
        self.inner.finish(&response_id(id), response, day).await
    }

    async fn keep_study(&self, address: &str, study: &str) -> Result<(), StoreError> {
        self.write()?;
        self.inner.keep_study(address, study).await
    }

    async fn kept_study(&self, address: &str) -> Result<Option<String>, StoreError> {
        self.inner.kept_study(address).await
    }
}

/// A page that is open on a tablet.
pub(crate) struct Page {
    pub(crate) controller: Controller,
    /// What has been begun, the oldest first.
    pub(crate) jobs: VecDeque<Job>,
    /// What is to come by itself.
    pub(crate) laters: Vec<Later>,
    /// Languages that could not be had.
    pub(crate) unavailable: Vec<String>,
}

/// A tablet with the study that ships with the app, in two languages.
pub(crate) fn tablet() -> MemoryTablet {
    let tablet = MemoryTablet::default();
    for (name, text) in ["study/study.json", ENGLISH].into_iter().zip(&*STUDY) {
        tablet.device().files.borrow_mut().insert(name.to_owned(), text.as_bytes().to_vec());
    }
    tablet
}

/// Where the study lies in English.
pub(crate) const ENGLISH: &str = "study/study.en.json";

/// The responses that are kept, and how many drafts lie beside them.
pub(crate) fn kept(store: &MemoryStore) -> (Vec<Response>, usize) {
    let Counts { drafts, .. } = now(store.counts()).unwrap();
    let page = now(store.page(&[State::Waiting], "", 1000)).unwrap();
    (page.iter().map(|kept| read_response(&kept.json).unwrap()).collect(), drafts)
}

impl Page {
    /// Opens a page, which begins to read the study.
    pub(crate) fn opens(store: Rc<dyn ResponseStore>, tablet: &Rc<MemoryTablet>) -> Self {
        let ports = Ports { store, tablet: Rc::clone(tablet) as _ };
        let (jobs, laters, unavailable) = (VecDeque::new(), Vec::new(), Vec::new());
        let mut page = Self { controller: Controller::new(ports), jobs, laters, unavailable };
        page.hear(|_| Controller::open());
        page
    }

    /// The same, when all of that is done.
    pub(crate) fn open(store: Rc<dyn ResponseStore>, tablet: &Rc<MemoryTablet>) -> Self {
        let mut page = Self::opens(store, tablet);
        page.settles();
        page
    }

    /// Tells the controller something, and begins what follows.
    pub(crate) fn hear(&mut self, event: impl FnOnce(&mut Controller) -> Effects) -> bool {
        let effects = event(&mut self.controller);
        self.jobs.extend(effects.jobs);
        self.laters.extend(effects.later);
        self.unavailable.extend(effects.unavailable);
        effects.has_acted
    }

    /// Ends the oldest of what was begun; returns whether there was any.
    pub(crate) fn ends_one(&mut self) -> bool {
        let Some(job) = self.jobs.pop_front() else { return false };
        let done = now(job.run(self.controller.ports().clone()));
        self.hear(|controller| controller.done(done));
        true
    }

    /// Ends all that was begun, and what follows from it.
    pub(crate) fn settles(&mut self) {
        let comes_to_rest = (0..100).any(|_| !self.ends_one());
        assert!(comes_to_rest, "it goes on for ever");
    }

    /// A tap, and time goes on by a second.
    pub(crate) fn acts(&mut self, device: &Device, action: impl Into<Action>) -> bool {
        device.pass(1000);
        self.hear(|controller| controller.act(action.into()))
    }

    /// The time of whatever is to come by itself has come.
    pub(crate) fn waits(&mut self) {
        for later in std::mem::take(&mut self.laters) {
            self.hear(|controller| controller.due(&later));
        }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.controller.session
    }

    pub(crate) fn id(&self) -> ResponseId {
        self.session().response.id.clone()
    }

    /// Does what a participant does next: each card is put somewhere, each question answered.
    pub(crate) fn goes_on(&mut self, device: &Device) {
        let (session, study) = (self.session(), &self.controller.study);
        let action: Action = match session.step {
            Step::Language => {
                device.pass(1000);
                self.hear(|controller| controller.speak("nl".to_owned()));
                return;
            }
            Step::Consent => Action::Agree,
            Step::Inside(at, InnerStep::CardSort(SortStep::Cards)) => {
                let sort = session.sort(at).unwrap();
                let card = sort.in_hand().unwrap().to_owned();
                let pile = ["much", "much", "some", "not", "dont-know"][sort.n_left() % 5].to_owned();
                SortAction::Place(card, pile).into()
            }
            Step::Inside(at, InnerStep::CardSort(SortStep::StoryCard)) if session.is_open(study) => {
                SortAction::StoryOf(session.sort(at).unwrap().on_pile("much")[0].to_owned()).into()
            }
            Step::Inside(at, InnerStep::Survey(step)) => {
                let answer = &session.survey(at).unwrap().answers[step.0];
                let choice = answer.shown[0].clone();
                if answer.answer.is_none() { SurveyAction::Choose(choice).into() } else { Action::Next }
            }
            Step::Inside(..) => Action::Next,
            Step::Thanks | Step::Declined => panic!("that was the end"),
        };
        assert!(self.acts(device, action), "stuck at {:?}", self.session().step);
    }

    /// Goes on to the end, and the response is kept.
    pub(crate) fn goes_to_the_end(&mut self, device: &Device) {
        while self.session().step != Step::Thanks {
            self.goes_on(device);
            self.settles();
        }
        assert_eq!(self.controller.phase, Phase::Kept);
    }
}

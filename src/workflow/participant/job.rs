//! What the participant's page has others do: the store, the site, the tablet. Each job may be cut off at any moment.

use std::rc::Rc;

use crate::domain::response::ResponseId;
use crate::domain::response::{Outcome, Response};
use crate::domain::session::Session;
use crate::domain::study::Study;
use crate::format::study::read_study;
use crate::ports::response_store::ResponseStore;
use crate::ports::tablet::Tablet;
use crate::workflow::open_study::{STUDY, StudyFolder, Unkept};
use crate::workflow::resume::{keep, resume};

/// What lies outside: where responses are kept, and the tablet.
#[derive(Clone)]
pub struct Ports {
    /// Keeps drafts and responses.
    pub store: Rc<dyn ResponseStore>,
    /// The device.
    pub tablet: Rc<dyn Tablet>,
}

/// Something that takes its time: the page goes on meanwhile.
#[derive(Debug)]
pub enum Job {
    /// Opens the study, and takes up a participant who was cut off.
    Open,
    /// Opens the store, in which nothing was looked for yet.
    Reach,
    /// Keeps the texts of the study for the next time.
    KeepTexts(Vec<Unkept>),
    /// Loads the texts of this study in a language (id).
    Load(Rc<Study>, String),
    /// Writes the draft of the response with this id down.
    Save(ResponseId, String),
    /// Writes the response to the disk for good.
    Keep(Box<Response>, Outcome),
    /// Forgets the draft of the response with this id: its participant would rather not.
    Discard(ResponseId),
}

/// What a [`Job`] came to.
#[derive(Debug)]
pub enum Done {
    /// The study, in the language of whoever is taken up; `None` if there is none.
    Opened(Option<Opened>),
    /// Whether the store answers.
    Reached(bool),
    /// The texts are kept, if they could be.
    TextsKept,
    /// The study in the language with this id, with what is to be kept of it; `None` if it cannot be had.
    Loaded(String, Option<(Rc<Study>, Option<Unkept>)>),
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
    /// The study.
    pub study: Rc<Study>,
    /// The participant who was cut off and may come back.
    pub session: Option<Box<Session>>,
    /// The drafts could be read, and those of whoever has gone are kept as responses.
    pub is_storage_there: bool,
    /// What is to be kept of it.
    pub unkept: Vec<Unkept>,
}

impl Job {
    /// Does it.
    pub async fn run(self, ports: Ports) -> Done {
        let Ports { store, tablet } = ports;
        match self {
            Self::Open => Done::Opened(open(&*store, &*tablet).await),
            Self::Reach => Done::Reached(store.drafts().await.is_ok()),
            Self::KeepTexts(texts) => {
                let folder = tablet.study_folder();
                for text in &texts {
                    studies(&*store, &*tablet, &folder).keep(text).await;
                }
                Done::TextsKept
            }
            Self::Load(study, language) => {
                let loaded = load(&*store, &*tablet, &study, &language).await;
                Done::Loaded(language, loaded)
            }
            Self::Save(id, draft) => Done::Saved(store.save_draft(&id, &draft).await.is_ok()),
            Self::Keep(response, outcome) => {
                let new_id = || tablet.new_id();
                Done::Kept(outcome, keep(&*store, *response, tablet.today(), &new_id).await.is_ok())
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
    let opened = studies(store, tablet, &folder).open(STUDY).await;
    let study = Rc::new(opened.study?);
    let mut unkept: Vec<Unkept> = opened.unkept.into_iter().collect();
    let (now, clock) = (tablet.now_ms(), tablet.clock_ms());
    let (new_id, is_elsewhere) = (|| tablet.new_id(), |id: &str| tablet.is_elsewhere(id));
    // Whoever was cut off is no matter of somebody who practises: their draft stays for the next page that does not. Where there
    // is none for sure, nobody waits for the store.
    let resumed = if tablet.activity().is_practice || tablet.has_no_draft() {
        Ok(None)
    } else {
        resume(store, &study, now, clock, tablet.today(), &new_id, &is_elsewhere).await
    };
    let is_storage_there = resumed.is_ok();
    let session = resumed.ok().flatten().map(Box::new);
    let loaded = match &session {
        Some(session) => load(store, tablet, &study, &session.response.language).await,
        None => None,
    };
    // Where that file cannot be had, they go on in the language that is here.
    let (study, of_language) = loaded.unwrap_or((study, None));
    unkept.extend(of_language);
    Some(Opened { study, session, is_storage_there, unkept })
}

/// The study with the texts of `language`, from its own file if they are not here; `None` if it cannot be had.
async fn load(
    store: &dyn ResponseStore,
    tablet: &dyn Tablet,
    study: &Study,
    language: &str,
) -> Option<(Rc<Study>, Option<Unkept>)> {
    let folder = tablet.study_folder();
    let (study, unkept) = studies(store, tablet, &folder).open_language(study, language).await?;
    Some((Rc::new(study), unkept))
}

/// The study in `folder`. What comes is kept later ([`Job::KeepTexts`]): nobody waits for that.
fn studies<'a>(store: &'a dyn ResponseStore, files: &'a dyn Tablet, folder: &'a str) -> StudyFolder<'a> {
    StudyFolder { store, files, folder, read_study, is_keeping: false }
}

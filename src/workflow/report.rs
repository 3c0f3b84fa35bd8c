//! Makes results and files of the responses on this tablet. It runs in a worker of its own, and changes nothing but what it keeps for
//! itself: the responses, packed, so that it need not read every text again the next time.

mod collected;
mod counts;
mod export;
mod framework;
mod results;
mod words;

use std::time::Duration;

use crate::domain::delivery::State;
use crate::domain::filter::Facets;
use crate::domain::guidance::Guidance;
use crate::domain::study::Study;
use crate::format::asked::{Asks, Question, Reported, Request, read_request};
use crate::format::study::read_study;
use crate::ports::archive::Archive;
use crate::ports::file::SiteFiles;
use crate::ports::reporter::{Reply, ReportError};
use crate::ports::response_store::{Overview, ResponseStore, StoreError};
use crate::ports::rows::Rows;
use crate::workflow::open_study::{STUDY, StudyFolder};
use crate::workflow::report::collected::Collected;

/// All states in which a response has a text.
const WITH_TEXT: [State; 4] = [State::Waiting, State::Sending, State::Sent, State::Refused];

/// Of how many bytes of text the responses are held between two questions: some 40,000. Of more none are held: they are unpacked for
/// each question. Held, they take about twice as much memory.
const MOST_HELD: usize = 100 << 20;

/// What results are made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    responses: &'a dyn ResponseStore,
    overview: &'a dyn Overview,
    archive: &'a dyn Archive,
    rows: &'a dyn Rows,
    files: &'a dyn SiteFiles,
    /// Folder of the study, from the site's root; ends in a slash.
    folder: &'a str,
    /// Is told at every step that it goes on, and how much longer than usual the next one may take.
    sign: fn(Duration),
    /// Of how many bytes of text the responses are held.
    most_held: usize,
}

impl<'a> Source<'a> {
    /// The responses in `store`, and the study in `folder` (from the site's root, ending in a slash).
    pub fn new(
        store: &'a (impl ResponseStore + Overview + Archive + Rows),
        files: &'a dyn SiteFiles,
        folder: &'a str,
    ) -> Self {
        Self {
            responses: store,
            overview: store,
            archive: store,
            rows: store,
            files,
            folder,
            sign: |_| (),
            most_held: MOST_HELD,
        }
    }

    /// Calls `sign` at every step, with how much longer than usual the next one may take: whoever waits learns that it goes on.
    #[must_use]
    pub fn with_sign(self, sign: fn(Duration)) -> Self {
        Self { sign, ..self }
    }

    /// Holds responses of no more than so many bytes of text between two questions.
    #[must_use]
    pub fn holding(self, most_held: usize) -> Self {
        Self { most_held, ..self }
    }

    /// Texts of drafts; `None` in the place of each that the tablet itself cannot read.
    async fn drafts(&self) -> Result<Vec<Option<String>>, StoreError> {
        let n = self.overview.extent().await?.n_drafts;
        let mut texts: Vec<_> =
            self.responses.drafts().await?.into_iter().map(|(_, text)| Some(text)).collect();
        texts.resize(n.max(texts.len()), None);
        Ok(texts)
    }

    /// The study with the texts of its first language.
    async fn first_study(&self) -> Result<Study, ReportError> {
        self.study("").await.ok_or_else(|| ReportError::Failed("no study".to_owned()))
    }

    /// The study with the texts of `language` (id); those of its first language if there is none of that, or it is empty.
    /// `None` if there is no study that can be read.
    async fn study(&self, language: &str) -> Option<Study> {
        let studies = self.studies();
        let first = studies.open(STUDY).await.study?;
        Some(studies.in_language(&first, language).await.unwrap_or(first))
    }

    /// What `study` suggests to coordinators; nothing if that cannot be had.
    async fn guidance(&self, study: &Study) -> Guidance {
        self.studies().guidance(study).await.unwrap_or_default()
    }

    fn studies(&self) -> StudyFolder<'_> {
        let Self { responses: store, files, folder, .. } = *self;
        StudyFolder { store, files, folder, read_study, is_keeping: false }
    }
}

/// Answers questions, one after the other. In between it holds the responses, so that each is read once.
pub struct Reports<'a> {
    source: Source<'a>,
    collected: Collected,
}

impl<'a> Reports<'a> {
    /// Nothing is read yet.
    pub fn new(source: Source<'a>) -> Self {
        Self { source, collected: Collected::default() }
    }

    /// Answers a question, as `format::asked` writes it.
    ///
    /// # Errors
    ///
    /// [`ReportError`] if the responses or the study cannot be read, the question is not understood, or the file cannot be
    /// made; nothing has changed.
    pub async fn answer(&mut self, question: &str) -> Result<Reply, ReportError> {
        let Request { question, names } =
            read_request(question).map_err(|error| ReportError::Failed(error.to_string()))?;
        let (source, all) = (&self.source, &mut self.collected);
        all.catch_up(source).await?;
        all.tell(&names, Vec::new());
        let reply = match &question {
            Question::Facets(asked) => reply(asked, Facets::of(all.responses()), all),
            Question::Counts(asked) => reply(asked, counts::counts(source, all, &names, asked).await?, all),
            Question::Results(asked) => {
                reply(asked, results::results(source, all, &names, asked).await?, all)
            }
            Question::Framework(asked) => reply(asked, framework::framework(source, all, asked).await?, all),
            Question::Words(asked) => reply(asked, words::words(source, all, asked).await?, all),
            Question::File(asked) => {
                let (made, file) = export::export(source, all, asked).await?;
                Reply { file: Some(file), ..reply(asked, made, all) }
            }
        };
        all.shrink(source.most_held);
        Ok(reply)
    }
}

/// The answer to a question, and what is left out of it.
fn reply<Q: Asks>(_: &Q, answer: Q::Answer, all: &Collected) -> Reply {
    Reply { text: Q::write(&Reported { answer, left_out: all.left_out() }), file: None }
}

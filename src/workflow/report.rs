//! Makes results and files of the responses on this tablet. It runs in a worker of its own, and changes nothing.

pub mod counts;
pub mod export;
pub mod results;
pub mod story;
pub mod words;

use crate::domain::delivery::State;
use crate::domain::filter::Facets;
use crate::domain::guidance::Guidance;
use crate::domain::ledger::Entry;
use crate::domain::response::Response;
use crate::domain::same::{Names, Telling};
use crate::domain::study::Study;
use crate::format::filter::write_facets;
use crate::format::response::read_response;
use crate::format::study::read_study;
use crate::ports::file::SiteFiles;
use crate::ports::reporter::{Reply, ReportError};
use crate::ports::response_store::{Kept, Overview, ResponseStore, StoreError};
use crate::workflow::open_study::{STUDY, StudyFolder};

/// How many responses are read together: at some 4 kB each not much memory, and few questions to the store.
const PAGE: usize = 500;

/// All states in which a response has a text.
const WITH_TEXT: [State; 4] = [State::Waiting, State::Sending, State::Sent, State::Refused];

/// What results are made from.
pub struct Source<'a> {
    responses: &'a dyn ResponseStore,
    overview: &'a dyn Overview,
    files: &'a dyn SiteFiles,
    /// Folder of the study, from the site's root; ends in a slash.
    folder: &'a str,
    names: Names,
}

impl<'a> Source<'a> {
    /// The responses of both sides of a store, and the study in `folder` (from the site's root, ending in a slash).
    pub fn new(
        responses: &'a dyn ResponseStore,
        overview: &'a dyn Overview,
        files: &'a dyn SiteFiles,
        folder: &'a str,
    ) -> Self {
        Self { responses, overview, files, folder, names: Names::default() }
    }

    /// With what the tablet knows of names and activities besides.
    #[must_use]
    pub fn with_names(self, names: Names) -> Self {
        Self { names, ..self }
    }

    /// All finished responses whose texts are on the tablet, to the byte as they are kept, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn texts(&self) -> Result<Vec<Kept>, StoreError> {
        let mut all: Vec<Kept> = Vec::new();
        loop {
            let after = all.last().map(|kept| kept.entry.id.clone()).unwrap_or_default();
            let page = self.overview.page(&WITH_TEXT, &after, PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// All finished responses whose texts are on the tablet and can be read, by id, but for those of which only a newer app
    /// knows the mode, the outcome or the part of the day. Their activities are told, with each
    /// name as it was first written.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn responses(&self) -> Result<Vec<(Entry, Response)>, StoreError> {
        let texts = self.texts().await?;
        let mut all: Vec<_> =
            texts.into_iter().filter_map(|kept| Some((kept.entry, read(&kept.json)?))).collect();
        // Nobody here knows whose they are, or how they ended: they would be told as something else.
        all.retain(|(_, response)| response.newer.is_empty());
        let telling = self.telling(all.iter().map(|(_, response)| response));
        for (_, response) in &mut all {
            telling.activity(&mut response.activity);
        }
        Ok(all)
    }

    /// How these responses are told.
    pub fn telling<'r>(&self, responses: impl IntoIterator<Item = &'r Response>) -> Telling {
        self.names.clone().telling(responses.into_iter().map(|response| &response.activity))
    }

    /// Texts of drafts; `None` in the place of each that the tablet itself cannot read.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn drafts(&self) -> Result<Vec<Option<String>>, StoreError> {
        let n = self.overview.counts().await?.drafts;
        let mut texts: Vec<_> =
            self.responses.drafts().await?.into_iter().map(|(_, text)| Some(text)).collect();
        texts.resize(n.max(texts.len()), None);
        Ok(texts)
    }

    /// The study with the texts of `language` (id); those of its first language if there is none of that, or it is empty.
    /// `None` if there is no study that can be read.
    pub async fn study(&self, language: &str) -> Option<Study> {
        let studies = self.studies();
        let first = studies.open(STUDY).await.study?;
        Some(studies.in_language(&first, language).await.unwrap_or(first))
    }

    /// What `study` suggests to coordinators; nothing if that cannot be had.
    pub async fn guidance(&self, study: &Study) -> Guidance {
        self.studies().guidance(study).await.unwrap_or_default()
    }

    fn studies(&self) -> StudyFolder<'_> {
        let Self { responses: store, files, folder, .. } = *self;
        StudyFolder { store, files, folder, read_study, is_keeping: false }
    }
}

/// The response in `json`; `None` if it cannot be read.
pub fn read(json: &str) -> Option<Response> {
    read_response(json).ok()
}

/// Answers a question of this kind.
///
/// # Errors
///
/// [`ReportError`]; nothing has changed.
pub async fn report(source: &Source<'_>, kind: &str, question: &str) -> Result<Reply, ReportError> {
    let _ = question;
    match kind {
        "facets" => {
            let responses = source.responses().await?;
            let understood = responses.iter().filter(|(_, response)| response.is_understood()).count();
            let facets = Facets::of(responses.iter().map(|(_, response)| response));
            let n_not_understood = source.texts().await?.len().saturating_sub(understood);
            Ok(write_facets(&Facets { n_not_understood, ..facets }).into())
        }
        "counts" => counts::counts(source, question).await,
        "export" => export::export(source, question).await,
        "results" => results::results(source, question).await,
        "story" => story::story(source, question).await,
        "words" => words::words(source, question).await,
        _ => Err(ReportError::Failed(format!("the unknown kind \"{kind}\""))),
    }
}

//! Opens a study, in a language or for coordinators, or the last good one if what came is broken.

use crate::domain::guidance::Guidance;
use crate::domain::study::Study;
use crate::format::codec::Invalid;
use crate::format::guidance::{FILE, check_guidance};
use crate::ports::file::SiteFiles;
use crate::ports::response_store::ResponseStore;

/// The file of a study that is read first.
pub const STUDY: &str = "study.json";

/// What was opened, and what was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The study to use, if there is one.
    pub study: Option<Study>,
    /// What is wrong with the file that came; the study is then the one kept before.
    pub broken: Option<Invalid>,
    /// What came and is good, where it has not been kept yet: for [`StudyFolder::keep`].
    pub unkept: Option<Unkept>,
}

/// A text that is good, and is to be kept for the next time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unkept {
    address: String,
    text: String,
}

/// Reads what a study suggests to coordinators, as [`check_guidance`] does.
pub type ReadGuidance = fn(&str, &Study) -> Result<Option<Guidance>, Invalid>;

/// The folder of a study, and how it is read.
pub struct StudyFolder<'a> {
    /// Holds the texts that were good the last time.
    pub store: &'a dyn ResponseStore,
    /// The site.
    pub files: &'a dyn SiteFiles,
    /// Where the folder is, from the site's root; ends in a slash.
    pub folder: &'a str,
    /// `format::study::read_study` for participants, `check_study` for who has to hear of mistakes.
    pub read_study: fn(&str) -> Result<Study, Invalid>,
    /// What is good is kept for the next time, before anything else is done with it.
    pub is_keeping: bool,
}

impl StudyFolder<'_> {
    /// Reads `file` and keeps it if it is good; otherwise takes the one kept before, also if there is nothing to read (no network
    /// and nothing stored). A store that fails is no reason not to begin: then there is just no older study to fall back on.
    pub async fn open(&self, file: &str) -> Opened {
        let address = format!("{}{file}", self.folder);
        let text = self.files.read(&address).await;
        let read = text.as_deref().map(self.read_study);
        let read = match (read, text) {
            (Some(Ok(study)), Some(text)) => {
                let unkept = Unkept { address, text };
                if self.is_keeping {
                    self.keep(&unkept).await;
                }
                let unkept = (!self.is_keeping).then_some(unkept);
                return Opened { study: Some(study), broken: None, unkept };
            }
            (read, _) => read,
        };
        let kept = self.store.kept_study(&address).await.ok().flatten();
        Opened {
            study: kept.and_then(|kept| (self.read_study)(&kept).ok()),
            broken: read.and_then(Result::err),
            unkept: None,
        }
    }

    /// `study` with the texts of `language`, from its own file if they are not here; `None` if that cannot be had. A language that it
    /// does not have changes nothing.
    pub async fn in_language(&self, study: &Study, language: &str) -> Option<Study> {
        self.open_language(study, language).await.map(|(study, _)| study)
    }

    /// The same, with what is to be kept of it.
    pub async fn open_language(&self, study: &Study, language: &str) -> Option<(Study, Option<Unkept>)> {
        let Some(file) = study.language(language).and_then(|language| language.file.as_ref()) else {
            return Some((study.clone(), None));
        };
        let Opened { study: other, unkept, .. } = self.open(file).await;
        let other = other.filter(|other| other.id == study.id && other.version == study.version)?;
        Some((other, unkept))
    }

    /// What `study` suggests to coordinators; `None` if what tells that cannot be had.
    pub async fn guidance(&self, study: &Study) -> Option<Guidance> {
        self.guidance_by(check_guidance, study).await
    }

    /// The same, as `read` reads it: [`check_guidance`], wherever that may be.
    pub async fn guidance_by(&self, read: ReadGuidance, study: &Study) -> Option<Guidance> {
        // Once the site has been built it stands beside the study; as people write it, in it.
        for file in [FILE, STUDY] {
            let address = format!("{}{file}", self.folder);
            let text = self.files.read(&address).await;
            let kept = self.store.kept_study(&address).await.ok().flatten();
            for (text, is_new) in [(text, true), (kept, false)] {
                let Some(text) = text else { continue };
                // Mistakes are told by whoever checks the study.
                let guidance = read(&text, study).ok().flatten();
                // A study without it may have been parted from it.
                if let Some(guidance) = guidance.filter(|one| file == FILE || *one != Guidance::default()) {
                    if is_new && self.is_keeping {
                        self.keep(&Unkept { address, text }).await;
                    }
                    return Some(guidance);
                }
            }
        }
        None
    }

    /// Keeps a text for the next time.
    pub async fn keep(&self, Unkept { address, text }: &Unkept) {
        if self.store.kept_study(address).await.ok().flatten().as_ref() != Some(text) {
            // Not kept is not lost: the next start reads the same file again.
            let _ = self.store.keep_study(address, text).await;
        }
    }
}

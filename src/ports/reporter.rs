//! The worker that makes results and files from the responses on this tablet.

use async_trait::async_trait;

use crate::ports::response_store::StoreError;

/// What the worker answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The answer, as the part of `workflow::report` wrote it that was asked.
    pub text: String,
    /// A whole file, where one was asked for.
    pub file: Option<Vec<u8>>,
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self { text, file: None }
    }
}

/// Why there is no answer. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// The responses cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The worker could not be started, or has died: its files are not on the tablet, or there is too little memory.
    #[error("the worker that makes results does not answer")]
    Silent,
    /// The question was not understood, or the file could not be made. The detail is for a log.
    #[error("no result: {0}")]
    Failed(String),
}

/// Makes results and files, outside of the page.
#[async_trait(?Send)]
pub trait Reporter {
    /// The answer to `question`, which is of this kind; `names` is what the tablet knows of names, as `format::names`
    /// writes it.
    ///
    /// # Errors
    ///
    /// [`ReportError`].
    async fn ask(&self, kind: &str, question: &str, names: &str) -> Result<Reply, ReportError>;
}

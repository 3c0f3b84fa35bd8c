//! The worker that makes results and files from the responses on this tablet.

use std::time::Duration;

use async_trait::async_trait;

use crate::ports::response_store::StoreError;

/// What the worker answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The answer, as `format::asked` writes it.
    pub text: String,
    /// A whole file, where one was asked for.
    pub file: Option<Vec<u8>>,
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
    /// The worker has given no sign for so long that it was ended.
    #[error("the worker that makes results hangs")]
    Hung,
    /// The question was not understood, or the file could not be made. The detail is for a log.
    #[error("no result: {0}")]
    Failed(String),
}

/// A sign of life of the worker at a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// The worker is still at it, at this question or at one before it. The next sign may take so much longer than usual: at
    /// some work nothing can be said in between.
    Busy(Duration),
    /// The answer, or why there will be none.
    Answer(Result<Reply, ReportError>),
    /// Nothing, in all the time.
    Nothing,
}

/// Makes results and files, outside of the page.
#[async_trait(?Send)]
pub trait Reporter {
    /// Hands the question over, as `format::asked` writes it, and starts the worker if there is none; returns the number of the
    /// question.
    ///
    /// # Errors
    ///
    /// [`ReportError::Silent`] if the worker cannot be started.
    fn ask(&self, question: &str) -> Result<u32, ReportError>;

    /// What is heard of question `number` next, or has been heard since the last time; waits for it no longer than `most`. After
    /// an answer the question is closed.
    async fn hear(&self, number: u32, most: Duration) -> Sign;

    /// Ends the worker: to whatever is still open the answer is [`ReportError::Hung`]. The next question starts another one.
    fn end(&self);
}

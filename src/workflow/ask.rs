//! Asks the worker that makes results and files, and waits for its answer as long as it gives signs of life.

use std::time::Duration;

use crate::domain::same::Names;
use crate::format::asked::{Asks, Reported, Request, write_request};
use crate::ports::reporter::{ReportError, Reporter, Sign};

/// How long it is listened for a sign at a time. Short: while a tablet sleeps its clock may go on, and what is counted is how
/// often nothing was heard.
pub const LISTEN: Duration = Duration::from_secs(2);

/// After how many times without a sign the worker hangs: together less than 20 seconds.
pub const MOST_SILENT: usize = 9;

/// What the worker answers to `question`, and the file that it made, if it was asked for one. `names` is how responses are told.
///
/// # Errors
///
/// [`ReportError`]. A worker that has given no sign for [`MOST_SILENT`] times [`LISTEN`], or as much longer as it has said, is
/// ended; the next question starts another one.
pub async fn ask<Q: Asks>(
    reporter: &dyn Reporter,
    question: Q,
    names: Names,
) -> Result<(Reported<Q::Answer>, Option<Vec<u8>>), ReportError> {
    let number = reporter.ask(&write_request(&Request { question: question.into(), names }))?;
    let (mut n_silent, mut most_silent) = (0, MOST_SILENT);
    loop {
        match reporter.hear(number, LISTEN).await {
            Sign::Answer(reply) => {
                let reply = reply?;
                let read = Q::read(&reply.text);
                let read = read.map_err(|invalid| ReportError::Failed(invalid.to_string()))?;
                return Ok((read, reply.file));
            }
            Sign::Busy(longer) => {
                n_silent = 0;
                most_silent = MOST_SILENT + n_listens(longer);
            }
            Sign::Nothing => {
                n_silent += 1;
                if n_silent >= most_silent {
                    reporter.end();
                    return Err(ReportError::Hung);
                }
            }
        }
    }
}

/// How often it is listened in all that time.
fn n_listens(time: Duration) -> usize {
    usize::try_from(time.as_millis().div_ceil(LISTEN.as_millis())).unwrap_or(usize::MAX - MOST_SILENT)
}

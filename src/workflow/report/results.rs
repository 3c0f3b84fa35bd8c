//! What people said together at an activity, or at several.

use crate::domain::results::Results;
use crate::format::results::{read_question, write_results};
use crate::ports::reporter::{Reply, ReportError};
use crate::workflow::report::Source;

/// Results of the responses that `question` means, written by [`write_results`]. Those to another study are not counted: its
/// cards and questions are others.
///
/// # Errors
///
/// [`ReportError`] if the responses or the study cannot be read, or the question is not understood.
pub async fn results(source: &Source<'_>, question: &str) -> Result<Reply, ReportError> {
    let (filter, whom) = read_question(question).map_err(|error| ReportError::Failed(error.to_string()))?;
    let study = source.study("").await.ok_or_else(|| ReportError::Failed("no study".to_owned()))?;
    let mut responses = source.responses().await?;
    // Words are shown as they were first written.
    responses.sort_by(|(_, one), (_, other)| one.activity.date.cmp(&other.activity.date));
    let telling = source.telling([]);
    for (_, response) in &mut responses {
        telling.words(response);
    }
    let meant = responses.iter().map(|(_, response)| response);
    let meant = meant.filter(|response| response.study == study.id && filter.fits(response));
    Ok(write_results(&Results::of(meant, &study, whom)).into())
}

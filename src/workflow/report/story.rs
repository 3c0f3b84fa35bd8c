//! What responses say of the goals of the framework.

use crate::domain::response::Response;
use crate::domain::story::tell;
use crate::format::story::{read_story_question, write_story};
use crate::ports::reporter::{Reply, ReportError};
use crate::workflow::report::Source;

/// The answer to `question`, written by [`write_story`].
///
/// # Errors
///
/// [`ReportError`] if the responses or the study cannot be read, or the question is not understood.
pub async fn story(source: &Source<'_>, question: &str) -> Result<Reply, ReportError> {
    let asked = read_story_question(question).map_err(|error| ReportError::Failed(error.to_string()))?;
    let study = source.study("").await.ok_or_else(|| ReportError::Failed("no study".to_owned()))?;
    let responses: Vec<Response> =
        source.responses().await?.into_iter().map(|(_, response)| response).collect();
    let rounds = asked.rounds.as_ref().map(|(first, second)| (first.as_str(), second.as_str()));
    Ok(write_story(&tell(&study, &responses, &asked.filter, rounds)).into())
}

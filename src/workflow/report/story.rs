//! What responses say of the goals of the framework.

use crate::domain::story::{Story, tell};
use crate::format::story::StoryQuestion;
use crate::ports::reporter::ReportError;
use crate::workflow::report::Source;
use crate::workflow::report::collected::Collected;

/// What the responses that are asked for say.
///
/// # Errors
///
/// [`ReportError`] if the study cannot be read.
pub(super) async fn story(
    source: &Source<'_>,
    all: &Collected,
    asked: &StoryQuestion,
) -> Result<Story, ReportError> {
    let study = source.first_study().await?;
    let rounds = asked.rounds.as_ref().map(|(first, second)| (first.as_str(), second.as_str()));
    Ok(tell(&study, all.responses(), &asked.filter, rounds))
}

//! What responses say of the goals of the framework.

use crate::domain::framework::{FrameworkResults, framework_results};
use crate::format::framework::FrameworkQuestion;
use crate::ports::reporter::ReportError;
use crate::workflow::report::Source;
use crate::workflow::report::collected::Collected;

/// What the responses that are asked for say.
///
/// # Errors
///
/// [`ReportError`] if the study cannot be read.
pub(super) async fn framework(
    source: &Source<'_>,
    all: &Collected,
    asked: &FrameworkQuestion,
) -> Result<FrameworkResults, ReportError> {
    let study = source.first_study().await?;
    let rounds = asked.rounds.as_ref().map(|(first, second)| (first.as_str(), second.as_str()));
    Ok(framework_results(&study, all.responses(), &asked.filter, rounds))
}

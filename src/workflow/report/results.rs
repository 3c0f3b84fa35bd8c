//! What people said together at an activity, or at several.

use crate::domain::response::Response;
use crate::domain::results::Results;
use crate::domain::same::Names;
use crate::format::asked::ResultsQuestion;
use crate::ports::reporter::ReportError;
use crate::workflow::report::Source;
use crate::workflow::report::collected::Collected;

/// Results of the responses that are asked for. Those to another study are not counted: its cards and questions are others.
///
/// # Errors
///
/// [`ReportError`] if the study cannot be read.
pub(super) async fn results(
    source: &Source<'_>,
    all: &Collected,
    names: &Names,
    asked: &ResultsQuestion,
) -> Result<Results, ReportError> {
    let study = source.first_study().await?;
    let mut meant: Vec<&Response> =
        all.responses().filter(|one| one.study == study.id && asked.filter.fits(one)).collect();
    // Words are shown as they were first written.
    meant.sort_by(|one, other| one.activity.date.cmp(&other.activity.date));
    let telling = names.clone().telling([]);
    let told: Vec<_> = meant.into_iter().map(|one| telling.words(one)).collect();
    Ok(Results::of(told.iter().map(AsRef::as_ref), &study, asked.whom))
}

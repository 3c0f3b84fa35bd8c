//! How many responses there are of each activity, and what became of them.

use crate::domain::counted::ByActivity;
use crate::domain::filter::Filter;
use crate::format::counted::write_counted;
use crate::format::draft::read_draft;
use crate::format::filter::read_filter;
use crate::ports::reporter::{Reply, ReportError};
use crate::workflow::report::{Source, read};

/// The numbers of every activity, of the responses that fit the filter `question` (of all if it is empty); written by
/// [`write_counted`].
///
/// # Errors
///
/// [`ReportError`] if the responses cannot be read, or the question is not understood.
pub async fn counts(source: &Source<'_>, question: &str) -> Result<Reply, ReportError> {
    let filter = filter(question)?;
    let texts = source.texts().await?;
    let mut finished: Vec<_> = texts.into_iter().map(|kept| Some((kept.entry, read(&kept.json)?))).collect();
    let drafts = source.drafts().await?;
    let mut drafts: Vec<_> = drafts.iter().map(|text| read_draft(text.as_ref()?).ok()).collect();
    let given = finished.iter().flatten().map(|(_, response)| response);
    let telling = source.telling(given.chain(drafts.iter().flatten().map(|draft| &draft.response)));
    for (_, response) in finished.iter_mut().flatten() {
        telling.activity(&mut response.activity);
    }
    for draft in drafts.iter_mut().flatten() {
        telling.activity(&mut draft.response.activity);
    }
    let finished = finished.iter().map(|one| one.as_ref().map(|(entry, response)| (entry, response)));
    let finished = finished.filter(|one| one.is_none_or(|(_, response)| filter.fits(response)));
    let drafts = drafts.iter().map(|one| one.as_ref().map(|draft| &draft.response));
    let drafts = drafts.filter(|one| one.is_none_or(|response| filter.fits(response)));
    Ok(write_counted(&ByActivity::of(finished, drafts)).into())
}

fn filter(question: &str) -> Result<Filter, ReportError> {
    if question.is_empty() {
        return Ok(Filter::default());
    }
    read_filter(question).map_err(|error| ReportError::Failed(error.to_string()))
}

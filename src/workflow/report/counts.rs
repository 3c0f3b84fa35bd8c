//! How many responses there are of each activity, and what became of them.

use std::collections::BTreeMap;

use crate::domain::counted::ByActivity;
use crate::domain::delivery::State;
use crate::domain::same::Names;
use crate::format::asked::CountsQuestion;
use crate::format::draft::read_draft;
use crate::ports::reporter::ReportError;
use crate::workflow::report::collected::Collected;
use crate::workflow::report::{Source, WITH_TEXT};

/// The numbers of every activity, of the responses that are asked for.
///
/// # Errors
///
/// [`ReportError`] if the responses cannot be read.
pub(super) async fn counts(
    source: &Source<'_>,
    all: &mut Collected,
    names: &Names,
    asked: &CountsQuestion,
) -> Result<ByActivity, ReportError> {
    let drafts = source.drafts().await?;
    let mut drafts: Vec<_> = drafts.iter().map(|text| read_draft(text.as_ref()?).ok()).collect();
    let given = drafts.iter().flatten().map(|draft| draft.response.activity.clone());
    let telling = all.tell(names, given.collect());
    for draft in drafts.iter_mut().flatten() {
        telling.activity(&mut draft.response.activity);
    }
    // Texts never change, but where they stand does. Most are sent, and of those the ids are not asked for: what stands nowhere else is
    // sent.
    let mut states = BTreeMap::new();
    for state in WITH_TEXT.into_iter().filter(|state| *state != State::Sent) {
        states.extend(source.overview.ids(state).await?.into_iter().map(|id| (id, state)));
    }
    let fitting = all.counted().filter(|one| asked.filter.fits(&one.response));
    let finished = fitting.map(|one| {
        let state = states.get(&one.id).copied().unwrap_or(State::Sent);
        (state, &one.response)
    });
    let drafts = drafts.iter().map(|draft| draft.as_ref().map(|draft| &draft.response));
    let drafts = drafts.filter(|one| one.is_none_or(|response| asked.filter.fits(response)));
    Ok(ByActivity::of(finished, drafts))
}

//! What participants told in their own words, and what coordinators read in it.

use crate::domain::codings::{effect_table, texts};
use crate::format::story::{Words, read_words_question, write_words};
use crate::ports::reporter::{Reply, ReportError};
use crate::workflow::report::Source;

/// The texts and the table of effects that `question` asks for, written by [`write_words`]. Those of other studies are left
/// out.
///
/// # Errors
///
/// [`ReportError`] if the responses or the study cannot be read, or the question is not understood.
pub async fn words(source: &Source<'_>, question: &str) -> Result<Reply, ReportError> {
    let asked = read_words_question(question).map_err(|error| ReportError::Failed(error.to_string()))?;
    let study = source.study("").await.ok_or_else(|| ReportError::Failed("no study".to_owned()))?;
    let responses = source.responses().await?;
    let meant = responses.iter().map(|(_, response)| response);
    let told = texts(meant.filter(|one| one.study == study.id && asked.filter.fits(one)));
    let effects = asked.codings.all_effects(&study, &source.guidance(&study).await);
    let table = effect_table(&effects, &asked.codings, &told);
    Ok(write_words(&Words { told, effects, table }).into())
}

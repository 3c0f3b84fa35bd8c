//! What participants told in their own words, and what coordinators read in it.

use crate::domain::codings::{effect_table, texts};
use crate::format::framework::{Words, WordsQuestion};
use crate::ports::reporter::ReportError;
use crate::workflow::report::Source;
use crate::workflow::report::collected::Collected;

/// The texts and the table of effects that are asked for. Those of other studies are left out.
///
/// # Errors
///
/// [`ReportError`] if the study cannot be read.
pub(super) async fn words(
    source: &Source<'_>,
    all: &Collected,
    asked: &WordsQuestion,
) -> Result<Words, ReportError> {
    let study = source.first_study().await?;
    let told = texts(all.responses().filter(|one| one.study == study.id && asked.filter.fits(one)));
    let effects = asked.codings.all_effects(&study, &source.guidance(&study).await);
    let table = effect_table(&effects, &asked.codings, &told);
    Ok(Words { told, effects, table })
}

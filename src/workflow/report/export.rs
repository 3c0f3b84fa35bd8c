//! Files for those who analyse.

use std::slice;
use std::time::Duration;

use crate::domain::filter::Filter;
use crate::domain::response::Response;
use crate::domain::response::ResponseId;
use crate::domain::study::Study;
use crate::format::codec::is_json;
use crate::format::export::{columns, json_list};
use crate::format::file_name::file_name;
use crate::format::files::{File, FileQuestion, Made};
use crate::format::table::Dialect;
use crate::format::tables::{Tables, csv};
use crate::format::xlsx::Fill;
use crate::ports::archive::Shelf;
use crate::ports::reporter::ReportError;
use crate::workflow::report::Source;
use crate::workflow::report::collected::{Collected, PAGE};

/// The file that is asked for, and what is told of it.
///
/// # Errors
///
/// [`ReportError`] if the responses or the study cannot be read, or the file cannot be made.
pub(super) async fn export(
    source: &Source<'_>,
    all: &mut Collected,
    asked: &FileQuestion,
) -> Result<(Made, Vec<u8>), ReportError> {
    let failed = |why: &str| ReportError::Failed(why.to_owned());
    let studies = studies(source).await;
    let (_, study) = studies.first().ok_or_else(|| failed("no study"))?;
    let guidance = source.guidance(study).await;
    // Chosen and called as they are told, and written as they were given: the spellings of one centre are one, and a name that
    // was corrected is the right one.
    let is_meant = |response: &Response| asked.filter.fits(response);
    let meant = all.all().iter().map(|one| &one.response).filter(|one| is_meant(one));
    let name = name(asked, meant, study);
    if asked.file == File::Json {
        let texts = texts(source, all, asked).await?;
        let made = Made { name, n: texts.len() };
        return Ok((made, json_list(texts.iter().map(String::as_str)).into_bytes()));
    }
    all.as_given(is_meant, |responses| {
        let sign = source.sign;
        let (columns, studies, guidance) = (columns(responses, study), &studies, &guidance);
        let tables = Tables { go: || responses.iter(), studies, guidance, columns, sign };
        let content = content(asked, &name, &tables).map_err(|why| failed(&why))?;
        Ok((Made { name, n: responses.len() }, content))
    })
}

/// The texts that are asked for, by id and to the byte as they are kept.
async fn texts(
    source: &Source<'_>,
    all: &Collected,
    asked: &FileQuestion,
) -> Result<Vec<String>, ReportError> {
    let meant = all.all().iter().filter(|one| asked.filter.fits(&one.response));
    let mut ids: Vec<ResponseId> = meant.map(|one| one.id.clone()).collect();
    // Nobody knows whether what cannot be read is meant, so it is, when everything is.
    if asked.filter == Filter::default() {
        ids.extend(all.unreadable().cloned());
        ids.sort_unstable();
    }
    let mut texts = Vec::with_capacity(ids.len());
    for page in ids.chunks(PAGE) {
        // In a list there has to be JSON.
        let keys: Vec<String> = page.iter().map(ResponseId::to_string).collect();
        let found = source.archive.texts(Shelf::Responses, &keys).await?;
        texts.extend(found.into_iter().flatten().filter(|text| is_json(text)));
        (source.sign)(Duration::ZERO);
    }
    Ok(texts)
}

/// The study in each of its languages (id), as far as the texts are on the tablet; the first one first.
async fn studies(source: &Source<'_>) -> Vec<(String, Study)> {
    let Some(first) = source.study("").await else { return Vec::new() };
    let mut studies = Vec::new();
    for (at, language) in first.languages.iter().enumerate() {
        let study = if at == 0 { Some(first.clone()) } else { source.study(&language.id).await };
        studies.extend(study.map(|study| (language.id.clone(), study)));
    }
    studies
}

fn name<'a>(asked: &FileQuestion, responses: impl Iterator<Item = &'a Response>, study: &Study) -> String {
    let (what, ending) = asked.file.ending();
    let name = match asked.file {
        File::Codebook => format!("{}_versie-{}_{what}", study.id, study.version),
        _ => file_name(responses, &study.id, what),
    };
    format!("{name}.{ending}")
}

fn content<'a, Go: Fn() -> slice::Iter<'a, Response>>(
    asked: &FileQuestion,
    name: &str,
    tables: &Tables<'_, Go>,
) -> Result<Vec<u8>, String> {
    let csv = |dialect, fill: &Fill<'_>| csv(dialect, fill, tables.sign).into_bytes();
    Ok(match asked.file {
        File::Wide => csv(Dialect::Semicolon, &|row| tables.wide(row)),
        File::WideComma => csv(Dialect::Comma, &|row| tables.wide(row)),
        File::Long => csv(Dialect::Semicolon, &|row| tables.long(row)),
        File::LongComma => csv(Dialect::Comma, &|row| tables.long(row)),
        File::Matrix => csv(Dialect::Semicolon, &|row| tables.matrix(row)),
        File::Codebook => csv(Dialect::Semicolon, &|row| tables.codebook(row)),
        File::Spss => tables.spss(&name.replace(".sps", ".csv")).into_bytes(),
        File::Xlsx => tables.workbook(&asked.day)?,
        File::Json => Vec::new(),
    })
}

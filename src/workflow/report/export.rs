//! Files for those who analyse.

use std::slice;

use crate::domain::filter::Filter;
use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::codec::is_json;
use crate::format::export::{columns, file_name, json_list};
use crate::format::files::{Asked, File, Made, read_asked, write_made};
use crate::format::table::Dialect;
use crate::format::tables::{Tables, csv};
use crate::format::xlsx::Fill;
use crate::ports::reporter::{Reply, ReportError};
use crate::workflow::report::{Source, read};

/// The file that `question` asks for, and [`Made`].
///
/// # Errors
///
/// [`ReportError`] if the responses or the study cannot be read, or the file cannot be made.
pub async fn export(source: &Source<'_>, question: &str) -> Result<Reply, ReportError> {
    let failed = |why: String| ReportError::Failed(why);
    let asked = read_asked(question).map_err(|error| failed(error.to_string()))?;
    let studies = studies(source).await;
    let (_, study) = studies.first().ok_or_else(|| failed("no study".to_owned()))?;

    let mut texts = Vec::new();
    let (mut responses, mut n_unreadable) = (Vec::new(), 0);
    let all: Vec<_> = source.texts().await?.into_iter().map(|kept| (read(&kept.json), kept)).collect();
    let telling = source.telling(all.iter().filter_map(|(response, _)| response.as_ref()));
    for (response, kept) in all {
        match response {
            // Chosen as they are told, and written as they were given.
            Some(response) if asked.filter.fits(&telling.of(&response)) => responses.push(response),
            Some(_) => continue,
            None => {
                n_unreadable += 1;
                // Nobody knows whether it is meant, so it is, when everything is. In a list there has to be JSON.
                if asked.filter != Filter::default() || !is_json(&kept.json) {
                    continue;
                }
            }
        }
        if asked.file == File::Json {
            texts.push(kept.json);
        }
    }
    let n = if asked.file == File::Json { texts.len() } else { responses.len() };
    // Called as they are told: the spellings of one centre are one, and a name that was corrected is the right one.
    let told = |response: &Response| Response { parts: Vec::new(), ..telling.of(response) };
    let told: Vec<Response> = responses.iter().map(told).collect();
    let made = Made { name: name(&asked, &told, study), n, n_unreadable };
    let content = if asked.file == File::Json {
        json_list(texts.iter().map(String::as_str)).into_bytes()
    } else {
        let columns = columns(&responses, study);
        let tables = Tables { go: || responses.iter(), studies: &studies, columns };
        content(&asked, &made.name, &tables).map_err(failed)?
    };
    Ok(Reply { text: write_made(&made), file: Some(content) })
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

fn name(asked: &Asked, responses: &[Response], study: &Study) -> String {
    let (what, ending) = asked.file.ending();
    let name = match asked.file {
        File::Codebook => format!("{}_versie-{}_{what}", study.id, study.version),
        _ => file_name(responses, &study.id, what),
    };
    format!("{name}.{ending}")
}

fn content<'a, Go: Fn() -> slice::Iter<'a, Response>>(
    asked: &Asked,
    name: &str,
    tables: &Tables<'_, Go>,
) -> Result<Vec<u8>, String> {
    let csv = |dialect, fill: &Fill<'_>| csv(dialect, fill).into_bytes();
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

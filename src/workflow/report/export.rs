//! Files for those who analyse.

use crate::domain::filter::Filter;
use crate::domain::guidance::Guidance;
use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::codebook::codebook;
use crate::format::codec::is_json;
use crate::format::export::{Column, columns, file_name, json_list, long, matrix, wide};
use crate::format::files::{Asked, File, Made, read_asked, write_made};
use crate::format::labelled::{beside, fixed_label, matrix_label, overview, wide_label};
use crate::format::spss::syntax;
use crate::format::table::{Csv, Dialect, Rows};
use crate::format::xlsx::{Fill, workbook};
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
    let guidance = source.guidance(study).await;
    let content = if asked.file == File::Json {
        json_list(texts.iter().map(String::as_str)).into_bytes()
    } else {
        let columns = columns(&responses, study);
        let tables = Tables { columns, responses: &responses, studies: &studies, guidance: &guidance };
        tables.file(&asked, &made.name).map_err(failed)?
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

struct Tables<'a> {
    responses: &'a [Response],
    studies: &'a [(String, Study)],
    guidance: &'a Guidance,
    columns: Vec<Column>,
}

impl Tables<'_> {
    fn file(&self, asked: &Asked, name: &str) -> Result<Vec<u8>, String> {
        let wide = |row: &mut Rows<'_>| wide(self.responses, &self.columns, row);
        let Some((language, study)) = self.studies.first() else { return Ok(Vec::new()) };
        let long = |row: &mut Rows<'_>| long(self.responses, study, language, row);
        let matrix = |row: &mut Rows<'_>| matrix(self.responses, study, language, row);
        let codebook = |row: &mut Rows<'_>| codebook(self.studies, self.guidance, &self.columns, row);
        Ok(match asked.file {
            File::Wide => csv(Dialect::Semicolon, &wide),
            File::WideComma => csv(Dialect::Comma, &wide),
            File::Long => csv(Dialect::Semicolon, &long),
            File::LongComma => csv(Dialect::Comma, &long),
            File::Matrix => csv(Dialect::Semicolon, &matrix),
            File::Codebook => csv(Dialect::Semicolon, &codebook),
            File::Spss => {
                let data = name.replace(".sps", ".csv");
                syntax(&data, self.responses, study, language, &self.columns).into_bytes()
            }
            File::Xlsx => {
                // People look at it, so it speaks Dutch where the study does.
                let dutch = self.studies.iter().find(|(language, _)| language == "nl");
                let (own, own_study) = dutch.map_or((language, study), |(own, study)| (own, study));
                let overview = |row: &mut Rows<'_>| overview(self.responses, own_study, own, row);
                let fixed = |name: &str| fixed_label(name, own_study, self.guidance, own);
                let in_words = |name: &str| {
                    let column = self.columns.iter().find(|column| column.name == name);
                    column.map_or_else(|| fixed(name), |column| wide_label(column, own_study, own))
                };
                let wide = |row: &mut Rows<'_>| beside(&wide, &in_words, row);
                let long = |row: &mut Rows<'_>| beside(&long, &fixed, row);
                let of_matrix = |name: &str| matrix_label(name, own_study, self.guidance, own);
                let matrix = |row: &mut Rows<'_>| beside(&matrix, &of_matrix, row);
                let sheets: [(&str, &Fill<'_>); 5] = [
                    ("overzicht", &overview),
                    ("invullingen", &wide),
                    ("antwoorden", &long),
                    ("matrix", &matrix),
                    ("codeboek", &codebook),
                ];
                workbook(study.title.get(language), &asked.day, &sheets)?
            }
            File::Json => Vec::new(),
        })
    }
}

fn csv(dialect: Dialect, fill: &Fill<'_>) -> Vec<u8> {
    let mut csv = Csv::new(dialect);
    fill(&mut |cells| csv.row(cells));
    csv.end().into_bytes()
}

//! Files for those who analyse.

use std::time::Duration;

use crate::domain::filter::Filter;
use crate::domain::guidance::Guidance;
use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::codebook::codebook;
use crate::format::codec::is_json;
use crate::format::export::{Column, columns, file_name, json_list, long, matrix, wide};
use crate::format::files::{File, FileQuestion, Made};
use crate::format::labelled::{beside, fixed_label, matrix_label, overview, wide_label};
use crate::format::spss::syntax;
use crate::format::table::{Csv, Dialect, Rows};
use crate::format::xlsx::{Fill, workbook};
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
        let tables = Tables { columns, responses, studies, guidance, sign };
        let content = tables.file(asked, &name).map_err(|why| failed(&why))?;
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
    let mut ids: Vec<String> = meant.map(|one| one.id.clone()).collect();
    // Nobody knows whether what cannot be read is meant, so it is, when everything is.
    if asked.filter == Filter::default() {
        ids.extend(all.unreadable.iter().cloned());
        ids.sort_unstable();
    }
    let mut texts = Vec::with_capacity(ids.len());
    for page in ids.chunks(PAGE) {
        // In a list there has to be JSON.
        let found = source.archive.texts(Shelf::Responses, page).await?;
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

struct Tables<'a> {
    responses: &'a [Response],
    studies: &'a [(String, Study)],
    guidance: &'a Guidance,
    columns: Vec<Column>,
    /// Is told at every row that it goes on.
    sign: fn(Duration),
}

impl Tables<'_> {
    fn file(&self, asked: &FileQuestion, name: &str) -> Result<Vec<u8>, String> {
        let wide = |row: &mut Rows<'_>| wide(self.responses, &self.columns, row);
        let Some((language, study)) = self.studies.first() else { return Ok(Vec::new()) };
        let long = |row: &mut Rows<'_>| long(self.responses, study, language, row);
        let matrix = |row: &mut Rows<'_>| matrix(self.responses, study, language, row);
        let codebook = |row: &mut Rows<'_>| codebook(self.studies, self.guidance, &self.columns, row);
        Ok(match asked.file {
            File::Wide => self.csv(Dialect::Semicolon, &wide),
            File::WideComma => self.csv(Dialect::Comma, &wide),
            File::Long => self.csv(Dialect::Semicolon, &long),
            File::LongComma => self.csv(Dialect::Comma, &long),
            File::Matrix => self.csv(Dialect::Semicolon, &matrix),
            File::Codebook => self.csv(Dialect::Semicolon, &codebook),
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
                workbook(study.title.get(language), &asked.day, &sheets, self.sign)?
            }
            File::Json => Vec::new(),
        })
    }

    fn csv(&self, dialect: Dialect, fill: &Fill<'_>) -> Vec<u8> {
        let mut csv = Csv::new(dialect);
        fill(&mut |cells| {
            csv.row(cells);
            (self.sign)(Duration::ZERO);
        });
        csv.end().into_bytes()
    }
}

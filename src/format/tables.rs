//! All tables of some responses, as they go into files: the same on a tablet and at the collector.

use std::borrow::Borrow;
#[cfg(not(target_arch = "wasm32"))]
use std::io::Write;
use std::time::Duration;

use crate::domain::guidance::Guidance;
use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::codebook::codebook;
use crate::format::export::{Column, long, wide};
use crate::format::labelled::{beside, fixed_label, overview, wide_label};
use crate::format::spss::syntax;
use crate::format::table::{Csv, Dialect, Rows};
use crate::format::xlsx::{Fill, Sheets, workbook};
// The one table of one kind of instrument: it has a sheet and a file of its own.
use crate::instruments::card_sort::table::matrix::{matrix, matrix_label};

/// The tables of some responses.
pub struct Tables<'a, Go> {
    /// Goes through the responses, first to last, each time the same ones: nothing here holds more than one of them.
    pub go: Go,
    /// The study with the texts of each language (id); of the first one, texts stand in the tables. Nothing is written without.
    pub studies: &'a [(String, Study)],
    /// What that study suggests to coordinators: names of kinds of activity stand in the tables.
    pub guidance: &'a Guidance,
    /// Of the wide table.
    pub columns: Vec<Column>,
    /// Is told at every row that it goes on, and how much longer than usual the next step may take.
    pub sign: fn(Duration),
}

impl<Go, Responses, R> Tables<'_, Go>
where
    Go: Fn() -> Responses,
    Responses: IntoIterator<Item = R>,
    R: Borrow<Response>,
{
    /// One row per response.
    pub fn wide(&self, row: &mut Rows<'_>) {
        wide((self.go)(), &self.columns, row);
    }

    /// One row per answer.
    pub fn long(&self, row: &mut Rows<'_>) {
        let Some((language, study)) = self.studies.first() else { return };
        long((self.go)(), study, language, row);
    }

    /// How many put each card on which pile.
    pub fn matrix(&self, row: &mut Rows<'_>) {
        let Some((language, study)) = self.studies.first() else { return };
        matrix((self.go)(), study, language, row);
    }

    /// What every id means.
    pub fn codebook(&self, row: &mut Rows<'_>) {
        codebook(self.studies, self.guidance, &self.columns, row);
    }

    /// The commands by which SPSS reads the wide table with commas, which lies in the file `data`.
    pub fn spss(&self, data: &str) -> String {
        let Some((language, study)) = self.studies.first() else { return String::new() };
        syntax(data, (self.go)(), study, language, &self.columns)
    }

    /// A workbook with everything, made on `day` (`YYYY-MM-DD`).
    ///
    /// # Errors
    ///
    /// Why it cannot be made, in English.
    pub fn workbook(&self, day: &str) -> Result<Vec<u8>, String> {
        let mut made = Ok(Vec::new());
        self.sheets(&mut |title, sheets| made = workbook(title, day, sheets, self.sign));
        made
    }

    /// The same workbook, cell for cell, written to `to` by way of temporary files: however many rows there are, few lie in memory.
    ///
    /// # Errors
    ///
    /// Why it cannot be made, in English; half of it may have been written.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn save_workbook(&self, day: &str, to: impl Write + Send) -> Result<(), String> {
        let (mut to, mut made) = (Some(to), Ok(()));
        self.sheets(&mut |title, sheets| {
            if let Some(to) = to.take() {
                made = crate::format::xlsx::save_workbook(title, day, sheets, to);
            }
        });
        made
    }

    /// Gives the title of the workbook and its sheets to `make`. People look at them, so they speak Dutch where the study does.
    fn sheets(&self, make: &mut dyn FnMut(&str, &Sheets<'_>)) {
        let Some((language, study)) = self.studies.first() else { return };
        let dutch = self.studies.iter().find(|(language, _)| language == "nl");
        let (own, own_study) = dutch.map_or((language, study), |(own, study)| (own, study));
        let fixed = |name: &str| fixed_label(name, own_study, self.guidance, own);
        let in_words = |name: &str| {
            let column = self.columns.iter().find(|column| column.name == name);
            column.map_or_else(|| fixed(name), |column| wide_label(column, own_study, own))
        };
        let of_matrix = |name: &str| matrix_label(name, own_study, self.guidance, own);
        let overview = |row: &mut Rows<'_>| overview((self.go)(), own_study, own, row);
        let wide = |row: &mut Rows<'_>| beside(&|row| self.wide(row), &in_words, row);
        let long = |row: &mut Rows<'_>| beside(&|row| self.long(row), &fixed, row);
        let matrix = |row: &mut Rows<'_>| beside(&|row| self.matrix(row), &of_matrix, row);
        let codebook = |row: &mut Rows<'_>| self.codebook(row);
        let sheets: [(&str, &Fill<'_>); 5] = [
            ("overzicht", &overview),
            ("invullingen", &wide),
            ("antwoorden", &long),
            ("matrix", &matrix),
            ("codeboek", &codebook),
        ];
        make(study.title.get(language), &sheets);
    }
}

/// A table as CSV. `sign` is told at every row that it goes on.
pub fn csv(dialect: Dialect, fill: &Fill<'_>, sign: fn(Duration)) -> String {
    let mut csv = Csv::new(dialect);
    fill(&mut |cells| {
        csv.row(cells);
        sign(Duration::ZERO);
    });
    csv.end()
}

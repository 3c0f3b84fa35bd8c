//! Which file the coordinator's page asks of the worker that makes files, and what is told of it.

use serde::{Deserialize, Serialize};

use crate::domain::filter::Filter;
use crate::format::codec::names;
use crate::format::filter::FilterRecord;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// A workbook with everything.
    Xlsx,
    /// One row per response, for Excel.
    Wide,
    /// One row per answer, for Excel.
    Long,
    /// How many put each card on which pile.
    Matrix,
    /// What every id means.
    Codebook,
    /// One row per response, for R, Python and SPSS.
    WideComma,
    /// One row per answer, for R, Python and SPSS.
    LongComma,
    /// The commands by which SPSS reads [`File::WideComma`].
    Spss,
    /// The responses as they are stored.
    Json,
}

names! {
    /// Kinds of file.
    file: File {
        Xlsx = "xlsx",
        Wide = "wide",
        Long = "long",
        Matrix = "matrix",
        Codebook = "codebook",
        WideComma = "wide-comma",
        LongComma = "long-comma",
        Spss = "spss",
        Json = "json",
    }
}

impl File {
    /// Every kind and its name.
    pub const ALL: &'static [(Self, &'static str)] = file::ALL;

    /// Its name between page and worker, and in the page.
    pub fn id(self) -> &'static str {
        file::name(self)
    }

    /// What stands at the end of the name of the file, and its ending.
    pub fn ending(self) -> (&'static str, &'static str) {
        match self {
            Self::Xlsx => ("tabellen", "xlsx"),
            Self::Wide => ("breed", "csv"),
            Self::Long => ("lang", "csv"),
            Self::Matrix => ("matrix", "csv"),
            Self::Codebook => ("codeboek", "csv"),
            Self::WideComma => ("breed-komma", "csv"),
            Self::LongComma => ("lang-komma", "csv"),
            Self::Spss => ("breed-komma", "sps"),
            Self::Json => ("invullingen", "json"),
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self.ending().1 {
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "csv" => "text/csv",
            "json" => "application/json",
            _ => "text/plain",
        }
    }
}

/// What is asked: which file, of which responses, on which day (`YYYY-MM-DD`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileQuestion {
    /// Which file.
    #[serde(with = "file")]
    pub file: File,
    /// Of which responses.
    #[serde(with = "FilterRecord")]
    pub filter: Filter,
    /// Today.
    pub day: String,
}

/// What is told of a file that was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// What it is called.
    pub name: String,
    /// How many responses are in it.
    pub n: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_and_a_file_of_its_own() {
        for (at, (file, name)) in File::ALL.iter().enumerate() {
            assert_eq!(file.id(), *name);
            assert!(File::ALL[..at].iter().all(|(other, _)| other.ending() != file.ending()));
        }
    }
}

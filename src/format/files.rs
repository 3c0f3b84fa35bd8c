//! Which file the coordinator's page asks of the worker that makes files, and what is told of it.

use crate::domain::filter::Filter;
use crate::format::filter::{read_filter, write_filter};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

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

impl File {
    /// Every kind and its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Xlsx, "xlsx"),
        (Self::Wide, "wide"),
        (Self::Long, "long"),
        (Self::Matrix, "matrix"),
        (Self::Codebook, "codebook"),
        (Self::WideComma, "wide-comma"),
        (Self::LongComma, "long-comma"),
        (Self::Spss, "spss"),
        (Self::Json, "json"),
    ];

    /// Its name between page and worker, and in the page.
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, name)| name)
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which file.
    pub file: File,
    /// Of which responses.
    pub filter: Filter,
    /// Today.
    pub day: String,
}

/// What is told of a file that was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// What it is called.
    pub name: String,
    /// How many responses are in it.
    pub n: usize,
    /// How many responses of this tablet cannot be read, and are in the JSON of everything only.
    pub n_unreadable: usize,
}

/// Writes what is asked.
pub fn write_asked(asked: &Asked) -> String {
    Json::object(vec![
        ("file", asked.file.id().into()),
        ("filter", write_filter(&asked.filter)),
        ("day", asked.day.as_str().into()),
    ])
    .write()
}

/// Reads what is asked.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_asked`] writes.
pub fn read_asked(json: &str) -> Result<Asked, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let file = top.field("file");
    let found = File::ALL.iter().find(|(_, name)| *name == file.text());
    file.check(found.is_some(), "a kind of file");
    let asked = Asked {
        file: found.map_or(File::Json, |(one, _)| *one),
        filter: read_filter(&top.field("filter")),
        day: top.field("day").text(),
    };
    mistake.none_in(asked)
}

/// Writes what is told.
pub fn write_made(made: &Made) -> String {
    Json::object(vec![
        ("name", made.name.as_str().into()),
        ("n", (made.n as u64).into()),
        ("unreadable", (made.n_unreadable as u64).into()),
    ])
    .write()
}

/// Reads what is told.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_made`] writes.
pub fn read_made(json: &str) -> Result<Made, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let made = Made {
        name: top.field("name").text(),
        n: top.field("n").size(),
        n_unreadable: top.field("unreadable").size(),
    };
    mistake.none_in(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_and_answer_come_back_as_they_were() {
        for (file, _) in File::ALL {
            let filter = Filter { centre: "Bij Betje".to_owned(), ..Filter::default() };
            let asked = Asked { file: *file, filter, day: "2026-11-23".to_owned() };
            assert_eq!(read_asked(&write_asked(&asked)), Ok(asked));
        }
        let made = Made { name: "a.csv".to_owned(), n: 3, n_unreadable: 1 };
        assert_eq!(read_made(&write_made(&made)), Ok(made));
    }

    #[test]
    fn every_kind_has_a_name_and_a_file_of_its_own() {
        for (at, (file, name)) in File::ALL.iter().enumerate() {
            assert_eq!(file.id(), *name);
            assert!(File::ALL[..at].iter().all(|(other, _)| other.ending() != file.ending()));
        }
    }
}

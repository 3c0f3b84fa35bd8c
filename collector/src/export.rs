//! The stored responses for those who analyse them: as they came, and in the tables that a tablet makes of them.
//!
//! However many there are, a page of responses lies in memory at a time. What a table has to know before its first row, such as
//! its columns, is found by going through all responses once more.

mod pages;
mod walk;

use std::{
    fs::File,
    io::{self, Read as _, Seek as _},
    sync::Arc,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, StatusCode, header},
};
use betekenis::{
    domain::{guidance::Guidance, study::Study},
    format::{
        export::Column,
        table::Dialect,
        tables::{Tables, csv},
    },
};
use futures_util::stream;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::{
    export::{
        pages::{Layout, Pages},
        walk::{Stored, Walk},
    },
    off_thread,
    store::{Store, StoreError, Wanted},
    studies::Studies,
};

/// Most columns of a table, which is as many as a spreadsheet has: what has more was not made by participants.
const MOST_COLUMNS: usize = 16_384;

/// Bytes of a file that are sent at a time.
const PIECE: u64 = 256 * 1024;

/// How the responses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One response a line, as JSON.
    Ndjson,
    /// All of them in one list, as JSON.
    Json,
    /// One answer a row.
    Csv,
    /// One response a row.
    Wide,
    /// A workbook with all tables.
    Xlsx,
    /// What every id means.
    Codebook,
    /// The commands by which SPSS reads [`Format::Wide`].
    Spss,
}

/// The value of `Content-Type` of a CSV.
const CSV: &str = "text/csv; charset=utf-8; header=present";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TEXT: &str = "text/plain; charset=utf-8";

/// What the file of [`Format::Wide`] is called: that of [`Format::Spss`] names it.
const WIDE_FILE: &str = "responses-wide.csv";

/// Each format: its name, media type, and file.
const FORMATS: [(Format, &str, &str, &str); 7] = [
    (Format::Ndjson, "ndjson", "application/x-ndjson", "responses.ndjson"),
    (Format::Json, "json", "application/json", "responses.json"),
    (Format::Csv, "csv", CSV, "responses.csv"),
    (Format::Wide, "wide", CSV, WIDE_FILE),
    (Format::Xlsx, "xlsx", XLSX, "responses.xlsx"),
    (Format::Codebook, "codebook", CSV, "codebook.csv"),
    (Format::Spss, "spss", TEXT, "responses-wide.sps"),
];

impl Format {
    /// What the request asks for: by name, else by its `Accept` header, else NDJSON.
    ///
    /// `None` if the name is of no format.
    pub(crate) fn wanted(name: Option<&str>, headers: &HeaderMap) -> Option<Self> {
        match name {
            Some(name) => FORMATS.iter().find(|(_, one, ..)| *one == name).map(|(format, ..)| *format),
            None => Some(if accepts_csv(headers) { Self::Csv } else { Self::Ndjson }),
        }
    }

    /// All names, for whoever asked for another.
    pub(crate) fn names() -> String {
        FORMATS.map(|(_, name, ..)| name).join(", ")
    }

    /// What is said of the file: a browser saves it by its name.
    pub(crate) fn headers(self) -> [(HeaderName, String); 3] {
        let found = FORMATS.iter().find(|(format, ..)| *format == self);
        let (media_type, file) = found.map_or((TEXT, ""), |(.., media_type, file)| (*media_type, *file));
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
            (header::VARY, "accept".to_owned()),
        ]
    }
}

fn accepts_csv(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut kinds = accepted.flat_map(|value| value.split(','));
    kinds.any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv")))
}

/// Why there is no file. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("study: these responses are of more than one study ({}): ask for one of them, as with study={}", .0.join(", "), .0[0])]
    ManyStudies(Vec<String>),
    #[error(
        "study: the site of this collector has no study {0:?} that can be read (studies/{0}/study.json), so nobody here knows what \
         its ids mean: put the study into the site, or save the codebook on a tablet"
    )]
    NoStudy(String),
    #[error(
        "these responses have more than {MOST_COLUMNS} different cards, questions and choices, which no table holds: ask for \
         format=csv or format=ndjson, and look who sends them"
    )]
    TooWide,
    #[error(
        "the workbook cannot be made ({0}): make room in the folder for temporary files, or ask for format=wide and format=csv"
    )]
    NotMade(String),
}

impl ExportError {
    /// The status that says so.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::ManyStudies(_) => StatusCode::BAD_REQUEST,
            Self::NoStudy(_) => StatusCode::NOT_FOUND,
            Self::TooWide => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotMade(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What exports are made from.
#[derive(Debug)]
pub(crate) struct Exports {
    /// Where the responses are stored.
    pub(crate) store: Store,
    studies: Studies,
    /// Held by who makes a workbook: each takes a processor, and room for its rows.
    making: Arc<Semaphore>,
}

/// What is sent.
enum Made {
    Pages(Pages),
    Whole(String),
    File(File),
}

impl Exports {
    /// Those of the responses in `store`, with the words of `studies`.
    pub(crate) fn new(store: Store, studies: Studies) -> Self {
        Self { store, studies, making: Arc::new(Semaphore::new(1)) }
    }

    /// All responses that are stored now and wanted, written as the reader takes them where that can be.
    ///
    /// Breaks off with an error if the data file fails on the way, so that half an export is not taken for a whole.
    ///
    /// # Errors
    ///
    /// [`ExportError`]: nothing has been written.
    pub(crate) async fn body(&self, wanted: Wanted, format: Format) -> Result<Body, ExportError> {
        let turn = match format {
            Format::Xlsx => {
                Some(Arc::clone(&self.making).acquire_owned().await.map_err(|_| StoreError::Stopping)?)
            }
            _ => None,
        };
        // Who goes away drops it, and then nothing more is made.
        let asked = Arc::new(());
        let (store, studies, still) = (self.store.clone(), self.studies.clone(), Arc::downgrade(&asked));
        let made = spawn_blocking(move || {
            let last = store.last()?;
            let made = make(Walk::new(Stored { store, wanted, last }, still), &studies, format);
            drop(turn);
            made
        });
        let made = made.await.unwrap_or_else(|error| {
            // The crate that makes workbooks takes a full disk for a mistake of whoever programmed it.
            let no_room = || ExportError::NotMade("its rows could not be written".to_owned());
            Err(if error.is_panic() { no_room() } else { StoreError::Stopping.into() })
        });
        if let Err(error @ ExportError::NotMade(_)) = &made {
            eprintln!("collector: {error}");
        }
        Ok(match made? {
            Made::Pages(pages) => in_pages(pages),
            Made::Whole(text) => text.into(),
            Made::File(file) => in_pieces(file),
        })
    }
}

fn make(walk: Walk, all: &Studies, format: Format) -> Result<Made, ExportError> {
    let layout = match format {
        Format::Ndjson => Layout::Lines,
        Format::Json => Layout::List,
        Format::Csv => Layout::Long(all.all()),
        Format::Wide | Format::Xlsx | Format::Codebook | Format::Spss => {
            let studies = walk.study(all, format)?;
            let columns = walk.columns(&studies)?;
            if format == Format::Wide {
                Layout::Wide(columns)
            } else {
                let guidance = studies.first().map(|(_, study)| all.guidance(study)).unwrap_or_default();
                return make_whole(&walk, &studies, &guidance, columns, format);
            }
        }
    };
    Ok(Made::Pages(Pages::new(walk.stored, layout)))
}

/// What cannot be written before everything has been gone through.
fn make_whole(
    walk: &Walk,
    studies: &[(String, Study)],
    guidance: &Guidance,
    columns: Vec<Column>,
    format: Format,
) -> Result<Made, ExportError> {
    let tables = Tables { go: || walk.go(), studies, guidance, columns, sign: |_| () };
    let made = match format {
        Format::Codebook => Made::Whole(csv(Dialect::Semicolon, &|row| tables.codebook(row), |_| ())),
        Format::Xlsx => {
            let not_made = |error: io::Error| ExportError::NotMade(error.to_string());
            let day = walk.stored.store.today()?;
            let mut file = tempfile::tempfile().map_err(not_made)?;
            let saved = tables.save_workbook(&day, &file);
            walk.end()?;
            saved.map_err(ExportError::NotMade)?;
            file.rewind().map_err(not_made)?;
            Made::File(file)
        }
        _ => Made::Whole(tables.spss(WIDE_FILE)),
    };
    walk.end()?;
    Ok(made)
}

/// Makes each page when the reader has taken the one before.
fn in_pages(pages: Pages) -> Body {
    Body::from_stream(stream::try_unfold(pages, |mut pages| async move {
        let read =
            off_thread(move || pages.piece().map(|piece| piece.map(|piece| (Bytes::from(piece), pages))));
        read.await.map_err(io::Error::other).inspect_err(log)
    }))
}

/// Reads each piece when the reader has taken the one before.
fn in_pieces(file: File) -> Body {
    Body::from_stream(stream::try_unfold(file, |file| async move {
        let read = off_thread(move || {
            let mut piece = Vec::new();
            let read = (&file).take(PIECE).read_to_end(&mut piece);
            Ok(read.map(|n| (n > 0).then(|| (Bytes::from(piece), file))))
        });
        read.await.map_err(io::Error::other).flatten().inspect_err(log)
    }))
}

fn log(error: &io::Error) {
    eprintln!("collector: an export broke off: {error}");
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use tempfile::TempDir;

    use super::*;
    use crate::{batch, response::tests::full_response};

    #[track_caller]
    fn check_wanted(name: Option<&str>, accept: &str, expected: Option<Format>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());

        assert_eq!(Format::wanted(name, &headers), expected);
    }

    #[test]
    fn the_name_of_a_format_goes_before_the_accept_header() {
        check_wanted(None, "*/*", Some(Format::Ndjson));
        check_wanted(None, "text/html, Text/CSV;q=0.9", Some(Format::Csv));
        check_wanted(Some("ndjson"), "text/csv", Some(Format::Ndjson));
        check_wanted(Some("xlsx"), "*/*", Some(Format::Xlsx));
        check_wanted(Some("pdf"), "text/csv", None);
    }

    /// A data file with twenty responses of forty kilobytes, in their order.
    fn many() -> (TempDir, Stored, Vec<String>) {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("data.sqlite")).unwrap();
        let texts: Vec<String> = (0..20)
            .map(|n| {
                let mut response = full_response();
                response["id"] = format!("{n:08x}-7b6e-4b7d-9f0f-4a3a3e1d2c5b").into();
                response["instruments"][0]["missing"] = serde_json::json!(["x".repeat(40_000)]);
                response.to_string()
            })
            .collect();
        let responses = texts.join(",");
        let batch = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";
        let body = format!(r#"{{"schema":"batch/1","batch":"{batch}","responses":[{responses}]}}"#);
        store.add(batch, &batch::read(body.as_bytes()).unwrap().responses).unwrap();
        let last = store.last().unwrap();
        (folder, Stored { store, wanted: Wanted::default(), last }, texts)
    }

    /// Writes `mark` into the language of the last response: whoever reads it from now on sees that.
    fn change_last(folder: &TempDir, mark: &str) {
        let other = rusqlite::Connection::open(folder.path().join("data.sqlite")).unwrap();
        let change = "UPDATE responses SET response = json_set(response, '$.language', ?1)
                      WHERE seq = (SELECT max(seq) FROM responses)";
        other.execute(change, [mark]).unwrap();
    }

    #[test]
    fn a_page_is_read_only_when_the_one_before_has_been_taken() {
        for format in [Format::Ndjson, Format::Json, Format::Csv, Format::Wide] {
            let (folder, stored, _) = many();
            let asked = Arc::new(());
            let walk = Walk::new(stored, Arc::downgrade(&asked));
            let Made::Pages(mut pages) = make(walk, &Studies::new(folder.path()), format).unwrap() else {
                panic!("{format:?} is made in pages");
            };

            let mut pieces = vec![pages.piece().unwrap().unwrap()];
            change_last(&folder, "changed-meanwhile");
            while let Some(piece) = pages.piece().unwrap() {
                pieces.push(piece);
            }

            assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.len() < 600_000), "{format:?}");
            assert!(pieces.last().unwrap().contains("changed-meanwhile"), "{format:?}");
        }
    }

    #[test]
    fn going_through_the_responses_holds_one_page_of_them() {
        let (folder, stored, _) = many();
        let asked = Arc::new(());
        let walk = Walk::new(stored, Arc::downgrade(&asked));

        let mut going = walk.go();
        going.next().unwrap();
        change_last(&folder, "changed-meanwhile");

        assert_eq!(going.last().unwrap().language, "changed-meanwhile");
        assert_eq!(walk.go().count(), 20, "and it can be done again");
        assert!(walk.end().is_ok());
    }

    #[test]
    fn nothing_more_is_made_for_who_has_gone_away() {
        let (folder, stored, _) = many();
        let asked = Arc::new(());
        let walk = Walk::new(stored, Arc::downgrade(&asked));
        drop(asked);

        let made = make(walk, &Studies::new(folder.path()), Format::Xlsx);

        assert!(matches!(made, Err(ExportError::Store(StoreError::Stopping))));
    }

    #[test]
    fn json_is_the_very_texts_in_a_list() {
        let (folder, stored, texts) = many();
        let walk = Walk::new(stored, Weak::new());
        let Ok(Made::Pages(mut pages)) = make(walk, &Studies::new(folder.path()), Format::Json) else {
            panic!("it is made in pages");
        };

        let mut list = String::new();
        while let Some(piece) = pages.piece().unwrap() {
            list.push_str(&piece);
        }

        assert_eq!(list, betekenis::format::export::json_list(texts.iter().map(String::as_str)));
    }
}

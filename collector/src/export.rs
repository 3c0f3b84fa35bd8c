//! The stored responses for those who analyse them: NDJSON, one response a line, or CSV.
//!
//! # The CSV
//!
//! Long format: one row per answer, with the same header whatever the study. `response` is the id that
//! joins the rows of one participant. A response without any answer (stopped at the first card) has no row; the
//! NDJSON has it.
//!
//! | `item_kind` | `item` | `value` | also |
//! |---|---|---|---|
//! | `card` | card | pile where it lay in the end | `position_shown` 1-based; `changes` = moves after the first; `ms` = all its moves |
//! | `most-important` | card | 1, 2, … in the order of tapping, which means nothing | |
//! | `missing` | | the words | |
//! | `more` | card | 1 | |
//! | `story` | card | the words | |
//! | `question` | question | choice, or `dont-know`, or `skipped`; a row for each choice | `position_shown` of the choice, 1-based; `changes` and `ms` of the whole answer |
//! | `not-understood` | question, or empty | JSON of an answer, or of a whole instrument, of which only a newer app knows what it is | |
//!
//! `present` says of a group (`mode` is `group`) how many people gave the response together, if they were counted.
//! `centre_type`, `neighbourhood` and `aims` (with spaces between) are empty where nobody said.
//!
//! RFC 4180, UTF-8 without a byte order mark. A cell that a spreadsheet would run as a formula starts with an
//! apostrophe instead, and one with a semicolon or a tab is quoted too.

use std::io;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use betekenis::format::table::append_cell;
use futures_util::stream;
use serde_json::Value;

use crate::{
    off_thread,
    response::{Answer, AnswerGiven, CardSort, Given, Instrument, Response},
    store::{Page, Store, StoreError, Wanted},
};

/// First line of the CSV.
const CSV_HEADER: &str = "response,study,study_version,centre,kind,date,part_of_day,round,language,mode,outcome,\
                          instrument,item_kind,item,value,position_shown,changes,ms,present,\
                          centre_type,neighbourhood,aims\r\n";

/// How the responses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One response a line, as JSON.
    Ndjson,
    /// One answer a row.
    Csv,
}

impl Format {
    /// What the request asks for: by name, else by its `Accept` header, else NDJSON.
    ///
    /// `None` if the name is of no format.
    pub(crate) fn wanted(name: Option<&str>, headers: &HeaderMap) -> Option<Self> {
        match name {
            Some("csv") => Some(Self::Csv),
            Some("ndjson") => Some(Self::Ndjson),
            Some(_) => None,
            None => Some(if accepts_csv(headers) { Self::Csv } else { Self::Ndjson }),
        }
    }

    /// The value of `Content-Type`.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// The value of `Content-Disposition`: a browser saves the file.
    pub(crate) fn disposition(self) -> &'static str {
        match self {
            Self::Ndjson => "attachment; filename=\"responses.ndjson\"",
            Self::Csv => "attachment; filename=\"responses.csv\"",
        }
    }

    fn header(self) -> &'static str {
        match self {
            Self::Ndjson => "",
            Self::Csv => CSV_HEADER,
        }
    }

    fn append(self, response: &str, out: &mut String) -> Result<(), io::Error> {
        match self {
            Self::Ndjson => append_line(response, out),
            Self::Csv => {
                let value: Value = serde_json::from_str(response)?;
                let response = Response::read(&value, "response").map_err(io::Error::other)?;
                append_rows(&response, out);
            }
        }
        Ok(())
    }
}

/// All responses that are stored now and wanted, written page by page as the reader takes them.
///
/// Breaks off with an error if the data file fails on the way, so that half an export is not taken for a whole.
///
/// # Errors
///
/// [`StoreError`] if the data file cannot be read at all.
pub(crate) async fn body(store: Store, wanted: Wanted, format: Format) -> Result<Body, StoreError> {
    let last = {
        let store = store.clone();
        off_thread(move || store.last()).await?
    };
    let pages = stream::try_unfold(Some(0), move |after| {
        let (store, wanted) = (store.clone(), wanted.clone());
        async move {
            let Some(after) = after else { return Ok::<_, io::Error>(None) };
            let read = off_thread(move || store.page(&wanted, after, last)).await;
            let page = read.map_err(io::Error::other).inspect_err(log)?;
            let mut chunk = if after == 0 { format.header().to_owned() } else { String::new() };
            write_page(&page, format, &mut chunk).inspect_err(log)?;
            Ok(Some((Bytes::from(chunk), page.next)))
        }
    });
    Ok(Body::from_stream(pages))
}

fn write_page(page: &Page, format: Format, out: &mut String) -> Result<(), io::Error> {
    page.responses.iter().try_for_each(|response| format.append(response, out))
}

fn log(error: &io::Error) {
    eprintln!("collector: an export broke off: {error}");
}

fn accepts_csv(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut kinds = accepted.flat_map(|value| value.split(','));
    kinds.any(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv")))
}

/// Appends a JSON text as one line: the line breaks in it can only stand between its parts.
fn append_line(response: &str, out: &mut String) {
    out.extend(response.chars().map(|char| if matches!(char, '\n' | '\r') { ' ' } else { char }));
    out.push('\n');
}

fn append_rows(response: &Response<'_>, out: &mut String) {
    for Instrument { id, given } in &response.instruments {
        let mut append = |row: Row<'_>| append_row(response, id, row, out);
        match given {
            Given::CardSort(sort) => append_card_sort(sort, &mut append),
            Given::Survey(answers) => answers.iter().for_each(|answer| append_answer(answer, &mut append)),
            Given::Unknown(whole) => append(not_understood("", &whole.to_string())),
        }
    }
}

/// The cells that differ from row to row within an instrument. `None` is an empty cell.
#[derive(Default)]
struct Row<'a> {
    kind: &'static str,
    item: &'a str,
    value: &'a str,
    position_shown: Option<usize>,
    changes: Option<u64>,
    ms: Option<u64>,
}

fn append_card_sort(sort: &CardSort<'_>, append: &mut impl FnMut(Row<'_>)) {
    // In the order in which the cards were shown, so that the same response is the same rows.
    let mut placed: Vec<_> =
        sort.placed.iter().map(|(card, pile)| (position(&sort.order, card), *card, *pile)).collect();
    placed.sort_by_key(|(position_shown, card, _)| (position_shown.unwrap_or(usize::MAX), *card));

    for (position_shown, card, pile) in placed {
        let times = || sort.moves.iter().filter(|a_move| a_move.card == card).map(|a_move| a_move.ms);
        append(Row {
            kind: "card",
            item: card,
            value: pile,
            position_shown,
            changes: (times().count() as u64).checked_sub(1),
            ms: times().reduce(u64::saturating_add),
        });
    }
    for (idx, card) in sort.most_important.iter().enumerate() {
        append(Row { kind: "most-important", item: card, value: &(idx + 1).to_string(), ..Row::default() });
    }
    for words in &sort.missing {
        append(Row { kind: "missing", value: words, ..Row::default() });
    }
    for card in &sort.more {
        append(Row { kind: "more", item: card, value: "1", ..Row::default() });
    }
    if let Some((card, words)) = sort.story {
        append(Row { kind: "story", item: card, value: words, ..Row::default() });
    }
}

/// What only a newer app knows: kept, and there to be read.
fn not_understood<'a>(item: &'a str, json: &'a str) -> Row<'a> {
    Row { kind: "not-understood", item, value: json, ..Row::default() }
}

fn append_answer(answer: &Answer<'_>, append: &mut impl FnMut(Row<'_>)) {
    let values = match &answer.given {
        // "None of these", said by choosing nothing, is an answer too.
        AnswerGiven::Choices(choices) if choices.is_empty() => vec![""],
        AnswerGiven::Choices(choices) => choices.clone(),
        AnswerGiven::DontKnow => vec!["dont-know"],
        AnswerGiven::Skipped => vec!["skipped"],
        AnswerGiven::Unknown(whole) => return append(not_understood(answer.question, &whole.to_string())),
    };
    for value in values {
        append(Row {
            kind: "question",
            item: answer.question,
            value,
            position_shown: position(&answer.shown, value),
            changes: Some(answer.changes),
            ms: Some(answer.ms),
        });
    }
}

/// Where `item` stands among `shown`, the first being 1.
fn position(shown: &[&str], item: &str) -> Option<usize> {
    shown.iter().position(|other| *other == item).map(|idx| idx + 1)
}

fn append_row(response: &Response<'_>, instrument: &str, row: Row<'_>, out: &mut String) {
    let activity = &response.activity;
    let texts = [
        response.id,
        response.study,
        response.study_version,
        activity.centre,
        activity.kind,
        activity.date,
        activity.part_of_day,
        activity.round,
        response.language,
        response.mode,
        response.outcome,
        instrument,
        row.kind,
        row.item,
        row.value,
    ];
    let position = row.position_shown.map(|position| position as u64);
    let numbers = [position, row.changes, row.ms, response.present];

    for text in texts {
        append_cell(text, out);
        out.push(',');
    }
    let numbers = numbers.map(|number| number.map(|number| number.to_string()).unwrap_or_default());
    out.push_str(&numbers.join(","));
    for text in [activity.centre_type, activity.neighbourhood, &activity.aims.join(" ")] {
        out.push(',');
        append_cell(text, out);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::full_response;

    #[track_caller]
    fn check_wanted(name: Option<&str>, accept: &str, expected: Option<Format>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());

        assert_eq!(Format::wanted(name, &headers), expected);
    }

    #[test]
    fn a_response_becomes_one_row_per_answer() {
        let shared = "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b,ontmoetingscentra,1,Buurtkamer Moerwijk,open-inloop,\
                      2026-11-22,morning,1,nl,self,complete";
        let expected = [
            "meaning,card,sc2,little,1,2,3900,",
            "meaning,card,sc1,little,2,0,1000,",
            "meaning,most-important,sc2,1,,,,",
            "meaning,most-important,sc1,2,,,,",
            "meaning,missing,,een moestuin,,,,",
            "meaning,more,sc1,1,,,,",
            "survey,question,contacts,few,2,1,5200,",
            "survey,question,reasons,talk,3,0,7000,",
            "survey,question,reasons,fun,1,0,7000,",
            "survey,question,feeling,dont-know,,0,3000,",
            "survey,question,change,skipped,,2,800,",
        ];
        let mut csv = String::new();

        Format::Csv.append(&full_response().to_string(), &mut csv).unwrap();

        let rows: Vec<&str> = csv.split_terminator("\r\n").collect();
        assert_eq!(rows, expected.map(|row| format!("{shared},{row},,,")));
        assert_eq!(CSV_HEADER.split(',').count(), rows[0].split(',').count());
    }

    #[test]
    fn a_story_is_a_row_and_a_group_says_how_many_it_is_and_where() {
        let mut response = full_response();
        response["mode"] = "group".into();
        response["present"] = 7.into();
        response["activity"]["centre_type"] = "living-room".into();
        response["activity"]["neighbourhood"] = "Moerwijk, Oost".into();
        response["activity"]["aims"] = serde_json::json!(["meet", "relax"]);
        response["instruments"][0]["story"] = serde_json::json!({"card": "sc2", "text": "Via de buurvrouw"});
        let mut csv = String::new();

        Format::Csv.append(&response.to_string(), &mut csv).unwrap();

        assert!(csv.contains(",group,complete,meaning,story,sc2,Via de buurvrouw,,,,7,"), "{csv}");
        let place = ",7,living-room,\"Moerwijk, Oost\",meet relax";
        assert!(csv.lines().all(|row| row.ends_with(place)), "{csv}");
    }

    #[test]
    fn a_story_that_was_asked_for_and_not_told_is_no_row() {
        let mut response = full_response();
        response["instruments"][0]["story"] = serde_json::json!({"card": "sc2", "text": ""});
        let mut csv = String::new();

        Format::Csv.append(&response.to_string(), &mut csv).unwrap();

        assert!(!csv.contains("story"), "{csv}");
    }

    #[test]
    fn a_card_that_nobody_moved_has_no_number_of_changes() {
        let mut response = full_response();
        response["instruments"][0]["moves"] = serde_json::json!([]);
        let mut csv = String::new();

        Format::Csv.append(&response.to_string(), &mut csv).unwrap();

        assert!(csv.lines().next().unwrap().ends_with("meaning,card,sc2,little,1,,,,,,"), "{csv}");
    }

    #[test]
    fn choosing_nothing_is_an_answer() {
        let mut response = full_response();
        response["instruments"][1]["answers"][1]["answer"]["choices"] = serde_json::json!([]);
        let mut csv = String::new();

        Format::Csv.append(&response.to_string(), &mut csv).unwrap();

        assert!(csv.contains(",survey,question,reasons,,,0,7000,,,,\r\n"), "{csv}");
    }

    #[test]
    fn a_response_that_came_on_several_lines_leaves_on_one() {
        let mut line = String::new();

        Format::Ndjson.append("{\r\n \"a\": \"b\\n\"\n}", &mut line).unwrap();

        assert_eq!(line, "{   \"a\": \"b\\n\" }\n");
    }

    #[test]
    fn the_name_of_a_format_goes_before_the_accept_header() {
        check_wanted(None, "*/*", Some(Format::Ndjson));
        check_wanted(None, "text/html, Text/CSV;q=0.9", Some(Format::Csv));
        check_wanted(Some("ndjson"), "text/csv", Some(Format::Ndjson));
        check_wanted(Some("csv"), "*/*", Some(Format::Csv));
        check_wanted(Some("xlsx"), "text/csv", None);
    }
}

//! Workbooks by way of files, as the collector makes them: the same as on a tablet.

use std::collections::BTreeMap;

use betekenis::domain::response::Response;
use betekenis::format::export::columns;
use betekenis::format::response::read_response;
use betekenis::format::table::{Cell, Rows};
use betekenis::format::tables::Tables;
use betekenis::format::xlsx::{Fill, save_workbook, workbook};

use crate::files::unzipped;
use crate::participant::default_study;
use crate::studies::default_guidance;

/// What is in a workbook, without the hint in which columns the cells of a row lie: it is left out by way of files, where a row is
/// written before the next one is known.
fn without_hints(file: &[u8]) -> BTreeMap<String, String> {
    let without = |text: String| {
        let mut parts = text.split(" spans=\"");
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + part.split_once('"').unwrap().1)
    };
    unzipped(file).into_iter().map(|(path, text)| (path, without(text))).collect()
}

#[test]
fn by_way_of_files_the_tables_are_the_same_cell_for_cell() {
    let texts = include_str!("../fixtures/export/responses.jsonl");
    let responses: Vec<Response> = texts.lines().map(|text| read_response(text).unwrap()).collect();
    let studies = [("nl".to_owned(), default_study())];
    let (columns, guidance) = (columns(&responses, &studies[0].1), default_guidance());
    let (studies, guidance) = (&studies, &guidance);
    let tables = Tables { go: || responses.iter(), studies, guidance, columns, sign: |_| () };
    let mut saved = Vec::new();

    tables.save_workbook("2026-11-23", &mut saved).unwrap();

    let files = without_hints(&saved);
    assert!(files.len() > 10 && files["xl/worksheets/sheet3.xml"].len() > 10_000);
    assert_eq!(files, without_hints(&tables.workbook("2026-11-23").unwrap()));
}

#[test]
fn by_way_of_files_odd_cells_are_the_same_too() {
    let long = "é".repeat(40_000);
    let fill = |row: &mut Rows<'_>| {
        row(&["a".into(), "b".into(), "c".into()]);
        row(&[long.as_str().into(), Cell::Empty, "=1+1".into()]);
        row(&[]);
        row(&[Cell::Number(3), long.as_str().into(), " spaced\n".into()]);
    };
    let sheets: [(&str, &Fill<'_>); 3] = [("one", &fill), ("two", &|_| {}), ("three", &fill)];
    let mut saved = Vec::new();

    save_workbook("Title", "2026-11-23", &sheets, &mut saved).unwrap();

    assert_eq!(
        without_hints(&saved),
        without_hints(&workbook("Title", "2026-11-23", &sheets, |_| ()).unwrap())
    );
}

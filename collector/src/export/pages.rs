//! Responses as they are sent, a page after another.

use std::{collections::BTreeMap, mem};

use betekenis::{
    domain::{response::Response, study::Study},
    format::{
        export::{Column, LIST, long, wide},
        table::{Csv, Dialect, Rows},
        tables::csv,
    },
};

use super::walk::Stored;
use crate::{
    response,
    store::{Page, StoreError},
};

/// How responses are written one after another.
pub(super) enum Layout {
    Lines,
    List,
    /// With the studies of the site, by id, and the language of the words.
    Long(BTreeMap<String, (String, Study)>),
    Wide(Vec<Column>),
}

/// Responses that are written a page at a time.
pub(super) struct Pages {
    stored: Stored,
    layout: Layout,
    /// Where the next page starts. `None` at the end.
    next: Option<i64>,
    /// A response has been written.
    has_begun: bool,
    n_unreadable: usize,
}

impl Pages {
    /// All of them, of which none is written.
    pub(super) fn new(stored: Stored, layout: Layout) -> Self {
        Self { stored, layout, next: Some(0), has_begun: false, n_unreadable: 0 }
    }

    /// The next page as it is sent; `None` after the last one. Waits for the disk.
    pub(super) fn piece(&mut self) -> Result<Option<String>, StoreError> {
        let Some(after) = self.next else { return Ok(None) };
        let page = self.stored.page(after)?;
        let mut piece = if after == 0 { self.head() } else { String::new() };
        match &self.layout {
            Layout::Lines => page.responses.iter().for_each(|response| append_line(response, &mut piece)),
            Layout::List => {
                for response in &page.responses {
                    piece.push_str(if mem::replace(&mut self.has_begun, true) { LIST.1 } else { "" });
                    piece.push_str(response);
                }
            }
            Layout::Long(studies) => {
                let mut csv = Csv::new(Dialect::CommaWithLines);
                let unknown = (String::new(), Study::default());
                for response in read_all(&page, &mut self.n_unreadable) {
                    let (language, study) = studies.get(&response.study).unwrap_or(&unknown);
                    below_header(&mut csv, |row| long([&response], study, language, row));
                }
                piece.push_str(&csv.end());
            }
            Layout::Wide(columns) => {
                let mut csv = Csv::new(Dialect::Comma);
                let responses = read_all(&page, &mut self.n_unreadable);
                below_header(&mut csv, |row| wide(responses, columns, row));
                piece.push_str(&csv.end());
            }
        }
        self.next = page.next;
        if self.next.is_none() {
            piece.push_str(if matches!(self.layout, Layout::List) { LIST.2 } else { "" });
            if self.n_unreadable > 0 {
                let n = self.n_unreadable;
                eprintln!(
                    "collector: {n} responses cannot be read as response/1: no table has them, ndjson and json do"
                );
            }
        }
        Ok(Some(piece))
    }

    fn head(&self) -> String {
        let none: [Response; 0] = [];
        match &self.layout {
            Layout::Lines => String::new(),
            Layout::List => LIST.0.to_owned(),
            Layout::Long(_) => {
                csv(Dialect::CommaWithLines, &|row| long(&none, &Study::default(), "", row), |_| ())
            }
            Layout::Wide(columns) => csv(Dialect::Comma, &|row| wide(&none, columns, row), |_| ()),
        }
    }
}

fn read_all(page: &Page, n_unreadable: &mut usize) -> impl Iterator<Item = Response> {
    page.responses.iter().filter_map(|text| {
        let response = response::read(text);
        *n_unreadable += usize::from(response.is_none());
        response
    })
}

/// Writes the rows of `fill` but for the first one, which names the columns.
fn below_header(csv: &mut Csv, fill: impl FnOnce(&mut Rows<'_>)) {
    let mut is_header = true;
    fill(&mut |cells| {
        if !mem::take(&mut is_header) {
            csv.row(cells);
        }
    });
}

/// Appends a JSON text as one line: the line breaks in it can only stand between its parts.
fn append_line(response: &str, out: &mut String) {
    out.extend(response.chars().map(|char| if matches!(char, '\n' | '\r') { ' ' } else { char }));
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_that_came_on_several_lines_leaves_on_one() {
        let mut line = String::new();

        append_line("{\r\n \"a\": \"b\\n\"\n}", &mut line);

        assert_eq!(line, "{   \"a\": \"b\\n\" }\n");
    }
}

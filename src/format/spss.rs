//! The commands by which SPSS (and PSPP) reads the wide table with commas: types, labels, numbers and missing values.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::export::{ABOUT, Column, What, free_name, wide};
use crate::format::table::Cell;
use crate::format::tabled::{TabledColumn as _, special_code, specials};
use crate::instruments::each_of;

/// Most bytes of a text, of the label of a variable, and of that of a value. A label that is longer ends in "…", and stands
/// whole in an attribute of the variable.
const LONGEST: (usize, usize, usize) = (32_767, 250, 115);

/// Most bytes of a text in a line of commands: SPSS takes no longer ones.
const LONGEST_LINE: usize = 200;

/// Commands that read the wide table of `responses`, which lies in the file `data`, with labels in `language`.
///
/// Every card and every question with one choice gets a second variable, `…_code`, which is a number.
pub fn syntax<R: Borrow<Response>>(
    data: &str,
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    columns: &[Column],
) -> String {
    let mut lines = vec![
        "* Encoding: UTF-8.".to_owned(),
        format!("* {data}:"),
        "  put it into one folder with this file; write that folder here if SPSS does not find it."
            .to_owned(),
        "* CD 'C:\\folder'.".to_owned(),
        "GET DATA".to_owned(),
        "  /TYPE=TXT".to_owned(),
        format!("  /FILE={}", quoted(data, LONGEST.0)),
        "  /ENCODING='UTF8'".to_owned(),
        "  /ARRANGEMENT=DELIMITED".to_owned(),
        "  /DELCASE=LINE".to_owned(),
        "  /FIRSTCASE=2".to_owned(),
        "  /DELIMITERS=\",\"".to_owned(),
        "  /QUALIFIER='\"'".to_owned(),
        "  /VARIABLES=".to_owned(),
    ];
    lines.extend(widths(responses, columns).into_iter().map(|(name, width)| {
        let format = width.map_or("F8.0".to_owned(), |width| format!("A{width}"));
        format!("    {name} {format}")
    }));
    lines.push("  .".to_owned());
    let mut taken: BTreeSet<String> = ABOUT.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(columns.iter().map(|column| column.name.clone()));
    for column in columns {
        if let Some(labels) = Labels::of(column, study, language) {
            let code = free_name(&format!("{}_code", column.name), &mut taken);
            labels.append(&column.name, &code, &mut lines);
        }
    }
    lines.push("EXECUTE.\n".to_owned());
    lines.join("\n")
}

/// The name of every column, and how many bytes its longest text has; none of a column of numbers.
fn widths<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    columns: &[Column],
) -> Vec<(String, Option<usize>)> {
    let mut widths: Vec<(String, Option<usize>)> = Vec::new();
    wide(responses, columns, &mut |cells| {
        if widths.is_empty() {
            widths.extend(cells.iter().enumerate().map(|(at, cell)| {
                let is_number = match at.checked_sub(ABOUT.len()) {
                    None => ABOUT[at] == "present",
                    Some(at) => columns[at].what.is_number(),
                };
                let Cell::Text(name) = cell else { return (String::new(), None) };
                (name.to_string(), (!is_number).then_some(8))
            }));
            return;
        }
        for (cell, (_, width)) in cells.iter().zip(&mut widths) {
            if let (Cell::Text(text), Some(width)) = (cell, width) {
                // One more for the apostrophe before what looks like a formula.
                *width = (*width).max(text.len() + 1).min(LONGEST.0);
            }
        }
    });
    widths
}

/// What a variable and its values are called.
pub(crate) struct Labels {
    /// What the variable is called.
    pub(crate) variable: String,
    /// Id, number, words.
    pub(crate) values: Vec<(String, u64, String)>,
}

impl Labels {
    /// Those of a column whose values are answers with numbers; none of other columns.
    fn of(column: &Column, study: &Study, language: &str) -> Option<Self> {
        match &column.what {
            What::Inner(inner) => {
                each_of!(InnerColumn, inner, one => one.labels(&column.instrument, study, language))
            }
            What::Ms | What::NotUnderstood => None,
        }
    }

    /// Adds the commands that make the number `code` of the text `name`, and name both.
    fn append(&self, name: &str, code: &str, lines: &mut Vec<String>) {
        let Self { variable, values } = self;
        lines.push(format!("RECODE {name}"));
        lines.extend(values.iter().map(|(id, number, _)| format!("  ({}={number})", quoted(id, LONGEST.2))));
        lines.push(format!("  INTO {code}."));
        let label = quoted(&shortened(variable, LONGEST.1), LONGEST.1);
        lines.push(format!("VARIABLE LABELS {name} {label}"));
        lines.push(format!("  /{code} {label}."));
        lines.push(format!("VALUE LABELS {code}"));
        lines.extend(values.iter().map(|(_, number, words)| {
            format!("  {number} {}", quoted(&shortened(words, LONGEST.2), LONGEST.2))
        }));
        lines.push("  .".to_owned());
        let long_values = values.iter().filter(|(.., words)| words.len() > LONGEST.2);
        let whole = long_values.map(|(_, number, words)| (format!("Value{number}"), words));
        let whole: Vec<_> = (variable.len() > LONGEST.1)
            .then(|| ("Label".to_owned(), variable))
            .into_iter()
            .chain(whole)
            .collect();
        for (attribute, words) in whole {
            lines.push(format!("VARIABLE ATTRIBUTE VARIABLES={name} {code}"));
            let pieces = pieces(words, LONGEST_LINE).into_iter().map(|piece| quoted(piece, LONGEST.0));
            let pieces = pieces.collect::<Vec<_>>().join(" +\n    ");
            lines.push(format!("  ATTRIBUTE={attribute}({pieces})."));
        }
        let missing = values.iter().map(|(_, number, _)| *number).filter(|number| is_special(*number));
        let missing: Vec<String> = missing.map(|number| number.to_string()).collect();
        lines.push(format!("MISSING VALUES {code} ({}).", missing.join(", ")));
        lines.push(format!("FORMATS {code} (F8.0)."));
    }
}

/// What the study has no words for.
pub(crate) fn own(language: &str, dutch: &'static str, english: &'static str) -> &'static str {
    if language == "nl" { dutch } else { english }
}

/// A value that stands in the place of an answer, with its number and these words; `None` if it has no number.
pub(crate) fn special(id: &str, words: &str) -> Option<(String, u64, String)> {
    Some((id.to_owned(), special_code(id)?, words.to_owned()))
}

fn is_special(code: u64) -> bool {
    specials().any(|special| special.code == Some(code))
}

/// `text` between quotes, on one line, of at most `most` bytes.
fn quoted(text: &str, most: usize) -> String {
    let text = pieces(text, most).swap_remove(0);
    format!("'{}'", text.replace(['\r', '\n'], " ").replace('\'', "''"))
}

/// `text` as a label of at most `most` bytes: one that is longer ends in "…".
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    pieces(text, most - '…'.len_utf8()).swap_remove(0).to_owned() + "…"
}

/// `text` in pieces of at most `most` bytes; one that is empty if it is.
fn pieces(text: &str, most: usize) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for (at, sign) in text.char_indices() {
        if at + sign.len_utf8() - start > most {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_too_long_stands_whole_in_an_attribute() {
        let long = "Vraag 'één' ".repeat(60);
        let words = "heel vaak ".repeat(20);
        let labels = Labels { variable: long.clone(), values: vec![("much".to_owned(), 3, words.clone())] };
        let mut lines = Vec::new();
        labels.append("a", "a_code", &mut lines);
        let syntax = lines.join("\n");

        let whole = |name: &str| {
            let text =
                syntax.split(&format!("ATTRIBUTE={name}(")).nth(1).unwrap().split(").").next().unwrap();
            let pieces = text.split(" +\n").map(|piece| {
                let piece = piece.trim();
                assert!(
                    piece.len() <= 2 * LONGEST_LINE + 2 && piece.starts_with('\'') && piece.ends_with('\'')
                );
                piece[1..piece.len() - 1].replace("''", "'")
            });
            pieces.collect::<String>()
        };
        assert_eq!((whole("Label"), whole("Value3")), (long, words));
        assert!(syntax.contains("…'\n  /a_code '"), "the label itself ends visibly: {syntax}");
        // Short ones need none.
        let mut lines = Vec::new();
        Labels { variable: "Kort".to_owned(), values: Vec::new() }.append("a", "a_code", &mut lines);
        assert!(!lines.join("").contains("ATTRIBUTE"));
    }

    #[test]
    fn a_text_is_quoted_on_one_line_and_cut_between_two_signs() {
        assert_eq!(quoted("zo'n\ntuin", 100), "'zo''n tuin'");
        assert_eq!(quoted("éé", 3), "'é'");
    }
}

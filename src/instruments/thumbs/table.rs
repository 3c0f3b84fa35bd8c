//! Thumbs in the tables.

use crate::domain::study::Study;
use crate::format::codebook::{Book, Line};
use crate::format::labelled::{Label, Subject};
use crate::format::spss::Labels;
use crate::format::table::Cell;
use crate::format::tabled::{Held, LongRow, Meaning, Special, Tabled, TabledColumn, TabledPart};
use crate::instruments::thumbs::rules::{Thumb, Thumbs};

/// A column about thumbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThumbColumn {
    /// 1 for up, 0 for down.
    Up,
    /// The reason.
    Why,
}

/// Nothing follows from what responses hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ThumbHeld;

impl Held for ThumbHeld {
    type Part = Thumb;

    fn add(&mut self, _: &Thumb) {}

    fn size(&self) -> usize {
        0
    }
}

impl Tabled for Thumbs {
    type Column = ThumbColumn;
    type Held = ThumbHeld;

    const ANSWERS: &'static [Meaning] =
        &[("thumb", "duim omhoog of omlaag", "thumb up or down"), ("why", "waarom", "why")];
    const SPECIAL: &'static [Special] = &[];

    fn columns(study: &Study, instrument: &str, held: Option<&ThumbHeld>) -> Vec<ThumbColumn> {
        if Self::called(study, instrument).is_some() || held.is_some() {
            vec![ThumbColumn::Up, ThumbColumn::Why]
        } else {
            Vec::new()
        }
    }

    fn explain<'a>(&'a self, columns: &[(&'a ThumbColumn, &'a str)], book: &mut Book<'a, '_, '_>) {
        let line = Line { kind: "instrument", id: &self.id, scale: "thumbs", ..Line::default() };
        book.line(line, |study| Some(&Self::called(study, &self.id)?.question.text));
        for (column, name) in columns {
            book.column(&self.id, name, column.meaning());
        }
    }

    fn answered(&self, _: &Study, thumb: &Thumb) -> Vec<(String, Vec<Option<bool>>)> {
        vec![(self.id.clone(), vec![thumb.is_up, thumb.is_up.map(|is_up| !is_up)])]
    }

    fn subjects<'a>(&'a self, _: &'a Study, language: &str, _: &[&'a str]) -> Vec<Subject<'a>> {
        vec![Subject {
            kind: "Duim",
            text: self.question.text.get(language).to_owned(),
            indicator: None,
            id: &self.id,
            answers: vec![("omhoog", "up"), ("omlaag", "down")],
        }]
    }
}

impl TabledColumn for ThumbColumn {
    type Part = Thumb;

    fn name(&self) -> String {
        match self {
            Self::Up => "up",
            Self::Why => "why",
        }
        .to_owned()
    }

    fn value<'a>(&self, thumb: &'a Thumb) -> Cell<'a> {
        match self {
            Self::Up => thumb.is_up.map(u64::from).into(),
            Self::Why => thumb.why.as_str().into(),
        }
    }

    fn is_number(&self) -> bool {
        *self == Self::Up
    }

    fn meaning(&self) -> (&'static str, &'static str) {
        match self {
            Self::Up => ("1 omhoog, 0 omlaag", "1 up, 0 down"),
            Self::Why => ("Waarom.", "Why."),
        }
    }

    fn labels(&self, _: &str, _: &Study, _: &str) -> Option<Labels> {
        None
    }

    fn label<'a>(&'a self, _: &str, _: &'a Study, _: &'a str) -> Option<Label<'a>> {
        None
    }
}

impl TabledPart for Thumb {
    type Held = ThumbHeld;

    fn ms(&self) -> u64 {
        self.ms
    }

    fn rows(&self, _: &Study, _: &str, row: &mut dyn FnMut(LongRow<'_>)) {
        if let Some(is_up) = self.is_up {
            let value = if is_up { "up" } else { "down" };
            row(LongRow {
                kind: "thumb",
                value: value.into(),
                code: Some(is_up.into()),
                ..LongRow::default()
            });
        }
        if !self.why.is_empty() {
            row(LongRow { kind: "why", value: self.why.as_str().into(), ..LongRow::default() });
        }
    }
}

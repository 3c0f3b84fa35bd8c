//! Texts and shapes, as they are put on the poster.

use std::fmt::Write as _;

use crate::format::poster::fitting::fit;
use crate::format::poster::{INK, Line, Poster};

/// A part of the poster.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Poster {
    pub(super) fn heading(&mut self, text: &str, x: i32, y: i32, width: i32) -> i32 {
        self.paragraph(text, (x, y), width, (46, true, INK), 1) + 14
    }

    /// Writes `text` in the room that `most` lines of this size take, smaller if it is too long for that; returns where what
    /// comes below may begin.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        (x, y): (i32, i32),
        width: i32,
        (size, is_bold, colour): (i32, bool, &'static str),
        most: usize,
    ) -> i32 {
        let (smaller, lines, rest) = fit(text, width, size, is_bold, most);
        let height = i32::try_from(lines.len()).unwrap_or(0) * smaller * 13 / 10;
        // Within a single line, smaller letters stand on the same ground.
        let top = if most == 1 && lines.len() == 1 { y + size - smaller } else { y };
        let mut at = top;
        for text in lines {
            self.line(&text, x, at + smaller, (smaller, is_bold, colour));
            at += smaller * 13 / 10;
        }
        if height == 0 {
            return y;
        }
        self.rest(&rest);
        at.max(y + (size * 13 / 10).min(height))
    }

    pub(super) fn line(
        &mut self,
        text: &str,
        x: i32,
        y: i32,
        (size, is_bold, colour): (i32, bool, &'static str),
    ) {
        let text = text.to_owned();
        self.lines.push(Line { x, y, size, is_bold, text, rest: String::new(), colour });
    }

    /// Notes how the last line goes on.
    pub(super) fn rest(&mut self, rest: &str) {
        if let Some(last) = self.lines.last_mut() {
            rest.clone_into(&mut last.rest);
        }
    }

    pub(super) fn rect(&mut self, area: Area, fill: &str, radius: i32) {
        let Area { x, y, width, height } = area;
        // Writing to a text cannot fail.
        let _ = write!(
            self.shapes,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"{fill}\"/>"
        );
    }

    pub(super) fn rule(&mut self, x: i32, y: i32, width: i32, colour: &str) {
        // Writing to a text cannot fail.
        let _ = write!(self.shapes, "<path d=\"M{x} {y}h{width}\" stroke=\"{colour}\" stroke-width=\"3\"/>");
    }
}

/// `text` as it may stand in SVG.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Signs that have no place in XML at all.
            '\u{fffe}' | '\u{ffff}' => {}
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

//! The poster: results on one A4, drawn as an SVG picture, with its lines of text known besides.
//!
//! Whatever the numbers and however long the words, everything stays on the poster: texts are broken by an estimate of their
//! width and get smaller, dots too, and what finds no room is counted in words. Cards that are level are drawn together or
//! named together. A text that is too long even so is cut off for the eye only: whoever searches or copies the lines has it
//! whole.

mod cards;
mod fitting;
mod pen;
mod questions;
mod slips;

use std::fmt::Write as _;

use self::fitting::wrap;
use self::pen::{Area, escape};
use self::questions::Grid;
use self::slips::Slips;

/// Width of the poster in tenths of a millimetre, the unit of all that is drawn.
pub const WIDTH: i32 = 2100;

/// Height of the poster.
pub const HEIGHT: i32 = 2970;

const MARGIN: i32 = 130;
const INNER: i32 = WIDTH - 2 * MARGIN;

const INK: &str = "#22304a";
const SOFT: &str = "#45506a";
const WARM: &str = "#8f3d20";
const LINE: &str = "#d3c4ad";
const GROUND: &str = "#fbf6ec";
const BAR: &str = "#d9a441";

/// Fonts with about the widths that are reckoned with.
const FONTS: &str = "Helvetica, Arial, 'Liberation Sans', Roboto, 'Noto Sans', sans-serif";

/// What stands on the poster, in the words of the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// What it is about.
    pub title: String,
    /// Centre, kind of activity, day.
    pub about: String,
    /// How many people took part.
    pub count: String,
    /// What else there is to know of the numbers; may be empty.
    pub remarks: String,
    /// What was agreed the last time; may be empty.
    pub previous: String,
    /// Heading of the cards.
    pub cards_title: String,
    /// What a dot means on each pile, and last for "I don't know".
    pub legend: Vec<String>,
    /// Every card on the first pile, most often first, with one dot for each person and pile.
    pub cards: Vec<Card>,
    /// Heading of the most important ones.
    pub important_title: String,
    /// The most important ones, with one dot for each who chose it.
    pub important: Vec<Card>,
    /// Heading of what may be more.
    pub more_title: String,
    /// What may be more, with one dot for each who chose it.
    pub more: Vec<Card>,
    /// Heading of what means least.
    pub least_title: String,
    /// What means least, in words, and how many said so; most often first.
    pub least: Vec<(String, usize)>,
    /// Heading of missing cards.
    pub missing_title: String,
    /// Missing cards in words.
    pub missing: Vec<String>,
    /// Heading of the questions.
    pub questions_title: String,
    /// Questions of the survey.
    pub questions: Vec<Question>,
    /// Heading of the note.
    pub note_title: String,
    /// What will be done; lines to write on if it is empty.
    pub note: String,
    /// That these are first indications.
    pub caution: String,
    /// Says how many more there are for which there is no room: `{n}` becomes the number.
    pub others: String,
    /// Names cards that are level and have no room of their own: `{cards}` becomes their words, `{n}` the number of each.
    pub level: String,
    /// Counts cards that are level where there is no room for their words either: `{cards}` becomes how many, `{n}` the number
    /// of each.
    pub level_many: String,
}

impl Content {
    /// How many cards are level, each named `n` times, where there is no room for their words.
    fn unnamed(&self, n_level: usize, n: usize) -> String {
        self.level_many.replace("{cards}", &n_level.to_string()).replace("{n}", &n.to_string())
    }
}

/// A card on the poster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its words.
    pub text: String,
    /// Its picture as an address that holds the picture itself (`data:`); none is drawn if it is empty.
    pub picture: String,
    /// How many dots, from full to empty, and last the question marks.
    pub dots: Vec<usize>,
}

/// A question on the poster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its words.
    pub text: String,
    /// Each answer and how many gave it.
    pub bars: Vec<(String, usize)>,
    /// How many answered: the length of a whole bar.
    pub total: usize,
}

/// A line of text on the poster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it begins.
    pub x: i32,
    /// Where its letters stand.
    pub y: i32,
    /// Size of its letters.
    pub size: i32,
    /// It is written in bold.
    pub is_bold: bool,
    /// What it says.
    pub text: String,
    /// How its text goes on where it was cut off, for whoever searches or copies it; mostly empty.
    pub rest: String,
    colour: &'static str,
}

/// The drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Poster {
    /// Everything but the texts, as SVG.
    shapes: String,
    lines: Vec<Line>,
}

/// The picture in `bytes` as an address that holds it; by its ending a vector picture or a photo.
pub fn data_address(path: &str, bytes: &[u8]) -> String {
    use base64::Engine as _;
    let kind = match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => "image/jpeg",
    };
    format!("data:{kind};base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes))
}

impl Poster {
    /// Draws `content`.
    pub fn draw(content: &Content) -> Self {
        let mut poster = Self::default();
        let y = poster.head(content);
        let foot = poster.foot(content);
        let mut below = y;
        let has_questions = !content.questions.is_empty();
        let note_height = 280;
        let slips = [
            (&content.least_title, Slips::of_ranks(&content.least, content, 2, 4)),
            (&content.missing_title, Slips::of(&content.missing, &content.others, 4)),
        ];
        let slips_height: i32 = slips.iter().map(|(_, slips)| slips.height()).sum();
        let room = foot - y - slips_height - note_height;
        if !content.cards.is_empty() || !content.important.is_empty() || !content.more.is_empty() {
            let few = if has_questions { 5 } else { 8 };
            let n_rows = content.cards.len().min(few).max(3);
            let wanted = 120 + i32::try_from(n_rows).unwrap_or(8) * 240;
            // What the questions leave, and no less than half.
            let asked = if has_questions { Grid::of(content, INNER).wanted() + 110 } else { 0 };
            let height = wanted.min((room - asked).max(room * 46 / 100));
            below = poster.cards(content, Area { x: MARGIN, y: below, width: INNER, height }, few);
        }
        for (title, slips) in &slips {
            below = poster.slips(title, slips, below);
        }
        if has_questions {
            let area = Area { x: MARGIN, y: below, width: INNER, height: foot - below - note_height };
            below = poster.questions(content, area);
        }
        poster.note(content, below, foot);
        poster
    }

    /// Its lines of text, from top to bottom as they were drawn.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The drawing as one SVG picture that needs no other file.
    pub fn svg(&self) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\"><rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"
        );
        svg.push_str(&self.shapes);
        // Writing to a text cannot fail.
        let _ = write!(svg, "<g font-family=\"{FONTS}\">");
        for line in &self.lines {
            let weight = if line.is_bold { " font-weight=\"700\"" } else { "" };
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight} fill=\"{}\">{}</text>",
                line.x,
                line.y,
                line.size,
                line.colour,
                escape(&line.text)
            );
        }
        svg.push_str("</g></svg>");
        svg
    }

    fn head(&mut self, content: &Content) -> i32 {
        let mut y = 120;
        let size = if wrap(&content.title, INNER, 84, true).len() > 1 { 66 } else { 84 };
        y = self.paragraph(&content.title, (MARGIN, y), INNER, (size, true, INK), 2);
        y = self.paragraph(&content.about, (MARGIN, y + 14), INNER, (42, false, SOFT), 2);
        y = self.paragraph(&content.count, (MARGIN, y + 14), INNER, (50, true, WARM), 1);
        if !content.remarks.is_empty() {
            y = self.paragraph(&content.remarks, (MARGIN, y + 4), INNER, (34, false, SOFT), 2);
        }
        if !content.previous.is_empty() {
            y = self.paragraph(&content.previous, (MARGIN, y + 8), INNER, (36, false, INK), 2);
        }
        self.rule(MARGIN, y + 28, INNER, LINE);
        y + 56
    }

    /// The line at the foot; returns where it begins.
    fn foot(&mut self, content: &Content) -> i32 {
        let n_lines = wrap(&content.caution, INNER, 32, false).len().min(2);
        let height = i32::try_from(n_lines).unwrap_or(2) * 42;
        let top = HEIGHT - 90 - height;
        self.paragraph(&content.caution, (MARGIN, top), INNER, (32, false, SOFT), 2);
        top - 30
    }

    /// What will be done, or lines to write it on, down to the foot.
    fn note(&mut self, content: &Content, top: i32, foot: i32) {
        let height = (foot - top).min(520);
        let area = Area { x: MARGIN, y: foot - height, width: INNER, height };
        self.rect(area, GROUND, 24);
        let (x, width) = (area.x + 40, area.width - 80);
        let y = self.heading(&content.note_title, x, area.y + 30, width);
        let room = area.y + area.height - 20 - y;
        if content.note.is_empty() {
            for at in 1..=room / 72 {
                self.rule(x, y + at * 72 - 12, width, LINE);
            }
            return;
        }
        let size = [44, 38, 32, 28].into_iter().find(|size| {
            let n = wrap(&content.note, width, *size, false).len();
            i32::try_from(n).unwrap_or(99) * size * 13 / 10 <= room
        });
        let size = size.unwrap_or(28);
        let most = usize::try_from(room / (size * 13 / 10)).unwrap_or(1);
        self.paragraph(&content.note, (x, y), width, (size, false, INK), most);
    }
}

#[cfg(test)]
mod tests;

//! Results on one sheet of A4: a drawing, written as an SVG picture, with its lines of text known besides.
//!
//! Whatever the numbers and however long the words, everything stays on the sheet: texts are broken by an estimate of their
//! width and get smaller, dots too, and what finds no room is counted in words. Cards that are level are drawn together or
//! named together. A text that is too long even so is cut off for the eye only: whoever searches or copies the lines has it
//! whole.

use std::fmt::Write as _;

use crate::domain::results::whole_ranks;

/// Width of the sheet in tenths of a millimetre, the unit of all that is drawn.
pub const WIDTH: i32 = 2100;

/// Height of the sheet.
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

/// What stands on the sheet, in the words of the reader.
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

/// A card on the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Its words.
    pub text: String,
    /// Its picture as an address that holds the picture itself (`data:`); none is drawn if it is empty.
    pub picture: String,
    /// How many dots, from full to empty, and last the question marks.
    pub dots: Vec<usize>,
}

/// A question on the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its words.
    pub text: String,
    /// Each answer and how many gave it.
    pub bars: Vec<(String, usize)>,
    /// How many answered: the length of a whole bar.
    pub total: usize,
}

/// A line of text on the sheet.
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
pub struct Sheet {
    /// Everything but the texts, as SVG.
    shapes: String,
    lines: Vec<Line>,
}

/// Kinds of dots.
#[derive(Clone, Copy)]
enum Dot {
    Full,
    Half,
    Empty,
    Unknown,
}

/// A part of the sheet.
#[derive(Clone, Copy)]
struct Area {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

/// How the questions stand beside each other.
struct Grid {
    n_columns: usize,
    n_rows: i32,
    /// Width of a question.
    width: i32,
    /// Height of the words of a question: as many lines for each, so that those beside each other begin at the same height.
    text: i32,
    /// Most answers to a question.
    bars: i32,
}

impl Grid {
    /// Between two columns.
    const GAP: i32 = 60;
    /// Size of the words of a question.
    const TEXT: i32 = 34;

    fn of(content: &Content, width: i32) -> Self {
        let n_columns = if content.questions.len() < 3 { 2 } else { 3 };
        let columns = if n_columns == 2 { 2 } else { 3 };
        let width = (width - Self::GAP * (columns - 1)) / columns;
        let most = |count: &dyn Fn(&Question) -> usize| {
            i32::try_from(content.questions.iter().map(count).max().unwrap_or(0)).unwrap_or(8)
        };
        let text = most(&|one| wrap(&one.text, width, Self::TEXT, true).len().min(2)) * 44;
        let bars = most(&|one| one.bars.len()).clamp(1, 8);
        let n_rows = i32::try_from(content.questions.len().div_ceil(n_columns)).unwrap_or(99);
        Self { n_columns, n_rows, width, text, bars }
    }

    /// Height of a row with all the room it can use.
    fn row(&self) -> i32 {
        self.text + self.bars * 44 + 30
    }

    /// Height of all rows with all the room they can use.
    fn wanted(&self) -> i32 {
        self.n_rows * self.row()
    }
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

impl Sheet {
    /// Draws `content`.
    pub fn draw(content: &Content) -> Self {
        let mut sheet = Self::default();
        let y = sheet.head(content);
        let foot = sheet.foot(content);
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
            below = sheet.cards(content, Area { x: MARGIN, y: below, width: INNER, height }, few);
        }
        for (title, slips) in &slips {
            below = sheet.slips(title, slips, below);
        }
        if has_questions {
            let area = Area { x: MARGIN, y: below, width: INNER, height: foot - below - note_height };
            below = sheet.questions(content, area);
        }
        sheet.note(content, below, foot);
        sheet
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

    fn heading(&mut self, text: &str, x: i32, y: i32, width: i32) -> i32 {
        self.paragraph(text, (x, y), width, (46, true, INK), 1) + 14
    }

    /// The cards, at least `few` if there are as many, and beside them the most important ones and what may be more.
    fn cards(&mut self, content: &Content, area: Area, few: usize) -> i32 {
        let has_side = !content.important.is_empty() || !content.more.is_empty();
        let width = if has_side { 1150 } else { area.width };
        let top = self.heading(&content.cards_title, area.x, area.y, width);
        let legend_top = area.y + area.height - 44;
        if !content.cards.is_empty() {
            let rows = Area { y: top, width, height: legend_top - top, ..area };
            let look = Look { row: 240, least: 84, text: 58 };
            self.ranks(&content.cards, few, rows, look, content);
            self.legend(&content.legend, &content.cards, area.x, legend_top);
        }
        if has_side {
            let (x, width) = (area.x + width + 60, area.width - width - 60);
            let parts =
                [(&content.important_title, &content.important), (&content.more_title, &content.more)];
            let n_parts = parts.iter().filter(|(_, cards)| !cards.is_empty()).count();
            let height = area.height / i32::try_from(n_parts).unwrap_or(1);
            let mut y = area.y;
            for (title, cards) in parts.into_iter().filter(|(_, cards)| !cards.is_empty()) {
                let top = self.heading(title, x, y, width);
                let rows = Area { x, y: top, width, height: y + height - top - 20 };
                self.ranks(cards, 3, rows, Look { row: 200, least: 56, text: 36 }, content);
                y += height;
            }
        }
        area.y + area.height + 36
    }

    /// The first of `cards`, at least `few`, in rows: as many as there is room for without parting those that are level,
    /// which are named in words instead, or counted where there is no room for that.
    fn ranks(&mut self, cards: &[Card], few: usize, area: Area, look: Look, content: &Content) {
        const NAMES: i32 = 30;
        let counts: Vec<usize> = cards.iter().map(Card::n).collect();
        let most = usize::try_from(area.height / look.least).unwrap_or(0);
        let (mut n_rows, mut n_level) = whole_ranks(&counts, few, most);
        while n_rows > most {
            // So little room that even those above have none.
            (n_rows, n_level) = whole_ranks(&counts, n_rows - 1, most);
        }
        let named = &cards[n_rows..n_rows + n_level];
        let names = named.iter().map(|card| card.text.as_str()).collect::<Vec<_>>().join(", ");
        let mut names = named.first().map_or(String::new(), |first| {
            content.level.replace("{cards}", &names).replace("{n}", &first.n().to_string())
        });
        let rows_least = i32::try_from(n_rows).unwrap_or(8) * look.least;
        let n_fit = |height: i32| usize::try_from(height / (NAMES * 13 / 10)).unwrap_or(0).max(1);
        // Named are all of them or none: whoever is left out in the middle would seem to have less.
        let unnamed = fit(&names, area.width, NAMES, false, n_fit(area.height - rows_least)).2;
        let rest = if unnamed.is_empty() { String::new() } else { names.clone() };
        if !rest.is_empty() {
            names = named.first().map_or(String::new(), |first| content.unnamed(n_level, first.n()));
        }
        let n_lines = i32::try_from(wrap(&names, area.width, NAMES, false).len()).unwrap_or(9);
        let names_height = (n_lines * NAMES * 13 / 10).min(area.height - rows_least);
        let height = (area.height - names_height) / i32::try_from(n_rows.max(1)).unwrap_or(1);
        let height = height.min(look.row);
        let most = cards[..n_rows].iter().map(|card| card.dots.iter().sum()).max().unwrap_or(0);
        let mut y = area.y;
        for card in &cards[..n_rows] {
            let size = (height * 26 / 100).clamp(look.text * 2 / 3, look.text);
            self.card(card, Area { y, height: height - 12, ..area }, size, most);
            y += height;
        }
        self.paragraph(
            &names,
            (area.x, y),
            area.width,
            (NAMES, false, SOFT),
            n_fit(area.y + area.height - y),
        );
        if !rest.is_empty() {
            self.rest(&rest);
        }
    }

    /// A card in a row: picture, words, and below the words its dots with their number, each as large as those of a card
    /// with `most` dots. In a low row there is room for words and number only.
    fn card(&mut self, card: &Card, area: Area, size: i32, most: usize) {
        let picture = Area { width: area.height * 7 / 6, ..area };
        self.rect(picture, GROUND, 16);
        if !card.picture.is_empty() {
            // Writing to a text cannot fail.
            let _ = write!(
                self.shapes,
                "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" href=\"{}\"/>",
                picture.x + 8,
                picture.y + 8,
                picture.width - 16,
                picture.height - 16,
                escape(&card.picture)
            );
        }
        let n = card.n().to_string();
        let number_width = width_of(&most.to_string(), size + 6, true) + 10;
        let x = area.x + picture.width + 24;
        let width = area.x + area.width - x;
        let is_low = area.height < size * 22 / 10;
        let width_of_dots = width - number_width - 10;
        let words_width = if is_low { width_of_dots } else { width };
        // A card is known by its words: better a little smaller than cut off.
        let top = if is_low { area.y + (area.height - size * 13 / 10) / 2 } else { area.y };
        self.paragraph(&card.text, (x, top), words_width, (size, true, INK), 1);
        let below = area.y + size * 13 / 10 + 6;
        let dots = Area { x, y: below, width: width_of_dots, height: area.y + area.height - below };
        let baseline = if is_low {
            area.y + area.height / 2 + size / 3
        } else {
            self.dots(&card.dots, most, dots);
            below + dots.height.min(64) / 2 + size / 3
        };
        self.line(&n, area.x + area.width - number_width + 6, baseline, (size + 6, true, WARM));
    }

    /// One dot for each person, as large as `most` of them fit: so that more dots are longer, too.
    fn dots(&mut self, counts: &[usize], most: usize, area: Area) {
        let fits = |pitch: &i32| {
            let (columns, rows) = (area.width / pitch, area.height / pitch);
            usize::try_from(columns * rows).unwrap_or(0) >= most
        };
        let Some(pitch) = (4..=64).rev().find(fits) else { return };
        let columns = (area.width / pitch).max(1);
        let all = from_least(counts.len()).flat_map(|at| std::iter::repeat_n(at, counts[at]));
        for (at, pile) in (0..).zip(all) {
            let centre =
                (area.x + at % columns * pitch + pitch / 2, area.y + at / columns * pitch + pitch / 2);
            self.dot(dot_of(pile, counts.len()), centre, pitch * 42 / 100);
        }
    }

    fn dot(&mut self, dot: Dot, (x, y): (i32, i32), radius: i32) {
        let stroke = (radius / 6).max(1);
        let fill = if matches!(dot, Dot::Full) { WARM } else { "#fff" };
        let dashes = if matches!(dot, Dot::Unknown) {
            format!(" stroke-dasharray=\"{stroke}\"")
        } else {
            String::new()
        };
        // Writing to a text cannot fail.
        let _ = write!(
            self.shapes,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{WARM}\" stroke-width=\"{stroke}\"{dashes}/>"
        );
        if matches!(dot, Dot::Half) {
            // Filled from below, as the pile's own picture is.
            let (left, right) = (x - radius, x + radius);
            let _ = write!(
                self.shapes,
                "<path d=\"M{left} {y}A{radius} {radius} 0 0 0 {right} {y}Z\" fill=\"{WARM}\"/>"
            );
        }
    }

    /// What each kind of dot means; what does not occur is left out.
    fn legend(&mut self, legend: &[String], cards: &[Card], x: i32, y: i32) {
        let mut x = x;
        for at in from_least(legend.len()) {
            if cards.iter().all(|card| card.dots.get(at).is_none_or(|n| *n == 0)) {
                continue;
            }
            self.dot(dot_of(at, legend.len()), (x + 15, y + 18), 14);
            let (size, lines, rest) = fit(&legend[at], 260, 32, false, 1);
            let words = lines.concat();
            let width = width_of(&words, size, false);
            self.line(&words, x + 40, y + 29, (size, false, SOFT));
            self.rest(&rest);
            x += 40 + width + 40;
        }
    }

    /// Words as slips of paper below a heading.
    fn slips(&mut self, title: &str, slips: &Slips, top: i32) -> i32 {
        if slips.n_rows == 0 {
            return top;
        }
        let y = self.heading(title, MARGIN, top, INNER);
        if !slips.named.is_empty() {
            let most = Slips::lines_in(slips.n_rows);
            self.paragraph(&slips.named, (MARGIN, y), INNER, (slips.size, false, INK), most);
        }
        let middle = Slips::ROW / 2 - 6 + slips.size / 3;
        for (x, row, words, rest) in &slips.placed {
            let (x, y) = (MARGIN + x, y + row * Slips::ROW);
            let width = width_of(words, slips.size, false) + Slips::EDGES;
            self.rect(Area { x, y, width, height: Slips::ROW - 12 }, GROUND, 14);
            self.line(words, x + Slips::EDGES / 2, y + middle, (slips.size, false, INK));
            self.rest(rest);
        }
        if let Some((x, row, words, rest)) = slips.others.first() {
            self.line(words, MARGIN + x, y + row * Slips::ROW + middle, (slips.size, false, SOFT));
            self.rest(rest);
        }
        top + slips.height()
    }

    /// The questions beside and below each other, as many as there is room for.
    fn questions(&mut self, content: &Content, area: Area) -> i32 {
        let top = self.heading(&content.questions_title, area.x, area.y, area.width);
        let grid = Grid::of(content, area.width);
        let room = area.y + area.height - top;
        let n_fit = usize::try_from(room / (grid.text + grid.bars * 28 + 24)).unwrap_or(0);
        let n_rows = content.questions.len().div_ceil(grid.n_columns).min(n_fit);
        let rows = i32::try_from(n_rows).unwrap_or(0);
        let height = (room / rows.max(1)).min(grid.row());
        let n_shown = content.questions.len().min(n_rows * grid.n_columns);
        for (at, question) in content.questions[..n_shown].iter().enumerate() {
            let [column, row] =
                [at % grid.n_columns, at / grid.n_columns].map(|n| i32::try_from(n).unwrap_or(0));
            let (x, y) = (area.x + column * (grid.width + Grid::GAP), top + row * height);
            self.paragraph(&question.text, (x, y), grid.width, (Grid::TEXT, true, INK), 2);
            let bar = (height - grid.text - 24) / grid.bars;
            self.bars(question, Area { x, y: y + grid.text, width: grid.width, height: bar.min(44) });
        }
        let below = top + rows * height;
        let left = &content.questions[n_shown..];
        if left.is_empty() {
            return below;
        }
        let others = content.others.replace("{n}", &left.len().to_string());
        let end = self.paragraph(&others, (area.x, below - 10), area.width, (32, false, SOFT), 1);
        self.rest(&left.iter().map(Question::told).collect::<Vec<_>>().join(" · "));
        end
    }

    /// The answers to a question, each in a row of the height of `area`; a bar is as long as its share of those who
    /// answered.
    fn bars(&mut self, question: &Question, area: Area) {
        let size = (area.height * 3 / 4).min(30);
        let label = area.width * 46 / 100;
        let number = width_of("000", size, true);
        let room = area.width - label - number - 20;
        let mut y = area.y;
        let (shown, left) = question.bars.split_at(question.bars.len().min(8));
        for (words, n) in shown {
            let baseline = y + area.height / 2 + size / 3;
            self.paragraph(words, (area.x, baseline - size), label - 12, (size, false, INK), 1);
            let whole = Area { x: area.x + label, y: y + 5, width: room, height: area.height - 10 };
            self.rect(whole, GROUND, 6);
            // Small numbers: nowhere near where this could lose anything.
            let length = n.min(&question.total) * usize::try_from(room).unwrap_or(0) / question.total.max(1);
            let length = i32::try_from(length).unwrap_or(0);
            if *n > 0 {
                self.rect(Area { width: length, ..whole }, BAR, 6);
            }
            self.line(&n.to_string(), whole.x + room + 12, baseline, (size, true, INK));
            y += area.height;
        }
        if !left.is_empty() {
            self.rest(&format!(" · {}", told(left)));
        }
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

    /// Writes `text` in the room that `most` lines of this size take, smaller if it is too long for that; returns where what
    /// comes below may begin.
    fn paragraph(
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

    fn line(&mut self, text: &str, x: i32, y: i32, (size, is_bold, colour): (i32, bool, &'static str)) {
        let text = text.to_owned();
        self.lines.push(Line { x, y, size, is_bold, text, rest: String::new(), colour });
    }

    /// Notes how the last line goes on.
    fn rest(&mut self, rest: &str) {
        if let Some(last) = self.lines.last_mut() {
            rest.clone_into(&mut last.rest);
        }
    }

    fn rect(&mut self, area: Area, fill: &str, radius: i32) {
        let Area { x, y, width, height } = area;
        // Writing to a text cannot fail.
        let _ = write!(
            self.shapes,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"{fill}\"/>"
        );
    }

    fn rule(&mut self, x: i32, y: i32, width: i32, colour: &str) {
        // Writing to a text cannot fail.
        let _ = write!(self.shapes, "<path d=\"M{x} {y}h{width}\" stroke=\"{colour}\" stroke-width=\"3\"/>");
    }
}

/// The places of `n` kinds of dots as they are drawn: as on every screen from nothing to much, and what nobody knows last.
fn from_least(n: usize) -> impl Iterator<Item = usize> {
    let degrees = n.saturating_sub(1);
    (0..degrees).rev().chain(degrees..n)
}

/// The dot of the pile at `at`, of `n` that end with "I don't know".
fn dot_of(at: usize, n: usize) -> Dot {
    match at {
        0 => Dot::Full,
        _ if at + 1 == n => Dot::Unknown,
        _ if at + 2 == n => Dot::Empty,
        _ => Dot::Half,
    }
}

/// How cards stand in rows.
#[derive(Clone, Copy)]
struct Look {
    /// Height of a row with all the room it can use.
    row: i32,
    /// Least height of a row.
    least: i32,
    /// Size of the words.
    text: i32,
}

impl Card {
    /// How many dots of the first kind: by that it stands where it stands.
    fn n(&self) -> usize {
        self.dots.first().copied().unwrap_or(0)
    }
}

impl Question {
    /// All of it in words.
    fn told(&self) -> String {
        format!("{}: {}", self.text, told(&self.bars))
    }
}

/// Answers in words, each with how many gave it.
fn told(bars: &[(String, usize)]) -> String {
    bars.iter().map(|(words, n)| format!("{words} {n}")).collect::<Vec<_>>().join(" · ")
}

/// A text in a row: where it begins, in which row, what it says, and how it goes on if it was cut off.
type Placed = (i32, i32, String, String);

/// Slips of paper in rows.
struct Slips {
    size: i32,
    n_rows: i32,
    placed: Vec<Placed>,
    /// How many more there are, where not all find room.
    others: Vec<Placed>,
    /// Words that are level and find no room as slips, in one text; mostly empty.
    named: String,
}

impl Slips {
    /// Height of a row.
    const ROW: i32 = 70;
    /// Width of both edges of a slip.
    const EDGES: i32 = 48;
    /// Between two slips.
    const GAP: i32 = 20;
    /// From large to as small as can be read on paper.
    const SIZES: [i32; 4] = [38, 34, 30, 26];

    /// `words` in at most `most` rows, smaller if they need it; `others` says how many find no room even so.
    fn of(words: &[String], others: &str, most: i32) -> Self {
        let all = Self::SIZES.into_iter().map(|size| Self::place(words, 0, others, size, most));
        let mut all: Vec<Self> = all.collect();
        let whole = all.iter().position(|slips| {
            slips.others.is_empty() && slips.placed.iter().all(|(.., rest)| rest.is_empty())
        });
        all.swap_remove(whole.unwrap_or(all.len() - 1))
    }

    /// `words`, of which the first are most often said, each with how often: as [`of`](Self::of), but those that are level are
    /// all there or none is. If not even the first ones find room, they are named in one text, in at most `most_named` rows.
    fn of_ranks(words: &[(String, usize)], content: &Content, most: i32, most_named: i32) -> Self {
        let others = &content.others;
        let texts: Vec<String> = words.iter().map(|(text, _)| text.clone()).collect();
        let all = Self::of(&texts, others, most);
        if all.others.is_empty() {
            return all;
        }
        let mut ends = (1..words.len()).rev().filter(|end| words[end - 1].1 != words[*end].1);
        let sized = ends.clone().flat_map(|end| Self::SIZES.map(|size| (end, size)));
        let mut placed =
            sized.map(|(end, size)| (end, Self::place(&texts, texts.len() - end, others, size, most)));
        if let Some((_, slips)) = placed.find(|(end, slips)| slips.placed.len() == *end) {
            return slips;
        }
        let n_named = ends.next_back().unwrap_or(words.len());
        let size = Self::SIZES[3];
        let mut slips =
            Self { size, n_rows: 1, placed: Vec::new(), others: Vec::new(), named: String::new() };
        let named = texts[..n_named].join(" · ");
        let n_left = texts.len() - n_named;
        // Named are all of them or none; the last row is for how many more there are.
        let n_rows = (1..=most_named - i32::from(n_left > 0))
            .find(|n_rows| fit(&named, INNER, size, false, Self::lines_in(*n_rows)).2.is_empty());
        match n_rows {
            Some(n_rows) => {
                (slips.n_rows, slips.named) = (n_rows, named);
                if n_left > 0 {
                    let told = others.replace("{n}", &n_left.to_string());
                    slips.others.push((0, n_rows, told, texts[n_named..].join(" · ")));
                    slips.n_rows += 1;
                }
            }
            None => {
                let n = words.first().map_or(0, |(_, n)| *n);
                let mut told = vec![content.unnamed(n_named, n)];
                told.extend((n_left > 0).then(|| others.replace("{n}", &n_left.to_string())));
                slips.others.push((0, 0, told.join(" · "), texts.join(" · ")));
            }
        }
        slips
    }

    /// How many lines of the smallest letters stand in the height of this many rows.
    fn lines_in(n_rows: i32) -> usize {
        usize::try_from(n_rows * Self::ROW / (Self::SIZES[3] * 13 / 10)).unwrap_or(1)
    }

    /// As many of `words`, but not the last `n_more` of them, as find room in letters of this size.
    fn place(words: &[String], n_more: usize, others: &str, size: i32, most: i32) -> Self {
        let mut slips =
            Self { size, n_rows: 0, placed: Vec::new(), others: Vec::new(), named: String::new() };
        let (mut x, mut row) = (0, 0);
        for (at, said) in words.iter().enumerate() {
            let (text, rest) = cut(said, INNER - Self::EDGES, size, false);
            let width = width_of(&text, size, false) + Self::EDGES;
            let n_left = words.len() - at;
            let told = others.replace("{n}", &n_left.to_string());
            let reserve = if n_left > 1 { width_of(&told, size, false) + Self::GAP } else { 0 };
            let end = |x: i32, row: i32| x + width + if row + 1 == most { reserve } else { 0 };
            if at + n_more == words.len() {
                let is_over = x + width_of(&told, size, false) > INNER;
                (x, row) = if is_over && row + 1 < most { (0, row + 1) } else { (x, row) };
                slips.others.push((x, row, told, words[at..].join(" · ")));
                break;
            }
            if x > 0 && end(x, row) > INNER && row + 1 < most {
                (x, row) = (0, row + 1);
            }
            if end(x, row) > INNER && (x > 0 || n_left > 1) {
                slips.others.push((x, row, told, words[at..].join(" · ")));
                break;
            }
            slips.placed.push((x, row, text, rest));
            x += width + Self::GAP;
        }
        slips.n_rows = if words.is_empty() { 0 } else { row + 1 };
        slips
    }

    /// Height with the heading.
    fn height(&self) -> i32 {
        if self.n_rows == 0 { 0 } else { 74 + self.n_rows * Self::ROW + 26 }
    }
}

/// Size of the smallest letters, in tenths of a millimetre.
const SMALLEST: i32 = 22;

/// `text` in lines of at most `width`, in the room of `most` lines of `size`: of letters so much smaller as it needs, but not
/// below [`SMALLEST`]. What does not fit even so is cut off and returned last. Returns the size of the letters first.
fn fit(text: &str, width: i32, size: i32, is_bold: bool, most: usize) -> (i32, Vec<String>, String) {
    let room = i32::try_from(most).unwrap_or(99) * size;
    let mut smaller = size;
    loop {
        let mut lines = wrap(text, width, smaller, is_bold);
        let n_fit = usize::try_from(room / smaller).unwrap_or(1).max(1);
        if lines.len() <= n_fit {
            return (smaller, lines, String::new());
        }
        if smaller <= SMALLEST {
            let rest = lines.split_off(n_fit - 1).join(" ");
            let (last, rest) = cut(&rest, width, smaller, is_bold);
            lines.push(last);
            return (smaller, lines, rest);
        }
        smaller = (smaller - 2).max(SMALLEST.min(smaller - 1));
    }
}

/// As much of `text` as a line of this width holds, ending in "…" if that is not all; and the rest.
fn cut(text: &str, width: i32, size: i32, is_bold: bool) -> (String, String) {
    if width_of(text, size, is_bold) <= width {
        return (text.to_owned(), String::new());
    }
    let fits = |end: &usize| width_of(&format!("{}…", &text[..*end]), size, is_bold) <= width;
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let end = ends.take_while(fits).last().unwrap_or(0);
    (format!("{}…", &text[..end]), text[end..].to_owned())
}

/// `text` in lines of at most `width`. Words that are too long are broken.
fn wrap(text: &str, width: i32, size: i32, is_bold: bool) -> Vec<String> {
    let is_over = |thousandths: i32| scaled(thousandths, size, is_bold) > width;
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut at) = (String::new(), 0);
    for word in text.split_whitespace() {
        let of_word: i32 = word.chars().map(thousandths).sum();
        if !line.is_empty() && is_over(at + thousandths(' ') + of_word) {
            lines.push(std::mem::take(&mut line));
            at = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            at += thousandths(' ');
        }
        for sign in word.chars() {
            if !line.is_empty() && is_over(at + thousandths(sign)) {
                lines.push(std::mem::take(&mut line));
                at = 0;
            }
            line.push(sign);
            at += thousandths(sign);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// About how wide `text` is: as wide as it gets in any of the usual fonts.
fn width_of(text: &str, size: i32, is_bold: bool) -> i32 {
    scaled(text.chars().map(thousandths).sum(), size, is_bold)
}

fn scaled(thousandths: i32, size: i32, is_bold: bool) -> i32 {
    thousandths * size / 1000 * if is_bold { 107 } else { 100 } / 100
}

/// About how wide a sign is, in thousandths of the size.
fn thousandths(sign: char) -> i32 {
    match sign {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | ' ' | 'I' => 300,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 390,
        'm' | 'M' | 'W' | '…' | '@' | '%' => 960,
        'w' | 'O' | 'Q' | 'G' | 'N' | 'H' | 'D' | 'U' | 'C' => 790,
        'A'..='Z' => 720,
        'a'..='z' | '0'..='9' => 590,
        '\u{2e80}'.. => 1100,
        _ => 700,
    }
}

/// `text` as it may stand in SVG.
fn escape(text: &str) -> String {
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

#[cfg(test)]
mod tests;

//! Results on one sheet of A4: a drawing, written as an SVG picture, with its lines of text known besides.
//!
//! Whatever the numbers and however long the words, everything stays on the sheet: texts are broken and cut off by an
//! estimate of their width, dots get smaller, and what finds no room is counted in words.

use std::fmt::Write as _;

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
    /// The cards with most on the first pile, with one dot for each person and pile.
    pub cards: Vec<Card>,
    /// Heading of the most important ones.
    pub important_title: String,
    /// The most important ones, with one dot for each who chose it.
    pub important: Vec<Card>,
    /// Heading of what may be more.
    pub more_title: String,
    /// What may be more, with one dot for each who chose it.
    pub more: Vec<Card>,
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
        let text = most(&|one| wrap(&one.text, width, Self::TEXT, true, 2).len()) * 44;
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
        let missing_height = if content.missing.is_empty() { 0 } else { 250 };
        let note_height = 280;
        let room = foot - y - missing_height - note_height;
        if !content.cards.is_empty() || !content.important.is_empty() {
            let most = if has_questions { 5 } else { 8 };
            let n_rows = content.cards.len().min(most).max(3);
            let wanted = 120 + i32::try_from(n_rows).unwrap_or(8) * 240;
            // What the questions leave, and no less than half.
            let asked = if has_questions { Grid::of(content, INNER).wanted() + 110 } else { 0 };
            let height = wanted.min((room - asked).max(room * 46 / 100));
            below = sheet.cards(
                content,
                Area { x: MARGIN, y: below, width: INNER, height },
                n_rows.min(content.cards.len()),
            );
        }
        if !content.missing.is_empty() {
            below = sheet.missing(content, below);
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
        let size = if wrap(&content.title, INNER, 84, true, 9).len() > 1 { 66 } else { 84 };
        y = self.paragraph(&content.title, (MARGIN, y), INNER, (size, true, INK), 2);
        y = self.paragraph(&content.about, (MARGIN, y + 14), INNER, (42, false, SOFT), 1);
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
        let lines = wrap(&content.caution, INNER, 32, false, 2);
        let height = i32::try_from(lines.len()).unwrap_or(2) * 42;
        let top = HEIGHT - 90 - height;
        self.paragraph(&content.caution, (MARGIN, top), INNER, (32, false, SOFT), 2);
        top - 30
    }

    fn heading(&mut self, text: &str, x: i32, y: i32, width: i32) -> i32 {
        self.paragraph(text, (x, y), width, (46, true, INK), 1) + 14
    }

    /// The cards, and beside them the most important ones and what may be more.
    fn cards(&mut self, content: &Content, area: Area, n_rows: usize) -> i32 {
        let has_side = !content.important.is_empty() || !content.more.is_empty();
        let width = if has_side { 1150 } else { area.width };
        let top = self.heading(&content.cards_title, area.x, area.y, width);
        let legend_top = area.y + area.height - 44;
        if n_rows > 0 {
            let height = (legend_top - top) / i32::try_from(n_rows).unwrap_or(1);
            let mut y = top;
            for card in &content.cards[..n_rows] {
                let size = (height * 26 / 100).clamp(38, 58);
                self.card(card, Area { x: area.x, y, width, height: height - 12 }, size);
                y += height;
            }
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
                let row = ((y + height - top - 20) / 3).min(200);
                for (at, card) in cards.iter().take(3).enumerate() {
                    let y = top + row * i32::try_from(at).unwrap_or(0);
                    self.card(card, Area { x, y, width, height: row - 12 }, 36);
                }
                y += height;
            }
        }
        area.y + area.height + 36
    }

    /// A card in a row: picture, words, and below the words its dots with their number.
    fn card(&mut self, card: &Card, area: Area, size: i32) {
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
        let n = card.dots.first().copied().unwrap_or(0).to_string();
        let number_width = width_of(&n, size + 6, true) + 10;
        let x = area.x + picture.width + 24;
        let width = area.x + area.width - x;
        // A card is known by its words: better a little smaller than cut off.
        let sizes = [size, size * 7 / 8, size * 3 / 4];
        let fits = |size: &i32| wrap(&card.text, width, *size, true, 2).len() < 2;
        let text_size = sizes.into_iter().find(fits).unwrap_or(sizes[2]);
        self.paragraph(&card.text, (x, area.y + size - text_size), width, (text_size, true, INK), 1);
        let below = area.y + size * 13 / 10 + 6;
        let width = width - number_width - 10;
        let dots = Area { x, y: below, width, height: area.y + area.height - below };
        self.dots(&card.dots, dots);
        let number = Line {
            x: area.x + area.width - number_width + 6,
            y: below + dots.height.min(64) / 2 + size / 3,
            size: size + 6,
            is_bold: true,
            text: n,
            colour: WARM,
        };
        self.lines.push(number);
    }

    /// One dot for each person, as large as they fit.
    fn dots(&mut self, counts: &[usize], area: Area) {
        let total: usize = counts.iter().sum();
        let fits = |pitch: &i32| {
            let (columns, rows) = (area.width / pitch, area.height / pitch);
            usize::try_from(columns * rows).unwrap_or(0) >= total
        };
        let Some(pitch) = (4..=64).rev().find(fits) else { return };
        let columns = (area.width / pitch).max(1);
        let all = counts.iter().enumerate().flat_map(|(at, n)| std::iter::repeat_n(at, *n));
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
        for (at, words) in legend.iter().enumerate() {
            if cards.iter().all(|card| card.dots.get(at).is_none_or(|n| *n == 0)) {
                continue;
            }
            self.dot(dot_of(at, legend.len()), (x + 15, y + 18), 14);
            let words = wrap(words, 260, 32, false, 1).concat();
            let width = width_of(&words, 32, false);
            self.lines.push(Line {
                x: x + 40,
                y: y + 29,
                size: 32,
                is_bold: false,
                text: words,
                colour: SOFT,
            });
            x += 40 + width + 40;
        }
    }

    /// Missing cards as slips of paper, at most two rows of them.
    fn missing(&mut self, content: &Content, top: i32) -> i32 {
        const SIZE: i32 = 38;
        const ROW: i32 = 76;
        let mut y = self.heading(&content.missing_title, MARGIN, top, INNER);
        let (mut x, mut row) = (MARGIN, 0);
        for (at, words) in content.missing.iter().enumerate() {
            let words = wrap(words, INNER / 2, SIZE, false, 1).concat();
            let width = width_of(&words, SIZE, false) + 48;
            let n_left = content.missing.len() - at;
            let others = content.others.replace("{n}", &n_left.to_string());
            let reserve = if n_left > 1 { width_of(&others, SIZE, false) + 30 } else { 0 };
            let is_last_row = row == 1;
            if x + width + if is_last_row { reserve } else { 0 } > MARGIN + INNER {
                if is_last_row {
                    self.lines.push(Line {
                        x,
                        y: y + 46,
                        size: SIZE,
                        is_bold: false,
                        text: others,
                        colour: SOFT,
                    });
                    break;
                }
                (x, y, row) = (MARGIN, y + ROW, row + 1);
            }
            self.rect(Area { x, y, width, height: ROW - 12 }, GROUND, 14);
            self.lines.push(Line {
                x: x + 24,
                y: y + 46,
                size: SIZE,
                is_bold: false,
                text: words,
                colour: INK,
            });
            x += width + 20;
        }
        y + ROW + 30
    }

    /// The questions beside and below each other, as many as there is room for.
    fn questions(&mut self, content: &Content, area: Area) -> i32 {
        let top = self.heading(&content.questions_title, area.x, area.y, area.width);
        let grid = Grid::of(content, area.width);
        let room = area.y + area.height - top;
        let n_fit = usize::try_from(room / (grid.text + grid.bars * 28 + 24)).unwrap_or(0);
        let n_rows = content.questions.len().div_ceil(grid.n_columns).min(n_fit);
        let Ok(rows @ 1..) = i32::try_from(n_rows) else { return top };
        let height = (room / rows).min(grid.row());
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
        let n_left = content.questions.len() - n_shown;
        if n_left == 0 {
            return below;
        }
        let others = content.others.replace("{n}", &n_left.to_string());
        self.paragraph(&others, (area.x, below - 10), area.width, (32, false, SOFT), 1)
    }

    /// The answers to a question, each in a row of the height of `area`.
    fn bars(&mut self, question: &Question, area: Area) {
        let most = question.bars.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
        let size = (area.height * 3 / 4).min(30);
        let label = area.width * 46 / 100;
        let number = width_of("000", size, true);
        let room = area.width - label - number - 20;
        let mut y = area.y;
        for (words, n) in question.bars.iter().take(8) {
            let words = wrap(words, label - 12, size, false, 1).concat();
            let baseline = y + area.height / 2 + size / 3;
            self.lines.push(Line { x: area.x, y: baseline, size, is_bold: false, text: words, colour: INK });
            // Small numbers: nowhere near where this could lose anything.
            let length = i32::try_from(n * usize::try_from(room).unwrap_or(0) / most).unwrap_or(0);
            let bar = Area { x: area.x + label, y: y + 5, width: length, height: area.height - 10 };
            if *n > 0 {
                self.rect(bar, BAR, 6);
            }
            let x = area.x + label + length + 12;
            self.lines.push(Line { x, y: baseline, size, is_bold: true, text: n.to_string(), colour: INK });
            y += area.height;
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
            let n = wrap(&content.note, width, *size, false, 99).len();
            i32::try_from(n).unwrap_or(99) * size * 13 / 10 <= room
        });
        let size = size.unwrap_or(28);
        let most = usize::try_from(room / (size * 13 / 10)).unwrap_or(1);
        self.paragraph(&content.note, (x, y), width, (size, false, INK), most);
    }

    /// Writes `text` in at most `most` lines; returns where what comes below may begin.
    fn paragraph(
        &mut self,
        text: &str,
        (x, y): (i32, i32),
        width: i32,
        (size, is_bold, colour): (i32, bool, &'static str),
        most: usize,
    ) -> i32 {
        let mut y = y;
        for text in wrap(text, width, size, is_bold, most) {
            self.lines.push(Line { x, y: y + size, size, is_bold, text, colour });
            y += size * 13 / 10;
        }
        y
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

/// The dot of the pile at `at`, of `n` that end with "I don't know".
fn dot_of(at: usize, n: usize) -> Dot {
    match at {
        0 => Dot::Full,
        _ if at + 1 == n => Dot::Unknown,
        _ if at + 2 == n => Dot::Empty,
        _ => Dot::Half,
    }
}

/// `text` in lines of at most `width`, at most `most` of them; what does not fit ends in "…". Words that are too long are
/// broken.
fn wrap(text: &str, width: i32, size: i32, is_bold: bool, most: usize) -> Vec<String> {
    let fits = |line: &str| width_of(line, size, is_bold) <= width;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for sign in word.chars() {
            line.push(sign);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, sign.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
            while !fits(last) && last.chars().count() > 1 {
                // The sign before the three dots.
                last.pop();
                last.pop();
                last.push('…');
            }
        }
    }
    lines
}

/// About how wide `text` is: as wide as it gets in any of the usual fonts.
fn width_of(text: &str, size: i32, is_bold: bool) -> i32 {
    let thousandths: i32 = text
        .chars()
        .map(|sign| match sign {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | ' ' | 'I' => 300,
            'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 390,
            'm' | 'M' | 'W' | '…' | '@' | '%' => 960,
            'w' | 'O' | 'Q' | 'G' | 'N' | 'H' | 'D' | 'U' | 'C' => 790,
            'A'..='Z' => 720,
            'a'..='z' | '0'..='9' => 590,
            '\u{2e80}'.. => 1100,
            _ => 700,
        })
        .sum();
    thousandths * size / 1000 * if is_bold { 107 } else { 100 } / 100
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
mod tests {
    use super::*;

    fn card(text: &str, dots: &[usize]) -> Card {
        Card {
            text: text.to_owned(),
            picture: "data:image/svg+xml;base64,AA".to_owned(),
            dots: dots.to_vec(),
        }
    }

    pub(crate) fn content(n_cards: usize, n_people: usize, word: &str) -> Content {
        let cards = |n| vec![card(word, &[n_people / 2, n_people / 3, n_people / 6, 2]); n];
        let texts = |n| vec![word.to_owned(); n];
        let bars = texts(5).into_iter().zip([n_people, 0, 3, 1, n_people / 2]).collect();
        Content {
            title: word.to_owned(),
            about: word.to_owned(),
            count: format!("{n_people} mensen deden mee"),
            remarks: word.to_owned(),
            previous: word.to_owned(),
            cards_title: "Dit betekent het voor ons".to_owned(),
            legend: texts(4),
            cards: cards(n_cards),
            important_title: word.to_owned(),
            important: vec![card(word, &[n_people]); n_cards.min(6)],
            more_title: word.to_owned(),
            more: vec![card(word, &[n_people]); n_cards.min(6)],
            missing_title: word.to_owned(),
            missing: texts(n_cards),
            questions_title: word.to_owned(),
            questions: vec![Question { text: word.to_owned(), bars }; n_cards],
            note_title: "Wat gaan we ermee doen?".to_owned(),
            note: word.to_owned(),
            caution: word.to_owned(),
            others: "en nog {n}".to_owned(),
        }
    }

    /// Numbers of the attribute called `name` in `svg`, in order.
    fn numbers(tag: &str, name: &str) -> i32 {
        let (_, rest) = tag.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name} in {tag}"));
        rest.split('"').next().unwrap().parse().unwrap()
    }

    #[track_caller]
    fn stays_on_the_sheet(content: &Content) {
        let sheet = Sheet::draw(content);
        for line in sheet.lines() {
            let right = line.x + width_of(&line.text, line.size, line.is_bold);
            assert!(line.x >= MARGIN && right <= WIDTH - 60, "{line:?} ends at {right}");
            assert!(line.y - line.size > 60 && line.y < HEIGHT - 60, "{line:?}");
        }
        for tag in sheet.shapes.split('<') {
            if tag.starts_with("circle") {
                let (x, y, r) = (numbers(tag, "cx"), numbers(tag, "cy"), numbers(tag, "r"));
                assert!(x - r >= MARGIN && x + r <= WIDTH - MARGIN && y + r < HEIGHT - 200, "{tag}");
            } else if tag.starts_with("rect") || tag.starts_with("image") {
                let right = numbers(tag, "x") + numbers(tag, "width");
                let bottom = numbers(tag, "y") + numbers(tag, "height");
                assert!(numbers(tag, "height") > 0 && right <= WIDTH - 60 && bottom < HEIGHT - 60, "{tag}");
            }
        }
    }

    #[test]
    fn whatever_the_numbers_and_words_everything_stays_on_one_sheet() {
        let long = "Meervoudigepersoonlijkheidsstoornisbehandelingscentrumbezoekersvereniging ".repeat(9);
        for word in ["Ja", "Samen koken met de buren", &long] {
            for n_cards in [0, 1, 3, 5, 9, 25] {
                for n_people in [5, 12, 60, 400] {
                    let all = content(n_cards, n_people, word);
                    stays_on_the_sheet(&all);
                    let only_cards = Content { questions: Vec::new(), missing: Vec::new(), ..all.clone() };
                    stays_on_the_sheet(&only_cards);
                    stays_on_the_sheet(&Content { important: Vec::new(), more: Vec::new(), ..only_cards });
                    stays_on_the_sheet(&Content { cards: Vec::new(), important: Vec::new(), ..all });
                }
            }
        }
    }

    #[test]
    fn lines_do_not_lie_on_each_other() {
        for (n_cards, n_people) in [(5, 12), (9, 60), (25, 60)] {
            let sheet = Sheet::draw(&content(n_cards, n_people, "Samen koken met de buren"));
            let lines = sheet.lines();
            for (at, one) in lines.iter().enumerate() {
                for other in &lines[at + 1..] {
                    let end = |line: &Line| line.x + width_of(&line.text, line.size, line.is_bold);
                    let is_beside = end(one) <= other.x || end(other) <= one.x;
                    // Letters reach some four fifths of their size above the line.
                    let is_apart =
                        one.y <= other.y - other.size * 4 / 5 || other.y <= one.y - one.size * 4 / 5;
                    assert!(is_beside || is_apart, "{one:?}\n{other:?}");
                }
            }
        }
    }

    #[test]
    fn a_dot_is_a_person_and_its_kind_the_pile() {
        let mut content = content(1, 6, "Samen");
        (content.important, content.more) = (Vec::new(), Vec::new());
        content.cards = vec![card("Samen koken", &[3, 2, 1, 1])];
        content.legend = Vec::new();

        let svg = Sheet::draw(&content).svg();

        assert_eq!(svg.matches("<circle").count(), 7);
        assert_eq!(svg.matches(&format!("fill=\"{WARM}\" stroke")).count(), 3, "full");
        assert_eq!(svg.matches("Z\" fill").count(), 2, "half");
        assert_eq!(svg.matches("stroke-dasharray").count(), 1, "unknown");
    }

    #[test]
    fn words_cannot_become_drawing() {
        let sheet = Sheet::draw(&content(3, 6, "<script>\"a\" & b</script>\u{0}\u{ffff}"));

        let svg = sheet.svg();

        assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;&quot;a&quot; &amp; b"));
        assert!(!svg.contains('\u{0}') && !svg.contains('\u{ffff}'));
    }

    #[test]
    fn what_finds_no_room_is_counted() {
        let said = |content: &Content| {
            let sheet = Sheet::draw(content);
            let others = sheet.lines().iter().filter(|line| line.text.starts_with("en nog"));
            others.map(|line| line.text.clone()).collect::<Vec<_>>()
        };
        let some = content(3, 6, "Samen koken");
        assert!(said(&some).is_empty());

        let many = content(25, 6, "Samen koken met de buren");
        let [missing, questions] = said(&many).try_into().unwrap();
        let n: usize = missing.trim_start_matches("en nog ").parse().unwrap();
        assert!((12..25).contains(&n), "{missing}");
        assert!(questions.starts_with("en nog 1"), "{questions}");
    }

    #[test]
    fn long_words_are_broken_and_long_texts_cut_off() {
        assert_eq!(wrap("aaa bbb", 130, 50, false, 9), ["aaa", "bbb"]);
        assert_eq!(wrap("aaaaaa", 130, 50, false, 9), ["aaaa", "aa"]);
        assert_eq!(wrap("aaa bbb ccc", 150, 50, false, 2), ["aaa", "bbb…"]);
        assert_eq!(wrap("", 100, 50, false, 2), [""; 0]);
    }

    #[test]
    fn without_a_note_there_are_lines_to_write_on() {
        let empty = Content { note: String::new(), ..content(5, 12, "Samen") };

        assert!(Sheet::draw(&empty).svg().matches("<path d=\"M170").count() >= 2);
    }

    #[test]
    fn a_picture_becomes_an_address_that_holds_it() {
        assert_eq!(data_address("pictures/a.svg", b"<svg/>"), "data:image/svg+xml;base64,PHN2Zy8+");
        assert!(data_address("photos/a.JPG", b"x").starts_with("data:image/jpeg;"));
    }
}

//! Cards in rows, with a dot for each person.

use std::fmt::Write as _;

use crate::domain::results::whole_ranks;
use crate::format::poster::fitting::{fit, width_of, wrap};
use crate::format::poster::pen::{Area, escape};
use crate::format::poster::{Card, Content, GROUND, INK, Poster, SOFT, WARM};

/// Kinds of dots.
#[derive(Clone, Copy)]
enum Dot {
    Full,
    Half,
    Empty,
    Unknown,
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

impl Poster {
    /// The cards, at least `few` if there are as many, and beside them the most important ones and what may be more.
    pub(super) fn cards(&mut self, content: &Content, area: Area, few: usize) -> i32 {
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
}

/// The places of `n` kinds of dots as they are drawn: as on every screen from nothing to much, and what nobody knows last.
pub(super) fn from_least(n: usize) -> impl Iterator<Item = usize> {
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

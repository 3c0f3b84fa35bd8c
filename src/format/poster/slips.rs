//! Words as slips of paper in rows.

use crate::format::poster::fitting::{cut, fit, width_of};
use crate::format::poster::pen::Area;
use crate::format::poster::{Content, GROUND, INK, INNER, MARGIN, Poster, SOFT};

/// A text in a row: where it begins, in which row, what it says, and how it goes on if it was cut off.
type Placed = (i32, i32, String, String);

/// Slips of paper in rows.
pub(super) struct Slips {
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
    pub(super) fn of(words: &[String], others: &str, most: i32) -> Self {
        let all = Self::SIZES.into_iter().map(|size| Self::place(words, 0, others, size, most));
        let mut all: Vec<Self> = all.collect();
        let whole = all.iter().position(|slips| {
            slips.others.is_empty() && slips.placed.iter().all(|(.., rest)| rest.is_empty())
        });
        all.swap_remove(whole.unwrap_or(all.len() - 1))
    }

    /// `words`, of which the first are most often said, each with how often: as [`of`](Self::of), but those that are level are
    /// all there or none is. If not even the first ones find room, they are named in one text, in at most `most_named` rows.
    pub(super) fn of_ranks(words: &[(String, usize)], content: &Content, most: i32, most_named: i32) -> Self {
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
    pub(super) fn height(&self) -> i32 {
        if self.n_rows == 0 { 0 } else { 74 + self.n_rows * Self::ROW + 26 }
    }
}

impl Poster {
    /// Words as slips of paper below a heading.
    pub(super) fn slips(&mut self, title: &str, slips: &Slips, top: i32) -> i32 {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::poster::tests::content;

    #[test]
    fn what_means_least_is_whole_or_ends_where_the_next_ones_were_named_less_often() {
        let words = |counts: &[usize], word: &str| -> Vec<(String, usize)> {
            counts.iter().enumerate().map(|(at, n)| (format!("{word} {at}"), *n)).collect()
        };
        let content = content(1, 5, "x");
        let told = |counts: &[usize], word: &str| Slips::of_ranks(&words(counts, word), &content, 2, 4);
        let slips = |counts: &[usize]| told(counts, "Samen koken met de buren");

        assert_eq!(slips(&[3, 2, 1]).placed.len(), 3);
        let some = slips(&[3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        assert_eq!((some.placed.len(), &*some.others[0].2), (4, "en nog 10"));
        let level = slips(&[1; 20]);
        assert!(level.placed.is_empty() && level.others.is_empty() && level.named.contains("buren 19"));
        let first = slips(&[[2; 20], [1; 20]].concat());
        assert_eq!((first.others[0].2.as_str(), first.named.contains("buren 19 · ")), ("en nog 20", false));
        assert!(first.others[0].3.contains("buren 39"));
        let long = told(&[[2; 20], [1; 20]].concat(), &"Samen koken met de buren ".repeat(5));
        assert_eq!((long.others[0].2.as_str(), &*long.named), ("20 kaarten, elk 2 · en nog 20", ""));
    }
}

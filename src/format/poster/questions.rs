//! Questions with a bar for each answer.

use crate::format::poster::fitting::{width_of, wrap};
use crate::format::poster::pen::Area;
use crate::format::poster::{BAR, Content, GROUND, INK, Poster, Question, SOFT};

/// How the questions stand beside each other.
pub(super) struct Grid {
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

    pub(super) fn of(content: &Content, width: i32) -> Self {
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
    pub(super) fn wanted(&self) -> i32 {
        self.n_rows * self.row()
    }
}

impl Question {
    /// All of it in words.
    fn told(&self) -> String {
        format!("{}: {}", self.text, told(&self.bars))
    }
}

impl Poster {
    /// The questions beside and below each other, as many as there is room for.
    pub(super) fn questions(&mut self, content: &Content, area: Area) -> i32 {
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
}

/// Answers in words, each with how many gave it.
fn told(bars: &[(String, usize)]) -> String {
    bars.iter().map(|(words, n)| format!("{words} {n}")).collect::<Vec<_>>().join(" · ")
}

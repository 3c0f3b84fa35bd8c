//! The table: what was measured, how far it may go, and whether it does not.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::growth::Growth;
use crate::pass::{Pass, Start};

// --- How far each number may go, and why -----------------------------------------------------------------------------

// Ratios are to the page written by hand, in the same run: what a machine is slow at, both are.

/// What one sees first is there in the page's own HTML: only style and scripts before it can make it later.
const FIRST_PAINT: f64 = 1.3;
/// The app brings a study in many languages, a store that loses nothing and a voice; more than that nobody should wait for. (The
/// aim is 1.6.)
const FIRST_ANSWER: f64 = 2.5;
/// Nothing comes over the line any more: what is left is our own work.
const KEPT: f64 = 1.7;
/// Wasm has to be started once, and all of a page is drawn by it.
const MAIN_THREAD: f64 = 2.5;
/// With six connections at 150 ms these are three rounds.
const N_REQUESTS: f64 = 14.0;
/// What a participant's page may weigh before the first tap.
const N_BYTES: f64 = 155_000.0;
/// Below a third more nobody feels a difference under the finger.
const UNDER_THE_FINGER: f64 = 1.3;
/// A whole screen is changed, and an answer is written down before.
const NEXT_QUESTION: f64 = 1.4;
/// What takes longer than 50 ms is felt; at the start it is part of what one waits for.
const LONG_TASKS: f64 = 0.0;
/// What moves by itself makes a finger miss.
const SHIFT: f64 = 0.0;
/// A tap on what can be seen counts, whatever is still on its way.
const LOST_TAPS: f64 = 0.0;
/// After a day with a hundred participants: 20 kB.
const KB_PER_PARTICIPANT: f64 = 0.2;
/// Nothing of the page may stay of anybody; a tenth is what counting itself makes.
const THINGS_PER_PARTICIPANT: f64 = 0.1;

/// One line of the table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    what: &'static str,
    unit: &'static str,
    ours: f64,
    by_hand: Option<f64>,
    ratio: Option<f64>,
    limit: Limit,
    holds: bool,
}

/// How far a number may go.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Limit {
    /// So many times that of the page by hand.
    Ratio(f64),
    /// So much at most.
    Most(f64),
}

/// Everything that was measured, as one table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Puts it together from the passes of both pages, and from what many participants leave, if that was measured.
    pub(crate) fn of(ours: &[Pass], by_hand: &[Pass], growth: Option<&Growth>) -> Self {
        let mut rows = Vec::new();
        let mut row = |what, unit, limit, of: &dyn Fn(&Pass) -> Vec<f64>| {
            let median_of = |passes: &[Pass]| median(passes.iter().flat_map(of).collect());
            rows.push(Row::new(what, unit, median_of(ours), median_of(by_hand), limit));
        };
        let start = |of: fn(&Start) -> f64| move |pass: &Pass| vec![of(&pass.first)];
        row("first paint", "ms", Limit::Ratio(FIRST_PAINT), &start(|start| start.first_paint));
        row("first answer", "ms", Limit::Ratio(FIRST_ANSWER), &start(|start| start.first_answer));
        row("repeat visit", "ms", Limit::Ratio(KEPT), &|pass| vec![pass.repeat.first_answer]);
        row("offline visit", "ms", Limit::Ratio(KEPT), &|pass| vec![pass.offline.first_answer]);
        row("main thread until then", "ms", Limit::Ratio(MAIN_THREAD), &start(|start| start.main_thread));
        row("requests until then", "", Limit::Most(N_REQUESTS), &start(|start| float(start.n_requests)));
        row("bytes until then", "", Limit::Most(N_BYTES), &start(|start| float(start.n_bytes)));
        row("tap → card moved", "ms", Limit::Ratio(UNDER_THE_FINGER), &|pass| pass.moved.clone());
        row("drop → painted", "ms", Limit::Ratio(UNDER_THE_FINGER), &|pass| pass.dropped.clone());
        row("tap → next question, net", "ms", Limit::Ratio(NEXT_QUESTION), &|pass| pass.asked.clone());
        row("main thread per move", "ms", Limit::Ratio(UNDER_THE_FINGER), &|pass| pass.busy.clone());
        row("tasks above 50 ms after the start", "", Limit::Most(LONG_TASKS), &|pass| {
            vec![float(pass.long.len())]
        });
        row("layout shift", "", Limit::Most(SHIFT), &|pass| vec![pass.shift]);
        // One is too many, in whichever pass.
        let lost = |passes: &[Pass]| {
            let starts = passes.iter().flat_map(|pass| [&pass.first, &pass.repeat, &pass.offline]);
            float(starts.map(|start| start.n_lost).sum())
        };
        rows.push(Row::new("lost taps at all starts", "", lost(ours), lost(by_hand), Limit::Most(LOST_TAPS)));
        if let Some(growth) = growth {
            let kb = |bytes: f64| bytes / 1000.0;
            let mut alone = |what, unit, most, slope| rows.push(Row::alone(what, unit, slope, most));
            alone("heap per participant", "kB", KB_PER_PARTICIPANT, kb(growth.slope(|held| held.heap)));
            alone("wasm per participant", "kB", KB_PER_PARTICIPANT, kb(growth.slope(|held| held.wasm)));
            let things = THINGS_PER_PARTICIPANT;
            alone("nodes per participant", "", things, growth.slope(|held| held.nodes));
            alone("listeners per participant", "", things, growth.slope(|held| held.listeners));
        }
        Self(rows)
    }

    /// Whether all of it holds.
    pub(crate) fn holds(&self) -> bool {
        self.0.iter().all(|row| row.holds)
    }
}

impl Row {
    fn new(what: &'static str, unit: &'static str, ours: f64, by_hand: f64, limit: Limit) -> Self {
        // To what takes no time nothing has a ratio.
        let ratio = (by_hand > 0.0).then(|| ours / by_hand);
        let holds = match limit {
            Limit::Ratio(most) => ratio.is_some_and(|ratio| ratio <= most),
            Limit::Most(most) => ours <= most,
        };
        Self { what, unit, ours, by_hand: Some(by_hand), ratio, limit, holds }
    }

    fn alone(what: &'static str, unit: &'static str, ours: f64, most: f64) -> Self {
        Self { what, unit, ours, by_hand: None, ratio: None, limit: Limit::Most(most), holds: ours <= most }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| | ours | by hand | ratio | limit | |\n|---|--:|--:|--:|--:|---|")?;
        for row in &self.0 {
            let Row { what, unit, ours, by_hand, ratio, limit, holds } = row;
            let by_hand = by_hand.map(|number| told(number, unit)).unwrap_or_default();
            let ratio = ratio.map(|ratio| format!("{ratio:.1}×")).unwrap_or_default();
            let limit = match limit {
                Limit::Ratio(most) => format!("{most}×"),
                Limit::Most(most) => told(*most, unit),
            };
            let verdict = if *holds { "holds" } else { "MISSED" };
            writeln!(f, "| {what} | {} | {by_hand} | {ratio} | ≤ {limit} | {verdict} |", told(*ours, unit))?;
        }
        Ok(())
    }
}

/// A number as one reads it.
fn told(number: f64, unit: &str) -> String {
    let mut told = String::new();
    let n_digits = match number.abs() {
        small if small > 0.0 && small < 1.0 => 3,
        small if small < 100.0 && small.fract() > 0.0 => 1,
        _ => 0,
    };
    let _ = write!(told, "{number:.n_digits$}");
    if !unit.is_empty() {
        let _ = write!(told, " {unit}");
    }
    told
}

/// The one in the middle, or half-way between the two that are; 0 if there is none.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (low, high) = (numbers.len().saturating_sub(1) / 2, numbers.len() / 2);
    match (numbers.get(low), numbers.get(high)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => 0.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "requests and bytes of a start")]
fn float(number: usize) -> f64 {
    number as f64
}

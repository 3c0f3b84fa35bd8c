//! What happened at a start, in the order of time, as lines of text.

use std::fmt;

use serde::Serialize;

use crate::browser::Told;
use crate::line::Asked;

/// What happened until the first answer, earliest first.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Waterfall(Vec<Bar>);

#[derive(Debug, Clone, Serialize)]
struct Bar {
    /// Milliseconds since the navigation.
    from: f64,
    until: f64,
    what: String,
}

impl Waterfall {
    /// Puts together what the probe and the line have noted. The line has a clock of its own: the two are held against each
    /// other by the request for the page itself.
    pub(crate) fn new(told: &Told, asked: &[Asked], first_answer: f64) -> Self {
        let moment = |at: f64, what: String| Bar { from: at, until: at, what };
        let mut bars: Vec<Bar> = told.marks.iter().map(|(at, what)| moment(*at, what.clone())).collect();
        bars.extend(told.first_paint.map(|at| moment(at, "first contentful paint".to_owned())));
        bars.push(moment(
            first_answer,
            "the finger comes down that puts the first card on a pile".to_owned(),
        ));
        bars.extend(told.long.iter().map(|(at, ms)| Bar {
            from: *at,
            until: at + ms,
            what: format!("a task of {ms:.0} ms"),
        }));
        if let Some(page) = asked.first() {
            let since = |at: tokio::time::Instant| {
                told.request_start + at.saturating_duration_since(page.at).as_secs_f64() * 1000.0
            };
            bars.extend(asked.iter().map(|asked| Bar {
                from: since(asked.at),
                until: since(asked.end),
                what: format!("{} ({} bytes)", asked.what, asked.n_bytes),
            }));
        }
        bars.retain(|bar| bar.from <= first_answer);
        bars.sort_by(|one, other| one.from.total_cmp(&other.from));
        Self(bars)
    }
}

impl fmt::Display for Waterfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Bar { from, until, what } in &self.0 {
            if until > from {
                writeln!(f, "{from:7.0} – {until:5.0} ms  {what}")?;
            } else {
                writeln!(f, "{from:7.0}         ms  {what}")?;
            }
        }
        Ok(())
    }
}

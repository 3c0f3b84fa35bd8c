//! Whether the machine was calm: numbers of a pass in which processes stood in line for a processor say nothing.
//!
//! Linux tells in `/proc/pressure/cpu` for how long at least one process that could have run had no processor. Where a
//! kernel does not tell that, `/proc/schedstat` says how long processes waited, and how long they ran. Where there is neither,
//! every pass counts.

use std::fs;

use tokio::time::{Duration, Instant};

/// The share of the time above which a pass does not count.
pub(crate) const MOST: f64 = 1.0 / 3.0;

/// Since when somebody looks, and what had been waited by then.
pub(crate) struct Watch {
    began: Instant,
    before: Waited,
}

#[derive(Debug, Clone, Copy)]
enum Waited {
    /// So long at least one waited.
    Pressure(Duration),
    /// So long all together waited, and so long they ran.
    Queues {
        waited: Duration,
        ran: Duration,
    },
    Untold,
}

impl Watch {
    /// Begins to look.
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), before: Waited::now() }
    }

    /// The share of the time since then for which a process waited, from 0 to 1.
    pub(crate) fn share(&self) -> f64 {
        match (self.before, Waited::now()) {
            (Waited::Pressure(before), Waited::Pressure(now)) => {
                now.saturating_sub(before).as_secs_f64() / self.began.elapsed().as_secs_f64()
            }
            (Waited::Queues { waited, ran }, Waited::Queues { waited: waited_now, ran: ran_now }) => {
                let (waited, ran) = (
                    waited_now.saturating_sub(waited).as_secs_f64(),
                    ran_now.saturating_sub(ran).as_secs_f64(),
                );
                waited / (waited + ran).max(f64::EPSILON)
            }
            _ => 0.0,
        }
    }
}

impl Waited {
    fn now() -> Self {
        let pressure = fs::read_to_string("/proc/pressure/cpu").ok().and_then(|text| pressure(&text));
        let queues = || fs::read_to_string("/proc/schedstat").ok().and_then(|text| queues(&text));
        pressure.or_else(queues).unwrap_or(Self::Untold)
    }
}

/// `some avg10=0.00 avg60=0.00 avg300=0.00 total=1234`, in microseconds.
fn pressure(text: &str) -> Option<Waited> {
    let some = text.lines().find(|line| line.starts_with("some "))?;
    let total = some.rsplit_once("total=")?.1.trim().parse().ok()?;
    Some(Waited::Pressure(Duration::from_micros(total)))
}

/// `cpu0 0 0 0 0 0 0 5678 1234 9`: the seventh number is how long processes ran on it, the eighth how long they waited for it, in
/// nanoseconds.
fn queues(text: &str) -> Option<Waited> {
    let (mut waited, mut ran) = (Duration::ZERO, Duration::ZERO);
    for line in text.lines().filter(|line| line.starts_with("cpu")) {
        let numbers: Vec<u64> = line.split(' ').skip(1).filter_map(|number| number.parse().ok()).collect();
        ran += Duration::from_nanos(*numbers.get(6)?);
        waited += Duration::from_nanos(*numbers.get(7)?);
    }
    (!ran.is_zero()).then_some(Waited::Queues { waited, ran })
}

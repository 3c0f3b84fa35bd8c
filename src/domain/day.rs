//! Days of the calendar: one rule for what is typed, what stands in a link or a file, and what a clock says.

use std::fmt::{self, Display, Formatter};
use std::str;

/// Before it there was nothing to collect responses with. A clock that has lost its battery begins earlier.
pub const FIRST: &str = "2020-01-01";

/// After it nobody who takes part today is asked any more. What lies later was mistyped.
pub const LAST: &str = "2099-12-31";

/// A day of the calendar, whatever clock or file it came from: `YYYY-MM-DD`, local. Later days are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Digits and hyphens only: they are in the order of time, and what is written is what was read.
pub struct Day([u8; 10]);

impl Day {
    /// After every day that a clock tells.
    pub const END: Self = Self(*b"9999-12-31");

    /// The day that `text` names, `YYYY-MM-DD`; `None` if the calendar has no such day.
    pub const fn of(text: &str) -> Option<Self> {
        let (Some(bytes), 10) = (text.as_bytes().first_chunk(), text.len()) else { return None };
        let mut at = 0;
        while at < bytes.len() {
            let fits = if matches!(at, 4 | 7) { bytes[at] == b'-' } else { bytes[at].is_ascii_digit() };
            if !fits {
                return None;
            }
            at += 1;
        }
        let day = Self(*bytes);
        let [year, month, number] = day.parts();
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if 1 <= number && number <= days { Some(day) } else { None }
    }

    /// `YYYY-MM-DD`
    pub fn as_str(&self) -> &str {
        // Made of digits and hyphens alone.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Days from `earlier` to this one; negative if that is the later one.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// Year, month and day of the month.
    const fn parts(self) -> [i64; 3] {
        let mut parts = [0; 3];
        let (mut at, mut part) = (0, 0);
        while at < self.0.len() {
            if self.0[at] == b'-' {
                part += 1;
            } else {
                parts[part] = 10 * parts[part] + (self.0[at] - b'0') as i64;
            }
            at += 1;
        }
        parts
    }

    /// Counts days from some day long ago on, in the calendar that is in use.
    fn number(self) -> i64 {
        let [year, month, day] = self.parts();
        // A year that begins in March has its odd day at the end.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
    }
}

impl Display for Day {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A day that may not be known, as it is written: empty then.
pub fn day_or_empty(day: Option<&Day>) -> &str {
    day.map_or("", Day::as_str)
}

/// Whether `text` is a day on which somebody may have taken part: `YYYY-MM-DD`, in the calendar, and in this century.
pub fn is_right(text: &str) -> bool {
    Day::of(text).is_some() && (FIRST..=LAST).contains(&text)
}

/// The day that `text` names: in tests.
#[cfg(test)]
pub(crate) const fn day(text: &str) -> Day {
    Day::of(text).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        for (from, to, days) in [
            ("2026-11-15", "2026-11-22", 7),
            ("2026-10-31", "2026-11-01", 1),
            ("2026-12-31", "2027-01-01", 1),
            ("2024-02-28", "2024-03-01", 2),
            ("2026-02-28", "2026-03-01", 1),
            ("2026-11-22", "2025-11-22", -365),
        ] {
            assert_eq!(day(to).days_since(day(from)), days, "{from} to {to}");
        }
    }

    #[test]
    fn a_day_is_written_as_it_was_read_and_what_the_calendar_has_not_is_none() {
        for text in ["0000-01-01", "1970-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "",
            "yesterday",
            "2026-02-29",
            "2026-13-01",
            "2026-11-00",
            "2026-1-001",
            "2026/11/22",
            "éé-11-222",
        ] {
            assert_eq!(Day::of(text), None, "{text}");
        }
        assert!(day("2026-09-30") < day("2026-10-01") && day("2026-10-01") < Day::END);
    }
}

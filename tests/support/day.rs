//! Days of tests.

use betekenis::domain::day::Day;

/// The day that `text` names.
pub const fn day(text: &str) -> Day {
    Day::of(text).unwrap()
}

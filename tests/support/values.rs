//! Values of tests, made of what they are written as.

use betekenis::domain::day::Day;
use betekenis::domain::response::ResponseId;

/// The day that `text` names.
pub(crate) const fn day(text: &str) -> Day {
    Day::of(text).unwrap()
}

/// The response that is called so.
pub(crate) fn response_id(text: &str) -> ResponseId {
    ResponseId::new(text)
}

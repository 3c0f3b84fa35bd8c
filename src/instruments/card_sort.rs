//! Meaning cards are put on piles.

pub mod format;
#[cfg(feature = "ui")]
mod paper;
pub mod rules;
#[cfg(feature = "ui")]
mod screen;
#[cfg(feature = "ui")]
pub(crate) mod show;
pub mod table;
pub mod tally;

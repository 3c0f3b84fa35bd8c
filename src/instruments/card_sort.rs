//! Meaning cards are put on piles.

pub mod format;
#[cfg(feature = "coordinator")]
mod paper;
pub mod rules;
#[cfg(feature = "ui")]
mod screen;
#[cfg(feature = "coordinator")]
pub(crate) mod show;
pub mod table;
pub mod tally;

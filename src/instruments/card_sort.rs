//! Meaning cards are put on piles.

pub mod format;
#[cfg(feature = "ui")]
mod paper;
pub mod rules;
#[cfg(feature = "ui")]
mod screen;

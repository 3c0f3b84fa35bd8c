//! Meaning cards are put on piles.

pub mod format;
pub mod rules;

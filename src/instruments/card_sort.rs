//! Meaning cards are put on piles.

pub mod format;

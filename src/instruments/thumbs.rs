//! A tiny instrument for tests: one question with a picture, a thumb up or down, and why. It goes the whole way with nothing touched
//! but this folder and the list.

pub(crate) mod format;
#[cfg(feature = "coordinator")]
mod paper;
pub(crate) mod rules;
#[cfg(feature = "ui")]
mod screen;
#[cfg(feature = "coordinator")]
pub(crate) mod show;
pub(crate) mod table;
pub(crate) mod tally;
mod tests;

//! Questions are answered with pictures.

pub mod format;
#[cfg(feature = "ui")]
mod paper;
pub mod rules;
#[cfg(feature = "ui")]
mod screen;

//! Questions are answered with pictures.

pub mod format;
pub mod rules;

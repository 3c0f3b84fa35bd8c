//! Questions are answered with pictures.

pub mod format;

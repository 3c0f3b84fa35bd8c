//! Jobs of several steps, each of which may be cut off at any moment.

pub mod deliver;
pub mod open_study;
pub mod resume;

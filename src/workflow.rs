//! Jobs of several steps, each of which may be cut off at any moment.

pub mod ask;
pub mod backup;
pub mod deliver;
pub mod gate;
pub mod list_ledger;
pub mod lost;
pub mod open_study;
pub mod paper;
pub mod participant;
pub mod pin;
pub mod record;
pub mod recorder;
pub mod remembered;
pub mod report;
pub mod resume;
pub mod set_activity;
pub mod setup;
pub mod voices;

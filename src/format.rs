//! How things are written down: JSON, each kind with its version.
//!
//! A published version is never changed; a change is a new version beside it. What people write by hand (studies)
//! is read strictly, with the place of every mistake; what an app wrote is read leniently, so that an older app can
//! read what a newer one added.

pub mod backup;
pub mod batch;
pub mod carried;
pub mod checking;
pub mod draft;
pub mod json;
pub mod ledger;
pub mod reading;
pub mod receipt;
pub mod refused;
pub mod request;
pub mod response;
pub mod sending;
pub mod settings;
pub mod sounds;
pub mod study;
pub mod wav;
pub mod zip;

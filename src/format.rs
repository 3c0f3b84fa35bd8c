//! How things are written down: JSON, each kind with its version.
//!
//! A published version is never changed; a change is a new version beside it. What people write by hand (studies)
//! is read strictly, with the place of every mistake; what an app wrote is read leniently, so that an older app can
//! read what a newer one added.

pub mod activities;
pub mod asked;
pub mod backup;
pub mod batch;
pub mod carried;
pub mod checking;
pub mod codebook;
pub mod codec;
pub mod codings;
pub mod counted;
pub mod draft;
pub mod export;
pub mod file_name;
pub mod files;
pub mod filter;
pub mod framework;
pub mod guidance;
pub(crate) mod id;
pub(crate) mod kinds;
pub mod labelled;
pub mod ledger;
pub mod names;
pub mod node;
pub(crate) mod packed;
pub mod pdf;
pub mod pin;
pub mod poster;
pub mod qr;
pub mod receipt;
pub(crate) mod records;
pub mod refused;
pub mod request;
pub mod response;
pub mod results;
pub mod rows;
pub mod seen;
pub mod sending;
pub mod setting;
pub mod settings;
pub mod setup;
pub mod sounds;
pub mod spss;
pub mod study;
pub mod table;
pub(crate) mod tabled;
pub mod tables;
pub mod wav;
pub mod xlsx;
pub mod zip;

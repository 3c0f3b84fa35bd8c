//! Betekenis: residents sort meaning cards and answer picture surveys, without a network; what they gave is kept on
//! the tablet and sent in batches.
//!
//! # Where to start
//!
//! - [`domain`]: the rules. [`domain::session::Session`] is a participant's way through a study,
//!   [`domain::delivery::Delivery`] decides what is sent next and what an answer means.
//! - [`format`]: how a study, a response, a draft and a batch are written down.
//! - [`instruments`]: a folder for each kind of instrument.
//! - [`ports`]: what the app asks of the world, with doubles in memory.
//! - [`workflow`]: jobs of several steps that survive being cut off; [`workflow::deliver`] sends.
//! - `browser`: the ports over a real browser. `ui`: what is shown and touched.
//!
//! The binaries in `src/bin` put them together. ARCHITECTURE.md is the map.

pub mod domain;
pub mod format;
pub mod instruments;
pub mod ports;
pub mod workflow;

#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "ui")]
pub mod ui;

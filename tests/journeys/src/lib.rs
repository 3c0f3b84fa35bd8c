//! Journeys through the built app, in a real browser and with the real collector.
//!
//! Where to start: `tests/journeys.rs` says what must go well; [`participant::Participant`] is someone who takes part,
//! with a finger or with a keyboard; [`tablet::Tablet`] is the browser; [`collector::Collector`] is the program that
//! serves the app and receives responses.
//!
//! Nothing here sleeps for a fixed time: every step waits until the page shows what it should, and says what it showed
//! instead when that takes too long.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]
#![allow(clippy::missing_panics_doc, reason = "failing is what a journey does when something is wrong")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::{Instant, sleep};

pub mod chance;
pub mod collector;
pub mod coordinator;
pub mod ear;
pub mod engine;
pub mod layout;
pub mod memory;
pub mod participant;
pub mod picture;
pub mod portal;
pub mod proxy;
pub mod servers;
pub mod site;
pub mod study;
pub mod tablet;
pub mod walk;

/// How long anything may take before it counts as not happening: a slow machine that is busy needs seconds, and a screen
/// with many words is read aloud for some twenty.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// How often to look.
const GLANCE: Duration = Duration::from_millis(20);

/// Looks until `look` finds something; what it says meanwhile is told when [`PATIENCE`] is over.
///
/// # Errors
///
/// What was last seen, when it takes too long.
pub async fn until<T>(mut look: impl AsyncFnMut() -> Result<T, String>) -> Result<T, String> {
    let end = Instant::now() + PATIENCE;
    loop {
        match look().await {
            Ok(found) => return Ok(found),
            Err(seen) if Instant::now() >= end => return Err(seen),
            Err(_) => sleep(GLANCE).await,
        }
    }
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A place in the repository, or elsewhere if the variable `name` of the environment says so.
fn place(name: &str, default: &str) -> PathBuf {
    root().join(std::env::var_os(name).unwrap_or_else(|| default.into()))
}

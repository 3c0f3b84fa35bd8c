//! Everything that needs no browser: layers, formats, whole sessions, delivery through a scripted world.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod architecture;
mod backups;
mod delivery;
mod docs;
mod formats;
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/now.rs"]
mod now;
#[path = "../support/participant.rs"]
mod participant;
mod peers;
#[path = "../support/recordings_contract.rs"]
mod recordings_contract;
mod sessions;
mod store;
#[path = "../support/store_contract.rs"]
mod store_contract;
mod studies;
mod voices;

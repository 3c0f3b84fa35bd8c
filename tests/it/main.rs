//! Everything that needs no browser: layers, formats, whole sessions, delivery through a scripted world.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "../support/appendix.rs"]
mod appendix;
mod architecture;
mod backups;
mod delivery;
mod docs;
mod export;
mod files;
mod formats;
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/here.rs"]
mod here;
mod locales;
#[path = "../support/now.rs"]
mod now;
mod pages;
mod paper;
#[path = "../support/participant.rs"]
mod participant;
mod peers;
mod pins;
#[path = "../support/recordings_contract.rs"]
mod recordings_contract;
mod reports;
mod results;
mod scripts;
mod sessions;
mod setup;
mod store;
#[path = "../support/store_contract.rs"]
mod store_contract;
mod story;
mod studies;
mod voices;
mod workbooks;

//! Everything that needs no browser: layers, formats, whole sessions, delivery through a scripted world.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "../support/appendix.rs"]
mod appendix;
mod architecture;
mod backups;
mod circles;
mod cut_off;
mod delivery;
mod documents;
mod export;
mod files;
mod formats;
mod framework;
mod gate;
#[path = "../support/golden.rs"]
mod golden;
#[path = "../support/here.rs"]
mod here;
mod locales;
#[path = "../support/now.rs"]
mod now;
#[path = "../support/page.rs"]
mod page;
mod pages;
mod paper;
#[path = "../support/participant.rs"]
mod participant;
mod participants;
mod peers;
mod pins;
mod recorder;
#[path = "../support/recordings_contract.rs"]
mod recordings_contract;
mod reports;
mod results;
mod scripts;
mod sessions;
mod set_activity;
mod setup;
mod starts;
mod store;
#[path = "../support/store_contract.rs"]
mod store_contract;
mod studies;
mod styles;
#[path = "../support/values.rs"]
mod values;
mod voices;
mod workbooks;

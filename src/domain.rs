//! The rules of the product as plain values and state machines.
//!
//! Nothing here does input or output, knows a clock, random numbers or JSON: time and chance come in as arguments.

pub mod activities;
pub mod backup;
pub mod checking;
pub mod choosing;
pub mod codings;
pub mod counted;
pub mod day;
pub mod dealing;
pub mod delivery;
pub mod filter;
pub mod framework;
pub mod gate;
pub mod guidance;
pub mod health;
pub mod heard;
mod id;
pub mod ledger;
pub mod next_activity;
pub mod paper;
pub mod pin;
pub mod plan;
pub mod privacy;
pub mod receiver;
pub mod recording;
pub mod response;
pub mod results;
pub mod same;
pub mod session;
pub mod settings;
pub mod setup;
pub mod study;

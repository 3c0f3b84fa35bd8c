//! The rules of the product as plain values and state machines.
//!
//! Nothing here does input or output, knows a clock, random numbers or JSON: time and chance come in as arguments.

pub mod backup;
pub mod checking;
pub mod delivery;
pub mod health;
pub mod heard;
pub mod ledger;
pub mod recording;
pub mod response;
pub mod session;
pub mod settings;
pub mod sort;
pub mod study;
pub mod survey;

//! The program as tablets and readers meet it: started as it is, on a real file, over real HTTP.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

mod batches;
mod export;
mod limits;
mod reconcile;
mod site;
mod starting;
mod support;
mod versions;

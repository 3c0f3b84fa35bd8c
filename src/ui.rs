//! What is shown and touched: components, and the screens of the two pages.

pub mod components;
#[cfg(feature = "coordinator")]
pub mod coordinator;
mod dom;
mod drawn;
pub mod participant;
#[cfg(feature = "coordinator")]
pub(crate) mod text;

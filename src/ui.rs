//! What is shown and touched: components, and the screens of the two pages.

pub mod components;
pub mod coordinator;
mod dom;
mod drawn;
pub mod participant;
pub(crate) mod text;

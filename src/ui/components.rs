//! Labels, signals and callbacks in; HTML out. No component knows a port, a route or a study's rules.

pub mod card_face;
pub mod chooser;
pub mod frame;
pub mod icon;
pub mod picture_button;
pub mod sort_table;
pub mod tray;

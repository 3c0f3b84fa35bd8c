//! Values and taps in; HTML out. No component knows a port, a route or a study's rules.
//!
//! Plain functions over plain values: a screen is told from one value after every tap, and `ui::drawn` changes what differs on the
//! page. That is less code than a signal for each place, in a page whose bytes are counted.

pub mod card;
pub mod chooser;
pub mod element;
pub mod frame;
pub mod icon;
pub mod picture_button;

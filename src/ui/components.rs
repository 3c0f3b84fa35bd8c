//! Values and taps in; HTML out. No component knows a port, a route or a study's rules.
//!
//! Plain functions over plain values: the whole screen is drawn anew from one value after every tap, and Leptos changes
//! what differs. That is a third of the code of one signal for each place, in a page whose bytes are counted.

pub mod card;
pub mod chooser;
pub mod element;
pub mod frame;
pub mod icon;
pub mod picture_button;

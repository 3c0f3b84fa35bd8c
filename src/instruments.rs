//! What participants do: one folder for each kind of instrument, one file in it for each face.

pub mod card_sort;
pub mod survey;

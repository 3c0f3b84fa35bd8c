//! JSON for serde in a few kilobytes of wasm.
//!
//! What a participant downloads reads and writes the same types as `serde_json` does elsewhere, with the same result to
//! the byte; the tests hold one against the other. It is smaller for two reasons. An error is a place and no words: that
//! leaves out most of what a derived reader carries. And whatever does not depend on the type is one function.
//!
//! It reads and writes `serde_json::value::RawValue` too.

mod de;
mod ser;

use std::fmt;

pub use de::{from_str, from_str_whole};
pub use ser::to_string;

/// The text is no JSON, or not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// From 1.
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
    /// It is no JSON at all; otherwise it is JSON of another kind than was expected.
    pub is_syntax: bool,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.is_syntax { "no JSON" } else { "something else than was expected" };
        write!(f, "line {}, column {}: {what}", self.line, self.column)
    }
}

impl std::error::Error for Error {}

/// The name by which `serde_json::value::RawValue` makes itself known to whoever reads or writes it.
const RAW: &str = "$serde_json::private::RawValue";

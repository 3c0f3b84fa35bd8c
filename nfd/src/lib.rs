//! Text with its marks behind their letters: normalization form D of Unicode (UAX #15).
//!
//! Every browser has the tables for it. In wasm they would be 130 kB to download, so there the browser is asked.

use std::borrow::Cow;

/// `text` in normalization form D: `é` as `e` and an acute accent.
pub fn nfd(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(decompose(text)) }
}

#[cfg(not(target_arch = "wasm32"))]
fn decompose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfd().collect()
}

#[cfg(target_arch = "wasm32")]
fn decompose(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFD").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_behind_their_letters() {
        assert_eq!(nfd("Café İzmir ї ệ"), "Cafe\u{301} I\u{307}zmir і\u{308} e\u{323}\u{302}");
        assert_eq!(nfd("Hof"), "Hof");
    }
}

//! Formats that are stored or sent, compared with files: a change of one byte shows in the diff.

use std::path::Path;

/// Compares `actual` with `tests/fixtures/formats/<name>`; `UPDATE_GOLDEN=1` writes it instead.
#[track_caller]
pub(crate) fn check_golden(name: &str, actual: &str) {
    check("tests/fixtures/formats", name, actual);
}

/// The same for what one kind of instrument writes, with the file in its folder: `src/instruments/<kind>/fixtures/<name>`.
#[track_caller]
pub(crate) fn check_golden_of(kind: &str, name: &str, actual: &str) {
    check(&format!("src/instruments/{kind}/fixtures"), name, actual);
}

#[track_caller]
fn check(folder: &str, name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(actual, expected, "{folder}/{name} has changed: a published format only grows");
}

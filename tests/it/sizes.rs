//! A file that is too long to be read in one go is several matters.

use std::fs;
use std::path::Path;

use crate::architecture::sources;

/// Most lines of a file, with the tests in it.
const MOST: usize = 500;

/// Most lines of a file of tests.
const MOST_OF_TESTS: usize = 600;

/// Where files are, from the root of the project; what there is nothing of any more fails too.
const FOLDERS: [&str; 9] = [
    "build",
    "collector/src",
    "collector/tests",
    "json/src",
    "json/tests",
    "src",
    "tests",
    "tools/site/src",
    "tools/wasm-bindgen/src",
];

/// Files that are still longer. The list gets shorter: one that is not too long any more may not stand here.
const STILL: &[&str] = &[];

#[test]
fn no_file_is_too_long() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut long = Vec::new();
    let mut n_files = 0;
    for path in FOLDERS.iter().flat_map(|folder| sources(&root.join(folder))) {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let is_test = name.split('/').any(|part| part == "tests" || part == "tests.rs");
        let most = if is_test { MOST_OF_TESTS } else { MOST };
        let n_lines = fs::read_to_string(&path).unwrap().lines().count();
        n_files += 1;
        if n_lines > most {
            long.push((name, n_lines, most));
        }
    }

    assert!(n_files > 250, "the files were found: {n_files}");
    let too_long = long.iter().filter(|(name, ..)| !STILL.contains(&name.as_str()));
    let told: Vec<String> = too_long
        .map(|(name, n_lines, most)| format!("{name} has {n_lines} lines instead of {most}"))
        .collect();
    assert!(told.is_empty(), "too long:\n{}", told.join("\n"));
    for name in STILL {
        assert!(
            long.iter().any(|(one, ..)| one == name),
            "{name} is no longer too long: take it off the list"
        );
    }
}

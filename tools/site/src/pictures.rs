//! The small pictures of a study in one file: on a line on which each request takes a while, forty pictograms come as one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::files::{Files, extension};
use crate::study::folders;

/// The file, in the folder of its study: markup by path, as the study names pictures. `public/boot.js` reads it.
const FILE: &str = "pictures.json";

/// Larger ones are rather asked for when they are shown.
const MOST_BYTES: usize = 2000;

/// Adds that file to each study among `files`.
pub(crate) fn join(files: &mut Files) {
    for folder in folders(files) {
        let small: Map<String, Value> = files
            .iter()
            .filter(|(path, bytes)| is_picture(path, &folder) && bytes.len() <= MOST_BYTES)
            .filter_map(|(path, bytes)| {
                let svg = std::str::from_utf8(bytes).ok()?;
                Some((path[folder.len()..].to_owned(), svg.into()))
            })
            .collect();
        if !small.is_empty() {
            files.insert(format!("{folder}{FILE}"), Value::Object(small).to_string().into_bytes());
        }
    }
}

fn is_picture(path: &str, folder: &str) -> bool {
    path.starts_with(folder) && extension(path) == "svg"
}

/// The pictures that stand in such a file too: a participant's tablet does not need them twice.
pub(crate) fn joined(files: &Files) -> BTreeSet<String> {
    let mut joined = BTreeSet::new();
    for folder in folders(files) {
        let all = files.get(&format!("{folder}{FILE}")).and_then(|json| serde_json::from_slice(json).ok());
        let all: Map<String, Value> = all.unwrap_or_default();
        joined.extend(all.keys().map(|path| format!("{folder}{path}")));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_are_in_one_file_and_large_ones_are_not() {
        let large = "x".repeat(MOST_BYTES + 1);
        let files = [
            ("studies/s/study.json", "{}"),
            ("studies/s/pictures/a.svg", "<svg>\"a\"</svg>"),
            ("studies/s/pictures/large.svg", large.as_str()),
            ("studies/s/pictures/photo.jpg", "jpg"),
            ("ui/b.svg", "<svg/>"),
        ];
        let mut files: Files = files.map(|(path, text)| (path.to_owned(), text.into())).into();

        join(&mut files);

        assert_eq!(files["studies/s/pictures.json"], br#"{"pictures/a.svg":"<svg>\"a\"</svg>"}"#);
        assert_eq!(joined(&files), BTreeSet::from(["studies/s/pictures/a.svg".to_owned()]));
    }
}

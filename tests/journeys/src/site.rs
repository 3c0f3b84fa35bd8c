//! The built app as a folder, and a newer version of it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::place;

/// A folder with the built app.
pub struct Site {
    folder: PathBuf,
    /// Holds the folder, if it is a copy.
    _copy: Option<TempDir>,
}

impl Site {
    /// What `make build` built.
    pub fn built() -> Self {
        let folder = place("BETEKENIS_SITE", "dist/site");
        assert!(
            folder.join("index.html").is_file(),
            "There is no built app in {}: run `make build` first.",
            folder.display()
        );
        Self { folder, _copy: None }
    }

    /// A copy of it that can be changed.
    pub fn copy() -> Self {
        let copy = TempDir::new().unwrap();
        copy_folder(&Self::built().folder, copy.path());
        Self { folder: copy.path().to_owned(), _copy: Some(copy) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts a newer version in the place of this one: the participant's page says `edition` in a `meta` element.
    ///
    /// It is done as `tools/site` does it: the service worker names the page by its digest, and its own version differs.
    pub fn publish(&self, edition: &str) {
        self.change(
            "index.html",
            "</head>",
            &format!("<meta name=\"edition\" content=\"{edition}\"></head>"),
        );
        let worker = self.folder.join("service-worker.js");
        let script = fs::read_to_string(&worker).unwrap();
        let start = script.find("version = \"").expect("the service worker has a version") + 11;
        fs::write(&worker, format!("{}{edition}-{}", &script[..start], &script[start..])).unwrap();
    }

    /// Puts `new` in the place of `old` in the file at `path`, and its new digest into the service worker: something of a
    /// newer version, which comes with [`Self::publish`].
    pub fn change(&self, path: &str, old: &str, new: &str) {
        let (file, worker) = (self.folder.join(path), self.folder.join("service-worker.js"));
        let before = fs::read_to_string(&file).unwrap();
        assert!(before.contains(old), "there is no {old} in {path}");
        let after = before.replacen(old, new, 1);
        fs::write(&file, &after).unwrap();
        let script = fs::read_to_string(&worker).unwrap();
        let digests = (digest(before.as_bytes()), digest(after.as_bytes()));
        assert!(script.contains(&digests.0), "the service worker does not name {path} by its digest");
        fs::write(&worker, script.replace(&digests.0, &digests.1)).unwrap();
        for old in [file, worker] {
            // Not every file is there in small.
            let _ = fs::remove_file(format!("{}.br", old.display()));
        }
    }
}

/// The first 16 digits of the SHA-256, as in the service worker.
fn digest(content: &[u8]) -> String {
    let bytes = Sha256::digest(content).into_iter().take(8);
    bytes.fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

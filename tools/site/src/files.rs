//! A folder in memory: what the other modules work on.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The contents of files by their path in the folder, with `/` between its parts and none in front.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A file or folder that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub(crate) struct DiskError {
    path: String,
    source: io::Error,
}

/// Reads every file under `root`.
///
/// # Errors
///
/// [`DiskError`] if one cannot be read.
pub(crate) fn read(root: &Path) -> Result<Files, DiskError> {
    let mut files = Files::new();
    read_folder(root, "", &mut files)?;
    Ok(files)
}

/// Makes `root` hold exactly `files`; folders left empty are removed.
///
/// # Errors
///
/// [`DiskError`] if something cannot be written or removed; the folder is then half done and must be built again.
pub(crate) fn write(root: &Path, files: &Files) -> Result<(), DiskError> {
    for path in read(root)?.keys().filter(|path| !files.contains_key(*path)) {
        let gone = root.join(path);
        fs::remove_file(&gone).map_err(at(&gone))?;
        // Fails while the folder still holds something, which is what we want.
        for folder in gone.ancestors().skip(1).take_while(|folder| *folder != root) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    for (path, bytes) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at(folder))?;
        }
        fs::write(&path, bytes).map_err(at(&path))?;
    }
    Ok(())
}

/// What stands after the last dot of `path`.
pub(crate) fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The path that `link` means in the file `from`, or `None` if it leaves the folder or is no path (`https:`, `data:`).
///
/// A query or fragment is not part of the path; a link to a folder keeps its closing slash, and the root is "".
pub(crate) fn resolve(from: &str, link: &str) -> Option<String> {
    let link = link.split(['?', '#']).next().unwrap_or_default();
    if link.is_empty() || link.starts_with('/') || link.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The relative link by which the file `from` names the file `to`.
pub(crate) fn relative(from: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(from.matches('/').count()))
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Files) -> Result<(), DiskError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read(entry.path()).map_err(at(&entry.path()))?);
        }
    }
    Ok(())
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    move |source| DiskError { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_from_the_folder_of_its_page() {
        assert_eq!(resolve("index.html", "ui/ear.svg").as_deref(), Some("ui/ear.svg"));
        assert_eq!(resolve("index.html", "./boot.js?v=1#x").as_deref(), Some("boot.js"));
        assert_eq!(resolve("coordinator/index.html", "../boot.js").as_deref(), Some("boot.js"));
        assert_eq!(resolve("coordinator/index.html", "a.js").as_deref(), Some("coordinator/a.js"));
        assert_eq!(resolve("index.html", "coordinator/").as_deref(), Some("coordinator/"));
        assert_eq!(resolve("index.html", "./").as_deref(), Some(""));
    }

    #[test]
    fn a_link_out_of_the_folder_has_no_path() {
        assert_eq!(resolve("index.html", "../x.js"), None);
        assert_eq!(resolve("index.html", "https://example.org/x.js"), None);
        assert_eq!(resolve("index.html", "/x.js"), None);
        assert_eq!(resolve("index.html", "#top"), None);
    }

    #[test]
    fn a_relative_link_leads_back() {
        assert_eq!(relative("index.html", "boot.js"), "boot.js");
        assert_eq!(relative("coordinator/index.html", "boot.js"), "../boot.js");
        assert_eq!(relative("coordinator/index.html", "coordinator/a.js"), "../coordinator/a.js");
    }

    #[test]
    fn a_folder_is_made_to_hold_exactly_what_is_given() {
        let root = std::env::temp_dir().join(format!("site-files-{}", std::process::id()));
        let before = Files::from([("a/b.txt".into(), b"old".to_vec()), ("c.txt".into(), b"c".to_vec())]);
        let after = Files::from([("c.txt".into(), b"new".to_vec()), ("d/e.txt".into(), b"e".to_vec())]);

        write_new(&root, &before);
        write(&root, &after).unwrap();

        assert_eq!(read(&root).unwrap(), after);
        assert!(!root.join("a").exists(), "an empty folder is left");
        fs::remove_dir_all(&root).unwrap();
    }

    fn write_new(root: &Path, files: &Files) {
        fs::create_dir_all(root).unwrap();
        write(root, files).unwrap();
    }
}

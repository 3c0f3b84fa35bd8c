//! Names files by what is in them, so that a name never means two contents.
//!
//! A browser or proxy may then keep a file for ever, and an old page can never load half of a new version. Trunk's own
//! hashes are taken before wasm-opt and leave out what is copied, so they can't be used for this.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::files::{Files, extension};

/// The only script that keeps its name: a browser looks for updates of the worker under the name it was registered by.
pub(crate) const SERVICE_WORKER: &str = "service-worker.js";

/// New paths by old ones.
pub(crate) type Renamed = BTreeMap<String, String>;

/// Scripts of one folder that import each other in a circle: no name can be settled first.
#[derive(Debug, thiserror::Error)]
#[error("these scripts import each other in a circle, so none can be named by its content: {0}")]
pub(crate) struct CircleError(String);

/// The first 16 hexadecimal digits (64 bits) of the SHA-256 of `bytes`: enough against accidents, short in a name.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// Renames wasm, styles and scripts to `name-<digest>.ext`, and the names of other files inside the scripts with them.
///
/// # Errors
///
/// [`CircleError`] if scripts name each other in a circle.
pub(crate) fn fingerprint(files: &mut Files) -> Result<Renamed, CircleError> {
    let mut renamed = Renamed::new();
    for path in paths_with(files, &["wasm", "css"]) {
        rename(files, &mut renamed, &path);
    }
    let mut scripts = paths_with(files, &["js"]);
    while !scripts.is_empty() {
        // A script can be named once all the scripts it names have their names.
        let (ready, waiting): (Vec<String>, Vec<String>) = scripts
            .iter()
            .cloned()
            .partition(|path| !scripts.iter().any(|other| other != path && names(files, path, other)));
        if ready.is_empty() {
            return Err(CircleError(waiting.join(", ")));
        }
        for path in ready {
            let mut text = String::from_utf8_lossy(&files[&path]).into_owned();
            for (old, new) in &renamed {
                text = replace_name(&text, &path, old, new);
            }
            files.insert(path.clone(), text.into_bytes());
            rename(files, &mut renamed, &path);
        }
        scripts = waiting;
    }
    Ok(renamed)
}

fn paths_with(files: &Files, extensions: &[&str]) -> Vec<String> {
    files
        .keys()
        .filter(|path| *path != SERVICE_WORKER && extensions.contains(&extension(path)))
        .cloned()
        .collect()
}

fn rename(files: &mut Files, renamed: &mut Renamed, path: &str) {
    let Some(bytes) = files.remove(path) else { return };
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    let new = format!("{stem}-{}.{extension}", digest(&bytes));
    files.insert(new.clone(), bytes);
    renamed.insert(path.to_owned(), new);
}

fn names(files: &Files, path: &str, other: &str) -> bool {
    let text = String::from_utf8_lossy(&files[path]);
    // Asked through the replacement, so that both mean the same by "names".
    replace_name(&text, path, other, "") != text
}

/// Replaces `old` by `new` where the script `path` names it as a whole string, as `"x.js"` or `"./x.js"`.
///
/// Only files of the same folder: that is how wasm-bindgen and the worker's own start script name theirs.
fn replace_name(text: &str, path: &str, old: &str, new: &str) -> String {
    let (folder, old_name) = split(old);
    if folder != split(path).0 {
        return text.to_owned();
    }
    let new_name = split(new).1;
    let mut text = text.to_owned();
    for quote in ['"', '\''] {
        for here in ["", "./"] {
            let from = format!("{quote}{here}{old_name}{quote}");
            text = text.replace(&from, &format!("{quote}{here}{new_name}{quote}"));
        }
    }
    text
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_start_of_the_sha_256() {
        assert_eq!(digest(b""), "e3b0c44298fc1c14");
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea");
    }

    #[test]
    fn names_follow_from_the_leaves_to_the_root() {
        let mut files = Files::from([
            ("sender-boot.js".into(), b"import init from \"./sender.js\"; init();".to_vec()),
            ("sender.js".into(), b"new URL('sender_bg.wasm', import.meta.url)".to_vec()),
            ("sender_bg.wasm".into(), b"wasm".to_vec()),
            ("service-worker.js".into(), b"".to_vec()),
        ]);

        let renamed = fingerprint(&mut files).unwrap();

        let wasm = &renamed["sender_bg.wasm"];
        assert_eq!(wasm, &format!("sender_bg-{}.wasm", digest(b"wasm")));
        let sender = &renamed["sender.js"];
        assert_eq!(files[sender], format!("new URL('{wasm}', import.meta.url)").into_bytes());
        assert_eq!(
            files[&renamed["sender-boot.js"]],
            format!("import init from \"./{sender}\"; init();").into_bytes()
        );
        assert!(files.contains_key("service-worker.js"));
        assert_eq!(files.len(), 4);
    }

    #[test]
    fn a_change_in_the_wasm_changes_every_name_above_it() {
        let site = |wasm: &str| {
            let mut files = Files::from([
                ("a.js".into(), b"'a_bg.wasm'".to_vec()),
                ("a_bg.wasm".into(), wasm.as_bytes().to_vec()),
                ("b.js".into(), b"'./a.js'".to_vec()),
                ("c.css".into(), b"c".to_vec()),
            ]);
            fingerprint(&mut files).unwrap()
        };

        let (old, new) = (site("1"), site("2"));

        for path in ["a_bg.wasm", "a.js", "b.js"] {
            assert_ne!(old[path], new[path], "{path}");
        }
        assert_eq!(old["c.css"], new["c.css"]);
    }

    #[test]
    fn a_name_inside_another_name_is_left_alone() {
        let text = r#"import "./sender.js"; "my sender.js"; "./sender.js.map""#;
        assert_eq!(
            replace_name(text, "boot.js", "sender.js", "sender-1.js"),
            r#"import "./sender-1.js"; "my sender.js"; "./sender.js.map""#
        );
    }

    #[test]
    fn scripts_in_a_circle_are_refused_by_name() {
        let mut files =
            Files::from([("a.js".into(), b"'./b.js'".to_vec()), ("b.js".into(), b"'./a.js'".to_vec())]);
        assert!(fingerprint(&mut files).unwrap_err().to_string().ends_with("a.js, b.js"));
    }
}

//! What a tablet keeps when it is switched off.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

use serde_json::json;
use tempfile::TempDir;
use tokio::time::Duration;

/// What a tablet keeps when it is switched off: a folder, which goes with the last that holds it, be it this or a tablet.
#[derive(Clone)]
pub struct Profile(Arc<Folder>);

struct Folder(PathBuf);

impl Profile {
    /// A tablet as it comes from the shop.
    #[expect(clippy::new_without_default, reason = "an empty folder is no default of anything")]
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap().keep();
        fs::create_dir(folder.join("tmp")).unwrap();
        Self(Arc::new(Folder(folder)))
    }

    /// A tablet on which a setting of the browser forbids sites to keep anything.
    pub fn that_keeps_nothing() -> Self {
        let profile = Self::new();
        let folder = profile.0.0.join("Default");
        fs::create_dir(&folder).unwrap();
        let settings = json!({ "profile": { "default_content_setting_values": { "cookies": 2 } } });
        fs::write(folder.join("Preferences"), settings.to_string()).unwrap();
        profile
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.0.0
    }

    /// Whether a browser, or what is left of one, still uses it. (Where there is no `/proc` nobody knows.)
    pub(super) fn is_in_use(&self) -> bool {
        self.0.is_in_use()
    }
}

impl Folder {
    fn is_in_use(&self) -> bool {
        let folder = self.0.as_os_str().as_encoded_bytes();
        let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
        processes.any(|process| {
            let command = fs::read(process.join("cmdline")).unwrap_or_default();
            command.windows(folder.len()).any(|part| part == folder)
                || fs::read_link(process.join("cwd")).is_ok_and(|place| place == self.0)
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser's other processes notice after a moment that it has gone, and write until then.
        for _ in 0..100 {
            if !self.is_in_use() && fs::remove_dir_all(&self.0).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

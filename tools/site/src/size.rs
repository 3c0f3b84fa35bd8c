//! What a tablet downloads, and how much of it is too much.

use std::collections::BTreeMap;
use std::fmt;

use crate::files::{Files, extension};
use crate::fingerprint::SERVICE_WORKER;
use crate::precache::{self, PrecacheError, path_of};

/// The most that a participant's tablet may download before the first tap, in bytes of brotli.
///
/// 160,000 bytes take a little over three seconds at 400 kbit/s, which is what a meeting centre behind a thick wall
/// has; a language tile that has not answered by then is tapped again, or given up.
const PARTICIPANT_LIMIT: usize = 160_000;

/// The most that the participant's wasm may take of that, in bytes of brotli.
///
/// What is left for pages, style, pictures and the study is 50,000 bytes, what forty pictograms and five languages
/// need. Leptos alone is 24,000; a router (49,000) or a translation package (24,000) would not fit, and is not needed.
const WASM_LIMIT: usize = 110_000;

/// Bytes of one file or more.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Bytes {
    raw: usize,
    brotli: usize,
}

/// Bytes by kind, for each part of the site that is downloaded on its own.
#[derive(Debug)]
pub(crate) struct Sizes {
    participant: BTreeMap<&'static str, Bytes>,
    later: BTreeMap<&'static str, Bytes>,
    coordinator: BTreeMap<&'static str, Bytes>,
}

/// A tablet has to download more than the limit.
#[derive(Debug, thiserror::Error)]
#[error(
    "the participant's {what} is {found} bytes of brotli, and may be {limit}: take out what is not needed before the \
     first tap, or give a reason for a higher limit in tools/site/src/size.rs"
)]
pub(crate) struct TooLarge {
    what: &'static str,
    found: usize,
    limit: usize,
}

impl Sizes {
    /// Measures a finished folder.
    ///
    /// # Errors
    ///
    /// [`PrecacheError::NoList`] if the folder is not finished.
    pub(crate) fn of(files: &Files) -> Result<Self, PrecacheError> {
        let worker = files.get(SERVICE_WORKER).ok_or(PrecacheError::NoList)?;
        let lists = precache::read(&String::from_utf8_lossy(worker))?;
        let mut sizes =
            Self { participant: BTreeMap::new(), later: BTreeMap::new(), coordinator: BTreeMap::new() };
        for link in lists.participant.keys() {
            let part = if is_loaded_later(link) { &mut sizes.later } else { &mut sizes.participant };
            add(part, files, path_of(link));
        }
        for link in lists.coordinator.keys() {
            add(&mut sizes.coordinator, files, path_of(link));
        }
        Ok(sizes)
    }

    /// Holds the participant's part against the limits.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if one is passed.
    pub(crate) fn check(&self) -> Result<(), TooLarge> {
        let wasm = self.participant.get("wasm").map_or(0, |bytes| bytes.brotli);
        let total = total(&self.participant).brotli;
        for (what, found, limit) in
            [("wasm", wasm, WASM_LIMIT), ("page with all it needs", total, PARTICIPANT_LIMIT)]
        {
            if found > limit {
                return Err(TooLarge { what, found, limit });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, part) in [
            ("participant, before the first tap", &self.participant),
            ("participant, later", &self.later),
            ("coordinator, besides", &self.coordinator),
        ] {
            writeln!(f, "{title:<36} {:>10} {:>10}", "raw", "brotli")?;
            for (kind, bytes) in part {
                writeln!(f, "  {kind:<34} {:>10} {:>10}", bytes.raw, bytes.brotli)?;
            }
            let total = total(part);
            writeln!(f, "  {:<34} {:>10} {:>10}", "total", total.raw, total.brotli)?;
        }
        writeln!(f, "limits: {PARTICIPANT_LIMIT} before the first tap, of which wasm {WASM_LIMIT}")
    }
}

fn add(part: &mut BTreeMap<&'static str, Bytes>, files: &Files, path: &str) {
    let raw = files.get(path).map_or(0, Vec::len);
    let brotli = files.get(&format!("{path}.br")).map_or(raw, Vec::len);
    let bytes = part.entry(kind(path)).or_default();
    bytes.raw += raw;
    bytes.brotli += brotli;
}

fn total(part: &BTreeMap<&'static str, Bytes>) -> Bytes {
    part.values().fold(Bytes::default(), |sum, bytes| Bytes {
        raw: sum.raw + bytes.raw,
        brotli: sum.brotli + bytes.brotli,
    })
}

/// The worker that sends starts after the first screen, and a sound is fetched when it is first heard.
fn is_loaded_later(link: &str) -> bool {
    link.starts_with("sender") || kind(link) == "sound"
}

fn kind(path: &str) -> &'static str {
    match extension(path) {
        "html" => "page",
        "css" => "style",
        "js" => "script",
        "wasm" => "wasm",
        "mp3" | "m4a" | "ogg" | "opus" | "wav" | "webm" => "sound",
        _ if path.starts_with("studies/") => "studies",
        "svg" | "png" | "jpg" | "jpeg" | "webp" | "avif" => "pictures",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, usize)]) -> Sizes {
        let mut files: Files =
            files.iter().map(|(path, size)| ((*path).to_owned(), vec![0; *size])).collect();
        let lists = precache::precache(&files).unwrap();
        let template = "const version = \"%version%\";\nconst participant = \"%participant%\";\n\
                        const coordinator = \"%coordinator%\";\n";
        files.insert(SERVICE_WORKER.into(), precache::fill(template, &lists).unwrap().into_bytes());
        Sizes::of(&files).unwrap()
    }

    #[test]
    fn the_sender_and_the_sounds_come_later_and_the_rest_at_once() {
        let sizes = site(&[
            ("index.html", 1),
            ("participant_bg-1.wasm", 10),
            ("participant_bg-1.wasm.br", 5),
            ("sender_bg-1.wasm", 100),
            ("studies/s/hello.mp3", 1000),
            ("coordinator/index.html", 7),
        ]);
        assert_eq!(total(&sizes.participant), Bytes { raw: 11, brotli: 6 });
        assert_eq!(total(&sizes.later), Bytes { raw: 1100, brotli: 1100 });
        assert_eq!(total(&sizes.coordinator), Bytes { raw: 7, brotli: 7 });
    }

    #[test]
    fn the_limits_themselves_are_allowed() {
        let sizes = site(&[("a.wasm", WASM_LIMIT), ("a.svg", PARTICIPANT_LIMIT - WASM_LIMIT)]);
        assert!(sizes.check().is_ok());
    }

    #[test]
    fn a_byte_more_than_a_limit_is_refused() {
        let wasm = site(&[("a.wasm", WASM_LIMIT + 1)]).check().unwrap_err();
        assert!(wasm.to_string().starts_with("the participant's wasm is 110001 bytes"), "{wasm}");
        assert!(site(&[("a.svg", PARTICIPANT_LIMIT + 1)]).check().is_err());
    }
}

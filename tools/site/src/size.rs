//! What a tablet downloads, and how much of it is too much.

use std::collections::BTreeMap;
use std::fmt;

use crate::files::{Files, extension};
use crate::fingerprint::SERVICE_WORKER;
use crate::precache::{self, PrecacheError, path_of};

/// The most that a participant's tablet may download before the first tap, in bytes of brotli.
///
/// 170,000 bytes take less than four seconds at 400 kbit/s, which is what a meeting centre behind a thick wall
/// has; a language tile that has not answered by then is tapped again, or given up. The voice, without which some cannot take
/// part, is among them, and so are the small pictures of all screens.
const PARTICIPANT_LIMIT: usize = 170_000;

/// The most that the participant's wasm may take of that, in bytes of brotli.
///
/// What is left for pages, scripts, style, pictures and the study is some 45,000 bytes, what forty pictograms and the
/// first language need. Leptos alone is 24,000, and formats as types of serde are some 15,000 more than read by hand; a router
/// (49,000) or a translation package (24,000) would not fit, and is not needed.
const WASM_LIMIT: usize = 125_000;

/// The most that the coordinator's page may download before its first view, in bytes of brotli: the numbers, and the way to the
/// participants.
///
/// 250,000 are the aim. What is over it is Leptos' `view!`, which makes new code for each combination of elements.
const COORDINATOR_LIMIT: usize = 345_000;

/// Bytes of one file or more.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Bytes {
    raw: usize,
    brotli: usize,
}

impl Bytes {
    /// Of the file at `path`; as it is, if there is no smaller copy.
    fn of(files: &Files, path: &str) -> Self {
        let raw = files.get(path).map_or(0, Vec::len);
        Self { raw, brotli: files.get(&format!("{path}.br")).map_or(raw, Vec::len) }
    }

    fn add(&mut self, other: Self) {
        self.raw += other.raw;
        self.brotli += other.brotli;
    }
}

/// Bytes by kind, for each part of the site that is downloaded on its own.
#[derive(Debug)]
pub(crate) struct Sizes {
    participant: BTreeMap<&'static str, Bytes>,
    later: BTreeMap<String, Bytes>,
    coordinator: BTreeMap<&'static str, Bytes>,
    coordinator_later: BTreeMap<String, Bytes>,
}

/// A tablet has to download more than the limit.
#[derive(Debug, thiserror::Error)]
#[error(
    "the {what} is {found} bytes of brotli, and may be {limit}: take out what is not needed at \
     first, or give a reason for a higher limit in tools/site/src/size.rs"
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
        let mut sizes = Self {
            participant: BTreeMap::new(),
            later: BTreeMap::new(),
            coordinator: BTreeMap::new(),
            coordinator_later: BTreeMap::new(),
        };
        // What the two pages share.
        for link in lists.participant.keys().filter(|link| is_shared(link)) {
            sizes.coordinator.entry(kind(link)).or_default().add(Bytes::of(files, link));
        }
        for link in lists.participant.keys() {
            let bytes = Bytes::of(files, path_of(link));
            if is_loaded_later(link) {
                sizes.later.entry(kind(link).to_owned()).or_default().add(bytes);
            } else {
                sizes.participant.entry(kind(path_of(link))).or_default().add(bytes);
            }
        }
        for (language, list) in &lists.languages {
            for link in list.keys() {
                let what = if is_text(link) { "texts" } else { "sounds" };
                let entry = sizes.later.entry(format!("{what} {language}"));
                entry.or_default().add(Bytes::of(files, link));
            }
        }
        for link in lists.coordinator.keys() {
            let path = path_of(link);
            let bytes = Bytes::of(files, path);
            match part_of_coordinators(path) {
                Some(part) => sizes.coordinator_later.entry(part.to_owned()).or_default().add(bytes),
                None => sizes.coordinator.entry(kind(path)).or_default().add(bytes),
            }
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
        let total = total(self.participant.values()).brotli;
        let coordinator = self::total(self.coordinator.values()).brotli;
        for (what, found, limit) in [
            ("participant's wasm", wasm, WASM_LIMIT),
            ("participant's page with all it needs", total, PARTICIPANT_LIMIT),
            ("first view of the coordinator's page", coordinator, COORDINATOR_LIMIT),
        ] {
            if found > limit {
                return Err(TooLarge { what, found, limit });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_part(f, "participant, before the first tap", &self.participant)?;
        write_part(f, "participant, later", &self.later)?;
        write_part(f, "coordinator, before the first view", &self.coordinator)?;
        write_part(f, "coordinator, later", &self.coordinator_later)?;
        writeln!(
            f,
            "limits: {PARTICIPANT_LIMIT} before the first tap, of which wasm {WASM_LIMIT}; {COORDINATOR_LIMIT} before the \
             coordinator's first view"
        )
    }
}

fn write_part<K: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    part: &BTreeMap<K, Bytes>,
) -> fmt::Result {
    writeln!(f, "{title:<36} {:>10} {:>10}", "raw", "brotli")?;
    for (kind, bytes) in part {
        // Through a text: only that is filled up with spaces.
        writeln!(f, "  {:<34} {:>10} {:>10}", kind.to_string(), bytes.raw, bytes.brotli)?;
    }
    let total = total(part.values());
    writeln!(f, "  {:<34} {:>10} {:>10}", "total", total.raw, total.brotli)
}

fn total<'a>(parts: impl Iterator<Item = &'a Bytes>) -> Bytes {
    parts.fold(Bytes::default(), |mut sum, bytes| {
        sum.add(*bytes);
        sum
    })
}

/// Of what belongs to a language: it is text, and not sound.
fn is_text(link: &str) -> bool {
    extension(link) == "json" && !link.contains("/sounds/")
}

/// The worker that sends starts after the first answer, and a sound is fetched when it is first heard.
fn is_loaded_later(link: &str) -> bool {
    link.starts_with("sender") || kind(link) == "sound"
}

/// What both pages load, though it is listed with the participant's.
fn is_shared(link: &str) -> bool {
    link.starts_with("kept-")
}

/// What of the coordinator's page comes later, by the name of the part; none if it comes at once.
fn part_of_coordinators(path: &str) -> Option<&str> {
    if let pictures_or_studies @ ("pictures" | "studies") = kind(path) {
        return Some(pictures_or_studies);
    }
    let name = path.strip_prefix("coordinator/")?;
    if name.starts_with("reporter") {
        return Some("reporter");
    }
    let rest = name.strip_prefix("coordinator-split_");
    let part = rest.and_then(|rest| rest.split('-').next());
    part.or(name.starts_with("coordinator-chunk_").then_some("what parts share"))
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
        measured(files.iter().map(|(path, size)| ((*path).to_owned(), vec![0; *size])).collect())
    }

    fn measured(mut files: Files) -> Sizes {
        let lists = precache::precache(&files).unwrap();
        let template = "const version = \"%version%\";\nconst participant = \"%participant%\";\n\
                        const coordinator = \"%coordinator%\";\nconst languages = \"%languages%\";\n";
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
        assert_eq!(total(sizes.participant.values()), Bytes { raw: 11, brotli: 6 });
        assert_eq!(total(sizes.later.values()), Bytes { raw: 1100, brotli: 1100 });
        assert_eq!(total(sizes.coordinator.values()), Bytes { raw: 7, brotli: 7 });
    }

    #[test]
    fn what_the_coordinators_page_begins_with_has_a_limit_and_its_parts_come_later() {
        let parts = [
            ("index.html", 1),
            ("style/main-1.css", 10),
            ("kept-1.js", 100),
            ("coordinator/coordinator_bg-1.wasm", COORDINATOR_LIMIT - 110),
            ("coordinator/coordinator-split_desk-1.wasm", 1000),
            ("coordinator/coordinator-chunk_7-1.wasm", 10_000),
            ("coordinator/reporter_bg-1.wasm", 100_000),
        ];
        let sizes = site(&parts);
        assert!(sizes.check().is_ok());
        let later: Vec<&str> = sizes.coordinator_later.keys().map(String::as_str).collect();
        assert_eq!(later, ["desk", "reporter", "what parts share"]);
        assert!(site(&[parts.as_slice(), &[("coordinator/index.html", 1)]].concat()).check().is_err());
    }

    #[test]
    fn texts_and_sounds_of_a_language_come_when_it_is_chosen() {
        let study = r#"{"languages": [{"id": "nl", "name": "N"}, {"id": "tr", "name": "T", "file": "study.tr.json"}]}"#;
        let mut files: Files = [("study.tr.json", 10), ("sounds/tr.clips", 100), ("sounds/nl.clips", 1000)]
            .map(|(path, size)| (format!("studies/s/{path}"), vec![0; size]))
            .into();
        files.insert("studies/s/study.json".into(), study.into());

        let sizes = measured(files);

        assert_eq!(total(sizes.participant.values()).raw, study.len());
        let later: Vec<(&str, usize)> =
            sizes.later.iter().map(|(kind, bytes)| (kind.as_str(), bytes.raw)).collect();
        assert_eq!(later, [("sounds nl", 1000), ("sounds tr", 100), ("texts tr", 10)]);
        assert!(
            sizes.to_string().contains("\n  texts tr                                   10         10\n"),
            "{sizes}"
        );
    }

    #[test]
    fn the_limits_themselves_are_allowed() {
        let sizes = site(&[("a.wasm", WASM_LIMIT), ("a.svg", PARTICIPANT_LIMIT - WASM_LIMIT)]);
        assert!(sizes.check().is_ok());
    }

    #[test]
    fn a_byte_more_than_a_limit_is_refused() {
        let wasm = site(&[("a.wasm", WASM_LIMIT + 1)]).check().unwrap_err();
        assert!(wasm.to_string().starts_with("the participant's wasm is 125001 bytes"), "{wasm}");
        assert!(site(&[("a.svg", PARTICIPANT_LIMIT + 1)]).check().is_err());
    }
}

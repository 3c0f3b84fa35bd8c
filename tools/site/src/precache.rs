//! What the service worker keeps on the tablet.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::files::{Files, extension};
use crate::fingerprint::{SERVICE_WORKER, digest};
use crate::pictures;
use crate::sounds::{self, Own, SoundsError};
use crate::study::{self, Study};

/// The page of the participant.
pub(crate) const PARTICIPANT_PAGE: &str = "index.html";
/// The page of the coordinator.
pub(crate) const COORDINATOR_PAGE: &str = "coordinator/index.html";

/// The icon of the manifest that Chromium asks for at every start, also without a network.
const START_ICON: &str = "icons/icon-192.png";

/// Digests by link, relative to the root of the site: `./` and `coordinator/` are the pages.
pub(crate) type List = BTreeMap<String, String>;

/// What the service worker keeps, by who needs it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Precache {
    /// What a tablet keeps from its first visit on.
    pub(crate) participant: List,
    /// What it keeps besides once the coordinator's page has been opened on it.
    pub(crate) coordinator: List,
    /// What it keeps besides for each language (id) that it has been prepared for: texts and sounds. The texts of the first
    /// language are the participant's.
    pub(crate) languages: BTreeMap<String, List>,
}

/// Why the lists cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PrecacheError {
    #[error(
        "{0}: use only letters, digits, - _ and . in names, so that every web server spells its address alike"
    )]
    Name(String),
    #[error("service-worker.js has no {0:?} to fill in: it is finished already, or the template has changed")]
    NoPlaceholder(&'static str),
    #[error("service-worker.js holds no list of files: finish the folder first with `site DIST`")]
    NoList,
    #[error(transparent)]
    Sounds(#[from] SoundsError),
}

/// Sorts the finished `files`.
///
/// # Errors
///
/// [`PrecacheError::Name`] if the address of a file would depend on how a server or browser spells it, and
/// [`PrecacheError::Sounds`] if it cannot be told which sounds there are.
pub(crate) fn precache(files: &Files) -> Result<Precache, PrecacheError> {
    let page = files.get(PARTICIPANT_PAGE).map(|html| String::from_utf8_lossy(html)).unwrap_or_default();
    // The browser takes the other icons when the app is installed, and keeps them itself.
    let is_spare_icon = |path: &str| {
        path.starts_with("icons/")
            && path != START_ICON
            && !page.contains(&format!("rel=\"icon\" href=\"{path}\""))
    };
    let joined = pictures::joined(files);
    let is_coordinators = |path: &str| match extension(path) {
        _ if joined.contains(path) => true,
        _ if path.starts_with("coordinator/") || study::is_coordinators(path) => true,
        // The participant's page holds its own, and the icons that it names.
        "css" => true,
        "js" if path.starts_with("boot-") => true,
        "svg" => path.starts_with("ui/") && !page.contains(path),
        _ => false,
    };
    let by_language = languages_of_files(files)?;
    let is_for_nobody = |path: &str| is_sound_of_a_study(path) && !by_language.contains_key(path);
    let mut lists =
        Precache { participant: List::new(), coordinator: List::new(), languages: BTreeMap::new() };
    for (path, bytes) in files {
        if stays_on_the_server(path) || is_spare_icon(path) || is_for_nobody(path) {
            continue;
        }
        if !path.chars().all(|char| char.is_ascii_alphanumeric() || "-_./".contains(char)) {
            return Err(PrecacheError::Name(path.clone()));
        }
        if let Some(languages) = by_language.get(path) {
            for language in languages {
                let list = lists.languages.entry(language.clone()).or_default();
                list.insert(link_to(path), digest(bytes));
            }
            continue;
        }
        let list = if is_coordinators(path) { &mut lists.coordinator } else { &mut lists.participant };
        list.insert(link_to(path), digest(bytes));
    }
    Ok(lists)
}

/// The service worker's `template` with the lists and the version filled in.
///
/// The version is a digest of the lists and the template, so it changes when, and only when, something that a tablet
/// keeps has changed.
///
/// # Errors
///
/// [`PrecacheError::NoPlaceholder`] if the template has no place for them.
pub(crate) fn fill(template: &str, lists: &Precache) -> Result<String, PrecacheError> {
    let [participant, coordinator] =
        [&lists.participant, &lists.coordinator].map(|list| object(list).to_string());
    let languages = lists.languages.iter().map(|(language, list)| (language.clone(), object(list)));
    let languages = Value::Object(languages.collect()).to_string();
    let version = digest(format!("{template}\n{participant}\n{coordinator}\n{languages}").as_bytes());
    let mut script = template.to_owned();
    for (placeholder, content) in [
        ("\"%version%\"", format!("\"{version}\"")),
        ("\"%participant%\"", participant),
        ("\"%coordinator%\"", coordinator),
        ("\"%languages%\"", languages),
    ] {
        if !script.contains(placeholder) {
            return Err(PrecacheError::NoPlaceholder(placeholder));
        }
        script = script.replace(placeholder, &content);
    }
    Ok(script)
}

/// Reads the lists back from a finished service worker.
///
/// # Errors
///
/// [`PrecacheError::NoList`] if `script` is not finished.
pub(crate) fn read(script: &str) -> Result<Precache, PrecacheError> {
    let value = |name: &str| -> Option<Value> {
        let start = format!("const {name} = ");
        let line = script.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix(';'))?;
        serde_json::from_str(line).ok()
    };
    let list = |value: &Value| -> Option<List> {
        let entries = value.as_object()?.iter();
        entries.map(|(link, digest)| Some((link.clone(), digest.as_str()?.to_owned()))).collect()
    };
    let read = || {
        let languages = value("languages")?;
        let languages = languages.as_object()?.iter();
        Some(Precache {
            participant: list(&value("participant")?)?,
            coordinator: list(&value("coordinator")?)?,
            languages: languages
                .map(|(id, files)| Some((id.clone(), list(files)?)))
                .collect::<Option<_>>()?,
        })
    };
    read().ok_or(PrecacheError::NoList)
}

/// The path in the folder of what a list calls `link`.
pub(crate) fn path_of(link: &str) -> &str {
    match link {
        "./" => PARTICIPANT_PAGE,
        "coordinator/" => COORDINATOR_PAGE,
        path => path,
    }
}

fn link_to(path: &str) -> String {
    match path {
        PARTICIPANT_PAGE => "./".to_owned(),
        COORDINATOR_PAGE => "coordinator/".to_owned(),
        path => path.to_owned(),
    }
}

/// The languages that each file of texts or sounds belongs to, by its path.
fn languages_of_files(files: &Files) -> Result<BTreeMap<String, BTreeSet<String>>, SoundsError> {
    let mut languages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in study::folders(files) {
        let Some(study) = Study::read(&files[&format!("{folder}study.json")]) else { continue };
        for language in study.languages() {
            let mut paths =
                vec![sounds::list_path(&folder, &language.id), sounds::clips_path(&folder, &language.id)];
            let own = Own::read(files, &folder, &language.id)?;
            paths.extend(
                own.recordings().chain(language.file.as_deref()).map(|path| format!("{folder}{path}")),
            );
            for path in paths.into_iter().filter(|path| files.contains_key(path)) {
                languages.entry(path).or_default().insert(language.id.clone());
            }
        }
    }
    Ok(languages)
}

/// Whether `path` lies where the sounds of studies do.
fn is_sound_of_a_study(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("studies") && parts.nth(1) == Some("sounds")
}

/// Whether `path` is for developers, for web servers or for the shop window, and of no use to a tablet in the field.
fn stays_on_the_server(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let folder = |folder: &str| path.starts_with(folder);
    let ending = |ending: &str| name.ends_with(ending);
    path == SERVICE_WORKER
        || folder("schemas/")
        || folder("screenshots/")
        || ending(".md")
        || ending(".txt")
        || ending(".br")
        || name.starts_with('.')
        || name.starts_with("LICENSE")
}

fn object(list: &List) -> Value {
    let entries = list.iter().map(|(link, digest)| (link.clone(), Value::String(digest.clone())));
    Value::Object(entries.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "const version = \"%version%\";\nconst participant = \"%participant%\";\n\
                            const coordinator = \"%coordinator%\";\n\
                            const languages = \"%languages%\";\n";

    fn folder(paths: &[&str]) -> Files {
        paths.iter().map(|path| ((*path).to_owned(), path.as_bytes().to_vec())).collect()
    }

    #[test]
    fn each_page_has_its_own_list() {
        let mut files = folder(&[
            "boot-1.js",
            "coordinator/coordinator-2.js",
            "coordinator/index.html",
            "icons/favicon.svg",
            "icons/icon-512.png",
            "studies/s/guidance.json",
            "studies/s/study.json",
            "style/coordinator-3.css",
            "style/main-4.css",
            "ui/ear.svg",
            "ui/printer.svg",
        ]);
        let page = r#"<link rel="icon" href="icons/favicon.svg"><style>i{mask:url(ui/ear.svg)}</style>"#;
        files.insert("index.html".into(), page.into());

        let lists = precache(&files).unwrap();

        let links = |list: &List| list.keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            links(&lists.participant),
            ["./", "icons/favicon.svg", "studies/s/study.json", "ui/ear.svg"]
        );
        assert_eq!(
            links(&lists.coordinator),
            [
                "boot-1.js",
                "coordinator/",
                "coordinator/coordinator-2.js",
                "studies/s/guidance.json",
                "style/coordinator-3.css",
                "style/main-4.css",
                "ui/printer.svg"
            ]
        );
        assert_eq!(lists.participant["ui/ear.svg"], digest(b"ui/ear.svg"));
    }

    #[test]
    fn each_language_has_the_files_of_its_texts_and_sounds() {
        let mut files = folder(&[
            "studies/s/study.tr.json",
            "studies/s/sounds/nl.clips",
            "studies/s/sounds/tr.json.br",
            "studies/s/sounds/nl/hello.mp3",
            "studies/s/sounds/unused.mp3",
            "studies/s/bell.mp3",
            "studies/s/pictures/a.svg",
        ]);
        let study = r#"{"languages": [{"id": "nl", "name": "N"}, {"id": "tr", "name": "T", "file": "study.tr.json"}]}"#;
        let nl = r#"{"schema": "sounds/1", "language": "nl", "recordings": {"Hallo": "sounds/nl/hello.mp3", "Bel": "bell.mp3"}}"#;
        let tr = r#"{"schema": "sounds/1", "language": "tr", "recordings": {"Zil": "bell.mp3"}}"#;
        for (path, content) in [("study.json", study), ("sounds/nl.json", nl), ("sounds/tr.json", tr)] {
            files.insert(format!("studies/s/{path}"), content.into());
        }

        let lists = precache(&files).unwrap();

        let links = |list: &List| list.keys().cloned().collect::<Vec<_>>();
        assert_eq!(links(&lists.participant), ["studies/s/pictures/a.svg", "studies/s/study.json"]);
        assert_eq!(
            links(&lists.languages["nl"]),
            [
                "studies/s/bell.mp3",
                "studies/s/sounds/nl.clips",
                "studies/s/sounds/nl.json",
                "studies/s/sounds/nl/hello.mp3"
            ]
        );
        assert_eq!(
            links(&lists.languages["tr"]),
            ["studies/s/bell.mp3", "studies/s/sounds/tr.json", "studies/s/study.tr.json"]
        );
        assert_eq!(read(&fill(TEMPLATE, &lists).unwrap()).unwrap(), lists);
    }

    #[test]
    fn what_no_tablet_needs_is_left_on_the_server() {
        let files = folder(&[
            ".gitkeep",
            "boot-1.js.br",
            "schemas/study-1.json",
            "screenshots/participant-phone.png",
            "service-worker.js",
            "studies/s/README.md",
            "ui/LICENSE",
            "ui/phosphor.txt",
        ]);
        assert_eq!(
            precache(&files).unwrap(),
            Precache { participant: List::new(), coordinator: List::new(), languages: BTreeMap::new() }
        );
    }

    #[test]
    fn a_name_that_servers_spell_differently_is_refused() {
        for path in ["studies/s/onze kamer.jpg", "studies/s/café.jpg", "ui/a+b.svg"] {
            assert!(precache(&folder(&[path])).unwrap_err().to_string().starts_with(path));
        }
    }

    #[test]
    fn the_lists_can_be_read_back() {
        let lists = precache(&folder(&["index.html", "a.js", "coordinator/index.html"])).unwrap();
        assert_eq!(read(&fill(TEMPLATE, &lists).unwrap()).unwrap(), lists);
    }

    #[test]
    fn the_version_changes_with_the_content_and_with_the_template_only() {
        let version = |template: &str, files: &Files| {
            let script = fill(template, &precache(files).unwrap()).unwrap();
            script.lines().next().map(str::to_owned)
        };
        let files = folder(&["a.js"]);
        let changed = Files::from([("a.js".to_owned(), b"changed".to_vec())]);

        assert_eq!(version(TEMPLATE, &files), version(TEMPLATE, &files));
        assert_ne!(version(TEMPLATE, &files), version(TEMPLATE, &changed));
        assert_ne!(version(TEMPLATE, &files), version(&format!("{TEMPLATE}x()"), &files));
    }

    #[test]
    fn a_finished_worker_is_not_filled_again() {
        let lists = precache(&Files::new()).unwrap();
        let script = fill(TEMPLATE, &lists).unwrap();
        assert!(fill(&script, &lists).unwrap_err().to_string().contains("finished already"));
        assert!(read(TEMPLATE).unwrap_err().to_string().contains("finish the folder first"));
    }
}

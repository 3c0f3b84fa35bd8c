//! The whole job, from files to files.

use std::io;

use crate::compress::compress;
use crate::files::{Files, extension};
use crate::fingerprint::{CircleError, SERVICE_WORKER, fingerprint};
use crate::page::{self, PageError, Start};
use crate::pictures;
use crate::precache::{COORDINATOR_PAGE, PARTICIPANT_PAGE, PrecacheError, fill, precache};
use crate::script;
use crate::study;
use crate::style::{self, StyleError};

/// Why a folder cannot be finished. Nothing has been written then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FinishError {
    #[error("there is no {0} in the folder: is this what Trunk built?")]
    NoFile(&'static str),
    #[error("{page} names the style sheet {sheet}, which is not in the folder")]
    NoStyleSheet { page: &'static str, sheet: String },
    #[error(transparent)]
    Style(#[from] StyleError),
    #[error(transparent)]
    Circle(#[from] CircleError),
    #[error(transparent)]
    Page(#[from] PageError),
    #[error(transparent)]
    Precache(#[from] PrecacheError),
    #[error("brotli: {0}")]
    Compress(#[from] io::Error),
}

/// Finishes what Trunk built; `quality` is that of the brotli copies.
///
/// # Errors
///
/// [`FinishError`], one sentence with the file to change.
pub(crate) fn finish(mut files: Files, quality: i32) -> Result<Files, FinishError> {
    let template = text(&files, SERVICE_WORKER)?;
    let mut pages = Vec::new();
    for page in [PARTICIPANT_PAGE, COORDINATOR_PAGE] {
        pages.push((page, text(&files, page)?));
    }

    page::check_tiles(&pages[0].1, PARTICIPANT_PAGE, &files)?;

    let mut sheets = Files::new();
    for (page, html) in &pages {
        for sheet in page::style_sheets(html, page) {
            if !files.contains_key(&sheet) {
                return Err(FinishError::NoStyleSheet { page, sheet });
            }
            let joined = style::bundle(&files, &sheet)?;
            sheets.insert(sheet, joined.into_bytes());
        }
    }
    // What has been joined is not handed out on its own.
    files.retain(|path, _| extension(path) != "css");
    files.extend(sheets);

    for (path, bytes) in &mut files {
        if extension(path) == "js" {
            *bytes = script::strip(&String::from_utf8_lossy(bytes)).into_bytes();
        }
    }
    script::join(&mut files);
    study::split_all(&mut files);
    pictures::join(&mut files);
    let renamed = fingerprint(&mut files)?;
    for (page, html) in pages {
        // What a participant first sees waits for nothing but the page itself.
        let start = if page == PARTICIPANT_PAGE { Start::Inside } else { Start::Beside };
        let html = page::finish(&html, page, &files, &renamed, start)?;
        files.insert(page.to_owned(), html.into_bytes());
    }

    let lists = precache(&files)?;
    files.insert(SERVICE_WORKER.to_owned(), fill(&script::strip(&template), &lists)?.into_bytes());
    compress(&mut files, quality)?;
    Ok(files)
}

/// The text of a file that must be there.
///
/// # Errors
///
/// [`FinishError::NoFile`] if it is not.
pub(crate) fn text(files: &Files, path: &'static str) -> Result<String, FinishError> {
    let bytes = files.get(path).ok_or(FinishError::NoFile(path))?;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress::QUICKEST;

    fn built() -> Files {
        let page = |folder: &str, name: &str| {
            format!(
                "<html><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"{folder}style/main.css\">\
                 <script src=\"{folder}boot.js\" data-js=\"{name}.js\" data-sender=\"{folder}sender-boot.js\">"
            )
        };
        let worker = "// Why.\nconst version = \"%version%\";\nconst participant = \"%participant%\";\n\
                      const coordinator = \"%coordinator%\";\n\
                      const languages = \"%languages%\";\n";
        [
            ("index.html", page("", "participant")),
            ("coordinator/index.html", page("../", "coordinator")),
            ("service-worker.js", worker.to_owned()),
            ("style/main.css", "@import \"card.css\";".to_owned()),
            ("style/card.css", ".card { background: url(../ui/paper.svg) }".to_owned()),
            ("ui/paper.svg", "<svg></svg>".to_owned()),
            ("boot.js", "// Why.\nboot()".to_owned()),
            ("sender-boot.js", "import \"./sender.js\";".to_owned()),
            ("sender.js", "sender()".to_owned()),
            ("participant.js", "participant()".to_owned()),
            ("coordinator/coordinator.js", "coordinator()".to_owned()),
        ]
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .into()
    }

    #[test]
    fn every_file_that_a_page_or_list_names_is_there() {
        let files = finish(built(), QUICKEST).unwrap();

        let lists = crate::precache::read(&text(&files, SERVICE_WORKER).unwrap()).unwrap();
        for (link, digest) in lists.participant.iter().chain(&lists.coordinator) {
            let path = crate::precache::path_of(link);
            assert_eq!(&crate::fingerprint::digest(&files[path]), digest, "{path}");
        }
        assert_eq!(lists.participant.len(), 4, "{:?}", lists.participant);
        assert_eq!(lists.coordinator.len(), 5, "{:?}", lists.coordinator);
    }

    #[test]
    fn the_style_is_one_file_and_stands_in_the_participants_page_too() {
        let files = finish(built(), QUICKEST).unwrap();

        let sheets: Vec<&String> = files.keys().filter(|path| extension(path) == "css").collect();
        let [sheet] = sheets[..] else { panic!("{sheets:?}") };
        assert_eq!(files[sheet], b".card{background: url(\"data:image/svg+xml,%3Csvg%3E%3C/svg%3E\")}");
        let style = String::from_utf8_lossy(&files[sheet]);
        assert!(text(&files, "index.html").unwrap().contains(&format!("<style>{style}</style>")));
        assert!(text(&files, "coordinator/index.html").unwrap().contains(&format!("href=\"../{sheet}\"")));
    }

    #[test]
    fn each_language_of_a_study_is_a_file_that_its_list_names() {
        let mut files = built();
        let study = r#"{"languages": [{"id": "nl", "name": "N"}, {"id": "tr", "name": "T"}],
            "title": {"nl": "Titel", "tr": "Başlık"}}"#;
        files.insert("studies/s/study.json".to_owned(), study.into());
        files.insert("studies/s/sounds/nl.clips".to_owned(), b"mp3".to_vec());

        let files = finish(files, QUICKEST).unwrap();

        assert!(!text(&files, "studies/s/study.json").unwrap().contains("Başlık"));
        let lists = crate::precache::read(&text(&files, SERVICE_WORKER).unwrap()).unwrap();
        assert!(lists.participant.contains_key("studies/s/study.json"));
        let digest = |path: &str| crate::fingerprint::digest(&files[path]);
        for (language, path) in [("tr", "studies/s/study.tr.json"), ("nl", "studies/s/sounds/nl.clips")] {
            assert_eq!(lists.languages[language][path], digest(path));
        }
        assert_eq!(lists.languages.len(), 2);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes() {
        assert_eq!(finish(built(), QUICKEST).unwrap(), finish(built(), QUICKEST).unwrap());
    }

    #[test]
    fn a_finished_folder_is_refused() {
        let twice = finish(built(), QUICKEST).and_then(|files| finish(files, QUICKEST));
        assert!(twice.unwrap_err().to_string().contains("finished already"));
    }

    #[test]
    fn what_is_missing_is_named() {
        for (gone, message) in [
            ("service-worker.js", "there is no service-worker.js in the folder"),
            ("coordinator/index.html", "there is no coordinator/index.html in the folder"),
            ("style/main.css", "index.html names the style sheet style/main.css"),
            ("boot.js", "index.html names boot.js"),
            ("ui/paper.svg", "style/card.css names ../ui/paper.svg"),
        ] {
            let mut files = built();
            files.remove(gone);
            let error = finish(files, QUICKEST).unwrap_err().to_string();
            assert!(error.contains(message), "{gone}: {error}");
        }
    }
}

//! Finishes a folder for `make dev`: at once, for whoever works on the app, and never for a tablet.
//!
//! Files keep their names and are neither joined nor compressed, the service worker keeps nothing, and a page that is open
//! loads again when there is another build. All else is as in the finished site: the languages of a study in files of their
//! own, and what the pages may load.

use crate::files::Files;
use crate::fingerprint::{Renamed, SERVICE_WORKER};
use crate::finish::{FinishError, text};
use crate::page;
use crate::precache::{COORDINATOR_PAGE, PARTICIPANT_PAGE};
use crate::study;

/// Loads the page again when [`BUILT`] says something else.
const RELOAD: &str = "reload.js";
/// Which build it is.
const BUILT: &str = "built.txt";

/// Finishes the folder; `build` is told apart from every other build by it.
///
/// # Errors
///
/// [`FinishError`], one sentence with the file to change.
pub(crate) fn finish(mut files: Files, build: &str) -> Result<Files, FinishError> {
    let mut pages = Vec::new();
    for (page, root) in [(PARTICIPANT_PAGE, ""), (COORDINATOR_PAGE, "../")] {
        pages.push((page, root, text(&files, page)?));
    }
    page::check_tiles(&pages[0].2, PARTICIPANT_PAGE, &files)?;
    study::split_all(&mut files);
    for (page, root, html) in pages {
        let html = page::finish(&html, page, &files, &Renamed::new(), page::Start::Beside)?;
        let script = format!("<script type=\"module\" src=\"{root}{RELOAD}\"></script>\n</head>");
        files.insert(page.to_owned(), html.replacen("</head>", &script, 1).into_bytes());
    }
    files.insert(SERVICE_WORKER.to_owned(), include_bytes!("dev/service-worker.js").to_vec());
    files.insert(RELOAD.to_owned(), include_bytes!("dev/reload.js").to_vec());
    files.insert(BUILT.to_owned(), build.as_bytes().to_vec());
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Files {
        let page = |root: &str, name: &str| {
            format!(
                "<html><head><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"{root}style/main.css\"></head>\
                 <script src=\"{root}boot.js\" data-js=\"{name}.js\">"
            )
        };
        [
            ("index.html", page("", "participant")),
            ("coordinator/index.html", page("../", "coordinator")),
            ("service-worker.js", "const version = \"%version%\";".to_owned()),
            ("style/main.css", "@import \"card.css\";".to_owned()),
            ("boot.js", "boot()".to_owned()),
            ("participant.js", "participant()".to_owned()),
            ("coordinator/coordinator.js", "coordinator()".to_owned()),
        ]
        .map(|(path, text)| (path.to_owned(), text.into_bytes()))
        .into()
    }

    #[test]
    fn a_page_loads_again_with_another_build_and_is_kept_by_no_service_worker() {
        let files = finish(built(), "7").unwrap();

        for (page, script) in [(PARTICIPANT_PAGE, "reload.js"), (COORDINATOR_PAGE, "../reload.js")] {
            let html = text(&files, page).unwrap();
            assert!(html.contains(&format!("src=\"{script}\"></script>\n</head>")), "{html}");
            assert!(html.contains("Content-Security-Policy"), "{html}");
        }
        assert_eq!(files[BUILT], b"7");
        let worker = text(&files, SERVICE_WORKER).unwrap();
        assert!(!worker.contains("\"fetch\""), "{worker}");
    }

    #[test]
    fn files_keep_their_names() {
        let before = built();
        let files = finish(before.clone(), "7").unwrap();

        assert!(before.keys().all(|path| files.contains_key(path)));
        assert_eq!(files["boot.js"], before["boot.js"]);
    }

    #[test]
    fn what_a_page_names_is_there() {
        let mut files = built();
        files.remove("boot.js");

        let error = finish(files, "7").unwrap_err().to_string();

        assert!(error.contains("index.html names boot.js"), "{error}");
    }
}

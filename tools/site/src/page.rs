//! Finishes the two HTML pages.

use crate::files::{Files, relative, resolve};
use crate::fingerprint::Renamed;
use crate::study::Study;

/// What a page may load and where it may send: nothing from other hosts, and responses to any endpoint of choice.
///
/// Where a browser has Trusted Types, scripts and markup go through the policy in `public/boot.js`. Whether the page stands in
/// a frame cannot be said here: `boot.js` looks itself.
///
/// An endpoint is https, or a server on the machine itself, as `make run` starts it. `wasm-unsafe-eval` is what
/// browsers call the permission to start wasm. Pictures and sounds as `blob:` come from the tablet's own storage.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; \
    connect-src 'self' https: http://localhost:* http://127.0.0.1:*; manifest-src 'self'; worker-src 'self'; \
    form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types default";

/// Where the study lies unless the page says otherwise.
const STUDY: &str = "studies/ontmoetingscentra/";

/// The attributes that hold a link to a file.
const LINKS: [&str; 7] =
    ["href", "src", "data-js", "data-wasm", "data-sender", "data-reporter", "data-manifest"];

/// Why a page cannot be finished.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    #[error("{page} names {link}, which is not in the folder")]
    Missing { page: String, link: String },
    #[error("{0} has no <meta charset=\"utf-8\">: the Content-Security-Policy is written after it")]
    NoCharset(String),
    #[error("{page} shows other languages than {study}, or in another order: write its tiles as {tiles}")]
    Tiles { page: String, study: String, tiles: String },
}

/// The style sheets that `html` loads, as paths in the folder.
pub(crate) fn style_sheets(html: &str, page: &str) -> Vec<String> {
    without_comments(html)
        .split('<')
        .filter(|tag| tag.starts_with("link ") && tag.contains("rel=\"stylesheet\""))
        .filter_map(|tag| resolve(page, attribute(tag, "href")?))
        .collect()
}

/// The page `html` with its files by their new names and with the [`POLICY`]; without comments, indentation and
/// Trunk's own tags.
///
/// # Errors
///
/// [`PageError`] if it names a file that is not in `files`.
pub(crate) fn finish(html: &str, page: &str, files: &Files, renamed: &Renamed) -> Result<String, PageError> {
    let mut html = without_comments(html);
    while let Some(start) = html.find("<link data-trunk") {
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        html.replace_range(start..end, "");
    }
    let html = with_new_names(&html, page, files, renamed)?;

    let charset = "<meta charset=\"utf-8\">";
    let Some((before, after)) = html.split_once(charset) else {
        return Err(PageError::NoCharset(page.to_owned()));
    };
    let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    let html = format!("{before}{charset}\n{policy}{after}");
    let lines: Vec<&str> = html.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Ok(lines.join("\n") + "\n")
}

/// Checks that the tiles of the first screen in `html` are the languages of the study, if it is in `files`: the app draws
/// the same ones in their place.
///
/// # Errors
///
/// [`PageError::Tiles`] with the tiles that should be there.
pub(crate) fn check_tiles(html: &str, page: &str, files: &Files) -> Result<(), PageError> {
    let html = without_comments(html);
    let folder = html.split('<').find_map(|tag| attribute(tag, "data-study")).unwrap_or(STUDY);
    let path = format!("{folder}study.json");
    let Some(study) = files.get(&path).and_then(|json| Study::read(json)) else { return Ok(()) };
    let tile = |id: &str, is_right_to_left: bool, name: &str| {
        let direction = if is_right_to_left { " dir=\"rtl\"" } else { "" };
        format!("<button data-language=\"{id}\"{direction} lang=\"{id}\">{name}</button>")
    };
    let languages = study.languages().iter();
    let wanted: Vec<String> = languages.map(|one| tile(&one.id, one.is_right_to_left, &one.name)).collect();
    let shown: Vec<String> = html
        .split('<')
        .filter_map(|tag| {
            let (_, name) = tag.split_once('>')?;
            let id = attribute(tag, "data-language").filter(|id| attribute(tag, "lang") == Some(id))?;
            Some(tile(id, attribute(tag, "dir") == Some("rtl"), name))
        })
        .collect();
    if shown == wanted {
        Ok(())
    } else {
        Err(PageError::Tiles { page: page.to_owned(), study: path, tiles: wanted.join(" ") })
    }
}

fn without_comments(html: &str) -> String {
    let mut html = html.to_owned();
    while let Some(start) = html.find("<!--") {
        let end = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
        html.replace_range(start..end, "");
    }
    html
}

fn with_new_names(html: &str, page: &str, files: &Files, renamed: &Renamed) -> Result<String, PageError> {
    let mut written = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        let name = before.rsplit(|char: char| char.is_whitespace()).next().unwrap_or_default();
        let path = if LINKS.contains(&name) { resolve(page, value) } else { None };
        let value = match path {
            // A link to a folder is a link to the page in it.
            Some(path) if path.is_empty() || path.ends_with('/') => value.to_owned(),
            Some(path) => match renamed.get(&path) {
                Some(new) => link_to(page, new),
                None if files.contains_key(&path) => value.to_owned(),
                None => return Err(PageError::Missing { page: page.to_owned(), link: value.to_owned() }),
            },
            None => value.to_owned(),
        };
        written.push_str(before);
        written.push_str("=\"");
        written.push_str(&value);
        written.push('"');
        rest = after;
    }
    written.push_str(rest);
    Ok(written)
}

/// As short as it can be: without `../` to a file in the page's own folder.
fn link_to(page: &str, path: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    match path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
        Some(name) => name.to_owned(),
        None => relative(page, path),
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r#"<html>
        <head>
          <meta charset="utf-8">
          <!-- why -->
          <link data-trunk rel="rust" data-bin="participant">
          <link rel="stylesheet" href="../style/main.css">
        </head>
        <body><a href="../">home</a> <script id="boot" src="../boot.js" data-js="coordinator.js"></script></body>
    "#;

    fn folder() -> (Files, Renamed) {
        let renamed = Renamed::from([
            ("boot.js".into(), "boot-1.js".into()),
            ("style/main.css".into(), "main-2.css".into()),
            ("coordinator/coordinator.js".into(), "coordinator/coordinator-3.js".into()),
        ]);
        (renamed.values().map(|path: &String| (path.clone(), Vec::new())).collect(), renamed)
    }

    #[test]
    fn a_page_gets_the_policy_and_the_new_names() {
        let (files, renamed) = folder();

        let html = finish(HTML, "coordinator/index.html", &files, &renamed).unwrap();

        assert_eq!(
            html,
            format!(
                "<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
                 content=\"{POLICY}\">\n<link rel=\"stylesheet\" href=\"../main-2.css\">\n</head>\n<body>\
                 <a href=\"../\">home</a> <script id=\"boot\" src=\"../boot-1.js\" \
                 data-js=\"coordinator-3.js\"></script></body>\n"
            )
        );
    }

    #[test]
    fn a_name_that_leads_nowhere_is_refused() {
        let (files, mut renamed) = folder();
        renamed.remove("boot.js");

        let refused = finish(HTML, "coordinator/index.html", &files, &renamed).unwrap_err();

        assert_eq!(
            refused.to_string(),
            "coordinator/index.html names ../boot.js, which is not in the folder"
        );
    }

    #[test]
    fn the_tiles_are_the_languages_of_the_study() {
        let study = r#"{"languages": [
            {"id": "nl", "name": "Nederlands", "direction": "ltr"}, {"id": "ar", "name": "العربية", "direction": "rtl"}
        ]}"#;
        let check = |html: &str, path: &str| {
            check_tiles(html, "index.html", &Files::from([(path.to_owned(), study.into())]))
        };
        let good = "<button class=\"a\" data-language=\"nl\" lang=\"nl\">Nederlands</button>\n\
                    <button data-language=\"ar\" dir=\"rtl\" lang=\"ar\">العربية</button>";
        let default = "studies/ontmoetingscentra/study.json";
        assert!(check(good, default).is_ok());
        assert!(check("", "studies/other/study.json").is_ok());
        for bad in [
            "",
            &good.replace("Nederlands", "Dutch"),
            &good.replace(" dir=\"rtl\"", ""),
            &good.replace("\"ar\"", "\"tr\""),
        ] {
            let told = check(bad, default).unwrap_err().to_string();
            assert!(
                told.starts_with("index.html shows other languages than studies/ontmoetingscentra"),
                "{told}"
            );
            assert!(
                told.ends_with("<button data-language=\"ar\" dir=\"rtl\" lang=\"ar\">العربية</button>"),
                "{told}"
            );
        }
        assert!(check("<script data-study=\"studies/other/\">", "studies/other/study.json").is_err());
    }

    #[test]
    fn style_sheets_are_found_from_the_root() {
        assert_eq!(style_sheets(HTML, "coordinator/index.html"), ["style/main.css"]);
    }

    #[test]
    fn the_policy_lets_nothing_in_from_other_hosts() {
        for rule in POLICY.split("; ").filter(|rule| !rule.starts_with("connect-src")) {
            assert!(!rule.contains("http") && !rule.contains('*') && !rule.contains("'unsafe-"), "{rule}");
        }
    }
}

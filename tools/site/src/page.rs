//! Finishes the two HTML pages.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

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
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
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
    #[error("{page} cannot hold {file}: {why}")]
    Inside { page: String, file: String, why: &'static str },
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

/// Whether style and start script stand in the page itself, or in files of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Inside,
    Beside,
}

/// The page `html` with its files by their new names and with the [`POLICY`]; without comments, indentation and
/// Trunk's own tags.
///
/// # Errors
///
/// [`PageError`] if it names a file that is not in `files`, or one that cannot stand in a page.
pub(crate) fn finish(
    html: &str,
    page: &str,
    files: &Files,
    renamed: &Renamed,
    start: Start,
) -> Result<String, PageError> {
    let mut html = without_comments(html);
    while let Some(start) = html.find("<link data-trunk") {
        let end = html[start..].find('>').map_or(html.len(), |end| start + end + 1);
        html.replace_range(start..end, "");
    }
    let html = with_new_names(&html, page, files, renamed)?;

    let lines: Vec<&str> = html.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut html = lines.join("\n") + "\n";
    let mut policy = Policy::default();
    if start == Start::Inside {
        html = with_style_inside(&html, page, files, &mut policy)?;
        html = with_script_inside(&html, page, files, &mut policy)?;
    }

    let charset = "<meta charset=\"utf-8\">";
    let Some((before, after)) = html.split_once(charset) else {
        return Err(PageError::NoCharset(page.to_owned()));
    };
    Ok(format!(
        "{before}{charset}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"
    ))
}

/// The [`POLICY`] of a page, with the digests of what stands in it.
#[derive(Debug, Default)]
struct Policy {
    scripts: String,
    styles: String,
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&POLICY.replace("{scripts}", &self.scripts).replace("{styles}", &self.styles))
    }
}

/// How a policy names what stands in a page.
fn source(content: &str) -> String {
    format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content)))
}

/// The file at `path`, which `page` is to hold.
fn inside(page: &str, path: &str, files: &Files, ends: &[&str]) -> Result<String, PageError> {
    let cannot = |why| PageError::Inside { page: page.to_owned(), file: path.to_owned(), why };
    let bytes = files.get(path).ok_or_else(|| cannot("it is not in the folder"))?;
    let content = String::from_utf8_lossy(bytes).into_owned();
    if ends.iter().any(|end| content.contains(end)) {
        return Err(cannot("a browser would take part of it for the end"));
    }
    Ok(content)
}

/// The style sheet in the place of its link.
fn with_style_inside(
    html: &str,
    page: &str,
    files: &Files,
    policy: &mut Policy,
) -> Result<String, PageError> {
    let mut html = html.to_owned();
    for path in style_sheets(&html, page) {
        let style = inside(page, &path, files, &["</style"])?;
        if style.split("url(").skip(1).any(|url| !url.trim_start_matches('"').starts_with("data:")) {
            let why = "it names pictures, which a browser would look for beside the page";
            return Err(PageError::Inside { page: page.to_owned(), file: path, why });
        }
        let link = format!("<link rel=\"stylesheet\" href=\"{}\">", link_to(page, &path));
        html = html.replacen(&link, &format!("<style>{style}</style>"), 1);
        policy.styles += &source(&style);
    }
    Ok(html)
}

/// The start script in its own tag, and in it the one that it imports.
fn with_script_inside(
    html: &str,
    page: &str,
    files: &Files,
    policy: &mut Policy,
) -> Result<String, PageError> {
    let tag = html.split('<').find(|tag| tag.starts_with("script ") && tag.contains(" id=\"boot\""));
    let Some((tag, link)) = tag.and_then(|tag| Some((tag.split_once('>')?.0, attribute(tag, "src")?))) else {
        return Ok(html.to_owned());
    };
    let ends = ["</script", "<!--"];
    let script = |from: &str, link: &str| {
        let path = resolve(from, link).unwrap_or_default();
        Ok((inside(page, &path, files, &ends)?, path))
    };
    let mut content = String::new();
    let (boot, path) = script(page, link)?;
    for line in boot.lines() {
        let import = line
            .strip_prefix("import { ")
            .and_then(|rest| rest.strip_suffix("\";")?.split_once(" } from \""));
        match import {
            // Its names stay its own.
            Some((names, from)) => {
                content.extend(["const { ", names, " } = (() => {\n"]);
                for line in script(&path, from)?.0.lines() {
                    content.extend([line.strip_prefix("export ").unwrap_or(line), "\n"]);
                }
                content.extend(["return { ", names, " };\n})();\n"]);
            }
            None => content.extend([line, "\n"]),
        }
    }
    policy.scripts += &source(&content);
    let bare = tag.replace(&format!(" src=\"{link}\""), "");
    Ok(html.replacen(&format!("<{tag}></script>"), &format!("<{bare}>{content}</script>"), 1))
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

        let html = finish(HTML, "coordinator/index.html", &files, &renamed, Start::Beside).unwrap();

        let policy = Policy::default();
        assert_eq!(
            html,
            format!(
                "<html>\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
                 content=\"{policy}\">\n<link rel=\"stylesheet\" href=\"../main-2.css\">\n</head>\n<body>\
                 <a href=\"../\">home</a> <script id=\"boot\" src=\"../boot-1.js\" \
                 data-js=\"coordinator-3.js\"></script></body>\n"
            )
        );
    }

    #[test]
    fn style_and_start_script_stand_in_the_page_and_in_its_policy() {
        let (mut files, renamed) = folder();
        files.insert("main-2.css".into(), "a {}".into());
        files.insert("boot-1.js".into(), "import { kept } from \"./kept-4.js\";\nboot(kept);\n".into());
        files.insert("kept-4.js".into(), "const own = 1;\nexport const kept = own;\n".into());

        let html = finish(HTML, "coordinator/index.html", &files, &renamed, Start::Inside).unwrap();

        let script = "const { kept } = (() => {\nconst own = 1;\nconst kept = own;\nreturn { kept };\n})();\nboot(kept);\n";
        assert!(html.contains("<style>a {}</style>"), "{html}");
        assert!(
            html.contains(&format!("<script id=\"boot\" data-js=\"coordinator-3.js\">{script}</script>")),
            "{html}"
        );
        // printf 'a {}' | openssl dgst -sha256 -binary | base64
        assert!(
            html.contains("style-src 'self' 'sha256-mkSHzL7faOU7/U/v8Umg+058R69+vN2A2xmE3Fz1q98='"),
            "{html}"
        );
        assert!(html.contains(&format!("'wasm-unsafe-eval'{};", source(script))), "{html}");
    }

    #[test]
    fn what_would_end_its_own_tag_or_names_pictures_does_not_stand_in_a_page() {
        for (path, content) in [
            ("main-2.css", "a {} /* </style> */"),
            ("main-2.css", "a { background: url(\"../ui/a.svg\"); }"),
            ("boot-1.js", "say(\"</script>\")"),
            ("boot-1.js", "say(\"<!--\")"),
        ] {
            let (mut files, renamed) = folder();
            files.insert(path.into(), content.into());
            let refused =
                finish(HTML, "coordinator/index.html", &files, &renamed, Start::Inside).unwrap_err();
            assert!(refused.to_string().starts_with("coordinator/index.html cannot hold "), "{refused}");
        }
    }

    #[test]
    fn a_name_that_leads_nowhere_is_refused() {
        let (files, mut renamed) = folder();
        renamed.remove("boot.js");

        let refused = finish(HTML, "coordinator/index.html", &files, &renamed, Start::Beside).unwrap_err();

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

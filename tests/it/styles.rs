//! How a kind of instrument looks stands in its folder. Reads the sources and the style sheets.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::architecture::{files, sources};

/// The faces that draw something. Each may have a style sheet of its name, and more in its folder; no other one reaches a page.
const FACES: [&str; 3] = ["screen", "paper", "show"];

/// Who draws something: a kind of instrument, or what all kinds share.
struct Drawer {
    /// The folder of the kind; none is what all share.
    kind: Option<String>,
    /// Words in its sources that may be classes. One that means something else there too is then held by nothing.
    drawn: BTreeSet<String>,
    /// Its style sheets: the path, and the classes that selectors name.
    sheets: Vec<(String, BTreeSet<String>)>,
}

/// The words of all texts in `source`, of those that are words and nothing else.
fn drawn(source: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in source.lines() {
        let line = line.split("//").next().unwrap_or_default().replace("\\\"", "");
        // Every second part is a text.
        for text in line.split('"').skip(1).step_by(2) {
            if text.chars().all(|sign| sign.is_ascii_alphanumeric() || " -".contains(sign)) {
                words.extend(text.split(' ').map(str::to_owned));
            }
        }
    }
    words
}

/// The classes that the selectors of `css` name.
fn styled(css: &str) -> BTreeSet<String> {
    let mut css = css.to_owned();
    while let Some(start) = css.find("/*") {
        let end = css[start..].find("*/").map_or(css.len(), |end| start + end + 2);
        css.replace_range(start..end, "");
    }
    // What is not in quotes.
    let css = css.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    let selectors = css.split('{').filter_map(|before| before.rsplit(['}', ';']).next());
    let names = selectors.flat_map(|selector| selector.split('.').skip(1));
    let names = names.map(|rest| rest.split(|sign: char| !sign.is_alphanumeric() && sign != '-').next());
    // A number of a media query begins with a digit.
    names.flatten().filter(|name| name.starts_with(char::is_alphabetic)).map(str::to_owned).collect()
}

/// What is styled by somebody who does not draw it: what one kind alone draws, anywhere but in its folder.
fn offences(drawers: &[Drawer]) -> Vec<String> {
    let mut found = Vec::new();
    for styling in drawers {
        for (path, styled) in &styling.sheets {
            for class in styled {
                let by: Vec<&Drawer> = drawers.iter().filter(|one| one.drawn.contains(class)).collect();
                let is_at_home = by.iter().any(|one| one.kind.is_none() || one.kind == styling.kind);
                if let Some(one) = by.first()
                    && !is_at_home
                    && (by.len() == 1 || styling.kind.is_some())
                {
                    let kind = one.kind.as_deref().unwrap_or_default();
                    found.push(format!("{path} styles .{class}, which only {kind} draws"));
                }
            }
        }
    }
    found
}

fn style_sheets(folder: &Path) -> Vec<PathBuf> {
    files(folder, &["css"])
}

#[test]
fn what_only_one_kind_of_instrument_draws_is_styled_in_its_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let drawer = |kind: Option<String>, sources: &[PathBuf], sheets: Vec<PathBuf>| {
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        let drawn = sources.iter().flat_map(|path| drawn(&read(path))).collect();
        Drawer { kind, drawn, sheets: sheets.iter().map(|path| (name(path), styled(&read(path)))).collect() }
    };
    let mut shared = sources(&root.join("src/ui"));
    shared.extend(["index.html", "coordinator.html"].map(|page| root.join(page)));
    let scripts = fs::read_dir(root.join("public")).unwrap().map(|entry| entry.unwrap().path());
    shared.extend(scripts.filter(|path| path.extension().is_some_and(|ending| ending == "js")));
    let mut drawers = vec![drawer(None, &shared, style_sheets(&root.join("style")))];
    for entry in fs::read_dir(root.join("src/instruments")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let sheets = style_sheets(&folder);
        for path in &sheets {
            let is_face = FACES.iter().any(|face| {
                *path == folder.join(format!("{face}.css")) || path.parent() == Some(&folder.join(face))
            });
            assert!(is_face, "{} is the style of no face: it reaches no page", path.display());
        }
        let is_face = |path: &PathBuf| {
            let part = path.strip_prefix(&folder).unwrap().iter().next().unwrap().to_string_lossy();
            FACES.contains(&part.trim_end_matches(".rs"))
        };
        let faces: Vec<PathBuf> = sources(&folder).into_iter().filter(is_face).collect();
        let kind = folder.file_name().unwrap().to_string_lossy().into_owned();
        drawers.push(drawer(Some(kind), &faces, sheets));
    }

    let found = offences(&drawers);

    assert!(found.is_empty(), "{}", found.join("\n"));
    let n_styled = drawers
        .iter()
        .filter(|one| one.sheets.iter().any(|(_, styled)| !styled.is_disjoint(&one.drawn)))
        .count();
    assert!(n_styled > 2, "style sheets and what is drawn were found: {n_styled}");
}

#[test]
fn no_two_animations_have_one_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sheets = ["style", "src/instruments"].map(|folder| style_sheets(&root.join(folder)));
    let mut seen = BTreeSet::new();
    for path in sheets.concat() {
        let css = fs::read_to_string(&path).unwrap();
        for name in css.split("@keyframes ").skip(1).filter_map(|rest| rest.split_whitespace().next()) {
            assert!(
                seen.insert(name.to_owned()),
                "{}: another sheet has @keyframes {name} too",
                path.display()
            );
        }
    }
    assert!(seen.len() > 3, "animations were found: {seen:?}");
}

#[test]
fn a_style_in_the_wrong_place_is_seen() {
    let css = "@import \"no.css\";\n/* .no {} */\n.tray, img:not([src$=\".no\"]) > b.quiet { top: 0.5em }\n\
               @media (max-width: 31.2em) { :is(.tray-button) { background: url(\"no.no\") } }";
    assert_eq!(styled(css), ["quiet", "tray", "tray-button"].map(str::to_owned).into());
    let source = "element(\"DIV\", \"hand low\"); // \"no\"\n say(\"No, \\\"no\\\".\")";
    assert_eq!(drawn(source), ["DIV", "hand", "low"].map(str::to_owned).into());

    let drawer = |kind: Option<&str>, drawn: &[&str], styled: &[&str]| Drawer {
        kind: kind.map(str::to_owned),
        drawn: drawn.iter().map(|class| (*class).to_owned()).collect(),
        sheets: vec![("x.css".to_owned(), styled.iter().map(|class| (*class).to_owned()).collect())],
    };
    let found = |shared: &[&str], one: &[&str], other: &[&str]| {
        offences(&[
            drawer(None, &["button"], shared),
            drawer(Some("one"), &["tray", "table"], one),
            drawer(Some("other"), &["scale", "table"], other),
        ])
    };
    assert_eq!(found(&["button", "table"], &["tray", "button"], &["scale", "table"]), [""; 0]);
    assert_eq!(found(&["tray"], &[], &[]), ["x.css styles .tray, which only one draws"]);
    assert_eq!(found(&[], &["tray"], &["tray"]), ["x.css styles .tray, which only one draws"]);
}

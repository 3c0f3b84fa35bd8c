//! The layers of ARCHITECTURE.md: who may name whom. Reads the sources, nested folders and imports included.

use std::fs;
use std::path::{Path, PathBuf};

/// For each layer the layers it may name; itself always.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("format", &["domain"]),
    ("ports", &["domain"]),
    ("workflow", &["domain", "format", "ports"]),
    ("browser", &["domain", "format", "ports", "workflow"]),
    ("ui", &["domain", "format", "ports", "workflow"]),
];

/// Each file of an instrument's folder is one face of it, or lies in the folder of one, and belongs to a layer.
const FACES: &[(&str, &str)] = &[
    ("format", "format"),
    ("paper", "ui"),
    ("rules", "domain"),
    ("screen", "ui"),
    ("show", "ui"),
    ("table", "format"),
    ("tally", "domain"),
];

/// Crates that are spoken of in some layers only.
const CRATES: &[(&str, &[&str])] = &[
    ("serde", &["format"]),
    ("serde_json", &["format"]),
    ("serde_path_to_error", &["format"]),
    ("small_json", &["format"]),
    ("async_trait", &["ports", "browser"]),
    ("sha2", &["format"]),
    ("miniz_oxide", &["format"]),
    ("pdf_writer", &["format"]),
    ("rawzip", &["format"]),
    ("base64", &["format"]),
    ("qrcodegen", &["format"]),
    ("rqrr", &["format"]),
    ("rust_xlsxwriter", &["format"]),
    ("nfd", &["domain"]),
    // An id that follows from others is a rule; one at random comes from outside.
    ("uuid", &["domain", "format", "browser"]),
    ("web_sys", &["browser"]),
    ("js_sys", &["browser"]),
    ("wasm_bindgen", &["browser"]),
    ("wasm_bindgen_futures", &["browser"]),
    ("indexed_db_futures", &["browser"]),
    ("gloo_storage", &["browser"]),
    ("leptos", &["ui"]),
    ("wasm_split_helpers", &["browser", "ui"]),
];

pub(crate) fn sources(folder: &Path) -> Vec<PathBuf> {
    files(folder, &["rs"])
}

/// The files in a folder and the folders in it that have one of these endings.
pub(crate) fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What `text` names that `layer` may not, each with its line.
fn offences(layer: &str, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (other, _) in LAYERS {
            let is_allowed =
                LAYERS.iter().any(|(one, may)| *one == layer && (may.contains(other) || one == other));
            if !is_allowed && code.contains(&format!("crate::{other}::")) {
                found.push((at + 1, (*other).to_owned()));
            }
        }
        // A face of an instrument is named as what lies in its layer.
        for (face, of) in FACES {
            let is_allowed = LAYERS.iter().any(|(one, may)| *one == layer && (may.contains(of) || one == of));
            if !is_allowed && code.contains("crate::instruments::") && code.contains(&format!("::{face}::")) {
                found.push((at + 1, format!("a {face} of an instrument")));
            }
        }
        for (name, layers) in CRATES {
            let names_it = code.match_indices(&format!("{name}::")).any(|(start, _)| {
                let before = &code[..start];
                // `leptos::web_sys` is Leptos' own door to the page.
                let is_path = before.ends_with("::") && !before.ends_with(" ::");
                !is_path && !before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_')
            });
            if names_it && !layers.contains(&layer) {
                found.push((at + 1, (*name).to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_layer_names_only_what_lies_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(root.join("instruments")).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let kinds: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(kinds.len() > 1, "the kinds of instrument were found: {kinds:?}");
    let mut n_files = 0;
    let mut wrong = Vec::new();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        let layer = inside.iter().next().unwrap().to_string_lossy().replace(".rs", "");
        if ["lib", "bin"].contains(&layer.as_str()) {
            continue;
        }
        let parts: Vec<String> =
            inside.iter().map(|part| part.to_string_lossy().replace(".rs", "")).collect();
        let (layer, kind) = match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            // The way of the instrument that is compiled for tests.
            ["instruments", _, "tests"] => continue,
            ["instruments", kind, face, ..] => {
                let of = FACES.iter().find(|(one, _)| *one == face);
                (of.unwrap_or_else(|| panic!("{face} is no face of an instrument")).1.to_owned(), kind)
            }
            ["instruments", ..] => continue,
            _ => (layer, ""),
        };
        let text = fs::read_to_string(&path).unwrap();
        for other in kinds.iter().filter(|other| !kind.is_empty() && *other != kind) {
            let line = text.lines().find(|line| line.contains(&format!("{other}::")));
            assert_eq!(line, None, "src/{} names another instrument", inside.display());
        }
        assert!(LAYERS.iter().any(|(one, _)| *one == layer), "{layer} is no layer");
        n_files += 1;
        for (line, name) in offences(&layer, &text) {
            wrong.push(format!("src/{}:{line} names {name}", inside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_files > 20, "the sources were found: {n_files}");
}

/// Where something that only one kind of instrument has is named: the file, and what it names.
const ONLY_ONE_HAS: &[(&str, &str)] = &[
    // Only card sorts have a matrix, which has a sheet and a file of its own.
    ("src/format/tables.rs", "instruments::card_sort::table::matrix::"),
];

#[test]
fn formats_and_the_collector_name_no_kind_of_instrument() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join("src/instruments")).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let kinds: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(kinds.contains(&"card_sort".to_owned()), "the kinds of instrument were found: {kinds:?}");
    let is_test = |path: &PathBuf| path.file_stem().is_some_and(|name| name == "tests");
    let files = [sources(&root.join("src/format")), sources(&root.join("collector/src"))].concat();

    for path in files.iter().filter(|path| !is_test(path)) {
        let inside = path.strip_prefix(root).unwrap().display().to_string();
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().map(|line| line.split("//").next().unwrap_or_default()) {
            let may = ONLY_ONE_HAS.iter().any(|(file, name)| *file == inside && line.contains(name));
            for kind in kinds.iter().filter(|_| !may) {
                // In the enums of the list a variant is called by the folder.
                let variant: String = kind.split('_').map(capital).collect();
                let names_it = line.contains(&format!("{kind}::")) || line.contains(&format!("::{variant}"));
                assert!(!names_it, "{inside} names a kind of instrument: {line}");
            }
        }
    }
}

/// `word` with a capital.
fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

#[test]
fn a_wrong_import_is_seen() {
    assert_eq!(offences("domain", "use crate::format::study::read_study;").len(), 1);
    assert_eq!(offences("ui", "    let x = web_sys::window();"), [(1, "web_sys".to_owned())]);
    assert_eq!(offences("ui", "use leptos::web_sys::Element;"), []);
    assert_eq!(offences("ports", "use leptos::prelude::*;").len(), 1);
    assert_eq!(offences("browser", "use crate::ui::text;").len(), 1);
    assert_eq!(offences("workflow", "use crate::format::study::read_study; // crate::ui::text"), []);
    assert_eq!(offences("domain", "use crate::instruments::survey::format::SurveyFile;").len(), 1);
    assert_eq!(offences("format", "use crate::instruments::survey::format::SurveyFile;"), []);
}

#[test]
fn no_file_is_longer_than_one_keeps_in_mind() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["build", "collector", "json", "public", "src", "style", "tests", "tools/site"];
    let mut n_files = 0;
    for path in folders.iter().flat_map(|folder| files(&root.join(folder), &["rs", "js", "css"])) {
        let inside = path.strip_prefix(root).unwrap();
        let is_test = inside.iter().any(|part| part == "tests") || inside.ends_with("tests.rs");
        let n_lines = fs::read_to_string(&path).unwrap().lines().count();
        let most = if is_test { 600 } else { 500 };
        assert!(
            n_lines <= most,
            "{} has {n_lines} lines, and more than {most} are too many",
            inside.display()
        );
        n_files += 1;
    }
    assert!(n_files > 300, "the files were found: {n_files}");
}

#[test]
fn the_binaries_only_put_the_parts_together() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin");
    for path in sources(&folder) {
        let n_lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(n_lines <= 20, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn a_page_looks_whether_it_stands_in_a_frame_and_sets_its_policy_before_it_does_anything_else() {
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let boot = read("public/boot.js");
    let code: Vec<&str> = boot.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    let code = code.join("\n");

    assert!(code.starts_with("if (window.top !== window) {"), "{}", &code[..80]);
    let at = |part: &str| code.find(part).unwrap_or_else(|| panic!("{part:?} is gone"));
    assert!(at("throw new Error(") < at("trustedTypes?.createPolicy(\"default\""));
    assert!(at("trustedTypes?.createPolicy(\"default\"") < at("import("));
    let page = read("tools/site/src/page.rs");
    assert!(page.contains("require-trusted-types-for 'script'; trusted-types default"));
}

#[test]
fn markup_that_runs_something_or_leads_elsewhere_is_not_written_into_a_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/boot.js");
    let boot = fs::read_to_string(path).unwrap();
    let (_, policy) = boot.split_once("createHTML: (html) =>").unwrap();
    let (pattern, rest) = policy.trim_start().trim_start_matches('/').split_once("/i.test(html)").unwrap();
    assert!(rest.starts_with(" ? undefined : html"), "{}", &rest[..40]);
    // What a schema calls a pattern is one of JavaScript.
    let schema = serde_json::json!({ "pattern": format!("(?i){pattern}") });
    let refuses = jsonschema::validator_for(&schema).unwrap();

    for markup in [
        "<SCRIPT src=a.js>",
        "<iframe>",
        "<object data=a>",
        "<embed src=a>",
        "<meta http-equiv=refresh content=0>",
        "<base href=https://example.org/>",
        "<img src=a onerror=alert()>",
        "<img src=a onerror = alert()>",
        "<img src=\"a\"onerror=alert()>",
        "<img src='a'onerror=alert()>",
        "<svg/onload=alert()>",
        "<a href=JavaScript:alert()>",
    ] {
        assert!(refuses.is_valid(&markup.into()), "{markup} is written");
    }
    for markup in ["", "<svg viewBox=\"0 0 8 8\"><path d=\"M0 0\"/></svg>", "<p id=\"one\">Zon = licht</p>"] {
        assert!(!refuses.is_valid(&markup.into()), "{markup} is not written");
    }
}

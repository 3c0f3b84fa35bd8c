//! What the scripts of the pages know of what is kept: the words of `public/kept.js`, held against those of the app.

use std::fs;
use std::path::Path;

use betekenis::domain::response::Mode;
use betekenis::domain::settings::ActivitySettings;
use betekenis::format::carried::{ACTIVITY, key};
use betekenis::format::settings::{read_holder, write_activity};
use serde_json::Value;

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// `text` without its comments.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("// ").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// All scripts that run in a page, a worker or a service worker, but for the one that knows what is kept.
fn other_scripts() -> Vec<(String, String)> {
    let mut scripts = Vec::new();
    for folder in ["public", "src/browser"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.extension().is_some_and(|ending| ending == "js") && name != "kept.js" {
                scripts.push((format!("{folder}/{name}"), fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(scripts.len() > 5, "the scripts were found");
    scripts
}

#[test]
fn only_one_script_knows_what_is_kept_and_how() {
    for (name, text) in other_scripts() {
        let code = code(&text);
        for of_kept in [
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "IDBKeyRange",
            "activity/",
            "betekenis.",
            "-voices",
        ] {
            // What the start script offers to the app is no key.
            let code = code.replace("window.betekenis.", "");
            assert!(!code.contains(of_kept), "{name} knows of {of_kept:?}");
        }
    }
}

#[test]
fn the_script_reads_an_activity_as_it_is_written_and_writes_none() {
    let script = code(&text("public/kept.js"));
    let activity = ActivitySettings {
        centre: "Bij Betje".to_owned(),
        mode: Mode::Group,
        n_present: 7,
        languages: vec!["nl".to_owned()],
        is_practice: true,
        ..ActivitySettings::default()
    };
    let written: Value = serde_json::from_str(&write_activity(&activity)).unwrap();

    assert_eq!(key("activity"), ACTIVITY);
    assert!(script.contains("getItem(\"betekenis.\" + name)") && script.contains("\"activity\""));
    assert_eq!(written["mode"], "group");
    assert_eq!(written["present"], 7);
    assert_eq!(written["practice"], true);
    assert_eq!(written["centre"], "Bij Betje");
    assert_eq!(written["languages"], serde_json::json!(["nl"]));
    assert!(!script.contains("activity/1"));
    assert_eq!(script.matches("setItem(").count(), 1, "it keeps who answers, and nothing else");
    // Whatever a script takes of it is one of these.
    for (name, text) in other_scripts() {
        let code = code(&text);
        for taken in code.split("activity().").skip(1) {
            let taken = taken.split(|sign: char| !sign.is_alphanumeric()).next().unwrap();
            assert!(written.get(taken).is_some(), "{name} takes {taken}, which is not written");
        }
    }
}

#[test]
fn who_answers_this_time_is_read_as_the_script_writes_it() {
    let script = text("public/kept.js");
    let page = text("index.html");
    let name = script.split("sessionStorage.setItem(\"").nth(1).unwrap().split('"').next().unwrap();

    assert!(script.contains("`${mode} ${present}`"), "a mode, a space, a number or nothing");
    assert!(text("src/browser/tablet.rs").contains(&format!("const HOLDER: &str = \"{name}\";")));
    assert_eq!(read_holder("group 7"), Some((Mode::Group, 7)));
    assert_eq!(read_holder("group "), Some((Mode::Group, 0)), "nobody has counted");
    let modes: Vec<_> =
        page.split("data-choose=\"").skip(1).map(|at| at.split('"').next().unwrap()).collect();
    assert_eq!(modes.len(), 4);
    for mode in modes {
        assert!(read_holder(&format!("{mode} ")).is_some(), "{mode} is no mode");
    }
    // Of an older app, or of nobody.
    for other in ["", "group", "robot 7", r#"{"schema":"activity/1","mode":"group","present":7}"#] {
        assert_eq!(read_holder(other), None, "{other}");
    }
}

#[test]
fn recordings_are_found_under_the_keys_under_which_they_are_kept() {
    let (script, app) = (text("public/kept.js"), text("src/browser/recordings.rs"));
    let constant = |name: &str| {
        let line = app.lines().find(|line| line.contains(&format!("const {name}: "))).unwrap();
        line.split(" = ").nth(1).unwrap().trim_end_matches(';').to_owned()
    };

    let [database, version, store] = ["DATABASE", "VERSION", "STORE"].map(constant);
    assert!(script.contains(&format!("indexedDB.open({database}, {version})")));
    assert!(script.contains(&format!("createObjectStore({store})")));
    assert!(script.contains(&format!("transaction({store}).objectStore({store})")));
    assert!(script.contains("const key = (language, text) => language + \"\\n\" + text;"));
    assert!(app.contains("format!(\"{language}\\n{text}\")"));
    assert!(script.contains(".wav.") && app.contains("&\"wav\".into()"));
}

#[test]
fn the_mark_of_a_pin_is_looked_for_where_it_is_set() {
    let script = text("public/kept.js");
    assert!(script.contains("read(\"localStorage\", \"pin\")"));
    assert!(text("src/workflow/gate.rs").contains("const PIN: &str = \"pin\";"));
}

#[test]
fn drafts_are_counted_where_they_are_kept() {
    let (script, store) = (text("public/kept.js"), text("src/browser/indexed_db.rs"));

    assert!(text("src/browser.rs").contains("pub const DATABASE: &str = \"betekenis\";"));
    assert!(script.contains("name === \"betekenis\"") && script.contains("indexedDB.open(\"betekenis\")"));
    assert!(store.contains("const DRAFTS: &str = \"drafts\";"));
    assert!(script.contains("transaction(\"drafts\").objectStore(\"drafts\").count()"));
}

#[test]
fn the_start_script_asks_ahead_for_the_study_that_the_app_opens() {
    let (script, tablet) = (text("public/boot.js"), text("src/browser/tablet.rs"));
    let folder = tablet.split("const STUDY: &str = \"").nth(1).unwrap().split('"').next().unwrap();

    assert!(script.contains(&format!("(tag.study ?? \"{folder}\")")));
    assert!(script.contains(&format!("folder + \"{}\"", betekenis::workflow::open_study::STUDY)));
    assert!(tablet.contains("call_boot(\"ahead\","));
}

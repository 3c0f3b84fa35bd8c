//! The documents: every test that they name exists, every link in them leads somewhere, and what is JSON in them parses.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::architecture::{files, sources};
use crate::formats::schema;

/// The documents that lie beside the folder `docs`.
const AT_THE_TOP: &[&str] =
    &["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "SECURITY.md"];

/// Most lines of the README: a page that is read to its end.
const MOST_LINES: usize = 130;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All documents: where each is, and its text.
fn documents() -> Vec<(PathBuf, String)> {
    let at_the_top = AT_THE_TOP.iter().map(|name| root().join(name));
    let paths = at_the_top.chain(files(&root().join("docs"), &["md"]));
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The lines of `text` outside blocks of code, and the blocks with their language.
fn taken_apart(text: &str) -> (Vec<&str>, Vec<(&str, String)>) {
    let mut lines = Vec::new();
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if !is_code {
                blocks.push((language.trim_end(), String::new()));
            }
            is_code = !is_code;
        } else if is_code {
            let (_, block) = blocks.last_mut().unwrap();
            block.push_str(line);
            block.push('\n');
        } else {
            lines.push(line);
        }
    }
    assert!(!is_code, "a block of code has no end: {:?}", blocks.last());
    (lines, blocks)
}

/// Where the links and pictures of `text` lead.
fn links(text: &str) -> Vec<String> {
    // What stands between backticks is no link.
    let plain: String = taken_apart(text).0.join("\n").split('`').step_by(2).collect();
    let in_brackets = plain.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let in_tags = plain.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    in_brackets.chain(in_tags).map(str::to_owned).collect()
}

/// The anchors of the headings of `text`: small letters, hyphens for spaces, no other signs.
fn anchors(text: &str) -> Vec<String> {
    let (lines, _) = taken_apart(text);
    let headings = lines.iter().filter(|line| line.starts_with('#'));
    let anchor = |line: &&str| {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
        kept.map(|sign| if sign == ' ' { '-' } else { sign }).collect()
    };
    headings.map(anchor).collect()
}

/// What is wrong with `link` in the document at `path`, if anything.
fn fault(path: &Path, link: &str) -> Option<&'static str> {
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let target = if file.is_empty() { path.to_owned() } else { path.parent().unwrap().join(file) };
    if !target.exists() {
        return Some("there is no such file");
    }
    let is_there = || anchors(&fs::read_to_string(&target).unwrap()).iter().any(|one| one == heading);
    (!heading.is_empty() && !is_there()).then_some("there is no such heading")
}

#[test]
fn no_link_between_the_documents_is_dead() {
    let mut n_links = 0;
    let mut dead = Vec::new();
    for (path, text) in documents() {
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            n_links += 1;
            if let Some(why) = fault(&path, link) {
                dead.push(format!("{} leads to {link}: {why}", path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(n_links > 100, "the links were found: {n_links}");
}

#[test]
fn a_dead_link_is_seen() {
    let readme = root().join("README.md");
    let text = "# One: `two/1`\n[a](b.md#c) `[d](e)` <img src=\"f.png\">\n```md\n# [g](h)\n```\n";

    assert_eq!(links(text), ["b.md#c", "f.png"]);
    assert_eq!(anchors(text), ["one-two1"]);
    assert_eq!(fault(&readme, "docs/testing.md#testing"), None);
    assert_eq!(fault(&root().join("docs/testing.md"), "../README.md"), None);
    assert_eq!(fault(&readme, "docs/no-such-page.md"), Some("there is no such file"));
    assert_eq!(fault(&readme, "#no-such-heading"), Some("there is no such heading"));
}

#[test]
fn the_readme_is_one_page() {
    let n_lines = fs::read_to_string(root().join("README.md")).unwrap().lines().count();
    assert!(
        n_lines <= MOST_LINES,
        "README.md has {n_lines} lines; {MOST_LINES} are enough, the rest belongs in docs"
    );
}

#[test]
fn what_is_json_in_the_documents_parses_and_fits_its_schema() {
    let mut n_blocks = 0;
    for (path, text) in documents() {
        for (_, block) in taken_apart(&text).1.iter().filter(|(language, _)| *language == "json") {
            n_blocks += 1;
            let place = path.display();
            let json: Value =
                serde_json::from_str(block).unwrap_or_else(|error| panic!("{place}: {error} in {block}"));
            // The form of a format that is published.
            if let Some(format) = json.get("schema").and_then(Value::as_str) {
                let schema = schema(&format!("{}.json", format.replace('/', "-")));
                assert!(schema.is_valid(&json), "{place}: {:?} in {block}", schema.validate(&json));
            }
        }
    }
    assert!(n_blocks >= 4, "the blocks were found: {n_blocks}");
}

#[track_caller]
fn check_names(page: &str, least: usize) {
    let page = fs::read_to_string(root().join(page)).unwrap();
    let mut all = String::new();
    for folder in ["src", "tests/it", "tests/browser", "tests/support", "tests/journeys", "collector"] {
        for path in sources(&root().join(folder)) {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    let named: Vec<&str> =
        page.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() > 2).collect();
    let missing: Vec<&&str> = named.iter().filter(|name| !all.contains(&format!("fn {name}("))).collect();

    assert_eq!(missing, Vec::<&&str>::new());
    assert!(named.len() >= least, "only {} tests are named", named.len());
}

#[test]
fn every_test_that_the_page_on_delivery_names_exists() {
    check_names("docs/delivery.md", 50);
}

#[test]
fn every_test_that_the_page_on_touch_names_exists() {
    check_names("docs/touch.md", 10);
}

#[test]
fn every_test_that_the_page_on_the_collector_names_exists() {
    check_names("docs/collector.md", 10);
}

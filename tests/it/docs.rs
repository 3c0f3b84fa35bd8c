//! Documents that name tests: each of them exists.

use std::fs;
use std::path::Path;

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            *all += &fs::read_to_string(path).unwrap();
        }
    }
}

#[track_caller]
fn check(page: &str, least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join(page)).unwrap();
    let mut all = String::new();
    for folder in ["src", "tests/it", "tests/browser", "tests/support", "tests/journeys", "collector"] {
        sources(&root.join(folder), &mut all);
    }
    let named: Vec<&str> =
        page.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() > 2).collect();
    let missing: Vec<&&str> = named.iter().filter(|name| !all.contains(&format!("fn {name}("))).collect();

    assert_eq!(missing, Vec::<&&str>::new());
    assert!(named.len() >= least, "only {} tests are named", named.len());
}

#[test]
fn every_test_that_the_page_on_delivery_names_exists() {
    check("docs/delivery.md", 50);
}

#[test]
fn every_test_that_the_page_on_touch_names_exists() {
    check("docs/touch.md", 10);
}

#[test]
fn every_test_that_the_page_on_the_collector_names_exists() {
    check("docs/collector.md", 10);
}

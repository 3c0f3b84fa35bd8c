//! Files of `src/ui` that need each other could not be read one after the other. Reads the sources: what is imported, what is
//! named by its path, and the methods of `App`, which stand in many files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::architecture::sources;

/// A file by the names of its folders and its own, such as `["ui", "coordinator", "gate"]`.
type File = Vec<String>;

/// Which files each file uses.
type Uses = BTreeMap<File, BTreeSet<File>>;

/// What the compiler reads of a file: without comments, texts, tests, and where something may be seen.
fn code(text: &str) -> String {
    let text = text.find("\n#[cfg(test)]").map_or(text, |at| &text[..at]);
    // A block that begins the file begins a line.
    let mut code = "\n".to_owned();
    for line in text.lines() {
        // Every second part is a text.
        let line = line.replace("\\\"", "");
        let parts: Vec<&str> = line.split('"').step_by(2).collect();
        code.push_str(parts.join("\"\"").split("//").next().unwrap_or_default());
        code.push('\n');
    }
    while let Some(at) = code.find("pub(in ") {
        let end = at + code[at..].find(')').unwrap();
        code.replace_range(at + 3..=end, "");
    }
    code
}

/// The paths that an import names, such as `crate::ui::{dom, text::Phrase}`.
fn imported(import: &str) -> Vec<File> {
    let Some((start, rest)) = import.split_once('{') else {
        let name = import.split(" as ").next().unwrap_or_default();
        let parts = name.split("::").map(|part| part.trim().to_owned());
        return vec![parts.filter(|part| part != "self").collect()];
    };
    let start: Vec<&str> = start.trim().trim_end_matches("::").split("::").map(str::trim).collect();
    let rest = rest.trim_end().trim_end_matches('}');
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for sign in rest.chars() {
        match sign {
            ',' if depth == 0 => parts.push(String::new()),
            sign => {
                depth += i32::from(sign == '{') - i32::from(sign == '}');
                parts.last_mut().unwrap().push(sign);
            }
        }
    }
    let inside = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| imported(part));
    let whole = |inside: File| start.iter().map(|part| (*part).to_owned()).chain(inside).collect();
    inside.map(whole).collect()
}

/// What stands in `code` between `start` and the next `end`, each time, at the beginning of a word.
fn between<'a>(code: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(start).filter_map(move |(at, _)| {
        let is_word = !code[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        code[at + start.len()..].split(end).next().filter(|_| is_word)
    })
}

/// Everything in `code` that is named by a path of two parts or more.
fn paths(code: &str) -> BTreeSet<File> {
    let is_name = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ':';
    let words = code.split(|sign: char| !is_name(sign)).filter(|word| word.contains("::"));
    words.map(|word| word.split("::").map(str::to_owned).collect()).collect()
}

/// The methods that `code` gives to `App`.
fn methods(code: &str) -> BTreeSet<String> {
    let blocks = between(code, "\nimpl App {", "\n}\n");
    let names = blocks.flat_map(|block| between(block, "fn ", "("));
    names.map(|name| name.split('<').next().unwrap_or_default().to_owned()).collect()
}

/// Which of `files`, with what the compiler reads of each, use which others.
fn uses(files: &BTreeMap<File, String>) -> Uses {
    let mut uses = Uses::new();
    let given: Vec<(&File, BTreeSet<String>)> =
        files.iter().map(|(file, code)| (file, methods(code))).collect();
    for (file, code) in files {
        let within = |path: &[String]| match path.first().map(String::as_str) {
            Some("crate") => path[1..].to_vec(),
            Some("super") => file[..file.len() - 1].iter().chain(&path[1..]).cloned().collect(),
            _ => path.to_vec(),
        };
        let mut names: BTreeMap<String, File> = BTreeMap::new();
        for child in between(code, "mod ", ";") {
            names.insert(child.to_owned(), file.iter().cloned().chain([child.to_owned()]).collect());
        }
        let mut named: Vec<File> = Vec::new();
        let mut rest = code.clone();
        for import in between(code, "use ", ";") {
            rest = rest.replace(import, "");
            for path in imported(import).iter().map(|path| within(path)) {
                names.insert(path.last().unwrap().clone(), path.clone());
                named.push(path);
            }
        }
        named.extend(paths(&rest).iter().map(|path| match names.get(&path[0]) {
            Some(start) => start.iter().chain(&path[1..]).cloned().collect(),
            None => within(path),
        }));
        let mut used: BTreeSet<File> = named
            .iter()
            .filter_map(|path| (1..=path.len()).rev().find_map(|n| files.get_key_value(&path[..n])))
            .map(|(other, _)| other.clone())
            .collect();
        for (other, given) in
            given.iter().filter(|(other, _)| other[..2.min(other.len())] == file[..2.min(file.len())])
        {
            let own = methods(code);
            let calls = |name: &&String| {
                let is_own = !own.is_empty() && code.contains(&format!("self.{name}("));
                !own.contains(*name)
                    && (is_own || between(code, &format!("app.{name}("), "").next().is_some())
            };
            if given.iter().any(|name| calls(&name)) {
                used.insert((*other).clone());
            }
        }
        used.remove(file);
        uses.insert(file.clone(), used);
    }
    uses
}

/// Files each of which leads to all others of its circle.
fn circles(uses: &Uses) -> Vec<Vec<&File>> {
    let reached = |from: &File| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(file) = next.pop() {
            for other in uses.get(&file).into_iter().flatten() {
                if reached.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&File, BTreeSet<File>> = uses.keys().map(|file| (file, reached(file))).collect();
    let mut circles: Vec<Vec<&File>> = Vec::new();
    for file in uses.keys().filter(|file| reached[file].contains(*file)) {
        let circle =
            uses.keys().filter(|other| reached[file].contains(*other) && reached[other].contains(file));
        let circle: Vec<&File> = circle.collect();
        if !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

/// The files of `src/ui`, with what the compiler reads of each.
fn files_of_ui() -> BTreeMap<File, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = sources(&root.join("ui"));
    paths.push(root.join("ui.rs"));
    let name = |path: &Path| -> File {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        inside.iter().map(|part| part.to_string_lossy().into_owned()).collect()
    };
    let files = paths.iter().map(|path| (name(path), code(&fs::read_to_string(path).unwrap())));
    files.filter(|(file, _)| file.last().is_some_and(|name| name != "tests")).collect()
}

#[test]
fn no_two_files_of_the_interface_need_each_other() {
    let files = files_of_ui();
    let uses = uses(&files);

    let n_arrows: usize = uses.values().map(BTreeSet::len).sum();
    assert!(n_arrows > 300, "the imports were found: {n_arrows}");
    let told = |circle: &Vec<&File>| {
        let names: Vec<String> = circle.iter().map(|file| format!("src/{}.rs", file.join("/"))).collect();
        names.join(" ⇄ ")
    };
    let circles: Vec<String> = circles(&uses).iter().map(told).collect();
    assert!(circles.is_empty(), "files that need each other:\n{}", circles.join("\n"));
}

#[track_caller]
fn check(files: &[(&str, &str)], circle: &[&str]) {
    let file = |name: &str| -> File { name.split('/').map(str::to_owned).collect() };
    let files = files.iter().map(|(name, text)| (file(name), code(text))).collect();
    let uses = uses(&files);
    let found: Vec<String> = circles(&uses).into_iter().flatten().map(|file| file.join("/")).collect();
    assert_eq!(found, circle);
}

#[test]
fn a_circle_is_seen_however_it_is_written() {
    let both = ["ui/a", "ui/a/b"];
    check(&[("ui/a", "mod b;\nfn f() { b::g() }\n"), ("ui/a/b", "use crate::ui::a::f;\n")], &both);
    check(&[("ui/a", "use crate::ui::a::b::g;\n"), ("ui/a/b", "use super::f;\n")], &both);
    check(
        &[("ui/a", "use crate::ui::{dom, a::{b::{g, h}}};\n"), ("ui/a/b", "fn g() { crate::ui::a::f() }\n")],
        &both,
    );
    check(
        &[
            ("ui/a", "use crate::ui::a::b::g as f;\n"),
            ("ui/a/b", "// use super::f;\nfn g() { \"super::f\" }\n"),
        ],
        &[],
    );
    check(&[("ui/a", "mod b;\n"), ("ui/a/b", "use super::f;\n")], &[]);
    let of_app = "impl App {\n    fn f(self) {}\n}\n";
    check(&[("ui/a/b", of_app), ("ui/a/c", "use crate::ui::a::b::App;\nfn f(app: App) { app.g() }\n")], &[]);
    let calls = "impl App {\n    fn f(self) { self.g() }\n}\n";
    let called = "use crate::ui::a::b::App;\nimpl App {\n    fn g(self) {}\n}\n";
    check(&[("ui/a/b", calls), ("ui/a/c", called)], &["ui/a/b", "ui/a/c"]);
    check(&[("ui/a/b", calls), ("ui/c/d", called)], &[]);
}

//! The coordinator's words, from a folder for each language to Rust.
//!
//! `locales/<language>/<view>.toml` holds the phrases of one view, each as `Key = "text"`; `{name}` in a text is filled
//! in. Those of a kind of instrument stand in its own folder: `src/instruments/<kind>/words/<language>.toml`. `language.toml`
//! says what the language is called. Every language has the same keys with the same places to fill: nothing falls back to
//! another language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{fs, io};

use toml::{Table, Value};

/// The language in which the page opens where none was chosen. Its files hold the notes for translators.
const FIRST: &str = "nl";

/// The blocks of the coordinator's first page: their phrases are of one type, `Phrase`. Each other file is a view with a
/// type of its own, `data::DataPhrase` for `data.toml`.
const BLOCKS: [&str; 15] = [
    "top",
    "overview",
    "storage",
    "sending",
    "endpoint",
    "activity",
    "languages",
    "checking",
    "voices",
    "study",
    "device",
    "backup",
    "ledger",
    "clearing",
    "filter",
];

/// What the file about the language itself is called.
const ABOUT: &str = "language";

/// The texts of a view, each by its key.
type Phrases = BTreeMap<String, String>;

/// A language and all that is said in it.
#[derive(Debug)]
pub(crate) struct Language {
    /// BCP 47 tag: the name of its folder.
    id: String,
    /// Its name in itself.
    name: String,
    /// Its name in English, as one word: what it is called in the code.
    english: String,
    is_right_to_left: bool,
    /// Between a whole number and its tenths.
    decimal_mark: char,
    /// By the name of the view.
    views: BTreeMap<String, Phrases>,
    /// The views that are of a kind of instrument, called by its folder.
    kinds: BTreeSet<String>,
}

impl Language {
    fn text(&self, view: &str, key: &str) -> Option<&str> {
        self.views.get(view)?.get(key).map(String::as_str)
    }

    /// The file in which the phrases of a view stand.
    fn file(&self, view: &str) -> String {
        file(&self.id, view, &self.kinds)
    }
}

/// The file in which the phrases of a view stand in a language.
fn file(id: &str, view: &str, kinds: &BTreeSet<String>) -> String {
    if kinds.contains(view) {
        format!("{INSTRUMENTS}/{view}/words/{id}.toml")
    } else {
        format!("locales/{id}/{view}.toml")
    }
}

/// Where the kinds of instrument have their folders.
pub(crate) const INSTRUMENTS: &str = "src/instruments";

/// The text of each file with words, by its path in `root`, the folder of the package: `locales/nl/data.toml`.
///
/// # Errors
///
/// If one cannot be read.
pub(crate) fn files(root: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let languages = folders(root, "locales")?;
    let kinds = folders(root, INSTRUMENTS)?.into_iter().map(|kind| format!("{kind}/words"));
    for folder in languages.into_iter().chain(kinds.filter(|folder| root.join(folder).is_dir())) {
        for name in names(&root.join(&folder))? {
            let path = format!("{folder}/{name}");
            files.insert(path.clone(), fs::read_to_string(root.join(path))?);
        }
    }
    Ok(files)
}

/// The folders in a folder of `root`, by their paths in it.
fn folders(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let paths = names(&root.join(folder))?.into_iter().map(|name| format!("{folder}/{name}"));
    Ok(paths.filter(|path| root.join(path).is_dir()).collect())
}

/// What lies in a folder, but for what editors and file managers leave.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<String>>>()?;
    names.retain(|name| !name.starts_with('.') && !name.ends_with('~'));
    Ok(names)
}

/// All languages of `files`, the first one first and the others by their tags.
///
/// # Errors
///
/// Everything that is wrong, as sentences of one line: the file, the key, and what to do.
pub(crate) fn languages(files: &BTreeMap<String, String>) -> Result<Vec<Language>, Vec<String>> {
    let mut faults = Vec::new();
    let mut abouts = BTreeMap::new();
    let mut views: BTreeMap<&str, BTreeMap<String, Phrases>> = BTreeMap::new();
    let kinds: BTreeSet<String> =
        files.keys().filter_map(|path| of_kind(path)).map(|(kind, _)| kind.to_owned()).collect();
    for (path, text) in files {
        let shown = path.as_str();
        let (id, view) = match place(path, &kinds) {
            Ok(place) => place,
            Err(fault) => {
                faults.push(format!("{shown} {fault}, or take it out."));
                continue;
            }
        };
        let of_language = views.entry(id).or_default();
        match text.parse::<Table>() {
            Ok(table) if view == ABOUT => {
                abouts.insert(id, table);
            }
            Ok(table) => {
                of_language.insert(view.to_owned(), phrases(shown, table, &mut faults));
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
                let words = error.message().replace('\n', " ");
                faults.push(format!("{shown} line {line}: {words}. A phrase is written `Key = \"text\"`."));
            }
        }
    }
    let mut languages = Vec::new();
    for (id, views) in views {
        let shown = format!("locales/{id}/{ABOUT}.toml");
        match abouts.get(id) {
            Some(about) => {
                let language = language(&shown, id, about, views, &mut faults);
                languages.extend(language.map(|language| Language { kinds: kinds.clone(), ..language }));
            }
            None if files.contains_key(&format!("{id}/{ABOUT}.toml")) => {}
            None => faults.push(format!("{shown} is missing: write it like locales/{FIRST}/{ABOUT}.toml.")),
        }
    }
    languages.sort_by_key(|language| (language.id != FIRST, language.id.clone()));
    if faults.is_empty() {
        compare(&languages, &mut faults);
    }
    if faults.is_empty() { Ok(languages) } else { Err(faults) }
}

/// A language as its `language.toml` tells.
fn language(
    shown: &str,
    id: &str,
    about: &Table,
    views: BTreeMap<String, Phrases>,
    faults: &mut Vec<String>,
) -> Option<Language> {
    const KEYS: [(&str, &str); 4] = [
        ("name", "what the language calls itself"),
        ("english", "its name in English, in one word that begins with a capital"),
        ("direction", "`ltr` or `rtl`"),
        ("decimal", "the sign before tenths, `,` or `.`"),
    ];
    for key in about.keys().filter(|key| !KEYS.iter().any(|(one, _)| one == key)) {
        faults.push(format!("{shown} has the key {key}, which says nothing: take it out."));
    }
    let values = KEYS.map(|(key, what)| {
        let value = about.get(key).and_then(Value::as_str).unwrap_or_default();
        let is_right = match key {
            "english" => is_key(value),
            "direction" => ["ltr", "rtl"].contains(&value),
            "decimal" => value.chars().count() == 1,
            _ => !value.trim().is_empty(),
        };
        if !is_right {
            faults.push(format!("{shown} needs the key {key}: {what}."));
        }
        is_right.then_some(value)
    });
    let [Some(name), Some(english), Some(direction), Some(decimal)] = values else { return None };
    Some(Language {
        id: id.to_owned(),
        name: name.to_owned(),
        english: english.to_owned(),
        is_right_to_left: direction == "rtl",
        decimal_mark: decimal.chars().next()?,
        views,
        kinds: BTreeSet::new(),
    })
}

/// The phrases of a view, each looked at by itself.
fn phrases(shown: &str, table: Table, faults: &mut Vec<String>) -> Phrases {
    let mut phrases = Phrases::new();
    for (key, value) in table {
        let Value::String(text) = value else {
            faults.push(format!("{shown}: {key} is no text: put it between quotation marks."));
            continue;
        };
        let fault = if !is_key(&key) {
            "is no key: write letters and digits, a capital first"
        } else if text.trim().is_empty() {
            "is empty: write what is said"
        } else if text.contains("  ") {
            "has two spaces in a row: take one out"
        } else if places(&text).is_none() {
            "has a brace without the other one: write `{name}` where something is filled in"
        } else {
            phrases.insert(key, text);
            continue;
        };
        faults.push(format!("{shown}: {key} {fault}."));
    }
    phrases
}

/// Holds the languages against each other: the same views, keys and places to fill.
fn compare(languages: &[Language], faults: &mut Vec<String>) {
    let Some(first) = languages.first().filter(|language| language.id == FIRST) else {
        return faults
            .push(format!("locales/{FIRST} is missing: it is the language in which the page opens."));
    };
    for (at, one) in languages.iter().enumerate() {
        if let Some(other) = languages[..at].iter().find(|other| other.english == one.english) {
            let (id, other) = (&one.id, &other.id);
            faults.push(format!(
                "locales/{id}/{ABOUT}.toml has the English name of locales/{other}: give it another, such as FlemishDutch."
            ));
        }
    }
    let views: BTreeSet<&String> = languages.iter().flat_map(|language| language.views.keys()).collect();
    for view in views {
        let (having, missing): (Vec<&Language>, Vec<&Language>) =
            languages.iter().partition(|language| language.views.contains_key(view));
        for language in &missing {
            let (file, other) = (language.file(view), having[0].file(view));
            faults.push(format!("{file} is missing: translate {other}, or take that out."));
        }
        if missing.is_empty() {
            compare_view(languages, first, view, faults);
        }
    }
    for (at, block) in BLOCKS.iter().enumerate() {
        for key in first.views.get(*block).into_iter().flat_map(Phrases::keys) {
            if let Some(other) = BLOCKS[..at].iter().find(|other| first.text(other, key).is_some()) {
                faults.push(format!(
                    "locales/{FIRST}/{block}.toml: {key} is in {other}.toml too, and both are of the same page: \
                    give one another name, in every language."
                ));
            }
        }
    }
}

/// The same for one view that every language has.
fn compare_view(languages: &[Language], first: &Language, view: &str, faults: &mut Vec<String>) {
    let of_view = languages.iter().filter_map(|language| language.views.get(view));
    let keys: BTreeSet<&String> = of_view.flat_map(Phrases::keys).collect();
    for key in keys {
        let having: Vec<&Language> =
            languages.iter().filter(|language| language.text(view, key).is_some()).collect();
        if let ([one], true) = (&having[..], languages.len() > 2) {
            let file = one.file(view);
            faults.push(format!(
                "{file}: {key} is in no other language: write it in all of them, or take it out."
            ));
            continue;
        }
        for language in languages {
            let (file, other) = (language.file(view), having[0].file(view));
            let Some(text) = language.text(view, key) else {
                faults.push(format!(
                    "{file}: {key} is missing: translate what {other} says, or take it out of the others."
                ));
                continue;
            };
            let Some(expected) = first.text(view, key) else { continue };
            if places(text) != places(expected) {
                let (here, there, other) = (told(text), told(expected), first.file(view));
                faults.push(format!(
                    "{file}: {key} fills in {here}, and {other} fills in {there}: write the same names in both."
                ));
            }
        }
    }
}

/// The names of what is filled in, in order of the alphabet; `None` if a brace stands alone.
fn places(text: &str) -> Option<Vec<&str>> {
    let mut parts = text.split('{');
    if parts.next()?.contains('}') {
        return None;
    }
    let mut places = Vec::new();
    for part in parts {
        let (name, after) = part.split_once('}')?;
        let is_name = !name.is_empty() && name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
        if !is_name || after.contains('}') {
            return None;
        }
        places.push(name);
    }
    places.sort_unstable();
    Some(places)
}

/// The places of a text in words.
fn told(text: &str) -> String {
    let places = places(text).unwrap_or_default();
    let places: Vec<String> = places.into_iter().map(|name| format!("{{{name}}}")).collect();
    if places.is_empty() { "nothing".to_owned() } else { places.join(", ") }
}

/// The language and the view whose phrases stand in the file of this path; what is wrong with the path, if it is none.
fn place<'a>(path: &'a str, kinds: &BTreeSet<String>) -> Result<(&'a str, &'a str), String> {
    let name = |path: &'a str| path.strip_suffix(".toml");
    if let Some((kind, path)) = of_kind(path) {
        let id = name(path)
            .ok_or_else(|| format!("is in no language: give it a name like `{}`", file(FIRST, kind, kinds)));
        return Ok((id?, kind));
    }
    let (id, path) = path.strip_prefix("locales/").and_then(|path| path.split_once('/')).unwrap_or_default();
    match name(path).filter(|view| is_view(view)) {
        None => Err("is no view: give it a name like `data.toml`".to_owned()),
        Some(kind) if kinds.contains(kind) => {
            Err(format!("is of a kind of instrument: move it to {}", file(id, kind, kinds)))
        }
        Some(view) => Ok((id, view)),
    }
}

/// The kind of instrument whose words stand in the file of this path, and the name of the file; `None` if it is one of `locales`.
fn of_kind(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix(INSTRUMENTS)?.strip_prefix('/')?.split_once("/words/")
}

/// Whether it can be the name of a phrase.
fn is_key(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_uppercase())
        && name.chars().all(|sign| sign.is_ascii_alphanumeric())
        && name != "Self"
}

/// Whether it can be a module.
fn is_view(name: &str) -> bool {
    name.starts_with(|sign: char| sign.is_ascii_lowercase())
        && name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_')
}

/// What `src/ui/text.rs` includes: the enum `Language`, what is told of each language, the type `Phrase` of the page and
/// one for each other view.
pub(crate) fn rust(languages: &[Language]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_languages(&mut out, languages);
    let first = &languages[0];
    let blocks: Vec<&str> = BLOCKS.into_iter().filter(|block| first.views.contains_key(*block)).collect();
    let _ = write_phrases(&mut out, languages, "Phrase", &blocks);
    for view in first.views.keys().map(String::as_str).filter(|view| !blocks.contains(view)) {
        let type_name: String = view.split('_').map(capital).collect();
        let _ = writeln!(out, "pub(crate) mod {view} {{");
        let _ = write_phrases(&mut out, languages, &format!("{type_name}Phrase"), &[view]);
        let _ = writeln!(out, "}}");
    }
    out
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn write_languages(out: &mut String, languages: &[Language]) -> std::fmt::Result {
    let n = languages.len();
    writeln!(out, "/// A language in which coordinators read: a folder in `locales`.")?;
    writeln!(out, "#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]\npub(crate) enum Language {{")?;
    writeln!(out, "    #[default]")?;
    for language in languages {
        writeln!(out, "    /// `{}`\n    {},", language.id, language.english)?;
    }
    writeln!(out, "}}\n")?;
    let all: Vec<String> = languages.iter().map(|language| format!("Self::{}", language.english)).collect();
    writeln!(out, "impl Language {{\n    /// All of them, in the order in which they are offered.")?;
    writeln!(out, "    pub(crate) const ALL: [Self; {n}] = [{}];\n}}\n", all.join(", "))?;
    writeln!(out, "/// What `language.toml` says of each, in the order of [`Language::ALL`].")?;
    writeln!(out, "const LANGUAGES: [About; {n}] = [")?;
    for Language { id, name, is_right_to_left, decimal_mark, .. } in languages {
        writeln!(
            out,
            "    About {{ id: {id:?}, name: {name:?}, is_right_to_left: {is_right_to_left}, \
            decimal_mark: {decimal_mark:?} }},"
        )?;
    }
    writeln!(out, "];\n")
}

/// The type `name` with the phrases of `views`.
///
/// Each is a constant, and no variant of an enum: what a part of the page says then comes with that part. What nothing says is a
/// constant that is never used: the compiler shows its line, below the name of its file.
fn write_phrases(out: &mut String, languages: &[Language], name: &str, views: &[&str]) -> std::fmt::Result {
    let mut phrases = Vec::new();
    for view in views {
        for key in languages[0].views[*view].keys() {
            let texts = languages.iter().map(|language| language.text(view, key).unwrap_or_default());
            phrases.push((*view, key, texts.collect::<Vec<&str>>()));
        }
    }
    writeln!(out, "#[derive(Debug, Clone, Copy, PartialEq, Eq)]")?;
    writeln!(out, "pub(crate) struct {name}(&'static crate::ui::text::Texts);\n")?;
    writeln!(
        out,
        "#[allow(non_upper_case_globals, reason = \"they are told apart like the variants of an enum\")]"
    )?;
    writeln!(out, "impl {name} {{")?;
    for (view, key, texts) in &phrases {
        let shown: Vec<String> = texts.iter().map(|text| format!("`{}`", text.replace('`', "'"))).collect();
        writeln!(out, "    /// {}", shown.join(" · "))?;
        let file = file("*", view, &languages[0].kinds);
        writeln!(out, "    // It is in {file}: take it out if nothing says it.")?;
        writeln!(out, "    pub(crate) const {key}: Self = Self(&{texts:?});")?;
    }
    writeln!(out, "}}\n\nimpl crate::ui::text::Translated for {name} {{")?;
    writeln!(out, "    fn texts(self) -> &'static crate::ui::text::Texts {{\n        self.0\n    }}\n}}\n")
}

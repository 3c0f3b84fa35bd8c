//! The coordinator's words as they stand in `locales`, and what is told of a mistake in them.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../../build/locales.rs"]
mod build;

const DUTCH: &str = "name = \"Nederlands\"\nenglish = \"Dutch\"\ndirection = \"ltr\"\ndecimal = \",\"";
const ENGLISH: &str = "name = \"English\"\nenglish = \"English\"\ndirection = \"ltr\"\ndecimal = \".\"";
const ARABIC: &str = "name = \"العربية\"\nenglish = \"Arabic\"\ndirection = \"rtl\"\ndecimal = \",\"";

type Files = BTreeMap<String, String>;

fn files(texts: &[(&str, &str)]) -> Files {
    let about = [("nl/language.toml", DUTCH), ("en/language.toml", ENGLISH)];
    let path =
        |path: &str| if path.starts_with("src/") { path.to_owned() } else { format!("locales/{path}") };
    about.iter().chain(texts).map(|(at, text)| (path(at), (*text).to_owned())).collect()
}

fn shipped() -> Files {
    build::files(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[track_caller]
fn check(texts: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(build::languages(&files(texts)).unwrap_err(), expected);
}

#[test]
fn every_phrase_says_something_in_every_language_with_the_same_places_to_fill() {
    let languages = build::languages(&shipped()).unwrap();

    assert!(languages.len() >= 2);
}

#[test]
fn a_folder_is_a_language() {
    let mut files = shipped();
    for (path, text) in shipped() {
        let arabic = path.replace("/en/", "/ar/").replace("/en.toml", "/ar.toml");
        if arabic != path {
            files.insert(arabic, text);
        }
    }
    files.insert("locales/ar/language.toml".to_owned(), ARABIC.to_owned());

    let rust = build::rust(&build::languages(&files).unwrap());

    assert!(rust.contains("[Self::Dutch, Self::Arabic, Self::English]"), "Dutch first, then by tag");
    assert!(rust.contains("id: \"ar\", name: \"العربية\", is_right_to_left: true, decimal_mark: ','"));
    assert!(rust.contains("[\"Versturen\", \"Send now\", \"Send now\"]"));
}

#[test]
fn a_block_of_the_page_and_a_view_become_types_and_each_phrase_a_constant() {
    let texts = [
        ("nl/top.toml", "Title = \"Titel\""),
        ("en/top.toml", "Title = \"Title\""),
        ("nl/site_map.toml", "Two = \"{n} “twee”\"\nOne = '\"een\"'"),
        ("en/site_map.toml", "One = '\"one\"'\nTwo = \"two {n}\""),
    ];

    let rust = build::rust(&build::languages(&files(&texts)).unwrap());

    assert!(rust.contains("pub(crate) struct Phrase("));
    assert!(rust.contains(r#"pub(crate) const Title: Self = Self(&["Titel", "Title"]);"#), "{rust}");
    assert!(rust.contains("pub(crate) mod site_map {"));
    assert!(rust.contains("pub(crate) struct SiteMapPhrase("));
    assert!(rust.contains(r#"["\"een\"", "\"one\""]"#) && rust.contains(r#"["{n} “twee”", "two {n}"]"#));
}

#[test]
fn what_one_language_lacks_is_told_with_the_file_the_key_and_what_to_do() {
    check(
        &[("nl/data.toml", "Sent = \"weg\"\nSave = \"bewaar\""), ("en/data.toml", "Save = \"save\"")],
        &[
            "locales/en/data.toml: Sent is missing: translate what locales/nl/data.toml says, or take it out of the others.",
        ],
    );
    check(
        &[("en/data.toml", "Save = \"save\"")],
        &["locales/nl/data.toml is missing: translate locales/en/data.toml, or take that out."],
    );
    check(
        &[("fy/top.toml", "")],
        &["locales/fy/language.toml is missing: write it like locales/nl/language.toml."],
    );
}

#[test]
fn the_words_of_a_kind_of_instrument_stand_in_its_folder_and_are_a_view_like_any_other() {
    let dutch = ("src/instruments/hat/words/nl.toml", "Name = \"Hoed\"");
    let texts = [dutch, ("src/instruments/hat/words/en.toml", "Name = \"Hat\"")];

    let rust = build::rust(&build::languages(&files(&texts)).unwrap());

    assert!(rust.contains("pub(crate) mod hat {") && rust.contains("pub(crate) struct HatPhrase("));
    assert!(rust.contains("// It is in src/instruments/hat/words/*.toml:"));
    check(
        &[dutch],
        &[
            "src/instruments/hat/words/en.toml is missing: translate src/instruments/hat/words/nl.toml, or take that out.",
        ],
    );
    check(
        &[dutch, ("en/hat.toml", "Name = \"Hat\"")],
        &[
            "locales/en/hat.toml is of a kind of instrument: move it to src/instruments/hat/words/en.toml, or take it out.",
        ],
    );
    check(
        &[("src/instruments/hat/words/notes.txt", "")],
        &[
            "src/instruments/hat/words/notes.txt is in no language: give it a name like `src/instruments/hat/words/nl.toml`, or take it out.",
        ],
    );
}

#[test]
fn a_key_that_no_other_language_has_is_told_once() {
    check(
        &[
            ("ar/language.toml", ARABIC),
            ("ar/data.toml", "Save = \"a\"\nSaev = \"b\""),
            ("nl/data.toml", "Save = \"c\""),
            ("en/data.toml", "Save = \"d\""),
        ],
        &["locales/ar/data.toml: Saev is in no other language: write it in all of them, or take it out."],
    );
}

#[test]
fn places_to_fill_that_differ_are_told() {
    check(
        &[
            ("nl/data.toml", "Of = \"{n} van {total}\"\nAll = \"alles\""),
            ("en/data.toml", "Of = \"{n} of {totl}\"\nAll = \"all {n}\""),
        ],
        &[
            "locales/en/data.toml: All fills in {n}, and locales/nl/data.toml fills in nothing: write the same names in both.",
            "locales/en/data.toml: Of fills in {n}, {totl}, and locales/nl/data.toml fills in {n}, {total}: write the same \
            names in both.",
        ],
    );
}

#[test]
fn what_is_no_phrase_is_told_with_its_place() {
    let both = |text| [("nl/data.toml", text), ("en/data.toml", "")];
    let first = |text| build::languages(&files(&both(text))).unwrap_err()[0].clone();

    for (text, expected) in [
        ("save = \"a\"", "save is no key: write letters and digits, a capital first."),
        ("Save = 1", "Save is no text: put it between quotation marks."),
        ("Save = \" \"", "Save is empty: write what is said."),
        ("Save = \"a  b\"", "Save has two spaces in a row: take one out."),
        (
            "Save = \"{n\"",
            "Save has a brace without the other one: write `{name}` where something is filled in.",
        ),
        (
            "Save = \"n}\"",
            "Save has a brace without the other one: write `{name}` where something is filled in.",
        ),
    ] {
        assert_eq!(first(text), format!("locales/nl/data.toml: {expected}"));
    }
    let told = first("Save = \"a\"\nSave = \"b\"");
    assert!(told.starts_with("locales/nl/data.toml line 2: ") && told.contains("duplicate key"), "{told}");
    assert!(first("A = \"a\"\nB = Versturen").starts_with("locales/nl/data.toml line 2: "));
}

#[test]
fn what_is_no_language_is_told() {
    check(
        &[(
            "fy/language.toml",
            "name = \"Frysk\"\nenglish = \"west frisian\"\ndirection = \"left\"\nflag = \"fy\"",
        )],
        &[
            "locales/fy/language.toml has the key flag, which says nothing: take it out.",
            "locales/fy/language.toml needs the key english: its name in English, in one word that begins with a capital.",
            "locales/fy/language.toml needs the key direction: `ltr` or `rtl`.",
            "locales/fy/language.toml needs the key decimal: the sign before tenths, `,` or `.`.",
        ],
    );
    check(
        &[("en/language.toml", DUTCH)],
        &[
            "locales/en/language.toml has the English name of locales/nl: give it another, such as FlemishDutch.",
        ],
    );
    check(
        &[("nl/Data.txt", "")],
        &["locales/nl/Data.txt is no view: give it a name like `data.toml`, or take it out."],
    );
}

#[test]
fn two_blocks_of_a_page_do_not_share_a_key() {
    let texts = |path| [(path, "Hint = \"a\"")];
    let all = [texts("nl/top.toml"), texts("nl/backup.toml"), texts("en/top.toml"), texts("en/backup.toml")];

    check(
        &all.concat(),
        &[
            "locales/nl/backup.toml: Hint is in top.toml too, and both are of the same page: give one another name, in \
          every language.",
        ],
    );
}

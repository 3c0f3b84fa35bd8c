//! `sounds/1`: which recordings a study holds in a language, as it lies beside the study in `sounds/<language>.json`.

use std::collections::BTreeMap;

use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Recordings of the texts of a study in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sounds {
    /// Id of the language.
    pub language: String,
    /// For each text as it is written the path of its recording within the study's folder.
    pub recordings: BTreeMap<String, String>,
    /// For each text that a speech program would read wrongly how it is to be written for it.
    pub say: BTreeMap<String, String>,
}

/// The folder of everything that has to do with sound, within that of the study.
const FOLDER: &str = "sounds/";

/// Where the recordings of `language` are listed, within the study's folder.
pub fn list_path(language: &str) -> String {
    format!("{FOLDER}{language}.json")
}

/// Where the recording called `name` lies, within the study's folder.
pub fn recording_path(language: &str, name: &str) -> String {
    format!("{FOLDER}{language}/{name}.wav")
}

/// What stands before the study's own folder in `path`, if that is where recordings of a language are listed.
pub fn is_list(path: &str) -> Option<&str> {
    let (folder, _) = path.strip_suffix(".json")?.rsplit_once('/')?;
    let before = folder.strip_suffix(FOLDER.trim_end_matches('/'))?;
    (before.is_empty() || before.ends_with('/')).then_some(before)
}

/// Writes the list, a line for each recording: people read it too.
pub fn write_sounds(sounds: &Sounds) -> String {
    let text = |text: &str| Json::from(text).write();
    let lines = |texts: &BTreeMap<String, String>| {
        let lines: Vec<String> =
            texts.iter().map(|(one, other)| format!("\n    {}: {}", text(one), text(other))).collect();
        format!("{{{}\n  }}", lines.join(","))
    };
    let mut fields = vec![
        ("schema", text("sounds/1")),
        ("language", text(&sounds.language)),
        ("recordings", lines(&sounds.recordings)),
    ];
    if !sounds.say.is_empty() {
        fields.push(("say", lines(&sounds.say)));
    }
    let fields: Vec<String> =
        fields.into_iter().map(|(key, value)| format!("\n  \"{key}\": {value}")).collect();
    format!("{{{}\n}}\n", fields.join(","))
}

/// Reads the list of recordings; what else the build has written beside it is passed over.
///
/// # Errors
///
/// [`Invalid`] with the place of the first mistake.
pub fn read_sounds(json: &str) -> Result<Sounds, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema("sounds/1");
    let mut sounds = Sounds { language: top.field("language").text(), ..Sounds::default() };
    for (text, path) in top.field("recordings").fields() {
        let is_inside = !path.text().starts_with('/') && !path.text().contains("..");
        path.check(is_inside, "a path within the folder of the study");
        sounds.recordings.insert(text.to_owned(), path.text());
    }
    for (text, written) in top.given("say").map(|say| say.fields()).unwrap_or_default() {
        sounds.say.insert(text.to_owned(), written.text());
    }
    mistake.none_in(sounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back() {
        let recordings = [("Koffie \"zwart\"", "sounds/nl/card-coffee.wav"), ("Wat?", "sounds/nl/b.mp3")];
        let recordings = recordings.map(|(text, path)| (text.to_owned(), path.to_owned())).into();
        let say = [("KvK".to_owned(), "ka-vee-ka".to_owned())].into();
        let sounds = Sounds { language: "nl".to_owned(), recordings, say };

        let written = write_sounds(&sounds);

        assert_eq!(read_sounds(&written), Ok(sounds));
        assert_eq!(written.lines().nth(4), Some(r#"    "Koffie \"zwart\"": "sounds/nl/card-coffee.wav","#));
        let empty = Sounds { language: "nl".to_owned(), ..Sounds::default() };
        assert_eq!(read_sounds(&write_sounds(&empty)), Ok(empty));
    }

    #[test]
    fn what_the_build_adds_is_passed_over() {
        let built = r#"{"schema":"sounds/1","language":"ar","centre":"x","words":{},"recordings":{},"clips":{"a":[0,9]}}"#;

        assert_eq!(read_sounds(built).unwrap().language, "ar");
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        for (json, path) in [
            (r#"{"schema":"sounds/2","language":"nl","recordings":{}}"#, "schema"),
            (r#"{"schema":"sounds/1","language":"nl"}"#, "recordings"),
            (r#"{"schema":"sounds/1","language":"nl","recordings":{"a":"../b"}}"#, "recordings.a"),
            (r#"{"schema":"sounds/1","language":"nl","recordings":{"a":3}}"#, "recordings.a"),
        ] {
            assert_eq!(read_sounds(json).unwrap_err().path, path, "{json}");
        }
    }

    #[test]
    fn lists_are_known_by_their_path_in_whatever_folder_they_were_packed() {
        assert_eq!(is_list("sounds/nl.json"), Some(""));
        assert_eq!(is_list("stemmen/sounds/pt-BR.json"), Some("stemmen/"));
        for path in ["sounds/nl/a.wav", "study.json", "allsounds/nl.json", "sounds/nl/x.json", "nl.json"] {
            assert_eq!(is_list(path), None, "{path}");
        }
    }
}

//! `sounds/1`: which recordings a study holds in a language, as it lies beside the study in `sounds/<language>.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::format::codec::{Invalid, read_placed, text_found};

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

/// The list as it lies there; what else the build has written beside it is passed over.
#[derive(Serialize, Deserialize)]
struct SoundsFile {
    schema: Schema,
    language: String,
    recordings: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    say: Option<BTreeMap<String, String>>,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "sounds/1")]
    Sounds1,
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
///
/// # Panics
///
/// Never: its keys are texts.
pub fn write_sounds(sounds: &Sounds) -> String {
    let Sounds { language, recordings, say } = sounds.clone();
    let say = Some(say).filter(|say| !say.is_empty());
    let file = SoundsFile { schema: Schema::Sounds1, language, recordings, say };
    serde_json::to_string_pretty(&file).expect("all keys are texts") + "\n"
}

/// Reads the list of recordings.
///
/// # Errors
///
/// [`Invalid`] with the place of the first mistake.
pub fn read_sounds(json: &str) -> Result<Sounds, Invalid> {
    let SoundsFile { language, recordings, say, .. } = read_placed(json)?;
    let is_outside = |path: &str| path.starts_with('/') || path.contains("..");
    if let Some((text, path)) = recordings.iter().find(|(_, path)| is_outside(path)) {
        let expected = "a path within the folder of the study";
        return Err(Invalid::new(format!("recordings.{text}"), text_found(path), expected));
    }
    Ok(Sounds { language, recordings, say: say.unwrap_or_default() })
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
        let expected = r#"{
  "schema": "sounds/1",
  "language": "nl",
  "recordings": {
    "Koffie \"zwart\"": "sounds/nl/card-coffee.wav",
    "Wat?": "sounds/nl/b.mp3"
  },
  "say": {
    "KvK": "ka-vee-ka"
  }
}
"#;
        assert_eq!(written, expected);
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

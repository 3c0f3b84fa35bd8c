//! What can be heard of a study in one language: recordings that belong to it, and clips made from its texts.

use std::collections::BTreeMap;

use betekenis::format::codec::Invalid;
use betekenis::format::sounds::{Sounds, read_sounds};
use serde_json::{Map, json};

use crate::files::Files;
use crate::study::{Language, Study};
use crate::ukrainian;

/// What a study's own `sounds/<language>.json` is wrong in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SoundsError {
    #[error("{path} is no file of sounds: {invalid}")]
    Form { path: String, invalid: Invalid },
    #[error("{path} names the recording {recording}, which is not in the folder of the study")]
    NoRecording { path: String, recording: String },
}

/// The sounds that a study brings along in one language.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Own {
    /// Paths in the study's folder, by text.
    recordings: BTreeMap<String, String>,
    /// How a text has to be written for a speech program that would read it wrongly, by text.
    pub(crate) say: BTreeMap<String, String>,
}

/// The path of what is known of the sounds of `language`.
pub(crate) fn list_path(folder: &str, language: &str) -> String {
    format!("{folder}sounds/{language}.json")
}

/// The path of the clips of `language`: MP3 files one after another.
pub(crate) fn clips_path(folder: &str, language: &str) -> String {
    format!("{folder}sounds/{language}.clips")
}

impl Own {
    /// Reads what the study in `folder` brings along.
    ///
    /// # Errors
    ///
    /// [`SoundsError`] with the file to mend.
    pub(crate) fn read(files: &Files, folder: &str, language: &str) -> Result<Self, SoundsError> {
        let path = list_path(folder, language);
        let Some(bytes) = files.get(&path) else { return Ok(Self::default()) };
        let text = String::from_utf8_lossy(bytes);
        let Sounds { recordings, say, .. } = match read_sounds(&text) {
            Ok(sounds) => sounds,
            Err(invalid) => return Err(SoundsError::Form { path, invalid }),
        };
        for recording in recordings.values() {
            if !files.contains_key(&format!("{folder}{recording}")) {
                return Err(SoundsError::NoRecording { path, recording: recording.clone() });
            }
        }
        Ok(Self { recordings, say })
    }

    /// Paths of the recordings, in the folder of the study.
    pub(crate) fn recordings(&self) -> impl Iterator<Item = &str> {
        self.recordings.values().map(String::as_str)
    }
}

/// What the speech program is to say for `text`.
pub(crate) fn to_say(study: &Study, language: &str, own: &Own, text: &str) -> String {
    let written = own.say.get(text).map_or(text, String::as_str);
    let said = written.replace("{centre}", study.centre(language));
    match language {
        "uk" => ukrainian::sounds(&said),
        _ => said,
    }
}

/// Adds the sounds of `language` to `files`: the list and, if there are any `clips`, by text, those.
pub(crate) fn add(
    files: &mut Files,
    folder: &str,
    study: &Study,
    language: &Language,
    own: &Own,
    clips: &[(String, Vec<u8>)],
) {
    let mut places = Map::new();
    let mut all = Vec::new();
    for (text, clip) in clips {
        places.insert(text.clone(), json!([all.len(), clip.len()]));
        all.extend_from_slice(clip);
    }
    let mut list = json!({
        "schema": "sounds/1",
        "language": language.id,
        "centre": study.centre(&language.id),
        "words": study.words_of_sound(&language.id),
        "recordings": own.recordings,
        "clips": places,
    });
    if !own.say.is_empty() {
        // Not heard by anybody: it stays with the recordings when they are carried elsewhere.
        list["say"] = json!(own.say);
    }
    files.insert(list_path(folder, &language.id), list.to_string().into_bytes());
    if !all.is_empty() {
        files.insert(clips_path(folder, &language.id), all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDY: &[u8] = r#"{
        "languages": [{"id": "nl", "name": "Nederlands"}, {"id": "uk", "name": "Українська"}],
        "centre": {"nl": "dit centrum", "uk": "цей центр"},
        "words": {"hear": {"nl": "Luister", "uk": "Слухати"}}
    }"#
    .as_bytes();

    fn with_own(list: &str) -> Files {
        [
            ("studies/s/study.json", STUDY),
            ("studies/s/a.mp3", b"a"),
            ("studies/s/sounds/nl.json", list.as_bytes()),
        ]
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .into()
    }

    #[test]
    fn the_list_tells_where_each_text_stands_among_the_clips() {
        let study = Study::read(STUDY).unwrap();
        let mut files = with_own(
            r#"{"schema": "sounds/1", "language": "nl", "recordings": {"Luister": "a.mp3"}, "say": {"x": "y"}}"#,
        );
        let own = Own::read(&files, "studies/s/", "nl").unwrap();
        let clips = [("Ja".to_owned(), b"123".to_vec()), ("Nee".to_owned(), b"45".to_vec())];

        add(&mut files, "studies/s/", &study, &study.languages()[0], &own, &clips);

        assert_eq!(files["studies/s/sounds/nl.clips"], b"12345");
        assert_eq!(
            String::from_utf8_lossy(&files["studies/s/sounds/nl.json"]),
            r#"{"schema":"sounds/1","language":"nl","centre":"dit centrum","words":{"hear":"Luister"},"recordings":{"Luister":"a.mp3"},"clips":{"Ja":[0,3],"Nee":[3,2]},"say":{"x":"y"}}"#
        );
    }

    #[test]
    fn without_clips_there_is_a_list_and_no_file_of_them() {
        let study = Study::read(STUDY).unwrap();
        let mut files = Files::new();
        add(&mut files, "studies/s/", &study, &study.languages()[1], &Own::default(), &[]);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["studies/s/sounds/uk.json"]);
    }

    #[test]
    fn what_a_study_brings_along_is_checked() {
        let read = |list: &str| Own::read(&with_own(list), "studies/s/", "nl");
        for broken in [
            "{",
            "{}",
            r#"{"schema": "sounds/2", "language": "nl", "recordings": {}}"#,
            r#"{"schema": "sounds/1", "language": "nl", "recordings": {"Ja": 1}}"#,
            r#"{"schema": "sounds/1", "language": "nl", "recordings": {"Ja": "../a.mp3"}}"#,
            r#"{"schema": "sounds/1", "language": "nl", "recordings": []}"#,
            r#"{"schema": "sounds/1", "recordings": {}}"#,
        ] {
            let told = read(broken).unwrap_err().to_string();
            assert!(told.starts_with("studies/s/sounds/nl.json is no file of sounds"), "{told}");
        }
        let told = read(r#"{"schema": "sounds/1", "language": "nl", "recordings": {"Ja": "b.mp3"}}"#)
            .unwrap_err()
            .to_string();
        assert_eq!(
            told,
            "studies/s/sounds/nl.json names the recording b.mp3, which is not in the folder of the study"
        );
        assert_eq!(Own::read(&Files::new(), "studies/s/", "nl").unwrap(), Own::default());
    }

    #[test]
    fn the_program_says_the_usual_word_for_the_centre_and_what_it_can_read() {
        let study = Study::read(STUDY).unwrap();
        let say = [("Wat?".to_owned(), "[[vAt]] {centre}".to_owned())];
        let own = Own { say: say.into(), ..Own::default() };
        assert_eq!(to_say(&study, "nl", &own, "Wat is {centre}?"), "Wat is dit centrum?");
        assert_eq!(to_say(&study, "nl", &own, "Wat?"), "[[vAt]] dit centrum");
        assert_eq!(to_say(&study, "uk", &Own::default(), "{centre}"), "[[ts'Ej]] [[ts'Entr]]");
    }
}

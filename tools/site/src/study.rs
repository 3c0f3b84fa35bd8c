//! A study as the tool sees it: JSON with texts in several languages, and what of it can be heard.
//!
//! [`check_all`] asks the app whether a study is right; besides, only what is needed here is looked at.

use betekenis::format::codec::Invalid;
use betekenis::format::guidance::FILE;
use betekenis::format::study::check_study;
use serde_json::{Map, Value};

use crate::files::Files;

/// Words that the page says besides those on the screen: of its buttons for sound.
const WORDS_OF_SOUND: [&str; 7] =
    ["hear", "sound_off", "sound_on", "hear_question", "hear_yes", "hear_louder", "hear_off"];

/// What a participant neither sees nor hears of a study; `centre` is heard as part of other texts.
const UNHEARD: [&str; 4] = ["title", "framework", "centre", GUIDANCE];

/// The key of what only coordinators read.
const GUIDANCE: &str = "guidance";

/// The folders of studies among `files`, such as `studies/ontmoetingscentra/`.
pub(crate) fn folders(files: &Files) -> Vec<String> {
    let folders = files.keys().filter_map(|path| path.strip_suffix("study.json"));
    folders
        .filter(|folder| folder.starts_with("studies/") && folder.matches('/').count() == 2)
        .map(str::to_owned)
        .collect()
}

/// A study file that is JSON and names its languages.
#[derive(Debug)]
pub(crate) struct Study {
    json: Value,
    languages: Vec<Language>,
}

/// A language of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) id: String,
    /// In the language itself.
    pub(crate) name: String,
    pub(crate) is_right_to_left: bool,
    /// The file of the same folder that holds its texts, if it is not this one.
    pub(crate) file: Option<String>,
}

impl Study {
    /// Reads `json`, or gives `None` if it is broken: then it stays as it is, and the app tells what is wrong.
    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        let json: Value = serde_json::from_slice(json).ok()?;
        let mut languages: Vec<Language> = Vec::new();
        for language in json.get("languages")?.as_array()? {
            let text = |key: &str| language.get(key).and_then(Value::as_str).map(str::to_owned);
            let language = Language {
                id: text("id")?,
                name: text("name")?,
                is_right_to_left: text("direction").as_deref() == Some("rtl"),
                file: text("file"),
            };
            let is_plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
            let is_id = !language.id.is_empty() && language.id.chars().all(is_plain);
            if !is_id || languages.iter().any(|other| other.id == language.id) {
                return None;
            }
            languages.push(language);
        }
        if languages.is_empty() { None } else { Some(Self { json, languages }) }
    }

    /// Its languages, the first one first.
    pub(crate) fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The study once for each language, by file name: `study.json` with the texts of the first one, `study.tr.json` with
    /// those of `tr`, each without what only coordinators read, which [`Self::guidance`] gives. `None` if it is split already.
    pub(crate) fn split(&self) -> Option<Vec<(String, Vec<u8>)>> {
        if self.languages.iter().any(|language| language.file.is_some()) {
            return None;
        }
        let name = |at: usize| match at {
            0 => "study.json".to_owned(),
            _ => file_name(&self.languages[at].id),
        };
        let mut files = Vec::new();
        for (at, language) in self.languages.iter().enumerate() {
            let mut json = self.json.clone();
            if let Value::Object(keys) = &mut json {
                keys.shift_remove(GUIDANCE);
            }
            self.keep_only(&language.id, &mut json);
            let entries = json.get_mut("languages").and_then(Value::as_array_mut);
            for (other, entry) in entries.into_iter().flatten().enumerate() {
                if other != at
                    && let Value::Object(entry) = entry
                {
                    entry.insert("file".to_owned(), name(other).into());
                }
            }
            files.push((name(at), json.to_string().into_bytes()));
        }
        Some(files)
    }

    /// What only coordinators read, as a file of its own, with the study and version that it is of.
    fn guidance(&self) -> Vec<u8> {
        let keys = ["id", "version", GUIDANCE];
        let keys = keys.into_iter().filter_map(|key| Some((key.to_owned(), self.json.get(key)?.clone())));
        Value::Object(keys.collect()).to_string().into_bytes()
    }

    /// Everything that a participant can see or hear in `language`, as it is written, each text once. `{centre}` stays in
    /// it, and `{count}` is filled in with every number that it can be.
    pub(crate) fn texts(&self, language: &Language) -> Vec<String> {
        let mut texts = vec![language.name.clone()];
        let mut counts = Vec::new();
        for (key, value) in self.json.as_object().into_iter().flatten() {
            if !UNHEARD.contains(&key.as_str()) {
                self.collect(value, &language.id, &mut texts, &mut counts);
            }
        }
        counts.sort_unstable();
        let mut heard: Vec<String> = Vec::new();
        for text in texts {
            let spelled = if text.contains("{count}") {
                counts.iter().map(|count| text.replace("{count}", &count.to_string())).collect()
            } else {
                vec![text]
            };
            for text in spelled {
                if !text.trim().is_empty() && !heard.contains(&text) {
                    heard.push(text);
                }
            }
        }
        heard
    }

    /// What stands for `{centre}` while no centre is named.
    pub(crate) fn centre(&self, language: &str) -> &str {
        self.json["centre"][language].as_str().unwrap_or_default()
    }

    /// The words of the buttons for sound, as far as the study has them.
    pub(crate) fn words_of_sound(&self, language: &str) -> Map<String, Value> {
        let word = |key: &str| self.json["words"][key][language].as_str();
        WORDS_OF_SOUND.iter().filter_map(|key| Some(((*key).to_owned(), word(key)?.into()))).collect()
    }

    /// A text is an object whose keys are languages of the study, and nothing else.
    fn is_text(&self, object: &Map<String, Value>) -> bool {
        let is_language = |key: &String| self.languages.iter().any(|language| language.id == *key);
        !object.is_empty() && object.iter().all(|(key, value)| is_language(key) && value.is_string())
    }

    fn keep_only(&self, language: &str, value: &mut Value) {
        match value {
            Value::Object(object) if self.is_text(object) => object.retain(|key, _| key == language),
            Value::Object(object) => object.values_mut().for_each(|value| self.keep_only(language, value)),
            Value::Array(items) => items.iter_mut().for_each(|value| self.keep_only(language, value)),
            _ => {}
        }
    }

    fn collect(&self, value: &Value, language: &str, texts: &mut Vec<String>, counts: &mut Vec<u64>) {
        match value {
            Value::Object(object) if self.is_text(object) => {
                texts.extend(object.get(language).and_then(Value::as_str).map(str::to_owned));
            }
            Value::Object(object) => {
                // The titles of decks are the coordinator's.
                for (key, value) in object.iter().filter(|(key, _)| *key != "decks") {
                    if let ("choose" | "most", Some(count)) = (key.as_str(), value.as_u64())
                        && !counts.contains(&count)
                    {
                        counts.push(count);
                    }
                    self.collect(value, language, texts, counts);
                }
            }
            Value::Array(items) => {
                for value in items {
                    self.collect(value, language, texts, counts);
                }
            }
            _ => {}
        }
    }
}

/// The name of the file with the texts of a `language` that is not the first one.
pub(crate) fn file_name(language: &str) -> String {
    format!("study.{language}.json")
}

/// The file at `path` belongs to a study, and only coordinators read it.
pub(crate) fn is_coordinators(path: &str) -> bool {
    path.starts_with("studies/") && path.ends_with(&format!("/{FILE}"))
}

/// A study that no participant may get.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {invalid}")]
pub(crate) struct BrokenStudy {
    file: String,
    invalid: Invalid,
}

/// Checks every study whole, as the coordinator's page does. A participant's page does so no more.
///
/// # Errors
///
/// [`BrokenStudy`] with the place of the first mistake.
pub(crate) fn check_all(files: &Files) -> Result<(), BrokenStudy> {
    for file in folders(files).into_iter().map(|folder| format!("{folder}study.json")) {
        if let Err(invalid) = check_study(&String::from_utf8_lossy(&files[&file])) {
            return Err(BrokenStudy { file, invalid });
        }
    }
    Ok(())
}

/// Puts every study into one file for each language, and one for coordinators. That one is there even if it says nothing: then
/// nobody has to ask whether it should be.
pub(crate) fn split_all(files: &mut Files) {
    for folder in folders(files) {
        let Some(study) = Study::read(&files[&format!("{folder}study.json")]) else { continue };
        let Some(split) = study.split() else { continue };
        files.extend(split.into_iter().map(|(name, content)| (format!("{folder}{name}"), content)));
        let path = format!("{folder}{FILE}");
        if study.json.get(GUIDANCE).is_some() || !files.contains_key(&path) {
            files.insert(path, study.guidance());
        }
    }
}

#[cfg(test)]
mod tests {
    use betekenis::format::guidance::check_guidance;

    use super::*;

    #[test]
    fn a_study_with_a_mistake_is_refused_with_its_place() {
        let good = include_str!("../../../public/studies/ontmoetingscentra/study.json");
        let with = |json: String| Files::from([("studies/s/study.json".to_owned(), json.into_bytes())]);
        assert_eq!(check_all(&with(good.to_owned())), Ok(()));

        let refused =
            check_all(&with(good.replacen(r#""pile": "much""#, r#""pile": "lots""#, 1))).unwrap_err();

        assert_eq!(
            refused.to_string(),
            "studies/s/study.json: instruments[0].most_important.pile: found the text \"lots\", \
             expected the id of one of the piles"
        );
    }

    const STUDY: &str = r#"{
        "version": "2", "id": "s", "title": {"nl": "Titel", "tr": "Başlık"},
        "languages": [
            {"id": "nl", "name": "Nederlands", "direction": "ltr", "draft": false},
            {"id": "tr", "name": "Türkçe", "direction": "ltr"}
        ],
        "framework": {"title": {"nl": "Kader", "tr": "Çerçeve"}},
        "cards": [{"id": "x", "text": {"nl": "Erbij horen", "tr": "Ait olmak"}, "picture": "x.svg"}],
        "questions": [{"id": "q", "most": 5, "text": {"nl": "Erbij horen", "tr": "Ait olmak"}}],
        "instruments": [{
            "question": {"nl": "Wat is {centre}?", "tr": "{centre} ne?"},
            "decks": [{"id": "all", "title": {"nl": "Alle", "tr": "Hepsi"}}],
            "more": {"question": {"nl": "Meer?", "tr": "Daha?"}, "choose": 2},
            "story": {"question": {"nl": "Hoe is dat zo gekomen?", "tr": "Nasıl oldu?"}}
        }],
        "centre": {"nl": "dit centrum", "tr": "bu merkez"},
        "consent": {"title": {"nl": "Doe je mee?", "tr": "Katılır mısın?"}},
        "words": {"choose_up_to": {"nl": "Kies er {count}", "tr": "{count} tane"}, "hear": {"nl": "Luister", "tr": "Dinle"}},
        "guidance": {"languages": ["nl"], "near": {"attribution": {"nl": "Van ons"}, "pairs": []}}
    }"#;

    fn study() -> Study {
        Study::read(STUDY.as_bytes()).unwrap()
    }

    #[test]
    fn each_language_gets_a_file_with_its_own_texts_only() {
        let files = study().split().unwrap();

        let [(first, nl), (second, tr)] = &files[..] else { panic!("{files:?}") };
        assert_eq!((first.as_str(), second.as_str()), ("study.json", "study.tr.json"));
        let nl = String::from_utf8_lossy(nl);
        let tr = String::from_utf8_lossy(tr);
        assert!(nl.contains(r#""cards":[{"id":"x","text":{"nl":"Erbij horen"},"picture":"x.svg"}]"#), "{nl}");
        assert!(tr.contains(r#""cards":[{"id":"x","text":{"tr":"Ait olmak"},"picture":"x.svg"}]"#), "{tr}");
        assert!(!nl.contains("Başlık") && !tr.contains("Titel"));
        assert!(!nl.contains("Van ons"), "what only coordinators read is downloaded by no participant");
        assert!(nl.contains(r#""more":{"question":{"nl":"Meer?"},"choose":2}"#), "{nl}");
    }

    #[test]
    fn a_file_says_where_the_texts_of_the_other_languages_stand() {
        let files: Vec<Value> =
            study().split().unwrap().iter().map(|(_, json)| serde_json::from_slice(json).unwrap()).collect();

        assert_eq!(files[0]["languages"][0].get("file"), None);
        assert_eq!(files[0]["languages"][1]["file"], "study.tr.json");
        assert_eq!(files[1]["languages"][0]["file"], "study.json");
        assert_eq!(files[1]["languages"][1].get("file"), None);
        assert_eq!(files[1]["languages"][0]["name"], "Nederlands");
    }

    #[test]
    fn the_keys_stay_in_their_order() {
        let (_, json) = study().split().unwrap().remove(1);
        let json: Value = serde_json::from_slice(&json).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "version",
                "id",
                "title",
                "languages",
                "framework",
                "cards",
                "questions",
                "instruments",
                "centre",
                "consent",
                "words"
            ]
        );
    }

    fn split_files(study: &str) -> Files {
        let mut files = Files::from([("studies/s/study.json".to_owned(), study.into())]);
        split_all(&mut files);
        files
    }

    #[test]
    fn what_is_split_is_not_split_again_and_one_language_needs_no_second_file() {
        for (_, json) in study().split().unwrap() {
            assert!(Study::read(&json).unwrap().split().is_none());
        }
        let one = r#"{"languages":[{"id":"nl","name":"Nederlands"}],"title":{"nl":"Titel"}}"#;
        let guidance = r#","guidance":{"languages":["nl"]}}"#;
        let mut files = split_files(&format!("{}{guidance}", one.strip_suffix('}').unwrap()));
        let paths: Vec<&String> = files.keys().collect();
        assert_eq!(paths, ["studies/s/guidance.json", "studies/s/study.json"]);
        assert_eq!(files["studies/s/study.json"], one.as_bytes());

        let before = files.clone();
        split_all(&mut files);
        assert_eq!(files, before);
    }

    #[test]
    fn what_only_coordinators_read_is_a_file_of_its_own_that_names_the_study_and_its_version() {
        let files = split_files(STUDY);
        let whole: Value = serde_json::from_str(STUDY).unwrap();
        let guidance: Value = serde_json::from_slice(&files["studies/s/guidance.json"]).unwrap();

        assert_eq!(guidance, serde_json::json!({"id": "s", "version": "2", "guidance": whole["guidance"]}));
        let nothing = split_files(r#"{"id": "s", "version": "2", "languages": [{"id": "nl", "name": "N"}]}"#);
        assert_eq!(nothing["studies/s/guidance.json"], br#"{"id":"s","version":"2"}"#, "nobody asks in vain");
    }

    #[test]
    fn the_study_of_this_repository_is_whole_again_on_the_coordinators_page() {
        let json = include_str!("../../../public/studies/ontmoetingscentra/study.json");
        let files = split_files(json);
        let text = |name: &str| String::from_utf8(files[&format!("studies/s/{name}")].clone()).unwrap();
        let (whole, first) = (check_study(json).unwrap(), check_study(&text("study.json")).unwrap());

        let guidance = check_guidance(&text(FILE), &first).unwrap().unwrap();
        assert_eq!(Ok(Some(guidance.clone())), check_guidance(json, &whole));
        assert_eq!((guidance.kinds.len(), guidance.effects.len()), (20, 14));
    }

    #[test]
    fn a_broken_study_stays_as_it_is() {
        for broken in [
            "{",
            "[]",
            "{}",
            r#"{"languages": []}"#,
            r#"{"languages": [{"id": "../x", "name": "x"}, {"id": "nl", "name": "x"}]}"#,
            r#"{"languages": [{"id": "nl", "name": "x"}, {"id": "nl", "name": "x"}]}"#,
        ] {
            let mut files = Files::from([("studies/s/study.json".into(), broken.into())]);
            split_all(&mut files);
            assert_eq!(files, Files::from([("studies/s/study.json".into(), broken.into())]));
        }
    }

    #[test]
    fn only_what_lies_in_a_folder_of_a_study_is_one() {
        let files: Files =
            ["studies/a/study.json", "studies/study.json", "x/a/study.json", "studies/a/b/study.json"]
                .map(|path| (path.to_owned(), Vec::new()))
                .into();
        assert_eq!(folders(&files), ["studies/a/"]);
    }

    #[test]
    fn a_participant_hears_every_text_but_titles_and_the_framework_and_each_once() {
        let study = study();
        let texts = study.texts(&study.languages()[0]);
        assert_eq!(
            texts,
            [
                "Nederlands",
                "Erbij horen",
                "Wat is {centre}?",
                "Meer?",
                "Hoe is dat zo gekomen?",
                "Doe je mee?",
                "Kies er 2",
                "Kies er 5",
                "Luister"
            ]
        );
        assert_eq!(study.centre("tr"), "bu merkez");
        assert_eq!(Value::Object(study.words_of_sound("tr")).to_string(), r#"{"hear":"Dinle"}"#);
    }
}

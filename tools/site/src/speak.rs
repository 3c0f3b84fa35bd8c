//! Lets a speech program say every text of a study that a participant can see or hear.
//!
//! A clip is what a tablet plays that has no voice of its own for a language. It is made once: what has been said is kept
//! in a folder, by everything that it depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, process, thread};

use crate::files::Files;
use crate::fingerprint::digest;
use crate::sounds::{self, Own, SoundsError, to_say};
use crate::study::{Study, folders};
use crate::wav::Speech;

/// The program that speaks.
const SPEAKER: &str = "espeak-ng";
/// The program that makes MP3 of it.
const ENCODER: &str = "lame";

/// A low voice: high tones are what old ears lose first. Of the low ones of the program it is the one with the most between
/// 1 and 4 kHz, where words are told apart.
const VARIANT: &str = "m3";
/// Words a minute; usual is 160 to 180.
const RATE: u32 = 140;
/// Between words, in hundredths of a second.
const GAP: u32 = 2;
/// Thousands of bits a second.
const BITRATE: u32 = 32;

/// Why one text could not be made heard.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SpeakError {
    #[error("{program}: {source}")]
    Program { program: &'static str, source: io::Error },
    #[error("{program} failed: {told}")]
    Failed { program: &'static str, told: String },
    #[error("{SPEAKER} has no voice for it")]
    NoVoice,
    #[error("{SPEAKER} said nothing")]
    Nothing,
    #[error("{path}: {source}")]
    Keep { path: String, source: io::Error },
}

/// What one text sounds like as an MP3 file of its own, or why not; the language (id) comes first.
pub(crate) type Voice<'a> = dyn Fn(&str, &str) -> Result<Vec<u8>, SpeakError> + Sync + 'a;

/// A language of which some texts have no clip.
#[derive(Debug)]
pub(crate) struct Missed {
    language: String,
    n_texts: usize,
    first: SpeakError,
}

impl std::fmt::Display for Missed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { language, n_texts, first } = self;
        write!(f, "the language {language} has no clip for {n_texts} of its texts: {first}")
    }
}

/// Adds the sounds of every study in `files`, in all languages. Without a `voice` these are its own recordings only.
/// What could not be said is given back: a text without a clip is no reason not to build.
///
/// # Errors
///
/// [`SoundsError`] if the sounds that a study brings along are wrong.
pub(crate) fn speak(files: &mut Files, voice: Option<&Voice<'_>>) -> Result<Vec<Missed>, SoundsError> {
    let mut all_missed = Vec::new();
    for folder in folders(files) {
        let Some(study) = Study::read(&files[&format!("{folder}study.json")]) else { continue };
        for language in study.languages() {
            let id = language.id.as_str();
            let own = Own::read(files, &folder, id)?;
            let mut clips = Vec::new();
            if let Some(voice) = voice {
                let texts = study.texts(language);
                let made = all(&texts, &|text| voice(id, &to_say(&study, id, &own, text)));
                let mut missed: Option<Missed> = None;
                for (text, clip) in texts.into_iter().zip(made) {
                    match (clip, &mut missed) {
                        (Ok(clip), _) => clips.push((text, clip)),
                        (Err(_), Some(missed)) => missed.n_texts += 1,
                        (Err(first), None) => {
                            missed = Some(Missed { language: id.to_owned(), n_texts: 1, first });
                        }
                    }
                }
                all_missed.extend(missed);
            }
            sounds::add(files, &folder, &study, language, &own, &clips);
        }
    }
    Ok(all_missed)
}

/// Does `job` for all `texts`, on all cores; the results come in the order of the texts.
fn all<T: Send>(texts: &[String], job: &(dyn Fn(&str) -> T + Sync)) -> Vec<T> {
    let n_threads = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                while let Some((at, text)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, texts.get(at)?)))
                {
                    let result = job(text);
                    done.lock().expect("no thread has failed").insert(at, result);
                }
            });
        }
    });
    done.into_inner().expect("no thread has failed").into_values().collect()
}

/// The programs of this machine, and the folder where what they have said is kept.
#[derive(Debug)]
pub(crate) struct Programs {
    kept: PathBuf,
    /// The languages that can be spoken. For others the program takes an English voice without a word.
    voices: BTreeSet<String>,
    /// Everything besides language and text that a clip depends on.
    recipe: String,
}

impl Programs {
    /// `None` if one of the programs is not there.
    pub(crate) fn find(kept: &Path) -> Option<Self> {
        let ask = |program: &'static str, question: &str| {
            let answer = run(program, &[question], &[]).ok()?;
            Some(String::from_utf8_lossy(&answer).into_owned())
        };
        let versions = [ask(SPEAKER, "--version")?, ask(ENCODER, "--version")?];
        // What is done to the samples is part of it too.
        let treatment = digest(include_bytes!("wav.rs"));
        let recipe = format!("{versions:?} {VARIANT} {RATE} {GAP} {treatment} {BITRATE}");
        Some(Self { kept: kept.to_owned(), voices: languages(&ask(SPEAKER, "--voices")?), recipe })
    }

    /// The clip of `text`, from the folder if it has been made before.
    ///
    /// # Errors
    ///
    /// [`SpeakError`] if a program cannot do it, or the clip cannot be kept.
    pub(crate) fn say(&self, language: &str, text: &str) -> Result<Vec<u8>, SpeakError> {
        let voice = self.voice_of(language).ok_or(SpeakError::NoVoice)?;
        let key = digest(format!("{}\n{voice}\n{text}", self.recipe).as_bytes());
        let path = self.kept.join(format!("{key}.mp3"));
        if let Ok(clip) = fs::read(&path) {
            return Ok(clip);
        }
        let clip = encode(&pronounce(&voice, text)?)?;
        // Under another name first: a clip that was cut off must not be taken for a whole one.
        let half = self.kept.join(format!("{key}.{}.half", process::id()));
        fs::create_dir_all(&self.kept)
            .and_then(|()| fs::write(&half, &clip))
            .and_then(|()| fs::rename(&half, &path))
            .map_err(|source| SpeakError::Keep { path: path.display().to_string(), source })?;
        Ok(clip)
    }

    /// The program's name for the voice of `language`, or of the language that it is a kind of.
    fn voice_of(&self, language: &str) -> Option<String> {
        let language = match language {
            "en" => "en-gb",
            "zh" => "cmn",
            other => other,
        };
        let base = language.split('-').next()?;
        let voice = [language, base].into_iter().find(|voice| self.voices.contains(*voice))?;
        Some(format!("{voice}+{VARIANT}"))
    }
}

/// The languages in the list of voices that the program gives: the second column, below a line of titles.
fn languages(voices: &str) -> BTreeSet<String> {
    voices.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).map(str::to_lowercase).collect()
}

fn pronounce(voice: &str, text: &str) -> Result<Speech, SpeakError> {
    let [rate, gap] = [RATE, GAP].map(|number| number.to_string());
    let options = ["-v", voice, "-s", &rate, "-g", &gap, "--stdin", "--stdout"];
    let wav = run(SPEAKER, &options, text.as_bytes())?;
    Speech::read(&wav).and_then(|speech| speech.prepared()).ok_or(SpeakError::Nothing)
}

/// Every clip is encoded on its own, so that it is a whole file wherever it is cut out.
fn encode(speech: &Speech) -> Result<Vec<u8>, SpeakError> {
    let [rate, bitrate] =
        [f64::from(speech.rate) / 1000.0, f64::from(BITRATE)].map(|number| number.to_string());
    // `-t`: no first frame with facts about the file, which players would skip anyway.
    let options =
        ["--quiet", "-r", "-s", &rate, "--bitwidth", "16", "-m", "m", "-b", &bitrate, "-q", "2", "-t"];
    run(ENCODER, &[&options[..], &["-", "-"]].concat(), &speech.bytes())
}

fn run(program: &'static str, options: &[&str], input: &[u8]) -> Result<Vec<u8>, SpeakError> {
    let at = |source| SpeakError::Program { program, source };
    let mut command = Command::new(program);
    command.args(options).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(at)?;
    let stdin = child.stdin.take();
    // While it is being read: a pipe holds less than a sentence.
    let Output { status, stdout, stderr } = thread::scope(|scope| {
        // A program that ends before it has heard everything says why itself.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })
    .map_err(at)?;
    if status.success() {
        Ok(stdout)
    } else {
        let told = String::from_utf8_lossy(&stderr);
        Err(SpeakError::Failed { program, told: told.lines().last().unwrap_or_default().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const STUDY: &str = r#"{
        "languages": [{"id": "nl", "name": "Nederlands"}, {"id": "tr", "name": "Türkçe"}],
        "cards": [{"text": {"nl": "Erbij horen", "tr": "Ait olmak"}}, {"text": {"nl": "Ja", "tr": "Evet"}}],
        "centre": {"nl": "dit centrum", "tr": "bu merkez"},
        "question": {"nl": "Wat is {centre}?", "tr": "{centre} ne?"}
    }"#;

    fn site() -> Files {
        Files::from([("studies/s/study.json".to_owned(), STUDY.into())])
    }

    fn list(files: &Files, language: &str) -> Value {
        serde_json::from_slice(&files[&format!("studies/s/sounds/{language}.json")]).unwrap()
    }

    #[test]
    fn every_text_is_found_again_among_the_clips_of_its_language() {
        let mut files = site();
        let voice = |language: &str, text: &str| Ok(format!("<{language} {text}>").into_bytes());

        let missed = speak(&mut files, Some(&voice)).unwrap();

        assert!(missed.is_empty());
        let clips = &files["studies/s/sounds/tr.clips"];
        let list = list(&files, "tr");
        let heard = |text: &str| {
            let place = |at: usize| usize::try_from(list["clips"][text][at].as_u64().unwrap()).unwrap();
            String::from_utf8_lossy(&clips[place(0)..place(0) + place(1)]).into_owned()
        };
        assert_eq!(heard("Türkçe"), "<tr Türkçe>");
        assert_eq!(heard("Ait olmak"), "<tr Ait olmak>");
        assert_eq!(heard("{centre} ne?"), "<tr bu merkez ne?>");
    }

    #[test]
    fn what_cannot_be_said_is_told_and_the_rest_is_said() {
        let mut files = site();
        let voice = |language: &str, text: &str| {
            if language == "nl" || text == "Evet" { Err(SpeakError::Nothing) } else { Ok(vec![1]) }
        };

        let missed = speak(&mut files, Some(&voice)).unwrap();

        let told: Vec<String> = missed.iter().map(Missed::to_string).collect();
        assert_eq!(
            told,
            [
                "the language nl has no clip for 4 of its texts: espeak-ng said nothing",
                "the language tr has no clip for 1 of its texts: espeak-ng said nothing"
            ]
        );
        assert!(!files.contains_key("studies/s/sounds/nl.clips"));
        assert_eq!(list(&files, "tr")["clips"].as_object().unwrap().len(), 3);
    }

    #[test]
    fn without_a_voice_there_are_lists_without_clips() {
        let mut files = site();
        speak(&mut files, None).unwrap();
        assert_eq!(list(&files, "nl")["clips"], Value::Object(serde_json::Map::new()));
        assert_eq!(files.len(), 3);
    }

    #[test]
    fn a_language_is_spoken_by_its_own_voice_or_not_at_all() {
        let list = "Pty Language       Age/Gender VoiceName          File                 Other Languages\n \
                    2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)\n \
                    5  nl              --/M      Dutch              gmw/nl               \n \
                    5  pt-BR           --/M      Portuguese_(Brazil) roa/pt-BR            (pt 6)\n";
        let programs = Programs { kept: PathBuf::new(), voices: languages(list), recipe: String::new() };
        let voice = |language: &str| programs.voice_of(language);
        assert_eq!(voice("nl").as_deref(), Some("nl+m3"));
        assert_eq!(voice("nl-be").as_deref(), Some("nl+m3"));
        assert_eq!(voice("en").as_deref(), Some("en-gb+m3"));
        assert_eq!(voice("pt-br").as_deref(), Some("pt-br+m3"));
        assert_eq!(voice("ti"), None);
    }

    #[test]
    fn results_come_in_the_order_of_the_texts() {
        let texts: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        assert_eq!(all(&texts, &str::to_owned), texts);
    }

    #[test]
    fn what_is_to_be_said_otherwise_is_a_text_of_the_study_that_comes_with_the_app() {
        let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
        let files = crate::files::read(&public).unwrap();
        for folder in folders(&files) {
            let study = Study::read(&files[&format!("{folder}study.json")]).unwrap();
            for language in study.languages() {
                let texts = study.texts(language);
                let own = Own::read(&files, &folder, &language.id).unwrap();
                let stale: Vec<&String> = own.say.keys().filter(|text| !texts.contains(text)).collect();
                assert!(stale.is_empty(), "{}: no such texts any more: {stale:?}", language.id);
            }
        }
    }

    /// The seconds that an MP3 file of constant bitrate lasts, if it consists of whole frames and nothing else.
    fn seconds(mp3: &[u8]) -> Option<f64> {
        let mut n_frames = 0;
        let mut rest = mp3;
        while !rest.is_empty() {
            // MPEG 2, layer III, 32 kbit/s, 22,050 Hz; the last bit but one says whether there is a byte more.
            if rest.len() < 3 || rest[0] != 0xff || rest[1] != 0xf3 || rest[2] & 0b1111_1100 != 0x40 {
                return None;
            }
            rest = rest.get(104 + usize::from(rest[2] >> 1 & 1)..)?;
            n_frames += 1;
        }
        Some(f64::from(n_frames) * 576.0 / 22_050.0)
    }

    #[test]
    #[ignore = "needs espeak-ng and lame: `make test` has them"]
    fn each_clip_is_a_whole_file_as_long_as_its_text_and_is_made_once() {
        let folder = std::env::temp_dir().join(format!("site-voices-{}", process::id()));
        let programs = Programs::find(&folder).expect("espeak-ng and lame are installed");
        for (language, text) in [
            ("nl", "Wat betekent dit centrum voor jou?"),
            ("en", "What does this centre mean to you?"),
            ("tr", "Bu merkez senin için ne demek?"),
            ("ar", "ماذا يعني لك هذا المركز؟"),
            ("pl", "Co znaczy dla ciebie to centrum?"),
            ("uk", "Що для тебе означає цей центр?"),
            ("es", "¿Qué significa este centro para ti?"),
            ("bg", "Какво означава за теб този център?"),
        ] {
            let clip = programs.say(language, text).unwrap();
            let seconds = seconds(&clip).unwrap_or_else(|| panic!("{language}: these are no whole frames"));
            // An unknown letter would be named instead of read, which takes much longer.
            assert!((1.2..4.5).contains(&seconds), "{language}: {seconds} seconds");
            assert_eq!(programs.say(language, text).unwrap(), clip);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 8);
        fs::remove_dir_all(&folder).unwrap();
    }
}

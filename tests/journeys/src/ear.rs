//! An ear at the tablet: what it says, in which voice, and what it lights up meanwhile.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::site::Site;
use crate::tablet::Tablet;

const EAR: &str = include_str!("ear.js");

/// How many times as fast as they are all sounds are played: a whole session is long to listen to.
const FAST: f64 = 12.0;

/// The folder of the study in the site.
const STUDY: &str = "studies/ontmoetingscentra";

/// A speech voice of the tablet.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// Name.
    pub name: &'static str,
    /// Language, as the browser calls it.
    pub language: &'static str,
    /// On the tablet itself, and not elsewhere.
    pub is_local: bool,
    /// It never begins to speak.
    pub fails: bool,
}

/// How a tablet sounds.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// Its speech voices.
    pub voices: &'a [Voice],
    /// It can play sounds.
    pub has_sound: bool,
    /// Nothing is played faster than it is.
    pub is_slow: bool,
}

impl Default for Manner<'_> {
    fn default() -> Self {
        Self { voices: &[], has_sound: true, is_slow: false }
    }
}

/// An ear that knows the clips of a site by their bytes.
pub struct Ear<'a> {
    tablet: &'a Tablet,
    clips: BTreeMap<u32, (String, String)>,
}

/// Something that was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// What was said; a name in angle brackets if it is no clip.
    pub text: String,
    /// The language of the clip, or of the page.
    pub language: String,
    /// `clip`, `recording`, or the name of a speech voice.
    pub by: String,
    /// How loud.
    pub loud: f64,
    /// What was lit, with its words.
    pub lit: Vec<String>,
    /// `ended`, `broken off`, `silent`, or `none` while it sounds.
    pub end: String,
}

#[derive(Deserialize)]
struct Raw {
    by: String,
    text: Option<String>,
    digest: Option<u32>,
    loud: f64,
    over: usize,
    lit: Vec<String>,
    language: String,
    end: String,
}

impl<'a> Ear<'a> {
    /// Listens to `tablet` from the next page on that is opened.
    pub async fn at(tablet: &'a Tablet, site: &Site, manner: Manner<'_>) -> Self {
        let voices: Vec<Value> = manner
            .voices
            .iter()
            .map(|voice| {
                json!({
                    "name": voice.name, "lang": voice.language, "localService": voice.is_local, "fails": voice.fails
                })
            })
            .collect();
        let rate = if manner.is_slow { 1.0 } else { FAST };
        let wanted = json!({ "voices": voices, "rate": rate, "hasSound": manner.has_sound });
        tablet.prepare(&format!("{{ const wanted = {wanted};\n{EAR} }}")).await;
        let mut clips = BTreeMap::new();
        for entry in fs::read_dir(site.folder().join(STUDY).join("sounds")).into_iter().flatten().flatten() {
            if entry.path().extension().is_some_and(|end| end == "json") {
                read_clips(&entry.path(), &mut clips);
            }
        }
        Self { tablet, clips }
    }

    /// Everything heard since the page was opened.
    pub async fn heard(&self) -> Vec<Heard> {
        let all: Vec<Raw> = self.tablet.run("return ear.heard", vec![]).await;
        all.into_iter().map(|raw| self.understand(raw)).collect()
    }

    fn understand(&self, raw: Raw) -> Heard {
        let Raw { by, text, digest, loud, over, lit, language, end } = raw;
        assert_eq!(over, 0, "something talks over something else: {text:?} {lit:?}");
        let clip = digest.and_then(|digest| self.clips.get(&digest)).cloned();
        let (by, (language, text)) = match (text, clip) {
            (Some(text), _) => (by, (language, text)),
            (None, Some(clip)) => ("clip".to_owned(), clip),
            (None, None) => ("recording".to_owned(), (language, format!("<{}>", digest.unwrap_or_default()))),
        };
        Heard { text, language, by, loud, lit, end }
    }

    /// Waits until what was heard from number `from` on is as `is_it` says; returns that.
    pub async fn hears(&self, what: &str, from: usize, is_it: impl Fn(&[Heard]) -> bool) -> Vec<Heard> {
        self.tablet
            .until(what, async || {
                let heard = self.heard().await.split_off(from);
                if is_it(&heard) {
                    return Ok(heard);
                }
                let told: Vec<String> =
                    heard.iter().map(|one| format!("{} ({}, {})", one.text, one.by, one.end)).collect();
                Err(format!("it said {told:?}"))
            })
            .await
    }

    /// Waits until `texts` have been said to their end in this order, from number `from` on, whatever else was; returns all.
    pub async fn hears_all(&self, from: usize, texts: &[&str]) -> Vec<Heard> {
        self.hears(&format!("{texts:?} to be said"), from, |heard| {
            let mut heard = heard.iter().filter(|one| one.end == "ended");
            texts.iter().all(|text| heard.any(|one| one.text == *text))
        })
        .await
    }

    /// The number of what has been heard up to now.
    pub async fn count(&self) -> usize {
        self.heard().await.len()
    }

    /// Waits until nothing is being said, nor about to be; returns all that was heard.
    pub async fn is_silent(&self) -> Vec<Heard> {
        let mut before = None;
        let mut same = 0;
        self.tablet
            .until("silence", async || {
                let heard = self.heard().await;
                let is_lit: bool =
                    self.tablet.run("return Boolean(document.querySelector('[data-spoken]'))", vec![]).await;
                let is_still = !is_lit && heard.iter().all(|one| one.end != "none");
                same = if is_still && before == Some(heard.len()) { same + 1 } else { 0 };
                before = Some(heard.len());
                // Between two texts there is a breath, and a pause until a new screen is told.
                if same > 25 { Ok(heard) } else { Err(format!("it said {:?}", heard.last())) }
            })
            .await
    }
}

/// The digest by which a sound is known; the same as in `ear.js`.
pub fn digest(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// A recording: half a second of a tone, as a WAV file of 16 kHz.
pub fn recording(hertz: u16) -> Vec<u8> {
    let n_bytes: u32 = 16_000;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + n_bytes).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    for short in [1_u16, 1] {
        wav.extend(short.to_le_bytes());
    }
    wav.extend(16_000_u32.to_le_bytes());
    wav.extend(32_000_u32.to_le_bytes());
    for short in [2_u16, 16] {
        wav.extend(short.to_le_bytes());
    }
    wav.extend(b"data");
    wav.extend(n_bytes.to_le_bytes());
    for at in 0..n_bytes / 2 {
        let wave = if (at * u32::from(hertz) / 8000).is_multiple_of(2) { 8000_i16 } else { -8000 };
        wav.extend(wave.to_le_bytes());
    }
    wav
}

/// Changes what can be heard in `language` of a copy of the site: `change` gets the list as JSON.
pub fn change_sounds(site: &Site, language: &str, change: impl FnOnce(&mut Value)) {
    let path = site.folder().join(STUDY).join(format!("sounds/{language}.json"));
    let mut list: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut list);
    fs::write(&path, list.to_string()).unwrap();
    // Otherwise that one would be handed out.
    let _ = fs::remove_file(path.with_added_extension("br"));
}

fn read_clips(path: &std::path::Path, clips: &mut BTreeMap<u32, (String, String)>) {
    let list: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let sounds = fs::read(path.with_extension("clips")).unwrap_or_default();
    let language = list["language"].as_str().unwrap_or_default();
    let centre = list["centre"].as_str().unwrap_or_default();
    for (text, place) in list["clips"].as_object().into_iter().flatten() {
        let number = |at: usize| usize::try_from(place[at].as_u64().unwrap()).unwrap();
        let (from, length) = (number(0), number(1));
        let text = text.replace("{centre}", centre);
        clips.insert(digest(&sounds[from..from + length]), (language.to_owned(), text));
    }
}

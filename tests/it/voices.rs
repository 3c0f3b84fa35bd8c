//! Recordings carried from one tablet to another in one file, whatever file comes.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use betekenis::domain::checking::{Checking, Translation};
use betekenis::domain::heard::{Group, Heard};
use betekenis::format::checking::write_corrections;
use betekenis::format::sounds::{Sounds, write_sounds};
use betekenis::format::wav::write_wav;
use betekenis::format::zip::ZipWriter;
use betekenis::ports::file::ChosenFile;
use betekenis::ports::memory::{MemoryFile, MemoryRecordings};
use betekenis::ports::recordings::Recordings;
use betekenis::ports::response_store::StoreError;
use betekenis::workflow::voices::{
    Compared, NotTaken, Offer, Spoken, compare_recordings, open_recordings, pack_recordings, take_recordings,
};

use crate::now::now;
use crate::recordings_contract;
use crate::values::day;

macro_rules! clauses {
    ($($clause:ident)*) => {
        $(#[test] fn $clause() { now(recordings_contract::$clause(&MemoryRecordings::default())); })*
    };
}
recordings_contract::with_every_recording_clause!(clauses);

fn heard(name: &str, text: &str) -> Heard {
    Heard {
        group: Group::Cards,
        place: String::new(),
        name: name.to_owned(),
        text: text.to_owned(),
        picture: None,
    }
}

fn spoken(language: &str) -> Spoken {
    let texts =
        vec![heard("card-coffee", "Koffie"), heard("question", "Wat betekent {centre}?"), heard("yes", "Ja")];
    Spoken { language: language.to_owned(), texts, ..Spoken::default() }
}

fn study(languages: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let texts = |language: &&str| spoken(language).texts.into_iter().map(|heard| heard.text).collect();
    languages.iter().map(|language| ((*language).to_owned(), texts(language))).collect()
}

fn sound(seed: i16) -> Vec<u8> {
    write_wav(&(0..2000).map(|at| at * seed).collect::<Vec<i16>>(), 16_000)
}

/// A tablet with these recordings: language, text and sound.
fn tablet(recordings: &[(&str, &str, i16)]) -> MemoryRecordings {
    let tablet = MemoryRecordings::default();
    for (language, text, seed) in recordings {
        now(tablet.put(language, text, &sound(*seed))).unwrap();
    }
    tablet
}

fn pack(tablet: &MemoryRecordings, languages: &[Spoken]) -> (MemoryFile, usize) {
    let mut bytes = Vec::new();
    let n =
        now(pack_recordings(tablet, languages, &mut |more| bytes.extend_from_slice(more), &|_| ())).unwrap();
    (MemoryFile(bytes), n)
}

fn zip(files: &[(&str, &[u8])]) -> MemoryFile {
    let mut bytes = Vec::new();
    let mut write = |more: &[u8]| bytes.extend_from_slice(more);
    let mut writer = ZipWriter::new(&mut write);
    for (path, content) in files {
        writer.add(path, content).unwrap();
    }
    writer.finish().unwrap();
    MemoryFile(bytes)
}

fn list(language: &str, recordings: &[(&str, &str)]) -> String {
    let recordings = recordings.iter().map(|(text, path)| ((*text).to_owned(), (*path).to_owned())).collect();
    write_sounds(&Sounds { language: language.to_owned(), recordings, ..Sounds::default() })
}

fn compare(file: &MemoryFile, to: &impl Recordings) -> (Offer, Compared) {
    let mut offer = now(open_recordings(file)).unwrap();
    let compared = now(compare_recordings(file, &mut offer, &study(&["nl", "tr"]), to)).unwrap();
    (offer, compared)
}

fn fits(schema: &str, json: &str) -> bool {
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    jsonschema::validator_for(&schema).unwrap().is_valid(&serde_json::from_str(json).unwrap())
}

#[test]
fn what_a_study_maker_gets_fits_the_published_schemas() {
    const SOUNDS: &str = include_str!("../../public/schemas/sounds-1.json");
    const CORRECTIONS: &str = include_str!("../../public/schemas/corrections-1.json");
    let translation =
        Translation { study: "centres".to_owned(), version: "2".to_owned(), language: "tr".to_owned() };
    let mut checking = Checking::default();
    assert!(fits(CORRECTIONS, &write_corrections(&checking, &translation)));
    checking.confirm(translation.clone(), day("2026-11-22"));
    checking.correct(&translation, "cards[0].text", "Kahve", "Kahve içmek");
    assert!(fits(CORRECTIONS, &write_corrections(&checking, &translation)));
    assert!(!fits(CORRECTIONS, "{}"));

    assert!(fits(SOUNDS, &list("nl", &[("Wat betekent {centre}?", "sounds/nl/question.wav")])));
    assert!(!fits(SOUNDS, &list("nl", &[("Koffie", "../elsewhere.wav")])));
}

#[test]
fn all_recordings_of_one_tablet_come_to_another() {
    let one = tablet(&[
        ("nl", "Koffie", 1),
        ("nl", "Wat betekent {centre}?", 2),
        ("tr", "Ja", 3),
        ("nl", "Weg", 4),
    ]);
    let (file, n_packed) = pack(&one, &[spoken("nl"), spoken("tr"), spoken("ar")]);
    assert_eq!(n_packed, 3, "what is no longer in the study stays where it is");

    let other = MemoryRecordings::default();
    let (mut offer, compared) = compare(&file, &other);
    assert_eq!(offer.languages(), ["nl", "tr"].map(str::to_owned).into());
    assert_eq!(compared, Compared { n_new: 3, ..Compared::default() });
    let n_taken = now(take_recordings(&file, &mut offer, false, &other, &|_, _| ())).unwrap();

    assert_eq!(n_taken, 3);
    for (language, text) in [("nl", "Koffie"), ("nl", "Wat betekent {centre}?"), ("tr", "Ja")] {
        assert_eq!(now(other.get(language, text)), now(one.get(language, text)));
    }
    let (mut offer, compared) = compare(&file, &other);
    assert_eq!(compared, Compared { n_same: 3, ..Compared::default() });
    assert_eq!(now(take_recordings(&file, &mut offer, true, &other, &|_, _| ())), Ok(0));
}

#[test]
fn the_list_names_what_the_study_holds_itself_too() {
    let one = tablet(&[("nl", "Koffie", 1)]);
    let of_study = [("Koffie", "sounds/nl/old.mp3"), ("Ja", "sounds/nl/ja.mp3")];
    let recordings = of_study.map(|(text, path)| (text.to_owned(), path.to_owned())).into();
    let of_study = Sounds { recordings, ..Sounds::default() };

    let (file, _) = pack(&one, &[Spoken { of_study, ..spoken("nl") }]);

    let expected = list("nl", &[("Ja", "sounds/nl/ja.mp3"), ("Koffie", "sounds/nl/card-coffee.wav")]);
    let other = MemoryRecordings::default();
    let (_, compared) = compare(&file, &other);
    assert_eq!(compared, Compared { n_new: 1, ..Compared::default() });
    assert!(holds(&file, &expected), "the list is another");
}

/// Whether a file of exactly this content is in the zip file: by its checksum in the list at the end.
fn holds(file: &MemoryFile, content: &str) -> bool {
    let sum = rawzip::crc32(content.as_bytes()).to_le_bytes();
    file.0.windows(4).any(|four| four == sum)
}

#[test]
fn what_is_here_is_replaced_only_if_somebody_says_so() {
    let (file, _) = pack(&tablet(&[("nl", "Koffie", 1), ("nl", "Ja", 2)]), &[spoken("nl")]);
    for replaces in [false, true] {
        let other = tablet(&[("nl", "Koffie", 9)]);

        let (mut offer, compared) = compare(&file, &other);
        assert_eq!(compared, Compared { n_new: 1, n_other: 1, ..Compared::default() });
        assert_eq!(now(other.get("nl", "Koffie")).unwrap(), Some(sound(9)), "looking changes nothing");
        let n_taken = now(take_recordings(&file, &mut offer, replaces, &other, &|_, _| ())).unwrap();

        assert_eq!(n_taken, if replaces { 2 } else { 1 });
        let expected = sound(if replaces { 1 } else { 9 });
        assert_eq!(now(other.get("nl", "Koffie")).unwrap(), Some(expected));
        assert_eq!(now(other.get("nl", "Ja")).unwrap(), Some(sound(2)));
    }
}

#[test]
fn texts_that_this_study_does_not_have_are_told_and_left_out() {
    let list = list("nl", &[("Thee", "sounds/nl/a.wav"), ("Ja", "sounds/nl/b.wav")]);
    let french = self::list("fr", &[("Oui", "sounds/fr/a.wav")]);
    let (a, b) = (sound(1), sound(2));
    let file = zip(&[
        ("sounds/nl.json", list.as_bytes()),
        ("sounds/nl/a.wav", &a),
        ("sounds/nl/b.wav", &b),
        ("sounds/fr.json", french.as_bytes()),
        ("sounds/fr/a.wav", &a),
    ]);

    let other = MemoryRecordings::default();
    let (mut offer, compared) = compare(&file, &other);

    assert_eq!(compared, Compared { n_new: 1, n_foreign: 2, ..Compared::default() });
    assert_eq!(now(take_recordings(&file, &mut offer, true, &other, &|_, _| ())), Ok(1));
    assert_eq!(now(other.texts("nl")).unwrap(), ["Ja"]);
    assert_eq!(now(other.texts("fr")).unwrap(), Vec::<String>::new());
}

#[test]
fn a_recording_that_is_broken_is_told_and_the_others_are_taken_in() {
    let list = list("nl", &[("Koffie", "sounds/nl/a.wav"), ("Ja", "sounds/nl/b.wav")]);
    let b = sound(2);
    let file = zip(&[
        ("sounds/nl.json", list.as_bytes()),
        ("sounds/nl/a.wav", b"\xff\xfbMP3"),
        ("sounds/nl/b.wav", &b),
    ]);

    let other = MemoryRecordings::default();
    let (mut offer, compared) = compare(&file, &other);

    assert_eq!(compared, Compared { n_new: 1, n_broken: 1, ..Compared::default() });
    assert_eq!(now(take_recordings(&file, &mut offer, true, &other, &|_, _| ())), Ok(1));
}

#[test]
fn a_recording_that_another_program_has_saved_becomes_one_of_ours() {
    // A tone in two channels of 44,100 samples in a second.
    #[expect(clippy::cast_possible_truncation, reason = "far below 32,768")]
    let tone = |at: i32| ((f64::from(at) * 0.04).sin() * 9000.0) as i16;
    let samples: Vec<i16> = (0..44_100).flat_map(|at| [tone(at), tone(at)]).collect();
    let mut wav = write_wav(&samples, 44_100);
    wav[22] = 2;
    let list = list("nl", &[("Ja", "sounds/nl/ja.wav")]);
    let file = zip(&[("sounds/nl.json", list.as_bytes()), ("sounds/nl/ja.wav", &wav)]);

    let other = MemoryRecordings::default();
    let (mut offer, compared) = compare(&file, &other);
    now(take_recordings(&file, &mut offer, true, &other, &|_, _| ())).unwrap();

    assert_eq!(compared.n_new, 1);
    let kept = now(other.get("nl", "Ja")).unwrap().unwrap();
    assert_eq!(kept[22..28], [1, 0, 0x80, 0x3e, 0, 0]);
    assert!(kept.len().abs_diff(44 + 32_000) < 700, "{} bytes", kept.len());
}

#[test]
fn a_file_with_nothing_for_us_in_it_is_told() {
    let whole = pack(&tablet(&[("nl", "Koffie", 1)]), &[spoken("nl")]).0.0;
    let other = zip(&[("vakantie.jpg", b"no sound"), ("sounds/nl.json", b"{}")]);
    let empty = zip(&[("sounds/nl.json", list("nl", &[]).as_bytes())]);
    for (file, expected) in [
        (MemoryFile(b"no zip file".to_vec()), NotTaken::Broken),
        (MemoryFile(Vec::new()), NotTaken::Broken),
        (MemoryFile(whole[..whole.len() / 2].to_vec()), NotTaken::Broken),
        (other, NotTaken::Foreign),
        (empty, NotTaken::Foreign),
    ] {
        assert_eq!(now(open_recordings(&file)).err(), Some(expected), "{} bytes", file.0.len());
    }
}

#[test]
fn lists_that_name_one_recording_over_and_over_are_taken_for_broken() {
    let file = |n_lists: usize, text: &dyn Fn(usize) -> String| {
        let texts: Vec<String> = (0..300).map(text).collect();
        let named: Vec<(&str, &str)> = texts.iter().map(|text| (text.as_str(), "sounds/nl/a.wav")).collect();
        let lists: Vec<(String, String)> =
            (0..n_lists).map(|at| (format!("sounds/l{at}.json"), list("nl", &named))).collect();
        let mut files: Vec<(&str, &[u8])> =
            lists.iter().map(|(path, list)| (path.as_str(), list.as_bytes())).collect();
        files.push(("sounds/nl/a.wav", b"a recording"));
        now(open_recordings(&zip(&files))).map(|offer| offer.languages().len())
    };
    let short = |at: usize| format!("tekst {at}");
    let long = |at: usize| format!("{at} {}", "x".repeat(1000));

    assert_eq!((file(60, &short), file(10, &long)), (Ok(1), Ok(1)));

    assert_eq!(file(100, &short), Err(NotTaken::Broken));
    assert_eq!(file(20, &long), Err(NotTaken::Broken));
}

#[test]
fn without_any_recording_the_file_is_told_to_be_empty() {
    let (file, n_packed) = pack(&MemoryRecordings::default(), &[spoken("nl")]);

    assert_eq!(n_packed, 0);
    assert_eq!(now(open_recordings(&file)).err(), Some(NotTaken::Foreign));
}

/// A file that somebody pulls out in the middle.
struct PulledOut(MemoryFile, Cell<usize>);

#[async_trait(?Send)]
impl ChosenFile for PulledOut {
    fn length(&self) -> u64 {
        self.0.length()
    }

    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>> {
        let left = self.1.get().checked_sub(1)?;
        self.1.set(left);
        self.0.read(from, most).await
    }
}

#[test]
fn a_file_that_can_no_longer_be_read_is_told_and_what_was_taken_in_stays() {
    let many: Vec<Heard> = (0..40).map(|at| heard(&format!("card-{at}"), &format!("Kaart {at}"))).collect();
    let one = MemoryRecordings::default();
    for heard in &many {
        let noise = |at: u32| {
            let [low, high, ..] = (at.wrapping_mul(at) >> 9).to_le_bytes();
            i16::from_le_bytes([low, high])
        };
        let long: Vec<i16> = (0..60_000).map(noise).collect();
        now(one.put("nl", &heard.text, &write_wav(&long, 16_000))).unwrap();
    }
    let all = Spoken { language: "nl".to_owned(), texts: many.clone(), ..Spoken::default() };
    let (file, _) = pack(&one, &[all]);
    let texts = BTreeMap::from([("nl".to_owned(), many.into_iter().map(|heard| heard.text).collect())]);
    let pulled = PulledOut(file, Cell::new(1000));
    let other = MemoryRecordings::default();
    let mut offer = now(open_recordings(&pulled)).unwrap();
    now(compare_recordings(&pulled, &mut offer, &texts, &other)).unwrap();

    pulled.1.set(10);
    let taken = now(take_recordings(&pulled, &mut offer, false, &other, &|_, _| ()));

    assert_eq!(taken, Err(NotTaken::Unreadable));
    let n_kept = now(other.texts("nl")).unwrap().len();
    assert!((1..40).contains(&n_kept), "{n_kept}");
    pulled.1.set(1000);
    assert_eq!(now(take_recordings(&pulled, &mut offer, false, &other, &|_, _| ())), Ok(40 - n_kept));
}

/// A tablet that has room for so many more.
struct Nearly(MemoryRecordings, Cell<usize>);

#[async_trait(?Send)]
impl Recordings for Nearly {
    async fn texts(&self, language: &str) -> Result<Vec<String>, StoreError> {
        self.0.texts(language).await
    }

    async fn get(&self, language: &str, text: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.get(language, text).await
    }

    async fn put(&self, language: &str, text: &str, wav: &[u8]) -> Result<(), StoreError> {
        let left = self.1.get().checked_sub(1).ok_or(StoreError::Full)?;
        self.1.set(left);
        self.0.put(language, text, wav).await
    }

    async fn remove(&self, language: &str, text: &str) -> Result<(), StoreError> {
        self.0.remove(language, text).await
    }
}

#[test]
fn a_tablet_that_is_full_says_so_and_loses_nothing() {
    let (file, _) = pack(&tablet(&[("nl", "Koffie", 1), ("nl", "Ja", 2)]), &[spoken("nl")]);
    let full = Nearly(tablet(&[("nl", "Ja", 9)]), Cell::new(1));
    let (mut offer, _) = compare(&file, &full);

    let taken = now(take_recordings(&file, &mut offer, true, &full, &|_, _| ()));

    assert_eq!(taken, Err(NotTaken::Store(StoreError::Full)));
    let kept = |text| now(full.get("nl", text)).unwrap();
    assert!(kept("Ja") == Some(sound(2)) || kept("Ja") == Some(sound(9)));
}

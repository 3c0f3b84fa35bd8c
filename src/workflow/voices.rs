//! Recordings carried from one tablet to another, or to whoever makes the study: one zip file that unpacks over the study's
//! folder.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::heard::Heard;
use crate::domain::recording::{RATE, make_recording, mix};
use crate::format::sounds::{Sounds, is_list, list_path, read_sounds, recording_path, write_sounds};
use crate::format::wav::{read_wav, write_wav};
use crate::format::zip::{MOST, Member, Stopped, Wanted, ZipReader, ZipWriter};
use crate::ports::file::ChosenFile;
use crate::ports::recordings::Recordings;
use crate::ports::response_store::StoreError;

/// Most lists in a zip file that are read: one for each language, and room for more.
const MOST_LISTS: usize = 100;

/// Most bytes of texts, and of the languages they are in, that all lists of a zip file may have together, each as often as it is
/// named: some ten times what eight languages have. Lists are small when packed, and may all name one recording.
const MOST_TEXT: usize = 4 << 20;

/// A language of the study, as far as it is spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// Id of the language.
    pub language: String,
    /// Its texts, each once.
    pub texts: Vec<Heard>,
    /// What the study itself holds.
    pub of_study: Sounds,
}

/// Writes all recordings of texts of these languages into a zip file, whose bytes go to `write` as they come; returns how
/// many there are. `tell` hears how many have been written.
///
/// # Errors
///
/// [`StoreError`]; what was written is then no use.
pub async fn pack_recordings(
    recordings: &dyn Recordings,
    languages: &[Spoken],
    write: &mut dyn FnMut(&[u8]),
    tell: &dyn Fn(usize),
) -> Result<usize, StoreError> {
    // A zip file may hold no more than its format allows, which no tablet has room for.
    let broken = |_| StoreError::Full;
    let mut zip = ZipWriter::new(write);
    let mut n_packed = 0;
    for spoken in languages {
        let language = &spoken.language;
        let kept: BTreeSet<String> = recordings.texts(language).await?.into_iter().collect();
        // The list takes the place of the study's own, and so names what that has too.
        let mut sounds = Sounds { language: language.clone(), ..spoken.of_study.clone() };
        let mut n_here = 0;
        for heard in spoken.texts.iter().filter(|heard| kept.contains(&heard.text)) {
            let Some(wav) = recordings.get(language, &heard.text).await? else { continue };
            let path = recording_path(language, &heard.name);
            zip.add(&path, &wav).map_err(broken)?;
            sounds.recordings.insert(heard.text.clone(), path);
            n_here += 1;
            tell(n_packed + n_here);
        }
        if n_here > 0 {
            zip.add(&list_path(language), write_sounds(&sounds).as_bytes()).map_err(broken)?;
        }
        n_packed += n_here;
    }
    zip.finish().map_err(broken)?;
    Ok(n_packed)
}

/// A file of recordings that somebody has chosen. Nothing of it has been taken in yet.
pub struct Offer {
    reader: ZipReader,
    entries: Vec<Entry>,
}

struct Entry {
    language: String,
    text: String,
    member: Rc<Member>,
}

/// Why recordings were not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It is no zip file, or not all of it.
    #[error("no zip file, or a broken one")]
    Broken,
    /// A zip file with no recordings in it.
    #[error("there are no recordings in it")]
    Foreign,
    /// The file cannot be read (any more).
    #[error("the file cannot be read")]
    Unreadable,
    /// The tablet cannot keep them. Those that were taken in before stay.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What stands in a file of recordings, held against what is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// Texts without a recording here.
    pub n_new: usize,
    /// Texts with another recording here.
    pub n_other: usize,
    /// Texts with the very same recording here.
    pub n_same: usize,
    /// Texts that this study does not have.
    pub n_foreign: usize,
    /// Recordings that cannot be read.
    pub n_broken: usize,
}

impl Offer {
    /// The languages of the recordings in it.
    pub fn languages(&self) -> BTreeSet<String> {
        self.entries.iter().map(|entry| entry.language.clone()).collect()
    }
}

/// Looks what is in `file`.
///
/// # Errors
///
/// [`NotTaken`].
pub async fn open_recordings(file: &dyn ChosenFile) -> Result<Offer, NotTaken> {
    let mut reader = ZipReader::new(file.length());
    let members = read(file, &mut reader, ZipReader::members).await?;
    let members: Vec<Rc<Member>> = members.into_iter().map(Rc::new).collect();
    let by_path: BTreeMap<&str, &Rc<Member>> =
        members.iter().map(|member| (member.path.as_str(), member)).collect();
    let mut entries = Vec::new();
    let mut n_bytes = 0;
    let mut has_list = false;
    let lists = members.iter().filter_map(|member| Some((is_list(&member.path)?, member)));
    for (folder, list) in lists.take(MOST_LISTS) {
        // A list that is broken says nothing of the others.
        let Ok(content) = read(file, &mut reader, |reader| reader.content(list)).await else { continue };
        let Ok(sounds) = read_sounds(&String::from_utf8_lossy(&content)) else { continue };
        has_list = true;
        for (text, path) in sounds.recordings {
            let path = format!("{folder}{path}");
            // What the study holds itself is named there too, and not packed.
            if let Some(member) = by_path.get(path.as_str()) {
                n_bytes += sounds.language.len() + text.len();
                if entries.len() >= MOST || n_bytes > MOST_TEXT {
                    return Err(NotTaken::Broken);
                }
                entries.push(Entry { language: sounds.language.clone(), text, member: Rc::clone(member) });
            }
        }
    }
    if has_list && !entries.is_empty() { Ok(Offer { reader, entries }) } else { Err(NotTaken::Foreign) }
}

/// Holds what is offered against what is here. `texts` are those of the study, by language.
///
/// # Errors
///
/// [`NotTaken`].
pub async fn compare_recordings(
    file: &dyn ChosenFile,
    offer: &mut Offer,
    texts: &BTreeMap<String, BTreeSet<String>>,
    recordings: &dyn Recordings,
) -> Result<Compared, NotTaken> {
    let mut compared = Compared::default();
    let is_known =
        |entry: &Entry| texts.get(&entry.language).is_some_and(|texts| texts.contains(&entry.text));
    let n_offered = offer.entries.len();
    offer.entries.retain(is_known);
    compared.n_foreign = n_offered - offer.entries.len();
    let mut kept = Vec::new();
    for entry in std::mem::take(&mut offer.entries) {
        let Some(wav) = recording(file, &mut offer.reader, &entry.member).await? else {
            compared.n_broken += 1;
            continue;
        };
        match recordings.get(&entry.language, &entry.text).await? {
            None => compared.n_new += 1,
            Some(here) if here == wav => compared.n_same += 1,
            Some(_) => compared.n_other += 1,
        }
        kept.push(entry);
    }
    offer.entries = kept;
    Ok(compared)
}

/// Takes in what is offered: texts without a recording here get theirs, and others too if `replaces`. Returns how many.
/// `tell` hears how many were looked at, of how many.
///
/// # Errors
///
/// [`NotTaken`]; what was taken in before stays, and the same file may be taken in again.
pub async fn take_recordings(
    file: &dyn ChosenFile,
    offer: &mut Offer,
    replaces: bool,
    recordings: &dyn Recordings,
    tell: &dyn Fn(usize, usize),
) -> Result<usize, NotTaken> {
    let n_offered = offer.entries.len();
    let mut n_taken = 0;
    for (at, entry) in offer.entries.iter().enumerate() {
        tell(at, n_offered);
        let here = recordings.get(&entry.language, &entry.text).await?;
        if here.is_some() && !replaces {
            continue;
        }
        if let Some(wav) = recording(file, &mut offer.reader, &entry.member).await?
            && here.as_ref() != Some(&wav)
        {
            recordings.put(&entry.language, &entry.text, &wav).await?;
            n_taken += 1;
        }
    }
    Ok(n_taken)
}

/// A recording as the tablet keeps it; none if it is broken, or no WAV file.
async fn recording(
    file: &dyn ChosenFile,
    reader: &mut ZipReader,
    member: &Member,
) -> Result<Option<Vec<u8>>, NotTaken> {
    match read(file, reader, |reader| reader.content(member)).await {
        Ok(content) => Ok(as_kept(&content)),
        Err(NotTaken::Broken) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `content` as recordings are kept: another program may have saved it in a form of its own.
fn as_kept(content: &[u8]) -> Option<Vec<u8>> {
    let wav = read_wav(content).ok()?;
    if let ([samples], RATE) = (&wav.channels[..], wav.rate) {
        return Some(write_wav(samples, RATE));
    }
    let float = |channel: &Vec<i16>| channel.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
    let channels: Vec<Vec<f32>> = wav.channels.iter().map(float).collect();
    let samples = make_recording(&mix(&channels), wav.rate).ok()?;
    Some(write_wav(&samples, RATE))
}

/// Asks the zip file, and gives it what it wants to know of the file.
async fn read<T>(
    file: &dyn ChosenFile,
    reader: &mut ZipReader,
    ask: impl Fn(&mut ZipReader) -> Result<T, Stopped>,
) -> Result<T, NotTaken> {
    loop {
        match ask(reader) {
            Ok(answer) => return Ok(answer),
            Err(Stopped::NotZip) => return Err(NotTaken::Broken),
            Err(Stopped::Wants(Wanted { from, most })) => {
                let bytes = file.read(from, most).await.filter(|bytes| !bytes.is_empty());
                reader.give(from, bytes.ok_or(NotTaken::Unreadable)?);
            }
        }
    }
}

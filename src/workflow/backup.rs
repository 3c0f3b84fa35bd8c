//! Carries everything on a tablet away in one file, and takes such a file in.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::backup::{Item, Refusal};
use crate::domain::day::Day;
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::format::backup::{BackupReader, BackupWriter};
use crate::ports::archive::{Archive, Shelf};
use crate::ports::file::ChosenFile;
use crate::ports::response_store::StoreError;

/// How many records are read or written together: some 800 kB of responses, so that a full tablet needs no more memory
/// than an empty one.
pub(crate) const PAGE: usize = 200;

/// How many bytes of a file are read together.
const PIECE: u64 = 1 << 20;

/// What went into a backup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackedUp {
    /// Finished responses, with their texts.
    pub n_responses: usize,
    /// Drafts.
    pub n_drafts: usize,
    /// Records, or whole parts of the store, that could not be read; the file names them.
    pub n_unreadable: usize,
}

/// What came of taking in a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Responses and drafts that were not on this tablet yet.
    pub n_new: usize,
    /// Responses and drafts that were here already, and stayed as they were.
    pub n_known: usize,
    /// Ids of those responses among them that say something else in the backup.
    pub others: Vec<ResponseId>,
    /// Names and texts of settings, which the caller may take over.
    pub settings: Vec<(String, String)>,
}

/// Why a backup could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RestoreError {
    /// It is none; nothing has changed.
    Refused(Refusal),
    /// The file could not be read to its end. What has been taken in is whole; trying again takes in the rest.
    Unreadable,
    /// The store failed. What has been taken in is whole; trying again takes in the rest.
    Store(StoreError),
}

/// Writes everything that can be read, piece by piece, into `write`.
///
/// It never fails: what cannot be read is named in the file and counted. `settings` are names and texts; `app` is the
/// version of the app, `day` the local day.
pub async fn back_up(
    archive: &dyn Archive,
    settings: &[(String, String)],
    app: &str,
    day: Day,
    write: &mut dyn FnMut(String),
) -> BackedUp {
    let (writer, first) = BackupWriter::begin(app, day);
    write(first);
    let mut backup = Backup { archive, writer, write, done: BackedUp::default() };
    for (name, text) in settings {
        backup.put(&Item::Setting(name.clone(), text.clone()));
    }
    backup.responses().await;
    backup.texts(Shelf::Drafts).await;
    backup.texts(Shelf::Studies).await;
    (backup.write)(backup.writer.end());
    backup.done
}

struct Backup<'a> {
    archive: &'a dyn Archive,
    writer: BackupWriter,
    write: &'a mut dyn FnMut(String),
    done: BackedUp,
}

impl Backup<'_> {
    fn put(&mut self, item: &Item) {
        match item {
            Item::Response(..) => self.done.n_responses += 1,
            Item::Draft(..) => self.done.n_drafts += 1,
            Item::Unreadable(..) => self.done.n_unreadable += 1,
            _ => {}
        }
        let line = self.writer.item(item);
        (self.write)(line);
    }

    fn unreadable(&mut self, shelf: Shelf, key: &str) {
        self.put(&Item::Unreadable(shelf.name().to_owned(), key.to_owned()));
    }

    /// All keys of a shelf as far as they can be read.
    async fn keys(&mut self, shelf: Shelf) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let mut after = String::new();
        loop {
            match self.archive.keys(shelf, &after, PAGE).await {
                Ok(page) => {
                    let Some(last) = page.last() else { return keys };
                    after.clone_from(last);
                    keys.extend(page);
                }
                Err(_) => {
                    self.unreadable(shelf, "");
                    return keys;
                }
            }
        }
    }

    /// Responses are known by their texts or by the ledger; either may be broken.
    async fn responses(&mut self) {
        let mut ids = self.keys(Shelf::Responses).await;
        ids.extend(self.keys(Shelf::Ledger).await);
        let ids: Vec<String> = ids.into_iter().collect();
        for page in ids.chunks(PAGE) {
            let texts = read_texts(self.archive, Shelf::Responses, page).await;
            let entries = read_entries(self.archive, page).await;
            for ((id, text), entry) in page.iter().zip(texts).zip(entries) {
                let cleared = entry.as_ref().filter(|entry| entry.state == State::Cleared);
                match (text, cleared) {
                    (_, Some(cleared)) => self.put(&Item::Cleared(cleared.clone())),
                    // With an entry that cannot be read it waits: sent once more is better than not at all.
                    (Ok(Some(text)), None) => {
                        self.put(&Item::Response(
                            entry.unwrap_or_else(|| Entry::unknown(&ResponseId::new(id))),
                            text,
                        ));
                    }
                    _ => self.unreadable(Shelf::Responses, id),
                }
            }
        }
    }

    async fn texts(&mut self, shelf: Shelf) {
        let keys: Vec<String> = self.keys(shelf).await.into_iter().collect();
        for page in keys.chunks(PAGE) {
            for (key, text) in page.iter().zip(read_texts(self.archive, shelf, page).await) {
                match (text, shelf) {
                    (Ok(Some(text)), Shelf::Drafts) => self.put(&Item::Draft(ResponseId::new(key), text)),
                    (Ok(Some(text)), _) => self.put(&Item::Study(key.clone(), text)),
                    // Finished or discarded since.
                    (Ok(None), _) => {}
                    (Err(_), _) => self.unreadable(shelf, key),
                }
            }
        }
    }
}

/// Together if that works, otherwise one by one.
pub(crate) async fn read_texts(
    archive: &dyn Archive,
    shelf: Shelf,
    keys: &[String],
) -> Vec<Result<Option<String>, StoreError>> {
    if let Ok(texts) = archive.texts(shelf, keys).await {
        return texts.into_iter().map(Ok).collect();
    }
    let mut texts = Vec::new();
    for key in keys {
        let text = archive.texts(shelf, std::slice::from_ref(key)).await;
        texts.push(text.map(|mut text| text.pop().flatten()));
    }
    texts
}

async fn read_entries(archive: &dyn Archive, ids: &[String]) -> Vec<Option<Entry>> {
    if let Ok(entries) = archive.entries(ids).await {
        return entries;
    }
    let mut entries = Vec::new();
    for id in ids {
        let entry = archive.entries(std::slice::from_ref(id)).await;
        entries.push(entry.ok().and_then(|mut entry| entry.pop().flatten()));
    }
    entries
}

/// Takes in a backup: what is not on this tablet yet. The whole file is looked through before anything is changed.
///
/// # Errors
///
/// [`RestoreError`]; a file that is refused changes nothing.
pub async fn restore(archive: &dyn Archive, file: &dyn ChosenFile) -> Result<Restored, RestoreError> {
    let mut restored = Restored::default();
    read_through(file, &mut async |_| Ok(())).await?;
    read_through(file, &mut async |items| {
        for page in items.chunks(PAGE) {
            for item in page {
                if let Item::Setting(name, text) = item {
                    restored.settings.push((name.clone(), text.clone()));
                }
            }
            let counted: Vec<Item> = page
                .iter()
                .filter(|item| matches!(item, Item::Response(..) | Item::Cleared(_) | Item::Draft(..)))
                .cloned()
                .collect();
            let studies: Vec<Item> =
                page.iter().filter(|item| matches!(item, Item::Study(..))).cloned().collect();
            restored.others.extend(others(archive, &counted).await.map_err(RestoreError::Store)?);
            let n_new = archive.take_in(&counted).await.map_err(RestoreError::Store)?;
            archive.take_in(&studies).await.map_err(RestoreError::Store)?;
            restored.n_new += n_new;
            restored.n_known += counted.len() - n_new;
        }
        Ok(())
    })
    .await?;
    Ok(restored)
}

/// Ids of responses among `items` that are here already, or were among them before, with other content. Of what was cleared
/// nobody knows.
async fn others(archive: &dyn Archive, items: &[Item]) -> Result<Vec<ResponseId>, StoreError> {
    let responses = items.iter().filter_map(|item| match item {
        Item::Response(entry, text) => Some((&entry.id, text)),
        _ => None,
    });
    let responses: Vec<(&ResponseId, &String)> = responses.collect();
    let ids: Vec<String> = responses.iter().map(|(id, _)| id.to_string()).collect();
    let here = archive.texts(Shelf::Responses, &ids).await?;
    let mut known: BTreeMap<&String, String> =
        ids.iter().zip(here).filter_map(|(id, text)| Some((id, text?))).collect();
    let mut others = Vec::new();
    for (at, (id, text)) in responses.iter().enumerate() {
        let text = with_plain_id(text, id);
        let first = known.entry(&ids[at]).or_insert_with(|| text.clone());
        if with_plain_id(first, id) != text {
            others.push((*id).clone());
        }
    }
    Ok(others)
}

/// `text` with its id as it is compared: one in capitals is the same.
fn with_plain_id(text: &str, id: &str) -> String {
    match text.to_ascii_lowercase().find(id) {
        Some(at) => format!("{}{id}{}", &text[..at], &text[at + id.len()..]),
        None => text.to_owned(),
    }
}

async fn read_through(
    file: &dyn ChosenFile,
    take: &mut impl AsyncFnMut(Vec<Item>) -> Result<(), RestoreError>,
) -> Result<(), RestoreError> {
    let mut reader = BackupReader::default();
    let mut at = 0;
    while at < file.length() {
        let bytes = file.read(at, PIECE).await.filter(|bytes| !bytes.is_empty());
        let bytes = bytes.ok_or(RestoreError::Unreadable)?;
        at += bytes.len() as u64;
        take(reader.push(&bytes).map_err(RestoreError::Refused)?).await?;
    }
    reader.finish().map_err(RestoreError::Refused)
}

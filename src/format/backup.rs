//! `backup/1`: everything that is on a tablet in one file, one JSON object a line.
//!
//! The first line says what it is, the last one how many lines came before and their SHA-256: so a file that was cut
//! off or altered on its way is known. (The checksum tells accidents, not forgers.)

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::backup::{Item, Refusal};
use crate::domain::day::{Day, day_or_empty};
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::format::codec::{read_placed, write};
use crate::format::ledger::{name_of, state_of};
use crate::format::names::given;
use crate::format::pin::hex::digits;

const SCHEMA: &str = "backup/1";

/// Longest line in bytes that is read. A draft of a hundred cards has some 20 kB, a large study a megabyte.
const LONGEST_LINE: usize = 16 << 20;

/// Longest id: more than any UUID has.
const LONGEST_ID: usize = 64;

/// The first line.
#[derive(Serialize, Deserialize)]
struct FirstLine {
    schema: String,
    #[serde(skip_deserializing)]
    app: String,
    #[serde(skip_deserializing)]
    day: String,
}

/// Any other line.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line {
    Response {
        id: String,
        state: String,
        #[serde(default, deserialize_with = "given")]
        day: String,
        #[serde(default, deserialize_with = "given")]
        reason: String,
        #[serde(default, deserialize_with = "given")]
        finished: String,
        #[serde(default, deserialize_with = "given")]
        refused: String,
        #[serde(default, deserialize_with = "given")]
        sent: String,
        #[serde(default, deserialize_with = "given")]
        receipt: String,
        json: String,
    },
    Cleared {
        id: String,
        day: String,
    },
    Draft {
        id: String,
        text: String,
    },
    Study {
        address: String,
        text: String,
    },
    Setting {
        name: String,
        text: String,
    },
    Unreadable {
        shelf: String,
        id: String,
    },
    End {
        #[serde(default)]
        lines: usize,
        #[serde(default)]
        sha256: String,
    },
    /// What a newer app has added, and this one can do without.
    #[serde(other)]
    Newer,
}

/// Of a response, no more than its id.
#[derive(Deserialize)]
struct IdOf {
    id: String,
}

/// Writes a backup line by line.
#[derive(Debug, Clone)]
pub struct BackupWriter {
    digest: Sha256,
    n_lines: usize,
}

impl BackupWriter {
    /// Begins one made by version `app` of the app on the local day `day`; returns its first line too.
    pub fn begin(app: &str, day: Day) -> (Self, String) {
        let mut writer = Self { digest: Sha256::new(), n_lines: 0 };
        let (schema, app, day) = (SCHEMA.to_owned(), app.to_owned(), day.to_string());
        let first = writer.line(&FirstLine { schema, app, day });
        (writer, first)
    }

    /// The line of `item`.
    pub fn item(&mut self, item: &Item) -> String {
        self.line(&Line::from(item.clone()))
    }

    /// The last line.
    pub fn end(self) -> String {
        write(&Line::End { lines: self.n_lines, sha256: digits(&self.digest.finalize()) }) + "\n"
    }

    fn line(&mut self, line: &impl Serialize) -> String {
        let line = write(line) + "\n";
        self.digest.update(line.as_bytes());
        self.n_lines += 1;
        line
    }
}

impl From<Item> for Line {
    fn from(item: Item) -> Self {
        let written = |day: Option<Day>| day_or_empty(day.as_ref()).to_owned();
        match item {
            Item::Response(entry, json) => Self::Response {
                id: entry.id.into_string(),
                state: name_of(entry.state).to_owned(),
                day: written(entry.day),
                reason: entry.reason,
                finished: written(entry.finished),
                refused: written(entry.refused),
                sent: written(entry.sent),
                receipt: entry.receipt,
                json,
            },
            Item::Cleared(entry) => Self::Cleared { id: entry.id.into_string(), day: written(entry.day) },
            Item::Draft(id, text) => Self::Draft { id: id.into_string(), text },
            Item::Study(address, text) => Self::Study { address, text },
            Item::Setting(name, text) => Self::Setting { name, text },
            Item::Unreadable(shelf, id) => Self::Unreadable { shelf, id },
        }
    }
}

/// Reads a backup piece by piece.
#[derive(Debug, Clone, Default)]
pub struct BackupReader {
    /// What has come of the line that is not whole yet.
    rest: Vec<u8>,
    digest: Sha256,
    n_lines: usize,
    is_ended: bool,
}

impl BackupReader {
    /// Takes in the next bytes, and returns what the lines hold that are whole now.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: this is no backup that can be taken in.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Item>, Refusal> {
        let mut items = Vec::new();
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            self.rest.extend_from_slice(line);
            let line = std::mem::take(&mut self.rest);
            items.extend(self.line(&line)?);
            rest = after;
        }
        self.rest.extend_from_slice(rest);
        if self.rest.len() > LONGEST_LINE {
            return Err(self.broken());
        }
        Ok(items)
    }

    /// The file is over.
    ///
    /// # Errors
    ///
    /// [`Refusal`] if it is not whole.
    pub fn finish(&self) -> Result<(), Refusal> {
        match (self.is_ended, self.n_lines) {
            (true, _) if self.rest.is_empty() => Ok(()),
            (true, _) => Err(Refusal::Altered),
            (false, 0) => Err(Refusal::Foreign),
            (false, _) => Err(Refusal::CutOff),
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<Option<Item>, Refusal> {
        if self.is_ended {
            return Err(Refusal::Altered);
        }
        let json = std::str::from_utf8(line).map_err(|_| self.broken())?;
        let item = if self.n_lines == 0 {
            let first: FirstLine = read_placed(json).map_err(|_| Refusal::Foreign)?;
            match first.schema.as_str() {
                SCHEMA => None,
                newer if newer.starts_with("backup/") => return Err(Refusal::Newer(first.schema)),
                _ => return Err(Refusal::Foreign),
            }
        } else {
            match read_placed(json).map_err(|_| self.broken())? {
                Line::End { lines, sha256 } => {
                    self.is_ended = true;
                    let is_whole = lines == self.n_lines && sha256 == digits(&self.digest.clone().finalize());
                    return if is_whole { Ok(None) } else { Err(Refusal::Altered) };
                }
                Line::Newer => None,
                line => Some(line.item().ok_or_else(|| self.broken())?),
            }
        };
        self.digest.update(line);
        self.n_lines += 1;
        Ok(item)
    }

    fn broken(&self) -> Refusal {
        if self.n_lines == 0 { Refusal::Foreign } else { Refusal::Broken(self.n_lines + 1) }
    }
}

impl Line {
    /// What stands in it, if that can be.
    fn item(self) -> Option<Item> {
        // In capitals it is the same id; this app writes none.
        let own = |id: String| is_id(&id).then(|| ResponseId::new(id.to_ascii_lowercase()));
        let a_day = |day: String| if day.is_empty() { Some(None) } else { Day::of(&day).map(Some) };
        Some(match self {
            Self::Response { id, state, day, reason, finished, refused, sent, receipt, json } => {
                let id = own(id)?;
                // The text is about this very response.
                let is_its_own = read_placed::<IdOf>(&json).ok()?.id.eq_ignore_ascii_case(&id);
                let state = match state_of(&state)? {
                    // Nobody is sending it here.
                    State::Sending => State::Waiting,
                    State::Cleared => return None,
                    state => state,
                };
                let is_plain = !receipt.contains(|sign: char| sign.is_control() || ",\"'=+@".contains(sign));
                let (day, finished) = (a_day(day)?, a_day(finished)?);
                let (refused, sent) = (a_day(refused)?, a_day(sent)?);
                let entry = Entry { id, state, day, reason, finished, refused, sent, receipt };
                (is_its_own && is_plain).then_some(Item::Response(entry, json))?
            }
            Self::Cleared { id, day } => Item::Cleared(Entry::cleared(&own(id)?, a_day(day)?)),
            Self::Draft { id, text } => Item::Draft(own(id)?, text),
            Self::Study { address, text } => Item::Study(address, text),
            Self::Setting { name, text } => Item::Setting(name, text),
            Self::Unreadable { shelf, id } => Item::Unreadable(shelf, id),
            Self::End { .. } | Self::Newer => return None,
        })
    }
}

/// What may stand in a list without doing anything there.
fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::day::day;
    use crate::domain::delivery::Verdict;

    fn items() -> Vec<Item> {
        let sent = Entry::finished(&ResponseId::new("b"), day("2026-11-01"))
            .settled(&Verdict::Sent, day("2026-11-02"), "h 0b")
            .unwrap();
        vec![
            Item::Response(
                Entry::finished(&ResponseId::new("a"), day("2026-11-01")),
                r#"{"id":"a","words":"één \"tuin\""}"#.to_owned(),
            ),
            Item::Response(sent, r#"{"id":"b"}"#.to_owned()),
            Item::Cleared(Entry::cleared(&ResponseId::new("c"), day("2026-11-03"))),
            Item::Draft(ResponseId::new("d"), "{}".to_owned()),
            Item::Study("studies/x/study.json".to_owned(), "{}".to_owned()),
            Item::Setting("betekenis.activity".to_owned(), "{}".to_owned()),
            Item::Unreadable("responses".to_owned(), "e".to_owned()),
        ]
    }

    fn file() -> String {
        let (mut writer, mut file) = BackupWriter::begin("0.1.0", day("2026-11-22"));
        for item in items() {
            file += &writer.item(&item);
        }
        file + &writer.end()
    }

    fn read(file: &[u8], piece: usize) -> Result<Vec<Item>, Refusal> {
        let mut reader = BackupReader::default();
        let mut items = Vec::new();
        for bytes in file.chunks(piece) {
            items.extend(reader.push(bytes)?);
        }
        reader.finish()?;
        Ok(items)
    }

    #[test]
    fn a_backup_is_read_as_it_was_written_in_pieces_of_any_size() {
        for piece in [1, 2, 7, 100, 100_000] {
            assert_eq!(read(file().as_bytes(), piece), Ok(items()));
        }
    }

    #[test]
    fn a_backup_that_is_cut_off_anywhere_is_refused() {
        let file = file();
        let first_line = file.find('\n').unwrap();
        for length in 0..file.len() {
            let refusal = read(&file.as_bytes()[..length], 1000).unwrap_err();
            let expected = if length > first_line { Refusal::CutOff } else { Refusal::Foreign };
            assert_eq!(refusal, expected, "cut off after {length} bytes");
        }
    }

    #[test]
    fn a_backup_of_which_any_byte_is_altered_is_refused() {
        let file = file();
        for at in 0..file.len() {
            let mut altered = file.clone().into_bytes();
            altered[at] ^= 1;
            assert!(read(&altered, 1000).is_err(), "byte {at} altered");
        }
    }

    #[test]
    fn what_follows_the_end_is_no_part_of_a_backup() {
        assert_eq!(read((file() + "{}\n").as_bytes(), 1000), Err(Refusal::Altered));
        assert_eq!(read((file() + "x").as_bytes(), 1000), Err(Refusal::Altered));
    }

    #[test]
    fn an_id_in_capitals_is_the_same_id() {
        let (mut writer, mut file) = BackupWriter::begin("0.1.0", day("2026-11-22"));
        let text = r#"{"id":"AB-1"}"#.to_owned();
        for item in [
            Item::Response(Entry::finished(&ResponseId::new("AB-1"), day("2026-11-01")), text.clone()),
            Item::Cleared(Entry::cleared(&ResponseId::new("CD-2"), day("2026-11-03"))),
            Item::Draft(ResponseId::new("EF-3"), "{}".to_owned()),
        ] {
            file += &writer.item(&item);
        }
        file += &writer.end();

        let expected = vec![
            Item::Response(Entry::finished(&ResponseId::new("ab-1"), day("2026-11-01")), text),
            Item::Cleared(Entry::cleared(&ResponseId::new("cd-2"), day("2026-11-03"))),
            Item::Draft(ResponseId::new("ef-3"), "{}".to_owned()),
        ];
        assert_eq!(read(file.as_bytes(), 1000), Ok(expected));
    }

    #[test]
    fn a_foreign_file_is_told_from_a_newer_one() {
        for foreign in ["", "\n", "hello\n", "{}\n", "{\"schema\":\"response/1\"}\n", "\u{0}\u{1}\u{2}"] {
            assert_eq!(read(foreign.as_bytes(), 1000), Err(Refusal::Foreign), "{foreign}");
        }
        assert_eq!(read(b"{\"schema\":\"backup/2\"}\n", 1000), Err(Refusal::Newer("backup/2".to_owned())));
    }

    #[test]
    fn a_line_that_no_backup_has_is_named() {
        let (mut writer, first) = BackupWriter::begin("0.1.0", day("2026-11-22"));
        let mut broken = |fields: &[(&str, &str)]| {
            let fields: BTreeMap<_, _> = fields.iter().copied().collect();
            let file = first.clone() + &writer.line(&fields);
            read(file.as_bytes(), 1000)
        };

        for fields in [
            vec![("kind", "cleared"), ("id", "=cmd()"), ("day", "2026-11-22")],
            vec![("kind", "cleared"), ("id", "a"), ("day", "yesterday")],
            vec![("kind", "response"), ("id", "a"), ("state", "waiting"), ("json", r#"{"id":"b"}"#)],
            vec![("kind", "response"), ("id", "a"), ("state", "lost"), ("json", r#"{"id":"a"}"#)],
            vec![("no", "kind")],
        ] {
            assert_eq!(broken(&fields), Err(Refusal::Broken(2)), "{fields:?}");
        }
        // A kind that a newer app has added is passed over.
        assert_eq!(broken(&[("kind", "recording")]), Err(Refusal::CutOff));
    }
}

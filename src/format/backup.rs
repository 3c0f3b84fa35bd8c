//! `backup/1`: everything that is on a tablet in one file, one JSON object a line.
//!
//! The first line says what it is, the last one how many lines came before and their SHA-256: so a file that was cut
//! off or altered on its way is known. (The checksum tells accidents, not forgers.)

use sha2::{Digest as _, Sha256};

use crate::domain::backup::{Item, Refusal};
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::format::json::Json;
use crate::format::ledger::{name_of, state_of};

const SCHEMA: &str = "backup/1";

/// Longest line in bytes that is read. A draft of a hundred cards has some 20 kB, a large study a megabyte.
const LONGEST_LINE: usize = 16 << 20;

/// Longest id: more than any UUID has.
const LONGEST_ID: usize = 64;

/// Writes a backup line by line.
#[derive(Debug, Clone)]
pub struct BackupWriter {
    digest: Sha256,
    n_lines: usize,
}

impl BackupWriter {
    /// Begins one made by version `app` of the app on the local day `day`; returns its first line too.
    pub fn begin(app: &str, day: &str) -> (Self, String) {
        let mut writer = Self { digest: Sha256::new(), n_lines: 0 };
        let first = writer.line(&[("schema", SCHEMA), ("app", app), ("day", day)]);
        (writer, first)
    }

    /// The line of `item`.
    pub fn item(&mut self, item: &Item) -> String {
        match item {
            Item::Response(entry, json) => self.line(&[
                ("kind", "response"),
                ("id", &entry.id),
                ("state", name_of(entry.state)),
                ("day", &entry.day),
                ("reason", &entry.reason),
                ("finished", &entry.finished),
                ("refused", &entry.refused),
                ("sent", &entry.sent),
                ("receipt", &entry.receipt),
                ("json", json),
            ]),
            Item::Cleared(entry) => self.line(&[("kind", "cleared"), ("id", &entry.id), ("day", &entry.day)]),
            Item::Draft(id, text) => self.line(&[("kind", "draft"), ("id", id), ("text", text)]),
            Item::Study(address, text) => {
                self.line(&[("kind", "study"), ("address", address), ("text", text)])
            }
            Item::Setting(name, text) => self.line(&[("kind", "setting"), ("name", name), ("text", text)]),
            Item::Unreadable(shelf, id) => self.line(&[("kind", "unreadable"), ("shelf", shelf), ("id", id)]),
        }
    }

    /// The last line.
    pub fn end(self) -> String {
        let lines = self.n_lines as u64;
        let end =
            [("kind", "end".into()), ("lines", lines.into()), ("sha256", hex(self.digest).as_str().into())];
        Json::object(end.into()).write() + "\n"
    }

    fn line(&mut self, fields: &[(&str, &str)]) -> String {
        let fields = fields.iter().map(|(key, text)| (*key, Json::from(*text))).collect();
        let line = Json::object(fields).write() + "\n";
        self.digest.update(line.as_bytes());
        self.n_lines += 1;
        line
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
        let value = std::str::from_utf8(line).ok().and_then(|line| Json::parse(line).ok());
        let value = value.ok_or_else(|| self.broken())?;
        let text = |key: &str| value.get(key).and_then(Json::as_text).map(str::to_owned);
        if self.n_lines == 0 {
            match text("schema").as_deref() {
                Some(SCHEMA) => {}
                Some(schema) if schema.starts_with("backup/") => {
                    return Err(Refusal::Newer(schema.to_owned()));
                }
                _ => return Err(Refusal::Foreign),
            }
        }
        let kind = text("kind").unwrap_or_default();
        if kind == "end" {
            let lines = Json::from(self.n_lines as u64);
            let is_whole =
                value.get("lines") == Some(&lines) && text("sha256") == Some(hex(self.digest.clone()));
            self.is_ended = true;
            return if is_whole { Ok(None) } else { Err(Refusal::Altered) };
        }
        let item = match kind.as_str() {
            _ if self.n_lines == 0 => None,
            "" => return Err(self.broken()),
            known if KINDS.contains(&known) => Some(read_item(known, &text).ok_or_else(|| self.broken())?),
            // What a newer app has added, and this one can do without.
            _ => None,
        };
        self.digest.update(line);
        self.n_lines += 1;
        Ok(item)
    }

    fn broken(&self) -> Refusal {
        if self.n_lines == 0 { Refusal::Foreign } else { Refusal::Broken(self.n_lines + 1) }
    }
}

const KINDS: &[&str] = &["response", "cleared", "draft", "study", "setting", "unreadable"];

fn read_item(kind: &str, text: &dyn Fn(&str) -> Option<String>) -> Option<Item> {
    // In capitals it is the same id; this app writes none.
    let id = |key| text(key).filter(|id| is_id(id)).map(|id| id.to_ascii_lowercase());
    Some(match kind {
        "response" => {
            let (id, json) = (id("id")?, text("json")?);
            // The text is about this very response.
            let value = Json::parse(&json).ok()?;
            let own = value.get("id").and_then(Json::as_text);
            let is_its_own = own.is_some_and(|own| own.eq_ignore_ascii_case(&id));
            let state = match state_of(&text("state")?)? {
                // Nobody is sending it here.
                State::Sending => State::Waiting,
                State::Cleared => return None,
                state => state,
            };
            let receipt = text("receipt").unwrap_or_default();
            let is_plain = !receipt.contains(|sign: char| sign.is_control() || ",\"'=+@".contains(sign));
            let day = |key| text(key).or(Some(String::new())).filter(|day| is_day(day));
            let entry = Entry {
                id,
                state,
                day: day("day")?,
                reason: text("reason").unwrap_or_default(),
                finished: day("finished")?,
                refused: day("refused")?,
                sent: day("sent")?,
                receipt,
            };
            (is_its_own && is_plain).then_some(Item::Response(entry, json))?
        }
        "cleared" => Item::Cleared(Entry::cleared(&id("id")?, &text("day").filter(|day| is_day(day))?)),
        "draft" => Item::Draft(id("id")?, text("text")?),
        "study" => Item::Study(text("address")?, text("text")?),
        "setting" => Item::Setting(text("name")?, text("text")?),
        _ => Item::Unreadable(text("shelf")?, text("id")?),
    })
}

/// What may stand in a list without doing anything there.
fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// `YYYY-MM-DD`, or nothing.
fn is_day(day: &str) -> bool {
    day.is_empty() || (day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

fn hex(digest: Sha256) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    digest.finalize().into_iter().flat_map(digits).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::delivery::Verdict;

    fn items() -> Vec<Item> {
        let sent = Entry::finished("b", "2026-11-01").settled(&Verdict::Sent, "2026-11-02", "h 0b").unwrap();
        vec![
            Item::Response(
                Entry::finished("a", "2026-11-01"),
                r#"{"id":"a","words":"één \"tuin\""}"#.to_owned(),
            ),
            Item::Response(sent, r#"{"id":"b"}"#.to_owned()),
            Item::Cleared(Entry::cleared("c", "2026-11-03")),
            Item::Draft("d".to_owned(), "{}".to_owned()),
            Item::Study("studies/x/study.json".to_owned(), "{}".to_owned()),
            Item::Setting("betekenis.activity".to_owned(), "{}".to_owned()),
            Item::Unreadable("responses".to_owned(), "e".to_owned()),
        ]
    }

    fn file() -> String {
        let (mut writer, mut file) = BackupWriter::begin("0.1.0", "2026-11-22");
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
        let (mut writer, mut file) = BackupWriter::begin("0.1.0", "2026-11-22");
        let text = r#"{"id":"AB-1"}"#.to_owned();
        for item in [
            Item::Response(Entry::finished("AB-1", "2026-11-01"), text.clone()),
            Item::Cleared(Entry::cleared("CD-2", "2026-11-03")),
            Item::Draft("EF-3".to_owned(), "{}".to_owned()),
        ] {
            file += &writer.item(&item);
        }
        file += &writer.end();

        let expected = vec![
            Item::Response(Entry::finished("ab-1", "2026-11-01"), text),
            Item::Cleared(Entry::cleared("cd-2", "2026-11-03")),
            Item::Draft("ef-3".to_owned(), "{}".to_owned()),
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
        let (mut writer, first) = BackupWriter::begin("0.1.0", "2026-11-22");
        let mut broken = |fields: &[(&str, &str)]| {
            let file = first.clone() + &writer.line(fields);
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

//! Zip files: many files in one, as a study maker unpacks them and another tablet takes them in.
//!
//! One is written file by file, and read piece by piece, so that a large one need not fit into memory. Only the
//! coordinator's page has this.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::rc::Rc;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{
    CompressionMethod, ErrorKind, ReaderAt, ZipArchive, ZipArchiveWriter, ZipDataWriter, ZipLocator,
};

/// Longest file in a zip file that is read, in bytes: thirteen times the longest recording. More is none of ours, or a trap.
const LONGEST: u64 = 8 << 20;

/// Most entries in a zip file that is read, folders and all: eight languages with all their recordings are some two thousand.
pub const MOST: usize = 20_000;

/// How well recordings are compressed: more takes longer and makes them no smaller.
const LEVEL: u8 = 6;

/// A zip file that is being written.
pub struct ZipWriter<'a> {
    writer: ZipArchiveWriter<Sink<'a>>,
}

impl<'a> ZipWriter<'a> {
    /// Begins one, whose bytes go to `write` as they come.
    pub fn new(write: &'a mut dyn FnMut(&[u8])) -> Self {
        Self { writer: ZipArchiveWriter::new(Sink(write)) }
    }

    /// Adds a file. It is only an error if there are more, or longer ones, than a zip file can hold; the file is then no use.
    ///
    /// # Errors
    ///
    /// [`NotZip`].
    pub fn add(&mut self, path: &str, content: &[u8]) -> Result<(), NotZip> {
        let (mut entry, config) = self
            .writer
            .new_file(path)
            .compression_method(CompressionMethod::DEFLATE)
            .start()
            .map_err(|_| NotZip)?;
        // It counts and sums up what goes in, while what comes out is compressed beforehand.
        let mut summing: ZipDataWriter<io::Sink> = config.wrap(io::sink());
        let summed = summing
            .write_all(content)
            .map_err(|_| NotZip)
            .and_then(|()| summing.finish().map_err(|_| NotZip));
        let (_, descriptor) = summed?;
        entry.write_all(&compress_to_vec(content, LEVEL)).map_err(|_| NotZip)?;
        entry.finish(descriptor).map_err(|_| NotZip)?;
        Ok(())
    }

    /// Writes the end.
    ///
    /// # Errors
    ///
    /// [`NotZip`].
    pub fn finish(self) -> Result<(), NotZip> {
        self.writer.finish().map(drop).map_err(|_| NotZip)
    }
}

struct Sink<'a>(&'a mut dyn FnMut(&[u8]));

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (self.0)(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// It is no zip file, or one that is broken, cut off or of a kind that is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no zip file, or a broken one")]
pub struct NotZip;

/// What reading needs before it can go on: this part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// First byte.
    pub from: u64,
    /// So many bytes, or what is left of the file.
    pub most: u64,
}

/// Why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// This has to be handed over with [`ZipReader::give`]; then the same may be asked again.
    Wants(Wanted),
    /// There is nothing more to be had.
    NotZip,
}

/// A file in a zip file.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its path, with `/` between folders.
    pub path: String,
    wayfinder: rawzip::ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    offset: u64,
    compressed: u64,
    length: u64,
    checksum: u32,
}

/// A zip file that is being read. It is given parts of the file as it wants them, by whoever can read the file.
pub struct ZipReader {
    parts: Rc<Parts>,
    archive: Option<ZipArchive<Reader>>,
}

/// How much is asked for at a time.
const PART: u64 = 64 << 10;

/// Most bytes that are kept at a time: twenty thousand files with long names have a list of four megabytes.
const MOST_KEPT: usize = 32 << 20;

impl ZipReader {
    /// Begins with a file of `length` bytes.
    pub fn new(length: u64) -> Self {
        let parts = Parts {
            length,
            given: RefCell::default(),
            missing: Cell::new(None),
            asked: Cell::default(),
            had: RefCell::default(),
        };
        Self { parts: Rc::new(parts), archive: None }
    }

    /// Hands over the part of the file that begins at `from`.
    pub fn give(&self, from: u64, bytes: Vec<u8>) {
        self.parts.had.borrow_mut().extend(self.parts.asked.take());
        self.parts.given.borrow_mut().push((from, bytes));
    }

    /// All files in it, in their order; folders are left out, and what other programs add for themselves.
    ///
    /// # Errors
    ///
    /// [`Stopped`].
    pub fn members(&mut self) -> Result<Vec<Member>, Stopped> {
        let mut buffer = vec![0; usize::try_from(PART).unwrap_or(0)];
        let archive = match self.archive.take() {
            Some(archive) => archive,
            None => {
                let reader = Reader(Rc::clone(&self.parts));
                ZipLocator::new()
                    .locate_in_reader(reader, &mut buffer, self.parts.length)
                    .map_err(|(_, error)| self.stopped(error))?
            }
        };
        let listed = self.list(&archive, &mut buffer);
        self.archive = Some(archive);
        self.answered(listed)
    }

    fn list(&self, archive: &ZipArchive<Reader>, buffer: &mut [u8]) -> Result<Vec<Member>, Stopped> {
        let mut members = Vec::new();
        let mut entries = archive.entries(buffer);
        let mut n_entries = 0;
        while let Some(entry) = entries.next_entry().map_err(|error| self.stopped(error))? {
            n_entries += 1;
            if n_entries > MOST {
                return Err(Stopped::NotZip);
            }
            let Ok(path) = entry.file_path().try_normalize() else { continue };
            let path = path.as_str().to_owned();
            if entry.is_dir() || path.starts_with("__MACOSX/") {
                continue;
            }
            members.push(Member {
                path,
                wayfinder: entry.wayfinder(),
                method: entry.compression_method(),
                offset: entry.local_header_offset(),
                compressed: entry.compressed_size_hint(),
                length: entry.uncompressed_size_hint(),
                checksum: entry.crc32(),
            });
        }
        Ok(members)
    }

    /// The content of a file of it. What was handed over for the one before is let go.
    ///
    /// # Errors
    ///
    /// [`Stopped`]; this file is broken or too long, another may be whole.
    pub fn content(&self, member: &Member) -> Result<Vec<u8>, Stopped> {
        let content = self.answered(self.unpack(member));
        if !matches!(content, Err(Stopped::Wants(_))) {
            self.parts.given.borrow_mut().retain(|(from, _)| *from != member.offset);
        }
        content
    }

    fn unpack(&self, member: &Member) -> Result<Vec<u8>, Stopped> {
        let Some(archive) = &self.archive else { return Err(Stopped::NotZip) };
        if member.compressed > LONGEST || member.length > LONGEST {
            return Err(Stopped::NotZip);
        }
        let entry = archive.get_entry(member.wayfinder).map_err(|error| match self.missing(error) {
            // Its head and all of its content at once.
            Some(_) => self.wants(member.offset, member.compressed + PART),
            None => Stopped::NotZip,
        })?;
        let (from, until) = entry.compressed_data_range();
        let mut content = vec![0; usize::try_from(until.saturating_sub(from)).map_err(|_| Stopped::NotZip)?];
        let read = self.parts.read_exact_at(&mut content, from);
        if read.is_err() {
            // Now it is known where the content ends: what stands before it is as long as it says itself.
            let most = until.saturating_sub(member.offset);
            return Err(self
                .parts
                .missing
                .take()
                .map_or(Stopped::NotZip, |_| self.wants(member.offset, most)));
        }
        let content = match member.method {
            CompressionMethod::STORE => content,
            CompressionMethod::DEFLATE => {
                let most = usize::try_from(member.length).map_err(|_| Stopped::NotZip)?;
                decompress_to_vec_with_limit(&content, most).map_err(|_| Stopped::NotZip)?
            }
            _ => return Err(Stopped::NotZip),
        };
        let is_whole = content.len() as u64 == member.length && rawzip::crc32(&content) == member.checksum;
        if is_whole { Ok(content) } else { Err(Stopped::NotZip) }
    }

    fn stopped(&self, error: rawzip::Error) -> Stopped {
        self.missing(error).map_or(Stopped::NotZip, |at| {
            let from = at / PART * PART;
            self.wants(from, PART.min(self.parts.length - from))
        })
    }

    /// The byte for want of which there is this error, if it comes of a part that was not handed over yet.
    fn missing(&self, error: rawzip::Error) -> Option<u64> {
        let missing = self.parts.missing.take();
        missing.filter(|_| matches!(error.into_kind(), ErrorKind::IO(_)))
    }

    /// Asks for a part, once: whoever has it and wants it again would ask for ever.
    fn wants(&self, from: u64, most: u64) -> Stopped {
        let wanted = Wanted { from, most };
        let n_kept: usize = self.parts.given.borrow().iter().map(|(_, bytes)| bytes.len()).sum();
        if n_kept > MOST_KEPT || self.parts.had.borrow().contains(&wanted) {
            return Stopped::NotZip;
        }
        self.parts.asked.set(Some(wanted));
        Stopped::Wants(wanted)
    }

    /// With an answer, whichever, the same may be asked for anew.
    fn answered<T>(&self, answer: Result<T, Stopped>) -> Result<T, Stopped> {
        if !matches!(answer, Err(Stopped::Wants(_))) {
            self.parts.had.borrow_mut().clear();
        }
        answer
    }
}

/// The parts of the file that were handed over.
struct Parts {
    length: u64,
    given: RefCell<Vec<(u64, Vec<u8>)>>,
    /// A byte that was wanted and not there.
    missing: Cell<Option<u64>>,
    /// What was asked for last.
    asked: Cell<Option<Wanted>>,
    /// What was asked for and handed over since the last answer.
    had: RefCell<BTreeSet<Wanted>>,
}

impl Parts {
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let mut n_read = 0;
        while n_read < buffer.len() {
            match self.read_at(&mut buffer[n_read..], offset + n_read as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => n_read += n,
            }
        }
        Ok(())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        if offset >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        for (from, bytes) in self.given.borrow().iter() {
            let inside = offset.checked_sub(*from).and_then(|at| bytes.get(usize::try_from(at).ok()?..));
            if let Some(there) = inside.filter(|there| !there.is_empty()) {
                let n = there.len().min(buffer.len());
                buffer[..n].copy_from_slice(&there[..n]);
                return Ok(n);
            }
        }
        self.missing.set(Some(offset));
        Err(io::ErrorKind::WouldBlock.into())
    }
}

struct Reader(Rc<Parts>);

impl ReaderAt for Reader {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.0.read_at(buffer, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut write = |more: &[u8]| bytes.extend_from_slice(more);
        let mut writer = ZipWriter::new(&mut write);
        for (path, content) in files {
            writer.add(path, content).unwrap();
        }
        writer.finish().unwrap();
        bytes
    }

    /// Gives what is wanted until there is an answer; and how many bytes it has given.
    fn answer<T>(
        file: &[u8],
        reader: &mut ZipReader,
        ask: impl Fn(&mut ZipReader) -> Result<T, Stopped>,
    ) -> (Result<T, NotZip>, u64) {
        let mut n_given = 0;
        for _ in 0..1000 {
            match ask(reader) {
                Ok(answer) => return (Ok(answer), n_given),
                Err(Stopped::NotZip) => return (Err(NotZip), n_given),
                Err(Stopped::Wants(wanted)) => {
                    let from = usize::try_from(wanted.from).unwrap();
                    let until = file.len().min(from + usize::try_from(wanted.most).unwrap());
                    n_given += (until - from) as u64;
                    reader.give(wanted.from, file[from..until].to_vec());
                }
            }
        }
        panic!("it asks for ever");
    }

    fn members(file: &[u8]) -> (Result<Vec<Member>, NotZip>, ZipReader) {
        let mut reader = ZipReader::new(file.len() as u64);
        (answer(file, &mut reader, ZipReader::members).0, reader)
    }

    fn read(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, NotZip> {
        let (members, mut reader) = members(file);
        let mut files = Vec::new();
        for member in members? {
            let content = answer(file, &mut reader, |reader| reader.content(&member)).0?;
            files.push((member.path, content));
        }
        Ok(files)
    }

    fn long(n: usize) -> Vec<u8> {
        (0..n).map(|at| ((at * at) >> 7).to_le_bytes()[0]).collect()
    }

    #[test]
    fn what_is_put_in_comes_out() {
        let sound = long(300_000);
        let files: [(&str, &[u8]); 3] = [
            ("sounds/nl.json", b"{}"),
            ("sounds/nl/card-coffee.wav", &sound),
            ("sounds/ar/\u{642}.wav", b""),
        ];

        let read = read(&zip(&files)).unwrap();

        assert_eq!(read, files.map(|(path, content)| (path.to_owned(), content.to_vec())));
    }

    #[test]
    fn a_large_file_is_never_whole_in_memory() {
        let sounds: Vec<(String, Vec<u8>)> =
            (0..40).map(|at| (format!("{at}.wav"), long(200_000 + at))).collect();
        let files: Vec<(&str, &[u8])> =
            sounds.iter().map(|(path, content)| (path.as_str(), &content[..])).collect();
        let file = zip(&files);

        let (listed, mut reader) = members(&file);

        for (member, (path, content)) in listed.unwrap().iter().zip(&files) {
            assert_eq!(member.path, *path);
            let (read, n_given) = answer(&file, &mut reader, |reader| reader.content(member));
            assert_eq!(read.unwrap(), *content);
            assert!(n_given <= member.compressed + PART, "{n_given} bytes for {}", member.compressed);
            let n_kept: usize = reader.parts.given.borrow().iter().map(|(_, bytes)| bytes.len()).sum();
            assert!(n_kept as u64 <= 3 * PART, "{n_kept} bytes are kept");
        }
    }

    #[test]
    fn what_is_stored_and_lies_behind_other_things_is_read_too() {
        // Made by another program: not compressed, with a folder and what a Mac adds.
        let made: &[u8] = include_bytes!("../../tests/fixtures/formats/made-elsewhere.zip");

        let files = read(made).unwrap();

        let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["stemmen/sounds/nl.json", "stemmen/sounds/nl/a.wav"]);
        assert_eq!(files[1].1, b"RIFF of a kind");
    }

    #[test]
    fn what_is_no_zip_file_is_told() {
        let whole = zip(&[("a", &long(100_000))]);
        for file in [&b""[..], b"PK", &long(2_000_000), &whole[..whole.len() - 30], &whole[..1000]] {
            assert!(members(file).0.is_err(), "{} bytes", file.len());
        }
    }

    #[test]
    fn a_file_in_it_that_was_altered_is_told_and_the_others_can_be_read() {
        let mut file = zip(&[("a", &long(1000)), ("b", b"whole")]);
        file[200] ^= 0xff;

        let (listed, mut reader) = members(&file);

        let listed = listed.unwrap();
        assert_eq!(answer(&file, &mut reader, |reader| reader.content(&listed[0])).0, Err(NotZip));
        assert_eq!(answer(&file, &mut reader, |reader| reader.content(&listed[1])).0, Ok(b"whole".to_vec()));
    }

    /// A zip file with one stored file, whose head is as long as a head can be.
    fn with_long_head(content: &[u8]) -> Vec<u8> {
        let plain = zip(&[("a", b"")]);
        let find = |mark: &[u8; 4]| plain.windows(4).position(|four| four == mark).unwrap();
        let (directory, end) = (find(b"PK\x01\x02"), find(b"PK\x05\x06"));
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut head = plain[..30].to_vec();
        let mut listed = plain[directory..end].to_vec();
        // Neither with a descriptor behind it, nor compressed.
        for (part, at) in [(&mut head, 6), (&mut listed, 8)] {
            part[at..at + 4].copy_from_slice(&[0; 4]);
            let crc = rawzip::crc32(content).to_le_bytes();
            part[at + 8..at + 20].copy_from_slice(&[crc, size, size].concat());
        }
        head[26..30].copy_from_slice(&[0xff; 4]);
        let mut file = head;
        file.resize(30 + 2 * 65_535, b' ');
        file.extend_from_slice(content);
        let start = u32::try_from(file.len()).unwrap().to_le_bytes();
        let mut tail = plain[end..].to_vec();
        tail[16..20].copy_from_slice(&start);
        file.extend(listed);
        file.extend(tail);
        file
    }

    #[test]
    fn a_file_with_the_longest_of_heads_is_read_and_no_part_is_asked_for_twice() {
        let content = long(100_000);
        let file = with_long_head(&content);

        let (listed, mut reader) = members(&file);
        let listed = listed.unwrap();
        let (read, n_given) = answer(&file, &mut reader, |reader| reader.content(&listed[0]));

        assert_eq!(read.unwrap(), content);
        assert!(n_given <= 2 * (content.len() as u64 + 3 * PART), "{n_given} bytes");
    }

    #[test]
    fn a_reader_that_is_given_something_else_than_it_wants_comes_to_an_end() {
        let file = with_long_head(&long(100_000));
        let (listed, reader) = members(&file);
        let listed = listed.unwrap();
        // What it is given is too short, or of another place.
        for given in [0, 1, 100] {
            let mut n_asked = 0;
            while let Err(Stopped::Wants(wanted)) = reader.content(&listed[0]) {
                n_asked += 1;
                assert!(n_asked < 10, "it asks for ever");
                reader.give(wanted.from + given, vec![0; usize::try_from(given).unwrap()]);
            }
        }
        for length in [22, 100, 1 << 20, u64::MAX] {
            let mut reader = ZipReader::new(length);
            let mut n_asked = 0;
            while let Err(Stopped::Wants(wanted)) = reader.members() {
                n_asked += 1;
                assert!(n_asked < 10_000, "it asks for ever");
                reader.give(wanted.from, Vec::new());
            }
        }
    }

    #[test]
    fn a_list_that_is_larger_than_any_of_ours_is_not_kept() {
        let n_files: u16 = 600;
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(46, 0);
        entry[28] = 1;
        entry[30..32].copy_from_slice(&65_000_u16.to_le_bytes());
        entry.push(b'a');
        entry.resize(47 + 65_000, 0);
        let mut file = entry.repeat(n_files.into());
        let size = u32::try_from(file.len()).unwrap().to_le_bytes();
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        end[8..10].copy_from_slice(&n_files.to_le_bytes());
        end[10..12].copy_from_slice(&n_files.to_le_bytes());
        end[12..16].copy_from_slice(&size);
        file.extend(end);

        let (listed, reader) = members(&file);

        assert_eq!(listed.map(|members| members.len()), Err(NotZip));
        let n_kept: usize = reader.parts.given.borrow().iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(n_kept as u64 <= MOST_KEPT as u64 + PART, "{n_kept} bytes are kept");
    }

    /// A zip file whose list names `n` entries with a path of one byte each.
    fn with_entries(path: u8, n: usize) -> Vec<u8> {
        let mut entry = b"PK\x01\x02".to_vec();
        entry.resize(46, 0);
        entry[28] = 1;
        entry.push(path);
        let mut file = entry.repeat(n);
        let size = u32::try_from(file.len()).unwrap().to_le_bytes();
        let n = u16::try_from(n).unwrap().to_le_bytes();
        let mut end = b"PK\x05\x06".to_vec();
        end.resize(22, 0);
        end[8..12].copy_from_slice(&[n, n].concat());
        end[12..16].copy_from_slice(&size);
        file.extend(end);
        file
    }

    #[test]
    fn folders_and_paths_that_lead_nowhere_count_among_the_entries() {
        for (path, n_files) in [(b'a', MOST), (b'/', 0)] {
            let listed = members(&with_entries(path, MOST)).0;
            assert_eq!(listed.map(|members| members.len()), Ok(n_files), "{path}");
            let listed = members(&with_entries(path, MOST + 1)).0;
            assert_eq!(listed.map(|members| members.len()), Err(NotZip), "{path}");
        }
    }

    #[test]
    fn a_file_that_would_be_huge_is_not_unpacked() {
        let trap = zip(&[("a", &vec![0; 9 << 20])]);
        assert!(trap.len() < 100_000);

        assert_eq!(read(&trap), Err(NotZip));
    }
}

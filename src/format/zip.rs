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
mod tests;

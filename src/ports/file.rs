//! Files: one that somebody has chosen, and one that is being written.

use std::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;

/// A file that can be read piece by piece, so that a large one need not fit into memory.
#[async_trait(?Send)]
pub trait ChosenFile {
    /// Length in bytes.
    fn length(&self) -> u64;

    /// The bytes from `from`, at most `most`; `None` if the file cannot be read (any more).
    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>>;
}

/// A chosen file that tells how many bytes have been read from it.
pub struct Watched {
    file: Rc<dyn ChosenFile>,
    n_read: Cell<u64>,
    tell: Box<dyn Fn(u64)>,
}

impl Watched {
    /// `file`, with `tell` hearing of every piece.
    pub fn new(file: Rc<dyn ChosenFile>, tell: Box<dyn Fn(u64)>) -> Self {
        Self { file, n_read: Cell::new(0), tell }
    }
}

#[async_trait(?Send)]
impl ChosenFile for Watched {
    fn length(&self) -> u64 {
        self.file.length()
    }

    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>> {
        let bytes = self.file.read(from, most).await?;
        self.n_read.set(self.n_read.get() + bytes.len() as u64);
        (self.tell)(self.n_read.get());
        Some(bytes)
    }
}

/// A file that is written piece by piece, so that a large one need not fit into memory. Dropped before it is saved, it is
/// as if it had never been.
pub trait NewFile {
    /// Adds `text` at the end.
    fn write(&mut self, text: &str) {
        self.write_bytes(text.as_bytes());
    }

    /// Adds `bytes` at the end.
    fn write_bytes(&mut self, bytes: &[u8]);

    /// Hands the file to the person at the tablet, who finds it among the downloads as `name`.
    fn save(self: Box<Self>, name: &str, kind: &str);
}

/// The files of this site.
#[async_trait(?Send)]
pub trait SiteFiles {
    /// The text at `path`, which is seen from the site's root; `None` if it cannot be had.
    async fn read(&self, path: &str) -> Option<String>;
}

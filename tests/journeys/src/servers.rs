//! The servers that the presets are for, set up as docs/receive-data.md says, and what is on them by their own account.
//!
//! Datasette and the server that speaks CouchDB's protocol are the real programs; `tools/ensure-servers.sh` fetches
//! them. PostgREST comes in no package of ours: [`postgrest`] answers as its documentation and its tests say.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::{place, root, until};

pub mod couchdb;
pub mod datasette;
pub mod gate;
pub mod generic;
pub mod http;
pub mod own;
pub mod postgrest;

/// What opens a server for tablets, and what does not.
#[derive(Debug, Clone)]
pub struct Key {
    /// Value of the header `Authorization`.
    pub right: String,
    /// One of the same kind that the server does not take.
    pub wrong: String,
}

/// A server that receives responses. All of them hold a response for bad whose `schema` is not `response/1`.
#[expect(async_fn_in_trait, reason = "one thread, and never behind `dyn`")]
pub trait Server {
    /// Name of the preset.
    const PRESET: &'static str;
    /// What the address ends with, after the port.
    const PATH: &'static str;
    /// What the coordinator is told when there is no key at all.
    const WITHOUT_KEY: &'static str;
    /// The server's own words for a bad response.
    const WORDS_FOR_BAD: &'static str;

    /// The port at which it is, or was.
    fn port(&self) -> u16;

    /// What opens it.
    fn key(&self) -> Key;

    /// Everything that is on it, twice what is there twice.
    async fn responses(&self) -> Vec<Value>;

    /// Ends it at once, as a power cut would.
    async fn stop(&mut self);

    /// Starts it again at the same address, with the same data.
    async fn start_again(&mut self);
}

/// Text of a response as the app writes it, with the `n`th of a row of ids: the larger `n`, the later it is sent.
pub fn response(n: u32) -> (String, String) {
    #[derive(Deserialize)]
    struct Batch {
        responses: Vec<Box<RawValue>>,
    }
    let file = root().join("tests/fixtures/formats/batch_v1.json");
    let batch: Batch = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let text = batch.responses[0].get();
    let id = format!("{n:08x}-0000-4000-8000-000000000000");
    // What one might stumble over on the way into a database and out of it.
    let words = r#"een \"moestuin\" 🌱\n'); drop table responses; -- \\u0041 é\u0301 2 × 3 < 7"#;
    let new = text.replace("11111111-1111-4111-8111-111111111111", &id).replace("een moestuin", words);
    assert!(new.contains(&id) && new.contains(words), "the fixture is not what it was");
    (id, new)
}

/// The same, but no server takes it.
pub fn bad_response(n: u32) -> (String, String) {
    let (id, text) = response(n);
    (id, text.replacen("response/1", "response/0", 1))
}

/// A port at which nothing is. It does not come from those that the system lends to anyone who opens a connection,
/// so that it is still free when a server comes back to it.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() * 37 % 12_000).unwrap();
    loop {
        let port = 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A program of somebody else that serves at some port, and ends with this.
struct Program {
    child: Child,
}

impl Program {
    /// Starts it, and waits until it is at `port`. What it says goes to a file in `folder`.
    async fn start(command: &mut Command, folder: &Path, port: u16) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let words = folder.join("words.txt");
        let file = File::options().create(true).append(true).open(&words).unwrap();
        let child = command
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{name} does not start ({error}): run tools/ensure-servers.sh first.")
            });
        let mut program = Self { child };
        let is_there = until(async || match program.child.try_wait() {
            Ok(None) => TcpStream::connect(("127.0.0.1", port)).map(drop).map_err(|error| error.to_string()),
            ended => Err(format!("it has ended: {ended:?}")),
        });
        is_there.await.unwrap_or_else(|seen| {
            panic!("{name} does not serve: {seen}\n{}", fs::read_to_string(&words).unwrap_or_default())
        });
        program
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program in the folder that `tools/ensure-servers.sh` fills.
fn installed(program: &str) -> PathBuf {
    let program = place("BETEKENIS_SERVERS", ".tools/servers").join(program);
    assert!(program.exists(), "There is no {}: run tools/ensure-servers.sh first.", program.display());
    program
}

//! Datasette, with a table for responses and a key that may do nothing but add to it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

use super::{Key, Program, Server, free_port, installed};

/// What is in the database from the beginning. The trigger is for a server that is choosy; without it all is taken.
/// (A `check` would not do: with `"ignore": true` SQLite leaves out a row that breaks one, and nobody hears of it.)
const TABLES: &str = "
    create table responses (id text primary key, response text);
    create trigger responses_checked before insert on responses
    when json_extract(new.response, '$.schema') is not 'response/1'
    begin select raise(abort, 'this is no response/1'); end;";

/// The coordinator may read, tablets may only add.
const CONFIG: &str = "
allow:
  id: coordinator
databases:
  meaning:
    tables:
      responses:
        permissions:
          insert-row:
            id: tablet
";

/// Signs the keys.
const SECRET: &str = "een-geheim-van-de-server";

/// Most rows in one request: less than the app sends at first.
const MOST_ROWS: &str = "5";

/// The server.
pub struct Datasette {
    folder: TempDir,
    port: u16,
    token: String,
    running: Option<Program>,
}

impl Datasette {
    /// A new one, which lets pages from elsewhere in (`--cors`) or not.
    pub async fn start(lets_in: bool) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("datasette.yaml"), CONFIG).unwrap();
        let mut datasette = Self { folder, port: free_port(), token: token(SECRET), running: None };
        Connection::open(datasette.file()).unwrap().execute_batch(TABLES).unwrap();
        datasette.start_as(lets_in).await;
        datasette
    }

    /// Holds the database as another program may that writes to it; until this is dropped.
    pub fn hold(&self) -> Connection {
        let held = Connection::open(self.file()).unwrap();
        held.execute_batch("begin immediate").unwrap();
        held
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("meaning.db")
    }

    async fn start_as(&mut self, lets_in: bool) {
        let mut command = Command::new(program());
        command
            .args(["serve", "meaning.db", "--config", "datasette.yaml", "--secret", SECRET])
            .args(["--setting", "max_insert_rows", MOST_ROWS, "--port", &self.port.to_string()])
            .args(lets_in.then_some("--cors"));
        self.running = Some(Program::start(&mut command, self.folder.path(), self.port).await);
    }
}

impl Server for Datasette {
    const PRESET: &'static str = "datasette";
    const PATH: &'static str = "/meaning/responses/-/insert";
    // It takes a page from elsewhere that has no key for a forgery, and says so without the headers that would let
    // the page read it.
    const WITHOUT_KEY: &'static str = "De server is niet te bereiken.";
    const WORDS_FOR_BAD: &'static str = "this is no response/1";

    fn port(&self) -> u16 {
        self.port
    }

    fn key(&self) -> Key {
        let of = |token: &str| format!("Bearer {token}");
        Key { right: of(&self.token), wrong: of(&token("een-ander-geheim")) }
    }

    async fn responses(&self) -> Vec<Value> {
        let data = Connection::open_with_flags(self.file(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut rows = data.prepare("select id, response from responses").unwrap();
        let rows =
            rows.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        rows.map(|row| {
            let (id, text) = row.unwrap();
            let response: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(response["id"], id.as_str(), "a response lies under another id");
            response
        })
        .collect()
    }

    async fn stop(&mut self) {
        self.running = None;
    }

    async fn start_again(&mut self) {
        self.start_as(true).await;
    }
}

fn program() -> PathBuf {
    installed("python/bin/datasette")
}

/// A key for tablets.
fn token(secret: &str) -> String {
    let made = Command::new(program())
        .args(["create-token", "tablet", "--secret", secret])
        .args(["--resource", "meaning", "responses", "insert-row"])
        .output()
        .unwrap();
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

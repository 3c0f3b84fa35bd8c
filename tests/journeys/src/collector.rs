//! The real collector, started and stopped, and a look into its file.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

use crate::site::Site;
use crate::{place, until};

/// The collector: running, or stopped with its data kept.
pub struct Collector {
    folder: TempDir,
    site: PathBuf,
    port: u16,
    running: Option<Running>,
}

struct Running {
    program: Child,
    /// Kept open: a program that writes to a pipe that nobody holds gets an error.
    _words: BufReader<ChildStdout>,
}

impl Collector {
    /// Serves `site` at some free port.
    pub fn start(site: &Site) -> Self {
        Self::start_with(site, &[])
    }

    /// The same with further options.
    pub fn start_with(site: &Site, options: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut collector = Self { folder, site: site.folder().to_owned(), port: 0, running: None };
        collector.start_again_with(options);
        collector
    }

    /// Starts it again at the same address, with the same data.
    pub fn start_again(&mut self) {
        self.start_again_with(&[]);
    }

    /// The same with further options.
    pub fn start_again_with(&mut self, options: &[&str]) {
        let program = place("BETEKENIS_COLLECTOR", "target/release/collector");
        assert!(
            program.is_file(),
            "There is no collector at {}: run `make build` and `cargo build --release -p collector` first.",
            program.display()
        );
        let mut program = Command::new(program)
            .arg("--site")
            .arg(&self.site)
            .arg("--data")
            .arg(self.data())
            .args(["--read-token", "lees-mij", "--port", &self.port.to_string()])
            .args(options)
            .env_remove("COLLECTOR_WRITE_TOKEN")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut words = BufReader::new(program.stdout.take().unwrap());
        let mut line = String::new();
        words.read_line(&mut line).unwrap();
        self.running = Some(Running { program, _words: words });
        let port = line.trim_end().rsplit(':').next().and_then(|port| port.parse().ok());
        self.port = port.unwrap_or_else(|| panic!("the collector did not start: {line:?}"));
    }

    /// Ends it at once, as an empty battery would. What it has said yes to is on the disk.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// The port at which it is, or was.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Address of the app, with a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Everything that has arrived, in order of arrival.
    pub fn responses(&self) -> Vec<Value> {
        let data = Connection::open_with_flags(self.data(), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut rows = data.prepare("SELECT response FROM responses ORDER BY seq").unwrap();
        let texts = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
        texts.map(|text| serde_json::from_str(&text.unwrap()).unwrap()).collect()
    }

    /// Waits until `n` responses have arrived. More than that is a failure.
    pub async fn arrived(&self, n: usize) -> Vec<Value> {
        let arrived = until(async || {
            let responses = self.responses();
            if responses.len() >= n { Ok(responses) } else { Err(format!("{} of {n}", responses.len())) }
        });
        let responses = arrived.await.unwrap_or_else(|seen| panic!("not all arrived: {seen}"));
        assert_eq!(responses.len(), n, "more arrived than was given");
        responses
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data.sqlite")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

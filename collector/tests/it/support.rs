//! Starting the program, speaking HTTP to it, and making responses to send.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::{Agent, http};

pub(crate) const READ_TOKEN: &str = "lees-mij";
pub(crate) const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";

/// The study that responses in tests are of.
pub(crate) const STUDY: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../public/studies/ontmoetingscentra/study.json");

/// A name with a hash in it, as the build makes them.
pub(crate) const HASHED: &str = "participant-0123456789abcdef";

/// A folder with a small built app, and a place for the data file.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let site = folder.path().join("site");
        fs::create_dir_all(site.join("coordinator")).unwrap();
        let files = [
            (
                "index.html",
                "<!doctype html><title>participant</title><style>a {}</style><script>boot()</script>",
            ),
            ("coordinator/index.html", "<!doctype html><title>coordinator</title>"),
            ("manifest.webmanifest", "{}"),
            ("service-worker.js", "self"),
            ("card.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("main-0123456789abcdef.css", "body{}"),
            ("participant-0123456789abcdef.js", "export {}"),
            ("participant-0123456789abcdef.wasm", "plain wasm"),
            ("participant-0123456789abcdef.wasm.br", "small wasm"),
        ];
        for (name, content) in files {
            fs::write(site.join(name), content).unwrap();
        }
        Self { folder }
    }

    /// With the study that is in the repository, in its site.
    pub(crate) fn with_study() -> Self {
        let place = Self::new();
        place.add_study("ontmoetingscentra", &fs::read_to_string(STUDY).unwrap());
        place
    }

    pub(crate) fn add_study(&self, id: &str, json: &str) {
        let folder = self.site().join("studies").join(id);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("study.json"), json).unwrap();
    }

    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data.sqlite")
    }

    /// Starts the program here with a known token for reading.
    pub(crate) fn start(&self) -> Running {
        self.start_with(&["--read-token", READ_TOKEN])
    }

    /// Starts the program here; returns once it listens.
    #[track_caller]
    pub(crate) fn start_with(&self, args: &[&str]) -> Running {
        self.try_start(args).unwrap_or_else(|refusal| panic!("it did not start: {refusal:?}"))
    }

    /// Starts the program here, which is expected to refuse.
    #[track_caller]
    pub(crate) fn start_refused(&self, args: &[&str]) -> Refusal {
        match self.try_start(args) {
            Ok(_) => panic!("it started"),
            Err(refusal) => refusal,
        }
    }

    fn try_start(&self, args: &[&str]) -> Result<Running, Refusal> {
        let has = |option: &str| args.contains(&option);
        let mut command = Command::new(env!("CARGO_BIN_EXE_collector"));
        command.args(args).env_remove("COLLECTOR_READ_TOKEN").env_remove("COLLECTOR_WRITE_TOKEN");
        if !has("--site") {
            command.arg("--site").arg(self.site());
        }
        if !has("--data") {
            command.arg("--data").arg(self.data());
        }
        if !has("--port") {
            command.args(["--port", "0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());

        let mut lines = Vec::new();
        for _ in 0..4 {
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            lines.push(line.trim_end().to_owned());
        }
        let Some(url) = lines[0].strip_prefix("listening on ") else {
            let mut words = String::new();
            child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
            return Err(Refusal { words, status: child.wait().unwrap() });
        };
        Ok(Running { url: url.to_owned(), welcome: lines, child, stdout })
    }
}

/// The program, which refused to start.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) words: String,
    pub(crate) status: ExitStatus,
}

/// The program, running; killed at the end of the test.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) url: String,
    /// The first four lines that it printed.
    pub(crate) welcome: Vec<String>,
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    /// Host and port, for a socket.
    pub(crate) fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, headers, Vec::new())
    }

    pub(crate) fn send(&self, batch: &Value) -> Answer {
        self.ask("POST", "/api/batches", &[("content-type", "application/json")], batch.to_string())
    }

    /// Everything that is stored, as lines of JSON.
    pub(crate) fn stored(&self) -> Vec<Value> {
        let answer = self.get("/api/responses", &[("authorization", &format!("Bearer {READ_TOKEN}"))]);
        assert_eq!(answer.status, 200);
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// What there is of the stored responses, asked for with the token.
    pub(crate) fn export(&self, query: &str) -> Answer {
        self.get(&format!("/api/responses{query}"), &[("authorization", &format!("Bearer {READ_TOKEN}"))])
    }

    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .into();
        let body: Vec<u8> = body.into();
        let mut response = if body.is_empty() && method != "POST" {
            agent.run(request.body(()).unwrap()).unwrap()
        } else {
            agent.run(request.body(body).unwrap()).unwrap()
        };
        let content = response.body_mut().with_config().limit(u64::MAX).read_to_vec().unwrap();
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), content }
    }

    /// Ends it as an empty battery would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends the signal `name`, as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// The most memory that it has held so far, in bytes.
    pub(crate) fn peak_memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        1024 * line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap()
    }

    /// Ends it at once, and returns what it had to complain about.
    pub(crate) fn complaints(mut self) -> String {
        self.child.kill().unwrap();
        let mut words = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        words
    }

    /// Waits until it ends; returns how it did, and its last words.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let mut words = String::new();
        self.stdout.read_to_string(&mut words).unwrap();
        (self.child.wait().unwrap(), words)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) content: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.content).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.content).unwrap()
    }

    /// A header, or "" if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Runs the program on files, not to serve; returns whether it succeeded, and all it said.
pub(crate) fn run(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_collector")).args(args).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

/// Today, by the clock of this computer.
pub(crate) fn today() -> String {
    let clock = rusqlite::Connection::open_in_memory().unwrap();
    clock.query_row("SELECT date('now')", [], |row| row.get(0)).unwrap()
}

/// The id of the response `n`.
pub(crate) fn id(n: usize) -> String {
    format!("{n:08x}-7b6e-4b7d-9f0f-4a3a3e1d2c5b")
}

/// A response with a card sort and a survey.
pub(crate) fn response(n: usize) -> Value {
    json!({
        "schema": "response/1", "id": id(n), "study": {"id": "ontmoetingscentra", "version": "1"},
        "activity": {
            "id": "5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f", "centre": "Buurtkamer Moerwijk", "kind": "open-inloop",
            "date": "2026-11-22", "part_of_day": "morning", "round": "1"
        },
        "language": "nl", "mode": "self", "outcome": "complete", "app": "0.1.0",
        "instruments": [
            {
                "id": "meaning", "kind": "card-sort", "deck": "short", "order": ["sc2", "sc1"],
                "moves": [{"card": "sc2", "pile": "much", "ms": 2300}, {"card": "sc1", "pile": "little", "ms": 900}],
                "placed": {"sc2": "much", "sc1": "little"},
                "most_important": null, "missing": null, "more": null, "ms": {"cards": 3200}
            },
            {
                "id": "survey", "kind": "survey", "answers": [{
                    "question": "contacts", "shown": ["none", "few"], "answer": {"choices": ["few"]},
                    "changes": 0, "ms": 5200
                }]
            }
        ]
    })
}

pub(crate) fn batch(responses: &[Value]) -> Value {
    json!({"schema": "batch/1", "batch": BATCH, "responses": responses})
}

/// Reads the data file beside the program.
pub(crate) fn open_data(file: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(file).unwrap()
}

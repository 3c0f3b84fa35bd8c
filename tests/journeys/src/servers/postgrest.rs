//! Answers as PostgREST does before a table `responses (id uuid primary key, response jsonb)`: status, headers and body
//! of its documentation and of its own tests (version 13). No registry that
//! this repository may fetch from has the program itself.
//!
//! What the database has to say in it was asked of `PostgreSQL` 15.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::http::{Answer, Listener, Request};
use super::{Key, Server, free_port};

/// `{"role":"tablet"}`, signed with `een-geheim-van-minstens-32-tekens-lang`.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoidGFibGV0In0.\
    pH3-cPOLDzn_Oz7Hc30IvYgEtBKzFHpH0hxFgr0QKik";

/// The table: responses by their ids.
pub type Table = BTreeMap<String, Value>;

/// The server.
pub struct PostgRest {
    port: u16,
    table: Arc<Mutex<Table>>,
    running: Option<Listener>,
}

impl PostgRest {
    /// A new one.
    pub async fn start() -> Self {
        let mut server = Self { port: free_port(), table: Arc::default(), running: None };
        server.start_again().await;
        server
    }
}

impl Server for PostgRest {
    const PRESET: &'static str = "postgrest";
    const PATH: &'static str = "/responses";
    const WITHOUT_KEY: &'static str = "De server neemt de sleutel niet aan (401).";
    const WORDS_FOR_BAD: &'static str = "violates check constraint \"responses_response_check\"";

    fn port(&self) -> u16 {
        self.port
    }

    fn key(&self) -> Key {
        let of = |token: &str| format!("Bearer {token}");
        Key { right: of(TOKEN), wrong: of(&TOKEN.replace("pH3", "pH4")) }
    }

    async fn responses(&self) -> Vec<Value> {
        self.table.lock().unwrap().values().cloned().collect()
    }

    async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.close().await;
        }
    }

    async fn start_again(&mut self) {
        let table = Arc::clone(&self.table);
        let answer = move |request: &Request| answer(request, &mut table.lock().unwrap());
        self.running = Some(Listener::open(self.port, answer).await);
    }
}

/// The answer to `request`.
pub fn answer(request: &Request, table: &mut Table) -> Answer {
    let mut answer = if request.is_preflight() {
        let wanted = request.header("access-control-request-headers").split(',').map(str::trim);
        let allowed: Vec<&str> = ["Authorization"]
            .into_iter()
            .chain(wanted)
            .chain(["Accept", "Accept-Language", "Content-Language"])
            .collect();
        let methods = "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD".to_owned();
        let headers = vec![
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", allowed.join(", ")),
            ("Access-Control-Max-Age", "86400".to_owned()),
        ];
        Answer { status: "200 OK", headers, body: String::new() }
    } else {
        let mut answer = insert(request, table).unwrap_or_else(Error::answer);
        let exposed = "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, \
            Transfer-Encoding, Range-Unit";
        if request.headers.contains_key("origin") {
            answer.headers.push(("Access-Control-Expose-Headers", exposed.to_owned()));
        }
        answer
    };
    if request.headers.contains_key("origin") {
        answer.headers.push(("Access-Control-Allow-Origin", "*".to_owned()));
    }
    answer
}

struct Error {
    status: &'static str,
    code: &'static str,
    message: String,
    details: Option<String>,
    /// The header `WWW-Authenticate`.
    challenge: Option<String>,
}

impl Error {
    fn new(status: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), details: None, challenge: None }
    }

    fn answer(self) -> Answer {
        let text = |text: &str| serde_json::to_string(text).unwrap();
        let details = self.details.as_deref().map_or_else(|| "null".to_owned(), text);
        let body = format!(
            r#"{{"code":{},"details":{details},"hint":null,"message":{}}}"#,
            text(self.code),
            text(&self.message)
        );
        let mut headers = vec![
            ("Content-Type", "application/json; charset=utf-8".to_owned()),
            ("Proxy-Status", format!("PostgREST; error={}", self.code)),
        ];
        headers.extend(self.challenge.map(|challenge| ("WWW-Authenticate", challenge)));
        Answer { status: self.status, headers, body }
    }
}

/// `insert into responses … on conflict (id) do nothing returning id`, as a request says it.
fn insert(request: &Request, table: &mut Table) -> Result<Answer, Error> {
    authorise(request.header("authorization"))?;
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    if path != "/responses" {
        let name = path.trim_start_matches('/');
        let message = format!("Could not find the table 'api.{name}' in the schema cache");
        return Err(Error::new("404 Not Found", "PGRST205", message));
    }
    assert_eq!(request.method, "POST", "only inserting is known here");
    let rows = read(&request.body)?;

    let prefers = |what: &str| request.header("prefer").split(',').any(|one| one.trim() == what);
    let is_ignoring = prefers("resolution=ignore-duplicates");
    // One statement: all or nothing.
    let mut after = table.clone();
    let mut inserted = Vec::new();
    for (id, response) in rows {
        if response["schema"] != "response/1" {
            return Err(broken_check(&id));
        }
        if after.contains_key(&id) {
            if is_ignoring {
                continue;
            }
            let message = "duplicate key value violates unique constraint \"responses_pkey\"";
            let mut error = Error::new("409 Conflict", "23505", message);
            error.details = Some(format!("Key (id)=({id}) already exists."));
            return Err(error);
        }
        after.insert(id.clone(), response);
        inserted.push(id);
    }
    *table = after;

    let mut applied = Vec::new();
    applied.extend(is_ignoring.then_some("resolution=ignore-duplicates"));
    let mut headers = vec![("Content-Range", "*/*".to_owned())];
    let mut body = String::new();
    if prefers("return=representation") {
        applied.push("return=representation");
        assert!(query.split('&').any(|part| part == "select=id"), "tablets may see nothing but ids");
        headers.push(("Content-Type", "application/json; charset=utf-8".to_owned()));
        // So PostgreSQL writes a list of rows.
        let rows: Vec<String> = inserted.iter().map(|id| json!({ "id": id }).to_string()).collect();
        body = format!("[{}]", rows.join(", \n "));
    }
    if !applied.is_empty() {
        headers.push(("Preference-Applied", applied.join(", ")));
    }
    Ok(Answer { status: "201 Created", headers, body })
}

fn authorise(header: &str) -> Result<(), Error> {
    const STATUS: &str = "401 Unauthorized";
    let Some(token) = header.strip_prefix("Bearer ") else {
        let mut error = Error::new(STATUS, "PGRST302", "Anonymous access is disabled");
        error.challenge = Some("Bearer".to_owned());
        return Err(error);
    };
    if token == TOKEN {
        return Ok(());
    }
    let n_parts = token.split('.').count();
    let mut error = if n_parts == 3 {
        let mut error = Error::new(STATUS, "PGRST301", "No suitable key or wrong key type");
        error.details = Some("No suitable key was found to decode the JWT".to_owned());
        error
    } else {
        Error::new(STATUS, "PGRST301", format!("Expected 3 parts in JWT; got {n_parts}"))
    };
    error.challenge = Some(format!(r#"Bearer error="invalid_token", error_description="{}""#, error.message));
    Err(error)
}

/// Ids and responses of a body.
fn read(body: &str) -> Result<Vec<(String, Value)>, Error> {
    const STATUS: &str = "400 Bad Request";
    let Ok(Value::Array(rows)) = serde_json::from_str(body) else {
        return Err(Error::new(STATUS, "PGRST102", "Empty or invalid json"));
    };
    let rows = rows.into_iter().map(|mut row| {
        let is_known = row.as_object().is_some_and(|row| row.keys().eq(["id", "response"]));
        is_known.then(|| (row["id"].as_str().unwrap_or_default().to_owned(), row["response"].take()))
    });
    let mismatch = || Error::new(STATUS, "PGRST102", "All object keys must match");
    rows.collect::<Option<Vec<_>>>().ok_or_else(mismatch)
}

fn broken_check(id: &str) -> Error {
    let message = "new row for relation \"responses\" violates check constraint \"responses_response_check\"";
    let mut error = Error::new("400 Bad Request", "23514", message);
    // PostgreSQL writes the shortest keys of an object first, and of each value at most 64 bytes.
    let row = format!(r#"({id}, {{"id": "{id}", "app": "0.1.0", "...)"#);
    error.details = Some(format!("Failing row contains (id, response) = {row}."));
    error
}

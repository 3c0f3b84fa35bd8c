//! A plain server that takes a list of responses as JSON, as somebody would write it in an afternoon.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::http::{Answer, Listener, Request};
use super::{Key, Server, free_port};

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes all of a list or nothing, and says `{"ok":true}`.
    AllOrNothing,
    /// It takes what is good, and says of each response what became of it: 207.
    EachForItself,
}

/// The server.
pub struct Generic {
    manner: Manner,
    port: u16,
    stored: Arc<Mutex<BTreeMap<String, Value>>>,
    running: Option<Listener>,
}

impl Generic {
    /// A new one.
    pub async fn start(manner: Manner) -> Self {
        let mut server = Self { manner, port: free_port(), stored: Arc::default(), running: None };
        server.start_again().await;
        server
    }
}

impl Server for Generic {
    const PRESET: &'static str = "generic";
    const PATH: &'static str = "/antwoorden";
    const WITHOUT_KEY: &'static str = "De server neemt de sleutel niet aan (401).";
    const WORDS_FOR_BAD: &'static str = "this is no response/1";

    fn port(&self) -> u16 {
        self.port
    }

    fn key(&self) -> Key {
        Key { right: "Bearer geheim".to_owned(), wrong: "Bearer fout".to_owned() }
    }

    async fn responses(&self) -> Vec<Value> {
        self.stored.lock().unwrap().values().cloned().collect()
    }

    async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.close().await;
        }
    }

    async fn start_again(&mut self) {
        let (manner, stored) = (self.manner, Arc::clone(&self.stored));
        let answer = move |request: &Request| answer(manner, request, &mut stored.lock().unwrap());
        self.running = Some(Listener::open(self.port, answer).await);
    }
}

fn answer(manner: Manner, request: &Request, stored: &mut BTreeMap<String, Value>) -> Answer {
    if request.is_preflight() {
        let headers = vec![
            ("Access-Control-Allow-Origin", "*".to_owned()),
            ("Access-Control-Allow-Methods", "POST".to_owned()),
            ("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key".to_owned()),
        ];
        return Answer { status: "204 No Content", headers, body: String::new() };
    }
    let (status, body) = take(manner, request, stored);
    let headers = vec![
        ("Access-Control-Allow-Origin", "*".to_owned()),
        ("Content-Type", "application/json".to_owned()),
    ];
    Answer { status, headers, body: body.to_string() }
}

fn take(manner: Manner, request: &Request, stored: &mut BTreeMap<String, Value>) -> (&'static str, Value) {
    const BAD: &str = "this is no response/1";
    if request.header("authorization") != "Bearer geheim" {
        return ("401 Unauthorized", json!({ "error": "wrong key" }));
    }
    if request.method != "POST" || !request.target.starts_with("/antwoorden") {
        return ("404 Not Found", json!({ "error": "nothing here" }));
    }
    let Ok(Value::Array(list)) = serde_json::from_str(&request.body) else {
        return ("400 Bad Request", json!({ "error": "this is no list" }));
    };
    if request.header("idempotency-key").is_empty() {
        return ("400 Bad Request", json!({ "error": "there is no Idempotency-Key" }));
    }
    let is_good = |response: &Value| response["schema"] == "response/1";
    if manner == Manner::AllOrNothing && !list.iter().all(is_good) {
        return ("400 Bad Request", json!({ "error": BAD }));
    }
    let mut verdicts = Vec::new();
    for response in list {
        let id = response["id"].as_str().unwrap_or_default().to_owned();
        verdicts.push(if !is_good(&response) {
            json!({ "id": id, "status": 422, "error": BAD })
        } else if stored.contains_key(&id) {
            json!({ "id": id, "status": 200 })
        } else {
            stored.insert(id.clone(), response);
            json!({ "id": id, "status": 201 })
        });
    }
    match manner {
        Manner::AllOrNothing => ("200 OK", json!({ "ok": true })),
        Manner::EachForItself => ("207 Multi-Status", Value::Array(verdicts)),
    }
}

//! pouchdb-server, which speaks CouchDB's protocol, with a database for responses and a user who may only add to it.

use std::fs;
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Key, Program, Server, free_port, http, installed};

/// Who may do all.
const ADMIN: (&str, &str) = ("beheer", "geheim-van-beheer");
/// Who may add responses.
const TABLET: (&str, &str) = ("tablet", "geheim-van-tablets");

/// Refuses what is no response, and changes of what is there.
///
/// A response that comes a second time has no `_rev`. CouchDB finds the conflict before it asks this function,
/// pouchdb-server after, so it must not be refused here.
const CHECK: &str = r#"function (doc, old, user) {
    if (user.roles.indexOf("_admin") !== -1) return;
    if (old && doc._rev) throw({ forbidden: "a response does not change" });
    if (doc._deleted || doc.schema !== "response/1") throw({ forbidden: "this is no response/1" });
}"#;

/// The server.
pub struct CouchDb {
    folder: TempDir,
    port: u16,
    running: Option<Program>,
}

impl CouchDb {
    /// A new one, which lets pages from elsewhere in or not.
    pub async fn start(lets_in: bool) -> Self {
        let mut server = Self { folder: TempDir::new().unwrap(), port: free_port(), running: None };
        server.start_as(lets_in).await;
        let put = |path: &str, body: Value| {
            let (status, answer) = server.ask("PUT", path, &body.to_string());
            assert!((200..300).contains(&status), "PUT {path}: {status} {answer}");
        };
        put("/responses", json!({}));
        let (name, password) = TABLET;
        let user = json!({ "name": name, "password": password, "roles": [], "type": "user" });
        put(&format!("/_users/org.couchdb.user:{name}"), user);
        let members = json!({ "names": [name], "roles": [] });
        put("/responses/_security", json!({ "admins": { "names": [], "roles": [] }, "members": members }));
        put("/responses/_design/check", json!({ "validate_doc_update": CHECK }));
        server
    }

    async fn start_as(&mut self, lets_in: bool) {
        let folder = self.folder.path();
        let (name, password) = ADMIN;
        let config = json!({
            "admins": { name: password },
            "httpd": { "enable_cors": lets_in },
            "log": { "file": folder.join("log.txt") },
        });
        fs::write(folder.join("config.json"), config.to_string()).unwrap();
        let data = folder.join("data");
        fs::create_dir_all(&data).unwrap();
        let mut command = Command::new("node");
        command
            // It is from before Node.js ended a program for an error that nobody catches.
            .arg("--unhandled-rejections=warn")
            .arg(installed("node_modules/pouchdb-server/bin/pouchdb-server"))
            .args(["--port", &self.port.to_string(), "--config", "config.json", "--no-stdout-logs", "--dir"])
            .arg(data);
        self.running = Some(Program::start(&mut command, folder, self.port).await);
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let headers = [("Authorization", &*basic(ADMIN)), ("Content-Type", "application/json")];
        http::ask(self.port, method, path, &headers, body)
    }
}

impl Server for CouchDb {
    const PRESET: &'static str = "couchdb";
    const PATH: &'static str = "/responses/_bulk_docs";
    const WITHOUT_KEY: &'static str = "De server neemt de sleutel niet aan";
    const WORDS_FOR_BAD: &'static str = "this is no response/1";

    fn port(&self) -> u16 {
        self.port
    }

    fn key(&self) -> Key {
        Key { right: basic(TABLET), wrong: basic((TABLET.0, "fout")) }
    }

    async fn responses(&self) -> Vec<Value> {
        let (status, answer) = self.ask("GET", "/responses/_all_docs?include_docs=true&conflicts=true", "");
        assert_eq!(status, 200, "{answer}");
        let all: Value = serde_json::from_str(&answer).unwrap();
        let documents = all["rows"].as_array().unwrap().iter().map(|row| row["doc"].as_object().unwrap());
        let responses = documents.filter(|document| !document["_id"].as_str().unwrap().starts_with('_'));
        responses
            .map(|document| {
                assert!(!document.contains_key("_conflicts"), "a response is there in two versions");
                assert!(document["_rev"].as_str().unwrap().starts_with("1-"), "a response was changed");
                assert_eq!(document["_id"], document["id"], "a response lies under another id");
                let own = document.iter().filter(|(name, _)| !name.starts_with('_'));
                own.map(|(name, value)| (name.clone(), value.clone())).collect()
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

fn basic((name, password): (&str, &str)) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{password}")))
}

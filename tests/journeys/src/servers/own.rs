//! Our own collector at another address than the app.

use serde_json::Value;

use super::{Key, Server};
use crate::collector::Collector;
use crate::site::Site;

const TOKEN: [&str; 2] = ["--write-token", "geheim"];

/// The server.
pub struct Own {
    collector: Collector,
}

impl Own {
    /// A new one.
    pub fn start() -> Self {
        Self { collector: Collector::start_with(&Site::built(), &TOKEN) }
    }
}

impl Server for Own {
    const PRESET: &'static str = "collector";
    const PATH: &'static str = "/api/batches";
    const WITHOUT_KEY: &'static str = "De server neemt de sleutel niet aan (401).";
    const WORDS_FOR_BAD: &'static str = "response/1";

    fn port(&self) -> u16 {
        self.collector.port()
    }

    fn key(&self) -> Key {
        Key { right: "Bearer geheim".to_owned(), wrong: "Bearer fout".to_owned() }
    }

    async fn responses(&self) -> Vec<Value> {
        self.collector.responses()
    }

    async fn stop(&mut self) {
        self.collector.stop();
    }

    async fn start_again(&mut self) {
        self.collector.start_again_with(&TOKEN);
    }
}

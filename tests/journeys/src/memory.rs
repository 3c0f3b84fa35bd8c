//! What a page still holds when participants have gone. Only Chromium tells.

use serde::Serialize;
use serde_json::{Value, json};

use crate::tablet::Tablet;

/// Runs before a page's own scripts, and counts what the wasm has given to the browser.
const ALIVE: &str = include_str!("alive.js");

/// Lets participants take part by script.
const PARTICIPANTS: &str = include_str!("participants.js");

/// What a page holds once the browser has thrown away what it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Functions that the wasm has given to the browser and not taken back.
    pub functions: u64,
    /// Bytes of the heap of JavaScript.
    pub heap: u64,
    /// Bytes of the memory of the wasm, which no collection of garbage makes smaller.
    pub wasm: u64,
    /// Nodes of the document, also those that only a script still holds.
    pub nodes: u64,
    /// Listeners.
    pub listeners: u64,
}

/// Watches what every page holds that is opened from now on.
pub async fn watch(tablet: &Tablet) {
    tablet.prepare(ALIVE).await;
}

/// Lets so many take part, one after the other, from the choice of language to the choice of language.
pub async fn play(tablet: &Tablet, many: u64) {
    let there: u64 = tablet.run_later(PARTICIPANTS, vec![many.into()]).await;
    assert_eq!(there, many);
}

/// What the page holds. Waits until it is no more than `most` functions: the browser tells the page of those that nobody needs
/// one after the other.
pub async fn held(tablet: &Tablet, most: u64) -> Held {
    // What was to come by itself holds a function until then.
    tablet.hold_on().await;
    tablet
        .until("no more than that", async || {
            tablet.cdp("HeapProfiler.collectGarbage", json!({})).await;
            tablet.settle().await;
            let functions: u64 = tablet.run("return alive.size", vec![]).await;
            let heap = tablet.cdp("Runtime.getHeapUsage", json!({})).await;
            let lies = "return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)";
            let wasm: u64 = tablet.run(lies, vec![]).await;
            let counters = tablet.cdp("Memory.getDOMCounters", json!({})).await;
            let held = Held {
                functions,
                heap: whole(&heap["usedSize"]),
                wasm,
                nodes: whole(&counters["nodes"]),
                listeners: whole(&counters["jsEventListeners"]),
            };
            if functions <= most { Ok(held) } else { Err(format!("{functions} are kept")) }
        })
        .await
}

/// Chromium tells whole numbers as others.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes of a heap")]
fn whole(number: &Value) -> u64 {
    number.as_f64().unwrap_or_default() as u64
}

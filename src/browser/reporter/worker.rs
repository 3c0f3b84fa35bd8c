//! The worker that makes results and files, from inside.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use js_sys::{Array, Date, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::browser::DATABASE;
use crate::browser::http::get_text;
use crate::browser::indexed_db::IndexedDbStore;
use crate::ports::file::SiteFiles;
use crate::ports::reporter::{Reply, ReportError};
use crate::ports::response_store::StoreError;
use crate::workflow::report::{Reports, Source};

/// How many milliseconds there are at least between two signs of life.
const SIGN_EVERY_MS: f64 = 500.0;

/// Files of the site, as the worker gets them.
struct Site {
    base: String,
}

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        get_text(&format!("{}{path}", self.base)).await
    }
}

/// Questions that came and wait for their turn.
#[derive(Default)]
struct Turns {
    waiting: RefCell<VecDeque<Array>>,
    is_answering: Cell<bool>,
}

/// Runs inside the worker: waits for questions of the page, and answers one after the other. So the responses are read once, and
/// not once for each of those that come together.
///
/// # Panics
///
/// If it is not in a worker.
pub fn run() {
    let scope = scope().expect("the reporter is only ever started as a worker");
    let turns = Rc::new(Turns::default());
    // What is read is held for as long as the worker lives.
    let reports = Rc::new(RefCell::new(None));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        turns.waiting.borrow_mut().push_back(Array::from(&message.data()));
        if turns.is_answering.replace(true) {
            return;
        }
        let (turns, reports) = (Rc::clone(&turns), Rc::clone(&reports));
        spawn_local(async move {
            let mut mine = reports.take();
            loop {
                let next = turns.waiting.borrow_mut().pop_front();
                let Some(message) = next else { break };
                answer(&message, mine.get_or_insert_with(|| begin(&message))).await;
            }
            reports.replace(mine);
            turns.is_answering.set(false);
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    on_message.forget();
}

/// The text at a place of a message: number, question, address of the site, folder of the study.
fn text(message: &Array, at: u32) -> String {
    message.get(at).as_string().unwrap_or_default()
}

/// What answers all questions of a page, as its first one says where to look. It stays until the worker ends.
fn begin(message: &Array) -> Reports<'static> {
    let store: &'static IndexedDbStore = Box::leak(Box::new(IndexedDbStore::new(DATABASE)));
    let site: &'static Site = Box::leak(Box::new(Site { base: text(message, 2) }));
    let folder: &'static str = text(message, 3).leak();
    Reports::new(Source::new(store, site, folder).with_sign(sign))
}

async fn answer(message: &Array, reports: &mut Reports<'_>) {
    let answer = written(reports.answer(&text(message, 1)).await);
    answer.unshift(&message.get(0));
    // A page that is gone needs no answer.
    let _ = scope().map(|scope| scope.post_message(&answer));
}

/// What became of a question, in a word; the text; and the file, if there is one.
fn written(reported: Result<Reply, ReportError>) -> Array {
    let (word, text, file) = match reported {
        Ok(Reply { text, file }) => ("done", text, file),
        Err(ReportError::Store(StoreError::Full)) => ("full", String::new(), None),
        Err(ReportError::Store(StoreError::Unavailable(said))) => ("store", said, None),
        Err(error) => ("failed", error.to_string(), None),
    };
    let file = file.map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into());
    [JsValue::from_str(word), JsValue::from_str(&text), file].into_iter().collect()
}

/// Tells the page that the worker is still at it, unless it has just been told, and how much longer than usual the next sign may
/// take.
fn sign(longer: Duration) {
    thread_local! {
        static LAST: Cell<f64> = const { Cell::new(0.0) };
    }
    let now = Date::now();
    // A clock that was set back is no reason to be silent.
    if !longer.is_zero() || (now - LAST.get()).abs() >= SIGN_EVERY_MS {
        LAST.set(now);
        let _ = scope().map(|scope| scope.post_message(&longer.as_secs_f64().into()));
    }
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

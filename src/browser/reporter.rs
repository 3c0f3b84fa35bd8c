//! The worker that makes results and files: both sides of it. A page starts it when it is asked for the first time.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

use crate::browser::http::get_text;
use crate::browser::indexed_db::IndexedDbStore;
use crate::browser::{DATABASE, start_worker};
use crate::format::names::read_names;
use crate::ports::file::SiteFiles;
use crate::ports::reporter::{Reply, ReportError, Reporter};
use crate::ports::response_store::StoreError;
use crate::workflow::report::{Source, report};

/// Questions without an answer yet: what goes on when it comes, by their numbers.
type Open = Rc<RefCell<BTreeMap<u32, Function>>>;

/// The page's side of the worker.
pub struct BrowserReporter {
    /// Address of the start script of the worker.
    url: String,
    /// Address of the site.
    base: String,
    /// Folder of the study, from the site's root.
    folder: String,
    running: RefCell<Option<Running>>,
    open: Open,
    n_asked: Cell<u32>,
}

struct Running {
    worker: Worker,
    is_dead: Rc<Cell<bool>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

impl BrowserReporter {
    /// A worker that is not started yet: its start script, the address of the site, and the folder of the study seen
    /// from there.
    pub fn new(url: String, base: String, folder: String) -> Self {
        let (running, open) = (RefCell::default(), Open::default());
        Self { url, base, folder, running, open, n_asked: Cell::new(0) }
    }

    fn start(&self) -> Result<Running, JsValue> {
        let worker = start_worker(&self.url)?;
        let (open, is_dead) = (Rc::clone(&self.open), Rc::new(Cell::new(false)));
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let answer = Array::from(&message.data());
            let waiting = number(&answer.get(0)).and_then(|number| open.borrow_mut().remove(&number));
            if let Some(go_on) = waiting {
                // Whoever asked may be gone.
                let _ = go_on.call1(&JsValue::NULL, &answer);
            }
        });
        let (open, dead, ended) = (Rc::clone(&self.open), Rc::clone(&is_dead), worker.clone());
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            // It may have been dead before.
            ended.terminate();
            dead.set(true);
            for go_on in std::mem::take(&mut *open.borrow_mut()).into_values() {
                let _ = go_on.call0(&JsValue::NULL);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Running { worker, is_dead, _on_message: on_message, _on_error: on_error })
    }

    fn post(&self, message: &Array) -> Result<(), JsValue> {
        let mut running = self.running.borrow_mut();
        if running.as_ref().is_none_or(|running| running.is_dead.get()) {
            *running = Some(self.start()?);
        }
        running.as_ref().map_or(Ok(()), |running| running.worker.post_message(message))
    }
}

#[async_trait(?Send)]
impl Reporter for BrowserReporter {
    async fn ask(&self, kind: &str, question: &str, names: &str) -> Result<Reply, ReportError> {
        let number = self.n_asked.replace(self.n_asked.get() + 1);
        let answered = Promise::new(&mut |go_on, _| {
            self.open.borrow_mut().insert(number, go_on);
        });
        let message: Array = [number.into(), kind.into(), question.into()]
            .into_iter()
            .chain([self.base.as_str(), self.folder.as_str(), names].map(JsValue::from_str))
            .collect();
        if self.post(&message).is_err() {
            self.open.borrow_mut().remove(&number);
            return Err(ReportError::Silent);
        }
        let answer = JsFuture::from(answered).await.ok().and_then(|answer| answer.dyn_into::<Array>().ok());
        let answer = answer.ok_or(ReportError::Silent)?;
        let text = answer.get(2).as_string().unwrap_or_default();
        match answer.get(1).as_string().as_deref() {
            Some("done") => {
                let file = answer.get(3).dyn_into::<Uint8Array>().ok();
                Ok(Reply { text, file: file.map(|bytes| bytes.to_vec()) })
            }
            Some("full") => Err(StoreError::Full.into()),
            Some("store") => Err(StoreError::Unavailable(text).into()),
            _ => Err(ReportError::Failed(text)),
        }
    }
}

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

/// Runs inside the worker: waits for questions of the page, and answers them.
///
/// # Panics
///
/// If it is not in a worker.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope =
        js_sys::global().dyn_into().expect("the reporter is only ever started as a worker");
    let store = Rc::new(IndexedDbStore::new(DATABASE));
    let on_message = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let (scope, store) = (scope.clone(), Rc::clone(&store));
            let message = Array::from(&message.data());
            spawn_local(async move {
                let text = |at| message.get(at).as_string().unwrap_or_default();
                let (site, folder) = (Site { base: text(3) }, text(4));
                let names = read_names(&text(5)).unwrap_or_default();
                let source = Source::new(&*store, &*store, &site, &folder).with_names(names);
                let answer = answer(report(&source, &text(1), &text(2)).await);
                answer.unshift(&message.get(0));
                // A page that is gone needs no answer.
                let _ = scope.post_message(&answer);
            });
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    on_message.forget();
}

/// What became of it, in a word; the text; and the file, if there is one.
fn answer(reported: Result<Reply, ReportError>) -> Array {
    let (word, text, file) = match reported {
        Ok(Reply { text, file }) => ("done", text, file),
        Err(ReportError::Store(StoreError::Full)) => ("full", String::new(), None),
        Err(ReportError::Store(StoreError::Unavailable(said))) => ("store", said, None),
        Err(error) => ("failed", error.to_string(), None),
    };
    let file = file.map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into());
    [JsValue::from_str(word), JsValue::from_str(&text), file].into_iter().collect()
}

fn number(value: &JsValue) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was counted up from zero"
    )]
    value.as_f64().map(|number| number as u32)
}

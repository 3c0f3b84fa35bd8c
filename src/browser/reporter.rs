//! The worker that makes results and files, seen from the page, which starts it when it is asked for the first time. What it does
//! inside is in `reporter::worker`.

pub mod worker;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use crate::browser::start_worker;
use crate::ports::reporter::{Reply, ReportError, Reporter, Sign};
use crate::ports::response_store::StoreError;

/// Questions without an answer yet, by their numbers.
type Open = Rc<RefCell<BTreeMap<u32, Line>>>;

/// What is heard of a question.
struct Line {
    heard: Option<Sign>,
    /// What goes on when something is heard.
    go_on: Option<Function>,
}

impl Line {
    /// Something is heard. Whoever asked may be gone. A sign is nothing beside an answer.
    fn hears(&mut self, heard: Sign) {
        if !matches!(self.heard, Some(Sign::Answer(_))) {
            self.heard = Some(heard);
        }
        if let Some(go_on) = self.go_on.take() {
            // It takes anything.
            let _ = go_on.call0(&JsValue::NULL);
        }
    }
}

fn hear_all(open: &Open, heard: &Sign) {
    for line in open.borrow_mut().values_mut() {
        line.hears(heard.clone());
    }
}

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
    /// How much longer than usual the worker may be silent, as it last said.
    longer: Rc<Cell<Duration>>,
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
        let (running, open, longer) = (RefCell::default(), Open::default(), Rc::default());
        Self { url, base, folder, running, open, longer, n_asked: Cell::new(0) }
    }

    fn start(&self) -> Result<Running, JsValue> {
        let worker = start_worker(&self.url)?;
        let (open, is_dead) = (Rc::clone(&self.open), Rc::new(Cell::new(false)));
        let longer = Rc::clone(&self.longer);
        longer.set(Duration::ZERO);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let message = message.data();
            if let Some(answer) = message.dyn_ref::<Array>() {
                let number = number(&answer.get(0)).unwrap_or(u32::MAX);
                if let Some(line) = open.borrow_mut().get_mut(&number) {
                    line.hears(Sign::Answer(read(answer)));
                }
                // Those behind it are waited for anew.
                longer.set(Duration::ZERO);
                hear_all(&open, &Sign::Busy(Duration::ZERO));
            } else {
                let said = Duration::try_from_secs_f64(message.as_f64().unwrap_or(0.0));
                longer.set(said.unwrap_or_default());
                hear_all(&open, &Sign::Busy(longer.get()));
            }
        });
        let (open, dead, ended) = (Rc::clone(&self.open), Rc::clone(&is_dead), worker.clone());
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            // It may have been dead before.
            ended.terminate();
            dead.set(true);
            hear_all(&open, &Sign::Answer(Err(ReportError::Silent)));
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

    /// Waits until something is heard of question `number`, but no longer than `most`.
    async fn wait(&self, number: u32, most: Duration) {
        let Some(window) = web_sys::window() else { return };
        let mut timer = None;
        let waited = Promise::new(&mut |go_on, _| {
            let ms = i32::try_from(most.as_millis()).unwrap_or(i32::MAX);
            timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(&go_on, ms).ok();
            if let Some(line) = self.open.borrow_mut().get_mut(&number) {
                line.go_on = Some(go_on);
            }
        });
        // It is never refused.
        let _ = JsFuture::from(waited).await;
        if let Some(timer) = timer {
            window.clear_timeout_with_handle(timer);
        }
    }
}

#[async_trait(?Send)]
impl Reporter for BrowserReporter {
    fn ask(&self, question: &str) -> Result<u32, ReportError> {
        let number = self.n_asked.replace(self.n_asked.get() + 1);
        let message: Array = [JsValue::from(number), question.into()]
            .into_iter()
            .chain([self.base.as_str(), self.folder.as_str()].map(JsValue::from_str))
            .collect();
        self.post(&message).map_err(|_| ReportError::Silent)?;
        // The worker may be at a question before this one.
        let line = Line { heard: Some(Sign::Busy(self.longer.get())), go_on: None };
        self.open.borrow_mut().insert(number, line);
        Ok(number)
    }

    async fn hear(&self, number: u32, most: Duration) -> Sign {
        let is_heard = self.open.borrow().get(&number).is_some_and(|line| line.heard.is_some());
        if !is_heard {
            self.wait(number, most).await;
        }
        let mut open = self.open.borrow_mut();
        let Some(line) = open.get_mut(&number) else { return Sign::Answer(Err(ReportError::Silent)) };
        line.go_on = None;
        let heard = line.heard.take().unwrap_or(Sign::Nothing);
        if matches!(heard, Sign::Answer(_)) {
            open.remove(&number);
        }
        heard
    }

    fn end(&self) {
        if let Some(running) = self.running.borrow_mut().take() {
            running.worker.terminate();
        }
        hear_all(&self.open, &Sign::Answer(Err(ReportError::Hung)));
    }
}

/// An answer as the worker writes it: number, what became of it in a word, text, file.
fn read(answer: &Array) -> Result<Reply, ReportError> {
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

fn number(value: &JsValue) -> Option<u32> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was counted up from zero"
    )]
    value.as_f64().map(|number| number as u32)
}

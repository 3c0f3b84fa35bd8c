//! The worker that sends: its own small binary, so that sending never stands in the way of a tap.
//!
//! A page starts it with [`Sender`]; inside the worker, `run` answers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

use crate::browser::http::HttpEndpoint;
use crate::browser::indexed_db::IndexedDbStore;
use crate::browser::{DATABASE, days_ago, start_worker, today};
use crate::domain::delivery::{Delivery, Report, Trouble};
use crate::domain::settings::EndpointSettings;
use crate::format::sending::{read_report, write_report};
use crate::format::settings::read_endpoint;
use crate::ports::response_store::Outbox as _;
use crate::workflow::deliver::deliver;

/// One sender at a time on this tablet, whatever the number of tabs: whoever holds this lock.
const LOCK: &str = "betekenis-sender";

/// The page's side of the worker that sends.
pub struct Sender {
    worker: Worker,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Sender {
    /// Starts the worker at `url`.
    ///
    /// # Errors
    ///
    /// What the browser says if it has no workers: nothing is sent then, and nothing lost.
    pub fn start(url: &str) -> Result<Self, JsValue> {
        let worker = start_worker(url)?;
        // The start script of the page hears of its end.
        let boot = Reflect::get(&js_sys::global(), &"betekenis".into())?;
        worker.set_onerror(Reflect::get(&boot, &"died".into())?.dyn_ref());
        Ok(Self { worker, on_message: None })
    }

    /// It could not be loaded, or has died.
    pub fn is_dead(&self) -> bool {
        Reflect::get(&self.worker, &"dead".into()).is_ok_and(|dead| dead.is_truthy())
    }

    /// From now on `on_report` hears how it goes.
    pub fn listen(&mut self, on_report: Rc<dyn Fn(Report)>) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(report) = message.data().as_string().and_then(|json| read_report(&json).ok()) {
                on_report(report);
            }
        });
        self.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        self.on_message = Some(on_message);
    }

    /// Sends what waits, now, to the endpoint whose settings are written in `endpoint`; without settings to the
    /// collector that serves this site. `base` is the address of the site. What was sent more than `retention` days ago
    /// is cleared then; without a number nothing is.
    pub fn send(&self, endpoint: Option<&str>, base: &str, retention: Option<&str>) {
        let texts = [endpoint.unwrap_or_default(), base, retention.unwrap_or_default()];
        let message: Array = texts.into_iter().map(JsValue::from_str).collect();
        // A worker that has died sends nothing; the next time there is a new one.
        let _ = self.worker.post_message(&message);
    }
}

/// Runs inside the worker: waits for messages of the page, sends, and reports.
///
/// # Panics
///
/// If it is not in a worker.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope =
        js_sys::global().dyn_into().expect("the sender is only ever started as a worker");
    let sender = Rc::new(Sending {
        scope: scope.clone(),
        store: IndexedDbStore::new(DATABASE),
        delivery: RefCell::new(None),
        settings: RefCell::new((EndpointSettings::default(), String::new(), None)),
        is_running: Cell::new(false),
        is_asked_again: Cell::new(false),
        timer: Cell::new(None),
    });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let message = Array::from(&message.data());
        let text = |at| message.get(at).as_string().unwrap_or_default();
        // Settings that cannot be read count as none.
        sender.ask((read_endpoint(&text(0)).unwrap_or_default(), text(1), text(2).parse().ok()));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    on_message.forget();
}

/// The endpoint, the address of the site, and after how many days what was sent is cleared.
type Settings = (EndpointSettings, String, Option<u32>);

struct Sending {
    scope: DedicatedWorkerGlobalScope,
    store: IndexedDbStore,
    /// Remembers from run to run how often it failed, and which size of batch fits.
    delivery: RefCell<Option<Delivery>>,
    settings: RefCell<Settings>,
    is_running: Cell<bool>,
    is_asked_again: Cell<bool>,
    timer: Cell<Option<i32>>,
}

impl Sending {
    fn ask(self: &Rc<Self>, settings: Settings) {
        if let Some(timer) = self.timer.take() {
            self.scope.clear_timeout_with_handle(timer);
        }
        if self.settings.borrow().0 != settings.0 {
            self.delivery.borrow_mut().take();
        }
        *self.settings.borrow_mut() = settings;
        if self.is_running.replace(true) {
            self.is_asked_again.set(true);
            return;
        }
        let sending = Rc::clone(self);
        spawn_local(async move {
            loop {
                sending.is_asked_again.set(false);
                let again = under_lock(Rc::clone(&sending)).await;
                if sending.is_asked_again.get() {
                    continue;
                }
                if let Some(again) = again {
                    sending.come_back(again);
                }
                break;
            }
            sending.is_running.set(false);
        });
    }

    fn come_back(self: &Rc<Self>, after: Duration) {
        let sending = Rc::clone(self);
        let wake = Closure::once_into_js(move || {
            let settings = sending.settings.borrow().clone();
            sending.ask(settings);
        });
        let ms = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
        self.timer.set(
            self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(wake.unchecked_ref(), ms).ok(),
        );
    }

    fn report(&self, report: &Report) {
        // A page that is gone needs no report.
        let _ = self.scope.post_message(&JsValue::from_str(&write_report(report)));
    }

    /// One run, and what has been kept long enough is cleared. Returns when to try again by itself.
    async fn run(&self) -> Option<Duration> {
        // First, so that whoever hears of the end of the run counts what is left. What is sent in this run is not old.
        let retention = self.settings.borrow().2;
        if let Some(days) = retention.filter(|days| *days > 0) {
            // What could not be cleared is there after the next run, and cleared then.
            let _ = self.store.clear_sent(days_ago(days), today()).await;
        }
        self.send().await
    }

    async fn send(&self) -> Option<Duration> {
        let (settings, base, _) = self.settings.borrow().clone();
        let mut delivery =
            self.delivery.borrow_mut().take().unwrap_or_else(|| Delivery::new(settings.batch_size));
        let endpoint = match HttpEndpoint::open(settings, &base).await {
            Ok(endpoint) => endpoint,
            Err(trouble) => {
                // No collector where the page came from: perhaps there is only no network.
                let again = (trouble == Trouble::NoEndpoint).then_some(RETRY_OPEN);
                self.report(&Report::Ended { n_sent: 0, n_refused: 0, trouble: Some(trouble), again });
                return again;
            }
        };
        let progress = |n_sent, n_refused| self.report(&Report::Progress(n_sent, n_refused));
        let jitter = js_sys::Math::random;
        let delivered = deliver(&self.store, &endpoint, &mut delivery, &jitter, &today, &progress).await;
        *self.delivery.borrow_mut() = Some(delivery);
        match delivered {
            Ok(delivered) => {
                let (trouble, again) =
                    delivered.stopped_by.map_or((None, None), |(why, again)| (Some(why), again));
                self.report(&Report::Ended {
                    n_sent: delivered.n_sent,
                    n_refused: delivered.n_refused,
                    trouble,
                    again,
                });
                again
            }
            Err(error) => {
                self.report(&Report::StoreFailed(error.to_string()));
                Some(RETRY_OPEN)
            }
        }
    }
}

/// When to look again for a collector, or for a storage that failed: often enough that a tablet that is carried back
/// to its Wi-Fi has sent before it is put away.
const RETRY_OPEN: Duration = Duration::from_mins(1);

/// A run while holding [`LOCK`]; where there are no locks (a page without https) just a run.
async fn under_lock(sending: Rc<Sending>) -> Option<Duration> {
    let again = Rc::new(Cell::new(None));
    let run = {
        let (sending, again) = (Rc::clone(&sending), Rc::clone(&again));
        Closure::once_into_js(move |_lock: JsValue| -> Promise {
            future_to_promise(async move {
                again.set(sending.run().await);
                Ok(JsValue::UNDEFINED)
            })
        })
    };
    match request_lock(&run) {
        Ok(promise) => {
            // The run itself cannot fail, so neither can the lock's promise but by the end of the page.
            let _ = JsFuture::from(promise).await;
            again.get()
        }
        Err(_) => sending.run().await,
    }
}

fn request_lock(run: &JsValue) -> Result<Promise, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    request.call2(&locks, &LOCK.into(), run)?.dyn_into()
}

//! Drafts and responses in IndexedDB.
//!
//! A response's text and where it stands lie apart: `responses` is written once, `ledger` with every change of state.
//! Nothing is answered before the transaction's `complete`; a request's `success` is too early (Chromium 121 and later
//! write to the disk after it).
//!
//! Here stands how the database is opened and a job done in it; `records` is what lies in it, and each port has a file of
//! its own.

mod archive;
mod failure;
mod lock_store;
mod outbox;
mod overview;
mod records;
mod response_store;
mod rows;

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbOpenDbRequest, IdbVersionChangeEvent};

use self::failure::{Failure, open_error};
use crate::browser::alarm::{Alarm, PATIENCE_MS};
use crate::domain::response::ResponseId;
use crate::ports::response_store::StoreError;

/// Grows by one with every change of the stores below; `upgrade` leads from every older one to the newest.
const VERSION: u8 = 2;

const DRAFTS: &str = "drafts";
const RESPONSES: &str = "responses";
const LEDGER: &str = "ledger";
const STUDIES: &str = "studies";
const NOTES: &str = "notes";

/// Index of the ledger by state, then id.
const BY_STATE: &str = "by-state";

/// The note that says on which day an endpoint last gave a receipt.
const LAST_SENT: &str = "last-sent";

/// The note that holds the lock of the coordinator's page.
const LOCK: &str = "pin";

/// How many entries are changed in one transaction where there may be thousands.
const PAGE: u32 = 500;

/// A [`ResponseStore`] in the IndexedDB of this origin.
///
/// The connection is opened when first needed, and anew when the browser has closed it: Safari does so under memory
/// pressure while the page stays open.
#[derive(Clone)]
pub struct IndexedDbStore {
    name: String,
    connection: Rc<RefCell<Option<Database>>>,
    /// What the browser calls when it closes the connection.
    let_go: Rc<RefCell<Option<LetGo>>>,
    /// What was finished here: drafts of it come too late.
    finished: Rc<RefCell<Vec<ResponseId>>>,
}

type LetGo = Closure<dyn FnMut()>;

impl IndexedDbStore {
    /// The store in the database called `name`. Nothing is opened yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            connection: Rc::default(),
            let_go: Rc::default(),
            finished: Rc::default(),
        }
    }

    /// Closes the connection; the next use opens it again.
    pub fn close(&self) {
        if let Some(database) = self.connection.borrow_mut().take() {
            database.close();
        }
    }

    async fn connection(&self) -> Result<Database, Failure> {
        if let Some(database) = self.connection.borrow().as_ref() {
            return Ok(database.clone());
        }
        let opening = Database::open(self.name.as_str()).with_version(VERSION).build().map_err(open_error)?;
        let upgrading = Closure::<dyn FnMut(_) -> _>::new(upgrade);
        opening.as_sys().set_onupgradeneeded(Some(upgrading.as_ref().unchecked_ref()));
        let database = opening.await.map_err(open_error)?;
        self.watch(&database);
        *self.connection.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Lets go of the connection when the browser closed it, or when a newer app wants to change the stores.
    fn watch(&self, database: &Database) {
        let connection = Rc::clone(&self.connection);
        let let_go = LetGo::new(move || {
            if let Some(database) = connection.borrow_mut().take() {
                database.close();
            }
        });
        let raw = database.as_sys();
        raw.set_onclose(Some(let_go.as_ref().unchecked_ref()));
        raw.set_onversionchange(Some(let_go.as_ref().unchecked_ref()));
        *self.let_go.borrow_mut() = Some(let_go);
    }

    /// Does `job` in the database, a second time with a fresh connection if the first one turns out to be dead.
    async fn with<'j, T>(&self, job: &dyn Fn(Database) -> Job<'j, T>) -> Result<T, StoreError> {
        let mut done = self.in_time(job).await;
        if let Err(Failure::Other(_)) = done {
            self.close();
            done = self.in_time(job).await;
        }
        if let Err(Failure::Late) = done {
            self.close();
        }
        Ok(done?)
    }

    /// The text under `key`.
    async fn text(&self, store: &str, key: &str) -> Result<Option<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(store).build()?;
                Ok(transaction.object_store(store)?.get(key).primitive()?.await?)
            })
        })
        .await
    }

    /// Does `job`, unless it takes too long: then its transaction is given up.
    async fn in_time<'j, T>(&self, job: &dyn Fn(Database) -> Job<'j, T>) -> Result<T, Failure> {
        let mut work = pin!(async { job(self.connection().await?).await });
        let mut alarm = Alarm::after(PATIENCE_MS);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Pending => Pin::new(&mut alarm.rings).poll(context).map(|_| Err(Failure::Late)),
            done @ Poll::Ready(_) => done,
        })
        .await
    }
}

/// A transaction under way. Boxed, so that the code around it is there once and not once for each kind.
type Job<'j, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + 'j>>;

/// Makes the stores that an older version does not have. An error here makes the browser give up opening.
///
/// By the browser's own words: the handler of `indexed_db_futures` writes an error out in words, and with it comes all that
/// writes fractions, which is 5 kB of a page whose bytes are counted.
fn upgrade(event: IdbVersionChangeEvent) -> Result<(), JsValue> {
    let request: IdbOpenDbRequest = event.target().ok_or(JsValue::NULL)?.dyn_into()?;
    let database: IdbDatabase = request.result()?.dyn_into()?;
    if event.old_version() < 1.0 {
        for store in [DRAFTS, RESPONSES, STUDIES] {
            database.create_object_store(store)?;
        }
        let by_id = IdbObjectStoreParameters::new();
        by_id.set_key_path(&"id".into());
        let ledger = database.create_object_store_with_optional_parameters(LEDGER, &by_id)?;
        let path = Array::of2(&"state".into(), &"id".into());
        ledger.create_index_with_str_sequence(BY_STATE, &path)?;
    }
    if event.old_version() < 2.0 {
        database.create_object_store(NOTES)?;
    }
    Ok(())
}

//! The store contract on IndexedDB, in a real browser: a database of its own for each clause.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "../support/recordings_contract.rs"]
mod recordings_contract;
#[path = "../support/store_contract.rs"]
mod store_contract;

use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::recordings::IndexedDbRecordings;
use betekenis::domain::backup::Item;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{State, Verdict};
use betekenis::domain::ledger::{Counts, Entry};
use betekenis::domain::response::ResponseId;
use betekenis::ports::archive::{Archive, Shelf};
use betekenis::ports::recordings::Recordings;
use betekenis::ports::response_store::{Outbox, Overview, ResponseStore, StoreError, TEXT_IS_GONE};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

const DAY: Day = Day::of("2026-11-22").unwrap();

wasm_bindgen_test_configure!(run_in_browser);

/// A store with a name that no other test has, left empty by no one.
fn fresh(name: &str) -> IndexedDbStore {
    IndexedDbStore::new(&format!("test-{name}-{}", uuid::Uuid::new_v4()))
}

impl store_contract::Store for IndexedDbStore {
    async fn spoil(&self, id: &str) {
        instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
        self.counts().await.unwrap();
        as_before();
        // No app writes anything but texts.
        run_later(&format!(
            "const writing = database.transaction('drafts', 'readwrite'); \
             writing.objectStore('drafts').put({{ not: 'a text' }}, '{id}'); \
             await new Promise(done => writing.oncomplete = done);"
        ))
        .await;
    }
}

macro_rules! clauses {
    ($($clause:ident)*) => {
        $(#[wasm_bindgen_test] async fn $clause() {
            store_contract::$clause(&fresh(stringify!($clause))).await;
        })*
    };
}
store_contract::with_every_clause!(clauses);

#[wasm_bindgen_test]
async fn another_connection_finds_what_was_kept() {
    let one = fresh("another");
    one.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    one.finish(&ResponseId::new("b"), "{}", DAY).await.unwrap();
    one.close();

    let drafts = one.clone().drafts().await.unwrap();

    assert_eq!(drafts, [(ResponseId::new("a"), "draft".to_owned())]);
    assert_eq!(one.counts().await.unwrap().waiting, 1);
}

/// Runs a script of the page; what it leaves behind, the next test finds.
fn run(script: &str) -> JsValue {
    js_sys::eval(script).unwrap()
}

/// The same for one that answers later.
async fn run_later(script: &str) -> JsValue {
    let promise = run(&format!("(async () => {{ {script} }})()"));
    JsFuture::from(js_sys::Promise::from(promise)).await.unwrap()
}

/// Puts `script` in the place of `IDBDatabase.prototype.transaction`, where `original` is what was there.
fn instead_of_transactions(script: &str) {
    run(&format!(
        "globalThis.original ??= IDBDatabase.prototype.transaction; globalThis.seen = []; \
         IDBDatabase.prototype.transaction = function (...how) {{ {script} }};"
    ));
}

fn as_before() {
    run("if (globalThis.original) IDBDatabase.prototype.transaction = original; \
         if (globalThis.writers) Object.assign(IDBObjectStore.prototype, writers);");
}

fn seen() -> String {
    run("seen.splice(0).join()").as_string().unwrap()
}

fn sent(id: &str) -> [(ResponseId, Verdict); 1] {
    [(ResponseId::new(id), Verdict::Sent)]
}

#[wasm_bindgen_test]
async fn what_counts_is_flushed_to_the_disk_and_a_draft_need_not_be() {
    let store = fresh("durability");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    instead_of_transactions(
        "if (how[1] === 'readwrite') seen.push(how[2]?.durability); return original.apply(this, how);",
    );

    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    assert_eq!(seen(), "relaxed");
    store.finish(&ResponseId::new("a"), "{}", DAY).await.unwrap();
    assert_eq!(seen(), "strict");
    store.start_sending(&[ResponseId::new("a")]).await.unwrap();
    assert_eq!(seen(), "relaxed");
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    store.send_all_again(State::Sent).await.unwrap();
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    store.clear_sent(Day::END, DAY).await.unwrap();
    store.take_in(&[Item::Draft(ResponseId::new("b"), "{}".to_owned())]).await.unwrap();
    store.discard_draft(&ResponseId::new("b")).await.unwrap();
    let all = seen();
    as_before();
    assert!(all.split(',').all(|one| one == "strict") && all.split(',').count() >= 6, "{all}");
}

#[wasm_bindgen_test]
async fn nothing_is_said_to_be_written_before_its_transaction_is_complete() {
    let store = fresh("complete");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    instead_of_transactions(
        "const one = original.apply(this, how); one.addEventListener('complete', () => seen.push('complete')); return one;",
    );

    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    assert_eq!(seen(), "complete");
    store.finish(&ResponseId::new("a"), "{}", DAY).await.unwrap();
    assert_eq!(seen(), "complete");
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    assert_eq!(seen(), "complete");
    as_before();
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_has_closed_is_opened_again() {
    let store = fresh("closed");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    // Closed without a word, as iOS does under memory pressure.
    instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
    store.save_draft(&ResponseId::new("a"), "newer").await.unwrap();
    run("database.close()");

    store.finish(&ResponseId::new("a"), "{}", DAY).await.unwrap();
    // Closed with an event.
    run("database.close(); database.dispatchEvent(new Event('close'))");
    assert_eq!(store.counts().await.unwrap().waiting, 1);
    // Closed in the middle of a job.
    instead_of_transactions(
        "if (seen.push(1) === 1) throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', 'UnknownError'); \
         return original.apply(this, how);",
    );
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    as_before();

    assert_eq!(store.counts().await.unwrap(), Counts { sent: 1, ..Counts::default() });
}

/// Makes the write with this number fail, counted from 0, as on a full disk; none if it is negative.
fn fill_up_at(number: i32) {
    run(&format!(
        "globalThis.writers ??= {{ add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put, \
             delete: IDBObjectStore.prototype.delete }}; \
         globalThis.left = {number}; \
         for (const name of ['add', 'put', 'delete']) IDBObjectStore.prototype[name] = function (...what) {{ \
             if (left-- === 0) throw new DOMException('full', 'QuotaExceededError'); \
             return writers[name].apply(this, what); }};"
    ));
}

/// Everything that is in the store.
async fn everything(
    store: &IndexedDbStore,
) -> (Counts, Vec<(ResponseId, String)>, Vec<Option<Entry>>, Vec<Option<String>>) {
    let ids = store.keys(Shelf::Ledger, "", 100).await.unwrap();
    let texts = store.keys(Shelf::Responses, "", 100).await.unwrap();
    (
        store.counts().await.unwrap(),
        store.drafts().await.unwrap(),
        store.entries(&ids).await.unwrap(),
        store.texts(Shelf::Responses, &texts).await.unwrap(),
    )
}

/// The whole life of three responses; each step may fail, and is then done again after room was made.
async fn step(store: &IndexedDbStore, number: usize) -> Result<(), StoreError> {
    let ids = ["a", "b", "c"].map(ResponseId::new);
    let refused = Verdict::Refused("no".to_owned());
    match number {
        0 => store.save_draft(&ResponseId::new("a"), "draft").await,
        1 => store.finish(&ResponseId::new("a"), r#"{"id":"a"}"#, DAY).await.map(drop),
        2 => store.finish(&ResponseId::new("b"), r#"{"id":"b"}"#, DAY).await.map(drop),
        3 => store.finish(&ResponseId::new("c"), r#"{"id":"c"}"#, DAY).await.map(drop),
        4 => store.start_sending(&ids).await.map(drop),
        5 => {
            let verdicts = [
                (ResponseId::new("a"), Verdict::Sent),
                (ResponseId::new("b"), refused),
                (ResponseId::new("c"), Verdict::Waiting),
            ];
            store.settle(&verdicts, DAY, "h b").await
        }
        6 => store.send_again(&ids[1..2]).await.map(drop),
        7 => store.clear_sent(Day::END, DAY).await.map(drop),
        8 => {
            let items = [
                Item::Response(Entry::finished(&ResponseId::new("d"), DAY), r#"{"id":"d"}"#.to_owned()),
                Item::Draft(ResponseId::new("e"), "{}".to_owned()),
            ];
            store.take_in(&items).await.map(drop)
        }
        _ => store.discard_draft(&ResponseId::new("e")).await,
    }
}

#[wasm_bindgen_test]
async fn a_disk_that_is_full_at_any_write_loses_nothing_and_leaves_nothing_half_done() {
    let whole = fresh("full-never");
    for number in 0..10 {
        step(&whole, number).await.unwrap();
    }
    let whole = everything(&whole).await;
    let mut n_failures = 0;
    for full_at in 0.. {
        let store = fresh("full");
        fill_up_at(full_at);
        let n_before = n_failures;
        for number in 0..10 {
            let before = everything(&store).await;
            if let Err(error) = step(&store, number).await {
                assert_eq!(error, StoreError::Full, "step {number}");
                assert_eq!(everything(&store).await, before, "step {number} is half done");
                n_failures += 1;
                step(&store, number).await.unwrap();
            }
        }
        as_before();
        assert_eq!(everything(&store).await, whole, "full at write {full_at}");
        if n_failures == n_before {
            break;
        }
    }
    assert!(n_failures >= 20, "only {n_failures} writes have failed");
}

#[wasm_bindgen_test]
async fn of_two_that_are_finished_at_once_only_the_one_that_fails_may_still_be_drafted() {
    let store = fresh("two-at-once");
    fill_up_at(0);
    let other = store.clone();
    let second = future_to_promise(async move {
        Ok(other.finish(&ResponseId::new("b"), "{}", DAY).await.is_ok_and(|new| new).into())
    });

    let first = store.finish(&ResponseId::new("a"), "{}", DAY).await;
    let second = JsFuture::from(second).await.unwrap();
    as_before();
    assert_eq!((first, second), (Err(StoreError::Full), JsValue::TRUE));
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    store.save_draft(&ResponseId::new("b"), "too late").await.unwrap();

    assert_eq!(store.drafts().await.unwrap(), [(ResponseId::new("a"), "draft".to_owned())]);
}

#[wasm_bindgen_test]
async fn what_an_app_of_the_first_version_has_stored_is_all_there() {
    let name = format!("test-version-1-{}", uuid::Uuid::new_v4());
    run_later(&format!(
        "const opening = indexedDB.open('{name}', 1); \
         opening.onupgradeneeded = () => {{ const database = opening.result; \
           for (const name of ['drafts', 'responses', 'studies']) database.createObjectStore(name); \
           database.createObjectStore('ledger', {{ keyPath: 'id' }}).createIndex('by-state', ['state', 'id']); }}; \
         await new Promise((done, failed) => {{ opening.onsuccess = done; opening.onerror = failed; }}); \
         const writing = opening.result.transaction(['drafts', 'responses', 'studies', 'ledger'], 'readwrite'); \
         writing.objectStore('drafts').put('draft', 'd'); \
         writing.objectStore('studies').put('study', 'here'); \
         for (const [id, state, reason] of [['a', 'waiting', ''], ['b', 'sent', ''], ['c', 'refused', 'no card'], ['e', 'sending', '']]) {{ \
           writing.objectStore('responses').put(`{{\"id\":\"${{id}}\"}}`, id); \
           writing.objectStore('ledger').put({{ id, state, day: '{DAY}', reason }}); }} \
         await new Promise((done, failed) => {{ writing.oncomplete = done; writing.onerror = failed; }}); \
         opening.result.close();"
    ))
    .await;
    let store = IndexedDbStore::new(&name);

    let expected = Counts { drafts: 1, waiting: 1, sending: 1, sent: 1, refused: 1, cleared: 0 };
    assert_eq!(store.counts().await.unwrap(), expected);
    assert_eq!(store.kept_study("here").await.unwrap().as_deref(), Some("study"));
    let refused = store.page(&[State::Refused], "", 10).await.unwrap();
    assert_eq!((refused[0].entry.reason.as_str(), refused[0].entry.refused), ("no card", None));
    assert_eq!(store.unsent(10).await.unwrap().len(), 2);
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    assert_eq!(store.clear_sent(Day::END, DAY).await.unwrap(), 2);
    assert_eq!(store.counts().await.unwrap().made(), 5);
}

#[wasm_bindgen_test]
async fn what_a_newer_app_has_written_is_left_alone() {
    let store = fresh("newer");
    store.finish(&ResponseId::new("a"), r#"{"id":"a"}"#, DAY).await.unwrap();
    instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
    store.counts().await.unwrap();
    as_before();
    run_later(
        "const writing = database.transaction('ledger', 'readwrite'); \
         writing.objectStore('ledger').put({ id: 'a', state: 'archived', day: '2030-01-01' }); \
         await new Promise(done => writing.oncomplete = done);",
    )
    .await;

    assert_eq!(store.unsent(10).await.unwrap(), Vec::<ResponseId>::new());
    store.settle(&sent("a"), DAY, "h b").await.unwrap();
    store.send_again(&[ResponseId::new("a")]).await.unwrap();
    store.clear_sent(Day::END, DAY).await.unwrap();
    store.finish(&ResponseId::new("a"), "{}", DAY).await.unwrap();

    let entry = run_later(
        "const reading = database.transaction('ledger').objectStore('ledger').get('a'); \
         await new Promise(done => reading.onsuccess = done); return JSON.stringify(reading.result);",
    )
    .await;
    assert_eq!(entry.as_string().unwrap(), r#"{"id":"a","state":"archived","day":"2030-01-01"}"#);
}

#[wasm_bindgen_test]
async fn a_newer_app_in_another_tab_is_not_kept_waiting() {
    let store = fresh("upgrade");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
    store.counts().await.unwrap();
    as_before();

    let opened = run_later(
        "const opening = indexedDB.open(database.name, 99); \
         const how = await new Promise(done => { opening.onsuccess = () => done('opened'); opening.onblocked = () => done('blocked'); }); \
         opening.result?.close(); return how;",
    )
    .await;
    assert_eq!(opened.as_string().as_deref(), Some("opened"));
    // The older app says so, instead of doing as if.
    assert!(matches!(store.finish(&ResponseId::new("a"), "{}", DAY).await, Err(StoreError::Unavailable(_))));
}

#[wasm_bindgen_test]
async fn a_storage_that_does_not_answer_is_an_error_and_works_again_when_it_does() {
    let store = fresh("hangs");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    // As if its five seconds were over at once.
    run("globalThis.timer ??= globalThis.setTimeout; \
         globalThis.setTimeout = (what, ms) => timer(what, ms === 5000 ? 50 : ms);");
    instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
    store.counts().await.unwrap();
    as_before();
    // Another transaction holds the store, and does not end as long as it is asked something.
    run("globalThis.isHeld = true; globalThis.holder = database.transaction('drafts', 'readwrite'); \
         const drafts = holder.objectStore('drafts'); \
         const hold = () => { if (isHeld) drafts.get('a').onsuccess = hold; }; hold();");

    let late = store.save_draft(&ResponseId::new("a"), "newer").await;
    run("isHeld = false; globalThis.setTimeout = timer;");

    assert!(matches!(late, Err(StoreError::Unavailable(_))), "{late:?}");
    store.save_draft(&ResponseId::new("a"), "newest").await.unwrap();
    assert_eq!(store.drafts().await.unwrap(), [(ResponseId::new("a"), "newest".to_owned())]);
}

#[wasm_bindgen_test]
async fn a_response_whose_text_is_gone_is_shown_and_stands_in_nobodys_way() {
    let store = fresh("text-gone");
    for id in ["a", "b"] {
        store.finish(&ResponseId::new(id), &format!(r#"{{"id":"{id}"}}"#), DAY).await.unwrap();
    }
    instead_of_transactions("globalThis.database = this; return original.apply(this, how);");
    store.counts().await.unwrap();
    as_before();
    run_later(
        "const writing = database.transaction('responses', 'readwrite'); \
         writing.objectStore('responses').delete('a'); await new Promise(done => writing.oncomplete = done);",
    )
    .await;

    let (sending, _) = store.start_sending(&["a", "b"].map(ResponseId::new)).await.unwrap();

    assert_eq!(sending, ["b"]);
    assert_eq!(store.counts().await.unwrap(), Counts { sending: 1, refused: 1, ..Counts::default() });
    let entries = store.entries(&["a".to_owned()]).await.unwrap();
    let gone = entries[0].as_ref().unwrap();
    assert_eq!((gone.reason.as_str(), gone.refused), (TEXT_IS_GONE, Some(DAY)));
}

#[wasm_bindgen_test]
async fn a_draft_is_on_its_way_to_the_disk_before_the_tap_is_over() {
    let store = fresh("at-once");
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();
    instead_of_transactions(
        "const one = original.apply(this, how); const commit = one.commit.bind(one); \
         one.commit = () => { seen.push('commit'); commit(); }; return one;",
    );

    // Asked for, and not waited for: as much as a page does that is closed right after the tap.
    let id = ResponseId::new("a");
    let saving = store.save_draft(&id, "newer");
    let mut saving = std::pin::pin!(saving);
    let _ = saving.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    let so_far = seen();
    saving.await.unwrap();
    as_before();

    assert_eq!(so_far, "commit");
}

/// The same for recordings, in a database of their own.
fn fresh_recordings(name: &str) -> IndexedDbRecordings {
    IndexedDbRecordings::new(&format!("test-{name}-{}", uuid::Uuid::new_v4()))
}

macro_rules! recording_clauses {
    ($($clause:ident)*) => {
        $(#[wasm_bindgen_test] async fn $clause() {
            recordings_contract::$clause(&fresh_recordings(stringify!($clause))).await;
        })*
    };
}
recordings_contract::with_every_recording_clause!(recording_clauses);

#[wasm_bindgen_test]
async fn a_recording_that_a_full_disk_does_not_take_leaves_the_older_one() {
    let recordings = fresh_recordings("recordings-full");
    recordings.put("nl", "Ja", b"one").await.unwrap();
    fill_up_at(0);

    let full = recordings.put("nl", "Ja", b"two").await;
    as_before();

    assert_eq!(full, Err(StoreError::Full));
    assert_eq!(recordings.get("nl", "Ja").await.unwrap(), Some(b"one".to_vec()));
    recordings.put("nl", "Ja", b"two").await.unwrap();
    assert_eq!(recordings.get("nl", "Ja").await.unwrap(), Some(b"two".to_vec()));
}

#[wasm_bindgen_test]
async fn recordings_lie_where_the_participants_page_finds_them() {
    let name = format!("test-recordings-place-{}", uuid::Uuid::new_v4());
    let recordings = IndexedDbRecordings::new(&name);
    recordings.put("nl", "Wat betekent {centre}?", b"RIFF").await.unwrap();

    let found = run_later(&format!(
        "const opening = indexedDB.open('{name}', 1); await new Promise(done => opening.onsuccess = done); \
         const store = opening.result.transaction('recordings').objectStore('recordings'); \
         const asked = store.get('nl\\nWat betekent {{centre}}?'); await new Promise(done => asked.onsuccess = done); \
         opening.result.close(); const {{ language, text, wav }} = asked.result; \
         return [language, text, wav.constructor.name, wav.length].join();"
    ))
    .await;

    assert_eq!(found.as_string().unwrap(), "nl,Wat betekent {centre}?,Uint8Array,4");
}

#[wasm_bindgen_test]
async fn a_newer_app_need_not_wait_for_recordings() {
    let name = format!("test-recordings-newer-{}", uuid::Uuid::new_v4());
    let recordings = IndexedDbRecordings::new(&name);
    recordings.put("nl", "Ja", b"one").await.unwrap();

    let opened = run_later(&format!(
        "const opening = indexedDB.open('{name}', 99); \
         const how = await new Promise(done => {{ opening.onsuccess = () => done('opened'); opening.onblocked = () => done('blocked'); }}); \
         opening.result?.close(); return how;"
    ))
    .await;

    assert_eq!(opened.as_string().as_deref(), Some("opened"));
    assert!(matches!(recordings.get("nl", "Ja").await, Err(StoreError::Unavailable(_))));
}

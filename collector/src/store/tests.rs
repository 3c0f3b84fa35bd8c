use std::{cell::RefCell, fs};

use futures_util::FutureExt as _;
use tempfile::TempDir;

use super::schema::{APPLICATION_ID, UPGRADES};
use super::*;
use crate::json::digest_of;

const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";

fn open_in(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("data.sqlite")).unwrap()
}

fn new_response<'a>(id: &str, text: &'a str) -> NewResponse<'a> {
    NewResponse {
        id: id.to_owned(),
        other_spellings: BTreeSet::new(),
        study: "study".to_owned(),
        study_version: "1".to_owned(),
        date: "2026-11-22".to_owned(),
        text,
        place: "responses[0]".to_owned(),
        digest: digest_of(serde_json::from_str(text).unwrap()),
    }
}

fn all(store: &Store) -> Vec<String> {
    store.page(&Wanted::default(), 0, store.last().unwrap()).unwrap().responses
}

/// Sends `first` and then `second` under one id, and tells whether the second was accepted.
#[track_caller]
fn check_second(first: &str, second: &str, is_accepted: bool) {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    store.add(BATCH, &[new_response("a", first)]).unwrap();

    let verdicts = store.add(BATCH, &[new_response("a", second)]).unwrap().verdicts;

    assert_eq!(verdicts[0].is_ok(), is_accepted, "{verdicts:?}");
    assert_eq!(all(&store), [first]);
}

#[test]
fn the_same_response_is_accepted_again_however_its_json_is_written() {
    check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1,"b":[2]}"#, true);
    check_second(r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#, true);
}

#[test]
fn another_response_under_the_same_id_is_rejected_and_the_first_stays() {
    check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1,"b":[3]}"#, false);
    check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1}"#, false);
}

#[test]
fn an_id_in_capitals_is_the_same_id() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);

    store.add(BATCH, &[new_response("0E", "1"), new_response("0e", "1")]).unwrap();

    assert_eq!(store.count().unwrap(), 1);
}

#[test]
fn a_repeat_is_told_without_reading_what_is_stored() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    store.add(BATCH, &[new_response("a", r#"{"a":1}"#)]).unwrap();
    store.writer().execute("UPDATE responses SET response = 'no JSON'", []).unwrap();

    let repeat = store.add(BATCH, &[new_response("a", r#"{ "a": 1 }"#)]).unwrap();
    let other = store.add(BATCH, &[new_response("a", r#"{"a":2}"#)]).unwrap();

    assert!(repeat.verdicts[0].is_ok() && other.verdicts[0].is_err());
}

#[test]
fn a_date_far_from_the_day_on_which_it_came_is_taken_and_counted_once() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    let today: String = store.reader().query_row("SELECT date('now')", [], |row| row.get(0)).unwrap();
    let on = |id: &str, date: &str| NewResponse { date: date.to_owned(), ..new_response(id, "1") };
    let responses = [on("today", &today), on("past", "2020-01-01"), on("future", "2099-12-31")];

    let n_far = [(); 2].map(|()| store.add(BATCH, &responses).unwrap().n_far);

    assert_eq!((n_far, store.count_far().unwrap(), store.count().unwrap()), ([2, 0], 2, 3));
    let far = Wanted { is_far: true, ..Wanted::default() };
    assert_eq!(store.page(&far, 0, store.last().unwrap()).unwrap().responses.len(), 2);
}

#[test]
fn a_data_file_of_the_first_version_is_brought_up_to_this_one() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data.sqlite");
    let old = Connection::open(&file).unwrap();
    old.execute_batch(UPGRADES[0].sql).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    let texts = [
        r#"{"id":"A0","activity":{"date":"2026-11-22"}}"#,
        r#"{"id":"a1","activity":{"date":"2015-01-01"}}"#,
        r#"{"id":"a2","activity":{"date":"20266-11-29"}}"#,
        "no JSON",
    ];
    for (idx, text) in texts.iter().enumerate() {
        old.execute(
            "INSERT INTO responses (id, study, study_version, batch, received_at, response)
             VALUES (?1, 'study', '1', 'batch', '2026-11-23T10:00:00Z', ?2)",
            params![format!("a{idx}"), text],
        )
        .unwrap();
    }
    drop(old);

    let store = Store::open(&file).unwrap();

    assert!(!store.is_new());
    assert_eq!(all(&store), texts);
    assert_eq!(store.count_far().unwrap(), 2);
    let repeat = r#"{"activity": {"date": "2026-11-22"}, "id": "a0"}"#;
    assert!(store.add(BATCH, &[new_response("a0", repeat)]).unwrap().verdicts[0].is_ok());
    assert!(store.add(BATCH, &[new_response("a1", repeat)]).unwrap().verdicts[0].is_err());
    assert_eq!(store.count().unwrap(), 4);
}

#[test]
fn a_full_disk_keeps_nothing_of_the_batch_and_what_was_there_stays() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    store.add(BATCH, &[new_response("first", "1")]).unwrap();
    let n_pages: i64 = store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.writer().pragma_update_and_check(None, "max_page_count", n_pages + 2, |_| Ok(())).unwrap();
    let large = format!("\"{}\"", "x".repeat(100_000));

    let error = store.add(BATCH, &[new_response("small", "2"), new_response("large", &large)]).unwrap_err();

    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert_eq!(store.count().unwrap(), 1);
    assert_eq!(store.check_write(), Err(error.to_string()));
    store.add(BATCH, &[new_response("small", "2")]).unwrap();
    assert_eq!(store.count().unwrap(), 2);
    assert_eq!(store.check_write(), Ok(()));
}

#[test]
fn repeats_do_not_hide_that_the_disk_is_full() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    store.add(BATCH, &[new_response("first", "1")]).unwrap();
    let n_pages: i64 = store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.writer().pragma_update_and_check(None, "max_page_count", n_pages, |_| Ok(())).unwrap();
    let large = format!("\"{}\"", "x".repeat(100_000));
    let error = store.add(BATCH, &[new_response("large", &large)]).unwrap_err();

    let repeat = store.add(BATCH, &[new_response("first", "1")]).unwrap();

    assert!(repeat.verdicts[0].is_ok());
    assert_eq!(store.check_write(), Err(error.to_string()));
}

#[tokio::test]
async fn only_what_is_written_is_told_of() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    // Making the file.
    store.written().await;

    store.add(BATCH, &[new_response("a", "1")]).unwrap();
    assert!(store.written().now_or_never().is_some());
    store.add(BATCH, &[new_response("a", "1")]).unwrap();
    store.add(BATCH, &[new_response("a", "2")]).unwrap();

    assert!(store.written().now_or_never().is_none());
}

thread_local! {
    /// A data file, and whether everything was folded in while another program was at it.
    static MEANWHILE: RefCell<Option<(Store, Option<bool>)>> = const { RefCell::new(None) };
}

#[test]
fn what_another_program_is_folding_in_is_not_taken_for_done() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    store.add(BATCH, &[new_response("a", "1")]).unwrap();
    MEANWHILE.set(Some((store, None)));
    let [writing, mut folding] = [(); 2].map(|()| connect(&folder.path().join("data.sqlite")).unwrap());
    writing.execute_batch("BEGIN IMMEDIATE").unwrap();
    let meanwhile = |_| {
        MEANWHILE.with_borrow_mut(|meanwhile| {
            let (store, is_all) = meanwhile.as_mut().unwrap();
            *is_all = Some(store.fold_in().unwrap());
        });
        false
    };
    folding.busy_handler(Some(meanwhile)).unwrap();

    // It waits for the one that writes, and keeps all others from folding in.
    folding.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();

    let (store, is_all) = MEANWHILE.take().unwrap();
    assert_eq!(is_all, Some(false));
    assert!(store.fold_in().unwrap());
}

#[test]
fn the_pages_of_an_export_hold_everything_once_and_nothing_that_came_later() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);
    let texts: Vec<String> = (0..10).map(|idx| format!("\"{idx}{}\"", "x".repeat(PAGE_BYTES / 3))).collect();
    for (idx, text) in texts.iter().enumerate() {
        store.add(BATCH, &[new_response(&idx.to_string(), text)]).unwrap();
    }
    let last = store.last().unwrap();
    store.add(BATCH, &[new_response("later", "1")]).unwrap();

    let mut n_pages = 0;
    let mut exported = Vec::new();
    let mut next = Some(0);
    let of = |study: &str| Wanted { study: Some(study.to_owned()), is_far: false };
    while let Some(after) = next {
        let page = store.page(&of("study"), after, last).unwrap();
        exported.extend(page.responses);
        next = page.next;
        n_pages += 1;
    }

    assert_eq!(exported, texts);
    assert!(n_pages > 2, "{n_pages}");
    assert!(store.page(&of("other"), 0, last).unwrap().responses.is_empty());
}

#[test]
fn the_token_is_made_once_and_kept() {
    let folder = TempDir::new().unwrap();

    let made = open_in(&folder).read_token(|| Some("first".to_owned())).unwrap();
    let kept = open_in(&folder).read_token(|| Some("second".to_owned())).unwrap();

    assert_eq!((made.as_str(), kept.as_str()), ("first", "first"));
}

#[test]
fn every_commit_waits_for_the_disk() {
    let folder = TempDir::new().unwrap();
    let store = open_in(&folder);

    let writer = store.writer();
    let mode: String = writer.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    let synchronous: i64 = writer.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();

    // 2 is FULL.
    assert_eq!((mode.as_str(), synchronous), ("wal", 2));
}

#[cfg(unix)]
#[test]
fn a_new_data_file_is_for_this_user_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = TempDir::new().unwrap();
    let _store = open_in(&folder);

    for file in ["data.sqlite", "data.sqlite-wal"] {
        let mode = fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data.sqlite");
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = fs::read(&file).unwrap();

    let error = Store::open(&file).unwrap_err();

    assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

//! A PIN is made, kept and tried, with a hash that hides nothing.

use betekenis::domain::pin::{Lock, Tries};
use betekenis::format::pin::{read_pin, write_pin};
use betekenis::ports::memory::{MemorySecrets, MemoryStore};
use betekenis::ports::pin::LockStore;
use betekenis::workflow::pin::{
    ITERATIONS, MARK, is_code, is_pin, keep_lock, kept_lock, make, note_wait, try_it,
};

use crate::now::now;

#[test]
fn a_pin_and_its_code_are_told_from_all_others_after_they_were_kept() {
    let (lock, code) = now(make(&MemorySecrets(1), "4711")).unwrap();
    let kept = read_pin(&write_pin(&lock)).unwrap();

    assert_eq!((lock.iterations, code.as_str()), (ITERATIONS, "CDCF-CHCJ-CKCM-CNCP"));
    let is = |typed: &str| {
        (now(is_pin(&MemorySecrets(9), &kept, typed)), now(is_code(&MemorySecrets(9), &kept, typed)))
    };
    assert_eq!(is("4711"), (true, false));
    assert_eq!(is(" cdcf chcj ckcm cncp "), (false, true));
    for wrong in ["", "4712", "47110", "CDCF-CHCJ-CKCM-CNCC"] {
        assert_eq!(is(wrong), (false, false), "{wrong}");
    }
}

#[test]
fn equal_pins_look_different() {
    let [one, other] = [1, 2].map(|chance| now(make(&MemorySecrets(chance), "4711")).unwrap().0);

    assert_ne!((one.salt, one.pin, one.code), (other.salt, other.pin, other.code));
}

/// A tablet with the PIN 4711.
fn locked() -> MemoryStore {
    let store = MemoryStore::default();
    let (lock, _) = now(make(&MemorySecrets(1), "4711")).unwrap();
    now(keep_lock(&store, Some(&lock))).unwrap();
    store
}

fn tries(store: &MemoryStore) -> Tries {
    now(kept_lock(store, None)).unwrap().unwrap().tries
}

fn enter(store: &MemoryStore, seen: Tries, pin: &str) -> bool {
    now(try_it(store, &MemorySecrets(1), seen, pin, false)).unwrap()
}

#[test]
fn what_stands_in_the_settings_opens_nothing() {
    let store = locked();
    let (other, _) = now(make(&MemorySecrets(2), "0000")).unwrap();

    for mark in [None, Some(""), Some(MARK), Some("broken"), Some(write_pin(&other).as_str())] {
        assert!(now(kept_lock(&store, mark)).unwrap().is_some(), "{mark:?}");
    }
    assert!(enter(&store, Tries::default(), "4711") && !enter(&store, Tries::default(), "0000"));
}

#[test]
fn the_lock_of_an_older_app_is_carried_over_with_its_tries() {
    let store = MemoryStore::default();
    let (lock, _) = now(make(&MemorySecrets(1), "4711")).unwrap();
    let lock = Lock { tries: Tries { n_wrong: 3, left_ms: 30_000 }, ..lock };

    assert_eq!(now(kept_lock(&store, Some(&write_pin(&lock)))).unwrap(), Some(lock.clone()));
    // From now on without what stood there.
    assert_eq!(now(kept_lock(&store, None)).unwrap(), Some(lock));

    // What nobody can read keeps everybody out as before.
    let store = MemoryStore::default();
    assert_eq!(now(kept_lock(&store, Some("broken"))).unwrap(), Some(Lock::default()));
    assert!(!enter(&store, Tries::default(), "4711"));
    assert!(now(kept_lock(&store, None)).unwrap().is_some());
}

#[test]
fn a_mark_without_a_lock_keeps_nobody_out() {
    // Somebody has cleared everything, and with it all responses.
    assert_eq!(now(kept_lock(&MemoryStore::default(), Some(MARK))).unwrap(), None);
}

#[test]
fn wrong_tries_cost_the_same_in_one_page_and_in_ten() {
    let store = locked();
    // Ten pages that were opened before anybody tried.
    let seen = tries(&store);
    for _ in 0..10 {
        assert!(!enter(&store, seen, "0000"));
    }
    assert_eq!(tries(&store), Tries { n_wrong: 3, left_ms: 30_000 });
    assert!(!enter(&store, seen, "4711"), "the right one has to wait as well");

    // Whoever has waited may try; what a page knows of an earlier wait is no use.
    let waited = tries(&store).after(30_000);
    assert!(!enter(&store, waited, "0000"));
    assert_eq!(tries(&store), Tries { n_wrong: 4, left_ms: 60_000 });
    assert!(!enter(&store, waited, "4711"));

    now(note_wait(&store, tries(&store).after(59_999))).unwrap();
    assert_eq!(tries(&store).left_ms, 1);
    now(note_wait(&store, waited)).unwrap();
    assert_eq!(tries(&store).left_ms, 1);
    assert!(enter(&store, tries(&store).after(1), "4711"));
    assert_eq!(tries(&store), Tries::default());
}

#[test]
fn without_a_lock_everybody_comes_in() {
    let store = locked();
    now(keep_lock(&store, None)).unwrap();

    assert_eq!(now(store.lock()).unwrap(), None);
    assert!(enter(&store, Tries::default(), "0000"));
}

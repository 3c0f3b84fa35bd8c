//! A PIN is made, kept and tried, with a hash that hides nothing.

use betekenis::format::pin::{read_pin, write_pin};
use betekenis::ports::memory::MemorySecrets;
use betekenis::workflow::pin::{ITERATIONS, is_code, is_pin, make};

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

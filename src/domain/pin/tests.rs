use super::*;

/// So many wrong tries, one after the other.
fn after(n_wrong: u32) -> Tries {
    (0..n_wrong).fold(Tries::default(), |tries, _| tries.one_more())
}

#[test]
fn after_the_third_wrong_try_one_waits_longer_every_time() {
    let waits: Vec<u64> = (0..10).map(|n| after(n).wait().as_secs()).collect();

    assert_eq!(waits, [0, 0, 0, 30, 60, 120, 300, 900, 900, 900]);
    assert_eq!(after(1000).wait().as_secs(), 900);
    assert_eq!([0, 1, 3, 4].map(|n| after(n).n_free()), [3, 2, 0, 0]);
}

#[test]
fn the_wait_passes_at_the_gate_and_ends_no_sooner() {
    assert_eq!(after(3).after(29_999).wait().as_millis(), 1);
    assert_eq!(after(3).after(30_000).wait(), Duration::ZERO);
    assert_eq!(after(3).after(10_000).after(10_000).wait().as_secs(), 10);
}

#[test]
fn pages_side_by_side_wait_no_shorter_and_a_try_in_one_counts_in_all() {
    let kept = after(3);
    // Both have waited ten seconds, and say so.
    let waited = kept.after(10_000);
    assert_eq!(kept.seen(waited).seen(waited).wait().as_secs(), 20);

    // One that waited long before another one tried again knows nothing of that.
    assert_eq!(after(4).seen(kept.after(30_000)), after(4));
}

#[test]
fn a_pin_has_four_to_eight_digits() {
    for pin in ["0000", "4711", "12345678"] {
        assert!(fits(pin), "{pin}");
    }
    for pin in ["", "123", "123456789", "12a4", "12 4", "١٢٣٤"] {
        assert!(!fits(pin), "{pin}");
    }
}

#[test]
fn pins_that_everybody_tries_first_are_known() {
    for pin in ["0000", "1234", "4321", "345678", "1212", "7788", "121212"] {
        assert!(is_easy(pin), "{pin}");
    }
    for pin in ["4711", "9274", "1357", "1221", "12331"] {
        assert!(!is_easy(pin), "{pin}");
    }
}

#[test]
fn a_code_is_four_groups_of_four_and_is_read_forgivingly() {
    let code = code_of(&[0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]);

    assert_eq!(code, "CDFH-JKMN-PRTW-XY47");
    for typed in ["cdfh jkmn prtw xy47", " CDFHJKMNPRTWXY47\n", "cdfh.jkmn.prtw.xvA1"] {
        assert_eq!(plain_code(typed), plain_code(&code), "{typed}");
    }
    assert_ne!(plain_code("CDFH-JKMN-PRTW-XY4"), plain_code(&code));
}

#[test]
fn hashes_are_compared_as_a_whole_and_none_is_like_none() {
    assert!(is_same(&[1, 2], &[1, 2]));
    assert!(!is_same(&[1, 2], &[1, 3]) && !is_same(&[1, 2], &[1]) && !is_same(&[], &[]));
}

#[test]
fn what_was_waited_is_noted_every_five_seconds_and_at_the_end() {
    let mut wait = Wait::new(Tries { n_wrong: 3, left_ms: 12_000 }, 1000);
    let noted: Vec<(u64, u64)> =
        (1..=40).filter_map(|second| Some((second, wait.tick(1000 + second * 1000)?.left_ms))).collect();

    assert_eq!(noted, [(5, 7000), (10, 2000), (12, 0)]);
    assert_eq!((wait.left(), wait.tries().n_wrong), (Duration::ZERO, 3));
}

#[test]
fn nobody_waits_without_a_wrong_try_and_nothing_is_noted() {
    let mut wait = Wait::new(after(2), 0);

    assert_eq!((wait.tick(60_000), wait.left()), (None, Duration::ZERO));
}

#[test]
fn a_page_that_was_left_lying_is_shut_by_whichever_clock_went_on() {
    const MINUTE: u64 = 60_000;
    let touched = Touched([100 * MINUTE, 5 * MINUTE]);
    let is_left = |device: u64, page: u64, is_showing| {
        touched.is_left([(100 + device) * MINUTE, (5 + page) * MINUTE], is_showing)
    };

    assert!(!is_left(10, 10, false));
    assert!(is_left(11, 0, false), "the tablet slept");
    assert!(is_left(0, 11, false), "the clock stands still");
    assert!(touched.is_left([0, 16 * MINUTE], false), "the clock was set back");
    assert!(!is_left(60, 60, true) && is_left(61, 61, true));
}

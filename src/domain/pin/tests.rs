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

fn type_in(gate: &mut Gate, digits: &str) -> Effect {
    for digit in digits.chars() {
        gate.act(Action::Type(digit));
    }
    gate.act(Action::Enter)
}

#[test]
fn only_the_right_pin_opens_the_gate() {
    let mut gate = Gate::new(true);
    assert_eq!(type_in(&mut gate, "12"), Effect::None);
    assert_eq!((gate.stage.clone(), gate.told), (Stage::Pin, Some(Told::TooShort)));

    assert_eq!(type_in(&mut gate, "34"), Effect::CheckPin("1234".to_owned()));
    for too_late in [Action::Type('1'), Action::Enter, Action::Back, Action::Forgot, Action::Cleared] {
        assert_eq!(gate.act(too_late), Effect::None);
    }
    gate.act(Action::CheckedPin(false));
    assert_eq!(gate, Gate { stage: Stage::Pin, typed: String::new(), told: Some(Told::Wrong) });

    type_in(&mut gate, "4711");
    gate.act(Action::CheckedPin(true));
    assert_eq!(gate, Gate::new(false));
}

#[test]
fn nothing_but_pin_and_code_leads_out_of_a_shut_gate() {
    let actions = [
        Action::Type('1'),
        Action::Rub,
        Action::Write("CDFH".to_owned()),
        Action::Back,
        Action::Forgot,
        Action::Lose,
        Action::Offer,
        Action::Want,
        Action::Shut,
        Action::Seen,
        Action::Made("x".to_owned()),
        Action::CheckedPin(true),
        Action::CheckedCode(true),
    ];
    // Every way of three steps that asks for nothing.
    for one in &actions {
        for two in &actions {
            for three in &actions {
                let mut gate = Gate::new(true);
                for action in [one, two, three] {
                    assert_eq!(gate.act(action.clone()), Effect::None);
                }
                let shut = matches!(gate.stage, Stage::Pin | Stage::Code | Stage::Lost);
                assert!(shut, "{one:?} {two:?} {three:?} lead to {:?}", gate.stage);
            }
        }
    }
}

#[test]
fn a_forgotten_pin_is_followed_by_a_new_one() {
    let mut gate = Gate::new(true);
    gate.act(Action::Forgot);
    assert_eq!(gate.act(Action::Enter), Effect::None);
    gate.act(Action::Write("cdfh".to_owned()));
    assert_eq!(gate.act(Action::Enter), Effect::CheckCode("cdfh".to_owned()));
    gate.act(Action::CheckedCode(true));
    gate.act(Action::Back);
    assert_eq!(gate.stage, Stage::Choose(Why::Forgotten), "without a PIN nobody goes in");

    type_in(&mut gate, "4711");
    assert_eq!(type_in(&mut gate, "4711"), Effect::Make("4711".to_owned(), Why::Forgotten));
    gate.act(Action::NotMade(Why::Forgotten));
    assert_eq!((gate.stage.clone(), gate.told), (Stage::Choose(Why::Forgotten), Some(Told::NotKept)));

    type_in(&mut gate, "4711");
    type_in(&mut gate, "4711");
    gate.act(Action::Made("CDFH".to_owned()));
    assert_eq!(gate.stage, Stage::Written("CDFH".to_owned()));
    gate.act(Action::Seen);
    assert_eq!(gate.stage, Stage::Open);
}

#[test]
fn an_easy_pin_is_warned_of_once_and_two_different_ones_are_none() {
    let mut gate = Gate::new(false);
    gate.act(Action::Offer);
    gate.act(Action::Want);
    gate.act(Action::Write("12-34 567890".to_owned()));
    assert_eq!(gate.typed, "12345678");
    gate.act(Action::Write(String::new()));
    type_in(&mut gate, "1234");
    assert_eq!(gate.told, Some(Told::Easy));
    gate.act(Action::Enter);
    assert_eq!(gate.stage, Stage::Repeat(Why::Wanted, "1234".to_owned()));
    type_in(&mut gate, "1243");
    assert_eq!((gate.stage.clone(), gate.told), (Stage::Choose(Why::Wanted), Some(Told::NotTheSame)));

    gate.act(Action::Back);
    assert_eq!(gate.stage, Stage::Open);
}

#[test]
fn with_pin_and_code_lost_a_new_pin_comes_only_after_everything_is_cleared() {
    let mut gate = Gate::new(true);
    gate.act(Action::Forgot);
    gate.act(Action::Lose);
    assert_eq!(gate.stage, Stage::Lost);
    gate.act(Action::Cleared);
    assert_eq!(gate.stage, Stage::Choose(Why::Forgotten));
}

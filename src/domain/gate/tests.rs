use super::*;

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
    assert_eq!((gate.stage.clone(), gate.complaint), (Stage::Pin, Some(Complaint::TooShort)));

    assert_eq!(type_in(&mut gate, "34"), Effect::CheckPin("1234".to_owned()));
    for too_late in [Action::Type('1'), Action::Enter, Action::Back, Action::Forgot, Action::Cleared] {
        assert_eq!(gate.act(too_late), Effect::None);
    }
    gate.act(Action::CheckedPin(false));
    assert_eq!(gate, Gate { stage: Stage::Pin, typed: String::new(), complaint: Some(Complaint::Wrong) });

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
    assert_eq!(
        (gate.stage.clone(), gate.complaint),
        (Stage::Choose(Why::Forgotten), Some(Complaint::NotKept))
    );

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
    assert_eq!(gate.complaint, Some(Complaint::Easy));
    gate.act(Action::Enter);
    assert_eq!(gate.stage, Stage::Repeat(Why::Wanted, "1234".to_owned()));
    type_in(&mut gate, "1243");
    assert_eq!(
        (gate.stage.clone(), gate.complaint),
        (Stage::Choose(Why::Wanted), Some(Complaint::NotTheSame))
    );

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

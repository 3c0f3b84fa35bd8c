//! `ledger/1`: the list of everything that was made on a tablet, as CSV, to be compared with what a server has.

use crate::domain::delivery::State;
use crate::domain::ledger::Entry;

/// The first line.
pub const HEADER: &str = "id,state,finished,refused,sent,cleared,receipt\r\n";

/// How a state is called, on the tablet and in the list. Never change one: tablets hold years of them.
pub const STATES: &[(State, &str)] = &[
    (State::Waiting, "waiting"),
    (State::Sending, "sending"),
    (State::Sent, "sent"),
    (State::Refused, "refused"),
    (State::Cleared, "cleared"),
];

/// The name of a state.
pub fn name_of(state: State) -> &'static str {
    STATES.iter().find(|(one, _)| *one == state).map_or("", |(_, name)| name)
}

/// The state with this name, if this app knows it.
pub fn state_of(name: &str) -> Option<State> {
    STATES.iter().find(|(_, one)| *one == name).map(|(state, _)| *state)
}

/// The line of a finished response. None of its fields can hold a comma or a quotation mark.
pub fn line(entry: &Entry) -> String {
    let cleared = if entry.state == State::Cleared { entry.day.as_str() } else { "" };
    let fields = [
        &entry.id,
        name_of(entry.state),
        &entry.finished,
        &entry.refused,
        &entry.sent,
        cleared,
        &entry.receipt,
    ];
    fields.join(",") + "\r\n"
}

/// The line of a draft.
pub fn draft_line(id: &str) -> String {
    format!("{id},draft,,,,,\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::delivery::Verdict;

    #[test]
    fn each_line_has_the_fields_that_the_first_line_names() {
        let sent = Entry::finished("a", "2026-11-01")
            .settled(&Verdict::Sent, "2026-11-02", "example.org 0b")
            .unwrap();

        assert_eq!(line(&sent), "a,sent,2026-11-01,,2026-11-02,,example.org 0b\r\n");
        assert_eq!(line(&Entry::cleared("a", "2026-11-09")), "a,cleared,,,,2026-11-09,\r\n");
        for line in [line(&sent), line(&Entry::cleared("a", "2026-11-09")), draft_line("b")] {
            assert_eq!(line.matches(',').count(), HEADER.matches(',').count());
        }
    }

    #[test]
    fn every_state_has_a_name_of_its_own() {
        for (state, name) in STATES {
            assert_eq!((name_of(*state), state_of(name)), (*name, Some(*state)));
        }
        assert_eq!(state_of("lost"), None);
    }
}

//! `ledger/1`: the list of everything that was made on a tablet, as CSV, to be compared with what a server has.

use crate::domain::day::day_or_empty;
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::format::codec::names;
use crate::format::table::{Csv, Dialect};

/// The first line.
pub const HEADER: &str = "id,state,finished,refused,sent,cleared,receipt\r\n";

names! {
    /// How a state is called, on the tablet and in the list. Never change one: tablets hold years of them.
    state: State {
        Waiting = "waiting",
        Sending = "sending",
        Sent = "sent",
        Refused = "refused",
        Cleared = "cleared",
    }
}

/// The name of a state.
pub fn name_of(state: State) -> &'static str {
    state::name(state)
}

/// The state with this name, if this app knows it.
pub fn state_of(name: &str) -> Option<State> {
    state::named(name)
}

/// The line of a finished response.
pub fn line(entry: &Entry) -> String {
    let cleared = entry.day.filter(|_| entry.state == State::Cleared);
    let state = name_of(entry.state);
    let days = [entry.finished, entry.refused, entry.sent, cleared];
    let [finished, refused, sent, cleared] = days.each_ref().map(|day| day_or_empty(day.as_ref()));
    row([&entry.id, state, finished, refused, sent, cleared, &entry.receipt])
}

/// The line of a draft.
pub fn draft_line(id: &str) -> String {
    row([id, "draft", "", "", "", "", ""])
}

/// A line in which no field does anything in a spreadsheet: a backup may have brought ids and receipts of anybody's making.
fn row(fields: [&str; 7]) -> String {
    let mut csv = Csv::new(Dialect::Comma);
    csv.row(&fields.map(Into::into));
    csv.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;
    use crate::domain::delivery::Verdict;
    use crate::domain::response::ResponseId;

    #[test]
    fn each_line_has_the_fields_that_the_first_line_names() {
        let sent = Entry::finished(&ResponseId::new("a"), day("2026-11-01"))
            .settled(&Verdict::Sent, day("2026-11-02"), "example.org 0b")
            .unwrap();

        assert_eq!(line(&sent), "a,sent,2026-11-01,,2026-11-02,,example.org 0b\r\n");
        assert_eq!(
            line(&Entry::cleared(&ResponseId::new("a"), day("2026-11-09"))),
            "a,cleared,,,,2026-11-09,\r\n"
        );
        for line in
            [line(&sent), line(&Entry::cleared(&ResponseId::new("a"), day("2026-11-09"))), draft_line("b")]
        {
            assert_eq!(line.matches(',').count(), HEADER.matches(',').count());
        }
    }

    #[test]
    fn nothing_in_a_line_is_a_formula_or_a_field_of_its_own() {
        let with = |id: &str, receipt: &str| {
            Entry::finished(&ResponseId::new(id), day("2026-11-01"))
                .settled(&Verdict::Sent, day("2026-11-02"), receipt)
                .unwrap()
        };
        for (receipt, expected) in [
            ("=1+1", "'=1+1"),
            ("\u{ff0b}1", "'\u{ff0b}1"),
            ("a;@b", "\"a;@b\""),
            ("a,b", "\"a,b\""),
            ("[::1]:8080 0b", "[::1]:8080 0b"),
        ] {
            let line = line(&with("a", receipt));
            assert_eq!(line, format!("a,sent,2026-11-01,,2026-11-02,,{expected}\r\n"));
        }
        assert!(line(&with("-1", "h 0b")).starts_with("'-1,") && draft_line("-1").starts_with("'-1,"));
    }

    #[test]
    fn every_state_has_a_name_of_its_own() {
        for (state, name) in state::ALL {
            assert_eq!((name_of(*state), state_of(name)), (*name, Some(*state)));
        }
        assert_eq!(state_of("lost"), None);
    }
}

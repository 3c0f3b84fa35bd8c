//! Days of the calendar: the same rule as on a tablet (`src/domain/day.rs` of the app).

/// Before it there was nothing to collect responses with. A clock that has lost its battery begins earlier.
const FIRST: &str = "2020-01-01";

/// What lies later was mistyped.
const LAST: &str = "2099-12-31";

/// What a day has to be, for the words of a refusal.
pub(crate) const EXPECTED: &str = "a day of the calendar from 2020-01-01 to 2099-12-31";

/// Whether `text` is a day on which somebody may have taken part: `YYYY-MM-DD`, in the calendar, and in this century.
pub(crate) fn is_right(text: &str) -> bool {
    // Digits only: they are in the order of time.
    is_in_calendar(text) && (FIRST..=LAST).contains(&text)
}

fn is_in_calendar(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().map(|part| part.len()).eq([4, 2, 2]) || !parts.iter().all(is_number) {
        return false;
    }
    let number = |at: usize| parts[at].parse::<u32>().unwrap_or_default();
    let (year, month, day) = (number(0), number(1), number(2));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_day_is_right_as_the_table_that_the_app_shares_says() {
        let table = include_str!("../../tests/fixtures/days.json");
        let table: BTreeMap<String, bool> = serde_json::from_str(table).unwrap();

        assert!(table.len() > 20);
        for (day, expected) in table {
            assert_eq!(is_right(&day), expected, "{day:?}");
        }
    }
}

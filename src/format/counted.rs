//! The numbers of every activity, between the worker that counts and the coordinator's page.

use serde::{Deserialize, Serialize};

use crate::domain::counted::{ByActivity, Counted};
use crate::format::codec::Invalid;
use crate::format::records::{As, read_as, records, write_as};

#[derive(Serialize, Deserialize)]
#[serde(remote = "ByActivity")]
struct ByActivityRecord {
    #[serde(with = "As::<Vec<CountedRecord>>")]
    activities: Vec<Counted>,
    #[serde(rename = "unreadable")]
    n_unreadable: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Counted")]
struct CountedRecord {
    id: String,
    centre: String,
    kind: String,
    round: String,
    date: String,
    drafts: usize,
    complete: usize,
    stopped: usize,
    timed_out: usize,
    waiting: usize,
    sent: usize,
    refused: usize,
}

records! {
    ByActivityRecord: ByActivity,
    CountedRecord: Counted,
}

/// Writes them.
pub fn write_counted(all: &ByActivity) -> String {
    write_as::<ByActivityRecord>(all)
}

/// Reads them.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_counted`] writes.
pub fn read_counted(json: &str) -> Result<ByActivity, Invalid> {
    read_as::<ByActivityRecord>(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were() {
        let one = Counted {
            id: "a".to_owned(),
            centre: "Bij Betje".to_owned(),
            kind: "Open inloop".to_owned(),
            round: "1".to_owned(),
            date: "2026-11-23".to_owned(),
            drafts: 1,
            complete: 2,
            stopped: 3,
            timed_out: 4,
            waiting: 5,
            sent: 6,
            refused: 7,
        };
        let all = ByActivity { activities: vec![one, Counted::default()], n_unreadable: 8 };

        assert_eq!(read_counted(&write_counted(&all)), Ok(all));
    }
}

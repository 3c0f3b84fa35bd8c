//! The numbers of every activity, between the worker that counts and the coordinator's page.

use serde::{Deserialize, Serialize};

use crate::domain::counted::{ActivityCounts, ByActivity, LeftOut};
use crate::domain::response::ActivityId;
use crate::format::id;
use crate::format::records::{As, records};

#[derive(Serialize, Deserialize)]
#[serde(remote = "ByActivity")]
pub(crate) struct ByActivityRecord {
    #[serde(with = "As::<Vec<ActivityCountsRecord>>")]
    activities: Vec<ActivityCounts>,
    #[serde(rename = "drafts_unreadable")]
    n_drafts_unreadable: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "LeftOut")]
pub(crate) struct LeftOutRecord {
    unreadable: usize,
    newer: usize,
    partly: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ActivityCounts")]
struct ActivityCountsRecord {
    #[serde(with = "id")]
    id: ActivityId,
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
    ActivityCountsRecord: ActivityCounts,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::asked::{Asks as _, CountsQuestion, Reported};

    #[test]
    fn numbers_come_back_as_they_were() {
        let one = ActivityCounts {
            id: ActivityId::new("a"),
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
        let all = ByActivity { activities: vec![one, ActivityCounts::default()], n_drafts_unreadable: 8 };

        let reported = Reported { answer: all, left_out: LeftOut::default() };
        assert_eq!(CountsQuestion::read(&CountsQuestion::write(&reported)), Ok(reported));
    }
}

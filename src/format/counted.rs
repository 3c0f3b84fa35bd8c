//! The numbers of every activity, between the worker that counts and the coordinator's page.

use crate::domain::counted::{ByActivity, Counted};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Writes them.
pub fn write_counted(all: &ByActivity) -> String {
    let activities = all.activities.iter().map(write_one).collect();
    Json::object(vec![
        ("activities", Json::List(activities)),
        ("unreadable", (all.n_unreadable as u64).into()),
    ])
    .write()
}

/// Reads them.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_counted`] writes.
pub fn read_counted(json: &str) -> Result<ByActivity, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let all = ByActivity {
        activities: top.field("activities").items().iter().map(read_one).collect(),
        n_unreadable: top.field("unreadable").size(),
    };
    mistake.none_in(all)
}

fn write_one(one: &Counted) -> Json {
    let number = |number: usize| Json::from(number as u64);
    Json::object(vec![
        ("id", one.id.as_str().into()),
        ("centre", one.centre.as_str().into()),
        ("kind", one.kind.as_str().into()),
        ("round", one.round.as_str().into()),
        ("date", one.date.as_str().into()),
        ("drafts", number(one.drafts)),
        ("complete", number(one.complete)),
        ("stopped", number(one.stopped)),
        ("timed_out", number(one.timed_out)),
        ("waiting", number(one.waiting)),
        ("sent", number(one.sent)),
        ("refused", number(one.refused)),
    ])
}

fn read_one(place: &Place<'_>) -> Counted {
    let text = |key| place.field(key).text();
    let number = |key| place.field(key).size();
    Counted {
        id: text("id"),
        centre: text("centre"),
        kind: text("kind"),
        round: text("round"),
        date: text("date"),
        drafts: number("drafts"),
        complete: number("complete"),
        stopped: number("stopped"),
        timed_out: number("timed_out"),
        waiting: number("waiting"),
        sent: number("sent"),
        refused: number("refused"),
    }
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

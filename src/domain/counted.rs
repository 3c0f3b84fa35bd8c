//! How many responses there are of each activity, and what became of them.

use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::domain::response::{Activity, Outcome, Response};

/// The numbers of one activity, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// Id of the activity; empty for responses that were given before one was set.
    pub id: String,
    /// Name of the centre.
    pub centre: String,
    /// Kind of activity.
    pub kind: String,
    /// Round of measurement.
    pub round: String,
    /// First day on which somebody answered, `YYYY-MM-DD`.
    pub date: String,
    /// Somebody is still answering, or was cut off.
    pub drafts: usize,
    /// Finished, by a participant who came to the end.
    pub complete: usize,
    /// Finished, by a participant who stopped.
    pub stopped: usize,
    /// Finished, by a participant who walked away.
    pub timed_out: usize,
    /// Of the finished ones: wait to be sent, or are on their way.
    pub waiting: usize,
    /// Of the finished ones: with a receipt.
    pub sent: usize,
    /// Of the finished ones: not wanted by the endpoint.
    pub refused: usize,
}

impl Counted {
    /// Everything that was made.
    pub fn made(&self) -> usize {
        self.drafts + self.complete + self.stopped + self.timed_out
    }

    /// What was made and is not complete.
    pub fn unfinished(&self) -> usize {
        self.drafts + self.stopped + self.timed_out
    }

    /// Adds the numbers of `other`.
    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.drafts, other.drafts),
            (&mut self.complete, other.complete),
            (&mut self.stopped, other.stopped),
            (&mut self.timed_out, other.timed_out),
            (&mut self.waiting, other.waiting),
            (&mut self.sent, other.sent),
            (&mut self.refused, other.refused),
        ];
        for (number, more) in pairs {
            *number += more;
        }
    }
}

/// The numbers of every activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByActivity {
    /// The newest day first.
    pub activities: Vec<Counted>,
    /// How many texts cannot be read, so that nobody knows of which activity they are.
    pub n_unreadable: usize,
}

impl ByActivity {
    /// Counts finished responses and, of the drafts, what has been given so far. Those that could not be read are `None`.
    pub fn of<'a>(
        finished: impl IntoIterator<Item = Option<(&'a Entry, &'a Response)>>,
        drafts: impl IntoIterator<Item = Option<&'a Response>>,
    ) -> Self {
        let mut all = Self::default();
        for one in finished {
            // Of which a newer app alone knows how it ended is as good as unreadable here.
            let Some((entry, response)) = one.filter(|(_, response)| response.newer.is_empty()) else {
                all.n_unreadable += 1;
                continue;
            };
            let counted = all.activity(&response.activity);
            match response.outcome {
                Outcome::Complete => counted.complete += 1,
                Outcome::Stopped => counted.stopped += 1,
                Outcome::TimedOut => counted.timed_out += 1,
                Outcome::Newer => {}
            }
            match entry.state {
                State::Waiting | State::Sending => counted.waiting += 1,
                State::Sent | State::Cleared => counted.sent += 1,
                State::Refused => counted.refused += 1,
            }
        }
        for one in drafts {
            match one {
                Some(response) => all.activity(&response.activity).drafts += 1,
                None => all.n_unreadable += 1,
            }
        }
        all.activities.sort_by(|one, other| (&other.date, &one.id).cmp(&(&one.date, &other.id)));
        all
    }

    /// All activities together.
    pub fn in_all(&self) -> Counted {
        let mut sum = Counted::default();
        self.activities.iter().for_each(|counted| sum.add(counted));
        sum
    }

    fn activity(&mut self, activity: &Activity) -> &mut Counted {
        let at = self.activities.iter().position(|counted| counted.id == activity.id).unwrap_or_else(|| {
            self.activities.push(Counted {
                id: activity.id.clone(),
                centre: activity.centre.clone(),
                kind: activity.kind.clone(),
                round: activity.round.clone(),
                date: activity.date.clone(),
                ..Counted::default()
            });
            self.activities.len() - 1
        });
        let counted = &mut self.activities[at];
        if activity.date < counted.date {
            counted.date.clone_from(&activity.date);
        }
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::Mode;

    fn given(activity: &str, date: &str, outcome: Outcome) -> Response {
        let activity = Activity { id: activity.to_owned(), date: date.to_owned(), ..Activity::default() };
        Response {
            id: "r".to_owned(),
            study: "s".to_owned(),
            study_version: "1".to_owned(),
            activity,
            language: "nl".to_owned(),
            mode: Mode::Alone,
            n_present: 0,
            newer: std::collections::BTreeMap::new(),
            outcome,
            app: "0".to_owned(),
            parts: Vec::new(),
        }
    }

    #[test]
    fn every_activity_is_counted_apart_and_the_sum_is_that_of_all() {
        let entry = |state| Entry { state, ..Entry::finished("r", "2026-11-22") };
        let finished = [
            (entry(State::Waiting), given("a", "2026-11-22", Outcome::Complete)),
            (entry(State::Sending), given("a", "2026-11-21", Outcome::Stopped)),
            (entry(State::Sent), given("b", "2026-11-23", Outcome::TimedOut)),
            (entry(State::Refused), given("b", "2026-11-23", Outcome::Complete)),
        ];
        let drafts = [given("b", "2026-11-23", Outcome::Complete)];
        let known = finished.iter().map(|(entry, response)| Some((entry, response)));

        let all = ByActivity::of(known.chain([None]), drafts.iter().map(Some));

        let told: Vec<_> = all
            .activities
            .iter()
            .map(|one| {
                (
                    one.id.as_str(),
                    one.date.as_str(),
                    one.made(),
                    one.unfinished(),
                    one.waiting,
                    one.sent,
                    one.refused,
                )
            })
            .collect();
        assert_eq!(told, [("b", "2026-11-23", 3, 2, 0, 1, 1), ("a", "2026-11-21", 2, 1, 2, 0, 0)]);
        let sum = all.in_all();
        assert_eq!((sum.made(), sum.unfinished(), sum.waiting, sum.sent, sum.refused), (5, 3, 2, 1, 1));
        assert_eq!((sum.drafts, sum.stopped, sum.timed_out, all.n_unreadable), (1, 1, 1, 1));
    }
}

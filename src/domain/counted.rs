//! How many responses there are of each activity, and what became of them.

use crate::domain::delivery::State;
use crate::domain::response::{Activity, ActivityId, Outcome, Response};

/// How many finished responses on the tablet are counted nowhere, or not wholly. They are told wherever responses are counted,
/// and the same everywhere: nobody knows whether they are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Their texts cannot be read.
    pub unreadable: usize,
    /// Only a newer app knows whose they are, or how they ended.
    pub newer: usize,
    /// Only a newer app knows some of their answers; the others are counted.
    pub partly: usize,
}

impl LeftOut {
    /// What is left out of these; those that cannot be read are `None`.
    pub fn of<'a>(all: impl IntoIterator<Item = Option<&'a Response>>) -> Self {
        let mut left_out = Self::default();
        for one in all {
            match one {
                None => left_out.unreadable += 1,
                Some(response) if !response.newer.is_empty() => left_out.newer += 1,
                Some(response) if !response.is_understood() => left_out.partly += 1,
                Some(_) => {}
            }
        }
        left_out
    }

    /// How many this version of the app does not understand, or not wholly.
    pub fn n_not_understood(self) -> usize {
        self.newer + self.partly
    }
}

/// The numbers of one activity, or of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityCounts {
    /// Id of the activity; empty for responses that were given before one was set.
    pub id: ActivityId,
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

impl ActivityCounts {
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
    pub activities: Vec<ActivityCounts>,
    /// How many drafts cannot be read, so that nobody knows of which activity they are.
    pub n_drafts_unreadable: usize,
}

impl ByActivity {
    /// Counts finished responses and, of the drafts, what has been given so far. Drafts that could not be read are `None`.
    pub fn of<'a>(
        finished: impl IntoIterator<Item = (State, &'a Response)>,
        drafts: impl IntoIterator<Item = Option<&'a Response>>,
    ) -> Self {
        let mut all = Self::default();
        for (state, response) in finished {
            let counted = all.activity(&response.activity);
            match response.outcome {
                Outcome::Complete => counted.complete += 1,
                Outcome::Stopped => counted.stopped += 1,
                Outcome::TimedOut => counted.timed_out += 1,
                Outcome::Newer => {}
            }
            match state {
                State::Waiting | State::Sending => counted.waiting += 1,
                State::Sent | State::Cleared => counted.sent += 1,
                State::Refused => counted.refused += 1,
            }
        }
        for one in drafts {
            match one {
                Some(response) => all.activity(&response.activity).drafts += 1,
                None => all.n_drafts_unreadable += 1,
            }
        }
        all.activities.sort_by(|one, other| (&other.date, &one.id).cmp(&(&one.date, &other.id)));
        all
    }

    /// All activities together.
    pub fn in_all(&self) -> ActivityCounts {
        let mut sum = ActivityCounts::default();
        self.activities.iter().for_each(|counted| sum.add(counted));
        sum
    }

    fn activity(&mut self, activity: &Activity) -> &mut ActivityCounts {
        let at = self.activities.iter().position(|counted| counted.id == activity.id).unwrap_or_else(|| {
            self.activities.push(ActivityCounts {
                id: activity.id.clone(),
                centre: activity.centre.clone(),
                kind: activity.kind.clone(),
                round: activity.round.clone(),
                date: activity.date.clone(),
                ..ActivityCounts::default()
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
    use crate::domain::response::ResponseId;
    use crate::domain::response::{Mode, NewerPart, Part};

    fn given(activity: &str, date: &str, outcome: Outcome) -> Response {
        let activity =
            Activity { id: ActivityId::new(activity), date: date.to_owned(), ..Activity::default() };
        Response {
            id: ResponseId::new("r"),
            study: "s".to_owned(),
            study_version: "1".to_owned(),
            activity,
            language: "nl".to_owned(),
            mode: Mode::Alone,
            n_present: 0,
            newer: std::collections::BTreeMap::new(),
            has_newer_keys: false,
            outcome,
            app: "0".to_owned(),
            parts: Vec::new(),
        }
    }

    #[test]
    fn every_activity_is_counted_apart_and_the_sum_is_that_of_all() {
        let finished = [
            (State::Waiting, given("a", "2026-11-22", Outcome::Complete)),
            (State::Sending, given("a", "2026-11-21", Outcome::Stopped)),
            (State::Sent, given("b", "2026-11-23", Outcome::TimedOut)),
            (State::Refused, given("b", "2026-11-23", Outcome::Complete)),
        ];
        let drafts = [given("b", "2026-11-23", Outcome::Complete)];
        let known = finished.iter().map(|(state, response)| (*state, response));

        let all = ByActivity::of(known, drafts.iter().map(Some).chain([None]));

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
        assert_eq!((sum.drafts, sum.stopped, sum.timed_out, all.n_drafts_unreadable), (1, 1, 1, 1));
    }
    #[test]
    fn what_is_left_out_is_told_by_its_reason() {
        let whole = given("a", "2026-11-22", Outcome::Complete);
        let newer = Response {
            newer: std::collections::BTreeMap::from([("mode", "robot".to_owned())]),
            ..whole.clone()
        };
        let walk = NewerPart { instrument: "walk".to_owned(), json: "{}".to_owned() };
        let partly = Response { parts: vec![Part::Newer(walk)], ..whole.clone() };
        let with_keys = Response { has_newer_keys: true, ..whole.clone() };

        let all = [Some(&whole), None, Some(&newer), Some(&partly), Some(&with_keys), None];
        let left_out = LeftOut::of(all);

        assert_eq!(left_out, LeftOut { unreadable: 2, newer: 1, partly: 2 });
        assert_eq!(left_out.n_not_understood(), 3);
    }
}

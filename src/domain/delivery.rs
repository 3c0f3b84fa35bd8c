//! What is sent next, what an answer means for each response, and how long to wait.
//!
//! A pure state machine: [`Delivery::next`] says what to do, [`Delivery::answered`] takes in how it went. Whoever
//! carries it out may be cut off at any moment; what it had not yet said is settled stays on the tablet.

use std::collections::BTreeSet;
use std::time::Duration;

/// Where a finished response stands on its way to the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Kept on the tablet, to be sent.
    Waiting,
    /// In a request whose answer is not known. After a restart the same as waiting.
    Sending,
    /// The endpoint gave a receipt for it.
    Sent,
    /// The endpoint will not have it. Kept, shown and may be sent again.
    Refused,
    /// Was sent, and its text has been cleared from the tablet since.
    Cleared,
}

/// What an endpoint's answer to one request means, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Names what it took and what it will not have.
    Receipt {
        /// Ids of the responses that are there now, or were there already.
        accepted: Vec<String>,
        /// Ids and reasons.
        rejected: Vec<(String, String)>,
    },
    /// The request was too large, in bytes or in number.
    TooLarge(String),
    /// Something in the request is wrong; which response is not said.
    Bad(String),
    /// It cannot be reached or is busy; it may say how long.
    Later {
        /// How long to wait at least.
        after: Option<Duration>,
        /// For the coordinator.
        why: Trouble,
    },
    /// Trying again is no use before a person has changed something.
    Stop(Trouble),
}

/// What is in the way, so that a coordinator can be told in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No endpoint has been set, and the page does not come from a collector.
    NoEndpoint,
    /// The settings make no request: the address or the body template, and what is wrong with it.
    Settings(String),
    /// No network, a wrong address, or a server that lets no other site in (a browser does not tell which).
    Unreachable,
    /// The device says that it has no network.
    Offline,
    /// The server did not answer in time.
    TimedOut,
    /// It answered, but not with a receipt: a page of a Wi-Fi portal, or another kind of server.
    NoReceipt(String),
    /// The key or password is not accepted; HTTP status.
    Unauthorised(u16),
    /// The address leads to nothing that takes responses; HTTP status.
    WrongAddress(u16),
    /// The server has trouble of its own; HTTP status.
    ServerTrouble(u16),
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Ask the store for responses that wait, and [`Delivery::offer`] them.
    Fetch,
    /// Send these (ids) in one request.
    Send(Vec<String>),
    /// Wait this long, then go on; sooner if the network comes back or somebody asks.
    Wait(Duration, Trouble),
    /// Stop until a person has changed something.
    Stop(Trouble),
}

/// What became of one response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There is a receipt for it.
    Sent,
    /// The endpoint will not have it, in its own words.
    Refused(String),
    /// It has to be sent again.
    Waiting,
}

/// How a run goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Under way: responses with a receipt so far, and refused ones.
    Progress(usize, usize),
    /// The run is over.
    Ended {
        /// Responses with a receipt in this run.
        n_sent: usize,
        /// Refused in this run.
        n_refused: usize,
        /// What is in the way, if anything is left.
        trouble: Option<Trouble>,
        /// When it tries again by itself.
        again: Option<Duration>,
    },
    /// The storage of the tablet failed; in its own words.
    StoreFailed(String),
}

/// Longest wait between two tries: five minutes, so that a tablet sends soon after its server is back.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// Longest wait that a server may ask for. A day's silence because of one lying header would look like a loss.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// A delivery under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    batch_size: usize,
    /// Groups that go into one request each; the last is next.
    todo: Vec<Vec<String>>,
    failures: u32,
    held_up: Option<(Duration, Trouble)>,
    stopped: Option<Trouble>,
}

impl Delivery {
    /// Nothing sent yet; at most `batch_size` responses go into one request (at least 1).
    pub fn new(batch_size: usize) -> Self {
        Self { batch_size: batch_size.max(1), todo: Vec::new(), failures: 0, held_up: None, stopped: None }
    }

    /// What is to be done now.
    pub fn next(&self) -> Next {
        match (&self.stopped, &self.held_up, self.todo.last()) {
            (Some(trouble), _, _) => Next::Stop(trouble.clone()),
            (_, Some((wait, trouble)), _) => Next::Wait(*wait, trouble.clone()),
            (_, _, Some(ids)) => Next::Send(ids.clone()),
            (_, _, None) => Next::Fetch,
        }
    }

    /// How many responses to ask the store for.
    pub fn batch_size(&self) -> usize {
        self.batch_size
    }

    /// Takes in the ids of responses that wait, to be sent at most `most` (at least 1) at a time.
    pub fn offer(&mut self, ids: &[String], most: usize) {
        // The last is next.
        self.todo.extend(ids.chunks(most.max(1)).rev().map(<[String]>::to_vec));
    }

    /// The wait is over: by time, by a network that came back, or because somebody asked.
    pub fn go_on(&mut self) {
        self.held_up = None;
        self.stopped = None;
        // What was to be sent may have changed meanwhile: the store is asked afresh.
        self.todo.clear();
    }

    /// None of the responses that [`Delivery::next`] named is to be sent any more.
    pub fn pass_over(&mut self) {
        self.todo.pop();
    }

    /// Takes in the answer to the request that [`Delivery::next`] asked for.
    ///
    /// Returns one verdict for each response in that request, which the caller has to write down before it asks for
    /// the next thing to do. `jitter` is some number from 0 to 1, by chance: tablets that lost the same network do
    /// not all come back in the same second.
    pub fn answered(&mut self, answer: Answer, jitter: f64) -> Vec<(String, Verdict)> {
        let Some(ids) = self.todo.pop() else { return Vec::new() };
        let all =
            |verdict: Verdict, ids: Vec<String>| ids.into_iter().map(|id| (id, verdict.clone())).collect();
        match answer {
            Answer::Receipt { accepted, rejected } => self.read_receipt(ids, &accepted, &rejected, jitter),
            Answer::TooLarge(why) | Answer::Bad(why) if ids.len() == 1 => {
                self.failures = 0;
                all(Verdict::Refused(why), ids)
            }
            Answer::TooLarge(_) => {
                // What follows will be too large as well: it is asked for anew, by the new size.
                self.batch_size = (ids.len() / 2).max(1);
                self.todo.clear();
                self.halve(&ids);
                all(Verdict::Waiting, ids)
            }
            Answer::Bad(_) => {
                self.halve(&ids);
                all(Verdict::Waiting, ids)
            }
            Answer::Later { after, why } => {
                self.hold_up(after, why, jitter);
                all(Verdict::Waiting, ids)
            }
            Answer::Stop(trouble) => {
                self.stopped = Some(trouble);
                all(Verdict::Waiting, ids)
            }
        }
    }

    fn read_receipt(
        &mut self,
        ids: Vec<String>,
        accepted: &[String],
        rejected: &[(String, String)],
        jitter: f64,
    ) -> Vec<(String, Verdict)> {
        let accepted: BTreeSet<&str> = accepted.iter().map(String::as_str).collect();
        let mut verdicts = Vec::with_capacity(ids.len());
        let mut is_settled = false;
        for id in ids {
            let reason =
                rejected.iter().find(|(rejected, _)| *rejected == id).map(|(_, reason)| reason.clone());
            let verdict = match reason {
                // Named as both: somebody has to look at it, and nothing is lost by that.
                Some(reason) => Verdict::Refused(reason),
                None if accepted.contains(id.as_str()) => Verdict::Sent,
                None => Verdict::Waiting,
            };
            is_settled |= verdict != Verdict::Waiting;
            verdicts.push((id, verdict));
        }
        if is_settled {
            self.failures = 0;
        } else {
            // An answer about other responses than ours: sending the same at once would never end.
            self.hold_up(
                None,
                Trouble::NoReceipt("the answer names none of the responses sent".to_owned()),
                jitter,
            );
        }
        verdicts
    }

    fn halve(&mut self, ids: &[String]) {
        let (first, second) = ids.split_at(ids.len().div_ceil(2));
        self.todo.push(second.to_vec());
        self.todo.push(first.to_vec());
    }

    /// 1, 2, 4 … 300 seconds, half of it fixed and half by chance; never less than the server asked for.
    fn hold_up(&mut self, after: Option<Duration>, why: Trouble, jitter: f64) {
        let longest = Duration::from_secs(1u64 << self.failures.min(16)).min(LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        let wait = longest.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        let asked = after.unwrap_or_default().min(LONGEST_RETRY_AFTER);
        self.held_up = Some((wait.max(asked), why));
        self.todo.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn delivery(names: &[&str]) -> Delivery {
        let mut delivery = Delivery::new(10);
        delivery.offer(&ids(names), delivery.batch_size());
        delivery
    }

    #[track_caller]
    fn check(delivery: &mut Delivery, answer: Answer, verdicts: &[(&str, Verdict)], next: &Next) {
        let verdicts: Vec<_> =
            verdicts.iter().map(|(id, verdict)| ((*id).to_owned(), verdict.clone())).collect();
        assert_eq!(delivery.answered(answer, 1.0), verdicts);
        assert_eq!(delivery.next(), *next);
    }

    #[test]
    fn only_what_the_receipt_names_is_sent() {
        check(
            &mut delivery(&["a", "b", "c"]),
            Answer::Receipt {
                accepted: ids(&["a", "other"]),
                rejected: vec![("b".to_owned(), "no".to_owned())],
            },
            &[("a", Verdict::Sent), ("b", Verdict::Refused("no".to_owned())), ("c", Verdict::Waiting)],
            &Next::Fetch,
        );
    }

    #[test]
    fn a_receipt_for_other_responses_settles_nothing_and_waits() {
        let mut delivery = delivery(&["a"]);

        let verdicts = delivery.answered(Answer::Receipt { accepted: ids(&["x"]), rejected: vec![] }, 1.0);

        assert_eq!(verdicts, [("a".to_owned(), Verdict::Waiting)]);
        assert!(matches!(delivery.next(), Next::Wait(_, Trouble::NoReceipt(_))));
    }

    #[test]
    fn a_bad_batch_is_halved_until_the_bad_response_stands_alone() {
        let mut delivery = delivery(&["a", "b", "c"]);
        let mut refused = Vec::new();
        let mut sent = Vec::new();
        while let Next::Send(batch) = delivery.next() {
            let answer = if batch.contains(&"b".to_owned()) {
                Answer::Bad("b is bad".to_owned())
            } else {
                Answer::Receipt { accepted: batch.clone(), rejected: vec![] }
            };
            for (id, verdict) in delivery.answered(answer, 1.0) {
                match verdict {
                    Verdict::Refused(why) => refused.push((id, why)),
                    Verdict::Sent => sent.push(id),
                    Verdict::Waiting => {}
                }
            }
        }

        assert_eq!(refused, [("b".to_owned(), "b is bad".to_owned())]);
        assert_eq!(sent, ["a", "c"]);
    }

    #[test]
    fn after_a_batch_too_large_the_following_ones_are_smaller() {
        let mut delivery = delivery(&["a", "b", "c", "d"]);
        delivery.answered(Answer::TooLarge("413".to_owned()), 1.0);

        assert_eq!(delivery.next(), Next::Send(ids(&["a", "b"])));
        assert_eq!(delivery.batch_size(), 2);
    }

    #[test]
    fn what_was_offered_goes_in_its_order_some_in_each_request() {
        let mut delivery = Delivery::new(10);
        delivery.offer(&ids(&["a", "b", "c", "d", "e"]), 2);

        for names in [["a", "b"].as_slice(), &["c", "d"], &["e"]] {
            assert_eq!(delivery.next(), Next::Send(ids(names)));
            delivery.answered(Answer::Receipt { accepted: ids(names), rejected: vec![] }, 1.0);
        }
        assert_eq!(delivery.next(), Next::Fetch);
    }

    #[test]
    fn after_a_batch_too_large_no_other_of_its_size_is_tried() {
        let mut delivery = Delivery::new(2);
        delivery.offer(&ids(&["a", "b", "c", "d"]), 2);
        delivery.answered(Answer::TooLarge("413".to_owned()), 1.0);

        for name in ["a", "b"] {
            assert_eq!(delivery.next(), Next::Send(ids(&[name])));
            delivery.answered(Answer::Receipt { accepted: ids(&[name]), rejected: vec![] }, 1.0);
        }
        assert_eq!((delivery.next(), delivery.batch_size()), (Next::Fetch, 1));
    }

    #[test]
    fn waits_double_up_to_five_minutes_and_begin_anew_after_a_receipt() {
        let mut delivery = Delivery::new(1);
        let later = || Answer::Later { after: None, why: Trouble::Unreachable };
        let mut waits = Vec::new();
        for _ in 0..10 {
            delivery.offer(&ids(&["a"]), 10);
            delivery.answered(later(), 1.0);
            if let Next::Wait(wait, _) = delivery.next() {
                waits.push(wait.as_secs());
            }
            delivery.go_on();
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);

        delivery.offer(&ids(&["a"]), 10);
        delivery.answered(Answer::Receipt { accepted: ids(&["a"]), rejected: vec![] }, 1.0);
        delivery.offer(&ids(&["b"]), 10);
        check(
            &mut delivery,
            later(),
            &[("b", Verdict::Waiting)],
            &Next::Wait(Duration::from_secs(1), Trouble::Unreachable),
        );
    }

    #[test]
    fn a_server_may_ask_for_a_longer_wait_but_not_for_a_day() {
        for (asked, waited) in [(90, 90), (86_400, 3600)] {
            let mut delivery = delivery(&["a"]);
            let after = Some(Duration::from_secs(asked));
            check(
                &mut delivery,
                Answer::Later { after, why: Trouble::ServerTrouble(503) },
                &[("a", Verdict::Waiting)],
                &Next::Wait(Duration::from_secs(waited), Trouble::ServerTrouble(503)),
            );
        }
    }

    #[test]
    fn a_wrong_key_stops_until_somebody_asks_again() {
        let mut delivery = delivery(&["a"]);
        check(
            &mut delivery,
            Answer::Stop(Trouble::Unauthorised(401)),
            &[("a", Verdict::Waiting)],
            &Next::Stop(Trouble::Unauthorised(401)),
        );

        delivery.go_on();

        assert_eq!(delivery.next(), Next::Fetch);
    }
}

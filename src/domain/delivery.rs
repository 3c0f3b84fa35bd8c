//! What is sent next, what an answer means for each response, and how long to wait.
//!
//! A pure state machine: [`Delivery::next`] says what to do, [`Delivery::answered`] takes in how it went. Whoever
//! carries it out may be cut off at any moment; what it had not yet said is settled stays on the tablet.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::domain::response::ResponseId;

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

/// What a look at an endpoint has shown: it is there, and takes the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its address.
    pub url: String,
    /// It takes the form of the requests as well. Where each response is a request of its own, only a response would show
    /// that, and none is sent to try.
    pub is_form_right: bool,
}

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Ask the store for responses that wait, and [`Delivery::offer`] them.
    Fetch,
    /// Send these (ids) in one request.
    Send(Vec<ResponseId>),
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
    todo: Vec<Vec<ResponseId>>,
    /// Groups that may be what is in the way, the next one first. They go when nothing else is left.
    doubted: Vec<Doubted>,
    failures: u32,
    held_up: Option<(Duration, Trouble)>,
    stopped: Option<Trouble>,
}

/// Responses whose request failed. Perhaps the server was down; perhaps it chokes on one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Doubted {
    ids: Vec<ResponseId>,
    /// How often it failed since it stands alone.
    n_alone: u32,
}

impl Delivery {
    /// Nothing sent yet; at most `batch_size` responses go into one request (at least 1).
    pub fn new(batch_size: usize) -> Self {
        Self {
            batch_size: batch_size.max(1),
            todo: Vec::new(),
            doubted: Vec::new(),
            failures: 0,
            held_up: None,
            stopped: None,
        }
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

    /// How many responses are in doubt: the store has to be asked for as many more, so that it names others too.
    pub fn n_doubted(&self) -> usize {
        self.doubted.iter().map(|group| group.ids.len()).sum()
    }

    /// Takes in the ids of responses that wait, to be sent at most `most` (at least 1) at a time. Those that failed
    /// before go when there are no others.
    pub fn offer(&mut self, ids: &[ResponseId], most: usize) {
        let doubted: BTreeSet<&ResponseId> = self.doubted.iter().flat_map(|group| &group.ids).collect();
        let mut groups: Vec<Vec<ResponseId>> =
            vec![ids.iter().filter(|id| !doubted.contains(id)).cloned().collect()];
        if groups[0].is_empty() {
            groups = self.doubted.iter().map(|group| group.ids.clone()).collect();
        }
        // The last is next.
        for group in groups.iter().rev() {
            self.todo.extend(group.chunks(most.max(1)).rev().map(<[ResponseId]>::to_vec));
        }
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
        if let Some(ids) = self.todo.pop() {
            self.trust(&ids);
        }
    }

    /// Takes in the answer to the request that [`Delivery::next`] asked for.
    ///
    /// Returns one verdict for each response in that request, which the caller has to write down before it asks for
    /// the next thing to do. `jitter` is some number from 0 to 1, at random: tablets that lost the same network do
    /// not all come back in the same second.
    pub fn answered(&mut self, answer: Answer, jitter: f64) -> Vec<(ResponseId, Verdict)> {
        let Some(ids) = self.todo.pop() else { return Vec::new() };
        let n_alone = self.trust(&ids);
        let all = |verdict: Verdict, ids: Vec<ResponseId>| {
            ids.into_iter().map(|id| (id, verdict.clone())).collect()
        };
        match answer {
            Answer::Receipt { accepted, rejected } => {
                self.read_receipt(ids, n_alone, &accepted, &rejected, jitter)
            }
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
                let n_alone = self.doubt(&ids, n_alone, &why);
                self.hold_up(after, why, n_alone, jitter);
                all(Verdict::Waiting, ids)
            }
            Answer::Stop(trouble) => {
                self.doubt(&ids, n_alone, &trouble);
                self.stopped = Some(trouble);
                all(Verdict::Waiting, ids)
            }
        }
    }

    /// Puts `ids` behind all others, in two halves: whichever of them the server chokes on stands alone at last, and the
    /// others have gone before. Each failure makes one more request when the server is well again, and no more than that.
    ///
    /// Returns how often it failed alone.
    fn doubt(&mut self, ids: &[ResponseId], n_alone: u32, trouble: &Trouble) -> u32 {
        if !may_be_the_request(trouble) {
            return 0;
        }
        if let [_] = ids {
            let n_alone = n_alone.saturating_add(1);
            self.doubted.push(Doubted { ids: ids.to_vec(), n_alone });
            return n_alone;
        }
        let (first, second) = ids.split_at(ids.len().div_ceil(2));
        self.doubted.extend([first, second].map(|half| Doubted { ids: half.to_vec(), n_alone: 0 }));
        0
    }

    /// Takes `ids` out of doubt; returns how often they failed alone.
    fn trust(&mut self, ids: &[ResponseId]) -> u32 {
        let is_in = |id: &ResponseId| ids.contains(id);
        let n_alone =
            self.doubted.iter().find(|group| group.ids.iter().any(is_in)).map_or(0, |group| group.n_alone);
        self.doubted.iter_mut().for_each(|group| group.ids.retain(|id| !is_in(id)));
        self.doubted.retain(|group| !group.ids.is_empty());
        n_alone
    }

    fn read_receipt(
        &mut self,
        ids: Vec<ResponseId>,
        n_alone: u32,
        accepted: &[String],
        rejected: &[(String, String)],
        jitter: f64,
    ) -> Vec<(ResponseId, Verdict)> {
        // An id in capitals is the same id: some databases write it so.
        let accepted: BTreeSet<String> = accepted.iter().map(|id| id.to_ascii_lowercase()).collect();
        let rejected: BTreeMap<String, &String> =
            rejected.iter().rev().map(|(id, reason)| (id.to_ascii_lowercase(), reason)).collect();
        let mut verdicts = Vec::with_capacity(ids.len());
        let mut is_settled = false;
        for id in ids {
            let plain = id.to_ascii_lowercase();
            let verdict = match rejected.get(&plain) {
                // Named as both: somebody has to look at it, and nothing is lost by that.
                Some(reason) => Verdict::Refused((*reason).clone()),
                None if accepted.contains(&plain) => Verdict::Sent,
                None => Verdict::Waiting,
            };
            is_settled |= verdict != Verdict::Waiting;
            verdicts.push((id, verdict));
        }
        if is_settled {
            self.failures = 0;
        } else {
            // An answer about other responses than ours: sending the same at once would never end.
            let why = Trouble::NoReceipt("the answer names none of the responses sent".to_owned());
            let ids: Vec<ResponseId> = verdicts.iter().map(|(id, _)| id.clone()).collect();
            let n_alone = self.doubt(&ids, n_alone, &why);
            self.hold_up(None, why, n_alone, jitter);
        }
        verdicts
    }

    fn halve(&mut self, ids: &[ResponseId]) {
        let (first, second) = ids.split_at(ids.len().div_ceil(2));
        self.todo.push(second.to_vec());
        self.todo.push(first.to_vec());
    }

    /// 1, 2, 4 … 300 seconds, half of it fixed and half random; never less than the server asked for. One that failed
    /// alone so often waits by that, though others arrived meanwhile.
    fn hold_up(&mut self, after: Option<Duration>, why: Trouble, n_alone: u32, jitter: f64) {
        let n_before = self.failures.max(n_alone.saturating_sub(1));
        let longest = Duration::from_secs(1u64 << n_before.min(16)).min(LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        let wait = longest.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        let asked = after.unwrap_or_default().min(LONGEST_RETRY_AFTER);
        self.held_up = Some((wait.max(asked), why));
        self.todo.clear();
    }
}

/// Whether it may be what the request holds that is in the way, and not the network or how busy the server is.
fn may_be_the_request(trouble: &Trouble) -> bool {
    !matches!(
        trouble,
        Trouble::NoEndpoint | Trouble::Settings(_) | Trouble::Offline | Trouble::ServerTrouble(425 | 429)
    )
}

#[cfg(test)]
mod tests;

//! Sends what waits on the tablet.

use std::time::Duration;

use crate::domain::day::Day;
use crate::domain::delivery::{Delivery, Next, Trouble, Verdict};
use crate::ports::endpoint::Endpoint;
use crate::ports::response_store::{Outbox, StoreError};

/// For how many requests at once the store is asked what waits: asking takes as long as a fifth of a request.
const REQUESTS_AHEAD: usize = 20;

/// How a run ended. Not arriving is an everyday outcome, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Responses with a receipt, in this run.
    pub n_sent: usize,
    /// Responses that the endpoint will not have, in this run.
    pub n_refused: usize,
    /// What is in the way, if anything is left; and when to try again by oneself (`None`: not before a person has
    /// changed something).
    pub stopped_by: Option<(Trouble, Option<Duration>)>,
}

/// Sends every unsent response until none is left, or something is in the way.
///
/// A response stays unsent until the endpoint has given a receipt *and* the store has written that down, so a run
/// that is cut off anywhere loses nothing. It may send a response twice: the endpoint tells repeats by the ids.
///
/// `delivery` remembers from run to run how often it failed; `jitter` gives numbers from 0 to 1 at random; `today`
/// is the local day; `progress` hears after every request how many were sent and refused so far.
/// The caller sees to it that one run goes on at a time on this tablet.
///
/// # Errors
///
/// [`StoreError`] if the store fails. Responses may stay marked as sending, which the next run takes as waiting.
pub async fn deliver(
    store: &dyn Outbox,
    endpoint: &dyn Endpoint,
    delivery: &mut Delivery,
    jitter: &dyn Fn() -> f64,
    today: &dyn Fn() -> Day,
    progress: &dyn Fn(usize, usize),
) -> Result<Delivered, StoreError> {
    let (mut n_sent, mut n_refused) = (0, 0);
    delivery.go_on();
    let stopped_by = loop {
        match delivery.next() {
            Next::Fetch => {
                let most = delivery.batch_size().min(endpoint.batch_size());
                let ahead = most.saturating_mul(REQUESTS_AHEAD).saturating_add(delivery.n_doubted());
                let ids = store.unsent(ahead).await?;
                if ids.is_empty() {
                    break None;
                }
                delivery.offer(&ids, most);
            }
            Next::Send(ids) => {
                let (sending, responses) = store.start_sending(&ids).await?;
                if sending.is_empty() {
                    delivery.pass_over();
                    continue;
                }
                let answer = endpoint.send(&sending, &responses).await;
                let mut verdicts = delivery.answered(answer, jitter());
                // Of what was left out nothing is known.
                verdicts.retain(|(id, _)| sending.contains(id));
                store.settle(&verdicts, today(), &endpoint.receipt(&sending)).await?;
                n_sent += verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Sent).count();
                n_refused +=
                    verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Refused(_))).count();
                progress(n_sent, n_refused);
            }
            Next::Wait(wait, trouble) => break Some((trouble, Some(wait))),
            Next::Stop(trouble) => break Some((trouble, None)),
        }
    };
    Ok(Delivered { n_sent, n_refused, stopped_by })
}

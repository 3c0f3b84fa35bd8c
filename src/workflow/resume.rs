//! Looks after what was left when the app stopped: a participant may come back, or has gone.

use std::time::Duration;

use crate::domain::day::Day;
use crate::domain::response::ResponseId;
use crate::domain::response::{Outcome, Response};
use crate::domain::session::Session;
use crate::domain::study::Study;
use crate::format::draft::{Draft, read_draft};
use crate::format::response::write_response;
use crate::ports::response_store::{ResponseStore, StoreError};

/// How long a participant may be away and still find their own step: ten minutes. Later, whoever starts the app is
/// somebody else.
pub const MAY_COME_BACK: Duration = Duration::from_mins(10);

/// Takes up the youngest draft, if its participant may still come back; every other one becomes a response that
/// timed out.
///
/// `now_ms` is the device clock (milliseconds since 1970, UTC), `clock_ms` the page's own one, `day` the local day.
/// A clock that was set back makes drafts from the future: they count as just saved. A draft that cannot be read
/// stays where it is, for an app that can; so does one that `is_elsewhere`: another open page is at it, and still writes
/// it. `new_id` makes a random id.
///
/// # Errors
///
/// [`StoreError`] if the drafts cannot be read or a response not be kept. No draft is lost by it.
pub async fn resume(
    store: &dyn ResponseStore,
    study: &Study,
    now_ms: u64,
    clock_ms: u64,
    day: Day,
    new_id: &dyn Fn() -> String,
    is_elsewhere: &dyn Fn(&str) -> bool,
) -> Result<Option<Session>, StoreError> {
    let drafts = store.drafts().await?;
    let drafts = drafts.iter().filter(|(id, _)| !is_elsewhere(id));
    let mut drafts: Vec<Draft> = drafts.filter_map(|(_, json)| read_draft(json).ok()).collect();
    let youngest = (0..drafts.len()).max_by_key(|at| drafts[*at].saved_at_ms);
    let mut resumed = None;
    if let Some(at) = youngest
        && u128::from(now_ms.saturating_sub(drafts[at].saved_at_ms)) < MAY_COME_BACK.as_millis()
    {
        resumed = Session::resume(study, drafts[at].response.clone(), drafts[at].step, clock_ms);
        if resumed.is_some() {
            drafts.remove(at);
        }
    }
    for draft in drafts {
        keep(store, draft.response.ended(Outcome::TimedOut), day, new_id).await?;
    }
    Ok(resumed)
}

/// Keeps a finished response for good. Once this returns, it is on the disk and its draft is gone.
///
/// Two pages that went on with the same draft (where the browser has no locks, nothing hinders that) have one id for
/// two responses: the second one gets an id of its own from `new_id`. Then a participant may be there twice, in part;
/// the other way would be to thank somebody for answers that are thrown away.
///
/// # Errors
///
/// [`StoreError`]; the draft is still there, and finishing can be tried again.
pub async fn keep(
    store: &dyn ResponseStore,
    mut response: Response,
    day: Day,
    new_id: &dyn Fn() -> String,
) -> Result<(), StoreError> {
    let first_id = response.id.clone();
    while !store.finish(&response.id, &write_response(&response), day).await? {
        response.id = ResponseId::new(new_id());
    }
    if response.id != first_id {
        // The response is safe. A draft that stays is one more response at the next start, and no loss.
        let _ = store.discard_draft(&first_id).await;
    }
    Ok(())
}

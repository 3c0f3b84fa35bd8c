//! Takes over what came back on paper: one sheet becomes one response, kept, sent and exported like any other.

use crate::domain::day::Day;
use crate::domain::paper::{Filled, NotYet};
use crate::domain::response::ResponseId;
use crate::domain::settings::ActivitySettings;
use crate::domain::study::Study;
use crate::ports::response_store::{ResponseStore, StoreError};
use crate::workflow::resume::keep;

/// Why a sheet was not kept. Nothing of it is in the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// Something is missing, or wrong.
    #[error(transparent)]
    NotYet(#[from] NotYet),
    /// The tablet could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the sheet as a response with mode `paper`. Strict: once this returns, it is on the disk.
///
/// `today` is the local day, on which it is finished; the day of the activity stands on the sheet. `new_id` makes a random id;
/// it is asked again if one is taken.
///
/// # Errors
///
/// [`NotKept`]; the same sheet can be tried again.
pub async fn take_over(
    store: &dyn ResponseStore,
    filled: &Filled,
    study: &Study,
    set: &ActivitySettings,
    app: &str,
    today: Day,
    new_id: &dyn Fn() -> String,
) -> Result<(), NotKept> {
    let response = filled.response(study, set, ResponseId::new(new_id()), app, today)?;
    keep(store, response, today, new_id).await?;
    Ok(())
}

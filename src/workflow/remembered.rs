//! What a tablet remembers between activities: those that were held on it, the centres it knows, and names that were joined.
//!
//! What cannot be read counts as nothing: it is replaced with the next that is kept.

use crate::domain::activities::{Activities, Centres};
use crate::domain::same::{Joined, Names};
use crate::format::activities::{read_activities, read_centres, write_activities, write_centres};
use crate::format::names::{read_names, write_names};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::KeptTexts;

/// Where the activities are kept.
const ACTIVITIES: &str = "activities";
/// Where the centres are kept.
pub const CENTRES: &str = "centres";
/// Where the names are kept.
pub const NAMES: &str = "names";

/// The activities that `tablet` remembers.
pub fn kept_activities(tablet: &(impl KeptTexts + ?Sized)) -> Activities {
    tablet.kept(ACTIVITIES).and_then(|kept| read_activities(&kept).ok()).unwrap_or_default()
}

/// Changes what `tablet` remembers of its activities, and returns all of it. Nothing is written if nothing has changed.
///
/// # Errors
///
/// [`StoreError`]; what was remembered before still is.
pub fn change_activities(
    tablet: &(impl KeptTexts + ?Sized),
    change: impl FnOnce(&mut Activities),
) -> Result<Activities, StoreError> {
    // Read anew: another page may have kept something meanwhile.
    let before = kept_activities(tablet);
    let mut activities = before.clone();
    change(&mut activities);
    if activities != before {
        tablet.keep(ACTIVITIES, &write_activities(&activities))?;
    }
    Ok(activities)
}

/// The centres that `tablet` knows.
pub fn kept_centres(tablet: &(impl KeptTexts + ?Sized)) -> Centres {
    Centres::of(tablet.kept(CENTRES).and_then(|kept| read_centres(&kept).ok()).unwrap_or_default())
}

/// Has `tablet` know these centres, and no others.
///
/// # Errors
///
/// [`StoreError`]; those that were known before still are.
pub fn keep_centres(tablet: &(impl KeptTexts + ?Sized), centres: &Centres) -> Result<(), StoreError> {
    tablet.keep(CENTRES, &write_centres(centres.all()))
}

/// Changes which centres `tablet` knows, and returns all of them. Nothing is written if nothing has changed.
///
/// # Errors
///
/// [`StoreError`]; those that were known before still are.
pub fn change_centres(
    tablet: &(impl KeptTexts + ?Sized),
    change: impl FnOnce(&mut Centres),
) -> Result<Centres, StoreError> {
    let before = kept_centres(tablet);
    let mut centres = before.clone();
    change(&mut centres);
    if centres != before {
        keep_centres(tablet, &centres)?;
    }
    Ok(centres)
}

/// The names that were joined on `tablet`.
pub fn kept_joined(tablet: &(impl KeptTexts + ?Sized)) -> Joined {
    let kept = tablet.kept(NAMES).and_then(|kept| read_names(&kept).ok());
    kept.map(|names| names.joined).unwrap_or_default()
}

/// Has these names be joined on `tablet`, and no others.
///
/// # Errors
///
/// [`StoreError`]; those that were joined before still are.
pub fn keep_joined(tablet: &(impl KeptTexts + ?Sized), joined: &Joined) -> Result<(), StoreError> {
    tablet.keep(NAMES, &write_names(&Names { joined: joined.clone(), ..Names::default() }))
}

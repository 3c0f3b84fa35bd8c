//! Sets the activity: that of a new day, what a coordinator has typed, or an earlier one once more.
//!
//! It is set with one write. What is remembered of it comes after that: cut off in between, nobody answers for another
//! activity, and the next who keeps or starts it has it remembered.

use crate::domain::activities::{Centre, Remembered, again};
use crate::domain::guidance::Guidance;
use crate::domain::next_activity::next_activity;
use crate::domain::plan::fit;
use crate::domain::settings::ActivitySettings;
use crate::domain::study::Study;
use crate::ports::response_store::StoreError;
use crate::ports::tablet::{Chance, Clock, CurrentActivity, KeptTexts};
use crate::workflow::remembered::{change_activities, change_centres, kept_centres};

/// What is asked of the tablet here.
pub trait Planning: CurrentActivity + KeptTexts + Clock + Chance {}

impl<T: CurrentActivity + KeptTexts + Clock + Chance + ?Sized> Planning for T {}

/// The activity that is set, as it is held today: on another day than it was set for, that of a new day begins. It is not
/// remembered before somebody keeps or starts it, answers, or notes something.
pub fn activity_at_hand(tablet: &(impl Planning + ?Sized)) -> ActivitySettings {
    let kept = tablet.activity();
    let now = if kept.id.is_empty() { kept.clone() } else { kept.on(tablet.today()) };
    if now != kept {
        // If it cannot be kept, the participants' page begins it.
        let _ = tablet.set_activity(&now);
    }
    now
}

/// What a coordinator has typed, and what it is to fit.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// As it stands in the fields.
    pub settings: &'a ActivitySettings,
    /// Another centre is the right name of the one that is set.
    pub is_correction: bool,
    /// The study, if it has been read.
    pub study: Option<&'a Study>,
    /// What that suggests to coordinators, if it has been read.
    pub guidance: Option<&'a Guidance>,
}

/// Keeps what is typed in place of what is `set`, unless that comes to the same, and remembers activity and centre. Returns
/// the activity that is set then.
///
/// # Errors
///
/// [`StoreError`] if it cannot be set; then nothing has changed.
pub fn keep_typed(
    tablet: &(impl Planning + ?Sized),
    set: &ActivitySettings,
    typed: Typed<'_>,
) -> Result<ActivitySettings, StoreError> {
    let mut wanted = typed.settings.clone();
    // What the study does not have cannot be seen, nor taken away.
    if let Some(guidance) = typed.guidance {
        wanted.aims = guidance.known_aims(&wanted.aims);
    }
    let wanted = typed.study.map_or(wanted.clone(), |study| fit(study, &wanted));
    let next = next_activity(set, &wanted, tablet.today(), typed.is_correction, || tablet.new_id());
    if next != *set {
        tablet.set_activity(&next)?;
    }
    // Not remembered, it is set all the same: no reason to stop anyone.
    let _ = remember_activity(tablet, &next);
    let _ = remember_centre(tablet, &next);
    Ok(next)
}

/// Sets the same activity as `last` once more, today, and returns it.
///
/// # Errors
///
/// [`StoreError`] if it cannot be set; then nothing has changed.
pub fn hold_again(
    tablet: &(impl Planning + ?Sized),
    last: &Remembered,
    study: Option<&Study>,
) -> Result<ActivitySettings, StoreError> {
    let mut next = again(last, tablet.new_id(), tablet.today());
    // What is known of the centre may have changed since.
    if let Some(known) = kept_centres(tablet).find(&next.centre) {
        next.centre_type.clone_from(&known.centre_type);
        next.neighbourhood.clone_from(&known.neighbourhood);
    }
    let next = study.map_or(next.clone(), |study| fit(study, &next));
    tablet.set_activity(&next)?;
    // Not remembered, it is set all the same.
    let _ = remember_activity(tablet, &next);
    Ok(next)
}

/// Remembers that an activity is set like this.
///
/// # Errors
///
/// [`StoreError`]; what was remembered before still is.
pub fn remember_activity(
    tablet: &(impl Planning + ?Sized),
    settings: &ActivitySettings,
) -> Result<(), StoreError> {
    change_activities(tablet, |activities| activities.put(settings, tablet.today())).map(drop)
}

/// Puts the centre of an activity among those that are known.
fn remember_centre(tablet: &(impl Planning + ?Sized), settings: &ActivitySettings) -> Result<(), StoreError> {
    let centre = Centre {
        name: settings.centre.clone(),
        centre_type: settings.centre_type.clone(),
        neighbourhood: settings.neighbourhood.clone(),
    };
    change_centres(tablet, |centres| centres.put(centre)).map(drop)
}

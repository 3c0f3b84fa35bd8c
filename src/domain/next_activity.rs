//! Which activity comes of what a coordinator has typed: the one that is set, or a new one.

use crate::domain::day::Day;
use crate::domain::guidance::LONGEST_NAME;
use crate::domain::response::{ActivityId, Mode};
use crate::domain::same::is_same;
use crate::domain::settings::ActivitySettings;

/// The activity that `typed` makes of `set` on `today`: a new one if it is about another centre, kind, round or day, or the
/// first. If it `is_correction`, another centre is the right name of the same.
///
/// An activity with nothing but an id is one too: responses always belong to one, named or not.
#[must_use]
pub fn next_activity(
    set: &ActivitySettings,
    typed: &ActivitySettings,
    today: Day,
    is_correction: bool,
    new_id: impl FnOnce() -> String,
) -> ActivitySettings {
    let tidy = |text: &str| text.trim().chars().take(LONGEST_NAME).collect::<String>();
    let mut next = ActivitySettings {
        id: set.id.clone(),
        plan: set.plan.clone(),
        set_on: Some(today),
        centre: tidy(&typed.centre),
        kind: tidy(&typed.kind),
        round: tidy(&typed.round),
        neighbourhood: tidy(&typed.neighbourhood),
        // Of those who are by themselves nobody counts how many there are.
        n_present: if typed.mode == Mode::Group { typed.n_present } else { 0 },
        // Kept where they are set.
        languages: set.languages.clone(),
        is_practice: set.is_practice,
        ..typed.clone()
    };
    let is_other_centre = !is_correction && !is_same(&next.centre, &set.centre);
    let is_other =
        !is_same(&next.kind, &set.kind) || !is_same(&next.round, &set.round) || next.day != set.day;
    if is_other_centre || is_other {
        (next.id, next.plan) = (ActivityId::default(), new_id());
        return next.on(today);
    }
    next.begun(today, new_id)
}

/// Whether keeping `typed` would change anything about `set`.
pub fn differs(set: &ActivitySettings, typed: &ActivitySettings) -> bool {
    let next = next_activity(set, typed, Day::END, false, String::new);
    let (id, plan, set_on) = (set.id.clone(), set.plan.clone(), set.set_on);
    // A day that is over is of no account here.
    ActivitySettings { id, plan, set_on, day: typed.day, ..next } != *set
}

/// Whether the centre `typed` is another than that of the activity that is `set`.
pub fn is_other_centre(set: &ActivitySettings, typed: &str) -> bool {
    !set.id.is_empty() && !typed.trim().is_empty() && !is_same(&set.centre, typed)
}

#[cfg(test)]
mod tests;

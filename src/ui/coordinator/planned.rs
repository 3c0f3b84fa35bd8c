//! The activity that is set and the one that is typed: read, kept, held once more, remembered.

use leptos::prelude::*;

use crate::domain::activities::Remembered;
use crate::domain::day::{Day, FIRST, LAST, day_or_empty, is_right};
use crate::domain::next_activity::is_other_centre;
use crate::domain::response::ActivityId;
use crate::domain::settings::ActivitySettings;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::dom;
use crate::ui::text::plan::PlanPhrase;
use crate::workflow::remembered::{change_activities, kept_activities, kept_centres};
use crate::workflow::set_activity::{Typed, activity_at_hand, hold_again, keep_typed, remember_activity};

impl App {
    /// Changes what stands in the fields.
    pub(super) fn edit(self, change: impl FnOnce(&mut ActivitySettings)) {
        self.activity_saved.set(None);
        self.typed_activity.update(change);
    }

    /// Takes in what was set of the activity on the participants' page, and that another day has begun, unless something
    /// else is typed here.
    pub(super) fn look_at_activity(self) {
        let (set, now) = (self.activity.get_untracked(), activity_at_hand(&*self.tablet()));
        if now != set {
            if self.typed_activity.with_untracked(|typed| *typed == set) {
                self.typed_activity.set(now.clone());
            }
            self.activity.set(now);
        }
    }

    /// Keeps what is typed, unless that is what is kept already, and remembers the activity and its centre.
    ///
    /// # Errors
    ///
    /// [`NotSet`]; what was kept before still is. The page tells it.
    pub(super) fn keep_typed(self) -> Result<(), NotSet> {
        if untrack(|| self.wrong_day()).is_some() {
            open_when();
            return Err(NotSet::Day);
        }
        self.look_at_activity();
        let (set, settings) = (self.activity.get_untracked(), self.typed_activity.get_untracked());
        let (opened, guidance) = (self.study.get_untracked(), self.guidance.get_untracked());
        let typed = Typed {
            settings: &settings,
            is_correction: self.is_correcting.get_untracked(),
            study: opened.as_deref().and_then(|opened| opened.study.as_ref()),
            guidance: guidance.as_deref(),
        };
        match keep_typed(&*self.tablet(), &set, typed) {
            Ok(next) => {
                self.show_set(&next);
                self.activity_saved.set(Some(Ok(next.id != set.id && !set.id.is_empty())));
                self.is_correcting.set(false);
                Ok(())
            }
            Err(error) => {
                self.activity_saved.set(Some(Err(error.clone())));
                Err(NotSet::Store(error))
            }
        }
    }

    /// Sets the same activity as `last` once more; returns whether it is set.
    pub(super) fn hold_again(self, last: &Remembered) -> bool {
        let opened = self.study.get_untracked();
        let study = opened.as_deref().and_then(|opened| opened.study.as_ref());
        let held = hold_again(&*self.tablet(), last, study);
        if let Ok(next) = &held {
            self.show_set(next);
            self.has_no_day.set(false);
        }
        let is_set = held.is_ok();
        self.activity_saved.set(Some(held.map(|_| true)));
        is_set
    }

    /// Shows the activity that has just been set, and what is remembered of it.
    fn show_set(self, next: &ActivitySettings) {
        if self.activity.with_untracked(|set| set != next) {
            self.activity.set(next.clone());
        }
        self.typed_activity.set(next.clone());
        self.read_activities();
        self.read_centres();
    }

    /// Reads anew which activities the tablet remembers.
    pub(super) fn read_activities(self) {
        let kept = kept_activities(&*self.tablet());
        if self.activities.with_untracked(|before| *before != kept) {
            self.activities.set(kept);
        }
    }

    /// Reads anew which centres the tablet knows.
    pub(super) fn read_centres(self) {
        let kept = kept_centres(&*self.tablet());
        if self.centres.with_untracked(|before| *before != kept) {
            self.centres.set(kept);
        }
    }

    /// What is remembered of the activity with this id.
    pub(super) fn remembered(self, id: &ActivityId) -> Option<Remembered> {
        self.activities.with(|activities| activities.find(id).cloned())
    }

    /// Changes what is remembered of the activity with this id; one that is not known is nothing to change.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was remembered before still is.
    pub(super) fn remember(
        self,
        id: &ActivityId,
        change: impl FnOnce(&mut Remembered),
    ) -> Result<(), StoreError> {
        let done = change_activities(&*self.tablet(), |activities| {
            if let Some(known) = activities.find_mut(id) {
                change(known);
            }
        });
        self.read_activities();
        done.map(drop)
    }

    /// Remembers that an activity is set like this.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was remembered before still is.
    pub(super) fn remember_settings(self, settings: &ActivitySettings) -> Result<(), StoreError> {
        let done = remember_activity(&*self.tablet(), settings);
        self.read_activities();
        done
    }

    /// What was agreed on the last time at the centre that is set, and the day of that.
    pub(super) fn previous_note(self) -> Option<(String, Option<Day>)> {
        let set = self.activity.get();
        self.activities
            .with(|activities| activities.previous_note(&set).map(|(note, day)| (note.to_owned(), day)))
    }

    /// Whether another centre is typed than that of the activity that is set.
    pub(super) fn is_other_centre(self) -> Memo<bool> {
        Memo::new(move |_| {
            let typed = self.typed_activity.with(|typed| typed.centre.clone());
            self.activity.with(|set| is_other_centre(set, &typed))
        })
    }

    /// What stands in the field for the day, if it is no day on which somebody may have taken part.
    pub(super) fn wrong_day(self) -> Option<String> {
        let day = self.typed_activity.with(|typed| typed.day);
        let is_wrong = self.has_no_day.get() || day.is_some_and(|day| !is_right(day.as_str()));
        is_wrong.then(|| day_or_empty(day.as_ref()).to_owned())
    }

    /// What is wrong with the day that responses would get: it was mistyped, or comes from a clock that is wrong.
    pub(super) fn day_notice(self) -> Option<Notice> {
        let (today, language) = (self.tablet().today(), self.language.get());
        let day = self.typed_activity.with(|typed| typed.day);
        let text = if self.wrong_day().is_some() {
            let [first, last] = [FIRST, LAST].map(|day| language.day(day));
            language.say_with(PlanPhrase::WrongDay, &[("first", &first), ("last", &last)])
        } else if day.is_none() && !is_right(today.as_str()) {
            language.say_with(PlanPhrase::WrongClock, &[("day", &language.day(today.as_str()))])
        } else {
            return None;
        };
        Some(Notice::new(Tone::Trouble, text))
    }
}

/// Why what is typed is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotSet {
    /// The day is none.
    Day,
    /// The tablet could not keep it.
    Store(StoreError),
}

/// Shows the field for the day.
fn open_when() {
    if let Some(fold) = dom::find("#activity-when") {
        // Where it cannot be opened, the words beside "Start" say where it is.
        let _ = fold.set_attribute("open", "");
    }
    request_animation_frame(|| {
        let _ = dom::find("#day").map(|field| field.focus());
    });
}

//! What the parts of the view of results share: which activity is looked at, what was counted, and what is kept.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::{Day, day_or_empty};
use crate::domain::filter::{Facets, Filter, Occasion};
use crate::domain::response::ActivityId;
use crate::domain::results::{Results, Whom};
use crate::domain::settings::ActivitySettings;
use crate::format::asked::{Reported, ResultsQuestion};
use crate::ports::reporter::ReportError;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::filter::report_notice;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// Everything that the parts of this view share.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(super) app: App,
    pub(super) facets: RwSignal<Option<Result<Reported<Facets>, ReportError>>>,
    /// The activity that was picked; empty for the one that is set.
    pub(super) picked: RwSignal<ActivityId>,
    /// The activity that is looked at.
    pub(super) occasion: Memo<Option<Occasion>>,
    pub(super) whom: RwSignal<Whom>,
    /// As they were counted; none while they are.
    pub(super) results: RwSignal<Option<Result<Results, ReportError>>>,
    /// Missing cards that the group does not see.
    pub(super) hidden: Memo<Vec<String>>,
    /// What will be done, as it stands in the field.
    pub(super) note: RwSignal<String>,
    /// How keeping the note or a hidden word went.
    pub(super) kept: RwSignal<Option<Result<(), StoreError>>>,
    /// Pictures by their path, as addresses that hold them.
    pub(super) pictures: RwSignal<BTreeMap<String, String>>,
    /// Where the show is; none while it is not shown.
    pub(super) step: RwSignal<Option<usize>>,
}

/// The activity `picked`; else the one that is `set`, else the newest.
pub(super) fn occasion_of(facets: &Facets, picked: &ActivityId, set: &ActivityId) -> Option<Occasion> {
    let named = || facets.activities.iter().filter(|one| !one.id.is_empty());
    let find = |id: &ActivityId| named().find(|one| one.id == *id);
    find(picked).or_else(|| find(set)).or_else(|| named().next()).cloned()
}

impl Seen {
    /// Counts what was given at this activity.
    pub(super) fn count(self, id: ActivityId, whom: Whom) {
        self.results.set(None);
        spawn_local(async move {
            let question = ResultsQuestion { filter: Filter::of_activity(id.clone()), whom };
            let read = self.app.ask(question).await.map(|reported| reported.answer);
            // The view may be gone by now, or be about something else.
            let is_meant = self.occasion.try_get_untracked().flatten().is_some_and(|one| one.id == id);
            if !is_meant || self.whom.try_get_untracked() != Some(whom) {
                return;
            }
            let has_only_groups =
                matches!(&read, Ok(results) if results.n == 0 && !results.groups_apart.is_empty());
            if has_only_groups && whom == Whom::People {
                self.whom.set(Whom::Groups);
            } else {
                self.results.set(Some(read));
            }
        });
    }

    /// What the group sees.
    pub(super) fn shown(self) -> Option<Results> {
        let results = self.results.get()?.ok()?;
        Some(results.for_group(&self.hidden.get()))
    }

    pub(super) fn may_show(self) -> bool {
        self.results.with(|results| matches!(results, Some(Ok(results)) if results.n_wanting() == 0))
    }

    /// What is to be told in place of results.
    pub(super) fn state(self) -> Option<Notice> {
        let language = self.app.language.get();
        let trouble = |error: &ReportError| report_notice(error, language);
        let plain = |text: String| Notice::new(Tone::Plain, text);
        let is_none = match self.facets.get()? {
            Err(error) => return Some(trouble(&error)),
            Ok(_) => self.occasion.get().is_none(),
        };
        if is_none {
            return Some(plain(language.say(Say::Nothing).to_owned()));
        }
        match self.results.get() {
            None => Some(plain(language.say(Say::Counting).to_owned())),
            Some(Err(error)) => Some(trouble(&error)),
            Some(Ok(results)) if results.n_wanting() > 0 => {
                Some(plain(language.say_count(results.n_wanting(), Say::WantingOne, Say::WantingMany)))
            }
            Some(Ok(_)) => None,
        }
    }

    /// Keeps `change` of what is remembered of the activity.
    pub(super) fn keep(self, change: impl FnOnce(&mut crate::domain::activities::Remembered)) {
        let Some(occasion) = self.occasion.get_untracked() else { return };
        let is_known = untrack(|| self.app.remembered(&occasion.id).is_some());
        let mut done = Ok(());
        if !is_known {
            let set = self.app.activity.get_untracked();
            // Else it is one that came with a backup: as its responses tell of it.
            let is_at_hand = set.id == occasion.id;
            let told = || ActivitySettings {
                id: occasion.id.clone(),
                centre: occasion.centre,
                kind: occasion.kind,
                round: occasion.round,
                day: Day::of(&occasion.date),
                ..ActivitySettings::default()
            };
            done = self.app.remember_settings(&if is_at_hand { set } else { told() });
        }
        self.kept.set(Some(done.and_then(|()| self.app.remember(&occasion.id, change))));
    }

    /// Keeps the note, if it is another than what is kept.
    pub(super) fn keep_note(self) {
        let note = self.note.get_untracked().trim().to_owned();
        let id = self.occasion.get_untracked().map(|occasion| occasion.id).unwrap_or_default();
        let known = untrack(|| self.app.remembered(&id)).map(|known| known.note).unwrap_or_default();
        if known != note {
            self.keep(|known| known.note = note);
        }
    }

    /// Hides `words` from the group, or shows them again.
    pub(super) fn hide(self, words: &str, is_hidden: bool) {
        self.keep(|known| known.hide(words, is_hidden));
    }

    /// What was agreed the last time at this centre, in a sentence; empty if nothing was.
    pub(super) fn previous(self, language: Language) -> String {
        let Some(occasion) = self.occasion.get() else { return String::new() };
        let settings =
            ActivitySettings { id: occasion.id, centre: occasion.centre, ..ActivitySettings::default() };
        self.app.activities.with(|activities| {
            let previous = activities.previous_note(&settings);
            // Of an activity that is not remembered here it is not known what came before it, but for its day.
            let previous = previous.filter(|(_, day)| *day <= Day::of(&occasion.date));
            previous.map_or(String::new(), |(note, day)| {
                language.say_with(
                    Say::Previous,
                    &[("day", &language.day(day_or_empty(day.as_ref()))), ("note", note)],
                )
            })
        })
    }

    /// The name of the centre, as the study says it if it has none.
    pub(crate) fn centre(self) -> String {
        let named = self.occasion.get().map(|occasion| occasion.centre).unwrap_or_default();
        if !named.is_empty() {
            return named;
        }
        let language = self.app.language.get().id();
        self.app.with_study(|study| study.centre.get(language).to_owned()).unwrap_or_default()
    }

    /// Address by which this page finds a picture of the study.
    pub(crate) fn address(self, picture: &str) -> String {
        let tablet = self.app.tablet();
        tablet.address(&format!("{}{picture}", tablet.study_folder()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_activity_that_is_set_is_shown_unless_another_is_picked_and_else_the_newest() {
        let occasion = |id: &str| Occasion { id: ActivityId::new(id), ..Occasion::default() };
        let facets =
            Facets { activities: ["", "new", "old", "older"].map(occasion).to_vec(), ..Facets::default() };
        let id = |picked: &str, set: &str| {
            occasion_of(&facets, &ActivityId::new(picked), &ActivityId::new(set)).unwrap().id
        };

        assert_eq!(id("older", "old"), "older");
        assert_eq!(id("", "old"), "old");
        assert_eq!(id("gone", "gone"), "new");
        assert_eq!(occasion_of(&Facets::default(), &ActivityId::new("a"), &ActivityId::new("b")), None);
    }
}

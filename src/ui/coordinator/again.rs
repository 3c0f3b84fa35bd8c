//! Activities that were held on this tablet: remembered, held once more, and what was agreed on then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::activities::{Activities, Remembered, again};
use crate::domain::plan::fit;
use crate::domain::settings::ActivitySettings;
use crate::format::activities::{read_activities, write_activities};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::Desk;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::languages::Place;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::plan::PlanPhrase;

/// The name under which the tablet keeps them.
pub(super) const KEPT: &str = "activities";

/// Most earlier activities that are offered.
const OFFERED: usize = 8;

/// The activities that `tablet` remembers. What cannot be read counts as nothing: it is replaced with the next one.
pub(super) fn kept_activities(tablet: &dyn Desk) -> Activities {
    tablet.kept(KEPT).and_then(|kept| read_activities(&kept).ok()).unwrap_or_default()
}

impl App {
    /// Reads anew which activities the tablet remembers.
    pub(super) fn read_activities(self) {
        self.activities.set(kept_activities(&*self.tablet()));
    }

    /// What is remembered of the activity with this id.
    pub(super) fn remembered(self, id: &str) -> Option<Remembered> {
        self.activities.with(|activities| activities.find(id).cloned())
    }

    /// Changes what is remembered of the activity with this id; one that is not known is nothing to change.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was remembered before still is.
    pub(super) fn remember(self, id: &str, change: impl FnOnce(&mut Remembered)) -> Result<(), StoreError> {
        // Another page may have kept something meanwhile.
        let mut activities = kept_activities(&*self.tablet());
        if let Some(known) = activities.find_mut(id) {
            change(known);
        }
        self.keep_activities(activities)
    }

    /// Remembers that an activity is set like this.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was remembered before still is.
    pub(super) fn remember_settings(self, settings: &ActivitySettings) -> Result<(), StoreError> {
        let tablet = self.tablet();
        let mut activities = kept_activities(&*tablet);
        activities.put(settings, &tablet.today());
        self.keep_activities(activities)
    }

    fn keep_activities(self, activities: Activities) -> Result<(), StoreError> {
        if self.activities.with_untracked(|before| *before != activities) {
            self.tablet().keep(KEPT, &write_activities(&activities))?;
            self.activities.set(activities);
        }
        Ok(())
    }

    /// What was agreed on the last time at the centre that is set, and the day of that.
    pub(super) fn previous_note(self) -> Option<(String, String)> {
        let set = self.activity.get();
        self.activities.with(|activities| {
            activities.previous_note(&set).map(|(note, day)| (note.to_owned(), day.to_owned()))
        })
    }

    /// Sets the same activity as `last` once more, and makes its languages ready.
    fn hold_again(self, last: &Remembered) {
        let tablet = self.tablet();
        let mut next = again(last, tablet.new_id(), &tablet.today());
        // What is known of the centre may have changed since.
        self.centres.with_untracked(|centres| {
            if let Some(known) = centres.find(&next.centre) {
                next.centre_type.clone_from(&known.centre_type);
                next.neighbourhood.clone_from(&known.neighbourhood);
            }
        });
        let next = untrack(|| self.with_study(|study| fit(study, &next))).unwrap_or(next);
        if let Err(error) = tablet.set_activity(&next) {
            self.activity_saved.set(Some(Err(error)));
            return;
        }
        // Not remembered, it is set all the same.
        let _ = self.remember_settings(&next);
        self.activity.set(next.clone());
        self.typed_activity.set(next);
        self.activity_saved.set(Some(Ok(true)));
        self.has_no_day.set(false);
        spawn_local(self.prepare_languages(Place::Activity));
        request_animation_frame(|| {
            if let Some(start) = dom::find(".start-button") {
                // The next tap is there; without the focus it is found all the same.
                let _ = start.focus();
            }
        });
    }
}

/// Centre and kind in one line.
fn name_of(app: App, settings: &ActivitySettings) -> String {
    let parts = [settings.centre.clone(), app.kind_title(&settings.kind)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Beside "Start": the last activity once more, if none is set; that the one of a new day has begun by itself; and what was
/// agreed on the last time.
pub(super) fn last_activity(app: App) -> AnyView {
    let last = Memo::new(move |_| {
        if app.activity.with(|set| !set.id.is_empty()) {
            return None;
        }
        app.activities.with(|activities| activities.to_repeat("", 1).into_iter().next().cloned())
    });
    let button = move || {
        let language = app.language.get();
        last.get().map(|last| {
            let words = language.say_with(PlanPhrase::Again, &[("activity", &name_of(app, &last.settings))]);
            let hint = language.say_with(PlanPhrase::AgainHint, &[("day", &language.day(&last.day))]);
            view! {
                <div class="again-last">
                    <button
                        type="button"
                        class="button"
                        id="again"
                        aria-describedby="again-hint"
                        on:click=move |_| app.hold_again(&last)
                    >
                        {icon("repeat")}
                        <span>{words}</span>
                    </button>
                    <p class="field-hint" id="again-hint">{hint}</p>
                </div>
            }
        })
    };
    let note = move || {
        let language = app.language.get();
        app.previous_note().map(|(note, day)| {
            let day = language.day(&day);
            let words = language.say_with(PlanPhrase::PreviousNote, &[("day", &day), ("note", &note)]);
            view! { <p class="previous-note">{words}</p> }
        })
    };
    let new_day = move || {
        let language = app.language.get();
        let set = app.activity.get();
        let today = app.tablet().today();
        let earlier =
            app.activities.with(|activities| activities.earlier_day(&set, &today).map(str::to_owned));
        earlier.map(|day| {
            let words = language.say_with(PlanPhrase::NewDay, &[("day", &language.day(&day))]);
            show(Notice::new(Tone::Plain, words))
        })
    };
    let other_day = move || {
        let language = app.language.get();
        let day = app.activity.with(|set| set.day.clone());
        let is_other = !day.is_empty() && day != app.tablet().today();
        is_other.then(|| {
            show(Notice::new(
                Tone::Trouble,
                language.say_with(PlanPhrase::OtherDay, &[("day", &language.day(&day))]),
            ))
        })
    };
    view! {
        {button}
        {new_day}
        {note}
        {other_day}
    }
    .into_any()
}

/// Earlier activities, each with a button that begins it anew.
pub(super) fn earlier(app: App) -> AnyView {
    let list = Memo::new(move |_| {
        let set = app.activity.with(|set| set.id.clone());
        app.activities.with(|activities| {
            activities.to_repeat(&set, OFFERED).into_iter().cloned().collect::<Vec<Remembered>>()
        })
    });
    let rows = move || {
        let language = app.language.get();
        list.get().into_iter().map(|one| row(app, one, language)).collect_view()
    };
    let is_none = Memo::new(move |_| list.with(Vec::is_empty));
    view! {
        <details class="folded planned" id="activity-earlier" hidden=is_none>
            <summary>
                <h3 class="fold-title">{app.say(PlanPhrase::Earlier)}</h3>
                <span class="fold-sum">{app.say(PlanPhrase::EarlierHint)}</span>
            </summary>
            <ul class="earlier">{rows}</ul>
        </details>
    }
    .into_any()
}

fn row(app: App, one: Remembered, language: Language) -> AnyView {
    let name = name_of(app, &one.settings);
    let words = language.say_with(PlanPhrase::Again, &[("activity", &name)]);
    let parts = [language.day(&one.day), one.settings.round.clone(), one.note.clone()];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <button type="button" class="button" aria-label=words on:click=move |_| app.hold_again(&one)>
                {icon("repeat")}
                <span>{name}</span>
            </button>
            <p class="field-hint">{told}</p>
        </li>
    }
    .into_any()
}

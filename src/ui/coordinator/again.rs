//! Activities that were held on this tablet: remembered, held once more, and what was agreed on then.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::activities::Remembered;
use crate::domain::day::day_or_empty;
use crate::domain::response::ActivityId;
use crate::domain::settings::ActivitySettings;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::preparing::Place;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::plan::PlanPhrase;

/// Most earlier activities that are offered.
const OFFERED: usize = 8;

/// Sets the same activity as `last` once more, and makes its languages ready.
fn hold_again(app: App, last: &Remembered) {
    if app.hold_again(last) {
        spawn_local(app.prepare_languages(Place::Activity));
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
        let none = ActivityId::default();
        app.activities.with(|activities| activities.to_repeat(&none, 1).into_iter().next().cloned())
    });
    let button = move || {
        let language = app.language.get();
        last.get().map(|last| {
            let words = language.say_with(PlanPhrase::Again, &[("activity", &name_of(app, &last.settings))]);
            let hint = language
                .say_with(PlanPhrase::AgainHint, &[("day", &language.day(day_or_empty(last.day.as_ref())))]);
            view! {
                <div class="again-last">
                    <button
                        type="button"
                        class="button"
                        id="again"
                        aria-describedby="again-hint"
                        on:click=move |_| hold_again(app, &last)
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
            let day = language.day(day_or_empty(day.as_ref()));
            let words = language.say_with(PlanPhrase::PreviousNote, &[("day", &day), ("note", &note)]);
            view! { <p class="previous-note">{words}</p> }
        })
    };
    let new_day = move || {
        let language = app.language.get();
        let set = app.activity.get();
        let today = app.tablet().today();
        let earlier = app.activities.with(|activities| activities.earlier_day(&set, today));
        earlier.map(|day| {
            let words = language.say_with(PlanPhrase::NewDay, &[("day", &language.day(day.as_str()))]);
            show(Notice::new(Tone::Plain, words))
        })
    };
    let other_day = move || {
        let language = app.language.get();
        let day = app.activity.with(|set| set.day).filter(|day| *day != app.tablet().today());
        day.map(|day| {
            show(Notice::new(
                Tone::Trouble,
                language.say_with(PlanPhrase::OtherDay, &[("day", &language.day(day.as_str()))]),
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
    let parts = [language.day(day_or_empty(one.day.as_ref())), one.settings.round.clone(), one.note.clone()];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <button type="button" class="button" aria-label=words on:click=move |_| hold_again(app, &one)>
                {icon("repeat")}
                <span>{name}</span>
            </button>
            <p class="field-hint">{told}</p>
        </li>
    }
    .into_any()
}

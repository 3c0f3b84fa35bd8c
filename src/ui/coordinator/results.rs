//! Results for the group: the coordinator looks first, then shows them, and hands them on as one sheet.

use leptos::prelude::*;

use crate::domain::filter::Occasion;
use crate::domain::response::ActivityId;
use crate::domain::results::Whom;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show as told;
use crate::ui::coordinator::filter::{facets, left_out, of_all};
use crate::ui::text::results::ResultsPhrase as Say;

use seen::{Seen, occasion_of};

pub(crate) mod drawing;
mod note;
pub(crate) mod numbers;
pub(crate) mod parts;
mod save;
mod seen;
pub(crate) mod sheet;
mod show;
mod words;

/// The view of the activity with this id; of the one that is set if it is empty.
pub(super) fn results(app: App, activity: ActivityId) -> AnyView {
    let (facets, picked) = (facets(app), RwSignal::new(activity));
    let occasion = Memo::new(move |_| {
        facets.with(|facets| match facets {
            Some(Ok(facets)) => {
                occasion_of(&facets.answer, &picked.get(), &app.activity.with(|set| set.id.clone()))
            }
            _ => None,
        })
    });
    let id = Memo::new(move |_| occasion.get().map(|occasion| occasion.id));
    let remembered = Memo::new(move |_| app.remembered(&id.get()?));
    let seen = Seen {
        app,
        facets,
        picked,
        occasion,
        whom: RwSignal::default(),
        results: RwSignal::new(None),
        hidden: Memo::new(move |_| remembered.get().map(|known| known.hidden).unwrap_or_default()),
        note: RwSignal::default(),
        kept: RwSignal::new(None),
        pictures: RwSignal::default(),
        step: RwSignal::new(None),
    };
    Effect::new(move |_| {
        id.track();
        seen.whom.set(Whom::People);
        seen.kept.set(None);
        seen.note.set(remembered.get_untracked().map(|known| known.note).unwrap_or_default());
    });
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            seen.count(id, seen.whom.get());
        }
    });
    Effect::new(move |_| seen.want_pictures());
    view! {
        <section class="view results" id="results" aria-labelledby="results-heading">
            <div class="block results-top">
                <h2 id="results-heading" tabindex="-1">{app.say(Say::Heading)}</h2>
                <p class="block-hint">{app.say(Say::Hint)}</p>
                {move || choice(seen)}
                {move || whom_choice(seen)}
                {move || seen.state().map(told)}
                {move || seen.facets.with(|facets| left_out(of_all(facets.as_ref()), app.language.get()))}
            </div>
            <Show when=move || seen.may_show()>
                {words::check(seen)}
                {begin(seen)}
                {save::sheet(seen)}
                {numbers::numbers(seen)}
            </Show>
            <Show when=move || seen.step.get().is_some()>{show::show(seen)}</Show>
        </section>
    }
    .into_any()
}

/// The list of activities.
fn choice(seen: Seen) -> Option<AnyView> {
    let language = seen.app.language.get();
    let activities = seen.facets.with(|facets| match facets {
        Some(Ok(facets)) => facets.answer.activities.clone(),
        _ => Vec::new(),
    });
    let activities: Vec<Occasion> = activities.into_iter().filter(|one| !one.id.is_empty()).collect();
    if activities.is_empty() {
        return None;
    }
    let options = activities.into_iter().map(|one| {
        let n = language.say_count(one.n, Say::CountOne, Say::CountMany);
        let words = format!("{} ({n})", sheet::about(&one, &seen.app.kind_title(&one.kind), language));
        let id = one.id.clone();
        let is_it = move || seen.occasion.get().is_some_and(|occasion| occasion.id == id);
        view! { <option value=one.id.into_string() prop:selected=is_it>{words}</option> }
    });
    let view = view! {
        <div class="field">
            <label for="results-activity">{language.say(Say::Activity)}</label>
            <select
                id="results-activity"
                on:change=move |event| seen.picked.set(ActivityId::new(event_target_value(&event)))
            >
                {options.collect_view()}
            </select>
        </div>
    };
    Some(view.into_any())
}

/// People or groups, where there are both.
fn whom_choice(seen: Seen) -> Option<AnyView> {
    let has_both = seen.results.with(|results| match results {
        Some(Ok(results)) => match results.whom {
            Whom::People => !results.groups_apart.is_empty(),
            Whom::Groups => results.n_people_apart > 0,
        },
        _ => false,
    });
    let button = move |whom: Whom, words: Say| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (seen.whom.get() == whom).to_string()
                on:click=move |_| seen.whom.set(whom)
            >
                {seen.app.say(words)}
            </button>
        }
    };
    let view = has_both.then(|| {
        view! {
            <div class="field" role="group" aria-labelledby="results-whom">
                <p class="results-label" id="results-whom">{seen.app.say(Say::Whom)}</p>
                <div class="buttons">
                    {button(Whom::People, Say::WhomPeople)} {button(Whom::Groups, Say::WhomGroups)}
                </div>
            </div>
        }
    });
    view.map(IntoAny::into_any)
}

/// The button that begins the show.
fn begin(seen: Seen) -> AnyView {
    let app = seen.app;
    let count = move || seen.shown().map(|shown| sheet::count(&shown, app.language.get()));
    view! {
        <section class="block" aria-labelledby="results-show-heading">
            <h3 id="results-show-heading">{app.say(Say::ShowHeading)}</h3>
            <p class="results-count">{count}</p>
            <p class="block-hint">{app.say(Say::ShowHint)}</p>
            <div class="buttons">
                <button
                    type="button"
                    class="button results-start"
                    id="results-start"
                    data-main=""
                    on:click=move |_| {
                        seen.step.set(Some(0));
                        show::fill_screen();
                    }
                >
                    {icon("presentation-chart")}
                    <span>{app.say(Say::Start)}</span>
                </button>
            </div>
        </section>
    }
    .into_any()
}

//! What came in: what will change, and the yes or no of somebody who has seen it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::setup::{Caution, Here, Setup};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::Desk;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::preparing::Place;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::setup::changes::{Row, Words};
use crate::ui::coordinator::setup::stage::{Ending, Stage, go, here};
use crate::ui::text::Phrase;
use crate::ui::text::setup::SetupPhrase;
use crate::workflow::remembered::{CENTRES, NAMES, keep_centres, keep_joined};
use crate::workflow::setup::{NotKept, Step, all_or_none};

/// What `setup` would change, and the buttons.
pub(super) fn review(app: App, setup: Setup, stage: RwSignal<Stage>) -> AnyView {
    let content = move || match here(app) {
        Some(here) => summary(app, &setup, &here, stage),
        // It is being read.
        None => view! { <p class="loading">{app.say(Phrase::TextsLoading)}</p> }.into_any(),
    };
    view! { <div class="block setup-review">{content}</div> }.into_any()
}

fn summary(app: App, setup: &Setup, here: &Here, stage: RwSignal<Stage>) -> AnyView {
    let language = app.language.get();
    let changes = here.changes(&here.with(setup));
    let guidance = &app.guidance.get().unwrap_or_default();
    let told = app.with_study(|study| {
        let words = Words { language, study, guidance };
        let cautions = setup.cautions(here);
        let is_left = cautions.iter().any(|caution| matches!(caution, Caution::NamesLeft(_)));
        let notices: Vec<Notice> = cautions.iter().map(|caution| words.notice(caution)).collect();
        (words.rows(&changes), notices, is_left)
    });
    let (rows, cautions, is_left) = told.unwrap_or_default();
    let cautions = cautions.into_iter().map(|notice| show(notice).into_any()).collect_view();
    let leave = move |_| go(stage, Stage::Open(None));
    if changes.is_empty() {
        let phrase = if is_left { SetupPhrase::NoOtherChange } else { SetupPhrase::NoChange };
        return view! {
            {cautions}
            {show(Notice::new(Tone::Good, language.say(phrase)))}
            <div class="buttons">
                <button type="button" class="button" data-main="" id="setup-close" on:click=leave>
                    {language.say(SetupPhrase::Close)}
                </button>
            </div>
        }
        .into_any();
    }
    let take = {
        let setup = setup.clone();
        move |_| {
            if let Some(ending) = take_over(app, &setup) {
                go(stage, Stage::Open(Some(ending)));
            }
        }
    };
    let refuse = move |_| go(stage, Stage::Open(Some(Ending::Left)));
    let rows = rows.into_iter().map(|row| one(app, row)).collect_view();
    view! {
        <p class="block-hint">{language.say(SetupPhrase::NothingYet)}</p>
        <ul class="setup-changes">{rows}</ul>
        {cautions}
        <div class="buttons">
            <button type="button" class="button" data-main="" id="setup-yes" on:click=take>
                {icon("check")}
                <span>{language.say(SetupPhrase::Yes)}</span>
            </button>
            <button type="button" class="button" id="setup-no" on:click=refuse>
                {language.say(SetupPhrase::No)}
            </button>
        </div>
    }
    .into_any()
}

fn one(app: App, row: Row) -> AnyView {
    let label = if row.now.is_empty() { SetupPhrase::New } else { SetupPhrase::Then };
    let now = (!row.now.is_empty()).then(|| {
        view! {
            <div class="setup-now">
                <dt>{app.say(SetupPhrase::Now)}</dt>
                <dd dir="auto">{row.now}</dd>
            </div>
        }
    });
    view! {
        <li>
            <h3>{row.name}</h3>
            <dl>
                {now}
                <div class="setup-then">
                    <dt>{app.say(label)}</dt>
                    <dd dir="auto">{row.then}</dd>
                </div>
            </dl>
        </li>
    }
    .into_any()
}

/// Keeps what `setup` brings, all of it or nothing, and shows it; `None` if the study is not there yet.
fn take_over(app: App, setup: &Setup) -> Option<Ending> {
    // The participants' page may have set something meanwhile.
    app.look_at_activity();
    let before = untrack(|| here(app))?;
    let mut after = before.with(setup);
    let tablet = app.tablet();
    let is_other_plan = after.activity.id.is_empty() && after.activity != before.activity;
    if is_other_plan {
        // Other tablets of this plan are at the same activity today.
        after.activity = after.activity.begun(tablet.today(), || tablet.new_id());
    }
    if let Err(not_kept) = keep(&*tablet, &before, &after) {
        return Some(Ending::NotKept(not_kept));
    }
    app.endpoint.set(after.endpoint);
    app.retention.set(after.retention);
    app.read_centres();
    app.joined.set(after.joined);
    let is_to_prepare = after.activity != before.activity || setup.languages.is_some();
    app.activity.set(after.activity.clone());
    // What was typed and not kept yet is still meant.
    if is_other_plan || app.typed_activity.with_untracked(|typed| *typed == before.activity) {
        app.typed_activity.set(after.activity.clone());
    } else {
        app.typed_activity.update(|typed| typed.languages.clone_from(&after.activity.languages));
    }
    if is_other_plan {
        // Not remembered, it is set all the same.
        let _ = app.remember_settings(&after.activity);
    }
    spawn_local(async move {
        if is_to_prepare {
            app.prepare_languages(Place::Setup).await;
        }
        // What stood in the way of sending may be gone.
        app.send_if_any().await;
    });
    Some(Ending::Taken(setup.has_keys()))
}

/// Keeps what is otherwise in `after`.
fn keep<'a>(tablet: &'a dyn Desk, before: &Here, after: &'a Here) -> Result<(), NotKept> {
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut step = |name: &'static str, keep: Box<dyn Fn() -> Result<(), StoreError> + 'a>| {
        let kept = tablet.kept(name);
        // To the letter as it was, and nothing where nothing was.
        let undo = move || kept.as_ref().map_or_else(|| tablet.forget(name), |kept| tablet.keep(name, kept));
        steps.push(Step { keep, undo: Box::new(undo) });
    };
    if before.endpoint != after.endpoint {
        step("endpoint", Box::new(|| tablet.set_endpoint(&after.endpoint)));
    }
    if before.retention != after.retention {
        step("retention", Box::new(|| tablet.set_retention(after.retention)));
    }
    if before.activity != after.activity {
        step("activity", Box::new(|| tablet.set_activity(&after.activity)));
    }
    if before.centres != after.centres {
        step(CENTRES, Box::new(|| keep_centres(tablet, &after.centres)));
    }
    if before.joined != after.joined {
        step(NAMES, Box::new(|| keep_joined(tablet, &after.joined)));
    }
    all_or_none(&steps)
}

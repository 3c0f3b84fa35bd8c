//! The occasion at which responses are collected.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::{Day, FIRST, LAST};
use crate::domain::guidance::{Aim, Guidance, Kind, LONGEST_NAME};
use crate::domain::next_activity::differs;
use crate::domain::response::{Mode, PartOfDay};
use crate::domain::study::{Instrument, Study};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::again::earlier;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText, TextField, fold};
use crate::ui::coordinator::centres;
use crate::ui::coordinator::indicators;
use crate::ui::coordinator::preparing::Place;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::text::plan::PlanPhrase;
use crate::ui::text::{Language, Phrase};

/// The modes, each with its words and what they mean.
const MODES: [(Mode, Phrase, Phrase); 4] = [
    (Mode::Alone, Phrase::ModeAlone, Phrase::ModeAloneHint),
    (Mode::Coordinator, Phrase::ModeCoordinator, Phrase::ModeCoordinatorHint),
    (Mode::Interpreter, Phrase::ModeInterpreter, Phrase::ModeInterpreterHint),
    (Mode::Group, Phrase::ModeGroup, Phrase::ModeGroupHint),
];

/// The parts of the day, each with its words.
const PARTS_OF_DAY: [(PartOfDay, &str, PlanPhrase); 3] = [
    (PartOfDay::Morning, "morning", PlanPhrase::Morning),
    (PartOfDay::Afternoon, "afternoon", PlanPhrase::Afternoon),
    (PartOfDay::Evening, "evening", PlanPhrase::Evening),
];

/// Most people in a group, and most participants that one may want.
const MOST_PRESENT: u32 = 99;

/// The choice for a kind of activity that is on no list.
const OTHER: &str = "other";

/// Everything about the activity: what is always needed first, the rest folded with what is set in one line; and the
/// button that keeps it.
pub(super) fn activity(app: App) -> AnyView {
    let is_changed =
        Memo::new(move |_| app.typed_activity.with(|typed| app.activity.with(|set| differs(set, typed))));
    let notice = Signal::derive(move || saved_notice(app, is_changed.get()));
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let question = Signal::derive(move || {
        let language = app.language.get();
        let centre = app.typed_activity.with(|typed| typed.centre.trim().to_owned());
        app.with_study(|study| question(study, &centre, language)).unwrap_or_default()
    });
    let centre_hint = Signal::derive(move || {
        let question = question.get();
        let filled = app.language.get().say_with(Phrase::CentreHint, &[("question", &question)]);
        if question.is_empty() { String::new() } else { filled }
    });
    let round = Signal::derive(move || app.typed_activity.with(|typed| typed.round.clone()));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // What went wrong is told in the notice.
        if app.keep_typed().is_ok() {
            spawn_local(app.prepare_languages(Place::Activity));
        }
    };
    view! {
        <Block id="activity" title=app.say(Phrase::Activity)>
            <p class="block-hint">{app.say(Phrase::ActivityHint)}</p>
            {earlier(app)}
            <form on:submit=save novalidate>
                {centres::centre(app, centre_hint)}
                {kind(app)}
                <TextField
                    id="round"
                    label=label(Phrase::Round)
                    hint=label(Phrase::RoundHint)
                    value=round
                    on_input=move |text| app.edit(|typed| typed.round = text)
                    most=LONGEST_NAME
                />
                <div class="folds">{when(app)} {indicators::what(app)} {who(app)}</div>
                <div class="buttons">
                    <button type="submit" class="button" data-main="">
                        {icon("check")}
                        <span>{app.say(Phrase::Save)}</span>
                    </button>
                </div>
            </form>
            <NoticeText notice=notice />
            {app.preparing_view(Place::Activity)}
        </Block>
    }
    .into_any()
}

/// The kind of activity, from the list of the study or in other words, and what it is for. Without a list there are only words.
fn kind(app: App) -> AnyView {
    let is_asked = RwSignal::new(false);
    let has_no_list = Memo::new(move |_| app.with_study(|_| ()).is_some() && !has_kinds(app));
    let is_other = Memo::new(move |_| {
        let is_unlisted = app.typed_activity.with(|typed| {
            let is_listed = || app.with_guidance(|guidance| guidance.kind(&typed.kind).is_some());
            !typed.kind.trim().is_empty() && !is_listed()
        });
        // It is not known yet what is listed: nobody has asked for a field.
        has_no_list.get() || is_asked.get() || (is_unlisted && has_kinds(app))
    });
    let choose = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        is_asked.set(name == OTHER);
        let listed = untrack(|| app.with_guidance(|guidance| guidance.kind(&name).cloned()));
        app.edit(|typed| {
            (typed.kind, typed.aims) = listed.map(|kind| (kind.name, kind.aims)).unwrap_or_default();
        });
    };
    let options = move || {
        let language = app.language.get();
        let groups = app.with_study(|study| app.with_guidance(|guidance| kinds(study, guidance, language)));
        let option = move |value: String, words: String| {
            let name = value.clone();
            let is_set = move || match (is_other.get(), name.as_str()) {
                (is_other, OTHER) => is_other,
                (true, _) => false,
                (false, name) => app.typed_activity.with(|typed| typed.kind == name),
            };
            view! { <option value=value prop:selected=is_set>{words}</option> }
        };
        let listed = groups.unwrap_or_default().into_iter().map(|(title, kinds)| {
            let words = |kind: &Kind| kind.title.get(language.id()).to_owned();
            let kinds = kinds.into_iter().map(|kind| option(kind.name.clone(), words(&kind)));
            view! { <optgroup label=title>{kinds.collect_view()}</optgroup> }
        });
        let listed = listed.collect_view();
        view! {
            {option(String::new(), language.say(PlanPhrase::NotChosen).to_owned())}
            {listed}
            {option(OTHER.to_owned(), language.say(PlanPhrase::OtherKind).to_owned())}
        }
    };
    let label = Signal::derive(move || {
        let language = app.language.get();
        let own = || language.say(PlanPhrase::OtherKindLabel);
        if has_no_list.get() { language.say(Phrase::Kind) } else { own() }.to_owned()
    });
    let hint = Signal::derive(move || app.language.get().say(Phrase::KindHint).to_owned());
    let typed_kind = Signal::derive(move || app.typed_activity.with(|typed| typed.kind.clone()));
    view! {
        <div class="field" hidden=has_no_list>
            <label for="kind-choice">{app.say(Phrase::Kind)}</label>
            <select id="kind-choice" on:change=choose>
                {options}
            </select>
        </div>
        <div hidden=move || !is_other.get()>
            <TextField
                id="kind"
                label=label
                hint=hint
                value=typed_kind
                on_input=move |text| app.edit(|typed| typed.kind = text)
                most=LONGEST_NAME
            />
        </div>
        {aims(app)}
    }
    .into_any()
}

/// The study has a list of kinds.
fn has_kinds(app: App) -> bool {
    app.with_guidance(|guidance| !guidance.kinds.is_empty())
}

/// The kinds of activity under the goals that they mainly serve, as the framework of `study` names those.
fn kinds(study: &Study, guidance: &Guidance, language: Language) -> Vec<(String, Vec<Kind>)> {
    let mut groups: Vec<(String, Vec<Kind>)> = Vec::new();
    for kind in guidance.kinds.iter().cloned() {
        let goals = study.framework.goals.iter().filter(|goal| kind.goals.contains(&goal.id));
        let names: Vec<&str> = goals.map(|goal| goal.title.get(language.id())).collect();
        let title = match names.as_slice() {
            [] => language.say(PlanPhrase::KindsForAll).to_owned(),
            names => language.say_with(PlanPhrase::KindsFor, &[("goals", &names.join(" · "))]),
        };
        match groups.iter_mut().find(|(one, _)| *one == title) {
            Some((_, kinds)) => kinds.push(kind),
            None => groups.push((title, vec![kind])),
        }
    }
    groups
}

/// The five O's, or whatever else the study says that an activity may be for.
fn aims(app: App) -> AnyView {
    let all = Memo::new(move |_| app.with_guidance(|guidance| guidance.aims.clone()));
    let chip = move |aim: Aim| {
        let (id, of) = (aim.id.clone(), aim.id.clone());
        let is_set = Memo::new(move |_| app.typed_activity.with(|typed| typed.aims.contains(&of)));
        let turn = move |_| {
            let is_wanted = !is_set.get_untracked();
            app.edit(|typed| {
                typed.aims.retain(|one| *one != aim.id);
                if is_wanted {
                    typed.aims.push(aim.id.clone());
                }
                typed.aims = untrack(|| app.with_guidance(|guidance| guidance.known_aims(&typed.aims)));
            });
        };
        view! {
            <button
                type="button"
                class="chip"
                id=format!("aim-{id}")
                aria-pressed=move || if is_set.get() { "true" } else { "false" }
                on:click=turn
            >
                {move || aim.title.get(app.language.get().id()).to_owned()}
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-labelledby="aims-label" hidden=move || all.with(Vec::is_empty)>
            <span class="field-label" id="aims-label">{app.say(PlanPhrase::Aims)}</span>
            <div class="chips">{move || all.get().into_iter().map(chip).collect_view()}</div>
        </div>
    }
    .into_any()
}

/// Day and part of the day.
fn when(app: App) -> AnyView {
    let today = app.tablet().today();
    let day = move || app.typed_activity.with(|typed| typed.day).unwrap_or(today).to_string();
    let sum = Signal::derive(move || {
        let language = app.language.get();
        let (day, part) = app.typed_activity.with(|typed| (typed.day, typed.part_of_day));
        let today = || language.say(PlanPhrase::Today).to_owned();
        let day = day.map_or_else(today, |day| language.day(day.as_str()));
        let named = PARTS_OF_DAY.iter().find(|(one, ..)| Some(*one) == part);
        format!("{day}, {}", language.say(named.map_or(PlanPhrase::ByClock, |(_, _, words)| *words)))
    });
    // Whoever wants today wants the day on which people answer.
    let set_day = move |event: leptos::ev::Event| {
        // The browser tells nothing of a day that is in no calendar.
        let day = Day::of(&event_target_value(&event));
        app.has_no_day.set(day.is_none());
        if day.is_some() {
            app.edit(|typed| typed.day = day.filter(|day| *day != today));
        }
    };
    let set_part = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        let part = PARTS_OF_DAY.iter().find(|(_, one, _)| *one == id).map(|(part, ..)| *part);
        app.edit(|typed| typed.part_of_day = part);
    };
    let option = move |part: Option<PartOfDay>, id: &'static str, words: PlanPhrase| {
        let is_set = move || app.typed_activity.with(|typed| typed.part_of_day == part);
        view! { <option value=id prop:selected=is_set>{app.say(words)}</option> }
    };
    let told = Signal::derive(move || app.day_notice());
    let content = view! {
        <div class="side-by-side">
            <div class="field">
                <label for="day">{app.say(PlanPhrase::Day)}</label>
                <input
                    id="day"
                    type="date"
                    min=FIRST
                    max=LAST
                    aria-describedby="day-told"
                    aria-invalid=move || app.wrong_day().is_some().then_some("true")
                    prop:value=day
                    on:change=set_day
                />
            </div>
            <div class="field">
                <label for="part-of-day">{app.say(PlanPhrase::PartOfDay)}</label>
                <select id="part-of-day" on:change=set_part>
                    {option(None, "", PlanPhrase::ByTheClock)}
                    {PARTS_OF_DAY.map(|(part, id, words)| option(Some(part), id, words))}
                </select>
            </div>
        </div>
        <div id="day-told"><NoticeText notice=told /></div>
    };
    fold("activity-when", app.say(PlanPhrase::When), sum, None, content.into_any())
}

/// Who holds the tablet, and how many are wanted.
fn who(app: App) -> AnyView {
    let sum = Signal::derive(move || {
        let language = app.language.get();
        let (mode, target) = app.typed_activity.with(|typed| (typed.mode, typed.target));
        let named = MODES.iter().find(|(one, ..)| *one == mode);
        let name = named.map_or("", |(_, name, _)| language.say(*name));
        let target =
            (target > 0).then(|| language.say_with(PlanPhrase::TargetSum, &[("n", &target.to_string())]));
        std::iter::once(name.to_owned()).chain(target).collect::<Vec<_>>().join(", ")
    });
    let target = Signal::derive(move || number_in(app.typed_activity.with(|typed| typed.target)));
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    let content = view! {
        {mode(app)}
        <TextField
            id="target"
            label=label(PlanPhrase::Target)
            hint=label(PlanPhrase::TargetHint)
            value=target
            on_input=move |text: String| app.edit(|typed| typed.target = number_of(&text))
            most=2
            keys="numeric"
        />
    };
    fold("activity-who", app.say(PlanPhrase::Who), sum, None, content.into_any())
}

fn number_in(n: u32) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

fn number_of(text: &str) -> u32 {
    text.trim().parse().unwrap_or(0).min(MOST_PRESENT)
}

/// Who holds the tablet; and of a group how many there are.
fn mode(app: App) -> AnyView {
    let typed_mode = Memo::new(move |_| app.typed_activity.with(|typed| typed.mode));
    let choices = MODES.map(|(mode, name, hint)| {
        view! {
            <label class="mode-choice">
                <input
                    type="radio"
                    name="mode"
                    prop:checked=move || typed_mode.get() == mode
                    on:change=move |_| app.edit(|typed| typed.mode = mode)
                />
                <span class="mode-words">
                    <span class="mode-name">{app.say(name)}</span>
                    <span class="field-hint">{app.say(hint)}</span>
                </span>
            </label>
        }
    });
    let present = Signal::derive(move || number_in(app.typed_activity.with(|typed| typed.n_present)));
    let label = move |phrase| Signal::derive(move || app.language.get().say(phrase).to_owned());
    view! {
        <fieldset class="field" id="mode" aria-describedby="mode-hint">
            <legend>{app.say(Phrase::Mode)}</legend>
            <p class="field-hint" id="mode-hint">{app.say(Phrase::ModeHint)}</p>
            <div class="mode-choices">{choices}</div>
        </fieldset>
        <div hidden=move || typed_mode.get() != Mode::Group>
            <TextField
                id="present"
                label=label(Phrase::Present)
                hint=label(Phrase::PresentHint)
                value=present
                on_input=move |text: String| app.edit(|typed| typed.n_present = number_of(&text))
                most=2
                keys="numeric"
            />
        </div>
    }
    .into_any()
}

fn saved_notice(app: App, is_changed: bool) -> Option<Notice> {
    let language = app.language.get();
    match app.activity_saved.get() {
        Some(Err(error)) => Some(store_notice(&error, language)),
        _ if is_changed => Some(Notice::new(Tone::Plain, language.say(Phrase::NotSaved))),
        Some(Ok(true)) => Some(Notice::new(Tone::Good, language.say(Phrase::SavedNewActivity))),
        Some(Ok(false)) => Some(Notice::new(Tone::Good, language.say(Phrase::Saved))),
        None => None,
    }
}

/// The question above the cards, as participants will read it.
fn question(study: &Study, centre: &str, language: Language) -> String {
    let question = study.instruments.iter().find_map(Instrument::question);
    let question = question.map(|question| question.get(language.id()));
    let centre = if centre.is_empty() { study.centre.get(language.id()) } else { centre };
    question.map(|question| question.replace("{centre}", centre)).unwrap_or_default()
}

#[cfg(test)]
mod tests;

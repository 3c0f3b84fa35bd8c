//! The occasion at which responses are collected.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::response::Mode;
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Instrument, Study};
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::{Block, TextField, Told};
use crate::ui::coordinator::languages::Place;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::top::decks;
use crate::ui::text::{Language, Phrase};

/// Most characters in a field: a name and not a story, and it fits in the question.
const MOST: usize = 80;

/// The kinds of activity of the veranderverhaal: "Aanpak", Movisie (2025), *Op weg naar monitoring*.
const KINDS: [Phrase; 6] = [
    Phrase::KindDropIn,
    Phrase::KindConsultation,
    Phrase::KindMeetingGroup,
    Phrase::KindGroupActivity,
    Phrase::KindVolunteers,
    Phrase::KindMaterialHelp,
];

/// The modes, each with its words and what they mean.
const MODES: [(Mode, Phrase, Phrase); 4] = [
    (Mode::Alone, Phrase::ModeAlone, Phrase::ModeAloneHint),
    (Mode::Coordinator, Phrase::ModeCoordinator, Phrase::ModeCoordinatorHint),
    (Mode::Interpreter, Phrase::ModeInterpreter, Phrase::ModeInterpreterHint),
    (Mode::Group, Phrase::ModeGroup, Phrase::ModeGroupHint),
];

/// Most people in a group.
const MOST_PRESENT: u32 = 99;

/// Centre, kind, round, deck and mode, and the button that keeps them.
pub(super) fn activity(app: App) -> AnyView {
    let is_changed =
        Memo::new(move |_| app.typed_activity.with(|typed| app.activity.with(|set| differs(set, typed))));
    let notice = Signal::derive(move || saved_notice(app, is_changed.get()));
    let set = move |change: fn(&mut ActivitySettings, String), text: String| {
        app.activity_saved.set(None);
        app.typed_activity.update(|typed| change(typed, text));
    };
    let typed = move |part: fn(&ActivitySettings) -> &String| {
        Signal::derive(move || app.typed_activity.with(|typed| part(typed).clone()))
    };
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
    let kinds = Signal::derive(move || KINDS.map(|kind| app.language.get().say(kind)).to_vec());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // What went wrong is told in the notice.
        if keep_typed(app).is_ok() {
            spawn_local(app.prepare_languages(Place::Activity));
        }
    };
    view! {
        <Block id="activity" title=app.say(Phrase::Activity)>
            <p class="block-hint">{app.say(Phrase::ActivityHint)}</p>
            <form on:submit=save novalidate>
                <TextField
                    id="centre"
                    label=label(Phrase::Centre)
                    hint=centre_hint
                    value=typed(|typed| &typed.centre)
                    on_input=move |text| set(|typed, text| typed.centre = text, text)
                    most=MOST
                />
                <TextField
                    id="kind"
                    label=label(Phrase::Kind)
                    hint=label(Phrase::KindHint)
                    value=typed(|typed| &typed.kind)
                    on_input=move |text| set(|typed, text| typed.kind = text, text)
                    most=MOST
                    choices=kinds
                />
                <TextField
                    id="round"
                    label=label(Phrase::Round)
                    hint=label(Phrase::RoundHint)
                    value=typed(|typed| &typed.round)
                    on_input=move |text| set(|typed, text| typed.round = text, text)
                    most=MOST
                />
                <div class="field">
                    <label for="deck">{app.say(Phrase::Deck)}</label>
                    <select
                        id="deck"
                        on:change=move |event| set(|typed, text| typed.deck = text, event_target_value(&event))
                    >
                        {move || deck_options(app)}
                    </select>
                </div>
                {mode(app)}
                <div class="buttons">
                    <button type="submit" class="button" data-main="">
                        {icon("check")}
                        <span>{app.say(Phrase::Save)}</span>
                    </button>
                </div>
            </form>
            <Told notice=notice />
            {app.preparing_view(Place::Activity)}
        </Block>
    }
    .into_any()
}

/// Who holds the tablet; and of a group how many there are.
fn mode(app: App) -> AnyView {
    let typed_mode = Memo::new(move |_| app.typed_activity.with(|typed| typed.mode));
    let choose = move |mode: Mode| {
        app.activity_saved.set(None);
        app.typed_activity.update(|typed| typed.mode = mode);
    };
    let choices = MODES.map(|(mode, name, hint)| {
        view! {
            <label class="mode-choice">
                <input
                    type="radio"
                    name="mode"
                    prop:checked=move || typed_mode.get() == mode
                    on:change=move |_| choose(mode)
                />
                <span class="mode-words">
                    <span class="mode-name">{app.say(name)}</span>
                    <span class="field-hint">{app.say(hint)}</span>
                </span>
            </label>
        }
    });
    let present = Signal::derive(move || {
        app.typed_activity.with(|typed| match typed.n_present {
            0 => String::new(),
            n => n.to_string(),
        })
    });
    let count = move |text: String| {
        app.activity_saved.set(None);
        let n_present = text.trim().parse().unwrap_or(0).min(MOST_PRESENT);
        app.typed_activity.update(|typed| typed.n_present = n_present);
    };
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
                on_input=count
                most=2
                keys="numeric"
            />
        </div>
    }
    .into_any()
}

/// Keeps what is typed, unless that is what is kept already.
///
/// # Errors
///
/// [`StoreError`]; what was kept before still is. The page tells it.
pub(super) fn keep_typed(app: App) -> Result<(), StoreError> {
    let (set, typed) = (app.activity.get_untracked(), app.typed_activity.get_untracked());
    let tablet = app.tablet();
    let next = next_activity(&set, &typed, || tablet.new_id());
    if next != set {
        if let Err(error) = tablet.set_activity(&next) {
            app.activity_saved.set(Some(Err(error.clone())));
            return Err(error);
        }
        app.activity.set(next.clone());
    }
    app.activity_saved.set(Some(Ok(next.id != set.id && !set.id.is_empty())));
    app.typed_activity.set(next);
    Ok(())
}

/// The activity that `typed` makes of `set`: a new one if it is about another centre, kind or round, or the first.
///
/// An activity with nothing but an id is one too: responses always belong to one, named or not.
fn next_activity(
    set: &ActivitySettings,
    typed: &ActivitySettings,
    new_id: impl FnOnce() -> String,
) -> ActivitySettings {
    let tidy = |text: &str| text.trim().chars().take(MOST).collect::<String>();
    let mut next = ActivitySettings {
        id: set.id.clone(),
        centre: tidy(&typed.centre),
        kind: tidy(&typed.kind),
        round: tidy(&typed.round),
        deck: typed.deck.clone(),
        mode: typed.mode,
        // Of those who are by themselves nobody counts how many there are.
        n_present: if typed.mode == Mode::Group { typed.n_present } else { 0 },
        // Kept where they are ticked.
        languages: set.languages.clone(),
    };
    let is_other = (&next.centre, &next.kind, &next.round) != (&set.centre, &set.kind, &set.round);
    if is_other || set.id.is_empty() {
        next.id = new_id();
    }
    next
}

/// Whether there is anything to keep.
fn differs(set: &ActivitySettings, typed: &ActivitySettings) -> bool {
    let next = next_activity(set, typed, String::new);
    ActivitySettings { id: set.id.clone(), ..next } != *set
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

fn deck_options(app: App) -> AnyView {
    let language = app.language.get();
    let decks = app.with_study(|study| {
        let decks = decks(study).map(|deck| {
            let (title, n) = (deck.title.get(language.id()), deck.cards.len().to_string());
            let says_it = title.contains(&n);
            let counted = language.say_with(Phrase::DeckWithCount, &[("title", title), ("n", &n)]);
            (deck.id.clone(), if says_it { title.to_owned() } else { counted })
        });
        decks.collect::<Vec<_>>()
    });
    let options = decks.unwrap_or_default().into_iter().enumerate().map(|(at, (id, title))| {
        let value = id.clone();
        // The first deck is the one that is meant when none is named.
        let is_set =
            move || app.typed_activity.with(|typed| typed.deck == id || (typed.deck.is_empty() && at == 0));
        view! { <option value=value prop:selected=is_set>{title}</option> }
    });
    options.collect_view().into_any()
}

/// The question above the cards, as participants will read it.
fn question(study: &Study, centre: &str, language: Language) -> String {
    let question = study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::CardSort(card_sort) => Some(card_sort.question.get(language.id())),
        Instrument::Survey { .. } => None,
    });
    let centre = if centre.is_empty() { study.centre.get(language.id()) } else { centre };
    question.map(|question| question.replace("{centre}", centre)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> ActivitySettings {
        ActivitySettings {
            id: "first".to_owned(),
            centre: "Buurtkamer".to_owned(),
            kind: "Open inloop".to_owned(),
            round: "1".to_owned(),
            deck: "short".to_owned(),
            ..ActivitySettings::default()
        }
    }

    #[track_caller]
    fn check(change: fn(&mut ActivitySettings), id: &str) {
        let mut typed = set();
        change(&mut typed);
        assert_eq!(next_activity(&set(), &typed, || "second".to_owned()).id, id);
    }

    #[test]
    fn another_centre_kind_or_round_is_another_activity() {
        check(|typed| typed.centre = "Huiskamer".to_owned(), "second");
        check(|typed| typed.kind = "Spreekuur".to_owned(), "second");
        check(|typed| typed.round = "2".to_owned(), "second");
    }

    #[test]
    fn another_deck_or_a_space_is_the_same_activity() {
        check(|typed| typed.deck = "all".to_owned(), "first");
        check(|typed| typed.centre.push(' '), "first");
    }

    #[test]
    fn another_mode_is_the_same_activity_and_only_a_group_is_counted() {
        check(|typed| typed.mode = Mode::Interpreter, "first");
        let next = |mode| {
            let typed = ActivitySettings { mode, n_present: 7, ..set() };
            assert!(differs(&set(), &typed), "{mode:?}");
            next_activity(&set(), &typed, String::new).n_present
        };

        assert_eq!(next(Mode::Group), 7);
        assert_eq!(next(Mode::Coordinator), 0);
        assert!(!differs(&set(), &ActivitySettings { n_present: 7, ..set() }));
    }

    #[test]
    fn languages_stay_as_they_were_ticked() {
        let set = ActivitySettings { languages: vec!["nl".to_owned()], ..set() };
        let typed = ActivitySettings { languages: Vec::new(), round: "2".to_owned(), ..set.clone() };

        assert_eq!(next_activity(&set, &typed, || "second".to_owned()).languages, set.languages);
    }

    #[test]
    fn the_first_activity_gets_an_id_even_if_nothing_is_typed() {
        let nothing = ActivitySettings::default();
        let typed = ActivitySettings { centre: "  Buurtkamer ".to_owned(), ..ActivitySettings::default() };

        let first = next_activity(&nothing, &typed, || "first".to_owned());

        assert_eq!((first.id.as_str(), first.centre.as_str()), ("first", "Buurtkamer"));
        assert_eq!(next_activity(&nothing, &nothing, || "first".to_owned()).id, "first");
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_off() {
        let typed = ActivitySettings { centre: "é".repeat(100), ..set() };

        assert_eq!(next_activity(&set(), &typed, String::new).centre, "é".repeat(80));
    }
}

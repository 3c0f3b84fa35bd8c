//! What participants get: the instruments, the indicators with their cards and questions, the deck and its order.

use leptos::prelude::*;

use crate::domain::dealing::Dealing;
use crate::domain::plan::{
    Dealt, Warning, add_card, dealt, extra_cards, fit, has_any, pick, use_instrument, warnings,
};
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Card, Instrument, Pool, Study};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{fold, show};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::plan::PlanPhrase;
use crate::ui::text::{Language, Phrase, Texts};

/// A goal with its indicators, as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    title: String,
    indicators: Vec<Sign>,
}

/// An indicator, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sign {
    id: String,
    title: String,
    /// Text and picture of each card.
    cards: Vec<(String, String)>,
    questions: Vec<String>,
}

/// The part of the form about cards and questions.
pub(super) fn what(app: App) -> AnyView {
    let sum = Signal::derive(move || {
        let language = app.language.get();
        let typed = app.typed_activity.get();
        app.with_study(|study| sum(&dealt(study, &typed), language)).unwrap_or_default()
    });
    let content = view! {
        {instruments(app)}
        {picking(app, sum)}
        {told(app)}
        {extras(app)}
        {deck(app)}
        {order(app)}
    };
    fold("activity-what", app.say(PlanPhrase::What), sum, None, content.into_any())
}

/// How much it is, and how long it takes.
pub(super) fn sum(dealt: &Dealt<'_>, language: Language) -> String {
    let cards = language.say_count(dealt.cards.len(), PlanPhrase::CardOne, PlanPhrase::CardMany);
    let questions =
        language.say_count(dealt.questions.len(), PlanPhrase::QuestionOne, PlanPhrase::QuestionMany);
    let minutes = language.say_count(dealt.minutes(), PlanPhrase::MinuteOne, PlanPhrase::MinuteMany);
    format!("{cards}, {questions}, {minutes}")
}

fn picked(app: App) -> String {
    let (language, n) = (app.language.get(), app.typed_activity.with(|typed| typed.indicators.len()));
    match n {
        0 => language.say(PlanPhrase::PickedNone).to_owned(),
        n => language.say_count(n, PlanPhrase::PickedOne, PlanPhrase::PickedMany),
    }
}

/// Changes the choice by one of the rules of [`crate::domain::plan`].
fn change(app: App, rule: impl FnOnce(&Study, &ActivitySettings) -> ActivitySettings) {
    let typed = app.typed_activity.get_untracked();
    let next = untrack(|| app.with_study(|study| rule(study, &typed)));
    app.edit(|typed| *typed = next.unwrap_or_else(|| typed.clone()));
}

/// Which instruments are used.
fn instruments(app: App) -> AnyView {
    let list = Memo::new(move |_| {
        let of = |one: &Instrument| (one.id().to_owned(), one.name());
        app.with_study(|study| study.instruments.iter().map(of).collect::<Vec<_>>()).unwrap_or_default()
    });
    let row = move |(id, name): (String, &'static Texts)| {
        let of = id.clone();
        let has_any = Memo::new(move |_| {
            let typed = app.typed_activity.get();
            let has = |study: &Study| {
                study.instruments.iter().any(|one| one.id() == of && has_any(study, one, &typed))
            };
            app.with_study(has).unwrap_or_default()
        });
        let of = id.clone();
        let is_set = Memo::new(move |_| {
            has_any.get() && app.typed_activity.with(|typed| Dealing::of(typed).uses(&of))
        });
        // The last one that has something to ask stays.
        let of = id.clone();
        let is_last = Memo::new(move |_| {
            let typed = app.typed_activity.get();
            let after =
                app.with_study(|study| use_instrument(study, &typed, &of, false) == fit(study, &typed));
            is_set.get() && after.unwrap_or_default()
        });
        let is_fixed = move || !has_any.get() || is_last.get();
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=format!("use-{id}")
                    prop:checked=is_set
                    disabled=is_fixed
                    on:change=move |event| {
                        let is_wanted = event_target_checked(&event);
                        change(app, |study, typed| use_instrument(study, typed, &id, is_wanted));
                    }
                />
                <span>{app.say(name)}</span>
                <span class="field-hint">
                    {move || (!has_any.get()).then(|| app.language.get().say(PlanPhrase::HasNothing))}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{app.say(PlanPhrase::Instruments)}</legend>
            <div class="instruments">{move || list.get().into_iter().map(row).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// The indicators, under their goals, and what they come to.
fn picking(app: App, sum: Signal<String>) -> AnyView {
    let groups = Memo::new(move |_| {
        let language = app.language.get();
        app.with_study(|study| groups(study, language)).unwrap_or_default()
    });
    let group = move |group: Group| {
        let rows = group.indicators.into_iter().map(|one| sign(app, one)).collect_view();
        view! {
            <li>
                <h4>{group.title}</h4>
                <ul class="signs">{rows}</ul>
            </li>
        }
    };
    let is_none = Memo::new(move |_| app.typed_activity.with(|typed| typed.indicators.is_empty()));
    let clear = move |_| {
        change(app, |study, typed| fit(study, &ActivitySettings { indicators: Vec::new(), ..typed.clone() }));
    };
    view! {
        <fieldset class="field picking">
            <legend>{app.say(PlanPhrase::Indicators)}</legend>
            <p class="field-hint">{app.say(PlanPhrase::IndicatorsHint)}</p>
            <ul class="sign-groups">{move || groups.get().into_iter().map(group).collect_view()}</ul>
            <div class="plan-tally" aria-live="polite">
                <strong>{move || picked(app)}</strong>
                <span>{sum}</span>
            </div>
            <div class="buttons" hidden=is_none>
                <button type="button" class="button" id="pick-none" on:click=clear>
                    {icon("x")}
                    <span>{app.say(PlanPhrase::PickNone)}</span>
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}

fn sign(app: App, sign: Sign) -> AnyView {
    let id = sign.id.clone();
    let is_set = Memo::new(move |_| app.typed_activity.with(|typed| typed.indicators.contains(&id)));
    let tablet = app.tablet();
    let folder = tablet.study_folder();
    let cards = sign.cards.into_iter().map(|(text, picture)| {
        let picture = tablet.address(&format!("{folder}{picture}"));
        view! {
            <span class="sign-card">
                <img src=picture alt="" loading="lazy" width="40" height="40" />
                <span>{text}</span>
            </span>
        }
    });
    let questions = sign.questions.into_iter().map(|text| {
        let words = move || app.language.get().say_with(PlanPhrase::AsQuestion, &[("text", &text)]);
        view! { <span class="sign-question">{words}</span> }
    });
    let id = sign.id.clone();
    view! {
        <li>
            <label class="sign">
                <input
                    type="checkbox"
                    id=format!("pick-{}", sign.id)
                    prop:checked=is_set
                    on:change=move |event| {
                        let is_wanted = event_target_checked(&event);
                        change(app, |study, typed| pick(study, typed, &id, is_wanted));
                    }
                />
                <span class="sign-words">
                    <span class="sign-title">{sign.title}</span>
                    <span class="sign-cards">{cards.collect_view()}</span>
                    {questions.collect_view()}
                </span>
            </label>
        </li>
    }
    .into_any()
}

fn groups(study: &Study, language: Language) -> Vec<Group> {
    let id = language.id();
    let sign = |indicator: &str, title: &str| Sign {
        id: indicator.to_owned(),
        title: title.to_owned(),
        cards: study
            .cards
            .iter()
            .filter(|card| card.indicator.as_deref() == Some(indicator))
            .map(|card| (card.text.get(id).to_owned(), card.picture.clone()))
            .collect(),
        questions: study
            .questions
            .iter()
            .filter(|question| question.indicator.as_deref() == Some(indicator))
            .map(|question| question.text.get(id).to_owned())
            .collect(),
    };
    let group = study.framework.goals.iter().map(|goal| Group {
        title: goal.title.get(id).to_owned(),
        indicators: goal.indicators.iter().map(|one| sign(&one.id, one.title.get(id))).collect(),
    });
    group.collect()
}

/// What speaks against the choice, or follows from it.
fn told(app: App) -> AnyView {
    let notices = move || {
        let (language, typed) = (app.language.get(), app.typed_activity.get());
        let guidance = app.guidance.get().unwrap_or_default();
        let all = app.with_study(|study| {
            warnings(study, &guidance, &typed)
                .iter()
                .map(|one| sentence(study, one, language))
                .collect::<Vec<_>>()
        });
        let notices = all.unwrap_or_default().into_iter();
        notices.map(|text| show(Notice::new(Tone::Plain, text))).collect_view()
    };
    view! { <div class="told plan-told" role="status">{notices}</div> }.into_any()
}

fn sentence(study: &Study, warning: &Warning, language: Language) -> String {
    let text_of = |indicator: &str| {
        let card = study.cards.iter().find(|card| card.indicator.as_deref() == Some(indicator));
        card.map_or(indicator, |card| card.text.get(language.id())).to_owned()
    };
    match warning {
        Warning::Few(n) => language.say_count(*n, PlanPhrase::FewOne, PlanPhrase::FewMany),
        Warning::Many(n) => language.say_with(PlanPhrase::TooMany, &[("n", &n.to_string())]),
        Warning::Near(one, other) => {
            language.say_with(PlanPhrase::Near, &[("one", &text_of(one)), ("other", &text_of(other))])
        }
        Warning::Nothing(_, pool) => language
            .say(match pool {
                Pool::Cards => PlanPhrase::NoCards,
                Pool::Questions => PlanPhrase::NoQuestions,
                Pool::Own => PlanPhrase::HasNothing,
            })
            .to_owned(),
    }
}

/// Cards of no indicator, once some indicator is picked.
fn extras(app: App) -> AnyView {
    let list = Memo::new(move |_| {
        let language = app.language.get();
        let of = |card: &Card| (card.id.clone(), card.text.get(language.id()).to_owned());
        app.with_study(|study| extra_cards(study).map(of).collect::<Vec<_>>()).unwrap_or_default()
    });
    let row = move |(id, text): (String, String)| {
        let of = id.clone();
        let is_set = Memo::new(move |_| app.typed_activity.with(|typed| typed.cards.contains(&of)));
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=format!("extra-{id}")
                    prop:checked=is_set
                    on:change=move |event| {
                        let is_wanted = event_target_checked(&event);
                        change(app, |study, typed| add_card(study, typed, &id, is_wanted));
                    }
                />
                <span>{text}</span>
            </label>
        }
    };
    let is_idle = Memo::new(move |_| {
        list.with(Vec::is_empty) || app.typed_activity.with(|typed| typed.indicators.is_empty())
    });
    view! {
        <fieldset class="field" hidden=is_idle>
            <legend>{app.say(PlanPhrase::Extra)}</legend>
            <div class="instruments">{move || list.get().into_iter().map(row).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Which deck, where no indicator is picked.
fn deck(app: App) -> AnyView {
    let is_idle = Memo::new(move |_| app.typed_activity.with(|typed| !typed.indicators.is_empty()));
    view! {
        <div class="field" hidden=is_idle>
            <label for="deck">{app.say(Phrase::Deck)}</label>
            <select
                id="deck"
                on:change=move |event| app.edit(|typed| typed.deck = event_target_value(&event))
            >
                {move || deck_options(app)}
            </select>
        </div>
    }
    .into_any()
}

fn deck_options(app: App) -> AnyView {
    let language = app.language.get();
    let decks = app.with_study(|study| {
        let decks = study.decks().map(|deck| {
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

/// In which order the cards come.
fn order(app: App) -> AnyView {
    let choice = move |is_fixed: bool, words: PlanPhrase| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="order"
                    prop:checked=move || app.typed_activity.with(|typed| typed.is_in_order == is_fixed)
                    on:change=move |_| app.edit(|typed| typed.is_in_order = is_fixed)
                />
                <span>{app.say(words)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field" id="order" aria-describedby="order-hint">
            <legend>{app.say(PlanPhrase::Order)}</legend>
            <p class="field-hint" id="order-hint">{app.say(PlanPhrase::OrderHint)}</p>
            <div class="instruments">
                {choice(false, PlanPhrase::OrderChance)} {choice(true, PlanPhrase::OrderFixed)}
            </div>
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::guidance::check_guidance;
    use crate::format::study::read_study;

    const STUDY: &str = include_str!("../../../public/studies/ontmoetingscentra/study.json");

    fn shipped() -> Study {
        read_study(STUDY).unwrap()
    }

    #[test]
    fn every_indicator_of_the_study_can_be_picked_and_shows_what_comes_with_it() {
        let groups = groups(&shipped(), Language::Dutch);
        let signs: Vec<&Sign> = groups.iter().flat_map(|group| &group.indicators).collect();

        assert_eq!((groups.len(), signs.len()), (5, 22));
        assert!(signs.iter().all(|sign| !sign.cards.is_empty()));
        assert_eq!(signs.iter().map(|sign| sign.questions.len()).sum::<usize>(), 9);
        assert_eq!(signs[0].cards[0].0, "Mensen goed leren kennen");
    }

    #[test]
    fn near_pairs_are_told_by_the_texts_of_their_cards() {
        let study = shipped();
        let near = check_guidance(STUDY, &study).unwrap().unwrap().near;

        assert_eq!(near.len(), 4);
        for (one, other) in near {
            let told = sentence(&study, &Warning::Near(one.clone(), other.clone()), Language::Dutch);
            assert!(told.starts_with('“') && !told.contains(&one) && !told.contains(&other), "{told}");
        }
    }

    #[test]
    fn the_sum_is_told_in_one_line() {
        let study = shipped();
        let settings = ["sc1", "sc3", "sv2", "mp1"]
            .iter()
            .fold(ActivitySettings::default(), |settings, id| pick(&study, &settings, id, true));

        let told = |settings: &ActivitySettings| sum(&dealt(&study, settings), Language::Dutch);
        assert_eq!(told(&settings), "5 kaarten, 3 vragen, ongeveer 2 minuten");
        assert_eq!(told(&ActivitySettings::default()), "10 kaarten, 9 vragen, ongeveer 5 minuten");
    }
}

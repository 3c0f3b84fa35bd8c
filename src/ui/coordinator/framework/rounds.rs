//! Two rounds side by side where the same was asked in the same way, and why not where it was not.

use leptos::prelude::*;

use crate::domain::framework::{Beside, Difference, FrameworkResults, Mix, RollUp};
use crate::domain::response::Mode;
use crate::domain::study::{Card, Goal, Question, Study};
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::filter::MODES;
use crate::ui::coordinator::framework::asking::Answer;
use crate::ui::coordinator::framework::numbers::{answer_bar, behind, pile_bar};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

/// The choice of two rounds, and what they gave. `chosen` is set to the last two as soon as they are known.
pub(super) fn rounds(
    app: App,
    results: Answer<FrameworkResults>,
    chosen: RwSignal<Option<(String, String)>>,
) -> AnyView {
    let names = Memo::new(move |_| {
        let results = results.get().and_then(Result::ok);
        results.map(|results| results.rounds.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
    });
    Effect::new(move |_| {
        if let Some(names) = names.get()
            && let [.., first, second] = &names[..]
            && chosen.get_untracked().is_none()
        {
            chosen.set(Some((first.clone(), second.clone())));
        }
    });
    let fields = move || {
        let language = app.language.get();
        let names = names.get()?;
        let (first, second) = chosen.get()?;
        let set_first = move |name| chosen.update(|both| both.as_mut().map_or((), |both| both.0 = name));
        let set_second = move |name| chosen.update(|both| both.as_mut().map_or((), |both| both.1 = name));
        Some(view! {
            <div class="filter-bar">
                {field("framework-round-first", language.say(FrameworkPhrase::FirstRound), &names, &first, set_first)}
                {field("framework-round-second", language.say(FrameworkPhrase::SecondRound), &names, &second, set_second)}
            </div>
        })
    };
    let content = move || {
        let language = app.language.get();
        let results = results.get().and_then(Result::ok)?;
        if results.rounds.len() < 2 {
            return Some(view! { <p>{language.say(FrameworkPhrase::OneRound)}</p> }.into_any());
        }
        let (first, second) = chosen.get()?;
        if first == second {
            let notice = Notice::new(Tone::Plain, language.say(FrameworkPhrase::SameRound));
            return Some(show(notice).into_any());
        }
        let beside = results.beside.as_ref()?;
        app.with_study(|study| side_by_side(study, beside, language))
    };
    view! {
        <section class="block framework" id="framework-rounds" aria-labelledby="framework-rounds-heading">
            <h2 id="framework-rounds-heading">{app.say(FrameworkPhrase::Rounds)}</h2>
            <p class="block-hint">{app.say(FrameworkPhrase::RoundsHint)}</p>
            {fields}
            <div aria-live="polite">{content}</div>
        </section>
    }
    .into_any()
}

fn field(
    id: &'static str,
    label: &'static str,
    names: &[String],
    chosen: &str,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let options = names.iter().map(|name| {
        let is_chosen = name == chosen;
        view! { <option value=name.clone() selected=is_chosen>{name.clone()}</option> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| set(event_target_value(&event))>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

fn side_by_side(study: &Study, beside: &Beside, language: Language) -> AnyView {
    let apart = beside.by_mode.iter().map(|(mode, of_it)| {
        view! {
            <section class="framework-mode" data-mode=*mode as u8>
                <h3>{language.say_with(FrameworkPhrase::OfMode, &[("mode", &mode_name(*mode, language))])}</h3>
                {compared(study, of_it, language)}
            </section>
        }
    });
    view! {
        <div class="framework-beside" id="framework-compared">{compared(study, beside, language)}</div>
        {apart.collect_view()}
    }
    .into_any()
}

/// Whether cards and questions can be compared, and what of it can.
fn compared(study: &Study, beside: &Beside, language: Language) -> AnyView {
    let verdict = |kind: &'static str,
                   differences: &[Difference],
                   mix: &[Mix; 2],
                   alike: FrameworkPhrase,
                   differ: FrameworkPhrase| {
        if differences.is_empty() {
            let notice = Notice::new(Tone::Good, alike_words(beside, mix, alike, language));
            return view! { <div data-verdict=kind>{show(notice)}</div> }.into_any();
        }
        let reasons = differences.iter().map(|one| view! { <li>{reason(study, one, language)}</li> });
        view! {
            <div data-verdict=kind class="notice" data-tone="plain">
                <div>
                    <p>{language.say(differ)}</p>
                    <ul class="framework-reasons">{reasons.collect_view()}</ul>
                </div>
            </div>
        }
        .into_any()
    };
    let goals =
        (beside.cards.is_empty() || beside.questions.is_empty()).then(|| goals(study, beside, language));
    view! {
        {verdict(
            "cards",
            &beside.cards,
            &beside.cards_mix,
            FrameworkPhrase::CardsAlike,
            FrameworkPhrase::CardsDiffer,
        )}
        {verdict(
            "questions",
            &beside.questions,
            &beside.questions_mix,
            FrameworkPhrase::QuestionsAlike,
            FrameworkPhrase::QuestionsDiffer,
        )}
        {goals}
    }
    .into_any()
}

/// That two rounds can be compared; with several modes, how they were mixed in each.
fn alike_words(beside: &Beside, mix: &[Mix; 2], alike: FrameworkPhrase, language: Language) -> String {
    let mut words = language.say(alike).to_owned();
    if mix[0].len() > 1 {
        for (round, mix) in [&beside.first.0, &beside.second.0].into_iter().zip(mix) {
            let values = [("round", &**round), ("mix", &*mix_words(mix, language))];
            words = format!("{words} {}", language.say_with(FrameworkPhrase::MixOf, &values));
        }
    }
    words
}

fn mode_name(mode: Mode, language: Language) -> String {
    let known = MODES.iter().find(|(one, _)| *one == mode);
    known.map_or("", |(_, phrase)| language.say(*phrase)).to_lowercase()
}

/// Modes with how many responses there are of each.
fn mix_words(mix: &Mix, language: Language) -> String {
    let one = |(mode, n): &(Mode, usize)| format!("{n} {}", mode_name(*mode, language));
    mix.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Why two rounds cannot be compared.
fn reason(study: &Study, difference: &Difference, language: Language) -> String {
    let id = language.id();
    let listed = |ids: &[String], title: &dyn Fn(&str) -> Option<String>| {
        let titles: Vec<String> = ids.iter().map(|id| title(id).unwrap_or_else(|| id.clone())).collect();
        if titles.is_empty() { language.say(FrameworkPhrase::None).to_owned() } else { titles.join(", ") }
    };
    let card = |card: &str| study.card(card).map(|card| format!("“{}”", card.text.get(id)));
    let question = |one: &str| study.question(one).map(|one| format!("“{}”", one.text.get(id)));
    let as_it_is = |_: &str| None;
    let both = |words: FrameworkPhrase, first: String, second: String| {
        language.say_with(words, &[("first", &first), ("second", &second)])
    };
    let round = |words: FrameworkPhrase, round: &str| language.say_with(words, &[("round", round)]);
    let modes =
        |modes: &[Mode]| modes.iter().map(|mode| mode_name(*mode, language)).collect::<Vec<_>>().join(", ");
    match difference {
        Difference::Nothing(name) => round(FrameworkPhrase::WhyNothing, name),
        Difference::Mixed(name) => round(FrameworkPhrase::WhyMixed, name),
        Difference::Version(first, second) => {
            both(FrameworkPhrase::WhyVersion, listed(first, &as_it_is), listed(second, &as_it_is))
        }
        Difference::Versions(versions) => {
            both(FrameworkPhrase::WhyVersions, listed(versions, &as_it_is), String::new())
        }
        Difference::Shares(first, second) => {
            both(FrameworkPhrase::WhyShares, mix_words(first, language), mix_words(second, language))
        }
        Difference::Mode(first, second) => both(FrameworkPhrase::WhyMode, modes(first), modes(second)),
        Difference::Cards(first, second) => {
            both(FrameworkPhrase::WhyCards, listed(first, &card), listed(second, &card))
        }
        Difference::Piles(first, second) => {
            both(FrameworkPhrase::WhyPiles, listed(first, &as_it_is), listed(second, &as_it_is))
        }
        Difference::Questions(first, second) => {
            both(FrameworkPhrase::WhyQuestions, listed(first, &question), listed(second, &question))
        }
        Difference::Scale(questions) => {
            both(FrameworkPhrase::WhyScale, listed(questions, &question), String::new())
        }
    }
}

/// Every goal with a bar for each round, which opens to its cards and questions; and what belongs to none.
fn goals(study: &Study, beside: &Beside, language: Language) -> AnyView {
    let goal = |goal: &Goal| {
        let bars = rounds_of(beside).map(|(name, rolled)| {
            let sum = &rolled.goals.iter().find(|one| one.id == goal.id)?.sum;
            let has_cards = beside.cards.is_empty() && sum.piles.iter().any(|n| *n > 0);
            has_cards.then(|| {
                let bar = pile_bar(study, &rolled.piles, sum, language);
                round(name, &behind(sum.n, 0, false, language), bar, language)
            })
        });
        let is_of = |indicator: &Option<String>| {
            indicator.as_ref().is_some_and(|id| goal.indicators.iter().any(|one| one.id == *id))
        };
        panel(goal.title.get(language.id()), bars, evidence(study, beside, &is_of, language), language)
    };
    let rows = study.framework.goals.iter().filter_map(goal).collect_view();
    let loose = evidence(study, beside, &Option::is_none, language);
    let loose = panel(language.say(FrameworkPhrase::BesideGoals), [None, None], loose, language);
    view! { <div class="framework-goals">{rows} {loose}</div> }.into_any()
}

/// A goal with its bars, and below it what opens; nothing if there is nothing to compare.
fn panel(
    title: &str,
    bars: [Option<AnyView>; 2],
    evidence: Vec<AnyView>,
    language: Language,
) -> Option<AnyView> {
    (!evidence.is_empty()).then(|| {
        view! {
            <section class="framework-goal">
                <h3 class="framework-title">{title.to_owned()}</h3>
                <div class="framework-two">{bars.into_iter().collect_view()}</div>
                <details class="goal">
                    <summary>{language.say(FrameworkPhrase::CardsAndQuestions)}</summary>
                    <ul class="framework-pairs">{evidence.into_iter().collect_view()}</ul>
                </details>
            </section>
        }
        .into_any()
    })
}

/// Cards and questions of the indicators that are meant, each with a bar for each round, as far as they can be compared.
fn evidence(
    study: &Study,
    beside: &Beside,
    is_meant: &dyn Fn(&Option<String>) -> bool,
    language: Language,
) -> Vec<AnyView> {
    let card = |card: &Card| {
        let bars = rounds_of(beside).map(|(name, rolled)| {
            let sum = &rolled.card(&card.id)?.sum;
            let bar = pile_bar(study, &rolled.piles, sum, language);
            (sum.n > 0).then(|| round(name, &behind(sum.n, 0, false, language), bar, language))
        });
        row(&card.id, card.text.get(language.id()), bars)
    };
    let question = |question: &Question| {
        let bars = rounds_of(beside).map(|(name, rolled)| {
            let sum = rolled.question(&question.id)?;
            let bar = answer_bar(study, sum, language);
            (sum.n > 0).then(|| round(name, &behind(sum.n, 0, false, language), bar, language))
        });
        row(&question.id, question.text.get(language.id()), bars)
    };
    let cards = study.cards.iter().filter(|one| beside.cards.is_empty() && is_meant(&one.indicator));
    let questions =
        study.questions.iter().filter(|one| beside.questions.is_empty() && is_meant(&one.indicator));
    cards.filter_map(card).chain(questions.filter_map(question)).collect()
}

fn rounds_of(beside: &Beside) -> [(&str, &RollUp); 2] {
    [&beside.first, &beside.second].map(|(name, rolled)| (name.as_str(), rolled))
}

fn row(id: &str, words: &str, bars: [Option<AnyView>; 2]) -> Option<AnyView> {
    bars.iter().any(Option::is_some).then(|| {
        view! {
            <li data-id=id.to_owned()>
                <p class="framework-title">{words.to_owned()}</p>
                <div class="framework-two">{bars.into_iter().collect_view()}</div>
            </li>
        }
        .into_any()
    })
}

fn round(name: &str, behind: &str, bar: AnyView, language: Language) -> AnyView {
    view! {
        <div>
            <p class="framework-round">
                <span>{language.say_with(FrameworkPhrase::Round, &[("round", name)])}</span>
                <span class="framework-n">{behind.to_owned()}</span>
            </p>
            {bar}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_modes_the_mix_is_said_and_no_reason_says_the_same_list_twice() {
        let mix = |n| vec![(Mode::Alone, n), (Mode::Coordinator, 2)];
        let mut beside = Beside::default();
        (beside.first.0, beside.second.0) = ("1".to_owned(), "2".to_owned());
        let alike =
            |mixes: &[Mix; 2]| alike_words(&beside, mixes, FrameworkPhrase::CardsAlike, Language::Dutch);
        let told = alike(&[mix(8), mix(9)]);
        assert!(told.contains("Ronde 1: 8 alleen, 2 ") && told.contains("Ronde 2: 9 alleen, 2 "), "{told}");
        assert!(!alike(&[mix(8)[..1].to_vec(), mix(9)[..1].to_vec()]).contains("Ronde 1"));

        let study = Study::default();
        let shares = reason(&study, &Difference::Shares(mix(8), mix(1)), Language::Dutch);
        assert!(shares.contains("8 alleen, 2 ") && shares.contains("1 alleen, 2 "), "{shares}");
        let versions = Difference::Versions(vec!["1".to_owned(), "2".to_owned()]);
        assert_eq!(reason(&study, &versions, Language::Dutch).matches("1, 2").count(), 1);
    }
}

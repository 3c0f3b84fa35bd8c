//! The show: results revealed step by step, on the whole screen, for people who talk about them.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, KeyboardEvent};

use crate::domain::filter::Occasion;
use crate::domain::results::{CardResults, Leading, Results, SortResults};
use crate::domain::study::{Choice, Study};
use crate::instruments::card_sort::rules::CardSort;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::results::{Seen, focus, note_field, sheet};
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// Cards that are shown one after the other, and how many with those that are level with the last of them: more are seen
/// together only.
const TOP: (usize, usize) = (5, 8);

/// Most cards beside each other.
const BESIDE: usize = 6;

/// Most words of missing cards at a time.
const MOST_WORDS: usize = 24;

/// How long it takes until all dots of a row are there, in milliseconds.
const GROWING_MS: usize = 1600;

/// What is shown at a time. Sorts, cards and questions by their place in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// Who took part.
    Start,
    /// A card of the top: sort, card.
    Card(usize, usize),
    /// All cards of a sort.
    AllCards(usize),
    /// The most important cards of a sort.
    Important(usize),
    /// What means least: cards of a sort.
    Least(usize),
    /// Missing cards: sort, and which part of them.
    Missing(usize, usize),
    /// What may be more.
    More(usize),
    /// A question.
    Question(usize),
    /// What will be done.
    End,
}

/// What is shown of `results`, one after the other: the top from below, so that the first one comes last.
fn scenes(results: &Results) -> Vec<Scene> {
    let mut scenes = vec![Scene::Start];
    for (at, sort) in results.sorts.iter().enumerate() {
        let n_top = sort.top(TOP.0, TOP.1).cards.len();
        scenes.extend((0..n_top).rev().map(|card| Scene::Card(at, card)));
        if sort.cards.len() > n_top {
            scenes.push(Scene::AllCards(at));
        }
        let is_any = |count: fn(&CardResults) -> usize| sort.cards.iter().any(|card| count(card) > 0);
        if is_any(|card| card.n_important) {
            scenes.push(Scene::Important(at));
        }
        if is_any(CardResults::n_on_last) {
            scenes.push(Scene::Least(at));
        }
        let n_parts = sort.missing.len().div_ceil(MOST_WORDS);
        scenes.extend((0..n_parts).map(|part| Scene::Missing(at, part)));
        if is_any(|card| card.n_more) {
            scenes.push(Scene::More(at));
        }
    }
    scenes.extend((0..results.questions.len()).map(Scene::Question));
    scenes.push(Scene::End);
    scenes
}

/// Lets the page fill the screen, where the browser can; it does so on a tap only.
pub(super) fn fill_screen() {
    if document().fullscreen_enabled()
        && let Some(root) = document().document_element()
    {
        // It is a show in a window too.
        let _ = root.request_fullscreen();
    }
}

fn leave_screen() {
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// What lies behind the show, which is not to be reached meanwhile.
const BEHIND: [&str; 2] = [".coordinator-top", ".results > .block"];

fn set_behind(is_behind: bool) {
    for selector in BEHIND {
        let Ok(found) = document().query_selector_all(selector) else { continue };
        for at in 0..found.length() {
            if let Some(element) = found.get(at).and_then(|node| node.dyn_into::<Element>().ok()) {
                // Every element takes attributes.
                let _ = if is_behind {
                    element.set_attribute("inert", "")
                } else {
                    element.remove_attribute("inert")
                };
            }
        }
    }
}

/// The show, at the step of `seen`.
pub(super) fn show(seen: Seen) -> AnyView {
    let app = seen.app;
    let scenes = Memo::new(move |_| seen.shown().map(|shown| scenes(&shown)).unwrap_or_default());
    let last = move || scenes.with(Vec::len).saturating_sub(1);
    let step = Memo::new(move |_| seen.step.get().unwrap_or(0).min(last()));
    let is_last = Memo::new(move |_| step.get() == last());
    let close = move || {
        // Who presses Escape has not left the field.
        seen.keep_note();
        seen.step.set(None);
        leave_screen();
        set_behind(false);
        focus("#results-start");
    };
    let go = move |is_on: bool| {
        let now = step.get_untracked();
        let last = untrack(last);
        seen.step.set(Some(if is_on { (now + 1).min(last) } else { now.saturating_sub(1) }));
    };
    let on_key = move |event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_writing = target.as_ref().is_some_and(|target| target.tag_name() == "TEXTAREA");
        let is_button = target.is_some_and(|target| target.tag_name() == "BUTTON");
        match event.key().as_str() {
            "Escape" => close(),
            _ if is_writing => return,
            "ArrowRight" | "ArrowDown" | "PageDown" => go(true),
            "ArrowLeft" | "ArrowUp" | "PageUp" => go(false),
            " " if !is_button => go(true),
            _ => return,
        }
        event.prevent_default();
    };
    let keys = window_event_listener(ev::keydown, on_key);
    set_behind(true);
    on_cleanup(move || {
        keys.remove();
        set_behind(false);
        leave_screen();
    });
    focus("#show-next");
    let scene = move || {
        let (shown, language) = (seen.shown()?, app.language.get());
        let scene = scenes.with(|scenes| scenes.get(step.get()).copied())?;
        app.with_study(|study| draw(seen, scene, &shown, study, language))
    };
    let told_step = move || {
        let (n, total) = ((step.get() + 1).to_string(), (last() + 1).to_string());
        app.language.get().say_with(Say::Step, &[("n", &n), ("total", &total)])
    };
    let beads = move || {
        (0..=last())
            .map(|at| view! { <i data-done=move || (at <= step.get()).then_some("")></i> })
            .collect_view()
    };
    view! {
        <div class="show" id="show" role="dialog" aria-modal="true" aria-label=app.say(Say::Heading)>
            <div class="show-scene" aria-live="polite">{scene}</div>
            <div class="show-bar">
                <button
                    type="button"
                    class="button"
                    id="show-back"
                    disabled=move || step.get() == 0
                    on:click=move |_| go(false)
                >
                    {icon("arrow-left")}
                    <span>{app.say(Say::Back)}</span>
                </button>
                <div class="show-beads" role="img" aria-label=told_step>{beads}</div>
                <button type="button" class="button" id="show-close" hidden=is_last on:click=move |_| close()>
                    {icon("x")}
                    <span>{app.say(Say::Close)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    id="show-next"
                    data-main=""
                    on:click=move |_| if is_last.get_untracked() { close() } else { go(true) }
                >
                    <span>{move || app.language.get().say(if is_last.get() { Say::Close } else { Say::Next })}</span>
                    {move || icon(if is_last.get() { "x" } else { "arrow-right" })}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn draw(seen: Seen, scene: Scene, shown: &Results, study: &Study, language: Language) -> AnyView {
    let sort = |at: usize| shown.sorts.get(at).and_then(|sort| Some((sort, sheet::sort_of(study, sort)?)));
    let draw = Drawing { seen, study, language };
    let drawn = match scene {
        Scene::Start => Some(start(&draw, shown)),
        Scene::Card(at, card) => {
            sort(at).and_then(|(sort, piles)| Some(one_card(&draw, sort.cards.get(card)?, piles)))
        }
        Scene::AllCards(at) => sort(at).map(|(sort, _)| all_cards(&draw, sort)),
        Scene::Important(at) => sort(at).map(|(sort, _)| {
            beside(&draw, Say::Important, &sort.most_important(BESIDE), "full", |card| card.n_important)
        }),
        Scene::More(at) => {
            sort(at).map(|(sort, _)| beside(&draw, Say::More, &sort.more(BESIDE), "full", |card| card.n_more))
        }
        Scene::Least(at) => sort(at)
            .map(|(sort, _)| beside(&draw, Say::Least, &sort.least(BESIDE), "empty", CardResults::n_on_last)),
        Scene::Missing(at, part) => sort(at).map(|(sort, _)| missing(&draw, sort, part)),
        Scene::Question(at) => Some(question(&draw, shown, at)),
        Scene::End => Some(end(&draw)),
    };
    drawn.unwrap_or_else(|| ().into_any())
}

/// What every scene is drawn with.
struct Drawing<'a> {
    seen: Seen,
    study: &'a Study,
    language: Language,
}

impl Drawing<'_> {
    fn picture(&self, path: &str) -> AnyView {
        if path.is_empty() {
            return ().into_any();
        }
        let address = self.seen.address(path);
        view! { <img src=address alt="" /> }.into_any()
    }

    /// A card as it lay on the table.
    fn card(&self, id: &str) -> AnyView {
        let picture = self.study.card(id).map_or("", |card| &card.picture);
        let words = sheet::card_text(self.study, id, self.language).to_owned();
        view! {
            <div class="show-card">
                <div class="show-picture">{self.picture(picture)}</div>
                <p>{words}</p>
            </div>
        }
        .into_any()
    }

    fn heading(&self, words: Say) -> AnyView {
        view! { <h2>{self.language.say(words)}</h2> }.into_any()
    }
}

/// One dot for each person, of the `kind` of a pile; they appear one after the other. In every row of a scene they are as
/// large as in that with `most`, so that longer is more.
fn dots(n: usize, most: usize, kind: &'static str, label: String) -> AnyView {
    let size = match most {
        0..=8 => "large",
        9..=24 => "middle",
        25..=60 => "small",
        _ => "tiny",
    };
    let dots = (0..n).map(|at| {
        let delay = format!("{}ms", at * GROWING_MS / n.max(16));
        view! { <i class="dot" style:animation-delay=delay></i> }
    });
    view! {
        <div class="show-dots" role="img" aria-label=label data-kind=kind data-size=size>
            {dots.collect_view()}
        </div>
    }
    .into_any()
}

/// The kind of dot of the pile at `at` of `n`.
fn kind(at: usize, n: usize) -> &'static str {
    match at {
        0 => "full",
        _ if at + 1 == n => "empty",
        _ => "half",
    }
}

fn start(draw: &Drawing<'_>, shown: &Results) -> AnyView {
    let language = draw.language;
    let title = language.say_with(Say::Title, &[("centre", &draw.seen.centre())]);
    let about = draw.seen.occasion.get();
    let kind = |occasion: &Occasion| draw.seen.app.kind_title(&occasion.kind);
    let about = about.map(|occasion| sheet::about(&occasion, &kind(&occasion), language));
    let count = sheet::count(shown, language);
    let previous = draw.seen.previous(language);
    let previous = (!previous.is_empty()).then(|| view! { <p class="show-previous">{previous}</p> });
    view! {
        <div class="show-start">
            <p class="show-about">{about}</p>
            <h2>{title}</h2>
            {dots(shown.n, shown.n, "full", count.clone())}
            <p class="show-count">{count}</p>
            <p class="show-remarks">{sheet::remarks(shown, language)}</p>
            {previous}
        </div>
    }
    .into_any()
}

fn one_card(draw: &Drawing<'_>, card: &CardResults, piles: &CardSort) -> AnyView {
    let most = card.piles.iter().copied().max().unwrap_or(0).max(card.n_dont_know);
    let row = |pile: &Choice, n: usize, kind: &'static str| {
        let words = pile.text.get(draw.language.id()).to_owned();
        let label = draw.language.say_with(Say::Dots, &[("pile", &words), ("n", &n.to_string())]);
        view! {
            <div class="show-row" data-none=(n == 0).then_some("")>
                <div class="show-pile">{draw.picture(&pile.picture)} <span>{words}</span></div>
                {dots(n, most, kind, label)}
                <b class="show-number" aria-hidden="true">{n}</b>
            </div>
        }
        .into_any()
    };
    let n_piles = piles.piles.len();
    let mut rows: Vec<AnyView> = piles
        .piles
        .iter()
        .zip(&card.piles)
        .enumerate()
        .map(|(at, (pile, n))| row(pile, *n, kind(at, n_piles)))
        .collect();
    // As on the table: from nothing to much.
    rows.reverse();
    if card.n_dont_know > 0 {
        rows.push(row(&piles.dont_know, card.n_dont_know, "unknown"));
    }
    view! {
        <div class="show-one">
            {draw.heading(Say::Cards)} <div class="show-one-card">{draw.card(&card.id)}</div>
            <div class="show-rows">{rows}</div>
        </div>
    }
    .into_any()
}

fn all_cards(draw: &Drawing<'_>, sort: &SortResults) -> AnyView {
    let many = match sort.cards.len() {
        0..=6 => "few",
        7..=12 => "some",
        _ => "many",
    };
    let on_first = |card: &CardResults| card.piles.first().copied().unwrap_or(0);
    let most = sort.cards.iter().map(on_first).max().unwrap_or(0);
    let card = |card: &CardResults| {
        let n = on_first(card);
        let label = n.to_string();
        view! {
            <li>
                {draw.card(&card.id)}
                <div class="show-row">
                    {dots(n, most, "full", label)} <b class="show-number" aria-hidden="true">{n}</b>
                </div>
            </li>
        }
    };
    let cards = sort.cards.iter().map(card).collect_view();
    view! {
        <div class="show-all" data-many=many>{draw.heading(Say::AllCards)} <ul>{cards}</ul></div>
    }
    .into_any()
}

/// Cards that lead by some number; those that are too many to be shown so in words.
fn beside(
    draw: &Drawing<'_>,
    heading: Say,
    leading: &Leading<'_>,
    kind: &'static str,
    count: fn(&CardResults) -> usize,
) -> AnyView {
    let cards = &leading.cards;
    let most = cards.iter().map(|card| count(card)).max().unwrap_or(0);
    let card = |card: &&CardResults| {
        let n = count(card);
        view! {
            <li>
                {draw.card(&card.id)}
                <div class="show-row">
                    {dots(n, most, kind, n.to_string())} <b class="show-number" aria-hidden="true">{n}</b>
                </div>
            </li>
        }
    };
    let level = leading.level.first().map(|first| {
        let names = leading.level.iter().map(|card| sheet::card_text(draw.study, &card.id, draw.language));
        let (names, n) = (names.collect::<Vec<_>>().join(", "), count(first).to_string());
        let words = draw.language.say_with(Say::Level, &[("cards", &names), ("n", &n)]);
        view! { <p class="show-level">{words}</p> }
    });
    let (many, columns) = if cards.len() > 3 { ("some", 3) } else { ("few", cards.len().max(1)) };
    let cards = cards.iter().map(card).collect_view();
    view! {
        <div class="show-beside" data-many=many data-columns=columns.to_string()>
            {draw.heading(heading)} <ul>{cards}</ul> {level}
        </div>
    }
    .into_any()
}

fn missing(draw: &Drawing<'_>, sort: &SortResults, part: usize) -> AnyView {
    let said = sheet::missing(&sort.missing, draw.language);
    let said = said.chunks(MOST_WORDS).nth(part).unwrap_or_default();
    let size = if said.len() > 8 { "middle" } else { "large" };
    let slips = said.iter().map(|words| view! { <li lang="">{words.clone()}</li> }).collect_view();
    view! {
        <div class="show-missing" data-size=size>{draw.heading(Say::Missing)} <ul>{slips}</ul></div>
    }
    .into_any()
}

fn question(draw: &Drawing<'_>, shown: &Results, at: usize) -> AnyView {
    let Some(question) = shown.questions.get(at) else { return ().into_any() };
    let asked = draw.study.question(&question.id);
    let text = sheet::question_text(draw.study, question, &draw.seen.centre(), draw.language);
    let bars = sheet::bars(question, draw.study, draw.language);
    let total = question.n_answered.max(1);
    let pictures: Vec<String> = sheet::shown(question, draw.study)
        .into_iter()
        .map(|(id, _)| {
            let choice = asked.and_then(|asked| asked.choices.iter().find(|choice| choice.id == *id));
            choice.map(|choice| choice.picture.clone()).unwrap_or_default()
        })
        .collect();
    let bar = |(at, (words, n)): (usize, (String, usize))| {
        let width = format!("{}%", n * 100 / total);
        let picture = pictures.get(at).cloned().unwrap_or_default();
        let is_apart = (at >= pictures.len()).then_some("");
        view! {
            <div class="show-bar-row" data-apart=is_apart>
                <div class="show-pile">{draw.picture(&picture)} <span>{words}</span></div>
                <div class="show-length"><i style:width=width></i></div>
                <b class="show-number">{n}</b>
            </div>
        }
    };
    let rows = bars.into_iter().enumerate().map(bar).collect_view();
    let picture = asked.map_or("", |asked| &asked.picture);
    view! {
        <div class="show-question">
            <div class="show-asked">{draw.picture(picture)} <h2>{text}</h2></div>
            <div class="show-bars">{rows}</div>
        </div>
    }
    .into_any()
}

fn end(draw: &Drawing<'_>) -> AnyView {
    let previous = draw.seen.previous(draw.language);
    let previous = (!previous.is_empty()).then(|| view! { <p class="show-previous">{previous}</p> });
    view! {
        <div class="show-end">
            {draw.heading(Say::Note)} {previous} {note_field(draw.seen, "show-note")}
            <p class="show-caution">{draw.language.say(Say::Caution)}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests;

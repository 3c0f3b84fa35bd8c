//! The show: results revealed step by step, on the whole screen, for people who talk about them.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, KeyboardEvent};

use crate::domain::filter::Occasion;
use crate::domain::results::Results;
use crate::domain::study::Study;
use crate::instruments::InnerScene;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::results::drawing::{Drawing, dots};
use crate::ui::coordinator::results::note::note_field;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::coordinator::results::sheet;
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// What is shown at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// Who took part.
    Start,
    /// What was said with an instrument: its place in the results, and what of it.
    Part(usize, InnerScene),
    /// What will be done.
    End,
}

/// What is shown of `results`, one after the other.
fn scenes(results: &Results) -> Vec<Scene> {
    let parts = results.parts.iter().enumerate();
    let parts =
        parts.flat_map(|(at, part)| part.scenes().into_iter().map(move |scene| Scene::Part(at, scene)));
    [Scene::Start].into_iter().chain(parts).chain([Scene::End]).collect()
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
    let draw = Drawing { seen, study, language };
    let drawn = match scene {
        Scene::Start => Some(start(&draw, shown)),
        Scene::Part(at, scene) => shown.parts.get(at).and_then(|part| part.draw(&draw, scene)),
        Scene::End => Some(end(&draw)),
    };
    drawn.unwrap_or_else(|| ().into_any())
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

/// Gives the focus to what has this selector, when it is there.
fn focus(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = dom::find(selector) {
            // An element that is gone again needs no focus.
            let _ = element.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruments::card_sort::tally::{CardResults, SortResults};
    use crate::instruments::survey::tally::{QuestionResults, SurveyResults};

    #[test]
    fn instruments_are_shown_one_after_the_other_between_start_and_end() {
        let cards = vec![CardResults { piles: vec![2, 0], ..CardResults::default() }];
        let sort = SortResults { cards, ..SortResults::default() };
        let questions = vec![QuestionResults::default(); 2];
        let survey = SurveyResults { questions, ..SurveyResults::default() };
        let scenes = scenes(&Results { parts: vec![sort.into(), survey.into()], ..Results::default() });

        let of_part = |scene: &Scene| if let Scene::Part(at, _) = scene { Some(*at) } else { None };
        assert_eq!((scenes.first(), scenes.last()), (Some(&Scene::Start), Some(&Scene::End)));
        assert_eq!(scenes.iter().filter_map(of_part).collect::<Vec<_>>(), [0, 1, 1]);
    }
}

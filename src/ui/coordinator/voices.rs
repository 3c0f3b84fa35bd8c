//! The coordinator's own voice: every text that participants hear, to be spoken, heard and carried away.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::heard::Group;
use crate::domain::study::Language as Spoken;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{progress, show};
use crate::ui::coordinator::booth::{booth, booth_notice};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::texts::{Line, direction, group_name};
use crate::ui::coordinator::view::View;
use crate::ui::coordinator::voice_file::voice_file;
use crate::ui::text::Phrase;
use crate::workflow::recorder::{Prompt, Recorder};

/// What is told in place of the texts, or the texts.
type Lines = Option<Result<Arc<Vec<Line>>, Notice>>;

/// The list of all texts in the language `id`, the study's first if it is empty.
pub(super) fn voices(app: App, id: String) -> AnyView {
    let spoken = Memo::new(move |_| language_of(app, &id));
    let lines = lines(app, spoken);
    let list = move || match (spoken.get(), lines.get()) {
        (Some(spoken), Some(Ok(lines))) => list(app, &spoken, &lines),
        (_, Some(Err(notice))) => show(notice).into_any(),
        _ => view! { <p class="loading">{app.say(Phrase::TextsLoading)}</p> }.into_any(),
    };
    view! {
        <section class="block view" id="voices" aria-labelledby="voices-heading">
            <h2 id="voices-heading" tabindex="-1">{app.say(Phrase::Voices)}</h2>
            <p class="block-hint">{app.say(Phrase::VoicesHint)}</p>
            {language_links(app, spoken)}
            {booth_notice(app)}
            {list}
        </section>
        {voice_file(app)}
    }
    .into_any()
}

/// One text after another in the language `id`.
pub(super) fn one_by_one(app: App, id: String) -> AnyView {
    let spoken = Memo::new(move |_| language_of(app, &id));
    let lines = lines(app, spoken);
    let at = RwSignal::new(None::<usize>);
    let next = move |from| {
        let (spoken, lines) = (spoken.get_untracked()?, lines.get_untracked()?.ok()?);
        untrack(|| next_missing(app, &spoken, &lines, from))
    };
    // It begins where something is missing, and goes on there when something was kept.
    Effect::new(move |_| {
        if matches!(lines.get(), Some(Ok(_))) && at.get_untracked().is_none() {
            at.set(Some(next(0).unwrap_or(0)));
        }
    });
    Effect::new(move |before: Option<usize>| {
        let n_kept = app.speech().recorder.with(Recorder::n_kept);
        if before.is_some_and(|before| before != n_kept)
            && let Some(next) = at.get_untracked().and_then(next)
        {
            at.set(Some(next));
        }
        n_kept
    });
    let content = move || match (spoken.get(), lines.get(), at.get()) {
        (Some(spoken), Some(Ok(lines)), Some(now)) if now < lines.len() => one(app, &spoken, &lines, now, at),
        (_, Some(Err(notice)), _) => show(notice).into_any(),
        _ => view! { <p class="loading">{app.say(Phrase::TextsLoading)}</p> }.into_any(),
    };
    let back = move || View::Voices(spoken.get().map(|spoken| spoken.id).unwrap_or_default()).hash();
    view! {
        <section class="block view" id="one-by-one" aria-labelledby="one-by-one-heading">
            <a class="back-link" href=back>
                {icon("arrow-left")}
                <span>{app.say(Phrase::BackToList)}</span>
            </a>
            <h2 id="one-by-one-heading" tabindex="-1">
                {app.say(Phrase::StepByStep)} ": " <bdi>{move || spoken.get().map(|spoken| spoken.name)}</bdi>
            </h2>
            {content}
        </section>
    }
    .into_any()
}

/// The first place from `from` on, and round again, at which there is no recording.
fn next_missing(app: App, spoken: &Spoken, lines: &[Line], from: usize) -> Option<usize> {
    let n = lines.len();
    (0..n).map(|step| (from + step) % n).find(|at| !is_kept(app, &prompt(spoken, &lines[*at])))
}

/// There is a recording of it.
fn is_kept(app: App, prompt: &Prompt) -> bool {
    app.speech().recorder.with(|recorder| recorder.is_kept(prompt))
}

fn prompt(spoken: &Spoken, line: &Line) -> Prompt {
    Prompt { language: spoken.id.clone(), text: line.heard.text.clone() }
}

/// The text at the place `now`, large; `at` is where one goes from there.
fn one(
    app: App,
    spoken: &Spoken,
    lines: &Arc<Vec<Line>>,
    now: usize,
    at: RwSignal<Option<usize>>,
) -> AnyView {
    let (n, line) = (lines.len(), &lines[now]);
    let go = move |to: usize| {
        spawn_local(async move {
            app.leave_booth().await;
            at.set(Some(to));
        });
    };
    let step = move |words: Phrase, icon_name: &'static str, to: usize| {
        view! {
            <button type="button" class="button" on:click=move |_| go(to)>
                {icon(icon_name)}
                <span>{app.say(words)}</span>
            </button>
        }
    };
    let is_complete = {
        let (spoken, lines) = (spoken.clone(), Arc::clone(lines));
        Memo::new(move |_| next_missing(app, &spoken, &lines, 0).is_none())
    };
    let skip = {
        let (spoken, lines) = (spoken.clone(), Arc::clone(lines));
        move |_| {
            if let Some(to) = untrack(|| next_missing(app, &spoken, &lines, now + 1)) {
                go(to);
            }
        }
    };
    let group = line.heard.group;
    let place = move || {
        let language = app.language.get();
        let (at, total) = ((now + 1).to_string(), n.to_string());
        let place = language.say_with(Phrase::PlaceOf, &[("n", &at), ("total", &total)]);
        format!("{} · {place}", group_name(group, language))
    };
    let all_recorded = move || {
        is_complete.get().then(|| show(Notice::new(Tone::Good, app.language.get().say(Phrase::AllRecorded))))
    };
    view! {
        {count(app, spoken, lines)}
        <div class="one-by-one">
            <p class="one-place">{place}</p>
            {picture(app, line, 160)}
            {words(app, spoken, line)}
            {booth(app, prompt(spoken, line), true)}
        </div>
        {all_recorded}
        <div class="buttons one-steps">
            {step(Phrase::PreviousText, "arrow-left", (now + n - 1) % n)}
            {step(Phrase::NextText, "arrow-right", (now + 1) % n)}
            <button type="button" class="button" disabled=is_complete on:click=skip>
                {icon("skip-forward")}
                <span>{app.say(Phrase::NextMissing)}</span>
            </button>
        </div>
    }
    .into_any()
}

/// The language of the study called `id`; the first one if it is empty.
fn language_of(app: App, id: &str) -> Option<Spoken> {
    let languages = app.languages();
    if id.is_empty() { languages.into_iter().next() } else { languages.into_iter().find(|one| one.id == id) }
}

/// The texts in a language, which are read when they are wanted.
fn lines(app: App, spoken: Memo<Option<Spoken>>) -> Memo<Lines> {
    Effect::new(move |_| {
        if let Some(spoken) = spoken.get() {
            app.want_texts(&spoken.id);
        }
    });
    Memo::new(move |_| {
        let Some(spoken) = spoken.get() else {
            // An address that names a language which the study does not have.
            return app.texts_notice("").map(Err);
        };
        app.lines(&spoken.id).map(|lines| lines.map(Arc::new))
    })
}

/// A link for each language, with how many recordings it has.
fn language_links(app: App, spoken: Memo<Option<Spoken>>) -> AnyView {
    let links = move || {
        let link = |language: Spoken| {
            let id = language.id.clone();
            let is_current =
                move || spoken.with(|spoken| spoken.as_ref().is_some_and(|spoken| spoken.id == id));
            let id = language.id.clone();
            let n = Memo::new(move |_| app.speech().recorder.with(|recorder| recorder.n_kept_in(&id)));
            let href = View::Voices(language.id.clone()).hash();
            view! {
                <li>
                    <a class="language-link" href=href aria-current=move || is_current().then_some("true")>
                        <span lang=language.id.clone() dir=direction(&language)>{language.name.clone()}</span>
                        {move || Some(n.get()).filter(|n| *n > 0).map(|n| view! { <span class="language-count">{n}</span> })}
                    </a>
                </li>
            }
        };
        app.languages().into_iter().map(link).collect_view()
    };
    view! {
        <nav aria-label=app.say(Phrase::VoicesLanguage)>
            <ul class="language-links">{links}</ul>
        </nav>
    }
    .into_any()
}

/// How many of them are recorded.
fn count(app: App, spoken: &Spoken, lines: &[Line]) -> AnyView {
    let total = lines.len();
    let all: Vec<Prompt> = lines.iter().map(|line| prompt(spoken, line)).collect();
    let n = Memo::new(move |_| all.iter().filter(|one| is_kept(app, one)).count());
    (move || {
        let values = [("n", &*n.get().to_string()), ("total", &*total.to_string())];
        let words = app.language.get().say_with(Phrase::RecordedOf, &values);
        progress(n.get(), total, app.say(Phrase::Voices), words)
    })
    .into_any()
}

fn list(app: App, spoken: &Spoken, lines: &[Line]) -> AnyView {
    let groups = Group::ALL.map(|group| {
        let rows = lines.iter().filter(|line| line.heard.group == group);
        let rows = rows.map(|line| row(app, spoken, line)).collect_view();
        view! {
            <h3>{move || group_name(group, app.language.get())}</h3>
            <ul class="voice-list">{rows}</ul>
        }
    });
    view! {
        {count(app, spoken, lines)}
        <div class="step-by-step">
            <a class="button" data-main="" href=View::OneByOne(spoken.id.clone()).hash()>
                {icon("microphone")}
                <span>{app.say(Phrase::StepByStep)}</span>
            </a>
            <p class="block-hint">{app.say(Phrase::StepByStepHint)}</p>
        </div>
        {groups.into_iter().collect_view()}
        {old(app, spoken, lines)}
    }
    .into_any()
}

fn row(app: App, spoken: &Spoken, line: &Line) -> AnyView {
    view! {
        <li class="voice-row">
            {picture(app, line, 56)}
            {words(app, spoken, line)}
            {booth(app, prompt(spoken, line), false)}
        </li>
    }
    .into_any()
}

/// The picture that goes with a text; an empty place if none does.
fn picture(app: App, line: &Line, size: u32) -> AnyView {
    let tablet = app.tablet();
    let source = line.heard.picture.as_ref().map(|path| {
        let source = tablet.address(&format!("{}{path}", tablet.study_folder()));
        view! { <img src=source alt="" loading="lazy" width=size.to_string() height=size.to_string() /> }
    });
    view! { <div class="voice-picture">{source}</div> }.into_any()
}

/// A text as it is to be spoken, and what it says.
fn words(app: App, spoken: &Spoken, line: &Line) -> AnyView {
    let has_centre = line.heard.text.contains("{centre}");
    let (text, own, id) = (line.heard.text.clone(), line.own.clone(), spoken.id.clone());
    let own_line = (!own.is_empty()).then(|| {
        view! {
            <p class="voice-own">{move || app.with_centre(&own, app.language.get().id())}</p>
        }
    });
    view! {
        <div class="voice-words">
            <p class="voice-text" lang=spoken.id.clone() dir=direction(spoken)>
                {move || app.with_centre(&text, &id)}
            </p>
            {own_line}
            {has_centre.then(|| view! { <p class="block-hint">{app.say(Phrase::SayCentre)}</p> })}
        </div>
    }
    .into_any()
}

/// Recordings of texts that the study no longer has.
fn old(app: App, spoken: &Spoken, lines: &[Line]) -> AnyView {
    let (language, known) = (
        spoken.id.clone(),
        lines.iter().map(|line| line.heard.text.clone()).collect::<std::collections::BTreeSet<_>>(),
    );
    let old = Memo::new(move |_| {
        app.speech().recorder.with(|recorder| {
            let texts = recorder.kept().get(&language).into_iter().flatten();
            texts.filter(|text| !known.contains(*text)).cloned().collect::<Vec<_>>()
        })
    });
    let spoken = spoken.clone();
    (move || {
        let spoken = spoken.clone();
        let rows = old.get().into_iter().map(move |text| {
            let prompt = Prompt { language: spoken.id.clone(), text: text.clone() };
            view! {
                <li class="voice-row">
                    <div class="voice-picture"></div>
                    <p class="voice-text" lang=spoken.id.clone() dir=direction(&spoken)>{text}</p>
                    {booth(app, prompt, false)}
                </li>
            }
        });
        (!old.get().is_empty()).then(|| {
            view! {
                <h3>{app.say(Phrase::OldRecordings)}</h3>
                <p class="block-hint">{app.say(Phrase::OldRecordingsHint)}</p>
                <ul class="voice-list">{rows.collect_view()}</ul>
            }
        })
    })
    .into_any()
}

//! Where one speaks: the buttons for a text, how loud it is, and what goes on with its recording.

use std::pin::Pin;
use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::domain::recording::LONGEST;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::sentences::voice_notice;
use crate::ui::text::{Language, Phrase};
use crate::workflow::record::{Studio, carry_out, list_recordings};
use crate::workflow::recorder::{Action, Prompt, Recorder, Stand};

/// What is done at the recorder comes with the views where one speaks.
#[wasm_split(tablet, fallible)]
fn leaving(app: App) -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    Ok(Box::pin(app.at_recorder(Action::Leave)))
}

/// How often the meter moves: smooth enough for the eye.
const METER: Duration = Duration::from_millis(80);

impl App {
    /// Looks which texts are recorded, in all languages of the study.
    pub(super) async fn list_recordings(self) {
        let world = self.world.get_value();
        let languages: Vec<String> = untrack(|| self.languages()).into_iter().map(|one| one.id).collect();
        let listed = list_recordings(&*world.recordings, &languages).await;
        // What is listed has nothing follow from it.
        self.speech().recorder.update(|recorder| drop(recorder.act(listed)));
    }

    /// Somebody goes elsewhere: the microphone is let go. What was said and can be heard is kept, for it was meant.
    pub(super) async fn leave_booth(self) {
        if self.speech().recorder.with_untracked(Recorder::is_at_rest) {
            return;
        }
        // Whoever is at the recorder has it already.
        if let Ok(leaving) = leaving(self).await {
            leaving.await;
        }
    }

    /// Does something at the recorder, and what follows from it.
    async fn at_recorder(self, action: Action) {
        let world = self.world.get_value();
        let clock_ms = || world.tablet.clock_ms();
        let studio = Studio { sound: &*world.sound, recordings: &*world.recordings, clock_ms: &clock_ms };
        let act = |action| {
            let effects = self.speech().recorder.try_update(|recorder| recorder.act(action));
            self.watch();
            effects.unwrap_or_default()
        };
        carry_out(&studio, &act, action).await;
    }

    /// Moves the meter while somebody speaks, and ends it when that takes too long.
    fn watch(self) {
        let world = self.world.get_value();
        let is_listening = self.speech().recorder.with_untracked(|recorder| recorder.listening().is_some());
        let watching = world.watching.take();
        if !is_listening {
            if let Some(watching) = watching {
                watching.clear();
            }
            return;
        }
        world.watching.set(watching.or_else(|| {
            self.speech().meter.set((0.0, Duration::ZERO));
            set_interval_with_handle(move || self.measure(), METER).ok()
        }));
    }

    fn measure(self) {
        let now = self.tablet().clock_ms();
        let measured = self.speech().recorder.with_untracked(|recorder| {
            let (take, since) = recorder.listening()?;
            Some((take.level(), Duration::from_millis(now.saturating_sub(since))))
        });
        let Some((level, spoken)) = measured else { return };
        self.speech().meter.set((level, spoken));
        if spoken >= LONGEST {
            spawn_local(self.at_recorder(Action::Stop(now)));
        }
    }
}

/// The buttons for one text, how loud and how long, and what went wrong. `is_alone`: the page is about this text only.
pub(super) fn booth(app: App, prompt: Prompt, is_alone: bool) -> AnyView {
    let stand = {
        let prompt = prompt.clone();
        Memo::new(move |_| app.speech().recorder.with(|recorder| recorder.stand(&prompt)))
    };
    let notice = {
        let prompt = prompt.clone();
        Signal::derive(move || {
            let language = app.language.get();
            let recorder = app.speech().recorder;
            recorder.with(|recorder| Some(voice_notice(recorder.trouble(Some(&prompt))?, language)))
        })
    };
    let place = NodeRef::<Div>::new();
    Effect::new(move |before: Option<Stand>| {
        let stand = stand.get();
        if before.map_or(is_alone, |before| before != stand) {
            keep_focus(place);
        }
        stand
    });
    view! {
        <div class="booth" data-stand=move || stand_name(stand.get()) node_ref=place>
            {move || buttons(app, &prompt, stand.get())}
            <NoticeText notice=notice />
        </div>
    }
    .into_any()
}

/// Puts the focus on what comes next, if the button that had it is gone: so one can record with a single key.
fn keep_focus(place: NodeRef<Div>) {
    request_animation_frame(move || {
        let Some(place) = place.try_get_untracked().flatten() else { return };
        let is_lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        let next =
            ["[data-main]", "button"].iter().find_map(|what| place.query_selector(what).ok().flatten());
        if let Some(next) = next.filter(|_| is_lost) {
            // A button that is gone again needs no focus.
            let _ = next.unchecked_into::<HtmlElement>().focus();
        }
    });
}

fn stand_name(stand: Stand) -> &'static str {
    match stand {
        Stand::Missing => "missing",
        Stand::Recorded => "recorded",
        Stand::Asking => "asking",
        Stand::Listening => "listening",
        Stand::Working => "working",
        Stand::Taken => "taken",
        Stand::Removing => "removing",
    }
}

fn buttons(app: App, prompt: &Prompt, stand: Stand) -> AnyView {
    let language = app.language.get();
    let button = |does: Does| button(app, prompt, does, language);
    let hear = || hear_button(app, prompt, language);
    let row = |buttons: Vec<AnyView>| view! { <div class="buttons">{buttons}</div> }.into_any();
    let wait = |phrase| view! { <p class="booth-wait" role="status">{language.say(phrase)}</p> }.into_any();
    match stand {
        Stand::Missing => row(vec![button(Does::Record)]),
        Stand::Recorded => row(vec![hear(), button(Does::RecordAgain), button(Does::AskToRemove)]),
        Stand::Asking => wait(Phrase::MicrophoneWait),
        Stand::Listening => row(vec![button(Does::Stop), meter(app, language)]),
        Stand::Working => wait(Phrase::RecordingWait),
        Stand::Taken => {
            row(vec![button(Does::Keep), hear(), button(Does::RecordAgain), button(Does::Discard)])
        }
        Stand::Removing => {
            let question = view! { <p>{language.say(Phrase::RemoveAsk)}</p> };
            view! {
                {question}
                {row(vec![button(Does::Remove), button(Does::DontRemove)])}
            }
            .into_any()
        }
    }
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Record,
    RecordAgain,
    Stop,
    Keep,
    Discard,
    AskToRemove,
    Remove,
    DontRemove,
}

fn button(app: App, prompt: &Prompt, does: Does, language: Language) -> AnyView {
    let (name, icon_name, phrase, is_main) = match does {
        Does::Record => ("record", "microphone", Phrase::Record, true),
        Does::RecordAgain => ("record", "arrow-counter-clockwise", Phrase::RecordAgain, false),
        Does::Stop => ("stop", "stop", Phrase::StopRecording, true),
        Does::Keep => ("keep", "check", Phrase::KeepRecording, true),
        Does::Discard => ("discard", "x", Phrase::DiscardRecording, false),
        Does::AskToRemove => ("remove", "trash", Phrase::RemoveRecording, false),
        Does::Remove => ("yes", "trash", Phrase::RemoveYes, true),
        Does::DontRemove => ("no", "x", Phrase::No, false),
    };
    let words = language.say(phrase);
    let label = language.say_with(Phrase::ButtonNamed, &[("button", words), ("text", &prompt.text)]);
    let prompt = prompt.clone();
    let press = move |_| {
        let prompt = prompt.clone();
        let action = match does {
            Does::Record | Does::RecordAgain => Action::Record(prompt),
            Does::Stop => Action::Stop(app.tablet().clock_ms()),
            Does::Keep => Action::Keep,
            Does::Discard | Does::DontRemove => Action::Discard,
            Does::AskToRemove => Action::AskToRemove(prompt),
            Does::Remove => Action::Remove(prompt),
        };
        spawn_local(app.at_recorder(action));
    };
    view! {
        <button
            type="button"
            class="button"
            data-does=name
            data-main=is_main.then_some("")
            aria-label=label
            on:click=press
        >
            {icon(icon_name)}
            <span>{words}</span>
        </button>
    }
    .into_any()
}

/// The same button begins and stops it, so it keeps the focus.
fn hear_button(app: App, prompt: &Prompt, language: Language) -> AnyView {
    let is_playing = {
        let prompt = prompt.clone();
        Memo::new(move |_| app.speech().recorder.with(|recorder| recorder.playing() == Some(&prompt)))
    };
    let words =
        move || language.say(if is_playing.get() { Phrase::HushRecording } else { Phrase::HearRecording });
    let label = {
        let text = prompt.text.clone();
        move || language.say_with(Phrase::ButtonNamed, &[("button", words()), ("text", &text)])
    };
    let prompt = prompt.clone();
    let press = move |_| {
        let is_over = is_playing.get_untracked();
        let action = if is_over { Action::Hush } else { Action::Hear(prompt.clone()) };
        spawn_local(app.at_recorder(action));
    };
    view! {
        <button type="button" class="button" data-does="hear" aria-label=label on:click=press>
            {move || icon(if is_playing.get() { "stop" } else { "speaker-high" })}
            <span>{words}</span>
        </button>
    }
    .into_any()
}

fn meter(app: App, language: Language) -> AnyView {
    let seconds = move || {
        let (n, total) = (app.speech().meter.get().1.as_secs(), LONGEST.as_secs());
        language.say_with(Phrase::Seconds, &[("n", &n.to_string()), ("total", &total.to_string())])
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let percent = move || (app.speech().meter.get().0 * 100.0) as u32;
    view! {
        <div class="listening">
            <span class="listening-now">{language.say(Phrase::Listening)}</span>
            <div
                class="meter"
                role="meter"
                aria-label=language.say(Phrase::Level)
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent
            >
                <div style:inline-size=move || format!("{}%", percent())></div>
            </div>
            <span class="listening-time">{seconds}</span>
        </div>
    }
    .into_any()
}

/// What went wrong with all recordings at once, if something did.
pub(super) fn booth_notice(app: App) -> AnyView {
    let notice = Signal::derive(move || {
        let language = app.language.get();
        app.speech().recorder.with(|recorder| Some(voice_notice(recorder.trouble(None)?, language)))
    });
    view! { <NoticeText notice=notice /> }.into_any()
}

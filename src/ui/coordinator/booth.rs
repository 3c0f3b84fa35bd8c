//! Where one speaks: the microphone is opened, somebody speaks, what was said is heard and kept.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

use crate::domain::recording::{LONGEST, RATE, make_recording};
use crate::format::wav::write_wav;
use crate::ports::sound::{NoMicrophone, NotPlayed, Take};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::Told;
use crate::ui::coordinator::sentences::{VoiceTrouble, voice_notice};
use crate::ui::text::{Language, Phrase};

/// How often the meter moves: smooth enough for the eye.
const METER: Duration = Duration::from_millis(80);

/// Nobody says anything in less.
const SHORTEST: Duration = Duration::from_millis(500);

/// A text in a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) language: String,
    pub(super) text: String,
}

/// What is going on in the booth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Nothing,
    /// The microphone is being opened.
    Asking(Said),
    /// Somebody speaks, since this moment of the page's own clock.
    Listening(Said, u64),
    /// What was said is being made a recording, or written down.
    Working(Said),
    /// It can be heard, and waits to be kept.
    Taken(Said, Arc<Vec<u8>>),
    /// Asked whether to remove the recording.
    Removing(Said),
}

impl Doing {
    fn said(&self) -> Option<&Said> {
        match self {
            Self::Nothing => None,
            Self::Asking(said)
            | Self::Listening(said, _)
            | Self::Working(said)
            | Self::Taken(said, _)
            | Self::Removing(said) => Some(said),
        }
    }
}

/// How it stands with one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Missing,
    Recorded,
    Asking,
    Listening,
    Working,
    Taken,
    Removing,
}

/// Everything about recordings that the views share.
#[derive(Clone, Copy, Default)]
pub(super) struct Booth {
    /// The texts that are recorded, by language.
    pub(super) kept: RwSignal<BTreeMap<String, BTreeSet<String>>>,
    doing: RwSignal<Doing>,
    /// How loud it is, from 0 to 1.
    level: RwSignal<f32>,
    /// How long somebody has been speaking.
    spoken: RwSignal<Duration>,
    /// What is being heard.
    playing: RwSignal<Option<Said>>,
    /// What went wrong, and with which text; with none if it is about all of them.
    trouble: RwSignal<Option<(Option<Said>, VoiceTrouble)>>,
    /// Counts what was kept: somebody may want to go on then.
    pub(super) n_kept: RwSignal<usize>,
}

impl Booth {
    pub(super) fn is_kept(self, said: &Said) -> bool {
        self.kept.with(|kept| kept.get(&said.language).is_some_and(|texts| texts.contains(&said.text)))
    }

    /// So many texts of `language` are recorded, whether the study still has them or not.
    pub(super) fn n_kept_in(self, language: &str) -> usize {
        self.kept.with(|kept| kept.get(language).map_or(0, BTreeSet::len))
    }

    fn stand(self, said: &Said) -> Stand {
        let at = self.doing.with(|doing| match doing {
            doing if doing.said() != Some(said) => None,
            Doing::Asking(_) => Some(Stand::Asking),
            Doing::Listening(..) => Some(Stand::Listening),
            Doing::Working(_) => Some(Stand::Working),
            Doing::Taken(..) => Some(Stand::Taken),
            Doing::Removing(_) => Some(Stand::Removing),
            Doing::Nothing => None,
        });
        at.unwrap_or_else(|| if self.is_kept(said) { Stand::Recorded } else { Stand::Missing })
    }
}

impl App {
    /// Looks which texts are recorded, in all languages of the study.
    pub(super) async fn list_recordings(self) {
        let world = self.world.get_value();
        let languages = untrack(|| self.languages());
        let mut kept = BTreeMap::new();
        for language in languages {
            match world.recordings.texts(&language.id).await {
                Ok(texts) => drop(kept.insert(language.id, texts.into_iter().collect())),
                Err(error) => {
                    self.speech().booth.trouble.set(Some((None, VoiceTrouble::Store(error))));
                    return;
                }
            }
        }
        self.speech().booth.kept.set(kept);
    }

    /// Begins to record `said`. What is under way for another text is kept first.
    pub(super) async fn record(self, said: Said) {
        if self.speech().booth.doing.with_untracked(|doing| matches!(doing, Doing::Working(_))) {
            return;
        }
        self.leave_booth().await;
        let world = self.world.get_value();
        self.speech().booth.trouble.set(None);
        self.speech().booth.doing.set(Doing::Asking(said.clone()));
        let take = world.sound.listen().await;
        let is_wanted =
            self.speech().booth.doing.with_untracked(|doing| *doing == Doing::Asking(said.clone()));
        match take {
            Ok(take) if is_wanted => {
                *world.take.borrow_mut() = Some(take);
                self.speech().booth.spoken.set(Duration::ZERO);
                self.speech().booth.level.set(0.0);
                self.speech().booth.doing.set(Doing::Listening(said, world.tablet.clock_ms()));
                self.watch();
            }
            // Somebody went elsewhere meanwhile.
            Ok(take) => take.abandon(),
            Err(error) if is_wanted => self.fail(said, VoiceTrouble::Microphone(error)),
            Err(_) => {}
        }
    }

    /// Moves the meter while somebody speaks, and ends it when that takes too long.
    fn watch(self) {
        let watching = set_interval_with_handle(
            move || {
                let world = self.world.get_value();
                let since = self.speech().booth.doing.with_untracked(|doing| match doing {
                    Doing::Listening(_, since) => Some(*since),
                    _ => None,
                });
                let Some((take, since)) = world.take.borrow().clone().zip(since) else { return };
                let spoken = Duration::from_millis(world.tablet.clock_ms().saturating_sub(since));
                self.speech().booth.level.set(take.level());
                self.speech().booth.spoken.set(spoken);
                if spoken >= LONGEST {
                    spawn_local(self.end_recording());
                }
            },
            METER,
        );
        self.world.with_value(|world| world.watching.set(watching.ok()));
    }

    /// Takes the take that is under way out of the booth.
    fn take_out(self) -> Option<Rc<dyn Take>> {
        self.world.with_value(|world| {
            if let Some(watching) = world.watching.take() {
                watching.clear();
            }
            world.take.borrow_mut().take()
        })
    }

    /// Ends the recording; it can then be heard.
    pub(super) async fn end_recording(self) {
        let said = self.speech().booth.doing.with_untracked(|doing| match doing {
            Doing::Listening(said, _) => Some(said.clone()),
            _ => None,
        });
        let Some((take, said)) = self.take_out().zip(said) else { return };
        self.speech().booth.doing.set(Doing::Working(said.clone()));
        let made = match take.end().await {
            Ok((heard, rate)) => make_recording(&heard, rate).map_err(|_| VoiceTrouble::Silence),
            // Of a tap and another right after it nothing comes that could be read.
            Err(NoMicrophone::Lost(_)) if self.speech().booth.spoken.get_untracked() < SHORTEST => {
                Err(VoiceTrouble::Silence)
            }
            Err(error) => Err(VoiceTrouble::Microphone(error)),
        };
        match made {
            Ok(samples) => {
                self.speech().booth.doing.set(Doing::Taken(said, Arc::new(write_wav(&samples, RATE))));
            }
            Err(trouble) => self.fail(said, trouble),
        }
    }

    fn fail(self, said: Said, trouble: VoiceTrouble) {
        self.speech().booth.doing.set(Doing::Nothing);
        self.speech().booth.trouble.set(Some((Some(said), trouble)));
    }

    /// Keeps what was taken.
    pub(super) async fn keep_recording(self) {
        let taken = self.speech().booth.doing.with_untracked(|doing| match doing {
            Doing::Taken(said, wav) => Some((said.clone(), Arc::clone(wav))),
            _ => None,
        });
        let Some((said, wav)) = taken else { return };
        self.hush();
        self.speech().booth.trouble.set(None);
        self.speech().booth.doing.set(Doing::Working(said.clone()));
        let recordings = self.world.with_value(|world| Rc::clone(&world.recordings));
        match recordings.put(&said.language, &said.text, &wav).await {
            Ok(()) => {
                self.speech().booth.doing.set(Doing::Nothing);
                self.speech().booth.kept.update(|kept| {
                    kept.entry(said.language).or_default().insert(said.text);
                });
                self.speech().booth.n_kept.update(|n| *n += 1);
            }
            Err(error) => {
                // It is still here, and can be kept when there is room.
                self.speech().booth.doing.set(Doing::Taken(said.clone(), wav));
                self.speech().booth.trouble.set(Some((Some(said), VoiceTrouble::Store(error))));
            }
        }
    }

    /// Lets what was taken go, or does not remove after all.
    pub(super) fn discard(self) {
        self.hush();
        self.speech().booth.trouble.set(None);
        self.speech().booth.doing.set(Doing::Nothing);
    }

    /// Lets `said` be heard: what was just taken, or what is kept.
    pub(super) async fn hear_recording(self, said: Said) {
        let world = self.world.get_value();
        self.speech().booth.trouble.set(None);
        let taken = self.speech().booth.doing.with_untracked(|doing| match doing {
            Doing::Taken(of, wav) if *of == said => Some(Arc::clone(wav)),
            _ => None,
        });
        let wav = match taken {
            Some(wav) => Ok(Some(wav)),
            None => world.recordings.get(&said.language, &said.text).await.map(|wav| wav.map(Arc::new)),
        };
        self.speech().booth.playing.set(Some(said.clone()));
        let played = match wav {
            Ok(Some(wav)) => world.sound.play(&wav).await.map_err(VoiceTrouble::NotPlayed),
            Ok(None) => Err(VoiceTrouble::NotPlayed(NotPlayed::Broken)),
            Err(error) => Err(VoiceTrouble::Store(error)),
        };
        if self.speech().booth.playing.with_untracked(|playing| playing.as_ref() == Some(&said)) {
            self.speech().booth.playing.set(None);
        }
        if let Err(trouble) = played {
            self.speech().booth.trouble.set(Some((Some(said), trouble)));
        }
    }

    pub(super) fn hush(self) {
        self.speech().booth.playing.set(None);
        self.world.with_value(|world| world.sound.hush());
    }

    /// Removes the recording of `said`.
    pub(super) async fn remove_recording(self, said: Said) {
        self.hush();
        let recordings = self.world.with_value(|world| Rc::clone(&world.recordings));
        self.speech().booth.doing.set(Doing::Nothing);
        match recordings.remove(&said.language, &said.text).await {
            Ok(()) => self.speech().booth.kept.update(|kept| {
                kept.entry(said.language).or_default().remove(&said.text);
            }),
            Err(error) => self.speech().booth.trouble.set(Some((Some(said), VoiceTrouble::Store(error)))),
        }
    }

    /// Somebody goes elsewhere: the microphone is let go. What was said and can be heard is kept, for it was meant.
    pub(super) async fn leave_booth(self) {
        self.hush();
        if let Some(take) = self.take_out() {
            take.abandon();
        }
        match self.speech().booth.doing.get_untracked() {
            Doing::Taken(..) => self.keep_recording().await,
            Doing::Working(_) => {}
            _ => self.speech().booth.doing.set(Doing::Nothing),
        }
    }
}

/// The buttons for one text, how loud and how long, and what went wrong. `is_alone`: the page is about this text only.
pub(super) fn booth(app: App, said: Said, is_alone: bool) -> AnyView {
    let stand = {
        let said = said.clone();
        Memo::new(move |_| app.speech().booth.stand(&said))
    };
    let notice = {
        let said = said.clone();
        Signal::derive(move || {
            let (of, trouble) = app.speech().booth.trouble.get()?;
            (of.as_ref() == Some(&said)).then(|| voice_notice(&trouble, app.language.get()))
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
            {move || buttons(app, &said, stand.get())}
            <Told notice=notice />
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

fn buttons(app: App, said: &Said, stand: Stand) -> AnyView {
    let language = app.language.get();
    let button = |does: Does| button(app, said, does, language);
    let hear = || hear_button(app, said, language);
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

fn button(app: App, said: &Said, does: Does, language: Language) -> AnyView {
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
    let label = language.say_with(Phrase::ButtonNamed, &[("button", words), ("text", &said.text)]);
    let said = said.clone();
    let press = move |_| {
        let said = said.clone();
        match does {
            Does::Record | Does::RecordAgain => spawn_local(async move {
                // What was taken just now is what is to be said again.
                app.speech().booth.doing.update(|doing| {
                    if matches!(doing, Doing::Taken(of, _) if *of == said) {
                        *doing = Doing::Nothing;
                    }
                });
                app.record(said).await;
            }),
            Does::Stop => spawn_local(app.end_recording()),
            Does::Keep => spawn_local(app.keep_recording()),
            Does::Discard | Does::DontRemove => app.discard(),
            Does::AskToRemove => spawn_local(async move {
                app.leave_booth().await;
                app.speech().booth.doing.set(Doing::Removing(said));
            }),
            Does::Remove => spawn_local(app.remove_recording(said)),
        }
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
fn hear_button(app: App, said: &Said, language: Language) -> AnyView {
    let is_playing = {
        let said = said.clone();
        Memo::new(move |_| app.speech().booth.playing.with(|playing| playing.as_ref() == Some(&said)))
    };
    let words =
        move || language.say(if is_playing.get() { Phrase::HushRecording } else { Phrase::HearRecording });
    let label = {
        let text = said.text.clone();
        move || language.say_with(Phrase::ButtonNamed, &[("button", words()), ("text", &text)])
    };
    let said = said.clone();
    let press = move |_| {
        if is_playing.get_untracked() {
            app.hush();
        } else {
            spawn_local(app.hear_recording(said.clone()));
        }
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
        let (n, total) = (app.speech().booth.spoken.get().as_secs(), LONGEST.as_secs());
        language.say_with(Phrase::Seconds, &[("n", &n.to_string()), ("total", &total.to_string())])
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let percent = move || (app.speech().booth.level.get() * 100.0) as u32;
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
        let (of, trouble) = app.speech().booth.trouble.get()?;
        of.is_none().then(|| voice_notice(&trouble, app.language.get()))
    });
    view! { <Told notice=notice /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_on_with_one_text_is_nothing_to_another() {
        let owner = Owner::new();
        owner.set();
        let booth = Booth::default();
        let said = |text: &str| Said { language: "nl".to_owned(), text: text.to_owned() };
        booth.kept.update(|kept| drop(kept.insert("nl".to_owned(), ["Ja".to_owned()].into())));
        booth.doing.set(Doing::Listening(said("Nee"), 0));

        assert_eq!(booth.stand(&said("Nee")), Stand::Listening);
        assert_eq!(booth.stand(&said("Ja")), Stand::Recorded);
        assert_eq!(booth.stand(&said("Koffie")), Stand::Missing);
        assert_eq!(booth.stand(&Said { language: "tr".to_owned(), text: "Ja".to_owned() }), Stand::Missing);
        assert_eq!((booth.n_kept_in("nl"), booth.n_kept_in("tr")), (1, 0));
    }

    #[test]
    fn a_recording_that_is_being_made_anew_is_not_shown_as_the_older_one() {
        let owner = Owner::new();
        owner.set();
        let booth = Booth::default();
        let said = Said { language: "nl".to_owned(), text: "Ja".to_owned() };
        booth.kept.update(|kept| drop(kept.insert("nl".to_owned(), ["Ja".to_owned()].into())));

        booth.doing.set(Doing::Taken(said.clone(), Arc::default()));

        assert_eq!(booth.stand(&said), Stand::Taken);
        assert!(booth.is_kept(&said));
    }
}

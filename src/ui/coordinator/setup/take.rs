//! The ways in which settings come in: the camera, a link, a file.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlInputElement;

use crate::domain::setup::Setup;
use crate::format::setup::{Refusal, read_any};
use crate::ports::courier::{Look, NoCamera};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::setup::stage::{Stage, go, refusal_notice};
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::setup::SetupPhrase;

/// Where the picture of the camera stands.
const VIDEO: &str = "setup-video";

/// The field for a link.
const PASTE: &str = "setup-paste";

/// The field for a file.
const FILE: &str = "setup-file";

/// Longest file in bytes that is read.
const LONGEST: u64 = 1 << 20;

/// What is told of the last try.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    Nothing,
    NoCamera(NoCamera),
    OtherCode,
    Refused(Refusal),
    Unreadable,
}

/// The camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Camera {
    Off,
    /// The browser may be asking the person.
    Asking,
    On,
}

/// What the ways have in common.
#[derive(Clone, Copy)]
struct Ways {
    app: App,
    stage: RwSignal<Stage>,
    camera: RwSignal<Camera>,
    told: RwSignal<Word>,
    look: StoredValue<Option<Rc<dyn Look>>, LocalStorage>,
}

/// Scanning, pasting, choosing a file.
pub(super) fn take(app: App, stage: RwSignal<Stage>) -> AnyView {
    let ways = Ways {
        app,
        stage,
        camera: RwSignal::new(Camera::Off),
        told: RwSignal::new(Word::Nothing),
        look: StoredValue::new_local(None),
    };
    // Whatever one goes to, the camera goes off.
    on_cleanup(move || ways.end());
    let notice = Signal::derive(move || notice(&ways.told.get(), app.language.get()));
    view! {
        <section class="block setup-take" id="setup-take" aria-labelledby="setup-take-heading">
            <h3 id="setup-take-heading">{app.say(SetupPhrase::Take)}</h3>
            <p class="block-hint">{app.say(SetupPhrase::TakeHint)}</p>
            {ways.camera()}
            <NoticeText notice=notice />
            {ways.paste()}
            {ways.file()}
            <p class="field-hint">{app.say(SetupPhrase::OnIpad)}</p>
        </section>
    }
    .into_any()
}

impl Ways {
    fn camera(self) -> AnyView {
        let app = self.app;
        let is_off = Memo::new(move |_| self.camera.get() == Camera::Off);
        let words = move || match self.camera.get() {
            Camera::Off => "",
            Camera::Asking => app.language.get().say(SetupPhrase::Asking),
            Camera::On => app.language.get().say(SetupPhrase::Aim),
        };
        let stop = move |_| {
            self.end();
            self.camera.set(Camera::Off);
            request_animation_frame(|| focus("#setup-scan"));
        };
        view! {
            <div class="buttons" hidden=move || !is_off.get()>
                <button
                    type="button"
                    class="button"
                    data-main=""
                    id="setup-scan"
                    on:click=move |_| spawn_local(self.scan())
                >
                    {icon("camera")}
                    <span>{app.say(SetupPhrase::Scan)}</span>
                </button>
            </div>
            <div class="setup-camera" hidden=is_off>
                <p role="status">{words}</p>
                <video id=VIDEO playsinline muted aria-label=app.say(SetupPhrase::Seen)></video>
                <div class="buttons">
                    <button type="button" class="button" id="setup-stop" on:click=stop>
                        {icon("stop")}
                        <span>{app.say(SetupPhrase::StopScanning)}</span>
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    /// Looks until a code brings settings, or somebody has enough of it.
    async fn scan(self) {
        self.begin();
        self.camera.set(Camera::Asking);
        request_animation_frame(|| focus("#setup-stop"));
        let look = match self.app.tablet().courier().look(VIDEO).await {
            Ok(look) => look,
            Err(why) => {
                if self.camera.try_get_untracked() == Some(Camera::Asking) {
                    self.camera.set(Camera::Off);
                    self.told.set(Word::NoCamera(why));
                }
                return;
            }
        };
        // Whoever stopped, or left, while the browser asked.
        if self.camera.try_get_untracked() != Some(Camera::Asking) {
            look.end();
            return;
        }
        self.look.set_value(Some(Rc::clone(&look)));
        self.camera.set(Camera::On);
        while let Some(text) = look.next().await {
            match read_any(&text) {
                // People hold many things before a camera.
                Err(Refusal::Foreign) => self.told.set(Word::OtherCode),
                read => {
                    look.end();
                    self.take_in(read);
                    break;
                }
            }
        }
        // There may be nobody here any more.
        self.camera.try_set(Camera::Off);
    }

    /// Another try: what was told of the one before is over.
    fn begin(self) {
        self.told.set(Word::Nothing);
        self.stage.set(Stage::Open(None));
    }

    /// Lets the camera go.
    fn end(self) {
        let look = self.look.try_update_value(Option::take).flatten();
        if let Some(look) = look {
            look.end();
        }
    }

    fn take_in(self, read: Result<Setup, Refusal>) {
        match read {
            Ok(setup) => go(self.stage, Stage::Review(Box::new(setup))),
            Err(refusal) => self.told.set(Word::Refused(refusal)),
        }
    }

    fn paste(self) -> AnyView {
        let app = self.app;
        let read = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.begin();
            let text = field(PASTE).map(|field| field.value()).unwrap_or_default();
            self.take_in(read_any(&text));
        };
        view! {
            <form on:submit=read novalidate>
                <div class="field">
                    <label for=PASTE>{app.say(SetupPhrase::Paste)}</label>
                    <input
                        id=PASTE
                        type="text"
                        inputmode="url"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        on:input=move |_| self.told.set(Word::Nothing)
                    />
                </div>
                <div class="buttons">
                    <button type="submit" class="button" id="setup-read">
                        {icon("arrow-right")}
                        <span>{app.say(SetupPhrase::Read)}</span>
                    </button>
                </div>
            </form>
        }
        .into_any()
    }

    fn file(self) -> AnyView {
        let app = self.app;
        view! {
            <div class="field">
                <label for=FILE>{app.say(SetupPhrase::File)}</label>
                <input
                    id=FILE
                    type="file"
                    accept=".json,application/json"
                    on:change=move |_| spawn_local(self.read_file())
                />
            </div>
        }
        .into_any()
    }

    async fn read_file(self) {
        let Some(file) = self.app.tablet().chosen_file(FILE) else { return };
        self.begin();
        let length = file.length();
        let read = if length > LONGEST {
            Err(Word::Refused(Refusal::Foreign))
        } else {
            match file.read(0, length).await {
                // What is no text is no settings.
                Some(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => read_any(&text).map_err(Word::Refused),
                    Err(_) => Err(Word::Refused(Refusal::Foreign)),
                },
                None => Err(Word::Unreadable),
            }
        };
        // So that the same file may be chosen again.
        if let Some(field) = field(FILE) {
            field.set_value("");
        }
        match read {
            Ok(setup) => self.take_in(Ok(setup)),
            Err(told) => self.told.set(told),
        }
    }
}

fn field(id: &str) -> Option<HtmlInputElement> {
    Some(dom::find(&format!("#{id}"))?.unchecked_into())
}

fn focus(selector: &str) {
    if let Some(element) = dom::find(selector) {
        // An element that is gone again needs no focus.
        let _ = element.focus();
    }
}

fn notice(told: &Word, language: Language) -> Option<Notice> {
    let phrase = match told {
        Word::Nothing => return None,
        Word::Refused(refusal) => return Some(refusal_notice(refusal, language)),
        Word::OtherCode => SetupPhrase::OtherCode,
        Word::Unreadable => SetupPhrase::Unreadable,
        Word::NoCamera(NoCamera::Refused) => SetupPhrase::CameraRefused,
        Word::NoCamera(NoCamera::Absent) => SetupPhrase::CameraAbsent,
        Word::NoCamera(NoCamera::Busy) => SetupPhrase::CameraBusy,
        Word::NoCamera(NoCamera::Insecure | NoCamera::Unable) => SetupPhrase::CameraUnable,
    };
    let tone = if *told == Word::OtherCode { Tone::Plain } else { Tone::Trouble };
    Some(Notice::new(tone, language.say(phrase)))
}

//! Microphone and loudspeaker over what browsers offer: `MediaRecorder` for what is said, one audio context for what is
//! heard. What the recorder makes is of another kind in every browser; each can read its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AnalyserNode, AudioBuffer, AudioContext, AudioContextState, AudioScheduledSourceNode, Blob, BlobEvent,
    MediaRecorder, MediaStream, MediaStreamAudioSourceNode, MediaStreamConstraints, MediaStreamTrack, window,
};

use crate::domain::recording::{meter, mix};
use crate::ports::sound::{NoMicrophone, NotPlayed, Sound, Take};

/// Samples that the meter looks at: a twentieth of a second.
const GLANCE: u32 = 2048;

/// How long the browser may take to hand over what it has recorded, after it was asked to.
const PATIENCE_MS: i32 = 5000;

/// How long it may take to wake up. Without a touch of the page it never does, and says nothing.
const WAKING_MS: i32 = 500;

/// [`Sound`] in a browser.
#[derive(Default)]
pub struct BrowserSound {
    /// Made at the first sound: browsers want a touch before.
    context: RefCell<Option<AudioContext>>,
    /// What is playing.
    playing: RefCell<Option<AudioScheduledSourceNode>>,
}

impl BrowserSound {
    /// The one audio context, awake.
    async fn context(&self) -> Option<AudioContext> {
        let made = self.context.borrow().clone();
        let context = match made {
            Some(context) => context,
            None => AudioContext::new().ok()?,
        };
        *self.context.borrow_mut() = Some(context.clone());
        // It sleeps until somebody has touched the page, and after a call on a phone. Not waking is told by silence.
        if let Ok(waking) = context.resume() {
            let _ = in_time(waking, WAKING_MS).await;
        }
        Some(context)
    }
}

#[async_trait(?Send)]
impl Sound for BrowserSound {
    async fn listen(&self) -> Result<Rc<dyn Take>, NoMicrophone> {
        let window = window().ok_or(NoMicrophone::Unable)?;
        if !window.is_secure_context() {
            return Err(NoMicrophone::Insecure);
        }
        // Where there is none it is undefined, and no such value.
        let devices = window.navigator().media_devices().ok().filter(|devices| !devices.is_undefined());
        let devices = devices.ok_or(NoMicrophone::Unable)?;
        if !has(&window, "MediaRecorder") || !has(&window, "AudioContext") {
            return Err(NoMicrophone::Unable);
        }
        self.hush();
        // Before the microphone: the touch that asked for it counts only for a moment.
        let context = self.context().await.ok_or(NoMicrophone::Unable)?;
        let wanted = MediaStreamConstraints::new();
        let audio = Object::new();
        for name in ["echoCancellation", "noiseSuppression", "autoGainControl"] {
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&audio, &name.into(), &JsValue::TRUE);
        }
        wanted.set_audio(&audio);
        let asking = devices.get_user_media_with_constraints(&wanted).map_err(|error| refusal(&error))?;
        let stream: MediaStream = JsFuture::from(asking)
            .await
            .map_err(|error| refusal(&error))?
            .dyn_into()
            .map_err(|_| NoMicrophone::Unable)?;
        let take = BrowserTake::begin(context, stream)?;
        Ok(Rc::new(take))
    }

    async fn play(&self, sound: &[u8]) -> Result<(), NotPlayed> {
        self.hush();
        let silent = |_| NotPlayed::NoLoudspeaker;
        let context = self.context().await.ok_or(NotPlayed::NoLoudspeaker)?;
        let buffer = decode(&context, sound).await.ok_or(NotPlayed::Broken)?;
        if context.state() != AudioContextState::Running {
            return Err(NotPlayed::NoLoudspeaker);
        }
        let source = context.create_buffer_source().map_err(silent)?;
        source.set_buffer(Some(&buffer));
        source.connect_with_audio_node(&context.destination()).map_err(silent)?;
        let source: AudioScheduledSourceNode = source.into();
        let over = Promise::new(&mut |over, _| source.set_onended(Some(&over)));
        source.start().map_err(silent)?;
        // Another one may have begun meanwhile: the last one asked for is heard.
        self.hush();
        *self.playing.borrow_mut() = Some(source.clone());
        // It cannot fail.
        let _ = JsFuture::from(over).await;
        let is_ours = self.playing.borrow().as_ref() == Some(&source);
        if is_ours {
            *self.playing.borrow_mut() = None;
        }
        Ok(())
    }

    fn hush(&self) {
        if let Some(source) = self.playing.borrow_mut().take() {
            // One that has ended already is silent.
            let _ = source.stop();
        }
    }
}

/// A recorder that is recording.
struct BrowserTake {
    context: AudioContext,
    stream: MediaStream,
    /// Firefox clears away one that nobody holds, and the meter stands still.
    _source: MediaStreamAudioSourceNode,
    analyser: AnalyserNode,
    recorder: MediaRecorder,
    /// What it has handed over, piece by piece.
    pieces: Array,
    /// Settled when it has stopped.
    stopped: Promise,
    is_over: Cell<bool>,
    _on_piece: Closure<dyn FnMut(BlobEvent)>,
}

impl BrowserTake {
    fn begin(context: AudioContext, stream: MediaStream) -> Result<Self, NoMicrophone> {
        let begun = || {
            let analyser = context.create_analyser()?;
            analyser.set_fft_size(GLANCE);
            let source = context.create_media_stream_source(&stream)?;
            source.connect_with_audio_node(&analyser)?;
            let recorder = MediaRecorder::new_with_media_stream(&stream)?;
            let pieces = Array::new();
            let kept = pieces.clone();
            let on_piece = Closure::new(move |event: BlobEvent| {
                if let Some(piece) = event.data() {
                    kept.push(&piece);
                }
            });
            recorder.set_ondataavailable(Some(on_piece.as_ref().unchecked_ref()));
            let stopped = Promise::new(&mut |stopped, _| recorder.set_onstop(Some(&stopped)));
            recorder.start()?;
            Ok::<_, JsValue>((source, analyser, recorder, pieces, stopped, on_piece))
        };
        match begun() {
            Ok((source, analyser, recorder, pieces, stopped, on_piece)) => Ok(Self {
                _source: source,
                context: context.clone(),
                stream,
                analyser,
                recorder,
                pieces,
                stopped,
                is_over: Cell::new(false),
                _on_piece: on_piece,
            }),
            Err(error) => {
                let_go(&stream);
                Err(refusal(&error))
            }
        }
    }
}

#[async_trait(?Send)]
impl Take for BrowserTake {
    fn level(&self) -> f32 {
        if self.is_over.get() {
            return 0.0;
        }
        let mut samples = vec![0.0; GLANCE as usize];
        self.analyser.get_float_time_domain_data(&mut samples);
        meter(&samples)
    }

    async fn end(&self) -> Result<(Vec<f32>, u32), NoMicrophone> {
        if self.is_over.replace(true) {
            return Err(NoMicrophone::Lost("it was over already".to_owned()));
        }
        // One that the browser has stopped itself has handed over what it had.
        let _ = self.recorder.stop();
        let stopped = in_time(self.stopped.clone(), PATIENCE_MS).await;
        let_go(&self.stream);
        if stopped.is_none() {
            return Err(NoMicrophone::Lost("the recorder does not end".to_owned()));
        }
        let lost = |why: &str| NoMicrophone::Lost(why.to_owned());
        let whole = Blob::new_with_blob_sequence(&self.pieces).map_err(|_| lost("no blob"))?;
        let bytes = JsFuture::from(whole.array_buffer()).await.map_err(|_| lost("no bytes"))?;
        let bytes = Uint8Array::new(&bytes).to_vec();
        let buffer = decode(&self.context, &bytes).await.ok_or_else(|| lost("it cannot be decoded"))?;
        let channels = (0..buffer.number_of_channels()).filter_map(|at| buffer.get_channel_data(at).ok());
        let channels: Vec<Vec<f32>> = channels.collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some ten thousand")]
        Ok((mix(&channels), buffer.sample_rate() as u32))
    }

    fn abandon(&self) {
        if !self.is_over.replace(true) {
            // What it hands over nobody hears.
            let _ = self.recorder.stop();
            let_go(&self.stream);
        }
    }
}

impl Drop for BrowserTake {
    fn drop(&mut self) {
        self.abandon();
        self.recorder.set_ondataavailable(None);
    }
}

/// Lets the microphone go; the browser then says so too.
fn let_go(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

/// Reads a file of sound; none if it is broken.
async fn decode(context: &AudioContext, bytes: &[u8]) -> Option<AudioBuffer> {
    let decoding = context.decode_audio_data(&Uint8Array::from(bytes).buffer()).ok()?;
    JsFuture::from(decoding).await.ok()?.dyn_into().ok()
}

/// What `promise` comes to, unless it takes too long or fails.
async fn in_time(promise: Promise, ms: i32) -> Option<JsValue> {
    let alarm = Promise::new(&mut |_, ring| {
        if let Some(window) = window() {
            // Without a timer it waits for as long as it takes.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&ring, ms);
        }
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &alarm))).await.ok()
}

fn has(window: &web_sys::Window, name: &str) -> bool {
    Reflect::get(window, &name.into()).is_ok_and(|found| found.is_instance_of::<Function>())
}

fn refusal(error: &JsValue) -> NoMicrophone {
    let text = |name: &str| Reflect::get(error, &name.into()).ok().and_then(|text| text.as_string());
    match text("name").unwrap_or_default().as_str() {
        "NotAllowedError" | "SecurityError" => NoMicrophone::Refused,
        "NotFoundError" | "OverconstrainedError" => NoMicrophone::Absent,
        "NotReadableError" | "AbortError" => NoMicrophone::Busy,
        "NotSupportedError" => NoMicrophone::Unable,
        name => NoMicrophone::Lost(format!("{name}: {}", text("message").unwrap_or_default())),
    }
}

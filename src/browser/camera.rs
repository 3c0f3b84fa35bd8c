//! Camera, clipboard and share sheet. Chromium on Android reads QR codes by itself, and better than we do, but only dark
//! ones on light; everywhere else, and what it does not find, is read here.

use std::cell::Cell;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack, MediaStreamTrackState, window,
};

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::format::qr::read_codes;
use crate::ports::courier::{Courier, Look, NoCamera};

/// Time between two looks in milliseconds: the page has to be drawn as well.
const PAUSE_MS: i32 = 150;

/// Largest side of what is looked at in pixels: a code of 117 dots that fills two thirds of it has four for each.
const LARGEST: f64 = 720.0;

/// [`Courier`] in a browser.
#[derive(Debug, Default)]
pub struct BrowserCourier;

#[async_trait(?Send)]
impl Courier for BrowserCourier {
    async fn look(&self, place: &str) -> Result<Rc<dyn Look>, NoCamera> {
        let window = window().ok_or(NoCamera::Unable)?;
        if !window.is_secure_context() {
            return Err(NoCamera::Insecure);
        }
        // Where there is none it is undefined, and no such value.
        let devices = window.navigator().media_devices().ok().filter(|devices| !devices.is_undefined());
        let devices = devices.ok_or(NoCamera::Unable)?;
        let wanted = MediaStreamConstraints::new();
        let picture = fields(&[
            ("facingMode", "environment".into()),
            ("width", fields(&[("ideal", 1280.into())])),
            ("height", fields(&[("ideal", 720.into())])),
        ]);
        wanted.set_video(&picture);
        let asking = devices.get_user_media_with_constraints(&wanted).map_err(|error| refusal(&error))?;
        let stream = JsFuture::from(asking).await.map_err(|error| refusal(&error))?;
        let stream: MediaStream = stream.dyn_into().map_err(|_| NoCamera::Unable)?;
        let Some(look) = BrowserLook::begin(&stream, place).await else {
            let_go(&stream);
            return Err(NoCamera::Unable);
        };
        Ok(Rc::new(look))
    }

    async fn copy(&self, text: &str) -> bool {
        match call("clipboard", "writeText", &text.into()) {
            Some(writing) => JsFuture::from(writing).await.is_ok(),
            None => false,
        }
    }

    fn can_share(&self) -> bool {
        let navigator = window().map(|window| window.navigator());
        navigator.is_some_and(|navigator| has(&navigator, "share"))
    }

    async fn share(&self, title: &str, link: &str) {
        let what = fields(&[("title", title.into()), ("url", link.into())]);
        if let Some(sharing) = call("", "share", &what) {
            // Whoever closes it without a choice has changed their mind.
            let _ = JsFuture::from(sharing).await;
        }
    }
}

/// A camera whose picture is shown in the page.
struct BrowserLook {
    stream: MediaStream,
    video: HtmlVideoElement,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// The browser's own reader, if it has one.
    reader: Option<JsValue>,
    is_over: Cell<bool>,
}

impl BrowserLook {
    async fn begin(stream: &MediaStream, place: &str) -> Option<Self> {
        let document = window()?.document()?;
        // Whoever left the page while the browser asked needs no camera any more.
        let video: HtmlVideoElement = document.get_element_by_id(place)?.dyn_into().ok()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        // It is read more often than it is drawn.
        let how = fields(&[("willReadFrequently", JsValue::TRUE)]);
        let context = canvas.get_context_with_context_options("2d", &how).ok()??.dyn_into().ok()?;
        video.set_muted(true);
        video.set_src_object(Some(stream));
        // A browser that does not play by itself shows a button for it.
        if let Ok(playing) = video.play() {
            let _ = JsFuture::from(playing).await;
        }
        let reader = own_reader().await;
        // `stream.clone()` would be the browser's: a second stream, which nobody lets go.
        let stream = <MediaStream as Clone>::clone(stream);
        Some(Self { stream, video, canvas, context, reader, is_over: Cell::new(false) })
    }

    /// The first code in what the camera sees now.
    async fn glance(&self) -> Option<String> {
        match self.read_by_browser().await {
            None => self.read().await,
            read => read,
        }
    }

    async fn read_by_browser(&self) -> Option<String> {
        let reader = self.reader.as_ref()?;
        let detect = Reflect::get(reader, &"detect".into()).ok()?.dyn_into::<Function>().ok()?;
        let seeing: Promise = detect.call1(reader, &self.video).ok()?.dyn_into().ok()?;
        let codes: Array = JsFuture::from(seeing).await.ok()?.dyn_into().ok()?;
        Reflect::get(&codes.get(0), &"rawValue".into()).ok()?.as_string()
    }

    /// The same, read here: the square in the middle.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred pixels")]
    async fn read(&self) -> Option<String> {
        let (width, height) = (f64::from(self.video.video_width()), f64::from(self.video.video_height()));
        let side = width.min(height);
        let to = side.min(LARGEST).floor();
        if to < 1.0 {
            return None;
        }
        let pixels = to as u32;
        if self.canvas.width() != pixels {
            self.canvas.set_width(pixels);
            self.canvas.set_height(pixels);
        }
        let (left, top) = ((width - side) / 2.0, (height - side) / 2.0);
        self.context
            .draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.video,
                left,
                top,
                side,
                side,
                0.0,
                0.0,
                to,
                to,
            )
            .ok()?;
        let picture = self.context.get_image_data(0.0, 0.0, to, to).ok()?.data();
        let grey = |pixel: &[u8]| match pixel {
            // Green is the greatest part of what is light.
            [red, green, blue, ..] => {
                ((u16::from(*red) + 2 * u16::from(*green) + u16::from(*blue)) / 4) as u8
            }
            _ => u8::MAX,
        };
        let dots: Vec<u8> = picture.chunks_exact(4).map(grey).collect();
        // What cannot be read for want of the reader is looked at again.
        read_first(pixels as usize, dots).await.ok().flatten()
    }

    /// Nobody sees the page, or the camera was taken away.
    fn is_lost(&self) -> bool {
        let is_hidden =
            window().and_then(|window| window.document()).is_none_or(|document| document.hidden());
        let is_live = |track: JsValue| {
            track.unchecked_into::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Live
        };
        is_hidden || !self.stream.get_tracks().iter().any(is_live) || !self.video.is_connected()
    }
}

/// The first of the codes in a picture of so many dots to a line. The reader comes to the tablet with the first picture: hardly
/// anybody needs it.
#[wasm_split(codes, fallible)]
fn read_first(width: usize, grey: Vec<u8>) -> Result<Option<String>, SplitLoaderError> {
    Ok(read_codes(width, &grey).into_iter().next())
}

#[async_trait(?Send)]
impl Look for BrowserLook {
    async fn next(&self) -> Option<String> {
        loop {
            pause().await;
            if self.is_over.get() {
                return None;
            }
            if self.is_lost() {
                self.end();
                return None;
            }
            let seen = self.glance().await;
            // It may have been let go meanwhile.
            if let Some(text) = seen.filter(|_| !self.is_over.get()) {
                return Some(text);
            }
        }
    }

    fn end(&self) {
        if !self.is_over.replace(true) {
            let_go(&self.stream);
            self.video.set_src_object(None);
        }
    }
}

impl Drop for BrowserLook {
    fn drop(&mut self) {
        self.end();
    }
}

/// Lets the camera go; the browser then says so too.
fn let_go(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

/// The browser's own reader of QR codes. Some have the class, and no codes that it can read.
async fn own_reader() -> Option<JsValue> {
    let class: Function = Reflect::get(&js_sys::global(), &"BarcodeDetector".into()).ok()?.dyn_into().ok()?;
    let asking = Reflect::get(&class, &"getSupportedFormats".into()).ok()?.dyn_into::<Function>().ok()?;
    let formats = asking.call0(&class).ok()?.dyn_into::<Promise>().ok()?;
    let formats: Array = JsFuture::from(formats).await.ok()?.dyn_into().ok()?;
    let kind = JsValue::from_str("qr_code");
    if !formats.includes(&kind, 0) {
        return None;
    }
    let wanted = fields(&[("formats", Array::of1(&kind).into())]);
    Reflect::construct(&class, &Array::of1(&wanted)).ok()
}

/// An object with these fields.
fn fields(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Calls `method` of the navigator, or of its part called `part`; `None` if the browser has no such thing.
fn call(part: &str, method: &str, argument: &JsValue) -> Option<Promise> {
    let mut object: JsValue = window()?.navigator().into();
    if !part.is_empty() {
        object = Reflect::get(&object, &part.into()).ok()?;
    }
    let method: Function = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(&object, argument).ok()?.dyn_into().ok()
}

fn has(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|found| found.is_instance_of::<Function>())
}

async fn pause() {
    let waiting = Promise::new(&mut |over, _| {
        if let Some(window) = window() {
            // Without a timer it looks no more.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&over, PAUSE_MS);
        }
    });
    // It cannot fail.
    let _ = JsFuture::from(waiting).await;
}

fn refusal(error: &JsValue) -> NoCamera {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.unwrap_or_default().as_str() {
        "NotAllowedError" | "SecurityError" => NoCamera::Refused,
        "NotFoundError" | "OverconstrainedError" => NoCamera::Absent,
        "NotReadableError" | "AbortError" => NoCamera::Busy,
        _ => NoCamera::Unable,
    }
}

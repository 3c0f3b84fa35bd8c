//! Pictures that become files.

use std::time::Duration;

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, window};

use crate::format::poster::data_address;

/// How long `WebKit` may take for the pictures within a picture.
const INNER_PICTURES: Duration = Duration::from_millis(300);

/// How well a photo of the drawing is kept, from 0 to 1: letters keep sharp edges.
const QUALITY: f64 = 0.92;

/// The SVG picture `svg`, which names no other file, drawn on white as a file of the MIME type `kind`; `None` if it cannot be
/// drawn, as on a tablet with too little memory.
pub async fn draw(svg: &str, width: u32, height: u32, kind: &str) -> Option<Vec<u8>> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&data_address("a.svg", svg.as_bytes()));
    JsFuture::from(image.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_fill_style_str("#fff");
    let (width, height) = (f64::from(width), f64::from(height));
    // WebKit reads the pictures within a picture only once that is drawn.
    for pause in [INNER_PICTURES, Duration::ZERO] {
        context.fill_rect(0.0, 0.0, width, height);
        context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
        if !pause.is_zero() {
            sleep(pause).await;
        }
    }
    let blob = blob(&canvas, kind).await?;
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

async fn blob(canvas: &HtmlCanvasElement, kind: &str) -> Option<Blob> {
    let made = Promise::new(&mut |resolve: Function, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // A promise takes whatever it is given.
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        // Without it there never is an answer, so there is one at once.
        let quality = QUALITY.into();
        let begun = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), kind, &quality);
        if begun.is_err() {
            let _ = done.unchecked_ref::<Function>().call1(&JsValue::UNDEFINED, &JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

async fn sleep(time: Duration) {
    let made = Promise::new(&mut |resolve: Function, _| {
        let ms = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
        let begun = window().and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).ok()
        });
        if begun.is_none() {
            // Without a timer one goes on at once.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // A timer cannot fail.
    let _ = JsFuture::from(made).await;
}

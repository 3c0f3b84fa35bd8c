//! Files that somebody chooses, and files that become downloads.

use async_trait::async_trait;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Url, window};

use crate::ports::file::{ChosenFile, NewFile};

/// A file that was chosen in a field of the page.
pub struct BrowserFile(File);

impl BrowserFile {
    /// The file that is chosen in the field with this id.
    pub fn chosen(field: &str) -> Option<Self> {
        let field: HtmlInputElement = window()?.document()?.get_element_by_id(field)?.dyn_into().ok()?;
        field.files()?.get(0).map(Self)
    }
}

#[async_trait(?Send)]
impl ChosenFile for BrowserFile {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
    fn length(&self) -> u64 {
        self.0.size() as u64
    }

    #[expect(clippy::cast_precision_loss, reason = "below 2^53, as the length of any file is")]
    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>> {
        let until = self.length().min(from + most);
        let piece = self.0.slice_with_f64_and_f64(from as f64, until as f64).ok()?;
        let bytes = JsFuture::from(piece.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    }
}

/// How many bytes are collected before the browser takes it over: it keeps blobs outside the memory of the page, and large
/// ones on the disk.
const PIECE: usize = 1 << 20;

/// How long a download may take to begin before its address is let go.
const UNTIL_LET_GO_MS: i32 = 60_000;

/// A file that is put together of blobs.
#[derive(Default)]
pub struct BlobFile {
    pending: Vec<u8>,
    pieces: Array,
}

impl BlobFile {
    fn put_by(&mut self) {
        let bytes = Uint8Array::from(self.pending.as_slice());
        if let Ok(piece) = Blob::new_with_u8_array_sequence(&Array::of1(&bytes)) {
            self.pieces.push(&piece);
        }
        self.pending.clear();
    }
}

impl NewFile for BlobFile {
    fn write_bytes(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
        if self.pending.len() >= PIECE {
            self.put_by();
        }
    }

    fn save(mut self: Box<Self>, name: &str, kind: &str) {
        self.put_by();
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let url = Blob::new_with_blob_sequence_and_options(&self.pieces, &options)
            .and_then(|file| Url::create_object_url_with_blob(&file));
        let link = window().and_then(|window| {
            window.document()?.create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()
        });
        // Every page has links and addresses.
        let (Ok(url), Some(link)) = (url, link) else { return };
        link.set_href(&url);
        link.set_download(name);
        link.click();
        let let_go = Closure::once_into_js(move || {
            // One that is gone already needs no letting go.
            let _ = Url::revoke_object_url(&url);
        });
        if let Some(window) = window() {
            // Without a timer it goes with the page.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
                let_go.unchecked_ref(),
                UNTIL_LET_GO_MS,
            );
        }
    }
}

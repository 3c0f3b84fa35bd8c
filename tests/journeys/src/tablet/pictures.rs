//! Pictures of the screen.

use std::path::PathBuf;
use std::{fs, thread};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::engine::Engine;
use crate::root;
use crate::tablet::{Size, Tablet};

impl Tablet {
    /// A picture of the screen, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        if self.engine != Engine::Chromium {
            return self.driver.screenshot_as_png().await.unwrap();
        }
        let picture = self.cdp("Page.captureScreenshot", json!({ "format": "png" })).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of the screen as WebP, made smaller by `scale`. (Chromium only.)
    pub async fn small_picture(&self, scale: f64) -> Vec<u8> {
        let (width, height) = self.size();
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": scale });
        let wanted = json!({ "format": "webp", "quality": 55, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", wanted).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// A picture of the whole page, as PNG, also of what one would have to scroll to.
    pub async fn whole_picture(&self) -> Vec<u8> {
        let (width, height): Size =
            self.run("const { scrollWidth, scrollHeight } = document.documentElement; return [scrollWidth, scrollHeight]", vec![]).await;
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let picture = self.cdp("Page.captureScreenshot", wanted).await;
        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    pub(super) async fn keep_picture(&self) -> PathBuf {
        let folder = root().join("target/journeys");
        let name = thread::current().name().unwrap_or("journey").replace("::", "-");
        let path = folder.join(format!("{name}.png"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, self.picture().await).unwrap();
        path
    }
}

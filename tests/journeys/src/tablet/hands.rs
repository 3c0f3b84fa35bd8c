//! What fingers, a mouse and a keyboard do.

use serde_json::{Value, json};
use thirtyfour::common::command::{Actions, Command};
use tokio::time::sleep;

use crate::GLANCE;
use crate::engine::Engine;
use crate::tablet::Tablet;
use crate::tablet::sight::spot_in;

impl Tablet {
    /// Waits until the page takes a touch: until what has come to hand lies still.
    pub async fn has_settled(&self) {
        self.until("what has come to lie still", async || {
            if self.ask("settles", vec![]).await { Err("it settles".to_owned()) } else { Ok(()) }
        })
        .await;
    }

    /// Touches a point with a finger and lets go, once the page takes that.
    pub async fn tap(&self, x: f64, y: f64) {
        self.has_settled().await;
        self.touch("touchStart", &[(x, y)]).await;
        self.touch("touchEnd", &[]).await;
    }

    /// Taps what `selector` and `words` name, if it can be touched at this moment and stays where it is. Between the last
    /// look and the touch there is nothing to wait for.
    ///
    /// # Errors
    ///
    /// Why it cannot be touched.
    pub async fn try_to_tap(&self, selector: &str, words: &str) -> Result<(), String> {
        self.has_settled().await;
        let before = self.spot_now(selector, Some(words)).await?;
        sleep(GLANCE).await;
        let spot = spot_in(&self.ask("aim", vec![selector.into(), words.into()]).await)?;
        if spot != before {
            return Err("moves".to_owned());
        }
        self.touch("touchStart", &[(spot.x, spot.y)]).await;
        self.touch("touchEnd", &[]).await;
        Ok(())
    }

    /// Something that fingers do: `touchStart`, `touchMove`, `touchEnd` or (in Chromium only) `touchCancel`.
    pub async fn touch(&self, kind: &str, fingers: &[(f64, f64)]) {
        match self.engine {
            Engine::Chromium => {
                let points: Vec<Value> = fingers.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
                self.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
            }
            Engine::Firefox | Engine::WebKit => {
                let does = match kind {
                    "touchStart" => Some(json!({ "type": "pointerDown", "button": 0 })),
                    "touchMove" => None,
                    "touchEnd" => Some(json!({ "type": "pointerUp", "button": 0 })),
                    other => panic!("only Chromium can do {other}"),
                };
                let pointer = if self.engine == Engine::Firefox { "touch" } else { "mouse" };
                self.point(pointer, fingers.first().copied(), does).await;
            }
        }
    }

    /// Something that a mouse does: `mousePressed`, `mouseMoved` or `mouseReleased`.
    pub async fn mouse(&self, kind: &str, (x, y): (f64, f64)) {
        match self.engine {
            Engine::Chromium => {
                let is_held = kind != "mouseReleased";
                let event = json!({
                    "type": kind, "x": x, "y": y, "button": "left", "buttons": u8::from(is_held), "clickCount": 1,
                    "pointerType": "mouse"
                });
                self.cdp("Input.dispatchMouseEvent", event).await;
            }
            Engine::Firefox | Engine::WebKit => {
                let does = match kind {
                    "mousePressed" => Some(json!({ "type": "pointerDown", "button": 0 })),
                    "mouseReleased" => Some(json!({ "type": "pointerUp", "button": 0 })),
                    _ => None,
                };
                self.point("mouse", Some((x, y)), does).await;
            }
        }
    }

    /// Moves a pointer of that kind to `place`, if there is one, and lets it do something there.
    async fn point(&self, pointer: &str, place: Option<(f64, f64)>, does: Option<Value>) {
        let to = place
            .map(|(x, y)| json!({ "type": "pointerMove", "duration": 0, "x": x.round(), "y": y.round() }));
        let steps: Vec<Value> = to.into_iter().chain(does).collect();
        self.perform(json!({
            "type": "pointer", "id": pointer, "parameters": { "pointerType": pointer }, "actions": steps
        }))
        .await;
    }

    async fn perform(&self, source: Value) {
        let actions = Actions::from(json!([source]));
        self.driver.cmd(Command::PerformActions(actions)).await.unwrap();
    }

    /// Presses a key and lets go, once the page takes one: a letter or digit, or the name of another key.
    pub async fn press(&self, key: &str) {
        self.has_settled().await;
        self.press_at_once(key).await;
    }

    /// The same, whether the page takes one or not.
    pub async fn press_at_once(&self, key: &str) {
        // Name, number, what it writes, and its sign in WebDriver.
        let (code, number, text, sign) = match key {
            "Tab" => ("Tab".to_owned(), 9, "", "\u{e004}"),
            "Enter" => ("Enter".to_owned(), 13, "\r", "\u{e007}"),
            "Backspace" => ("Backspace".to_owned(), 8, "", "\u{e003}"),
            "Escape" => ("Escape".to_owned(), 27, "", "\u{e00c}"),
            "PageDown" => ("PageDown".to_owned(), 34, "", "\u{e00f}"),
            "ArrowLeft" => ("ArrowLeft".to_owned(), 37, "", "\u{e012}"),
            "ArrowRight" => ("ArrowRight".to_owned(), 39, "", "\u{e014}"),
            " " => ("Space".to_owned(), 32, " ", " "),
            digit => (format!("Digit{digit}"), digit.bytes().next().map_or(0, u32::from), digit, digit),
        };
        if self.engine != Engine::Chromium {
            let steps = ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": sign }));
            return self.perform(json!({ "type": "key", "id": "keys", "actions": steps })).await;
        }
        for kind in ["keyDown", "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = json!(text);
            }
            self.cdp("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Writes into the field that has the focus.
    pub async fn write(&self, text: &str) {
        match self.engine {
            Engine::Chromium => {
                self.cdp("Input.insertText", json!({ "text": text })).await;
            }
            Engine::Firefox | Engine::WebKit => {
                self.driver.active_element().await.unwrap().send_keys(text).await.unwrap();
            }
        }
    }
}

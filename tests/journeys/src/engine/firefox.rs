//! Firefox, which its driver starts.

use std::path::Path;
use std::process::Command;

use rustix::process::Pid;
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::{Browser, Own, program, start_driver};
use crate::tablet::Manner;

pub(super) async fn start(folder: &Path, manner: Manner) -> Browser {
    let (geckodriver, port) = start_driver(
        || {
            let mut geckodriver = Command::new(program("GECKODRIVER", "geckodriver"));
            // All that it starts stands in the same folder, by which one sees that the profile is in use.
            geckodriver.args(["--port=0", "--websocket-port=0"]).current_dir(folder);
            geckodriver.env("TMPDIR", folder.join("tmp"));
            geckodriver
        },
        "Listening on 127.0.0.1:",
        "tools/ensure-browser.sh builds it",
    );
    let mut wishes = Capabilities::new();
    let options = json!({
        "args": ["-headless", "-profile", folder],
        "prefs": {
            "ui.prefersReducedMotion": u8::from(manner.is_still),
            // As on a tablet.
            "dom.w3c_touch_events.enabled": 1,
            "ui.primaryPointerCapabilities": 1,
            "ui.allPointerCapabilities": 1,
            // What a finger does has happened when the driver says so.
            "remote.events.async.enabled": false,
            // In the full screen it has a size of its own.
            "full-screen-api.enabled": false,
            // It is killed now and then.
            "toolkit.startup.max_resumed_crashes": -1,
            "browser.sessionstore.resume_from_crash": false,
        },
    });
    wishes.set("moz:firefoxOptions", options).unwrap();
    wishes.set("webSocketUrl", true).unwrap();
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wishes).await.unwrap();
    let id = driver.capabilities().get("moz:processID").and_then(serde_json::Value::as_i64);
    let process = id.and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).expect("Firefox has a process");
    Browser { driver, own: Own::Process(process), _others: vec![geckodriver] }
}

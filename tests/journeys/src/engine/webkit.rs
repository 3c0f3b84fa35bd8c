//! `WebKitGTK` in a window of our own, on a screen of its own.
//!
//! WebKit's example browser would do, but in a test it keeps nothing, and no window of it is as narrow as a phone.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use rustix::process::Pid;
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::{Browser, COMPLAINTS, Own, Program, program};
use crate::tablet::Manner;
use crate::{root, until};

/// Finding a free port and taking it are two steps.
static PORT: Mutex<()> = Mutex::new(());

pub(super) async fn start(folder: &Path, manner: Manner) -> Browser {
    let pid_file = folder.join("pid");
    // The one of the time before.
    let _ = fs::remove_file(&pid_file);
    let (screen, display) = start_screen();
    let (webkit_driver, port) = start_webkit_driver(folder, display).await;
    let (width, height) = manner.size;
    let mut wishes = Capabilities::new();
    let options = json!({
        "binary": root().join("tests/journeys/src/engine/webkit.py"),
        "args": [folder, width.to_string(), height.to_string(), if manner.is_still { "still" } else { "moving" }],
    });
    wishes.set("webkitgtk:browserOptions", options).unwrap();
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wishes).await.unwrap_or_else(|error| {
        panic!(
            "WebKit does not start ({error}): on Debian apt-get install webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi."
        )
    });
    let id = fs::read_to_string(&pid_file).ok().and_then(|id| id.parse().ok());
    let process = id.and_then(Pid::from_raw).expect("WebKit's window has said which process it is");
    Browser { driver, own: Own::Process(process), _others: vec![webkit_driver, screen] }
}

/// A screen that nobody sees, and its number.
fn start_screen() -> (Program, u32) {
    let started = (0..10).find_map(|_| {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "1400x1400x24", "-nolisten", "tcp"]);
        Program::start_that_says(&mut xvfb, |line| line.parse().ok())
            .unwrap_or_else(|error| panic!("Xvfb does not start ({error}): on Debian apt-get install xvfb."))
    });
    started.expect("Xvfb ended before it said which screen it is")
}

async fn start_webkit_driver(folder: &Path, display: u32) -> (Program, u16) {
    for _ in 0..10 {
        let (mut program, port) = {
            let _turn = PORT.lock().unwrap_or_else(PoisonError::into_inner);
            let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            let mut command = Command::new(program("WEBKITDRIVER", "WebKitWebDriver"));
            // All that it starts stands in the same folder, by which one sees that the profile is in use.
            command.arg(format!("--port={port}")).current_dir(folder);
            command.env("DISPLAY", format!(":{display}")).env("TMPDIR", folder.join("tmp"));
            command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env_remove("WAYLAND_DISPLAY");
            let started = Program::start_heard(command.stdout(Stdio::null()), &folder.join(COMPLAINTS));
            let program = started.unwrap_or_else(|error| {
                panic!(
                    "WebKitWebDriver does not start ({error}): on Debian apt-get install webkit2gtk-driver."
                )
            });
            (program, port)
        };
        let listens = until(async || match program.child.try_wait() {
            Ok(None) if TcpStream::connect(("127.0.0.1", port)).is_ok() => Ok(true),
            Ok(None) => Err("it does not listen".to_owned()),
            // The port was taken meanwhile.
            _ => Ok(false),
        });
        if listens.await.unwrap_or_else(|seen| panic!("WebKitWebDriver: {seen}")) {
            return (program, port);
        }
    }
    panic!("WebKitWebDriver finds no free port");
}

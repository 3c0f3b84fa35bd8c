//! Chromium, which we start ourselves: its driver would give it a profile that goes when it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities as _;
use thirtyfour::common::capabilities::desiredcapabilities::CapabilitiesHelper as _;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, PageLoadStrategy, WebDriver};

use super::{Browser, COMPLAINTS, Own, Program, program, start_driver};
use crate::tablet::Manner;
use crate::until;

pub(super) async fn start(folder: &Path, manner: Manner) -> Browser {
    let port_file = folder.join("DevToolsActivePort");
    // The one of the time before.
    let _ = fs::remove_file(&port_file);
    let chromium = start_chromium(folder, manner.flags);
    let debugger = until(async || {
        let content = fs::read_to_string(&port_file).map_err(|error| error.to_string())?;
        let port = content.split_once('\n').ok_or("no port yet")?.0.to_owned();
        Ok(format!("127.0.0.1:{port}"))
    });
    let debugger = debugger.await.unwrap_or_else(|seen| panic!("Chromium did not start: {seen}"));
    let (chromedriver, port) = start_driver(
        || {
            let mut chromedriver = Command::new(program("CHROMEDRIVER", "chromedriver"));
            chromedriver.args(["--port=0", "--log-level=SEVERE"]);
            chromedriver
        },
        "successfully on port ",
        "install chromium-driver",
    );
    let mut wishes = DesiredCapabilities::chrome();
    wishes.set_debugger_address(&debugger).unwrap();
    if manner.listens {
        wishes.enable_bidi().unwrap();
        wishes.set_logging_prefs("browser", LoggingPrefsLogLevel::All).unwrap();
    }
    if manner.is_impatient {
        wishes.set_page_load_strategy(PageLoadStrategy::None).unwrap();
    }
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wishes).await.unwrap();
    let browser = Browser { driver, own: Own::Program(chromium), _others: vec![chromedriver] };
    if manner.is_still {
        let still = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", still).await.unwrap();
    }
    browser
}

pub(super) async fn ask_to_end(driver: &WebDriver) {
    // It ends in the middle of its own answer.
    let _ = driver.cdp().send_raw("Browser.close", json!({})).await;
}

fn start_chromium(folder: &Path, more: &[&str]) -> Program {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--disable-crash-reporter",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--force-device-scale-factor=1",
        "--remote-debugging-port=0",
    ];
    for name in ["chromium", "chromium-browser", "google-chrome"] {
        let mut chromium = Command::new(name);
        chromium
            .args(flags)
            .args(more)
            .arg(format!("--user-data-dir={}", folder.display()))
            .arg("about:blank");
        chromium.env("TMPDIR", folder.join("tmp")).stdout(Stdio::null());
        if let Ok(program) = Program::start_heard(&mut chromium, &folder.join(COMPLAINTS)) {
            return program;
        }
    }
    panic!("There is no Chromium here: install it (on Debian: apt-get install chromium chromium-driver).");
}

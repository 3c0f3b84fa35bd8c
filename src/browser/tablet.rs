//! The tablet as a browser shows it to participants: clocks, settings, the page's own files, the worker that sends.

use std::cell::RefCell;

use async_trait::async_trait;
use js_sys::{Date, Math, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlElement, window};

use crate::browser::call_boot;
use crate::browser::http::get_text;
use crate::browser::reporter::BrowserReporter;
use crate::browser::sender::Sender;
use crate::browser::settings::{Area, get, read, read_in, remove_in, set};
use crate::domain::day::Day;
use crate::domain::response::{Mode, PartOfDay};
use crate::domain::settings::ActivitySettings;
use crate::format::carried::{ENDPOINT, RETENTION};
use crate::format::setting::Declined;
use crate::format::settings::read_holder;
use crate::ports::file::SiteFiles;
use crate::ports::response_store::StoreError;
use crate::ports::tablet::{Chance, Clock, CurrentActivity, Page, Sending, SessionLock};

/// Where the study lies unless the page says otherwise.
const STUDY: &str = "studies/ontmoetingscentra/";

/// Who holds the tablet, set for one participant. `public/kept.js` writes it, for this page only.
const HOLDER: &str = "betekenis.answering";

/// A tablet in a browser. What the page's HTML says stands in attributes of the tag with the id `boot`.
#[derive(Default)]
pub struct BrowserTablet {
    pub(super) sender: RefCell<Option<Sender>>,
}

#[async_trait(?Send)]
impl SiteFiles for BrowserTablet {
    async fn read(&self, path: &str) -> Option<String> {
        let url = resolve(&self.address(path));
        // The start script has asked for the first one beside the wasm.
        match call_boot("ahead", &url.as_str().into()).and_then(|ahead| ahead.dyn_into::<Promise>().ok()) {
            Some(ahead) => JsFuture::from(ahead).await.ok()?.as_string(),
            None => get_text(&url).await,
        }
    }
}

impl Clock for BrowserTablet {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below 2^53 for some 280,000 years"
    )]
    fn now_ms(&self) -> u64 {
        Date::now().max(0.0) as u64
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "below 2^53 for some 280,000 years"
    )]
    fn clock_ms(&self) -> u64 {
        let performance = window().and_then(|window| window.performance());
        performance.map_or_else(|| self.now_ms(), |performance| performance.now().max(0.0) as u64)
    }

    fn today(&self) -> Day {
        crate::browser::today()
    }

    fn part_of_day(&self) -> PartOfDay {
        PartOfDay::at(Date::new_0().get_hours())
    }
}

impl Chance for BrowserTablet {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "from 0 to the number of cards"
    )]
    fn below(&self, n: usize) -> usize {
        (Math::random() * n as f64) as usize
    }

    fn new_id(&self) -> String {
        uuid::Uuid::new_v4().to_string()
    }
}

impl Page for BrowserTablet {
    fn study_folder(&self) -> String {
        boot_data("data-study").unwrap_or_else(|| STUDY.to_owned())
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", to_root())
    }

    fn picture(&self, path: &str) -> String {
        let here = call_boot("picture", &path.into()).and_then(|picture| picture.as_string());
        here.unwrap_or_else(|| self.address(&format!("{}{path}", self.study_folder())))
    }

    fn language_tapped_early(&self) -> Option<String> {
        told("language")
    }

    fn has_no_draft(&self) -> bool {
        told("drafts").is_some_and(|drafts| drafts == "none")
    }

    fn is_calm(&self) -> bool {
        // Without the start script nobody tells.
        told("start").is_none_or(|start| start == "over")
    }
}

impl CurrentActivity for BrowserTablet {
    fn activity(&self) -> ActivitySettings {
        get().unwrap_or_default()
    }

    fn set_activity(&self, activity: &ActivitySettings) -> Result<(), StoreError> {
        set(activity)
    }

    fn holder(&self) -> Option<(Mode, u32)> {
        read_holder(&read_in(Area::Page, HOLDER)?)
    }

    fn forget_holder(&self) {
        // What is not there need not be forgotten.
        let _ = remove_in(Area::Page, HOLDER);
        if let (Some(window), Ok(changed)) = (window(), Event::new("storage")) {
            // The button on the first screen shows who is set.
            let _ = window.dispatch_event(&changed);
        }
    }

    fn count_declined(&self) -> Result<(), StoreError> {
        set(&Declined(n_declined() + 1))
    }
}

impl SessionLock for BrowserTablet {
    fn set_busy(&self, id: Option<&str>) {
        let name = if id.is_some() { "busy" } else { "idle" };
        // Without the start script there is no update either.
        let _ = call_boot(name, &id.into());
    }

    fn is_elsewhere(&self, id: &str) -> bool {
        told("elsewhere").is_some_and(|ids| ids.contains(id))
    }
}

impl Sending for BrowserTablet {
    fn send(&self) {
        let mut sender = self.sender.borrow_mut();
        if sender.as_ref().is_none_or(Sender::is_dead)
            && let Some(url) = boot_data("data-sender")
        {
            // Without workers nothing is sent from this page; the coordinator's page says so.
            *sender = Sender::start(&url).ok();
        }
        if let Some(sender) = sender.as_ref() {
            sender.send(read(ENDPOINT).as_deref(), &resolve(&to_root()), read(RETENTION).as_deref());
        }
    }
}

/// The worker that makes results, as the page's HTML names it. It is not started yet.
pub fn reporter() -> BrowserReporter {
    let url = boot_data("data-reporter").unwrap_or_default();
    let folder = boot_data("data-study").unwrap_or_else(|| STUDY.to_owned());
    BrowserReporter::new(url, resolve(&to_root()), folder)
}

/// What the start script tells the app.
fn told(name: &str) -> Option<String> {
    let root: HtmlElement = window()?.document()?.document_element()?.dyn_into().ok()?;
    root.dataset().get(name)
}

fn boot_data(name: &str) -> Option<String> {
    window()?.document()?.get_element_by_id("boot")?.get_attribute(name)
}

/// The way from this page to the site's root.
pub(super) fn to_root() -> String {
    boot_data("data-root").unwrap_or_else(|| "./".to_owned())
}

/// `relative` as a whole address, seen from this page.
pub(super) fn resolve(relative: &str) -> String {
    let here = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    web_sys::Url::new_with_base(relative, &here).map_or_else(|_| relative.to_owned(), |url| url.href())
}

/// How many would rather not.
pub(super) fn n_declined() -> usize {
    get::<Declined>().unwrap_or_default().0
}

//! The tablet as a browser shows it: clocks, local storage, the page's own files, the worker that sends.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use gloo_storage::{LocalStorage, Storage};
use js_sys::{Array, Date, Math, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlElement, window};

use crate::browser::call_boot;
use crate::browser::camera::BrowserCourier;
use crate::browser::file::{BlobFile, BrowserFile};
use crate::browser::health;
use crate::browser::http::{HttpEndpoint, get_bytes, get_text};
use crate::browser::picture;
use crate::browser::reporter::BrowserReporter;
use crate::browser::sender::Sender;
use crate::domain::checking::Checking;
use crate::domain::delivery::{Found, Report, Trouble};
use crate::domain::health::{Health, LastBackup};
use crate::domain::response::{Mode, PartOfDay};
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::format::carried::{
    self, ACTIVITY, CHECKING, COORDINATOR_LANGUAGE, DECLINED, ENDPOINT, RETENTION, REVIEWED, carried,
};
use crate::format::checking::{read_checking, write_checking};
use crate::format::settings::{read_activity, read_endpoint, read_holder, write_activity, write_endpoint};
use crate::ports::courier::Courier;
use crate::ports::file::{ChosenFile, NewFile, SiteFiles};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::{Desk, Tablet};

/// Where the study lies unless the page says otherwise.
const STUDY: &str = "studies/ontmoetingscentra/";

/// Who holds the tablet, set for one participant. `public/kept.js` writes it, for this page only.
const HOLDER: &str = "betekenis.answering";

const LAST_BACKUP: &str = "betekenis.last-backup";

/// A [`Tablet`] in a browser. What the page's HTML says stands in attributes of the tag with the id `boot`.
#[derive(Default)]
pub struct BrowserTablet {
    sender: RefCell<Option<Sender>>,
}

#[async_trait(?Send)]
impl SiteFiles for BrowserTablet {
    async fn read(&self, path: &str) -> Option<String> {
        get_text(&resolve(&self.address(path))).await
    }
}

impl Tablet for BrowserTablet {
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

    fn today(&self) -> String {
        crate::browser::today()
    }

    fn part_of_day(&self) -> PartOfDay {
        PartOfDay::at(Date::new_0().get_hours())
    }

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

    fn study_folder(&self) -> String {
        boot_data("data-study").unwrap_or_else(|| STUDY.to_owned())
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", to_root())
    }

    fn activity(&self) -> ActivitySettings {
        read(ACTIVITY).and_then(|json| read_activity(&json).ok()).unwrap_or_default()
    }

    fn set_activity(&self, activity: &ActivitySettings) -> Result<(), StoreError> {
        write(ACTIVITY, &write_activity(activity))
    }

    fn holder(&self) -> Option<(Mode, u32)> {
        let storage = window()?.session_storage().ok().flatten()?;
        read_holder(&storage.get_item(HOLDER).ok().flatten()?)
    }

    fn forget_holder(&self) {
        let Some(window) = window() else { return };
        if let Ok(Some(storage)) = window.session_storage() {
            // What is not there need not be forgotten.
            let _ = storage.remove_item(HOLDER);
        }
        if let Ok(changed) = Event::new("storage") {
            // The button on the first screen shows who is set.
            let _ = window.dispatch_event(&changed);
        }
    }

    fn count_declined(&self) -> Result<(), StoreError> {
        write(DECLINED, &(n_declined() + 1).to_string())
    }

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

    fn set_busy(&self, id: Option<&str>) {
        let name = if id.is_some() { "busy" } else { "idle" };
        // Without the start script there is no update either.
        let _ = call_boot(name, &id.into());
    }

    fn is_elsewhere(&self, id: &str) -> bool {
        told("elsewhere").is_some_and(|ids| ids.contains(id))
    }

    fn language_tapped_early(&self) -> Option<String> {
        told("language")
    }
}

#[async_trait(?Send)]
impl Desk for BrowserTablet {
    fn endpoint(&self) -> EndpointSettings {
        read(ENDPOINT).and_then(|json| read_endpoint(&json).ok()).unwrap_or_default()
    }

    fn set_endpoint(&self, settings: &EndpointSettings) -> Result<(), StoreError> {
        write(ENDPOINT, &write_endpoint(settings))
    }

    fn coordinator_language(&self) -> Option<String> {
        read(COORDINATOR_LANGUAGE)
    }

    fn set_coordinator_language(&self, language: &str) -> Result<(), StoreError> {
        write(COORDINATOR_LANGUAGE, language)
    }

    fn n_declined(&self) -> usize {
        n_declined()
    }

    fn send_and_report(&self, on_report: Rc<dyn Fn(Report)>) {
        self.send();
        if let Some(sender) = self.sender.borrow_mut().as_mut() {
            sender.listen(on_report);
        }
    }

    async fn probe(&self, settings: &EndpointSettings) -> Result<Found, Trouble> {
        HttpEndpoint::open(settings.clone(), &resolve(&to_root())).await?.probe().await
    }

    async fn health(&self) -> Health {
        health::look().await
    }

    async fn persist(&self) -> bool {
        health::persist().await
    }

    fn last_backup(&self) -> Option<LastBackup> {
        let text = read(LAST_BACKUP)?;
        let (day, n_finished) = text.split_once(' ').unwrap_or((&text, "0"));
        Some(LastBackup { day: day.to_owned(), n_finished: n_finished.parse().unwrap_or(0) })
    }

    fn set_last_backup(&self, backup: &LastBackup) -> Result<(), StoreError> {
        write(LAST_BACKUP, &format!("{} {}", backup.day, backup.n_finished))
    }

    fn retention(&self) -> Option<u32> {
        read(RETENTION)?.parse().ok().filter(|days| *days > 0)
    }

    fn set_retention(&self, days: Option<u32>) -> Result<(), StoreError> {
        write(RETENTION, &days.map_or(String::new(), |days| days.to_string()))
    }

    async fn prepare(&self, languages: &[String]) -> Vec<String> {
        let ids: Array = languages.iter().map(|id| JsValue::from_str(id)).collect();
        // Without the start script, or without https, nothing is kept.
        let asked = call_boot("prepare", &ids).and_then(|asked| asked.dyn_into::<Promise>().ok());
        let Some(asked) = asked else { return Vec::new() };
        let there = JsFuture::from(asked).await.unwrap_or_default();
        let there = there.dyn_into::<Array>().unwrap_or_default();
        there.iter().filter_map(|id| id.as_string()).collect()
    }

    fn checking(&self) -> Checking {
        read(CHECKING).and_then(|json| read_checking(&json).ok()).unwrap_or_default()
    }

    fn set_checking(&self, checking: &Checking) -> Result<(), StoreError> {
        write(CHECKING, &write_checking(checking))
    }

    fn kept(&self, name: &str) -> Option<String> {
        read(&carried::key(name))
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        write(&carried::key(name), text)
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        let gone = storage()?.remove_item(&carried::key(name));
        gone.map_err(|_| StoreError::Unavailable("it cannot be forgotten".to_owned()))
    }

    fn settings(&self) -> Vec<(String, String)> {
        let kept = carried::ALL.iter().filter_map(|name| {
            let text = carried(name, &read(name)?)?;
            Some(((*name).to_owned(), text))
        });
        kept.collect()
    }

    fn take_over(&self, settings: &[(String, String)]) -> Result<Vec<String>, StoreError> {
        let mut taken = Vec::new();
        for (name, text) in settings {
            if let Some(text) = carried(name, text).filter(|_| !REVIEWED.contains(&name.as_str()))
                && let Some(now) = carried::taken_in(name, read(name).as_deref(), &text)
            {
                write(name, &now)?;
                taken.push(name.clone());
            }
        }
        Ok(taken)
    }

    async fn read_bytes(&self, path: &str) -> Option<Vec<u8>> {
        get_bytes(&resolve(&self.address(path))).await
    }

    async fn draw(&self, svg: &str, width: u32, height: u32, kind: &str) -> Option<Vec<u8>> {
        picture::draw(svg, width, height, kind).await
    }

    fn chosen_file(&self, field: &str) -> Option<Rc<dyn ChosenFile>> {
        Some(Rc::new(BrowserFile::chosen(field)?))
    }

    fn courier(&self) -> Rc<dyn Courier> {
        Rc::new(BrowserCourier)
    }

    fn new_file(&self) -> Box<dyn NewFile> {
        Box::<BlobFile>::default()
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
fn to_root() -> String {
    boot_data("data-root").unwrap_or_else(|| "./".to_owned())
}

/// `relative` as a whole address, seen from this page.
fn resolve(relative: &str) -> String {
    let here = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    web_sys::Url::new_with_base(relative, &here).map_or_else(|_| relative.to_owned(), |url| url.href())
}

fn n_declined() -> usize {
    read(DECLINED).and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn read(key: &str) -> Option<String> {
    storage().ok()?.get_item(key).ok().flatten()
}

fn write(key: &str, value: &str) -> Result<(), StoreError> {
    storage()?.set_item(key, value).map_err(|error| {
        let name =
            Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        if name == "QuotaExceededError" { StoreError::Full } else { StoreError::Unavailable(name) }
    })
}

/// Local storage, asked for with care: gloo panics where a setting of the browser forbids it. Its own reading and writing
/// is passed by, too: `serde_json` for one text costs 12 kB in what a participant downloads.
fn storage() -> Result<web_sys::Storage, StoreError> {
    match window().map(|window| window.local_storage()) {
        Some(Ok(Some(_))) => Ok(LocalStorage::raw()),
        _ => Err(StoreError::Unavailable("there is no local storage".to_owned())),
    }
}

//! A tablet without a device: what is set is a value, time stands still unless it is moved, and chance counts up.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;

use crate::domain::checking::Checking;
use crate::domain::day::Day;
use crate::domain::delivery::{Found, Report, Trouble};
use crate::domain::health::{Health, LastBackup};
use crate::domain::response::{Mode, PartOfDay};
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::ports::courier::{Courier, Look, NoCamera};
use crate::ports::file::{ChosenFile, NewFile, SiteFiles};
use crate::ports::memory::MemoryFile;
use crate::ports::response_store::StoreError;
use crate::ports::tablet::{
    CarriedSettings, Chance, Clock, CurrentActivity, DeskFiles, DeskSettings, KeptTexts, OfflineLanguages,
    Page, Sending, SendingSettings, SessionLock, StorageHealth, WatchedSending,
};

/// One page that is open on a tablet in memory; [`MemoryTablet::another_page`] opens another on the same one. A page that
/// is dropped lets go of the response that it was at.
#[derive(Default)]
pub struct MemoryTablet {
    device: Rc<Device>,
    /// Which page of the device it is.
    at: usize,
    tapped_early: RefCell<Option<String>>,
    has_no_draft: Cell<bool>,
    is_starting: Cell<bool>,
    holder: Cell<Option<(Mode, u32)>>,
}

/// Hears how sending goes.
pub type OnReport = Rc<dyn Fn(Report)>;

/// What all pages of a tablet share. Tests set it and look at it.
pub struct Device {
    /// Milliseconds since 1970, UTC.
    pub now_ms: Cell<u64>,
    /// Milliseconds since the page was opened.
    pub clock_ms: Cell<u64>,
    /// The local day.
    pub today: Cell<Day>,
    /// The part of the local day.
    pub part_of_day: Cell<PartOfDay>,
    /// The files of the site, by their paths.
    pub files: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Why nothing can be set, where that is so.
    pub blocked: RefCell<Option<StoreError>>,
    /// The activity that is set.
    pub activity: RefCell<ActivitySettings>,
    /// How many would rather not.
    pub n_declined: Cell<usize>,
    /// How often the worker was asked to send.
    pub n_sends: Cell<usize>,
    /// Who hears how sending goes.
    pub on_report: RefCell<Option<OnReport>>,
    /// What a look at an endpoint shows.
    pub probed: RefCell<Result<Found, Trouble>>,
    /// The endpoint that is set.
    pub endpoint: RefCell<EndpointSettings>,
    /// After how many days what is sent is cleared.
    pub retention: Cell<Option<u32>>,
    /// The language in which the coordinator reads.
    pub coordinator_language: RefCell<Option<String>>,
    /// The last backup.
    pub last_backup: RefCell<Option<LastBackup>>,
    /// What native speakers have told.
    pub checking: RefCell<Checking>,
    /// What parts of the page keep, by its names. A backup carries it as it is.
    pub kept: RefCell<BTreeMap<String, String>>,
    /// What the browser tells of its storage. It promises what it is asked for.
    pub health: RefCell<Health>,
    /// Languages that are wholly there.
    pub languages: RefCell<Vec<String>>,
    /// Files that somebody chose, by the fields.
    pub chosen: RefCell<BTreeMap<String, Vec<u8>>>,
    /// Files that were saved, by their names.
    pub saved: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
    /// What lies on the clipboard.
    pub clipboard: Rc<RefCell<String>>,
    n_pages: Cell<usize>,
    n_ids: Cell<u64>,
    n_draws: Cell<usize>,
    /// At which response each page is.
    busy: RefCell<BTreeMap<usize, String>>,
}

impl Default for Device {
    fn default() -> Self {
        Self {
            now_ms: Cell::new(1_795_341_600_000),
            clock_ms: Cell::default(),
            today: Cell::new(Day::of("2026-11-22").unwrap_or(Day::END)),
            part_of_day: Cell::new(PartOfDay::Morning),
            files: RefCell::default(),
            blocked: RefCell::default(),
            activity: RefCell::default(),
            n_declined: Cell::default(),
            n_sends: Cell::default(),
            on_report: RefCell::default(),
            probed: RefCell::new(Err(Trouble::NoEndpoint)),
            endpoint: RefCell::default(),
            retention: Cell::default(),
            coordinator_language: RefCell::default(),
            last_backup: RefCell::default(),
            checking: RefCell::default(),
            kept: RefCell::default(),
            health: RefCell::default(),
            languages: RefCell::default(),
            chosen: RefCell::default(),
            saved: Rc::default(),
            clipboard: Rc::default(),
            n_pages: Cell::default(),
            n_ids: Cell::default(),
            n_draws: Cell::default(),
            busy: RefCell::default(),
        }
    }
}

impl Device {
    /// Lets time go on by `ms` milliseconds.
    pub fn pass(&self, ms: u64) {
        self.now_ms.set(self.now_ms.get() + ms);
        self.clock_ms.set(self.clock_ms.get() + ms);
    }

    /// Ids of the responses that pages are at.
    pub fn busy(&self) -> Vec<String> {
        self.busy.borrow().values().cloned().collect()
    }

    /// Puts `value` in its place, unless nothing can be set.
    fn set<T>(&self, place: &RefCell<T>, value: T) -> Result<(), StoreError> {
        self.check()?;
        *place.borrow_mut() = value;
        Ok(())
    }

    fn check(&self) -> Result<(), StoreError> {
        self.blocked.borrow().clone().map_or(Ok(()), Err)
    }
}

impl MemoryTablet {
    /// The tablet on which this page is open.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Opens another page on the same tablet.
    pub fn another_page(&self) -> Self {
        let at = self.device.n_pages.get() + 1;
        self.device.n_pages.set(at);
        let device = Rc::clone(&self.device);
        Self {
            device,
            at,
            tapped_early: RefCell::default(),
            has_no_draft: Cell::default(),
            is_starting: Cell::default(),
            holder: Cell::default(),
        }
    }

    /// Has `language` been tapped before the app had arrived.
    pub fn tap_early(&self, language: &str) {
        *self.tapped_early.borrow_mut() = Some(language.to_owned());
    }

    /// There surely is no draft.
    pub fn know_of_no_draft(&self) {
        self.has_no_draft.set(true);
    }

    /// The start is over, or not yet.
    pub fn set_calm(&self, is_calm: bool) {
        self.is_starting.set(!is_calm);
    }

    /// Sets who holds the tablet this time, and how many they are.
    pub fn hand_to(&self, mode: Mode, n_present: u32) {
        self.holder.set(Some((mode, n_present)));
    }
}

impl Drop for MemoryTablet {
    fn drop(&mut self) {
        self.set_busy(None);
    }
}

#[async_trait(?Send)]
impl SiteFiles for MemoryTablet {
    async fn read(&self, path: &str) -> Option<String> {
        String::from_utf8(self.read_bytes(path).await?).ok()
    }
}

impl Clock for MemoryTablet {
    fn now_ms(&self) -> u64 {
        self.device.now_ms.get()
    }

    fn clock_ms(&self) -> u64 {
        self.device.clock_ms.get()
    }

    fn today(&self) -> Day {
        self.device.today.get()
    }

    fn part_of_day(&self) -> PartOfDay {
        self.device.part_of_day.get()
    }
}

impl Chance for MemoryTablet {
    fn below(&self, n: usize) -> usize {
        let n_draws = self.device.n_draws.get();
        self.device.n_draws.set(n_draws + 1);
        n_draws % n
    }

    fn new_id(&self) -> String {
        self.device.n_ids.set(self.device.n_ids.get() + 1);
        format!("00000000-0000-4000-8000-{:012}", self.device.n_ids.get())
    }
}

impl Page for MemoryTablet {
    fn study_folder(&self) -> String {
        "study/".to_owned()
    }

    fn address(&self, path: &str) -> String {
        path.to_owned()
    }

    fn language_tapped_early(&self) -> Option<String> {
        self.tapped_early.borrow().clone()
    }

    fn has_no_draft(&self) -> bool {
        self.has_no_draft.get()
    }

    fn is_calm(&self) -> bool {
        !self.is_starting.get()
    }
}

impl CurrentActivity for MemoryTablet {
    fn activity(&self) -> ActivitySettings {
        self.device.activity.borrow().clone()
    }

    fn set_activity(&self, activity: &ActivitySettings) -> Result<(), StoreError> {
        self.device.set(&self.device.activity, activity.clone())
    }

    fn holder(&self) -> Option<(Mode, u32)> {
        self.holder.get()
    }

    fn forget_holder(&self) {
        self.holder.set(None);
    }

    fn count_declined(&self) -> Result<(), StoreError> {
        self.device.check()?;
        self.device.n_declined.set(self.device.n_declined.get() + 1);
        Ok(())
    }
}

impl SessionLock for MemoryTablet {
    fn set_busy(&self, id: Option<&str>) {
        let mut busy = self.device.busy.borrow_mut();
        match id {
            Some(id) => busy.insert(self.at, id.to_owned()),
            None => busy.remove(&self.at),
        };
    }

    fn is_elsewhere(&self, id: &str) -> bool {
        self.device.busy.borrow().iter().any(|(page, busy)| *page != self.at && busy == id)
    }
}

impl Sending for MemoryTablet {
    fn send(&self) {
        self.device.n_sends.set(self.device.n_sends.get() + 1);
    }
}

impl SendingSettings for MemoryTablet {
    fn endpoint(&self) -> EndpointSettings {
        self.device.endpoint.borrow().clone()
    }

    fn set_endpoint(&self, settings: &EndpointSettings) -> Result<(), StoreError> {
        self.device.set(&self.device.endpoint, settings.clone())
    }

    fn retention(&self) -> Option<u32> {
        self.device.retention.get()
    }

    fn set_retention(&self, days: Option<u32>) -> Result<(), StoreError> {
        self.device.check()?;
        self.device.retention.set(days);
        Ok(())
    }
}

#[async_trait(?Send)]
impl WatchedSending for MemoryTablet {
    fn send_and_report(&self, on_report: Rc<dyn Fn(Report)>) {
        self.send();
        *self.device.on_report.borrow_mut() = Some(on_report);
    }

    async fn probe(&self, _settings: &EndpointSettings) -> Result<Found, Trouble> {
        self.device.probed.borrow().clone()
    }
}

impl DeskSettings for MemoryTablet {
    fn coordinator_language(&self) -> Option<String> {
        self.device.coordinator_language.borrow().clone()
    }

    fn set_coordinator_language(&self, language: &str) -> Result<(), StoreError> {
        self.device.set(&self.device.coordinator_language, Some(language.to_owned()))
    }

    fn n_declined(&self) -> usize {
        self.device.n_declined.get()
    }

    fn last_backup(&self) -> Option<LastBackup> {
        *self.device.last_backup.borrow()
    }

    fn set_last_backup(&self, backup: &LastBackup) -> Result<(), StoreError> {
        self.device.set(&self.device.last_backup, Some(*backup))
    }

    fn checking(&self) -> Checking {
        self.device.checking.borrow().clone()
    }

    fn set_checking(&self, checking: &Checking) -> Result<(), StoreError> {
        self.device.set(&self.device.checking, checking.clone())
    }
}

impl KeptTexts for MemoryTablet {
    fn kept(&self, name: &str) -> Option<String> {
        self.device.kept.borrow().get(name).cloned()
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.device.check()?;
        self.device.kept.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        self.device.check()?;
        self.device.kept.borrow_mut().remove(name);
        Ok(())
    }
}

impl CarriedSettings for MemoryTablet {
    fn settings(&self) -> Vec<(String, String)> {
        self.device.kept.borrow().iter().map(|(name, text)| (name.clone(), text.clone())).collect()
    }

    fn take_over(&self, settings: &[(String, String)]) -> Result<Vec<String>, StoreError> {
        let mut taken = Vec::new();
        for (name, text) in settings {
            if self.kept(name).is_none() {
                self.keep(name, text)?;
                taken.push(name.clone());
            }
        }
        Ok(taken)
    }
}

#[async_trait(?Send)]
impl StorageHealth for MemoryTablet {
    async fn health(&self) -> Health {
        self.device.health.borrow().clone()
    }

    async fn persist(&self) -> bool {
        self.device.health.borrow_mut().is_persisted = Some(true);
        true
    }
}

#[async_trait(?Send)]
impl OfflineLanguages for MemoryTablet {
    async fn prepare(&self, languages: &[String]) -> Vec<String> {
        let mut there = self.device.languages.borrow_mut();
        there.extend_from_slice(languages);
        there.sort();
        there.dedup();
        there.clone()
    }
}

#[async_trait(?Send)]
impl DeskFiles for MemoryTablet {
    async fn read_bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.device.files.borrow().get(path).cloned()
    }

    /// The SVG itself: nothing is drawn.
    async fn draw(&self, svg: &str, _width: u32, _height: u32, _kind: &str) -> Option<Vec<u8>> {
        Some(svg.as_bytes().to_vec())
    }

    fn chosen_file(&self, field: &str) -> Option<Rc<dyn ChosenFile>> {
        Some(Rc::new(MemoryFile(self.device.chosen.borrow().get(field)?.clone())))
    }

    fn courier(&self) -> Rc<dyn Courier> {
        Rc::new(MemoryCourier(Rc::clone(&self.device.clipboard)))
    }

    fn new_file(&self) -> Box<dyn NewFile> {
        Box::new(MemoryNewFile { bytes: Vec::new(), saved: Rc::clone(&self.device.saved) })
    }
}

/// A [`Courier`] with a clipboard, and neither camera nor share sheet.
#[derive(Debug, Default)]
struct MemoryCourier(Rc<RefCell<String>>);

#[async_trait(?Send)]
impl Courier for MemoryCourier {
    async fn look(&self, _place: &str) -> Result<Rc<dyn Look>, NoCamera> {
        Err(NoCamera::Absent)
    }

    async fn copy(&self, text: &str) -> bool {
        text.clone_into(&mut self.0.borrow_mut());
        true
    }

    fn can_share(&self) -> bool {
        false
    }

    async fn share(&self, _title: &str, _link: &str) {}
}

/// A [`NewFile`] that is put among what was saved.
#[derive(Debug, Default)]
struct MemoryNewFile {
    bytes: Vec<u8>,
    saved: Rc<RefCell<BTreeMap<String, Vec<u8>>>>,
}

impl NewFile for MemoryNewFile {
    fn write_bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    fn save(self: Box<Self>, name: &str, _kind: &str) {
        self.saved.borrow_mut().insert(name.to_owned(), self.bytes);
    }
}

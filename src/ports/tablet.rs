//! The device that the app runs on, in small parts: each says what one matter asks of it. [`Tablet`] is all that the
//! participant's page asks, [`Desk`] what the coordinator's page asks besides.

use std::rc::Rc;

use async_trait::async_trait;

use crate::domain::checking::Checking;
use crate::domain::day::Day;
use crate::domain::delivery::{Found, Report, Trouble};
use crate::domain::health::{Health, LastBackup};
use crate::domain::response::{Mode, PartOfDay};
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::ports::courier::Courier;
use crate::ports::file::{ChosenFile, NewFile, SiteFiles};
use crate::ports::response_store::StoreError;

/// What the participant's page asks of the device.
pub trait Tablet: Clock + Chance + Page + CurrentActivity + SessionLock + Sending {}

impl<T: Clock + Chance + Page + CurrentActivity + SessionLock + Sending> Tablet for T {}

/// What the coordinator's page asks of the device besides.
pub trait Desk:
    Tablet
    + SendingSettings
    + WatchedSending
    + DeskSettings
    + KeptTexts
    + CarriedSettings
    + StorageHealth
    + OfflineLanguages
    + DeskFiles
{
}

impl<T> Desk for T where
    T: Tablet
        + SendingSettings
        + WatchedSending
        + DeskSettings
        + KeptTexts
        + CarriedSettings
        + StorageHealth
        + OfflineLanguages
        + DeskFiles
{
}

/// What time it is.
pub trait Clock {
    /// Device clock: milliseconds since 1970, UTC. It may be wrong, and may be set back at any moment.
    fn now_ms(&self) -> u64;

    /// The page's own clock: milliseconds since it was opened. It only runs forward.
    fn clock_ms(&self) -> u64;

    /// The local day.
    fn today(&self) -> Day;

    /// The part of the local day.
    fn part_of_day(&self) -> PartOfDay;
}

/// What is random.
pub trait Chance {
    /// Some number below `n`, each as likely as the other.
    fn below(&self, n: usize) -> usize;

    /// A new random id: a UUID of version 4.
    fn new_id(&self) -> String;
}

/// The page that was opened, and the files of its site.
pub trait Page: SiteFiles {
    /// Address of the folder of the study, from the site's root.
    fn study_folder(&self) -> String;

    /// Address by which this page finds `path`, which is seen from the site's root.
    fn address(&self, path: &str) -> String;

    /// Address of a picture of the study, whose path is seen from its folder. Small ones may be here already, all in one file.
    fn picture(&self, path: &str) -> String {
        self.address(&format!("{}{path}", self.study_folder()))
    }

    /// The language that was tapped before the app had arrived.
    fn language_tapped_early(&self) -> Option<String>;

    /// When the page was opened there surely was no draft on this tablet: nobody who was cut off is looked for. `false` where that
    /// is not known.
    fn has_no_draft(&self) -> bool;

    /// The start is over: the first answer was given, or nobody has tapped for a while. Until then line and processor are theirs.
    fn is_calm(&self) -> bool;
}

/// The activity at hand, and who takes part in it.
pub trait CurrentActivity {
    /// The activity that is set, or an empty one.
    fn activity(&self) -> ActivitySettings;

    /// Sets the activity.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older settings stay.
    fn set_activity(&self, activity: &ActivitySettings) -> Result<(), StoreError>;

    /// Who holds the tablet now and how many they are, if the coordinator has said so for one participant.
    fn holder(&self) -> Option<(Mode, u32)>;

    /// That participant has gone: who comes next holds it as the activity says.
    fn forget_holder(&self);

    /// Counts one who would rather not.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the number stays.
    fn count_declined(&self) -> Result<(), StoreError>;
}

/// At which responses the pages are that are open on this tablet.
pub trait SessionLock {
    /// Tells at which response a participant is in progress, by its id, if there is one: an update of the app waits for the end
    /// of it, and other pages leave its draft alone.
    fn set_busy(&self, id: Option<&str>);

    /// Another page that is open on this tablet is at the response with this id.
    fn is_elsewhere(&self, id: &str) -> bool;
}

/// The worker that sends.
pub trait Sending {
    /// Has the worker send what waits, now. It costs the participant nothing, and failing costs nothing either.
    fn send(&self);
}

/// Where responses go, and how long the tablet keeps them.
pub trait SendingSettings {
    /// The endpoint that is set, or the default.
    fn endpoint(&self) -> EndpointSettings;

    /// Sets the endpoint.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older settings stay.
    fn set_endpoint(&self, settings: &EndpointSettings) -> Result<(), StoreError>;

    /// After how many days what is sent is cleared; `None` means never.
    fn retention(&self) -> Option<u32>;

    /// Sets after how many days what is sent is cleared.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older choice stays.
    fn set_retention(&self, days: Option<u32>) -> Result<(), StoreError>;
}

/// Sending, watched by somebody.
#[async_trait(?Send)]
pub trait WatchedSending: Sending {
    /// Has the worker send what waits, now; `on_report` hears how it goes, in place of who heard before.
    fn send_and_report(&self, on_report: Rc<dyn Fn(Report)>);

    /// Sends a request with no response in it to the endpoint of `settings`: what that shows, or what is in the way.
    async fn probe(&self, settings: &EndpointSettings) -> Result<Found, Trouble>;
}

/// What the coordinator's page knows about its tablet.
pub trait DeskSettings {
    /// The language in which the coordinator reads, if one was chosen.
    fn coordinator_language(&self) -> Option<String>;

    /// Chooses the language in which the coordinator reads.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older choice stays.
    fn set_coordinator_language(&self, language: &str) -> Result<(), StoreError>;

    /// How many would rather not: all that is kept of them.
    fn n_declined(&self) -> usize;

    /// The last backup that was made here, if any.
    fn last_backup(&self) -> Option<LastBackup>;

    /// Remembers that a backup was made.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the one before is remembered.
    fn set_last_backup(&self, backup: &LastBackup) -> Result<(), StoreError>;

    /// What native speakers have told of translations.
    fn checking(&self) -> Checking;

    /// Keeps what native speakers have told.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was kept before still is.
    fn set_checking(&self, checking: &Checking) -> Result<(), StoreError>;
}

/// Texts that parts of the page keep, each under a name.
pub trait KeptTexts {
    /// The text that is kept under `name`, if there is one.
    fn kept(&self, name: &str) -> Option<String>;

    /// Keeps `text` under `name`.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was kept before still is.
    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError>;

    /// Forgets what is kept under `name`.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it is still kept.
    fn forget(&self, name: &str) -> Result<(), StoreError>;
}

/// Settings as a backup carries them from one tablet to another.
pub trait CarriedSettings {
    /// All settings as they go into a backup: names and texts, without any key or password.
    fn settings(&self) -> Vec<(String, String)>;

    /// Takes over those settings that were never set on this tablet, and what lists on it miss; returns the names of what has
    /// changed.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; some may have been taken over.
    fn take_over(&self, settings: &[(String, String)]) -> Result<Vec<String>, StoreError>;
}

/// How safe the storage is.
#[async_trait(?Send)]
pub trait StorageHealth {
    /// What the browser tells of its storage.
    async fn health(&self) -> Health;

    /// Asks the browser to clear nothing by itself, which may ask the person; returns whether it promises so.
    async fn persist(&self) -> bool;
}

/// Languages for use without a network.
#[async_trait(?Send)]
pub trait OfflineLanguages {
    /// Keeps texts and sounds of these languages (ids) on the tablet; returns all languages that are wholly there then. With no
    /// ids it only looks.
    async fn prepare(&self, languages: &[String]) -> Vec<String>;
}

/// Files that come to the coordinator and go from them.
#[async_trait(?Send)]
pub trait DeskFiles {
    /// The bytes of the file at `path` of this site; `None` if it cannot be had.
    async fn read_bytes(&self, path: &str) -> Option<Vec<u8>>;

    /// The SVG picture `svg`, which names no other file, drawn on white as a file of the MIME type `kind` (`image/png` or
    /// `image/jpeg`) of this width and height in pixels; `None` if it cannot be drawn.
    async fn draw(&self, svg: &str, width: u32, height: u32, kind: &str) -> Option<Vec<u8>>;

    /// The file that is chosen in the field with this id.
    fn chosen_file(&self, field: &str) -> Option<Rc<dyn ChosenFile>>;

    /// Camera, clipboard and share sheet.
    fn courier(&self) -> Rc<dyn Courier>;

    /// Begins a file.
    fn new_file(&self) -> Box<dyn NewFile>;
}

//! The tablet as a browser shows it to coordinators.

use std::pin::Pin;
use std::rc::Rc;

use async_trait::async_trait;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::browser::call_boot;
use crate::browser::camera::BrowserCourier;
use crate::browser::file::{BlobFile, BrowserFile};
use crate::browser::health;
use crate::browser::http::{HttpEndpoint, get_bytes};
use crate::browser::picture;
use crate::browser::settings::{Area, get, read, remove_in, set, write};
use crate::browser::tablet::{BrowserTablet, n_declined, resolve, to_root};
use crate::domain::checking::Checking;
use crate::domain::delivery::{Found, Report, Trouble};
use crate::domain::health::{Health, LastBackup};
use crate::domain::settings::EndpointSettings;
use crate::format::carried::{self, REVIEWED, carried};
use crate::format::setting::{CoordinatorLanguage, Retention};
use crate::ports::courier::Courier;
use crate::ports::file::{ChosenFile, NewFile};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::{
    CarriedSettings, DeskFiles, DeskSettings, KeptTexts, OfflineLanguages, Page, Sending, SendingSettings,
    StorageHealth, WatchedSending,
};

impl SendingSettings for BrowserTablet {
    fn endpoint(&self) -> EndpointSettings {
        get().unwrap_or_default()
    }

    fn set_endpoint(&self, settings: &EndpointSettings) -> Result<(), StoreError> {
        set(settings)
    }

    fn retention(&self) -> Option<u32> {
        get::<Retention>()?.0
    }

    fn set_retention(&self, days: Option<u32>) -> Result<(), StoreError> {
        set(&Retention(days))
    }
}

#[async_trait(?Send)]
impl WatchedSending for BrowserTablet {
    fn send_and_report(&self, on_report: Rc<dyn Fn(Report)>) {
        self.send();
        if let Some(sender) = self.sender.borrow_mut().as_mut() {
            sender.listen(on_report);
        }
    }

    async fn probe(&self, settings: &EndpointSettings) -> Result<Found, Trouble> {
        let Ok(probing) = probing(settings.clone()).await else { return Err(Trouble::Unreachable) };
        probing.await
    }
}

/// Asks an endpoint whether it would take anything. It comes with the view where one is set.
#[wasm_split(tablet, fallible)]
fn probing(settings: EndpointSettings) -> Result<Probing, SplitLoaderError> {
    Ok(Box::pin(async move { HttpEndpoint::open(settings, &resolve(&to_root())).await?.probe().await }))
}

type Probing = Pin<Box<dyn Future<Output = Result<Found, Trouble>>>>;

impl DeskSettings for BrowserTablet {
    fn coordinator_language(&self) -> Option<String> {
        Some(get::<CoordinatorLanguage>()?.0)
    }

    fn set_coordinator_language(&self, language: &str) -> Result<(), StoreError> {
        set(&CoordinatorLanguage(language.to_owned()))
    }

    fn n_declined(&self) -> usize {
        n_declined()
    }

    fn last_backup(&self) -> Option<LastBackup> {
        get()
    }

    fn set_last_backup(&self, backup: &LastBackup) -> Result<(), StoreError> {
        set(backup)
    }

    fn checking(&self) -> Checking {
        get().unwrap_or_default()
    }

    fn set_checking(&self, checking: &Checking) -> Result<(), StoreError> {
        set(checking)
    }
}

impl KeptTexts for BrowserTablet {
    fn kept(&self, name: &str) -> Option<String> {
        read(&carried::key(name))
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        write(&carried::key(name), text)
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        remove_in(Area::Tablet, &carried::key(name))
    }
}

impl CarriedSettings for BrowserTablet {
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
}

#[async_trait(?Send)]
impl StorageHealth for BrowserTablet {
    async fn health(&self) -> Health {
        health::look().await
    }

    async fn persist(&self) -> bool {
        health::persist().await
    }
}

#[async_trait(?Send)]
impl OfflineLanguages for BrowserTablet {
    async fn prepare(&self, languages: &[String]) -> Vec<String> {
        let ids: Array = languages.iter().map(|id| JsValue::from_str(id)).collect();
        // Without the start script, or without https, nothing is kept.
        let asked = call_boot("prepare", &ids).and_then(|asked| asked.dyn_into::<Promise>().ok());
        let Some(asked) = asked else { return Vec::new() };
        let there = JsFuture::from(asked).await.unwrap_or_default();
        let there = there.dyn_into::<Array>().unwrap_or_default();
        there.iter().filter_map(|id| id.as_string()).collect()
    }
}

#[async_trait(?Send)]
impl DeskFiles for BrowserTablet {
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

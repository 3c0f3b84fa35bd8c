//! The coordinator and their page.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::tablet::Tablet;
use crate::until;

/// The coordinator, with the tablet in their hands.
pub struct Coordinator<'a> {
    tablet: &'a Tablet,
}

/// What the page tells.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Told {
    /// The study has been read.
    pub is_read: bool,
    /// How many there are of what.
    pub counts: BTreeMap<String, usize>,
    /// The notices of each block, by its name: how much they matter, and their words.
    pub told: BTreeMap<String, Vec<String>>,
}

impl<'a> Coordinator<'a> {
    /// Opens the page of the app at `address`.
    pub async fn opens(tablet: &'a Tablet, address: &str) -> Self {
        tablet.open(&format!("{address}coordinator/")).await;
        let coordinator = Self { tablet };
        coordinator.reads("the numbers and the study", |told| told.is_read && !told.counts.is_empty()).await;
        coordinator
    }

    /// Opens the part of the page of the app at `address` that `hash` names.
    pub async fn opens_at(tablet: &'a Tablet, address: &str, hash: &str) -> Self {
        let coordinator = Self::opens(tablet, address).await;
        coordinator.goes_to(hash).await;
        coordinator
    }

    /// Goes to the part of the page that `hash` names, without loading it anew.
    pub async fn goes_to(&self, hash: &str) {
        self.tablet.run::<Value>("location.hash = arguments[0]", vec![hash.into()]).await;
        self.tablet.settle().await;
    }

    /// The page is open already, whatever it shows.
    pub fn is_at(tablet: &'a Tablet) -> Self {
        Self { tablet }
    }

    /// Waits until the page tells what `is_it` says.
    pub async fn reads(&self, what: &str, is_it: impl Fn(&Told) -> bool) -> Told {
        self.tablet
            .until(what, async || {
                let told: Told = self.tablet.ask("coordinator", vec![]).await;
                if is_it(&told) { Ok(told) } else { Err(format!("the page tells {told:?}")) }
            })
            .await
    }

    /// Waits until the page counts so many waiting and so many sent.
    pub async fn counts(&self, waiting: usize, sent: usize) -> Told {
        self.reads(&format!("{waiting} waiting and {sent} sent"), |told| {
            let count = |kind| told.counts.get(kind).copied();
            count("waiting") == Some(waiting) && count("sent") == Some(sent)
        })
        .await
    }

    /// Waits until a notice of `block` has these words.
    pub async fn is_told(&self, block: &str, words: &str) -> String {
        let has = |told: &Told| told.told.get(block)?.iter().find(|notice| notice.contains(words)).cloned();
        has(&self.reads(&format!("{words:?} at {block}"), |told| has(told).is_some()).await)
            .unwrap_or_default()
    }

    /// Goes to the part of the page on which the element with this id stands, if that is another one; parts come by themselves.
    async fn shows(&self, id: &str) {
        let is_there = async || {
            let look = "return Boolean(document.getElementById(arguments[0]))";
            let is_there: bool = self.tablet.run(look, vec![id.into()]).await;
            if is_there { Ok(()) } else { Err(format!("#{id} is not there")) }
        };
        self.tablet.until("a part of the page", is_there).await;
        let go = "const column = document.getElementById(arguments[0])?.closest('[data-view][hidden]');
            if (column) location.hash = column.dataset.view;
            return Boolean(column)";
        if self.tablet.run::<bool>(go, vec![id.into()]).await {
            self.tablet.settle().await;
        }
    }

    /// Presses the button of `block` with these words.
    pub async fn press(&self, block: &str, words: &str) {
        self.shows(block).await;
        let spot = self.tablet.spot(&format!("#{block} button"), Some(words)).await;
        self.tablet.tap(spot.x, spot.y).await;
    }

    /// Unfolds the part of the page called `part`. Without a finger: right after the start, what comes in above it pushes
    /// it away.
    pub async fn open_part(&self, part: &str) {
        self.shows(part).await;
        let script = format!("document.getElementById('{part}').open = true");
        self.tablet.run::<Value>(&script, vec![]).await;
        self.tablet.settle().await;
    }

    /// Chooses a file of the tablet in the field with the id `field`.
    pub async fn choose_file(&self, field: &str, file: &Path) {
        let expression = format!("document.getElementById('{field}')");
        let found = self.tablet.cdp("Runtime.evaluate", json!({ "expression": expression })).await;
        let id = &found["result"]["objectId"];
        self.tablet.cdp("DOM.setFileInputFiles", json!({ "files": [file], "objectId": id })).await;
    }

    /// Where to: unfolds what is seldom needed.
    pub async fn unfold(&self) {
        self.shows("endpoint").await;
        let spot = self.tablet.spot("#endpoint summary", None).await;
        self.tablet.tap(spot.x, spot.y).await;
    }

    /// Writes into the field with the id `field`, in the place of what stands there.
    pub async fn fill(&self, field: &str, text: &str) {
        if field == "kind" {
            // What is on no list has a field of its own.
            self.choose("kind-choice", "other").await;
        }
        self.shows(field).await;
        let selector = format!("#{field}");
        let spot = self.tablet.spot(&selector, None).await;
        self.tablet.tap(spot.x, spot.y).await;
        self.tablet
            .until(&format!("the focus in {field}"), async || {
                let id: Option<String> = self.tablet.run("return document.activeElement?.id", vec![]).await;
                if id.as_deref() == Some(field) { Ok(()) } else { Err(format!("it is at {id:?}")) }
            })
            .await;
        self.tablet.run::<Value>("document.activeElement.select()", vec![]).await;
        self.tablet.write(text).await;
    }

    /// Chooses the value `value` in the list with the id `list`, folded away or not.
    pub async fn choose(&self, list: &str, value: &str) {
        self.tablet.ask::<Value>("choose", vec![format!("#{list}").into(), value.into()]).await;
    }

    /// Taps the part of the page with the id `id`: ticks it, presses it, unfolds it.
    pub async fn tap(&self, id: &str) {
        self.shows(id).await;
        let spot = self.tablet.spot(&format!("#{id}"), None).await;
        self.tablet.tap(spot.x, spot.y).await;
    }

    /// Waits until the part of the page with the id `id` shows these words, and returns all it shows.
    pub async fn reads_at(&self, id: &str, words: &str) -> String {
        let script = format!("return document.getElementById('{id}')?.innerText ?? ''");
        self.tablet
            .until(&format!("{words:?} at {id}"), async || {
                let shown: String = self.tablet.run(&script, vec![]).await;
                if shown.contains(words) { Ok(shown) } else { Err(format!("it shows {shown:?}")) }
            })
            .await
    }

    /// Activity: ticks these indicators, once the part about them is unfolded.
    pub async fn pick(&self, indicators: &[&str]) {
        for indicator in indicators {
            self.tap(&format!("pick-{indicator}")).await;
        }
    }

    /// Activity: sets the name of the centre and the deck.
    pub async fn set_activity(&self, centre: &str, deck: &str) {
        self.fill("centre", centre).await;
        self.choose("deck", deck).await;
        self.press("activity", "Bewaren").await;
        self.is_told("activity", "Bewaard.").await;
    }

    /// Where to: adds a key.
    pub async fn add_header(&self, name: &str, value: &str) {
        self.press("endpoint", "Sleutel erbij").await;
        self.fill("header-name-0", name).await;
        self.fill("header-value-0", value).await;
    }
}

/// Where a tablet puts what it saves.
pub struct Downloads(TempDir);

impl Downloads {
    /// From now on in a folder of its own. Only in Chromium.
    pub async fn of(tablet: &Tablet) -> Self {
        let folder = TempDir::new().unwrap();
        let wanted = json!({ "behavior": "allow", "downloadPath": folder.path() });
        tablet.cdp("Browser.setDownloadBehavior", wanted).await;
        Self(folder)
    }

    /// Waits for a file whose name begins and ends so.
    pub async fn file(&self, begin: &str, end: &str) -> PathBuf {
        let found = until(async || {
            let names: Vec<String> = fs::read_dir(self.0.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
                .collect();
            let found = names.iter().find(|name| name.starts_with(begin) && name.ends_with(end));
            let found = found.map(|name| self.0.path().join(name));
            // While it comes in, it lies there empty.
            let found = found.filter(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0));
            found.ok_or_else(|| format!("there is {names:?}"))
        });
        found.await.unwrap_or_else(|seen| panic!("no file {begin}…{end}: {seen}"))
    }

    /// The same: reads it, and takes it away.
    pub async fn take(&self, begin: &str, end: &str) -> String {
        let file = self.file(begin, end).await;
        let text = fs::read_to_string(&file).unwrap();
        fs::remove_file(file).unwrap();
        text
    }
}

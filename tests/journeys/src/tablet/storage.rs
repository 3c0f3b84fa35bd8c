//! What the app has stored, and how much room there is.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::tablet::{Entry, Stored, Tablet};
use crate::until;

impl Tablet {
    /// What is stored.
    pub async fn stored(&self) -> Stored {
        self.later("stored", vec![]).await
    }

    /// The drafts alone.
    pub async fn drafts(&self) -> Vec<String> {
        self.later("drafts", vec![]).await
    }

    /// Where each finished response stands, by its id.
    pub async fn ledger(&self) -> BTreeMap<String, Entry> {
        self.later("ledger", vec![]).await
    }

    /// Puts finished responses (ids and texts) there, as if participants had given them on `day`.
    pub async fn seed(&self, responses: &[(String, String)], day: &str) {
        self.later::<Value>("seed", vec![json!(responses), day.into()]).await;
    }

    /// Lets the storage of the site at `origin` grow by so many bytes from now on and no further, as a full disk does.
    ///
    /// The browser asks for the room left only when what it knew of is used up; so the first time has to be before the
    /// site has written anything, and [`Tablet::fill`] makes sure that nothing is left.
    pub async fn set_room(&self, origin: &str, bytes: u32) {
        let used = self.cdp("Storage.getUsageAndQuota", json!({ "origin": origin })).await["usage"].as_f64();
        let quota = json!({ "origin": origin, "quotaSize": used.unwrap_or_default() + f64::from(bytes) });
        self.cdp("Storage.overrideQuotaForOrigin", quota).await;
    }

    /// Uses up the room that is left; from now on every write of the site at `origin` fails.
    pub async fn fill(&self, origin: &str) {
        self.later::<Value>("fill", vec![]).await;
        self.cdp("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": 1 })).await;
    }

    /// Makes the browser close every connection to a database, as it does when it runs out of memory.
    pub async fn close_databases(&self) {
        let before = self.driver.window().await.unwrap();
        let tab = self.driver.new_tab().await.unwrap();
        self.driver.switch_to_window(tab).await.unwrap();
        self.driver.goto("chrome://indexeddb-internals/").await.unwrap();
        let close = "const all = [...document.querySelectorAll('.force-close')]; \
            for (const one of all) one.click(); return all.length;";
        let closed = until(async || {
            let n: usize = self.run(close, vec![]).await;
            if n > 0 { Ok(()) } else { Err("there are no databases".to_owned()) }
        });
        closed.await.unwrap();
        let open =
            "return [...document.querySelectorAll('.connection-count')].map((one) => one.innerText.trim())";
        let gone = until(async || {
            let open: Vec<String> = self.run(open, vec![]).await;
            if open.iter().all(|n| n == "0") { Ok(()) } else { Err(format!("still open: {open:?}")) }
        });
        let gone = gone.await;
        self.driver.close_window().await.unwrap();
        self.driver.switch_to_window(before).await.unwrap();
        gone.unwrap();
    }
}

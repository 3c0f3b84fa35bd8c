//! What is done at the gate before the coordinator's page: it opens, a PIN is tried, made and taken away, and the tablet is
//! handed over.
//!
//! The lock lies beside the responses. Among the settings there is only a mark of it, for who wants to look without waiting:
//! a wrong mark opens nothing.

use crate::domain::gate::{Action, Effect};
use crate::domain::pin::{Lock, Tries};
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::response_store::StoreError;
use crate::ports::tablet::KeptTexts;
use crate::workflow::pin::{MARK, keep_lock, kept_lock, make, try_it};

/// Where it is marked that there is a PIN: `public/kept.js` looks there. Older apps kept it there itself.
pub const PIN: &str = "pin";
/// Where it is kept that nobody wanted a PIN when it was offered.
pub const LATER: &str = "pin-later";
/// Where it is kept when the tablet was handed over last: other open pages hear of it.
pub const HANDED: &str = "handed";

/// Whether the page opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// There is no PIN.
    Open,
    /// There is one, or it is marked that there is one and the storage does not answer.
    Shut,
    /// The storage does not say whether there is one. Without it there is nothing to see, and its trouble is told inside; it
    /// is asked again.
    Unknown,
}

/// What is needed at the gate.
#[derive(Clone, Copy)]
pub struct AtGate<'a> {
    /// Where the lock is.
    pub locks: &'a dyn LockStore,
    /// Chance and hash.
    pub secrets: &'a dyn Secrets,
    /// Where the marks are.
    pub texts: &'a dyn KeptTexts,
}

/// What is kept of the PIN, if there is one; an error if nobody knows.
pub type Looked = Result<Option<Lock>, StoreError>;

impl AtGate<'_> {
    /// Whether the page opens.
    pub async fn opening(self) -> Opening {
        match self.look().await {
            Ok(None) => Opening::Open,
            Ok(Some(_)) => Opening::Shut,
            Err(_) if self.is_marked() => Opening::Shut,
            Err(_) => Opening::Unknown,
        }
    }

    /// It is marked that there is a PIN.
    pub fn is_marked(self) -> bool {
        self.texts.kept(PIN).is_some_and(|mark| !mark.is_empty())
    }

    /// Looks what is kept of the PIN, and sets the mark right.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; whether there is one is not known then, and the mark is as it was.
    pub async fn look(self) -> Looked {
        let mark = self.texts.kept(PIN).filter(|mark| !mark.is_empty());
        let lock = kept_lock(self.locks, mark.as_deref()).await?;
        let right = lock.is_some().then_some(MARK);
        if mark.as_deref() != right {
            // A wrong mark makes the way out look otherwise, and nothing else.
            let _ = right.map_or_else(|| self.texts.forget(PIN), |right| self.texts.keep(PIN, right));
        }
        Ok(lock)
    }

    /// Does what follows from an action at the gate; `seen` is what the page knows of the tries. Returns what comes of it, and
    /// what is kept then; `None` if nothing follows.
    pub async fn carry_out(self, effect: Effect, seen: Tries) -> Option<(Action, Looked)> {
        Some(match effect {
            Effect::None => return None,
            Effect::CheckPin(typed) => self.check(seen, &typed, false).await,
            Effect::CheckCode(typed) => self.check(seen, &typed, true).await,
            Effect::Make(pin, why) => {
                let code = self.make(&pin).await;
                // If the storage does not answer any more, it is asked again when the page is.
                (code.map_or(Action::NotMade(why), Action::Made), self.look().await)
            }
        })
    }

    /// Tries a PIN, or the recovery code.
    async fn check(self, seen: Tries, typed: &str, with_code: bool) -> (Action, Looked) {
        let tried = try_it(self.locks, self.secrets, seen, typed, with_code).await;
        let looked = self.look().await;
        let action = match (tried, &looked) {
            (Ok(is_right), Ok(_)) if with_code => Action::CheckedCode(is_right),
            (Ok(is_right), Ok(_)) => Action::CheckedPin(is_right),
            _ => Action::NotChecked(with_code),
        };
        (action, looked)
    }

    /// Keeps a new PIN, and returns its recovery code.
    async fn make(self, pin: &str) -> Option<String> {
        let (lock, code) = make(self.secrets, pin).await?;
        keep_lock(self.locks, Some(&lock)).await.is_ok().then_some(code)
    }

    /// Takes the PIN away, and returns what is kept then. If that does not work it is still there.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nobody knows then whether it is.
    pub async fn remove(self) -> Looked {
        let _ = keep_lock(self.locks, None).await;
        // Whoever takes it away has answered whether they want one.
        self.put_off();
        self.look().await
    }

    /// Nobody wants a PIN now. If that cannot be kept, it is offered again.
    pub fn put_off(self) {
        let _ = self.texts.keep(LATER, "1");
    }

    /// The tablet goes to the participants, at `now_ms` of the device. The first time a PIN is offered before: returns whether
    /// that is so, and they have to wait.
    pub fn hand_over(self, has_pin: bool, now_ms: u64) -> bool {
        let is_offered = !has_pin && self.secrets.is_there() && self.texts.kept(LATER).is_none();
        if !is_offered {
            // If it cannot be kept, another open page is shut when nobody has touched it for a while.
            let _ = self.texts.keep(HANDED, &now_ms.to_string());
        }
        is_offered
    }
}

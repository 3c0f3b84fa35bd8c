//! The responses of the tablet, as the worker that makes results holds them between two questions.

use std::collections::BTreeSet;
use std::mem;
use std::time::Duration;

use crate::domain::counted::LeftOut;
use crate::domain::response::{Activity, Response, ResponseId};
use crate::domain::same::{Names, Telling};
use crate::format::response::read_response;
use crate::ports::archive::Shelf;
use crate::ports::response_store::StoreError;
use crate::workflow::report::{Source, WITH_TEXT};

/// How many responses are read together: at some 4 kB each not much memory, and few questions to the store.
pub(super) const PAGE: usize = 500;

/// A response that could be read.
#[derive(Debug)]
pub(super) struct One {
    /// Its id in the ledger.
    pub(super) id: ResponseId,
    /// With its activity as it is told.
    pub(super) response: Response,
    /// The activity as it was given.
    given: Activity,
    /// How long its text is.
    n_bytes: usize,
}

/// All finished responses whose texts are on the tablet, by id.
#[derive(Debug, Default)]
pub(super) struct Collected {
    all: Vec<One>,
    /// Ids of those whose texts cannot be read, in order.
    pub(super) unreadable: Vec<ResponseId>,
    /// How many texts the tablet held and had cleared when these were read; `None` if some are missing here. Texts never change,
    /// and both numbers only grow.
    as_of: Option<(usize, usize)>,
    /// By what they are told, and how.
    told: Option<(Names, Vec<Activity>, Telling)>,
}

impl Collected {
    /// Reads what has come since the last time, and forgets what was cleared.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was read stays.
    pub(super) async fn catch_up(&mut self, source: &Source<'_>) -> Result<(), StoreError> {
        // Asked first: what comes meanwhile is seen the next time.
        let counts = source.overview.counts().await?;
        let now = (counts.waiting + counts.sending + counts.sent + counts.refused, counts.cleared);
        if self.as_of == Some(now) {
            return Ok(());
        }
        self.as_of = None;
        self.told = None;
        let mut missing = BTreeSet::new();
        for state in WITH_TEXT {
            missing.extend(source.overview.ids(state).await?);
        }
        // What is left after this is not here yet.
        self.all.retain(|one| missing.remove(&one.id));
        self.unreadable.retain(|id| missing.remove(id));
        let missing: Vec<ResponseId> = missing.into_iter().collect();
        for page in missing.chunks(PAGE) {
            let keys: Vec<String> = page.iter().map(ResponseId::to_string).collect();
            let texts = source.archive.texts(Shelf::Responses, &keys).await?;
            for (id, text) in page.iter().zip(texts) {
                // Without a text it was cleared just now, or the store is half broken.
                let Some(text) = text else { continue };
                self.take_in(id.clone(), &text);
            }
            (source.sign)(Duration::ZERO);
        }
        self.all.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        self.unreadable.sort_unstable();
        self.as_of = Some(now);
        Ok(())
    }

    fn take_in(&mut self, id: ResponseId, text: &str) {
        match read_response(text) {
            Ok(response) => {
                let given = response.activity.clone();
                self.all.push(One { id, response, given, n_bytes: text.len() });
            }
            Err(_) => self.unreadable.push(id),
        }
    }

    /// Tells them by `names`, together with what was given at `others`; returns how.
    pub(super) fn tell(&mut self, names: &Names, others: Vec<Activity>) -> &Telling {
        let told = self.told.take().filter(|told| (&told.0, &told.1) == (names, &others));
        let told = told.unwrap_or_else(|| {
            let given = self.all.iter().map(|one| &one.given);
            let telling = names.clone().telling(given.chain(&others));
            for one in &mut self.all {
                one.response.activity.clone_from(&one.given);
                telling.activity(&mut one.response.activity);
            }
            (names.clone(), others, telling)
        });
        &self.told.insert(told).2
    }

    /// Those that are counted. Of the others nobody here knows whose they are, or how they ended: they would be told as something
    /// else.
    pub(super) fn counted(&self) -> impl Iterator<Item = &One> {
        self.all.iter().filter(|one| one.response.newer.is_empty())
    }

    /// The same, without their ids in the ledger.
    pub(super) fn responses(&self) -> impl Iterator<Item = &Response> {
        self.counted().map(|one| &one.response)
    }

    /// What is left out of everything that is counted.
    pub(super) fn left_out(&self) -> LeftOut {
        let unreadable = self.unreadable.iter().map(|_| None);
        LeftOut::of(self.all.iter().map(|one| Some(&one.response)).chain(unreadable))
    }

    /// Everything that could be read, what only a newer app understands too.
    pub(super) fn all(&self) -> &[One] {
        &self.all
    }

    /// Gives `job` those that `is_meant` picks by how they are told, as they were given.
    pub(super) fn as_given<T>(
        &mut self,
        is_meant: impl Fn(&Response) -> bool,
        job: impl FnOnce(&[Response]) -> T,
    ) -> T {
        let (meant, others): (Vec<One>, Vec<One>) =
            mem::take(&mut self.all).into_iter().partition(|one| is_meant(&one.response));
        let (abouts, responses): (Vec<_>, Vec<Response>) = meant
            .into_iter()
            .map(|One { id, mut response, given, n_bytes }| {
                let told = mem::replace(&mut response.activity, given);
                ((id, told, n_bytes), response)
            })
            .unzip();
        let done = job(&responses);
        let back = abouts.into_iter().zip(responses).map(|((id, told, n_bytes), mut response)| {
            let given = mem::replace(&mut response.activity, told);
            One { id, response, given, n_bytes }
        });
        self.all = others;
        self.all.extend(back);
        self.all.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        done
    }

    /// Forgets all but the first ones, whose texts have together no more than `most` bytes.
    pub(super) fn shrink(&mut self, most: usize) {
        let mut n_bytes = 0;
        let more = self.all.iter().position(|one| {
            n_bytes += one.n_bytes;
            n_bytes > most
        });
        if let Some(n_held) = more {
            self.all.truncate(n_held);
            self.as_of = None;
        }
    }
}

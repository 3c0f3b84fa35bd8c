//! The responses of the tablet, as the worker that makes results holds them between two questions.

use std::collections::BTreeSet;
use std::mem;
use std::rc::Rc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::counted::LeftOut;
use crate::domain::response::{Activity, Response, ResponseId};
use crate::domain::same::{Names, Telling};
use crate::format::response::read_response;
use crate::format::rows::{Row, read_rows, write_rows};
use crate::ports::archive::Shelf;
use crate::ports::response_store::{Extent, StoreError};
use crate::workflow::report::{Source, WITH_TEXT};

/// How many responses are read together, and packed on a page: at some 4 kB each not much memory, and few questions to the store.
pub(super) const PAGE: usize = 500;

/// A response that could be read.
#[derive(Debug)]
pub(super) struct One {
    /// Its id in the ledger.
    pub(super) id: ResponseId,
    /// With its activity as it is told.
    pub(super) response: Response,
    /// The activity as it was given: one for all that were given there.
    given: Rc<Activity>,
    /// How long its text is.
    n_bytes: usize,
    /// The page on which it is packed, or will be.
    page: usize,
}

/// A response that could not be read.
#[derive(Debug)]
struct Unreadable {
    id: ResponseId,
    n_bytes: usize,
    page: usize,
}

/// All finished responses whose texts are on the tablet, by id.
#[derive(Debug, Default)]
pub(super) struct Collected {
    all: Vec<One>,
    /// Those whose texts cannot be read, by id.
    unreadable: Vec<Unreadable>,
    /// How many texts the tablet held and had cleared when these were read; `None` if some may be missing here. Texts never change,
    /// and both numbers only grow.
    as_of: Option<(usize, usize)>,
    /// By what they are told, and how.
    told: Option<(Names, Vec<Activity>, Telling)>,
    /// The first page that is not kept as it is here.
    first_unkept: Option<usize>,
}

impl Collected {
    /// Reads what has come since the last time, and forgets what was cleared.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was read stays.
    pub(super) async fn catch_up(&mut self, source: &Source<'_>) -> Result<(), StoreError> {
        // Asked first: what comes meanwhile is seen the next time.
        let Extent { n_texts, n_cleared, .. } = source.overview.extent().await?;
        if self.as_of == Some((n_texts, n_cleared)) {
            return Ok(());
        }
        self.as_of = None;
        self.told = None;
        let holds_none = self.n() == 0;
        if holds_none && n_texts > 0 {
            self.unpack(source, n_cleared).await;
        }
        // As long as nothing is cleared no text goes: as many as there are texts are those of these texts.
        if !(holds_none && self.n() == n_texts) {
            let read = self.read_texts(source).await;
            self.sort();
            read?;
            if let Some(first) = self.first_unkept {
                let pages = self.pages(first, n_cleared);
                // Without them the texts are read again the next time.
                if source.rows.keep_rows(first, &pages, n_cleared).await.is_ok() {
                    self.first_unkept = None;
                }
            }
        }
        self.as_of = Some((n_texts, n_cleared));
        Ok(())
    }

    /// How many there are.
    fn n(&self) -> usize {
        self.all.len() + self.unreadable.len()
    }

    /// Takes in what was packed by this version of the app.
    async fn unpack(&mut self, source: &Source<'_>, n_cleared: usize) {
        // What cannot be had is read from the texts.
        let pages = source.rows.rows().await.unwrap_or_default();
        let mut given = Givens::default();
        for (page, bytes) in pages.iter().enumerate() {
            let Some(rows) = read_rows(bytes, n_cleared) else { break };
            for Row { id, n_bytes, response } in rows {
                self.take_in(id, n_bytes, response, page, &mut given);
            }
            (source.sign)(Duration::ZERO);
        }
        self.sort();
        // Two pages that packed at once may both have packed one.
        self.all.dedup_by(|one, other| one.id == other.id);
        self.unreadable.dedup_by(|one, other| one.id == other.id);
    }

    /// Reads the texts of those that are not here, and forgets those that have none any more.
    async fn read_texts(&mut self, source: &Source<'_>) -> Result<(), StoreError> {
        let mut missing = BTreeSet::new();
        for state in WITH_TEXT {
            missing.extend(source.overview.ids(state).await?);
        }
        let n_before = self.n();
        // What is left after this is not here yet.
        self.all.retain(|one| missing.remove(&one.id));
        self.unreadable.retain(|one| missing.remove(&one.id));
        if self.n() < n_before {
            // Something was cleared, and with it all pages.
            self.first_unkept = Some(0);
            let places = self.all.iter_mut().map(|one| &mut one.page);
            let places = places.chain(self.unreadable.iter_mut().map(|one| &mut one.page));
            places.enumerate().for_each(|(at, page)| *page = at / PAGE);
        }
        let (mut page, mut n_on_page) = self.last_page();
        let mut given = Givens::of(&self.all);
        let missing: Vec<ResponseId> = missing.into_iter().collect();
        for ids in missing.chunks(PAGE) {
            let keys: Vec<String> = ids.iter().map(ResponseId::to_string).collect();
            let texts = source.archive.texts(Shelf::Responses, &keys).await?;
            for (id, text) in ids.iter().zip(texts) {
                // Without a text it was cleared just now, or the store is half broken.
                let Some(text) = text else { continue };
                if n_on_page >= PAGE {
                    (page, n_on_page) = (page + 1, 0);
                }
                n_on_page += 1;
                self.first_unkept.get_or_insert(page);
                self.take_in(id.clone(), text.len(), read_response(&text).ok(), page, &mut given);
            }
            (source.sign)(Duration::ZERO);
        }
        Ok(())
    }

    /// The last page, and how many are on it.
    fn last_page(&self) -> (usize, usize) {
        let pages = || self.all.iter().map(|one| one.page).chain(self.unreadable.iter().map(|one| one.page));
        let last = pages().max().unwrap_or(0);
        (last, pages().filter(|page| *page == last).count())
    }

    fn take_in(
        &mut self,
        id: ResponseId,
        n_bytes: usize,
        response: Option<Response>,
        page: usize,
        given: &mut Givens,
    ) {
        match response {
            Some(response) => {
                let given = given.one(&response.activity);
                self.all.push(One { id, response, given, n_bytes, page });
            }
            None => self.unreadable.push(Unreadable { id, n_bytes, page }),
        }
    }

    fn sort(&mut self) {
        self.all.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        self.unreadable.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    }

    /// The pages from `first` on, packed.
    fn pages(&mut self, first: usize, n_cleared: usize) -> Vec<Vec<u8>> {
        let (last, _) = self.last_page();
        // Packed as they were given.
        self.tell_as_given();
        let mut pages = vec![Vec::new(); (last + 1).saturating_sub(first)];
        for one in &self.all {
            if let Some(page) = one.page.checked_sub(first) {
                pages[page].push((&one.id, one.n_bytes, Some(&one.response)));
            }
        }
        for one in &self.unreadable {
            if let Some(page) = one.page.checked_sub(first) {
                pages[page].push((&one.id, one.n_bytes, None));
            }
        }
        pages.into_iter().map(|rows| write_rows(n_cleared, rows.into_iter())).collect()
    }

    /// Ids of those whose texts cannot be read, in order.
    pub(super) fn unreadable(&self) -> impl Iterator<Item = &ResponseId> {
        self.unreadable.iter().map(|one| &one.id)
    }

    fn tell_as_given(&mut self) {
        self.told = None;
        for one in &mut self.all {
            if one.response.activity != *one.given {
                one.response.activity.clone_from(&one.given);
            }
        }
    }

    /// Tells them by `names`, together with what was given at `others`; returns how.
    pub(super) fn tell(&mut self, names: &Names, others: Vec<Activity>) -> &Telling {
        let told = self.told.take().filter(|told| (&told.0, &told.1) == (names, &others));
        let told = told.unwrap_or_else(|| {
            let Givens(given) = Givens::of(&self.all);
            let telling = names.clone().telling(given.iter().map(Rc::as_ref).chain(&others));
            // Thousands of responses were given at a few activities.
            let told = given.iter().map(|given| {
                let mut told = (**given).clone();
                telling.activity(&mut told);
                (given, told)
            });
            let told: FxHashMap<&Rc<Activity>, Activity> = told.collect();
            for one in &mut self.all {
                if let Some(told) = told.get(&one.given)
                    && one.response.activity != *told
                {
                    one.response.activity.clone_from(told);
                }
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
            .map(|One { id, mut response, given, n_bytes, page }| {
                let told = mem::replace(&mut response.activity, (*given).clone());
                ((id, told, given, n_bytes, page), response)
            })
            .unzip();
        let done = job(&responses);
        let back =
            abouts.into_iter().zip(responses).map(|((id, told, given, n_bytes, page), mut response)| {
                response.activity = told;
                One { id, response, given, n_bytes, page }
            });
        self.all = others;
        self.all.extend(back);
        self.all.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        done
    }

    /// Forgets all of them if their texts have together more than `most` bytes.
    pub(super) fn shrink(&mut self, most: usize) {
        let n_bytes: usize = self.all.iter().map(|one| one.n_bytes).sum();
        if n_bytes > most {
            *self = Self::default();
        }
    }
}

/// Activities as they were given, each once.
#[derive(Debug, Default)]
struct Givens(FxHashSet<Rc<Activity>>);

impl Givens {
    /// Those of `all`.
    fn of(all: &[One]) -> Self {
        Self(all.iter().map(|one| Rc::clone(&one.given)).collect())
    }

    /// The one that is this.
    fn one(&mut self, activity: &Activity) -> Rc<Activity> {
        if let Some(known) = self.0.get(activity) {
            return Rc::clone(known);
        }
        let new = Rc::new(activity.clone());
        self.0.insert(Rc::clone(&new));
        new
    }
}

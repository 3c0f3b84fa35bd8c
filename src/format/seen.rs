//! What responses hold: which cards, questions and choices, so that a table has its columns before its first row.
//!
//! It grows with what is different, and not with how many responses there are.

use crate::domain::response::{Part, Response};
use crate::format::tabled::{Held as _, TabledPart};
use crate::instruments::{HeldPart, alike, each_of, each_part};

/// What responses hold, in the order in which it first came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Id of each instrument, and what there is of it.
    pub(crate) instruments: Vec<(String, Held)>,
}

/// What responses hold of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Of each kind as which they hold it.
    pub(crate) kinds: Vec<HeldPart>,
    /// Some of it only a newer app knows.
    pub(crate) is_newer: bool,
}

impl Seen {
    /// Adds what `response` holds.
    pub fn add(&mut self, response: &Response) {
        for part in &response.parts {
            let held = entry(&mut self.instruments, part.instrument());
            held.add(part);
        }
    }

    /// How many different things there are: at least as many as columns follow from them, but for a few of each instrument.
    pub fn size(&self) -> usize {
        let of = |held: &HeldPart| each_of!(HeldPart, held, held => held.size());
        self.instruments.iter().map(|(_, held)| 1 + held.kinds.iter().map(of).sum::<usize>()).sum()
    }
}

impl Held {
    fn add(&mut self, part: &Part) {
        fn first<P: TabledPart>(part: &P) -> HeldPart {
            let mut held = P::Held::default();
            held.add(part);
            held.into()
        }
        let known = self
            .kinds
            .iter_mut()
            .find_map(|held| alike!(HeldPart, held, (part), held, |given: Part| held.add(given)));
        if known.is_none() {
            each_part!(part, given => self.kinds.push(first(given)), _ => self.is_newer = true);
        }
    }
}

/// What stands in `list` under `id`; an empty one is added at the end if there is none.
fn entry<'l, T: Default>(list: &'l mut Vec<(String, T)>, id: &str) -> &'l mut T {
    let at = list.iter().position(|(one, _)| one == id).unwrap_or_else(|| {
        list.push((id.to_owned(), T::default()));
        list.len() - 1
    });
    &mut list[at].1
}

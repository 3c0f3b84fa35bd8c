//! What responses hold: which cards, questions and choices, so that a table has its columns before its first row.
//!
//! It grows with what is different, and not with how many responses there are.

use std::collections::BTreeSet;

use crate::domain::response::{Part, Response};
use crate::instruments::card_sort::rules::Sort;
use crate::instruments::survey::rules::Survey;

/// What responses hold, in the order in which it first came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Id of each instrument, and what there is of it.
    pub(crate) instruments: Vec<(String, Held)>,
    /// Piles on which a card lay in the end, of whatever instrument.
    piles: BTreeSet<String>,
}

/// What responses hold of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Cards were sorted.
    pub(crate) is_sorted: bool,
    /// Ids of the cards that were dealt.
    pub(crate) cards: BTreeSet<String>,
    /// Most cards that were chosen as most important.
    pub(crate) n_important: usize,
    /// Most cards of which there may be more.
    pub(crate) n_more: usize,
    /// Id of each question, and what was answered.
    pub(crate) questions: Vec<(String, Chosen)>,
    /// Some of it only a newer app knows.
    pub(crate) is_newer: bool,
}

/// What was answered to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// Somebody chose more than one.
    pub(crate) has_several: bool,
    /// Ids of the choices.
    pub(crate) choices: Vec<String>,
}

impl Seen {
    /// Adds what `response` holds.
    pub fn add(&mut self, response: &Response) {
        for part in &response.parts {
            let held = entry(&mut self.instruments, part.instrument());
            match part {
                Part::CardSort(sort) => {
                    held.add_sort(sort);
                    let piles = sort.order().iter().filter_map(|card| sort.pile_of(card));
                    self.piles.extend(piles.map(str::to_owned));
                }
                Part::Survey(survey) => held.add_survey(survey),
                Part::Newer(_) => held.is_newer = true,
            }
        }
    }

    /// How many different things there are: at least as many as columns follow from them, but for a few of each instrument.
    pub fn size(&self) -> usize {
        let of = |held: &Held| {
            let answers = held.questions.iter().map(|(_, chosen)| 1 + chosen.choices.len());
            1 + held.cards.len() + held.n_important + held.n_more + answers.sum::<usize>()
        };
        self.piles.len() + self.instruments.iter().map(|(_, held)| of(held)).sum::<usize>()
    }
}

impl Held {
    fn add_sort(&mut self, sort: &Sort) {
        let n = |list: &Option<Vec<String>>| list.as_ref().map_or(0, Vec::len);
        self.is_sorted = true;
        self.cards.extend(sort.order().iter().cloned());
        self.n_important = self.n_important.max(n(&sort.most_important));
        self.n_more = self.n_more.max(n(&sort.more));
    }

    fn add_survey(&mut self, survey: &Survey) {
        for answered in &survey.answers {
            let chosen = entry(&mut self.questions, &answered.question);
            chosen.has_several |= answered.chosen().len() > 1;
            for choice in answered.chosen() {
                if !chosen.choices.contains(choice) {
                    chosen.choices.push(choice.clone());
                }
            }
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

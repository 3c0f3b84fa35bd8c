//! What a group of people said with cards: how many put which card where, what they chose and what they missed.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::codings::TextKind;
use crate::domain::framework::{Comparing, RollingUp};
use crate::domain::privacy::may_tell;
use crate::domain::results::{Missing, entry, is_hidden, place, whole_ranks};
use crate::domain::same::{key, tidy};
use crate::domain::study::Study;
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::{FreeText, Tallied, Tally};

/// What people did with the cards of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortResults {
    /// Id of the instrument.
    pub instrument: String,
    /// The cards that were put anywhere: most often on the first pile first, then most often most important.
    pub cards: Vec<CardResults>,
    /// How many people were asked for the most important cards.
    pub n_asked_important: usize,
    /// How many people were asked of which there may be more.
    pub n_asked_more: usize,
    /// Missing cards in words: most often said first, then by the alphabet.
    pub missing: Vec<Missing>,
}

/// What people did with a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardResults {
    /// Id of the card.
    pub id: String,
    /// How many responses put it on each pile, from much to nothing.
    pub piles: Vec<usize>,
    /// How many put it on "I don't know".
    pub n_dont_know: usize,
    /// How many named it among the most important.
    pub n_important: usize,
    /// How many said that there may be more of it.
    pub n_more: usize,
    /// How many people put it anywhere.
    pub n_people: usize,
}

/// Cards that lead by some number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leading<'a> {
    /// Each to be shown by itself.
    pub cards: Vec<&'a CardResults>,
    /// Those that come next: level with each other, and too many to be shown by themselves.
    pub level: Vec<&'a CardResults>,
}

impl SortResults {
    /// The cards that most people put on the first pile: `few`, and those that are level with the last of them.
    pub fn top(&self, few: usize, most: usize) -> Leading<'_> {
        self.leading(|card| card.piles.first().copied().unwrap_or(0), few, most)
    }

    /// The cards that most people named among the most important: three, and those that are level with the third.
    pub fn most_important(&self, most: usize) -> Leading<'_> {
        self.leading(|card| card.n_important, 3, most)
    }

    /// The cards of which most people want more: three, and those that are level with the third.
    pub fn more(&self, most: usize) -> Leading<'_> {
        self.leading(|card| card.n_more, 3, most)
    }

    /// The cards that most people put on the last pile: three, and those that are level with the third.
    pub fn least(&self, most: usize) -> Leading<'_> {
        self.leading(CardResults::n_on_last, 3, most)
    }

    fn leading(&self, count: impl Fn(&CardResults) -> usize, few: usize, most: usize) -> Leading<'_> {
        let mut cards: Vec<&CardResults> = self.cards.iter().filter(|card| count(card) > 0).collect();
        // As often named: in the order of the cards.
        cards.sort_by_key(|card| usize::MAX - count(card));
        let counts: Vec<usize> = cards.iter().map(|card| count(card)).collect();
        let (n_shown, n_level) = whole_ranks(&counts, few, most);
        let mut level = cards.split_off(n_shown);
        level.truncate(n_level);
        Leading { cards, level }
    }
}

impl CardResults {
    /// How many put it on the last pile; nobody where there is but one.
    pub fn n_on_last(&self) -> usize {
        if self.piles.len() > 1 { self.piles.last().copied().unwrap_or(0) } else { 0 }
    }
}

impl Tallied for Sort {
    type Results = SortResults;

    fn says_anything(&self) -> bool {
        let is_chosen = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        // What was put down last lies there.
        self.moves().last().is_some_and(|last| last.pile.is_some())
            || self.lying().any(|(_, pile)| pile.is_some())
            || [&self.most_important, &self.more, &self.missing].into_iter().any(is_chosen)
            || self.story.as_ref().is_some_and(|(_, text)| !text.is_empty())
    }

    /// None of a card sort that the study does not have: nobody knows its piles.
    fn results(&self, study: &Study) -> Option<SortResults> {
        CardSort::called(study, &self.instrument)?;
        Some(SortResults { instrument: self.instrument.clone(), ..SortResults::default() })
    }

    fn texts(&self) -> Vec<FreeText<'_>> {
        let missing = self.missing.iter().flatten();
        let missing = missing.map(|text| FreeText { kind: TextKind::Missing, text, card: "" });
        let story = self.story.iter().map(|(card, text)| FreeText { kind: TextKind::Story, text, card });
        missing.chain(story).collect()
    }

    fn words(&self) -> &[String] {
        self.missing.as_deref().unwrap_or_default()
    }

    fn words_mut(&mut self) -> &mut [String] {
        self.missing.as_deref_mut().unwrap_or_default()
    }

    fn roll_up(&self, rolling: &mut RollingUp<'_>) {
        let has =
            |list: &Option<Vec<String>>, card: &String| list.as_ref().is_some_and(|all| all.contains(card));
        for (card, pile) in self.lying() {
            let (is_important, is_more) = (has(&self.most_important, card), has(&self.more, card));
            rolling.card(card, pile, is_important, is_more);
        }
    }

    fn compare<'a>(&'a self, comparing: &mut Comparing<'a>) {
        let piles = self.lying().filter_map(|(_, pile)| pile);
        comparing.cards(self.order(), piles);
    }
}

/// Each of `ids` once, however often one person named it.
pub(super) fn once(ids: &[String]) -> BTreeSet<&String> {
    ids.iter().collect()
}

impl Tally for SortResults {
    type Part = Sort;

    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn add(&mut self, study: &Study, sort: &Sort, n_people: usize) {
        let Some(card_sort) = CardSort::called(study, &sort.instrument) else { return };
        let of_card = |cards: &mut Vec<CardResults>, id: &str, change: &dyn Fn(&mut CardResults)| {
            let new = || CardResults {
                id: id.to_owned(),
                piles: vec![0; card_sort.piles.len()],
                ..CardResults::default()
            };
            // By their ids until they are put in order.
            let at = cards.binary_search_by(|one| one.id.as_str().cmp(id)).unwrap_or_else(|at| {
                cards.insert(at, new());
                at
            });
            change(&mut cards[at]);
        };
        for (card, pile) in sort.lying() {
            let Some(pile) = pile else { continue };
            let at = card_sort.piles.iter().position(|one| one.id == pile);
            of_card(&mut self.cards, card, &|card| {
                card.n_people += n_people;
                match at {
                    Some(at) => card.piles[at] += 1,
                    None => card.n_dont_know += 1,
                }
            });
        }
        if let Some(chosen) = &sort.most_important {
            self.n_asked_important += n_people;
            for card in once(chosen) {
                of_card(&mut self.cards, card, &|card| card.n_important += 1);
            }
        }
        if let Some(chosen) = &sort.more {
            self.n_asked_more += n_people;
            for card in once(chosen) {
                of_card(&mut self.cards, card, &|card| card.n_more += 1);
            }
        }
        // Said twice by one is said once.
        let mut said = BTreeMap::new();
        for text in sort.missing.iter().flatten() {
            said.entry(key(text)).or_insert_with(|| tidy(text));
        }
        for (key_said, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
            let is_same = |one: &Missing| key(&one.text) == key_said;
            entry(&mut self.missing, is_same, || Missing { text, n: 0 }).n += 1;
        }
    }

    fn put_in_order(&mut self, study: &Study) {
        let cards: Vec<&str> = study.cards.iter().map(|card| card.id.as_str()).collect();
        self.cards.sort_by_key(|card| {
            let on_first = card.piles.first().copied().unwrap_or(0);
            (usize::MAX - on_first, usize::MAX - card.n_important, place(&card.id, &cards), card.id.clone())
        });
        self.missing.sort_by_key(|missing| (usize::MAX - missing.n, key(&missing.text)));
    }

    fn for_group(&mut self, hidden: &[String]) {
        self.cards.retain(|card| may_tell(card.n_people));
        self.missing.retain(|missing| !is_hidden(hidden, &missing.text));
        if !may_tell(self.n_asked_important) {
            self.cards.iter_mut().for_each(|card| card.n_important = 0);
        }
        if !may_tell(self.n_asked_more) {
            self.cards.iter_mut().for_each(|card| card.n_more = 0);
        }
    }

    fn is_empty(&self) -> bool {
        self.cards.is_empty() && self.missing.is_empty()
    }

    fn missing(&self) -> &[Missing] {
        &self.missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lead_and_who_is_level_with_the_third() {
        let card = |id: &str, n_important| CardResults {
            id: id.to_owned(),
            n_important,
            piles: vec![0, n_important],
            ..CardResults::default()
        };
        let sort = |numbers: &[usize]| SortResults {
            cards: numbers.iter().zip(["a", "b", "c", "d", "e"]).map(|(n, id)| card(id, *n)).collect(),
            ..SortResults::default()
        };
        let ids = |cards: &[&CardResults]| cards.iter().map(|card| card.id.as_str()).collect::<String>();
        let lead = |numbers: &[usize], most| {
            let sort = sort(numbers);
            let (important, least) = (sort.most_important(most), sort.least(most));
            assert_eq!(important, least, "on the last pile there are as many");
            (ids(&important.cards), ids(&important.level))
        };
        let told = |cards: &str, level: &str| (cards.to_owned(), level.to_owned());
        assert_eq!(lead(&[1, 4, 0, 3, 2], 6), told("bde", ""));
        assert_eq!(lead(&[2, 4, 2, 3, 2], 6), told("bdace", ""));
        assert_eq!(lead(&[2, 4, 2, 3, 2], 4), told("bd", "ace"), "level, so all of them in words");
        assert_eq!(lead(&[0, 0, 0, 3, 0], 6), told("d", ""));
    }
}

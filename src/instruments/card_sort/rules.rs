//! A card sort in progress: which card is in hand, which lie on a pile, and every move on the way.

use std::collections::BTreeMap;

use crate::domain::study::{Choice, Deck, Message, Pool, Study, Text, deck_of};
use crate::instruments::{Given, Instrument, Planned};

pub use paper::{SortFilled, SortMark, SortSheet, SortTally};
pub use steps::{SortAction, SortStep};

mod heard;
mod paper;
mod steps;

/// At most this many missing cards: more would be a conversation, which is better than a form.
pub const MOST_MISSING: usize = 3;

/// Longest answer to "which card is missing", in characters, as an attribute of the field: six long words.
pub const LONGEST_MISSING: &str = "60";

/// Longest story, in characters, likewise: some ten lines, as somebody types who listens.
pub const LONGEST_STORY: &str = "600";

/// What one participant did with a deck of meaning cards.
///
/// The moves are kept, not just where they led: the hand, the piles and what can be taken back all follow from them.
///
/// Invariants: `order` names no card twice; every move is of a card in `order`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// Id of the instrument.
    pub instrument: String,
    /// Id of the deck.
    pub deck: String,
    order: Vec<String>,
    moves: Vec<Move>,
    /// In the order in which they were tapped, which means nothing; `None` while not asked, empty when none was chosen.
    pub most_important: Option<Vec<String>>,
    /// Missing cards in words; `None` while not asked, empty when nothing is missing. While they are being written each has the
    /// place of its field; see [`Sort::without_gaps`].
    pub missing: Option<Vec<String>>,
    /// Cards of which there may be more; `None` while not asked, empty when none was chosen.
    pub more: Option<Vec<String>>,
    /// The card (id) at which a story was asked for, and the story in words, empty if none was told; `None` while not
    /// asked.
    pub story: Option<(String, String)>,
    /// Milliseconds spent at each part, by its name.
    pub spent_ms: BTreeMap<String, u64>,
    /// What was told about cards (ids) of which the story is not asked any more, the last one last: it comes back with the card,
    /// and is not kept otherwise.
    told: Vec<(String, String)>,
    /// It was last said that no card is missing: an empty list alone may be one that was skipped. Not kept either.
    says_none_missing: bool,
}

/// A card was put on a pile, or taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Id of the card.
    pub card: String,
    /// Id of the pile it was put on; `None` when it was taken back.
    pub pile: Option<String>,
    /// Milliseconds since the move before, or since the first card was shown.
    pub ms: u64,
}

/// Why a sort is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// No such card in this sort: nothing has changed.
    #[error("card {0} is not in this sort")]
    UnknownCard(String),
}

impl Sort {
    /// A sort of `order`, with all cards still on the stack.
    pub fn new(instrument: &str, deck: &str, order: Vec<String>) -> Self {
        Self {
            instrument: instrument.to_owned(),
            deck: deck.to_owned(),
            order,
            moves: Vec::new(),
            most_important: None,
            missing: None,
            more: None,
            story: None,
            spent_ms: BTreeMap::new(),
            told: Vec::new(),
            says_none_missing: false,
        }
    }

    /// A sort of `order` in which these moves were made. They have to be of its cards: that was looked at when they were made.
    pub(crate) fn played(instrument: &str, deck: &str, order: Vec<String>, moves: Vec<Move>) -> Self {
        Self { moves, ..Self::new(instrument, deck, order) }
    }

    /// Ids of all cards, in the order in which they are shown.
    pub fn order(&self) -> &[String] {
        &self.order
    }

    /// Every move, first to last.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Puts `card` on `pile`, from wherever it lay; `ms` is the time since the move before.
    ///
    /// A card that moves is no longer among the most important ones: those are of one pile.
    ///
    /// # Errors
    ///
    /// [`MoveError::UnknownCard`] if the card is not in this sort, which is then unchanged.
    pub fn place(&mut self, card: &str, pile: &str, ms: u64) -> Result<(), MoveError> {
        self.push(card, Some(pile), ms)
    }

    /// Takes `card` from its pile: it is the next one in hand. A card that lies on no pile stays where it is.
    ///
    /// # Errors
    ///
    /// [`MoveError::UnknownCard`] if the card is not in this sort, which is then unchanged.
    pub fn take_back(&mut self, card: &str, ms: u64) -> Result<(), MoveError> {
        if self.pile_of(card).is_none() && self.order.iter().any(|known| known == card) {
            return Ok(());
        }
        self.push(card, None, ms)
    }

    /// The card that was put down last and still lies there.
    pub fn last_placed(&self) -> Option<&str> {
        self.moves
            .iter()
            .rev()
            .find(|step| step.pile.is_some() && self.pile_of(&step.card) == step.pile.as_deref())
            .map(|step| step.card.as_str())
    }

    /// The card to place now: the one taken back last, else the first of the stack. `None` when all are placed.
    pub fn in_hand(&self) -> Option<&str> {
        let taken_back =
            self.moves.iter().rev().find(|step| step.pile.is_none() && self.pile_of(&step.card).is_none());
        match taken_back {
            Some(step) => Some(&step.card),
            None => self.order.iter().map(String::as_str).find(|card| self.pile_of(card).is_none()),
        }
    }

    /// Number of cards on no pile, the one in hand among them.
    pub fn n_left(&self) -> usize {
        self.order.iter().filter(|card| self.pile_of(card).is_none()).count()
    }

    /// The pile on which `card` lies now.
    pub fn pile_of(&self, card: &str) -> Option<&str> {
        self.moves.iter().rev().find(|step| step.card == card).and_then(|step| step.pile.as_deref())
    }

    /// Every card in its order, with the pile on which it lies now: quicker than to ask for each.
    pub(crate) fn lying(&self) -> impl Iterator<Item = (&String, Option<&str>)> {
        let mut piles = vec![None; self.order.len()];
        // Most often the cards are put down one after the other.
        let mut next = 0;
        for step in &self.moves {
            let is_next = self.order.get(next) == Some(&step.card);
            let at = if is_next { Some(next) } else { self.order.iter().position(|card| *card == step.card) };
            if let Some(at) = at {
                piles[at] = step.pile.as_deref();
                next = at + 1;
            }
        }
        self.order.iter().zip(piles)
    }

    /// Ids of the cards on `pile`, the one placed first coming first.
    pub fn on_pile(&self, pile: &str) -> Vec<&str> {
        let mut cards = Vec::new();
        for (at, step) in self.moves.iter().enumerate() {
            let is_last = !self.moves[at + 1..].iter().any(|later| later.card == step.card);
            if is_last && step.pile.as_deref() == Some(pile) {
                cards.push(step.card.as_str());
            }
        }
        cards
    }

    /// Writes what is missing into the field at this place, and leaves the others as they are.
    pub fn write_missing(&mut self, at: usize, words: &str) {
        let missing = self.missing.get_or_insert_default();
        if missing.len() <= at {
            missing.resize(at + 1, String::new());
        }
        words.clone_into(&mut missing[at]);
    }

    /// Something is missing, in words.
    pub fn has_missing(&self) -> bool {
        said(self.missing.as_deref().unwrap_or_default()).next().is_some()
    }

    /// Nobody writes any more: fields in which nothing stands are no missing cards.
    pub fn without_gaps(&mut self) {
        if let Some(missing) = &mut self.missing {
            *missing = said(missing).map(str::to_owned).collect();
        }
    }

    fn push(&mut self, card: &str, pile: Option<&str>, ms: u64) -> Result<(), MoveError> {
        if !self.order.iter().any(|known| known == card) {
            return Err(MoveError::UnknownCard(card.to_owned()));
        }
        if let Some(chosen) = &mut self.most_important
            && self.moves.iter().rev().find(|step| step.card == card).and_then(|step| step.pile.as_deref())
                != pile
        {
            chosen.retain(|important| important != card);
        }
        self.moves.push(Move { card: card.to_owned(), pile: pile.map(str::to_owned), ms });
        Ok(())
    }
}

impl Given for Sort {
    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn is_understood(&self) -> bool {
        true
    }

    fn end(&mut self) {
        self.without_gaps();
        self.told.clear();
        self.says_none_missing = false;
    }
}

/// The fields in which something stands.
pub fn said(fields: &[String]) -> impl Iterator<Item = &str> {
    fields.iter().map(|words| words.trim()).filter(|words| !words.is_empty())
}

/// How meaning cards are sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSort {
    /// Stable id.
    pub id: String,
    /// Stays above the cards; `{centre}` in it becomes the name of the centre.
    pub question: Text,
    /// A card to try with, which is not data.
    pub practice: Option<Message>,
    /// From much to nothing.
    pub piles: Vec<Choice>,
    /// Apart from the scale, not its end.
    pub dont_know: Choice,
    /// At least one; the first is used unless the activity names another.
    pub decks: Vec<Deck>,
    /// Asks for the most important cards of a pile.
    pub most_important: Option<MostImportant>,
    /// Asks which card is missing.
    pub missing: Option<Text>,
    /// Asks of what there may be more.
    pub more: Option<More>,
    /// Asks how the most important card came to be so.
    pub story: Option<Text>,
}

impl CardSort {
    /// Those of `study`, in order.
    pub fn all(study: &Study) -> impl Iterator<Item = &Self> {
        study.instruments.iter().filter_map(|instrument| {
            if let Instrument::CardSort(card_sort) = instrument { Some(card_sort) } else { None }
        })
    }

    /// The one of `study` that is called `id`.
    pub fn called<'a>(study: &'a Study, id: &str) -> Option<&'a Self> {
        Self::all(study).find(|card_sort| card_sort.id == id)
    }

    /// The deck called `id`, or the first one.
    pub fn deck(&self, id: &str) -> &Deck {
        // A study has one, when it has been checked.
        static NONE: Deck = Deck { id: String::new(), title: Text(BTreeMap::new()), cards: Vec::new() };
        deck_of(&self.decks, id).unwrap_or(&NONE)
    }

    /// The piles as they stand on a screen or on paper: from nothing to much in reading direction, as every scale, and last the
    /// one for "I don't know", apart from them.
    pub fn shown_piles(&self) -> impl Iterator<Item = &Choice> {
        self.piles.iter().rev().chain([&self.dont_know])
    }

    /// The piles in the order of the data, and last the one for "I don't know".
    pub fn all_piles(&self) -> impl Iterator<Item = &Choice> {
        self.piles.iter().chain([&self.dont_know])
    }
}

impl Planned for CardSort {
    fn pool(&self) -> Pool {
        Pool::Cards
    }

    fn question(&self) -> Option<&Text> {
        Some(&self.question)
    }

    fn decks(&self) -> &[Deck] {
        &self.decks
    }

    fn piles(&self) -> Option<(&[Choice], &Choice)> {
        Some((&self.piles, &self.dont_know))
    }
}

/// Asks for the most important cards of one pile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MostImportant {
    /// What is asked.
    pub question: Text,
    /// Id of the pile whose cards are shown.
    pub pile: String,
    /// At most this many are chosen; with no more cards than this on the pile nothing is asked.
    pub choose: usize,
}

/// Asks of what there may be more at the centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct More {
    /// What is asked.
    pub question: Text,
    /// At most this many are chosen; none is fine too.
    pub choose: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sort() -> Sort {
        Sort::new("meaning", "all", ["a", "b", "c"].map(str::to_owned).to_vec())
    }

    #[track_caller]
    fn check(sort: &Sort, hand: Option<&str>, much: &[&str], not: &[&str]) {
        assert_eq!(sort.in_hand(), hand);
        assert_eq!(sort.on_pile("much"), much);
        assert_eq!(sort.on_pile("not"), not);
    }

    #[test]
    fn cards_come_to_hand_in_order_until_all_are_placed() {
        let mut sort = sort();
        check(&sort, Some("a"), &[], &[]);

        sort.place("a", "much", 1).unwrap();
        sort.place("b", "not", 1).unwrap();
        check(&sort, Some("c"), &["a"], &["b"]);

        sort.place("c", "much", 1).unwrap();
        check(&sort, None, &["a", "c"], &["b"]);
        assert_eq!(sort.n_left(), 0);
    }

    #[test]
    fn a_card_taken_back_is_the_next_one_in_hand() {
        let mut sort = sort();
        sort.place("a", "much", 1).unwrap();
        sort.place("b", "much", 1).unwrap();

        sort.take_back("a", 1).unwrap();

        check(&sort, Some("a"), &["b"], &[]);
        assert_eq!(sort.n_left(), 2);
    }

    #[test]
    fn taking_back_again_and_again_goes_back_to_the_start() {
        let mut sort = sort();
        sort.place("a", "much", 1).unwrap();
        sort.place("b", "not", 1).unwrap();

        while let Some(card) = sort.last_placed().map(str::to_owned) {
            sort.take_back(&card, 1).unwrap();
        }

        check(&sort, Some("a"), &[], &[]);
    }

    #[test]
    fn a_card_in_hand_cannot_be_taken_back_and_nothing_is_recorded() {
        let mut sort = sort();

        sort.take_back("b", 1).unwrap();

        check(&sort, Some("a"), &[], &[]);
        assert!(sort.moves().is_empty());
    }

    #[test]
    fn a_card_may_go_straight_from_pile_to_pile() {
        let mut sort = sort();
        sort.place("a", "much", 1).unwrap();
        sort.place("a", "not", 1).unwrap();

        check(&sort, Some("b"), &[], &["a"]);
        assert_eq!(sort.moves().len(), 2);
    }

    #[test]
    fn a_card_that_leaves_its_pile_is_no_longer_most_important() {
        let mut sort = sort();
        sort.place("a", "much", 1).unwrap();
        sort.place("b", "much", 1).unwrap();
        sort.most_important = Some(vec!["a".to_owned(), "b".to_owned()]);

        sort.take_back("a", 1).unwrap();

        assert_eq!(sort.most_important, Some(vec!["b".to_owned()]));
    }

    #[test]
    fn a_card_of_another_study_is_refused_and_the_sort_is_unchanged() {
        let mut sort = sort();

        assert_eq!(sort.place("x", "much", 1), Err(MoveError::UnknownCard("x".to_owned())));

        check(&sort, Some("a"), &[], &[]);
    }

    #[test]
    fn what_is_missing_is_written_by_its_place_and_gaps_go_when_nobody_writes_any_more() {
        let mut sort = sort();
        for typed in ["k", "ka", "kapper"] {
            sort.write_missing(1, typed);
        }
        assert_eq!(sort.missing, Some(vec![String::new(), "kapper".to_owned()]));
        sort.write_missing(0, "koor ");
        sort.write_missing(0, "");
        assert!(sort.has_missing());

        sort.without_gaps();

        assert_eq!(sort.missing, Some(vec!["kapper".to_owned()]));
    }

    #[test]
    fn all_cards_at_once_lie_where_each_of_them_does() {
        let mut sort = sort();
        let steps =
            [("b", "much"), ("a", "not"), ("c", "much"), ("a", ""), ("b", "not"), ("c", ""), ("a", "some")];
        for (card, pile) in steps {
            let moved = if pile.is_empty() { sort.take_back(card, 1) } else { sort.place(card, pile, 1) };
            assert_eq!(moved, Ok(()));
            for (card, pile) in sort.lying() {
                assert_eq!(pile, sort.pile_of(card), "{card} after {:?}", sort.moves());
            }
        }
        assert_eq!(sort.lying().filter_map(|(_, pile)| pile).collect::<Vec<_>>(), ["some", "not"]);
    }
}

//! A card sort on paper: what is printed of it, and what comes back.

use std::collections::BTreeMap;

use crate::domain::choosing::toggle;
use crate::domain::dealing::Dealing;
use crate::domain::paper::NotYet;
use crate::domain::study::Study;
use crate::instruments::card_sort::rules::{CardSort, MOST_MISSING, Sort, said};
use crate::instruments::{Filling, OnPaper, Printed};

/// Cards and what is asked about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortSheet {
    /// Id of the instrument.
    pub instrument: String,
    /// Id of the deck.
    pub deck: String,
    /// Cards, in the order of the sheet.
    pub cards: Vec<String>,
    /// Piles from nothing to much, as on the screen, and last the one for "I don't know".
    pub piles: Vec<String>,
    /// The pile of what means most.
    pub best: String,
    /// The pile of which the most important cards are asked, and how many at most.
    pub important: Option<(String, usize)>,
    /// It is asked which card is missing.
    pub has_missing: bool,
    /// Of how many cards there may be more, at most.
    pub more: Option<usize>,
    /// It is asked how a card that means much came to do so.
    pub has_story: bool,
}

/// A sort that came back, being taken over.
///
/// Every change goes through [`Filling::mark`]. Invariants: it holds ids of its sheet only; the most important cards lie on
/// the pile of which they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortFilled {
    sheet: SortSheet,
    /// On which pile a card lies, both by id.
    piles: BTreeMap<String, String>,
    important: Vec<String>,
    more: Vec<String>,
    /// One line for each missing card, as it is being typed.
    missing: Vec<String>,
    /// The card that the story is about, if somebody said so.
    story_of: Option<String>,
    story: String,
}

/// Something that is taken over from the sheet; cards and piles by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortMark {
    /// The card lies on the pile; the same once more lets go of it.
    Place(String, String),
    /// The card was left out.
    LeaveOut(String),
    /// The card is one of the most important ones, or no longer. A card that lies nowhere yet comes onto their pile.
    Important(String),
    /// There may be more of the card, or no longer.
    More(String),
    /// What is missing, in words: the place on the sheet, and the text.
    Missing(usize, String),
    /// The story is about this card.
    StoryOf(String),
    /// How that card came to mean much.
    Story(String),
}

/// How much is there, to compare with the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortTally {
    /// How many cards lie on each pile: its id and the number, in the order of the sheet.
    pub piles: Vec<(String, usize)>,
    /// How many cards lie nowhere.
    pub n_left_out: usize,
    /// How many are marked as most important.
    pub n_important: usize,
    /// Of how many there may be more.
    pub n_more: usize,
    /// How many missing cards there are.
    pub n_missing: usize,
}

impl OnPaper for CardSort {
    type Sheet = SortSheet;

    fn sheet(&self, _: &Study, dealing: &Dealing<'_>, cards: Vec<String>) -> SortSheet {
        SortSheet {
            instrument: self.id.clone(),
            deck: self.deck(dealing.deck).id.clone(),
            cards,
            piles: self.shown_piles().map(|pile| pile.id.clone()).collect(),
            best: self.piles.first().map(|pile| pile.id.clone()).unwrap_or_default(),
            important: self.most_important.as_ref().map(|asked| (asked.pile.clone(), asked.choose)),
            has_missing: self.missing.is_some(),
            more: self.more.as_ref().map(|asked| asked.choose),
            has_story: self.story.is_some(),
        }
    }
}

impl Printed for SortSheet {
    type Filled = SortFilled;

    fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    fn fill(&self) -> SortFilled {
        SortFilled {
            sheet: self.clone(),
            piles: BTreeMap::new(),
            important: Vec::new(),
            more: Vec::new(),
            missing: Vec::new(),
            story_of: None,
            story: String::new(),
        }
    }
}

impl Filling for SortFilled {
    type Sheet = SortSheet;
    type Mark = SortMark;
    type Part = Sort;

    fn sheet(&self) -> &SortSheet {
        &self.sheet
    }

    fn mark(&mut self, mark: SortMark) {
        match mark {
            SortMark::Place(card, pile) => self.place(&card, &pile),
            SortMark::LeaveOut(card) => self.let_go(&card),
            SortMark::Important(card) => self.toggle_important(card),
            SortMark::More(card) => {
                if self.may_be_more(&card) {
                    tick(&mut self.more, &card);
                }
            }
            SortMark::Missing(at, text) if at < MOST_MISSING && self.sheet.has_missing => {
                if self.missing.len() <= at {
                    self.missing.resize(at + 1, String::new());
                }
                self.missing[at] = text;
            }
            SortMark::Missing(..) => {}
            SortMark::StoryOf(card) => {
                // The sheet may not say of which one: an empty id takes it back.
                if card.is_empty() || self.story_cards().contains(&card.as_str()) {
                    self.story_of = Some(card).filter(|card| !card.is_empty());
                }
            }
            SortMark::Story(text) => self.story = text,
        }
    }

    fn is_blank(&self) -> bool {
        self.piles.is_empty()
            && self.more.is_empty()
            && said(&self.missing).next().is_none()
            && self.story.trim().is_empty()
    }

    fn check(&self) -> Result<(), NotYet> {
        let has_story = !self.story.trim().is_empty();
        if has_story && self.story_card().is_none() { Err(NotYet::NoStoryCard) } else { Ok(()) }
    }

    fn part(&self) -> Sort {
        let sheet = &self.sheet;
        let mut sort = Sort::new(&sheet.instrument, &sheet.deck, sheet.cards.clone());
        for card in &sheet.cards {
            if let Some(pile) = self.pile_of(card) {
                // The card is in this sort: it comes from its order.
                let _ = sort.place(card, pile, 0);
            }
        }
        let important = self.important.clone();
        sort.most_important = sheet.important.as_ref().and_then(|(pile, most)| {
            // With no more cards than may be chosen nothing is asked on a tablet; on paper somebody may have said it.
            let is_asked = sort.on_pile(pile).len() > *most || !important.is_empty();
            is_asked.then_some(important)
        });
        sort.missing = sheet.has_missing.then(|| said(&self.missing).map(str::to_owned).collect());
        sort.more = sheet.more.map(|_| self.more.clone());
        if sheet.has_story {
            let card = self.story_card().map(str::to_owned);
            sort.story = card.map(|card| (card, self.story.trim().to_owned()));
        }
        sort
    }
}

impl SortFilled {
    /// The pile on which `card` lies.
    pub fn pile_of(&self, card: &str) -> Option<&str> {
        self.piles.get(card).map(String::as_str)
    }

    /// `card` is one of the most important ones.
    pub fn is_important(&self, card: &str) -> bool {
        self.important.iter().any(|one| one == card)
    }

    /// `card` may be ticked as one of the most important ones, or unticked: it lies on their pile, or nowhere yet, and there
    /// is room for one more. One too many pushes none out.
    pub fn may_be_important(&self, card: &str) -> bool {
        let has_room = |most: usize| self.is_important(card) || self.important.len() < most;
        let asked = self.sheet.important.as_ref().filter(|_| self.has(card));
        asked
            .is_some_and(|(pile, most)| self.pile_of(card).is_none_or(|lies| lies == pile) && has_room(*most))
    }

    /// There may be more of `card`, or it may be unticked: as for the most important ones.
    pub fn may_be_more(&self, card: &str) -> bool {
        let asked = self.sheet.more.filter(|_| self.has(card));
        asked.is_some_and(|most| self.is_more(card) || self.more.len() < most)
    }

    /// There may be more of `card`.
    pub fn is_more(&self, card: &str) -> bool {
        self.more.iter().any(|one| one == card)
    }

    /// What is missing, in words, at this place of the sheet.
    pub fn missing(&self, at: usize) -> &str {
        self.missing.get(at).map_or("", String::as_str)
    }

    /// The story, as it was typed.
    pub fn story(&self) -> &str {
        &self.story
    }

    /// The cards (ids) of which the story may be told: the most important ones, or else those on their pile. As on a tablet.
    pub fn story_cards(&self) -> Vec<&str> {
        let sheet = &self.sheet;
        if !sheet.has_story {
            return Vec::new();
        }
        let cards = || sheet.cards.iter().map(String::as_str);
        let important: Vec<&str> = cards().filter(|card| self.is_important(card)).collect();
        if !important.is_empty() {
            return important;
        }
        let pile = sheet.important.as_ref().map_or(&sheet.best, |(pile, _)| pile);
        cards().filter(|card| self.pile_of(card) == Some(pile)).collect()
    }

    /// The card (id) of which the story is told: the one that was said, or the only one there is.
    pub fn story_card(&self) -> Option<&str> {
        let cards = self.story_cards();
        match cards[..] {
            [only] => Some(only),
            _ => cards.into_iter().find(|card| self.story_of.as_deref() == Some(card)),
        }
    }

    /// How much there is of what.
    pub fn tally(&self) -> SortTally {
        let cards = &self.sheet.cards;
        let on_pile = |pile: &String| cards.iter().filter(|card| self.pile_of(card) == Some(pile)).count();
        SortTally {
            piles: self.sheet.piles.iter().map(|pile| (pile.clone(), on_pile(pile))).collect(),
            n_left_out: cards.iter().filter(|card| self.pile_of(card).is_none()).count(),
            n_important: self.important.len(),
            n_more: self.more.len(),
            n_missing: said(&self.missing).count(),
        }
    }

    fn has(&self, card: &str) -> bool {
        self.sheet.cards.iter().any(|one| one == card)
    }

    fn place(&mut self, card: &str, pile: &str) {
        if !self.has(card) || !self.sheet.piles.iter().any(|one| one == pile) {
            return;
        }
        if self.pile_of(card) == Some(pile) {
            self.let_go(card);
            return;
        }
        self.piles.insert(card.to_owned(), pile.to_owned());
        if self.sheet.important.as_ref().is_none_or(|(asked, _)| asked != pile) {
            self.important.retain(|one| one != card);
        }
    }

    fn let_go(&mut self, card: &str) {
        self.piles.remove(card);
        self.important.retain(|one| one != card);
    }

    fn toggle_important(&mut self, card: String) {
        if !self.may_be_important(&card) {
            return;
        }
        if let Some((pile, _)) = &self.sheet.important {
            tick(&mut self.important, &card);
            self.piles.insert(card, pile.clone());
        }
    }
}

/// Ticks `card`, or unticks it.
fn tick(ticked: &mut Vec<String>, card: &str) {
    toggle(ticked, card, usize::MAX);
}

//! A card sort in the tables: its columns and rows, what they mean, and what is counted of each card.

use std::collections::BTreeSet;

use crate::domain::study::Study;
use crate::format::codebook::{Book, Line};
use crate::format::kinds::Written as _;
use crate::format::labelled::{Label, Subject};
use crate::format::spss::{Labels, own, special};
use crate::format::table::Cell;
use crate::format::tabled::{
    About, DONT_KNOW, Held, LongRow, Meaning, Special, Tabled, TabledColumn, TabledPart, add_new,
    special_code, special_in_dutch,
};
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::card_sort::tally::once;

pub mod matrix;

/// Said in the place of a pile: the card was dealt, and lay on no pile in the end.
const NOT_PLACED: &str = "not-placed";

/// Between the words of several missing cards.
const BETWEEN: &str = " | ";

/// What is counted of a card besides its piles, in Dutch.
const ON_NO_PILE: &str = "niet op een stapel";
const IMPORTANT: &str = "bij de belangrijkste";
const MORE: &str = "mag meer";

/// A column of the wide table about a card sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortColumn {
    /// Id of the deck.
    Deck,
    /// The pile of this card.
    Card(String),
    /// How many cards were chosen as most important; none if that was not asked.
    NImportant,
    /// The first, second, … of them: in the order in which they were tapped, which means nothing.
    Important(usize),
    /// How many cards are missing.
    NMissing,
    /// Their words.
    Missing,
    /// Of how many cards there may be more.
    NMore,
    /// The first, second, … of them.
    More(usize),
    /// The card at which a story was asked for.
    StoryCard,
    /// The story.
    Story,
}

/// What responses hold of a card sort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SortHeld {
    /// Ids of the cards that were dealt.
    cards: BTreeSet<String>,
    /// Ids of the piles on which one lay in the end.
    piles: BTreeSet<String>,
    /// Most cards that were chosen as most important.
    n_important: usize,
    /// Most cards of which there may be more.
    n_more: usize,
}

impl Tabled for CardSort {
    type Column = SortColumn;
    type Held = SortHeld;

    const ANSWERS: &'static [Meaning] = &[
        ("card", "stapel waarop de kaart in het eind lag", "pile on which the card lay in the end"),
        (
            "most-important",
            "een van de belangrijkste kaarten; value telt ze in de volgorde van tikken, die niets betekent",
            "one of the most important cards; value counts them in the order of tapping, which means nothing",
        ),
        ("missing", "kaart die gemist wordt, in woorden", "card that is missing, in words"),
        ("more", "hier mag meer van", "there may be more of this"),
        ("story", "hoe dat zo gekomen is, in woorden", "how that came about, in words"),
    ];

    const SPECIAL: &'static [Special] = &[Special {
        id: NOT_PLACED,
        code: Some(99),
        dutch: "gekregen, maar in het eind niet op een stapel",
        english: "dealt, but on no pile in the end",
    }];

    fn columns(study: &Study, instrument: &str, held: Option<&SortHeld>) -> Vec<SortColumn> {
        let card_sort = Self::called(study, instrument);
        if card_sort.is_none() && held.is_none() {
            return Vec::new();
        }
        let nothing = SortHeld::default();
        let held = held.unwrap_or(&nothing);
        let asked = card_sort.and_then(|sort| sort.most_important.as_ref()).map(|asked| asked.choose);
        let n_important = held.n_important.max(asked.unwrap_or(0));
        let asked = card_sort.and_then(|sort| sort.more.as_ref()).map(|asked| asked.choose);
        let n_more = held.n_more.max(asked.unwrap_or(0));
        let cards = cards_of(study, instrument, held.cards.iter().map(String::as_str));
        [SortColumn::Deck]
            .into_iter()
            .chain(cards.into_iter().map(|card| SortColumn::Card(card.to_owned())))
            .chain([SortColumn::NImportant])
            .chain((1..=n_important).map(SortColumn::Important))
            .chain([SortColumn::NMissing, SortColumn::Missing, SortColumn::NMore])
            .chain((1..=n_more).map(SortColumn::More))
            .chain([SortColumn::StoryCard, SortColumn::Story])
            .collect()
    }

    fn explain<'a>(&'a self, columns: &[(&'a SortColumn, &'a str)], book: &mut Book<'a, '_, '_>) {
        let Some(study) = book.study() else { return };
        let own = |study: &'a Study| Self::called(study, &self.id);
        let line = Line { kind: "instrument", id: &self.id, scale: Self::KIND, ..Line::default() };
        book.line(line, |study| Some(&own(study)?.question));
        for deck in &self.decks {
            let line = Line { kind: "deck", id: &deck.id, of: &self.id, ..Line::default() };
            book.line(line, |study| Some(&own(study)?.decks.iter().find(|one| one.id == deck.id)?.title));
        }
        for pile in self.all_piles() {
            let code = pile_code(self, &pile.id);
            let line = Line { kind: "pile", id: &pile.id, of: &self.id, code, ..Line::default() };
            book.line(line, |study| Some(&own(study)?.all_piles().find(|one| one.id == pile.id)?.text));
        }
        for &(what, column) in columns {
            if let SortColumn::Card(id) = what {
                let indicator = study.card(id).and_then(|card| card.indicator.as_deref());
                let about = Line::about(study, indicator);
                let line = Line { kind: "card", id, of: &self.id, column, ..about };
                book.line(line, |study| Some(&study.card(id)?.text));
            } else {
                book.column(&self.id, column, what.meaning());
            }
        }
    }

    fn answered(&self, _: &Study, sort: &Sort) -> Vec<(String, Vec<Option<bool>>)> {
        let of_card = |card: &String| {
            let pile = sort.pile_of(card);
            let chosen = |list: &Option<Vec<String>>| Some(list.as_ref()?.contains(card));
            let on_piles = self.all_piles().map(|one| Some(pile == Some(&*one.id)));
            let rest = [Some(pile.is_none()), chosen(&sort.most_important), chosen(&sort.more)];
            (card.clone(), on_piles.chain(rest).collect())
        };
        once(sort.order()).into_iter().map(of_card).collect()
    }

    fn subjects<'a>(&'a self, study: &'a Study, language: &str, counted: &[&'a str]) -> Vec<Subject<'a>> {
        let piles = self.all_piles().map(|pile| (pile.text.get(language), pile.id.as_str()));
        let rest = [(ON_NO_PILE, NOT_PLACED), (IMPORTANT, "most-important"), (MORE, "more")];
        let answers: Vec<(&str, &str)> = piles.chain(rest).collect();
        let subject = |id: &'a str| {
            let card = study.card(id);
            Subject {
                kind: "Kaart",
                text: card.map_or(id, |card| card.text.get(language)).to_owned(),
                indicator: card.and_then(|card| card.indicator.as_deref()),
                id,
                answers: answers.clone(),
            }
        };
        cards_of(study, &self.id, counted.iter().copied()).into_iter().map(subject).collect()
    }
}

impl TabledColumn for SortColumn {
    type Part = Sort;

    fn name(&self) -> String {
        match self {
            Self::Deck => "deck".to_owned(),
            Self::Card(id) => id.clone(),
            Self::NImportant => "n_important".to_owned(),
            Self::Important(rank) => format!("important_{rank}"),
            Self::NMissing => "n_missing".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::NMore => "n_more".to_owned(),
            Self::More(nth) => format!("more_{nth}"),
            Self::StoryCard => "story_card".to_owned(),
            Self::Story => "story".to_owned(),
        }
    }

    fn value<'a>(&self, sort: &'a Sort) -> Cell<'a> {
        let count = |list: &Option<Vec<String>>| list.as_ref().map(|list| list.len() as u64).into();
        let nth = |list: &'a Option<Vec<String>>, nth: usize| {
            list.as_ref().and_then(|list| list.get(nth - 1)).map_or(Cell::Empty, |card| card.as_str().into())
        };
        match self {
            Self::Deck => sort.deck.as_str().into(),
            Self::Card(card) => match sort.pile_of(card) {
                Some(pile) => pile.into(),
                None if sort.order().contains(card) => NOT_PLACED.into(),
                None => Cell::Empty,
            },
            Self::NImportant => count(&sort.most_important),
            Self::Important(rank) => nth(&sort.most_important, *rank),
            Self::NMissing => count(&sort.missing),
            Self::Missing => {
                sort.missing.as_ref().map(|words| words.join(BETWEEN)).unwrap_or_default().into()
            }
            Self::NMore => count(&sort.more),
            Self::More(at) => nth(&sort.more, *at),
            Self::StoryCard => sort.story.as_ref().map_or(Cell::Empty, |(card, _)| card.as_str().into()),
            Self::Story => sort.story.as_ref().map_or(Cell::Empty, |(_, words)| words.as_str().into()),
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::NImportant | Self::NMissing | Self::NMore)
    }

    fn meaning(&self) -> (&'static str, &'static str) {
        match self {
            Self::Deck => ("Stapel kaarten waarmee gespeeld is.", "Deck that was used."),
            Self::NImportant => {
                ("Aantal gekozen belangrijkste kaarten.", "Number of most important cards chosen.")
            }
            Self::Important(_) => (
                "Een van de belangrijkste kaarten, zonder volgorde.",
                "One of the most important cards, unordered.",
            ),
            Self::NMissing => ("Aantal kaarten dat gemist wordt.", "Number of missing cards."),
            Self::Missing => {
                ("Gemiste kaarten in woorden, met | ertussen.", "Missing cards in words, separated by |.")
            }
            Self::NMore => {
                ("Aantal kaarten waarvan meer mag.", "Number of cards of which there may be more.")
            }
            Self::More(_) => ("Kaart waarvan meer mag.", "Card of which there may be more."),
            Self::StoryCard => {
                ("Kaart waarbij naar een verhaal is gevraagd.", "Card at which a story was asked for.")
            }
            Self::Story => ("Het verhaal in woorden.", "The story in words."),
            Self::Card(_) => ("", ""),
        }
    }

    fn labels(&self, instrument: &str, study: &Study, language: &str) -> Option<Labels> {
        let Self::Card(id) = self else { return None };
        let card_sort = CardSort::called(study, instrument)?;
        let mut values: Vec<(String, u64, String)> = card_sort
            .all_piles()
            .filter_map(|pile| {
                let code = pile_code(card_sort, &pile.id)?;
                Some((pile.id.clone(), code, pile.text.get(language).to_owned()))
            })
            .collect();
        values.extend(special(NOT_PLACED, own(language, ON_NO_PILE, "on no pile")));
        Some(Labels { variable: study.card(id)?.text.get(language).to_owned(), values })
    }

    fn label<'a>(&'a self, instrument: &str, study: &'a Study, language: &'a str) -> Option<Label<'a>> {
        let card_text = move |id: &str| study.card(id).map_or(id, |card| card.text.get(language)).to_owned();
        let card_sort = CardSort::called(study, instrument);
        match self {
            Self::Card(id) => Some(Label::new(card_text(id), move |id| {
                let pile = card_sort.and_then(|sort| sort.all_piles().find(|pile| pile.id == id));
                pile.map_or_else(|| special_in_dutch(id), |pile| pile.text.get(language)).to_owned()
            })),
            Self::Deck => Some(Label::new("Welke kaarten".to_owned(), move |id| {
                let deck = card_sort.and_then(|sort| sort.decks.iter().find(|deck| deck.id == id));
                deck.map_or(id, |deck| deck.title.get(language)).to_owned()
            })),
            Self::Important(nth) => Some(Label::new(format!("Een van de belangrijkste ({nth})"), card_text)),
            Self::More(nth) => Some(Label::new(format!("Mag meer ({nth})"), card_text)),
            Self::StoryCard => Some(Label::new("Verhaal bij".to_owned(), card_text)),
            Self::NImportant | Self::NMissing | Self::Missing | Self::NMore | Self::Story => None,
        }
    }
}

impl TabledPart for Sort {
    type Held = SortHeld;

    fn ms(&self) -> u64 {
        self.spent_ms.values().copied().fold(0, u64::saturating_add)
    }

    fn rows(&self, study: &Study, language: &str, row: &mut dyn FnMut(LongRow<'_>)) {
        let card_sort = CardSort::called(study, &self.instrument);
        let about = |card: &str| about(study, card, language);
        for (at, card) in self.order().iter().enumerate() {
            let Some(pile) = self.pile_of(card) else { continue };
            let times = || self.moves().iter().filter(|step| step.card == *card).map(|step| step.ms);
            let words = card_sort.and_then(|sort| sort.all_piles().find(|one| one.id == pile));
            row(LongRow {
                kind: "card",
                item: card,
                value: pile.into(),
                position_shown: Some(at as u64 + 1),
                changes: (times().count() as u64).checked_sub(1),
                ms: times().reduce(u64::saturating_add),
                about: about(card),
                value_text: words.map_or("", |pile| pile.text.get(language)),
                code: card_sort.and_then(|card_sort| pile_code(card_sort, pile)),
            });
        }
        for (at, card) in self.most_important.iter().flatten().enumerate() {
            let rank = (at + 1).to_string().into();
            row(LongRow {
                kind: "most-important",
                item: card,
                value: rank,
                about: about(card),
                ..LongRow::default()
            });
        }
        for words in self.missing.iter().flatten() {
            row(LongRow { kind: "missing", value: words.into(), ..LongRow::default() });
        }
        for card in self.more.iter().flatten() {
            row(LongRow {
                kind: "more",
                item: card,
                value: "1".into(),
                about: about(card),
                ..LongRow::default()
            });
        }
        if let Some((card, words)) = self.story.as_ref().filter(|(_, words)| !words.is_empty()) {
            row(LongRow {
                kind: "story",
                item: card,
                value: words.into(),
                about: about(card),
                ..LongRow::default()
            });
        }
    }
}

impl Held for SortHeld {
    type Part = Sort;

    fn add(&mut self, sort: &Sort) {
        let n = |list: &Option<Vec<String>>| list.as_ref().map_or(0, Vec::len);
        let piles = sort.order().iter().filter_map(|card| sort.pile_of(card));
        self.cards.extend(sort.order().iter().cloned());
        self.piles.extend(piles.map(str::to_owned));
        self.n_important = self.n_important.max(n(&sort.most_important));
        self.n_more = self.n_more.max(n(&sort.more));
    }

    fn size(&self) -> usize {
        self.cards.len() + self.piles.len() + self.n_important + self.n_more
    }
}

/// What a card is about; nothing of one that the study does not have.
fn about<'a>(study: &'a Study, card: &str, language: &str) -> About<'a> {
    let card = study.card(card);
    card.map(|card| About::of(study, card.text.get(language), card.indicator.as_deref())).unwrap_or_default()
}

/// The number of a pile: 1 for the last ("not"), more for more; that of "I don't know" is special.
fn pile_code(card_sort: &CardSort, pile: &str) -> Option<u64> {
    if card_sort.dont_know.id == pile {
        return special_code(DONT_KNOW);
    }
    let from_most = card_sort.piles.iter().position(|one| one.id == pile)?;
    Some((card_sort.piles.len() - from_most) as u64)
}

/// Ids of the cards of all decks of an instrument, in the order of the study, and then of those that were `dealt` besides.
fn cards_of<'a>(
    study: &'a Study,
    instrument: &str,
    dealt: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let decks = CardSort::called(study, instrument).into_iter().flat_map(|sort| &sort.decks);
    let known: BTreeSet<&str> = decks.flat_map(|deck| &deck.cards).map(String::as_str).collect();
    let mut cards: Vec<&str> =
        study.cards.iter().map(|card| card.id.as_str()).filter(|card| known.contains(card)).collect();
    add_new(&mut cards, dealt.into_iter().collect::<BTreeSet<_>>());
    cards
}

//! How a card sort is written down: in a study, and in a response.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::domain::results::Missing;
use crate::domain::study::{Choice, Deck, Message, Text};
use crate::format::codec::{Invalid, Reader, text_found};
use crate::format::kinds::{Written, WrittenPart, WrittenResults, WrittenStep};
use crate::format::packed::{Packed, Packer, Unpacker, packed};
use crate::format::records::{As, records};
use crate::format::results::MissingRecord;
use crate::format::study::{
    Checking, ChoiceFile, Ids, choices, list, most, number_of, open_question, references, some_message, text,
};
use crate::instruments::card_sort::rules::{CardSort, More, MostImportant, Move, Sort, SortStep};
use crate::instruments::card_sort::tally::{CardResults, SortResults};

/// The kind of instrument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// As it is called in studies and responses.
    #[serde(rename = "card-sort")]
    CardSort,
}

/// A card sort as it stands in a study.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CardSortFile {
    id: String,
    #[serde(rename = "kind")]
    _kind: Kind,
    #[serde(with = "text")]
    question: Text,
    #[serde(default, deserialize_with = "some_message")]
    practice: Option<Message>,
    #[serde(with = "choices")]
    piles: Vec<Choice>,
    #[serde(with = "ChoiceFile")]
    dont_know: Choice,
    #[serde(with = "decks")]
    decks: Vec<Deck>,
    #[serde(default, deserialize_with = "most_important")]
    most_important: Option<MostImportant>,
    #[serde(default, deserialize_with = "open_question")]
    missing: Option<Text>,
    #[serde(default, deserialize_with = "more")]
    more: Option<More>,
    #[serde(default, deserialize_with = "open_question")]
    story: Option<Text>,
}

impl From<CardSortFile> for CardSort {
    fn from(file: CardSortFile) -> Self {
        Self {
            id: file.id,
            question: file.question,
            practice: file.practice,
            piles: file.piles,
            dont_know: file.dont_know,
            decks: file.decks,
            most_important: file.most_important,
            missing: file.missing,
            more: file.more,
            story: file.story,
        }
    }
}

#[derive(Deserialize)]
#[serde(remote = "Deck", deny_unknown_fields)]
struct DeckFile {
    id: String,
    #[serde(with = "text")]
    title: Text,
    cards: Vec<String>,
}

list! { decks: Deck as "crate::instruments::card_sort::format::DeckFile" }

#[derive(Deserialize)]
#[serde(remote = "MostImportant", deny_unknown_fields)]
struct MostImportantFile {
    #[serde(with = "text")]
    question: Text,
    pile: String,
    choose: usize,
}

fn most_important<'de, D: Deserializer<'de>>(from: D) -> Result<Option<MostImportant>, D::Error> {
    MostImportantFile::deserialize(from).map(Some)
}

#[derive(Deserialize)]
#[serde(remote = "More", deny_unknown_fields)]
struct MoreFile {
    #[serde(with = "text")]
    question: Text,
    choose: usize,
}

fn more<'de, D: Deserializer<'de>>(from: D) -> Result<Option<More>, D::Error> {
    MoreFile::deserialize(from).map(Some)
}

impl Written for CardSort {
    const KIND: &'static str = "card-sort";
    type File = CardSortFile;

    fn check(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        let mut piles = Ids::default();
        for (at, pile) in self.piles.iter().enumerate() {
            checking.choice(&format!("piles[{at}]"), pile, &mut piles)?;
        }
        number_of("piles", self.piles.len(), 2..=4, "2 to 4 piles")?;
        if let Some(asked) = &self.most_important {
            if !piles.contains(asked.pile.as_str()) {
                return Err(Invalid::new(
                    "most_important.pile",
                    text_found(&asked.pile),
                    "the id of one of the piles",
                ));
            }
            checking.translated("most_important.question", &asked.question)?;
            most("most_important.choose", asked.choose)?;
        }
        checking.translated("question", &self.question)?;
        if let Some(practice) = &self.practice {
            checking.message("practice", practice)?;
        }
        checking.choice("dont_know", &self.dont_know, &mut piles)?;
        let mut decks = Ids::default();
        for (at, deck) in self.decks.iter().enumerate() {
            decks.take(&format!("decks[{at}].id"), &deck.id)?;
            checking.translated(&format!("decks[{at}].title"), &deck.title)?;
            references(&format!("decks[{at}].cards"), &deck.cards, &checking.cards, "card")?;
        }
        number_of("decks", self.decks.len(), 1..=usize::MAX, "at least one deck")?;
        for (place, asked) in [("missing.question", &self.missing), ("story.question", &self.story)] {
            if let Some(asked) = asked {
                checking.translated(place, asked)?;
            }
        }
        if let Some(asked) = &self.more {
            checking.translated("more.question", &asked.question)?;
            most("more.choose", asked.choose)?;
        }
        Ok(())
    }
}

/// A sort as it stands in a response.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SortRecord {
    id: String,
    kind: Kind,
    deck: String,
    order: Vec<String>,
    moves: Vec<MoveRecord>,
    /// Where each card lies in the end, in the order of the deck. It follows from the moves, and is there for whoever reads
    /// without playing them.
    #[serde(default)]
    placed: Placed,
    most_important: Option<Vec<String>>,
    missing: Option<Vec<String>>,
    more: Option<Vec<String>>,
    ms: BTreeMap<String, u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    story: Option<StoryRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
struct MoveRecord {
    card: String,
    pile: Option<String>,
    ms: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoryRecord {
    card: String,
    text: String,
}

/// Cards and their piles (ids), in the order of the deck.
#[derive(Debug, Default)]
struct Placed(Vec<(String, String)>);

impl Serialize for Placed {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(card, pile)| (card, pile)))
    }
}

/// Whatever stands there.
impl<'de> Deserialize<'de> for Placed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(|_| Self::default())
    }
}

impl From<&Sort> for SortRecord {
    fn from(sort: &Sort) -> Self {
        let placed = sort.lying().filter_map(|(card, pile)| Some((card.clone(), pile?.to_owned())));
        let moves = sort.moves().iter();
        Self {
            id: sort.instrument.clone(),
            kind: Kind::CardSort,
            deck: sort.deck.clone(),
            order: sort.order().to_vec(),
            moves: moves
                .map(|step| MoveRecord { card: step.card.clone(), pile: step.pile.clone(), ms: step.ms })
                .collect(),
            placed: Placed(placed.collect()),
            most_important: sort.most_important.clone(),
            missing: sort.missing.clone(),
            more: sort.more.clone(),
            ms: sort.spent_ms.clone(),
            story: sort.story.clone().map(|(card, text)| StoryRecord { card, text }),
        }
    }
}

/// As it is kept: nobody is writing any more.
impl Packed for Sort {
    fn pack(&self, to: &mut Packer) {
        to.text(&self.instrument);
        to.text(&self.deck);
        self.order().to_vec().pack(to);
        self.moves().to_vec().pack(to);
        for chosen in [&self.most_important, &self.missing, &self.more] {
            chosen.pack(to);
        }
        self.story.pack(to);
        self.spent_ms.pack(to);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let (instrument, deck) = (from.text()?, from.text()?);
        let mut sort = Self::played(instrument, deck, Packed::unpack(from)?, Packed::unpack(from)?);
        sort.most_important = Packed::unpack(from)?;
        sort.missing = Packed::unpack(from)?;
        sort.more = Packed::unpack(from)?;
        sort.story = Packed::unpack(from)?;
        sort.spent_ms = Packed::unpack(from)?;
        Some(sort)
    }
}

packed! { Move { card, pile, ms } }

impl WrittenPart for Sort {
    type Kind = CardSort;
    type Record = SortRecord;
    type Step = SortStep;

    fn from_record<R: Reader>(record: SortRecord) -> Result<Self, Invalid> {
        let mut sort = Self::new(&record.id, &record.deck, record.order);
        for (at, step) in record.moves.iter().enumerate() {
            let done = match &step.pile {
                Some(pile) => sort.place(&step.card, pile, step.ms),
                None => sort.take_back(&step.card, step.ms),
            };
            let path = || format!("moves[{at}].card");
            done.map_err(|_| Invalid::new(path(), step.card.as_str(), "the id of a card in \"order\""))?;
        }
        sort.most_important = record.most_important;
        sort.missing = record.missing;
        sort.more = record.more;
        sort.story = record.story.map(|story| (story.card, story.text));
        sort.spent_ms = record.ms;
        Ok(sort)
    }
}

impl WrittenStep for SortStep {
    fn name(self) -> (&'static str, usize) {
        (self.id(), 0)
    }

    fn named(name: &str, _: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == name)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SortResults")]
pub(crate) struct SortResultsRecord {
    #[serde(rename = "id")]
    instrument: String,
    #[serde(with = "As::<Vec<CardResultsRecord>>")]
    cards: Vec<CardResults>,
    #[serde(rename = "asked_important")]
    n_asked_important: usize,
    #[serde(rename = "asked_more")]
    n_asked_more: usize,
    #[serde(with = "As::<Vec<MissingRecord>>")]
    missing: Vec<Missing>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CardResults")]
struct CardResultsRecord {
    id: String,
    piles: Vec<usize>,
    #[serde(rename = "dont_know")]
    n_dont_know: usize,
    #[serde(rename = "important")]
    n_important: usize,
    #[serde(rename = "more")]
    n_more: usize,
    #[serde(rename = "people")]
    n_people: usize,
}

records! {
    SortResultsRecord: SortResults,
    CardResultsRecord: CardResults,
}

impl WrittenResults for SortResults {
    type Kind = CardSort;
    type Record = SortResultsRecord;
}

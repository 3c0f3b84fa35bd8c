//! What of a study a participant is given: one rule for the tablet, its paper, and what the coordinator is told of both.

use crate::domain::settings::ActivitySettings;
use crate::domain::study::{CardSort, Instrument, Study};

/// What the coordinator chose of a study, as ids. The default is all there is, with the first deck.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dealing {
    /// The deck; empty for the first.
    pub deck: String,
    /// The cards, of any deck; `None` for those of `deck`.
    pub cards: Option<Vec<String>>,
    /// The questions; `None` for all.
    pub questions: Option<Vec<String>>,
    /// The instruments; all of them if there are none.
    pub instruments: Vec<String>,
    /// Cards come in the order of the deck and not at random.
    pub is_in_order: bool,
}

impl Dealing {
    /// What the coordinator has set.
    pub fn of(set: &ActivitySettings) -> Self {
        // Whoever picked indicators has chosen, also where none of them has a card, or a question.
        let has_picked = !set.indicators.is_empty();
        let chosen = |ids: &Vec<String>| (has_picked || !ids.is_empty()).then(|| ids.clone());
        Self {
            deck: set.deck.clone(),
            cards: chosen(&set.cards),
            questions: chosen(&set.questions),
            instruments: set.instruments.clone(),
            is_in_order: set.is_in_order,
        }
    }

    /// This, or the whole deck and all questions where nothing of it is in `study`: there is always something to do.
    #[must_use]
    pub fn fitting(self, study: &Study) -> Self {
        let gives = |instrument: &Instrument| !self.ids(study, instrument).is_empty();
        if study.instruments.iter().any(gives) {
            return self;
        }
        Self { deck: self.deck, is_in_order: self.is_in_order, ..Self::default() }
    }

    /// Ids of the cards or questions of `instrument`; none if it is not used.
    pub fn ids(&self, study: &Study, instrument: &Instrument) -> Vec<String> {
        match instrument {
            _ if !is_among(&self.instruments, instrument.id()) => Vec::new(),
            Instrument::CardSort(sort) => self.cards_of(study, sort),
            Instrument::Survey { questions, .. } => self.questions_of(study, questions),
        }
    }

    /// Those of the deck in its order, then those of other decks as they were chosen. Cards that the study does not have, as after
    /// a new version of it, are no choice.
    fn cards_of(&self, study: &Study, sort: &CardSort) -> Vec<String> {
        let deck = &sort.deck(&self.deck).cards;
        let Some(chosen) = &self.cards else { return deck.clone() };
        let mut cards: Vec<String> = deck.iter().filter(|id| chosen.contains(id)).cloned().collect();
        for id in chosen {
            if study.card(id).is_some() && !cards.contains(id) {
                cards.push(id.clone());
            }
        }
        if cards.is_empty() && !chosen.is_empty() { deck.clone() } else { cards }
    }

    /// In the order of the survey; questions that the study does not have are no choice.
    fn questions_of(&self, study: &Study, questions: &[String]) -> Vec<String> {
        let all = || questions.iter().filter(|id| study.question(id).is_some());
        match &self.questions {
            Some(chosen) if chosen.is_empty() || chosen.iter().any(|id| study.question(id).is_some()) => {
                all().filter(|id| chosen.contains(id)).cloned().collect()
            }
            _ => all().cloned().collect(),
        }
    }
}

/// Whether `id` is meant by `chosen`: all are, if none is named.
fn is_among(chosen: &[String], id: &str) -> bool {
    chosen.is_empty() || chosen.iter().any(|one| one == id)
}

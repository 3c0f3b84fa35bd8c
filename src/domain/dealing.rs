//! What of a study a participant is given: one rule for the tablet, its paper, and what the coordinator is told of both.

use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Instrument, Study};

/// What the coordinator chose of a study, as ids. The default is all there is, with the first deck.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dealing<'a> {
    /// The deck; empty for the first.
    pub deck: &'a str,
    /// The cards, of any deck; `None` for those of `deck`.
    pub cards: Option<&'a [String]>,
    /// The questions; `None` for all.
    pub questions: Option<&'a [String]>,
    /// The instruments; all of them if there are none.
    pub instruments: &'a [String],
    /// Cards come in the order of the deck and not at random.
    pub is_in_order: bool,
}

impl<'a> Dealing<'a> {
    /// What the coordinator has set.
    pub fn of(set: &'a ActivitySettings) -> Self {
        // Whoever picked indicators has chosen, also where none of them has a card, or a question.
        let chosen = |ids: &'a [String]| (!set.indicators.is_empty() || !ids.is_empty()).then_some(ids);
        Self {
            deck: &set.deck,
            cards: chosen(&set.cards),
            questions: chosen(&set.questions),
            instruments: &set.instruments,
            is_in_order: set.is_in_order,
        }
    }

    /// This, or the whole deck and all questions where nothing of it is in `study`: there is always something to do.
    #[must_use]
    pub fn fitting(self, study: &Study) -> Self {
        if study.instruments.iter().any(|instrument| !self.ids(study, instrument).is_empty()) {
            return self;
        }
        Self { cards: None, questions: None, instruments: &[], ..self }
    }

    /// The instrument with this id is used.
    pub fn uses(&self, id: &str) -> bool {
        self.instruments.is_empty() || self.instruments.iter().any(|one| one == id)
    }

    /// Ids of the cards or questions of `instrument`, in its order; none if it is not used.
    pub fn ids(&self, study: &Study, instrument: &Instrument) -> Vec<String> {
        if !self.uses(instrument.id()) {
            return Vec::new();
        }
        instrument.dealt(study, self)
    }
}

/// Those of `all` that were chosen, in their order. A choice of which the study has nothing, as after a new version of it, is none.
pub(crate) fn among(
    all: &[String],
    chosen: Option<&[String]>,
    is_known: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let is_choice = |chosen: &&[String]| chosen.is_empty() || chosen.iter().any(|id| is_known(id));
    match chosen.filter(is_choice) {
        Some(chosen) => all.iter().filter(|id| chosen.contains(id)).cloned().collect(),
        None => all.to_vec(),
    }
}

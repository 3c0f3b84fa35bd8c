//! The way through a card sort: its steps, and what a participant does at each.

use crate::domain::choosing::{exchange, toggle};
use crate::domain::dealing::{Dealing, among};
use crate::domain::study::Study;
use crate::instruments::Rules;
use crate::instruments::card_sort::rules::{CardSort, MOST_MISSING, Sort};

/// A screen of a card sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortStep {
    /// Try the practice card.
    Practice,
    /// Put the cards on piles.
    Cards,
    /// Look at the whole table together, before going on.
    Table,
    /// Choose the most important ones.
    MostImportant,
    /// Say which card is missing.
    Missing,
    /// Choose of what there may be more.
    More,
    /// Choose the card to tell about.
    StoryCard,
    /// Tell how that card came to be important.
    Story,
}

/// What a participant does with cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortAction {
    /// Puts a card on a pile (ids).
    Place(String, String),
    /// Takes a card (id) from its pile: it comes to hand again.
    TakeBack(String),
    /// Chooses a card (id) as one of the most important, or lets go of it.
    ToggleImportant(String),
    /// Says in words which card is missing, in the field at this place.
    Missing(usize, String),
    /// Says that no card is missing.
    NothingMissing,
    /// Chooses a card (id) of which there may be more, or lets go of it.
    ToggleMore(String),
    /// Chooses the card (id) to tell about.
    StoryOf(String),
    /// Tells in words how that card came to be important.
    Story(String),
}

impl CardSort {
    /// The cards (ids) about which a story may be told: the most important ones, or else all on the pile from which those are
    /// chosen, as they were placed. There are none if no card means much.
    pub fn story_cards<'a>(&self, sort: &'a Sort) -> Vec<&'a str> {
        let asked = self.most_important.as_ref().map(|asked| &asked.pile);
        let pile = asked.or_else(|| self.piles.first().map(|pile| &pile.id));
        let mut cards = pile.map(|pile| sort.on_pile(pile)).unwrap_or_default();
        let chosen = sort.most_important.as_deref().unwrap_or_default();
        if !chosen.is_empty() {
            cards.retain(|card| chosen.iter().any(|one| one == card));
        }
        cards
    }

    /// The card (id) of which the story is asked: the one that the participant chose among [`CardSort::story_cards`], or the
    /// only one there is.
    pub fn story_card<'a>(&self, sort: &'a Sort) -> Option<&'a str> {
        let cards = self.story_cards(sort);
        if let [only] = cards[..] {
            return Some(only);
        }
        let (chosen, _) = sort.story.as_ref()?;
        cards.into_iter().find(|card| card == chosen)
    }

    /// What is done while cards are put on piles; it may lead to the whole table, or from it.
    fn lay(&self, sort: &mut Sort, action: SortAction, passed: u64) -> Option<SortStep> {
        match action {
            SortAction::Place(card, pile) => {
                let is_known = self.all_piles().any(|one| one.id == pile);
                if !is_known || sort.pile_of(&card) == Some(&pile) {
                    return None;
                }
                // A card that is not of this sort cannot be touched on its screen: such an event is too late.
                let is_placed = sort.place(&card, &pile, passed).is_ok();
                (is_placed && sort.n_left() == 0).then_some(SortStep::Table)
            }
            SortAction::TakeBack(card) => {
                let _ = sort.take_back(&card, passed);
                (sort.n_left() > 0).then_some(SortStep::Cards)
            }
            _ => None,
        }
    }

    fn tell_about(&self, sort: &mut Sort, card: String) {
        if self.story_cards(sort).contains(&card.as_str()) {
            // What was told is of the card that it was told about.
            sort.told.extend(sort.story.take());
            let before = sort.told.iter().rposition(|(of, _)| *of == card);
            let told = before.map(|at| sort.told.remove(at).1);
            sort.story = Some((card, told.unwrap_or_default()));
        }
    }

    fn tell(&self, sort: &mut Sort, text: &str) {
        let asked = self.story_card(sort).map(str::to_owned);
        sort.told.extend(sort.story.take_if(|(card, _)| asked.as_ref() != Some(card)));
        sort.story = asked.map(|card| (card, text.trim().to_owned()));
    }
}

impl Rules for CardSort {
    type Part = Sort;
    type Step = SortStep;
    type Action = SortAction;

    fn id(&self) -> &str {
        &self.id
    }

    /// Cards that lie outside the deck come last, as they were chosen.
    fn dealt(&self, study: &Study, dealing: &Dealing<'_>) -> Vec<String> {
        let is_card = |id: &str| study.card(id).is_some();
        let mut cards = among(&self.deck(dealing.deck).cards, dealing.cards, &is_card);
        for id in dealing.cards.unwrap_or_default() {
            if is_card(id) && !cards.contains(id) {
                cards.push(id.clone());
            }
        }
        cards
    }

    /// The order of the cards is drawn, unless it is that of the deck.
    fn start(
        &self,
        _: &Study,
        dealing: &Dealing<'_>,
        mut ids: Vec<String>,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Sort {
        if !dealing.is_in_order {
            // Fisher and Yates: every order is equally likely if `shuffle` is fair.
            for last in (1..ids.len()).rev() {
                ids.swap(last, shuffle(last + 1).min(last));
            }
        }
        Sort::new(&self.id, &self.deck(dealing.deck).id, ids)
    }

    /// The most important cards, and the card to tell about, are asked for only where there is something to choose from.
    fn steps(&self, sort: &Sort) -> Vec<SortStep> {
        let has_choice =
            self.most_important.as_ref().is_some_and(|asked| sort.on_pile(&asked.pile).len() > asked.choose);
        let tells = self.story.is_some();
        let steps = [
            (SortStep::Practice, self.practice.is_some()),
            (SortStep::Cards, true),
            (SortStep::Table, true),
            (SortStep::MostImportant, has_choice),
            (SortStep::Missing, self.missing.is_some()),
            (SortStep::More, self.more.is_some()),
            (SortStep::StoryCard, tells && self.story_cards(sort).len() > 1),
            (SortStep::Story, tells && self.story_card(sort).is_some()),
        ];
        steps.into_iter().filter(|(_, is_asked)| *is_asked).map(|(step, _)| step).collect()
    }

    /// Every card is asked for; everything else may be left open.
    fn can_go_on(&self, sort: &Sort, step: SortStep) -> bool {
        step != SortStep::Cards || sort.n_left() == 0
    }

    fn is_open(&self, sort: &Sort, step: SortStep) -> bool {
        let has_none = |chosen: &Option<Vec<String>>| chosen.as_ref().is_none_or(Vec::is_empty);
        match step {
            SortStep::Practice | SortStep::Cards | SortStep::Table => false,
            SortStep::MostImportant => has_none(&sort.most_important),
            // That none is missing is an answer; a field without words is none, and neither is having gone on.
            SortStep::Missing => !sort.has_missing() && !sort.says_none_missing,
            SortStep::More => has_none(&sort.more),
            SortStep::StoryCard => self.story_card(sort).is_none(),
            SortStep::Story => {
                let asked = self.story_card(sort);
                let is_of_it = |(card, text): &(String, String)| asked == Some(card) && !text.is_empty();
                !sort.story.as_ref().is_some_and(is_of_it)
            }
        }
    }

    fn moves_on(&self, _: &Study, _: &Sort, _: SortStep) -> bool {
        false
    }

    fn chosen<'a>(&self, _: &Study, sort: &'a Sort, step: SortStep) -> Option<(&'a [String], usize)> {
        let (chosen, most) = match step {
            SortStep::MostImportant => (&sort.most_important, self.most_important.as_ref()?.choose),
            SortStep::More => (&sort.more, self.more.as_ref()?.choose),
            _ => return None,
        };
        Some((chosen.as_deref().unwrap_or_default(), most))
    }

    fn act(
        &self,
        _: &Study,
        sort: &mut Sort,
        step: SortStep,
        action: SortAction,
        passed: u64,
    ) -> Option<SortStep> {
        match (step, action) {
            (SortStep::Cards, action) | (SortStep::Table, action @ SortAction::TakeBack(_)) => {
                return self.lay(sort, action, passed);
            }
            (SortStep::MostImportant, SortAction::ToggleImportant(card)) => {
                if let Some(asked) = &self.most_important
                    && sort.pile_of(&card) == Some(&asked.pile)
                {
                    toggle(sort.most_important.get_or_insert_default(), &card, asked.choose);
                }
            }
            (SortStep::Missing, SortAction::Missing(field, words)) if field < MOST_MISSING => {
                sort.write_missing(field, &words);
                sort.says_none_missing = false;
            }
            (SortStep::Missing, SortAction::NothingMissing) => {
                sort.missing = Some(Vec::new());
                sort.says_none_missing = true;
            }
            (SortStep::More, SortAction::ToggleMore(card)) => {
                if let Some(asked) = &self.more
                    && sort.order().contains(&card)
                {
                    toggle(sort.more.get_or_insert_default(), &card, asked.choose);
                }
            }
            (SortStep::StoryCard, SortAction::StoryOf(card)) => self.tell_about(sort, card),
            (SortStep::Story, SortAction::Story(text)) => self.tell(sort, &text),
            _ => {}
        }
        None
    }

    fn exchange(&self, sort: &mut Sort, step: SortStep, old: &str, new: &str) {
        let (is_there, chosen) = match step {
            SortStep::MostImportant => {
                let asked = self.most_important.as_ref().map(|asked| asked.pile.as_str());
                (asked.is_some() && sort.pile_of(new) == asked, &mut sort.most_important)
            }
            SortStep::More => (sort.order.iter().any(|card| card == new), &mut sort.more),
            _ => return,
        };
        if let Some(chosen) = chosen.as_mut().filter(|_| is_there) {
            exchange(chosen, old, new);
        }
    }

    /// Choosing nothing where one may is an answer.
    fn leave_open(&self, sort: &mut Sort, step: SortStep) {
        let asked = match step {
            SortStep::MostImportant => &mut sort.most_important,
            SortStep::Missing => &mut sort.missing,
            SortStep::More => &mut sort.more,
            SortStep::Story => {
                // A story belongs to the card that was the most important one when it was told.
                if let Some(card) = self.story_card(sort).map(str::to_owned)
                    && sort.story.as_ref().is_none_or(|(told, text)| *told != card && text.is_empty())
                {
                    sort.story = Some((card, String::new()));
                }
                return;
            }
            SortStep::Practice | SortStep::Cards | SortStep::Table | SortStep::StoryCard => return,
        };
        asked.get_or_insert_default();
    }

    fn leave(&self, sort: &mut Sort, step: SortStep) {
        if step == SortStep::Missing {
            sort.without_gaps();
        }
    }

    fn spend(&self, sort: &mut Sort, step: SortStep, ms: u64) {
        *sort.spent_ms.entry(step.id().to_owned()).or_default() += ms;
    }
}

impl SortStep {
    /// All of them, in order.
    pub(crate) const ALL: [Self; 8] = [
        Self::Practice,
        Self::Cards,
        Self::Table,
        Self::MostImportant,
        Self::Missing,
        Self::More,
        Self::StoryCard,
        Self::Story,
    ];

    /// What it is called in drafts, and where the time spent at it is written down.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Cards => "cards",
            Self::Table => "table",
            Self::MostImportant => "most-important",
            Self::Missing => "missing",
            Self::More => "more",
            Self::StoryCard => "story-card",
            Self::Story => "story",
        }
    }
}

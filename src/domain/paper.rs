//! Paper: what is handed out on it, and what comes back, taken over as a response.

use std::collections::BTreeMap;

use crate::domain::choosing::toggle;
use crate::domain::day;
use crate::domain::dealing::Dealing;
use crate::domain::response::{Mode, Outcome, Part, PartOfDay, Response};
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Instrument, Study};
use crate::instruments::card_sort::rules::CardSort;
use crate::instruments::card_sort::rules::{Sort, said};
use crate::instruments::survey::rules::{Answer, Answered, Survey};

/// Most missing cards that one sheet has room for.
pub const MOST_MISSING: usize = 3;

/// Most people who can have filled in a sheet together.
pub const MOST_PRESENT: u32 = 99;

/// What is printed for an activity: which cards and questions, in which order.
///
/// Everything is ids of the study. What the activity names and the study lacks is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// One for each instrument that is used, in the order of the study.
    pub parts: Vec<SheetPart>,
}

/// What is printed of one instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetPart {
    /// Cards are put on piles.
    Sort(SortSheet),
    /// Questions are answered.
    Survey(SurveySheet),
}

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

/// Questions of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveySheet {
    /// Id of the instrument.
    pub instrument: String,
    /// In the order of the sheet.
    pub questions: Vec<Asked>,
}

/// A question on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Id of the question.
    pub id: String,
    /// Ids of its choices from least to most, as on the screen.
    pub choices: Vec<String>,
    /// Most choices that one answer may hold.
    pub most: usize,
}

impl Sheet {
    /// What is printed of `study` for the activity that is `set`.
    pub fn of(study: &Study, set: &ActivitySettings) -> Self {
        let dealing = Dealing::of(set).fitting(study);
        let parts = study.instruments.iter().map(|instrument| {
            let ids = dealing.ids(study, instrument);
            match instrument {
                Instrument::CardSort(card_sort) => {
                    SheetPart::Sort(SortSheet::of(card_sort, dealing.deck, ids))
                }
                Instrument::Survey { id, .. } => {
                    let asked = ids.iter().filter_map(|id| study.question(id)).map(|question| Asked {
                        id: question.id.clone(),
                        choices: question.shown().into_iter().map(|choice| choice.id.clone()).collect(),
                        most: question.scale.most(),
                    });
                    SheetPart::Survey(SurveySheet { instrument: id.clone(), questions: asked.collect() })
                }
            }
        });
        Self { parts: parts.filter(|part| !part.is_empty()).collect() }
    }

    /// Nothing can be printed.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The sorts.
    pub fn sorts(&self) -> impl Iterator<Item = &SortSheet> {
        self.parts.iter().filter_map(|part| match part {
            SheetPart::Sort(sort) => Some(sort),
            SheetPart::Survey(_) => None,
        })
    }

    /// All questions.
    pub fn questions(&self) -> impl Iterator<Item = &Asked> {
        let surveys = self.parts.iter().filter_map(|part| match part {
            SheetPart::Survey(survey) => Some(survey),
            SheetPart::Sort(_) => None,
        });
        surveys.flat_map(|survey| &survey.questions)
    }
}

impl SheetPart {
    fn is_empty(&self) -> bool {
        match self {
            Self::Sort(sort) => sort.cards.is_empty(),
            Self::Survey(survey) => survey.questions.is_empty(),
        }
    }
}

impl SortSheet {
    fn of(card_sort: &CardSort, deck: &str, cards: Vec<String>) -> Self {
        Self {
            instrument: card_sort.id.clone(),
            deck: card_sort.deck(deck).id.clone(),
            cards,
            piles: card_sort.shown_piles().map(|pile| pile.id.clone()).collect(),
            best: card_sort.piles.first().map(|pile| pile.id.clone()).unwrap_or_default(),
            important: card_sort.most_important.as_ref().map(|asked| (asked.pile.clone(), asked.choose)),
            has_missing: card_sort.missing.is_some(),
            more: card_sort.more.as_ref().map(|asked| asked.choose),
            has_story: card_sort.story.is_some(),
        }
    }
}

/// A sheet that came back, being taken over.
///
/// Every change goes through [`Filled::mark`]. Invariants: it holds ids of its sheet only; the most important cards lie on
/// the pile of which they are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What was handed out.
    pub sheet: Sheet,
    /// Id of the language of the sheet.
    pub language: String,
    /// Local day of the activity, `YYYY-MM-DD`.
    pub day: String,
    /// When on that day.
    pub part_of_day: PartOfDay,
    /// How many people gave it together; 0 if it is of one person, or nobody counted.
    pub n_present: u32,
    /// On which pile a card lies, both by id.
    piles: BTreeMap<String, String>,
    important: Vec<String>,
    more: Vec<String>,
    /// One line for each missing card, as it is being typed.
    missing: Vec<String>,
    /// The card that the story is about, if somebody said so.
    story_of: Option<String>,
    story: String,
    /// By the id of the question.
    answers: BTreeMap<String, Answer>,
}

/// Something that is taken over from the sheet; cards, piles, questions and choices by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
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
    /// The choice is an answer to the question, or no longer.
    Choose(String, String),
    /// The answer to the question is "I don't know", or no longer.
    DontKnow(String),
    /// The question was left open.
    Skip(String),
    /// The language of the sheet.
    Language(String),
    /// The day of the activity.
    Day(String),
    /// When on that day.
    PartOfDay(PartOfDay),
    /// How many people filled it in together.
    Present(u32),
}

/// How much is there, to compare with the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
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
    /// How many questions have an answer ("I don't know" too), and how many there are.
    pub answered: (usize, usize),
}

/// Why it cannot be kept yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// Nothing was taken over: no card, no answer, no word.
    #[error("the sheet is empty")]
    Empty,
    /// The day is no day.
    #[error("the day is missing")]
    NoDay,
    /// The day is still to come.
    #[error("the day is still to come")]
    Future,
    /// There is a story, and nobody has said about which card.
    #[error("the card of the story is missing")]
    NoStoryCard,
}

impl Filled {
    /// An empty sheet in `language`, of an activity on `day` (`YYYY-MM-DD`).
    pub fn new(sheet: Sheet, language: &str, day: &str, part_of_day: PartOfDay) -> Self {
        Self {
            sheet,
            language: language.to_owned(),
            day: day.to_owned(),
            part_of_day,
            n_present: 0,
            piles: BTreeMap::new(),
            important: Vec::new(),
            more: Vec::new(),
            missing: Vec::new(),
            story_of: None,
            story: String::new(),
            answers: BTreeMap::new(),
        }
    }

    /// The next sheet of the same pile of paper: day, part of the day and language stay.
    #[must_use]
    pub fn next(&self) -> Self {
        Self::new(self.sheet.clone(), &self.language, &self.day, self.part_of_day)
    }

    /// Takes over `mark`. What is not on the sheet, or makes no sense on it, changes nothing. Returns whether anything
    /// changed.
    pub fn mark(&mut self, mark: Mark) -> bool {
        let before = self.clone();
        match mark {
            Mark::Place(card, pile) => self.place(&card, &pile),
            Mark::LeaveOut(card) => self.let_go(&card),
            Mark::Important(card) => self.toggle_important(&card),
            Mark::More(card) => {
                if self.may_be_more(&card) {
                    tick(&mut self.more, &card);
                }
            }
            Mark::Missing(at, text)
                if at < MOST_MISSING && self.sheet.sorts().any(|sort| sort.has_missing) =>
            {
                if self.missing.len() <= at {
                    self.missing.resize(at + 1, String::new());
                }
                self.missing[at] = text;
            }
            Mark::Missing(..) => {}
            Mark::StoryOf(card) => {
                // The sheet may not say of which one: an empty id takes it back.
                if card.is_empty() || self.story_cards().contains(&card.as_str()) {
                    self.story_of = Some(card).filter(|card| !card.is_empty());
                }
            }
            Mark::Story(text) => self.story = text,
            Mark::Choose(question, choice) => self.choose(&question, &choice),
            Mark::DontKnow(question) => {
                if self.asked(&question).is_some()
                    && self.answers.insert(question.clone(), Answer::DontKnow) == Some(Answer::DontKnow)
                {
                    self.answers.remove(&question);
                }
            }
            Mark::Skip(question) => drop(self.answers.remove(&question)),
            Mark::Language(id) => self.language = id,
            Mark::Day(day) => self.day = day,
            Mark::PartOfDay(part) => self.part_of_day = part,
            Mark::Present(n) => self.n_present = n.min(MOST_PRESENT),
        }
        *self != before
    }

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
        let Some(sort) = self.sort_with(card) else { return false };
        let has_room = |most: usize| self.is_important(card) || of_sort(sort, &self.important).len() < most;
        sort.important
            .as_ref()
            .is_some_and(|(pile, most)| self.pile_of(card).is_none_or(|lies| lies == pile) && has_room(*most))
    }

    /// There may be more of `card`, or it may be unticked: as for the most important ones.
    pub fn may_be_more(&self, card: &str) -> bool {
        let Some(sort) = self.sort_with(card) else { return false };
        sort.more.is_some_and(|most| self.is_more(card) || of_sort(sort, &self.more).len() < most)
    }

    /// `choice` may be ticked as an answer to `question`, or unticked. Where one answer is given, another takes its place.
    pub fn may_be_chosen(&self, question: &str, choice: &str) -> bool {
        let Some(asked) = self.asked(question) else { return false };
        match self.answer(question) {
            Some(Answer::Choices(chosen)) if asked.most > 1 => {
                chosen.len() < asked.most || chosen.iter().any(|one| one == choice)
            }
            _ => true,
        }
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

    /// What was answered to `question`.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// The cards (ids) of which the story may be told: the most important ones, or else those on their pile. As on a tablet.
    pub fn story_cards(&self) -> Vec<&str> {
        let sort = self.sheet.sorts().find(|sort| sort.has_story);
        sort.map(|sort| self.story_cards_of(sort)).unwrap_or_default()
    }

    /// The card (id) of which the story is told: the one that was said, or the only one there is.
    pub fn story_card(&self) -> Option<&str> {
        self.sheet.sorts().find(|sort| sort.has_story).and_then(|sort| self.story_card_of(sort))
    }

    /// How much there is of what.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally {
            n_important: self.important.len(),
            n_more: self.more.len(),
            n_missing: said(&self.missing).count(),
            answered: (self.answers.len(), self.sheet.questions().count()),
            ..Tally::default()
        };
        for sort in self.sheet.sorts() {
            for pile in &sort.piles {
                let n = sort.cards.iter().filter(|card| self.pile_of(card) == Some(pile)).count();
                tally.piles.push((pile.clone(), n));
            }
            tally.n_left_out += sort.cards.iter().filter(|card| self.pile_of(card).is_none()).count();
        }
        tally
    }

    /// Whether it can be kept; `today` is the local day, `YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is in the way.
    pub fn check(&self, today: &str) -> Result<(), NotYet> {
        let is_empty = self.piles.is_empty()
            && self.answers.is_empty()
            && self.more.is_empty()
            && said(&self.missing).next().is_none()
            && self.story.trim().is_empty();
        if is_empty {
            return Err(NotYet::Empty);
        }
        self.check_day(today)?;
        if !self.story.trim().is_empty() && self.story_card().is_none() {
            return Err(NotYet::NoStoryCard);
        }
        Ok(())
    }

    /// Whether its day may be that of paper which is here on `today`.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is wrong with it.
    pub fn check_day(&self, today: &str) -> Result<(), NotYet> {
        if !day::is_right(&self.day) {
            Err(NotYet::NoDay)
        } else if self.day.as_str() > today {
            Err(NotYet::Future)
        } else {
            Ok(())
        }
    }

    /// The response of who filled in this sheet of `study` at the activity that is `set`, with a random `id`; `app` is the version of
    /// the app, `today` the local day.
    ///
    /// The order of the cards is that of the sheet, and nothing took any time: nobody measured it.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is in the way.
    pub fn response(
        &self,
        study: &Study,
        set: &ActivitySettings,
        id: String,
        app: &str,
        today: &str,
    ) -> Result<Response, NotYet> {
        self.check(today)?;
        let parts = self.sheet.parts.iter().map(|part| match part {
            SheetPart::Sort(sort) => Part::Sort(self.sort(sort)),
            SheetPart::Survey(survey) => Part::Survey(self.survey(survey)),
        });
        Ok(Response {
            id,
            study: study.id.clone(),
            study_version: study.version.clone(),
            activity: set.clone().activity(self.day.clone(), self.part_of_day),
            language: self.language.clone(),
            mode: Mode::Paper,
            n_present: self.n_present,
            newer: BTreeMap::new(),
            outcome: Outcome::Complete,
            app: app.to_owned(),
            parts: parts.collect(),
        })
    }

    fn sort(&self, sheet: &SortSheet) -> Sort {
        let mut sort = Sort::new(&sheet.instrument, &sheet.deck, sheet.cards.clone());
        for card in &sheet.cards {
            if let Some(pile) = self.pile_of(card) {
                // The card is in this sort: it comes from its order.
                let _ = sort.place(card, pile, 0);
            }
        }
        let important = of_sort(sheet, &self.important);
        sort.most_important = sheet.important.as_ref().and_then(|(pile, most)| {
            // With no more cards than may be chosen nothing is asked on a tablet; on paper somebody may have said it.
            let is_asked = sort.on_pile(pile).len() > *most || !important.is_empty();
            is_asked.then_some(important)
        });
        sort.missing = sheet.has_missing.then(|| said(&self.missing).map(str::to_owned).collect());
        sort.more = sheet.more.map(|_| of_sort(sheet, &self.more));
        if sheet.has_story {
            let card = self.story_card_of(sheet).map(str::to_owned);
            sort.story = card.map(|card| (card, self.story.trim().to_owned()));
        }
        sort
    }

    fn survey(&self, sheet: &SurveySheet) -> Survey {
        let answers = sheet.questions.iter().map(|asked| Answered {
            question: asked.id.clone(),
            shown: asked.choices.clone(),
            answer: Some(self.answer(&asked.id).cloned().unwrap_or(Answer::Skipped)),
            changes: 0,
            ms: 0,
        });
        Survey { instrument: sheet.instrument.clone(), answers: answers.collect() }
    }

    fn sort_with(&self, card: &str) -> Option<&SortSheet> {
        self.sheet.sorts().find(|sort| sort.cards.iter().any(|one| one == card))
    }

    fn asked(&self, question: &str) -> Option<&Asked> {
        self.sheet.questions().find(|asked| asked.id == question)
    }

    fn place(&mut self, card: &str, pile: &str) {
        let Some(sort) = self.sort_with(card) else { return };
        if !sort.piles.iter().any(|one| one == pile) {
            return;
        }
        let asked = sort.important.as_ref().map(|(asked, _)| asked.clone());
        if self.pile_of(card) == Some(pile) {
            self.let_go(card);
            return;
        }
        self.piles.insert(card.to_owned(), pile.to_owned());
        if asked.as_deref() != Some(pile) {
            self.important.retain(|one| one != card);
        }
    }

    fn let_go(&mut self, card: &str) {
        self.piles.remove(card);
        self.important.retain(|one| one != card);
    }

    fn toggle_important(&mut self, card: &str) {
        let asked = self.sort_with(card).and_then(|sort| sort.important.clone());
        let Some((pile, _)) = asked.filter(|_| self.may_be_important(card)) else { return };
        self.piles.insert(card.to_owned(), pile);
        tick(&mut self.important, card);
    }

    fn choose(&mut self, question: &str, choice: &str) {
        let Some(asked) = self.asked(question) else { return };
        if !asked.choices.iter().any(|one| one == choice) {
            return;
        }
        let most = asked.most;
        let mut chosen = match self.answers.remove(question) {
            Some(Answer::Choices(chosen)) => chosen,
            _ => Vec::new(),
        };
        toggle(&mut chosen, choice, most);
        if !chosen.is_empty() {
            self.answers.insert(question.to_owned(), Answer::Choices(chosen));
        }
    }

    fn story_cards_of<'a>(&self, sort: &'a SortSheet) -> Vec<&'a str> {
        let cards = || sort.cards.iter().map(String::as_str);
        let important: Vec<&str> = cards().filter(|card| self.is_important(card)).collect();
        if !important.is_empty() {
            return important;
        }
        let pile = sort.important.as_ref().map_or(&sort.best, |(pile, _)| pile);
        cards().filter(|card| self.pile_of(card) == Some(pile)).collect()
    }

    fn story_card_of<'a>(&self, sort: &'a SortSheet) -> Option<&'a str> {
        let cards = self.story_cards_of(sort);
        match cards[..] {
            [only] => Some(only),
            _ => cards.into_iter().find(|card| self.story_of.as_deref() == Some(card)),
        }
    }
}

/// Ticks `card`, or unticks it.
fn tick(ticked: &mut Vec<String>, card: &str) {
    toggle(ticked, card, usize::MAX);
}

/// Those of `cards` that are of `sort`, in their order.
fn of_sort(sort: &SortSheet, cards: &[String]) -> Vec<String> {
    cards.iter().filter(|card| sort.cards.contains(card)).cloned().collect()
}

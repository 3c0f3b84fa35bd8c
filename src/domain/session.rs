//! One participant's way through a study, from the choice of language to the thanks.

use std::collections::BTreeMap;

use crate::domain::choosing::{exchange, toggle};
use crate::domain::dealing::Dealing;
use crate::domain::response::{Activity, Mode, Outcome, Part, Response};
use crate::domain::study::{Instrument, Study};
use crate::instruments::card_sort::rules::Sort;
use crate::instruments::survey::rules::{Answer, Survey};

/// A participant on the way: what they gave so far, and the step at which they are.
///
/// Every change goes through [`Session::act`]. Times are milliseconds on a clock that only runs forward and may start
/// anywhere (a page's own clock); nothing of it is kept but differences.
///
/// Invariant: `step` is one of [`Session::path`], or one of the two ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What was given so far; its `outcome` means nothing before [`Session::finish`].
    pub response: Response,
    /// Where the participant is.
    pub step: Step,
    /// The participant has agreed to take part: from here on there is something to keep.
    pub has_agreed: bool,
    /// Clock at the last event, from which the next time is measured.
    seen_at: u64,
    /// What was told about cards (ids) of which the story is not asked any more, the last one last: it comes back with the card,
    /// and is not kept otherwise.
    told: Vec<(String, String)>,
    /// The sort (place in `response.parts`) of which was last said that no card is missing: an empty list alone may be one that
    /// was skipped.
    none_missing: Option<usize>,
}

/// At most this many missing cards: more would be a conversation, which is better than a form.
pub const MOST_MISSING: usize = 3;

/// Longest answer to "which card is missing", in characters, as an attribute of the field: six long words.
pub const LONGEST_MISSING: &str = "60";

/// Longest story, in characters, likewise: some ten lines, as somebody types who listens.
pub const LONGEST_STORY: &str = "600";

/// A screen of the flow. Numbers are places in `response.parts` and, for a question, in its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Choose a language.
    Language,
    /// Agree to take part, or not.
    Consent,
    /// Try the practice card.
    Practice(usize),
    /// Put the cards on piles.
    Cards(usize),
    /// Look at the whole table together, before going on.
    Table(usize),
    /// Choose the most important ones.
    MostImportant(usize),
    /// Say which card is missing.
    Missing(usize),
    /// Choose of what there may be more.
    More(usize),
    /// Choose the card to tell about.
    StoryCard(usize),
    /// Tell how that card came to be important.
    Story(usize),
    /// Answer a question.
    Question(usize, usize),
    /// The end of who took part.
    Thanks,
    /// The end of who would rather not.
    Declined,
}

/// What a participant does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Chooses the language with this id, at the start or at any step.
    ChooseLanguage(String),
    /// Takes part.
    Agree,
    /// Would rather not.
    Decline,
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
    /// Lets go of one that is chosen (id) for another (id), where no more may be chosen than are.
    Exchange(String, String),
    /// Chooses the card (id) to tell about.
    StoryOf(String),
    /// Tells in words how that card came to be important.
    Story(String),
    /// Chooses an answer (id), or lets go of it.
    Choose(String),
    /// Does not know the answer.
    DontKnow,
    /// Takes the answer back that was just given.
    LetGo,
    /// Goes on.
    Next,
    /// Goes back.
    Back,
}

impl Session {
    /// A participant who has just taken the tablet, at the choice of language.
    ///
    /// What is dealt is what `dealing` gives of this study. An instrument that is not dealt
    /// has an empty part until the end. `shuffle` gets a number n and returns some number below n, by chance: the order of
    /// the cards is drawn with it.
    pub fn new(
        study: &Study,
        activity: Activity,
        dealing: Dealing<'_>,
        id: String,
        app: &str,
        shuffle: &mut dyn FnMut(usize) -> usize,
    ) -> Self {
        let dealing = dealing.fitting(study);
        let parts =
            study.instruments.iter().map(|instrument| start(study, instrument, dealing, shuffle)).collect();
        let response = Response {
            id,
            study: study.id.clone(),
            study_version: study.version.clone(),
            activity,
            language: study.languages.first().map(|language| language.id.clone()).unwrap_or_default(),
            mode: Mode::Alone,
            n_present: 0,
            newer: BTreeMap::new(),
            outcome: Outcome::Stopped,
            app: app.to_owned(),
            parts,
        };
        Self {
            response,
            step: Step::Language,
            has_agreed: false,
            seen_at: 0,
            told: Vec::new(),
            none_missing: None,
        }
    }

    /// A session that was left, taken up again at the same step; `None` if it is of another study or version, or its
    /// step is not on its way.
    pub fn resume(study: &Study, response: Response, step: Step, now_ms: u64) -> Option<Self> {
        let fits = response.study == study.id
            && response.study_version == study.version
            && response.parts.len() == study.instruments.len();
        let told = Vec::new();
        let session = Self { response, step, has_agreed: true, seen_at: now_ms, told, none_missing: None };
        (fits && session.path(study).contains(&step)).then_some(session)
    }

    /// The steps of this participant's way, in order. It depends on what was done: the most important cards, and the card to
    /// tell about, are asked for only where there is something to choose from.
    pub fn path(&self, study: &Study) -> Vec<Step> {
        let mut path = vec![Step::Language, Step::Consent];
        for (at, (part, instrument)) in self.response.parts.iter().zip(&study.instruments).enumerate() {
            match (part, instrument) {
                (part, _) if part.is_empty() => {}
                (Part::Sort(sort), Instrument::CardSort(card_sort)) => {
                    path.extend(card_sort.practice.is_some().then_some(Step::Practice(at)));
                    path.extend([Step::Cards(at), Step::Table(at)]);
                    let has_choice = |asked: &crate::instruments::card_sort::rules::MostImportant| {
                        sort.on_pile(&asked.pile).len() > asked.choose
                    };
                    path.extend(
                        card_sort
                            .most_important
                            .as_ref()
                            .is_some_and(has_choice)
                            .then_some(Step::MostImportant(at)),
                    );
                    path.extend(card_sort.missing.is_some().then_some(Step::Missing(at)));
                    path.extend(card_sort.more.is_some().then_some(Step::More(at)));
                    if card_sort.story.is_some() {
                        path.extend((self.story_cards(study, at).len() > 1).then_some(Step::StoryCard(at)));
                        path.extend(self.story_card(study, at).map(|_| Step::Story(at)));
                    }
                }
                (Part::Survey(survey), _) => {
                    path.extend((0..survey.answers.len()).map(|question| Step::Question(at, question)));
                }
                (Part::Sort(_), Instrument::Survey { .. }) | (Part::Newer(_), _) => {}
            }
        }
        path.push(Step::Thanks);
        path
    }

    /// The participant may go on from here. A sort asks for every card; everything else may be left open.
    pub fn can_go_on(&self) -> bool {
        match self.step {
            Step::Cards(at) => self.sort(at).is_some_and(|sort| sort.n_left() == 0),
            Step::Language | Step::Consent | Step::Thanks | Step::Declined => false,
            _ => true,
        }
    }

    /// Nothing has been answered here yet: going on is skipping.
    pub fn is_open(&self, study: &Study) -> bool {
        let has_none = |chosen: &Option<Vec<String>>| chosen.as_ref().is_none_or(Vec::is_empty);
        match self.step {
            Step::MostImportant(at) => self.sort(at).is_some_and(|sort| has_none(&sort.most_important)),
            // That none is missing is an answer; a field without words is none, and neither is having gone on.
            Step::Missing(at) => {
                self.sort(at).is_some_and(|sort| !sort.has_missing()) && self.none_missing != Some(at)
            }
            Step::More(at) => self.sort(at).is_some_and(|sort| has_none(&sort.more)),
            Step::StoryCard(at) => self.story_card(study, at).is_none(),
            Step::Story(at) => {
                let asked = self.story_card(study, at);
                let is_of_it = |(card, text): &(String, String)| asked == Some(card) && !text.is_empty();
                self.sort(at).is_some_and(|sort| !sort.story.as_ref().is_some_and(is_of_it))
            }
            Step::Question(at, question) => self
                .survey(at)
                .and_then(|survey| survey.answers.get(question))
                .is_some_and(|answered| matches!(answered.answer, None | Some(Answer::Skipped))),
            _ => false,
        }
    }

    /// The one answer that the question at hand takes has just been given: the session goes on by itself after a moment
    /// in which it can be taken back.
    pub fn moves_on(&self, study: &Study) -> bool {
        let Step::Question(at, question) = self.step else { return false };
        let answered = self.survey(at).and_then(|survey| survey.answers.get(question));
        answered.is_some_and(|answered| match &answered.answer {
            Some(Answer::Choices(choices)) => {
                !choices.is_empty()
                    && study.question(&answered.question).is_some_and(|asked| asked.scale.most() == 1)
            }
            Some(Answer::DontKnow) => true,
            None | Some(Answer::Skipped | Answer::Newer(_)) => false,
        })
    }

    /// The cards (ids) about which a story may be told: the most important ones, or else all on the pile from which those are
    /// chosen, as they were placed. There are none if no card means much.
    pub fn story_cards(&self, study: &Study, at: usize) -> Vec<&str> {
        let (Some(Instrument::CardSort(card_sort)), Some(sort)) = (study.instruments.get(at), self.sort(at))
        else {
            return Vec::new();
        };
        let asked = card_sort.most_important.as_ref().map(|asked| &asked.pile);
        let pile = asked.or_else(|| card_sort.piles.first().map(|pile| &pile.id));
        let mut cards = pile.map(|pile| sort.on_pile(pile)).unwrap_or_default();
        let chosen = sort.most_important.as_deref().unwrap_or_default();
        if !chosen.is_empty() {
            cards.retain(|card| chosen.iter().any(|one| one == card));
        }
        cards
    }

    /// The card (id) of which the story is asked: the one that the participant chose among [`Session::story_cards`], or the
    /// only one there is.
    pub fn story_card(&self, study: &Study, at: usize) -> Option<&str> {
        let cards = self.story_cards(study, at);
        if let [only] = cards[..] {
            return Some(only);
        }
        let (chosen, _) = self.sort(at)?.story.as_ref()?;
        cards.into_iter().find(|card| card == chosen)
    }

    /// As many are chosen here as may be: for another one the participant has to say first which is to go.
    pub fn is_full(&self, study: &Study) -> bool {
        self.chosen_of_several(study).is_some_and(|(chosen, most)| chosen.len() >= most)
    }

    /// What is chosen at a step where several may be, and how many at most.
    pub fn chosen_of_several(&self, study: &Study) -> Option<(&[String], usize)> {
        let card_sort = |at: usize| match study.instruments.get(at) {
            Some(Instrument::CardSort(card_sort)) => Some(card_sort),
            _ => None,
        };
        let (chosen, most) = match self.step {
            Step::MostImportant(at) => {
                (self.sort(at)?.most_important.as_deref(), card_sort(at)?.most_important.as_ref()?.choose)
            }
            Step::More(at) => (self.sort(at)?.more.as_deref(), card_sort(at)?.more.as_ref()?.choose),
            Step::Question(at, question) => {
                let answered = self.survey(at)?.answers.get(question)?;
                (Some(answered.chosen()), study.question(&answered.question)?.scale.most())
            }
            _ => return None,
        };
        (most > 1).then_some((chosen.unwrap_or_default(), most))
    }

    /// The sort at `at` in `response.parts`.
    pub fn sort(&self, at: usize) -> Option<&Sort> {
        match self.response.parts.get(at) {
            Some(Part::Sort(sort)) => Some(sort),
            _ => None,
        }
    }

    /// The survey at `at` in `response.parts`.
    pub fn survey(&self, at: usize) -> Option<&Survey> {
        match self.response.parts.get(at) {
            Some(Part::Survey(survey)) => Some(survey),
            _ => None,
        }
    }

    /// Takes in what the participant does at `now_ms`.
    ///
    /// What makes no sense at this step (a second tap of a trembling hand, an event that comes too late) changes
    /// nothing and is no error. Returns whether anything changed.
    pub fn act(&mut self, study: &Study, action: Action, now_ms: u64) -> bool {
        let before = self.clone();
        let passed = now_ms.saturating_sub(self.seen_at);
        match (self.step, action) {
            (Step::Language, Action::ChooseLanguage(id)) if study.language(&id).is_some() => {
                self.response.language = id;
                self.step = Step::Consent;
            }
            // Everything given so far is ids, which mean the same in every language.
            (step, Action::ChooseLanguage(id))
                if study.language(&id).is_some() && !matches!(step, Step::Thanks | Step::Declined) =>
            {
                self.response.language = id;
            }
            (Step::Consent, Action::Agree) => {
                self.has_agreed = true;
                self.go(study, 1);
            }
            (Step::Consent, Action::Decline) => {
                self.has_agreed = false;
                self.step = Step::Declined;
            }
            (Step::Consent, Action::Back) => self.step = Step::Language,
            (_, Action::Next) if self.can_go_on() => {
                self.leave_open(study);
                self.go(study, 1);
            }
            (Step::Thanks | Step::Declined | Step::Language, _) => {}
            (_, Action::Back) => self.go(study, -1),
            (Step::Question(at, question), action) => self.answer(study, at, question, action),
            (
                Step::Cards(at)
                | Step::Table(at)
                | Step::MostImportant(at)
                | Step::Missing(at)
                | Step::More(at)
                | Step::StoryCard(at)
                | Step::Story(at),
                action,
            ) => self.sort_cards(study, at, action, passed),
            _ => {}
        }
        if let Step::Missing(at) = before.step
            && self.step != before.step
            && let Some(Part::Sort(sort)) = self.response.parts.get_mut(at)
        {
            sort.without_gaps();
        }
        let has_changed = *self != before;
        if has_changed {
            self.spend(before.step, passed);
            self.seen_at = now_ms;
        }
        has_changed
    }

    /// What is done with the cards at `at`, at one of its steps, `passed` milliseconds after what was done before.
    fn sort_cards(&mut self, study: &Study, at: usize, action: Action, passed: u64) {
        let story_card = self.story_card(study, at).map(str::to_owned);
        let story_cards: Vec<String> = self.story_cards(study, at).into_iter().map(str::to_owned).collect();
        let (Some(Part::Sort(sort)), Some(Instrument::CardSort(card_sort))) =
            (self.response.parts.get_mut(at), study.instruments.get(at))
        else {
            return;
        };
        match (self.step, action) {
            (Step::Cards(_), Action::Place(card, pile)) => {
                let is_known = card_sort.all_piles().any(|one| one.id == pile);
                if is_known && sort.pile_of(&card) != Some(&pile) {
                    // A card that is not of this sort cannot be touched on its screen: such an event is too late.
                    let is_placed = sort.place(&card, &pile, passed).is_ok();
                    if is_placed && sort.n_left() == 0 {
                        self.step = Step::Table(at);
                    }
                }
            }
            (Step::Cards(_) | Step::Table(_), Action::TakeBack(card)) => {
                let _ = sort.take_back(&card, passed);
                if sort.n_left() > 0 {
                    self.step = Step::Cards(at);
                }
            }
            (Step::MostImportant(_), Action::ToggleImportant(card)) => {
                if let Some(asked) = &card_sort.most_important
                    && sort.pile_of(&card) == Some(&asked.pile)
                {
                    toggle(sort.most_important.get_or_insert_default(), &card, asked.choose);
                }
            }
            (Step::MostImportant(_), Action::Exchange(old, new)) => {
                if let Some(asked) = &card_sort.most_important
                    && sort.pile_of(&new) == Some(&asked.pile)
                    && let Some(chosen) = &mut sort.most_important
                {
                    exchange(chosen, &old, &new);
                }
            }
            (Step::Missing(_), Action::Missing(field, words)) if field < MOST_MISSING => {
                sort.write_missing(field, &words);
                self.none_missing = None;
            }
            (Step::Missing(_), Action::NothingMissing) => {
                sort.missing = Some(Vec::new());
                self.none_missing = Some(at);
            }
            (Step::More(_), Action::ToggleMore(card)) => {
                if let Some(asked) = &card_sort.more
                    && sort.order().contains(&card)
                {
                    toggle(sort.more.get_or_insert_default(), &card, asked.choose);
                }
            }
            (Step::More(_), Action::Exchange(old, new)) => {
                if sort.order().contains(&new)
                    && let Some(chosen) = &mut sort.more
                {
                    exchange(chosen, &old, &new);
                }
            }
            (Step::StoryCard(_), Action::StoryOf(card)) if story_cards.contains(&card) => {
                // What was told is of the card that it was told about.
                self.told.extend(sort.story.take());
                let before = self.told.iter().rposition(|(of, _)| *of == card);
                let told = before.map(|at| self.told.remove(at).1);
                sort.story = Some((card, told.unwrap_or_default()));
            }
            (Step::Story(_), Action::Story(text)) => {
                self.told.extend(sort.story.take_if(|(card, _)| story_card.as_ref() != Some(card)));
                sort.story = story_card.map(|card| (card, text.trim().to_owned()));
            }
            _ => {}
        }
    }

    /// What is done at a question of the survey at `at`.
    fn answer(&mut self, study: &Study, at: usize, question: usize, action: Action) {
        let Some(Part::Survey(survey)) = self.response.parts.get_mut(at) else { return };
        let Some(answered) = survey.answers.get_mut(question) else { return };
        match action {
            Action::Choose(choice) => {
                if let Some(asked) = study.question(&answered.question)
                    && answered.shown.contains(&choice)
                {
                    answered.choose(&choice, asked.scale.most());
                }
            }
            Action::Exchange(old, new) if answered.shown.contains(&new) => answered.exchange(&old, &new),
            Action::DontKnow => answered.dont_know(),
            Action::LetGo => answered.let_go(),
            _ => {}
        }
    }

    /// How far the participant is: steps behind them, and steps in all, both without the ends and the language.
    pub fn progress(&self, study: &Study) -> (usize, usize) {
        let path = self.path(study);
        let steps = &path[1..path.len() - 1];
        let done = steps.iter().position(|step| *step == self.step).unwrap_or(steps.len());
        (done, steps.len())
    }

    /// The response as it is kept, ended as `outcome`.
    pub fn finish(&self, outcome: Outcome) -> Response {
        self.response.clone().ended(outcome)
    }

    /// Going on from a question without an answer is an answer too; so is choosing nothing where one may.
    fn leave_open(&mut self, study: &Study) {
        match self.step {
            Step::Story(at) => {
                let card = self.story_card(study, at).map(str::to_owned);
                if let (Some(card), Some(Part::Sort(sort))) = (card, self.response.parts.get_mut(at)) {
                    // A story belongs to the card that was the most important one when it was told.
                    if sort.story.as_ref().is_none_or(|(told, text)| *told != card && text.is_empty()) {
                        sort.story = Some((card, String::new()));
                    }
                }
            }
            Step::MostImportant(at) | Step::Missing(at) | Step::More(at) => {
                if let Some(Part::Sort(sort)) = self.response.parts.get_mut(at) {
                    let asked = match self.step {
                        Step::MostImportant(_) => &mut sort.most_important,
                        Step::Missing(_) => &mut sort.missing,
                        _ => &mut sort.more,
                    };
                    asked.get_or_insert_default();
                }
            }
            Step::Question(at, question) => {
                if let Some(Part::Survey(survey)) = self.response.parts.get_mut(at)
                    && let Some(answered) = survey.answers.get_mut(question)
                {
                    answered.answer.get_or_insert(Answer::Skipped);
                }
            }
            _ => {}
        }
    }

    fn go(&mut self, study: &Study, by: isize) {
        let path = self.path(study);
        let to = path
            .iter()
            .position(|step| *step == self.step)
            .and_then(|at| at.checked_add_signed(by))
            .and_then(|at| path.get(at));
        if let Some(step) = to {
            self.step = *step;
        }
    }

    fn spend(&mut self, step: Step, passed_ms: u64) {
        let (at, name) = match step {
            Step::Practice(at) => (at, "practice"),
            Step::Cards(at) => (at, "cards"),
            Step::Table(at) => (at, "table"),
            Step::MostImportant(at) => (at, "most-important"),
            Step::Missing(at) => (at, "missing"),
            Step::More(at) => (at, "more"),
            Step::StoryCard(at) => (at, "story-card"),
            Step::Story(at) => (at, "story"),
            Step::Question(at, question) => {
                if let Some(Part::Survey(survey)) = self.response.parts.get_mut(at)
                    && let Some(answered) = survey.answers.get_mut(question)
                {
                    answered.ms += passed_ms;
                }
                return;
            }
            Step::Language | Step::Consent | Step::Thanks | Step::Declined => return,
        };
        if let Some(Part::Sort(sort)) = self.response.parts.get_mut(at) {
            *sort.spent_ms.entry(name.to_owned()).or_default() += passed_ms;
        }
    }
}

/// An instrument with nothing answered; with nothing in it, if it is not dealt.
fn start(
    study: &Study,
    instrument: &Instrument,
    dealing: Dealing<'_>,
    shuffle: &mut dyn FnMut(usize) -> usize,
) -> Part {
    let mut ids = dealing.ids(study, instrument);
    match instrument {
        Instrument::CardSort(card_sort) => {
            if !dealing.is_in_order {
                // Fisher and Yates: every order is equally likely if `shuffle` is fair.
                for last in (1..ids.len()).rev() {
                    ids.swap(last, shuffle(last + 1).min(last));
                }
            }
            Part::Sort(Sort::new(&card_sort.id, &card_sort.deck(dealing.deck).id, ids))
        }
        Instrument::Survey { id, .. } => {
            let shown = ids.iter().filter_map(|id| study.question(id)).map(|question| {
                (question.id.clone(), question.shown().into_iter().map(|choice| choice.id.clone()).collect())
            });
            Part::Survey(Survey::new(id, shown))
        }
    }
}

//! The veranderverhaal: what responses say of each indicator, subgoal and goal of the framework.
//!
//! Cards stand beside questions and are never added up with them; what a group said together stands apart from what
//! people said by themselves. Rounds are put side by side only where the same was asked in the same way.

use std::collections::BTreeMap;

use crate::domain::filter::Filter;
use crate::domain::privacy::may_tell;
use crate::domain::response::{Mode, Response};
use crate::domain::study::Study;

pub use cross_table::CrossTable;
pub(crate) use rolling::RollingUp;
pub use rolling::roll_up;
pub(crate) use rounds::Comparing;
use rounds::beside;

mod cross_table;
mod rolling;
mod rounds;

/// What a coordinator sees of the veranderverhaal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameworkResults {
    /// Responses of other studies, which are not counted in.
    pub n_elsewhere: usize,
    /// What people said by themselves, or with help.
    pub people: RollUp,
    /// What groups said together; none without groups.
    pub groups: Option<RollUp>,
    /// How many people responded, by centre and kind of activity.
    pub centres: CrossTable,
    /// How many groups did; empty without groups.
    pub group_centres: CrossTable,
    /// Rounds of measurement that occur, by the first day of each, and how many responses each has.
    pub rounds: Vec<(String, usize)>,
    /// Two rounds side by side, where two were named.
    pub beside: Option<Beside>,
}

/// Two rounds side by side, without groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The earlier round and what it gave.
    pub first: (String, RollUp),
    /// The later round and what it gave.
    pub second: (String, RollUp),
    /// Why the cards cannot be compared; empty if they can.
    pub cards: Vec<Difference>,
    /// Why the questions cannot be compared; empty if they can.
    pub questions: Vec<Difference>,
    /// Who held the tablet in each of the rounds, of responses with cards.
    pub cards_mix: [Mix; 2],
    /// The same, of responses with answers.
    pub questions_mix: [Mix; 2],
    /// Where the modes keep something from being compared: mode by mode, those that both rounds have.
    pub by_mode: Vec<(Mode, Beside)>,
}

/// Modes, in the order in which they are declared, and how many responses there are of each.
pub type Mix = Vec<(Mode, usize)>;

/// With shares of a mode that lie further apart than so many per cent of all, the numbers of two rounds differ by the modes
/// alone.
pub const MOST_APART: usize = 20;

/// Why two rounds cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// This round has none of it.
    Nothing(String),
    /// The study is of another version, so its wording may be another.
    Version(Vec<String>, Vec<String>),
    /// Both rounds have several versions of the study: these.
    Versions(Vec<String>),
    /// Others held the tablet.
    Mode(Vec<Mode>, Vec<Mode>),
    /// The same held the tablet, but their shares lie more than [`MOST_APART`] per cent of all apart.
    Shares(Mix, Mix),
    /// Cards (ids) that only the first, and that only the second round had.
    Cards(Vec<String>, Vec<String>),
    /// In this round not everybody got the same cards.
    Mixed(String),
    /// Piles (ids) that only the first, and that only the second round had.
    Piles(Vec<String>, Vec<String>),
    /// Questions (ids) that only the first, and that only the second round had.
    Questions(Vec<String>, Vec<String>),
    /// Questions (ids) that had other answers to choose from.
    Scale(Vec<String>),
}

/// Responses rolled up to the framework.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollUp {
    /// How many responses.
    pub n: usize,
    /// How many people were there when a group gave them; 0 for people by themselves, or if nobody counted.
    pub n_present: usize,
    /// Ids of the piles, from much to nothing, and last the one for "I don't know": the columns of every [`Sum`].
    pub piles: Vec<String>,
    /// In the order of the framework.
    pub goals: Vec<GoalSum>,
    /// Cards that belong to no indicator.
    pub cards: Vec<CardSum>,
    /// Questions that belong to no indicator.
    pub questions: Vec<QuestionSum>,
    /// Cards and questions (ids) that this version of the study does not have: they are counted nowhere.
    pub unknown: Vec<String>,
}

/// What is behind a card, an indicator, a subgoal or a goal. A person counts once in `n`, however many cards they put down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// People who put a card of it on a pile, or answered a question of it; groups, of groups.
    pub n: usize,
    /// People who were there, of groups.
    pub n_present: usize,
    /// Of `n`, those who put a card on a pile.
    pub n_sorted: usize,
    /// How many people those are, at least.
    pub n_sorted_people: usize,
    /// Cards on each pile.
    pub piles: Vec<usize>,
    /// How often a card of it was among the most important ones.
    pub n_important: usize,
    /// How often somebody would have more of a card of it.
    pub n_more: usize,
}

/// A goal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoalSum {
    /// Its id.
    pub id: String,
    /// Of all its indicators.
    pub sum: Sum,
    /// Of the indicators that the study says are signs of it.
    pub subgoals: Vec<SubgoalSum>,
    /// In the order of the framework.
    pub indicators: Vec<IndicatorSum>,
}

/// A subgoal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubgoalSum {
    /// Its id.
    pub id: String,
    /// Of the indicators that are signs of it.
    pub sum: Sum,
    /// Ids of those; empty if the study names none.
    pub indicators: Vec<String>,
}

/// An indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndicatorSum {
    /// Its id.
    pub id: String,
    /// Of all its cards, with everybody counted who answered one of its questions.
    pub sum: Sum,
    /// Its cards.
    pub cards: Vec<CardSum>,
    /// Its questions.
    pub questions: Vec<QuestionSum>,
}

/// A card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardSum {
    /// Its id.
    pub id: String,
    /// Who put it where.
    pub sum: Sum,
}

/// A question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionSum {
    /// Its id.
    pub id: String,
    /// People who answered, "I don't know" among them; groups, of groups.
    pub n: usize,
    /// People who were there, of groups.
    pub n_present: usize,
    /// How many people are behind `n`, at least.
    pub n_people: usize,
    /// Ids of its answers, in the order of the scale, and how often each was chosen.
    pub choices: Vec<(String, usize)>,
    /// Who did not know.
    pub n_dont_know: usize,
    /// Who went on without an answer; not in `n`.
    pub n_skipped: usize,
}

impl Sum {
    /// How the cards are divided over the piles, if enough people put one there: who only answered a question did not.
    pub fn split(&self) -> Option<&[usize]> {
        may_tell(self.n_sorted_people).then_some(&self.piles)
    }
}

impl QuestionSum {
    /// How the answers are divided, if enough people are behind them.
    pub fn split(&self) -> Option<&[(String, usize)]> {
        may_tell(self.n_people).then_some(&self.choices)
    }
}

impl RollUp {
    /// The card called `id`.
    pub fn card(&self, id: &str) -> Option<&CardSum> {
        let indicators = self.goals.iter().flat_map(|goal| &goal.indicators);
        indicators.flat_map(|one| &one.cards).chain(&self.cards).find(|card| card.id == id)
    }

    /// The question called `id`.
    pub fn question(&self, id: &str) -> Option<&QuestionSum> {
        let indicators = self.goals.iter().flat_map(|goal| &goal.indicators);
        indicators.flat_map(|one| &one.questions).chain(&self.questions).find(|question| question.id == id)
    }
}

/// What those of `responses` say that `filter` lets through; with the rounds of that name side by side, whatever round the
/// filter asks for.
pub fn framework_results<'a>(
    study: &Study,
    responses: impl IntoIterator<Item = &'a Response>,
    filter: &Filter,
    rounds: Option<(&str, &str)>,
) -> FrameworkResults {
    let (of_study, elsewhere): (Vec<&Response>, Vec<&Response>) =
        responses.into_iter().partition(|one| one.study == study.id);
    let all_rounds = Filter { round: String::new(), ..filter.clone() };
    let mine: Vec<&Response> = of_study.into_iter().filter(|one| all_rounds.fits(one)).collect();
    let fitting: Vec<&Response> = mine.iter().copied().filter(|one| filter.fits(one)).collect();
    let (groups, people): (Vec<&Response>, Vec<&Response>) =
        fitting.iter().copied().partition(|one| one.is_of_group());
    FrameworkResults {
        n_elsewhere: elsewhere.into_iter().filter(|one| filter.fits(one)).count(),
        people: roll_up(study, &people),
        groups: (!groups.is_empty()).then(|| roll_up(study, &groups)),
        centres: CrossTable::of(&people),
        group_centres: CrossTable::of(&groups),
        rounds: rounds_of(&mine),
        beside: rounds.map(|(first, second)| beside(study, &mine, first, second)),
    }
}

fn rounds_of(responses: &[&Response]) -> Vec<(String, usize)> {
    let mut found = BTreeMap::<&str, (&str, usize)>::new();
    for response in responses.iter().filter(|one| !one.activity.round.is_empty()) {
        let activity = &response.activity;
        let round = found.entry(&activity.round).or_insert((&activity.date, 0));
        *round = (round.0.min(&activity.date), round.1 + 1);
    }
    let mut rounds: Vec<_> = found.into_iter().collect();
    rounds.sort_by_key(|(round, (date, _))| (*date, *round));
    rounds.into_iter().map(|(round, (_, n))| (round.to_owned(), n)).collect()
}

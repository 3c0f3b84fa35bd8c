//! The veranderverhaal: what responses say of each indicator, subgoal and goal of the framework.
//!
//! Cards stand beside questions and are never added up with them; what a group said together stands apart from what
//! people said by themselves. Rounds are put side by side only where the same was asked in the same way.

use std::collections::BTreeMap;

use crate::domain::filter::Filter;
use crate::domain::privacy::may_tell;
use crate::domain::response::{Mode, Response};
use crate::domain::results::AnswerRef;
use crate::domain::study::Study;

pub use cross_table::CrossTable;
pub(crate) use rounds::Comparing;
use rounds::beside;

mod cross_table;
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

/// Ids of all piles of the study, each once, those for "I don't know" last.
fn piles_of(study: &Study) -> Vec<String> {
    let mut piles = Vec::<String>::new();
    for wanted in [true, false] {
        for (pile, _) in study.piles().filter(|(_, is_degree)| *is_degree == wanted) {
            if !piles.contains(&pile.id) {
                piles.push(pile.id.clone());
            }
        }
    }
    piles
}

/// `responses` rolled up to the framework of `study`.
pub fn roll_up(study: &Study, responses: &[&Response]) -> RollUp {
    let mut rolled = empty(study);
    for response in responses {
        let mut rolling = RollingUp {
            rolled: &mut rolled,
            study,
            given: GivenBy { n_present: response.n_present as usize, n_people: response.n_people() },
            touched: BTreeMap::new(),
        };
        rolling.rolled.n += 1;
        rolling.rolled.n_present += rolling.given.n_present;
        response.parts.iter().for_each(|part| part.roll_up(&mut rolling));
        rolling.count_once();
    }
    rolled
}

/// The framework with everything in its place and nothing counted.
fn empty(study: &Study) -> RollUp {
    let piles = piles_of(study);
    let none = Sum { piles: vec![0; piles.len()], ..Sum::default() };
    let cards = |indicator: Option<&str>| -> Vec<CardSum> {
        let mine = study.cards.iter().filter(|card| card.indicator.as_deref() == indicator);
        mine.map(|card| CardSum { id: card.id.clone(), sum: none.clone() }).collect()
    };
    let questions = |indicator: Option<&str>| -> Vec<QuestionSum> {
        let mine = study.questions.iter().filter(|question| question.indicator.as_deref() == indicator);
        mine.map(|question| QuestionSum {
            id: question.id.clone(),
            choices: question.choices.iter().map(|choice| (choice.id.clone(), 0)).collect(),
            ..QuestionSum::default()
        })
        .collect()
    };
    let goals = study.framework.goals.iter().map(|goal| GoalSum {
        id: goal.id.clone(),
        sum: none.clone(),
        subgoals: goal
            .subgoals
            .iter()
            .map(|subgoal| SubgoalSum {
                id: subgoal.id.clone(),
                sum: none.clone(),
                indicators: goal
                    .indicators
                    .iter()
                    .filter(|indicator| indicator.subgoals.contains(&subgoal.id))
                    .map(|indicator| indicator.id.clone())
                    .collect(),
            })
            .collect(),
        indicators: goal
            .indicators
            .iter()
            .map(|indicator| IndicatorSum {
                id: indicator.id.clone(),
                sum: none.clone(),
                cards: cards(Some(&indicator.id)),
                questions: questions(Some(&indicator.id)),
            })
            .collect(),
    });
    RollUp {
        goals: goals.collect(),
        cards: cards(None),
        questions: questions(None),
        piles,
        ..RollUp::default()
    }
}

/// By how many a response was given.
#[derive(Debug, Clone, Copy)]
struct GivenBy {
    n_present: usize,
    n_people: usize,
}

/// One response on its way into the sums.
pub(crate) struct RollingUp<'a> {
    rolled: &'a mut RollUp,
    study: &'a Study,
    given: GivenBy,
    /// Indicators (ids) of which this response says something, and whether by a card.
    touched: BTreeMap<String, bool>,
}

impl RollingUp<'_> {
    /// Adds what is said of a card (id) that was dealt: on which pile it lies in the end, and whether it is among the most important
    /// ones and there may be more of it.
    pub(crate) fn card(&mut self, card: &str, pile: Option<&str>, is_important: bool, is_more: bool) {
        let Some(known) = self.study.card(card) else {
            self.is_unknown(card);
            return;
        };
        let Some(pile) = pile else { return };
        let pile = self.rolled.piles.iter().position(|one| one == pile);
        let given = self.given;
        let add = |sum: &mut Sum| {
            if let Some(pile) = pile {
                sum.piles[pile] += 1;
            }
            sum.n_important += usize::from(is_important);
            sum.n_more += usize::from(is_more);
        };
        let add_card = |cards: &mut Vec<CardSum>| {
            if let Some(one) = cards.iter_mut().find(|one| one.id == *card) {
                count(&mut one.sum, given, true);
                add(&mut one.sum);
            }
        };
        match &known.indicator {
            None => add_card(&mut self.rolled.cards),
            Some(id) => {
                self.touched.insert(id.clone(), true);
                for goal in &mut self.rolled.goals {
                    let Some(one) = goal.indicators.iter_mut().find(|one| one.id == *id) else { continue };
                    add_card(&mut one.cards);
                    add(&mut one.sum);
                    add(&mut goal.sum);
                    let subgoals = goal.subgoals.iter_mut().filter(|one| one.indicators.contains(id));
                    subgoals.for_each(|subgoal| add(&mut subgoal.sum));
                }
            }
        }
    }

    /// Adds what is said to a question (id) that was asked; `None` if nothing was, or nothing that is understood.
    pub(crate) fn question(&mut self, question: &str, reply: Option<AnswerRef<'_>>) {
        let Some(known) = self.study.question(question) else {
            self.is_unknown(question);
            return;
        };
        let Some(reply) = reply else { return };
        let given = self.given;
        let add = |questions: &mut Vec<QuestionSum>| {
            let Some(one) = questions.iter_mut().find(|one| one.id == known.id) else { return };
            match reply {
                AnswerRef::Skipped => {
                    one.n_skipped += 1;
                    return;
                }
                AnswerRef::DontKnow => one.n_dont_know += 1,
                AnswerRef::Choices(chosen) => {
                    for (id, n) in &mut one.choices {
                        *n += usize::from(chosen.contains(id));
                    }
                }
            }
            one.n += 1;
            one.n_present += given.n_present;
            one.n_people += given.n_people;
        };
        match &known.indicator {
            None => add(&mut self.rolled.questions),
            Some(id) => {
                if reply != AnswerRef::Skipped {
                    self.touched.entry(id.clone()).or_insert(false);
                }
                let goals = self.rolled.goals.iter_mut();
                let indicators = goals.flat_map(|goal| &mut goal.indicators);
                indicators.filter(|one| one.id == *id).for_each(|one| add(&mut one.questions));
            }
        }
    }

    fn is_unknown(&mut self, id: &str) {
        if !self.rolled.unknown.iter().any(|one| one == id) {
            self.rolled.unknown.push(id.to_owned());
            self.rolled.unknown.sort_unstable();
        }
    }

    /// Counts the people behind it, once for each indicator, subgoal and goal.
    fn count_once(self) {
        let given = self.given;
        // By a card where there is one.
        let is_sorted =
            |ids: &mut dyn Iterator<Item = &String>| ids.filter_map(|id| self.touched.get(id).copied()).max();
        for goal in &mut self.rolled.goals {
            for one in &mut goal.indicators {
                if let Some(is_sorted) = self.touched.get(&one.id) {
                    count(&mut one.sum, given, *is_sorted);
                }
            }
            for subgoal in &mut goal.subgoals {
                if let Some(is_sorted) = is_sorted(&mut subgoal.indicators.iter()) {
                    count(&mut subgoal.sum, given, is_sorted);
                }
            }
            if let Some(is_sorted) = is_sorted(&mut goal.indicators.iter().map(|one| &one.id)) {
                count(&mut goal.sum, given, is_sorted);
            }
        }
    }
}

/// Counts one more response behind `sum`.
fn count(sum: &mut Sum, given: GivenBy, is_sorted: bool) {
    sum.n += 1;
    sum.n_present += given.n_present;
    if is_sorted {
        sum.n_sorted += 1;
        sum.n_sorted_people += given.n_people;
    }
}

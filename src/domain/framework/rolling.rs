//! Responses on their way into the sums of the framework.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::domain::framework::{CardSum, GoalSum, IndicatorSum, QuestionSum, RollUp, SubgoalSum, Sum};
use crate::domain::response::Response;
use crate::domain::results::AnswerRef;
use crate::domain::study::Study;

/// Ids of all piles of the study, each once, those for "I don't know" last.
pub(super) fn piles_of(study: &Study) -> Vec<String> {
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
    let places = Places::of(study, &rolled);
    let mut touched = vec![None; places.n_indicators];
    for response in responses {
        touched.fill(None);
        let mut rolling = RollingUp {
            rolled: &mut rolled,
            places: &places,
            given: GivenBy { n_present: response.n_present as usize, n_people: response.n_people() },
            touched: &mut touched,
        };
        rolling.rolled.n += 1;
        rolling.rolled.n_present += rolling.given.n_present;
        response.parts.iter().for_each(|part| part.roll_up(&mut rolling));
        rolling.count_once();
    }
    rolled
}

/// Where in the framework everything stands: looked up once, for thousands of responses.
struct Places<'a> {
    cards: FxHashMap<&'a str, Place>,
    questions: FxHashMap<&'a str, Place>,
    goals: Vec<GoalPlace>,
    n_indicators: usize,
}

/// A card or a question.
struct Place {
    /// Among those that belong to no indicator.
    apart: Option<usize>,
    /// The number of its indicator.
    indicator: Option<usize>,
    /// Where that stands.
    within: Vec<Within>,
}

/// A card or a question at an indicator of a goal.
struct Within {
    goal: usize,
    indicator: usize,
    /// Among those of the indicator.
    at: usize,
    /// The subgoals of which the indicator is a sign.
    subgoals: Vec<usize>,
}

/// Numbers of indicators: each id has one.
struct GoalPlace {
    indicators: Vec<usize>,
    subgoals: Vec<Vec<usize>>,
}

impl<'a> Places<'a> {
    fn of(study: &'a Study, rolled: &RollUp) -> Self {
        let mut numbers = BTreeMap::<&str, usize>::new();
        for one in rolled.goals.iter().flat_map(|goal| &goal.indicators) {
            let next = numbers.len();
            numbers.entry(&one.id).or_insert(next);
        }
        let numbered = |id: &String| numbers[id.as_str()];
        let goals = rolled.goals.iter().map(|goal| GoalPlace {
            indicators: goal.indicators.iter().map(|one| numbered(&one.id)).collect(),
            subgoals: goal.subgoals.iter().map(|one| one.indicators.iter().map(numbered).collect()).collect(),
        });
        let place = |of: Option<&String>, apart, at: &dyn Fn(&IndicatorSum) -> Option<usize>| {
            let within = rolled.goals.iter().enumerate().filter_map(|(goal, sum)| {
                let indicator = sum.indicators.iter().position(|one| Some(&one.id) == of)?;
                let is_sign =
                    |(_, one): &(usize, &SubgoalSum)| of.is_some_and(|id| one.indicators.contains(id));
                let subgoals = sum.subgoals.iter().enumerate().filter(is_sign).map(|(at, _)| at).collect();
                Some(Within { goal, indicator, at: at(&sum.indicators[indicator])?, subgoals })
            });
            let indicator = of.and_then(|id| numbers.get(id.as_str()).copied());
            Place { apart, indicator, within: within.collect() }
        };
        let cards = study.cards.iter().map(|card| {
            let at = |cards: &[CardSum]| cards.iter().position(|one| one.id == card.id);
            (card.id.as_str(), place(card.indicator.as_ref(), at(&rolled.cards), &|one| at(&one.cards)))
        });
        let questions = study.questions.iter().map(|question| {
            let at = |questions: &[QuestionSum]| questions.iter().position(|one| one.id == question.id);
            let place = place(question.indicator.as_ref(), at(&rolled.questions), &|one| at(&one.questions));
            (question.id.as_str(), place)
        });
        Self {
            cards: cards.collect(),
            questions: questions.collect(),
            goals: goals.collect(),
            n_indicators: numbers.len(),
        }
    }
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
    places: &'a Places<'a>,
    given: GivenBy,
    /// Of each indicator, by its number, whether this response says something of it, and that by a card.
    touched: &'a mut [Option<bool>],
}

impl RollingUp<'_> {
    /// Adds what is said of a card (id) that was dealt: on which pile it lies in the end, and whether it is among the most important
    /// ones and there may be more of it.
    pub(crate) fn card(&mut self, card: &str, pile: Option<&str>, is_important: bool, is_more: bool) {
        let Some(place) = self.places.cards.get(card) else {
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
        let add_card = |one: &mut CardSum| {
            count(&mut one.sum, given, true);
            add(&mut one.sum);
        };
        if let Some(at) = place.apart {
            add_card(&mut self.rolled.cards[at]);
        }
        if let Some(number) = place.indicator {
            self.touched[number] = Some(true);
        }
        for within in &place.within {
            let goal = &mut self.rolled.goals[within.goal];
            let one = &mut goal.indicators[within.indicator];
            add_card(&mut one.cards[within.at]);
            add(&mut one.sum);
            add(&mut goal.sum);
            within.subgoals.iter().for_each(|at| add(&mut goal.subgoals[*at].sum));
        }
    }

    /// Adds what is said to a question (id) that was asked; `None` if nothing was, or nothing that is understood.
    pub(crate) fn question(&mut self, question: &str, reply: Option<AnswerRef<'_>>) {
        let Some(place) = self.places.questions.get(question) else {
            self.is_unknown(question);
            return;
        };
        let Some(reply) = reply else { return };
        let given = self.given;
        let add = |one: &mut QuestionSum| {
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
        if let Some(at) = place.apart {
            add(&mut self.rolled.questions[at]);
        }
        if let Some(number) = place.indicator
            && reply != AnswerRef::Skipped
        {
            self.touched[number].get_or_insert(false);
        }
        for within in &place.within {
            add(&mut self.rolled.goals[within.goal].indicators[within.indicator].questions[within.at]);
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
        let count_in = |sum: &mut Sum, numbers: &[usize]| {
            if let Some(is_sorted) = numbers.iter().filter_map(|number| self.touched[*number]).max() {
                count(sum, given, is_sorted);
            }
        };
        for (goal, place) in self.rolled.goals.iter_mut().zip(&self.places.goals) {
            for (one, number) in goal.indicators.iter_mut().zip(&place.indicators) {
                count_in(&mut one.sum, &[*number]);
            }
            for (subgoal, numbers) in goal.subgoals.iter_mut().zip(&place.subgoals) {
                count_in(&mut subgoal.sum, numbers);
            }
            count_in(&mut goal.sum, &place.indicators);
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

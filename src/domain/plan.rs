//! Planning an activity: which cards and questions are dealt, and what speaks against a choice.
//!
//! Cards and questions follow from the indicators that were picked. Advice never stands in the way: whoever knows
//! better may go on.

use crate::domain::dealing::Dealing;
use crate::domain::guidance::Guidance;
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Card, Instrument, Pool, Question, Study, deck_of};

/// Fewest indicators that give a conversation something to go by: Movisie (2025), *Op weg naar monitoring*, §3.3.
pub const FEWEST: usize = 4;

/// Most indicators that are not a burden: the same.
pub const MOST: usize = 6;

/// Seconds that a card takes.
const CARD_S: usize = 10;

/// Seconds that a question takes, and whatever else there is to do.
const QUESTION_S: usize = 20;

/// What participants are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dealt<'a> {
    /// Cards, in the order of the study or of the deck.
    pub cards: Vec<&'a Card>,
    /// Questions, in the order in which they are asked.
    pub questions: Vec<&'a Question>,
    /// How much else there is to do, of instruments that bring their own.
    pub n_others: usize,
}

impl Dealt<'_> {
    /// About how many minutes it takes, at least one.
    pub fn minutes(&self) -> usize {
        (self.cards.len() * CARD_S + (self.questions.len() + self.n_others) * QUESTION_S).div_ceil(60).max(1)
    }
}

/// Something that speaks against a choice, or follows from it unasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Fewer indicators (so many) than give a conversation.
    Few(usize),
    /// More indicators (so many) than are easy to bear.
    Many(usize),
    /// Two indicators (ids) that say nearly the same.
    Near(String, String),
    /// The instrument with this id has nothing of its pool for what was picked, and is left out.
    Nothing(String, Pool),
}

/// What participants are given with `settings`.
pub fn dealt<'a>(study: &'a Study, settings: &ActivitySettings) -> Dealt<'a> {
    let (mut dealt, dealing) = (Dealt::default(), Dealing::of(settings).fitting(study));
    for instrument in &study.instruments {
        let ids = dealing.ids(study, instrument);
        match instrument.pool() {
            Pool::Cards => dealt.cards.extend(ids.iter().filter_map(|id| study.card(id))),
            Pool::Questions => dealt.questions.extend(ids.iter().filter_map(|id| study.question(id))),
            Pool::Own => dealt.n_others += ids.len(),
        }
    }
    dealt
}

/// Cards that belong to no indicator: they may be added to any choice.
pub fn extra_cards(study: &Study) -> impl Iterator<Item = &Card> {
    study.cards.iter().filter(|card| card.indicator.is_none())
}

/// `settings` with an indicator picked, or no longer.
///
/// With the first one, the extra cards of the deck are taken along. An instrument that has something to ask for the
/// first time is used.
#[must_use]
pub fn pick(
    study: &Study,
    settings: &ActivitySettings,
    indicator: &str,
    is_wanted: bool,
) -> ActivitySettings {
    let mut next = settings.clone();
    next.indicators.retain(|one| one != indicator);
    if is_wanted {
        next.indicators.push(indicator.to_owned());
        if settings.indicators.is_empty() {
            let decks = study.instruments.iter().filter_map(|one| deck_of(one.decks(), &settings.deck));
            next.cards = decks.flat_map(|deck| &deck.cards).cloned().collect();
        }
    }
    deal(study, &mut next);
    if !settings.indicators.is_empty() && !next.indicators.is_empty() {
        let had = |instrument: &&Instrument| has_any(study, instrument, settings);
        let mut used: Vec<&Instrument> =
            study.instruments.iter().filter(|one| Dealing::of(&next).uses(one.id())).collect();
        used.extend(study.instruments.iter().filter(|one| !had(one) && has_any(study, one, &next)));
        next.instruments = used.into_iter().map(|one| one.id().to_owned()).collect();
    }
    fit(study, &next)
}

/// `settings` with an extra card dealt, or no longer.
#[must_use]
pub fn add_card(study: &Study, settings: &ActivitySettings, card: &str, is_wanted: bool) -> ActivitySettings {
    let mut next = settings.clone();
    next.cards.retain(|one| one != card);
    if is_wanted {
        next.cards.push(card.to_owned());
    }
    fit(study, &next)
}

/// `settings` with an instrument used, or no longer. The last one stays.
#[must_use]
pub fn use_instrument(
    study: &Study,
    settings: &ActivitySettings,
    id: &str,
    is_wanted: bool,
) -> ActivitySettings {
    let mut next = settings.clone();
    let dealing = Dealing::of(settings);
    let is_used = |one: &&Instrument| if one.id() == id { is_wanted } else { dealing.uses(one.id()) };
    next.instruments = study.instruments.iter().filter(is_used).map(|one| one.id().to_owned()).collect();
    if next.instruments.is_empty() { settings.clone() } else { fit(study, &next) }
}

/// `settings` as they fit `study`: what it does not have is dropped, cards and questions are those of the indicators,
/// and an instrument without any is left out.
#[must_use]
pub fn fit(study: &Study, settings: &ActivitySettings) -> ActivitySettings {
    let mut next = settings.clone();
    deal(study, &mut next);
    let full = |one: &&Instrument| has_any(study, one, &next);
    let used = |one: &&Instrument| Dealing::of(&next).uses(one.id()) && full(one);
    let ids = |some: Vec<&Instrument>| some.into_iter().map(|one| one.id().to_owned()).collect::<Vec<_>>();
    let mut instruments = ids(study.instruments.iter().filter(used).collect());
    if instruments.is_empty() {
        instruments = ids(study.instruments.iter().filter(full).collect());
    }
    if instruments.len() == study.instruments.len() {
        instruments.clear();
    }
    next.instruments = instruments;
    next
}

/// Everything that is to be said of a choice.
pub fn warnings(study: &Study, guidance: &Guidance, settings: &ActivitySettings) -> Vec<Warning> {
    let picked = &settings.indicators;
    if picked.is_empty() {
        return Vec::new();
    }
    let mut warnings = Vec::new();
    match picked.len() {
        n if n < FEWEST => warnings.push(Warning::Few(n)),
        n if n > MOST => warnings.push(Warning::Many(n)),
        _ => {}
    }
    let is_picked = |id: &str| picked.iter().any(|one| one == id);
    let near = guidance.near.iter().filter(|(one, other)| is_picked(one) && is_picked(other));
    warnings.extend(near.map(|(one, other)| Warning::Near(one.clone(), other.clone())));
    for instrument in study.instruments.iter().filter(|one| !has_any(study, one, settings)) {
        warnings.push(Warning::Nothing(instrument.id().to_owned(), instrument.pool()));
    }
    warnings
}

/// `instrument` has something to give with `settings`, used or not.
pub fn has_any(study: &Study, instrument: &Instrument, settings: &ActivitySettings) -> bool {
    let dealing = Dealing { instruments: &[], ..Dealing::of(settings) };
    !dealing.ids(study, instrument).is_empty()
}

/// Sets cards and questions to those of the indicators; extra cards stay.
fn deal(study: &Study, settings: &mut ActivitySettings) {
    let known = study.framework.goals.iter().flat_map(|goal| &goal.indicators);
    let is_picked = |id: &str| settings.indicators.iter().any(|one| one == id);
    let indicators: Vec<String> = known.map(|one| one.id.clone()).filter(|id| is_picked(id)).collect();
    settings.instruments.retain(|id| study.instruments.iter().any(|one| one.id() == id));
    if indicators.is_empty() {
        (settings.indicators, settings.cards, settings.questions) = (indicators, Vec::new(), Vec::new());
        return;
    }
    let is_about = |of: &Option<String>| of.as_ref().is_some_and(|id| indicators.contains(id));
    let is_extra = |card: &Card| card.indicator.is_none() && settings.cards.contains(&card.id);
    let cards = study.cards.iter().filter(|card| is_about(&card.indicator) || is_extra(card));
    let cards = cards.map(|card| card.id.clone()).collect();
    let asking = study.instruments.iter().filter(|one| one.pool() == Pool::Questions);
    let all = asking.flat_map(|one| one.dealt(study, &Dealing::default()));
    let is_asked = |id: &String| study.question(id).is_some_and(|question| is_about(&question.indicator));
    let questions = all.filter(is_asked).collect();
    (settings.indicators, settings.cards, settings.questions) = (indicators, cards, questions);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::study::{Choice, Deck, Framework, Goal, Level, Named, Scale, Text};
    use crate::instruments::card_sort::rules::CardSort;
    use crate::instruments::survey::rules::Questionnaire;

    fn choice(id: &str) -> Choice {
        Choice { id: id.to_owned(), text: Text::default(), picture: String::new() }
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    /// A study with these indicators; each has a card, those with a question have the question `q-` and its id; `x1`
    /// is an extra card of the deck.
    fn study(indicators: &[&str], with_question: &[&str]) -> Study {
        let named = |id: &&str| Named { id: (*id).to_owned(), title: Text::default(), subgoals: Vec::new() };
        let card = |id: &str, indicator: Option<&str>| Card {
            id: id.to_owned(),
            text: Text::default(),
            picture: String::new(),
            indicator: indicator.map(str::to_owned),
        };
        let question = |id: &&str| Question {
            id: format!("q-{id}"),
            scale: Scale::HowMuch,
            text: Text::default(),
            picture: String::new(),
            indicator: Some((*id).to_owned()),
            choices: vec![choice("much")],
            is_most_first: false,
        };
        let deck = |id: &str, cards: Vec<String>| Deck { id: id.to_owned(), title: Text::default(), cards };
        let mut all = ids(indicators);
        all.push("x1".to_owned());
        let mut cards: Vec<Card> = indicators.iter().map(|id| card(id, Some(id))).collect();
        cards.extend([card("x1", None), card("x2", None)]);
        Study {
            framework: Framework {
                goals: vec![Goal {
                    id: "goal".to_owned(),
                    level: Level::Resident,
                    title: Text::default(),
                    subgoals: Vec::new(),
                    indicators: indicators.iter().map(named).collect(),
                }],
                ..Framework::default()
            },
            cards,
            questions: with_question.iter().map(question).collect(),
            instruments: vec![
                Instrument::CardSort(CardSort {
                    id: "sort".to_owned(),
                    question: Text::default(),
                    practice: None,
                    piles: vec![choice("much")],
                    dont_know: choice("dont-know"),
                    decks: vec![deck("short", ids(&[indicators[0], "x1"])), deck("all", all)],
                    most_important: None,
                    missing: None,
                    more: None,
                    story: None,
                }),
                Instrument::Survey(Questionnaire {
                    id: "survey".to_owned(),
                    questions: with_question.iter().map(|id| format!("q-{id}")).collect(),
                    dont_know: choice("dont-know"),
                }),
            ],
            ..Study::default()
        }
    }

    fn shipped() -> Study {
        study(&["sc1", "sc2", "sc3", "sc4", "lv4", "sv2", "vo3"], &["sc1", "sc2", "sv2"])
    }

    fn guidance() -> Guidance {
        let near = [("sc3", "lv4"), ("sc3", "sc4"), ("sv2", "vo3"), ("sc2", "sc1")];
        let near = near.map(|(one, other)| (one.to_owned(), other.to_owned())).to_vec();
        Guidance { near, ..Guidance::default() }
    }

    fn near(one: &str, other: &str) -> Warning {
        Warning::Near(one.to_owned(), other.to_owned())
    }

    fn picked(study: &Study, indicators: &[&str]) -> ActivitySettings {
        let nothing = ActivitySettings::default();
        indicators.iter().fold(nothing, |settings, id| pick(study, &settings, id, true))
    }

    fn counts(study: &Study, settings: &ActivitySettings) -> (usize, usize) {
        let dealt = dealt(study, settings);
        (dealt.cards.len(), dealt.questions.len())
    }

    #[test]
    fn with_nothing_picked_the_deck_is_dealt_and_everything_asked() {
        let study = shipped();

        assert_eq!(counts(&study, &ActivitySettings::default()), (2, 3));
        let all = ActivitySettings { deck: "all".to_owned(), ..ActivitySettings::default() };
        assert_eq!(counts(&study, &all), (8, 3));
        assert_eq!(warnings(&study, &guidance(), &all), []);
    }

    #[test]
    fn cards_and_questions_follow_the_indicators_in_the_order_of_the_study() {
        let study = shipped();
        let settings = picked(&study, &["sv2", "sc3", "sc1"]);

        assert_eq!(settings.indicators, ids(&["sc1", "sc3", "sv2"]));
        assert_eq!(settings.cards, ids(&["sc1", "sc3", "sv2", "x1"]));
        assert_eq!(settings.questions, ids(&["q-sc1", "q-sv2"]));
        assert_eq!(settings.instruments, ids(&[]));
        assert_eq!(counts(&study, &settings), (4, 2));

        let none =
            settings.indicators.iter().fold(settings.clone(), |left, id| pick(&study, &left, id, false));
        assert_eq!(none, ActivitySettings::default());
    }

    #[test]
    fn an_extra_card_goes_along_until_it_is_left_out() {
        let study = shipped();
        let settings = picked(&study, &["sc1"]);
        let without = add_card(&study, &settings, "x1", false);

        assert_eq!(without.cards, ids(&["sc1"]));
        assert_eq!(pick(&study, &without, "sc3", true).cards, ids(&["sc1", "sc3"]));
        assert_eq!(add_card(&study, &without, "x2", true).cards, ids(&["sc1", "x2"]));
        assert_eq!(extra_cards(&study).count(), 2);
    }

    #[test]
    fn a_survey_without_questions_is_left_out_and_comes_back_with_its_first() {
        let study = shipped();
        let settings = picked(&study, &["sc3"]);

        assert_eq!(settings.instruments, ids(&["sort"]));
        assert_eq!(counts(&study, &settings), (2, 0));
        assert_eq!(
            warnings(&study, &guidance(), &settings),
            [Warning::Few(1), Warning::Nothing("survey".to_owned(), Pool::Questions)]
        );
        let settings = pick(&study, &settings, "sc1", true);
        assert_eq!(settings.instruments, ids(&[]));
        let only_cards = use_instrument(&study, &settings, "survey", false);
        assert_eq!(only_cards.instruments, ids(&["sort"]));
        assert_eq!(pick(&study, &only_cards, "sv2", true).instruments, ids(&["sort"]));
    }

    #[test]
    fn there_is_always_something_to_do() {
        let study = shipped();
        let settings = picked(&study, &["sc3"]);

        assert_eq!(use_instrument(&study, &settings, "sort", false), settings);
        let survey = use_instrument(&study, &ActivitySettings::default(), "sort", false);
        assert_eq!(survey.instruments, ids(&["survey"]));
        assert_eq!(use_instrument(&study, &survey, "survey", false), survey);
        // A card has to be put somewhere, whatever was wanted before.
        assert_eq!(pick(&study, &survey, "sc3", true).instruments, ids(&["sort"]));
    }

    #[test]
    fn what_another_study_has_is_dropped() {
        let settings = ActivitySettings {
            instruments: ids(&["old"]),
            indicators: ids(&["old", "sc1"]),
            cards: ids(&["old", "x2"]),
            questions: ids(&["old"]),
            ..ActivitySettings::default()
        };
        let fitting = fit(&shipped(), &settings);

        assert_eq!(fitting.instruments, ids(&[]));
        assert_eq!(fitting.indicators, ids(&["sc1"]));
        assert_eq!(fitting.cards, ids(&["sc1", "x2"]));
        assert_eq!(fitting.questions, ids(&["q-sc1"]));
        let nothing = ActivitySettings { indicators: ids(&["old"]), ..settings };
        assert_eq!(fit(&shipped(), &nothing), ActivitySettings::default());
    }

    #[test]
    fn four_to_six_indicators_are_well_and_near_ones_are_told() {
        let study = shipped();
        let all: Vec<&str> = study.framework.goals[0].indicators.iter().map(|one| one.id.as_str()).collect();

        assert_eq!(
            warnings(&study, &guidance(), &picked(&study, &["sc1", "sc3", "sc4", "sv2"])),
            [near("sc3", "sc4")]
        );
        assert_eq!(
            warnings(&study, &guidance(), &picked(&study, &all)),
            [
                Warning::Many(7),
                near("sc3", "lv4"),
                near("sc3", "sc4"),
                near("sv2", "vo3"),
                near("sc2", "sc1"),
            ]
        );
        let picked = picked(&study, &["sc1", "sc3", "sc4", "sv2"]);
        assert_eq!(warnings(&study, &Guidance::default(), &picked), [], "a study that knows of none");
    }

    #[test]
    fn a_card_takes_ten_seconds_and_a_question_twenty() {
        let study = shipped();

        assert_eq!(dealt(&study, &ActivitySettings::default()).minutes(), 2);
        assert_eq!(Dealt::default().minutes(), 1);
    }
}

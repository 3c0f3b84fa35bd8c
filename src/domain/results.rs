//! What people said together: how many put which card where, what they chose and what they missed.
//!
//! Numbers of people, never a share: of seven people three are three people. What may be told says
//! [`crate::domain::privacy`].

use std::collections::BTreeMap;

use crate::domain::privacy::{FEWEST, may_tell};
use crate::domain::response::{Mode, Outcome, Part, Response};
use crate::domain::same::{is_same, key, tidy};
use crate::domain::study::{Instrument, Study};
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::survey::rules::{Answer, Questionnaire, Survey};

/// Whose responses are counted. A joint response of a group is never counted among those of single people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whom {
    /// People who each gave a response, by themselves, with help or on paper.
    #[default]
    People,
    /// Groups that gave one response together.
    Groups,
}

/// What was given at an activity, or at several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// Whose responses were counted.
    pub whom: Whom,
    /// How many responses were counted: those in which anything was answered.
    pub n: usize,
    /// How many people gave them: as many, but for groups. A group that nobody counted is one.
    pub n_people: usize,
    /// How many of the responses did not come to the end; what was answered in them is counted.
    pub n_unfinished: usize,
    /// How many of the responses were taken over from paper.
    pub n_paper: usize,
    /// Responses of single people that are not counted here, since groups are.
    pub n_people_apart: usize,
    /// Sizes of the groups that are not counted here, since people are; 0 for one that nobody counted.
    pub groups_apart: Vec<u32>,
    /// One for each card sort of the study of which there is anything.
    pub sorts: Vec<SortResults>,
    /// One for each question that was answered by anybody, in the order of the study.
    pub questions: Vec<QuestionResults>,
}

/// What people did with the cards of one instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortResults {
    /// Id of the instrument.
    pub instrument: String,
    /// The cards that were put anywhere: most often on the first pile first, then most often most important.
    pub cards: Vec<CardResults>,
    /// How many people were asked for the most important cards.
    pub n_asked_important: usize,
    /// How many people were asked of which there may be more.
    pub n_asked_more: usize,
    /// Missing cards in words: most often said first, then by the alphabet.
    pub missing: Vec<Missing>,
}

/// What people did with a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardResults {
    /// Id of the card.
    pub id: String,
    /// How many responses put it on each pile, from much to nothing.
    pub piles: Vec<usize>,
    /// How many put it on "I don't know".
    pub n_dont_know: usize,
    /// How many named it among the most important.
    pub n_important: usize,
    /// How many said that there may be more of it.
    pub n_more: usize,
    /// How many people put it anywhere.
    pub n_people: usize,
}

/// A card that was missing, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// As it was first written.
    pub text: String,
    /// How many responses said it.
    pub n: usize,
}

/// What was answered to a question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionResults {
    /// Id of the question.
    pub id: String,
    /// Choices (ids) and how many chose them, in the order of the scale.
    pub choices: Vec<(String, usize)>,
    /// How many said that they do not know.
    pub n_dont_know: usize,
    /// How many went on without an answer.
    pub n_skipped: usize,
    /// How many responses chose anything, or said that they do not know.
    pub n_answered: usize,
    /// How many people that were.
    pub n_people: usize,
}

impl Results {
    /// What `responses` to `study` say together.
    ///
    /// What the study does not know (it may be of another version) stands behind what it knows, by its id.
    pub fn of<'a>(responses: impl IntoIterator<Item = &'a Response>, study: &Study, whom: Whom) -> Self {
        let mut counting = Counting { results: Self { whom, ..Self::default() }, study };
        for response in responses {
            counting.take_in(response);
        }
        counting.results.in_order(study)
    }

    /// How many people are still needed before anything is shown; 0 if there are enough.
    pub fn n_wanting(&self) -> usize {
        FEWEST.saturating_sub(self.n_people)
    }

    /// The same as it may be shown to a group: without what fewer than [`FEWEST`] people told, and without the missing cards
    /// that were hidden, by their [`key`].
    pub fn for_group(mut self, hidden: &[String]) -> Self {
        if self.n_wanting() > 0 {
            self.sorts.clear();
            self.questions.clear();
        }
        for sort in &mut self.sorts {
            sort.cards.retain(|card| may_tell(card.n_people));
            sort.missing.retain(|missing| !is_hidden(hidden, &missing.text));
            if !may_tell(sort.n_asked_important) {
                sort.cards.iter_mut().for_each(|card| card.n_important = 0);
            }
            if !may_tell(sort.n_asked_more) {
                sort.cards.iter_mut().for_each(|card| card.n_more = 0);
            }
        }
        self.sorts.retain(|sort| !sort.cards.is_empty() || !sort.missing.is_empty());
        self.questions.retain(|question| may_tell(question.n_people));
        self
    }

    fn in_order(mut self, study: &Study) -> Self {
        let cards: Vec<&str> = study.cards.iter().map(|card| card.id.as_str()).collect();
        let instruments: Vec<&str> = study.instruments.iter().map(Instrument::id).collect();
        let surveys = Questionnaire::all(study);
        let asked: Vec<&str> = surveys.flat_map(|survey| &survey.questions).map(String::as_str).collect();
        for sort in &mut self.sorts {
            sort.cards.sort_by_key(|card| {
                let on_first = card.piles.first().copied().unwrap_or(0);
                (
                    usize::MAX - on_first,
                    usize::MAX - card.n_important,
                    place(&card.id, &cards),
                    card.id.clone(),
                )
            });
            sort.missing.sort_by_key(|missing| (usize::MAX - missing.n, key(&missing.text)));
        }
        self.sorts.sort_by_key(|sort| (place(&sort.instrument, &instruments), sort.instrument.clone()));
        self.questions.sort_by_key(|question| (place(&question.id, &asked), question.id.clone()));
        self.groups_apart.sort_unstable();
        self
    }
}

/// Cards that lead by some number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leading<'a> {
    /// Each to be shown by itself.
    pub cards: Vec<&'a CardResults>,
    /// Those that come next: level with each other, and too many to be shown by themselves.
    pub level: Vec<&'a CardResults>,
}

impl SortResults {
    /// The cards that most people put on the first pile: `few`, and those that are level with the last of them.
    pub fn top(&self, few: usize, most: usize) -> Leading<'_> {
        self.leading(|card| card.piles.first().copied().unwrap_or(0), few, most)
    }

    /// The cards that most people named among the most important: three, and those that are level with the third.
    pub fn most_important(&self, most: usize) -> Leading<'_> {
        self.leading(|card| card.n_important, 3, most)
    }

    /// The cards of which most people want more: three, and those that are level with the third.
    pub fn more(&self, most: usize) -> Leading<'_> {
        self.leading(|card| card.n_more, 3, most)
    }

    /// The cards that most people put on the last pile: three, and those that are level with the third.
    pub fn least(&self, most: usize) -> Leading<'_> {
        self.leading(CardResults::n_on_last, 3, most)
    }

    fn leading(&self, count: impl Fn(&CardResults) -> usize, few: usize, most: usize) -> Leading<'_> {
        let mut cards: Vec<&CardResults> = self.cards.iter().filter(|card| count(card) > 0).collect();
        // As often named: in the order of the cards.
        cards.sort_by_key(|card| usize::MAX - count(card));
        let counts: Vec<usize> = cards.iter().map(|card| count(card)).collect();
        let (n_shown, n_level) = whole_ranks(&counts, few, most);
        let mut level = cards.split_off(n_shown);
        level.truncate(n_level);
        Leading { cards, level }
    }
}

impl CardResults {
    /// How many put it on the last pile; nobody where there is but one.
    pub fn n_on_last(&self) -> usize {
        if self.piles.len() > 1 { self.piles.last().copied().unwrap_or(0) } else { 0 }
    }
}

/// Whether `text` is among the words that are `hidden` from a group, however either is spelled.
pub fn is_hidden(hidden: &[String], text: &str) -> bool {
    hidden.iter().any(|one| is_same(one, text))
}

/// Of `counts`, largest first, how many are shown: `few`, and all that are level with the last of them; and how many come
/// next that are level and would make it more than `most`. Who is level is never parted.
pub fn whole_ranks(counts: &[usize], few: usize, most: usize) -> (usize, usize) {
    let Some(last) = counts.get(few.min(counts.len()).saturating_sub(1)) else { return (0, 0) };
    let n_above = counts.iter().take_while(|n| *n > last).count();
    let n_level = counts.iter().filter(|n| *n == last).count();
    if n_above + n_level <= most { (n_above + n_level, 0) } else { (n_above, n_level) }
}

/// Where `id` stands among `ids`; behind all of them if it does not.
fn place(id: &str, ids: &[&str]) -> usize {
    ids.iter().position(|one| *one == id).unwrap_or(usize::MAX)
}

struct Counting<'a> {
    results: Results,
    study: &'a Study,
}

impl Counting<'_> {
    fn take_in(&mut self, response: &Response) {
        if !says_anything(response) {
            return;
        }
        let is_group = response.is_of_group();
        if is_group != (self.results.whom == Whom::Groups) {
            if is_group {
                self.results.groups_apart.push(response.n_present);
            } else {
                self.results.n_people_apart += 1;
            }
            return;
        }
        let n_people = response.n_people();
        self.results.n += 1;
        self.results.n_people += n_people;
        self.results.n_unfinished += usize::from(response.outcome != Outcome::Complete);
        self.results.n_paper += usize::from(response.mode == Mode::Paper);
        for part in &response.parts {
            match part {
                Part::CardSort(sort) => self.take_in_sort(sort, n_people),
                Part::Survey(survey) => self.take_in_survey(survey, n_people),
                Part::Newer(_) => {}
            }
        }
    }

    fn take_in_sort(&mut self, sort: &Sort, n_people: usize) {
        let study = self.study;
        let Some(card_sort) = CardSort::called(study, &sort.instrument) else { return };
        let results = entry(
            &mut self.results.sorts,
            |one| one.instrument == sort.instrument,
            || SortResults { instrument: sort.instrument.clone(), ..SortResults::default() },
        );
        let of_card = |cards: &mut Vec<CardResults>, id: &str, change: &dyn Fn(&mut CardResults)| {
            let new = || CardResults {
                id: id.to_owned(),
                piles: vec![0; card_sort.piles.len()],
                ..CardResults::default()
            };
            change(entry(cards, |one| one.id == id, new));
        };
        for card in sort.order() {
            let Some(pile) = sort.pile_of(card) else { continue };
            let at = card_sort.piles.iter().position(|one| one.id == pile);
            of_card(&mut results.cards, card, &|card| {
                card.n_people += n_people;
                match at {
                    Some(at) => card.piles[at] += 1,
                    None => card.n_dont_know += 1,
                }
            });
        }
        if let Some(chosen) = &sort.most_important {
            results.n_asked_important += n_people;
            for card in chosen {
                of_card(&mut results.cards, card, &|card| card.n_important += 1);
            }
        }
        if let Some(chosen) = &sort.more {
            results.n_asked_more += n_people;
            for card in chosen {
                of_card(&mut results.cards, card, &|card| card.n_more += 1);
            }
        }
        // Said twice by one is said once.
        let mut said = BTreeMap::new();
        for text in sort.missing.iter().flatten() {
            said.entry(key(text)).or_insert_with(|| tidy(text));
        }
        for (key_said, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
            let is_same = |one: &Missing| key(&one.text) == key_said;
            entry(&mut results.missing, is_same, || Missing { text, n: 0 }).n += 1;
        }
    }

    fn take_in_survey(&mut self, survey: &Survey, n_people: usize) {
        for answered in &survey.answers {
            let Some(answer) = answered.answer.as_ref().filter(|answer| !matches!(answer, Answer::Newer(_)))
            else {
                continue;
            };
            let new = || {
                let choices = self.study.question(&answered.question).map_or(&[][..], |one| &one.choices);
                let choices = choices.iter().map(|choice| (choice.id.clone(), 0)).collect();
                QuestionResults { id: answered.question.clone(), choices, ..QuestionResults::default() }
            };
            let results = entry(&mut self.results.questions, |one| one.id == answered.question, new);
            match answer {
                Answer::Newer(_) => continue,
                Answer::Skipped => {
                    results.n_skipped += 1;
                    continue;
                }
                Answer::DontKnow => results.n_dont_know += 1,
                Answer::Choices(choices) => {
                    for choice in choices {
                        let new = || (choice.clone(), 0);
                        entry(&mut results.choices, |(id, _)| id == choice, new).1 += 1;
                    }
                }
            }
            results.n_answered += 1;
            results.n_people += n_people;
        }
    }
}

/// The item that is `it`, made by `new` if there is none yet.
fn entry<T>(items: &mut Vec<T>, it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let at = items.iter().position(it).unwrap_or_else(|| {
        items.push(new());
        items.len() - 1
    });
    &mut items[at]
}

/// Whether anything was put, chosen or said in it.
fn says_anything(response: &Response) -> bool {
    response.parts.iter().any(|part| match part {
        Part::CardSort(sort) => {
            let is_chosen = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
            sort.order().iter().any(|card| sort.pile_of(card).is_some())
                || [&sort.most_important, &sort.more, &sort.missing].into_iter().any(is_chosen)
                || sort.story.as_ref().is_some_and(|(_, text)| !text.is_empty())
        }
        Part::Survey(survey) => {
            let is_said = |answer: &Answer| !matches!(answer, Answer::Skipped);
            survey.answers.iter().any(|answered| answered.answer.as_ref().is_some_and(is_said))
        }
        Part::Newer(_) => true,
    })
}

#[cfg(test)]
pub(crate) mod tests;

//! What people said together: how many put which card where, what they chose and what they missed.
//!
//! Numbers of people, never a share: of seven people three are three people. What may be told says
//! [`crate::domain::privacy`].

use crate::domain::privacy::FEWEST;
use crate::domain::response::{Mode, Outcome, Part, Response};
use crate::domain::same::is_same;
use crate::domain::study::{Instrument, Study};
use crate::instruments::PartResults;

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
    /// One for each instrument with which anybody did anything, in the order of the study.
    pub parts: Vec<PartResults>,
}

/// A card that was missing, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// As it was first written.
    pub text: String,
    /// How many responses said it.
    pub n: usize,
}

/// What was said to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerRef<'a> {
    /// Choices (ids).
    Choices(&'a [String]),
    /// "I don't know".
    DontKnow,
    /// Went on without an answer.
    Skipped,
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
    /// that were hidden, by their [`key`](crate::domain::same::key).
    pub fn for_group(mut self, hidden: &[String]) -> Self {
        if self.n_wanting() > 0 {
            self.parts.clear();
        }
        self.parts.iter_mut().for_each(|part| part.for_group(hidden));
        self.parts.retain(|part| !part.is_empty());
        self
    }

    /// Cards that were missing, in words, instrument by instrument.
    pub fn missing(&self) -> impl Iterator<Item = &Missing> {
        self.parts.iter().flat_map(PartResults::missing)
    }

    fn in_order(mut self, study: &Study) -> Self {
        let instruments: Vec<&str> = study.instruments.iter().map(Instrument::id).collect();
        self.parts.iter_mut().for_each(|part| part.put_in_order(study));
        self.parts.sort_by_key(|part| (place(part.instrument(), &instruments), part.instrument().to_owned()));
        self.groups_apart.sort_unstable();
        self
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
pub(crate) fn place(id: &str, ids: &[&str]) -> usize {
    ids.iter().position(|one| *one == id).unwrap_or(usize::MAX)
}

struct Counting<'a> {
    results: Results,
    study: &'a Study,
}

impl Counting<'_> {
    fn take_in(&mut self, response: &Response) {
        if !response.parts.iter().any(Part::says_anything) {
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
            if !self.results.parts.iter().any(|one| one.is_of(part)) {
                self.results.parts.extend(part.results(self.study));
            }
            if let Some(results) = self.results.parts.iter_mut().find(|one| one.is_of(part)) {
                results.add(self.study, part, n_people);
            }
        }
    }
}

/// The item that is `it`, made by `new` if there is none yet.
pub(crate) fn entry<T>(items: &mut Vec<T>, it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let at = items.iter().position(it).unwrap_or_else(|| {
        items.push(new());
        items.len() - 1
    });
    &mut items[at]
}

#[cfg(test)]
pub(crate) mod tests;

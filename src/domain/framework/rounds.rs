//! Two rounds beside each other: what was asked in them, and how that differs.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::framework::rolling::{piles_of, roll_up};
use crate::domain::framework::{Beside, Difference, MOST_APART, Mix};
use crate::domain::response::{Mode, Response};
use crate::domain::study::Study;

/// The responses of two rounds beside each other: of people, not of groups.
pub(super) fn beside(study: &Study, responses: &[&Response], first: &str, second: &str) -> Beside {
    let of = |round: &str| -> Vec<&Response> {
        let is_of = |one: &&Response| one.activity.round == round && !one.is_of_group();
        responses.iter().copied().filter(is_of).collect()
    };
    compare(study, [(first, of(first)), (second, of(second))])
}

fn compare(study: &Study, rounds: [(&str, Vec<&Response>); 2]) -> Beside {
    let names = rounds.each_ref().map(|(name, _)| *name);
    let asked = rounds.each_ref().map(|(_, given)| Comparing::of(given));
    let (cards, questions) = (cards_differ(study, names, &asked), questions_differ(names, &asked));
    let is_by_mode = |one: &Difference| matches!(one, Difference::Mode(..) | Difference::Shares(..));
    let mut by_mode = Vec::new();
    if cards.iter().chain(&questions).any(is_by_mode) {
        let mixes = rounds.each_ref().map(|(_, given)| mix(given.iter().map(|one| one.mode)));
        for mode in mixes[0].iter().map(|(mode, _)| *mode) {
            if mixes[1].iter().any(|(other, _)| *other == mode) {
                let of_it = [0, 1].map(|at| {
                    let given = rounds[at].1.iter().copied().filter(|one| one.mode == mode);
                    (rounds[at].0, given.collect::<Vec<_>>())
                });
                by_mode.push((mode, compare(study, of_it)));
            }
        }
    }
    let [first, second] = rounds.map(|(name, given)| (name.to_owned(), roll_up(study, &given)));
    let [one, other] = asked;
    Beside {
        first,
        second,
        cards,
        questions,
        cards_mix: [one.with_cards.1, other.with_cards.1],
        questions_mix: [one.with_answers.1, other.with_answers.1],
        by_mode,
    }
}

fn mix(modes: impl IntoIterator<Item = Mode>) -> Mix {
    let mut mix = Mix::new();
    modes.into_iter().for_each(|mode| add_mode(&mut mix, mode));
    mix
}

fn add_mode(mix: &mut Mix, mode: Mode) {
    match mix.iter_mut().find(|(one, _)| *one == mode) {
        Some((_, n)) => *n += 1,
        None => mix.push((mode, 1)),
    }
    mix.sort_unstable_by_key(|(mode, _)| *mode as u8);
}

fn add_how<'a>(how: &mut How<'a>, response: &'a Response) {
    how.0.insert(&response.study_version);
    add_mode(&mut how.1, response.mode);
}

/// The shares of every mode lie near enough; the modes are the same.
fn is_near(first: &Mix, second: &Mix) -> bool {
    let total = |mix: &Mix| mix.iter().map(|(_, n)| n).sum::<usize>();
    let (all, others) = (total(first), total(second));
    first
        .iter()
        .zip(second)
        .all(|((_, n), (_, other))| (n * others).abs_diff(other * all) * 100 <= MOST_APART * all * others)
}

/// What was asked in a round, and how.
#[derive(Default)]
pub(crate) struct Comparing<'a> {
    /// Versions of the study and modes, of responses with cards.
    with_cards: How<'a>,
    /// The same, of responses with answers.
    with_answers: How<'a>,
    /// Every set of cards that somebody got.
    decks: BTreeSet<BTreeSet<&'a str>>,
    piles: BTreeSet<&'a str>,
    /// Every question with every set of answers that it showed.
    questions: BTreeMap<&'a str, BTreeSet<BTreeSet<&'a str>>>,
    /// The response that is being added.
    of: Option<&'a Response>,
}

/// Versions of the study and modes.
type How<'a> = (BTreeSet<&'a str>, Mix);

impl<'a> Comparing<'a> {
    fn of(responses: &[&'a Response]) -> Self {
        let mut asked = Self::default();
        for response in responses {
            asked.of = Some(response);
            response.parts.iter().for_each(|part| part.compare(&mut asked));
        }
        asked
    }

    /// Adds cards (ids) that were dealt, and on which piles (ids) they could be found in the end.
    pub(crate) fn cards(&mut self, dealt: &'a [String], piles: impl Iterator<Item = &'a str>) {
        if dealt.is_empty() {
            return;
        }
        self.decks.insert(dealt.iter().map(String::as_str).collect());
        self.piles.extend(piles);
        self.of.iter().for_each(|response| add_how(&mut self.with_cards, response));
    }

    /// Adds questions (ids) that were asked, each with the choices (ids) that it showed.
    pub(crate) fn questions(&mut self, asked: impl Iterator<Item = (&'a str, &'a [String])>) {
        let mut is_any = false;
        for (question, shown) in asked {
            let shown = shown.iter().map(String::as_str).collect();
            self.questions.entry(question).or_default().insert(shown);
            is_any = true;
        }
        if is_any {
            self.of.iter().for_each(|response| add_how(&mut self.with_answers, response));
        }
    }

    fn all_cards(&self) -> BTreeSet<&'a str> {
        self.decks.iter().flatten().copied().collect()
    }
}

fn cards_differ(study: &Study, rounds: [&str; 2], asked: &[Comparing<'_>; 2]) -> Vec<Difference> {
    if let Some(at) = asked.iter().position(|one| one.decks.is_empty()) {
        return vec![Difference::Nothing(rounds[at].to_owned())];
    }
    let mut found = how_differs(&asked[0].with_cards, &asked[1].with_cards);
    let cards = [asked[0].all_cards(), asked[1].all_cards()];
    if cards[0] != cards[1] {
        found.push(Difference::Cards(only(&cards[0], &cards[1]), only(&cards[1], &cards[0])));
    }
    for (round, asked) in rounds.iter().zip(asked) {
        if asked.decks.len() > 1 {
            found.push(Difference::Mixed((*round).to_owned()));
        }
    }
    // A pile on which nobody put anything is there all the same: only what the study does not know can differ.
    let known = piles_of(study);
    let strange = asked.each_ref().map(|one| {
        let strange = |pile: &&str| !known.iter().any(|known| known == pile);
        one.piles.iter().copied().filter(strange).collect::<BTreeSet<_>>()
    });
    if strange[0] != strange[1] {
        found.push(Difference::Piles(only(&strange[0], &strange[1]), only(&strange[1], &strange[0])));
    }
    found
}

fn questions_differ(rounds: [&str; 2], asked: &[Comparing<'_>; 2]) -> Vec<Difference> {
    if let Some(at) = asked.iter().position(|one| one.questions.is_empty()) {
        return vec![Difference::Nothing(rounds[at].to_owned())];
    }
    let mut found = how_differs(&asked[0].with_answers, &asked[1].with_answers);
    let questions = asked.each_ref().map(|one| one.questions.keys().copied().collect::<BTreeSet<_>>());
    if questions[0] != questions[1] {
        let (first, second) = (only(&questions[0], &questions[1]), only(&questions[1], &questions[0]));
        found.push(Difference::Questions(first, second));
    }
    let other_scale = |(id, shown): (&&str, &BTreeSet<BTreeSet<&str>>)| {
        let other = asked[1].questions.get(id)?;
        (shown != other || shown.len() > 1).then(|| (*id).to_owned())
    };
    let scales: Vec<String> = asked[0].questions.iter().filter_map(other_scale).collect();
    if !scales.is_empty() {
        found.push(Difference::Scale(scales));
    }
    found
}

/// Whether the study and who held the tablet were the same.
fn how_differs(first: &(BTreeSet<&str>, Mix), second: &(BTreeSet<&str>, Mix)) -> Vec<Difference> {
    let mut found = Vec::new();
    let texts = |set: &BTreeSet<&str>| set.iter().map(|one| (*one).to_owned()).collect();
    if first.0 != second.0 {
        found.push(Difference::Version(texts(&first.0), texts(&second.0)));
    } else if first.0.len() > 1 {
        found.push(Difference::Versions(texts(&first.0)));
    }
    let modes = |mix: &Mix| mix.iter().map(|(mode, _)| *mode).collect::<Vec<_>>();
    if modes(&first.1) != modes(&second.1) {
        found.push(Difference::Mode(modes(&first.1), modes(&second.1)));
    } else if !is_near(&first.1, &second.1) {
        found.push(Difference::Shares(first.1.clone(), second.1.clone()));
    }
    found
}

fn only(these: &BTreeSet<&str>, not_these: &BTreeSet<&str>) -> Vec<String> {
    these.difference(not_these).map(|one| (*one).to_owned()).collect()
}

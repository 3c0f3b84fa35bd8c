//! What coordinators read in the words of participants: each missing card and each story belongs to one or more effects,
//! chosen by hand, and an effect to one or more goals of the framework.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::guidance::Guidance;
use crate::domain::response::{Part, Response, ResponseId};
use crate::domain::same::key;
use crate::domain::study::{Study, Text};

/// A change that people told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Stable id.
    pub id: String,
    /// In a few words.
    pub title: Text,
    /// What belongs to it; may be empty.
    pub examples: Text,
    /// Ids of the goals it belongs to.
    pub goals: Vec<String>,
}

/// Where in a response a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextPlace {
    /// A missing card, the first being 0.
    Missing(usize),
    /// A story, the first being 0: a study may ask for more than one.
    Story(usize),
}

/// Kinds of texts that participants tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// A missing card: a word or a few.
    Missing,
    /// A story, mostly at a card.
    Story,
}

impl TextPlace {
    /// What kind of text stands there.
    pub fn kind(self) -> TextKind {
        match self {
            Self::Missing(_) => TextKind::Missing,
            Self::Story(_) => TextKind::Story,
        }
    }
}

/// A text and what was read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// Id of the response.
    pub response: ResponseId,
    /// Which of its texts.
    pub place: TextPlace,
    /// Ids of effects, each once; empty if somebody has read it and it belongs to none.
    pub effects: Vec<String>,
}

/// What a coordinator wrote of a text that is in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// Id of the response.
    pub response: ResponseId,
    /// Which of its texts.
    pub place: TextPlace,
    /// What it says.
    pub text: String,
}

/// Everything that was read so far, and the effects that were added to those of the study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codings {
    /// Effects of the coordinator's own.
    pub effects: Vec<Effect>,
    /// By response and place.
    pub codings: Vec<Coding>,
    /// By response and place.
    pub translations: Vec<Translation>,
}

/// Something of other codings that is not as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differing {
    /// A text that was put to other effects: response, which of its texts, effects (ids) here and there.
    Coding(ResponseId, TextPlace, Vec<String>, Vec<String>),
    /// A text that was translated otherwise: response, which of its texts, what it says here and there.
    Translation(ResponseId, TextPlace, String, String),
    /// An effect with other words or goals: its id, its title here and there.
    Effect(String, Text, Text),
}

/// What came of taking in other codings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Effects, codings and translations that were not here yet.
    pub n_new: usize,
    /// What is not the same: here it stays as it is.
    pub differing: Vec<Differing>,
}

/// A text of a participant that may be coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldText {
    /// Id of the response.
    pub response: ResponseId,
    /// Which of its texts.
    pub place: TextPlace,
    /// What was said.
    pub text: String,
    /// Id of the card it was said at, of a story.
    pub card: String,
    /// Id of the language in which the response was given.
    pub language: String,
    /// Name of the centre; may be empty.
    pub centre: String,
    /// Kind of activity; may be empty.
    pub kind: String,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// Round of measurement; may be empty.
    pub round: String,
}

/// How often each effect was named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EffectTable {
    /// Ids of effects, and how often each was named; in the order of the effects.
    pub rows: Vec<EffectRow>,
    /// Texts that nobody has read yet.
    pub n_open: usize,
    /// Texts that belong to no effect.
    pub n_none: usize,
    /// Texts that were coded, whether or not they belong to an effect.
    pub n_coded: usize,
    /// Codings of texts that are not on this tablet, or not among those that are asked for: not counted.
    pub n_elsewhere: usize,
}

/// How often an effect was named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EffectRow {
    /// Id of the effect.
    pub effect: String,
    /// In how many texts.
    pub n: usize,
    /// By how many responses.
    pub n_responses: usize,
}

impl EffectTable {
    /// How often any effect was named.
    pub fn total(&self) -> usize {
        self.rows.iter().map(|row| row.n).sum()
    }
}

impl Codings {
    /// The effects that the study suggests and those that were added, in the order of the goals; an effect with two goals
    /// stands at the first one, one whose goal the study does not have at the end.
    pub fn all_effects(&self, study: &Study, guidance: &Guidance) -> Vec<Effect> {
        let mut effects = guidance.effects.clone();
        effects.extend(self.effects.iter().cloned());
        let goals = &study.framework.goals;
        let place = |effect: &Effect| {
            let first = effect.goals.first();
            first.and_then(|id| goals.iter().position(|goal| goal.id == *id)).unwrap_or(goals.len())
        };
        effects.sort_by_key(place);
        effects
    }

    /// What was read in a text; `None` if nobody has yet.
    pub fn of(&self, response: &str, place: TextPlace) -> Option<&[String]> {
        let coding = self.codings.iter().find(|one| one.response == response && one.place == place)?;
        Some(&coding.effects)
    }

    /// Notes that the text belongs to `effects`, in place of what was noted before; with none, that it belongs to no
    /// effect.
    pub fn set(&mut self, response: &str, place: TextPlace, effects: Vec<String>) {
        self.clear(response, place);
        let mut seen = BTreeSet::new();
        let effects = effects.into_iter().filter(|id| seen.insert(id.clone())).collect();
        self.codings.push(Coding { response: ResponseId::new(response), place, effects });
        self.codings.sort_by(|one, other| (&one.response, one.place).cmp(&(&other.response, other.place)));
    }

    /// As if nobody had read the text.
    pub fn clear(&mut self, response: &str, place: TextPlace) {
        self.codings.retain(|one| one.response != response || one.place != place);
    }

    /// What all these texts, which say the same, belong to: every effect that one of them was put to. `None` while nobody has
    /// read one of them.
    pub fn of_all(&self, texts: &[ToldText]) -> Option<Vec<String>> {
        let mut all: Vec<String> = Vec::new();
        for text in texts {
            let effects = self.of(&text.response, text.place)?;
            all.extend(effects.iter().filter(|id| !all.contains(id)).cloned().collect::<Vec<_>>());
        }
        Some(all)
    }

    /// One of these texts was put to `effect`.
    pub fn is_of_any(&self, texts: &[ToldText], effect: &str) -> bool {
        let mut read = texts.iter().filter_map(|text| self.of(&text.response, text.place));
        read.any(|effects| effects.iter().any(|id| id == effect))
    }

    /// Notes that all these texts belong to `effect`, or none of them any more if one did. While nobody has read one of them, an
    /// effect of another is that of all, with the others that were read. Without any effect left they are open again.
    pub fn toggle_all(&mut self, texts: &[ToldText], effect: &str) {
        let read = texts.iter().filter_map(|text| self.of(&text.response, text.place));
        let mut effects: Vec<String> = Vec::new();
        read.flatten().for_each(|id| {
            if !effects.contains(id) {
                effects.push(id.clone());
            }
        });
        match effects.iter().position(|one| one == effect) {
            Some(_) if self.of_all(texts).is_none() => {}
            Some(at) => drop(effects.remove(at)),
            None => effects.push(effect.to_owned()),
        }
        for text in texts {
            if effects.is_empty() {
                self.clear(&text.response, text.place);
            } else {
                self.set(&text.response, text.place, effects.clone());
            }
        }
    }

    /// What a text says in the coordinator's language, as far as somebody wrote it; else empty.
    pub fn translation(&self, response: &str, place: TextPlace) -> &str {
        let found = self.translations.iter().find(|one| one.response == response && one.place == place);
        found.map_or("", |one| &one.text)
    }

    /// What these texts, which say the same, say in the coordinator's language, as far as somebody wrote it for one of them;
    /// else empty.
    pub fn translation_of_any(&self, texts: &[ToldText]) -> &str {
        let mut written = texts.iter().map(|text| self.translation(&text.response, text.place));
        written.find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Notes what all these texts say; nothing if `text` is empty.
    pub fn translate_all(&mut self, texts: &[ToldText], text: &str) {
        for one in texts {
            self.translate(&one.response, one.place, text);
        }
    }

    /// Notes what a text says; nothing if `text` is empty.
    pub fn translate(&mut self, response: &str, place: TextPlace, text: &str) {
        self.translations.retain(|one| one.response != response || one.place != place);
        let text = text.trim();
        if !text.is_empty() {
            let text = text.to_owned();
            self.translations.push(Translation { response: ResponseId::new(response), place, text });
            self.translations
                .sort_by(|one, other| (&one.response, one.place).cmp(&(&other.response, other.place)));
        }
    }

    /// Takes in what `other` has and is not here; what is here stays, and what differs is told.
    ///
    /// An effect of one's own that has the same title there under another id is that of here.
    pub fn merge(&mut self, study: &Study, guidance: &Guidance, other: &Self) -> Merged {
        let mut merged = Merged::default();
        let mut renamed = BTreeMap::<&str, String>::new();
        for effect in &other.effects {
            let all = self.all_effects(study, guidance);
            let titles =
                |one: &Effect| one.title.0.values().map(|title| title.to_lowercase()).collect::<Vec<_>>();
            let is_called = |one: &&Effect| titles(one).iter().any(|title| titles(effect).contains(title));
            if let Some(here) = all.iter().find(|one| one.id == effect.id) {
                if here != effect {
                    let (id, titles) = (effect.id.clone(), (here.title.clone(), effect.title.clone()));
                    merged.differing.push(Differing::Effect(id, titles.0, titles.1));
                }
            } else if let Some(same) = all.iter().find(is_called) {
                renamed.insert(&effect.id, same.id.clone());
            } else {
                self.effects.push(effect.clone());
                merged.n_new += 1;
            }
        }
        for coding in &other.codings {
            let here_called = |id: &String| renamed.get(id.as_str()).unwrap_or(id).clone();
            let there: Vec<String> = coding.effects.iter().map(here_called).collect();
            let sorted = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
            match self.of(&coding.response, coding.place).map(<[_]>::to_vec) {
                None => {
                    self.set(&coding.response, coding.place, there);
                    merged.n_new += 1;
                }
                Some(here) if sorted(&here) != sorted(&there) => {
                    let differing = Differing::Coding(coding.response.clone(), coding.place, here, there);
                    merged.differing.push(differing);
                }
                Some(_) => {}
            }
        }
        for one in &other.translations {
            let here = self.translation(&one.response, one.place).to_owned();
            if here.is_empty() {
                self.translate(&one.response, one.place, &one.text);
                merged.n_new += 1;
            } else if here != one.text {
                let (response, there) = (one.response.clone(), one.text.clone());
                merged.differing.push(Differing::Translation(response, one.place, here, there));
            }
        }
        merged
    }

    /// Adds an effect in the words of a coordinator who reads `language`; returns the id that it has, which is that of an
    /// older effect if there is one with that title.
    pub fn add_effect(
        &mut self,
        study: &Study,
        guidance: &Guidance,
        id: &str,
        title: &str,
        language: &str,
        goals: Vec<String>,
    ) -> String {
        let title = title.trim();
        let is_called = |text: &String| text.to_lowercase() == title.to_lowercase();
        if let Some(same) =
            self.all_effects(study, guidance).iter().find(|one| one.title.0.values().any(is_called))
        {
            return same.id.clone();
        }
        let title = Text(BTreeMap::from([(language.to_owned(), title.to_owned())]));
        self.effects.push(Effect { id: id.to_owned(), title, examples: Text::default(), goals });
        id.to_owned()
    }
}

/// Every missing card and every story in `responses`, in their order; empty ones are none.
pub fn texts<'a>(responses: impl IntoIterator<Item = &'a Response>) -> Vec<ToldText> {
    let mut told = Vec::new();
    for response in responses {
        let (mut n_missing, mut n_stories) = (0, 0);
        for told_text in response.parts.iter().flat_map(Part::texts) {
            let (n, place): (&mut usize, fn(usize) -> TextPlace) = match told_text.kind {
                TextKind::Missing => (&mut n_missing, TextPlace::Missing),
                TextKind::Story => (&mut n_stories, TextPlace::Story),
            };
            *n += 1;
            if !told_text.text.trim().is_empty() {
                told.push(ToldText {
                    response: response.id.clone(),
                    place: place(*n - 1),
                    text: told_text.text.to_owned(),
                    card: told_text.card.to_owned(),
                    language: response.language.clone(),
                    centre: response.activity.centre.clone(),
                    kind: response.activity.kind.clone(),
                    date: response.activity.date.clone(),
                    round: response.activity.round.clone(),
                });
            }
        }
    }
    told
}

/// Texts that say the same together, however they were written; the first of each in the order of `told`. Stories belong
/// together only if they are about the same card.
pub fn together(told: &[ToldText]) -> Vec<Vec<ToldText>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<ToldText>> = Vec::new();
    for text in told {
        let place = *places.entry((text.place.kind(), &text.card, key(&text.text))).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(text.clone());
    }
    groups
}

/// How often each of `effects` was named in `told`.
pub fn effect_table(effects: &[Effect], codings: &Codings, told: &[ToldText]) -> EffectTable {
    let mut named = BTreeMap::<&str, (usize, BTreeSet<&str>)>::new();
    let mut table = EffectTable::default();
    let coded: BTreeMap<(&str, TextPlace), &Coding> =
        codings.codings.iter().map(|one| ((one.response.as_str(), one.place), one)).collect();
    for text in told {
        let Some(coding) = coded.get(&(text.response.as_str(), text.place)) else {
            table.n_open += 1;
            continue;
        };
        table.n_coded += 1;
        table.n_none += usize::from(coding.effects.is_empty());
        for effect in &coding.effects {
            let (n, responses) = named.entry(effect).or_default();
            *n += 1;
            responses.insert(&text.response);
        }
    }
    table.n_elsewhere = codings.codings.len() - table.n_coded.min(codings.codings.len());
    table.rows = effects
        .iter()
        .map(|effect| {
            let (n, responses) = named.remove(effect.id.as_str()).unwrap_or_default();
            EffectRow { effect: effect.id.clone(), n, n_responses: responses.len() }
        })
        .collect();
    table
}

#[cfg(test)]
mod tests;

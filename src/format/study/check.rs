//! What only a study maker can have done wrong is looked for: by the tool that finishes the site and on the coordinator's page.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::domain::study::{Choice, Instrument, Message, Text, Word};
use crate::format::codec::{Invalid, text_found};
use crate::format::kinds::check_instrument;
use crate::format::study::{QuestionKind, StudyFile};

/// What a part of a study is checked against.
pub(crate) struct Checking<'a> {
    /// Languages whose texts are in this file.
    languages: Vec<&'a str>,
    indicators: BTreeSet<&'a str>,
    /// Ids of all cards.
    pub(crate) cards: BTreeSet<&'a str>,
    /// Ids of all questions.
    pub(crate) questions: BTreeSet<&'a str>,
}

/// Ids that are taken in one list.
#[derive(Default)]
pub(crate) struct Ids<'a>(BTreeSet<&'a str>);

impl<'a> Ids<'a> {
    /// Takes `id`, which stands at `path`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is no id, or taken already.
    pub(crate) fn take(&mut self, path: &str, id: &'a str) -> Result<(), Invalid> {
        check_id(path, id)?;
        if self.0.insert(id) {
            return Ok(());
        }
        Err(Invalid::new(path, text_found(id), "an id that is not used twice"))
    }

    /// `id` is taken.
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.0.contains(id)
    }
}

impl Checking<'_> {
    /// `text` is there in every language, and in no other.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first language that is missing, empty or unknown.
    pub(crate) fn translated(&self, path: &str, text: &Text) -> Result<(), Invalid> {
        translated(path, text, &self.languages)
    }

    fn indicator(&self, path: &str, indicator: Option<&String>) -> Result<(), Invalid> {
        match indicator {
            Some(id) if !self.indicators.contains(id.as_str()) => Err(Invalid::new(
                format!("{path}.indicator"),
                text_found(id),
                "the id of an indicator of the framework",
            )),
            _ => Ok(()),
        }
    }
}

impl Checking<'_> {
    /// Looks for what only a study maker can have done wrong; takes its id among `ids`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake; the choice stands at `path`.
    pub(crate) fn choice<'a>(
        &self,
        path: &str,
        choice: &'a Choice,
        ids: &mut Ids<'a>,
    ) -> Result<(), Invalid> {
        ids.take(&format!("{path}.id"), &choice.id)?;
        self.translated(&format!("{path}.text"), &choice.text)?;
        inside(&format!("{path}.picture"), &choice.picture)
    }

    /// Looks for what only a study maker can have done wrong.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake; the message stands at `path`.
    pub(crate) fn message(&self, path: &str, message: &Message) -> Result<(), Invalid> {
        self.translated(&format!("{path}.text"), &message.text)?;
        inside(&format!("{path}.picture"), &message.picture)
    }
}

impl StudyFile {
    pub(super) fn check(&self, instruments: &[Instrument]) -> Result<(), Invalid> {
        check_id("id", &self.id)?;
        filled("version", &self.version)?;
        self.check_languages()?;
        let here = self.languages.iter().filter(|language| language.file.is_none());
        let goals = self.framework.goals.iter();
        let checking = Checking {
            languages: here.map(|language| language.id.as_str()).collect(),
            indicators: goals.flat_map(|goal| &goal.indicators).map(|one| one.id.as_str()).collect(),
            cards: self.cards.iter().map(|card| card.id.as_str()).collect(),
            questions: self.questions.iter().map(|question| question.id.as_str()).collect(),
        };
        checking.translated("title", &self.title)?;
        self.check_framework(&checking)?;
        self.check_cards(&checking)?;
        self.check_questions(&checking)?;
        let mut ids = Ids::default();
        for (at, instrument) in instruments.iter().enumerate() {
            let path = format!("instruments[{at}]");
            ids.take(&format!("{path}.id"), instrument.id())?;
            check_instrument(instrument, &checking).map_err(|invalid| invalid.within(&path))?;
        }
        number_of("instruments", instruments.len(), 1..=usize::MAX, "at least one instrument")?;
        checking.translated("centre", &self.centre)?;
        checking.translated("consent.title", &self.consent.title)?;
        for (at, point) in self.consent.points.iter().enumerate() {
            checking.message(&format!("consent.points[{at}]"), point)?;
        }
        number_of("consent.points", self.consent.points.len(), 3..=3, "three points")?;
        checking.message("thanks", &self.thanks)?;
        checking.message("declined", &self.declined)?;
        self.check_words(&checking)
    }

    fn check_languages(&self) -> Result<(), Invalid> {
        let mut ids = Ids::default();
        for (at, language) in self.languages.iter().enumerate() {
            ids.take(&format!("languages[{at}].id"), &language.id)?;
            filled(&format!("languages[{at}].name"), &language.name)?;
            if let Some(file) = &language.file {
                inside(&format!("languages[{at}].file"), file)?;
            }
        }
        if self.languages.iter().any(|language| language.file.is_none()) {
            return Ok(());
        }
        let found = format!("a list of {}", self.languages.len());
        Err(Invalid::new("languages", found, "at least one language whose texts are in this file"))
    }

    fn check_framework(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        let mut ids = Ids::default();
        for (at, goal) in self.framework.goals.iter().enumerate() {
            let path = format!("framework.goals[{at}]");
            let mut subgoals = BTreeSet::new();
            for (kind, list) in [("subgoals", &goal.subgoals), ("indicators", &goal.indicators)] {
                for (at, one) in list.iter().enumerate() {
                    let path = format!("{path}.{kind}[{at}]");
                    ids.take(&format!("{path}.id"), &one.id)?;
                    checking.translated(&format!("{path}.title"), &one.title)?;
                    if !one.subgoals.is_empty() {
                        references(&format!("{path}.subgoals"), &one.subgoals, &subgoals, "subgoal")?;
                    }
                }
                subgoals.extend(goal.subgoals.iter().map(|subgoal| subgoal.id.as_str()));
            }
            ids.take(&format!("{path}.id"), &goal.id)?;
            checking.translated(&format!("{path}.title"), &goal.title)?;
        }
        checking.translated("framework.title", &self.framework.title)?;
        checking.translated("framework.attribution", &self.framework.attribution)
    }

    fn check_cards(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        let mut ids = Ids::default();
        for (at, card) in self.cards.iter().enumerate() {
            let path = format!("cards[{at}]");
            ids.take(&format!("{path}.id"), &card.id)?;
            checking.translated(&format!("{path}.text"), &card.text)?;
            inside(&format!("{path}.picture"), &card.picture)?;
            checking.indicator(&path, card.indicator.as_ref())?;
        }
        Ok(())
    }

    fn check_questions(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        let mut ids = Ids::default();
        for (at, question) in self.questions.iter().enumerate() {
            let path = format!("questions[{at}]");
            let place = |key: &str| format!("{path}.{key}");
            match (question.kind, question.most) {
                (QuestionKind::ChooseSeveral, Some(n)) => most(&place("most"), n as usize)?,
                (QuestionKind::ChooseSeveral, None) => {
                    return Err(Invalid::new(place("most"), "nothing", "the key \"most\""));
                }
                (_, Some(most)) => {
                    let expected = "\"most\" only with the kind \"choose-several\"";
                    return Err(Invalid::new(place("most"), format!("the number {most}"), expected));
                }
                (_, None) => {}
            }
            ids.take(&place("id"), &question.id)?;
            checking.translated(&place("text"), &question.text)?;
            inside(&place("picture"), &question.picture)?;
            checking.indicator(&path, question.indicator.as_ref())?;
            let mut choices = Ids::default();
            for (at, choice) in question.choices.iter().enumerate() {
                checking.choice(&format!("{path}.choices[{at}]"), choice, &mut choices)?;
            }
            let is_scale = !matches!(question.kind, QuestionKind::ChooseOne | QuestionKind::ChooseSeveral);
            let (right, expected) =
                if is_scale { (3..=5, "3 to 5 choices") } else { (2..=6, "2 to 6 choices") };
            number_of(&place("choices"), question.choices.len(), right, expected)?;
        }
        Ok(())
    }

    fn check_words(&self, checking: &Checking<'_>) -> Result<(), Invalid> {
        if let Some(key) = self.words.keys().find(|key| !Word::KEYS.contains(&key.as_str())) {
            let known = format!("only {}", Word::KEYS.join(", "));
            return Err(Invalid::new(format!("words.{key}"), format!("the unknown key \"{key}\""), known));
        }
        for (at, key) in Word::KEYS.iter().enumerate() {
            let path = format!("words.{key}");
            match self.words.get(*key) {
                Some(word) => checking.translated(&path, &Text(word.clone()))?,
                None if at < Word::N_REQUIRED => {
                    return Err(Invalid::new(path, "nothing", format!("the key \"{key}\"")));
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// `text` is there in each of `languages`, and in no other.
///
/// # Errors
///
/// [`Invalid`] for the first language that is missing, empty or unknown.
pub(crate) fn translated(path: &str, text: &Text, languages: &[&str]) -> Result<(), Invalid> {
    if let Some(key) = text.0.keys().find(|key| !languages.contains(&key.as_str())) {
        let known = format!("only {}", languages.join(", "));
        return Err(Invalid::new(format!("{path}.{key}"), format!("the unknown key \"{key}\""), known));
    }
    for language in languages {
        let place = format!("{path}.{language}");
        match text.0.get(*language) {
            None => return Err(Invalid::new(place, "nothing", format!("the key \"{language}\""))),
            Some(text) => filled(&place, text)?,
        }
    }
    Ok(())
}

/// A list of `n` has the right length.
///
/// # Errors
///
/// [`Invalid`] if it is too short or too long.
pub(crate) fn number_of(
    path: &str,
    n: usize,
    right: RangeInclusive<usize>,
    expected: &str,
) -> Result<(), Invalid> {
    if right.contains(&n) { Ok(()) } else { Err(Invalid::new(path, format!("a list of {n}"), expected)) }
}

/// At most so many may be chosen.
///
/// # Errors
///
/// [`Invalid`] if that is none, or very many.
pub(crate) fn most(path: &str, most: usize) -> Result<(), Invalid> {
    if (1..100).contains(&most) {
        return Ok(());
    }
    Err(Invalid::new(path, format!("the number {most}"), "a number from 1 to 99"))
}

/// `list` holds ids of what is known, at least one, none of them twice.
///
/// # Errors
///
/// [`Invalid`] for the first that is something else.
pub(crate) fn references(
    path: &str,
    list: &[String],
    known: &BTreeSet<&str>,
    what: &str,
) -> Result<(), Invalid> {
    let mut seen = Ids::default();
    for (at, id) in list.iter().enumerate() {
        let place = format!("{path}[{at}]");
        seen.take(&place, id)?;
        if !known.contains(id.as_str()) {
            return Err(Invalid::new(place, text_found(id), format!("the id of a {what} of this study")));
        }
    }
    number_of(path, list.len(), 1..=usize::MAX, &format!("at least one {what}"))
}

fn check_id(path: &str, id: &str) -> Result<(), Invalid> {
    let is_plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
    if !id.is_empty() && id.bytes().all(is_plain) {
        return Ok(());
    }
    Err(Invalid::new(path, text_found(id), "an id of lower-case letters, digits and hyphens"))
}

/// `text` says something.
///
/// # Errors
///
/// [`Invalid`] if it is empty.
pub(crate) fn filled(path: &str, text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() {
        return Err(Invalid::new(path, text_found(text), "a text that is not empty"));
    }
    Ok(())
}

/// All files lie in the study's own folder: nothing is ever fetched from elsewhere.
fn inside(path: &str, file: &str) -> Result<(), Invalid> {
    filled(path, file)?;
    let is_outside =
        file.starts_with('/') || file.contains("..") || file.contains(':') || file.contains('\\');
    if is_outside {
        let expected = "a path within the folder of the study, such as \"pictures/card.svg\"";
        return Err(Invalid::new(path, text_found(file), expected));
    }
    Ok(())
}

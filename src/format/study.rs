//! `study/1`: a study as people write it by hand.
//!
//! Whoever makes or installs a study has it checked whole ([`check_study`]: the site tool and the coordinator's page). What a
//! participant's page gets has passed that, so it only reads ([`read_study`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::domain::study::{
    Card, CardSort, Choice, Consent, Framework, Goal, Instrument, Language, Level, Message, Named, Question,
    Scale, Study, Text, Word,
};
use crate::format::codec::{Invalid, Placed, Reader, Small, names, text_found};
use crate::format::response::KindOf;
use crate::instruments::card_sort::format::CardSortFile;
use crate::instruments::survey::format::SurveyFile;

/// A text in each language of the study.
pub(crate) type TextFile = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StudyFile {
    #[serde(default, rename = "$schema")]
    _schema_file: Option<String>,
    #[serde(rename = "schema")]
    _schema: Schema,
    id: String,
    version: String,
    title: TextFile,
    languages: Vec<LanguageFile>,
    framework: FrameworkFile,
    cards: Vec<CardFile>,
    questions: Vec<QuestionFile>,
    instruments: Vec<InstrumentFile>,
    centre: TextFile,
    consent: ConsentFile,
    thanks: MessageFile,
    declined: MessageFile,
    words: BTreeMap<String, TextFile>,
}

#[derive(Deserialize)]
enum Schema {
    #[serde(rename = "study/1")]
    Study1,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    id: String,
    name: String,
    direction: Direction,
    #[serde(default)]
    draft: bool,
    #[serde(default, deserialize_with = "some")]
    file: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Ltr,
    Rtl,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameworkFile {
    title: TextFile,
    attribution: TextFile,
    goals: Vec<GoalFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalFile {
    id: String,
    #[serde(with = "level")]
    level: Level,
    title: TextFile,
    subgoals: Vec<NamedFile>,
    indicators: Vec<NamedFile>,
}

names! {
    /// Whom a goal is about.
    level: Level { Neighbourhood = "neighbourhood", Resident = "resident", }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedFile {
    id: String,
    title: TextFile,
    #[serde(default, deserialize_with = "some")]
    subgoals: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardFile {
    id: String,
    text: TextFile,
    picture: String,
    #[serde(default, deserialize_with = "some")]
    indicator: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    id: String,
    kind: QuestionKind,
    text: TextFile,
    picture: String,
    #[serde(default, deserialize_with = "some")]
    indicator: Option<String>,
    #[serde(default, deserialize_with = "some")]
    most: Option<u32>,
    #[serde(default)]
    most_first: bool,
    choices: Vec<ChoiceFile>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum QuestionKind {
    HowMuch,
    HowOften,
    HowMany,
    Change,
    Feeling,
    ChooseOne,
    ChooseSeveral,
}

/// Something to choose, with words and a picture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoiceFile {
    id: String,
    text: TextFile,
    picture: String,
}

/// A sentence and a picture.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageFile {
    text: TextFile,
    picture: String,
}

/// A question that is answered in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenQuestion {
    pub(crate) question: TextFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentFile {
    title: TextFile,
    points: Vec<MessageFile>,
}

/// One thing that participants do: which kind it is, is asked when it is read.
#[derive(Deserialize)]
#[serde(transparent)]
struct InstrumentFile(Box<RawValue>);

enum AnyInstrument {
    CardSort(CardSortFile),
    Survey(SurveyFile),
}

/// A key that may be left out. What stands there is never null: that would be a mistake.
pub(crate) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Reads a study that has been checked.
///
/// # Errors
///
/// [`Invalid`] if it is no study at all, with line and column.
pub fn read_study(json: &str) -> Result<Study, Invalid> {
    let mut file: StudyFile = Small::read(json)?;
    let instruments = file.instruments::<Small>()?;
    Ok(file.with(instruments))
}

/// Reads a study and checks it whole: every text in every language, every reference, every id.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the file.
pub fn check_study(json: &str) -> Result<Study, Invalid> {
    let mut file: StudyFile = Placed::read(json)?;
    let instruments = file.instruments::<Placed>()?;
    file.check(&instruments)?;
    Ok(file.with(instruments))
}

impl StudyFile {
    fn instruments<R: Reader>(&mut self) -> Result<Vec<AnyInstrument>, Invalid> {
        let mut instruments = Vec::new();
        for (at, file) in std::mem::take(&mut self.instruments).iter().enumerate() {
            instruments
                .push(file.read::<R>().map_err(|invalid| invalid.within(&format!("instruments[{at}]")))?);
        }
        Ok(instruments)
    }

    fn with(mut self, instruments: Vec<AnyInstrument>) -> Study {
        let words = Word::KEYS.iter().map(|key| Text(self.words.remove(*key).unwrap_or_default()));
        let words = words.collect();
        Study {
            id: self.id,
            version: self.version,
            title: Text(self.title),
            languages: self.languages.into_iter().map(Into::into).collect(),
            framework: Framework {
                title: Text(self.framework.title),
                attribution: Text(self.framework.attribution),
                goals: self.framework.goals.into_iter().map(Into::into).collect(),
            },
            cards: self.cards.into_iter().map(Into::into).collect(),
            questions: self.questions.into_iter().map(Into::into).collect(),
            instruments: instruments.into_iter().map(Into::into).collect(),
            centre: Text(self.centre),
            consent: Consent {
                title: Text(self.consent.title),
                points: self.consent.points.into_iter().map(Into::into).collect(),
            },
            thanks: self.thanks.into(),
            declined: self.declined.into(),
            words,
        }
    }
}

impl InstrumentFile {
    fn read<R: Reader>(&self) -> Result<AnyInstrument, Invalid> {
        let json = self.0.get();
        let kind = R::read::<KindOf>(json)?.kind;
        match kind.as_str() {
            "card-sort" => R::read(json).map(AnyInstrument::CardSort),
            "survey" => R::read(json).map(AnyInstrument::Survey),
            _ => Err(Invalid::new("kind", text_found(&kind), "\"card-sort\" or \"survey\"")),
        }
    }
}

impl From<AnyInstrument> for Instrument {
    fn from(file: AnyInstrument) -> Self {
        match file {
            AnyInstrument::CardSort(file) => Self::CardSort(CardSort::from(file)),
            AnyInstrument::Survey(file) => file.into(),
        }
    }
}

impl From<LanguageFile> for Language {
    fn from(file: LanguageFile) -> Self {
        Self {
            id: file.id,
            name: file.name,
            is_right_to_left: file.direction == Direction::Rtl,
            is_draft: file.draft,
            file: file.file,
        }
    }
}

impl From<GoalFile> for Goal {
    fn from(file: GoalFile) -> Self {
        Self {
            id: file.id,
            level: file.level,
            title: Text(file.title),
            subgoals: file.subgoals.into_iter().map(Into::into).collect(),
            indicators: file.indicators.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<NamedFile> for Named {
    fn from(file: NamedFile) -> Self {
        Self { id: file.id, title: Text(file.title), subgoals: file.subgoals.unwrap_or_default() }
    }
}

impl From<CardFile> for Card {
    fn from(file: CardFile) -> Self {
        Self { id: file.id, text: Text(file.text), picture: file.picture, indicator: file.indicator }
    }
}

impl From<QuestionFile> for Question {
    fn from(file: QuestionFile) -> Self {
        Self {
            scale: match file.kind {
                QuestionKind::HowMuch => Scale::HowMuch,
                QuestionKind::HowOften => Scale::HowOften,
                QuestionKind::HowMany => Scale::HowMany,
                QuestionKind::Change => Scale::Change,
                QuestionKind::Feeling => Scale::Feeling,
                QuestionKind::ChooseOne => Scale::ChooseOne,
                QuestionKind::ChooseSeveral => Scale::ChooseSeveral(file.most.unwrap_or(1) as usize),
            },
            id: file.id,
            text: Text(file.text),
            picture: file.picture,
            indicator: file.indicator,
            choices: file.choices.into_iter().map(Into::into).collect(),
            is_most_first: file.most_first,
        }
    }
}

impl From<ChoiceFile> for Choice {
    fn from(file: ChoiceFile) -> Self {
        Self { id: file.id, text: Text(file.text), picture: file.picture }
    }
}

impl From<MessageFile> for Message {
    fn from(file: MessageFile) -> Self {
        Self { text: Text(file.text), picture: file.picture }
    }
}

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

impl<'a> Checking<'a> {
    /// No ids are taken yet.
    pub(crate) fn ids<'i>(&self) -> Ids<'i> {
        Ids::default()
    }

    /// A mistake: at `path` stands the text `text`.
    pub(crate) fn text(&self, path: &str, text: &str, expected: &str) -> Invalid {
        Invalid::new(path, text_found(text), expected)
    }

    /// `text` is there in every language, and in no other.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first language that is missing, empty or unknown.
    pub(crate) fn translated(&self, path: &str, text: &TextFile) -> Result<(), Invalid> {
        if let Some(key) = text.keys().find(|key| !self.languages.contains(&key.as_str())) {
            let known = format!("only {}", self.languages.join(", "));
            return Err(Invalid::new(format!("{path}.{key}"), format!("the unknown key \"{key}\""), known));
        }
        for language in &self.languages {
            let place = format!("{path}.{language}");
            match text.get(*language) {
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
        &self,
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
    pub(crate) fn most(&self, path: &str, most: u32) -> Result<(), Invalid> {
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
        &self,
        path: &str,
        list: &[String],
        known: &BTreeSet<&str>,
        what: &str,
    ) -> Result<(), Invalid> {
        let mut seen = self.ids();
        for (at, id) in list.iter().enumerate() {
            let place = format!("{path}[{at}]");
            seen.take(&place, id)?;
            if !known.contains(id.as_str()) {
                return Err(self.text(&place, id, &format!("the id of a {what} of this study")));
            }
        }
        self.number_of(path, list.len(), 1..=usize::MAX, &format!("at least one {what}"))
    }

    fn indicator(&self, path: &str, indicator: Option<&String>) -> Result<(), Invalid> {
        match indicator {
            Some(id) if !self.indicators.contains(id.as_str()) => {
                Err(self.text(&format!("{path}.indicator"), id, "the id of an indicator of the framework"))
            }
            _ => Ok(()),
        }
    }
}

impl ChoiceFile {
    /// Looks for what only a study maker can have done wrong; takes its id among `ids`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake; the choice stands at `path`.
    pub(crate) fn check<'a>(
        &'a self,
        path: &str,
        checking: &Checking<'_>,
        ids: &mut Ids<'a>,
    ) -> Result<(), Invalid> {
        ids.take(&format!("{path}.id"), &self.id)?;
        checking.translated(&format!("{path}.text"), &self.text)?;
        inside(&format!("{path}.picture"), &self.picture)
    }
}

impl MessageFile {
    /// Looks for what only a study maker can have done wrong.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake; the message stands at `path`.
    pub(crate) fn check(&self, path: &str, checking: &Checking<'_>) -> Result<(), Invalid> {
        checking.translated(&format!("{path}.text"), &self.text)?;
        inside(&format!("{path}.picture"), &self.picture)
    }
}

impl StudyFile {
    fn check(&self, instruments: &[AnyInstrument]) -> Result<(), Invalid> {
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
        let mut ids = checking.ids();
        for (at, instrument) in instruments.iter().enumerate() {
            let path = format!("instruments[{at}]");
            let (id, checked) = match instrument {
                AnyInstrument::CardSort(file) => (&file.id, file.check(&checking)),
                AnyInstrument::Survey(file) => (&file.id, file.check(&checking)),
            };
            ids.take(&format!("{path}.id"), id)?;
            checked.map_err(|invalid| invalid.within(&path))?;
        }
        checking.number_of("instruments", instruments.len(), 1..=usize::MAX, "at least one instrument")?;
        checking.translated("centre", &self.centre)?;
        checking.translated("consent.title", &self.consent.title)?;
        for (at, point) in self.consent.points.iter().enumerate() {
            point.check(&format!("consent.points[{at}]"), &checking)?;
        }
        checking.number_of("consent.points", self.consent.points.len(), 3..=3, "three points")?;
        self.thanks.check("thanks", &checking)?;
        self.declined.check("declined", &checking)?;
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
        let mut ids = checking.ids();
        for (at, goal) in self.framework.goals.iter().enumerate() {
            let path = format!("framework.goals[{at}]");
            let mut subgoals = BTreeSet::new();
            for (kind, list) in [("subgoals", &goal.subgoals), ("indicators", &goal.indicators)] {
                for (at, one) in list.iter().enumerate() {
                    let path = format!("{path}.{kind}[{at}]");
                    ids.take(&format!("{path}.id"), &one.id)?;
                    checking.translated(&format!("{path}.title"), &one.title)?;
                    if let Some(signs_of) = &one.subgoals {
                        checking.references(&format!("{path}.subgoals"), signs_of, &subgoals, "subgoal")?;
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
        let mut ids = checking.ids();
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
        let mut ids = checking.ids();
        for (at, question) in self.questions.iter().enumerate() {
            let path = format!("questions[{at}]");
            let place = |key: &str| format!("{path}.{key}");
            match (question.kind, question.most) {
                (QuestionKind::ChooseSeveral, Some(most)) => checking.most(&place("most"), most)?,
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
            let mut choices = checking.ids();
            for (at, choice) in question.choices.iter().enumerate() {
                choice.check(&format!("{path}.choices[{at}]"), checking, &mut choices)?;
            }
            let is_scale = !matches!(question.kind, QuestionKind::ChooseOne | QuestionKind::ChooseSeveral);
            let (right, expected) =
                if is_scale { (3..=5, "3 to 5 choices") } else { (2..=6, "2 to 6 choices") };
            checking.number_of(&place("choices"), question.choices.len(), right, expected)?;
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
                Some(word) => checking.translated(&path, word)?,
                None if at < Word::N_REQUIRED => {
                    return Err(Invalid::new(path, "nothing", format!("the key \"{key}\"")));
                }
                None => {}
            }
        }
        Ok(())
    }
}

fn check_id(path: &str, id: &str) -> Result<(), Invalid> {
    let is_plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
    if !id.is_empty() && id.bytes().all(is_plain) {
        return Ok(());
    }
    Err(Invalid::new(path, text_found(id), "an id of lower-case letters, digits and hyphens"))
}

fn filled(path: &str, text: &str) -> Result<(), Invalid> {
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

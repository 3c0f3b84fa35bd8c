//! `study/1`: a study as people write it by hand.
//!
//! Whoever makes or installs a study has it checked whole ([`check_study`]: the site tool and the coordinator's page). What a
//! participant's page gets has passed that, so it only reads ([`read_study`]).

use std::collections::BTreeMap;

use serde::de::{Error, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::domain::study::{
    Card, Choice, Consent, Framework, Goal, Instrument, Language, Level, Message, Named, Question, Scale,
    Study, Text, Word,
};
use crate::format::codec::{Invalid, Placed, Reader, Small, names};
use crate::format::guidance::check_guidance;
use crate::format::kinds::read_instrument;

pub(crate) use check::{Checking, Ids, filled, most, number_of, references, translated};

mod check;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StudyFile {
    #[serde(default, rename = "$schema")]
    _schema_file: IgnoredAny,
    #[serde(rename = "schema")]
    _schema: Schema,
    id: String,
    version: String,
    #[serde(with = "text")]
    title: Text,
    #[serde(with = "languages")]
    languages: Vec<Language>,
    #[serde(with = "FrameworkFile")]
    framework: Framework,
    #[serde(with = "cards")]
    cards: Vec<Card>,
    questions: Vec<QuestionFile>,
    /// Which kind each is, is asked when it is read.
    instruments: Vec<Box<RawValue>>,
    #[serde(with = "text")]
    centre: Text,
    #[serde(with = "ConsentFile")]
    consent: Consent,
    #[serde(with = "MessageFile")]
    thanks: Message,
    #[serde(with = "MessageFile")]
    declined: Message,
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// For coordinators: read by [`crate::format::guidance`], and by no participant's page.
    #[serde(default, rename = "guidance")]
    _guidance: IgnoredAny,
}

#[derive(Deserialize)]
enum Schema {
    #[serde(rename = "study/1")]
    Study1,
}

// How the parts of a study are written down. Each is read as what it is in the domain.

#[derive(Deserialize)]
#[serde(remote = "Language", deny_unknown_fields)]
struct LanguageFile {
    id: String,
    name: String,
    #[serde(rename = "direction", deserialize_with = "is_right_to_left")]
    is_right_to_left: bool,
    #[serde(rename = "draft", default)]
    is_draft: bool,
    #[serde(default, deserialize_with = "some")]
    file: Option<String>,
}

#[derive(PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Ltr,
    Rtl,
}

#[derive(Deserialize)]
#[serde(remote = "Framework", deny_unknown_fields)]
struct FrameworkFile {
    #[serde(with = "text")]
    title: Text,
    #[serde(with = "text")]
    attribution: Text,
    #[serde(with = "goals")]
    goals: Vec<Goal>,
}

#[derive(Deserialize)]
#[serde(remote = "Goal", deny_unknown_fields)]
struct GoalFile {
    id: String,
    #[serde(with = "level")]
    level: Level,
    #[serde(with = "text")]
    title: Text,
    #[serde(with = "named")]
    subgoals: Vec<Named>,
    #[serde(with = "named")]
    indicators: Vec<Named>,
}

names! {
    /// Whom a goal is about.
    level: Level { Neighbourhood = "neighbourhood", Resident = "resident", }
}

#[derive(Deserialize)]
#[serde(remote = "Named", deny_unknown_fields)]
struct NamedFile {
    id: String,
    #[serde(with = "text")]
    title: Text,
    #[serde(default, deserialize_with = "at_least_one")]
    subgoals: Vec<String>,
}

#[derive(Deserialize)]
#[serde(remote = "Card", deny_unknown_fields)]
struct CardFile {
    id: String,
    #[serde(with = "text")]
    text: Text,
    picture: String,
    #[serde(default, deserialize_with = "some")]
    indicator: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    id: String,
    kind: QuestionKind,
    #[serde(with = "text")]
    text: Text,
    picture: String,
    #[serde(default, deserialize_with = "some")]
    indicator: Option<String>,
    #[serde(default, deserialize_with = "some")]
    most: Option<u32>,
    #[serde(default)]
    most_first: bool,
    #[serde(with = "choices")]
    choices: Vec<Choice>,
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
#[derive(Deserialize)]
#[serde(remote = "Choice", deny_unknown_fields)]
pub(crate) struct ChoiceFile {
    id: String,
    #[serde(with = "text")]
    text: Text,
    picture: String,
}

/// A sentence and a picture.
#[derive(Deserialize)]
#[serde(remote = "Message", deny_unknown_fields)]
pub(crate) struct MessageFile {
    #[serde(with = "text")]
    text: Text,
    picture: String,
}

#[derive(Deserialize)]
#[serde(remote = "Consent", deny_unknown_fields)]
struct ConsentFile {
    #[serde(with = "text")]
    title: Text,
    #[serde(with = "messages")]
    points: Vec<Message>,
}

/// Reads a list of what is defined by a remote type.
macro_rules! list {
    ($module:ident: $item:ident as $file:literal) => {
        /// A list of them.
        pub(crate) mod $module {
            use serde::{Deserialize, Deserializer};

            use super::$item;

            /// Reads it.
            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<$item>, D::Error> {
                #[derive(Deserialize)]
                #[serde(transparent)]
                struct One(#[serde(with = $file)] $item);
                Ok(Vec::<One>::deserialize(from)?.into_iter().map(|one| one.0).collect())
            }
        }
    };
}

list! { languages: Language as "crate::format::study::LanguageFile" }
list! { goals: Goal as "crate::format::study::GoalFile" }
list! { named: Named as "crate::format::study::NamedFile" }
list! { cards: Card as "crate::format::study::CardFile" }
list! { choices: Choice as "crate::format::study::ChoiceFile" }
list! { messages: Message as "crate::format::study::MessageFile" }
pub(crate) use list;

/// A text in each language.
pub(crate) mod text {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer};

    use crate::domain::study::Text;

    /// Reads it.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
        BTreeMap::deserialize(from).map(Text)
    }
}

/// A question that is answered in words.
pub(crate) fn open_question<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Open {
        #[serde(with = "text")]
        question: Text,
    }
    Open::deserialize(from).map(|open| Some(open.question))
}

/// A message that may be left out.
pub(crate) fn some_message<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Message>, D::Error> {
    MessageFile::deserialize(from).map(Some)
}

/// A key that may be left out. What stands there is never null: that would be a mistake.
pub(crate) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A list that may be left out, but is not empty.
fn at_least_one<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let list = Vec::deserialize(from)?;
    if list.is_empty() {
        return Err(D::Error::invalid_length(0, &"at least one subgoal"));
    }
    Ok(list)
}

fn is_right_to_left<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(Direction::deserialize(from)? == Direction::Rtl)
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

/// Reads a study and checks it whole, with what it suggests to coordinators: every text in every language, every reference,
/// every id.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the file.
pub fn check_study(json: &str) -> Result<Study, Invalid> {
    let mut file: StudyFile = Placed::read(json)?;
    let instruments = file.instruments::<Placed>()?;
    file.check(&instruments)?;
    let study = file.with(instruments);
    check_guidance(json, &study)?;
    Ok(study)
}

impl StudyFile {
    fn instruments<R: Reader>(&mut self) -> Result<Vec<Instrument>, Invalid> {
        let mut instruments = Vec::new();
        for (at, file) in std::mem::take(&mut self.instruments).iter().enumerate() {
            let read = read_instrument::<R>(file.get());
            instruments.push(read.map_err(|invalid| invalid.within(&format!("instruments[{at}]")))?);
        }
        Ok(instruments)
    }

    fn with(mut self, instruments: Vec<Instrument>) -> Study {
        let words = Word::KEYS.iter().map(|key| Text(self.words.remove(*key).unwrap_or_default()));
        Study {
            words: words.collect(),
            id: self.id,
            version: self.version,
            title: self.title,
            languages: self.languages,
            framework: self.framework,
            cards: self.cards,
            questions: self.questions.into_iter().map(Into::into).collect(),
            instruments,
            centre: self.centre,
            consent: self.consent,
            thanks: self.thanks,
            declined: self.declined,
        }
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
            text: file.text,
            picture: file.picture,
            indicator: file.indicator,
            choices: file.choices,
            is_most_first: file.most_first,
        }
    }
}

//! The key `guidance` of `study/1`: what a study suggests to its coordinators.
//!
//! When the site is built it moves into a file of its own beside the study ([`FILE`]), so that no participant downloads it.
//! Both are read alike, and a participant's page reads neither.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};

use crate::domain::codings::Effect;
use crate::domain::guidance::{Aim, Guidance, Kind, LONGEST_NAME};
use crate::domain::same::key;
use crate::domain::study::{Study, Text};
use crate::format::codec::{Invalid, read_placed, text_found};
use crate::format::study::{Ids, filled, list, number_of, some, text, translated};

/// The file beside the study that holds the key once the site has been built. It names the study and its version, too.
pub const FILE: &str = "guidance.json";

/// Whatever else stands in the file is for others to read.
#[derive(Deserialize)]
struct HoldingFile {
    #[serde(default)]
    id: String,
    #[serde(default)]
    version: String,
    #[serde(default, deserialize_with = "some")]
    guidance: Option<GuidanceFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuidanceFile {
    languages: Vec<String>,
    #[serde(default, deserialize_with = "some")]
    near: Option<NearFile>,
    #[serde(default, deserialize_with = "some")]
    activities: Option<ActivitiesFile>,
    #[serde(default, deserialize_with = "some")]
    effects: Option<EffectsFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NearFile {
    #[serde(with = "text")]
    attribution: Text,
    pairs: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivitiesFile {
    #[serde(with = "text")]
    attribution: Text,
    #[serde(with = "aims")]
    aims: Vec<Aim>,
    #[serde(with = "kinds")]
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(remote = "Aim", deny_unknown_fields)]
struct AimFile {
    id: String,
    #[serde(with = "text")]
    title: Text,
}

#[derive(Deserialize)]
#[serde(remote = "Kind", deny_unknown_fields)]
struct KindFile {
    name: String,
    #[serde(with = "text")]
    title: Text,
    #[serde(default)]
    goals: Vec<String>,
    #[serde(default)]
    aims: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EffectsFile {
    #[serde(with = "text")]
    attribution: Text,
    #[serde(default, deserialize_with = "some_text")]
    source: Option<Text>,
    #[serde(with = "effects")]
    list: Vec<Effect>,
}

#[derive(Deserialize)]
#[serde(remote = "Effect", deny_unknown_fields)]
struct EffectFile {
    id: String,
    #[serde(with = "text")]
    title: Text,
    #[serde(default, with = "text")]
    examples: Text,
    goals: Vec<String>,
}

list! { aims: Aim as "crate::format::guidance::AimFile" }
list! { kinds: Kind as "crate::format::guidance::KindFile" }
list! { effects: Effect as "crate::format::guidance::EffectFile" }

/// A text that may be left out.
fn some_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Text>, D::Error> {
    text::deserialize(from).map(Some)
}

/// Reads what `json` suggests to coordinators of `study`, and checks it whole: every text, every reference, every id. `json` is the
/// study as people write it, or [`FILE`]; `None` if it is of another study or version.
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place in the file.
pub fn check_guidance(json: &str, study: &Study) -> Result<Option<Guidance>, Invalid> {
    let holding: HoldingFile = read_placed(json)?;
    let is_of_it = holding.id == study.id && holding.version == study.version;
    let Some(file) = holding.guidance else { return Ok(is_of_it.then(Guidance::default)) };
    file.check(study).map_err(|invalid| invalid.within("guidance"))?;
    Ok(is_of_it.then(|| file.into()))
}

impl From<GuidanceFile> for Guidance {
    fn from(file: GuidanceFile) -> Self {
        let near = file.near.map(|near| (near.pairs, near.attribution));
        let (near, near_attribution) = near.unwrap_or_default();
        // A pair has two: that has been checked.
        let near = near.into_iter().filter_map(|pair| <[String; 2]>::try_from(pair).ok());
        let activities = file.activities.map(|one| (one.aims, one.kinds, one.attribution));
        let (aims, kinds, activities_attribution) = activities.unwrap_or_default();
        let effects = file.effects.map(|one| (one.list, one.attribution, one.source.unwrap_or_default()));
        let (effects, effects_attribution, effects_source) = effects.unwrap_or_default();
        Self {
            near: near.map(|[one, other]| (one, other)).collect(),
            near_attribution,
            aims,
            kinds,
            activities_attribution,
            effects,
            effects_attribution,
            effects_source,
        }
    }
}

impl GuidanceFile {
    fn check(&self, study: &Study) -> Result<(), Invalid> {
        let mut ids = Ids::default();
        for (at, language) in self.languages.iter().enumerate() {
            ids.take(&format!("languages[{at}]"), language)?;
        }
        number_of("languages", self.languages.len(), 1..=usize::MAX, "at least one language")?;
        let goals = &study.framework.goals;
        let checking = Checking {
            languages: self.languages.iter().map(String::as_str).collect(),
            goals: goals.iter().map(|goal| goal.id.as_str()).collect(),
            indicators: goals.iter().flat_map(|goal| &goal.indicators).map(|one| one.id.as_str()).collect(),
        };
        if let Some(near) = &self.near {
            checking.near(near)?;
        }
        if let Some(activities) = &self.activities {
            checking.activities(activities)?;
        }
        self.effects.as_ref().map_or(Ok(()), |effects| checking.effects(effects))
    }
}

/// What guidance is checked against.
struct Checking<'a> {
    /// Every text is in these.
    languages: Vec<&'a str>,
    goals: BTreeSet<&'a str>,
    indicators: BTreeSet<&'a str>,
}

impl Checking<'_> {
    fn near(&self, near: &NearFile) -> Result<(), Invalid> {
        self.text("near.attribution", &near.attribution)?;
        for (at, pair) in near.pairs.iter().enumerate() {
            let path = format!("near.pairs[{at}]");
            lead(&path, pair, &self.indicators, "the id of an indicator of the framework")?;
            number_of(&path, pair.len(), 2..=2, "two indicators")?;
        }
        Ok(())
    }

    fn activities(&self, activities: &ActivitiesFile) -> Result<(), Invalid> {
        self.text("activities.attribution", &activities.attribution)?;
        let mut ids = Ids::default();
        for (at, aim) in activities.aims.iter().enumerate() {
            let path = format!("activities.aims[{at}]");
            ids.take(&format!("{path}.id"), &aim.id)?;
            self.text(&format!("{path}.title"), &aim.title)?;
        }
        let aims = activities.aims.iter().map(|aim| aim.id.as_str()).collect();
        let mut names = BTreeSet::new();
        for (at, kind) in activities.kinds.iter().enumerate() {
            let path = format!("activities.kinds[{at}]");
            let place = format!("{path}.name");
            filled(&place, &kind.name)?;
            if kind.name.chars().count() > LONGEST_NAME {
                let expected = format!("a name of at most {LONGEST_NAME} characters");
                return Err(Invalid::new(place, text_found(&kind.name), expected));
            }
            if !names.insert(key(&kind.name)) {
                return Err(Invalid::new(place, text_found(&kind.name), "a name that is not used twice"));
            }
            self.text(&format!("{path}.title"), &kind.title)?;
            self.of_goals(&path, &kind.goals)?;
            lead(&format!("{path}.aims"), &kind.aims, &aims, "the id of an aim of this study")?;
        }
        Ok(())
    }

    fn effects(&self, effects: &EffectsFile) -> Result<(), Invalid> {
        self.text("effects.attribution", &effects.attribution)?;
        effects.source.as_ref().map_or(Ok(()), |source| self.text("effects.source", source))?;
        let mut ids = Ids::default();
        for (at, effect) in effects.list.iter().enumerate() {
            let path = format!("effects.list[{at}]");
            ids.take(&format!("{path}.id"), &effect.id)?;
            self.text(&format!("{path}.title"), &effect.title)?;
            if !effect.examples.0.is_empty() {
                self.text(&format!("{path}.examples"), &effect.examples)?;
            }
            self.of_goals(&path, &effect.goals)?;
        }
        Ok(())
    }

    fn text(&self, path: &str, text: &Text) -> Result<(), Invalid> {
        translated(path, text, &self.languages)
    }

    fn of_goals(&self, path: &str, goals: &[String]) -> Result<(), Invalid> {
        lead(&format!("{path}.goals"), goals, &self.goals, "the id of a goal of the framework")
    }
}

/// `list` holds ids that are `known`, none of them twice.
fn lead(path: &str, list: &[String], known: &BTreeSet<&str>, expected: &str) -> Result<(), Invalid> {
    let mut ids = Ids::default();
    for (at, id) in list.iter().enumerate() {
        let place = format!("{path}[{at}]");
        ids.take(&place, id)?;
        if !known.contains(id.as_str()) {
            return Err(Invalid::new(place, text_found(id), expected));
        }
    }
    Ok(())
}

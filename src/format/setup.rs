//! `setup/1`: settings that go from one tablet to another, as a file and as a link.
//!
//! A link carries them behind its `#`. What stands there a browser never sends: no server, proxy or log sees it. (The
//! browser itself may remember an address that was opened.)
//!
//! It is read strictly: whoever scans a code cannot look into it first.

mod link;

use std::fmt::Display;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::domain::activities::{CENTRE_TYPES, Centre};
use crate::domain::day;
use crate::domain::receiver::{
    LONGEST_TIME_OUT, MOST_AT_A_TIME, check_address, check_site, is_header_char, may_set_header,
};
use crate::domain::same::{Joined, Joint, MOST_JOINED, What};
use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset, TIME_OUT_S};
use crate::domain::setup::Setup;
use crate::format::batch::Template;
use crate::format::codec::{Invalid, read_placed, text_found, write};
use crate::format::names::what;
use crate::format::settings::{ActivityRecord, preset};
use crate::format::study::some;

pub use self::link::{LONGEST_LINK, read_any, read_payload, write_link};

/// The version of the short form, before its point.
const VERSION: &str = "1";

/// Longest name of a centre, a kind, a neighbourhood or a round in characters.
const LONGEST_NAME: usize = 200;

/// Longest value of a header in characters.
const LONGEST_VALUE: usize = 4000;

/// Longest template of a body in characters.
const LONGEST_TEMPLATE: usize = 20_000;

/// Most centres: more than any city has, and few enough to be held against those that are known.
pub(crate) const MOST_CENTRES: usize = 1000;

/// Most days after which something is cleared: a century.
const MOST_DAYS: u32 = 36_500;

/// Why a text brings no settings. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is something else.
    #[error("there are no settings in it")]
    Foreign,
    /// A newer app made it; the version that it names.
    #[error("version {0} is newer than this app")]
    Newer(String),
    /// Its end is missing.
    #[error("its end is missing")]
    CutOff,
    /// It is not as it was made: its checksum is another one.
    #[error("it has been altered")]
    Altered,
    /// Something in it is not as it should be.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

/// `setup/1`. Only what is set stands in it: every character makes a code finer.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "a number, null and nothing are three things")]
struct SetupFile {
    schema: Schema,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    site: Option<String>,
    study: StudyFile,
    /// So that whoever finds such a file sees at once what it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    holds_keys: bool,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    endpoint: Option<EndpointFile>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    languages: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    centres: Vec<CentreFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joined_names: Vec<JointFile>,
    /// Null is never.
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    retention_days: Option<Option<u32>>,
    /// A [`PlanRecord`].
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    activity: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "setup/1")]
    Setup1,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StudyFile {
    id: String,
    version: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointFile {
    #[serde(with = "preset")]
    preset: Preset,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    template: String,
    /// Names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Vec<String>>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    batch_size: Option<usize>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    time_out_s: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    conflict_is_there: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CentreFile {
    name: String,
    #[serde(rename = "type", default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    centre_type: Option<String>,
    #[serde(default, deserialize_with = "some", skip_serializing_if = "Option::is_none")]
    neighbourhood: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct JointFile {
    #[serde(with = "what")]
    what: What,
    name: String,
    shown_as: String,
}

/// The settings of an activity, without those that are as at first.
struct PlanRecord(ActivityRecord);

/// What of an activity goes along, in the order of `activity/1`.
const SHARED: &[&str] = &[
    "plan",
    "centre",
    "kind",
    "round",
    "deck",
    "mode",
    "day",
    "part_of_day",
    "centre_type",
    "neighbourhood",
    "aims",
    "instruments",
    "indicators",
    "cards",
    "questions",
    "in_order",
    "target",
];

impl Serialize for PlanRecord {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value = |record| serde_json::to_value(record).unwrap_or_default();
        let (set, at_first) = (value(&self.0), value(&ActivityRecord::default()));
        to.collect_map(SHARED.iter().map(|key| (key, &set[key])).filter(|(key, set)| at_first[key] != **set))
    }
}

/// Writes settings as a file.
pub fn write_setup(setup: &Setup) -> String {
    write(&SetupFile::from(setup))
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl From<&Setup> for SetupFile {
    fn from(setup: &Setup) -> Self {
        let plan = |activity: &ActivitySettings| to_raw_value(&PlanRecord(activity.into())).ok();
        Self {
            schema: Schema::Setup1,
            site: given(&setup.site),
            study: StudyFile { id: setup.study.clone(), version: setup.version.clone() },
            holds_keys: setup.has_keys(),
            endpoint: setup.endpoint.as_ref().map(Into::into),
            languages: setup.languages.clone(),
            centres: setup.centres.iter().map(Into::into).collect(),
            joined_names: setup.joined.all().iter().cloned().map(Into::into).collect(),
            retention_days: setup.retention,
            activity: setup.activity.as_ref().and_then(plan),
        }
    }
}

impl From<&EndpointSettings> for EndpointFile {
    fn from(endpoint: &EndpointSettings) -> Self {
        let headers = endpoint.headers.iter();
        Self {
            preset: endpoint.preset,
            url: given(&endpoint.url),
            template: endpoint.template.clone(),
            headers: headers.map(|(name, value)| vec![name.clone(), value.clone()]).collect(),
            batch_size: Some(endpoint.batch_size).filter(|size| *size != BATCH_SIZE),
            time_out_s: Some(endpoint.time_out_s).filter(|seconds| *seconds != TIME_OUT_S),
            conflict_is_there: endpoint.conflict_is_there,
        }
    }
}

impl From<&Centre> for CentreFile {
    fn from(centre: &Centre) -> Self {
        Self {
            name: centre.name.clone(),
            centre_type: given(&centre.centre_type),
            neighbourhood: given(&centre.neighbourhood),
        }
    }
}

impl From<Joint> for JointFile {
    fn from(Joint { what, name, shown_as }: Joint) -> Self {
        Self { what, name, shown_as }
    }
}

/// Reads settings from a file.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_setup(json: &str) -> Result<Setup, Refusal> {
    let value: Value = read_placed(json)?;
    match value.get("schema").and_then(Value::as_str).and_then(|schema| schema.split_once('/')) {
        Some(("setup", version)) if version == VERSION => {}
        Some(("setup", version)) => return Err(Refusal::Newer(version.to_owned())),
        _ => return Err(Refusal::Foreign),
    }
    check_objects(&value)?;
    Ok(read_placed::<SetupFile>(json)?.try_into()?)
}

/// `setup` by the rules for what comes in by a link, wherever it came from.
///
/// # Errors
///
/// [`Refusal`].
pub fn as_received(setup: &Setup) -> Result<Setup, Refusal> {
    read_setup(&write_setup(setup))
}

/// No list stands where an object should: serde reads its items as the object's values.
fn check_objects(setup: &Value) -> Result<(), Invalid> {
    let mut parts = vec![("study".to_owned(), &setup["study"]), ("endpoint".to_owned(), &setup["endpoint"])];
    for key in ["centres", "joined_names"] {
        let items = setup[key].as_array().into_iter().flatten().enumerate();
        parts.extend(items.map(|(at, item)| (format!("{key}[{at}]"), item)));
    }
    match parts.into_iter().find(|(_, part)| part.is_array()) {
        Some((path, _)) => Err(Invalid::new(path, "a list", "an object")),
        None => Ok(()),
    }
}

impl TryFrom<SetupFile> for Setup {
    type Error = Invalid;

    fn try_from(file: SetupFile) -> Result<Self, Invalid> {
        check_short("study.id", &file.study.id)?;
        check_short("study.version", &file.study.version)?;
        if let Some(site) = &file.site {
            check_site_at("site", site)?;
        }
        for (at, language) in file.languages.iter().flatten().enumerate() {
            check_short(&format!("languages[{at}]"), language)?;
        }
        check_number("centres", file.centres.len(), MOST_CENTRES, "centres")?;
        for (at, centre) in file.centres.iter().enumerate() {
            centre.check().map_err(|invalid| invalid.within(&format!("centres[{at}]")))?;
        }
        check_number("joined_names", file.joined_names.len(), MOST_JOINED, "joined names")?;
        for (at, joint) in file.joined_names.iter().enumerate() {
            check_short(&format!("joined_names[{at}].name"), &joint.name)?;
            check_short(&format!("joined_names[{at}].shown_as"), &joint.shown_as)?;
        }
        if let Some(Some(days)) = file.retention_days
            && !(1..=MOST_DAYS).contains(&days)
        {
            let expected = format!("null or a number from 1 to {MOST_DAYS}");
            return Err(number_at("retention_days", days, expected));
        }
        let endpoint = file.endpoint.map(EndpointSettings::try_from).transpose();
        let activity = file.activity.map(|plan| read_plan(plan.get())).transpose();
        let setup = Self {
            study: file.study.id,
            version: file.study.version,
            site: file.site.unwrap_or_default(),
            endpoint: endpoint.map_err(|invalid| invalid.within("endpoint"))?,
            languages: file.languages,
            centres: file.centres.into_iter().map(Into::into).collect(),
            retention: file.retention_days,
            activity: activity.map_err(|invalid| invalid.within("activity"))?,
            joined: Joined::of(file.joined_names.into_iter().map(Into::into)),
        };
        if file.holds_keys != setup.has_keys() {
            let found =
                if file.holds_keys { "\"holds_keys\" and no key" } else { "a key without \"holds_keys\"" };
            return Err(Invalid::new("", found, "\"holds_keys\" if there are keys in it, and only then"));
        }
        Ok(setup)
    }
}

fn text_at(path: &str, text: &str, expected: impl Into<String>) -> Invalid {
    Invalid::new(path, text_found(text), expected)
}

fn number_at(path: &str, number: impl Display, expected: String) -> Invalid {
    Invalid::new(path, format!("the number {number}"), expected)
}

fn check_short(path: &str, text: &str) -> Result<(), Invalid> {
    if !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME {
        return Ok(());
    }
    Err(text_at(path, text, format!("a text of 1 to {LONGEST_NAME} characters")))
}

/// A list of `n` is no longer than `most`.
fn check_number(path: &str, n: usize, most: usize, what: &str) -> Result<(), Invalid> {
    if n <= most {
        return Ok(());
    }
    Err(Invalid::new(path, format!("a list of {n}"), format!("at most {most} {what}")))
}

fn check_site_at(path: &str, site: &str) -> Result<(), Invalid> {
    check_site(site).map_err(|mistake| text_at(path, site, format!("the address of a site: {mistake}")))?;
    if site.ends_with('/') {
        return Ok(());
    }
    Err(text_at(path, site, "the address of a site, with a slash at its end"))
}

impl TryFrom<EndpointFile> for EndpointSettings {
    type Error = Invalid;

    fn try_from(file: EndpointFile) -> Result<Self, Invalid> {
        if let Some(url) = &file.url {
            let expected = |mistake| format!("an address that begins with https://: {mistake}");
            check_address(url).map_err(|mistake| text_at("url", url, expected(mistake)))?;
        }
        let mut headers = Vec::new();
        for (at, header) in file.headers.iter().enumerate() {
            match header.as_slice() {
                [name, value]
                    if may_set_header(name)
                        && value.chars().all(is_header_char)
                        && name.len() <= LONGEST_NAME
                        && value.len() <= LONGEST_VALUE =>
                {
                    headers.push((name.clone(), value.clone()));
                }
                // What stands there may be a key: it is not repeated.
                other => {
                    let found = format!("a list of {}", other.len());
                    let expected = "the name of a header and its value";
                    return Err(Invalid::new(format!("headers[{at}]"), found, expected));
                }
            }
        }
        let settings = Self {
            preset: file.preset,
            url: file.url.unwrap_or_default(),
            template: file.template,
            headers,
            batch_size: file.batch_size.unwrap_or(BATCH_SIZE),
            time_out_s: file.time_out_s.unwrap_or(TIME_OUT_S),
            conflict_is_there: file.conflict_is_there,
        };
        if !(1..=MOST_AT_A_TIME).contains(&settings.batch_size) {
            let expected = format!("a number from 1 to {MOST_AT_A_TIME}");
            return Err(number_at("batch_size", settings.batch_size, expected));
        }
        if !(1..=LONGEST_TIME_OUT).contains(&settings.time_out_s) {
            let expected = format!("a number from 1 to {LONGEST_TIME_OUT}");
            return Err(number_at("time_out_s", settings.time_out_s, expected));
        }
        if settings.template.len() > LONGEST_TEMPLATE || Template::of(&settings).is_err() {
            return Err(text_at("template", &settings.template, "a template for a body"));
        }
        Ok(settings)
    }
}

impl CentreFile {
    fn check(&self) -> Result<(), Invalid> {
        check_short("name", &self.name)?;
        match &self.centre_type {
            Some(id) if !CENTRE_TYPES.contains(&id.as_str()) => {
                return Err(text_at("type", id, CENTRE_TYPES.join(", ")));
            }
            _ => {}
        }
        self.neighbourhood.as_ref().map_or(Ok(()), |text| check_short("neighbourhood", text))
    }
}

impl From<CentreFile> for Centre {
    fn from(file: CentreFile) -> Self {
        Self {
            name: file.name,
            centre_type: file.centre_type.unwrap_or_default(),
            neighbourhood: file.neighbourhood.unwrap_or_default(),
        }
    }
}

impl From<JointFile> for Joint {
    fn from(JointFile { what, name, shown_as }: JointFile) -> Self {
        Self { what, name, shown_as }
    }
}

fn read_plan(json: &str) -> Result<ActivitySettings, Invalid> {
    let keys: Map<String, Value> = read_placed(json)?;
    if let Some(key) = keys.keys().find(|key| !SHARED.contains(&key.as_str())) {
        let known = format!("only {}", SHARED.join(", "));
        return Err(Invalid::new(key, format!("the unknown key \"{key}\""), known));
    }
    let record: ActivityRecord = read_placed(json)?;
    let text = |key: &str| keys.get(key).and_then(Value::as_str);
    for key in ["plan", "centre", "kind", "round", "neighbourhood"] {
        text(key).map_or(Ok(()), |text| check_short(key, text))?;
    }
    match text("day") {
        Some(day) if !day::is_right(day) => Err(text_at("day", day, "a day of this century, YYYY-MM-DD")),
        _ => Ok(record.into()),
    }
}

#[cfg(test)]
mod tests;

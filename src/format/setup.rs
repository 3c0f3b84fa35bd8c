//! `setup/1`: settings that go from one tablet to another, as a file and as a link.
//!
//! A link carries them behind its `#`. What stands there a browser never sends: no server, proxy or log sees it. (The
//! browser itself may remember an address that was opened.)
//!
//! It is read strictly: whoever scans a code cannot look into it first.

use std::fmt::Display;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

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

/// The coordinator's page, seen from the root of a site.
const PAGE: &str = "coordinator/";

/// Where it shows settings that came in.
const PART: &str = "#/setup/";

/// The version of the short form, before its point.
const VERSION: &str = "1";

/// Longest link in characters: some messengers cut off what is longer.
pub const LONGEST_LINK: usize = 8000;

/// Longest JSON in bytes that is read: some hundred times what a busy organisation has.
const LONGEST: usize = 256 << 10;

/// How well it is compressed: as well as can be, since every character makes a QR code finer.
const LEVEL: u8 = 10;

/// Bytes before the compressed ones: how many these are (two), and the beginning of their SHA-256 (four).
const HEAD: usize = 6;

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

/// A link is often cut off in the middle of the last sign's bits.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

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
    /// A [`Plan`].
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
struct Plan(ActivityRecord);

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

impl Serialize for Plan {
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
        let plan = |activity: &ActivitySettings| to_raw_value(&Plan(activity.into())).ok();
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

/// Writes settings as a link to the site at `setup.site`; `None` if it would be longer than [`LONGEST_LINK`].
pub fn write_link(setup: &Setup) -> Option<String> {
    // The link itself says which site it is of.
    let json = write_setup(&Setup { site: String::new(), ..setup.clone() });
    let packed = compress_to_vec(json.as_bytes(), LEVEL);
    let length = u16::try_from(packed.len()).ok()?;
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend_from_slice(&checksum(&packed));
    bytes.extend_from_slice(&packed);
    let link = format!("{}{PAGE}{PART}{VERSION}.{}", setup.site, BASE64.encode(bytes));
    (link.len() <= LONGEST_LINK).then_some(link)
}

/// Reads settings from what was scanned, pasted or opened: a link, perhaps in the middle of a message, what stands behind
/// its last slash, or the content of a file.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_any(text: &str) -> Result<Setup, Refusal> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.len() > LONGEST {
        return Err(Refusal::Foreign);
    }
    if text.starts_with('{') {
        return match read_setup(text) {
            // Broken JSON that does not close was not copied whole.
            Err(Refusal::Invalid(_)) if read_placed::<IgnoredAny>(text).is_err() && !text.ends_with('}') => {
                Err(Refusal::CutOff)
            }
            read => read,
        };
    }
    let Some((before, payload)) = text.split_once(PART) else { return read_payload(text) };
    let mut setup = read_payload(payload)?;
    // Of a message only the address counts: it begins after the last space.
    let page = before.rsplit(|sign: char| sign.is_whitespace() || "<>\"'()".contains(sign)).next();
    let page = page.unwrap_or_default().trim_end_matches("index.html");
    page.strip_suffix(PAGE).unwrap_or_default().clone_into(&mut setup.site);
    if !setup.site.is_empty() {
        // It is shown, and may become the address of the receiver.
        check_site_at("", &setup.site)?;
    }
    Ok(setup)
}

/// `setup` by the rules for what comes in by a link, wherever it came from.
///
/// # Errors
///
/// [`Refusal`].
pub fn as_received(setup: &Setup) -> Result<Setup, Refusal> {
    read_setup(&write_setup(setup))
}

/// Reads what stands behind the last slash of a link.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_payload(payload: &str) -> Result<Setup, Refusal> {
    let (version, rest) = payload.split_once('.').ok_or(Refusal::Foreign)?;
    if version != VERSION {
        let is_version =
            !version.is_empty() && version.len() < 4 && version.chars().all(|sign| sign.is_ascii_digit());
        return Err(if is_version { Refusal::Newer(version.to_owned()) } else { Refusal::Foreign });
    }
    // Messengers break long lines; what follows the link is none of it.
    let signs: Vec<u8> = rest.bytes().filter(|sign| !sign.is_ascii_whitespace()).collect();
    let decode = |signs: &[u8]| {
        // One sign alone is less than a byte.
        let whole = if signs.len() % 4 == 1 { &signs[..signs.len() - 1] } else { signs };
        BASE64.decode(whole).map_err(|_| Refusal::Altered)
    };
    // As many signs as hold the head.
    let head = decode(&signs[..signs.len().min(HEAD / 3 * 4)])?;
    let [long, short, ..] = head[..] else { return Err(Refusal::CutOff) };
    let length = HEAD + usize::from(u16::from_be_bytes([long, short]));
    let n_signs = (length * 4).div_ceil(3);
    let Some(signs) = signs.get(..n_signs) else {
        // What is there must be ours all the same.
        let is_ours = signs.iter().all(|sign| sign.is_ascii_alphanumeric() || b"-_".contains(sign));
        return Err(if is_ours { Refusal::CutOff } else { Refusal::Altered });
    };
    let bytes = decode(signs)?;
    let (head, packed) = bytes.split_at_checked(HEAD).ok_or(Refusal::CutOff)?;
    if head[2..] != checksum(packed) {
        return Err(Refusal::Altered);
    }
    let json = decompress_to_vec_with_limit(packed, LONGEST).map_err(|_| Refusal::Altered)?;
    let json = String::from_utf8(json).map_err(|_| Refusal::Altered)?;
    read_setup(&json)
}

/// The beginning of the SHA-256: it tells accidents, not forgers.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let digest = Sha256::digest(bytes);
    [digest[0], digest[1], digest[2], digest[3]]
}

#[cfg(test)]
mod tests;

//! `setup/1`: settings that go from one tablet to another, as a file and as a link.
//!
//! A link carries them behind its `#`. What stands there a browser never sends: no server, proxy or log sees it. (The
//! browser itself may remember an address that was opened.)
//!
//! It is read strictly: whoever scans a code cannot look into it first.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use sha2::{Digest as _, Sha256};

use crate::domain::activities::{CENTRE_TYPES, Centre};
use crate::domain::day;
use crate::domain::receiver::{
    LONGEST_TIME_OUT, MOST_AT_A_TIME, check_address, check_site, is_header_char, may_set_header,
};
use crate::domain::same::{Joined, Joint, MOST_JOINED};
use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset, TIME_OUT_S};
use crate::domain::setup::Setup;
use crate::format::batch::Template;
use crate::format::json::Json;
use crate::format::names::{joined_json, read_joint};
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::settings::{activity_at, activity_json};

const SCHEMA: &str = "setup/1";

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
const MOST_DAYS: u64 = 36_500;

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

/// Writes settings as a file.
pub fn write_setup(setup: &Setup) -> String {
    let mut fields = vec![("schema", SCHEMA.into())];
    if !setup.site.is_empty() {
        fields.push(("site", setup.site.as_str().into()));
    }
    let study = vec![("id", setup.study.as_str().into()), ("version", setup.version.as_str().into())];
    fields.push(("study", Json::object(study)));
    if setup.has_keys() {
        // So that whoever finds such a file sees at once what it is.
        fields.push(("holds_keys", Json::Bool(true)));
    }
    if let Some(endpoint) = &setup.endpoint {
        fields.push(("endpoint", endpoint_json(endpoint)));
    }
    if let Some(languages) = &setup.languages {
        fields.push(("languages", Json::texts(languages)));
    }
    if !setup.centres.is_empty() {
        fields.push(("centres", Json::List(setup.centres.iter().map(centre_json).collect())));
    }
    if !setup.joined.all().is_empty() {
        fields.push(("joined_names", joined_json(&setup.joined)));
    }
    if let Some(days) = setup.retention {
        fields.push(("retention_days", days.map_or(Json::Null, |days| u64::from(days).into())));
    }
    if let Some(activity) = &setup.activity {
        fields.push(("activity", plan_json(activity)));
    }
    Json::object(fields).write()
}

/// Only what is set: every character makes a code finer.
fn endpoint_json(endpoint: &EndpointSettings) -> Json {
    let mut fields = vec![("preset", endpoint.preset.name().into())];
    for (key, text) in [("url", &endpoint.url), ("template", &endpoint.template)] {
        if !text.is_empty() {
            fields.push((key, text.as_str().into()));
        }
    }
    if !endpoint.headers.is_empty() {
        let headers =
            endpoint.headers.iter().map(|(name, value)| Json::texts(&[name.clone(), value.clone()]));
        fields.push(("headers", Json::List(headers.collect())));
    }
    if endpoint.batch_size != BATCH_SIZE {
        fields.push(("batch_size", (endpoint.batch_size as u64).into()));
    }
    if endpoint.time_out_s != TIME_OUT_S {
        fields.push(("time_out_s", u64::from(endpoint.time_out_s).into()));
    }
    if endpoint.conflict_is_there {
        fields.push(("conflict_is_there", Json::Bool(true)));
    }
    Json::object(fields)
}

fn centre_json(centre: &Centre) -> Json {
    let mut fields = vec![("name", centre.name.as_str().into())];
    for (key, text) in [("type", &centre.centre_type), ("neighbourhood", &centre.neighbourhood)] {
        if !text.is_empty() {
            fields.push((key, text.as_str().into()));
        }
    }
    Json::object(fields)
}

/// The settings of an activity, without those that are as at first.
fn plan_json(activity: &ActivitySettings) -> Json {
    let at_first = activity_json(&ActivitySettings::default());
    match activity_json(activity) {
        Json::Object(fields) => {
            let is_set = |(key, value): &(String, Json)| {
                key != "schema" && !PRIVATE.contains(&key.as_str()) && at_first.get(key) != Some(value)
            };
            Json::Object(fields.into_iter().filter(is_set).collect())
        }
        other => other,
    }
}

/// What of an activity stays on its tablet.
const PRIVATE: &[&str] = &["id", "set_on", "languages", "present", "practice"];

/// Reads settings from a file.
///
/// # Errors
///
/// [`Refusal`].
pub fn read_setup(json: &str) -> Result<Setup, Refusal> {
    let value = Json::parse(json)?;
    match value.get("schema").and_then(Json::as_text).and_then(|schema| schema.split_once('/')) {
        Some(("setup", version)) if version == VERSION => {}
        Some(("setup", version)) => return Err(Refusal::Newer(version.to_owned())),
        _ => return Err(Refusal::Foreign),
    }
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.only(&[
        "schema",
        "site",
        "study",
        "holds_keys",
        "endpoint",
        "languages",
        "centres",
        "joined_names",
        "retention_days",
        "activity",
    ]);
    let study = top.field("study");
    study.only(&["id", "version"]);
    let setup = Setup {
        study: short(&study.field("id")),
        version: short(&study.field("version")),
        site: top.optional("site").map(|site| read_site(&site)).unwrap_or_default(),
        endpoint: top.optional("endpoint").map(|endpoint| read_endpoint(&endpoint)),
        languages: top.optional("languages").map(|list| list.items().iter().map(short).collect()),
        centres: top.optional("centres").map(|list| read_centres(&list)).unwrap_or_default(),
        retention: top
            .optional("retention_days")
            .map(|_| top.given("retention_days").map(|days| read_days(&days))),
        activity: top.optional("activity").map(|plan| read_plan(&plan)),
        joined: top.optional("joined_names").map(|list| read_all_joined(&list)).unwrap_or_default(),
    };
    let is_marked = top.optional("holds_keys").is_some_and(|mark| mark.is());
    top.check(is_marked == setup.has_keys(), "\"holds_keys\" if there are keys in it, and only then");
    Ok(mistake.none_in(setup)?)
}

fn short(place: &Place<'_>) -> String {
    let text = place.text();
    let is_short = !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME;
    place.check(is_short, &format!("a text of 1 to {LONGEST_NAME} characters"));
    text
}

fn read_site(place: &Place<'_>) -> String {
    let site = place.text();
    match check_site(&site) {
        Err(mistake) => place.wrong(&format!("the address of a site: {mistake}")),
        Ok(()) => place.check(site.ends_with('/'), "the address of a site, with a slash at its end"),
    }
    site
}

fn read_endpoint(place: &Place<'_>) -> EndpointSettings {
    place.only(&["preset", "url", "template", "headers", "batch_size", "time_out_s", "conflict_is_there"]);
    let preset = place.field("preset");
    let name = preset.text();
    let known = Preset::ALL.iter().find(|(_, one)| *one == name);
    preset.check(known.is_some(), "a preset that this app knows");
    let mut settings = EndpointSettings {
        preset: known.map_or(Preset::Collector, |(preset, _)| *preset),
        ..EndpointSettings::default()
    };
    if let Some(url) = place.optional("url") {
        settings.url = url.text();
        if let Err(mistake) = check_address(&settings.url) {
            url.wrong(&format!("an address that begins with https://: {mistake}"));
        }
    }
    settings.conflict_is_there = place.optional("conflict_is_there").is_some_and(|is| is.is());
    for header in place.optional("headers").map(|list| list.items()).unwrap_or_default() {
        match header.texts().as_slice() {
            [name, value]
                if may_set_header(name)
                    && value.chars().all(is_header_char)
                    && name.len() <= LONGEST_NAME
                    && value.len() <= LONGEST_VALUE =>
            {
                settings.headers.push((name.clone(), value.clone()));
            }
            // What stands there may be a key: it is not repeated.
            _ => header.wrong("the name of a header and its value"),
        }
    }
    if let Some(size) = place.optional("batch_size") {
        settings.batch_size = size.size();
        let is_right = (1..=MOST_AT_A_TIME).contains(&settings.batch_size);
        size.check(is_right, &format!("a number from 1 to {MOST_AT_A_TIME}"));
    }
    if let Some(seconds) = place.optional("time_out_s") {
        settings.time_out_s = u32::try_from(seconds.number()).unwrap_or(u32::MAX);
        let is_right = (1..=LONGEST_TIME_OUT).contains(&settings.time_out_s);
        seconds.check(is_right, &format!("a number from 1 to {LONGEST_TIME_OUT}"));
    }
    if let Some(template) = place.optional("template") {
        settings.template = template.text();
        let is_right = settings.template.len() <= LONGEST_TEMPLATE && Template::of(&settings).is_ok();
        template.check(is_right, "a template for a body");
    }
    settings
}

fn read_centres(list: &Place<'_>) -> Vec<Centre> {
    let items = list.items();
    list.check(items.len() <= MOST_CENTRES, &format!("at most {MOST_CENTRES} centres"));
    items.iter().take(MOST_CENTRES).map(read_centre).collect()
}

fn read_centre(place: &Place<'_>) -> Centre {
    place.only(&["name", "type", "neighbourhood"]);
    let centre_type = place.optional("type").map(|centre_type| {
        let id = centre_type.text();
        centre_type.check(CENTRE_TYPES.contains(&id.as_str()), &CENTRE_TYPES.join(", "));
        id
    });
    Centre {
        name: short(&place.field("name")),
        centre_type: centre_type.unwrap_or_default(),
        neighbourhood: place.optional("neighbourhood").map(|text| short(&text)).unwrap_or_default(),
    }
}

fn read_all_joined(list: &Place<'_>) -> Joined {
    let items = list.items();
    list.check(items.len() <= MOST_JOINED, &format!("at most {MOST_JOINED} joined names"));
    Joined::of(items.iter().take(MOST_JOINED).map(read_joined))
}

fn read_joined(place: &Place<'_>) -> Joint {
    place.only(&["what", "name", "shown_as"]);
    short(&place.field("name"));
    short(&place.field("shown_as"));
    read_joint(place)
}

fn read_days(place: &Place<'_>) -> u32 {
    let days = place.number();
    place.check((1..=MOST_DAYS).contains(&days), &format!("null or a number from 1 to {MOST_DAYS}"));
    u32::try_from(days).unwrap_or_default()
}

fn read_plan(place: &Place<'_>) -> ActivitySettings {
    if let Json::Object(known) = activity_json(&ActivitySettings::default()) {
        let known: Vec<&str> =
            known.iter().map(|(key, _)| key.as_str()).filter(|key| *key != "schema").collect();
        let known: Vec<&str> = known.into_iter().filter(|key| !PRIVATE.contains(key)).collect();
        place.only(&known);
    }
    for key in ["plan", "centre", "kind", "round", "neighbourhood"] {
        if let Some(text) = place.optional(key) {
            short(&text);
        }
    }
    if let Some(day) = place.optional("day") {
        day.check(day::is_right(&day.text()), "a day of this century, YYYY-MM-DD");
    }
    activity_at(place)
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
            Err(Refusal::Invalid(_)) if Json::parse(text).is_err() && !text.ends_with('}') => {
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
        let mistake = Mistake::default();
        let site = Json::from(setup.site.as_str());
        read_site(&Place::top(&site, &mistake));
        mistake.none_in(())?;
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
mod tests {
    use super::*;
    use crate::domain::same::What;

    fn setup() -> Setup {
        Setup {
            study: "ontmoetingscentra".to_owned(),
            version: "1".to_owned(),
            site: "https://example.org/a/".to_owned(),
            endpoint: Some(EndpointSettings {
                url: "https://data.example.org/in".to_owned(),
                headers: vec![("Authorization".to_owned(), "Bearer secret".to_owned())],
                ..EndpointSettings::default()
            }),
            languages: Some(vec!["nl".to_owned(), "ar".to_owned()]),
            centres: vec![Centre {
                name: "Buurtkamer \u{201c}De Brug\u{201d}".to_owned(),
                centre_type: "living-room".to_owned(),
                neighbourhood: "Moerwijk".to_owned(),
            }],
            retention: Some(None),
            activity: Some(ActivitySettings {
                plan: "0b5e8ea2-93ab-4cc1-a5f3-3dfa2e1f0c11".to_owned(),
                centre: "De Brug".to_owned(),
                day: "2026-11-29".to_owned(),
                target: 12,
                ..ActivitySettings::default()
            }),
            joined: Joined::of([Joint {
                what: What::Round,
                name: "1".to_owned(),
                shown_as: "Najaar".to_owned(),
            }]),
        }
    }

    #[test]
    fn a_link_brings_what_it_was_given() {
        let link = write_link(&setup()).unwrap();

        assert!(link.starts_with("https://example.org/a/coordinator/#/setup/1."), "{link}");
        assert_eq!(read_any(&link), Ok(setup()));
        let payload = link.rsplit('/').next().unwrap();
        assert_eq!(read_payload(payload), Ok(Setup { site: String::new(), ..setup() }));
    }

    #[test]
    fn a_file_brings_what_it_was_given_and_says_when_there_are_keys_in_it() {
        let file = write_setup(&setup());
        let mut without = setup();
        without.endpoint.as_mut().unwrap().headers[0].1.clear();

        assert_eq!(read_any(&format!("\u{feff}{file}\n")), Ok(setup()));
        assert!(file.contains("\"holds_keys\":true") && !write_setup(&without).contains("holds_keys"));
        let unmarked = file.replace("\"holds_keys\":true,", "");
        assert!(matches!(read_any(&unmarked), Err(Refusal::Invalid(_))), "{unmarked}");
    }

    #[test]
    fn a_link_is_found_in_a_message_and_though_its_lines_were_broken() {
        let link = write_link(&setup()).unwrap();
        let (begin, end) = link.split_at(link.len() - 40);

        for message in [
            format!("Scan of tik: {link} . Groeten, Jan"),
            format!("<{link}>\n-- \nJan"),
            format!("{begin}\r\n {end}"),
            link.replace("coordinator/#", "coordinator/index.html#"),
        ] {
            assert_eq!(read_any(&message), Ok(setup()), "{message}");
        }
    }

    #[test]
    fn a_link_that_was_cut_off_is_told_from_one_that_was_altered() {
        let link = write_link(&setup()).unwrap();
        let first = link.find("1.").unwrap() + 2;
        for end in first..link.len() {
            assert_eq!(read_any(&link[..end]), Err(Refusal::CutOff), "{end}");
        }
        for at in first + 4..link.len() - 1 {
            let other = if link.as_bytes()[at] == b'A' { "B" } else { "A" };
            let altered = format!("{}{other}{}", &link[..at], &link[at + 1..]);
            assert_eq!(read_any(&altered), Err(Refusal::Altered), "{at}");
        }
        let file = write_setup(&setup());
        assert_eq!(read_any(&file[..file.len() / 2]), Err(Refusal::CutOff));
    }

    #[test]
    fn what_is_something_else_or_too_new_says_so() {
        for foreign in [
            "",
            "https://example.org/",
            "WIFI:S:buurt;T:WPA;P:x;;",
            "1",
            "tekst.met punt",
            "{}",
            "{\"schema\":\"study/1\"}",
        ] {
            assert_eq!(read_any(foreign), Err(Refusal::Foreign), "{foreign}");
        }
        assert_eq!(
            read_any("https://example.org/coordinator/#/setup/2.xyz"),
            Err(Refusal::Newer("2".to_owned()))
        );
        assert_eq!(read_any("{\"schema\":\"setup/2\"}"), Err(Refusal::Newer("2".to_owned())));
    }

    #[test]
    fn the_place_of_a_mistake_is_told_and_never_a_key() {
        #[track_caller]
        fn check(from: &str, to: &str, told: &str) {
            let file = write_setup(&setup());
            let broken = file.replacen(from, to, 1);
            assert_ne!(broken, file, "{from}");
            let error = read_any(&broken).unwrap_err().to_string();
            assert!(error.contains(told) && !error.contains("secret"), "{error}");
        }
        check("\"url\"", "\"adres\"", "endpoint.adres: found the unknown key");
        check("data.example.org", "data.\u{202e}example.org", "\\u{202e}example.org/in\", expected");
        check("data.example.org", "d\u{430}ta.example.org", "endpoint.url");
        check("data.example.org", "data.example.org:99999", "from 1 to 65535");
        check("example.org/a/", "ex\u{ad}ample.org/a/", "site: found");
        check("\"Authorization\"", "\"Cookie\"", "endpoint.headers[0]: found a list of 2");
        check("\"Authorization\"", "\"Host\"", "endpoint.headers[0]: found a list of 2");
        check("https://data.", "http://data.", "endpoint.url: found the text \"http://data.");
        check("\"Authorization\"", "\"Bad name\"", "endpoint.headers[0]: found a list of 2");
        check("\"collector\"", "\"ftp\"", "endpoint.preset");
        check("living-room", "castle", "centres[0].type");
        check("null", "0", "retention_days");
        check("\"target\":12", "\"id\":\"a\"", "activity.id: found the unknown key");
        check("\"De Brug\"", "\" \"", "activity.centre");
        check("\"shown_as\":\"Najaar\"", "\"shown_as\":\" \"", "joined_names[0].shown_as");
        for day in ["20266-11-29", "0026-11-29", "2026-02-31", "2015-01-01"] {
            check("2026-11-29", day, "activity.day");
        }
    }

    #[test]
    fn a_link_of_a_site_whose_name_may_not_be_what_it_looks_like_is_refused() {
        let link = write_link(&setup()).unwrap();
        for site in [
            "https://ex\u{430}mple.org/a/",
            "https://example.org\u{202e}/a/",
            "ftp://example.org/a/",
            "https://a.org:99999/",
        ] {
            let hostile = link.replacen("https://example.org/a/", site, 1);
            assert!(matches!(read_any(&hostile), Err(Refusal::Invalid(_))), "{site}");
        }
    }

    #[test]
    fn more_centres_than_a_city_has_are_refused() {
        let centre = |at: usize| Centre { name: format!("c{at}"), ..Centre::default() };
        let with = |n| read_setup(&write_setup(&Setup { centres: (0..n).map(centre).collect(), ..setup() }));

        assert!(with(MOST_CENTRES).is_ok());
        assert!(matches!(with(MOST_CENTRES + 1), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn more_joined_names_than_anybody_joins_are_refused_in_words() {
        let joint = |at: usize| Joint { what: What::Word, name: format!("n{at}"), shown_as: "n".to_owned() };
        let one = write_setup(&Setup { joined: Joined::of([joint(0)]), ..setup() });
        let written = r#"{"what":"word","name":"n0","shown_as":"n"}"#;
        assert!(one.contains(written));
        let with = |n: usize| {
            let all: Vec<String> = (0..n).map(|at| written.replace("n0", &format!("n{at}"))).collect();
            read_setup(&one.replace(written, &all.join(",")))
        };

        assert_eq!(with(MOST_JOINED).unwrap().joined.all().len(), MOST_JOINED);
        let refusal = with(MOST_JOINED + 1).unwrap_err().to_string();
        assert!(refusal.contains("joined_names: found a list of 301"), "{refusal}");
        assert!(refusal.contains("at most 300 joined names"), "{refusal}");
    }

    #[test]
    fn what_is_too_much_for_a_link_makes_none() {
        // By chance, so that it cannot be made shorter.
        let mut number: u64 = 7;
        let name = |_| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            Centre { name: format!("{number:x}"), ..Centre::default() }
        };
        let centres = (0..1000).map(name).collect();

        assert_eq!(write_link(&Setup { centres, ..setup() }), None);
    }
}

//! The coordinator's settings, as the tablet keeps them and as the page hands them to the worker that sends.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::day::{Day, day_or_empty, is_right};
use crate::domain::response::{ActivityId, Mode, PartOfDay};
use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset, TIME_OUT_S};
use crate::format::codec::{Invalid, names, read, write};
use crate::format::response::{mode, part_of_day};

/// `endpoint/1`
#[derive(Serialize, Deserialize)]
struct EndpointRecord {
    #[serde(skip_deserializing)]
    schema: EndpointSchema,
    #[serde(with = "preset")]
    preset: Preset,
    url: String,
    template: String,
    headers: Vec<(String, String)>,
    /// Neither this nor the next is 0; both came later.
    batch_size: Option<u32>,
    time_out_s: Option<u32>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    conflict_is_there: bool,
}

#[derive(Default, Serialize)]
enum EndpointSchema {
    #[default]
    #[serde(rename = "endpoint/1")]
    Endpoint1,
}

names! {
    /// What kind of server an endpoint is.
    preset: Preset {
        Collector = "collector",
        Datasette = "datasette",
        CouchDb = "couchdb",
        PostgRest = "postgrest",
        Generic = "generic",
    }
}

/// `activity/1`; what is missing is empty.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ActivityRecord {
    #[serde(skip_deserializing)]
    schema: ActivitySchema,
    id: String,
    plan: String,
    set_on: String,
    centre: String,
    kind: String,
    round: String,
    deck: String,
    #[serde(with = "mode")]
    mode: Mode,
    present: u32,
    languages: Vec<String>,
    day: String,
    #[serde(with = "part_or_none")]
    part_of_day: Option<PartOfDay>,
    centre_type: String,
    neighbourhood: String,
    aims: Vec<String>,
    instruments: Vec<String>,
    indicators: Vec<String>,
    cards: Vec<String>,
    questions: Vec<String>,
    in_order: bool,
    target: u32,
    practice: bool,
}

#[derive(Debug, Default, Serialize)]
enum ActivitySchema {
    #[default]
    #[serde(rename = "activity/1")]
    Activity1,
}

/// A part of the day; none is an empty text.
mod part_or_none {
    use super::{Deserialize, Deserializer, PartOfDay, Serialize, Serializer, part_of_day};
    use serde::de::Error;

    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
    pub(super) fn serialize<S: Serializer>(part: &Option<PartOfDay>, to: S) -> Result<S::Ok, S::Error> {
        part.map_or("", part_of_day::name).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<PartOfDay>, D::Error> {
        let name = Option::<String>::deserialize(from)?.unwrap_or_default();
        if name.is_empty() {
            return Ok(None);
        }
        part_of_day::named(&name).map(Some).ok_or_else(|| D::Error::custom("no part of the day"))
    }
}

/// Writes the settings of an endpoint.
pub fn write_endpoint(settings: &EndpointSettings) -> String {
    write(&EndpointRecord {
        schema: EndpointSchema::Endpoint1,
        preset: settings.preset,
        url: settings.url.clone(),
        template: settings.template.clone(),
        headers: settings.headers.clone(),
        batch_size: u32::try_from(settings.batch_size).ok(),
        time_out_s: Some(settings.time_out_s),
        conflict_is_there: settings.conflict_is_there,
    })
}

/// Reads the settings of an endpoint.
///
/// # Errors
///
/// [`Invalid`] if they are broken.
pub fn read_endpoint(json: &str) -> Result<EndpointSettings, Invalid> {
    let record: EndpointRecord = read(json)?;
    Ok(EndpointSettings {
        preset: record.preset,
        url: record.url,
        template: record.template,
        headers: record.headers,
        batch_size: record.batch_size.filter(|size| *size > 0).map_or(BATCH_SIZE, |size| size as usize),
        time_out_s: record.time_out_s.filter(|seconds| *seconds > 0).unwrap_or(TIME_OUT_S),
        conflict_is_there: record.conflict_is_there,
    })
}

/// Writes the settings of an activity.
pub fn write_activity(activity: &ActivitySettings) -> String {
    write(&ActivityRecord::from(activity))
}

/// Reads the settings of an activity; what is missing is empty.
///
/// # Errors
///
/// [`Invalid`] if it is no JSON object, or something in it no text.
pub fn read_activity(json: &str) -> Result<ActivitySettings, Invalid> {
    read::<ActivityRecord>(json).map(Into::into)
}

/// Who holds the tablet this time and how many they are, as `public/kept.js` writes it: the name of a mode, a space, and a number
/// unless nobody has counted. `None` if it is something else.
pub fn read_holder(text: &str) -> Option<(Mode, u32)> {
    let (name, n_present) = text.split_once(' ')?;
    Some((mode::named(name)?, n_present.parse().unwrap_or(0)))
}

impl From<&ActivitySettings> for ActivityRecord {
    fn from(activity: &ActivitySettings) -> Self {
        let activity = activity.clone();
        let written = |day: Option<Day>| day_or_empty(day.as_ref()).to_owned();
        Self {
            schema: ActivitySchema::Activity1,
            id: activity.id.into_string(),
            plan: activity.plan,
            set_on: written(activity.set_on),
            centre: activity.centre,
            kind: activity.kind,
            round: activity.round,
            deck: activity.deck,
            mode: activity.mode,
            present: activity.n_present,
            languages: activity.languages,
            day: written(activity.day),
            part_of_day: activity.part_of_day,
            centre_type: activity.centre_type,
            neighbourhood: activity.neighbourhood,
            aims: activity.aims,
            instruments: activity.instruments,
            indicators: activity.indicators,
            cards: activity.cards,
            questions: activity.questions,
            in_order: activity.is_in_order,
            target: activity.target,
            practice: activity.is_practice,
        }
    }
}

impl From<ActivityRecord> for ActivitySettings {
    fn from(record: ActivityRecord) -> Self {
        // A day that is none is not set: people answer on the day on which they do.
        let day = |day: String| Day::of(&day).filter(|_| is_right(&day));
        Self {
            id: ActivityId::new(record.id),
            plan: record.plan,
            set_on: day(record.set_on),
            centre: record.centre,
            kind: record.kind,
            round: record.round,
            deck: record.deck,
            mode: record.mode,
            n_present: record.present,
            languages: record.languages,
            day: day(record.day),
            part_of_day: record.part_of_day,
            centre_type: record.centre_type,
            neighbourhood: record.neighbourhood,
            aims: record.aims,
            instruments: record.instruments,
            indicators: record.indicators,
            cards: record.cards,
            questions: record.questions,
            is_in_order: record.in_order,
            target: record.target,
            is_practice: record.practice,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;
    use crate::domain::response::{Mode, PartOfDay};

    #[test]
    fn settings_of_an_endpoint_come_back_as_they_were() {
        let settings = EndpointSettings {
            preset: Preset::Generic,
            url: "https://example.org/in".to_owned(),
            template: r#"{"rows":"$responses"}"#.to_owned(),
            headers: vec![("Authorization".to_owned(), "Bearer x".to_owned())],
            batch_size: 7,
            time_out_s: 30,
            conflict_is_there: true,
        };

        assert_eq!(read_endpoint(&write_endpoint(&settings)), Ok(settings));
    }

    #[test]
    fn settings_of_an_activity_come_back_as_they_were() {
        let activity = ActivitySettings {
            id: ActivityId::new("a"),
            plan: "p".to_owned(),
            set_on: Some(day("2026-11-22")),
            centre: "Buurtkamer".to_owned(),
            kind: "koffie".to_owned(),
            round: "1".to_owned(),
            deck: "all".to_owned(),
            mode: Mode::Group,
            n_present: 7,
            languages: vec!["nl".to_owned(), "ar".to_owned()],
            day: Some(day("2026-11-23")),
            part_of_day: Some(PartOfDay::Evening),
            centre_type: "living-room".to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
            aims: vec!["meet".to_owned()],
            instruments: vec!["meaning".to_owned()],
            indicators: vec!["sc1".to_owned()],
            cards: vec!["sc1".to_owned(), "x1".to_owned()],
            questions: vec!["contacts".to_owned()],
            is_in_order: true,
            target: 12,
            is_practice: true,
        };

        assert_eq!(read_activity(&write_activity(&activity)), Ok(activity));
        assert_eq!(read_activity("{}"), Ok(ActivitySettings::default()));
    }

    #[test]
    fn a_day_that_is_none_is_not_set() {
        for day in ["20266-11-29", "0026-11-29", "2026-02-31", "2015-01-01"] {
            let json = format!(r#"{{"schema":"activity/1","day":"{day}","set_on":"{day}"}}"#);
            assert_eq!(read_activity(&json), Ok(ActivitySettings::default()), "{day}");
        }
    }
}

//! The coordinator's settings, as the tablet keeps them and as the page hands them to the worker that sends.

use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset, TIME_OUT_S};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{MODES, name_of, named};

/// Writes the settings of an endpoint.
pub fn write_endpoint(settings: &EndpointSettings) -> String {
    let header = |(name, value): &(String, String)| Json::texts(&[name.clone(), value.clone()]);
    Json::object(vec![
        ("schema", "endpoint/1".into()),
        ("preset", settings.preset.name().into()),
        ("url", settings.url.as_str().into()),
        ("template", settings.template.as_str().into()),
        ("headers", Json::List(settings.headers.iter().map(header).collect())),
        ("batch_size", (settings.batch_size as u64).into()),
        ("time_out_s", u64::from(settings.time_out_s).into()),
    ])
    .write()
}

/// Reads the settings of an endpoint.
///
/// # Errors
///
/// [`Invalid`] if they are broken.
pub fn read_endpoint(json: &str) -> Result<EndpointSettings, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let preset = top.field("preset");
    let name = preset.text();
    let known = Preset::ALL.iter().find(|(_, one)| *one == name);
    preset.check(known.is_some(), "a preset that this app knows");
    let mut headers = Vec::new();
    for header in top.field("headers").items() {
        match header.texts().as_slice() {
            [name, value] => headers.push((name.clone(), value.clone())),
            _ => header.wrong("a name and a value"),
        }
    }
    let batch_size = top.given("batch_size").map_or(0, |size| size.size());
    let time_out_s = top.given("time_out_s").and_then(|seconds| u32::try_from(seconds.number()).ok());
    let settings = EndpointSettings {
        preset: known.map_or(Preset::Collector, |(preset, _)| *preset),
        url: top.field("url").text(),
        template: top.field("template").text(),
        headers,
        batch_size: if batch_size == 0 { BATCH_SIZE } else { batch_size },
        time_out_s: time_out_s.filter(|seconds| *seconds > 0).unwrap_or(TIME_OUT_S),
    };
    mistake.none_in(settings)
}

/// Writes the settings of an activity.
pub fn write_activity(activity: &ActivitySettings) -> String {
    Json::object(vec![
        ("schema", "activity/1".into()),
        ("id", activity.id.as_str().into()),
        ("centre", activity.centre.as_str().into()),
        ("kind", activity.kind.as_str().into()),
        ("round", activity.round.as_str().into()),
        ("deck", activity.deck.as_str().into()),
        ("mode", name_of(MODES, activity.mode).into()),
        ("present", u64::from(activity.n_present).into()),
        ("languages", Json::texts(&activity.languages)),
    ])
    .write()
}

/// Reads the settings of an activity; what is missing is empty.
///
/// # Errors
///
/// [`Invalid`] if it is no JSON object, or something in it no text.
pub fn read_activity(json: &str) -> Result<ActivitySettings, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.fields();
    let text = |key| top.given(key).map(|place| place.text()).unwrap_or_default();
    let present = top.given("present").map_or(0, |number| number.number());
    let activity = ActivitySettings {
        id: text("id"),
        centre: text("centre"),
        kind: text("kind"),
        round: text("round"),
        deck: text("deck"),
        mode: top.given("mode").map(|mode| named(MODES, &mode)).unwrap_or_default(),
        n_present: u32::try_from(present).unwrap_or(0),
        languages: top.given("languages").map(|list| list.texts()).unwrap_or_default(),
    };
    mistake.none_in(activity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::Mode;

    #[test]
    fn settings_of_an_endpoint_come_back_as_they_were() {
        let settings = EndpointSettings {
            preset: Preset::Generic,
            url: "https://example.org/in".to_owned(),
            template: r#"{"rows":"$responses"}"#.to_owned(),
            headers: vec![("Authorization".to_owned(), "Bearer x".to_owned())],
            batch_size: 7,
            time_out_s: 30,
        };

        assert_eq!(read_endpoint(&write_endpoint(&settings)), Ok(settings));
    }

    #[test]
    fn settings_of_an_activity_come_back_as_they_were() {
        let activity = ActivitySettings {
            id: "a".to_owned(),
            centre: "Buurtkamer".to_owned(),
            kind: "koffie".to_owned(),
            round: "1".to_owned(),
            deck: "all".to_owned(),
            mode: Mode::Group,
            n_present: 7,
            languages: vec!["nl".to_owned(), "ar".to_owned()],
        };

        assert_eq!(read_activity(&write_activity(&activity)), Ok(activity));
        assert_eq!(read_activity("{}"), Ok(ActivitySettings::default()));
    }
}

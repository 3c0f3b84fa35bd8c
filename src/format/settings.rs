//! The coordinator's settings, as the tablet keeps them and as the page hands them to the worker that sends.

use serde_json::{Value, json};

use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset};
use crate::format::reading::{Invalid, Place, parse};

/// Writes the settings of an endpoint.
pub fn write_endpoint(settings: &EndpointSettings) -> String {
    json!({
        "schema": "endpoint/1",
        "preset": settings.preset.name(),
        "url": settings.url,
        "template": settings.template,
        "headers": settings.headers.iter().map(|(name, value)| json!([name, value])).collect::<Vec<Value>>(),
        "batch_size": settings.batch_size,
    })
    .to_string()
}

/// Reads the settings of an endpoint.
///
/// # Errors
///
/// [`Invalid`] if they are broken.
pub fn read_endpoint(json: &str) -> Result<EndpointSettings, Invalid> {
    let value = parse(json)?;
    let top = Place::top(&value);
    let preset = top.field("preset")?;
    let name = preset.text()?;
    let mut headers = Vec::new();
    for header in top.field("headers")?.items()? {
        match header.texts()?.as_slice() {
            [name, value] => headers.push((name.clone(), value.clone())),
            _ => return Err(header.wrong("a name and a value")),
        }
    }
    let batch_size = top.given("batch_size").map_or(Ok(0), |size| size.number())?;
    Ok(EndpointSettings {
        preset: Preset::ALL
            .iter()
            .find(|(_, one)| *one == name)
            .map(|(preset, _)| *preset)
            .ok_or_else(|| preset.wrong("a preset that this app knows"))?,
        url: top.field("url")?.text()?.to_owned(),
        template: top.field("template")?.text()?.to_owned(),
        headers,
        batch_size: usize::try_from(batch_size).ok().filter(|size| *size > 0).unwrap_or(BATCH_SIZE),
    })
}

/// Writes the settings of an activity.
pub fn write_activity(activity: &ActivitySettings) -> String {
    json!({
        "schema": "activity/1",
        "id": activity.id,
        "centre": activity.centre,
        "kind": activity.kind,
        "round": activity.round,
        "deck": activity.deck,
    })
    .to_string()
}

/// Reads the settings of an activity; what is missing is empty.
///
/// # Errors
///
/// [`Invalid`] if it is no JSON object, or something in it no text.
pub fn read_activity(json: &str) -> Result<ActivitySettings, Invalid> {
    let value = parse(json)?;
    let top = Place::top(&value);
    top.fields()?;
    let text = |key| top.given(key).map_or(Ok(String::new()), |place| place.text().map(str::to_owned));
    Ok(ActivitySettings {
        id: text("id")?,
        centre: text("centre")?,
        kind: text("kind")?,
        round: text("round")?,
        deck: text("deck")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_endpoint_come_back_as_they_were() {
        let settings = EndpointSettings {
            preset: Preset::Generic,
            url: "https://example.org/in".to_owned(),
            template: r#"{"rows":"$responses"}"#.to_owned(),
            headers: vec![("Authorization".to_owned(), "Bearer x".to_owned())],
            batch_size: 7,
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
        };

        assert_eq!(read_activity(&write_activity(&activity)), Ok(activity));
        assert_eq!(read_activity("{}"), Ok(ActivitySettings::default()));
    }
}

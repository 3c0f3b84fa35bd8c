//! The coordinator's settings, as the tablet keeps them and as the page hands them to the worker that sends.

use crate::domain::day::is_right;
use crate::domain::settings::{ActivitySettings, BATCH_SIZE, EndpointSettings, Preset, TIME_OUT_S};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{MODES, PARTS_OF_DAY, name_of, named};

/// Writes the settings of an endpoint.
pub fn write_endpoint(settings: &EndpointSettings) -> String {
    let header = |(name, value): &(String, String)| Json::texts(&[name.clone(), value.clone()]);
    let mut fields = vec![
        ("schema", "endpoint/1".into()),
        ("preset", settings.preset.name().into()),
        ("url", settings.url.as_str().into()),
        ("template", settings.template.as_str().into()),
        ("headers", Json::List(settings.headers.iter().map(header).collect())),
        ("batch_size", (settings.batch_size as u64).into()),
        ("time_out_s", u64::from(settings.time_out_s).into()),
    ];
    if settings.conflict_is_there {
        fields.push(("conflict_is_there", Json::Bool(true)));
    }
    Json::object(fields).write()
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
        conflict_is_there: top.given("conflict_is_there").is_some_and(|is| is.is()),
    };
    mistake.none_in(settings)
}

/// Writes the settings of an activity.
pub fn write_activity(activity: &ActivitySettings) -> String {
    activity_json(activity).write()
}

/// The settings of an activity as a value.
pub(crate) fn activity_json(activity: &ActivitySettings) -> Json {
    let part_of_day = activity.part_of_day.map_or("", |part| name_of(PARTS_OF_DAY, part));
    Json::object(vec![
        ("schema", "activity/1".into()),
        ("id", activity.id.as_str().into()),
        ("plan", activity.plan.as_str().into()),
        ("set_on", activity.set_on.as_str().into()),
        ("centre", activity.centre.as_str().into()),
        ("kind", activity.kind.as_str().into()),
        ("round", activity.round.as_str().into()),
        ("deck", activity.deck.as_str().into()),
        ("mode", name_of(MODES, activity.mode).into()),
        ("present", u64::from(activity.n_present).into()),
        ("languages", Json::texts(&activity.languages)),
        ("day", activity.day.as_str().into()),
        ("part_of_day", part_of_day.into()),
        ("centre_type", activity.centre_type.as_str().into()),
        ("neighbourhood", activity.neighbourhood.as_str().into()),
        ("aims", Json::texts(&activity.aims)),
        ("instruments", Json::texts(&activity.instruments)),
        ("indicators", Json::texts(&activity.indicators)),
        ("cards", Json::texts(&activity.cards)),
        ("questions", Json::texts(&activity.questions)),
        ("in_order", Json::Bool(activity.is_in_order)),
        ("target", u64::from(activity.target).into()),
        ("practice", Json::Bool(activity.is_practice)),
    ])
}

/// Reads the settings of an activity; what is missing is empty.
///
/// # Errors
///
/// [`Invalid`] if it is no JSON object, or something in it no text.
pub fn read_activity(json: &str) -> Result<ActivitySettings, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let activity = activity_at(&Place::top(&value, &mistake));
    mistake.none_in(activity)
}

/// The settings of an activity that stand at `top`; what is missing is empty.
pub(crate) fn activity_at(top: &Place<'_>) -> ActivitySettings {
    top.fields();
    let text = |key| top.given(key).map(|place| place.text()).unwrap_or_default();
    // A day that is none is not set: people answer on the day on which they do.
    let day = |key| Some(text(key)).filter(|day| is_right(day)).unwrap_or_default();
    let texts = |key| top.given(key).map(|place| place.texts()).unwrap_or_default();
    let number = |key| top.given(key).and_then(|place| u32::try_from(place.number()).ok()).unwrap_or(0);
    let is = |key| top.given(key).is_some_and(|place| place.is());
    let part_of_day = top.given("part_of_day").filter(|part| !part.text().is_empty());
    ActivitySettings {
        id: text("id"),
        plan: text("plan"),
        set_on: day("set_on"),
        centre: text("centre"),
        kind: text("kind"),
        round: text("round"),
        deck: text("deck"),
        mode: top.given("mode").map(|mode| named(MODES, &mode)).unwrap_or_default(),
        n_present: number("present"),
        languages: texts("languages"),
        day: day("day"),
        part_of_day: part_of_day.map(|part| named(PARTS_OF_DAY, &part)),
        centre_type: text("centre_type"),
        neighbourhood: text("neighbourhood"),
        aims: texts("aims"),
        instruments: texts("instruments"),
        indicators: texts("indicators"),
        cards: texts("cards"),
        questions: texts("questions"),
        is_in_order: is("in_order"),
        target: number("target"),
        is_practice: is("practice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
            id: "a".to_owned(),
            plan: "p".to_owned(),
            set_on: "2026-11-22".to_owned(),
            centre: "Buurtkamer".to_owned(),
            kind: "koffie".to_owned(),
            round: "1".to_owned(),
            deck: "all".to_owned(),
            mode: Mode::Group,
            n_present: 7,
            languages: vec!["nl".to_owned(), "ar".to_owned()],
            day: "2026-11-23".to_owned(),
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
            let set = ActivitySettings { day: day.to_owned(), ..ActivitySettings::default() };
            assert_eq!(read_activity(&write_activity(&set)), Ok(ActivitySettings::default()), "{day}");
        }
    }
}

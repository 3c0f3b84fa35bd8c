//! What the tablet keeps of centres and activities: `centres/1` and `activities/1`.
//!
//! An entry that cannot be read is left out and the others stay: one of a newer app must not take all with it.

use crate::domain::activities::{Activities, Centre, Remembered};
use crate::domain::day::is_right;
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::settings::{activity_at, activity_json};
use crate::format::setup::MOST_CENTRES;

/// Writes the centres that are known.
pub fn write_centres(centres: &[Centre]) -> String {
    let centres = centres.iter().map(|centre| {
        Json::object(vec![
            ("name", centre.name.as_str().into()),
            ("type", centre.centre_type.as_str().into()),
            ("neighbourhood", centre.neighbourhood.as_str().into()),
        ])
    });
    Json::object(vec![("schema", "centres/1".into()), ("centres", Json::List(centres.collect()))]).write()
}

/// Reads the centres that are known; only their names have to be there. Of more than any city has the first ones are read: each
/// is held against the others.
///
/// # Errors
///
/// [`Invalid`] if it is no such list.
pub fn read_centres(json: &str) -> Result<Vec<Centre>, Invalid> {
    let mut centres = read_list(json, "centres/1", "centres", |place| Centre {
        name: place.field("name").text(),
        centre_type: place.given("type").map(|text| text.text()).unwrap_or_default(),
        neighbourhood: place.given("neighbourhood").map(|text| text.text()).unwrap_or_default(),
    })?;
    centres.truncate(MOST_CENTRES);
    Ok(centres)
}

/// Writes the activities that are remembered.
pub fn write_activities(activities: &Activities) -> String {
    let activities = activities.all().iter().map(|one| {
        Json::object(vec![
            ("settings", activity_json(&one.settings)),
            ("day", one.day.as_str().into()),
            ("note", one.note.as_str().into()),
            ("vouchers", u64::from(one.n_vouchers).into()),
            ("hidden", Json::texts(&one.hidden)),
        ])
    });
    Json::object(vec![("schema", "activities/1".into()), ("activities", Json::List(activities.collect()))])
        .write()
}

/// Reads the activities that are remembered.
///
/// # Errors
///
/// [`Invalid`] if it is no such list.
pub fn read_activities(json: &str) -> Result<Activities, Invalid> {
    let activities = read_list(json, "activities/1", "activities", |place| {
        let text = |key| place.given(key).map(|text| text.text()).unwrap_or_default();
        Remembered {
            settings: activity_at(&place.field("settings")),
            // A day that is none comes before all others: nothing is kept of it.
            day: Some(text("day")).filter(|day| is_right(day)).unwrap_or_default(),
            note: text("note"),
            n_vouchers: place
                .given("vouchers")
                .and_then(|number| u32::try_from(number.number()).ok())
                .unwrap_or(0),
            hidden: place.given("hidden").map(|list| list.texts()).unwrap_or_default(),
        }
    })?;
    Ok(Activities::of(activities))
}

/// The items under `key` that can be read.
fn read_list<T>(
    json: &str,
    schema: &str,
    key: &str,
    read: impl Fn(&Place<'_>) -> T,
) -> Result<Vec<T>, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema(schema);
    top.field(key).items();
    mistake.none_in(())?;
    let items = value.get(key).and_then(Json::as_list).unwrap_or_default();
    let read = |item: &Json| {
        let mistake = Mistake::default();
        let read = read(&Place::top(item, &mistake));
        mistake.none_in(read).ok()
    };
    Ok(items.iter().filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::ActivitySettings;

    #[test]
    fn centres_come_back_as_they_were() {
        let centres = [
            Centre {
                name: "Betje \"boven\"".to_owned(),
                centre_type: "self-managed".to_owned(),
                neighbourhood: "Moerwijk".to_owned(),
            },
            Centre { name: "De Schakel".to_owned(), ..Centre::default() },
        ];

        assert_eq!(read_centres(&write_centres(&centres)), Ok(centres.to_vec()));
        assert_eq!(read_centres(&write_centres(&[])), Ok(Vec::new()));
    }

    #[test]
    fn of_more_centres_than_any_city_has_the_first_ones_are_read() {
        let centre = |n: usize| Centre { name: format!("Buurthuis {n}"), ..Centre::default() };
        let many: Vec<Centre> = (0..=MOST_CENTRES).map(centre).collect();

        assert_eq!(read_centres(&write_centres(&many)).as_deref(), Ok(&many[..MOST_CENTRES]));
    }

    #[test]
    fn activities_come_back_as_they_were() {
        let remembered = Remembered {
            settings: ActivitySettings {
                id: "a".to_owned(),
                centre: "Betje".to_owned(),
                indicators: vec!["sc1".to_owned()],
                ..ActivitySettings::default()
            },
            day: "2026-11-23".to_owned(),
            note: "Vaker samen eten".to_owned(),
            n_vouchers: 7,
            hidden: vec!["een naam".to_owned()],
        };
        let activities = Activities::of([remembered, Remembered::default()]);

        assert_eq!(read_activities(&write_activities(&activities)), Ok(activities));
    }

    #[test]
    fn what_cannot_be_read_is_left_out_and_what_is_missing_is_empty() {
        let json = r#"{"schema":"centres/1","centres":[7,{"name":"Betje","new":1},{"type":"x"}]}"#;
        let names: Vec<String> = read_centres(json).unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Betje"]);

        let json =
            r#"{"schema":"activities/1","activities":[{"settings":{"id":"a"}},{"settings":{"id":1}},{}]}"#;
        let activities = read_activities(json).unwrap();
        assert_eq!(activities.all().len(), 1);
        assert_eq!((activities.all()[0].settings.id.as_str(), activities.all()[0].n_vouchers), ("a", 0));
    }

    #[test]
    fn of_a_day_that_is_none_only_the_rest_is_read() {
        let read = |day: &str| {
            let json = format!(
                r#"{{"schema":"activities/1","activities":[{{"settings":{{"id":"a"}},"day":"{day}","note":"soep"}}]}}"#
            );
            read_activities(&json).unwrap().all()[0].clone()
        };
        assert_eq!(read("2026-11-23").day, "2026-11-23");
        for day in ["2026-02-30", "9999-01-01", "<b>", "gisteren"] {
            assert_eq!((read(day).day, read(day).note), (String::new(), "soep".to_owned()), "{day}");
        }
    }

    #[test]
    fn something_else_is_told() {
        for json in ["", "[]", r#"{"schema":"centres/2","centres":[]}"#, r#"{"schema":"centres/1"}"#] {
            assert!(read_centres(json).is_err(), "{json}");
        }
        assert!(read_activities(r#"{"schema":"centres/1","centres":[]}"#).is_err());
    }
}

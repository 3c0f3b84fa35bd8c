//! What the tablet keeps of centres and activities: `centres/1` and `activities/1`.
//!
//! An entry that cannot be read is left out and the others stay: one of a newer app must not take all with it.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::activities::{Activities, Centre, Remembered};
use crate::domain::day::{Day, day_or_empty, is_right};
use crate::format::codec::{Invalid, read_placed, write};
use crate::format::names::given;
use crate::format::settings::ActivityRecord;
use crate::format::setup::MOST_CENTRES;

/// `centres/1`. What is read is looked at one by one.
#[derive(Serialize, Deserialize)]
struct CentresRecord<T = Box<RawValue>> {
    schema: CentresSchema,
    centres: Vec<T>,
}

#[derive(Serialize, Deserialize)]
enum CentresSchema {
    #[serde(rename = "centres/1")]
    Centres1,
}

#[derive(Serialize, Deserialize)]
struct KnownRecord(#[serde(with = "CentreRecord")] Centre);

/// Only the name has to be there.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Centre")]
struct CentreRecord {
    name: String,
    #[serde(rename = "type", default, deserialize_with = "given")]
    centre_type: String,
    #[serde(default, deserialize_with = "given")]
    neighbourhood: String,
}

/// `activities/1`. What is read is looked at one by one.
#[derive(Serialize, Deserialize)]
struct ActivitiesRecord<T = Box<RawValue>> {
    schema: ActivitiesSchema,
    activities: Vec<T>,
}

#[derive(Serialize, Deserialize)]
enum ActivitiesSchema {
    #[serde(rename = "activities/1")]
    Activities1,
}

/// Only the settings have to be there.
#[derive(Serialize, Deserialize)]
struct RememberedRecord {
    settings: ActivityRecord,
    #[serde(default, deserialize_with = "given")]
    day: String,
    #[serde(default, deserialize_with = "given")]
    note: String,
    #[serde(default, deserialize_with = "given")]
    vouchers: u64,
    #[serde(default, deserialize_with = "given")]
    hidden: Vec<String>,
}

/// Writes the centres that are known.
pub fn write_centres(centres: &[Centre]) -> String {
    let centres = centres.iter().cloned().map(KnownRecord).collect();
    write(&CentresRecord { schema: CentresSchema::Centres1, centres })
}

/// Reads the centres that are known; only their names have to be there. Of more than any city has the first ones are read: each
/// is held against the others.
///
/// # Errors
///
/// [`Invalid`] if it is no such list.
pub fn read_centres(json: &str) -> Result<Vec<Centre>, Invalid> {
    let record: CentresRecord = read_placed(json)?;
    let known = record.centres.iter().filter_map(|one| read_placed::<KnownRecord>(one.get()).ok());
    Ok(known.map(|one| one.0).take(MOST_CENTRES).collect())
}

/// Writes the activities that are remembered.
pub fn write_activities(activities: &Activities) -> String {
    let activities = activities.all().iter().map(RememberedRecord::from).collect();
    write(&ActivitiesRecord { schema: ActivitiesSchema::Activities1, activities })
}

/// Reads the activities that are remembered.
///
/// # Errors
///
/// [`Invalid`] if it is no such list.
pub fn read_activities(json: &str) -> Result<Activities, Invalid> {
    let record: ActivitiesRecord = read_placed(json)?;
    let all = record.activities.iter();
    Ok(Activities::of(all.filter_map(|one| read_placed::<RememberedRecord>(one.get()).ok()).map(Into::into)))
}

impl From<&Remembered> for RememberedRecord {
    fn from(one: &Remembered) -> Self {
        Self {
            settings: (&one.settings).into(),
            day: day_or_empty(one.day.as_ref()).to_owned(),
            note: one.note.clone(),
            vouchers: one.n_vouchers.into(),
            hidden: one.hidden.clone(),
        }
    }
}

impl From<RememberedRecord> for Remembered {
    fn from(record: RememberedRecord) -> Self {
        Self {
            settings: record.settings.into(),
            // A day that is none comes before all others: nothing is kept of it.
            day: Day::of(&record.day).filter(|_| is_right(&record.day)),
            note: record.note,
            n_vouchers: record.vouchers.try_into().unwrap_or(0),
            hidden: record.hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;
    use crate::domain::response::ActivityId;
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
                id: ActivityId::new("a"),
                centre: "Betje".to_owned(),
                indicators: vec!["sc1".to_owned()],
                ..ActivitySettings::default()
            },
            day: Some(day("2026-11-23")),
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
        assert_eq!(read("2026-11-23").day, Some(day("2026-11-23")));
        for day in ["2026-02-30", "9999-01-01", "<b>", "gisteren"] {
            assert_eq!((read(day).day, read(day).note), (None, "soep".to_owned()), "{day}");
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

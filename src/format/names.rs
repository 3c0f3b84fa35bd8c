//! What a tablet knows of names besides the responses: `names/1`. Names that were joined by hand are kept and carried; the
//! worker that makes results gets those centres besides that were corrected.

use crate::domain::activities::MOST_REMEMBERED;
use crate::domain::same::{Corrected, Joined, Joint, MOST_JOINED, Names, What};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{name_of, named};

/// What a name is of, and its name in files.
pub(crate) const WHATS: &[(What, &str)] = &[
    (What::Centre, "centre"),
    (What::Neighbourhood, "neighbourhood"),
    (What::Kind, "kind"),
    (What::Round, "round"),
    (What::Word, "word"),
];

/// Most corrected centres that are read: each is of an activity that a tablet remembers.
const MOST_CORRECTED: usize = MOST_REMEMBERED;

/// Writes what is known of names.
pub fn write_names(names: &Names) -> String {
    let corrected = names.corrected.iter().map(|one| {
        Json::object(vec![
            ("activity", one.activity.as_str().into()),
            ("centre", one.centre.as_str().into()),
            ("centre_type", one.centre_type.as_str().into()),
            ("neighbourhood", one.neighbourhood.as_str().into()),
        ])
    });
    Json::object(vec![
        ("schema", "names/1".into()),
        ("joined", joined_json(&names.joined)),
        ("corrected", Json::List(corrected.collect())),
    ])
    .write()
}

/// Names that were joined, as a list.
pub(crate) fn joined_json(joined: &Joined) -> Json {
    let joints = joined.all().iter().map(|one| {
        Json::object(vec![
            ("what", name_of(WHATS, one.what).into()),
            ("name", one.name.as_str().into()),
            ("shown_as", one.shown_as.as_str().into()),
        ])
    });
    Json::List(joints.collect())
}

/// Reads what is known of names; what is missing is nothing. Of more joined names than [`MOST_JOINED`] the first ones are read:
/// no tablet has made such a list.
///
/// # Errors
///
/// [`Invalid`] if it is something else, or has more corrected centres than a tablet remembers activities.
pub fn read_names(json: &str) -> Result<Names, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema("names/1");
    let list = |key| top.given(key).map(|list| list.items()).unwrap_or_default();
    let joints = list("joined").iter().take(MOST_JOINED).map(read_joint).collect::<Vec<_>>();
    let corrected = list("corrected");
    if let Some(list) = top.given("corrected") {
        let most = format!("at most {MOST_CORRECTED} corrected centres");
        list.check(corrected.len() <= MOST_CORRECTED, &most);
    }
    let corrected = corrected.iter().take(MOST_CORRECTED).map(|one| {
        let text = |key| one.given(key).map(|text| text.text()).unwrap_or_default();
        Corrected {
            activity: one.field("activity").text(),
            centre: one.field("centre").text(),
            centre_type: text("centre_type"),
            neighbourhood: text("neighbourhood"),
        }
    });
    let names = Names { joined: Joined::of(joints), corrected: corrected.collect() };
    mistake.none_in(names)
}

/// The names at `place` that were joined.
pub(crate) fn read_joint(place: &Place<'_>) -> Joint {
    Joint {
        what: named(WHATS, &place.field("what")),
        name: place.field("name").text(),
        shown_as: place.field("shown_as").text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were() {
        let joints = WHATS.iter().map(|(what, name)| Joint {
            what: *what,
            name: (*name).to_owned(),
            shown_as: "iets \"anders\"".to_owned(),
        });
        let [activity, centre, centre_type, neighbourhood] =
            ["a", "Betje", "living-room", "Moerwijk"].map(str::to_owned);
        let corrected = vec![Corrected { activity, centre, centre_type, neighbourhood }];
        let names = Names { joined: Joined::of(joints), corrected };

        assert_eq!(read_names(&write_names(&names)), Ok(names));
        assert_eq!(read_names("{\"schema\":\"names/1\"}"), Ok(Names::default()));
        for json in ["", "{}", "{\"schema\":\"names/1\",\"joined\":[{\"what\":\"day\"}]}"] {
            assert!(read_names(json).is_err(), "{json}");
        }
    }

    #[test]
    fn more_corrected_centres_than_a_tablet_remembers_activities_are_refused_in_words() {
        let with = |n: usize| {
            let one = |n: usize| format!(r#"{{"activity":"a{n}","centre":"Betje"}}"#);
            let list: Vec<String> = (0..n).map(one).collect();
            read_names(&format!(r#"{{"schema":"names/1","corrected":[{}]}}"#, list.join(",")))
        };

        assert_eq!(with(MOST_CORRECTED).unwrap().corrected.len(), MOST_CORRECTED);
        let refusal = with(MOST_CORRECTED + 1).unwrap_err().to_string();
        assert!(refusal.contains("corrected: found a list of 201"), "{refusal}");
        assert!(refusal.contains("at most 200 corrected centres"), "{refusal}");
    }

    #[test]
    fn of_more_joined_names_than_anybody_joins_the_first_ones_are_read() {
        let joint = |n: usize| format!(r#"{{"what":"word","name":"naam {n}","shown_as":"woord"}}"#);
        let many: Vec<String> = (0..=MOST_JOINED).map(joint).collect();

        let names = read_names(&format!(r#"{{"schema":"names/1","joined":[{}]}}"#, many.join(","))).unwrap();

        let last = names.joined.all().last().map(|joint| joint.name.clone());
        assert_eq!(
            (names.joined.all().len(), last),
            (MOST_JOINED, Some(format!("naam {}", MOST_JOINED - 1)))
        );
    }
}

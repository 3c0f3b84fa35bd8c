//! Settings in a backup: what may be carried from one tablet to another, and how.

use crate::domain::settings::ActivitySettings;
use crate::format::activities::{read_activities, read_centres, write_activities, write_centres};
use crate::format::checking::{read_checking, write_checking};
use crate::format::codings::{read_codings, write_codings};
use crate::format::settings::{read_activity, read_endpoint, write_activity, write_endpoint};

/// Where the tablet keeps the endpoint.
pub const ENDPOINT: &str = "betekenis.endpoint";
/// Where the tablet keeps the activity.
pub const ACTIVITY: &str = "betekenis.activity";
/// Where the tablet keeps the language of the coordinator.
pub const COORDINATOR_LANGUAGE: &str = "betekenis.coordinator-language";
/// Where the tablet keeps how many would rather not.
pub const DECLINED: &str = "betekenis.declined";
/// Where the tablet keeps after how many days what is sent is cleared.
pub const RETENTION: &str = "betekenis.retention";
/// Where the tablet keeps which translations were checked, and what would better be said otherwise.
pub const CHECKING: &str = "betekenis.checking";

/// Where the tablet keeps the centres that are known on it.
pub const CENTRES: &str = "betekenis.centres";
/// Where the tablet keeps the activities that were held with it.
pub const ACTIVITIES: &str = "betekenis.activities";
/// Where the tablet keeps to which effects texts belong.
pub const CODINGS: &str = "betekenis.codings";

/// Where the tablet keeps what a part of the coordinator's page keeps under `name`.
pub fn key(name: &str) -> String {
    format!("betekenis.{name}")
}

/// All that is carried.
pub const ALL: &[&str] =
    &[ACTIVITY, ENDPOINT, RETENTION, COORDINATOR_LANGUAGE, DECLINED, CHECKING, CENTRES, ACTIVITIES, CODINGS];

/// The setting `name` as it goes into a backup, and as it comes out of one; `None` if it is none that is carried, or
/// broken. Never the value of a header: keys and passwords stay on the tablet where they were typed.
pub fn carried(name: &str, text: &str) -> Option<String> {
    match name {
        // Practice stays where somebody has turned it on: elsewhere it would throw away what people give.
        ACTIVITY => {
            Some(write_activity(&ActivitySettings { is_practice: false, ..read_activity(text).ok()? }))
        }
        ENDPOINT => {
            let mut settings = read_endpoint(text).ok()?;
            for (_, value) in &mut settings.headers {
                value.clear();
            }
            Some(write_endpoint(&settings))
        }
        RETENTION | DECLINED => Some(text.parse::<u32>().ok()?.to_string()),
        CHECKING => Some(write_checking(&read_checking(text).ok()?)),
        CENTRES => Some(write_centres(&read_centres(text).ok()?)),
        ACTIVITIES => Some(write_activities(&read_activities(text).ok()?)),
        CODINGS => Some(write_codings(&read_codings(text).ok()?)),
        COORDINATOR_LANGUAGE => ["nl", "en"].contains(&text).then(|| text.to_owned()),
        _ => None,
    }
}

/// Whether somebody has set `name`, of which `text` is kept. An activity of which only the id is known was begun by the
/// app itself.
pub fn is_set(name: &str, text: &str) -> bool {
    let by_itself = |activity: ActivitySettings| {
        ActivitySettings { id: String::new(), ..activity } == ActivitySettings::default()
    };
    name != ACTIVITY || !read_activity(text).is_ok_and(by_itself)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::{Activities, Centre};
    use crate::domain::checking::{Checking, Translation};
    use crate::domain::codings::Codings;
    use crate::domain::settings::EndpointSettings;

    #[test]
    fn an_endpoint_is_carried_without_the_values_of_its_keys() {
        let headers = vec![("Authorization".to_owned(), "Bearer secret".to_owned())];
        let url = "https://example.org/in".to_owned();
        let set = EndpointSettings { url, headers, ..EndpointSettings::default() };

        let text = carried(ENDPOINT, &write_endpoint(&set)).unwrap();

        assert!(!text.contains("secret"), "{text}");
        let carried = read_endpoint(&text).unwrap();
        assert_eq!(carried.headers, [("Authorization".to_owned(), String::new())]);
        assert_eq!(EndpointSettings { headers: set.headers.clone(), ..carried }, set);
    }

    #[test]
    fn practice_stays_on_the_tablet_where_it_was_turned_on() {
        let set = ActivitySettings { is_practice: true, ..ActivitySettings::default() };

        assert_eq!(
            carried(ACTIVITY, &write_activity(&set)),
            Some(write_activity(&ActivitySettings::default()))
        );
    }

    #[test]
    fn other_settings_come_out_as_they_went_in() {
        let activity = ActivitySettings { centre: "Buurtkamer".to_owned(), ..ActivitySettings::default() };
        let mut checking = Checking::default();
        checking.confirm(Translation { language: "tr".to_owned(), ..Translation::default() }, "2026-11-22");
        for (name, text) in [
            (ACTIVITY, write_activity(&activity)),
            (RETENTION, "30".to_owned()),
            (DECLINED, "4".to_owned()),
            (COORDINATOR_LANGUAGE, "en".to_owned()),
            (CHECKING, write_checking(&checking)),
            (CENTRES, write_centres(&[Centre { name: "Bij Betje".to_owned(), ..Centre::default() }])),
            (ACTIVITIES, write_activities(&Activities::default())),
            (CODINGS, write_codings(&Codings::default())),
        ] {
            assert_eq!(carried(name, &text), Some(text));
        }
    }

    #[test]
    fn what_is_broken_or_unknown_is_not_carried() {
        for (name, text) in [
            (ACTIVITY, "[]"),
            (ENDPOINT, "{}"),
            (RETENTION, "-1"),
            (DECLINED, "many"),
            (COORDINATOR_LANGUAGE, "<b>"),
            (CHECKING, "{}"),
            (CENTRES, "3"),
            (CODINGS, "3"),
            ("betekenis.last-backup", "2026-11-22 3"),
        ] {
            assert_eq!(carried(name, text), None, "{name}");
        }
    }

    #[test]
    fn an_activity_that_the_app_began_by_itself_gives_way_to_one_that_somebody_has_set() {
        let begun = ActivitySettings { id: "a".to_owned(), ..ActivitySettings::default() };
        let set = ActivitySettings { centre: "Buurtkamer".to_owned(), ..begun.clone() };

        assert!(!is_set(ACTIVITY, &write_activity(&begun)));
        assert!(is_set(ACTIVITY, &write_activity(&set)));
        assert!(is_set(RETENTION, "30"));
    }
}

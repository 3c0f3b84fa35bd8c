//! Settings in a backup: what may be carried from one tablet to another, and how.

use crate::domain::activities::Centres;
use crate::domain::response::ActivityId;
use crate::domain::settings::ActivitySettings;
use crate::domain::setup::Setup;
use crate::format::activities::{read_activities, read_centres, write_activities, write_centres};
use crate::format::checking::{read_checking, write_checking};
use crate::format::codings::{read_codings, write_codings};
use crate::format::names::{read_names, write_names};
use crate::format::settings::{read_activity, read_endpoint, write_activity, write_endpoint};
use crate::format::setup::{Refusal, as_received};

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

/// Where the tablet keeps which names were joined.
pub const NAMES: &str = "betekenis.names";

/// Where the tablet keeps what a part of the coordinator's page keeps under `name`.
pub fn key(name: &str) -> String {
    format!("betekenis.{name}")
}

/// What of a backup is looked at by somebody before it is taken over: where responses go, and when they are cleared.
pub const REVIEWED: &[&str] = &[ENDPOINT, RETENTION];

/// What of `settings` has to be looked at, as settings for the tablet whose study and version are in `here`: by the very rules
/// for what comes in by a link.
///
/// # Errors
///
/// [`Refusal`] if a link with this would be refused.
pub fn to_review(settings: &[(String, String)], here: Setup) -> Result<Setup, Refusal> {
    let mut setup = here;
    for (name, text) in settings {
        let Some(text) = carried(name, text) else { continue };
        match name.as_str() {
            ENDPOINT => setup.endpoint = Some(read_endpoint(&text)?),
            RETENTION => setup.retention = Some(text.parse().ok().filter(|days| *days > 0)),
            _ => {}
        }
    }
    as_received(&setup)
}

/// All that is carried.
pub const ALL: &[&str] = &[
    ACTIVITY,
    ENDPOINT,
    RETENTION,
    COORDINATOR_LANGUAGE,
    DECLINED,
    CHECKING,
    CENTRES,
    ACTIVITIES,
    CODINGS,
    NAMES,
];

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
        NAMES => Some(write_names(&read_names(text).ok()?)),
        COORDINATOR_LANGUAGE => ["nl", "en"].contains(&text).then(|| text.to_owned()),
        _ => None,
    }
}

/// Whether somebody has set `name`, of which `text` is kept. An activity of which only plan and id are known was begun by the
/// app itself.
pub fn is_set(name: &str, text: &str) -> bool {
    let by_itself = |activity: ActivitySettings| {
        let (id, plan) = (ActivityId::default(), String::new());
        ActivitySettings { id, plan, ..activity } == ActivitySettings::default()
    };
    name != ACTIVITY || !read_activity(text).is_ok_and(by_itself)
}

/// What the tablet keeps of `name` after `brought`, as it came out of a backup, is taken in beside what is `kept`; `None` if that
/// stays as it is. Activities, centres and joined names are lists: what is missing here is added.
pub fn taken_in(name: &str, kept: Option<&str>, brought: &str) -> Option<String> {
    let Some(kept) = kept.filter(|kept| is_set(name, kept)) else { return Some(brought.to_owned()) };
    // What cannot be read counts as nothing wherever it is used.
    let now = match name {
        ACTIVITIES => {
            let mut here = read_activities(kept).unwrap_or_default();
            here.take_in(&read_activities(brought).ok()?);
            write_activities(&here)
        }
        CENTRES => {
            let mut here = Centres::of(read_centres(kept).unwrap_or_default());
            read_centres(brought).ok()?.iter().for_each(|centre| here.add_missing(centre));
            write_centres(here.all())
        }
        NAMES => {
            let mut here = read_names(kept).unwrap_or_default();
            here.joined.take_in(&read_names(brought).ok()?.joined);
            write_names(&here)
        }
        _ => return None,
    };
    Some(now).filter(|now| now != kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::activities::{Activities, Centre, Remembered};
    use crate::domain::checking::{Checking, Translation};
    use crate::domain::codings::Codings;
    use crate::domain::day::day;
    use crate::domain::same::{Joined, Joint, Names, What};
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
        checking
            .confirm(Translation { language: "tr".to_owned(), ..Translation::default() }, day("2026-11-22"));
        for (name, text) in [
            (ACTIVITY, write_activity(&activity)),
            (RETENTION, "30".to_owned()),
            (DECLINED, "4".to_owned()),
            (COORDINATOR_LANGUAGE, "en".to_owned()),
            (CHECKING, write_checking(&checking)),
            (CENTRES, write_centres(&[Centre { name: "Bij Betje".to_owned(), ..Centre::default() }])),
            (ACTIVITIES, write_activities(&Activities::default())),
            (CODINGS, write_codings(&Codings::default())),
            (NAMES, write_names(&Names::default())),
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
            (NAMES, "{}"),
            ("betekenis.last-backup", "2026-11-22 3"),
        ] {
            assert_eq!(carried(name, text), None, "{name}");
        }
    }

    fn review(url: &str, headers: &[(&str, &str)], days: &str) -> Result<Setup, Refusal> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let set = EndpointSettings {
            url: url.to_owned(),
            headers: headers.collect(),
            ..EndpointSettings::default()
        };
        let settings = [
            (ENDPOINT.to_owned(), write_endpoint(&set)),
            (RETENTION.to_owned(), days.to_owned()),
            (ACTIVITY.to_owned(), "{}".to_owned()),
        ];
        let here = Setup { study: "x".to_owned(), version: "1".to_owned(), ..Setup::default() };
        to_review(&settings, here)
    }

    #[test]
    fn where_responses_go_and_when_they_are_cleared_is_looked_at_first() {
        let setup = review("https://example.org/in", &[("Authorization", "Bearer secret")], "30").unwrap();

        let endpoint = setup.endpoint.unwrap();
        assert_eq!(endpoint.url, "https://example.org/in");
        assert_eq!(endpoint.headers, [("Authorization".to_owned(), String::new())]);
        assert_eq!((setup.retention, setup.activity), (Some(Some(30)), None));
    }

    #[test]
    fn a_backup_brings_no_address_or_header_that_a_link_may_not_bring() {
        for (url, name) in [
            ("http://example.org/in", "Authorization"),
            ("https://example.org:99999/in", "Authorization"),
            ("https://ex\u{430}mple.org/in", "Authorization"),
            ("https://name:password@example.org/in", "Authorization"),
            ("https://example.org/in", "Cookie"),
        ] {
            assert!(matches!(review(url, &[(name, "")], "30"), Err(Refusal::Invalid(_))), "{url} {name}");
        }
        assert!(matches!(review("", &[], "99999999"), Err(Refusal::Invalid(_))));
    }

    #[test]
    fn an_activity_that_the_app_began_by_itself_gives_way_to_one_that_somebody_has_set() {
        let begun = ActivitySettings::default().begun(day("2026-11-22"), || "p".to_owned());
        let set = ActivitySettings { centre: "Buurtkamer".to_owned(), ..begun.clone() };

        assert!(!is_set(ACTIVITY, &write_activity(&begun)));
        assert!(is_set(ACTIVITY, &write_activity(&set)));
        assert!(is_set(RETENTION, "30"));
    }

    fn hiding(id: &str, hidden: &str) -> Remembered {
        let settings = ActivitySettings { id: ActivityId::new(id), ..ActivitySettings::default() };
        let (day, hidden) = (Some(day("2026-11-22")), vec![hidden.to_owned()]);
        Remembered { settings, day, hidden, ..Remembered::default() }
    }

    #[test]
    fn a_tablet_that_remembers_an_activity_takes_in_those_of_a_backup_with_the_names_that_are_hidden() {
        let text = |all: &[Remembered]| write_activities(&Activities::of(all.iter().cloned()));
        let here = text(&[hiding("a", "annie")]);

        let now = taken_in(ACTIVITIES, Some(&here), &text(&[hiding("a", "bep"), hiding("b", "fatima")]));

        let now = read_activities(&now.unwrap()).unwrap();
        assert_eq!(now.find(&ActivityId::new("a")).unwrap().hidden, ["annie", "bep"]);
        assert_eq!(now.find(&ActivityId::new("b")).unwrap().hidden, ["fatima"]);
        assert_eq!(taken_in(ACTIVITIES, Some(&here), &here), None);
        assert_eq!(taken_in(ACTIVITIES, None, &here), Some(here));
    }

    #[test]
    fn centres_and_joined_names_of_a_backup_are_added_and_what_is_here_stays() {
        let centre = |name: &str, neighbourhood: &str| Centre {
            name: name.to_owned(),
            neighbourhood: neighbourhood.to_owned(),
            ..Centre::default()
        };
        let here = write_centres(&[centre("Betje", "Moerwijk")]);
        let there = write_centres(&[centre("betje", "Transvaal"), centre("De Brug", "")]);
        let now = read_centres(&taken_in(CENTRES, Some(&here), &there).unwrap()).unwrap();
        assert_eq!(now, [centre("Betje", "Moerwijk"), centre("De Brug", "")]);

        let names = |name: &str, shown_as: &str| {
            let (name, shown_as) = (name.to_owned(), shown_as.to_owned());
            let joined = Joined::of([Joint { what: What::Word, name, shown_as }]);
            write_names(&Names { joined, ..Names::default() })
        };
        let now = taken_in(NAMES, Some(&names("soep", "eten")), &names("thee", "drinken")).unwrap();
        assert_eq!(read_names(&now).unwrap().joined.all().len(), 2);
        assert_eq!(taken_in(RETENTION, Some("30"), "60"), None);
    }
}

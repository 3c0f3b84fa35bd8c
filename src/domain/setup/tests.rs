use super::*;
use crate::domain::day::day;
use crate::domain::response::ActivityId;
use crate::domain::same::{MOST_JOINED, What};
use crate::domain::settings::Preset;

fn centre(name: &str, centre_type: &str, neighbourhood: &str) -> Centre {
    let [name, centre_type, neighbourhood] = [name, centre_type, neighbourhood].map(str::to_owned);
    Centre { name, centre_type, neighbourhood }
}

fn endpoint(url: &str, headers: &[(&str, &str)]) -> EndpointSettings {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    EndpointSettings {
        preset: Preset::Generic,
        url: url.to_owned(),
        headers: headers.collect(),
        ..EndpointSettings::default()
    }
}

fn tablet() -> Here {
    Here {
        study: "centres".to_owned(),
        version: "2".to_owned(),
        known_languages: ["nl", "en", "ar"].map(str::to_owned).to_vec(),
        site: "https://example.org/".to_owned(),
        ..Here::default()
    }
}

/// A tablet on which everything is set.
fn first() -> Here {
    Here {
        endpoint: endpoint("https://data.example.org/in", &[("Authorization", "Bearer secret")]),
        centres: Centres::of([centre("Buurtkamer", "living-room", "Moerwijk")]),
        retention: Some(30),
        joined: Joined::of([Joint {
            what: What::Centre,
            name: "Btje".to_owned(),
            shown_as: "Betje".to_owned(),
        }]),
        activity: ActivitySettings {
            id: ActivityId::new("a"),
            plan: "p".to_owned(),
            set_on: Some(day("2026-11-22")),
            centre: "Buurtkamer".to_owned(),
            languages: vec!["nl".to_owned(), "ar".to_owned()],
            n_present: 7,
            ..ActivitySettings::default()
        },
        ..tablet()
    }
}

const ALL: Wanted =
    Wanted { endpoint: true, keys: true, languages: true, centres: true, retention: true, activity: true };

#[test]
fn a_tablet_that_takes_everything_over_has_the_same_settings() {
    let setup = Setup::of(&first(), ALL);

    let after = tablet().with(&setup);

    let (id, set_on) = (ActivityId::default(), None);
    let expected = ActivitySettings { id, set_on, n_present: 0, ..first().activity };
    assert_eq!(after, Here { activity: expected, ..first() });
    assert_eq!(tablet().changes(&after).len(), 6);
    assert_eq!(after.changes(&after.with(&setup)), []);
}

#[test]
fn joined_names_for_which_there_is_no_room_stay_behind_and_are_told_of() {
    let joined = |whose: &str, n: usize| {
        let joint = |at: usize| Joint {
            what: What::Word,
            name: format!("{whose} {at}"),
            shown_as: format!("woord van {whose}"),
        };
        Joined::of((0..n).map(joint))
    };
    let here = Here { joined: joined("hier", MOST_JOINED - 1), ..tablet() };
    let setup = Setup { joined: joined("daar", 3), ..Setup::of(&tablet(), Wanted::default()) };

    let after = here.with(&setup);

    assert_eq!(after.joined.all().len(), MOST_JOINED);
    assert_eq!(after.joined.all()[..MOST_JOINED - 1], *here.joined.all(), "nothing is lost");
    assert_eq!(setup.cautions(&here), [Caution::NamesLeft(2)]);
    assert_eq!(setup.cautions(&tablet()), []);
}

#[test]
fn the_plan_goes_along_by_itself_and_all_tablets_of_it_are_at_one_activity() {
    let setup = Setup::of(&first(), Wanted::default());

    let after = tablet().with(&setup).activity.on(day("2026-11-23"));

    assert_eq!(after.id, first().activity.on(day("2026-11-23")).id);
    assert_eq!(after.centre, "Buurtkamer");
}

#[test]
fn an_activity_in_which_nothing_was_planned_does_not_go_along() {
    let begun = ActivitySettings::default().begun(day("2026-11-22"), || "p".to_owned());
    let here = Here { activity: begun, ..tablet() };

    assert_eq!(Setup::of(&here, Wanted::default()).activity, None);
}

#[test]
fn keys_go_along_on_purpose_only() {
    let setup = Setup::of(&first(), Wanted { keys: false, ..ALL });

    assert!(!setup.has_keys() && Setup::of(&first(), ALL).has_keys());
    assert!(!format!("{setup:?}").contains("secret"));
    let names = vec!["Authorization".to_owned()];
    assert!(setup.cautions(&tablet()).contains(&Caution::KeysMissing(names.clone())));
    let brought = Setup::of(&first(), ALL).cautions(&tablet());
    assert_eq!(brought, [Caution::OtherServer, Caution::KeysBrought(names)]);
}

#[test]
fn a_key_that_was_typed_stays_for_its_server_and_goes_to_no_other() {
    let setup = Setup::of(&first(), Wanted { keys: false, ..ALL });
    let with_key = |url| Here { endpoint: endpoint(url, &[("authorization", "Bearer own")]), ..tablet() };

    let same = with_key("https://data.example.org/other").with(&setup);
    let other = with_key("https://data.example.com/in").with(&setup);

    assert_eq!(same.endpoint.headers[0].1, "Bearer own");
    assert_eq!(other.endpoint.headers[0].1, "");
}

#[test]
fn centres_are_added_and_none_is_lost() {
    let own = Here {
        centres: Centres::of([centre("BUURTKAMER", "", ""), centre("De Brug", "self-managed", "Transvaal")]),
        ..tablet()
    };

    let after = own.with(&Setup::of(&first(), ALL));

    let now = centre("BUURTKAMER", "living-room", "Moerwijk");
    assert_eq!(after.centres.all(), [now.clone(), centre("De Brug", "self-managed", "Transvaal")]);
    assert!(own.changes(&after).contains(&Change::Centre(centre("BUURTKAMER", "", ""), now)));
}

#[test]
fn what_does_not_go_along_stays_as_it_is() {
    let none = Wanted {
        endpoint: false,
        keys: false,
        languages: false,
        centres: false,
        retention: false,
        activity: false,
    };
    let setup = Setup::of(&tablet(), none);

    assert!(setup.is_empty());
    assert_eq!(first().with(&setup), first());
}

#[test]
fn the_plan_of_another_study_and_languages_that_are_unknown_stay_behind() {
    let mut setup = Setup::of(&first(), ALL);
    setup.study = "other".to_owned();
    setup.languages = Some(vec!["pl".to_owned()]);

    let after = tablet().with(&setup);

    assert_eq!(after.activity, ActivitySettings::default());
    let cautions = setup.cautions(&tablet());
    assert_eq!(cautions[0], Caution::OtherStudy("other".to_owned()));
    assert_eq!(cautions[1], Caution::UnknownLanguages(vec!["pl".to_owned()]));
}

#[test]
fn the_collector_of_another_site_is_named_by_its_address() {
    let setup = Setup { site: "https://other.example/a/".to_owned(), ..Setup::of(&tablet(), ALL) };

    let after = tablet().with(&setup);

    assert_eq!(after.endpoint.url, "https://other.example/a/api/batches");
    let site = Caution::OtherSite("https://other.example/a/".to_owned());
    assert_eq!(setup.cautions(&tablet()), [site, Caution::OtherServer]);
}

#[test]
fn a_site_without_https_becomes_no_receiver() {
    let setup = Setup { site: "http://192.168.1.5/".to_owned(), ..Setup::of(&tablet(), ALL) };

    assert_eq!(first().with(&setup).endpoint, first().endpoint);
}

#[test]
fn a_plan_is_another_activity_unless_it_is_the_same() {
    let plan = Setup::of(&first(), ALL);
    let other =
        Here { activity: ActivitySettings { centre: "De Brug".to_owned(), ..first().activity }, ..first() };

    assert_eq!(first().with(&plan).activity.id, "a");
    assert_eq!(other.with(&plan).activity.id, "");
}

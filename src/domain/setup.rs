//! Settings that go from one tablet to another: what goes along, what becomes of those of the tablet that gets them, and
//! what differs then. Nothing is taken over by reading.

use crate::domain::activities::{Centre, Centres};
use crate::domain::receiver::{may_receive, server_of};
use crate::domain::same::{Joined, Joint};
use crate::domain::settings::{ActivitySettings, EndpointSettings};

/// Where a collector takes responses, seen from the root of its site.
const COLLECTOR: &str = "api/batches";

/// Settings on their way. What is `None` does not go along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// Id of the study on the tablet that shared them: a check, since a study does not fit into a link.
    pub study: String,
    /// Its version, for the same reason.
    pub version: String,
    /// Address of the root of the site that they come from; empty if nobody knows.
    pub site: String,
    /// Where responses are sent. A header without a value is one whose key did not go along.
    pub endpoint: Option<EndpointSettings>,
    /// Ids of the languages that participants may choose; empty for all of the study.
    pub languages: Option<Vec<String>>,
    /// Centres; empty means that they do not go along.
    pub centres: Vec<Centre>,
    /// After how many days what is sent is cleared; `Some(None)` means never.
    pub retention: Option<Option<u32>>,
    /// The plan of the activity, without its languages, and without what is of one tablet and one day.
    pub activity: Option<ActivitySettings>,
    /// Names that were joined; they go along with the centres.
    pub joined: Joined,
}

/// What somebody wants to go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
pub struct Wanted {
    /// Where responses are sent.
    pub endpoint: bool,
    /// The values of the endpoint's headers: keys and passwords.
    pub keys: bool,
    /// The languages.
    pub languages: bool,
    /// The centres.
    pub centres: bool,
    /// After how many days what is sent is cleared.
    pub retention: bool,
    /// The plan of the activity.
    pub activity: bool,
}

impl Default for Wanted {
    /// What every tablet of an organisation has in common, and what tablets at one table do. Keys go along on purpose only.
    fn default() -> Self {
        Self { endpoint: true, keys: false, languages: true, centres: true, retention: true, activity: true }
    }
}

/// What is set on a tablet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Here {
    /// Id of the study.
    pub study: String,
    /// Its version.
    pub version: String,
    /// Ids of its languages.
    pub known_languages: Vec<String>,
    /// Address of the root of the site.
    pub site: String,
    /// Where responses are sent.
    pub endpoint: EndpointSettings,
    /// The centres.
    pub centres: Centres,
    /// After how many days what is sent is cleared.
    pub retention: Option<u32>,
    /// The activity, with the languages. After settings were taken over its id is empty if it is another one.
    pub activity: ActivitySettings,
    /// Names that were joined.
    pub joined: Joined,
}

/// Something that is going to be otherwise: what is set, and what will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Where responses are sent.
    Endpoint(EndpointSettings, EndpointSettings),
    /// The languages.
    Languages(Vec<String>, Vec<String>),
    /// Centres that are added.
    NewCentres(Vec<Centre>),
    /// A centre that is there, about which something else is known.
    Centre(Centre, Centre),
    /// After how many days what is sent is cleared.
    Retention(Option<u32>, Option<u32>),
    /// The plan of the activity.
    Activity(Box<ActivitySettings>, Box<ActivitySettings>),
    /// Names that are joined.
    Joined(Vec<Joint>),
}

/// Something to think of before settings are taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// They were made for another study (id): its plan stays behind.
    OtherStudy(String),
    /// They were made for another version of the study.
    OtherVersion(String),
    /// They come from another site (address): only settings come from there, and not the app.
    OtherSite(String),
    /// The study has not these languages (ids).
    UnknownLanguages(Vec<String>),
    /// Responses will go to another server.
    OtherServer,
    /// Keys come along, for the headers with these names.
    KeysBrought(Vec<String>),
    /// The headers with these names have no key: it has to be typed.
    KeysMissing(Vec<String>),
    /// So many joined names stay behind: there is no room for them, and those that are here stay.
    NamesLeft(usize),
}

impl Setup {
    /// What is `wanted` of `here`.
    pub fn of(here: &Here, wanted: Wanted) -> Self {
        let mut endpoint = wanted.endpoint.then(|| here.endpoint.clone());
        if let Some(endpoint) = endpoint.as_mut().filter(|_| !wanted.keys) {
            endpoint.headers.iter_mut().for_each(|(_, value)| value.clear());
        }
        Self {
            study: here.study.clone(),
            version: here.version.clone(),
            site: here.site.clone(),
            endpoint,
            languages: wanted.languages.then(|| here.activity.languages.clone()),
            centres: if wanted.centres { here.centres.all().to_vec() } else { Vec::new() },
            retention: wanted.retention.then_some(here.retention),
            activity: Some(plan_of(&here.activity)).filter(|plan| wanted.activity && is_planned(plan)),
            joined: if wanted.centres { here.joined.clone() } else { Joined::default() },
        }
    }

    /// Whether nothing goes along.
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                study: self.study.clone(),
                version: self.version.clone(),
                site: self.site.clone(),
                ..Self::default()
            }
    }

    /// Whether a key goes along.
    pub fn has_keys(&self) -> bool {
        self.endpoint.iter().flat_map(|endpoint| &endpoint.headers).any(|(_, value)| !value.is_empty())
    }

    /// Whether the address that goes along may hold a key itself: there is more behind its question mark.
    pub fn may_hide_key(&self) -> bool {
        self.endpoint.as_ref().is_some_and(|endpoint| endpoint.url.contains('?'))
    }

    /// What has to be thought of before `here` takes this over.
    pub fn cautions(&self, here: &Here) -> Vec<Caution> {
        let mut cautions = Vec::new();
        if self.study != here.study {
            cautions.push(Caution::OtherStudy(self.study.clone()));
        } else if self.version != here.version {
            cautions.push(Caution::OtherVersion(self.version.clone()));
        }
        if self.is_elsewhere(here) {
            cautions.push(Caution::OtherSite(self.site.clone()));
        }
        let unknown = self.languages.iter().flatten().filter(|id| !here.known_languages.contains(id));
        let unknown: Vec<String> = unknown.cloned().collect();
        if !unknown.is_empty() {
            cautions.push(Caution::UnknownLanguages(unknown));
        }
        if let Some(endpoint) = &self.endpoint {
            let after = here.with(self).endpoint;
            if server_of(&after.url, &here.site) != server_of(&here.endpoint.url, &here.site) {
                cautions.push(Caution::OtherServer);
            }
            let names = |is: &dyn Fn(&(String, String)) -> bool, headers: &[(String, String)]| {
                headers.iter().filter(|header| is(header)).map(|(name, _)| name.clone()).collect::<Vec<_>>()
            };
            let brought = names(&|(_, value)| !value.is_empty(), &endpoint.headers);
            if !brought.is_empty() {
                cautions.push(Caution::KeysBrought(brought));
            }
            let missing = names(&|(_, value)| value.is_empty(), &after.headers);
            if !missing.is_empty() {
                cautions.push(Caution::KeysMissing(missing));
            }
        }
        if !self.joined.all().is_empty() {
            let n_left = here.with(self).joined.otherwise(&self.joined).len();
            cautions.extend((n_left > 0).then_some(Caution::NamesLeft(n_left)));
        }
        cautions
    }

    fn is_elsewhere(&self, here: &Here) -> bool {
        !self.site.is_empty() && self.site != here.site
    }
}

impl Here {
    /// What is set once `setup` has been taken over.
    pub fn with(&self, setup: &Setup) -> Self {
        let mut after = self.clone();
        if let Some(endpoint) = &setup.endpoint {
            after.endpoint = self.endpoint_with(endpoint, setup);
        }
        for centre in &setup.centres {
            after.centres.add(centre);
        }
        for joint in setup.joined.all() {
            // What there is no room for is told of before.
            let _ = after.joined.join(joint.clone());
        }
        after.retention = setup.retention.unwrap_or(self.retention);
        // Cards and questions of another study mean nothing here.
        if let Some(plan) = setup.activity.as_ref().filter(|_| setup.study == self.study)
            && plan_of(plan) != plan_of(&self.activity)
        {
            // An activity is known by its id: another one needs another.
            after.activity = ActivitySettings {
                n_present: self.activity.n_present,
                is_practice: self.activity.is_practice,
                languages: self.activity.languages.clone(),
                ..plan_of(plan)
            };
        }
        if let Some(languages) = &setup.languages {
            let known = |id: &&String| self.known_languages.contains(id);
            let known: Vec<String> = languages.iter().filter(known).cloned().collect();
            // With none of them left nobody could take part.
            if languages.is_empty() || !known.is_empty() {
                after.activity.languages = known;
            }
        }
        after
    }

    /// The endpoint that was received, with the keys that were typed here for the same server.
    fn endpoint_with(&self, received: &EndpointSettings, setup: &Setup) -> EndpointSettings {
        let mut endpoint = received.clone();
        if endpoint.url.is_empty() && setup.is_elsewhere(self) {
            // No address means the site itself, and that is another one.
            endpoint.url = format!("{}{COLLECTOR}", setup.site);
            if !may_receive(&endpoint.url) {
                return self.endpoint.clone();
            }
        }
        let is_same_server =
            server_of(&endpoint.url, &self.site) == server_of(&self.endpoint.url, &self.site);
        for (name, value) in endpoint.headers.iter_mut().filter(|(_, value)| value.is_empty()) {
            let kept = self.endpoint.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
            // A key is typed for one server, and no link may lead it to another one.
            if let Some((_, kept)) = kept.filter(|_| is_same_server) {
                value.clone_from(kept);
            }
        }
        endpoint
    }

    /// What is otherwise in `after`, in the order of the page.
    pub fn changes(&self, after: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.endpoint != after.endpoint {
            changes.push(Change::Endpoint(self.endpoint.clone(), after.endpoint.clone()));
        }
        if self.activity.languages != after.activity.languages {
            changes
                .push(Change::Languages(self.activity.languages.clone(), after.activity.languages.clone()));
        }
        let is_new = |centre: &&Centre| self.centres.find(&centre.name).is_none();
        let new: Vec<Centre> = after.centres.all().iter().filter(is_new).cloned().collect();
        if !new.is_empty() {
            changes.push(Change::NewCentres(new));
        }
        for centre in self.centres.all() {
            let now = after.centres.find(&centre.name);
            if let Some(now) = now.filter(|now| *now != centre) {
                changes.push(Change::Centre(centre.clone(), now.clone()));
            }
        }
        if self.retention != after.retention {
            changes.push(Change::Retention(self.retention, after.retention));
        }
        if plan_of(&self.activity) != plan_of(&after.activity) {
            changes.push(Change::Activity(Box::new(self.activity.clone()), Box::new(after.activity.clone())));
        }
        let is_new = |joint: &&Joint| !self.joined.all().contains(joint);
        let joined: Vec<Joint> = after.joined.all().iter().filter(is_new).cloned().collect();
        if !joined.is_empty() {
            changes.push(Change::Joined(joined));
        }
        changes
    }
}

/// What of an activity can be planned on another tablet.
fn plan_of(activity: &ActivitySettings) -> ActivitySettings {
    ActivitySettings {
        id: String::new(),
        set_on: String::new(),
        languages: Vec::new(),
        n_present: 0,
        is_practice: false,
        ..activity.clone()
    }
}

/// Whether somebody has planned anything: the app begins with an empty plan by itself.
fn is_planned(plan: &ActivitySettings) -> bool {
    ActivitySettings { plan: String::new(), ..plan.clone() } != ActivitySettings::default()
}

#[cfg(test)]
mod tests {
    use super::*;
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
                id: "a".to_owned(),
                plan: "p".to_owned(),
                set_on: "2026-11-22".to_owned(),
                centre: "Buurtkamer".to_owned(),
                languages: vec!["nl".to_owned(), "ar".to_owned()],
                n_present: 7,
                ..ActivitySettings::default()
            },
            ..tablet()
        }
    }

    const ALL: Wanted = Wanted {
        endpoint: true,
        keys: true,
        languages: true,
        centres: true,
        retention: true,
        activity: true,
    };

    #[test]
    fn a_tablet_that_takes_everything_over_has_the_same_settings() {
        let setup = Setup::of(&first(), ALL);

        let after = tablet().with(&setup);

        let (id, set_on) = (String::new(), String::new());
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

        let after = tablet().with(&setup).activity.on("2026-11-23");

        assert_eq!(after.id, first().activity.on("2026-11-23").id);
        assert_eq!(after.centre, "Buurtkamer");
    }

    #[test]
    fn an_activity_in_which_nothing_was_planned_does_not_go_along() {
        let begun = ActivitySettings::default().begun("2026-11-22", || "p".to_owned());
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
            centres: Centres::of([
                centre("BUURTKAMER", "", ""),
                centre("De Brug", "self-managed", "Transvaal"),
            ]),
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
        let other = Here {
            activity: ActivitySettings { centre: "De Brug".to_owned(), ..first().activity },
            ..first()
        };

        assert_eq!(first().with(&plan).activity.id, "a");
        assert_eq!(other.with(&plan).activity.id, "");
    }
}

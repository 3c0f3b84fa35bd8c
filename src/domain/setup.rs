//! Settings that go from one tablet to another: what goes along, what becomes of those of the tablet that gets them, and
//! what differs then. Nothing is taken over by reading.

use crate::domain::activities::{Centre, Centres};
use crate::domain::receiver::{may_receive, server_of};
use crate::domain::response::ActivityId;
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
        id: ActivityId::default(),
        set_on: None,
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
mod tests;

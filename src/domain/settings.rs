//! What the coordinator has set on this tablet.

use uuid::Uuid;

use crate::domain::day::Day;
use crate::domain::response::{Activity, ActivityId, Mode, PartOfDay};

/// What the coordinator has set for the activity at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivitySettings {
    /// That of its plan on its day; empty before one was set.
    pub id: ActivityId,
    /// Random id of the plan, the same on every day and on every tablet that has it; empty before one was made, and in
    /// settings of an older app.
    pub plan: String,
    /// The local day on which a coordinator last set this; none if somebody else did, or nobody knows.
    pub set_on: Option<Day>,
    /// Name of the centre.
    pub centre: String,
    /// Kind of activity.
    pub kind: String,
    /// Round of measurement.
    pub round: String,
    /// Id of the deck; empty for the study's first.
    pub deck: String,
    /// Who holds the tablet.
    pub mode: Mode,
    /// How many people are in the group that gives one response together; 0 if nobody counted, or it is no group.
    pub n_present: u32,
    /// Ids of the languages that participants may choose; empty for all of the study.
    pub languages: Vec<String>,
    /// Local day; none for the day on which somebody answers.
    pub day: Option<Day>,
    /// Part of the day; `None` for that in which somebody answers.
    pub part_of_day: Option<PartOfDay>,
    /// Type of centre: `living-room`, `self-managed`, `new-generation` or empty.
    pub centre_type: String,
    /// Neighbourhood of the centre.
    pub neighbourhood: String,
    /// What the activity is for: ids of the five O's (`meet`, `develop`, `relax`, `support`, `undertake`).
    pub aims: Vec<String>,
    /// Ids of the instruments; empty for all of the study.
    pub instruments: Vec<String>,
    /// Ids of the indicators that were picked; they gave `cards` and `questions`.
    pub indicators: Vec<String>,
    /// Ids of the cards that are dealt; empty for those of the deck.
    pub cards: Vec<String>,
    /// Ids of the questions that are asked; empty for all of the study.
    pub questions: Vec<String>,
    /// Cards are dealt in the order of the deck and not at random.
    pub is_in_order: bool,
    /// How many participants are wanted; 0 if nobody said.
    pub target: u32,
    /// For training: nothing is kept or sent.
    pub is_practice: bool,
}

impl ActivitySettings {
    /// The day that people are at on `today`: that which was set, until it is over. So a tablet that was left standing
    /// begins anew, and a coordinator may still go back to a day on purpose.
    pub fn day_on(&self, today: Day) -> Day {
        let is_over = |day: &Day| *day < today && self.set_on < Some(today);
        self.day.filter(|day| !is_over(day)).unwrap_or(today)
    }

    /// The centre has to be asked for before anybody responds: none is `typed`, and nobody has said that this activity has none.
    /// `without` is the id of the one of which that was said.
    pub fn lacks_centre(&self, typed: &str, without: Option<&str>) -> bool {
        let has_none = !self.id.is_empty() && without == Some(self.id.as_str());
        typed.trim().is_empty() && !self.is_practice && !has_none
    }

    /// Id of the activity that this plan makes on `day`, as it stands in responses: the same on every tablet that has the plan.
    pub fn id_on(&self, day: &str) -> ActivityId {
        // An older app knew no plans, and began each with an id of its own.
        let plan = if self.plan.is_empty() { self.id.as_str() } else { self.plan.as_str() };
        let plan =
            Uuid::parse_str(plan).unwrap_or_else(|_| Uuid::new_v5(&Uuid::NAMESPACE_OID, plan.as_bytes()));
        ActivityId::new(Uuid::new_v5(&plan, day.as_bytes()))
    }

    /// The activity as responses of `day` tell it.
    #[must_use]
    pub fn activity(self, day: String, part_of_day: PartOfDay) -> Activity {
        Activity {
            // An older app knew no plans: its activity has the one id.
            id: if self.plan.is_empty() { self.id } else { self.id_on(&day) },
            centre: self.centre,
            kind: self.kind,
            date: day,
            part_of_day,
            round: self.round,
            centre_type: self.centre_type,
            neighbourhood: self.neighbourhood,
            aims: self.aims,
        }
    }

    /// The activity as it is held on `today`, with a plan of this new id if there was none.
    #[must_use]
    pub fn begun(&self, today: Day, new_id: impl FnOnce() -> String) -> Self {
        let is_first = self.id.is_empty() && self.plan.is_empty();
        let plan = if is_first { new_id() } else { self.plan.clone() };
        Self { plan, ..self.clone() }.on(today)
    }

    /// The activity as it is held on `today`: the same one if its day is today, otherwise that of a new day.
    #[must_use]
    pub fn on(&self, today: Day) -> Self {
        let day = self.day_on(today);
        Self {
            id: self.id_on(day.as_str()),
            plan: if self.plan.is_empty() { self.id.as_str().to_owned() } else { self.plan.clone() },
            day: self.day.filter(|set| *set == day),
            ..self.clone()
        }
    }
}

/// What is sent to where: the coordinator's settings for an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointSettings {
    /// Which kind of server it is: how its answers are read, and which body it gets unless a template says otherwise.
    pub preset: Preset,
    /// Address that takes responses by POST; empty means the collector that the page came from, if it did.
    pub url: String,
    /// Body as JSON with `"$responses"` (the list), `"$response"` (one request for each) and `"$batch"` (id of the
    /// batch) to be filled in; empty means the preset's own.
    pub template: String,
    /// Names and values of further request headers, such as a key.
    pub headers: Vec<(String, String)>,
    /// Most responses in one request.
    pub batch_size: usize,
    /// How long the server may take to answer, in seconds.
    pub time_out_s: u32,
    /// A response that is answered with 409 is there already: the answer to an earlier request was lost.
    pub conflict_is_there: bool,
}

/// A kind of endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Betekenis' own collector, or one that answers alike: names what it accepted.
    Collector,
    /// Any server that takes JSON: a success that is no web page counts as a receipt for the whole batch.
    Generic,
    /// Datasette 1.0 and its insert API: a table with the columns `id` (the key) and `response`.
    Datasette,
    /// CouchDB, or a server that speaks its `_bulk_docs`.
    CouchDb,
    /// PostgreSQL behind PostgREST (also Supabase): a table with the columns `id` (the key) and `response`.
    PostgRest,
}

/// Responses in one request when nothing else is set. Some 4 kB each: well below the megabyte that many servers take.
pub const BATCH_SIZE: usize = 50;

/// Seconds a server may take when nothing else is set. A batch of 50 is some 200 kB: two minutes are enough at 15 kbit/s.
pub const TIME_OUT_S: u32 = 120;

impl Default for EndpointSettings {
    fn default() -> Self {
        Self {
            preset: Preset::Collector,
            url: String::new(),
            template: String::new(),
            headers: Vec::new(),
            batch_size: BATCH_SIZE,
            time_out_s: TIME_OUT_S,
            conflict_is_there: false,
        }
    }
}

impl Preset {
    /// Every preset and its name in settings.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Collector, "collector"),
        (Self::Datasette, "datasette"),
        (Self::CouchDb, "couchdb"),
        (Self::PostgRest, "postgrest"),
        (Self::Generic, "generic"),
    ];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    const PLAN: &str = "0b5e8ea2-93ab-4cc1-a5f3-3dfa2e1f0c11";

    fn plan(day: &str, set_on: &str) -> ActivitySettings {
        let (plan, day, set_on) = (PLAN.to_owned(), Day::of(day), Day::of(set_on));
        ActivitySettings { plan, day, set_on, centre: "Betje".to_owned(), ..ActivitySettings::default() }
    }

    #[test]
    fn every_day_of_a_plan_is_an_activity_of_its_own_and_the_same_on_every_tablet() {
        let first = plan("", "2026-11-22").on(day("2026-11-22"));
        let elsewhere = plan("", "").on(day("2026-11-22"));

        let expected = ActivityId::new(Uuid::new_v5(&Uuid::parse_str(PLAN).unwrap(), b"2026-11-22"));
        assert_eq!((&first.id, &elsewhere.id), (&expected, &expected));
        assert_eq!(first.on(day("2026-11-22")), first, "the same day is the same activity");
        let later = first.on(day("2026-11-29"));
        assert_ne!(later.id, first.id);
        assert_eq!(ActivitySettings { id: first.id.clone(), ..later.clone() }, first);
        assert_eq!(later.on(day("2026-11-22")), first, "a clock that was set back goes back");
    }

    #[test]
    fn a_day_that_was_set_holds_until_it_is_over() {
        let held = |set: &str, set_on: &str, today: &str| plan(set, set_on).on(day(today)).day;

        assert_eq!(
            held("2026-12-24", "2026-11-22", "2026-11-23"),
            Some(day("2026-12-24")),
            "it is planned ahead"
        );
        assert_eq!(held("2026-12-24", "2026-11-22", "2026-12-24"), Some(day("2026-12-24")));
        assert_eq!(held("2026-12-24", "2026-11-22", "2026-12-25"), None, "the tablet was left standing");
        assert_eq!(
            held("2026-11-02", "2026-11-22", "2026-11-22"),
            Some(day("2026-11-02")),
            "it was set back on purpose"
        );
        assert_eq!(held("2026-11-02", "2026-11-22", "2026-11-23"), None);
        let back = plan("2026-11-02", "2026-11-22");
        assert_eq!(back.on(day("2026-11-22")).id, plan("", "").on(day("2026-11-02")).id);
    }

    #[test]
    fn responses_tell_the_activity_of_their_day_on_a_tablet_as_on_paper() {
        let set = ActivitySettings { round: "2".to_owned(), aims: vec!["meet".to_owned()], ..plan("", "") };
        let told = |set: &ActivitySettings| set.clone().activity("2026-11-22".to_owned(), PartOfDay::Evening);

        let on_tablet = set.on(day("2026-11-22"));
        assert_eq!(told(&on_tablet).id, on_tablet.id);
        assert_eq!(
            told(&set),
            told(&on_tablet),
            "paper of an earlier day belongs to the activity of that day"
        );
        assert_eq!(told(&on_tablet.on(day("2026-11-29"))), told(&set));
        let (date, part_of_day) = ("2026-11-22".to_owned(), PartOfDay::Evening);
        let (id, centre) = (on_tablet.id, "Betje".to_owned());
        let expected = Activity {
            id,
            centre,
            date,
            part_of_day,
            round: "2".to_owned(),
            aims: set.aims.clone(),
            ..Activity::default()
        };
        assert_eq!(told(&set), expected);
        let old = ActivitySettings { id: ActivityId::new("a"), ..ActivitySettings::default() };
        assert_eq!(told(&old).id, "a", "an older app knew no plans");
    }

    #[test]
    fn what_an_older_app_set_begins_anew_once_and_is_then_as_any_other() {
        let old = ActivitySettings { id: ActivityId::new("a"), ..ActivitySettings::default() };

        let now = old.on(day("2026-11-22"));

        assert_eq!((now.plan.as_str(), now.id.len()), ("a", 36));
        assert_eq!(now.on(day("2026-11-22")), now);
        assert_ne!(now.on(day("2026-11-23")).id, now.id);
    }
}

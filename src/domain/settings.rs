//! What the coordinator has set on this tablet.

use crate::domain::response::{Mode, PartOfDay};

/// What the coordinator has set for the activity at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivitySettings {
    /// Random id of the activity; empty before one was set.
    pub id: String,
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
    /// Local day, `YYYY-MM-DD`; empty for the day on which somebody answers.
    pub day: String,
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
    /// Cards are dealt in the order of the deck and not by chance.
    pub is_in_order: bool,
    /// How many participants are wanted; 0 if nobody said.
    pub target: u32,
    /// For training: nothing is kept or sent.
    pub is_practice: bool,
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

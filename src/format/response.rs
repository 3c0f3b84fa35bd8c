//! `response/1`: what one participant gave, as it is kept, sent and exported.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::response::{Activity, ActivityId, Mode, Outcome, PartOfDay, Response, ResponseId};
use crate::format::codec::{Invalid, Placed, Reader, Whole, names, write};
use crate::format::kinds::{read_part, write_part};

/// A response as it is written down. Keys that a newer app adds are passed over: nobody writes a response anew. A draft is written
/// anew, and so read whole.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ResponseRecord {
    schema: Schema,
    id: String,
    study: StudyRecord,
    activity: ActivityRecord,
    language: String,
    mode: String,
    outcome: String,
    app: String,
    /// Which kind each is, is asked when it is read.
    instruments: Vec<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    present: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "response/1")]
    Response1,
}

#[derive(Debug, Serialize, Deserialize)]
struct StudyRecord {
    id: String,
    version: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct ActivityRecord {
    id: String,
    centre: String,
    kind: String,
    date: String,
    part_of_day: String,
    round: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    centre_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    neighbourhood: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    aims: Option<Vec<String>>,
}

names! {
    /// Parts of the day.
    part_of_day: PartOfDay { Morning = "morning", Afternoon = "afternoon", Evening = "evening", }
}

names! {
    /// Who held the tablet.
    mode: Mode {
        Alone = "self",
        Coordinator = "coordinator",
        Interpreter = "interpreter",
        Group = "group",
        Paper = "paper",
    }
}

names! {
    /// How a response ended.
    outcome: Outcome { Complete = "complete", Stopped = "stopped", TimedOut = "timed-out", }
}

/// `response` as JSON. The same response is the same bytes, always.
pub fn write_response(response: &Response) -> String {
    write(&ResponseRecord::from(response))
}

/// Reads a response, as this app or a newer one wrote it. Of what only a newer app knows, an instrument or an answer is kept as it
/// came, and so is an instrument that does not go together, such as a move of a card that was not dealt. Of unknown keys it is known
/// that there are some ([`Response::has_newer_keys`]).
///
/// # Errors
///
/// [`Invalid`] for the first mistake, with its place.
pub fn read_response(json: &str) -> Result<Response, Invalid> {
    let whole = Whole::read::<ResponseRecord>(json).and_then(ResponseRecord::read::<Whole>);
    if let Ok(response) = whole
        && response.is_understood()
    {
        return Ok(response);
    }
    let mut response = Placed::read::<ResponseRecord>(json)?.read::<Placed>()?;
    // Otherwise there is something else that this version does not know, and its keys with it.
    response.has_newer_keys = response.is_understood();
    Ok(response)
}

impl From<&Response> for ResponseRecord {
    fn from(response: &Response) -> Self {
        let activity = &response.activity;
        let given = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            schema: Schema::Response1,
            id: response.id.to_string(),
            study: StudyRecord { id: response.study.clone(), version: response.study_version.clone() },
            activity: ActivityRecord {
                id: activity.id.to_string(),
                centre: activity.centre.clone(),
                kind: activity.kind.clone(),
                date: activity.date.clone(),
                part_of_day: part_name(response).to_owned(),
                round: activity.round.clone(),
                centre_type: given(&activity.centre_type),
                neighbourhood: given(&activity.neighbourhood),
                aims: (!activity.aims.is_empty()).then(|| activity.aims.clone()),
            },
            language: response.language.clone(),
            mode: mode_name(response).to_owned(),
            outcome: outcome_name(response).to_owned(),
            app: response.app.clone(),
            instruments: response.parts.iter().map(write_part).collect(),
            present: Some(response.n_present).filter(|n| *n > 0),
        }
    }
}

impl ResponseRecord {
    /// The response that is written here.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake in what was done with an instrument, with its place.
    pub(crate) fn read<R: Reader>(self) -> Result<Response, Invalid> {
        let mut parts = Vec::new();
        for (at, part) in self.instruments.into_iter().enumerate() {
            let read = read_part::<R>(part.get());
            parts.push(read.map_err(|invalid| invalid.within(&format!("instruments[{at}]")))?);
        }
        let activity = self.activity;
        let Named { mode, outcome, part_of_day, newer } =
            Named::of(self.mode, self.outcome, activity.part_of_day);
        Ok(Response {
            id: ResponseId::new(self.id),
            study: self.study.id,
            study_version: self.study.version,
            activity: Activity {
                id: ActivityId::new(activity.id),
                centre: activity.centre,
                kind: activity.kind,
                date: activity.date,
                part_of_day,
                round: activity.round,
                centre_type: activity.centre_type.unwrap_or_default(),
                neighbourhood: activity.neighbourhood.unwrap_or_default(),
                aims: activity.aims.unwrap_or_default(),
            },
            language: self.language,
            mode,
            outcome,
            app: self.app,
            n_present: self.present.unwrap_or_default(),
            parts,
            newer,
            has_newer_keys: false,
        })
    }
}

/// What a response says by names, of which only a newer app may know some.
pub(crate) struct Named {
    pub(crate) mode: Mode,
    pub(crate) outcome: Outcome,
    pub(crate) part_of_day: PartOfDay,
    /// As [`Response::newer`].
    pub(crate) newer: BTreeMap<&'static str, String>,
}

impl Named {
    /// What these names say.
    pub(crate) fn of(mode_name: String, outcome_name: String, part_name: String) -> Self {
        let mut newer = BTreeMap::new();
        let mode = mode::named(&mode_name).unwrap_or(Mode::Newer);
        if mode == Mode::Newer {
            newer.insert(MODE, mode_name);
        }
        let outcome = outcome::named(&outcome_name).unwrap_or(Outcome::Newer);
        if outcome == Outcome::Newer {
            newer.insert(OUTCOME, outcome_name);
        }
        let part_of_day = part_of_day::named(&part_name).unwrap_or(PartOfDay::Newer);
        if part_of_day == PartOfDay::Newer {
            newer.insert(PART_OF_DAY, part_name);
        }
        Self { mode, outcome, part_of_day, newer }
    }
}

const MODE: &str = "mode";
const OUTCOME: &str = "outcome";
const PART_OF_DAY: &str = "part_of_day";

/// What the mode of `response` is called.
pub(crate) fn mode_name(response: &Response) -> &str {
    response.newer.get(MODE).map_or_else(|| mode::name(response.mode), String::as_str)
}

/// What the outcome of `response` is called.
pub(crate) fn outcome_name(response: &Response) -> &str {
    response.newer.get(OUTCOME).map_or_else(|| outcome::name(response.outcome), String::as_str)
}

/// What the part of the day of `response` is called.
pub(crate) fn part_name(response: &Response) -> &str {
    let part = response.activity.part_of_day;
    response.newer.get(PART_OF_DAY).map_or_else(|| part_of_day::name(part), String::as_str)
}

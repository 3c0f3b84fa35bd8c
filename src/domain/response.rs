//! What one participant gave: one record, immutable once finished.

use std::collections::BTreeMap;

pub use crate::domain::id::{ActivityId, ResponseId};
pub use crate::instruments::{NewerPart, Part};

/// What one participant gave.
///
/// Holds no name, no device and no time of day: nothing by which a person could be found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Made before anything is written.
    pub id: ResponseId,
    /// Id of the study.
    pub study: String,
    /// Version of the study.
    pub study_version: String,
    /// The occasion at which it was given.
    pub activity: Activity,
    /// Id of the language in which it was given.
    pub language: String,
    /// Who held the tablet.
    pub mode: Mode,
    /// How many people gave it together; 0 unless it is of a group that was counted.
    pub n_present: u32,
    /// How it ended.
    pub outcome: Outcome,
    /// Version of the app.
    pub app: String,
    /// One entry per instrument that was dealt, in the order of the study. Until it has ended, one that is not dealt has an
    /// empty entry.
    pub parts: Vec<Part>,
    /// Names that only a newer app knows, by the key under which they stand: of [`Mode::Newer`], [`Outcome::Newer`] and
    /// [`PartOfDay::Newer`].
    pub newer: BTreeMap<&'static str, String>,
    /// Its text has keys that only a newer app knows; what stands under the others is here.
    pub has_newer_keys: bool,
}

impl Response {
    /// This version of the app knows everything that it holds.
    pub fn is_understood(&self) -> bool {
        self.newer.is_empty() && !self.has_newer_keys && self.parts.iter().all(Part::is_understood)
    }

    /// Several people gave it together, on the tablet or on paper.
    pub fn is_of_group(&self) -> bool {
        self.mode == Mode::Group || (self.mode == Mode::Paper && self.n_present > 1)
    }

    /// How many people gave it, at least: of a group as many as were counted, and one where nobody counted.
    pub fn n_people(&self) -> usize {
        if self.is_of_group() { self.n_present.max(1) as usize } else { 1 }
    }

    /// This response as it is kept, ended as `outcome`: questions that were never reached are not in it, nor instruments that
    /// were not dealt, nor fields in which nothing was written.
    pub fn ended(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self.parts.retain(|part| !part.is_empty());
        self.parts.iter_mut().for_each(Part::end);
        self
    }
}

/// An occasion at a centre at which responses are collected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Activity {
    /// Made when the activity is set up; empty if it never was.
    pub id: ActivityId,
    /// Name of the centre; may be empty.
    pub centre: String,
    /// Kind of activity; may be empty.
    pub kind: String,
    /// Local day, `YYYY-MM-DD`.
    pub date: String,
    /// When on that day.
    pub part_of_day: PartOfDay,
    /// Round of measurement; may be empty.
    pub round: String,
    /// Type of centre: `living-room`, `self-managed`, `new-generation` or empty.
    pub centre_type: String,
    /// Neighbourhood of the centre; may be empty.
    pub neighbourhood: String,
    /// What the activity is for: ids of the five O's (`meet`, `develop`, `relax`, `support`, `undertake`).
    pub aims: Vec<String>,
}

/// A part of the day: as precise as the time of a response ever gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum PartOfDay {
    /// Before noon.
    #[default]
    Morning,
    /// From noon.
    Afternoon,
    /// From six.
    Evening,
    /// One that only a newer app knows.
    Newer,
}

impl PartOfDay {
    /// The part of the day in which `hour` (0 to 23, local) falls.
    pub fn at(hour: u32) -> Self {
        match hour {
            0..12 => Self::Morning,
            12..18 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// Who held the tablet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// The participant alone.
    #[default]
    Alone,
    /// Together with the coordinator.
    Coordinator,
    /// Together with an interpreter or family.
    Interpreter,
    /// A group, one joint response.
    Group,
    /// Taken over from paper.
    Paper,
    /// One that only a newer app knows.
    Newer,
}

/// How a response ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The participant came to the end.
    Complete,
    /// The participant stopped.
    Stopped,
    /// The participant walked away.
    TimedOut,
    /// One that only a newer app knows.
    Newer,
}

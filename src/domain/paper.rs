//! Paper: what is handed out on it, and what comes back, taken over as a response.

use std::collections::BTreeMap;

use crate::domain::day;
use crate::domain::day::Day;
use crate::domain::dealing::Dealing;
use crate::domain::response::ResponseId;
use crate::domain::response::{Mode, Outcome, PartOfDay, Response};
use crate::domain::settings::ActivitySettings;
use crate::domain::study::Study;
use crate::instruments::{FilledPart, InnerMark, SheetPart};

/// Most people who can have filled in a sheet together.
pub const MOST_PRESENT: u32 = 99;

/// What is printed for an activity: which cards and questions, in which order.
///
/// Everything is ids of the study. What the activity names and the study lacks is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// One for each instrument that is used, in the order of the study.
    pub parts: Vec<SheetPart>,
}

impl Sheet {
    /// What is printed of `study` for the activity that is `set`.
    pub fn of(study: &Study, set: &ActivitySettings) -> Self {
        let dealing = Dealing::of(set).fitting(study);
        let parts = study
            .instruments
            .iter()
            .map(|instrument| instrument.sheet(study, &dealing, dealing.ids(study, instrument)));
        Self { parts: parts.filter(|part| !part.is_empty()).collect() }
    }

    /// Nothing can be printed.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// A sheet that came back, being taken over.
///
/// Every change goes through [`Filled::mark`]. Invariant: it holds ids of its sheet only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Id of the language of the sheet.
    pub language: String,
    /// Local day of the activity, `YYYY-MM-DD`.
    pub day: String,
    /// When on that day.
    pub part_of_day: PartOfDay,
    /// How many people gave it together; 0 if it is of one person, or nobody counted.
    pub n_present: u32,
    /// What came back of each part of the sheet.
    parts: Vec<FilledPart>,
}

/// Something that is taken over from the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// What stands on the part at this place.
    Inside(usize, InnerMark),
    /// The language of the sheet.
    Language(String),
    /// The day of the activity.
    Day(String),
    /// When on that day.
    PartOfDay(PartOfDay),
    /// How many people filled it in together.
    Present(u32),
}

/// Why it cannot be kept yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// Nothing was taken over: no card, no answer, no word.
    #[error("the sheet is empty")]
    Empty,
    /// The day is no day.
    #[error("the day is missing")]
    NoDay,
    /// The day is still to come.
    #[error("the day is still to come")]
    Future,
    /// There is a story, and nobody has said about which card.
    #[error("the card of the story is missing")]
    NoStoryCard,
}

impl Filled {
    /// An empty sheet in `language`, of an activity on `day` (`YYYY-MM-DD`).
    pub fn new(sheet: &Sheet, language: &str, day: &str, part_of_day: PartOfDay) -> Self {
        Self {
            language: language.to_owned(),
            day: day.to_owned(),
            part_of_day,
            n_present: 0,
            parts: sheet.parts.iter().map(SheetPart::fill).collect(),
        }
    }

    /// The next sheet of the same pile of paper: day, part of the day and language stay.
    #[must_use]
    pub fn next(&self) -> Self {
        Self::new(&self.sheet(), &self.language, &self.day, self.part_of_day)
    }

    /// What was handed out.
    pub fn sheet(&self) -> Sheet {
        Sheet { parts: self.parts.iter().map(FilledPart::sheet).collect() }
    }

    /// What came back of each part of the sheet.
    pub fn parts(&self) -> &[FilledPart] {
        &self.parts
    }

    /// Takes over `mark`. What is not on the sheet, or makes no sense on it, changes nothing. Returns whether anything
    /// changed.
    pub fn mark(&mut self, mark: Mark) -> bool {
        let before = self.clone();
        match mark {
            Mark::Inside(at, mark) => {
                if let Some(part) = self.parts.get_mut(at) {
                    part.mark(mark);
                }
            }
            Mark::Language(id) => self.language = id,
            Mark::Day(day) => self.day = day,
            Mark::PartOfDay(part) => self.part_of_day = part,
            Mark::Present(n) => self.n_present = n.min(MOST_PRESENT),
        }
        *self != before
    }

    /// Whether it can be kept; `today` is the local day.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is in the way.
    pub fn check(&self, today: Day) -> Result<(), NotYet> {
        if self.parts.iter().all(FilledPart::is_blank) {
            return Err(NotYet::Empty);
        }
        self.check_day(today)?;
        self.parts.iter().try_for_each(FilledPart::check)
    }

    /// Whether its day may be that of paper which is here on `today`.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is wrong with it.
    pub fn check_day(&self, today: Day) -> Result<(), NotYet> {
        if !day::is_right(&self.day) {
            Err(NotYet::NoDay)
        } else if self.day.as_str() > today.as_str() {
            Err(NotYet::Future)
        } else {
            Ok(())
        }
    }

    /// The response of who filled in this sheet of `study` at the activity that is `set`, with a random `id`; `app` is the version of
    /// the app, `today` the local day.
    ///
    /// The order of the cards is that of the sheet, and nothing took any time: nobody measured it.
    ///
    /// # Errors
    ///
    /// [`NotYet`], with what is in the way.
    pub fn response(
        &self,
        study: &Study,
        set: &ActivitySettings,
        id: ResponseId,
        app: &str,
        today: Day,
    ) -> Result<Response, NotYet> {
        self.check(today)?;
        Ok(Response {
            id,
            study: study.id.clone(),
            study_version: study.version.clone(),
            activity: set.clone().activity(self.day.clone(), self.part_of_day),
            language: self.language.clone(),
            mode: Mode::Paper,
            n_present: self.n_present,
            newer: BTreeMap::new(),
            has_newer_keys: false,
            outcome: Outcome::Complete,
            app: app.to_owned(),
            parts: self.parts.iter().map(FilledPart::part).collect(),
        })
    }
}

//! How thumbs are counted.

use crate::domain::codings::TextKind;
use crate::domain::framework::{Comparing, RollingUp};
use crate::domain::privacy::may_tell;
use crate::domain::study::Study;
use crate::instruments::thumbs::rules::Thumb;
use crate::instruments::{FreeText, Tallied, Tally};

/// How many thumbs are up, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThumbResults {
    /// Id of the instrument.
    pub instrument: String,
    /// How many are up.
    pub n_up: usize,
    /// How many are up or down.
    pub n: usize,
    /// Of how many people.
    pub n_people: usize,
}

impl Tallied for Thumb {
    type Results = ThumbResults;

    fn says_anything(&self) -> bool {
        self.is_up.is_some()
    }

    fn results(&self, _: &Study) -> Option<ThumbResults> {
        Some(ThumbResults { instrument: self.instrument.clone(), ..ThumbResults::default() })
    }

    fn texts(&self) -> Vec<FreeText<'_>> {
        vec![FreeText { kind: TextKind::Story, text: &self.why, card: "" }]
    }

    fn words(&self) -> &[String] {
        &[]
    }

    fn words_mut(&mut self) -> &mut [String] {
        &mut []
    }

    fn roll_up(&self, _: &mut RollingUp<'_>) {}

    fn compare<'a>(&'a self, _: &mut Comparing<'a>) {}
}

impl Tally for ThumbResults {
    type Part = Thumb;

    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn add(&mut self, _: &Study, thumb: &Thumb, n_people: usize) {
        let Some(is_up) = thumb.is_up else { return };
        self.n += 1;
        self.n_up += usize::from(is_up);
        self.n_people += n_people;
    }

    fn put_in_order(&mut self, _: &Study) {}

    fn for_group(&mut self, _: &[String]) {
        if !may_tell(self.n_people) {
            *self = Self { instrument: std::mem::take(&mut self.instrument), ..Self::default() };
        }
    }

    fn is_empty(&self) -> bool {
        self.n == 0
    }
}

//! Responses counted by centre and kind of activity.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::response::Response;

/// How many responses there are of what, by two things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrossTable {
    /// What stands above the columns, in order.
    pub columns: Vec<String>,
    /// What stands before each row, in order, and its numbers, one for each column.
    pub rows: Vec<(String, Vec<usize>)>,
}

impl CrossTable {
    /// The sum of each column, and last that of all.
    pub fn totals(&self) -> Vec<usize> {
        let column = |at: usize| self.rows.iter().map(|(_, numbers)| numbers[at]).sum();
        let mut totals: Vec<usize> = (0..self.columns.len()).map(column).collect();
        totals.push(totals.iter().sum());
        totals
    }

    /// How many responses there are by centre and kind of activity.
    pub(super) fn of(responses: &[&Response]) -> Self {
        let mut counts = BTreeMap::<&str, BTreeMap<&str, usize>>::new();
        let mut kinds = BTreeSet::new();
        for response in responses {
            let activity = &response.activity;
            kinds.insert(activity.kind.as_str());
            *counts.entry(&activity.centre).or_default().entry(&activity.kind).or_default() += 1;
        }
        let numbers = |of: BTreeMap<&str, usize>| {
            kinds.iter().map(|kind| of.get(kind).copied().unwrap_or_default()).collect()
        };
        let rows = counts.into_iter().map(|(centre, of)| (centre.to_owned(), numbers(of))).collect();
        Self { columns: kinds.iter().map(|kind| (*kind).to_owned()).collect(), rows }
    }
}

//! A filter and what can be chosen in it, between the coordinator's page and the worker that makes results.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::filter::{Facets, Filter, Occasion};
use crate::domain::response::Mode;
use crate::format::codec::Invalid;
use crate::format::records::{As, Record, pair, read_as, records, write_as};
use crate::format::response::mode;

/// A filter; what is missing lets everything through.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Filter", default = "Filter::default")]
pub(crate) struct FilterRecord {
    activity: String,
    centre: String,
    neighbourhood: String,
    centre_type: String,
    kind: String,
    round: String,
    language: String,
    #[serde(with = "As::<Option<ModeRecord>>")]
    mode: Option<Mode>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Facets")]
struct FacetsRecord {
    n: usize,
    #[serde(rename = "not_understood")]
    n_not_understood: usize,
    #[serde(with = "As::<CountsRecord>")]
    centres: BTreeMap<String, usize>,
    #[serde(with = "As::<CountsRecord>")]
    neighbourhoods: BTreeMap<String, usize>,
    #[serde(with = "As::<CountsRecord>")]
    centre_types: BTreeMap<String, usize>,
    #[serde(with = "As::<CountsRecord>")]
    kinds: BTreeMap<String, usize>,
    #[serde(with = "As::<CountsRecord>")]
    rounds: BTreeMap<String, usize>,
    #[serde(with = "As::<CountsRecord>")]
    languages: BTreeMap<String, usize>,
    #[serde(with = "As::<Vec<ModeCountRecord>>")]
    modes: Vec<(Mode, usize)>,
    #[serde(with = "As::<Vec<OccasionRecord>>")]
    activities: Vec<Occasion>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Occasion")]
struct OccasionRecord {
    id: String,
    centre: String,
    kind: String,
    round: String,
    date: String,
    n: usize,
}

records! {
    FilterRecord: Filter,
    FacetsRecord: Facets,
    OccasionRecord: Occasion,
}

pair! {
    /// A value and how often it occurs.
    CountRecord {
        value: String,
        n: usize,
    }
}

pair! {
    /// A mode and how often it occurs.
    ModeCountRecord {
        #[serde(with = "mode")]
        value: Mode,
        n: usize,
    }
}

/// Values and how often each occurs.
enum CountsRecord {}

impl Record for CountsRecord {
    type Of = BTreeMap<String, usize>;

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        Vec::<CountRecord>::write(&of.clone().into_iter().collect(), to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        Ok(Vec::<CountRecord>::read(from)?.into_iter().collect())
    }
}

/// A mode, by its name.
pub(crate) enum ModeRecord {}

impl Record for ModeRecord {
    type Of = Mode;

    fn write<S: Serializer>(of: &Self::Of, to: S) -> Result<S::Ok, S::Error> {
        mode::serialize(of, to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Of, D::Error> {
        mode::deserialize(from)
    }
}

/// Writes a filter.
pub fn write_filter(filter: &Filter) -> String {
    write_as::<FilterRecord>(filter)
}

/// Reads a filter; what is missing lets everything through.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_filter(json: &str) -> Result<Filter, Invalid> {
    read_as::<FilterRecord>(json)
}

/// Writes what can be chosen.
pub fn write_facets(facets: &Facets) -> String {
    write_as::<FacetsRecord>(facets)
}

/// Reads what can be chosen.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_facets`] writes.
pub fn read_facets(json: &str) -> Result<Facets, Invalid> {
    read_as::<FacetsRecord>(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_as_it_was() {
        for filter in [
            Filter::default(),
            Filter {
                activity: "a".to_owned(),
                centre: "Bij Betje".to_owned(),
                neighbourhood: "Moerwijk".to_owned(),
                centre_type: "living-room".to_owned(),
                kind: "Open inloop".to_owned(),
                round: "2".to_owned(),
                language: "ar".to_owned(),
                mode: Some(Mode::Paper),
            },
        ] {
            assert_eq!(read_filter(&write_filter(&filter)), Ok(filter));
        }
    }

    #[test]
    fn what_can_be_chosen_comes_back_as_it_was() {
        let facets = Facets {
            n_not_understood: 2,
            n: 3,
            centres: BTreeMap::from([("Bij Betje".to_owned(), 2)]),
            languages: BTreeMap::from([("nl".to_owned(), 3)]),
            modes: vec![(Mode::Alone, 1), (Mode::Group, 2)],
            activities: vec![Occasion { id: "a".to_owned(), n: 3, ..Occasion::default() }],
            ..Facets::default()
        };

        assert_eq!(read_facets(&write_facets(&facets)), Ok(facets));
    }
}

//! A filter and what can be chosen in it, between the coordinator's page and the worker that makes results.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::filter::{Facets, Filter, Occasion};
use crate::domain::response::{ActivityId, Mode};
use crate::format::id;
use crate::format::records::{As, Record, pair, records};
use crate::format::response::mode;

/// A filter; what is missing lets everything through.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Filter", default = "Filter::default")]
pub(crate) struct FilterRecord {
    #[serde(with = "id")]
    activity: ActivityId,
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
pub(crate) struct FacetsRecord {
    n: usize,
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
    #[serde(with = "id")]
    id: ActivityId,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::counted::LeftOut;
    use crate::format::asked::{Asks as _, FacetsQuestion, Reported};

    #[test]
    fn what_can_be_chosen_comes_back_as_it_was() {
        let facets = Facets {
            n: 3,
            centres: BTreeMap::from([("Bij Betje".to_owned(), 2)]),
            languages: BTreeMap::from([("nl".to_owned(), 3)]),
            modes: vec![(Mode::Alone, 1), (Mode::Group, 2)],
            activities: vec![Occasion { id: ActivityId::new("a"), n: 3, ..Occasion::default() }],
            ..Facets::default()
        };

        let reported = Reported { answer: facets, left_out: LeftOut::default() };
        assert_eq!(FacetsQuestion::read(&FacetsQuestion::write(&reported)), Ok(reported));
    }
}

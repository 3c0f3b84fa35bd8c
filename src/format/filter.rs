//! A filter and what can be chosen in it, between the coordinator's page and the worker that makes results.

use std::collections::BTreeMap;

use crate::domain::filter::{Facets, Filter, Occasion};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{MODES, name_of, named};

/// Writes a filter.
pub fn write_filter(filter: &Filter) -> Json {
    Json::object(vec![
        ("activity", filter.activity.as_str().into()),
        ("centre", filter.centre.as_str().into()),
        ("neighbourhood", filter.neighbourhood.as_str().into()),
        ("centre_type", filter.centre_type.as_str().into()),
        ("kind", filter.kind.as_str().into()),
        ("round", filter.round.as_str().into()),
        ("language", filter.language.as_str().into()),
        ("mode", filter.mode.map_or(Json::Null, |mode| name_of(MODES, mode).into())),
    ])
}

/// Reads a filter; what is missing lets everything through.
pub fn read_filter(place: &Place<'_>) -> Filter {
    let text = |key| place.given(key).map(|place| place.text()).unwrap_or_default();
    Filter {
        activity: text("activity"),
        centre: text("centre"),
        neighbourhood: text("neighbourhood"),
        centre_type: text("centre_type"),
        kind: text("kind"),
        round: text("round"),
        language: text("language"),
        mode: place.given("mode").map(|mode| named(MODES, &mode)),
    }
}

/// Writes what can be chosen.
pub fn write_facets(facets: &Facets) -> String {
    let counts = |values: &BTreeMap<String, usize>| {
        Json::List(values.iter().map(|(value, n)| counted(value, *n)).collect())
    };
    let occasion = |one: &Occasion| {
        Json::object(vec![
            ("id", one.id.as_str().into()),
            ("centre", one.centre.as_str().into()),
            ("kind", one.kind.as_str().into()),
            ("round", one.round.as_str().into()),
            ("date", one.date.as_str().into()),
            ("n", (one.n as u64).into()),
        ])
    };
    let modes = facets.modes.iter().map(|(mode, n)| counted(name_of(MODES, *mode), *n));
    Json::object(vec![
        ("n", (facets.n as u64).into()),
        ("centres", counts(&facets.centres)),
        ("neighbourhoods", counts(&facets.neighbourhoods)),
        ("centre_types", counts(&facets.centre_types)),
        ("kinds", counts(&facets.kinds)),
        ("rounds", counts(&facets.rounds)),
        ("languages", counts(&facets.languages)),
        ("modes", Json::List(modes.collect())),
        ("activities", Json::List(facets.activities.iter().map(occasion).collect())),
    ])
    .write()
}

/// Reads what can be chosen.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_facets`] writes.
pub fn read_facets(json: &str) -> Result<Facets, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let counts = |key| {
        let items = top.field(key).items();
        items.iter().map(|item| (item.field("value").text(), item.field("n").size())).collect()
    };
    let modes = top.field("modes").items();
    let facets = Facets {
        n: top.field("n").size(),
        centres: counts("centres"),
        neighbourhoods: counts("neighbourhoods"),
        centre_types: counts("centre_types"),
        kinds: counts("kinds"),
        rounds: counts("rounds"),
        languages: counts("languages"),
        modes: modes
            .iter()
            .map(|item| (named(MODES, &item.field("value")), item.field("n").size()))
            .collect(),
        activities: top.field("activities").items().iter().map(read_occasion).collect(),
    };
    mistake.none_in(facets)
}

fn read_occasion(place: &Place<'_>) -> Occasion {
    let text = |key| place.field(key).text();
    Occasion {
        id: text("id"),
        centre: text("centre"),
        kind: text("kind"),
        round: text("round"),
        date: text("date"),
        n: place.field("n").size(),
    }
}

fn counted(value: &str, n: usize) -> Json {
    Json::object(vec![("value", value.into()), ("n", (n as u64).into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::Mode;

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
            let value = Json::parse(&write_filter(&filter).write()).unwrap();
            let mistake = Mistake::default();
            let read = read_filter(&Place::top(&value, &mistake));
            assert_eq!(mistake.none_in(read), Ok(filter));
        }
    }

    #[test]
    fn what_can_be_chosen_comes_back_as_it_was() {
        let facets = Facets {
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

//! Which responses are meant: those of a centre, a round, a language, and so on.

use std::collections::BTreeMap;

use crate::domain::response::{ActivityId, Mode, Response};
use crate::domain::same::is_same;

/// Which responses are meant. What is empty lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The activity.
    pub activity: ActivityId,
    /// Name of the centre.
    pub centre: String,
    /// Neighbourhood of the centre.
    pub neighbourhood: String,
    /// Type of centre.
    pub centre_type: String,
    /// Kind of activity.
    pub kind: String,
    /// Round of measurement.
    pub round: String,
    /// Id of the language.
    pub language: String,
    /// Who held the tablet.
    pub mode: Option<Mode>,
}

impl Filter {
    /// All responses of one activity.
    pub fn of_activity(activity: ActivityId) -> Self {
        Self { activity, ..Self::default() }
    }

    /// `response` is one of those that are meant.
    pub fn fits(&self, response: &Response) -> bool {
        let activity = &response.activity;
        let is_of_activity = self.activity.is_empty() || self.activity == activity.id;
        let ids = [(&self.centre_type, &activity.centre_type), (&self.language, &response.language)];
        let names = [
            (&self.centre, &activity.centre),
            (&self.neighbourhood, &activity.neighbourhood),
            (&self.kind, &activity.kind),
            (&self.round, &activity.round),
        ];
        is_of_activity
            && ids.iter().all(|(wanted, is)| wanted.is_empty() || wanted == is)
            && names.iter().all(|(wanted, is)| wanted.is_empty() || is_same(wanted, is))
            && self.mode.is_none_or(|mode| mode == response.mode)
    }
}

/// What can be chosen in a [`Filter`]: every value that occurs, and in how many responses. Empty values are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// How many responses there are.
    pub n: usize,
    /// Names of centres.
    pub centres: BTreeMap<String, usize>,
    /// Neighbourhoods.
    pub neighbourhoods: BTreeMap<String, usize>,
    /// Types of centre.
    pub centre_types: BTreeMap<String, usize>,
    /// Kinds of activity.
    pub kinds: BTreeMap<String, usize>,
    /// Rounds of measurement.
    pub rounds: BTreeMap<String, usize>,
    /// Ids of languages.
    pub languages: BTreeMap<String, usize>,
    /// Modes, in the order in which they are declared.
    pub modes: Vec<(Mode, usize)>,
    /// Activities, the newest day first.
    pub activities: Vec<Occasion>,
}

/// An activity, as its responses tell of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occasion {
    /// What it is called in them.
    pub id: ActivityId,
    /// Name of the centre.
    pub centre: String,
    /// Kind of activity.
    pub kind: String,
    /// Round of measurement.
    pub round: String,
    /// First day on which somebody answered, `YYYY-MM-DD`.
    pub date: String,
    /// How many responses it has.
    pub n: usize,
}

impl Facets {
    /// What occurs in `responses`.
    pub fn of<'a>(responses: impl IntoIterator<Item = &'a Response>) -> Self {
        let mut facets = Self::default();
        let mut activities = BTreeMap::<ActivityId, Occasion>::new();
        for response in responses {
            let activity = &response.activity;
            facets.n += 1;
            for (values, value) in [
                (&mut facets.centres, &activity.centre),
                (&mut facets.neighbourhoods, &activity.neighbourhood),
                (&mut facets.centre_types, &activity.centre_type),
                (&mut facets.kinds, &activity.kind),
                (&mut facets.rounds, &activity.round),
                (&mut facets.languages, &response.language),
            ] {
                if !value.is_empty() {
                    *values.entry(value.clone()).or_default() += 1;
                }
            }
            match facets.modes.iter_mut().find(|(mode, _)| *mode == response.mode) {
                Some((_, n)) => *n += 1,
                None => facets.modes.push((response.mode, 1)),
            }
            let occasion = activities.entry(activity.id.clone()).or_insert_with(|| Occasion {
                id: activity.id.clone(),
                centre: activity.centre.clone(),
                kind: activity.kind.clone(),
                round: activity.round.clone(),
                date: activity.date.clone(),
                n: 0,
            });
            occasion.n += 1;
            if activity.date < occasion.date {
                occasion.date.clone_from(&activity.date);
            }
        }
        facets.modes.sort_unstable_by_key(|(mode, _)| *mode as u8);
        facets.activities = activities.into_values().collect();
        facets.activities.sort_by(|one, other| (&other.date, &one.id).cmp(&(&one.date, &other.id)));
        facets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::ResponseId;
    use crate::domain::response::{Activity, Outcome};

    fn response(activity: &str, centre: &str, date: &str, mode: Mode) -> Response {
        Response {
            id: ResponseId::new("r"),
            study: "s".to_owned(),
            study_version: "1".to_owned(),
            activity: Activity {
                id: ActivityId::new(activity),
                centre: centre.to_owned(),
                date: date.to_owned(),
                ..Activity::default()
            },
            language: "nl".to_owned(),
            mode,
            n_present: 0,
            newer: BTreeMap::new(),
            has_newer_keys: false,
            outcome: Outcome::Complete,
            app: "0".to_owned(),
            parts: Vec::new(),
        }
    }

    #[test]
    fn what_is_empty_lets_everything_through_and_the_rest_only_what_is_the_same() {
        let response = response("a", "Buurtkamer", "2026-11-01", Mode::Group);
        let fits = |filter: Filter| filter.fits(&response);

        assert!(fits(Filter::default()));
        assert!(fits(Filter::of_activity(ActivityId::new("a"))));
        assert!(!fits(Filter::of_activity(ActivityId::new("b"))));
        assert!(!fits(Filter { mode: Some(Mode::Alone), ..Filter::default() }));
        assert!(fits(Filter {
            centre: "Buurtkamer".to_owned(),
            mode: Some(Mode::Group),
            ..Filter::default()
        }));
        assert!(fits(Filter { centre: "BUURT\u{ad}KAMER ".to_owned(), ..Filter::default() }));
        assert!(!fits(Filter { round: "1".to_owned(), ..Filter::default() }));
    }

    #[test]
    fn facets_count_what_occurs_and_put_the_newest_activity_first() {
        let facets = Facets::of(&[
            response("a", "Betje", "2026-11-02", Mode::Group),
            response("a", "Betje", "2026-11-01", Mode::Alone),
            response("b", "", "2026-11-09", Mode::Alone),
        ]);

        assert_eq!(facets.n, 3);
        assert_eq!(facets.centres, BTreeMap::from([("Betje".to_owned(), 2)]));
        assert_eq!(facets.modes, [(Mode::Alone, 2), (Mode::Group, 1)]);
        let told: Vec<_> =
            facets.activities.iter().map(|one| (one.id.as_str(), one.date.as_str(), one.n)).collect();
        assert_eq!(told, [("b", "2026-11-09", 1), ("a", "2026-11-01", 2)]);
    }
}

//! Results, between the coordinator's page and the worker that makes them.

use serde::{Deserialize, Serialize};

use crate::domain::results::{Missing, Results, Whom};
use crate::format::codec::names;
use crate::format::kinds::PartResultsRecord;
use crate::format::records::{As, records};
use crate::instruments::PartResults;

names! {
    /// Whose responses are counted.
    whom: Whom { People = "people", Groups = "groups", }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Results")]
pub(crate) struct ResultsRecord {
    #[serde(with = "whom")]
    whom: Whom,
    n: usize,
    #[serde(rename = "people")]
    n_people: usize,
    #[serde(rename = "unfinished")]
    n_unfinished: usize,
    #[serde(rename = "paper")]
    n_paper: usize,
    #[serde(rename = "people_apart")]
    n_people_apart: usize,
    groups_apart: Vec<u32>,
    #[serde(with = "As::<Vec<PartResultsRecord>>")]
    parts: Vec<PartResults>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Missing")]
pub(crate) struct MissingRecord {
    text: String,
    n: usize,
}

records! {
    ResultsRecord: Results,
    MissingRecord: Missing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::counted::LeftOut;
    use crate::format::asked::{Asks as _, Reported, ResultsQuestion};
    use crate::instruments::card_sort::tally::{CardResults, SortResults};
    use crate::instruments::survey::tally::{QuestionResults, SurveyResults};

    #[test]
    fn results_come_back_as_they_were() {
        let card = CardResults {
            id: "sc1".to_owned(),
            piles: vec![3, 0, 1],
            n_dont_know: 2,
            n_important: 4,
            n_more: 5,
            n_people: 6,
        };
        let results = Results {
            whom: Whom::Groups,
            n: 7,
            n_people: 40,
            n_unfinished: 1,
            n_paper: 2,
            n_people_apart: 3,
            groups_apart: vec![0, 8],
            parts: vec![
                SortResults {
                    instrument: "meaning".to_owned(),
                    cards: vec![card],
                    n_asked_important: 5,
                    n_asked_more: 6,
                    missing: vec![Missing { text: "\"dansen\"".to_owned(), n: 2 }],
                }
                .into(),
                SurveyResults {
                    instrument: "survey".to_owned(),
                    questions: vec![QuestionResults {
                        id: "q".to_owned(),
                        choices: vec![("none".to_owned(), 0), ("some".to_owned(), 3)],
                        n_dont_know: 1,
                        n_skipped: 2,
                        n_answered: 4,
                        n_people: 4,
                    }],
                }
                .into(),
            ],
        };

        let reported = Reported { answer: results, left_out: LeftOut::default() };
        assert_eq!(ResultsQuestion::read(&ResultsQuestion::write(&reported)), Ok(reported));
    }
}

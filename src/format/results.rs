//! Results, between the coordinator's page and the worker that makes them.

use serde::{Deserialize, Serialize};

use crate::domain::results::{CardResults, Missing, QuestionResults, Results, SortResults, Whom};
use crate::format::codec::names;
use crate::format::records::{As, pair, records};

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
    #[serde(with = "As::<Vec<SortRecord>>")]
    sorts: Vec<SortResults>,
    #[serde(with = "As::<Vec<AnswersRecord>>")]
    questions: Vec<QuestionResults>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SortResults")]
struct SortRecord {
    #[serde(rename = "id")]
    instrument: String,
    #[serde(with = "As::<Vec<CardRecord>>")]
    cards: Vec<CardResults>,
    #[serde(rename = "asked_important")]
    n_asked_important: usize,
    #[serde(rename = "asked_more")]
    n_asked_more: usize,
    #[serde(with = "As::<Vec<MissingRecord>>")]
    missing: Vec<Missing>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CardResults")]
struct CardRecord {
    id: String,
    piles: Vec<usize>,
    #[serde(rename = "dont_know")]
    n_dont_know: usize,
    #[serde(rename = "important")]
    n_important: usize,
    #[serde(rename = "more")]
    n_more: usize,
    #[serde(rename = "people")]
    n_people: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Missing")]
struct MissingRecord {
    text: String,
    n: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "QuestionResults")]
struct AnswersRecord {
    id: String,
    #[serde(with = "As::<Vec<ChoiceRecord>>")]
    choices: Vec<(String, usize)>,
    #[serde(rename = "dont_know")]
    n_dont_know: usize,
    #[serde(rename = "skipped")]
    n_skipped: usize,
    #[serde(rename = "answered")]
    n_answered: usize,
    #[serde(rename = "people")]
    n_people: usize,
}

pair! {
    /// An answer and how often it was chosen.
    ChoiceRecord {
        id: String,
        n: usize,
    }
}

records! {
    ResultsRecord: Results,
    SortRecord: SortResults,
    CardRecord: CardResults,
    MissingRecord: Missing,
    AnswersRecord: QuestionResults,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::counted::LeftOut;
    use crate::format::asked::{Asks as _, Reported, ResultsQuestion};

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
            sorts: vec![SortResults {
                instrument: "meaning".to_owned(),
                cards: vec![card],
                n_asked_important: 5,
                n_asked_more: 6,
                missing: vec![Missing { text: "\"dansen\"".to_owned(), n: 2 }],
            }],
            questions: vec![QuestionResults {
                id: "q".to_owned(),
                choices: vec![("none".to_owned(), 0), ("some".to_owned(), 3)],
                n_dont_know: 1,
                n_skipped: 2,
                n_answered: 4,
                n_people: 4,
            }],
        };

        let reported = Reported { answer: results, left_out: LeftOut::default() };
        assert_eq!(ResultsQuestion::read(&ResultsQuestion::write(&reported)), Ok(reported));
    }
}

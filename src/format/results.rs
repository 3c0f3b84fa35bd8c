//! What is asked and answered about results, between the coordinator's page and the worker that makes them.

use crate::domain::filter::Filter;
use crate::domain::results::{CardResults, Missing, QuestionResults, Results, SortResults, Whom};
use crate::format::filter::{read_filter, write_filter};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{name_of, named};

const WHOM: &[(Whom, &str)] = &[(Whom::People, "people"), (Whom::Groups, "groups")];

/// Writes which responses are to be counted.
pub fn write_question(filter: &Filter, whom: Whom) -> String {
    Json::object(vec![("filter", write_filter(filter)), ("whom", name_of(WHOM, whom).into())]).write()
}

/// Reads which responses are to be counted.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_question`] writes.
pub fn read_question(json: &str) -> Result<(Filter, Whom), Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let question = (read_filter(&top.field("filter")), named(WHOM, &top.field("whom")));
    mistake.none_in(question)
}

/// Writes results.
pub fn write_results(results: &Results) -> String {
    let groups = results.groups_apart.iter().map(|n| u64::from(*n).into());
    Json::object(vec![
        ("whom", name_of(WHOM, results.whom).into()),
        ("n", number(results.n)),
        ("people", number(results.n_people)),
        ("unfinished", number(results.n_unfinished)),
        ("paper", number(results.n_paper)),
        ("people_apart", number(results.n_people_apart)),
        ("groups_apart", Json::List(groups.collect())),
        ("sorts", Json::List(results.sorts.iter().map(write_sort).collect())),
        ("questions", Json::List(results.questions.iter().map(write_answers).collect())),
    ])
    .write()
}

/// Reads results.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_results`] writes.
pub fn read_results(json: &str) -> Result<Results, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let groups = top.field("groups_apart").items();
    let results = Results {
        whom: named(WHOM, &top.field("whom")),
        n: top.field("n").size(),
        n_people: top.field("people").size(),
        n_unfinished: top.field("unfinished").size(),
        n_paper: top.field("paper").size(),
        n_people_apart: top.field("people_apart").size(),
        groups_apart: groups.iter().map(|n| u32::try_from(n.number()).unwrap_or(0)).collect(),
        sorts: top.field("sorts").items().iter().map(read_sort).collect(),
        questions: top.field("questions").items().iter().map(read_answers).collect(),
    };
    mistake.none_in(results)
}

fn number(n: usize) -> Json {
    (n as u64).into()
}

fn write_sort(sort: &SortResults) -> Json {
    let card = |card: &CardResults| {
        Json::object(vec![
            ("id", card.id.as_str().into()),
            ("piles", Json::List(card.piles.iter().map(|n| number(*n)).collect())),
            ("dont_know", number(card.n_dont_know)),
            ("important", number(card.n_important)),
            ("more", number(card.n_more)),
            ("people", number(card.n_people)),
        ])
    };
    let missing =
        |one: &Missing| Json::object(vec![("text", one.text.as_str().into()), ("n", number(one.n))]);
    Json::object(vec![
        ("id", sort.instrument.as_str().into()),
        ("cards", Json::List(sort.cards.iter().map(card).collect())),
        ("asked_important", number(sort.n_asked_important)),
        ("asked_more", number(sort.n_asked_more)),
        ("missing", Json::List(sort.missing.iter().map(missing).collect())),
    ])
}

fn read_sort(place: &Place<'_>) -> SortResults {
    let card = |place: &Place<'_>| CardResults {
        id: place.field("id").text(),
        piles: place.field("piles").items().iter().map(Place::size).collect(),
        n_dont_know: place.field("dont_know").size(),
        n_important: place.field("important").size(),
        n_more: place.field("more").size(),
        n_people: place.field("people").size(),
    };
    let missing =
        |place: &Place<'_>| Missing { text: place.field("text").text(), n: place.field("n").size() };
    SortResults {
        instrument: place.field("id").text(),
        cards: place.field("cards").items().iter().map(card).collect(),
        n_asked_important: place.field("asked_important").size(),
        n_asked_more: place.field("asked_more").size(),
        missing: place.field("missing").items().iter().map(missing).collect(),
    }
}

fn write_answers(question: &QuestionResults) -> Json {
    let choice =
        |(id, n): &(String, usize)| Json::object(vec![("id", id.as_str().into()), ("n", number(*n))]);
    Json::object(vec![
        ("id", question.id.as_str().into()),
        ("choices", Json::List(question.choices.iter().map(choice).collect())),
        ("dont_know", number(question.n_dont_know)),
        ("skipped", number(question.n_skipped)),
        ("answered", number(question.n_answered)),
        ("people", number(question.n_people)),
    ])
}

fn read_answers(place: &Place<'_>) -> QuestionResults {
    let choice = |place: &Place<'_>| (place.field("id").text(), place.field("n").size());
    QuestionResults {
        id: place.field("id").text(),
        choices: place.field("choices").items().iter().map(choice).collect(),
        n_dont_know: place.field("dont_know").size(),
        n_skipped: place.field("skipped").size(),
        n_answered: place.field("answered").size(),
        n_people: place.field("people").size(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_comes_back_as_it_was() {
        let filter = Filter { centre: "Bij Betje".to_owned(), ..Filter::of_activity("a") };

        assert_eq!(read_question(&write_question(&filter, Whom::Groups)), Ok((filter, Whom::Groups)));
    }

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

        assert_eq!(read_results(&write_results(&results)), Ok(results));
        assert!(read_results("{}").is_err());
    }
}

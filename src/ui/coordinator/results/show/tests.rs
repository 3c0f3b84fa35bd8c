use super::*;
use crate::domain::results::{Missing, QuestionResults};

#[test]
fn the_top_is_revealed_from_below_and_what_nobody_said_is_left_out() {
    let card = |n| CardResults { piles: vec![n, 0, 0], ..CardResults::default() };
    let told = |counts: &[usize]| {
        let sort =
            SortResults { cards: counts.iter().copied().map(card).collect(), ..SortResults::default() };
        scenes(&Results { sorts: vec![sort], ..Results::default() }).len() - 2
    };
    // Seven of which the last three are level; and nine of which none is before another: those are seen together.
    assert_eq!((told(&[9, 8, 7, 6, 5, 5, 5]), told(&[3; 9])), (7, 1));
    assert_eq!(told(&[9, 8, 7, 6, 2, 2, 2, 2, 2]), 4 + 1, "five level with the fifth are seen with all");
    let bare = SortResults { cards: [9, 8, 0].map(card).to_vec(), ..SortResults::default() };
    let results = Results { sorts: vec![bare.clone()], ..Results::default() };
    assert_eq!(
        scenes(&results),
        [Scene::Start, Scene::Card(0, 1), Scene::Card(0, 0), Scene::AllCards(0), Scene::End]
    );

    let mut whole = SortResults { cards: [9, 8, 7, 6, 5].map(card).to_vec(), ..bare };
    whole.cards[2].n_important = 1;
    whole.cards[4].n_more = 1;
    whole.cards[4].piles[2] = 2;
    whole.missing = vec![Missing { text: "dansen".to_owned(), n: 1 }; 25];
    let questions = vec![QuestionResults::default(); 2];
    let told = scenes(&Results { sorts: vec![whole], questions, ..Results::default() });
    assert_eq!(
        told[1..],
        [
            Scene::Card(0, 4),
            Scene::Card(0, 3),
            Scene::Card(0, 2),
            Scene::Card(0, 1),
            Scene::Card(0, 0),
            Scene::Important(0),
            Scene::Least(0),
            Scene::Missing(0, 0),
            Scene::Missing(0, 1),
            Scene::More(0),
            Scene::Question(0),
            Scene::Question(1),
            Scene::End,
        ]
    );
}

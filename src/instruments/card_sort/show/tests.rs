use super::*;

#[test]
fn the_top_is_revealed_from_below_and_what_nobody_said_is_left_out() {
    let card = |n| CardResults { piles: vec![n, 0, 0], ..CardResults::default() };
    let told = |counts: &[usize]| {
        let cards = counts.iter().copied().map(card).collect();
        SortResults { cards, ..SortResults::default() }.scenes().len()
    };
    // Seven of which the last three are level; and nine of which none is before another: those are seen together.
    assert_eq!((told(&[9, 8, 7, 6, 5, 5, 5]), told(&[3; 9])), (7, 1));
    assert_eq!(told(&[9, 8, 7, 6, 2, 2, 2, 2, 2]), 4 + 1, "five level with the fifth are seen with all");
    let bare = SortResults { cards: [9, 8, 0].map(card).to_vec(), ..SortResults::default() };
    assert_eq!(bare.scenes(), [SortScene::Card(1), SortScene::Card(0), SortScene::AllCards]);

    let mut whole = SortResults { cards: [9, 8, 7, 6, 5].map(card).to_vec(), ..bare };
    whole.cards[2].n_important = 1;
    whole.cards[4].n_more = 1;
    whole.cards[4].piles[2] = 2;
    whole.missing = vec![Missing { text: "dansen".to_owned(), n: 1 }; 25];
    assert_eq!(
        whole.scenes(),
        [
            SortScene::Card(4),
            SortScene::Card(3),
            SortScene::Card(2),
            SortScene::Card(1),
            SortScene::Card(0),
            SortScene::Important,
            SortScene::Least,
            SortScene::Missing(0),
            SortScene::Missing(1),
            SortScene::More,
        ]
    );
}

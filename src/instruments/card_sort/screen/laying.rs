//! The screens on which cards are put on piles.

use crate::domain::session::Action;
use crate::domain::study::{Choice, Word};
use crate::instruments::card_sort::rules::{CardSort, Sort, SortAction};
use crate::instruments::card_sort::screen::tray::{Heap, Tray, heap, tray};
use crate::ui::components::card::{Face, card_face, picture};
use crate::ui::components::element::{View, element, heading, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::participant::app::{App, Model, Tap};
use crate::ui::participant::overlay::{covering, title};

/// What lies on the table.
struct Table {
    question: String,
    hand: Option<Face>,
    n_left: usize,
    hint: String,
    trays: Vec<Tray>,
}

/// A card to try with: it goes on a pile like any other, and nothing of it is kept.
pub(super) fn practice(card_sort: &CardSort, app: App, model: &Model) -> View {
    let Some(practice) = &card_sort.practice else { return nothing() };
    let face =
        Face { id: String::new(), text: app.text(&practice.text), picture: app.picture(&practice.picture) };
    let is_placed = model.view.practised.is_some();
    let mut trays = trays(app, card_sort, &|pile| Tap::Practise(Some(pile)));
    for tray in &mut trays {
        if model.view.practised.as_ref() == Some(&tray.id) {
            tray.cards.push(face.clone());
            tray.on_cards = app.tap(Tap::Practise(None));
        }
    }
    let table = Table {
        question: app.word(Word::Practice),
        hand: (!is_placed).then_some(face),
        n_left: usize::from(!is_placed),
        hint: app.word(if is_placed { Word::PracticeDone } else { Word::PracticeHint }),
        trays,
    };
    app.frame(model, "frame-main", laid(table))
}

/// The sort itself.
pub(super) fn cards(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let n_left = sort.n_left();
    // With no card in hand a tap on a pile places none.
    let hand = sort.in_hand().unwrap_or_default();
    let mut trays = trays(app, card_sort, &|pile| Tap::Act(SortAction::Place(hand.to_owned(), pile).into()));
    for tray in &mut trays {
        let cards = sort.on_pile(&tray.id);
        tray.cards.extend(cards.iter().filter_map(|id| app.card(id)));
        if let [only] = cards[..] {
            tray.on_cards = app.tap(Tap::Act(SortAction::TakeBack(only.to_owned()).into()));
        }
    }
    // Those of the card in hand and of the next one.
    let left = sort.order().iter().filter(|card| sort.pile_of(card).is_none()).take(2);
    let next = left.filter_map(|card| model.controller.study.card(card));
    app.fetch_ahead(next.map(|card| app.picture(&card.picture)).collect());
    let table = Table {
        question: app.text(&card_sort.question),
        hand: app.card(hand),
        n_left,
        hint: if n_left == 0 { app.word(Word::SortDone) } else { String::new() },
        trays,
    };
    let n_cards = sort.order().len();
    // Going back takes the last card back; only when none lies it leads to the step before.
    let back = match sort.last_placed() {
        Some(card) => (app.word(Word::Undo), app.tap(Tap::Act(SortAction::TakeBack(card.to_owned()).into()))),
        None => (app.word(Word::Back), app.tap(Tap::Act(Action::Back))),
    };
    app.frame_with(model, 10 * (n_cards - n_left) / n_cards.max(1), back, "frame-main", laid(table))
}

/// The whole table, large: what was laid, to look at together. A tap takes a card back.
pub(super) fn table(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let piles: Vec<(&Choice, Vec<&str>)> =
        card_sort.shown_piles().map(|pile| (pile, sort.on_pile(&pile.id))).collect();
    let counts: Vec<usize> = piles.iter().map(|(_, cards)| cards.len()).collect();
    let fitting = fit(model.size, &counts);
    let mut scale = element("DIV", "heaps");
    let mut apart = nothing();
    for ((pile, cards), n_columns) in piles.into_iter().zip(fitting.columns) {
        let mut faces = Vec::new();
        for id in cards {
            if let Some(face) = app.card(id) {
                faces.push((face, app.tap(Tap::Act(SortAction::TakeBack(id.to_owned()).into()))));
            }
        }
        let is_quiet = pile.id == card_sort.dont_know.id;
        let drawn = heap(Heap {
            id: pile.id.clone(),
            text: app.text(&pile.text),
            picture: app.picture(&pile.picture),
            is_quiet,
            cards: faces,
            n_columns,
            has_words: fitting.size >= WITH_WORDS,
        });
        if is_quiet { apart = drawn } else { scale = scale.child(drawn) }
    }
    let table = element("DIV", "whole-table")
        .with("data-size", fitting.size.to_string())
        .child(scale.view())
        .child(apart);
    let screen = vec![
        heading().text(app.word(Word::MyTable)).view(),
        element("P", "hint").text(app.word(Word::TableHint)).view(),
        table.view(),
    ];
    // As while sorting, going back takes the last card back.
    let back = sort.last_placed().map_or(Action::Back, |card| SortAction::TakeBack(card.to_owned()).into());
    let back = (app.word(Word::Undo), app.tap(Tap::Act(back)));
    app.frame_with(model, 0, back, "frame-main looking", screen)
}

/// All cards of the pile that is open, to take one back.
pub(super) fn open_pile(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> Option<View> {
    let open = model.view.over.as_ref()?;
    let pile = card_sort.all_piles().find(|pile| pile.id == *open)?;
    let cards = sort.on_pile(open);
    let title = title().child(picture("", app.picture(&pile.picture))).text(app.text(&pile.text));
    let sheet = covering("sheet pile-sheet")
        .child(title.view())
        .child(element("P", "hint").text(app.word(Word::TakeBack)).view())
        .child(app.chooser(model, &cards, &[], &|id| Tap::Act(SortAction::TakeBack(id).into())))
        .child(large_button("x", app.word(Word::Close), false, app.tap(Tap::Open(None))));
    Some(sheet.view())
}

/// The piles, empty; `place` is what a tap on one does.
fn trays(app: App, card_sort: &CardSort, place: &dyn Fn(String) -> Tap) -> Vec<Tray> {
    let mut trays = Vec::new();
    for (at, pile) in card_sort.shown_piles().enumerate() {
        trays.push(Tray {
            id: pile.id.clone(),
            text: app.text(&pile.text),
            picture: app.picture(&pile.picture),
            key: at + 1,
            is_quiet: pile.id == card_sort.dont_know.id,
            cards: Vec::new(),
            take_back: app.word(Word::TakeBack),
            on_tap: app.tap(place(pile.id.clone())),
            on_cards: app.tap(Tap::Open(Some(pile.id.clone()))),
        });
    }
    trays
}

/// A card in hand, on a small stack of those left, and the piles. Tap a pile, drag the card to it (which
/// `public/touch.js` turns into a tap), or use its number key.
fn laid(table: Table) -> Vec<View> {
    let is_hinted = table.hand.is_some() && !table.hint.is_empty();
    let mut hand = element("DIV", "hand")
        .with("data-left", table.n_left.min(4).to_string())
        .flag("data-hinted", is_hinted);
    if let Some(face) = table.hand {
        let card = element("DIV", "card-in-hand settles")
            .with("aria-live", "polite")
            .with("data-card", face.id.as_str());
        let key = face.id.clone();
        // Another face than that of the card before: a text of two lines is no longer one of one.
        hand = hand.child(card.child(card_face(face).key(key).view()).view());
    }
    if !table.hint.is_empty() {
        // Below the card it is another one than in its place.
        let key = table.n_left.min(1).to_string();
        hand = hand.child(element("P", "hint").key(key).with("role", "status").text(table.hint).view());
    }
    let trays = element("DIV", "trays").children(table.trays.into_iter().map(tray).collect());
    vec![
        heading().text(table.question).view(),
        element("DIV", "sort-table").child(hand.view()).child(trays.view()).view(),
    ]
}

/// How the whole table fits on a screen.
#[derive(Debug, PartialEq, Eq)]
struct Fitting {
    /// Width and height of a card, in CSS pixels.
    size: usize,
    /// How many cards stand side by side on each pile.
    columns: Vec<usize>,
}

/// Sizes that a card on the table may have; the style sheet has the same ones. The least is one that a finger still hits.
const SIZES: [usize; 8] = [192, 168, 144, 120, 96, 80, 64, 48];

/// The style sheet knows no more columns.
const MOST_COLUMNS: usize = 13;

/// From this size on there is room for the words on a card.
const WITH_WORDS: usize = 144;

/// The largest cards with which `counts` of them on the piles, the last of which lies across below the others, fit on a screen of
/// this size.
fn fit((width, height): (usize, usize), counts: &[usize]) -> Fitting {
    let is_phone = width < 500;
    // Beside the piles: the edges of the screen, and those of the piles themselves with the gaps between.
    let edges = if is_phone { 24 + 4 * 8 } else { 48 + 4 * 28 };
    // Above and below: stop, beads, heading, hint, buttons; the names of the piles.
    let (around, name) = if is_phone { (290, 64) } else { (310, 110) };
    let Some((apart, scale)) = counts.split_last() else {
        return Fitting { size: SIZES[0], columns: Vec::new() };
    };
    // No pile is narrower than its name.
    let narrowest = if is_phone { 56 } else { 120 };
    let try_size = |size: usize| -> Option<Vec<usize>> {
        let room = height.checked_sub(around + name)?;
        let across =
            (width.checked_sub(edges + if is_phone { 100 } else { 200 })? / size).clamp(1, MOST_COLUMNS);
        let below = (apart.div_ceil(across) * size).max(if is_phone { 48 } else { 88 });
        let rows = room.checked_sub(below)? / size;
        let columns: Vec<usize> = scale
            .iter()
            .map(|n| n.checked_div(rows).map(|full| full + usize::from(full * rows < *n)).map(|n| n.max(1)))
            .collect::<Option<_>>()?;
        let wide: usize = columns.iter().map(|n| (n * size).max(narrowest)).sum();
        (wide + edges <= width).then(|| columns.into_iter().chain([across.min(*apart).max(1)]).collect())
    };
    let fitting = SIZES.iter().find_map(|size| Some(Fitting { size: *size, columns: try_size(*size)? }));
    // Where nothing fits the screen goes on below.
    fitting.unwrap_or_else(|| {
        let size = SIZES[SIZES.len() - 1];
        let columns = counts.iter().map(|n| (*n).clamp(1, 2)).collect();
        Fitting { size, columns }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_tablet_and_a_phone_the_whole_table_fits_however_the_cards_lie() {
        for size in [(800, 1280), (1280, 800), (360, 740)] {
            for n in [1, 10, 25] {
                for counts in
                    [[n, 0, 0, 0], [0, 0, 0, n], [n / 3, n / 3, n - 2 * (n / 3), 0], [0, 1, n - 1, 0]]
                {
                    let fitting = fit(size, &counts);
                    let rows: Vec<usize> = counts
                        .iter()
                        .zip(&fitting.columns)
                        .map(|(n, columns)| n.div_ceil(*columns))
                        .collect();
                    let high = (rows[..3].iter().max().unwrap() + rows[3]) * fitting.size;
                    let wide = fitting.columns[..3].iter().sum::<usize>() * fitting.size;
                    assert!(high <= size.1 - 350 && wide < size.0, "{counts:?} at {size:?}: {fitting:?}");
                }
            }
        }
    }

    #[test]
    fn no_pile_has_more_columns_than_the_style_sheet_knows() {
        let fitting = fit((1280, 600), &[4, 4, 3, 14]);
        assert!(fitting.columns.iter().all(|n| *n <= MOST_COLUMNS), "{fitting:?}");
        let style = include_str!("../screen.css");
        assert!(style.contains(&format!("[data-columns=\"{MOST_COLUMNS}\"]")));
        assert!(!style.contains(&format!("[data-columns=\"{}\"]", MOST_COLUMNS + 1)));
    }

    #[test]
    fn ten_cards_are_large_enough_for_their_words_on_a_tablet() {
        assert!(fit((800, 1280), &[2, 2, 5, 1]).size >= WITH_WORDS);
        assert!(fit((1280, 800), &[2, 2, 5, 1]).size >= 120);
    }

    #[test]
    fn where_nothing_fits_cards_are_still_hit() {
        assert_eq!(fit((320, 300), &[9, 9, 7, 0]), Fitting { size: 48, columns: vec![2, 2, 2, 1] });
    }
}

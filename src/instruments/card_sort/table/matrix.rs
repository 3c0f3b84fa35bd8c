//! The table that only card sorts have: how many put each card on which pile.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::domain::guidance::Guidance;
use crate::domain::response::Response;
use crate::domain::study::Study;
use crate::format::labelled::{Label, fixed_label};
use crate::format::table::{Cell, Rows};
use crate::format::tabled::add_new;
use crate::instruments::OneOf as _;
use crate::instruments::card_sort::rules::{CardSort, Sort};
use crate::instruments::card_sort::table::{IMPORTANT, MORE, NOT_PLACED, ON_NO_PILE, about, cards_of};
use crate::instruments::card_sort::tally::once;

/// How many people put each card on which pile, how many were dealt it, and how often it was important or wanted more; and
/// behind that the same of groups, each of which is one.
pub fn matrix<R: Borrow<Response>>(
    responses: impl IntoIterator<Item = R>,
    study: &Study,
    language: &str,
    row: &mut Rows<'_>,
) {
    let mut matrix = Matrix::default();
    matrix.instruments.extend(CardSort::all(study).map(|card_sort| card_sort.id.clone()));
    let mut piles: Vec<&str> = Vec::new();
    add_new(&mut piles, CardSort::all(study).flat_map(CardSort::all_piles).map(|pile| pile.id.as_str()));
    matrix.piles.extend(piles.into_iter().map(str::to_owned));
    for response in responses {
        let response = response.borrow();
        if response.study != study.id {
            continue;
        }
        for part in &response.parts {
            if let Some(sort) = Sort::of(part) {
                matrix.add(sort, response.is_of_group());
            }
        }
    }
    matrix.write(study, language, row);
}

/// Before the names of the columns in which groups are counted.
const GROUPS: &str = "groups-";

/// What was counted of the cards, of people and of groups.
#[derive(Default)]
struct Matrix {
    instruments: Vec<String>,
    piles: Vec<String>,
    /// By instrument and card.
    cards: BTreeMap<String, BTreeMap<String, [OfCard; 2]>>,
}

/// How often a card lay on each pile and on none, was dealt, was important, and was wanted more.
#[derive(Default)]
struct OfCard {
    on_piles: BTreeMap<String, usize>,
    not_placed: usize,
    dealt: usize,
    important: usize,
    more: usize,
}

impl Matrix {
    fn add(&mut self, sort: &Sort, is_of_group: bool) {
        add_one(&mut self.instruments, &sort.instrument);
        let cards = self.cards.entry(sort.instrument.clone()).or_default();
        let mut count = |list: &[String], add: &mut dyn FnMut(&str, &mut OfCard)| {
            for card in once(list) {
                add(card, &mut cards.entry(card.clone()).or_default()[usize::from(is_of_group)]);
            }
        };
        count(sort.order(), &mut |card, counts| {
            counts.dealt += 1;
            match sort.pile_of(card) {
                Some(pile) => *counts.on_piles.entry(pile.to_owned()).or_default() += 1,
                None => counts.not_placed += 1,
            }
        });
        count(sort.most_important.as_deref().unwrap_or_default(), &mut |_, counts| counts.important += 1);
        count(sort.more.as_deref().unwrap_or_default(), &mut |_, counts| counts.more += 1);
        for pile in sort.order().iter().filter_map(|card| sort.pile_of(card)) {
            add_one(&mut self.piles, pile);
        }
    }

    fn write(&self, study: &Study, language: &str, row: &mut Rows<'_>) {
        let first = ["instrument", "card", "card_text", "indicator", "goal"];
        let piles = self.piles.iter().map(String::as_str);
        let counts = piles.chain([NOT_PLACED, "dealt", "important", "more"]);
        let of_groups = counts.clone().map(|name| format!("{GROUPS}{name}"));
        let names = first.into_iter().chain(counts).map(str::to_owned).chain(of_groups);
        let header: Vec<Cell<'_>> = names.map(Cell::from).collect();
        row(&header);
        let none = BTreeMap::new();
        for instrument in &self.instruments {
            let cards = self.cards.get(instrument).unwrap_or(&none);
            let is_dealt = |[people, groups]: &[OfCard; 2]| people.dealt + groups.dealt > 0;
            let dealt = cards.iter().filter(|(_, counts)| is_dealt(counts)).map(|(card, _)| card.as_str());
            for card in cards_of(study, instrument, dealt) {
                let about = about(study, card, language);
                let mut cells: Vec<Cell<'_>> =
                    vec![instrument.as_str().into(), card.into(), about.text.into()];
                cells.extend([about.indicator.into(), about.goal.into()]);
                let nobody = <[OfCard; 2]>::default();
                for counts in cards.get(card).unwrap_or(&nobody) {
                    let on = |pile: &String| counts.on_piles.get(pile).copied().unwrap_or_default();
                    cells.extend(self.piles.iter().map(|pile| Cell::from(on(pile))));
                    let rest = [counts.not_placed, counts.dealt, counts.important, counts.more];
                    cells.extend(rest.map(Cell::from));
                }
                row(&cells);
            }
        }
    }
}

/// Adds `one` if it is not in `list` yet.
fn add_one(list: &mut Vec<String>, one: &str) {
    if !list.iter().any(|known| known == one) {
        list.push(one.to_owned());
    }
}

/// The words of what is counted in the column called `name` of the matrix, or of the ids in it.
pub fn matrix_label<'a>(
    name: &str,
    study: &'a Study,
    guidance: &'a Guidance,
    language: &'a str,
) -> Option<Label<'a>> {
    let (whose, id) = name.strip_prefix(GROUPS).map_or(("mensen", name), |id| ("groepen", id));
    let counted = match id {
        NOT_PLACED => ON_NO_PILE.to_owned(),
        "dealt" => "kaart gekregen".to_owned(),
        "important" => IMPORTANT.to_owned(),
        "more" => MORE.to_owned(),
        id => {
            // Two sorts may call a pile of the same id otherwise.
            let piles = CardSort::all(study).flat_map(CardSort::all_piles).filter(|pile| pile.id == id);
            let mut texts: Vec<&str> = piles.map(|pile| pile.text.get(language)).collect();
            texts.dedup();
            texts.join(" / ")
        }
    };
    if counted.is_empty() {
        return fixed_label(name, study, guidance, language);
    }
    Some(Label::again(format!("{counted} ({whose})")))
}

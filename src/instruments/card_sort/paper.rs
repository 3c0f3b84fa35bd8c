//! A card sort on paper: cards for cutting, their piles, the answer sheet, and what came back of it.

use leptos::prelude::AnyView;

use crate::domain::study::Study;
use crate::instruments::Filling as _;
use crate::instruments::card_sort::rules::{CardSort, SortFilled, SortSheet, SortTally};
use crate::ui::coordinator::paper::entry::Entry;
use crate::ui::coordinator::paper::pages::{Counts, Pages, Paper, Printout};
use crate::ui::text::Language;
use crate::ui::text::card_sort::CardSortPhrase;

mod entry;
mod printed;

impl Pages for SortSheet {
    fn printouts() -> Vec<Printout> {
        vec![
            Printout::new("cards", CardSortPhrase::Cards, CardSortPhrase::CardsAbout, "scissors"),
            Printout::new("piles", CardSortPhrase::Mats, CardSortPhrase::MatsAbout, "cards"),
        ]
    }

    fn print(&self, name: &str, paper: &Paper) -> Vec<AnyView> {
        let Some(card_sort) = CardSort::called(&paper.study, &self.instrument) else { return Vec::new() };
        match name {
            "cards" => printed::cards(card_sort, paper, self),
            "piles" => printed::mats(card_sort, paper),
            _ => Vec::new(),
        }
    }

    fn count(&self) -> Counts {
        Counts { n_cards: self.cards.len(), n_questions: 0 }
    }

    fn star_key(&self) -> Option<usize> {
        Some(self.piles.len() + 1)
    }

    fn on_answer_sheet(&self, paper: &Paper) -> Option<AnyView> {
        let card_sort = CardSort::called(&paper.study, &self.instrument)?;
        Some(printed::on_answer_sheet(card_sort, paper, self))
    }

    fn enter(&self, entry: Entry, part: usize, at: &mut usize) -> AnyView {
        entry::SortEntry { entry, part }.rows(self, at)
    }

    fn check(filled: &SortFilled, study: &Study, language: Language) -> Vec<String> {
        let tally = filled.tally();
        let card_sort = CardSort::called(study, &filled.sheet().instrument);
        let name = |id: &str| {
            card_sort?.all_piles().find(|pile| pile.id == id).map(|pile| pile.text.get(language.id()))
        };
        let names: Vec<&str> = tally.piles.iter().map(|(id, _)| name(id).unwrap_or_default()).collect();
        check(&tally, &names, language)
    }
}

/// What there is, to compare with the paper: only what occurs.
fn check(tally: &SortTally, piles: &[&str], language: Language) -> Vec<String> {
    let on_piles = tally.piles.iter().zip(piles).filter(|((_, n), _)| *n > 0);
    let mut told: Vec<String> =
        on_piles.map(|((_, n), name)| format!("{}: {n}", name.to_lowercase())).collect();
    let counted = [
        (tally.n_left_out, CardSortPhrase::LeftOut),
        (tally.n_important, CardSortPhrase::NImportant),
        (tally.n_more, CardSortPhrase::NMore),
        (tally.n_missing, CardSortPhrase::NMissing),
    ];
    for (n, phrase) in counted.into_iter().filter(|(n, _)| *n > 0) {
        told.push(language.say_with(phrase, &[("n", &n.to_string())]));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_tells_what_there_is_and_nothing_else() {
        let tally = SortTally {
            piles: vec![("much".to_owned(), 4), ("some".to_owned(), 0), ("not".to_owned(), 5)],
            n_left_out: 1,
            n_important: 3,
            ..SortTally::default()
        };
        let names = ["Veel", "Een beetje", "Niet"];

        assert_eq!(
            check(&tally, &names, Language::Dutch),
            ["veel: 4", "niet: 5", "niet aangekruist: 1", "belangrijkst: 3"]
        );
        assert!(check(&SortTally::default(), &[], Language::English).is_empty());
    }
}

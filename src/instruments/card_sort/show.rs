//! How what several people said with cards is shown: scene by scene to the group, in numbers, and on a sheet of paper.

use leptos::prelude::*;

use crate::domain::results::Missing;
use crate::domain::study::{Choice, Study};
use crate::format::poster::{Card, Content};
use crate::instruments::card_sort::rules::CardSort;
use crate::instruments::card_sort::tally::{CardResults, Leading, SortResults};
use crate::ui::coordinator::results::drawing::{Drawing, dots, kind};
use crate::ui::coordinator::results::numbers::told;
use crate::ui::coordinator::results::parts::{Called, PosterContext, Shows};
use crate::ui::text::card_sort::CardSortPhrase;
use crate::ui::text::results::ResultsPhrase as Say;
use crate::ui::text::{Language, Texts, Translated as _};

/// Cards that are shown one after the other, and how many with those that are level with the last of them: more are seen
/// together only.
const TOP: (usize, usize) = (5, 8);

/// Most cards beside each other.
const BESIDE: usize = 6;

/// Most words of missing cards at a time.
const MOST_WORDS: usize = 24;

/// However many there are: the sheet sees for itself how many find room.
const ALL: usize = usize::MAX;

/// What the group sees of cards at a time. Cards by their place in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortScene {
    /// A card of the top.
    Card(usize),
    /// All cards.
    AllCards,
    /// The most important cards.
    Important,
    /// What means least.
    Least,
    /// Missing cards: which part of them.
    Missing(usize),
    /// What may be more.
    More,
}

impl Called for CardSort {
    fn name() -> &'static Texts {
        CardSortPhrase::Name.texts()
    }
}

impl Shows for SortResults {
    type Scene = SortScene;

    /// The top from below, so that the first one comes last.
    fn scenes(&self) -> Vec<SortScene> {
        let n_top = self.top(TOP.0, TOP.1).cards.len();
        let mut scenes: Vec<SortScene> = (0..n_top).rev().map(SortScene::Card).collect();
        if self.cards.len() > n_top {
            scenes.push(SortScene::AllCards);
        }
        let is_any = |count: fn(&CardResults) -> usize| self.cards.iter().any(|card| count(card) > 0);
        if is_any(|card| card.n_important) {
            scenes.push(SortScene::Important);
        }
        if is_any(CardResults::n_on_last) {
            scenes.push(SortScene::Least);
        }
        scenes.extend((0..self.missing.len().div_ceil(MOST_WORDS)).map(SortScene::Missing));
        if is_any(|card| card.n_more) {
            scenes.push(SortScene::More);
        }
        scenes
    }

    fn draw(&self, draw: &Drawing<'_>, scene: SortScene) -> Option<AnyView> {
        let piles = CardSort::called(draw.study, &self.instrument)?;
        Some(match scene {
            SortScene::Card(card) => one_card(draw, self.cards.get(card)?, piles),
            SortScene::AllCards => all_cards(draw, self),
            SortScene::Important => {
                beside(draw, Say::Important, &self.most_important(BESIDE), "full", |card| card.n_important)
            }
            SortScene::More => beside(draw, Say::More, &self.more(BESIDE), "full", |card| card.n_more),
            SortScene::Least => {
                beside(draw, Say::Least, &self.least(BESIDE), "empty", CardResults::n_on_last)
            }
            SortScene::Missing(part) => missing(draw, self, part),
        })
    }

    fn numbers(&self, study: &Study, _: &str, language: Language) -> Option<AnyView> {
        table(self, study, language)
    }

    fn pictures(&self, study: &Study) -> Vec<String> {
        let leading = [self.top(ALL, ALL), self.most_important(ALL), self.more(ALL)];
        let cards = leading.into_iter().flat_map(|leading| leading.cards);
        cards.filter_map(|card| Some(study.card(&card.id)?.picture.clone())).collect()
    }

    /// Of several card sorts it is the first: a sheet has room for one.
    fn put_on(&self, content: &mut Content, with: &PosterContext<'_>) {
        if !content.legend.is_empty() {
            return;
        }
        let (study, language) = (with.study, with.language);
        let card = |card: &CardResults, dots: Vec<usize>| Card {
            text: card_text(study, &card.id, language).to_owned(),
            picture: study
                .card(&card.id)
                .and_then(|card| with.pictures.get(&card.picture))
                .cloned()
                .unwrap_or_default(),
            dots,
        };
        let leading = |leading: Leading<'_>, count: fn(&CardResults) -> usize| {
            leading.cards.into_iter().map(|one| card(one, vec![count(one)])).collect()
        };
        let least = |one: &CardResults| {
            let (text, n) = (card_text(study, &one.id, language), one.n_on_last().to_string());
            (language.say_with(CardSortPhrase::LeastOne, &[("text", text), ("n", &n)]), one.n_on_last())
        };
        content.legend = CardSort::called(study, &self.instrument).map_or(Vec::new(), |piles| {
            piles.all_piles().map(|pile| pile.text.get(language.id()).to_owned()).collect()
        });
        content.cards =
            self.top(ALL, ALL).cards.into_iter().map(|one| card(one, on_each_pile(one))).collect();
        content.important = leading(self.most_important(ALL), |card| card.n_important);
        content.more = leading(self.more(ALL), |card| card.n_more);
        content.least = self.least(ALL).cards.into_iter().map(least).collect();
        content.missing = missing_words(&self.missing, language);
    }
}

/// A card as it lay on the table.
fn shown_card(draw: &Drawing<'_>, id: &str) -> AnyView {
    let picture = draw.study.card(id).map_or("", |card| &card.picture);
    let words = card_text(draw.study, id, draw.language).to_owned();
    view! {
        <div class="show-card">
            <div class="show-picture">{draw.picture(picture)}</div>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn one_card(draw: &Drawing<'_>, card: &CardResults, piles: &CardSort) -> AnyView {
    let most = card.piles.iter().copied().max().unwrap_or(0).max(card.n_dont_know);
    let row = |pile: &Choice, n: usize, kind: &'static str| {
        let words = pile.text.get(draw.language.id()).to_owned();
        let label = draw.language.say_with(CardSortPhrase::Dots, &[("pile", &words), ("n", &n.to_string())]);
        view! {
            <div class="show-row" data-none=(n == 0).then_some("")>
                <div class="show-pile">{draw.picture(&pile.picture)} <span>{words}</span></div>
                {dots(n, most, kind, label)}
                <b class="show-number" aria-hidden="true">{n}</b>
            </div>
        }
        .into_any()
    };
    let n_piles = piles.piles.len();
    let mut rows: Vec<AnyView> = piles
        .piles
        .iter()
        .zip(&card.piles)
        .enumerate()
        .map(|(at, (pile, n))| row(pile, *n, kind(at, n_piles)))
        .collect();
    // As on the table: from nothing to much.
    rows.reverse();
    if card.n_dont_know > 0 {
        rows.push(row(&piles.dont_know, card.n_dont_know, "unknown"));
    }
    view! {
        <div class="show-one">
            {draw.heading(Say::Cards)} <div class="show-one-card">{shown_card(draw, &card.id)}</div>
            <div class="show-rows">{rows}</div>
        </div>
    }
    .into_any()
}

fn all_cards(draw: &Drawing<'_>, sort: &SortResults) -> AnyView {
    let many = match sort.cards.len() {
        0..=6 => "few",
        7..=12 => "some",
        _ => "many",
    };
    let on_first = |card: &CardResults| card.piles.first().copied().unwrap_or(0);
    let most = sort.cards.iter().map(on_first).max().unwrap_or(0);
    let card = |card: &CardResults| {
        let n = on_first(card);
        let label = n.to_string();
        view! {
            <li>
                {shown_card(draw, &card.id)}
                <div class="show-row">
                    {dots(n, most, "full", label)} <b class="show-number" aria-hidden="true">{n}</b>
                </div>
            </li>
        }
    };
    let cards = sort.cards.iter().map(card).collect_view();
    view! {
        <div class="show-all" data-many=many>{draw.heading(CardSortPhrase::AllCards)} <ul>{cards}</ul></div>
    }
    .into_any()
}

/// Cards that lead by some number; those that are too many to be shown so in words.
fn beside(
    draw: &Drawing<'_>,
    heading: Say,
    leading: &Leading<'_>,
    kind: &'static str,
    count: fn(&CardResults) -> usize,
) -> AnyView {
    let cards = &leading.cards;
    let most = cards.iter().map(|card| count(card)).max().unwrap_or(0);
    let card = |card: &&CardResults| {
        let n = count(card);
        view! {
            <li>
                {shown_card(draw, &card.id)}
                <div class="show-row">
                    {dots(n, most, kind, n.to_string())} <b class="show-number" aria-hidden="true">{n}</b>
                </div>
            </li>
        }
    };
    let level = leading.level.first().map(|first| {
        let names = leading.level.iter().map(|card| card_text(draw.study, &card.id, draw.language));
        let (names, n) = (names.collect::<Vec<_>>().join(", "), count(first).to_string());
        let words = draw.language.say_with(Say::Level, &[("cards", &names), ("n", &n)]);
        view! { <p class="show-level">{words}</p> }
    });
    let (many, columns) = if cards.len() > 3 { ("some", 3) } else { ("few", cards.len().max(1)) };
    let cards = cards.iter().map(card).collect_view();
    view! {
        <div class="show-beside" data-many=many data-columns=columns.to_string()>
            {draw.heading(heading)} <ul>{cards}</ul> {level}
        </div>
    }
    .into_any()
}

fn missing(draw: &Drawing<'_>, sort: &SortResults, part: usize) -> AnyView {
    let said = missing_words(&sort.missing, draw.language);
    let said = said.chunks(MOST_WORDS).nth(part).unwrap_or_default();
    let size = if said.len() > 8 { "middle" } else { "large" };
    let slips = said.iter().map(|words| view! { <li lang="">{words.clone()}</li> }).collect_view();
    view! {
        <div class="show-missing" data-size=size>{draw.heading(Say::Missing)} <ul>{slips}</ul></div>
    }
    .into_any()
}

fn table(sort: &SortResults, study: &Study, language: Language) -> Option<AnyView> {
    let card_sort = CardSort::called(study, &sort.instrument)?;
    let piles = card_sort.shown_piles().map(|pile| {
        let words = pile.text.get(language.id()).to_owned();
        view! { <th scope="col">{words}</th> }
    });
    let row = |card: &CardResults| {
        let total = card.piles.iter().sum::<usize>() + card.n_dont_know;
        let piles = card.piles.iter().rev().copied().chain([card.n_dont_know]);
        let numbers = piles.map(|n| told(n, total, language));
        let others = [card.n_important, card.n_more].map(|n| n.to_string());
        let cells = numbers.chain(others).map(|words| view! { <td>{words}</td> }).collect_view();
        let words = card_text(study, &card.id, language).to_owned();
        view! {
            <tr>
                <th scope="row">{words}</th>
                {cells}
            </tr>
        }
    };
    let rows = sort.cards.iter().map(row).collect_view();
    let table = view! {
        <div
            class="results-table"
            data-numbers=""
            tabindex="0"
            role="group"
            aria-label=language.say(CardSortPhrase::AllCards)
        >
            <table>
                <thead>
                    <tr>
                        <th scope="col">{language.say(CardSortPhrase::Card)}</th>
                        {piles.collect_view()}
                        <th scope="col">{language.say(CardSortPhrase::ImportantColumn)}</th>
                        <th scope="col">{language.say(CardSortPhrase::MoreColumn)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    Some(table.into_any())
}

/// Missing cards, with how often each was said if more than once.
fn missing_words(missing: &[Missing], language: Language) -> Vec<String> {
    let said = missing.iter().map(|one| match one.n {
        1 => one.text.clone(),
        n => language.say_with(Say::Times, &[("text", &one.text), ("n", &n.to_string())]),
    });
    said.collect()
}

/// The words of a card; its id if the study does not know it.
fn card_text<'a>(study: &'a Study, id: &'a str, language: Language) -> &'a str {
    study.card(id).map_or(id, |card| card.text.get(language.id()))
}

/// How many on each pile, and last on "I don't know".
fn on_each_pile(card: &CardResults) -> Vec<usize> {
    card.piles.iter().copied().chain([card.n_dont_know]).collect()
}

#[cfg(test)]
mod tests;

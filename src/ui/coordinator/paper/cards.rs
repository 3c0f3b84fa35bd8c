//! What lies on the table: consent in pictures, cards for cutting, and where their piles come.

use leptos::prelude::*;

use crate::domain::study::{Choice, Instrument, Text};
use crate::ui::coordinator::paper::Paper;

/// Cards on a page.
const ON_A_PAGE: usize = 8;

/// Piles on a page: each is half of it.
const PILES_ON_A_PAGE: usize = 2;

/// So many characters in a text make it small.
const LONG: usize = 28;

/// What it means to take part.
pub(super) fn consent(paper: &Paper) -> Vec<AnyView> {
    let consent = &paper.study.consent;
    let points = consent.points.iter().map(|point| {
        view! { <li>{paper.picture(&point.picture)} <p>{paper.text(&point.text)}</p></li> }
    });
    let page = view! {
        <div class="paper-consent">
            <h3>{paper.text(&consent.title)}</h3>
            <ul>{points.collect_view()}</ul>
        </div>
    };
    vec![page.into_any()]
}

/// All cards, and what is left of the last page for those that are missing.
pub(super) fn cards(paper: &Paper) -> Vec<AnyView> {
    let mut cards: Vec<AnyView> =
        paper.sheet.sorts().flat_map(|sort| &sort.cards).filter_map(|id| card(paper, id)).collect();
    let missing = sort_text(paper, |sort| sort.missing.as_ref());
    if let (Some(missing), false) = (missing, cards.is_empty()) {
        while !cards.len().is_multiple_of(ON_A_PAGE) {
            cards.push(blank(&missing));
        }
    }
    in_pages(cards, ON_A_PAGE, "paper-cards")
}

/// One large sheet for each pile.
pub(super) fn mats(paper: &Paper) -> Vec<AnyView> {
    let mut mats = Vec::new();
    for instrument in &paper.study.instruments {
        let Instrument::CardSort(card_sort) = instrument else { continue };
        if !paper.sheet.sorts().any(|sort| sort.instrument == card_sort.id) {
            continue;
        }
        let question = paper.text(&card_sort.question);
        for pile in card_sort.shown_piles() {
            mats.push(mat(paper, pile, &question, pile.id == card_sort.dont_know.id));
        }
    }
    in_pages(mats, PILES_ON_A_PAGE, "paper-mats")
}

fn in_pages(items: Vec<AnyView>, most: usize, class: &'static str) -> Vec<AnyView> {
    let mut pages = Vec::new();
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let page: Vec<AnyView> = items.by_ref().take(most).collect();
        pages.push(view! { <div class=class>{page}</div> }.into_any());
    }
    pages
}

fn card(paper: &Paper, id: &str) -> Option<AnyView> {
    let card = paper.study.card(id)?;
    let text = paper.text(&card.text);
    let is_long = text.chars().count() > LONG;
    let card = view! {
        <div class="paper-card" data-long=is_long.then_some("")>
            {paper.picture(&card.picture)} <p class="paper-card-text">{text}</p>
            <p class="paper-card-id" dir="ltr">{card.id.clone()}</p>
        </div>
    };
    Some(card.into_any())
}

/// A card on which somebody writes what is missing.
fn blank(missing: &str) -> AnyView {
    view! {
        <div class="paper-card" data-blank="">
            <p class="paper-card-text">{missing.to_owned()}</p>
        </div>
    }
    .into_any()
}

fn mat(paper: &Paper, pile: &Choice, question: &str, is_apart: bool) -> AnyView {
    view! {
        <div class="paper-mat" data-apart=is_apart.then_some("")>
            <p class="paper-mat-question">{question.to_owned()}</p>
            {paper.picture(&pile.picture)}
            <p class="paper-mat-word">{paper.text(&pile.text)}</p>
        </div>
    }
    .into_any()
}

/// A text of the first sort on the sheet.
pub(super) fn sort_text(
    paper: &Paper,
    text: impl Fn(&crate::instruments::card_sort::rules::CardSort) -> Option<&Text>,
) -> Option<String> {
    paper.study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::CardSort(card_sort)
            if paper.sheet.sorts().any(|sort| sort.instrument == card_sort.id) =>
        {
            text(card_sort).map(|text| paper.text(text))
        }
        _ => None,
    })
}

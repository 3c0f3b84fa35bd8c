//! What is printed of a card sort.

use leptos::prelude::*;

use crate::domain::study::Choice;
use crate::instruments::card_sort::rules::{CardSort, SortSheet};
use crate::ui::coordinator::paper::pages::Paper;
use crate::ui::text::card_sort::CardSortPhrase;

/// Cards on a page.
const ON_A_PAGE: usize = 8;

/// Piles on a page: each is half of it.
const PILES_ON_A_PAGE: usize = 2;

/// So many characters in a text make it small.
const LONG: usize = 28;

/// All cards, and what is left of the last page for those that are missing.
pub(super) fn cards(card_sort: &CardSort, paper: &Paper, sheet: &SortSheet) -> Vec<AnyView> {
    let mut cards: Vec<AnyView> = sheet.cards.iter().filter_map(|id| card(paper, id)).collect();
    if let Some(missing) = &card_sort.missing {
        while !cards.len().is_multiple_of(ON_A_PAGE) {
            cards.push(blank(&paper.text(missing)));
        }
    }
    in_pages(cards, ON_A_PAGE, "paper-cards")
}

/// One large sheet for each pile.
pub(super) fn mats(card_sort: &CardSort, paper: &Paper) -> Vec<AnyView> {
    let question = paper.text(&card_sort.question);
    let is_apart = |pile: &Choice| pile.id == card_sort.dont_know.id;
    let mats = card_sort.shown_piles().map(|pile| mat(paper, pile, &question, is_apart(pile)));
    in_pages(mats.collect(), PILES_ON_A_PAGE, "paper-mats")
}

/// Its part of the sheet for who takes notes.
pub(super) fn on_answer_sheet(card_sort: &CardSort, paper: &Paper, sheet: &SortSheet) -> AnyView {
    view! {
        {table(paper, sheet, card_sort)}
        {open_lines(paper, card_sort)}
    }
    .into_any()
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

fn table(paper: &Paper, sheet: &SortSheet, card_sort: &CardSort) -> AnyView {
    let app = paper.app;
    let at_most =
        move |n: usize| move || app.language.get().say_with(CardSortPhrase::AtMost, &[("n", &n.to_string())]);
    let extra = |phrase: CardSortPhrase, n: usize| {
        view! {
            <th class="answer-extra">
                <span dir="ltr">{app.say(phrase)}</span>
                <small dir="ltr">{at_most(n)}</small>
            </th>
        }
        .into_any()
    };
    let mut heads: Vec<AnyView> = card_sort
        .shown_piles()
        .map(|pile| {
            view! { <th>{paper.picture(&pile.picture)} <span>{paper.text(&pile.text)}</span></th> }.into_any()
        })
        .collect();
    heads.extend(sheet.important.as_ref().map(|(_, n)| extra(CardSortPhrase::Important, *n)));
    heads.extend(sheet.more.map(|n| extra(CardSortPhrase::More, n)));
    let (n_piles, n_boxes) = (sheet.piles.len(), heads.len());
    let rows = sheet.cards.iter().enumerate().filter_map(|(at, id)| {
        let card = paper.study.card(id)?;
        let boxes = (0..n_boxes).map(|column| {
            let is_extra = column >= n_piles;
            view! { <td class:answer-extra=is_extra><span class="paper-box"></span></td> }
        });
        let row = view! {
            <tr>
                <td class="answer-number">{at + 1}</td>
                <td class="answer-card">
                    {paper.text(&card.text)} " " <small dir="ltr">{card.id.clone()}</small>
                </td>
                {boxes.collect_view()}
            </tr>
        };
        Some(row)
    });
    view! {
        <table class="answer-cards">
            <thead>
                <tr>
                    <th class="answer-tick" colspan="2">
                        <span dir="ltr">{app.say(CardSortPhrase::TickOne)}</span>
                    </th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Missing cards and the story.
fn open_lines(paper: &Paper, card_sort: &CardSort) -> AnyView {
    let line = |asked: String, n: usize, about: Option<AnyView>| {
        let lines = (0..n).map(|_| view! { <span class="answer-line"></span> });
        view! {
            <div class="answer-open">
                <p>{asked} " " {about}</p>
                {lines.collect_view()}
            </div>
        }
    };
    let missing = card_sort.missing.as_ref().map(|asked| paper.text(asked)).map(|asked| line(asked, 1, None));
    // The resident chooses the card; whoever takes notes writes its number.
    let number = view! { <small dir="ltr">"(" {paper.app.say(CardSortPhrase::StoryNumber)} " ____)"</small> };
    let story = card_sort
        .story
        .as_ref()
        .map(|asked| paper.text(asked))
        .map(|asked| line(asked, 2, Some(number.into_any())));
    view! {
        {missing}
        {story}
    }
    .into_any()
}

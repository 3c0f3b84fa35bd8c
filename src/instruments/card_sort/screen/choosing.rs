//! The screens on which cards are chosen: the most important ones, and those of which there may be more.

use crate::domain::study::Word;
use crate::instruments::card_sort::rules::{CardSort, Sort, SortAction};
use crate::ui::components::element::{View, element, heading, nothing};
use crate::ui::participant::app::{App, Model, Tap};

/// The most important cards of one pile.
pub(super) fn most_important(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let Some(asked) = &card_sort.most_important else { return nothing() };
    let cards = sort.on_pile(&asked.pile);
    let chosen = sort.most_important.as_deref().unwrap_or_default();
    choose(app, model, app.text(&asked.question), &cards, asked.choose, chosen, SortAction::ToggleImportant)
}

/// The cards of which there may be more here.
pub(super) fn more(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let Some(asked) = &card_sort.more else { return nothing() };
    let cards: Vec<&str> = sort.order().iter().map(String::as_str).collect();
    let chosen = sort.more.as_deref().unwrap_or_default();
    choose(app, model, app.text(&asked.question), &cards, asked.choose, chosen, SortAction::ToggleMore)
}

/// The card to tell about, where several mean much.
pub(super) fn story_card(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let chosen: Vec<String> = card_sort.story_card(sort).map(str::to_owned).into_iter().collect();
    let cards = card_sort.story_cards(sort);
    choose(app, model, app.word(Word::StoryCard), &cards, 1, &chosen, SortAction::StoryOf)
}

fn choose(
    app: App,
    model: &Model,
    question: String,
    cards: &[&str],
    most: usize,
    chosen: &[String],
    action: fn(String) -> SortAction,
) -> View {
    let is_full = model.controller.session.is_full(&app.study());
    let tap = |id: String| {
        if is_full && !chosen.contains(&id) { Tap::TooMany(Some(id)) } else { Tap::Act(action(id).into()) }
    };
    let cards = app.chooser(model, cards, chosen, &tap);
    let question = heading().text(question).view();
    if most == 1 {
        return app.frame(model, "frame-main", vec![question, cards]);
    }
    let mut dots = element("DIV", "dots").with("role", "img").with("aria-label", up_to(app, most));
    for dot in 0..most {
        let state = if dot < chosen.len() { "full" } else { "empty" };
        dots = dots.child(element("SPAN", "dot").with("data-state", state).view());
    }
    app.frame(model, "frame-main choosing", vec![question, dots.view(), cards])
}

/// How many may be chosen.
fn up_to(app: App, most: usize) -> String {
    app.word(Word::ChooseUpTo).replace("{count}", &most.to_string())
}

//! The screens on which cards are chosen: the most important ones, and those of which there may be more.

use leptos::prelude::*;

use crate::domain::session::Action;
use crate::domain::sort::Sort;
use crate::domain::study::{Instrument, Text, Word};
use crate::ui::components::chooser::Chooser;
use crate::ui::participant::App;

/// The most important cards of one pile.
pub(super) fn most_important(app: App, at: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return ().into_any() };
    let Some(asked) = &card_sort.most_important else { return ().into_any() };
    let ids = app.session.with_untracked(|session| {
        session
            .sort(at)
            .map(|sort| sort.on_pile(&asked.pile).into_iter().map(str::to_owned).collect::<Vec<_>>())
    });
    let chosen = |sort: &Sort| sort.most_important.clone();
    choose(app, at, &asked.question, ids.unwrap_or_default(), asked.choose, chosen, Action::ToggleImportant)
}

/// The cards of which there may be more here.
pub(super) fn more(app: App, at: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return ().into_any() };
    let Some(asked) = &card_sort.more else { return ().into_any() };
    let ids = app.session.with_untracked(|session| session.sort(at).map(|sort| sort.order().to_vec()));
    let chosen = |sort: &Sort| sort.more.clone();
    choose(app, at, &asked.question, ids.unwrap_or_default(), asked.choose, chosen, Action::ToggleMore)
}

fn choose(
    app: App,
    at: usize,
    question: &Text,
    ids: Vec<String>,
    most: usize,
    chosen: fn(&Sort) -> Option<Vec<String>>,
    action: fn(String) -> Action,
) -> AnyView {
    let cards = app.faces(ids);
    let chosen = Signal::derive(move || {
        app.session.with(|session| session.sort(at).and_then(chosen)).unwrap_or_default()
    });
    let dots = move || {
        let n_chosen = chosen.with(Vec::len);
        let state = move |dot| if dot < n_chosen { "full" } else { "empty" };
        (0..most).map(|dot| view! { <span class="dot" data-state=state(dot)></span> }).collect_view()
    };
    app.frame(
        0.0,
        view! {
            <h1 tabindex="-1">{app.text(question)}</h1>
            <div class="dots" aria-label=app.word(Word::ChooseUpTo).replace("{count}", &most.to_string())>{dots}</div>
            <Chooser
                cards=Signal::stored(cards)
                grid=app.grid()
                chosen=chosen
                more=app.word(Word::MoreCards)
                on_tap=move |id| { app.act(action(id)); }
            />
        }
        .into_any(),
    )
}

//! A row of boxes as on the answer sheet: ticked with a finger, or with number keys that go on to the next row.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::dom;

/// A box to tick.
pub(crate) struct Tile {
    /// What it says; all of it is read out.
    pub(crate) words: Signal<String>,
    /// Address of its picture, or the name of an icon.
    pub(crate) picture: Picture,
    /// One of a group of which one is ticked; otherwise it stands by itself.
    pub(crate) is_one_of: bool,
    /// It is ticked.
    pub(crate) is_set: Signal<bool>,
    /// It can be ticked now.
    pub(crate) is_open: Signal<bool>,
    /// Ticks it, or no longer.
    pub(crate) tap: Callback<()>,
    /// With its number key one goes on to the next row.
    pub(crate) moves_on: bool,
}

/// What is seen in a box.
pub(crate) enum Picture {
    /// Of the study: its address.
    Of(String),
    /// An icon of the app.
    Icon(&'static str),
}

impl Picture {
    /// As it stands in the page.
    pub(crate) fn view(self) -> AnyView {
        match self {
            Self::Of(address) => view! { <img src=address alt="" /> }.into_any(),
            Self::Icon(name) => icon(name),
        }
    }
}

/// What a number key does.
#[derive(Clone, Copy)]
struct Key {
    is_set: Signal<bool>,
    is_open: Signal<bool>,
    tap: Callback<()>,
    moves_on: bool,
}

/// A row with its text; `at` is its place among all rows, `id` its name, `clear` unticks all of it.
pub(crate) fn row(
    at: usize,
    id: &str,
    text: Signal<String>,
    note: Option<String>,
    tiles: Vec<Tile>,
    clear: Callback<()>,
) -> AnyView {
    let keys: Vec<Key> = tiles
        .iter()
        .map(|tile| Key {
            is_set: tile.is_set,
            is_open: tile.is_open,
            tap: tile.tap,
            moves_on: tile.moves_on,
        })
        .collect();
    let name = format!("row-{id}");
    let label = format!("{name}-text");
    let label_id = label.clone();
    let shown = tiles.into_iter().enumerate().map(|(n, tile)| show(&name, n, tile)).collect_view();
    view! {
        <div
            class="enter-row"
            role="group"
            id=name.clone()
            data-row=at.to_string()
            aria-labelledby=label
            on:keydown=move |event| press(&event, at, &keys, clear)
        >
            <p class="enter-text" id=label_id>
                {text} " " {note.map(|note| view! { <small>{note}</small> })}
            </p>
            <div class="enter-tiles">{shown}</div>
        </div>
    }
    .into_any()
}

fn show(row: &str, n: usize, tile: Tile) -> AnyView {
    let Tile { words, picture, is_one_of, is_set, is_open, tap, .. } = tile;
    view! {
        <label class="enter-tile" data-apart=(!is_one_of).then_some("")>
            <input
                type=if is_one_of { "radio" } else { "checkbox" }
                name=if is_one_of { row.to_owned() } else { format!("{row}-{n}") }
                aria-label=words
                prop:checked=is_set
                disabled=move || !is_open.get()
                on:click=move |_| tap.run(())
            />
            {picture.view()}
            <span class="enter-words" aria-hidden="true">{words}</span>
            <kbd aria-hidden="true">{n + 1}</kbd>
        </label>
    }
    .into_any()
}

fn press(event: &KeyboardEvent, at: usize, keys: &[Key], clear: Callback<()>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    match key.as_str() {
        "ArrowDown" | "Enter" => go_to(at + 1),
        "ArrowUp" => go_to(at.saturating_sub(1)),
        "Delete" | "Backspace" | "0" => clear.run(()),
        _ => {
            let n = key.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            let Some(one) = n.and_then(|n| keys.get(n)) else { return };
            if one.is_open.get_untracked() && !(one.moves_on && one.is_set.get_untracked()) {
                one.tap.run(());
            }
            if one.moves_on {
                go_to(at + 1);
            }
        }
    }
    event.prevent_default();
}

/// Puts the focus into the row at this place, at what is ticked there.
pub(crate) fn go_to(at: usize) {
    let row = format!("[data-row='{at}']");
    let places = [
        format!("{row} input[type=radio]:checked"),
        format!("{row} input"),
        format!("{row} textarea"),
        format!("button{row}"),
    ];
    if let Some(element) = places.iter().find_map(|place| dom::find(place)) {
        // An element that is gone again needs no focus.
        let _ = element.focus();
    }
}

/// In a field for words: Enter and the arrows go to the rows beside it.
pub(crate) fn press_in_field(event: &KeyboardEvent, at: usize) {
    match event.key().as_str() {
        "Enter" | "ArrowDown" => go_to(at + 1),
        "ArrowUp" => go_to(at.saturating_sub(1)),
        _ => return,
    }
    event.prevent_default();
}

//! Cards side by side, to choose from.

use leptos::prelude::*;

use crate::ui::components::card_face::{CardFace, Face};
use crate::ui::components::icon::Icon;

/// Cards in a grid, as many at a time as fit without scrolling; large arrows turn the page.
#[component]
pub fn Chooser(
    /// All the cards.
    #[prop(into)]
    cards: Signal<Vec<Face>>,
    /// Columns and rows that fit.
    #[prop(into)]
    grid: Signal<(usize, usize)>,
    /// Ids of those chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// The words for turning the page.
    more: String,
    /// Runs with the id of a card that is tapped.
    #[prop(into)]
    on_tap: Callback<String>,
) -> impl IntoView {
    let page = RwSignal::new(0_usize);
    let n_pages = Memo::new(move |_| {
        let (columns, rows) = grid.get();
        cards.with(Vec::len).div_ceil((columns * rows).max(1)).max(1)
    });
    let shown = move || {
        let (columns, rows) = grid.get();
        let on_page = (columns * rows).max(1);
        let first = page.get().min(n_pages.get() - 1) * on_page;
        let cards = cards.get().into_iter().skip(first).take(on_page);
        cards
            .map(|face| {
                let (id, tapped, named) = (face.id.clone(), face.id.clone(), face.id.clone());
                view! {
                    <button
                        type="button"
                        class="chooser-card"
                        data-card=named
                        aria-pressed=move || if chosen.with(|ids| ids.contains(&id)) { "true" } else { "false" }
                        on:click=move |_| on_tap.run(tapped.clone())
                    >
                        <CardFace face=face />
                    </button>
                }
            })
            .collect_view()
    };
    let turn = move |by: isize| {
        page.update(|page| {
            let n_pages = n_pages.get_untracked();
            *page = page.saturating_add_signed(by + n_pages.cast_signed()) % n_pages;
        });
    };
    let arrow = move |by: isize, icon: &'static str, label: String| {
        view! {
            <button type="button" class="chooser-turn" aria-label=label on:click=move |_| turn(by)>
                <Icon name=icon />
            </button>
        }
    };
    let back = format!("{more} ←");
    view! {
        <div class="chooser" data-pages=move || n_pages.get().to_string()>
            {arrow(-1, "caret-left", back)}
            <div
                class="chooser-cards"
                style:--columns=move || grid.get().0.to_string()
                style:--rows=move || grid.get().1.to_string()
            >
                {shown}
            </div>
            {arrow(1, "caret-right", more)}
        </div>
    }
}

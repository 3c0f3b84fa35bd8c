//! Cards side by side, to choose from.

use crate::ui::components::card::{Face, card_face};
use crate::ui::components::element::{OnTap, View, button, element, icon};

/// Cards in so many columns, each with whether it is chosen and what a tap on it does; with more pages than one,
/// large arrows turn them.
pub fn chooser(
    cards: Vec<(Face, bool, OnTap)>,
    n_columns: usize,
    turn: Option<(String, OnTap, OnTap)>,
) -> View {
    let mut shown = element("DIV", "chooser-cards").with("data-columns", n_columns.to_string());
    for (face, is_chosen, on_tap) in cards {
        let card = button("chooser-card settles", on_tap)
            .with("data-card", face.id.as_str())
            .with("aria-pressed", if is_chosen { "true" } else { "false" });
        shown = shown.child(card.child(card_face(face).view()).view());
    }
    let arrow = |name, label: &str, on_tap: OnTap| {
        button("chooser-turn", on_tap).with("aria-label", label).child(icon(name)).view()
    };
    let chooser = element("DIV", "chooser");
    match turn {
        None => chooser.with("data-pages", "one").child(shown.view()).view(),
        Some((label, back, on)) => chooser
            .with("data-pages", "many")
            .child(arrow("caret-left", &format!("{label} ←"), back))
            .child(shown.view())
            .child(arrow("caret-right", &label, on))
            .view(),
    }
}

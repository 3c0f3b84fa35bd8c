//! The screens on which something is said in words: which card is missing, and how one came to be important.

use leptos::ev::Event;
use leptos::prelude::event_target_value;

use crate::domain::study::Word;
use crate::instruments::card_sort::rules::{
    CardSort, LONGEST_MISSING, LONGEST_STORY, MOST_MISSING, Sort, SortAction,
};
use crate::ui::components::card::card_face;
use crate::ui::components::element::{View, element, heading, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::participant::app::{App, Model, Tap};

/// Which card is missing: said aloud, and written down in a few words by whoever can.
pub(super) fn missing(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let Some(question) = &card_sort.missing else { return nothing() };
    let said = sort.missing.clone().unwrap_or_default();
    let n_fields = model.view.n_fields.max(said.len());
    let mut body = element("DIV", "missing-body");
    if n_fields == 0 {
        let none = large_button(
            "x",
            app.word(Word::No),
            false,
            app.tap(Tap::ActAndGoOn(SortAction::NothingMissing.into())),
        );
        let some = large_button("plus", app.word(Word::Yes), false, app.tap(Tap::Fields(1)));
        body = body.child(element("DIV", "choice-row").child(none).child(some).view());
    } else {
        body = body.child(app.say_it(Word::MissingHint));
        for field in 0..n_fields {
            // The field keeps what is written in it; its value is given only when it is drawn first.
            let words = said.get(field).cloned().unwrap_or_default();
            let heard = Box::new(move |event: Event| {
                app.act(SortAction::Missing(field, event_target_value(&event)).into());
            });
            let field = element("INPUT", "missing-words")
                .with("type", "text")
                .with("autocomplete", "off")
                .with("maxlength", LONGEST_MISSING)
                .with("aria-label", app.word(Word::MissingHint))
                .with("value", words)
                .on_input(heard);
            body = body.child(field.view());
        }
        if n_fields < MOST_MISSING {
            let another = app.tap(Tap::Fields(n_fields + 1));
            body = body.child(large_button("plus", app.word(Word::Add), false, another));
        }
        body = body.child(element("P", "small-hint").text(app.word(Word::NoNames)).view());
    }
    let card = element("SPAN", "missing-card").with("aria-hidden", "true").text("?".to_owned());
    let screen = vec![
        heading().text(app.text(question)).view(),
        element("DIV", "missing").child(card.view()).child(body.view()).view(),
    ];
    app.frame(model, "frame-main telling", screen)
}

/// How the most important card came to be so: told aloud, and written down by whoever can.
pub(super) fn story(card_sort: &CardSort, app: App, model: &Model, sort: &Sort) -> View {
    let card = card_sort.story_card(sort);
    let (Some(question), Some(card)) = (&card_sort.story, card) else { return nothing() };
    let told = sort.story.as_ref().filter(|(told, _)| told == card);
    let heard = Box::new(move |event: Event| app.act(SortAction::Story(event_target_value(&event)).into()));
    let field = element("TEXTAREA", "missing-words")
        .with("autocomplete", "off")
        .with("rows", "3")
        .with("maxlength", LONGEST_STORY)
        .with("aria-label", app.text(question))
        .on_input(heard)
        .text(told.map(|(_, text)| text.clone()).unwrap_or_default());
    let body = element("DIV", "missing-body")
        .child(app.say_it(Word::Tell))
        .child(field.view())
        .child(element("P", "small-hint").text(app.word(Word::NoNames)).view());
    let card = app.card(card).map(|face| element("DIV", "story-card").child(card_face(face).view()).view());
    let screen = vec![
        heading().text(app.text(question)).view(),
        element("DIV", "missing").children(card.into_iter().chain([body.view()]).collect()).view(),
    ];
    app.frame(model, "frame-main telling", screen)
}

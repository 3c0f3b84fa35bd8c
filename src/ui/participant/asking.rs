//! The screens with a question: of the picture survey, and which card is missing.

use leptos::ev::Event;
use leptos::prelude::{AnyView, event_target_value};

use crate::domain::session::{Action, LONGEST_MISSING, LONGEST_STORY, MOST_MISSING};
use crate::domain::study::{Instrument, Word};
use crate::instruments::survey::rules::Answer;
use crate::ui::components::card::{card_face, picture};
use crate::ui::components::element::{element, heading, nothing};
use crate::ui::components::icon::icon;
use crate::ui::components::picture_button::{labelled, large_button, picture_button};
use crate::ui::participant::{App, Do, Phase, Shown};

/// One question of the survey.
pub(super) fn question(app: App, shown: &Shown, at: usize, question: usize) -> AnyView {
    let study = app.study();
    let answered = shown.session.survey(at).and_then(|survey| survey.answers.get(question));
    let (Some(Instrument::Survey { dont_know, .. }), Some(answered)) = (study.instruments.get(at), answered)
    else {
        return nothing();
    };
    let Some(asked) = study.question(&answered.question) else { return nothing() };
    let mut choices = Vec::new();
    let is_full = shown.session.is_full(&study);
    for (at, choice) in asked.shown().into_iter().enumerate() {
        let is_chosen = answered.chosen().contains(&choice.id);
        let tap = if is_full && !is_chosen {
            Do::TooMany(Some(choice.id.clone()))
        } else {
            Do::Act(Action::Choose(choice.id.clone()))
        };
        choices.push(picture_button(
            app.text(&choice.text),
            app.picture(&choice.picture),
            at + 1,
            is_chosen,
            shown.is_moving_on,
            false,
            app.tap(tap),
        ));
    }
    let dont_know = picture_button(
        app.text(&dont_know.text),
        app.picture(&dont_know.picture),
        asked.choices.len() + 1,
        answered.answer == Some(Answer::DontKnow),
        shown.is_moving_on,
        true,
        app.tap(Do::Act(Action::DontKnow)),
    );
    let question = element("DIV", "question")
        .child(picture("question-picture", app.picture(&asked.picture)))
        .child(heading().text(app.text(&asked.text)).view());
    let screen = vec![
        question.view(),
        element("DIV", "choices").children(choices).view(),
        element("DIV", "choices-apart").child(dont_know).view(),
    ];
    // While the next question is about to come by itself, going back is taking the answer back.
    let back = if shown.is_moving_on { (Word::Undo, Action::LetGo) } else { (Word::Back, Action::Back) };
    let back = (app.word(back.0), app.tap(Do::Act(back.1)));
    app.frame_with(shown, 0, back, "frame-main asking", screen)
}

/// Which card is missing: said aloud, and written down in a few words by whoever can.
pub(super) fn missing(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let (Some(Instrument::CardSort(card_sort)), Some(sort)) =
        (study.instruments.get(at), shown.session.sort(at))
    else {
        return nothing();
    };
    let Some(question) = &card_sort.missing else { return nothing() };
    let said = sort.missing.clone().unwrap_or_default();
    let mut body = element("DIV", "missing-body");
    if shown.n_fields == 0 {
        let none = large_button("x", app.word(Word::No), false, app.tap(Do::NothingMissing));
        let some = large_button("plus", app.word(Word::Yes), false, app.tap(Do::Fields(1)));
        body = body.child(element("DIV", "choice-row").child(none).child(some).view());
    } else {
        body = body.child(app.say_it(Word::MissingHint));
        for field in 0..shown.n_fields {
            // The field keeps what is written in it; its value is given only when it is drawn first.
            let words = said.get(field).cloned().unwrap_or_default();
            let heard =
                Box::new(move |event: Event| app.act(Action::Missing(field, event_target_value(&event))));
            let field = element("INPUT", "missing-words")
                .with("type", "text")
                .with("autocomplete", "off")
                .with("maxlength", LONGEST_MISSING)
                .with("aria-label", app.word(Word::MissingHint))
                .with("value", words)
                .on_input(heard);
            body = body.child(field.view());
        }
        if shown.n_fields < MOST_MISSING {
            let another = app.tap(Do::Fields(shown.n_fields + 1));
            body = body.child(large_button("plus", app.word(Word::Add), false, another));
        }
        body = body.child(element("P", "small-hint").text(app.word(Word::NoNames)).view());
    }
    let card = element("SPAN", "missing-card").with("aria-hidden", "true").text("?".to_owned());
    let screen = vec![
        heading().text(app.text(question)).view(),
        element("DIV", "missing").child(card.view()).child(body.view()).view(),
    ];
    app.frame(shown, "frame-main", screen)
}

/// How the most important card came to be so: told aloud, and written down by whoever can.
pub(super) fn story(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let (Some(Instrument::CardSort(card_sort)), Some(sort)) =
        (study.instruments.get(at), shown.session.sort(at))
    else {
        return nothing();
    };
    let card = shown.session.story_card(&study, at);
    let (Some(question), Some(card)) = (&card_sort.story, card) else { return nothing() };
    let told = sort.story.as_ref().filter(|(told, _)| told == card);
    let heard = Box::new(move |event: Event| app.act(Action::Story(event_target_value(&event))));
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
    let card = app.face(card).map(|face| element("DIV", "story-card").child(card_face(face)).view());
    let screen = vec![
        heading().text(app.text(question)).view(),
        element("DIV", "missing").children(card.into_iter().chain([body.view()]).collect()).view(),
    ];
    app.frame(shown, "frame-main", screen)
}

impl App {
    /// What one can do without writing: say it, and call somebody who writes it down.
    fn say_it(self, word: Word) -> AnyView {
        let say =
            element("P", "hint").child(icon("chats")).child(element("SPAN", "").text(self.word(word)).view());
        let call = labelled(
            "large-button call",
            "bell-ringing",
            self.word(Word::Call),
            self.tap(Do::Go(Phase::Calling)),
        );
        element("DIV", "say-it").child(say.view()).child(call).view()
    }
}

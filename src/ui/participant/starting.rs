//! The screens before anything is given.

use crate::domain::session::Action;
use crate::domain::study::Word;
use crate::ui::components::card::picture;
use crate::ui::components::element::{View, button, element, heading, icon};
use crate::ui::components::picture_button::{labelled, large_button};
use crate::ui::participant::app::{App, Tap};
use crate::ui::participant::overlay::{dialog, title, to_coordinator};
use crate::workflow::participant::Phase;

/// The choice of language. The page's HTML holds the same, so that it stands there before the app has arrived.
pub(super) fn language(app: App) -> View {
    element("DIV", "screen language-screen")
        .child(languages(app))
        .child(to_coordinator("to-coordinator"))
        .view()
}

/// The same in the middle of a session: what was given stays.
pub(super) fn another_language(app: App) -> View {
    let title = title().child(icon("translate")).text(app.word(Word::Language));
    let close = large_button("x", app.word(Word::Close), false, app.tap(Tap::Go(Phase::Answering)));
    dialog("language").child(title.view()).child(languages(app)).child(close).view()
}

/// A tile for each language, in its own script. Each is a group of its own for the voice and the direction.
fn languages(app: App) -> View {
    let mut list = element("DIV", "language-list");
    for language in app.languages() {
        let tile = button("language-tile", app.tap(Tap::Speak(language.id.clone())))
            .with("data-language", language.id.as_str())
            .with("dir", if language.is_right_to_left { "rtl" } else { "ltr" })
            .with("lang", language.id);
        list = list.child(tile.text(language.name).view());
    }
    list.view()
}

/// What it means to take part, in three pictures.
pub(super) fn consent(app: App) -> View {
    let study = app.study();
    let mut points = element("UL", "consent-points");
    for point in &study.consent.points {
        let text = element("SPAN", "").text(app.text(&point.text)).view();
        let picture = picture("", app.picture(&point.picture));
        points = points.child(element("LI", "consent-point").child(picture).child(text).view());
    }
    let tap = |action| app.tap(Tap::Act(action));
    let choice = element("DIV", "choice-row")
        .child(large_button("x", app.word(Word::Decline), false, tap(Action::Decline)))
        .child(large_button("check", app.word(Word::Agree), true, tap(Action::Agree)));
    let main = element("DIV", "frame-main consent")
        .child(heading().text(app.text(&study.consent.title)).view())
        .child(points.view())
        .child(choice.view());
    let bottom = element("FOOTER", "frame-bottom").child(labelled(
        "frame-back",
        "arrow-left",
        app.word(Word::Back),
        tap(Action::Back),
    ));
    element("DIV", "screen consent-screen").child(main.view()).child(bottom.view()).view()
}

/// There is no study to begin with, and none was kept. No study means no words either.
pub(super) fn no_study() -> View {
    let dutch = "De app kan niet starten. Geef de tablet aan de begeleider.";
    let english = "The app cannot start. Give the tablet to the coordinator.";
    element("DIV", "screen message-screen sheet")
        .child(icon("device-tablet"))
        .child(heading().with("lang", "nl").text(dutch.to_owned()).view())
        .child(element("P", "").with("lang", "en").text(english.to_owned()).view())
        .child(to_coordinator("large-button"))
        .view()
}

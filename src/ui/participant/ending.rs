//! The screens at the end of a participant's way, and those that stand before the way itself.

use crate::domain::response::Outcome;
use crate::domain::study::{Message, Word};
use crate::ui::components::card::picture;
use crate::ui::components::element::{View, element, icon, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::participant::app::{App, Tap};
use crate::ui::participant::overlay::{dialog, title, to_coordinator};
use crate::workflow::participant::Phase;

/// The answers are on the disk.
pub(super) fn thanks(app: App) -> View {
    message(app, &app.study().thanks)
}

/// Somebody would rather not, which is fine.
pub(super) fn declined(app: App) -> View {
    message(app, &app.study().declined)
}

fn message(app: App, message: &Message) -> View {
    let top = picture("message-picture", app.picture(&message.picture));
    let done = large_button("check", app.word(Word::Done), false, app.tap(Tap::Reset));
    sheet("end", top, app.text(&message.text), vec![done])
}

/// The response is being written to the disk.
pub(super) fn keeping(app: App) -> View {
    sheet("keeping", nothing(), app.word(Word::Saving), Vec::new())
}

/// Asks whether to stop.
pub(super) fn stop(app: App) -> View {
    let go_on = large_button("arrow-right", app.word(Word::StopNo), true, app.tap(Tap::Go(Phase::Answering)));
    let stop = large_button("x", app.word(Word::StopYes), false, app.tap(Tap::Finish(Outcome::Stopped)));
    sheet("stop", icon("hand-palm"), app.word(Word::StopQuestion), vec![stop, go_on])
}

/// Asks whether they are still there: half a minute later the tablet is for somebody else.
pub(super) fn still_there(app: App) -> View {
    let yes = large_button("check", app.word(Word::ThereYes), true, app.tap(Tap::Go(Phase::Answering)));
    sheet("there", icon("hand-waving"), app.word(Word::ThereQuestion), vec![yes])
}

/// The coordinator has been called: the whole edge is lit up until somebody taps, anywhere.
pub(super) fn calling(app: App) -> View {
    let here = large_button("check", app.word(Word::Done), true, app.tap(Tap::Go(Phase::Answering)));
    sheet("call", icon("bell-ringing"), app.word(Word::Called), vec![here])
}

/// What was given could not be written down. Trying again is all a participant can do; the coordinator can do more.
pub(super) fn trouble(app: App, again: Tap) -> View {
    let again = large_button("arrow-counter-clockwise", app.word(Word::Next), true, app.tap(again));
    sheet(
        "trouble",
        icon("device-tablet"),
        app.word(Word::FullDevice),
        vec![to_coordinator("large-button"), again],
    )
}

fn sheet(kind: &'static str, top: View, text: String, buttons: Vec<View>) -> View {
    dialog(kind)
        .child(top)
        .child(title().text(text).view())
        .child(element("DIV", "choice-row").children(buttons).view())
        .view()
}

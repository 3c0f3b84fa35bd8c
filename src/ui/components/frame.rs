//! What stays in the same place on every participant screen.

use std::cmp::Ordering;

use crate::ui::components::element::{OnTap, View, button, element, icon};
use crate::ui::components::picture_button::labelled;

/// What stands around a screen, as values.
pub struct Frame {
    /// Steps behind the participant, and steps in all.
    pub progress: (usize, usize),
    /// How many tenths of the step at hand are done.
    pub tenths_done: usize,
    /// The word for stopping, and what it does.
    pub stop: (String, OnTap),
    /// The word for another language, and what it does; none if there is only one.
    pub language: Option<(String, OnTap)>,
    /// The word for going back, and what it does.
    pub back: (String, OnTap),
    /// The word for going on, and what it does; none while the participant cannot.
    pub next: Option<(String, OnTap)>,
    /// Going on is leaving this out: nothing has been answered yet. It looks as quiet as it is.
    pub is_skipping: bool,
}

/// Beads and the way out on top, the screen itself, and below it the ways back and on.
///
/// The place opposite the way out is kept free for the voice.
pub fn framed(frame: Frame, class: &'static str, screen: Vec<View>) -> View {
    let (n_done, n_steps) = frame.progress;
    // More of them, or fewer, are another string.
    let mut beads = element("DIV", "beads").key(n_steps.to_string()).with("aria-hidden", "true");
    for at in 0..n_steps {
        let state = match at.cmp(&n_done) {
            Ordering::Less => "done",
            Ordering::Equal => "now",
            Ordering::Greater => "open",
        };
        let mut bead = element("SPAN", "bead").with("data-state", state);
        if at == n_done {
            bead = bead.with("data-tenths", frame.tenths_done.to_string());
        }
        beads = beads.child(bead.view());
    }
    let mut top =
        element("HEADER", "frame-top").child(labelled("frame-stop", "x", frame.stop.0, frame.stop.1));
    if let Some((word, on_tap)) = frame.language {
        // Without its word: who needs it does not read this one.
        let language = button("frame-language", on_tap).with("aria-label", word).child(icon("translate"));
        top = top.child(language.view());
    }
    let mut bottom = element("FOOTER", "frame-bottom").child(labelled(
        "frame-back",
        "arrow-left",
        frame.back.0,
        frame.back.1,
    ));
    if let Some((word, on_tap)) = frame.next {
        let (class, icon) =
            if frame.is_skipping { ("frame-skip", "skip-forward") } else { ("frame-next", "arrow-right") };
        bottom = bottom.child(labelled(class, icon, word, on_tap));
    }
    element("DIV", "screen")
        .child(top.child(beads.view()).view())
        .child(element("DIV", class).children(screen).view())
        .child(bottom.view())
        .view()
}

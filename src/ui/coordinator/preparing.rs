//! How far the languages are that participants may choose, while they are put on the tablet.

use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::{Language, Phrase};

/// Where somebody asked for the languages to be made ready: there it is told how that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// With the activity.
    Activity,
    /// With the languages.
    Languages,
    /// With settings that came from another device.
    Setup,
}

/// How far the languages are that participants may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Preparing {
    /// Nobody asked.
    #[default]
    Idle,
    /// This one is being put on the tablet (its name); so many of so many are there.
    Going(Place, String, usize, usize),
    /// It is over: names of those that are there, and of those that are not.
    Done(Place, Vec<String>, Vec<String>),
}

impl Preparing {
    /// Where somebody asked, if somebody did.
    pub(super) fn place(&self) -> Option<Place> {
        match self {
            Self::Idle => None,
            Self::Going(place, ..) | Self::Done(place, ..) => Some(*place),
        }
    }
}

/// How it ended, in words; none before.
pub(super) fn preparing_notice(preparing: &Preparing, is_secure: bool, language: Language) -> Option<Notice> {
    let Preparing::Done(_, ready, missing) = preparing else { return None };
    if missing.is_empty() {
        let text = language.say_with(Phrase::Prepared, &[("languages", &ready.join(", "))]);
        return Some(Notice::new(Tone::Good, text));
    }
    if !is_secure {
        return Some(Notice::new(Tone::Trouble, language.say(Phrase::PreparedNever)));
    }
    let mut text = language.say_with(Phrase::PreparedWithout, &[("languages", &missing.join(", "))]);
    if !ready.is_empty() {
        let ready = language.say_with(Phrase::Prepared, &[("languages", &ready.join(", "))]);
        text = format!("{ready} {text}");
    }
    Some(Notice::new(Tone::Trouble, text))
}

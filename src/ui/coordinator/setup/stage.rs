//! Where somebody is with settings that come in, and what is set on this tablet meanwhile.

use leptos::prelude::*;
use leptos::web_sys::Url;

use crate::domain::setup::{Here, Setup};
use crate::format::setup::Refusal;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::view::{View, arrive};
use crate::ui::text::Language;
use crate::ui::text::setup::SetupPhrase;
use crate::workflow::setup::NotKept;

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    /// Settings are shown, or waited for; how it went before, if it did.
    Open(Option<Ending>),
    /// These came in, and nothing has changed yet.
    Review(Box<Setup>),
}

/// How it went with settings that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// They cannot be read.
    Refused(Refusal),
    /// Somebody said no.
    Left,
    /// They were taken over; whether a key was among them.
    Taken(bool),
    /// They could not be kept.
    NotKept(NotKept),
}

/// Goes on to `next`, which begins at the top of the page if this is a page of its own.
pub(super) fn go(stage: RwSignal<Stage>, next: Stage) {
    stage.set(next);
    if matches!(View::now(), View::Setup(_)) {
        arrive();
    }
}

/// What is set on this tablet; none before the study has been read.
pub(super) fn here(app: App) -> Option<Here> {
    let (study, version, known_languages) = app.with_study(|study| {
        let languages = study.languages.iter().map(|language| language.id.clone());
        (study.id.clone(), study.version.clone(), languages.collect())
    })?;
    Some(Here {
        study,
        version,
        known_languages,
        site: site(app),
        endpoint: app.endpoint.get(),
        centres: app.centres.get(),
        retention: app.retention.get(),
        activity: app.activity.get(),
        joined: app.joined.get(),
    })
}

/// Address of the root of this site.
fn site(app: App) -> String {
    let here = window().location().href().unwrap_or_default();
    Url::new_with_base(&app.tablet().address(""), &here).map(|url| url.href()).unwrap_or_default()
}

/// Why settings are not taken in.
pub(in crate::ui::coordinator) fn refusal_notice(refusal: &Refusal, language: Language) -> Notice {
    let phrase = match refusal {
        Refusal::Foreign => SetupPhrase::Foreign,
        Refusal::Newer(_) => SetupPhrase::Newer,
        Refusal::CutOff => SetupPhrase::CutOff,
        Refusal::Altered => SetupPhrase::Altered,
        Refusal::Invalid(_) => SetupPhrase::Broken,
    };
    let notice = Notice::new(Tone::Trouble, language.say(phrase));
    match refusal {
        Refusal::Invalid(invalid) => notice.with_detail(&invalid.to_string(), language),
        _ => notice,
    }
}

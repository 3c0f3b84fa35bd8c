//! Settings that go from one device to another, shown by one as a code or a link, and taken over by another once somebody
//! has seen what will change.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::Url;

use crate::domain::setup::{Here, Setup};
use crate::format::setup::{Refusal, read_payload};
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::Told;
use crate::ui::coordinator::languages::Place;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::view::{View, arrive};
use crate::ui::text::Language;
use crate::ui::text::setup::SetupPhrase;
use crate::workflow::setup::NotKept;

mod changes;
mod review;
mod share;
mod take;

/// Where somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Settings are shown, or waited for; how it went before, if it did.
    Open(Option<Ending>),
    /// These came in, and nothing has changed yet.
    Review(Box<Setup>),
}

/// How it went with settings that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ending {
    /// They cannot be read.
    Refused(Refusal),
    /// Somebody said no.
    Left,
    /// They were taken over; whether a key was among them.
    Taken(bool),
    /// They could not be kept.
    NotKept(NotKept),
}

/// Shows the settings of this device and takes in those of others; `payload` is what stood in the address that was opened.
pub(super) fn setup(app: App, payload: String) -> AnyView {
    let stage = RwSignal::new(Stage::Open(None));
    if !payload.is_empty() {
        // There may be a key in it: it stays neither in the address nor among the pages one can go back to.
        clean_address();
        stage.set(match read_payload(&payload) {
            Ok(setup) => Stage::Review(Box::new(setup)),
            Err(refusal) => Stage::Open(Some(Ending::Refused(refusal))),
        });
    }
    let notice = Signal::derive(move || match stage.get() {
        Stage::Open(Some(ending)) => Some(ending_notice(&ending, app.language.get())),
        _ => None,
    });
    let review = Memo::new(move |_| match stage.get() {
        Stage::Review(setup) => Some(setup),
        Stage::Open(_) => None,
    });
    let content = move || match review.get() {
        Some(setup) => review::review(app, *setup, stage),
        None => view! {
            <div class="setup-columns">{share::share(app)} {take::take(app, stage)}</div>
        }
        .into_any(),
    };
    let hint = move || {
        review.with(Option::is_none).then(|| view! { <p class="block-hint">{app.say(SetupPhrase::Hint)}</p> })
    };
    let heading = move || {
        let is_review = review.with(Option::is_some);
        app.language.get().say(if is_review { SetupPhrase::Received } else { SetupPhrase::Heading })
    };
    view! {
        <section class="view setup" id="setup" aria-labelledby="setup-heading">
            <h2 id="setup-heading" tabindex="-1">{heading}</h2>
            {hint}
            <Told notice=notice />
            {app.preparing_view(Place::Setup)}
            {content}
        </section>
    }
    .into_any()
}

/// The same review where a backup has brought settings: `setup` stays out until somebody says yes. `on_end` runs then, or when
/// somebody says no.
pub(super) fn from_backup(app: App, setup: Setup, on_end: impl Fn() + 'static) -> AnyView {
    let stage = RwSignal::new(Stage::Review(Box::new(setup)));
    Effect::new(move |_| {
        if stage.with(|stage| matches!(stage, Stage::Open(_))) {
            on_end();
        }
    });
    let notice = Signal::derive(move || match stage.get() {
        Stage::Open(Some(ending)) => Some(ending_notice(&ending, app.language.get())),
        _ => None,
    });
    let content = move || match stage.get() {
        Stage::Review(setup) => Some(review::review(app, *setup, stage)),
        Stage::Open(_) => None,
    };
    view! { {content} <Told notice=notice /> }.into_any()
}

/// What is set here, without anything that goes along.
pub(super) fn blank(app: App) -> Option<Setup> {
    let here = untrack(|| here(app))?;
    Some(Setup { study: here.study, version: here.version, ..Setup::default() })
}

/// Goes on to `next`, which begins at the top of the page if this is a page of its own.
fn go(stage: RwSignal<Stage>, next: Stage) {
    stage.set(next);
    if matches!(View::now(), View::Setup(_)) {
        arrive();
    }
}

/// What is set on this tablet; none before the study has been read.
fn here(app: App) -> Option<Here> {
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

/// Takes what came in out of the address.
fn clean_address() {
    if let Ok(history) = window().history() {
        // An address that cannot be changed stays: it is of this device only.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&View::Setup(String::new()).hash()));
    }
}

fn ending_notice(ending: &Ending, language: Language) -> Notice {
    match ending {
        Ending::Refused(refusal) => refusal_notice(refusal, language),
        Ending::Left => Notice::new(Tone::Plain, language.say(SetupPhrase::Left)),
        Ending::Taken(has_keys) => {
            let mut text = language.say(SetupPhrase::Taken).to_owned();
            if *has_keys {
                text = format!("{text} {}", language.say(SetupPhrase::KeyTaken));
            }
            Notice::new(Tone::Good, text)
        }
        Ending::NotKept(not_kept) => {
            let mut notice = store_notice(&not_kept.error, language);
            let more = if not_kept.is_undone { SetupPhrase::Undone } else { SetupPhrase::Partly };
            notice.text = format!("{} {}", notice.text, language.say(more));
            notice
        }
    }
}

pub(super) fn refusal_notice(refusal: &Refusal, language: Language) -> Notice {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::codec::Invalid;
    use crate::ports::response_store::StoreError;

    #[test]
    fn every_ending_has_a_sentence_of_its_own() {
        let invalid = Invalid {
            path: "endpoint.url".to_owned(),
            found: "nothing".to_owned(),
            expected: "an address".to_owned(),
        };
        let not_kept = |is_undone| Ending::NotKept(NotKept { error: StoreError::Full, is_undone });
        let endings = [
            Ending::Refused(Refusal::Foreign),
            Ending::Refused(Refusal::Newer("2".to_owned())),
            Ending::Refused(Refusal::CutOff),
            Ending::Refused(Refusal::Altered),
            Ending::Refused(Refusal::Invalid(invalid)),
            Ending::Left,
            Ending::Taken(false),
            Ending::Taken(true),
            not_kept(true),
            not_kept(false),
        ];
        for language in Language::ALL {
            let told: std::collections::BTreeSet<String> =
                endings.iter().map(|ending| ending_notice(ending, language).text).collect();
            assert_eq!(told.len(), endings.len());
        }
        let broken = ending_notice(&endings[4], Language::Dutch);
        assert!(broken.detail.is_some_and(|detail| detail.contains("endpoint.url")));
        assert!(ending_notice(&not_kept(true), Language::Dutch).text.ends_with("Er is niets overgenomen."));
    }
}

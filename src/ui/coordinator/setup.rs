//! Settings that go from one device to another, shown by one as a code or a link, and taken over by another once somebody
//! has seen what will change.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;

use crate::domain::setup::Setup;
use crate::format::setup::read_payload;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::preparing::Place;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::setup::stage::{Ending, Stage, here, refusal_notice};
use crate::ui::coordinator::view::View;
use crate::ui::text::Language;
use crate::ui::text::setup::SetupPhrase;

mod changes;
mod review;
mod share;
pub(super) mod stage;
mod take;

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
            <NoticeText notice=notice />
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
    view! { {content} <NoticeText notice=notice /> }.into_any()
}

/// What is set here, without anything that goes along.
pub(super) fn blank(app: App) -> Option<Setup> {
    let here = untrack(|| here(app))?;
    Some(Setup { study: here.study, version: here.version, ..Setup::default() })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::codec::Invalid;
    use crate::format::setup::Refusal;
    use crate::ports::response_store::StoreError;
    use crate::workflow::setup::NotKept;

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

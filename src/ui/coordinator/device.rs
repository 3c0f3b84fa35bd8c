//! What the tablet itself can do, and what the page knows of it.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::backup::backup;
use crate::ui::coordinator::block::{Block, show};
use crate::ui::coordinator::clearing::clearing;
use crate::ui::coordinator::health::{health_notices, promise};
use crate::ui::coordinator::help::words::{OF_DEVICE, what};
use crate::ui::coordinator::ledger::ledger;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::coordinator::surroundings::Device;
use crate::ui::coordinator::view::View;
use crate::ui::text::{Language, Phrase};

/// All that is known of the tablet, in words.
fn all_notices(app: App) -> Vec<Notice> {
    let language = app.language.get();
    let mut notices = notices(app.device.get(), language);
    notices.extend(app.readings.get().iter().flat_map(|readings| health_notices(readings, language)));
    notices
}

/// What somebody has to do something about, with the way there; nothing if all is well.
pub(super) fn worries(app: App) -> AnyView {
    let worries = Memo::new(move |_| {
        let notices = all_notices(app).into_iter();
        notices.filter(|notice| notice.tone == Tone::Trouble).collect::<Vec<_>>()
    });
    let list = move || {
        let worries = worries.get();
        (!worries.is_empty()).then(|| {
            view! {
                <div class="worries">
                    {worries.into_iter().map(show).collect_view()}
                    <a class="button" href=View::Device.hash()>
                        {icon("device-tablet")}
                        <span>{app.say(Phrase::ToDevice)}</span>
                    </a>
                </div>
            }
        })
    };
    view! { {list} }.into_any()
}

/// Whether the app works without a network and keeps what it is given; backup, list and clearing; which version it is.
pub(super) fn device(app: App) -> AnyView {
    let notices = Memo::new(move |_| all_notices(app));
    let list = move |is_trouble: bool| {
        let notices = notices.get().into_iter().filter(|notice| (notice.tone == Tone::Trouble) == is_trouble);
        notices.map(|notice| view! { <li>{show(notice)}</li> }).collect_view()
    };
    let version =
        move || app.language.get().say_with(Phrase::AppVersion, &[("version", env!("CARGO_PKG_VERSION"))]);
    view! {
        <Block id="tablet" title=app.say(Phrase::Tablet)>
            // What somebody has to do something about comes first.
            <ul class="device-list">{move || list(true)}</ul>
            {promise(app)}
            <ul class="device-list">{move || list(false)}</ul>
            <div class="folds">{backup(app)} {ledger(app)} {clearing(app)} {what(app, &OF_DEVICE)}</div>
            <p class="block-hint">{version}</p>
        </Block>
    }
    .into_any()
}

fn notices(device: Device, language: Language) -> Vec<Notice> {
    let notice = |tone, phrase| Notice::new(tone, language.say(phrase));
    let mut notices = vec![match (device.is_secure, device.is_ready_offline) {
        (_, true) => notice(Tone::Good, Phrase::OfflineReady),
        (true, false) => notice(Tone::Plain, Phrase::OfflineNotYet),
        (false, false) => notice(Tone::Trouble, Phrase::OfflineNever),
    }];
    notices.push(if device.is_secure {
        notice(Tone::Good, Phrase::Secure)
    } else {
        notice(Tone::Trouble, Phrase::Insecure)
    });
    if device.has_update {
        notices.push(notice(Tone::Plain, Phrase::UpdateWaiting));
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(device: Device, told: &[(Tone, Phrase)]) {
        let expected: Vec<Notice> =
            told.iter().map(|(tone, phrase)| Notice::new(*tone, Language::Dutch.say(*phrase))).collect();
        assert_eq!(notices(device, Language::Dutch), expected);
    }

    #[test]
    fn without_https_it_says_what_is_missing() {
        check(
            Device { is_secure: false, is_ready_offline: false, has_update: false },
            &[(Tone::Trouble, Phrase::OfflineNever), (Tone::Trouble, Phrase::Insecure)],
        );
    }

    #[test]
    fn a_new_version_is_told_and_nothing_to_worry_about() {
        check(
            Device { is_secure: true, is_ready_offline: true, has_update: true },
            &[
                (Tone::Good, Phrase::OfflineReady),
                (Tone::Good, Phrase::Secure),
                (Tone::Plain, Phrase::UpdateWaiting),
            ],
        );
    }
}

//! Help: a guide of five screens, a page to print, how to prepare a tablet, and what words mean.

use leptos::prelude::*;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

mod guide;
mod install;
mod sheet;

/// The name under which it is kept that nobody needs the guide any more.
const KEPT: &str = "guide";

/// The pages: part of the address, name, what it is, and its icon.
const PAGES: [(&str, HelpPhrase, HelpPhrase, &str); 4] = [
    ("guide", HelpPhrase::Guide, HelpPhrase::GuideAbout, "hand-waving"),
    ("install", HelpPhrase::Install, HelpPhrase::InstallAbout, "device-tablet"),
    ("sheet", HelpPhrase::Sheet, HelpPhrase::SheetAbout, "printer"),
    ("words", HelpPhrase::Words, HelpPhrase::WordsAbout, "question"),
];

/// A word and what it means.
type Word = (HelpPhrase, HelpPhrase);

/// Words about an activity.
const OF_ACTIVITY: [Word; 5] = [
    (HelpPhrase::WordActivity, HelpPhrase::WordActivityText),
    (HelpPhrase::WordRound, HelpPhrase::WordRoundText),
    (HelpPhrase::WordIndicator, HelpPhrase::WordIndicatorText),
    (HelpPhrase::WordMode, HelpPhrase::WordModeText),
    (HelpPhrase::WordPractice, HelpPhrase::WordPracticeText),
];

/// Words about languages.
pub(super) const OF_LANGUAGES: [Word; 3] = [
    (HelpPhrase::WordLanguages, HelpPhrase::WordLanguagesText),
    (HelpPhrase::WordDraft, HelpPhrase::WordDraftText),
    (HelpPhrase::WordVoices, HelpPhrase::WordVoicesText),
];

/// Words about the tablet itself.
pub(super) const OF_DEVICE: [Word; 5] = [
    (HelpPhrase::WordOffline, HelpPhrase::WordOfflineText),
    (HelpPhrase::WordPersist, HelpPhrase::WordPersistText),
    (HelpPhrase::WordBackup, HelpPhrase::WordBackupText),
    (HelpPhrase::WordLedger, HelpPhrase::WordLedgerText),
    (HelpPhrase::WordClearing, HelpPhrase::WordClearingText),
];

/// Words about sending.
const OF_SENDING: [Word; 3] = [
    (HelpPhrase::WordEndpoint, HelpPhrase::WordEndpointText),
    (HelpPhrase::WordBatch, HelpPhrase::WordBatchText),
    (HelpPhrase::WordRefused, HelpPhrase::WordRefusedText),
];

/// Words about the study.
pub(super) const OF_STUDY: [Word; 2] = [
    (HelpPhrase::WordStudy, HelpPhrase::WordStudyText),
    (HelpPhrase::WordFramework, HelpPhrase::WordFrameworkText),
];

/// What stands by itself.
const OTHERS: [Word; 2] =
    [(HelpPhrase::WordPin, HelpPhrase::WordPinText), (HelpPhrase::WordPaper, HelpPhrase::WordPaperText)];

/// What the address names: `guide/2`, `install/ipad`, `sheet`, `words`, or the list.
pub(super) fn help(app: App, page: String) -> AnyView {
    let (name, rest) = page.split_once('/').unwrap_or((&page, ""));
    match name {
        "guide" => guide::guide(app, rest),
        "install" => install::install(app, rest),
        "sheet" => sheet::sheet(app),
        "words" => words(app),
        _ => index(app),
    }
}

/// An offer to show how it works, on top of the page until it was taken or turned down.
pub(super) fn invitation(app: App) -> AnyView {
    let is_declined = RwSignal::new(false);
    // The guide is walked elsewhere on the page: whoever comes back has seen it.
    let is_offered = Memo::new(move |_| {
        app.view.track();
        !is_declined.get() && app.tablet().kept(KEPT).is_none()
    });
    let decline = move |_| {
        done(app);
        is_declined.set(true);
    };
    let offer = move || {
        is_offered.get().then(|| {
            view! {
                <section class="block invitation" id="invitation" aria-labelledby="invitation-heading">
                    <h2 id="invitation-heading">{app.say(HelpPhrase::Invitation)}</h2>
                    <p>{app.say(HelpPhrase::InvitationHint)}</p>
                    <div class="buttons">
                        <a class="button" data-main="" href=View::Help("guide/1".to_owned()).hash()>
                            {app.say(HelpPhrase::InvitationYes)}
                        </a>
                        <button type="button" class="button" on:click=decline>
                            {app.say(HelpPhrase::InvitationNo)}
                        </button>
                    </div>
                </section>
            }
        })
    };
    view! { {offer} }.into_any()
}

/// Nobody needs the guide any more.
fn done(app: App) {
    // Not kept, it is offered again the next time: no reason to stop anyone.
    let _ = app.tablet().keep(KEPT, "done");
}

/// The way back to the list.
fn back(app: App) -> AnyView {
    view! {
        <a class="back-link" href=View::Help(String::new()).hash()>
            {icon("arrow-left")}
            <span>{app.say(HelpPhrase::Back)}</span>
        </a>
    }
    .into_any()
}

fn index(app: App) -> AnyView {
    let links = PAGES.map(|(page, name, about, icon_name)| {
        let href = View::Help(page.to_owned()).hash();
        view! {
            <li>
                <a class="paper-link" href=href>
                    {icon(icon_name)}
                    <span class="paper-link-words">
                        <strong>{app.say(name)}</strong>
                        <span class="field-hint">{app.say(about)}</span>
                    </span>
                    {icon("caret-right")}
                </a>
            </li>
        }
    });
    view! {
        <section class="block view" id="help" aria-labelledby="help-heading">
            <h2 id="help-heading" tabindex="-1">{app.say(HelpPhrase::Heading)}</h2>
            <ul class="paper-links">{links}</ul>
        </section>
    }
    .into_any()
}

/// Beside settings, folded: what they are.
pub(super) fn what(app: App, words: &'static [Word]) -> AnyView {
    view! {
        <details class="folded what">
            <summary>
                <h3>{app.say(HelpPhrase::What)}</h3>
            </summary>
            <div class="folded-content">
                {list(app, words.iter())}
                <a href=View::Help("words".to_owned()).hash()>{app.say(HelpPhrase::WhatMore)}</a>
            </div>
        </details>
    }
    .into_any()
}

fn list(app: App, words: impl Iterator<Item = &'static Word>) -> AnyView {
    let words = words.map(|(word, text)| {
        view! {
            <div>
                <dt>{app.say(*word)}</dt>
                <dd>{app.say(*text)}</dd>
            </div>
        }
    });
    view! { <dl class="help-words">{words.collect_view()}</dl> }.into_any()
}

fn words(app: App) -> AnyView {
    let parts: [&'static [Word]; 6] =
        [&OF_ACTIVITY, &OF_LANGUAGES, &OF_SENDING, &OF_DEVICE, &OF_STUDY, &OTHERS];
    view! {
        <section class="block view" id="help-words" aria-labelledby="help-heading">
            {back(app)} <h2 id="help-heading" tabindex="-1">{app.say(HelpPhrase::Words)}</h2>
            {list(app, parts.into_iter().flatten())}
        </section>
    }
    .into_any()
}

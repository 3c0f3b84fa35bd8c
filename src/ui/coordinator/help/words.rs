//! What words mean: all of them on a page, and those of a block beside it.

use leptos::prelude::*;

use crate::ui::coordinator::app::App;
use crate::ui::coordinator::help::parts::back;
use crate::ui::coordinator::view::View;
use crate::ui::text::help::HelpPhrase;

/// A word and what it means.
pub(in crate::ui::coordinator) type Word = (HelpPhrase, HelpPhrase);

/// Words about an activity.
const OF_ACTIVITY: [Word; 5] = [
    (HelpPhrase::WordActivity, HelpPhrase::WordActivityText),
    (HelpPhrase::WordRound, HelpPhrase::WordRoundText),
    (HelpPhrase::WordIndicator, HelpPhrase::WordIndicatorText),
    (HelpPhrase::WordMode, HelpPhrase::WordModeText),
    (HelpPhrase::WordPractice, HelpPhrase::WordPracticeText),
];

/// Words about languages.
pub(in crate::ui::coordinator) const OF_LANGUAGES: [Word; 3] = [
    (HelpPhrase::WordLanguages, HelpPhrase::WordLanguagesText),
    (HelpPhrase::WordDraft, HelpPhrase::WordDraftText),
    (HelpPhrase::WordVoices, HelpPhrase::WordVoicesText),
];

/// Words about the tablet itself.
pub(in crate::ui::coordinator) const OF_DEVICE: [Word; 5] = [
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
pub(in crate::ui::coordinator) const OF_STUDY: [Word; 2] = [
    (HelpPhrase::WordStudy, HelpPhrase::WordStudyText),
    (HelpPhrase::WordFramework, HelpPhrase::WordFrameworkText),
];

/// What stands by itself.
const OTHERS: [Word; 2] =
    [(HelpPhrase::WordPin, HelpPhrase::WordPinText), (HelpPhrase::WordPaper, HelpPhrase::WordPaperText)];

/// Beside settings, folded: what they are.
pub(in crate::ui::coordinator) fn what(app: App, words: &'static [Word]) -> AnyView {
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

/// All of them.
pub(super) fn words(app: App) -> AnyView {
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

//! Carries everything away in one file, and takes such a file in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast as _;

use crate::domain::activities::{Activities, Remembered};
use crate::domain::backup::Refusal;
use crate::domain::day::day_or_empty;
use crate::domain::health::LastBackup;
use crate::domain::response::ResponseId;
use crate::domain::same::{Joined, Joint};
use crate::domain::settings::EndpointSettings;
use crate::domain::setup::Setup;
use crate::format::activities::read_activities;
use crate::format::carried::{
    ACTIVITIES, ACTIVITY, CENTRES, CHECKING, CODINGS, COORDINATOR_LANGUAGE, DECLINED, NAMES, REVIEWED,
    to_review,
};
use crate::format::names::read_names;
use crate::format::setup::Refusal as Refused;
use crate::ports::file::Watched;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Folded, NoticeText, progress, show};
use crate::ui::coordinator::framework::kept::{TakenCodings, take_in_codings};
use crate::ui::coordinator::links::linked;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::setup;
use crate::ui::coordinator::setup::stage::refusal_notice;
use crate::ui::dom;
use crate::ui::text::framework::FrameworkPhrase;
use crate::ui::text::gate::GatePhrase;
use crate::ui::text::{Language, Phrase};
use crate::workflow::backup::{BackedUp, RestoreError, Restored, back_up, restore};
use crate::workflow::remembered::{kept_activities, kept_joined};

/// The field for a file to take in.
const FIELD: &str = "restore";

/// What was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Latest {
    Nothing,
    /// Lines written, of about how many.
    BackingUp(usize, usize),
    /// What went in, and the name of the file.
    BackedUp(BackedUp, String),
    /// Percent.
    Restoring(usize),
    Restored(Restored, Taken),
    NotRestored(RestoreError),
}

/// Which settings of a backup were taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Taken {
    names: Vec<String>,
    /// Activities that are here and in the backup, with another centre, note or number of vouchers: here, and there.
    activities: Vec<(Remembered, Remembered)>,
    /// Names that were joined otherwise in the backup, or for which there was no room: the name, how it is shown here, and there.
    joined: Vec<(String, String, String)>,
    /// What came of the codings, where there were some here already.
    codings: TakenCodings,
}

/// What of a backup somebody has to look at before it is taken over.
type Brought = RwSignal<Option<Result<Setup, Refused>>>;

/// A button to make one, and a field to choose one.
pub(super) fn backup(app: App) -> AnyView {
    let latest = RwSignal::new(Latest::Nothing);
    let brought: Brought = RwSignal::new(None);
    let notice = Signal::derive(move || latest.with(|latest| latest_notice(latest, app.language.get())));
    let on_end = move || {
        app.world.with_value(|world| world.is_held_back.set(false));
        spawn_local(app.take_up());
    };
    let review = move || {
        brought.get().map(|brought| match brought {
            Ok(setup) => setup::from_backup(app, setup, on_end),
            Err(refused) => show(refusal_notice(&refused, app.language.get())).into_any(),
        })
    };
    let is_busy = Memo::new(move |_| {
        latest.with(|latest| matches!(latest, Latest::BackingUp(..) | Latest::Restoring(_)))
    });
    let bar = move || {
        let language = app.language.get();
        latest.with(|latest| match latest {
            Latest::BackingUp(n_done, n_total) => {
                let (n, total) = (n_done.to_string(), n_total.max(n_done).to_string());
                let words = language.say_with(Phrase::SendingCount, &[("n", &n), ("total", &total)]);
                Some(progress(*n_done, *n_total, app.say(Phrase::BackingUp), words))
            }
            Latest::Restoring(percent) => {
                let words = language.say_with(Phrase::Percent, &[("n", &percent.to_string())]);
                Some(progress(*percent, 100, app.say(Phrase::Restoring), words))
            }
            _ => None,
        })
    };
    let differing = move || {
        let language = app.language.get();
        let guidance = app.guidance.get().unwrap_or_default();
        let effects = app.with_study(|study| app.codings().all_effects(study, &guidance)).unwrap_or_default();
        let lines = latest.with(|latest| match latest {
            Latest::Restored(_, taken) => {
                let mut lines = differing_activities(&taken.activities, language);
                lines.extend(differing_names(&taken.joined, language));
                lines.extend(taken.codings.differing(&effects, language));
                lines
            }
            _ => Vec::new(),
        });
        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! {
        <Folded id="backup" title=app.say(Phrase::Backup)>
            <p class="block-hint">{move || linked(app.language.get().say(Phrase::BackupHint))}</p>
            <div class="buttons">
                <button
                    type="button"
                    class="button"
                    data-main=""
                    disabled=is_busy
                    on:click=move |_| spawn_local(make(app, latest))
                >
                    {icon("download")}
                    <span>{app.say(Phrase::BackUp)}</span>
                </button>
            </div>
            <div class="field">
                <label for=FIELD>{app.say(Phrase::Restore)}</label>
                <input
                    id=FIELD
                    type="file"
                    disabled=is_busy
                    aria-describedby="restore-hint"
                    on:change=move |_| spawn_local(take_in(app, latest, brought))
                />
                <p class="field-hint" id="restore-hint">{app.say(Phrase::RestoreHint)}</p>
            </div>
            {bar}
            <NoticeText notice=notice />
            <ul class="framework-reasons">{differing}</ul>
            {review}
        </Folded>
    }
    .into_any()
}

async fn make(app: App, latest: RwSignal<Latest>) {
    let world = app.world.get_value();
    let counts = app.counts.with_untracked(|counts| counts.as_ref().and_then(|counts| counts.clone().ok()));
    let n_total = counts.map_or(0, |counts| counts.made());
    latest.set(Latest::BackingUp(0, n_total));
    let (mut file, mut n_done) = (world.tablet.new_file(), 0);
    let mut write = |text: String| {
        file.write(&text);
        n_done += 1;
        // Now and then: the page has more to do than to count.
        if n_done % 100 == 0 {
            latest.set(Latest::BackingUp(n_done, n_total));
        }
    };
    let (settings, today) = (world.tablet.settings(), world.tablet.today());
    let done = back_up(&*world.stores.archive, &settings, env!("CARGO_PKG_VERSION"), today, &mut write).await;
    let name = format!("betekenis-reservekopie-{today}.jsonl");
    if !is_empty(&done) {
        file.save(&name, "application/jsonl");
    }
    // One from which something is missing is no reason to clear anything.
    if done.n_unreadable == 0 {
        let n_finished = counts.map_or(0, |counts| counts.made() - counts.drafts);
        // It is the file that counts; without this note one is only told to make another.
        let _ = world.tablet.set_last_backup(&LastBackup { day: today, n_finished });
    }
    latest.set(Latest::BackedUp(done, name));
    app.look_after().await;
}

async fn take_in(app: App, latest: RwSignal<Latest>, brought: Brought) {
    let world = app.world.get_value();
    let Some(file) = world.tablet.chosen_file(FIELD) else { return };
    brought.set(None);
    latest.set(Latest::Restoring(0));
    let length = file.length().max(1);
    // It is read twice: once to see whether it is whole.
    let tell = move |n_read: u64| {
        let percent = (n_read * 50 / length).min(100);
        latest.set(Latest::Restoring(usize::try_from(percent).unwrap_or(100)));
    };
    let file = Watched::new(file, Box::new(tell));
    let restored = restore(&*world.stores.archive, &file).await;
    let done = match restored {
        Ok(restored) => match (kept_activities(&*world.tablet), world.tablet.take_over(&restored.settings)) {
            (here, Ok(names)) => {
                let activities = otherwise(&here, &restored.settings);
                let joined = joined_otherwise(&kept_joined(&*world.tablet), &restored.settings);
                show_taken(app, &names);
                brought.set(to_look_at(app, &restored.settings));
                match take_in_codings(app, &restored.settings, &names).await {
                    Ok(codings) => Latest::Restored(restored, Taken { names, activities, joined, codings }),
                    Err(error) => Latest::NotRestored(RestoreError::Store(error)),
                }
            }
            (_, Err(error)) => Latest::NotRestored(RestoreError::Store(error)),
        },
        Err(error) => Latest::NotRestored(error),
    };
    // So that the same file may be chosen again.
    if let Some(field) = dom::find(&format!("#{FIELD}")) {
        field.unchecked_into::<leptos::web_sys::HtmlInputElement>().set_value("");
    }
    let is_refused = matches!(done, Latest::NotRestored(RestoreError::Refused(_)));
    latest.set(done);
    let is_to_look_at = matches!(brought.get_untracked(), Some(Ok(_)));
    app.world.with_value(|world| world.is_held_back.set(is_to_look_at));
    if !is_refused {
        app.take_up().await;
    }
}

/// The activities that are remembered `here` and in the `settings` of a backup, and are otherwise there.
fn otherwise(here: &Activities, settings: &[(String, String)]) -> Vec<(Remembered, Remembered)> {
    let text = settings.iter().find(|(name, _)| name == ACTIVITIES).map(|(_, text)| text);
    let there = text.and_then(|text| read_activities(text).ok()).unwrap_or_default();
    here.differing(&there).into_iter().map(|(here, there)| (here.clone(), there.clone())).collect()
}

/// What each of `activities` is here, and in the backup: a line each.
fn differing_activities(activities: &[(Remembered, Remembered)], language: Language) -> Vec<String> {
    let told = |one: &Remembered| {
        let vouchers = match one.n_vouchers {
            0 => String::new(),
            n => format!("{n} {}", language.say(GatePhrase::Vouchers)),
        };
        let parts = [one.settings.centre.clone(), one.note.trim().to_owned(), vouchers];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let line = |(here, there): &(Remembered, Remembered)| {
        let (day, here, there) = (language.day(day_or_empty(here.day.as_ref())), told(here), told(there));
        language.say_with(
            FrameworkPhrase::CodingsDifferent,
            &[("text", &day), ("here", &here), ("there", &there)],
        )
    };
    activities.iter().map(line).collect()
}

/// The names that are joined in the `settings` of a backup and are shown otherwise `here`: the name, how here, and how there.
fn joined_otherwise(here: &Joined, settings: &[(String, String)]) -> Vec<(String, String, String)> {
    let text = settings.iter().find(|(name, _)| name == NAMES).map(|(_, text)| text);
    let there = text.and_then(|text| read_names(text).ok()).unwrap_or_default().joined;
    let told =
        |one: &Joint| (one.name.clone(), here.shown(one.what, &one.name).to_owned(), one.shown_as.clone());
    here.otherwise(&there).into_iter().map(told).collect()
}

/// How each of those `names` is shown here, and in the backup: a line each.
fn differing_names(names: &[(String, String, String)], language: Language) -> Vec<String> {
    let line = |(name, here, there): &(String, String, String)| {
        language
            .say_with(FrameworkPhrase::CodingsDifferent, &[("text", name), ("here", here), ("there", there)])
    };
    names.iter().map(line).collect()
}

/// What of the settings in a backup somebody has to look at: what is set here already stays, and is not asked about.
fn to_look_at(app: App, settings: &[(String, String)]) -> Option<Result<Setup, Refused>> {
    let tablet = app.tablet();
    let is_here = |name: &str| REVIEWED.iter().any(|one| *one == name && tablet.kept(short(one)).is_some());
    let settings: Vec<(String, String)> =
        settings.iter().filter(|(name, _)| !is_here(name)).cloned().collect();
    // Without a study there is no page to look at it; whoever wants it takes in the backup once more.
    let brought = to_review(&settings, setup::blank(app)?);
    let has_something = |setup: &Setup| {
        setup.endpoint.as_ref().is_some_and(|one| *one != EndpointSettings::default())
            || setup.retention.flatten().is_some()
    };
    match brought {
        Ok(setup) if !has_something(&setup) => None,
        brought => Some(brought),
    }
}

/// The name under which a part of the page keeps the setting `name`.
fn short(name: &str) -> &str {
    name.trim_start_matches("betekenis.")
}

/// Shows the settings that are set now.
fn show_taken(app: App, names: &[String]) {
    let tablet = app.tablet();
    app.read_centres();
    app.read_activities();
    for name in names {
        match name.as_str() {
            ACTIVITY => {
                app.activity.set(tablet.activity());
                app.typed_activity.set(tablet.activity());
            }
            NAMES => app.joined.set(kept_joined(&*tablet)),
            CHECKING => app.speech().checking.set(tablet.checking()),
            COORDINATOR_LANGUAGE => {
                app.choose_language(Language::of(&tablet.coordinator_language().unwrap_or_default()));
            }
            _ => {}
        }
    }
}

fn latest_notice(latest: &Latest, language: Language) -> Option<Notice> {
    Some(match latest {
        Latest::Nothing => return None,
        Latest::BackingUp(..) => Notice::new(Tone::Plain, language.say(Phrase::BackingUp)),
        Latest::BackedUp(done, file) => backed_up_notice(done, file, language),
        Latest::Restoring(_) => Notice::new(Tone::Plain, language.say(Phrase::Restoring)),
        Latest::Restored(restored, taken) => restored_notice(restored, taken, language),
        Latest::NotRestored(error) => not_restored_notice(error, language),
    })
}

/// Nothing could be read, so there is nothing to carry away.
fn is_empty(done: &BackedUp) -> bool {
    done.n_unreadable > 0 && done.n_responses + done.n_drafts == 0
}

fn backed_up_notice(done: &BackedUp, file: &str, language: Language) -> Notice {
    if is_empty(done) {
        return Notice::new(Tone::Trouble, language.say(Phrase::BackedUpNothing));
    }
    let phrase = if done.n_responses == 1 { Phrase::BackedUpOne } else { Phrase::BackedUpMany };
    let (n, drafts) = (done.n_responses.to_string(), done.n_drafts.to_string());
    let text = language.say_with(phrase, &[("n", &n), ("drafts", &drafts), ("file", file)]);
    if done.n_unreadable == 0 {
        return Notice::new(Tone::Good, text);
    }
    let without = language.say_with(Phrase::BackedUpWithout, &[("n", &done.n_unreadable.to_string())]);
    Notice::new(Tone::Trouble, format!("{text} {without}"))
}

fn restored_notice(restored: &Restored, taken: &Taken, language: Language) -> Notice {
    let mut text = language.say_count(restored.n_new, Phrase::RestoredOne, Phrase::RestoredMany);
    let mut add = |more: &str| {
        text.push(' ');
        text.push_str(more);
    };
    if restored.n_known > 0 {
        add(&language.say_count(restored.n_known, Phrase::RestoredKnownOne, Phrase::RestoredKnownMany));
    }
    let settings: Vec<&str> = taken.names.iter().map(|name| setting_name(name, language)).collect();
    if !settings.is_empty() {
        add(&language.say_with(Phrase::RestoredSettings, &[("settings", &settings.join(", "))]));
    }
    if !taken.activities.is_empty() {
        let n = taken.activities.len().to_string();
        add(&language.say_with(Phrase::RestoredActivitiesDiffer, &[("n", &n)]));
    }
    if !taken.joined.is_empty() {
        let n = taken.joined.len();
        add(&language.say_count(n, Phrase::RestoredNamesDifferOne, Phrase::RestoredNamesDifferMany));
    }
    let codings = taken.codings.told(language);
    if !codings.is_empty() {
        add(&codings);
    }
    if !restored.others.is_empty() {
        let n = restored.others.len();
        add(&language.say_count(n, Phrase::RestoredOtherOne, Phrase::RestoredOtherMany));
        let shown: Vec<&str> = restored.others.iter().take(SHOWN).map(ResponseId::as_str).collect();
        let more = if n > SHOWN { ", …" } else { "" };
        return Notice::new(Tone::Trouble, text)
            .with_detail(&format!("{}{more}", shown.join(", ")), language);
    }
    Notice::new(Tone::Good, text)
}

/// How many ids are shown of what is otherwise in a backup.
const SHOWN: usize = 10;

fn setting_name(name: &str, language: Language) -> &'static str {
    let phrase = match name {
        ACTIVITY => Phrase::SettingActivity,
        COORDINATOR_LANGUAGE => Phrase::SettingLanguage,
        DECLINED => Phrase::SettingDeclined,
        CHECKING => Phrase::SettingChecking,
        CENTRES => Phrase::SettingCentres,
        NAMES => Phrase::SettingNames,
        ACTIVITIES => Phrase::SettingActivities,
        CODINGS => Phrase::SettingCodings,
        _ => return "",
    };
    language.say(phrase)
}

fn not_restored_notice(error: &RestoreError, language: Language) -> Notice {
    let notice = |phrase| Notice::new(Tone::Trouble, language.say(phrase));
    match error {
        RestoreError::Refused(Refusal::Foreign) => notice(Phrase::RestoreForeign),
        RestoreError::Refused(Refusal::Newer(version)) => {
            let text = language.say_with(Phrase::RestoreNewer, &[("version", version)]);
            Notice::new(Tone::Trouble, text)
        }
        RestoreError::Refused(Refusal::CutOff) => notice(Phrase::RestoreCutOff),
        RestoreError::Refused(Refusal::Altered) => notice(Phrase::RestoreAltered),
        RestoreError::Refused(Refusal::Broken(line)) => {
            let text = language.say_with(Phrase::RestoreBroken, &[("line", &line.to_string())]);
            Notice::new(Tone::Trouble, text)
        }
        RestoreError::Unreadable => notice(Phrase::RestoreUnreadable),
        RestoreError::Store(error) => again_notice(error, language),
    }
}

fn again_notice(error: &StoreError, language: Language) -> Notice {
    let mut notice = store_notice(error, language);
    notice.text = format!("{} {}", notice.text, language.say(Phrase::RestoreAgain));
    notice
}

#[cfg(test)]
mod tests;

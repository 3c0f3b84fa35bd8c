//! Whether what is stored stays there, in words, each with the next step.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::Day;
use crate::domain::health::{Engine, Finding, Health, Readings, findings};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::{Language, Phrase};

/// All that is known, the worries first.
pub(super) fn health_notices(readings: &Readings, language: Language) -> Vec<Notice> {
    findings(readings).iter().map(|finding| finding_notice(finding, language)).collect()
}

fn finding_notice(finding: &Finding, language: Language) -> Notice {
    let notice = |tone, phrase| Notice::new(tone, language.say(phrase));
    let room = |tone, phrase, used, left| {
        let (used, left) = (language.size(used), language.size(left));
        Notice::new(tone, language.say_with(phrase, &[("used", &used), ("left", &left)]))
    };
    let on_day = |day: &Option<Day>, ever, never| match day {
        Some(day) => {
            Notice::new(Tone::Plain, language.say_with(ever, &[("day", &language.day(day.as_str()))]))
        }
        None => notice(Tone::Plain, never),
    };
    match finding {
        Finding::Private => notice(Tone::Trouble, Phrase::Private),
        Finding::OnlyHere => notice(Tone::Trouble, Phrase::OnlyHere),
        Finding::LittleRoom(used, left) => room(Tone::Trouble, Phrase::LittleRoom, *used, *left),
        Finding::SevenDays => notice(Tone::Trouble, Phrase::SevenDays),
        Finding::NotPersisted => notice(Tone::Trouble, Phrase::NotPersisted),
        Finding::Persisted => notice(Tone::Good, Phrase::Persisted),
        Finding::Room(used, left) => room(Tone::Good, Phrase::Room, *used, *left),
        Finding::Installed => notice(Tone::Good, Phrase::Installed),
        Finding::Tab => notice(Tone::Plain, Phrase::Tab),
        Finding::LastSent(day) => on_day(day, Phrase::LastSent, Phrase::NeverSent),
        Finding::LastBackup(day) => on_day(day, Phrase::LastBackup, Phrase::NeverBackedUp),
    }
}

/// Asks the browser to keep everything, where it has not promised so yet.
pub(super) fn promise(app: App) -> AnyView {
    let answer: RwSignal<Option<bool>> = RwSignal::new(None);
    let is_wanted = Memo::new(move |_| {
        app.readings.with(|readings| {
            readings.as_ref().is_some_and(|readings| readings.health.is_persisted == Some(false))
        })
    });
    let ask = move |_| {
        spawn_local(async move {
            let is_promised = app.tablet().persist().await;
            answer.set(Some(is_promised));
            app.look_after().await;
        });
    };
    let notice = Signal::derive(move || {
        let health = app.readings.with(|readings| readings.as_ref().map(|readings| readings.health.clone()));
        answer
            .get()
            .map(|is_promised| answer_notice(is_promised, &health.unwrap_or_default(), app.language.get()))
    });
    view! {
        <div class="buttons" hidden=move || !is_wanted.get()>
            <button type="button" class="button" on:click=ask>
                {icon("check")}
                <span>{app.say(Phrase::Persist)}</span>
            </button>
        </div>
        <NoticeText notice=notice />
    }
    .into_any()
}

/// Firefox asks the person; the others decide by themselves, most of all by whether the app is on the home screen.
fn answer_notice(is_promised: bool, health: &Health, language: Language) -> Notice {
    let (tone, phrase) = match (is_promised, health.engine) {
        (true, _) => (Tone::Good, Phrase::PersistYes),
        (false, Engine::Firefox) => (Tone::Trouble, Phrase::PersistNotAllowed),
        (false, _) if health.is_installed => (Tone::Plain, Phrase::PersistNoInstalled),
        (false, _) => (Tone::Plain, Phrase::PersistNo),
    };
    Notice::new(tone, language.say(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_a_sentence_of_its_own_and_worries_say_what_to_do() {
        let day = Day::of("2026-11-22");
        let all = [
            Finding::Private,
            Finding::OnlyHere,
            Finding::LittleRoom(1, 2),
            Finding::SevenDays,
            Finding::NotPersisted,
            Finding::Persisted,
            Finding::Room(1, 2),
            Finding::Installed,
            Finding::Tab,
            Finding::LastSent(day),
            Finding::LastSent(None),
            Finding::LastBackup(day),
            Finding::LastBackup(None),
        ];
        for language in Language::ALL {
            let told: Vec<Notice> = all.iter().map(|finding| finding_notice(finding, language)).collect();
            let texts: std::collections::BTreeSet<&str> =
                told.iter().map(|told| told.text.as_str()).collect();
            assert_eq!(texts.len(), all.len());
            for notice in told.iter().filter(|notice| notice.tone == Tone::Trouble) {
                assert!(notice.text.matches(['.', ':']).count() > 1, "no next step: {}", notice.text);
            }
        }
    }

    #[test]
    fn room_and_days_are_told_in_words() {
        let told = |finding| finding_notice(&finding, Language::Dutch).text;

        assert_eq!(
            told(Finding::Room(1_250_000, 4_800_000_000)),
            "Ruimte: 1,2 MB in gebruik, nog 4,8 GB vrij."
        );
        assert_eq!(told(Finding::LastSent(Day::of("2026-11-02"))), "Laatst verstuurd: 2 november 2026.");
    }

    #[test]
    fn the_worries_come_first() {
        let health = Health { is_persisted: Some(false), used: Some(0), quota: Some(1), ..Health::default() };
        let readings = Readings {
            health,
            n_unsent: 1,
            oldest_unsent: None,
            last_sent: None,
            last_backup: None,
            today: Day::END,
        };

        let tones: Vec<Tone> =
            health_notices(&readings, Language::English).into_iter().map(|notice| notice.tone).collect();

        assert_eq!(tones[..3], [Tone::Trouble; 3]);
        assert!(!tones[3..].contains(&Tone::Trouble));
    }

    #[test]
    fn after_a_no_it_says_what_may_change_that() {
        let told = |engine, is_installed| {
            let health = Health { engine, is_installed, ..Health::default() };
            answer_notice(false, &health, Language::Dutch).text
        };

        assert!(told(Engine::Firefox, false).contains("Toestaan"));
        assert!(told(Engine::Chromium, false).contains("beginscherm"));
        assert!(told(Engine::Safari, false).contains("beginscherm"));
        assert!(told(Engine::Chromium, true).contains("over een paar dagen"));
    }
}

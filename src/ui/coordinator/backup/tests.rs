use super::*;
use crate::domain::day::Day;
use crate::domain::response::ResponseId;
use crate::domain::same::{Names, What};
use crate::format::activities::write_activities;
use crate::format::names::write_names;

fn restored(n_new: usize, n_known: usize) -> Restored {
    Restored { n_new, n_known, ..Restored::default() }
}

#[test]
fn what_was_added_and_what_was_here_already_is_told() {
    let told =
        |n_new, n_known| restored_notice(&restored(n_new, n_known), &Taken::default(), Language::Dutch).text;

    assert_eq!(told(12, 3), "Gelukt: 12 antwoorden erbij. 3 waren er al.");
    assert_eq!(told(1, 1), "Gelukt: 1 antwoord erbij. 1 was er al.");
    assert_eq!(told(0, 0), "Gelukt: 0 antwoorden erbij.");
}

#[test]
fn settings_that_were_taken_over_are_named() {
    let taken = Taken { names: vec![ACTIVITY.to_owned(), CENTRES.to_owned()], ..Taken::default() };

    let told = restored_notice(&restored(2, 0), &taken, Language::English).text;

    assert_eq!(
        told,
        format!(
            "Done: 2 responses were added. Copied: the activity, {}.",
            Language::English.say(Phrase::SettingCentres)
        )
    );
}

#[test]
fn an_activity_that_is_otherwise_in_the_backup_is_named_with_its_day() {
    let one = |note: &str, n_vouchers: u32| Remembered {
        day: Day::of("2026-11-22"),
        note: note.to_owned(),
        n_vouchers,
        ..Remembered::default()
    };
    let here = Activities::of([one("Meer soep", 0)]);
    let there = write_activities(&Activities::of([one("Minder soep", 3)]));

    let activities = otherwise(&here, &[(ACTIVITIES.to_owned(), there)]);

    assert_eq!(
        differing_activities(&activities, Language::Dutch),
        ["22 november 2026 — hier: Meer soep; in de kopie: Minder soep · 3 bonnen gegeven"]
    );
    let taken = Taken { activities, ..Taken::default() };
    let told = restored_notice(&restored(2, 0), &taken, Language::Dutch).text;
    assert!(told.ends_with("kijk zelf wat klopt:"), "{told}");
}

#[test]
fn a_name_that_is_joined_otherwise_in_the_backup_is_told_with_both() {
    let joint = |name: &str, shown_as: &str| {
        let [name, shown_as] = [name, shown_as].map(str::to_owned);
        Joint { what: What::Centre, name, shown_as }
    };
    let there = Joined::of([joint("Het hof", "'t Hof"), joint("Linde", "De Linde")]);
    let settings = [(NAMES.to_owned(), write_names(&Names { joined: there, ..Names::default() }))];
    let here = Joined::of([joint("het hof", "Hofje"), joint("Linde", "De Linde")]);

    let joined = joined_otherwise(&here, &settings);

    assert_eq!(differing_names(&joined, Language::Dutch), ["Het hof — hier: Hofje; in de kopie: 't Hof"]);
    let told = restored_notice(&restored(2, 0), &Taken { joined, ..Taken::default() }, Language::Dutch);
    assert!(told.text.contains("1 naam was in de kopie anders samengevoegd"), "{}", told.text);
}

#[test]
fn what_is_here_with_other_content_is_told_with_its_ids() {
    let others = (0..12).map(|at| ResponseId::new(format!("r{at}"))).collect();
    let told = restored_notice(&Restored { others, ..restored(0, 12) }, &Taken::default(), Language::Dutch);

    assert_eq!(told.tone, Tone::Trouble);
    assert!(told.text.contains("12 ervan hebben hier een andere inhoud"), "{}", told.text);
    assert!(told.detail.is_some_and(|detail| detail.ends_with("r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, …")));
}

#[test]
fn every_refusal_has_a_sentence_of_its_own() {
    let refusals = [
        RestoreError::Refused(Refusal::Foreign),
        RestoreError::Refused(Refusal::Newer("backup/2".to_owned())),
        RestoreError::Refused(Refusal::CutOff),
        RestoreError::Refused(Refusal::Altered),
        RestoreError::Refused(Refusal::Broken(7)),
        RestoreError::Unreadable,
        RestoreError::Store(StoreError::Full),
        RestoreError::Store(StoreError::Unavailable("closed".to_owned())),
    ];
    for language in Language::ALL {
        let told: std::collections::BTreeSet<String> =
            refusals.iter().map(|error| not_restored_notice(error, language).text).collect();
        assert_eq!(told.len(), refusals.len());
    }
    assert!(not_restored_notice(&refusals[4], Language::Dutch).text.contains("regel 7"));
}

#[test]
fn a_backup_from_which_something_is_missing_says_so() {
    let told = |n_unreadable| {
        let done = BackedUp { n_responses: 12, n_drafts: 1, n_unreadable };
        backed_up_notice(&done, "file.jsonl", Language::Dutch)
    };

    assert_eq!(told(0).text, "Bewaard bij je downloads: file.jsonl, met 12 antwoorden en 1 niet af.");
    assert_eq!(told(0).tone, Tone::Good);
    assert_eq!(told(2).tone, Tone::Trouble);
    assert!(told(2).text.contains("2 keer was iets niet te lezen"));
    let nothing = BackedUp { n_unreadable: 3, ..BackedUp::default() };
    assert!(backed_up_notice(&nothing, "file.jsonl", Language::Dutch).text.starts_with("Er is geen"));
}

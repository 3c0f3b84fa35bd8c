use super::*;
use crate::domain::day::day;

const TODAY: Day = day("2026-11-22");

fn set() -> ActivitySettings {
    let set = ActivitySettings {
        plan: "first".to_owned(),
        centre: "Buurtkamer".to_owned(),
        kind: "Open inloop".to_owned(),
        round: "1".to_owned(),
        deck: "short".to_owned(),
        set_on: Some(TODAY),
        ..ActivitySettings::default()
    };
    set.on(TODAY)
}

#[track_caller]
fn check(change: fn(&mut ActivitySettings), plan: &str) {
    let mut typed = set();
    change(&mut typed);
    let next = next_activity(&set(), &typed, TODAY, false, || "second".to_owned());
    assert_eq!(next.plan, plan);
    assert_eq!(next.id, next.id_on(next.day_on(TODAY).as_str()));
}

#[test]
fn another_centre_kind_round_or_day_is_another_activity() {
    check(|typed| typed.centre = "Huiskamer".to_owned(), "second");
    check(|typed| typed.kind = "Spreekuur".to_owned(), "second");
    check(|typed| typed.round = "2".to_owned(), "second");
    check(|typed| typed.day = Some(day("2026-12-24")), "second");
    let tomorrow = next_activity(&set(), &set(), day("2026-11-23"), false, || "second".to_owned());
    assert_eq!(tomorrow.plan, "first");
    assert_ne!(tomorrow.id, set().id);
}

#[test]
fn a_centre_is_corrected_without_another_activity() {
    let typed = ActivitySettings { centre: "Buurtkamer Moerwijk".to_owned(), ..set() };
    let id = |is_correction| {
        let next = next_activity(&set(), &typed, TODAY, is_correction, || "second".to_owned());
        assert_eq!(next.centre, "Buurtkamer Moerwijk");
        next.id
    };

    assert_eq!(id(true), set().id);
    assert_ne!(id(false), set().id);
    let typed = ActivitySettings { kind: "Spreekuur".to_owned(), ..typed.clone() };
    assert_ne!(next_activity(&set(), &typed, TODAY, true, || "second".to_owned()).id, set().id);
}

#[test]
fn another_deck_or_spelling_is_the_same_activity() {
    check(|typed| typed.deck = "all".to_owned(), "first");
    check(|typed| typed.centre.push(' '), "first");
    check(|typed| typed.centre = "BUURTKAMER".to_owned(), "first");
    check(|typed| typed.indicators = vec!["sc1".to_owned()], "first");
}

#[test]
fn another_mode_is_the_same_activity_and_only_a_group_is_counted() {
    check(|typed| typed.mode = Mode::Interpreter, "first");
    let next = |mode| {
        let typed = ActivitySettings { mode, n_present: 7, ..set() };
        assert!(differs(&set(), &typed), "{mode:?}");
        next_activity(&set(), &typed, TODAY, false, String::new).n_present
    };

    assert_eq!(next(Mode::Group), 7);
    assert_eq!(next(Mode::Coordinator), 0);
    assert!(!differs(&set(), &ActivitySettings { n_present: 7, ..set() }));
}

#[test]
fn languages_stay_as_they_were_ticked() {
    let set = ActivitySettings { languages: vec!["nl".to_owned()], ..set() };
    let typed = ActivitySettings { languages: Vec::new(), round: "2".to_owned(), ..set.clone() };

    assert_eq!(next_activity(&set, &typed, TODAY, false, || "second".to_owned()).languages, set.languages);
}

#[test]
fn the_first_activity_gets_an_id_even_if_nothing_is_typed() {
    let nothing = ActivitySettings::default();
    let typed = ActivitySettings { centre: "  Buurtkamer ".to_owned(), ..ActivitySettings::default() };

    let first = next_activity(&nothing, &typed, TODAY, false, || "first".to_owned());

    assert_eq!((first.plan.as_str(), first.centre.as_str()), ("first", "Buurtkamer"));
    assert_eq!(next_activity(&nothing, &nothing, TODAY, false, || "first".to_owned()).id, first.id);
}

#[test]
fn a_name_that_is_too_long_is_cut_off() {
    let typed = ActivitySettings { centre: "é".repeat(100), ..set() };

    assert_eq!(next_activity(&set(), &typed, TODAY, false, String::new).centre, "é".repeat(80));
}

#[test]
fn another_centre_is_asked_about_only_where_one_is_set() {
    assert!(is_other_centre(&set(), "Huiskamer"));
    assert!(!is_other_centre(&set(), " BUURTKAMER") && !is_other_centre(&set(), " "));
    assert!(!is_other_centre(&ActivitySettings::default(), "Huiskamer"));
}

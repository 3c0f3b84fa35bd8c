use super::*;
use crate::domain::response::ActivityId;

#[track_caller]
fn are_one(spellings: &[&str]) {
    for other in spellings {
        assert_eq!(key(spellings[0]), key(other), "{other:?}");
    }
}

#[test]
fn apostrophes_quotation_marks_and_hyphens_are_one() {
    are_one(&["'t Hof", "’t Hof", "‘t Hof", "ʼt Hof", "`t Hof", "´t Hof", "′t hof"]);
    are_one(&["\"De Brug\"", "“De Brug”", "„De Brug”", "«De Brug»"]);
    are_one(&["Noord-Oost", "Noord‐Oost", "Noord‑Oost", "Noord–Oost", "Noord−Oost"]);
}

#[test]
fn spaces_and_what_is_not_to_be_seen_tell_nothing_apart() {
    are_one(&[
        "De Brug",
        " De  Brug ",
        "De\u{a0}Brug",
        "De\u{202f}\u{2009}Brug\n",
        "De \u{200b}Br\u{ad}ug",
        "\u{feff}De Brug\u{200f}",
    ]);
    assert_eq!(key(" \u{200b}\u{a0}"), "");
}

#[test]
fn letters_are_one_in_whatever_case_and_form() {
    are_one(&["Café Zoë", "Cafe\u{301} Zoe\u{308}", "CAFÉ ZOË"]);
    are_one(&["Łódź Świetlica", "ŁÓDŹ ŚWIETLICA", "Ło\u{301}dz\u{301} S\u{301}wietlica"]);
    are_one(&["Дім Київ", "ДІМ КИЇВ", "Дім Киі\u{308}в"]);
    are_one(&["Straße", "STRASSE", "STRAẞE"]);
    are_one(&["Καφές", "ΚΑΦΈΣ"]);
    are_one(&["İstanbul Işık", "istanbul ışık", "ISTANBUL IŞIK", "i\u{307}stanbul ışık"]);
    are_one(&["مركز\u{a0}الحي", "مركز  الحي"]);
}

#[test]
fn other_names_stay_others() {
    for (one, other) in [
        ("Cafe", "Café"),
        ("Hof", "'t Hof"),
        ("De Brug", "DeBrug"),
        ("De Brug 1", "De Brug 2"),
        ("Дім", "Дим"),
        ("Noord-Oost", "Noord Oost"),
    ] {
        assert!(!is_same(one, other), "{one} {other}");
    }
}

fn activity(id: &str, centre: &str, round: &str, date: &str) -> Activity {
    let id = ActivityId::new(id);
    let [centre, round, date] = [centre, round, date].map(str::to_owned);
    Activity { id, centre, date, round, ..Activity::default() }
}

fn joint(what: What, name: &str, shown_as: &str) -> Joint {
    Joint { what, name: name.to_owned(), shown_as: shown_as.to_owned() }
}

fn told(names: Names, given: &[Activity]) -> Vec<Activity> {
    let telling = names.telling(given);
    let mut told = given.to_vec();
    for one in &mut told {
        telling.activity(one);
    }
    told
}

#[test]
fn names_are_told_as_they_were_first_written() {
    let given = [
        activity("c", "‘T HOF", "Najaar", "2026-11-03"),
        activity("a", "’t Hof", "najaar ", "2026-11-01"),
        activity("b", "'t  Hof", "NAJAAR", "2026-11-02"),
        activity("d", "", "", "2026-11-04"),
    ];

    let told: Vec<_> =
        told(Names::default(), &given).into_iter().map(|one| (one.centre, one.round)).collect();
    let first = ("’t Hof".to_owned(), "najaar ".to_owned());
    assert_eq!(told[..3], [first.clone(), first.clone(), first]);
    assert_eq!(told[3], Default::default());
}

#[test]
fn names_that_were_joined_by_hand_are_told_as_one_and_those_of_other_things_are_not() {
    let joined = Joined::of([joint(What::Centre, "hof", "'t Hof")]);
    let given = [activity("a", "HOF", "Hof", "2026-11-01"), activity("b", "’t Hof", "", "2026-11-02")];

    let told = told(Names { joined, ..Names::default() }, &given);

    let names: Vec<_> = told.iter().map(|one| (one.centre.as_str(), one.round.as_str())).collect();
    assert_eq!(names, [("'t Hof", "Hof"), ("'t Hof", "")]);
}

#[test]
fn what_is_joined_goes_along_when_its_name_is_joined_and_comes_apart_again() {
    let mut joined = Joined::of([
        joint(What::Centre, "a", "b"),
        joint(What::Centre, "B", "c"),
        joint(What::Round, "c", "x"),
        joint(What::Centre, "d", " "),
        joint(What::Centre, "d", "D"),
    ]);
    let shown = |joined: &Joined, name: &str| joined.shown(What::Centre, name).to_owned();

    assert_eq!(["a", "b", "c", "d"].map(|name| shown(&joined, name)), ["c", "c", "c", "d"]);
    joined.join(joint(What::Centre, "c", "a"));
    assert_eq!(["a", "b", "c"].map(|name| shown(&joined, name)), ["a", "a", "a"]);
    joined.part(What::Centre, "B");
    assert_eq!(["b", "c"].map(|name| shown(&joined, name)), ["b", "a"]);
}

#[test]
fn where_there_is_no_room_for_another_joined_name_those_that_are_there_stay() {
    let full = Joined::of((0..=MOST_JOINED).map(|n| joint(What::Word, &format!("naam {n}"), "woord")));
    assert_eq!(full.all().len(), MOST_JOINED);

    let mut joined = full.clone();
    assert!(!joined.join(joint(What::Word, "nog een", "woord")));
    joined.take_in(&Joined::of([joint(What::Centre, "hof", "'t Hof")]));
    assert_eq!(joined, full);
    let left = joint(What::Word, "nog een", "woord");
    assert_eq!(joined.otherwise(&Joined::of([left.clone()])), [&left]);

    assert!(joined.join(joint(What::Word, "naam 7", "iets anders")), "in the place of the older one");
    assert_eq!((joined.all().len(), joined.shown(What::Word, "Naam 7")), (MOST_JOINED, "iets anders"));
    joined.part(What::Word, "naam 8");
    assert!(joined.join(joint(What::Word, "nog een", "woord")));
}

#[test]
fn what_was_joined_elsewhere_is_taken_in_but_for_what_was_joined_otherwise_here() {
    let mut here = Joined::of([joint(What::Centre, "a", "b"), joint(What::Centre, "c", "d")]);
    let there = Joined::of([joint(What::Centre, "A", "x"), joint(What::Centre, "e", "C")]);
    here.take_in(&there);
    here.take_in(&Joined::of([joint(What::Centre, "b", "a")]));

    let shown = ["a", "b", "c", "e"].map(|name| here.shown(What::Centre, name).to_owned());
    assert_eq!(shown, ["b", "b", "d", "d"]);
    assert_eq!(here.otherwise(&there), [&joint(What::Centre, "A", "x")], "which is told");
}

fn right(activity: &str, centre: &str) -> Corrected {
    let activity = ActivityId::new(activity);
    let [centre, centre_type, neighbourhood] = [centre, "living-room", "Moerwijk"].map(str::to_owned);
    Corrected { activity, centre, centre_type, neighbourhood }
}

#[test]
fn a_centre_that_was_corrected_brings_its_type_and_neighbourhood_and_another_spelling_does_not() {
    let corrected = vec![right("a", "Betje"), right("b", "Betje")];
    let given = [("a", "Schakel"), ("b", "BETJE")].map(|(id, centre)| Activity {
        centre_type: "self-managed".to_owned(),
        neighbourhood: "Transvaal".to_owned(),
        ..activity(id, centre, "", "2026-11-01")
    });

    let told = told(Names { corrected, ..Names::default() }, &given);

    let told = told.iter().map(|one| (one.neighbourhood.as_str(), one.centre_type.as_str()));
    assert_eq!(told.collect::<Vec<_>>(), [("Moerwijk", "living-room"), ("Transvaal", "self-managed")]);
}

#[test]
fn a_centre_that_was_corrected_is_told_of_the_responses_that_were_there() {
    let corrected = vec![right("a", "Betje")];
    let given = [activity("a", "Btje", "", "2026-11-01"), activity("b", "Btje", "", "2026-11-01")];

    let told = told(Names { corrected, ..Names::default() }, &given);

    assert_eq!([&told[0].centre, &told[1].centre], ["Betje", "Btje"]);
}

#[test]
fn two_days_are_never_told_as_one_activity() {
    let given = [
        activity("a", "", "", "2026-11-09"),
        activity("a", "", "", "2026-11-02"),
        activity("a", "", "", "2026-11-09"),
        activity("b", "", "", "2026-11-09"),
    ];

    let told: Vec<ActivityId> = told(Names::default(), &given).into_iter().map(|one| one.id).collect();

    assert_eq!((told[1].as_str(), told[3].as_str()), ("a", "b"));
    assert!(told[0] == told[2] && told[0] != "a");
}

#[test]
fn words_that_were_joined_are_one() {
    let joined = Joined::of([joint(What::Word, "tuinieren", "Een moestuin")]);
    let mut response = crate::domain::results::tests::sorted(&[("a", "much")]);
    let missing = |response: &Response| response.parts[0].words().to_vec();
    if let Part::CardSort(sort) = &mut response.parts[0] {
        sort.missing = Some(["Tuinieren", "muziek"].map(str::to_owned).to_vec());
    }

    let telling = Names { joined, ..Names::default() }.telling([]);
    let told = telling.words(&response);

    assert_eq!(missing(&told), ["Een moestuin", "muziek"]);
}

proptest::proptest! {
    #[test]
    fn a_key_is_its_own_key(text in ".{0,12}") {
        proptest::prop_assert_eq!(key(&key(&text)), key(&text));
    }
}

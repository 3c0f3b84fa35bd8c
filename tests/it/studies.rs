//! The study that ships with the app, and broken ones.

use std::path::Path;

use betekenis::domain::study::{Instrument, Level, Study, Word};
use betekenis::format::study::{check_study, read_study};
use betekenis::ports::memory::MemoryStore;
use betekenis::workflow::open_study::open_study;

use crate::now::now;
use crate::participant::default_study;

const STUDY: &str = include_str!("../../public/studies/ontmoetingscentra/study.json");

#[test]
fn the_default_study_holds_the_whole_framework_with_its_attribution() {
    let study = default_study();
    let goals = &study.framework.goals;

    let levels: Vec<Level> = goals.iter().map(|goal| goal.level).collect();
    assert_eq!(
        levels,
        [Level::Neighbourhood, Level::Neighbourhood, Level::Resident, Level::Resident, Level::Resident]
    );
    let count =
        |number: fn(&betekenis::domain::study::Goal) -> usize| goals.iter().map(number).collect::<Vec<_>>();
    assert_eq!(count(|goal| goal.subgoals.len()), [4, 4, 4, 4, 3]);
    assert_eq!(count(|goal| goal.indicators.len()), [4, 5, 4, 4, 5]);
    assert!(study.framework.attribution.get("nl").contains("© Movisie, Utrecht, 2025"));
    assert_eq!(goals[0].indicators[1].title.get("nl"), "Bewoners voelen zich minder eenzaam");
}

#[test]
fn every_indicator_has_a_card_and_every_card_but_one_an_indicator() {
    let study = default_study();
    let indicators = study.framework.goals.iter().flat_map(|goal| &goal.indicators);

    for indicator in indicators {
        assert!(
            study.cards.iter().any(|card| card.indicator.as_ref() == Some(&indicator.id)),
            "{}",
            indicator.id
        );
    }
    assert_eq!(study.cards.len(), 25);
    assert_eq!(study.cards.iter().filter(|card| card.indicator.is_none()).count(), 1);
    assert_eq!(study.questions.len(), 9);
    assert!(study.questions.iter().all(|question| question.indicator.is_some()));
}

#[test]
fn every_picture_of_the_default_study_is_there_and_none_too_many() {
    let study = default_study();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/studies/ontmoetingscentra");
    let mut named: Vec<&str> = study.cards.iter().map(|card| card.picture.as_str()).collect();
    for question in &study.questions {
        named.push(&question.picture);
        named.extend(question.choices.iter().map(|choice| choice.picture.as_str()));
    }
    for instrument in &study.instruments {
        match instrument {
            Instrument::CardSort(card_sort) => {
                named.extend(card_sort.all_piles().map(|pile| pile.picture.as_str()));
                named.extend(card_sort.practice.iter().map(|practice| practice.picture.as_str()));
            }
            Instrument::Survey(survey) => named.push(&survey.dont_know.picture),
        }
    }
    named.extend(study.consent.points.iter().map(|point| point.picture.as_str()));
    named.extend([study.thanks.picture.as_str(), study.declined.picture.as_str()]);

    for picture in &named {
        assert!(folder.join(picture).is_file(), "{picture}");
    }
    for file in std::fs::read_dir(folder.join("pictures")).unwrap() {
        let name = format!("pictures/{}", file.unwrap().file_name().to_string_lossy());
        assert!(named.contains(&name.as_str()), "{name} is used nowhere");
    }
}

#[test]
fn the_languages_in_the_first_screen_are_those_of_the_study() {
    let page = include_str!("../../index.html");
    for language in default_study().languages {
        let direction = if language.is_right_to_left { " dir=\"rtl\"" } else { "" };
        let button =
            format!("data-language=\"{0}\"{direction} lang=\"{0}\">{1}</button>", language.id, language.name);
        assert!(page.contains(&button), "{button}");
    }
    assert_eq!(page.matches("data-language=").count(), default_study().languages.len());
}

/// Takes every text in `language` out of a study.
pub(crate) fn take_out(value: &mut serde_json::Value, language: &str) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.shift_remove(language);
            fields.values_mut().for_each(|one| take_out(one, language));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|one| take_out(one, language)),
        _ => {}
    }
}

/// Every text in `language`, however deep.
fn texts(value: &serde_json::Value, language: &str) -> Vec<String> {
    match value {
        serde_json::Value::Object(fields) => {
            let here = fields.get(language).and_then(|text| text.as_str()).map(str::to_owned);
            here.into_iter().chain(fields.values().flat_map(|one| texts(one, language))).collect()
        }
        serde_json::Value::Array(items) => items.iter().flat_map(|one| texts(one, language)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_is_told_to_the_bundled_voice_about_arabic_is_about_texts_that_are_there() {
    let list = include_str!("../../public/studies/ontmoetingscentra/sounds/ar.json");
    let list: serde_json::Value = serde_json::from_str(list).unwrap();
    let study: serde_json::Value = serde_json::from_str(STUDY).unwrap();
    let mut there = texts(&study, "ar");
    let counts = ["2", "3"];
    let filled = there.iter().flat_map(|text| counts.map(|count| text.replace("{count}", count)));
    there.extend(filled.collect::<Vec<_>>());
    there.extend(default_study().languages.into_iter().map(|language| language.name));

    for text in list["say"].as_object().unwrap().keys() {
        assert!(there.contains(text), "{text} is no text of the study any more");
    }
}

/// `old` in the default study becomes `new`: the error names the place, what was found and what was expected.
#[track_caller]
fn check_broken(old: &str, new: &str, path: &str, found: &str, expected: &str) {
    assert!(STUDY.contains(old), "the study has no {old}");
    let invalid = check_study(&STUDY.replacen(old, new, 1)).unwrap_err();
    assert_eq!(
        (invalid.path.as_str(), invalid.found.as_str(), invalid.expected.as_str()),
        (path, found, expected)
    );
}

#[test]
fn a_broken_study_is_told_with_place_found_and_expected() {
    check_broken(r#""study/1""#, r#""study/2""#, "schema", "the text \"study/2\"", "\"study/1\"");
    check_broken(r#""study/1""#, "1", "schema", "something else", "a text");
    check_broken(
        r#""direction": "ltr""#,
        r#""direction": "up""#,
        "languages[0].direction",
        "the text \"up\"",
        "\"ltr\" or \"rtl\"",
    );
    check_broken(
        r#""level": "neighbourhood""#,
        r#""level": 1"#,
        "framework.goals[0].level",
        "the number 1",
        "a text",
    );
    check_broken(
        r#""indicator": "sc1""#,
        r#""indicator": "sc9""#,
        "cards[0].indicator",
        "the text \"sc9\"",
        "the id of an indicator of the framework",
    );
    check_broken(
        r#""pile": "much""#,
        r#""pile": "lots""#,
        "instruments[0].most_important.pile",
        "the text \"lots\"",
        "the id of one of the piles",
    );
    check_broken(r#""consent": {"#, r#""consend": {"#, "consend", "the unknown key \"consend\"", TOP_KEYS);
}

const TOP_KEYS: &str = "only $schema, schema, id, version, title, languages, framework, cards, questions, \
    instruments, centre, consent, thanks, declined, words";

#[test]
fn a_text_that_is_missing_in_one_language_is_an_error_in_its_place() {
    let mut value: serde_json::Value = serde_json::from_str(STUDY).unwrap();
    value["cards"][3]["text"].as_object_mut().unwrap().shift_remove("en");

    let invalid = check_study(&value.to_string()).unwrap_err();

    assert_eq!(invalid.to_string(), "cards[3].text.en: found nothing, expected the key \"en\"");
}

#[test]
fn a_study_from_before_there_were_more_languages_can_still_be_read() {
    let old = check_study(include_str!("../fixtures/studies/before-more-languages.json")).unwrap();

    assert_eq!(old.languages.len(), 2);
    assert_eq!(old.word(Word::Next, "nl"), "Verder");
    assert_eq!(old.word(Word::HearQuestion, "nl"), "", "a picture says it");
}

#[test]
fn the_study_from_before_every_scale_had_one_direction_can_still_be_read() {
    let old = check_study(include_str!("../fixtures/studies/before-one-direction.json")).unwrap();

    assert_eq!(old.version, "2");
    assert_eq!(old.word(Word::MyTable, "nl"), "", "what came later is not there");
    let ids = |study: &Study| {
        let choices = study.questions.iter().flat_map(|question| &question.choices);
        choices.map(|choice| choice.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&old), ids(&default_study()), "the order of the data stays");
}

#[test]
fn every_scale_is_shown_from_least_to_most_and_kept_as_it_was() {
    let study = default_study();
    let Instrument::CardSort(card_sort) = &study.instruments[0] else { panic!("no sort") };
    let shown: Vec<&str> = card_sort.shown_piles().map(|pile| pile.id.as_str()).collect();
    assert_eq!(shown, ["not", "some", "much", "dont-know"]);
    let kept: Vec<&str> = card_sort.all_piles().map(|pile| pile.id.as_str()).collect();
    assert_eq!(kept, ["much", "some", "not", "dont-know"]);

    let first = |id: &str| study.question(id).unwrap().shown()[0].id.as_str();
    let least = [
        ("contacts", "none"),
        ("alone", "less"),
        ("safe", "not"),
        ("ask-help", "never"),
        ("dutch", "none"),
        ("help-out", "never"),
        ("listen", "never"),
        ("have-say", "none"),
        ("feeling", "bad"),
    ];
    assert_eq!(least.map(|(question, _)| first(question)), least.map(|(_, choice)| choice));
    let kept: Vec<&str> =
        study.question("alone").unwrap().choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(kept, ["more", "same", "less"]);
}

#[test]
fn a_language_with_a_file_of_its_own_has_its_texts_there_and_not_here() {
    let mut value: serde_json::Value = serde_json::from_str(STUDY).unwrap();
    value["languages"][1]["file"] = "study.en.json".into();
    let invalid = check_study(&value.to_string()).unwrap_err();
    assert!(invalid.found.contains("the unknown key \"en\""), "{invalid}");

    take_out(&mut value, "en");
    let study = check_study(&value.to_string()).unwrap();
    assert_eq!(study.languages[1].file.as_deref(), Some("study.en.json"));
    assert!(!study.word(Word::Next, "en").is_empty(), "another language stands in until that file is read");

    for language in value["languages"].as_array_mut().unwrap() {
        language["file"] = "elsewhere.json".into();
    }
    let invalid = check_study(&value.to_string()).unwrap_err();
    assert_eq!(invalid.expected, "at least one language whose texts are in this file");
}

#[test]
fn a_picture_from_elsewhere_is_refused() {
    for elsewhere in ["https://example.org/a.svg", "/a.svg", "../a.svg", "data:image/svg+xml,x"] {
        let mut value: serde_json::Value = serde_json::from_str(STUDY).unwrap();
        value["cards"][0]["picture"] = elsewhere.into();

        assert_eq!(check_study(&value.to_string()).unwrap_err().path, "cards[0].picture", "{elsewhere}");
    }
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let invalid = check_study("{\n  \"schema\": study/1\n}").unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "line 2, column 13: found something that is not JSON, expected a JSON file"
    );

    let invalid = check_study("<!doctype html>").unwrap_err();
    assert_eq!(invalid.found, "a web page");
}

#[test]
fn the_last_good_study_stays_usable_when_a_broken_one_comes() {
    let store = MemoryStore::default();
    let good = now(open_study(&store, "study.json", Some(STUDY), check_study));
    assert_eq!((good.study.as_ref(), good.broken), (Some(&default_study()), None));

    let broken = now(open_study(&store, "study.json", Some("{}"), check_study));

    assert_eq!(broken.study, good.study);
    assert_eq!(broken.broken.unwrap().path, "schema");
    let absent = now(open_study(&store, "study.json", None, read_study));
    assert_eq!((absent.study, absent.broken), (good.study, None));
}

#[test]
fn a_broken_study_with_none_before_it_leaves_none() {
    let opened = now(open_study(&MemoryStore::default(), "study.json", Some("{}"), read_study));

    assert_eq!(opened.study, None);
    assert!(opened.broken.is_some());
}

//! The study that ships with the app, and broken ones.

use std::collections::BTreeMap;
use std::path::Path;

use async_trait::async_trait;

use betekenis::domain::guidance::Guidance;
use betekenis::domain::study::{Instrument, Level, Study, Word, at_centre};
use betekenis::format::guidance::check_guidance;
use betekenis::format::study::{check_study, read_study};
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::MemoryStore;
use betekenis::workflow::open_study::{STUDY as FILE, StudyFolder};

use crate::now::now;
use crate::participant::default_study;

const STUDY: &str = include_str!("../../public/studies/ontmoetingscentra/study.json");

/// Version 3 of the study that ships with the app: the words in which the published tables stand.
pub(crate) const BEFORE_PLAINER_WORDS: &str = include_str!("../fixtures/studies/before-plainer-words.json");

/// That study, read.
pub(crate) fn study_before_plainer_words() -> Study {
    check_study(BEFORE_PLAINER_WORDS).unwrap()
}

/// What the study that ships with the app suggests to coordinators.
pub(crate) fn default_guidance() -> Guidance {
    check_guidance(STUDY, &default_study()).unwrap().unwrap()
}

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

#[test]
fn the_name_of_a_centre_moves_no_sign_of_a_text_that_runs_the_other_way() {
    let study = default_study();
    let question = study.instruments.iter().find_map(Instrument::question).unwrap();

    let arabic = at_centre(question.get("ar"), "Huis 2 (Noord)");

    assert_eq!(arabic, "ماذا يعني لك \u{2068}Huis 2 (Noord)\u{2069}؟");
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
    instruments, centre, consent, thanks, declined, words, guidance";

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
fn the_study_from_before_its_words_were_made_plainer_can_still_be_read_with_its_own_words() {
    let (old, new) = (study_before_plainer_words(), default_study());

    assert_eq!((old.version.as_str(), new.version.as_str()), ("3", "4"));
    let card = |study: &Study| study.card("sc4").unwrap().text.get("nl").to_owned();
    assert_eq!((card(&old).as_str(), card(&new).as_str()), ("Erbij horen", "Bij de groep horen"));
    let ids = |study: &Study| {
        let cards = study.cards.iter().map(|card| card.id.clone());
        let questions = study.questions.iter().map(|question| question.id.clone());
        let choices = study.questions.iter().flat_map(|question| &question.choices);
        let piles = study.piles().map(|(pile, _)| pile.id.clone());
        let choices = choices.map(|choice| choice.id.clone());
        cards.chain(questions).chain(choices).chain(piles).collect::<Vec<_>>()
    };
    assert_eq!(ids(&old), ids(&new), "what was answered keeps its names");
    let languages = |study: &Study| study.languages.clone();
    assert_eq!(languages(&old), languages(&new));
    assert!(new.languages[1..].iter().all(|language| language.is_draft), "nobody has checked them yet");
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
    // What is for coordinators stands elsewhere then.
    value.as_object_mut().unwrap().shift_remove("guidance");
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

/// A site with these files.
#[derive(Default)]
struct Site(BTreeMap<&'static str, String>);

impl Site {
    fn of<const N: usize>(files: [(&'static str, &str); N]) -> Self {
        Self(files.map(|(path, text)| (path, text.to_owned())).into())
    }

    /// Reads it as the coordinator's page does.
    fn folder<'a>(&'a self, store: &'a MemoryStore) -> StudyFolder<'a> {
        StudyFolder { store, files: self, folder: "s/", read_study: check_study, is_keeping: true }
    }
}

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }
}

#[test]
fn the_last_good_study_stays_usable_when_a_broken_one_comes() {
    let store = MemoryStore::default();
    let good = now(Site::of([("s/study.json", STUDY)]).folder(&store).open(FILE));
    assert_eq!((good.study.as_ref(), good.broken), (Some(&default_study()), None));

    let broken = now(Site::of([("s/study.json", "{}")]).folder(&store).open(FILE));

    assert_eq!(broken.study, good.study);
    assert_eq!(broken.broken.unwrap().path, "schema");
    let absent = now(Site::default().folder(&store).open(FILE));
    assert_eq!((absent.study, absent.broken), (good.study, None));
}

#[test]
fn a_broken_study_with_none_before_it_leaves_none() {
    let store = MemoryStore::default();
    let opened = now(Site::of([("s/study.json", "{}")]).folder(&store).open(FILE));

    assert_eq!(opened.study, None);
    assert!(opened.broken.is_some());
}

#[test]
fn who_only_reports_keeps_no_study() {
    let (store, site) = (MemoryStore::default(), Site::of([("s/study.json", STUDY)]));
    let reporting = StudyFolder { is_keeping: false, ..site.folder(&store) };

    assert!(now(reporting.open(FILE)).study.is_some());
    assert_eq!(now(reporting.guidance(&default_study())), Some(default_guidance()));

    let gone = Site::default();
    assert_eq!(now(gone.folder(&store).open(FILE)).study, None);
    assert_eq!(now(gone.folder(&store).guidance(&default_study())), None);
}

/// The default study as the site has it: in one file for each of these two languages, and one for coordinators.
pub(crate) fn parted() -> [String; 3] {
    let whole: serde_json::Value = serde_json::from_str(STUDY).unwrap();
    let language = |own: usize, other: usize, name: &str| {
        let mut value = whole.clone();
        let languages = value["languages"].as_array_mut().unwrap();
        for gone in languages.split_off(2) {
            take_out(&mut value, gone["id"].as_str().unwrap());
        }
        let ids = ["nl", "en"];
        value.as_object_mut().unwrap().shift_remove("guidance");
        take_out(&mut value, ids[other]);
        value["languages"][other]["file"] = name.into();
        assert_eq!(value["languages"][own].get("file"), None);
        value.to_string()
    };
    let guidance = serde_json::json!({
        "id": whole["id"], "version": whole["version"], "guidance": whole["guidance"],
    });
    [language(0, 1, "study.en.json"), language(1, 0, "study.json"), guidance.to_string()]
}

#[test]
fn a_language_is_read_from_its_own_file_and_only_of_the_same_version() {
    let [dutch, english, _] = parted();
    let store = MemoryStore::default();
    let site = Site::of([("s/study.json", &dutch), ("s/study.en.json", &english)]);
    let studies = site.folder(&store);
    let first = now(studies.open(FILE)).study.unwrap();

    let other = now(studies.in_language(&first, "en")).unwrap();
    assert_eq!((first.word(Word::Next, "nl"), other.word(Word::Next, "en")), ("Verder", "Next"));
    assert_eq!(now(studies.in_language(&first, "nl")), Some(first.clone()));
    assert_eq!(now(studies.in_language(&first, "zz")), Some(first.clone()), "it has no such language");

    let version = r#""version":"4""#;
    assert!(english.contains(version), "the version of the study has changed");
    let newer = english.replacen(version, r#""version":"5""#, 1);
    let site = Site::of([("s/study.json", &dutch), ("s/study.en.json", &newer)]);
    assert_eq!(now(site.folder(&MemoryStore::default()).in_language(&first, "en")), None);
}

#[test]
fn what_is_suggested_to_coordinators_is_read_from_the_study_or_from_beside_it() {
    let [dutch, _, guidance] = parted();
    let study = default_study();
    let read = |site: Site| now(site.folder(&MemoryStore::default()).guidance(&study));

    assert_eq!(read(Site::of([("s/study.json", STUDY)])), Some(default_guidance()));
    let beside = Site::of([("s/study.json", &dutch), ("s/guidance.json", &guidance)]);
    let store = MemoryStore::default();
    assert_eq!(now(beside.folder(&store).guidance(&study)), Some(default_guidance()));
    let gone = Site::of([("s/study.json", &dutch)]);
    assert_eq!(now(gone.folder(&store).guidance(&study)), Some(default_guidance()), "it was kept");
    assert_eq!(read(gone), None, "nobody knows what it suggests");
    let page = Site::of([("s/study.json", STUDY), ("s/guidance.json", "<!doctype html>")]);
    assert_eq!(read(page), Some(default_guidance()));

    let nothing = r#"{"id": "ontmoetingscentra", "version": "4"}"#;
    assert_eq!(read(Site::of([("s/guidance.json", nothing)])), Some(Guidance::default()));
    let older = guidance.replacen(r#""version":"4""#, r#""version":"3""#, 1);
    assert_eq!(read(Site::of([("s/guidance.json", &older)])), None);
}

#[test]
fn the_default_study_suggests_what_the_report_and_its_makers_say() {
    let (study, guidance) = (default_study(), default_guidance());

    assert_eq!((guidance.near.len(), guidance.aims.len()), (4, 5));
    assert_eq!((guidance.kinds.len(), guidance.effects.len()), (20, 14));
    for kind in &guidance.kinds {
        assert_eq!(kind.title.get("nl"), kind.name, "so it stands in what was collected");
        assert!(!kind.aims.is_empty());
        assert_eq!(guidance.known_aims(&kind.aims), kind.aims, "{}", kind.name);
    }
    let goals: Vec<&str> = study.framework.goals.iter().map(|goal| goal.id.as_str()).collect();
    let firsts: Vec<&str> = guidance.effects.iter().map(|effect| effect.goals[0].as_str()).collect();
    assert!(firsts.is_sorted_by_key(|id| goals.iter().position(|goal| goal == id)), "{firsts:?}");
    let by = [&guidance.effects_attribution, &guidance.effects_source].map(|text| text.get("nl"));
    assert_eq!(by, ["© Movisie, Utrecht, 2025", "Bijlage 3."]);
}

#[test]
fn a_study_that_suggests_nothing_is_as_good() {
    let mut value: serde_json::Value = serde_json::from_str(STUDY).unwrap();
    value.as_object_mut().unwrap().shift_remove("guidance");

    let study = check_study(&value.to_string()).unwrap();

    assert_eq!(check_guidance(&value.to_string(), &study), Ok(Some(Guidance::default())));
    value["guidance"] = serde_json::json!({"languages": ["nl"]});
    assert_eq!(check_study(&value.to_string()), Ok(study));
}

#[test]
fn a_mistake_in_what_is_suggested_is_told_with_place_found_and_expected() {
    let broken = |path: &str, value: serde_json::Value| {
        let mut study: serde_json::Value = serde_json::from_str(STUDY).unwrap();
        *study.pointer_mut(&format!("/guidance{path}")).unwrap() = value;
        assert!(read_study(&study.to_string()).is_ok(), "a participant's page does not read it");
        check_study(&study.to_string()).unwrap_err().to_string()
    };
    let text = |text: &str| serde_json::Value::from(text);

    for (path, value, told) in [
        (
            "/near/pairs/1/0",
            text("sc9"),
            "guidance.near.pairs[1][0]: found the text \"sc9\", expected the id of an indicator of the framework",
        ),
        (
            "/near/pairs/1/0",
            text("sc4"),
            "guidance.near.pairs[1][1]: found the text \"sc4\", expected an id that is not used twice",
        ),
        (
            "/near/pairs/0",
            serde_json::json!(["sc3"]),
            "guidance.near.pairs[0]: found a list of 1, expected two indicators",
        ),
        (
            "/activities/aims/1/id",
            text("meet"),
            "guidance.activities.aims[1].id: found the text \"meet\", expected an id that is not used twice",
        ),
        (
            "/activities/kinds/0/aims/0",
            text("rest"),
            "guidance.activities.kinds[0].aims[0]: found the text \"rest\", expected the id of an aim of this study",
        ),
        (
            "/activities/kinds/6/goals/1",
            text("xx"),
            "guidance.activities.kinds[6].goals[1]: found the text \"xx\", expected the id of a goal of the framework",
        ),
        (
            "/activities/kinds/1/name",
            text("open  INLOOP"),
            "guidance.activities.kinds[1].name: found the text \"open  INLOOP\", expected a name that is not used twice",
        ),
        (
            "/effects/list/3/id",
            text("contacts"),
            "guidance.effects.list[3].id: found the text \"contacts\", expected an id that is not used twice",
        ),
        (
            "/effects/list/3/goals/0",
            text("xx"),
            "guidance.effects.list[3].goals[0]: found the text \"xx\", expected the id of a goal of the framework",
        ),
        (
            "/effects/list/3/title",
            serde_json::json!({"nl": "Iets"}),
            "guidance.effects.list[3].title.en: found nothing, expected the key \"en\"",
        ),
        (
            "/languages/1",
            text("tr"),
            "guidance.near.attribution.en: found the unknown key \"en\", expected only nl, tr",
        ),
        (
            "/effects/source",
            serde_json::Value::Null,
            "guidance.effects.source: found null, expected an object",
        ),
        (
            "/near",
            serde_json::json!({"attribution": {"nl": "x", "en": "x"}, "pair": []}),
            "guidance.near.pair: found the unknown key \"pair\", expected only attribution, pairs",
        ),
    ] {
        assert_eq!(broken(path, value), told);
    }
    let long = broken("/activities/kinds/0/name", text(&"é".repeat(81)));
    assert!(long.ends_with("expected a name of at most 80 characters"), "{long}");
}

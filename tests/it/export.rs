//! The tables for those who analyse: against a set of responses that was made and counted by hand.

use std::collections::BTreeMap;

use betekenis::domain::guidance::Guidance;
use betekenis::domain::response::{Part, Response};
use betekenis::domain::study::{Instrument, Scale, Study};
use betekenis::format::codebook::codebook;
use betekenis::format::export::{ABOUT, Column, What, columns, json_list, long, wide};
use betekenis::format::labelled::{beside, fixed_label, overview, wide_label};
use betekenis::format::response::{read_response, write_response};
use betekenis::format::table::{Cell, Csv, Dialect, Rows};
use betekenis::instruments::InnerColumn;
use betekenis::instruments::card_sort::table::SortColumn;
use betekenis::instruments::card_sort::table::matrix::{matrix, matrix_label};
use betekenis::instruments::survey::rules::{Answer, Answered};
use betekenis::instruments::survey::table::SurveyColumn;

use crate::golden::{check_golden, check_golden_of};
use crate::participant::default_study;
use crate::studies::{default_guidance, study_before_plainer_words};

/// Six responses: two centres, five modes and outcomes, texts that begin like formulas, quotes, line breaks, Arabic, signs
/// beyond 16 bits, a card taken back, a response without any answer.
pub(crate) const BY_HAND: &str = include_str!("../fixtures/export/responses.jsonl");

pub(crate) fn read(text: &str) -> Response {
    read_response(text).unwrap()
}

pub(crate) fn responses() -> Vec<Response> {
    BY_HAND.lines().map(read).collect()
}

/// A table as texts.
fn table(fill: impl Fn(&mut Rows<'_>)) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    fill(&mut |cells| {
        let text = |cell: &Cell<'_>| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Number(number) => number.to_string(),
        };
        rows.push(cells.iter().map(text).collect());
    });
    rows
}

/// The rows below the header, by the names in it.
fn by_name(rows: Vec<Vec<String>>) -> Vec<BTreeMap<String, String>> {
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap();
    rows.map(|row| {
        assert_eq!(row.len(), header.len());
        header.iter().cloned().zip(row).collect()
    })
    .collect()
}

fn csv(dialect: Dialect, fill: impl Fn(&mut Rows<'_>)) -> String {
    let mut csv = Csv::new(dialect);
    fill(&mut |cells| csv.row(cells));
    csv.end()
}

fn wide_of(responses: &[Response], study: &Study) -> Vec<BTreeMap<String, String>> {
    by_name(table(|row| wide(responses, &columns(responses, study), row)))
}

#[test]
fn the_hand_made_set_is_as_the_app_writes_it() {
    for line in BY_HAND.lines() {
        assert_eq!(write_response(&read(line)), line);
    }
}

#[test]
fn json_is_a_list_of_the_very_texts() {
    let list = json_list(BY_HAND.lines());

    let parsed: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    assert_eq!(parsed.len(), 6);
    assert!(BY_HAND.lines().all(|line| list.contains(line)));
    assert_eq!(json_list([]), "[\n\n]\n");
}

#[test]
fn every_answer_is_a_row() {
    let study = study_before_plainer_words();
    let fill = |row: &mut Rows<'_>| long(responses(), &study, "nl", row);

    check_golden("export_long.csv", &csv(Dialect::Semicolon, fill));

    let rows = by_name(table(fill));
    let count = |kind: &str| rows.iter().filter(|row| row["item_kind"] == kind).count();
    // 6 + 6 + 1 + 0 + 6 + 4 cards; 3 questions of three people.
    assert_eq!((count("card"), count("question"), rows.len()), (23, 9, 43));
    assert_eq!(["most-important", "missing", "more", "story"].map(count), [4, 3, 3, 1]);
}

#[test]
fn every_response_is_a_row() {
    let study = default_study();
    let responses = responses();
    let columns = columns(&responses, &study);

    check_golden("export_wide.csv", &csv(Dialect::Comma, |row| wide(&responses, &columns, row)));

    let rows = wide_of(&responses, &study);
    let cell = |at: usize, name: &str| rows[at][name].as_str();
    assert_eq!(rows.len(), 6);
    assert_eq!((cell(0, "meaning_sc1"), cell(0, "meaning_vo2")), ("much", "not"));
    assert_eq!((cell(0, "survey_alone"), cell(0, "survey_safe")), ("dont-know", "skipped"));
    assert_eq!((cell(0, "meaning_important_1"), cell(0, "meaning_n_important")), ("x1", "3"));
    assert_eq!(cell(0, "meaning_missing"), "=1+1 | een \"moestuin\"; met bloemen, graag");
    assert_eq!((cell(1, "meaning_n_important"), cell(1, "meaning_n_more")), ("", "0"));
    assert_eq!((cell(1, "meaning_story_card"), cell(1, "meaning_story")), ("x1", ""));
    // Taken back; never dealt; nothing asked.
    assert_eq!(
        (cell(2, "meaning_lv1"), cell(2, "meaning_sc2"), cell(2, "survey_contacts")),
        ("not-placed", "", "")
    );
    assert_eq!((cell(4, "present"), cell(4, "aims"), cell(4, "meaning_x1")), ("7", "meet relax", "much"));
    assert_eq!((cell(5, "mode"), cell(5, "outcome")), ("paper", "timed-out"));
}

#[test]
fn the_matrix_counts_cards_on_piles() {
    let study = study_before_plainer_words();
    let fill = |row: &mut Rows<'_>| matrix(responses(), &study, "nl", row);
    let rows = by_name(table(fill));
    let names = ["much", "some", "not", "dont-know", "not-placed", "dealt", "important", "more"];
    let counts = |whose: &str, card: &str| {
        let row = rows.iter().find(|row| row["card"] == card).unwrap();
        names.map(|name| row[&format!("{whose}{name}")].parse::<u32>().unwrap())
    };

    check_golden_of("card_sort", "export_matrix.csv", &csv(Dialect::Semicolon, fill));
    // Five people; and behind them the group, which is no person.
    assert_eq!(counts("", "sc1"), [2, 1, 1, 0, 1, 5, 1, 0]);
    assert_eq!(counts("groups-", "sc1"), [1, 0, 0, 0, 0, 1, 0, 1]);
    for (card, both) in [
        ("sc1", [3, 1, 1, 0, 1, 6, 1, 1]),
        ("lv1", [2, 1, 1, 0, 2, 6, 1, 0]),
        ("lv5", [1, 1, 0, 2, 2, 6, 1, 1]),
        ("x1", [4, 0, 0, 0, 2, 6, 1, 0]),
        ("mp1", [2, 0, 1, 0, 3, 6, 0, 0]),
        ("vo2", [1, 1, 1, 0, 3, 6, 0, 1]),
        ("sc2", [0; 8]),
    ] {
        let (people, groups) = (counts("", card), counts("groups-", card));
        assert_eq!(std::array::from_fn(|at| people[at] + groups[at]), both, "{card}");
        assert!(groups[5] <= 1, "{card}: there is one group");
    }
    assert_eq!(rows.len(), 25);
}

#[test]
fn ids_of_another_study_are_not_explained_with_the_words_of_this_one() {
    let study = default_study();
    let mut responses = responses();
    responses[0].study = "another".to_owned();
    let rows = by_name(table(|row| long(&responses, &study, "nl", row)));

    for row in rows {
        let is_strange = row["study"] == "another";
        let names = ["item_text", "value_text", "indicator", "goal"];
        let is_explained = names.iter().any(|name| !row[*name].is_empty());
        let has_words = row["item_kind"] == "card" || row["item_kind"] == "question";
        assert_eq!(is_explained, !is_strange && (has_words || !row["item"].is_empty()), "{row:?}");
    }
}

/// The default study with a question of which several choices may be chosen, and three responses to it.
fn with_several() -> (Study, Vec<Response>) {
    let mut study = default_study();
    let question = study.questions.iter_mut().find(|question| question.id == "contacts").unwrap();
    question.scale = Scale::ChooseSeveral(2);
    let mut responses = responses();
    responses.truncate(3);
    let given = [
        Some(Answer::Choices(vec!["few".to_owned(), "many".to_owned()])),
        Some(Answer::Choices(Vec::new())),
        Some(Answer::DontKnow),
    ];
    for (response, given) in responses.iter_mut().zip(given) {
        let Part::Survey(survey) = &mut response.parts[1] else { panic!("no survey") };
        let answered = Answered {
            question: "contacts".to_owned(),
            shown: ["none", "few", "many"].map(str::to_owned).to_vec(),
            answer: given,
            changes: 0,
            ms: 1,
        };
        survey.answers = vec![answered];
    }
    (study, responses)
}

#[test]
fn of_several_choices_each_has_a_column() {
    let (study, responses) = with_several();
    let rows = wide_of(&responses, &study);
    let cells = |at: usize| {
        let names =
            ["survey_contacts", "survey_contacts_none", "survey_contacts_few", "survey_contacts_many"];
        names.map(|name| rows[at][name].as_str())
    };

    assert_eq!(cells(0), ["answered", "0", "1", "1"]);
    assert_eq!(cells(1), ["answered", "0", "0", "0"]);
    assert_eq!(cells(2), ["dont-know", "", "", ""]);
}

#[test]
fn what_is_not_in_the_study_any_more_is_not_lost() {
    let mut study = default_study();
    let all = columns(&responses(), &study).len();
    study.cards.retain(|card| card.id != "sc1");
    study.questions.retain(|question| question.id != "contacts");
    study.instruments.truncate(1);

    let rows = wide_of(&responses(), &study);

    assert_eq!((rows[0]["meaning_sc1"].as_str(), rows[0]["survey_contacts"].as_str()), ("much", "many"));
    assert!(rows[0].len() < ABOUT.len() + all);
    let rows = by_name(table(|row| long(responses(), &study, "nl", row)));
    assert_eq!(rows.len(), 43);
    assert!(table(|row| matrix(responses(), &study, "nl", row)).iter().any(|row| row[1] == "sc1"));
}

#[test]
fn what_responses_hold_as_another_kind_than_the_study_has_columns_of_both_and_one_time() {
    let study = default_study();
    let mut responses = responses();
    let [Part::CardSort(sort), Part::Survey(survey)] = &mut responses[0].parts[..] else {
        panic!("no sort and survey")
    };
    (sort.instrument, survey.instrument) = ("survey".to_owned(), "meaning".to_owned());
    responses.truncate(1);
    let columns = columns(&responses, &study);
    let languages = [("nl".to_owned(), study.clone())];

    let names = |instrument: &str| {
        let own = columns.iter().filter(|column| column.instrument == instrument);
        own.map(|column| column.name.clone()).collect::<Vec<_>>()
    };
    let (of_sort, of_survey) = (names("meaning"), names("survey"));
    let at = |names: &[String], name: &str| names.iter().position(|one| one == name).unwrap();
    let row = &wide_of(&responses, &study)[0];
    let book = by_name(table(|row| codebook(&languages, &default_guidance(), &columns, row)));

    // Those of card sorts come first, and the time last.
    assert!(at(&of_sort, "meaning_story") < at(&of_sort, "meaning_safe"));
    assert!(at(&of_survey, "survey_deck") < at(&of_survey, "survey_safe"));
    for names in [&of_sort, &of_survey] {
        assert!(names.last().unwrap().ends_with("_ms"));
        assert_eq!(names.iter().filter(|name| name.contains("_ms")).count(), 1, "{names:?}");
    }
    assert_eq!((row["survey_sc1"].as_str(), row["meaning_safe"].as_str()), ("much", "skipped"));
    for name in columns.iter().map(|column| &column.name) {
        assert_eq!(book.iter().filter(|row| row["column"] == *name).count(), 1, "{name}");
    }
}

#[test]
fn names_of_columns_are_good_for_every_program_and_differ() {
    let mut study = default_study();
    let long_id = "a-question-with-an-id-that-is-longer-than-any-program-would-take-for-a-name";
    for (at, id) in [long_id.to_owned(), format!("{long_id}-too"), "deck".to_owned(), "sc-1".to_owned()]
        .iter()
        .enumerate()
    {
        study.cards[at].id.clone_from(id);
    }
    study.cards[4].id = "sc_1".to_owned();
    for instrument in &mut study.instruments {
        if let Instrument::CardSort(sort) = instrument {
            sort.decks[0].cards = study.cards.iter().map(|card| card.id.clone()).collect();
        }
    }

    let names: Vec<String> = columns(&[], &study).into_iter().map(|column| column.name).collect();

    for name in &names {
        let is_plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
        assert!(name.chars().all(is_plain) && name.len() <= 64 && !name.ends_with('_'), "{name}");
        assert!(name.starts_with(|sign: char| sign.is_ascii_lowercase()), "{name}");
        assert_eq!(names.iter().filter(|one| *one == name).count(), 1, "{name}");
    }
    assert!(names.contains(&"meaning_deck_2".to_owned()), "{names:?}");
    assert!(names.contains(&"meaning_sc_1_2".to_owned()), "{names:?}");
}

#[test]
fn the_codebook_explains_every_column_id_and_number() {
    let study = default_study();
    let responses = responses();
    let columns = columns(&responses, &study);
    let languages: Vec<(String, Study)> =
        study.languages.iter().map(|language| (language.id.clone(), study.clone())).collect();
    let rows = by_name(table(|row| codebook(&languages, &default_guidance(), &columns, row)));
    let find = |kind: &str, id: &str| {
        rows.iter()
            .find(|row| row["kind"] == kind && row["id"] == id)
            .unwrap_or_else(|| panic!("no {kind} {id}"))
    };

    for column in &columns {
        assert_eq!(rows.iter().filter(|row| row["column"] == column.name).count(), 1, "{}", column.name);
    }
    for card in study.cards.iter().filter(|card| card.id != "x1") {
        let row = find("card", &card.id);
        assert_eq!(Some(&row["indicator"]), card.indicator.as_ref());
        assert!(!row["goal"].is_empty());
    }
    let row = find("card", "sc1");
    assert_eq!(
        (row["text_nl"].as_str(), row["text_en"].as_str()),
        ("Mensen goed leren kennen", "Getting to know people well")
    );
    assert!(rows.iter().filter(|row| row["kind"] == "question").all(|row| !row["text_ar"].is_empty()));
    let codes = ["much", "some", "not", "dont-know"].map(|pile| find("pile", pile)["code"].as_str());
    assert_eq!(codes, ["3", "2", "1", "98"]);
    assert_eq!(
        (find("choice", "few")["code"].as_str(), find("special", "skipped")["code"].as_str()),
        ("2", "97")
    );
    let goals =
        ["goal", "subgoal", "indicator"].map(|kind| rows.iter().filter(|row| row["kind"] == kind).count());
    assert_eq!(goals, [5, 19, 22]);
    assert!(rows.iter().all(|row| !row["kind"].is_empty()));
    let aims = |row: &&BTreeMap<String, String>| row["kind"] == "value" && row["of"] == "aims";
    let texts =
        |row: &BTreeMap<String, String>| format!("{} {} {}", row["id"], row["text_nl"], row["text_en"]);
    let aims: Vec<String> = rows.iter().filter(aims).map(texts).collect();
    assert_eq!((aims.len(), aims[0].as_str()), (5, "meet ontmoeten meeting"));
}

#[test]
fn a_study_without_aims_has_none_in_its_codebook() {
    let study = default_study();
    let languages = [("nl".to_owned(), study.clone())];
    let rows = by_name(table(|row| codebook(&languages, &Guidance::default(), &[], row)));

    assert!(!rows.iter().any(|row| row["of"] == "aims"));
    assert!(rows.iter().any(|row| row["of"] == "mode"));
}

#[test]
fn what_stands_in_the_tables_is_in_the_codebook() {
    let study = default_study();
    let responses = responses();
    let columns = columns(&responses, &study);
    let (languages, guidance) = ([("nl".to_owned(), study.clone())], default_guidance());
    let book = by_name(table(|row| codebook(&languages, &guidance, &columns, row)));
    let known = |id: &str| book.iter().any(|row| row["id"] == id);

    for row in wide_of(&responses, &study) {
        for column in &columns {
            let value = row[&column.name].as_str();
            let is_id = matches!(
                column.what,
                What::Inner(
                    InnerColumn::CardSort(SortColumn::Card(_) | SortColumn::Deck | SortColumn::Important(_))
                        | InnerColumn::Survey(SurveyColumn::Question(_))
                )
            );
            assert!(!is_id || value.is_empty() || known(value), "{}: {value}", column.name);
        }
        assert!(["mode", "outcome", "part_of_day", "language"].iter().all(|name| known(&row[*name])));
    }
}

/// A response of a newer app: an instrument, an answer and a mode that this version does not know.
pub(crate) fn of_a_newer_app() -> String {
    let mut value: serde_json::Value = serde_json::from_str(BY_HAND.lines().next().unwrap()).unwrap();
    value["id"] = "99999999-9999-4999-8999-999999999999".into();
    value["mode"] = "robot".into();
    let walk = serde_json::json!({ "id": "walk", "kind": "photo-walk", "photos": ["=1+1"] });
    value["instruments"].as_array_mut().unwrap().push(walk);
    value.to_string()
}

#[test]
fn what_only_a_newer_app_knows_stands_in_the_tables_as_it_came() {
    let (study, text) = (default_study(), of_a_newer_app());
    let responses = [read(&text)];
    let json = r#"{"id":"walk","kind":"photo-walk","photos":["=1+1"]}"#;

    let wide = &wide_of(&responses, &study)[0];
    let rows = by_name(table(|row| long(&responses, &study, "nl", row)));

    assert_eq!((wide["mode"].as_str(), wide["walk_not_understood"].as_str()), ("robot", json));
    let row = rows.iter().find(|row| row["instrument"] == "walk").unwrap();
    assert_eq!((row["item_kind"].as_str(), row["value"].as_str()), ("not-understood", json));
    assert!(rows.len() > 1, "what is known of it has its rows all the same");
}

#[test]
fn the_overview_counts_people_and_groups_in_words() {
    let study = default_study();
    let rows = by_name(table(|row| overview(responses(), &study, "nl", row)));
    let find = |id: &str, answer: &str| {
        let is_it = |row: &&BTreeMap<String, String>| {
            row["Kaart of vraag (id)"] == id && row["Antwoord (id)"] == answer
        };
        rows.iter().find(is_it).unwrap_or_else(|| panic!("{id} {answer}"))
    };
    let numbers = ["Aantal mensen", "Van hoeveel mensen", "Aantal groepen", "Van hoeveel groepen"];
    let counts = |id, answer| numbers.map(|name| find(id, answer)[name].parse::<u32>().unwrap());

    // Of six sorts five are of people; as in the matrix.
    assert_eq!(counts("sc1", "much"), [2, 5, 1, 1]);
    assert_eq!(counts("sc1", "not-placed"), [1, 5, 0, 1]);
    let words =
        ["Soort", "Kaart of vraag", "Antwoord", "Doel"].map(|name| find("sc1", "much")[name].as_str());
    assert_eq!(words, ["Kaart", "Mensen goed leren kennen", "Veel", "Sociale cohesie"]);
    // Two people answered or skipped; one of them skipped.
    assert_eq!(counts("safe", "skipped")[..2], [1, 2]);
    let known: u32 =
        study.question("safe").unwrap().choices.iter().map(|one| counts("safe", &one.id)[0]).sum();
    assert_eq!((known + counts("safe", "dont-know")[0], counts("safe", "dont-know")[1]), (1, 1));
    assert!(rows.iter().all(|row| !row["Kaart of vraag"].is_empty() && !row["Antwoord"].is_empty()));
    assert!(rows.iter().all(|row| !row["Kaart of vraag"].contains('{')), "no place holders");
}

#[test]
fn in_the_workbook_the_words_of_ids_stand_beside_them() {
    let study = default_study();
    let (responses, columns) = (responses(), columns(&responses(), &study));
    let fill = |row: &mut Rows<'_>| wide(&responses, &columns, row);
    let guidance = default_guidance();
    let label = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        let fixed = || fixed_label(name, &study, &guidance, "nl");
        column.map_or_else(fixed, |column| wide_label(column, &study, "nl"))
    };
    let rows = table(|row| beside(&fill, &label, row));
    let bare = table(fill);
    let at = |name: &str| rows[0].iter().position(|one| one == name).unwrap();
    let beside_it = |row: usize, name: &str| rows[row][at(name) + 1].as_str();

    assert_eq!(
        (beside_it(0, "meaning_sc1"), beside_it(1, "meaning_sc1")),
        ("Mensen goed leren kennen", "Veel")
    );
    assert_eq!(beside_it(1, "survey_safe"), "overgeslagen");
    assert_eq!(beside_it(1, "survey_alone"), "weet ik niet");
    assert_eq!(
        (beside_it(0, "mode"), beside_it(5, "mode")),
        ("Manier van invullen", "een groep, samen één invulling")
    );
    assert_eq!(beside_it(5, "aims"), "ontmoeten, ontspannen");
    assert_eq!(beside_it(3, "meaning_lv1"), "gekregen, maar in het eind niet op een stapel");
    // Every column of before is still there, in the same order, with the same cells.
    for (row, bare) in rows.iter().zip(&bare) {
        let kept: Vec<&String> = bare_columns(&rows[0], &bare_header(&columns)).map(|at| &row[at]).collect();
        assert_eq!(kept, bare.iter().collect::<Vec<_>>());
    }
}

#[test]
fn in_the_workbook_the_words_of_piles_stand_beside_their_ids_with_the_same_numbers() {
    let study = default_study();
    let guidance = default_guidance();
    let fill = |row: &mut Rows<'_>| matrix(responses(), &study, "nl", row);
    let rows = table(|row| beside(&fill, &|name| matrix_label(name, &study, &guidance, "nl"), row));
    let bare = table(fill);
    let at = |name: &str| rows[0].iter().position(|one| one == name).unwrap();

    for (id, words) in [
        ("much", "Veel (mensen)"),
        ("dont-know", "Weet ik niet (mensen)"),
        ("not-placed", "niet op een stapel (mensen)"),
        ("dealt", "kaart gekregen (mensen)"),
        ("groups-much", "Veel (groepen)"),
        ("groups-more", "mag meer (groepen)"),
        ("goal", "Doel"),
    ] {
        assert_eq!(rows[0][at(id) + 1], words, "{id}");
    }
    let counted = bare[0].iter().skip(5);
    for name in counted {
        assert!(rows.iter().skip(1).all(|row| row[at(name)] == row[at(name) + 1]), "{name}");
    }
    // Every column of before is still there, in the same order, with the same cells.
    for (row, bare_row) in rows.iter().zip(&bare) {
        let kept: Vec<&String> = bare_columns(&rows[0], &bare[0]).map(|at| &row[at]).collect();
        assert_eq!(kept, bare_row.iter().collect::<Vec<_>>());
    }
}

fn bare_header(columns: &[Column]) -> Vec<String> {
    let names = columns.iter().map(|column| column.name.clone());
    ABOUT.iter().map(|name| (*name).to_owned()).chain(names).collect()
}

/// Where the columns of `bare` stand among `all`.
fn bare_columns<'a>(all: &'a [String], bare: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    bare.iter().map(move |name| {
        from += all[from..].iter().position(|one| one == name).unwrap() + 1;
        from - 1
    })
}

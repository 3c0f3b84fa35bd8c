//! `GET /api/responses`: everything, for who holds the token, in each of its formats.

use std::fs;

use betekenis::{
    domain::{response::Response, study::Study},
    format::{
        export::{columns, json_list},
        guidance::check_guidance,
        response::read_response,
        study::read_study,
        table::Dialect,
        tables::{Tables, csv},
        xlsx::Fill,
    },
};
use serde_json::{Value, json};

use crate::support::{Answer, BATCH, Place, READ_TOKEN, Running, STUDY, batch, id, response, today};

/// The columns with which the CSV began: scripts count on their names and places. Those that came later stand behind them.
const FIRST_COLUMNS: &str = "response,study,study_version,centre,kind,date,part_of_day,round,language,mode,outcome,\
                             instrument,item_kind,item,value,position_shown,changes,ms,present,\
                             centre_type,neighbourhood,aims";
const HEADER: &str = "response,study,study_version,centre,kind,date,part_of_day,round,language,mode,outcome,\
                      instrument,item_kind,item,value,position_shown,changes,ms,present,\
                      centre_type,neighbourhood,aims,activity,item_text,value_text,code,indicator,goal";

/// Responses made by hand, with all that is difficult in a table: formulas, quotes, line breaks, Arabic, one without an answer.
const BY_HAND: &str = include_str!("../../../tests/fixtures/export/responses.jsonl");

fn export(running: &Running, query: &str, accept: &str) -> Answer {
    let token = format!("Bearer {READ_TOKEN}");
    running.get(&format!("/api/responses{query}"), &[("authorization", &token), ("accept", accept)])
}

#[test]
fn the_export_needs_the_token() {
    let place = Place::new();
    let running = place.start();
    running.send(&batch(&[response(1)]));

    let ask = |headers: &[(&str, &str)]| running.get("/api/responses", headers);

    for refused in [
        ask(&[]),
        ask(&[("authorization", "Bearer ")]),
        ask(&[("authorization", "Bearer lees")]),
        ask(&[("authorization", "Basic lees-mij")]),
        running.get("/api/responses?token=lees-mij", &[]),
    ] {
        assert_eq!(refused.status, 401);
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"betekenis-collector\"");
        assert!(!refused.text().contains(&id(1)));
    }
}

#[test]
fn ndjson_holds_one_response_a_line_in_order_of_arrival() {
    let place = Place::new();
    let running = place.start();
    let spaced = serde_json::to_string_pretty(&batch(&[response(2), response(1)])).unwrap();
    running.ask("POST", "/api/batches", &[], spaced);

    let answer = export(&running, "", "*/*");

    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.text().lines().count(), 2);
    assert_eq!(running.stored(), [response(2), response(1)]);
}

#[test]
fn an_export_of_many_pages_holds_everything_once() {
    let place = Place::new();
    let running = place.start();
    let large = |n| {
        let mut large = response(n);
        large["instruments"][0]["missing"] = json!(["moestuin ".repeat(500)]);
        large
    };
    for batch_start in (0..600).step_by(100) {
        let responses: Vec<Value> = (batch_start..batch_start + 100).map(large).collect();
        assert_eq!(running.send(&batch(&responses)).status, 200);
    }

    let ids: Vec<Value> = running.stored().iter().map(|stored| stored["id"].clone()).collect();

    assert_eq!(ids, (0..600).map(|n| json!(id(n))).collect::<Vec<_>>());
    let csv = export(&running, "?format=csv", "*/*");
    assert_eq!(csv.text().matches(HEADER).count(), 1);
    assert_eq!(csv.text().matches(",missing,").count(), 600);
}

#[test]
fn one_study_can_be_asked_for() {
    let place = Place::new();
    let running = place.start();
    let mut other = response(2);
    other["study"]["id"] = json!("huiskamers & co");
    running.send(&batch(&[response(1), other.clone()]));

    let answer = export(&running, "?study=huiskamers%20%26%20co", "*/*");

    assert_eq!(answer.json(), other);
    assert_eq!(export(&running, "?study=nothing", "*/*").text(), "");
}

#[test]
fn csv_has_one_row_per_answer() {
    let place = Place::new();
    let running = place.start();
    running.send(&batch(&[response(1)]));

    let answer = export(&running, "?format=csv", "*/*");

    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    let shared = format!(
        "{},ontmoetingscentra,1,Buurtkamer Moerwijk,open-inloop,2026-11-22,morning,1,nl,self,complete",
        id(1)
    );
    let activity = "5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f";
    let expected = [
        HEADER.to_owned(),
        format!("{shared},meaning,card,sc2,much,1,0,2300,,,,,{activity},,,,,"),
        format!("{shared},meaning,card,sc1,little,2,0,900,,,,,{activity},,,,,"),
        format!("{shared},survey,question,contacts,few,2,0,5200,,,,,{activity},,,,,"),
    ];
    assert_eq!(answer.text().split_terminator("\r\n").collect::<Vec<_>>(), expected);
    assert_eq!(export(&running, "", "text/csv").content, answer.content);
}

#[test]
fn csv_without_responses_is_its_header() {
    let place = Place::new();
    let running = place.start();

    assert_eq!(export(&running, "?format=csv", "*/*").text(), format!("{HEADER}\r\n"));
}

#[test]
fn a_formula_in_a_cell_is_made_harmless_and_quotes_and_lines_survive() {
    let place = Place::new();
    let running = place.start();
    let mut evil = response(1);
    evil["instruments"][0]["missing"] = json!(["=HYPERLINK(\"http://x\",\"y\")", "één, twee\nen drie"]);
    running.send(&batch(&[evil]));

    let csv = export(&running, "?format=csv", "*/*");

    assert!(
        csv.text().contains(",missing,,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,,,,,,,"),
        "{}",
        csv.text()
    );
    assert!(csv.text().contains(",missing,,\"één, twee\nen drie\",,,,,,,,"), "{}", csv.text());
}

#[test]
fn a_format_that_is_not_there_is_refused_with_those_that_are() {
    let place = Place::new();
    let running = place.start();

    for format in ["pdf", "", "CSV", "parquet"] {
        let answer = running.export(&format!("?format={format}"));

        assert_eq!(answer.status, 400);
        let reason = "expected one of ndjson, json, csv, wide, xlsx, codebook, spss";
        assert_eq!(answer.json(), json!({"error": format!("format: found {format:?}, {reason}")}));
    }
}

/// The responses made by hand, stored.
fn by_hand(place: &Place) -> Running {
    let running = place.start();
    let texts: Vec<&str> = BY_HAND.lines().collect();
    let body = format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[{}]}}"#, texts.join(","));
    assert_eq!(running.ask("POST", "/api/batches", &[], body).json()["rejected"], json!([]));
    running
}

fn read(texts: &str) -> Vec<Response> {
    texts.lines().map(|text| read_response(text).unwrap()).collect()
}

/// The study in the repository, which has the texts of all languages in one file.
fn study() -> Vec<(String, Study)> {
    let study = read_study(&fs::read_to_string(STUDY).unwrap()).unwrap();
    let languages = study.languages.iter().map(|language| language.id.clone());
    languages.map(|language| (language, study.clone())).collect()
}

/// What the library makes of these responses, by the names of formats.
fn made(responses: &[Response], studies: &[(String, Study)], format: &str) -> Vec<u8> {
    let study = &studies[0].1;
    let guidance = check_guidance(&fs::read_to_string(STUDY).unwrap(), study);
    let guidance = guidance.ok().flatten().unwrap_or_default();
    let (columns, guidance) = (columns(responses, study), &guidance);
    let tables = Tables { go: || responses.iter(), studies, guidance, columns, sign: |_| () };
    let csv = |dialect, fill: &Fill<'_>| csv(dialect, fill, tables.sign).into_bytes();
    match format {
        "csv" => csv(Dialect::CommaWithLines, &|row| tables.long(row)),
        "wide" => csv(Dialect::Comma, &|row| tables.wide(row)),
        "codebook" => csv(Dialect::Semicolon, &|row| tables.codebook(row)),
        "spss" => tables.spss("responses-wide.csv").into_bytes(),
        "xlsx" => {
            let mut file = Vec::new();
            tables.save_workbook(&today(), &mut file).unwrap();
            file
        }
        _ => panic!("{format} is no table"),
    }
}

#[test]
fn every_table_is_to_the_byte_what_a_tablet_makes_of_the_same_responses() {
    let place = Place::with_study();
    let running = by_hand(&place);
    let (responses, studies) = (read(BY_HAND), study());

    for (format, media_type, file) in [
        ("csv", "text/csv; charset=utf-8; header=present", "responses.csv"),
        ("wide", "text/csv; charset=utf-8; header=present", "responses-wide.csv"),
        ("codebook", "text/csv; charset=utf-8; header=present", "codebook.csv"),
        ("spss", "text/plain; charset=utf-8", "responses-wide.sps"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "responses.xlsx"),
    ] {
        let answer = running.export(&format!("?format={format}"));

        assert_eq!((answer.status, answer.header("content-type")), (200, media_type));
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{file}\""));
        assert!(answer.content == made(&responses, &studies, format), "{format} differs");
    }
}

#[test]
fn the_columns_with_which_the_csv_began_are_still_the_first_and_words_stand_behind_them() {
    let place = Place::with_study();
    let csv = by_hand(&place).export("?format=csv");

    assert!(csv.text().starts_with(FIRST_COLUMNS));
    assert!(csv.text().contains(",Mensen goed leren kennen,Veel,3,sc1,sc"), "{}", csv.text());
}

#[test]
fn json_is_one_list_of_the_very_texts() {
    let place = Place::new();
    let running = by_hand(&place);

    let answer = running.export("?format=json");

    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"responses.json\"");
    assert_eq!(answer.text(), json_list(BY_HAND.lines()));
    assert_eq!(running.export("?format=json&study=other").json(), json!([]));
}

#[test]
fn without_the_study_the_tables_hold_ids_and_who_asks_for_the_codebook_hears_what_to_do() {
    let place = Place::new();
    let running = by_hand(&place);
    let study = Study { id: "ontmoetingscentra".to_owned(), ..Study::default() };
    let (responses, studies) = (read(BY_HAND), vec![("nl".to_owned(), study)]);

    for format in ["csv", "wide", "xlsx", "spss"] {
        let answer = running.export(&format!("?format={format}"));

        assert_eq!(answer.status, 200, "{format}");
        assert!(answer.content == made(&responses, &studies, format), "{format} differs");
    }
    let codebook = running.export("?format=codebook");
    assert_eq!(codebook.status, 404);
    let reason = codebook.json()["error"].as_str().unwrap().to_owned();
    assert!(reason.contains("no study \"ontmoetingscentra\"") && reason.contains("on a tablet"), "{reason}");
}

#[test]
fn a_study_that_is_broken_or_called_otherwise_or_elsewhere_is_as_good_as_none() {
    let json = fs::read_to_string(STUDY).unwrap();
    for (folder, json) in [("ontmoetingscentra", "{"), ("other", &json)] {
        let place = Place::new();
        place.add_study(folder, json);
        let running = by_hand(&place);

        assert_eq!(running.export("?format=codebook").status, 404, "{folder}");
        for query in ["?format=codebook&study=other", "?format=codebook&study=..%2Fontmoetingscentra"] {
            assert_eq!(running.export(query).status, 404, "{query}");
        }
        assert_eq!(running.export("?format=wide").status, 200);
    }
}

#[test]
fn the_codebook_has_the_words_of_every_language_also_where_each_has_a_file_of_its_own() {
    let place = Place::new();
    let mut first: Value = serde_json::from_str(&fs::read_to_string(STUDY).unwrap()).unwrap();
    let whole = read_study(&first.to_string()).unwrap();
    let mut other = first.clone();
    for language in first["languages"].as_array_mut().unwrap() {
        if language["id"] == "tr" {
            language["file"] = json!("study.tr.json");
        }
    }
    first["title"].as_object_mut().unwrap().remove("tr");
    other["title"] = json!({"tr": "Buluşma merkezleri"});
    place.add_study(&whole.id, &first.to_string());
    fs::write(place.site().join("studies").join(&whole.id).join("study.tr.json"), other.to_string()).unwrap();
    let running = place.start();

    let codebook = running.export("?format=codebook");

    assert!(codebook.text().starts_with("\u{feff}kind;id;of;"), "{}", codebook.text());
    assert!(codebook.text().contains("Buluşma merkezleri"), "{}", codebook.text());
}

#[test]
fn tables_of_several_studies_are_asked_for_one_by_one() {
    let place = Place::with_study();
    let running = place.start();
    let mut other = response(2);
    other["study"]["id"] = json!("another");
    running.send(&batch(&[response(1), other]));

    for format in ["wide", "xlsx", "codebook", "spss"] {
        let answer = running.export(&format!("?format={format}"));
        assert_eq!(answer.status, 400, "{format}");
        let reason = "study: these responses are of more than one study (another, ontmoetingscentra): ask for one of them, \
                      as with study=another";
        assert_eq!(answer.json(), json!({"error": reason}));

        let one = running.export(&format!("?format={format}&study=ontmoetingscentra"));
        assert!(one.content == made(&read(&response(1).to_string()), &study(), format), "{format} differs");
    }
    // Each row has the words of its own study.
    let csv = running.export("?format=csv");
    assert_eq!(csv.text().matches(",another,").count(), 3);
    assert_eq!(
        csv.text().lines().filter(|row| row.contains(",another,") && row.ends_with(",,,,,")).count(),
        3
    );
}

#[test]
fn days_far_away_can_be_asked_for_in_every_format() {
    let place = Place::with_study();
    let running = place.start();
    let mut near = response(2);
    near["activity"]["date"] = json!(today());
    let mut far = response(1);
    far["activity"]["date"] = json!("2099-11-22");
    running.send(&batch(&[far.clone(), near]));
    let responses = read(&far.to_string());

    for format in ["csv", "wide", "codebook", "spss", "xlsx"] {
        let answer = running.export(&format!("?format={format}&far=true"));
        assert!(answer.content == made(&responses, &study(), format), "{format} differs");
    }
    assert_eq!(running.export("?format=json&far=true").json(), json!([far]));
}

#[test]
fn tables_without_responses_are_their_headers() {
    let place = Place::with_study();
    let running = place.start();

    assert_eq!(running.export("?format=json").text(), "[\n\n]\n");
    for format in ["csv", "wide", "codebook", "spss", "xlsx"] {
        let answer = running.export(&format!("?format={format}"));
        assert!(answer.content == made(&[], &study(), format), "{format} differs");
    }
}

#[test]
fn two_thousand_responses_leave_in_every_format_and_none_is_left_out() {
    let place = Place::with_study();
    let running = place.start();
    let responses: Vec<Value> = (0..2000).map(response).collect();
    for some in responses.chunks(500) {
        assert_eq!(running.send(&batch(some)).json()["rejected"], json!([]));
    }
    let texts: Vec<String> = responses.iter().map(Value::to_string).collect();
    let read = read(&texts.join("\n"));

    assert_eq!(running.export("?format=json").json(), json!(responses));
    for format in ["csv", "wide", "codebook", "spss", "xlsx"] {
        let answer = running.export(&format!("?format={format}"));
        assert!(answer.content == made(&read, &study(), format), "{format} differs");
    }
    assert_eq!(running.export("?format=wide").text().lines().count(), 2001);
}

#[test]
fn more_columns_than_a_table_holds_are_refused_and_the_responses_leave_otherwise() {
    let place = Place::with_study();
    let running = place.start();
    let strange = |n: usize| {
        let mut strange = response(n);
        let cards: Vec<String> = (0..9000).map(|card| format!("c{n}-{card}")).collect();
        strange["instruments"][0]["order"] = json!(cards);
        strange["instruments"][0]["moves"] = json!([]);
        strange
    };
    let answer = running.send(&batch(&[strange(1), strange(2)]));
    assert_eq!(answer.json()["rejected"], json!([]));

    for format in ["wide", "xlsx", "codebook", "spss"] {
        let refused = running.export(&format!("?format={format}"));
        assert_eq!(refused.status, 422, "{format}");
        assert!(refused.json()["error"].as_str().unwrap().contains("16384"));
    }
    assert_eq!(running.stored().len(), 2);
    assert_eq!(running.export("?format=csv").text().lines().count(), 3);
}

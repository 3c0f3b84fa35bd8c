//! `GET /api/responses`: everything, for who holds the token, as NDJSON and as CSV.

use serde_json::{Value, json};

use crate::support::{Answer, Place, READ_TOKEN, Running, batch, id, response};

const HEADER: &str = "response,study,study_version,centre,kind,date,part_of_day,round,language,mode,outcome,\
                      instrument,item_kind,item,value,position_shown,changes,ms,present,\
                      centre_type,neighbourhood,aims";

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
    let expected = [
        HEADER.to_owned(),
        format!("{shared},meaning,card,sc2,much,1,0,2300,,,,"),
        format!("{shared},meaning,card,sc1,little,2,0,900,,,,"),
        format!("{shared},survey,question,contacts,few,2,0,5200,,,,"),
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
        csv.text().contains(",missing,,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,,,,,,\r\n"),
        "{}",
        csv.text()
    );
    assert!(csv.text().contains(",missing,,\"één, twee\nen drie\",,,,,,,\r\n"), "{}", csv.text());
}

#[test]
fn a_format_that_is_not_there_is_refused() {
    let place = Place::new();
    let running = place.start();

    let answer = export(&running, "?format=xlsx", "*/*");

    assert_eq!(answer.status, 400);
    assert_eq!(answer.json(), json!({"error": "format: found \"xlsx\", expected one of ndjson, csv"}));
}

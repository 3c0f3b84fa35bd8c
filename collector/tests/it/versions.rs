//! Apps and collectors of other versions: whichever is newer, nothing is lost.

use serde_json::{Value, json};

use crate::support::{BATCH, Place, Running, open_data};

/// As an app writes that is newer than this collector: a kind of instrument, an answer, a mode, an outcome, a part of the day and
/// keys that are not known here; and cards that were not dealt. Spaces and the order of keys are its own.
const NEWER: [&str; 3] = [
    r#"{"app":"9.0.0", "schema":"response/1","id":"00000001-7b6e-4b7d-9f0f-4a3a3e1d2c5b","weather":{"rain":[1.50,2e3]},"study":{"version":"9","id":"ontmoetingscentra","season":"winter"},"activity":{"id":"5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f","centre":"Buurtkamer Moerwijk","kind":"open-inloop","date":"2026-11-22","part_of_day":"night","round":"1","aims":["meet","wander"],"centre_type":"boat"},"language":"nl","mode":"telephone","outcome":"paused","instruments":[ {"id":"walk","kind":"photo-round","photos":[{"at":"=2"}]} ]}"#,
    r#"{"schema":"response/1","id":"00000002-7b6e-4b7d-9f0f-4a3a3e1d2c5b","study":{"id":"ontmoetingscentra","version":"9"},"activity":{"id":"5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f","centre":"","kind":"","date":"2026-11-22","part_of_day":"morning","round":""},"language":"nl","mode":"self","outcome":"complete","app":"9.0.0","instruments":[{"id":"survey","kind":"survey","spoken":true,"answers":[{"question":"contacts","shown":[],"answer":{"number":7.0},"changes":0,"ms":1},{"question":"safe","shown":["not","safe"],"answer":{"choices":["safe"],"sure":"very"},"changes":0,"ms":2,"heard":2}]}]}"#,
    r#"{"schema":"response/1","id":"00000003-7b6e-4b7d-9f0f-4a3a3e1d2c5b","study":{"id":"ontmoetingscentra","version":"9"},"activity":{"id":"5f0c1c52-8f2a-4f2b-8d3e-6a5b4c3d2e1f","centre":"","kind":"","date":"2026-11-22","part_of_day":"morning","round":""},"language":"nl","mode":"self","outcome":"complete","app":"9.0.0","instruments":[{"id":"meaning","kind":"card-sort","deck":"own","order":[],"moves":[{"card":"own-1","pile":"much","ms":3}],"placed":{"own-1":"much"},"ms":{}}]}"#,
];

/// Every format there is.
const FORMATS: [&str; 7] = ["ndjson", "json", "csv", "wide", "xlsx", "codebook", "spss"];

#[track_caller]
fn check_all_formats(running: &Running) {
    for format in FORMATS {
        let answer = running.export(&format!("?format={format}"));
        assert_eq!(answer.status, 200, "{format}: {}", String::from_utf8_lossy(&answer.content));
        assert!(!answer.content.is_empty(), "{format}");
    }
}

#[test]
fn what_a_newer_app_wrote_leaves_to_the_byte_as_it_came() {
    let place = Place::with_study();
    let running = place.start();
    let body =
        format!(r#"{{"schema":"batch/1","batch":"{BATCH}","newer":1,"responses":[{}]}}"#, NEWER.join(" , "));

    for _ in 0..2 {
        let answer = running.ask("POST", "/api/batches", &[], body.as_str()).json();
        assert_eq!((answer["accepted"].as_array().unwrap().len(), &answer["rejected"]), (3, &json!([])));
    }

    assert_eq!(running.export("").text(), NEWER.map(|text| format!("{text}\n")).concat());
    assert_eq!(running.export("?format=json").text(), format!("[\n{}\n]\n", NEWER.join(",\n")));
    check_all_formats(&running);
}

#[test]
fn what_a_newer_app_wrote_stands_in_the_tables_as_it_came_and_not_as_something_else() {
    let place = Place::with_study();
    let running = place.start();
    let responses: Vec<Value> = NEWER.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    running.send(&crate::support::batch(&responses));

    let csv = running.export("?format=csv");
    let wide = running.export("?format=wide");

    for table in [&csv, &wide] {
        assert!(table.text().contains(",night,1,nl,telephone,"), "{}", table.text());
        assert!(table.text().contains(r#"""kind"":""photo-round"""#), "{}", table.text());
        assert!(table.text().contains(r#"{""number"":7.0}"#), "{}", table.text());
        assert!(table.text().contains(r#"""card"":""own-1"""#), "{}", table.text());
    }
    assert_eq!(csv.text().matches(",not-understood,").count(), 3);
    assert!(csv.text().contains(",survey,question,safe,safe,2,0,2,"), "{}", csv.text());
    assert_eq!(wide.text().lines().count(), 4);
}

#[test]
fn a_data_file_of_the_first_collector_opens_and_gives_everything_in_every_format() {
    let place = Place::with_study();
    let old = open_data(&place.data());
    old.execute_batch(include_str!("../fixtures/data_v1.sql")).unwrap();
    let mut stored = old.prepare("SELECT response FROM responses ORDER BY seq").unwrap();
    let texts: Vec<String> =
        stored.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    drop(stored);
    drop(old);

    let running = place.start();

    assert!(running.welcome[3].ends_with("holds 3 responses"), "{:?}", running.welcome);
    let ndjson: Vec<String> = running.export("").text().lines().map(str::to_owned).collect();
    assert_eq!(ndjson, texts);
    check_all_formats(&running);
    let csv = running.export("?format=csv");
    assert!(
        csv.text().contains(",meaning,card,sc2,much,1,0,2300,,living-room,Moerwijk,meet,"),
        "{}",
        csv.text()
    );
    assert!(csv.text().contains(r#",survey,not-understood,contacts,"{""number"":7}","#), "{}", csv.text());
    let wide = running.export("?format=wide");
    assert!(wide.text().contains(",2015-02-31,morning,,ar,self,,stopped,0.1.0,"), "{}", wide.text());
    assert_eq!(running.get("/api/health", &[]).json()["far_dates"], json!(1));
}

#[test]
fn the_token_of_an_old_data_file_still_opens_it() {
    let place = Place::with_study();
    open_data(&place.data()).execute_batch(include_str!("../fixtures/data_v1.sql")).unwrap();
    let running = place.start_with(&[]);

    let answer = running.get("/api/responses", &[("authorization", "Bearer lees-mij-al-jaren")]);

    assert_eq!((answer.status, answer.text().lines().count()), (200, 3));
}

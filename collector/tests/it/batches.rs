//! `POST /api/batches`: nothing lost, nothing doubled, and every refusal says why.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
};

use serde_json::{Value, json};

use crate::support::{Answer, BATCH, Place, READ_TOKEN, Running, batch, id, open_data, response, today};

#[track_caller]
fn check_refused(answer: &Answer, status: u16, reason: &str) {
    assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(reason)), "{answer:?}");
}

fn n_stored(running: &Running) -> Value {
    running.get("/api/health", &[]).json()["responses"].clone()
}

#[test]
fn a_batch_is_stored_once_however_often_it_is_sent() {
    let place = Place::new();
    let running = place.start();
    let sent = batch(&[response(1), response(2)]);

    let answers: Vec<Value> = (0..3).map(|_| running.send(&sent).json()).collect();

    for answer in answers {
        assert_eq!(answer, json!({"accepted": [id(1), id(2)], "rejected": []}));
    }
    assert_eq!(running.stored(), [response(1), response(2)]);
}

#[test]
fn tablets_that_send_at_the_same_time_are_all_heard() {
    let place = Place::new();
    let running = place.start();

    thread::scope(|scope| {
        for tablet in 0..8 {
            let running = &running;
            scope.spawn(move || {
                // Neighbours overlap, as after an answer that was lost.
                for n in tablet * 5..tablet * 5 + 10 {
                    let answer = running.send(&batch(&[response(n), response(n + 1)]));
                    assert_eq!(answer.json(), json!({"accepted": [id(n), id(n + 1)], "rejected": []}));
                }
            });
        }
    });

    assert_eq!(running.stored().len(), 8 * 5 + 6);
}

#[test]
fn a_bad_response_is_rejected_with_its_place_and_the_rest_is_kept() {
    let place = Place::new();
    let running = place.start();
    let mut bad = response(2);
    bad["outcome"] = json!(3);

    let answer = running.send(&batch(&[response(1), bad, json!("nobody"), response(3)]));

    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({
            "accepted": [id(1), id(3)],
            "rejected": [
                {
                    "id": id(2),
                    "reason": "responses[1].outcome: found 3, expected a text that is not empty"
                },
                {"id": null, "reason": "responses[2]: found \"nobody\", expected an object"}
            ]
        })
    );
    assert_eq!(running.stored(), [response(1), response(3)]);
}

#[test]
fn what_only_a_newer_app_knows_is_stored_and_exported_as_it_came() {
    let place = Place::new();
    let running = place.start();
    let mut newer = response(1);
    newer["mode"] = json!("telephone");
    newer["instruments"] = json!([{"id": "walk", "kind": "photo-round", "photos": [{"at": "=2"}]}]);

    let answer = running.send(&batch(&[newer.clone()]));

    assert_eq!(answer.json(), json!({"accepted": [id(1)], "rejected": []}));
    assert_eq!(running.stored(), [newer]);
    let token = format!("Bearer {READ_TOKEN}");
    let exported = running.get("/api/responses?format=csv", &[("authorization", &token)]);
    let csv = exported.text();
    let row = r#",telephone,complete,walk,not-understood,,"{""id"":""walk"",""kind"":""photo-round"",""photos"":[{""at"":""=2""}]}","#;
    assert!(csv.contains(row), "{csv}");
}

#[test]
fn the_same_id_with_other_content_is_rejected_and_the_first_stays() {
    let place = Place::new();
    let running = place.start();
    running.send(&batch(&[response(1)]));
    let mut other = response(1);
    other["language"] = json!("ar");

    let answer = running.send(&batch(&[other, response(2)]));

    assert_eq!(
        answer.json(),
        json!({
            "accepted": [id(2)],
            "rejected": [{
                "id": id(1),
                "reason": "responses[0]: another response with this id is stored already; that one is kept as it is"
            }]
        })
    );
    assert_eq!(running.stored(), [response(1), response(2)]);
}

#[test]
fn a_restored_tablet_cannot_replace_a_complete_response_by_its_draft_that_timed_out() {
    let place = Place::new();
    let running = place.start();
    let mut timed_out = response(1);
    timed_out["outcome"] = json!("timed-out");
    timed_out["instruments"] = json!([]);
    running.send(&batch(&[response(1)]));

    // Also when it sends the same once more, because the answer was lost.
    for _ in 0..2 {
        let answer = running.send(&batch(&[timed_out.clone()])).json();
        assert_eq!((&answer["accepted"], &answer["rejected"][0]["id"]), (&json!([]), &json!(id(1))));
    }

    assert_eq!(running.stored(), [response(1)]);
    assert_eq!(running.send(&batch(&[response(1)])).json(), json!({"accepted": [id(1)], "rejected": []}));
}

#[test]
fn an_id_that_comes_twice_with_other_content_is_not_accepted() {
    let place = Place::new();
    let running = place.start();
    let mut other = response(1);
    other["language"] = json!("ar");

    let answer = running.send(&batch(&[response(1), other, response(2), response(2)])).json();

    assert_eq!(answer["accepted"], json!([id(2)]));
    assert_eq!(answer["rejected"][0]["id"], json!(id(1)));
    assert_eq!(running.stored(), [response(1), response(2)]);
}

#[test]
fn what_a_newer_app_adds_is_kept() {
    let place = Place::new();
    let running = place.start();
    let mut newer = response(1);
    newer["weather"] = json!("rain");

    running.send(&batch(&[newer.clone()]));

    assert_eq!(running.stored(), [newer]);
}

#[test]
fn an_empty_batch_tries_the_connection() {
    let place = Place::new();
    let running = place.start();

    let answer = running.send(&batch(&[]));

    assert_eq!((answer.status, answer.json()), (200, json!({"accepted": [], "rejected": []})));
}

#[test]
fn killed_right_after_the_answer_the_responses_are_still_there() {
    let place = Place::new();
    for n in 0..5 {
        let running = place.start();
        assert_eq!(running.send(&batch(&[response(n)])).status, 200);
        running.kill();
    }

    let running = place.start();

    assert_eq!(running.stored(), (0..5).map(response).collect::<Vec<_>>());
}

#[test]
fn a_body_that_is_too_large_is_refused_with_an_answer_and_nothing_is_stored() {
    let place = Place::new();
    let running = place.start_with(&["--max-body", "20000", "--read-token", "lees-mij"]);
    let many: Vec<Value> = (0..100).map(response).collect();

    let answer = running.send(&batch(&many));

    check_refused(&answer, 413, "the body is larger than 20000 bytes: send fewer responses at a time");
    assert_eq!(n_stored(&running), 0);
    assert_eq!(running.send(&batch(&many[..10])).status, 200);
}

#[test]
fn a_body_without_end_is_not_read_to_its_end() {
    let place = Place::new();
    let running = place.start_with(&["--max-body", "1000"]);
    let mut socket = TcpStream::connect(running.address()).unwrap();

    socket
        .write_all(b"POST /api/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{")
        .unwrap();

    let mut answer = [0; 12];
    socket.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[test]
fn what_is_no_batch_is_refused_with_a_reason() {
    let place = Place::new();
    let running = place.start();
    let send = |body: &str| running.ask("POST", "/api/batches", &[], body);

    check_refused(
        &send("{\"schema\":"),
        400,
        "body: found something that is not JSON (EOF while parsing a value at line 1 column 10), expected a batch",
    );
    check_refused(
        &send("<!doctype html>"),
        400,
        "body: found something that is not JSON (expected value at line 1 column 1), expected a batch",
    );
    check_refused(
        &send(r#"{"schema":"batch/9"}"#),
        400,
        "batch.schema: found \"batch/9\", expected \"batch/1\"",
    );
    check_refused(
        &running.send(&json!({"schema": "batch/1", "batch": BATCH, "responses": null})),
        400,
        "batch.responses: found null, expected an array",
    );
}

#[test]
fn with_a_write_token_only_its_holders_may_send() {
    let place = Place::new();
    let running = place.start_with(&["--write-token", "schrijf", "--read-token", "lees-mij"]);
    let body = batch(&[response(1)]).to_string();
    let send = |token: &str| running.ask("POST", "/api/batches", &[("authorization", token)], body.as_str());

    for refused in [running.send(&batch(&[response(1)])), send("Bearer lees-mij"), send("schrijf")] {
        check_refused(&refused, 401, "this needs a token: Authorization: Bearer …");
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"betekenis-collector\"");
    }
    assert_eq!(n_stored(&running), 0);

    assert_eq!(send("Bearer schrijf").status, 200);
    assert_eq!(n_stored(&running), 1);
}

#[test]
fn a_locked_data_file_asks_the_tablet_to_come_back() {
    let place = Place::new();
    let running = place.start();
    let other = open_data(&place.data());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let answer = running.send(&batch(&[response(1)]));

    check_refused(&answer, 503, "the data file is locked by another program");
    assert_eq!(answer.header("retry-after"), "5");

    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(running.send(&batch(&[response(1)])).status, 200);
    assert_eq!(running.stored(), [response(1)]);
}

#[test]
fn nothing_is_stored_about_who_sent_it() {
    let place = Place::new();
    let running = place.start();
    let headers = [("user-agent", "tablet-of-truus"), ("x-forwarded-for", "203.0.113.9")];

    running.ask("POST", "/api/batches", &headers, batch(&[response(1)]).to_string());

    let data = open_data(&place.data());
    let mut statement = data.prepare("SELECT * FROM responses").unwrap();
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    assert_eq!(
        columns,
        ["seq", "id", "study", "study_version", "batch", "received_at", "response", "digest", "far"]
    );
    let received_at: String = statement.query_row([], |row| row.get("received_at")).unwrap();
    assert!(received_at.len() == 20 && received_at.ends_with('Z'), "{received_at}");
}

#[test]
fn a_page_of_another_host_may_send_and_ask_for_health() {
    let place = Place::new();
    let running = place.start();
    let preflight = |path, method| {
        let headers = [
            ("origin", "https://app.example"),
            ("access-control-request-method", method),
            ("access-control-request-headers", "authorization,content-type,idempotency-key"),
            ("access-control-request-private-network", "true"),
        ];
        running.ask("OPTIONS", path, &headers, Vec::new())
    };

    for answer in [preflight("/api/batches", "POST"), preflight("/api/health", "GET")] {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("access-control-allow-methods"), "GET,POST,OPTIONS");
        assert_eq!(
            answer.header("access-control-allow-headers"),
            "authorization,content-type,idempotency-key"
        );
        assert_eq!(answer.header("access-control-allow-private-network"), "true");
    }
    // Also a refusal can be read, and when to come back.
    let refused = running.ask("POST", "/api/batches", &[("origin", "https://app.example")], "no");
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(refused.header("access-control-expose-headers"), "retry-after");
    assert_eq!(preflight("/api/responses", "GET").header("access-control-allow-origin"), "");
}

#[test]
fn health_says_what_this_is_and_how_much_it_holds() {
    let place = Place::new();
    let running = place.start();
    let today = [1, 2].map(|n| {
        let mut response = response(n);
        response["activity"]["date"] = json!(today());
        response
    });
    running.send(&batch(&today));

    let answer = running.get("/api/health", &[]);

    assert_eq!(
        answer.json(),
        json!({"service": "betekenis-collector", "schema": "batch/1", "responses": 2, "far_dates": 0, "ok": true})
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cross-origin-resource-policy"), "");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[test]
fn health_is_not_well_while_nothing_can_be_written() {
    let place = Place::new();
    let running = place.start();
    let other = open_data(&place.data());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let answer = running.get("/api/health", &[]);

    // A tablet finds it all the same.
    check_refused(&answer, 200, "the data file is locked by another program");
    assert_eq!((&answer.json()["ok"], &answer.json()["responses"]), (&json!(false), &json!(0)));

    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(running.send(&batch(&[response(1)])).status, 200);
    assert_eq!(running.get("/api/health", &[]).json()["ok"], json!(true));
}

#[test]
fn a_batch_that_could_not_be_written_makes_health_unwell_at_once() {
    let place = Place::new();
    let running = place.start();
    assert_eq!(running.get("/api/health", &[]).status, 200);
    let other = open_data(&place.data());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    assert_eq!(running.send(&batch(&[response(1)])).status, 503);

    assert_eq!(running.get("/api/health", &[]).json()["ok"], json!(false));
}

#[test]
fn an_id_in_capitals_is_the_same_id_also_within_one_batch() {
    let place = Place::new();
    let running = place.start();
    let mut capitals = response(1);
    let capital_id = id(1).to_uppercase();
    capitals["id"] = json!(capital_id);

    running.send(&batch(&[response(1)]));
    let again = running.send(&batch(&[capitals.clone()])).json();
    let together = running.send(&batch(&[response(1), capitals])).json();

    assert_eq!(again, json!({"accepted": [capital_id], "rejected": []}));
    assert_eq!(together, json!({"accepted": [capital_id, id(1)], "rejected": []}));
    assert_eq!(running.stored(), [response(1)]);
}

#[test]
fn a_day_that_cannot_be_is_rejected_and_the_rest_is_kept() {
    let place = Place::new();
    let running = place.start();
    let on = |n, date: &str| {
        let mut response = response(n);
        response["activity"]["date"] = json!(date);
        response
    };
    let days = ["20266-11-29", "0026-11-22", "2026-02-31", "2015-01-01", "vandaag"];
    let mut responses: Vec<Value> = (1..).zip(days).map(|(n, date)| on(n, date)).collect();
    responses.push(response(9));

    let answer = running.send(&batch(&responses)).json();

    assert_eq!(answer["accepted"], json!([id(9)]));
    for (idx, date) in days.into_iter().enumerate() {
        let reason = answer["rejected"][idx]["reason"].as_str().unwrap();
        let found = format!("responses[{idx}].activity.date: found {date:?}, expected a d");
        assert!(reason.starts_with(&found), "{reason}");
    }
    assert_eq!(running.stored(), [response(9)]);
}

#[test]
fn a_day_far_from_the_clock_here_is_taken_and_told() {
    let place = Place::new();
    let running = place.start();
    let mut far = response(1);
    far["activity"]["date"] = json!("2099-11-22");
    let mut near = response(2);
    near["activity"]["date"] = json!(today());

    let answer = running.send(&batch(&[far.clone(), near])).json();

    assert_eq!(answer, json!({"accepted": [id(1), id(2)], "rejected": []}));
    assert_eq!(running.get("/api/health", &[]).json()["far_dates"], json!(1));
    let token = format!("Bearer {READ_TOKEN}");
    let ask = |query| running.get(&format!("/api/responses?{query}"), &[("authorization", &token)]);
    assert_eq!(ask("far=true").json(), far);
    assert_eq!(ask("far=true&study=other").text(), "");
    assert_eq!(ask("far=false").text().lines().count(), 2);
    check_refused(&ask("far=yes"), 400, "far: found \"yes\", expected true or false");
    let complaints = running.complaints();
    assert!(complaints.contains("the date of 1 responses lies more than a year before"), "{complaints}");
}

#[test]
fn an_address_or_a_method_that_is_not_there_is_refused_in_json() {
    let place = Place::new();
    let running = place.start();

    check_refused(&running.get("/api/nothing", &[]), 404, "there is nothing at this address");
    let wrong_method = running.get("/api/batches", &[]);
    check_refused(&wrong_method, 405, "this address does not take this method");
    assert_eq!(wrong_method.header("allow"), "POST");
}

use super::*;
use crate::domain::response::ResponseId;

fn json(status: u16, body: &str) -> HttpAnswer {
    let content_type = "application/json".to_owned();
    HttpAnswer { status, content_type, body: body.to_owned(), ..HttpAnswer::default() }
}

fn read_answer(preset: Preset, answer: &HttpAnswer, ids: &[ResponseId]) -> Answer {
    super::read_answer(&EndpointSettings { preset, ..EndpointSettings::default() }, answer, ids)
}

#[track_caller]
fn check(preset: Preset, answer: &HttpAnswer, expected: &Answer) {
    assert_eq!(read_answer(preset, answer, &[ResponseId::new("a")]), *expected);
}

fn receipt(accepted: &[&str], rejected: &[(&str, &str)]) -> Answer {
    Answer::Receipt {
        accepted: accepted.iter().map(|id| (*id).to_owned()).collect(),
        rejected: rejected.iter().map(|(id, why)| ((*id).to_owned(), (*why).to_owned())).collect(),
    }
}

#[test]
fn a_receipt_names_what_was_accepted_and_what_was_not() {
    let body = r#"{"accepted":["a"],"rejected":[{"id":"b","reason":"no card"},{"id":"c"}]}"#;
    let expected = receipt(&["a"], &[("b", "no card"), ("c", "no reason was given")]);

    check(Preset::Collector, &json(200, body), &expected);
    check(Preset::Generic, &json(200, body), &expected);
}

#[test]
fn a_page_of_a_wifi_portal_is_no_receipt_whatever_its_status() {
    for (preset, _) in Preset::ALL {
        let mut portal = json(200, "<!doctype html><title>Wifi</title>");
        assert!(matches!(
            read_answer(*preset, &portal, &[]),
            Answer::Later { why: Trouble::NoReceipt(_), .. }
        ));

        portal = HttpAnswer { is_redirect: true, ..HttpAnswer::default() };
        assert!(matches!(
            read_answer(*preset, &portal, &[]),
            Answer::Later { why: Trouble::NoReceipt(_), .. }
        ));
    }
}

#[test]
fn json_without_a_list_of_what_was_accepted_is_no_receipt_of_a_collector() {
    assert!(matches!(
        read_answer(Preset::Collector, &json(200, r#"{"ok":true}"#), &[]),
        Answer::Later { why: Trouble::NoReceipt(_), .. }
    ));
    check(Preset::Generic, &json(201, r#"{"ok":true}"#), &receipt(&["a"], &[]));
    check(Preset::Generic, &json(204, ""), &receipt(&["a"], &[]));
}

#[test]
fn a_bad_request_is_told_in_the_words_of_the_server() {
    check(
        Preset::Collector,
        &json(400, r#"{"error":"responses[0]: no id"}"#),
        &Answer::Bad("HTTP 400: responses[0]: no id".to_owned()),
    );
    check(Preset::Generic, &json(422, ""), &Answer::Bad("HTTP 422".to_owned()));
}

#[test]
fn a_busy_server_may_say_when() {
    let mut busy = json(429, "");
    busy.retry_after = Some(30);
    check(
        Preset::Generic,
        &busy,
        &Answer::Later { after: Some(Duration::from_secs(30)), why: Trouble::ServerTrouble(429) },
    );
}

#[test]
fn a_wrong_key_and_a_wrong_address_need_a_person() {
    check(Preset::Collector, &json(401, ""), &Answer::Stop(Trouble::Unauthorised(401)));
    check(Preset::Collector, &json(404, ""), &Answer::Stop(Trouble::WrongAddress(404)));
    check(Preset::Collector, &json(405, ""), &Answer::Stop(Trouble::WrongAddress(405)));
}

fn not_a_receipt(preset: Preset, answer: &HttpAnswer) -> bool {
    let answer = read_answer(preset, answer, &[ResponseId::new("a"), ResponseId::new("b")]);
    matches!(answer, Answer::Later { why: Trouble::NoReceipt(_), .. })
}

#[test]
fn datasette_says_ok_for_all_rows_or_what_is_wrong() {
    check(Preset::Datasette, &json(201, r#"{"ok":true}"#), &receipt(&["a"], &[]));
    assert!(not_a_receipt(Preset::Datasette, &json(200, "{}")));
    check(
        Preset::Datasette,
        &json(400, r#"{"ok":false,"errors":["Too many rows, maximum allowed is 100"]}"#),
        &Answer::TooLarge("HTTP 400: Too many rows, maximum allowed is 100".to_owned()),
    );
    check(
        Preset::Datasette,
        &json(400, r#"{"ok":false,"errors":["no card","no centre"]}"#),
        &Answer::Bad("HTTP 400: no card; no centre".to_owned()),
    );
}

#[test]
fn a_conflict_in_couchdb_means_that_the_document_is_there_already() {
    let body = r#"[{"ok":true,"id":"a","rev":"1-x"},{"id":"b","error":"conflict","reason":"Document update conflict."},
        {"id":"c","error":"forbidden","reason":"no card"}]"#;
    check(Preset::CouchDb, &json(201, body), &receipt(&["a", "b"], &[("c", "no card")]));
}

#[test]
fn a_couchdb_that_does_not_know_the_tablet_says_so_document_by_document() {
    let body = r#"[{"id":"a","error":"unauthorized","reason":"You are not authorized to access this db."}]"#;

    check(Preset::CouchDb, &json(201, body), &Answer::Stop(Trouble::Unauthorised(401)));
}

#[test]
fn trouble_of_the_server_itself_is_not_blamed_on_responses() {
    let locked = json(400, r#"{"ok":false,"errors":["database is locked"]}"#);
    let later = Answer::Later { after: None, why: Trouble::ServerTrouble(400) };
    check(Preset::Datasette, &locked, &later);

    let no_column = json(400, r#"{"ok":false,"errors":["Row 0 has invalid columns: response"]}"#);
    let stop = Trouble::Settings("HTTP 400: Row 0 has invalid columns: response".to_owned());
    check(Preset::Datasette, &no_column, &Answer::Stop(stop));
    let no_key = json(400, r#"{"code":"42P10","message":"there is no unique constraint"}"#);
    let stop = Answer::Stop(Trouble::Settings("HTTP 400: there is no unique constraint".to_owned()));
    check(Preset::PostgRest, &no_key, &stop);
    let bad_row = json(400, r#"{"code":"23514","message":"violates check constraint"}"#);
    check(Preset::PostgRest, &bad_row, &Answer::Bad("HTTP 400: violates check constraint".to_owned()));
}

#[test]
fn postgrest_names_the_rows_it_has_put_in_and_leaves_out_those_it_had() {
    for answer in [json(201, r#"[{"id":"a"}]"#), json(201, "[]"), json(200, "[]")] {
        check(Preset::PostgRest, &answer, &receipt(&["a"], &[]));
    }
    assert!(not_a_receipt(Preset::PostgRest, &json(201, "")));
    assert!(not_a_receipt(Preset::PostgRest, &json(201, r#"[{"id":"another"}]"#)));
    assert!(not_a_receipt(Preset::PostgRest, &json(201, r#"{"id":"a"}"#)));
}

#[test]
fn a_mixed_answer_is_read_response_by_response() {
    let ids = ["a", "b", "c", "d"].map(ResponseId::new);
    let body = r#"{"results":[{"id":"a","status":201},{"id":"b","status":422,"error":{"message":"no card"}},
        {"id":"c","status":503,"error":"busy"},{"id":"other","status":201}]}"#;

    // What is busy, and what is not named, waits.
    let expected = receipt(&["a"], &[("b", "no card")]);
    assert_eq!(read_answer(Preset::Generic, &json(207, body), &ids), expected);
    assert_eq!(read_answer(Preset::Generic, &json(200, body), &ids), expected);
    let oks = r#"[{"id":"a","ok":true},{"_id":"b","success":false,"reason":"no"},{"id":"c","error":"bad"}]"#;
    let expected = receipt(&["a"], &[("b", "no"), ("c", "bad")]);
    assert_eq!(read_answer(Preset::Generic, &json(200, oks), &ids), expected);
}

#[test]
fn of_a_key_that_stands_twice_the_last_one_counts_and_others_may_hold_anything() {
    let body = r#"[{"id":"x","_id":null,"id":"a","status":500,"status":"201","size":1e999,"rev":-1.5,
        "row":{"id":"b","id":[{}]}},{"id":"b","ok":true,"ok":false,"error":-1}]"#;
    let ids = ["a", "b"].map(ResponseId::new);

    let expected = receipt(&["a"], &[("b", "no reason was given")]);
    assert_eq!(read_answer(Preset::Generic, &json(200, body), &ids), expected);
}

#[test]
fn a_mixed_answer_that_says_nothing_of_ours_is_no_receipt() {
    for body in ["", "{}", r#"[{"id":"other","status":201}]"#, "<multistatus/>"] {
        assert!(not_a_receipt(Preset::Generic, &json(207, body)), "{body}");
    }
}

#[test]
fn an_answer_that_is_broken_or_has_no_end_is_no_receipt() {
    for (preset, _) in Preset::ALL {
        assert!(not_a_receipt(*preset, &json(200, r#"{"accepted":["a""#)));
        let torn = HttpAnswer { content_type: "text/plain".to_owned(), ..json(200, r#"{"accepted":["a""#) };
        assert!(not_a_receipt(*preset, &torn));
        let endless = HttpAnswer { is_cut_off: true, ..json(200, r#"{"ok":true}"#) };
        assert!(not_a_receipt(*preset, &endless));
    }
}

#[test]
fn a_conflict_means_that_it_is_there_already_where_that_is_so() {
    let ids = [ResponseId::new("a")];
    let read = |preset, conflict_is_there, status, body| {
        let url = "https://example.org/data/responses/-/insert".to_owned();
        let settings = EndpointSettings { preset, url, conflict_is_there, ..EndpointSettings::default() };
        matches!(super::read_answer(&settings, &json(status, body), &ids), Answer::Receipt { .. })
    };

    assert!(!read(Preset::Generic, false, 409, "") && read(Preset::Generic, true, 409, ""));
    assert!(!read(Preset::Generic, true, 400, "") && !read(Preset::Generic, true, 422, ""));
    assert!(read(Preset::CouchDb, false, 409, r#"{"error":"conflict"}"#));
    let twice = r#"{"code":"23505","details":"Key (id)=(A) already exists."}"#;
    assert!(read(Preset::PostgRest, false, 409, twice));
    assert!(!read(Preset::PostgRest, false, 409, r#"{"code":"23503"}"#));
    let twice = r#"{"ok":false,"errors":["UNIQUE constraint failed: responses.id"]}"#;
    assert!(read(Preset::Datasette, false, 400, twice));

    // Of several nobody knows which one it is about.
    let settings =
        EndpointSettings { preset: Preset::Generic, conflict_is_there: true, ..EndpointSettings::default() };
    let two = ["a", "b"].map(ResponseId::new);
    assert!(matches!(super::read_answer(&settings, &json(409, ""), &two), Answer::Bad(_)));
}

#[test]
fn a_conflict_with_another_key_than_that_of_the_ids_means_that_the_response_was_not_kept() {
    let ids = [ResponseId::new("a")];
    let read = |preset, status, said: &str| {
        let url = "https://example.org/data/responses/-/insert".to_owned();
        let settings = EndpointSettings { preset, url, ..EndpointSettings::default() };
        super::read_answer(&settings, &json(status, said), &ids)
    };

    for details in [
        "null",
        "\"\"",
        "\"Key (response)=(a) already exists.\"",
        "\"Key (id)=(b) already exists.\"",
        "\"Key (id)=(ab) already exists.\"",
        "\"Key (id, response)=(a, {}) already exists.\"",
        "\"Key (lower(id))=(a) already exists.\"",
    ] {
        let said = format!(r#"{{"code":"23505","message":"twice","details":{details}}}"#);
        let refused = Answer::Bad("HTTP 409: twice".to_owned());
        assert_eq!(read(Preset::PostgRest, 409, &said), refused, "{details}");
    }
    for key in ["responses.response", "responses.id, responses.response", "other.id", "responses.paid"] {
        let said = format!(r#"{{"ok":false,"errors":["UNIQUE constraint failed: {key}"]}}"#);
        let answer = read(Preset::Datasette, 400, &said);
        assert!(matches!(answer, Answer::Bad(_)), "{key}: {answer:?}");
    }
}

#[test]
fn one_document_alone_is_answered_without_a_list() {
    check(Preset::CouchDb, &json(201, r#"{"ok":true,"id":"a","rev":"1-x"}"#), &receipt(&["a"], &[]));
    assert!(not_a_receipt(Preset::CouchDb, &json(200, r#"{"couchdb":"Welcome"}"#)));
}

#[test]
fn a_test_tells_a_wrong_key_a_wrong_form_and_what_is_well_apart() {
    let probe = |is_single, answer: &HttpAnswer| {
        let settings = EndpointSettings { preset: Preset::Generic, ..EndpointSettings::default() };
        read_probe(&settings, is_single, answer)
    };

    for is_single in [false, true] {
        assert_eq!(probe(is_single, &json(401, "")), Err(Trouble::Unauthorised(401)));
        assert_eq!(probe(is_single, &json(404, "")), Err(Trouble::WrongAddress(404)));
        assert_eq!(probe(is_single, &json(415, "")), Err(Trouble::Settings("HTTP 415".to_owned())));
        assert_eq!(probe(is_single, &json(503, "")), Err(Trouble::ServerTrouble(503)));
        let portal = json(200, "<html>");
        assert!(matches!(probe(is_single, &portal), Err(Trouble::NoReceipt(_))));
        assert_eq!(probe(is_single, &json(200, "[]")), Ok(!is_single));
        assert_eq!(probe(is_single, &json(204, "")), Ok(!is_single));
    }
    // An empty list is well where lists are taken; nothing at all is no response.
    for status in [400, 409, 411, 422] {
        assert_eq!(probe(true, &json(status, "no record")), Ok(false), "{status}");
    }
    assert!(matches!(probe(false, &json(400, "no rows")), Err(Trouble::Settings(_))));
}

#[test]
fn an_answer_may_be_as_long_as_what_was_sent_twice() {
    assert_eq!([0, 1000, 1 << 20].map(longest_answer), [1 << 20, 1 << 20, 2 << 20]);
}

#[test]
fn hundreds_of_thousands_of_keys_hide_no_receipt() {
    let keys: Vec<String> = (0..300_000).map(|at| format!("\"{at}\":1,")).collect();
    let body = format!("{{{}\"accepted\":[\"a\"],\"rejected\":[]}}", keys.concat());

    check(Preset::Collector, &json(200, &body), &receipt(&["a"], &[]));
}

#[test]
fn ids_in_capitals_are_the_same_ids() {
    check(Preset::PostgRest, &json(201, r#"[{"id":"A"}]"#), &receipt(&["a"], &[]));
    check(Preset::Generic, &json(200, r#"[{"id":"A","ok":true}]"#), &receipt(&["A"], &[]));
}

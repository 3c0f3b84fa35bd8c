//! Hostile neighbours: whatever they send, or do not, memory stays small and an honest tablet is heard.

use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::support::{BATCH, Place, Running, batch, id, response};

/// More than the program ever needs, and less than any of these attacks took.
const MOST_MEMORY: usize = 200 * 1024 * 1024;

/// Repeats `attack` from two sides until an honest tablet has sent its responses.
#[track_caller]
fn check_under_attack(running: &Running, attack: impl Fn() + Sync) {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    attack();
                }
            });
        }
        // Also when it fails, so that the others end.
        let honest = scope.spawn(|| check_honest(running)).join();
        is_over.store(true, Ordering::Relaxed);
        assert!(honest.is_ok());
    });
    check_memory(running);
}

#[track_caller]
fn check_honest(running: &Running) {
    for n in 100..102 {
        let answer = running.send(&batch(&[response(n)]));
        assert_eq!(answer.json(), json!({"accepted": [id(n)], "rejected": []}));
    }
}

#[track_caller]
fn check_memory(running: &Running) {
    let peak = running.peak_memory();
    assert!(peak < MOST_MEMORY, "{} MiB", peak >> 20);
}

/// A body with this in the place of the responses.
fn body(responses: &str) -> String {
    format!(r#"{{"schema":"batch/1","batch":"{BATCH}","responses":[{responses}]}}"#)
}

fn post(running: &Running, body: &str) -> crate::support::Answer {
    running.ask("POST", "/api/batches", &[], body)
}

/// Asks for something, or sends something, and leaves the connection open.
fn open(running: &Running, request: &str, body: &[u8]) -> TcpStream {
    let mut socket = TcpStream::connect(running.address()).unwrap();
    // It may be sent away in the middle of it.
    let _ = socket.write_all(request.as_bytes()).and_then(|()| socket.write_all(body));
    socket
}

#[test]
fn five_megabytes_of_zeros_are_refused_while_a_tablet_is_heard() {
    let place = Place::new();
    let running = place.start();
    let zeros = body(&vec!["0"; 2_500_000].join(","));

    check_under_attack(&running, || {
        let answer = post(&running, &zeros);
        assert_eq!(answer.status, 413);
        assert_eq!(
            answer.json()["error"],
            "batch.responses: found more than 1000 responses: send fewer at a time"
        );
    });
}

#[test]
fn a_response_of_megabytes_is_rejected_while_a_tablet_is_heard() {
    let place = Place::new();
    let running = place.start();
    let zeros = vec!["0"; 2_400_000].join(",");
    let large = body(&format!(r#"{{"id":"{}","zeros":[{zeros}]}},{}"#, id(1), response(2)));

    check_under_attack(&running, || {
        let answer = post(&running, &large).json();
        assert_eq!(answer["accepted"], json!([id(2)]));
        let reason = answer["rejected"][0]["reason"].as_str().unwrap();
        assert!(reason.ends_with(" bytes, expected at most 262144"), "{reason}");
        assert_eq!(answer["rejected"][0]["id"], json!(id(1)));
    });
}

#[test]
fn many_responses_under_the_id_of_a_large_one_hold_nobody_up() {
    let place = Place::new();
    let running = place.start();
    let mut large = response(1);
    large["instruments"][0]["missing"] = json!(["moestuin ".repeat(28_000)]);
    assert_eq!(running.send(&batch(&[large])).json()["accepted"], json!([id(1)]));
    let others: Vec<Value> = (0..300)
        .map(|n| {
            let mut other = response(1);
            other["app"] = json!(format!("0.{n}"));
            other
        })
        .collect();
    let others = batch(&others);

    check_under_attack(&running, || {
        let answer = running.send(&others).json();
        assert_eq!(answer["accepted"], json!([]));
        assert!(answer["rejected"].as_array().unwrap().iter().all(|rejection| rejection["id"] == id(1)));
    });
}

#[test]
fn a_thousand_responses_are_taken_at_once() {
    let place = Place::new();
    let running = place.start();
    let many: Vec<Value> = (0..1001).map(response).collect();

    assert_eq!(running.send(&batch(&many)).status, 413);
    let answer = running.send(&batch(&many[..1000])).json();

    assert_eq!(answer["accepted"].as_array().unwrap().len(), 1000);
}

#[test]
fn bodies_that_never_end_make_room_for_a_tablet() {
    let place = Place::new();
    let running = place.start();
    let request = "POST /api/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n";
    let almost = vec![b' '; 4_999_999];

    let _sockets: Vec<TcpStream> = (0..80).map(|_| open(&running, request, &almost)).collect();

    check_honest(&running);
    check_memory(&running);
}

#[test]
fn connections_that_say_nothing_make_room_for_a_tablet() {
    let place = Place::new();
    let running = place.start();

    let mut sockets: Vec<TcpStream> = (0..450).map(|_| open(&running, "POST /api", &[])).collect();

    check_honest(&running);
    // The one that was there longest has been closed, long before its time to send headers is over.
    sockets[0].set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let end = sockets[0].read(&mut [0]).map_err(|error| error.kind());
    assert!(matches!(end, Ok(0) | Err(ErrorKind::ConnectionReset)), "{end:?}");
    check_memory(&running);
}

#[test]
fn who_asks_for_large_files_and_does_not_read_them_takes_no_memory() {
    let place = Place::new();
    fs::write(place.site().join("large.svg"), vec![b' '; 20_000_000]).unwrap();
    let running = place.start();

    let sockets: Vec<TcpStream> = (0..30)
        .map(|_| {
            let mut socket = open(&running, "GET /large.svg HTTP/1.1\r\nHost: x\r\n\r\n", &[]);
            // It is being sent now.
            socket.read_exact(&mut [0]).unwrap();
            socket
        })
        .collect();

    check_honest(&running);
    check_memory(&running);
    drop(sockets);
}

//! Start and stop: what is printed, what is refused, and in which words.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::Arc,
};

use collector::Options;
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};

use crate::support::{Place, READ_TOKEN, Refusal, batch, id, open_data, response, run};

#[track_caller]
fn check_refused(refusal: &Refusal, words: &str) {
    assert_eq!(refusal.status.code(), Some(1));
    assert_eq!(refusal.words.lines().count(), 1, "{}", refusal.words);
    assert!(refusal.words.contains(words), "{}", refusal.words);
}

#[test]
fn it_says_where_it_listens_the_token_and_what_a_tablet_needs() {
    let place = Place::new();

    let running = place.start_with(&[]);

    assert!(running.welcome[0].starts_with("listening on http://127.0.0.1:"), "{:?}", running.welcome);
    assert!(running.welcome[1].starts_with("read token: "), "{:?}", running.welcome);
    for word in ["https", "--host 0.0.0.0", "--tls-cert", "reverse proxy"] {
        assert!(running.welcome[2].contains(word), "{:?}", running.welcome);
    }
}

#[test]
fn the_token_is_the_same_at_every_start_and_opens_the_export() {
    let place = Place::new();
    let first = place.start_with(&[]);
    let token = first.welcome[1].clone();
    first.kill();

    let second = place.start_with(&[]);

    assert_eq!(second.welcome[1], token);
    let bearer = format!("Bearer {}", token.strip_prefix("read token: ").unwrap());
    assert_eq!(second.get("/api/responses", &[("authorization", &bearer)]).status, 200);
}

#[test]
fn it_says_when_the_data_file_is_new_and_else_how_much_is_in_it() {
    let place = Place::new();
    let running = place.start();
    let file = place.data().display().to_string();
    assert_eq!(
        running.welcome[3],
        format!(
            "NEW data file: {file} was not there and has been made. If there should be responses in it, look at --data."
        )
    );
    running.send(&batch(&[response(1), response(2)]));
    running.kill();

    assert_eq!(place.start().welcome[3], format!("data file: {file} holds 2 responses"));
}

#[test]
fn a_copy_of_the_file_alone_holds_everything_while_the_collector_runs() {
    let place = Place::new();
    let running = place.start();
    running.send(&batch(&[response(1), response(2)]));
    let copy = place.data().with_file_name("copy.sqlite");
    let in_copy = || {
        fs::copy(place.data(), &copy).unwrap();
        open_data(&copy).query_row("SELECT count(*) FROM responses", [], |row| row.get::<_, i64>(0))
    };

    // Once nothing has been written for a moment.
    let is_whole = (0..5_000).any(|_| running.get("/", &[]).status == 200 && in_copy() == Ok(2));

    assert!(is_whole);
}

#[test]
fn a_backup_of_a_running_collector_is_a_data_file_with_everything() {
    let place = Place::new();
    let running = place.start();
    running.send(&batch(&[response(1), response(2)]));
    let [data, backup] =
        [place.data(), place.data().with_file_name("backup.sqlite")].map(|file| file.display().to_string());

    let first = run(&["backup", &backup, "--data", &data]);
    running.send(&batch(&[response(3)]));
    let second = run(&["backup", &backup, "--data", &data]);

    assert_eq!(first, (Some(0), format!("2 responses are in {backup}\n")));
    let refusal = format!("collector: {backup} is there already: name a file that is not\n");
    assert_eq!(second, (Some(1), refusal));
    let from_backup = place.start_with(&["--data", &backup, "--read-token", READ_TOKEN]);
    assert_eq!(from_backup.welcome[3], format!("data file: {backup} holds 2 responses"));
    assert_eq!(from_backup.stored(), [response(1), response(2)]);
    assert_eq!(running.stored().len(), 3);
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_this_user_only_and_one_that_fails_leaves_nothing() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    drop(place.start());
    let [data, backup, none] =
        ["data.sqlite", "backup.sqlite", "none.sqlite"].map(|name| place.data().with_file_name(name));
    let back_up =
        |data: &std::path::Path| run(&["backup", backup.to_str().unwrap(), "--data", data.to_str().unwrap()]);

    let (status, said) = back_up(&none);
    assert_eq!(status, Some(1));
    assert!(said.contains("none.sqlite cannot be read: check its name"), "{said}");
    assert!(!backup.exists() && !none.exists());

    assert_eq!(back_up(&data).0, Some(0));
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_token_that_was_given_is_not_printed() {
    let place = Place::new();

    let running = place.start();

    assert!(!running.welcome.concat().contains(READ_TOKEN), "{:?}", running.welcome);
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() {
    let place = Place::new();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();

    let refusal = place.start_refused(&["--port", &port]);

    check_refused(&refusal, &format!("port {port} is in use by another program: choose another with --port"));
}

#[test]
fn a_site_that_is_not_built_is_named_with_what_to_do() {
    let place = Place::new();

    let refusal = place.start_refused(&["--site", "/nowhere/dist"]);

    check_refused(
        &refusal,
        "there is no built app in /nowhere/dist (no index.html): build it first with `make build`",
    );
    assert!(!place.data().exists());
}

#[test]
fn a_damaged_data_file_is_refused_and_left_as_it_is() {
    let place = Place::new();
    let damaged = "no database, but long enough to be taken for one. ".repeat(100);
    fs::write(place.data(), &damaged).unwrap();

    let refusal = place.start_refused(&[]);

    check_refused(&refusal, "is damaged, or is not a data file of this collector: put back a copy of it");
    assert_eq!(fs::read_to_string(place.data()).unwrap(), damaged);
}

#[test]
fn a_data_file_of_which_the_end_is_missing_is_refused() {
    let place = Place::new();
    let running = place.start();
    let many: Vec<_> = (0..100).map(response).collect();
    running.send(&batch(&many));
    running.signal("TERM");
    running.end();
    let whole = fs::read(place.data()).unwrap();
    fs::write(place.data(), &whole[..whole.len() / 2]).unwrap();

    check_refused(&place.start_refused(&[]), "is damaged");
}

#[test]
fn a_data_file_that_cannot_be_opened_is_refused() {
    let place = Place::new();
    let folder = place.site();

    let refusal = place.start_refused(&["--data", folder.to_str().unwrap()]);

    check_refused(&refusal, "cannot be written: give this user the right to write it");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let place = Place::new();

    let refusal = place.start_refused(&["--data", "/nowhere/at/all/data.sqlite"]);

    check_refused(&refusal, "there is no folder /nowhere/at/all for the data file: make it");
}

#[test]
fn a_data_file_of_a_newer_collector_is_refused_and_left_as_it_is() {
    let place = Place::new();
    let running = place.start();
    running.signal("TERM");
    running.end();
    open_data(&place.data()).pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(place.data()).unwrap();

    let refusal = place.start_refused(&[]);

    check_refused(
        &refusal,
        "was made by a newer collector (version 99; this one knows up to 2): start the newer one",
    );
    assert_eq!(fs::read(place.data()).unwrap(), before);
}

#[test]
fn an_option_that_is_not_there_is_named_with_where_to_look() {
    let place = Place::new();

    let refusal = place.start_refused(&["--prot", "80"]);

    assert_eq!(refusal.status.code(), Some(2));
    assert_eq!(refusal.words, "collector: invalid option '--prot'. `collector --help` lists all options.\n");
}

#[test]
fn told_to_stop_it_finishes_the_running_request_and_folds_the_journal_in() {
    for signal in ["TERM", "INT"] {
        let place = Place::new();
        let running = place.start();
        let body = batch(&[response(1)]).to_string();
        let mut socket = TcpStream::connect(running.address()).unwrap();
        let mut answers = BufReader::new(socket.try_clone().unwrap());
        let mut line = String::new();
        write!(
            socket,
            "POST /api/batches HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .unwrap();
        // It has begun with this request.
        answers.read_line(&mut line).unwrap();
        assert_eq!(line, "HTTP/1.1 100 Continue\r\n");

        running.signal(signal);
        socket.write_all(body.as_bytes()).unwrap();

        let mut answer = String::new();
        answers.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("HTTP/1.1 200 OK") && answer.contains(&id(1)), "{answer}");
        let (status, words) = running.end();
        assert_eq!(status.code(), Some(0));
        assert!(words.starts_with("stopped: 1 responses are safe in "), "{words}");
        let journal = place.data().with_extension("sqlite-wal");
        assert!(fs::metadata(&journal).map_or(0, |journal| journal.len()) == 0);
    }
}

#[test]
fn with_a_certificate_it_speaks_https() {
    let place = Place::new();
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let [certificate, key] = ["cert.pem", "key.pem"].map(|name| place.data().with_file_name(name));
    fs::write(&certificate, issued.cert.pem()).unwrap();
    fs::write(&key, issued.signing_key.serialize_pem()).unwrap();
    let args = ["--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];

    let running = place.start_with(&args);

    assert!(running.welcome[0].starts_with("listening on https://127.0.0.1:"), "{:?}", running.welcome);
    let mut trusted = RootCertStore::empty();
    trusted.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(trusted)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(running.address()).unwrap());
    stream.write_all(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("betekenis-collector"), "{answer}");
}

#[test]
fn a_certificate_that_cannot_be_read_is_refused() {
    let place = Place::new();

    let refusal = place.start_refused(&["--tls-cert", "/nowhere/cert.pem", "--tls-key", "/nowhere/key.pem"]);

    check_refused(&refusal, "https cannot be set up with /nowhere/cert.pem and /nowhere/key.pem");
}

#[tokio::test]
async fn it_also_runs_inside_another_program() {
    let place = Place::new();
    let options = Options {
        site: place.site(),
        data: place.data(),
        host: "127.0.0.1".to_owned(),
        port: 0,
        read_token: None,
        write_token: None,
        max_body: collector::DEFAULT_MAX_BODY,
        tls: None,
    };

    let collector = collector::start(&options).await.unwrap();
    let url = format!("{}/api/batches", collector.url());
    let send = move || ureq::post(url).send(batch(&[response(1)]).to_string()).unwrap().status();
    let status = tokio::task::spawn_blocking(send).await.unwrap();

    assert_eq!(status, 200);
    assert_eq!(collector.stop().await.unwrap(), 1);
}

//! The files of the app: kinds, brotli, caching, and the security headers.

use std::fs;

use crate::support::{HASHED, Place};

#[test]
fn every_file_has_its_kind() {
    let place = Place::new();
    let running = place.start();

    for (path, kind) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/coordinator/", "text/html"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/service-worker.js", "text/javascript"),
        ("/card.svg", "image/svg+xml"),
        ("/main-0123456789abcdef.css", "text/css"),
        ("/participant-0123456789abcdef.wasm", "application/wasm"),
    ] {
        let answer = running.get(path, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
    }
    assert!(running.get("/coordinator/", &[]).text().contains("coordinator"));
}

#[test]
fn a_folder_without_its_slash_is_redirected() {
    let place = Place::new();
    let running = place.start();

    let answer = running.get("/coordinator", &[]);

    assert_eq!((answer.status, answer.header("location")), (307, "/coordinator/"));
    assert_eq!(answer.header("cache-control"), "no-cache");
}

#[test]
fn what_is_not_there_is_not_found_and_nothing_outside_the_folder_is_served() {
    let place = Place::new();
    let running = place.start();
    fs::write(place.site().join("../secret"), "secret").unwrap();
    let long = format!("/{}", "x".repeat(1000));

    for path in
        ["/nothing", "/nothing/", "/../secret", "/%2e%2e/secret", "/..%2fsecret", "/index.html/x", &long]
    {
        let answer = running.get(path, &[]);
        assert_eq!((answer.status, answer.header("cache-control")), (404, "no-cache"), "{path}");
        assert!(!answer.header("content-security-policy").is_empty());
    }
}

#[test]
fn who_reads_brotli_gets_brotli() {
    let place = Place::new();
    let running = place.start();
    let path = format!("/{HASHED}.wasm");

    let small = running.get(&path, &[("accept-encoding", "gzip, deflate, br, zstd")]);
    let plain = running.get(&path, &[("accept-encoding", "gzip")]);
    let without = running.get("/card.svg", &[("accept-encoding", "br")]);

    assert_eq!((small.header("content-encoding"), small.text()), ("br", "small wasm"));
    assert_eq!(small.header("content-type"), "application/wasm");
    assert_eq!((plain.header("content-encoding"), plain.text()), ("", "plain wasm"));
    assert_eq!(without.header("content-encoding"), "");
    for answer in [&small, &plain, &without] {
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    assert_ne!(small.header("etag"), plain.header("etag"));
}

#[test]
fn only_a_file_with_a_hash_in_its_name_is_kept_for_ever() {
    let place = Place::new();
    let running = place.start();
    let caching = |path: &str| running.get(path, &[]).header("cache-control").to_owned();

    assert_eq!(caching(&format!("/{HASHED}.js")), "public, max-age=31536000, immutable");
    assert_eq!(caching(&format!("/{HASHED}.wasm")), "public, max-age=31536000, immutable");
    for path in ["/", "/service-worker.js", "/manifest.webmanifest", "/card.svg"] {
        assert_eq!(caching(path), "no-cache", "{path}");
    }
    assert_eq!(caching("/nothing-0123456789abcdef.js"), "no-cache");
}

#[test]
fn a_file_that_is_the_same_is_not_sent_again_whenever_it_was_built() {
    let place = Place::new();
    let running = place.start();
    let tag = running.get("/card.svg", &[]).header("etag").to_owned();
    let content = fs::read(place.site().join("card.svg")).unwrap();
    fs::remove_file(place.site().join("card.svg")).unwrap();
    fs::write(place.site().join("card.svg"), &content).unwrap();

    let same = running.get("/card.svg", &[("if-none-match", &tag)]);

    assert_eq!((same.status, same.content.len()), (304, 0));
    assert_eq!((same.header("etag"), same.header("cache-control")), (tag.as_str(), "no-cache"));

    // As long, and built in the same second.
    fs::write(place.site().join("card.svg"), content.to_ascii_uppercase()).unwrap();
    let changed = running.get("/card.svg", &[("if-none-match", &tag)]);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn a_player_of_sounds_may_ask_for_a_part() {
    let place = Place::new();
    let running = place.start();
    fs::write(place.site().join("prompt.mp3"), "0123456789").unwrap();
    let tag = running.get("/prompt.mp3", &[]).header("etag").to_owned();

    let part = running.get("/prompt.mp3", &[("range", "bytes=2-4")]);
    let same = running.get("/prompt.mp3", &[("range", "bytes=2-4"), ("if-range", &tag)]);
    let other = running.get("/prompt.mp3", &[("range", "bytes=2-4"), ("if-range", "\"other\"")]);

    assert_eq!((part.status, part.text()), (206, "234"));
    assert_eq!((part.header("content-range"), part.header("etag")), ("bytes 2-4/10", tag.as_str()));
    assert_eq!((same.status, same.text()), (206, "234"));
    assert_eq!((other.status, other.text()), (200, "0123456789"));
}

#[test]
fn head_tells_the_same_without_the_content() {
    let place = Place::new();
    let running = place.start();

    let whole = running.get("/card.svg", &[]);
    let head = running.ask("HEAD", "/card.svg", &[], Vec::new());

    assert_eq!((head.status, head.content.len()), (200, 0));
    for name in ["etag", "content-length", "content-type", "cache-control"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
}

#[test]
fn a_file_cannot_be_sent_to() {
    let place = Place::new();
    let running = place.start();

    let answer = running.ask("POST", "/", &[], "x");

    assert_eq!((answer.status, answer.header("allow")), (405, "GET,HEAD"));
}

#[test]
fn every_page_carries_the_security_headers() {
    let place = Place::new();
    let running = place.start();

    for path in ["/", "/coordinator/", "/nothing", "/service-worker.js"] {
        let answer = running.get(path, &[]);
        // Of what stands in the page: printf 'boot()' | openssl dgst -sha256 -binary | base64
        let [script, style] = match path {
            "/" => [
                " 'sha256-MeZS89WlF0u+o0hCvHTBt4q1WHU+U+sJKgbdRUc36mY='",
                " 'sha256-mkSHzL7faOU7/U/v8Umg+058R69+vN2A2xmE3Fz1q98='",
            ],
            _ => ["", ""],
        };
        assert_eq!(
            answer.header("content-security-policy"),
            format!(
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{script}; style-src 'self'{style}; \
                 img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' https: http://localhost:* \
                 http://127.0.0.1:*; manifest-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; \
                 frame-ancestors 'none'"
            )
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        let permissions = answer.header("permissions-policy");
        for allowed in ["camera=(self)", "microphone=(self)", "screen-wake-lock=(self)", "geolocation=()"] {
            assert!(permissions.contains(allowed), "{permissions}");
        }
    }
}

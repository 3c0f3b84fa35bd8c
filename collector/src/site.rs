//! The files of the app: which one, how long a browser may keep it, and what it may do.
//!
//! A file whose name holds a hash of its content is kept for ever; every other one is asked for anew each time,
//! and answered with "not modified" as long as its content is the same, whenever it was built.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use futures_util::TryStreamExt as _;
use ring::digest::{Context, SHA256};
use tower_http::services::ServeDir;

use crate::token::hex;

/// What a page may load and do. `connect-src` is wide because every organisation chooses its own endpoint.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
    style-src 'self'{styles}; img-src 'self' blob: data:; media-src 'self' blob:; \
    connect-src 'self' https: http://localhost:* http://127.0.0.1:*; manifest-src 'self'; worker-src 'self'; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Camera and microphone for cards that a study maker makes, the screen that stays on; nothing else.
const PERMISSIONS_POLICY: &str = "camera=(self), microphone=(self), screen-wake-lock=(self), geolocation=(), \
    accelerometer=(), display-capture=(), gyroscope=(), hid=(), magnetometer=(), midi=(), payment=(), \
    serial=(), usb=()";

/// Bytes of the largest page that is looked into: some ten times those of the app's.
const LARGEST_PAGE: usize = 1_000_000;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_ANEW: HeaderValue = HeaderValue::from_static("no-cache");

/// The folder with the built app.
#[derive(Debug, Clone)]
pub(crate) struct Site(ServeDir);

impl Site {
    /// The app in `folder`. A file `x.br` next to `x` is what a browser gets that can read it.
    pub(crate) fn new(folder: &Path) -> Self {
        Self(ServeDir::new(folder).precompressed_br())
    }

    /// The file that `request` asks for, or a part of it.
    async fn open(&self, request: &FileRequest, range: Option<&HeaderValue>) -> Result<Response, io::Error> {
        let mut to_open = Request::new(());
        *to_open.uri_mut() = request.uri.clone();
        let wanted =
            [(header::ACCEPT_ENCODING, request.headers.get(header::ACCEPT_ENCODING)), (header::RANGE, range)];
        for (name, value) in wanted {
            if let Some(value) = value {
                to_open.headers_mut().insert(name, value.clone());
            }
        }
        match self.0.clone().try_call(to_open).await {
            Ok(response) => Ok(response.map(Body::new)),
            Err(error) => match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
                    Ok(StatusCode::NOT_FOUND.into_response())
                }
                _ => Err(error),
            },
        }
    }
}

/// What is needed of a request for a file.
struct FileRequest {
    uri: axum::http::Uri,
    headers: HeaderMap,
}

/// Answers a request for a file of the app.
pub(crate) async fn file(State(site): State<Site>, request: Request) -> Response {
    let (head, _) = request.into_parts();
    let has_body = head.method == Method::GET;
    if !has_body && head.method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET,HEAD")]).into_response();
    }
    let request = FileRequest { uri: head.uri, headers: head.headers };
    let mut response = match find(&site, &request).await {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => {
            (StatusCode::NOT_FOUND, "There is no such page.\n").into_response()
        }
        Ok(response) => response,
        Err(error) => {
            eprintln!("collector: a file of the app cannot be read: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    if is_page(request.uri.path()) {
        match policy_of(&site, &request).await {
            Ok(policy) => drop(response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy)),
            Err(error) => eprintln!("collector: a page of the app cannot be read: {error}"),
        }
    }
    let is_file =
        matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED);
    let keep = if is_file && has_hash(request.uri.path()) { FOR_EVER } else { ASK_ANEW };
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    if !has_body {
        *response.body_mut() = Body::empty();
    }
    response
}

/// The whole file, or the part that is asked for, or word that the browser has it already.
async fn find(site: &Site, request: &FileRequest) -> Result<Response, io::Error> {
    let whole = site.open(request, None).await?;
    if whole.status() != StatusCode::OK {
        return Ok(whole);
    }
    // Read piece by piece, here and when it is sent: however many ask for a file and do not take it, it is never held whole.
    let (mut head, content) = whole.into_parts();
    let tag = content_tag(content).await?;
    mark(&mut head.headers, &tag);

    if is_among(request.headers.get(header::IF_NONE_MATCH), &tag) {
        head.status = StatusCode::NOT_MODIFIED;
        for about_content in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING] {
            head.headers.remove(about_content);
        }
        return Ok(Response::from_parts(head, Body::empty()));
    }
    if let Some(range) = request.headers.get(header::RANGE)
        && request.headers.get(header::IF_RANGE).is_none_or(|seen| *seen == tag)
    {
        let mut part = site.open(request, Some(range)).await?;
        mark(part.headers_mut(), &tag);
        return Ok(part);
    }
    let mut whole = site.open(request, None).await?;
    mark(whole.headers_mut(), &tag);
    Ok(whole)
}

/// Puts the security headers on an answer, whatever it is.
pub(crate) async fn secure(mut response: Response) -> Response {
    let headers = [
        (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| policy("", ""));
    response
}

/// Whether a page of HTML lies at `path`.
fn is_page(path: &str) -> bool {
    path.ends_with('/') || Path::new(path).extension().is_some_and(|end| end == "html")
}

/// The policy with the sources that a page needs besides.
fn policy(scripts: &str, styles: &str) -> HeaderValue {
    let policy = CONTENT_SECURITY_POLICY.replace("{scripts}", scripts).replace("{styles}", styles);
    HeaderValue::from_str(&policy).expect("digests are a valid header")
}

/// The policy of the page that `request` asks for: what stands in it may run, and nothing that somebody has put there on the way.
///
/// The page says the same by itself, but a browser that is told two policies keeps both.
async fn policy_of(site: &Site, request: &FileRequest) -> Result<HeaderValue, io::Error> {
    // As it is, not its smaller copy.
    let plain = FileRequest { uri: request.uri.clone(), headers: HeaderMap::new() };
    let page = site.open(&plain, None).await?;
    if page.status() != StatusCode::OK {
        return Ok(policy("", ""));
    }
    let page = axum::body::to_bytes(page.into_body(), LARGEST_PAGE).await.map_err(io::Error::other)?;
    let page = String::from_utf8_lossy(&page);
    Ok(policy(&digests(&page, "script"), &digests(&page, "style")))
}

/// How a policy names what stands in the tags of this name in `page`.
fn digests(page: &str, name: &str) -> String {
    let (begin, end) = (format!("<{name}"), format!("</{name}"));
    let mut digests = String::new();
    let mut rest = page;
    while let Some((tag, after)) = rest.split_once(&begin).and_then(|(_, after)| after.split_once('>')) {
        let (content, after) = after.split_once(&end).unwrap_or((after, ""));
        // Another tag may begin with the same letters.
        if !content.is_empty() && (tag.is_empty() || tag.starts_with(char::is_whitespace)) {
            let digest = BASE64_STANDARD.encode(ring::digest::digest(&SHA256, content.as_bytes()));
            digests.extend([" 'sha256-", &digest, "'"]);
        }
        rest = after;
    }
    digests
}

/// Keeps a file of the app from being used by a page of another origin.
pub(crate) async fn for_own_pages(mut response: Response) -> Response {
    let name = HeaderName::from_static("cross-origin-resource-policy");
    response.headers_mut().insert(name, HeaderValue::from_static("same-origin"));
    response
}

/// An entity tag that is the same whenever and wherever the same content was built.
async fn content_tag(content: Body) -> Result<HeaderValue, io::Error> {
    let mut content = content.into_data_stream();
    let mut hash = Context::new(&SHA256);
    while let Some(piece) = content.try_next().await.map_err(io::Error::other)? {
        hash.update(&piece);
    }
    let hash = hex(&hash.finish().as_ref()[..16]);
    Ok(HeaderValue::from_str(&format!("\"{hash}\"")).expect("quotes and digits are a valid header"))
}

/// Replaces the tag made of the time of the build, and that time itself.
fn mark(headers: &mut HeaderMap, tag: &HeaderValue) {
    headers.insert(header::ETAG, tag.clone());
    headers.remove(header::LAST_MODIFIED);
}

/// Whether `tag` is among the tags of an `If-None-Match` header. Proxies may have made it a weak one.
fn is_among(seen: Option<&HeaderValue>, tag: &HeaderValue) -> bool {
    let (Some(Ok(seen)), Ok(tag)) = (seen.map(HeaderValue::to_str), tag.to_str()) else { return false };
    seen.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the name of the file at `path` holds a hash of its content, as `app-0123456789abcdef.js` and
/// `app-0123456789abcdef_bg.wasm` do.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |text: &[u8]| text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    name.match_indices('-').any(|(idx, _)| {
        name.as_bytes()[idx + 1..].split_at_checked(16).is_some_and(|(hash, rest)| {
            is_hash(hash) && (rest.starts_with(b".") || rest.starts_with(b"_bg."))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_a_page_has_a_digest() {
        let page = "<style>a {}</style><styled>b</styled><script src=\"a.js\"></script><script id=\"boot\">boot()</script>";
        assert_eq!(digests(page, "style"), " 'sha256-mkSHzL7faOU7/U/v8Umg+058R69+vN2A2xmE3Fz1q98='");
        assert_eq!(digests(page, "script"), " 'sha256-MeZS89WlF0u+o0hCvHTBt4q1WHU+U+sJKgbdRUc36mY='");
    }

    #[track_caller]
    fn check_hash(path: &str, expected: bool) {
        assert_eq!(has_hash(path), expected, "{path}");
    }

    #[track_caller]
    fn check_among(seen: &str, expected: bool) {
        let tag = HeaderValue::from_static("\"abc\"");

        assert_eq!(is_among(Some(&HeaderValue::from_str(seen).unwrap()), &tag), expected, "{seen}");
    }

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        check_hash("/participant-0123456789abcdef.js", true);
        check_hash("/coordinator/a-b-0123456789abcdef_bg.wasm", true);
        check_hash("/main-0123456789abcdef.css", true);
        check_hash("/participant-0123456789abcde.js", false);
        check_hash("/participant-0123456789abcdef0.js", false);
        check_hash("/participant-0123456789ABCDEF.js", false);
        check_hash("/x-0123456789abcdef.d/index.html", false);
        check_hash("/0123456789abcdef.js", false);
        check_hash("/x-0123456789abcdef", false);
        check_hash("/service-worker.js", false);
        check_hash("/", false);
    }

    #[test]
    fn a_tag_is_found_in_a_list_and_when_made_weak() {
        check_among("\"abc\"", true);
        check_among("\"x\", W/\"abc\"", true);
        check_among("*", true);
        check_among("\"abcd\"", false);
        check_among("abc", false);
    }
}

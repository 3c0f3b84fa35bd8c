//! The request that an endpoint gets: address, headers and body, for each preset.

use crate::domain::response::ResponseId;
use crate::domain::settings::{EndpointSettings, Preset};
use crate::format::batch::{Template, batch_id};
use crate::format::codec::Invalid;

/// A request over HTTP; its method is POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Address.
    pub url: String,
    /// Names and values of all headers.
    pub headers: Vec<(String, String)>,
    /// The body: JSON.
    pub body: String,
}

/// Makes the requests for an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    template: Template,
    preset: Preset,
    url: String,
    headers: Vec<(String, String)>,
}

impl Requests {
    /// Requests by `settings` to `url`, which is the address in the settings or what an empty one stands for.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the template makes no body.
    pub fn new(settings: &EndpointSettings, url: &str) -> Result<Self, Invalid> {
        Ok(Self {
            template: Template::of(settings)?,
            preset: settings.preset,
            url: address(settings.preset, url),
            headers: settings.headers.clone(),
        })
    }

    /// Each response needs a request of its own.
    pub fn is_single(&self) -> bool {
        self.template.is_single()
    }

    /// A request with no response in it. Where each response is a request of its own it has no body at all: whatever stood
    /// there might be kept as a response.
    pub fn empty(&self) -> HttpRequest {
        let request = self.with(&[], &[]);
        if self.is_single() { HttpRequest { body: String::new(), ..request } } else { request }
    }

    /// The request with the responses `ids`, whose JSON texts are `responses` (as many, in the same order).
    pub fn with(&self, ids: &[ResponseId], responses: &[String]) -> HttpRequest {
        let batch = batch_id(ids);
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        // The same responses are the same batch: a server that knows the header does not take it twice. Datasette and
        // CouchDB do not know it, and a browser may not even send it to them: their CORS has a fixed list of headers.
        if !matches!(self.preset, Preset::Datasette | Preset::CouchDb) {
            headers.push(("Idempotency-Key".to_owned(), format!("\"{batch}\"")));
        }
        if self.preset == Preset::PostgRest {
            headers
                .push(("Prefer".to_owned(), "resolution=ignore-duplicates,return=representation".to_owned()));
        }
        headers.extend(self.headers.iter().cloned());
        HttpRequest { url: self.url.clone(), headers, body: self.template.fill(&batch, ids, responses) }
    }
}

/// PostgREST is told by which column repeats are known, and answers with the ids it has put in.
fn address(preset: Preset, url: &str) -> String {
    if preset != Preset::PostgRest || url.contains("on_conflict=") {
        return url.to_owned();
    }
    let sign = if url.contains('?') { '&' } else { '?' };
    let more = if url.contains("select=") { "on_conflict=id" } else { "on_conflict=id&select=id" };
    format!("{url}{sign}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(preset: Preset, url: &str) -> HttpRequest {
        let headers = vec![("Authorization".to_owned(), "Bearer key".to_owned())];
        let settings = EndpointSettings { preset, headers, ..EndpointSettings::default() };
        let ids = ["a", "b"].map(ResponseId::new);
        let texts = ids.clone().map(|id| format!(r#"{{"schema":"response/1","id":"{id}"}}"#));
        Requests::new(&settings, url).unwrap().with(&ids, &texts)
    }

    fn names(request: &HttpRequest) -> Vec<&str> {
        request.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[track_caller]
    fn check(preset: Preset, url: &str, names_of_headers: &[&str], body: &str) {
        let request = request(preset, "https://example.org/in");

        assert_eq!(request.url, url);
        assert_eq!(names(&request), names_of_headers);
        assert_eq!(request.body, body);
    }

    #[test]
    fn each_preset_gets_the_request_that_its_server_takes() {
        let known = ["Content-Type", "Idempotency-Key", "Authorization"];
        let plain = ["Content-Type", "Authorization"];
        let (a, b) = (r#"{"schema":"response/1","id":"a"}"#, r#"{"schema":"response/1","id":"b"}"#);
        let batch = batch_id(&[ResponseId::new("a"), ResponseId::new("b")]);
        let rows = format!(r#"[{{"id":"a","response":{a}}},{{"id":"b","response":{b}}}]"#);

        let here = "https://example.org/in";
        check(
            Preset::Collector,
            here,
            &known,
            &format!(r#"{{"schema":"batch/1","batch":"{batch}","responses":[{a},{b}]}}"#),
        );
        check(Preset::Generic, here, &known, &format!("[{a},{b}]"));
        check(Preset::Datasette, here, &plain, &format!(r#"{{"rows":{rows},"ignore":true}}"#));
        check(
            Preset::CouchDb,
            here,
            &plain,
            r#"{"docs":[{"_id":"a","schema":"response/1","id":"a"},{"_id":"b","schema":"response/1","id":"b"}]}"#,
        );
        check(
            Preset::PostgRest,
            "https://example.org/in?on_conflict=id&select=id",
            &["Content-Type", "Idempotency-Key", "Prefer", "Authorization"],
            &rows,
        );
    }

    #[test]
    fn a_request_to_try_holds_nothing_that_could_be_kept_as_a_response() {
        let empty = |template: &str| {
            let settings = EndpointSettings {
                preset: Preset::Generic,
                template: template.to_owned(),
                ..EndpointSettings::default()
            };
            Requests::new(&settings, "https://a").unwrap().empty().body
        };

        assert_eq!(empty(r#"{"rows":"$responses"}"#), r#"{"rows":[]}"#);
        assert_eq!(empty(r#"{"record":"$response"}"#), "");
    }

    #[test]
    fn an_address_that_says_more_keeps_what_it_says() {
        let url = |url| request(Preset::PostgRest, url).url;

        assert_eq!(url("https://a/r?apikey=1"), "https://a/r?apikey=1&on_conflict=id&select=id");
        assert_eq!(url("https://a/r?select=key"), "https://a/r?select=key&on_conflict=id");
        assert_eq!(url("https://a/r?on_conflict=key"), "https://a/r?on_conflict=key");
    }

    #[test]
    fn the_same_responses_have_the_same_idempotency_key_however_often_they_are_sent() {
        let (one, two) = (request(Preset::Generic, "https://a"), request(Preset::Generic, "https://a"));

        assert_eq!(one, two);
        assert!(one.headers[1].1.starts_with('"') && one.headers[1].1.ends_with('"'));
    }
}

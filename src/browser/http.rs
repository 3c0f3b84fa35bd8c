//! Requests over `fetch`, in a page and in a worker alike.

use std::time::Duration;

use async_trait::async_trait;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestMode, Response, Url,
};

use crate::domain::delivery::{Answer, Trouble};
use crate::domain::settings::EndpointSettings;
use crate::format::batch::{Template, batch_id};
use crate::format::receipt::{HttpAnswer, read_answer};
use crate::ports::endpoint::Endpoint;

/// How long a server may take to answer. A batch of 50 is some 200 kB: two minutes are enough at 15 kbit/s.
const TIME_OUT: Duration = Duration::from_mins(2);

/// How long a look at the server may take before the coordinator is told that it does not answer.
const PROBE_TIME_OUT: Duration = Duration::from_secs(10);

/// An [`Endpoint`] over HTTP.
pub struct HttpEndpoint {
    settings: EndpointSettings,
    template: Template,
    url: String,
}

impl HttpEndpoint {
    /// The endpoint of `settings`; without an address, the collector that the site at `base` comes from.
    ///
    /// # Errors
    ///
    /// The [`Trouble`] that has to be mended first.
    pub async fn open(settings: EndpointSettings, base: &str) -> Result<Self, Trouble> {
        let template = Template::of(&settings).map_err(|invalid| Trouble::Settings(invalid.to_string()))?;
        let url = if settings.url.trim().is_empty() {
            collector_of(base).await.ok_or(Trouble::NoEndpoint)?
        } else {
            settings.url.trim().to_owned()
        };
        if !is_safe(&url) {
            return Err(Trouble::Settings("the address has to begin with https://".to_owned()));
        }
        Ok(Self { settings, template, url })
    }

    /// Where requests go.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A request with no response in it, to see whether the endpoint would take one.
    pub async fn probe(&self) -> Answer {
        match self.send(&[], &[]).await {
            // Nothing was sent, so a receipt for nothing is all one can get.
            Answer::Later { why: Trouble::Unreachable, after } => {
                let is_there =
                    fetch(&self.url, "GET", None, &[], RequestMode::NoCors, PROBE_TIME_OUT).await.is_ok();
                let why = if is_there { Trouble::NoReceipt("CORS".to_owned()) } else { Trouble::Unreachable };
                Answer::Later { after, why }
            }
            answer => answer,
        }
    }
}

#[async_trait(?Send)]
impl Endpoint for HttpEndpoint {
    fn batch_size(&self) -> usize {
        if self.template.is_single() { 1 } else { self.settings.batch_size }
    }

    async fn send(&self, ids: &[String], responses: &[String]) -> Answer {
        let batch = batch_id(ids);
        let body = self.template.fill(&batch, responses);
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("Idempotency-Key".to_owned(), format!("\"{batch}\"")),
        ];
        headers.extend(self.settings.headers.iter().cloned());
        match fetch(&self.url, "POST", Some(&body), &headers, RequestMode::Cors, TIME_OUT).await {
            Ok(answer) => read_answer(self.settings.preset, &answer, ids),
            Err(why @ Trouble::Settings(_)) => Answer::Stop(why),
            Err(why) => Answer::Later { after: None, why },
        }
    }
}

/// Responses go over https, to this very device, or to where the page came from.
fn is_safe(url: &str) -> bool {
    let Ok(url) = Url::new(url) else { return false };
    let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&url.hostname().as_str());
    let is_home = text_of(&js_sys::global(), "origin").is_some_and(|origin| origin == url.origin());
    url.protocol() == "https:" || (url.protocol() == "http:" && (is_here || is_home))
}

/// The address for batches of the collector that serves `base`, if it is one.
async fn collector_of(base: &str) -> Option<String> {
    let health = format!("{base}api/health");
    let answer = fetch(&health, "GET", None, &[], RequestMode::Cors, PROBE_TIME_OUT).await.ok()?;
    let is_collector = answer.status == 200 && answer.body.contains("\"betekenis-collector\"");
    is_collector.then(|| format!("{base}api/batches"))
}

/// Gets the text at `url` of this site, for example a study; `None` if there is none or it cannot be had.
pub async fn get_text(url: &str) -> Option<String> {
    let answer = fetch(url, "GET", None, &[], RequestMode::Cors, TIME_OUT).await.ok()?;
    (answer.status == 200).then_some(answer.body)
}

async fn fetch(
    url: &str,
    method: &str,
    body: Option<&str>,
    headers: &[(String, String)],
    mode: RequestMode,
    time_out: Duration,
) -> Result<HttpAnswer, Trouble> {
    let request = request(url, method, body, headers, mode, time_out)
        .map_err(|error| Trouble::Settings(text_of(&error, "message").unwrap_or_default()))?;
    answer(&request).await.map_err(|error| match text_of(&error, "name").as_deref() {
        Some("TimeoutError" | "AbortError") => Trouble::TimedOut,
        _ if is_offline() => Trouble::Offline,
        _ => Trouble::Unreachable,
    })
}

fn request(
    url: &str,
    method: &str,
    body: Option<&str>,
    headers: &[(String, String)],
    mode: RequestMode,
    time_out: Duration,
) -> Result<Request, JsValue> {
    let all = Headers::new()?;
    for (name, value) in headers {
        all.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(method);
    init.set_mode(mode);
    init.set_cache(RequestCache::NoStore);
    // No cookie ever goes anywhere.
    init.set_credentials(RequestCredentials::Omit);
    init.set_headers(&all);
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    init.set_signal(Some(&AbortSignal::timeout_with_u32(
        u32::try_from(time_out.as_millis()).unwrap_or(u32::MAX),
    )));
    Request::new_with_str_and_init(url, &init)
}

async fn answer(request: &Request) -> Result<HttpAnswer, JsValue> {
    let fetch: Function = Reflect::get(&js_sys::global(), &"fetch".into())?.dyn_into()?;
    let promise: Promise = fetch.call1(&JsValue::UNDEFINED, request)?.dyn_into()?;
    let response: Response = JsFuture::from(promise).await?.dyn_into()?;
    let header = |name| response.headers().get(name).ok().flatten();
    Ok(HttpAnswer {
        status: response.status(),
        was_redirected: response.redirected(),
        content_type: header("Content-Type").unwrap_or_default(),
        retry_after: header("Retry-After"),
        body: JsFuture::from(response.text()?).await?.as_string().unwrap_or_default(),
    })
}

/// The device itself says that it has no network. That it says nothing proves nothing.
fn is_offline() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into());
    let online = navigator.and_then(|navigator| Reflect::get(&navigator, &"onLine".into()));
    online.is_ok_and(|online| online == JsValue::FALSE)
}

fn text_of(value: &JsValue, key: &str) -> Option<String> {
    Reflect::get(value, &key.into()).ok()?.as_string()
}

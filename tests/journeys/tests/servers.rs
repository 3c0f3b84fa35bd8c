//! Every preset against the server that it is for, from a real browser: nothing lost, nothing doubled.
//!
//! The app comes from another site than the server, so everything also goes through what that server says about pages
//! from elsewhere. What is on a server is read there, and not asked of the app.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::{BTreeMap, BTreeSet};

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::servers::couchdb::CouchDb;
use journeys::servers::datasette::Datasette;
use journeys::servers::gate::Gate;
use journeys::servers::generic::{Generic, Manner};
use journeys::servers::http::Request;
use journeys::servers::own::Own;
use journeys::servers::postgrest::{self, PostgRest, Table};
use journeys::servers::{Server, bad_response, response};
use journeys::site::Site;
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::Value;

const TODAY: &str = "2026-11-22";

/// A tablet with the app, a server, and a gate between them.
struct Station<'a, S> {
    tablet: &'a Tablet,
    coordinator: Coordinator<'a>,
    server: S,
    gate: Gate,
    /// What should be on the server in the end, by its id.
    good: BTreeMap<String, Value>,
    n_bad: usize,
}

impl<'a, S: Server> Station<'a, S> {
    /// Opens the coordinator's page of `app` on `tablet`, and a gate before `server`.
    async fn open(tablet: &'a Tablet, app: &Collector, server: S) -> Self {
        let coordinator = Coordinator::opens(tablet, &elsewhere(app)).await;
        let gate = Gate::before(server.port()).await;
        Self { tablet, coordinator, server, gate, good: BTreeMap::new(), n_bad: 0 }
    }

    /// Participants have given these responses.
    async fn give(&mut self, responses: Vec<(String, String)>) {
        self.tablet.seed(&responses, TODAY).await;
        for (id, text) in responses {
            let response: Value = serde_json::from_str(&text).unwrap();
            if response["schema"] == "response/1" {
                self.good.insert(id, response);
            }
        }
    }

    /// The tablet does not know any more that these were sent.
    async fn forget(&self, ids: &[&String]) {
        let texts: Vec<_> = ids.iter().map(|id| ((*id).clone(), self.good[*id].to_string())).collect();
        self.tablet.seed(&texts, TODAY).await;
    }

    /// Waits until so many wait and everything else is sent or refused, in the tablet's ledger and on the page.
    async fn counts(&self, n_waiting: usize) {
        let n_sent = self.good.len() - n_waiting;
        let expected = (n_waiting, n_sent, self.n_bad);
        let what = format!("{n_waiting} waiting, {n_sent} sent, {} refused", self.n_bad);
        self.tablet
            .until(&what, async || {
                let ledger = self.tablet.ledger().await;
                let count = |state| ledger.values().filter(|entry| entry.state == state).count();
                let counted = (count("waiting"), count("sent"), count("refused"));
                if counted == expected { Ok(()) } else { Err(format!("the ledger has {ledger:?}")) }
            })
            .await;
        self.coordinator
            .reads(&what, |told| {
                let count = |kind| told.counts.get(kind).copied().unwrap_or(0);
                (count("waiting"), count("sent"), count("refused")) == expected
            })
            .await;
    }

    /// Exactly these are on the server, each once and as it was given.
    async fn server_has(&self, ids: impl IntoIterator<Item = &String>) {
        let responses = self.server.responses().await;
        let mut there = BTreeMap::new();
        for response in &responses {
            let id = response["id"].as_str().unwrap();
            assert!(there.insert(id, response).is_none(), "{id} is on the server twice");
        }
        let ids: BTreeSet<&str> = ids.into_iter().map(String::as_str).collect();
        assert_eq!(there.keys().copied().collect::<BTreeSet<_>>(), ids);
        for (id, response) in there {
            assert_eq!(*response, self.good[id], "a response changed on its way");
        }
    }

    /// Everything has arrived, and the tablet knows it.
    async fn all_is_there(&self) {
        self.counts(0).await;
        self.server_has(self.good.keys()).await;
    }

    async fn save(&self) {
        self.coordinator.press("endpoint", "Bewaren").await;
        self.coordinator.is_told("endpoint", "Bewaard.").await;
    }

    /// From now on the tablet sends to the server.
    async fn connect(&self) {
        self.tablet.ask::<Value>("choose", vec!["#preset".into(), S::PRESET.into()]).await;
        let address = format!("http://127.0.0.1:{}{}", self.gate.port(), S::PATH);
        self.coordinator.fill("address", &address).await;
        self.coordinator.unfold().await;
        self.coordinator.add_header("Authorization", &self.server.key().right).await;
        self.save().await;
    }
}

/// The app by another name, so that a server on this machine is on another site.
fn elsewhere(app: &Collector) -> String {
    app.url().replace("127.0.0.1", "localhost")
}

/// The six situations, one after the other in the same browser.
async fn all_arrives_exactly_once<S: Server>(server: S) {
    let app = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let mut station = Station::open(&tablet, &app, server).await;
    let key = station.server.key();

    // The first time.
    station.give([10, 20, 30, 40, 50, 60].map(response).to_vec()).await;
    station.connect().await;
    station.all_is_there().await;

    // Everything once more.
    let n_before = station.gate.n_posted();
    station.forget(&station.good.keys().collect::<Vec<_>>()).await;
    station.coordinator.press("sending", "Versturen").await;
    station.all_is_there().await;
    assert!(station.gate.n_posted() > n_before, "nothing was sent again");

    // Half of it is there already.
    station.forget(&station.good.keys().step_by(2).collect::<Vec<_>>()).await;
    station.give([15, 35, 55].map(response).to_vec()).await;
    station.coordinator.press("sending", "Versturen").await;
    station.all_is_there().await;

    // A bad one among good ones.
    station.give([71, 72, 74, 75].map(response).to_vec()).await;
    let bad = bad_response(73);
    station.give(vec![bad.clone()]).await;
    station.n_bad = 1;
    station.coordinator.press("sending", "Versturen").await;
    station.all_is_there().await;
    let refused = &tablet.ledger().await[&bad.0];
    assert_eq!(refused.state, "refused");
    assert!(refused.reason.contains(S::WORDS_FOR_BAD), "not the server's words: {:?}", refused.reason);

    // A wrong key, and the right one again.
    let before: Vec<String> = station.good.keys().cloned().collect();
    station.give([81, 82].map(response).to_vec()).await;
    station.coordinator.fill("header-value-0", &key.wrong).await;
    station.save().await;
    station.coordinator.is_told("sending", "De server neemt de sleutel niet aan (401).").await;
    station.counts(2).await;
    station.server_has(&before).await;
    station.coordinator.fill("header-value-0", &key.right).await;
    station.save().await;
    station.all_is_there().await;

    // The server takes a batch, and is gone before the tablet hears of it.
    let before: Vec<String> = station.good.keys().cloned().collect();
    station.gate.lose_answer_after(1);
    let new = [91, 92, 93, 94, 95, 96].map(response).to_vec();
    let new_ids: Vec<String> = new.iter().map(|(id, _)| id.clone()).collect();
    station.give(new).await;
    station.coordinator.fill("batch-size", "2").await;
    station.save().await;
    station.gate.has_shut().await;
    station.server.stop().await;
    station.coordinator.is_told("sending", "De server is niet te bereiken.").await;
    station.counts(4).await;
    station.server.start_again().await;
    station.server_has(before.iter().chain(&new_ids[..4])).await;
    station.gate.open_again().await;
    station.coordinator.press("sending", "Versturen").await;
    station.all_is_there().await;

    // No key at all.
    let before: Vec<String> = station.good.keys().cloned().collect();
    station.give([97, 98].map(response).to_vec()).await;
    station.coordinator.press("endpoint", "Sleutel 1 weghalen").await;
    station.save().await;
    station.coordinator.is_told("sending", S::WITHOUT_KEY).await;
    station.counts(2).await;
    station.server_has(&before).await;
}

#[tokio::test]
async fn everything_arrives_at_datasette_exactly_once() {
    all_arrives_exactly_once(Datasette::start(true).await).await;
}

#[tokio::test]
async fn everything_arrives_at_couchdb_exactly_once() {
    all_arrives_exactly_once(CouchDb::start(true).await).await;
}

#[tokio::test]
async fn everything_arrives_at_postgrest_exactly_once() {
    all_arrives_exactly_once(PostgRest::start().await).await;
}

#[tokio::test]
async fn everything_arrives_at_a_server_that_takes_all_of_a_list_or_nothing_exactly_once() {
    all_arrives_exactly_once(Generic::start(Manner::AllOrNothing).await).await;
}

#[tokio::test]
async fn everything_arrives_at_a_server_that_answers_for_each_response_exactly_once() {
    all_arrives_exactly_once(Generic::start(Manner::EachForItself).await).await;
}

#[tokio::test]
async fn everything_arrives_at_a_collector_on_another_site_exactly_once() {
    all_arrives_exactly_once(Own::start()).await;
}

#[tokio::test]
async fn a_database_that_somebody_else_holds_for_a_while_makes_nothing_refused() {
    let app = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let mut station = Station::open(&tablet, &app, Datasette::start(true).await).await;
    station.give([10, 20, 30].map(response).to_vec()).await;

    let held = station.server.hold();
    station.connect().await;
    // Datasette calls its own trouble a bad request, like a bad response.
    station.coordinator.is_told("sending", "heeft zelf een storing (400)").await;
    station.counts(3).await;
    drop(held);

    station.all_is_there().await;
}

#[tokio::test]
async fn a_server_that_lets_no_page_from_elsewhere_in_is_told_apart_from_one_that_is_away() {
    let app = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let coordinator = Coordinator::opens(&tablet, &elsewhere(&app)).await;
    coordinator.unfold().await;
    let (mut datasette, mut couchdb) = (Datasette::start(false).await, CouchDb::start(false).await);
    coordinator.add_header("Authorization", "").await;

    does_not_let_in(&tablet, &coordinator, &mut datasette).await;
    does_not_let_in(&tablet, &coordinator, &mut couchdb).await;
}

/// `server` is there but lets no page from elsewhere in; then it is away; then it lets them in.
async fn does_not_let_in<S: Server>(tablet: &Tablet, coordinator: &Coordinator<'_>, server: &mut S) {
    tablet.ask::<Value>("choose", vec!["#preset".into(), S::PRESET.into()]).await;
    coordinator.fill("address", &format!("http://127.0.0.1:{}{}", server.port(), S::PATH)).await;
    coordinator.fill("header-value-0", &server.key().right).await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server is er, maar laat deze site niet toe (CORS).").await;

    server.stop().await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server is niet te bereiken.").await;

    server.start_again().await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "Het werkt.").await;
}

/// What PostgREST answers to a request with these headers and this body.
#[track_caller]
fn postgrest_says(method: &str, headers: &[(&str, &str)], body: &str, table: &mut Table, expected: &str) {
    let request = Request {
        method: method.to_owned(),
        target: "/responses?on_conflict=id&select=id".to_owned(),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_owned(),
    };
    assert_eq!(postgrest::answer(&request, table).text().replace("\r\n", "\n"), expected);
}

#[tokio::test]
async fn postgrest_is_replayed_byte_for_byte() {
    let right = PostgRest::start().await.key().right;
    let headers = [
        ("authorization", &*right),
        ("prefer", "resolution=ignore-duplicates,return=representation"),
        ("content-type", "application/json"),
    ];
    let mut table = Table::new();
    let good = |id: &str| format!(r#"{{"id":"{id}","response":{{"id":"{id}","schema":"response/1"}}}}"#);

    let two = format!("[{},{}]", good("a"), good("b"));
    let created = "HTTP/1.1 201 Created\nContent-Range: */*\nContent-Type: application/json; charset=utf-8\n\
        Preference-Applied: resolution=ignore-duplicates, return=representation\n";
    let both = format!("{created}Content-Length: 26\n\n[{{\"id\":\"a\"}}, \n {{\"id\":\"b\"}}]");
    postgrest_says("POST", &headers, &two, &mut table, &both);
    postgrest_says("POST", &headers, &two, &mut table, &format!("{created}Content-Length: 2\n\n[]"));

    let bad = r#"[{"id":"c","response":{"schema":"response/0"}}]"#;
    let refused = "HTTP/1.1 400 Bad Request\nContent-Type: application/json; charset=utf-8\n\
        Proxy-Status: PostgREST; error=23514\nContent-Length: 228\n\n\
        {\"code\":\"23514\",\"details\":\"Failing row contains (id, response) = (c, {\\\"id\\\": \\\"c\\\", \
        \\\"app\\\": \\\"0.1.0\\\", \\\"...).\",\"hint\":null,\"message\":\"new row for relation \\\"responses\\\" \
        violates check constraint \\\"responses_response_check\\\"\"}";
    postgrest_says("POST", &headers, bad, &mut table, refused);

    let wrong = "HTTP/1.1 401 Unauthorized\nContent-Type: application/json; charset=utf-8\n\
        Proxy-Status: PostgREST; error=PGRST301\n\
        WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"Expected 3 parts in JWT; got 2\"\n\
        Content-Length: 89\n\n\
        {\"code\":\"PGRST301\",\"details\":null,\"hint\":null,\"message\":\"Expected 3 parts in JWT; got 2\"}";
    postgrest_says("POST", &[("authorization", "Bearer a.b")], "[]", &mut table, wrong);

    let preflight = [
        ("origin", "http://example.com"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "Foo,Bar"),
    ];
    let allowed = "HTTP/1.1 200 OK\n\
        Access-Control-Allow-Methods: GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD\n\
        Access-Control-Allow-Headers: Authorization, Foo, Bar, Accept, Accept-Language, Content-Language\n\
        Access-Control-Max-Age: 86400\nAccess-Control-Allow-Origin: *\nContent-Length: 0\n\n";
    postgrest_says("OPTIONS", &preflight, "", &mut table, allowed);
}

//! How fast our store and our sender are, against JavaScript that does the bare writing and fetching (`raw.js`): in the
//! same browser, in turns, with the same data. `make bench` runs it; it is no test, and no test looks at a clock.
#![cfg(all(target_arch = "wasm32", feature = "browser"))]
#![expect(clippy::unwrap_used, reason = "the participant of the tests stops at what it cannot do")]
#![expect(clippy::cast_precision_loss, reason = "thousands, not quadrillions")]

#[path = "../support/participant.rs"]
mod participant;

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::ops::AsyncFnMut;

use async_trait::async_trait;
use betekenis::browser::http::{HttpEndpoint, get_text};
use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{Delivery, State, Verdict};
use betekenis::domain::filter::Filter;
use betekenis::domain::response::{Outcome, ResponseId};
use betekenis::domain::results::Whom;
use betekenis::domain::same::Names;
use betekenis::domain::session::Action;
use betekenis::domain::settings::{BATCH_SIZE, EndpointSettings};
use betekenis::format::asked::{
    CountsQuestion, FacetsQuestion, Question, Request, ResultsQuestion, write_request,
};
use betekenis::format::draft::write_draft;
use betekenis::format::files::{File, FileQuestion};
use betekenis::format::framework::FrameworkQuestion;
use betekenis::format::response::write_response;
use betekenis::instruments::card_sort::rules::SortStep;
use betekenis::ports::file::SiteFiles;
use betekenis::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use betekenis::ports::rows::Rows;
use betekenis::workflow::backup::back_up;
use betekenis::workflow::deliver::deliver;
use betekenis::workflow::list_ledger::list_ledger;
use betekenis::workflow::report::{Reports, Source};
use js_sys::{Array, Reflect};
use participant::{Inside, Participant, sorting};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const DAY: Day = Day::of("2026-11-22").unwrap();

/// Where `tools/bench.sh` writes the address of the collector; the server of this page hands it out.
const ADDRESS: &str = "/target/bench/address";

/// Many short turns: whatever else the machine does then meets both sides alike.
const ROUNDS: usize = 200;
const FINISHED_A_TURN: usize = 5;
const DRAFTS_A_TURN: usize = 20;

/// Here ours and raw take turns after every request; this many requests are a round.
const REQUESTS_A_ROUND: usize = 20;
const SENT_IN_ALL: usize = 10_000;

#[wasm_bindgen(module = "/tests/bench/raw.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn open(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = entryOf)]
    async fn entry_of(db: &JsValue, id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn fill(db: &JsValue, ids: &Array, texts: &Array, entry: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn finish(db: &JsValue, ids: &Array, texts: &Array, entry: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = saveDrafts)]
    async fn save_drafts(db: &JsValue, ids: &Array, texts: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn send(db: &JsValue, url: &str, most: usize, day: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen_test]
async fn ratios() -> Result<(), JsValue> {
    // As a task of its own, as in the app: what the harness does at every step of a test would count as ours.
    JsFuture::from(future_to_promise(measure())).await.map(drop)
}

async fn measure() -> Result<JsValue, JsValue> {
    let url = collector().await?;
    let (ours, raw) = (Database::new().await?, Database::new().await?);

    let finished = in_turns(ROUNDS, async |is_ours| {
        let texts = responses(FINISHED_A_TURN);
        let (raw_ids, raw_texts) = arrays(&texts);
        let began = now();
        if is_ours {
            for (id, text) in &texts {
                ours.store.finish(&ResponseId::new(id), text, DAY).await.map_err(told)?;
            }
        } else {
            finish(&raw.raw, &raw_ids, &raw_texts, &raw.entry).await?;
        }
        Ok(texts.len() as f64 / (now() - began))
    })
    .await?;

    let drafted = in_turns(ROUNDS, async |is_ours| {
        let texts = drafts(DRAFTS_A_TURN);
        let (raw_ids, raw_texts) = arrays(&texts);
        let began = now();
        if is_ours {
            for (id, text) in &texts {
                ours.store.save_draft(&ResponseId::new(id), text).await.map_err(told)?;
            }
        } else {
            save_drafts(&raw.raw, &raw_ids, &raw_texts).await?;
        }
        Ok(texts.len() as f64 / (now() - began))
    })
    .await?;

    let (ours, raw) = (Database::new().await?, Database::new().await?);
    ours.fill(SENT_IN_ALL).await?;
    raw.fill(SENT_IN_ALL).await?;
    let endpoint = endpoint(&url).await?;
    let turns =
        Turns { ours: &ours, raw: &raw, url: &url, taken: RefCell::default(), began: Cell::new(now()) };
    deliver_all(&turns, &endpoint).await?;
    let sent = turns.rates();
    for database in [&ours, &raw] {
        let n_sent = database.store.counts().await.map_err(told)?.sent;
        if n_sent != SENT_IN_ALL {
            return Err(format!("{n_sent} of {SENT_IN_ALL} were sent").into());
        }
    }

    console_log!("{:<28}{:>12}{:>12}{:>8}{:>8}", "", "ours, a s", "raw, a s", "ratio", "floor");
    finished.tell("responses finished", 0.7);
    drafted.tell("drafts saved", 0.7);
    sent.tell("responses sent, of 10,000", 0.8);
    Ok(JsValue::UNDEFINED)
}

/// A tablet with few responses, with 20,000, and after it has sent them: what a coordinator waits for, and memory.
#[wasm_bindgen_test]
async fn twenty_thousand() -> Result<(), JsValue> {
    JsFuture::from(future_to_promise(fill_and_look())).await.map(drop)
}

async fn fill_and_look() -> Result<JsValue, JsValue> {
    let database = Database::new().await?;
    console_log!(
        "{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "ms, and MB of wasm",
        "counts",
        "unsent",
        "page",
        "middle",
        "ledger",
        "backup",
        "memory"
    );
    database.fill(2_000).await?;
    look(&database.store, "2,000 waiting").await?;
    database.fill(18_000).await?;
    look(&database.store, "20,000 waiting").await?;

    let endpoint = endpoint(&collector().await?).await?;
    let began = now();
    deliver_all(&database.store, &endpoint).await?;
    console_log!("all sent, in seconds: {:.0}", (now() - began) / 1000.0);
    look(&database.store, "20,000 sent").await?;
    let began = now();
    database.store.clear_sent(Day::END, DAY).await.map_err(told)?;
    console_log!("all cleared, in seconds: {:.1}", (now() - began) / 1000.0);
    look(&database.store, "20,000 cleared").await?;
    Ok(JsValue::UNDEFINED)
}

/// Asks `store` what a coordinator's page asks, and writes how long each answer took.
async fn look(store: &IndexedDbStore, what: &str) -> Result<(), JsValue> {
    let mut began = now();
    let mut lap = || {
        let lap = now() - began;
        began = now();
        format!("{lap:>10.0}")
    };
    let mut laps = String::new();
    let counts = store.counts().await.map_err(told)?;
    laps += &lap();
    store.unsent(BATCH_SIZE).await.map_err(told)?;
    laps += &lap();
    let states = [State::Waiting, State::Sent];
    store.page(&states, "", 50).await.map_err(told)?;
    laps += &lap();
    store.page(&states, "8", 50).await.map_err(told)?;
    laps += &lap();
    let mut n_bytes = 0;
    list_ledger(store, &mut |text| n_bytes += text.len()).await.map_err(told)?;
    laps += &lap();
    back_up(store, &[], "0", DAY, &mut |text| n_bytes += text.len()).await;
    laps += &lap();
    let memory = core::arch::wasm32::memory_size(0) / 16;
    console_log!("{what:<28}{laps}{memory:>10}   ({} made, {n_bytes} bytes listed)", counts.made());
    Ok(())
}

/// How often the worker that makes results begins anew, so that its first question is measured.
const BEGINNINGS: usize = 3;

/// What a coordinator waits for at most over 20,000 responses, in milliseconds: for the first answer, and for every further one.
const FIRST_MS: f64 = 1000.0;
const FURTHER_MS: f64 = 100.0;

/// How much memory the worker may have then, in MB.
const MOST_MB: f64 = 150.0;

/// The worker that makes results over 20,000 responses: once as it finds nothing but their texts, and then as it has packed them, at its
/// first question and at further ones.
#[wasm_bindgen_test]
async fn reports() -> Result<(), JsValue> {
    JsFuture::from(future_to_promise(ask_again())).await.map(drop)
}

async fn ask_again() -> Result<JsValue, JsValue> {
    // Of a tablet with so many nearly all are sent.
    let database = Database::new().await?;
    database.fill(500).await?;
    Reflect::set(&database.entry, &"state".into(), &"sent".into())?;
    database.fill(19_500).await?;
    let everything = Filter::default;
    let results = || -> Question { ResultsQuestion { filter: everything(), whom: Whom::People }.into() };
    let file = || FileQuestion { file: File::Wide, filter: everything(), day: DAY.to_string() };
    let questions: [(&str, Question); 5] = [
        ("results", results()),
        ("veranderverhaal", FrameworkQuestion { filter: everything(), rounds: None }.into()),
        ("choices of a filter", FacetsQuestion.into()),
        ("overview", CountsQuestion::default().into()),
        ("file (wide table)", file().into()),
    ];
    let ask = async |reports: &mut Reports<'_>, question: &Question| {
        let asked = write_request(&Request { question: question.clone(), names: Names::default() });
        let began = now();
        reports.answer(&asked).await.map_err(told)?;
        Ok::<_, JsValue>(now() - began)
    };
    let begin = || Reports::new(Source::new(&database.store, &Site, "s/"));
    let from_texts = ask(&mut begin(), &results()).await?;
    let packed: usize = database.store.rows().await.map_err(told)?.iter().map(Vec::len).sum();
    console_log!("of 20,000, by reading all texts: {from_texts:.0} ms; packed they are {packed} bytes");
    console_log!("{:<28}{:>12}{:>12}{:>12}", "of 20,000 packed, in ms", "first", "further", "MB of wasm");
    for (what, question) in questions {
        let mut taken = Vec::new();
        for _ in 0..BEGINNINGS {
            let mut reports = begin();
            taken.push((ask(&mut reports, &question).await?, ask(&mut reports, &question).await?));
        }
        let memory = f64::from(u32::try_from(core::arch::wasm32::memory_size(0) / 16).unwrap_or(u32::MAX));
        let taken = Rates(taken);
        let (first, further) = (taken.median(|(first, _)| first), taken.median(|(_, further)| further));
        // Making a whole file takes its time, and tells that it goes on.
        let is_file = matches!(question, Question::File(_));
        let holds = is_file || (first <= FIRST_MS && further <= FURTHER_MS && memory <= MOST_MB);
        let told = if holds { "holds" } else { "MISSED" };
        console_log!("{what:<28}{first:>12.0}{further:>12.0}{memory:>12.0}  {told}");
    }
    Ok(JsValue::UNDEFINED)
}

/// The site with the study of the app.
struct Site;

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        let study = include_str!("../../public/studies/ontmoetingscentra/study.json");
        (path == "s/study.json").then(|| study.to_owned())
    }
}

/// Where the collector takes batches.
async fn collector() -> Result<String, JsValue> {
    let address = get_text(ADDRESS).await.ok_or("run this with `make bench`, which starts a collector")?;
    Ok(format!("{}/api/batches", address.trim()))
}

async fn endpoint(url: &str) -> Result<HttpEndpoint, JsValue> {
    let settings = EndpointSettings { url: url.to_owned(), ..EndpointSettings::default() };
    HttpEndpoint::open(settings, "").await.map_err(|trouble| told(format!("{trouble:?}")))
}

async fn deliver_all(outbox: &dyn Outbox, endpoint: &HttpEndpoint) -> Result<(), JsValue> {
    let mut delivery = Delivery::new(BATCH_SIZE);
    let today = || DAY;
    let delivered =
        deliver(outbox, endpoint, &mut delivery, &|| 0.5, &today, &|_, _| ()).await.map_err(told)?;
    delivered.stopped_by.map_or(Ok(()), |(trouble, _)| Err(told(format!("{trouble:?}"))))
}

/// `tools/bench.sh` looks for this word.
fn verdict(ratio: f64, floor: f64) -> &'static str {
    if ratio >= floor { "holds" } else { "MISSED" }
}

/// What was measured in each round, in things a millisecond: the rate of ours and the rate of raw.
struct Rates(Vec<(f64, f64)>);

/// Lets ours and raw take turns; `turn` does a piece of work and returns how fast it was, in things a millisecond.
async fn in_turns(
    n_rounds: usize,
    mut turn: impl AsyncFnMut(bool) -> Result<f64, JsValue>,
) -> Result<Rates, JsValue> {
    let mut rates = Vec::new();
    for round in 0..n_rounds {
        // Who goes first changes too.
        let (first, second) = (turn(round % 2 == 0).await?, turn(round % 2 == 1).await?);
        rates.push(if round % 2 == 0 { (first, second) } else { (second, first) });
    }
    Ok(Rates(rates))
}

impl Rates {
    /// Writes one line. The ratio is the median of those of the rounds, so it need not be that of the two medians.
    fn tell(&self, work: &str, floor: f64) {
        let (ours, raw) = (self.median(|(ours, _)| ours), self.median(|(_, raw)| raw));
        let ratio = self.median(|(ours, raw)| ours / raw);
        let verdict = verdict(ratio, floor);
        let (ours, raw) = (ours * 1000.0, raw * 1000.0);
        console_log!("{work:<28}{ours:>12.0}{raw:>12.0}{ratio:>8.2}{floor:>8.2}  {verdict}");
    }

    fn median(&self, of: impl Fn((f64, f64)) -> f64) -> f64 {
        let mut numbers: Vec<f64> = self.0.iter().map(|rates| of(*rates)).collect();
        numbers.sort_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    }
}

/// A database with the stores of the app, open in our way and in the raw way.
struct Database {
    store: IndexedDbStore,
    raw: JsValue,
    /// An entry of the ledger as our store writes it when a response is finished.
    entry: JsValue,
}

impl Database {
    async fn new() -> Result<Self, JsValue> {
        let name = format!("bench-{}", Uuid::new_v4());
        let store = IndexedDbStore::new(&name);
        store.finish(&ResponseId::new("sample"), "{}", DAY).await.map_err(told)?;
        let raw = open(&name).await?;
        let entry = entry_of(&raw, "sample").await?;
        // From here on it is in nobody's way.
        let refused = Verdict::Refused("only a sample".to_owned());
        store.settle(&[(ResponseId::new("sample"), refused)], DAY, "").await.map_err(told)?;
        Ok(Self { store, raw, entry })
    }

    /// Puts in `n` responses that wait; 500 at a time, since `twenty_thousand` looks at the memory.
    async fn fill(&self, n: usize) -> Result<(), JsValue> {
        for _ in 0..n / 500 {
            let (ids, texts) = arrays(&responses(500));
            fill(&self.raw, &ids, &texts, &self.entry).await?;
        }
        Ok(())
    }
}

/// Our store, at the end of each request of which raw sends one too.
struct Turns<'a> {
    ours: &'a Database,
    raw: &'a Database,
    url: &'a str,
    /// Milliseconds of each request, ours and raw.
    taken: RefCell<Vec<(f64, f64)>>,
    /// When ours went on.
    began: Cell<f64>,
}

impl Turns<'_> {
    /// A round is many requests, since not each of ours begins with asking what waits.
    fn rates(&self) -> Rates {
        let n_sent = (REQUESTS_A_ROUND * BATCH_SIZE) as f64;
        let rate = |round: &[(f64, f64)]| {
            let [ours, raw]: [f64; 2] =
                [round.iter().map(|ms| ms.0).sum(), round.iter().map(|ms| ms.1).sum()];
            (n_sent / ours, n_sent / raw)
        };
        Rates(self.taken.borrow().chunks_exact(REQUESTS_A_ROUND).map(rate).collect())
    }
}

#[async_trait(?Send)]
impl Outbox for Turns<'_> {
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError> {
        self.ours.store.unsent(most).await
    }

    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError> {
        self.ours.store.start_sending(ids).await
    }

    async fn settle(
        &self,
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError> {
        self.ours.store.settle(verdicts, day, receipt).await?;
        let ours_ended = now();
        let sent = send(&self.raw.raw, self.url, BATCH_SIZE, DAY.as_str()).await;
        sent.map_err(|error| StoreError::Unavailable(format!("{error:?}")))?;
        let raw_ended = now();
        self.taken.borrow_mut().push((ours_ended - self.began.get(), raw_ended - ours_ended));
        self.began.set(raw_ended);
        Ok(())
    }

    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError> {
        self.ours.store.clear_sent(before, day).await
    }
}

/// Real responses to the study of the app, each with an id of its own; ids and texts.
fn responses(n: usize) -> Vec<(String, String)> {
    let samples: Vec<String> = [0, 3, 6, 10].into_iter().map(response).collect();
    (0..n)
        .map(|at| {
            let id = Uuid::new_v4().to_string();
            let text = samples[at % samples.len()].replace("\"ID\"", &format!("\"{id}\""));
            (id, text)
        })
        .collect()
}

/// The response of a participant for whom `n_much` cards mean much.
fn response(n_much: usize) -> String {
    let mut participant = Participant::new("ID");
    participant.begins();
    participant.sorts_all(n_much);
    participant.goes_to_the_end();
    write_response(&participant.session.finish(Outcome::Complete))
}

/// The drafts of participants who sort, one after each card; ids and texts.
fn drafts(n: usize) -> Vec<(String, String)> {
    let mut drafts = Vec::new();
    loop {
        let id = Uuid::new_v4().to_string();
        let mut participant = Participant::new(&id);
        participant.begins();
        while participant.session.step != sorting(SortStep::Cards) {
            participant.acts(Action::Next);
        }
        while participant.session.sort(0).is_some_and(|sort| sort.in_hand().is_some()) {
            if drafts.len() == n {
                return drafts;
            }
            participant.places("some");
            drafts.push((id.clone(), write_draft(&participant.session, participant.now_ms)));
        }
    }
}

fn arrays(texts: &[(String, String)]) -> (Array, Array) {
    texts.iter().map(|(id, text)| (JsValue::from(id), JsValue::from(text))).unzip()
}

/// Milliseconds since the page was opened.
fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(f64::NAN, |clock| clock.now())
}

fn told(error: impl Display) -> JsValue {
    error.to_string().into()
}

//! One pass of one page: a first visit with nothing kept, a whole session, a visit on another day, and one without a network.

use std::collections::BTreeMap;

use journeys::tablet::Profile;
use serde::Serialize;
use tokio::time::{Duration, sleep};

use crate::browser::{Browser, PATIENCE, Told};
use crate::line::{Asked, Line};
use crate::pages::Page;
use crate::waterfall::Waterfall;
use crate::world::World;

/// Whoever takes part looks so long before they tap: longer than the app takes nothing for after something has come.
const LOOKS: Duration = Duration::from_secs(1);

/// After so long without an effect somebody taps again.
const AGAIN: Duration = Duration::from_secs(1);

/// The same for a language, whose tile shows that it was tapped.
const LANGUAGE_AGAIN: Duration = Duration::from_secs(15);

/// A card is not put down more often than this before somebody gives up.
const MOST_TAPS: usize = 20;

/// From the navigation to the first card on a pile.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Start {
    /// First contentful paint, in milliseconds since the navigation.
    pub(crate) first_paint: f64,
    /// The finger came down that put the first card on a pile.
    pub(crate) first_answer: f64,
    /// So long the main thread was busy until then, in milliseconds.
    pub(crate) main_thread: f64,
    /// Requests on the line until then.
    pub(crate) n_requests: usize,
    /// Bytes on the line until then, with headers.
    pub(crate) n_bytes: usize,
    /// Taps that came to nothing, though what was tapped could be seen.
    pub(crate) n_lost: usize,
}

/// What was measured in one pass; times in milliseconds.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Pass {
    pub(crate) first: Start,
    pub(crate) repeat: Start,
    pub(crate) offline: Start,
    /// From the finger that leaves the screen to the frame with the card on the pile, for each card that was put down by tap.
    pub(crate) moved: Vec<f64>,
    /// The same for cards that were dropped.
    pub(crate) dropped: Vec<f64>,
    /// From the answer to the frame with the next question and its pictures, net of the wait that is there on purpose.
    pub(crate) asked: Vec<f64>,
    /// So long the main thread was busy with each card put down by tap, until the next one lay still.
    pub(crate) busy: Vec<f64>,
    /// Tasks above 50 ms after the start.
    pub(crate) long: Vec<f64>,
    /// All layout shifts of the session.
    pub(crate) shift: f64,
    /// The share of the time for which processes waited for a processor.
    pub(crate) waited: f64,
}

/// Goes through one page.
///
/// # Errors
///
/// What did not happen.
pub(crate) async fn pass(world: &World, page: Page) -> Result<(Pass, Waterfall), String> {
    let watch = crate::calm::Watch::begin();
    let mut line = Line::lay(world.collector_port(), world.line_kind()).map_err(|error| error.to_string())?;
    let address = format!("{}{}", line.url(), page.path());
    let profile = Profile::new();

    let browser = Browser::start(&profile, page, world.browser_kind()).await;
    let first = start(&browser, &line, &address).await?;
    let told: Told = browser.ask("probe.told()").await?;
    let waterfall = Waterfall::new(&told, &line.asked(), first.first_answer);
    browser.ask::<()>("probe.takeTime()").await?;
    let session = Session::play(&browser, page).await?;
    let told: Told = browser.ask("probe.told()").await?;
    be_ready_offline(&browser).await?;
    leave(&browser).await?;
    browser.end().await;

    let browser = Browser::start(&profile, page, world.browser_kind()).await;
    line.forget();
    let repeat = start(&browser, &line, &address).await?;
    browser.end().await;

    line.cut();
    let browser = Browser::start(&profile, page, world.browser_kind()).await;
    let offline = start(&browser, &line, &address).await?;
    drop(browser);

    let began = first.first_answer;
    let long = told.long.iter().filter(|(at, _)| *at > began).map(|(_, ms)| *ms).collect();
    let Session { moved, dropped, asked, busy, .. } = session;
    let shift = told.shift;
    let pass =
        Pass { first, repeat, offline, moved, dropped, asked, busy, long, shift, waited: watch.share() };
    Ok((pass, waterfall))
}

/// From the navigation to the first card on a pile, as fast as a finger can.
async fn start(browser: &Browser, line: &Line, address: &str) -> Result<Start, String> {
    let busy_before = browser.busy_ms().await;
    browser.open(address).await;
    let mut tapped: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = browser.until_there(&["language"], PATIENCE).await?;
    for _ in 0..MOST_TAPS {
        *tapped.entry(seen.stage.clone()).or_default() += 1;
        // What was tapped may go by, or be there for a while yet.
        let next: &[&str] = match seen.stage.as_str() {
            "language" => &["hear", "consent", "card"],
            "hear" => &["consent", "card"],
            "consent" => &["hear", "card"],
            _ => {
                let before = line.asked();
                let aim = browser.aim("moved", 1).await?;
                browser.tap(aim.spot).await;
                if let Some(effect) = browser.effect(AGAIN).await? {
                    // Each is tapped once, unless that came to nothing.
                    let n_lost = tapped.values().map(|n| n - 1).sum();
                    return started(browser, busy_before, &before, effect.down, n_lost).await;
                }
                continue;
            }
        };
        // A language that was tapped before the app is there is kept until it is.
        let patience = if seen.stage == "language" { LANGUAGE_AGAIN } else { AGAIN };
        browser.tap(seen.spot).await;
        seen = match browser.until(next, patience).await? {
            Some(seen) => seen,
            None => browser.until_there(&["language", "hear", "consent", "card"], PATIENCE).await?,
        };
    }
    Err(format!("{address}: there is no first answer; at the end {seen:?}"))
}

async fn started(
    browser: &Browser,
    busy_before: f64,
    asked: &[Asked],
    first_answer: f64,
    n_lost: usize,
) -> Result<Start, String> {
    let busy = browser.busy_ms().await;
    // A page in a process of its own begins at nothing.
    let main_thread = if busy < busy_before { busy } else { busy - busy_before };
    let told: Told = browser.ask("probe.told()").await?;
    Ok(Start {
        first_paint: told.first_paint.ok_or("nothing was painted")?,
        first_answer,
        main_thread,
        n_requests: asked.len(),
        n_bytes: asked.iter().map(|asked| asked.n_bytes).sum(),
        n_lost,
    })
}

/// From the first card to the thanks.
#[derive(Default)]
struct Session {
    n_cards: usize,
    n_questions: usize,
    moved: Vec<f64>,
    dropped: Vec<f64>,
    asked: Vec<f64>,
    busy: Vec<f64>,
}

impl Session {
    async fn play(browser: &Browser, page: Page) -> Result<Self, String> {
        const STAGES: [&str; 5] = ["hear", "card", "question", "way", "end"];
        let mut session = Self::default();
        // More than there are cards, questions and ways on.
        for _ in 0..100 {
            sleep(LOOKS).await;
            let seen = browser.until(&STAGES, PATIENCE).await?;
            let Some(seen) = seen else {
                return Err(format!("there is nothing to tap, but {}", browser.words().await));
            };
            match seen.stage.as_str() {
                "end" => return Ok(session),
                "card" => session.put_down(browser).await?,
                "question" => session.answer(browser, page).await?,
                _ => browser.tap(seen.spot).await,
            }
        }
        Err("the session does not end".to_owned())
    }

    /// Every other card by drag.
    async fn put_down(&mut self, browser: &Browser) -> Result<(), String> {
        let aim = browser.aim("moved", self.n_cards % 3).await?;
        let is_dragged = self.n_cards % 2 == 1;
        let before = browser.busy_ms().await;
        if is_dragged {
            browser.drag(aim.card.ok_or("there is no card in hand")?, aim.spot).await;
        } else {
            browser.tap(aim.spot).await;
        }
        sleep(LOOKS).await;
        let after = browser.busy_ms().await;
        let effect = browser.must_have("a card on a pile").await?;
        self.n_cards += 1;
        let ms = effect.painted - effect.up;
        if is_dragged {
            self.dropped.push(ms);
        } else {
            self.moved.push(ms);
            self.busy.push(after - before);
        }
        Ok(())
    }

    /// The last one leads to the thanks, which is another matter.
    async fn answer(&mut self, browser: &Browser, page: Page) -> Result<(), String> {
        let aim = browser.aim("asked", self.n_questions % 5).await?;
        browser.tap(aim.spot).await;
        let effect = browser.must_have("another question").await?;
        self.n_questions += 1;
        if self.n_questions < crate::pages::QUESTIONS.len() {
            self.asked.push(effect.painted - effect.up - page.waits_ms());
        }
        Ok(())
    }
}

/// Waits until the page would start without a network.
async fn be_ready_offline(browser: &Browser) -> Result<(), String> {
    for _ in 0..600 {
        if browser.ask::<bool>("document.documentElement.dataset.offline === 'ready'").await? {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    Err("the page does not become ready for being offline".to_owned())
}

/// Makes the tablet ready for the next participant.
async fn leave(browser: &Browser) -> Result<(), String> {
    let seen = browser.until_there(&["end", "language"], PATIENCE).await?;
    if seen.stage == "end" {
        browser.tap(seen.spot).await;
    }
    browser.until_there(&["language"], PATIENCE).await.map(drop)
}

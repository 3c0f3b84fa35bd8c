//! Hands that tremble, drawn at random, on every screen that a participant can meet.
//!
//! `TAPS` says how often something is meant, `SEED` from which number chance starts; a run prints its own, and a table. What
//! is meant is what the app hears in at least 99 of 100 taps, and it hears nothing that nobody meant: neither while it
//! happens nor in the response that arrives.
//!
//! Chromium gets real contacts, several at a time and of any size; Firefox one finger; `WebKit`, which has none here, the
//! events of fingers, made by a script.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use journeys::chance::Chance;
use journeys::collector::Collector;
use journeys::engine::Engine;
use journeys::site::Site;
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Tablet};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep_until};

const TREMOR: &str = include_str!("../src/tremor.js");

/// Few enough for every run of all tests.
const TAPS: u32 = 60;
const SEED: u64 = 20_261_129;

/// Of so many taps at most one may be lost.
const OF: u32 = 100;

/// A finger that comes down so late after a tap, in milliseconds, is no bounce any more: the machine was too slow for it.
const LATE: f64 = 780.0;

/// Width of a finger, and of the hand that rests beside it, in CSS pixels.
const FINGER: f64 = 40.0;
const PALM: (f64, f64) = (150.0, 300.0);

/// What a hand does besides slipping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tremor {
    Slip,
    Bounce,
    Long,
    Rest,
    Palm,
    TwoFingers,
}

impl Tremor {
    const ALL: [Self; 6] = [Self::Slip, Self::Bounce, Self::Long, Self::Rest, Self::Palm, Self::TwoFingers];

    fn words(self) -> &'static str {
        match self {
            Self::Slip => "slips 0-40 px",
            Self::Bounce => "bounces once or twice, 60-600 ms later",
            Self::Long => "presses for 0.6-3 s",
            Self::Rest => "a finger rests on the edge",
            Self::Palm => "a palm lies on the screen",
            Self::TwoFingers => "a second finger comes along",
        }
    }
}

/// Something that can be tapped.
#[derive(Debug, Deserialize)]
struct Target {
    kind: String,
    words: String,
    pile: Option<String>,
    cards: Vec<String>,
    card: Option<String>,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// What somebody sees.
#[derive(Debug, Deserialize)]
struct View {
    screen: String,
    hand: Option<String>,
    targets: Vec<Target>,
}

/// What the app has heard: which target, when, and when the finger came down.
#[derive(Debug, Deserialize)]
struct Click {
    at: i64,
    down: f64,
    now: f64,
}

#[derive(Debug, Clone, Copy)]
struct Contact {
    x: f64,
    y: f64,
    size: f64,
}

/// One moment of a trace: a contact comes or moves, or leaves (`None`).
type Moment = (u64, u32, Option<Contact>);

/// A number for each kind of contact.
const FIRST: u32 = 1;
const SECOND: u32 = 2;
const HAND: u32 = 3;
const RESTING: u32 = 4;

/// Taps, those that were heard as meant, and what nobody meant.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    taps: u32,
    heard: u32,
    unmeant: u32,
}

struct Shaking<'a> {
    tablet: &'a Tablet,
    chance: Chance,
    /// The contacts on the screen.
    on_screen: BTreeMap<u32, Contact>,
    /// For so many more taps a finger rests on the edge.
    rests_for: u32,
}

impl Shaking<'_> {
    async fn ask<T: serde::de::DeserializeOwned>(&self, job: &str, mut with: Vec<Value>) -> T {
        with.insert(0, job.into());
        self.tablet.run(TREMOR, with).await
    }

    /// What can be tapped, once what is there has settled.
    async fn look(&self) -> View {
        self.tablet
            .until("something that can be tapped", async || {
                let view: Option<View> = self.ask("look", vec![]).await;
                view.ok_or_else(|| "nothing has settled".to_owned())
            })
            .await
    }

    /// What was heard of a tap, or that nothing was.
    async fn clicked(&self) -> Vec<Click> {
        self.tablet
            .until("what was heard", async || {
                let clicks: Option<Vec<Click>> = self.ask("clicked", vec![]).await;
                clicks.ok_or_else(|| "it may still come".to_owned())
            })
            .await
    }

    /// Something that a participant may want to tap there.
    fn want(&mut self, view: &View) -> usize {
        // How often a kind is wanted, so that everybody comes to an end now and then.
        let weight = |kind: &str| match kind {
            "tray-button" if view.hand.is_none() => 0,
            "tray-button" => 90,
            "main-button" => 60,
            "frame-next" | "picture-button" => 50,
            "chooser-card" => 40,
            "tray-open" => 15,
            "table-card" => 10,
            "language-tile" | "large-button" => 12,
            "frame-back" => 8,
            "chooser-turn" => 6,
            _ => 3,
        };
        let mut kinds: Vec<&str> = view.targets.iter().map(|target| target.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut drawn = self.chance.below(kinds.iter().map(|kind| weight(kind)).sum());
        let kind = kinds.into_iter().find(|kind| {
            let is_it = drawn < weight(kind);
            drawn = drawn.saturating_sub(weight(kind));
            is_it
        });
        let of_kind: Vec<usize> =
            (0..view.targets.len()).filter(|at| Some(view.targets[*at].kind.as_str()) == kind).collect();
        of_kind[self.chance.place(of_kind.len())]
    }

    fn held(&self, x: f64, y: f64) -> (f64, f64) {
        let (width, height) = self.tablet.size();
        (x.clamp(1.0, f64::from(width) - 2.0), y.clamp(1.0, f64::from(height) - 2.0))
    }

    /// A point so far from another, anywhere around it.
    fn around(&mut self, (x, y): (f64, f64), least: f64, most: f64) -> (f64, f64) {
        let (angle, far) =
            (self.chance.between(0.0, std::f64::consts::TAU), self.chance.between(least, most));
        self.held(x + far * angle.cos(), y + far * angle.sin())
    }

    /// A tap on `target`: down somewhere in its middle half, up after a slip, and what this hand does besides.
    fn trace(&mut self, target: &Target, tremor: Tremor) -> Vec<Moment> {
        let finger = |(x, y)| Some(Contact { x, y, size: FINGER });
        let start = (
            target.left + target.width * self.chance.between(0.25, 0.75),
            target.top + target.height * self.chance.between(0.25, 0.75),
        );
        let end = self.around(start, 0.0, 40.0);
        let mut trace = Vec::new();
        let mut now = 0;
        if tremor == Tremor::Palm {
            let (width, height) = self.tablet.size();
            let size = self.chance.between(PALM.0, PALM.1);
            let (x, y) =
                (self.chance.between(0.0, f64::from(width)), self.chance.between(0.0, f64::from(height)));
            let (x, y) = self.held(x, y);
            trace.push((0, HAND, Some(Contact { x, y, size })));
            now = self.chance.below(300);
        }
        let pressed = match tremor {
            Tremor::Long => 600 + self.chance.below(2_400),
            _ => 40 + self.chance.below(160),
        };
        trace.push((now, FIRST, finger(start)));
        let steps = 1 + self.chance.below(3);
        for step in 1..=steps {
            let part = f64::from(u32::try_from(step).unwrap()) / f64::from(u32::try_from(steps).unwrap());
            let between = (start.0 + (end.0 - start.0) * part, start.1 + (end.1 - start.1) * part);
            trace.push((now + pressed * step / (steps + 1), FIRST, finger(between)));
        }
        if tremor == Tremor::TwoFingers {
            let along = self.around(start, 30.0, 150.0);
            let late = 5 + self.chance.below(60);
            trace.push((now + late, SECOND, finger(along)));
            trace.push((now + late.max(pressed) + self.chance.below(80) - 20, SECOND, None));
        }
        now += pressed;
        trace.push((now, FIRST, None));
        if tremor == Tremor::Palm {
            trace.push((now + self.chance.below(400), HAND, None));
        }
        if tremor == Tremor::Bounce {
            let mut later = 60 + self.chance.below(541);
            for _ in 0..=self.chance.below(2) {
                let again = self.around(end, 0.0, 15.0);
                trace.push((now + later, FIRST, finger(again)));
                trace.push((now + later + 20 + self.chance.below(60), FIRST, None));
                later += 140 + self.chance.below(300);
                if later > 600 {
                    break;
                }
            }
        }
        trace.sort_by_key(|(at, ..)| *at);
        trace
    }

    /// A finger that comes to rest on the edge for some taps, trembles there, and leaves.
    async fn rest(&mut self) {
        let (width, height) = self.tablet.size();
        match (self.on_screen.get(&RESTING).copied(), self.rests_for) {
            (Some(_), 0) => self.move_to(RESTING, None).await,
            (Some(Contact { x, y, size }), _) => {
                self.rests_for -= 1;
                let (x, y) = self.around((x, y), 0.0, 6.0);
                self.move_to(RESTING, Some(Contact { x, y, size })).await;
            }
            (None, 0) => {}
            (None, _) => {
                let (x, y) = match self.chance.below(3) {
                    0 => (6.0, self.chance.between(0.0, f64::from(height))),
                    1 => (f64::from(width) - 6.0, self.chance.between(0.0, f64::from(height))),
                    _ => (self.chance.between(0.0, f64::from(width)), f64::from(height) - 6.0),
                };
                let (x, y) = self.held(x, y);
                self.move_to(RESTING, Some(Contact { x, y, size: FINGER })).await;
            }
        }
    }

    async fn play(&mut self, trace: Vec<Moment>) {
        let begin = Instant::now();
        for (at, contact, to) in trace {
            sleep_until(begin + Duration::from_millis(at)).await;
            self.move_to(contact, to).await;
        }
    }

    /// Lets a contact come, move or leave.
    async fn move_to(&mut self, contact: u32, to: Option<Contact>) {
        let before = self.on_screen.get(&contact).copied();
        match to {
            Some(to) => self.on_screen.insert(contact, to),
            None => self.on_screen.remove(&contact),
        };
        match self.tablet.engine {
            Engine::Chromium => {
                let point = |(id, at): (&u32, &Contact)| json!({ "id": id, "x": at.x, "y": at.y, "radiusX": at.size / 2.0, "radiusY": at.size / 2.0 });
                // At the end those that leave, else all that are there.
                let (kind, points) = match (before, to) {
                    (Some(before), None) => ("touchEnd", vec![point((&contact, &before))]),
                    (None, _) => ("touchStart", self.on_screen.iter().map(point).collect()),
                    _ => ("touchMove", self.on_screen.iter().map(point).collect()),
                };
                let told = json!({ "type": kind, "touchPoints": points });
                self.tablet.cdp("Input.dispatchTouchEvent", told).await;
            }
            Engine::Firefox => {
                let (kind, at) = match (before, to) {
                    (None, Some(to)) => ("touchStart", vec![(to.x, to.y)]),
                    (_, Some(to)) => ("touchMove", vec![(to.x, to.y)]),
                    _ => ("touchEnd", vec![]),
                };
                self.tablet.touch(kind, &at).await;
            }
            Engine::WebKit => {
                let kind = match (before, to) {
                    (None, _) => "pointerdown",
                    (_, Some(_)) => "pointermove",
                    _ => "pointerup",
                };
                if let Some(Contact { x, y, size }) = to.or(before) {
                    self.ask::<Value>(
                        "contact",
                        vec![json!(kind), json!(contact), json!(x), json!(y), json!(size)],
                    )
                    .await;
                }
            }
        }
    }
}

/// What a response is to hold: the moves of the cards.
#[derive(Debug, Default)]
struct Given {
    moves: Vec<(String, Option<String>)>,
    /// The cards that lie on a pile, the last one last.
    lying: Vec<String>,
    has_agreed: bool,
    /// The machine was so slow that a bounce was none any more.
    is_spoiled: bool,
}

impl Given {
    /// Notes what a tap on `target` gives.
    fn note(&mut self, view: &View, target: &Target) {
        match (view.screen.as_str(), target.kind.as_str()) {
            ("consent", "main-button") => self.has_agreed = true,
            ("consent", "large-button") => self.has_agreed = false,
            ("sort", "tray-button") => {
                if let Some(card) = view.hand.clone().filter(|card| !card.is_empty()) {
                    self.lying.push(card.clone());
                    self.moves.push((card, target.pile.clone()));
                }
            }
            ("sort", "tray-open") => {
                if let [only] = &target.cards[..] {
                    self.take_back(&only.clone());
                }
            }
            ("sort" | "table", "frame-back") => {
                if let Some(card) = self.lying.last().cloned() {
                    self.take_back(&card);
                }
            }
            ("open pile", "chooser-card") | ("table", "table-card") => {
                self.take_back(&target.card.clone().unwrap());
            }
            _ => {}
        }
    }

    fn take_back(&mut self, card: &str) {
        // The practice card has no name, and is no move.
        if !card.is_empty() {
            self.lying.retain(|one| one != card);
            self.moves.push((card.to_owned(), None));
        }
    }
}

/// The moves that have arrived.
fn moves(response: &Value) -> Vec<(String, Option<String>)> {
    let moves = response["instruments"][0]["moves"].as_array().cloned().unwrap_or_default();
    let of = |step: &Value, key: &str| step[key].as_str().map(str::to_owned);
    moves.iter().map(|step| (of(step, "card").unwrap(), of(step, "pile"))).collect()
}

fn number<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(default)
}

fn table<K: Ord + ToString>(heading: &str, counts: &BTreeMap<K, Count>) -> String {
    let mut table =
        format!("| {heading} | taps | heard as meant | heard, but not meant |\n|---|--:|--:|--:|\n");
    for (what, Count { taps, heard, unmeant }) in counts {
        writeln!(table, "| {} | {taps} | {heard} | {unmeant} |", what.to_string()).unwrap();
    }
    table
}

/// What a run finds.
#[derive(Default)]
struct Found {
    by_tremor: BTreeMap<Tremor, Count>,
    by_screen: BTreeMap<String, Count>,
    /// What somebody has given up to now.
    given: Given,
    n_arrived: usize,
    n_late: u32,
    lost: Vec<String>,
}

impl Found {
    /// Somebody has come to the end: what has arrived is what they meant.
    async fn arrives(&mut self, collector: &Collector) {
        self.n_arrived += 1;
        let arrived = collector.arrived(self.n_arrived).await;
        let given = std::mem::take(&mut self.given);
        if !given.is_spoiled {
            assert_eq!(moves(arrived.last().unwrap()), given.moves, "what has arrived is what was meant");
        }
    }

    /// Counts what a tap on that target has led to; whether that is as it was meant.
    fn count(&mut self, tremor: Tremor, view: &View, wanted: usize, clicks: &[Click]) -> bool {
        let is_wanted = |click: &&Click| usize::try_from(click.at).is_ok_and(|at| at == wanted);
        let first = clicks.iter().find(is_wanted);
        let n_late =
            clicks.iter().filter(|click| first.is_some_and(|first| click.down > first.now + LATE)).count();
        if n_late > 0 {
            self.n_late += 1;
            self.given.is_spoiled = true;
        }
        let n_unmeant = clicks.len() - n_late - usize::from(first.is_some());
        let counts = [
            self.by_tremor.entry(tremor).or_default(),
            self.by_screen.entry(view.screen.clone()).or_default(),
        ];
        for count in counts {
            count.taps += 1;
            count.heard += u32::from(first.is_some());
            count.unmeant += u32::try_from(n_unmeant).unwrap();
        }
        if first.is_some() {
            self.given.note(view, &view.targets[wanted]);
        }
        first.is_some() && n_unmeant == 0
    }

    fn report(&self) {
        let by_tremor: BTreeMap<&str, Count> =
            self.by_tremor.iter().map(|(tremor, count)| (tremor.words(), *count)).collect();
        println!("{}\n{}", table("hand", &by_tremor), table("screen", &self.by_screen));
        let sum = |of: fn(&Count) -> u32| self.by_tremor.values().map(of).sum::<u32>();
        let (all, heard, unmeant) = (sum(|of| of.taps), sum(|of| of.heard), sum(|of| of.unmeant));
        println!(
            "{heard} of {all} heard as meant, {unmeant} not meant; {} responses arrived",
            self.n_arrived
        );
        println!("{} bounces came too late to be any", self.n_late);
        assert!(self.n_late * 20 <= all, "this machine is too slow to bounce on it");
        assert_eq!(unmeant, 0, "something was heard that nobody meant");
        assert!(all - heard <= all.div_ceil(OF), "too many were lost: {:?}", self.lost);
    }
}

#[tokio::test]
async fn whatever_trembles_what_was_meant_is_what_is_recorded() {
    let (taps, seed) = (number("TAPS", TAPS), number("SEED", SEED));
    println!("{taps} taps, SEED={seed}, {:?}", Engine::chosen());
    let site = Site::built();
    let collector = Collector::start(&site);
    let tablet = Tablet::start_as(&Profile::new(), Manner { is_unhurried: true, ..Manner::default() }).await;
    tablet.open(&collector.url()).await;
    let is_started =
        async || if tablet.see().await.is_started { Ok(()) } else { Err("not started".to_owned()) };
    tablet.until("the app", is_started).await;
    let tremors = if tablet.engine == Engine::Firefox { &Tremor::ALL[..3] } else { &Tremor::ALL };
    let mut hand =
        Shaking { tablet: &tablet, chance: Chance(seed), on_screen: BTreeMap::new(), rests_for: 0 };
    hand.ask::<Value>("watch", vec![]).await;

    let mut found = Found::default();
    let mut may_turn = false;
    for n in 0..taps {
        let mut view = hand.look().await;
        if view.screen == "sort" && hand.chance.below(40) == 0 {
            tablet.run::<Value>("dispatchEvent(new Event('betekenis-idle'))", vec![]).await;
            view = hand.look().await;
        }
        if view.screen == "end" {
            if found.given.has_agreed {
                found.arrives(&collector).await;
            }
            found.given = Given::default();
            may_turn = true;
        } else if view.screen == "language" && std::mem::take(&mut may_turn) {
            tablet.turn([PORTRAIT, LANDSCAPE, PHONE][hand.chance.place(3)]).await;
            view = hand.look().await;
        }
        let wanted = hand.want(&view);
        let target = &view.targets[wanted];
        // The first finger tells the page how wide a finger is.
        let tremor = if n == 0 { Tremor::Slip } else { tremors[hand.chance.place(tremors.len())] };
        if tremor == Tremor::Rest && hand.rests_for == 0 {
            hand.rests_for = 3 + u32::try_from(hand.chance.below(4)).unwrap();
        }
        hand.rest().await;
        let trace = hand.trace(target, tremor);
        let what = format!("{tremor:?} on {} {:?} of {}: {trace:?}", target.kind, target.words, view.screen);
        hand.play(trace).await;

        let clicks = hand.clicked().await;
        if !found.count(tremor, &view, wanted, &clicks) {
            let told: Vec<String> = hand.ask("told", vec![]).await;
            println!("{what}\n  heard {clicks:?}\n  told {told:?}");
            found.lost.push(what);
        } else if target.kind == "language-tile" {
            // Its texts are on their way.
            let look = "return document.querySelectorAll('.language-list').length";
            tablet
                .until("another screen", async || match tablet.run::<usize>(look, vec![]).await {
                    0 => Ok(()),
                    _ => Err("still the languages".to_owned()),
                })
                .await;
        }
    }
    found.report();
}

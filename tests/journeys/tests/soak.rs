//! A browser that is killed again and again, at moments drawn at random, while somebody takes part and while it sends.
//!
//! `KILLS` says how often, `SEED` from which number chance starts; a run prints its own. After every kill: what was
//! thanked for is there to the letter, nothing is there twice, and the session goes on where it was written down.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use journeys::chance::Chance;
use journeys::collector::Collector;
use journeys::participant::PILES;
use journeys::proxy::{Fate, Proxy};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{PORTRAIT, Profile, Sight, Stored, Tablet};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::sleep;

/// Few enough for every run of all tests.
const KILLS: u64 = 8;
const SEED: u64 = 20_261_122;

/// What a participant is going to give.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    language: &'static str,
    /// A pile for each card.
    piles: Vec<&'static str>,
    /// An answer to each question, as a response holds it.
    answers: Vec<Value>,
}

/// Somebody who takes part.
#[derive(Debug, Clone)]
struct Person {
    plan: Plan,
    /// So many moves and answers were read back from the storage, and the id with them.
    seen: (usize, usize),
    id: Option<String>,
    /// So many cards have been touched, with or without effect.
    n_touched: usize,
    is_thanked: bool,
}

/// What is going on when the browser is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// The app starts.
    Starting,
    /// Before the cards, or between two sessions.
    Between,
    /// This card of this life is being put on a pile.
    Card(usize),
    /// A question, or what is asked about the cards.
    Asking,
    /// The last answer has been given, the thanks have not been seen.
    Finishing,
    /// The thanks have been seen.
    Thanked,
}

impl Moment {
    /// The same without a number.
    fn kind(self) -> Self {
        if matches!(self, Self::Card(_)) { Self::Card(0) } else { self }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Starting => "while the app started",
            Self::Between => "between two sessions",
            Self::Card(_) => "in the middle of a sort",
            Self::Asking => "at a question",
            Self::Finishing => "at finishing",
            Self::Thanked => "at the thanks",
        }
    }
}

/// What a kill waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Start,
    Card(usize),
    Question,
    Finish,
    Sending,
}

/// Everything that outlives a browser.
struct World {
    study: Study,
    chance: Chance,
    /// Who took part since the last look at the storage; the last one may still be at it.
    people: Vec<Person>,
    /// Texts of all finished responses that were seen, by id.
    known: BTreeMap<String, String>,
    plans: Vec<Plan>,
    found: Found,
}

/// What was found after the kills.
#[derive(Debug, Default)]
struct Found {
    /// The session went on where it was left.
    resumed: usize,
    /// The last taps had not been written down any more.
    cut_off: usize,
    /// Its end was written down, but nobody saw the thanks.
    without_thanks: usize,
}

impl World {
    fn new(site: &Site, seed: u64) -> Self {
        Self {
            study: Study::of(site),
            chance: Chance(seed),
            people: Vec::new(),
            known: BTreeMap::new(),
            plans: Vec::new(),
            found: Found::default(),
        }
    }

    fn draw_target(&mut self) -> Target {
        match self.chance.below(20) {
            0 => Target::Start,
            1..=8 => Target::Card(1 + self.chance.place(15)),
            9..=10 => Target::Question,
            11..=14 => Target::Finish,
            _ => Target::Sending,
        }
    }

    /// A network that is slow, or worse.
    fn draw_fate(&mut self, target: Target) -> Fate {
        match self.chance.below(6) {
            0 => Fate::AnswerLost,
            1 => Fate::AnswerHeld,
            // Then there would be nothing to wait for.
            2 if target != Target::Sending => Fate::Reset,
            _ => Fate::Slowly(self.chance.moment(40), self.chance.moment(40)),
        }
    }

    /// How long after it: as long as the app is at it, and then some.
    fn draw_wait(&mut self, target: Target) -> Duration {
        self.chance.moment(match target {
            Target::Start => 900,
            Target::Card(_) | Target::Question => 40,
            Target::Finish => 60,
            Target::Sending => 80,
        })
    }

    /// From the start of the app until somebody ends it: looks at what the last one has left, and takes part.
    async fn live(&mut self, tablet: &Tablet, proxy: &Proxy, now: &watch::Sender<Moment>) {
        tablet.open(&proxy.url()).await;
        let sight = tablet
            .until("the app", async || {
                let sight = tablet.see().await;
                if sight.is_started { Ok(sight) } else { Err("it has not started".to_owned()) }
            })
            .await;
        let stored = tablet.stored().await;
        if self.check(&stored, &proxy.receipts()) {
            self.check_screen(&sight);
        }
        now.send_replace(Moment::Between);
        self.take_part(tablet, now).await;
    }

    fn new_person(&mut self) {
        let plan = loop {
            let plan = self.draw();
            if !self.plans.contains(&plan) {
                break plan;
            }
        };
        self.plans.push(plan.clone());
        self.people.push(Person { plan, seen: (0, 0), id: None, n_touched: 0, is_thanked: false });
    }

    fn draw(&mut self) -> Plan {
        let n_cards = self.study.deck("short").len();
        let piles = (0..n_cards).map(|_| PILES[self.chance.place(PILES.len())]).collect();
        let answers = self.study.questions().into_iter().map(|question| {
            let choices = self.study.choices(&question);
            match self.chance.place(choices.len() + 2) {
                at if at < choices.len() => json!({ "choices": [choices[at]] }),
                at if at == choices.len() => json!({ "dont_know": true }),
                _ => json!({ "skipped": true }),
            }
        });
        let answers = answers.collect();
        Plan { language: ["nl", "en"][self.chance.place(2)], piles, answers }
    }

    fn person(&mut self) -> &mut Person {
        self.people.last_mut().unwrap()
    }

    fn word(&mut self, name: &str) -> String {
        let language = self.person().plan.language;
        self.study.word(name, language)
    }

    /// Takes part, one after the other, for ever; `now` tells what is going on.
    async fn take_part(&mut self, tablet: &Tablet, now: &watch::Sender<Moment>) {
        let mut n_cards = 0;
        loop {
            let sight = tablet.see().await;
            if !sight.is_started {
                sleep(Duration::from_millis(2)).await;
                continue;
            }
            let screen = self.study.screen(&sight);
            match screen {
                Screen::Language => {
                    now.send_replace(Moment::Between);
                    if self.people.last().is_none_or(|person| person.is_thanked) {
                        self.new_person();
                    }
                    let language = self.person().plan.language;
                    let name = self.study.language_name(language);
                    click(tablet, &name).await;
                }
                Screen::Consent => click(tablet, &self.word("agree")).await,
                Screen::Cards if sight.hand.is_some() => {
                    let n_placed = sight.piles.values().sum::<usize>();
                    // One by one, or as fast as the keyboard goes.
                    let n_at_once = [1, 1, 2, 5][self.chance.place(4)];
                    for at in n_placed..self.person().plan.piles.len().min(n_placed + n_at_once) {
                        n_cards += 1;
                        now.send_replace(Moment::Card(n_cards));
                        let person = self.person();
                        person.n_touched = at + 1;
                        let pile = person.plan.piles[at];
                        let number = PILES.iter().position(|one| *one == pile).unwrap() + 1;
                        tablet.press(&number.to_string()).await;
                    }
                    if self.chance.below(3) == 0 {
                        self.read_back(tablet).await;
                    }
                }
                Screen::Question(question) => {
                    now.send_replace(Moment::Asking);
                    self.answer(tablet, &question, !sight.chosen.is_empty(), now).await;
                }
                Screen::Thanks => {
                    self.person().is_thanked = true;
                    now.send_replace(Moment::Thanked);
                    click(tablet, &self.word("done")).await;
                }
                Screen::Practice | Screen::Cards | Screen::Table => {
                    now.send_replace(Moment::Asking);
                    click(tablet, &self.word("next")).await;
                }
                Screen::Hear => click(tablet, &self.word("hear_yes")).await,
                Screen::MostImportant
                | Screen::Missing
                | Screen::More
                | Screen::StoryCard
                | Screen::Story => {
                    let is_open = sight.buttons.contains(&self.word("skip"));
                    click(tablet, &self.word(if is_open { "skip" } else { "next" })).await;
                }
                Screen::Saving | Screen::Blank => sleep(Duration::from_millis(1)).await,
                other => panic!("nothing should lead to {other:?}"),
            }
        }
    }

    async fn answer(
        &mut self,
        tablet: &Tablet,
        question: &str,
        is_chosen: bool,
        now: &watch::Sender<Moment>,
    ) {
        let questions = self.study.questions();
        let at = questions.iter().position(|one| one == question).unwrap();
        let answer = self.person().plan.answers[at].clone();
        let choices = self.study.choices(question);
        let key = match answer["choices"][0].as_str() {
            Some(choice) => choices.iter().position(|one| one == choice),
            None => (answer["dont_know"] == true).then_some(choices.len()),
        };
        if let Some(key) = key.filter(|_| !is_chosen) {
            tablet.press(&(key + 1).to_string()).await;
        }
        if at + 1 == questions.len() {
            now.send_replace(Moment::Finishing);
        }
        click(tablet, &self.word(if key.is_some() { "next" } else { "skip" })).await;
    }

    /// Notes how much of the session lies in the storage by now: as much must be there after a kill.
    async fn read_back(&mut self, tablet: &Tablet) {
        if let [draft] = &tablet.drafts().await[..] {
            let draft: Value = serde_json::from_str(draft).unwrap();
            let person = self.person();
            person.seen = person.check_draft(&draft["response"]);
            person.id = draft["response"]["id"].as_str().map(str::to_owned);
        }
    }

    /// What a browser that was killed has left behind is what it should be; returns whether somebody is still at it.
    fn check(&mut self, stored: &Stored, receipts: &BTreeSet<String>) -> bool {
        for (id, _) in stored.ids.iter().zip(&stored.states).filter(|(_, state)| *state == "sent") {
            assert!(receipts.contains(id), "called sent without a receipt");
        }
        let responses: BTreeMap<String, String> =
            stored.responses.iter().map(|text| (id_of(&parse(text)), text.clone())).collect();
        for (id, text) in &self.known {
            assert_eq!(responses.get(id), Some(text), "a finished response is no longer what it was");
        }
        let ids: Vec<&String> = responses.keys().collect();
        assert_eq!(ids, stored.ids.iter().collect::<Vec<_>>(), "the ledger and the responses do not fit");
        // What is new belongs to somebody, and to nobody else.
        let mut given: Vec<Option<&String>> = vec![None; self.people.len()];
        for (id, text) in responses.iter().filter(|(id, _)| !self.known.contains_key(*id)) {
            let response = parse(text);
            let whose = self.people.iter().position(|person| person.plan.is_in(&response));
            let whose = whose.unwrap_or_else(|| panic!("nobody gave {text}"));
            assert_eq!(given[whose], None, "what somebody gave is there twice");
            assert!(self.people[whose].id.as_ref().is_none_or(|known| known == id), "it has another id now");
            given[whose] = Some(id);
        }
        for (person, given) in self.people.iter().zip(&given) {
            assert!(given.is_some() || !person.is_thanked, "thanked for, and lost: {person:?}");
            self.found.without_thanks += usize::from(given.is_some() && !person.is_thanked);
        }
        self.known = responses.clone();
        let last = self.people.pop();
        let is_finished = given.last().is_none_or(Option::is_some);
        self.people.clear();
        if is_finished {
            assert_eq!(stored.drafts, Vec::<String>::new(), "a draft is left of a finished response");
            return false;
        }
        let mut person = last.unwrap();
        match &stored.drafts[..] {
            [] => assert_eq!((person.seen, &person.id), ((0, 0), &None), "the draft is gone"),
            [draft] => {
                let draft = parse(draft);
                let response = &draft["response"];
                let there = person.check_draft(response);
                assert!(there >= person.seen, "there is less than was seen: {there:?} of {:?}", person.seen);
                assert!(person.id.as_ref().is_none_or(|id| *id == id_of(response)), "it has another id now");
                self.found.resumed += 1;
                self.found.cut_off += usize::from(there.0 < person.n_touched);
                person.seen = there;
                person.id = Some(id_of(response));
            }
            more => panic!("one session, and drafts {more:?}"),
        }
        let is_there = person.id.is_some();
        self.people.push(person);
        is_there
    }

    /// The session stands on the screen as it was written down.
    fn check_screen(&mut self, sight: &Sight) {
        let screen = self.study.screen(sight);
        assert_ne!(screen, Screen::Language, "the session does not go on");
        let (n_moves, _) = self.person().seen;
        if screen == Screen::Cards {
            assert_eq!(sight.piles.values().sum::<usize>(), n_moves, "other cards lie there");
        }
        self.person().n_touched = n_moves;
    }
}

impl Person {
    /// A draft is a beginning of what was tapped; returns how many moves and answers it holds.
    fn check_draft(&self, response: &Value) -> (usize, usize) {
        let (piles, answers) = piles_and_answers(response);
        assert!(self.plan.piles.starts_with(&piles), "{piles:?} is no beginning of {:?}", self.plan.piles);
        assert!(piles.len() <= self.n_touched, "{} moves of {} taps", piles.len(), self.n_touched);
        // The answer that stands there may not have been decided on yet.
        assert!(
            self.plan.answers.starts_with(&answers),
            "{answers:?} is no beginning of {:?}",
            self.plan.answers
        );
        (piles.len(), answers.len())
    }
}

impl Plan {
    /// Whether that is the whole of it, and no more.
    fn is_in(&self, response: &Value) -> bool {
        let (piles, answers) = piles_and_answers(response);
        response["outcome"] == "complete"
            && response["language"] == self.language
            && piles == self.piles
            && answers == self.answers
    }
}

fn piles_and_answers(response: &Value) -> (Vec<&str>, Vec<Value>) {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let moves = response["instruments"][0]["moves"].as_array().unwrap();
    let answers = list(&response["instruments"][1]["answers"]);
    (
        moves.iter().map(|step| step["pile"].as_str().unwrap()).collect(),
        // Questions that have not been answered come last, and are there without an answer.
        answers
            .iter()
            .map(|answered| answered["answer"].clone())
            .take_while(|answer| !answer.is_null())
            .collect(),
    )
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn id_of(response: &Value) -> String {
    response["id"].as_str().unwrap().to_owned()
}

async fn click(tablet: &Tablet, words: &str) {
    tablet.ask::<Value>("click", vec!["button".into(), words.into()]).await;
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |number| number.parse().unwrap())
}

/// What became of all these kills.
#[derive(Debug, Default)]
struct Score {
    /// How many hit what.
    hit: BTreeMap<Moment, usize>,
    /// How many hit while a request or its answer was on the way.
    while_sending: usize,
    /// After how many the collector had more than the tablet had a receipt for.
    without_receipt: usize,
}

impl Score {
    fn note(&mut self, hit: Moment, is_sending: bool, has_receipts: bool) {
        *self.hit.entry(hit.kind()).or_default() += 1;
        self.while_sending += usize::from(is_sending);
        self.without_receipt += usize::from(!has_receipts);
    }

    fn print(&self, found: &Found, n_made: usize) {
        for (hit, n) in &self.hit {
            println!("{n:5} {}", hit.words());
        }
        println!("{:5} of them while a request or its answer was on the way", self.while_sending);
        println!("{:5} left the collector with more than the tablet knew", self.without_receipt);
        println!("{:5} sessions went on where they were left", found.resumed);
        println!("{:5} of them without the last taps", found.cut_off);
        println!("{:5} sessions had come to their end, though nobody saw the thanks", found.without_thanks);
        println!("{n_made:5} responses made, as many arrived, each once");
    }
}

#[tokio::test]
async fn a_tablet_that_is_killed_at_any_moment_keeps_all_that_was_finished_and_goes_on() {
    let (n_kills, seed) = (from_environment("KILLS", KILLS), from_environment("SEED", SEED));
    println!("{n_kills} kills; for the same moments again: SEED={seed}");
    let site = Site::built();
    let collector = Collector::start(&site);
    let proxy = Proxy::before(collector.port()).await;
    let profile = Profile::new();
    let mut world = World::new(&site, seed);
    let mut score = Score::default();

    for number in 1..=n_kills {
        let target = world.draw_target();
        proxy.always(world.draw_fate(target));
        let now = watch::Sender::new(Moment::Starting);
        let killer = kill(target, world.draw_wait(target), now.subscribe(), proxy.open());
        let tablet = Tablet::start(&profile, PORTRAIT).await;
        tokio::select! {
            biased;
            () = killer => {}
            () = world.live(&tablet, &proxy, &now) => {}
        }
        drop(tablet);

        let hit = *now.borrow();
        let is_sending = *proxy.open().borrow() > 0;
        let receipts = proxy.receipts();
        score.note(hit, is_sending, collected(&collector).keys().all(|id| receipts.contains(id)));
        println!("{number}: meant for {target:?}, hit {hit:?}{}", if is_sending { ", sending" } else { "" });
    }

    proxy.always(Fate::Forward);
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let now = watch::Sender::new(Moment::Starting);
    let mut thanked = now.subscribe();
    tokio::select! {
        biased;
        _ = thanked.wait_for(|now| *now == Moment::Thanked) => {}
        () = world.live(&tablet, &proxy, &now) => {}
    }
    let stored = tablet
        .until("all sent", async || {
            let stored = tablet.stored().await;
            if stored.states.iter().all(|state| state == "sent") {
                Ok(stored)
            } else {
                Err(format!("{:?}", stored.states))
            }
        })
        .await;
    world.check(&stored, &proxy.receipts());
    let made: BTreeMap<String, Value> =
        world.known.iter().map(|(id, text)| (id.clone(), parse(text))).collect();
    assert_eq!(collected(&collector), made);
    score.print(&world.found, made.len());
}

/// Ends when the browser is to be killed: so long after `target` has come.
async fn kill(
    target: Target,
    wait: Duration,
    mut now: watch::Receiver<Moment>,
    mut open: watch::Receiver<usize>,
) {
    let mut is_now = async |moment: Moment| drop(now.wait_for(|now| *now == moment).await);
    match target {
        Target::Start => {}
        Target::Card(at) => is_now(Moment::Card(at)).await,
        Target::Question => is_now(Moment::Asking).await,
        Target::Finish => is_now(Moment::Finishing).await,
        Target::Sending => drop(open.wait_for(|n| *n > 0).await),
    }
    sleep(wait).await;
}

/// What the collector has, by id; nothing twice.
fn collected(collector: &Collector) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for response in collector.responses() {
        let before = all.insert(id_of(&response), response);
        assert_eq!(before, None, "it is at the collector twice");
    }
    all
}

//! Journeys of the tablet that goes from hand to hand: the coordinator locks it with a PIN, residents have it, and nobody
//! else comes back in; practice leaves nothing; vouchers are counted.
//!
//! Only in chromium: its clock and fingers can be led.

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::engine::Engine;
use journeys::layout::Problems;
use journeys::participant::Participant;
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

/// The clock of the tablet goes ahead by as many milliseconds as this page and the next ones are told, and the page's own
/// clock by as many as this page is told.
const CLOCK: &str = "const real = Date.now.bind(Date); \
    Date.now = () => real() + Number(sessionStorage.getItem('ahead') ?? 0); \
    const own = performance.now.bind(performance); \
    performance.now = () => own() + Number(window.passed ?? 0);";

/// What can be seen on the coordinator's page when it is open.
const OPEN: &str = ".coordinator";

struct Scene {
    study: Study,
    collector: Collector,
    tablet: Tablet,
}

impl Scene {
    /// A tablet that nobody has used; none if this is not the engine whose clock and fingers can be led.
    async fn set() -> Option<Self> {
        if Engine::chosen() != Engine::Chromium {
            return None;
        }
        let site = Site::built();
        let collector = Collector::start(&site);
        let tablet = Tablet::start(&Profile::new(), PORTRAIT).await;
        tablet.prepare(CLOCK).await;
        Some(Self { study: Study::of(&site), collector, tablet })
    }

    /// Puts the clock so many milliseconds from the real one.
    async fn set_clock(&self, ahead_ms: i64) {
        let script = "sessionStorage.setItem('ahead', arguments[0])";
        self.tablet.run::<Value>(script, vec![json!(ahead_ms.to_string())]).await;
    }

    /// Waits until `script` gives `wanted`.
    async fn shows(&self, what: &str, script: &str, wanted: Value) {
        let script = format!("return {script}");
        self.tablet
            .until(what, async || {
                let seen: Value = self.tablet.run(&script, vec![]).await;
                if seen == wanted { Ok(()) } else { Err(format!("{seen}")) }
            })
            .await;
    }

    /// Waits until the gate asks for something, and nothing but the gate is there.
    async fn is_at_gate(&self, heading: &str) {
        self.shows(
            &format!("the gate with {heading:?}"),
            "document.querySelector('.gate h2')?.innerText ?? 'no gate'",
            json!(heading),
        )
        .await;
        let n: u64 = self
            .tablet
            .run("return document.querySelectorAll('.coordinator, .block, .count').length", vec![])
            .await;
        assert_eq!(n, 0, "something of the page shows behind the gate");
    }

    async fn is_open(&self) {
        self.shows("the open page", &format!("Boolean(document.querySelector('{OPEN}'))"), json!(true)).await;
    }

    /// Presses the button that is called so, or whose element is `selector`.
    async fn press(&self, selector: &str, words: Option<&str>) {
        let spot = self.tablet.spot(selector, words).await;
        self.tablet.tap(spot.x, spot.y).await;
    }

    /// Types digits on the pad, and enters them.
    async fn enters(&self, digits: &str) {
        for digit in digits.chars() {
            self.press(".pad-key", Some(&digit.to_string())).await;
        }
        let typed = "document.querySelector('#gate-field').value";
        self.shows("the digits", typed, json!(digits)).await;
        self.press(".pad-key", Some("Klaar")).await;
    }

    /// What is told at the gate.
    async fn is_told(&self, words: &str) {
        let told = "document.querySelector('.gate-told')?.innerText ?? ''";
        self.shows("what is told", told, json!(words)).await;
    }

    /// Chooses this PIN, and says that the code is safe; returns it.
    async fn chooses(&self, pin: &str) -> String {
        self.enters(pin).await;
        self.heading("Nog een keer dezelfde").await;
        self.enters(pin).await;
        self.heading("De pincode is ingesteld").await;
        let code: String =
            self.tablet.run("return document.querySelector('#gate-code').innerText", vec![]).await;
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 4], "{code}");
        let printed: String = self
            .tablet
            .run("return document.querySelector('.code-sheet .gate-code').textContent", vec![])
            .await;
        assert_eq!(printed, code);
        self.press("#gate-seen", None).await;
        code
    }

    async fn heading(&self, words: &str) {
        let heading = "document.querySelector('.gate h2')?.innerText ?? ''";
        self.shows("the heading", heading, json!(words)).await;
    }

    /// Puts a finger on the way out of the participants' screens. `None` is to let go.
    async fn touches_way_out(&self, is_down: bool) {
        let spot = "const { left, top, width, height } = document.getElementById('way-out').getBoundingClientRect(); \
            return [left + width / 2, top + height / 2]";
        if is_down {
            let (x, y): (f64, f64) = self.tablet.run(spot, vec![]).await;
            self.tablet.touch("touchStart", &[(x, y)]).await;
        } else {
            self.tablet.touch("touchEnd", &[]).await;
        }
    }

    /// Holds the way out until it leads to the gate.
    async fn goes_out(&self) {
        self.shows("the way out", "document.getElementById('way-out').checkVisibility()", json!(true)).await;
        self.touches_way_out(true).await;
        self.heading("Pincode").await;
        self.touches_way_out(false).await;
    }

    /// Looks whether everybody can read and use what the gate shows now, on every kind of tablet.
    async fn looks_at_gate(&self, problems: &mut Problems, name: &str) {
        problems.look_for_hindrances(&self.tablet, name, None).await;
        problems.look_at_desk(&self.tablet, name).await;
    }

    /// Where the page is, seen from the site's root.
    async fn path(&self) -> String {
        self.tablet.run("return location.pathname", vec![]).await
    }
}

/// Gives everything back that the tablet keeps of responses.
async fn kept_states(tablet: &Tablet) -> Vec<String> {
    tablet.stored().await.states
}

#[tokio::test]
async fn whoever_has_the_tablet_comes_back_to_the_coordinators_page_by_the_pin_alone() {
    let Some(scene) = Scene::set().await else { return };
    let (tablet, collector) = (&scene.tablet, &scene.collector);
    Coordinator::opens(tablet, &collector.url()).await;

    // At the first start a PIN is offered; one that everybody would try is warned of.
    scene.press(".start-button", None).await;
    scene.press("#start-without", None).await;
    scene.heading("Eerst een pincode?").await;
    let mut problems = Problems::default();
    problems.look_for_hindrances(tablet, "the offer of a PIN", None).await;
    scene.press(".gate button", Some("Pincode instellen")).await;
    scene.heading("Kies een pincode").await;
    problems.look_for_hindrances(tablet, "the choice of a PIN", None).await;
    problems.check();
    scene.enters("123").await;
    scene.is_told("Een pincode heeft 4 tot 8 cijfers.").await;
    scene.press(".pad-key", Some("4")).await;
    scene.press(".pad-key", Some("Klaar")).await;
    scene.is_told("Deze is makkelijk te raden. Kies liever een andere, of druk nog een keer op Klaar.").await;
    for _ in 0..4 {
        scene.press(".pad-key", Some("Laatste cijfer weg")).await;
    }
    scene.chooses("4711").await;

    // Then it is the participants' turn, without a gear to be tapped.
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    scene
        .shows("no gear", "document.querySelector('a.to-coordinator').checkVisibility()", json!(false))
        .await;
    participant.takes_part("nl", 0).await;
    participant.done().await;
    let arrived = collector.arrived(1).await;
    Participant::arrives(tablet, &scene.study).await;

    // A tap is too short; a key that is held down does it as well as a finger.
    scene.touches_way_out(true).await;
    scene.shows("the ring", "document.getElementById('way-out').matches('[data-held]')", json!(true)).await;
    scene.touches_way_out(false).await;
    scene.shows("no ring", "document.getElementById('way-out').matches('[data-held]')", json!(false)).await;
    assert_eq!(scene.path().await, "/");
    let key = |kind: &str| {
        let event = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13 });
        let press = "document.getElementById('way-out').focus()";
        async move {
            if event["type"] == "keyDown" {
                tablet.run::<Value>(press, vec![]).await;
            }
            tablet.cdp("Input.dispatchKeyEvent", event).await;
        }
    };
    key("keyDown").await;
    scene.is_at_gate("Pincode").await;
    key("keyUp").await;
    tablet.go_back().await;
    Participant::arrives(tablet, &scene.study).await;
    scene.goes_out().await;
    scene.is_at_gate("Pincode").await;

    wrong_tries_cost_time(&scene).await;

    // Inside everything is as it was left, and safe.
    scene.enters("4711").await;
    scene.is_open().await;
    Coordinator::is_at(tablet).counts(0, 1).await;
    assert!(!arrived[0].to_string().contains("4711"));

    // Handed over again, nothing of it is to be had by going back, by an address or by a reload.
    scene.press(".start-button", None).await;
    scene.press("#start-without", None).await;
    Participant::arrives(tablet, &scene.study).await;
    tablet.go_back().await;
    scene.is_at_gate("Pincode").await;
    for hash in ["", "#/data", "#/results", "#/device"] {
        tablet.open(&format!("{}coordinator/{hash}", collector.url())).await;
        tablet.reload().await;
        scene.is_at_gate("Pincode").await;
    }

    // A page that lies open is shut after a while.
    scene.enters("4711").await;
    scene.is_open().await;
    scene.set_clock(2 * 86_400_000 + 11 * 60_000).await;
    scene.is_at_gate("Pincode").await;
}

/// At the gate: after three wrong tries one waits, whatever one does with the page or the clock.
async fn wrong_tries_cost_time(scene: &Scene) {
    for _ in 0..2 {
        scene.enters("0000").await;
        scene.is_told("Dat is niet de pincode.").await;
    }
    scene.enters("0001").await;
    scene.is_told("Te vaak verkeerd. Wacht even; daarna kan het weer.").await;
    let waits = "[...document.querySelectorAll('.pad-key, #gate-field')].every((one) => one.disabled)";
    scene.shows("that one has to wait", waits, json!(true)).await;
    scene.tablet.reload().await;
    scene.is_told("Te vaak verkeerd. Wacht even; daarna kan het weer.").await;
    scene.set_clock(-86_400_000).await;
    scene.tablet.reload().await;
    scene.is_told("Te vaak verkeerd. Wacht even; daarna kan het weer.").await;
    scene.shows("that one has to wait", waits, json!(true)).await;
    // Nor does a clock that was set ahead help, or settings that were cleared: one waits here.
    scene.set_clock(2 * 86_400_000).await;
    scene.tablet.run::<Value>("localStorage.clear()", vec![]).await;
    scene.tablet.reload().await;
    scene.is_told("Te vaak verkeerd. Wacht even; daarna kan het weer.").await;
    scene.shows("that one has to wait", waits, json!(true)).await;
    scene.tablet.run::<Value>("window.passed = 31000", vec![]).await;
    scene.is_told("").await;
}

#[tokio::test]
async fn who_takes_the_pin_away_is_not_offered_one_at_the_next_start() {
    let Some(scene) = Scene::set().await else { return };
    let (tablet, url) = (&scene.tablet, scene.collector.url());
    Coordinator::opens_at(tablet, &url, "#/device").await;
    scene.press("#pin-set", None).await;
    scene.heading("Kies een pincode").await;
    scene.chooses("90210").await;
    scene.press("#pin-remove", None).await;
    scene.press("button", Some("Ja, weghalen")).await;
    let is_gone = "document.querySelector('#pin-set').innerText.trim()";
    scene.shows("no PIN", is_gone, json!("Pincode instellen")).await;

    Coordinator::opens_at(tablet, &url, "#/").await;
    scene.press(".start-button", None).await;
    scene.press("#start-without", None).await;
    Participant::arrives(tablet, &scene.study).await;
}

#[tokio::test]
async fn a_forgotten_pin_never_costs_a_response_that_was_not_sent() {
    let Some(mut scene) = Scene::set().await else { return };
    let (tablet, url) = (&scene.tablet, scene.collector.url());
    Coordinator::opens_at(tablet, &url, "#/device").await;
    tablet.ready_offline().await;
    scene.press("#pin-set", None).await;
    scene.heading("Kies een pincode").await;
    let code = scene.chooses("90210").await;
    scene
        .shows("the button", "document.querySelector('#pin-set').innerText.trim()", json!("Andere pincode"))
        .await;

    // The PIN is forgotten: the code lets in, however it is written, and gives way to a new one.
    scene.press("#pin-shut", None).await;
    scene.is_at_gate("Pincode").await;
    scene.press("#gate-forgot", None).await;
    scene.is_at_gate("Herstelcode").await;
    let coordinator = Coordinator::is_at(tablet);
    coordinator.fill("gate-field", "CDFH CDFH CDFH CDFH").await;
    tablet.press("Enter").await;
    scene.is_told("Dat is niet de herstelcode. Kijk elk teken na.").await;
    let mut problems = Problems::default();
    scene.looks_at_gate(&mut problems, "the recovery code").await;
    coordinator.fill("gate-field", &code.to_lowercase().replace('-', " ")).await;
    tablet.press("Enter").await;
    scene.is_at_gate("Kies een pincode").await;
    let next_code = scene.chooses("4711").await;
    assert_ne!(next_code, code);
    scene.is_open().await;

    // Without a network somebody takes part; then PIN and code are both lost.
    tablet.open(&url).await;
    Participant::arrives(tablet, &scene.study).await;
    tablet.ready_offline().await;
    scene.collector.stop();
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    participant.takes_part("nl", 1).await;
    participant.done().await;
    let given = participant.given.clone();
    Participant::arrives(tablet, &scene.study).await;
    scene.goes_out().await;
    scene.press("#gate-forgot", None).await;
    scene.is_at_gate("Herstelcode").await;
    scene.press("#gate-lost", None).await;
    scene.is_at_gate("Zonder pincode en code").await;
    let tells = "document.querySelector('.gate-list').innerText";
    scene.shows("what is here", tells, json!("1 antwoord is nog niet verstuurd.")).await;
    scene.looks_at_gate(&mut problems, "PIN and code lost").await;
    scene.press("#gate-send", None).await;
    scene.shows("what is still here", tells, json!("1 antwoord is nog niet verstuurd.")).await;
    let is_offered = "Boolean(document.querySelector('#gate-clear'))";
    scene.shows("no new PIN", is_offered, json!(false)).await;

    // With a network it goes out, and only then is the tablet for somebody else.
    scene.collector.start_again();
    scene.press("#gate-send", None).await;
    scene.shows("that all is sent", tells, json!("Alles is verstuurd.")).await;
    let arrived = scene.collector.arrived(1).await;
    given.check(&arrived[0], "complete");
    scene.press("#gate-clear", None).await;
    scene.is_at_gate("Kies een pincode").await;
    assert_eq!(kept_states(tablet).await, ["cleared"]);
    scene.chooses("1937").await;
    scene.is_open().await;

    // The old PIN does not open it now.
    tablet.reload().await;
    scene.is_at_gate("Pincode").await;
    scene.looks_at_gate(&mut problems, "the PIN").await;
    problems.check();
    scene.enters("4711").await;
    scene.is_told("Dat is niet de pincode.").await;
    scene.enters("1937").await;
    scene.is_open().await;
}

#[tokio::test]
async fn practice_leaves_nothing_and_vouchers_are_a_number_apart() {
    let Some(scene) = Scene::set().await else { return };
    let (tablet, collector) = (&scene.tablet, &scene.collector);
    Coordinator::opens(tablet, &collector.url()).await;
    // The last to come: it moves down what stands below it.
    let offer = "document.querySelector('#ready .button')?.hidden === false";
    scene.shows("what is not ready yet", offer, json!(true)).await;
    scene.press("#practice", None).await;
    scene.shows("the strip", "Boolean(document.querySelector('.practice-strip'))", json!(true)).await;
    scene.press(".start-button", None).await;
    scene.heading("Eerst een pincode?").await;
    scene.press("#gate-later", None).await;

    // Somebody goes the whole way, with the mark on every screen; the next one would rather not, the third one stops.
    let mark = "document.querySelector('.practice-mark').checkVisibility()";
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    scene.shows("the mark", mark, json!(true)).await;
    participant.begin("nl").await;
    scene.shows("the mark", mark, json!(true)).await;
    participant
        .place_all(&["much", "much", "some", "much", "not", "much", "dont-know", "much", "some", "not"])
        .await;
    participant.answer_everything(0).await;
    scene.shows("the mark", mark, json!(true)).await;
    participant.done().await;
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    participant.choose_language("nl").await;
    participant.decline().await;
    participant.done().await;
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    participant.begin("nl").await;
    participant.place("much").await;
    tablet.reload().await;
    // Nothing was kept that could be taken up.
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    participant.begin("nl").await;
    participant.place("much").await;
    participant.ask_to_stop().await;
    participant.stop().await;
    participant.done().await;
    Participant::arrives(tablet, &scene.study).await;
    let stored = tablet.stored().await;
    assert_eq!((stored.states, tablet.drafts().await), (Vec::<String>::new(), Vec::new()));
    let declined: Option<String> =
        tablet.run("return localStorage.getItem('betekenis.declined')", vec![]).await;
    assert_eq!(declined, None);

    // The coordinator turns it off. Vouchers are counted, and stay.
    Coordinator::opens(tablet, &collector.url()).await;
    scene.press(".practice-strip button", None).await;
    scene.shows("no strip", "document.querySelector('.practice-strip')", Value::Null).await;
    for word in ["Eén bon erbij", "Eén bon erbij", "Eén bon erbij", "Eén bon minder"] {
        scene.press("#counters button", Some(word)).await;
    }
    let vouchers = "document.querySelector('[data-kind=vouchers] output').innerText";
    scene.shows("the vouchers", vouchers, json!("2")).await;
    let n_participants =
        "document.querySelector('[data-kind=participants] .counter-number').innerText.trim()";
    scene.shows("nobody", n_participants, json!("0")).await;

    // Now it counts. A PIN was offered once, and is not again; the centre is asked for.
    scene.press(".start-button", None).await;
    scene.press("#start-without", None).await;
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    scene.shows("no mark", mark, json!(false)).await;
    scene
        .shows("the gear", "document.querySelector('a.to-coordinator').checkVisibility()", json!(true))
        .await;
    participant.takes_part("nl", 2).await;
    participant.done().await;
    Participant::arrives(tablet, &scene.study).await;
    let arrived = collector.arrived(1).await;
    participant.given.check(&arrived[0], "complete");
    assert!(!arrived[0].to_string().contains("voucher"), "a response knows of no voucher");
    Coordinator::opens(tablet, &collector.url()).await;
    scene.shows("the vouchers", vouchers, json!("2")).await;
    scene.shows("one", n_participants, json!("1")).await;
    assert_eq!(collector.responses().len(), 1, "practice was sent");
}

#[tokio::test]
async fn the_way_out_stands_on_the_screens_from_which_one_may_have_to_leave() {
    let Some(scene) = Scene::set().await else { return };
    let tablet = &scene.tablet;
    tablet.open(&scene.collector.url()).await;
    tablet.run::<Value>("localStorage.setItem('betekenis.pin', 'nobody can read this')", vec![]).await;
    tablet.reload().await;
    let mut participant = Participant::arrives(tablet, &scene.study).await;
    let is_there = "document.getElementById('way-out').checkVisibility()";
    scene.shows("the way out", is_there, json!(true)).await;
    participant.begin("nl").await;
    scene.shows("no way out", is_there, json!(false)).await;
    participant.ask_to_stop().await;
    scene.shows("the way out", is_there, json!(true)).await;
    scene.goes_out().await;

    // What cannot be read keeps everybody out as well, and whoever was cut off goes on.
    scene.enters("4711").await;
    scene.is_told("Dat is niet de pincode.").await;
    scene.press(".gate-back", None).await;
    Participant::arrives_at(tablet, &scene.study, &Screen::Cards).await;
}

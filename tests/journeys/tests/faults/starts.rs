//! A start at which one file comes late, whichever it is, and somebody who does not wait for it; and what comes only when the
//! start is over.

use journeys::coordinator::Coordinator;
use journeys::engine::Engine;
use journeys::participant::{MUCH, Participant};
use journeys::tablet::{Manner, PORTRAIT, Profile, Tablet};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

use crate::Scene;

/// What can be tapped at this moment: what has been painted, and is covered by nothing.
const LOOK: &str = "
    if (location.search !== arguments[0] || !performance.getEntriesByName('first-contentful-paint').length) return null;
    const stages = { language: '#app [data-language=nl]', hear: '[data-hear=hear_yes]', consent: '.consent .main-button',
        card: '.card-in-hand' };
    for (const [name, selector] of Object.entries(stages)) {
        const one = document.querySelector(selector);
        if (!one) continue;
        const { left, top, width, height } = one.getBoundingClientRect();
        const spot = [left + width / 2, top + height / 2];
        if (document.elementFromPoint(...spot)?.closest(selector) === one) return { name, spot };
    }
    return null;";

/// Nothing settles: every tap on what can be seen is taken, and whoever is here is in a hurry.
const HURRY: &str = "
    const born = new MutationObserver(() => {
        document.documentElement?.style.setProperty('--settle', '0ms');
        if (document.documentElement) born.disconnect();
    });
    born.observe(document, { childList: true });";

/// Which file is held back, and what a finger is on when it comes.
const ROUNDS: [(&str, &str); 9] = [
    ("boot-", "language"),
    ("kept-", "language"),
    ("senses-", "language"),
    ("senses-", "consent"),
    ("participant-", "language"),
    ("_bg.wasm", "language"),
    ("study.json", "language"),
    ("sounds/nl.json", "consent"),
    ("pictures.json", "consent"),
];

#[derive(Debug, Deserialize)]
struct Stage {
    name: String,
    spot: (f64, f64),
}

/// The next thing to tap after the one called `last`; none if nothing comes for so long.
async fn next(tablet: &Tablet, round: &str, last: &str, patience: Duration) -> Option<Stage> {
    let end = Instant::now() + patience;
    loop {
        let stage: Option<Stage> = tablet.run(LOOK, vec![json!(round)]).await;
        match stage {
            Some(stage) if stage.name != last => return Some(stage),
            _ if Instant::now() >= end => return None,
            _ => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// Waits until a file with `part` in its name is there and has been read, or does not seem to come.
async fn has_come(tablet: &Tablet, part: &str) {
    const IS_THERE: &str = "return performance.getEntriesByType('resource')
        .some(({ name, responseEnd }) => responseEnd && name.includes(arguments[0]))";
    for _ in 0..20 {
        let is_there: bool = tablet.run(IS_THERE, vec![json!(part)]).await;
        sleep(Duration::from_millis(20)).await;
        if is_there {
            break;
        }
    }
    // What it does, it does with the next frames.
    tablet.run::<Value>("return new Promise((go) => setTimeout(go, 100))", vec![]).await;
}

/// Not in firefox or webkit: only Chromium can be asked things while a page is coming, and lets what is kept be thrown away.
#[tokio::test]
async fn no_tap_is_lost_whichever_file_comes_late() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let scene = Scene::set().await;
    let manner = Manner { is_unhurried: true, is_impatient: true, ..Manner::default() };
    let tablet = Tablet::start_as(&Profile::new(), manner).await;
    tablet.prepare(HURRY).await;
    tablet.cdp("Network.enable", json!({})).await;
    tablet.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    let origin = scene.proxy.url();

    for (number, (file, during)) in ROUNDS.into_iter().enumerate() {
        let everything = json!({ "origin": origin.trim_end_matches('/'), "storageTypes": "all" });
        tablet.cdp("Storage.clearDataForOrigin", everything).await;
        scene.proxy.hold_back(file);
        let round = format!("?{number}");
        tablet.cdp("Page.navigate", json!({ "url": format!("{origin}{round}") })).await;
        let mut tapped = vec![String::new()];
        loop {
            let last = tapped.last().unwrap();
            let stage = match next(&tablet, &round, last, Duration::from_millis(300)).await {
                Some(stage) => stage,
                None => {
                    // It does not go on without.
                    scene.proxy.release();
                    let come = next(&tablet, &round, last, Duration::from_secs(10)).await;
                    come.unwrap_or_else(|| panic!("with {file} late nothing came of {tapped:?}"))
                }
            };
            if stage.name == "card" {
                break;
            }
            tablet.touch("touchStart", &[stage.spot]).await;
            if stage.name == during {
                scene.proxy.release();
                has_come(&tablet, file).await;
            }
            tablet.touch("touchEnd", &[]).await;
            tapped.push(stage.name);
        }
        tapped.retain(|name| name != "hear");
        assert_eq!(tapped, ["", "language", "consent"], "with {file} late");
    }
}

/// What the first answer does not need.
fn asked_for_later(scene: &Scene) -> Vec<String> {
    let can_wait = ["service-worker.js", "sender", "icons/maskable", "study.en.json"];
    let asked = scene.proxy.times_asked();
    asked.into_keys().filter(|path| can_wait.iter().any(|part| path.contains(part))).collect()
}

#[tokio::test]
async fn before_the_first_answer_nothing_is_fetched_that_it_does_not_need() {
    let scene = Scene::set().await;
    let tablet = Tablet::start_as(&scene.profile, Manner { is_unhurried: true, ..Manner::default() }).await;
    tablet.open(&scene.proxy.url()).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;

    someone.choose_language("nl").await;
    someone.agree().await;
    assert_eq!(asked_for_later(&scene), [""; 0]);
    someone.practise(MUCH).await;

    tablet.ready_offline_by_itself().await;
    assert!(asked_for_later(&scene).len() >= 3, "{:?}", asked_for_later(&scene));
}

/// Not in webkit: it lets nothing run before the page's own scripts.
#[tokio::test]
async fn a_page_that_nobody_touches_becomes_ready_for_having_no_network() {
    if Engine::chosen() == Engine::WebKit {
        return;
    }
    let scene = Scene::set().await;
    let tablet = Tablet::start_as(&scene.profile, Manner { is_unhurried: true, ..Manner::default() }).await;
    // Ten seconds go by in a moment.
    let haste = "const later = setTimeout;
        window.setTimeout = (job, ms, ...more) => later(job, ms === 10_000 ? 300 : ms, ...more);";
    tablet.prepare(haste).await;

    tablet.open(&scene.proxy.url()).await;

    tablet.ready_offline_by_itself().await;
}

/// Not in firefox or webkit: only Chromium can be told which file it cannot have.
#[tokio::test]
async fn the_coordinators_page_begins_with_its_numbers_and_a_part_that_did_not_come_can_be_asked_for_again() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let scene = Scene::set().await;
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.cdp("Network.enable", json!({})).await;
    tablet.cdp("Network.setBypassServiceWorker", json!({ "bypass": true })).await;
    let blocks = async |files: &[&str]| {
        tablet.cdp("Network.setBlockedURLs", json!({ "urls": files })).await;
    };
    let shows = async |selector: &str, words: &str| {
        let look = "return document.querySelector(arguments[0])?.innerText ?? 'nothing'";
        let look = async || {
            let seen: String = tablet.run(look, vec![json!(selector)]).await;
            if seen.contains(words) { Ok(()) } else { Err(format!("{selector} says {seen}")) }
        };
        tablet.until(words, look).await;
    };

    scene.proxy.hold_back("coordinator-split_desk");
    tablet.open(&format!("{}coordinator/", scene.proxy.url())).await;
    let coordinator = Coordinator::is_at(&tablet);
    coordinator.reads("the numbers", |told| !told.counts.is_empty()).await;
    shows(".loading", "Dit onderdeel wordt geladen").await;
    shows("#app", "Start").await;

    blocks(&["*coordinator-split_responses*"]).await;
    scene.proxy.release();
    coordinator.reads("the tablet itself", |told| told.is_read).await;
    coordinator.goes_to("#/data").await;
    shows("#part-missing", "Verbind de tablet met internet").await;

    blocks(&[]).await;
    let again = tablet.spot("#part-missing button", Some("Opnieuw proberen")).await;
    tablet.tap(again.x, again.y).await;
    shows(".coordinator-view h2", "Gegevens").await;
}

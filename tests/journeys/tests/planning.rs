//! Journeys of an activity: it is planned with some indicators, participants get just what comes with them and the
//! responses say so, and the next time it is there again in two taps.
//!
//! Only in chromium: what is kept of languages is looked at there.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::BTreeSet;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::engine::Engine;
use journeys::participant::{MUCH, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

const CENTRE: &str = "Buurtkamer Moerwijk";

const READY: &str = "Klaar om te starten, ook zonder internet: Nederlands, English.";

/// A day on which an activity was held.
const EARLIER: &str = "2026-11-02";

/// What the tablet keeps under `name`.
async fn kept(tablet: &Tablet, name: &str) -> Value {
    let script = format!("return localStorage.getItem('betekenis.{name}')");
    let kept: String = tablet.run(&script, vec![]).await;
    serde_json::from_str(&kept).unwrap()
}

/// Has the tablet keep `value` under `name`.
async fn keep(tablet: &Tablet, name: &str, value: &Value) {
    let text = if let Some(text) = value.as_str() { text.to_owned() } else { value.to_string() };
    tablet
        .run::<Value>(
            "localStorage.setItem(arguments[0], arguments[1])",
            vec![format!("betekenis.{name}").into(), text.into()],
        )
        .await;
}

/// A tablet on which two languages are offered and nobody wants a PIN, with the coordinator's page open.
async fn tablet(collector: &Collector, profile: &Profile) -> Tablet {
    let tablet = Tablet::start(profile, PORTRAIT).await;
    tablet.open(&collector.url()).await;
    tablet.ready_offline().await;
    keep(&tablet, "activity", &json!({ "schema": "activity/1", "languages": ["nl", "en"] })).await;
    keep(&tablet, "pin-later", &json!("1")).await;
    tablet
}

/// Sets an activity with five indicators at a centre that is new on this tablet.
async fn plan(coordinator: &Coordinator<'_>) {
    coordinator.fill("centre", CENTRE).await;
    coordinator.reads_at("activity-centre", "nieuw: komt bij de centra").await;
    coordinator.choose("centre-type", "living-room").await;
    coordinator.fill("neighbourhood", "Moerwijk").await;
    coordinator.reads_at("activity-centre", "Huiskamer, Moerwijk").await;
    coordinator.choose("kind-choice", "Open inloop").await;
    coordinator.tap("aim-develop").await;
    coordinator.fill("round", "Najaar 2026").await;

    coordinator.reads_at("activity-what", "10 kaarten, 9 vragen, ongeveer 5 minuten").await;
    coordinator.open_part("activity-what").await;
    coordinator.pick(&["sc3"]).await;
    coordinator.reads_at("activity-what", "2 kaarten, 0 vragen, ongeveer 1 minuut").await;
    coordinator.is_told("activity", "Bij deze keuze horen geen vragen met plaatjes.").await;
    coordinator.is_told("activity", "Je hebt 1 onderwerp gekozen.").await;
    coordinator.pick(&["sc4", "sc1", "sv2", "vo2"]).await;
    coordinator.reads_at("activity-what", "6 kaarten, 3 vragen, ongeveer 2 minuten").await;
    coordinator.is_told("activity", "“Bij de buurt horen” en “Bij de groep horen” lijken op elkaar.").await;
    let told = coordinator.reads("what follows", |told| told.is_read).await;
    assert!(!told.told["activity"].iter().any(|one| one.contains("Je hebt")), "{told:?}");

    coordinator.open_part("activity-when").await;
    coordinator.choose("part-of-day", "evening").await;
    coordinator.open_part("activity-who").await;
    coordinator.fill("target", "12").await;
    coordinator.press("activity", "Bewaren").await;
    coordinator.is_told("activity", "Bewaard.").await;
    coordinator.reads_at("ready", READY).await;
}

/// Somebody who gets what was planned; returns the cards they were dealt.
async fn take_part(tablet: &Tablet, study: &Study) -> BTreeSet<String> {
    let mut someone = Participant::arrives(tablet, study).await;
    someone.begin("nl").await;
    someone.place_all(&[MUCH, SOME, MUCH, SOME, MUCH, SOME]).await;
    someone.next(&Screen::Missing).await;
    someone.nothing_missing().await;
    let questions = ["contacts", "ask-help", "listen"];
    someone.next(&Screen::Question(questions[0].to_owned())).await;
    for (at, question) in questions.iter().enumerate() {
        someone.choose(question, &study.choices(question)[0]).await;
        let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question((*next).to_owned()));
        someone.next(&after).await;
    }
    someone.comes_to(&Screen::Language).await;
    someone.given.shown.iter().cloned().collect()
}

#[tokio::test]
async fn what_is_planned_is_what_participants_get_and_what_their_responses_say() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let study = Study::of(&site).at_centre(CENTRE);
    let mut collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = tablet(&collector, &profile).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.reads_at("ready", "Nog niet klaar voor gebruik zonder internet: Nederlands, English.").await;
    plan(&coordinator).await;

    let centres = kept(&tablet, "centres").await["centres"].clone();
    assert_eq!(centres, json!([{ "name": CENTRE, "type": "living-room", "neighbourhood": "Moerwijk" }]));
    let set = kept(&tablet, "activity").await;
    assert_eq!(set["indicators"], json!(["sc1", "sc3", "sc4", "sv2", "vo2"]));
    assert_eq!((&set["day"], &set["target"]), (&json!(""), &json!(12)));

    collector.stop();
    tablet.set_online(false).await;
    tablet.open(&collector.url()).await;
    let dealt = take_part(&tablet, &study).await;
    assert_eq!(dealt, ["sc1", "sc3", "sc4", "sv2", "vo2", "x1"].map(str::to_owned).into());

    collector.start_again();
    tablet.set_online(true).await;
    let arrived = collector.arrived(1).await;
    let activity = &arrived[0]["activity"];
    assert_eq!((&activity["centre"], &activity["centre_type"]), (&json!(CENTRE), &json!("living-room")));
    assert_eq!((&activity["neighbourhood"], &activity["kind"]), (&json!("Moerwijk"), &json!("Open inloop")));
    assert_eq!(activity["aims"], json!(["meet", "develop", "relax"]));
    assert_eq!((&activity["round"], &activity["part_of_day"]), (&json!("Najaar 2026"), &json!("evening")));
    assert_eq!(activity["id"], set["id"]);
    let asked = arrived[0]["instruments"][1]["answers"].as_array().unwrap();
    let asked: Vec<&str> = asked.iter().filter_map(|one| one["question"].as_str()).collect();
    assert_eq!(asked, ["contacts", "ask-help", "listen"]);

    // Another day, in a fixed order: its date goes with the responses, and the cards come in the same order to everybody.
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.open_part("activity-when").await;
    coordinator.choose("day", EARLIER).await;
    coordinator.open_part("activity-what").await;
    let spot = tablet.spot("#order label", Some("Vast, voor ieder hetzelfde")).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.press("activity", "Bewaren").await;
    coordinator.is_told("activity", "Bewaard. Hier begint een nieuwe activiteit.").await;
    let top: String = tablet.run("return document.querySelector('header').innerText", vec![]).await;
    assert!(top.contains("De datum staat op 2 november 2026, niet op vandaag."), "{top}");
    tablet.open(&collector.url()).await;
    take_part(&tablet, &study).await;
    let arrived = collector.arrived(2).await;
    let later = arrived.iter().find(|one| one["activity"]["id"] != set["id"]).unwrap();
    assert_eq!(later["activity"]["date"], EARLIER);
    // Those of the deck come first.
    assert_eq!(later["instruments"][0]["order"], json!(["sc1", "vo2", "x1", "sc3", "sc4", "sv2"]));
}

#[tokio::test]
async fn on_a_new_day_it_is_there_again_by_itself_and_ready_without_a_network() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let study = Study::of(&site).at_centre(CENTRE);
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = tablet(&collector, &profile).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    plan(&coordinator).await;
    let first = kept(&tablet, "activity").await;

    // Some weeks go by.
    let mut activities = kept(&tablet, "activities").await;
    activities["activities"][0]["day"] = json!(EARLIER);
    activities["activities"][0]["note"] = json!("We gaan vaker samen eten.");
    let mut left = first.clone();
    for id in [&mut activities["activities"][0]["settings"]["id"], &mut left["id"]] {
        *id = json!("6f3c1c9e-9d0e-5f55-8d55-6a1d2b1a0c11");
    }
    keep(&tablet, "activities", &activities).await;
    keep(&tablet, "activity", &left).await;
    tablet.set_online(false).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.reads_at("ready", READY).await;
    let top: String = tablet.run("return document.querySelector('header').innerText", vec![]).await;
    let agreed = "Vorige keer (2 november 2026) spraken we af: “We gaan vaker samen eten.”";
    let anew = "die is vanzelf begonnen, met dezelfde planning als op 2 november 2026.";
    assert!(top.contains(agreed) && top.contains(anew) && !top.contains("Nog een keer"), "{top}");
    let spot = tablet.spot(".start-button", None).await;
    tablet.tap(spot.x, spot.y).await;
    take_part(&tablet, &study).await;

    let again = kept(&tablet, "activity").await;
    assert_ne!(again["id"], left["id"]);
    assert_eq!(again["id"], first["id"], "it is the one of this plan on this day");
    let but_id = |settings: &Value| {
        let mut settings = settings.clone();
        (settings["id"], settings["part_of_day"]) = (Value::Null, Value::Null);
        settings
    };
    assert_eq!(but_id(&again), but_id(&first));
    assert_eq!(kept(&tablet, "activities").await["activities"].as_array().unwrap().len(), 2);

    // What is known of the centre is there for another kind of activity; and it may go off the list.
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.fill("centre", "Ergens anders").await;
    coordinator.reads_at("activity-centre", "nieuw: komt bij de centra").await;
    let spot = tablet.spot(".chip", Some(CENTRE)).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.reads_at("activity-centre", "Huiskamer, Moerwijk").await;
    coordinator.open_part("activity-centre").await;
    coordinator.tap("forget-centre").await;
    coordinator.press("activity", "Ja, van de lijst").await;
    coordinator.reads_at("activity-centre", "Over dit centrum").await;
    tablet
        .until("no centre on the list", async || {
            let centres = kept(&tablet, "centres").await["centres"].clone();
            if centres == json!([]) { Ok(()) } else { Err(centres.to_string()) }
        })
        .await;
}

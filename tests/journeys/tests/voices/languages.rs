//! A translation is checked, and languages are put on the tablet.

use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::participant::Participant;
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{Profile, Tablet};
use serde_json::{Value, json};

use crate::words;

#[tokio::test]
async fn a_translation_is_checked_by_a_native_speaker_and_better_wordings_go_to_the_study_maker() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let (one, two) = (Profile::new(), Profile::new());
    let tablet = Tablet::start(&one, journeys::tablet::PORTRAIT).await;
    let downloads = Downloads::of(&tablet).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    assert!(tags(&tablet, "tr").await.contains("concept"));
    let spot = tablet.spot("#languages a[href='#/check/tr']", None).await;
    tablet.tap(spot.x, spot.y).await;

    // Dutch beside Turkish, in that order.
    let pair = "const pair = document.querySelector('.pair'); const text = pair?.querySelector('.pair-line p'); \
        return text && [pair.querySelector('.pair-own').innerText, text.innerText, text.lang]";
    let (dutch, turkish, language): (String, String, String) = tablet
        .until("the texts", async || {
            let pair: Option<(String, String, String)> = tablet.run(pair, vec![]).await;
            pair.ok_or_else(|| "not yet".to_owned())
        })
        .await;
    assert_eq!(json!(dutch), first_question(&site, "study.json")["nl"]);
    assert_eq!(json!({ language: turkish }), first_question(&site, "study.tr.json"));
    let study = Study::of(&site);

    coordinator.press("checking", &format!("Verbeteren: {turkish}")).await;
    let field = "better-questions-0--text";
    coordinator.fill(field, "Daha iyi bir soru?").await;
    // Done with it: what is typed is kept when the field is left.
    let spot = tablet.spot("#checking h2", None).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.press("checking", "Nagekeken, met 1 verbetering").await;
    coordinator.is_told("checking", "good: Nagekeken op ").await;
    coordinator.press("checking", "Bewaar voor de maker van het onderzoek").await;
    let file = downloads.take("betekenis-verbeteringen-tr-", ".json").await;
    let file: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(file["schema"], "corrections/1");
    assert_eq!((&file["language"], &file["study"]), (&json!("tr"), &json!("ontmoetingscentra")));
    assert!(file["checked"].is_string());
    let expected =
        json!([{ "place": "questions[0].text.tr", "text": turkish, "better": "Daha iyi bir soru?" }]);
    assert_eq!(file["corrections"], expected);

    coordinator.goes_to("#").await;
    let told = tags(&tablet, "tr").await;
    assert!(
        told.contains("nagekeken op") && told.contains("1 verbetering") && !told.contains("concept"),
        "{told}"
    );
    assert!(tags(&tablet, "ar").await.contains("concept"));
    tablet.reload().await;
    assert!(tags(&tablet, "tr").await.contains("nagekeken op"));

    // It goes along in a backup.
    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    let backup = downloads.file("betekenis-reservekopie-", ".jsonl").await;
    let other = Tablet::start(&two, journeys::tablet::PORTRAIT).await;
    let there = Coordinator::opens(&other, &collector.url()).await;
    there.open_part("backup").await;
    there.choose_file("restore", &backup).await;
    there.is_told("tablet", "wat is nagekeken").await;
    assert!(tags(&other, "tr").await.contains("nagekeken op"));
    drop(other);

    coordinator.goes_to("#/check/tr").await;
    coordinator.press("checking", "Toch niet nagekeken").await;
    coordinator.goes_to("#").await;
    assert!(tags(&tablet, "tr").await.contains("concept"));

    // Participants see nothing of it.
    tablet.open(&collector.url()).await;
    let mut someone = Participant::arrives(&tablet, &study).await;
    someone.begin("tr").await;
    let words = tablet.see().await.words;
    assert!(!words.contains("Daha iyi"), "{words}");
}

/// The text of the first question in a file of the study.
fn first_question(site: &Site, file: &str) -> Value {
    let file = site.folder().join("studies/ontmoetingscentra").join(file);
    let study: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    study["questions"][0]["text"].clone()
}

/// What is told of a language.
async fn tags(tablet: &Tablet, id: &str) -> String {
    let script = "return document.getElementById('offer-' + arguments[0])?.closest('.language-row') \
        .querySelector('.language-tags').innerText ?? ''";
    tablet
        .until(&format!("what is told of {id}"), async || {
            let told: String = tablet.run(script, vec![id.into()]).await;
            if told.is_empty() { Err("nothing".to_owned()) } else { Ok(told) }
        })
        .await
}

#[tokio::test]
async fn languages_that_are_ticked_work_without_a_network_and_others_are_not_offered() {
    let site = Site::built();
    let study = Study::of(&site);
    let mut collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, journeys::tablet::PORTRAIT).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    tablet.ready_offline().await;
    for id in ["en", "ar", "pl", "uk", "es", "bg", "nl"] {
        let spot = tablet.spot(&format!("#offer-{id}"), None).await;
        tablet.tap(spot.x, spot.y).await;
    }
    coordinator.is_told("languages", "good: Klaar voor gebruik zonder internet: Türkçe.").await;
    // The last one stays.
    let spot = tablet.spot("#offer-tr", None).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.is_told("languages", "Er moet ten minste één taal aangevinkt zijn.").await;
    let spot = tablet.spot("#offer-nl", None).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.is_told("languages", "good: Klaar voor gebruik zonder internet: Nederlands, Türkçe.").await;
    assert!(tags(&tablet, "tr").await.contains("staat op deze tablet"));

    // Saving the activity makes them ready too, and says how the tablet is used.
    coordinator.open_part("activity-who").await;
    let spot = tablet.spot(".mode-choice:nth-child(4)", None).await;
    tablet.tap(spot.x, spot.y).await;
    coordinator.fill("present", "7").await;
    coordinator.press("activity", "Bewaren").await;
    coordinator.is_told("activity", "good: Klaar voor gebruik zonder internet: Nederlands, Türkçe.").await;
    let kept: String = tablet.run("return localStorage.getItem('betekenis.activity')", vec![]).await;
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!((&kept["mode"], &kept["present"]), (&json!("group"), &json!(7)));
    assert_eq!(kept["languages"], json!(["nl", "tr"]));

    collector.stop();
    tablet.open(&collector.url()).await;
    let mut someone = Participant::arrives(&tablet, &study).await;
    let tiles = someone.sees("the app", |sight| sight.is_started).await.buttons;
    for (id, is_offered) in [("nl", true), ("tr", true), ("ar", false), ("en", false)] {
        assert_eq!(tiles.contains(&study.language_name(id)), is_offered, "{id} among {tiles:?}");
    }
    someone.begin("tr").await;
    someone.comes_to(&Screen::Cards).await;
}

#[tokio::test]
async fn what_cannot_be_put_on_the_tablet_is_told_with_what_to_do() {
    let site = Site::built();
    let mut collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, journeys::tablet::PORTRAIT).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    tablet.ready_offline().await;
    collector.stop();

    coordinator.press("languages", "Klaarzetten").await;

    let told = coordinator.is_told("languages", "Nog niet klaar voor gebruik zonder internet: ").await;
    assert!(told.contains("Polski") && told.contains("Zorg voor wifi"), "{told}");
    coordinator.goes_to("#/voices/pl").await;
    coordinator.is_told("voices", "De teksten van deze taal staan nog niet op de tablet.").await;
    collector.start_again();
    coordinator.goes_to("#").await;
    coordinator.press("languages", "Klaarzetten").await;
    coordinator.is_told("languages", "good: Klaar voor gebruik zonder internet: Nederlands, ").await;
    coordinator.goes_to("#/voices/pl").await;
    words(&tablet).await;
}

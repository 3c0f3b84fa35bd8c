//! Every screen in every language: nothing is cut off, everything can be hit, axe finds nothing, buttons have names in the
//! language at hand, the focus goes as one reads; letters of twice the size and forced colours hold.
//!
//! `make test` looks at a language of each script and direction, `make screens` at all.

#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::layout::{Problems, is_exhaustive};
use journeys::root;
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{Manner, Profile, Tablet};
use journeys::walk::Walk;
use serde_json::Value;

/// All parts of the coordinator's page.
const PARTS: [&str; 13] = [
    "",
    "device",
    "voices/nl",
    "record/ar",
    "check/tr",
    "results",
    "framework",
    "framework/words",
    "data",
    "setup",
    "paper",
    "help",
    "help/install",
];

/// Names as long as a name can be, and as one word.
const LONG: &str = "Wijkontmoetingscentrum de Drievuldigheidsvriendenkring";
const ONE_WORD: &str = "Wijkontmoetingscentrumdedrievuldigheidsvriendenkringhuis";

/// Walks past every screen in `language`; with the long name of a centre also past those with all cards. Who looks at all
/// does so with the longest ones in every language.
async fn look_at_every_screen(language: &str, centre: Option<&str>) {
    let site = Site::built();
    let study = Study::of(&site);
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, Manner { is_still: true, ..Manner::default() }).await;
    let address = collector.url();
    let walk = Walk { tablet: &tablet, study: &study, address: &address, language };
    let texts = study.texts(language);
    // The first screen is in the language of the study.
    let first_texts = study.texts("nl");
    let mut problems = Problems::default();

    walk.past_every_screen(&mut async |name: &str| {
        let texts = if ["language", "mode"].contains(&name) { &first_texts } else { &texts };
        problems.look_for_hindrances(&tablet, name, Some(texts)).await;
        problems.look(&tablet, name).await;
        problems.look_at_large_letters(&tablet, name).await;
        problems.look_at_forced_colours(&tablet, name).await;
    })
    .await;
    let centres = if is_exhaustive() { vec![LONG, ONE_WORD] } else { centre.into_iter().collect() };
    for centre in centres {
        walk.past_all_cards(centre, &mut async |name: &str| problems.look(&tablet, name).await).await;
    }

    problems.check();
}

/// Opens every part of the coordinator's page, in `language`.
async fn look_at_the_coordinators_page(language: &str) {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, Manner { is_still: true, ..Manner::default() }).await;
    let mut problems = Problems::default();

    Coordinator::opens(&tablet, &collector.url()).await;
    // Enough for results to be shown.
    let response = fs::read_to_string(root().join("tests/fixtures/formats/response_v1.json")).unwrap();
    let responses = (1..=6).map(|n| {
        let id = format!("{n}1111111-1111-4111-8111-111111111111");
        let mut response: Value = serde_json::from_str(&response).unwrap();
        response["id"] = id.clone().into();
        response["mode"] = "self".into();
        response["activity"]["centre"] = LONG.into();
        (id, response.to_string())
    });
    tablet.seed(&responses.collect::<Vec<_>>(), "2026-11-22").await;
    let choose = "document.querySelector(`.language-switch-button[lang=${arguments[0]}]`).click()";
    tablet.run::<Value>(choose, vec![language.into()]).await;
    for part in PARTS {
        tablet.run::<Value>("location.hash = `/${arguments[0]}`", vec![part.into()]).await;
        tablet.settle().await;
        // The menu would lie over what is looked at.
        let unfold =
            "for (const one of document.querySelectorAll('details:not(.more-views)')) one.open = true";
        tablet.run::<Value>(unfold, vec![]).await;
        tablet.settle().await;
        problems.look_for_hindrances(&tablet, &format!("#/{part}"), None).await;
        problems.look_at_desk(&tablet, &format!("#/{part}")).await;
    }

    problems.check();
}

#[tokio::test]
async fn axe_finds_nothing_on_the_coordinators_page_in_dutch() {
    look_at_the_coordinators_page("nl").await;
}

/// Left to `make screens`: it differs in words alone.
#[tokio::test]
async fn axe_finds_nothing_on_the_coordinators_page_in_english() {
    look_at_the_coordinators_page("en").await;
}

#[tokio::test]
async fn everybody_can_use_every_screen_in_dutch() {
    look_at_every_screen("nl", Some(LONG)).await;
}

/// Left to `make screens`: a language of the same letters and direction is looked at.
#[tokio::test]
async fn everybody_can_use_every_screen_in_english() {
    look_at_every_screen("en", Some("Neighbourhood centre De Bloemenbuurt in The Hague South")).await;
}

/// Left to `make screens`: a language of the same letters and direction is looked at.
#[tokio::test]
async fn everybody_can_use_every_screen_in_turkish() {
    look_at_every_screen("tr", None).await;
}

#[tokio::test]
async fn everybody_can_use_every_screen_in_arabic() {
    look_at_every_screen("ar", Some(ONE_WORD)).await;
}

/// Left to `make screens`: a language of the same letters and direction is looked at.
#[tokio::test]
async fn everybody_can_use_every_screen_in_polish() {
    look_at_every_screen("pl", None).await;
}

#[tokio::test]
async fn everybody_can_use_every_screen_in_ukrainian() {
    look_at_every_screen("uk", None).await;
}

/// Left to `make screens`: a language of the same letters and direction is looked at.
#[tokio::test]
async fn everybody_can_use_every_screen_in_spanish() {
    look_at_every_screen("es", None).await;
}

/// Left to `make screens`: a language of the same letters and direction is looked at.
#[tokio::test]
async fn everybody_can_use_every_screen_in_bulgarian() {
    look_at_every_screen("bg", None).await;
}

//! Journeys in other languages than the first one: their texts and sounds come when they are asked for, and are on a tablet
//! that has been prepared for them.

use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{MUCH, NOT, Participant};
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::json;

/// The app, what serves it, and a tablet.
struct Scene {
    site: Site,
    study: Study,
    collector: Collector,
    profile: Profile,
}

impl Scene {
    fn set() -> Self {
        Self::set_with(Site::built())
    }

    fn set_with(site: Site) -> Self {
        let collector = Collector::start_with(&site, &[]);
        Self { study: Study::of(&site), collector, profile: Profile::new(), site }
    }

    /// A tablet that starts without a network from now on, in the first language.
    async fn tablet(&self) -> Tablet {
        let tablet = Tablet::start(&self.profile, PORTRAIT).await;
        tablet.open(&self.collector.url()).await;
        tablet.ready_offline().await;
        tablet
    }

    /// The same tablet when the server cannot be reached any more, and after a night in the cupboard.
    async fn without_a_network(&mut self, tablet: Tablet) -> Tablet {
        tablet.switch_off().await;
        self.collector.stop();
        let tablet = Tablet::start(&self.profile, PORTRAIT).await;
        tablet.open(&self.collector.url()).await;
        tablet
    }
}

/// Asks the page to keep `languages`, and gives those that are wholly there.
async fn prepare(tablet: &Tablet, languages: &[&str]) -> Vec<String> {
    tablet
        .until("a page that can prepare", async || {
            let script = "return window.betekenis ? betekenis.prepare(arguments[0]) : null";
            let there: Option<Vec<String>> = tablet.run(script, vec![json!(languages)]).await;
            there.ok_or_else(|| "it has only just been opened".to_owned())
        })
        .await
}

/// Which way the page is written.
async fn direction(tablet: &Tablet) -> String {
    tablet.run("return document.documentElement.dir", vec![]).await
}

#[tokio::test]
async fn a_tablet_that_was_prepared_speaks_its_languages_without_a_network() {
    let mut scene = Scene::set();
    let tablet = scene.tablet().await;
    assert_eq!(prepare(&tablet, &[]).await, Vec::<String>::new());
    assert_eq!(prepare(&tablet, &["tr"]).await, ["tr"]);
    Coordinator::opens(&tablet, &scene.collector.url()).await;
    assert_eq!(prepare(&tablet, &["ar", "no-such-language"]).await, ["ar", "tr"]);

    let tablet = scene.without_a_network(tablet).await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("tr", 0).await;
    one.done().await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("ar").await;
    assert_eq!(direction(&tablet).await, "rtl");
    two.place(MUCH).await;
    two.place(NOT).await;
    two.ask_to_stop().await;
    two.stop().await;
    two.done().await;
    assert_eq!(prepare(&tablet, &[]).await, ["ar", "tr"]);

    scene.collector.start_again();
    tablet.reload().await;
    let arrived = scene.collector.arrived(2).await;
    let given = |language: &str| arrived.iter().find(|response| response["language"] == language).unwrap();
    one.given.check(given("tr"), "complete");
    two.given.check(given("ar"), "stopped");
}

#[tokio::test]
async fn a_language_that_is_not_there_does_no_harm_without_a_network() {
    let mut scene = Scene::set();
    let tablet = scene.tablet().await;
    let tablet = scene.without_a_network(tablet).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    let polish = scene.study.language_name("pl");
    someone.sees("the app", |sight| sight.is_started && sight.buttons.contains(&polish)).await;

    someone.press("button", &polish).await;
    someone.sees("that it cannot be had", |sight| !sight.buttons.contains(&polish)).await;
    assert_eq!(prepare(&tablet, &["pl"]).await, Vec::<String>::new());
    someone.takes_part("nl", 1).await;
    someone.done().await;

    scene.collector.start_again();
    tablet.reload().await;
    scene.collector.arrived(1).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.choose_language("pl").await;
    someone.agree().await;
}

#[tokio::test]
async fn a_preparation_that_is_cut_off_leaves_no_half_of_a_language() {
    let mut scene = Scene::set_with(Site::copy());
    let tablet = scene.tablet().await;
    let clips = scene.site.folder().join("studies/ontmoetingscentra/sounds/tr.json");
    let small = clips.with_extension("json.br");
    let whole = fs::read(&clips).unwrap();
    fs::remove_file(&small).unwrap();

    // Half an upload of the site.
    fs::write(&clips, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(prepare(&tablet, &["tr", "ar"]).await, ["ar"]);
    fs::write(&clips, &whole).unwrap();
    assert_eq!(prepare(&tablet, &["tr"]).await, ["ar", "tr"]);

    // No network.
    scene.collector.stop();
    assert_eq!(prepare(&tablet, &["ar", "pl"]).await, ["ar", "tr"]);
}

#[tokio::test]
async fn a_newer_version_keeps_the_languages_and_has_their_new_texts() {
    let mut scene = Scene::set_with(Site::copy());
    let tablet = scene.tablet().await;
    assert_eq!(prepare(&tablet, &["tr", "ar"]).await, ["ar", "tr"]);

    let agree = scene.study.word("agree", "tr");
    let file = "studies/ontmoetingscentra/study.tr.json";
    scene.site.change(file, &format!("\"{agree}\""), "\"Hadi!\"");
    scene.site.publish("second");
    scene.study = Study::of(&scene.site);
    tablet.look_for_update().await;
    let someone = Participant::arrives(&tablet, &scene.study).await;
    someone.sees("the newer version", |sight| sight.edition == "second").await;
    assert_eq!(prepare(&tablet, &[]).await, ["ar", "tr"]);

    let tablet = scene.without_a_network(tablet).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("tr").await;
    assert_eq!(someone.word("agree"), "Hadi!");
}

#[tokio::test]
async fn what_is_prepared_while_a_newer_version_waits_is_there_when_it_has_come() {
    let mut scene = Scene::set_with(Site::copy());
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    scene.site.change("studies/ontmoetingscentra/study.tr.json", "{", "{ ");
    scene.site.publish("second");
    tablet.look_for_update().await;
    someone.sees("a newer version that waits", |sight| sight.update == "waiting").await;

    // Dutch has come by itself meanwhile, or not yet.
    let is_there = |languages: Vec<String>| assert!(languages.contains(&"tr".to_owned()), "{languages:?}");
    is_there(prepare(&tablet, &["tr"]).await);

    someone.ask_to_stop().await;
    someone.stop().await;
    someone.done().await;
    someone.sees("the newer version", |sight| sight.edition == "second").await;
    let tablet = scene.without_a_network(tablet).await;
    is_there(prepare(&tablet, &[]).await);
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("tr").await;
}

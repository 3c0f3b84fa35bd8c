//! Keys and switches.

use journeys::participant::{MUCH, NOT, Participant, SOME};

use crate::{Scene, settled, strike};

#[tokio::test]
async fn a_key_that_is_held_down_places_one_card() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    strike(tablet, "1", 5).await;

    someone.sees("one card", |sight| sight.piles[NOT] == 1).await;
    tablet.settle().await;
    assert_eq!(tablet.see().await.piles[NOT], 1);
}

#[tokio::test]
async fn a_switch_stays_on_the_pile_and_finds_its_place_again() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives_with_keys(tablet, &scene.study).await;
    someone.begin("nl").await;
    let focused = async || tablet.focus().await.words;
    let much = scene.study.pile_text(MUCH, "nl");
    someone.press("button", &much).await;
    for n in 2..5 {
        someone.sees("one more", |sight| sight.piles[MUCH] == n - 1).await;
        assert_eq!(focused().await, much);
        settled(tablet).await;
        tablet.press("Enter").await;
    }
    someone.sees("four", |sight| sight.piles[MUCH] == 4).await;
    // The only card of a pile, taken back, takes the focus with it: it goes to the pile.
    let some = scene.study.pile_text(SOME, "nl");
    settled(tablet).await;
    someone.press("button", &some).await;
    tablet.press("Tab").await;
    settled(tablet).await;
    tablet.press("Enter").await;
    someone.sees("none", |sight| sight.piles[SOME] == 0).await;
    tablet.settle().await;
    assert_eq!(focused().await, some);
    // A screen reader is told how many lie there.
    let told =
        format!("document.querySelector('[data-pile={MUCH}] .tray-button').getAttribute('aria-description')");
    assert_eq!(tablet.run::<String>(&format!("return {told}"), vec![]).await, "4");
}

//! What changes on the page when a card is put down or a question answered, and what stays as it is.

use journeys::participant::{MUCH, SOME};
use serde_json::Value;

use crate::{Scene, settled};

/// Notes where something comes, goes or is written from now on, and every shift of the layout. `place` is the nearest part of the
/// screen that has a name.
const NOTE: &str = "
    Object.assign(window, { changed: new Set(), shift: 0, kept: [...document.querySelectorAll('#app *')] });
    const name = (one) => one.closest?.('[data-pile]')?.dataset.pile
        ?? one.parentElement?.closest('.card-in-hand, .beads, .frame-bottom, .choices, .choices-apart')?.className ?? one.className;
    new MutationObserver((records) => {
        for (const { target, type } of records) changed.add(name(type === 'childList' ? target.firstChild ?? target : target));
    }).observe(document.querySelector('#app'), { childList: true, characterData: true, subtree: true });
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shift += value))).observe({ type: 'layout-shift' });";

#[tokio::test]
async fn a_card_that_is_put_down_changes_the_hand_and_its_pile_and_nothing_else() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    // With the first one the word for going back becomes another.
    someone.place(SOME).await;
    someone.place(MUCH).await;
    settled(tablet).await;
    tablet.run::<Value>(NOTE, vec![]).await;

    someone.place(MUCH).await;
    settled(tablet).await;

    let changed: Vec<String> = tablet.run("return [...changed].sort()", vec![]).await;
    assert_eq!(changed, ["card-in-hand settles", MUCH]);
    // The face of the card that was in hand, with its picture and words.
    let gone = "return kept.filter((one) => !one.isConnected).map((one) => one.className).sort()";
    let gone: Vec<String> = tablet.run(gone, vec![]).await;
    assert_eq!(gone, ["card-face", "card-face-picture", "card-face-text"]);
    let shift: f64 = tablet.run("return shift", vec![]).await;
    assert!(shift == 0.0, "the layout shifts by {shift}");
}

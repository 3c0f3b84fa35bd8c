//! Cards that are dragged, lost and put down.

use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::tablet::{LANDSCAPE, PHONE, PORTRAIT};
use serde_json::Value;

use crate::{Scene, nothing_has_changed};

#[tokio::test]
async fn a_card_in_the_fingers_is_seen_whole_and_shows_where_it_goes() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let someone = scene.somebody().await;
    for size in [PORTRAIT, LANDSCAPE, PHONE] {
        tablet.turn(size).await;
        let card = tablet.spot(".card-in-hand", None).await;
        let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
        let before = tablet.see().await;
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let corners = [(1.0, 1.0), (width - 2.0, 1.0), (width - 2.0, height - 2.0), (1.0, height - 2.0)];
        tablet.touch("touchStart", &[(card.x + 20.0, card.y)]).await;
        for (x, y) in corners.into_iter().chain([(pile.x, pile.y), (width / 2.0, height / 3.0)]) {
            tablet.touch("touchMove", &[(x, y)]).await;
            let held: [f64; 5] = tablet
                .until("the card in the fingers, half as large", async || {
                    let look = "const held = document.querySelector('.card-held');
                        const { left, top, right, bottom } = held.getBoundingClientRect();
                        if (held.getAnimations().length) return [];
                        return [left, top, right, bottom, getComputedStyle(held).zIndex]";
                    let held: Vec<Value> = tablet.run(look, vec![]).await;
                    let held: Vec<f64> = held
                        .iter()
                        .map(|one| one.as_f64().or_else(|| one.as_str()?.parse().ok()).unwrap())
                        .collect();
                    let Ok(held) = <[f64; 5]>::try_from(held) else {
                        return Err("it is being picked up".to_owned());
                    };
                    let is_half = (held[2] - held[0] - card.width / 2.0).abs() < 2.0;
                    let is_about = (held[0] - 2.0..=held[2] + 2.0).contains(&x)
                        && (held[1] - 2.0..=held[3] + 2.0).contains(&y);
                    if is_half && is_about { Ok(held) } else { Err(format!("{held:?} for {x} {y}")) }
                })
                .await;
            let [left, top, right, bottom, above] = held;
            assert!((bottom - top - card.height / 2.0).abs() < 2.0, "{held:?}");
            assert!(
                left >= -0.5 && top >= -0.5 && right <= width + 0.5 && bottom <= height + 0.5,
                "{held:?} at {x} {y}"
            );
            // The voice is at 6.
            assert!(above > 7.0);
        }
        let lifted = "return [...document.querySelectorAll('[data-lifted]')].map((one) => one.dataset.pile)";
        tablet.touch("touchMove", &[(pile.x, pile.y)]).await;
        tablet
            .until("the pile below it lifted", async || {
                let lifted: Vec<String> = tablet.run(lifted, vec![]).await;
                if lifted == [MUCH] { Ok(()) } else { Err(format!("{lifted:?}")) }
            })
            .await;
        tablet.touch("touchCancel", &[]).await;
        nothing_has_changed(&someone, &before).await;
        assert_eq!(scene.number("document.querySelectorAll('.card-held').length").await, 0);
    }
}

#[tokio::test]
async fn a_card_that_a_finger_loses_lies_where_it_lay() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    someone.place(SOME).await;
    let before = tablet.see().await;
    let is_dragged = "return document.querySelectorAll('[data-dragged], [data-lifted]').length";
    for lost in ["cancelled", "turned"] {
        let hand = tablet.spot(".card-in-hand", None).await;
        let pile = tablet.spot(&Participant::pile_button(MUCH), None).await;
        let (from, to) = ((hand.x, hand.y), (pile.x, pile.y));
        tablet.touch("touchStart", &[from]).await;
        tablet.touch("touchMove", &[to]).await;
        assert_eq!(tablet.run::<usize>(is_dragged, vec![]).await, 2, "the card and the tray below it");
        match lost {
            "cancelled" => tablet.touch("touchCancel", &[]).await,
            _ => {
                tablet.turn(LANDSCAPE).await;
                tablet.touch("touchEnd", &[]).await;
            }
        }
        nothing_has_changed(&someone, &before).await;
        tablet.turn(PORTRAIT).await;
        let hand_now = tablet.spot(".card-in-hand", None).await;
        assert_eq!((hand_now.x, hand_now.y), from, "the card came back ({lost})");
    }
}

#[tokio::test]
async fn cards_fly_but_not_for_who_asks_for_stillness() {
    for is_still in [false, true] {
        let Some(scene) = Scene::set(is_still).await else { return };
        let mut someone = Participant::arrives(&scene.tablet, &scene.study).await;
        someone.begin("nl").await;
        someone.place(NOT).await;
        scene.tablet.settle().await;
        // The practice card too.
        assert_eq!(scene.number("flights").await, if is_still { 0 } else { 2 });
        someone.undo().await;
        scene.tablet.settle().await;
        assert_eq!(scene.number("flights").await, if is_still { 0 } else { 3 });
    }
}

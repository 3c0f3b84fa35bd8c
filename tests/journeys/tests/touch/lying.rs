//! The tablet as it lies there: turned, left alone, looked at.

use journeys::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use journeys::study::Screen;
use journeys::tablet::{LANDSCAPE, PHONE, PORTRAIT};
use serde_json::{Value, json};

use crate::{Scene, nothing_has_changed, tap_at_once};

/// Longer than anybody is waited for, in milliseconds, and than a group is.
const A_WHILE: u32 = 91_000;
const A_TALK: u32 = 301_000;
/// Longer than the question is asked whether somebody is there.
const LAST_CALL: u32 = 31_000;

#[tokio::test]
async fn turning_the_tablet_loses_nothing() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = scene.somebody().await;
    let turned = async |what: &str| {
        let before = tablet.see().await;
        for size in [LANDSCAPE, PHONE, PORTRAIT] {
            tablet.turn(size).await;
            let after = tablet.see().await;
            assert_eq!((&after.heading, &after.hand), (&before.heading, &before.hand), "{what}");
            assert_eq!((&after.piles, &after.fields), (&before.piles, &before.fields), "{what}");
            assert_eq!(after.dots, before.dots, "{what}");
        }
    };
    for pile in [MUCH, MUCH, SOME] {
        someone.place(pile).await;
    }
    turned("cards").await;
    someone.place_all(&[MUCH, NOT, MUCH, NOT, MUCH, DONT_KNOW, SOME]).await;
    someone.next(&Screen::MostImportant).await;
    let important = someone.given.on_pile(MUCH)[0].clone();
    someone.toggle_important(&important).await;
    turned("the most important").await;
    someone.next(&Screen::Missing).await;
    someone.say_missing(&["samen eten"]).await;
    turned("what is missing").await;
}

#[tokio::test]
async fn who_does_not_say_that_they_are_there_makes_room_for_the_next_one() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives(tablet, &scene.study).await;
    // Nobody is asked before anybody takes part.
    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::Language).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    let before = tablet.see().await;

    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::StillThere).await;
    // A tap anywhere on that sheet means yes.
    let (width, height) = tablet.size();
    tablet.has_settled().await;
    tap_at_once(tablet, (f64::from(width) * 0.1, f64::from(height) * 0.8)).await;
    someone.comes_to(&Screen::Cards).await;
    nothing_has_changed(&someone, &before).await;

    // From then on the time runs anew.
    scene.put_forward(A_WHILE / 2).await;
    someone.comes_to(&Screen::Cards).await;
    scene.put_forward(A_WHILE / 2).await;
    someone.comes_to(&Screen::StillThere).await;
    scene.put_forward(LAST_CALL).await;

    someone.comes_to(&Screen::Language).await;
    let arrived = scene.collector.arrived(1).await;
    assert_eq!(arrived[0]["outcome"], "timed-out");
    assert_eq!(tablet.stored().await.drafts.len(), 0);
}

#[tokio::test]
async fn a_group_may_talk_and_is_counted() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    let mut someone = Participant::arrives(tablet, &scene.study).await;
    // The dialog lies over everything, where `spot` does not look.
    let press = async |selector: &str| {
        tablet.run::<Value>("document.querySelector(arguments[0]).click()", vec![selector.into()]).await;
    };
    press("#mode-chip").await;
    assert_eq!(scene.number("document.querySelectorAll('#mode:modal').length").await, 1);
    press("[data-choose=group]").await;
    for step in ["1", "1", "1", "-1"] {
        press(&format!("[data-step='{step}']")).await;
    }
    press("#mode .main-button").await;
    let chip: String = tablet.run("return document.getElementById('mode-chip').ariaLabel", vec![]).await;
    assert!(chip.contains("groep") && chip.ends_with('3'), "{chip:?}");

    someone.begin("nl").await;
    scene.put_forward(A_WHILE).await;
    someone.comes_to(&Screen::Cards).await;
    scene.put_forward(A_TALK - A_WHILE).await;
    someone.comes_to(&Screen::StillThere).await;
    scene.put_forward(LAST_CALL).await;

    let arrived = scene.collector.arrived(1).await;
    assert_eq!((&arrived[0]["mode"], &arrived[0]["present"]), (&json!("group"), &json!(3)));
}

#[tokio::test]
async fn the_screen_stays_on_and_is_filled_from_the_first_touch() {
    let Some(scene) = Scene::set(false).await else { return };
    let mut someone = Participant::arrives(&scene.tablet, &scene.study).await;
    let asked = async || (scene.number("awake").await, scene.number("full").await);
    someone.sees("the app", |sight| sight.is_started).await;
    assert_eq!(asked().await, (0, 0));
    someone.begin("nl").await;
    someone.place(MUCH).await;
    assert_eq!(asked().await, (1, 1));
}

#[tokio::test]
async fn a_photo_is_shown_whole_and_never_larger_than_it_is() {
    let Some(scene) = Scene::set(false).await else { return };
    let tablet = &scene.tablet;
    scene.somebody().await;
    for size in [PORTRAIT, LANDSCAPE, PHONE] {
        tablet.turn(size).await;
        for (width, height) in [(90, 70), (4000, 1000), (500, 3000)] {
            let shown = "const [width, height] = arguments;
                const canvas = Object.assign(document.createElement('canvas'), { width, height });
                const photo = document.querySelector('.card-in-hand img');
                photo.src = canvas.toDataURL('image/jpeg');
                return photo.decode().then(() => {
                    const { width, height } = photo.getBoundingClientRect();
                    const card = photo.closest('.card-in-hand').getBoundingClientRect();
                    return [width, height, card.width, card.height];
                });";
            let shown: [f64; 4] = tablet.run(shown, vec![json!(width), json!(height)]).await;
            let [shown_width, shown_height, card_width, card_height] = shown;
            let (width, height) = (f64::from(width), f64::from(height));
            assert!(
                shown_width <= width.min(card_width) && shown_height <= height.min(card_height),
                "{shown:?}"
            );
            let ratio = (shown_width / shown_height) / (width / height);
            assert!((0.97..1.03).contains(&ratio), "{width}×{height} is shown as {shown:?}");
        }
    }
}

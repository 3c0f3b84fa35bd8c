//! Journeys through the built app, in a real browser and with the real collector.
//!
//! Each is a story that must go well from its beginning to its end; what single parts do is tested beside them. They run in
//! every engine (`BETEKENIS_ENGINE`), but for those that say why not: `tools/test.sh` reads that and lists them as skipped.

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::participant::{DONT_KNOW, MUCH, NOT, PILES, Participant, SOME};
use journeys::portal::Portal;
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{LANDSCAPE, Manner, PHONE, PORTRAIT, Profile, Spot, Tablet};
use serde_json::Value;

/// The app, what serves it, and a tablet that has been to the Wi-Fi once.
struct Scene {
    study: Study,
    collector: Collector,
    profile: Profile,
}

impl Scene {
    fn set(options: &[&str]) -> Self {
        let site = Site::built();
        Self {
            study: Study::of(&site),
            collector: Collector::start_with(&site, options),
            profile: Profile::new(),
        }
    }

    /// A tablet that starts without a network from now on, in Dutch and in English.
    async fn tablet(&self) -> Tablet {
        self.tablet_as(Manner::default()).await
    }

    async fn tablet_as(&self, manner: Manner) -> Tablet {
        let tablet = Tablet::start_as(&self.profile, manner).await;
        tablet.open(&self.collector.url()).await;
        tablet.ready_offline().await;
        tablet.keep_languages(&["nl", "en"]).await;
        tablet
    }
}

/// The response in `language`.
#[track_caller]
fn in_language<'a>(responses: &'a [Value], language: &str) -> &'a Value {
    let mut found = responses.iter().filter(|response| response["language"] == language);
    match (found.next(), found.next()) {
        (Some(response), None) => response,
        _ => panic!("not one response in {language}: {responses:?}"),
    }
}

#[tokio::test]
async fn what_two_participants_give_without_a_network_arrives_exactly_once() {
    let mut scene = Scene::set(&[]);
    scene.study = scene.study.at_centre("Buurtkamer Moerwijk");
    let tablet = scene.tablet().await;
    let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
    coordinator.set_activity("Buurtkamer Moerwijk", "short").await;
    tablet.open(&scene.collector.url()).await;
    scene.collector.stop();
    tablet.set_online(false).await;

    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("nl", 0).await;
    // By itself, after some seconds.
    one.comes_to(&Screen::Language).await;

    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.begin("en").await;
    for pile in [MUCH, NOT, MUCH, SOME] {
        two.place(pile).await;
    }
    resumes_where_it_was(&two).await;
    two.place_all(&[MUCH, DONT_KNOW, MUCH, NOT, MUCH, SOME]).await;
    two.next(&Screen::MostImportant).await;
    let important = two.given.on_pile(MUCH);
    for card in &important[..3] {
        two.toggle_important(card).await;
    }
    resumes_where_it_was(&two).await;
    two.next(&Screen::Missing).await;
    two.say_missing(&["eating together", "a garden"]).await;
    resumes_where_it_was(&two).await;
    two.next(&Screen::More).await;
    let all = tablet.see().await.cards;
    two.toggle_more(&all[0]).await;
    let questions = scene.study.questions();
    two.next(&Screen::Question(questions[0].clone())).await;
    for (at, question) in questions.iter().enumerate() {
        let choices = scene.study.choices(question);
        two.choose(question, &choices[at % choices.len()]).await;
        if at == 4 {
            resumes_where_it_was(&two).await;
        }
        let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
        two.next(&after).await;
    }
    assert_eq!(tablet.stored().await.states, ["waiting", "waiting"]);

    scene.collector.start_again();
    tablet.set_online(true).await;

    let arrived = scene.collector.arrived(2).await;
    one.given.check(in_language(&arrived, "nl"), "complete");
    two.given.check(in_language(&arrived, "en"), "complete");
    assert_eq!(arrived[0]["activity"]["centre"], "Buurtkamer Moerwijk");
    assert_eq!(arrived[0]["activity"]["id"], arrived[1]["activity"]["id"]);
    let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
    coordinator.counts(0, 2).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "Er is niets te versturen.").await;
    scene.collector.arrived(2).await;
    let stored = tablet.stored().await;
    assert_eq!((stored.drafts.len(), stored.states), (0, vec!["sent".to_owned(), "sent".to_owned()]));
}

/// Reloads the page under the hands of `participant`, right after their last tap.
async fn resumes_where_it_was(participant: &Participant<'_>) {
    let before = participant.tablet.see().await;
    participant.tablet.reload().await;
    let comes_back = participant.sees("the same as before the page was loaded anew", |sight| {
        (&sight.heading, &sight.hand, &sight.piles, &sight.chosen, &sight.fields)
            == (&before.heading, &before.hand, &before.piles, &before.chosen, &before.fields)
    });
    comes_back.await;
}

#[tokio::test]
async fn a_tablet_that_was_switched_off_starts_without_a_network_and_keeps_what_is_given() {
    let mut scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    Coordinator::opens(&tablet, &scene.collector.url()).await;
    tablet.ready_offline().await;
    tablet.switch_off().await;
    scene.collector.stop();

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.takes_part("nl", 1).await;
    someone.done().await;
    let given = someone.given;
    Coordinator::opens(&tablet, &scene.collector.url()).await.counts(1, 0).await;
    tablet.switch_off().await;
    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    Participant::arrives(&tablet, &scene.study).await;
    assert_eq!(tablet.stored().await.states, ["waiting"]);

    scene.collector.start_again();
    tablet.reload().await;

    let arrived = scene.collector.arrived(1).await;
    given.check(&arrived[0], "complete");
}

#[tokio::test]
async fn the_whole_way_in_arabic_goes_from_right_to_left() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;

    someone.begin("ar").await;
    let direction: String = tablet.run("return document.documentElement.dir", vec![]).await;
    let [much, not] = [MUCH, NOT].map(|pile| format!("[data-pile='{pile}']"));
    let (much, not) = (tablet.spot(&much, None).await, tablet.spot(&not, None).await);
    someone.place_all(&[MUCH, NOT, MUCH, SOME, MUCH, DONT_KNOW, MUCH, NOT, SOME, NOT]).await;
    someone.answer_everything(1).await;
    someone.done().await;

    assert_eq!(direction, "rtl");
    assert!(not.x > much.x, "what means least lies on the right: {not:?} and {much:?}");
    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "complete");
}

/// Not in firefox: without a screen it takes its own bars to have the focus once Tab has gone round.
#[tokio::test]
async fn a_keyboard_is_enough_from_the_language_to_the_thanks() {
    let scene = Scene::set(&[]);
    let tablet = Tablet::start(&scene.profile, LANDSCAPE).await;
    tablet.open(&scene.collector.url()).await;
    let count = "globalThis.touched = 0; for (const kind of ['pointerdown', 'pointermove', 'mousedown', 'touchstart']) \
        addEventListener(kind, () => touched++, true);";
    tablet.run::<Value>(count, vec![]).await;

    let mut someone = Participant::arrives_with_keys(&tablet, &scene.study).await;
    someone.choose_language("nl").await;
    someone.back(&Screen::Language).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;
    let second = someone.place(NOT).await;
    someone.undo().await;
    assert_eq!(someone.place(SOME).await, second);
    someone.take_back(&second).await;
    someone.place(MUCH).await;
    someone.open_pile(MUCH).await;
    // What lies behind the opened pile hears nothing.
    let before = tablet.see().await;
    tablet.press("1").await;
    tablet.press("Backspace").await;
    tablet.settle().await;
    assert_eq!(tablet.see().await, before);
    someone.take_from_open_pile(&second).await;
    someone.place_all(&[DONT_KNOW, MUCH, MUCH, MUCH, SOME, NOT, MUCH, SOME, NOT]).await;
    someone.answer_everything(1).await;
    let touched: usize = tablet.run("return touched", vec![]).await;
    someone.done().await;

    assert_eq!(touched, 0);
    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "complete");
}

#[tokio::test]
async fn one_may_go_back_take_cards_and_answers_back_and_stop() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.choose_language("en").await;
    someone.back(&Screen::Language).await;
    someone.choose_language("nl").await;
    someone.agree().await;
    someone.back(&Screen::Consent).await;
    someone.agree().await;
    someone.practise(SOME).await;
    someone.next(&Screen::Cards).await;
    someone.back(&Screen::Practice).await;
    someone.next(&Screen::Cards).await;

    let first = someone.place(MUCH).await;
    let second = someone.place(MUCH).await;
    someone.undo().await;
    someone.undo().await;
    assert_eq!(someone.card_in_hand().await, first);
    someone.place(NOT).await;
    assert_eq!(someone.place(MUCH).await, second);
    let third = someone.place(MUCH).await;
    someone.take_back(&third).await;
    assert_eq!(someone.place(SOME).await, third);
    for pile in [MUCH, MUCH, MUCH, MUCH, DONT_KNOW, NOT] {
        someone.place(pile).await;
    }
    someone.open_pile(MUCH).await;
    someone.close_pile().await;
    someone.open_pile(MUCH).await;
    someone.take_from_open_pile(&second).await;
    assert_eq!(someone.place(MUCH).await, second);
    someone.place_all(&[SOME]).await;
    someone.comes_to(&Screen::Table).await;
    someone.take_from_table(&second).await;
    assert_eq!(someone.place(MUCH).await, second);
    someone.comes_to(&Screen::Table).await;

    someone.next(&Screen::MostImportant).await;
    let much = someone.given.on_pile(MUCH);
    for card in &much[..4] {
        someone.toggle_important(card).await;
    }
    someone.toggle_important(&much[3]).await;
    someone.next(&Screen::Missing).await;
    someone.back(&Screen::MostImportant).await;
    someone.next(&Screen::Missing).await;
    someone.say_missing(&["een tuin", "samen zingen", "een kat"]).await;
    someone.next(&Screen::More).await;
    someone.back(&Screen::Missing).await;
    someone.sees("the words again", |sight| sight.fields == ["een tuin", "samen zingen", "een kat"]).await;
    someone.next(&Screen::More).await;
    let cards = tablet.see().await.cards;
    for card in &cards[..3] {
        someone.toggle_more(card).await;
    }
    let questions = scene.study.questions();
    let question = |at: usize| Screen::Question(questions[at].clone());
    someone.next(&Screen::StoryCard).await;
    someone.tell_about(&much[1]).await;
    someone.next(&Screen::Story).await;
    someone.tell_story("Ik kwam voor de koffie.").await;
    someone.back(&Screen::StoryCard).await;
    someone.back(&Screen::More).await;
    someone.sees("two cards still chosen", |sight| sight.chosen == cards[1..3]).await;
    someone.next(&Screen::StoryCard).await;
    someone.next(&Screen::Story).await;
    someone.sees("the story again", |sight| sight.fields == ["Ik kwam voor de koffie."]).await;
    someone.next(&question(0)).await;
    someone.skip(&questions[0], &question(1)).await;
    let choices = scene.study.choices(&questions[1]);
    for choice in &choices {
        someone.choose(&questions[1], choice).await;
        // Who thinks it over may take longer than the moment until the next question comes.
        tablet.hold_on().await;
    }
    someone.next(&question(2)).await;
    someone.dont_know(&questions[2]).await;
    // By itself, after a moment.
    someone.comes_to(&question(3)).await;
    someone.back(&question(2)).await;
    someone.back(&question(1)).await;
    let last = scene.study.choice_text(&questions[1], &choices[choices.len() - 1], "nl");
    someone.sees("the answer still chosen", |sight| sight.chosen == [last.as_str()]).await;
    someone.back(&question(0)).await;
    let few = scene.study.choices(&questions[0])[1].clone();
    someone.choose(&questions[0], &few).await;
    tablet.hold_on().await;
    someone.take_answer_back(&questions[0]).await;
    someone.choose(&questions[0], &few).await;
    tablet.hold_on().await;
    someone.ask_to_stop().await;
    someone.dont_stop(&question(0)).await;
    someone.ask_to_stop().await;
    someone.stop().await;
    someone.done().await;

    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "stopped");
}

#[tokio::test]
async fn of_who_would_rather_not_only_the_number_is_kept() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut shy = Participant::arrives(&tablet, &scene.study).await;
    shy.choose_language("nl").await;
    shy.decline().await;
    shy.done().await;
    let mut shy = Participant::arrives(&tablet, &scene.study).await;
    shy.choose_language("nl").await;
    shy.agree().await;
    shy.back(&Screen::Consent).await;
    shy.decline().await;
    shy.done().await;

    let stored = tablet
        .until("nothing of those who would rather not", async || {
            let stored = tablet.stored().await;
            if stored.drafts.is_empty() { Ok(stored) } else { Err(format!("there is {:?}", stored.drafts)) }
        })
        .await;
    assert_eq!(stored.responses.len(), 0);
    let told = Coordinator::opens(&tablet, &scene.collector.url()).await.counts(0, 0).await;
    assert_eq!(told.counts["declined"], 2);
    scene.collector.arrived(0).await;
}

#[tokio::test]
async fn a_card_can_be_dragged_with_a_finger_and_with_a_mouse() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;

    for (at, pile) in PILES.into_iter().enumerate() {
        // Upright and lying, with the one and the other.
        tablet.turn(if at % 2 == 0 { PORTRAIT } else { LANDSCAPE }).await;
        let before = tablet.see().await;
        let card = someone.card_in_hand().await;
        drag_with_finger(&tablet, &format!("[data-pile='{pile}']"), &["touchEnd"]).await;
        someone.has_placed(&card, pile, &before).await;
        let before = tablet.see().await;
        let card = someone.card_in_hand().await;
        drag_with_mouse(&tablet, &format!("[data-pile='{pile}']")).await;
        someone.has_placed(&card, pile, &before).await;
    }

    tablet.turn(PHONE).await;
    let before = tablet.see().await;
    drag_with_finger(&tablet, "h1", &["touchEnd"]).await;
    stays(&someone, &before).await;
    if tablet.engine.has_fingers() {
        drag_with_finger(&tablet, "[data-pile='much']", &["touchCancel"]).await;
        stays(&someone, &before).await;
    }
    drag_with_mouse(&tablet, "h1").await;
    stays(&someone, &before).await;
    let Spot { x, y, .. } = tablet.spot(".card-in-hand", None).await;
    tablet.touch("touchStart", &[(x, y)]).await;
    for (dx, dy) in [(4.0, 0.0), (-3.0, 5.0), (6.0, -4.0)] {
        tablet.touch("touchMove", &[(x + dx, y + dy)]).await;
    }
    let is_dragged: bool =
        tablet.run("return Boolean(document.querySelector('[data-dragged]'))", vec![]).await;
    tablet.touch("touchEnd", &[]).await;
    assert!(!is_dragged, "a tremble of 8 px is no drag");
    stays(&someone, &before).await;

    // A tap that trembles is a tap.
    let card = someone.card_in_hand().await;
    let Spot { x, y, .. } = tablet.spot(&Participant::pile_button(SOME), None).await;
    tablet.has_settled().await;
    tablet.touch("touchStart", &[(x, y)]).await;
    tablet.touch("touchMove", &[(x + 4.0, y - 5.0)]).await;
    tablet.touch("touchEnd", &[]).await;
    someone.has_placed(&card, SOME, &before).await;
    someone.place(NOT).await;

    someone.ask_to_stop().await;
    someone.stop().await;
    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "stopped");
}

/// Drags the card in hand to the middle of what `selector` names; `last` is how the finger leaves the screen.
async fn drag_with_finger(tablet: &Tablet, selector: &str, last: &[&str]) {
    let (from, to) = way(tablet, selector).await;
    tablet.touch("touchStart", &[from]).await;
    for step in 1..=8 {
        tablet.touch("touchMove", &[between(from, to, f64::from(step) / 8.0)]).await;
    }
    is_held(tablet).await;
    for kind in last {
        tablet.touch(kind, &[]).await;
    }
}

async fn drag_with_mouse(tablet: &Tablet, selector: &str) {
    let (from, to) = way(tablet, selector).await;
    tablet.mouse("mousePressed", from).await;
    for step in 1..=8 {
        tablet.mouse("mouseMoved", between(from, to, f64::from(step) / 8.0)).await;
    }
    is_held(tablet).await;
    tablet.mouse("mouseReleased", to).await;
}

async fn way(tablet: &Tablet, selector: &str) -> ((f64, f64), (f64, f64)) {
    let card = tablet.spot(".card-in-hand", None).await;
    let goal = tablet.spot(selector, None).await;
    tablet.has_settled().await;
    ((card.x, card.y), (goal.x, goal.y))
}

fn between(from: (f64, f64), to: (f64, f64), part: f64) -> (f64, f64) {
    (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
}

async fn is_held(tablet: &Tablet) {
    let look = "return Boolean(document.querySelector('[data-dragged]'))";
    tablet
        .until("the card following", async || {
            if tablet.run(look, vec![]).await { Ok(()) } else { Err("it does not".to_owned()) }
        })
        .await;
}

/// The card is still in hand, back in its place, and on no pile.
async fn stays(participant: &Participant<'_>, before: &journeys::tablet::Sight) {
    participant.sees("the card still in hand", |sight| sight == before).await;
    let look = "return Boolean(document.querySelector('[data-dragged], [data-lifted]'))";
    participant
        .tablet
        .until("the card back in its place", async || {
            if participant.tablet.run(look, vec![]).await { Err("it is held".to_owned()) } else { Ok(()) }
        })
        .await;
}

#[tokio::test]
async fn a_tablet_without_room_says_so_and_loses_nothing() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.place(MUCH).await;

    someone.is_out_of_room().await;
    let before = tablet.see().await;
    let card = someone.card_in_hand().await;
    let much = scene.study.pile_text(NOT, "nl");
    someone.press(&Participant::pile_button(NOT), &much).await;
    someone.comes_to(&Screen::Trouble).await;
    someone.has_room_again().await;
    let next = someone.word("next");
    someone.press("button", &next).await;
    someone.comes_to(&Screen::Cards).await;
    someone.has_placed(&card, NOT, &before).await;
    resumes_where_it_was(&someone).await;
    someone.is_out_of_room().await;
    someone.ask_to_stop().await;
    let stop = someone.word("stop_yes");
    someone.press("button", &stop).await;
    someone.comes_to(&Screen::Trouble).await;
    someone.has_room_again().await;
    someone.next(&Screen::Thanks).await;

    let arrived = scene.collector.arrived(1).await;
    someone.given.check(&arrived[0], "stopped");
}

/// Not in webkit: `WebKitGTK` is not sure of a server that comes and goes.
#[tokio::test]
async fn nothing_counts_as_sent_before_a_server_with_the_right_key_says_so() {
    let token = ["--write-token", "geheim"];
    let mut scene = Scene::set(&token);
    let tablet = scene.tablet().await;
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("nl", 0).await;
    let address = scene.collector.url();
    let coordinator = Coordinator::opens(&tablet, &address).await;
    coordinator.counts(1, 0).await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server neemt de sleutel niet aan (401).").await;

    coordinator.unfold().await;
    coordinator.add_header("Authorization", "Bearer fout").await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "De server neemt de sleutel niet aan (401).").await;
    coordinator.counts(1, 0).await;
    coordinator.fill("header-value-0", "Bearer geheim").await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "Het werkt.").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 1).await;
    one.given.check(&scene.collector.arrived(1).await[0], "complete");

    // The Wi-Fi of a hotel answers in the place of the server.
    scene.collector.stop();
    let portal = Portal::open(scene.collector.port()).await;
    tablet.open(&address).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    two.takes_part("en", 1).await;
    let coordinator = Coordinator::opens(&tablet, &address).await;
    coordinator.counts(1, 1).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "de site zelf neemt nu geen antwoorden aan").await;
    coordinator.fill("address", &format!("{address}api/batches")).await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("sending", "geen bewijs van ontvangst").await;
    coordinator.counts(1, 1).await;
    assert!(portal.n_posted() > 0, "nothing was sent to the portal");

    portal.close().await;
    scene.collector.start_again_with(&token);
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 2).await;
    let arrived = scene.collector.arrived(2).await;
    two.given.check(in_language(&arrived, "en"), "complete");
}

#[tokio::test]
async fn a_response_survives_a_crash_right_after_the_thanks_and_a_draft_one_in_the_middle() {
    let mut scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    scene.collector.stop();
    let mut one = Participant::arrives(&tablet, &scene.study).await;
    one.takes_part("nl", 0).await;
    let one = one.given;
    drop(tablet);

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let mut two = Participant::arrives(&tablet, &scene.study).await;
    assert_eq!(tablet.stored().await.states, ["waiting"]);
    two.begin("en").await;
    for pile in [MUCH, NOT, SOME] {
        two.place(pile).await;
    }
    let before = two.sees("the next card", |sight| sight.hand.is_some()).await;
    two.is_written_down().await;
    drop(tablet);

    let tablet = Tablet::start(&scene.profile, PORTRAIT).await;
    tablet.open(&scene.collector.url()).await;
    let back = tablet
        .until("the card that was in hand", async || {
            let sight = tablet.see().await;
            if sight.hand == before.hand { Ok(sight) } else { Err(format!("there is {sight:?}")) }
        })
        .await;
    assert_eq!(back.piles, before.piles);
    scene.collector.start_again();
    tablet.reload().await;
    let arrived = scene.collector.arrived(1).await;
    one.check(&arrived[0], "complete");
    assert_eq!(tablet.stored().await.drafts.len(), 1);
}

#[tokio::test]
async fn a_newer_version_waits_for_the_end_of_a_session_and_keeps_all_responses() {
    let site = Site::copy();
    let study = Study::of(&site);
    let mut collector = Collector::start_with(&site, &["--write-token", "geheim"]);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    tablet.open(&collector.url()).await;
    tablet.ready_offline().await;
    let mut one = Participant::arrives(&tablet, &study).await;
    one.takes_part("nl", 0).await;
    one.done().await;
    let mut two = Participant::arrives(&tablet, &study).await;
    two.begin("en").await;
    two.place(MUCH).await;

    site.publish("second");
    tablet.look_for_update().await;
    let before = two.sees("a newer version that waits", |sight| sight.update == "waiting").await;
    assert_eq!(before.edition, "");
    two.place_all(&[MUCH, SOME, MUCH, NOT, MUCH, DONT_KNOW, SOME, NOT, NOT]).await;
    two.answer_everything(2).await;
    let after = tablet.see().await;
    assert_eq!((after.document, after.edition.as_str()), (before.document, ""));
    two.done().await;
    two.sees("the newer version", |sight| sight.edition == "second").await;
    Participant::arrives(&tablet, &study).await;
    assert_eq!(tablet.stored().await.states, ["waiting", "waiting"]);

    // Somebody who only had a look does not keep the next one out.
    let mut curious = Participant::arrives(&tablet, &study).await;
    curious.choose_language("nl").await;
    curious.back(&Screen::Language).await;
    site.publish("third");
    tablet.look_for_update().await;
    curious.sees("the third version", |sight| sight.edition == "third").await;

    collector.stop();
    collector.start_again();
    tablet.reload().await;
    let arrived = collector.arrived(2).await;
    one.given.check(in_language(&arrived, "nl"), "complete");
    two.given.check(in_language(&arrived, "en"), "complete");
}

/// Not in firefox or webkit: only Chromium tells all that its console says.
#[tokio::test]
async fn the_console_stays_silent_and_nothing_is_asked_of_anybody_else() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet_as(Manner { listens: true, ..Manner::default() }).await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.takes_part("nl", 1).await;
    scene.collector.arrived(1).await;
    let coordinator = Coordinator::opens(&tablet, &scene.collector.url()).await;
    coordinator.counts(0, 1).await;
    coordinator.press("endpoint", "Testen").await;
    coordinator.is_told("endpoint", "Het werkt.").await;
    tablet.ready_offline().await;
    for part in ["results", "story", "data", "setup", "paper/cards/nl", "paper/enter", "help", "voices/nl"] {
        coordinator.goes_to(&format!("/{part}")).await;
    }

    let heard = tablet.heard().await;
    assert_eq!(heard.said, Vec::<String>::new());
    let address = scene.collector.url();
    // A picture within a style sheet is asked of nobody; the browser's own field for a day has one.
    let is_foreign = |asked: &&String| !asked.starts_with(&address) && !asked.starts_with("data:");
    let foreign: Vec<&String> = heard.asked.iter().filter(is_foreign).collect();
    assert_eq!(foreign, Vec::<&String>::new());
    for own in ["", "coordinator/", "api/batches", "studies/ontmoetingscentra/study.json"] {
        assert!(heard.asked.contains(&format!("{address}{own}")), "{own} was not heard of");
    }

    // So that silence means something.
    let noise = "console.error('oh'); document.body.setAttribute('style', 'color: red'); fetch('http://example.org/')";
    tablet.run::<Value>(&format!("{noise}.catch(() => {{}})"), vec![]).await;
    tablet
        .until("the noise", async || {
            let said = tablet.heard().await.said;
            let is_heard = |words: &str| said.iter().any(|one| one.contains(words));
            let all = is_heard("oh") && is_heard("style-src") && is_heard("connect-src");
            if all { Ok(()) } else { Err(format!("there is only {said:?}")) }
        })
        .await;
}

#[tokio::test]
async fn who_holds_the_tablet_is_set_for_one_participant_and_told_in_words() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let chip = async |wanted: &str| {
        let told = "return document.getElementById('mode-chip').innerText.trim()";
        tablet
            .until(&format!("the chip to say {wanted:?}"), async || {
                let words: String = tablet.run(told, vec![]).await;
                if words == wanted { Ok(()) } else { Err(format!("it says {words:?}")) }
            })
            .await;
    };
    // The dialog lies over everything, where `spot` does not look.
    let press = async |selector: &str| {
        tablet.run::<Value>("document.querySelector(arguments[0]).click()", vec![selector.into()]).await;
    };
    let mut helped = Participant::arrives(&tablet, &scene.study).await;
    chip("alleen").await;
    press("#mode-chip").await;
    press("[data-choose=coordinator]").await;
    press("#mode .main-button").await;
    chip("nu: samen met begeleider").await;
    helped.begin("nl").await;
    helped.ask_to_stop().await;
    helped.stop().await;
    helped.done().await;
    chip("alleen").await;

    let mut alone = Participant::arrives(&tablet, &scene.study).await;
    alone.begin("en").await;
    alone.ask_to_stop().await;
    alone.stop().await;
    alone.done().await;

    let arrived = scene.collector.arrived(2).await;
    assert_eq!(in_language(&arrived, "nl")["mode"], "coordinator");
    assert_eq!(in_language(&arrived, "en")["mode"], "self");
}

#[tokio::test]
async fn the_coordinator_is_called_by_the_edge_of_the_tablet_until_somebody_taps() {
    let scene = Scene::set(&[]);
    let tablet = scene.tablet().await;
    let mut someone = Participant::arrives(&tablet, &scene.study).await;
    someone.begin("nl").await;
    someone.place_all(&[NOT; 10]).await;
    someone.next(&Screen::Missing).await;
    someone.say_missing(&["kapper"]).await;
    someone.press("button", &someone.word("call")).await;
    someone.comes_to(&Screen::Called).await;
    // Nobody has to hit a button.
    tablet.settle().await;
    tablet.tap(24.0, 300.0).await;
    someone.comes_to(&Screen::Missing).await;
    someone.sees("the words still there", |sight| sight.fields == ["kapper"]).await;
}

//! From the language to the thanks, and every way out on the way.

use journeys::coordinator::Coordinator;
use journeys::participant::{DONT_KNOW, MUCH, NOT, Participant, SOME};
use journeys::study::Screen;
use serde_json::Value;

use crate::{Scene, in_language, resumes_where_it_was};

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

//! What participants hear: everything that is shown, from the best source there is, one after the other; and that nothing
//! depends on it.
//!
//! Only in chromium: there something can run before the page's own scripts, and sound can be heard without a loudspeaker.

use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::ear::{Ear, Heard, Manner, Voice, change_sounds, digest, recording};
use journeys::engine::Engine;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

const SHOWN: &str = include_str!("../src/shown.js");

/// A voice that is on the tablet.
const LOCAL: Voice = Voice { name: "Anna", language: "nl-NL", is_local: true, fails: false };
/// A better one, which is not.
const ELSEWHERE: Voice = Voice { name: "Cloud", language: "nl-NL", is_local: false, fails: false };
/// A local one of another language.
const FOREIGN: Voice = Voice { name: "Anne", language: "en_GB", is_local: true, fails: false };

/// The app, what serves it, and a tablet.
struct Scene {
    site: Site,
    study: Study,
    collector: Collector,
    tablet: Tablet,
}

impl Scene {
    /// `None` where nothing can be heard.
    async fn set() -> Option<Self> {
        if Engine::chosen() != Engine::Chromium {
            return None;
        }
        let site = Site::copy();
        Some(Self {
            study: Study::of(&site),
            collector: Collector::start(&site),
            tablet: Tablet::start(&Profile::new(), PORTRAIT).await,
            site,
        })
    }

    /// Listens in that manner, and opens the app.
    async fn listen(&self, manner: Manner<'_>) -> Ear<'_> {
        let ear = Ear::at(&self.tablet, &self.site, manner).await;
        self.tablet.open(&self.collector.url()).await;
        ear
    }

    async fn arrives(&self) -> Participant<'_> {
        Participant::arrives(&self.tablet, &self.study).await
    }

    /// What `<html>` says of the voice.
    async fn state(&self, wanted: &str) {
        self.tablet
            .until(&format!("the voice to be {wanted}"), async || {
                let voice = self.tablet.see().await.voice;
                if voice.as_deref() == Some(wanted) { Ok(()) } else { Err(format!("it is {voice:?}")) }
            })
            .await;
    }

    /// Touches one of the two buttons of the voice, or of the question whether it is heard.
    async fn touch(&self, selector: &str) {
        let middle = "const { left, top, width, height } = document.querySelector(arguments[0]).getBoundingClientRect(); \
            return [left + width / 2, top + height / 2, width]";
        let (x, y, width): (f64, f64, f64) = self.tablet.run(middle, vec![selector.into()]).await;
        assert!(width >= 56.0, "{selector} is {width} px wide");
        self.tablet.tap(x, y).await;
    }

    /// Asks for everything that is shown, and hears all of it, each lit up while it is said.
    async fn hears_what_is_shown(&self, ear: &Ear<'_>) {
        let from = ear.count().await;
        self.touch(".voice-again").await;
        are_lit(&self.hears_all_of_it(ear, from).await);
    }

    /// Waits until all that is shown has been said since `from`.
    async fn hears_all_of_it(&self, ear: &Ear<'_>, from: usize) -> Vec<Heard> {
        let shown: Vec<String> = self.tablet.run(SHOWN, vec![]).await;
        assert!(!shown.is_empty(), "nothing is shown");
        // What is on the way from before does not count.
        ear.hears(&format!("{shown:?} to be said"), from, |heard| {
            shown.iter().all(|words| heard.iter().any(|one| one.text == *words && one.end == "ended"))
        })
        .await
    }

    /// Keeps a recording of `text` (as written) on the tablet, as the coordinator does, and opens the app again.
    async fn record(&self, language: &str, text: &str, wav: &[u8]) {
        let put = "const [language, text, wav] = arguments;
            return new Promise((resolve, reject) => {
              const opening = indexedDB.open('betekenis-voices', 1);
              opening.onupgradeneeded = () => opening.result.createObjectStore('recordings');
              opening.onerror = reject;
              opening.onsuccess = () => {
                const putting = opening.result.transaction('recordings', 'readwrite');
                putting.objectStore('recordings').put({ language, text, wav: new Uint8Array(wav) }, language + '\\n' + text);
                putting.oncomplete = () => resolve(opening.result.close());
              };
            })";
        self.tablet.run::<Value>(put, vec![language.into(), text.into(), json!(wav)]).await;
        // What there is in a language is asked once.
        self.tablet.open(&self.collector.url()).await;
    }
}

/// Each of `heard` lit one thing up, on which it stands.
#[track_caller]
fn are_lit(heard: &[Heard]) {
    for one in heard {
        assert!(one.lit.len() == 1 && one.lit[0].contains(&one.text), "{:?} lit {:?}", one.text, one.lit);
    }
}

fn texts(heard: &[Heard]) -> Vec<&str> {
    heard.iter().map(|one| one.text.as_str()).collect()
}

#[tokio::test]
async fn everything_that_is_shown_can_be_heard() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.sees("the voice", |sight| sight.voice.is_some()).await;
    scene.hears_what_is_shown(&ear).await;
    let heard = ear.is_silent().await;
    for id in scene.study.languages() {
        let name = scene.study.language_name(&id);
        let is_said = heard.iter().any(|one| one.text == name && one.language == id);
        assert!(is_said, "{name} is not said in its own language: {heard:?}");
    }

    let from = ear.count().await;
    one.choose_language_only("nl").await;
    let asked =
        ["hear_question", "hear_yes", "hear_louder", "hear_off"].map(|name| scene.study.word(name, "nl"));
    let mut heard = ear.hears_all(from, &asked.each_ref().map(String::as_str)).await;
    // The tile that was tapped has gone by the time its name is said.
    heard.retain(|one| one.text != scene.study.language_name("nl"));
    are_lit(&heard);
    one.hears().await;
    scene.hears_what_is_shown(&ear).await;
    one.agree().await;
    scene.hears_what_is_shown(&ear).await;
    one.practise(MUCH).await;
    scene.hears_what_is_shown(&ear).await;
    one.next(&Screen::Cards).await;
    one.place(MUCH).await;
    one.place(MUCH).await;
    one.place(SOME).await;
    scene.hears_what_is_shown(&ear).await;
    one.open_pile(MUCH).await;
    scene.hears_what_is_shown(&ear).await;
    one.close_pile().await;
    one.ask_to_stop().await;
    scene.hears_what_is_shown(&ear).await;
    one.dont_stop(&Screen::Cards).await;
    one.press("button", &one.word("language")).await;
    one.comes_to(&Screen::OtherLanguage).await;
    scene.hears_what_is_shown(&ear).await;
    one.press("button", &one.word("close")).await;
    one.place_all(&[MUCH, MUCH, MUCH, NOT, SOME, MUCH, NOT]).await;
    scene.hears_what_is_shown(&ear).await;
    one.next(&Screen::MostImportant).await;
    scene.hears_what_is_shown(&ear).await;
    one.toggle_important(&one.given.on_pile(MUCH)[0]).await;
    one.next(&Screen::Missing).await;
    scene.hears_what_is_shown(&ear).await;
    one.say_missing(&["samen eten"]).await;
    scene.hears_what_is_shown(&ear).await;
    one.next(&Screen::More).await;
    scene.hears_what_is_shown(&ear).await;
    let questions = scene.study.questions();
    one.press("button", &one.word("skip")).await;
    if scene.study.has_story() {
        one.comes_to(&Screen::Story).await;
        scene.hears_what_is_shown(&ear).await;
        one.press("button", &one.word("skip")).await;
    }
    for (at, question) in questions.iter().enumerate() {
        one.comes_to(&Screen::Question(question.clone())).await;
        scene.hears_what_is_shown(&ear).await;
        let after = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
        one.skip(question, &after).await;
    }
    scene.hears_what_is_shown(&ear).await;
}

#[tokio::test]
async fn who_asks_to_hear_just_when_something_new_has_come_hears_the_rest_too() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.choose_language("nl").await;
    one.agree().await;
    ear.is_silent().await;
    let from = ear.count().await;
    // Before the voice would tell it by itself.
    let ask = "return new Promise((done) => {
          document.querySelector(`[data-pile='much'] .tray-button`).click();
          requestAnimationFrame(() => done(document.querySelector('.voice-again').click() ?? null));
        })";
    scene.tablet.run::<Value>(ask, vec![]).await;
    scene.hears_all_of_it(&ear, from).await;
}

#[tokio::test]
async fn arabic_is_heard_too_from_the_other_side() {
    let Some(scene) = Scene::set().await else { return };
    if !scene.study.languages().iter().any(|id| id == "ar") {
        return;
    }
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.choose_language("ar").await;
    scene.hears_what_is_shown(&ear).await;
    one.agree().await;
    scene.hears_what_is_shown(&ear).await;
    let is_left =
        "return document.querySelector('.voice-again').getBoundingClientRect().right < innerWidth / 4";
    assert!(scene.tablet.run::<bool>(is_left, vec![]).await);
}

#[tokio::test]
async fn a_screen_is_told_when_it_comes_and_then_only_what_is_new() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.begin("nl").await;
    let card = one.card_in_hand().await;
    ear.hears_all(0, &[&scene.study.card_text(&card, "nl"), &scene.study.pile_text(MUCH, "nl")]).await;
    let before = ear.is_silent().await.len();

    one.place(SOME).await;
    let next = one.card_in_hand().await;
    let heard = ear.is_silent().await.split_off(before);
    // First what was touched, for who does not see it; then the next card, and nothing else.
    let expected = [scene.study.pile_text(SOME, "nl"), scene.study.card_text(&next, "nl")];
    assert_eq!(texts(&heard), expected);
    are_lit(&heard);
    assert!(heard.iter().all(|one| one.end == "ended"), "{heard:?}");
    let told: String = scene.tablet.run("return document.querySelector('#voice p').innerText", vec![]).await;
    assert_eq!(
        told,
        format!("{}: {}", scene.study.card_text(&card, "nl"), scene.study.pile_text(SOME, "nl"))
    );
    // The fixed buttons are told like all else, after all else, when the screen comes.
    let all = ear.heard().await;
    let told = texts(&all[..before]);
    let fixed = ["stop", "back"].map(|name| scene.study.word(name, "nl"));
    assert_eq!(told[told.len() - 2..], fixed.each_ref().map(String::as_str), "{told:?}");
}

#[tokio::test]
async fn a_new_screen_or_touch_stops_what_was_being_said() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner { is_slow: true, ..Manner::default() }).await;
    let mut one = scene.arrives().await;
    one.choose_language("nl").await;
    let from = ear.count().await;
    ear.hears("the consent", from, |heard| heard.iter().any(|one| one.end == "none")).await;
    one.agree().await;
    ear.hears("the practice", from, |heard| {
        let practice = heard.iter().position(|one| one.text == scene.study.word("practice", "nl"));
        practice.is_some_and(|at| heard[..at].iter().any(|one| one.end == "broken off"))
    })
    .await;
    // Two piles, one after the other: the second word does not wait for the first.
    one.practise(MUCH).await;
    one.practise(NOT).await;
    let heard = ear.hears_all(from, &[&scene.study.pile_text(NOT, "nl")]).await;
    let much = heard.iter().rfind(|one| one.text == scene.study.pile_text(MUCH, "nl"));
    assert!(much.is_some(), "{heard:?}");

    let hide = "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); \
        document.dispatchEvent(new Event('visibilitychange'))";
    scene.touch(".voice-again").await;
    let from = ear.count().await;
    ear.hears("something", from.saturating_sub(1), |heard| heard.iter().any(|one| one.end == "none")).await;
    scene.tablet.run::<Value>(hide, vec![]).await;
    let heard = ear.is_silent().await;
    assert_eq!(heard.last().unwrap().end, "broken off", "{heard:?}");
}

#[tokio::test]
async fn the_best_source_speaks_and_never_a_voice_elsewhere() {
    let Some(scene) = Scene::set().await else { return };
    let (agree, decline) = (scene.study.word("agree", "nl"), scene.study.word("decline", "nl"));
    let (own, of_study) = (recording(440), recording(330));
    let sounds = scene.site.folder().join("studies/ontmoetingscentra/sounds");
    fs::write(sounds.join("x.wav"), &of_study).unwrap();
    change_sounds(&scene.site, "nl", |list| {
        list["recordings"][agree.as_str()] = json!("sounds/x.wav");
        list["recordings"][decline.as_str()] = json!("sounds/x.wav");
    });
    let ear = scene.listen(Manner { voices: &[ELSEWHERE, FOREIGN, LOCAL], ..Manner::default() }).await;
    scene.record("nl", &agree, &own).await;
    let mut one = scene.arrives().await;
    one.choose_language("nl").await;
    let is_heard = |heard: &[Heard]| heard.iter().any(|one| one.text == format!("<{}>", digest(&own)));
    let heard = ear.hears("the recording on this tablet", 0, is_heard).await;
    let title = heard.iter().rfind(|one| one.by == LOCAL.name).unwrap();
    assert_eq!(title.lit.len(), 1, "{heard:?}");
    let lit =
        |text: &str| heard.iter().rfind(|one| one.lit.iter().any(|lit| lit == text)).unwrap().text.clone();
    assert_eq!(lit(&decline), format!("<{}>", digest(&of_study)));
    assert_eq!(lit(&agree), format!("<{}>", digest(&own)));
    assert!(heard.iter().all(|one| one.by == "recording" || one.by == LOCAL.name), "{heard:?}");
}

#[tokio::test]
async fn a_voice_that_does_not_speak_gives_way_to_the_clip() {
    let Some(scene) = Scene::set().await else { return };
    let dumb = Voice { fails: true, ..LOCAL };
    let ear = scene.listen(Manner { voices: &[ELSEWHERE, dumb], ..Manner::default() }).await;
    let mut one = scene.arrives().await;
    one.choose_language_only("nl").await;
    ear.hears_all(0, &[&scene.study.word("hear_question", "nl")]).await;
    one.hears().await;
    let agree = scene.study.word("agree", "nl");
    let heard = ear.hears_all(0, &[&agree]).await;
    assert_eq!(heard.iter().rfind(|one| one.text == agree).unwrap().by, "clip");
    // It is not asked again and again: that is a pause each time.
    assert_eq!(heard.iter().filter(|one| one.by == dumb.name).count(), 1, "{heard:?}");
}

#[tokio::test]
async fn a_recording_with_the_name_of_the_centre_is_found() {
    let Some(mut scene) = Scene::set().await else { return };
    scene.study = scene.study.at_centre("Buurtkamer Moerwijk");
    let ear = Ear::at(&scene.tablet, &scene.site, Manner::default()).await;
    let coordinator = Coordinator::opens(&scene.tablet, &scene.collector.url()).await;
    coordinator.set_activity("Buurtkamer Moerwijk", "short").await;
    scene.tablet.open(&scene.collector.url()).await;
    let question: Value = serde_json::from_slice(
        &fs::read(scene.site.folder().join("studies/ontmoetingscentra/study.json")).unwrap(),
    )
    .unwrap();
    let question = question["instruments"][0]["question"]["nl"].as_str().unwrap().to_owned();
    assert!(question.contains("{centre}"), "{question}");
    scene.record("nl", &question, &recording(440)).await;
    let mut one = scene.arrives().await;
    one.begin("nl").await;
    let heard = ear.hears("the recording", 0, |heard| heard.iter().any(|one| one.by == "recording")).await;
    let said = heard.iter().find(|one| one.by == "recording").unwrap();
    assert_eq!(said.lit, [question.replace("{centre}", "Buurtkamer Moerwijk")]);
}

#[tokio::test]
async fn louder_is_louder_until_the_next_participant() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let question = scene.study.word("hear_question", "nl");
    let mut one = scene.arrives().await;
    one.choose_language_only("nl").await;
    for (n, loud) in [1.0, 1.75, 3.0, 3.0].into_iter().enumerate() {
        if n > 0 {
            one.press("button", &one.word("hear_louder")).await;
        }
        let heard = ear
            .hears("the question again", 0, |heard| {
                heard.iter().filter(|one| one.text == question).count() > n
            })
            .await;
        let said = heard.iter().rfind(|one| one.text == question).unwrap();
        assert!((said.loud - loud).abs() < 0.1, "{n} times louder: {said:?}");
    }
    one.hears().await;
    let heading: String = scene.tablet.run("return document.activeElement.localName", vec![]).await;
    assert_eq!(heading, "h1", "the focus is on the consent");
    let agree = scene.study.word("agree", "nl");
    let heard = ear.hears_all(0, &[&agree]).await;
    assert!(heard.last().unwrap().loud > 2.5, "{heard:?}");
    one.decline().await;
    one.done().await;

    let from = ear.count().await;
    let mut two = scene.arrives().await;
    two.choose_language("nl").await;
    let heard = ear.hears_all(from, &[&agree]).await;
    assert!(heard.iter().all(|one| one.loud < 1.1), "{heard:?}");
}

#[tokio::test]
async fn the_sound_goes_off_with_one_touch_and_comes_back_for_the_next_participant() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.choose_language("nl").await;
    scene.touch(".voice-off").await;
    scene.state("off").await;
    let silent = ear.is_silent().await.len();
    one.agree().await;
    one.practise(MUCH).await;
    assert_eq!(ear.is_silent().await.len(), silent);
    let names: (String, String, String) = scene
        .tablet
        .run(
            "const [off, again] = document.querySelectorAll('#voice > button'); \
             return [off.ariaPressed, off.ariaLabel, again.ariaLabel]",
            vec![],
        )
        .await;
    let word = |name| scene.study.word(name, "nl");
    assert_eq!(names, ("true".to_owned(), word("sound_off"), word("sound_on")));

    scene.touch(".voice-again").await;
    ear.hears_all(silent, &[&word("practice")]).await;
    scene.state("ready").await;
    scene.touch(".voice-off").await;
    one.ask_to_stop().await;
    one.stop().await;
    one.done().await;

    // Who does without from the start on is asked nothing, either.
    let from = ear.count().await;
    let mut two = scene.arrives().await;
    two.choose_language_only("nl").await;
    ear.hears_all(from, &[&word("hear_question")]).await;
    two.press("button", &two.word("hear_off")).await;
    two.comes_to(&Screen::Consent).await;
    scene.state("off").await;
    let heard = ear.is_silent().await;
    assert!(!texts(&heard[from..]).contains(&word("agree").as_str()), "{heard:?}");
}

#[tokio::test]
async fn a_session_goes_on_where_nothing_can_be_heard() {
    for what in ["no list", "no sound", "no clips"] {
        let Some(scene) = Scene::set().await else { return };
        let sounds = scene.site.folder().join("studies/ontmoetingscentra/sounds");
        match what {
            "no list" => fs::remove_dir_all(&sounds).unwrap(),
            "no clips" => {
                for language in scene.study.languages() {
                    change_sounds(&scene.site, &language, |list| list["clips"] = json!({}));
                }
            }
            _ => {}
        }
        let ear = scene.listen(Manner { has_sound: what != "no sound", ..Manner::default() }).await;
        let mut one = scene.arrives().await;
        one.begin("nl").await;
        scene.state("none").await;
        let is_hidden = "return document.querySelector('.voice-again').checkVisibility()";
        assert!(!scene.tablet.run::<bool>(is_hidden, vec![]).await, "{what}: a button that says nothing");
        one.place_all(&[MUCH, SOME, NOT, MUCH, SOME, NOT, MUCH, SOME, NOT, MUCH]).await;
        one.answer_everything(0).await;
        assert_eq!(ear.count().await, 0);
    }
}

#[tokio::test]
async fn clips_that_are_cut_off_are_missed_and_nothing_else() {
    let Some(scene) = Scene::set().await else { return };
    let sounds = scene.site.folder().join("studies/ontmoetingscentra/sounds");
    let ear = scene.listen(Manner::default()).await;
    let (here, gone) = (sounds.join("nl.clips"), sounds.join("nl.gone"));
    fs::rename(&here, &gone).unwrap();
    let mut one = scene.arrives().await;
    one.choose_language_only("nl").await;
    // The question goes by itself.
    one.comes_to(&Screen::Consent).await;
    scene.state("none").await;
    fs::rename(&gone, &here).unwrap();
    // The next screen looks once more.
    one.agree().await;
    ear.hears_all(0, &[&scene.study.word("practice", "nl")]).await;
    scene.state("ready").await;
}

#[tokio::test]
async fn a_language_that_was_prepared_is_heard_without_a_network() {
    let Some(scene) = Scene::set().await else { return };
    let Scene { site, study, mut collector, tablet } = scene;
    let ear = Ear::at(&tablet, &site, Manner::default()).await;
    tablet.open(&collector.url()).await;
    tablet.ready_offline().await;
    tablet.keep_languages(&["tr"]).await;
    collector.stop();
    tablet.reload().await;
    let mut one = Participant::arrives(&tablet, &study).await;
    one.choose_language_only("tr").await;
    ear.hears_all(0, &[&study.word("hear_question", "tr")]).await;
    one.hears().await;
    ear.hears_all(0, &[&study.word("agree", "tr")]).await;
}

#[tokio::test]
async fn nothing_is_said_before_a_touch_and_a_session_that_is_resumed_is_not_asked_again() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.begin("nl").await;
    one.place(MUCH).await;
    one.is_written_down().await;
    scene.tablet.reload().await;
    let again = Participant::arrives_at(&scene.tablet, &scene.study, &Screen::Cards).await;
    scene.state("ready").await;
    let card = again.sees("a card", |sight| sight.hand.is_some()).await.hand.unwrap();
    assert_eq!(ear.is_silent().await, []);

    // Beside everything.
    scene.tablet.tap(400.0, 100.0).await;
    ear.hears_all(0, &[&card]).await;
}

#[tokio::test]
async fn nothing_of_a_participant_is_said_to_the_next_one() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner { is_slow: true, ..Manner::default() }).await;
    let mut one = scene.arrives().await;
    one.begin("nl").await;
    one.place(MUCH).await;
    one.ask_to_stop().await;
    one.stop().await;
    let from = ear.count().await;
    ear.hears("the thanks", from.saturating_sub(1), |heard| heard.iter().any(|one| one.end == "none")).await;
    one.done().await;
    scene.state("off").await;
    let before = ear.heard().await;
    assert!(before.iter().all(|one| one.end != "none"), "{before:?}");
    assert_eq!(ear.is_silent().await.len(), before.len());
    let left: String = scene.tablet.run("return document.getElementById('voice').innerText", vec![]).await;
    assert_eq!(left, "");
}

#[tokio::test]
async fn a_question_whether_one_is_there_comes_before_the_one_whether_one_hears() {
    let Some(scene) = Scene::set().await else { return };
    scene.listen(Manner::default()).await;
    let mut one = scene.arrives().await;
    one.choose_language_only("nl").await;
    one.comes_to(&Screen::Hear).await;
    scene.tablet.run::<Value>("dispatchEvent(new Event('betekenis-idle'))", vec![]).await;
    one.comes_to(&Screen::StillThere).await;
    one.press("button", &one.word("there_yes")).await;
    one.comes_to(&Screen::Consent).await;
    one.agree().await;
}

#[tokio::test]
async fn the_voice_can_be_turned_off_with_keys_alone() {
    let Some(scene) = Scene::set().await else { return };
    let ear = scene.listen(Manner::default()).await;
    let mut one = Participant::arrives_with_keys(&scene.tablet, &scene.study).await;
    one.choose_language("nl").await;
    one.press("button", &one.word("sound_off")).await;
    scene.state("off").await;
    let n = ear.is_silent().await.len();
    one.agree().await;
    assert_eq!(ear.is_silent().await.len(), n);
}

#[tokio::test]
async fn the_browser_can_play_every_clip_of_every_language() {
    let Some(scene) = Scene::set().await else { return };
    scene.tablet.open(&scene.collector.url()).await;
    let play = "const [folder, language] = arguments;
        const decode = async () => {
          const list = await (await fetch(`${folder}${language}.json`)).json();
          const sounds = await (await fetch(`${folder}${language}.clips`)).arrayBuffer();
          const told = [];
          for (const [text, [from, length]] of Object.entries(list.clips)) {
            const audio = new OfflineAudioContext(1, 16000, 16000);
            const sound = await audio.decodeAudioData(sounds.slice(from, from + length));
            const loudest = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
            told.push([text, sound.duration, loudest]);
          }
          return told;
        };
        return decode()";
    for language in scene.study.languages() {
        let arguments = vec!["studies/ontmoetingscentra/sounds/".into(), language.as_str().into()];
        let told: Vec<(String, f64, f64)> = scene.tablet.run(play, arguments).await;
        assert!(told.len() > 80, "{language} has only {} clips", told.len());
        for (text, seconds, loudest) in told {
            assert!((0.2..15.0).contains(&seconds), "{language} says {text:?} in {seconds} s");
            assert!(loudest > 0.1, "{language} whispers {text:?}: {loudest}");
        }
    }
}

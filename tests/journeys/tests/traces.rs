//! What a participant leaves behind: the response in the store, and nothing else.
//!
//! Whoever takes the tablet next, and whoever picks it up later, must not find a word of the one before: not on the page,
//! not in its fields, its address or its history, not in what it keeps, and not in what it was about to say.

use journeys::collector::Collector;
use journeys::engine::Engine;
use journeys::participant::{MUCH, NOT, Participant, SOME};
use journeys::site::Site;
use journeys::study::{Screen, Study};
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::json;

const TRACES: &str = include_str!("../src/traces.js");

/// Stands in no text of the app or the study.
const WORD: &str = "zonnebloemweide";

/// The one place where it may be.
const RESPONSE: &str = "database: responses";

/// Counts the addresses of objects that are still alive.
const COUNT_OBJECT_URLS: &str = "
    const made = window.objectUrls = new Set();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object) => { const url = createObjectURL.call(URL, object); made.add(url); return url; };
    URL.revokeObjectURL = (url) => { made.delete(url); revokeObjectURL.call(URL, url); };";

struct Scene {
    study: Study,
    collector: Collector,
    tablet: Tablet,
    /// Entries in the history before anybody took part.
    history: u64,
}

impl Scene {
    async fn set() -> Self {
        let site = Site::built();
        let collector = Collector::start(&site);
        let tablet = Tablet::start(&Profile::new(), PORTRAIT).await;
        if Engine::chosen() != Engine::WebKit {
            tablet.prepare(COUNT_OBJECT_URLS).await;
        }
        tablet.open(&collector.url()).await;
        let history = tablet.run("return history.length", vec![]).await;
        Self { study: Study::of(&site), collector, tablet, history }
    }

    /// Somebody who has written the word for a missing card and in a story, and stands at the first question.
    async fn somebody_who_has_written(&self) -> Participant<'_> {
        let mut participant = Participant::arrives(&self.tablet, &self.study).await;
        participant.begin("nl").await;
        participant.place_all(&[MUCH, MUCH, MUCH, MUCH, MUCH, NOT, SOME, NOT, SOME, NOT]).await;
        participant.next(&Screen::MostImportant).await;
        let important = participant.given.on_pile(MUCH)[1].clone();
        participant.toggle_important(&important).await;
        participant.next(&Screen::Missing).await;
        participant.say_missing(&[WORD]).await;
        self.fields_are_not_remembered().await;
        participant.next(&Screen::More).await;
        participant.next(&Screen::Story).await;
        participant.tell_story(&format!("Bij de {WORD}")).await;
        self.fields_are_not_remembered().await;
        participant.is_written_down().await;
        let found = self.found().await;
        for place in ["fields", "database: drafts", "draft"] {
            assert!(found.iter().any(|one| one == place), "it would be found: {found:?}");
        }
        let first = self.study.questions()[0].clone();
        participant.next(&Screen::Question(first)).await;
        participant
    }

    /// Where the word is.
    async fn found(&self) -> Vec<String> {
        self.tablet.run(TRACES, vec![json!(WORD)]).await
    }

    /// A browser remembers what is written into a field by its name, and gives it to whoever comes next.
    async fn fields_are_not_remembered(&self) {
        let open: Vec<String> = self
            .tablet
            .run(
                "return [...document.querySelectorAll('input, textarea')]
                    .filter((field) => field.autocomplete !== 'off' || field.name || field.form)
                    .map((field) => field.outerHTML)",
                vec![],
            )
            .await;
        assert_eq!(open, Vec::<String>::new());
    }

    /// The tablet is ready for the next one, and the word is found in `left` only.
    async fn nothing_is_left(&self, left: &[&str]) {
        Participant::arrives(&self.tablet, &self.study).await;
        assert_eq!(self.found().await, left);
        let history: u64 = self.tablet.run("return history.length", vec![]).await;
        // The places that keep Back inside a session: each of them is this page as it stands.
        assert!(history <= self.history + 3, "going back would lead to a screen of the one before");

        // A browser fills in again what stood in the fields of a page that is loaded anew.
        self.tablet.reload().await;
        Participant::arrives(&self.tablet, &self.study).await;
        assert_eq!(self.found().await, left, "after loading the page anew");
    }
}

#[tokio::test]
async fn whoever_comes_to_the_end_leaves_their_response_and_no_other_trace() {
    let scene = Scene::set().await;
    let mut participant = scene.somebody_who_has_written().await;
    let questions = scene.study.questions();
    for (at, question) in questions.iter().enumerate() {
        let next = questions.get(at + 1).map_or(Screen::Thanks, |next| Screen::Question(next.clone()));
        participant.skip(question, &next).await;
    }
    participant.done().await;

    scene.nothing_is_left(&[RESPONSE]).await;
    let arrived = scene.collector.arrived(1).await;
    assert!(arrived[0].to_string().contains(WORD), "what was given has arrived");
}

#[tokio::test]
async fn whoever_stops_leaves_their_response_and_no_other_trace() {
    let scene = Scene::set().await;
    let participant = scene.somebody_who_has_written().await;
    participant.ask_to_stop().await;
    participant.stop().await;
    participant.done().await;

    scene.nothing_is_left(&[RESPONSE]).await;
    assert_eq!(scene.collector.arrived(1).await[0]["outcome"], "stopped");
}

#[tokio::test]
async fn whoever_walks_away_leaves_what_they_gave_and_no_other_trace() {
    let scene = Scene::set().await;
    let participant = scene.somebody_who_has_written().await;
    for (event, screen) in [("betekenis-idle", Screen::StillThere), ("betekenis-gone", Screen::Language)] {
        let tell = "dispatchEvent(new Event(arguments[0])); return true";
        assert!(scene.tablet.run::<bool>(tell, vec![json!(event)]).await);
        participant.comes_to(&screen).await;
    }

    scene.nothing_is_left(&[RESPONSE]).await;
    assert_eq!(scene.collector.arrived(1).await[0]["outcome"], "timed-out");
}

#[tokio::test]
async fn whoever_would_rather_not_leaves_nothing() {
    let scene = Scene::set().await;
    let mut participant = Participant::arrives(&scene.tablet, &scene.study).await;
    participant.choose_language("nl").await;
    participant.decline().await;
    participant.done().await;

    scene.nothing_is_left(&[]).await;
    assert_eq!(scene.tablet.stored().await.states, Vec::<String>::new());
}

//! A text is spoken, heard and kept, with a microphone that hears what it is told; and whatever comes in between.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use async_trait::async_trait;
use betekenis::ports::memory::MemoryRecordings;
use betekenis::ports::recordings::Recordings;
use betekenis::ports::response_store::StoreError;
use betekenis::ports::sound::{NoMicrophone, NotPlayed, Sound, Take};
use betekenis::workflow::record::{Studio, carry_out, list_recordings};
use betekenis::workflow::recorder::{Action, Effect, Prompt, Recorder, Stand, VoiceTrouble, Wav};

use crate::now::now;

fn prompt(text: &str) -> Prompt {
    Prompt { language: "nl".to_owned(), text: text.to_owned() }
}

/// What somebody says into the microphone; it is counted how often that was let go.
struct Spoken {
    heard: RefCell<Option<Result<Vec<f32>, NoMicrophone>>>,
    n_abandoned: Rc<Cell<usize>>,
}

#[async_trait(?Send)]
impl Take for Spoken {
    fn level(&self) -> f32 {
        0.5
    }

    async fn end(&self) -> Result<(Vec<f32>, u32), NoMicrophone> {
        Ok((self.heard.borrow_mut().take().unwrap()?, 16_000))
    }

    fn abandon(&self) {
        self.n_abandoned.set(self.n_abandoned.get() + 1);
    }
}

fn voice() -> Vec<f32> {
    (0_u16..16_000).map(|at| (f32::from(at) * 0.1).sin() * 0.3).collect()
}

/// What a microphone gives.
type Opened = Result<Result<Vec<f32>, NoMicrophone>, NoMicrophone>;

/// A tablet with a recorder, on which microphone, loudspeaker and storage do what they are told.
#[derive(Default)]
struct Scene {
    recorder: RefCell<Recorder>,
    kept: MemoryRecordings,
    /// What the microphone gives next; somebody who speaks, if nothing else is said.
    opened: RefCell<VecDeque<Opened>>,
    broken: Cell<bool>,
    not_played: Cell<Option<NotPlayed>>,
    n_played: Cell<usize>,
    n_abandoned: Rc<Cell<usize>>,
    now_ms: Cell<u64>,
}

#[async_trait(?Send)]
impl Sound for Scene {
    async fn listen(&self) -> Result<Rc<dyn Take>, NoMicrophone> {
        let heard = self.opened.borrow_mut().pop_front().unwrap_or_else(|| Ok(Ok(voice())))?;
        let n_abandoned = Rc::clone(&self.n_abandoned);
        Ok(Rc::new(Spoken { heard: RefCell::new(Some(heard)), n_abandoned }))
    }

    async fn play(&self, _sound: &[u8]) -> Result<(), NotPlayed> {
        self.n_played.set(self.n_played.get() + 1);
        self.not_played.get().map_or(Ok(()), Err)
    }

    fn hush(&self) {}
}

#[async_trait(?Send)]
impl Recordings for Scene {
    async fn texts(&self, language: &str) -> Result<Vec<String>, StoreError> {
        self.kept.texts(language).await
    }

    async fn get(&self, language: &str, text: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.kept.get(language, text).await
    }

    async fn put(&self, language: &str, text: &str, wav: &[u8]) -> Result<(), StoreError> {
        if self.broken.get() { Err(StoreError::Full) } else { self.kept.put(language, text, wav).await }
    }

    async fn remove(&self, language: &str, text: &str) -> Result<(), StoreError> {
        if self.broken.get() { Err(StoreError::Full) } else { self.kept.remove(language, text).await }
    }
}

impl Scene {
    fn acts(&self, actions: impl IntoIterator<Item = Action>) {
        let clock_ms = || self.now_ms.get();
        let studio = Studio { sound: self, recordings: self, clock_ms: &clock_ms };
        let act = |action| self.recorder.borrow_mut().act(action);
        for action in actions {
            now(carry_out(&studio, &act, action));
        }
    }

    fn stand(&self, text: &str) -> Stand {
        self.recorder.borrow().stand(&prompt(text))
    }

    fn trouble(&self, text: &str) -> Option<VoiceTrouble> {
        self.recorder.borrow().trouble(Some(&prompt(text))).cloned()
    }

    fn kept(&self, text: &str) -> Option<Vec<u8>> {
        now(self.kept.get("nl", text)).unwrap()
    }
}

#[test]
fn what_is_spoken_can_be_heard_and_is_kept_once_it_is_right() {
    let scene = Scene::default();
    assert_eq!(scene.stand("Ja"), Stand::Missing);

    scene.acts([Action::Record(prompt("Ja"))]);
    assert_eq!(scene.stand("Ja"), Stand::Listening);
    scene.acts([Action::Stop(1500)]);
    assert_eq!(
        (scene.stand("Ja"), scene.kept("Ja")),
        (Stand::Taken, None),
        "nobody has said that it is right"
    );
    scene.acts([Action::Hear(prompt("Ja"))]);
    assert_eq!(scene.n_played.get(), 1);
    scene.acts([Action::Keep]);

    assert_eq!(scene.stand("Ja"), Stand::Recorded);
    assert!(scene.kept("Ja").is_some());
    let recorder = scene.recorder.borrow();
    assert_eq!((recorder.n_kept(), recorder.n_kept_in("nl"), recorder.n_kept_in("tr")), (1, 1, 0));
}

#[test]
fn what_goes_on_with_one_text_is_nothing_to_another() {
    let scene = Scene::default();
    scene.acts([
        Action::Record(prompt("Ja")),
        Action::Stop(1500),
        Action::Keep,
        Action::Record(prompt("Nee")),
    ]);

    assert_eq!(scene.stand("Nee"), Stand::Listening);
    assert_eq!(scene.stand("Ja"), Stand::Recorded);
    assert_eq!(scene.stand("Koffie"), Stand::Missing);
    let turkish = Prompt { language: "tr".to_owned(), text: "Ja".to_owned() };
    assert_eq!(scene.recorder.borrow().stand(&turkish), Stand::Missing);
}

#[test]
fn a_recording_that_is_made_anew_is_not_shown_as_the_older_one_which_stays_until_then() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Keep]);
    let older = scene.kept("Ja");

    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500)]);
    assert_eq!((scene.stand("Ja"), scene.kept("Ja")), (Stand::Taken, older.clone()));
    scene.acts([Action::Discard]);
    assert_eq!((scene.stand("Ja"), scene.kept("Ja")), (Stand::Recorded, older));
}

#[test]
fn what_was_said_is_kept_before_another_text_is_spoken_and_when_somebody_goes_elsewhere() {
    let next: [fn() -> Action; 3] =
        [|| Action::Record(prompt("Nee")), || Action::AskToRemove(prompt("Nee")), || Action::Leave];
    for (next, stand) in next.into_iter().zip([Stand::Listening, Stand::Removing, Stand::Missing]) {
        let scene = Scene::default();
        scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), next()]);

        assert_eq!((scene.stand("Ja"), scene.stand("Nee")), (Stand::Recorded, stand));
        assert!(scene.kept("Ja").is_some());
    }
}

#[test]
fn what_cannot_be_kept_is_still_there_and_told_where_somebody_is() {
    let scene = Scene::default();
    let full = Some(VoiceTrouble::Store(StoreError::Full));
    scene.broken.set(true);
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Keep]);
    assert_eq!((scene.stand("Ja"), scene.trouble("Ja")), (Stand::Taken, full.clone()));

    scene.acts([Action::Record(prompt("Nee"))]);
    assert_eq!((scene.stand("Ja"), scene.stand("Nee")), (Stand::Taken, Stand::Missing));
    assert_eq!((scene.trouble("Ja"), scene.trouble("Nee")), (None, full));

    scene.broken.set(false);
    scene.acts([Action::Record(prompt("Nee"))]);
    assert_eq!((scene.stand("Ja"), scene.stand("Nee")), (Stand::Recorded, Stand::Listening));
}

#[test]
fn saying_it_again_takes_the_place_of_what_was_said() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Record(prompt("Ja"))]);

    assert_eq!((scene.stand("Ja"), scene.kept("Ja")), (Stand::Listening, None));
}

#[test]
fn every_way_in_which_nothing_comes_of_it_is_told_at_its_text() {
    let lost = || NoMicrophone::Lost("no data".to_owned());
    for (opened, spoken_ms, trouble) in [
        (Err(NoMicrophone::Refused), 0, VoiceTrouble::Microphone(NoMicrophone::Refused)),
        (Ok(Err(lost())), 2000, VoiceTrouble::Microphone(lost())),
        (Ok(Err(lost())), 200, VoiceTrouble::Silence),
        (Ok(Ok(vec![0.0; 16_000])), 2000, VoiceTrouble::Silence),
    ] {
        let scene = Scene::default();
        scene.opened.borrow_mut().push_back(opened);
        scene.acts([Action::Record(prompt("Ja")), Action::Stop(spoken_ms)]);

        assert_eq!((scene.stand("Ja"), scene.trouble("Ja")), (Stand::Missing, Some(trouble)));
        assert_eq!(scene.trouble("Nee"), None);
        scene.acts([Action::Record(prompt("Ja"))]);
        assert_eq!((scene.stand("Ja"), scene.trouble("Ja")), (Stand::Listening, None), "another try");
    }
}

#[test]
fn whoever_goes_elsewhere_lets_the_microphone_go_whenever_it_opens() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Leave]);
    assert_eq!((scene.stand("Ja"), scene.n_abandoned.get()), (Stand::Missing, 1));

    // It opens only after they have gone, and after they have begun with another text.
    for gone in [Action::Leave, Action::Record(prompt("Nee"))] {
        let scene = Scene::default();
        let mut recorder = Recorder::default();
        assert_eq!(names(&recorder.act(Action::Record(prompt("Ja")))), ["hush", "listen Ja"]);
        recorder.act(gone);
        let take = now(scene.listen()).unwrap();
        assert_eq!(names(&recorder.act(Action::Opened(prompt("Ja"), 0, take))), ["abandon"]);
        assert_eq!(recorder.stand(&prompt("Ja")), Stand::Missing);
        recorder.act(Action::NotOpened(prompt("Ja"), NoMicrophone::Busy));
        assert_eq!(recorder.trouble(Some(&prompt("Ja"))), None);
    }
}

#[test]
fn of_two_microphones_for_one_text_one_is_used() {
    let scene = Scene::default();
    let mut recorder = Recorder::default();
    recorder.act(Action::Record(prompt("Ja")));
    recorder.act(Action::Leave);
    recorder.act(Action::Record(prompt("Ja")));
    let [first, second] = [(); 2].map(|()| now(scene.listen()).unwrap());

    assert!(recorder.act(Action::Opened(prompt("Ja"), 7, first)).is_empty());
    assert_eq!(names(&recorder.act(Action::Opened(prompt("Ja"), 8, second))), ["abandon"]);
    assert_eq!(recorder.listening().map(|(_, since)| since), Some(7));
}

/// A recorder that is busy: what was said is being made a recording, or written down.
fn busy() -> [(Recorder, Action); 2] {
    let scene = Scene::default();
    let mut making = Recorder::default();
    making.act(Action::Record(prompt("Ja")));
    making.act(Action::Opened(prompt("Ja"), 0, now(scene.listen()).unwrap()));
    assert_eq!(names(&making.act(Action::Stop(700))), ["make Ja 700"]);
    let mut keeping = making.clone();
    keeping.act(Action::Made(prompt("Ja"), Ok(Wav::default())));
    assert_eq!(names(&keeping.act(Action::Keep)), ["hush", "put Ja"]);
    [(making, Action::Made(prompt("Ja"), Ok(Wav::default()))), (keeping, Action::Kept)]
}

#[test]
fn nothing_that_is_done_meanwhile_loses_what_is_being_worked_on() {
    let meanwhile = [
        Action::Record(prompt("Ja")),
        Action::Record(prompt("Nee")),
        Action::Stop(900),
        Action::Keep,
        Action::Discard,
        Action::AskToRemove(prompt("Ja")),
        Action::AskToRemove(prompt("Nee")),
        Action::Remove(prompt("Ja")),
        Action::Hear(prompt("Nee")),
        Action::Hush,
        Action::Leave,
        Action::NotOpened(prompt("Ja"), NoMicrophone::Busy),
    ];
    for one in &meanwhile {
        for (at, (mut recorder, done)) in busy().into_iter().enumerate() {
            let effects = names(&recorder.act(one.clone()));
            assert!(effects.iter().all(|name| ["hush", "find Nee"].contains(&name.as_str())), "{effects:?}");
            assert_eq!(recorder.stand(&prompt("Ja")), Stand::Working);
            recorder.act(done);
            assert_eq!(recorder.stand(&prompt("Ja")), [Stand::Taken, Stand::Recorded][at]);
        }
    }
}

#[test]
fn whoever_leaves_while_it_is_written_down_is_not_listened_to_after_that() {
    let scene = Scene::default();
    let mut recorder = Recorder::default();
    recorder.act(Action::Record(prompt("Ja")));
    recorder.act(Action::Opened(prompt("Ja"), 0, now(scene.listen()).unwrap()));
    recorder.act(Action::Stop(700));
    recorder.act(Action::Made(prompt("Ja"), Ok(Wav::default())));
    assert_eq!(names(&recorder.act(Action::Record(prompt("Nee")))), ["hush", "put Ja"]);
    recorder.act(Action::Leave);

    assert_eq!(names(&recorder.act(Action::Kept)), [""; 0]);
    assert_eq!(recorder.stand(&prompt("Nee")), Stand::Missing);
}

#[test]
fn a_recording_is_removed_only_once_somebody_is_sure() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Keep]);

    scene.acts([Action::Remove(prompt("Ja"))]);
    assert!(scene.kept("Ja").is_some(), "nobody was asked");
    scene.acts([Action::AskToRemove(prompt("Ja")), Action::Discard, Action::Remove(prompt("Ja"))]);
    assert!(scene.kept("Ja").is_some(), "somebody said no");
    scene.broken.set(true);
    scene.acts([Action::AskToRemove(prompt("Ja")), Action::Remove(prompt("Ja"))]);
    assert_eq!(scene.stand("Ja"), Stand::Recorded);
    assert_eq!(scene.trouble("Ja"), Some(VoiceTrouble::Store(StoreError::Full)));

    scene.broken.set(false);
    scene.acts([Action::AskToRemove(prompt("Ja")), Action::Remove(prompt("Ja"))]);
    assert_eq!((scene.stand("Ja"), scene.kept("Ja")), (Stand::Missing, None));
}

#[test]
fn what_is_kept_is_heard_and_what_cannot_be_is_told() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Keep]);
    scene.acts([Action::Hear(prompt("Ja"))]);
    assert_eq!((scene.n_played.get(), scene.recorder.borrow().playing()), (1, None));

    scene.not_played.set(Some(NotPlayed::NoLoudspeaker));
    scene.acts([Action::Hear(prompt("Ja"))]);
    assert_eq!(scene.trouble("Ja"), Some(VoiceTrouble::NotPlayed(NotPlayed::NoLoudspeaker)));
    scene.acts([Action::Hear(prompt("Nee"))]);
    assert_eq!(scene.trouble("Nee"), Some(VoiceTrouble::NotPlayed(NotPlayed::Broken)), "it is not there");
}

#[test]
fn whoever_wants_to_hear_something_else_or_nothing_hears_no_more_of_it() {
    let mut recorder = Recorder::default();
    assert_eq!(names(&recorder.act(Action::Hear(prompt("Ja")))), ["find Ja"]);
    assert_eq!(names(&recorder.act(Action::Hush)), ["hush"]);
    assert_eq!(names(&recorder.act(Action::Found(prompt("Ja"), Ok(Some(Wav::default()))))), [""; 0]);

    recorder.act(Action::Hear(prompt("Ja")));
    recorder.act(Action::Hear(prompt("Nee")));
    recorder.act(Action::Played(prompt("Ja"), Ok(())));
    assert_eq!(recorder.playing(), Some(&prompt("Nee")));
}

#[test]
fn what_was_recorded_before_is_found_again() {
    let scene = Scene::default();
    scene.acts([Action::Record(prompt("Ja")), Action::Stop(1500), Action::Keep]);
    let languages = ["nl", "tr"].map(str::to_owned);

    let again = Scene::default();
    again.acts([now(list_recordings(&scene.kept, &languages))]);
    assert_eq!((again.stand("Ja"), again.recorder.borrow().n_kept()), (Stand::Recorded, 0));

    again.acts([Action::NotListed(StoreError::Full)]);
    let trouble = again.recorder.borrow().trouble(None).cloned();
    assert_eq!(trouble, Some(VoiceTrouble::Store(StoreError::Full)));
    assert_eq!(again.stand("Ja"), Stand::Recorded);
}

/// What follows, in words.
fn names(effects: &[Effect]) -> Vec<String> {
    let name = |effect: &Effect| match effect {
        Effect::Listen(prompt) => format!("listen {}", prompt.text),
        Effect::Abandon(_) => "abandon".to_owned(),
        Effect::Make(prompt, _, spoken) => format!("make {} {}", prompt.text, spoken.as_millis()),
        Effect::Put(prompt, _) => format!("put {}", prompt.text),
        Effect::Remove(prompt) => format!("remove {}", prompt.text),
        Effect::Find(prompt) => format!("find {}", prompt.text),
        Effect::Play(prompt, _) => format!("play {}", prompt.text),
        Effect::Hush => "hush".to_owned(),
    };
    effects.iter().map(name).collect()
}

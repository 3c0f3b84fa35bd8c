//! The recorder of texts of the study, as a state machine that knows no device: the microphone is opened, somebody speaks,
//! what was said is heard and kept. An [`Action`] goes in, [`Effect`]s come out; `workflow::record` does them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use crate::ports::response_store::StoreError;
use crate::ports::sound::{NoMicrophone, NotPlayed, Take};

/// A text in a language, to be spoken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Id of the language.
    pub language: String,
    /// The text as it is written in the study.
    pub text: String,
}

/// What is in the way of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceTrouble {
    /// Nothing can be recorded.
    Microphone(NoMicrophone),
    /// Somebody was to speak, and nothing can be heard.
    Silence,
    /// It cannot be heard.
    NotPlayed(NotPlayed),
    /// It cannot be kept, listed or removed.
    Store(StoreError),
}

/// A WAV file.
pub type Wav = Rc<Vec<u8>>;

/// What is going on.
#[derive(Clone, Default)]
enum Stage {
    #[default]
    Idle,
    /// The microphone is being opened.
    Asking(Prompt),
    /// Somebody speaks, since this moment of the page's own clock.
    Listening(Prompt, u64, Rc<dyn Take>),
    /// What was said is being made a recording.
    Making(Prompt),
    /// It can be heard, and waits to be kept.
    Taken(Prompt, Wav),
    /// It is being written down; what is to be done after that.
    Keeping(Prompt, Wav, Option<Next>),
    /// Asked whether to remove the recording.
    Removing(Prompt),
}

/// What was asked for while something else had to be kept first.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    Record(Prompt),
    AskToRemove(Prompt),
}

/// How it stands with one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It has no recording.
    Missing,
    /// It has one.
    Recorded,
    /// The microphone is being opened for it.
    Asking,
    /// Somebody speaks it.
    Listening,
    /// What was said is being made a recording, or written down.
    Working,
    /// What was said can be heard, and waits to be kept.
    Taken,
    /// Asked whether to remove its recording.
    Removing,
}

/// What is done in front of the recorder, and what comes of its effects.
#[derive(Clone)]
pub enum Action {
    /// These texts are recorded, by language.
    Listed(BTreeMap<String, BTreeSet<String>>),
    /// Nobody knows which texts are recorded.
    NotListed(StoreError),
    /// Somebody wants to speak a text.
    Record(Prompt),
    /// The microphone is open, at this moment of the page's own clock.
    Opened(Prompt, u64, Rc<dyn Take>),
    /// It is not to be had.
    NotOpened(Prompt, NoMicrophone),
    /// Whoever spoke has finished, at this moment of the page's own clock.
    Stop(u64),
    /// This came of it.
    Made(Prompt, Result<Wav, VoiceTrouble>),
    /// What was said is right.
    Keep,
    /// It is kept.
    Kept,
    /// It cannot be kept.
    NotKept(StoreError),
    /// What was said is not right, or nothing is to be removed after all.
    Discard,
    /// Somebody wants to remove a recording.
    AskToRemove(Prompt),
    /// They are sure.
    Remove(Prompt),
    /// It is removed.
    Removed(Prompt),
    /// It cannot be removed.
    NotRemoved(Prompt, StoreError),
    /// Somebody wants to hear what was said, or what is kept.
    Hear(Prompt),
    /// What is kept of it was looked up.
    Found(Prompt, Result<Option<Wav>, StoreError>),
    /// It was heard, or stopped.
    Played(Prompt, Result<(), NotPlayed>),
    /// Nobody wants to hear it any more.
    Hush,
    /// Somebody goes elsewhere.
    Leave,
}

/// What follows from an action.
#[derive(Clone)]
pub enum Effect {
    /// Open the microphone for a text.
    Listen(Prompt),
    /// Let the microphone go, and what was heard with it.
    Abandon(Rc<dyn Take>),
    /// Make a recording of what was said for so long.
    Make(Prompt, Rc<dyn Take>, Duration),
    /// Write it down.
    Put(Prompt, Wav),
    /// Remove it.
    Remove(Prompt),
    /// Look up what is kept.
    Find(Prompt),
    /// Let it be heard.
    Play(Prompt, Wav),
    /// Stop what is being heard.
    Hush,
}

/// What is recorded, and what is going on. At one time one text is spoken; what was spoken is kept before another one is, and
/// lost only if somebody says so.
#[derive(Clone, Default)]
pub struct Recorder {
    stage: Stage,
    /// The texts that are recorded, by language.
    kept: BTreeMap<String, BTreeSet<String>>,
    /// How often something was kept.
    n_kept: usize,
    /// What is being heard.
    playing: Option<Prompt>,
    /// What went wrong, and with which text; with none if it is about all of them.
    trouble: Option<(Option<Prompt>, VoiceTrouble)>,
}

impl Recorder {
    /// The texts that are recorded, by language.
    pub fn kept(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.kept
    }

    /// How often something was kept since the page was opened: somebody may want to go on then.
    pub fn n_kept(&self) -> usize {
        self.n_kept
    }

    /// What is being heard.
    pub fn playing(&self) -> Option<&Prompt> {
        self.playing.as_ref()
    }

    /// What went wrong with `prompt`; with all texts at once, if it is none.
    pub fn trouble(&self, prompt: Option<&Prompt>) -> Option<&VoiceTrouble> {
        self.trouble.as_ref().filter(|(of, _)| of.as_ref() == prompt).map(|(_, trouble)| trouble)
    }

    /// There is a recording of `prompt`.
    pub fn is_kept(&self, prompt: &Prompt) -> bool {
        self.kept.get(&prompt.language).is_some_and(|texts| texts.contains(&prompt.text))
    }

    /// So many texts of `language` are recorded, whether the study still has them or not.
    pub fn n_kept_in(&self, language: &str) -> usize {
        self.kept.get(language).map_or(0, BTreeSet::len)
    }

    /// The take that somebody is speaking, and since when.
    pub fn listening(&self) -> Option<(&Rc<dyn Take>, u64)> {
        match &self.stage {
            Stage::Listening(_, since, take) => Some((take, *since)),
            _ => None,
        }
    }

    /// Nothing is going on that somebody who goes elsewhere would have to end.
    pub fn is_at_rest(&self) -> bool {
        matches!(self.stage, Stage::Idle) && self.playing.is_none()
    }

    /// How it stands with `prompt`.
    pub fn stand(&self, prompt: &Prompt) -> Stand {
        match &self.stage {
            Stage::Asking(of) if of == prompt => Stand::Asking,
            Stage::Listening(of, ..) if of == prompt => Stand::Listening,
            Stage::Making(of) | Stage::Keeping(of, ..) if of == prompt => Stand::Working,
            Stage::Taken(of, _) if of == prompt => Stand::Taken,
            Stage::Removing(of) if of == prompt => Stand::Removing,
            _ if self.is_kept(prompt) => Stand::Recorded,
            _ => Stand::Missing,
        }
    }

    /// Takes in what is done; what makes no sense at this stage changes nothing.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Listed(kept) => self.kept = kept,
            Action::NotListed(error) => self.trouble = Some((None, VoiceTrouble::Store(error))),
            Action::Record(prompt) => return self.go_on(Next::Record(prompt)),
            Action::AskToRemove(prompt) => return self.go_on(Next::AskToRemove(prompt)),
            Action::Opened(prompt, now, take) => return self.opened(prompt, now, take),
            Action::NotOpened(prompt, error) => {
                // Somebody may have gone elsewhere meanwhile.
                if self.stand(&prompt) == Stand::Asking {
                    self.fail(prompt, VoiceTrouble::Microphone(error));
                }
            }
            Action::Stop(now) => return self.stop(now),
            Action::Made(prompt, made) => match made {
                Ok(wav) => self.stage = Stage::Taken(prompt, wav),
                Err(trouble) => self.fail(prompt, trouble),
            },
            Action::Keep => return self.keep(None),
            Action::Kept => return self.was_kept(),
            Action::NotKept(error) => self.was_not_kept(error),
            Action::Discard => {
                if matches!(self.stage, Stage::Taken(..) | Stage::Removing(_)) {
                    (self.stage, self.trouble) = (Stage::Idle, None);
                    return self.hush();
                }
            }
            Action::Remove(prompt) => {
                if self.stand(&prompt) == Stand::Removing {
                    self.stage = Stage::Idle;
                    let mut effects = self.hush();
                    effects.push(Effect::Remove(prompt));
                    return effects;
                }
            }
            Action::Removed(prompt) => {
                self.kept.entry(prompt.language).or_default().remove(&prompt.text);
            }
            Action::NotRemoved(prompt, error) => {
                self.trouble = Some((Some(prompt), VoiceTrouble::Store(error)));
            }
            Action::Hear(prompt) => return self.hear(prompt),
            Action::Found(prompt, found) => return self.found(prompt, found),
            Action::Played(prompt, played) => self.was_played(prompt, played),
            Action::Hush => return self.hush(),
            Action::Leave => return self.leave(),
        }
        Vec::new()
    }

    /// Another text is spoken, or a recording is to be removed. What was said before is kept first, unless it is to be said
    /// again.
    fn go_on(&mut self, next: Next) -> Vec<Effect> {
        let mut effects = Vec::new();
        match std::mem::take(&mut self.stage) {
            busy @ (Stage::Making(_) | Stage::Keeping(..)) => {
                self.stage = busy;
                return effects;
            }
            Stage::Taken(of, wav) if next != Next::Record(of.clone()) => {
                self.stage = Stage::Taken(of, wav);
                return self.keep(Some(next));
            }
            Stage::Listening(_, _, take) => effects.push(Effect::Abandon(take)),
            Stage::Idle | Stage::Asking(_) | Stage::Taken(..) | Stage::Removing(_) => {}
        }
        effects.extend(self.hush());
        match next {
            Next::Record(prompt) => {
                self.trouble = None;
                self.stage = Stage::Asking(prompt.clone());
                effects.push(Effect::Listen(prompt));
            }
            Next::AskToRemove(prompt) => self.stage = Stage::Removing(prompt),
        }
        effects
    }

    fn opened(&mut self, prompt: Prompt, now: u64, take: Rc<dyn Take>) -> Vec<Effect> {
        // Somebody may have gone elsewhere meanwhile.
        if self.stand(&prompt) != Stand::Asking {
            return vec![Effect::Abandon(take)];
        }
        self.stage = Stage::Listening(prompt, now, take);
        Vec::new()
    }

    fn stop(&mut self, now: u64) -> Vec<Effect> {
        match std::mem::take(&mut self.stage) {
            Stage::Listening(prompt, since, take) => {
                self.stage = Stage::Making(prompt.clone());
                vec![Effect::Make(prompt, take, Duration::from_millis(now.saturating_sub(since)))]
            }
            other => {
                self.stage = other;
                Vec::new()
            }
        }
    }

    /// Has what was said written down, and then `next` done.
    fn keep(&mut self, next: Option<Next>) -> Vec<Effect> {
        match std::mem::take(&mut self.stage) {
            Stage::Taken(prompt, wav) => {
                self.trouble = None;
                self.stage = Stage::Keeping(prompt.clone(), Rc::clone(&wav), next);
                let mut effects = self.hush();
                effects.push(Effect::Put(prompt, wav));
                effects
            }
            other => {
                self.stage = other;
                Vec::new()
            }
        }
    }

    fn was_kept(&mut self) -> Vec<Effect> {
        match std::mem::take(&mut self.stage) {
            Stage::Keeping(prompt, _, next) => {
                self.kept.entry(prompt.language).or_default().insert(prompt.text);
                self.n_kept += 1;
                next.map_or_else(Vec::new, |next| self.go_on(next))
            }
            other => {
                self.stage = other;
                Vec::new()
            }
        }
    }

    /// It is still here, and can be kept when there is room. What was to be done after that is told at its own text.
    fn was_not_kept(&mut self, error: StoreError) {
        match std::mem::take(&mut self.stage) {
            Stage::Keeping(prompt, wav, next) => {
                let of = match next {
                    Some(Next::Record(of) | Next::AskToRemove(of)) => of,
                    None => prompt.clone(),
                };
                self.trouble = Some((Some(of), VoiceTrouble::Store(error)));
                self.stage = Stage::Taken(prompt, wav);
            }
            other => self.stage = other,
        }
    }

    fn hear(&mut self, prompt: Prompt) -> Vec<Effect> {
        self.trouble = None;
        self.playing = Some(prompt.clone());
        vec![match &self.stage {
            Stage::Taken(of, wav) if *of == prompt => Effect::Play(prompt, Rc::clone(wav)),
            _ => Effect::Find(prompt),
        }]
    }

    fn found(&mut self, prompt: Prompt, found: Result<Option<Wav>, StoreError>) -> Vec<Effect> {
        // Somebody may want to hear something else by now, or nothing.
        if self.playing.as_ref() != Some(&prompt) {
            return Vec::new();
        }
        match found {
            Ok(Some(wav)) => return vec![Effect::Play(prompt, wav)],
            Ok(None) => self.was_played(prompt, Err(NotPlayed::Broken)),
            Err(error) => {
                self.playing = None;
                self.trouble = Some((Some(prompt), VoiceTrouble::Store(error)));
            }
        }
        Vec::new()
    }

    fn was_played(&mut self, prompt: Prompt, played: Result<(), NotPlayed>) {
        if self.playing.as_ref() == Some(&prompt) {
            self.playing = None;
        }
        if let Err(error) = played {
            self.trouble = Some((Some(prompt), VoiceTrouble::NotPlayed(error)));
        }
    }

    fn hush(&mut self) -> Vec<Effect> {
        self.playing = None;
        vec![Effect::Hush]
    }

    /// The microphone is let go. What was said and can be heard is kept, for it was meant.
    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.hush();
        match std::mem::take(&mut self.stage) {
            Stage::Taken(prompt, wav) => {
                self.stage = Stage::Taken(prompt, wav);
                effects.extend(self.keep(None));
            }
            // What was to be done after that is of no interest any more.
            Stage::Keeping(prompt, wav, _) => self.stage = Stage::Keeping(prompt, wav, None),
            making @ Stage::Making(_) => self.stage = making,
            Stage::Listening(_, _, take) => effects.push(Effect::Abandon(take)),
            Stage::Idle | Stage::Asking(_) | Stage::Removing(_) => {}
        }
        effects
    }

    fn fail(&mut self, prompt: Prompt, trouble: VoiceTrouble) {
        self.stage = Stage::Idle;
        self.trouble = Some((Some(prompt), trouble));
    }
}

//! Does what the recorder says: opens the microphone, makes a recording of what was said, keeps it and lets it be heard.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use crate::domain::recording::{RATE, make_recording};
use crate::format::wav::write_wav;
use crate::ports::recordings::Recordings;
use crate::ports::sound::{NoMicrophone, Sound, Take};
use crate::workflow::recorder::{Action, Effect, VoiceTrouble};

/// Nobody says anything in less.
const SHORTEST: Duration = Duration::from_millis(500);

/// What the recorder needs of the tablet.
pub struct Studio<'a> {
    /// Microphone and loudspeaker.
    pub sound: &'a dyn Sound,
    /// Where recordings are kept.
    pub recordings: &'a dyn Recordings,
    /// The page's own clock, in milliseconds.
    pub clock_ms: &'a dyn Fn() -> u64,
}

/// Has the recorder take in `action`, by way of `act`; does what follows from it, and what follows from that, until nothing
/// does.
pub async fn carry_out(studio: &Studio<'_>, act: &dyn Fn(Action) -> Vec<Effect>, action: Action) {
    let mut effects: VecDeque<Effect> = act(action).into();
    while let Some(effect) = effects.pop_front() {
        if let Some(came_of_it) = studio.once(effect).await {
            effects.extend(act(came_of_it));
        }
    }
}

impl Studio<'_> {
    /// Does one thing, and returns what came of it, if that is of interest.
    async fn once(&self, effect: Effect) -> Option<Action> {
        Some(match effect {
            Effect::Listen(prompt) => match self.sound.listen().await {
                Ok(take) => Action::Opened(prompt, (self.clock_ms)(), take),
                Err(error) => Action::NotOpened(prompt, error),
            },
            Effect::Abandon(take) => {
                take.abandon();
                return None;
            }
            Effect::Make(prompt, take, spoken) => {
                Action::Made(prompt, made(&*take, spoken).await.map(Rc::new))
            }
            Effect::Put(prompt, wav) => {
                match self.recordings.put(&prompt.language, &prompt.text, &wav).await {
                    Ok(()) => Action::Kept,
                    Err(error) => Action::NotKept(error),
                }
            }
            Effect::Remove(prompt) => match self.recordings.remove(&prompt.language, &prompt.text).await {
                Ok(()) => Action::Removed(prompt),
                Err(error) => Action::NotRemoved(prompt, error),
            },
            Effect::Find(prompt) => {
                let found = self.recordings.get(&prompt.language, &prompt.text).await;
                Action::Found(prompt, found.map(|wav| wav.map(Rc::new)))
            }
            Effect::Play(prompt, wav) => {
                let played = self.sound.play(&wav).await;
                Action::Played(prompt, played)
            }
            Effect::Hush => {
                self.sound.hush();
                return None;
            }
        })
    }
}

/// A recording of what was said for so long.
async fn made(take: &dyn Take, spoken: Duration) -> Result<Vec<u8>, VoiceTrouble> {
    match take.end().await {
        Ok((heard, rate)) => {
            let samples = make_recording(&heard, rate).map_err(|_| VoiceTrouble::Silence)?;
            Ok(write_wav(&samples, RATE))
        }
        // Of a tap and another right after it nothing comes that could be read.
        Err(NoMicrophone::Lost(_)) if spoken < SHORTEST => Err(VoiceTrouble::Silence),
        Err(error) => Err(VoiceTrouble::Microphone(error)),
    }
}

/// Looks which texts are recorded in `languages` (ids).
pub async fn list_recordings(recordings: &dyn Recordings, languages: &[String]) -> Action {
    let mut kept = BTreeMap::new();
    for language in languages {
        match recordings.texts(language).await {
            Ok(texts) => drop(kept.insert(language.clone(), texts.into_iter().collect())),
            Err(error) => return Action::NotListed(error),
        }
    }
    Action::Listed(kept)
}

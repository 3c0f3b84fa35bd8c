//! The microphone and the loudspeaker of the tablet.

use std::rc::Rc;

use async_trait::async_trait;

/// Hears and speaks. Only the coordinator's page uses it.
#[async_trait(?Send)]
pub trait Sound {
    /// Begins to listen through the microphone, which may ask the person.
    ///
    /// # Errors
    ///
    /// [`NoMicrophone`].
    async fn listen(&self) -> Result<Rc<dyn Take>, NoMicrophone>;

    /// Plays `sound`, a whole file of any kind that the browser knows, and answers when it is over or was stopped. What
    /// is playing already stops.
    ///
    /// # Errors
    ///
    /// [`NotPlayed`].
    async fn play(&self, sound: &[u8]) -> Result<(), NotPlayed>;

    /// Stops what is playing.
    fn hush(&self);
}

/// Somebody is speaking. The microphone is let go when this is dropped, at the latest.
#[async_trait(?Send)]
pub trait Take {
    /// How loud it is at this moment, from 0 (silent) to 1.
    fn level(&self) -> f32;

    /// Ends it and lets the microphone go: samples from -1 to 1 of one channel, and how many there are in a second.
    ///
    /// # Errors
    ///
    /// [`NoMicrophone`].
    async fn end(&self) -> Result<(Vec<f32>, u32), NoMicrophone>;

    /// Lets the microphone go, and what was heard with it.
    fn abandon(&self);
}

/// Why nothing can be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoMicrophone {
    /// Somebody, or a setting, does not allow it.
    #[error("the microphone may not be used")]
    Refused,
    /// The device has none.
    #[error("there is no microphone")]
    Absent,
    /// It does not start: another app has it.
    #[error("the microphone does not start")]
    Busy,
    /// The page came without https: browsers give it no microphone.
    #[error("there is no microphone without https")]
    Insecure,
    /// The browser cannot record.
    #[error("this browser cannot record")]
    Unable,
    /// It began well and came to nothing. The detail is for a log.
    #[error("the recording came to nothing ({0})")]
    Lost(String),
}

/// Why nothing can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPlayed {
    /// The loudspeaker does not start.
    #[error("the loudspeaker does not start")]
    NoLoudspeaker,
    /// The sound itself is broken.
    #[error("the sound is broken")]
    Broken,
}

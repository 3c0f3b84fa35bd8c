//! The rules of thumbs: what is asked, what is done, what is printed and what comes back.

use crate::domain::dealing::Dealing;
use crate::domain::heard::{Group, List};
use crate::domain::paper::NotYet;
use crate::domain::study::{Message, Pool, Study, Text};
use crate::instruments::{Filling, Given, OnPaper, OneOf as _, Planned, Printed, Rules, Spoken};

/// A question that is answered by a thumb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbs {
    /// Stable id.
    pub id: String,
    /// What is asked, with its picture.
    pub question: Message,
    /// Asks for the reason.
    pub why: Text,
}

impl Thumbs {
    /// The one of `study` that is called `id`.
    pub(crate) fn called<'a>(study: &'a Study, id: &str) -> Option<&'a Self> {
        study.instruments.iter().filter_map(Self::of).find(|thumbs| thumbs.id == id)
    }
}

/// What one participant did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumb {
    /// Id of the instrument.
    pub instrument: String,
    /// Whether the thumb is up; `None` while nothing was said.
    pub is_up: Option<bool>,
    /// The reason in words; may be empty.
    pub why: String,
    /// Milliseconds.
    pub ms: u64,
}

/// A screen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThumbStep {
    /// Up or down?
    Ask,
    /// Why?
    Why,
}

/// What a participant does there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThumbAction {
    /// Turns the thumb up, or down.
    Turn(bool),
    /// Tells why.
    Tell(String),
}

impl Given for Thumb {
    fn instrument(&self) -> &str {
        &self.instrument
    }

    fn is_empty(&self) -> bool {
        false
    }

    fn is_understood(&self) -> bool {
        true
    }

    fn end(&mut self) {}
}

impl Rules for Thumbs {
    type Part = Thumb;
    type Step = ThumbStep;
    type Action = ThumbAction;

    fn id(&self) -> &str {
        &self.id
    }

    fn dealt(&self, _: &Study, _: &Dealing<'_>) -> Vec<String> {
        vec![self.id.clone()]
    }

    fn start(&self, _: &Study, _: &Dealing<'_>, _: Vec<String>, _: &mut dyn FnMut(usize) -> usize) -> Thumb {
        Thumb { instrument: self.id.clone(), is_up: None, why: String::new(), ms: 0 }
    }

    fn steps(&self, thumb: &Thumb) -> Vec<ThumbStep> {
        if thumb.is_up.is_some() { vec![ThumbStep::Ask, ThumbStep::Why] } else { vec![ThumbStep::Ask] }
    }

    fn can_go_on(&self, _: &Thumb, _: ThumbStep) -> bool {
        true
    }

    fn is_open(&self, thumb: &Thumb, step: ThumbStep) -> bool {
        match step {
            ThumbStep::Ask => thumb.is_up.is_none(),
            ThumbStep::Why => thumb.why.is_empty(),
        }
    }

    fn moves_on(&self, _: &Study, _: &Thumb, _: ThumbStep) -> bool {
        false
    }

    fn chosen<'a>(&self, _: &Study, _: &'a Thumb, _: ThumbStep) -> Option<(&'a [String], usize)> {
        None
    }

    fn act(
        &self,
        _: &Study,
        thumb: &mut Thumb,
        step: ThumbStep,
        action: ThumbAction,
        _: u64,
    ) -> Option<ThumbStep> {
        match (step, action) {
            (ThumbStep::Ask, ThumbAction::Turn(is_up)) => thumb.is_up = Some(is_up),
            (ThumbStep::Why, ThumbAction::Tell(why)) => thumb.why = why,
            (ThumbStep::Ask | ThumbStep::Why, _) => {}
        }
        None
    }

    fn exchange(&self, _: &mut Thumb, _: ThumbStep, _: &str, _: &str) {}

    fn leave_open(&self, _: &mut Thumb, _: ThumbStep) {}

    fn leave(&self, _: &mut Thumb, _: ThumbStep) {}

    fn spend(&self, thumb: &mut Thumb, _: ThumbStep, ms: u64) {
        thumb.ms += ms;
    }
}

impl Planned for Thumbs {
    fn pool(&self) -> Pool {
        Pool::Own
    }
}

impl Spoken for Thumbs {
    fn heard(&self, place: &str, list: &mut List<'_>) {
        let Message { text, picture } = &self.question;
        list.add(Group::Questions, format!("{place}.question.text"), self.id.clone(), text, Some(picture));
        list.add(Group::Questions, format!("{place}.why"), format!("{}-why", self.id), &self.why, None);
    }

    fn counts(&self) -> Vec<usize> {
        Vec::new()
    }
}

/// Thumbs on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThumbSheet {
    /// Id of the instrument.
    pub instrument: String,
}

/// Thumbs that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThumbFilled {
    sheet: ThumbSheet,
    is_up: Option<bool>,
}

/// What is taken over: the thumb is up, or down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThumbMark(pub bool);

impl OnPaper for Thumbs {
    type Sheet = ThumbSheet;

    fn sheet(&self, _: &Study, _: &Dealing<'_>, _: Vec<String>) -> ThumbSheet {
        ThumbSheet { instrument: self.id.clone() }
    }
}

impl Printed for ThumbSheet {
    type Filled = ThumbFilled;

    fn is_empty(&self) -> bool {
        false
    }

    fn fill(&self) -> ThumbFilled {
        ThumbFilled { sheet: self.clone(), is_up: None }
    }
}

impl Filling for ThumbFilled {
    type Sheet = ThumbSheet;
    type Mark = ThumbMark;
    type Part = Thumb;

    fn sheet(&self) -> &ThumbSheet {
        &self.sheet
    }

    fn mark(&mut self, ThumbMark(is_up): ThumbMark) {
        self.is_up = Some(is_up);
    }

    fn is_blank(&self) -> bool {
        self.is_up.is_none()
    }

    fn check(&self) -> Result<(), NotYet> {
        Ok(())
    }

    fn part(&self) -> Thumb {
        Thumb { instrument: self.sheet.instrument.clone(), is_up: self.is_up, why: String::new(), ms: 0 }
    }
}

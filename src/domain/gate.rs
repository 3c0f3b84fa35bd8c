//! The gate before the coordinator's page, and the way to a PIN, as a state machine: what is shown at each stage, and what
//! follows from what is done there.

use crate::domain::pin::{MOST, fits, is_easy, plain_code};

/// The gate before the coordinator's page, and the way to a PIN: what is shown, and what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What is shown.
    pub stage: Stage,
    /// What was typed at this stage.
    pub typed: String,
    /// What is told about it.
    pub complaint: Option<Complaint>,
}

/// A screen of the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// None: the page is open.
    Open,
    /// The page is open, and a PIN is offered.
    Offer,
    /// The PIN is asked.
    Pin,
    /// The recovery code is asked.
    Code,
    /// PIN and code are forgotten.
    Lost,
    /// Something is being hashed or kept.
    Busy,
    /// A new PIN is chosen.
    Choose(Why),
    /// The same PIN is typed once more.
    Repeat(Why, String),
    /// The recovery code is shown, once.
    Written(String),
}

/// Why a PIN is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is none, or somebody wants another: they are on the page, and may leave it as it is.
    Wanted,
    /// It was forgotten: without a new one nobody comes in.
    Forgotten,
}

/// What is told at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// That is not it.
    Wrong,
    /// Too few digits.
    TooShort,
    /// Everybody tries this one first; it may be chosen all the same.
    Easy,
    /// The second was not like the first.
    NotTheSame,
    /// It could not be kept: there is no room, or no https.
    NotKept,
    /// The storage does not answer.
    NoAnswer,
}

/// What is done at the gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A digit is typed, or a sign of a code.
    Type(char),
    /// The last one is taken back.
    Rub,
    /// All that is typed is this.
    Write(String),
    /// It is typed.
    Enter,
    /// One stage back, or out.
    Back,
    /// The PIN is forgotten.
    Forgot,
    /// The code is lost too.
    Lose,
    /// Nothing is left that the PIN would keep: a new one may be chosen.
    Cleared,
    /// A PIN is offered to somebody on the page.
    Offer,
    /// Somebody on the page wants a PIN.
    Want,
    /// The page is closed.
    Shut,
    /// The PIN was right, or not.
    CheckedPin(bool),
    /// The storage did not answer; whether it was asked about the code.
    NotChecked(bool),
    /// The code was right, or not.
    CheckedCode(bool),
    /// The PIN is kept, and this is its code.
    Made(String),
    /// The PIN that was chosen for this reason could not be kept.
    NotMade(Why),
    /// The code has been written down.
    Seen,
}

/// What follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Is this the PIN?
    CheckPin(String),
    /// Is this the code?
    CheckCode(String),
    /// This is the PIN from now on, for this reason.
    Make(String, Why),
}

impl Gate {
    /// The gate, shut if there is a PIN.
    pub fn new(has_pin: bool) -> Self {
        Self::at(if has_pin { Stage::Pin } else { Stage::Open })
    }

    fn at(stage: Stage) -> Self {
        Self { stage, typed: String::new(), complaint: None }
    }

    /// Takes in what is done; what makes no sense at this stage changes nothing.
    pub fn act(&mut self, action: Action) -> Effect {
        match (self.stage.clone(), action) {
            (Stage::Busy, Action::CheckedPin(is_right)) => {
                self.go(if is_right { Stage::Open } else { Stage::Pin });
                self.complaint = (!is_right).then_some(Complaint::Wrong);
            }
            (Stage::Busy, Action::CheckedCode(is_right)) => {
                self.go(if is_right { Stage::Choose(Why::Forgotten) } else { Stage::Code });
                self.complaint = (!is_right).then_some(Complaint::Wrong);
            }
            (Stage::Busy, Action::NotChecked(with_code)) => {
                self.go(if with_code { Stage::Code } else { Stage::Pin });
                self.complaint = Some(Complaint::NoAnswer);
            }
            (Stage::Busy, Action::Made(code)) => self.go(Stage::Written(code)),
            (Stage::Busy, Action::NotMade(why)) => {
                self.go(Stage::Choose(why));
                self.complaint = Some(Complaint::NotKept);
            }
            (Stage::Busy, _) => {}
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Type(digit))
                if digit.is_ascii_digit() && self.typed.len() < MOST =>
            {
                self.typed.push(digit);
                self.complaint = None;
            }
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Rub) => {
                self.typed.pop();
                self.complaint = None;
            }
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Write(text)) => {
                self.typed = text.chars().filter(char::is_ascii_digit).take(MOST).collect();
                self.complaint = None;
            }
            (Stage::Code, Action::Write(text)) => {
                self.typed = text;
                self.complaint = None;
            }
            (stage, Action::Enter) => return self.enter(stage),
            (Stage::Pin, Action::Forgot) | (Stage::Lost, Action::Back) => self.go(Stage::Code),
            (Stage::Code, Action::Lose) => self.go(Stage::Lost),
            (Stage::Lost, Action::Cleared) => self.go(Stage::Choose(Why::Forgotten)),
            (Stage::Code, Action::Back) | (Stage::Open, Action::Shut) => self.go(Stage::Pin),
            (Stage::Choose(Why::Wanted) | Stage::Offer, Action::Back) | (Stage::Written(_), Action::Seen) => {
                self.go(Stage::Open);
            }
            (Stage::Repeat(why, _), Action::Back) => self.go(Stage::Choose(why)),
            (Stage::Open, Action::Offer) => self.go(Stage::Offer),
            (Stage::Open | Stage::Offer, Action::Want) => self.go(Stage::Choose(Why::Wanted)),
            _ => {}
        }
        Effect::None
    }

    fn enter(&mut self, stage: Stage) -> Effect {
        let typed = self.typed.clone();
        match stage {
            Stage::Pin | Stage::Choose(_) if !fits(&typed) => self.complaint = Some(Complaint::TooShort),
            Stage::Pin => {
                self.go(Stage::Busy);
                return Effect::CheckPin(typed);
            }
            Stage::Code if !plain_code(&typed).is_empty() => {
                self.go(Stage::Busy);
                return Effect::CheckCode(typed);
            }
            // Told once; whoever goes on wants it so.
            Stage::Choose(_) if is_easy(&typed) && self.complaint != Some(Complaint::Easy) => {
                self.complaint = Some(Complaint::Easy);
            }
            Stage::Choose(why) => self.go(Stage::Repeat(why, typed)),
            Stage::Repeat(why, first) if first == typed => {
                self.go(Stage::Busy);
                return Effect::Make(typed, why);
            }
            Stage::Repeat(why, _) => {
                self.go(Stage::Choose(why));
                self.complaint = Some(Complaint::NotTheSame);
            }
            _ => {}
        }
        Effect::None
    }

    fn go(&mut self, stage: Stage) {
        *self = Self::at(stage);
    }
}

#[cfg(test)]
mod tests;

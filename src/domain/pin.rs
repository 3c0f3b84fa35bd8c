//! The PIN before the coordinator's page: what it may be, how long one waits after wrong tries, what to do when it is
//! forgotten, and the steps of the gate.
//!
//! It keeps out whoever picks the tablet up, as a bedroom door does. It does not encrypt: whoever can take the storage of the
//! browser apart needs no PIN.

use std::time::Duration;

/// Fewest digits.
pub const LEAST: usize = 4;
/// Most digits.
pub const MOST: usize = 8;

/// Wrong tries after which one need not wait: fingers slip.
const FREE_TRIES: u32 = 3;

/// Seconds to wait after every further wrong try; the last one again and again. All PINs of four digits take months then.
const WAITS_S: [u64; 5] = [30, 60, 120, 300, 900];

/// What a recovery code is made of: no vowels, so that it spells nothing, and none that look like others. Sixteen, so that
/// four random bits are one sign.
const SIGNS: [char; 16] = ['C', 'D', 'F', 'H', 'J', 'K', 'M', 'N', 'P', 'R', 'T', 'W', 'X', 'Y', '4', '7'];

/// Random bytes in a recovery code: 64 bits, in four groups of four signs.
pub const CODE_BYTES: usize = 8;

/// What is kept of a PIN and its recovery code: nothing by which they are found again without trying.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Random; it makes equal PINs look different.
    pub salt: Vec<u8>,
    /// How often the hash was repeated.
    pub iterations: u32,
    /// Slow hash of the PIN.
    pub pin: Vec<u8>,
    /// Slow hash of the recovery code.
    pub code: Vec<u8>,
    /// The wrong tries since the last right one.
    pub tries: Tries,
}

/// Wrong tries, and the wait after them.
///
/// The wait passes while the gate is open and by no other clock: that of the device is set by whoever holds it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tries {
    /// How many, since the last right one.
    pub n_wrong: u32,
    /// Milliseconds that are still to be waited.
    pub left_ms: u64,
}

impl Tries {
    /// As it is after so many milliseconds at the gate.
    pub fn after(self, passed_ms: u64) -> Self {
        Self { left_ms: self.left_ms.saturating_sub(passed_ms), ..self }
    }

    /// With one more wrong try. It counts before it is known to be wrong: so nobody gets another by loading the page anew.
    pub fn one_more(self) -> Self {
        let n_wrong = self.n_wrong.saturating_add(1);
        Self { n_wrong, left_ms: wait_after(n_wrong).as_secs() * 1000 }
    }

    /// What is kept, after a page has waited: `seen` is what that page knows. What another page has tried meanwhile counts,
    /// and two pages that wait side by side wait no shorter.
    pub fn seen(self, seen: Self) -> Self {
        if self.n_wrong == seen.n_wrong {
            Self { left_ms: self.left_ms.min(seen.left_ms), ..self }
        } else {
            self
        }
    }

    /// How long to wait.
    pub fn wait(self) -> Duration {
        Duration::from_millis(self.left_ms)
    }

    /// Wrong tries that are left before one has to wait.
    pub fn n_free(self) -> u32 {
        FREE_TRIES.saturating_sub(self.n_wrong)
    }
}

/// How long one waits after so many wrong tries.
fn wait_after(n_wrong: u32) -> Duration {
    let Some(at) = n_wrong.checked_sub(FREE_TRIES) else { return Duration::ZERO };
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(WAITS_S.len() - 1);
    Duration::from_secs(WAITS_S[at])
}

/// Whether these digits may be a PIN.
pub fn fits(pin: &str) -> bool {
    (LEAST..=MOST).contains(&pin.len()) && pin.bytes().all(|one| one.is_ascii_digit())
}

/// Whether it is one of those that are tried first: one digit again and again, digits in a row, the same two again.
pub fn is_easy(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let all = |step: fn(u8, u8) -> bool| digits.windows(2).all(|pair| step(pair[0], pair[1]));
    let is_repeated = digits.len().is_multiple_of(2) && digits.chunks(2).all(|two| two == &digits[..2]);
    let is_mirrored = digits.len() == LEAST && digits[0] == digits[1] && digits[2] == digits[3];
    all(|one, next| one == next)
        || all(|one, next| next == one + 1)
        || all(|one, next| one == next + 1)
        || is_repeated
        || is_mirrored
}

/// The recovery code that these random bytes make, as it is printed.
pub fn code_of(bytes: &[u8]) -> String {
    let mut code = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at.is_multiple_of(2) {
            code.push('-');
        }
        code.push(SIGNS[usize::from(byte >> 4)]);
        code.push(SIGNS[usize::from(byte & 15)]);
    }
    code
}

/// A recovery code as it is compared: what was typed, without what people add, and with the sign that was meant.
pub fn plain_code(typed: &str) -> String {
    let meant = |sign: char| match sign.to_ascii_uppercase() {
        '1' | 'I' | 'L' => '7',
        'A' => '4',
        'V' => 'Y',
        other => other,
    };
    typed.chars().filter(char::is_ascii_alphanumeric).map(meant).collect()
}

/// Whether two hashes are the same, in a time that tells nothing.
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |differing, (one, other)| differing | (one ^ other));
    !one.is_empty() && one.len() == other.len() && differing == 0
}

/// The gate before the coordinator's page, and the way to a PIN: what is shown, and what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What is shown.
    pub stage: Stage,
    /// What was typed at this stage.
    pub typed: String,
    /// What is told about it.
    pub told: Option<Told>,
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
pub enum Told {
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
        Self { stage, typed: String::new(), told: None }
    }

    /// Takes in what is done; what makes no sense at this stage changes nothing.
    pub fn act(&mut self, action: Action) -> Effect {
        match (self.stage.clone(), action) {
            (Stage::Busy, Action::CheckedPin(is_right)) => {
                self.go(if is_right { Stage::Open } else { Stage::Pin });
                self.told = (!is_right).then_some(Told::Wrong);
            }
            (Stage::Busy, Action::CheckedCode(is_right)) => {
                self.go(if is_right { Stage::Choose(Why::Forgotten) } else { Stage::Code });
                self.told = (!is_right).then_some(Told::Wrong);
            }
            (Stage::Busy, Action::NotChecked(with_code)) => {
                self.go(if with_code { Stage::Code } else { Stage::Pin });
                self.told = Some(Told::NoAnswer);
            }
            (Stage::Busy, Action::Made(code)) => self.go(Stage::Written(code)),
            (Stage::Busy, Action::NotMade(why)) => {
                self.go(Stage::Choose(why));
                self.told = Some(Told::NotKept);
            }
            (Stage::Busy, _) => {}
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Type(digit))
                if digit.is_ascii_digit() && self.typed.len() < MOST =>
            {
                self.typed.push(digit);
                self.told = None;
            }
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Rub) => {
                self.typed.pop();
                self.told = None;
            }
            (Stage::Pin | Stage::Choose(_) | Stage::Repeat(..), Action::Write(text)) => {
                self.typed = text.chars().filter(char::is_ascii_digit).take(MOST).collect();
                self.told = None;
            }
            (Stage::Code, Action::Write(text)) => {
                self.typed = text;
                self.told = None;
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
            Stage::Pin | Stage::Choose(_) if !fits(&typed) => self.told = Some(Told::TooShort),
            Stage::Pin => {
                self.go(Stage::Busy);
                return Effect::CheckPin(typed);
            }
            Stage::Code if !plain_code(&typed).is_empty() => {
                self.go(Stage::Busy);
                return Effect::CheckCode(typed);
            }
            // Told once; whoever goes on wants it so.
            Stage::Choose(_) if is_easy(&typed) && self.told != Some(Told::Easy) => {
                self.told = Some(Told::Easy);
            }
            Stage::Choose(why) => self.go(Stage::Repeat(why, typed)),
            Stage::Repeat(why, first) if first == typed => {
                self.go(Stage::Busy);
                return Effect::Make(typed, why);
            }
            Stage::Repeat(why, _) => {
                self.go(Stage::Choose(why));
                self.told = Some(Told::NotTheSame);
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

//! The PIN before the coordinator's page: what it may be, how long one waits after wrong tries, what opens the page when it
//! is forgotten, and when an open page is shut.
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

/// How often it is noted how long somebody has waited, in milliseconds.
const NOTE_MS: u64 = 5000;

/// Untouched for so long, the open page is shut.
const UNTOUCHED: Duration = Duration::from_mins(10);
/// The same while something is shown to the group.
const UNTOUCHED_SHOWING: Duration = Duration::from_hours(1);

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

/// What a page knows of the tries, and since when; it waits by its own clock, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wait {
    /// As they were at `since_ms`.
    tries: Tries,
    since_ms: u64,
    now_ms: u64,
}

impl Wait {
    /// These `tries` have just been read, at `now_ms`.
    pub fn new(tries: Tries, now_ms: u64) -> Self {
        Self { tries, since_ms: now_ms, now_ms }
    }

    /// The tries as they are now.
    pub fn tries(self) -> Tries {
        self.tries.after(self.now_ms.saturating_sub(self.since_ms))
    }

    /// How much is still to be waited.
    pub fn left(self) -> Duration {
        self.tries().wait()
    }

    /// It is `now_ms`. Returns the tries if they are to be noted: when the wait is over, and now and then before. So no more
    /// than [`NOTE_MS`] is lost by loading the page anew.
    pub fn tick(&mut self, now_ms: u64) -> Option<Tries> {
        self.now_ms = now_ms;
        let tries = self.tries();
        let is_due = tries.left_ms == 0 || now_ms.saturating_sub(self.since_ms) >= NOTE_MS;
        let is_noted = self.tries.left_ms > 0 && is_due;
        if is_noted {
            *self = Self::new(tries, now_ms);
        }
        is_noted.then_some(tries)
    }
}

/// When somebody touched the open page last, in milliseconds: by the clock of the device and by the page's own. The one may
/// be set back, and the other may stand still while the tablet sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched(pub [u64; 2]);

impl Touched {
    /// Nobody has been at the page for so long that it is shut: somebody has left it lying. While something is shown to the
    /// group, which talks about it, that takes longer.
    pub fn is_left(self, now: [u64; 2], is_showing: bool) -> bool {
        let passed = now.into_iter().zip(self.0).map(|(now, then)| now.saturating_sub(then));
        let most = if is_showing { UNTOUCHED_SHOWING } else { UNTOUCHED };
        Duration::from_millis(passed.max().unwrap_or_default()) > most
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

#[cfg(test)]
mod tests;

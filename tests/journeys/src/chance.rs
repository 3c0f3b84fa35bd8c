//! Numbers that look like chance.

use std::time::Duration;

/// Numbers that are the same for the same seed (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    /// From nothing to one below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % n
    }

    /// One of `n` places.
    pub fn place(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap()
    }

    /// From nothing to so many milliseconds.
    pub fn moment(&mut self, most_ms: u64) -> Duration {
        Duration::from_micros(self.below(most_ms * 1000))
    }

    /// Between the two.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        let part = f64::from(u32::try_from(self.below(1_000_001)).unwrap_or_default()) / 1_000_000.0;
        least + part * (most - least)
    }
}

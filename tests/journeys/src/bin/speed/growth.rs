//! What the page gains from participant to participant, five hundred of them one after the other.

use journeys::memory::{Held, held, play, watch};
use journeys::tablet::{Manner, PORTRAIT, Profile, Tablet};
use serde::Serialize;

use crate::world::World;

/// So many between two looks.
const A_TIME: u64 = 25;

/// The first ones leave what the next ones use again.
const FIRST: u64 = 50;

/// What the page held after how many participants.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Growth(Vec<(u64, Held)>);

/// Lets `many` take part, by script and as fast as the page goes.
pub(crate) async fn grow(world: &World, many: u64) -> Growth {
    let manner = Manner { size: PORTRAIT, is_still: true, is_unhurried: true, ..Manner::default() };
    let tablet = Tablet::start_as(&Profile::new(), manner).await;
    watch(&tablet).await;
    tablet.open(&world.url()).await;
    let mut looks = Vec::new();
    let mut n = 0;
    while n < many.max(FIRST + 2 * A_TIME) {
        play(&tablet, A_TIME).await;
        n += A_TIME;
        let now = held(&tablet, u64::MAX).await;
        eprintln!("after {n} participants: {now:?}");
        looks.push((n, now));
    }
    Growth(looks)
}

impl Growth {
    /// The slope of the straight line that lies nearest to what was held after the first ones, per participant.
    pub(crate) fn slope(&self, of: impl Fn(&Held) -> u64) -> f64 {
        let points: Vec<(f64, f64)> = self
            .0
            .iter()
            .filter(|(n, _)| *n >= FIRST)
            .map(|(n, held)| (float(*n), float(of(held))))
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "some twenty")]
        let n = points.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
        let (x_mean, y_mean) = (mean(|(x, _)| *x), mean(|(_, y)| *y));
        let together: f64 = points.iter().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
        let alone: f64 = points.iter().map(|(x, _)| (x - x_mean).powi(2)).sum();
        together / alone
    }

    /// What the page held at the end.
    pub(crate) fn end(&self) -> Option<Held> {
        self.0.last().map(|(_, held)| *held)
    }
}

#[expect(clippy::cast_precision_loss, reason = "bytes of a page, not of a disk")]
fn float(number: u64) -> f64 {
    number as f64
}

//! How many responses there are of what, what may be lost, and the run of the worker that sends.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::delivery::{Report, State, Trouble};
use crate::domain::health::{Readings, oldest};
use crate::domain::ledger::Counts;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::sentences::{Run, store_error};
use crate::ui::coordinator::surroundings::is_online;

/// How long the worker that sends may take for its first word. It has a script to fetch, and looks for a collector
/// for at most ten seconds.
const FIRST_WORD: Duration = Duration::from_secs(20);

/// How often it is counted how many there are of what while they are sent.
const COUNT_EVERY_MS: u64 = 1000;

/// How many responses are looked at to see since when some have waited.
const SOME_UNSENT: usize = 50;

impl App {
    /// Counts anew.
    pub(super) async fn refresh(self) {
        let world = self.world.get_value();
        let counts = world.stores.overview.counts().await;
        let refused = match &counts {
            Ok(counts) if counts.refused > 0 => {
                world.stores.overview.page(&[State::Refused], "", self.n_refused_shown.get_untracked()).await
            }
            _ => Ok(Vec::new()),
        };
        let (counts, refused) = match refused {
            Ok(refused) => (counts, refused),
            Err(error) => (Err(error), Vec::new()),
        };
        if self.counts.with_untracked(|before| before.as_ref() != Some(&counts)) {
            self.counts.set(Some(counts));
        }
        if self.refused.with_untracked(|before| *before != refused) {
            self.refused.set(refused);
        }
        self.n_declined.set(world.tablet.n_declined());
    }

    /// Looks at what may be lost: the storage itself, and what has been carried away from it.
    pub(super) async fn look_after(self) {
        let world = self.world.get_value();
        let overview = &world.stores.overview;
        // Ids are random, so the first ones are of all days; all of them may be thousands.
        let unsent =
            overview.page(&[State::Waiting, State::Sending], "", SOME_UNSENT).await.unwrap_or_default();
        let last_backup = world.tablet.last_backup();
        self.n_backed_up.set(last_backup.as_ref().map(|backup| backup.n_finished));
        let readings = Readings {
            oldest_unsent: oldest(unsent.iter().map(|kept| &kept.entry)),
            health: world.tablet.health().await,
            n_unsent: self.n_unsent(),
            last_sent: overview.last_sent().await.unwrap_or_default(),
            last_backup: last_backup.map(|backup| backup.day),
            today: world.tablet.today(),
        };
        if self.readings.with_untracked(|before| before.as_ref() != Some(&readings)) {
            self.readings.set(Some(readings));
        }
    }

    /// Counts, looks after everything and sends, after something has changed in the store.
    pub(super) async fn take_up(self) {
        self.send_if_any().await;
        self.look_after().await;
    }

    /// Sends by itself, without a word if there is nothing to send.
    pub(super) async fn send_if_any(self) {
        self.refresh().await;
        if self.n_unsent() > 0 && !self.world.with_value(|world| world.is_held_back.get()) {
            self.begin_run();
        }
    }

    /// Sends because somebody asked.
    pub(super) async fn send_now(self) {
        self.refresh().await;
        let failed =
            self.counts.with_untracked(|counts| counts.as_ref().and_then(|counts| counts.clone().err()));
        match failed {
            Some(error) => self.run.set(Run::StoreFailed(error)),
            None if self.n_unsent() == 0 => self.run.set(Run::Nothing),
            None => self.begin_run(),
        }
    }

    fn begin_run(self) {
        self.run.set(Run::Going { n_done: 0, n_total: self.n_unsent() });
        self.tablet().send_and_report(Rc::new(move |report| self.hear(report)));
        set_timeout(
            move || {
                let is_silent = !self.world.with_value(|world| world.has_heard.get());
                if is_silent && self.run.with_untracked(|run| matches!(run, Run::Going { .. })) {
                    self.run.set(Run::Silent);
                }
            },
            FIRST_WORD,
        );
    }

    /// Takes in what the worker that sends reports.
    fn hear(self, report: Report) {
        self.world.with_value(|world| world.has_heard.set(true));
        let run = match report {
            Report::Progress(n_sent, n_refused) => {
                let n_done = n_sent + n_refused;
                let n_total = self.run.with_untracked(|run| match run {
                    Run::Going { n_total, .. } => *n_total,
                    // It came back by itself: what was counted last is what there was.
                    _ => self.n_unsent(),
                });
                Run::Going { n_done, n_total: n_total.max(n_done) }
            }
            Report::Ended { n_sent, n_refused, trouble, again } => {
                let now = self.tablet().clock_ms();
                self.now.set(now);
                let again_at =
                    again.map(|again| now + u64::try_from(again.as_millis()).unwrap_or(u64::MAX / 2));
                // A site without a network seems to have no collector.
                let trouble = trouble.map(|trouble| match trouble {
                    Trouble::NoEndpoint if !is_online() => Trouble::Offline,
                    trouble => trouble,
                });
                Run::Ended { n_sent, n_refused, trouble, again_at }
            }
            Report::StoreFailed(said) => Run::StoreFailed(store_error(&said)),
        };
        let is_over = !matches!(run, Run::Going { .. });
        self.run.set(run);
        // To count thousands takes as long as to send some.
        let now = self.tablet().clock_ms();
        let is_too_soon = self.world.with_value(|world| now < world.counted_at.get() + COUNT_EVERY_MS);
        if is_too_soon && !is_over {
            return;
        }
        self.world.with_value(|world| world.counted_at.set(now));
        spawn_local(async move {
            self.refresh().await;
            if is_over {
                self.look_after().await;
            }
        });
    }

    /// Responses that wait or are on their way.
    pub(super) fn n_unsent(self) -> usize {
        self.counts.with_untracked(|counts| count_unsent(counts.as_ref()))
    }
}

/// Responses that wait or are on their way.
pub(super) fn count_unsent(counts: Option<&Result<Counts, StoreError>>) -> usize {
    counts.and_then(|counts| counts.as_ref().ok()).map_or(0, |counts| counts.waiting + counts.sending)
}

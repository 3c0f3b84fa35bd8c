//! Whether what is stored on the tablet stays there: what the browser says of it, and what that means.

use crate::domain::day::Day;
use crate::domain::ledger::Entry;

/// What the browser tells of its storage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// The browser has promised to clear nothing by itself; `None` if it does not say.
    pub is_persisted: Option<bool>,
    /// Bytes in use by the app.
    pub used: Option<u64>,
    /// Bytes that the app may use in all.
    pub quota: Option<u64>,
    /// The app is on the home screen and was started from there.
    pub is_installed: bool,
    /// What kind of browser it is.
    pub engine: Engine,
    /// It looks like a private window. No browser says so; some cannot be seen through.
    pub is_private: bool,
}

/// A family of browsers, as far as they differ in what they keep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, Samsung Internet and others.
    #[default]
    Chromium,
    /// Firefox, but not on an iPad or iPhone.
    Firefox,
    /// Safari, and every browser on an iPad or iPhone.
    Safari,
}

/// The last backup that was made on this tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastBackup {
    /// The local day.
    pub day: Day,
    /// How many responses had been finished on the tablet by then.
    pub n_finished: usize,
}

/// All that bears on whether something may be lost. Days are local.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// What the browser tells.
    pub health: Health,
    /// Responses that are not on any server.
    pub n_unsent: usize,
    /// Day on which the oldest of them was finished, as far as is known.
    pub oldest_unsent: Option<Day>,
    /// Day of the last receipt.
    pub last_sent: Option<Day>,
    /// Day of the last backup.
    pub last_backup: Option<Day>,
    /// Today.
    pub today: Day,
}

/// Something that a coordinator should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It looks like a private window: all is gone when it is closed.
    Private,
    /// Responses have been on this tablet only for longer than [`DAYS_ALONE`].
    OnlyHere,
    /// There is little room left: bytes in use, bytes left.
    LittleRoom(u64, u64),
    /// Safari clears what is not used for seven days, unless the app is installed.
    SevenDays,
    /// The browser may clear what is stored when it runs short of room.
    NotPersisted,
    /// The browser keeps everything until a person clears it.
    Persisted,
    /// There is room: bytes in use, bytes left.
    Room(u64, u64),
    /// The app was started from the home screen.
    Installed,
    /// The app is a page in a browser.
    Tab,
    /// Day of the last receipt, if ever.
    LastSent(Option<Day>),
    /// Day of the last backup, if ever.
    LastBackup(Option<Day>),
}

/// Fewer bytes left than this are few: some 25,000 responses, but a browser needs room of its own too.
const LITTLE: u64 = 100_000_000;

/// Days that responses may be on one tablet only before that is a worry.
pub const DAYS_ALONE: i64 = 7;

/// What there is to know, the worries first.
pub fn findings(readings: &Readings) -> Vec<Finding> {
    let health = &readings.health;
    let mut findings = Vec::new();
    if health.is_private {
        findings.push(Finding::Private);
    }
    if is_alone_too_long(readings) {
        findings.push(Finding::OnlyHere);
    }
    let room = health.used.zip(health.quota).map(|(used, quota)| (used, quota.saturating_sub(used)));
    let is_little = |(used, left): (u64, u64)| left < LITTLE || used / 4 > left;
    findings.extend(room.filter(|room| is_little(*room)).map(|(used, left)| Finding::LittleRoom(used, left)));
    let is_safari_tab = health.engine == Engine::Safari && !health.is_installed;
    if is_safari_tab {
        findings.push(Finding::SevenDays);
    }
    // A private window keeps nothing, whatever it promises.
    match health.is_persisted.filter(|_| !health.is_private) {
        Some(true) => findings.push(Finding::Persisted),
        Some(false) => findings.push(Finding::NotPersisted),
        None => {}
    }
    findings.extend(room.filter(|room| !is_little(*room)).map(|(used, left)| Finding::Room(used, left)));
    if health.is_installed {
        findings.push(Finding::Installed);
    } else if !is_safari_tab {
        findings.push(Finding::Tab);
    }
    findings.push(Finding::LastSent(readings.last_sent));
    findings.push(Finding::LastBackup(readings.last_backup));
    findings
}

/// The day on which the oldest of these was finished; `None` if there are none, or if of one nobody knows the day: that one counts
/// as the oldest, so that it is never taken for new.
pub fn oldest<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Option<Day> {
    entries.into_iter().map(|entry| entry.finished.or(entry.day)).min().flatten()
}

/// Some response is that old, and for as long nothing has been sent or carried away.
fn is_alone_too_long(readings: &Readings) -> bool {
    let is_long_ago = |day: Option<Day>| day.is_none_or(|day| readings.today.days_since(day) >= DAYS_ALONE);
    readings.n_unsent > 0
        && [readings.oldest_unsent, readings.last_sent, readings.last_backup].into_iter().all(is_long_ago)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;
    use crate::domain::response::ResponseId;

    const GB: u64 = 1_000_000_000;

    fn healthy() -> Readings {
        let health = Health {
            is_persisted: Some(true),
            used: Some(2_000_000),
            quota: Some(10 * GB),
            is_installed: true,
            engine: Engine::Chromium,
            is_private: false,
        };
        Readings {
            health,
            n_unsent: 3,
            oldest_unsent: Some(day("2026-11-21")),
            last_sent: Some(day("2026-11-20")),
            last_backup: Some(day("2026-11-15")),
            today: day("2026-11-22"),
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Readings), finding: &Finding, is_found: bool) {
        let mut readings = healthy();
        change(&mut readings);
        let found = findings(&readings);
        assert_eq!(found.contains(finding), is_found, "{finding:?} in {found:?}");
    }

    #[test]
    fn a_tablet_in_good_health_has_nothing_to_worry_about() {
        assert_eq!(
            findings(&healthy()),
            [
                Finding::Persisted,
                Finding::Room(2_000_000, 10 * GB - 2_000_000),
                Finding::Installed,
                Finding::LastSent(Some(day("2026-11-20"))),
                Finding::LastBackup(Some(day("2026-11-15"))),
            ]
        );
    }

    #[test]
    fn a_browser_that_says_nothing_of_its_storage_is_not_guessed_at() {
        let readings = Readings { health: Health::default(), ..healthy() };

        assert_eq!(findings(&readings).len(), 3, "a tab, last sent, last backup");
        assert_eq!(findings(&readings)[0], Finding::Tab);
    }

    #[test]
    fn there_is_little_room_below_100_mb_or_above_80_percent() {
        for (used, quota, is_little) in [
            (0, 99_999_999, true),
            (0, 100_000_000, false),
            (79 * GB, 100 * GB, false),
            (81 * GB, 100 * GB, true),
        ] {
            check(
                |readings| (readings.health.used, readings.health.quota) = (Some(used), Some(quota)),
                &Finding::LittleRoom(used, quota - used),
                is_little,
            );
        }
        // Some browsers count more in use than they allow.
        check(|readings| readings.health.quota = Some(0), &Finding::LittleRoom(2_000_000, 0), true);
    }

    #[test]
    fn safari_forgets_after_seven_days_unless_the_app_is_installed() {
        check(
            |readings| (readings.health.engine, readings.health.is_installed) = (Engine::Safari, false),
            &Finding::SevenDays,
            true,
        );
        check(|readings| readings.health.engine = Engine::Safari, &Finding::SevenDays, false);
        check(|readings| readings.health.is_installed = false, &Finding::SevenDays, false);
        check(|readings| readings.health.is_installed = false, &Finding::Tab, true);
    }

    #[test]
    fn what_is_only_on_this_tablet_for_a_week_is_a_worry() {
        let check = |oldest: &str, sent: &str, backup: &str, is_found| {
            check(
                |readings| {
                    readings.oldest_unsent = Day::of(oldest);
                    (readings.last_sent, readings.last_backup) = (Day::of(sent), Day::of(backup));
                },
                &Finding::OnlyHere,
                is_found,
            );
        };
        check("2026-11-15", "", "", true);
        check("2026-11-16", "", "", false);
        check("2026-11-01", "2026-11-15", "2026-11-14", true);
        check("2026-11-01", "2026-11-16", "", false);
        check("2026-11-01", "", "2026-11-16", false);
        // Where the clock was set back nobody knows; better one backup too many than too few.
        check("", "", "", true);
    }

    #[test]
    fn the_oldest_is_of_the_first_day_and_one_of_unknown_day_is_older_still() {
        let id = ResponseId::new("r");
        let of = |on: &str| Entry::finished(&id, day(on));
        // Sent and wanted sent again: its last change came later than its end.
        let changed = Entry { day: Some(day("2026-11-30")), ..of("2026-11-02") };
        // An older app wrote no day of its end.
        let unfinished = Entry { finished: None, ..of("2026-11-03") };

        assert_eq!(oldest(&[]), None);
        assert_eq!(oldest(&[of("2026-11-04"), unfinished.clone()]), Some(day("2026-11-03")));
        assert_eq!(oldest(&[unfinished, changed]), Some(day("2026-11-02")));
        assert_eq!(oldest(&[of("2026-11-04"), Entry::unknown(&id)]), None);
    }

    #[test]
    fn where_all_is_sent_nothing_is_only_here() {
        check(
            |readings| {
                readings.n_unsent = 0;
                (readings.oldest_unsent, readings.last_sent, readings.last_backup) = (None, None, None);
            },
            &Finding::OnlyHere,
            false,
        );
    }

    #[test]
    fn a_private_window_comes_first_and_no_promise_counts_there() {
        let mut readings = healthy();
        readings.health.is_private = true;

        assert_eq!(findings(&readings)[0], Finding::Private);
        assert!(!findings(&readings).contains(&Finding::Persisted));
    }
}

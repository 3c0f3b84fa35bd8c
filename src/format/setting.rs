//! Settings as the tablet keeps them: each is one type, and one text under one name.

use crate::domain::checking::Checking;
use crate::domain::day::Day;
use crate::domain::health::LastBackup;
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::format::carried::{ACTIVITY, CHECKING, COORDINATOR_LANGUAGE, DECLINED, ENDPOINT, RETENTION};
use crate::format::checking::{read_checking, write_checking};
use crate::format::settings::{read_activity, read_endpoint, write_activity, write_endpoint};

/// A setting that the tablet keeps.
pub trait Setting: Sized {
    /// The name under which it is kept.
    const KEY: &'static str;

    /// Reads it; `None` if it is broken, which is as if it had never been set.
    fn read(text: &str) -> Option<Self>;

    /// Writes it.
    fn write(&self) -> String;
}

/// After how many days what is sent is cleared; `None` means never.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention(pub Option<u32>);

/// How many would rather not: all that is kept of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Declined(pub usize);

/// The language in which the coordinator reads, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoordinatorLanguage(pub String);

impl Setting for ActivitySettings {
    const KEY: &'static str = ACTIVITY;

    fn read(text: &str) -> Option<Self> {
        read_activity(text).ok()
    }

    fn write(&self) -> String {
        write_activity(self)
    }
}

impl Setting for EndpointSettings {
    const KEY: &'static str = ENDPOINT;

    fn read(text: &str) -> Option<Self> {
        read_endpoint(text).ok()
    }

    fn write(&self) -> String {
        write_endpoint(self)
    }
}

impl Setting for Checking {
    const KEY: &'static str = CHECKING;

    fn read(text: &str) -> Option<Self> {
        read_checking(text).ok()
    }

    fn write(&self) -> String {
        write_checking(self)
    }
}

/// A number; nothing where it is never.
impl Setting for Retention {
    const KEY: &'static str = RETENTION;

    fn read(text: &str) -> Option<Self> {
        Some(Self(text.parse().ok().filter(|days| *days > 0)))
    }

    fn write(&self) -> String {
        self.0.map_or(String::new(), |days| days.to_string())
    }
}

/// A number.
impl Setting for Declined {
    const KEY: &'static str = DECLINED;

    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    fn write(&self) -> String {
        self.0.to_string()
    }
}

/// The id itself.
impl Setting for CoordinatorLanguage {
    const KEY: &'static str = COORDINATOR_LANGUAGE;

    fn read(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }

    fn write(&self) -> String {
        self.0.clone()
    }
}

/// The day, a space, and how many responses had been finished by then. No backup carries it.
impl Setting for LastBackup {
    const KEY: &'static str = "betekenis.last-backup";

    fn read(text: &str) -> Option<Self> {
        let (day, n_finished) = text.split_once(' ').unwrap_or((text, "0"));
        Some(Self { day: Day::of(day)?, n_finished: n_finished.parse().unwrap_or(0) })
    }

    fn write(&self) -> String {
        format!("{} {}", self.day, self.n_finished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    /// `setting` is kept as `text` under `key`, and read as it was.
    #[track_caller]
    fn check<S: Setting + PartialEq + std::fmt::Debug>(setting: S, key: &str, text: &str) {
        assert_eq!((S::KEY, setting.write().as_str()), (key, text));
        assert_eq!(S::read(text), Some(setting));
    }

    #[test]
    fn short_settings_are_kept_as_tablets_in_use_have_them() {
        check(Retention(Some(30)), "betekenis.retention", "30");
        check(Retention(None), "betekenis.retention", "");
        check(Declined(3), "betekenis.declined", "3");
        check(CoordinatorLanguage("en".to_owned()), "betekenis.coordinator-language", "en");
        let backup = LastBackup { day: day("2026-11-22"), n_finished: 14 };
        check(backup, "betekenis.last-backup", "2026-11-22 14");
    }

    #[test]
    fn what_is_broken_is_as_if_it_had_never_been_set() {
        assert_eq!(Retention::read("0"), Some(Retention(None)), "nothing is cleared on the day it is sent");
        assert_eq!(Retention::read("soon"), Some(Retention(None)));
        assert_eq!(Declined::read("many"), None);
        assert_eq!(ActivitySettings::read("{"), None);
        assert_eq!(EndpointSettings::read("[]"), None);
        assert_eq!(Checking::read(""), None);
        assert_eq!(LastBackup::read("yesterday 14"), None);
        let backup = LastBackup { day: day("2026-11-22"), n_finished: 0 };
        assert_eq!(LastBackup::read("2026-11-22"), Some(backup), "of an older app");
    }

    #[test]
    fn every_other_setting_comes_back_as_it_was() {
        let (activity, endpoint) = (ActivitySettings::default(), EndpointSettings::default());

        assert_eq!(ActivitySettings::read(&activity.write()), Some(activity));
        assert_eq!(EndpointSettings::read(&endpoint.write()), Some(endpoint));
        assert_eq!(Checking::read(&Checking::default().write()), Some(Checking::default()));
    }
}

//! The ports over a real browser. Only this module names `web_sys`, and it takes no decisions.

#[cfg(feature = "ui")]
pub mod camera;
#[cfg(feature = "ui")]
pub mod file;
#[cfg(feature = "ui")]
pub mod health;
pub mod http;
pub mod indexed_db;
#[cfg(feature = "ui")]
pub mod picture;
#[cfg(feature = "ui")]
pub mod pin;
pub mod recordings;
pub mod reporter;
pub mod sender;
#[cfg(feature = "ui")]
pub mod sound;
#[cfg(feature = "ui")]
pub mod tablet;

/// Name of the database of this site.
pub const DATABASE: &str = "betekenis";

/// The local day, `YYYY-MM-DD`.
pub fn today() -> String {
    day_of(&js_sys::Date::new_0())
}

/// The local day that many days ago.
pub fn days_ago(days: u32) -> String {
    const DAY_MS: f64 = 86_400_000.0;
    let noon = js_sys::Date::new_0();
    // From noon: a day of 23 or 25 hours in between does not matter.
    noon.set_hours(12);
    day_of(&js_sys::Date::new(&(noon.get_time() - f64::from(days) * DAY_MS).into()))
}

fn day_of(date: &js_sys::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

//! The ports over a real browser. Only this module names `web_sys`, and it takes no decisions.

pub mod http;
pub mod indexed_db;
pub mod sender;
#[cfg(feature = "ui")]
pub mod tablet;

/// Name of the database of this site.
pub const DATABASE: &str = "betekenis";

/// The local day, `YYYY-MM-DD`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

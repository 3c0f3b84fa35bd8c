//! The ports over a real browser. Only this module names `web_sys`, and it takes no decisions.

mod alarm;
#[cfg(feature = "coordinator")]
pub mod camera;
#[cfg(feature = "coordinator")]
mod desk;
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
mod settings;
#[cfg(feature = "ui")]
pub mod sound;
#[cfg(feature = "ui")]
pub mod tablet;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Worker, WorkerOptions, WorkerType};

use crate::domain::day::Day;

/// Name of the database of this site.
pub const DATABASE: &str = "betekenis";

/// Starts the worker at `url`, which ends when its page is put by.
fn start_worker(url: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(url, &options)?;
    // Without the start script there is nobody to end it.
    let _ = call_boot("ends", &worker);
    Ok(worker)
}

/// Calls a function of the start script; `None` if there is none.
fn call_boot(name: &str, argument: &JsValue) -> Option<JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"betekenis".into()).ok()?;
    let function = Reflect::get(&boot, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    function.call1(&boot, argument).ok()
}

/// The local day.
pub fn today() -> Day {
    day_of(&js_sys::Date::new_0())
}

/// The local day that many days ago.
pub fn days_ago(days: u32) -> Day {
    const DAY_MS: f64 = 86_400_000.0;
    let noon = js_sys::Date::new_0();
    // From noon: a day of 23 or 25 hours in between does not matter.
    noon.set_hours(12);
    day_of(&js_sys::Date::new(&(noon.get_time() - f64::from(days) * DAY_MS).into()))
}

fn day_of(date: &js_sys::Date) -> Day {
    let text = format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date());
    // Only a clock in the year 10,000 says no day.
    Day::of(&text).unwrap_or(Day::END)
}

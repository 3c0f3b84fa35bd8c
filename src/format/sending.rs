//! What the worker that sends tells the page: one JSON text per message, between parts of the same app.

use std::time::Duration;

use serde_json::{Value, json};

use crate::domain::delivery::{Report, Trouble};
use crate::format::reading::{Invalid, Place, parse};

/// Writes a report.
pub fn write_report(report: &Report) -> String {
    match report {
        Report::Progress(sent, refused) => json!({ "kind": "progress", "sent": sent, "refused": refused }),
        Report::Ended { n_sent, n_refused, trouble, again } => {
            let (name, detail) = trouble.as_ref().map_or((Value::Null, Value::Null), |trouble| {
                let (name, detail) = parts(trouble);
                (name.into(), detail.into())
            });
            let again = again.map(|again| u64::try_from(again.as_millis()).unwrap_or(u64::MAX));
            json!({
                "kind": "ended", "sent": n_sent, "refused": n_refused,
                "trouble": name, "detail": detail, "again_ms": again,
            })
        }
        Report::StoreFailed(detail) => json!({ "kind": "store-failed", "detail": detail }),
    }
    .to_string()
}

/// Reads a report.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_report(json: &str) -> Result<Report, Invalid> {
    let value = parse(json)?;
    let top = Place::top(&value);
    let number = |key| Ok::<_, Invalid>(usize::try_from(top.field(key)?.number()?).unwrap_or(usize::MAX));
    let kind = top.field("kind")?;
    match kind.text()? {
        "progress" => Ok(Report::Progress(number("sent")?, number("refused")?)),
        "ended" => {
            let detail = top.given("detail").map_or(Ok(""), |detail| detail.text())?;
            let status = detail.parse().unwrap_or_default();
            let trouble = match top.given("trouble").map(|name| name.text()).transpose()? {
                None => None,
                Some("no-endpoint") => Some(Trouble::NoEndpoint),
                Some("settings") => Some(Trouble::Settings(detail.to_owned())),
                Some("offline") => Some(Trouble::Offline),
                Some("timed-out") => Some(Trouble::TimedOut),
                Some("no-receipt") => Some(Trouble::NoReceipt(detail.to_owned())),
                Some("unauthorised") => Some(Trouble::Unauthorised(status)),
                Some("wrong-address") => Some(Trouble::WrongAddress(status)),
                Some("server-trouble") => Some(Trouble::ServerTrouble(status)),
                Some(_) => Some(Trouble::Unreachable),
            };
            let again = top.given("again_ms").map(|again| again.number()).transpose()?;
            Ok(Report::Ended {
                n_sent: number("sent")?,
                n_refused: number("refused")?,
                trouble,
                again: again.map(Duration::from_millis),
            })
        }
        "store-failed" => Ok(Report::StoreFailed(top.field("detail")?.text()?.to_owned())),
        _ => Err(kind.wrong("the kind of a report")),
    }
}

fn parts(trouble: &Trouble) -> (&'static str, String) {
    match trouble {
        Trouble::NoEndpoint => ("no-endpoint", String::new()),
        Trouble::Settings(detail) => ("settings", detail.clone()),
        Trouble::Unreachable => ("unreachable", String::new()),
        Trouble::Offline => ("offline", String::new()),
        Trouble::TimedOut => ("timed-out", String::new()),
        Trouble::NoReceipt(detail) => ("no-receipt", detail.clone()),
        Trouble::Unauthorised(status) => ("unauthorised", status.to_string()),
        Trouble::WrongAddress(status) => ("wrong-address", status.to_string()),
        Trouble::ServerTrouble(status) => ("server-trouble", status.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_comes_back_as_it_was() {
        let troubles = [
            Trouble::NoEndpoint,
            Trouble::Settings("no url".to_owned()),
            Trouble::Unreachable,
            Trouble::Offline,
            Trouble::TimedOut,
            Trouble::NoReceipt("a page".to_owned()),
            Trouble::Unauthorised(403),
            Trouble::WrongAddress(404),
            Trouble::ServerTrouble(503),
        ];
        let ended = troubles.into_iter().map(Some).chain([None]).map(|trouble| Report::Ended {
            n_sent: 3,
            n_refused: 1,
            trouble,
            again: Some(Duration::from_secs(4)),
        });
        for report in ended.chain([Report::Progress(1, 2), Report::StoreFailed("full".to_owned())]) {
            assert_eq!(read_report(&write_report(&report)), Ok(report));
        }
    }
}

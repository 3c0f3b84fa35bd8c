//! What the worker that sends tells the page: one JSON text per message, between parts of the same app.

use std::time::Duration;

use crate::domain::delivery::{Report, Trouble};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Writes a report.
pub fn write_report(report: &Report) -> String {
    let size = |number: usize| Json::from(number as u64);
    match report {
        Report::Progress(sent, refused) => Json::object(vec![
            ("kind", "progress".into()),
            ("sent", size(*sent)),
            ("refused", size(*refused)),
        ]),
        Report::Ended { n_sent, n_refused, trouble, again } => {
            let (name, detail) = trouble.as_ref().map_or((Json::Null, Json::Null), |trouble| {
                let (name, detail) = parts(trouble);
                (name.into(), detail.as_str().into())
            });
            let again =
                again.map_or(Json::Null, |again| u64::try_from(again.as_millis()).unwrap_or(u64::MAX).into());
            Json::object(vec![
                ("kind", "ended".into()),
                ("sent", size(*n_sent)),
                ("refused", size(*n_refused)),
                ("trouble", name),
                ("detail", detail),
                ("again_ms", again),
            ])
        }
        Report::StoreFailed(detail) => {
            Json::object(vec![("kind", "store-failed".into()), ("detail", detail.as_str().into())])
        }
    }
    .write()
}

/// Reads a report.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_report(json: &str) -> Result<Report, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    let kind = top.field("kind");
    let report = match kind.text().as_str() {
        "progress" => Report::Progress(top.field("sent").size(), top.field("refused").size()),
        "ended" => {
            let detail = top.given("detail").map(|detail| detail.text()).unwrap_or_default();
            let status = detail.parse().unwrap_or_default();
            let trouble = top.given("trouble").map(|name| match name.text().as_str() {
                "no-endpoint" => Trouble::NoEndpoint,
                "settings" => Trouble::Settings(detail.clone()),
                "offline" => Trouble::Offline,
                "timed-out" => Trouble::TimedOut,
                "no-receipt" => Trouble::NoReceipt(detail.clone()),
                "unauthorised" => Trouble::Unauthorised(status),
                "wrong-address" => Trouble::WrongAddress(status),
                "server-trouble" => Trouble::ServerTrouble(status),
                _ => Trouble::Unreachable,
            });
            Report::Ended {
                n_sent: top.field("sent").size(),
                n_refused: top.field("refused").size(),
                trouble,
                again: top.given("again_ms").map(|again| Duration::from_millis(again.number())),
            }
        }
        "store-failed" => Report::StoreFailed(top.field("detail").text()),
        _ => {
            kind.wrong("the kind of a report");
            Report::Progress(0, 0)
        }
    };
    mistake.none_in(report)
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

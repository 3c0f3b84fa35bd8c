//! What the worker that sends tells the page: one JSON text per message, between parts of the same app.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::delivery::{Report, Trouble};
use crate::format::codec::{Invalid, read, write};

/// A report; what its kind does not have is 0 or none.
#[derive(Serialize, Deserialize)]
struct ReportRecord {
    kind: Kind,
    sent: usize,
    refused: usize,
    trouble: Option<TroubleName>,
    detail: Option<String>,
    again_ms: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Progress,
    Ended,
    StoreFailed,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum TroubleName {
    NoEndpoint,
    Settings,
    Offline,
    TimedOut,
    NoReceipt,
    Unauthorised,
    WrongAddress,
    ServerTrouble,
    /// Or what only a worker of another version tells.
    #[serde(other)]
    Unreachable,
}

/// Writes a report.
pub fn write_report(report: &Report) -> String {
    let empty = ReportRecord {
        kind: Kind::Progress,
        sent: 0,
        refused: 0,
        trouble: None,
        detail: None,
        again_ms: None,
    };
    write(&match report {
        Report::Progress(sent, refused) => ReportRecord { sent: *sent, refused: *refused, ..empty },
        Report::Ended { n_sent, n_refused, trouble, again } => {
            let (trouble, detail) = trouble.as_ref().map(parts).unzip();
            ReportRecord {
                kind: Kind::Ended,
                sent: *n_sent,
                refused: *n_refused,
                trouble,
                detail,
                again_ms: again.map(|again| u64::try_from(again.as_millis()).unwrap_or(u64::MAX)),
            }
        }
        Report::StoreFailed(detail) => {
            ReportRecord { kind: Kind::StoreFailed, detail: Some(detail.clone()), ..empty }
        }
    })
}

/// Reads a report.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_report(json: &str) -> Result<Report, Invalid> {
    let record: ReportRecord = read(json)?;
    let detail = record.detail.unwrap_or_default();
    Ok(match record.kind {
        Kind::Progress => Report::Progress(record.sent, record.refused),
        Kind::Ended => Report::Ended {
            n_sent: record.sent,
            n_refused: record.refused,
            trouble: record.trouble.map(|name| trouble(&name, detail)),
            again: record.again_ms.map(Duration::from_millis),
        },
        Kind::StoreFailed => Report::StoreFailed(detail),
    })
}

fn trouble(name: &TroubleName, detail: String) -> Trouble {
    let status = detail.parse().unwrap_or_default();
    match name {
        TroubleName::NoEndpoint => Trouble::NoEndpoint,
        TroubleName::Settings => Trouble::Settings(detail),
        TroubleName::Unreachable => Trouble::Unreachable,
        TroubleName::Offline => Trouble::Offline,
        TroubleName::TimedOut => Trouble::TimedOut,
        TroubleName::NoReceipt => Trouble::NoReceipt(detail),
        TroubleName::Unauthorised => Trouble::Unauthorised(status),
        TroubleName::WrongAddress => Trouble::WrongAddress(status),
        TroubleName::ServerTrouble => Trouble::ServerTrouble(status),
    }
}

fn parts(trouble: &Trouble) -> (TroubleName, String) {
    match trouble {
        Trouble::NoEndpoint => (TroubleName::NoEndpoint, String::new()),
        Trouble::Settings(detail) => (TroubleName::Settings, detail.clone()),
        Trouble::Unreachable => (TroubleName::Unreachable, String::new()),
        Trouble::Offline => (TroubleName::Offline, String::new()),
        Trouble::TimedOut => (TroubleName::TimedOut, String::new()),
        Trouble::NoReceipt(detail) => (TroubleName::NoReceipt, detail.clone()),
        Trouble::Unauthorised(status) => (TroubleName::Unauthorised, status.to_string()),
        Trouble::WrongAddress(status) => (TroubleName::WrongAddress, status.to_string()),
        Trouble::ServerTrouble(status) => (TroubleName::ServerTrouble, status.to_string()),
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

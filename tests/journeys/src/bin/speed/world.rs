//! What stays the same from pass to pass: the site, the collector that serves it, and how slow all of it is.

use std::env;

use journeys::collector::Collector;
use journeys::site::Site;

use crate::line::Kind;
use crate::pages::publish;

/// The site, the collector, and who slows the line.
pub(crate) struct World {
    collector: Collector,
    slowed_by: SlowedBy,
    _site: Site,
}

/// Who makes the line slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SlowedBy {
    /// Our own line: for the page, its workers, and all connections together.
    Line,
    /// The browser: for the page alone, as its developers' tools do it.
    Browser,
}

impl World {
    /// Publishes both pages and starts a collector. The variable `SLOWED_BY` says who slows the line: `line`, as long as it does
    /// not say `browser`.
    ///
    /// # Errors
    ///
    /// What is wrong with the pages or with the variable.
    pub(crate) fn begin() -> Result<Self, String> {
        let slowed_by = match env::var("SLOWED_BY").as_deref() {
            Err(_) | Ok("" | "line") => SlowedBy::Line,
            Ok("browser") => SlowedBy::Browser,
            Ok(other) => return Err(format!("SLOWED_BY is {other:?}, but it can only be line or browser")),
        };
        let site = publish()?;
        Ok(Self { collector: Collector::start(&site), slowed_by, _site: site })
    }

    /// Address of the site without any line.
    pub(crate) fn url(&self) -> String {
        self.collector.url()
    }

    /// The port of the collector.
    pub(crate) fn collector_port(&self) -> u16 {
        self.collector.port()
    }

    /// How the line is.
    pub(crate) fn line_kind(&self) -> Kind {
        if self.slowed_by == SlowedBy::Line { Kind::SLOW_4G } else { Kind::FREE }
    }

    /// How the browser is to slow the line.
    pub(crate) fn browser_kind(&self) -> Option<Kind> {
        (self.slowed_by == SlowedBy::Browser).then_some(Kind::SLOW_4G)
    }
}

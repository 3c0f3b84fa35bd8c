//! The two pages that are compared: the built app, and the page written by hand (`tests/bench/page`), served side by side
//! from one folder.

use std::fs;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use journeys::root;
use journeys::site::Site;
use serde_json::json;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The participant's page of the app.
    Ours,
    /// The one to measure it against.
    ByHand,
}

/// The folder of the page written by hand, in that of the site.
const BY_HAND: &str = "by-hand";

/// The study of the app.
const STUDY: &str = "studies/ontmoetingscentra/study.json";

/// Our questions have three answers and one for not knowing; this makes five of them.
const FIFTH: &str =
    r#"{"id":"much-more","text":{"nl":"Heel veel"},"picture":"pictures/calendar-often.svg"},"#;

/// The cards and the questions of the page by hand, so that both deal the same.
const CARDS: [&str; 24] = [
    "sc1",
    "sc2",
    "sc3",
    "sc4",
    "lv1",
    "lv2",
    "lv3",
    "lv4",
    "lv5",
    "sv1",
    "sv2",
    "sv3-language",
    "sv3-arrange",
    "sv4-valued",
    "sv4-happy",
    "mp1",
    "mp2",
    "mp3",
    "mp4",
    "vo1",
    "vo2",
    "vo3",
    "vo4",
    "vo5",
];
pub(crate) const QUESTIONS: [&str; 8] =
    ["contacts", "alone", "safe", "ask-help", "dutch", "help-out", "listen", "have-say"];

impl Page {
    /// What it is called in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::ByHand => "by hand",
        }
    }

    /// Its address below that of the site.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Ours => "",
            Self::ByHand => "by-hand/",
        }
    }

    /// Milliseconds for which the next question waits on purpose after an answer.
    pub(crate) fn waits_ms(self) -> f64 {
        match self {
            Self::Ours => 1500.0,
            Self::ByHand => 0.0,
        }
    }

    /// A script that runs before its own: what a coordinator has set on the tablet.
    pub(crate) fn settings(self) -> String {
        let activity = json!({ "schema": "activity/1", "cards": CARDS, "questions": QUESTIONS }).to_string();
        match self {
            Self::Ours => format!(
                "if (location.protocol !== 'about:' && !localStorage.getItem('betekenis.activity')) \
                 localStorage.setItem('betekenis.activity', {});",
                json!(activity)
            ),
            Self::ByHand => String::new(),
        }
    }
}

/// A copy of the built site with five answers to each question, and the page by hand in it.
///
/// # Errors
///
/// What is wrong with the page by hand.
pub(crate) fn publish() -> Result<Site, String> {
    let site = Site::copy();
    let study = site.folder().join(STUDY);
    let before = fs::read_to_string(&study).map_err(|error| format!("{}: {error}", study.display()))?;
    let choices = "\"choices\":[";
    if before.matches(choices).count() < QUESTIONS.len() {
        return Err(format!("{STUDY} does not list choices as {choices}"));
    }
    site.change(STUDY, &before, &before.replace(choices, &format!("{choices}{FIFTH}")));
    let (from, to) = (root().join("tests/bench/page"), site.folder().join(BY_HAND));
    let published = fs::create_dir_all(&to).and_then(|()| {
        // What was changed has lost its copy.
        compress(&study)?;
        compress(&site.folder().join("service-worker.js"))?;
        let read = |name: &str| fs::read_to_string(from.join(name));
        let page = read("index.html")?
            .replace(
                "<link rel=\"stylesheet\" href=\"page.css\">",
                &format!("<style>{}</style>", read("page.css")?),
            )
            .replace(
                "<script defer blocking=\"render\" src=\"page.js\"></script>",
                &format!("<script type=\"module\" blocking=\"render\">{}</script>", read("page.js")?),
            );
        for (name, content) in [("index.html", page), ("worker.js", read("worker.js")?)] {
            fs::write(to.join(name), content)?;
            compress(&to.join(name))?;
        }
        Ok(())
    });
    published.map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(site)
}

/// Puts a brotli copy beside a file, as there is beside each of the app.
fn compress(file: &Path) -> std::io::Result<()> {
    let mut copy = Vec::new();
    brotli::BrotliCompress(&mut fs::read(file)?.as_slice(), &mut copy, &BrotliEncoderParams::default())?;
    fs::write(format!("{}.br", file.display()), copy)
}

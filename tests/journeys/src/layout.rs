//! Whether everything on a screen can be read and hit, on tablets and phones alike, and by everybody.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::root;
use crate::tablet::{LANDSCAPE, LARGE, PHONE, PORTRAIT, Size, Tablet};

/// Smallest text on a participant's screen, in CSS pixels.
const LEAST_TEXT: f64 = 18.0;
/// Smallest side of anything to touch.
const LEAST_TARGET: f64 = 48.0;
/// Smallest height of a pile or an answer on a tablet: some 15 mm of a 10" screen. On a phone the screen sets the limit.
const LEAST_ANSWER: f64 = 90.0;

/// Smallest side of what a coordinator touches: WCAG 2.2 asks for 24, Apple and Google for 44 to 48.
const LEAST_ON_DESK: f64 = 44.0;
/// A common laptop.
const LAPTOP: Size = (1366, 768);

/// A phone that lies.
pub const LYING: Size = (740, 360);
/// A small phone.
pub const SMALL: Size = (360, 640);
/// The smallest that there are.
pub const SMALLEST: Size = (320, 568);
/// A phone with a keyboard over its lower half.
pub const WRITING: Size = (360, 400);

/// Whether every screen is looked at in every size and in every language with the longest names, or only so many as tell
/// when something is wrong: the variable `BETEKENIS_SCREENS` of the environment is `all`, or not.
pub fn is_exhaustive() -> bool {
    std::env::var("BETEKENIS_SCREENS").as_deref() == Ok("all")
}

/// What is wrong with screens, as they were looked at.
#[derive(Debug, Default)]
pub struct Problems(Vec<String>);

impl Problems {
    /// Looks at what is on the screen now on every kind of tablet, and calls it `name`.
    pub async fn look(&mut self, tablet: &Tablet, name: &str) {
        let before = tablet.size();
        let has_field: bool =
            tablet.run("return Boolean(document.querySelector('#app :is(input, textarea)'))", vec![]).await;
        let others = if is_exhaustive() { &[SMALL, LARGE, PHONE][..] } else { &[PHONE] };
        let most = [LYING, SMALLEST, PORTRAIT, LANDSCAPE];
        for &size in most.iter().chain(others).chain(has_field.then_some(&WRITING)) {
            tablet.turn(size).await;
            // Twenty-five cards of 48 px and the names of their piles are more than a small phone can show at once.
            let may_scroll = name == "long-table" && [SMALLEST, SMALL, LYING].contains(&size);
            self.look_at(tablet, name, size, may_scroll).await;
        }
        tablet.turn(before).await;
    }

    /// The same with letters of twice the size, where it may scroll.
    pub async fn look_at_large_letters(&mut self, tablet: &Tablet, name: &str) {
        let before = tablet.size();
        // Whoever sets the letters of a tablet opens the app with them, which fits as many cards as there is room for.
        let set =
            "document.documentElement.style.fontSize = arguments[0]; dispatchEvent(new Event('resize'))";
        tablet.run::<Value>(set, vec!["200%".into()]).await;
        // On a phone they would be as on one half as wide.
        for size in [PORTRAIT, LANDSCAPE] {
            tablet.turn(size).await;
            self.look_at(tablet, &format!("{name} with large letters"), size, true).await;
        }
        tablet.run::<Value>(set, vec!["".into()]).await;
        tablet.turn(before).await;
    }

    /// Looks at what the coordinator's page shows now, on every kind of tablet and on a laptop, and calls it `name`.
    pub async fn look_at_desk(&mut self, tablet: &Tablet, name: &str) {
        let before = tablet.size();
        let others = if is_exhaustive() { &[SMALLEST, LYING][..] } else { &[] };
        for &(width, height) in [PHONE, PORTRAIT, LAPTOP].iter().chain(others) {
            tablet.turn((width, height)).await;
            let found: Vec<String> = tablet.run(include_str!("desk.js"), vec![json!(LEAST_ON_DESK)]).await;
            self.note(&format!("{name} at {width}×{height}"), found);
        }
        tablet.turn(before).await;
    }

    async fn look_at(&mut self, tablet: &Tablet, name: &str, (width, height): Size, may_scroll: bool) {
        let least_answer = if width.min(height) >= 600 { LEAST_ANSWER } else { LEAST_TARGET };
        let arguments = vec![json!(LEAST_TEXT), json!(LEAST_TARGET), json!(least_answer), json!(may_scroll)];
        let found: Vec<String> = tablet.run(include_str!("layout.js"), arguments).await;
        self.0.extend(found.into_iter().map(|problem| format!("{name} at {width}×{height}: {problem}")));
    }

    /// Looks for what stands in the way of those who see little, press keys or listen: axe, the order of the focus, and
    /// the names of buttons, which are among `texts` on a participant's page.
    pub async fn look_for_hindrances(&mut self, tablet: &Tablet, name: &str, texts: Option<&[String]>) {
        let has_axe: bool = tablet.run("return Boolean(window.axe)", vec![]).await;
        if !has_axe {
            let file = root().join("node_modules/axe-core/axe.min.js");
            let axe = fs::read_to_string(&file)
                .unwrap_or_else(|error| panic!("{}: {error}; `make tools` fetches it", file.display()));
            tablet.run::<Value>(&axe, vec![]).await;
        }
        let arguments = vec![json!(texts.unwrap_or_default()), json!(texts.is_some())];
        let found: Vec<String> = tablet.run_later(include_str!("hindrances.js"), arguments).await;
        self.note(name, found);
    }

    /// Looks whether one sees what is what when the system forces its own colours. (Chromium only.)
    pub async fn look_at_forced_colours(&mut self, tablet: &Tablet, name: &str) {
        tablet.force_colours(true).await;
        let found: Vec<String> = tablet.run(include_str!("forced.js"), vec![]).await;
        tablet.force_colours(false).await;
        self.note(&format!("{name} in forced colours"), found);
    }

    fn note(&mut self, name: &str, found: Vec<String>) {
        self.0.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }

    /// Fails if anything was found. What is alike but for words and numbers is told once.
    #[track_caller]
    pub fn check(&self) {
        let mut kinds: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for problem in &self.0 {
            let (place, what) = problem.split_once(": ").unwrap_or(("", problem));
            let size = place.rsplit(' ').next().unwrap_or_default();
            let mut is_quoted = false;
            let kind = what.chars().filter(|char| {
                is_quoted = *char == '“' || is_quoted && *char != '”';
                !is_quoted && !char.is_ascii_digit()
            });
            kinds.entry(format!("{size}{}", kind.collect::<String>())).or_default().push(problem);
        }
        let told: Vec<String> =
            kinds.values().map(|problems| format!("{} times: {}", problems.len(), problems[0])).collect();
        assert!(told.is_empty(), "{} things to mend:\n{}", told.len(), told.join("\n"));
    }
}

//! Whether everything on a screen can be read and hit, on tablets and phones alike.

use std::collections::BTreeMap;

use serde_json::json;

use crate::tablet::{LANDSCAPE, LARGE, PHONE, PORTRAIT, Tablet};

/// Smallest text on a participant's screen, in CSS pixels.
const LEAST_TEXT: f64 = 18.0;
/// Smallest side of anything to touch.
const LEAST_TARGET: f64 = 48.0;
/// Smallest height of a pile or an answer on a tablet: some 15 mm of a 10" screen. On a phone the screen sets the limit.
const LEAST_ANSWER: f64 = 90.0;

/// What is wrong with screens, as they were looked at.
#[derive(Debug, Default)]
pub struct Problems(Vec<String>);

impl Problems {
    /// Looks at what is on the screen now on every kind of tablet, and calls it `name`.
    pub async fn look(&mut self, tablet: &Tablet, name: &str) {
        let before = tablet.size();
        for size in [PHONE, PORTRAIT, LARGE, LANDSCAPE] {
            tablet.turn(size).await;
            let (width, height) = size;
            let least_answer = if width.min(height) >= 600 { LEAST_ANSWER } else { LEAST_TARGET };
            let arguments = vec![json!(LEAST_TEXT), json!(LEAST_TARGET), json!(least_answer)];
            let found: Vec<String> = tablet.run(include_str!("layout.js"), arguments).await;
            self.0.extend(found.into_iter().map(|problem| format!("{name} at {width}×{height}: {problem}")));
        }
        tablet.turn(before).await;
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

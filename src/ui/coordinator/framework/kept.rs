//! What was read in the texts of participants: as it is kept, and what came of that in a backup.

use leptos::prelude::*;

use crate::domain::codings::{Codings, Differing, Effect as Change, Merged, TextPlace, ToldText};
use crate::domain::filter::Filter;
use crate::domain::study::Study;
use crate::format::carried;
use crate::format::codings::{read_codings, write_codings};
use crate::format::framework::WordsQuestion;
use crate::ports::response_store::StoreError;
use crate::ui::coordinator::app::App;
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

/// Under which name it is kept what was read in texts.
pub(super) const CODINGS: &str = "codings";

impl App {
    /// What was read in the texts of participants so far; nothing if it cannot be read.
    pub(in crate::ui::coordinator) fn codings(self) -> Codings {
        let kept = self.tablet().kept(CODINGS);
        kept.and_then(|json| read_codings(&json).ok()).unwrap_or_default()
    }
}

/// What came of the codings in a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ui::coordinator) struct TakenCodings {
    merged: Merged,
    /// The texts on this tablet.
    told: Vec<ToldText>,
    is_unreadable: bool,
}

/// Takes in what the `settings` of a backup say of texts, unless it was `taken` over whole: what is missing here is added,
/// and what differs stays as it is here.
///
/// # Errors
///
/// [`StoreError`]; nothing was added.
pub(in crate::ui::coordinator) async fn take_in_codings(
    app: App,
    settings: &[(String, String)],
    taken: &[String],
) -> Result<TakenCodings, StoreError> {
    let mut done = TakenCodings::default();
    let Some((_, text)) = settings.iter().find(|(name, _)| name == carried::CODINGS) else { return Ok(done) };
    if taken.iter().any(|name| name == carried::CODINGS) {
        return Ok(done);
    }
    let Ok(there) = read_codings(text) else {
        done.is_unreadable = true;
        return Ok(done);
    };
    let mut here = app.codings();
    let guidance = app.guidance.get_untracked().unwrap_or_default();
    done.merged = untrack(|| app.with_study(|study| here.merge(study, &guidance, &there)))
        .unwrap_or_else(|| here.merge(&Study::default(), &guidance, &there));
    if done.merged.n_new > 0 {
        app.tablet().keep(CODINGS, &write_codings(&here))?;
    }
    if !done.merged.differing.is_empty() {
        let question = WordsQuestion { filter: Filter::default(), codings: here };
        // Without the texts they are told by their ids.
        done.told = app.ask(question).await.map_or(Vec::new(), |words| words.answer.told);
    }
    Ok(done)
}

impl TakenCodings {
    /// What is to be said of it in sentences; empty if there is nothing.
    pub(in crate::ui::coordinator) fn told(&self, language: Language) -> String {
        let n = |words, n: usize| language.say_with(words, &[("n", &n.to_string())]);
        let mut said = Vec::new();
        if self.is_unreadable {
            said.push(language.say(FrameworkPhrase::CodingsUnreadable).to_owned());
        }
        if self.merged.n_new > 0 {
            said.push(n(FrameworkPhrase::CodingsAdded, self.merged.n_new));
        }
        if !self.merged.differing.is_empty() {
            said.push(n(FrameworkPhrase::CodingsDiffer, self.merged.differing.len()));
        }
        said.join(" ")
    }

    /// Everything that is not as it is here, a line each.
    pub(in crate::ui::coordinator) fn differing(
        &self,
        effects: &[Change],
        language: Language,
    ) -> Vec<String> {
        let text_of = |response: &str, place: TextPlace| {
            let found = self.told.iter().find(|one| one.response == response && one.place == place);
            found.map_or_else(|| response.to_owned(), |one| format!("“{}”", one.text))
        };
        let titles = |ids: &[String]| {
            let title = |id: &String| {
                let effect = effects.iter().find(|one| one.id == *id);
                effect.map_or(id.as_str(), |effect| effect.title.get(language.id())).to_owned()
            };
            let titles: Vec<String> = ids.iter().map(title).collect();
            if titles.is_empty() {
                language.say(FrameworkPhrase::FitsNowhere).to_owned()
            } else {
                titles.join(", ")
            }
        };
        let line = |text: &str, here: &str, there: &str| {
            language.say_with(
                FrameworkPhrase::CodingsDifferent,
                &[("text", text), ("here", here), ("there", there)],
            )
        };
        let one = |differing: &Differing| match differing {
            Differing::Coding(response, place, here, there) => {
                line(&text_of(response, *place), &titles(here), &titles(there))
            }
            Differing::Translation(response, place, here, there) => {
                line(&text_of(response, *place), &format!("“{here}”"), &format!("“{there}”"))
            }
            Differing::Effect(_, here, there) => {
                let id = language.id();
                line(language.say(FrameworkPhrase::Effect), here.get(id), there.get(id))
            }
        };
        self.merged.differing.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::guidance::Guidance;
    use crate::domain::response::ResponseId;

    #[test]
    fn what_was_sorted_otherwise_in_a_backup_is_told_text_by_text() {
        let mut here = Codings::default();
        let mut there = Codings::default();
        here.set("r", TextPlace::Story(0), vec!["heard".to_owned()]);
        there.set("r", TextPlace::Story(0), Vec::new());
        there.set("s", TextPlace::Story(0), Vec::new());
        let told = ToldText {
            response: ResponseId::new("r"),
            place: TextPlace::Story(0),
            text: "Zij luisterde".to_owned(),
            card: String::new(),
            language: "nl".to_owned(),
            centre: String::new(),
            kind: String::new(),
            date: String::new(),
            round: String::new(),
        };
        let merged = here.merge(&Study::default(), &Guidance::default(), &there);
        let taken = TakenCodings { merged, told: vec![told], is_unreadable: false };

        let said = taken.told(Language::Dutch);
        assert!(
            said.starts_with("1 erbij in de indeling") && said.contains("1 keer was het in de kopie anders"),
            "{said}"
        );
        assert_eq!(
            taken.differing(&[], Language::Dutch),
            ["“Zij luisterde” — hier: heard; in de kopie: Hoort nergens bij"]
        );
        assert_eq!(TakenCodings::default().told(Language::English), "");
    }
}

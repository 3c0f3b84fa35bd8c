//! Results in the words of the reader: what stands on the sheet, and what is said of numbers anywhere.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::filter::Occasion;
use crate::domain::results::{Results, Whom};
use crate::domain::study::Study;
use crate::format::file_name::{centre_part, named, plain, round_part};
use crate::format::poster::{Content, data_address};
use crate::ui::coordinator::results::parts::PosterContext;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

/// What stands around the results.
pub(super) struct Around {
    /// Name of the centre.
    pub(super) centre: String,
    /// The activity.
    pub(super) occasion: Occasion,
    /// What its kind is called.
    pub(super) kind: String,
    /// What was agreed the last time, in a sentence.
    pub(super) previous: String,
    /// What will be done.
    pub(super) note: String,
}

/// An activity in a line: day, centre, what its `kind` is called, round.
pub(super) fn about(occasion: &Occasion, kind: &str, language: Language) -> String {
    let round = if occasion.round.is_empty() {
        String::new()
    } else {
        language.say_with(Say::Round, &[("round", &occasion.round)])
    };
    let is_unnamed = occasion.centre.is_empty() && occasion.kind.is_empty();
    let unnamed = if is_unnamed { language.say(Say::Unnamed).to_owned() } else { String::new() };
    let parts = [language.day(&occasion.date), occasion.centre.clone(), kind.to_owned(), round, unnamed];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How many took part.
pub(super) fn count(results: &Results, language: Language) -> String {
    match results.whom {
        Whom::People => language.say_count(results.n, Say::PeopleOne, Say::PeopleMany),
        Whom::Groups => language.say_count(results.n, Say::GroupsOne, Say::GroupsMany),
    }
}

/// What else there is to know of the numbers.
pub(super) fn remarks(results: &Results, language: Language) -> String {
    let mut said = vec![match results.whom {
        Whom::People => language.say(Say::DotIsPerson).to_owned(),
        Whom::Groups => language.say_with(Say::InAll, &[("n", &results.n_people.to_string())]),
    }];
    if results.n_unfinished > 0 {
        said.push(language.say_count(results.n_unfinished, Say::UnfinishedOne, Say::UnfinishedMany));
    }
    if results.n_paper > 0 {
        said.push(language.say_with(Say::Paper, &[("n", &results.n_paper.to_string())]));
    }
    if !results.groups_apart.is_empty() {
        let group = |n: &u32| match n {
            0 => language.say(Say::GroupUncounted).to_owned(),
            n => language.say_with(Say::GroupOf, &[("n", &n.to_string())]),
        };
        let groups = results.groups_apart.iter().map(group).collect::<Vec<_>>().join(", ");
        said.push(language.say_with(Say::GroupsApart, &[("groups", &groups)]));
    }
    if results.n_people_apart > 0 {
        said.push(language.say_count(results.n_people_apart, Say::PeopleApartOne, Say::PeopleApartMany));
    }
    said.join(" ")
}

/// Paths of the pictures that may stand on the sheet.
pub(super) fn pictures(results: &Results, study: &Study) -> Vec<String> {
    let mut paths: Vec<String> = results.parts.iter().flat_map(|part| part.pictures(study)).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// What stands on the sheet.
pub(super) fn content(
    results: &Results,
    study: &Study,
    around: &Around,
    pictures: &BTreeMap<String, String>,
    language: Language,
) -> Content {
    let mut content = Content {
        title: language.say_with(Say::Title, &[("centre", &around.centre)]),
        about: about(&around.occasion, &around.kind, language),
        count: count(results, language),
        remarks: remarks(results, language),
        previous: around.previous.clone(),
        cards_title: language.say(Say::Cards).to_owned(),
        important_title: language.say(Say::Important).to_owned(),
        more_title: language.say(Say::More).to_owned(),
        least_title: language.say(Say::Least).to_owned(),
        missing_title: language.say(Say::Missing).to_owned(),
        questions_title: language.say(Say::Questions).to_owned(),
        note_title: language.say(Say::Note).to_owned(),
        note: around.note.clone(),
        caution: language.say(Say::Caution).to_owned(),
        others: language.say(Say::Others).to_owned(),
        level: language.say(Say::Level).to_owned(),
        level_many: language.say(Say::LevelMany).to_owned(),
        ..Content::default()
    };
    let with = PosterContext { study, pictures, centre: &around.centre, language };
    results.parts.iter().for_each(|part| part.put_on(&mut content, &with));
    content
}

impl Seen {
    /// What stands on the sheet.
    pub(super) fn content(self) -> Option<Content> {
        let (shown, language) = (self.shown()?, self.app.language.get());
        let occasion = self.occasion.get()?;
        let around = Around {
            centre: self.centre(),
            kind: self.app.kind_title(&occasion.kind),
            occasion,
            previous: self.previous(language),
            note: self.note.get().trim().to_owned(),
        };
        self.pictures
            .with(|pictures| self.app.with_study(|study| content(&shown, study, &around, pictures, language)))
    }

    /// Reads the pictures that stand on the sheet, unless they are here.
    pub(super) fn want_pictures(self) {
        let Some(shown) = self.shown() else { return };
        let wanted = self.app.with_study(|study| pictures(&shown, study)).unwrap_or_default();
        let missing: Vec<String> = self
            .pictures
            .with_untracked(|there| wanted.into_iter().filter(|path| !there.contains_key(path)).collect());
        if missing.is_empty() {
            return;
        }
        spawn_local(async move {
            let tablet = self.app.tablet();
            let mut read = BTreeMap::new();
            for path in missing {
                if let Some(bytes) = tablet.read_bytes(&format!("{}{path}", tablet.study_folder())).await {
                    let address = data_address(&path, &bytes);
                    read.insert(path, address);
                }
            }
            // The view may be gone by now.
            let _ = self.pictures.try_update(|pictures| pictures.extend(read));
        });
    }
}

/// The name of a file with these results, as those of the responses are called: study, centre, round, day, and what it is.
pub(super) fn file_name(study: &str, occasion: &Occasion, ending: &str) -> String {
    let parts = [
        plain(study),
        centre_part(&occasion.centre),
        round_part(&occasion.round),
        plain(&occasion.date),
        "laat-zien".to_owned(),
    ];
    format!("{}.{ending}", named(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::ActivityId;

    fn occasion() -> Occasion {
        Occasion {
            id: ActivityId::new("a"),
            centre: "Bij Bètje / Moerwijk".to_owned(),
            kind: "Open inloop".to_owned(),
            round: "2".to_owned(),
            date: "2026-11-23".to_owned(),
            n: 7,
        }
    }

    #[test]
    fn a_file_is_named_by_study_centre_round_and_day() {
        let named = |centre: &str, round: &str| {
            let occasion = Occasion { centre: centre.to_owned(), round: round.to_owned(), ..occasion() };
            file_name("ontmoetingscentra", &occasion, "png")
        };
        assert_eq!(named("Bij Bètje", "2"), "ontmoetingscentra_bij-bètje_ronde-2_2026-11-23_laat-zien.png");
        assert_eq!(named("Дім", "Ronde 1"), "ontmoetingscentra_дім_ronde-1_2026-11-23_laat-zien.png");
        assert_eq!(named("", ""), "ontmoetingscentra_2026-11-23_laat-zien.png");
        assert_ne!(named("../", ""), named("", ""));
    }

    #[test]
    fn an_activity_without_a_name_is_told_by_its_day() {
        assert_eq!(
            about(&occasion(), "Open inloop", Language::Dutch),
            "23 november 2026 · Bij Bètje / Moerwijk · Open inloop · ronde 2"
        );
        let bare = Occasion { date: "2026-11-23".to_owned(), ..Occasion::default() };
        assert_eq!(about(&bare, "", Language::Dutch), "23 november 2026 · Zonder naam");
    }

    #[test]
    fn groups_stoppers_and_paper_are_told() {
        let results = Results {
            n: 6,
            n_people: 6,
            n_unfinished: 1,
            n_paper: 2,
            groups_apart: vec![0, 8],
            ..Results::default()
        };

        assert_eq!(
            remarks(&results, Language::Dutch),
            "Elke stip is één persoon. 1 stopte eerder; wat er was geantwoord, telt mee. 2 op papier. Niet meegeteld: 1 groep, 1 groep van 8."
        );
        let groups =
            Results { whom: Whom::Groups, n: 1, n_people: 8, n_people_apart: 6, ..Results::default() };
        assert_eq!(count(&groups, Language::Dutch), "1 groep deed mee");
        assert_eq!(
            remarks(&groups, Language::Dutch),
            "In totaal 8 mensen. Elke stip is één groep. Niet meegeteld: 6 mensen die apart antwoordden."
        );
    }
}

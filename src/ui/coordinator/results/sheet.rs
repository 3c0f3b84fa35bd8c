//! Results in the words of the reader: what stands on the sheet, and what is said of numbers anywhere.

use std::collections::BTreeMap;

use crate::domain::filter::Occasion;
use crate::domain::results::{CardResults, Leading, Missing, QuestionResults, Results, SortResults, Whom};
use crate::domain::study::Study;
use crate::format::export::{centre_part, named, plain, round_part};
use crate::format::sheet::{Card, Content, Question};
use crate::instruments::card_sort::rules::CardSort;
use crate::instruments::survey::rules::Questionnaire;
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

/// Missing cards, with how often each was said if more than once.
pub(super) fn missing(missing: &[Missing], language: Language) -> Vec<String> {
    let said = missing.iter().map(|one| match one.n {
        1 => one.text.clone(),
        n => language.say_with(Say::Times, &[("text", &one.text), ("n", &n.to_string())]),
    });
    said.collect()
}

/// The words of a card; its id if the study does not know it.
pub(super) fn card_text<'a>(study: &'a Study, id: &'a str, language: Language) -> &'a str {
    study.card(id).map_or(id, |card| card.text.get(language.id()))
}

/// The card sort whose results these are.
pub(super) fn sort_of<'a>(study: &'a Study, results: &SortResults) -> Option<&'a CardSort> {
    CardSort::called(study, &results.instrument)
}

/// How many on each pile, and last on "I don't know".
pub(super) fn dots(card: &CardResults) -> Vec<usize> {
    card.piles.iter().copied().chain([card.n_dont_know]).collect()
}

/// Each answer (id) to a question and how many gave it, from least to most as it was asked.
pub(super) fn shown<'a>(question: &'a QuestionResults, study: &Study) -> Vec<&'a (String, usize)> {
    let mut choices: Vec<_> = question.choices.iter().collect();
    if study.question(&question.id).is_some_and(|asked| asked.is_most_first) {
        choices.reverse();
    }
    choices
}

/// Each answer to a question with its words and how many gave it; "I don't know" last, if anybody did not.
pub(super) fn bars(question: &QuestionResults, study: &Study, language: Language) -> Vec<(String, usize)> {
    let asked = study.question(&question.id);
    let words = |id: &str| {
        let choice = asked.and_then(|asked| asked.choices.iter().find(|choice| choice.id == id));
        choice.map_or(id, |choice| choice.text.get(language.id())).to_owned()
    };
    let mut bars: Vec<(String, usize)> =
        shown(question, study).into_iter().map(|(id, n)| (words(id), *n)).collect();
    if question.n_dont_know > 0 {
        bars.push((dont_know(question, study, language).to_owned(), question.n_dont_know));
    }
    bars
}

/// "I don't know", as the survey says it.
fn dont_know<'a>(question: &QuestionResults, study: &'a Study, language: Language) -> &'a str {
    let survey = Questionnaire::all(study).find(|survey| survey.questions.contains(&question.id));
    survey.map_or("?", |survey| survey.dont_know.text.get(language.id()))
}

/// The words of a question; its id if the study does not know it.
pub(super) fn question_text(
    study: &Study,
    question: &QuestionResults,
    centre: &str,
    language: Language,
) -> String {
    let text = study.question(&question.id).map(|asked| asked.text.get(language.id()));
    text.map_or_else(|| question.id.clone(), |text| text.replace("{centre}", centre))
}

/// However many there are: the sheet sees for itself how many find room.
const ALL: usize = usize::MAX;

/// Paths of the pictures that may stand on the sheet.
pub(super) fn pictures(results: &Results, study: &Study) -> Vec<String> {
    let Some(sort) = results.sorts.first() else { return Vec::new() };
    let leading = [sort.top(ALL, ALL), sort.most_important(ALL), sort.more(ALL)];
    let cards = leading.into_iter().flat_map(|leading| leading.cards);
    let mut paths: Vec<String> =
        cards.filter_map(|card| Some(study.card(&card.id)?.picture.clone())).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// What stands on the sheet. Of several card sorts it is the first: a sheet has room for one.
pub(super) fn content(
    results: &Results,
    study: &Study,
    around: &Around,
    pictures: &BTreeMap<String, String>,
    language: Language,
) -> Content {
    let sort = results.sorts.first();
    let card = |card: &CardResults, dots: Vec<usize>| Card {
        text: card_text(study, &card.id, language).to_owned(),
        picture: study
            .card(&card.id)
            .and_then(|card| pictures.get(&card.picture))
            .cloned()
            .unwrap_or_default(),
        dots,
    };
    let leading = |leading: Leading<'_>, count: fn(&CardResults) -> usize| {
        leading.cards.into_iter().map(|one| card(one, vec![count(one)])).collect()
    };
    let least = |one: &CardResults| {
        let (text, n) = (card_text(study, &one.id, language), one.n_on_last().to_string());
        (language.say_with(Say::LeastOne, &[("text", text), ("n", &n)]), one.n_on_last())
    };
    let piles = sort.and_then(|sort| sort_of(study, sort));
    Content {
        title: language.say_with(Say::Title, &[("centre", &around.centre)]),
        about: about(&around.occasion, &around.kind, language),
        count: count(results, language),
        remarks: remarks(results, language),
        previous: around.previous.clone(),
        cards_title: language.say(Say::Cards).to_owned(),
        legend: piles.map_or(Vec::new(), |sort| {
            sort.all_piles().map(|pile| pile.text.get(language.id()).to_owned()).collect()
        }),
        cards: sort.map_or(Vec::new(), |sort| {
            sort.top(ALL, ALL).cards.into_iter().map(|one| card(one, dots(one))).collect()
        }),
        important_title: language.say(Say::Important).to_owned(),
        important: sort.map_or(Vec::new(), |sort| leading(sort.most_important(ALL), |card| card.n_important)),
        more_title: language.say(Say::More).to_owned(),
        more: sort.map_or(Vec::new(), |sort| leading(sort.more(ALL), |card| card.n_more)),
        least_title: language.say(Say::Least).to_owned(),
        least: sort.map_or(Vec::new(), |sort| sort.least(ALL).cards.into_iter().map(least).collect()),
        missing_title: language.say(Say::Missing).to_owned(),
        missing: sort.map_or(Vec::new(), |sort| missing(&sort.missing, language)),
        questions_title: language.say(Say::Questions).to_owned(),
        questions: results
            .questions
            .iter()
            .map(|question| Question {
                text: question_text(study, question, &around.centre, language),
                bars: bars(question, study, language),
                total: question.n_answered,
            })
            .collect(),
        note_title: language.say(Say::Note).to_owned(),
        note: around.note.clone(),
        caution: language.say(Say::Caution).to_owned(),
        others: language.say(Say::Others).to_owned(),
        level: language.say(Say::Level).to_owned(),
        level_many: language.say(Say::LevelMany).to_owned(),
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

    fn occasion() -> Occasion {
        Occasion {
            id: "a".to_owned(),
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
            "Een stip is een mens. 1 stopte eerder; wat er was geantwoord, telt mee. 2 op papier. Niet meegeteld: 1 groep, 1 groep van 8."
        );
        let groups =
            Results { whom: Whom::Groups, n: 1, n_people: 8, n_people_apart: 6, ..Results::default() };
        assert_eq!(count(&groups, Language::Dutch), "1 groep deed mee");
        assert_eq!(
            remarks(&groups, Language::Dutch),
            "Samen 8 mensen. Een stip is een groep. Niet meegeteld: 6 mensen die apart antwoordden."
        );
    }
}

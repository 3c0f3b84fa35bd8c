//! The tables of the veranderverhaal that are saved as files.

use crate::domain::codings::{Codings, TextPlace};
use crate::domain::framework::{CardSum, FrameworkResults, QuestionSum, RollUp, Sum};
use crate::domain::same::{Joined, What};
use crate::domain::study::Study;
use crate::format::codings::text_place;
use crate::format::framework::Words;
use crate::format::table::{Cell, Csv, Dialect};

/// The table of effects as CSV for a spreadsheet with Dutch settings, in the texts of `language`: the columns of Bijlage 3
/// of the report, the ids, and by how many responses each was named. `heads` are the names of its six columns and the
/// word for the total.
pub fn effects_csv(
    study: &Study,
    words: &Words,
    language: &str,
    heads: [&str; 7],
    attribution: &str,
) -> String {
    let mut csv = Csv::new(Dialect::Semicolon);
    let head: Vec<Cell<'_>> = heads[..6].iter().map(|head| (*head).into()).collect();
    csv.row(&head);
    for (effect, row) in words.effects.iter().zip(&words.table.rows) {
        let goals: Vec<&str> = effect.goals.iter().map(|goal| goal_title(study, goal, language)).collect();
        csv.row(&[
            goals.join(" / ").into(),
            effect.title.get(language).into(),
            effect.examples.get(language).into(),
            row.n.into(),
            row.n_responses.into(),
            effect.id.as_str().into(),
        ]);
    }
    csv.row(&[heads[6].into(), Cell::Empty, Cell::Empty, words.table.total().into()]);
    if !attribution.is_empty() {
        csv.row(&[attribution.into()]);
    }
    csv.end()
}

/// Names of the columns of [`texts_csv`], whatever the language: programs read them.
const TEXTS: [&str; 15] = [
    "response",
    "centre",
    "kind",
    "date",
    "round",
    "language",
    "spot",
    "card",
    "card_text",
    "text",
    "translation",
    "effect",
    "effect_text",
    "goals",
    "text_shown_as",
];

/// Every text with what was read in it, as CSV for a spreadsheet with Dutch settings: a row for each effect of a text; one
/// row with `none` as its effect if it belongs to none, and with an empty one while nobody has read it. Texts stand as they
/// were typed; last stands the word under which a missing card is counted, which is another if it was `joined`.
pub fn texts_csv(study: &Study, words: &Words, codings: &Codings, joined: &Joined, language: &str) -> String {
    let mut csv = Csv::new(Dialect::Semicolon);
    csv.row(&TEXTS.map(Cell::from));
    let none = ["none".to_owned()];
    for text in &words.told {
        let effects = match codings.of(&text.response, text.place) {
            None => &[String::new()][..],
            Some([]) => &none[..],
            Some(effects) => effects,
        };
        let shown_as = match text.place {
            TextPlace::Missing(_) => joined.shown(What::Word, &text.text),
            TextPlace::Story(_) => "",
        };
        for id in effects {
            let effect = words.effects.iter().find(|one| one.id == *id);
            let goals = effect.map_or(&[][..], |effect| &effect.goals);
            let goals: Vec<&str> = goals.iter().map(|goal| goal_title(study, goal, language)).collect();
            csv.row(&[
                text.response.as_str().into(),
                text.centre.as_str().into(),
                text.kind.as_str().into(),
                text.date.as_str().into(),
                text.round.as_str().into(),
                text.language.as_str().into(),
                text_place::name(text.place).into(),
                text.card.as_str().into(),
                study.card(&text.card).map_or("", |card| card.text.get(language)).into(),
                text.text.as_str().into(),
                codings.translation(&text.response, text.place).into(),
                id.as_str().into(),
                effect.map_or("", |effect| effect.title.get(language)).into(),
                goals.join(" / ").into(),
                shown_as.into(),
            ]);
        }
    }
    csv.end()
}

/// The roll-up as CSV for a spreadsheet with Dutch settings: one row for each number, so that it can be filtered and
/// turned. `heads` are the names of its columns. What fewer than five people said is not divided.
pub fn roll_up_csv(
    study: &Study,
    results: &FrameworkResults,
    language: &str,
    heads: [&str; 8],
    attribution: &str,
) -> String {
    let mut csv = Csv::new(Dialect::Semicolon);
    let head: Vec<Cell<'_>> = heads.iter().map(|head| (*head).into()).collect();
    csv.row(&head);
    let mut table = Rows { csv, study, language };
    table.roll_up("people", &results.people);
    if let Some(groups) = &results.groups {
        table.roll_up("group", groups);
    }
    table.csv.row(&[attribution.into()]);
    table.csv.end()
}

/// Rows: whose, level, id, title, number of participants (or groups), people present, value, count.
struct Rows<'a> {
    csv: Csv,
    study: &'a Study,
    language: &'a str,
}

impl Rows<'_> {
    fn roll_up(&mut self, whose: &str, rolled: &RollUp) {
        let framework = &self.study.framework;
        for (goal, one) in framework.goals.iter().zip(&rolled.goals) {
            self.sum(whose, "goal", &goal.id, goal.title.get(self.language), rolled, &one.sum);
            for (subgoal, sum) in goal.subgoals.iter().zip(&one.subgoals) {
                if !sum.indicators.is_empty() {
                    self.sum(
                        whose,
                        "subgoal",
                        &subgoal.id,
                        subgoal.title.get(self.language),
                        rolled,
                        &sum.sum,
                    );
                }
            }
            for (indicator, one) in goal.indicators.iter().zip(&one.indicators) {
                let title = indicator.title.get(self.language);
                self.sum(whose, "indicator", &indicator.id, title, rolled, &one.sum);
                self.evidence(whose, rolled, &one.cards, &one.questions);
            }
        }
        self.evidence(whose, rolled, &rolled.cards, &rolled.questions);
    }

    fn evidence(&mut self, whose: &str, rolled: &RollUp, cards: &[CardSum], questions: &[QuestionSum]) {
        let study = self.study;
        for card in cards {
            let title = study.card(&card.id).map_or("", |card| card.text.get(self.language));
            self.sum(whose, "card", &card.id, title, rolled, &card.sum);
        }
        for one in questions {
            let title = study.question(&one.id).map_or("", |question| question.text.get(self.language));
            let mut row = |value: &str, n: Cell<'_>| {
                let (n_all, present) = (one.n.into(), one.n_present.into());
                let id = one.id.as_str().into();
                self.csv.row(&[
                    whose.into(),
                    "question".into(),
                    id,
                    title.into(),
                    n_all,
                    present,
                    value.into(),
                    n,
                ]);
            };
            match one.split() {
                None => row("", Cell::Empty),
                Some(choices) => {
                    for (choice, n) in choices {
                        row(choice, (*n).into());
                    }
                    row("dont-know", one.n_dont_know.into());
                }
            }
        }
    }

    fn sum(&mut self, whose: &str, level: &str, id: &str, title: &str, rolled: &RollUp, sum: &Sum) {
        let mut row = |value: &str, n: Cell<'_>| {
            let (n_all, present) = (sum.n.into(), sum.n_present.into());
            self.csv.row(&[
                whose.into(),
                level.into(),
                id.into(),
                title.into(),
                n_all,
                present,
                value.into(),
                n,
            ]);
        };
        match sum.split() {
            None => row("", Cell::Empty),
            Some(piles) => {
                for (pile, n) in rolled.piles.iter().zip(piles) {
                    row(pile, (*n).into());
                }
                row("most-important", sum.n_important.into());
                row("more", sum.n_more.into());
            }
        }
    }
}

fn goal_title<'a>(study: &'a Study, id: &'a str, language: &str) -> &'a str {
    let goal = study.framework.goals.iter().find(|goal| goal.id == id);
    goal.map_or(id, |goal| goal.title.get(language))
}

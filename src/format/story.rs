//! Questions about the veranderverhaal and their answers, between the coordinator's page and the worker that makes results;
//! and the tables that are saved as files.

use crate::domain::codings::{Codings, Effect, EffectRow, EffectTable, Spot, Told};
use crate::domain::filter::Filter;
use crate::domain::response::Mode;
use crate::domain::same::{Joined, What};
use crate::domain::story::{
    Beside, CardSum, CrossTable, Difference, GoalSum, IndicatorSum, Mix, QuestionSum, RollUp, Story,
    SubgoalSum, Sum,
};
use crate::domain::study::Study;
use crate::format::codings::{codings_at, codings_value, name_of_spot, read_effect, read_spot, write_effect};
use crate::format::filter::{read_filter, write_filter};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};
use crate::format::response::{MODES, name_of, named};
use crate::format::table::{Cell, Csv, Dialect};

/// What is asked about the veranderverhaal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryQuestion {
    /// Which responses.
    pub filter: Filter,
    /// Two rounds to put side by side.
    pub rounds: Option<(String, String)>,
}

/// What is asked about the words of participants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordsQuestion {
    /// Which responses.
    pub filter: Filter,
    /// What was read so far.
    pub codings: Codings,
}

/// The words of participants and what was read in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Every text, by the id of its response: which is by chance, so not in the order in which they were told.
    pub told: Vec<Told>,
    /// All effects, in the order of the goals.
    pub effects: Vec<Effect>,
    /// How often each was named.
    pub table: EffectTable,
}

/// Writes a question about the veranderverhaal.
pub fn write_story_question(question: &StoryQuestion) -> String {
    let rounds = question.rounds.as_ref().map_or(Json::Null, |(first, second)| pair(first, second));
    Json::object(vec![("filter", write_filter(&question.filter)), ("rounds", rounds)]).write()
}

/// Reads a question about the veranderverhaal.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_story_question(json: &str) -> Result<StoryQuestion, Invalid> {
    read(json, |top| StoryQuestion {
        filter: read_filter(&top.field("filter")),
        rounds: top.given("rounds").map(|rounds| read_pair(&rounds)),
    })
}

/// Writes a question about the words of participants.
pub fn write_words_question(question: &WordsQuestion) -> String {
    let codings = codings_value(&question.codings);
    Json::object(vec![("filter", write_filter(&question.filter)), ("codings", codings)]).write()
}

/// Reads a question about the words of participants.
///
/// # Errors
///
/// [`Invalid`] if it is none.
pub fn read_words_question(json: &str) -> Result<WordsQuestion, Invalid> {
    read(json, |top| WordsQuestion {
        filter: read_filter(&top.field("filter")),
        codings: codings_at(&top.field("codings")),
    })
}

/// Writes the words of participants.
pub fn write_words(words: &Words) -> String {
    let told = |one: &Told| {
        Json::object(vec![
            ("response", one.response.as_str().into()),
            ("spot", name_of_spot(one.spot).as_str().into()),
            ("text", one.text.as_str().into()),
            ("card", one.card.as_str().into()),
            ("language", one.language.as_str().into()),
            ("centre", one.centre.as_str().into()),
            ("activity_kind", one.kind.as_str().into()),
            ("date", one.date.as_str().into()),
            ("round", one.round.as_str().into()),
        ])
    };
    let row = |row: &EffectRow| {
        Json::object(vec![
            ("effect", row.effect.as_str().into()),
            ("n", size(row.n)),
            ("responses", size(row.n_responses)),
        ])
    };
    let table = Json::object(vec![
        ("rows", list(&words.table.rows, row)),
        ("open", size(words.table.n_open)),
        ("none", size(words.table.n_none)),
        ("coded", size(words.table.n_coded)),
        ("elsewhere", size(words.table.n_elsewhere)),
    ]);
    Json::object(vec![
        ("told", list(&words.told, told)),
        ("effects", list(&words.effects, write_effect)),
        ("table", table),
    ])
    .write()
}

/// Reads the words of participants.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_words`] writes.
pub fn read_words(json: &str) -> Result<Words, Invalid> {
    let told = |item: &Place<'_>| Told {
        response: item.field("response").text(),
        spot: read_spot(&item.field("spot")),
        text: item.field("text").text(),
        card: item.field("card").text(),
        language: item.field("language").text(),
        centre: item.field("centre").text(),
        kind: item.field("activity_kind").text(),
        date: item.field("date").text(),
        round: item.field("round").text(),
    };
    let row = |item: &Place<'_>| EffectRow {
        effect: item.field("effect").text(),
        n: item.field("n").size(),
        n_responses: item.field("responses").size(),
    };
    read(json, |top| {
        let table = top.field("table");
        Words {
            told: read_list(top, "told", told),
            effects: read_list(top, "effects", read_effect),
            table: EffectTable {
                rows: read_list(&table, "rows", row),
                n_open: table.field("open").size(),
                n_none: table.field("none").size(),
                n_coded: table.field("coded").size(),
                n_elsewhere: table.field("elsewhere").size(),
            },
        }
    })
}

/// Writes what responses say of the framework.
pub fn write_story(story: &Story) -> String {
    let row = |(name, numbers): &(String, Vec<usize>)| {
        Json::object(vec![("name", name.as_str().into()), ("numbers", sizes(numbers))])
    };
    let table = |table: &CrossTable| {
        Json::object(vec![("columns", Json::texts(&table.columns)), ("rows", list(&table.rows, row))])
    };
    let optional = |value: Option<Json>| value.unwrap_or(Json::Null);
    Json::object(vec![
        ("elsewhere", size(story.n_elsewhere)),
        ("people", write_roll_up(&story.people)),
        ("groups", optional(story.groups.as_ref().map(write_roll_up))),
        ("centres", table(&story.centres)),
        ("group_centres", table(&story.group_centres)),
        ("rounds", list(&story.rounds, write_counted)),
        ("beside", optional(story.beside.as_ref().map(write_beside))),
    ])
    .write()
}

/// Reads what responses say of the framework.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_story`] writes.
pub fn read_story(json: &str) -> Result<Story, Invalid> {
    let row = |item: &Place<'_>| (item.field("name").text(), read_sizes(&item.field("numbers")));
    let table = |place: &Place<'_>| CrossTable {
        columns: place.field("columns").texts(),
        rows: read_list(place, "rows", row),
    };
    read(json, |top| Story {
        n_elsewhere: top.field("elsewhere").size(),
        people: read_roll_up(&top.field("people")),
        groups: top.given("groups").map(|groups| read_roll_up(&groups)),
        centres: table(&top.field("centres")),
        group_centres: table(&top.field("group_centres")),
        rounds: read_list(top, "rounds", read_counted),
        beside: top.given("beside").map(|beside| read_beside(&beside)),
    })
}

fn write_beside(beside: &Beside) -> Json {
    let round = |(name, rolled): &(String, RollUp)| {
        Json::object(vec![("round", name.as_str().into()), ("results", write_roll_up(rolled))])
    };
    let by_mode = |(mode, beside): &(Mode, Beside)| {
        let mode = name_of(MODES, *mode);
        Json::object(vec![("mode", mode.into()), ("beside", write_beside(beside))])
    };
    Json::object(vec![
        ("first", round(&beside.first)),
        ("second", round(&beside.second)),
        ("cards", list(&beside.cards, write_difference)),
        ("questions", list(&beside.questions, write_difference)),
        ("cards_mix", list(&beside.cards_mix, write_mix)),
        ("questions_mix", list(&beside.questions_mix, write_mix)),
        ("by_mode", list(&beside.by_mode, by_mode)),
    ])
}

fn write_mix(mix: &Mix) -> Json {
    let one = |(mode, n): &(Mode, usize)| write_counted(&(name_of(MODES, *mode).to_owned(), *n));
    list(mix, one)
}

fn read_mix(place: &Place<'_>) -> Mix {
    let one = |item: &Place<'_>| (named(MODES, &item.field("name")), item.field("n").size());
    place.items().iter().map(one).collect()
}

fn read_beside(place: &Place<'_>) -> Beside {
    let round = |item: &Place<'_>| (item.field("round").text(), read_roll_up(&item.field("results")));
    let mixes = |key| {
        let mut all = read_list(place, key, read_mix).into_iter();
        [all.next().unwrap_or_default(), all.next().unwrap_or_default()]
    };
    Beside {
        first: round(&place.field("first")),
        second: round(&place.field("second")),
        cards: read_list(place, "cards", read_difference),
        questions: read_list(place, "questions", read_difference),
        cards_mix: mixes("cards_mix"),
        questions_mix: mixes("questions_mix"),
        by_mode: read_list(place, "by_mode", |item| {
            (named(MODES, &item.field("mode")), read_beside(&item.field("beside")))
        }),
    }
}

fn write_difference(difference: &Difference) -> Json {
    let modes = |modes: &[Mode]| -> Json {
        Json::List(modes.iter().map(|mode| name_of(MODES, *mode).into()).collect())
    };
    let (kind, first, second) = match difference {
        Difference::Nothing(round) => ("nothing", one_text(round), Json::Null),
        Difference::Mixed(round) => ("mixed", one_text(round), Json::Null),
        Difference::Scale(questions) => ("scale", Json::texts(questions), Json::Null),
        Difference::Mode(first, second) => ("mode", modes(first), modes(second)),
        Difference::Shares(first, second) => ("shares", write_mix(first), write_mix(second)),
        Difference::Versions(versions) => ("versions", Json::texts(versions), Json::Null),
        Difference::Version(first, second) => ("version", Json::texts(first), Json::texts(second)),
        Difference::Cards(first, second) => ("cards", Json::texts(first), Json::texts(second)),
        Difference::Piles(first, second) => ("piles", Json::texts(first), Json::texts(second)),
        Difference::Questions(first, second) => ("questions", Json::texts(first), Json::texts(second)),
    };
    Json::object(vec![("kind", kind.into()), ("first", first), ("second", second)])
}

fn read_difference(place: &Place<'_>) -> Difference {
    let first = place.field("first");
    let texts = |key| place.given(key).map(|list| list.texts()).unwrap_or_default();
    let kind = place.field("kind");
    match kind.text().as_str() {
        "nothing" => Difference::Nothing(texts("first").concat()),
        "mixed" => Difference::Mixed(texts("first").concat()),
        "scale" => Difference::Scale(texts("first")),
        "mode" => {
            let modes = |list: &Place<'_>| list.items().iter().map(|mode| named(MODES, mode)).collect();
            Difference::Mode(modes(&first), modes(&place.field("second")))
        }
        "shares" => Difference::Shares(read_mix(&first), read_mix(&place.field("second"))),
        "versions" => Difference::Versions(texts("first")),
        "version" => Difference::Version(texts("first"), texts("second")),
        "cards" => Difference::Cards(texts("first"), texts("second")),
        "piles" => Difference::Piles(texts("first"), texts("second")),
        _ => {
            kind.check(kind.text() == "questions", "a kind of difference");
            Difference::Questions(texts("first"), texts("second"))
        }
    }
}

fn write_roll_up(rolled: &RollUp) -> Json {
    let subgoal =
        |one: &SubgoalSum| with_sum(&one.id, &one.sum, vec![("indicators", Json::texts(&one.indicators))]);
    let indicator = |one: &IndicatorSum| {
        let more = vec![
            ("cards", list(&one.cards, write_card)),
            ("questions", list(&one.questions, write_question)),
        ];
        with_sum(&one.id, &one.sum, more)
    };
    let goal = |one: &GoalSum| {
        let more = vec![
            ("subgoals", list(&one.subgoals, subgoal)),
            ("indicators", list(&one.indicators, indicator)),
        ];
        with_sum(&one.id, &one.sum, more)
    };
    Json::object(vec![
        ("n", size(rolled.n)),
        ("present", size(rolled.n_present)),
        ("piles", Json::texts(&rolled.piles)),
        ("goals", list(&rolled.goals, goal)),
        ("cards", list(&rolled.cards, write_card)),
        ("questions", list(&rolled.questions, write_question)),
        ("unknown", Json::texts(&rolled.unknown)),
    ])
}

fn read_roll_up(place: &Place<'_>) -> RollUp {
    let subgoal = |item: &Place<'_>| SubgoalSum {
        id: item.field("id").text(),
        sum: read_sum(item),
        indicators: item.field("indicators").texts(),
    };
    let indicator = |item: &Place<'_>| IndicatorSum {
        id: item.field("id").text(),
        sum: read_sum(item),
        cards: read_list(item, "cards", read_card),
        questions: read_list(item, "questions", read_question),
    };
    let goal = |item: &Place<'_>| GoalSum {
        id: item.field("id").text(),
        sum: read_sum(item),
        subgoals: read_list(item, "subgoals", subgoal),
        indicators: read_list(item, "indicators", indicator),
    };
    RollUp {
        n: place.field("n").size(),
        n_present: place.field("present").size(),
        piles: place.field("piles").texts(),
        goals: read_list(place, "goals", goal),
        cards: read_list(place, "cards", read_card),
        questions: read_list(place, "questions", read_question),
        unknown: place.field("unknown").texts(),
    }
}

fn with_sum(id: &str, sum: &Sum, more: Vec<(&str, Json)>) -> Json {
    let mut fields = vec![
        ("id", id.into()),
        ("n", size(sum.n)),
        ("present", size(sum.n_present)),
        ("sorted", size(sum.n_sorted)),
        ("sorted_present", size(sum.n_sorted_present)),
        ("piles", sizes(&sum.piles)),
        ("important", size(sum.n_important)),
        ("more", size(sum.n_more)),
    ];
    fields.extend(more);
    Json::object(fields)
}

fn read_sum(place: &Place<'_>) -> Sum {
    Sum {
        n: place.field("n").size(),
        n_present: place.field("present").size(),
        n_sorted: place.field("sorted").size(),
        n_sorted_present: place.field("sorted_present").size(),
        piles: read_sizes(&place.field("piles")),
        n_important: place.field("important").size(),
        n_more: place.field("more").size(),
    }
}

fn write_card(card: &CardSum) -> Json {
    with_sum(&card.id, &card.sum, Vec::new())
}

fn read_card(place: &Place<'_>) -> CardSum {
    CardSum { id: place.field("id").text(), sum: read_sum(place) }
}

fn write_question(question: &QuestionSum) -> Json {
    Json::object(vec![
        ("id", question.id.as_str().into()),
        ("n", size(question.n)),
        ("present", size(question.n_present)),
        ("choices", list(&question.choices, write_counted)),
        ("dont_know", size(question.n_dont_know)),
        ("skipped", size(question.n_skipped)),
    ])
}

fn read_question(place: &Place<'_>) -> QuestionSum {
    QuestionSum {
        id: place.field("id").text(),
        n: place.field("n").size(),
        n_present: place.field("present").size(),
        choices: read_list(place, "choices", read_counted),
        n_dont_know: place.field("dont_know").size(),
        n_skipped: place.field("skipped").size(),
    }
}

fn write_counted((name, n): &(String, usize)) -> Json {
    Json::object(vec![("name", name.as_str().into()), ("n", size(*n))])
}

fn read_counted(place: &Place<'_>) -> (String, usize) {
    (place.field("name").text(), place.field("n").size())
}

fn read<T>(json: &str, of: impl FnOnce(&Place<'_>) -> T) -> Result<T, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let read = of(&Place::top(&value, &mistake));
    mistake.none_in(read)
}

fn size(number: usize) -> Json {
    (number as u64).into()
}

fn sizes(numbers: &[usize]) -> Json {
    Json::List(numbers.iter().map(|number| size(*number)).collect())
}

fn read_sizes(place: &Place<'_>) -> Vec<usize> {
    place.items().iter().map(Place::size).collect()
}

fn list<T>(items: &[T], write: impl Fn(&T) -> Json) -> Json {
    Json::List(items.iter().map(write).collect())
}

fn read_list<T>(place: &Place<'_>, key: &str, read: impl Fn(&Place<'_>) -> T) -> Vec<T> {
    place.field(key).items().iter().map(read).collect()
}

fn one_text(text: &str) -> Json {
    Json::List(vec![text.into()])
}

fn pair(first: &str, second: &str) -> Json {
    Json::List(vec![first.into(), second.into()])
}

fn read_pair(place: &Place<'_>) -> (String, String) {
    let mut texts = place.texts().into_iter();
    (texts.next().unwrap_or_default(), texts.next().unwrap_or_default())
}

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
    csv.row(&[attribution.into()]);
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
        let effects = match codings.of(&text.response, text.spot) {
            None => &[String::new()][..],
            Some([]) => &none[..],
            Some(effects) => effects,
        };
        let shown_as = match text.spot {
            Spot::Missing(_) => joined.shown(What::Word, &text.text),
            Spot::Story => "",
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
                name_of_spot(text.spot).into(),
                text.card.as_str().into(),
                study.card(&text.card).map_or("", |card| card.text.get(language)).into(),
                text.text.as_str().into(),
                codings.translation(&text.response, text.spot).into(),
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
    story: &Story,
    language: &str,
    heads: [&str; 8],
    attribution: &str,
) -> String {
    let mut csv = Csv::new(Dialect::Semicolon);
    let head: Vec<Cell<'_>> = heads.iter().map(|head| (*head).into()).collect();
    csv.row(&head);
    let mut table = Rows { csv, study, language };
    table.roll_up("people", &story.people);
    if let Some(groups) = &story.groups {
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

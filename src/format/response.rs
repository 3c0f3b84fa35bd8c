//! `response/1`: what one participant gave, as it is kept, sent and exported.

use serde_json::{Map, Value, json};

use crate::domain::response::{Activity, Mode, Outcome, Part, PartOfDay, Response};
use crate::domain::sort::Sort;
use crate::domain::survey::{Answer, Survey};
use crate::format::reading::{Invalid, Place};

/// `response` as JSON. The same response is the same bytes, always.
pub fn write_response(response: &Response) -> Value {
    let activity = &response.activity;
    json!({
        "schema": "response/1",
        "id": response.id,
        "study": { "id": response.study, "version": response.study_version },
        "activity": {
            "id": activity.id,
            "centre": activity.centre,
            "kind": activity.kind,
            "date": activity.date,
            "part_of_day": name_of(PARTS_OF_DAY, activity.part_of_day),
            "round": activity.round,
        },
        "language": response.language,
        "mode": name_of(MODES, response.mode),
        "outcome": name_of(OUTCOMES, response.outcome),
        "app": response.app,
        "instruments": response.parts.iter().map(write_part).collect::<Vec<_>>(),
    })
}

/// Reads a response, as this app or a newer one wrote it.
///
/// # Errors
///
/// [`Invalid`] for the first thing that is missing or of another kind.
pub fn read_response(place: &Place<'_>) -> Result<Response, Invalid> {
    let schema = place.field("schema")?;
    if schema.text()? != "response/1" {
        return Err(schema.wrong("\"response/1\""));
    }
    let study = place.field("study")?;
    let activity = place.field("activity")?;
    Ok(Response {
        id: text(place, "id")?,
        study: text(&study, "id")?,
        study_version: text(&study, "version")?,
        activity: Activity {
            id: text(&activity, "id")?,
            centre: text(&activity, "centre")?,
            kind: text(&activity, "kind")?,
            date: text(&activity, "date")?,
            part_of_day: named(PARTS_OF_DAY, &activity.field("part_of_day")?)?,
            round: text(&activity, "round")?,
        },
        language: text(place, "language")?,
        mode: named(MODES, &place.field("mode")?)?,
        outcome: named(OUTCOMES, &place.field("outcome")?)?,
        app: text(place, "app")?,
        parts: place.field("instruments")?.items()?.iter().map(read_part).collect::<Result<_, _>>()?,
    })
}

const PARTS_OF_DAY: &[(PartOfDay, &str)] =
    &[(PartOfDay::Morning, "morning"), (PartOfDay::Afternoon, "afternoon"), (PartOfDay::Evening, "evening")];

const MODES: &[(Mode, &str)] = &[
    (Mode::Alone, "self"),
    (Mode::Coordinator, "coordinator"),
    (Mode::Interpreter, "interpreter"),
    (Mode::Group, "group"),
    (Mode::Paper, "paper"),
];

const OUTCOMES: &[(Outcome, &str)] =
    &[(Outcome::Complete, "complete"), (Outcome::Stopped, "stopped"), (Outcome::TimedOut, "timed-out")];

fn name_of<T: Copy + PartialEq>(names: &'static [(T, &'static str)], value: T) -> &'static str {
    names.iter().find(|(one, _)| *one == value).map_or("", |(_, name)| name)
}

fn named<T: Copy>(names: &[(T, &str)], place: &Place<'_>) -> Result<T, Invalid> {
    let name = place.text()?;
    names.iter().find(|(_, one)| *one == name).map(|(value, _)| *value).ok_or_else(|| {
        place.wrong(&names.iter().map(|(_, one)| format!("\"{one}\"")).collect::<Vec<_>>().join(", "))
    })
}

fn text(place: &Place<'_>, key: &str) -> Result<String, Invalid> {
    place.field(key)?.text().map(str::to_owned)
}

fn write_part(part: &Part) -> Value {
    match part {
        Part::Sort(sort) => {
            let mut placed = Map::new();
            for card in sort.order() {
                if let Some(pile) = sort.pile_of(card) {
                    placed.insert(card.clone(), pile.into());
                }
            }
            let moves: Vec<Value> = sort
                .moves()
                .iter()
                .map(|step| json!({ "card": step.card, "pile": step.pile, "ms": step.ms }))
                .collect();
            json!({
                "id": sort.instrument,
                "kind": "card-sort",
                "deck": sort.deck,
                "order": sort.order(),
                "moves": moves,
                "placed": placed,
                "most_important": sort.most_important,
                "missing": sort.missing,
                "more": sort.more,
                "ms": sort.spent_ms,
            })
        }
        Part::Survey(survey) => {
            let answers: Vec<Value> = survey
                .answers
                .iter()
                .map(|answered| {
                    let answer = match &answered.answer {
                        None => Value::Null,
                        Some(Answer::Choices(choices)) => json!({ "choices": choices }),
                        Some(Answer::DontKnow) => json!({ "dont_know": true }),
                        Some(Answer::Skipped) => json!({ "skipped": true }),
                    };
                    json!({
                        "question": answered.question,
                        "shown": answered.shown,
                        "answer": answer,
                        "changes": answered.changes,
                        "ms": answered.ms,
                    })
                })
                .collect();
            json!({ "id": survey.instrument, "kind": "survey", "answers": answers })
        }
    }
}

fn read_part(place: &Place<'_>) -> Result<Part, Invalid> {
    let kind = place.field("kind")?;
    match kind.text()? {
        "card-sort" => read_sort(place).map(Part::Sort),
        "survey" => read_survey(place).map(Part::Survey),
        _ => Err(kind.wrong("\"card-sort\" or \"survey\"")),
    }
}

fn read_sort(place: &Place<'_>) -> Result<Sort, Invalid> {
    let mut sort = Sort::new(&text(place, "id")?, &text(place, "deck")?, place.field("order")?.texts()?);
    for step in place.field("moves")?.items()? {
        let card = step.field("card")?;
        let ms = step.field("ms")?.number()?;
        let done = match step.given("pile") {
            Some(pile) => sort.place(card.text()?, pile.text()?, ms),
            None => sort.take_back(card.text()?, ms),
        };
        done.map_err(|_| card.wrong("the id of a card in \"order\""))?;
    }
    let texts = |key| place.given(key).map(|list| list.texts()).transpose();
    sort.most_important = texts("most_important")?;
    sort.missing = texts("missing")?;
    sort.more = texts("more")?;
    for (name, spent) in place.field("ms")?.fields()? {
        sort.spent_ms.insert(name.to_owned(), spent.number()?);
    }
    Ok(sort)
}

fn read_survey(place: &Place<'_>) -> Result<Survey, Invalid> {
    let mut survey = Survey::new(&text(place, "id")?, []);
    for item in place.field("answers")?.items()? {
        let answer = match item.given("answer") {
            None => None,
            Some(answer) if answer.given("dont_know").is_some() => Some(Answer::DontKnow),
            Some(answer) if answer.given("skipped").is_some() => Some(Answer::Skipped),
            Some(answer) => Some(Answer::Choices(answer.field("choices")?.texts()?)),
        };
        let changes = item.field("changes")?;
        survey.answers.push(crate::domain::survey::Answered {
            question: text(&item, "question")?,
            shown: item.field("shown")?.texts()?,
            answer,
            changes: u32::try_from(changes.number()?).map_err(|_| changes.wrong("a small number"))?,
            ms: item.field("ms")?.number()?,
        });
    }
    Ok(survey)
}

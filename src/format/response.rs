//! `response/1`: what one participant gave, as it is kept, sent and exported.

use crate::domain::response::{Activity, Mode, Outcome, Part, PartOfDay, Response};
use crate::domain::sort::Sort;
use crate::domain::survey::{Answer, Answered, Survey};
use crate::format::json::Json;
use crate::format::reading::Place;

/// `response` as JSON. The same response is the same bytes, always.
pub fn write_response(response: &Response) -> Json {
    let activity = &response.activity;
    let study = Json::object(vec![
        ("id", response.study.as_str().into()),
        ("version", response.study_version.as_str().into()),
    ]);
    let mut occasion = vec![
        ("id", activity.id.as_str().into()),
        ("centre", activity.centre.as_str().into()),
        ("kind", activity.kind.as_str().into()),
        ("date", activity.date.as_str().into()),
        ("part_of_day", name_of(PARTS_OF_DAY, activity.part_of_day).into()),
        ("round", activity.round.as_str().into()),
    ];
    for (key, text) in [("centre_type", &activity.centre_type), ("neighbourhood", &activity.neighbourhood)] {
        if !text.is_empty() {
            occasion.push((key, text.as_str().into()));
        }
    }
    if !activity.aims.is_empty() {
        occasion.push(("aims", Json::texts(&activity.aims)));
    }
    let mut fields = vec![
        ("schema", "response/1".into()),
        ("id", response.id.as_str().into()),
        ("study", study),
        ("activity", Json::object(occasion)),
        ("language", response.language.as_str().into()),
        ("mode", name_of(MODES, response.mode).into()),
        ("outcome", name_of(OUTCOMES, response.outcome).into()),
        ("app", response.app.as_str().into()),
        ("instruments", Json::List(response.parts.iter().map(write_part).collect())),
    ];
    if response.n_present > 0 {
        fields.push(("present", u64::from(response.n_present).into()));
    }
    Json::object(fields)
}

/// Reads a response, as this app or a newer one wrote it.
pub fn read_response(place: &Place<'_>) -> Response {
    place.schema("response/1");
    let study = place.field("study");
    let activity = place.field("activity");
    let later = |key| activity.given(key).map(|place| place.text()).unwrap_or_default();
    Response {
        id: place.field("id").text(),
        study: study.field("id").text(),
        study_version: study.field("version").text(),
        activity: Activity {
            id: activity.field("id").text(),
            centre: activity.field("centre").text(),
            kind: activity.field("kind").text(),
            date: activity.field("date").text(),
            part_of_day: named(PARTS_OF_DAY, &activity.field("part_of_day")),
            round: activity.field("round").text(),
            centre_type: later("centre_type"),
            neighbourhood: later("neighbourhood"),
            aims: activity.given("aims").map(|aims| aims.texts()).unwrap_or_default(),
        },
        language: place.field("language").text(),
        mode: named(MODES, &place.field("mode")),
        outcome: named(OUTCOMES, &place.field("outcome")),
        app: place.field("app").text(),
        n_present: place.given("present").and_then(|n| u32::try_from(n.number()).ok()).unwrap_or(0),
        parts: place.field("instruments").items().iter().map(read_part).collect(),
    }
}

pub(crate) const PARTS_OF_DAY: &[(PartOfDay, &str)] =
    &[(PartOfDay::Morning, "morning"), (PartOfDay::Afternoon, "afternoon"), (PartOfDay::Evening, "evening")];

pub(crate) const MODES: &[(Mode, &str)] = &[
    (Mode::Alone, "self"),
    (Mode::Coordinator, "coordinator"),
    (Mode::Interpreter, "interpreter"),
    (Mode::Group, "group"),
    (Mode::Paper, "paper"),
];

pub(crate) const OUTCOMES: &[(Outcome, &str)] =
    &[(Outcome::Complete, "complete"), (Outcome::Stopped, "stopped"), (Outcome::TimedOut, "timed-out")];

pub(crate) fn name_of<T: Copy + PartialEq>(names: &'static [(T, &'static str)], value: T) -> &'static str {
    names.iter().find(|(one, _)| *one == value).map_or("", |(_, name)| name)
}

/// The value called so; the first one, and a mistake, if none is.
pub(crate) fn named<T: Copy>(names: &[(T, &str)], place: &Place<'_>) -> T {
    let name = place.text();
    let found = names.iter().find(|(_, one)| *one == name);
    place.check(found.is_some(), "a name that this version of the format has");
    found.unwrap_or(&names[0]).0
}

fn write_part(part: &Part) -> Json {
    match part {
        Part::Sort(sort) => write_sort(sort),
        Part::Survey(survey) => Json::object(vec![
            ("id", survey.instrument.as_str().into()),
            ("kind", "survey".into()),
            ("answers", Json::List(survey.answers.iter().map(write_answered).collect())),
        ]),
    }
}

fn write_sort(sort: &Sort) -> Json {
    let optional =
        |texts: &Option<Vec<String>>| texts.as_ref().map_or(Json::Null, |texts| Json::texts(texts));
    let mut placed = Vec::new();
    for card in sort.order() {
        if let Some(pile) = sort.pile_of(card) {
            placed.push((card.as_str(), pile.into()));
        }
    }
    let mut moves = Vec::new();
    for step in sort.moves() {
        let pile = step.pile.as_deref().map_or(Json::Null, Json::from);
        moves.push(Json::object(vec![
            ("card", step.card.as_str().into()),
            ("pile", pile),
            ("ms", step.ms.into()),
        ]));
    }
    let spent = sort.spent_ms.iter().map(|(name, ms)| (name.as_str(), Json::from(*ms))).collect();
    let mut fields = vec![
        ("id", sort.instrument.as_str().into()),
        ("kind", "card-sort".into()),
        ("deck", sort.deck.as_str().into()),
        ("order", Json::texts(sort.order())),
        ("moves", Json::List(moves)),
        ("placed", Json::object(placed)),
        ("most_important", optional(&sort.most_important)),
        ("missing", optional(&sort.missing)),
        ("more", optional(&sort.more)),
        ("ms", Json::object(spent)),
    ];
    if let Some((card, text)) = &sort.story {
        fields.push((
            "story",
            Json::object(vec![("card", card.as_str().into()), ("text", text.as_str().into())]),
        ));
    }
    Json::object(fields)
}

fn write_answered(answered: &Answered) -> Json {
    let answer = match &answered.answer {
        None => Json::Null,
        Some(Answer::Choices(choices)) => Json::object(vec![("choices", Json::texts(choices))]),
        Some(Answer::DontKnow) => Json::object(vec![("dont_know", Json::Bool(true))]),
        Some(Answer::Skipped) => Json::object(vec![("skipped", Json::Bool(true))]),
    };
    Json::object(vec![
        ("question", answered.question.as_str().into()),
        ("shown", Json::texts(&answered.shown)),
        ("answer", answer),
        ("changes", u64::from(answered.changes).into()),
        ("ms", answered.ms.into()),
    ])
}

fn read_part(place: &Place<'_>) -> Part {
    let kind = place.field("kind");
    let is_sort = kind.text() == "card-sort";
    kind.check(is_sort || kind.text() == "survey", "\"card-sort\" or \"survey\"");
    if is_sort { Part::Sort(read_sort(place)) } else { Part::Survey(read_survey(place)) }
}

fn read_sort(place: &Place<'_>) -> Sort {
    let mut sort =
        Sort::new(&place.field("id").text(), &place.field("deck").text(), place.field("order").texts());
    for step in place.field("moves").items() {
        let card = step.field("card");
        let ms = step.field("ms").number();
        let done = match step.given("pile") {
            Some(pile) => sort.place(&card.text(), &pile.text(), ms),
            None => sort.take_back(&card.text(), ms),
        };
        card.check(done.is_ok(), "the id of a card in \"order\"");
    }
    sort.most_important = place.given("most_important").map(|list| list.texts());
    sort.missing = place.given("missing").map(|list| list.texts());
    sort.more = place.given("more").map(|list| list.texts());
    sort.story = place.given("story").map(|story| (story.field("card").text(), story.field("text").text()));
    for (name, spent) in place.field("ms").fields() {
        sort.spent_ms.insert(name.to_owned(), spent.number());
    }
    sort
}

fn read_survey(place: &Place<'_>) -> Survey {
    let mut survey = Survey { instrument: place.field("id").text(), answers: Vec::new() };
    for item in place.field("answers").items() {
        let answer = item.given("answer").map(|answer| {
            if answer.given("dont_know").is_some() {
                Answer::DontKnow
            } else if answer.given("skipped").is_some() {
                Answer::Skipped
            } else {
                Answer::Choices(answer.field("choices").texts())
            }
        });
        survey.answers.push(Answered {
            question: item.field("question").text(),
            shown: item.field("shown").texts(),
            answer,
            changes: u32::try_from(item.field("changes").number()).unwrap_or(u32::MAX),
            ms: item.field("ms").number(),
        });
    }
    survey
}

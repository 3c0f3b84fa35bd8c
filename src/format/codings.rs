//! `codings/1`: what coordinators read in the words of participants, as it is kept on the tablet and lies in a backup.

use std::collections::BTreeMap;

use crate::domain::codings::{Coding, Codings, Effect, Spot, Translation};
use crate::domain::study::Text;
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Writes what was read so far.
pub fn write_codings(codings: &Codings) -> String {
    codings_value(codings).write()
}

/// Reads what was read so far.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_codings`] writes.
pub fn read_codings(json: &str) -> Result<Codings, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let codings = codings_at(&Place::top(&value, &mistake));
    mistake.none_in(codings)
}

pub(crate) fn codings_value(codings: &Codings) -> Json {
    let coding = |one: &Coding| {
        Json::object(vec![
            ("response", one.response.as_str().into()),
            ("text", name_of_spot(one.spot).as_str().into()),
            ("effects", Json::texts(&one.effects)),
        ])
    };
    let translation = |one: &Translation| {
        Json::object(vec![
            ("response", one.response.as_str().into()),
            ("text", name_of_spot(one.spot).as_str().into()),
            ("translation", one.text.as_str().into()),
        ])
    };
    let mut fields = vec![
        ("schema", "codings/1".into()),
        ("effects", Json::List(codings.effects.iter().map(write_effect).collect())),
        ("codings", Json::List(codings.codings.iter().map(coding).collect())),
    ];
    if !codings.translations.is_empty() {
        fields.push(("translations", Json::List(codings.translations.iter().map(translation).collect())));
    }
    Json::object(fields)
}

pub(crate) fn codings_at(place: &Place<'_>) -> Codings {
    place.schema("codings/1");
    let coding = |item: &Place<'_>| Coding {
        response: item.field("response").text(),
        spot: read_spot(&item.field("text")),
        effects: item.field("effects").texts(),
    };
    let translation = |item: &Place<'_>| Translation {
        response: item.field("response").text(),
        spot: read_spot(&item.field("text")),
        text: item.field("translation").text(),
    };
    Codings {
        effects: place.field("effects").items().iter().map(read_effect).collect(),
        codings: place.field("codings").items().iter().map(coding).collect(),
        translations: place
            .given("translations")
            .map(|list| list.items().iter().map(translation).collect())
            .unwrap_or_default(),
    }
}

pub(crate) fn write_effect(effect: &Effect) -> Json {
    Json::object(vec![
        ("id", effect.id.as_str().into()),
        ("title", write_text(&effect.title)),
        ("examples", write_text(&effect.examples)),
        ("goals", Json::texts(&effect.goals)),
    ])
}

pub(crate) fn read_effect(place: &Place<'_>) -> Effect {
    Effect {
        id: place.field("id").text(),
        title: read_text(&place.field("title")),
        examples: place.given("examples").map(|text| read_text(&text)).unwrap_or_default(),
        goals: place.field("goals").texts(),
    }
}

fn write_text(text: &Text) -> Json {
    Json::object(text.0.iter().map(|(language, text)| (language.as_str(), text.as_str().into())).collect())
}

fn read_text(place: &Place<'_>) -> Text {
    let texts = place.fields().into_iter().map(|(language, text)| (language.to_owned(), text.text()));
    Text(texts.collect::<BTreeMap<_, _>>())
}

/// A place in a response as it is written: `story`, or `missing/0` for the first missing card.
pub(crate) fn name_of_spot(spot: Spot) -> String {
    match spot {
        Spot::Story => "story".to_owned(),
        Spot::Missing(at) => format!("missing/{at}"),
    }
}

pub(crate) fn read_spot(place: &Place<'_>) -> Spot {
    let name = place.text();
    if name == "story" {
        return Spot::Story;
    }
    let at = name.strip_prefix("missing/").and_then(|at| at.parse().ok());
    place.check(at.is_some(), "\"story\", or \"missing/\" and a number");
    Spot::Missing(at.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::study::Study;

    #[test]
    fn what_was_read_comes_back_as_it_was() {
        let mut codings = Codings::default();
        let own = codings.add_effect(&Study::default(), "own-1", "Gezonder", "nl", vec!["sv".to_owned()]);
        codings.set("a", Spot::Missing(2), vec![own, "contacts".to_owned()]);
        codings.set("a", Spot::Story, vec![]);
        codings.translate("a", Spot::Story, "Gezond \"eten\".");

        assert_eq!(read_codings(&write_codings(&codings)), Ok(codings));
        assert_eq!(read_codings(&write_codings(&Codings::default())), Ok(Codings::default()));
        // As it was written before there were translations.
        let before = r#"{"schema":"codings/1","effects":[],"codings":[]}"#;
        assert_eq!(write_codings(&Codings::default()), before);
    }

    #[test]
    fn a_place_that_no_response_has_is_told() {
        let json =
            r#"{"schema":"codings/1","effects":[],"codings":[{"response":"a","text":"joke","effects":[]}]}"#;

        assert_eq!(read_codings(json).unwrap_err().path, "codings[0].text");
    }
}

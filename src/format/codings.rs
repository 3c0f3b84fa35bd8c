//! `codings/1`: what coordinators read in the words of participants, as it is kept on the tablet and lies in a backup.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::codings::{Coding, Codings, Effect, TextPlace, Translation};
use crate::domain::response::ResponseId;
use crate::domain::study::Text;
use crate::format::codec::Invalid;
use crate::format::id;
use crate::format::records::{As, read_as, records, write_as};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Codings")]
pub(crate) struct CodingsRecord {
    #[serde(rename = "schema", getter = "schema")]
    _schema: Schema,
    #[serde(with = "As::<Vec<EffectRecord>>")]
    effects: Vec<Effect>,
    #[serde(with = "As::<Vec<CodingRecord>>")]
    codings: Vec<Coding>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "As::<Vec<TranslationRecord>>")]
    translations: Vec<Translation>,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "codings/1")]
    Codings1,
}

/// Codings are written by this schema.
fn schema(_: &Codings) -> Schema {
    Schema::Codings1
}

impl From<CodingsRecord> for Codings {
    fn from(record: CodingsRecord) -> Self {
        Self { effects: record.effects, codings: record.codings, translations: record.translations }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Effect")]
pub(crate) struct EffectRecord {
    id: String,
    #[serde(with = "TextRecord")]
    title: Text,
    #[serde(default, with = "TextRecord")]
    examples: Text,
    goals: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Text")]
struct TextRecord(BTreeMap<String, String>);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Coding")]
struct CodingRecord {
    #[serde(with = "id")]
    response: ResponseId,
    #[serde(rename = "text", with = "text_place")]
    place: TextPlace,
    effects: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Translation")]
struct TranslationRecord {
    #[serde(with = "id")]
    response: ResponseId,
    #[serde(rename = "text", with = "text_place")]
    place: TextPlace,
    #[serde(rename = "translation")]
    text: String,
}

records! {
    CodingsRecord: Codings,
    EffectRecord: Effect,
    CodingRecord: Coding,
    TranslationRecord: Translation,
}

/// Writes what was read so far.
pub fn write_codings(codings: &Codings) -> String {
    write_as::<CodingsRecord>(codings)
}

/// Reads what was read so far.
///
/// # Errors
///
/// [`Invalid`] if it is not what [`write_codings`] writes.
pub fn read_codings(json: &str) -> Result<Codings, Invalid> {
    read_as::<CodingsRecord>(json)
}

/// A place in a response as it is written: `story`, `story/1` for the second one, or `missing/0` for the first missing card.
pub(crate) mod text_place {
    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::domain::codings::TextPlace;

    /// The name of `place`.
    pub(crate) fn name(place: TextPlace) -> String {
        match place {
            TextPlace::Story(0) => "story".to_owned(),
            TextPlace::Story(at) => format!("story/{at}"),
            TextPlace::Missing(at) => format!("missing/{at}"),
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
    pub(crate) fn serialize<S: Serializer>(place: &TextPlace, to: S) -> Result<S::Ok, S::Error> {
        name(*place).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<TextPlace, D::Error> {
        let name = String::deserialize(from)?;
        if name == "story" {
            return Ok(TextPlace::Story(0));
        }
        let place = name.split_once('/').and_then(|(kind, at)| {
            let at = at.parse().ok()?;
            match kind {
                "missing" => Some(TextPlace::Missing(at)),
                "story" => Some(TextPlace::Story(at)),
                _ => None,
            }
        });
        let expected = "\"story\", or \"missing/\" and a number";
        place.ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&name), &expected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::guidance::Guidance;
    use crate::domain::study::Study;

    #[test]
    fn what_was_read_comes_back_as_it_was() {
        let mut codings = Codings::default();
        let own = codings.add_effect(
            &Study::default(),
            &Guidance::default(),
            "own-1",
            "Gezonder",
            "nl",
            vec!["sv".to_owned()],
        );
        codings.set("a", TextPlace::Missing(2), vec![own, "contacts".to_owned()]);
        codings.set("a", TextPlace::Story(0), vec![]);
        codings.set("a", TextPlace::Story(1), vec!["contacts".to_owned()]);
        codings.translate("a", TextPlace::Story(0), "Gezond \"eten\".");

        assert_eq!(read_codings(&write_codings(&codings)), Ok(codings));
        assert_eq!(read_codings(&write_codings(&Codings::default())), Ok(Codings::default()));
        // As it was written before there were translations.
        let before = r#"{"schema":"codings/1","effects":[],"codings":[]}"#;
        assert_eq!(write_codings(&Codings::default()), before);
    }

    #[test]
    fn the_first_story_is_called_as_ever_and_a_second_one_by_its_number() {
        assert_eq!([TextPlace::Story(0), TextPlace::Story(1)].map(text_place::name), ["story", "story/1"]);
    }

    #[test]
    fn a_place_that_no_response_has_is_told() {
        let json =
            r#"{"schema":"codings/1","effects":[],"codings":[{"response":"a","text":"joke","effects":[]}]}"#;

        assert_eq!(read_codings(json).unwrap_err().path, "codings[0].text");
        assert_eq!(read_codings(&json.replace("codings/1", "codings/2")).unwrap_err().path, "schema");
    }
}

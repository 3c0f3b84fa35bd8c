//! What native speakers have told: `checking/1` as the tablet keeps it, `corrections/1` as a study maker gets it.

use serde::{Deserialize, Serialize};

use crate::domain::checking::{Checked, Checking, Correction, Translation};
use crate::format::codec::{Invalid, read_placed, write};

/// `checking/1`
#[derive(Serialize, Deserialize)]
struct CheckingRecord {
    schema: Schema,
    checked: Vec<CheckedRecord>,
    corrections: Vec<KeptRecord>,
}

#[derive(Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "checking/1")]
    Checking1,
}

#[derive(Serialize, Deserialize)]
struct CheckedRecord {
    study: String,
    version: String,
    language: String,
    day: String,
}

#[derive(Serialize, Deserialize)]
struct KeptRecord(#[serde(with = "CorrectionRecord")] Correction);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Correction")]
struct CorrectionRecord {
    study: String,
    language: String,
    place: String,
    text: String,
    better: String,
}

impl From<Checked> for CheckedRecord {
    fn from(checked: Checked) -> Self {
        let Translation { study, version, language } = checked.translation;
        Self { study, version, language, day: checked.day }
    }
}

impl From<CheckedRecord> for Checked {
    fn from(record: CheckedRecord) -> Self {
        let CheckedRecord { study, version, language, day } = record;
        Self { translation: Translation { study, version, language }, day }
    }
}

/// Writes what the tablet keeps.
pub fn write_checking(checking: &Checking) -> String {
    write(&CheckingRecord {
        schema: Schema::Checking1,
        checked: checking.checked.iter().cloned().map(Into::into).collect(),
        corrections: checking.corrections.iter().cloned().map(KeptRecord).collect(),
    })
}

/// Reads what the tablet keeps.
///
/// # Errors
///
/// [`Invalid`] if an app wrote it that is too new for this one, or something is missing.
pub fn read_checking(json: &str) -> Result<Checking, Invalid> {
    let record: CheckingRecord = read_placed(json)?;
    Ok(Checking {
        checked: record.checked.into_iter().map(Into::into).collect(),
        corrections: record.corrections.into_iter().map(|kept| kept.0).collect(),
    })
}

/// What was told of `translation`, for whoever makes the study: whether and when it was found good, and each text that
/// would better be another.
pub fn write_corrections(checking: &Checking, translation: &Translation) -> String {
    let text = |text: &str| write(text);
    let ours = checking
        .corrections
        .iter()
        .filter(|one| one.study == translation.study && one.language == translation.language);
    let lines: Vec<String> = ours
        .map(|one| {
            let place = format!("{}.{}", one.place, one.language);
            let parts = [("place", place.as_str()), ("text", &one.text), ("better", &one.better)];
            let parts = parts.map(|(key, value)| format!("\"{key}\": {}", text(value)));
            format!("\n    {{ {} }}", parts.join(", "))
        })
        .collect();
    let checked = checking.day(translation).map_or_else(|| "null".to_owned(), text);
    let head = [
        ("schema", text("corrections/1")),
        ("study", text(&translation.study)),
        ("version", text(&translation.version)),
        ("language", text(&translation.language)),
        ("checked", checked),
    ];
    let head = head.map(|(key, value)| format!("  \"{key}\": {value},\n")).concat();
    format!("{{\n{head}  \"corrections\": [{}\n  ]\n}}\n", lines.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    fn translation() -> Translation {
        Translation { study: "centres".to_owned(), version: "2".to_owned(), language: "tr".to_owned() }
    }

    fn told() -> Checking {
        let mut checking = Checking::default();
        checking.confirm(translation(), day("2026-11-22"));
        checking.correct(&translation(), "cards[3].text", "Kahve", "\"Kahve\" içmek");
        let arabic = Translation { language: "ar".to_owned(), ..translation() };
        checking.correct(&arabic, "words.next", "a", "b");
        checking
    }

    #[test]
    fn what_is_kept_comes_back() {
        assert_eq!(read_checking(&write_checking(&told())), Ok(told()));
        assert_eq!(read_checking(&write_checking(&Checking::default())), Ok(Checking::default()));
    }

    #[test]
    fn what_is_broken_or_newer_is_told() {
        for json in ["", "[]", r#"{"schema":"checking/2","checked":[],"corrections":[]}"#] {
            assert!(read_checking(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_study_maker_gets_the_place_the_text_and_the_better_one_of_one_language() {
        let file = write_corrections(&told(), &translation());

        let expected = r#"{
  "schema": "corrections/1",
  "study": "centres",
  "version": "2",
  "language": "tr",
  "checked": "2026-11-22",
  "corrections": [
    { "place": "cards[3].text.tr", "text": "Kahve", "better": "\"Kahve\" içmek" }
  ]
}
"#;
        assert_eq!(file, expected);
        assert!(serde_json::from_str::<serde_json::Value>(&file).is_ok());
        let nothing = write_corrections(&Checking::default(), &translation());
        assert!(
            serde_json::from_str::<serde_json::Value>(&nothing).is_ok()
                && nothing.contains("\"checked\": null"),
            "{nothing}"
        );
    }
}

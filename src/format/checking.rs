//! What native speakers have told: `checking/1` as the tablet keeps it, `corrections/1` as a study maker gets it.

use crate::domain::checking::{Checked, Checking, Correction, Translation};
use crate::format::json::Json;
use crate::format::reading::{Invalid, Mistake, Place};

/// Writes what the tablet keeps.
pub fn write_checking(checking: &Checking) -> String {
    let checked = checking.checked.iter().map(|checked| {
        Json::object(vec![
            ("study", checked.translation.study.as_str().into()),
            ("version", checked.translation.version.as_str().into()),
            ("language", checked.translation.language.as_str().into()),
            ("day", checked.day.as_str().into()),
        ])
    });
    let corrections = checking.corrections.iter().map(|correction| {
        Json::object(vec![
            ("study", correction.study.as_str().into()),
            ("language", correction.language.as_str().into()),
            ("place", correction.place.as_str().into()),
            ("text", correction.text.as_str().into()),
            ("better", correction.better.as_str().into()),
        ])
    });
    Json::object(vec![
        ("schema", "checking/1".into()),
        ("checked", Json::List(checked.collect())),
        ("corrections", Json::List(corrections.collect())),
    ])
    .write()
}

/// Reads what the tablet keeps.
///
/// # Errors
///
/// [`Invalid`] if an app wrote it that is too new for this one, or something is missing.
pub fn read_checking(json: &str) -> Result<Checking, Invalid> {
    let value = Json::parse(json)?;
    let mistake = Mistake::default();
    let top = Place::top(&value, &mistake);
    top.schema("checking/1");
    let checked = |place: &Place<'_>| Checked {
        translation: Translation {
            study: place.field("study").text(),
            version: place.field("version").text(),
            language: place.field("language").text(),
        },
        day: place.field("day").text(),
    };
    let correction = |place: &Place<'_>| Correction {
        study: place.field("study").text(),
        language: place.field("language").text(),
        place: place.field("place").text(),
        text: place.field("text").text(),
        better: place.field("better").text(),
    };
    let checking = Checking {
        checked: top.field("checked").items().iter().map(checked).collect(),
        corrections: top.field("corrections").items().iter().map(correction).collect(),
    };
    mistake.none_in(checking)
}

/// What was told of `translation`, for whoever makes the study: whether and when it was found good, and each text that
/// would better be another.
pub fn write_corrections(checking: &Checking, translation: &Translation) -> String {
    let text = |text: &str| Json::from(text).write();
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

    fn translation() -> Translation {
        Translation { study: "centres".to_owned(), version: "2".to_owned(), language: "tr".to_owned() }
    }

    fn told() -> Checking {
        let mut checking = Checking::default();
        checking.confirm(translation(), "2026-11-22");
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
        assert!(Json::parse(&file).is_ok());
        let nothing = write_corrections(&Checking::default(), &translation());
        assert!(Json::parse(&nothing).is_ok() && nothing.contains("\"checked\": null"), "{nothing}");
    }
}

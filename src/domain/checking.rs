//! Whether a native speaker has checked a translation, and what they would rather have it say.

use std::collections::BTreeSet;

use crate::domain::day::Day;
use crate::domain::heard::{Group, Heard};

/// What native speakers have told on this tablet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checking {
    /// Translations that were found good.
    pub checked: Vec<Checked>,
    /// Better wordings.
    pub corrections: Vec<Correction>,
}

/// A translation that was found good. One of another version of the study is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Which one.
    pub translation: Translation,
    /// The local day on which somebody said so, `YYYY-MM-DD`.
    pub day: String,
}

/// All texts of a study in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translation {
    /// Id of the study.
    pub study: String,
    /// Version of the study.
    pub version: String,
    /// Id of the language.
    pub language: String,
}

/// A better wording of a text. It outlives a new version of the study in which the text is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Id of the study.
    pub study: String,
    /// Id of the language.
    pub language: String,
    /// Where the text stands in the file of the study, such as `cards[3].text`.
    pub place: String,
    /// The text as it is.
    pub text: String,
    /// As it would better be.
    pub better: String,
}

impl Checking {
    /// The day on which `translation` was found good, if it was.
    pub fn day(&self, translation: &Translation) -> Option<&str> {
        let checked = self.checked.iter().find(|checked| checked.translation == *translation)?;
        Some(&checked.day)
    }

    /// Notes that `translation` was found good on `day`; other versions of it are forgotten.
    pub fn confirm(&mut self, translation: Translation, day: Day) {
        let (study, language) = (translation.study.clone(), translation.language.clone());
        self.checked.retain(|one| one.translation.study != study || one.translation.language != language);
        self.checked.push(Checked { translation, day: day.to_string() });
    }

    /// Takes back that `translation` was found good.
    pub fn withdraw(&mut self, translation: &Translation) {
        self.checked.retain(|checked| checked.translation != *translation);
    }

    /// The better wording of `text` at `place`; nothing if there is none.
    pub fn better(&self, translation: &Translation, place: &str, text: &str) -> Option<&str> {
        let correction =
            self.corrections.iter().find(|one| one.is_of(translation, place) && one.text == text)?;
        Some(&correction.better)
    }

    /// How many texts of `translation` would better be others, wherever they stand.
    pub fn n_better(&self, translation: &Translation) -> usize {
        let ours = self.corrections.iter();
        let ours = ours.filter(|one| one.study == translation.study && one.language == translation.language);
        ours.map(|one| (&one.text, &one.better)).collect::<BTreeSet<_>>().len()
    }

    /// Notes `better` in place of `text`; nothing, or the same again, takes the note away.
    pub fn correct(&mut self, translation: &Translation, place: &str, text: &str, better: &str) {
        self.corrections.retain(|one| !one.is_of(translation, place));
        let better = better.trim();
        if !better.is_empty() && better != text {
            self.corrections.push(Correction {
                study: translation.study.clone(),
                language: translation.language.clone(),
                place: place.to_owned(),
                text: text.to_owned(),
                better: better.to_owned(),
            });
        }
    }
}

impl Correction {
    fn is_of(&self, translation: &Translation, place: &str) -> bool {
        self.study == translation.study && self.language == translation.language && self.place == place
    }
}

/// A text beside the same in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What kind of text it is.
    pub group: Group,
    /// Every place where these two stand beside each other.
    pub places: Vec<String>,
    /// In the language of whoever reads.
    pub own: String,
    /// In the language that is checked.
    pub text: String,
    /// The picture that goes with it, if one does.
    pub picture: Option<String>,
}

/// Puts the texts of a study in two languages beside each other; the same two only once.
pub fn side_by_side(own: &[Heard], other: &[Heard]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for heard in other {
        let own = own.iter().find(|own| own.place == heard.place).map_or("", |own| own.text.as_str());
        match pairs.iter_mut().find(|pair| pair.text == heard.text && pair.own == own) {
            Some(pair) => pair.places.push(heard.place.clone()),
            None => pairs.push(Pair {
                group: heard.group,
                places: vec![heard.place.clone()],
                own: own.to_owned(),
                text: heard.text.clone(),
                picture: heard.picture.clone(),
            }),
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;

    fn turkish(version: &str) -> Translation {
        Translation { study: "centres".to_owned(), version: version.to_owned(), language: "tr".to_owned() }
    }

    #[test]
    fn a_translation_that_was_checked_is_so_until_the_study_changes() {
        let mut checking = Checking::default();
        checking.confirm(turkish("1"), day("2026-11-22"));

        assert_eq!(checking.day(&turkish("1")), Some("2026-11-22"));
        assert_eq!(checking.day(&turkish("2")), None);
        assert_eq!(checking.day(&Translation { language: "ar".to_owned(), ..turkish("1") }), None);
        checking.confirm(turkish("2"), day("2026-12-01"));
        assert_eq!(checking.checked.len(), 1);
    }

    #[test]
    fn it_can_be_taken_back() {
        let mut checking = Checking::default();
        checking.confirm(turkish("1"), day("2026-11-22"));

        checking.withdraw(&turkish("1"));

        assert_eq!(checking, Checking::default());
    }

    #[test]
    fn a_better_wording_stays_until_the_text_itself_changes() {
        let mut checking = Checking::default();
        checking.correct(&turkish("1"), "cards[0].text", "Kahve", " Kahve içmek ");

        let better = |version, place, text| checking.better(&turkish(version), place, text);
        assert_eq!(better("1", "cards[0].text", "Kahve"), Some("Kahve içmek"));
        assert_eq!(better("2", "cards[0].text", "Kahve"), Some("Kahve içmek"));
        assert_eq!(better("2", "cards[0].text", "Çay"), None);
        assert_eq!(better("1", "cards[1].text", "Kahve"), None);
    }

    #[test]
    fn a_text_that_stands_in_two_places_is_one_better_wording() {
        let mut checking = Checking::default();
        for place in ["questions[0].choices[1].text", "instruments[0].piles[1].text"] {
            checking.correct(&turkish("1"), place, "Biraz", "Az");
        }
        checking.correct(&turkish("1"), "words.next", "Biraz", "Devam");

        assert_eq!(checking.n_better(&turkish("1")), 2);
        assert_eq!(checking.n_better(&Translation { language: "ar".to_owned(), ..turkish("1") }), 0);
    }

    #[test]
    fn a_wording_that_is_emptied_or_made_the_same_is_none() {
        for again in ["", "  ", "Kahve"] {
            let mut checking = Checking::default();
            checking.correct(&turkish("1"), "cards[0].text", "Kahve", "Kahve içmek");
            checking.correct(&turkish("1"), "cards[0].text", "Kahve", again);
            assert_eq!(checking.corrections, []);
        }
    }

    #[test]
    fn the_same_two_texts_stand_there_once_and_different_ones_apart() {
        let heard = |place: &str, text: &str| Heard {
            group: Group::Choices,
            place: place.to_owned(),
            name: String::new(),
            text: text.to_owned(),
            picture: None,
        };
        let own = [heard("a", "Soms"), heard("b", "Soms"), heard("c", "Een beetje")];
        let other = [heard("a", "Biraz"), heard("b", "Biraz"), heard("c", "Biraz"), heard("d", "Hep")];

        let pairs: Vec<(String, Vec<String>)> =
            side_by_side(&own, &other).into_iter().map(|pair| (pair.own, pair.places)).collect();

        let expected = [("Soms", vec!["a", "b"]), ("Een beetje", vec!["c"]), ("", vec!["d"])];
        let expected = expected
            .map(|(own, places)| (own.to_owned(), places.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        assert_eq!(pairs, expected);
    }
}

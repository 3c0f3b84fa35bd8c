//! The coordinator's words, in every language that has a folder in `locales`.
//!
//! What participants read stands in the study, in all its languages; here is only what the people see who look after
//! the tablets. `build/locales.rs` makes [`Language`], [`Phrase`] and a type for each other view from the folders;
//! `{name}` in a phrase is filled in by [`Language::say_with`].

mod named;

include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// What is told of a language.
struct About {
    id: &'static str,
    name: &'static str,
    is_right_to_left: bool,
    decimal_mark: char,
}

/// A phrase in each language, in the order of [`Language::ALL`].
pub(crate) type Texts = [&'static str; LANGUAGES.len()];

/// Something that can be said to coordinators, in each of their languages.
pub(crate) trait Translated: Copy + Send + Sync + 'static {
    /// In each of them.
    fn texts(self) -> &'static Texts;
}

/// A phrase of any view.
impl Translated for &'static Texts {
    fn texts(self) -> &'static Texts {
        self
    }
}

impl Language {
    /// The language with the tag `id`; the first one if there is none.
    pub(crate) fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|language| language.id() == id).unwrap_or_default()
    }

    fn about(self) -> &'static About {
        &LANGUAGES[self as usize]
    }

    /// BCP 47 tag.
    pub(crate) fn id(self) -> &'static str {
        self.about().id
    }

    /// Its name in itself.
    pub(crate) fn name(self) -> &'static str {
        self.about().name
    }

    /// Whether it is read from right to left.
    pub(crate) fn is_right_to_left(self) -> bool {
        self.about().is_right_to_left
    }

    /// `phrase` in this language.
    pub(crate) fn say(self, phrase: impl Translated) -> &'static str {
        phrase.texts()[self as usize]
    }

    /// `phrase` with `values` (name and value) in the places of their names.
    pub(crate) fn say_with(self, phrase: impl Translated, values: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = self.say(phrase);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            said.push_str(values.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value));
            rest = after;
        }
        said + rest
    }

    /// A day (`YYYY-MM-DD`) in words; what is no day stays as it is.
    pub(crate) fn day(self, day: &str) -> String {
        let parts: Vec<usize> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, date] = parts[..] else { return day.to_owned() };
        let month = self.say(Phrase::Months).split(' ').nth(month.saturating_sub(1)).unwrap_or_default();
        format!("{date} {month} {year}")
    }

    /// A number of bytes in words: what is less than a tenth of the unit is left out.
    pub(crate) fn size(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        let (mut tenths, mut unit) = (bytes / 100, 0);
        while tenths >= 10_000 && unit + 1 < UNITS.len() {
            tenths /= 1000;
            unit += 1;
        }
        let (whole, tenth, unit) = (tenths / 10, tenths % 10, UNITS[unit]);
        let mark = self.about().decimal_mark;
        if whole >= 10 || tenth == 0 {
            format!("{whole} {unit}")
        } else {
            format!("{whole}{mark}{tenth} {unit}")
        }
    }

    /// `one` if `n` is 1, otherwise `many`, with `{n}` filled in.
    pub(crate) fn say_count<P: Translated>(self, n: usize, one: P, many: P) -> String {
        self.say_with(if n == 1 { one } else { many }, &[("n", &n.to_string())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let said = Language::Dutch.say_with(Phrase::SendingCount, &[("n", "{total}"), ("total", "3")]);

        assert_eq!(said, "{total} van 3");
    }

    #[test]
    fn one_is_not_many() {
        let count = |n| Language::English.say_count(n, Phrase::SentOne, Phrase::SentMany);

        assert_eq!(count(1), "Done: 1 response was sent.");
        assert_eq!(count(2), "Done: 2 responses were sent.");
    }

    #[test]
    fn a_day_is_told_in_words() {
        assert_eq!(Language::Dutch.day("2026-03-07"), "7 maart 2026");
        assert_eq!(Language::English.day("2026-12-31"), "31 December 2026");
        assert_eq!(Language::Dutch.day(""), "");
        for language in Language::ALL {
            assert_eq!(language.say(Phrase::Months).split(' ').count(), 12);
        }
    }

    #[test]
    fn a_size_is_told_with_the_sign_of_the_language() {
        for (bytes, dutch, english) in [
            (0, "0 kB", "0 kB"),
            (150, "0,1 kB", "0.1 kB"),
            (1_234_567, "1,2 MB", "1.2 MB"),
            (99_999_999, "99 MB", "99 MB"),
            (999_999_999, "999 MB", "999 MB"),
            (10_737_418_240, "10 GB", "10 GB"),
            (5_500_000_000, "5,5 GB", "5.5 GB"),
        ] {
            let told = [Language::Dutch, Language::English].map(|language| language.size(bytes));
            assert_eq!(told, [dutch, english], "{bytes}");
        }
    }

    #[test]
    fn a_language_that_is_not_there_becomes_dutch() {
        assert_eq!(Language::of("en"), Language::English);
        assert_eq!(Language::of("x"), Language::Dutch);
    }

    #[test]
    fn each_language_is_told_of_in_its_own_place() {
        for language in Language::ALL {
            assert_eq!(Language::of(language.id()), language);
        }
        assert_eq!([Language::Dutch.name(), Language::English.name()], ["Nederlands", "English"]);
        assert!(!Language::Dutch.is_right_to_left());
    }
}

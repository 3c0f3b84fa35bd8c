//! Ukrainian for the speech program, letter by letter.
//!
//! Its own Ukrainian voice swallows vowels as Russian does, which Ukrainian doesn't, and doesn't know every letter. The
//! language is written nearly as it is spoken, so that its letters can be handed over as sounds.

/// The mark behind a vowel with the stress, as in dictionaries: U+0301.
const STRESS: char = '\u{301}';

/// The `text` with its words as sounds, each as `[[…]]`. Numbers and words in other letters stay as they are.
pub(crate) fn sounds(text: &str) -> String {
    let mut said = String::new();
    let mut word = String::new();
    // One more, for the last word.
    for char in text.chars().chain(['\n']) {
        if letter(char).is_some() || char == STRESS || "'’ʼ".contains(char) {
            word.extend(char.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            said.extend(["[[", &word_sounds(&word), "]]"]);
            word.clear();
        }
        // `будь-коли` is two words with one stress each, and not a minus.
        said.push(if char == '-' { ' ' } else { char });
    }
    said.trim_end().to_owned()
}

/// What a letter is: the sound of a consonant, or of a vowel with or without a `j` before it.
enum Letter {
    Consonant(&'static str),
    Vowel(&'static str),
    AfterJ(&'static str),
    Soft,
}

fn letter(char: char) -> Option<Letter> {
    use Letter::{AfterJ, Consonant, Soft, Vowel};
    Some(match char.to_lowercase().next()? {
        'а' => Vowel("A"),
        'е' => Vowel("E"),
        'и' => Vowel("I"),
        'і' => Vowel("i"),
        'о' => Vowel("o"),
        'у' => Vowel("u"),
        'є' => AfterJ("E"),
        'ї' => AfterJ("i"),
        'ю' => AfterJ("u"),
        'я' => AfterJ("A"),
        'ь' => Soft,
        'б' => Consonant("b"),
        'в' => Consonant("v"),
        'г' => Consonant("h"),
        'ґ' => Consonant("g"),
        'д' => Consonant("d"),
        'ж' => Consonant("Z"),
        'з' => Consonant("z"),
        'й' => Consonant("j"),
        'к' => Consonant("k"),
        'л' => Consonant("l"),
        'м' => Consonant("m"),
        'н' => Consonant("n"),
        'п' => Consonant("p"),
        'р' => Consonant("r"),
        'с' => Consonant("s"),
        'т' => Consonant("t"),
        'ф' => Consonant("f"),
        'х' => Consonant("x"),
        'ц' => Consonant("ts"),
        'ч' => Consonant("tS"),
        'ш' => Consonant("S"),
        'щ' => Consonant("StS"),
        _ => return None,
    })
}

fn word_sounds(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |at: &usize| matches!(letter(letters[*at]), Some(Letter::Vowel(_) | Letter::AfterJ(_)));
    let vowels: Vec<usize> = (0..letters.len()).filter(is_vowel).collect();
    let marked = letters.iter().position(|char| *char == STRESS).and_then(|at| at.checked_sub(1));
    // Without a mark it is the last but one, which is most often right.
    let stressed = marked.or_else(|| vowels.iter().rev().nth(1).or(vowels.first()).copied());
    let mut sounds = String::new();
    let mut after_consonant = false;
    for (at, char) in letters.iter().enumerate() {
        let (soft, sound) = match letter(*char) {
            Some(Letter::Consonant("v")) if !letters.get(at + 1).is_some_and(|_| is_vowel(&(at + 1))) => {
                ("", "w")
            }
            Some(Letter::Consonant(sound) | Letter::Vowel(sound)) => ("", sound),
            Some(Letter::AfterJ(sound)) if after_consonant && *char != 'ї' => (";", sound),
            Some(Letter::AfterJ(sound)) => ("j", sound),
            Some(Letter::Soft) => (";", ""),
            None => ("", ""),
        };
        sounds.push_str(soft);
        if Some(at) == stressed {
            sounds.push('\'');
        }
        sounds.push_str(sound);
        after_consonant = matches!(letter(*char), Some(Letter::Consonant(_))) && *char != 'й';
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_handed_over_as_sounds() {
        assert_eq!(sounds("Дя\u{301}куємо!"), "[[d;'AkujEmo]]!");
        assert_eq!(sounds("Украї\u{301}нська"), "[[ukrAj'ins;kA]]");
        assert_eq!(
            sounds("Що для те\u{301}бе означа\u{301}є"),
            "[[StS'o]] [[dl;'A]] [[t'EbE]] [[oznAtS'AjE]]"
        );
        assert_eq!(sounds("п’ять, в'юн"), "[[pj'At;]], [[wj'un]]");
        assert_eq!(sounds("я"), "[[j'A]]");
    }

    #[test]
    fn a_v_before_a_consonant_is_nearly_a_u() {
        assert_eq!(sounds("вчора була\u{301} вода\u{301}, лев"), "[[wtS'orA]] [[bul'A]] [[vod'A]], [[l'Ew]]");
    }

    #[test]
    fn without_a_mark_the_last_vowel_but_one_has_the_stress() {
        assert_eq!(sounds("молоко"), "[[mol'oko]]");
        assert_eq!(sounds("молоко\u{301}"), "[[molok'o]]");
        assert_eq!(sounds("з"), "[[z]]");
    }

    #[test]
    fn numbers_and_other_words_stay_as_they_are() {
        assert_eq!(sounds("Вибери 3, будь-коли\u{301}: OK"), "[[vIb'ErI]] 3, [[b'ud;]] [[kol'I]]: OK");
    }
}

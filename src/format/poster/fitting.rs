//! How much room a text takes, by an estimate of its width.

/// Size of the smallest letters, in tenths of a millimetre.
const SMALLEST: i32 = 22;

/// `text` in lines of at most `width`, in the room of `most` lines of `size`: of letters so much smaller as it needs, but not
/// below [`SMALLEST`]. What does not fit even so is cut off and returned last. Returns the size of the letters first.
pub(super) fn fit(
    text: &str,
    width: i32,
    size: i32,
    is_bold: bool,
    most: usize,
) -> (i32, Vec<String>, String) {
    let room = i32::try_from(most).unwrap_or(99) * size;
    let mut smaller = size;
    loop {
        let mut lines = wrap(text, width, smaller, is_bold);
        let n_fit = usize::try_from(room / smaller).unwrap_or(1).max(1);
        if lines.len() <= n_fit {
            return (smaller, lines, String::new());
        }
        if smaller <= SMALLEST {
            let rest = lines.split_off(n_fit - 1).join(" ");
            let (last, rest) = cut(&rest, width, smaller, is_bold);
            lines.push(last);
            return (smaller, lines, rest);
        }
        smaller = (smaller - 2).max(SMALLEST.min(smaller - 1));
    }
}

/// As much of `text` as a line of this width holds, ending in "…" if that is not all; and the rest.
pub(super) fn cut(text: &str, width: i32, size: i32, is_bold: bool) -> (String, String) {
    if width_of(text, size, is_bold) <= width {
        return (text.to_owned(), String::new());
    }
    let fits = |end: &usize| width_of(&format!("{}…", &text[..*end]), size, is_bold) <= width;
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let end = ends.take_while(fits).last().unwrap_or(0);
    (format!("{}…", &text[..end]), text[end..].to_owned())
}

/// `text` in lines of at most `width`. Words that are too long are broken.
pub(super) fn wrap(text: &str, width: i32, size: i32, is_bold: bool) -> Vec<String> {
    let is_over = |thousandths: i32| scaled(thousandths, size, is_bold) > width;
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut at) = (String::new(), 0);
    for word in text.split_whitespace() {
        let of_word: i32 = word.chars().map(thousandths).sum();
        if !line.is_empty() && is_over(at + thousandths(' ') + of_word) {
            lines.push(std::mem::take(&mut line));
            at = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            at += thousandths(' ');
        }
        for sign in word.chars() {
            if !line.is_empty() && is_over(at + thousandths(sign)) {
                lines.push(std::mem::take(&mut line));
                at = 0;
            }
            line.push(sign);
            at += thousandths(sign);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// About how wide `text` is: as wide as it gets in any of the usual fonts.
pub(super) fn width_of(text: &str, size: i32, is_bold: bool) -> i32 {
    scaled(text.chars().map(thousandths).sum(), size, is_bold)
}

fn scaled(thousandths: i32, size: i32, is_bold: bool) -> i32 {
    thousandths * size / 1000 * if is_bold { 107 } else { 100 } / 100
}

/// About how wide a sign is, in thousandths of the size.
fn thousandths(sign: char) -> i32 {
    match sign {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '!' | '|' | ' ' | 'I' => 300,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 390,
        'm' | 'M' | 'W' | '…' | '@' | '%' => 960,
        'w' | 'O' | 'Q' | 'G' | 'N' | 'H' | 'D' | 'U' | 'C' => 790,
        'A'..='Z' => 720,
        'a'..='z' | '0'..='9' => 590,
        '\u{2e80}'.. => 1100,
        _ => 700,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_broken_and_long_texts_get_smaller_before_they_are_cut_off() {
        assert_eq!(wrap("aaa bbb", 130, 50, false), ["aaa", "bbb"]);
        assert_eq!(wrap("aaaaaa", 130, 50, false), ["aaaa", "aa"]);
        assert_eq!(wrap("", 100, 50, false), [""; 0]);
        let (size, lines, rest) = fit("aaa bbb ccc", 150, 50, false, 2);
        assert!((SMALLEST..50).contains(&size) && rest.is_empty());
        assert_eq!(lines.join(" "), "aaa bbb ccc");
        let (size, lines, rest) = fit(&"aaa ".repeat(40), 150, 50, false, 1);
        assert_eq!(size, SMALLEST);
        assert!(lines.last().unwrap().ends_with('…') && !rest.is_empty());
    }
}

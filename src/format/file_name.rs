//! What files for those who analyse are called: by study, centre, round and day, in characters that every system takes.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use crate::domain::response::Response;

/// What a file is called, but for its ending: study, centre, round, day or days, and `what` it is; safe characters only.
pub fn file_name<'a>(responses: impl IntoIterator<Item = &'a Response>, study: &str, what: &str) -> String {
    let responses: Vec<&Response> = responses.into_iter().collect();
    let one_of = |all: &dyn Fn(&Response) -> &str, part: fn(&str) -> String, none: &str, many: &str| {
        let different: BTreeSet<&str> = responses.iter().map(|response| all(response)).collect();
        let one = different.first().filter(|_| different.len() == 1).map(|one| part(one));
        match one.filter(|one| !one.is_empty()) {
            Some(one) => one,
            None if different.len() > 1 => many.to_owned(),
            None => none.to_owned(),
        }
    };
    let studies: BTreeSet<&str> = responses.iter().map(|response| response.study.as_str()).collect();
    let study = studies.first().filter(|_| studies.len() == 1).map_or(study, |one| *one);
    let centre = one_of(&|response| &response.activity.centre, centre_part, "geen-centrum", "alle-centra");
    let round = one_of(&|response| &response.activity.round, round_part, "", "ronde-alle");
    let days: BTreeSet<&str> = responses.iter().map(|response| response.activity.date.as_str()).collect();
    let day = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!("{}-tot-{}", plain(first), plain(last)),
        (Some(day), _) => plain(day),
        _ => String::new(),
    };
    named(&[plain(study), centre, round, day, what.to_owned()])
}

/// The parts of the name of a file, which are safe already, as one name.
pub fn named(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

/// Longest name of a centre and of a round in the name of a file, in bytes: together with study, days and what it is they
/// stay below the 255 bytes that every system takes. A centre of 80 letters, the most that can be typed, is whole in Latin
/// letters, and one of 70 in Cyrillic or Arabic ones.
const LONGEST: (usize, usize) = (140, 32);

/// A centre as a part of the name of a file; empty without one.
pub fn centre_part(centre: &str) -> String {
    safe(centre, LONGEST.0)
}

/// A round as a part of the name of a file; empty without one.
pub fn round_part(round: &str) -> String {
    let round = safe(round, LONGEST.1);
    if round.is_empty() || round.starts_with("ronde") { round } else { format!("ronde-{round}") }
}

/// An id or a day as a part of the name of a file; with the mark of [`safe`] where something is lost.
pub fn plain(text: &str) -> String {
    let is_plain = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '-';
    let name: String = text.chars().filter(is_plain).take(LONGEST.0).collect();
    if name == text { name } else { marked(&name, text) }
}

/// `text` as a part of the name of a file: its letters (of every script, small), digits and hyphens.
///
/// Where something is lost by which names differ, such as signs or what is too long, a mark made from the whole text stands
/// at the end: other texts have other names. Only a text without anything in it has none.
fn safe(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return String::new();
    }
    let mut name = String::new();
    let mut is_whole = true;
    for sign in text.to_lowercase().chars() {
        match sign {
            ' ' => name.push('-'),
            // Another name than that with a space.
            '-' => name.push_str("--"),
            // However the apostrophe was typed.
            '\'' | '‘' | '’' | 'ʼ' | '`' => name.push('’'),
            sign if sign.is_alphanumeric() || is_accent(sign) => name.push(sign),
            _ => {
                is_whole = false;
                if !name.is_empty() && !name.ends_with('-') {
                    name.push('-');
                }
            }
        }
    }
    // A hyphen beside a space, two of them, or one at an end would be read as another name's.
    is_whole &= !name.contains("---") && !name.starts_with('-') && !name.ends_with('-');
    if name.len() > most {
        is_whole = false;
        let end = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= most).last();
        name.truncate(end.unwrap_or(0));
    }
    let name = name.trim_matches('-');
    if is_whole { name.to_owned() } else { marked(name, &text.to_lowercase()) }
}

/// What is left of `text` in the name of a file, with a mark made from the whole of it.
fn marked(name: &str, text: &str) -> String {
    let digest = Sha256::digest(text);
    let mark = format!("{:02x}{:02x}", digest[0], digest[1]);
    if name.is_empty() { mark } else { format!("{name}-{mark}") }
}

/// An accent that stands by itself behind its letter.
fn is_accent(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
}

#[cfg(test)]
mod tests;

//! Numbers as they stand in the view: who is behind them, and a small bar that shows how they are divided.

use leptos::prelude::*;

use crate::domain::framework::{QuestionSum, Sum};
use crate::domain::privacy;
use crate::domain::study::Study;
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

/// Part of a bar: a pile or an answer.
struct Share {
    /// Its words.
    words: String,
    n: usize,
    /// How dark it is: 0 (light) to 4; `None` for "I don't know", which stands apart.
    shade: Option<usize>,
}

/// The darkest shade.
const DARK: usize = 4;

/// How many participants.
pub(super) fn people(n: usize, language: Language) -> String {
    language.say_count(n, FrameworkPhrase::OneParticipant, FrameworkPhrase::Participants)
}

/// How many groups, and how many people were there, if anybody counted.
pub(super) fn groups(n: usize, n_present: usize, language: Language) -> String {
    let groups = language.say_count(n, FrameworkPhrase::OneGroup, FrameworkPhrase::Groups);
    if n_present == 0 {
        return groups;
    }
    let present = language.say_with(FrameworkPhrase::Present, &[("n", &n_present.to_string())]);
    format!("{groups}, {present}")
}

/// Who is behind a number.
pub(super) fn behind(n: usize, n_present: usize, is_group: bool, language: Language) -> String {
    match n {
        0 => language.say(FrameworkPhrase::NotAsked).to_owned(),
        _ if is_group => groups(n, n_present, language),
        _ => people(n, language),
    }
}

/// How cards are divided over `piles` (ids).
pub(super) fn pile_bar(study: &Study, piles: &[String], sum: &Sum, language: Language) -> AnyView {
    if sum.n == 0 || sum.piles.iter().sum::<usize>() == 0 {
        return ().into_any();
    }
    let Some(split) = sum.split() else { return too_few(language) };
    let scale: Vec<_> = piles.iter().map(|id| pile(study, id, language)).collect();
    let n_degrees = scale.iter().filter(|(_, is_degree)| *is_degree).count();
    let mut shares = Vec::new();
    for (at, ((words, is_degree), n)) in scale.into_iter().zip(split).enumerate() {
        let shade = is_degree.then(|| DARK - shade(at, n_degrees));
        shares.push(Share { words, n: *n, shade });
    }
    // As on the table: from nothing to much, and "I don't know" apart.
    let (mut shares, apart): (Vec<_>, Vec<_>) = shares.into_iter().partition(|share| share.shade.is_some());
    shares.reverse();
    shares.extend(apart);
    bar(&shares, shares.iter().map(|share| share.n).sum(), sum.n_sorted)
}

/// How the answers to a question are divided.
pub(super) fn answer_bar(study: &Study, sum: &QuestionSum, language: Language) -> AnyView {
    if sum.n == 0 {
        return ().into_any();
    }
    let Some(split) = sum.split() else { return too_few(language) };
    let question = study.question(&sum.id);
    let words = |id: &str| {
        let choice = question.and_then(|question| question.choices.iter().find(|choice| choice.id == id));
        choice.map_or(id, |choice| choice.text.get(language.id())).to_owned()
    };
    let n_choices = split.len();
    let mut split: Vec<_> = split.iter().collect();
    if question.is_some_and(|question| question.is_most_first) {
        split.reverse();
    }
    let mut shares: Vec<Share> = split
        .into_iter()
        .enumerate()
        .map(|(at, (id, n))| Share { words: words(id), n: *n, shade: Some(shade(at, n_choices)) })
        .collect();
    let dont_know = language.say(FrameworkPhrase::DontKnow).to_owned();
    shares.push(Share { words: dont_know, n: sum.n_dont_know, shade: None });
    // Of several choices each is a share of the people.
    bar(&shares, sum.n, sum.n)
}

/// The words of a pile, and whether it is one of the degrees and not "I don't know".
fn pile(study: &Study, id: &str, language: Language) -> (String, bool) {
    match study.piles().find(|(pile, _)| pile.id == id) {
        Some((pile, is_degree)) => (pile.text.get(language.id()).to_owned(), is_degree),
        None => (id.to_owned(), true),
    }
}

/// The shade of step `at` of so many, from light to dark.
fn shade(at: usize, n: usize) -> usize {
    if n < 2 { DARK } else { (at * DARK / (n - 1)).min(DARK) }
}

fn too_few(language: Language) -> AnyView {
    view! { <p class="framework-few">{language.say(FrameworkPhrase::TooFew)}</p> }.into_any()
}

/// A bar and its numbers in words; the bar says nothing that they do not.
fn bar(shares: &[Share], of: usize, n_people: usize) -> AnyView {
    let shade = |share: &Share| share.shade.map_or_else(|| "apart".to_owned(), |shade| shade.to_string());
    // Where one may choose several, the answers are more than those who answered: each has a bar of its own.
    let has_several = shares.iter().map(|share| share.n).sum::<usize>() > of;
    let parts = shares.iter().filter(|share| share.n > 0 && !has_several).map(|share| {
        view! { <span data-shade=shade(share) style:flex-grow=share.n.to_string()></span> }
    });
    let together = (!has_several)
        .then(|| view! { <div class="framework-bar" aria-hidden="true">{parts.collect_view()}</div> });
    let numbers = shares.iter().map(|share| {
        let cent = privacy::share(share.n, of, n_people).map(|cent| format!(" ({cent}%)"));
        let length = has_several.then(|| {
            let width = format!("{}%", share.n * 100 / of.max(1));
            view! {
                <span class="framework-bar framework-length" aria-hidden="true">
                    <span data-shade=shade(share) style:width=width></span>
                </span>
            }
        });
        view! {
            <li data-zero=(share.n == 0).then_some("")>
                <span class="framework-swatch" data-shade=shade(share) aria-hidden="true"></span>
                <b>{share.n.to_string()}</b>
                " "
                {share.words.clone()}
                {cent}
                {length}
            </li>
        }
    });
    view! {
        {together}
        <ul class="framework-shares">{numbers.collect_view()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_from_light_to_dark_whatever_their_number() {
        let shades = |n: usize| (0..n).map(|at| shade(at, n)).collect::<Vec<_>>();
        assert_eq!(shades(2), [0, 4]);
        assert_eq!(shades(3), [0, 2, 4]);
        assert_eq!(shades(5), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn it_is_said_who_is_behind_a_number() {
        assert_eq!(behind(1, 0, false, Language::Dutch), "1 deelnemer");
        assert_eq!(behind(2, 17, true, Language::Dutch), "2 groepen, 17 aanwezig");
        assert_eq!(behind(2, 0, true, Language::English), "2 groups");
        assert_eq!(behind(0, 0, false, Language::Dutch), "nog niet gevraagd");
    }
}

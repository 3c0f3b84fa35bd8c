//! Sentences that name a place of the page lead there.

use leptos::prelude::*;

use crate::domain::response::ActivityId;
use crate::ui::coordinator::view::{View, go_to};
use crate::ui::text::data::DataPhrase;
use crate::ui::text::framework::FrameworkPhrase;
use crate::ui::text::gate::GatePhrase;
use crate::ui::text::help::HelpPhrase;
use crate::ui::text::paper::PaperPhrase;
use crate::ui::text::results::ResultsPhrase;
use crate::ui::text::{Language, Phrase, Translated};

/// A place: the part of the page, and the name in the page of the block in it; empty for the whole part.
type Place = (View, &'static str);

/// Every place that a sentence may name, by its heading in every language of the page. "Share settings" is none: what is
/// said of it is to be done on another device.
fn places() -> Vec<(&'static str, Place)> {
    fn named(phrase: impl Translated, view: View, block: &'static str) -> Vec<(&'static str, Place)> {
        Language::ALL.into_iter().map(|language| (language.say(phrase), (view.clone(), block))).collect()
    }
    [
        named(Phrase::Overview, View::Desk, "overview"),
        named(Phrase::Activity, View::Desk, "activity"),
        named(Phrase::Sending, View::Desk, "sending"),
        named(Phrase::Languages, View::Desk, "languages"),
        named(Phrase::ViewDevice, View::Device, ""),
        named(Phrase::Endpoint, View::Device, "endpoint"),
        named(Phrase::Backup, View::Device, "backup"),
        named(GatePhrase::Heading, View::Device, "pin"),
        named(Phrase::Voices, View::Voices(String::new()), ""),
        named(ResultsPhrase::Heading, View::Results(ActivityId::default()), ""),
        named(FrameworkPhrase::Heading, View::Framework(String::new()), ""),
        named(DataPhrase::Heading, View::Data, ""),
        named(PaperPhrase::Heading, View::Paper(String::new()), ""),
        named(HelpPhrase::Heading, View::Help(String::new()), ""),
    ]
    .concat()
}

/// `text` in pieces: those between quotation marks that are the name of a place, with that, and all others.
fn pieces(text: &str) -> Vec<(&str, Option<Place>)> {
    let places = places();
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(open) = text[at..].find('“').map(|open| at + open + '“'.len_utf8()) {
        let Some(close) = text[open..].find('”').map(|close| open + close) else { break };
        at = close;
        if let Some((_, place)) = places.iter().find(|(name, _)| *name == &text[open..close]) {
            pieces.push((&text[begin..open], None));
            pieces.push((&text[open..close], Some(place.clone())));
            begin = close;
        }
    }
    pieces.push((&text[begin..], None));
    pieces
}

/// `text`, with a link on each place that it names.
pub(super) fn linked(text: &str) -> AnyView {
    let piece = |(words, place): (&str, Option<Place>)| {
        let words = words.to_owned();
        let Some((view, block)) = place else { return words.into_any() };
        let href = view.hash();
        let go = move |event: leptos::ev::MouseEvent| {
            if go_to(&view, block) {
                event.prevent_default();
            }
        };
        view! { <a href=href on:click=go>{words}</a> }.into_any()
    };
    pieces(text).into_iter().map(piece).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(&str, Option<(String, &'static str)>)> {
        pieces(text)
            .into_iter()
            .map(|(words, place)| (words, place.map(|(view, block)| (view.hash(), block))))
            .collect()
    }

    #[test]
    fn a_sentence_that_names_places_leads_to_each_of_them() {
        assert_eq!(
            told("Controleer het adres bij “Apparaat”, “Waar antwoorden heen gaan”."),
            [
                ("Controleer het adres bij “", None),
                ("Apparaat", Some(("#/device".to_owned(), ""))),
                ("”, “", None),
                ("Waar antwoorden heen gaan", Some(("#/device".to_owned(), "endpoint"))),
                ("”.", None),
            ]
        );
        assert_eq!(told("Look under “Overview”.")[1], ("Overview", Some(("#".to_owned(), "overview"))));
    }

    #[test]
    fn other_words_between_quotation_marks_lead_nowhere() {
        for text in ["", "Kies “Toestaan”.", "Druk op “", "De activiteit", "“Activiteit"] {
            assert_eq!(told(text), [(text, None)]);
        }
    }
}

//! What every keeper of recordings has to do: one function for each clause, played on whatever keeper there is.

use betekenis::ports::recordings::Recordings;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) async fn nothing_is_there_at_first(recordings: &impl Recordings) {
    assert_eq!(recordings.texts("nl").await.unwrap(), texts(&[]));
    assert_eq!(recordings.get("nl", "Koffie").await.unwrap(), None);
}

pub(crate) async fn what_is_put_there_is_found_to_the_byte(recordings: &impl Recordings) {
    let wav: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    recordings.put("nl", "Wat betekent {centre}?\nEcht?", &wav).await.unwrap();

    assert_eq!(recordings.get("nl", "Wat betekent {centre}?\nEcht?").await.unwrap(), Some(wav));
    assert_eq!(recordings.get("nl", "Wat betekent {centre}?").await.unwrap(), None);
}

pub(crate) async fn languages_are_kept_apart(recordings: &impl Recordings) {
    for (language, text) in [
        ("nl", "Ja"),
        ("nl", "Nee"),
        ("nl-BE", "Ja"),
        ("n", "Ja"),
        ("nm", "Ja"),
        ("ar", "\u{646}\u{639}\u{645}"),
    ] {
        recordings.put(language, text, language.as_bytes()).await.unwrap();
    }

    assert_eq!(recordings.texts("nl").await.unwrap(), texts(&["Ja", "Nee"]));
    assert_eq!(recordings.texts("nl-BE").await.unwrap(), texts(&["Ja"]));
    assert_eq!(recordings.texts("ar").await.unwrap(), texts(&["\u{646}\u{639}\u{645}"]));
    assert_eq!(recordings.get("nl", "Ja").await.unwrap(), Some(b"nl".to_vec()));
    assert_eq!(recordings.texts("tr").await.unwrap(), texts(&[]));
}

pub(crate) async fn a_new_recording_takes_the_place_of_the_older_one(recordings: &impl Recordings) {
    recordings.put("nl", "Ja", b"one").await.unwrap();
    recordings.put("nl", "Ja", b"two").await.unwrap();

    assert_eq!(recordings.get("nl", "Ja").await.unwrap(), Some(b"two".to_vec()));
    assert_eq!(recordings.texts("nl").await.unwrap(), texts(&["Ja"]));
}

pub(crate) async fn what_is_removed_is_gone(recordings: &impl Recordings) {
    recordings.put("nl", "Ja", b"one").await.unwrap();
    recordings.put("nl", "Nee", b"two").await.unwrap();

    recordings.remove("nl", "Ja").await.unwrap();
    recordings.remove("nl", "never was").await.unwrap();

    assert_eq!(recordings.texts("nl").await.unwrap(), texts(&["Nee"]));
    assert_eq!(recordings.get("nl", "Ja").await.unwrap(), None);
}

/// Calls `$clauses!` with the names of all clauses.
macro_rules! with_every_recording_clause {
    ($clauses:ident) => {
        $clauses! {
            nothing_is_there_at_first
            what_is_put_there_is_found_to_the_byte
            languages_are_kept_apart
            a_new_recording_takes_the_place_of_the_older_one
            what_is_removed_is_gone
        }
    };
}
pub(crate) use with_every_recording_clause;

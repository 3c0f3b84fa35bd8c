//! Journeys of the coordinator who speaks: texts are recorded, heard, kept and carried to another tablet; and of those who
//! look after languages: a translation is checked, languages are put on the tablet.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

#[path = "voices/languages.rs"]
mod languages;
#[path = "voices/recording.rs"]
mod recording;

use journeys::tablet::Tablet;

/// Texts of the study, in Dutch.
struct Words {
    first: String,
    second: String,
    n_all: usize,
}

async fn words(tablet: &Tablet) -> Words {
    tablet
        .until("the texts", async || {
            let texts: Vec<String> = tablet
                .run("return [...document.querySelectorAll('.voice-row .voice-text')].map((one) => one.innerText)", vec![])
                .await;
            match &texts[..] {
                [first, second, ..] => {
                    Ok(Words { first: first.clone(), second: second.clone(), n_all: texts.len() })
                }
                _ => Err(format!("there is {texts:?}")),
            }
        })
        .await
}

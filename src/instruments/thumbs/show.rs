//! How thumbs are shown.

use leptos::prelude::*;

use crate::domain::study::Study;
use crate::format::poster::{Content, Question};
use crate::instruments::thumbs::rules::Thumbs;
use crate::instruments::thumbs::tally::ThumbResults;
use crate::ui::coordinator::results::drawing::{Drawing, dots};
use crate::ui::coordinator::results::parts::{Called, PosterContext, Shows};
use crate::ui::text::{Language, Texts};

/// All thumbs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThumbScene;

impl Called for Thumbs {
    fn name() -> &'static Texts {
        &["Duimen", "Thumbs"]
    }
}

impl Shows for ThumbResults {
    type Scene = ThumbScene;

    fn scenes(&self) -> Vec<ThumbScene> {
        vec![ThumbScene]
    }

    fn draw(&self, _: &Drawing<'_>, ThumbScene: ThumbScene) -> Option<AnyView> {
        Some(dots(self.n_up, self.n, "full", self.n_up.to_string()))
    }

    fn numbers(&self, _: &Study, _: &str, _: Language) -> Option<AnyView> {
        Some(view! { <p>{self.n_up}</p> }.into_any())
    }

    fn pictures(&self, study: &Study) -> Vec<String> {
        Thumbs::called(study, &self.instrument)
            .map(|thumbs| thumbs.question.picture.clone())
            .into_iter()
            .collect()
    }

    fn put_on(&self, content: &mut Content, with: &PosterContext<'_>) {
        let thumbs = Thumbs::called(with.study, &self.instrument);
        let text = thumbs.map_or("", |thumbs| thumbs.question.text.get(with.language.id())).to_owned();
        content.questions.push(Question {
            text,
            bars: vec![("omhoog".to_owned(), self.n_up)],
            total: self.n,
        });
    }
}

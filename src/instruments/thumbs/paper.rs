//! Thumbs on paper.

use leptos::prelude::*;

use crate::domain::paper::Mark;
use crate::domain::study::Study;
use crate::instruments::Filling as _;
use crate::instruments::thumbs::rules::{ThumbFilled, ThumbMark, ThumbSheet, Thumbs};
use crate::ui::coordinator::paper::entry::Entry;
use crate::ui::coordinator::paper::pages::{Counts, Pages, Paper, Printout};
use crate::ui::text::Language;

impl Pages for ThumbSheet {
    fn printouts() -> Vec<Printout> {
        let (title, about) = (&["Duimen", "Thumbs"], &["Omhoog of omlaag.", "Up or down."]);
        vec![Printout { name: "thumbs", title, about, icon: "list" }]
    }

    fn print(&self, _: &str, paper: &Paper) -> Vec<AnyView> {
        self.on_answer_sheet(paper).into_iter().collect()
    }

    fn count(&self) -> Counts {
        Counts::default()
    }

    fn on_answer_sheet(&self, paper: &Paper) -> Option<AnyView> {
        let thumbs = Thumbs::called(&paper.study, &self.instrument)?;
        let text = paper.text(&thumbs.question.text);
        Some(view! { <p>{paper.picture(&thumbs.question.picture)} {text}</p> }.into_any())
    }

    fn enter(&self, entry: Entry, part: usize, _: &mut usize) -> AnyView {
        let up = move |_| entry.mark(Mark::Inside(part, ThumbMark(true).into()));
        view! { <button type="button" on:click=up></button> }.into_any()
    }

    fn check(filled: &ThumbFilled, _: &Study, _: Language) -> Vec<String> {
        vec![format!("{:?}", filled.is_blank())]
    }
}

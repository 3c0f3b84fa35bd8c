//! What the parts of the veranderverhaal ask the worker, and how what they make is saved.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::format::asked::Asks;
use crate::ports::reporter::ReportError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::framework::FrameworkPhrase;

/// An answer of the worker; `None` while it is looking.
pub(super) type Answer<T> = RwSignal<Option<Result<Arc<T>, ReportError>>>;

/// The answer of the worker to `question`, asked anew whenever the question changes.
pub(super) fn answer<Q: Asks<Answer: Send + Sync> + 'static>(
    app: App,
    question: impl Fn() -> Q + 'static,
) -> Answer<Q::Answer> {
    let answer: Answer<Q::Answer> = RwSignal::new(None);
    let n_asked = StoredValue::new(0_usize);
    Effect::new(move |_| {
        let question = question();
        let mine = n_asked.get_value() + 1;
        n_asked.set_value(mine);
        spawn_local(async move {
            let read = app.ask(question).await.map(|reported| Arc::new(reported.answer));
            // An answer to an older question comes too late; and the view may be gone by now.
            if n_asked.try_get_value() == Some(mine) {
                let _ = answer.try_set(Some(read));
            }
        });
    });
    answer
}

/// Hands `csv` to the person at the tablet; returns the name of the file.
pub(super) fn save_csv(app: App, name: &str, csv: &str) -> String {
    let tablet = app.tablet();
    let name = format!("{name}-{}.csv", tablet.today());
    let mut file = tablet.new_file();
    file.write(csv);
    file.save(&name, "text/csv");
    name
}

/// Says under which name a file was saved.
pub(super) fn saved_notice(app: App, saved: RwSignal<Option<String>>) -> AnyView {
    let notice = Signal::derive(move || {
        let language = app.language.get();
        let said = |file: String| language.say_with(FrameworkPhrase::Saved, &[("file", &file)]);
        saved.get().map(|file| Notice::new(Tone::Good, said(file)))
    });
    view! { <NoticeText notice=notice /> }.into_any()
}

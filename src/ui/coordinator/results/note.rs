//! The field for what will be done.

use leptos::prelude::*;

use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::text::results::ResultsPhrase as Say;

/// Most characters of a note: what fits on the sheet.
const MOST: usize = 300;

/// The field for what will be done, called `id` in the page.
pub(super) fn note_field(seen: Seen, id: &'static str) -> AnyView {
    let app = seen.app;
    let hint = format!("{id}-hint");
    let notice = Signal::derive(move || {
        let language = app.language.get();
        seen.kept.get().map(|kept| match kept {
            Ok(()) => Notice::new(Tone::Good, language.say(Say::NoteKept)),
            Err(error) => store_notice(&error, language),
        })
    });
    view! {
        <div class="field results-note">
            <label for=id>{app.say(Say::Note)}</label>
            <textarea
                id=id
                rows="3"
                maxlength=MOST.to_string()
                aria-describedby=hint.clone()
                prop:value=seen.note
                on:input=move |event| {
                    seen.kept.set(None);
                    seen.note.set(event_target_value(&event));
                }
                on:change=move |_| seen.keep_note()
            ></textarea>
            <p class="field-hint" id=hint>{app.say(Say::NoteHint)}</p>
            <NoticeText notice=notice />
        </div>
    }
    .into_any()
}

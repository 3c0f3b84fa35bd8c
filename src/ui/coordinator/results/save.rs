//! The sheet: looked at, printed, saved as a picture or a PDF.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::format::pdf::{Photo, write_pdf};
use crate::format::poster::{Poster, data_address};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::results::note::note_field;
use crate::ui::coordinator::results::seen::Seen;
use crate::ui::coordinator::results::sheet as words;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::results::ResultsPhrase as Say;

/// Size in pixels of the sheet as a picture: A4 at 200 to the inch.
const PICTURE: (u32, u32) = (1654, 2339);

/// Size in pixels of the sheet in a PDF, which is printed: A4 at 250 to the inch.
const PRINTED: (u32, u32) = (2067, 2923);

/// What became of the last file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Latest {
    Drawing,
    Saved(String),
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Png,
    Pdf,
}

/// The note, the buttons, and the sheet as it will be printed.
pub(super) fn sheet(seen: Seen) -> AnyView {
    let app = seen.app;
    let content = Memo::new(move |_| seen.content());
    let latest = RwSignal::new(None::<Latest>);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        latest.get().map(|latest| match latest {
            Latest::Drawing => Notice::new(Tone::Plain, language.say(Say::Saving)),
            Latest::Saved(file) => Notice::new(Tone::Good, language.say_with(Say::Saved, &[("file", &file)])),
            Latest::Failed => Notice::new(Tone::Trouble, language.say(Say::NotSaved)),
        })
    });
    let is_busy = Memo::new(move |_| latest.get() == Some(Latest::Drawing));
    let picture = move || {
        let content = content.get()?;
        let address = data_address("sheet.svg", Poster::draw(&content).svg().as_bytes());
        let told = app.language.get().say_with(Say::SheetPicture, &[("text", &content.count)]);
        Some(view! { <img class="results-sheet" src=address alt=told width="2100" height="2970" /> })
    };
    let print = move |_| {
        // Where it cannot be printed, there is the PDF.
        let _ = window().print();
    };
    let save = move |kind: Kind| spawn_local(save(seen, content, kind, latest));
    view! {
        <section class="block results-hand-on" aria-labelledby="results-sheet-heading">
            <h3 id="results-sheet-heading">{app.say(Say::SheetHeading)}</h3>
            {note_field(seen, "results-note")}
            <p class="block-hint">{app.say(Say::SheetHint)}</p>
            <div class="buttons">
                <button type="button" class="button" id="results-print" on:click=print>
                    {icon("printer")}
                    <span>{app.say(Say::Print)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    id="results-png"
                    disabled=is_busy
                    on:click=move |_| save(Kind::Png)
                >
                    {icon("image")}
                    <span>{app.say(Say::SavePng)}</span>
                </button>
                <button
                    type="button"
                    class="button"
                    id="results-pdf"
                    disabled=is_busy
                    on:click=move |_| save(Kind::Pdf)
                >
                    {icon("file-pdf")}
                    <span>{app.say(Say::SavePdf)}</span>
                </button>
            </div>
            <NoticeText notice=notice />
            {picture}
        </section>
    }
    .into_any()
}

async fn save(
    seen: Seen,
    content: Memo<Option<crate::format::poster::Content>>,
    kind: Kind,
    latest: RwSignal<Option<Latest>>,
) {
    let app = seen.app;
    let Some((content, occasion)) = content.get_untracked().zip(seen.occasion.get_untracked()) else {
        return;
    };
    latest.set(Some(Latest::Drawing));
    let study = untrack(|| app.with_study(|study| study.id.clone())).unwrap_or_default();
    let (drawing, tablet) = (Poster::draw(&content), app.tablet());
    let (size, drawn_as, saved_as, ending) = match kind {
        Kind::Png => (PICTURE, "image/png", "image/png", "png"),
        Kind::Pdf => (PRINTED, "image/jpeg", "application/pdf", "pdf"),
    };
    let (width, height) = size;
    let Some(drawn) = tablet.draw(&drawing.svg(), width, height, drawn_as).await else {
        // The view may be gone by now.
        let _ = latest.try_set(Some(Latest::Failed));
        return;
    };
    let bytes = match kind {
        Kind::Png => drawn,
        Kind::Pdf => {
            let photo = Photo { jpeg: &drawn, width, height };
            let language = app.language.get_untracked().id();
            write_pdf(photo, drawing.lines(), &format!("{} {}", content.title, content.about), language)
        }
    };
    let name = words::file_name(&study, &occasion, ending);
    let mut file = tablet.new_file();
    file.write_bytes(&bytes);
    file.save(&name, saved_as);
    let _ = latest.try_set(Some(Latest::Saved(name)));
}

//! Files with responses, for the coordinator's own report and for those who study them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::filter::Filter;
use crate::format::asked::{CountsQuestion, Reported};
use crate::format::files::{File, FileQuestion, Made};
use crate::ports::reporter::ReportError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Folded, NoticeText};
use crate::ui::coordinator::filter::{filter_bar, report_notice};
use crate::ui::coordinator::joining::joining;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::Language;
use crate::ui::text::data::DataPhrase;

/// What is said of a file: its name and what it is for.
const FILES: [(File, DataPhrase, DataPhrase); 9] = [
    (File::Xlsx, DataPhrase::Xlsx, DataPhrase::XlsxHint),
    (File::Codebook, DataPhrase::Codebook, DataPhrase::CodebookHint),
    (File::Wide, DataPhrase::Wide, DataPhrase::WideHint),
    (File::Long, DataPhrase::Long, DataPhrase::LongHint),
    (File::Matrix, DataPhrase::Matrix, DataPhrase::MatrixHint),
    (File::WideComma, DataPhrase::WideComma, DataPhrase::WideCommaHint),
    (File::LongComma, DataPhrase::LongComma, DataPhrase::LongCommaHint),
    (File::Spss, DataPhrase::Spss, DataPhrase::SpssHint),
    (File::Json, DataPhrase::Json, DataPhrase::JsonHint),
];

/// The files for whom: the name of the part in the page, its heading, and how many of [`FILES`]. All but the first are
/// folded away.
const GROUPS: [(&str, DataPhrase, usize); 3] = [
    ("files-own", DataPhrase::ForYou, 2),
    ("files-excel", DataPhrase::ForExcel, 3),
    ("files-research", DataPhrase::ForResearch, 4),
];

/// What became of a file.
type Done = Result<Reported<Made>, ReportError>;

/// What the view knows.
#[derive(Clone, Copy)]
struct Files {
    app: App,
    filter: RwSignal<Filter>,
    /// How many responses fit the filter; `None` while that is counted.
    n: RwSignal<Option<usize>>,
    /// The file that is being made.
    busy: RwSignal<Option<File>>,
    /// What became of the last one.
    done: RwSignal<Option<(File, Done)>>,
}

/// The choice of responses, and a button for each file.
pub(super) fn data(app: App) -> AnyView {
    let files = Files {
        app,
        filter: RwSignal::new(Filter::default()),
        n: RwSignal::new(None),
        busy: RwSignal::new(None),
        done: RwSignal::new(None),
    };
    Effect::new(move |_| {
        let filter = files.filter.get();
        files.n.set(None);
        files.done.set(None);
        spawn_local(files.count(filter));
    });
    let fit = move || {
        let language = app.language.get();
        match files.n.get() {
            None => language.say(DataPhrase::Counting).to_owned(),
            Some(0) => language.say(DataPhrase::FitNone).to_owned(),
            Some(n) => language.say_count(n, DataPhrase::FitOne, DataPhrase::FitMany),
        }
    };
    let mut rest = FILES.as_slice();
    let groups = GROUPS.map(|(id, heading, n)| {
        let (now, later) = rest.split_at(n.min(rest.len()));
        rest = later;
        let rows = now.iter().map(|(file, name, hint)| files.row(*file, *name, *hint)).collect_view();
        let list = view! { <ul class="files">{rows}</ul> };
        if id == GROUPS[0].0 {
            view! { <h3>{app.say(heading)}</h3> {list} }.into_any()
        } else {
            view! { <Folded id=id title=app.say(heading)>{list}</Folded> }.into_any()
        }
    });
    view! {
        <section class="view data" id="data">
            <h2 tabindex="-1">{app.say(DataPhrase::Heading)}</h2>
            <p>{app.say(DataPhrase::Intro)}</p>
            <section class="block">
                <h3>{app.say(DataPhrase::Which)}</h3>
                {filter_bar(app, files.filter)}
                <p class="data-fit" role="status">{fit}</p>
                <p class="block-hint">{app.say(DataPhrase::Careful)}</p>
            </section>
            <section class="block">{groups.into_iter().collect_view()}</section>
            <section class="block">{joining(app)}</section>
        </section>
    }
    .into_any()
}

impl Files {
    fn row(self, file: File, name: DataPhrase, hint: DataPhrase) -> AnyView {
        let app = self.app;
        let is_busy = move || self.busy.get() == Some(file);
        // The codebook says something without any response.
        let is_empty = move || self.n.get() == Some(0) && file != File::Codebook;
        let notice = Signal::derive(move || {
            let (of, done) = self.done.get()?;
            (of == file).then(|| done_notice(&done, app.language.get()))
        });
        let (title_id, hint_id) = (format!("file-{}-name", file.id()), format!("file-{}-hint", file.id()));
        let described = format!("{title_id} {hint_id}");
        let picture = match file.ending().1 {
            "xlsx" => "file-xls",
            "csv" if file == File::Codebook => "book-open",
            "csv" => "file-csv",
            _ => "export",
        };
        view! {
            <li class="file" data-file=file.id()>
                {icon(picture)}
                <div class="file-words">
                    <h4 id=title_id>{app.say(name)}</h4>
                    <p id=hint_id>{app.say(hint)}</p>
                </div>
                <button
                    type="button"
                    class="button"
                    data-main=(file == File::Xlsx).then_some("")
                    aria-describedby=described
                    disabled=move || self.busy.get().is_some() || is_empty()
                    on:click=move |_| spawn_local(self.save(file))
                >
                    {icon("download")}
                    <span>
                        {move || app.language.get().say(if is_busy() { DataPhrase::Busy } else { DataPhrase::Save })}
                    </span>
                </button>
                <NoticeText notice=notice />
            </li>
        }
        .into_any()
    }

    /// Counts what fits `filter`, unless another one is chosen meanwhile.
    async fn count(self, filter: Filter) {
        let counted = self.app.ask(CountsQuestion { filter: filter.clone() }).await;
        // The view may be gone by now.
        if self.filter.try_get_untracked().as_ref() != Some(&filter) {
            return;
        }
        // Why there is no answer the filter says.
        let Ok(counted) = counted else { return };
        let all = counted.answer.in_all();
        let left_out = counted.left_out;
        // Nobody knows of which centre they are, so they are meant when everything is.
        let n_others = if filter == Filter::default() { left_out.unreadable + left_out.newer } else { 0 };
        let _ = self.n.try_set(Some(all.made() - all.drafts + n_others));
    }

    /// Has `file` made, and hands it over.
    async fn save(self, file: File) {
        self.busy.set(Some(file));
        self.done.set(None);
        let tablet = self.app.tablet();
        let asked =
            FileQuestion { file, filter: self.filter.get_untracked(), day: tablet.today().to_string() };
        let reply = self.app.ask_for_file(asked).await;
        let done = reply.and_then(|(made, content)| {
            let content = content.ok_or_else(|| ReportError::Failed("no file".to_owned()))?;
            let mut new = tablet.new_file();
            new.write_bytes(&content);
            new.save(&made.answer.name, file.media_type());
            Ok(made)
        });
        // The view may be gone by now.
        let _ = self.busy.try_set(None);
        let _ = self.done.try_set(Some((file, done)));
    }
}

fn done_notice(done: &Done, language: Language) -> Notice {
    match done {
        Ok(made) => {
            let mut text = language.say_with(DataPhrase::Saved, &[("file", &made.answer.name)]);
            if made.left_out.unreadable > 0 {
                let n = made.left_out.unreadable.to_string();
                text = format!("{text} {}", language.say_with(DataPhrase::SavedUnreadable, &[("n", &n)]));
            }
            Notice::new(Tone::Good, text)
        }
        Err(error) => report_notice(error, language),
    }
}

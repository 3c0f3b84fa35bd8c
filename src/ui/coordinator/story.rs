//! What cards and questions say of the goals of the framework, which effects people named, and whether a round says something
//! else than the one before.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::codings::Codings;
use crate::domain::filter::Filter;
use crate::domain::story::{CrossTable, Story};
use crate::format::codings::read_codings;
use crate::format::reading::Invalid;
use crate::format::story::{
    StoryQuestion, WordsQuestion, read_story, read_words, roll_up_csv, write_story_question,
    write_words_question,
};
use crate::ports::reporter::ReportError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::{Told, show};
use crate::ui::coordinator::filter::{filter_bar, report_notice};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::Language;
use crate::ui::text::story::StoryPhrase;

mod effects;
mod goals;
mod numbers;
mod rounds;
mod sorting;

/// Under which name it is kept what was read in texts.
const CODINGS: &str = "codings";

/// An answer of the worker; `None` while it is looking.
type Answer<T> = RwSignal<Option<Result<Arc<T>, ReportError>>>;

/// The view, or the page of it on which texts are put to effects.
pub(super) fn story(app: App, page: &str) -> AnyView {
    if page == "words" {
        return sorting::sorting(app);
    }
    let filter = RwSignal::new(Filter::default());
    let rounds = RwSignal::new(None::<(String, String)>);
    let asked = move || write_story_question(&StoryQuestion { filter: filter.get(), rounds: rounds.get() });
    let story = answer(app, "story", asked, read_story);
    let codings = StoredValue::new(app.codings());
    let words = answer(
        app,
        "words",
        move || write_words_question(&WordsQuestion { filter: filter.get(), codings: codings.get_value() }),
        read_words,
    );
    let opened = RwSignal::new(BTreeSet::<String>::new());
    let content = move || {
        let language = app.language.get();
        match story.get() {
            None => view! { <p>{language.say(StoryPhrase::Loading)}</p> }.into_any(),
            Some(Err(error)) => show(report_notice(&error, language)).into_any(),
            Some(Ok(story)) => told(app, &story, opened, language),
        }
    };
    view! {
        <section class="block view story" id="story" aria-labelledby="story-heading">
            <h2 id="story-heading" tabindex="-1">{app.say(StoryPhrase::Heading)}</h2>
            <p class="block-hint">{app.say(StoryPhrase::Hint)}</p>
            {move || show(Notice::new(Tone::Plain, app.language.get().say(StoryPhrase::FirstSigns)))}
            {filter_bar(app, filter)}
            {content}
        </section>
        {effects::effects(app, words)}
        {rounds::rounds(app, story, rounds)}
        {centres(app, story)}
        <p class="attribution">
            {move || app.with_study(|study| study.framework.attribution.get(app.language.get().id()).to_owned())}
        </p>
    }
    .into_any()
}

impl App {
    /// What was read in the texts of participants so far; nothing if it cannot be read.
    fn codings(self) -> Codings {
        let kept = self.tablet().kept(CODINGS);
        kept.and_then(|json| read_codings(&json).ok()).unwrap_or_default()
    }
}

/// The answer of the worker to `question`, asked anew whenever the question changes.
fn answer<T: Send + Sync + 'static>(
    app: App,
    kind: &'static str,
    question: impl Fn() -> String + 'static,
    read: fn(&str) -> Result<T, Invalid>,
) -> Answer<T> {
    let answer: Answer<T> = RwSignal::new(None);
    let n_asked = StoredValue::new(0_usize);
    Effect::new(move |_| {
        let question = question();
        let mine = n_asked.get_value() + 1;
        n_asked.set_value(mine);
        spawn_local(async move {
            let reply = app.report(kind, question).await;
            let read = reply.and_then(|reply| {
                read(&reply.text).map(Arc::new).map_err(|invalid| ReportError::Failed(invalid.to_string()))
            });
            // An answer to an older question comes too late; and the view may be gone by now.
            if n_asked.try_get_value() == Some(mine) {
                let _ = answer.try_set(Some(read));
            }
        });
    });
    answer
}

/// Everything that was told of the goals.
fn told(app: App, story: &Story, opened: RwSignal<BTreeSet<String>>, language: Language) -> AnyView {
    let n_all = story.people.n + story.groups.as_ref().map_or(0, |groups| groups.n);
    let elsewhere = (story.n_elsewhere > 0).then(|| {
        let n = story.n_elsewhere.to_string();
        view! { <p class="block-hint">{language.say_with(StoryPhrase::Elsewhere, &[("n", &n)])}</p> }
    });
    if n_all == 0 {
        return view! {
            <p class="story-nothing">{language.say(StoryPhrase::Nothing)}</p>
            {elsewhere}
        }
        .into_any();
    }
    let unknown = (!story.people.unknown.is_empty()).then(|| {
        let ids = story.people.unknown.join(", ");
        view! { <p class="block-hint">{language.say_with(StoryPhrase::Unknown, &[("ids", &ids)])}</p> }
    });
    let groups = story.groups.as_ref().map(|groups| {
        view! {
            <h3>{language.say(StoryPhrase::GroupsHeading)}</h3>
            <p class="block-hint">{language.say(StoryPhrase::GroupsHint)}</p>
            <p class="story-count">{numbers::groups(groups.n, groups.n_present, language)}</p>
            {goals::goals(app, groups, "group", opened, language)}
        }
    });
    let people = (story.people.n > 0).then(|| {
        view! {
            <p class="story-count">{numbers::people(story.people.n, language)}</p>
            {goals::goals(app, &story.people, "people", opened, language)}
        }
    });
    view! {
        {people}
        {groups}
        {unknown}
        {elsewhere}
        <p class="block-hint">{language.say(StoryPhrase::Rules)}</p>
        {save_roll_up(app, story.clone())}
    }
    .into_any()
}

fn save_roll_up(app: App, story: Story) -> AnyView {
    let saved = RwSignal::new(None::<String>);
    let save = move |_| {
        let language = app.language.get_untracked();
        let heads = [
            StoryPhrase::ColumnWho,
            StoryPhrase::ColumnLevel,
            StoryPhrase::ColumnId,
            StoryPhrase::ColumnText,
            StoryPhrase::ColumnN,
            StoryPhrase::ColumnPresent,
            StoryPhrase::ColumnValue,
            StoryPhrase::ColumnCount,
        ];
        let heads = heads.map(|head| language.say(head));
        let csv = app.with_study(|study| {
            let attribution = study.framework.attribution.get(language.id());
            (study.id.clone(), roll_up_csv(study, &story, language.id(), heads, attribution))
        });
        if let Some((study, csv)) = csv {
            saved.set(Some(save_csv(app, &format!("{study}-veranderverhaal"), &csv)));
        }
    };
    view! {
        <div class="buttons">
            <button type="button" class="button" on:click=save>
                {icon("file-csv")}
                <span>{app.say(StoryPhrase::SaveRollUp)}</span>
            </button>
        </div>
        {saved_notice(app, saved)}
    }
    .into_any()
}

/// Hands `csv` to the person at the tablet; returns the name of the file.
fn save_csv(app: App, name: &str, csv: &str) -> String {
    let tablet = app.tablet();
    let name = format!("{name}-{}.csv", tablet.today());
    let mut file = tablet.new_file();
    file.write(csv);
    file.save(&name, "text/csv");
    name
}

/// Says under which name a file was saved.
fn saved_notice(app: App, saved: RwSignal<Option<String>>) -> AnyView {
    let notice = Signal::derive(move || {
        let language = app.language.get();
        let said = |file: String| language.say_with(StoryPhrase::Saved, &[("file", &file)]);
        saved.get().map(|file| Notice::new(Tone::Good, said(file)))
    });
    view! { <Told notice=notice /> }.into_any()
}

/// How many responses there are, by centre and kind of activity.
fn centres(app: App, story: Answer<Story>) -> AnyView {
    let table = Memo::new(move |_| story.get().and_then(Result::ok).map(|story| story.centres.clone()));
    let content = move || {
        let language = app.language.get();
        table.get().filter(|table| !table.rows.is_empty()).map(|table| {
            view! {
                <section class="block" id="story-centres" aria-labelledby="story-centres-heading">
                    <h2 id="story-centres-heading">{language.say(StoryPhrase::Centres)}</h2>
                    {cross_table(&table, language)}
                </section>
            }
        })
    };
    content.into_any()
}

fn cross_table(table: &CrossTable, language: Language) -> AnyView {
    let named = |name: &str| {
        if name.is_empty() { language.say(StoryPhrase::Nameless).to_owned() } else { name.to_owned() }
    };
    let total = language.say(StoryPhrase::Total);
    let heads = table.columns.iter().map(|column| view! { <th scope="col">{named(column)}</th> });
    let cells = |numbers: &[usize]| {
        let cells = numbers.iter().map(|n| view! { <td>{n.to_string()}</td> });
        cells.collect_view()
    };
    let rows = table.rows.iter().map(|(name, numbers)| {
        let sum: usize = numbers.iter().sum();
        view! {
            <tr>
                <th scope="row">{named(name)}</th>
                {cells(numbers)}
                <td>{sum.to_string()}</td>
            </tr>
        }
    });
    view! {
        <div class="story-table" tabindex="0" role="group" aria-label=language.say(StoryPhrase::Centres)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{language.say(StoryPhrase::Centre)}</th>
                        {heads.collect_view()}
                        <th scope="col">{total}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{total}</th>
                        {cells(&table.totals())}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

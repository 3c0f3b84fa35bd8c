//! What cards and questions say of the goals of the framework, which effects people named, and whether a round says something
//! else than the one before.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::codings::{Codings, Differing, Effect as Change, Merged, Spot, Told as ToldText};
use crate::domain::filter::Filter;
use crate::domain::story::{CrossTable, Story};
use crate::domain::study::Study;
use crate::format::asked::Asks;
use crate::format::carried;
use crate::format::codings::{read_codings, write_codings};
use crate::format::story::{StoryQuestion, WordsQuestion, roll_up_csv};
use crate::ports::reporter::ReportError;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Told, show};
use crate::ui::coordinator::filter::{filter_bar, report_notice};
use crate::ui::coordinator::links::linked;
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
    let story = answer(app, move || StoryQuestion { filter: filter.get(), rounds: rounds.get() });
    let codings = StoredValue::new(app.codings());
    let words = answer(app, move || WordsQuestion { filter: filter.get(), codings: codings.get_value() });
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
            <p class="block-hint">{move || linked(app.language.get().say(StoryPhrase::Hint))}</p>
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
    pub(super) fn codings(self) -> Codings {
        let kept = self.tablet().kept(CODINGS);
        kept.and_then(|json| read_codings(&json).ok()).unwrap_or_default()
    }
}

/// What came of the codings in a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TakenCodings {
    merged: Merged,
    /// The texts on this tablet.
    told: Vec<ToldText>,
    is_unreadable: bool,
}

/// Takes in what the `settings` of a backup say of texts, unless it was `taken` over whole: what is missing here is added,
/// and what differs stays as it is here.
///
/// # Errors
///
/// [`StoreError`]; nothing was added.
pub(super) async fn take_in_codings(
    app: App,
    settings: &[(String, String)],
    taken: &[String],
) -> Result<TakenCodings, StoreError> {
    let mut done = TakenCodings::default();
    let Some((_, text)) = settings.iter().find(|(name, _)| name == carried::CODINGS) else { return Ok(done) };
    if taken.iter().any(|name| name == carried::CODINGS) {
        return Ok(done);
    }
    let Ok(there) = read_codings(text) else {
        done.is_unreadable = true;
        return Ok(done);
    };
    let mut here = app.codings();
    let guidance = app.guidance.get_untracked().unwrap_or_default();
    done.merged = untrack(|| app.with_study(|study| here.merge(study, &guidance, &there)))
        .unwrap_or_else(|| here.merge(&Study::default(), &guidance, &there));
    if done.merged.n_new > 0 {
        app.tablet().keep(CODINGS, &write_codings(&here))?;
    }
    if !done.merged.differing.is_empty() {
        let question = WordsQuestion { filter: Filter::default(), codings: here };
        // Without the texts they are told by their ids.
        done.told = app.ask(question).await.map_or(Vec::new(), |words| words.answer.told);
    }
    Ok(done)
}

impl TakenCodings {
    /// What is to be said of it in sentences; empty if there is nothing.
    pub(super) fn told(&self, language: Language) -> String {
        let n = |words, n: usize| language.say_with(words, &[("n", &n.to_string())]);
        let mut said = Vec::new();
        if self.is_unreadable {
            said.push(language.say(StoryPhrase::CodingsUnreadable).to_owned());
        }
        if self.merged.n_new > 0 {
            said.push(n(StoryPhrase::CodingsAdded, self.merged.n_new));
        }
        if !self.merged.differing.is_empty() {
            said.push(n(StoryPhrase::CodingsDiffer, self.merged.differing.len()));
        }
        said.join(" ")
    }

    /// Everything that is not as it is here, a line each.
    pub(super) fn differing(&self, effects: &[Change], language: Language) -> Vec<String> {
        let text_of = |response: &str, spot: Spot| {
            let found = self.told.iter().find(|one| one.response == response && one.spot == spot);
            found.map_or_else(|| response.to_owned(), |one| format!("“{}”", one.text))
        };
        let titles = |ids: &[String]| {
            let title = |id: &String| {
                let effect = effects.iter().find(|one| one.id == *id);
                effect.map_or(id.as_str(), |effect| effect.title.get(language.id())).to_owned()
            };
            let titles: Vec<String> = ids.iter().map(title).collect();
            if titles.is_empty() {
                language.say(StoryPhrase::FitsNowhere).to_owned()
            } else {
                titles.join(", ")
            }
        };
        let line = |text: &str, here: &str, there: &str| {
            language
                .say_with(StoryPhrase::CodingsDifferent, &[("text", text), ("here", here), ("there", there)])
        };
        let one = |differing: &Differing| match differing {
            Differing::Coding(response, spot, here, there) => {
                line(&text_of(response, *spot), &titles(here), &titles(there))
            }
            Differing::Translation(response, spot, here, there) => {
                line(&text_of(response, *spot), &format!("“{here}”"), &format!("“{there}”"))
            }
            Differing::Effect(_, here, there) => {
                let id = language.id();
                line(language.say(StoryPhrase::Effect), here.get(id), there.get(id))
            }
        };
        self.merged.differing.iter().map(one).collect()
    }
}

/// The answer of the worker to `question`, asked anew whenever the question changes.
fn answer<Q: Asks<Answer: Send + Sync> + 'static>(
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

/// How many people and how many groups there are, by centre and kind of activity: a table of each.
fn centres(app: App, story: Answer<Story>) -> AnyView {
    let tables = Memo::new(move |_| {
        story.get().and_then(Result::ok).map(|story| (story.centres.clone(), story.group_centres.clone()))
    });
    let content = move || {
        let language = app.language.get();
        let (people, groups) = tables.get().unwrap_or_default();
        let of_people = (!people.rows.is_empty()).then(|| {
            view! {
                <section class="block" id="story-centres" aria-labelledby="story-centres-heading">
                    <h2 id="story-centres-heading">{language.say(StoryPhrase::Centres)}</h2>
                    {cross_table(&people, StoryPhrase::Centres, language)}
                </section>
            }
        });
        let of_groups = (!groups.rows.is_empty()).then(|| {
            view! {
                <section
                    class="block"
                    id="story-group-centres"
                    aria-labelledby="story-group-centres-heading"
                >
                    <h2 id="story-group-centres-heading">{language.say(StoryPhrase::GroupCentres)}</h2>
                    <p class="block-hint">{language.say(StoryPhrase::GroupCentresHint)}</p>
                    {cross_table(&groups, StoryPhrase::GroupCentres, language)}
                </section>
            }
        });
        view! {
            {of_people}
            {of_groups}
        }
    };
    content.into_any()
}

fn cross_table(table: &CrossTable, title: StoryPhrase, language: Language) -> AnyView {
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
        <div class="story-table" tabindex="0" role="group" aria-label=language.say(title)>
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::guidance::Guidance;

    #[test]
    fn what_was_sorted_otherwise_in_a_backup_is_told_text_by_text() {
        let mut here = Codings::default();
        let mut there = Codings::default();
        here.set("r", Spot::Story(0), vec!["heard".to_owned()]);
        there.set("r", Spot::Story(0), Vec::new());
        there.set("s", Spot::Story(0), Vec::new());
        let told = ToldText {
            response: "r".to_owned(),
            spot: Spot::Story(0),
            text: "Zij luisterde".to_owned(),
            card: String::new(),
            language: "nl".to_owned(),
            centre: String::new(),
            kind: String::new(),
            date: String::new(),
            round: String::new(),
        };
        let merged = here.merge(&Study::default(), &Guidance::default(), &there);
        let taken = TakenCodings { merged, told: vec![told], is_unreadable: false };

        let said = taken.told(Language::Dutch);
        assert!(
            said.starts_with("1 erbij in de indeling") && said.contains("1 keer was het in de kopie anders"),
            "{said}"
        );
        assert_eq!(
            taken.differing(&[], Language::Dutch),
            ["“Zij luisterde” — hier: heard; in de kopie: Hoort nergens bij"]
        );
        assert_eq!(TakenCodings::default().told(Language::English), "");
    }
}

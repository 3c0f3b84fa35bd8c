//! What cards and questions say of the goals of the framework, which effects people named, and whether a round says something
//! else than the one before.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::domain::filter::Filter;
use crate::domain::framework::{CrossTable, FrameworkResults};
use crate::format::framework::{FrameworkQuestion, WordsQuestion, roll_up_csv};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::filter::{filter_bar, report_notice};
use crate::ui::coordinator::framework::asking::{Answer, answer, save_csv, saved_notice};
use crate::ui::coordinator::links::linked;
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

mod asking;
mod effects;
mod goals;
pub(super) mod kept;
mod numbers;
mod rounds;
mod sorting;

/// The view, or the page of it on which texts are put to effects.
pub(super) fn framework(app: App, page: &str) -> AnyView {
    if page == "words" {
        return sorting::sorting(app);
    }
    let filter = RwSignal::new(Filter::default());
    let rounds = RwSignal::new(None::<(String, String)>);
    let results = answer(app, move || FrameworkQuestion { filter: filter.get(), rounds: rounds.get() });
    let codings = StoredValue::new(app.codings());
    let words = answer(app, move || WordsQuestion { filter: filter.get(), codings: codings.get_value() });
    let opened = RwSignal::new(BTreeSet::<String>::new());
    let content = move || {
        let language = app.language.get();
        match results.get() {
            None => view! { <p class="loading">{language.say(FrameworkPhrase::Loading)}</p> }.into_any(),
            Some(Err(error)) => show(report_notice(&error, language)).into_any(),
            Some(Ok(results)) => told(app, &results, opened, language),
        }
    };
    view! {
        <section class="block view framework" id="framework" aria-labelledby="framework-heading">
            <h2 id="framework-heading" tabindex="-1">{app.say(FrameworkPhrase::Heading)}</h2>
            <p class="block-hint">{move || linked(app.language.get().say(FrameworkPhrase::Hint))}</p>
            {move || show(Notice::new(Tone::Plain, app.language.get().say(FrameworkPhrase::FirstSigns)))}
            {filter_bar(app, filter)}
            {content}
        </section>
        {effects::effects(app, words)}
        {rounds::rounds(app, results, rounds)}
        {centres(app, results)}
        <p class="attribution">
            {move || app.with_study(|study| study.framework.attribution.get(app.language.get().id()).to_owned())}
        </p>
    }
    .into_any()
}

/// Everything that was told of the goals.
fn told(
    app: App,
    results: &FrameworkResults,
    opened: RwSignal<BTreeSet<String>>,
    language: Language,
) -> AnyView {
    let n_all = results.people.n + results.groups.as_ref().map_or(0, |groups| groups.n);
    let elsewhere = (results.n_elsewhere > 0).then(|| {
        let n = results.n_elsewhere.to_string();
        view! { <p class="block-hint">{language.say_with(FrameworkPhrase::Elsewhere, &[("n", &n)])}</p> }
    });
    if n_all == 0 {
        return view! {
            <p class="framework-nothing">{language.say(FrameworkPhrase::Nothing)}</p>
            {elsewhere}
        }
        .into_any();
    }
    let unknown = (!results.people.unknown.is_empty()).then(|| {
        let ids = results.people.unknown.join(", ");
        view! { <p class="block-hint">{language.say_with(FrameworkPhrase::Unknown, &[("ids", &ids)])}</p> }
    });
    let groups = results.groups.as_ref().map(|groups| {
        view! {
            <h3>{language.say(FrameworkPhrase::GroupsHeading)}</h3>
            <p class="block-hint">{language.say(FrameworkPhrase::GroupsHint)}</p>
            <p class="framework-count">{numbers::groups(groups.n, groups.n_present, language)}</p>
            {goals::goals(app, groups, "group", opened, language)}
        }
    });
    let people = (results.people.n > 0).then(|| {
        view! {
            <p class="framework-count">{numbers::people(results.people.n, language)}</p>
            {goals::goals(app, &results.people, "people", opened, language)}
        }
    });
    view! {
        {people}
        {groups}
        {unknown}
        {elsewhere}
        <p class="block-hint">{language.say(FrameworkPhrase::Rules)}</p>
        {save_roll_up(app, results.clone())}
    }
    .into_any()
}

fn save_roll_up(app: App, results: FrameworkResults) -> AnyView {
    let saved = RwSignal::new(None::<String>);
    let save = move |_| {
        let language = app.language.get_untracked();
        let heads = [
            FrameworkPhrase::ColumnWho,
            FrameworkPhrase::ColumnLevel,
            FrameworkPhrase::ColumnId,
            FrameworkPhrase::ColumnText,
            FrameworkPhrase::ColumnN,
            FrameworkPhrase::ColumnPresent,
            FrameworkPhrase::ColumnValue,
            FrameworkPhrase::ColumnCount,
        ];
        let heads = heads.map(|head| language.say(head));
        let csv = app.with_study(|study| {
            let attribution = study.framework.attribution.get(language.id());
            (study.id.clone(), roll_up_csv(study, &results, language.id(), heads, attribution))
        });
        if let Some((study, csv)) = csv {
            saved.set(Some(save_csv(app, &format!("{study}-veranderverhaal"), &csv)));
        }
    };
    view! {
        <div class="buttons">
            <button type="button" class="button" on:click=save>
                {icon("file-csv")}
                <span>{app.say(FrameworkPhrase::SaveRollUp)}</span>
            </button>
        </div>
        {saved_notice(app, saved)}
    }
    .into_any()
}

/// How many people and how many groups there are, by centre and kind of activity: a table of each.
fn centres(app: App, results: Answer<FrameworkResults>) -> AnyView {
    let tables = Memo::new(move |_| {
        results
            .get()
            .and_then(Result::ok)
            .map(|results| (results.centres.clone(), results.group_centres.clone()))
    });
    let content = move || {
        let language = app.language.get();
        let (people, groups) = tables.get().unwrap_or_default();
        let of_people = (!people.rows.is_empty()).then(|| {
            view! {
                <section class="block" id="framework-centres" aria-labelledby="framework-centres-heading">
                    <h2 id="framework-centres-heading">{language.say(FrameworkPhrase::Centres)}</h2>
                    {cross_table(&people, FrameworkPhrase::Centres, language)}
                </section>
            }
        });
        let of_groups = (!groups.rows.is_empty()).then(|| {
            view! {
                <section
                    class="block"
                    id="framework-group-centres"
                    aria-labelledby="framework-group-centres-heading"
                >
                    <h2 id="framework-group-centres-heading">{language.say(FrameworkPhrase::GroupCentres)}</h2>
                    <p class="block-hint">{language.say(FrameworkPhrase::GroupCentresHint)}</p>
                    {cross_table(&groups, FrameworkPhrase::GroupCentres, language)}
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

fn cross_table(table: &CrossTable, title: FrameworkPhrase, language: Language) -> AnyView {
    let named = |name: &str| {
        if name.is_empty() { language.say(FrameworkPhrase::Nameless).to_owned() } else { name.to_owned() }
    };
    let total = language.say(FrameworkPhrase::Total);
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
        <div class="framework-table" tabindex="0" role="group" aria-label=language.say(title)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{language.say(FrameworkPhrase::Centre)}</th>
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

//! Paper: what is printed for an activity, and what came back on it.

use leptos::prelude::*;

use crate::domain::paper::Sheet;
use crate::domain::study::Language as Spoken;
use crate::instruments::{OnPaper, all_kinds, each_of};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::paper::pages::{Counts, Pages, Paper, Printout, back, counted, loading};
use crate::ui::coordinator::texts::direction;
use crate::ui::coordinator::view::View;
use crate::ui::text::paper::PaperPhrase;

mod answer_sheet;
mod enter;
pub(crate) mod entry;
pub(crate) mod pages;
pub(crate) mod row;

/// All that is printed, in order: the consent, what there is of each instrument, and the sheet for who takes notes.
fn printouts() -> Vec<Printout> {
    let consent = Printout::new("consent", PaperPhrase::Consent, PaperPhrase::ConsentAbout, "hand-waving");
    let sheet = Printout::new("sheet", PaperPhrase::Sheet, PaperPhrase::SheetAbout, "note-pencil");
    let of_kinds = all_kinds!(Kind => <<Kind as OnPaper>::Sheet as Pages>::printouts());
    [consent].into_iter().chain(of_kinds.into_iter().flatten()).chain([sheet]).collect()
}

/// What the address names: the entry, something to print (`cards/ar`), or the list of it all.
pub(super) fn paper(app: App, page: String) -> AnyView {
    let (name, language) = page.split_once('/').unwrap_or((&page, ""));
    if name == "enter" {
        return enter::enter(app);
    }
    match printouts().into_iter().find(|one| one.name == name) {
        Some(printout) => printed(app, printout, language.to_owned()),
        None => index(app),
    }
}

/// The language called `id`, or the first that is offered.
fn language_of(app: App, id: &str) -> Option<Spoken> {
    app.languages().into_iter().find(|one| one.id == id).or_else(|| app.offered().into_iter().next())
}

fn sheet(app: App) -> Sheet {
    app.with_study(|study| app.activity.with(|set| Sheet::of(study, set))).unwrap_or_default()
}

/// The entry, and all that can be printed.
fn index(app: App) -> AnyView {
    let chosen = RwSignal::new(String::new());
    let spoken = Memo::new(move |_| language_of(app, &chosen.get()).map(|one| one.id).unwrap_or_default());
    let counted = move || {
        let Counts { n_cards, n_questions } = counted(&sheet(app));
        let (n, m) = (n_cards.to_string(), n_questions.to_string());
        app.language.get().say_with(PaperPhrase::PrintHint, &[("n", &n), ("m", &m)])
    };
    let printouts = printouts().into_iter().map(|Printout { name, title, about, icon: icon_name }| {
        let href = move || View::Paper(format!("{name}/{}", spoken.get())).hash();
        view! {
            <li>
                <a class="paper-link" href=href>
                    {icon(icon_name)}
                    <span class="paper-link-words">
                        <strong>{app.say(title)}</strong>
                        <span class="field-hint">{app.say(about)}</span>
                    </span>
                    {icon("caret-right")}
                </a>
            </li>
        }
    });
    view! {
        <section class="block view" id="paper" aria-labelledby="paper-heading">
            <h2 id="paper-heading" tabindex="-1">{app.say(PaperPhrase::Heading)}</h2>
            <p class="block-hint">{app.say(PaperPhrase::Hint)}</p>
            <div class="paper-entry">
                <a class="button" data-main="" href=View::Paper("enter".to_owned()).hash()>
                    {icon("note-pencil")}
                    <span>{app.say(PaperPhrase::Enter)}</span>
                </a>
                <p class="field-hint">{app.say(PaperPhrase::EnterAbout)}</p>
            </div>
            <h3>{app.say(PaperPhrase::Print)}</h3>
            <p class="block-hint">{counted}</p>
            {language_field(app, spoken, Callback::new(move |id| chosen.set(id)))}
            <ul class="paper-links">{printouts.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The field that chooses the language of the paper.
fn language_field(app: App, spoken: Memo<String>, on_choose: Callback<String>) -> AnyView {
    let options = move || {
        let languages = app.languages().into_iter().map(|one| {
            let id = one.id.clone();
            let is_set = move || spoken.get() == id;
            view! { <option value=one.id.clone() lang=one.id.clone() prop:selected=is_set>{one.name}</option> }
        });
        languages.collect_view()
    };
    view! {
        <div class="field paper-language">
            <label for="paper-language">{app.say(PaperPhrase::Language)}</label>
            <select id="paper-language" on:change=move |event| on_choose.run(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Pages as they will be printed, and the button that prints them.
fn printed(app: App, Printout { name, title, .. }: Printout, language: String) -> AnyView {
    let spoken = Memo::new(move |_| language_of(app, &language));
    Effect::new(move |_| {
        if let Some(spoken) = spoken.get() {
            app.want_texts(&spoken.id);
        }
    });
    let id = Memo::new(move |_| spoken.get().map(|one| one.id).unwrap_or_default());
    let choose = move |id: String| {
        // The address of a page that is open can be changed.
        let _ = window().location().set_hash(&View::Paper(format!("{name}/{id}")).hash());
    };
    let content = move || {
        let Some(spoken) = spoken.get() else { return loading(app) };
        if let Some(notice) = app.texts_notice(&spoken.id) {
            return show(notice).into_any();
        }
        let study = app.speech().texts.with(|texts| texts.get(&spoken.id).cloned().flatten());
        let Some(study) = study else { return loading(app) };
        let sheet = app.activity.with(|set| Sheet::of(&study, set));
        let paper = Paper { app, study, spoken, sheet };
        let parts = paper.sheet.parts.iter();
        let pages = match name {
            "consent" => consent(&paper),
            "sheet" => answer_sheet::answer_sheet(&paper),
            _ => parts
                .flat_map(|part| each_of!(SheetPart, part, sheet => printout(sheet, name, &paper)))
                .collect(),
        };
        pages_view(&paper, name, pages)
    };
    let print = move |_| {
        // A browser that cannot print has its own word for it.
        let _ = window().print();
    };
    view! {
        <section class="block view paper-view" id="paper-print" aria-labelledby="paper-heading">
            <div class="paper-tools">
                {back(app)} <h2 id="paper-heading" tabindex="-1">{app.say(title)}</h2>
                <div class="paper-choose">
                    {language_field(app, id, Callback::new(choose))}
                    <button type="button" class="button" data-main="" id="paper-print-now" on:click=print>
                        {icon("printer")}
                        <span>{app.say(PaperPhrase::PrintNow)}</span>
                    </button>
                </div>
                <p class="field-hint">{app.say(PaperPhrase::PrintTip)}</p>
            </div>
            {content}
        </section>
    }
    .into_any()
}

/// What it means to take part.
fn consent(paper: &Paper) -> Vec<AnyView> {
    let consent = &paper.study.consent;
    let points = consent.points.iter().map(|point| {
        view! { <li>{paper.picture(&point.picture)} <p>{paper.text(&point.text)}</p></li> }
    });
    let page = view! {
        <div class="paper-consent">
            <h3>{paper.text(&consent.title)}</h3>
            <ul>{points.collect_view()}</ul>
        </div>
    };
    vec![page.into_any()]
}

/// The pages of that name, if it is of this kind of instrument.
fn printout<S: Pages>(sheet: &S, name: &str, paper: &Paper) -> Vec<AnyView> {
    if S::printouts().iter().any(|one| one.name == name) { sheet.print(name, paper) } else { Vec::new() }
}

fn pages_view(paper: &Paper, name: &'static str, pages: Vec<AnyView>) -> AnyView {
    if pages.is_empty() {
        return view! { <p>{paper.app.say(PaperPhrase::NothingToPrint)}</p> }.into_any();
    }
    let pages = pages.into_iter().map(|page| view! { <div class="paper-page">{page}</div> }).collect_view();
    let direction = direction(&paper.spoken);
    view! {
        <div class="paper-pages" data-kind=name lang=paper.spoken.id.clone() dir=direction>
            {pages}
        </div>
    }
    .into_any()
}

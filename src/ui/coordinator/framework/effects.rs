//! The effects that people named, by goal, as in Bijlage 3 of the report.

use leptos::prelude::*;

use crate::domain::codings::{Effect, EffectRow};
use crate::domain::guidance::Guidance;
use crate::domain::study::Study;
use crate::format::framework::{Words, effects_csv, texts_csv};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::show;
use crate::ui::coordinator::filter::report_notice;
use crate::ui::coordinator::framework::asking::{Answer, save_csv, saved_notice};
use crate::ui::coordinator::view::View;
use crate::ui::text::Language;
use crate::ui::text::framework::FrameworkPhrase;

/// The table, the way to the texts, and the button that saves it.
pub(super) fn effects(app: App, words: Answer<Words>) -> AnyView {
    let saved = RwSignal::new(None::<String>);
    let content = move || {
        let language = app.language.get();
        match words.get() {
            None => view! { <p class="loading">{language.say(FrameworkPhrase::Loading)}</p> }.into_any(),
            Some(Err(error)) => show(report_notice(&error, language)).into_any(),
            Some(Ok(words)) => {
                app.with_study(|study| counted(app, study, &words, saved, language)).into_any()
            }
        }
    };
    view! {
        <section class="block framework" id="framework-effects" aria-labelledby="framework-effects-heading">
            <h2 id="framework-effects-heading">{app.say(FrameworkPhrase::Effects)}</h2>
            <p class="block-hint">{app.say(FrameworkPhrase::EffectsHint)}</p>
            {content}
            {saved_notice(app, saved)}
        </section>
    }
    .into_any()
}

fn counted(
    app: App,
    study: &Study,
    words: &Words,
    saved: RwSignal<Option<String>>,
    language: Language,
) -> AnyView {
    let counts = &words.table;
    let with_n = |phrase: FrameworkPhrase, n: usize| language.say_with(phrase, &[("n", &n.to_string())]);
    let mut standing = match (words.told.len(), counts.n_open) {
        (0, _) => vec![language.say(FrameworkPhrase::NoTexts).to_owned()],
        (_, 0) => vec![language.say(FrameworkPhrase::NoneOpen).to_owned()],
        (_, n) => vec![with_n(FrameworkPhrase::Open, n)],
    };
    let rest =
        [(FrameworkPhrase::Fitless, counts.n_none), (FrameworkPhrase::CodedElsewhere, counts.n_elsewhere)];
    standing.extend(rest.into_iter().filter(|(_, n)| *n > 0).map(|(phrase, n)| with_n(phrase, n)));
    let save = {
        let words = words.clone();
        move |_| saved.set(save(app, &words))
    };
    let save_texts = {
        let words = words.clone();
        move |_| {
            let language = app.language.get_untracked();
            let joined = app.joined.get_untracked();
            let csv = |study: &Study| {
                (study.id.clone(), texts_csv(study, &words, &app.codings(), &joined, language.id()))
            };
            let name =
                app.with_study(csv).map(|(study, csv)| save_csv(app, &format!("{study}-teksten"), &csv));
            saved.set(name);
        }
    };
    let by = app
        .with_guidance(|guidance| attribution(guidance, language))
        .map(|attribution| language.say_with(FrameworkPhrase::EffectsBy, &[("attribution", &attribution)]));
    view! {
        <p class="framework-standing">{standing.join(" · ")}</p>
        <div class="buttons">
            <a class="button" data-main="" href=View::Framework("words".to_owned()).hash()>
                {icon("pencil-simple")}
                <span>{language.say(FrameworkPhrase::SortTexts)}</span>
            </a>
            <button type="button" class="button" on:click=save>
                {icon("file-csv")}
                <span>{language.say(FrameworkPhrase::SaveEffects)}</span>
            </button>
            <button type="button" class="button" on:click=save_texts>
                {icon("file-csv")}
                <span>{language.say(FrameworkPhrase::SaveTexts)}</span>
            </button>
        </div>
        {table(study, words, language)}
        <p class="attribution">{by}</p>
    }
    .into_any()
}

fn table(study: &Study, words: &Words, language: Language) -> AnyView {
    let n_coded = words.table.n_coded.max(1);
    let rows = words.effects.iter().zip(&words.table.rows);
    let rows = rows.map(|(effect, row)| effect_row(study, effect, row, n_coded, language)).collect_view();
    let head = |phrase| view! { <th scope="col">{language.say(phrase)}</th> };
    view! {
        <div class="framework-table" tabindex="0" role="group" aria-labelledby="framework-effects-heading">
            <table id="effects-table">
                <thead>
                    <tr>
                        {head(FrameworkPhrase::Goal)}
                        {head(FrameworkPhrase::Effect)}
                        {head(FrameworkPhrase::TimesNamed)}
                        {head(FrameworkPhrase::ByParticipants)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <td></td>
                        <th scope="row">{language.say(FrameworkPhrase::Total)}</th>
                        <td>{words.table.total().to_string()}</td>
                        <td></td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// An effect with its numbers, and a bar as long as its share of the texts that were sorted.
fn effect_row(
    study: &Study,
    effect: &Effect,
    row: &EffectRow,
    n_coded: usize,
    language: Language,
) -> AnyView {
    let share = row.n * 100 / n_coded;
    let goals = goal_titles(study, &effect.goals, language);
    view! {
        <tr data-id=effect.id.clone()>
            <td>{goals.clone()}</td>
            <th scope="row">
                <span class="framework-effect-goal" aria-hidden="true">{goals}</span>
                {effect.title.get(language.id()).to_owned()}
                <span class="framework-effect-bar" aria-hidden="true">
                    <span style:width=format!("{share}%")></span>
                </span>
            </th>
            <td>{row.n.to_string()}</td>
            <td>{row.n_responses.to_string()}</td>
        </tr>
    }
    .into_any()
}

/// Whose words the effects of the study are, and where they stand; nothing if it suggests none.
fn attribution(guidance: &Guidance, language: Language) -> Option<String> {
    let parts = [&guidance.effects_attribution, &guidance.effects_source].map(|text| text.get(language.id()));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!guidance.effects.is_empty()).then(|| parts.join(", "))
}

/// Titles of goals (ids).
pub(super) fn goal_titles(study: &Study, goals: &[String], language: Language) -> String {
    let known = goals.iter().filter_map(|id| study.framework.goals.iter().find(|goal| goal.id == *id));
    let titles: Vec<&str> = known.map(|goal| goal.title.get(language.id())).collect();
    titles.join(" / ")
}

/// Saves the table; returns the name of the file.
fn save(app: App, words: &Words) -> Option<String> {
    let language = app.language.get_untracked();
    let heads = [
        FrameworkPhrase::Goal,
        FrameworkPhrase::Effect,
        FrameworkPhrase::Examples,
        FrameworkPhrase::TimesNamed,
        FrameworkPhrase::ByParticipants,
        FrameworkPhrase::ColumnId,
        FrameworkPhrase::Total,
    ];
    let heads = heads.map(|head| language.say(head));
    let guidance = app.guidance.get_untracked().unwrap_or_default();
    let attribution = guidance.effects_attribution.get(language.id());
    let csv =
        |study: &Study| (study.id.clone(), effects_csv(study, words, language.id(), heads, attribution));
    let (study, csv) = app.with_study(csv)?;
    Some(save_csv(app, &format!("{study}-effecten"), &csv))
}

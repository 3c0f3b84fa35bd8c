//! The choice of which responses are meant, from what there is on the tablet.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::counted::LeftOut;
use crate::domain::filter::{Facets, Filter};
use crate::domain::response::Mode;
use crate::format::asked::{FacetsQuestion, Reported};
use crate::ports::reporter::ReportError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{NoticeText, show};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::text::{Language, Phrase};

/// All modes with their words.
pub(super) const MODES: [(Mode, Phrase); 5] = [
    (Mode::Alone, Phrase::ModeAlone),
    (Mode::Coordinator, Phrase::ModeCoordinator),
    (Mode::Interpreter, Phrase::ModeInterpreter),
    (Mode::Group, Phrase::ModeGroup),
    (Mode::Paper, Phrase::ModePaper),
];

/// What there is to choose from, or why it cannot be told; `None` while the worker is looking.
pub(super) fn facets(app: App) -> RwSignal<Option<Result<Reported<Facets>, ReportError>>> {
    let facets = RwSignal::new(None);
    spawn_local(async move {
        let answer = app.ask(FacetsQuestion).await;
        // The view may be gone by now.
        let _ = facets.try_set(Some(answer));
    });
    facets
}

/// What to say when the worker has no answer.
pub(super) fn report_notice(error: &ReportError, language: Language) -> Notice {
    match error {
        ReportError::Store(error) => store_notice(error, language),
        ReportError::Silent => Notice::new(Tone::Trouble, language.say(Phrase::ReporterSilent)),
        ReportError::Hung => Notice::new(Tone::Trouble, language.say(Phrase::ReporterHung)),
        ReportError::Failed(detail) => {
            Notice::new(Tone::Trouble, language.say(Phrase::ReporterFailed)).with_detail(detail, language)
        }
    }
}

/// A list to choose from for each part of the filter of which there is more than one value; it sets `filter`.
pub(super) fn filter_bar(app: App, filter: RwSignal<Filter>) -> AnyView {
    let facets = facets(app);
    let fields = move || {
        let language = app.language.get();
        match facets.get()? {
            Ok(facets) => Some(fields(app, filter, &facets.answer, language)),
            Err(_) => None,
        }
    };
    let not_in_it = move |at: usize| {
        let notices =
            move |language| facets.with(|facets| left_out_notices(of_all(facets.as_ref()), language));
        Signal::derive(move || notices(app.language.get()).into_iter().nth(at))
    };
    let failed = Signal::derive(move || {
        let error = facets.get().and_then(Result::err)?;
        Some(report_notice(&error, app.language.get()))
    });
    view! {
        <div class="filter-bar" role="group" aria-label=app.say(Phrase::Filter)>{fields}</div>
        <NoticeText notice=not_in_it(0) />
        <NoticeText notice=not_in_it(1) />
        <NoticeText notice=failed />
    }
    .into_any()
}

/// What is left out of every answer; nothing while there is none.
pub(super) fn of_all<T>(answer: Option<&Result<Reported<T>, ReportError>>) -> LeftOut {
    match answer {
        Some(Ok(reported)) => reported.left_out,
        Some(Err(_)) | None => LeftOut::default(),
    }
}

/// That some responses are not counted, or not wholly: the same wherever responses are counted.
pub(super) fn left_out(left_out: LeftOut, language: Language) -> AnyView {
    left_out_notices(left_out, language).into_iter().map(show).collect_view().into_any()
}

/// The sentences of that; none if all are counted.
fn left_out_notices(left_out: LeftOut, language: Language) -> Vec<Notice> {
    [
        (left_out.unreadable, Phrase::UnreadableOne, Phrase::Unreadable),
        (left_out.n_not_understood(), Phrase::NotUnderstoodOne, Phrase::NotUnderstood),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| Notice::new(Tone::Plain, language.say_count(n, one, many)))
    .collect()
}

fn fields(app: App, filter: RwSignal<Filter>, facets: &Facets, language: Language) -> AnyView {
    let named = |values: &BTreeMap<String, usize>, name: &dyn Fn(&str) -> String| {
        let values = values.iter().map(|(value, n)| (value.clone(), format!("{} ({n})", name(value))));
        values.collect::<Vec<_>>()
    };
    let as_it_is = |value: &str| value.to_owned();
    let type_of = |value: &str| language.centre_type(value).to_owned();
    let kind_of = |value: &str| app.kind_title(value);
    let language_name = |id: &str| {
        let name = app.with_study(|study| study.language(id).map(|language| language.name.clone()));
        name.flatten().unwrap_or_else(|| id.to_owned())
    };
    let modes = facets.modes.iter().map(|(mode, n)| {
        let words = MODES.iter().find(|(one, _)| one == mode).map_or("", |(_, phrase)| language.say(*phrase));
        ((*mode as u8).to_string(), format!("{words} ({n})"))
    });
    let mode = move |value: String| {
        let found = MODES.iter().find(|(mode, _)| (*mode as u8).to_string() == value);
        filter.update(|filter| filter.mode = found.map(|(mode, _)| *mode));
    };
    let set = move |change: fn(&mut Filter, String)| {
        move |value: String| filter.update(|filter| change(filter, value))
    };
    let chosen = filter.get_untracked();
    let chosen_mode = chosen.mode.map(|mode| (mode as u8).to_string()).unwrap_or_default();
    let all = language.say(Phrase::FilterAll);
    view! {
        {field("filter-centre", language.say(Phrase::Centre), all, named(&facets.centres, &as_it_is), &chosen.centre, set(|filter, value| filter.centre = value))}
        {field("filter-neighbourhood", language.say(Phrase::Neighbourhood), all, named(&facets.neighbourhoods, &as_it_is), &chosen.neighbourhood, set(|filter, value| filter.neighbourhood = value))}
        {field("filter-type", language.say(Phrase::CentreType), all, named(&facets.centre_types, &type_of), &chosen.centre_type, set(|filter, value| filter.centre_type = value))}
        {field("filter-kind", language.say(Phrase::Kind), all, named(&facets.kinds, &kind_of), &chosen.kind, set(|filter, value| filter.kind = value))}
        {field("filter-round", language.say(Phrase::Round), all, named(&facets.rounds, &as_it_is), &chosen.round, set(|filter, value| filter.round = value))}
        {field("filter-language", language.say(Phrase::FilterLanguage), all, named(&facets.languages, &language_name), &chosen.language, set(|filter, value| filter.language = value))}
        {field("filter-mode", language.say(Phrase::Mode), all, modes.collect(), &chosen_mode, mode)}
    }
    .into_any()
}

/// A list to choose from, unless there is but one value.
fn field(
    id: &'static str,
    label: &'static str,
    all: &'static str,
    values: Vec<(String, String)>,
    chosen: &str,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let is_one = values.len() < 2 && chosen.is_empty();
    let options = values.into_iter().map(|(value, words)| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{words}</option> }
    });
    view! {
        <div class="field" hidden=is_one>
            <label for=id>{label}</label>
            <select id=id on:change=move |event| set(event_target_value(&event))>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_with_its_reason_and_nothing_is_if_all_are_counted() {
        let told = |left_out: LeftOut| {
            let notices = left_out_notices(left_out, Language::Dutch);
            notices.into_iter().map(|notice| notice.text).collect::<Vec<_>>()
        };

        assert_eq!(told(LeftOut::default()), Vec::<String>::new());
        let [unreadable, newer] = &told(LeftOut { unreadable: 3, newer: 1, partly: 1 })[..] else {
            panic!("a sentence for each reason")
        };
        assert!(unreadable.starts_with("3 antwoorden kan de app niet lezen."), "{unreadable}");
        assert!(newer.starts_with("2 antwoorden begrijpt deze versie"), "{newer}");
    }

    #[test]
    fn a_worker_that_hangs_is_told_with_a_next_step() {
        let notice = report_notice(&ReportError::Hung, Language::Dutch);

        assert_eq!(notice.tone, Tone::Trouble);
        assert!(notice.text.ends_with("laad deze pagina opnieuw."), "{}", notice.text);
    }
}

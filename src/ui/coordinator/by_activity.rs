//! How many responses there are of each activity, and what became of them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::counted::{ActivityCounts, ByActivity};
use crate::domain::day::is_right;
use crate::format::asked::{CountsQuestion, Reported};
use crate::ports::reporter::ReportError;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Folded, show};
use crate::ui::coordinator::filter::{left_out, report_notice};
use crate::ui::coordinator::sentences::{Notice, Run, Tone};
use crate::ui::coordinator::view::View;
use crate::ui::text::Language;
use crate::ui::text::data::DataPhrase;
use crate::ui::text::plan::PlanPhrase;

/// The numbers of every activity, or why there are none; `None` while nobody has counted.
pub(super) type Counting = RwSignal<Option<Result<Reported<ByActivity>, ReportError>>>;

/// Counts anew whenever the numbers of the tablet have changed and the overview is shown. Not while responses are being
/// sent: that changes them every second, and to count is to read them all.
pub(super) fn counting(app: App) -> Counting {
    let counting = RwSignal::new(None);
    let wanted = Memo::new(move |_| {
        let counts = app.counts.get().and_then(Result::ok).filter(|counts| counts.made() > counts.cleared);
        let is_still = app.run.with(|run| !matches!(run, Run::Going { .. }));
        counts.filter(|_| is_still && app.view.with(|view| *view == View::Desk))
    });
    let is_counting = StoredValue::new(false);
    Effect::new(move |_| {
        if wanted.get().is_none() || is_counting.get_value() {
            return;
        }
        is_counting.set_value(true);
        spawn_local(async move {
            // What changes meanwhile is counted afterwards.
            while let Some(now) = wanted.get_untracked() {
                counting.set(Some(app.ask(CountsQuestion::default()).await));
                if wanted.get_untracked() == Some(now) {
                    break;
                }
            }
            is_counting.set_value(false);
        });
    });
    counting
}

/// The table of activities, folded away.
pub(super) fn by_activity(app: App, counting: Counting) -> AnyView {
    let table = move || {
        let language = app.language.get();
        match counting.get() {
            None => view! { <p>{language.say(DataPhrase::Counting)}</p> }.into_any(),
            Some(Err(error)) => show(report_notice(&error, language)).into_any(),
            Some(Ok(counted)) => table(app, &counted, language),
        }
    };
    view! {
        <Folded id="by-activity" title=app.say(DataPhrase::ByActivity)>
            <p class="block-hint">{app.say(DataPhrase::ByActivityHint)}</p>
            {table}
        </Folded>
    }
    .into_any()
}

fn table(app: App, counted: &Reported<ByActivity>, language: Language) -> AnyView {
    let all = &counted.answer;
    let columns = [
        DataPhrase::Made,
        DataPhrase::Unfinished,
        DataPhrase::Waiting,
        DataPhrase::Sent,
        DataPhrase::Refused,
    ];
    let row = move |(name, occasion): (String, String), counted: &ActivityCounts| {
        let numbers = [counted.made(), counted.unfinished(), counted.waiting, counted.sent, counted.refused];
        let cells = columns.iter().zip(numbers).map(|(column, number)| {
            view! { <td role="cell" data-label=language.say(*column) data-zero=(number == 0).then_some("")>{number}</td> }
        });
        let unfinished = unfinished(counted, language);
        view! {
            <tr role="row" data-activity=counted.id.to_string()>
                <th scope="row" role="rowheader">
                    {name}
                    {(!occasion.is_empty()).then(|| view! { <span class="by-activity-detail">{occasion}</span> })}
                    {unfinished.map(|words| view! { <span class="by-activity-detail">{words}</span> })}
                </th>
                {cells.collect_view()}
            </tr>
        }
    };
    let rows = all
        .activities
        .iter()
        .map(|counted| row(name(counted, app.kind_title(&counted.kind), language), counted))
        .collect_view();
    let sum = (all.activities.len() > 1)
        .then(|| row((language.say(DataPhrase::InAll).to_owned(), String::new()), &all.in_all()));
    let n_cleared = app.counts.with(|counts| {
        counts.as_ref().and_then(|counts| counts.as_ref().ok()).map_or(0, |counts| counts.cleared)
    });
    let below = |n: usize, phrase: DataPhrase| {
        (n > 0).then(|| view! { <p>{language.say_with(phrase, &[("n", &n.to_string())])}</p> })
    };
    // A narrow table is shown as cards, and would be no table any more without its roles.
    view! {
        <div class="by-activity">
            <table role="table" aria-label=language.say(DataPhrase::ByActivity)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{language.say(DataPhrase::Activity)}</th>
                        {columns.map(|column| view! { <th scope="col" role="columnheader">{language.say(column)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
                <tfoot role="rowgroup">{sum}</tfoot>
            </table>
        </div>
        {below(n_cleared, DataPhrase::ClearedToo)}
        {below(all.n_drafts_unreadable, DataPhrase::DraftsUnreadable)}
        {left_out(counted.left_out, language)}
    }
    .into_any()
}

/// The centre; and the occasion: what its `kind` is called, round and day, as far as they are known.
fn name(counted: &ActivityCounts, kind: String, language: Language) -> (String, String) {
    let round = match counted.round.as_str() {
        "" => String::new(),
        round => language.say_with(DataPhrase::Round, &[("round", round)]),
    };
    let mut parts = vec![counted.centre.clone(), kind, round];
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.push(language.say(DataPhrase::NoActivity).to_owned());
    }
    let mut day = language.day(&counted.date);
    if !is_right(&counted.date) {
        day = format!("{day} ({})", language.say(DataPhrase::WrongDate));
    }
    parts.push(day);
    (parts.remove(0), parts.join(" · "))
}

/// What is to be done about dates that cannot be; nothing if there are none.
pub(super) fn dates_notice(all: &ByActivity, language: Language) -> Option<Notice> {
    let wrong: Vec<&ActivityCounts> = all.activities.iter().filter(|one| !is_right(&one.date)).collect();
    let n = wrong.iter().map(|one| one.made()).sum::<usize>();
    let days: Vec<String> = wrong.iter().map(|one| language.day(&one.date)).collect();
    let phrase = if n == 1 { PlanPhrase::WrongDate } else { PlanPhrase::WrongDates };
    let text = language.say_with(phrase, &[("n", &n.to_string()), ("days", &days.join(", "))]);
    (n > 0).then(|| Notice::new(Tone::Trouble, text))
}

/// Why some are not complete; nothing if all are.
fn unfinished(counted: &ActivityCounts, language: Language) -> Option<String> {
    let kinds = [
        (counted.drafts, DataPhrase::Drafts),
        (counted.stopped, DataPhrase::Stopped),
        (counted.timed_out, DataPhrase::TimedOut),
    ];
    let told: Vec<String> = kinds
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, phrase)| format!("{n} {}", language.say(phrase)))
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_called_by_what_is_known_of_it() {
        let counted = ActivityCounts {
            centre: "Bij Betje".to_owned(),
            round: "2".to_owned(),
            date: "2026-11-23".to_owned(),
            stopped: 1,
            drafts: 2,
            ..ActivityCounts::default()
        };

        let told = |counted: &ActivityCounts| {
            let (name, occasion) = name(counted, String::new(), Language::Dutch);
            format!("{name} / {occasion}")
        };
        assert_eq!(told(&counted), "Bij Betje / ronde 2 · 23 november 2026");
        assert_eq!(unfinished(&counted, Language::Dutch).as_deref(), Some("2 nog bezig, 1 gestopt"));
        let wrong = ActivityCounts { date: "2015-01-01".to_owned(), ..counted };
        assert_eq!(told(&wrong), "Bij Betje / ronde 2 · 1 januari 2015 (deze datum kan niet)");
        let bare = ActivityCounts { date: "2026-11-23".to_owned(), ..ActivityCounts::default() };
        assert_eq!(told(&bare), "Zonder activiteit / 23 november 2026");
        assert_eq!(unfinished(&bare, Language::Dutch), None);
    }

    #[test]
    fn dates_that_cannot_be_are_told() {
        let of = |date: &str, complete| ActivityCounts {
            date: date.to_owned(),
            complete,
            ..ActivityCounts::default()
        };
        let told = |activities: Vec<ActivityCounts>| {
            let all = ByActivity { activities, n_drafts_unreadable: 0 };
            dates_notice(&all, Language::Dutch).map(|notice| notice.text)
        };

        assert_eq!(told(vec![of("2026-11-29", 3)]), None);
        let one = told(vec![of("2026-11-29", 3), of("2015-01-01", 1)]).unwrap();
        assert!(one.starts_with("1 antwoord heeft een datum die niet kan: 1 januari 2015."), "{one}");
        let two = told(vec![of("20266-11-29", 1), of("2026-02-31", 1)]).unwrap();
        assert!(two.starts_with("2 antwoorden hebben"), "{two}");
    }
}

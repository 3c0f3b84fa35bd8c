//! How many responses there are, and what to do next.

use leptos::prelude::*;

use crate::domain::ledger::Counts;
use crate::domain::privacy::may_tell;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText};
use crate::ui::coordinator::by_activity::{by_activity, counting, dates_notice};
use crate::ui::coordinator::refused::refused;
use crate::ui::coordinator::sentences::{next_notice, store_notice};
use crate::ui::coordinator::view::View;
use crate::ui::text::Phrase;
use crate::ui::text::results::ResultsPhrase;

/// Numbers with words, one sentence, the refused responses if there are any, and the numbers of each activity.
pub(super) fn overview(app: App) -> AnyView {
    let counts = Memo::new(move |_| app.counts.get().and_then(Result::ok));
    let numbers =
        move || counts.get().map(|counts| view! { <dl class="counts">{numbers(app, &counts)}</dl> });
    let counting = counting(app);
    // Of the activity that is set: how many came to the end.
    let n_complete = Memo::new(move |_| {
        let id = app.activity.with(|activity| activity.id.clone());
        let counted = counting.get().and_then(Result::ok)?;
        counted.answer.activities.into_iter().find(|counted| counted.id == id).map(|counted| counted.complete)
    });
    let notice = Signal::derive(move || {
        let language = app.language.get();
        let target = app.activity.with(|activity| usize::try_from(activity.target).unwrap_or(0));
        app.counts.get().map(|counts| match counts {
            Ok(counts) => next_notice(&counts, n_complete.get().unwrap_or(0), target, language),
            Err(error) => store_notice(&error, language),
        })
    });
    let dates = Signal::derive(move || {
        let language = app.language.get();
        counting.with(|all| all.as_ref().and_then(|all| dates_notice(&all.as_ref().ok()?.answer, language)))
    });
    let has_refused = Memo::new(move |_| counts.get().is_some_and(|counts| counts.refused > 0));
    let has_any = Memo::new(move |_| counts.get().is_some_and(|counts| counts.made() > counts.cleared));
    let can_show = Memo::new(move |_| !has_refused.get() && n_complete.get().is_some_and(may_tell));
    view! {
        <Block id="overview" title=app.say(Phrase::Overview)>
            {numbers}
            <NoticeText notice=notice />
            <NoticeText notice=dates />
            {move || can_show.get().then(|| show_link(app))}
            {move || has_refused.get().then(|| refused(app))}
            {move || has_any.get().then(|| by_activity(app, counting))}
        </Block>
    }
    .into_any()
}

/// The way to the results of the activity that is set.
fn show_link(app: App) -> AnyView {
    let href = move || View::Results(app.activity.with(|activity| activity.id.clone())).hash();
    view! {
        <div class="buttons">
            <a class="button" href=href>
                {icon("presentation-chart")}
                <span>{app.say(ResultsPhrase::Heading)}</span>
            </a>
        </div>
    }
    .into_any()
}

fn numbers(app: App, counts: &Counts) -> AnyView {
    let number = move |kind: &'static str, number: usize, word: Phrase| {
        view! {
            <div class="count" data-kind=kind data-zero=(number == 0).then_some("")>
                <dt>{app.say(word)}</dt>
                <dd>{number.to_string()}</dd>
            </div>
        }
    };
    view! {
        {number("drafts", counts.drafts, Phrase::CountDrafts)}
        {number("waiting", counts.waiting, Phrase::CountWaiting)}
        {(counts.sending > 0).then(|| number("sending", counts.sending, Phrase::CountSending))}
        {number("sent", counts.sent, Phrase::CountSent)}
        {(counts.cleared > 0).then(|| number("cleared", counts.cleared, Phrase::CountCleared))}
        {number("refused", counts.refused, Phrase::CountRefused)}
        {move || number("declined", app.n_declined.get(), Phrase::CountDeclined)}
    }
    .into_any()
}

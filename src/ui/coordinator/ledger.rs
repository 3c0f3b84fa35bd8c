//! What became of everything that was made here, as a sum and as a list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::delivery::State;
use crate::domain::ledger::Counts;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Considered, Folded, NoticeText};
use crate::ui::coordinator::sentences::{Notice, Run, Tone, store_notice};
use crate::ui::text::Phrase;
use crate::workflow::list_ledger::list_ledger;

/// The sum, a button for the list, and one to send everything again.
pub(super) fn ledger(app: App) -> AnyView {
    let saved: RwSignal<Option<Result<(String, usize), StoreError>>> = RwSignal::new(None);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        saved.get().map(|saved| match saved {
            Ok((file, n)) => {
                let values = [("file", file.as_str()), ("n", &n.to_string())];
                Notice::new(Tone::Good, language.say_with(Phrase::LedgerSaved, &values))
            }
            Err(error) => store_notice(&error, language),
        })
    });
    let counts = Memo::new(move |_| app.counts.get().and_then(Result::ok));
    let n_sent = Memo::new(move |_| counts.get().map_or(0, |counts| counts.sent));
    let question = Signal::derive(move || {
        app.language.get().say_with(Phrase::SendAllAgainAsk, &[("n", &n_sent.get().to_string())])
    });
    let again = move |()| spawn_local(send_all_again(app));
    let save = move |_| spawn_local(async move { saved.set(Some(save_list(app).await)) });
    view! {
        <Folded id="ledger" title=app.say(Phrase::Ledger)>
            {move || counts.get().map(|counts| sum(app, &counts))}
            <p class="block-hint">{app.say(Phrase::LedgerHint)}</p>
            <div class="buttons">
                <button type="button" class="button" data-main="" on:click=save>
                    {icon("download")}
                    <span>{app.say(Phrase::LedgerSave)}</span>
                </button>
                <Considered
                    id="send-all-again"
                    icon="arrow-counter-clockwise"
                    label=Signal::derive(move || app.language.get().say(Phrase::SendAllAgain).to_owned())
                    is_disabled=Signal::derive(move || n_sent.get() == 0)
                    question=question
                    yes=app.say(Phrase::SendAllAgainYes)
                    no=app.say(Phrase::No)
                    on_yes=again
                />
            </div>
            <NoticeText notice=notice />
        </Folded>
    }
    .into_any()
}

fn sum(app: App, counts: &Counts) -> AnyView {
    let line = move |kind: &'static str, number: usize, word: Phrase| {
        view! {
            <div data-kind=kind>
                <dt>{app.say(word)}</dt>
                <dd>{number.to_string()}</dd>
            </div>
        }
    };
    view! {
        <dl class="sum">
            {line("drafts", counts.drafts, Phrase::CountDrafts)}
            {line("waiting", counts.waiting, Phrase::CountWaiting)}
            {line("sending", counts.sending, Phrase::CountSending)}
            {line("sent", counts.sent, Phrase::CountSent)}
            {line("refused", counts.refused, Phrase::CountRefused)}
            {line("cleared", counts.cleared, Phrase::CountCleared)}
            {line("made", counts.made(), Phrase::CountMade)}
        </dl>
    }
    .into_any()
}

async fn send_all_again(app: App) {
    let overview = app.world.with_value(|world| world.stores.overview.clone());
    match overview.send_all_again(State::Sent).await {
        Ok(_) => app.send_now().await,
        Err(error) => app.run.set(Run::StoreFailed(error)),
    }
}

/// Saves the list; returns the name of the file, and how many lines it has.
async fn save_list(app: App) -> Result<(String, usize), StoreError> {
    let world = app.world.get_value();
    let mut file = world.tablet.new_file();
    let n_listed = list_ledger(&*world.stores.archive, &mut |text| file.write(&text)).await?;
    let name = format!("betekenis-lijst-{}.csv", world.tablet.today());
    file.save(&name, "text/csv");
    Ok((name, n_listed))
}

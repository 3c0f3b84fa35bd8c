//! What every store has to do: one function for each clause, played on whatever store there is.

use betekenis::domain::delivery::{State, Verdict};
use betekenis::ports::response_store::{Counts, Outbox, Overview, ResponseStore};

/// A store from all its sides.
pub(crate) trait Store: ResponseStore + Outbox + Overview {}
impl<T: ResponseStore + Outbox + Overview> Store for T {}

const DAY: &str = "2026-11-22";
const LATER: &str = "2026-11-23";

fn ids(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn finish(store: &impl Store, names: &[&str]) {
    for name in names {
        store.finish(name, &format!(r#"{{"id":"{name}"}}"#), DAY).await.unwrap();
    }
}

pub(crate) async fn a_new_store_is_empty(store: &impl Store) {
    let counts = store.counts().await.unwrap();
    assert_eq!(counts, Counts::default());
    assert_eq!(store.drafts().await.unwrap(), []);
    assert_eq!(store.unsent(10).await.unwrap(), ids(&[]));
}

pub(crate) async fn a_draft_takes_the_place_of_the_older_one(store: &impl Store) {
    store.save_draft("a", "one").await.unwrap();
    store.save_draft("a", "two").await.unwrap();
    store.save_draft("b", "three").await.unwrap();

    let drafts = store.drafts().await.unwrap();

    assert_eq!(drafts, [("a".to_owned(), "two".to_owned()), ("b".to_owned(), "three".to_owned())]);
    assert_eq!(store.counts().await.unwrap().drafts, 2);
}

pub(crate) async fn a_discarded_draft_is_gone(store: &impl Store) {
    store.save_draft("a", "one").await.unwrap();

    store.discard_draft("a").await.unwrap();
    store.discard_draft("never was").await.unwrap();

    assert_eq!(store.drafts().await.unwrap(), []);
}

pub(crate) async fn finishing_keeps_the_response_and_lets_go_of_the_draft(store: &impl Store) {
    store.save_draft("a", "draft").await.unwrap();

    finish(store, &["a"]).await;

    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 1, ..Counts::default() });
    let page = store.page(&[State::Waiting], "", 10).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!((page[0].json.as_str(), page[0].day.as_str()), (r#"{"id":"a"}"#, DAY));
}

pub(crate) async fn finishing_again_changes_nothing(store: &impl Store) {
    finish(store, &["a"]).await;
    store.settle(&[("a".to_owned(), Verdict::Sent)], DAY).await.unwrap();

    store.finish("a", "something else", LATER).await.unwrap();

    let page = store.page(&[State::Sent], "", 10).await.unwrap();
    assert_eq!((page[0].json.as_str(), page[0].day.as_str()), (r#"{"id":"a"}"#, DAY));
}

pub(crate) async fn a_draft_that_comes_after_finishing_is_not_kept(store: &impl Store) {
    finish(store, &["a"]).await;

    store.save_draft("a", "too late").await.unwrap();

    assert_eq!(store.drafts().await.unwrap(), []);
}

pub(crate) async fn what_is_sending_when_the_app_stops_is_unsent(store: &impl Store) {
    finish(store, &["a", "b", "c"]).await;

    let (sending, texts) = store.start_sending(&ids(&["b"])).await.unwrap();

    assert_eq!((sending, texts), (ids(&["b"]), ids(&[r#"{"id":"b"}"#])));
    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 2, sending: 1, ..Counts::default() });
    let mut unsent = store.unsent(10).await.unwrap();
    unsent.sort();
    assert_eq!(unsent, ids(&["a", "b", "c"]));
    assert_eq!(store.unsent(2).await.unwrap().len(), 2);
}

pub(crate) async fn only_what_is_unsent_starts_to_be_sent(store: &impl Store) {
    finish(store, &["a", "b"]).await;
    store.settle(&[("a".to_owned(), Verdict::Sent)], DAY).await.unwrap();

    let (sending, _) = store.start_sending(&ids(&["a", "unknown", "b"])).await.unwrap();

    assert_eq!(sending, ids(&["b"]));
}

pub(crate) async fn verdicts_are_written_down_with_their_day(store: &impl Store) {
    finish(store, &["a", "b", "c"]).await;
    store.start_sending(&ids(&["a", "b", "c"])).await.unwrap();

    let refused = Verdict::Refused("no card".to_owned());
    let verdicts =
        [("a".to_owned(), Verdict::Sent), ("b".to_owned(), refused), ("c".to_owned(), Verdict::Waiting)];
    store.settle(&verdicts, LATER).await.unwrap();

    assert_eq!(
        store.counts().await.unwrap(),
        Counts { sent: 1, refused: 1, waiting: 1, ..Counts::default() }
    );
    let page = store.page(&[State::Sent, State::Refused, State::Waiting], "", 10).await.unwrap();
    let shown: Vec<_> =
        page.iter().map(|kept| (kept.id.as_str(), kept.day.as_str(), kept.reason.as_str())).collect();
    assert_eq!(shown, [("a", LATER, ""), ("b", LATER, "no card"), ("c", DAY, "")]);
}

pub(crate) async fn what_is_sent_stays_sent(store: &impl Store) {
    finish(store, &["a"]).await;
    store.settle(&[("a".to_owned(), Verdict::Sent)], DAY).await.unwrap();

    store.settle(&[("a".to_owned(), Verdict::Waiting)], LATER).await.unwrap();
    store.settle(&[("a".to_owned(), Verdict::Refused("late".to_owned()))], LATER).await.unwrap();

    assert_eq!(store.counts().await.unwrap(), Counts { sent: 1, ..Counts::default() });
}

pub(crate) async fn refused_responses_can_wait_again(store: &impl Store) {
    finish(store, &["a", "b"]).await;
    store.settle(&[("a".to_owned(), Verdict::Refused("no".to_owned()))], DAY).await.unwrap();
    assert_eq!(store.unsent(10).await.unwrap(), ids(&["b"]));

    assert_eq!(store.retry_refused().await.unwrap(), 1);

    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 2, ..Counts::default() });
}

pub(crate) async fn pages_follow_each_other_without_gap_or_repeat(store: &impl Store) {
    finish(store, &["d", "a", "c", "b", "e"]).await;
    store.settle(&[("c".to_owned(), Verdict::Sent)], DAY).await.unwrap();

    let mut seen: Vec<String> = Vec::new();
    loop {
        let after = seen.last().cloned().unwrap_or_default();
        let page = store.page(&[State::Waiting, State::Sent], &after, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.into_iter().map(|kept| kept.id));
    }

    assert_eq!(seen, ids(&["a", "b", "c", "d", "e"]));
}

pub(crate) async fn the_last_study_kept_is_the_one_that_is_found(store: &impl Store) {
    assert_eq!(store.kept_study("here").await.unwrap(), None);

    store.keep_study("here", "one").await.unwrap();
    store.keep_study("here", "two").await.unwrap();
    store.keep_study("there", "three").await.unwrap();

    assert_eq!(store.kept_study("here").await.unwrap().as_deref(), Some("two"));
}

/// Hands the names of all clauses to the macro `$write`, which makes a test of each.
macro_rules! with_every_clause {
    ($write:ident) => {
        $write! {
            a_new_store_is_empty
            a_draft_takes_the_place_of_the_older_one
            a_discarded_draft_is_gone
            finishing_keeps_the_response_and_lets_go_of_the_draft
            finishing_again_changes_nothing
            a_draft_that_comes_after_finishing_is_not_kept
            what_is_sending_when_the_app_stops_is_unsent
            only_what_is_unsent_starts_to_be_sent
            verdicts_are_written_down_with_their_day
            what_is_sent_stays_sent
            refused_responses_can_wait_again
            pages_follow_each_other_without_gap_or_repeat
            the_last_study_kept_is_the_one_that_is_found
        }
    };
}
pub(crate) use with_every_clause;

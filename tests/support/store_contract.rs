//! What every store has to do: one function for each clause, played on whatever store there is.

use betekenis::domain::backup::Item;
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{State, Verdict};
use betekenis::domain::ledger::{Counts, Entry};
use betekenis::domain::response::ResponseId;
use betekenis::ports::archive::{Archive, Shelf};
use betekenis::ports::response_store::{Extent, Kept, Outbox, Overview, ResponseStore};
use betekenis::ports::rows::Rows;

/// A store from all its sides.
pub(crate) trait Store: ResponseStore + Outbox + Overview + Archive + Rows {
    /// Makes the draft `id` one that cannot be read, as on a tablet that is half broken.
    async fn spoil(&self, id: &str);
}

const DAY: Day = Day::of("2026-11-22").unwrap();
const LATER: Day = Day::of("2026-11-23").unwrap();
const RECEIPT: &str = "example.org 0b";

fn keys(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn ids(names: &[&str]) -> Vec<ResponseId> {
    names.iter().map(|name| ResponseId::new(*name)).collect()
}

async fn finish(store: &impl Store, names: &[&str]) {
    for name in names {
        assert!(store.finish(&ResponseId::new(*name), &format!(r#"{{"id":"{name}"}}"#), DAY).await.unwrap());
    }
}

pub(crate) async fn ids_are_told_by_where_their_responses_stand(store: &impl Store) {
    finish(store, &["c", "a", "b"]).await;
    store.start_sending(&ids(&["b"])).await.unwrap();
    store.settle(&[(ResponseId::new("b"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();

    assert_eq!(store.ids(State::Waiting).await.unwrap(), ids(&["a", "c"]));
    assert_eq!(store.ids(State::Sent).await.unwrap(), ids(&["b"]));
    assert_eq!(store.ids(State::Refused).await.unwrap(), ids(&[]));
}

pub(crate) async fn a_new_store_is_empty(store: &impl Store) {
    let counts = store.counts().await.unwrap();
    assert_eq!(counts, Counts::default());
    assert_eq!(store.drafts().await.unwrap(), []);
    assert_eq!(store.unsent(10).await.unwrap(), ids(&[]));
}

pub(crate) async fn a_draft_takes_the_place_of_the_older_one(store: &impl Store) {
    store.save_draft(&ResponseId::new("a"), "one").await.unwrap();
    store.save_draft(&ResponseId::new("a"), "two").await.unwrap();
    store.save_draft(&ResponseId::new("b"), "three").await.unwrap();

    let drafts = store.drafts().await.unwrap();

    assert_eq!(
        drafts,
        [(ResponseId::new("a"), "two".to_owned()), (ResponseId::new("b"), "three".to_owned())]
    );
    assert_eq!(store.counts().await.unwrap().drafts, 2);
}

pub(crate) async fn a_discarded_draft_is_gone(store: &impl Store) {
    store.save_draft(&ResponseId::new("a"), "one").await.unwrap();

    store.discard_draft(&ResponseId::new("a")).await.unwrap();
    store.discard_draft(&ResponseId::new("never was")).await.unwrap();

    assert_eq!(store.drafts().await.unwrap(), []);
}

pub(crate) async fn a_draft_that_cannot_be_read_stands_in_the_way_of_no_other(store: &impl Store) {
    for name in ["a", "b", "c"] {
        store.save_draft(&ResponseId::new(name), "draft").await.unwrap();
    }

    store.spoil("b").await;

    let readable = ["a", "c"].map(|name| (ResponseId::new(name), "draft".to_owned()));
    assert_eq!(store.drafts().await.unwrap(), readable);
    // It is there, it counts, and whoever asks for it is told.
    assert_eq!(store.counts().await.unwrap().drafts, 3);
    assert_eq!(store.keys(Shelf::Drafts, "", 10).await.unwrap(), keys(&["a", "b", "c"]));
    assert!(store.texts(Shelf::Drafts, &keys(&["b"])).await.is_err());
    store.discard_draft(&ResponseId::new("b")).await.unwrap();
    assert_eq!(store.counts().await.unwrap().drafts, 2);
}

pub(crate) async fn finishing_keeps_the_response_and_lets_go_of_the_draft(store: &impl Store) {
    store.save_draft(&ResponseId::new("a"), "draft").await.unwrap();

    finish(store, &["a"]).await;

    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 1, ..Counts::default() });
    let page = store.page(&[State::Waiting], "", 10).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!((page[0].json.as_str(), page[0].entry.day), (r#"{"id":"a"}"#, Some(DAY)));
}

pub(crate) async fn finishing_again_changes_nothing(store: &impl Store) {
    finish(store, &["a"]).await;
    store.settle(&[(ResponseId::new("a"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();

    assert!(store.finish(&ResponseId::new("a"), r#"{"id":"a"}"#, LATER).await.unwrap());

    let page = store.page(&[State::Sent], "", 10).await.unwrap();
    assert_eq!((page[0].json.as_str(), page[0].entry.day), (r#"{"id":"a"}"#, Some(DAY)));
}

pub(crate) async fn another_response_with_the_same_id_is_not_taken_for_the_one_that_is_there(
    store: &impl Store,
) {
    finish(store, &["a"]).await;
    store.take_in(&[Item::Draft(ResponseId::new("b"), "draft".to_owned())]).await.unwrap();

    assert!(!store.finish(&ResponseId::new("a"), "something else", LATER).await.unwrap());

    let page = store.page(&[State::Waiting], "", 10).await.unwrap();
    assert_eq!((page[0].json.as_str(), page[0].entry.day), (r#"{"id":"a"}"#, Some(DAY)));
    assert_eq!(store.drafts().await.unwrap().len(), 1);
}

pub(crate) async fn a_draft_that_comes_after_finishing_is_not_kept(store: &impl Store) {
    finish(store, &["a"]).await;

    store.save_draft(&ResponseId::new("a"), "too late").await.unwrap();

    assert_eq!(store.drafts().await.unwrap(), []);
}

pub(crate) async fn what_is_sending_when_the_app_stops_is_unsent(store: &impl Store) {
    finish(store, &["a", "b", "c"]).await;

    let (sending, texts) = store.start_sending(&ids(&["b"])).await.unwrap();

    assert_eq!((sending, texts), (ids(&["b"]), keys(&[r#"{"id":"b"}"#])));
    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 2, sending: 1, ..Counts::default() });
    let mut unsent = store.unsent(10).await.unwrap();
    unsent.sort();
    assert_eq!(unsent, ids(&["a", "b", "c"]));
    assert_eq!(store.unsent(2).await.unwrap().len(), 2);
}

pub(crate) async fn only_what_is_unsent_starts_to_be_sent(store: &impl Store) {
    finish(store, &["a", "b"]).await;
    store.settle(&[(ResponseId::new("a"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();

    let (sending, _) = store.start_sending(&ids(&["a", "unknown", "b"])).await.unwrap();

    assert_eq!(sending, ids(&["b"]));
}

pub(crate) async fn verdicts_are_written_down_with_their_day(store: &impl Store) {
    finish(store, &["a", "b", "c"]).await;
    store.start_sending(&ids(&["a", "b", "c"])).await.unwrap();

    let refused = Verdict::Refused("no card".to_owned());
    let verdicts = [
        (ResponseId::new("a"), Verdict::Sent),
        (ResponseId::new("b"), refused),
        (ResponseId::new("c"), Verdict::Waiting),
    ];
    store.settle(&verdicts, LATER, RECEIPT).await.unwrap();

    assert_eq!(
        store.counts().await.unwrap(),
        Counts { sent: 1, refused: 1, waiting: 1, ..Counts::default() }
    );
    let page = store.page(&[State::Sent, State::Refused, State::Waiting], "", 10).await.unwrap();
    let shown: Vec<_> =
        page.iter().map(|Kept { entry, .. }| (entry.id.as_str(), entry.day, entry.reason.as_str())).collect();
    assert_eq!(shown, [("a", Some(LATER), ""), ("b", Some(LATER), "no card"), ("c", Some(DAY), "")]);
}

pub(crate) async fn what_is_sent_stays_sent(store: &impl Store) {
    finish(store, &["a"]).await;
    store.settle(&[(ResponseId::new("a"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();

    store.settle(&[(ResponseId::new("a"), Verdict::Waiting)], LATER, RECEIPT).await.unwrap();
    store
        .settle(&[(ResponseId::new("a"), Verdict::Refused("late".to_owned()))], LATER, RECEIPT)
        .await
        .unwrap();

    assert_eq!(store.counts().await.unwrap(), Counts { sent: 1, ..Counts::default() });
}

/// `a` is waiting, `b` sent and `c` refused.
async fn one_of_each(store: &impl Store) {
    finish(store, &["a", "b", "c"]).await;
    let refused = Verdict::Refused("no card".to_owned());
    let verdicts = [(ResponseId::new("b"), Verdict::Sent), (ResponseId::new("c"), refused)];
    store.settle(&verdicts, DAY, RECEIPT).await.unwrap();
}

pub(crate) async fn what_is_refused_or_sent_is_sent_again_when_somebody_asks(store: &impl Store) {
    one_of_each(store).await;

    assert_eq!(store.send_again(&ids(&["a", "c", "unknown"])).await.unwrap(), 1);
    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 2, sent: 1, ..Counts::default() });

    assert_eq!(store.send_all_again(State::Sent).await.unwrap(), 1);
    assert_eq!(store.send_all_again(State::Sent).await.unwrap(), 0);
    assert_eq!(store.counts().await.unwrap(), Counts { waiting: 3, ..Counts::default() });
    assert_eq!(store.entries(&keys(&["c"])).await.unwrap()[0].as_ref().unwrap().refused, Some(DAY));
}

pub(crate) async fn the_day_of_the_last_receipt_is_known(store: &impl Store) {
    assert_eq!(store.last_sent().await.unwrap(), None);
    finish(store, &["a", "b"]).await;
    store.settle(&[(ResponseId::new("a"), Verdict::Waiting)], DAY, RECEIPT).await.unwrap();
    assert_eq!(store.last_sent().await.unwrap(), None);

    store.settle(&[(ResponseId::new("a"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();
    store.settle(&[(ResponseId::new("b"), Verdict::Sent)], LATER, RECEIPT).await.unwrap();
    store.clear_sent(Day::END, LATER).await.unwrap();

    assert_eq!(store.last_sent().await.unwrap(), Some(LATER));
}

pub(crate) async fn only_what_is_sent_long_enough_ago_is_cleared(store: &impl Store) {
    one_of_each(store).await;
    store.start_sending(&ids(&["a"])).await.unwrap();
    store.save_draft(&ResponseId::new("d"), "draft").await.unwrap();
    let before = store.counts().await.unwrap();

    assert_eq!(store.clear_sent(DAY, LATER).await.unwrap(), 0);
    assert_eq!(store.counts().await.unwrap(), before);
    assert_eq!(store.clear_sent(LATER, LATER).await.unwrap(), 1);
    assert_eq!(store.clear_sent(Day::END, LATER).await.unwrap(), 0);

    let counts = store.counts().await.unwrap();
    assert_eq!(counts, Counts { drafts: 1, sending: 1, refused: 1, cleared: 1, ..Counts::default() });
    assert_eq!(store.extent().await.unwrap(), Extent { n_drafts: 1, n_texts: 2, n_cleared: 1 });
    assert_eq!(counts.made(), before.made());
    assert_eq!(
        store.entries(&keys(&["b"])).await.unwrap(),
        [Some(Entry::cleared(&ResponseId::new("b"), LATER))]
    );
    assert_eq!(store.texts(Shelf::Responses, &keys(&["b", "c"])).await.unwrap()[0], None);
}

pub(crate) async fn rows_stand_in_pages_until_a_text_is_cleared(store: &impl Store) {
    let page = |name: &str| name.as_bytes().to_vec();
    one_of_each(store).await;
    assert_eq!(store.rows().await.unwrap().len(), 0);

    store.keep_rows(0, &[page("one"), page("two"), page("three")], 0).await.unwrap();
    store.keep_rows(1, &[page("2")], 0).await.unwrap();
    assert_eq!(store.rows().await.unwrap(), [page("one"), page("2")]);
    // Nothing is cleared, so nothing is removed.
    store.clear_sent(DAY, LATER).await.unwrap();
    assert_eq!(store.rows().await.unwrap().len(), 2);

    assert_eq!(store.clear_sent(LATER, LATER).await.unwrap(), 1);
    assert_eq!(store.rows().await.unwrap().len(), 0);
    // Whoever read the texts before that comes too late.
    store.keep_rows(0, &[page("one")], 0).await.unwrap();
    assert_eq!(store.rows().await.unwrap().len(), 0);
    store.keep_rows(0, &[page("one")], 1).await.unwrap();
    assert_eq!(store.rows().await.unwrap(), [page("one")]);
    assert_eq!(store.last_sent().await.unwrap(), Some(DAY), "notes of another kind stay");
}

pub(crate) async fn what_is_cleared_is_never_made_again(store: &impl Store) {
    one_of_each(store).await;
    store.clear_sent(Day::END, LATER).await.unwrap();

    assert!(!store.finish(&ResponseId::new("b"), r#"{"id":"b"}"#, LATER).await.unwrap());
    store.save_draft(&ResponseId::new("b"), "draft").await.unwrap();
    store.send_again(&ids(&["b"])).await.unwrap();
    store.send_all_again(State::Cleared).await.unwrap();

    assert_eq!(
        store.entries(&keys(&["b"])).await.unwrap(),
        [Some(Entry::cleared(&ResponseId::new("b"), LATER))]
    );
    assert_eq!(store.start_sending(&ids(&["b"])).await.unwrap(), (vec![], vec![]));
    assert_eq!(store.counts().await.unwrap().made(), 3);
}

pub(crate) async fn every_shelf_can_be_read_page_by_page(store: &impl Store) {
    one_of_each(store).await;
    store.save_draft(&ResponseId::new("d"), "draft").await.unwrap();
    store.keep_study("here", "study").await.unwrap();
    store.clear_sent(Day::END, LATER).await.unwrap();

    for (shelf, expected) in [
        (Shelf::Responses, keys(&["a", "c"])),
        (Shelf::Ledger, keys(&["a", "b", "c"])),
        (Shelf::Drafts, keys(&["d"])),
        (Shelf::Studies, keys(&["here"])),
    ] {
        let mut found: Vec<String> = Vec::new();
        loop {
            let after = found.last().cloned().unwrap_or_default();
            let page = store.keys(shelf, &after, 2).await.unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, expected);
    }
    let texts = store.texts(Shelf::Drafts, &keys(&["d", "e"])).await.unwrap();
    assert_eq!(texts, [Some("draft".to_owned()), None]);
    let refused = store.entries(&keys(&["c", "e"])).await.unwrap();
    let expected = Entry::finished(&ResponseId::new("c"), DAY)
        .settled(&Verdict::Refused("no card".to_owned()), DAY, RECEIPT)
        .unwrap();
    assert_eq!(refused, [Some(expected), None]);
}

pub(crate) async fn what_is_taken_in_doubles_nothing(store: &impl Store) {
    one_of_each(store).await;
    store.save_draft(&ResponseId::new("d"), "own draft").await.unwrap();
    store.save_draft(&ResponseId::new("f"), "finished elsewhere").await.unwrap();
    store.keep_study("here", "own study").await.unwrap();
    let item = |id: &str| {
        Item::Response(Entry::finished(&ResponseId::new(id), LATER), format!(r#"{{"id":"{id}","other":1}}"#))
    };
    let text = |text: &str| text.to_owned();
    let items = [
        item("b"),
        item("e"),
        item("f"),
        Item::Draft(ResponseId::new("a"), text("late")),
        Item::Draft(ResponseId::new("d"), text("other")),
        Item::Draft(ResponseId::new("g"), text("new")),
        Item::Cleared(Entry::cleared(&ResponseId::new("h"), DAY)),
        Item::Study(text("here"), text("other")),
        Item::Study(text("there"), text("new")),
    ];

    assert_eq!(store.take_in(&items).await.unwrap(), 5);
    let counts = store.counts().await.unwrap();
    assert_eq!(store.take_in(&items).await.unwrap(), 0);

    assert_eq!(store.counts().await.unwrap(), counts);
    let expected = Counts { drafts: 2, waiting: 3, sent: 1, refused: 1, cleared: 1, ..Counts::default() };
    assert_eq!(counts, expected);
    assert_eq!(
        store.drafts().await.unwrap(),
        [(ResponseId::new("d"), text("own draft")), (ResponseId::new("g"), text("new"))]
    );
    assert_eq!(store.texts(Shelf::Responses, &keys(&["b"])).await.unwrap(), [Some(text(r#"{"id":"b"}"#))]);
    assert_eq!(store.kept_study("here").await.unwrap().as_deref(), Some("own study"));
}

pub(crate) async fn pages_follow_each_other_without_gap_or_repeat(store: &impl Store) {
    finish(store, &["d", "a", "c", "b", "e"]).await;
    store.settle(&[(ResponseId::new("c"), Verdict::Sent)], DAY, RECEIPT).await.unwrap();

    let mut seen: Vec<String> = Vec::new();
    loop {
        let after = seen.last().cloned().unwrap_or_default();
        let page = store.page(&[State::Waiting, State::Sent], &after, 2).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.into_iter().map(|kept| kept.entry.id.to_string()));
    }

    assert_eq!(seen, keys(&["a", "b", "c", "d", "e"]));
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
            ids_are_told_by_where_their_responses_stand
            a_new_store_is_empty
            a_draft_takes_the_place_of_the_older_one
            a_discarded_draft_is_gone
            a_draft_that_cannot_be_read_stands_in_the_way_of_no_other
            finishing_keeps_the_response_and_lets_go_of_the_draft
            finishing_again_changes_nothing
            another_response_with_the_same_id_is_not_taken_for_the_one_that_is_there
            a_draft_that_comes_after_finishing_is_not_kept
            what_is_sending_when_the_app_stops_is_unsent
            only_what_is_unsent_starts_to_be_sent
            verdicts_are_written_down_with_their_day
            what_is_sent_stays_sent
            what_is_refused_or_sent_is_sent_again_when_somebody_asks
            the_day_of_the_last_receipt_is_known
            only_what_is_sent_long_enough_ago_is_cleared
            rows_stand_in_pages_until_a_text_is_cleared
            what_is_cleared_is_never_made_again
            every_shelf_can_be_read_page_by_page
            what_is_taken_in_doubles_nothing
            pages_follow_each_other_without_gap_or_repeat
            the_last_study_kept_is_the_one_that_is_found
        }
    };
}
pub(crate) use with_every_clause;

//! Everything in one file and back again: whatever is broken, and whatever file comes.

use std::collections::BTreeSet;

use async_trait::async_trait;
use betekenis::domain::backup::{Item, Refusal};
use betekenis::domain::day::Day;
use betekenis::domain::delivery::{State, Verdict};
use betekenis::domain::ledger::{Counts, Entry};
use betekenis::domain::response::ResponseId;
use betekenis::format::backup::BackupWriter;
use betekenis::ports::archive::{Archive, Shelf};
use betekenis::ports::memory::{MemoryFile, MemoryStore};
use betekenis::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use betekenis::workflow::backup::{BackedUp, RestoreError, Restored, back_up, restore};
use betekenis::workflow::list_ledger::list_ledger;
use betekenis::workflow::lost::unreadable_drafts;

use crate::formats::schema;
use crate::golden::check_golden;
use crate::now::now;

const DAY: Day = Day::of("2026-11-22").unwrap();

fn id(at: usize) -> ResponseId {
    ResponseId::new(format!("r{at:04}"))
}

/// A tablet on which `n` were finished; of every five one is sent, one refused, one cleared and one on its way. And two drafts.
fn tablet(n: usize) -> MemoryStore {
    let store = MemoryStore::default();
    for at in 0..n {
        now(store.finish(&id(at), &format!(r#"{{"id":"{}","words":"één\ntuin"}}"#, id(at)), DAY)).unwrap();
    }
    let all: Vec<ResponseId> = (0..n).map(id).collect();
    let every = |k: usize| all.iter().skip(k).step_by(5).cloned().collect::<Vec<_>>();
    let settle = |ids: Vec<ResponseId>, verdict: &Verdict| {
        let verdicts: Vec<_> = ids.into_iter().map(|id| (id, verdict.clone())).collect();
        now(store.settle(&verdicts, DAY, "example.org 0b")).unwrap();
    };
    settle(every(0), &Verdict::Sent);
    now(store.clear_sent(Day::END, DAY)).unwrap();
    settle(every(1), &Verdict::Sent);
    settle(every(2), &Verdict::Refused("no card, \"really\"".to_owned()));
    now(store.start_sending(&every(3))).unwrap();
    for draft in ["draft-a", "draft-b"] {
        now(store.save_draft(&ResponseId::new(draft), "{\"schema\":\"draft/1\"}")).unwrap();
    }
    now(store.keep_study("studies/x/study.json", "{}")).unwrap();
    store
}

fn backup_of(archive: &dyn Archive) -> (BackedUp, MemoryFile) {
    let mut file = String::new();
    let settings = [("betekenis.activity".to_owned(), "{}".to_owned())];
    let done = now(back_up(archive, &settings, "0.1.0", DAY, &mut |text| file += &text));
    (done, MemoryFile(file.into_bytes()))
}

fn ledger_of(archive: &dyn Archive) -> String {
    let mut list = String::new();
    now(list_ledger(archive, &mut |text| list += &text)).unwrap();
    list
}

#[test]
fn a_tablet_comes_back_from_its_backup_as_it_was() {
    // More than are read together.
    let store = tablet(457);
    let (done, file) = backup_of(&store);
    assert_eq!(done, BackedUp { n_responses: 457 - 92, n_drafts: 2, n_unreadable: 0 });
    let other = MemoryStore::default();

    let restored = now(restore(&other, &file)).unwrap();

    let settings = vec![("betekenis.activity".to_owned(), "{}".to_owned())];
    assert_eq!(restored, Restored { n_new: 459, settings, ..Restored::default() });
    // What was on its way waits: here nobody is sending it.
    let (before, after) = (now(store.counts()).unwrap(), now(other.counts()).unwrap());
    let at_rest = Counts { waiting: before.waiting + before.sending, sending: 0, ..before };
    assert_eq!((after, after.made()), (at_rest, before.made()));
    assert_eq!(ledger_of(&other), ledger_of(&store).replace(",sending,", ",waiting,"));
    assert_eq!(now(other.drafts()).unwrap(), now(store.drafts()).unwrap());
    let all: Vec<String> = (0..457).map(|at| id(at).to_string()).collect();
    let texts = |store: &MemoryStore| now(store.texts(Shelf::Responses, &all)).unwrap();
    assert_eq!(texts(&other), texts(&store));
}

#[test]
fn what_only_a_newer_app_knows_comes_back_to_the_byte() {
    let store = MemoryStore::default();
    let text = concat!(
        r#"{ "schema":"response/1","id":"r0001","weather":[1.50],"mode":"robot","instruments":[{"kind":"photo-walk","id":"walk","#,
        r#""photos":[ 2e3 ]}]}"#
    );
    now(store.finish(&id(1), text, DAY)).unwrap();
    let draft = r#"{"schema":"draft/7","heard" : true}"#;
    now(store.save_draft(&ResponseId::new("draft"), draft)).unwrap();

    let other = MemoryStore::default();
    now(restore(&other, &backup_of(&store).1)).unwrap();

    assert_eq!(now(other.texts(Shelf::Responses, &[id(1).to_string()])).unwrap(), [Some(text.to_owned())]);
    assert_eq!(now(other.drafts()).unwrap(), [(ResponseId::new("draft"), draft.to_owned())]);
}

#[test]
fn a_backup_that_is_taken_in_twice_doubles_nothing() {
    let (_, file) = backup_of(&tablet(20));
    let other = MemoryStore::default();
    now(restore(&other, &file)).unwrap();
    let (counts, ledger) = (now(other.counts()).unwrap(), ledger_of(&other));

    let again = now(restore(&other, &file)).unwrap();

    assert_eq!((again.n_new, again.n_known), (0, 22));
    assert_eq!((now(other.counts()).unwrap(), ledger_of(&other)), (counts, ledger));
}

#[test]
fn what_this_tablet_knows_better_is_not_undone_by_an_old_backup() {
    let store = MemoryStore::default();
    now(store.finish(&ResponseId::new("a"), r#"{"id":"a"}"#, DAY)).unwrap();
    let (_, old) = backup_of(&store);
    now(store.settle(&[(ResponseId::new("a"), Verdict::Sent)], DAY, "example.org 0b")).unwrap();

    now(restore(&store, &old)).unwrap();
    assert_eq!(now(store.counts()).unwrap(), Counts { sent: 1, ..Counts::default() });

    now(store.clear_sent(Day::END, DAY)).unwrap();
    now(restore(&store, &old)).unwrap();
    assert_eq!(now(store.counts()).unwrap(), Counts { cleared: 1, ..Counts::default() });
}

#[test]
fn a_file_that_is_refused_changes_nothing() {
    let (_, file) = backup_of(&tablet(300));
    let whole = String::from_utf8(file.0).unwrap();
    let last_line = whole.trim_end().rfind('\n').unwrap() + 1;
    for (bad, refusal) in [
        (whole[..whole.len() / 2].to_owned(), Refusal::CutOff),
        (whole[..last_line].to_owned(), Refusal::CutOff),
        (whole.replacen("tuin", "tuim", 1), Refusal::Altered),
        (whole.replacen("\"state\":\"sent\"", "\"state\":\"waiting\"", 1), Refusal::Altered),
        (format!("{whole}{whole}"), Refusal::Altered),
        ("id;card\r\n1;2\r\n".to_owned(), Refusal::Foreign),
        (String::new(), Refusal::Foreign),
        (whole.replacen("backup/1", "backup/7", 1), Refusal::Newer("backup/7".to_owned())),
    ] {
        let store = MemoryStore::default();

        let refused = now(restore(&store, &MemoryFile(bad.into_bytes())));

        assert_eq!(refused, Err(RestoreError::Refused(refusal)));
        assert_eq!(now(store.counts()).unwrap(), Counts::default());
        assert_eq!(now(store.kept_study("studies/x/study.json")).unwrap(), None);
    }
}

/// A store of which some things cannot be read, or written, any more.
struct HalfBroken {
    inside: MemoryStore,
    dead_shelves: Vec<Shelf>,
    dead_keys: BTreeSet<String>,
    writes_left: std::cell::Cell<usize>,
}

impl HalfBroken {
    fn new(inside: MemoryStore) -> Self {
        Self { inside, dead_shelves: vec![], dead_keys: BTreeSet::new(), writes_left: usize::MAX.into() }
    }

    fn look(&self, shelf: Shelf, keys: &[String]) -> Result<(), StoreError> {
        let is_dead =
            self.dead_shelves.contains(&shelf) || keys.iter().any(|key| self.dead_keys.contains(key));
        if is_dead { Err(StoreError::Unavailable("UnknownError".to_owned())) } else { Ok(()) }
    }
}

#[async_trait(?Send)]
impl Archive for HalfBroken {
    async fn keys(&self, shelf: Shelf, after: &str, most: usize) -> Result<Vec<String>, StoreError> {
        self.look(shelf, &[])?;
        self.inside.keys(shelf, after, most).await
    }
    async fn texts(&self, shelf: Shelf, keys: &[String]) -> Result<Vec<Option<String>>, StoreError> {
        self.look(shelf, keys)?;
        self.inside.texts(shelf, keys).await
    }
    async fn entries(&self, ids: &[String]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.look(Shelf::Ledger, &[])?;
        self.inside.entries(ids).await
    }
    async fn take_in(&self, items: &[Item]) -> Result<usize, StoreError> {
        if self.writes_left.get() == 0 {
            return Err(StoreError::Full);
        }
        self.writes_left.set(self.writes_left.get() - 1);
        self.inside.take_in(items).await
    }
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_the_rest_is_saved() {
    let mut store = HalfBroken::new(tablet(300));
    store.dead_keys = ["r0007", "r0208", "draft-a"].map(str::to_owned).into();

    let (done, file) = backup_of(&store);

    assert_eq!(done, BackedUp { n_responses: 240 - 2, n_drafts: 1, n_unreadable: 3 });
    let text = String::from_utf8(file.0.clone()).unwrap();
    assert!(text.contains(r#"{"kind":"unreadable","shelf":"responses","id":"r0007"}"#));
    let other = MemoryStore::default();
    now(restore(&other, &file)).unwrap();
    assert_eq!(now(other.counts()).unwrap().made(), 302 - 3);
}

#[test]
fn a_draft_that_the_tablet_cannot_read_is_told_from_those_that_somebody_may_finish() {
    let mut store = HalfBroken::new(MemoryStore::default());
    let whole = include_str!("../fixtures/formats/draft_v1.json");
    for (id, text) in [("dead", whole), ("foreign", "{}"), ("whole", whole)] {
        now(store.inside.save_draft(&ResponseId::new(id), text)).unwrap();
    }
    store.dead_keys = ["dead".to_owned()].into();

    assert_eq!(now(unreadable_drafts(&store)).unwrap(), ["dead", "foreign"]);

    // Then it may be the whole storage, and nothing is known of any draft.
    store.dead_shelves = vec![Shelf::Drafts];
    assert!(now(unreadable_drafts(&store)).is_err());
}

#[test]
fn without_its_ledger_a_tablet_still_gives_every_response_to_be_sent_again() {
    let mut store = HalfBroken::new(tablet(10));
    store.dead_shelves = vec![Shelf::Ledger, Shelf::Studies];

    let (done, file) = backup_of(&store);

    // Of the two shelves; and two were cleared, of which without the ledger nothing is left.
    assert_eq!(done, BackedUp { n_responses: 8, n_drafts: 2, n_unreadable: 2 });
    let other = MemoryStore::default();
    now(restore(&other, &file)).unwrap();
    assert_eq!(now(other.counts()).unwrap(), Counts { drafts: 2, waiting: 8, ..Counts::default() });
}

#[test]
fn a_tablet_that_is_full_in_the_middle_takes_in_the_rest_when_it_is_tried_again() {
    let (_, file) = backup_of(&tablet(1000));
    let store = HalfBroken::new(MemoryStore::default());
    store.writes_left.set(3);

    assert_eq!(now(restore(&store, &file)), Err(RestoreError::Store(StoreError::Full)));
    let so_far = now(store.inside.counts()).unwrap().made();
    assert!(so_far > 0 && so_far < 1002, "{so_far}");
    store.writes_left.set(usize::MAX);
    let rest = now(restore(&store, &file)).unwrap();

    assert_eq!((rest.n_new, rest.n_known), (1002 - so_far, so_far));
    assert_eq!(now(store.inside.counts()).unwrap().made(), 1002);
}

#[test]
fn the_list_has_one_line_for_everything_that_was_made() {
    let store = tablet(2003);
    let list = ledger_of(&store);

    let lines: Vec<&str> = list.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "id,state,finished,refused,sent,cleared,receipt");
    let counts = now(store.counts()).unwrap();
    assert_eq!(lines.len() - 1, counts.made());
    for (state, n) in [
        ("draft", counts.drafts),
        ("waiting", counts.waiting),
        ("sending", counts.sending),
        ("sent", counts.sent),
        ("refused", counts.refused),
        ("cleared", counts.cleared),
    ] {
        let found = lines.iter().filter(|line| line.split(',').nth(1) == Some(state)).count();
        assert_eq!(found, n, "{state}");
    }
}

#[test]
fn backup_and_list_are_written_as_published() {
    let store = tablet(5);
    let (_, file) = backup_of(&store);

    check_golden("backup_v1.jsonl", &String::from_utf8(file.0).unwrap());
    check_golden("ledger_v1.csv", &ledger_of(&store));
}

#[test]
fn every_line_of_a_backup_fits_its_published_schema() {
    let schema = schema("backup-1.json");
    let (_, MemoryFile(file)) = backup_of(&tablet(7));
    let first = include_str!("../fixtures/formats/backup_v1.jsonl");
    for line in first.lines().chain(String::from_utf8(file).unwrap().lines()) {
        let value = serde_json::from_str(line).unwrap();
        assert!(schema.is_valid(&value), "{line}: {:?}", schema.validate(&value));
    }
    let no_line = serde_json::json!({ "kind": "response", "id": "a", "state": "lost", "json": "" });
    assert!(!schema.is_valid(&no_line));
}

#[test]
fn a_backup_of_the_first_version_can_be_read() {
    let file = MemoryFile(include_bytes!("../fixtures/formats/backup_v1.jsonl").to_vec());
    let store = MemoryStore::default();

    now(restore(&store, &file)).unwrap();

    assert_eq!(now(store.counts()).unwrap().made(), 7);
}

#[test]
fn a_setting_goes_through_a_backup_as_it_is() {
    let (mut writer, mut file) = BackupWriter::begin("0.1.0", DAY);
    file += &writer.item(&Item::Setting("a".to_owned(), "\"één\"\n".to_owned()));
    file += &writer.end();

    let restored = now(restore(&MemoryStore::default(), &MemoryFile(file.into_bytes()))).unwrap();

    assert_eq!(restored.settings, [("a".to_owned(), "\"één\"\n".to_owned())]);
    assert_eq!(now(MemoryStore::default().page(&[State::Waiting], "", 1)).unwrap(), []);
}

#[test]
fn the_same_id_with_other_content_is_told_and_the_one_here_stays() {
    let here = MemoryStore::default();
    for id in ["a", "b", "c"] {
        now(here.finish(&ResponseId::new(id), &format!(r#"{{"id":"{id}","words":"here"}}"#), DAY)).unwrap();
    }
    let (mut writer, mut file) = BackupWriter::begin("0.1.0", DAY);
    for (id, text) in [
        ("a", r#"{"id":"a","words":"elsewhere"}"#),
        ("B", r#"{"id":"B","words":"here"}"#),
        ("C", r#"{"id":"C","words":"elsewhere"}"#),
        ("d", r#"{"id":"d","words":"first"}"#),
        ("d", r#"{"id":"d","words":"second"}"#),
        ("d", r#"{"id":"d","words":"first"}"#),
    ] {
        file += &writer.item(&Item::Response(Entry::finished(&ResponseId::new(id), DAY), text.to_owned()));
    }
    file += &writer.end();

    let restored = now(restore(&here, &MemoryFile(file.into_bytes()))).unwrap();

    assert_eq!((restored.n_new, restored.n_known), (1, 5));
    assert_eq!(restored.others, ["a", "c", "d"]);
    let texts = now(here.texts(Shelf::Responses, &["a".to_owned(), "d".to_owned()])).unwrap();
    assert_eq!(texts[0].as_deref(), Some(r#"{"id":"a","words":"here"}"#));
    assert_eq!(texts[1].as_deref(), Some(r#"{"id":"d","words":"first"}"#));
}

//! The worker that makes results and files: what it reads, how long is waited for it, and what it says of responses that cannot
//! be counted.

use std::cell::Cell;
use std::time::Duration;

use async_trait::async_trait;
use betekenis::domain::codings::Codings;
use betekenis::domain::counted::LeftOut;
use betekenis::domain::delivery::Verdict;
use betekenis::domain::filter::Filter;
use betekenis::domain::results::Whom;
use betekenis::domain::same::{Joined, Joint, Names, What};
use betekenis::format::asked::{Asks, CountsQuestion, FacetsQuestion, Reported, ResultsQuestion};
use betekenis::format::files::{File, FileQuestion};
use betekenis::format::framework::{FrameworkQuestion, WordsQuestion};
use betekenis::format::rows::{read_rows, write_rows};
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::{MemoryStore, ScriptedReporter};
use betekenis::ports::reporter::{Reply, ReportError, Reporter as _, Sign};
use betekenis::ports::response_store::{Outbox as _, ResponseStore as _, StoreError};
use betekenis::ports::rows::Rows as _;
use betekenis::workflow::ask::{LISTEN, MOST_SILENT, ask};
use betekenis::workflow::report::Source;

use crate::here::Here;
use crate::now::now;
use crate::values::{day, response_id};

/// The site with the default study.
struct Site;

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        let study = include_str!("../../public/studies/ontmoetingscentra/study.json");
        (path == "s/study.json").then(|| study.to_owned())
    }
}

const ONE: &str = include_str!("../fixtures/formats/response_v1.json");

fn source(store: &MemoryStore) -> Source<'_> {
    Source::new(store, &Site, "s/")
}

/// Finishes a response of the golden file, with `from` replaced by `to`.
fn finish(store: &MemoryStore, id: &str, from: &str, to: &str) {
    assert!(ONE.contains(from));
    let text = if from.is_empty() { ONE.to_owned() } else { ONE.replace(from, to) };
    assert!(now(store.finish(&response_id(id), &text, day("2026-11-22"))).unwrap());
}

fn finish_all(store: &MemoryStore, ids: &[&str]) {
    for id in ids {
        finish(store, id, "", "");
    }
}

fn results() -> ResultsQuestion {
    ResultsQuestion { filter: Filter::default(), whom: Whom::Groups }
}

fn file(file: File) -> FileQuestion {
    FileQuestion { file, filter: Filter::default(), day: "2026-11-23".to_owned() }
}

/// Asks everything that a coordinator can ask, but for the texts themselves.
fn ask_all(here: &Here<'_>) -> Vec<LeftOut> {
    fn left_out<A>(reported: Reported<A>) -> LeftOut {
        reported.left_out
    }
    vec![
        left_out(here.answers(FacetsQuestion)),
        left_out(here.answers(CountsQuestion::default())),
        left_out(here.answers(results())),
        left_out(here.answers(FrameworkQuestion::default())),
        left_out(here.answers(WordsQuestion { filter: Filter::default(), codings: Codings::default() })),
        left_out(here.answers(file(File::Long))),
    ]
}

#[test]
fn a_response_is_read_once_however_often_somebody_asks() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b", "c"]);
    let here = Here::new(source(&store));

    ask_all(&here);
    ask_all(&here);
    assert_eq!(store.n_texts_read(), 3);

    // Only what has come since.
    finish(&store, "d", "", "");
    assert_eq!(here.answers(results()).answer.n, 4);
    ask_all(&here);
    assert_eq!(store.n_texts_read(), 4);
}

#[test]
fn where_responses_stand_is_told_as_it_is_now_without_reading_them_again() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b"]);
    let here = Here::new(source(&store));
    let stand = || {
        let all = here.answers(CountsQuestion::default()).answer.in_all();
        (all.waiting, all.sent, all.made())
    };

    assert_eq!(stand(), (2, 0, 2));
    now(store.settle(&[(response_id("a"), Verdict::Sent)], day("2026-11-22"), "example.org b")).unwrap();
    assert_eq!(stand(), (1, 1, 2));
    now(store.clear_sent(day("2026-11-23"), day("2026-11-23"))).unwrap();
    assert_eq!(stand(), (1, 0, 1));
    assert_eq!(here.answers(results()).answer.n, 1, "what is cleared is forgotten");
    assert_eq!(store.n_texts_read(), 2);
}

#[test]
fn names_are_told_as_they_are_joined_at_each_question_and_written_as_they_were_given() {
    let store = MemoryStore::default();
    finish(&store, "a", "", "");
    let here = Here::new(source(&store));
    let [name, shown_as] = ["Buurtkamer Moerwijk", "De Schakel"].map(str::to_owned);
    let joined =
        || Joined::of([Joint { what: What::Centre, name: name.clone(), shown_as: shown_as.clone() }]);
    let centres = |joined: Joined| {
        let facets = here.answers_with(FacetsQuestion, Names { joined, ..Names::default() }).answer;
        facets.centres.into_keys().collect::<Vec<_>>().join(" | ")
    };

    assert_eq!(centres(Joined::default()), name);
    assert_eq!(centres(joined()), shown_as);
    let (made, content) =
        now(ask(&here, file(File::Long), Names { joined: joined(), ..Names::default() })).unwrap();
    let content = String::from_utf8(content.unwrap()).unwrap();
    assert!(made.answer.name.contains("de-schakel"), "{}", made.answer.name);
    assert!(content.contains(&name) && !content.contains(&shown_as));
    assert_eq!(centres(joined()), shown_as, "making a file leaves them as they are told");
    assert_eq!(centres(Joined::default()), name);
    assert_eq!(store.n_texts_read(), 1);
}

#[test]
fn no_more_is_held_than_there_is_room_for_and_every_answer_is_whole() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b", "c", "d"]);
    let here = Here::new(source(&store).holding(2 * ONE.len()));

    for _ in 0..2 {
        assert_eq!(here.answers(results()).answer.n, 4);
    }
    finish(&store, "e", "", "");
    for _ in 0..2 {
        assert_eq!(here.answers(results()).answer.n, 5);
    }
    assert_eq!(store.n_texts_read(), 5, "what is not held is packed");
}

#[test]
fn the_next_worker_reads_no_text_again_and_tells_the_same() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b"]);
    finish(&store, "c", "\"mode\": \"group\"", "\"mode\": \"robot\"");
    finish(&store, "d", "\"kind\": \"survey\"", "\"kind\": \"photo-walk\"");
    assert!(now(store.finish(&response_id("e"), "broken", day("2026-11-22"))).unwrap());
    let all = |here: &Here<'_>| {
        let long = now(ask(here, file(File::Long), Names::default())).unwrap().1.unwrap();
        (
            here.answers(FacetsQuestion),
            here.answers(results()),
            here.answers(FrameworkQuestion::default()),
            long,
        )
    };

    let read = all(&Here::new(source(&store)));
    let n_read = store.n_texts_read();
    assert!(all(&Here::new(source(&store))) == read);
    assert_eq!((n_read, store.n_texts_read()), (5, 5));

    // What has come since is read, and packed with the others.
    finish(&store, "f", "", "");
    for _ in 0..2 {
        assert_eq!(Here::new(source(&store)).answers(FacetsQuestion).answer.n, 4);
        assert_eq!(store.n_texts_read(), 6);
    }
}

#[test]
fn what_was_cleared_is_nowhere_and_the_rest_is_read_once_more() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b", "c"]);
    let here = Here::new(source(&store));
    here.answers(results());
    now(store.settle(&[(response_id("a"), Verdict::Sent)], day("2026-11-22"), "example.org b")).unwrap();
    now(store.clear_sent(day("2026-11-23"), day("2026-11-23"))).unwrap();

    // In a worker that held it, and in one that did not.
    for here in [&here, &Here::new(source(&store))] {
        assert_eq!(here.answers(results()).answer.n, 2);
    }
    assert_eq!(store.n_texts_read(), 3, "whoever held the others has packed them");
    let rows: Vec<_> = now(store.rows()).unwrap();
    let ids = rows.iter().flat_map(|page| read_rows(page, 1).unwrap()).map(|row| row.id.to_string());
    assert_eq!(ids.collect::<Vec<_>>(), [response_id("b").to_string(), response_id("c").to_string()]);

    // An app that knew no pages would not have removed them.
    now(store.keep_rows(0, &[write_rows(0, std::iter::empty())], 1)).unwrap();
    assert_eq!(Here::new(source(&store)).answers(results()).answer.n, 2);
    assert_eq!(store.n_texts_read(), 5);
}

#[test]
fn a_full_tablet_answers_too() {
    let store = MemoryStore::default();
    finish_all(&store, &["a", "b"]);
    store.fill(true);
    for n_read in [2, 4] {
        assert_eq!(Here::new(source(&store)).answers(results()).answer.n, 2);
        assert_eq!(store.n_texts_read(), n_read);
    }

    // As soon as there is room, all that was read is packed.
    let here = Here::new(source(&store));
    assert_eq!(here.answers(results()).answer.n, 2);
    store.fill(false);
    finish(&store, "c", "", "");
    for here in [&here, &Here::new(source(&store))] {
        assert_eq!(here.answers(results()).answer.n, 3);
    }
    assert_eq!(store.n_texts_read(), 7);
}

#[test]
fn what_cannot_be_counted_is_told_the_same_with_every_answer() {
    let store = MemoryStore::default();
    finish(&store, "a", "", "");
    finish(&store, "b", "\"mode\": \"group\"", "\"mode\": \"robot\"");
    finish(&store, "c", "\"kind\": \"survey\"", "\"kind\": \"photo-walk\"");
    for (id, text) in [("d", "{\"schema\":\"response/9\"}"), ("e", "broken")] {
        assert!(now(store.finish(&response_id(id), text, day("2026-11-22"))).unwrap());
    }
    let here = Here::new(source(&store));

    let told = ask_all(&here);

    let one = LeftOut { unreadable: 2, newer: 1, partly: 1 };
    assert_eq!(told, vec![one; told.len()]);
    // Of the part that only a newer app knows the rest is counted; of broken texts nothing is.
    assert_eq!(here.answers(FacetsQuestion).answer.n, 2);
    assert_eq!(here.answers(CountsQuestion::default()).answer.in_all().made(), 2);
    // What is no JSON cannot stand in a list of it.
    assert_eq!(here.answers(file(File::Json)).answer.n, 4);
    assert_eq!(here.answers(file(File::Long)).answer.n, 3);
}

fn asked(reporter: &ScriptedReporter) -> Result<(), ReportError> {
    now(ask(reporter, FacetsQuestion, Names::default())).map(|_| ())
}

#[test]
fn a_worker_that_gives_no_sign_is_ended_within_twenty_seconds_and_the_next_question_starts_another() {
    let reporter = ScriptedReporter::default();

    assert_eq!(asked(&reporter), Err(ReportError::Hung));
    assert!(reporter.silence().as_secs() < 20, "{:?}", reporter.silence());
    assert_eq!(reporter.workers(), (1, false));

    reporter.ask("").unwrap();
    assert_eq!(reporter.workers(), (2, true));
}

#[test]
fn a_worker_that_gives_signs_is_waited_for_however_long_it_takes() {
    let answer = FacetsQuestion::write(&Reported::default());
    let long =
        std::iter::repeat_n(Sign::Nothing, MOST_SILENT - 1).chain([Sign::Busy(Duration::ZERO)]).cycle();
    let script = long.take(10 * MOST_SILENT);
    let reply = Reply { text: answer, file: None };
    let reporter = ScriptedReporter::new(script.chain([Sign::Answer(Ok(reply))]));

    assert_eq!(asked(&reporter), Ok(()));
    assert_eq!(reporter.workers(), (1, true));
    // Silent all the time, it would have been ended long before.
    assert!(LISTEN * u32::try_from(10 * MOST_SILENT).unwrap() > Duration::from_mins(2));
}

#[test]
fn a_worker_that_says_how_long_it_will_be_silent_is_waited_for_so_much_longer() {
    let reporter = ScriptedReporter::new([Sign::Busy(LISTEN * 5)]);

    assert_eq!(asked(&reporter), Err(ReportError::Hung));
    assert_eq!(reporter.silence(), LISTEN * u32::try_from(MOST_SILENT + 5).unwrap());
}

#[test]
fn why_there_is_no_answer_is_told() {
    for error in [ReportError::Silent, StoreError::Full.into(), ReportError::Failed("no study".to_owned())] {
        let reporter = ScriptedReporter::new([Sign::Answer(Err(error.clone()))]);
        assert_eq!(asked(&reporter), Err(error));
    }
    let nonsense = Reply { text: "{}".to_owned(), file: None };
    let reporter = ScriptedReporter::new([Sign::Answer(Ok(nonsense))]);
    assert!(matches!(asked(&reporter), Err(ReportError::Failed(_))));
}

thread_local! {
    static N_SIGNS: Cell<usize> = const { Cell::new(0) };
}

#[test]
fn the_worker_gives_a_sign_while_it_reads_and_while_it_writes_a_file() {
    let store = MemoryStore::default();
    finish(&store, "a", "", "");
    let here = Here::new(source(&store).with_sign(|_| N_SIGNS.set(N_SIGNS.get() + 1)));
    let n_signs = |job: &dyn Fn()| {
        N_SIGNS.set(0);
        job();
        N_SIGNS.get()
    };

    assert!(n_signs(&|| drop(here.answers(FacetsQuestion))) > 0);
    let n_rows = n_signs(&|| drop(here.answers(file(File::Long))));
    let n_sheets = n_signs(&|| drop(here.answers(file(File::Xlsx))));
    assert!(n_rows > 10 && n_sheets > n_rows, "{n_rows} {n_sheets}");
}

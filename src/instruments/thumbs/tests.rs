//! The whole way of an instrument that the spine has never heard of: dealt, drafted, finished, sent, read, counted, told, exported, printed,
//! entered, and refused where it is broken.

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use serde_json::{Value, json};

use crate::domain::day::day;
use crate::domain::dealing::Dealing;
use crate::domain::delivery::State;
use crate::domain::delivery::{Answer, Delivery};
use crate::domain::filter::Filter;
use crate::domain::heard::heard;
use crate::domain::paper::{Filled, Mark, Sheet};
use crate::domain::plan::{Warning, dealt, pick, warnings};
use crate::domain::response::{Activity, ActivityId, Outcome, PartOfDay, Response, ResponseId};
use crate::domain::results::Whom;
use crate::domain::same::Names;
use crate::domain::session::{Action, Session, Step};
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Pool, Study};
use crate::format::asked::{Asks, Question, Request, ResultsQuestion, write_request};
use crate::format::draft::{read_draft, write_draft};
use crate::format::files::{File, FileQuestion};
use crate::format::framework::{FrameworkQuestion, WordsQuestion};
use crate::format::response::{read_response, write_response};
use crate::format::study::{check_study, read_study};
use crate::instruments::thumbs::rules::{Thumb, ThumbAction, ThumbMark, ThumbStep};
use crate::instruments::{InnerStep, Part, PartResults};
use crate::ports::endpoint::Endpoint;
use crate::ports::file::SiteFiles;
use crate::ports::memory::MemoryStore;
use crate::ports::reporter::Reply;
use crate::ports::response_store::{Overview as _, ResponseStore as _};
use crate::workflow::deliver::deliver;
use crate::workflow::paper::take_over;
use crate::workflow::report::{Reports, Source};

/// What `future` comes to: the doubles answer at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a double in memory answers at once"),
    }
}

/// The study that ships with the app, with thumbs as its third instrument.
fn study_json() -> Value {
    let json = include_str!("../../../public/studies/ontmoetingscentra/study.json");
    let mut study: Value = serde_json::from_str(json).unwrap();
    let (question, why) = (study["thanks"].clone(), study["declined"]["text"].clone());
    let thumbs = json!({ "id": "hand", "kind": "thumbs", "question": question, "why": why });
    study["instruments"].as_array_mut().unwrap().push(thumbs);
    study
}

fn study() -> Study {
    check_study(&study_json().to_string()).unwrap()
}

fn thumb(response: &Response) -> &Thumb {
    let Some(Part::Thumbs(thumb)) = response.parts.last() else { panic!("no thumb in {response:?}") };
    thumb
}

/// Nothing but thumbs is used.
fn only_thumbs() -> ActivitySettings {
    ActivitySettings { instruments: vec!["hand".to_owned()], ..ActivitySettings::default() }
}

/// What a participant gives who turns the thumb up and tells why. Each step is drafted, and taken up again from its draft.
fn played(id: &str, is_up: bool) -> Response {
    let (study, set) = (study(), only_thumbs());
    let activity =
        Activity { id: ActivityId::new("a"), date: "2026-11-30".to_owned(), ..Activity::default() };
    let mut session =
        Session::new(&study, activity, Dealing::of(&set), ResponseId::new(id), "0.1.0", &mut |_| 0);
    let steps = [
        Action::ChooseLanguage("nl".to_owned()),
        Action::Agree,
        ThumbAction::Turn(is_up).into(),
        Action::Next,
        ThumbAction::Tell("Het is er warm.".to_owned()).into(),
        Action::Next,
    ];
    for (at, action) in steps.into_iter().enumerate() {
        let now_ms = 1000 * (at as u64 + 1);
        assert!(session.act(&study, action.clone(), now_ms), "{action:?} at {:?}", session.step);
        let is_inside = matches!(session.step, Step::Inside(2, InnerStep::Thumbs(_)));
        assert_eq!(is_inside, (1..5).contains(&at), "{:?} after {action:?}", session.step);
        if is_inside {
            let draft = read_draft(&write_draft(&session, now_ms)).unwrap();
            assert_eq!((&draft.response, draft.step), (&session.response, session.step));
            session = Session::resume(&study, draft.response, draft.step, now_ms).expect("taken up again");
        }
    }
    assert_eq!(session.step, Step::Thanks);
    session.finish(Outcome::Complete)
}

/// The site with that study.
struct Site;

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        (path == "s/study.json").then(|| study_json().to_string())
    }
}

/// An endpoint that takes everything, and what it took.
#[derive(Default)]
struct Taking(RefCell<Vec<String>>);

#[async_trait(?Send)]
impl Endpoint for Taking {
    fn batch_size(&self) -> usize {
        10
    }

    fn receipt(&self, _: &[ResponseId]) -> String {
        "receipt".to_owned()
    }

    async fn send(&self, ids: &[ResponseId], responses: &[String]) -> Answer {
        self.0.borrow_mut().extend_from_slice(responses);
        Answer::Receipt { accepted: ids.iter().map(ResponseId::to_string).collect(), rejected: Vec::new() }
    }
}

/// A tablet on which five turned their thumb up, and one turned it down.
fn tablet() -> MemoryStore {
    let store = MemoryStore::default();
    for at in 0..6 {
        let id = format!("7e57ac71-0000-4000-8000-00000000000{at}");
        let response = played(&id, at < 5);
        assert!(
            now(store.finish(&ResponseId::new(&id), &write_response(&response), day("2026-11-30"))).unwrap()
        );
    }
    store
}

fn reply(reports: &mut Reports<'_>, question: Question) -> Reply {
    now(reports.answer(&write_request(&Request { question, names: Names::default() }))).unwrap()
}

fn asks<Q: Asks>(reports: &mut Reports<'_>, question: Q) -> Q::Answer {
    Q::read(&reply(reports, question.into()).text).unwrap().answer
}

#[test]
fn a_study_with_it_is_read_and_refused_where_it_is_broken() {
    assert_eq!(read_study(&study_json().to_string()).unwrap(), study());
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut study = study_json();
        let instruments = study["instruments"].as_array_mut().unwrap();
        change(instruments.last_mut().unwrap());
        check_study(&study.to_string()).unwrap_err().path
    };

    assert_eq!(broken(&|thumbs| thumbs["finger"] = json!(1)), "instruments[2].finger");
    assert_eq!(broken(&|thumbs| thumbs["why"] = json!({ "xx": "?" })), "instruments[2].why.xx");
    assert_eq!(
        broken(&|thumbs| thumbs["question"]["picture"] = json!("../a")),
        "instruments[2].question.picture"
    );
    let unknown = broken(&|thumbs| thumbs["kind"] = json!("toes"));
    assert_eq!(unknown, "instruments[2].kind");
}

#[test]
fn it_is_dealt_and_heard_with_its_picture() {
    let study = study();
    let own = heard(&study, "nl").into_iter().filter(|heard| heard.name.starts_with("hand"));

    let own: Vec<_> = own.map(|heard| (heard.place, heard.picture.is_some())).collect();
    assert_eq!(
        own,
        [("instruments[2].question.text".to_owned(), true), ("instruments[2].why".to_owned(), false)]
    );
    assert_eq!(dealt(&study, &only_thumbs()).n_others, 1);
    let picked = pick(&study, &ActivitySettings::default(), &study.framework.goals[0].indicators[0].id, true);
    assert!(Dealing::of(&picked).uses("hand"), "what brings its own is there whatever is picked");
    let about = warnings(&study, &crate::domain::guidance::Guidance::default(), &picked);
    assert!(!about.iter().any(|one| matches!(one, Warning::Nothing(_, Pool::Own))), "{about:?}");
}

#[test]
fn what_is_given_comes_back_as_it_was_and_arrives() {
    let response = played("7e57ac71-0000-4000-8000-000000000000", true);
    assert_eq!(read_response(&write_response(&response)).unwrap(), response);
    assert_eq!((thumb(&response).is_up, thumb(&response).ms > 0), (Some(true), true));
    let written: Value = serde_json::from_str(&write_response(&response)).unwrap();
    let golden: Value = serde_json::from_str(include_str!("fixtures/part_v1.json")).unwrap();
    assert_eq!(written["instruments"].as_array().unwrap().last(), Some(&golden));

    let (store, endpoint) = (tablet(), Taking::default());
    let day = || day("2026-11-30");
    let sent = now(deliver(&store, &endpoint, &mut Delivery::new(10), &|| 0.0, &day, &|_, _| ())).unwrap();
    assert_eq!((sent.n_sent, sent.n_refused), (6, 0));
    assert!(endpoint.0.borrow().contains(&write_response(&response)));
}

#[test]
fn it_is_counted_told_and_exported() {
    let store = tablet();
    let mut reports = Reports::new(Source::new(&store, &Site, "s/"));
    let filter = Filter::of_activity(ActivityId::new("a"));

    let results = asks(&mut reports, ResultsQuestion { filter: filter.clone(), whom: Whom::People });
    let [PartResults::Thumbs(thumbs)] = &results.parts[..] else { panic!("{:?}", results.parts) };
    assert_eq!((thumbs.n_up, thumbs.n, thumbs.n_people), (5, 6, 6));
    assert_eq!(results.clone().for_group(&[]).parts, results.parts);

    let words = asks(&mut reports, WordsQuestion { filter: filter.clone(), ..WordsQuestion::default() });
    assert_eq!(words.told.iter().filter(|told| told.text == "Het is er warm.").count(), 6);
    let story = asks(&mut reports, FrameworkQuestion { filter: filter.clone(), rounds: None });
    assert_eq!(story.people.n, 6);

    let mut file = |file: File| {
        let question = FileQuestion { file, filter: filter.clone(), day: "2026-11-30".to_owned() };
        let made = reply(&mut reports, question.into()).file.expect("a file was made");
        String::from_utf8_lossy(&made).into_owned()
    };
    let wide = file(File::WideComma);
    assert!(wide.lines().next().unwrap().contains("hand_up,hand_why,hand_ms"), "{wide}");
    assert_eq!(wide.matches(",1,Het is er warm.,").count(), 5, "{wide}");
    let long = file(File::LongComma);
    assert_eq!((long.matches(",hand,thumb,").count(), long.matches(",hand,why,").count()), (6, 6));
    let codebook = file(File::Codebook);
    assert!(codebook.contains("1 omhoog, 0 omlaag") && codebook.contains("duim omhoog of omlaag"));
    assert!(file(File::Spss).contains("hand_up F8.0"));
    assert!(file(File::Xlsx).starts_with("PK"));
}

#[test]
fn it_is_printed_and_what_comes_back_is_kept() {
    let (study, set, store) = (study(), only_thumbs(), MemoryStore::default());
    let mut filled = Filled::new(&Sheet::of(&study, &set), "nl", "2026-11-30", PartOfDay::Morning);
    let part = filled.parts().len() - 1;
    assert!(filled.mark(Mark::Inside(part, ThumbMark(false).into())));

    let id = || "7e57ac71-0000-4000-8000-00000000000a".to_owned();
    now(take_over(&store, &filled, &study, &set, "0.1.0", day("2026-11-30"), &id)).unwrap();

    let kept = now(store.page(&[State::Waiting], "", 10)).unwrap();
    assert_eq!(thumb(&read_response(&kept[0].json).unwrap()).is_up, Some(false));
}

#[cfg(feature = "coordinator")]
#[test]
fn it_is_shown_to_the_group_and_on_the_sheet() {
    let store = tablet();
    let mut reports = Reports::new(Source::new(&store, &Site, "s/"));
    let question = ResultsQuestion { filter: Filter::of_activity(ActivityId::new("a")), whom: Whom::People };
    let results = asks(&mut reports, question);

    assert_eq!(results.parts[0].scenes().len(), 1);
    let study = study();
    let with = crate::ui::coordinator::results::parts::PosterContext {
        study: &study,
        pictures: &std::collections::BTreeMap::new(),
        centre: "Betje",
        language: crate::ui::text::Language::Dutch,
    };
    let mut content = crate::format::poster::Content::default();
    results.parts[0].put_on(&mut content, &with);
    assert_eq!((content.questions[0].bars[0].1, content.questions[0].total), (5, 6));
    assert_eq!(results.parts[0].pictures(&study).len(), 1);
}

#[test]
fn what_was_done_with_it_is_refused_where_it_is_broken_and_told_where_only_a_newer_app_knows_it() {
    let mut written: Value = serde_json::from_str(&write_response(&played("x", true))).unwrap();
    let at = written["instruments"].as_array().unwrap().len() - 1;
    written["instruments"][at]["finger"] = json!("ring");
    assert!(read_response(&written.to_string()).unwrap().has_newer_keys);

    written["instruments"][at]["up"] = json!("yes");
    assert_eq!(read_response(&written.to_string()).unwrap_err().path, format!("instruments[{at}].up"));
}

#[test]
fn a_step_that_it_does_not_have_is_no_draft() {
    assert_eq!(
        crate::format::kinds::read_step(&Part::Thumbs(thumb(&played("x", true)).clone()), "ask", 0),
        Some(ThumbStep::Ask.into())
    );
    assert_eq!(
        crate::format::kinds::read_step(&Part::Thumbs(thumb(&played("x", true)).clone()), "sing", 0),
        None
    );
}

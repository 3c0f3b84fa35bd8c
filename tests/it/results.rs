//! Results of what lies on a tablet.

use async_trait::async_trait;
use betekenis::domain::filter::Filter;
use betekenis::domain::results::Whom;
use betekenis::format::results::{read_results, write_question};
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::ResponseStore as _;
use betekenis::workflow::report::{Source, report};

use crate::now::now;

/// The site with the default study.
struct Site;

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        let study = include_str!("../../public/studies/ontmoetingscentra/study.json");
        (path == "s/study.json").then(|| study.to_owned())
    }
}

#[test]
fn only_responses_of_the_activity_and_of_the_study_are_counted_and_groups_apart() {
    let store = MemoryStore::default();
    let one = include_str!("../fixtures/formats/response_v1.json");
    for (id, from, to) in [
        ("1", "", ""),
        ("2", "\"mode\": \"group\"", "\"mode\": \"self\""),
        ("3", "7e57ac71-0000-4000-8000-000000000001", "elsewhere"),
        ("4", "\"id\": \"ontmoetingscentra\"", "\"id\": \"other\""),
    ] {
        let json = if from.is_empty() { one.to_owned() } else { one.replace(from, to) };
        assert!(now(store.finish(id, &json, "2026-11-22")).unwrap());
    }
    let source = Source::new(&store, &store, &Site, "s/");
    let filter = Filter::of_activity("7e57ac71-0000-4000-8000-000000000001");
    let ask = |whom| {
        let reply = now(report(&source, "results", &write_question(&filter, whom))).unwrap();
        read_results(&reply.text).unwrap()
    };

    let groups = ask(Whom::Groups);
    assert_eq!((groups.n, groups.n_people, groups.n_people_apart), (1, 7, 1));
    let people = ask(Whom::People);
    assert_eq!((people.n, &people.groups_apart[..]), (1, &[7][..]));
    assert_eq!(people.sorts[0].cards[0].id, "lv5", "most important of those on the first pile");
    assert!(now(report(&source, "results", "?")).is_err());
}

//! Results of what lies on a tablet.

use async_trait::async_trait;
use betekenis::domain::filter::Filter;
use betekenis::domain::response::ActivityId;
use betekenis::domain::results::Whom;
use betekenis::domain::same::{Joined, Joint, Names, What};
use betekenis::format::asked::{FacetsQuestion, ResultsQuestion};
use betekenis::instruments::PartResults;
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::ResponseStore as _;
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
        assert!(now(store.finish(&response_id(id), &json, day("2026-11-22"))).unwrap());
    }
    let here = Here::new(Source::new(&store, &Site, "s/"));
    let filter = Filter::of_activity(ActivityId::new("7e57ac71-0000-4000-8000-000000000001"));
    let ask = |whom| here.answers(ResultsQuestion { filter: filter.clone(), whom }).answer;

    let groups = ask(Whom::Groups);
    assert_eq!((groups.n, groups.n_people, groups.n_people_apart), (1, 7, 1));
    let people = ask(Whom::People);
    assert_eq!((people.n, &people.groups_apart[..]), (1, &[7][..]));
    let PartResults::CardSort(sort) = &people.parts[0] else { panic!("cards were sorted") };
    assert_eq!(sort.cards[0].id, "lv5", "most important of those on the first pile");
}

#[test]
fn names_that_are_one_are_told_as_one_and_two_days_are_not() {
    let store = MemoryStore::default();
    let one = include_str!("../fixtures/formats/response_v1.json");
    let centre = "\"centre\": \"Buurtkamer Moerwijk\"";
    assert!(one.contains(centre));
    for (id, name, date) in
        [("1", "\u{2019}t Hof", "2026-11-02"), ("2", "'T  HOF", "2026-11-09"), ("3", "Hofje", "2026-11-09")]
    {
        let mut json: serde_json::Value = serde_json::from_str(one).unwrap();
        (json["activity"]["centre"], json["activity"]["date"]) = (name.into(), date.into());
        assert!(now(store.finish(&response_id(id), &json.to_string(), day("2026-11-22"))).unwrap());
    }
    let joint = Joint { what: What::Centre, name: "hofje".to_owned(), shown_as: "'t Hof".to_owned() };
    let here = Here::new(Source::new(&store, &Site, "s/"));
    let facets =
        |joined: Joined| here.answers_with(FacetsQuestion, Names { joined, ..Names::default() }).answer;

    let apart = facets(Joined::default());
    let centres: Vec<_> = apart.centres.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    assert_eq!(centres, [("Hofje", 1), ("\u{2019}t Hof", 2)]);
    assert_eq!(apart.activities.iter().map(|one| one.n).collect::<Vec<_>>(), [2, 1]);
    let joined = facets(Joined::of([joint]));
    assert_eq!(joined.centres.into_values().collect::<Vec<_>>(), [3]);
}

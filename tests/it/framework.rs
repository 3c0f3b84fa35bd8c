//! The veranderverhaal: numbers made by hand, among them those of Bijlage 1 and 3 of the report; and which rounds may be put
//! side by side.

use std::collections::BTreeMap;

use async_trait::async_trait;
use betekenis::domain::codings::{Codings, TextPlace};
use betekenis::domain::filter::Filter;
use betekenis::domain::framework::{Difference, FrameworkResults, RollUp, Sum, framework_results};
use betekenis::domain::response::{Mode, Response};
use betekenis::domain::results::{Results, Whom};
use betekenis::domain::same::{Joined, Joint, What};
use betekenis::format::asked::Asks;
use betekenis::format::codings::read_codings;
use betekenis::format::framework::{
    FrameworkQuestion, Words, WordsQuestion, effects_csv, roll_up_csv, texts_csv,
};
use betekenis::format::response::read_response;
use betekenis::instruments::PartResults;
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::ResponseStore as _;
use betekenis::workflow::report::Source;
use serde_json::{Value, json};

use crate::appendix::{CENTRES, NAMED, PARTNER, RESIDENT, answers, appendix, sort, talk};
use crate::here::Here;
use crate::now::now;
use crate::participant::default_study;
use crate::values::{day, response_id};

/// The site with the default study.
struct Site;

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        let study = include_str!("../../public/studies/ontmoetingscentra/study.json");
        (path == "studies/ontmoetingscentra/study.json").then(|| study.to_owned())
    }
}

/// What the worker answers on a tablet with these responses.
fn asked<Q: Asks>(responses: &[Value], question: Q) -> Q::Answer {
    let store = MemoryStore::default();
    for response in responses {
        let id = response["id"].as_str().unwrap();
        assert!(now(store.finish(&response_id(id), &response.to_string(), day("2025-01-17"))).unwrap());
    }
    Here::new(Source::new(&store, &Site, "studies/ontmoetingscentra/")).answers(question).answer
}

fn results_of(responses: &[Value], filter: Filter, rounds: Option<(&str, &str)>) -> FrameworkResults {
    let rounds = rounds.map(|(first, second)| (first.to_owned(), second.to_owned()));
    asked(responses, FrameworkQuestion { filter, rounds })
}

fn words_of(responses: &[Value], codings: &Codings, filter: Filter) -> Words {
    asked(responses, WordsQuestion { filter, codings: codings.clone() })
}

fn sum<'a>(rolled: &'a RollUp, id: &str) -> &'a Sum {
    for goal in &rolled.goals {
        let subgoals = goal.subgoals.iter().map(|one| (&one.id, &one.sum));
        let indicators = goal.indicators.iter().map(|one| (&one.id, &one.sum));
        let all = subgoals.chain(indicators).chain([(&goal.id, &goal.sum)]);
        if let Some((_, sum)) = all.into_iter().find(|(one, _)| *one == id) {
            return sum;
        }
    }
    panic!("there is no {id}")
}

fn card<'a>(rolled: &'a RollUp, id: &str) -> &'a Sum {
    &rolled.card(id).unwrap().sum
}

/// One who gave a response in round 1, with these instruments.
fn someone(at: usize, instruments: Vec<Value>) -> Value {
    let mut response = talk(at, "Bij Betje", "Open inloop", "1");
    response["mode"] = json!("self");
    response["instruments"] = json!(instruments);
    response
}

/// A sort of these cards with their piles.
fn sorted(cards: &[(&str, &str)]) -> Value {
    let order: Vec<&str> = cards.iter().map(|(card, _)| *card).collect();
    let moves: Vec<Value> =
        cards.iter().map(|(card, pile)| json!({ "card": card, "pile": pile, "ms": 1 })).collect();
    json!({
        "id": "meaning", "kind": "card-sort", "deck": "short", "order": order, "moves": moves, "placed": {},
        "most_important": null, "missing": null, "more": null, "ms": {}
    })
}

const CONTACTS: (&str, &[&str]) = ("contacts", &["none", "few", "many"]);

#[test]
fn the_table_of_interviews_per_centre_comes_out_as_in_bijlage_1() {
    let (responses, _) = appendix();
    let centres = results_of(&responses, Filter::default(), None).centres;

    assert_eq!(centres.columns, [RESIDENT, PARTNER]);
    let expected: BTreeMap<String, Vec<usize>> = CENTRES
        .iter()
        .map(|(centre, residents, partners)| ((*centre).to_owned(), vec![*residents, *partners]))
        .collect();
    assert_eq!(centres.rows.iter().cloned().collect::<BTreeMap<_, _>>(), expected);
    assert_eq!(centres.rows.len(), 11);
    assert_eq!(centres.totals(), [43, 10, 53]);
}

#[test]
fn the_table_of_effects_comes_out_as_in_bijlage_3() {
    let (responses, codings) = appendix();
    let codings = read_codings(&codings.to_string()).unwrap();
    let words = words_of(&responses, &codings, Filter::default());

    let told: Vec<(&str, usize)> = words
        .effects
        .iter()
        .zip(&words.table.rows)
        .map(|(effect, row)| (effect.title.get("nl"), row.n))
        .collect();
    let expected: Vec<(&str, usize)> = NAMED.iter().map(|(_, title, n, ..)| (*title, *n)).collect();
    assert_eq!(told, expected);
    assert_eq!(words.table.total(), 331);
    assert_eq!((words.table.n_open, words.table.n_none, words.table.n_elsewhere), (0, 0, 0));
    // In the made-up talks nobody names an effect twice.
    assert!(words.table.rows.iter().all(|row| row.n == row.n_responses));

    let study = default_study();
    let heads = ["Hoofddoel", "Effect", "Type antwoorden", "Aantal keer genoemd", "Door", "Id", "Totaal"];
    let csv = effects_csv(&study, &words, "nl", heads, "© Movisie, Utrecht, 2025");
    let lines: Vec<&str> = csv.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 1 + 14 + 2);
    for (line, (goals, title, n, id, _)) in lines[1..].iter().zip(NAMED) {
        let title = if title.contains(',') { format!("\"{title}\"") } else { title.to_owned() };
        assert!(line.starts_with(&format!("{goals};{title};")), "{line}");
        assert!(line.ends_with(&format!(";{n};{n};{id}")), "{line}");
    }
    assert_eq!(lines[15], "Totaal;;;331");
}

#[test]
fn every_text_stands_in_a_file_with_its_effects_and_its_translation() {
    let mut one = someone(1, vec![sort(Some(1), &["dansen; zingen"], "")]);
    one["language"] = json!("pl");
    let two = someone(2, vec![sort(Some(2), &["=fietsen", "niets"], "")]);
    let id = |one: &Value| one["id"].as_str().unwrap().to_owned();
    let mut codings = Codings::default();
    codings.set(&id(&one), TextPlace::Missing(0), vec!["contacts".to_owned(), "heard".to_owned()]);
    codings.translate(&id(&one), TextPlace::Missing(0), "dansen en zingen");
    codings.set(&id(&two), TextPlace::Missing(1), Vec::new());
    let words = words_of(&[one.clone(), two.clone()], &codings, Filter::default());
    let csv = texts_csv(&default_study(), &words, &codings, &Joined::default(), "nl");

    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
    let (one, two) = (id(&one), id(&two));
    let about = |id: &str, language: &str| format!("{id};Bij Betje;Open inloop;2025-01-17;1;{language};");
    assert_eq!(lines.len(), 1 + 4, "{csv}");
    assert!(lines[1].starts_with(&about(&one, "pl")), "{csv}");
    let ends = [
        "missing/0;;;\"dansen; zingen\";dansen en zingen;contacts;Contacten opbouwen;Sociale cohesie",
        "missing/0;;;\"dansen; zingen\";dansen en zingen;heard;Gezien en gehoord voelen;",
        "missing/0;;;'=fietsen;;;;",
        "missing/1;;;niets;;none;;",
    ];
    for (line, end) in lines[1..].iter().zip(ends) {
        assert!(line.contains(end), "{line}");
    }
    assert!(lines[3].starts_with(&about(&two, "nl")), "{csv}");
}

#[test]
fn in_the_file_of_texts_the_word_that_was_joined_stands_beside_what_was_typed() {
    let responses = [someone(1, vec![sort(Some(1), &["Tuinieren", "muziek"], "tuinieren")])];
    let words = words_of(&responses, &Codings::default(), Filter::default());
    let [name, shown_as] = ["tuinieren", "Een moestuin"].map(str::to_owned);
    let joined = Joined::of([Joint { what: What::Word, name, shown_as }]);
    let csv = texts_csv(&default_study(), &words, &Codings::default(), &joined, "nl");

    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
    let head: Vec<&str> = lines[0].split(';').collect();
    let cell = |line: usize, name: &str| {
        lines[line].split(';').nth(head.iter().position(|one| *one == name).unwrap()).unwrap()
    };
    let told: Vec<_> =
        (1..lines.len()).map(|at| (cell(at, "spot"), cell(at, "text"), cell(at, "text_shown_as"))).collect();
    let of_words = [("missing/0", "Tuinieren", "Een moestuin"), ("missing/1", "muziek", "muziek")];
    // A story is a text of its own.
    assert_eq!(told, [&of_words[..], &[("story", "tuinieren", "")]].concat());
}

#[test]
fn a_filter_on_the_centre_is_one_on_its_effects_too() {
    let (responses, codings) = appendix();
    let codings = read_codings(&codings.to_string()).unwrap();
    let filter = Filter { centre: "Buurtkamer Vrederust".to_owned(), ..Filter::default() };
    let words = words_of(&responses, &codings, filter.clone());

    // The talks with the numbers 29 and 30, of 331 mentions dealt out over 53 talks: 331 = 6 × 53 + 13.
    assert_eq!(words.table.total(), 12);
    assert_eq!(words.table.n_elsewhere, codings.codings.len() - words.told.len());
    assert_eq!(results_of(&responses, filter, None).centres.totals(), [1, 1, 2]);
}

#[test]
fn cards_are_counted_on_their_piles_and_people_once() {
    let (responses, _) = appendix();
    let rolled = results_of(&responses, Filter::default(), None).people;

    assert_eq!((rolled.n, rolled.n_present), (53, 0));
    assert_eq!(rolled.piles, ["much", "some", "not", "dont-know"]);
    // 43 residents, the first card of the deck: numbers 0, 4, …, 40 lay it on "much".
    assert_eq!(card(&rolled, "sc1").piles, [11, 11, 11, 10]);
    assert_eq!((card(&rolled, "sc1").n, card(&rolled, "sc1").n_important), (43, 11));
    // The goal "sociale veerkracht" has two cards in this deck, at the places 3 and 4.
    assert_eq!(sum(&rolled, "sv").n, 43);
    assert_eq!(sum(&rolled, "sv").piles, [11 + 11, 11 + 11, 10 + 11, 11 + 10]);
    assert_eq!(sum(&rolled, "sv1"), &Sum { piles: vec![0; 4], ..Sum::default() });
    // A card that belongs to no indicator stands beside the goals.
    assert_eq!(card(&rolled, "x1").n, 43);
    assert_eq!(rolled.cards.len(), 1);
}

#[test]
fn who_sorts_two_cards_of_an_indicator_and_answers_its_question_is_one_participant() {
    let arrange = [("sv3-language", "much"), ("sv3-arrange", "not"), ("sv2", "some")];
    let dutch = answers(&[("dutch", &["none", "some", "much"], Some("much"))]);
    let rolled = results_of(&[someone(1, vec![sorted(&arrange), dutch])], Filter::default(), None).people;

    let sv3 = sum(&rolled, "sv3");
    assert_eq!((sv3.n, &sv3.piles[..]), (1, &[1, 0, 1, 0][..]), "the question is not among the cards");
    assert_eq!(sum(&rolled, "sv").n, 1);
    assert_eq!(sum(&rolled, "sv").piles, [1, 1, 1, 0]);
    assert_eq!(sum(&rolled, "sc").n, 0);
}

#[test]
fn who_only_answers_stands_behind_the_indicator_unless_it_was_skipped() {
    let (question, shown) = CONTACTS;
    let mut responses: Vec<Value> = [Some("few"), Some("many"), None]
        .into_iter()
        .enumerate()
        .map(|(at, chosen)| someone(at, vec![answers(&[(question, shown, chosen)])]))
        .collect();
    let mut skipped = someone(3, vec![answers(&[(question, shown, None)])]);
    skipped["instruments"][0]["answers"][0]["answer"] = json!({ "skipped": true });
    responses.push(skipped);
    let rolled = results_of(&responses, Filter::default(), None).people;

    assert_eq!((rolled.n, sum(&rolled, "sc1").n, sum(&rolled, "sc").n), (4, 3, 3));
    let contacts = &rolled.goals[0].indicators[0].questions[0];
    let choices: Vec<(&str, usize)> = contacts.choices.iter().map(|(id, n)| (id.as_str(), *n)).collect();
    assert_eq!(choices, [("none", 0), ("few", 1), ("many", 1)]);
    assert_eq!((contacts.n, contacts.n_dont_know, contacts.n_skipped), (3, 1, 1));
}

#[test]
fn who_only_answers_does_not_count_for_the_rule_of_five_of_the_cards() {
    let mut responses: Vec<Value> = (0..3).map(|at| someone(at, vec![sorted(&[("sc1", "much")])])).collect();
    let (question, shown) = CONTACTS;
    responses.extend((3..8).map(|at| someone(at, vec![answers(&[(question, shown, Some("few"))])])));
    let rolled = results_of(&responses, Filter::default(), None).people;

    let sc1 = sum(&rolled, "sc1");
    assert_eq!((sc1.n, sc1.n_sorted, sc1.split()), (8, 3, None), "three cards tell who put them where");
    assert_eq!((sum(&rolled, "sc").n_sorted, sum(&rolled, "sc").split()), (3, None));
    assert!(rolled.question(question).unwrap().split().is_some());
}

#[test]
fn a_subgoal_counts_the_indicators_that_are_signs_of_it_and_the_others_stand_at_the_goal() {
    let cards = [("vo1", "much"), ("vo3", "much"), ("vo4", "not")];
    let rolled = results_of(&[someone(1, vec![sorted(&cards)])], Filter::default(), None).people;

    assert_eq!((sum(&rolled, "vo-s1").n, &sum(&rolled, "vo-s1").piles[..]), (1, &[2, 0, 0, 0][..]));
    assert_eq!(sum(&rolled, "vo-s2").n, 0);
    assert_eq!(sum(&rolled, "vo").piles, [2, 0, 1, 0]);
    let study = default_study();
    let vo4 = study.framework.goals.iter().flat_map(|goal| &goal.indicators).find(|one| one.id == "vo4");
    assert_eq!(vo4.unwrap().subgoals, Vec::<String>::new());
}

#[test]
fn what_a_group_said_stands_apart_with_the_people_who_were_there() {
    let mut responses: Vec<Value> = (0..3).map(|at| someone(at, vec![sorted(&[("sc1", "much")])])).collect();
    let mut group = someone(3, vec![sorted(&[("sc1", "not")])]);
    group["mode"] = json!("group");
    group["present"] = json!(12);
    responses.push(group);
    let results = results_of(&responses, Filter::default(), None);

    assert_eq!((results.people.n, card(&results.people, "sc1").n), (3, 3));
    let groups = results.groups.unwrap();
    let sc1 = card(&groups, "sc1");
    assert_eq!((groups.n, groups.n_present, sc1.n, sc1.n_present), (1, 12, 1, 12));
    // Three people alone are too few to tell who said what; a group of twelve is not.
    assert_eq!(card(&results.people, "sc1").split(), None);
    assert_eq!(sc1.split(), Some(&[0, 0, 1, 0][..]));
}

#[test]
fn a_group_that_nobody_counted_is_one_person_in_every_view() {
    let mut groups: Vec<Value> = (0..3).map(|at| someone(at, vec![sorted(&[("sc1", "much")])])).collect();
    for group in &mut groups {
        group["mode"] = json!("group");
    }
    groups[0]["present"] = json!(3);
    let told = results_of(&groups, Filter::default(), None).groups.unwrap();
    let read: Vec<_> = groups.iter().map(|one| read_response(&one.to_string()).unwrap()).collect();
    let shown = Results::of(&read, &default_study(), Whom::Groups).for_group(&[]);

    assert_eq!(card(&told, "sc1").split(), Some(&[3, 0, 0, 0][..]), "five people at least");
    let PartResults::CardSort(sort) = &shown.parts[0] else { panic!("cards were sorted") };
    assert_eq!((told.n_present, sort.cards[0].n_people), (3, 5));
    let fewer = results_of(&groups[..2], Filter::default(), None).groups.unwrap();
    assert_eq!(card(&fewer, "sc1").split(), None);
}

#[test]
fn a_group_stands_in_a_table_of_centres_of_its_own() {
    let mut responses: Vec<Value> = (0..4).map(|at| someone(at, vec![sorted(&[("sc1", "much")])])).collect();
    responses[2]["mode"] = json!("group");
    responses[3]["mode"] = json!("group");
    responses[3]["activity"]["centre"] = json!("De Brug");
    let results = results_of(&responses, Filter::default(), None);

    let row = |centre: &str, n: usize| (centre.to_owned(), vec![n]);
    assert_eq!(results.centres.rows, [row("Bij Betje", 2)]);
    assert_eq!(results.group_centres.rows, [row("Bij Betje", 1), row("De Brug", 1)]);
    assert_eq!((results.centres.totals(), results.group_centres.totals()), (vec![2, 2], vec![2, 2]));

    let people = results_of(&responses[..2], Filter::default(), None);
    assert!(people.group_centres.rows.is_empty());
}

#[test]
fn five_are_enough_to_divide() {
    let of = |n: usize| Sum { n, n_sorted: n, n_sorted_people: n, piles: vec![n], ..Sum::default() };
    assert_eq!((of(4).split(), of(5).split()), (None, Some(&[5][..])));
}

#[test]
fn responses_of_other_studies_and_cards_that_are_gone_are_told_and_not_counted() {
    let mut elsewhere = someone(1, vec![sorted(&[("sc1", "much")])]);
    elsewhere["study"]["id"] = json!("another");
    let gone = someone(2, vec![sorted(&[("sc1", "much"), ("sc9", "much")])]);
    let results = results_of(&[elsewhere, gone], Filter::default(), None);

    assert_eq!((results.n_elsewhere, results.people.n, card(&results.people, "sc1").n), (1, 1, 1));
    assert_eq!(results.people.unknown, ["sc9"]);
}

/// Two rounds of five each, both alike; `change` is made to every response of the second one.
fn rounds(change: impl Fn(&mut Value)) -> FrameworkResults {
    let (question, shown) = CONTACTS;
    let mut responses = Vec::new();
    for at in 0..10 {
        let instruments = vec![sort(Some(at), &[], ""), answers(&[(question, shown, Some("few"))])];
        let mut response = someone(at, instruments);
        if at >= 5 {
            response["activity"]["round"] = json!("2");
            response["activity"]["date"] = json!("2025-09-12");
            change(&mut response);
        }
        responses.push(response);
    }
    let rounds = Filter { round: "2".to_owned(), ..Filter::default() };
    results_of(&responses, rounds, Some(("1", "2")))
}

#[track_caller]
fn check_rounds(change: impl Fn(&mut Value), cards: &[Difference], questions: &[Difference]) {
    let beside = rounds(change).beside.unwrap();
    assert_eq!(beside.cards, cards);
    assert_eq!(beside.questions, questions);
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

#[test]
fn rounds_in_which_the_same_was_asked_in_the_same_way_stand_side_by_side() {
    let results = rounds(|_| {});

    assert_eq!(results.rounds, [("1".to_owned(), 5), ("2".to_owned(), 5)]);
    assert_eq!(results.people.n, 5, "the filter asks for the second round");
    let beside = results.beside.unwrap();
    assert_eq!((&beside.cards[..], &beside.questions[..]), (&[][..], &[][..]));
    assert_eq!((beside.first.1.n, beside.second.1.n), (5, 5));
    // Numbers 0 to 4, and 5 to 9, of the card at place 0.
    assert_eq!(card(&beside.first.1, "sc1").piles, [2, 1, 1, 1]);
    assert_eq!(card(&beside.second.1, "sc1").piles, [1, 2, 1, 1]);
}

#[test]
fn rounds_that_differ_stand_apart_and_it_is_said_why() {
    let modes = || Difference::Mode(vec![Mode::Alone], vec![Mode::Interpreter]);
    check_rounds(|one| one["mode"] = json!("interpreter"), &[modes()], &[modes()]);
    let mixed = |one: &mut Value| {
        // In the second round the versions are mixed; in the first they are not.
        let is_even = one["id"].as_str().unwrap().starts_with("00000006");
        one["study"]["version"] = json!(if is_even { "2" } else { "3" });
    };
    let versions = || Difference::Version(texts(&["2"]), texts(&["2", "3"]));
    check_rounds(mixed, &[versions()], &[versions()]);
    let version = || Difference::Version(texts(&["2"]), texts(&["3"]));
    check_rounds(|one| one["study"]["version"] = json!("3"), &[version()], &[version()]);
    check_rounds(
        |one| one["instruments"][0] = sorted(&[("sc1", "much"), ("sc2", "not")]),
        &[Difference::Cards(
            texts(&["lv1", "lv5", "mp1", "mp3", "sv3-language", "sv4-valued", "vo2", "vo3", "x1"]),
            texts(&["sc2"]),
        )],
        &[],
    );
    check_rounds(
        |one| one["instruments"][1]["answers"][0]["question"] = json!("listen"),
        &[],
        &[Difference::Questions(texts(&["contacts"]), texts(&["listen"]))],
    );
    check_rounds(
        |one| one["instruments"][1]["answers"][0]["shown"] = json!(["none", "few"]),
        &[],
        &[Difference::Scale(texts(&["contacts"]))],
    );
    check_rounds(
        |one| one["instruments"][0]["moves"][0]["pile"] = json!("very-much"),
        &[Difference::Piles(vec![], texts(&["very-much"]))],
        &[],
    );
    check_rounds(
        |one| one["instruments"] = json!([one["instruments"][0].clone()]),
        &[],
        &[Difference::Nothing("2".to_owned())],
    );
}

/// Two rounds: of each mode so many responses in the first, and in the second.
fn modes(counts: &[(&str, usize, usize)]) -> FrameworkResults {
    let (question, shown) = CONTACTS;
    let mut responses = Vec::new();
    for (round, date) in [("1", "2025-01-12"), ("2", "2025-09-12")] {
        for (mode, first, second) in counts {
            for _ in 0..if round == "1" { *first } else { *second } {
                let at = responses.len();
                let cards = sort(Some(at), &[], "");
                let mut response = someone(at, vec![cards, answers(&[(question, shown, Some("few"))])]);
                response["mode"] = json!(mode);
                response["activity"]["round"] = json!(round);
                response["activity"]["date"] = json!(date);
                responses.push(response);
            }
        }
    }
    results_of(&responses, Filter::default(), Some(("1", "2")))
}

#[test]
fn rounds_with_several_modes_compare_where_their_shares_are_near_else_mode_by_mode() {
    use Mode::{Alone, Coordinator, Interpreter};

    // Eight of ten and six of ten are twenty points apart.
    let near = modes(&[("self", 8, 12), ("coordinator", 2, 8)]).beside.unwrap();
    assert_eq!((&near.cards[..], &near.questions[..]), (&[][..], &[][..]));
    assert_eq!(near.cards_mix, [[(Alone, 8), (Coordinator, 2)], [(Alone, 12), (Coordinator, 8)]]);
    assert!(near.by_mode.is_empty());

    let far = modes(&[("self", 8, 11), ("coordinator", 2, 9)]).beside.unwrap();
    let shares =
        || Difference::Shares(vec![(Alone, 8), (Coordinator, 2)], vec![(Alone, 11), (Coordinator, 9)]);
    assert_eq!((&far.cards, &far.questions), (&vec![shares()], &vec![shares()]));
    let told: Vec<_> = far
        .by_mode
        .iter()
        .map(|(mode, one)| (*mode, one.first.1.n, one.second.1.n, one.cards.len(), one.questions.len()))
        .collect();
    assert_eq!(told, [(Alone, 8, 11, 0, 0), (Coordinator, 2, 9, 0, 0)]);

    // A mode that one round does not have.
    let other = modes(&[("self", 5, 5), ("interpreter", 0, 5)]).beside.unwrap();
    assert_eq!(other.cards, [Difference::Mode(vec![Alone], vec![Alone, Interpreter])]);
    assert_eq!(other.by_mode.iter().map(|(mode, _)| *mode).collect::<Vec<_>>(), [Alone]);
}

#[test]
fn no_difference_tells_the_same_list_twice() {
    let results = rounds(|_| {});
    let mut responses = Vec::new();
    for at in 0..12 {
        let mut response = someone(at, vec![sort(Some(at), &[], "")]);
        response["study"]["version"] = json!(if at % 2 == 0 { "1" } else { "2" });
        response["activity"]["round"] = json!(if at < 6 { "1" } else { "2" });
        responses.push(response);
    }
    let mixed = results_of(&responses, Filter::default(), Some(("1", "2"))).beside.unwrap();

    assert_eq!(mixed.cards, [Difference::Versions(texts(&["1", "2"]))]);
    assert!(results.beside.unwrap().cards.is_empty());
}

#[test]
fn a_round_in_which_not_everybody_got_the_same_cards_compares_with_none() {
    check_rounds(
        |one| {
            if one["id"].as_str().is_some_and(|id| id.starts_with("00000007")) {
                one["instruments"][0] = sorted(&[("sc1", "much")]);
            }
        },
        &[Difference::Mixed("2".to_owned())],
        &[],
    );
}

#[test]
fn the_roll_up_as_a_file_divides_nothing_below_five_and_runs_no_formula() {
    let (mut responses, _) = appendix();
    let few: Vec<Value> = (100..104).map(|at| someone(at, vec![sorted(&[("sc2", "much")])])).collect();
    responses.extend(few);
    let read: Vec<Response> = responses.iter().map(|one| read_response(&one.to_string()).unwrap()).collect();
    let mut study = default_study();
    study.framework.goals[0].title.0.insert("nl".to_owned(), "=1+1;x".to_owned());
    let results = framework_results(&study, &read, &Filter::default(), None);
    let heads = ["Wie", "Niveau", "Id", "Tekst", "Deelnemers", "Aanwezig", "Waarde", "Aantal"];
    let csv = roll_up_csv(&study, &results, "nl", heads, "© Movisie, Utrecht, 2025");

    assert!(csv.starts_with("\u{feff}Wie;Niveau;Id;Tekst;Deelnemers;Aanwezig;Waarde;Aantal\r\n"));
    assert!(csv.contains("people;goal;sc;\"'=1+1;x\";47;0;much;15\r\n"));
    assert!(csv.contains("people;card;sc1;Mensen goed leren kennen;43;0;much;11\r\n"));
    assert!(csv.contains("people;card;sc2;Minder alleen zijn;4;0;;\r\n"));
    assert!(csv.ends_with("\"© Movisie, Utrecht, 2025\"\r\n"));
}

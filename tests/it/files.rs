//! The files for those who analyse: what each holds and is called, as the worker on a tablet makes them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use betekenis::domain::counted::LeftOut;
use betekenis::domain::delivery::Verdict;
use betekenis::domain::filter::Filter;
use betekenis::domain::response::Mode;
use betekenis::domain::same::{Corrected, Names};
use betekenis::format::asked::{Asks, CountsQuestion, FacetsQuestion, Reported};
use betekenis::format::export::columns;
use betekenis::format::file_name::{centre_part, file_name};
use betekenis::format::files::{File, FileQuestion, Made};
use betekenis::format::zip::{Stopped, Wanted, ZipReader};
use betekenis::ports::file::SiteFiles;
use betekenis::ports::memory::MemoryStore;
use betekenis::ports::response_store::{Outbox as _, ResponseStore as _};
use betekenis::workflow::ask::ask;
use betekenis::workflow::report::Source;

use crate::export::{BY_HAND, of_a_newer_app, read, responses};
use crate::golden::check_golden;
use crate::here::Here;
use crate::now::now;
use crate::studies::{BEFORE_PLAINER_WORDS, study_before_plainer_words};
use crate::values::{day, response_id};

#[test]
fn files_are_called_by_study_centre_round_and_day() {
    let all = responses();
    let first = &all[..4];

    assert_eq!(
        file_name(first, "ontmoetingscentra", "breed"),
        "ontmoetingscentra_buurtkamer-moerwijk_ronde-1_2026-11-22_breed"
    );
    assert_eq!(
        file_name(&all[4..], "ontmoetingscentra", "lang"),
        format!("ontmoetingscentra_{}_ronde-2_2026-11-23_lang", centre_part("@Huis; “De Tuin”"))
    );
    assert_eq!(
        file_name(&all, "ontmoetingscentra", "lang"),
        "ontmoetingscentra_alle-centra_ronde-alle_2026-11-22-tot-2026-11-23_lang"
    );
    assert_eq!(file_name(&[], "ontmoetingscentra", "lang"), "ontmoetingscentra_geen-centrum_lang");
    let mut odd = all[0].clone();
    odd.activity.centre = "../Café 'Ħ' مركز".to_owned();
    odd.activity.round = "Ronde 2/3".to_owned();
    let name = file_name(std::slice::from_ref(&odd), "ontmoetingscentra", "x");
    assert!(
        name.starts_with("ontmoetingscentra_café-’ħ’-مركز-") && name.ends_with("_2026-11-22_x"),
        "{name}"
    );
    // A centre with a name is never called as if it had none.
    odd.activity.round = "2".to_owned();
    for centre in ["Дім", "مركز الحي", "Łódź Świetlica", "♥"] {
        odd.activity.centre = centre.to_owned();
        let name = file_name(std::slice::from_ref(&odd), "ontmoetingscentra", "x");
        assert!(!name.contains("geen-centrum") && name.contains("_ronde-2_"), "{name}");
    }
}

/// The site with a study.
struct Site(&'static str);

/// With the one that ships with the app.
const SITE: Site = Site(include_str!("../../public/studies/ontmoetingscentra/study.json"));

#[async_trait(?Send)]
impl SiteFiles for Site {
    async fn read(&self, path: &str) -> Option<String> {
        (path == "studies/ontmoetingscentra/study.json").then(|| self.0.to_owned())
    }
}

/// A tablet with the hand-made set: the first is sent, the second refused; a draft; and a text that is no response.
fn tablet() -> MemoryStore {
    let store = MemoryStore::default();
    for line in BY_HAND.lines() {
        assert!(now(store.finish(&read(line).id, line, day("2026-11-22"))).unwrap());
    }
    for (at, verdict) in [Verdict::Sent, Verdict::Refused("no".to_owned())].into_iter().enumerate() {
        let id = read(BY_HAND.lines().nth(at).unwrap()).id;
        now(store.settle(&[(id, verdict)], day("2026-11-22"), "example.org b")).unwrap();
    }
    let draft = include_str!("../fixtures/formats/draft_v1.json");
    now(store.save_draft(&response_id("11111111-1111-4111-8111-111111111111"), draft)).unwrap();
    assert!(now(store.finish(&response_id("99"), "{\"schema\":\"response/9\"}", day("2026-11-22"))).unwrap());
    store
}

/// What the worker answers on the tablet `store`.
fn asks<Q: Asks>(store: &MemoryStore, question: Q) -> (Reported<Q::Answer>, Option<Vec<u8>>) {
    asks_at(&SITE, store, question)
}

/// The same at another site.
fn asks_at<Q: Asks>(site: &Site, store: &MemoryStore, question: Q) -> (Reported<Q::Answer>, Option<Vec<u8>>) {
    let here = Here::new(Source::new(store, site, "studies/ontmoetingscentra/"));
    now(ask(&here, question, Names::default())).unwrap()
}

fn file_of(file: File, filter: Filter) -> (Made, Vec<u8>) {
    file_at(&SITE, file, filter)
}

fn file_at(site: &Site, file: File, filter: Filter) -> (Made, Vec<u8>) {
    let question = FileQuestion { file, filter, day: "2026-11-23".to_owned() };
    let (reported, content) = asks_at(site, &tablet(), question);
    assert_eq!(reported.left_out, LeftOut { unreadable: 1, ..LeftOut::default() });
    (reported.answer, content.unwrap())
}

#[test]
fn each_file_has_what_was_asked_and_its_name() {
    let of_the_first = || Filter { round: "1".to_owned(), ..Filter::default() };
    let begin = "ontmoetingscentra_buurtkamer-moerwijk_ronde-1_2026-11-22";
    for (file, _) in File::ALL {
        let (made, content) = file_of(*file, of_the_first());
        let (what, ending) = file.ending();
        let name = match file {
            File::Codebook => "ontmoetingscentra_versie-4_codeboek.csv".to_owned(),
            _ => format!("{begin}_{what}.{ending}"),
        };
        assert_eq!((made.name, made.n), (name, 4));
        assert!(content.len() > 500, "{file:?}");
    }
}

#[test]
fn json_of_everything_holds_what_cannot_be_read_too() {
    let (made, content) = file_of(File::Json, Filter::default());
    let list: Vec<serde_json::Value> = serde_json::from_slice(&content).unwrap();
    assert_eq!((made.n, list.len()), (7, 7));

    let (made, content) = file_of(File::Json, Filter { language: "ar".to_owned(), ..Filter::default() });
    let list: Vec<serde_json::Value> = serde_json::from_slice(&content).unwrap();
    assert_eq!((made.n, list[0]["language"].as_str()), (1, Some("ar")));
}

#[test]
fn what_only_a_newer_app_knows_is_kept_and_counted_as_not_understood() {
    let store = tablet();
    let text = of_a_newer_app();
    let id = "99999999-9999-4999-8999-999999999999";
    now(store.finish(&response_id(id), &text, day("2026-11-23"))).unwrap();

    let (facets, _) = asks(&store, FacetsQuestion);
    let question = FileQuestion { file: File::Json, filter: Filter::default(), day: "2026-11-23".to_owned() };
    let (made, content) = asks(&store, question);

    // One besides is no response at all.
    assert_eq!(facets.left_out, LeftOut { unreadable: 1, newer: 1, partly: 0 });
    assert_eq!(facets.answer.n, 6);
    assert!(facets.answer.modes.iter().all(|(mode, _)| *mode != Mode::Newer), "it is told as nothing else");
    assert_eq!((made.answer.n, made.left_out), (8, facets.left_out));
    assert!(String::from_utf8(content.unwrap()).unwrap().contains(&text), "it is another text");
}

#[test]
fn a_file_of_nothing_has_its_header() {
    let (made, content) = file_of(File::Long, Filter { language: "uk".to_owned(), ..Filter::default() });
    assert_eq!(made.n, 0);
    assert_eq!(String::from_utf8(content).unwrap().lines().count(), 1);
}

/// The files of a zip file, by their paths.
pub(crate) fn unzipped(file: &[u8]) -> BTreeMap<String, String> {
    let mut reader = ZipReader::new(file.len() as u64);
    let give = |reader: &ZipReader, wanted: Wanted| {
        let from = usize::try_from(wanted.from).unwrap();
        let end = file.len().min(from + usize::try_from(wanted.most).unwrap());
        reader.give(wanted.from, file[from..end].to_vec());
    };
    let members = loop {
        match reader.members() {
            Ok(members) => break members,
            Err(Stopped::Wants(wanted)) => give(&reader, wanted),
            Err(Stopped::NotZip) => panic!("no zip file"),
        }
    };
    let content = |member| loop {
        match reader.content(member) {
            Ok(content) => break String::from_utf8(content).unwrap(),
            Err(Stopped::Wants(wanted)) => give(&reader, wanted),
            Err(Stopped::NotZip) => panic!("a broken file"),
        }
    };
    members.iter().map(|member| (member.path.clone(), content(member))).collect()
}

#[test]
fn the_workbook_begins_with_counts_in_words_and_every_sheet_has_filters() {
    let (_, content) = file_of(File::Xlsx, Filter::default());
    let files = unzipped(&content);

    let names: Vec<&str> = files["xl/workbook.xml"]
        .split("<sheet name=\"")
        .skip(1)
        .map(|one| one.split('"').next().unwrap())
        .collect();
    assert_eq!(names, ["overzicht", "invullingen", "antwoorden", "matrix", "codeboek"]);
    for at in 1..=names.len() {
        assert!(files[&format!("xl/worksheets/sheet{at}.xml")].contains("<autoFilter ref=\"A1:"), "{at}");
    }
}

#[test]
fn the_numbers_of_each_activity_add_up() {
    let (Reported { answer: all, left_out }, _) = asks(&tablet(), CountsQuestion::default());

    let told: Vec<_> = all
        .activities
        .iter()
        .map(|one| (one.centre.as_str(), one.date.as_str(), one.made(), one.waiting, one.sent, one.refused))
        .collect();
    assert_eq!(
        told,
        [("@Huis; “De Tuin”", "2026-11-23", 2, 2, 0, 0), ("Buurtkamer Moerwijk", "2026-11-22", 5, 2, 1, 1)]
    );
    let sum = all.in_all();
    assert_eq!((sum.drafts, sum.complete, sum.stopped, sum.timed_out), (1, 3, 2, 1));
    assert_eq!((sum.made(), sum.unfinished(), all.n_drafts_unreadable), (7, 4, 0));
    assert_eq!(left_out.unreadable, 1);
}

#[test]
fn a_draft_that_the_tablet_cannot_read_is_counted_as_such_and_the_others_by_their_activity() {
    let store = tablet();
    now(store.save_draft(&response_id("half"), "{")).unwrap();
    store.spoil_draft(&response_id("half"));

    let (Reported { answer: all, left_out }, _) = asks(&store, CountsQuestion::default());

    assert_eq!((all.in_all().drafts, all.n_drafts_unreadable, left_out.unreadable), (1, 1, 1));
}

#[test]
fn spss_is_told_of_every_column_and_number() {
    let (_, content) = file_at(&Site(BEFORE_PLAINER_WORDS), File::Spss, Filter::default());
    let syntax = String::from_utf8(content).unwrap();
    check_golden("export_wide.sps", &syntax);

    let study = study_before_plainer_words();
    for column in columns(&responses(), &study) {
        assert!(syntax.contains(&format!("\n    {} ", column.name)), "{}", column.name);
    }
    assert!(syntax.contains("\n    meaning_ms F8.0\n"));
    assert!(
        syntax.contains("RECODE meaning_sc1\n  ('much'=3)\n  ('some'=2)\n  ('not'=1)\n  ('dont-know'=98)")
    );
    assert!(syntax.contains("VALUE LABELS survey_contacts_code\n  1 'Geen'\n  2 'Een paar'\n"));
    assert!(syntax.contains("MISSING VALUES survey_contacts_code (97, 98)."));
    // An empty line would end a command.
    assert!(!syntax.contains("\n\n"));
}

#[test]
fn a_file_is_called_by_the_centre_as_it_is_told_with_its_spellings_as_one_and_its_right_name() {
    let store = MemoryStore::default();
    let of_the_first = BY_HAND.lines().take(2).enumerate();
    for (at, line) in of_the_first {
        let centre = ["\"'t Hof\"", "\"’t  hof\""][at];
        let line = line.replace("\"Buurtkamer Moerwijk\"", centre);
        assert!(
            line.contains(centre) && now(store.finish(&read(&line).id, &line, day("2026-11-22"))).unwrap()
        );
    }
    let activity = read(BY_HAND.lines().next().unwrap()).activity.id;
    let here = Here::new(Source::new(&store, &SITE, "studies/ontmoetingscentra/"));
    let named = |corrected: Vec<Corrected>| {
        let names = Names { corrected, ..Names::default() };
        let day = "2026-11-23".to_owned();
        let question = FileQuestion { file: File::Wide, filter: Filter::default(), day };
        here.answers_with(question, names).answer.name
    };

    let name =
        |centre: &str| format!("ontmoetingscentra_{centre}_ronde-1_2026-11-22_{}.csv", File::Wide.ending().0);
    let right = Corrected { activity, centre: "De Schakel".to_owned(), ..Corrected::default() };
    assert_eq!(named(Vec::new()), name(&centre_part("'t Hof")));
    assert_eq!(named(vec![right]), name("de-schakel"));
}

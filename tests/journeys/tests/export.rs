//! Journeys of the coordinator who hands the data on: what there is of each activity, and every file, saved in a browser and
//! opened by programs of others. The numbers are those of a set of responses that was made and counted by hand.
//!
//! Only in chromium: files are saved there into a folder.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::fs;
use std::path::Path;
use std::process::Command;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::engine::Engine;
use journeys::layout::Problems;
use journeys::root;
use journeys::site::Site;
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Six responses: two centres, five modes and outcomes, texts that begin like formulas, quotes, line breaks, Arabic, signs
/// beyond 16 bits, a card taken back, a response without any answer.
const BY_HAND: &str = include_str!("../../fixtures/export/responses.jsonl");

/// The day on which they were finished.
const DAY: &str = "2026-11-22";

/// What each of them said is missing, and the story of the first.
const STORY: &str = "Via de buurvrouw.\nZij zei: \"kom mee\".";
const MISSING: [&str; 2] = ["=1+1 | een \"moestuin\"; met bloemen, graag", "مطبخ مشترك 🍲"];

/// On how many sorts each card lay on which pile: much, some, not, don't know, none; was dealt; was important; may be more.
const MATRIX: [(&str, [u32; 8]); 7] = [
    ("sc1", [3, 1, 1, 0, 1, 6, 1, 1]),
    ("lv1", [2, 1, 1, 0, 2, 6, 1, 0]),
    ("lv5", [1, 1, 0, 2, 2, 6, 1, 1]),
    ("x1", [4, 0, 0, 0, 2, 6, 1, 0]),
    ("mp1", [2, 0, 1, 0, 3, 6, 0, 0]),
    ("vo2", [1, 1, 1, 0, 3, 6, 0, 1]),
    ("sc2", [0; 8]),
];

/// The plan of the first activity there, and what a plan makes of it on that day.
const PLAN: &str = "7e57ac71-0000-4000-8000-000000000001";
const PLANNED: &str = "82031f0d-868a-5e63-9dea-1c42897bc513";

fn by_hand() -> Vec<(String, String)> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    BY_HAND.lines().map(|line| (id(line), line.to_owned())).collect()
}

/// The coordinator at the overview of a tablet on which all six were made and sent.
async fn after_the_activities<'a>(
    tablet: &'a Tablet,
    collector: &Collector,
    made: &[(String, String)],
) -> Coordinator<'a> {
    Coordinator::opens(tablet, &collector.url()).await;
    tablet.seed(made, DAY).await;
    tablet.reload().await;
    let coordinator = Coordinator::is_at(tablet);
    coordinator.counts(0, 6).await;
    coordinator
}

/// The cells of a table, row by row.
async fn cells(tablet: &Tablet, table: &str) -> Vec<Vec<String>> {
    let script = format!(
        "return [...document.querySelectorAll('{table} :is(tbody, tfoot) tr')].map((row) => [...row.cells].map((cell) => cell.innerText))"
    );
    tablet
        .until(&format!("rows in {table}"), async || {
            let rows: Vec<Vec<String>> = tablet.run(&script, vec![]).await;
            if rows.is_empty() { Err("there are none".to_owned()) } else { Ok(rows) }
        })
        .await
}

/// Waits until the view of files counts so many.
async fn counts_in_file(tablet: &Tablet, words: &str) {
    tablet
        .until(words, async || {
            let told: String =
                tablet.run("return document.querySelector('.data-fit').innerText", vec![]).await;
            if told == words { Ok(()) } else { Err(format!("it says {told:?}")) }
        })
        .await;
}

/// Goes to the files, with all of them in sight.
async fn at_files(coordinator: &Coordinator<'_>, tablet: &Tablet) {
    coordinator.goes_to("#/data").await;
    counts_in_file(tablet, "6 antwoorden in het bestand.").await;
    coordinator.open_part("files-excel").await;
    coordinator.open_part("files-research").await;
}

/// Saves the file `file`; returns what is told.
async fn saves(tablet: &Tablet, file: &str) -> String {
    let row = format!("[data-file='{file}']");
    let spot = tablet.spot(&format!("{row} button"), None).await;
    tablet.tap(spot.x, spot.y).await;
    let script = format!("return document.querySelector(\"{row} .notice\")?.innerText ?? ''");
    tablet
        .until(&format!("word of {file}"), async || {
            let told: String = tablet.run(&script, vec![]).await;
            if told.starts_with("Bewaard") { Ok(told) } else { Err(format!("it says {told:?}")) }
        })
        .await
}

/// A table that a program has read, seen by the names in its first row.
struct Table<'a> {
    rows: &'a [Value],
}

impl<'a> Table<'a> {
    fn of(value: &'a Value) -> Self {
        Self { rows: value.as_array().unwrap_or_else(|| panic!("no table: {value}")) }
    }

    fn column(&self, name: &str) -> usize {
        let header = self.rows[0].as_array().unwrap();
        header
            .iter()
            .position(|cell| cell == name)
            .unwrap_or_else(|| panic!("no column {name} in {header:?}"))
    }

    fn n_rows(&self) -> usize {
        self.rows.len() - 1
    }

    /// The cell of a row, the first after the header being 0.
    fn cell(&self, row: usize, name: &str) -> &str {
        self.rows[row + 1][self.column(name)].as_str().unwrap()
    }

    /// How many rows have these values.
    fn count(&self, wanted: &[(&str, &str)]) -> usize {
        let fits = |row: &usize| wanted.iter().all(|(name, value)| self.cell(*row, name) == *value);
        (0..self.n_rows()).filter(fits).count()
    }
}

/// One row per response, whoever has read it. `mark` stands before what looks like a formula, `line` between two lines.
fn check_wide(who: &str, table: &Value, mark: &str, line: &str) {
    let table = Table::of(table);
    assert_eq!(table.n_rows(), 6, "{who}");
    let cell = |row: usize, name: &str| table.cell(row, name);
    assert_eq!(cell(0, "response"), by_hand()[0].0, "{who}");
    assert_eq!(cell(0, "meaning_missing"), format!("{mark}{}", MISSING[0]), "{who}");
    assert_eq!(cell(0, "meaning_story"), STORY.replace('\n', line), "{who}");
    assert_eq!(cell(1, "meaning_missing"), MISSING[1], "{who}");
    assert_eq!(cell(4, "centre"), format!("{mark}@Huis; “De Tuin”"), "{who}");
    assert_eq!(cell(4, "kind"), format!("{mark}-Eten & drinken"), "{who}");
    assert_eq!(cell(4, "present").trim_end_matches(".0"), "7", "{who}");
    let piles = |card: &str, pile: &str| table.count(&[(&format!("meaning_{card}"), pile)]);
    for (card, [much, some, not, dont_know, not_placed, ..]) in MATRIX {
        let found = ["much", "some", "not", "dont-know", "not-placed"].map(|pile| piles(card, pile));
        assert_eq!(found, [much, some, not, dont_know, not_placed].map(|n| n as usize), "{who}: {card}");
    }
    let answers = ["dont-know", "same", "less", ""].map(|answer| table.count(&[("survey_alone", answer)]));
    assert_eq!(answers, [1, 1, 1, 3], "{who}");
    assert_eq!((cell(0, "survey_safe"), cell(0, "survey_contacts")), ("skipped", "many"), "{who}");
}

/// One row per answer.
fn check_long(who: &str, table: &Value, mark: &str, line: &str) {
    let table = Table::of(table);
    assert_eq!(table.n_rows(), 43, "{who}");
    let kinds = ["card", "question", "most-important", "missing", "more", "story"];
    assert_eq!(kinds.map(|kind| table.count(&[("item_kind", kind)])), [23, 9, 4, 3, 3, 1], "{who}");
    assert_eq!(table.count(&[("item", "sc1"), ("value", "much"), ("value_text", "Veel")]), 3, "{who}");
    assert_eq!(table.count(&[("value", &format!("{mark}=1+1"))]), 1, "{who}");
    assert_eq!(table.count(&[("value", "een \"moestuin\"; met bloemen, graag")]), 1, "{who}");
    assert_eq!(table.count(&[("value", MISSING[1]), ("language", "ar")]), 1, "{who}");
    assert_eq!(table.count(&[("item_kind", "story"), ("value", &STORY.replace('\n', line))]), 1, "{who}");
    assert_eq!(table.count(&[("item_text", "Mensen goed leren kennen"), ("goal", "sc")]), 7, "{who}");
}

fn check_matrix(who: &str, table: &Value) {
    let table = Table::of(table);
    assert_eq!(table.n_rows(), 25, "{who}");
    let names = ["much", "some", "not", "dont-know", "not-placed", "dealt", "important", "more"];
    for (card, expected) in MATRIX {
        let row = (0..table.n_rows()).find(|row| table.cell(*row, "card") == card).unwrap();
        let number = |name: &str| table.cell(row, name).parse::<u32>().unwrap();
        // People, and the group that is none.
        let both = names.map(|name| number(name) + number(&format!("groups-{name}")));
        assert_eq!(both, expected, "{who}: {card}");
        assert_eq!(number("groups-dealt"), u32::from(expected[5] > 0), "{who}: {card}");
    }
}

/// The first sheet: in words, with people and groups apart.
fn check_overview(who: &str, table: &Value) {
    let table = Table::of(table);
    let row = [("Kaart of vraag", "Mensen goed leren kennen"), ("Antwoord", "Veel")];
    let numbers = [("Aantal mensen", "2"), ("Van hoeveel mensen", "5"), ("Aantal groepen", "1")];
    assert_eq!(table.count(&[&row[..], &numbers].concat()), 1, "{who}");
}

fn check_codebook(who: &str, table: &Value) {
    let table = Table::of(table);
    let count = |kind: &str| table.count(&[("kind", kind)]);
    assert_eq!(["goal", "subgoal", "indicator", "card", "question"].map(count), [5, 19, 22, 25, 9], "{who}");
    let row = (0..table.n_rows()).find(|row| table.cell(*row, "column") == "meaning_sc1").unwrap();
    let cells = ["text_nl", "text_en", "text_ar", "indicator", "goal"].map(|name| table.cell(row, name));
    assert_eq!(
        cells,
        ["Mensen goed leren kennen", "Getting to know people well", "أتعرف على الناس جيدًا", "sc1", "sc"],
        "{who}"
    );
}

/// What programs of others see in the files of `folder`.
fn look_at(folder: &Path) -> Value {
    let python = root().join(".tools/readers/python/bin/python");
    assert!(python.is_file(), "run tools/ensure-readers.sh first");
    let script = root().join("tests/journeys/readers/look.py");
    let output = Command::new(python).arg(script).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn check_openpyxl(seen: &Value) {
    for sheet in ["overzicht", "invullingen", "antwoorden", "matrix", "codeboek"] {
        let told = &seen[sheet];
        assert!(told["filter"].as_str().unwrap().starts_with("A1:"), "{sheet}");
        // Texts and numbers, no formula; the first row stays.
        assert_eq!((&told["freeze"], &told["is_bold"]), (&json!("A2"), &json!(true)), "{sheet}");
        assert!(told["kinds"].as_array().unwrap().iter().all(|kind| kind == "s" || kind == "n"), "{told}");
        assert!(told["width"].as_f64().unwrap() >= 8.0, "{sheet}");
    }
    check_overview("openpyxl", &seen["overzicht"]["rows"]);
    check_wide("openpyxl", &seen["invullingen"]["rows"], "", "\n");
    check_long("openpyxl", &seen["antwoorden"]["rows"], "", "\n");
    check_matrix("openpyxl", &seen["matrix"]["rows"]);
    check_codebook("openpyxl", &seen["codeboek"]["rows"]);
}

fn check_pandas(seen: &Value) {
    check_wide("pandas, semicolons", &seen["breed"], "'", "\n");
    check_wide("pandas, commas", &seen["breed-komma"], "'", " ");
    check_long("pandas, semicolons", &seen["lang"], "'", "\n");
    check_long("pandas, commas", &seen["lang-komma"], "'", " ");
    check_wide("pandas, XLSX", &seen["xlsx invullingen"], "", "\n");
    check_long("pandas, XLSX", &seen["xlsx antwoorden"], "", "\n");
    check_matrix("pandas", &seen["matrix"]);
    check_codebook("pandas", &seen["codeboek"]);
    let piles = &seen["piles"];
    for (card, [much, some, not, dont_know, ..]) in MATRIX {
        let n = |pile: &str| piles[format!("{card} {pile}")].as_u64().unwrap_or(0);
        let expected = [much, some, not, dont_know].map(u64::from);
        assert_eq!(["much", "some", "not", "dont-know"].map(n), expected, "{card}");
    }
    // Three times much (3), once some (2), once not (1).
    assert_eq!(seen["mean of code"], json!(2.4));
}

/// What a workbook is made with has come to the worker that makes files, and to nobody else.
#[test]
fn only_the_worker_that_makes_files_can_write_a_workbook() {
    let mut writers = Vec::new();
    for folder in [Site::built().folder().to_owned(), Site::built().folder().join("coordinator")] {
        for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let part = b"xl/worksheets";
            let is_wasm = file.extension().is_some_and(|ending| ending == "wasm");
            if is_wasm && fs::read(&file).unwrap().windows(part.len()).any(|bytes| bytes == part) {
                writers.push(file.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    assert!(writers.len() == 1 && writers[0].starts_with("reporter"), "{writers:?}");
}

#[tokio::test]
async fn every_file_opens_in_programs_of_others_with_the_right_numbers() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let collector = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let downloads = Downloads::of(&tablet).await;
    let coordinator = after_the_activities(&tablet, &collector, &by_hand()).await;
    at_files(&coordinator, &tablet).await;

    let folder = TempDir::new().unwrap();
    let begin = "ontmoetingscentra_alle-centra_ronde-alle_2026-11-22-tot-2026-11-23_";
    for (file, ending) in [
        ("xlsx", "tabellen.xlsx"),
        ("wide", "breed.csv"),
        ("long", "lang.csv"),
        ("matrix", "matrix.csv"),
        ("wide-comma", "breed-komma.csv"),
        ("long-comma", "lang-komma.csv"),
        ("spss", "breed-komma.sps"),
        ("json", "invullingen.json"),
    ] {
        let told = saves(&tablet, file).await;
        assert!(told.contains(&format!("{begin}{ending}")), "{told}");
        let saved = downloads.file(begin, &format!("_{ending}")).await;
        fs::copy(&saved, folder.path().join(saved.file_name().unwrap())).unwrap();
    }
    saves(&tablet, "codebook").await;
    let saved = downloads.file("ontmoetingscentra_versie-", "_codeboek.csv").await;
    fs::copy(&saved, folder.path().join(saved.file_name().unwrap())).unwrap();

    let list = fs::read_to_string(folder.path().join(format!("{begin}invullingen.json"))).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Value>>(&list).unwrap().len(), 6);
    assert!(BY_HAND.lines().all(|text| list.contains(text)), "the very texts");

    let seen = look_at(folder.path());
    check_openpyxl(&seen["openpyxl"]);
    check_pandas(&seen["pandas"]);
    let office = &seen["office"];
    check_wide("LibreOffice, XLSX", &office["xlsx invullingen"], "", "\n");
    check_long("LibreOffice, XLSX", &office["xlsx antwoorden"], "", "\n");
    check_overview("LibreOffice", &office["xlsx overzicht"]);
    check_matrix("LibreOffice", &office["xlsx matrix"]);
    check_codebook("LibreOffice", &office["xlsx codeboek"]);
    check_wide("LibreOffice, semicolons", &office["breed"], "'", "\n");
    let kinds = office["kinds"].as_array().unwrap();
    assert!(kinds.iter().all(|kind| kind != "f"), "a formula: {kinds:?}");
    let pspp = &seen["pspp"];
    assert_eq!(pspp["is_well"], json!(true), "{pspp}");
    let said = pspp["said"].as_str().unwrap();
    // Valid, missing and the mean of the card; then of the question, which one skipped and three never saw.
    assert!(said.contains("Mean") && said.contains("2.40") && said.contains("2.50"), "{said}");
    assert!(said.contains(&format!("{},3,3,97,2\n", by_hand()[0].0)), "{said}");
}

#[tokio::test]
async fn the_overview_tells_of_each_activity_and_the_files_follow_the_filter() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let collector = Collector::start(&Site::built());
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let downloads = Downloads::of(&tablet).await;
    let planned: Vec<(String, String)> =
        by_hand().into_iter().map(|(id, text)| (id, text.replace(PLAN, PLANNED))).collect();
    let coordinator = after_the_activities(&tablet, &collector, &planned).await;

    coordinator.is_told("overview", "Alles is verstuurd").await;
    coordinator.open_part("by-activity").await;
    let rows = cells(&tablet, "#by-activity").await;
    assert_eq!(
        rows,
        [
            [
                "@Huis; “De Tuin”\n-Eten & drinken · ronde 2 · 23 november 2026\n1 vanzelf gestopt",
                "2",
                "1",
                "0",
                "2",
                "0"
            ],
            [
                "Buurtkamer Moerwijk\nOpen inloop · ronde 1 · 22 november 2026\n2 gestopt",
                "4",
                "2",
                "0",
                "4",
                "0"
            ],
            ["In totaal\n2 gestopt, 1 vanzelf gestopt", "6", "3", "0", "6", "0"],
        ]
    );
    let mut problems = Problems::default();
    problems.look_at_desk(&tablet, "the overview by activity").await;

    // The activity that is set says when there is enough to show.
    let set = "const name = 'betekenis.activity';
        const kept = JSON.parse(localStorage.getItem(name) ?? '{\"schema\":\"activity/1\"}');
        localStorage.setItem(name, JSON.stringify({ ...kept, ...arguments[0] }))";
    // Set for that day on purpose, today or later.
    let activity = json!({ "id": PLANNED, "plan": PLAN, "day": DAY, "set_on": "2099-12-31", "target": 0 });
    tablet.run::<Value>(set, vec![activity]).await;
    tablet.reload().await;
    coordinator.is_told("overview", "vanaf 5 mensen").await;

    at_files(&coordinator, &tablet).await;
    problems.look_at_desk(&tablet, "the files").await;
    problems.look_for_hindrances(&tablet, "the files", None).await;
    coordinator.choose("filter-round", "1").await;
    counts_in_file(&tablet, "4 antwoorden in het bestand.").await;
    coordinator.choose("filter-language", "nl").await;
    counts_in_file(&tablet, "2 antwoorden in het bestand.").await;
    let told = saves(&tablet, "long").await;
    assert!(told.contains("ontmoetingscentra_buurtkamer-moerwijk_ronde-1_2026-11-22_lang.csv"), "{told}");
    let csv = downloads.take("ontmoetingscentra_buurtkamer-moerwijk", "_lang.csv").await;
    assert!(csv.starts_with('\u{feff}') && csv.matches("\r\n").count() == 17, "{csv}");
    coordinator.choose("filter-language", "pl").await;
    counts_in_file(&tablet, "Hier zijn geen antwoorden bij.").await;
    let script = "return [...document.querySelectorAll('.file button:not(:disabled)')].map((one) => one.closest('.file').dataset.file)";
    let open: Vec<String> = tablet.run(script, vec![]).await;
    assert_eq!(open, ["codebook"]);
    problems.check();

    // Four more: the target is reached, and from the sentence it is one step to the results.
    let more: Vec<(String, String)> = (1..=4)
        .map(|number| {
            let (id, text) = &by_hand()[0];
            let new = format!("{number}{}", &id[1..]);
            (new.clone(), text.replace(id, &new).replace(PLAN, PLANNED))
        })
        .collect();
    tablet.seed(&more, DAY).await;
    coordinator.goes_to("#").await;
    for (target, words) in [
        (0, "6 mensen deden mee en alles is verstuurd"),
        (8, "nog 2 tot het gewenste aantal van 8"),
        (6, "Het gewenste aantal is gehaald (6 van 6) en alles is verstuurd"),
    ] {
        tablet.run::<Value>(set, vec![json!({ "target": target })]).await;
        tablet.reload().await;
        coordinator.counts(0, 10).await;
        coordinator.is_told("overview", words).await;
    }
    let link: String = tablet.run("return document.querySelector('#overview a.button').hash", vec![]).await;
    assert_eq!(link, format!("#/results/{PLANNED}"));
}

//! Journeys of the coordinator with paper, and with help: a sheet is entered by key and by touch and arrives like any other
//! response; everything that is printed fits its pages; the guide is walked once; a tablet is prepared.
//!
//! Only in chromium: what is printed can be had there.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use journeys::collector::Collector;
use journeys::coordinator::Coordinator;
use journeys::engine::Engine;
use journeys::layout::Problems;
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{LANDSCAPE, PHONE, PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

/// The most that somebody has to touch for one sheet with ten cards and nine questions.
const MOST_TAPS: usize = 26;

/// Waits until `script` gives what is expected.
async fn gives(tablet: &Tablet, what: &str, script: &str, expected: &str) {
    tablet
        .until(what, async || {
            let found: Value = tablet.run(script, vec![]).await;
            let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            if found.contains(expected) { Ok(()) } else { Err(format!("it is {found:?}")) }
        })
        .await;
}

/// Presses a key that writes nothing.
async fn press_key(tablet: &Tablet, key: &str, number: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": number });
        tablet.cdp("Input.dispatchKeyEvent", event).await;
    }
}

/// The row that has the focus.
async fn at_row(tablet: &Tablet, row: usize) {
    let script = "return document.activeElement?.closest('[data-row]')?.dataset.row ?? 'none'";
    gives(tablet, &format!("the focus in row {row}"), script, &row.to_string()).await;
}

/// Ticks the box with this number in the row of a card or question.
async fn tick(tablet: &Tablet, row: &str, n: usize) {
    let selector = format!("#row-{row} label:nth-child({n})");
    // Below is the bar with the button.
    let script =
        "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })";
    tablet.run::<Value>(script, vec![selector.clone().into()]).await;
    let spot = tablet.spot(&selector, None).await;
    tablet.tap(spot.x, spot.y).await;
}

fn sort_of(response: &Value) -> &Value {
    &response["instruments"][0]
}

/// Enters a sheet by key: a number ticks and goes on. The fifth box is that of the most important cards.
async fn enter_by_key(
    coordinator: &Coordinator<'_>,
    tablet: &Tablet,
    cards: &[String],
    questions: &[String],
) {
    tablet.run::<Value>("document.querySelector('[data-row=\"0\"] input').focus()", vec![]).await;
    for (row, _) in cards.iter().enumerate() {
        at_row(tablet, row).await;
        tablet.press(["3", "3", "2", "1", "4"][row % 5]).await;
    }
    at_row(tablet, cards.len()).await;
    tablet.write("Samen eten").await;
    press_key(tablet, "ArrowUp", 38).await;
    for row in (5..cards.len()).rev() {
        at_row(tablet, row).await;
        if row == 6 {
            tablet.press("5").await;
        }
        press_key(tablet, "ArrowUp", 38).await;
    }
    for _ in 4..cards.len() {
        press_key(tablet, "ArrowDown", 40).await;
    }
    at_row(tablet, cards.len()).await;
    tablet.press("Enter").await;
    for (row, _) in questions.iter().enumerate() {
        at_row(tablet, cards.len() + 1 + row).await;
        tablet.press("1").await;
    }
    let check = "return document.querySelector('.enter-check').innerText";
    let expected = "niet: 2 · een beetje: 2 · veel: 4 · weet ik niet: 2 · belangrijkst: 1 · ontbreekt: 1 · vragen: 9 van 9";
    gives(tablet, "the check", check, expected).await;
    at_row(tablet, cards.len() + 1 + questions.len()).await;
    tablet.press("Enter").await;
    coordinator.is_told("paper-enter", "Bewaard. 1 blad ingevoerd.").await;
    at_row(tablet, 0).await;
    gives(tablet, "an empty sheet", check, "niet aangekruist: 10 · vragen: 0 van 9").await;
}

/// Enters a sheet by touch, on a phone, of another day and language.
async fn enter_by_touch(
    coordinator: &Coordinator<'_>,
    tablet: &Tablet,
    cards: &[String],
    questions: &[String],
) {
    tablet.turn(PHONE).await;
    coordinator.open_part("enter-about").await;
    let set = "for (const [id, value] of [['enter-day', '2026-03-07'], ['enter-language', 'ar'], ['enter-part', 'evening'], ['enter-present', '3']]) { \
        const field = document.getElementById(id); field.value = value; \
        field.dispatchEvent(new Event('change', { bubbles: true })); }";
    tablet.run::<Value>(set, vec![]).await;
    let mut n_taps = 0;
    for card in cards {
        tick(tablet, card, 3).await;
        n_taps += 1;
    }
    for card in &cards[..3] {
        tick(tablet, card, 5).await;
        n_taps += 1;
    }
    tick(tablet, &cards[9], 6).await;
    for question in questions {
        tick(tablet, question, 2).await;
        n_taps += 1;
    }
    coordinator.press("paper-enter", "Bewaren en volgende").await;
    assert!(n_taps + 2 <= MOST_TAPS, "{} taps", n_taps + 2);
    coordinator.is_told("paper-enter", "Bewaard. 2 bladen ingevoerd.").await;
}

#[tokio::test]
async fn a_sheet_is_entered_by_key_and_by_touch_and_counts_like_any_other_response() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    coordinator.set_activity("Buurtkamer Moerwijk", "short").await;
    coordinator.goes_to("#/paper/enter").await;
    let study = Study::of(&site);
    let (cards, questions) = (study.deck("short"), study.questions());
    gives(&tablet, "the rows", "return document.querySelectorAll('.enter-row').length", "19").await;
    gives(&tablet, "the activity", "return document.querySelector('#paper-enter').innerText", "Moerwijk")
        .await;

    // As many characters as on a tablet.
    let room = "return [...document.querySelectorAll('#enter-missing-0, #enter-story')].map((one) => one.maxLength).join()";
    gives(&tablet, "the room for words", room, "60,600").await;

    // An empty sheet is not kept.
    coordinator.press("paper-enter", "Bewaren en volgende").await;
    coordinator.is_told("paper-enter", "Er is nog niets ingevuld.").await;

    enter_by_key(&coordinator, &tablet, &cards, &questions).await;
    enter_by_touch(&coordinator, &tablet, &cards, &questions).await;

    // Both have arrived, as what they are.
    let mut responses = collector.arrived(2).await;
    responses.sort_by_key(|response| response["language"] != "nl");
    for response in &responses {
        assert_eq!((&response["mode"], &response["outcome"]), (&json!("paper"), &json!("complete")));
        assert_eq!(response["activity"]["centre"], "Buurtkamer Moerwijk");
        assert_eq!(sort_of(response)["order"], json!(cards));
        let moves = sort_of(response)["moves"].as_array().unwrap();
        assert!(moves.len() == 10 && moves.iter().all(|step| step["ms"] == 0), "{moves:?}");
    }
    let [by_key, by_touch] = &responses[..] else { panic!("{responses:?}") };
    let placed = &sort_of(by_key)["placed"];
    assert_eq!((&placed[&cards[2]], &placed[&cards[4]]), (&json!("some"), &json!("dont-know")));
    assert_eq!(sort_of(by_key)["most_important"], json!([cards[6]]));
    assert_eq!(sort_of(by_key)["missing"], json!(["Samen eten"]));
    assert_eq!(
        (
            &by_touch["language"],
            &by_touch["activity"]["date"],
            &by_touch["activity"]["part_of_day"],
            &by_touch["present"]
        ),
        (&json!("ar"), &json!("2026-03-07"), &json!("evening"), &json!(3))
    );
    assert_eq!(sort_of(by_touch)["most_important"], json!(cards[..3]));
    assert_eq!(sort_of(by_touch)["more"], json!([cards[9]]));
    let first = &by_touch["instruments"][1]["answers"][0];
    assert_eq!(first["answer"], json!({ "choices": [study.choices(&questions[0])[1]] }));

    // And they are counted here.
    coordinator.goes_to("#").await;
    coordinator.counts(0, 2).await;
    assert_eq!(tablet.ledger().await.len(), 2);
}

/// What Chromium makes of the page on paper.
async fn print(tablet: &Tablet) -> Vec<u8> {
    let wanted = json!({ "preferCSSPageSize": true, "printBackground": true });
    let pdf = tablet.cdp("Page.printToPDF", wanted).await;
    BASE64_STANDARD.decode(pdf["data"].as_str().unwrap()).unwrap()
}

fn n_pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

/// The words on paper, where there is a program that reads them.
fn words_of(pdf: &[u8]) -> Option<String> {
    let mut program = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    program.stdin.take()?.write_all(pdf).ok()?;
    let said = program.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&said.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What does not fit in its place on paper. Letters may reach a little over their line.
const CUT_OFF: &str = "const found = []; \
    for (const one of document.querySelectorAll('.paper-page *')) { \
      const style = getComputedStyle(one); const box = one.getBoundingClientRect(); \
      const place = one.parentElement.closest('.paper-card, .paper-mat, .paper-question, .paper-choice, td, .paper-page').getBoundingClientRect(); \
      const name = `${one.className || one.tagName}: ${one.innerText?.slice(0, 40)}`; \
      if (style.display !== 'inline' && one.clientHeight && \
          (one.scrollHeight - one.clientHeight > 0.4 * parseFloat(style.fontSize) || one.scrollWidth > one.clientWidth + 2)) \
        found.push(`too large ${name}`); \
      else if (box.width && (box.bottom > place.bottom + 1 || box.top < place.top - 1 || box.right > place.right + 1 || box.left < place.left - 1)) \
        found.push(`outside ${name}`); } \
    return found";

#[tokio::test]
async fn what_is_printed_fits_its_pages_in_every_language() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, LANDSCAPE).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;
    let study = Study::of(&site);
    let cards = study.deck("short");
    let mut problems = Vec::new();

    for language in study.languages() {
        for (kind, n) in [("consent", 1), ("cards", 2), ("piles", 2), ("survey", 3), ("sheet", 1)] {
            coordinator.goes_to(&format!("#/paper/{kind}/{language}")).await;
            let shown = format!(
                "return document.querySelector('.paper-pages[data-kind={kind}][lang={language}]') ? document.querySelectorAll('.paper-page').length : 0"
            );
            gives(&tablet, &format!("{kind} in {language}"), &shown, &n.to_string()).await;
            let loaded = "return [...document.querySelectorAll('.paper-page img')].every((one) => one.complete && one.naturalWidth)";
            gives(&tablet, "the pictures", loaded, "true").await;
            tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
            let found: Vec<String> = tablet.run(CUT_OFF, vec![]).await;
            problems.extend(found.into_iter().map(|one| format!("{kind} in {language}: {one}")));
            tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
            let pdf = print(&tablet).await;
            assert_eq!(n_pages(&pdf), n, "{kind} in {language}");
            // Letters that are joined stand in a PDF as they are drawn.
            if let Some(words) = words_of(&pdf).filter(|_| language != "ar") {
                if kind == "cards" || kind == "sheet" {
                    let text = study.card_text(&cards[0], &language);
                    assert!(
                        words.contains(&text) && words.contains(&cards[0]),
                        "{kind} in {language}: {words}"
                    );
                }
                assert!(!words.contains("Afdrukken"), "the button is printed: {words}");
            }
        }
    }
    assert!(problems.is_empty(), "cut off on paper:\n{}", problems.join("\n"));

    // All cards fit too, on four pages; and their answer sheet on one.
    coordinator.goes_to("#").await;
    coordinator.set_activity("Buurtkamer", "all").await;
    for (kind, n) in [("cards", 4), ("sheet", 1)] {
        coordinator.goes_to(&format!("#/paper/{kind}/uk")).await;
        gives(&tablet, "the pages", "return document.querySelectorAll('.paper-page').length", &n.to_string())
            .await;
        tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let found: Vec<String> = tablet.run(CUT_OFF, vec![]).await;
        assert_eq!(found, Vec::<String>::new(), "{kind}");
        tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        assert_eq!(n_pages(&print(&tablet).await), n, "{kind}");
    }

    // The page to lay beside the tablet, in both languages of coordinators.
    for name in ["Nederlands", "English"] {
        coordinator.goes_to("#").await;
        let spot = tablet.spot(".language-switch-button", Some(name)).await;
        tablet.tap(spot.x, spot.y).await;
        coordinator.goes_to("#/help/sheet").await;
        gives(&tablet, "the page", "return document.querySelectorAll('.help-sheet').length", "1").await;
        tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let found: Vec<String> = tablet.run(CUT_OFF, vec![]).await;
        assert_eq!(found, Vec::<String>::new(), "{name}");
        tablet.cdp("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        assert_eq!(n_pages(&print(&tablet).await), 1, "{name}");
    }
}

#[tokio::test]
async fn the_guide_is_walked_once_and_a_tablet_is_prepared_by_its_kind() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    let coordinator = Coordinator::opens(&tablet, &collector.url()).await;

    // Without a finger: right after the start, what comes in above it pushes it away.
    tablet.run::<Value>("document.querySelector('#invitation a').click()", vec![]).await;
    for n in 1..=5 {
        let place = format!("{n} van 5");
        gives(&tablet, &place, "return document.querySelector('#guide')?.innerText ?? ''", &place).await;
        let next = tablet.spot("#guide .button[data-main]", None).await;
        tablet.tap(next.x, next.y).await;
    }
    let offered = "return document.querySelector('#guide') ? 'guide' : document.querySelector('#invitation') ? 'offered' : 'no more'";
    gives(&tablet, "no more invitation", offered, "no more").await;
    tablet.reload().await;
    coordinator.reads("the page again", |told| told.is_read && !told.counts.is_empty()).await;
    gives(&tablet, "no more invitation", offered, "no more").await;

    // It can be walked again, by itself and from help.
    coordinator.goes_to("#/help").await;
    let link = tablet.spot("#help a[href='#/help/guide']", None).await;
    tablet.tap(link.x, link.y).await;
    gives(&tablet, "the guide", offered, "guide").await;

    // The kind of the tablet is opened first, the other is one tap away.
    let open = "return document.querySelector('#help-install [aria-current]')?.innerText + ' ' + document.querySelector('#help-install')?.innerText";
    for (agent, kind, words, other) in [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X210) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
            "Android-tablet",
            "App vastzetten",
            "ipad",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1",
            "iPad",
            "Begeleide toegang",
            "android",
        ),
    ] {
        tablet.cdp("Emulation.setUserAgentOverride", json!({ "userAgent": agent })).await;
        tablet.reload().await;
        coordinator.goes_to("#/help/install").await;
        gives(&tablet, kind, open, kind).await;
        gives(&tablet, words, open, words).await;
        let link = tablet.spot(&format!("#help-install a[href='#/help/install/{other}']"), None).await;
        tablet.tap(link.x, link.y).await;
        gives(&tablet, other, "return location.hash", other).await;
    }
    let mut problems = Problems::default();
    for hash in [
        "#/paper",
        "#/paper/enter",
        "#/paper/cards/ar",
        "#/help",
        "#/help/guide/3",
        "#/help/install",
        "#/help/sheet",
        "#/help/words",
    ] {
        coordinator.goes_to(hash).await;
        gives(&tablet, hash, "return document.querySelectorAll('.coordinator-view h2').length", "1").await;
        problems.look_at_desk(&tablet, hash).await;
        problems.look_for_hindrances(&tablet, hash, None).await;
    }
    problems.check();
    coordinator.goes_to("#/help/words").await;
    gives(&tablet, "the words", "return document.querySelectorAll('#help-words dt').length", "20").await;
}

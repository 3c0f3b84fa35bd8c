//! Journeys of settings that go from one tablet to another: one shows them, another reads them through its camera or from a
//! link, somebody says yes or no, and nothing else ever changes.
//!
//! Only in chromium: its camera can be shown a code.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::engine::Engine;
use journeys::site::Site;
use journeys::tablet::{Manner, Profile, Tablet};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What the settings of a tablet are called where it keeps them.
const KEPT: [&str; 5] = ["endpoint", "activity", "centres", "retention", "activities"];

/// Notes which cameras are opened.
const WATCH: &str = "globalThis.opened = []; \
    const ask = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices); \
    if (ask) navigator.mediaDevices.getUserMedia = async (how) => { \
      const stream = await ask(how); opened.push(stream); return stream; };";

/// A picture: its width, and how light each of its dots is.
struct Picture {
    width: usize,
    dots: Vec<u8>,
}

impl Picture {
    fn of(png: &[u8]) -> Self {
        let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        let pixels = bytes[..info.buffer_size()].chunks_exact(info.color_type.samples());
        Self { width: info.width as usize, dots: pixels.map(|pixel| pixel[1]).collect() }
    }

    /// The texts of the codes in it.
    fn codes(&self) -> Vec<String> {
        let (width, height) = (self.width, self.dots.len() / self.width);
        let mut picture =
            rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| self.dots[y * width + x]);
        picture.detect_grids().iter().map(|code| code.decode().unwrap().1).collect()
    }

    /// What a camera sees that is held before the middle of it: a film of one picture, 1280 by 720.
    fn film(&self, top: usize, file: &Path) {
        const WIDE: usize = 1280;
        const HIGH: usize = 720;
        let mut film = format!("YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip C420jpeg\nFRAME\n").into_bytes();
        let left = (WIDE - self.width) / 2;
        for y in 0..HIGH {
            for x in 0..WIDE {
                let at = x.checked_sub(left).filter(|x| *x < self.width).map(|x| (top + y) * self.width + x);
                film.push(at.and_then(|at| self.dots.get(at)).copied().unwrap_or(200));
            }
        }
        film.extend(std::iter::repeat_n(128, WIDE * HIGH / 2));
        fs::write(file, film).unwrap();
    }
}

/// A tablet on which these settings are set, at the page where they are shared.
async fn set_up<'a>(tablet: &'a Tablet, collector: &Collector, settings: &Value) -> Coordinator<'a> {
    tablet.prepare(WATCH).await;
    let coordinator = Coordinator::opens(tablet, &collector.url()).await;
    let keep = "for (const [name, value] of Object.entries(arguments[0])) \
        localStorage.setItem(`betekenis.${name}`, typeof value === 'string' ? value : JSON.stringify(value))";
    tablet.run::<Value>(keep, vec![settings.clone()]).await;
    tablet.reload().await;
    coordinator.goes_to("#/setup").await;
    coordinator
}

/// What the tablet has kept of its settings.
async fn kept(tablet: &Tablet) -> BTreeMap<String, String> {
    let look = "return Object.fromEntries(arguments[0].map((name) => [name, localStorage.getItem(`betekenis.${name}`)])
        .filter(([, value]) => value !== null))";
    tablet.run(look, vec![json!(KEPT)]).await
}

fn read(kept: &BTreeMap<String, String>, name: &str) -> Value {
    serde_json::from_str(kept.get(name).map_or("null", String::as_str)).unwrap()
}

/// The link that the tablet shows.
async fn link(tablet: &Tablet) -> String {
    tablet.run("return document.getElementById('setup-link')?.value ?? ''", vec![]).await
}

/// Waits for the rows of what will be different: name, how it is, how it will be.
async fn rows(tablet: &Tablet) -> Vec<[String; 3]> {
    let look = "return [...document.querySelectorAll('.setup-changes > li')].map((row) => \
        ['h3', '.setup-now dd', '.setup-then dd'].map((part) => row.querySelector(part)?.innerText ?? ''))";
    tablet
        .until("what will be different", async || {
            let rows: Vec<[String; 3]> = tablet.run(look, vec![]).await;
            if rows.is_empty() { Err("nothing".to_owned()) } else { Ok(rows) }
        })
        .await
}

/// Pastes `text` where a link is taken.
async fn pastes(coordinator: &Coordinator<'_>, text: &str) {
    coordinator.fill("setup-paste", text).await;
    coordinator.press("setup", "Lezen").await;
}

/// Presses a button and waits until what it leads to is told.
async fn answers(coordinator: &Coordinator<'_>, button: &str, words: &str) {
    coordinator.press("setup", button).await;
    coordinator.is_told("setup", words).await;
}

fn first_tablet() -> Value {
    json!({
        "endpoint": {
            "schema": "endpoint/1", "preset": "generic", "url": "https://data.example.org/in", "template": "",
            "headers": [["Authorization", "Bearer very-secret"]], "batch_size": 20, "time_out_s": 120
        },
        "activity": {
            "schema": "activity/1", "id": "a", "centre": "De Brug", "kind": "Open inloop", "round": "2",
            "languages": ["nl", "tr"]
        },
        "centres": {
            "schema": "centres/1",
            "centres": [
                { "name": "De Brug", "type": "living-room", "neighbourhood": "Moerwijk" },
                { "name": "Huis van de Wijk", "type": "self-managed", "neighbourhood": "" }
            ]
        },
        "retention": "30"
    })
}

fn row(name: &str, now: &str, then: &str) -> [String; 3] {
    [name, now, then].map(str::to_owned)
}

#[tokio::test]
async fn one_tablet_shows_its_settings_and_another_takes_them_over() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let (site, folder) = (Site::built(), TempDir::new().unwrap());
    let collector = Collector::start(&site);
    let (mine, theirs) = (Profile::new(), Profile::new());

    // The first shows a code that says the same as its link, and no key.
    let first = Tablet::start(&mine, (800, 1280)).await;
    let shows = set_up(&first, &collector, &first_tablet()).await;
    shows.reads("the study", |told| told.is_read).await;
    let spot = first.spot("#setup .setup-code [role=img]", None).await;
    let screen = Picture::of(&first.picture().await);
    let plain = link(&first).await;
    assert!(plain.starts_with(&format!("{}coordinator/#/setup/1.", collector.url())), "{plain}");
    assert_eq!(screen.codes(), std::slice::from_ref(&plain));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the screen")]
    let top = (spot.y as usize).saturating_sub(360);
    let film = folder.path().join("screen.y4m");
    screen.film(top, &film);

    // The second holds its camera before it, and says no: all is as it was.
    let camera = format!("--use-file-for-fake-video-capture={}", film.display());
    let flags: &'static [&'static str] = Vec::leak(vec![
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        camera.leak(),
    ]);
    let second = Tablet::start_as(&theirs, Manner { flags, ..Manner::default() }).await;
    let own = json!({
        "centres": { "schema": "centres/1", "centres": [
            { "name": "de brug", "type": "", "neighbourhood": "" }, { "name": "Eigen huis", "type": "", "neighbourhood": "" }
        ] }
    });
    let takes = set_up(&second, &collector, &own).await;
    let before = kept(&second).await;
    takes.press("setup", "Scannen").await;
    let expected = [
        row(
            "Waar antwoorden heen gaan",
            "de collector van deze site",
            "https://data.example.org/in (Andere server)",
        ),
        row("Sleutel", "geen", "Authorization (nog in te vullen)"),
        row(
            "Hoe er verstuurd wordt",
            "50 antwoorden per keer, 120 seconden tijd",
            "20 antwoorden per keer, 120 seconden tijd",
        ),
        row("Talen voor deelnemers", "alle talen", "Nederlands, Türkçe"),
        row("Centra erbij", "", "Huis van de Wijk"),
        row("Centrum de brug", "niets ingevuld", "Huiskamer, Moerwijk"),
        row("Verstuurde antwoorden wissen", "nooit", "na 30 dagen"),
        row("Activiteit", "niets ingesteld", "De Brug · Open inloop · ronde 2"),
    ];
    assert_eq!(rows(&second).await, expected);
    let states =
        "return opened.flatMap((one) => one.getTracks()).map((track) => `${track.kind} ${track.readyState}`)";
    assert_eq!(second.run::<Vec<String>>(states, vec![]).await, ["video ended"]);
    answers(&takes, "Niet overnemen", "Er is niets overgenomen").await;
    assert_eq!(kept(&second).await, before);

    // Then the link, and yes: everything is there, its own centre too, and no key.
    pastes(&takes, &format!("Hier is hij: {plain} groeten")).await;
    assert_eq!(rows(&second).await, expected);
    answers(&takes, "Overnemen", "Overgenomen. Dit apparaat is ingesteld.").await;
    takes.is_told("setup", "Klaar voor gebruik zonder internet: Nederlands, Türkçe").await;
    let after = kept(&second).await;
    assert_eq!(read(&after, "endpoint")["url"], "https://data.example.org/in");
    assert_eq!(read(&after, "endpoint")["headers"], json!([["Authorization", ""]]));
    assert_eq!(read(&after, "activity")["languages"], json!(["nl", "tr"]));
    assert_eq!(after["retention"], "30");
    assert_eq!(
        read(&after, "centres")["centres"],
        json!([
            { "name": "de brug", "type": "living-room", "neighbourhood": "Moerwijk" },
            { "name": "Eigen huis", "type": "", "neighbourhood": "" },
            { "name": "Huis van de Wijk", "type": "self-managed", "neighbourhood": "" }
        ])
    );

    // The same once more changes nothing; the address is clean at once.
    second.open("about:blank").await;
    second.open(&plain).await;
    takes.is_told("setup", "Alles staat al zo op dit apparaat").await;
    assert_eq!(second.run::<String>("return location.hash", vec![]).await, "#/setup");
    takes.press("setup", "Sluiten").await;
    assert_eq!(kept(&second).await, after);

    takes_a_key(&first, &shows, &second, &takes).await;
}

/// A key goes along on purpose, is marked, and is never seen; a file brings the same.
async fn takes_a_key(first: &Tablet, shows: &Coordinator<'_>, second: &Tablet, takes: &Coordinator<'_>) {
    let plain = link(first).await;
    shows.tap("setup-with-keys").await;
    shows.is_told("setup", "Hier zit een sleutel in").await;
    let with_key = link(first).await;
    assert_ne!(with_key, plain);
    second.open("about:blank").await;
    second.open(&with_key).await;
    takes.is_told("setup", "Er komt een sleutel mee (Authorization)").await;
    assert_eq!(
        rows(second).await,
        [row("Sleutel", "Authorization (nog in te vullen)", "Authorization: ••••")]
    );
    answers(takes, "Overnemen", "De sleutel is bewaard en is niet meer te zien").await;
    let after = kept(second).await;
    assert_eq!(read(&after, "endpoint")["headers"], json!([["Authorization", "Bearer very-secret"]]));
    let activity = read(&after, "activity");
    assert_eq!((&activity["centre"], &activity["round"]), (&json!("De Brug"), &json!("2")));
    let set = read(&kept(first).await, "activity");
    assert_eq!(activity["id"], set["id"], "tablets of one plan are at one activity");
    let address: String = second.run("return location.href", vec![]).await;
    assert!(address.ends_with("#/setup"), "{address}");
    let page = "return document.documentElement.outerHTML + \
        [...document.querySelectorAll('input, textarea')].map((field) => field.value).join(' ')";
    let page: String = second.run(page, vec![]).await;
    assert!(!page.contains("very-secret"), "{page}");

    // A file brings the same.
    let downloads = Downloads::of(first).await;
    shows.press("setup", "Bestand bewaren").await;
    let file = downloads.file("betekenis-instellingen-met-sleutel", ".json").await;
    takes.choose_file("setup-file", &file).await;
    takes.is_told("setup", "Alles staat al zo op dit apparaat").await;
}

#[tokio::test]
async fn what_cannot_be_taken_over_says_why_and_changes_nothing() {
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let site = Site::built();
    let collector = Collector::start(&site);
    let (mine, theirs) = (Profile::new(), Profile::new());
    let first = Tablet::start(&mine, (360, 740)).await;
    let centres: Vec<Value> = (0..80)
        .map(|n| json!({ "name": format!("Buurtkamer {} {}", n * 7919, n * n * 104_729), "type": "living-room", "neighbourhood": "" }))
        .collect();
    let mut settings = first_tablet();
    settings["centres"]["centres"] = centres.into();
    let shows = set_up(&first, &collector, &settings).await;

    // Too much for a code, and what to leave out; the link goes on.
    let told = shows.is_told("setup", "te veel voor een code").await;
    assert!(told.contains("“Lijst met centra (80)”"), "{told}");
    let whole = link(&first).await;
    assert!(whole.len() > 997, "{}", whole.len());

    // A camera, and somebody who has to allow it.
    let flags = &["--use-fake-device-for-media-stream"];
    let manner = Manner { size: (360, 740), flags, ..Manner::default() };
    let second = Tablet::start_as(&theirs, manner).await;
    let takes = set_up(&second, &collector, &json!({})).await;
    let before = kept(&second).await;
    let middle = whole.len() / 2;
    let other = if whole.as_bytes()[middle] == b'A' { "B" } else { "A" };
    for (text, told) in [
        (whole[..middle].to_owned(), "Het einde ontbreekt"),
        (format!("{}{other}{}", &whole[..middle], &whole[middle + 1..]), "onderweg veranderd"),
        (whole.replace("/setup/1.", "/setup/2."), "met een nieuwere app"),
        ("https://example.org/menu.pdf".to_owned(), "Hier staan geen instellingen in"),
    ] {
        pastes(&takes, &text).await;
        takes.is_told("setup", told).await;
        // The address of the page says the same.
        if let Some((_, payload)) = text.split_once("#/setup/") {
            takes.goes_to("#/setup").await;
            takes.goes_to(&format!("#/setup/{payload}")).await;
            takes.is_told("setup", told).await;
            assert_eq!(second.run::<String>("return location.hash", vec![]).await, "#/setup");
        }
    }
    assert_eq!(kept(&second).await, before);

    // A camera that somebody does not allow.
    let refused = json!({ "permission": { "name": "camera" }, "setting": "denied" });
    second.cdp("Browser.setPermission", refused).await;
    answers(&takes, "Scannen", "De camera mag niet aan").await;

    // A full tablet takes over all or nothing: the last of the settings has no room.
    let fill = "let text = 'x'.repeat(1 << 22);
        for (let n = 0; text.length > 500; ) {
          try { localStorage.setItem(`filled-${n++}`, text); } catch { text = text.slice(0, text.length / 2); }
        }
        localStorage.removeItem('filled-0'); localStorage.setItem('filled-0', 'x'.repeat((1 << 22) - 2500));
        return Object.keys(localStorage).length";
    assert!(second.run::<usize>(fill, vec![]).await > 3);
    pastes(&takes, &whole).await;
    assert!(rows(&second).await.len() > 4);
    answers(&takes, "Overnemen", "Er is niets overgenomen").await;
    assert_eq!(kept(&second).await, before);
}

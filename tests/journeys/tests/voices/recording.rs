//! Texts are recorded, heard and kept.

use std::collections::BTreeMap;
use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::site::Site;
use journeys::tablet::{Manner, Profile, Tablet};
use serde_json::{Value, json};

use crate::{Words, words};

/// A microphone that beeps, and nobody who has to allow it.
const MICROPHONE: Manner = Manner {
    size: journeys::tablet::PORTRAIT,
    is_still: false,
    is_unhurried: false,
    listens: false,
    is_impatient: false,
    flags: &["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
};

/// Notes which microphones are opened, and lets none start again.
const WATCH: &str = "globalThis.opened = []; \
    const ask = navigator.mediaDevices?.getUserMedia?.bind(navigator.mediaDevices); \
    if (ask) navigator.mediaDevices.getUserMedia = async (how) => { \
      const stream = await ask(how); opened.push(stream); return stream; };";

/// A tablet at the list of voices in Dutch.
async fn at_voices<'a>(tablet: &'a Tablet, collector: &Collector) -> (Coordinator<'a>, Words) {
    tablet.prepare(WATCH).await;
    let coordinator = Coordinator::opens_at(tablet, &collector.url(), "#/voices/nl").await;
    let words = words(tablet).await;
    (coordinator, words)
}

/// Presses the button that does that, for that text.
async fn press(coordinator: &Coordinator<'_>, does: &str, text: &str) {
    coordinator.press("voices", &format!("{does}: {text}")).await;
}

/// Waits until the text at hand stands like that: `listening`, `taken`, `recorded`, …
async fn stands(tablet: &Tablet, text: &str, stand: &str) {
    const LOOK: &str = "const row = [...document.querySelectorAll('.voice-row, .one-by-one')] \
        .find((one) => one.querySelector('.voice-text')?.innerText === arguments[0]); \
        return row?.querySelector('.booth').dataset.stand ?? 'no such text'";
    tablet
        .until(&format!("{text:?} to be {stand}"), async || {
            let now: String = tablet.run(LOOK, vec![text.into()]).await;
            if now == stand { Ok(()) } else { Err(format!("it is {now}")) }
        })
        .await;
}

/// Waits until the meter has moved, and come down again: something was heard from its beginning to its end.
async fn is_heard(tablet: &Tablet) {
    let level = "return Number(document.querySelector('.meter')?.ariaValueNow ?? -1)";
    for is_loud in [false, true, false] {
        tablet
            .until("the meter to move", async || {
                let level: f64 = tablet.run(level, vec![]).await;
                if level >= 0.0 && (level > 30.0) == is_loud {
                    Ok(())
                } else {
                    Err(format!("it stands at {level}"))
                }
            })
            .await;
    }
}

/// Speaks a text; it can then be heard.
async fn speak(coordinator: &Coordinator<'_>, tablet: &Tablet, text: &str, how: &str) {
    speak_for(coordinator, tablet, text, how, 1).await;
}

/// The same until so many sounds were heard: the microphone always hears the same, so only as many others are sure to be
/// another recording.
async fn speak_for(coordinator: &Coordinator<'_>, tablet: &Tablet, text: &str, how: &str, n_sounds: usize) {
    press(coordinator, how, text).await;
    stands(tablet, text, "listening").await;
    for _ in 0..n_sounds {
        is_heard(tablet).await;
    }
    press(coordinator, "Stop", text).await;
    stands(tablet, text, "taken").await;
}

/// A recording as it is kept: samples in a second, channels, bits, length in bytes, and a number that is another for
/// another sound.
type Sound = [u64; 5];

/// All recordings on the tablet, by language and text.
async fn recordings(tablet: &Tablet) -> BTreeMap<String, Sound> {
    const READ: &str = "globalThis.recorded = undefined; const opening = indexedDB.open('betekenis-voices', 1); \
        opening.onupgradeneeded = () => opening.result.createObjectStore('recordings'); \
        opening.onsuccess = () => { const database = opening.result; \
          const store = database.transaction('recordings').objectStore('recordings'); \
          store.getAllKeys().onsuccess = ({ target: { result: keys } }) => { \
            store.getAll().onsuccess = ({ target: { result: values } }) => { database.close(); \
              globalThis.recorded = Object.fromEntries(keys.map((key, at) => { \
                const { wav } = values[at]; const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength); \
                let sum = 0; for (const byte of wav) sum = (sum * 31 + byte) >>> 0; \
                return [key, [view.getUint32(24, true), view.getUint16(22, true), view.getUint16(34, true), wav.length, sum]]; \
              })); }; }; };";
    tablet.run::<Value>(READ, vec![]).await;
    tablet
        .until("the recordings", async || {
            let found: Option<BTreeMap<String, Sound>> =
                tablet.run("return globalThis.recorded", vec![]).await;
            found.ok_or_else(|| "not read yet".to_owned())
        })
        .await
}

/// No microphone is open any more, of how many were.
async fn n_closed(tablet: &Tablet) -> usize {
    const OPEN: &str =
        "return opened.map((stream) => stream.getTracks().map((track) => track.readyState)).flat()";
    let states: Vec<String> = tablet.run(OPEN, vec![]).await;
    assert!(states.iter().all(|state| state == "ended"), "a microphone is still open: {states:?}");
    states.len()
}

async fn counts(tablet: &Tablet, n: usize, of: usize) {
    let words = format!("{n} van {of} opgenomen");
    tablet
        .until(&words, async || {
            let found: String =
                tablet.run("return document.querySelector('.view .progress')?.innerText ?? ''", vec![]).await;
            if found.contains(&words) { Ok(()) } else { Err(found) }
        })
        .await;
}

#[tokio::test]
async fn a_text_is_spoken_heard_kept_spoken_anew_and_removed() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, MICROPHONE).await;
    let (coordinator, words) = at_voices(&tablet, &collector).await;
    counts(&tablet, 0, words.n_all).await;
    // Everything that is spoken by a machine is there to be spoken by a person.
    let spoken = fs::read(site.folder().join("studies/ontmoetingscentra/sounds/nl.json")).unwrap();
    let spoken: Value = serde_json::from_slice(&spoken).unwrap();
    let n_clips = spoken["clips"].as_object().unwrap().len();
    assert!(n_clips == 0 || n_clips == words.n_all, "{n_clips} clips of {} texts", words.n_all);

    speak(&coordinator, &tablet, &words.first, "Opnemen").await;
    assert_eq!(n_closed(&tablet).await, 1);
    assert!(recordings(&tablet).await.is_empty(), "nothing is kept before somebody says so");
    press(&coordinator, "Luister", &words.first).await;
    tablet.spot("#voices button", Some(&format!("Luister: {}", words.first))).await;
    press(&coordinator, "Bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    counts(&tablet, 1, words.n_all).await;
    let kept = recordings(&tablet).await;
    let sound = kept[&format!("nl\n{}", words.first)];
    assert_eq!(sound[..3], [16_000, 1, 16]);
    assert!((2_000..640_044).contains(&sound[3]), "{} bytes", sound[3]);

    // It is there the next time, and can be heard.
    tablet.reload().await;
    stands(&tablet, &words.first, "recorded").await;
    press(&coordinator, "Luister", &words.first).await;
    press(&coordinator, "Stop", &words.first).await;

    // Once more: first thrown away, then kept.
    speak(&coordinator, &tablet, &words.first, "Opnieuw").await;
    press(&coordinator, "Niet bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    assert_eq!(recordings(&tablet).await, kept);
    speak(&coordinator, &tablet, &words.first, "Opnieuw").await;
    press(&coordinator, "Opnieuw", &words.first).await;
    stands(&tablet, &words.first, "listening").await;
    // Twice as long.
    for _ in 0..2 {
        is_heard(&tablet).await;
    }
    press(&coordinator, "Stop", &words.first).await;
    stands(&tablet, &words.first, "taken").await;
    press(&coordinator, "Bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    let newer = recordings(&tablet).await;
    assert_eq!(newer.len(), 1);
    assert_ne!(newer, kept);

    // Whoever goes on to the next text meant to keep this one; whoever leaves lets the microphone go.
    speak(&coordinator, &tablet, &words.second, "Opnemen").await;
    press(&coordinator, "Opnieuw", &words.first).await;
    stands(&tablet, &words.first, "listening").await;
    stands(&tablet, &words.second, "recorded").await;
    counts(&tablet, 2, words.n_all).await;
    coordinator.goes_to("#/voices/tr").await;
    tablet
        .until("a closed microphone", async || {
            let open: bool = tablet.run("return opened.some((one) => one.active)", vec![]).await;
            if open { Err("it is open".to_owned()) } else { Ok(()) }
        })
        .await;
    assert_eq!(n_closed(&tablet).await, 5);
    coordinator.goes_to("#/voices/nl").await;
    stands(&tablet, &words.first, "recorded").await;
    assert_eq!(
        recordings(&tablet).await[&format!("nl\n{}", words.first)],
        newer[&format!("nl\n{}", words.first)]
    );

    press(&coordinator, "Weghalen", &words.first).await;
    press(&coordinator, "Niet doen", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    press(&coordinator, "Weghalen", &words.first).await;
    press(&coordinator, "Ja, weghalen", &words.first).await;
    stands(&tablet, &words.first, "missing").await;
    counts(&tablet, 1, words.n_all).await;
    assert_eq!(recordings(&tablet).await.len(), 1);
}

#[tokio::test]
async fn one_text_after_another_is_spoken_with_a_single_key() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, MICROPHONE).await;
    let (coordinator, words) = at_voices(&tablet, &collector).await;
    speak(&coordinator, &tablet, &words.first, "Opnemen").await;
    press(&coordinator, "Bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;

    let spot = tablet.spot("#voices .step-by-step a", None).await;
    tablet.tap(spot.x, spot.y).await;
    // The first text has its recording: it begins with the second one.
    stands(&tablet, &words.second, "missing").await;
    let spot = tablet.spot("#one-by-one [data-does=record]", None).await;
    tablet.tap(spot.x, spot.y).await;
    let mut text = words.second;
    for n in 2..=3 {
        stands(&tablet, &text, "listening").await;
        is_heard(&tablet).await;
        has_focus(&tablet, "stop").await;
        tablet.press("Enter").await;
        stands(&tablet, &text, "taken").await;
        has_focus(&tablet, "keep").await;
        tablet.press("Enter").await;
        counts(&tablet, n, words.n_all).await;
        let next = "return document.querySelector('.one-by-one .voice-text')?.innerText ?? ''";
        text = tablet
            .until("the next text", async || {
                let now: String = tablet.run(next, vec![]).await;
                if now.is_empty() || now == text { Err(now) } else { Ok(now) }
            })
            .await;
        stands(&tablet, &text, "missing").await;
        has_focus(&tablet, "record").await;
        tablet.press("Enter").await;
    }
    stands(&tablet, &text, "listening").await;
    assert_eq!(recordings(&tablet).await.len(), 3);
}

async fn has_focus(tablet: &Tablet, does: &str) {
    tablet
        .until(&format!("the focus on {does}"), async || {
            let now: Option<String> = tablet.run("return document.activeElement?.dataset.does", vec![]).await;
            if now.as_deref() == Some(does) { Ok(()) } else { Err(format!("it is on {now:?}")) }
        })
        .await;
}

#[tokio::test]
async fn whatever_is_the_matter_with_the_microphone_is_told_with_the_next_step() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, Manner { flags: &MICROPHONE.flags[..1], ..MICROPHONE }).await;
    let (coordinator, words) = at_voices(&tablet, &collector).await;
    let url = collector.url();
    let refused = json!({
        "origin": url.trim_end_matches('/'), "permission": { "name": "microphone" }, "setting": "denied"
    });
    tablet.cdp("Browser.setPermission", refused).await;
    press(&coordinator, "Opnemen", &words.first).await;
    coordinator.is_told("voices", "De microfoon mag niet gebruikt worden. Tik op het slotje").await;
    stands(&tablet, &words.first, "missing").await;

    for (script, told) in [
        (throw("NotFoundError"), "Er is geen microfoon gevonden."),
        (throw("NotReadableError"), "Misschien gebruikt een andere app hem"),
        (throw("TypeError"), "De opname is niet gelukt. Probeer het opnieuw."),
        ("delete window.MediaRecorder".to_owned(), "Deze browser kan niet opnemen."),
        ("Object.defineProperty(window, 'isSecureContext', { value: false })".to_owned(), "Zonder https"),
    ] {
        tablet.run::<Value>(&script, vec![]).await;
        press(&coordinator, "Opnemen", &words.first).await;
        coordinator.is_told("voices", told).await;
    }
    assert!(recordings(&tablet).await.is_empty());
}

#[tokio::test]
async fn a_tablet_without_a_microphone_says_so_in_every_browser() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start(&profile, journeys::tablet::PORTRAIT).await;
    let coordinator = Coordinator::opens_at(&tablet, &collector.url(), "#/voices/nl").await;
    let words = words(&tablet).await;

    press(&coordinator, "Opnemen", &words.first).await;

    let told = coordinator.is_told("voices", "trouble: ").await;
    let kinds = ["mag niet gebruikt worden", "geen microfoon gevonden", "kan niet opnemen"];
    assert!(kinds.iter().any(|kind| told.contains(kind)), "{told}");
    stands(&tablet, &words.first, "missing").await;
}

/// Opening a microphone throws that.
fn throw(name: &str) -> String {
    format!(
        "navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('not now', '{name}'); }}"
    )
}

#[tokio::test]
async fn silence_and_a_full_tablet_are_told_and_the_older_recording_stays() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let profile = Profile::new();
    let tablet = Tablet::start_as(&profile, MICROPHONE).await;
    let (coordinator, words) = at_voices(&tablet, &collector).await;
    speak(&coordinator, &tablet, &words.first, "Opnemen").await;
    press(&coordinator, "Bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    let kept = recordings(&tablet).await;

    // A disk on which nothing can be written any more.
    let full = "globalThis.put ??= IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...what) { \
        if (this.name === 'recordings') { globalThis.refused = what[0].wav; throw new DOMException('full', 'QuotaExceededError'); } \
        return put.apply(this, what); }";
    tablet.run::<Value>(full, vec![]).await;
    speak(&coordinator, &tablet, &words.first, "Opnieuw").await;
    press(&coordinator, "Bewaren", &words.first).await;
    coordinator.is_told("voices", "De tablet heeft geen ruimte meer voor deze opname").await;
    assert_eq!(recordings(&tablet).await, kept);
    // When there is room, the very one that was refused is kept. Nothing on the screen tells when: the text has stood as recorded all
    // the while; and a microphone that always hears the same may give the same twice, so it is not known by being another.
    let room = "globalThis.nPut = 0; IDBObjectStore.prototype.put = function (...what) { \
        if (this.name === 'recordings') nPut += 1; return put.apply(this, what); }";
    tablet.run::<Value>(room, vec![]).await;
    press(&coordinator, "Bewaren", &words.first).await;
    tablet
        .until("the newer recording", async || {
            let n_put: u64 = tablet.run("return globalThis.nPut", vec![]).await;
            if n_put == 1 { Ok(()) } else { Err(format!("{n_put} were written")) }
        })
        .await;
    let refused =
        "let sum = 0; for (const byte of globalThis.refused) sum = (sum * 31 + byte) >>> 0; return sum";
    let refused: u64 = tablet.run(refused, vec![]).await;
    let kept_now = recordings(&tablet).await;
    assert_eq!(kept_now.values().map(|[.., sum]| *sum).collect::<Vec<_>>(), [refused]);

    let silent = "const context = new AudioContext(); const [tone, soft, heard] = \
        [context.createOscillator(), context.createGain(), context.createMediaStreamDestination()]; \
        soft.gain.value = 0; tone.connect(soft).connect(heard); tone.start(); \
        navigator.mediaDevices.getUserMedia = async () => heard.stream";
    tablet.run::<Value>(silent, vec![]).await;
    press(&coordinator, "Opnieuw", &words.first).await;
    stands(&tablet, &words.first, "listening").await;
    tablet
        .until("a second of silence", async || {
            let time: String =
                tablet.run("return document.querySelector('.listening-time')?.innerText ?? ''", vec![]).await;
            if time.starts_with('1') { Ok(()) } else { Err(time) }
        })
        .await;
    press(&coordinator, "Stop", &words.first).await;
    coordinator.is_told("voices", "Er is niets te horen.").await;
    stands(&tablet, &words.first, "recorded").await;
    assert_eq!(recordings(&tablet).await, kept_now);
}

#[tokio::test]
async fn recordings_come_to_another_tablet_in_one_file_and_replace_nothing_unasked() {
    let site = Site::built();
    let collector = Collector::start(&site);
    let (one, two) = (Profile::new(), Profile::new());
    let tablet = Tablet::start_as(&one, MICROPHONE).await;
    let downloads = Downloads::of(&tablet).await;
    let (coordinator, words) = at_voices(&tablet, &collector).await;
    coordinator.press("voice-file", "Bewaar als bestand").await;
    coordinator.is_told("voice-file", "Er zijn nog geen opnames om te bewaren.").await;
    for text in [&words.first, &words.second] {
        speak(&coordinator, &tablet, text, "Opnemen").await;
        press(&coordinator, "Bewaren", text).await;
        stands(&tablet, text, "recorded").await;
    }
    let of_first = recordings(&tablet).await;
    coordinator.press("voice-file", "Bewaar als bestand").await;
    coordinator.is_told("voice-file", "met 2 opnames.").await;
    let file = downloads.file("betekenis-stemmen-ontmoetingscentra-", ".zip").await;
    drop(tablet);

    let tablet = Tablet::start_as(&two, MICROPHONE).await;
    let (coordinator, _) = at_voices(&tablet, &collector).await;
    speak_for(&coordinator, &tablet, &words.first, "Opnemen", 4).await;
    press(&coordinator, "Bewaren", &words.first).await;
    stands(&tablet, &words.first, "recorded").await;
    let own = recordings(&tablet).await;

    let whole = fs::read(&file).unwrap();
    for (name, content, told) in [
        ("vakantie.jpg", b"no zip file".to_vec(), "Dit bestand is kapot of niet compleet."),
        ("half.zip", whole[..whole.len() / 2].to_vec(), "Dit bestand is kapot of niet compleet."),
        ("leeg.zip", EMPTY_ZIP.to_vec(), "In dit bestand zitten geen opnames van Betekenis."),
    ] {
        let other = file.with_file_name(name);
        fs::write(&other, content).unwrap();
        coordinator.choose_file("take-voices", &other).await;
        coordinator.is_told("voice-file", told).await;
        assert_eq!(recordings(&tablet).await, own, "{name} has changed something");
    }

    // What is here stays, unless somebody says otherwise.
    let key = |text: &str| format!("nl\n{text}");
    for (answer, told, first) in [
        (
            "Laten zoals ze zijn",
            "Gelukt: 1 opname overgenomen. 1 bleef zoals die was.",
            own[&key(&words.first)],
        ),
        (
            "Vervangen door die uit het bestand",
            "Gelukt: 1 opname overgenomen. 1 was er al.",
            of_first[&key(&words.first)],
        ),
    ] {
        coordinator.choose_file("take-voices", &file).await;
        coordinator.press("voice-file", answer).await;
        coordinator.is_told("voice-file", told).await;
        let here = recordings(&tablet).await;
        assert_eq!(here[&key(&words.first)], first, "{answer}");
        assert_eq!(here[&key(&words.second)], of_first[&key(&words.second)]);
    }
    coordinator.choose_file("take-voices", &file).await;
    coordinator.is_told("voice-file", "Gelukt: 0 opnames overgenomen. 2 waren er al.").await;
    counts(&tablet, 2, words.n_all).await;
}

/// A zip file with nothing in it.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

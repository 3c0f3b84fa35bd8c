//! Journeys of the coordinator: what is on the tablet is seen, listed, carried away, brought in and cleared, and at the
//! end nothing is lost, doubled or told to anyone.
#![expect(clippy::unwrap_used, reason = "a journey that fails says where")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use journeys::collector::Collector;
use journeys::coordinator::{Coordinator, Downloads};
use journeys::participant::{MUCH, Participant};
use journeys::proxy::{Fate, Proxy};
use journeys::site::Site;
use journeys::study::Study;
use journeys::tablet::{PORTRAIT, Profile, Tablet};
use serde_json::{Value, json};

/// The day on which what is put there by script was given.
const DAY: &str = "2026-11-02";

const SECRET: &str = "Bearer zeer-geheim";

/// The app, the collector, and what stands between the two.
struct Scene {
    study: Study,
    collector: Collector,
    proxy: Proxy,
}

impl Scene {
    async fn set() -> Self {
        let site = Site::built();
        let collector = Collector::start(&site);
        let proxy = Proxy::before(collector.port()).await;
        Self { study: Study::of(&site), proxy, collector }
    }

    /// A tablet at the choice of language.
    async fn tablet(&self, profile: &Profile) -> Tablet {
        let tablet = Tablet::start(profile, PORTRAIT).await;
        tablet.open(&self.proxy.url()).await;
        Participant::arrives(&tablet, &self.study).await;
        tablet
    }

    async fn coordinator<'a>(&self, tablet: &'a Tablet) -> Coordinator<'a> {
        Coordinator::opens(tablet, &self.proxy.url()).await
    }

    /// Somebody who has begun.
    async fn begin_one(&self, tablet: &Tablet) {
        let mut someone = Participant::arrives(tablet, &self.study).await;
        someone.begin("nl").await;
        someone.place(MUCH).await;
        someone.is_written_down().await;
    }

    /// The next answer of the server: it takes these, and will not have those.
    fn server_says(&self, taken: &[String], refused: &[String]) {
        let refused: Vec<Value> =
            refused.iter().map(|id| json!({ "id": id, "reason": "de kaart bestaat niet" })).collect();
        let body = json!({ "accepted": taken, "rejected": refused }).to_string();
        self.proxy.next([Fate::Says(200, body)]);
    }
}

fn id(number: usize) -> String {
    format!("{number:08x}-5eed-4000-8000-000000000000")
}

/// Puts responses with these numbers there, on a tablet on which the app has opened its storage already.
async fn give(tablet: &Tablet, numbers: std::ops::Range<usize>) -> Vec<String> {
    const ONE: &str = include_str!("../../fixtures/formats/response_v1.json");
    let ids: Vec<String> = numbers.map(id).collect();
    let text = |id: &String| ONE.replace("11111111-1111-4111-8111-111111111111", id);
    let responses: Vec<(String, String)> = ids.iter().map(|id| (id.clone(), text(id))).collect();
    tablet.seed(&responses, DAY).await;
    ids
}

/// The lines of a list, by id: what stands after it.
fn lines(list: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut lines = list.split_terminator("\r\n");
    assert_eq!(lines.next(), Some("id,state,finished,refused,sent,cleared,receipt"));
    let fields = lines.map(|line| line.split(',').collect::<Vec<_>>());
    fields.map(|fields| (fields[0], fields[1..].to_vec())).collect()
}

/// How many there are in each state.
fn states(lines: &BTreeMap<&str, Vec<&str>>) -> BTreeMap<String, usize> {
    let mut states = BTreeMap::new();
    for fields in lines.values() {
        *states.entry(fields[0].to_owned()).or_default() += 1;
    }
    states
}

/// The sum on the page: parts by their names, and what they make.
async fn sum(tablet: &Tablet) -> (BTreeMap<String, usize>, usize) {
    let script = "return Object.fromEntries([...document.querySelectorAll('.sum > div')] \
        .map((one) => [one.dataset.kind, Number(one.querySelector('dd').innerText)]))";
    let mut parts: BTreeMap<String, usize> = tablet.run(script, vec![]).await;
    let made = parts.remove("made").unwrap();
    (parts, made)
}

/// All that can be read in the page: its HTML, and what stands in its fields.
async fn all_that_can_be_read(tablet: &Tablet) -> String {
    let script = "return document.documentElement.outerHTML + location.href + \
        [...document.querySelectorAll('input, textarea, select')].map((one) => one.value + one.defaultValue).join()";
    tablet.run(script, vec![]).await
}

#[tokio::test]
async fn every_response_is_in_the_sum_and_in_the_list_whatever_became_of_it() {
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    let downloads = Downloads::of(&tablet).await;
    scene.begin_one(&tablet).await;
    let ids = give(&tablet, 0..8).await;
    scene.server_says(&ids[..3], &ids[3..]);
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.counts(0, 3).await;

    // Refused: seen with the words of the server, and saved for who looks after it.
    let told: String = tablet.run("return document.querySelector('.refused-list').innerText", vec![]).await;
    assert_eq!(told.matches("de kaart bestaat niet").count(), 5, "{told}");
    assert!(told.contains(&ids[3][..8]), "{told}");
    coordinator.press("overview", "Geweigerde bewaren").await;
    let refused = downloads.take("betekenis-geweigerd-", ".jsonl").await;
    let refused: Vec<Value> = refused.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let named: Vec<&str> = refused.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(named, ids[3..]);
    assert!(
        refused
            .iter()
            .all(|one| one["reason"] == "de kaart bestaat niet" && one["response"]["id"] == one["id"])
    );

    // One of them goes again, then all that are left.
    let name = format!("Antwoord {} opnieuw proberen", &ids[4][..8]);
    coordinator.press("overview", &name).await;
    coordinator.counts(0, 4).await;
    assert_eq!(scene.proxy.posts().last().unwrap().ids, ids[4..5]);
    scene.server_says(&ids[5..7], &[ids[3].clone(), ids[7].clone()]);
    coordinator.press("overview", "Alle opnieuw proberen").await;
    let told = coordinator.counts(0, 6).await;
    assert_eq!(told.counts["refused"], 2);
    scene.proxy.always(Fate::Status(503, Some(600)));
    give(&tablet, 8..9).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("sending", "(503)").await;

    coordinator.open_part("ledger").await;
    let (parts, made) = sum(&tablet).await;
    assert_eq!((parts.values().sum::<usize>(), made), (10, 10), "{parts:?}");
    coordinator.press("ledger", "Lijst bewaren").await;
    let list = downloads.take("betekenis-lijst-", ".csv").await;
    let listed = lines(&list);
    assert_eq!(listed.len(), 10);
    let expected = [("draft", 1), ("refused", 2), ("sent", 6), ("waiting", 1)];
    assert_eq!(states(&listed), expected.map(|(state, n)| (state.to_owned(), n)).into());
    assert_eq!(listed[ids[8 - 1].as_str()][..2], ["refused", DAY]);
    coordinator.is_told("tablet", "met 10 antwoorden").await;

    // Clearing takes what was sent, and nothing else.
    coordinator.open_part("clearing").await;
    coordinator.press("clearing", "Verstuurde antwoorden wissen (6)").await;
    let asked: String = tablet.run("return document.querySelector('.considered').innerText", vec![]).await;
    assert!(asked.contains("geen reservekopie gemaakt"), "{asked}");
    coordinator.press("clearing", "Niet doen").await;
    assert_eq!(tablet.stored().await.responses.len(), 9);
    coordinator.press("clearing", "Verstuurde antwoorden wissen (6)").await;
    coordinator.press("clearing", "Ja, wissen").await;
    coordinator.is_told("tablet", "6 antwoorden zijn gewist.").await;
    let stored = tablet.stored().await;
    assert_eq!((stored.responses.len(), stored.drafts.len()), (3, 1));
    let (parts, made) = sum(&tablet).await;
    assert_eq!((parts["cleared"], parts["sent"], made), (6, 0, 10));
    coordinator.press("ledger", "Lijst bewaren").await;
    let list = downloads.take("betekenis-lijst-", ".csv").await;
    let listed = lines(&list);
    assert_eq!(listed.len(), 10);
    let cleared = &listed[ids[0].as_str()];
    assert_eq!((cleared[0], cleared[1..4].concat().as_str(), cleared[5]), ("cleared", "", ""));
    assert!(!cleared[4].is_empty(), "the day stays: {cleared:?}");
}

#[tokio::test]
async fn everything_can_be_sent_once_more_and_what_is_old_is_cleared_by_itself() {
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    let coordinator = scene.coordinator(&tablet).await;
    let ids = give(&tablet, 0..3).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 3).await;

    coordinator.open_part("ledger").await;
    coordinator.press("ledger", "Alles nog eens versturen").await;
    coordinator.press("ledger", "Ja, alles versturen").await;
    scene.proxy.has_got(2).await;
    coordinator.counts(0, 3).await;
    assert!(scene.proxy.times_posted().values().all(|times| *times == 2));
    scene.collector.arrived(3).await;

    coordinator.open_part("clearing").await;
    tablet.ask::<Value>("choose", vec!["#retention".into(), "7".into()]).await;
    coordinator.is_told("tablet", "Bewaard.").await;
    // Some days later.
    let make_old = "const request = indexedDB.open('betekenis'); \
        request.onsuccess = () => { const database = request.result; \
        const transaction = database.transaction('ledger', 'readwrite'); const ledger = transaction.objectStore('ledger'); \
        ledger.getAll().onsuccess = ({ target }) => { for (const entry of target.result.slice(1)) \
        ledger.put({ ...entry, day: '2026-01-01', sent: '2026-01-01' }); }; \
        transaction.oncomplete = () => { database.close(); globalThis.isOld = true; }; }";
    tablet.run::<Value>(make_old, vec![]).await;
    tablet
        .until("older entries", async || {
            let is_old: bool = tablet.run("return globalThis.isOld === true", vec![]).await;
            if is_old { Ok(()) } else { Err("not yet".to_owned()) }
        })
        .await;
    scene.proxy.always(Fate::Status(503, Some(600)));
    give(&tablet, 3..4).await;
    coordinator.press("sending", "Versturen").await;
    let told = coordinator.reads("two cleared", |told| told.counts.get("cleared") == Some(&2)).await;
    assert_eq!((told.counts["sent"], told.counts["waiting"]), (1, 1));
    let ledger = tablet.ledger().await;
    assert_eq!(ledger[&ids[0]].state, "sent");
    assert_eq!(ledger[&id(3)].state, "waiting");
}

#[tokio::test]
async fn a_key_that_is_kept_can_be_read_nowhere_and_goes_to_no_other_server() {
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    let downloads = Downloads::of(&tablet).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.unfold().await;
    coordinator.add_header("Authorization", SECRET).await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;

    let says_it = "return document.querySelector('[type=password]').placeholder";
    for _ in 0..2 {
        let page = all_that_can_be_read(&tablet).await;
        assert!(!page.contains("geheim"), "the key stands in the page");
        assert_eq!(tablet.run::<String>(says_it, vec![]).await, "bewaard, niet te zien");
        tablet.reload().await;
        coordinator.reads("the numbers", |told| told.is_read && !told.counts.is_empty()).await;
    }
    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    let backup = downloads.take("betekenis-reservekopie-", ".jsonl").await;
    assert!(backup.contains("Authorization") && !backup.contains("geheim"), "{backup}");

    // Left empty it stays, and is sent.
    coordinator.fill("batch-size", "7").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    give(&tablet, 0..1).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 1).await;
    let posts = scene.proxy.posts();
    assert_eq!(posts[0].headers["authorization"], SECRET);
    assert!(!posts[0].path.contains("geheim") && !posts[0].body.contains("geheim"));

    // Another server does not get it.
    let other = Proxy::before(scene.collector.port()).await;
    coordinator.fill("address", &format!("{}api/batches", other.url())).await;
    assert_eq!(tablet.run::<String>(says_it, vec![]).await, "vul opnieuw in");
    for button in ["Bewaren", "Testen"] {
        coordinator.press("endpoint", button).await;
        coordinator.is_told("endpoint", "De waarde van een sleutel ontbreekt.").await;
    }
    coordinator.fill("header-value-0", "Bearer anders").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    give(&tablet, 1..2).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 2).await;
    assert_eq!(other.posts()[0].headers["authorization"], "Bearer anders");

    // A row that is taken away takes its key with it.
    coordinator.press("endpoint", "Sleutel 1 weghalen").await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    give(&tablet, 2..3).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 3).await;
    assert!(!other.posts()[1].headers.contains_key("authorization"));
    let kept: String = tablet.run("return JSON.stringify(localStorage)", vec![]).await;
    assert!(!kept.contains("geheim") && !kept.contains("anders"), "{kept}");
}

#[tokio::test]
async fn a_backup_of_one_tablet_is_taken_in_on_another_and_nothing_is_lost_or_doubled() {
    let scene = Scene::set().await;
    let (one, two) = (Profile::new(), Profile::new());
    let tablet = scene.tablet(&one).await;
    let downloads = Downloads::of(&tablet).await;
    let coordinator = scene.coordinator(&tablet).await;
    tablet.ready_offline().await;
    coordinator.fill("kind", "Open inloop").await;
    coordinator.press("activity", "Bewaren").await;
    coordinator.is_told("activity", "Bewaard.").await;
    coordinator.unfold().await;
    coordinator.add_header("Authorization", SECRET).await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.is_told("endpoint", "Bewaard.").await;
    give(&tablet, 0..2).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.counts(0, 2).await;
    tablet.open(&scene.proxy.url()).await;
    scene.begin_one(&tablet).await;
    scene.proxy.cut_off(true);
    give(&tablet, 2..6).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    coordinator.is_told("tablet", "met 6 antwoorden en 1 niet af").await;
    coordinator.is_told("tablet", "Laatste reservekopie:").await;
    let backup = downloads.file("betekenis-reservekopie-", ".jsonl").await;
    drop(tablet);
    scene.proxy.cut_off(false);
    scene.proxy.always(Fate::Status(503, Some(600)));

    let tablet = scene.tablet(&two).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.open_part("backup").await;
    give(&tablet, 5..7).await;
    let before = tablet.stored().await;
    let activity = "return localStorage.getItem('betekenis.activity')";
    let activity_before = tablet.run::<Option<String>>(activity, vec![]).await;
    let whole = fs::read_to_string(&backup).unwrap();
    for (name, content, told) in [
        ("vakantie.jpg", "\u{0}\u{1} no text".to_owned(), "Dit is geen reservekopie van Betekenis."),
        ("half.jsonl", whole[..whole.len() / 2].to_owned(), "het einde ontbreekt"),
        ("veranderd.jsonl", whole.replacen("Moerwijk", "Morwijk", 1), "niet meer zoals het gemaakt is"),
        ("nieuw.jsonl", whole.replacen("backup/1", "backup/2", 1), "van een nieuwere app (backup/2)"),
        ("regel.jsonl", whole.replacen("\"kind\":\"study\"", "\"soort\":\"study\"", 1), "klopt regel"),
    ] {
        let file = backup.with_file_name(name);
        fs::write(&file, content).unwrap();
        coordinator.choose_file("restore", &file).await;
        coordinator.is_told("tablet", told).await;
        assert!(tablet.stored().await == before, "{name} has changed something");
    }
    assert_eq!(tablet.run::<Option<String>>(activity, vec![]).await, activity_before);

    coordinator.choose_file("restore", &backup).await;
    let told = coordinator.is_told("tablet", "Gelukt: 6 antwoorden erbij. 1 was er al.").await;
    assert!(told.contains("de activiteit") && !told.contains("ontvanger"), "{told}");
    // Where responses go is looked at before it is taken over, and nothing is sent meanwhile.
    let endpoint = "return localStorage.getItem('betekenis.endpoint')";
    assert_eq!(tablet.run::<Option<String>>(endpoint, vec![]).await, None);
    tablet
        .until("the key that is to be filled in", async || {
            let read: String = tablet.run("return document.getElementById('backup').innerText", vec![]).await;
            if read.contains("Authorization (nog in te vullen)") { Ok(()) } else { Err(read) }
        })
        .await;
    coordinator.press("backup", "Overnemen").await;
    tablet
        .until("the endpoint that was taken over", async || {
            tablet.run::<Option<String>>(endpoint, vec![]).await.ok_or_else(|| "none".to_owned())
        })
        .await;
    let restored: String = tablet.run(activity, vec![]).await;
    assert!(restored.contains("Open inloop"));
    let shown: String = tablet.run("return document.getElementById('kind').value", vec![]).await;
    assert_eq!(shown, "Open inloop");
    let stored = tablet.stored().await;
    assert_eq!((stored.responses.len(), stored.drafts.len()), (7, 1));
    assert_eq!(stored.states.iter().filter(|state| *state == "sent").count(), 2);
    coordinator.choose_file("restore", &backup).await;
    coordinator.is_told("tablet", "Gelukt: 0 antwoorden erbij. 7 waren er al.").await;
    assert!(tablet.stored().await.ids == stored.ids, "something was taken in twice");

    // The second tablet sends, then the first one too.
    scene.proxy.always(Fate::Forward);
    coordinator.fill("header-value-0", SECRET).await;
    coordinator.press("endpoint", "Bewaren").await;
    coordinator.counts(0, 7).await;
    drop(tablet);
    let tablet = scene.tablet(&one).await;
    scene.coordinator(&tablet).await.counts(0, 6).await;
    let arrived = scene.collector.arrived(7).await;
    let ids: BTreeSet<&str> = arrived.iter().filter_map(|response| response["id"].as_str()).collect();
    assert_eq!(ids.len(), 7);
}

#[tokio::test]
async fn a_backup_holds_all_that_can_be_read_of_a_storage_that_is_half_broken() {
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    let downloads = Downloads::of(&tablet).await;
    scene.begin_one(&tablet).await;
    scene.proxy.always(Fate::Status(503, Some(600)));
    let ids = give(&tablet, 0..300).await;
    let broken = format!(
        "const {{ get, getAllKeys }} = IDBObjectStore.prototype; \
        IDBObjectStore.prototype.get = function (key, ...rest) {{ \
            if (this.name === 'responses' && key === '{}') throw new DOMException('broken', 'UnknownError'); \
            return get.call(this, key, ...rest); }}; \
        IDBObjectStore.prototype.getAllKeys = function (...rest) {{ \
            if (this.name === 'drafts') throw new DOMException('broken', 'UnknownError'); \
            return getAllKeys.call(this, ...rest); }};",
        ids[123]
    );
    tablet.prepare(&broken).await;
    let coordinator = scene.coordinator(&tablet).await;

    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    coordinator.is_told("tablet", "2 keer was iets niet te lezen. Al het andere staat erin.").await;

    let backup = downloads.take("betekenis-reservekopie-", ".jsonl").await;
    let lines: Vec<Value> = backup.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_kind = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(of_kind("response").len(), 299);
    let unreadable: Vec<Value> =
        of_kind("unreadable").iter().map(|line| json!([line["shelf"], line["id"]])).collect();
    assert_eq!(unreadable, [json!(["responses", ids[123]]), json!(["drafts", ""])]);
    // It is no backup to rely on.
    coordinator.is_told("tablet", "Er is nog geen reservekopie gemaakt.").await;
}

#[tokio::test]
async fn what_the_browser_says_of_its_storage_is_told_with_the_next_step() {
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    let coordinator = scene.coordinator(&tablet).await;
    coordinator.is_told("tablet", "good: Ruimte: ").await;
    coordinator.is_told("tablet", "De app is nu een tabblad van de browser.").await;
    coordinator.is_told("tablet", "Er is nog nooit iets verstuurd.").await;
    coordinator.is_told("tablet", "trouble: De browser mag antwoorden wissen").await;
    coordinator.press("tablet", "Vraag de browser om alles te bewaren").await;
    coordinator.is_told("tablet", "De browser zegt nog nee.").await;
    let origin = scene.proxy.url();
    let granted = json!({ "origin": origin.trim_end_matches('/'), "permissions": ["durableStorage"] });
    tablet.cdp("Browser.grantPermissions", granted).await;
    coordinator.press("tablet", "Vraag de browser om alles te bewaren").await;
    coordinator.is_told("tablet", "De browser bewaart nu alles.").await;
    coordinator.is_told("tablet", "good: De browser wist niets uit zichzelf.").await;

    // Responses that nobody has fetched for weeks.
    scene.proxy.always(Fate::Status(503, Some(600)));
    give(&tablet, 0..1).await;
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("tablet", "al een week alleen op deze tablet").await;
    scene.proxy.always(Fate::Forward);
    coordinator.press("sending", "Versturen").await;
    coordinator.is_told("tablet", "Laatst verstuurd: ").await;
    let told = coordinator.counts(0, 1).await;
    assert!(!told.told["tablet"].iter().any(|notice| notice.contains("al een week")), "{told:?}");

    // As a private window was before browsers hid it, and as a full tablet is.
    for (quota, words) in [
        (200_000_000_u64, "trouble: Dit lijkt een privévenster."),
        (90_000_000, "trouble: Er is weinig ruimte: 0 kB in gebruik, nog 90 MB vrij."),
    ] {
        let script =
            format!("StorageManager.prototype.estimate = async () => ({{ usage: 0, quota: {quota} }});");
        tablet.prepare(&script).await;
        tablet.reload().await;
        coordinator.is_told("tablet", words).await;
    }
    drop(tablet);

    let profile = Profile::that_keeps_nothing();
    let tablet = Tablet::start(&profile, PORTRAIT).await;
    tablet.open(&format!("{}coordinator/", scene.proxy.url())).await;
    let coordinator = Coordinator::is_at(&tablet);
    coordinator.is_told("overview", "De opslag van deze tablet antwoordt niet.").await;
    coordinator.press("activity", "Bewaren").await;
    coordinator.is_told("activity", "De opslag van deze tablet antwoordt niet.").await;
    coordinator.open_part("ledger").await;
    coordinator.press("ledger", "Lijst bewaren").await;
    coordinator.is_told("tablet", "trouble: De opslag van deze tablet antwoordt niet.").await;
    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    coordinator
        .is_told("tablet", "Er is geen reservekopie gemaakt: de opslag van deze tablet antwoordt niet.")
        .await;
}

/// Puts so many responses there, of which the last are waiting and all others are sent.
async fn fill_with(tablet: &Tablet, n_all: usize, n_waiting: usize) {
    const ONE: &str = include_str!("../../fixtures/formats/response_v1.json");
    let script = format!(
        "const done = arguments[arguments.length - 1]; (async () => {{ \
         const opening = indexedDB.open('betekenis'); \
         await new Promise((ready) => (opening.onsuccess = ready)); \
         for (let at = 0; at < {n_all}; ) {{ \
           const writing = opening.result.transaction(['responses', 'ledger'], 'readwrite'); \
           for (const end = Math.min(at + 2000, {n_all}); at < end; at++) {{ \
             const id = at.toString(16).padStart(8, '0') + '-5eed-4000-8000-000000000000'; \
             writing.objectStore('responses').put(text.replace('11111111-1111-4111-8111-111111111111', id), id); \
             const entry = at < {n_all} - {n_waiting} \
               ? {{ id, state: 'sent', day: '{DAY}', finished: '{DAY}', sent: '{DAY}', receipt: 'example.org 0b' }} \
               : {{ id, state: 'waiting', day: '{DAY}', finished: '{DAY}' }}; \
             writing.objectStore('ledger').put(entry); }} \
           await new Promise((ready) => (writing.oncomplete = ready)); }} \
         opening.result.close(); document.title = 'filled'; }})()"
    );
    tablet.run::<Value>(&format!("const text = {}; {script}", json!(ONE)), vec![]).await;
    tablet
        .until("all responses put there", async || {
            let title: String = tablet.run("return document.title", vec![]).await;
            if title == "filled" { Ok(()) } else { Err(title) }
        })
        .await;
}

/// Bytes that the script of the page in front holds when nothing is under way.
async fn memory(tablet: &Tablet) -> f64 {
    tablet.cdp("HeapProfiler.collectGarbage", json!({})).await;
    let used = tablet.cdp("Runtime.getHeapUsage", json!({})).await;
    used["usedSize"].as_f64().unwrap() + used["backingStorageSize"].as_f64().unwrap_or_default()
}

#[tokio::test]
async fn twenty_thousand_responses_on_one_tablet_leave_everything_usable_and_the_memory_small() {
    const N: usize = 20_000;
    let scene = Scene::set().await;
    let profile = Profile::new();
    let tablet = scene.tablet(&profile).await;
    scene.begin_one(&tablet).await;
    fill_with(&tablet, N, 1000).await;

    // A participant goes on as on an empty tablet.
    tablet.open(&scene.proxy.url()).await;
    tablet
        .until("the next card", async || {
            let sight = tablet.see().await;
            if sight.hand.is_some() { Ok(()) } else { Err(sight.words) }
        })
        .await;
    let coordinator = scene.coordinator(&tablet).await;
    let downloads = Downloads::of(&tablet).await;
    coordinator.counts(0, N).await;
    let before = memory(&tablet).await;
    coordinator.open_part("ledger").await;
    coordinator.press("ledger", "Lijst bewaren").await;
    let list = downloads.take("betekenis-lijst-", ".csv").await;
    assert_eq!(lines(&list).len(), N + 1);
    coordinator.open_part("backup").await;
    coordinator.press("backup", "Reservekopie maken").await;
    coordinator.is_told("tablet", "20000 antwoorden en 1 niet af").await;
    let backup = downloads.take("betekenis-reservekopie-", ".jsonl").await;
    assert_eq!(backup.lines().filter(|line| line.contains("\"kind\":\"response\"")).count(), N);
    let after = memory(&tablet).await;
    // The file is in the hands of the browser, and the page never had it whole.
    #[expect(clippy::cast_precision_loss, reason = "some hundred million")]
    let size = backup.len() as f64;
    assert!(after - before < size / 5.0, "{before} bytes became {after} by a backup of {size}");

    coordinator.open_part("clearing").await;
    coordinator.press("clearing", "Verstuurde antwoorden wissen (20000)").await;
    coordinator.press("clearing", "Ja, wissen").await;
    coordinator.is_told("tablet", "20000 antwoorden zijn gewist").await;
    let (parts, made) = sum(&tablet).await;
    assert_eq!((parts["cleared"], parts["drafts"], made), (N, 1, N + 1));
    assert_eq!(scene.collector.responses().len(), 1000);
}

//! The talks behind Bijlage 1 and 3 of the report, made up so that their numbers come out to the digit: 53 talks at eleven
//! centres, in which fourteen effects are named 331 times.
//!
//! Names, titles and examples are the report's: © Movisie, Utrecht, 2025. Who named what is made up.

use serde_json::{Value, json};

pub(crate) const RESIDENT: &str = "Gesprek met bewoner";
pub(crate) const PARTNER: &str = "Gesprek met samenwerkingspartner";

/// Bijlage 1: centre, talks with residents, talks with partners.
pub(crate) const CENTRES: [(&str, usize, usize); 11] = [
    ("Participatie Keuken", 7, 3),
    ("Bij Betje", 4, 1),
    ("Buurt- en Kerkhuis Shalom", 4, 1),
    ("Buurtkamer Sterrenhoek", 5, 0),
    ("Buurtkamer Het Vierhuis", 4, 1),
    ("Buurtkamer Vrederust", 1, 1),
    ("Heeswijkplein 160", 3, 1),
    ("Allekanten", 3, 1),
    ("Buurtkamer de Luyk", 4, 0),
    ("Buurtpunt Connect", 4, 1),
    ("Jongerencentrum Ons Pandje", 4, 0),
];

/// Bijlage 3: goals, effect, times named; and besides the id of the effect and what people say.
pub(crate) const NAMED: [(&str, &str, usize, &str, [&str; 2]); 14] = [
    ("Sociale cohesie", "Contacten opbouwen", 46, "contacts", ["andere mensen leren kennen", "samenkomen"]),
    ("Sociale cohesie", "Eenzaamheid verminderen", 13, "loneliness", ["minder eenzaam", "uit huis komen"]),
    (
        "Sociale cohesie / Leefbaarheid en veiligheid",
        "Verbinding/thuis voelen in de buurt",
        25,
        "belonging",
        ["verbonden voelen", "meer begrip voor elkaar"],
    ),
    (
        "Leefbaarheid en veiligheid",
        "Aantrekkelijke activiteiten",
        30,
        "activities",
        ["meedoen aan activiteiten", "gezellig samen zijn"],
    ),
    (
        "Leefbaarheid en veiligheid",
        "Prettige woonomgeving",
        23,
        "surroundings",
        ["samen buurt schoonhouden", "schoon en rustig"],
    ),
    (
        "Leefbaarheid en veiligheid",
        "Veiliger voelen",
        16,
        "safety",
        ["minder overlast", "meer bekende gezichten"],
    ),
    ("Sociale veerkracht", "Ontwikkeling", 13, "development", ["nieuwe dingen aanleren", "groeien"]),
    ("Sociale veerkracht", "Nederlands verbeteren", 9, "dutch", ["taal oefenen", "sneller taal leren"]),
    (
        "Sociale veerkracht",
        "Zingeving/ Thuis voelen in ontmoetingscentrum",
        35,
        "meaning",
        ["voelt als familie", "een tweede huis"],
    ),
    (
        "Maatschappelijke participatie",
        "Samen iets organiseren voor de buurt, vrijwilligerswerk doen",
        34,
        "organising",
        ["vrijwilligerswerk doen", "helpen bij buurtfeesten"],
    ),
    (
        "Maatschappelijke participatie",
        "Elkaar/ anderen helpen",
        9,
        "helping",
        ["burenhulp", "onderlinge hulp"],
    ),
    (
        "Vertrouwen in overheid en maatschappelijke organisaties",
        "Hulp/ondersteuning krijgen voor allerlei problemen",
        35,
        "support",
        ["hulp wanneer nodig", "vragen durven te stellen"],
    ),
    (
        "Vertrouwen in overheid en maatschappelijke organisaties",
        "Schakel tussen bewoners en instanties",
        24,
        "link",
        ["doorverwijzen naar instanties", "ondersteunen richting de instanties"],
    ),
    (
        "Vertrouwen in overheid en maatschappelijke organisaties",
        "Gezien en gehoord voelen",
        19,
        "heard",
        ["gezien en gehoord", "er wordt geluisterd"],
    ),
];

/// In a talk so many effects are told one by one, as missing cards; the others together, as the story.
const ONE_BY_ONE: usize = 4;

/// The short deck of the default study.
const DECK: [&str; 10] =
    ["sc1", "lv1", "lv5", "sv3-language", "sv4-valued", "mp1", "mp3", "vo2", "vo3", "x1"];

const PILES: [&str; 4] = ["much", "some", "not", "dont-know"];

/// The responses (`response/1`) and what was read in them (`codings/1`).
pub(crate) fn appendix() -> (Vec<Value>, Value) {
    let talks: Vec<(&str, &str)> = CENTRES
        .iter()
        .flat_map(|(centre, n_residents, n_partners)| {
            let residents = std::iter::repeat_n((*centre, RESIDENT), *n_residents);
            residents.chain(std::iter::repeat_n((*centre, PARTNER), *n_partners))
        })
        .collect();
    let named = by_talk(talks.len());
    let (mut responses, mut codings) = (Vec::new(), Vec::new());
    let mut n_residents = 0;
    for (at, (centre, kind)) in talks.into_iter().enumerate() {
        let cards = (kind == RESIDENT).then_some(n_residents);
        n_residents += usize::from(kind == RESIDENT);
        let (one_by_one, together) = named[at].split_at(ONE_BY_ONE.min(named[at].len()));
        let said = |(effect, which): &(usize, usize)| NAMED[*effect].4[which % 2];
        let id_of = |(effect, _): &(usize, usize)| NAMED[*effect].3;
        let missing: Vec<&str> = one_by_one.iter().map(said).collect();
        let story = together.iter().map(said).collect::<Vec<_>>().join(", ");
        let mut response = talk(at, centre, kind, "1");
        response["instruments"] = json!([sort(cards, &missing, &story)]);
        for (place, one) in one_by_one.iter().enumerate() {
            let effects = [id_of(one)];
            codings.push(
                json!({ "response": response["id"], "text": format!("missing/{place}"), "effects": effects }),
            );
        }
        if !together.is_empty() {
            let effects: Vec<&str> = together.iter().map(id_of).collect();
            codings.push(json!({ "response": response["id"], "text": "story", "effects": effects }));
        }
        responses.push(response);
    }
    (responses, json!({ "schema": "codings/1", "effects": [], "codings": codings }))
}

/// For each talk the effects that are named in it, and which of their examples: every effect in as many talks as it was
/// named, one talk after the other.
fn by_talk(n_talks: usize) -> Vec<Vec<(usize, usize)>> {
    let mut named = vec![Vec::new(); n_talks];
    let mut next = 0;
    for (effect, (_, _, n, ..)) in NAMED.iter().enumerate() {
        for which in 0..*n {
            named[next % n_talks].push((effect, which));
            next += 1;
        }
    }
    named
}

/// A response without any answers.
pub(crate) fn talk(at: usize, centre: &str, kind: &str, round: &str) -> Value {
    let date = if round == "1" { "2025-01-17" } else { "2025-09-12" };
    json!({
        "schema": "response/1",
        "id": format!("{at:08x}-53a1-4000-8000-{:012x}", round.len() * 4096 + round.bytes().map(usize::from).sum::<usize>()),
        "study": { "id": "ontmoetingscentra", "version": "2" },
        "activity": {
            "id": format!("{kind}, {centre}, {round}"), "centre": centre, "kind": kind, "date": date,
            "part_of_day": "afternoon", "round": round
        },
        "language": "nl", "mode": "coordinator", "outcome": "complete", "app": "0.1.0", "instruments": []
    })
}

/// What the resident with this number sorted, and what was said; a partner sorts no cards. The card at place `k` lies on the
/// pile `(number + k) mod 4`, and the first one of those on "much" is the most important one.
pub(crate) fn sort(resident: Option<usize>, missing: &[&str], story: &str) -> Value {
    let order: &[&str] = if resident.is_some() { &DECK } else { &[] };
    let number = resident.unwrap_or_default();
    let pile = |k: usize| PILES[(number + k) % 4];
    let moves: Vec<Value> =
        (0..order.len()).map(|k| json!({ "card": order[k], "pile": pile(k), "ms": 1000 })).collect();
    let placed: serde_json::Map<_, _> =
        (0..order.len()).map(|k| (order[k].to_owned(), json!(pile(k)))).collect();
    let first = (0..order.len()).find(|k| pile(*k) == "much").map(|k| order[k]);
    json!({
        "id": "meaning", "kind": "card-sort", "deck": "short", "order": order, "moves": moves, "placed": placed,
        "most_important": first.map(|card| vec![card]), "missing": missing, "more": [], "ms": {},
        "story": { "card": first.unwrap_or("sc1"), "text": story }
    })
}

/// Answers to questions (ids), each with the choices it showed and the one that was chosen; `null` of who did not know.
#[allow(dead_code, reason = "not every test asks questions")]
pub(crate) fn answers(answers: &[(&str, &[&str], Option<&str>)]) -> Value {
    let answers: Vec<Value> = answers
        .iter()
        .map(|(question, shown, chosen)| {
            let answer = match chosen {
                Some(choice) => json!({ "choices": [choice] }),
                None => json!({ "dont_know": true }),
            };
            json!({ "question": question, "shown": shown, "answer": answer, "changes": 0, "ms": 1000 })
        })
        .collect();
    json!({ "id": "survey", "kind": "survey", "answers": answers })
}

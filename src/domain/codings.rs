//! What coordinators read in the words of participants: each missing card and each story belongs to one or more effects,
//! chosen by hand, and an effect to one or more goals of the framework.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::response::{Part, Response};
use crate::domain::study::{Study, Text};

/// A change that people told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Stable id.
    pub id: String,
    /// In a few words.
    pub title: Text,
    /// What belongs to it; may be empty.
    pub examples: Text,
    /// Ids of the goals it belongs to.
    pub goals: Vec<String>,
}

/// Where in a response a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A missing card, the first being 0.
    Missing(usize),
    /// The story at the most important card.
    Story,
}

/// A text and what was read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// Id of the response.
    pub response: String,
    /// Which of its texts.
    pub spot: Spot,
    /// Ids of effects, each once; empty if somebody has read it and it belongs to none.
    pub effects: Vec<String>,
}

/// Everything that was read so far, and the effects that were added to the usual ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codings {
    /// Effects of the coordinator's own.
    pub effects: Vec<Effect>,
    /// By response and place.
    pub codings: Vec<Coding>,
}

/// A text of a participant that may be coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Id of the response.
    pub response: String,
    /// Which of its texts.
    pub spot: Spot,
    /// What was said.
    pub text: String,
    /// Id of the card it was said at, of a story.
    pub card: String,
    /// Id of the language in which the response was given.
    pub language: String,
}

/// How often each effect was named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EffectTable {
    /// Ids of effects, and how often each was named; in the order of the effects.
    pub rows: Vec<EffectRow>,
    /// Texts that nobody has read yet.
    pub n_open: usize,
    /// Texts that belong to no effect.
    pub n_none: usize,
    /// Texts that were coded, whether or not they belong to an effect.
    pub n_coded: usize,
    /// Codings of texts that are not on this tablet, or not among those that are asked for: not counted.
    pub n_elsewhere: usize,
}

/// How often an effect was named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EffectRow {
    /// Id of the effect.
    pub effect: String,
    /// In how many texts.
    pub n: usize,
    /// By how many responses.
    pub n_responses: usize,
}

impl EffectTable {
    /// How often any effect was named.
    pub fn total(&self) -> usize {
        self.rows.iter().map(|row| row.n).sum()
    }
}

/// Whose words the usual effects are.
pub const ATTRIBUTION: &str = "© Movisie, Utrecht, 2025";

/// Id, goals, title and examples in Dutch as in Bijlage 3 of the report, then both in English by us.
type Row = (&'static str, &'static [&'static str], &'static str, &'static str, &'static str, &'static str);

const USUAL: [Row; 14] = [
    (
        "contacts",
        &["sc"],
        "Contacten opbouwen",
        "Andere mensen leren kennen, buurtbewoners ontmoeten, meer contacten met mensen, grotere netwerk, samenkomen",
        "Making contacts",
        "Getting to know other people, meeting neighbours, more contacts, a larger network, coming together",
    ),
    (
        "loneliness",
        &["sc"],
        "Eenzaamheid verminderen",
        "Minder eenzaam voelen, minder geïsoleerd voelen, uit huis komen",
        "Less loneliness",
        "Feeling less lonely, feeling less isolated, getting out of the house",
    ),
    (
        "belonging",
        &["sc", "lv"],
        "Verbinding/thuis voelen in de buurt",
        "Deel van gemeenschap, thuis voelen, verbonden voelen, verbinding tussen de groepen, minder polarisatie, meer begrip voor elkaar",
        "Connection/feeling at home in the neighbourhood",
        "Part of a community, feeling at home, feeling connected, ties between groups, less polarisation, more understanding",
    ),
    (
        "activities",
        &["lv"],
        "Aantrekkelijke activiteiten",
        "Verschillende activiteiten benoemd die aantrekkelijk zijn voor bewoners, meedoen aan activiteiten, gezellig samen te komen/zijn bij de activiteiten, kijken uit naar de activiteiten",
        "Attractive activities",
        "Activities that attract residents, taking part, good company, looking forward to the activities",
    ),
    (
        "surroundings",
        &["lv"],
        "Prettige woonomgeving",
        "Samen buurt schoonhouden; schoon en rustig, plek om samen te komen, binnen en buitenruimte voor buurtbewoners",
        "Pleasant surroundings",
        "Keeping the neighbourhood clean together, clean and quiet, a place to come together, room indoors and outdoors",
    ),
    (
        "safety",
        &["lv"],
        "Veiliger voelen",
        "Minder overlast, meer bekende gezichten, veiligheidsgevoel",
        "Feeling safer",
        "Less nuisance, more familiar faces, a feeling of safety",
    ),
    (
        "development",
        &["sv"],
        "Ontwikkeling",
        "Nieuwe dingen aanleren, zich ontwikkelen, groeien, vaardigheden versterken",
        "Development",
        "Learning new things, developing, growing, stronger skills",
    ),
    (
        "dutch",
        &["sv"],
        "Nederlands verbeteren",
        "Sneller taal leren, taal oefenen, Nederlands spreken met elkaar, noodzaak zien om taal te leren",
        "Better Dutch",
        "Learning the language faster, practising, speaking Dutch with each other, seeing why it is needed",
    ),
    (
        "meaning",
        &["sv"],
        "Zingeving/ Thuis voelen in ontmoetingscentrum",
        "Meer zin hebben in leven, blij zijn met huidige situatie (vrijwilligerswerk). Voelt als familie, tweede huis, warmte, vriendelijkheid, openheid",
        "Meaning in life/feeling at home in the meeting centre",
        "More zest for life, glad of how things are (voluntary work). Feels like family, a second home, warmth, kindness, openness",
    ),
    (
        "organising",
        &["mp"],
        "Samen iets organiseren voor de buurt, vrijwilligerswerk doen",
        "Activiteiten initiëren en/of organiseren, helpen bij buurtfeesten/activiteiten, vrijwilligerswerk doen",
        "Organising something for the neighbourhood together, voluntary work",
        "Starting or organising activities, helping at festivities or activities, voluntary work",
    ),
    (
        "helping",
        &["mp"],
        "Elkaar/ anderen helpen",
        "Netwerk waarin bewoners elkaar helpen, burenhulp, onderlinge hulp",
        "Helping each other/others",
        "A network in which residents help each other, help between neighbours",
    ),
    (
        "support",
        &["vo"],
        "Hulp/ondersteuning krijgen voor allerlei problemen",
        "Terecht met vragen voor hulp, hulp wanneer nodig, vragen durven te stellen, problemen bespreekbaar maken",
        "Getting help/support with all kinds of problems",
        "A place for questions, help when needed, daring to ask, being able to talk about problems",
    ),
    (
        "link",
        &["vo"],
        "Schakel tussen bewoners en instanties",
        "Instanties aanwezig bij het ontmoetingscentrum, doorverwijzen naar instanties, bewoners ondersteunen richting de instanties",
        "Link between residents and institutions",
        "Institutions present at the meeting centre, referring to institutions, supporting residents in dealing with them",
    ),
    (
        "heard",
        &["vo"],
        "Gezien en gehoord voelen",
        "Gezien en gehoord door het ontmoetingscentrum, instanties en ambtenaren",
        "Feeling seen and heard",
        "Seen and heard by the meeting centre, institutions and officials",
    ),
];

/// The effects of Bijlage 3 of the report whose goals `study` has: none for a study with another framework.
pub fn usual_effects(study: &Study) -> Vec<Effect> {
    let has = |id: &&str| study.framework.goals.iter().any(|goal| goal.id == *id);
    let both = |dutch: &str, english: &str| {
        Text(BTreeMap::from([("en".to_owned(), english.to_owned()), ("nl".to_owned(), dutch.to_owned())]))
    };
    let rows = USUAL.iter().filter(|(_, goals, ..)| goals.iter().all(has));
    rows.map(|(id, goals, dutch, examples, english, english_examples)| Effect {
        id: (*id).to_owned(),
        title: both(dutch, english),
        examples: both(examples, english_examples),
        goals: goals.iter().map(|goal| (*goal).to_owned()).collect(),
    })
    .collect()
}

impl Codings {
    /// The usual effects and those that were added, in the order of the goals; an effect with two goals stands at the first
    /// one, one whose goal the study does not have at the end.
    pub fn all_effects(&self, study: &Study) -> Vec<Effect> {
        let mut effects = usual_effects(study);
        effects.extend(self.effects.iter().cloned());
        let goals = &study.framework.goals;
        let place = |effect: &Effect| {
            let first = effect.goals.first();
            first.and_then(|id| goals.iter().position(|goal| goal.id == *id)).unwrap_or(goals.len())
        };
        effects.sort_by_key(place);
        effects
    }

    /// What was read in a text; `None` if nobody has yet.
    pub fn of(&self, response: &str, spot: Spot) -> Option<&[String]> {
        let coding = self.codings.iter().find(|one| one.response == response && one.spot == spot)?;
        Some(&coding.effects)
    }

    /// Notes that the text belongs to `effects`, in place of what was noted before; with none, that it belongs to no
    /// effect.
    pub fn set(&mut self, response: &str, spot: Spot, effects: Vec<String>) {
        self.clear(response, spot);
        let mut seen = BTreeSet::new();
        let effects = effects.into_iter().filter(|id| seen.insert(id.clone())).collect();
        self.codings.push(Coding { response: response.to_owned(), spot, effects });
        self.codings.sort_by(|one, other| (&one.response, one.spot).cmp(&(&other.response, other.spot)));
    }

    /// As if nobody had read the text.
    pub fn clear(&mut self, response: &str, spot: Spot) {
        self.codings.retain(|one| one.response != response || one.spot != spot);
    }

    /// Notes that the text belongs to `effect`, or not any more if it did. Without any effect left it is open again.
    pub fn toggle(&mut self, response: &str, spot: Spot, effect: &str) {
        let mut effects = self.of(response, spot).unwrap_or_default().to_vec();
        match effects.iter().position(|one| one == effect) {
            Some(at) => drop(effects.remove(at)),
            None => effects.push(effect.to_owned()),
        }
        if effects.is_empty() {
            self.clear(response, spot);
        } else {
            self.set(response, spot, effects);
        }
    }

    /// Adds an effect in the words of a coordinator who reads `language`; returns the id that it has, which is that of an
    /// older effect if there is one with that title.
    pub fn add_effect(
        &mut self,
        study: &Study,
        id: &str,
        title: &str,
        language: &str,
        goals: Vec<String>,
    ) -> String {
        let title = title.trim();
        let is_called = |text: &String| text.to_lowercase() == title.to_lowercase();
        if let Some(same) = self.all_effects(study).iter().find(|one| one.title.0.values().any(is_called)) {
            return same.id.clone();
        }
        let title = Text(BTreeMap::from([(language.to_owned(), title.to_owned())]));
        self.effects.push(Effect { id: id.to_owned(), title, examples: Text::default(), goals });
        id.to_owned()
    }
}

/// Every missing card and every story in `responses`, in their order; empty ones are none.
pub fn texts<'a>(responses: impl IntoIterator<Item = &'a Response>) -> Vec<Told> {
    let mut told = Vec::new();
    for response in responses {
        let mut n_missing = 0;
        for part in &response.parts {
            let Part::Sort(sort) = part else { continue };
            let mut tell = |spot, text: &str, card: &str| {
                if !text.trim().is_empty() {
                    told.push(Told {
                        response: response.id.clone(),
                        spot,
                        text: text.to_owned(),
                        card: card.to_owned(),
                        language: response.language.clone(),
                    });
                }
            };
            for text in sort.missing.iter().flatten() {
                tell(Spot::Missing(n_missing), text, "");
                n_missing += 1;
            }
            if let Some((card, text)) = &sort.story {
                tell(Spot::Story, text, card);
            }
        }
    }
    told
}

/// How often each of `effects` was named in `told`.
pub fn effect_table(effects: &[Effect], codings: &Codings, told: &[Told]) -> EffectTable {
    let mut named = BTreeMap::<&str, (usize, BTreeSet<&str>)>::new();
    let mut table = EffectTable::default();
    let coded: BTreeMap<(&str, Spot), &Coding> =
        codings.codings.iter().map(|one| ((one.response.as_str(), one.spot), one)).collect();
    for text in told {
        let Some(coding) = coded.get(&(text.response.as_str(), text.spot)) else {
            table.n_open += 1;
            continue;
        };
        table.n_coded += 1;
        table.n_none += usize::from(coding.effects.is_empty());
        for effect in &coding.effects {
            let (n, responses) = named.entry(effect).or_default();
            *n += 1;
            responses.insert(&text.response);
        }
    }
    table.n_elsewhere = codings.codings.len() - table.n_coded.min(codings.codings.len());
    table.rows = effects
        .iter()
        .map(|effect| {
            let (n, responses) = named.remove(effect.id.as_str()).unwrap_or_default();
            EffectRow { effect: effect.id.clone(), n, n_responses: responses.len() }
        })
        .collect();
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_any_effect_left_is_open_again_and_one_that_fits_nowhere_is_not() {
        let mut codings = Codings::default();
        codings.toggle("r", Spot::Story, "heard");
        codings.toggle("r", Spot::Story, "link");
        assert_eq!(codings.of("r", Spot::Story), Some(&["heard".to_owned(), "link".to_owned()][..]));

        codings.toggle("r", Spot::Story, "heard");
        codings.toggle("r", Spot::Story, "link");
        assert_eq!(codings.of("r", Spot::Story), None);

        codings.set("r", Spot::Story, vec![]);
        assert_eq!(codings.of("r", Spot::Story), Some(&[][..]));
        assert_eq!(codings.of("r", Spot::Missing(0)), None);
    }

    #[test]
    fn an_effect_with_the_title_of_another_is_that_other_one() {
        let (study, mut codings) = (Study::default(), Codings::default());
        let first = codings.add_effect(&study, "own-1", " Gezonder leven ", "nl", vec!["sv".to_owned()]);
        let second = codings.add_effect(&study, "own-2", "gezonder leven", "nl", vec![]);

        assert_eq!((first.as_str(), second.as_str()), ("own-1", "own-1"));
        assert_eq!(codings.effects.len(), 1);
    }

    #[test]
    fn an_effect_named_twice_by_one_person_is_named_twice_by_one() {
        let told = [Spot::Missing(0), Spot::Missing(1), Spot::Story].map(|spot| Told {
            response: "r".to_owned(),
            spot,
            text: "samen koken".to_owned(),
            card: String::new(),
            language: "nl".to_owned(),
        });
        let mut codings = Codings::default();
        let id = codings.add_effect(&Study::default(), "own", "Samen koken", "nl", vec![]);
        codings.toggle("r", Spot::Missing(0), &id);
        codings.toggle("r", Spot::Story, &id);
        codings.toggle("another", Spot::Story, &id);

        let table = effect_table(&codings.effects, &codings, &told);

        assert_eq!(table.rows, [EffectRow { effect: id, n: 2, n_responses: 1 }]);
        assert_eq!((table.total(), table.n_open, table.n_coded, table.n_elsewhere), (2, 1, 2, 1));
    }
}

//! When two names that people typed are one and the same.
//!
//! One person writes `'t Hof`, the next tablet makes `’t  hof` of it. Names of centres, neighbourhoods, kinds and rounds and
//! words for missing cards are grouped, filtered and compared by [`key`], and shown as they were first written. What was
//! stored is never changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::response::{Activity, Part, Response};
use crate::domain::settings::ActivitySettings;

/// What the spellings of one name have in common: letters in one case and one form, one kind of apostrophe, quotation
/// mark and hyphen, and single spaces. Empty if there is nothing to see in `text`.
///
/// In Turkish `i` is the small letter of `İ`, elsewhere of `I`. Nobody knows which was meant in capitals, so all of them
/// are one letter here.
pub fn key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.nfd().filter(|sign| !is_invisible(*sign)) {
        // By way of the capitals, since `ß` and `ς` have those of other letters.
        let capitals = sign.to_lowercase().flat_map(char::to_uppercase);
        for small in capitals.flat_map(char::to_lowercase) {
            if small != DOT_ABOVE || !folded.ends_with('i') {
                folded.push(plain(small));
            }
        }
    }
    tidy(&folded)
}

/// `text` without spaces around it, and with one where there were more.
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `one` and `other` are spellings of one name.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || key(one) == key(other)
}

/// What `İ` has and `I` has not, in the form in which marks stand behind their letter.
const DOT_ABOVE: char = '\u{307}';

/// Nothing is to be seen of it: it joins or parts letters, breaks lines or turns the direction.
fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// The sign on a plain keyboard for what keyboards and text programs make of it.
fn plain(sign: char) -> char {
    match sign {
        '`' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '\u{2018}'..='\u{201b}' | '′' | '‵' | '＇' => {
            '\''
        }
        '«' | '»' | 'ʺ' | '\u{201c}'..='\u{201f}' | '″' | '‶' | '＂' => '"',
        '\u{2010}'..='\u{2015}' | '⁃' | '−' | '﹘' | '﹣' | '－' => '-',
        sign => sign,
    }
}

/// What kind of thing a name is of: the same word may name a centre and a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A centre.
    Centre,
    /// A neighbourhood.
    Neighbourhood,
    /// A kind of activity.
    Kind,
    /// A round of measurement.
    Round,
    /// A word for a missing card.
    Word,
}

/// A name that somebody said is another spelling, or another name, of the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joint {
    /// What it is of.
    pub what: What,
    /// The name as somebody wrote it.
    pub name: String,
    /// The name under which it is shown and counted.
    pub shown_as: String,
}

/// Most names that are joined: some ten times what anybody joins by hand, and few enough to be held against each other, as
/// joining does.
pub const MOST_JOINED: usize = 300;

/// Names that were joined by hand, at most [`MOST_JOINED`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined(Vec<Joint>);

impl Joined {
    /// These, one after the other, as far as there is room.
    pub fn of(joints: impl IntoIterator<Item = Joint>) -> Self {
        let mut joined = Self::default();
        for joint in joints {
            joined.join(joint);
        }
        joined
    }

    /// All of them, in the order in which they were joined.
    pub fn all(&self) -> &[Joint] {
        &self.0
    }

    /// Shows a name as another one from now on, and with it whatever was shown as that name. The other is shown as
    /// itself. A name without anything to see, or that is the same already, is nothing to join.
    ///
    /// Returns `false` if there is no room for it: then nothing has changed.
    pub fn join(&mut self, joint: Joint) -> bool {
        let Joint { what, name, shown_as } = joint;
        let (old, new) = (key(&name), key(&shown_as));
        if old.is_empty() || new.is_empty() || old == new {
            return true;
        }
        // Joined otherwise until now, either of them makes room.
        let makes_room = |one: &Joint| one.what == what && [&old, &new].contains(&&key(&one.name));
        if self.0.len() >= MOST_JOINED && !self.0.iter().any(makes_room) {
            return false;
        }
        self.part(what, &shown_as);
        self.part(what, &name);
        for one in self.0.iter_mut().filter(|one| one.what == what && key(&one.shown_as) == old) {
            one.shown_as.clone_from(&shown_as);
        }
        self.0.push(Joint { what, name, shown_as });
        true
    }

    /// Takes in what was joined elsewhere, but for what was joined otherwise here and what there is no room for.
    pub fn take_in(&mut self, other: &Self) {
        for Joint { what, name, shown_as } in &other.0 {
            if is_same(self.shown(*what, name), name) {
                let shown_as = self.shown(*what, shown_as).to_owned();
                self.join(Joint { what: *what, name: name.clone(), shown_as });
            }
        }
    }

    /// Those of `other` that are shown otherwise here: joined otherwise, or left behind because there was no room.
    pub fn otherwise<'a>(&self, other: &'a Self) -> Vec<&'a Joint> {
        let is_otherwise =
            |one: &&Joint| !is_same(self.shown(one.what, &one.name), self.shown(one.what, &one.shown_as));
        other.0.iter().filter(is_otherwise).collect()
    }

    /// Shows a name as itself again.
    pub fn part(&mut self, what: What, name: &str) {
        self.0.retain(|one| one.what != what || !is_same(&one.name, name));
    }

    /// The name under which `name` is shown and counted.
    pub fn shown<'a>(&'a self, what: What, name: &'a str) -> &'a str {
        let joint = self.0.iter().find(|one| one.what == what && is_same(&one.name, name));
        joint.map_or(name, |one| &one.shown_as)
    }
}

/// What is known on a tablet of names and activities besides the responses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Names that were joined by hand.
    pub joined: Joined,
    /// Activities whose centre was corrected afterwards.
    pub corrected: Vec<Corrected>,
}

/// The right centre of an activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrected {
    /// Id of the activity.
    pub activity: String,
    /// The right name of the centre.
    pub centre: String,
    /// The type of that centre; may be empty.
    pub centre_type: String,
    /// The neighbourhood of that centre; may be empty.
    pub neighbourhood: String,
}

/// How responses are told: each name as it was first written, each day by itself. The responses stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    names: Names,
    /// What is shown for a name, by what it is of and its key.
    shown: BTreeMap<(What, String), String>,
    /// The first day of each activity.
    first_days: BTreeMap<String, String>,
}

impl Names {
    /// How `given` are told, in whatever order they come.
    pub fn telling<'a>(self, given: impl IntoIterator<Item = &'a Activity>) -> Telling {
        let mut telling = Telling { names: self, ..Telling::default() };
        // Thousands of responses have a few names.
        let mut first_written = BTreeMap::<(What, String), String>::new();
        for activity in given {
            let date = activity.date.as_str();
            let first = telling.first_days.entry(activity.id.clone()).or_insert_with(|| date.to_owned());
            if date < first.as_str() {
                date.clone_into(first);
            }
            for (what, name) in telling.names.of(activity) {
                let first = first_written.entry((what, name.to_owned())).or_insert_with(|| date.to_owned());
                if date < first.as_str() {
                    date.clone_into(first);
                }
            }
        }
        let mut written: Vec<_> =
            first_written.into_iter().map(|((what, name), date)| (date, what, name)).collect();
        written.sort();
        for (_, what, name) in written {
            telling.shown.entry((what, key(&name))).or_insert(name);
        }
        telling
    }

    /// The right centre of an activity that was given at another: a spelling of the same one says nothing of where it is.
    fn other_centre(&self, activity: &Activity) -> Option<&Corrected> {
        let corrected = self.corrected.iter().find(|one| one.activity == activity.id)?;
        let shown = |name| self.joined.shown(What::Centre, name);
        Some(corrected).filter(|one| !is_same(shown(&one.centre), shown(&activity.centre)))
    }

    /// The names of an activity, corrected and joined.
    fn of<'a>(&'a self, activity: &'a Activity) -> [(What, &'a str); 4] {
        let corrected = self.corrected.iter().find(|one| one.activity == activity.id);
        let centre = corrected.map_or(&activity.centre, |one| &one.centre);
        let neighbourhood =
            self.other_centre(activity).map_or(&activity.neighbourhood, |one| &one.neighbourhood);
        [
            (What::Centre, centre),
            (What::Neighbourhood, neighbourhood),
            (What::Kind, &activity.kind),
            (What::Round, &activity.round),
        ]
        .map(|(what, name)| (what, self.joined.shown(what, name)))
    }
}

impl Telling {
    /// The name that is shown for `name`.
    pub fn name(&self, what: What, name: &str) -> String {
        let name = self.names.joined.shown(what, name);
        self.shown.get(&(what, key(name))).map_or(name, String::as_str).to_owned()
    }

    /// Tells an activity: its names, and of its later days each as one of its own.
    pub fn activity(&self, activity: &mut Activity) {
        let [centre, neighbourhood, kind, round] =
            self.names.of(activity).map(|(what, name)| self.name(what, name));
        if let Some(other) = self.names.other_centre(activity) {
            activity.centre_type.clone_from(&other.centre_type);
        }
        (activity.centre, activity.neighbourhood, activity.kind, activity.round) =
            (centre, neighbourhood, kind, round);
        let is_later = self.first_days.get(&activity.id).is_some_and(|first| *first != activity.date);
        if is_later && !activity.id.is_empty() {
            let plan = ActivitySettings { id: activity.id.clone(), ..ActivitySettings::default() };
            activity.id = plan.id_on(&activity.date);
        }
    }

    /// `response` with its words for missing cards told, as far as they were joined.
    pub fn words<'r>(&self, response: &'r Response) -> Cow<'r, Response> {
        let joined = &self.names.joined;
        let is_joined = |word: &String| joined.shown(What::Word, word) != word;
        let has_joined = |part: &Part| match part {
            Part::CardSort(sort) => sort.missing.iter().flatten().any(is_joined),
            Part::Survey(_) | Part::Newer(_) => false,
        };
        if !response.parts.iter().any(has_joined) {
            return Cow::Borrowed(response);
        }
        let mut told = response.clone();
        for part in &mut told.parts {
            if let Part::CardSort(sort) = part {
                for word in sort.missing.iter_mut().flatten() {
                    *word = joined.shown(What::Word, word).to_owned();
                }
            }
        }
        Cow::Owned(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn are_one(spellings: &[&str]) {
        for other in spellings {
            assert_eq!(key(spellings[0]), key(other), "{other:?}");
        }
    }

    #[test]
    fn apostrophes_quotation_marks_and_hyphens_are_one() {
        are_one(&["'t Hof", "’t Hof", "‘t Hof", "ʼt Hof", "`t Hof", "´t Hof", "′t hof"]);
        are_one(&["\"De Brug\"", "“De Brug”", "„De Brug”", "«De Brug»"]);
        are_one(&["Noord-Oost", "Noord‐Oost", "Noord‑Oost", "Noord–Oost", "Noord−Oost"]);
    }

    #[test]
    fn spaces_and_what_is_not_to_be_seen_tell_nothing_apart() {
        are_one(&[
            "De Brug",
            " De  Brug ",
            "De\u{a0}Brug",
            "De\u{202f}\u{2009}Brug\n",
            "De \u{200b}Br\u{ad}ug",
            "\u{feff}De Brug\u{200f}",
        ]);
        assert_eq!(key(" \u{200b}\u{a0}"), "");
    }

    #[test]
    fn letters_are_one_in_whatever_case_and_form() {
        are_one(&["Café Zoë", "Cafe\u{301} Zoe\u{308}", "CAFÉ ZOË"]);
        are_one(&["Łódź Świetlica", "ŁÓDŹ ŚWIETLICA", "Ło\u{301}dz\u{301} S\u{301}wietlica"]);
        are_one(&["Дім Київ", "ДІМ КИЇВ", "Дім Киі\u{308}в"]);
        are_one(&["Straße", "STRASSE", "STRAẞE"]);
        are_one(&["Καφές", "ΚΑΦΈΣ"]);
        are_one(&["İstanbul Işık", "istanbul ışık", "ISTANBUL IŞIK", "i\u{307}stanbul ışık"]);
        are_one(&["مركز\u{a0}الحي", "مركز  الحي"]);
    }

    #[test]
    fn other_names_stay_others() {
        for (one, other) in [
            ("Cafe", "Café"),
            ("Hof", "'t Hof"),
            ("De Brug", "DeBrug"),
            ("De Brug 1", "De Brug 2"),
            ("Дім", "Дим"),
            ("Noord-Oost", "Noord Oost"),
        ] {
            assert!(!is_same(one, other), "{one} {other}");
        }
    }

    fn activity(id: &str, centre: &str, round: &str, date: &str) -> Activity {
        let [id, centre, round, date] = [id, centre, round, date].map(str::to_owned);
        Activity { id, centre, date, round, ..Activity::default() }
    }

    fn joint(what: What, name: &str, shown_as: &str) -> Joint {
        Joint { what, name: name.to_owned(), shown_as: shown_as.to_owned() }
    }

    fn told(names: Names, given: &[Activity]) -> Vec<Activity> {
        let telling = names.telling(given);
        let mut told = given.to_vec();
        for one in &mut told {
            telling.activity(one);
        }
        told
    }

    #[test]
    fn names_are_told_as_they_were_first_written() {
        let given = [
            activity("c", "‘T HOF", "Najaar", "2026-11-03"),
            activity("a", "’t Hof", "najaar ", "2026-11-01"),
            activity("b", "'t  Hof", "NAJAAR", "2026-11-02"),
            activity("d", "", "", "2026-11-04"),
        ];

        let told: Vec<_> =
            told(Names::default(), &given).into_iter().map(|one| (one.centre, one.round)).collect();
        let first = ("’t Hof".to_owned(), "najaar ".to_owned());
        assert_eq!(told[..3], [first.clone(), first.clone(), first]);
        assert_eq!(told[3], Default::default());
    }

    #[test]
    fn names_that_were_joined_by_hand_are_told_as_one_and_those_of_other_things_are_not() {
        let joined = Joined::of([joint(What::Centre, "hof", "'t Hof")]);
        let given = [activity("a", "HOF", "Hof", "2026-11-01"), activity("b", "’t Hof", "", "2026-11-02")];

        let told = told(Names { joined, ..Names::default() }, &given);

        let names: Vec<_> = told.iter().map(|one| (one.centre.as_str(), one.round.as_str())).collect();
        assert_eq!(names, [("'t Hof", "Hof"), ("'t Hof", "")]);
    }

    #[test]
    fn what_is_joined_goes_along_when_its_name_is_joined_and_comes_apart_again() {
        let mut joined = Joined::of([
            joint(What::Centre, "a", "b"),
            joint(What::Centre, "B", "c"),
            joint(What::Round, "c", "x"),
            joint(What::Centre, "d", " "),
            joint(What::Centre, "d", "D"),
        ]);
        let shown = |joined: &Joined, name: &str| joined.shown(What::Centre, name).to_owned();

        assert_eq!(["a", "b", "c", "d"].map(|name| shown(&joined, name)), ["c", "c", "c", "d"]);
        joined.join(joint(What::Centre, "c", "a"));
        assert_eq!(["a", "b", "c"].map(|name| shown(&joined, name)), ["a", "a", "a"]);
        joined.part(What::Centre, "B");
        assert_eq!(["b", "c"].map(|name| shown(&joined, name)), ["b", "a"]);
    }

    #[test]
    fn where_there_is_no_room_for_another_joined_name_those_that_are_there_stay() {
        let full = Joined::of((0..=MOST_JOINED).map(|n| joint(What::Word, &format!("naam {n}"), "woord")));
        assert_eq!(full.all().len(), MOST_JOINED);

        let mut joined = full.clone();
        assert!(!joined.join(joint(What::Word, "nog een", "woord")));
        joined.take_in(&Joined::of([joint(What::Centre, "hof", "'t Hof")]));
        assert_eq!(joined, full);
        let left = joint(What::Word, "nog een", "woord");
        assert_eq!(joined.otherwise(&Joined::of([left.clone()])), [&left]);

        assert!(joined.join(joint(What::Word, "naam 7", "iets anders")), "in the place of the older one");
        assert_eq!((joined.all().len(), joined.shown(What::Word, "Naam 7")), (MOST_JOINED, "iets anders"));
        joined.part(What::Word, "naam 8");
        assert!(joined.join(joint(What::Word, "nog een", "woord")));
    }

    #[test]
    fn what_was_joined_elsewhere_is_taken_in_but_for_what_was_joined_otherwise_here() {
        let mut here = Joined::of([joint(What::Centre, "a", "b"), joint(What::Centre, "c", "d")]);
        let there = Joined::of([joint(What::Centre, "A", "x"), joint(What::Centre, "e", "C")]);
        here.take_in(&there);
        here.take_in(&Joined::of([joint(What::Centre, "b", "a")]));

        let shown = ["a", "b", "c", "e"].map(|name| here.shown(What::Centre, name).to_owned());
        assert_eq!(shown, ["b", "b", "d", "d"]);
        assert_eq!(here.otherwise(&there), [&joint(What::Centre, "A", "x")], "which is told");
    }

    fn right(activity: &str, centre: &str) -> Corrected {
        let [activity, centre, centre_type, neighbourhood] =
            [activity, centre, "living-room", "Moerwijk"].map(str::to_owned);
        Corrected { activity, centre, centre_type, neighbourhood }
    }

    #[test]
    fn a_centre_that_was_corrected_brings_its_type_and_neighbourhood_and_another_spelling_does_not() {
        let corrected = vec![right("a", "Betje"), right("b", "Betje")];
        let given = [("a", "Schakel"), ("b", "BETJE")].map(|(id, centre)| Activity {
            centre_type: "self-managed".to_owned(),
            neighbourhood: "Transvaal".to_owned(),
            ..activity(id, centre, "", "2026-11-01")
        });

        let told = told(Names { corrected, ..Names::default() }, &given);

        let told = told.iter().map(|one| (one.neighbourhood.as_str(), one.centre_type.as_str()));
        assert_eq!(told.collect::<Vec<_>>(), [("Moerwijk", "living-room"), ("Transvaal", "self-managed")]);
    }

    #[test]
    fn a_centre_that_was_corrected_is_told_of_the_responses_that_were_there() {
        let corrected = vec![right("a", "Betje")];
        let given = [activity("a", "Btje", "", "2026-11-01"), activity("b", "Btje", "", "2026-11-01")];

        let told = told(Names { corrected, ..Names::default() }, &given);

        assert_eq!([&told[0].centre, &told[1].centre], ["Betje", "Btje"]);
    }

    #[test]
    fn two_days_are_never_told_as_one_activity() {
        let given = [
            activity("a", "", "", "2026-11-09"),
            activity("a", "", "", "2026-11-02"),
            activity("a", "", "", "2026-11-09"),
            activity("b", "", "", "2026-11-09"),
        ];

        let told: Vec<String> = told(Names::default(), &given).into_iter().map(|one| one.id).collect();

        assert_eq!((told[1].as_str(), told[3].as_str()), ("a", "b"));
        assert!(told[0] == told[2] && told[0] != "a");
    }

    #[test]
    fn words_that_were_joined_are_one() {
        let joined = Joined::of([joint(What::Word, "tuinieren", "Een moestuin")]);
        let mut response = crate::domain::results::tests::sorted(&[("a", "much")]);
        let missing = |response: &Response| match &response.parts[0] {
            Part::CardSort(sort) => sort.missing.clone(),
            Part::Survey(_) | Part::Newer(_) => None,
        };
        if let Part::CardSort(sort) = &mut response.parts[0] {
            sort.missing = Some(["Tuinieren", "muziek"].map(str::to_owned).to_vec());
        }

        let telling = Names { joined, ..Names::default() }.telling([]);
        let told = telling.words(&response);

        assert_eq!(missing(&told), Some(["Een moestuin", "muziek"].map(str::to_owned).to_vec()));
    }

    proptest::proptest! {
        #[test]
        fn a_key_is_its_own_key(text in ".{0,12}") {
            proptest::prop_assert_eq!(key(&key(&text)), key(&text));
        }
    }
}

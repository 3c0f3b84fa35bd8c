//! When two names that people typed are one and the same.
//!
//! One person writes `'t Hof`, the next tablet makes `’t  hof` of it. Names of centres, neighbourhoods, kinds and rounds and
//! words for missing cards are grouped, filtered and compared by [`key`], and shown as they were first written. What was
//! stored is never changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use nfd::nfd;

use crate::domain::response::{Activity, ActivityId, Part, Response};
use crate::domain::settings::ActivitySettings;

/// What the spellings of one name have in common: letters in one case and one form, one kind of apostrophe, quotation
/// mark and hyphen, and single spaces. Empty if there is nothing to see in `text`.
///
/// In Turkish `i` is the small letter of `İ`, elsewhere of `I`. Nobody knows which was meant in capitals, so all of them
/// are one letter here.
pub fn key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in nfd(text).chars().filter(|sign| !is_invisible(*sign)) {
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
    /// The activity.
    pub activity: ActivityId,
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
    first_days: BTreeMap<ActivityId, String>,
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
        if !response.parts.iter().flat_map(Part::words).any(is_joined) {
            return Cow::Borrowed(response);
        }
        let mut told = response.clone();
        for word in told.parts.iter_mut().flat_map(Part::words_mut) {
            *word = joined.shown(What::Word, word).to_owned();
        }
        Cow::Owned(told)
    }
}

#[cfg(test)]
mod tests;

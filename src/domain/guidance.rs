//! What a study suggests to its coordinators. Participants never meet it, and a study may do without any of it.

use crate::domain::codings::Effect;
use crate::domain::same::is_same;
use crate::domain::study::Text;

/// Most characters of the name of a kind of activity: as many as anybody may type.
pub const LONGEST_NAME: usize = 80;

/// What a study suggests to its coordinators; each list is empty where it suggests nothing. Texts are in the languages of
/// coordinators, whatever those of participants are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guidance {
    /// Pairs of indicators (ids) whose cards say nearly the same to many people: in a short deck they are to be kept apart.
    pub near: Vec<(String, String)>,
    /// Whose judgement that is.
    pub near_attribution: Text,
    /// What an activity may be for, as the five O's.
    pub aims: Vec<Aim>,
    /// Kinds of activity, in the order in which they are offered.
    pub kinds: Vec<Kind>,
    /// Whose words those are, and what they are for.
    pub activities_attribution: Text,
    /// Effects that people may tell of.
    pub effects: Vec<Effect>,
    /// Whose words those are.
    pub effects_attribution: Text,
    /// Where they stand there, and who translated them; may be empty.
    pub effects_source: Text,
}

/// What an activity may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// Stable id: so it stands in settings and responses.
    pub id: String,
    /// In a word.
    pub title: Text,
}

/// A kind of activity, as centres do it to reach their goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// So it stands in settings and responses, whatever it is called.
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// Ids of the goals that it mainly serves; empty for all of them.
    pub goals: Vec<String>,
    /// Ids of the aims that it is mostly for.
    pub aims: Vec<String>,
}

impl Guidance {
    /// The kind of this name, however it is spelled.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| is_same(&kind.name, name))
    }

    /// What the kind of this name is called in `language`; one that is on no list is as somebody wrote it.
    pub fn kind_title<'a>(&'a self, name: &'a str, language: &str) -> &'a str {
        self.kind(name).map_or(name, |kind| kind.title.get(language))
    }

    /// Those of `aims` (ids) that there are, in order.
    pub fn known_aims(&self, aims: &[String]) -> Vec<String> {
        let is_in = |aim: &&Aim| aims.contains(&aim.id);
        self.aims.iter().filter(is_in).map(|aim| aim.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn text(dutch: &str, english: &str) -> Text {
        Text(BTreeMap::from([("en".to_owned(), english.to_owned()), ("nl".to_owned(), dutch.to_owned())]))
    }

    fn guidance() -> Guidance {
        let aim = |id: &str| Aim { id: id.to_owned(), title: Text::default() };
        Guidance {
            aims: ["meet", "relax"].map(aim).to_vec(),
            kinds: vec![Kind {
                name: "Open inloop".to_owned(),
                title: text("Inloop met koffie", "Drop-in"),
                goals: Vec::new(),
                aims: Vec::new(),
            }],
            ..Guidance::default()
        }
    }

    #[test]
    fn a_kind_is_found_however_its_name_is_spelled_and_called_as_the_study_says() {
        let guidance = guidance();

        assert_eq!(guidance.kind("OPEN INLOOP"), guidance.kinds.first());
        assert_eq!(guidance.kind_title("open inloop", "nl"), "Inloop met koffie");
        assert_eq!(guidance.kind_title("Open inloop", "en"), "Drop-in");
        assert_eq!(guidance.kind("breien"), None);
        assert_eq!(guidance.kind_title("breien", "en"), "breien");
        assert_eq!(Guidance::default().kind_title("Open inloop", "en"), "Open inloop");
    }

    #[test]
    fn aims_stand_in_the_order_of_the_study_and_those_of_another_are_dropped() {
        let aims = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();

        assert_eq!(guidance().known_aims(&aims(&["relax", "old", "meet"])), aims(&["meet", "relax"]));
        assert_eq!(Guidance::default().known_aims(&aims(&["meet"])), aims(&[]));
    }
}

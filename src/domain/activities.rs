//! Centres that are known on this tablet, and activities that were held on it.

use crate::domain::settings::ActivitySettings;

/// Ids of the types of centre.
pub const CENTRE_TYPES: [&str; 3] = ["living-room", "self-managed", "new-generation"];

/// Most activities that are remembered: some years of a busy centre.
pub const MOST_REMEMBERED: usize = 200;

/// A place where activities are held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Centre {
    /// Its name.
    pub name: String,
    /// One of [`CENTRE_TYPES`], or empty.
    pub centre_type: String,
    /// Its neighbourhood; may be empty.
    pub neighbourhood: String,
}

/// The centres that are known on this tablet, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Centres(Vec<Centre>);

impl Centres {
    /// All of them; of two with the same name, the last.
    pub fn of(centres: impl IntoIterator<Item = Centre>) -> Self {
        let mut known = Self::default();
        for centre in centres {
            known.put(centre);
        }
        known
    }

    /// All of them, by name.
    pub fn all(&self) -> &[Centre] {
        &self.0
    }

    /// The one with this name, whatever its letters' case.
    pub fn find(&self, name: &str) -> Option<&Centre> {
        self.0.iter().find(|centre| is_same(&centre.name, name))
    }

    /// Adds `centre`, in the place of the one with its name; without a name it is none.
    pub fn put(&mut self, centre: Centre) {
        let centre = Centre {
            name: centre.name.trim().to_owned(),
            neighbourhood: centre.neighbourhood.trim().to_owned(),
            ..centre
        };
        if centre.name.is_empty() {
            return;
        }
        self.remove(&centre.name);
        let key = |centre: &Centre| centre.name.to_lowercase();
        let at = self.0.partition_point(|one| key(one) < key(&centre));
        self.0.insert(at, centre);
    }

    /// Forgets the one with this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|centre| !is_same(&centre.name, name));
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// An activity that was set on this tablet, and what belongs to it besides its responses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// How it was set.
    pub settings: ActivitySettings,
    /// The local day it is held on, `YYYY-MM-DD`.
    pub day: String,
    /// What was agreed on with the group ("Wat gaan we ermee doen?"); may be empty.
    pub note: String,
    /// How many vouchers were handed out.
    pub n_vouchers: u32,
    /// Words for missing cards that the group is not shown, in lower case.
    pub hidden: Vec<String>,
}

/// The activities that were set on this tablet, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activities(Vec<Remembered>);

impl Activities {
    /// These, the newest first; not more than are remembered.
    pub fn of(activities: impl IntoIterator<Item = Remembered>) -> Self {
        Self(activities.into_iter().take(MOST_REMEMBERED).collect())
    }

    /// All of them, the newest first.
    pub fn all(&self) -> &[Remembered] {
        &self.0
    }

    /// The one with this id.
    pub fn find(&self, id: &str) -> Option<&Remembered> {
        self.0.iter().find(|one| one.settings.id == id)
    }

    /// The one with this id, to be changed.
    pub fn find_mut(&mut self, id: &str) -> Option<&mut Remembered> {
        self.0.iter_mut().find(|one| one.settings.id == id)
    }

    /// Remembers how an activity was set on `today`. One that is known keeps what belongs to it; a new one comes first, and
    /// the oldest is forgotten if there are too many.
    pub fn put(&mut self, settings: &ActivitySettings, today: &str) {
        let set_day = Some(&settings.day).filter(|day| !day.is_empty());
        if let Some(known) = self.find_mut(&settings.id) {
            known.settings = settings.clone();
            known.day = set_day.unwrap_or(&known.day).clone();
            return;
        }
        let day = set_day.map_or(today, String::as_str).to_owned();
        self.0.insert(0, Remembered { settings: settings.clone(), day, ..Remembered::default() });
        self.0.truncate(MOST_REMEMBERED);
    }

    /// What was agreed on at the centre of `settings` the last time before it, with the day of that.
    pub fn previous_note(&self, settings: &ActivitySettings) -> Option<(&str, &str)> {
        let at = self.0.iter().position(|one| one.settings.id == settings.id);
        let older = &self.0[at.map_or(0, |at| at + 1)..];
        let there = older.iter().filter(|one| is_same(&one.settings.centre, &settings.centre));
        let mut noted = there.map(|one| (one.note.trim(), one.day.as_str()));
        noted.find(|(note, _)| !note.is_empty())
    }

    /// The activities that may be held again: of each centre and kind the last, but not that with the id `but`; at most
    /// `most`.
    pub fn to_repeat(&self, but: &str, most: usize) -> Vec<&Remembered> {
        let key = |one: &Remembered| (one.settings.centre.to_lowercase(), one.settings.kind.to_lowercase());
        let mut found: Vec<&Remembered> = Vec::new();
        let has_name = |one: &Remembered| !one.settings.centre.is_empty() || !one.settings.kind.is_empty();
        for one in self.0.iter().filter(|one| has_name(one) && one.settings.id != but) {
            if found.len() < most && !found.iter().any(|other| key(other) == key(one)) {
                found.push(one);
            }
        }
        found
    }
}

/// The same once more: a new activity with everything as it was at the last one, on the day on which people answer, and no
/// longer to practise.
#[must_use]
pub fn again(last: &Remembered, new_id: String) -> ActivitySettings {
    let last = last.settings.clone();
    ActivitySettings { id: new_id, day: String::new(), part_of_day: None, is_practice: false, ..last }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::response::PartOfDay;

    fn centre(name: &str, centre_type: &str) -> Centre {
        Centre {
            name: name.to_owned(),
            centre_type: centre_type.to_owned(),
            neighbourhood: "Moerwijk".to_owned(),
        }
    }

    fn names(centres: &Centres) -> Vec<&str> {
        centres.all().iter().map(|centre| centre.name.as_str()).collect()
    }

    #[test]
    fn a_centre_is_known_once_by_its_name_in_whatever_case() {
        let mut centres = Centres::of([centre("de Schakel", ""), centre("Betje", "living-room")]);
        centres.put(centre(" BETJE ", "self-managed"));
        centres.put(centre("  ", "living-room"));

        assert_eq!(names(&centres), ["BETJE", "de Schakel"]);
        assert_eq!(centres.find("betje").unwrap().centre_type, "self-managed");
        centres.remove("De schakel");
        assert_eq!(names(&centres), ["BETJE"]);
        assert_eq!(centres.find("De Schakel"), None);
    }

    fn settings(id: &str, centre: &str, kind: &str) -> ActivitySettings {
        ActivitySettings {
            id: id.to_owned(),
            centre: centre.to_owned(),
            kind: kind.to_owned(),
            ..ActivitySettings::default()
        }
    }

    fn ids(activities: &[&Remembered]) -> Vec<String> {
        activities.iter().map(|one| one.settings.id.clone()).collect()
    }

    #[test]
    fn the_newest_activity_comes_first_and_a_known_one_keeps_what_belongs_to_it() {
        let mut activities = Activities::default();
        activities.put(&settings("a", "Betje", ""), "2026-11-01");
        let known = activities.find_mut("a").unwrap();
        (known.note, known.n_vouchers) = ("Vaker samen eten".to_owned(), 7);
        activities.put(&settings("b", "Schakel", ""), "2026-11-02");
        activities.put(&settings("a", "Betje", "Spreekuur"), "2026-11-03");

        assert_eq!(ids(&activities.all().iter().collect::<Vec<_>>()), ["b", "a"]);
        let a = activities.find("a").unwrap();
        assert_eq!((a.settings.kind.as_str(), a.n_vouchers, a.day.as_str()), ("Spreekuur", 7, "2026-11-01"));
        let day = "2026-12-24".to_owned();
        activities.put(&ActivitySettings { day, ..settings("a", "Betje", "") }, "2026-11-04");
        assert_eq!(activities.find("a").unwrap().day, "2026-12-24");
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let mut activities = Activities::default();
        for n in 0..=MOST_REMEMBERED {
            activities.put(&settings(&n.to_string(), "", ""), "2026-11-01");
        }

        assert_eq!(activities.all().len(), MOST_REMEMBERED);
        assert_eq!((activities.find("0"), activities.all()[0].settings.id.as_str()), (None, "200"));
    }

    #[test]
    fn what_was_agreed_on_is_told_the_next_time_at_the_same_centre() {
        let mut activities = Activities::default();
        for (id, centre, note) in
            [("a", "Betje", "Meer soep"), ("b", "Betje", " "), ("c", "Schakel", "Een bank")]
        {
            activities.put(&settings(id, centre, ""), "2026-11-01");
            activities.find_mut(id).unwrap().note = note.to_owned();
        }
        let note = |id: &str, centre: &str| {
            activities.previous_note(&settings(id, centre, "")).map(|(note, _)| note)
        };

        assert_eq!(note("d", "betje"), Some("Meer soep"));
        assert_eq!(note("b", "Betje"), Some("Meer soep"));
        assert_eq!(note("a", "Betje"), None);
        assert_eq!(note("c", "Schakel"), None);
        assert_eq!(note("d", "Elders"), None);
    }

    #[test]
    fn once_more_is_the_same_with_a_new_id_today() {
        let last = Remembered {
            settings: ActivitySettings {
                day: "2026-11-01".to_owned(),
                part_of_day: Some(PartOfDay::Evening),
                indicators: vec!["sc1".to_owned()],
                target: 12,
                is_practice: true,
                ..settings("a", "Betje", "Spreekuur")
            },
            note: "Meer soep".to_owned(),
            ..Remembered::default()
        };
        let next = again(&last, "b".to_owned());

        let expected = ActivitySettings {
            id: "b".to_owned(),
            day: String::new(),
            part_of_day: None,
            is_practice: false,
            ..last.settings
        };
        assert_eq!(next, expected);
    }

    #[test]
    fn of_each_centre_and_kind_the_last_may_be_held_again() {
        let mut activities = Activities::default();
        for (id, centre, kind) in
            [("a", "Betje", "Inloop"), ("b", "Betje", "Spreekuur"), ("c", "betje", "inloop")]
        {
            activities.put(&settings(id, centre, kind), "2026-11-01");
        }
        activities.put(&settings("nameless", "", ""), "2026-11-02");

        assert_eq!(ids(&activities.to_repeat("", 9)), ["c", "b"]);
        assert_eq!(ids(&activities.to_repeat("c", 1)), ["b"]);
    }
}

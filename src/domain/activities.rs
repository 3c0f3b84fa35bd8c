//! Centres that are known on this tablet, and activities that were held on it.

use crate::domain::day::Day;
use crate::domain::response::ActivityId;
use crate::domain::same::{Corrected, is_same, key};
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

    /// The one with this name, however it is spelled.
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
        let at = self.0.partition_point(|one| key(&one.name) < key(&centre.name));
        self.0.insert(at, centre);
    }

    /// Adds `centre`, or what it knows more of one that is there; the name stays as it is here.
    pub fn add(&mut self, centre: &Centre) {
        let mut centre = centre.clone();
        if let Some(known) = self.find(&centre.name) {
            centre.name.clone_from(&known.name);
            for (new, known) in [
                (&mut centre.centre_type, &known.centre_type),
                (&mut centre.neighbourhood, &known.neighbourhood),
            ] {
                if new.is_empty() {
                    new.clone_from(known);
                }
            }
        }
        self.put(centre);
    }

    /// Adds `centre`, or fills in what nobody said here of one that is there.
    pub fn add_missing(&mut self, centre: &Centre) {
        let known = self.find(&centre.name).cloned();
        self.add(centre);
        if let Some(known) = known {
            self.add(&known);
        }
    }

    /// Forgets the one with this name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|centre| !is_same(&centre.name, name));
    }
}

/// An activity that was set on this tablet, and what belongs to it besides its responses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered {
    /// How it was set.
    pub settings: ActivitySettings,
    /// The local day it is held on, as far as is known.
    pub day: Option<Day>,
    /// What was agreed on with the group ("Wat gaan we ermee doen?"); may be empty.
    pub note: String,
    /// How many vouchers were handed out.
    pub n_vouchers: u32,
    /// Words for missing cards that the group is not shown, however they are spelled.
    pub hidden: Vec<String>,
}

impl Remembered {
    /// Hides `words` from the group, or shows them again.
    pub fn hide(&mut self, words: &str, is_hidden: bool) {
        self.hidden.retain(|one| !is_same(one, words));
        if is_hidden {
            self.hidden.push(key(words));
        }
    }

    /// Nothing belongs to it that is not found elsewhere: no name, no note, no vouchers, no hidden words.
    fn is_empty(&self) -> bool {
        let has_name = !self.settings.centre.is_empty() || !self.settings.kind.is_empty();
        !has_name && self.note.trim().is_empty() && self.n_vouchers == 0 && self.hidden.is_empty()
    }

    /// Takes in what belongs to the same activity elsewhere: whatever is hidden there stays hidden, and what nobody noted or
    /// counted here is as it is there.
    fn take_in(&mut self, other: &Self) {
        for words in &other.hidden {
            if !self.hidden.iter().any(|one| is_same(one, words)) {
                self.hidden.push(words.clone());
            }
        }
        if self.note.trim().is_empty() {
            self.note.clone_from(&other.note);
        }
        if self.n_vouchers == 0 {
            self.n_vouchers = other.n_vouchers;
        }
    }
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
    pub fn find(&self, id: &ActivityId) -> Option<&Remembered> {
        self.0.iter().find(|one| one.settings.id == *id)
    }

    /// The one with this id, to be changed.
    pub fn find_mut(&mut self, id: &ActivityId) -> Option<&mut Remembered> {
        self.0.iter_mut().find(|one| one.settings.id == *id)
    }

    /// Remembers how an activity was set on `today`. One that is known keeps what belongs to it; a new one comes first, and
    /// the oldest is forgotten if there are too many.
    pub fn put(&mut self, settings: &ActivitySettings, today: Day) {
        if let Some(known) = self.find_mut(&settings.id) {
            known.settings = settings.clone();
            known.day = settings.day.or(known.day);
            return;
        }
        let day = settings.day.or(Some(today));
        self.0.insert(0, Remembered { settings: settings.clone(), day, ..Remembered::default() });
        self.shorten();
    }

    /// Takes in those of `other` that are not remembered here, each at its day, and what belongs to those that are. How an
    /// activity is set here stays.
    pub fn take_in(&mut self, other: &Self) {
        for one in other.all() {
            if let Some(known) = self.find_mut(&one.settings.id) {
                known.take_in(one);
            } else {
                let at = self.0.iter().position(|here| here.day < one.day).unwrap_or(self.0.len());
                self.0.insert(at, one.clone());
            }
        }
        self.shorten();
    }

    /// The activities that are remembered here and in `other` with another centre, note or number of vouchers: as they are
    /// here, and there. What is missing on one side is no difference.
    pub fn differing<'a>(&'a self, other: &'a Self) -> Vec<(&'a Remembered, &'a Remembered)> {
        let differs = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
        let pairs = self.0.iter().filter_map(|one| Some((one, other.find(&one.settings.id)?)));
        let differing = pairs.filter(|(here, there)| {
            differs(&here.settings.centre, &there.settings.centre)
                || differs(here.note.trim(), there.note.trim())
                || (here.n_vouchers != there.n_vouchers && here.n_vouchers.min(there.n_vouchers) > 0)
        });
        differing.collect()
    }

    /// Forgets what is too many: first those to which nothing belongs, then the oldest.
    fn shorten(&mut self) {
        while self.0.len() > MOST_REMEMBERED {
            let empty = self.0.iter().skip(1).rposition(Remembered::is_empty);
            self.0.remove(empty.map_or(self.0.len() - 1, |at| at + 1));
        }
    }

    /// What was agreed on at the centre of `settings` the last time before it, with the day of that.
    pub fn previous_note(&self, settings: &ActivitySettings) -> Option<(&str, Option<Day>)> {
        let at = self.0.iter().position(|one| one.settings.id == settings.id);
        let older = &self.0[at.map_or(0, |at| at + 1)..];
        let there = older.iter().filter(|one| is_same(&one.settings.centre, &settings.centre));
        let mut noted = there.map(|one| (one.note.trim(), one.day));
        noted.find(|(note, _)| !note.is_empty())
    }

    /// The last day known before that of `today` on which the plan of `settings` was held, if it begins anew every day.
    pub fn earlier_day(&self, settings: &ActivitySettings, today: Day) -> Option<Day> {
        let now = self.find(&settings.id).map_or(Some(settings.day_on(today)), |known| known.day);
        // The id of an older app is the plan of what followed.
        let is_of_plan = |one: &&Remembered| {
            [one.settings.plan.as_str(), &one.settings.id].contains(&settings.plan.as_str())
        };
        let days = self.0.iter().filter(is_of_plan).filter_map(|one| one.day);
        days.filter(|day| Some(*day) < now).max()
    }

    /// The activities whose centre is known, and that; it may have been corrected since people answered.
    pub fn centres(&self) -> Vec<Corrected> {
        let named = self.0.iter().map(|one| &one.settings).filter(|set| !set.centre.is_empty());
        let right = |set: &ActivitySettings| Corrected {
            activity: set.id.clone(),
            centre: set.centre.clone(),
            centre_type: set.centre_type.clone(),
            neighbourhood: set.neighbourhood.clone(),
        };
        named.map(right).collect()
    }

    /// The activities that may be held again: of each centre and kind the last, but not that with the id `but`; at most
    /// `most`.
    pub fn to_repeat(&self, but: &ActivityId, most: usize) -> Vec<&Remembered> {
        let key = |one: &Remembered| (key(&one.settings.centre), key(&one.settings.kind));
        let mut found: Vec<&Remembered> = Vec::new();
        let has_name = |one: &Remembered| !one.settings.centre.is_empty() || !one.settings.kind.is_empty();
        for one in self.0.iter().filter(|one| has_name(one) && one.settings.id != *but) {
            if found.len() < most && !found.iter().any(|other| key(other) == key(one)) {
                found.push(one);
            }
        }
        found
    }
}

/// The same once more: a new activity with everything as it was at the last one, on `today` or the day on which people
/// answer, and no longer to practise. Its plan gets a new id: the same may be held twice on one day.
#[must_use]
pub fn again(last: &Remembered, new_id: String, today: Day) -> ActivitySettings {
    let (day, set_on) = (None, Some(today));
    let last = last.settings.clone();
    ActivitySettings { plan: new_id, day, set_on, part_of_day: None, is_practice: false, ..last }.on(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::day;
    use crate::domain::response::PartOfDay;
    use crate::domain::results::is_hidden;

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
            id: ActivityId::new(id),
            centre: centre.to_owned(),
            kind: kind.to_owned(),
            ..ActivitySettings::default()
        }
    }

    fn ids(activities: &[&Remembered]) -> Vec<String> {
        activities.iter().map(|one| one.settings.id.to_string()).collect()
    }

    #[test]
    fn the_newest_activity_comes_first_and_a_known_one_keeps_what_belongs_to_it() {
        let mut activities = Activities::default();
        activities.put(&settings("a", "Betje", ""), day("2026-11-01"));
        let known = activities.find_mut(&ActivityId::new("a")).unwrap();
        (known.note, known.n_vouchers) = ("Vaker samen eten".to_owned(), 7);
        activities.put(&settings("b", "Schakel", ""), day("2026-11-02"));
        activities.put(&settings("a", "Betje", "Spreekuur"), day("2026-11-03"));

        assert_eq!(ids(&activities.all().iter().collect::<Vec<_>>()), ["b", "a"]);
        let a = activities.find(&ActivityId::new("a")).unwrap();
        assert_eq!(
            (a.settings.kind.as_str(), a.n_vouchers, a.day),
            ("Spreekuur", 7, Some(day("2026-11-01")))
        );
        let eve = Some(day("2026-12-24"));
        activities.put(&ActivitySettings { day: eve, ..settings("a", "Betje", "") }, day("2026-11-04"));
        assert_eq!(activities.find(&ActivityId::new("a")).unwrap().day, eve);
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let mut activities = Activities::default();
        for n in 0..=MOST_REMEMBERED {
            activities.put(&settings(&n.to_string(), "", ""), day("2026-11-01"));
        }

        assert_eq!(activities.all().len(), MOST_REMEMBERED);
        assert_eq!(
            (activities.find(&ActivityId::new("0")), activities.all()[0].settings.id.as_str()),
            (None, "200")
        );
    }

    #[test]
    fn what_was_agreed_on_is_told_the_next_time_at_the_same_centre() {
        let mut activities = Activities::default();
        for (id, centre, note) in
            [("a", "Betje", "Meer soep"), ("b", "Betje", " "), ("c", "Schakel", "Een bank")]
        {
            activities.put(&settings(id, centre, ""), day("2026-11-01"));
            activities.find_mut(&ActivityId::new(id)).unwrap().note = note.to_owned();
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
                day: Some(day("2026-11-01")),
                part_of_day: Some(PartOfDay::Evening),
                indicators: vec!["sc1".to_owned()],
                target: 12,
                is_practice: true,
                ..settings("a", "Betje", "Spreekuur")
            },
            note: "Meer soep".to_owned(),
            ..Remembered::default()
        };
        let next = again(&last, "b".to_owned(), day("2026-11-08"));

        let plan = ActivitySettings { plan: "b".to_owned(), ..ActivitySettings::default() };
        let expected = ActivitySettings {
            id: plan.id_on("2026-11-08"),
            plan: "b".to_owned(),
            set_on: Some(day("2026-11-08")),
            day: None,
            part_of_day: None,
            is_practice: false,
            ..last.settings
        };
        assert_eq!(next, expected);
    }

    #[test]
    fn a_new_day_of_a_plan_tells_of_the_day_before() {
        let mut activities = Activities::default();
        let first = settings("a", "Betje", "");
        activities.put(&first, day("2026-11-01"));
        // That of the 15th has begun by itself, and is not remembered.
        activities.put(&first.on(day("2026-11-08")), day("2026-11-08"));
        activities.put(&settings("b", "Betje", ""), day("2026-11-14"));

        let earlier = |today: Day| activities.earlier_day(&first.on(today), today);
        assert_eq!(earlier(day("2026-11-08")), Some(day("2026-11-01")));
        assert_eq!(earlier(day("2026-11-15")), Some(day("2026-11-08")));
        assert_eq!(
            activities.earlier_day(&settings("b", "Betje", "").on(day("2026-11-14")), day("2026-11-14")),
            None
        );
    }

    fn remembered(id: &str, centre: &str, day: &str, note: &str, hidden: &[&str]) -> Remembered {
        Remembered {
            settings: settings(id, centre, ""),
            day: Day::of(day),
            note: note.to_owned(),
            n_vouchers: 0,
            hidden: hidden.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    #[test]
    fn activities_that_come_from_elsewhere_are_taken_in_at_their_day_and_what_is_hidden_stays_hidden() {
        let mut here = Activities::of([
            remembered("d", "", "2026-11-22", "", &["annie"]),
            remembered("a", "Betje", "2026-11-01", "Meer soep", &[]),
        ]);
        let there = Activities::of([
            Remembered { n_vouchers: 3, ..remembered("d", "", "2026-11-22", "Een bank", &["Annie", "bep"]) },
            remembered("c", "Schakel", "2026-11-08", "", &["fatima"]),
            remembered("a", "Btje", "2026-11-01", "Minder soep", &[]),
            remembered("0", "Betje", "2026-10-01", "", &[]),
        ]);

        let differing = here.differing(&there).into_iter().map(|(one, _)| one.settings.id.clone());
        assert_eq!(differing.collect::<Vec<_>>(), ["a"]);
        here.take_in(&there);

        assert_eq!(ids(&here.all().iter().collect::<Vec<_>>()), ["d", "c", "a", "0"]);
        let d = here.find(&ActivityId::new("d")).unwrap();
        assert_eq!((d.hidden.join(" "), &*d.note, d.n_vouchers), ("annie bep".to_owned(), "Een bank", 3));
        assert_eq!(here.find(&ActivityId::new("c")).unwrap().hidden, ["fatima"]);
        let a = here.find(&ActivityId::new("a")).unwrap();
        assert_eq!((&*a.settings.centre, &*a.note), ("Betje", "Meer soep"));
    }

    #[test]
    fn words_that_an_older_app_hid_in_its_own_spelling_are_shown_again_by_the_switch() {
        let mut one = remembered("a", "", "2026-11-01", "", &["’t hof  van piet", "bep"]);
        let words = "'t Hof van Piet";
        assert!(is_hidden(&one.hidden, words));

        one.hide(words, false);
        assert_eq!((one.hidden.join(""), is_hidden(&one.hidden, words)), ("bep".to_owned(), false));
        one.hide("BEP", true);
        assert_eq!(one.hidden, ["bep"]);
    }

    #[test]
    fn a_day_to_which_nothing_belongs_is_forgotten_before_one_with_hidden_names() {
        let mut activities = Activities::of([remembered("old", "", "2026-01-01", "", &["fatima"])]);
        for n in 0..=MOST_REMEMBERED {
            activities.put(&settings(&n.to_string(), "", ""), day("2026-11-01"));
        }

        assert_eq!(activities.all().len(), MOST_REMEMBERED);
        assert!(
            activities.find(&ActivityId::new("old")).is_some()
                && activities.find(&ActivityId::new("0")).is_none()
        );
    }

    #[test]
    fn of_each_centre_and_kind_the_last_may_be_held_again() {
        let mut activities = Activities::default();
        for (id, centre, kind) in
            [("a", "Betje", "Inloop"), ("b", "Betje", "Spreekuur"), ("c", "betje", "inloop")]
        {
            activities.put(&settings(id, centre, kind), day("2026-11-01"));
        }
        activities.put(&settings("nameless", "", ""), day("2026-11-02"));

        assert_eq!(ids(&activities.to_repeat(&ActivityId::new(""), 9)), ["c", "b"]);
        assert_eq!(ids(&activities.to_repeat(&ActivityId::new("c"), 1)), ["b"]);
    }
}

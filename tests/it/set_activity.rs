//! The activity is set, kept, held once more and begun anew, on a tablet whose storage may end at every write.

use std::cell::Cell;

use crate::values::day;
use betekenis::domain::day::Day;
use betekenis::domain::guidance::{Aim, Guidance};
use betekenis::domain::response::{Mode, PartOfDay};
use betekenis::domain::settings::ActivitySettings;
use betekenis::domain::study::{Study, Text};
use betekenis::ports::memory::tablet::MemoryTablet;
use betekenis::ports::response_store::StoreError;
use betekenis::ports::tablet::{Chance, Clock, CurrentActivity, KeptTexts};
use betekenis::workflow::remembered::{change_activities, change_centres, kept_activities, kept_centres};
use betekenis::workflow::set_activity::{
    Planning, Typed, activity_at_hand, hold_again, keep_typed, remember_activity,
};

/// A tablet on which only so many more writes come through.
struct Ending {
    tablet: MemoryTablet,
    n_left: Cell<usize>,
}

impl Ending {
    fn after(n_left: usize) -> Self {
        Self { tablet: MemoryTablet::default(), n_left: Cell::new(n_left) }
    }

    fn write(&self) -> Result<(), StoreError> {
        let n_left = self.n_left.get().checked_sub(1).ok_or(StoreError::Full)?;
        self.n_left.set(n_left);
        Ok(())
    }
}

impl Clock for Ending {
    fn now_ms(&self) -> u64 {
        self.tablet.now_ms()
    }

    fn clock_ms(&self) -> u64 {
        self.tablet.clock_ms()
    }

    fn today(&self) -> Day {
        self.tablet.today()
    }

    fn part_of_day(&self) -> PartOfDay {
        self.tablet.part_of_day()
    }
}

impl Chance for Ending {
    fn below(&self, n: usize) -> usize {
        self.tablet.below(n)
    }

    fn new_id(&self) -> String {
        self.tablet.new_id()
    }
}

impl CurrentActivity for Ending {
    fn activity(&self) -> ActivitySettings {
        self.tablet.activity()
    }

    fn set_activity(&self, activity: &ActivitySettings) -> Result<(), StoreError> {
        self.write()?;
        self.tablet.set_activity(activity)
    }

    fn holder(&self) -> Option<(Mode, u32)> {
        self.tablet.holder()
    }

    fn forget_holder(&self) {
        self.tablet.forget_holder();
    }

    fn count_declined(&self) -> Result<(), StoreError> {
        self.tablet.count_declined()
    }
}

impl KeptTexts for Ending {
    fn kept(&self, name: &str) -> Option<String> {
        self.tablet.kept(name)
    }

    fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.write()?;
        self.tablet.keep(name, text)
    }

    fn forget(&self, name: &str) -> Result<(), StoreError> {
        self.write()?;
        self.tablet.forget(name)
    }
}

fn typed(centre: &str, kind: &str) -> ActivitySettings {
    ActivitySettings { centre: centre.to_owned(), kind: kind.to_owned(), ..ActivitySettings::default() }
}

/// Keeps what is typed in place of what is set, as a page does that has just looked.
fn keep(tablet: &impl Planning, settings: &ActivitySettings) -> Result<ActivitySettings, StoreError> {
    let typed = Typed { settings, is_correction: false, study: None, guidance: None };
    keep_typed(tablet, &activity_at_hand(tablet), typed)
}

#[test]
fn the_first_activity_is_set_and_remembered_with_its_centre() {
    let tablet = MemoryTablet::default();
    let set = keep(&tablet, &typed("Betje", "Open inloop")).unwrap();

    assert_eq!(tablet.activity(), set);
    assert_eq!((set.id.len(), set.set_on), (36, Some(day("2026-11-22"))));
    assert_eq!(kept_activities(&tablet).find(&set.id).unwrap().settings, set);
    assert_eq!(kept_centres(&tablet).find("betje").unwrap().name, "Betje");
    assert_eq!(keep(&tablet, &set).unwrap(), set, "once more, it is the same");
    assert_eq!(kept_activities(&tablet).all().len(), 1);
}

#[test]
fn cut_off_at_any_write_the_older_activity_or_the_new_one_is_set_and_the_rest_comes_with_the_next_try() {
    for n_writes in 0..=3 {
        let tablet = Ending::after(usize::MAX);
        let older = keep(&tablet, &typed("Betje", "Open inloop")).unwrap();
        tablet.n_left.set(n_writes);
        let wanted = ActivitySettings { centre: "Schakel".to_owned(), ..older.clone() };
        let kept = keep(&tablet, &wanted);

        let set = tablet.activity();
        match kept {
            Ok(new) => assert!(n_writes > 0 && new.centre == "Schakel" && new.id != older.id && set == new),
            Err(error) => assert_eq!((n_writes, error, &set), (0, StoreError::Full, &older)),
        }
        let n_remembered = kept_activities(&tablet).all().len() + kept_centres(&tablet).all().len();
        assert_eq!(n_remembered, 2 + n_writes.saturating_sub(1));

        tablet.n_left.set(usize::MAX);
        let new = keep(&tablet, &wanted).unwrap();
        assert_eq!(new.id == set.id, n_writes > 0, "what was set before stays the activity");
        assert_eq!(tablet.activity(), new);
        assert_eq!(kept_activities(&tablet).find(&new.id).unwrap().settings, new);
        assert!(kept_centres(&tablet).find("Schakel").is_some());
    }
}

#[test]
fn another_day_is_another_activity_of_the_same_plan_and_is_remembered_only_once_somebody_wants_it() {
    let tablet = Ending::after(usize::MAX);
    let set = keep(&tablet, &typed("Betje", "Open inloop")).unwrap();
    tablet.tablet.device().today.set(day("2026-11-29"));

    tablet.n_left.set(0);
    let now = activity_at_hand(&tablet);
    assert_eq!((now.plan.as_str(), tablet.activity()), (set.plan.as_str(), set.clone()));
    assert_ne!(now.id, set.id);
    tablet.n_left.set(1);
    assert_eq!(activity_at_hand(&tablet), now, "the same, whenever it can be kept");
    assert_eq!(tablet.activity(), now);
    assert_eq!(kept_activities(&tablet).all().len(), 1);
    assert_eq!((activity_at_hand(&tablet), tablet.n_left.get()), (now, 0), "it is written once");
    assert_eq!(activity_at_hand(&MemoryTablet::default()), ActivitySettings::default(), "there is none yet");
}

#[test]
fn two_pages_keep_what_the_other_has_kept() {
    let one = MemoryTablet::default();
    let other = one.another_page();
    let set = keep(&one, &typed("Betje", "Open inloop")).unwrap();
    change_activities(&other, |all| all.find_mut(&set.id).unwrap().note = "Vaker koken".to_owned()).unwrap();

    let again = keep(&one, &ActivitySettings { target: 12, ..set.clone() }).unwrap();
    let elsewhere = keep(&other, &typed("Betje", "Open inloop")).unwrap();

    assert_eq!((&again.id, &elsewhere.id), (&set.id, &set.id));
    assert_eq!(kept_activities(&one).find(&set.id).unwrap().note, "Vaker koken");
    let third = keep(&other, &typed("Schakel", "")).unwrap();
    assert_eq!(activity_at_hand(&one), third);
    assert_eq!(kept_centres(&one).all().len(), 2);
}

#[test]
fn the_right_name_of_a_centre_makes_no_other_activity() {
    let tablet = MemoryTablet::default();
    let set = keep(&tablet, &typed("Betj", "")).unwrap();
    let settings = ActivitySettings { centre: "Betje".to_owned(), ..set.clone() };

    let typed = Typed { settings: &settings, is_correction: true, study: None, guidance: None };
    let right = keep_typed(&tablet, &set, typed).unwrap();

    assert_eq!((&right.id, right.centre.as_str()), (&set.id, "Betje"));
    assert_eq!(kept_activities(&tablet).all().len(), 1);
}

#[test]
fn what_the_study_does_not_have_is_not_kept() {
    let tablet = MemoryTablet::default();
    let aims = ["meet", "gone"].map(str::to_owned).to_vec();
    let settings = ActivitySettings { aims, indicators: vec!["gone".to_owned()], ..typed("Betje", "") };
    let guidance =
        Guidance { aims: vec![Aim { id: "meet".to_owned(), title: Text::default() }], ..Guidance::default() };
    let study = Study::default();

    let set = activity_at_hand(&tablet);
    let typed = |study, guidance| Typed { settings: &settings, is_correction: false, study, guidance };
    let kept = keep_typed(&tablet, &set, typed(Some(&study), Some(&guidance))).unwrap();
    assert_eq!((kept.aims, kept.indicators.len()), (vec!["meet".to_owned()], 0));
    let unread = keep_typed(&tablet, &set, typed(None, None)).unwrap();
    assert_eq!((unread.aims.len(), unread.indicators.len()), (2, 1), "nobody knows yet what it has");
}

#[test]
fn an_earlier_activity_is_held_once_more_with_what_is_known_of_its_centre_by_now() {
    let tablet = Ending::after(usize::MAX);
    let set = keep(&tablet, &ActivitySettings { target: 12, ..typed("Betje", "Open inloop") }).unwrap();
    keep(&tablet, &typed("Schakel", "")).unwrap();
    change_centres(&tablet, |centres| {
        let known = centres.find("Betje").unwrap().clone();
        let neighbourhood = "Moerwijk".to_owned();
        centres.put(betekenis::domain::activities::Centre { neighbourhood, ..known });
    })
    .unwrap();
    let last = kept_activities(&tablet).find(&set.id).unwrap().clone();

    for n_writes in 0..=1 {
        tablet.n_left.set(n_writes);
        let before = tablet.activity();
        let held = hold_again(&tablet, &last, None);
        assert_eq!((held.is_ok(), tablet.activity() == before), (n_writes > 0, n_writes == 0));
    }
    let held = tablet.activity();
    assert_eq!((held.neighbourhood.as_str(), held.target), ("Moerwijk", 12));
    assert!(held.id != set.id && held.plan != set.plan);
    assert_eq!(kept_activities(&tablet).all().len(), 2, "the storage had ended");
    tablet.n_left.set(1);
    remember_activity(&tablet, &held).unwrap();
    assert_eq!(kept_activities(&tablet).all()[0].settings, held);
}

#[test]
fn what_has_not_changed_is_not_written_and_what_cannot_be_read_counts_as_nothing() {
    let tablet = Ending::after(usize::MAX);
    let set = keep(&tablet, &typed("Betje", "")).unwrap();
    tablet.n_left.set(0);
    assert_eq!(keep(&tablet, &set), Ok(set.clone()));

    tablet.n_left.set(usize::MAX);
    for name in ["activities", "centres"] {
        tablet.keep(name, "broken").unwrap();
    }
    assert!(kept_activities(&tablet).all().is_empty() && kept_centres(&tablet).all().is_empty());
    keep(&tablet, &set).unwrap();
    assert!(
        kept_activities(&tablet).find(&set.id).is_some() && kept_centres(&tablet).find("Betje").is_some()
    );
}

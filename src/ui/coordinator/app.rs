//! What the blocks of the coordinator's page share: what is known, what is typed, and the way outside.
//!
//! It is put together out of states, and knows none of the blocks that show them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use crate::domain::activities::{Activities, Centres};
use crate::domain::checking::Checking;
use crate::domain::guidance::Guidance;
use crate::domain::health::Readings;
use crate::domain::ledger::Counts;
use crate::domain::same::{Joined, Names};
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::domain::study::Study;
use crate::format::asked::{Asks, Reported};
use crate::format::codec::Invalid;
use crate::ports::pin::Secrets;
use crate::ports::recordings::Recordings;
use crate::ports::reporter::{ReportError, Reporter};
use crate::ports::response_store::{Kept, StoreError};
use crate::ports::sound::Sound;
use crate::ports::tablet::Desk;
use crate::ui::coordinator::gate::guard::Guard;
use crate::ui::coordinator::preparing::Preparing;
use crate::ui::coordinator::sentences::Run;
use crate::ui::coordinator::stores::Stores;
use crate::ui::coordinator::surroundings::{Device, look};
use crate::ui::coordinator::view::View;
use crate::ui::dom;
use crate::ui::text::{Language, Phrase, Translated};
use crate::workflow::ask::ask;
use crate::workflow::open_study::{Opened, StudyFolder};
use crate::workflow::recorder::Recorder;
use crate::workflow::remembered::{kept_activities, kept_centres, kept_joined};

/// How many refused responses are shown at first, and added with every "more".
pub(super) const REFUSED_SHOWN: usize = 20;

/// Texts of the study by language; none if they cannot be had.
pub(super) type Texts = BTreeMap<String, Option<Arc<Study>>>;

/// Everything that the blocks of the page share.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) language: RwSignal<Language>,
    /// Which part of the page is shown.
    pub(super) view: RwSignal<View>,
    /// The study and what is wrong with its file; none while it is being read.
    pub(super) study: RwSignal<Option<Arc<Opened>>>,
    /// What it suggests to coordinators; none while nobody knows.
    pub(super) guidance: RwSignal<Option<Arc<Guidance>>>,
    /// How many there are of what; none before the first answer of the store.
    pub(super) counts: RwSignal<Option<Result<Counts, StoreError>>>,
    pub(super) n_declined: RwSignal<usize>,
    /// The first refused responses.
    pub(super) refused: RwSignal<Vec<Kept>>,
    /// How many of them to show.
    pub(super) n_refused_shown: RwSignal<usize>,
    pub(super) run: RwSignal<Run>,
    /// The page's own clock, in milliseconds; it ticks while the page counts down.
    pub(super) now: RwSignal<u64>,
    /// As it is kept.
    pub(super) activity: RwSignal<ActivitySettings>,
    /// As it stands in the fields.
    pub(super) typed_activity: RwSignal<ActivitySettings>,
    /// What stands in the field for the day is no day at all.
    pub(super) has_no_day: RwSignal<bool>,
    /// The centre that is typed is the right name of the one that is set.
    pub(super) is_correcting: RwSignal<bool>,
    /// The tablet was to go to the participants, and no centre is named.
    pub(super) asks_centre: RwSignal<bool>,
    /// How keeping it went: whether a new activity has begun.
    pub(super) activity_saved: RwSignal<Option<Result<bool, StoreError>>>,
    /// Those that were held on this tablet.
    pub(super) activities: RwSignal<Activities>,
    /// Those that are known on this tablet.
    pub(super) centres: RwSignal<Centres>,
    /// Names that somebody said are one.
    pub(super) joined: RwSignal<Joined>,
    /// As it is kept.
    pub(super) endpoint: RwSignal<EndpointSettings>,
    pub(super) device: RwSignal<Device>,
    /// What bears on whether something may be lost; none while it is being looked at.
    pub(super) readings: RwSignal<Option<Readings>>,
    /// How many responses had been finished when the last backup was made; none before the first.
    pub(super) n_backed_up: RwSignal<Option<usize>>,
    /// After how many days what is sent is cleared.
    pub(super) retention: RwSignal<Option<u32>>,
    pub(super) speech: StoredValue<Speech>,
    /// What stands before the page when it is left.
    pub(super) guard: StoredValue<Guard>,
    pub(super) world: StoredValue<Rc<World>, LocalStorage>,
}

/// What has to do with languages and voices.
#[derive(Clone, Copy)]
pub(super) struct Speech {
    /// The study in other languages, as far as somebody wanted to see them.
    pub(super) texts: RwSignal<Texts>,
    /// Languages (ids) that work without a network.
    pub(super) on_tablet: RwSignal<Vec<String>>,
    pub(super) preparing: RwSignal<Preparing>,
    /// What native speakers have told.
    pub(super) checking: RwSignal<Checking>,
    /// What is recorded, and what is going on with a recording.
    pub(super) recorder: RwSignal<Recorder, LocalStorage>,
    /// How loud it is, from 0 to 1, and how long somebody has been speaking.
    pub(super) meter: RwSignal<(f32, Duration)>,
}

/// What lies outside the page's own values.
pub(super) struct World {
    pub(super) stores: Stores,
    pub(super) tablet: Rc<dyn Desk>,
    pub(super) recordings: Rc<dyn Recordings>,
    pub(super) sound: Rc<dyn Sound>,
    pub(super) reporter: Rc<dyn Reporter>,
    /// What moves the meter while somebody speaks.
    pub(super) watching: Cell<Option<IntervalHandle>>,
    /// How often somebody has asked for languages to be made ready.
    pub(super) n_prepared: Cell<u32>,
    /// A backup has brought settings that nobody has looked at yet: until then nothing is sent by itself.
    pub(super) is_held_back: Cell<bool>,
    /// The worker that sends has said something since the page was opened.
    pub(super) has_heard: Cell<bool>,
    /// When it was counted last while sending, by the page's own clock.
    pub(super) counted_at: Cell<u64>,
}

impl World {
    /// The study in `folder`, read by `read_study`.
    pub(super) fn studies<'a>(
        &'a self,
        folder: &'a str,
        read_study: fn(&str) -> Result<Study, Invalid>,
    ) -> StudyFolder<'a> {
        let (store, files) = (&*self.stores.responses, &*self.tablet);
        StudyFolder { store, files, folder, read_study, is_keeping: true }
    }
}

impl App {
    /// The page as it is opened: with what is kept on `tablet`, and before anything else has answered.
    pub(super) fn new(
        stores: Stores,
        tablet: Rc<dyn Desk>,
        recordings: Rc<dyn Recordings>,
        sound: Rc<dyn Sound>,
        reporter: Rc<dyn Reporter>,
        secrets: Rc<dyn Secrets>,
    ) -> Self {
        let (activity, endpoint) = (tablet.activity(), tablet.endpoint());
        let language = RwSignal::new(Language::of(&tablet.coordinator_language().unwrap_or_default()));
        let guard = Guard::new(&stores, tablet.clone(), secrets, false, language);
        Self {
            language,
            view: RwSignal::new(View::now()),
            study: RwSignal::new(None),
            guidance: RwSignal::new(None),
            counts: RwSignal::new(None),
            n_declined: RwSignal::new(tablet.n_declined()),
            refused: RwSignal::new(Vec::new()),
            n_refused_shown: RwSignal::new(REFUSED_SHOWN),
            run: RwSignal::new(Run::Idle),
            now: RwSignal::new(tablet.clock_ms()),
            activity: RwSignal::new(activity.clone()),
            typed_activity: RwSignal::new(activity),
            has_no_day: RwSignal::new(false),
            is_correcting: RwSignal::new(false),
            asks_centre: RwSignal::new(false),
            activity_saved: RwSignal::new(None),
            activities: RwSignal::new(kept_activities(&*tablet)),
            centres: RwSignal::new(kept_centres(&*tablet)),
            joined: RwSignal::new(kept_joined(&*tablet)),
            endpoint: RwSignal::new(endpoint),
            device: RwSignal::new(look()),
            readings: RwSignal::new(None),
            n_backed_up: RwSignal::new(None),
            retention: RwSignal::new(tablet.retention()),
            speech: StoredValue::new(Speech {
                texts: RwSignal::default(),
                on_tablet: RwSignal::default(),
                preparing: RwSignal::default(),
                checking: RwSignal::new(tablet.checking()),
                recorder: RwSignal::new_local(Recorder::default()),
                meter: RwSignal::default(),
            }),
            guard: StoredValue::new(guard),
            world: StoredValue::new_local(Rc::new(World {
                stores,
                tablet,
                recordings,
                sound,
                reporter,
                watching: Cell::default(),
                n_prepared: Cell::default(),
                is_held_back: Cell::default(),
                has_heard: Cell::new(false),
                counted_at: Cell::new(0),
            })),
        }
    }

    pub(super) fn tell_language(self) {
        let language = self.language.get_untracked();
        dom::set_language(language.id(), language.is_right_to_left());
        document().set_title(language.say(Phrase::Title));
    }

    /// What the worker that makes results answers to `question`.
    pub(super) async fn ask<Q: Asks>(self, question: Q) -> Result<Reported<Q::Answer>, ReportError> {
        self.ask_for_file(question).await.map(|(reported, _)| reported)
    }

    /// The same, with the file that was made.
    pub(super) async fn ask_for_file<Q: Asks>(
        self,
        question: Q,
    ) -> Result<(Reported<Q::Answer>, Option<Vec<u8>>), ReportError> {
        let reporter = self.world.with_value(|world| Rc::clone(&world.reporter));
        ask(&*reporter, question, self.names()).await
    }

    /// What is known of names and activities, for the worker that makes results.
    fn names(self) -> Names {
        let joined = self.joined.get_untracked();
        Names { joined, corrected: self.activities.with_untracked(Activities::centres) }
    }

    /// `phrase` in the language of the page.
    pub(crate) fn say(self, phrase: impl Translated) -> Signal<&'static str> {
        Signal::derive(move || self.language.get().say(phrase))
    }

    /// Where the study stands, from the site's root.
    pub(super) fn study_address(self) -> String {
        format!("{}study.json", self.tablet().study_folder())
    }

    pub(super) fn speech(self) -> Speech {
        self.speech.get_value()
    }

    pub(super) fn tablet(self) -> Rc<dyn Desk> {
        self.world.with_value(|world| Rc::clone(&world.tablet))
    }
}

//! The coordinator's page: the activity at hand, and around it a part with an address of its own for each other matter.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::activities::{Activities, Centres};
use crate::domain::checking::Checking;
use crate::domain::delivery::{Report, State, Trouble};
use crate::domain::guidance::Guidance;
use crate::domain::health::Facts;
use crate::domain::ledger::Counts;
use crate::domain::same::Joined;
use crate::domain::settings::{ActivitySettings, EndpointSettings};
use crate::domain::study::Study;
use crate::format::asked::{Asks, Reported};
use crate::format::codec::Invalid;
use crate::format::study::check_study;
use crate::ports::archive::Archive;
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::recordings::Recordings;
use crate::ports::reporter::{ReportError, Reporter};
use crate::ports::response_store::{Kept, Outbox, Overview, ResponseStore, StoreError};
use crate::ports::sound::{Sound, Take};
use crate::ports::tablet::Desk;
use crate::ui::coordinator::booth::Booth;
use crate::ui::coordinator::device::Device;
use crate::ui::coordinator::gate::Guard;
use crate::ui::coordinator::languages::Preparing;
use crate::ui::coordinator::sentences::{Run, store_error};
use crate::ui::coordinator::texts::Texts;
use crate::ui::coordinator::view::View;
use crate::ui::dom;
use crate::ui::text::{Language, Phrase, Said};
use crate::workflow::ask::ask;
use crate::workflow::open_study::{Opened, STUDY, StudyFolder};

mod activity;
mod again;
mod asking_centre;
mod backup;
mod block;
mod booth;
mod by_activity;
mod centres;
mod checking;
mod clearing;
mod counters;
mod data;
mod device;
mod endpoint;
mod filter;
mod gate;
mod health;
mod help;
mod indicators;
mod joining;
mod languages;
mod ledger;
mod links;
mod overview;
pub(crate) mod paper;
mod ready;
mod refused;
pub(crate) mod results;
mod sending;
mod sentences;
mod setup;
mod story;
mod study;
mod texts;
mod top;
mod view;
mod voice_file;
mod voices;

/// How long the worker that sends may take for its first word. It has a script to fetch, and looks for a collector
/// for at most ten seconds.
const FIRST_WORD: Duration = Duration::from_secs(20);

/// How often the page looks at what tells no one when it changes: the attributes that the start script sets.
const LOOK: Duration = Duration::from_secs(2);

/// How often it is counted how many there are of what while they are sent.
const COUNT_EVERY_MS: u64 = 1000;

/// How many refused responses are shown at first, and added with every "more".
const REFUSED_SHOWN: usize = 20;

/// How many responses are looked at to see since when some have waited.
const SOME_UNSENT: usize = 50;

/// Everything that the blocks of the page share.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) language: RwSignal<Language>,
    /// Which part of the page is shown.
    view: RwSignal<View>,
    /// The study and what is wrong with its file; none while it is being read.
    study: RwSignal<Option<Arc<Opened>>>,
    /// What it suggests to coordinators; none while nobody knows.
    guidance: RwSignal<Option<Arc<Guidance>>>,
    /// How many there are of what; none before the first answer of the store.
    counts: RwSignal<Option<Result<Counts, StoreError>>>,
    n_declined: RwSignal<usize>,
    /// The first refused responses.
    refused: RwSignal<Vec<Kept>>,
    /// How many of them to show.
    n_refused_shown: RwSignal<usize>,
    run: RwSignal<Run>,
    /// The page's own clock, in milliseconds; it ticks while the page counts down.
    now: RwSignal<u64>,
    /// As it is kept.
    activity: RwSignal<ActivitySettings>,
    /// As it stands in the fields.
    typed_activity: RwSignal<ActivitySettings>,
    /// What stands in the field for the day is no day at all.
    has_no_day: RwSignal<bool>,
    /// The centre that is typed is the right name of the one that is set.
    is_correcting: RwSignal<bool>,
    /// The tablet was to go to the participants, and no centre is named.
    asks_centre: RwSignal<bool>,
    /// How keeping it went: whether a new activity has begun.
    activity_saved: RwSignal<Option<Result<bool, StoreError>>>,
    /// Those that were held on this tablet.
    activities: RwSignal<Activities>,
    /// Those that are known on this tablet.
    centres: RwSignal<Centres>,
    /// Names that somebody said are one.
    joined: RwSignal<Joined>,
    /// As it is kept.
    endpoint: RwSignal<EndpointSettings>,
    device: RwSignal<Device>,
    /// What bears on whether something may be lost; none while it is being looked at.
    facts: RwSignal<Option<Facts>>,
    /// How many responses had been finished when the last backup was made; none before the first.
    n_backed_up: RwSignal<Option<usize>>,
    /// After how many days what is sent is cleared.
    retention: RwSignal<Option<u32>>,
    speech: StoredValue<Speech>,
    /// What stands before the page when it is left.
    guard: StoredValue<Guard>,
    world: StoredValue<Rc<World>, LocalStorage>,
}

/// What has to do with languages and voices.
#[derive(Clone, Copy)]
struct Speech {
    /// The study in other languages, as far as somebody wanted to see them.
    texts: RwSignal<Texts>,
    /// Languages (ids) that work without a network.
    on_tablet: RwSignal<Vec<String>>,
    preparing: RwSignal<Preparing>,
    /// What native speakers have told.
    checking: RwSignal<Checking>,
    booth: Booth,
}

/// What lies outside the page's own values.
struct World {
    stores: Stores,
    tablet: Rc<dyn Desk>,
    recordings: Rc<dyn Recordings>,
    sound: Rc<dyn Sound>,
    reporter: Rc<dyn Reporter>,
    /// Somebody is speaking.
    take: RefCell<Option<Rc<dyn Take>>>,
    /// What moves the meter meanwhile.
    watching: Cell<Option<IntervalHandle>>,
    /// How often somebody has asked for languages to be made ready.
    n_prepared: Cell<u32>,
    /// A backup has brought settings that nobody has looked at yet: until then nothing is sent by itself.
    is_held_back: Cell<bool>,
    /// The worker that sends has said something since the page was opened.
    has_heard: Cell<bool>,
    /// When it was counted last while sending, by the page's own clock.
    counted_at: Cell<u64>,
}

impl World {
    /// The study in `folder`, read by `read_study`.
    fn studies<'a>(
        &'a self,
        folder: &'a str,
        read_study: fn(&str) -> Result<Study, Invalid>,
    ) -> StudyFolder<'a> {
        let (store, files) = (&*self.stores.responses, &*self.tablet);
        StudyFolder { store, files, folder, read_study, is_keeping: true }
    }
}

/// The store of the tablet, from every side from which the coordinator sees it.
pub struct Stores {
    responses: Rc<dyn ResponseStore>,
    outbox: Rc<dyn Outbox>,
    overview: Rc<dyn Overview>,
    archive: Rc<dyn Archive>,
    locks: Rc<dyn LockStore>,
}

impl Stores {
    /// All sides of one store.
    pub fn of<S: ResponseStore + Outbox + Overview + Archive + LockStore + 'static>(store: S) -> Self {
        let store = Rc::new(store);
        Self {
            responses: store.clone(),
            outbox: store.clone(),
            overview: store.clone(),
            archive: store.clone(),
            locks: store,
        }
    }
}

/// Shows the page, and fills it in as the store and the study answer; after the right PIN, if there is one.
pub fn start(
    stores: Stores,
    tablet: Rc<dyn Desk>,
    recordings: Rc<dyn Recordings>,
    sound: Rc<dyn Sound>,
    reporter: Rc<dyn Reporter>,
    secrets: Rc<dyn Secrets>,
) {
    gate::before(stores, tablet, secrets, move |stores, tablet, secrets| {
        open(stores, tablet, recordings, sound, reporter, secrets);
    });
}

/// Shows the page itself.
fn open(
    stores: Stores,
    tablet: Rc<dyn Desk>,
    recordings: Rc<dyn Recordings>,
    sound: Rc<dyn Sound>,
    reporter: Rc<dyn Reporter>,
    secrets: Rc<dyn Secrets>,
) {
    let Some(root) = dom::find("#app") else { return };
    mount_to(root, move || {
        let (activity, endpoint) = (tablet.activity(), tablet.endpoint());
        let language = RwSignal::new(Language::of(&tablet.coordinator_language().unwrap_or_default()));
        let guard = Guard::new(&stores, tablet.clone(), secrets, false, language);
        let app = App {
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
            activities: RwSignal::new(again::kept_activities(&*tablet)),
            centres: RwSignal::new(centres::kept_centres(&*tablet)),
            joined: RwSignal::new(joining::kept_joined(&*tablet)),
            endpoint: RwSignal::new(endpoint),
            device: RwSignal::new(device::look()),
            facts: RwSignal::new(None),
            n_backed_up: RwSignal::new(None),
            retention: RwSignal::new(tablet.retention()),
            speech: StoredValue::new(Speech {
                texts: RwSignal::default(),
                on_tablet: RwSignal::default(),
                preparing: RwSignal::default(),
                checking: RwSignal::new(tablet.checking()),
                booth: Booth::default(),
            }),
            guard: StoredValue::new(guard),
            world: StoredValue::new_local(Rc::new(World {
                stores,
                tablet,
                recordings,
                sound,
                reporter,
                take: RefCell::default(),
                watching: Cell::default(),
                n_prepared: Cell::default(),
                is_held_back: Cell::default(),
                has_heard: Cell::new(false),
                counted_at: Cell::new(0),
            })),
        };
        app.begin();
        app.view()
    })
    .forget();
}

impl App {
    /// What happens by itself: reading, sending, looking again.
    fn begin(self) {
        self.tell_language();
        self.guard.get_value().watch(self.view);
        self.look_at_activity();
        // Nobody takes part on this page: it never keeps a new version of the app waiting.
        self.tablet().set_busy(None);
        spawn_local(async move {
            self.open_study().await;
            self.list_recordings().await;
            self.look_at_languages().await;
        });
        spawn_local(self.take_up());
        window_event_listener(ev::online, move |_| spawn_local(self.send_if_any()));
        window_event_listener(ev::hashchange, move |_| {
            self.view.set(View::now());
            spawn_local(self.leave_booth());
            view::arrive();
        });
        // One that is put by still has what was recorded when it comes back.
        window_event_listener_untyped("betekenis-left", move |_| spawn_local(self.leave_booth()));
        window_event_listener(ev::visibilitychange, move |_| {
            if device::is_visible() {
                self.look_at_activity();
                spawn_local(async move {
                    self.refresh().await;
                    self.look_after().await;
                });
            }
        });
        set_interval(
            move || {
                let seen = device::look();
                if self.device.with_untracked(|device| *device != seen) {
                    self.device.set(seen);
                }
                let today = self.tablet().today();
                if self.activity.with_untracked(|set| !set.id.is_empty() && set.on(&today) != *set) {
                    self.look_at_activity();
                }
            },
            LOOK,
        );
        set_interval(
            move || {
                if self.run.with_untracked(|run| matches!(run, Run::Ended { again_at: Some(_), .. })) {
                    self.now.set(self.tablet().clock_ms());
                }
            },
            Duration::from_secs(1),
        );
    }

    fn view(self) -> AnyView {
        let is_not = |section: View| Memo::new(move |_| self.view.with(|view| *view != section));
        let (is_not_desk, is_not_device) = (is_not(View::Desk), is_not(View::Device));
        let elsewhere = move || match self.view.get() {
            View::Desk | View::Device => None,
            View::Voices(language) => Some(voices::voices(self, language)),
            View::OneByOne(language) => Some(voices::one_by_one(self, language)),
            View::Checking(language) => Some(checking::checking(self, language)),
            View::Results(activity) => Some(results::results(self, activity)),
            View::Story(page) => Some(story::story(self, &page)),
            View::Data => Some(data::data(self)),
            View::Setup(payload) => Some(setup::setup(self, payload)),
            View::Paper(page) => Some(paper::paper(self, page)),
            View::Help(page) => Some(help::help(self, page)),
        };
        // What is not shown stays there: what was typed is still meant.
        view! {
            {self.guard.get_value().cover()} {counters::practice(self)}
            <div class="coordinator" inert=self.guard.get_value().is_covering()>
                {top::top(self)}
                <div class="coordinator-column" data-view="#" hidden=is_not_desk>
                    {help::invitation(self)} {overview::overview(self)} {counters::counters(self)} {device::worries(self)} {activity::activity(self)}
                </div>
                <div class="coordinator-column" data-view="#" hidden=is_not_desk>
                    {sending::sending(self)} {languages::languages(self)}
                </div>
                <div class="coordinator-column" data-view="#/device" hidden=is_not_device>
                    {device::device(self)} {gate::gate(self)}
                </div>
                <div class="coordinator-column" data-view="#/device" hidden=is_not_device>
                    {endpoint::endpoint(self)} {study::study(self)}
                </div>
                <div class="coordinator-view" hidden=move || !(is_not_desk.get() && is_not_device.get())>
                    {elsewhere}
                </div>
            </div>
        }
        .into_any()
    }

    /// Reads the study, with the texts of the coordinator's language if it has them.
    async fn open_study(self) {
        let world = self.world.get_value();
        let folder = world.tablet.study_folder();
        let studies = world.studies(&folder, check_study);
        let mut opened = studies.open(STUDY).await;
        if let Some(study) = &opened.study {
            let own = studies.in_language(study, self.language.get_untracked().id()).await;
            if let Some(guidance) = studies.guidance(study).await {
                self.guidance.set(Some(Arc::new(guidance)));
            }
            // Where it cannot be had, the first language is read.
            opened.study = own.or(opened.study);
        }
        self.study.set(Some(Arc::new(opened)));
    }

    /// Takes in what was set of the activity on the participants' page, unless something else is typed here. On another
    /// day than it was set for, that of a new day begins. It is not remembered before somebody keeps or
    /// starts it, answers, or notes something.
    fn look_at_activity(self) {
        let (set, tablet) = (self.activity.get_untracked(), self.tablet());
        let kept = tablet.activity();
        let now = if kept.id.is_empty() { kept.clone() } else { kept.on(&tablet.today()) };
        if now != kept {
            // If it cannot be kept, the participants' page begins it.
            let _ = tablet.set_activity(&now);
        }
        if now != set {
            if self.typed_activity.with_untracked(|typed| *typed == set) {
                self.typed_activity.set(now.clone());
            }
            self.activity.set(now.clone());
        }
    }

    /// Counts anew.
    async fn refresh(self) {
        let world = self.world.get_value();
        let counts = world.stores.overview.counts().await;
        let refused = match &counts {
            Ok(counts) if counts.refused > 0 => {
                world.stores.overview.page(&[State::Refused], "", self.n_refused_shown.get_untracked()).await
            }
            _ => Ok(Vec::new()),
        };
        let (counts, refused) = match refused {
            Ok(refused) => (counts, refused),
            Err(error) => (Err(error), Vec::new()),
        };
        if self.counts.with_untracked(|before| before.as_ref() != Some(&counts)) {
            self.counts.set(Some(counts));
        }
        if self.refused.with_untracked(|before| *before != refused) {
            self.refused.set(refused);
        }
        self.n_declined.set(world.tablet.n_declined());
    }

    /// Looks at what may be lost: the storage itself, and what has been carried away from it.
    async fn look_after(self) {
        let world = self.world.get_value();
        let overview = &world.stores.overview;
        // Ids are by chance, so the first ones are of all days; all of them may be thousands.
        let unsent =
            overview.page(&[State::Waiting, State::Sending], "", SOME_UNSENT).await.unwrap_or_default();
        let days = unsent
            .into_iter()
            .map(|kept| if kept.entry.finished.is_empty() { kept.entry.day } else { kept.entry.finished });
        let last_backup = world.tablet.last_backup();
        self.n_backed_up.set(last_backup.as_ref().map(|backup| backup.n_finished));
        let facts = Facts {
            oldest_unsent: days.min(),
            health: world.tablet.health().await,
            n_unsent: self.n_unsent(),
            last_sent: overview.last_sent().await.unwrap_or_default(),
            last_backup: last_backup.map(|backup| backup.day),
            today: world.tablet.today(),
        };
        if self.facts.with_untracked(|before| before.as_ref() != Some(&facts)) {
            self.facts.set(Some(facts));
        }
    }

    /// Counts, looks after everything and sends, after something has changed in the store.
    async fn take_up(self) {
        self.send_if_any().await;
        self.look_after().await;
    }

    /// Sends by itself, without a word if there is nothing to send.
    async fn send_if_any(self) {
        self.refresh().await;
        if self.n_unsent() > 0 && !self.world.with_value(|world| world.is_held_back.get()) {
            self.begin_run();
        }
    }

    /// Sends because somebody asked.
    async fn send_now(self) {
        self.refresh().await;
        let failed =
            self.counts.with_untracked(|counts| counts.as_ref().and_then(|counts| counts.clone().err()));
        match failed {
            Some(error) => self.run.set(Run::StoreFailed(error)),
            None if self.n_unsent() == 0 => self.run.set(Run::Nothing),
            None => self.begin_run(),
        }
    }

    fn begin_run(self) {
        self.run.set(Run::Going { n_done: 0, n_total: self.n_unsent() });
        self.tablet().send_and_report(Rc::new(move |report| self.hear(report)));
        set_timeout(
            move || {
                let is_silent = !self.world.with_value(|world| world.has_heard.get());
                if is_silent && self.run.with_untracked(|run| matches!(run, Run::Going { .. })) {
                    self.run.set(Run::Silent);
                }
            },
            FIRST_WORD,
        );
    }

    /// Takes in what the worker that sends reports.
    fn hear(self, report: Report) {
        self.world.with_value(|world| world.has_heard.set(true));
        let run = match report {
            Report::Progress(n_sent, n_refused) => {
                let n_done = n_sent + n_refused;
                let n_total = self.run.with_untracked(|run| match run {
                    Run::Going { n_total, .. } => *n_total,
                    // It came back by itself: what was counted last is what there was.
                    _ => self.n_unsent(),
                });
                Run::Going { n_done, n_total: n_total.max(n_done) }
            }
            Report::Ended { n_sent, n_refused, trouble, again } => {
                let now = self.tablet().clock_ms();
                self.now.set(now);
                let again_at =
                    again.map(|again| now + u64::try_from(again.as_millis()).unwrap_or(u64::MAX / 2));
                // A site without a network seems to have no collector.
                let trouble = trouble.map(|trouble| match trouble {
                    Trouble::NoEndpoint if !device::is_online() => Trouble::Offline,
                    trouble => trouble,
                });
                Run::Ended { n_sent, n_refused, trouble, again_at }
            }
            Report::StoreFailed(said) => Run::StoreFailed(store_error(&said)),
        };
        let is_over = !matches!(run, Run::Going { .. });
        self.run.set(run);
        // To count thousands takes as long as to send some.
        let now = self.tablet().clock_ms();
        let is_too_soon = self.world.with_value(|world| now < world.counted_at.get() + COUNT_EVERY_MS);
        if is_too_soon && !is_over {
            return;
        }
        self.world.with_value(|world| world.counted_at.set(now));
        spawn_local(async move {
            self.refresh().await;
            if is_over {
                self.look_after().await;
            }
        });
    }

    /// Responses that wait or are on their way.
    fn n_unsent(self) -> usize {
        self.counts.with_untracked(|counts| count_unsent(counts.as_ref()))
    }

    fn choose_language(self, language: Language) {
        self.language.set(language);
        // Not kept, it is asked for again the next time: no reason to stop anyone.
        let _ = self.tablet().set_coordinator_language(language.id());
        self.tell_language();
        spawn_local(self.open_study());
    }

    fn tell_language(self) {
        let language = self.language.get_untracked();
        dom::set_language(language.id(), language.is_right_to_left());
        document().set_title(language.say(Phrase::Title));
    }

    /// What the worker that makes results answers to `question`.
    async fn ask<Q: Asks>(self, question: Q) -> Result<Reported<Q::Answer>, ReportError> {
        self.ask_for_file(question).await.map(|(reported, _)| reported)
    }

    /// The same, with the file that was made.
    async fn ask_for_file<Q: Asks>(
        self,
        question: Q,
    ) -> Result<(Reported<Q::Answer>, Option<Vec<u8>>), ReportError> {
        let reporter = self.world.with_value(|world| Rc::clone(&world.reporter));
        ask(&*reporter, question, self.names()).await
    }

    /// `phrase` in the language of the page.
    pub(crate) fn say(self, phrase: impl Said) -> Signal<&'static str> {
        Signal::derive(move || self.language.get().say(phrase))
    }

    /// Where the study stands, from the site's root.
    fn study_address(self) -> String {
        format!("{}study.json", self.tablet().study_folder())
    }

    fn speech(self) -> Speech {
        self.speech.get_value()
    }

    fn tablet(self) -> Rc<dyn Desk> {
        self.world.with_value(|world| Rc::clone(&world.tablet))
    }
}

fn count_unsent(counts: Option<&Result<Counts, StoreError>>) -> usize {
    counts.and_then(|counts| counts.as_ref().ok()).map_or(0, |counts| counts.waiting + counts.sending)
}

//! The parts of the page that come after its first view, each with files of its own. The build takes the program apart where
//! `wasm_split` says so; what two parts share comes with either of them, and what the first view needs is there.
//!
//! Somebody who wants a part gets it at once. The others come by themselves when the page has come to rest: so it works on when
//! the line goes, or when a newer version has taken the place of the files of this one.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{coming, missing};
use crate::ui::coordinator::view::View;
use crate::ui::coordinator::{
    activity, checking, data, device, endpoint, framework, gate, help, languages, paper, results, sending,
    setup, study, voices,
};

/// Draws a view of a part that is here.
type Draw = fn(App, View) -> AnyView;

/// What there is of the desk besides the numbers, with which it begins.
#[derive(Debug, Clone, Copy)]
struct Desk {
    /// The activity at hand.
    activity: fn(App) -> AnyView,
    /// What stands beside it.
    beside: fn(App) -> AnyView,
}

#[wasm_split(desk, fallible)]
fn desk() -> Result<Desk, SplitLoaderError> {
    Ok(Desk {
        activity: activity::activity,
        beside: |app| view! { {sending::sending(app)} {languages::languages(app)} }.into_any(),
    })
}

/// A part of the page that is not shown at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The tablet itself: what is set once, and carried to other tablets; the voices in it.
    Tablet,
    /// What the responses say; what is printed and what comes back on paper; explanations.
    Responses,
}

impl Part {
    const ALL: [Self; 2] = [Self::Tablet, Self::Responses];

    /// The part to which `view` belongs; none if that is the desk.
    fn of(view: &View) -> Option<Self> {
        match view {
            View::Desk => None,
            View::Device | View::Setup(_) | View::Voices(_) | View::OneByOne(_) | View::Checking(_) => {
                Some(Self::Tablet)
            }
            View::Results(_) | View::Framework(_) | View::Data | View::Paper(_) | View::Help(_) => {
                Some(Self::Responses)
            }
        }
    }

    async fn fetch(self) -> Result<Draw, SplitLoaderError> {
        match self {
            Self::Tablet => tablet().await,
            Self::Responses => responses().await,
        }
    }
}

#[wasm_split(tablet, fallible)]
fn tablet() -> Result<Draw, SplitLoaderError> {
    Ok(|app, view| match view {
        View::Device => columns(app),
        View::Setup(payload) => setup::setup(app, payload),
        View::Voices(language) => voices::voices(app, language),
        View::OneByOne(language) => voices::one_by_one(app, language),
        View::Checking(language) => checking::checking(app, language),
        _ => ().into_any(),
    })
}

#[wasm_split(responses, fallible)]
fn responses() -> Result<Draw, SplitLoaderError> {
    Ok(|app, view| match view {
        View::Results(activity) => results::results(app, activity),
        View::Framework(page) => framework::framework(app, &page),
        View::Data => data::data(app),
        View::Paper(page) => paper::paper(app, page),
        View::Help(page) => help::help(app, page),
        _ => ().into_any(),
    })
}

/// What is set once. It stays on the page when another view is shown: what was typed is still meant.
fn columns(app: App) -> AnyView {
    let is_elsewhere = Memo::new(move |_| app.view.with(|view| *view != View::Device));
    view! {
        <div class="coordinator-column" data-view="#/device" hidden=is_elsewhere>
            {device::device(app)} {gate::gate(app)}
        </div>
        <div class="coordinator-column" data-view="#/device" hidden=is_elsewhere>
            {endpoint::endpoint(app)} {study::study(app)}
        </div>
    }
    .into_any()
}

/// How far a part is, and what draws it.
#[derive(Debug, Clone, Copy)]
enum Arrival<T> {
    Coming,
    Missing,
    Here(T),
}

impl<T> PartialEq for Arrival<T> {
    /// What draws a part never changes.
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// How far the parts of the page are.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    app: App,
    desk: RwSignal<Arrival<Desk>>,
    others: RwSignal<BTreeMap<Part, Arrival<Draw>>>,
}

impl Parts {
    /// None of them is here yet.
    pub(super) fn new(app: App) -> Self {
        Self { app, desk: RwSignal::new(Arrival::Coming), others: RwSignal::default() }
    }

    /// Brings the desk and what it shows of the study, the screens of the gate, and then every other part, one after the other.
    pub(super) async fn begin(self) {
        let app = self.app;
        if !self.bring_desk().await {
            return;
        }
        app.open_study().await;
        gate::ready(app.guard.get_value()).await;
        app.list_recordings().await;
        app.look_at_languages().await;
        for part in Part::ALL {
            self.bring(part).await;
        }
    }

    /// Resolves when the part to which `view` belongs is here, or cannot be had.
    pub(super) async fn want(self, view: View) {
        // The study comes with it, which every view shows something of.
        if self.desk.get_untracked() == Arrival::Missing {
            spawn_local(self.begin());
        }
        match Part::of(&view) {
            Some(part) => self.bring(part).await,
            None => drop(self.bring_desk().await),
        }
    }

    /// Whether the desk is here.
    async fn bring_desk(self) -> bool {
        let known = self.desk.get_untracked();
        if known == Arrival::Missing {
            self.desk.set(Arrival::Coming);
        }
        let arrival = desk().await.map_or(Arrival::Missing, Arrival::Here);
        // Somebody else may have waited for it too.
        if self.desk.get_untracked() != arrival {
            self.desk.set(arrival);
        }
        arrival != Arrival::Missing
    }

    async fn bring(self, part: Part) {
        if matches!(self.others.with_untracked(|others| others.get(&part).copied()), Some(Arrival::Here(_))) {
            return;
        }
        self.tell(part, Arrival::Coming);
        let arrival = part.fetch().await.map_or(Arrival::Missing, Arrival::Here);
        self.tell(part, arrival);
    }

    fn tell(self, part: Part, arrival: Arrival<Draw>) {
        let told = self.others.with_untracked(|others| others.get(&part).copied());
        // Somebody else may have waited for it too.
        if told != Some(arrival) && !matches!(told, Some(Arrival::Here(_))) {
            self.others.update(|others| others.extend([(part, arrival)]));
        }
    }

    fn arrival(self, part: Part) -> Arrival<Draw> {
        self.others.with(|others| others.get(&part).copied()).unwrap_or(Arrival::Coming)
    }

    /// That the desk cannot be had, and what to do.
    pub(super) fn trouble(self) -> AnyView {
        let trouble = move || (self.desk.get() == Arrival::Missing).then(|| self.missing(View::Desk));
        trouble.into_any()
    }

    /// The activity at hand, once the desk is here.
    pub(super) fn activity(self) -> AnyView {
        let app = self.app;
        let activity = move || match self.desk.get() {
            Arrival::Here(desk) => Some((desk.activity)(app)),
            Arrival::Coming => Some(coming(app.language)),
            Arrival::Missing => None,
        };
        activity.into_any()
    }

    /// What stands beside the activity.
    pub(super) fn beside(self) -> AnyView {
        let app = self.app;
        let beside = move || match self.desk.get() {
            Arrival::Here(desk) => Some((desk.beside)(app)),
            _ => None,
        };
        beside.into_any()
    }

    /// What is set once, as soon as it is here.
    pub(super) fn columns(self) -> AnyView {
        let arrival = Memo::new(move |_| self.arrival(Part::Tablet));
        let columns = move || match arrival.get() {
            Arrival::Here(draw) => Some(draw(self.app, View::Device)),
            _ => None,
        };
        columns.into_any()
    }

    /// Whichever other view is wanted, or how far it is.
    pub(super) fn elsewhere(self) -> AnyView {
        let app = self.app;
        Effect::new(move |_| spawn_local(self.want(app.view.get())));
        let shown = Memo::new(move |_| {
            let view = app.view.get();
            Part::of(&view).map(|part| (self.arrival(part), view))
        });
        let is_in_columns =
            move || shown.with(|shown| matches!(shown, None | Some((Arrival::Here(_), View::Device))));
        let content = move || match shown.get()? {
            (Arrival::Here(_), View::Device) => None,
            (Arrival::Here(draw), view) => Some(draw(app, view)),
            (Arrival::Coming, _) => Some(coming(app.language)),
            (Arrival::Missing, view) => Some(self.missing(view)),
        };
        view! { <div class="coordinator-view" hidden=is_in_columns>{content}</div> }.into_any()
    }

    /// A part cannot be had.
    fn missing(self, view: View) -> AnyView {
        missing(self.app.language, move || match view.clone() {
            View::Desk => spawn_local(self.begin()),
            view => spawn_local(self.want(view)),
        })
    }
}

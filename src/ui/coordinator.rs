//! The coordinator's page: the activity at hand, and around it a part with an address of its own for each other matter.

use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ports::pin::Secrets;
use crate::ports::recordings::Recordings;
use crate::ports::reporter::Reporter;
use crate::ports::sound::Sound;
use crate::ports::tablet::Desk;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::parts::Parts;
use crate::ui::coordinator::sentences::Run;
pub use crate::ui::coordinator::stores::Stores;
use crate::ui::coordinator::surroundings::{is_visible, look};
use crate::ui::coordinator::view::View;
use crate::ui::dom;

mod activity;
mod again;
pub(crate) mod app;
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
mod framework;
mod gate;
mod health;
mod help;
mod indicators;
mod joining;
mod languages;
mod ledger;
mod links;
mod outbox;
mod overview;
pub(crate) mod paper;
mod parts;
mod planned;
mod preparing;
mod ready;
mod refused;
pub(crate) mod results;
mod sending;
mod sentences;
mod setup;
mod stores;
mod study;
mod surroundings;
mod texts;
mod top;
mod view;
mod voice_file;
mod voices;

/// How often the page looks at what tells no one when it changes: the attributes that the start script sets.
const LOOK: Duration = Duration::from_secs(2);

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
        let app = App::new(stores, tablet, recordings, sound, reporter, secrets);
        let parts = Parts::new(app);
        begin(app, parts);
        view(app, parts)
    })
    .forget();
}

/// What happens by itself: reading, sending, looking again.
fn begin(app: App, parts: Parts) {
    app.tell_language();
    app.guard.get_value().watch(app.view);
    app.look_at_activity();
    // Nobody takes part on this page: it never keeps a new version of the app waiting.
    app.tablet().set_busy(None);
    spawn_local(parts.begin());
    spawn_local(app.take_up());
    window_event_listener(ev::online, move |_| spawn_local(app.send_if_any()));
    window_event_listener(ev::hashchange, move |_| {
        app.view.set(View::now());
        spawn_local(app.leave_booth());
        spawn_local(async move {
            parts.want(app.view.get_untracked()).await;
            view::arrive();
        });
    });
    // One that is put by still has what was recorded when it comes back.
    window_event_listener_untyped("betekenis-left", move |_| spawn_local(app.leave_booth()));
    window_event_listener(ev::visibilitychange, move |_| {
        if is_visible() {
            app.look_at_activity();
            spawn_local(async move {
                app.refresh().await;
                app.look_after().await;
            });
        }
    });
    set_interval(
        move || {
            let seen = look();
            if app.device.with_untracked(|device| *device != seen) {
                app.device.set(seen);
            }
            let today = app.tablet().today();
            if app.activity.with_untracked(|set| !set.id.is_empty() && set.on(today) != *set) {
                app.look_at_activity();
            }
        },
        LOOK,
    );
    set_interval(
        move || {
            if app.run.with_untracked(|run| matches!(run, Run::Ended { again_at: Some(_), .. })) {
                app.now.set(app.tablet().clock_ms());
            }
        },
        Duration::from_secs(1),
    );
}

fn view(app: App, parts: Parts) -> AnyView {
    let is_not_desk = Memo::new(move |_| app.view.with(|view| *view != View::Desk));
    // What is not shown stays there: what was typed is still meant.
    view! {
        {gate::cover(app.guard.get_value())} {counters::practice(app)}
        <div class="coordinator" inert=app.guard.get_value().is_covering()>
            {top::top(app)}
            <div class="coordinator-column" data-view="#" hidden=is_not_desk>
                {parts.trouble()} {help::invitation(app)} {overview::overview(app)} {counters::counters(app)} {device::worries(app)} {parts.activity()}
            </div>
            <div class="coordinator-column" data-view="#" hidden=is_not_desk>
                {parts.beside()}
            </div>
            {parts.columns()}
            {parts.elsewhere()}
        </div>
    }
    .into_any()
}

//! Whether everything that participants need is on the tablet: told beside "Start".

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::NoticeText;
use crate::ui::coordinator::preparing::{Place, Preparing};
use crate::ui::coordinator::sentences::{Notice, Tone};
use crate::ui::text::plan::PlanPhrase;
use crate::ui::text::{Language, Phrase};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Readiness {
    /// Nobody has looked yet.
    Looking,
    /// This language (its name) is being fetched.
    Going(String),
    /// All languages (names) are there.
    Ready(Vec<String>),
    /// These (names) are not.
    Missing(Vec<String>),
    /// Nothing can be put on this tablet.
    Never,
}

impl Readiness {
    fn notice(&self, language: Language) -> Notice {
        let names = |phrase, names: &[String]| language.say_with(phrase, &[("languages", &names.join(", "))]);
        match self {
            Self::Looking => Notice::new(Tone::Plain, language.say(PlanPhrase::ReadyLooking)),
            Self::Going(name) => {
                Notice::new(Tone::Plain, language.say_with(PlanPhrase::ReadyGoing, &[("language", name)]))
            }
            Self::Ready(ready) => Notice::new(Tone::Good, names(PlanPhrase::Ready, ready)),
            Self::Missing(missing) => Notice::new(Tone::Trouble, names(PlanPhrase::ReadyNot, missing)),
            Self::Never => Notice::new(Tone::Trouble, language.say(PlanPhrase::ReadyNever)),
        }
    }
}

/// How often it is looked at while nothing is there: a tablet that opens the app for the first time is still fetching it.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// After so many looks it is told that nothing is there.
const SOME_LOOKS: usize = 2;

/// After so many looks, what is not there does not come by itself.
const MOST_LOOKS: usize = 15;

/// How far it is, of what is offered (id and name) and what is there (ids).
fn readiness(
    offered: &[(String, String)],
    there: &[String],
    preparing: &Preparing,
    may_come: bool,
    is_secure: bool,
) -> Readiness {
    if let Preparing::Going(_, name, ..) = preparing {
        return Readiness::Going(name.clone());
    }
    let names = |is_there: bool| {
        let some = offered.iter().filter(|(id, _)| there.contains(id) == is_there);
        some.map(|(_, name)| name.clone()).collect::<Vec<_>>()
    };
    let missing = names(false);
    if offered.is_empty() || (there.is_empty() && is_secure && may_come && *preparing == Preparing::Idle) {
        Readiness::Looking
    } else if missing.is_empty() {
        Readiness::Ready(names(true))
    } else if is_secure {
        Readiness::Missing(missing)
    } else {
        Readiness::Never
    }
}

/// A line, and a button where something is to be done.
pub(super) fn ready(app: App) -> AnyView {
    let n_looks = RwSignal::new(0);
    let now = Memo::new(move |_| {
        let may_come = n_looks.get() < SOME_LOOKS;
        let offered: Vec<_> = app.offered().into_iter().map(|one| (one.id, one.name)).collect();
        let (there, is_secure) = (app.speech().on_tablet.get(), app.device.get().is_secure);
        app.speech().preparing.with(|preparing| readiness(&offered, &there, preparing, may_come, is_secure))
    });
    set_interval(
        move || {
            let is_empty = app.speech().on_tablet.with_untracked(Vec::is_empty);
            if is_empty && n_looks.get_untracked() < MOST_LOOKS {
                n_looks.update(|n| *n += 1);
                spawn_local(app.look_at_languages());
            }
        },
        LOOK_AGAIN,
    );
    // Without a study there is nothing to start; the page says so where the study stands.
    let has_none =
        move || app.study.with(|opened| opened.as_ref().is_some_and(|opened| opened.study.is_none()));
    let notice = Signal::derive(move || (!has_none()).then(|| now.get().notice(app.language.get())));
    let is_whole = Memo::new(move |_| !matches!(now.get(), Readiness::Missing(_)));
    view! {
        <div class="ready" id="ready">
            <NoticeText notice=notice />
            <button
                type="button"
                class="button"
                hidden=is_whole
                on:click=move |_| spawn_local(app.prepare_languages(Place::Activity))
            >
                {icon("download")}
                <span>{app.say(Phrase::Prepare)}</span>
            </button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_ready_when_every_language_that_is_offered_is_there() {
        let offered =
            [("nl", "Nederlands"), ("tr", "Türkçe")].map(|(id, name)| (id.to_owned(), name.to_owned()));
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let is = |there: &[&str], preparing: Preparing, is_secure| {
            readiness(&offered, &ids(there), &preparing, true, is_secure)
        };

        assert_eq!(
            is(&["nl", "tr", "ar"], Preparing::Idle, true),
            Readiness::Ready(ids(&["Nederlands", "Türkçe"]))
        );
        assert_eq!(is(&["nl"], Preparing::Idle, true), Readiness::Missing(ids(&["Türkçe"])));
        assert_eq!(is(&[], Preparing::Idle, true), Readiness::Looking);
        let done = Preparing::Done(Place::Activity, Vec::new(), Vec::new());
        assert_eq!(is(&[], done, true), Readiness::Missing(ids(&["Nederlands", "Türkçe"])));
        assert_eq!(is(&[], Preparing::Idle, false), Readiness::Never);
        let going = Preparing::Going(Place::Languages, "Türkçe".to_owned(), 1, 2);
        assert_eq!(is(&["nl"], going, true), Readiness::Going("Türkçe".to_owned()));
        assert_eq!(readiness(&[], &[], &Preparing::Idle, false, true), Readiness::Looking);
        let all = ids(&["Nederlands", "Türkçe"]);
        assert_eq!(readiness(&offered, &[], &Preparing::Idle, false, true), Readiness::Missing(all));
    }
}

//! The languages of the study: which are offered, whether they work without a network, whether somebody has checked them.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::settings::ActivitySettings;
use crate::domain::study::Language as Spoken;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{Block, NoticeText, progress};
use crate::ui::coordinator::help::words::{OF_LANGUAGES, what};
use crate::ui::coordinator::preparing::{Place, Preparing, preparing_notice};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::texts::direction;
use crate::ui::coordinator::view::View;
use crate::ui::text::{Language, Phrase};

impl App {
    /// Looks which languages are on the tablet.
    pub(super) async fn look_at_languages(self) {
        let there = self.tablet().prepare(&[]).await;
        self.speech().on_tablet.set(there);
    }

    /// Puts every language that is offered on the tablet, one after the other.
    pub(super) async fn prepare_languages(self, place: Place) {
        let world = self.world.get_value();
        // The last one to ask is heard.
        let asked = world.n_prepared.get() + 1;
        world.n_prepared.set(asked);
        let offered = untrack(|| self.offered());
        let mut there = Vec::new();
        for (n, language) in offered.iter().enumerate() {
            self.speech().preparing.set(Preparing::Going(place, language.name.clone(), n, offered.len()));
            there = world.tablet.prepare(std::slice::from_ref(&language.id)).await;
            if world.n_prepared.get() != asked {
                return;
            }
            self.speech().on_tablet.set(there.clone());
        }
        let (ready, missing): (Vec<Spoken>, Vec<Spoken>) =
            offered.into_iter().partition(|language| there.contains(&language.id));
        let names = |languages: Vec<Spoken>| languages.into_iter().map(|language| language.name).collect();
        self.speech().preparing.set(Preparing::Done(place, names(ready), names(missing)));
    }

    /// How preparing goes, where it was asked for at `place`.
    pub(super) fn preparing_view(self, place: Place) -> AnyView {
        let notice = Signal::derive(move || {
            let (language, is_secure) = (self.language.get(), self.device.get().is_secure);
            self.speech().preparing.with(|preparing| {
                preparing_notice(preparing, is_secure, language).filter(|_| preparing.place() == Some(place))
            })
        });
        let bar = move || {
            let language = self.language.get();
            self.speech().preparing.with(|preparing| match preparing {
                Preparing::Going(of, name, n, total) if *of == place => {
                    Some(going(self, name, *n, *total, language))
                }
                _ => None,
            })
        };
        view! {
            {bar}
            <NoticeText notice=notice />
        }
        .into_any()
    }
}

fn going(app: App, name: &str, n: usize, total: usize, language: Language) -> AnyView {
    let (at, all) = ((n + 1).to_string(), total.to_string());
    let words = language.say_with(Phrase::Preparing, &[("language", name), ("n", &at), ("total", &all)]);
    progress(n, total, app.say(Phrase::PreparingBar), words)
}

/// A line for each language.
pub(super) fn languages(app: App) -> AnyView {
    let trouble = RwSignal::new(None::<Result<(), StoreError>>);
    let notice = Signal::derive(move || {
        let language = app.language.get();
        trouble.get().map(|trouble| match trouble {
            Ok(()) => Notice::new(Tone::Trouble, language.say(Phrase::NoLanguage)),
            Err(error) => store_notice(&error, language),
        })
    });
    let list = Memo::new(move |_| app.languages());
    let rows = move || list.get().into_iter().map(|spoken| row(app, spoken, trouble)).collect_view();
    let prepare = move |_| spawn_local(app.prepare_languages(Place::Languages));
    let is_going = Memo::new(move |_| {
        app.speech().preparing.with(|preparing| matches!(preparing, Preparing::Going(..)))
    });
    let is_ready = Memo::new(move |_| {
        let there = app.speech().on_tablet.get();
        app.offered().iter().all(|language| there.contains(&language.id))
    });
    view! {
        <Block id="languages" title=app.say(Phrase::Languages)>
            <p class="block-hint">{app.say(Phrase::LanguagesHint)}</p>
            <ul class="language-rows">{rows}</ul>
            <NoticeText notice=notice />
            <div class="buttons" hidden=is_ready>
                <button type="button" class="button" disabled=is_going on:click=prepare>
                    {icon("download")}
                    <span>{app.say(Phrase::Prepare)}</span>
                </button>
            </div>
            {app.preparing_view(Place::Languages)}
            {what(app, &OF_LANGUAGES)}
        </Block>
    }
    .into_any()
}

fn row(app: App, spoken: Spoken, trouble: RwSignal<Option<Result<(), StoreError>>>) -> AnyView {
    let is_offered = {
        let id = spoken.id.clone();
        Memo::new(move |_| app.offered().iter().any(|language| language.id == id))
    };
    let tags = {
        let spoken = spoken.clone();
        let tags = Memo::new(move |_| tags(app, &spoken, is_offered.get()));
        let tag = |(kind, text)| view! { <li data-kind=kind>{text}</li> };
        move || tags.get().into_iter().map(tag).collect_view()
    };
    let offer = {
        let id = spoken.id.clone();
        move |event: leptos::ev::Event| {
            let is_wanted = event_target_checked(&event);
            let changed = offer(app, &id, is_wanted);
            let is_kept = matches!(changed, Some(Ok(())));
            trouble.set(changed.map_or(Some(Ok(())), |changed| changed.err().map(Err)));
            if is_kept {
                spawn_local(app.prepare_languages(Place::Languages));
            } else if let Some(field) = event.target() {
                // It stays as it was.
                use leptos::wasm_bindgen::JsCast as _;
                field.unchecked_into::<leptos::web_sys::HtmlInputElement>().set_checked(!is_wanted);
            }
        }
    };
    let named = |phrase: Phrase| {
        let name = spoken.name.clone();
        move || app.language.get().say_with(phrase, &[("language", &name)])
    };
    let box_id = format!("offer-{}", spoken.id);
    let label_for = box_id.clone();
    view! {
        <li class="language-row">
            <label class="check" for=label_for>
                <input type="checkbox" id=box_id prop:checked=is_offered on:change=offer />
                <span lang=spoken.id.clone() dir=direction(&spoken)>{spoken.name.clone()}</span>
            </label>
            <ul class="language-tags">{tags}</ul>
            <div class="buttons language-actions">
                <a
                    class="button small-button"
                    href=View::Checking(spoken.id.clone()).hash()
                    aria-label=named(Phrase::CheckNamed)
                >
                    {icon("check")}
                    <span>{app.say(Phrase::Check)}</span>
                </a>
                <a
                    class="button small-button"
                    href=View::Voices(spoken.id.clone()).hash()
                    aria-label=named(Phrase::VoicesNamed)
                >
                    {icon("microphone")}
                    <span>{app.say(Phrase::Voices)}</span>
                </a>
            </div>
        </li>
    }
    .into_any()
}

/// What there is to know of a language, each with its kind.
fn tags(app: App, spoken: &Spoken, is_offered: bool) -> Vec<(&'static str, String)> {
    let language = app.language.get();
    let translation = app.translation(&spoken.id);
    let mut tags = Vec::new();
    app.speech().checking.with(|told| match told.day(&translation) {
        Some(day) => {
            tags.push(("checked", language.say_with(Phrase::CheckedOn, &[("day", &language.day(day))])));
        }
        None if spoken.is_draft => tags.push(("draft", language.say(Phrase::Draft).to_owned())),
        None => {}
    });
    let n_corrections = app.speech().checking.with(|told| told.n_better(&translation));
    if n_corrections > 0 {
        let text = language.say_count(n_corrections, Phrase::CorrectionOne, Phrase::CorrectionMany);
        tags.push(("corrections", text));
    }
    let is_fetched = app
        .speech()
        .preparing
        .with(|preparing| matches!(preparing, Preparing::Going(_, name, ..) if *name == spoken.name));
    let is_there = app.speech().on_tablet.with(|there| there.contains(&spoken.id));
    tags.extend(match (is_there, is_fetched) {
        (true, _) => Some(("there", language.say(Phrase::OnTablet).to_owned())),
        (false, true) => Some(("fetched", language.say(Phrase::Fetching).to_owned())),
        (false, false) if is_offered => Some(("missing", language.say(Phrase::NotOnTablet).to_owned())),
        (false, false) => None,
    });
    let n_recorded = app.speech().recorder.with(|recorder| recorder.n_kept_in(&spoken.id));
    if n_recorded > 0 {
        tags.push(("recorded", language.say_count(n_recorded, Phrase::RecordedOne, Phrase::RecordedMany)));
    }
    tags
}

/// Offers a language to participants, or no longer; `None` if it is the last one.
fn offer(app: App, id: &str, is_wanted: bool) -> Option<Result<(), StoreError>> {
    let all: Vec<String> = untrack(|| app.languages()).into_iter().map(|language| language.id).collect();
    let now: Vec<String> = untrack(|| app.offered()).into_iter().map(|language| language.id).collect();
    let languages = offered(&all, &now, id, is_wanted)?;
    let next = ActivitySettings { languages: languages.clone(), ..app.activity.get_untracked() };
    let tablet = Rc::clone(&app.tablet());
    Some(tablet.set_activity(&next).map(|()| {
        app.activity.set(next);
        app.typed_activity.update(|typed| typed.languages = languages);
    }))
}

/// The languages to be kept as offered, in the order of the study: none means all of them, also those that a later version
/// of the study adds. `None` if there would be none.
fn offered(all: &[String], now: &[String], id: &str, is_wanted: bool) -> Option<Vec<String>> {
    let is_in = |one: &String| if one == id { is_wanted } else { now.contains(one) };
    let next: Vec<String> = all.iter().filter(|one| is_in(one)).cloned().collect();
    match next.len() {
        0 => None,
        n if n == all.len() => Some(Vec::new()),
        _ => Some(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn languages_are_offered_in_the_order_of_the_study() {
        let all = ids(&["nl", "en", "tr"]);

        assert_eq!(offered(&all, &ids(&["nl"]), "tr", true), Some(ids(&["nl", "tr"])));
        assert_eq!(offered(&all, &ids(&["tr"]), "nl", true), Some(ids(&["nl", "tr"])));
        assert_eq!(offered(&all, &all, "en", false), Some(ids(&["nl", "tr"])));
    }

    #[test]
    fn all_of_them_are_all_that_there_will_ever_be_and_one_is_always_left() {
        let all = ids(&["nl", "en"]);

        assert_eq!(offered(&all, &ids(&["nl"]), "en", true), Some(Vec::new()));
        assert_eq!(offered(&all, &ids(&["nl"]), "nl", false), None);
    }

    fn done(ready: &[&str], missing: &[&str]) -> Preparing {
        Preparing::Done(Place::Activity, ids(ready), ids(missing))
    }

    #[test]
    fn it_is_told_which_languages_work_without_internet_and_what_to_do_for_the_others() {
        let told = |preparing, is_secure| preparing_notice(&preparing, is_secure, Language::Dutch).unwrap();

        let all = told(done(&["Nederlands", "Türkçe"], &[]), true);
        assert_eq!(all.text, "Klaar voor gebruik zonder internet: Nederlands, Türkçe.");
        assert_eq!(all.tone, Tone::Good);
        let some = told(done(&["Nederlands"], &["Polski"]), true);
        assert!(some.text.starts_with("Klaar voor gebruik zonder internet: Nederlands. Nog niet klaar"));
        assert!(some.text.contains("Polski. Zorg voor wifi"));
        assert_eq!(some.tone, Tone::Trouble);
        assert!(told(done(&[], &["Polski"]), false).text.contains("https"));
        assert_eq!(preparing_notice(&Preparing::Idle, true, Language::Dutch), None);
    }
}

//! A translation beside the coordinator's own language: a native speaker says whether it is good, and what would be better.

use leptos::prelude::*;

use crate::domain::checking::{Checking, Pair, Translation, side_by_side};
use crate::domain::heard::{Group, heard};
use crate::domain::study::{Language as Spoken, Study};
use crate::format::checking::write_corrections;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::block::{NoticeText, show};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::texts::{direction, group_name};
use crate::ui::coordinator::view::View;
use crate::ui::dom;
use crate::ui::text::{Language, Phrase};

/// What was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Latest {
    NotKept(StoreError),
    /// The better wordings are in the file of that name.
    Saved(String),
}

/// All texts in the language `id` beside the coordinator's own, and the button that says that they are good.
pub(super) fn checking(app: App, id: String) -> AnyView {
    let spoken = {
        let id = id.clone();
        Memo::new(move |_| app.languages().into_iter().find(|one| one.id == id))
    };
    let translation = {
        let id = id.clone();
        Memo::new(move |_| app.translation(&id))
    };
    let beside = {
        let id = id.clone();
        Memo::new(move |_| beside(app, &id))
    };
    Effect::new(move |_| {
        if spoken.get().is_some() {
            app.want_texts(&id);
            if let Some(beside) = beside.get() {
                app.want_texts(&beside);
            }
        }
    });
    let latest = RwSignal::new(None::<Latest>);
    let pairs = Memo::new(move |_| {
        let Some((spoken, own)) = spoken.get().zip(beside.get()) else {
            // An address that names a language which the study does not have.
            return app.texts_notice("").map(Err);
        };
        if let Some(notice) = app.texts_notice(&spoken.id).or_else(|| app.texts_notice(&own)) {
            return Some(Err(notice));
        }
        let texts = |id: &str| app.speech().texts.with(|texts| texts.get(id).cloned().flatten());
        let (study, own_study) = (texts(&spoken.id)?, texts(&own)?);
        Some(Ok(side_by_side(&heard(&own_study, &own), &heard(&study, &spoken.id))))
    });
    let content = move || match (spoken.get(), pairs.get()) {
        (Some(spoken), Some(Ok(pairs))) => table(app, &spoken, beside, &pairs, translation, latest),
        (_, Some(Err(notice))) => show(notice).into_any(),
        _ => view! { <p class="loading">{app.say(Phrase::TextsLoading)}</p> }.into_any(),
    };
    let title = move || {
        let name = spoken.get().map(|spoken| spoken.name).unwrap_or_default();
        app.language.get().say_with(Phrase::Checking, &[("language", &name)])
    };
    let notice = Signal::derive(move || {
        let language = app.language.get();
        latest.get().map(|latest| match latest {
            Latest::NotKept(error) => store_notice(&error, language),
            Latest::Saved(file) => {
                Notice::new(Tone::Good, language.say_with(Phrase::CorrectionsSaved, &[("file", &file)]))
            }
        })
    });
    view! {
        <section class="block view" id="checking" aria-labelledby="checking-heading">
            <a class="back-link" href=View::Desk.hash()>
                {icon("arrow-left")}
                <span>{app.say(Phrase::BackToDesk)}</span>
            </a>
            <h2 id="checking-heading" tabindex="-1">{title}</h2>
            <p class="block-hint">{app.say(Phrase::CheckingHint)}</p>
            {content}
            {verdict(app, translation, latest)}
            <NoticeText notice=notice />
        </section>
    }
    .into_any()
}

impl App {
    /// The translation into the language `id` of this version of the study.
    pub(super) fn translation(self, id: &str) -> Translation {
        let of = |study: &Study| Translation {
            study: study.id.clone(),
            version: study.version.clone(),
            language: id.to_owned(),
        };
        self.with_study(of).unwrap_or_default()
    }

    /// Keeps `change` of what native speakers have told.
    fn tell(self, latest: RwSignal<Option<Latest>>, change: impl FnOnce(&mut Checking)) {
        let mut checking = self.speech().checking.get_untracked();
        change(&mut checking);
        match self.tablet().set_checking(&checking) {
            Ok(()) => {
                self.speech().checking.set(checking);
                latest.set(None);
            }
            Err(error) => latest.set(Some(Latest::NotKept(error))),
        }
    }
}

/// The language that the other stands beside: the coordinator's own, or the first one that it is not itself.
fn beside(app: App, id: &str) -> Option<String> {
    let languages = app.languages();
    let own = app.language.get().id();
    let others = || languages.iter().filter(|one| one.id != id);
    let beside = others().find(|one| one.id == own).or_else(|| others().next());
    beside.or_else(|| languages.iter().find(|one| one.id == id)).map(|one| one.id.clone())
}

fn table(
    app: App,
    spoken: &Spoken,
    beside: Memo<Option<String>>,
    pairs: &[Pair],
    translation: Memo<Translation>,
    latest: RwSignal<Option<Latest>>,
) -> AnyView {
    let own = beside.get().unwrap_or_default();
    let own_direction = app.languages().iter().find(|one| one.id == own).map_or("ltr", direction);
    let groups = Group::ALL.map(|group| {
        let rows = pairs.iter().filter(|pair| pair.group == group).map(|pair| {
            let own_text = app.with_centre(&pair.own, &own);
            view! {
                <li class="pair">
                    {picture(app, pair)}
                    <p class="pair-own" lang=own.clone() dir=own_direction>{own_text}</p>
                    {checked_text(app, spoken, pair, translation, latest)}
                </li>
            }
        });
        view! {
            <h3>{move || group_name(group, app.language.get())}</h3>
            <ul class="pairs">{rows.collect_view()}</ul>
        }
    });
    groups.into_iter().collect_view().into_any()
}

fn picture(app: App, pair: &Pair) -> AnyView {
    let tablet = app.tablet();
    let picture = pair.picture.as_ref().map(|path| {
        let source = tablet.address(&format!("{}{path}", tablet.study_folder()));
        view! { <img src=source alt="" loading="lazy" width="48" height="48" /> }
    });
    view! { <div class="voice-picture">{picture}</div> }.into_any()
}

/// The text that is checked, a better wording if there is one, and the way to write one.
fn checked_text(
    app: App,
    spoken: &Spoken,
    pair: &Pair,
    translation: Memo<Translation>,
    latest: RwSignal<Option<Latest>>,
) -> AnyView {
    let place = pair.places.first().cloned().unwrap_or_default();
    let (text, id) = (pair.text.clone(), spoken.id.clone());
    let field_id = format!("better-{}", place.replace(['[', ']', '.', '_'], "-"));
    let better = {
        let (place, text) = (place.clone(), text.clone());
        Memo::new(move |_| {
            let translation = translation.get();
            app.speech().checking.with(|told| told.better(&translation, &place, &text).map(str::to_owned))
        })
    };
    // It stays open while somebody empties it.
    let is_open = RwSignal::new(better.get_untracked().is_some());
    let open = {
        let selector = format!("#{field_id}");
        move |_| {
            is_open.set(true);
            let selector = selector.clone();
            request_animation_frame(move || {
                if let Some(field) = dom::find(&selector) {
                    // A field that is gone again needs no focus.
                    let _ = field.focus();
                }
            });
        }
    };
    let open_label = {
        let text = text.clone();
        move || app.language.get().say_with(Phrase::BetterNamed, &[("text", &text)])
    };
    let save = {
        let (text, places) = (text.clone(), pair.places.clone());
        move |typed: String| {
            let translation = translation.get_untracked();
            app.tell(latest, |told| {
                for place in &places {
                    told.correct(&translation, place, &text, &typed);
                }
            });
        }
    };
    let field = {
        let (text, id, direction) = (text.clone(), id.clone(), direction(spoken));
        move || {
            let (save, value) = (save.clone(), better.get_untracked().unwrap_or_else(|| text.clone()));
            is_open.get().then(|| {
                view! {
                    <div class="field">
                        <label for=field_id.clone()>{app.say(Phrase::BetterLabel)}</label>
                        <textarea
                            id=field_id.clone()
                            class="better"
                            rows="2"
                            maxlength="400"
                            lang=id.clone()
                            dir=direction
                            prop:value=value
                            on:input=move |event| save(event_target_value(&event))
                        ></textarea>
                        {text.contains('{').then(|| {
                            view! { <p class="field-hint">{app.say(Phrase::BetterPlaces)}</p> }
                        })}
                    </div>
                }
            })
        }
    };
    let is_corrected = move || better.get().map(|_| "");
    let language = id.clone();
    let shown = move || app.with_centre(&text, &id);
    view! {
        <div class="pair-text">
            <div class="pair-line">
                <p lang=language dir=direction(spoken) data-corrected=is_corrected>{shown}</p>
                <button
                    type="button"
                    class="button small-button"
                    hidden=is_open
                    aria-label=open_label
                    on:click=open
                >
                    {icon("pencil-simple")}
                    <span>{app.say(Phrase::Better)}</span>
                </button>
            </div>
            {field}
        </div>
    }
    .into_any()
}

/// The button that says that all is good; since when; and the way to take that back or to pass the rest on.
fn verdict(app: App, translation: Memo<Translation>, latest: RwSignal<Option<Latest>>) -> AnyView {
    let n_better = Memo::new(move |_| app.speech().checking.with(|told| told.n_better(&translation.get())));
    let day = Memo::new(move |_| {
        app.speech().checking.with(|told| told.day(&translation.get()).map(str::to_owned))
    });
    let confirm = move |_| {
        let today = app.tablet().today();
        app.tell(latest, |told| told.confirm(translation.get_untracked(), today));
    };
    let withdraw = move |_| app.tell(latest, |told| told.withdraw(&translation.get_untracked()));
    let save = move |_| {
        let of = translation.get_untracked();
        let tablet = app.tablet();
        let mut file = tablet.new_file();
        file.write(&app.speech().checking.with_untracked(|told| write_corrections(told, &of)));
        let name = format!("betekenis-verbeteringen-{}-{}.json", of.language, tablet.today());
        file.save(&name, "application/json");
        latest.set(Some(Latest::Saved(name)));
    };
    let checked = move || {
        let language = app.language.get();
        day.get().map(|day| {
            let day = language.day(&day);
            show(Notice::new(Tone::Good, language.say_with(Phrase::CheckedNotice, &[("day", &day)])))
        })
    };
    let is_checked = Memo::new(move |_| day.get().is_some());
    let can_save = Memo::new(move |_| is_checked.get() || n_better.get() > 0);
    view! {
        <div class="verdict">
            {checked}
            <div class="buttons">
                <button type="button" class="button" data-main="" hidden=is_checked on:click=confirm>
                    {icon("check")}
                    <span>{move || verdict_words(n_better.get(), app.language.get())}</span>
                </button>
                <button type="button" class="button" hidden=move || !is_checked.get() on:click=withdraw>
                    {icon("arrow-counter-clockwise")}
                    <span>{app.say(Phrase::Withdraw)}</span>
                </button>
                <button type="button" class="button" hidden=move || !can_save.get() on:click=save>
                    {icon("download")}
                    <span>{app.say(Phrase::SaveCorrections)}</span>
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn verdict_words(n_better: usize, language: Language) -> String {
    match n_better {
        0 => language.say(Phrase::AllRight).to_owned(),
        n => language.say_count(n, Phrase::CheckedButOne, Phrase::CheckedButMany),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_noted_something_does_not_say_that_all_is_right() {
        assert_eq!(verdict_words(0, Language::Dutch), "Alles klopt");
        assert_eq!(verdict_words(1, Language::Dutch), "Nagekeken, met 1 verbetering");
        assert_eq!(verdict_words(3, Language::English), "Checked, with 3 corrections");
    }
}

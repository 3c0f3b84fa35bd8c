//! Results for the group: the coordinator looks first, then shows them, and hands them on as one sheet.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::filter::{Facets, Filter, Occasion};
use crate::domain::results::{Results, Whom};
use crate::domain::settings::ActivitySettings;
use crate::format::asked::{Reported, ResultsQuestion};
use crate::format::sheet::{Content, data_address};
use crate::ports::reporter::ReportError;
use crate::ports::response_store::StoreError;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::block::{Told, show as told};
use crate::ui::coordinator::filter::{facets, left_out, of_all, report_notice};
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::results::ResultsPhrase as Say;

mod numbers;
mod save;
mod sheet;
mod show;
mod words;

/// Most characters of a note: what fits on the sheet.
const MOST: usize = 300;

/// Everything that the parts of this view share.
#[derive(Clone, Copy)]
struct Seen {
    app: App,
    facets: RwSignal<Option<Result<Reported<Facets>, ReportError>>>,
    /// Id of the activity that was picked; empty for the one that is set.
    picked: RwSignal<String>,
    /// The activity that is looked at.
    occasion: Memo<Option<Occasion>>,
    whom: RwSignal<Whom>,
    /// As they were counted; none while they are.
    results: RwSignal<Option<Result<Results, ReportError>>>,
    /// Missing cards that the group does not see.
    hidden: Memo<Vec<String>>,
    /// What will be done, as it stands in the field.
    note: RwSignal<String>,
    /// How keeping the note or a hidden word went.
    kept: RwSignal<Option<Result<(), StoreError>>>,
    /// Pictures by their path, as addresses that hold them.
    pictures: RwSignal<BTreeMap<String, String>>,
    /// Where the show is; none while it is not shown.
    step: RwSignal<Option<usize>>,
}

/// The view of the activity with this id; of the one that is set if it is empty.
pub(super) fn results(app: App, activity: String) -> AnyView {
    let (facets, picked) = (facets(app), RwSignal::new(activity));
    let occasion = Memo::new(move |_| {
        facets.with(|facets| match facets {
            Some(Ok(facets)) => {
                occasion_of(&facets.answer, &picked.get(), &app.activity.with(|set| set.id.clone()))
            }
            _ => None,
        })
    });
    let id = Memo::new(move |_| occasion.get().map(|occasion| occasion.id));
    let remembered = Memo::new(move |_| app.remembered(&id.get()?));
    let seen = Seen {
        app,
        facets,
        picked,
        occasion,
        whom: RwSignal::default(),
        results: RwSignal::new(None),
        hidden: Memo::new(move |_| remembered.get().map(|known| known.hidden).unwrap_or_default()),
        note: RwSignal::default(),
        kept: RwSignal::new(None),
        pictures: RwSignal::default(),
        step: RwSignal::new(None),
    };
    Effect::new(move |_| {
        id.track();
        seen.whom.set(Whom::People);
        seen.kept.set(None);
        seen.note.set(remembered.get_untracked().map(|known| known.note).unwrap_or_default());
    });
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            seen.count(id, seen.whom.get());
        }
    });
    Effect::new(move |_| seen.want_pictures());
    view! {
        <section class="view results" id="results" aria-labelledby="results-heading">
            <div class="block results-top">
                <h2 id="results-heading" tabindex="-1">{app.say(Say::Heading)}</h2>
                <p class="block-hint">{app.say(Say::Hint)}</p>
                {move || choice(seen)}
                {move || whom_choice(seen)}
                {move || seen.state().map(told)}
                {move || seen.facets.with(|facets| left_out(of_all(facets.as_ref()), app.language.get()))}
            </div>
            <Show when=move || seen.may_show()>
                {words::check(seen)}
                {begin(seen)}
                {save::sheet(seen)}
                {numbers::numbers(seen)}
            </Show>
            <Show when=move || seen.step.get().is_some()>{show::show(seen)}</Show>
        </section>
    }
    .into_any()
}

/// The activity with the id `picked`; else the one that is `set`, else the newest.
fn occasion_of(facets: &Facets, picked: &str, set: &str) -> Option<Occasion> {
    let named = || facets.activities.iter().filter(|one| !one.id.is_empty());
    let find = |id: &str| named().find(|one| one.id == id);
    find(picked).or_else(|| find(set)).or_else(|| named().next()).cloned()
}

impl Seen {
    /// Counts what was given at the activity with this id.
    fn count(self, id: String, whom: Whom) {
        self.results.set(None);
        spawn_local(async move {
            let question = ResultsQuestion { filter: Filter::of_activity(&id), whom };
            let read = self.app.ask(question).await.map(|reported| reported.answer);
            // The view may be gone by now, or be about something else.
            let is_meant = self.occasion.try_get_untracked().flatten().is_some_and(|one| one.id == id);
            if !is_meant || self.whom.try_get_untracked() != Some(whom) {
                return;
            }
            let has_only_groups =
                matches!(&read, Ok(results) if results.n == 0 && !results.groups_apart.is_empty());
            if has_only_groups && whom == Whom::People {
                self.whom.set(Whom::Groups);
            } else {
                self.results.set(Some(read));
            }
        });
    }

    /// What the group sees.
    fn shown(self) -> Option<Results> {
        let results = self.results.get()?.ok()?;
        Some(results.for_group(&self.hidden.get()))
    }

    fn may_show(self) -> bool {
        self.results.with(|results| matches!(results, Some(Ok(results)) if results.n_wanting() == 0))
    }

    /// What is to be told in place of results.
    fn state(self) -> Option<Notice> {
        let language = self.app.language.get();
        let trouble = |error: &ReportError| report_notice(error, language);
        let plain = |text: String| Notice::new(Tone::Plain, text);
        let is_none = match self.facets.get()? {
            Err(error) => return Some(trouble(&error)),
            Ok(_) => self.occasion.get().is_none(),
        };
        if is_none {
            return Some(plain(language.say(Say::Nothing).to_owned()));
        }
        match self.results.get() {
            None => Some(plain(language.say(Say::Counting).to_owned())),
            Some(Err(error)) => Some(trouble(&error)),
            Some(Ok(results)) if results.n_wanting() > 0 => {
                Some(plain(language.say_count(results.n_wanting(), Say::WantingOne, Say::WantingMany)))
            }
            Some(Ok(_)) => None,
        }
    }

    /// Keeps `change` of what is remembered of the activity.
    fn keep(self, change: impl FnOnce(&mut crate::domain::activities::Remembered)) {
        let Some(occasion) = self.occasion.get_untracked() else { return };
        let is_known = untrack(|| self.app.remembered(&occasion.id).is_some());
        let mut done = Ok(());
        if !is_known {
            let set = self.app.activity.get_untracked();
            // Else it is one that came with a backup: as its responses tell of it.
            let is_at_hand = set.id == occasion.id;
            let told = || ActivitySettings {
                id: occasion.id.clone(),
                centre: occasion.centre,
                kind: occasion.kind,
                round: occasion.round,
                day: occasion.date,
                ..ActivitySettings::default()
            };
            done = self.app.remember_settings(&if is_at_hand { set } else { told() });
        }
        self.kept.set(Some(done.and_then(|()| self.app.remember(&occasion.id, change))));
    }

    /// Keeps the note, if it is another than what is kept.
    fn keep_note(self) {
        let note = self.note.get_untracked().trim().to_owned();
        let id = self.occasion.get_untracked().map(|occasion| occasion.id).unwrap_or_default();
        let known = untrack(|| self.app.remembered(&id)).map(|known| known.note).unwrap_or_default();
        if known != note {
            self.keep(|known| known.note = note);
        }
    }

    /// Hides `words` from the group, or shows them again.
    fn hide(self, words: &str, is_hidden: bool) {
        self.keep(|known| known.hide(words, is_hidden));
    }

    /// What was agreed the last time at this centre, in a sentence; empty if nothing was.
    fn previous(self, language: Language) -> String {
        let Some(occasion) = self.occasion.get() else { return String::new() };
        let settings =
            ActivitySettings { id: occasion.id, centre: occasion.centre, ..ActivitySettings::default() };
        self.app.activities.with(|activities| {
            let previous = activities.previous_note(&settings);
            // Of an activity that is not remembered here it is not known what came before it, but for its day.
            let previous = previous.filter(|(_, day)| **day <= *occasion.date);
            previous.map_or(String::new(), |(note, day)| {
                language.say_with(Say::Previous, &[("day", &language.day(day)), ("note", note)])
            })
        })
    }

    /// The name of the centre, as the study says it if it has none.
    fn centre(self) -> String {
        let named = self.occasion.get().map(|occasion| occasion.centre).unwrap_or_default();
        if !named.is_empty() {
            return named;
        }
        let language = self.app.language.get().id();
        self.app.with_study(|study| study.centre.get(language).to_owned()).unwrap_or_default()
    }

    /// Address by which this page finds a picture of the study.
    fn address(self, picture: &str) -> String {
        let tablet = self.app.tablet();
        tablet.address(&format!("{}{picture}", tablet.study_folder()))
    }

    /// What stands on the sheet.
    fn content(self) -> Option<Content> {
        let (shown, language) = (self.shown()?, self.app.language.get());
        let occasion = self.occasion.get()?;
        let around = sheet::Around {
            centre: self.centre(),
            kind: self.app.kind_title(&occasion.kind),
            occasion,
            previous: self.previous(language),
            note: self.note.get().trim().to_owned(),
        };
        self.pictures.with(|pictures| {
            self.app.with_study(|study| sheet::content(&shown, study, &around, pictures, language))
        })
    }

    /// Reads the pictures that stand on the sheet, unless they are here.
    fn want_pictures(self) {
        let Some(shown) = self.shown() else { return };
        let wanted = self.app.with_study(|study| sheet::pictures(&shown, study)).unwrap_or_default();
        let missing: Vec<String> = self
            .pictures
            .with_untracked(|there| wanted.into_iter().filter(|path| !there.contains_key(path)).collect());
        if missing.is_empty() {
            return;
        }
        spawn_local(async move {
            let tablet = self.app.tablet();
            let mut read = BTreeMap::new();
            for path in missing {
                if let Some(bytes) = tablet.read_bytes(&format!("{}{path}", tablet.study_folder())).await {
                    let address = data_address(&path, &bytes);
                    read.insert(path, address);
                }
            }
            // The view may be gone by now.
            let _ = self.pictures.try_update(|pictures| pictures.extend(read));
        });
    }

    fn open_show(self) {
        self.step.set(Some(0));
        show::fill_screen();
    }
}

/// The list of activities.
fn choice(seen: Seen) -> Option<AnyView> {
    let language = seen.app.language.get();
    let activities = seen.facets.with(|facets| match facets {
        Some(Ok(facets)) => facets.answer.activities.clone(),
        _ => Vec::new(),
    });
    let activities: Vec<Occasion> = activities.into_iter().filter(|one| !one.id.is_empty()).collect();
    if activities.is_empty() {
        return None;
    }
    let options = activities.into_iter().map(|one| {
        let n = language.say_count(one.n, Say::CountOne, Say::CountMany);
        let words = format!("{} ({n})", sheet::about(&one, &seen.app.kind_title(&one.kind), language));
        let id = one.id.clone();
        let is_it = move || seen.occasion.get().is_some_and(|occasion| occasion.id == id);
        view! { <option value=one.id prop:selected=is_it>{words}</option> }
    });
    let view = view! {
        <div class="field">
            <label for="results-activity">{language.say(Say::Activity)}</label>
            <select
                id="results-activity"
                on:change=move |event| seen.picked.set(event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        </div>
    };
    Some(view.into_any())
}

/// People or groups, where there are both.
fn whom_choice(seen: Seen) -> Option<AnyView> {
    let has_both = seen.results.with(|results| match results {
        Some(Ok(results)) => match results.whom {
            Whom::People => !results.groups_apart.is_empty(),
            Whom::Groups => results.n_people_apart > 0,
        },
        _ => false,
    });
    let button = move |whom: Whom, words: Say| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || (seen.whom.get() == whom).to_string()
                on:click=move |_| seen.whom.set(whom)
            >
                {seen.app.say(words)}
            </button>
        }
    };
    let view = has_both.then(|| {
        view! {
            <div class="field" role="group" aria-labelledby="results-whom">
                <p class="results-label" id="results-whom">{seen.app.say(Say::Whom)}</p>
                <div class="buttons">
                    {button(Whom::People, Say::WhomPeople)} {button(Whom::Groups, Say::WhomGroups)}
                </div>
            </div>
        }
    });
    view.map(IntoAny::into_any)
}

/// The button that begins the show.
fn begin(seen: Seen) -> AnyView {
    let app = seen.app;
    let count = move || seen.shown().map(|shown| sheet::count(&shown, app.language.get()));
    view! {
        <section class="block" aria-labelledby="results-show-heading">
            <h3 id="results-show-heading">{app.say(Say::ShowHeading)}</h3>
            <p class="results-count">{count}</p>
            <p class="block-hint">{app.say(Say::ShowHint)}</p>
            <div class="buttons">
                <button
                    type="button"
                    class="button results-start"
                    id="results-start"
                    data-main=""
                    on:click=move |_| seen.open_show()
                >
                    {icon("presentation-chart")}
                    <span>{app.say(Say::Start)}</span>
                </button>
            </div>
        </section>
    }
    .into_any()
}

/// The field for what will be done, called `id` in the page.
fn note_field(seen: Seen, id: &'static str) -> AnyView {
    let app = seen.app;
    let hint = format!("{id}-hint");
    let notice = Signal::derive(move || {
        let language = app.language.get();
        seen.kept.get().map(|kept| match kept {
            Ok(()) => Notice::new(Tone::Good, language.say(Say::NoteKept)),
            Err(error) => store_notice(&error, language),
        })
    });
    view! {
        <div class="field results-note">
            <label for=id>{app.say(Say::Note)}</label>
            <textarea
                id=id
                rows="3"
                maxlength=MOST.to_string()
                aria-describedby=hint.clone()
                prop:value=seen.note
                on:input=move |event| {
                    seen.kept.set(None);
                    seen.note.set(event_target_value(&event));
                }
                on:change=move |_| seen.keep_note()
            ></textarea>
            <p class="field-hint" id=hint>{app.say(Say::NoteHint)}</p>
            <Told notice=notice />
        </div>
    }
    .into_any()
}

/// Gives the focus to what has this selector, when it is there.
fn focus(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = dom::find(selector) {
            // An element that is gone again needs no focus.
            let _ = element.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_activity_that_is_set_is_shown_unless_another_is_picked_and_else_the_newest() {
        let occasion = |id: &str| Occasion { id: id.to_owned(), ..Occasion::default() };
        let facets =
            Facets { activities: ["", "new", "old", "older"].map(occasion).to_vec(), ..Facets::default() };
        let id = |picked, set| occasion_of(&facets, picked, set).unwrap().id;

        assert_eq!(id("older", "old"), "older");
        assert_eq!(id("", "old"), "old");
        assert_eq!(id("gone", "gone"), "new");
        assert_eq!(occasion_of(&Facets::default(), "a", "b"), None);
    }
}

//! What came back on paper is entered: one screen for one sheet, in the order in which it was printed.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::{Day, FIRST, LAST, is_right};
use crate::domain::paper::{Filled, MOST_PRESENT, Mark, NotYet, Sheet};
use crate::domain::response::PartOfDay;
use crate::domain::settings::ActivitySettings;
use crate::domain::study::Study;
use crate::instruments::{Filling, each_of};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::app::App;
use crate::ui::coordinator::asking_centre::{CentreForm, ask_centre, is_without_centre};
use crate::ui::coordinator::block::{NoticeText, show};
use crate::ui::coordinator::paper::entry::{Entry, step};
use crate::ui::coordinator::paper::pages::{Pages, back, loading};
use crate::ui::coordinator::paper::row::go_to;
use crate::ui::coordinator::planned::NotSet;
use crate::ui::coordinator::sentences::{Notice, Tone, store_notice};
use crate::ui::coordinator::view::View;
use crate::ui::dom;
use crate::ui::text::Language;
use crate::ui::text::paper::PaperPhrase;
use crate::ui::text::plan::PlanPhrase;
use crate::workflow::paper::{NotKept, take_over};

/// Parts of the day: name in the page, words.
const PARTS_OF_DAY: [(PartOfDay, &str, PaperPhrase); 3] = [
    (PartOfDay::Morning, "morning", PaperPhrase::Morning),
    (PartOfDay::Afternoon, "afternoon", PaperPhrase::Afternoon),
    (PartOfDay::Evening, "evening", PaperPhrase::Evening),
];

/// Where the centre is asked for before the first sheet is kept.
const CENTRE_FORM: CentreForm = CentreForm {
    form: "enter-ask-centre",
    field: "enter-centre",
    there: ("enter-there", PlanPhrase::KeepThere),
    without: ("enter-without", PlanPhrase::KeepWithout),
};

/// The screen.
pub(super) fn enter(app: App) -> AnyView {
    let entry = Entry {
        app,
        filled: RwSignal::new(None),
        n_entered: RwSignal::new(0),
        failed: RwSignal::new(None),
        is_saving: RwSignal::new(false),
        asks_centre: RwSignal::new(false),
        id: RwSignal::new(app.tablet().new_id()),
    };
    // Once: what is half entered stays, whatever is read anew.
    Effect::new(move |_| {
        if entry.filled.with_untracked(Option::is_none) {
            entry.filled.set(app.with_study(|study| first(app, study)));
        }
    });
    let sheet = Memo::new(move |_| entry.filled.with(|filled| filled.as_ref().map(Filled::sheet)));
    let content = move || match sheet.get() {
        None => loading(app),
        Some(sheet) => entry.view(&sheet),
    };
    let about = move || {
        let language = app.language.get();
        app.activity.with(|set| {
            if set.is_practice {
                return show(Notice::new(Tone::Trouble, language.say(PaperPhrase::EnterPractice))).into_any();
            }
            let parts = [set.centre.as_str(), set.kind.as_str(), set.round.as_str()];
            let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            if named.is_empty() {
                return show(Notice::new(Tone::Plain, language.say(PaperPhrase::EnterNoActivity))).into_any();
            }
            let named = named.join(" · ");
            view! { <p>{language.say_with(PaperPhrase::EnterFor, &[("activity", &named)])}</p> }.into_any()
        })
    };
    view! {
        <section class="block view enter" id="paper-enter" aria-labelledby="paper-heading">
            {back(app)} <h2 id="paper-heading" tabindex="-1">{app.say(PaperPhrase::Enter)}</h2> {about} {content}
        </section>
    }
    .into_any()
}

/// The first empty sheet, as the activity is set.
fn first(app: App, study: &Study) -> Filled {
    let (set, tablet) = (app.activity.get_untracked(), app.tablet());
    let language = untrack(|| app.offered()).into_iter().next().map(|one| one.id).unwrap_or_default();
    // Sheets are often entered days after the activity.
    let held = untrack(|| app.remembered(&set.id)).and_then(|known| known.day);
    let day = set.day.or(held).unwrap_or_else(|| tablet.today());
    let part = set.part_of_day.unwrap_or_else(|| tablet.part_of_day());
    Filled::new(&Sheet::of(study, &set), &language, day.as_str(), part)
}

impl Entry {
    fn view(self, sheet: &Sheet) -> AnyView {
        let app = self.app;
        let mut at = 0;
        let parts: Vec<AnyView> = sheet
            .parts
            .iter()
            .enumerate()
            .map(|(part, sheet)| each_of!(SheetPart, sheet, sheet => sheet.enter(self, part, &mut at)))
            .collect();
        let star = sheet.parts.iter().find_map(|sheet| each_of!(SheetPart, sheet, sheet => sheet.star_key()));
        let keys = move || {
            let star = star.unwrap_or(1).to_string();
            app.language.get().say_with(PaperPhrase::EnterKeys, &[("star", &star)])
        };
        let go_on = Callback::new(move |kept: Result<(), NotSet>| match kept {
            Ok(()) => self.keep(),
            Err(why) => self.not_set(why),
        });
        view! {
            {self.about_sheet()}
            <p class="field-hint enter-keys">{keys}</p>
            {parts}
            {ask_centre(app, CENTRE_FORM, self.asks_centre, go_on)}
            {self.bar(step(&mut at))}
        }
        .into_any()
    }

    /// Date, part of the day, language, and how many there were: folded, with what is set in the line that stays.
    fn about_sheet(self) -> AnyView {
        let app = self.app;
        let parts = PARTS_OF_DAY.map(|(part, name, words)| {
            let is_set = move || self.look(|filled| filled.part_of_day == part);
            view! { <option value=name prop:selected=is_set>{app.say(words)}</option> }
        });
        let languages = move || {
            let languages = app.languages().into_iter().map(|one| {
                let id = one.id.clone();
                let is_set = move || self.look(|filled| filled.language == id);
                view! { <option value=one.id.clone() lang=one.id prop:selected=is_set>{one.name}</option> }
            });
            languages.collect_view()
        };
        let choose_part = move |event| {
            let name = event_target_value(&event);
            if let Some((part, ..)) = PARTS_OF_DAY.iter().find(|(_, one, _)| *one == name) {
                self.mark(Mark::PartOfDay(*part));
            }
        };
        let present = move || match self.look(|filled| filled.n_present) {
            0 => String::new(),
            n => n.to_string(),
        };
        let count =
            move |event| self.mark(Mark::Present(event_target_value(&event).trim().parse().unwrap_or(0)));
        let last = last_day(app.tablet().today());
        let wrong_day = Memo::new(move |_| self.wrong_day());
        let told = Signal::derive(move || {
            let (language, today) = (app.language.get(), app.tablet().today());
            wrong_day.get().map(|why| Notice::new(Tone::Trouble, not_yet(why, today, language)))
        });
        // The browser tells nothing of a day that is in no calendar: what was typed stays, to be put right.
        let shown = Memo::new(move |before: Option<&String>| {
            let day = self.look(|filled| filled.day.clone());
            if day.is_empty() { before.cloned().unwrap_or_default() } else { day }
        });
        view! {
            <details class="folded enter-about" id="enter-about">
                <summary>
                    <h3>{app.say(PaperPhrase::EnterAboutSheet)}</h3>
                    <span class="field-hint">{move || self.about()}</span>
                </summary>
                <div class="enter-fields">
                    <div class="field">
                        <label for="enter-day">{app.say(PaperPhrase::Day)}</label>
                        <input
                            id="enter-day"
                            type="date"
                            min=FIRST
                            max=last
                            aria-describedby="enter-day-told"
                            aria-invalid=move || wrong_day.get().is_some().then_some("true")
                            prop:value=shown
                            on:change=move |event| self.mark(Mark::Day(event_target_value(&event)))
                        />
                        <div id="enter-day-told"><NoticeText notice=told /></div>
                    </div>
                    <div class="field">
                        <label for="enter-part">{app.say(PaperPhrase::PartOfDay)}</label>
                        <select id="enter-part" on:change=choose_part>
                            {parts}
                        </select>
                    </div>
                    <div class="field">
                        <label for="enter-language">{app.say(PaperPhrase::SpokenLanguage)}</label>
                        <select
                            id="enter-language"
                            on:change=move |event| self.mark(Mark::Language(event_target_value(&event)))
                        >
                            {languages}
                        </select>
                    </div>
                    <div class="field">
                        <label for="enter-present">{app.say(PaperPhrase::Present)}</label>
                        <input
                            id="enter-present"
                            type="number"
                            inputmode="numeric"
                            min="1"
                            max=MOST_PRESENT.to_string()
                            aria-describedby="enter-present-hint"
                            prop:value=present
                            on:change=count
                        />
                        <p class="field-hint" id="enter-present-hint">
                            {app.say(PaperPhrase::PresentHint)}
                        </p>
                    </div>
                </div>
            </details>
        }
        .into_any()
    }

    /// What is wrong with the day of the sheet.
    fn wrong_day(self) -> Option<NotYet> {
        let today = self.app.tablet().today();
        self.look(|filled| filled.check_day(today).err())
    }

    /// What is set of it, in a line.
    fn about(self) -> String {
        let language = self.app.language.get();
        let (day, part, spoken, n) = self.look(|filled| {
            (filled.day.clone(), filled.part_of_day, filled.language.clone(), filled.n_present)
        });
        let part =
            PARTS_OF_DAY.iter().find(|(one, ..)| *one == part).map_or("", |(.., words)| language.say(*words));
        let name = self.app.languages().into_iter().find(|one| one.id == spoken).map(|one| one.name);
        let mut about = vec![language.day(&day), part.to_lowercase(), name.unwrap_or_default()];
        about.extend((n > 0).then(|| n.to_string()));
        about.join(" · ")
    }

    /// What there is, to compare with the paper, and the button that keeps it.
    fn bar(self, at: usize) -> AnyView {
        let app = self.app;
        let notice = Signal::derive(move || {
            let language = app.language.get();
            match self.failed.get() {
                Some(NotKept::NotYet(why)) => {
                    Some(Notice::new(Tone::Trouble, not_yet(why, app.tablet().today(), language)))
                }
                Some(NotKept::Store(error)) => Some(store_notice(&error, language)),
                None => match self.n_entered.get() {
                    0 => None,
                    n => Some(Notice::new(
                        Tone::Good,
                        language.say_count(n, PaperPhrase::EnteredOne, PaperPhrase::EnteredMany),
                    )),
                },
            }
        });
        let check = move || {
            let language = app.language.get();
            app.with_study(|study| self.look(|filled| summary(study, filled, language))).unwrap_or_default()
        };
        let is_off = move || self.is_saving.get() || app.activity.with(|set| set.is_practice);
        view! {
            <div class="enter-bar">
                <NoticeText notice=notice />
                <p class="enter-check">
                    <strong>{app.say(PaperPhrase::Check)}</strong>
                    " "
                    {check}
                </p>
                <div class="buttons">
                    <button
                        type="button"
                        class="button"
                        data-main=""
                        id="enter-save"
                        data-row=at.to_string()
                        disabled=is_off
                        on:click=move |_| self.save()
                        on:keydown=move |event| {
                            if event.key() == "ArrowUp" {
                                event.prevent_default();
                                go_to(at.saturating_sub(1));
                            }
                        }
                    >
                        {icon("check")}
                        <span>{app.say(PaperPhrase::Save)}</span>
                    </button>
                    <a
                        class="button"
                        href=View::Desk.hash()
                        hidden=move || self.n_entered.get() == 0
                    >
                        {app.say(PaperPhrase::EnterDone)}
                    </a>
                </div>
            </div>
        }
        .into_any()
    }

    /// Tells why the activity could not be kept.
    fn not_set(self, why: NotSet) {
        self.failed.set(Some(match why {
            NotSet::Day => NotKept::NotYet(NotYet::NoDay),
            NotSet::Store(error) => NotKept::Store(error),
        }));
    }

    /// Keeps the sheet at hand, unless it cannot be kept yet or its centre has to be asked for first.
    fn save(self) {
        let app = self.app;
        let Some(filled) = self.filled.get_untracked() else { return };
        if let Err(why) = filled.check(app.tablet().today()) {
            self.failed.set(Some(NotKept::NotYet(why)));
            if matches!(why, NotYet::NoDay | NotYet::Future) {
                show_day();
            }
            return;
        }
        let has_no_centre = is_without_centre(app);
        self.asks_centre.set(has_no_centre);
        if has_no_centre {
            CENTRE_FORM.focus();
            return;
        }
        // A response belongs to an activity, named or not; and to the centre that was typed for one that had none.
        let is_typed = app.typed_activity.with_untracked(|typed| !typed.centre.trim().is_empty());
        let is_to_keep = |set: &ActivitySettings| set.id.is_empty() || (set.centre.is_empty() && is_typed);
        if app.activity.with_untracked(is_to_keep)
            && let Err(why) = app.keep_typed()
        {
            self.not_set(why);
            return;
        }
        self.keep();
    }

    /// Keeps the sheet at hand, and begins the next.
    fn keep(self) {
        let app = self.app;
        let Some(filled) = self.filled.get_untracked().filter(|_| !self.is_saving.get_untracked()) else {
            return;
        };
        let opened = app.study.get_untracked();
        let Some(opened) = opened.filter(|opened| opened.study.is_some()) else { return };
        self.is_saving.set(true);
        spawn_local(async move {
            let world = app.world.get_value();
            let set = app.activity.get_untracked();
            let own = Cell::new(Some(self.id.get_untracked()));
            let new_id = || own.take().unwrap_or_else(|| world.tablet.new_id());
            let Some(study) = &opened.study else { return };
            let (version, today) = (env!("CARGO_PKG_VERSION"), world.tablet.today());
            let done =
                take_over(&*world.stores.responses, &filled, study, &set, version, today, &new_id).await;
            self.is_saving.set(false);
            match done {
                Ok(()) => {
                    self.failed.set(None);
                    self.id.set(world.tablet.new_id());
                    self.n_entered.update(|n| *n += 1);
                    self.filled.set(Some(filled.next()));
                    go_to(0);
                    app.take_up().await;
                }
                Err(why) => self.failed.set(Some(why)),
            }
        });
    }
}

fn not_yet(why: NotYet, today: Day, language: Language) -> String {
    let phrase = match why {
        NotYet::Empty => PaperPhrase::NotEmpty,
        NotYet::NoDay => PaperPhrase::NotDay,
        NotYet::Future => PaperPhrase::NotFuture,
        NotYet::NoStoryCard => PaperPhrase::NotStoryCard,
    };
    let [first, last] = [FIRST, &last_day(today)].map(|day| language.day(day));
    language.say_with(phrase, &[("first", &first), ("last", &last)])
}

/// The last day that a sheet may be of: today, unless the clock is wrong.
fn last_day(today: Day) -> String {
    if is_right(today.as_str()) { today.as_str() } else { LAST }.to_owned()
}

/// Shows the field for the day.
fn show_day() {
    if let Some(fold) = dom::find("#enter-about") {
        // Where it cannot be opened, the words beside the button say what is wrong.
        let _ = fold.set_attribute("open", "");
    }
    focus("#enter-day");
}

fn focus(field: &'static str) {
    request_animation_frame(move || {
        // A field that is gone again needs no focus.
        let _ = dom::find(field).map(|field| field.focus());
    });
}

/// What there is of all parts, in a line.
fn summary(study: &Study, filled: &Filled, language: Language) -> String {
    fn told<F: Filling>(filled: &F, study: &Study, language: Language) -> Vec<String>
    where
        F::Sheet: Pages<Filled = F>,
    {
        F::Sheet::check(filled, study, language)
    }
    let parts = filled.parts().iter();
    let told = parts.flat_map(|part| each_of!(FilledPart, part, filled => told(filled, study, language)));
    told.collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_cannot_be_is_told_with_those_that_can() {
        let told = |why, today| not_yet(why, Day::of(today).unwrap(), Language::Dutch);

        assert_eq!(
            told(NotYet::NoDay, "2026-11-29"),
            "Deze datum klopt niet. Kies de dag van de activiteit, van 1 januari 2020 tot en met 29 november 2026."
        );
        // By a clock that is wrong nobody knows which day it is.
        assert!(told(NotYet::NoDay, "1970-01-01").ends_with("31 december 2099."));
        assert_eq!(told(NotYet::Future, "2026-11-29"), "Die datum moet nog komen. Kijk de datum na.");
    }
}

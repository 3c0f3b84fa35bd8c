//! What came back on paper is entered: one screen for one sheet, in the order in which it was printed.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::day::{FIRST, LAST, is_right};
use crate::domain::paper::{
    Asked, Filled, MOST_MISSING, MOST_PRESENT, Mark, NotYet, Sheet, SheetPart, SortSheet, Tally,
};
use crate::domain::response::PartOfDay;
use crate::domain::session::{LONGEST_MISSING, LONGEST_STORY};
use crate::domain::settings::ActivitySettings;
use crate::domain::study::{Choice, Instrument, Question, Study, Text, Word};
use crate::instruments::survey::rules::Answer;
use crate::ui::components::icon::icon;
use crate::ui::coordinator::App;
use crate::ui::coordinator::activity::{NotSet, keep_typed};
use crate::ui::coordinator::asking_centre::{Asked as AskedCentre, ask_centre, is_without_centre};
use crate::ui::coordinator::block::{Told, show};
use crate::ui::coordinator::paper::row::{Picture, Tile, go_to, press_in_field, row};
use crate::ui::coordinator::paper::{back, loading};
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
const ASKED_CENTRE: AskedCentre = AskedCentre {
    form: "enter-ask-centre",
    field: "enter-centre",
    there: ("enter-there", PlanPhrase::KeepThere),
    without: ("enter-without", PlanPhrase::KeepWithout),
};

/// What is being entered.
#[derive(Clone, Copy)]
struct Entry {
    app: App,
    /// The sheet at hand; none before the study is read.
    filled: RwSignal<Option<Filled>>,
    n_entered: RwSignal<usize>,
    failed: RwSignal<Option<NotKept>>,
    is_saving: RwSignal<bool>,
    /// The centre has to be named first.
    asks_centre: RwSignal<bool>,
    /// Random id of the sheet at hand: tried again, it is the same response.
    id: RwSignal<String>,
}

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
    let sheet = Memo::new(move |_| entry.filled.with(|filled| filled.as_ref().map(|one| one.sheet.clone())));
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
    let held = untrack(|| app.remembered(&set.id)).map(|known| known.day).filter(|day| !day.is_empty());
    let day = if set.day.is_empty() { held.unwrap_or_else(|| tablet.today()) } else { set.day.clone() };
    let part = set.part_of_day.unwrap_or_else(|| tablet.part_of_day());
    Filled::new(Sheet::of(study, &set), &language, &day, part)
}

impl Entry {
    fn mark(self, mark: Mark) {
        self.failed.set(None);
        self.filled.update(|filled| {
            if let Some(filled) = filled {
                filled.mark(mark);
            }
        });
    }

    fn look<T: Default>(self, look: impl FnOnce(&Filled) -> T) -> T {
        self.filled.with(|filled| filled.as_ref().map(look).unwrap_or_default())
    }

    /// A text of the study in the coordinator's language.
    fn text(self, text: impl Fn(&Study) -> Option<&Text> + Send + Sync + 'static) -> Signal<String> {
        let app = self.app;
        Signal::derive(move || {
            let language = app.language.get().id();
            let text = app.with_study(|study| text(study).map(|text| text.get(language).to_owned()));
            app.with_centre(&text.flatten().unwrap_or_default(), language)
        })
    }

    fn view(self, sheet: &Sheet) -> AnyView {
        let app = self.app;
        let mut at = 0;
        let parts: Vec<AnyView> = sheet
            .parts
            .iter()
            .map(|part| match part {
                SheetPart::Sort(sort) => self.sort(sort, &mut at),
                SheetPart::Survey(survey) => {
                    let rows: Vec<AnyView> =
                        survey.questions.iter().map(|asked| self.question(asked, step(&mut at))).collect();
                    view! {
                        <h3>{app.say(PaperPhrase::Questions)}</h3>
                        <div class="enter-rows">{rows}</div>
                    }
                    .into_any()
                }
            })
            .collect();
        let n_piles = sheet.sorts().next().map_or(0, |sort| sort.piles.len());
        let keys = move || {
            let star = (n_piles + 1).to_string();
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
            {ask_centre(app, ASKED_CENTRE, self.asks_centre, go_on)}
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
        let last = last_day(&app.tablet().today());
        let wrong_day = Memo::new(move |_| self.wrong_day());
        let told = Signal::derive(move || {
            let (language, today) = (app.language.get(), app.tablet().today());
            wrong_day.get().map(|why| Notice::new(Tone::Trouble, not_yet(why, &today, language)))
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
                        <div id="enter-day-told"><Told notice=told /></div>
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
        self.look(|filled| filled.check_day(&today).err())
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

    fn sort(self, sheet: &SortSheet, at: &mut usize) -> AnyView {
        let app = self.app;
        let rows: Vec<AnyView> =
            sheet.cards.iter().enumerate().map(|(n, card)| self.card(sheet, card, n, step(at))).collect();
        let missing = sheet.has_missing.then(|| self.missing(step(at)));
        let story = sheet.has_story.then(|| self.story());
        view! {
            <h3>{app.say(PaperPhrase::EnterCards)}</h3>
            {self.legend(sheet)}
            <div class="enter-rows">{rows}</div>
            {missing}
            {story}
        }
        .into_any()
    }

    /// What the pictures of the boxes mean, where there is no room for words in each of them.
    fn legend(self, sheet: &SortSheet) -> AnyView {
        let app = self.app;
        let piles = self.piles(&sheet.instrument).into_iter().map(|pile| {
            let id = pile.id.clone();
            let words = self.text(move |study| pile_called(study, &id).map(|pile| &pile.text));
            view! { <li>{self.picture(&pile.picture).view()} <span>{words}</span></li> }
        });
        let extra = |is_asked: bool, words: PaperPhrase, icon_name: &'static str| {
            is_asked.then(|| view! { <li>{icon(icon_name)} <span>{app.say(words)}</span></li> })
        };
        view! {
            <ul class="enter-legend" aria-hidden="true">
                {piles.collect_view()} {extra(sheet.important.is_some(), PaperPhrase::TickImportant, "star")}
                {extra(sheet.more.is_some(), PaperPhrase::TickMore, "plus")}
            </ul>
        }
        .into_any()
    }

    fn card(self, sheet: &SortSheet, card: &str, n: usize, at: usize) -> AnyView {
        let piles: Vec<Choice> = self.piles(&sheet.instrument);
        let mut tiles: Vec<Tile> = piles
            .into_iter()
            .map(|pile| {
                let (card, id) = (card.to_owned(), pile.id.clone());
                let (card_too, id_too, named) = (card.clone(), id.clone(), id.clone());
                Tile {
                    words: self.text(move |study| pile_called(study, &named).map(|pile| &pile.text)),
                    picture: self.picture(&pile.picture),
                    is_one_of: true,
                    is_set: Signal::derive(move || self.look(|filled| filled.pile_of(&card) == Some(&id))),
                    is_open: Signal::derive(|| true),
                    tap: Callback::new(move |()| self.mark(Mark::Place(card_too.clone(), id_too.clone()))),
                    moves_on: true,
                }
            })
            .collect();
        let app = self.app;
        let extra = |words: PaperPhrase,
                     icon: &'static str,
                     is_set: fn(&Filled, &str) -> bool,
                     is_open: fn(&Filled, &str) -> bool,
                     mark: fn(String) -> Mark| {
            let (one, two, three) = (card.to_owned(), card.to_owned(), card.to_owned());
            Tile {
                words: Signal::derive(move || app.language.get().say(words).to_owned()),
                picture: Picture::Icon(icon),
                is_one_of: false,
                is_set: Signal::derive(move || self.look(|filled| is_set(filled, &one))),
                is_open: Signal::derive(move || self.look(|filled| is_open(filled, &two))),
                tap: Callback::new(move |()| self.mark(mark(three.clone()))),
                moves_on: false,
            }
        };
        if sheet.important.is_some() {
            tiles.push(extra(
                PaperPhrase::TickImportant,
                "star",
                Filled::is_important,
                Filled::may_be_important,
                Mark::Important,
            ));
        }
        if sheet.more.is_some() {
            tiles.push(extra(
                PaperPhrase::TickMore,
                "plus",
                Filled::is_more,
                Filled::may_be_more,
                Mark::More,
            ));
        }
        let (id, card) = (card.to_owned(), card.to_owned());
        let words = self.text(move |study| study.card(&id).map(|card| &card.text));
        let text = Signal::derive(move || format!("{}. {}", n + 1, words.get()));
        let cleared = card.clone();
        let clear = Callback::new(move |()| self.mark(Mark::LeaveOut(cleared.clone())));
        row(at, &card, text, Some(card.clone()), tiles, clear)
    }

    fn question(self, asked: &Asked, at: usize) -> AnyView {
        let app = self.app;
        let id = asked.id.clone();
        let choices = untrack(|| {
            app.with_study(|study| {
                let shown = study.question(&id).map(Question::shown);
                shown.map(|shown| shown.into_iter().cloned().collect::<Vec<_>>())
            })
        });
        let unsure = untrack(|| app.with_study(|study| dont_know(study).cloned())).flatten();
        let moves_on = asked.most == 1;
        let tile = |choice: &Choice,
                    words: Signal<String>,
                    is_set: Signal<bool>,
                    is_open: Signal<bool>,
                    mark: Mark| Tile {
            words,
            picture: self.picture(&choice.picture),
            is_one_of: moves_on,
            is_set,
            is_open,
            tap: Callback::new(move |()| self.mark(mark.clone())),
            moves_on,
        };
        let mut tiles: Vec<Tile> = choices
            .flatten()
            .unwrap_or_default()
            .into_iter()
            .map(|choice| {
                let (question, one) = (id.clone(), choice.id.clone());
                let mark = Mark::Choose(id.clone(), choice.id.clone());
                let named = (id.clone(), choice.id.clone());
                let words = self.text(move |study| {
                    let choices = &study.question(&named.0)?.choices;
                    choices.iter().find(|one| one.id == named.1).map(|one| &one.text)
                });
                let is_set = Signal::derive(move || {
                    self.look(|filled| {
                        matches!(filled.answer(&question), Some(Answer::Choices(chosen)) if chosen.contains(&one))
                    })
                });
                let (asked, may) = (id.clone(), choice.id.clone());
                let is_open =
                    Signal::derive(move || self.look(|filled| filled.may_be_chosen(&asked, &may)));
                tile(&choice, words, is_set, is_open, mark)
            })
            .collect();
        tiles.extend(unsure.map(|choice| {
            let question = id.clone();
            let words = self.text(|study| dont_know(study).map(|one| &one.text));
            let is_set = Signal::derive(move || {
                self.look(|filled| filled.answer(&question) == Some(&Answer::DontKnow))
            });
            tile(&choice, words, is_set, Signal::derive(|| true), Mark::DontKnow(id.clone()))
        }));
        let (asked_id, cleared) = (id.clone(), id.clone());
        let text = self.text(move |study| study.question(&asked_id).map(|question| &question.text));
        let clear = Callback::new(move |()| self.mark(Mark::Skip(cleared.clone())));
        row(at, &id, text, None, tiles, clear)
    }

    /// Lines for missing cards: one more than there are.
    fn missing(self, at: usize) -> AnyView {
        let app = self.app;
        let asked = self.text(|study| sort_text(study, |sort| sort.missing.as_ref()));
        let no_names = move || {
            let language = app.language.get().id();
            app.with_study(|study| study.word(Word::NoNames, language).to_owned())
        };
        let lines = (0..MOST_MISSING).map(|line| {
            let is_hidden = move || {
                line > 0
                    && self.look(|filled| {
                        filled.missing(line - 1).trim().is_empty() && filled.missing(line).is_empty()
                    })
            };
            view! {
                <input
                    type="text"
                    id=format!("enter-missing-{line}")
                    aria-label=app.say(PaperPhrase::MissingNth)
                    autocomplete="off"
                    maxlength=LONGEST_MISSING
                    hidden=is_hidden
                    prop:value=move || self.look(|filled| filled.missing(line).to_owned())
                    on:input=move |event| self.mark(Mark::Missing(line, event_target_value(&event)))
                />
            }
        });
        view! {
            <div
                class="field enter-missing"
                role="group"
                data-row=at.to_string()
                aria-labelledby="enter-missing-text"
                on:keydown=move |event| press_in_field(&event, at)
            >
                <p class="enter-text" id="enter-missing-text">{asked}</p>
                {lines.collect_view()}
                <p class="field-hint">{no_names}</p>
            </div>
        }
        .into_any()
    }

    /// The story, where there is a card that it can be about; of several the one that the participant named is chosen.
    fn story(self) -> AnyView {
        let app = self.app;
        let cards = Memo::new(move |_| {
            self.look(|filled| filled.story_cards().into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        let card = Memo::new(move |_| self.look(|filled| filled.story_card().map(str::to_owned)));
        let text = move |card: &str| {
            let language = app.language.get().id();
            app.with_study(|study| study.card(card).map(|one| one.text.get(language).to_owned()))
                .flatten()
                .unwrap_or_default()
        };
        let label = move || {
            let language = app.language.get();
            match card.get() {
                Some(card) => language.say_with(PaperPhrase::StoryAt, &[("card", &text(&card))]),
                None => language.say(PaperPhrase::Story).to_owned(),
            }
        };
        let options = move || {
            let options = cards.get().into_iter().map(|one| {
                let words = text(&one);
                let id = one.clone();
                let is_set = move || card.get().as_ref() == Some(&id);
                view! { <option value=one prop:selected=is_set>{words}</option> }
            });
            options.collect_view()
        };
        let choose = move |event| self.mark(Mark::StoryOf(event_target_value(&event)));
        let is_hidden =
            move || cards.with(Vec::is_empty) && self.look(|filled| filled.story().trim().is_empty());
        view! {
            <div class="field" hidden=move || cards.with(Vec::len) < 2>
                <label for="enter-story-card">{app.say(PaperPhrase::StoryCard)}</label>
                <select id="enter-story-card" on:change=choose>
                    <option value="" prop:selected=move || card.get().is_none()></option>
                    {options}
                </select>
            </div>
            <div class="field" hidden=is_hidden>
                <label for="enter-story">{label}</label>
                <textarea
                    id="enter-story"
                    rows="2"
                    maxlength=LONGEST_STORY
                    prop:value=move || self.look(|filled| filled.story().to_owned())
                    on:input=move |event| self.mark(Mark::Story(event_target_value(&event)))
                ></textarea>
            </div>
        }
        .into_any()
    }

    /// What there is, to compare with the paper, and the button that keeps it.
    fn bar(self, at: usize) -> AnyView {
        let app = self.app;
        let notice = Signal::derive(move || {
            let language = app.language.get();
            match self.failed.get() {
                Some(NotKept::NotYet(why)) => {
                    Some(Notice::new(Tone::Trouble, not_yet(why, &app.tablet().today(), language)))
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
            let tally = self.look(Filled::tally);
            let names = app.with_study(|study| pile_names(study, &tally, language)).unwrap_or_default();
            summary(&tally, &names, language)
        };
        let is_off = move || self.is_saving.get() || app.activity.with(|set| set.is_practice);
        view! {
            <div class="enter-bar">
                <Told notice=notice />
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
        if let Err(why) = filled.check(&app.tablet().today()) {
            self.failed.set(Some(NotKept::NotYet(why)));
            if matches!(why, NotYet::NoDay | NotYet::Future) {
                show_day();
            }
            return;
        }
        let has_no_centre = is_without_centre(app);
        self.asks_centre.set(has_no_centre);
        if has_no_centre {
            ASKED_CENTRE.focus();
            return;
        }
        // A response belongs to an activity, named or not; and to the centre that was typed for one that had none.
        let is_typed = app.typed_activity.with_untracked(|typed| !typed.centre.trim().is_empty());
        let is_to_keep = |set: &ActivitySettings| set.id.is_empty() || (set.centre.is_empty() && is_typed);
        if app.activity.with_untracked(is_to_keep)
            && let Err(why) = keep_typed(app)
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
                take_over(&*world.stores.responses, &filled, study, &set, version, &today, &new_id).await;
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

    fn piles(self, instrument: &str) -> Vec<Choice> {
        let piles = untrack(|| {
            self.app.with_study(|study| {
                study.instruments.iter().find_map(|one| match one {
                    Instrument::CardSort(sort) if sort.id == instrument => {
                        Some(sort.shown_piles().cloned().collect::<Vec<_>>())
                    }
                    _ => None,
                })
            })
        });
        piles.flatten().unwrap_or_default()
    }

    fn picture(self, picture: &str) -> Picture {
        let tablet = self.app.tablet();
        Picture::Of(tablet.address(&format!("{}{picture}", tablet.study_folder())))
    }
}

/// The next place of a row.
fn step(at: &mut usize) -> usize {
    *at += 1;
    *at - 1
}

/// The pile called `id` of any sort.
fn pile_called<'a>(study: &'a Study, id: &str) -> Option<&'a Choice> {
    study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::CardSort(sort) => sort.all_piles().find(|pile| pile.id == id),
        Instrument::Survey { .. } => None,
    })
}

fn dont_know(study: &Study) -> Option<&Choice> {
    study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::Survey { dont_know, .. } => Some(dont_know),
        Instrument::CardSort(_) => None,
    })
}

fn sort_text(
    study: &Study,
    text: fn(&crate::instruments::card_sort::rules::CardSort) -> Option<&Text>,
) -> Option<&Text> {
    study.instruments.iter().find_map(|instrument| match instrument {
        Instrument::CardSort(sort) => text(sort),
        Instrument::Survey { .. } => None,
    })
}

fn not_yet(why: NotYet, today: &str, language: Language) -> String {
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
fn last_day(today: &str) -> String {
    if is_right(today) { today } else { LAST }.to_owned()
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

/// The words of the piles, in the order of the tally.
fn pile_names(study: &Study, tally: &Tally, language: Language) -> Vec<String> {
    let name = |id: &str| pile_called(study, id).map(|pile| pile.text.get(language.id()).to_owned());
    tally.piles.iter().map(|(id, _)| name(id).unwrap_or_default()).collect()
}

/// What there is, in a line: only what occurs.
fn summary(tally: &Tally, piles: &[String], language: Language) -> String {
    let mut parts: Vec<String> = tally
        .piles
        .iter()
        .zip(piles)
        .filter(|((_, n), _)| *n > 0)
        .map(|((_, n), name)| format!("{} {n}", name.to_lowercase()))
        .collect();
    let counted = [
        (tally.n_left_out, PaperPhrase::LeftOut),
        (tally.n_important, PaperPhrase::NImportant),
        (tally.n_more, PaperPhrase::NMore),
        (tally.n_missing, PaperPhrase::NMissing),
    ];
    for (n, phrase) in counted.into_iter().filter(|(n, _)| *n > 0) {
        parts.push(language.say_with(phrase, &[("n", &n.to_string())]));
    }
    let (n, total) = tally.answered;
    if total > 0 {
        let (n, total) = (n.to_string(), total.to_string());
        parts.push(language.say_with(PaperPhrase::NAnswered, &[("n", &n), ("total", &total)]));
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_tells_what_there_is_and_nothing_else() {
        let tally = Tally {
            piles: vec![("much".to_owned(), 4), ("some".to_owned(), 0), ("not".to_owned(), 5)],
            n_left_out: 1,
            n_important: 3,
            answered: (4, 5),
            ..Tally::default()
        };
        let names = ["Veel", "Een beetje", "Niet"].map(str::to_owned);

        assert_eq!(
            summary(&tally, &names, Language::Dutch),
            "veel 4 · niet 5 · zonder vakje 1 · belangrijkst 3 · vragen 4 van 5"
        );
        assert_eq!(summary(&Tally::default(), &[], Language::English), "");
    }

    #[test]
    fn a_day_that_cannot_be_is_told_with_those_that_can() {
        let told = |why, today| not_yet(why, today, Language::Dutch);

        assert_eq!(
            told(NotYet::NoDay, "2026-11-29"),
            "Deze datum klopt niet. Kies de dag van de activiteit, van 1 januari 2020 tot en met 29 november 2026."
        );
        // By a clock that is wrong nobody knows which day it is.
        assert!(told(NotYet::NoDay, "1970-01-01").ends_with("31 december 2099."));
        assert_eq!(told(NotYet::Future, "2026-11-29"), "Die datum moet nog komen. Kijk de datum na.");
    }
}

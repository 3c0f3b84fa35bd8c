//! A sort that came back on paper is entered: a row for each card, in the order in which it was printed.

use leptos::prelude::*;

use crate::domain::paper::Mark;
use crate::domain::study::{Choice, Text, Word};
use crate::instruments::card_sort::rules::{
    CardSort, LONGEST_MISSING, LONGEST_STORY, MOST_MISSING, SortFilled, SortMark, SortSheet,
};
use crate::instruments::{FilledPart, Filling as _};
use crate::ui::components::icon::icon;
use crate::ui::coordinator::paper::entry::{Entry, step};
use crate::ui::coordinator::paper::row::{Picture, Tile, press_in_field, row};
use crate::ui::text::card_sort::CardSortPhrase;

/// The sort at this place of the sheet.
#[derive(Clone, Copy)]
pub(super) struct SortEntry {
    pub(super) entry: Entry,
    pub(super) part: usize,
}

impl SortEntry {
    fn mark(self, mark: SortMark) {
        self.entry.mark(Mark::Inside(self.part, mark.into()));
    }

    fn look<T: Default>(self, look: impl FnOnce(&SortFilled) -> T) -> T {
        self.entry.look(|filled| match filled.parts().get(self.part) {
            Some(FilledPart::CardSort(sort)) => look(sort),
            _ => T::default(),
        })
    }

    /// A text of the sort in the coordinator's language.
    fn text(self, text: impl Fn(&CardSort) -> Option<&Text> + Send + Sync + 'static) -> Signal<String> {
        let id = untrack(|| self.look(|filled| filled.sheet().instrument.clone()));
        self.entry.text(move |study| text(CardSort::called(study, &id)?))
    }

    fn piles(self) -> Vec<Choice> {
        let id = untrack(|| self.look(|filled| filled.sheet().instrument.clone()));
        let piles = untrack(|| {
            self.entry.app.with_study(|study| {
                let sort = CardSort::called(study, &id);
                sort.map(|sort| sort.shown_piles().cloned().collect::<Vec<_>>())
            })
        });
        piles.flatten().unwrap_or_default()
    }

    /// All of its rows; `at` is the place of the next row.
    pub(super) fn rows(self, sheet: &SortSheet, at: &mut usize) -> AnyView {
        let app = self.entry.app;
        let rows: Vec<AnyView> =
            sheet.cards.iter().enumerate().map(|(n, card)| self.card(sheet, card, n, step(at))).collect();
        let missing = sheet.has_missing.then(|| self.missing(step(at)));
        let story = sheet.has_story.then(|| self.story());
        view! {
            <h3>{app.say(CardSortPhrase::EnterCards)}</h3>
            {self.legend(sheet)}
            <div class="enter-rows">{rows}</div>
            {missing}
            {story}
        }
        .into_any()
    }

    /// What the pictures of the boxes mean, where there is no room for words in each of them.
    fn legend(self, sheet: &SortSheet) -> AnyView {
        let app = self.entry.app;
        let piles = self.piles().into_iter().map(|pile| {
            let id = pile.id.clone();
            let words = self.text(move |sort| pile_called(sort, &id));
            view! { <li>{self.entry.picture(&pile.picture).view()} <span>{words}</span></li> }
        });
        let extra = |is_asked: bool, words: CardSortPhrase, icon_name: &'static str| {
            is_asked.then(|| view! { <li>{icon(icon_name)} <span>{app.say(words)}</span></li> })
        };
        view! {
            <ul class="enter-legend" aria-hidden="true">
                {piles.collect_view()} {extra(sheet.important.is_some(), CardSortPhrase::TickImportant, "star")}
                {extra(sheet.more.is_some(), CardSortPhrase::TickMore, "plus")}
            </ul>
        }
        .into_any()
    }

    fn card(self, sheet: &SortSheet, card: &str, n: usize, at: usize) -> AnyView {
        let piles: Vec<Choice> = self.piles();
        let mut tiles: Vec<Tile> = piles
            .into_iter()
            .map(|pile| {
                let (card, id) = (card.to_owned(), pile.id.clone());
                let (card_too, id_too, named) = (card.clone(), id.clone(), id.clone());
                Tile {
                    words: self.text(move |sort| pile_called(sort, &named)),
                    picture: self.entry.picture(&pile.picture),
                    is_one_of: true,
                    is_set: Signal::derive(move || self.look(|filled| filled.pile_of(&card) == Some(&id))),
                    is_open: Signal::derive(|| true),
                    tap: Callback::new(move |()| {
                        self.mark(SortMark::Place(card_too.clone(), id_too.clone()));
                    }),
                    moves_on: true,
                }
            })
            .collect();
        let app = self.entry.app;
        let extra = |words: CardSortPhrase,
                     icon: &'static str,
                     is_set: fn(&SortFilled, &str) -> bool,
                     is_open: fn(&SortFilled, &str) -> bool,
                     mark: fn(String) -> SortMark| {
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
                CardSortPhrase::TickImportant,
                "star",
                SortFilled::is_important,
                SortFilled::may_be_important,
                SortMark::Important,
            ));
        }
        if sheet.more.is_some() {
            tiles.push(extra(
                CardSortPhrase::TickMore,
                "plus",
                SortFilled::is_more,
                SortFilled::may_be_more,
                SortMark::More,
            ));
        }
        let (id, card) = (card.to_owned(), card.to_owned());
        let words = self.entry.text(move |study| study.card(&id).map(|card| &card.text));
        let text = Signal::derive(move || format!("{}. {}", n + 1, words.get()));
        let cleared = card.clone();
        let clear = Callback::new(move |()| self.mark(SortMark::LeaveOut(cleared.clone())));
        row(at, &card, text, Some(card.clone()), tiles, clear)
    }

    /// Lines for missing cards: one more than there are.
    fn missing(self, at: usize) -> AnyView {
        let app = self.entry.app;
        let asked = self.text(|sort| sort.missing.as_ref());
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
                    aria-label=app.say(CardSortPhrase::MissingNth)
                    autocomplete="off"
                    maxlength=LONGEST_MISSING
                    hidden=is_hidden
                    prop:value=move || self.look(|filled| filled.missing(line).to_owned())
                    on:input=move |event| self.mark(SortMark::Missing(line, event_target_value(&event)))
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
        let app = self.entry.app;
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
                Some(card) => language.say_with(CardSortPhrase::StoryAt, &[("card", &text(&card))]),
                None => language.say(CardSortPhrase::Story).to_owned(),
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
        let choose = move |event| self.mark(SortMark::StoryOf(event_target_value(&event)));
        let is_hidden =
            move || cards.with(Vec::is_empty) && self.look(|filled| filled.story().trim().is_empty());
        view! {
            <div class="field" hidden=move || cards.with(Vec::len) < 2>
                <label for="enter-story-card">{app.say(CardSortPhrase::StoryCard)}</label>
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
                    on:input=move |event| self.mark(SortMark::Story(event_target_value(&event)))
                ></textarea>
            </div>
        }
        .into_any()
    }
}

/// The words of the pile called `id`.
fn pile_called<'a>(sort: &'a CardSort, id: &str) -> Option<&'a Text> {
    sort.all_piles().find(|pile| pile.id == id).map(|pile| &pile.text)
}

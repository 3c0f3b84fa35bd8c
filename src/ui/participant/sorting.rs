//! The screens on which cards are put on piles.

use leptos::prelude::*;

use crate::domain::session::{Action, Step};
use crate::domain::study::{CardSort, Choice, Instrument, Word};
use crate::ui::components::card_face::Face;
use crate::ui::components::chooser::Chooser;
use crate::ui::components::icon::Icon;
use crate::ui::components::sort_table::{PileOfCards, SortTable};
use crate::ui::participant::App;

/// A card to try with: it goes on a pile like any other, and nothing of it is kept.
pub(super) fn practice(app: App, at: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return ().into_any() };
    let Some(practice) = &card_sort.practice else { return ().into_any() };
    let face = app.face("practice", &practice.text, &practice.picture);
    let placed = RwSignal::new(None::<String>);
    let lying = face.clone();
    let piles = piles(app, card_sort, move |pile| {
        let (lying, pile) = (lying.clone(), pile.id.clone());
        Signal::derive(move || {
            if placed.with(|placed| placed.as_ref() == Some(&pile)) {
                vec![lying.clone()]
            } else {
                Vec::new()
            }
        })
    });
    let hint = app.word(Word::PracticeHint);
    let done = app.word(Word::PracticeDone);
    let hint = Signal::derive(move || if placed.with(Option::is_some) { done.clone() } else { hint.clone() });
    let hand = Signal::derive(move || placed.with(Option::is_none).then(|| face.clone()));
    app.frame(
        0.0,
        view! {
            <h1 tabindex="-1">
                <span class="tag">{app.word(Word::Practice)}</span>
                {app.text(&card_sort.question)}
            </h1>
            <SortTable
                hand=hand
                n_left=Signal::derive(move || usize::from(placed.with(Option::is_none)))
                hint=hint
                piles=piles
                take_back=app.word(Word::TakeBack)
                on_place=move |pile| placed.set(Some(pile))
                on_take_back=move |_| placed.set(None)
                on_open=move |_| placed.set(None)
            />
        }
        .into_any(),
    )
}

/// The sort itself.
pub(super) fn cards(app: App, at: usize) -> AnyView {
    let study = app.study.get_value();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return ().into_any() };
    let in_hand = Memo::new(move |_| {
        app.session.with(|session| session.sort(at).and_then(|sort| sort.in_hand().map(str::to_owned)))
    });
    let hand = Signal::derive(move || app.faces(in_hand.get()).pop());
    let n_left =
        Memo::new(move |_| app.session.with(|session| session.sort(at).map_or(0, |sort| sort.n_left())));
    let n_cards = app.session.with_untracked(|session| session.sort(at).map_or(1, |sort| sort.order().len()));
    let open_pile = RwSignal::new(None::<String>);
    let piles = piles(app, card_sort, move |pile| {
        let pile = pile.id.clone();
        let ids = Memo::new(move |_| {
            app.session.with(|session| {
                let sort = session.sort(at)?;
                Some(sort.on_pile(&pile).into_iter().map(str::to_owned).collect::<Vec<_>>())
            })
        });
        Signal::derive(move || app.faces(ids.get().unwrap_or_default()))
    });
    let sheet_piles = piles.clone();
    let sheet = move || {
        let open = open_pile.get()?;
        let pile = sheet_piles.iter().find(|pile| pile.id == open)?.clone();
        let take_back = move |id: String| {
            app.act(Action::TakeBack(id));
            open_pile.set(None);
        };
        Some(view! {
            <div class="sheet pile-sheet" role="dialog" aria-modal="true">
                <h1 tabindex="-1">
                    <img src=pile.picture alt="" />
                    {pile.text}
                </h1>
                <p class="hint">{app.word(Word::TakeBack)}</p>
                <Chooser
                    cards=pile.cards
                    grid=app.grid()
                    chosen=Signal::stored(Vec::new())
                    more=app.word(Word::MoreCards)
                    on_tap=take_back
                />
                <button type="button" class="large-button" on:click=move |_| open_pile.set(None)>
                    <Icon name="x" />
                    <span>{app.word(Word::Close)}</span>
                </button>
            </div>
        })
    };
    let done = app.word(Word::SortDone);
    let hint = Signal::derive(move || if n_left.get() == 0 { done.clone() } else { String::new() });
    #[expect(clippy::cast_precision_loss, reason = "a number of cards")]
    let part_done = Signal::derive(move || (n_cards - n_left.get().min(n_cards)) as f64 / n_cards as f64);
    let place = move |pile: String| {
        if let Some(card) = in_hand.get_untracked() {
            app.act(Action::Place(card, pile));
        }
    };
    app.sorting_frame(
        at,
        part_done,
        view! {
            <h1 tabindex="-1">{app.text(&card_sort.question)}</h1>
            <SortTable
                hand=hand
                n_left=n_left
                hint=hint
                piles=piles
                take_back=app.word(Word::TakeBack)
                on_place=place
                on_take_back=move |id| { app.act(Action::TakeBack(id)); }
                on_open=move |pile| open_pile.set(Some(pile))
            />
            {sheet}
        }
        .into_any(),
    )
}

fn piles(app: App, card_sort: &CardSort, cards: impl Fn(&Choice) -> Signal<Vec<Face>>) -> Vec<PileOfCards> {
    let pile = |pile: &Choice| PileOfCards {
        id: pile.id.clone(),
        text: app.text(&pile.text),
        picture: app.picture(&pile.picture),
        is_quiet: pile.id == card_sort.dont_know.id,
        cards: cards(pile),
    };
    card_sort.all_piles().map(pile).collect()
}

impl App {
    /// The frame of a sort: going back takes the last card back, and leads to the step before only when none lies.
    fn sorting_frame(self, at: usize, part_done: Signal<f64>, screen: AnyView) -> AnyView {
        let last = Memo::new(move |_| {
            self.session
                .with(|session| session.sort(at).and_then(|sort| sort.last_placed().map(str::to_owned)))
        });
        let is_here = move || self.session.with_untracked(|session| session.step == Step::Cards(at));
        let undo = move || match last.get_untracked() {
            Some(card) if is_here() => self.act(Action::TakeBack(card)),
            _ => self.act(Action::Back),
        };
        let (undo_word, back_word) = (self.word(Word::Undo), self.word(Word::Back));
        let word =
            Signal::derive(
                move || {
                    if last.with(Option::is_some) { undo_word.clone() } else { back_word.clone() }
                },
            );
        self.frame_with(
            part_done,
            word,
            Callback::new(move |()| {
                undo();
            }),
            screen,
        )
    }
}
